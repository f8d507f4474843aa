//! [`StoreLimits`]: a ready-made [`ResourceLimiter`].

use anyhow::{Result, bail};

use crate::vm::limits::ResourceLimiter;

/// Fixed limits for the memories, tables, objects and instances of a store.
///
/// Keep it in the store's data and point [`Store::limiter`](super::Store::limiter) at it.
///
/// ```
/// use wx::{Engine, Module, Linker, Store, StoreLimits, StoreLimitsBuilder};
/// # fn main() -> wx::Result<()> {
/// let engine = Engine::default();
/// let limits = StoreLimitsBuilder::new().memory_size(64 << 10).build();
/// let mut store = Store::new(&engine, limits);
/// store.limiter(|limits| limits);
/// let module = Module::new(&engine, "(module (memory 2))")?;
/// assert!(Linker::new(&engine).instantiate(&mut store, &module).is_err());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct StoreLimits {
    memory_size: Option<usize>,
    table_elements: Option<usize>,
    total_size: usize,
    instances: usize,
    tables: usize,
    memories: usize,
    trap_on_grow_failure: bool,
}

impl Default for StoreLimits {
    /// 10,000 instances, tables and memories each; sizes are not limited.
    fn default() -> Self {
        StoreLimits {
            memory_size: None,
            table_elements: None,
            total_size: usize::MAX,
            instances: 10_000,
            tables: 10_000,
            memories: 10_000,
            trap_on_grow_failure: false,
        }
    }
}

/// Builds [`StoreLimits`].
#[derive(Clone, Debug, Default)]
pub struct StoreLimitsBuilder(StoreLimits);

impl StoreLimitsBuilder {
    /// Begins with the default limits.
    pub fn new() -> Self {
        Self::default()
    }

    /// Most bytes of each memory.
    pub fn memory_size(mut self, limit: usize) -> Self {
        self.0.memory_size = Some(limit);
        self
    }

    /// Most elements of each table.
    pub fn table_elements(mut self, limit: usize) -> Self {
        self.0.table_elements = Some(limit);
        self
    }

    /// Most bytes of all memories, tables, objects and instances together: see [`ResourceLimiter::total_size`]. wasmtime has no
    /// counterpart.
    ///
    /// ```
    /// use wx::{Engine, Instance, Module, Store, StoreLimitsBuilder};
    /// # fn main() -> wx::Result<()> {
    /// let engine = Engine::default();
    /// let mut store = Store::new(&engine, StoreLimitsBuilder::new().total_size(1 << 20).build());
    /// store.limiter(|limits| limits);
    /// let module = Module::new(&engine, r#"(module (memory 4) (table 1 funcref)
    ///     (func (export "grow") (result i32) (table.grow (ref.null func) (i32.const 100000))))"#)?;
    /// let instance = Instance::new(&mut store, &module, &[])?;
    /// let grow = instance.get_typed_func::<(), i32>(&mut store, "grow")?;
    /// assert_eq!(grow.call(&mut store, ())?, -1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn total_size(mut self, limit: usize) -> Self {
        self.0.total_size = limit;
        self
    }

    /// Most instances.
    pub fn instances(mut self, limit: usize) -> Self {
        self.0.instances = limit;
        self
    }

    /// Most tables.
    pub fn tables(mut self, limit: usize) -> Self {
        self.0.tables = limit;
        self
    }

    /// Most memories.
    pub fn memories(mut self, limit: usize) -> Self {
        self.0.memories = limit;
        self
    }

    /// Makes a refused growth a trap instead of a result of -1 that programs tend to overlook.
    pub fn trap_on_grow_failure(mut self, trap: bool) -> Self {
        self.0.trap_on_grow_failure = trap;
        self
    }

    /// The limits.
    pub fn build(self) -> StoreLimits {
        self.0
    }
}

impl StoreLimits {
    fn decide(
        &self,
        what: &str,
        desired: usize,
        limit: Option<usize>,
        maximum: Option<usize>,
    ) -> Result<bool> {
        let allowed = limit.is_none_or(|limit| desired <= limit) && maximum.is_none_or(|max| desired <= max);
        if !allowed && self.trap_on_grow_failure {
            bail!("forcing trap when growing {what} to {desired} {}", unit(what));
        }
        Ok(allowed)
    }

    fn failed(&self, what: &str, error: anyhow::Error) -> Result<()> {
        if self.trap_on_grow_failure {
            return Err(error.context(format!("forcing a {what} growth failure to be a trap")));
        }
        Ok(())
    }
}

fn unit(what: &str) -> &'static str {
    if what == "memory" { "bytes" } else { "elements" }
}

impl ResourceLimiter for StoreLimits {
    fn memory_growing(&mut self, _current: usize, desired: usize, maximum: Option<usize>) -> Result<bool> {
        self.decide("memory", desired, self.memory_size, maximum)
    }

    fn memory_grow_failed(&mut self, error: anyhow::Error) -> Result<()> {
        self.failed("memory", error)
    }

    fn table_growing(&mut self, _current: usize, desired: usize, maximum: Option<usize>) -> Result<bool> {
        self.decide("table", desired, self.table_elements, maximum)
    }

    fn table_grow_failed(&mut self, error: anyhow::Error) -> Result<()> {
        self.failed("table", error)
    }

    fn total_size(&self) -> usize {
        self.total_size
    }

    fn instances(&self) -> usize {
        self.instances
    }

    fn tables(&self) -> usize {
        self.tables
    }

    fn memories(&self) -> usize {
        self.memories
    }
}
