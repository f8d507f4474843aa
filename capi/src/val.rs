//! Values as C holds them, to and from those of `wx`.

use std::mem::MaybeUninit;

use anyhow::{Context, Result, bail, ensure};
use wx::{Ref, Val};

use crate::error::{Given, Out, entry};
use crate::object::{Object, wasm_ref_t};
use crate::store::Share;
use crate::types::{kind, kind_of, wasm_valkind_t};

/// `wasm_val_t`: a kind, and 8 bytes of it.
#[repr(C)]
pub struct wasm_val_t {
    kind: wasm_valkind_t,
    of: Payload,
}

#[repr(C)]
#[derive(Clone, Copy)]
union Payload {
    i32: i32,
    i64: i64,
    f32: u32,
    f64: u64,
    reference: *mut wasm_ref_t,
}

impl wasm_val_t {
    pub(crate) const ZERO: wasm_val_t = wasm_val_t::of_i64(kind::I32, 0);

    /// A number; the bits of a float.
    const fn of_i64(kind: wasm_valkind_t, bits: i64) -> wasm_val_t {
        wasm_val_t { kind, of: Payload { i64: bits } }
    }

    fn of_ref(kind: wasm_valkind_t, reference: Option<Box<wasm_ref_t>>) -> wasm_val_t {
        let reference = reference.map_or(std::ptr::null_mut(), Box::into_raw);
        wasm_val_t { kind, of: Payload { reference } }
    }

    pub(crate) fn kind(&self) -> wasm_valkind_t {
        self.kind
    }

    /// The slot of a number, if it is of this kind.
    #[inline]
    pub(crate) fn to_slot(&self, kind: wasm_valkind_t) -> Option<u64> {
        if self.kind != kind {
            return None;
        }
        // SAFETY: as in `to_wx`: of a number of 32 bits no more is read.
        Some(unsafe {
            match kind {
                kind::I32 | kind::F32 => u64::from(self.of.f32),
                _ => self.of.f64,
            }
        })
    }

    /// The number of this kind in a slot.
    #[inline]
    pub(crate) fn of_slot(kind: wasm_valkind_t, slot: u64) -> wasm_val_t {
        // Of a number of 32 bits the rest of a slot may be anything.
        let slot = if matches!(kind, kind::I32 | kind::F32) { u64::from(slot as u32) } else { slot };
        wasm_val_t::of_i64(kind, slot as i64)
    }

    /// Makes it the number of this kind in a slot; it must have no reference.
    #[inline]
    pub(crate) fn set_slot(&mut self, kind: wasm_valkind_t, slot: u64) {
        let value = wasm_val_t::of_slot(kind, slot);
        (self.kind, self.of) = (value.kind, value.of);
    }

    #[inline]
    fn is_ref(&self) -> bool {
        self.kind >= kind::EXTERNREF
    }

    fn reference(&self) -> Option<&wasm_ref_t> {
        if !self.is_ref() {
            return None;
        }
        // SAFETY: INV C-CONTRACT: a value of such a kind has a reference, or NULL.
        unsafe { self.of.reference.as_ref() }
    }

    /// The value for `wx`; of a store, which is asked for only if there is a reference.
    pub(crate) fn to_wx(&self, store: impl FnOnce() -> Result<Share>) -> Result<Val> {
        // SAFETY: all bytes of the payload are initialized: the header's constructors set the member that the kind names, and
        // no more is read than it has.
        unsafe {
            match self.kind {
                kind::I32 => return Ok(Val::I32(self.of.i32)),
                kind::I64 => return Ok(Val::I64(self.of.i64)),
                kind::F32 => return Ok(Val::F32(self.of.f32)),
                kind::F64 => return Ok(Val::F64(self.of.f64)),
                _ => {}
            }
        }
        ensure!(self.is_ref(), "{} is no kind of value", self.kind);
        Ok(to_ref(&store()?, self.kind, self.reference())?.into())
    }

    /// A value of the store for C.
    pub(crate) fn of_wx(store: impl FnOnce() -> Result<Share>, value: Val) -> Result<wasm_val_t> {
        let reference = match value {
            Val::I32(x) => return Ok(wasm_val_t::of_i64(kind::I32, i64::from(x as u32))),
            Val::I64(x) => return Ok(wasm_val_t::of_i64(kind::I64, x)),
            Val::F32(x) => return Ok(wasm_val_t::of_i64(kind::F32, i64::from(x))),
            Val::F64(x) => return Ok(wasm_val_t::of_i64(kind::F64, x as i64)),
            Val::V128(_) => bail!("`wasm_val_t` has no room for a v128"),
            Val::FuncRef(None) => return Ok(wasm_val_t::of_ref(kind::FUNCREF, None)),
            Val::ExternRef(None) => return Ok(wasm_val_t::of_ref(kind::EXTERNREF, None)),
            other => other.ref_().context("all other values are references")?,
        };
        let kind = kind_of_ref(&reference);
        Ok(wasm_val_t::of_ref(kind, of_ref(&store()?, reference)?))
    }

    /// What results of a host function begin as: zero or null.
    pub(crate) fn default_for(value: &Val) -> wasm_val_t {
        let kind = match value {
            Val::I32(_) => kind::I32,
            Val::I64(_) => kind::I64,
            Val::F32(_) => kind::F32,
            Val::F64(_) => kind::F64,
            Val::V128(_) => kind::V128,
            Val::FuncRef(_) => kind::FUNCREF,
            Val::ExternRef(_) => kind::EXTERNREF,
            Val::AnyRef(_) => kind::ANYREF,
            Val::ExnRef(_) => kind::EXNREF,
        };
        wasm_val_t::of_i64(kind, 0)
    }
}

fn kind_of_ref(reference: &Ref) -> wasm_valkind_t {
    match reference {
        Ref::Func(_) => kind::FUNCREF,
        Ref::Extern(_) => kind::EXTERNREF,
        Ref::Any(_) => kind::ANYREF,
        Ref::Exn(_) => kind::EXNREF,
    }
}

/// A reference as a value of a kind: a function only as `FUNCREF`, any object as `EXTERNREF`.
fn to_ref(store: &Share, kind: wasm_valkind_t, reference: Option<&wasm_ref_t>) -> Result<Ref> {
    if let Some(reference) = reference {
        store.same(reference.store()?, "reference")?;
    }
    let object = reference.map(|reference| &reference.object);
    Ok(match (kind, object) {
        (kind::FUNCREF, None) => Ref::Func(None),
        (kind::FUNCREF, Some(Object::Func(func))) => Ref::Func(Some(*func)),
        (kind::EXTERNREF, None) => Ref::Extern(None),
        (kind::EXTERNREF, Some(object)) => Ref::Extern(Some(object.to_externref(store)?)),
        (kind::ANYREF, None) => Ref::Any(None),
        (kind::ANYREF, Some(Object::Any(any))) => Ref::Any(Some(any.clone())),
        (kind::EXNREF, None) => Ref::Exn(None),
        (kind::EXNREF, Some(Object::Exn(exn))) => Ref::Exn(Some(exn.clone())),
        (kind::FUNCREF | kind::ANYREF | kind::EXNREF, Some(_)) => {
            bail!("the reference is none of the kind {kind}")
        }
        _ => bail!("{kind} is no kind of reference"),
    })
}

/// A reference as one of the hierarchy that a type is in.
pub(crate) fn to_ref_of_type(store: &Share, ty: wx::RefType, reference: Option<&wasm_ref_t>) -> Result<Ref> {
    to_ref(store, kind_of(wx::ValType::Ref(ty)), reference)
}

/// A reference for C; NULL for null.
pub(crate) fn of_ref(store: &Share, reference: Ref) -> Result<Option<Box<wasm_ref_t>>> {
    let object = match reference {
        Ref::Func(func) => func.map(Object::Func),
        Ref::Extern(external) => external.map(|e| Object::of_externref(store, e)).transpose()?,
        Ref::Any(any) => any.map(Object::Any),
        Ref::Exn(exn) => exn.map(Object::Exn),
    };
    Ok(object.map(|object| wasm_ref_t::new(store, object)))
}

impl Clone for wasm_val_t {
    fn clone(&self) -> wasm_val_t {
        match self.reference() {
            Some(reference) => wasm_val_t::of_ref(self.kind, Some(Box::new(reference.clone()))),
            None => wasm_val_t { kind: self.kind, of: self.of },
        }
    }
}

impl Drop for wasm_val_t {
    fn drop(&mut self) {
        if self.is_ref() {
            // SAFETY: INV C-CONTRACT: who drops a value owns its reference.
            let reference = unsafe { self.of.reference };
            if !reference.is_null() {
                // SAFETY: as above.
                drop(unsafe { Box::from_raw(reference) });
            }
        }
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_val_delete(value: Option<&mut wasm_val_t>) {
    entry("wasm_val_delete", (), || {
        // What remains is a value without a reference, so that deleting it again does nothing.
        drop(std::mem::replace(value.given("val")?, wasm_val_t::of_i64(kind::I32, 0)));
        Ok(())
    });
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_val_copy(out: Out<'_, wasm_val_t>, value: Option<&wasm_val_t>) {
    put("wasm_val_copy", out, || Ok(value.given("val")?.clone()));
}

/// Fills in a value, an `i32` of 0 after an error.
pub(crate) fn put(
    function: &str,
    out: Option<&mut MaybeUninit<wasm_val_t>>,
    body: impl FnOnce() -> Result<wasm_val_t>,
) {
    let value = entry(function, wasm_val_t::of_i64(kind::I32, 0), || {
        out.as_ref().given("out")?;
        body()
    });
    if let Some(out) = out {
        out.write(value);
    }
}
