//! When code is compiled, and what for.
//!
//! A function counts the operations that it executes down from a budget (`Code::hot`); below zero it asks here. It counts at its
//! entry and at the headers of its loops only: an iteration for as many operations as the loop has, a call for as many as
//! `settings::tiering::call_weight` says. The budget is in proportion to the size of the function, as the cost of compiling is; so a
//! small loop in a large function must run longer than the same loop in a small one. What cannot be compiled gets a budget that
//! never ends. A queued function gets a small budget, renewed each time it is used up: a racing update of the counter may overwrite
//! the signal that it is compiled, so completion is polled.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use super::install;
use super::product::Product;
use crate::code::{Code, Machine, Machinery, stage};
use crate::ir::Op;
use crate::jit::{CompileError, Compiler, Draft};
use crate::module::ModuleData;
use crate::settings::{Tier, Tiering};
use crate::sys::parallel::{FirstFailure, Parts, beside};
use crate::vm::VmContext;
use crate::vm::store::StoreInner;

/// The operations that a function counts while it is in the queue, before it asks again whether it is compiled.
const PATIENCE: i64 = 1 << 14;

/// The calls that make a function hot.
pub fn hot_calls(tiering: &Tiering) -> u32 {
    match tiering.tier {
        Tier::Interp => u32::MAX,
        Tier::Jit => 0,
        Tier::Tiered => tiering.tier_up_after.min(u32::MAX - 1),
    }
}

/// Machine code for a call that does not come from the interpreter; counts it.
///
/// # Safety
/// `ctx` is an instance of a live store, `code` belongs to its module.
pub unsafe fn machine_for_call<'a>(ctx: *mut VmContext, code: *const Code) -> Option<&'a Machine> {
    // SAFETY: the caller's promise.
    unsafe {
        if let Some(machine) = (*code).machine() {
            return Some(machine);
        }
        let left = (*code).hot.load(Ordering::Relaxed).wrapping_sub((*code).call_weight);
        if left >= 0 {
            (*code).hot.store(left, Ordering::Relaxed);
            return None;
        }
        hot(ctx, code, std::ptr::null());
        (*code).machine()
    }
}

/// See `VmStore::hot`.
///
/// # Safety
/// `ctx` is an instance of a live store, `code` belongs to its module; `header` is null or a loop's header in it.
pub unsafe fn hot(ctx: *mut VmContext, code: *const Code, header: *const Op) -> *const u8 {
    // SAFETY: the caller's promise.
    unsafe {
        let code = &*code;
        if code.machine().is_none() {
            decide(ctx, code);
        }
        let Some(machine) = code.machine() else { return std::ptr::null() };
        code.hot.store(0, Ordering::Relaxed);
        if header.is_null() {
            return machine.entry;
        }
        let Some(entry) = machine.osr_entry(code.op_at(header)) else { return std::ptr::null() };
        let module = &StoreInner::instance_of(ctx).module;
        if let Some(record) = module.record.function((code.func_index - module.imported_funcs) as usize) {
            record.osr_entries.fetch_add(1, Ordering::Relaxed);
        }
        entry
    }
}

/// Compiles a hot function, or has it compiled; otherwise says when to ask again.
unsafe fn decide(ctx: *mut VmContext, code: &Code) {
    let asked = code.stage.load(Ordering::Acquire);
    if asked == stage::QUEUED {
        return code.hot.store(PATIENCE, Ordering::Relaxed);
    }
    // SAFETY: the caller's promise, as for `hot`; nothing that the reference leads to changes while the store lives.
    let (module, options) =
        unsafe { (StoreInner::instance_of(ctx).module.clone(), &(*(*(*ctx).store).inner).options) };
    let Some(machinery) = options.machinery.as_ref().filter(|_| asked != stage::FAILED) else {
        return code.hot.store(i64::MAX, Ordering::Relaxed);
    };
    if load(machinery, &module, code).is_some() {
        return;
    }
    if let Some(background) = options.background.as_ref().filter(|_| !is_for_the_spot(&module, code)) {
        code.hot.store(PATIENCE, Ordering::Relaxed);
        let (from, to) = (stage::INTERPRETED, stage::QUEUED);
        if code.stage.compare_exchange(from, to, Ordering::AcqRel, Ordering::Acquire).is_err()
            || background.push(&module, (code.func_index - module.imported_funcs) as usize)
        {
            return;
        }
    }
    try_compile(machinery, &module, code);
}

/// Whether a function is compiled by the thread that found it hot. A module has so many operations of that.
fn is_for_the_spot(module: &ModuleData, code: &Code) -> bool {
    let ops = u32::try_from(code.func.ops.len()).unwrap_or(u32::MAX);
    let spent = &module.compiled_on_the_spot;
    let add = |before: u32| before.checked_add(ops).filter(|&sum| sum <= module.tiering.on_the_spot);
    spent.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add).is_ok()
}

/// Compiles a function that was in the queue.
pub(super) fn compile_queued(machinery: &Arc<Machinery>, module: &ModuleData, defined: usize) {
    // SAFETY: published code lives as long as its module.
    if let Some(code) = unsafe { module.codes[defined].get().as_ref() } {
        try_compile(machinery, module, code);
    }
}

/// Compiles a function and remembers how that went.
fn try_compile(machinery: &Arc<Machinery>, module: &ModuleData, code: &Code) {
    match compile(machinery, module, code) {
        Ok(Outcome::Compiled) => compiled(code),
        Ok(Outcome::NotWorth(why)) => give_up(module, code, why.to_string()),
        Err(error) => give_up(module, code, format!("{error:#}")),
    }
}

/// The function has machine code.
fn compiled(code: &Code) {
    code.stage.store(stage::COMPILED, Ordering::Release);
    // A thread that counts at this moment may overwrite it; then the function is asked about again after its patience.
    code.hot.store(0, Ordering::Relaxed);
}

/// The function stays interpreted.
fn give_up(module: &ModuleData, code: &Code, why: String) {
    let defined = (code.func_index - module.imported_funcs) as usize;
    module.record.fail(defined, why);
    code.stage.store(stage::FAILED, Ordering::Release);
    code.hot.store(i64::MAX, Ordering::Relaxed);
}

thread_local! {
    /// The compiler's buffers of this thread.
    static COMPILER: RefCell<Option<Compiler>> = const { RefCell::new(None) };
}

/// What came of compiling a function.
enum Outcome {
    Compiled,
    /// It would cost too much.
    NotWorth(CompileError),
}

/// Compiles a lowered function and puts the code in its place.
///
/// # Errors
/// If the function has to stay interpreted. That it is not worth compiling is no error: a module may have thousands of such functions,
/// and making an error costs as much as a small function does.
fn compile(machinery: &Arc<Machinery>, module: &ModuleData, code: &Code) -> anyhow::Result<Outcome> {
    let defined = (code.func_index - module.imported_funcs) as usize;
    let features = install::features(module.tiering.allowed);
    let mut compiler = COMPILER.with(RefCell::take).unwrap_or_else(|| Compiler::new(features));
    compiler.set_features(features);
    let record = module.record.function(defined).map(|record| (record, Instant::now()));
    let result = match compiler.draft(module, defined, &code.func, module.tiering) {
        Ok(draft) => {
            let counters = draft.output.counters;
            publish(machinery, module, defined, code, draft).map(|()| Ok(counters))
        }
        Err(error) if error.is_bound() => Ok(Err(error)),
        Err(error) => Err(error.into()),
    };
    COMPILER.with(|c| c.replace(Some(compiler)));
    let counters = match result? {
        Ok(counters) => counters,
        Err(why) => return Ok(Outcome::NotWorth(why)),
    };
    if let Some((record, start)) = record {
        record.compiled(start.elapsed(), &counters.values());
    }
    Ok(Outcome::Compiled)
}

/// Puts what was compiled in its place, and keeps it for later processes if they want it.
fn publish(
    machinery: &Arc<Machinery>,
    module: &ModuleData,
    defined: usize,
    code: &Code,
    draft: Draft<'_>,
) -> anyhow::Result<()> {
    let product = Product::of(draft)?;
    if let Some(kept) = &module.kept {
        kept.put(defined, product.to_bytes(module, draft.type_ids)?);
    }
    install::install(machinery, module, defined, code, product)
}

/// A function whose machine code from an earlier process is about to be put in its place.
struct Loading<'a> {
    defined: usize,
    code: &'a Code,
    product: Product<'a>,
}

impl Loading<'_> {
    /// `None` if there is no such code.
    fn begin(module: &ModuleData, defined: usize) -> Option<Loading<'_>> {
        let stored = module.artifact.get(defined).filter(|stored| !stored.machine.is_empty())?;
        let product = Product::from_bytes(stored.machine, module).ok()?;
        let code = crate::lower::ensure(module, defined).ok()?;
        // SAFETY: published code lives as long as its module.
        Some(Loading { defined, code: unsafe { &*code }, product })
    }

    fn finish(self, machinery: &Arc<Machinery>, module: &ModuleData) -> Option<()> {
        for inlined in self.product.inlined() {
            module.codes.get(inlined)?;
            crate::lower::ensure(module, inlined).ok()?;
        }
        install::install(machinery, module, self.defined, self.code, self.product).ok()?;
        compiled(self.code);
        Some(())
    }
}

/// Puts the machine code that an earlier process made of a function in its place; that of the functions that it calls directly goes
/// before. `None` if there is none, or if it cannot be used.
fn load(machinery: &Arc<Machinery>, module: &ModuleData, code: &Code) -> Option<()> {
    // Each waits for the one behind it. There is no circle, since each was compiled when those that it calls directly were.
    let mut waiting = vec![Loading::begin(module, (code.func_index - module.imported_funcs) as usize)?];
    while let Some(last) = waiting.pop() {
        let lacks_code =
            |&callee: &usize| module.codes.get(callee).is_none_or(|cell| cell.machine().is_none());
        let callee = last.product.callees().find(lacks_code);
        let Some(callee) = callee else {
            last.finish(machinery, module)?;
            continue;
        };
        waiting.push(last);
        let circle = waiting.iter().any(|loading| loading.defined == callee);
        waiting.push(Loading::begin(module, callee).filter(|_| !circle)?);
    }
    Some(())
}

/// Starting a thread takes about as long as compiling so many.
const FUNCTIONS_FOR_A_THREAD: usize = 8;

/// Compiles every function of a module, on all processors or one after the other. A function whose machine code would cost too
/// much (`jit::bounds`) stays interpreted.
///
/// # Errors
/// The first function that cannot be compiled.
pub fn compile_all(machinery: &Arc<Machinery>, module: &ModuleData, parallel: bool) -> anyhow::Result<()> {
    use anyhow::Context;
    let one = |defined: usize| -> anyhow::Result<()> {
        let code = crate::lower::ensure(module, defined)?;
        // SAFETY: published code lives as long as its module.
        let code = unsafe { &*code };
        if code.machine().is_some() || load(machinery, module, code).is_some() {
            return Ok(());
        }
        let outcome = compile(machinery, module, code)
            .with_context(|| format!("function {} cannot be compiled", code.func_index))?;
        if let Outcome::NotWorth(why) = outcome {
            give_up(module, code, why.to_string());
        }
        Ok(())
    };
    let all = 0..module.codes.len();
    // A thread is worth some functions at least.
    let threads = if parallel { all.len() / FUNCTIONS_FOR_A_THREAD + 1 } else { 1 };
    let (functions, failure) = (Parts::new(all), FirstFailure::default());
    beside(
        threads,
        || (),
        || {
            while let Some(defined) = functions.take() {
                if let Err(error) = one(defined) {
                    failure.note(defined, error);
                    break;
                }
            }
        },
    );
    failure.into_result()
}
