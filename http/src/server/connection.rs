//! Connections: taken from the socket, read and written by hyper.

use super::outparam::{Answer, Failure, Reply};
use super::patience::Patient;
use super::queue::{Job, NoPlace, Queue};
use super::{OnAccess, ServerConfig, Stage};
use crate::body::OutgoingBody;
use crate::error::ErrorCode;
use anyhow::Result;
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode, Uri};
use hyper_util::rt::TokioTimer;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, oneshot, watch};
use tokio::time::{sleep, timeout};

/// How long the head of a request may take to arrive.
const HEAD: Duration = Duration::from_secs(30);

/// How long nothing is accepted after the system refused, which is out of descriptors most likely.
const PAUSE: Duration = Duration::from_millis(50);

/// How much longer than a request may take the server waits for connections when it ends.
const GRACE: Duration = Duration::from_secs(1);

/// A request that was answered, for the log.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Access {
    /// Who asked.
    pub peer: SocketAddr,
    /// How.
    pub method: Method,
    /// For what.
    pub uri: Uri,
    /// The status of the response; 499, as others have it, if the client hung up before there was one.
    pub status: StatusCode,
    /// How many bytes of a body the connection took.
    pub bytes: u64,
    /// Whether the body was sent to its end.
    pub is_complete: bool,
    /// From the end of the request's head to the end of the response.
    pub time: Duration,
}

pub(crate) struct Connections {
    shared: Arc<Shared>,
    stop: watch::Receiver<Stage>,
    places: Arc<Semaphore>,
}

struct Shared {
    queue: Arc<Queue>,
    config: ServerConfig,
}

impl Connections {
    pub(crate) fn new(queue: Arc<Queue>, config: ServerConfig, stop: watch::Receiver<Stage>) -> Connections {
        let places = Arc::new(Semaphore::new(config.max_connections));
        Connections { shared: Arc::new(Shared { queue, config }), stop, places }
    }

    /// Serves until it is told to stop, and then until the connections have ended, or their time is over.
    pub(crate) async fn serve(mut self, listener: std::net::TcpListener) -> Result<()> {
        let listener = TcpListener::from_std(listener)?;
        loop {
            let next = async {
                let place = self.places.clone().acquire_owned().await;
                (place, listener.accept().await)
            };
            let (place, accepted) = tokio::select! {
                next = next => next,
                () = reached(&mut self.stop, Stage::Ending) => break,
            };
            let (Ok(place), Ok((stream, peer))) = (place, accepted) else {
                sleep(PAUSE).await;
                continue;
            };
            let (shared, stop) = (self.shared.clone(), self.stop.clone());
            tokio::spawn(async move {
                shared.connection(stream, peer, stop).await;
                drop(place);
            });
        }
        drop(listener);
        let config = &self.shared.config;
        let all = self.places.acquire_many(config.max_connections as u32);
        // Whoever is not done in time is left behind.
        tokio::select! {
            _ = timeout(config.timeout.saturating_add(GRACE), all) => {}
            () = reached(&mut self.stop, Stage::Ended) => {}
        }
        Ok(())
    }
}

/// Waits until the server has come so far.
async fn reached(stop: &mut watch::Receiver<Stage>, stage: Stage) {
    // Without a sender the server is gone.
    let _ = stop.wait_for(|now| *now >= stage).await;
}

impl Shared {
    async fn connection(
        self: Arc<Shared>,
        stream: TcpStream,
        peer: SocketAddr,
        mut stop: watch::Receiver<Stage>,
    ) {
        // Responses are written whole; waiting for more would only delay them.
        let _ = stream.set_nodelay(true);
        let stream = Patient::new(stream, self.config.timeout);
        let service = service_fn(|request| self.clone().answer(request, peer));
        let mut builder = http1::Builder::new();
        builder.timer(TokioTimer::new()).header_read_timeout(HEAD);
        let mut connection = pin!(builder.serve_connection(stream, service));
        tokio::select! {
            // An error is the client's, who is gone or sent what is no HTTP.
            _ = connection.as_mut() => return,
            () = reached(&mut stop, Stage::Ending) => {}
        }
        connection.as_mut().graceful_shutdown();
        let _ = connection.await;
    }

    async fn answer(
        self: Arc<Shared>,
        request: Request<Incoming>,
        peer: SocketAddr,
    ) -> Result<Response<Logged>, Infallible> {
        let arrived = Instant::now();
        let log = self.config.on_access.clone().map(|call| {
            let (method, uri) = (request.method().clone(), request.uri().clone());
            let (status, time) = (hung_up(), Duration::ZERO);
            let access = Access { peer, method, uri, status, bytes: 0, is_complete: false, time };
            Log { access, arrived, call }
        });
        let (sender, receiver) = oneshot::channel();
        let job = Job { request, reply: Reply::new(sender), arrived };
        let answer: Answer = match self.queue.push(job) {
            Err(NoPlace) => Err(Failure::Overload),
            // A worker that is gone without a word has panicked.
            Ok(()) => receiver.await.unwrap_or(Err(Failure::Guest(StatusCode::INTERNAL_SERVER_ERROR))),
        };
        let response = answer.unwrap_or_else(Failure::response);
        let status = response.status();
        Ok(response.map(|body| Logged {
            body,
            log: log.map(|mut log| {
                log.access.status = status;
                log
            }),
        }))
    }
}

/// The status of a request whose client is gone.
fn hung_up() -> StatusCode {
    StatusCode::from_u16(499).unwrap_or(StatusCode::BAD_REQUEST)
}

/// What becomes an entry of the log when it is dropped.
struct Log {
    access: Access,
    arrived: Instant,
    call: Arc<OnAccess>,
}

impl Drop for Log {
    fn drop(&mut self) {
        self.access.time = self.arrived.elapsed();
        (self.call)(&self.access);
    }
}

/// A body whose end is logged.
struct Logged {
    body: OutgoingBody,
    log: Option<Log>,
}

impl Body for Logged {
    type Data = Bytes;
    type Error = ErrorCode;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, ErrorCode>>> {
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        if let Some(log) = &mut self.log {
            match &polled {
                Poll::Ready(Some(Ok(frame))) => {
                    log.access.bytes += frame.data_ref().map_or(0, Bytes::len) as u64;
                }
                Poll::Ready(None) => log.access.is_complete = true,
                _ => {}
            }
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Logged {
    fn drop(&mut self) {
        // Of a body whose size is known hyper does not ask for the end.
        if self.body.is_end_stream()
            && let Some(log) = &mut self.log
        {
            log.access.is_complete = true;
        }
    }
}
