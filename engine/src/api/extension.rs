//! Extensions: what a library built on wx keeps with a store.
//!
//! The data `T` of a store is the embedder's. A library whose handles are numbers, as those of wx are, needs a place of its own for
//! what they stand for: one value of each type, made when it is first asked for and dropped with the store. wasmtime has no
//! counterpart, since its component model is part of it.

use std::any::Any;

use super::context::{StoreContext, StoreContextMut};

impl<'a, T: 'static> StoreContext<'a, T> {
    /// The extension of this type, if it was ever made.
    pub fn extension<E: Any + Send + Sync>(&self) -> Option<&'a E> {
        self.inner().extensions.iter().find_map(|extension| extension.downcast_ref())
    }
}

impl<T: 'static> StoreContextMut<'_, T> {
    /// The store's extension of this type, which begins as its default.
    ///
    /// ```
    /// use wx::{AsContextMut, Engine, Store};
    /// #[derive(Default)]
    /// struct Calls(u32);
    /// let mut store = Store::new(&Engine::default(), ());
    /// store.as_context_mut().extension_mut::<Calls>().0 += 1;
    /// assert_eq!(store.as_context_mut().extension_mut::<Calls>().0, 1);
    /// ```
    pub fn extension_mut<E: Default + Any + Send + Sync>(&mut self) -> &mut E {
        let extensions = &mut self.inner_mut().extensions;
        let found = extensions.iter().position(|extension| extension.is::<E>());
        let index = found.unwrap_or_else(|| {
            extensions.push(Box::<E>::default());
            extensions.len() - 1
        });
        match extensions[index].downcast_mut() {
            Some(extension) => extension,
            None => unreachable!("it was found by its type"),
        }
    }
}
