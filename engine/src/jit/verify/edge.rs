//! What leads from block to block.

use super::block::{BlockKind, Edge, EdgeKind, Point, UNKNOWN};
use super::fault::Fault;
use super::sets::{NEAR, NO_PLACES, Places, bit_of};
use super::state::{NO, Run};
use super::value::{Fact, SLOT, SMALL, Val, What};

impl Run<'_> {
    /// Whether the current block is the one at the function's entry.
    pub(super) fn is_in_entry(&self) -> bool {
        self.b.blocks[self.block as usize].kind == BlockKind::Entry
    }

    pub(super) fn begin(&mut self, block: u32) {
        self.block = block;
        self.reachable = true;
        self.inherit();
        self.forget();
        let entry = &mut self.b.blocks[block as usize];
        (self.depth, self.ahead) = (entry.depth, entry.ahead);
        entry.facts = self.b.facts.len() as u32;
        entry.writes = self.b.writes.len() as u32;
        entry.clobbers = self.b.clobbers.len() as u32;
        if self.writable.1 != self.depth {
            self.find_writable();
        }
    }

    /// What is known of the current block from its edges, if these are all.
    fn inherit(&mut self) {
        let block = &self.b.blocks[self.block as usize];
        self.known = if block.is_open { [0; NEAR] } else { block.small };
    }

    /// Something may lead to a block that is found only after that was executed.
    pub(super) fn open(&mut self, block: u32) {
        let block = &mut self.b.blocks[block as usize];
        // What was already executed, and not as open, stays closed.
        if block.facts == UNKNOWN {
            block.is_open = true;
        }
    }

    /// What is known where a block begins if control comes from here.
    #[inline]
    fn hand_down(&mut self, block: u32) -> Result<(), Box<Fault>> {
        let to = &mut self.b.blocks[block as usize];
        if to.facts == UNKNOWN {
            to.small[0] &= self.small[0];
            to.small[1] &= self.small[1];
        } else if !to.is_open && (to.small[0] & !self.small[0] | to.small[1] & !self.small[1]) != 0 {
            self.opens = true;
            return self.fault("leads back to where the compiler did not say so");
        }
        Ok(())
    }

    /// Control has left the block, which is all known now.
    pub(super) fn finish_block(&mut self) {
        let done = &mut self.b.blocks[self.block as usize];
        done.end = self.b.writes.len() as u32;
        self.block = NO;
    }

    /// Control may go from here to a block.
    pub(super) fn edge_to(&mut self, block: u32, fact: Option<Fact>) -> Result<(), Box<Fault>> {
        self.left_entry |= !self.room && self.is_in_entry();
        let to = &mut self.b.blocks[block as usize];
        if to.depth == UNKNOWN {
            (to.depth, to.ahead) = (self.depth, self.ahead);
        }
        if to.facts == UNKNOWN && to.at <= self.front {
            self.b.work.push(block);
        }
        if (to.depth, to.ahead) != (self.depth, self.ahead) {
            return self.fault("the stack or the frame is not where others that come there have it");
        }
        self.hand_down(block)?;
        self.compares_halves |= fact.is_some_and(|fact| fact.what == What::Small);
        if self.snapshot == NO || self.compares_halves {
            self.snapshot = self.take_snapshot(fact);
        }
        let fact = fact.map_or(NO, |fact| {
            self.b.taken.push(fact);
            self.b.taken.len() as u32 - 1
        });
        let point = Point { registers: self.snapshot, fact, ..self.here() };
        self.add_edge(block, EdgeKind::Jump, point, self.snapshot);
        Ok(())
    }

    /// An edge from outside of the code, which brings these along.
    pub(super) fn enter(&mut self, block: u32, kind: EdgeKind, small: &Places) {
        let point =
            Point { block: NO, registers: NO, facts: 0, writes: 0, clobbers: 0, called: true, fact: NO };
        let snapshot = self.add_snapshot(small, &NO_PLACES);
        self.b.blocks[block as usize].small = [small[0], small[1]];
        self.add_edge(block, kind, point, snapshot);
        (self.b.blocks[block as usize].depth, self.b.blocks[block as usize].ahead) = (0, 0);
    }

    pub(super) fn add_edge(&mut self, block: u32, kind: EdgeKind, point: Point, snapshot: u32) {
        let next = self.b.blocks[block as usize].edges;
        self.b.edges.push(Edge { next, kind, to: block, snapshot, point });
        self.b.blocks[block as usize].edges = self.b.edges.len() as u32 - 1;
    }

    /// Where a caller leaves what has nothing above 32 bits.
    pub(super) fn small_parameters(&self) -> Places {
        let mut small = NO_PLACES;
        for (place, &ty) in self.b.params.iter().zip(&self.ty.params) {
            if !matches!(Val::of(ty), Val::Most(..=SMALL)) {
                continue;
            }
            let (word, bit) = bit_of(place.reg.map_or(SLOT + place.slot, |reg| reg.0.into()));
            if word < self.words {
                small[word] |= bit;
            }
        }
        small
    }
}
