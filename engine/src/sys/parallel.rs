//! Work on several processors at once, where there are threads to be had.
//!
//! Threads are started for this work and end with it. To start one takes some tens of microseconds, so callers say how many the
//! work is worth. A pool that keeps them would save that, and cost more where it matters: it is a failure of the process where
//! the system has no thread to give, and in a child that was forked its threads do not exist, which it cannot know.

use std::sync::Mutex;
use std::sync::PoisonError;

/// Runs `work` on several threads at once, at most `most` and no more than there are processors, and on the current thread as well, which
/// does `first` before. Each call is to take parts of the work until none is left; so one thread is enough, if the system has
/// no other to give.
///
/// # Panics
/// If `first` or `work` does; after all threads have ended.
pub fn beside<R>(most: usize, first: impl FnOnce() -> R, work: impl Fn() + Sync) -> R {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 1..most.min(processors) {
            if std::thread::Builder::new().spawn_scoped(scope, &work).is_err() {
                break;
            }
        }
        let result = first();
        work();
        result
    })
}

/// Parts of some work that several threads take.
pub struct Parts<I>(Mutex<I>);

impl<I: Iterator> Parts<I> {
    pub fn new(parts: impl IntoIterator<IntoIter = I>) -> Parts<I> {
        Parts(Mutex::new(parts.into_iter()))
    }

    /// Takes the next part; none when all are taken.
    pub fn take(&self) -> Option<I::Item> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).next()
    }
}

/// The failure of the first part that failed, whichever thread came to it.
pub struct FirstFailure<E>(Mutex<Option<(usize, E)>>);

impl<E> Default for FirstFailure<E> {
    fn default() -> Self {
        FirstFailure(Mutex::new(None))
    }
}

impl<E> FirstFailure<E> {
    /// Part `index` failed.
    pub fn note(&self, index: usize, error: E) {
        let mut first = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if first.as_ref().is_none_or(|(before, _)| index < *before) {
            *first = Some((index, error));
        }
    }

    /// # Errors
    /// The failure that was noted.
    pub fn into_result(self) -> Result<(), E> {
        match self.0.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some((_, error)) => Err(error),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn every_part_is_taken_once() {
        for most in [0, 1, 2, 100] {
            let (parts, sum) = (Parts::new(1..=1000_usize), AtomicUsize::new(0));
            let first = beside(
                most,
                || 7,
                || {
                    while let Some(part) = parts.take() {
                        sum.fetch_add(part, Ordering::Relaxed);
                    }
                },
            );
            assert_eq!((first, sum.into_inner()), (7, 500_500));
        }
    }

    #[test]
    fn the_first_failure_counts() {
        let failure = FirstFailure::default();
        for index in [5, 3, 9] {
            failure.note(index, index * 10);
        }
        assert_eq!(failure.into_result(), Err(30));
        assert_eq!(FirstFailure::<()>::default().into_result(), Ok(()));
    }
}
