//! What an earlier process lowered and compiled of a module: its functions as bytes, found by their number.
//!
//! ```text
//!   directory   for each function: its number, bytes of its operations, bytes of its machine code (0: none)
//!   contents    the same in that order, one behind the other
//! ```
//! Nothing is decoded before a function is first called, so that what a program does not use costs its bytes and no more.
//!
//! Must not know: what the bytes of a function mean (`ir::stored` and `tier::product` do), where an artifact is kept, whether it may
//! be believed.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

/// See the module's header.
#[derive(Clone, Debug, Default)]
pub struct Artifact {
    /// Of a whole file: a large one is read once and never copied.
    bytes: Arc<[u8]>,
    /// In ascending order of their numbers.
    functions: Box<[Place]>,
}

/// Where the bytes of a function are.
#[derive(Clone, Copy, Debug)]
struct Place {
    defined: u32,
    at: usize,
    ops: usize,
    machine: usize,
}

/// A line of the directory.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Line {
    defined: u32,
    ops: u32,
    machine: u32,
}

/// The bytes of one function.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stored<'a> {
    /// Its operations.
    pub ops: &'a [u8],
    /// Its machine code with the tables; empty if there is none.
    pub machine: &'a [u8],
}

impl Artifact {
    /// What [`to_bytes`](Artifact::to_bytes) wrote, in a range of some bytes; `None` if it did not, as far as the directory shows.
    pub fn from_bytes(bytes: Arc<[u8]>, range: Range<usize>) -> Option<Artifact> {
        let (lines, contents): (Vec<Line>, _) = postcard::take_from_bytes(bytes.get(range.clone())?).ok()?;
        let mut at = range.end - contents.len();
        let place = |line: &Line| {
            let place =
                Place { defined: line.defined, at, ops: line.ops as usize, machine: line.machine as usize };
            at += place.ops + place.machine;
            place
        };
        let functions: Box<[Place]> = lines.iter().map(place).collect();
        let ascend = functions.is_sorted_by(|a, b| a.defined < b.defined);
        (ascend && at == range.end).then_some(Artifact { bytes, functions })
    }

    /// The artifact with these functions, as bytes.
    ///
    /// `None` if one of them has 4 GiB.
    pub fn to_bytes(functions: &BTreeMap<u32, Stored<'_>>) -> Option<Vec<u8>> {
        let line = |(&defined, stored): (&u32, &Stored<'_>)| {
            let [ops, machine] = [stored.ops, stored.machine].map(|bytes| u32::try_from(bytes.len()));
            Some(Line { defined, ops: ops.ok()?, machine: machine.ok()? })
        };
        let lines: Vec<Line> = functions.iter().map(line).collect::<Option<_>>()?;
        let mut bytes = postcard::to_allocvec(&lines).ok()?;
        for stored in functions.values() {
            bytes.extend_from_slice(stored.ops);
            bytes.extend_from_slice(stored.machine);
        }
        Some(bytes)
    }

    /// What is kept of a function, by its number among those that the module defines.
    pub fn get(&self, defined: usize) -> Option<Stored<'_>> {
        let at = self.functions.binary_search_by_key(&defined, |place| place.defined as usize).ok()?;
        Some(self.stored(self.functions[at]))
    }

    /// Functions in it.
    pub fn len(&self) -> usize {
        self.functions.len()
    }

    pub fn is_empty(&self) -> bool {
        self.functions.is_empty()
    }

    /// All functions in it, by number.
    pub fn iter(&self) -> impl Iterator<Item = (u32, Stored<'_>)> {
        self.functions.iter().map(|&place| (place.defined, self.stored(place)))
    }

    fn stored(&self, place: Place) -> Stored<'_> {
        let (ops, machine) = self.bytes[place.at..].split_at(place.ops);
        Stored { ops, machine: &machine[..place.machine] }
    }
}

/// Machine code that this process made of a module, as bytes by function.
#[derive(Debug, Default)]
pub struct Kept(Mutex<BTreeMap<u32, Box<[u8]>>>);

impl Kept {
    /// Keeps the machine code of a function.
    pub fn put(&self, defined: usize, machine: Vec<u8>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(defined as u32, machine.into());
    }

    /// Functions that were kept.
    pub fn len(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All that was kept.
    pub fn all(&self) -> BTreeMap<u32, Box<[u8]>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_found_by_number() {
        let functions = BTreeMap::from([
            (3, Stored { ops: b"three", machine: b"" }),
            (7, Stored { ops: b"", machine: b"code of seven" }),
            (9, Stored { ops: b"nine", machine: b"code" }),
        ]);
        let bytes = Artifact::to_bytes(&functions).unwrap();
        let read =
            |bytes: &[u8]| Artifact::from_bytes([b"before", bytes].concat().into(), 6..6 + bytes.len());
        let artifact = read(&bytes).unwrap();
        assert_eq!(artifact.iter().collect::<BTreeMap<_, _>>(), functions);
        for defined in 0..12 {
            assert_eq!(artifact.get(defined), functions.get(&(defined as u32)).copied());
        }
        for len in 0..bytes.len() {
            assert!(read(&bytes[..len]).is_none(), "cut to {len} bytes");
        }
        let swapped = postcard::to_allocvec(&[(7_u32, 0_u32, 0_u32), (3, 0, 0)].to_vec()).unwrap();
        assert!(read(&swapped).is_none(), "numbers must ascend");
    }
}
