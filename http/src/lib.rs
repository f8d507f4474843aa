//! `wasi:http` 0.2 for components on wx, and a server for components that export its incoming handler.
//!
//! A guest runs synchronously, on a thread that it alone has; hyper is asynchronous. They meet without either changing: a body is a queue
//! of bytes ([`body`]) or one of hyper's, both can be polled from any thread, and a guest's wait ([`wx_wasi::p2`]) is what polls them, beside
//! files and timers. So a guest that waits blocks its own thread and nothing else, and the asynchronous runtime stays in this package
//! ([`Runtime`]).
//!
//! What a guest makes the host keep is bounded: fields by their bytes, bodies and connections by their number ([`budget`]), and a body on its
//! way by the room of its queue.
//!
//! ```no_run
//! use std::net::TcpListener;
//! use wx::{Config, Engine, Store};
//! use wx_component::{Component, Linker};
//! use wx_wasi::WasiCtx;
//! use wx_wasi_http::{Handler, Runtime, Server, ServerConfig, WasiHttpCtx, WasiHttpView};
//!
//! struct Host {
//!     wasi: WasiCtx,
//!     http: WasiHttpCtx,
//! }
//!
//! fn view(host: &mut Host) -> WasiHttpView<'_> {
//!     WasiHttpView { wasi: &mut host.wasi, http: &mut host.http }
//! }
//!
//! # fn main() -> wx::Result<()> {
//! let engine = Engine::new(Config::new().epoch_interruption(true))?;
//! let component = Component::from_file(&engine, "hello.wasm")?;
//! let mut linker = Linker::new(&engine);
//! wx_wasi::p2::add_to_linker(&mut linker, |host: &mut Host| &mut host.wasi)?;
//! wx_wasi_http::add_to_linker(&mut linker, view)?;
//!
//! let runtime = Runtime::new(1)?;
//! let store = {
//!     let (engine, runtime) = (engine.clone(), runtime.clone());
//!     move || Store::try_new(&engine, Host { wasi: WasiCtx::builder().build(), http: WasiHttpCtx::new(&runtime) })
//! };
//! let handler = Handler::new(linker.instantiate_pre(&component)?, store, view)?;
//! let listener = TcpListener::bind("127.0.0.1:8080")?;
//! Server::new(&runtime, ServerConfig::default(), handler).run(listener)?;
//! # Ok(())
//! # }
//! ```
#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![cfg(unix)]

mod body;
mod budget;
mod client;
mod ctx;
mod error;
mod fields;
mod incoming;
mod linker;
mod method;
mod outgoing;
mod runtime;
mod server;

pub use ctx::{WasiHttpCtx, WasiHttpView};
pub use error::ErrorCode;
pub use linker::add_to_linker;
pub use runtime::Runtime;
pub use server::{Access, Failure, Handler, Server, ServerConfig, Shutdown};
