//! What comes: `incoming-request`, `incoming-response`, and their bodies.
//!
//! A body is hyper's, which any thread may poll: a guest that reads polls it with nobody to wake, a guest that waits with its own waker.
//! The stream and the trailers are two views of it, of which a guest has one at a time.

use crate::ctx::View;
use crate::error::ErrorCode;
use crate::fields::Fields;
use crate::linker::functions;
use crate::method::{WasiMethod, WasiScheme};
use anyhow::{Context as _, Result};
use hyper::body::{Body, Bytes, Incoming};
use hyper::http::uri::{Authority, Scheme};
use hyper::{HeaderMap, Method, Response, StatusCode};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::time::{Instant, Sleep};
use wx_component::{LinkerInstance, Resource, ResourceType};
use wx_wasi::p2::{DynInputStream, DynPollable, InputStream, Pollable, StreamError, StreamResult, subscribe};

/// Behind `wasi:http/types.incoming-request`.
pub(crate) struct IncomingRequest {
    pub(crate) method: Method,
    pub(crate) path_with_query: Option<String>,
    pub(crate) scheme: Option<Scheme>,
    pub(crate) authority: Option<Authority>,
    pub(crate) headers: Arc<HeaderMap>,
    pub(crate) body: Option<IncomingBody>,
}

/// Behind `wasi:http/types.incoming-response`.
pub(crate) struct IncomingResponse {
    status: StatusCode,
    headers: Arc<HeaderMap>,
    body: Option<IncomingBody>,
}

impl IncomingResponse {
    /// A response whose body may pause for so long.
    pub(crate) fn new(response: Response<Incoming>, patience: Patience) -> IncomingResponse {
        let (head, body) = response.into_parts();
        let mut headers = head.headers;
        crate::fields::remove_forbidden(&mut headers);
        let body = IncomingBody::new(body, Some(patience));
        IncomingResponse { status: head.status, headers: Arc::new(headers), body: Some(body) }
    }
}

/// How long a body may pause between bytes.
#[derive(Clone)]
pub(crate) struct Patience {
    pub(crate) between_bytes: Duration,
    /// Whose clock it is.
    pub(crate) runtime: Handle,
}

/// Behind `wasi:http/types.incoming-body`.
#[derive(Clone)]
pub(crate) struct IncomingBody(Arc<Mutex<Source>>);

struct Source {
    body: Incoming,
    /// Bytes that were received and not read.
    rest: Bytes,
    end: Option<Result<Option<HeaderMap>, ErrorCode>>,
    patience: Option<Patience>,
    pause: Option<Pin<Box<Sleep>>>,
    has_stream: bool,
}

impl IncomingBody {
    pub(crate) fn new(body: Incoming, patience: Option<Patience>) -> IncomingBody {
        let source = Source { body, rest: Bytes::new(), end: None, patience, pause: None, has_stream: false };
        IncomingBody(Arc::new(Mutex::new(source)))
    }

    fn lock(&self) -> MutexGuard<'_, Source> {
        // Nothing here leaves the body half changed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Source {
    /// Whether there are bytes, or the end.
    fn poll_bytes(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        while self.rest.is_empty() && self.end.is_none() {
            match Pin::new(&mut self.body).poll_frame(cx) {
                Poll::Pending => return self.poll_pause(cx),
                Poll::Ready(None) => self.end = Some(Ok(None)),
                Poll::Ready(Some(Err(error))) => self.end = Some(Err(error.into())),
                Poll::Ready(Some(Ok(frame))) => {
                    self.pause = None;
                    match frame.into_data() {
                        Ok(bytes) => self.rest = bytes,
                        Err(frame) => {
                            let mut trailers = frame.into_trailers().unwrap_or_default();
                            crate::fields::remove_forbidden(&mut trailers);
                            self.end = Some(Ok(Some(trailers)));
                        }
                    }
                }
            }
        }
        Poll::Ready(())
    }

    /// Whether the body has paused for too long.
    fn poll_pause(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Some(patience) = &self.patience else { return Poll::Pending };
        let pause = self.pause.get_or_insert_with(|| {
            let _entered = patience.runtime.enter();
            let until = Instant::now() + patience.between_bytes;
            Box::pin(tokio::time::sleep_until(until))
        });
        if pause.as_mut().poll(cx).is_pending() {
            return Poll::Pending;
        }
        self.end = Some(Err(ErrorCode::ConnectionReadTimeout));
        Poll::Ready(())
    }
}

/// The stream of a body.
struct Stream(IncomingBody);

impl Drop for Stream {
    fn drop(&mut self) {
        self.0.lock().has_stream = false;
    }
}

impl Pollable for Stream {
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        self.0.lock().poll_bytes(cx)
    }
}

impl InputStream for Stream {
    fn read(&mut self, most: usize) -> StreamResult<Vec<u8>> {
        let mut source = self.0.lock();
        if source.poll_bytes(&mut Context::from_waker(Waker::noop())).is_pending() {
            return Ok(Vec::new());
        }
        if !source.rest.is_empty() {
            let len = source.rest.len().min(most);
            return Ok(source.rest.split_to(len).into());
        }
        match &source.end {
            Some(Err(error)) => Err(StreamError::LastOperationFailed(error.clone().into())),
            _ => Err(StreamError::Closed),
        }
    }
}

/// Behind `wasi:http/types.future-trailers`: `None` once they were given.
struct FutureTrailers(Option<IncomingBody>);

impl Pollable for FutureTrailers {
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Some(body) = &self.0 else { return Poll::Ready(()) };
        let mut source = body.lock();
        loop {
            // What nobody read is passed over.
            source.rest = Bytes::new();
            if source.poll_bytes(cx).is_pending() {
                return Poll::Pending;
            }
            if source.end.is_some() {
                return Poll::Ready(());
            }
        }
    }
}

type Trailers = Result<Result<Option<Resource<Fields>>, ErrorCode>, ()>;

/// The trailers: nothing if they are not there yet, an error if they were given already.
fn trailers(cx: crate::ctx::WasiHttpView<'_>, this: &Resource<FutureTrailers>) -> Result<Option<Trailers>> {
    let future = cx.wasi.table().get_mut(this)?;
    if future.poll_ready(&mut Context::from_waker(Waker::noop())).is_pending() {
        return Ok(None);
    }
    let Some(body) = future.0.take() else { return Ok(Some(Err(()))) };
    let end = body.lock().end.take();
    Ok(Some(Ok(match end {
        Some(Ok(Some(map))) => {
            let fields = Fields::shared(&Arc::new(map), &cx.http.field_bytes)?;
            Ok(Some(cx.wasi.table().push(fields)?))
        }
        Some(Ok(None)) | None => Ok(None),
        Some(Err(error)) => Err(error),
    })))
}

pub(crate) fn add<T: 'static>(types: &mut LinkerInstance<'_, T>, view: impl View<T>) -> Result<()> {
    request(types, view)?;
    response(types, view)?;
    body(types, view)?;
    future_trailers(types, view)?;
    functions! { types, view;
        "http-error-code" |cx, error: Resource<wx_wasi::p2::IoError>| -> Option<ErrorCode> {
            Ok(cx.wasi.table().get(&error)?.downcast_ref::<ErrorCode>().cloned())
        }
    }
    Ok(())
}

fn request<T: 'static>(types: &mut LinkerInstance<'_, T>, view: impl View<T>) -> Result<()> {
    types.resource("incoming-request", ResourceType::host::<IncomingRequest>(), move |mut store, rep| {
        view(store.data_mut()).wasi.table().delete(Resource::<IncomingRequest>::new_own(rep))?;
        Ok(())
    })?;
    functions! { types, view;
        "[method]incoming-request.method" |cx, this: Resource<IncomingRequest>| -> WasiMethod {
            Ok((&cx.wasi.table().get(&this)?.method).into())
        }
        "[method]incoming-request.path-with-query" |cx, this: Resource<IncomingRequest>| -> Option<String> {
            Ok(cx.wasi.table().get(&this)?.path_with_query.clone())
        }
        "[method]incoming-request.scheme" |cx, this: Resource<IncomingRequest>| -> Option<WasiScheme> {
            Ok(cx.wasi.table().get(&this)?.scheme.as_ref().map(WasiScheme::from))
        }
        "[method]incoming-request.authority" |cx, this: Resource<IncomingRequest>| -> Option<String> {
            Ok(cx.wasi.table().get(&this)?.authority.as_ref().map(ToString::to_string))
        }
        "[method]incoming-request.headers" |cx, this: Resource<IncomingRequest>| -> Resource<Fields> {
            let fields = Fields::shared(&cx.wasi.table().get(&this)?.headers, &cx.http.field_bytes)?;
            Ok(cx.wasi.table().push_child(fields, &this)?)
        }
        "[method]incoming-request.consume" |cx, this: Resource<IncomingRequest>| -> Result<Resource<IncomingBody>, ()> {
            let body = cx.wasi.table().get_mut(&this)?.body.take();
            Ok(body.map(|body| cx.wasi.table().push(body)).transpose()?.ok_or(()))
        }
    }
    Ok(())
}

fn response<T: 'static>(types: &mut LinkerInstance<'_, T>, view: impl View<T>) -> Result<()> {
    types.resource(
        "incoming-response",
        ResourceType::host::<IncomingResponse>(),
        move |mut store, rep| {
            view(store.data_mut()).wasi.table().delete(Resource::<IncomingResponse>::new_own(rep))?;
            Ok(())
        },
    )?;
    functions! { types, view;
        "[method]incoming-response.status" |cx, this: Resource<IncomingResponse>| -> u16 {
            Ok(cx.wasi.table().get(&this)?.status.as_u16())
        }
        "[method]incoming-response.headers" |cx, this: Resource<IncomingResponse>| -> Resource<Fields> {
            let fields = Fields::shared(&cx.wasi.table().get(&this)?.headers, &cx.http.field_bytes)?;
            Ok(cx.wasi.table().push_child(fields, &this)?)
        }
        "[method]incoming-response.consume" |cx, this: Resource<IncomingResponse>| -> Result<Resource<IncomingBody>, ()> {
            let body = cx.wasi.table().get_mut(&this)?.body.take();
            Ok(body.map(|body| cx.wasi.table().push(body)).transpose()?.ok_or(()))
        }
    }
    Ok(())
}

fn body<T: 'static>(types: &mut LinkerInstance<'_, T>, view: impl View<T>) -> Result<()> {
    types.resource("incoming-body", ResourceType::host::<IncomingBody>(), move |mut store, rep| {
        view(store.data_mut()).wasi.table().delete(Resource::<IncomingBody>::new_own(rep))?;
        Ok(())
    })?;
    functions! { types, view;
        "[method]incoming-body.stream" |cx, this: Resource<IncomingBody>| -> Result<Resource<DynInputStream>, ()> {
            let body = cx.wasi.table().get(&this)?.clone();
            if std::mem::replace(&mut body.lock().has_stream, true) {
                return Ok((Err(()),));
            }
            Ok(Ok(cx.wasi.table().push_child(DynInputStream::new(Stream(body)), &this)?))
        }
        "[static]incoming-body.finish" |cx, this: Resource<IncomingBody>| -> Resource<FutureTrailers> {
            let body = cx.wasi.table().delete(this).context("a body is finished before its stream is dropped")?;
            Ok(cx.wasi.table().push(FutureTrailers(Some(body)))?)
        }
    }
    Ok(())
}

fn future_trailers<T: 'static>(types: &mut LinkerInstance<'_, T>, view: impl View<T>) -> Result<()> {
    types.resource("future-trailers", ResourceType::host::<FutureTrailers>(), move |mut store, rep| {
        view(store.data_mut()).wasi.table().delete(Resource::<FutureTrailers>::new_own(rep))?;
        Ok(())
    })?;
    functions! { types, view;
        "[method]future-trailers.subscribe" |cx, this: Resource<FutureTrailers>| -> Resource<DynPollable> {
            Ok(subscribe(cx.wasi.table(), &this)?)
        }
        "[method]future-trailers.get" |cx, this: Resource<FutureTrailers>| -> Option<Trailers> {
            trailers(cx, &this)
        }
    }
    Ok(())
}
