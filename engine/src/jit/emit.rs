//! The forward pass: one template per operation, and the edges between regions.
//!
//! # Edges
//! A label belongs to a region. Whoever branches to it brings every live slot to where the region wants it: pins into their
//! registers, everything else home. Inside a region only values without a pin have to be stored. An edge out of a region or into
//! one moves pins too; where a conditional branch needs such moves they stand out of line, behind the function, so that the path
//! that goes on pays nothing.
//!
//! # Positions
//! `sites` lists places in the code together with the operation they belong to: instructions that may fault, and return addresses.
//! A trap or a backtrace looks an address up there and gets the same position that the interpreter would report.

use super::asm::{Asm, Cond, Features, Label, Mem, Rm, Size, Stub};
use super::facts::{self, Facts, NO_LABEL, fields, mark, third_slot, uses};
use super::plan::{Class, Plan};
use super::pool::Pool;
use super::regs::{CALLEE_SAVED, CALLER_SAVED_PINS, CTX, FLOAT_ARGS, Gpr, INT_ARGS, MEM, RAX, RSP, Reg, Xmm};
use super::state::{FLOATS, INTS, NO_SLOT, State, home, load_home, move_reg, store_home};
use crate::base::TrapCode;
use crate::code::Tiering;
use crate::ir::{Func, Kind, Op, OpCode};
use crate::module::ModuleData;
use crate::types::{FuncType, ValType};
use crate::vm::VmContext;

/// The slots of a frame may come this close to the machine stack, in bytes: stubs and small frames need no check of their own.
pub const STACK_SLACK: u32 = 8 << 10;

/// Set in a site's operation: the frame pointer was moved to the callee's frame already.
pub const ADVANCED: u32 = 1 << 31;

/// Where an argument or a result is passed.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Slot relative to the callee's first.
    pub slot: u32,
    pub reg: Option<Reg>,
    pub kind: Kind,
}

/// Where the arguments of a function of this type travel.
pub fn argument_places(types: &[ValType], out: &mut Vec<Place>) {
    out.clear();
    let (mut slot, mut ints, mut floats) = (0, 0, 0);
    for ty in types {
        let kind = facts::kind_of(ty);
        let reg = match Class::of(kind) {
            Class::Float | Class::Vector if floats < FLOAT_ARGS => {
                floats += 1;
                Some(Xmm(floats - 1).into())
            }
            Class::Int if ints < INT_ARGS.len() => {
                ints += 1;
                Some(INT_ARGS[ints - 1].into())
            }
            _ => None,
        };
        out.push(Place { slot, reg, kind });
        slot += ty.slots();
    }
}

/// Register of the first result.
pub fn result_reg(ty: &FuncType) -> Option<(Reg, Kind)> {
    let kind = facts::kind_of(ty.results.first()?);
    Some(match Class::of(kind) {
        Class::Float | Class::Vector => (Xmm(0).into(), kind),
        _ => (RAX.into(), kind),
    })
}

/// Values on their way along an edge.
#[derive(Default)]
pub struct Transfer {
    stores: Vec<(Reg, u32, bool)>,
    moves: Vec<(Reg, Reg)>,
    loads: Vec<(u32, Reg, bool)>,
}

impl Transfer {
    fn clear(&mut self) {
        self.stores.clear();
        self.moves.clear();
        self.loads.clear();
    }
    fn is_empty(&self) -> bool {
        self.stores.is_empty() && self.moves.is_empty() && self.loads.is_empty()
    }
}

/// Code that stands behind the function.
enum Cold {
    /// A trap.
    Trap { from: Label, code: TrapCode, op: u32 },
    /// An edge with moves.
    Edge { from: Label, transfer: Transfer, to: Label },
    /// A builtin that is rarely needed: everything that the call destroys is saved and restored around it.
    Builtin { from: Label, back: Label, op: u32, kept: Vec<(Reg, u32, bool)> },
    /// The same for an operation with an operand that may not be at home, and a result that is wanted in a register.
    Answer {
        from: Label,
        back: Label,
        op: u32,
        kept: Vec<(Reg, u32, bool)>,
        operand: (Reg, u32),
        result: Option<(Reg, u32)>,
    },
    /// The type of an indirect call's function is not the one named: right only if it is a subtype. The lookup is repeated.
    Subtype { from: Label, back: Label, op: u32, kept: Vec<(Reg, u32, bool)>, index: Gpr, t: Gpr },
    /// A call that leaves the instance.
    Foreign { from: Label, back: Label, op: u32 },
    /// A table of distances.
    Table { at: Label, labels: Vec<Label> },
}

/// What the forward pass leaves, beside the bytes in the assembler.
#[derive(Clone, Debug, Default)]
pub struct Output {
    pub sites: Vec<(u32, u32)>,
    /// Entry for OSR by header operation.
    pub osr: Vec<(u32, u32)>,
    /// Entry of each exception handler by operation.
    pub handlers: Vec<(u32, u32)>,
    /// Where the code of the last operation ends.
    pub body_end: u32,
    /// Branch tables: ranges of the code that are no instructions.
    pub tables: Vec<(u32, u32)>,
    /// Where the last instruction ends: constants stand behind it.
    pub code_end: u32,
    /// Where the code of each operation begins, for listings.
    pub starts: Vec<(u32, u32)>,
    /// Bytes between the function's frame on the machine stack and its return address.
    pub frame_bytes: u32,
    pub counters: Counters,
}

/// Counts that prove which optimizations fire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    pub pins: u32,
    pub spills: u32,
    pub cold_edges: u32,
    pub magic_divisions: u32,
    pub fused_compares: u32,
    pub fused_rotates: u32,
    /// Shifts of vectors by a constant.
    pub fused_shifts: u32,
    pub folded_loads: u32,
    pub direct_calls: u32,
    pub aligned_loops: u32,
}

pub struct Emitter<'a> {
    pub asm: &'a mut Asm,
    pub module: &'a ModuleData,
    pub func: &'a Func,
    pub defined: usize,
    pub facts: &'a Facts,
    pub plan: &'a Plan,
    pub tiering: Tiering,
    pub ty: &'a FuncType,
    pub state: &'a mut State,
    pub out: Output,
    /// Asm label of each facts label.
    labels: Vec<Label>,
    region: u32,
    /// Operation at hand.
    pub at: usize,
    pub uses: u8,
    reachable: bool,
    /// The operation behind was taken along by this one's template.
    pub skip: usize,
    cold: Vec<Cold>,
    pub pool: Pool,
    pub places: Vec<Place>,
    /// The function calls, or its frame is too large to go without a check.
    transfer: Transfer,
    /// A function that is entered by itself.
    pub entry: Label,
    osr_headers: bool,
    /// An operation without a template.
    pub missing: Option<OpCode>,
}

impl<'a> Emitter<'a> {
    #[allow(clippy::too_many_arguments, reason = "these are the products of the passes before")]
    pub fn new(
        asm: &'a mut Asm,
        module: &'a ModuleData,
        func: &'a Func,
        defined: usize,
        facts: &'a Facts,
        plan: &'a Plan,
        state: &'a mut State,
        tiering: Tiering,
    ) -> Self {
        let index = module.imported_funcs as usize + defined;
        let ty = module.type_entries[module.func_types[index] as usize].func();
        asm.clear();
        let entry = asm.label();
        let labels = (0..facts.labels).map(|_| asm.label()).collect();
        state.begin(facts.tracked, plan.saved, tiering.chaos.starve_registers);
        Emitter {
            asm,
            module,
            func,
            defined,
            facts,
            plan,
            tiering,
            ty,
            state,
            out: Output::default(),
            labels,
            region: 0,
            at: 0,
            uses: 0,
            reachable: true,
            skip: 0,
            cold: Vec::new(),
            pool: Pool::default(),
            places: Vec::new(),
            transfer: Transfer::default(),
            entry,
            osr_headers: true,
            missing: None,
        }
    }

    pub fn features(&self) -> Features {
        self.asm.features
    }

    pub fn op(&self) -> &'a Op {
        &self.func.ops[self.at]
    }

    /// Emits the whole function.
    ///
    /// # Errors
    /// The first operation that has no template.
    pub fn run(mut self) -> Result<Output, OpCode> {
        self.prologue();
        let ops = &self.func.ops;
        let mut change = 0;
        let changes = &self.facts.changes;
        while self.at < ops.len() {
            let mut region = self.region;
            while change < changes.len() && changes[change].0 as usize <= self.at {
                region = changes[change].1;
                change += 1;
            }
            let marks = self.facts.marks[self.at];
            if marks & mark::ENTRY != 0 {
                self.at += 1;
                continue;
            }
            if marks & mark::LABEL != 0 {
                self.arrive(region);
            } else if region != self.region {
                self.cross(region);
            }
            self.out.starts.push((self.asm.pos(), self.at as u32));
            if self.reachable {
                self.emit_op();
            }
            self.at += 1 + std::mem::take(&mut self.skip);
        }
        if let Some(code) = self.missing {
            return Err(code);
        }
        self.out.body_end = self.asm.pos();
        self.cold_code();
        self.entries();
        self.out.code_end = self.asm.pos();
        self.pool.emit(self.asm);
        // So that every return address lies inside the function.
        self.asm.code.push(0xCC);
        self.asm.resolve();
        self.out.sites.sort_unstable();
        self.out.counters.spills = self.state.spills;
        self.out.counters.pins = self.plan.pins.iter().map(|p| p.len() as u32).sum();
        Ok(self.out)
    }

    fn emit_op(&mut self) {
        let op = self.op();
        self.uses = self.facts.uses[self.at];
        if self.tiering.chaos.padding {
            self.asm.nops(1 + self.at % 3);
        }
        let code = op.code();
        if !self.template(op, code) {
            self.missing.get_or_insert(code);
        }
        if facts::is_end(code) {
            self.reachable = false;
            self.state.forget_all();
        } else {
            self.state.end_op();
            if self.tiering.chaos.force_spills {
                self.spill_everything();
            }
        }
    }

    // Entry and exit.

    /// Callee-saved registers that this function saves, in the order in which they are pushed.
    pub fn saved(&self) -> impl DoubleEndedIterator<Item = Gpr> + use<> {
        let saved = if self.func.tries.is_empty() { self.plan.saved } else { u32::MAX };
        CALLEE_SAVED.into_iter().filter(move |&r| saved & Reg::from(r).bit() != 0)
    }

    fn push_saved(&mut self) {
        for r in self.saved() {
            self.asm.push(r);
        }
    }

    fn prologue(&mut self) {
        self.asm.bind(self.entry);
        self.out.frame_bytes = 8 * self.saved().count() as u32;
        self.push_saved();
        let leaf = !self.func.ops.iter().any(|op| facts::clobbers(op.code()));
        if !leaf || self.func.frame_slots * 8 > STACK_SLACK / 4 {
            let end = self.func.frame_slots * 8 + STACK_SLACK;
            self.asm.lea(Size::S64, RAX, Mem::new(super::regs::FP, end as i32));
            self.asm.alu(super::asm::Alu::Cmp, Size::S64, RAX, RSP);
            let overflow = self.trap_label(TrapCode::StackOverflow);
            self.asm.jcc(Cond::A, overflow);
        }
        let mut places = std::mem::take(&mut self.places);
        argument_places(&self.ty.params, &mut places);
        let tracked = self.state.tracked();
        for place in &places {
            let wide = place.kind == Kind::V128;
            match place.reg {
                Some(reg) if place.slot >= tracked => store_home(self.asm, place.slot, reg, wide),
                Some(reg) => self.state.hold(reg, place.slot, true, wide),
                None => {}
            }
        }
        for place in &places {
            if place.slot < tracked && !self.facts.is_live_at_entry(place.slot) {
                self.state.forget(place.slot);
            }
        }
        self.places = places;
        self.adopt_pins();
        self.zero_locals();
    }

    /// At the function's entry: arguments that are pins go to their registers.
    fn adopt_pins(&mut self) {
        let pins = self.plan.pins[0].clone();
        let mut transfer = Transfer::default();
        let mut held = Vec::new();
        let live = |slot: u32, facts: &Facts| facts.is_live_at_entry(slot);
        for pin in &pins {
            if pin.slot >= self.func.param_slots || !live(pin.slot, self.facts) {
                continue;
            }
            match self.state.loc(pin.slot) {
                Some(reg) => {
                    if pin.clean {
                        transfer.stores.push((reg, pin.slot, pin.wide));
                    }
                    transfer.moves.push((reg, pin.reg));
                    held.push((pin.reg, pin.slot, !pin.clean, pin.wide));
                }
                None => {
                    transfer.loads.push((pin.slot, pin.reg, pin.wide));
                    held.push((pin.reg, pin.slot, false, pin.wide));
                }
            }
        }
        // Other arguments must leave registers that pins take.
        let owned: u32 = pins.iter().map(|p| p.reg.bit()).sum();
        let mut kept = Vec::new();
        for i in 0..32 {
            let cell = self.state.cells[i as usize];
            if cell.slot == NO_SLOT || pins.iter().any(|p| p.slot == cell.slot) {
                continue;
            }
            if owned & Reg(i).bit() != 0 {
                transfer.stores.push((Reg(i), cell.slot, cell.wide));
            } else {
                kept.push((Reg(i), cell));
            }
        }
        self.carry_out(&transfer);
        self.state.enter_region(&pins);
        for (reg, slot, dirty, wide) in held {
            self.state.hold(reg, slot, dirty, wide);
        }
        for (reg, cell) in kept {
            self.state.hold(reg, cell.slot, cell.dirty, cell.wide);
        }
    }

    /// Locals that are read before they are written begin as zero.
    fn zero_locals(&mut self) {
        for slot in self.func.param_slots..self.func.local_slots {
            if !self.facts.is_live_at_entry(slot) {
                // The upper half of a v128 is not tracked by itself.
                let upper = slot > self.func.param_slots
                    && self.facts.is_live_at_entry(slot - 1)
                    && self.is_vector(slot - 1);
                if !upper {
                    continue;
                }
            }
            match self.state.pin(slot) {
                Some(reg) if reg.is_gpr() => {
                    self.asm.set(reg.gpr(), 0);
                    self.state.hold(reg, slot, true, false);
                    self.settle_clean(slot, reg, false);
                }
                Some(reg) => {
                    self.asm.zero_x(reg.xmm());
                    let wide = self.is_vector(slot);
                    self.state.hold(reg, slot, true, wide);
                    self.settle_clean(slot, reg, wide);
                }
                None => self.asm.store_imm(Size::S64, home(slot), 0),
            }
        }
    }

    /// A pin that is clean throughout its region must be at home from the start.
    fn settle_clean(&mut self, slot: u32, reg: Reg, wide: bool) {
        if self.state.pins.iter().any(|p| p.slot == slot && p.clean) {
            store_home(self.asm, slot, reg, wide);
            self.state.cells[reg.0 as usize].dirty = false;
        }
    }

    fn is_vector(&self, slot: u32) -> bool {
        self.plan.classes.get(slot as usize) == Some(&Class::Vector)
    }

    /// Gives back the saved registers; the result is in place.
    pub fn epilogue(&mut self) {
        for r in self.saved().rev() {
            self.asm.pop(r);
        }
    }

    // Labels and edges.

    /// The asm label of the operation at `target`.
    pub fn label_at(&self, target: usize) -> Label {
        self.labels[self.facts.label_of[target] as usize]
    }

    /// What must happen on an edge from here to the operation at `target`.
    fn plan_edge(&mut self, target: usize) -> bool {
        let label = self.facts.label_of[target];
        debug_assert_ne!(label, NO_LABEL);
        let region = self.facts.region_at(target as u32);
        self.plan_transfer(region, Some(label))
    }

    /// Fills `transfer` for going to `region`, where the slots live at `label` are wanted (all, without a label). Tells whether
    /// the region is the present one.
    fn plan_transfer(&mut self, region: u32, label: Option<u32>) -> bool {
        let mut t = std::mem::take(&mut self.transfer);
        t.clear();
        let same = region == self.region;
        let live = |slot: u32, facts: &Facts| label.is_none_or(|l| facts.is_live(l, slot));
        let pins = &self.plan.pins[region as usize];
        for i in 0..32 {
            let cell = self.state.cells[i as usize];
            if cell.slot == NO_SLOT || !live(cell.slot, self.facts) || (label.is_none() && cell.dead) {
                continue;
            }
            let reg = Reg(i);
            if same && self.state.is_pinned(reg) {
                continue;
            }
            let pin = if same { None } else { pins.iter().find(|p| p.slot == cell.slot) };
            match pin {
                Some(pin) => {
                    if cell.dirty && pin.clean {
                        t.stores.push((reg, cell.slot, cell.wide));
                    }
                    if pin.reg != reg {
                        t.moves.push((reg, pin.reg));
                    }
                }
                None if cell.dirty => t.stores.push((reg, cell.slot, cell.wide)),
                None => {}
            }
        }
        for pin in pins {
            if self.state.loc(pin.slot).is_none() && live(pin.slot, self.facts) {
                t.loads.push((pin.slot, pin.reg, pin.wide));
            }
        }
        self.transfer = t;
        same
    }

    /// Emits the instructions of an edge: stores, then moves as if at once, then loads.
    fn carry_out(&mut self, t: &Transfer) {
        for &(reg, slot, wide) in &t.stores {
            store_home(self.asm, slot, reg, wide);
        }
        self.parallel_moves(&t.moves);
        for &(slot, reg, wide) in &t.loads {
            load_home(self.asm, reg, slot, wide);
        }
    }

    /// Moves values as if all at once. Destinations are distinct.
    pub fn parallel_moves(&mut self, moves: &[(Reg, Reg)]) {
        let mut pending: Vec<(Reg, Reg)> = moves.iter().copied().filter(|(s, d)| s != d).collect();
        while !pending.is_empty() {
            // A destination that nobody still has to read can be written.
            let ready = pending.iter().position(|&(_, d)| !pending.iter().any(|&(s, _)| s == d));
            match ready {
                Some(i) => {
                    let (src, dst) = pending.swap_remove(i);
                    move_reg(self.asm, dst, src);
                }
                None => {
                    // Only cycles are left. Exchanging the first pair settles its destination.
                    let (src, dst) = pending.swap_remove(0);
                    self.exchange(src, dst);
                    for p in &mut pending {
                        if p.0 == dst {
                            p.0 = src;
                        } else if p.0 == src {
                            p.0 = dst;
                        }
                    }
                    pending.retain(|(s, d)| s != d);
                }
            }
        }
    }

    fn exchange(&mut self, a: Reg, b: Reg) {
        match (a.is_gpr(), b.is_gpr()) {
            (true, true) => self.asm.xchg(a.gpr(), b.gpr()),
            (false, false) => {
                self.asm.mov_xx(super::regs::SCRATCH, a.xmm());
                self.asm.mov_xx(a.xmm(), b.xmm());
                self.asm.mov_xx(b.xmm(), super::regs::SCRATCH);
            }
            _ => {
                let (g, x) = if a.is_gpr() { (a.gpr(), b.xmm()) } else { (b.gpr(), a.xmm()) };
                self.asm.mov_xr(Size::S64, super::regs::SCRATCH, g);
                self.asm.mov_rx(Size::S64, g, x);
                self.asm.mov_xx(x, super::regs::SCRATCH);
            }
        }
    }

    /// After the stores and loads of an edge inside the region, which stay valid on the path that goes on.
    fn adopt(&mut self, t: &Transfer) {
        for &(reg, ..) in &t.stores {
            self.state.cells[reg.0 as usize].dirty = false;
        }
        for &(slot, reg, wide) in &t.loads {
            self.state.hold(reg, slot, false, wide);
        }
    }

    /// Before a branch to `target`: if the target is in the same region, makes everything ready for it here. Call it before the
    /// flags of a conditional branch are computed, or between (it leaves them alone).
    pub fn ready(&mut self, target: usize) {
        if self.plan_edge(target) && !self.transfer.is_empty() {
            let t = std::mem::take(&mut self.transfer);
            self.carry_out(&t);
            self.adopt(&t);
            self.transfer = t;
        }
    }

    /// Jumps to `target` if the condition holds. `ready` was called for it, and nothing happened since but the compare.
    pub fn branch(&mut self, cond: Cond, target: usize) {
        let to = self.edge_label(target);
        self.asm.jcc(cond, to);
    }

    /// The label to jump to for going to `target`: its own, or that of moves out of line.
    pub fn edge_label(&mut self, target: usize) -> Label {
        let label = self.label_at(target);
        self.plan_edge(target);
        if self.transfer.is_empty() {
            return label;
        }
        let from = self.asm.label();
        let transfer = std::mem::take(&mut self.transfer);
        self.out.counters.cold_edges += 1;
        self.cold.push(Cold::Edge { from, transfer, to: label });
        from
    }

    /// Goes to `target` always.
    pub fn goto(&mut self, target: usize) {
        self.plan_edge(target);
        let t = std::mem::take(&mut self.transfer);
        self.carry_out(&t);
        self.transfer = t;
        // What stands next needs no jump.
        let next = self.at + 1 + self.skip;
        if target != next {
            let label = self.label_at(target);
            self.asm.jmp(label);
        }
    }

    /// A label: whoever falls into it brings everything to its place, then the state is the label's.
    fn arrive(&mut self, region: u32) {
        let label = self.facts.label_of[self.at];
        if self.reachable {
            self.plan_transfer(region, Some(label));
            let t = std::mem::take(&mut self.transfer);
            self.carry_out(&t);
            self.transfer = t;
        }
        let header = self.facts.marks[self.at] & mark::HEADER != 0;
        if header {
            self.align_loop(region);
        }
        self.asm.bind(self.labels[label as usize]);
        self.region = region;
        self.reachable = true;
        let pins = std::mem::take(&mut self.state.pins);
        self.state.pins = pins;
        self.state.enter_region(&self.plan.pins[region as usize]);
        for pin in &self.plan.pins[region as usize] {
            if self.facts.is_live(label, pin.slot) {
                self.state.hold(pin.reg, pin.slot, !pin.clean, pin.wide);
            }
        }
    }

    /// Small loops without calls begin at a multiple of 32 bytes, if that costs little.
    fn align_loop(&mut self, region: u32) {
        let info = &self.facts.regions[region as usize];
        if info.has_loop || info.calls > 0 || info.ops > 24 || info.start as usize != self.at {
            return;
        }
        let padding = self.asm.pos().next_multiple_of(32) - self.asm.pos();
        if padding > 0 && padding <= 15 {
            self.asm.nops(padding as usize);
            self.out.counters.aligned_loops += 1;
        }
    }

    /// Falls out of a loop where no branch arrives.
    fn cross(&mut self, region: u32) {
        if !self.reachable {
            self.region = region;
            self.state.enter_region(&self.plan.pins[region as usize]);
            return;
        }
        self.plan_transfer(region, None);
        let t = std::mem::take(&mut self.transfer);
        self.carry_out(&t);
        let mut held = Vec::new();
        for pin in &self.plan.pins[region as usize] {
            let dirty = self.state.loc(pin.slot).is_some_and(|r| {
                let cell = self.state.cells[r.0 as usize];
                cell.dirty && !t.stores.iter().any(|s| s.1 == pin.slot)
            });
            held.push((*pin, dirty));
        }
        self.region = region;
        self.state.enter_region(&self.plan.pins[region as usize]);
        for (pin, dirty) in held {
            self.state.hold(pin.reg, pin.slot, dirty, pin.wide);
        }
        self.transfer = t;
    }

    // Operands.

    /// The operand as an integer register.
    pub fn gpr(&mut self, slot: u32) -> Gpr {
        let reg = match self.state.loc(slot) {
            Some(reg) if reg.is_gpr() => reg,
            Some(reg) => {
                let to = self.fresh(INTS);
                self.asm.mov_rx(Size::S64, to.gpr(), reg.xmm());
                self.shift_class(slot, reg, to);
                to
            }
            None => match self.other_pin(slot, INTS, false) {
                Some(pin) => {
                    let to = self.fresh(INTS);
                    self.asm.mov_rx(Size::S64, to.gpr(), pin.xmm());
                    to
                }
                None => {
                    let to = self.landing(slot, INTS);
                    load_home(self.asm, to, slot, false);
                    self.cache(slot, to, false);
                    to
                }
            },
        };
        self.state.lock(reg);
        reg.gpr()
    }

    /// The operand as a vector register with a float in it.
    pub fn xmm(&mut self, slot: u32) -> Xmm {
        self.vector(slot, false)
    }

    /// The operand as a vector register with a v128 in it.
    pub fn v128(&mut self, slot: u32) -> Xmm {
        self.vector(slot, true)
    }

    fn vector(&mut self, slot: u32, wide: bool) -> Xmm {
        let reg = match self.state.loc(slot) {
            Some(reg) if !reg.is_gpr() => reg,
            Some(reg) => {
                let to = self.fresh(FLOATS);
                self.asm.mov_xr(Size::S64, to.xmm(), reg.gpr());
                self.shift_class(slot, reg, to);
                to
            }
            None => match self.other_pin(slot, FLOATS, wide) {
                Some(pin) => {
                    let to = self.fresh(FLOATS);
                    self.asm.mov_xr(Size::S64, to.xmm(), pin.gpr());
                    to
                }
                None => {
                    let to = self.landing(slot, FLOATS);
                    load_home(self.asm, to, slot, wide);
                    self.cache(slot, to, wide);
                    to
                }
            },
        };
        self.state.lock(reg);
        reg.xmm()
    }

    /// A value was moved to a register of the other class for good, unless a pin says where it belongs.
    fn shift_class(&mut self, slot: u32, from: Reg, to: Reg) {
        if self.state.is_pinned(from) {
            return;
        }
        let dirty = self.state.cells[from.0 as usize].dirty;
        self.state.hold(to, slot, dirty, false);
    }

    /// The slot is at home and has a pin of the other class: loads that.
    fn other_pin(&mut self, slot: u32, class: u32, wide: bool) -> Option<Reg> {
        let pin = self.state.pin(slot).filter(|p| p.bit() & class == 0)?;
        load_home(self.asm, pin, slot, wide);
        self.state.hold(pin, slot, false, wide);
        Some(pin)
    }

    /// The register to load a slot into: its pin, or a free one.
    fn landing(&mut self, slot: u32, class: u32) -> Reg {
        match self.state.pin(slot) {
            Some(pin) if pin.bit() & class != 0 => pin,
            _ => self.fresh(class),
        }
    }

    /// The register holds what is at home.
    fn cache(&mut self, slot: u32, reg: Reg, wide: bool) {
        if slot < self.state.tracked() && self.may_hold(reg, slot) {
            self.state.hold(reg, slot, false, wide);
        }
    }

    /// The operand in an integer register, or at home if it is there and nothing is gained by loading it.
    pub fn rm(&mut self, slot: u32, dies: bool) -> Rm {
        match self.state.loc(slot) {
            None if dies && self.state.pin(slot).is_none() => home(slot).into(),
            _ => self.gpr(slot).into(),
        }
    }

    /// The same for a float.
    pub fn xrm(&mut self, slot: u32, dies: bool) -> Rm {
        match self.state.loc(slot) {
            None if dies && self.state.pin(slot).is_none() => home(slot).into(),
            _ => self.xmm(slot).into(),
        }
    }

    /// A register of the class for the template at hand.
    pub fn fresh(&mut self, class: u32) -> Reg {
        let reg = match self.state.free_reg(class) {
            Some(reg) => reg,
            None => {
                let reg = self.state.victim(class).unwrap_or_else(|| self.borrow(class));
                self.evict(reg);
                reg
            }
        };
        self.state.lock(reg);
        reg
    }

    /// No register is left but those of pins: one of them for this operation alone. Its pin goes home and is loaded when it is
    /// read next. Nothing that stays may be put there, see [`Emitter::may_hold`].
    fn borrow(&mut self, class: u32) -> Reg {
        let all = match class {
            INTS => CALLER_SAVED_PINS.map(|r| Reg::from(r).bit()).iter().sum(),
            _ => 0x7FFF_0000_u32,
        };
        match (0..32).map(Reg).find(|r| r.bit() & all != 0 && !self.state.is_locked(*r)) {
            Some(reg) => reg,
            None => unreachable!("a template that needs more registers than there are"),
        }
    }

    /// Whether a value may stay in the register beyond this operation.
    fn may_hold(&self, reg: Reg, slot: u32) -> bool {
        !self.state.is_pinned(reg) && self.state.is_allowed(reg) || self.state.pin(slot) == Some(reg)
    }

    pub fn temp(&mut self) -> Gpr {
        self.fresh(INTS).gpr()
    }

    pub fn xtemp(&mut self) -> Xmm {
        self.fresh(FLOATS).xmm()
    }

    /// Makes a register free, storing what it holds if that is needed.
    pub fn evict(&mut self, reg: Reg) {
        let cell = self.state.cells[reg.0 as usize];
        if cell.slot == NO_SLOT {
            return;
        }
        if cell.dirty && !cell.dead {
            store_home(self.asm, cell.slot, reg, cell.wide);
            self.state.spills += 1;
        }
        self.state.drop_reg(reg);
    }

    /// This very register, for an instruction that knows no other. What it holds moves away.
    pub fn claim(&mut self, reg: Gpr) {
        let reg = Reg::from(reg);
        let cell = self.state.cells[reg.0 as usize];
        if cell.slot != NO_SLOT {
            // A value that is wanted later prefers another register to its home.
            self.state.lock(reg);
            match self.state.free_reg(INTS) {
                Some(other) if !cell.dead && !self.state.is_pinned(reg) => {
                    self.asm.mov_rr(other.gpr(), reg.gpr());
                    self.state.hold(other, cell.slot, cell.dirty, cell.wide);
                }
                _ => self.evict(reg),
            }
        }
        self.state.lock(reg);
    }

    /// Notes which operands die here; call it when all operands are in their registers.
    pub fn release(&mut self) {
        let op = self.op();
        let f = fields(op.code());
        let u = self.uses;
        if u & uses::B_DIES != 0 && f.b != Kind::None {
            self.state.dies(op.b.into());
        }
        if u & uses::C_DIES != 0 && f.c != Kind::None {
            self.state.dies(op.c.into());
        }
        if u & uses::THIRD_DIES != 0 && f.third != Kind::None {
            self.state.dies(third_slot(op, f));
        }
    }

    pub fn b_dies(&self) -> bool {
        self.uses & uses::B_DIES != 0
    }
    pub fn c_dies(&self) -> bool {
        self.uses & uses::C_DIES != 0
    }

    /// The register for the result in slot `a`; it may be that of an operand. Operands were released.
    fn define(&mut self, slot: u32, class: u32, wide: bool) -> Reg {
        let tracked = slot < self.state.tracked();
        let pin = if tracked { self.state.pin(slot) } else { None };
        let reg = match pin {
            Some(pin) if pin.bit() & class != 0 => {
                self.state.settle(pin);
                pin
            }
            _ => {
                let old = self.state.loc(slot).filter(|r| {
                    r.bit() & class != 0 && !self.state.is_locked(*r) && !self.state.is_pinned(*r)
                });
                match old.or_else(|| self.state.take_dying(class)) {
                    Some(reg) => reg,
                    None => self.fresh(class),
                }
            }
        };
        // It may be that of an operand that was unlocked.
        self.state.settle(reg);
        if tracked && self.may_hold(reg, slot) {
            self.state.hold(reg, slot, true, wide);
        } else if tracked {
            self.state.forget(slot);
        }
        self.state.lock(reg);
        reg
    }

    /// The result is, or will be, in this very register.
    pub fn def_in(&mut self, reg: Reg, wide: bool) {
        self.release();
        let slot = u32::from(self.op().a);
        self.state.settle(reg);
        if slot < self.state.tracked() {
            match self.may_hold(reg, slot) {
                true => self.state.hold(reg, slot, true, wide),
                false => self.state.forget(slot),
            }
        }
        self.state.lock(reg);
    }

    pub fn def_gpr(&mut self) -> Gpr {
        self.release();
        let slot = self.op().a.into();
        self.define(slot, INTS, false).gpr()
    }

    pub fn def_xmm(&mut self) -> Xmm {
        self.release();
        let slot = self.op().a.into();
        self.define(slot, FLOATS, false).xmm()
    }

    pub fn def_v128(&mut self) -> Xmm {
        self.release();
        let slot = self.op().a.into();
        self.define(slot, FLOATS, true).xmm()
    }

    /// The same for a slot that is not the operation's `a`.
    pub fn def_slot(&mut self, slot: u32, class: u32, wide: bool) -> Reg {
        self.define(slot, class, wide)
    }

    /// The result is complete. A slot that is not tracked goes home at once; one that is pinned in the other class goes to its pin.
    pub fn done(&mut self, slot: u32, reg: Reg, wide: bool) {
        if slot >= self.state.tracked() {
            store_home(self.asm, slot, reg, wide);
            return;
        }
        if let Some(pin) = self.state.pin(slot)
            && pin != reg
        {
            move_reg(self.asm, pin, reg);
            self.state.hold(pin, slot, true, wide);
        } else if self.state.loc(slot) != Some(reg) {
            // It was computed in a borrowed register.
            store_home(self.asm, slot, reg, wide);
        }
        if self.uses & uses::DEF_DEAD != 0
            && slot == u32::from(self.op().a)
            && fields(self.op().code()).def != Kind::None
        {
            self.state.cells[reg.0 as usize].dead = true;
            if !self.state.is_pinned(reg) {
                self.state.unlock(reg);
                self.state.drop_reg(reg);
            }
        }
    }

    pub fn done_gpr(&mut self, reg: Gpr) {
        let slot = self.op().a.into();
        self.done(slot, reg.into(), false);
    }
    pub fn done_xmm(&mut self, reg: Xmm) {
        let slot = self.op().a.into();
        self.done(slot, reg.into(), false);
    }
    pub fn done_v128(&mut self, reg: Xmm) {
        let slot = self.op().a.into();
        self.done(slot, reg.into(), true);
    }

    /// Stores the slots of a range that are in registers and forgets them: they are read from memory.
    pub fn flush_range(&mut self, first: u32, count: u32) {
        for i in 0..32 {
            let cell = self.state.cells[i as usize];
            let inside = cell.slot != NO_SLOT && (first..first + count).contains(&cell.slot);
            if inside && cell.dirty {
                store_home(self.asm, cell.slot, Reg(i), cell.wide);
                self.state.cells[i as usize].dirty = false;
            }
        }
    }

    /// The slots of a range get new values in memory.
    pub fn forget_range(&mut self, first: u32, count: u32) {
        for slot in first..(first + count).min(self.state.tracked()) {
            self.state.forget(slot);
        }
    }

    /// What a call destroys is stored if it is wanted afterwards, and forgotten. `from`: slots from here up are the callee's.
    pub fn save_for_call(&mut self, from: u32) {
        for i in 0..32 {
            let reg = Reg(i);
            let cell = self.state.cells[i as usize];
            if cell.slot == NO_SLOT || reg.is_callee_saved() {
                continue;
            }
            if cell.dirty && !cell.dead && cell.slot < from {
                store_home(self.asm, cell.slot, reg, cell.wide);
            }
            self.state.drop_reg(reg);
        }
    }

    fn spill_everything(&mut self) {
        for i in 0..32 {
            self.evict(Reg(i));
        }
    }

    // Positions and traps.

    /// The instruction that is emitted next may fault.
    pub fn site(&mut self) {
        self.out.sites.push((self.asm.pos(), self.at as u32));
    }

    /// The call that was emitted returns here.
    pub fn return_site(&mut self, advanced: bool) {
        let flag = if advanced { ADVANCED } else { 0 };
        self.out.sites.push((self.asm.pos() - 1, self.at as u32 | flag));
    }

    /// Where to jump for a trap at this operation.
    pub fn trap_label(&mut self, code: TrapCode) -> Label {
        let op = self.at as u32;
        if let Some(Cold::Trap { from, code: c, op: o }) = self.cold.last()
            && *c == code
            && *o == op
        {
            return *from;
        }
        let from = self.asm.label();
        self.cold.push(Cold::Trap { from, code, op });
        from
    }

    pub fn trap_if(&mut self, cond: Cond, code: TrapCode) {
        let label = self.trap_label(code);
        self.asm.jcc(cond, label);
    }

    fn cold_code(&mut self) {
        // Some of it adds more: a repeated lookup may trap.
        let mut queue = std::collections::VecDeque::from(std::mem::take(&mut self.cold));
        while let Some(cold) = queue.pop_front() {
            match cold {
                Cold::Trap { from, code, op } => {
                    self.asm.bind(from);
                    self.asm.call_stub(Stub::Trap(code as u8));
                    self.out.sites.push((self.asm.pos() - 1, op));
                }
                Cold::Edge { from, transfer, to } => {
                    self.asm.bind(from);
                    self.carry_out(&transfer);
                    self.asm.jmp(to);
                }
                Cold::Builtin { from, back, op, kept } => {
                    self.asm.bind(from);
                    self.aside(op, &kept);
                    self.asm.jmp(back);
                }
                Cold::Answer { from, back, op, kept, operand, result } => {
                    self.asm.bind(from);
                    store_home(self.asm, operand.1, operand.0, false);
                    self.aside(op, &kept);
                    if !operand.0.is_callee_saved() && !kept.iter().any(|k| k.0 == operand.0) {
                        load_home(self.asm, operand.0, operand.1, false);
                    }
                    if let Some((reg, slot)) = result {
                        load_home(self.asm, reg, slot, false);
                    }
                    self.asm.jmp(back);
                }
                Cold::Subtype { from, back, op, kept, index, t } => {
                    self.asm.bind(from);
                    let operation = self.func.ops[op as usize];
                    self.asm.store(Size::S64, home(operation.b.into()), index);
                    self.aside(op, &kept);
                    if !kept.iter().any(|k| k.0 == index.into()) {
                        self.asm.mov(Size::S64, index, home(operation.b.into()));
                    }
                    self.at = op as usize;
                    self.look_up_into(&operation, index, t);
                    self.asm.jmp(back);
                    queue.extend(self.cold.drain(..));
                }
                Cold::Foreign { from, back, op } => {
                    self.asm.bind(from);
                    self.asm.call_stub(Stub::CallRef);
                    self.out.sites.push((self.asm.pos() - 1, op | ADVANCED));
                    self.asm.jmp(back);
                }
                Cold::Table { at, labels } => {
                    self.asm.nops((self.asm.pos().next_multiple_of(4) - self.asm.pos()) as usize);
                    self.asm.bind(at);
                    let origin = self.asm.pos();
                    for label in labels {
                        self.asm.table_entry(label, origin);
                    }
                    self.out.tables.push((origin, self.asm.pos()));
                }
            }
        }
    }

    /// A builtin's call with everything saved around it.
    fn aside(&mut self, op: u32, kept: &[(Reg, u32, bool)]) {
        for &(reg, slot, wide) in kept {
            store_home(self.asm, slot, reg, wide);
        }
        self.call_builtin(self.func.ops[op as usize].code(), op as usize);
        self.out.sites.push((self.asm.pos() - 1, op));
        self.reload_memory();
        for &(reg, slot, wide) in kept {
            load_home(self.asm, reg, slot, wide);
        }
    }

    /// What a call would destroy now.
    fn kept(&self) -> Vec<(Reg, u32, bool)> {
        (0..32)
            .map(Reg)
            .filter(|r| !r.is_callee_saved())
            .filter_map(|r| {
                let cell = self.state.cells[r.0 as usize];
                (cell.slot != NO_SLOT && !cell.dead).then_some((r, cell.slot, cell.wide))
            })
            .collect()
    }

    /// Calls the operation's builtin out of line, from `from`, and comes back here.
    pub fn builtin_aside(&mut self, from: Label) {
        let back = self.asm.label();
        self.asm.bind(back);
        let kept = self.kept();
        self.cold.push(Cold::Builtin { from, back, op: self.at as u32, kept });
    }

    /// The same for an operation whose operand (register and slot) may not be at home. The operand is in its register
    /// afterwards, and so is the result, if one is named.
    pub fn answer_aside(&mut self, from: Label, operand: (Reg, u32), result: Option<(Reg, u32)>) {
        let back = self.asm.label();
        self.asm.bind(back);
        let kept = self.kept();
        self.cold.push(Cold::Answer { from, back, op: self.at as u32, kept, operand, result });
    }

    pub fn subtype_aside(&mut self, from: Label, back: Label, index: Gpr, t: Gpr) {
        let kept = self.kept();
        self.cold.push(Cold::Subtype { from, back, op: self.at as u32, kept, index, t });
    }

    pub fn foreign_aside(&mut self, from: Label, back: Label) {
        self.cold.push(Cold::Foreign { from, back, op: self.at as u32 });
    }

    pub fn table(&mut self, at: Label, labels: Vec<Label>) {
        self.cold.push(Cold::Table { at, labels });
    }

    /// Ways into the middle: loops for OSR, and handlers.
    fn entries(&mut self) {
        for i in 0..self.func.ops.len() {
            let marks = self.facts.marks[i];
            let is_loop = marks & mark::HEADER != 0 && self.osr_headers;
            if marks & mark::HANDLER == 0 && !is_loop {
                continue;
            }
            let label = self.facts.label_of[i];
            let region = self.facts.region_at(i as u32) as usize;
            let load = |this: &mut Self| {
                for pin in &this.plan.pins[region] {
                    if this.facts.is_live(label, pin.slot) {
                        load_home(this.asm, pin.reg, pin.slot, pin.wide);
                    }
                }
                let to = this.labels[label as usize];
                this.asm.jmp(to);
            };
            if marks & mark::HANDLER != 0 {
                self.out.handlers.push((i as u32, self.asm.pos()));
                load(self);
            }
            if is_loop {
                self.out.osr.push((i as u32, self.asm.pos()));
                self.push_saved();
                load(self);
            }
        }
    }

    /// Reads a field of the instance.
    pub fn load_context(&mut self, dst: Gpr, offset: usize) {
        self.asm.mov(Size::S64, dst, Mem::new(CTX, offset as i32));
    }

    /// Memory 0 may have moved: reads its base again, unless it never moves. Leaves flags and rax alone.
    pub fn reload_memory(&mut self) {
        if self.memory_is_fixed() {
            return;
        }
        self.load_context(MEM, std::mem::offset_of!(VmContext, memories));
        self.asm.mov(Size::S64, MEM, Mem::new(MEM, 0));
        self.asm.mov(Size::S64, MEM, Mem::new(MEM, std::mem::offset_of!(crate::vm::VmMemory, base) as i32));
    }

    /// Whether memory 0 lies in a reservation and is guarded by it.
    pub fn memory_is_fixed(&self) -> bool {
        match self.module.memories.first() {
            None => true,
            Some(_) => self.memory_is_guarded(),
        }
    }

    pub fn memory_is_guarded(&self) -> bool {
        let Some(ty) = self.module.memories.first() else { return false };
        !ty.memory64
            && !ty.shared
            && ty.page_size_log2 == 16
            && !self.tiering.explicit_bounds_checks
            && self.tiering.guard_pages
    }
}
