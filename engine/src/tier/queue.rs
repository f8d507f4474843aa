//! Compiling beside the running program: one thread for each engine, and the functions that wait for it.
//!
//! # Problem
//! Compiling a function takes time in proportion to its size. While a large program starts, compiling takes about as long as
//! running it, and another processor is idle.
//!
//! # Idea
//! The thread that finds a function hot puts it into a queue and goes on interpreting. A worker takes one function after
//! the other and installs its code as any thread would; the next call of the function, or the next header of one of its
//! loops, finds the code there. The worker starts with the first function and ends with the engine. A process that has one
//! processor gets none: it would only take turns with the program.
//!
//! # Invariants
//! - INV QUEUE-ONCE: the thread that moves `Code::stage` from `INTERPRETED` to `QUEUED` puts the function into the queue; so it is there
//!   once at most. It leaves that stage when the function is compiled, has failed, or is given back because the queue was full.
//! - The queue holds modules weakly: one that is dropped meanwhile is not kept for its code. The worker holds the module whose
//!   function it compiles.
//! - The worker holds nothing that leads to the engine or to the queue's owner. So the owner's end is never the worker's
//!   own act, and dropping it only has to say so: the worker ends after the current function, and nothing waits for it.
//!
//! Must not know: when a function is hot.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};

use super::policy;
use crate::code::Machinery;
use crate::module::ModuleData;
use crate::vm::store::Background;

/// Functions that wait at most. More would be a program that becomes hot everywhere at once, which better compiles itself.
const CAPACITY: usize = 256;

/// See the module's header.
#[derive(Debug)]
pub struct Queue {
    shared: Arc<Shared>,
    machinery: Arc<Machinery>,
}

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    /// There is a job, or the end has come.
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    jobs: VecDeque<Job>,
    worker: Worker,
    /// The engine is gone.
    ended: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Worker {
    #[default]
    NotStarted,
    Started,
    /// There is no processor for it, or the system had no thread to give.
    Denied,
}

#[derive(Debug)]
struct Job {
    module: Weak<ModuleData>,
    defined: usize,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it holds the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the next job; none when the engine is gone.
    fn next(&self) -> Option<Job> {
        let mut state = self.lock();
        loop {
            if state.ended {
                return None;
            }
            if let Some(job) = state.jobs.pop_front() {
                return Some(job);
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Queue {
    /// A queue for the functions of an engine. No thread is started yet.
    pub fn new(machinery: Arc<Machinery>) -> Queue {
        let shared = Shared { state: Mutex::default(), changed: Condvar::new() };
        Queue { shared: Arc::new(shared), machinery }
    }

    fn start(&self) -> Worker {
        if std::thread::available_parallelism().is_ok_and(|processors| processors.get() == 1) {
            return Worker::Denied;
        }
        let (shared, machinery) = (self.shared.clone(), self.machinery.clone());
        let work = move || {
            while let Some(job) = shared.next() {
                let Some(module) = job.module.upgrade() else { continue };
                policy::compile_queued(&machinery, &module, job.defined);
            }
        };
        match std::thread::Builder::new().name("wx-compile".to_owned()).spawn(work) {
            Ok(_) => Worker::Started,
            Err(_) => Worker::Denied,
        }
    }
}

impl Background for Queue {
    fn push(&self, module: &Arc<ModuleData>, defined: usize) -> bool {
        let mut state = self.shared.lock();
        if state.jobs.len() >= CAPACITY {
            return false;
        }
        if state.worker == Worker::NotStarted {
            state.worker = self.start();
        }
        if state.worker == Worker::Denied {
            return false;
        }
        state.jobs.push_back(Job { module: Arc::downgrade(module), defined });
        drop(state);
        self.shared.changed.notify_one();
        true
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        state.ended = true;
        state.jobs.clear();
        drop(state);
        self.shared.changed.notify_one();
    }
}
