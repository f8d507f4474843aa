//! What the data segments of a module make of its memories, as images that all instances share.
//!
//! # Idea
//! The first instance copies its segments, as there may never be another. The second makes an image of each memory
//! that is worth it, and from then on instances map it (`sys::image`).
//!
//! # Why it is right
//! A memory has an image only if the module defines it, every active segment for it has a constant offset and fits
//! the minimum of its type, and so has and does every active segment before those, for whatever memory. Such segments never
//! trap, and nothing else decides what they write, so the image is what copying them one after the other would leave.
//! It is mapped when segments are due, not when the memory is made. So an instantiation that fails, before the segments or
//! at one of them, leaves what copying would: functions of the instance may be in tables of others by then.
//!
//! Must not know: how memories grow.

use super::layout::VmContext;
use super::memory::pages_to_bytes;
use super::store::StoreInner;
use crate::module::*;
use crate::sys::Image;
use crate::sys::mmap::page_size;

/// Fewer bytes are copied as fast as they are mapped.
const LEAST: usize = 32 << 10;

/// An image spans at most this many times the bytes of its segments: what lies between them is memory, too, once it is read.
const SPARSEST: usize = 4;

impl StoreInner {
    /// Maps the images of the instance's memories and tells which memories have got one.
    ///
    /// # Safety
    /// `ctx` is an instance of `module` in this store that nothing runs in, and no segment was copied.
    pub(super) unsafe fn show_images(&mut self, ctx: *mut VmContext, module: &ModuleData) -> Vec<bool> {
        let images = self.options.memory.copy_on_write.then(|| of_later_instances(module)).flatten();
        let images = images.unwrap_or_default().iter().enumerate();
        let shown = images.map(|(i, image)| {
            // SAFETY: the caller vouches for `ctx`, and images are those of the module's memories.
            let memory = unsafe { (**(*ctx).memories.add(i)).index } as usize;
            image.as_ref().is_some_and(|image| self.memories[memory].show(image))
        });
        shown.collect()
    }
}

/// The images by index of the memory; `None` for the first instance.
fn of_later_instances(module: &ModuleData) -> Option<&[Option<MemoryImage>]> {
    let later = module.images.instantiated.swap(true, std::sync::atomic::Ordering::Relaxed);
    later.then(|| &**module.images.memories.get_or_init(|| build(module)))
}

/// The bytes of an active segment, and where they go.
type Part<'a> = (usize, &'a [u8]);

fn build(module: &ModuleData) -> Box<[Option<MemoryImage>]> {
    // Programs have tens of thousands of segments, so they are looked at once.
    let mut parts: Vec<Option<Vec<Part<'_>>>> = module.memories.iter().map(|_| Some(Vec::new())).collect();
    parts[..module.imported_memories as usize].fill(None);
    let mut may_have_trapped = false;
    for segment in &module.datas {
        let SegmentMode::Active { index, offset } = &segment.mode else { continue };
        let memory = &mut parts[*index as usize];
        let ty = &module.memories[*index as usize];
        let bytes = &module.bytes[segment.range.clone()];
        // An imported memory has its type's minimum, too.
        let at = constant(offset).filter(|&at| fits(at, bytes.len(), pages_to_bytes(ty, ty.minimum)));
        may_have_trapped |= at.is_none();
        match (memory.as_mut(), at) {
            (Some(known), Some(at)) if !may_have_trapped => known.push((at, bytes)),
            _ => *memory = None,
        }
    }
    parts.into_iter().map(|parts| parts.and_then(|parts| image(&parts))).collect()
}

/// The offset of a segment, if it is the same in all instances.
fn constant(offset: &ConstExpr) -> Option<usize> {
    match offset[..] {
        [ConstOp::I32(at)] => Some(at as u32 as usize),
        [ConstOp::I64(at)] => usize::try_from(at as u64).ok(),
        _ => None,
    }
}

fn fits(at: usize, len: usize, memory: u64) -> bool {
    at.checked_add(len).is_some_and(|end| end as u64 <= memory)
}

/// An image of the parts, if it is worth it and the system has room; without one they are copied.
fn image(parts: &[Part<'_>]) -> Option<MemoryImage> {
    let parts = || parts.iter().filter(|(_, bytes)| !bytes.is_empty());
    let bytes: usize = parts().map(|(_, bytes)| bytes.len()).sum();
    let start = parts().map(|&(at, _)| at).min()? / page_size() * page_size();
    let end = parts().map(|(at, bytes)| at + bytes.len()).max()?;
    if bytes < LEAST || end - start > bytes.saturating_mul(SPARSEST) {
        return None;
    }
    let pages = Image::new(end - start, parts().map(|&(at, bytes)| (at - start, bytes))).ok()?;
    Some(MemoryImage { start, pages })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_made_of_many_bytes_that_lie_together() {
        let bytes = vec![1; LEAST];
        assert!(image(&[]).is_none());
        assert!(image(&[(0, &bytes[1..])]).is_none(), "few");
        assert!(
            image(&[(0, &bytes[..LEAST / 2]), (LEAST * SPARSEST, &bytes[..LEAST / 2])]).is_none(),
            "sparse"
        );
        if cfg!(miri) {
            return;
        }
        let at = 3 * page_size();
        let made = image(&[(at + 5, &bytes), (9, &[])]).expect("an image");
        assert_eq!((made.start, made.pages.len()), (at, (LEAST + 5).next_multiple_of(page_size())));
    }

    #[test]
    fn segments_that_may_not_fit_have_no_image() {
        assert!(fits(1, 2, 3) && !fits(2, 2, 3) && !fits(usize::MAX, 2, u64::MAX));
        assert_eq!(constant(&[ConstOp::I32(-1)][..].into()), Some(u32::MAX as usize));
        assert_eq!(constant(&[ConstOp::GlobalGet(0)][..].into()), None);
    }
}
