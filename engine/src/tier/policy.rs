//! When code is compiled, and what for.
//!
//! A function counts its calls and the iterations of its loops down from a budget (`Code::hot`); below zero it asks here. A call
//! weighs as much as some iterations, so that a function that is called often and a loop that runs long are both found. What
//! cannot be compiled gets a budget that never ends.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::install;
use crate::code::{Code, Machine, Machinery, Tier, Tiering};
use crate::interp::CALL_WEIGHT;
use crate::ir::Op;
use crate::jit::Compiler;
use crate::module::ModuleData;
use crate::vm::VmContext;
use crate::vm::store::StoreInner;

/// The budget that a function begins with.
pub fn budget(tiering: &Tiering) -> i32 {
    match tiering.tier {
        Tier::Interp => i32::MAX,
        Tier::Jit => 0,
        Tier::Tiered => (tiering.tier_up_after.min(1 << 24) as i32) * CALL_WEIGHT,
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
        let left = (*code).hot.load(Ordering::Relaxed).wrapping_sub(CALL_WEIGHT);
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
            let store = (*(*ctx).store).inner;
            let module = StoreInner::instance_of(ctx).module.clone();
            let compiled = match &(*store).options.machinery {
                Some(machinery) => compile(machinery, &module, code).is_ok(),
                None => false,
            };
            if !compiled {
                code.hot.store(i32::MAX, Ordering::Relaxed);
                return std::ptr::null();
            }
        }
        code.hot.store(0, Ordering::Relaxed);
        let Some(machine) = code.machine() else { return std::ptr::null() };
        if header.is_null() {
            return machine.entry;
        }
        let at = header.offset_from(code.ops) as u32;
        machine.osr_entry(at).unwrap_or(std::ptr::null())
    }
}

thread_local! {
    /// The compiler's buffers of this thread.
    static COMPILER: RefCell<Option<Compiler>> = const { RefCell::new(None) };
}

/// Compiles a lowered function and puts the code in its place.
///
/// # Errors
/// If the function has to stay interpreted.
pub fn compile(machinery: &Arc<Machinery>, module: &ModuleData, code: &Code) -> anyhow::Result<()> {
    let defined = (code.func_index - module.imported_funcs) as usize;
    let features = install::features(module.tiering.max_isa);
    let mut compiler = COMPILER.with(RefCell::take).unwrap_or_else(|| Compiler::new(features));
    compiler.set_features(features);
    let result = match compiler.draft(module, defined, &code.func, module.tiering) {
        Ok(draft) => install::install(machinery, module, defined, code, draft),
        Err(error) => Err(error.into()),
    };
    COMPILER.with(|c| c.replace(Some(compiler)));
    result
}

/// Compiles every function of a module, on all processors.
///
/// # Errors
/// The first function that cannot be compiled.
pub fn compile_all(machinery: &Arc<Machinery>, module: &ModuleData) -> anyhow::Result<()> {
    use anyhow::Context;
    use rayon::prelude::*;
    (0..module.codes.len()).into_par_iter().try_for_each(|defined| {
        let code = crate::lower::ensure(module, defined)?;
        // SAFETY: published code lives as long as its module.
        let code = unsafe { &*code };
        if code.machine().is_some() {
            return Ok(());
        }
        compile(machinery, module, code)
            .with_context(|| format!("function {} cannot be compiled", code.func_index))
    })
}
