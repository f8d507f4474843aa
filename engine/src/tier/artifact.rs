//! What is known of a module's functions, for later processes.

use std::collections::BTreeMap;

use crate::code::{Artifact, CodeCell, Kept, Stored};
use crate::module::ModuleData;

/// How many functions were lowered or compiled since the module was loaded.
pub fn news(module: &ModuleData) -> usize {
    let is_new = |(defined, cell): &(usize, &CodeCell)| {
        cell.code().is_some() && module.artifact.get(*defined).is_none()
    };
    let lowered = module.codes.iter().enumerate().filter(is_new).count();
    lowered + module.kept.as_ref().map_or(0, Kept::len)
}

/// All that an earlier process knew of the module, and what was lowered and compiled since, as bytes of an [`Artifact`].
///
/// Machine code is there of functions that were compiled while `ModuleData::kept` was there to take it.
pub fn artifact(module: &ModuleData) -> Option<Vec<u8>> {
    let kept = module.kept.as_ref().map(|kept| kept.all()).unwrap_or_default();
    let mut lowered = BTreeMap::new();
    for (defined, cell) in module.codes.iter().enumerate() {
        if let Some(code) = cell.code().filter(|_| module.artifact.get(defined).is_none()) {
            lowered.insert(defined as u32, code.func.to_bytes(|id| module.type_index(id))?);
        }
    }
    let mut functions: BTreeMap<u32, Stored<'_>> = module.artifact.iter().collect();
    functions.extend(lowered.iter().map(|(&defined, ops)| (defined, Stored { ops, machine: &[] })));
    for (defined, machine) in &kept {
        // What was compiled was lowered before.
        functions.get_mut(defined)?.machine = machine;
    }
    Artifact::to_bytes(&functions)
}
