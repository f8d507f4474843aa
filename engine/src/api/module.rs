//! [`Module`]: a program that was loaded.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};

use super::cached::Cached;
use super::engine::Engine;
use super::types::{ExportType, ExternType, ImportType};
use crate::base::PrintableLines;
use crate::code::{Artifact, Kept};
use crate::module::{self, LoadOptions, ModuleData};
use crate::sys::{self, file::LARGEST};

/// A valid module (but see [`Config::lazy_validation`](super::Config::lazy_validation)). It can be instantiated any number of times,
/// in any store of its engine and on any thread.
///
/// Functions are lowered when they are first called; all instances share the result. Cloning is cheap.
#[derive(Clone)]
pub struct Module {
    data: Arc<ModuleData>,
    engine: Engine,
    /// Its place in the code cache, if the engine has one and the module was loaded through it.
    cached: Option<Arc<Cached>>,
}

impl std::fmt::Debug for Module {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Module").field("name", &self.name()).field("bytes", &self.data.bytes.len()).finish()
    }
}

impl Module {
    /// Loads a module from the binary or the text format.
    ///
    /// # Errors
    /// If the input is malformed or invalid; the message names the offset, or line and column of a text.
    pub fn new(engine: &Engine, bytes: impl AsRef<[u8]>) -> Result<Module> {
        let binary = wat::parse_bytes(bytes.as_ref()).map_err(|error| printable(error.into()))?;
        Module::load(engine, Arc::from(&*binary))
    }

    /// Loads a module from a file in the binary or the text format.
    ///
    /// # Errors
    /// If the file cannot be read, or as for [`Module::new`]; the message names the file.
    pub fn from_file(engine: &Engine, file: impl AsRef<Path>) -> Result<Module> {
        let path = file.as_ref();
        let bytes = read(path, engine.config().parallel)
            .with_context(|| format!("failed to read {}", path.display()))?;
        if bytes.starts_with(b"\0asm") {
            return Module::load(engine, bytes).with_context(|| format!("failed to load {}", path.display()));
        }
        let mut parser = wat::Parser::new();
        // Backtraces then show lines of the text.
        parser.generate_dwarf(wat::GenerateDwarf::Full);
        let binary = parser.parse_bytes(Some(path), &bytes).map_err(|error| printable(error.into()))?;
        Module::load(engine, Arc::from(&*binary))
            .with_context(|| format!("failed to load {}", path.display()))
    }

    /// Loads a module from the binary format only.
    ///
    /// # Errors
    /// If the input is malformed or invalid.
    pub fn from_binary(engine: &Engine, binary: &[u8]) -> Result<Module> {
        Module::load(engine, Arc::from(binary))
    }

    /// Loads a module from the binary format without copying it. wasmtime has no counterpart.
    ///
    /// # Errors
    /// If the input is malformed or invalid.
    pub fn from_shared(engine: &Engine, binary: Arc<[u8]>) -> Result<Module> {
        Module::load(engine, binary)
    }

    fn load(engine: &Engine, bytes: Arc<[u8]>) -> Result<Module> {
        let Some((cache, name, artifact)) = Cached::find(engine, &bytes) else {
            return Module::load_with(engine, bytes, &engine.load_options(), Artifact::default(), false);
        };
        let artifact = artifact.unwrap_or_default();
        let mut module = Module::load_with(engine, bytes, &engine.load_options(), artifact, true)?;
        module.cached = Some(Arc::new(Cached::new(cache, name, module.data.clone())));
        Ok(module)
    }

    /// Loads a module of which all functions were validated, lowered and compiled by an earlier process.
    pub(super) fn load_precompiled(engine: &Engine, bytes: Arc<[u8]>, artifact: Artifact) -> Result<Module> {
        // Those that could not be lowered are validated again if they are called.
        let options = LoadOptions { lazy_validation: true, ..engine.load_options() };
        Module::load_with(engine, bytes, &options, artifact, false)
    }

    /// Loads a module of which an earlier process may have lowered and compiled functions. Machine code that is made is kept for later
    /// processes if they are to have it.
    fn load_with(
        engine: &Engine,
        bytes: Arc<[u8]>,
        options: &LoadOptions,
        artifact: Artifact,
        later: bool,
    ) -> Result<Module> {
        let mut data = module::load(bytes, options).map_err(printable)?;
        data.artifact = artifact;
        data.kept = later.then(Kept::default);
        if engine.config().tiering.tier == crate::settings::Tier::Jit
            && let Some(machinery) = engine.machinery()
        {
            crate::tier::policy::compile_all(machinery, &data, engine.config().parallel)?;
        }
        Ok(Module { data: Arc::new(data), engine: engine.clone(), cached: None })
    }

    /// Writes what is new to the code cache now: functions that were lowered or compiled since the module was loaded. Without this
    /// it is written when the last handle of the module is dropped. Whether there was something worth writing; see
    /// [`Config::cache`](super::Config::cache). wasmtime has no counterpart, as it compiles everything at first.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn update_cache(&self) -> Result<bool> {
        self.cached.as_ref().map_or(Ok(false), |cached| cached.save())
    }

    /// Checks all of a binary, whatever [`Config::lazy_validation`](super::Config::lazy_validation) says, without keeping it.
    ///
    /// # Errors
    /// If it is malformed or invalid.
    pub fn validate(engine: &Engine, binary: &[u8]) -> Result<()> {
        module::load(Arc::from(binary), &engine.eager_load_options()).map(drop).map_err(printable)
    }

    /// The engine it was loaded with.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The name in its name section.
    pub fn name(&self) -> Option<&str> {
        self.data.names().module.as_deref()
    }

    /// Whether both are clones of one module.
    pub fn same(a: &Module, b: &Module) -> bool {
        Arc::ptr_eq(&a.data, &b.data)
    }

    /// What the module imports, in its order.
    pub fn imports(&self) -> impl ExactSizeIterator<Item = ImportType<'_>> {
        self.data.imports.iter().map(|import| ImportType::new(self.engine.types(), import))
    }

    /// What the module exports, in its order.
    pub fn exports(&self) -> impl ExactSizeIterator<Item = ExportType<'_>> {
        self.data.exports.iter().map(|export| {
            let ty = self.data.extern_type(export.index);
            ExportType::new(&export.name, ExternType::from_canon(&self.engine, &ty))
        })
    }

    /// The type of the export with this name.
    pub fn get_export(&self, name: &str) -> Option<ExternType> {
        let index = self.data.export(name)?;
        Some(ExternType::from_canon(&self.engine, &self.data.extern_type(index)))
    }

    /// The contents of the custom sections with this name, in their order.
    pub fn custom_sections<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        let sections = self.data.customs.iter().filter(move |(n, _)| &**n == name);
        sections.map(|(_, range)| &self.data.bytes[range.clone()])
    }

    /// The module as plain data, for tools of this project.
    #[cfg(feature = "internals")]
    #[doc(hidden)]
    pub fn data(&self) -> &Arc<ModuleData> {
        &self.data
    }

    #[cfg(not(feature = "internals"))]
    pub(crate) fn data(&self) -> &Arc<ModuleData> {
        &self.data
    }

    pub(crate) fn from_data(engine: &Engine, data: &Arc<ModuleData>) -> Module {
        Module { data: data.clone(), engine: engine.clone(), cached: None }
    }
}

/// A file's contents, read straight to where they stay.
pub(super) fn read(path: &Path, parallel: bool) -> std::io::Result<Arc<[u8]>> {
    let file = File::open(path)?;
    let len = file.metadata()?.len();
    if len > LARGEST {
        return Err(std::io::Error::other(format!("is larger than {LARGEST} bytes, which no module can be")));
    }
    // Pipes, devices and files that change meanwhile have no length to rely on.
    match sys::file::read(&file, len as usize, parallel) {
        Ok(bytes) if len > 0 && file.read_at(&mut [0], len)? == 0 => Ok(bytes),
        _ => std::fs::read(path).map(Arc::from),
    }
}

/// The libraries that read modules quote names of the module as they are, and the text format has its lines quoted. If
/// that is nothing for a terminal, the text that is takes the place of the error.
pub(super) fn printable(error: anyhow::Error) -> anyhow::Error {
    let text = format!("{error:#}");
    let shown = PrintableLines(&text).to_string();
    if shown == text { error } else { anyhow::Error::msg(shown) }
}
