//! [`Func`] and [`TypedFunc`]: what a component exports to be called.

use std::marker::PhantomData;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use wx::{AsContext, AsContextMut, StoreContextMut};

use crate::call::{Values, lift_results, lower_params};
use crate::cx::Cx;
use crate::flat::{SLOTS, to_bits, to_val};
use crate::host_value::{ComponentNamedList, Lift, Lower, Types};
use crate::instance::Instance;
use crate::introspect::Type;
use crate::plan::{Export, Options};
use crate::state;
use crate::types::FuncTy;
use crate::val::Val;

/// A function that an instance of a component exports. The handle is small and can be copied; it is of use only together with its store.
#[derive(Clone, Copy, Debug)]
pub struct Func {
    instance: Instance,
    export: usize,
}

/// All that a call needs.
struct Callee {
    instance: usize,
    ty: Arc<FuncTy>,
    options: Arc<Options>,
    core: wx::Func,
    post_return: Option<wx::Func>,
}

impl Func {
    pub(crate) fn new(instance: Instance, export: usize) -> Func {
        Func { instance, export }
    }

    fn ty(&self, store: impl AsContext) -> Arc<FuncTy> {
        match &self.instance.state(&store.as_context()).component.plan().items[self.export] {
            Export::Func { ty, .. } => ty.clone(),
            _ => unreachable!("a `Func` is made of functions only"),
        }
    }

    /// Names and types of the parameters.
    ///
    /// # Panics
    /// If it belongs to another store; so do all methods here.
    pub fn params(&self, store: impl AsContext) -> Box<[(String, Type)]> {
        let types = self.instance.types(&store.as_context());
        let ty = self.ty(&store);
        ty.params.fields.iter().map(|field| (field.name.to_string(), Type::new(&field.ty, &types))).collect()
    }

    /// Types of the results, which are none or one.
    pub fn results(&self, store: impl AsContext) -> Box<[Type]> {
        let types = self.instance.types(&store.as_context());
        self.ty(&store).results.fields.iter().map(|field| Type::new(&field.ty, &types)).collect()
    }

    /// Calls it. There must be room for all results; what is in them does not matter.
    ///
    /// # Errors
    /// If arguments do not fit its type, the instance cannot be entered, it traps, or a host function fails.
    pub fn call(&self, mut store: impl AsContextMut, params: &[Val], results: &mut [Val]) -> Result<()> {
        let mut store = store.as_context_mut();
        let ty = self.ty(&store);
        if ty.params.fields.len() != params.len() {
            bail!("expected {} arguments, got {}", ty.params.fields.len(), params.len());
        }
        if ty.results.fields.len() != results.len() {
            bail!("expected {} results, got {}", ty.results.fields.len(), results.len());
        }
        for (param, field) in params.iter().zip(&ty.params.fields) {
            param.check(&field.ty).with_context(|| format!("argument `{}`", field.name))?;
        }
        let Values(values) = self.invoke::<_, _, Values<Vec<Val>>>(&mut store, &Values(params))?;
        for (result, value) in results.iter_mut().zip(values) {
            *result = value;
        }
        Ok(())
    }

    /// The function with its type checked once.
    ///
    /// # Errors
    /// If the types do not match.
    pub fn typed<Params, Results>(&self, store: impl AsContext) -> Result<TypedFunc<Params, Results>>
    where
        Params: ComponentNamedList + Lower,
        Results: ComponentNamedList + Lift,
    {
        let ty = self.ty(&store);
        let store = store.as_context();
        let state = self.instance.state(&store);
        let types = Types { plan: state.component.plan(), resources: &state.resources };
        Params::typecheck_list(&ty.params, &types).context("type mismatch with parameters")?;
        Results::typecheck_list(&ty.results, &types).context("type mismatch with results")?;
        Ok(TypedFunc { func: *self, types: PhantomData })
    }

    fn callee<T: 'static>(&self, store: &mut StoreContextMut<'_, T>) -> Callee {
        let instance = self.instance.index();
        let state = self.instance.state(&store.as_context());
        let plan = state.component.plan();
        let (Export::Func { ty, options, .. }, Some(core)) =
            (&plan.items[self.export], state.funcs[self.export])
        else {
            unreachable!("a `Func` is made of functions only");
        };
        let options = plan.options[*options].clone();
        let post_return = options.post_return.map(|index| state.post_returns[index]);
        Callee { instance, ty: ty.clone(), options, core, post_return }
    }

    fn invoke<T: 'static, P: Lower, R: Lift>(
        &self,
        store: &mut StoreContextMut<'_, T>,
        params: &P,
    ) -> Result<R> {
        let callee = self.callee(store);
        if callee.options.is_async {
            bail!("an asynchronous function is called, and the asynchronous ABI is not supported");
        }
        state::entering(store, callee.instance, |store| callee.call(store, params))
    }
}

impl Callee {
    /// The steps of a call as the Canonical ABI has them.
    fn call<T: 'static, P: Lower, R: Lift>(
        &self,
        store: &mut StoreContextMut<'_, T>,
        params: &P,
    ) -> Result<R> {
        state::of(store).enter_scope();
        let mut slots = [0; SLOTS];
        let mut cx = Cx::new(store.as_context_mut(), self.instance, &self.options);
        lower_params(&mut cx, &self.ty.params, params, &mut slots)?;

        let (params, results) = (self.ty.core_params(), self.ty.core_results());
        let args: Vec<wx::Val> = params.iter().zip(slots).map(|(flat, bits)| to_val(*flat, bits)).collect();
        let mut rets = [wx::Val::I32(0)];
        self.core.call(store.as_context_mut(), &args, &mut rets[..results.len()])?;
        slots[0] = to_bits(&rets[0]);

        let context = state::of(store).context;
        state::of(store).exit_scope()?;
        let mut cx = Cx::new(store.as_context_mut(), self.instance, &self.options);
        let value = lift_results(&mut cx, &self.ty.results, &slots)?;
        if let Some(post_return) = self.post_return {
            // It belongs to the same call.
            state::of(store).context = context;
            state::without_leaving(store, self.instance, self.options.instance, |store| {
                post_return.call(store, &rets[..results.len()], &mut [])
            })?;
        }
        Ok(value)
    }
}

/// A function whose type was checked once.
pub struct TypedFunc<Params, Results> {
    func: Func,
    types: PhantomData<fn(Params) -> Results>,
}

impl<Params, Results> Clone for TypedFunc<Params, Results> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Params, Results> Copy for TypedFunc<Params, Results> {}

impl<Params, Results> std::fmt::Debug for TypedFunc<Params, Results> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("TypedFunc").field(&self.func).finish()
    }
}

impl<Params: ComponentNamedList + Lower, Results: ComponentNamedList + Lift> TypedFunc<Params, Results> {
    /// The function without its types.
    pub fn func(&self) -> &Func {
        &self.func
    }

    /// Calls it.
    ///
    /// # Errors
    /// If the instance cannot be entered, it traps, or a host function fails.
    ///
    /// # Panics
    /// If it belongs to another store.
    pub fn call(&self, mut store: impl AsContextMut, params: Params) -> Result<Results> {
        self.func.invoke(&mut store.as_context_mut(), &params)
    }
}
