//! What one guest is given: arguments, environment, streams, directories, clocks.
//!
//! A new context has nothing: no arguments, empty input, output that goes nowhere, no directories. Everything
//! else is a decision of the embedder, one method of [`WasiCtxBuilder`] each.

use crate::beneath::Dir;
use crate::calls::random::Pool;
use crate::descriptor::{DirNode, Entry, FileNode, Node, Table, filetype_of};
use crate::perms::{DirPerms, FilePerms};
use crate::readdir::Listing;
use crate::watch::CallWatch;
use anyhow::{Context, Result, bail};
use rustix::fs::{FileType, fstat};
use std::fs::File;
use std::io::{self, Read, Write};
use std::net::TcpListener;
use std::os::fd::AsFd;
use std::path::Path;
use std::time::Instant;

/// How many files of the process are left to the embedder, unless it gives a guest more with
/// [`WasiCtxBuilder::max_descriptors`]: a guest must meet its own limit before the host meets the system's.
pub const HOST_DESCRIPTORS: u32 = 64;

/// How many descriptors a guest may have open at the most, unless the embedder says otherwise.
const MOST_DESCRIPTORS: u64 = 1 << 20;

/// What the limit of the process (`ulimit -n`) leaves for a guest: 960 where that is 1024.
fn default_max_descriptors() -> u32 {
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    let left = limit.unwrap_or(MOST_DESCRIPTORS).saturating_sub(HOST_DESCRIPTORS.into());
    left.min(MOST_DESCRIPTORS) as u32
}

/// The state of the system interface for one guest.
pub struct WasiCtx {
    pub(crate) args: Vec<String>,
    /// Entries as `NAME=VALUE`.
    pub(crate) env: Vec<String>,
    pub(crate) table: Table,
    /// Where the guest's monotonic clock starts.
    pub(crate) start: Instant,
    /// Random bytes that no call has been given yet.
    pub(crate) random: Pool,
    pub(crate) watch: Option<CallWatch>,
    /// What components know by a handle, besides descriptors.
    #[cfg(feature = "component")]
    pub(crate) resources: wx_component::ResourceTable,
    /// How many of these keep a file of the host open.
    #[cfg(feature = "component")]
    pub(crate) file_streams: usize,
    /// When waiting ends at the latest.
    #[cfg(feature = "component")]
    pub(crate) deadline: Option<Instant>,
    /// How other threads end a wait, once one waited for them.
    #[cfg(feature = "component")]
    pub(crate) wakeup: Option<std::sync::Arc<crate::p2::Wakeup>>,
}

impl std::fmt::Debug for WasiCtx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WasiCtx").field("args", &self.args).field("env", &self.env).finish_non_exhaustive()
    }
}

/// A standard stream before the context is built.
enum Stream {
    /// Input at its end, output into nothing.
    Closed,
    /// The embedder's own stream of the same number.
    Inherit,
    Reader(Box<dyn Read + Send>),
    Writer(Box<dyn Write + Send>),
}

/// Decides what a guest is given, then builds its [`WasiCtx`].
pub struct WasiCtxBuilder {
    args: Vec<String>,
    env: Vec<(String, String)>,
    streams: [Stream; 3],
    preopens: Vec<Entry>,
    max_descriptors: Option<u32>,
    watch: Option<CallWatch>,
}

impl std::fmt::Debug for WasiCtxBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WasiCtxBuilder")
            .field("args", &self.args)
            .field("env", &self.env)
            .finish_non_exhaustive()
    }
}

impl Default for WasiCtxBuilder {
    fn default() -> WasiCtxBuilder {
        WasiCtxBuilder::new()
    }
}

impl WasiCtxBuilder {
    /// A context with nothing in it.
    pub fn new() -> WasiCtxBuilder {
        WasiCtxBuilder {
            args: Vec::new(),
            env: Vec::new(),
            streams: [Stream::Closed, Stream::Closed, Stream::Closed],
            preopens: Vec::new(),
            max_descriptors: None,
            watch: None,
        }
    }

    /// Appends an argument. By convention the first is the program's name. A NUL ends the argument, because
    /// the interface passes arguments as C strings.
    pub fn arg(&mut self, arg: impl AsRef<str>) -> &mut Self {
        self.args.push(before_nul(arg.as_ref()).to_owned());
        self
    }

    /// Appends several arguments.
    pub fn args(&mut self, args: &[impl AsRef<str>]) -> &mut Self {
        for arg in args {
            self.arg(arg);
        }
        self
    }

    /// Sets an environment variable, replacing an earlier value of the same name. A NUL ends the name or the
    /// value.
    pub fn env(&mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> &mut Self {
        let name = before_nul(name.as_ref());
        self.env.retain(|(earlier, _)| earlier != name);
        self.env.push((name.to_owned(), before_nul(value.as_ref()).to_owned()));
        self
    }

    /// Sets several environment variables.
    pub fn envs(&mut self, env: &[(impl AsRef<str>, impl AsRef<str>)]) -> &mut Self {
        for (name, value) in env {
            self.env(name, value);
        }
        self
    }

    /// Copies the embedder's environment. Variables that are not UTF-8 are left out, since a guest could not
    /// read them.
    pub fn inherit_env(&mut self) -> &mut Self {
        for (name, value) in std::env::vars_os() {
            if let (Ok(name), Ok(value)) = (name.into_string(), value.into_string()) {
                self.env(name, value);
            }
        }
        self
    }

    /// Copies the embedder's arguments, its own name first. Arguments that are not UTF-8 are replaced
    /// character by character.
    pub fn inherit_args(&mut self) -> &mut Self {
        for arg in std::env::args_os() {
            self.arg(arg.to_string_lossy());
        }
        self
    }

    /// The guest reads from these bytes, or from any other reader.
    pub fn stdin(&mut self, stream: impl Read + Send + 'static) -> &mut Self {
        self.streams[0] = Stream::Reader(Box::new(stream));
        self
    }

    /// The guest's standard output goes into this pipe, or any other writer.
    pub fn stdout(&mut self, stream: impl Write + Send + 'static) -> &mut Self {
        self.streams[1] = Stream::Writer(Box::new(stream));
        self
    }

    /// The guest's standard error goes into this pipe, or any other writer.
    pub fn stderr(&mut self, stream: impl Write + Send + 'static) -> &mut Self {
        self.streams[2] = Stream::Writer(Box::new(stream));
        self
    }

    /// The guest shares the embedder's standard input.
    pub fn inherit_stdin(&mut self) -> &mut Self {
        self.streams[0] = Stream::Inherit;
        self
    }

    /// The guest shares the embedder's standard output. What it writes reaches a terminal unfiltered.
    pub fn inherit_stdout(&mut self) -> &mut Self {
        self.streams[1] = Stream::Inherit;
        self
    }

    /// The guest shares the embedder's standard error. What it writes reaches a terminal unfiltered.
    pub fn inherit_stderr(&mut self) -> &mut Self {
        self.streams[2] = Stream::Inherit;
        self
    }

    /// The guest shares all three standard streams.
    pub fn inherit_stdio(&mut self) -> &mut Self {
        self.inherit_stdin().inherit_stdout().inherit_stderr()
    }

    /// Opens the host directory `host` and shows it to the guest as `guest`. The guest reaches what is beneath
    /// it and nothing else; `dir_perms` and `file_perms` hold for everything beneath.
    ///
    /// # Errors
    ///
    /// `host` cannot be opened or is not a directory, or `guest` contains a NUL.
    pub fn preopened_dir(
        &mut self,
        host: impl AsRef<Path>,
        guest: impl AsRef<str>,
        dir_perms: DirPerms,
        file_perms: FilePerms,
    ) -> Result<&mut Self> {
        let (host, guest) = (host.as_ref(), guest.as_ref());
        if guest.contains('\0') {
            bail!("the guest's name {guest:?} of a directory contains a NUL");
        }
        let dir = Dir::open_ambient(host)
            .with_context(|| format!("cannot open the directory {}", host.display()))?;
        let node = Node::Dir(DirNode { dir, dir_perms, file_perms, listing: Listing::default() });
        self.preopens.push(Entry { preopen: Some(guest.to_owned()), ..Entry::new(node) });
        Ok(self)
    }

    /// Hands the guest a listening socket, for `sock_accept`. It gets the next number after the directories
    /// and sockets before it; the first such number is 3.
    pub fn preopened_listener(&mut self, socket: TcpListener) -> &mut Self {
        self.preopens.push(Entry::new(Node::Listener { socket, nonblock: false }));
        self
    }

    /// How many descriptors the guest may have open at once; unless set, what the limit of the process on open files
    /// leaves beside [`HOST_DESCRIPTORS`]. The standard streams and the preopened directories count, and are always
    /// allowed.
    pub fn max_descriptors(&mut self, limit: u32) -> &mut Self {
        self.max_descriptors = Some(limit);
        self
    }

    /// Has the guest tell `watch` in which call it may be waiting.
    pub fn watch(&mut self, watch: CallWatch) -> &mut Self {
        self.watch = Some(watch);
        self
    }

    /// Resolves paths beneath what was preopened so far as on a host without `openat2`.
    #[cfg(test)]
    pub(crate) fn only_walk(&mut self) {
        for entry in &mut self.preopens {
            if let Node::Dir(dir) = &mut entry.node {
                dir.dir.only_walk();
            }
        }
    }

    /// The context. The builder is empty afterwards.
    pub fn build(&mut self) -> WasiCtx {
        let WasiCtxBuilder { args, env, streams, preopens, max_descriptors, watch } = std::mem::take(self);
        let always = preopens.len() as u32 + 3;
        let limit = max_descriptors.unwrap_or_else(default_max_descriptors);
        let mut table = Table::new(limit.max(always));
        let entries = streams.into_iter().zip(0u32..).map(|(stream, fd)| stream.open(fd)).chain(preopens);
        for entry in entries {
            // Cannot fail: the limit was raised to what is put in here.
            let _ = table.insert(entry);
        }
        let env = env.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        WasiCtx {
            args,
            env,
            table,
            start: Instant::now(),
            random: Pool::default(),
            watch,
            #[cfg(feature = "component")]
            resources: crate::p2::resources(),
            #[cfg(feature = "component")]
            file_streams: 0,
            #[cfg(feature = "component")]
            deadline: None,
            #[cfg(feature = "component")]
            wakeup: None,
        }
    }

    /// As [`WasiCtxBuilder::build`]; the name is wasmtime-wasi's.
    pub fn build_p1(&mut self) -> crate::p1::WasiP1Ctx {
        self.build()
    }
}

impl WasiCtx {
    /// A builder, as [`WasiCtxBuilder::new`] makes it.
    pub fn builder() -> WasiCtxBuilder {
        WasiCtxBuilder::new()
    }

    /// What components know by a handle, besides descriptors: where another library keeps the resources that it defines.
    #[cfg(feature = "component")]
    pub fn table(&mut self) -> &mut wx_component::ResourceTable {
        &mut self.resources
    }

    /// Lets no call of WASI 0.2 wait beyond this moment: it fails with [`wx::Trap::Interrupt`] then. Running code ends by
    /// [`wx::Config::epoch_interruption`].
    #[cfg(feature = "component")]
    pub fn set_wait_deadline(&mut self, deadline: Option<Instant>) -> &mut Self {
        self.deadline = deadline;
        self
    }
}

impl Stream {
    /// The entry for standard stream `fd`. An embedder's stream that cannot be duplicated is given as closed.
    fn open(self, fd: u32) -> Entry {
        let node = match self {
            Stream::Reader(reader) => Node::Reader(reader),
            Stream::Writer(writer) => Node::Writer(writer),
            Stream::Inherit => match inherited(fd) {
                Ok(file) => Node::File(file),
                Err(_) => closed(fd),
            },
            Stream::Closed => closed(fd),
        };
        Entry::new(node)
    }
}

fn closed(fd: u32) -> Node {
    if fd == 0 { Node::Reader(Box::new(io::empty())) } else { Node::Writer(Box::new(io::sink())) }
}

/// A duplicate of the embedder's stream `fd`, so that the guest closing its own does not close the embedder's.
fn inherited(fd: u32) -> io::Result<FileNode> {
    let owned = match fd {
        0 => io::stdin().as_fd().try_clone_to_owned()?,
        1 => io::stdout().as_fd().try_clone_to_owned()?,
        _ => io::stderr().as_fd().try_clone_to_owned()?,
    };
    let filetype = filetype_of(FileType::from_raw_mode(fstat(&owned)?.st_mode));
    let mut node = FileNode::new(File::from(owned), filetype, fd == 0, fd != 0, FilePerms::empty());
    node.shared = true;
    Ok(node)
}

fn before_nul(text: &str) -> &str {
    text.split('\0').next().unwrap_or_default()
}
