//! A module's place in the code cache: what was learned of it in one process serves the next one.
//!
//! A module is found by a hash of its bytes together with the build, the settings and the processor that its code is for. What
//! is kept are the functions that were called, lowered, and the machine code of those that became hot. So the next process
//! lowers and compiles nothing twice, and runs machine code from the first call of what was hot before. With lazy validation
//! it validates nothing twice either; without, all bodies are validated when the module is loaded, whatever is kept.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};

use super::cache::Cache;
use super::engine::Engine;
use super::target::Target;
use crate::code::Artifact;
use crate::module::ModuleData;
use crate::sys::cache::NAME;
use crate::sys::parallel::{Parts, beside};
use crate::tier;

/// What is hashed at a time.
const PART: usize = 1 << 20;

/// The name of a module's file: a hash of what its code is for, and of the hashes of its parts.
fn name(engine: &Engine, binary: &[u8]) -> [u8; NAME] {
    let count = binary.len().div_ceil(PART);
    let hashes = Mutex::new(vec![[0; NAME]; count]);
    let parts = Parts::new(binary.chunks(PART).enumerate());
    // To ask how many processors there are takes as long as a part does.
    let threads = if engine.config().parallel { count / 4 } else { 0 };
    let work = || {
        while let Some((at, part)) = parts.take() {
            let hash = *blake3::hash(part).as_bytes();
            hashes.lock().unwrap_or_else(PoisonError::into_inner)[at] = hash;
        }
    };
    match threads {
        0 => work(),
        _ => beside(threads + 1, || (), work),
    }
    let mut hasher = Target::of(engine).hasher();
    for hash in hashes.into_inner().unwrap_or_else(PoisonError::into_inner) {
        hasher.update(&hash);
    }
    hasher.update(&(binary.len() as u64).to_le_bytes());
    *hasher.finalize().as_bytes()
}

/// A module's place in the cache of its engine. When the last one goes, what is new is written.
pub(super) struct Cached {
    cache: Cache,
    name: [u8; NAME],
    data: Arc<ModuleData>,
    /// What was written already; see `tier::news`.
    written: AtomicUsize,
}

impl Cached {
    /// What is kept of a module in the cache of its engine, if that has one.
    pub(super) fn find(engine: &Engine, binary: &[u8]) -> Option<(Cache, [u8; NAME], Option<Artifact>)> {
        let cache = engine.config().cache.clone()?;
        let name = name(engine, binary);
        let kept = |bytes: Arc<[u8]>| {
            let contents = 0..bytes.len() - NAME;
            Artifact::from_bytes(bytes, contents)
        };
        let artifact = cache.get(&name).and_then(kept);
        Some((cache, name, artifact))
    }

    pub(super) fn new(cache: Cache, name: [u8; NAME], data: Arc<ModuleData>) -> Cached {
        Cached { cache, name, data, written: AtomicUsize::new(0) }
    }

    /// Writes what was learned, if it is worth a file: a sixteenth of what is known, or more.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub(super) fn save(&self) -> Result<bool> {
        let news = tier::news(&self.data);
        let before = self.written.swap(news, Ordering::Relaxed);
        if news.saturating_sub(before) * 16 <= self.data.artifact.len() + before {
            return Ok(false);
        }
        let artifact = tier::artifact(&self.data).context("the module is too large to be kept")?;
        self.cache.put(&self.name, &artifact)?;
        Ok(true)
    }
}

impl Drop for Cached {
    fn drop(&mut self) {
        // A cache that cannot be written is no failure of the program.
        let _ = self.save();
    }
}
