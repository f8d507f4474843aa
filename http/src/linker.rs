//! Adding the interfaces to a linker.

use crate::ctx::{View, WasiHttpView};
use crate::{fields, incoming, outgoing};
use anyhow::Result;
use wx_component::Linker;

/// Adds `wasi:http/types` and `wasi:http/outgoing-handler` (0.2.x) to a linker that has the interfaces of
/// [`wx_wasi::p2::add_to_linker`].
///
/// `view` finds what a guest has in the store's data.
///
/// # Errors
///
/// The linker already defines one of the functions and does not allow shadowing.
pub fn add_to_linker<T: 'static>(
    linker: &mut Linker<T>,
    view: impl for<'a> Fn(&'a mut T) -> WasiHttpView<'a> + Send + Sync + Copy + 'static,
) -> Result<()> {
    add(linker, view)
}

fn add<T: 'static>(linker: &mut Linker<T>, view: impl View<T>) -> Result<()> {
    let mut types = linker.instance("wasi:http/types@0.2.6")?;
    fields::add(&mut types, view)?;
    incoming::add(&mut types, view)?;
    outgoing::add(&mut types, view)?;
    let mut handler = linker.instance("wasi:http/outgoing-handler@0.2.6")?;
    outgoing::add_handler(&mut handler, view)
}

/// Defines one function per row: its name, its parameters, and what it does with the view and them.
macro_rules! functions {
    ($instance:ident, $view:ident;
     $($name:literal |$cx:ident $(, $parameter:ident: $type:ty)*| -> $result:ty { $($body:tt)* })*) => {
        $($instance.func_wrap(
            $name,
            move |mut store: wx::StoreContextMut<'_, T>, ($($parameter,)*): ($($type,)*)| -> anyhow::Result<($result,)> {
                let $cx: crate::ctx::WasiHttpView<'_> = $view(store.data_mut());
                let _ = &$cx;
                let result: anyhow::Result<$result> = { $($body)* };
                Ok((result?,))
            },
        )?;)*
    };
}
pub(crate) use functions;
