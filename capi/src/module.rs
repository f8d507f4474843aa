//! Modules: loaded from bytes, shared between stores, and kept as precompiled bytes.

use anyhow::{Result, ensure};
use wx::{Engine, Module};

use crate::error::{Given, Out, entry, fill};
use crate::object::{Object, wasm_module_t, wasm_ref_t};
use crate::store::{wasm_engine_t, wasm_store_t};
use crate::types::{wasm_exporttype_t, wasm_importtype_t};
use crate::vector::{Vector, wasm_byte_vec_t, wasm_exporttype_vec_t, wasm_importtype_vec_t};

pub struct wasm_shared_module_t {
    module: Module,
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_module_new(
    store: Option<&wasm_store_t>,
    binary: Option<&wasm_byte_vec_t>,
) -> Option<Box<wasm_module_t>> {
    entry("wasm_module_new", None, || {
        let store = &store.given("store")?.cell;
        let module = Module::from_binary(store.engine(), binary.given("binary")?.as_slice())?;
        Ok(Some(wasm_ref_t::new(store, Object::module(module))))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_module_validate(
    store: Option<&wasm_store_t>,
    binary: Option<&wasm_byte_vec_t>,
) -> bool {
    entry("wasm_module_validate", false, || {
        Module::validate(store.given("store")?.cell.engine(), binary.given("binary")?.as_slice())?;
        Ok(true)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_module_imports(module: Option<&wasm_module_t>, out: Out<'_, wasm_importtype_vec_t>) {
    fill("wasm_module_imports", out, || {
        let imports = module.given("module")?.module()?.imports();
        let imports = imports.map(|import| wasm_importtype_t::of(&import)).collect::<Result<Vec<_>>>()?;
        Vector::of(imports.into_iter().map(Some))
    });
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_module_exports(module: Option<&wasm_module_t>, out: Out<'_, wasm_exporttype_vec_t>) {
    fill("wasm_module_exports", out, || {
        let exports = module.given("module")?.module()?.exports();
        let exports = exports.map(|export| wasm_exporttype_t::of(&export)).collect::<Result<Vec<_>>>()?;
        Vector::of(exports.into_iter().map(Some))
    });
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_module_serialize(module: Option<&wasm_module_t>, out: Out<'_, wasm_byte_vec_t>) {
    fill("wasm_module_serialize", out, || Vector::of_bytes(&module.given("module")?.module()?.serialize()?));
}

/// # Safety
/// INV C-CONTRACT: the bytes come from `wasm_module_serialize`, and nobody altered them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wasm_module_deserialize(
    store: Option<&wasm_store_t>,
    bytes: Option<&wasm_byte_vec_t>,
) -> Option<Box<wasm_module_t>> {
    entry("wasm_module_deserialize", None, || {
        let store = &store.given("store")?.cell;
        // SAFETY: passed on.
        let module = unsafe { Module::deserialize(store.engine(), bytes.given("bytes")?.as_slice()) }?;
        Ok(Some(wasm_ref_t::new(store, Object::module(module))))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_module_share(module: Option<&wasm_module_t>) -> Option<Box<wasm_shared_module_t>> {
    entry("wasm_module_share", None, || {
        let module = module.given("module")?.module()?.clone();
        Ok(Some(Box::new(wasm_shared_module_t { module })))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_module_obtain(
    store: Option<&wasm_store_t>,
    shared: Option<&wasm_shared_module_t>,
) -> Option<Box<wasm_module_t>> {
    entry("wasm_module_obtain", None, || {
        let (store, module) = (&store.given("store")?.cell, &shared.given("shared module")?.module);
        ensure!(Engine::same(store.engine(), module.engine()), "the module belongs to another engine");
        Ok(Some(wasm_ref_t::new(store, Object::module(module.clone()))))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_shared_module_delete(_: Option<Box<wasm_shared_module_t>>) {}

/// A module of an engine, from the binary or the text format. It belongs to no store and can be used with each of the engine.
///
/// # Safety
/// INV C-CONTRACT: there are `size` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wx_module_new(
    engine: Option<&wasm_engine_t>,
    bytes: *const u8,
    size: usize,
) -> Option<Box<wasm_module_t>> {
    entry("wx_module_new", None, || {
        // SAFETY: passed on.
        let bytes = unsafe { crate::beyond::bytes(bytes, size, "bytes") }?;
        let module = Module::new(&engine.given("engine")?.engine, bytes)?;
        Ok(Some(wasm_ref_t::maybe_of_store(None, Object::module(module))))
    })
}

/// As `wx_module_new`, from a file; the message of an error names it.
///
/// # Safety
/// INV C-CONTRACT: `path` ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wx_module_from_file(
    engine: Option<&wasm_engine_t>,
    path: *const std::ffi::c_char,
) -> Option<Box<wasm_module_t>> {
    entry("wx_module_from_file", None, || {
        // SAFETY: passed on.
        let path = unsafe { crate::beyond::path(path, "path") }?;
        let module = Module::from_file(&engine.given("engine")?.engine, path)?;
        Ok(Some(wasm_ref_t::maybe_of_store(None, Object::module(module))))
    })
}

/// A module from bytes of `wasm_module_serialize`, for an engine.
///
/// # Safety
/// As for `wasm_module_deserialize`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wx_module_deserialize(
    engine: Option<&wasm_engine_t>,
    bytes: *const u8,
    size: usize,
) -> Option<Box<wasm_module_t>> {
    entry("wx_module_deserialize", None, || {
        // SAFETY: passed on.
        let bytes = unsafe { crate::beyond::bytes(bytes, size, "bytes") }?;
        // SAFETY: passed on.
        let module = unsafe { Module::deserialize(&engine.given("engine")?.engine, bytes) }?;
        Ok(Some(wasm_ref_t::maybe_of_store(None, Object::module(module))))
    })
}

/// The text format as a binary.
///
/// # Safety
/// INV C-CONTRACT: there are `size` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wx_wat2wasm(text: *const u8, size: usize, out: Out<'_, wasm_byte_vec_t>) -> bool {
    // SAFETY: passed on.
    let binary = entry("wx_wat2wasm", None, || {
        out.as_ref().given("out")?;
        // SAFETY: passed on.
        let text = unsafe { crate::beyond::bytes(text, size, "text") }?;
        Ok(Some(Vector::of_bytes(&wat::parse_bytes(text)?)?))
    });
    let converted = binary.is_some();
    if let Some(out) = out {
        out.write(binary.unwrap_or(Vector::EMPTY));
    }
    converted
}
