//! [`MemoryTypeBuilder`]: memory types of every kind, checked when they are made.
//!
//! The constructors of [`MemoryType`] check nothing: a type whose limits no memory can have is an error where a memory is made of it. The
//! builder tells earlier, as wasmtime's does.

use anyhow::{Context, Result, ensure};

use crate::types::MemoryType;

/// Makes a [`MemoryType`]. It begins as a 32-bit memory that is not shared, with pages of 64 KiB, none at first and no maximum.
///
/// ```
/// use wx::MemoryType;
///
/// let ty = MemoryType::builder().min(100).max(Some(200)).page_size_log2(0).build()?;
/// assert_eq!((ty.minimum(), ty.maximum(), ty.page_size()), (100, Some(200), 1));
/// assert!(MemoryType::builder().min(2).max(Some(1)).build().is_err());
/// # Ok::<(), wx::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct MemoryTypeBuilder(MemoryType);

impl Default for MemoryTypeBuilder {
    fn default() -> Self {
        MemoryTypeBuilder::new()
    }
}

impl MemoryTypeBuilder {
    /// A builder with the defaults.
    pub fn new() -> MemoryTypeBuilder {
        MemoryTypeBuilder(MemoryType::new(0, None))
    }

    /// Pages at first; 0 by default.
    pub fn min(&mut self, minimum: u64) -> &mut Self {
        self.0.minimum = minimum;
        self
    }

    /// Most pages; by default there is no such limit.
    pub fn max(&mut self, maximum: Option<u64>) -> &mut Self {
        self.0.maximum = maximum;
        self
    }

    /// Whether addresses have 64 bits, instead of 32.
    pub fn memory64(&mut self, memory64: bool) -> &mut Self {
        self.0.memory64 = memory64;
        self
    }

    /// Whether threads can share it. It must have a maximum then.
    pub fn shared(&mut self, shared: bool) -> &mut Self {
        self.0.shared = shared;
        self
    }

    /// Logarithm of a page's bytes to the base of two: 16, the default, or 0
    /// ([custom page sizes](https://github.com/WebAssembly/custom-page-sizes)).
    pub fn page_size_log2(&mut self, page_size_log2: u8) -> &mut Self {
        self.0.page_size_log2 = page_size_log2;
        self
    }

    /// The type.
    ///
    /// # Errors
    /// If the maximum is below the minimum, a limit is beyond what addresses reach, a page has another size than 1 byte or 64 KiB, or a
    /// shared memory has no maximum.
    pub fn build(&self) -> Result<MemoryType> {
        let ty = self.0;
        let log2 = ty.page_size_log2;
        ensure!(log2 == 0 || log2 == 16, "a page has 1 byte (2^0) or 64 KiB (2^16), not 2^{log2} bytes");
        ensure!(!ty.shared || ty.maximum.is_some(), "a shared memory needs a maximum");
        let most = reach(ty.memory64) >> log2;
        for (limit, what) in [(Some(ty.minimum), "minimum"), (ty.maximum, "maximum")] {
            let limit = limit.unwrap_or(0);
            ensure!(
                u128::from(limit) <= most,
                "a {what} of {limit} pages is beyond what addresses reach: {most} pages"
            );
        }
        let is_ordered = ty.maximum.is_none_or(|maximum| ty.minimum <= maximum);
        is_ordered.then_some(ty).context("the maximum of a memory is below its minimum")
    }
}

/// Bytes that addresses of this width reach.
fn reach(memory64: bool) -> u128 {
    1 << if memory64 { 64 } else { 32 }
}
