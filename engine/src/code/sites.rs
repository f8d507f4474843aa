//! Places in machine code with the operations they belong to, in little memory.
//!
//! # Problem
//! Every call and every access to memory is a place; two 32-bit numbers for each would take nearly as much memory as the code.
//! They are asked for only when something fails, or an exception or a backtrace walks by.
//!
//! # Idea
//! ```text
//!   bytes    offset +, operation ±, …      differences to the place before, seven bits to a byte: two bytes for most places
//!   blocks   (offset, operation, position in bytes) of each BLOCK-th place
//! ```
//! A search finds the block by halving and then reads on from there.
//!
//! Must not know: what operations are.

use serde::{Deserialize, Serialize};

use crate::base::{CodeOffset, SplicedOp};

/// Places in a block.
const BLOCK: usize = 32;

/// The highest bit is the flag, stored apart from the number.
const FLAG: u32 = 1 << 31;

/// Which operation a place belongs to, and how the place is to be understood.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Site(u32);

impl Site {
    /// # Panics
    /// If the operation has no room beside the flag; functions are smaller.
    pub const fn new(op: SplicedOp, advanced: bool) -> Site {
        assert!(op.get() < FLAG, "a function of more operations than a site can name");
        Site(op.get() | if advanced { FLAG } else { 0 })
    }

    pub const fn op(self) -> SplicedOp {
        SplicedOp::new(self.0 & !FLAG)
    }

    /// Whether the frame pointer is the callee's already.
    pub const fn is_advanced(self) -> bool {
        self.0 & FLAG != 0
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Sites {
    bytes: Box<[u8]>,
    blocks: Box<[Block]>,
}

/// The place with which a block begins, and where in `bytes` those behind it stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Block {
    offset: u32,
    site: u32,
    at: u32,
}

impl Sites {
    /// From places in the order of their offsets; of those with the same offset the last is found.
    pub fn new(sites: &[(CodeOffset, Site)]) -> Sites {
        debug_assert!(sites.is_sorted_by_key(|site| site.0), "places of code out of order");
        let mut bytes = Vec::with_capacity(sites.len() * 2 + 8);
        let mut blocks = Vec::with_capacity(sites.len().div_ceil(BLOCK));
        let mut last = (0, 0);
        for (i, &(offset, Site(site))) in sites.iter().enumerate() {
            let offset = offset.get();
            if i % BLOCK == 0 {
                blocks.push(Block { offset, site, at: bytes.len() as u32 });
            } else {
                put(&mut bytes, u64::from(offset - last.0));
                let distance = i64::from(site & !FLAG) - i64::from(last.1 & !FLAG);
                let zigzag = (distance << 1 ^ distance >> 63) as u64;
                put(&mut bytes, zigzag << 1 | u64::from(site & FLAG != 0));
            }
            last = (offset, site);
        }
        Sites { bytes: bytes.into(), blocks: blocks.into() }
    }

    /// What is known of the place at an offset.
    pub fn get(&self, offset: CodeOffset) -> Option<Site> {
        let offset = offset.get();
        let block = self.blocks.partition_point(|block| block.offset <= offset).checked_sub(1)?;
        let Block { offset: mut here, mut site, at } = self.blocks[block];
        let end = self.blocks.get(block + 1).map_or(self.bytes.len(), |next| next.at as usize);
        let mut rest = &self.bytes[at as usize..end];
        let mut found = (here == offset).then_some(site);
        while here <= offset && !rest.is_empty() {
            here += take(&mut rest) as u32;
            let word = take(&mut rest);
            let zigzag = word >> 1;
            let distance = (zigzag >> 1) as i64 ^ -((zigzag & 1) as i64);
            let op = (i64::from(site & !FLAG) + distance) as u32;
            site = op | if word & 1 != 0 { FLAG } else { 0 };
            if here == offset {
                found = Some(site);
            }
        }
        found.map(Site)
    }

    /// Memory that it takes.
    pub fn byte_len(&self) -> usize {
        self.bytes.len() + size_of_val(&*self.blocks)
    }
}

fn put(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

fn take(bytes: &mut &[u8]) -> u64 {
    let (mut value, mut shift) = (0, 0);
    while let Some((&byte, rest)) = bytes.split_first() {
        *bytes = rest;
        value |= u64::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            break;
        }
        shift += 7;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        /// The map is the oracle; offsets and operations near each other as in code, and as far apart as can be.
        #[test]
        fn what_was_put_in_is_found_and_nothing_else(
            steps in proptest::collection::vec((1_u32..300, 0_u32..5000, any::<bool>()), 0..200),
            large in proptest::collection::vec((0_u32..=u32::MAX, 0_u32..=u32::MAX), 0..40),
            others in proptest::collection::vec(0_u32..40_000, 0..50),
        ) {
            let mut map: BTreeMap<u32, u32> = large.into_iter().collect();
            let mut offset = 0;
            for (step, op, flag) in steps {
                offset += step;
                map.insert(offset, op | if flag { FLAG } else { 0 });
            }
            let list: Vec<_> = map.iter().map(|(&offset, &site)| (CodeOffset::new(offset), Site(site))).collect();
            let sites = Sites::new(&list);
            for &(offset, site) in &list {
                prop_assert_eq!(sites.get(offset), Some(site));
            }
            for offset in others {
                prop_assert_eq!(sites.get(CodeOffset::new(offset)), map.get(&offset).copied().map(Site));
            }
        }
    }

    #[test]
    fn neighbours_take_two_bytes() {
        let list: Vec<_> = (0..1000).map(|i| (CodeOffset::new(i * 9), Site(i * 3))).collect();
        let sites = Sites::new(&list);
        assert!(sites.byte_len() < 1000 * 5 / 2, "{} bytes", sites.byte_len());
        assert_eq!(Sites::new(&[]).get(CodeOffset::new(7)), None);
    }
}
