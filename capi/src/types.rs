//! Types as C holds them.
//!
//! The getters of `wasm.h` return addresses of parts, so that a type is kept in parts: vectors and boxes as C sees them. Beside them
//! stands what C cannot say, a reference type that is not nullable or names a type, a memory with 64-bit addresses, so that a type that
//! came from a module is the same when it goes back.

use anyhow::{Result, bail};
use wx::{
    Engine, ExternType, FuncType, GlobalType, HeapType, MemoryType, Mutability, RefType, TableType, ValType,
};

use crate::error::{Given, entry};
use crate::vector::{Vector, wasm_byte_vec_t, wasm_valtype_vec_t};

pub type wasm_valkind_t = u8;
pub type wasm_mutability_t = u8;
pub type wasm_externkind_t = u8;

/// The kinds of values, as in the headers.
pub(crate) mod kind {
    use super::wasm_valkind_t;

    pub(crate) const I32: wasm_valkind_t = 0;
    pub(crate) const I64: wasm_valkind_t = 1;
    pub(crate) const F32: wasm_valkind_t = 2;
    pub(crate) const F64: wasm_valkind_t = 3;
    /// `WX_V128`: a type only, since `wasm_val_t` has no room for one.
    pub(crate) const V128: wasm_valkind_t = 4;
    pub(crate) const EXTERNREF: wasm_valkind_t = 128;
    pub(crate) const FUNCREF: wasm_valkind_t = 129;
    /// `WX_ANYREF`.
    pub(crate) const ANYREF: wasm_valkind_t = 130;
    /// `WX_EXNREF`.
    pub(crate) const EXNREF: wasm_valkind_t = 131;
}

/// The kind of values of a type.
pub(crate) fn kind_of(ty: ValType) -> wasm_valkind_t {
    match ty {
        ValType::I32 => kind::I32,
        ValType::I64 => kind::I64,
        ValType::F32 => kind::F32,
        ValType::F64 => kind::F64,
        ValType::V128 => kind::V128,
        ValType::Ref(r) => match r.heap_type().top() {
            HeapType::Func => kind::FUNCREF,
            HeapType::Extern => kind::EXTERNREF,
            HeapType::Exn => kind::EXNREF,
            _ => kind::ANYREF,
        },
    }
}

#[derive(Clone)]
pub struct wasm_valtype_t {
    ty: ValType,
}

impl wasm_valtype_t {
    fn boxed(ty: ValType) -> Box<wasm_valtype_t> {
        Box::new(wasm_valtype_t { ty })
    }

    fn list(types: impl ExactSizeIterator<Item = ValType>) -> Result<wasm_valtype_vec_t> {
        Vector::of(types.map(|ty| Some(wasm_valtype_t::boxed(ty))))
    }
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct wasm_limits_t {
    min: u32,
    max: u32,
}

impl wasm_limits_t {
    /// `wasm_limits_max_default`: there is no maximum.
    const NONE: u32 = u32::MAX;

    /// The limits as far as C can say them; larger ones are the largest.
    fn of(minimum: u64, maximum: Option<u64>) -> wasm_limits_t {
        let narrow = |limit: u64| u32::try_from(limit).unwrap_or(wasm_limits_t::NONE);
        wasm_limits_t { min: narrow(minimum), max: maximum.map_or(wasm_limits_t::NONE, narrow) }
    }

    fn maximum(self) -> Option<u32> {
        (self.max != wasm_limits_t::NONE).then_some(self.max)
    }
}

/// The type of something that is imported or exported; `wasm_functype_t` and its kin are other names for it.
#[derive(Clone)]
pub enum wasm_externtype_t {
    Func { params: wasm_valtype_vec_t, results: wasm_valtype_vec_t },
    Global { content: Box<wasm_valtype_t>, mutable: bool },
    Table { element: Box<wasm_valtype_t>, limits: wasm_limits_t, ty: TableType },
    Memory { limits: wasm_limits_t, ty: MemoryType },
    Tag,
}

pub type wasm_functype_t = wasm_externtype_t;
pub type wasm_globaltype_t = wasm_externtype_t;
pub type wasm_tabletype_t = wasm_externtype_t;
pub type wasm_memorytype_t = wasm_externtype_t;

impl wasm_externtype_t {
    pub(crate) fn of(ty: &ExternType) -> Result<wasm_externtype_t> {
        Ok(match ty {
            ExternType::Func(ty) => wasm_externtype_t::of_func(ty)?,
            ExternType::Global(ty) => wasm_externtype_t::Global {
                content: wasm_valtype_t::boxed(*ty.content()),
                mutable: ty.mutability().is_var(),
            },
            ExternType::Table(ty) => wasm_externtype_t::Table {
                element: wasm_valtype_t::boxed(ValType::Ref(*ty.element())),
                limits: wasm_limits_t::of(ty.minimum(), ty.maximum()),
                ty: *ty,
            },
            ExternType::Memory(ty) => wasm_externtype_t::of_memory(*ty),
            ExternType::Tag(_) => wasm_externtype_t::Tag,
        })
    }

    pub(crate) fn of_func(ty: &FuncType) -> Result<wasm_externtype_t> {
        let (params, results) = (wasm_valtype_t::list(ty.params())?, wasm_valtype_t::list(ty.results())?);
        Ok(wasm_externtype_t::Func { params, results })
    }

    pub(crate) fn of_memory(ty: MemoryType) -> wasm_externtype_t {
        wasm_externtype_t::Memory { limits: wasm_limits_t::of(ty.minimum(), ty.maximum()), ty }
    }

    /// # Errors
    /// If it is none of a function, or names a type that is not one of the engine.
    pub(crate) fn func(&self, engine: &Engine) -> Result<FuncType> {
        let wasm_externtype_t::Func { params, results } = self else {
            bail!("the type is none of a function")
        };
        let list = |types: &wasm_valtype_vec_t, what: &str| -> Result<Vec<ValType>> {
            Ok(types.all(what)?.into_iter().map(|ty| ty.ty).collect())
        };
        FuncType::try_new(engine, list(params, "parameter")?, list(results, "result")?)
    }

    pub(crate) fn global(&self) -> Result<GlobalType> {
        let wasm_externtype_t::Global { content, mutable } = self else {
            bail!("the type is none of a global")
        };
        Ok(GlobalType::new(content.ty, if *mutable { Mutability::Var } else { Mutability::Const }))
    }

    pub(crate) fn table(&self) -> Result<TableType> {
        let wasm_externtype_t::Table { ty, .. } = self else { bail!("the type is none of a table") };
        Ok(*ty)
    }

    pub(crate) fn memory(&self) -> Result<MemoryType> {
        let wasm_externtype_t::Memory { ty, .. } = self else { bail!("the type is none of a memory") };
        Ok(*ty)
    }

    pub(crate) fn is_func(&self) -> bool {
        matches!(self, wasm_externtype_t::Func { .. })
    }

    fn is_global(&self) -> bool {
        matches!(self, wasm_externtype_t::Global { .. })
    }

    fn is_table(&self) -> bool {
        matches!(self, wasm_externtype_t::Table { .. })
    }

    fn is_memory(&self) -> bool {
        matches!(self, wasm_externtype_t::Memory { .. })
    }
}

#[derive(Clone)]
pub struct wasm_importtype_t {
    module: wasm_byte_vec_t,
    name: wasm_byte_vec_t,
    ty: Box<wasm_externtype_t>,
}

impl wasm_importtype_t {
    pub(crate) fn of(import: &wx::ImportType<'_>) -> Result<Box<wasm_importtype_t>> {
        Ok(Box::new(wasm_importtype_t {
            module: Vector::of_bytes(import.module().as_bytes())?,
            name: Vector::of_bytes(import.name().as_bytes())?,
            ty: Box::new(wasm_externtype_t::of(&import.ty())?),
        }))
    }
}

#[derive(Clone)]
pub struct wasm_exporttype_t {
    name: wasm_byte_vec_t,
    ty: Box<wasm_externtype_t>,
}

impl wasm_exporttype_t {
    pub(crate) fn of(export: &wx::ExportType<'_>) -> Result<Box<wasm_exporttype_t>> {
        Ok(Box::new(wasm_exporttype_t {
            name: Vector::of_bytes(export.name().as_bytes())?,
            ty: Box::new(wasm_externtype_t::of(&export.ty())?),
        }))
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_valtype_new(kind: wasm_valkind_t) -> Option<Box<wasm_valtype_t>> {
    entry("wasm_valtype_new", None, || {
        let ty = match kind {
            kind::I32 => ValType::I32,
            kind::I64 => ValType::I64,
            kind::F32 => ValType::F32,
            kind::F64 => ValType::F64,
            kind::V128 => ValType::V128,
            kind::EXTERNREF => ValType::EXTERNREF,
            kind::FUNCREF => ValType::FUNCREF,
            kind::ANYREF => ValType::Ref(RefType::ANYREF),
            kind::EXNREF => ValType::Ref(RefType::EXNREF),
            other => bail!("{other} is no kind of value"),
        };
        Ok(Some(wasm_valtype_t::boxed(ty)))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_valtype_kind(ty: Option<&wasm_valtype_t>) -> wasm_valkind_t {
    entry("wasm_valtype_kind", kind::I32, || Ok(kind_of(ty.given("type")?.ty)))
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_functype_new(
    params: Option<&mut wasm_valtype_vec_t>,
    results: Option<&mut wasm_valtype_vec_t>,
) -> Option<Box<wasm_functype_t>> {
    entry("wasm_functype_new", None, || {
        // Both are given away, whatever happens.
        let (params, results) = (params.map(Vector::take), results.map(Vector::take));
        let (params, results) = (params.given("params")?, results.given("results")?);
        params.all("parameter")?;
        results.all("result")?;
        Ok(Some(Box::new(wasm_externtype_t::Func { params, results })))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_functype_params(ty: Option<&wasm_functype_t>) -> Option<&wasm_valtype_vec_t> {
    match ty {
        Some(wasm_externtype_t::Func { params, .. }) => Some(params),
        _ => no_part("wasm_functype_params", "function"),
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_functype_results(ty: Option<&wasm_functype_t>) -> Option<&wasm_valtype_vec_t> {
    match ty {
        Some(wasm_externtype_t::Func { results, .. }) => Some(results),
        _ => no_part("wasm_functype_results", "function"),
    }
}

#[cold]
fn no_part<T>(function: &str, what: &str) -> Option<T> {
    entry(function, None, || bail!("`type` is NULL, or not the type of a {what}"))
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_globaltype_new(
    content: Option<Box<wasm_valtype_t>>,
    mutability: wasm_mutability_t,
) -> Option<Box<wasm_globaltype_t>> {
    entry("wasm_globaltype_new", None, || {
        let (content, mutable) = (content.given("content")?, mutability != 0);
        Ok(Some(Box::new(wasm_externtype_t::Global { content, mutable })))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_globaltype_content(ty: Option<&wasm_globaltype_t>) -> Option<&wasm_valtype_t> {
    match ty {
        Some(wasm_externtype_t::Global { content, .. }) => Some(content),
        _ => no_part("wasm_globaltype_content", "global"),
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_globaltype_mutability(ty: Option<&wasm_globaltype_t>) -> wasm_mutability_t {
    match ty {
        Some(wasm_externtype_t::Global { mutable, .. }) => u8::from(*mutable),
        _ => no_part("wasm_globaltype_mutability", "global").unwrap_or(0),
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_tabletype_new(
    element: Option<Box<wasm_valtype_t>>,
    limits: Option<&wasm_limits_t>,
) -> Option<Box<wasm_tabletype_t>> {
    entry("wasm_tabletype_new", None, || {
        let (element, limits) = (element.given("element")?, *limits.given("limits")?);
        let ValType::Ref(reference) = element.ty else { bail!("the element type is no reference type") };
        let ty = TableType::new(reference, limits.min, limits.maximum());
        Ok(Some(Box::new(wasm_externtype_t::Table { element, limits, ty })))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_tabletype_element(ty: Option<&wasm_tabletype_t>) -> Option<&wasm_valtype_t> {
    match ty {
        Some(wasm_externtype_t::Table { element, .. }) => Some(element),
        _ => no_part("wasm_tabletype_element", "table"),
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_tabletype_limits(ty: Option<&wasm_tabletype_t>) -> Option<&wasm_limits_t> {
    match ty {
        Some(wasm_externtype_t::Table { limits, .. }) => Some(limits),
        _ => no_part("wasm_tabletype_limits", "table"),
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_memorytype_new(limits: Option<&wasm_limits_t>) -> Option<Box<wasm_memorytype_t>> {
    entry("wasm_memorytype_new", None, || {
        let limits = *limits.given("limits")?;
        let ty = MemoryType::new(limits.min, limits.maximum());
        Ok(Some(Box::new(wasm_externtype_t::Memory { limits, ty })))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_memorytype_limits(ty: Option<&wasm_memorytype_t>) -> Option<&wasm_limits_t> {
    match ty {
        Some(wasm_externtype_t::Memory { limits, .. }) => Some(limits),
        _ => no_part("wasm_memorytype_limits", "memory"),
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_externtype_kind(ty: Option<&wasm_externtype_t>) -> wasm_externkind_t {
    entry("wasm_externtype_kind", 0, || {
        Ok(match ty.given("type")? {
            wasm_externtype_t::Func { .. } => 0,
            wasm_externtype_t::Global { .. } => 1,
            wasm_externtype_t::Table { .. } => 2,
            wasm_externtype_t::Memory { .. } => 3,
            // `WX_EXTERN_TAG`.
            wasm_externtype_t::Tag => 4,
        })
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_importtype_new(
    module: Option<&mut wasm_byte_vec_t>,
    name: Option<&mut wasm_byte_vec_t>,
    ty: Option<Box<wasm_externtype_t>>,
) -> Option<Box<wasm_importtype_t>> {
    entry("wasm_importtype_new", None, || {
        let (module, name) = (module.map(Vector::take), name.map(Vector::take));
        let (module, name, ty) = (module.given("module")?, name.given("name")?, ty.given("type")?);
        Ok(Some(Box::new(wasm_importtype_t { module, name, ty })))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_importtype_module(import: Option<&wasm_importtype_t>) -> Option<&wasm_byte_vec_t> {
    entry("wasm_importtype_module", None, || Ok(Some(&import.given("type")?.module)))
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_importtype_name(import: Option<&wasm_importtype_t>) -> Option<&wasm_byte_vec_t> {
    entry("wasm_importtype_name", None, || Ok(Some(&import.given("type")?.name)))
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_importtype_type(import: Option<&wasm_importtype_t>) -> Option<&wasm_externtype_t> {
    entry("wasm_importtype_type", None, || Ok(Some(&*import.given("type")?.ty)))
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_exporttype_new(
    name: Option<&mut wasm_byte_vec_t>,
    ty: Option<Box<wasm_externtype_t>>,
) -> Option<Box<wasm_exporttype_t>> {
    entry("wasm_exporttype_new", None, || {
        let name = name.map(Vector::take);
        let (name, ty) = (name.given("name")?, ty.given("type")?);
        Ok(Some(Box::new(wasm_exporttype_t { name, ty })))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_exporttype_name(export: Option<&wasm_exporttype_t>) -> Option<&wasm_byte_vec_t> {
    entry("wasm_exporttype_name", None, || Ok(Some(&export.given("type")?.name)))
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_exporttype_type(export: Option<&wasm_exporttype_t>) -> Option<&wasm_externtype_t> {
    entry("wasm_exporttype_type", None, || Ok(Some(&*export.given("type")?.ty)))
}

macro_rules! owned {
    ($($ty:ident: $copy:ident $delete:ident;)*) => {
        $(
            #[unsafe(no_mangle)]
            pub extern "C" fn $copy(ty: Option<&$ty>) -> Option<Box<$ty>> {
                entry(stringify!($copy), None, || Ok(Some(Box::new(ty.given("type")?.clone()))))
            }

            #[unsafe(no_mangle)]
            pub extern "C" fn $delete(_: Option<Box<$ty>>) {}
        )*
    };
}
owned! {
    wasm_valtype_t: wasm_valtype_copy wasm_valtype_delete;
    wasm_functype_t: wasm_functype_copy wasm_functype_delete;
    wasm_globaltype_t: wasm_globaltype_copy wasm_globaltype_delete;
    wasm_tabletype_t: wasm_tabletype_copy wasm_tabletype_delete;
    wasm_memorytype_t: wasm_memorytype_copy wasm_memorytype_delete;
    wasm_externtype_t: wasm_externtype_copy wasm_externtype_delete;
    wasm_importtype_t: wasm_importtype_copy wasm_importtype_delete;
    wasm_exporttype_t: wasm_exporttype_copy wasm_exporttype_delete;
}

/// The casts between an external's type and one of its kinds: the same address, or NULL if it is of another kind.
macro_rules! casts {
    ($($ty:ident $is:ident: $up:ident $up_const:ident $down:ident $down_const:ident;)*) => {
        $(
            #[unsafe(no_mangle)]
            pub extern "C" fn $up(ty: *mut $ty) -> *mut wasm_externtype_t {
                ty
            }

            #[unsafe(no_mangle)]
            pub extern "C" fn $up_const(ty: *const $ty) -> *const wasm_externtype_t {
                ty
            }

            /// # Safety
            /// INV C-CONTRACT.
            #[unsafe(no_mangle)]
            pub unsafe extern "C" fn $down(ty: *mut wasm_externtype_t) -> *mut $ty {
                // SAFETY: passed on.
                if unsafe { ty.as_ref() }.is_some_and(wasm_externtype_t::$is) { ty } else { std::ptr::null_mut() }
            }

            /// # Safety
            /// INV C-CONTRACT.
            #[unsafe(no_mangle)]
            pub unsafe extern "C" fn $down_const(ty: *const wasm_externtype_t) -> *const $ty {
                // SAFETY: passed on.
                if unsafe { ty.as_ref() }.is_some_and(wasm_externtype_t::$is) { ty } else { std::ptr::null() }
            }
        )*
    };
}
casts! {
    wasm_functype_t is_func: wasm_functype_as_externtype wasm_functype_as_externtype_const wasm_externtype_as_functype wasm_externtype_as_functype_const;
    wasm_globaltype_t is_global: wasm_globaltype_as_externtype wasm_globaltype_as_externtype_const wasm_externtype_as_globaltype wasm_externtype_as_globaltype_const;
    wasm_tabletype_t is_table: wasm_tabletype_as_externtype wasm_tabletype_as_externtype_const wasm_externtype_as_tabletype wasm_externtype_as_tabletype_const;
    wasm_memorytype_t is_memory: wasm_memorytype_as_externtype wasm_memorytype_as_externtype_const wasm_externtype_as_memorytype wasm_externtype_as_memorytype_const;
}
