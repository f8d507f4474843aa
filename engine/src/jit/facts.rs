//! What the compiler knows of a function before it emits anything: labels, loops, who uses which slot, and what is live.
//!
//! # Passes
//! One pass forward finds the targets of branches and the loops (a branch backwards makes its target a loop header; wasm's
//! structure guarantees that loops nest). One pass backward computes which slots are live at each label and which
//! operands are read for the last time. A value can be live round a loop only if it is live at the loop's header, so the pass
//! needs the headers' sets before it meets their back edges: where there are loops it runs twice, the first time for
//! the headers alone.
//!
//! # Why two runs are enough
//! Without back edges the first run finds every slot that is read on some path from the header that takes none. A path
//! that takes a back edge passes a header: its own, where the rest of the path starts anew, or that of a loop around it. So the union of
//! the sets of a loop and of the loops around it holds every slot that can be live at its back edge. It may hold more, which costs
//! a store and is never wrong.
//!
//! # Caps
//! Slots beyond `tracked` are never in registers: every access goes to memory. That bounds the sets.

use crate::ir::{Fields, Func, Kind, Op, OpCode};
use crate::module::ModuleData;
use crate::types::{FuncType, ValType};

/// Fields of every operation, by number.
static FIELDS: [Fields; OpCode::COUNT] = {
    let mut table = [OpCode::ALL[0].fields(); OpCode::COUNT];
    let mut i = 0;
    while i < OpCode::COUNT {
        table[i] = OpCode::ALL[i].fields();
        i += 1;
    }
    table
};

pub fn fields(code: OpCode) -> Fields {
    FIELDS[code as usize]
}

/// Most slots that are tracked.
const MAX_TRACKED: u32 = 2048;
/// Most words in all live sets of a function together.
const MAX_SET_WORDS: usize = 4 << 20;

pub const NO_LABEL: u32 = u32::MAX;

/// What an operation reads for the last time, and whether its result is wanted.
pub mod uses {
    pub const B_DIES: u8 = 1;
    pub const C_DIES: u8 = 2;
    pub const THIRD_DIES: u8 = 4;
    pub const DEF_DEAD: u8 = 8;
}

/// What stands at an operation.
pub mod mark {
    /// A branch arrives here.
    pub const LABEL: u8 = 1;
    /// A branch arrives here from behind.
    pub const HEADER: u8 = 2;
    /// An entry of a branch table: no code of its own.
    pub const ENTRY: u8 = 4;
    /// An exception handler begins here.
    pub const HANDLER: u8 = 8;
}

/// A loop, or (the first) the whole function.
#[derive(Clone, Debug)]
pub struct Region {
    pub parent: u32,
    pub depth: u32,
    /// First and last operation.
    pub start: u32,
    pub end: u32,
    pub calls: u32,
    pub ops: u32,
    /// A loop is inside.
    pub has_loop: bool,
}

/// See the module's header.
#[derive(Default)]
pub struct Facts {
    /// Per operation; see `mark`.
    pub marks: Vec<u8>,
    /// Per operation; see `uses`.
    pub uses: Vec<u8>,
    /// Number of the label at each operation.
    pub label_of: Vec<u32>,
    pub labels: u32,
    pub regions: Vec<Region>,
    /// Innermost region of each loop header and of each operation behind a loop's end, in order: (operation, region).
    pub changes: Vec<(u32, u32)>,
    /// Slots below this are tracked.
    pub tracked: u32,
    words: usize,
    at_entry: Vec<u64>,
    live: Vec<u64>,
    /// Union of the header's set and those of the loops around it, per region.
    around: Vec<u64>,
    loop_end: Vec<(u32, u32)>,
    region_at_header: Vec<(u32, u32)>,
}

/// The signature of the function that a call operation calls.
pub fn callee_type<'a>(module: &'a ModuleData, op: &Op) -> Option<&'a FuncType> {
    let index = match op.code() {
        OpCode::Call | OpCode::ReturnCall => module.imported_funcs + op.lo(),
        OpCode::CallImport | OpCode::ReturnCallImport => op.lo(),
        _ => return None,
    };
    Some(module.type_entries[module.func_types[index as usize] as usize].func())
}

/// The same for any call; those through references name a canonical type.
pub fn call_type<'a>(module: &'a ModuleData, op: &Op) -> &'a FuncType {
    if let Some(ty) = callee_type(module, op) {
        return ty;
    }
    let id = crate::types::CanonId(op.lo());
    let entry = module.types.iter().position(|&t| t == id);
    match entry {
        Some(index) => module.type_entries[index].func(),
        None => unreachable!("lowering takes call types from the module's own"),
    }
}

pub fn is_call(code: OpCode) -> bool {
    matches!(code, OpCode::Call | OpCode::CallImport | OpCode::CallIndirect | OpCode::CallRef)
}

/// Whether the operation calls something: what is in caller-saved registers is lost. Some operations have their operands in a
/// range of slots as builtins do, and a template of their own.
pub fn clobbers(code: OpCode) -> bool {
    use OpCode::*;
    if is_call(code) {
        return true;
    }
    let inline = code.shape() == crate::ir::Shape::Atomic
        || matches!(
            code,
            I64Add128
                | I64Sub128
                | I64MulWideS
                | I64MulWideU
                | AtomicFence
                | MemorySize
                | RefFunc
                | RefTest
                | StructNew
                | StructNewDefault
                | ArrayNewFixed
                | RefCast
                | TableGet
                | TableSet
                | TableSize
        );
    code.range().is_some() && !inline
}

pub fn is_return_call(code: OpCode) -> bool {
    matches!(
        code,
        OpCode::ReturnCall | OpCode::ReturnCallImport | OpCode::ReturnCallIndirect | OpCode::ReturnCallRef
    )
}

/// Whether execution never goes on behind the operation.
pub fn is_end(code: OpCode) -> bool {
    is_return_call(code)
        || matches!(
            code,
            OpCode::Br
                | OpCode::BrTable
                | OpCode::Unreachable
                | OpCode::Return0
                | OpCode::Return1
                | OpCode::ReturnV128
                | OpCode::ReturnSpan
                | OpCode::Throw
                | OpCode::ThrowRef
        )
}

/// Whether `imm`'s low half is the distance to a target.
pub fn has_target(op: &Op) -> bool {
    use crate::ir::Shape::{Br, BrCmp, BrCmpImm, BrIf};
    matches!(op.code().shape(), Br | BrIf | BrCmp | BrCmpImm)
}

/// Slots that an operation reads or writes as a range: (first, count) read, (first, count) written.
pub fn ranges(module: &ModuleData, func: &Func, op: &Op) -> ((u32, u32), (u32, u32)) {
    let code = op.code();
    if is_call(code) || is_return_call(code) {
        let ty = call_type(module, op);
        let results = if is_call(code) { ty.result_slots() } else { 0 };
        return ((op.hi(), ty.param_slots()), (op.hi(), results));
    }
    if let Some((reads, writes)) = code.range() {
        let reads = reads.unwrap_or_else(|| func.frame_slots.saturating_sub(op.base()));
        // Some builtins take a v128 in two of their slots: one more is read to be sure.
        let extra = u32::from(matches!(code, OpCode::ArrayNew | OpCode::ArrayFill));
        let reads = (reads + extra).min(func.frame_slots.saturating_sub(op.base()));
        return ((op.base(), reads), (op.a.into(), writes));
    }
    match code {
        OpCode::CopySpan => ((op.lo(), op.a.into()), (op.hi(), op.a.into())),
        OpCode::CopyFar => ((op.lo(), 1), (op.hi(), 1)),
        OpCode::CopyFarV128 => ((op.lo(), 2), (op.hi(), 2)),
        OpCode::ReturnSpan => ((op.lo(), op.a.into()), (0, 0)),
        OpCode::Throw => {
            let tag = module.tag_types[op.imm as usize];
            let count = module.type_entries[tag as usize].func().param_slots();
            ((op.base(), count), (0, 0))
        }
        _ => ((0, 0), (0, 0)),
    }
}

/// Slot of the third operand.
pub fn third_slot(op: &Op, fields: Fields) -> u32 {
    if fields.third_in_a { op.a.into() } else { op.imm as u32 }
}

pub fn kind_of(ty: &ValType) -> Kind {
    match ty {
        ValType::I32 => Kind::I32,
        ValType::F32 => Kind::F32,
        ValType::F64 => Kind::F64,
        ValType::V128 => Kind::V128,
        _ => Kind::I64,
    }
}

impl Facts {
    /// Computes everything for one function.
    pub fn gather(&mut self, module: &ModuleData, func: &Func) {
        self.find_labels(func);
        self.find_regions(module, func);
        self.size_sets(func);
        if self.regions.len() > 1 {
            self.sweep::<false>(module, func);
            self.join_around();
        }
        self.sweep::<true>(module, func);
    }

    fn find_labels(&mut self, func: &Func) {
        let n = func.ops.len();
        self.marks.clear();
        self.marks.resize(n, 0);
        self.uses.clear();
        self.uses.resize(n, 0);
        self.loop_end.clear();
        let mut i = 0;
        while i < n {
            let op = &func.ops[i];
            if op.code() == OpCode::BrTable {
                for j in i + 1..=i + 1 + op.hi() as usize {
                    self.marks[j] |= mark::ENTRY;
                    self.target(j, func.ops[j].target(j));
                }
                i += 2 + op.hi() as usize;
                continue;
            }
            if has_target(op) {
                self.target(i, op.target(i));
            }
            i += 1;
        }
        for range in &func.tries {
            for catch in &range.catches {
                self.marks[catch.target as usize] |= mark::LABEL | mark::HANDLER;
                if catch.target < range.end {
                    self.marks[catch.target as usize] |= mark::HEADER;
                    self.loop_end.push((catch.target, range.end.max(1) - 1));
                }
            }
        }
        self.labels = 0;
        self.label_of.clear();
        self.label_of.extend(self.marks.iter().map(|m| {
            if m & mark::LABEL == 0 {
                return NO_LABEL;
            }
            self.labels += 1;
            self.labels - 1
        }));
    }

    fn target(&mut self, at: usize, target: usize) {
        self.marks[target] |= mark::LABEL;
        if target <= at {
            self.marks[target] |= mark::HEADER;
            self.loop_end.push((target as u32, at as u32));
        }
    }

    fn find_regions(&mut self, module: &ModuleData, func: &Func) {
        let n = func.ops.len() as u32;
        // One entry per header, with the last branch to it; ascending headers, and of those around each other the outer first.
        self.loop_end.sort_unstable();
        let mut loops: Vec<(u32, u32)> = Vec::new();
        for &(start, end) in &self.loop_end {
            match loops.last_mut() {
                Some(last) if last.0 == start => last.1 = last.1.max(end),
                _ => loops.push((start, end)),
            }
        }
        self.regions.clear();
        self.changes.clear();
        self.region_at_header.clear();
        let region = |parent, depth, start, end| Region {
            parent,
            depth,
            start,
            end,
            calls: 0,
            ops: 0,
            has_loop: false,
        };
        self.regions.push(region(0, 0, 0, n - 1));
        let mut stack = vec![0_u32];
        for &(start, end) in &loops {
            while self.regions[*stack.last().unwrap_or(&0) as usize].end < start {
                let closed = stack.pop().unwrap_or(0);
                let at = self.regions[closed as usize].end + 1;
                self.changes.push((at, *stack.last().unwrap_or(&0)));
            }
            let parent = *stack.last().unwrap_or(&0);
            // A handler may make an end reach past the loop around it; then the outer is the longer one.
            let end = end.min(self.regions[parent as usize].end);
            let index = self.regions.len() as u32;
            let depth = self.regions[parent as usize].depth + 1;
            self.regions[parent as usize].has_loop = true;
            self.regions.push(region(parent, depth, start, end));
            self.region_at_header.push((start, index));
            self.changes.push((start, index));
            stack.push(index);
        }
        while stack.len() > 1 {
            let closed = stack.pop().unwrap_or(0);
            let at = self.regions[closed as usize].end + 1;
            if at < n {
                self.changes.push((at, *stack.last().unwrap_or(&0)));
            }
        }
        let mut change = 0;
        let mut current = 0_usize;
        for i in 0..n {
            while change < self.changes.len() && self.changes[change].0 == i {
                current = self.changes[change].1 as usize;
                change += 1;
            }
            let code = func.ops[i as usize].code();
            let region = &mut self.regions[current];
            region.ops += 1;
            if clobbers(code) {
                region.calls += 1;
            }
        }
        let _ = module;
    }

    fn size_sets(&mut self, func: &Func) {
        let mut tracked = func.frame_slots.min(MAX_TRACKED);
        let sets = self.labels as usize + self.regions.len();
        while tracked > 64 && (tracked as usize).div_ceil(64) * sets > MAX_SET_WORDS {
            tracked /= 2;
        }
        self.tracked = tracked;
        self.words = (tracked as usize).div_ceil(64).max(1);
        self.live.clear();
        self.live.resize(self.words * self.labels as usize, 0);
        self.around.clear();
        self.around.resize(self.words * self.regions.len(), 0);
    }

    /// The slots live at a label.
    pub fn live_at(&self, label: u32) -> &[u64] {
        let at = label as usize * self.words;
        &self.live[at..at + self.words]
    }

    /// Whether a slot is live at a label. Slots that are not tracked count as live.
    pub fn is_live(&self, label: u32, slot: u32) -> bool {
        slot >= self.tracked || self.live_at(label)[slot as usize / 64] >> (slot % 64) & 1 == 1
    }

    /// The region whose header stands at an operation.
    pub fn region_of_header(&self, at: u32) -> u32 {
        match self.region_at_header.binary_search_by_key(&at, |r| r.0) {
            Ok(i) => self.region_at_header[i].1,
            Err(_) => 0,
        }
    }

    /// Innermost region of an operation.
    pub fn region_at(&self, at: u32) -> u32 {
        let n = self.changes.partition_point(|c| c.0 <= at);
        n.checked_sub(1).map_or(0, |i| self.changes[i].1)
    }

    /// After the first run: for each loop the union of its header's set and of those around it.
    fn join_around(&mut self) {
        for index in 1..self.regions.len() {
            let region = &self.regions[index];
            let label = self.label_of[region.start as usize] as usize * self.words;
            let parent = region.parent as usize * self.words;
            for w in 0..self.words {
                self.around[index * self.words + w] = self.live[label + w] | self.around[parent + w];
            }
        }
    }

    fn sweep<const LAST: bool>(&mut self, module: &ModuleData, func: &Func) {
        let words = self.words;
        let mut now = vec![0_u64; words];
        let has_tries = !func.tries.is_empty();
        for i in (0..func.ops.len()).rev() {
            let op = &func.ops[i];
            let code = op.code();
            if self.marks[i] & mark::ENTRY != 0 {
                continue;
            }
            if is_end(code) {
                now.fill(0);
            }
            if code == OpCode::BrTable {
                for j in i + 1..=i + 1 + op.hi() as usize {
                    self.join::<LAST>(&mut now, i, func.ops[j].target(j));
                }
            } else if has_target(op) {
                self.join::<LAST>(&mut now, i, op.target(i));
            }
            let f = fields(code);
            let ranged = matches!(f.b, Kind::None) || f.b == Kind::I64;
            let ((read, reads), (write, writes)) =
                if ranged { ranges(module, func, op) } else { ((0, 0), (0, 0)) };
            let mut uses = 0;
            if writes > 0 {
                for slot in write..(write + writes).min(self.tracked) {
                    now[slot as usize / 64] &= !(1 << (slot % 64));
                }
            }
            if f.def != Kind::None && u32::from(op.a) < self.tracked {
                let (word, bit) = (op.a as usize / 64, 1_u64 << (op.a % 64));
                if now[word] & bit == 0 {
                    uses |= uses::DEF_DEAD;
                }
                now[word] &= !bit;
                if f.def == Kind::V128 && u32::from(op.a) + 1 < self.tracked {
                    now[(op.a as usize + 1) / 64] &= !(1 << ((op.a + 1) % 64));
                }
            }
            if has_tries {
                self.join_handlers::<LAST>(&mut now, func, i);
            }
            if reads > 0 {
                for slot in read..(read + reads).min(self.tracked) {
                    now[slot as usize / 64] |= 1 << (slot % 64);
                }
            }
            uses |= self.read_operands(&mut now, op, f);
            if LAST {
                self.uses[i] = uses;
            }
            if self.marks[i] & mark::LABEL != 0 {
                let at = self.label_of[i] as usize * words;
                self.live[at..at + words].copy_from_slice(&now);
                debug_assert!(
                    !LAST || self.marks[i] & mark::HEADER == 0 || {
                        let region = self.region_of_header(i as u32) as usize * words;
                        now.iter().zip(&self.around[region..region + words]).all(|(n, a)| n & !a == 0)
                    },
                    "a value is live at a loop header and was not expected round the loop"
                );
            }
        }
        self.at_entry.clear();
        self.at_entry.extend_from_slice(&now);
    }

    /// Handlers see what was live before the operation threw, whatever the operation would have written.
    fn join_handlers<const LAST: bool>(&self, now: &mut [u64], func: &Func, at: usize) {
        let code = func.ops[at].code();
        let may_throw =
            is_call(code) || code.range().is_some() || matches!(code, OpCode::Throw | OpCode::ThrowRef);
        if !may_throw {
            return;
        }
        for range in func.tries.iter().filter(|t| (t.start..t.end).contains(&(at as u32))) {
            for c in &range.catches {
                self.join::<LAST>(now, at, c.target as usize);
            }
        }
    }

    /// The operands of an operation become live; returns which of them were not, and so die here.
    fn read_operands(&self, now: &mut [u64], op: &Op, f: Fields) -> u8 {
        let third = third_slot(op, f);
        let operands = [
            (f.b, u32::from(op.b), uses::B_DIES),
            (f.c, u32::from(op.c), uses::C_DIES),
            (f.third, third, uses::THIRD_DIES),
        ]
        .into_iter()
        .filter(|&(kind, slot, _)| kind != Kind::None && slot < self.tracked);
        let mut dying = 0;
        for (_, slot, bit) in operands.clone() {
            if now[slot as usize / 64] >> (slot % 64) & 1 == 0 {
                dying |= bit;
            }
        }
        for (_, slot, _) in operands {
            now[slot as usize / 64] |= 1 << (slot % 64);
        }
        dying
    }

    /// Whether a slot is live when the function is entered.
    pub fn is_live_at_entry(&self, slot: u32) -> bool {
        slot >= self.tracked || self.at_entry[slot as usize / 64] >> (slot % 64) & 1 == 1
    }

    /// Adds what is live at `target` for a branch at `at`.
    fn join<const LAST: bool>(&self, now: &mut [u64], at: usize, target: usize) {
        let set = if target <= at {
            if !LAST {
                return;
            }
            let region = self.region_of_header(target as u32) as usize;
            &self.around[region * self.words..(region + 1) * self.words]
        } else {
            self.live_at(self.label_of[target])
        };
        for (n, s) in now.iter_mut().zip(set) {
            *n |= s;
        }
    }
}
