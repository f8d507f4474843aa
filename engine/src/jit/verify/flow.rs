//! From bytes to blocks: instructions, where control goes, and the walk over all of them.

use super::call::Target;
use super::decode::decode_to;
use super::fault::Fault;
use super::insn::{Insn, Op};
use super::state::{Block, BlockKind, Edge, EdgeKind, NO, Point, Run, UNKNOWN};
use super::value::{Fact, What};
use crate::base::{CodeOffset, SplicedOp};
use crate::code::Site;
use crate::exec::machine::STACK_SLACK;
use crate::jit::{RelocKind, Stub};
use crate::types::GcLayout;
use crate::types::layout::HEADER_SIZE;

/// In the index by offset: the last byte of a call.
const CALL_END: u32 = u32::MAX;

impl Run<'_> {
    pub(super) fn verify(&mut self) -> Result<(), Box<Fault>> {
        self.decode_all()?;
        self.find_blocks()?;
        self.check_sites()?;
        self.connect_tries()?;
        self.walk()?;
        if !self.room && self.func.frame_slots * 8 > STACK_SLACK / 4 {
            return Err(Fault::new(self.draft.output.entry, "a frame without a check of the stack"));
        }
        self.answer()
    }

    /// Executes each block to which something leads, once, and none before something leads there. The function's entry is the first.
    fn walk(&mut self) -> Result<(), Box<Fault>> {
        // A frame with very many slots would have more groups than questions.
        let (blocks, groups) = (self.b.blocks.len(), 1 + self.func.frame_slots as usize / 32 + 1);
        let groups = if blocks * groups <= 8 * self.count + 256 { groups } else { 1 };
        self.groups = groups as u32;
        self.b.smalls.resize(blocks * groups, (0, 0));
        self.b.work.push(0);
        while let Some(block) = self.b.work.pop() {
            if self.b.blocks[block as usize].facts != UNKNOWN {
                continue;
            }
            self.begin(block);
            loop {
                self.execute()?;
                if !self.reachable {
                    break;
                }
                self.at += 1;
                if self.at == self.count {
                    return Err(Fault::new(
                        self.draft.output.code_end,
                        "control runs off the end of the code",
                    ));
                }
                let next = self.b.block_at[self.at];
                if next != NO {
                    self.edge_to(next, None)?;
                    break;
                }
            }
            let done = &mut self.b.blocks[block as usize];
            (done.end, done.written) = (self.b.writes.len() as u32, self.written);
        }
        self.block = NO;
        Ok(())
    }

    /// All instructions, without the tables among them.
    fn decode_all(&mut self) -> Result<(), Box<Fault>> {
        let output = self.draft.output;
        let (code, end) = (self.draft.code, output.code_end);
        if end as usize > code.len() {
            return Err(Fault::new(end, "the code ends behind its bytes"));
        }
        self.b.index.resize(code.len() + 1, 0);
        let mut tables = output.tables.iter();
        let mut table = tables.next();
        let (relocs, mut number) = (self.draft.relocs, 0);
        let reloc_at = |number: usize| relocs.get(number).map_or(NO, |reloc| reloc.at);
        let mut next_reloc = reloc_at(0);
        // Those of functions before are written over, see `Buffers`.
        let (insns, mut count, mut moves_base) = (&mut self.b.insns, 0, false);
        let mut at = output.entry;
        while at < end {
            if let Some(&(start, behind)) = table
                && at >= start
            {
                if at != start || behind < start || behind > end {
                    return Err(Fault::new(at, "a branch table that is no part of the code"));
                }
                at = behind;
                table = tables.next();
                continue;
            }
            if insns.len() == count {
                insns.resize(2 * count + 64, Insn::nothing(0));
            }
            let insn = &mut insns[count];
            if !decode_to(code, at, end, insn) {
                return Err(Fault::new(at, "no instruction that the assembler emits"));
            }
            let next = insn.next();
            if next_reloc < next {
                let reloc = &relocs[number];
                let (field, fits) = match reloc.kind {
                    RelocKind::Stub(_) => (next - 4, matches!(insn.op, Op::Call | Op::Jmp)),
                    RelocKind::Entry(_) => (next - 4, matches!(insn.op, Op::Call | Op::Jmp)),
                    RelocKind::Op(_) => (next - 8, insn.op == Op::MovImm && insn.len == 10),
                    RelocKind::Own => (0, false),
                };
                if field != reloc.at || !fits || at + 5 > next {
                    return Err(Fault::new(at, "what is filled in later is no operand of an instruction"));
                }
                number += 1;
                insn.reloc = number as u32;
                next_reloc = reloc_at(number);
            }
            count += 1;
            self.b.index[at as usize] = count as u32;
            moves_base |= (insn.op == Op::Mov) & (insn.reg == 14);
            if matches!(insn.op, Op::Jmp | Op::Jcc | Op::Call | Op::CallRm | Op::JmpRm) {
                match insn.op {
                    Op::Call | Op::CallRm => self.b.index[next as usize - 1] = CALL_END,
                    Op::JmpRm => {}
                    _ if insn.reloc == 0 => self.b.jumps.push(count as u32 - 1),
                    _ => {}
                }
            }
            at = next;
        }
        if number < relocs.len() || table.is_some() {
            return Err(Fault::new(end, "something is to be filled in behind the code"));
        }
        self.count = count;
        self.moves |= moves_base && !self.module.memories.is_empty();
        Ok(())
    }

    /// The instruction that begins at an offset.
    fn instruction_at(&self, from: u32, offset: u32, what: &str) -> Result<usize, Box<Fault>> {
        match self.b.index.get(offset as usize) {
            Some(&number) if number != 0 && number != CALL_END => Ok(number as usize - 1),
            _ => Err(Fault::new(from, format!("{what} leads to {offset:#x}, where no instruction begins"))),
        }
    }

    /// Blocks begin where somebody goes.
    fn find_blocks(&mut self) -> Result<(), Box<Fault>> {
        self.b.block_at.clear();
        self.b.block_at.resize(self.count, NO);
        if self.count == 0 {
            return Err(Fault::new(0, "no code"));
        }
        self.b.block_at[0] = 0;
        for at in 0..self.b.jumps.len() {
            let insn = &self.b.insns[self.b.jumps[at] as usize];
            let to = self.instruction_at(insn.at, insn.imm as u32, "a jump")?;
            self.b.block_at[to] = 0;
        }
        let output = self.draft.output;
        for index in 0..output.tables.len() {
            for target in self.table_targets(index) {
                let to = self.instruction_at(output.tables[index].0, target, "a branch table")?;
                self.b.block_at[to] = 0;
            }
        }
        for &(_, offset) in output.osr.iter().chain(&output.handlers) {
            let to = self.instruction_at(offset.get(), offset.get(), "a way in")?;
            self.b.block_at[to] = 0;
        }
        let mut sites = 0;
        for number in 0..self.count {
            if self.b.block_at[number] == 0 {
                self.b.block_at[number] = self.b.blocks.len() as u32;
                let at = self.b.insns[number].at;
                while output.sites.get(sites).is_some_and(|site| site.0.get() < at) {
                    sites += 1;
                }
                // Branches to traps are no edges: this is all that is asked of those.
                let end = self.b.insns[number].next() - 1;
                if self.is_trap(number as u32)
                    && output.sites.get(sites).is_none_or(|site| site.0.get() != end)
                {
                    return Err(Fault::new(at, "a trap that is no site"));
                }
                let (first, sites) = (number as u32, sites as u32);
                self.b.blocks.push(Block { first, sites, ..Block::new(at, BlockKind::Plain) });
            }
        }
        self.mark_entries()
    }

    /// Where a branch table leads.
    pub(super) fn table_targets(&self, index: usize) -> Vec<u32> {
        let (start, end) = self.draft.output.tables[index];
        let bytes = self.draft.code.get(start as usize..end as usize).unwrap_or_default();
        let entries = bytes.chunks_exact(4);
        entries.map(|e| start.wrapping_add(u32::from_le_bytes([e[0], e[1], e[2], e[3]]))).collect()
    }

    /// The function's entry, and the ways into its middle.
    fn mark_entries(&mut self) -> Result<(), Box<Fault>> {
        let pushes = self.b.insns[..self.count].iter().take_while(|insn| insn.op == Op::Push);
        self.saved = pushes.map(|insn| insn.reg).collect();
        if self.draft.output.frame_bytes as usize != 8 * self.saved.len() {
            return self.fault("walks over the stack expect another number of saved registers");
        }
        let entry = self.b.insns[0].at;
        self.b.blocks[0].kind = BlockKind::Entry;
        debug_assert_eq!(entry, self.draft.output.entry);
        for index in 0..self.draft.output.osr.len() {
            let offset = self.draft.output.osr[index].1.get();
            let block = self.b.block_at[self.instruction_at(offset, offset, "a way in")?];
            if self.b.blocks[block as usize].kind != BlockKind::Plain {
                return Err(Fault::new(offset, "a loop is entered where something else is"));
            }
            self.b.blocks[block as usize].kind = BlockKind::Loop;
            self.enter(block, EdgeKind::Loop);
        }
        self.enter(0, EdgeKind::Call);
        Ok(())
    }

    /// An edge from outside of the code.
    fn enter(&mut self, block: u32, kind: EdgeKind) {
        let point =
            Point { block: NO, registers: NO, facts: 0, writes: 0, clobbers: 0, called: true, fact: NO };
        self.add_edge(block, kind, point);
        (self.b.blocks[block as usize].depth, self.b.blocks[block as usize].ahead) = (0, 0);
        self.b.work.push(block);
    }

    pub(super) fn add_edge(&mut self, block: u32, kind: EdgeKind, point: Point) {
        let next = self.b.blocks[block as usize].edges;
        self.b.edges.push(Edge { next, kind, kept: self.kept, small: self.small, point });
        self.b.blocks[block as usize].edges = self.b.edges.len() as u32 - 1;
    }

    /// Each site is an instruction, or the last byte of a call.
    fn check_sites(&self) -> Result<(), Box<Fault>> {
        let mut before = 0;
        for &(offset, site) in &self.draft.output.sites {
            let offset = offset.get();
            let is_place = self.b.index.get(offset as usize).is_some_and(|&number| number != 0);
            if !is_place || offset < before || site.op().index() >= self.func.ops.len() {
                return Err(Fault::new(offset, "a site that is no instruction"));
            }
            before = offset;
        }
        Ok(())
    }

    /// The operation that the site at an offset names.
    pub(super) fn site(&mut self, offset: u32) -> Option<Site> {
        let offset = CodeOffset::new(offset);
        let sites = &self.draft.output.sites;
        while self.sites < sites.len() && sites[self.sites].0 < offset {
            self.sites += 1;
        }
        sites.get(self.sites).filter(|site| site.0 == offset).map(|site| site.1)
    }

    /// The operation that the site of any call names.
    pub(super) fn site_of_call(&self, number: u32) -> Option<SplicedOp> {
        let end = CodeOffset::new(self.b.insns[number as usize].next() - 1);
        let sites = &self.draft.output.sites;
        let at = sites.binary_search_by_key(&end, |site| site.0).ok()?;
        Some(sites[at].1.op())
    }

    fn begin(&mut self, block: u32) {
        self.block = block;
        self.reachable = true;
        self.forget();
        let entry = &mut self.b.blocks[block as usize];
        (self.at, self.sites) = (entry.first as usize, entry.sites as usize);
        (self.depth, self.ahead) = (entry.depth, entry.ahead);
        entry.facts = self.b.facts.len() as u32;
        entry.writes = self.b.writes.len() as u32;
        entry.clobbers = self.b.clobbers.len() as u32;
        self.find_writable();
    }

    /// Control may go from here to a block.
    pub(super) fn edge_to(&mut self, block: u32, fact: Option<Fact>) -> Result<(), Box<Fault>> {
        let to = &mut self.b.blocks[block as usize];
        if to.depth == UNKNOWN {
            (to.depth, to.ahead) = (self.depth, self.ahead);
        }
        if to.facts == UNKNOWN {
            self.b.work.push(block);
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
        let point = Point { registers: self.snapshot, fact, ..self.here() };
        self.add_edge(block, EdgeKind::Jump, point);
        Ok(())
    }

    /// What the call or jump at hand leads to.
    pub(super) fn target(&self) -> Target {
        self.target_of(self.at)
    }

    pub(super) fn target_of(&self, number: usize) -> Target {
        let insn = self.b.insns[number];
        if insn.reloc != 0 {
            return match self.draft.relocs[insn.reloc as usize - 1].kind {
                RelocKind::Stub(stub) => Target::Stub(stub),
                RelocKind::Entry(defined) => Target::Entry(defined),
                _ => Target::Nothing,
            };
        }
        let number = self.b.index.get(insn.imm as usize).copied().unwrap_or(0);
        match number {
            0 | CALL_END => Target::Nothing,
            number => Target::Here(self.b.block_at[number as usize - 1], number - 1),
        }
    }

    /// Whether the instruction is a call of a stub that traps.
    pub(super) fn is_trap(&self, number: u32) -> bool {
        let insn = self.b.insns[number as usize];
        insn.op == Op::Call
            && insn.reloc != 0
            && matches!(
                self.draft.relocs[insn.reloc as usize - 1].kind,
                RelocKind::Stub(Stub::Trap(_) | Stub::TrapRax)
            )
    }

    /// Bytes of the largest object of the module's types.
    pub(super) fn largest_object(&mut self) -> u32 {
        if let Some(largest) = self.largest {
            return largest;
        }
        let layouts = self.module.type_entries.iter().filter_map(|entry| entry.layout());
        let sizes = layouts.map(|layout| match *layout {
            GcLayout::Struct { size, .. } => size,
            // The first elements are written when it is made.
            GcLayout::Array { element_size, .. } => 8 + 64 * element_size,
        });
        let largest = sizes.max().unwrap_or(0).max(HEADER_SIZE);
        self.largest = Some(largest);
        largest
    }
}
