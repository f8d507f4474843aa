//! Names of functions, read from the name section when a backtrace first asks.
//!
//! The section is custom: a malformed one is no error, what was read before the fault is kept.

use wasmparser::{BinaryReader, Name, NameSectionReader};

use super::data::ModuleData;

#[derive(Debug, Default)]
pub struct Names {
    pub module: Option<String>,
    /// (function index, name), sorted by index.
    functions: Vec<(u32, String)>,
}

impl Names {
    pub(super) fn read(module: &ModuleData) -> Names {
        let mut names = Names::default();
        if let Some((_, range)) = module.customs.iter().find(|(n, _)| &**n == "name") {
            let reader = BinaryReader::new(&module.bytes[range.clone()], range.start as u64);
            // A fault in a custom section ends the reading and nothing else.
            let _ = names.fill(NameSectionReader::new(reader));
            names.functions.sort_by_key(|f| f.0);
        }
        names
    }

    fn fill(&mut self, reader: NameSectionReader<'_>) -> wasmparser::Result<()> {
        for part in reader {
            match part? {
                Name::Module { name, .. } => self.module = Some(name.to_string()),
                Name::Function(map) => {
                    for naming in map {
                        let naming = naming?;
                        self.functions.push((naming.index, naming.name.to_string()));
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    pub fn function(&self, index: u32) -> Option<&str> {
        let at = self.functions.binary_search_by_key(&index, |f| f.0).ok()?;
        Some(&self.functions[at].1)
    }
}
