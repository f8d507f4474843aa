//! The forward pass: each instruction is selected, allocated and given to its template; labels, and the edges between regions.
//!
//! # Edges
//! A label belongs to a region. Each branch to it brings every live slot to where the region expects it: pins into their
//! registers, everything else home. Inside a region only values without a pin have to be stored. An edge out of a region or into
//! one moves pins too; where a conditional branch needs such moves they are out of line, after the function, so that the path
//! that goes on pays nothing.
//!
//! # Positions
//! `sites` lists places in the code together with the operation they belong to: instructions that may fault, and return addresses.
//! A trap or a backtrace looks an address up there and gets the same position that the interpreter would report.

mod audit;
mod bulk;
mod call;
mod cold;
mod edge;
mod flow;
mod frame;
mod instruction;
mod object;
mod spill;

use super::abi::{Place, argument_places, result_reg};
use super::analysis::{Analysis, NO_LABEL, RegionCursor, mark};
use super::inline::Spliced;
use super::inst::{Flow, Inst};
use super::log::{Log, Point};
use super::operation::{call_type, fields, group, info, is_call};
use super::output::Output;
use super::reg::{FLOATS, INTS, Reg, RegClass};
use super::regalloc::Moves;
use super::regalloc::arguments::Wants;
use super::regalloc::plan::Plan;
use super::regalloc::state::State;
use super::regalloc::{ParallelMove, Part};
use super::select::Context;
use super::x64;
use super::x64::asm::{Asm, Cond, Label, Mem, Size, Stub};
use super::x64::masm::{Cold, Jump, Masm, Save, Saves, reservation};
use super::x64::pool::Pool;
use super::x64::regs::{CTX, Gpr, RAX, RSP};
use super::x64::slots::{home, slot_bytes};
use crate::base::{Mutant, SourceOp, SplicedOp, TrapCode};
use crate::exec::activation::STACK_SLACK;
use crate::exec::builtins::BuiltinId;
use crate::ir::{Func, Kind, Op, OpCode, Shape};
use crate::module::ModuleData;
use crate::settings::Tiering;
use crate::types::ValType;
use crate::vm::{VmContext, VmFuncRef, VmStore};

/// What the forward pass fills, reused from function to function.
#[derive(Default)]
pub struct Buffers {
    pub out: Output,
    cold: Vec<Cold>,
    saves: Vec<Save>,
    pool: Pool,
    places: Vec<Place>,
    pub moves: ParallelMove,
    edges: ParallelMove,
    /// For the checker.
    pub log: Log,
}

/// Operations and entries of branch tables that a function may have twice.
const MAX_COPIED: u32 = 4096;

/// Why a function is given up.
#[derive(Clone, Copy, Debug)]
pub enum Stop {
    /// An operation has no template.
    NoTemplate(OpCode),
    /// There is more machine code than the function may have.
    TooMuchCode,
}

pub struct Emitter<'a> {
    pub masm: Masm<'a>,
    pub analysis: &'a Analysis,
    pub plan: &'a Plan,
    wants: &'a Wants,
    /// What selection asks.
    pub cx: Context<'a>,
    /// The current instruction.
    inst: Inst,
    /// Something of [`Tiering::chaos`] concerns each operation.
    has_chaos: bool,
    pub state: &'a mut State,
    /// Whether `out.starts` is wanted.
    pub listing: bool,
    /// What was inlined into the function.
    pub spliced: Option<&'a Spliced>,
    /// Asm label of the analysis' first label; the others follow.
    labels: Label,
    region: u32,
    reachable: bool,
    pub places: Vec<Place>,
    /// The moves of the current edge.
    pub moves: ParallelMove,
    /// The moves of all out-of-line edges, in one list.
    edges: ParallelMove,
    /// An operation without a template.
    pub missing: Option<OpCode>,
    /// Bytes of machine code that the function may have.
    pub most_code: usize,
    /// How deep in copies of code that stands elsewhere too.
    pub copying: u32,
    /// Operations and entries that may still be copied.
    copy_budget: u32,
    /// Moves on edges from branch tables: operation of the table, target, where they stand, and what they are.
    table_edges: Vec<(usize, usize, Label, Part)>,
    /// Branch tables: operation, where it leads, and where the table is.
    pub tables: Vec<(usize, Vec<Label>, Label)>,
}

impl<'a> std::ops::Deref for Emitter<'a> {
    type Target = Masm<'a>;
    fn deref(&self) -> &Masm<'a> {
        &self.masm
    }
}

impl<'a> std::ops::DerefMut for Emitter<'a> {
    fn deref_mut(&mut self) -> &mut Masm<'a> {
        &mut self.masm
    }
}

impl<'a> Emitter<'a> {
    #[allow(clippy::too_many_arguments, reason = "these are the products of the passes before")]
    pub fn new(
        asm: &'a mut Asm,
        module: &'a ModuleData,
        func: &'a Func,
        defined: usize,
        analysis: &'a Analysis,
        plan: &'a Plan,
        wants: &'a Wants,
        state: &'a mut State,
        tiering: Tiering,
        buffers: Buffers,
    ) -> Self {
        let ty = module.defined_func_type(defined);
        asm.clear();
        asm.trace.begin_function(buffers.log.is_on());
        let features = asm.features;
        let entry = asm.label();
        let labels = asm.labels(analysis.cfg.labels);
        let Buffers { mut out, mut cold, mut saves, pool, places, moves, mut edges, log } = buffers;
        out.clear();
        cold.clear();
        saves.clear();
        edges.clear();
        let chaos = tiering.chaos;
        state.begin(analysis.liveness.tracked, plan.saved, chaos.starve_registers);
        Emitter {
            masm: Masm {
                asm,
                module,
                func,
                defined,
                ty,
                tiering,
                reservation: reservation(module, &tiering),
                entry,
                at: 0,
                out,
                cold,
                saves,
                pool,
                flags: None,
                jump: Jump::Never,
                callee: None,
                targets: (Vec::new(), entry),
                saved: if analysis.cfg.tries.is_empty() { plan.saved } else { u32::MAX },
                log,
            },
            analysis,
            plan,
            wants,
            cx: Context {
                module,
                func,
                analysis,
                tiering,
                features,
                reservation: reservation(module, &tiering),
                rows: &x64::ROWS,
            },
            inst: Inst::EMPTY,
            has_chaos: chaos.padding || chaos.check_upper_halves || chaos.force_spills,
            state,
            listing: false,
            spliced: None,
            labels,
            region: 0,
            reachable: true,
            places,
            moves,
            edges,
            missing: None,
            most_code: usize::MAX,
            copying: 0,
            copy_budget: MAX_COPIED,
            table_edges: Vec::new(),
            tables: Vec::new(),
        }
    }

    /// Emits the whole function.
    ///
    /// # Errors
    /// The first operation that has no template, or that there is too much code.
    pub fn run(mut self) -> Result<Buffers, Stop> {
        self.prologue();
        if self.tiering.chaos.check_upper_halves {
            self.audit_arguments();
        }
        if self.log.is_on() {
            let places = self.places_of_slots();
            let point = self.point();
            self.log.end_entry(point, places);
        }
        let ops = &self.func.ops;
        let mut cursor = RegionCursor::default();
        while self.at < ops.len() {
            let marks = self.analysis.cfg.marks[self.at];
            if marks & mark::ENTRY != 0 {
                self.at += 1;
                continue;
            }
            let region = cursor.seek(&self.analysis.cfg.region_map, self.at as u32);
            if marks & mark::LABEL != 0 {
                self.arrive(region);
            } else if region != self.region {
                self.cross(region);
            }
            if self.listing {
                self.masm.out.starts.push((self.masm.here(), self.masm.operation()));
            }
            if self.reachable {
                self.emit_op();
            }
            // What is out of line is counted after the loop: there is a jump to it from here.
            if self.asm.pos() as usize > self.most_code {
                return Err(Stop::TooMuchCode);
            }
            self.at += 1;
        }
        if let Some(code) = self.missing {
            return Err(Stop::NoTemplate(code));
        }
        self.out.body_end = self.asm.pos();
        if !self.has_too_much_code() {
            self.cold_code();
        }
        if self.has_too_much_code() {
            return Err(Stop::TooMuchCode);
        }
        self.entries();
        self.out.code_end = self.asm.pos();
        self.masm.pool.emit(self.masm.asm);
        // So that every return address lies inside the function.
        self.asm.code.push(0xCC);
        self.asm.resolve();
        std::mem::swap(&mut self.masm.out.back, &mut self.masm.asm.back);
        self.out.sites.sort_unstable();
        self.out.counters.spills = self.state.spills;
        self.out.counters.next_uses += self.state.next_uses;
        self.out.counters.wanted_results += self.state.passed;
        self.out.counters.lent_pins += self.state.guests_taken;
        self.out.counters.pins = self.plan.all_pins() as u32;
        self.out.counters.temporary_locals = self.plan.temporaries;
        self.out.counters.spare_registers = self.plan.spare;
        self.out.counters.carried_values = self.plan.carried;
        self.out.counters.stack_pins = self.plan.pins_from(self.func.local_slots) as u32;
        let Emitter { masm, places, moves, edges, .. } = self;
        let Masm { asm, out, cold, saves, pool, mut log, .. } = masm;
        std::mem::swap(&mut log.labels, &mut asm.trace);
        Ok(Buffers { out, cold, saves, pool, places, moves, edges, log })
    }

    /// Each piece out of line counts as a jump before it is emitted.
    fn has_too_much_code(&self) -> bool {
        self.asm.pos() as usize + 8 * self.cold.len() > self.most_code
    }

    #[inline(always)]
    fn emit_op(&mut self) {
        if self.log.is_on() {
            let (point, at) = (self.point(), self.at as u32);
            self.log.begin(point, at, false);
        }
        let chaos = self.has_chaos;
        if chaos && self.tiering.chaos.padding {
            let padding = 1 + self.at % 3;
            self.asm.nops(padding);
        }
        match self.select() {
            true => {
                if self.inst.last != self.inst.first {
                    self.begin_merged();
                }
                match self.inst.flow {
                    Flow::Next => self.emit_inst(),
                    _ => self.emit_flow(),
                }
            }
            false => self.emit_without_template(),
        }
        if info(self.op().code()).groups & group::END != 0 {
            self.reachable = false;
            self.state.forget_all();
        } else {
            #[cfg(debug_assertions)]
            self.state.assert_invariants();
            if chaos {
                self.end_with_chaos();
            }
            if self.log.is_on() {
                let places = self.places_of_slots();
                let (point, at) = (self.point(), self.at as u32);
                self.log.end(point, at, places);
            }
        }
    }

    /// The operations after the first that the current instruction stands for begin with it.
    fn begin_merged(&mut self) {
        let here = self.here();
        for merged in self.inst.first + 1..=self.inst.last {
            if self.log.is_on() {
                let point = self.point();
                self.log.begin(point, merged, true);
            }
            if self.listing {
                self.out.starts.push((here, SplicedOp::new(merged)));
            }
        }
    }

    #[cold]
    fn end_with_chaos(&mut self) {
        if self.tiering.chaos.check_upper_halves {
            self.audit_results();
        }
        if self.tiering.chaos.force_spills {
            self.spill_everything();
        }
    }

    /// For the checker: the place after what is emitted.
    #[inline(always)]
    fn point(&self) -> Point {
        Point { pos: self.asm.pos(), labels: self.asm.trace.bound.len() as u32 }
    }

    /// For the checker: which slots are in registers.
    fn places_of_slots(&self) -> Vec<(u32, Reg)> {
        let registers = self.state.held().map(|reg| (self.state.slot_in(reg), reg));
        registers.collect()
    }
}
