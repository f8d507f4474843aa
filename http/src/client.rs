//! Requests that a guest sends.
//!
//! Each has a connection of its own, on a task of the runtime; the guest holds a future, which it can wait for. A guest that is gone
//! ends what it began: its future aborts the task, its body and the response's end the connection.

use crate::body::OutgoingBody;
use crate::error::ErrorCode;
use crate::incoming::{IncomingResponse, Patience};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::header::{HOST, HeaderValue};
use hyper::http::uri::{Authority, PathAndQuery, Scheme};
use hyper::{HeaderMap, Method, Request, Response, Uri};
use hyper_util::rt::TokioIo;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::runtime::Handle;
use tokio::sync::OwnedSemaphorePermit;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use wx_wasi::p2::Pollable;

/// How long each step may take unless the guest says otherwise.
const DEFAULT: Duration = Duration::from_secs(600);

/// Where a request goes.
pub(crate) struct Target {
    authority: Authority,
    path: PathAndQuery,
}

impl Target {
    /// Of a request's parts: a scheme that is not given is `http`.
    ///
    /// # Errors
    /// If they are no address, or ask for TLS, which is not there.
    pub(crate) fn new(
        scheme: Option<Scheme>,
        authority: Option<Authority>,
        path: Option<PathAndQuery>,
    ) -> Result<Target, ErrorCode> {
        if scheme.as_ref() == Some(&Scheme::HTTPS) {
            let text = "requests are sent by http only: wx has no TLS";
            return Err(ErrorCode::InternalError(Some(text.to_owned())));
        }
        if scheme.is_some_and(|scheme| scheme != Scheme::HTTP) {
            return Err(ErrorCode::HttpProtocolError);
        }
        // The name and the password of a user are no part of what `http` has.
        let authority = authority.filter(|authority| !authority.as_str().contains('@'));
        let authority = authority.ok_or(ErrorCode::HttpRequestUriInvalid)?;
        Ok(Target { authority, path: path.unwrap_or(PathAndQuery::from_static("/")) })
    }

    pub(crate) fn authority(&self) -> &str {
        self.authority.as_str()
    }

    /// The address as the system resolves it.
    fn address(&self) -> (String, u16) {
        let host = self.authority.host();
        let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        (host.to_owned(), self.authority.port_u16().unwrap_or(80))
    }

    /// The request as it is sent.
    ///
    /// # Errors
    /// If the parts make no request.
    pub(crate) fn request(
        &self,
        method: Method,
        headers: &mut HeaderMap,
        body: OutgoingBody,
    ) -> Result<Request<OutgoingBody>, ErrorCode> {
        let host = HeaderValue::from_str(self.authority()).map_err(|_| ErrorCode::HttpRequestUriInvalid)?;
        headers.insert(HOST, host);
        let mut request = Request::new(body);
        *request.method_mut() = method;
        *request.uri_mut() = Uri::from(self.path.clone());
        *request.headers_mut() = std::mem::take(headers);
        Ok(request)
    }
}

/// Behind `wasi:http/types.request-options`.
#[derive(Clone, Copy, Default)]
pub(crate) struct RequestOptions {
    pub(crate) connect: Option<u64>,
    pub(crate) first_byte: Option<u64>,
    pub(crate) between_bytes: Option<u64>,
}

/// How long each step may take.
#[derive(Clone, Copy)]
pub(crate) struct Timeouts {
    connect: Duration,
    first_byte: Duration,
    between_bytes: Duration,
}

impl Timeouts {
    pub(crate) fn new(options: RequestOptions) -> Timeouts {
        // What is longer than the default can be had by nobody: a guest has less time than that.
        let duration = |given: Option<u64>| given.map_or(DEFAULT, Duration::from_nanos).min(DEFAULT);
        Timeouts {
            connect: duration(options.connect),
            first_byte: duration(options.first_byte),
            between_bytes: duration(options.between_bytes),
        }
    }
}

/// Sends a request on a connection of its own, which holds `permit` as long as it is open.
pub(crate) fn send(
    runtime: &Handle,
    target: Target,
    request: Request<OutgoingBody>,
    timeouts: Timeouts,
    permit: OwnedSemaphorePermit,
) -> FutureResponse {
    let patience = Patience { between_bytes: timeouts.between_bytes, runtime: runtime.clone() };
    let task = runtime.spawn(exchange(target, request, timeouts, permit));
    FutureResponse { state: State::Waiting(task), patience }
}

async fn exchange(
    target: Target,
    request: Request<OutgoingBody>,
    timeouts: Timeouts,
    permit: OwnedSemaphorePermit,
) -> Result<Response<Incoming>, ErrorCode> {
    let connect = async {
        let stream = TcpStream::connect(target.address()).await;
        let stream = stream.map_err(|error| ErrorCode::of_connecting(&error))?;
        let _ = stream.set_nodelay(true);
        Ok(http1::handshake(TokioIo::new(stream)).await?)
    };
    let connected: Result<_, ErrorCode> =
        timeout(timeouts.connect, connect).await.map_err(|_| ErrorCode::ConnectionTimeout)?;
    let (mut sender, connection) = connected?;
    tokio::spawn(async move {
        // Whoever reads the body sees the error.
        let _ = connection.await;
        drop(permit);
    });
    let response = timeout(timeouts.first_byte, sender.send_request(request)).await;
    Ok(response.map_err(|_| ErrorCode::HttpResponseTimeout)??)
}

/// Behind `wasi:http/types.future-incoming-response`.
pub(crate) struct FutureResponse {
    state: State,
    patience: Patience,
}

type Exchanged = Result<Response<Incoming>, ErrorCode>;

enum State {
    Waiting(JoinHandle<Exchanged>),
    Done(Box<Exchanged>),
    Taken,
}

impl Drop for FutureResponse {
    fn drop(&mut self) {
        if let State::Waiting(task) = &self.state {
            task.abort();
        }
    }
}

impl Pollable for FutureResponse {
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if let State::Waiting(task) = &mut self.state {
            let Poll::Ready(done) = Pin::new(task).poll(cx) else { return Poll::Pending };
            // The runtime has ended, or the task has panicked.
            let done = done.unwrap_or_else(|error| Err(ErrorCode::InternalError(Some(error.to_string()))));
            self.state = State::Done(Box::new(done));
        }
        Poll::Ready(())
    }
}

impl FutureResponse {
    /// The response: nothing if it is not there yet, and nothing inside if it was taken before.
    pub(crate) fn take(&mut self) -> Option<Option<Result<IncomingResponse, ErrorCode>>> {
        if self.poll_ready(&mut Context::from_waker(Waker::noop())).is_pending() {
            return None;
        }
        let State::Done(done) = std::mem::replace(&mut self.state, State::Taken) else { return Some(None) };
        Some(Some(done.map(|response| IncomingResponse::new(response, self.patience.clone()))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(scheme: Option<Scheme>, authority: &str) -> Result<(String, u16), ErrorCode> {
        Target::new(scheme, Authority::try_from(authority).ok(), None).map(|target| target.address())
    }

    #[test]
    fn an_authority_is_an_address() {
        assert_eq!(target(None, "localhost").unwrap(), ("localhost".to_owned(), 80));
        assert_eq!(target(Some(Scheme::HTTP), "a.test:8080").unwrap(), ("a.test".to_owned(), 8080));
        assert_eq!(target(None, "[::1]:81").unwrap(), ("::1".to_owned(), 81));
        assert!(matches!(target(None, "user:password@a.test"), Err(ErrorCode::HttpRequestUriInvalid)));
        assert!(matches!(target(None, ""), Err(ErrorCode::HttpRequestUriInvalid)));
        assert!(matches!(target(Some(Scheme::HTTPS), "a.test"), Err(ErrorCode::InternalError(Some(_)))));
    }
}
