//! Globals, tables, and externals in general.

use anyhow::Context;
use wx::{AsContext, Global, Ref, Table};

use crate::error::{Given, Out, entry};
use crate::object::*;
use crate::store::wasm_store_t;
use crate::types::{wasm_externkind_t, wasm_externtype_t, wasm_globaltype_t, wasm_tabletype_t};
use crate::val::{of_ref, put, to_ref_of_type, wasm_val_t};

#[unsafe(no_mangle)]
pub extern "C" fn wasm_global_new(
    store: Option<&wasm_store_t>,
    ty: Option<&wasm_globaltype_t>,
    value: Option<&wasm_val_t>,
) -> Option<Box<wasm_global_t>> {
    entry("wasm_global_new", None, || {
        let store = &store.given("store")?.cell;
        let ty = ty.given("type")?.global()?;
        let value = value.given("val")?.to_wx(|| Ok(store.clone()))?;
        Ok(Some(wasm_ref_t::new(store, Object::Global(Global::new(store.context(), ty, value)?))))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_global_type(global: Option<&wasm_global_t>) -> Option<Box<wasm_globaltype_t>> {
    entry("wasm_global_type", None, || {
        let (store, global) = global.given("global")?.global()?;
        let ty = global.ty(store.context());
        Ok(Some(Box::new(wasm_externtype_t::of(&ty.into())?)))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_global_get(global: Option<&wasm_global_t>, out: Out<'_, wasm_val_t>) {
    put("wasm_global_get", out, || {
        let (store, global) = global.given("global")?.global()?;
        wasm_val_t::of_wx(|| Ok(store.clone()), global.get(store.context()))
    });
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_global_set(global: Option<&wasm_global_t>, value: Option<&wasm_val_t>) {
    entry("wasm_global_set", (), || {
        let (store, global) = global.given("global")?.global()?;
        global.set(store.context(), value.given("val")?.to_wx(|| Ok(store.clone()))?)
    });
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_table_new(
    store: Option<&wasm_store_t>,
    ty: Option<&wasm_tabletype_t>,
    init: Option<&wasm_ref_t>,
) -> Option<Box<wasm_table_t>> {
    entry("wasm_table_new", None, || {
        let store = &store.given("store")?.cell;
        let ty = ty.given("type")?.table()?;
        let init = to_ref_of_type(store, *ty.element(), init)?;
        Ok(Some(wasm_ref_t::new(store, Object::Table(Table::new(store.context(), ty, init)?))))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_table_type(table: Option<&wasm_table_t>) -> Option<Box<wasm_tabletype_t>> {
    entry("wasm_table_type", None, || {
        let (store, table) = table.given("table")?.table()?;
        let ty = table.ty(store.context());
        Ok(Some(Box::new(wasm_externtype_t::of(&ty.into())?)))
    })
}

/// The element, NULL if it is null or there is none.
#[unsafe(no_mangle)]
pub extern "C" fn wasm_table_get(table: Option<&wasm_table_t>, index: u32) -> Option<Box<wasm_ref_t>> {
    entry("wasm_table_get", None, || {
        let (store, table) = table.given("table")?.table()?;
        let element = table.get(store.context(), index.into());
        of_ref(store, element.with_context(|| format!("there is no element {index}"))?)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_table_set(
    table: Option<&wasm_table_t>,
    index: u32,
    value: Option<&wasm_ref_t>,
) -> bool {
    entry("wasm_table_set", false, || {
        let (store, table) = table.given("table")?.table()?;
        let value: Ref = to_ref_of_type(store, *table.ty(store.context()).element(), value)?;
        table.set(store.context(), index.into(), value)?;
        Ok(true)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_table_size(table: Option<&wasm_table_t>) -> u32 {
    entry("wasm_table_size", 0, || {
        let (store, table) = table.given("table")?.table()?;
        Ok(u32::try_from(table.size(store.context())).unwrap_or(u32::MAX))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_table_grow(
    table: Option<&wasm_table_t>,
    delta: u32,
    init: Option<&wasm_ref_t>,
) -> bool {
    entry("wasm_table_grow", false, || {
        let (store, table) = table.given("table")?.table()?;
        let init = to_ref_of_type(store, *table.ty(store.context()).element(), init)?;
        table.grow(store.context(), delta.into(), init)?;
        Ok(true)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_extern_kind(external: Option<&wasm_extern_t>) -> wasm_externkind_t {
    entry("wasm_extern_kind", 0, || {
        Ok(match external.given("extern")?.object {
            Object::Func(_) => 0,
            Object::Global(_) => 1,
            Object::Table(_) => 2,
            Object::Memory(_) | Object::SharedMemory(_) => 3,
            // `WX_EXTERN_TAG`.
            Object::Tag(_) => 4,
            _ => anyhow::bail!("the reference is none to an external"),
        })
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_extern_type(external: Option<&wasm_extern_t>) -> Option<Box<wasm_externtype_t>> {
    entry("wasm_extern_type", None, || {
        let reference = external.given("extern")?;
        let store = reference.store()?;
        let ty = reference.to_extern(store)?.ty(store.context().as_context());
        Ok(Some(Box::new(wasm_externtype_t::of(&ty)?)))
    })
}
