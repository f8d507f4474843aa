//! From bytes to blocks: instructions, where control goes, and the walk over all of them.

use super::block::{Block, BlockKind, Chunk, EdgeKind, UNKNOWN};
use super::call::Target;
use super::common::{LOOK, Start};
use super::decode::{decode, decode_to};
use super::fault::Fault;
use super::insn::{Insn, Op};
use super::state::{MOST_CODE, MOST_NAMES, NO, Run};
use crate::base::{CodeOffset, SplicedOp};
use crate::code::Site;
use crate::exec::activation::STACK_SLACK;
use crate::jit::x64::regs::METER;
use crate::jit::{RelocKind, Stub};
use crate::types::GcLayout;
use crate::types::layout::HEADER_SIZE;

/// The opcode of a call with a distance.
const CALL: u8 = 0xE8;

impl Run<'_> {
    pub(super) fn verify(&mut self) -> Result<(), Box<Fault>> {
        self.check_lists()?;
        self.mark_entries()?;
        self.connect_tries()?;
        self.walk()?;
        self.walk_rest()?;
        if !self.room && self.func.frame_slots * 8 > STACK_SLACK / 4 {
            return Err(Fault::new(self.draft.output.entry, "a frame without a check of the stack"));
        }
        self.answer()
    }

    /// Of what the compiler says beside the code, all that can be seen without reading the code.
    fn check_lists(&mut self) -> Result<(), Box<Fault>> {
        let output = self.draft.output;
        if output.code_end as usize > self.draft.code.len() {
            return Err(Fault::new(output.code_end, "the code ends behind its bytes"));
        }
        if output.entry >= output.code_end {
            return Err(Fault::new(output.entry, "no code"));
        }
        if output.code_end > MOST_CODE {
            return Err(Fault::new(output.entry, "more code than there are names for values"));
        }
        let mut before = output.entry;
        for &(start, behind) in &output.tables {
            if start < before || behind < start || behind > output.code_end {
                return Err(Fault::new(start, "a branch table that is no part of the code"));
            }
            before = behind;
        }
        match output.sites.iter().find(|site| site.1.op().index() >= self.func.ops.len()) {
            Some(site) => Err(Fault::new(site.0.get(), "a site of no operation")),
            None => Ok(()),
        }
    }

    /// The code from front to back. Each block is executed once, when it is met, if something leads there by then.
    fn walk(&mut self) -> Result<(), Box<Fault>> {
        let (entry, end) = (self.draft.output.entry, self.draft.output.code_end);
        self.seek(entry);
        if self.relocs != 0 {
            return self.fault("something is to be filled in before the code");
        }
        if self.sites != 0 {
            return self.fault("a site before the code");
        }
        (self.reachable, self.block) = (false, NO);
        while self.at < end {
            if self.at >= self.event {
                if self.at == self.next_table {
                    self.skip_table()?;
                    continue;
                }
                if self.is_start(self.at) {
                    self.meet()?;
                }
                self.find_event();
            }
            self.front = self.at;
            if self.reachable {
                self.run()?;
                if !self.reachable {
                    self.finish_block();
                }
                continue;
            }
            let next = self.read_next()?;
            self.pass_sites(next)?;
            self.at = next;
        }
        if self.next_table != NO || self.next_site != NO || self.relocs < self.draft.relocs.len() {
            return Err(Fault::new(end, "something is said of what is not among the code"));
        }
        if self.reachable {
            return Err(Fault::new(end, "control runs off the end of the code"));
        }
        if self.unmet != 0 {
            return Err(Fault::new(end, "a jump or a way in leads to where no instruction begins"));
        }
        self.front = NO;
        Ok(())
    }

    /// Blocks to which nothing led when they were met.
    fn walk_rest(&mut self) -> Result<(), Box<Fault>> {
        while let Some(block) = self.b.work.pop() {
            if self.b.blocks[block as usize].facts != UNKNOWN {
                continue;
            }
            self.seek(self.b.blocks[block as usize].at);
            self.begin(block);
            loop {
                let next = self.run_one()?;
                self.pass_sites(next)?;
                self.at = next;
                if !self.reachable {
                    break;
                }
                if self.at == self.next_table {
                    self.skip_table()?;
                }
                if self.at >= self.draft.output.code_end {
                    return self.fault("control runs off the end of the code");
                }
                let block = if self.is_start(self.at) { self.block_at(self.at) } else { NO };
                if block != NO {
                    self.edge_to(block, None)?;
                    break;
                }
            }
            self.finish_block();
        }
        Ok(())
    }

    /// Goes on reading at an offset.
    fn seek(&mut self, at: u32) {
        let (output, relocs) = (self.draft.output, self.draft.relocs);
        self.at = at;
        self.relocs = relocs.partition_point(|reloc| reloc.at < at);
        self.next_reloc = relocs.get(self.relocs).map_or(NO, |reloc| reloc.at);
        self.sites = output.sites.partition_point(|site| site.0.get() < at);
        self.next_site = output.sites.get(self.sites).map_or(NO, |site| site.0.get());
        self.tables = output.tables.partition_point(|table| table.0 < at);
        self.next_table = output.tables.get(self.tables).map_or(NO, |table| table.0);
        self.find_plain_end();
        self.event = at;
    }

    /// Where the walk is to stop next: something begins there, or there is a branch table.
    fn find_event(&mut self) {
        let mut at = self.at + 1;
        loop {
            let Some(chunk) = self.b.chunks.get(at as usize / 64) else {
                at = NO;
                break;
            };
            let starts = chunk.starts >> (at % 64);
            if starts != 0 {
                at += starts.trailing_zeros();
                break;
            }
            at = (at | 63) + 1;
        }
        self.event = at.min(self.next_table).min(self.draft.output.code_end);
    }

    /// A branch table, which is no code.
    fn skip_table(&mut self) -> Result<(), Box<Fault>> {
        if self.reachable {
            return self.fault("control runs into a branch table");
        }
        let tables = &self.draft.output.tables;
        self.at = tables[self.tables].1;
        self.tables += 1;
        self.next_table = tables.get(self.tables).map_or(NO, |table| table.0);
        self.find_plain_end();
        self.event = self.at;
        Ok(())
    }

    fn find_plain_end(&mut self) {
        let end = self.draft.output.code_end.min(self.next_table).min(self.next_reloc);
        self.plain_end = if self.b.is_slow { 0 } else { end };
    }

    /// A place where a block begins, or that was jumped to for a trap.
    fn meet(&mut self) -> Result<(), Box<Fault>> {
        self.unmet -= 1;
        if self.plain > MOST_NAMES {
            return self.fault("more values than there are names");
        }
        let block = self.block_at(self.at);
        if block == NO {
            return Ok(());
        }
        if self.runs_on && !self.reachable {
            self.open(block);
        }
        self.runs_on = false;
        if self.reachable {
            self.edge_to(block, None)?;
            self.finish_block();
        }
        let entry = &mut self.b.blocks[block as usize];
        // What is jumped back to from behind is mostly a loop whose test is at its end.
        if entry.depth == UNKNOWN && entry.is_open && !self.all_open {
            (entry.depth, entry.ahead) = (8 * self.saved.len() as u32, 0);
            self.guesses = true;
        }
        self.reachable = entry.depth != UNKNOWN;
        if self.reachable {
            self.begin(block);
        }
        Ok(())
    }

    /// The current instruction.
    #[inline(always)]
    fn decode_next(&mut self, i: &mut Insn) -> Result<(), Box<Fault>> {
        let end = self.draft.output.code_end.min(self.next_table);
        if !decode_to(self.draft.code, self.at, end, i) {
            return self.fault("no instruction that the assembler emits");
        }
        if self.next_reloc < i.next() { self.relocate(i) } else { Ok(()) }
    }

    /// One that `quick` leaves, or refuses.
    #[inline(never)]
    pub(super) fn execute_any(&mut self) -> Result<u32, Box<Fault>> {
        if let Some(fault) = self.refusal.take() {
            return Err(fault);
        }
        let mut i = Insn::nothing(self.at);
        self.decode_next(&mut i)?;
        self.execute_read(&mut i)
    }

    #[inline(always)]
    fn execute_read(&mut self, i: &mut Insn) -> Result<u32, Box<Fault>> {
        if i.reloc == 0 && self.next_reloc < i.next() {
            self.relocate(i)?;
        }
        if matches!(i.op, Op::Call | Op::CallRm) {
            self.last_call = i.at;
        }
        self.execute(i)?;
        Ok(i.next())
    }

    /// An instruction to which control does not come, as far as anybody knows by now. If it is a jump, that must lead somewhere as well.
    fn read_next(&mut self) -> Result<u32, Box<Fault>> {
        let at = self.at as usize;
        if let Some(bytes) = self.draft.code.get(at..at + LOOK).and_then(<[u8]>::first_chunk)
            && let Some(len) = Start::of(bytes).len()
            && self.at + len as u32 <= self.plain_end
        {
            self.runs_on = true;
            return Ok(self.at + len as u32);
        }
        if self.passes_trap() {
            return Ok(self.at + 5);
        }
        let mut i = Insn::nothing(self.at);
        self.decode_next(&mut i)?;
        if matches!(i.op, Op::Call | Op::CallRm) {
            self.last_call = i.at;
        }
        let to = i.imm as u32;
        // Only a branch to a trap is no edge when it is executed.
        let is_edge = match i.op {
            Op::Jmp => i.reloc == 0,
            Op::Jcc => i.reloc == 0 && !self.leads_to_trap(to)?,
            _ => false,
        };
        if is_edge {
            let block = self.block_for(to)?;
            self.open(block);
        }
        self.runs_on = match i.op {
            Op::Jmp | Op::JmpRm | Op::Ret => false,
            Op::Call => !matches!(self.target(&i), Target::Stub(Stub::Trap(_) | Stub::TrapRax)),
            _ => true,
        };
        Ok(i.next())
    }

    /// Whether the current instruction is the call of a stub that traps: the most frequent one to which no edge leads.
    fn passes_trap(&mut self) -> bool {
        let is_call = self.draft.code[self.at as usize] == CALL && self.next_reloc == self.at + 1;
        let is_inside = self.at + 5 <= self.draft.output.code_end.min(self.next_table);
        if !is_call || !is_inside || !self.is_trap(self.relocs) {
            return false;
        }
        (self.last_call, self.runs_on) = (self.at, false);
        self.next_relocation();
        true
    }

    /// Whether a relocation is that of a call of a stub that traps.
    fn is_trap(&self, reloc: usize) -> bool {
        matches!(self.draft.relocs[reloc].kind, RelocKind::Stub(Stub::Trap(_) | Stub::TrapRax))
    }

    /// The current relocation is behind what was read.
    fn next_relocation(&mut self) {
        self.relocs += 1;
        self.next_reloc = self.draft.relocs.get(self.relocs).map_or(NO, |reloc| reloc.at);
        self.find_plain_end();
    }

    /// What is filled in later is an operand of the instruction.
    fn relocate(&mut self, i: &mut Insn) -> Result<(), Box<Fault>> {
        let next = i.next();
        let reloc = &self.draft.relocs[self.relocs];
        let (field, fits) = match reloc.kind {
            RelocKind::Stub(_) => (next - 4, matches!(i.op, Op::Call | Op::Jmp)),
            RelocKind::Entry(_) => (next - 4, matches!(i.op, Op::Call | Op::Jmp)),
            RelocKind::Op(_) => (next - 8, i.op == Op::MovImm && i.len == 10),
            RelocKind::Own => (0, false),
        };
        if field != reloc.at || !fits || i.at + 5 > next {
            return self.fault("what is filled in later is no operand of an instruction");
        }
        self.next_relocation();
        i.reloc = self.relocs as u32;
        Ok(())
    }

    /// Each site is an instruction, or the last byte of a call. `next`: where the current instruction ends.
    #[inline(always)]
    pub(super) fn pass_sites(&mut self, next: u32) -> Result<(), Box<Fault>> {
        if self.next_site >= next {
            return Ok(());
        }
        if self.next_site != self.at && !(self.next_site == next - 1 && self.last_call == self.at) {
            return Err(Fault::new(self.next_site, "a site that is no instruction"));
        }
        self.sites += 1;
        self.next_site = self.draft.output.sites.get(self.sites).map_or(NO, |site| site.0.get());
        if self.next_site < next { self.pass_more_sites(next) } else { Ok(()) }
    }

    #[inline(never)]
    fn pass_more_sites(&mut self, next: u32) -> Result<(), Box<Fault>> {
        while self.next_site < next {
            self.pass_sites(next)?;
        }
        Ok(())
    }

    /// Whether something begins at an offset, as far as that is known.
    #[inline]
    fn is_start(&self, at: u32) -> bool {
        self.b.chunks[at as usize / 64].starts >> (at % 64) & 1 != 0
    }

    /// The block that begins at an offset.
    #[inline]
    pub(super) fn block_at(&self, at: u32) -> u32 {
        let mut block = self.b.chunks[at as usize / 64].blocks;
        while block != NO && self.b.blocks[block as usize].at != at {
            block = self.b.blocks[block as usize].next;
        }
        block
    }

    /// An instruction must begin at this offset, and something in front of it leads there.
    fn want(&mut self, at: u32) -> Result<(), Box<Fault>> {
        if at >= self.draft.output.code_end || at <= self.front && self.front != 0 {
            return self.fault(format!("leads to {at:#x}, where no instruction begins"));
        }
        self.b.chunks[at as usize / 64].starts |= 1 << (at % 64);
        self.event = self.event.min(at);
        self.unmet += 1;
        Ok(())
    }

    /// The block that begins at an offset.
    pub(super) fn block_for(&mut self, at: u32) -> Result<u32, Box<Fault>> {
        if at >= self.draft.output.code_end || !self.is_start(at) {
            self.want(at)?;
        } else {
            let block = self.block_at(at);
            if block != NO {
                return Ok(block);
            }
        }
        let block = self.new_block(at, BlockKind::Plain);
        let first = &mut self.b.chunks[at as usize / 64].blocks;
        self.b.blocks[block as usize].next = std::mem::replace(first, block);
        Ok(block)
    }

    pub(super) fn new_block(&mut self, at: u32, kind: BlockKind) -> u32 {
        self.b.blocks.push(Block { is_open: self.all_open, ..Block::new(at, kind) });
        self.b.blocks.len() as u32 - 1
    }

    /// Where a branch table leads.
    pub(super) fn table_targets(&self, index: usize) -> Vec<u32> {
        let (start, end) = self.draft.output.tables[index];
        let bytes = self.draft.code.get(start as usize..end as usize).unwrap_or_default();
        let entries = bytes.chunks_exact(4);
        entries.map(|e| start.wrapping_add(u32::from_le_bytes([e[0], e[1], e[2], e[3]]))).collect()
    }

    /// The function's entry, the ways into its middle, and where else blocks begin to which something later leads back.
    fn mark_entries(&mut self) -> Result<(), Box<Fault>> {
        let output = self.draft.output;
        let (code, end) = (self.draft.code, output.code_end);
        self.b.chunks.resize(end as usize / 64 + 1, Chunk { starts: 0, blocks: NO });
        self.size_sets(self.func.frame_slots);
        let (mut at, mut insn) = (output.entry, Insn::nothing(0));
        while decode_to(code, at, end, &mut insn) && insn.op == Op::Push {
            self.saved.push(insn.reg);
            at = insn.next();
        }
        self.at = output.entry;
        if self.is_metered() && self.saved.contains(&METER.0) {
            return self.fault("saves the meter, which is not the caller's");
        }
        if output.frame_bytes as usize != 8 * self.saved.len() {
            return self.fault("walks over the stack expect another number of saved registers");
        }
        let entry = self.block_for(output.entry)?;
        self.b.blocks[entry as usize].kind = BlockKind::Entry;
        for &(_, offset) in &output.handlers {
            self.block_for(offset.get())?;
        }
        for &at in &output.back {
            let block = self.block_for(at)?;
            self.b.blocks[block as usize].is_open = true;
        }
        for index in 0..output.tables.len() {
            for target in self.table_targets(index) {
                let block = self.block_for(target)?;
                self.b.blocks[block as usize].is_open = true;
            }
        }
        let mut believed = None;
        for &(_, offset) in &output.osr {
            let block = self.block_for(offset.get())?;
            if self.b.blocks[block as usize].kind != BlockKind::Plain {
                return Err(Fault::new(offset.get(), "a loop is entered where something else is"));
            }
            self.b.blocks[block as usize].kind = BlockKind::Loop;
            let small = *believed.get_or_insert_with(|| self.believed_small());
            self.enter(block, EdgeKind::Loop, &small);
        }
        let small = self.small_parameters();
        self.enter(entry, EdgeKind::Call, &small);
        Ok(())
    }

    /// The operation that the site at an offset names, which is part of the current instruction.
    pub(super) fn site(&self, offset: u32) -> Option<Site> {
        let offset = CodeOffset::new(offset);
        let mut sites = self.draft.output.sites[self.sites..].iter();
        sites.find(|site| site.0 >= offset).filter(|site| site.0 == offset).map(|site| site.1)
    }

    /// The operation that the site of any call names.
    pub(super) fn site_of_call(&self, at: u32) -> Option<SplicedOp> {
        let insn = decode(self.draft.code, at, self.draft.output.code_end)?;
        let end = CodeOffset::new(insn.next() - 1);
        let sites = &self.draft.output.sites;
        let at = sites.binary_search_by_key(&end, |site| site.0).ok()?;
        Some(sites[at].1.op())
    }

    /// What a call or jump leads to.
    pub(super) fn target(&self, i: &Insn) -> Target {
        if i.reloc == 0 {
            return Target::Here(i.imm as u32);
        }
        match self.draft.relocs[i.reloc as usize - 1].kind {
            RelocKind::Stub(stub) => Target::Stub(stub),
            RelocKind::Entry(defined) => Target::Entry(defined),
            _ => Target::Nothing,
        }
    }

    /// Whether at an offset a stub is called that traps. Branches to traps are no edges: this is all that is asked of those.
    pub(super) fn leads_to_trap(&mut self, at: u32) -> Result<bool, Box<Fault>> {
        if self.draft.code.get(at as usize) != Some(&CALL) {
            return Ok(false);
        }
        let relocs = self.draft.relocs;
        // Mostly they are in the order of the branches that lead there.
        let reloc = find_from(self.next_trap.0, relocs, at + 1, |reloc| reloc.at);
        let Some(reloc) = reloc.filter(|&reloc| self.is_trap(reloc)) else { return Ok(false) };
        if at >= self.draft.output.code_end || !self.is_start(at) {
            self.want(at)?;
        }
        let site = find_from(self.next_trap.1, &self.draft.output.sites, at + 4, |site| site.0.get());
        let Some(site) = site else { return Err(Fault::new(at, "a trap that is no site")) };
        self.next_trap = (reloc + 1, site + 1);
        Ok(true)
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

/// Where the element with a key is in an ordered list, perhaps at `guess`.
fn find_from<T>(guess: usize, list: &[T], key: u32, key_of: impl Fn(&T) -> u32) -> Option<usize> {
    if list.get(guess).is_some_and(|element| key_of(element) == key) {
        return Some(guess);
    }
    list.binary_search_by_key(&key, key_of).ok()
}
