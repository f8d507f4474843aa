//! The template JIT: slot IR to x86-64 in linear time.
//!
//! ```text
//!   bounds    what a function may cost, in proportion to its bytes; above it stays interpreted
//!   inline    small callees become part of their caller
//!   analysis  labels, loops, liveness, pressure
//!   select    operations become instructions with operand constraints (`inst`), some merged with the next
//!   regalloc  which locals live in which register, loop by loop; the operands of one instruction become registers
//!   x64       what depends on the processor: rows of selection, templates, macro assembler, stubs
//!   emit      drives the three over the function, and emits control flow, calls and slow paths
//!   check     tests only: values are where the operations read them, proved from the machine code and a `log`
//!   verify    machine code stays in the sandbox, proved from the bytes alone
//! ```
//! All stages ask `operation` for the facts of an operation, `ranges` for its operands, `target` for the registers, and `abi` for those
//! that arguments and results travel in. Analysis, selection and allocation know the processor by `target` alone. The product is position-independent bytes with a list of what to fill in; who puts them in
//! place is `tier`.

pub mod abi;
pub mod analysis;
mod bounds;
#[cfg(feature = "check")]
pub mod check;
pub mod emit;
pub mod inline;
pub mod inst;
pub mod log;
pub mod operation;
pub mod output;
pub mod ranges;
pub mod reg;
pub mod regalloc;
pub mod select;
mod stage;
pub mod target;
pub mod verify;
pub mod x64;

pub use analysis::Score;
pub use inline::Spliced;
pub use output::{Counters, Output};
pub use reg::Reg;
pub use stage::Stage;
pub use target::Features;
pub use x64::asm::{Reloc, RelocKind, Stub};

use std::sync::atomic::Ordering;

use bounds::Bounds;
use x64::masm::Unit;

use crate::base::{Mutant, SplicedOp};
use crate::code::{Landings, landings};
use crate::ir::{Func, OpCode, Rewrites};
use crate::module::ModuleData;
use crate::settings::{Optimization, Tiering};

/// What compiling one function gives.
#[derive(Clone, Debug)]
pub struct Compiled {
    pub code: Vec<u8>,
    pub relocs: Vec<Reloc>,
    pub type_ids: Vec<u32>,
    pub output: Output,
    /// What was compiled, if others were inlined into the function. Its operations are what the output's sites and starts count.
    pub spliced: Option<Spliced>,
    /// For the checker.
    pub log: log::Log,
}

impl Compiled {
    /// This product, borrowed.
    pub fn draft(&self) -> Draft<'_> {
        Draft {
            code: &self.code,
            relocs: &self.relocs,
            type_ids: &self.type_ids,
            output: &self.output,
            spliced: self.spliced.as_ref(),
            log: &self.log,
        }
    }
}

/// What the compiler found and decided about a function, or about one of its loops.
#[derive(Clone, Debug)]
pub struct RegionReport {
    /// How many loops it is inside of; 0: the function.
    pub depth: u32,
    /// First and last operation.
    pub start: u32,
    pub end: u32,
    pub score: Score,
    /// Slots that live in a register throughout.
    pub residents: Vec<(u32, Reg)>,
}

/// What compiling one function gives, in the compiler's own buffers: valid until it compiles the next one.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    pub code: &'a [u8],
    pub relocs: &'a [Reloc],
    /// Where canonical ids of types stand in the code, 32 bits each.
    pub type_ids: &'a [u32],
    pub output: &'a Output,
    pub spliced: Option<&'a Spliced>,
    /// For the checker.
    pub log: &'a log::Log,
}

/// The buffers of the compiler, reused from function to function.
pub struct Compiler {
    asm: x64::asm::Asm,
    analysis: analysis::Analysis,
    plan: regalloc::plan::Plan,
    state: regalloc::state::State,
    buffers: emit::Buffers,
    argument_hints: regalloc::arguments::ArgumentHints,
    spliced: Option<Spliced>,
    verifier: verify::Verifier,
}

/// Why a function stays interpreted.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CompileError {
    #[error("operation {} has no template", .0.name())]
    NoTemplate(OpCode),
    #[error("the function is too large: {0} operations")]
    TooLarge(usize),
    #[error("the function has {operands} operands in {bytes} bytes, which is more than is worth compiling")]
    TooManyOperands { operands: u64, bytes: usize },
    #[error("the machine code is too large for a function of {0} bytes")]
    TooMuchCode(usize),
    #[error("with others inlined it is wrong at operation {0}")]
    Malformed(usize),
    #[error(transparent)]
    NotProved(#[from] verify::Fault),
}

impl CompileError {
    /// Whether compiling the function would cost too much, though it could be done.
    pub fn is_bound(&self) -> bool {
        use CompileError::{Malformed, NoTemplate, NotProved};
        !matches!(self, NoTemplate(_) | Malformed(_) | NotProved(_))
    }
}

impl Compiler {
    pub fn new(features: Features) -> Compiler {
        Compiler {
            asm: x64::asm::Asm::new(features),
            analysis: analysis::Analysis::default(),
            plan: regalloc::plan::Plan::default(),
            state: regalloc::state::State::default(),
            buffers: emit::Buffers::default(),
            argument_hints: regalloc::arguments::ArgumentHints::default(),
            spliced: None,
            verifier: verify::Verifier::default(),
        }
    }

    /// The processor to compile for from now on.
    pub fn set_features(&mut self, features: Features) {
        self.asm.features = features;
    }

    /// Compiles a lowered function, for people to look at: with the places where operations begin.
    ///
    /// # Errors
    /// If it must stay interpreted.
    pub fn compile(
        &mut self,
        module: &ModuleData,
        defined: usize,
        func: &Func,
        tiering: Tiering,
    ) -> Result<Compiled, CompileError> {
        let draft = self.run(module, defined, func, tiering, true)?;
        Ok(Compiled {
            code: draft.code.to_vec(),
            relocs: draft.relocs.to_vec(),
            type_ids: draft.type_ids.to_vec(),
            output: draft.output.clone(),
            spliced: draft.spliced.cloned(),
            log: draft.log.clone(),
        })
    }

    /// Compiles a lowered function, to be put in its place from the compiler's own buffers.
    ///
    /// # Errors
    /// If it must stay interpreted.
    pub fn draft(
        &mut self,
        module: &ModuleData,
        defined: usize,
        func: &Func,
        tiering: Tiering,
    ) -> Result<Draft<'_>, CompileError> {
        self.run(module, defined, func, tiering, false)
    }

    fn run(
        &mut self,
        module: &ModuleData,
        defined: usize,
        func: &Func,
        tiering: Tiering,
        listing: bool,
    ) -> Result<Draft<'_>, CompileError> {
        let mut bounds = Bounds::new(module, defined, func)?;
        self.buffers.log.begin_function(tiering.chaos.check_places);
        self.spliced = inline::splice(module, defined, func, tiering);
        let source = func;
        let func = match &self.spliced {
            Some(spliced) => {
                verify(module, defined, spliced)?;
                let added = spliced.func.ops.len().saturating_sub(source.ops.len());
                bounds.add(added);
                if !listing {
                    module.inlined.fetch_add(added as u32, Ordering::Relaxed);
                }
                &spliced.func
            }
            None => source,
        };
        let operands = self.analysis.begin(module, source, self.spliced.as_ref());
        if !Mutant::OperandsNotBounded.is_on() {
            bounds.check_operands(module, defined, func, operands)?;
        }
        self.analysis.gather(module, func, tiering.may(Optimization::RotatedLoops));
        let limits = regalloc::plan::Limits::new(&tiering, module.lower.meter());
        self.plan.make(module, defined, func, &self.analysis, limits);
        self.argument_hints.find(module, func, &self.analysis);
        let unit = Unit::new(module, func, defined, tiering);
        let options = emit::Options { listing, spliced: self.spliced.as_ref(), most_code: bounds.code() };
        let stages =
            emit::Stages { analysis: &self.analysis, plan: &self.plan, argument_hints: &self.argument_hints };
        let buffers = std::mem::take(&mut self.buffers);
        let emitter = emit::Emitter::new(&mut self.asm, unit, options, stages, &mut self.state, buffers);
        self.buffers = emitter.run().map_err(|stop| match stop {
            emit::Stop::NoTemplate(code) => CompileError::NoTemplate(code),
            emit::Stop::TooMuchCode => CompileError::TooMuchCode(bounds.bytes()),
        })?;
        let output = &mut self.buffers.out;
        let Rewrites { wide_products, turned_branches, threaded_jumps, tail_loops } = func.rewrites;
        let counters = &mut output.counters;
        (counters.wide_products, counters.tail_loops) = (wide_products, tail_loops);
        (counters.turned_branches, counters.threaded_jumps) = (turned_branches, threaded_jumps);
        if let Some(spliced) = &self.spliced {
            output.counters.cold_callees = spliced.cold_callees;
            output.counters.inlined_calls = spliced.frames.len() as u32 - 1;
        }
        list_handlers(source, self.spliced.as_ref(), output);
        let draft = Draft {
            code: &self.asm.code,
            relocs: &self.asm.relocs,
            type_ids: &self.asm.type_ids,
            output: &self.buffers.out,
            spliced: self.spliced.as_ref(),
            log: &self.buffers.log,
        };
        #[cfg(feature = "check")]
        if draft.log.is_on() {
            check::demand(module, defined, source, draft);
        }
        if tiering.chaos.verify_code || tiering.verify_machine_code {
            let space = verify::Space::of(module, &tiering);
            let result = match tiering.chaos.prove_nothing {
                true => Err(verify::Fault::of_nothing(draft)),
                false => self.verifier.verify(module, defined, source, draft, space),
            };
            match result {
                Err(fault) if tiering.chaos.verify_code => {
                    panic!("function {defined} of those defined: {}", fault.report(draft))
                }
                result => result?,
            }
        }
        // Behind the verifier, which is to find the same by itself.
        debug_assert!(
            Landings::new(draft.output.handlers.clone())
                .is_some_and(|handlers| handlers.are_those_of(source, draft.code.len())),
            "not one landing for each handler"
        );
        debug_assert!(Landings::new(draft.output.osr.clone()).is_some(), "entries of loops out of order");
        Ok(draft)
    }

    /// What was found out about the function that was just compiled, region by region, for people to read.
    pub fn report(&self, defined: usize, func: &Func) -> Vec<RegionReport> {
        let func = self.spliced.as_ref().map_or(func, |s| &s.func);
        let scores = Score::of(func, defined, &self.analysis.cfg.regions, &self.analysis.cfg.region_map);
        let regions = self.analysis.cfg.regions.iter().zip(scores).enumerate();
        regions
            .map(|(index, (region, score))| RegionReport {
                depth: region.depth,
                start: region.start,
                end: region.end,
                score,
                residents: self
                    .plan
                    .residents(index as u32)
                    .iter()
                    .map(|resident| (resident.slot, resident.reg))
                    .collect(),
            })
            .collect()
    }
}

/// Lists the landings by operations of the function itself, which are what an unwinder knows. Several handlers may begin at one place of what
/// was compiled, where calls became nothing.
fn list_handlers(func: &Func, spliced: Option<&Spliced>, output: &mut Output) {
    for target in landings::targets(func) {
        // If nothing was inlined, what was compiled is the function itself: the numbers are the same.
        let op = spliced
            .filter(|_| !Mutant::LandingsBySourceNumber.is_on())
            .map_or(SplicedOp::new(target.get()), |spliced| spliced.begin_of(target));
        if let Ok(at) = output.landings.binary_search_by_key(&op, |landing| landing.0) {
            output.handlers.push((target, output.landings[at].1));
        }
    }
}

/// Asks the verifier about a function with others inlined, if that was asked for.
fn verify(module: &ModuleData, defined: usize, with_others: &Spliced) -> Result<(), CompileError> {
    use crate::verify::{Fault, spliced};
    let (asked, panics) = (module.tiering.verify_ir, module.tiering.chaos.verify_ir);
    if !asked && !panics {
        return Ok(());
    }
    let func = &with_others.func;
    match spliced(module, defined, func, &with_others.tries) {
        Ok(()) => Ok(()),
        Err(e) if panics && e.fault != Fault::TooMuch => {
            panic!("with others inlined: {e}\n{}", crate::lower::around(func, e.op))
        }
        Err(_) if !asked => Ok(()),
        Err(e) => Err(CompileError::Malformed(e.op)),
    }
}

#[cfg(test)]
mod cases;
