//! Modules with their machine code as bytes: made once, loaded without compiling.
//!
//! ```text
//!   magic, version of this layout
//!   BLAKE3 hash of the rest: damage is found, malice is not
//!   names of the build, the settings and the processor that the code is for
//!   the module's binary, and the artifact: its functions
//! ```
//! Unlike the code cache, such bytes can come from anywhere, so that loading them is unsafe: who wrote them decides what runs.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use super::engine::Engine;
use super::module::{Module, read};
use super::target::Target;
use crate::code::{Artifact, Kept};
use crate::module;
use crate::tier;

/// What precompiled bytes begin with, and what no module does.
const MAGIC: &[u8; 4] = b"\0wxm";

/// The version of the layout.
const VERSION: u32 = 1;

const HASH: usize = blake3::OUT_LEN;

/// What precompiled bytes hold; see [`Engine::detect_precompiled`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Precompiled {
    /// A core module: [`Module::deserialize`] loads it.
    Module,
}

/// The part behind the hash.
#[derive(Serialize, Deserialize)]
struct Contents<'a> {
    target: Target,
    #[serde(borrow)]
    binary: &'a [u8],
    #[serde(borrow)]
    artifact: &'a [u8],
}

impl Engine {
    /// Compiles a module, in the binary or the text format, to bytes that [`Module::deserialize`] loads.
    ///
    /// The bytes contain the module. They can be loaded by the same build of wx, with the same settings, on processors that have the
    /// extensions that this engine's code uses; [`Config::max_isa`](super::Config::max_isa) and
    /// [`Config::mask_cpu_feature`](super::Config::mask_cpu_feature) say which. Functions that are not worth compiling
    /// are lowered only, as all are in an engine that interprets everything.
    ///
    /// # Errors
    /// If the module is malformed or invalid, or a function of it cannot be compiled.
    pub fn precompile_module(&self, bytes: &[u8]) -> Result<Vec<u8>> {
        let binary = wat::parse_bytes(bytes).map_err(|error| super::module::printable(error.into()))?;
        precompile(self, Arc::from(&*binary))
    }

    /// What these bytes hold, if [`Engine::precompile_module`] or [`Module::serialize`] made them: they begin as such bytes do.
    /// Whether they can be loaded is not said.
    pub fn detect_precompiled(bytes: &[u8]) -> Option<Precompiled> {
        bytes.starts_with(MAGIC).then_some(Precompiled::Module)
    }

    /// [`Engine::detect_precompiled`] of a file, of which only the start is read.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn detect_precompiled_file(path: impl AsRef<Path>) -> Result<Option<Precompiled>> {
        use std::io::Read;
        let path = path.as_ref();
        let mut start = Vec::new();
        let file = std::fs::File::open(path).with_context(|| format!("failed to open {}", path.display()))?;
        file.take(MAGIC.len() as u64)
            .read_to_end(&mut start)
            .with_context(|| format!("failed to read {}", path.display()))?;
        Ok(Engine::detect_precompiled(&start))
    }

    /// Something to hash: of two engines that give the same, each can load what the other precompiled.
    pub fn precompile_compatibility_hash(&self) -> impl std::hash::Hash + '_ {
        *Target::of(self).hasher().finalize().as_bytes()
    }
}

impl Module {
    /// Compiles all of the module to bytes that [`Module::deserialize`] loads; see [`Engine::precompile_module`].
    ///
    /// # Errors
    /// If a function cannot be compiled.
    ///
    /// # Examples
    /// ```
    /// # use wx::{Engine, Module};
    /// # fn main() -> wx::Result<()> {
    /// let engine = Engine::default();
    /// let module = Module::new(&engine, "(module (func (export \"f\") (result i32) i32.const 7))")?;
    /// let bytes = module.serialize()?;
    /// // SAFETY: `serialize` made the bytes, and nobody has altered them.
    /// let again = unsafe { Module::deserialize(&engine, bytes)? };
    /// assert_eq!(again.exports().len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn serialize(&self) -> Result<Vec<u8>> {
        precompile(self.engine(), self.data().bytes.clone())
    }

    /// Loads what [`Module::serialize`] or [`Engine::precompile_module`] made, here or in another process. Nothing is compiled.
    ///
    /// # Safety
    /// The bytes are what one of these made, unaltered: they contain machine code that is run as it is. Accidental damage is found,
    /// and is an error; whoever can choose the bytes can do all that this process can.
    ///
    /// # Errors
    /// If they were damaged, or made by another build, for other settings, or for a processor that this one is not; the message
    /// says which.
    pub unsafe fn deserialize(engine: &Engine, bytes: impl AsRef<[u8]>) -> Result<Module> {
        deserialize(engine, bytes.as_ref())
    }

    /// [`Module::deserialize`] of a file's contents.
    ///
    /// # Safety
    /// As for [`Module::deserialize`].
    ///
    /// # Errors
    /// As for [`Module::deserialize`], and if the file cannot be read; the message names the file.
    pub unsafe fn deserialize_file(engine: &Engine, path: impl AsRef<Path>) -> Result<Module> {
        let path = path.as_ref();
        let named = || format!("failed to load {}", path.display());
        let bytes = read(path, engine.config().parallel).with_context(named)?;
        deserialize(engine, &bytes).with_context(named)
    }

    /// The module after it was written and read again, for the tools of this project.
    ///
    /// # Errors
    /// As for [`Module::serialize`] and [`Module::deserialize`].
    #[cfg(feature = "internals")]
    #[doc(hidden)]
    pub fn stored_and_loaded(self) -> Result<Module> {
        let (engine, bytes) = (self.engine().clone(), self.serialize()?);
        // Its types go with it, so that those of the other have other ids.
        drop(self);
        deserialize(&engine, &bytes)
    }
}

fn precompile(engine: &Engine, binary: Arc<[u8]>) -> Result<Vec<u8>> {
    let mut data =
        module::load(binary.clone(), &engine.eager_load_options()).map_err(super::module::printable)?;
    data.kept = Some(Kept::default());
    match engine.machinery() {
        Some(machinery) => tier::policy::compile_all(machinery, &data, engine.config().parallel)?,
        None => {
            for defined in 0..data.codes.len() {
                // What cannot be lowered can be called no more than before.
                let _ = crate::lower::ensure(&data, defined);
            }
        }
    }
    let artifact = tier::artifact(&data).context("the module is too large to be kept")?;
    let contents = Contents { target: Target::of(engine), binary: &binary, artifact: &artifact };
    let mut bytes = MAGIC.to_vec();
    bytes.extend_from_slice(&VERSION.to_le_bytes());
    bytes.extend_from_slice(&[0; HASH]);
    let mut bytes = postcard::to_extend(&contents, bytes)?;
    let start = MAGIC.len() + size_of::<u32>();
    let (head, rest) = bytes.split_at_mut(start + HASH);
    head[start..].copy_from_slice(blake3::hash(rest).as_bytes());
    Ok(bytes)
}

fn deserialize(engine: &Engine, bytes: &[u8]) -> Result<Module> {
    let Some(rest) = bytes.strip_prefix(MAGIC) else {
        bail!("these bytes are no precompiled module: `wx compile` and Module::serialize make them");
    };
    let cut = "the precompiled module is cut short: compile it again";
    let (version, rest) = rest.split_first_chunk().context(cut)?;
    if u32::from_le_bytes(*version) != VERSION {
        bail!("it was compiled by another version of wx: compile the module again");
    }
    let (hash, rest) = rest.split_first_chunk::<HASH>().context(cut)?;
    if blake3::hash(rest) != *hash {
        bail!("the precompiled module is damaged: compile it again");
    }
    let contents: Contents<'_> = postcard::from_bytes(rest).context(cut)?;
    contents.target.check(engine)?;
    let artifact = Artifact::from_bytes(contents.artifact.into(), 0..contents.artifact.len()).context(cut)?;
    Module::load_precompiled(engine, Arc::from(contents.binary), artifact)
}
