//! A file's contents, read straight to where they stay.
//!
//! # Problem
//! A module of a real program has tens of megabytes, and whoever starts the program waits for them. For much of that time the
//! system looks for memory and clears it, page by page.
//!
//! # Idea
//! The memory is asked for as zeros and touched by nobody before the file's contents come; these come in parts on all processors.
//! It is asked for in huge pages: there are fewer to look for, and whoever walks over the module misses fewer translations.
//!
//! The file is not mapped: what was validated must not change when somebody else writes to the file.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::sync::Arc;

use super::parallel::{FirstFailure, Parts, beside};

/// Bytes of a file; no module that validates has more, since the code of one is limited to far less.
pub const LARGEST: u64 = 1 << 30;

/// What one processor reads at a time. It takes about a millisecond, much more than it costs to hand the part over.
const PART: usize = 1 << 20;

/// The first `len` bytes of a file, read on all processors if `parallel`.
///
/// # Errors
/// If the file cannot be read, or at any place but where it is (as pipes), or has fewer bytes.
pub fn read(file: &File, len: usize, parallel: bool) -> io::Result<Arc<[u8]>> {
    // SAFETY: every bit pattern is a `u8`, zeros among them.
    let mut bytes = unsafe { Arc::<[u8]>::new_zeroed_slice(len).assume_init() };
    let Some(buffer) = Arc::get_mut(&mut bytes) else { unreachable!("nobody else has it yet") };
    prefer_huge_pages(buffer);
    if !parallel || len <= 2 * PART {
        file.read_exact_at(buffer, 0)?;
    } else {
        let failure = FirstFailure::default();
        let parts = Parts::new(buffer.chunks_mut(PART).enumerate());
        let read = || {
            while let Some((index, part)) = parts.take() {
                if let Err(error) = file.read_exact_at(part, (index * PART) as u64) {
                    failure.note(index, error);
                }
            }
        };
        beside(len / PART, || (), read);
        failure.into_result()?;
    }
    Ok(bytes)
}

/// Lets the system use huge pages for memory that was never touched. Where it has none nothing changes.
fn prefer_huge_pages(buffer: &mut [u8]) {
    const HUGE: usize = 2 << 20;
    let (before, whole) = (buffer.as_ptr().align_offset(HUGE), buffer.len());
    let len = whole.saturating_sub(before) / HUGE * HUGE;
    if len > 0 {
        // SAFETY: these are whole pages of the buffer, and the advice changes nothing that can be read from them.
        let _ = unsafe {
            rustix::mm::madvise(buffer[before..].as_mut_ptr().cast(), len, rustix::mm::Advice::LinuxHugepage)
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_to_their_places() -> io::Result<()> {
        let path = std::env::temp_dir().join(format!("wx-sys-file-{}", std::process::id()));
        let contents: Vec<u8> = (0..3 * PART as u32 + 5).map(|i| (i ^ i >> 8 ^ i >> 16) as u8).collect();
        std::fs::write(&path, &contents)?;
        let file = File::open(&path)?;
        for len in [0, 1, PART, 2 * PART, 2 * PART + 1, 3 * PART, contents.len()] {
            for parallel in [false, true] {
                assert!(*read(&file, len, parallel)? == contents[..len], "{len} bytes");
            }
        }
        assert!(read(&file, contents.len() + 1, true).is_err());
        std::fs::remove_file(&path)
    }
}
