//! The folder of the code cache, as an embedder sets it up. What is in it, `cached` says.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};

use crate::sys::cache::{DEFAULT_LIMIT, Folder, NAME};

pub use crate::sys::cache::Usage as CacheUsage;

/// How a [`Cache`] is set up.
///
/// # Examples
/// ```no_run
/// # fn main() -> wx::Result<()> {
/// let mut settings = wx::CacheConfig::new();
/// settings.with_directory("/var/cache/my-host/wx").with_size_limit(64 << 20);
/// let mut config = wx::Config::new();
/// config.cache(Some(wx::Cache::new(settings)?));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct CacheConfig {
    directory: Option<PathBuf>,
    limit: Option<u64>,
}

impl CacheConfig {
    /// The default settings.
    pub fn new() -> CacheConfig {
        CacheConfig::default()
    }

    /// The folder, which is made with mode 0700 if it is not there. Without, `$XDG_CACHE_HOME/wx` or `~/.cache/wx`.
    pub fn with_directory(&mut self, directory: impl Into<PathBuf>) -> &mut Self {
        self.directory = Some(directory.into());
        self
    }

    /// Bytes that all files may have together, 512 MiB unless said otherwise. What was not used for longest is deleted.
    pub fn with_size_limit(&mut self, bytes: u64) -> &mut Self {
        self.limit = Some(bytes);
        self
    }
}

/// A folder where lowered functions and machine code are kept for later processes; see [`Config::cache`](super::Config::cache).
///
/// Any number of processes may use it at once. A file in it that was damaged, or not written by a process of this user that could
/// read the folder's key, counts as absent. Cloning is cheap and gives the same cache.
#[derive(Clone, Debug)]
pub struct Cache(Arc<Folder>);

impl Cache {
    /// Opens a cache, or makes it.
    ///
    /// # Errors
    /// If the folder cannot be made, belongs to another user or is open to others, or if there is no place for one:
    /// neither a directory was given nor has the environment a home.
    pub fn new(config: CacheConfig) -> Result<Cache> {
        let directory = match config.directory {
            Some(directory) => directory,
            None => default_directory().context("neither XDG_CACHE_HOME nor HOME is set")?,
        };
        let folder = Folder::open(&directory, config.limit.unwrap_or(DEFAULT_LIMIT))
            .with_context(|| format!("the cache folder {}", directory.display()))?;
        Ok(Cache(Arc::new(folder)))
    }

    /// The folder.
    pub fn directory(&self) -> &Path {
        self.0.path()
    }

    /// See [`Folder::get`].
    pub(super) fn get(&self, name: &[u8; NAME]) -> Option<Arc<[u8]>> {
        self.0.get(name)
    }

    pub(super) fn put(&self, name: &[u8; NAME], contents: &[u8]) -> Result<()> {
        Ok(self.0.put(name, contents)?)
    }

    /// How many modules are in it, and how many bytes.
    pub fn usage(&self) -> CacheUsage {
        self.0.usage()
    }

    /// Deletes all that is in it, and says what that was.
    ///
    /// # Errors
    /// If a file cannot be deleted.
    pub fn clear(&self) -> Result<CacheUsage> {
        Ok(self.0.clear()?)
    }
}

fn default_directory() -> Option<PathBuf> {
    let folder = |name, below: &str| {
        let folder = std::env::var_os(name).map(PathBuf::from).filter(|folder| folder.is_absolute());
        folder.map(|folder| folder.join(below))
    };
    folder("XDG_CACHE_HOME", "wx").or_else(|| folder("HOME", ".cache/wx"))
}
