//! Requests that wait for a worker, first come first served.

use super::ServerConfig;
use super::outparam::Reply;
use hyper::Request;
use hyper::body::Incoming;
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Instant;

/// A request and the way to its client.
pub(crate) struct Job {
    pub(crate) request: Request<Incoming>,
    pub(crate) reply: Reply,
    pub(crate) arrived: Instant,
}

/// A request cannot be taken.
#[derive(Debug)]
pub(crate) struct NoPlace;

/// Starts one more worker; whether the system let it.
type Start = dyn Fn(&Arc<Queue>) -> bool + Send + Sync;

pub(crate) struct Queue {
    state: Mutex<State>,
    more: Condvar,
    start: OnceLock<Box<Start>>,
    /// Passes the time on to whatever can interrupt a guest.
    tick: OnceLock<Box<dyn Fn() + Send + Sync>>,
    max_workers: usize,
    max_waiting: usize,
}

impl std::fmt::Debug for Queue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Queue").field("max_workers", &self.max_workers).finish_non_exhaustive()
    }
}

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    workers: usize,
    idle: usize,
    is_closed: bool,
}

impl Queue {
    pub(crate) fn new(config: &ServerConfig) -> Arc<Queue> {
        Arc::new(Queue {
            state: Mutex::default(),
            more: Condvar::new(),
            start: OnceLock::new(),
            tick: OnceLock::new(),
            max_workers: config.max_requests,
            max_waiting: config.max_waiting,
        })
    }

    /// Says how workers begin and how time passes for their guests.
    pub(crate) fn attach(
        &self,
        start: impl Fn(&Arc<Queue>) -> bool + Send + Sync + 'static,
        tick: impl Fn() + Send + Sync + 'static,
    ) {
        self.start.get_or_init(|| Box::new(start));
        self.tick.get_or_init(|| Box::new(tick));
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a request in, and starts a worker if all are busy and there may be more.
    ///
    /// # Errors
    /// If too many wait already.
    pub(crate) fn push(self: &Arc<Queue>, job: Job) -> Result<(), NoPlace> {
        let mut state = self.lock();
        let free = state.idle + (self.max_workers - state.workers);
        if state.jobs.len() >= free.saturating_add(self.max_waiting) || state.is_closed {
            return Err(NoPlace);
        }
        state.jobs.push_back(job);
        if state.idle >= state.jobs.len() {
            drop(state);
            self.more.notify_one();
        } else if state.workers < self.max_workers {
            state.workers += 1;
            drop(state);
            if !self.start.get().is_some_and(|start| start(self)) {
                return self.no_thread();
            }
        }
        Ok(())
    }

    /// What becomes of the last request if the system has no thread for it: other workers will come to it, if there are any.
    fn no_thread(&self) -> Result<(), NoPlace> {
        let mut state = self.lock();
        state.workers -= 1;
        match state.workers {
            0 => state.jobs.pop_back().map_or(Ok(()), |_| Err(NoPlace)),
            _ => Ok(()),
        }
    }

    /// The next request, for a worker; none once the queue is closed and empty.
    pub(crate) fn pop(&self) -> Option<Job> {
        let mut state = self.lock();
        loop {
            if let Some(job) = state.jobs.pop_front() {
                return Some(job);
            }
            if state.is_closed {
                state.workers -= 1;
                return None;
            }
            state.idle += 1;
            state = self.more.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.idle -= 1;
        }
    }

    /// Lets workers end when nothing waits.
    pub(crate) fn close(&self) {
        self.lock().is_closed = true;
        self.more.notify_all();
    }

    pub(crate) fn tick(&self) {
        if let Some(tick) = self.tick.get() {
            tick();
        }
    }
}
