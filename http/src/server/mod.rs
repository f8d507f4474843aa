//! A server whose requests a component answers.
//!
//! Connections are tasks of the runtime ([`connection`]). A request goes to the queue of the workers ([`worker`]), threads of which each
//! runs one guest at a time, in a store of its own ([`handler`]); the response comes back by a channel, and its body flows by itself. So
//! whatever a guest does, it holds one worker until its time is over, and no connection but its own.
//!
//! What is bounded: connections, requests that run, requests that wait for a worker, the time of each, the time for a request's head to
//! arrive, and the time for which a client takes nothing of its response ([`patience`]).

mod connection;
mod handler;
mod outparam;
mod patience;
mod queue;
mod worker;

pub use connection::Access;
pub use handler::Handler;
pub use outparam::Failure;
pub(crate) use outparam::ResponseOutparam;

use crate::runtime::Runtime;
use anyhow::{Context as _, Result};
use connection::Connections;
use queue::Queue;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// Is called after each request.
type OnAccess = dyn Fn(&Access) + Send + Sync;

/// Is called for each request that failed: what was asked for, and why.
type OnFailure = dyn Fn(&str, &anyhow::Error) + Send + Sync;

/// The limits of a server, and who hears of its requests.
#[derive(Clone)]
pub struct ServerConfig {
    pub(crate) max_requests: usize,
    pub(crate) max_waiting: usize,
    pub(crate) max_connections: usize,
    pub(crate) timeout: Duration,
    pub(crate) reuse: u32,
    pub(crate) on_access: Option<Arc<OnAccess>>,
    pub(crate) on_failure: Option<Arc<OnFailure>>,
}

impl std::fmt::Debug for ServerConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ServerConfig")
            .field("max_requests", &self.max_requests)
            .field("max_waiting", &self.max_waiting)
            .field("max_connections", &self.max_connections)
            .field("timeout", &self.timeout)
            .field("reuse", &self.reuse)
            .finish_non_exhaustive()
    }
}

impl Default for ServerConfig {
    /// 64 requests that run, 1024 that wait, 1024 connections, 30 seconds for each request, a fresh instance for each.
    fn default() -> ServerConfig {
        ServerConfig {
            max_requests: 64,
            max_waiting: 1024,
            max_connections: 1024,
            timeout: Duration::from_secs(30),
            reuse: 1,
            on_access: None,
            on_failure: None,
        }
    }
}

impl ServerConfig {
    /// How many requests run at a time, each on a thread of its own; 1 at least.
    pub fn max_requests(&mut self, limit: usize) -> &mut Self {
        self.max_requests = limit.max(1);
        self
    }

    /// How many requests wait for a thread; beyond that they get status 503 at once.
    pub fn max_waiting(&mut self, limit: usize) -> &mut Self {
        self.max_waiting = limit;
        self
    }

    /// How many connections are open at a time; others wait until one is closed. 1 at least.
    pub fn max_connections(&mut self, limit: usize) -> &mut Self {
        self.max_connections = limit.clamp(1, u32::MAX as usize / 2);
        self
    }

    /// How long a request may wait for a thread, how long it may run then, and how long a client may take nothing of its response. Running code ends in time only if the engine has
    /// [`wx::Config::epoch_interruption`], with the accuracy of a twentieth of the limit.
    pub fn timeout(&mut self, limit: Duration) -> &mut Self {
        self.timeout = limit;
        self
    }

    /// How many requests an instance answers before a fresh one takes its place; 1 is a fresh one for each. An instance that failed
    /// answers no more.
    pub fn max_instance_reuse_count(&mut self, count: u32) -> &mut Self {
        self.reuse = count.max(1);
        self
    }

    /// Is called after each request, on a thread of the runtime, which it should not hold up.
    pub fn on_access(&mut self, call: impl Fn(&Access) + Send + Sync + 'static) -> &mut Self {
        self.on_access = Some(Arc::new(call));
        self
    }

    /// Is called for each request that failed, with its method and path, and why it did.
    pub fn on_failure(&mut self, call: impl Fn(&str, &anyhow::Error) + Send + Sync + 'static) -> &mut Self {
        self.on_failure = Some(Arc::new(call));
        self
    }
}

/// How far a server has come to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    Running,
    /// Nothing is accepted any more.
    Ending,
    /// What is under way is left behind.
    Ended,
}

/// Ends a server from elsewhere. Clones end the same.
#[derive(Clone, Debug)]
pub struct Shutdown(watch::Sender<Stage>);

impl Shutdown {
    /// Lets the server take no more requests and end when those under way have. Called again, it does not wait for these.
    pub fn shutdown(&self) {
        self.0.send_modify(|stage| {
            *stage = match stage {
                Stage::Running => Stage::Ending,
                Stage::Ending | Stage::Ended => Stage::Ended,
            }
        });
    }
}

/// A server: see [`Server::run`].
#[derive(Debug)]
pub struct Server {
    runtime: Runtime,
    config: ServerConfig,
    queue: Arc<Queue>,
    shutdown: Shutdown,
}

impl Server {
    /// A server whose requests `handler` answers.
    pub fn new<T: 'static>(runtime: &Runtime, config: ServerConfig, handler: Handler<T>) -> Server {
        let queue = Queue::new(&config);
        worker::attach(&queue, handler, &config);
        Server {
            runtime: runtime.clone(),
            config,
            queue,
            shutdown: Shutdown(watch::Sender::new(Stage::Running)),
        }
    }

    /// What ends it.
    pub fn shutdown(&self) -> Shutdown {
        self.shutdown.clone()
    }

    /// Lets each of the signals SIGINT and SIGTERM call [`Shutdown::shutdown`].
    ///
    /// # Errors
    /// If the system refuses a handler.
    pub fn shutdown_on_signals(&self) -> Result<()> {
        for kind in [SignalKind::interrupt(), SignalKind::terminate()] {
            let shutdown = self.shutdown();
            let _entered = self.runtime.handle().enter();
            let mut signals = signal(kind).context("the system refuses a handler of signals")?;
            self.runtime.handle().spawn(async move {
                while signals.recv().await.is_some() {
                    shutdown.shutdown();
                }
            });
        }
        Ok(())
    }

    /// Answers requests until it is told to end; those under way are finished, as far as the time of a request allows.
    ///
    /// # Errors
    /// If the runtime cannot use the socket.
    pub fn run(self, listener: TcpListener) -> Result<()> {
        listener.set_nonblocking(true)?;
        let stop = self.shutdown.0.subscribe();
        let connections = Connections::new(self.queue.clone(), self.config.clone(), stop);
        let ticker = worker::Ticker::start(&self.queue, self.config.timeout)?;
        let done = self.runtime.block_on(connections.serve(listener));
        self.queue.close();
        drop(ticker);
        done
    }
}
