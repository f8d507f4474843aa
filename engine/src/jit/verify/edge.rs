//! What leads from block to block, and what is known where a block begins.
//!
//! Of a block to which nothing can lead that is found later all edges are known when it begins. So it is known then which places are
//! small on each of them, and which places hold what they held when an earlier block began: questions about these are answered at
//! once, or asked there. Of all other blocks (`Block::is_open`) nothing is known, and everything is asked. An edge to a block that was
//! executed and is none of them is found, and then all is looked at again with every block open: nothing depends on whether the
//! compiler named all of them.

use super::block::{BlockKind, Edge, EdgeKind, Places, Point, UNKNOWN};
use super::fault::Fault;
use super::state::{NO, Run};
use super::value::{Fact, SMALL, Val, What};

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
        self.find_writable();
    }

    /// What is known of the current block from its edges, if these are all.
    fn inherit(&mut self) {
        let number = self.block;
        let block = &mut self.b.blocks[number as usize];
        if block.is_open {
            (block.small, block.home) = (Places::NONE, number);
        }
        if block.home == number {
            block.kept = Places::NONE;
        }
        (self.known, self.home) = (block.small, block.home);
        self.inherited = if block.home == number { Places::ALL } else { block.kept };
    }

    /// What is known where a block begins if control comes from here.
    fn hand_down(&mut self, number: u32, is_first: bool) {
        let kept = match self.compares_halves {
            // A comparison may say more of a place here than is known where it was written.
            true => Places::NONE,
            false => Places { registers: self.kept, slots: !(self.written | self.lost) },
        };
        let (kept, home) = (kept.and(self.inherited), self.home);
        let block = &mut self.b.blocks[number as usize];
        if is_first {
            (block.small, block.kept, block.home) = (self.small, kept, home);
            return;
        }
        block.small = block.small.and(self.small);
        block.kept = block.kept.and(kept);
        if block.home != home {
            block.home = number;
        }
    }

    /// Something may lead to a block that is found only after that was executed.
    pub(super) fn open(&mut self, block: u32) {
        let block = &mut self.b.blocks[block as usize];
        // What was already executed, and not as open, stays closed.
        if block.facts == UNKNOWN {
            block.is_open = true;
        }
    }

    /// Control has left the block, which is all known now.
    pub(super) fn finish_block(&mut self) {
        let done = &mut self.b.blocks[self.block as usize];
        (done.end, done.written) = (self.b.writes.len() as u32, self.written);
        self.block = NO;
    }

    /// Control may go from here to a block.
    pub(super) fn edge_to(&mut self, block: u32, fact: Option<Fact>) -> Result<(), Box<Fault>> {
        self.left_entry |= !self.room && self.is_in_entry();
        let to = &mut self.b.blocks[block as usize];
        let is_first = to.depth == UNKNOWN;
        if is_first {
            (to.depth, to.ahead) = (self.depth, self.ahead);
        }
        if to.facts == UNKNOWN && to.at <= self.front {
            self.b.work.push(block);
        }
        if !to.is_open && to.at <= self.front {
            self.opens = true;
            return self.fault("leads back to where the compiler did not say so");
        }
        if (to.depth, to.ahead) != (self.depth, self.ahead) {
            return self.fault("the stack or the frame is not where others that come there have it");
        }
        if self.snapshot == NO {
            self.snapshot = self.b.registers.len() as u32;
            self.b.registers.push(self.registers);
        }
        let fact = fact.map_or(NO, |fact| {
            self.compares_halves |= fact.what == What::Small;
            self.b.taken.push(fact);
            self.b.taken.len() as u32 - 1
        });
        if !self.b.blocks[block as usize].is_open {
            self.hand_down(block, is_first);
        }
        let point = Point { registers: self.snapshot, fact, ..self.here() };
        self.add_edge(block, EdgeKind::Jump, point);
        Ok(())
    }

    /// An edge from outside of the code.
    pub(super) fn enter(&mut self, block: u32, kind: EdgeKind) {
        let point =
            Point { block: NO, registers: NO, facts: 0, writes: 0, clobbers: 0, called: true, fact: NO };
        self.add_edge(block, kind, point);
        (self.b.blocks[block as usize].depth, self.b.blocks[block as usize].ahead) = (0, 0);
    }

    pub(super) fn add_edge(&mut self, block: u32, kind: EdgeKind, point: Point) {
        let next = self.b.blocks[block as usize].edges;
        self.b.edges.push(Edge { next, kind, kept: self.kept, small: self.small, point });
        self.b.blocks[block as usize].edges = self.b.edges.len() as u32 - 1;
    }

    /// Where a caller leaves what has nothing above 32 bits.
    pub(super) fn small_parameters(&self) -> Places {
        let mut small = Places::NONE;
        for (place, &ty) in self.b.params.iter().zip(&self.ty.params) {
            let is_small = matches!(Val::of(ty), Val::Most(..=SMALL));
            match place.reg {
                Some(reg) => small.registers |= u32::from(is_small) << reg.0,
                None => small.set_slot(place.slot, is_small),
            }
        }
        small
    }
}
