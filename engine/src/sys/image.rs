//! Bytes that many mappings begin with: shared until one of them writes.
//!
//! # Problem
//! Instances of one module begin with the same bytes in their memories. Copying them costs time and memory for each
//! instance, and most of them are only read, or not even that.
//!
//! # Idea
//! A file in memory holds the bytes once. A private mapping of it shows them, and the kernel copies a page when it is
//! first written.
//!
//! # Invariants
//! - INV IMAGE-SEALED: nothing can change the file once it is made: its seals forbid writing and resizing, and that
//!   seals are taken away. So what one instance does is never seen by another, and no access faults because the file
//!   became shorter.
//!
//! Must not know: instances, modules.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;

use rustix::fs::{self, MemfdFlags, SealFlags};

use super::memfd;
use super::mmap::{Mapping, round_up_to_page};

/// Whole pages of bytes that never change.
#[derive(Debug)]
pub struct Image {
    file: File,
    len: usize,
}

impl Image {
    /// An image of `len` bytes, rounded up to whole pages: each part at its offset, later ones over earlier ones, zeros elsewhere.
    ///
    /// # Errors
    /// If the system refuses, or a part does not fit.
    pub fn new<'a>(len: usize, parts: impl Iterator<Item = (usize, &'a [u8])>) -> io::Result<Image> {
        let len = round_up_to_page(len)?;
        let file = File::from(memfd::create("wx-image", len, MemfdFlags::ALLOW_SEALING)?);
        for (at, bytes) in parts {
            if at.checked_add(bytes.len()).is_none_or(|end| end > len) {
                return Err(io::Error::from(io::ErrorKind::InvalidInput));
            }
            file.write_all_at(bytes, at as u64)?;
        }
        // INV IMAGE-SEALED.
        let seals = SealFlags::WRITE | SealFlags::SHRINK | SealFlags::GROW | SealFlags::SEAL;
        fs::fcntl_add_seals(&file, seals)?;
        Ok(Image { file, len })
    }

    /// Puts the image over the pages of a mapping from `at` on; what is written there stays in that mapping.
    ///
    /// # Safety
    /// Nothing that lies in these pages may be in use, and the mapping is never resized.
    ///
    /// # Errors
    /// If the pages leave the mapping, `at` is not the start of a page, or the system refuses.
    pub unsafe fn show(&self, map: &Mapping, at: usize) -> io::Result<()> {
        // SAFETY: the caller vouches for the pages; INV IMAGE-SEALED.
        unsafe { map.replace(at, self.len, &self.file) }
    }

    /// Bytes, a multiple of the host page.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Never true: an image has at least one page.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
}

#[cfg(all(test, not(miri)))]
mod tests {
    use super::super::mmap::page_size;
    use super::*;

    #[test]
    fn mappings_share_an_image_and_keep_what_they_write() {
        let page = page_size();
        let image = Image::new(page + 1, [(1, &b"abc"[..]), (2, b"x")].into_iter()).unwrap();
        assert_eq!(image.len(), 2 * page);
        let maps = [(); 2].map(|()| Mapping::reserve(4 * page).unwrap());
        for map in &maps {
            map.commit(0..4 * page).unwrap();
            // SAFETY: nothing uses these pages.
            unsafe { image.show(map, page) }.unwrap();
        }
        // SAFETY: all pages of both mappings are accessible, and this test alone uses them.
        unsafe {
            let [a, b] = [maps[0].base().add(page), maps[1].base().add(page)];
            a.add(1).write(7);
            assert_eq!(std::slice::from_raw_parts(a, 5), [0, 7, b'x', b'c', 0]);
            assert_eq!(std::slice::from_raw_parts(b, 5), [0, b'a', b'x', b'c', 0]);
            b.add(2 * page).write(1);
        }
    }

    #[test]
    fn an_image_is_sealed_and_stays_inside_its_mapping() {
        let image = Image::new(1, [(0, &b"abc"[..])].into_iter()).unwrap();
        assert!(image.file.write_all_at(b"x", 0).is_err());
        assert!(image.file.set_len(0).is_err());
        assert!(image.file.set_len(1 << 20).is_err());
        let map = Mapping::zeroed(page_size()).unwrap();
        // SAFETY: nothing uses the page.
        assert!(unsafe { image.show(&map, 1) }.is_err(), "not at a page");
        // SAFETY: as above.
        assert!(unsafe { image.show(&map, page_size()) }.is_err(), "beyond the end");
        // SAFETY: the page is accessible.
        assert_eq!(unsafe { map.base().read() }, 0);
    }

    #[test]
    fn parts_fit_their_image() {
        assert!(Image::new(1, [(page_size(), &b"a"[..])].into_iter()).is_err());
        assert!(Image::new(1, [(usize::MAX, &b"a"[..])].into_iter()).is_err());
        assert!(Image::new(usize::MAX, std::iter::empty()).is_err());
    }
}
