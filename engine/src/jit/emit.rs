//! The forward pass: each instruction is selected, allocated and given to its template; labels, and the edges between regions.
//!
//! # Edges
//! A label belongs to a region. Each branch to it brings every live slot to where the region expects it: residents into their
//! registers, everything else to memory. Inside a region only values that are no residents have to be stored. An edge out of a region or into
//! one moves residents too; where a conditional branch needs such moves they are out of line, after the function, so that the path
//! that goes on pays nothing.
//!
//! # Positions
//! `sites` lists places in the code together with the operation they belong to: instructions that may fault, and return addresses.
//! A trap or a backtrace looks an address up there and gets the same position that the interpreter would report.

mod audit;
mod bulk;
mod call;
mod edge;
mod flow;
mod frame;
mod instruction;
mod object;
mod out_of_line;
mod rotate;
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
use super::regalloc::arguments::ArgumentHints;
use super::regalloc::plan::Plan;
use super::regalloc::state::State;
use super::regalloc::{ParallelMove, Part};
use super::select::Context;
use super::x64;
use super::x64::asm::{Asm, Cond, Label, Mem, Size, Stub};
use super::x64::masm::{Exit, Jump, Masm, OutOfLine, Piece, Save, Saves, Unit};
use super::x64::pool::Pool;
use super::x64::regs::{CTX, Gpr, METER, RAX, RSP};
use super::x64::slots::{slot_bytes, spill_slot};
use crate::base::{Mutant, SourceOp, SplicedOp, TrapCode};
use crate::exec::activation::STACK_SLACK;
use crate::exec::builtins::BuiltinId;
use crate::ir::{Kind, Op, OpCode, Shape};
use crate::module::Meter;
use crate::types::ValType;
use crate::vm::{VmContext, VmFuncRef, VmStore};

/// What the forward pass fills, reused from function to function.
#[derive(Default)]
pub struct Buffers {
    pub out: Output,
    out_of_line: OutOfLine,
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

/// What the caller of the forward pass wants.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Whether `out.starts` is wanted.
    pub listing: bool,
    /// What was inlined into the function.
    pub spliced: Option<&'a Spliced>,
    /// Bytes of machine code that the function may have.
    pub most_code: usize,
}

/// What the stages before it found out.
#[derive(Clone, Copy)]
pub struct Stages<'a> {
    pub analysis: &'a Analysis,
    pub plan: &'a Plan,
    pub argument_hints: &'a ArgumentHints,
}

/// Copies of code that leads to a branch table: each is a dispatch of its own.
struct Copies {
    /// How deep in copies the current operation is.
    depth: u32,
    /// Operations and entries that may still be copied.
    budget: u32,
    /// Branch tables: operation, where it leads, and where the table is.
    tables: Vec<(usize, Vec<Label>, Label)>,
    /// Moves on edges from branch tables: operation of the table, target, where they stand, and what they are.
    table_edges: Vec<(usize, usize, Label, Part)>,
    /// The branch of a loop's test that is being repeated at the loop's end.
    test: Option<usize>,
}

pub struct Emitter<'a> {
    masm: Masm<'a>,
    stages: Stages<'a>,
    /// What selection asks.
    cx: Context<'a>,
    state: &'a mut State,
    options: Options<'a>,
    /// Something of `Tiering::chaos` concerns each operation.
    has_chaos: bool,
    /// The current instruction.
    inst: Inst,
    /// Asm label of the analysis' first label; the others follow.
    labels: Label,
    region: u32,
    reachable: bool,
    places: Vec<Place>,
    /// The moves of the current edge.
    moves: ParallelMove,
    /// The moves of all out-of-line edges, in one list.
    edges: ParallelMove,
    copies: Copies,
    /// An operation without a template.
    missing: Option<OpCode>,
}

impl<'a> Emitter<'a> {
    pub fn new(
        asm: &'a mut Asm,
        unit: Unit<'a>,
        options: Options<'a>,
        stages: Stages<'a>,
        state: &'a mut State,
        buffers: Buffers,
    ) -> Self {
        let Stages { analysis, plan, .. } = stages;
        let Unit { module, func, tiering, reservation, .. } = unit;
        asm.clear();
        asm.trace.begin_function(buffers.log.is_on());
        let features = asm.features;
        let entry = asm.label();
        let labels = asm.labels(analysis.cfg.labels);
        let Buffers { mut out, mut out_of_line, pool, places, moves, mut edges, log } = buffers;
        out.clear();
        out_of_line.pieces.clear();
        out_of_line.saves.clear();
        edges.clear();
        let chaos = tiering.chaos;
        state.begin(analysis.liveness.tracked, plan.saved, chaos.starve_registers);
        // The meter is nobody's: giving it back as it was at the entry would undo what was charged.
        let all = if unit.module.lower.meter() == Meter::None { u32::MAX } else { !Reg::from(METER).bit() };
        let saved = if analysis.cfg.tries.is_empty() { plan.saved } else { all };
        let masm = Masm {
            asm,
            unit,
            entry,
            at: 0,
            out,
            out_of_line,
            pool,
            flags: None,
            exit: Exit { jump: Jump::Never, callee: None, targets: (Vec::new(), entry) },
            saved,
            log,
        };
        let has_chaos = chaos.padding || chaos.check_upper_halves || chaos.force_spills;
        Emitter {
            masm,
            stages,
            cx: Context { module, func, analysis, tiering, features, reservation, rows: &x64::ROWS },
            state,
            options,
            has_chaos,
            inst: Inst::EMPTY,
            labels,
            region: 0,
            reachable: true,
            places,
            moves,
            edges,
            copies: Copies {
                depth: 0,
                budget: MAX_COPIED,
                tables: Vec::new(),
                table_edges: Vec::new(),
                test: None,
            },
            missing: None,
        }
    }

    /// Emits the whole function.
    ///
    /// # Errors
    /// The first operation that has no template, or that there is too much code.
    pub fn run(mut self) -> Result<Buffers, Stop> {
        self.prologue();
        if self.masm.unit.tiering.chaos.check_upper_halves {
            self.audit_arguments();
        }
        if self.masm.log.is_on() {
            let places = self.places_of_slots();
            let point = self.point();
            self.masm.log.end_entry(point, places);
        }
        let ops = &self.masm.unit.func.ops;
        let mut cursor = RegionCursor::default();
        while self.masm.at < ops.len() {
            let marks = self.stages.analysis.cfg.marks[self.masm.at];
            if marks & mark::ENTRY != 0 {
                self.masm.at += 1;
                continue;
            }
            let region = cursor.seek(&self.stages.analysis.cfg.region_map, self.masm.at as u32);
            if marks & mark::LABEL != 0 {
                self.arrive(region);
            } else if region != self.region {
                self.cross(region);
            }
            if self.options.listing {
                self.masm.out.starts.push((self.masm.here(), self.masm.operation()));
            }
            if self.reachable {
                self.emit_op();
            }
            // What is out of line is counted after the loop: there is a jump to it from here.
            if self.masm.asm.pos() as usize > self.options.most_code {
                return Err(Stop::TooMuchCode);
            }
            self.masm.at += 1;
        }
        if let Some(code) = self.missing {
            return Err(Stop::NoTemplate(code));
        }
        self.masm.out.body_end = self.masm.asm.pos();
        if !self.has_too_much_code() {
            self.emit_out_of_line();
        }
        if self.has_too_much_code() {
            return Err(Stop::TooMuchCode);
        }
        self.entries();
        self.masm.out.code_end = self.masm.asm.pos();
        self.masm.pool.emit(self.masm.asm);
        // So that every return address lies inside the function.
        self.masm.asm.code.push(0xCC);
        self.masm.asm.resolve();
        std::mem::swap(&mut self.masm.out.back, &mut self.masm.asm.back);
        self.masm.out.sites.sort_unstable();
        self.masm.out.counters.spills = self.state.counts.spills;
        self.masm.out.counters.next_uses += self.state.counts.next_uses;
        self.masm.out.counters.hinted_results += self.state.counts.passed;
        self.masm.out.counters.coalesced_copies += self.state.counts.guests;
        self.masm.out.counters.residents = self.stages.plan.resident_count() as u32;
        self.masm.out.counters.temporary_locals = self.stages.plan.counts.temporaries;
        self.masm.out.counters.spare_registers = self.stages.plan.counts.spare;
        self.masm.out.counters.carried_values = self.stages.plan.counts.carried;
        self.masm.out.counters.stack_residents =
            self.stages.plan.residents_from(self.masm.unit.func.local_slots) as u32;
        let Emitter { masm, places, moves, edges, .. } = self;
        let Masm { asm, out, out_of_line, pool, mut log, .. } = masm;
        std::mem::swap(&mut log.labels, &mut asm.trace);
        Ok(Buffers { out, out_of_line, pool, places, moves, edges, log })
    }

    /// Each piece out of line counts as a jump before it is emitted.
    fn has_too_much_code(&self) -> bool {
        self.masm.asm.pos() as usize + 8 * self.masm.out_of_line.pieces.len() > self.options.most_code
    }

    #[inline(always)]
    fn emit_op(&mut self) {
        if self.masm.log.is_on() {
            let (point, at) = (self.point(), self.masm.at as u32);
            self.masm.log.begin(point, at, false);
        }
        let chaos = self.has_chaos;
        if chaos && self.masm.unit.tiering.chaos.padding {
            let padding = 1 + self.masm.at % 3;
            self.masm.asm.nops(padding);
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
        if info(self.masm.op().code()).groups & group::END != 0 {
            self.reachable = false;
            self.state.forget_all();
        } else {
            #[cfg(debug_assertions)]
            self.state.assert_invariants();
            if chaos {
                self.end_with_chaos();
            }
            if self.masm.log.is_on() {
                let places = self.places_of_slots();
                let (point, at) = (self.point(), self.masm.at as u32);
                self.masm.log.end(point, at, places);
            }
        }
    }

    /// The operations after the first that the current instruction stands for begin with it.
    fn begin_merged(&mut self) {
        let here = self.masm.here();
        for merged in self.inst.first + 1..=self.inst.last {
            if self.masm.log.is_on() {
                let point = self.point();
                self.masm.log.begin(point, merged, true);
            }
            if self.options.listing {
                self.masm.out.starts.push((here, SplicedOp::new(merged)));
            }
        }
    }

    #[cold]
    fn end_with_chaos(&mut self) {
        if self.masm.unit.tiering.chaos.check_upper_halves {
            self.audit_results();
        }
        if self.masm.unit.tiering.chaos.force_spills {
            self.spill_everything();
        }
    }

    /// For the checker: the place after what is emitted.
    #[inline(always)]
    fn point(&self) -> Point {
        Point { pos: self.masm.asm.pos(), labels: self.masm.asm.trace.bound.len() as u32 }
    }

    /// For the checker: which slots are in registers.
    fn places_of_slots(&self) -> Vec<(u32, Reg)> {
        let registers = self.state.held().map(|reg| (self.state.slot_in(reg), reg));
        registers.collect()
    }
}
