//! Size classes: which cells an object of a given size goes into, and which cell of a block an offset lies in.

/// Bytes of a block.
pub(super) const BLOCK: usize = 1 << BLOCK_SHIFT;
pub(super) const BLOCK_SHIFT: u32 = 15;
/// Sizes of cells are multiples of this.
pub(super) const GRANULE: usize = 16;

/// Sizes of cells. Up to 128 bytes every multiple of 16; then four steps to a doubling, at the end what divides a
/// block with little rest.
pub(super) const CELLS: [u16; 34] = [
    16, 32, 48, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 640, 768, 896, 1024, 1280,
    1536, 1792, 2048, 2336, 2720, 3264, 4096, 4672, 5456, 6544, 8192, 10912, 16384,
];
/// How many there are.
pub const CLASSES: usize = CELLS.len();
/// The largest object that goes into a cell of a shared block.
pub(super) const MAX_SMALL: usize = CELLS[CLASSES - 1] as usize;
/// The class that stands for "one object from the block's start".
pub(super) const LARGE: u8 = CLASSES as u8;

/// Size class by size in granules, rounded up.
const CLASS_OF: [u8; MAX_SMALL / GRANULE + 1] = {
    let mut table = [0; MAX_SMALL / GRANULE + 1];
    let mut class = 0;
    let mut granules = 0;
    while granules < table.len() {
        if granules * GRANULE > CELLS[class] as usize {
            class += 1;
        }
        table[granules] = class as u8;
        granules += 1;
    }
    table
};

/// SizeClass and size of the cells that objects of this size go into, if it is one that shares its block.
pub fn cell(size: u32) -> Option<(usize, u32)> {
    let class = SizeClass::of(u64::from(size)).0 as usize;
    Some((class, u32::from(*CELLS.get(class)?)))
}

/// `ceil(2^32 / size)` by class, so that a multiplication finds the cell of an offset; 0 for [`LARGE`], where every
/// offset belongs to cell 0.
pub(super) const RECIPROCALS: [u32; CLASSES + 1] = {
    let mut table = [0; CLASSES + 1];
    let mut class = 0;
    while class < CLASSES {
        table[class] = (1u64 << 32).div_ceil(CELLS[class] as u64) as u32;
        class += 1;
    }
    table
};

/// Which cells an object goes into.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct SizeClass(pub(super) u8);

impl SizeClass {
    /// The class for objects of `size` bytes with header.
    #[inline(always)]
    pub(super) fn of(size: u64) -> SizeClass {
        SizeClass(if size > MAX_SMALL as u64 { LARGE } else { CLASS_OF[(size as usize).div_ceil(GRANULE)] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_size_fits_its_class_and_no_smaller_one() {
        for size in 0..=MAX_SMALL {
            let class = CLASS_OF[size.div_ceil(GRANULE)] as usize;
            assert!(CELLS[class] as usize >= size, "{size}");
            assert!(class == 0 || (CELLS[class - 1] as usize) < size, "{size}");
        }
    }

    #[test]
    fn the_reciprocal_finds_the_cell_of_every_offset() {
        for (class, &size) in CELLS.iter().enumerate() {
            assert_eq!(size as usize % GRANULE, 0);
            for offset in 0..BLOCK as u64 {
                let cell = (offset * u64::from(RECIPROCALS[class])) >> 32;
                assert_eq!(cell, offset / u64::from(size), "{offset} in cells of {size}");
            }
        }
    }
}
