//! Calls whose values are slots: for bindings of other languages, which have checked types once and keep values in forms of their own.
//!
//! # Idea
//! [`Func::call`] looks up the function's type, compares each value with it, and moves values through [`Val`](super::Val)s, and a host function
//! that [`Func::new`] makes does so on its way in and out. A binding that knows the type by the handle has done the comparing; what
//! is left is to write numbers where running code reads them. That is what is here, without any check, hence unsafe.
//!
//! wasmtime's `call_unchecked` and `new_unchecked` serve the same end with values of 16 bytes. Values here have the 8 bytes that they have
//! in frames, and vectors two times 8.

use anyhow::Result;

use super::context::{AsContextMut, Caller};
use super::func::{Func, SharedHostFn};
use super::linker::Linker;
use super::types::FuncType;
use crate::tier;
use crate::vm::store::HostCall;

impl Func {
    /// Calls it with arguments in slots, one for each and two for a vector, and leaves its results there. Numbers of 32 bits are
    /// in the low half, floats are their bits.
    ///
    /// ```
    /// use wx::{Engine, Instance, Module, Store};
    ///
    /// let engine = Engine::default();
    /// let mut store = Store::new(&engine, ());
    /// let module = Module::new(&engine, r#"(module (func (export "f") (param i32) (result i64)
    ///     (i64.extend_i32_u (local.get 0))))"#)?;
    /// let instance = Instance::new(&mut store, &module, &[])?;
    /// let f = instance.get_func(&mut store, "f").unwrap();
    /// let mut slots = [7];
    /// // SAFETY: the function has one parameter and one result, both numbers.
    /// unsafe { f.call_raw(&mut store, &mut slots)? };
    /// assert_eq!(slots, [7]);
    /// # Ok::<(), wx::Error>(())
    /// ```
    ///
    /// # Safety
    /// There are as many slots as the parameters or the results need, whichever is more, and the arguments are of the function's type.
    /// Only numbers and vectors can be given, and null references, which are 0.
    ///
    /// # Errors
    /// If it traps, or a host function fails. If something in the store may wait, so that only `call_async` can call.
    ///
    /// # Panics
    /// If it belongs to another store.
    #[inline]
    pub unsafe fn call_raw(&self, mut store: impl AsContextMut, slots: &mut [u64]) -> Result<()> {
        let mut store = store.as_context_mut();
        let func = self.pointer(store.inner());
        let _sync = store.begin_sync()?;
        // SAFETY: the store is borrowed mutably, and the caller vouches for the arguments.
        unsafe { tier::call(store.inner_ptr(), func, slots) }
    }

    /// A function of the host that gets its arguments in slots and leaves its results there, as [`Func::call_raw`] has them.
    ///
    /// # Safety
    /// The results are of the type: numbers, vectors or null references.
    ///
    /// # Errors
    /// If the type belongs to another engine than the store.
    pub unsafe fn new_raw<T: 'static>(
        mut store: impl AsContextMut<Data = T>,
        ty: FuncType,
        func: impl Fn(Caller<'_, T>, &mut [u64]) -> Result<()> + Send + Sync + 'static,
    ) -> Result<Func> {
        let mut store = store.as_context_mut();
        let call = host(&ty, func);
        let inner = store.inner_mut();
        let func = call.put_into(inner, ty.registered())?;
        // SAFETY: the function was just made in this store.
        Ok(unsafe { Func::from_pointer(inner, func) })
    }
}

impl<T: 'static> Linker<T> {
    /// Defines a host function as [`Func::new_raw`] makes it.
    ///
    /// # Safety
    /// As for [`Func::new_raw`].
    ///
    /// # Errors
    /// As for [`Linker::func_new`].
    pub unsafe fn func_new_raw(
        &mut self,
        module: &str,
        name: &str,
        ty: FuncType,
        func: impl Fn(Caller<'_, T>, &mut [u64]) -> Result<()> + Send + Sync + 'static,
    ) -> Result<&mut Self> {
        let call = host(&ty, func);
        self.define_host(module, name, ty.registered(), call)
    }
}

fn host<T: 'static>(
    ty: &FuncType,
    func: impl Fn(Caller<'_, T>, &mut [u64]) -> Result<()> + Send + Sync + 'static,
) -> SharedHostFn {
    let slots = ty.plain().param_slots().max(ty.plain().result_slots()) as usize;
    SharedHostFn::new(move |call: HostCall| -> Result<()> {
        // SAFETY: INV STORE-BOX: linker and constructor put this closure only into stores with data `T`; running code left this many
        // slots to the call, and waits for it to return.
        unsafe { func(Caller::new(&call), std::slice::from_raw_parts_mut(call.slots, slots)) }
    })
}

#[cfg(all(test, feature = "async"))]
mod tests {
    use super::*;
    use crate::{Engine, Store};

    #[test]
    fn it_is_a_synchronous_call() -> Result<()> {
        let mut store = Store::new(&Engine::default(), ());
        let add = Func::wrap(&mut store, |a: i32| a + 1);
        let mut slots = [7];
        // SAFETY: the function has one parameter and one result, both numbers.
        unsafe { add.call_raw(&mut store, &mut slots) }?;
        assert_eq!(slots, [8]);
        Func::wrap_async(&mut store, |_: Caller<'_, ()>, ()| Box::new(async {}));
        // SAFETY: as above.
        let error = unsafe { add.call_raw(&mut store, &mut slots) }.expect_err("something may wait");
        assert!(error.to_string().contains("`*_async` functions"), "{error}");
        Ok(())
    }
}
