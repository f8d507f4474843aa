//! WASI 0.2: the same system interface for components, as `wasi:cli/imports` has it.
//!
//! It is another face of one context: descriptors are entries of the same [table](crate::descriptor), paths go through the same
//! [sandbox](crate::beneath), clocks and randomness are the same. What is new are the types: errors are values, streams and pollables are
//! resources. The representation of a `descriptor` is its number in the table; other resources are kept in
//! [`ResourceTable`], which has a limit, so that a guest cannot make the host keep an unbounded
//! number of them.
//!
//! Versions 0.2.0 to 0.2.x are one: names are matched by their track.

mod cli;
mod clocks;
mod code;
mod filesystem;
mod host;
mod io;
mod paths;
mod random;
mod sockets;
mod stream;
mod types;
mod wake;

pub use host::{InputStream, OutputStream, Pollable, StreamError, StreamResult};
pub use io::subscribe;
pub use types::{DynInputStream, DynOutputStream, DynPollable, IoError};

pub(crate) use wake::Wakeup;

use crate::ctx::WasiCtx;
use anyhow::Result;
use wx_component::{Linker, ResourceTable};

/// Adds all interfaces that a command may import to a linker: `wasi:cli`, `wasi:io`, `wasi:clocks`, `wasi:random`,
/// `wasi:filesystem` and `wasi:sockets`, of which the last refuses everything.
///
/// `context` finds the guest's [`WasiCtx`] in the store's data.
///
/// # Errors
///
/// The linker already defines one of the functions and does not allow shadowing.
pub fn add_to_linker<T: 'static>(
    linker: &mut Linker<T>,
    context: impl Fn(&mut T) -> &mut WasiCtx + Send + Sync + Copy + 'static,
) -> Result<()> {
    io::add(linker, context)?;
    stream::add(linker, context)?;
    clocks::add(linker, context)?;
    random::add(linker)?;
    cli::add(linker, context)?;
    filesystem::add(linker, context)?;
    paths::add(linker, context)?;
    sockets::add(linker)
}

/// Most resources of one guest besides descriptors. Streams that keep a file open are fewer: they count as descriptors do.
const MOST_RESOURCES: usize = 1 << 16;

/// The table of a new context.
pub(crate) fn resources() -> ResourceTable {
    let mut table = ResourceTable::new();
    table.set_max_capacity(MOST_RESOURCES);
    table
}

/// What every interface is defined with.
pub(crate) trait Context<T>: Fn(&mut T) -> &mut WasiCtx + Send + Sync + Copy + 'static {}
impl<T, F: Fn(&mut T) -> &mut WasiCtx + Send + Sync + Copy + 'static> Context<T> for F {}

/// Defines one function per row: its name, its parameters, and what it does with the context and them.
macro_rules! functions {
    ($instance:ident, $context:ident;
     $($name:literal |$cx:ident $(, $parameter:ident: $type:ty)*| -> $result:ty { $($body:tt)* })*) => {
        $($instance.func_wrap(
            $name,
            move |mut store: wx::StoreContextMut<'_, T>, ($($parameter,)*): ($($type,)*)| -> anyhow::Result<($result,)> {
                let $cx: &mut crate::ctx::WasiCtx = $context(store.data_mut());
                let _ = &$cx;
                let result: anyhow::Result<$result> = { $($body)* };
                Ok((result?,))
            },
        )?;)*
    };
}
pub(crate) use functions;
