//! Functions: calls into wasm code, and host functions.

use std::ffi::c_void;
use std::ptr;

use anyhow::{Result, anyhow, ensure};
use smallvec::SmallVec;
use wx::{Caller, Extern, Func, FuncType, Val};

use crate::error::{Given, entry};
use crate::object::{Finalizer, HostInfo, Object, wasm_extern_t, wasm_func_t, wasm_ref_t, wasm_trap_t};
use crate::signature::Signature;
use crate::store::{Data, Share, StoreCell, wasm_store_t};
use crate::trap::{reported, trap};
use crate::types::{wasm_externtype_t, wasm_functype_t};
use crate::val::wasm_val_t;
use crate::vector::{Vector, wasm_val_vec_t};

/// Values of a call that need no memory of their own, which are most.
type Values<T> = SmallVec<[T; 8]>;

type Callback = extern "C" fn(*const wasm_val_vec_t, *mut wasm_val_vec_t) -> Option<Box<wasm_trap_t>>;
type CallbackWithEnv =
    extern "C" fn(*mut c_void, *const wasm_val_vec_t, *mut wasm_val_vec_t) -> Option<Box<wasm_trap_t>>;
pub(crate) type CallbackWithCaller = extern "C" fn(
    *mut c_void,
    *mut wx_caller_t<'_, '_>,
    *const wasm_val_vec_t,
    *mut wasm_val_vec_t,
) -> Option<Box<wasm_trap_t>>;

/// The instance that calls a host function, while it does.
pub struct wx_caller_t<'a, 'b> {
    caller: &'a mut Caller<'b, Data>,
    store: Option<Box<wasm_store_t>>,
}

/// How a host function of C is called.
pub(crate) enum Code {
    Plain(Callback),
    WithEnv(CallbackWithEnv),
    WithCaller(CallbackWithCaller),
}

/// A host function of C with its environment, which is finalized with it.
pub(crate) struct HostFunction {
    code: Code,
    env: HostInfo,
    signature: Signature,
}

impl HostFunction {
    pub(crate) fn new(code: Code, env: HostInfo, ty: &FuncType) -> HostFunction {
        HostFunction { code, env, signature: Signature::of(ty) }
    }

    pub(crate) fn is_plain(&self) -> bool {
        self.signature.is_plain()
    }

    /// Calls the code with its arguments and places for results.
    fn call(
        &self,
        caller: &mut Caller<'_, Data>,
        params: &mut [wasm_val_t],
        places: &mut [wasm_val_t],
    ) -> Result<()> {
        let (params, mut places) = (Vector::borrowed(params), Vector::borrowed(places));
        let (params, places): (*const _, *mut _) = (&*params, &mut *places);
        let trap = match self.code {
            Code::Plain(code) => code(params, places),
            Code::WithEnv(code) => code(self.env.data, params, places),
            Code::WithCaller(code) => {
                code(self.env.data, &mut wx_caller_t { caller, store: None }, params, places)
            }
        };
        match trap {
            Some(trap) => Err(reported(&trap)),
            None => Ok(()),
        }
    }

    /// Runs it if all its values are numbers.
    ///
    /// # Errors
    /// As for `run`.
    pub(crate) fn run_plain(&self, mut caller: Caller<'_, Data>, slots: &mut [u64]) -> Result<()> {
        self.signature.with_values(slots, |params, places| self.call(&mut caller, params, places))
    }

    /// Runs it.
    ///
    /// # Errors
    /// The trap that it returned, or a result that is not of its type.
    pub(crate) fn run(&self, mut caller: Caller<'_, Data>, args: &[Val], results: &mut [Val]) -> Result<()> {
        let share = |caller: &Caller<'_, Data>| caller.data().share();
        let mut params = Values::new();
        for arg in args {
            params.push(wasm_val_t::of_wx(|| share(&caller), arg.clone())?);
        }
        let mut places: Values<wasm_val_t> = results.iter().map(wasm_val_t::default_for).collect();
        self.call(&mut caller, &mut params, &mut places)?;
        for (result, place) in results.iter_mut().zip(&places) {
            *result = place.to_wx(|| share(&caller))?;
        }
        Ok(())
    }
}

/// A new function of the host in a store.
fn host_func(store: &Share, ty: &wasm_functype_t, code: Code, env: HostInfo) -> Result<Box<wasm_func_t>> {
    let ty = ty.func(store.engine())?;
    let function = HostFunction::new(code, env, &ty);
    let func = if function.is_plain() {
        // SAFETY: `run_plain` writes results of the type, which are numbers.
        unsafe { Func::new_raw(store.context(), ty, move |caller, slots| function.run_plain(caller, slots)) }?
    } else {
        let run = move |caller: Caller<'_, Data>, args: &[Val], results: &mut [Val]| {
            function.run(caller, args, results)
        };
        Func::try_new(store.context(), ty, run)?
    };
    Ok(wasm_ref_t::new(store, Object::Func(func)))
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_func_new(
    store: Option<&wasm_store_t>,
    ty: Option<&wasm_functype_t>,
    callback: Option<Callback>,
) -> Option<Box<wasm_func_t>> {
    entry("wasm_func_new", None, || {
        let env = HostInfo { data: ptr::null_mut(), finalizer: None };
        let code = Code::Plain(callback.given("callback")?);
        host_func(&store.given("store")?.cell, ty.given("type")?, code, env).map(Some)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_func_new_with_env(
    store: Option<&wasm_store_t>,
    ty: Option<&wasm_functype_t>,
    callback: Option<CallbackWithEnv>,
    env: *mut c_void,
    finalizer: Option<Finalizer>,
) -> Option<Box<wasm_func_t>> {
    // From here on the environment is finalized, whatever happens.
    let env = HostInfo { data: env, finalizer };
    entry("wasm_func_new_with_env", None, || {
        let code = Code::WithEnv(callback.given("callback")?);
        host_func(&store.given("store")?.cell, ty.given("type")?, code, env).map(Some)
    })
}

/// As `wasm_func_new_with_env`, for a callback that gets at the exports of the instance that calls it.
#[unsafe(no_mangle)]
pub extern "C" fn wx_func_new(
    store: Option<&wasm_store_t>,
    ty: Option<&wasm_functype_t>,
    callback: Option<CallbackWithCaller>,
    env: *mut c_void,
    finalizer: Option<Finalizer>,
) -> Option<Box<wasm_func_t>> {
    let env = HostInfo { data: env, finalizer };
    entry("wx_func_new", None, || {
        let code = Code::WithCaller(callback.given("callback")?);
        host_func(&store.given("store")?.cell, ty.given("type")?, code, env).map(Some)
    })
}

/// The export of the calling instance with this name; NULL if there is none, or the host itself called.
///
/// # Safety
/// INV C-CONTRACT: there are `size` bytes at `name`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wx_caller_export_get(
    caller: Option<&mut wx_caller_t<'_, '_>>,
    name: *const u8,
    size: usize,
) -> Option<Box<wasm_extern_t>> {
    entry("wx_caller_export_get", None, || {
        let caller = &mut *caller.given("caller")?.caller;
        // SAFETY: passed on.
        let name = unsafe { crate::beyond::text(name, size, "name") }?;
        let store = caller.data().share()?;
        let export: Option<Extern> = caller.get_export(name);
        Ok(export.map(|export| wasm_ref_t::of_extern(&store, export)))
    })
}

/// The store of the call; it belongs to the caller, and ends with the call.
#[unsafe(no_mangle)]
pub extern "C" fn wx_caller_store(caller: Option<&mut wx_caller_t<'_, '_>>) -> *mut wasm_store_t {
    entry("wx_caller_store", ptr::null_mut(), || {
        let caller = caller.given("caller")?;
        let cell = caller.caller.data().share()?;
        Ok(&raw mut **caller.store.get_or_insert_with(|| Box::new(wasm_store_t { cell })))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_func_type(func: Option<&wasm_func_t>) -> Option<Box<wasm_functype_t>> {
    entry("wasm_func_type", None, || {
        let (store, func) = func.given("func")?.func()?;
        Ok(Some(Box::new(wasm_externtype_t::of_func(&func.ty(store.context()))?)))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_func_param_arity(func: Option<&wasm_func_t>) -> usize {
    entry("wasm_func_param_arity", 0, || {
        let (store, func) = func.given("func")?.func()?;
        Ok(func.ty(store.context()).params().len())
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_func_result_arity(func: Option<&wasm_func_t>) -> usize {
    entry("wasm_func_result_arity", 0, || {
        let (store, func) = func.given("func")?.func()?;
        Ok(func.ty(store.context()).results().len())
    })
}

/// Calls a function. What is wrong with the call, such as a number of arguments, is a trap too.
///
/// # Safety
/// INV C-CONTRACT. `args` and `results` may be the same vector.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wasm_func_call(
    func: *const wasm_func_t,
    args: *const wasm_val_vec_t,
    results: *mut wasm_val_vec_t,
) -> Option<Box<wasm_trap_t>> {
    // SAFETY: passed on. The handle may be deleted by what is called, and is not used then.
    let handle = unsafe { func.as_ref() };
    let found = handle.given("func").and_then(|handle| Ok((handle.func()?, handle)));
    let (store, func, handle) = match found {
        // SAFETY: the handle has a share of the store, and `running` keeps it alive from here on.
        Ok(((store, func), handle)) => (unsafe { &*ptr::from_ref::<StoreCell>(store) }, func, handle),
        Err(error) => return Some(trap(None, error)),
    };
    let signature = handle.signature(store, func).clone();
    let running = store.running();
    let outcome = match &running {
        // SAFETY: passed on.
        Ok(_) if signature.is_plain() => unsafe { call_plain(store, func, &signature, args, results) },
        // SAFETY: passed on.
        Ok(_) => unsafe { call(store, func, signature.arity(), args, results) },
        Err(error) => Err(anyhow!("{error}")),
    };
    outcome.err().map(|error| trap(store.context().data().share().ok().as_ref(), error))
}

/// A call all of whose values are numbers.
///
/// # Safety
/// INV C-CONTRACT.
unsafe fn call_plain(
    store: &StoreCell,
    func: Func,
    signature: &Signature,
    args: *const wasm_val_vec_t,
    results: *mut wasm_val_vec_t,
) -> Result<()> {
    // SAFETY: passed on; read to the end before results are written.
    let args = unsafe { args.as_ref() }.map_or(&[][..], Vector::as_slice);
    signature.with_slots(args, |slots| {
        // SAFETY: the arguments are of the function's type, which the signature was made of, and there is room for its results.
        unsafe { func.call_raw(store.context(), slots) }?;
        // SAFETY: passed on.
        unsafe { give(results, signature.arity(), signature.results(slots).map(Ok)) }
    })
}

/// A call with references or vectors.
///
/// # Safety
/// INV C-CONTRACT.
unsafe fn call(
    store: &StoreCell,
    func: Func,
    arity: usize,
    args: *const wasm_val_vec_t,
    results: *mut wasm_val_vec_t,
) -> Result<()> {
    // SAFETY: passed on; read to the end before results are written.
    let args = unsafe { args.as_ref() }.map_or(&[][..], Vector::as_slice);
    let share = || store.context().data().share();
    let mut params = Values::new();
    for arg in args {
        params.push(arg.to_wx(share)?);
    }
    let mut values: Values<Val> = smallvec::smallvec![Val::I32(0); arity];
    func.call(store.context(), &params, &mut values)?;
    // SAFETY: passed on.
    unsafe { give(results, arity, values.into_iter().map(|value| wasm_val_t::of_wx(share, value))) }
}

/// Writes results where the program has room for them.
///
/// # Safety
/// INV C-CONTRACT: there are as many places as is said, whose old contents are nobody's.
unsafe fn give(
    results: *mut wasm_val_vec_t,
    arity: usize,
    values: impl Iterator<Item = Result<wasm_val_t>>,
) -> Result<()> {
    // SAFETY: passed on.
    let (room, places) = unsafe { results.as_ref() }.map_or((0, ptr::null_mut()), |r| (r.len(), r.data()));
    ensure!(arity <= room, "the function has run, but there is room for {room} of its {arity} results");
    for (i, value) in values.enumerate() {
        // SAFETY: passed on.
        unsafe { places.add(i).write(value?) };
    }
    Ok(())
}
