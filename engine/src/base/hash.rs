//! A fast hash that a module cannot choose collisions for.
//!
//! # Problem
//! The verifier of machine code and the checker of places look up small numbers as often as there are instructions, so the hash of the
//! standard library is a good part of what they cost. A simpler one that is the same everywhere lets a module choose numbers
//! that all have one hash.
//!
//! # Idea
//! One multiplication for each number, both halves of the product taken together, from a seed that no module knows.

use std::hash::{BuildHasher, Hasher, RandomState};

/// The seed of a table's hash, drawn when the table is made.
#[derive(Clone, Copy)]
pub struct Seed(u64);

impl Default for Seed {
    fn default() -> Seed {
        Seed(RandomState::new().hash_one(0))
    }
}

impl BuildHasher for Seed {
    type Hasher = Mixer;
    fn build_hasher(&self) -> Mixer {
        Mixer { seed: self.0 | 1, state: self.0 }
    }
}

/// The state of one hash.
pub struct Mixer {
    seed: u64,
    state: u64,
}

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.state
    }
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(byte.into());
        }
    }
    fn write_u64(&mut self, value: u64) {
        const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
        let product = u128::from(self.state ^ value ^ ODD) * u128::from(self.seed.wrapping_add(value));
        self.state = product as u64 ^ (product >> 64) as u64;
    }
    fn write_u8(&mut self, value: u8) {
        self.write_u64(value.into());
    }
    fn write_u32(&mut self, value: u32) {
        self.write_u64(value.into());
    }
    fn write_i32(&mut self, value: i32) {
        self.write_u64(value as u64);
    }
    fn write_isize(&mut self, value: isize) {
        self.write_u64(value as u64);
    }
}
