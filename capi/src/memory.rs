//! Linear memories, shared ones among them.

use anyhow::{Result, bail};
use wx::{Memory, SharedMemory};

use crate::error::{Given, entry};
use crate::object::{Object, wasm_memory_t, wasm_ref_t};
use crate::store::{Share, wasm_store_t};
use crate::types::{wasm_externtype_t, wasm_memorytype_t};

/// A memory with what it is used through.
enum Bytes<'a> {
    Own(&'a Share, Memory),
    Shared(&'a SharedMemory),
}

impl wasm_ref_t {
    fn memory(&self) -> Result<Bytes<'_>> {
        match &self.object {
            Object::Memory(memory) => Ok(Bytes::Own(self.store()?, *memory)),
            Object::SharedMemory(memory) => Ok(Bytes::Shared(memory)),
            _ => bail!("the reference is none to a memory"),
        }
    }
}

/// A new memory, which threads share if its type says so.
#[unsafe(no_mangle)]
pub extern "C" fn wasm_memory_new(
    store: Option<&wasm_store_t>,
    ty: Option<&wasm_memorytype_t>,
) -> Option<Box<wasm_memory_t>> {
    entry("wasm_memory_new", None, || {
        let store = &store.given("store")?.cell;
        let ty = ty.given("type")?.memory()?;
        let object = if ty.is_shared() {
            Object::SharedMemory(SharedMemory::new(store.engine(), ty)?)
        } else {
            Object::Memory(Memory::new(store.context(), ty)?)
        };
        Ok(Some(wasm_ref_t::new(store, object)))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_memory_type(memory: Option<&wasm_memory_t>) -> Option<Box<wasm_memorytype_t>> {
    entry("wasm_memory_type", None, || {
        let ty = match memory.given("memory")?.memory()? {
            Bytes::Own(store, memory) => memory.ty(store.context()),
            Bytes::Shared(memory) => memory.ty(),
        };
        Ok(Some(Box::new(wasm_externtype_t::of_memory(ty))))
    })
}

/// The address of the first byte; what runs or grows the memory may change it.
#[unsafe(no_mangle)]
pub extern "C" fn wasm_memory_data(memory: Option<&wasm_memory_t>) -> *mut u8 {
    entry("wasm_memory_data", std::ptr::null_mut(), || {
        Ok(match memory.given("memory")?.memory()? {
            Bytes::Own(store, memory) => memory.data_ptr(store.context()),
            Bytes::Shared(memory) => memory.data().as_ptr().cast_mut().cast(),
        })
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_memory_data_size(memory: Option<&wasm_memory_t>) -> usize {
    entry("wasm_memory_data_size", 0, || {
        Ok(match memory.given("memory")?.memory()? {
            Bytes::Own(store, memory) => memory.data_size(store.context()),
            Bytes::Shared(memory) => memory.data_size(),
        })
    })
}

/// Pages; the most that C can say if there are more.
#[unsafe(no_mangle)]
pub extern "C" fn wasm_memory_size(memory: Option<&wasm_memory_t>) -> u32 {
    entry("wasm_memory_size", 0, || {
        let pages = match memory.given("memory")?.memory()? {
            Bytes::Own(store, memory) => memory.size(store.context()),
            Bytes::Shared(memory) => memory.size(),
        };
        Ok(u32::try_from(pages).unwrap_or(u32::MAX))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_memory_grow(memory: Option<&wasm_memory_t>, delta: u32) -> bool {
    entry("wasm_memory_grow", false, || {
        match memory.given("memory")?.memory()? {
            Bytes::Own(store, memory) => memory.grow(store.context(), delta.into())?,
            Bytes::Shared(memory) => memory.grow(delta.into())?,
        };
        Ok(true)
    })
}
