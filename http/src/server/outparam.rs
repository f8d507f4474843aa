//! Where a response goes, from whoever has it first: the guest, or the worker that saw the guest fail.

use crate::body::OutgoingBody;
use crate::error::ErrorCode;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{Response, StatusCode};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::oneshot;

/// Why there is no response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// The guest trapped, returned without a response, or gave an error in its place.
    Guest(StatusCode),
    /// Its time was over.
    Timeout,
    /// There was no thread for it.
    Overload,
}

impl Failure {
    /// The status that the client gets.
    pub fn status(self) -> StatusCode {
        match self {
            Failure::Guest(status) => status,
            Failure::Timeout => StatusCode::GATEWAY_TIMEOUT,
            Failure::Overload => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The response that the client gets. It says no more than the status: why is nothing that a client should know.
    pub(crate) fn response(self) -> Response<OutgoingBody> {
        let status = self.status();
        let mut response = Response::new(OutgoingBody::Whole(Some(format!("{status}\n").into())));
        *response.status_mut() = status;
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
        response
    }
}

/// What a request is answered with.
pub(crate) type Answer = Result<Response<OutgoingBody>, Failure>;

/// The way to a client, which is used once.
#[derive(Clone)]
pub(crate) struct Reply(Arc<Mutex<Option<oneshot::Sender<Answer>>>>);

impl Reply {
    pub(crate) fn new(sender: oneshot::Sender<Answer>) -> Reply {
        Reply(Arc::new(Mutex::new(Some(sender))))
    }

    /// Answers, unless that was done.
    pub(crate) fn send(&self, answer: Answer) {
        let sender = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(sender) = sender {
            // A client that is gone misses nothing.
            let _ = sender.send(answer);
        }
    }

    pub(crate) fn is_answered(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    /// Whether nobody waits for the answer any more.
    pub(crate) fn is_closed(&self) -> bool {
        let sender = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sender.as_ref().is_none_or(oneshot::Sender::is_closed)
    }
}

/// Behind `wasi:http/types.response-outparam`.
pub(crate) struct ResponseOutparam(pub(crate) Reply);

impl ResponseOutparam {
    pub(crate) fn set(self, response: Result<Response<OutgoingBody>, ErrorCode>) {
        self.0.send(response.map_err(|error| Failure::Guest(error.status())));
    }
}
