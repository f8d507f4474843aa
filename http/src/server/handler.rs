//! What answers a request: a component that exports `wasi:http/incoming-handler`, and the store to run it in.

use super::outparam::{Reply, ResponseOutparam};
use crate::ctx::WasiHttpView;
use crate::fields::remove_forbidden;
use crate::incoming::{IncomingBody, IncomingRequest};
use anyhow::{Context as _, Result, bail};
use hyper::Request;
use hyper::body::Incoming;
use hyper::header::HOST;
use hyper::http::uri::{Authority, Scheme};
use std::sync::Arc;
use std::time::Instant;
use wx::{Store, Trap, UpdateDeadline};
use wx_component::{Component, InstancePre, Resource, TypedFunc};

/// The name of the interface; any 0.2.x that a component exports matches.
const INTERFACE: &str = "wasi:http/incoming-handler@0.2.6";

type Handle = TypedFunc<(Resource<IncomingRequest>, Resource<ResponseOutparam>), ()>;

/// How the store's data is seen.
type Seen<T> = dyn for<'a> Fn(&'a mut T) -> WasiHttpView<'a> + Send + Sync;

/// A component that answers requests, with all that it is linked with.
pub struct Handler<T: 'static> {
    pre: InstancePre<T>,
    new_store: Box<dyn Fn() -> Result<Store<T>> + Send + Sync>,
    view: Arc<Seen<T>>,
}

impl<T: 'static> std::fmt::Debug for Handler<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Handler").field("pre", &self.pre).finish_non_exhaustive()
    }
}

impl<T: 'static> Handler<T> {
    /// A component to be instantiated in the stores that `new_store` makes, whose data `view` sees. What else limits a guest, such as
    /// memory, is the business of whoever makes the store.
    ///
    /// # Errors
    /// If the component does not export `wasi:http/incoming-handler@0.2.x`; the message says what it exports.
    pub fn new(
        pre: InstancePre<T>,
        new_store: impl Fn() -> Result<Store<T>> + Send + Sync + 'static,
        view: impl for<'a> Fn(&'a mut T) -> WasiHttpView<'a> + Send + Sync + 'static,
    ) -> Result<Handler<T>> {
        check(pre.component())?;
        Ok(Handler { pre, new_store: Box::new(new_store), view: Arc::new(view) })
    }

    pub(crate) fn engine(&self) -> &wx::Engine {
        self.pre.component().engine()
    }

    /// A fresh instance, which has until then to be made.
    pub(crate) fn session(&self, deadline: Instant) -> Result<Session<T>> {
        let mut store = (self.new_store)()?;
        arm(&mut store, deadline);
        let instance = self.pre.instantiate(&mut store)?;
        let exports = instance.get_export_index(&mut store, None, INTERFACE);
        let exports = exports.context("exports no `wasi:http/incoming-handler`")?;
        let handle = instance.get_export_index(&mut store, Some(&exports), "handle");
        let handle = handle.context("`wasi:http/incoming-handler` has no `handle`")?;
        let handle = instance.get_typed_func(&mut store, handle)?;
        Ok(Session { store, handle, view: self.view.clone() })
    }
}

/// Whether a component has what is called for each request.
fn check(component: &Component) -> Result<()> {
    let names: Vec<_> = component.exports().map(|(name, _)| name.to_owned()).collect();
    if names.iter().any(|name| name.starts_with("wasi:http/incoming-handler@0.2.")) {
        return Ok(());
    }
    if let Some(other) = names.iter().find(|name| name.starts_with("wasi:http/")) {
        bail!("exports `{other}`, which is not supported; `wasi:http/incoming-handler@0.2.x` is");
    }
    let listed = match names.is_empty() {
        true => "nothing".to_owned(),
        false => names.join(", "),
    };
    let hint = match names.iter().any(|name| name.starts_with("wasi:cli/run@")) {
        true => "; it is a command: wx run FILE",
        false => "",
    };
    bail!(
        "exports no `wasi:http/incoming-handler@0.2.x`, so it answers no requests; it exports {listed}{hint}"
    )
}

/// Lets code that runs end at the deadline, which it looks at with each tick of the engine's epoch.
fn arm<T: 'static>(store: &mut Store<T>, deadline: Instant) {
    store.set_epoch_deadline(1);
    store.epoch_deadline_callback(move |_| match Instant::now() < deadline {
        true => Ok(UpdateDeadline::Continue(1)),
        false => Ok(UpdateDeadline::Interrupt),
    });
}

/// An instance in its store.
pub(crate) struct Session<T: 'static> {
    store: Store<T>,
    handle: Handle,
    view: Arc<Seen<T>>,
}

impl<T: 'static> Session<T> {
    /// Lets the guest answer a request, until the deadline.
    ///
    /// # Errors
    /// If it fails; then it can be called no more.
    pub(crate) fn handle(
        &mut self,
        request: Request<Incoming>,
        reply: Reply,
        deadline: Instant,
    ) -> Result<()> {
        arm(&mut self.store, deadline);
        let cx = (self.view)(self.store.data_mut());
        cx.wasi.set_wait_deadline(Some(deadline));
        let table = cx.wasi.table();
        let (request, outparam) = (table.push(incoming(request))?, table.push(ResponseOutparam(reply))?);
        self.handle.call(&mut self.store, (request, outparam))
    }
}

/// Whether a guest failed because its time was over.
pub(crate) fn is_timeout(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref::<Trap>(), Some(Trap::Interrupt))
}

/// A request as the guest sees it.
fn incoming(request: Request<Incoming>) -> IncomingRequest {
    let (head, body) = request.into_parts();
    let mut headers = head.headers;
    let host = || headers.get(HOST).and_then(|host| Authority::try_from(host.as_bytes()).ok());
    let authority = head.uri.authority().cloned().or_else(host);
    remove_forbidden(&mut headers);
    IncomingRequest {
        method: head.method,
        path_with_query: head.uri.path_and_query().map(ToString::to_string),
        scheme: Some(Scheme::HTTP),
        authority,
        headers: Arc::new(headers),
        body: Some(IncomingBody::new(body, None)),
    }
}
