//! Parameters and results on their way: in core values if they are few, in memory if they are many.

use std::sync::Arc;

use anyhow::{Result, anyhow};

use crate::cx::Cx;
use crate::flat::{FlatIn, FlatOut, SLOTS};
use crate::host_value::{Lift, Lower};
use crate::trap::Trap;
use crate::types::{Flat, FuncTy, MAX_FLAT_RESULTS, RecordTy, Ty};
use crate::val::Val;

impl FuncTy {
    /// The core values that parameters are lowered to.
    pub(crate) fn core_params(&self) -> &[Flat] {
        self.params.layout.flat.as_deref().unwrap_or(&[Flat::I32])
    }

    /// The core values that results are lifted from.
    pub(crate) fn core_results(&self) -> &[Flat] {
        flat_results(&self.results).unwrap_or(&[Flat::I32])
    }
}

/// The core values of results that are not in memory.
fn flat_results(results: &RecordTy) -> Option<&[Flat]> {
    results.layout.flat.as_deref().filter(|flat| flat.len() <= MAX_FLAT_RESULTS)
}

/// Lowers the arguments of a call into a component.
pub(crate) fn lower_params<S: 'static>(
    cx: &mut Cx<'_, S>,
    ty: &Arc<RecordTy>,
    params: &impl Lower,
    slots: &mut [u64; SLOTS],
) -> Result<()> {
    let tuple = Ty::Tuple(ty.clone());
    if ty.layout.flat.is_some() {
        return params.lower(cx, &tuple, &mut FlatOut::new(slots));
    }
    let at = cx.allocate(ty.layout.align, ty.layout.size as usize)?;
    params.store(cx, &tuple, at)?;
    slots[0] = u64::from(at);
    Ok(())
}

/// Lifts the results of a call into a component.
pub(crate) fn lift_results<S: 'static, R: Lift>(
    cx: &mut Cx<'_, S>,
    ty: &Arc<RecordTy>,
    slots: &[u64; SLOTS],
) -> Result<R> {
    let tuple = Ty::Tuple(ty.clone());
    if flat_results(ty).is_some() {
        return R::lift(cx, &tuple, &mut FlatIn::new(slots));
    }
    let at = in_memory(cx, ty, slots[0])?;
    R::load(cx, &tuple, at)
}

/// Lifts the arguments of a component's call of the host.
pub(crate) fn lift_params<S: 'static, P: Lift>(
    cx: &mut Cx<'_, S>,
    ty: &Arc<RecordTy>,
    slots: &[u64; SLOTS],
) -> Result<P> {
    let tuple = Ty::Tuple(ty.clone());
    if ty.layout.flat.is_some() {
        return P::lift(cx, &tuple, &mut FlatIn::new(slots));
    }
    let at = in_memory(cx, ty, slots[0])?;
    P::load(cx, &tuple, at)
}

/// Lowers what the host returns. The pointer to results in memory is the last argument, of which there are `args`.
pub(crate) fn lower_results<S: 'static>(
    cx: &mut Cx<'_, S>,
    ty: &Arc<RecordTy>,
    results: &impl Lower,
    slots: &mut [u64; SLOTS],
    args: usize,
) -> Result<()> {
    let tuple = Ty::Tuple(ty.clone());
    if flat_results(ty).is_some() {
        return results.lower(cx, &tuple, &mut FlatOut::new(slots));
    }
    let at = in_memory(cx, ty, slots[args - 1])?;
    results.store(cx, &tuple, at)
}

fn in_memory<S: 'static>(cx: &Cx<'_, S>, ty: &RecordTy, pointer: u64) -> Result<u32> {
    let at = pointer as u32;
    if !at.is_multiple_of(ty.layout.align) {
        return Err(Trap::UnalignedPointer.into());
    }
    cx.bytes(at, ty.layout.size)?;
    Ok(at)
}

/// Arguments or results as a list of values.
pub(crate) struct Values<L>(pub(crate) L);

impl Values<&[Val]> {
    fn pairs<'v>(&'v self, ty: &'v Ty) -> Result<impl Iterator<Item = (&'v Val, &'v crate::types::Field)>> {
        let Ty::Tuple(record) = ty else { return Err(anyhow!("a list of values is a tuple")) };
        Ok(self.0.iter().zip(&record.fields))
    }
}

impl Lower for Values<&[Val]> {
    fn lower<S: 'static>(&self, cx: &mut Cx<'_, S>, ty: &Ty, to: &mut FlatOut<'_>) -> Result<()> {
        self.pairs(ty)?.try_for_each(|(value, field)| value.lower(cx, &field.ty, to))
    }

    fn store<S: 'static>(&self, cx: &mut Cx<'_, S>, ty: &Ty, at: u32) -> Result<()> {
        let at = |offset| Cx::<S>::at(at, offset);
        self.pairs(ty)?.try_for_each(|(value, field)| value.store(cx, &field.ty, at(field.offset)))
    }
}

impl crate::host_value::ComponentType for Values<Vec<Val>> {
    fn typecheck(_: &Ty, _: &crate::host_value::Types<'_>) -> Result<()> {
        Ok(())
    }
}

impl Lift for Values<Vec<Val>> {
    fn lift<S: 'static>(cx: &mut Cx<'_, S>, ty: &Ty, from: &mut FlatIn<'_>) -> Result<Self> {
        let Ty::Tuple(record) = ty else { return Err(anyhow!("a list of values is a tuple")) };
        let values = record.fields.iter().map(|field| Val::lift(cx, &field.ty, from));
        Ok(Values(values.collect::<Result<_>>()?))
    }

    fn load<S: 'static>(cx: &mut Cx<'_, S>, ty: &Ty, at: u32) -> Result<Self> {
        let Ty::Tuple(record) = ty else { return Err(anyhow!("a list of values is a tuple")) };
        let at = |offset| Cx::<S>::at(at, offset);
        let values = record.fields.iter().map(|field| Val::load(cx, &field.ty, at(field.offset)));
        Ok(Values(values.collect::<Result<_>>()?))
    }
}
