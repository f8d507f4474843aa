//! Threads that run guests, and the clock that interrupts them.

use super::handler::{Handler, Session, is_timeout};
use super::outparam::Failure;
use super::queue::{Job, Queue};
use super::{OnFailure, ServerConfig};
use anyhow::{Context as _, Result, anyhow};
use hyper::StatusCode;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

/// How often a guest's deadline is looked at within its time.
const TICKS: u32 = 20;

/// What the workers of a queue have in common.
struct Crew<T: 'static> {
    handler: Handler<T>,
    timeout: Duration,
    reuse: u32,
    on_failure: Option<Arc<OnFailure>>,
}

/// Lets `handler` answer what is in the queue.
pub(crate) fn attach<T: 'static>(queue: &Arc<Queue>, handler: Handler<T>, config: &ServerConfig) {
    let engine = handler.engine().clone();
    let (timeout, reuse) = (config.timeout, config.reuse);
    let crew = Arc::new(Crew { handler, timeout, reuse, on_failure: config.on_failure.clone() });
    let start = move |queue: &Arc<Queue>| {
        let (crew, queue) = (crew.clone(), queue.clone());
        let thread = Builder::new().name("wx-guest".to_owned());
        thread.spawn(move || crew.work(&queue)).is_ok()
    };
    queue.attach(start, move || engine.increment_epoch());
}

impl<T: 'static> Crew<T> {
    fn work(&self, queue: &Queue) {
        let mut kept = None;
        while let Some(job) = queue.pop() {
            // A fault of the host itself must not take the worker with it.
            let done = catch_unwind(AssertUnwindSafe(|| self.answer(job, kept.take())));
            kept = done.unwrap_or_default();
        }
    }

    /// Answers a request, by an instance that is kept if there is one; returns it to keep if it may answer more.
    fn answer(&self, job: Job, kept: Option<(Session<T>, u32)>) -> Option<(Session<T>, u32)> {
        let Job { request, reply, arrived } = job;
        if reply.is_closed() {
            return kept;
        }
        if arrived.elapsed() >= self.timeout {
            reply.send(Err(Failure::Overload));
            return kept;
        }
        let asked = self.on_failure.as_ref().map(|_| format!("{} {}", request.method(), request.uri()));
        let deadline = Instant::now() + self.timeout;
        let done = match kept {
            Some(kept) => Ok(kept),
            None => self.handler.session(deadline).map(|session| (session, 0)),
        };
        let done = done.and_then(|(mut session, uses)| {
            session.handle(request, reply.clone(), deadline)?;
            Ok((session, uses + 1))
        });
        let (kept, error) = match done {
            Ok(kept) => (Some(kept).filter(|(_, uses)| *uses < self.reuse), None),
            Err(error) => (None, Some(error)),
        };
        let failure = match &error {
            Some(error) if is_timeout(error) => Failure::Timeout,
            _ => Failure::Guest(StatusCode::INTERNAL_SERVER_ERROR),
        };
        let silent = || (!reply.is_answered()).then(|| anyhow!("the handler returned without a response"));
        // Before the client hears of it, so that who has the answer finds the cause.
        if let (Some(error), Some(call)) = (error.or_else(silent), &self.on_failure) {
            call(asked.as_deref().unwrap_or_default(), &error);
        }
        reply.send(Err(failure));
        kept
    }
}

/// Advances the epoch while it is there.
pub(crate) struct Ticker {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Ticker {
    /// # Errors
    /// If the system has no thread for it.
    pub(crate) fn start(queue: &Arc<Queue>, timeout: Duration) -> Result<Ticker> {
        let every = (timeout / TICKS).clamp(Duration::from_millis(1), Duration::from_millis(100));
        let (stop, stopped) = channel();
        let queue = queue.clone();
        let thread = Builder::new().name("wx-ticker".to_owned());
        let thread = thread.spawn(move || {
            while stopped.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
                queue.tick();
            }
        });
        let thread = thread.context("the system has no thread to watch the time of requests")?;
        Ok(Ticker { stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // It cannot have panicked in a way that matters.
            let _ = thread.join();
        }
    }
}
