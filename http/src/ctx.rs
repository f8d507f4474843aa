//! What a guest may do with HTTP: its budgets, and where its requests may go.

use crate::budget::Budget;
use crate::runtime::Runtime;
use std::sync::Arc;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use wx_wasi::WasiCtx;

/// Most bytes of fields that a guest has at a time.
const MOST_FIELD_BYTES: usize = 1 << 20;

/// Most outgoing bodies that a guest has at a time; each can hold [`ROOM`](crate::body::ROOM) bytes.
const MOST_BODIES: usize = 256;

/// Most connections that a guest has at a time.
const MOST_CONNECTIONS: usize = 64;

/// Whether a request to this authority may be sent.
type Allow = dyn Fn(&str) -> bool + Send + Sync;

/// The state of `wasi:http` for one guest.
pub struct WasiHttpCtx {
    pub(crate) runtime: Handle,
    pub(crate) field_bytes: Budget,
    pub(crate) bodies: Budget,
    pub(crate) connections: Arc<Semaphore>,
    pub(crate) allow: Arc<Allow>,
}

impl std::fmt::Debug for WasiHttpCtx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WasiHttpCtx").finish_non_exhaustive()
    }
}

impl WasiHttpCtx {
    /// For a guest that answers requests and may send none.
    pub fn new(runtime: &Runtime) -> WasiHttpCtx {
        WasiHttpCtx {
            runtime: runtime.handle().clone(),
            field_bytes: Budget::new(MOST_FIELD_BYTES, "bytes of HTTP fields"),
            bodies: Budget::new(MOST_BODIES, "outgoing HTTP bodies"),
            connections: Arc::new(Semaphore::new(MOST_CONNECTIONS)),
            allow: Arc::new(|_| false),
        }
    }

    /// Decides where the guest may send requests: `allow` gets the authority, which is a host, or a host and a port.
    pub fn allow_outgoing(&mut self, allow: impl Fn(&str) -> bool + Send + Sync + 'static) -> &mut Self {
        self.allow = Arc::new(allow);
        self
    }
}

/// What the functions of `wasi:http` need of a store's data.
#[derive(Debug)]
pub struct WasiHttpView<'a> {
    /// Streams, pollables and clocks.
    pub wasi: &'a mut WasiCtx,
    /// HTTP itself.
    pub http: &'a mut WasiHttpCtx,
}

/// How the view is found in a store's data.
pub(crate) trait View<T>:
    for<'a> Fn(&'a mut T) -> WasiHttpView<'a> + Send + Sync + Copy + 'static
{
}
impl<T, F: for<'a> Fn(&'a mut T) -> WasiHttpView<'a> + Send + Sync + Copy + 'static> View<T> for F {}
