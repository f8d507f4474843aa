//! Names of functions for backtraces.

use super::data::ModuleData;

#[derive(Debug, Default)]
pub struct Names {}

impl Names {
    pub(super) fn read(_module: &ModuleData) -> Names {
        Names::default()
    }
}
