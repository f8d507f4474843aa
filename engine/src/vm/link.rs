//! Whether what a module is given is what it imports.
//!
//! Spec: <https://webassembly.github.io/spec/core/valid/matching.html>
//! Must not know: how names are resolved, where values come from.

use anyhow::bail;

use super::layout::*;
use super::store::StoreInner;
use crate::base::{Mutant, Printable};
use crate::module::{Import, ModuleData};
use crate::types::*;

/// A definition that can be imported; every pointer belongs to this store.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extern {
    Func(*mut VmFuncRef),
    Table(*mut VmTable),
    Memory(*mut VmMemory),
    Global(*mut VmGlobal),
    Tag(*mut VmTag),
}

impl StoreInner {
    /// What a definition is now: limits of tables and memories begin at the present size.
    pub fn extern_type(&self, external: Extern) -> ExternType {
        // SAFETY: the definitions belong to this store, so they are alive (INV VM-PIN).
        unsafe {
            match external {
                Extern::Func(f) => ExternType::Func((*f).ty),
                Extern::Table(t) => {
                    let table = &self.tables[(*t).index as usize];
                    ExternType::Table(TableType { minimum: table.len(), ..table.ty })
                }
                Extern::Memory(m) => {
                    let memory = &self.memories[(*m).index as usize];
                    ExternType::Memory(MemoryType { minimum: memory.pages(), ..memory.ty })
                }
                Extern::Global(g) => ExternType::Global(self.globals[(*g).index as usize].ty),
                Extern::Tag(t) => ExternType::Tag(self.tags[(*t).index as usize].ty),
            }
        }
    }

    /// Checks all imports of a module.
    ///
    /// # Errors
    /// If there are too many or too few, or one does not match; it names the import and both types.
    pub fn check_imports(&self, module: &ModuleData, given: &[Extern]) -> anyhow::Result<()> {
        if module.imports.len() != given.len() {
            bail!("expected {} imports, found {}", module.imports.len(), given.len());
        }
        for (import, &external) in module.imports.iter().zip(given) {
            check_import(&self.registry, import, &self.extern_type(external))?;
            if let Extern::Memory(memory) = external {
                // SAFETY: as in `extern_type`.
                let memory = &self.memories[unsafe { (*memory).index } as usize];
                if !memory.suits(&self.options.memory) {
                    bail!(
                        "the memory given for `{}::{}` was made by an engine with other settings of reservations",
                        Printable(&import.module),
                        Printable(&import.name),
                    );
                }
            }
        }
        Ok(())
    }
}

/// Checks one import.
///
/// # Errors
/// If it does not match; it names the import and both types.
pub fn check_import(registry: &TypeRegistry, import: &Import, found: &ExternType) -> anyhow::Result<()> {
    if matches(registry, found, &import.ty) {
        return Ok(());
    }
    bail!(
        "incompatible import type for `{}::{}`: expected {}, found {}",
        Printable(&import.module),
        Printable(&import.name),
        text::extern_type(registry, &import.ty),
        text::extern_type(registry, found),
    );
}

/// Whether a definition of type `found` can stand where `expected` is asked for.
pub fn matches(registry: &TypeRegistry, found: &ExternType, expected: &ExternType) -> bool {
    match (found, expected) {
        (ExternType::Func(found), ExternType::Func(expected)) => registry.is_subtype(*found, *expected),
        (ExternType::Func(found), ExternType::ExactFunc(expected)) => found == expected,
        (ExternType::Table(found), ExternType::Table(expected)) => {
            found.element == expected.element
                && found.table64 == expected.table64
                && limits_match((found.minimum, found.maximum), (expected.minimum, expected.maximum))
        }
        (ExternType::Memory(found), ExternType::Memory(expected)) => {
            found.memory64 == expected.memory64
                && found.shared == expected.shared
                && found.page_size_log2 == expected.page_size_log2
                && limits_match((found.minimum, found.maximum), (expected.minimum, expected.maximum))
        }
        (ExternType::Global(found), ExternType::Global(expected)) => {
            found.mutable == expected.mutable
                && if expected.mutable && !Mutant::MutableGlobalBySubtype.is_on() {
                    found.content == expected.content
                } else {
                    registry.is_val_subtype(found.content, expected.content)
                }
        }
        (ExternType::Tag(found), ExternType::Tag(expected)) => found.func == expected.func,
        _ => false,
    }
}

fn limits_match(found: (u64, Option<u64>), expected: (u64, Option<u64>)) -> bool {
    (found.0 >= expected.0 || Mutant::MinimumNotCompared.is_on())
        && match (found.1, expected.1) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(found), Some(expected)) => found <= expected,
        }
}
