//! The time that a whole run may take.
//!
//! What a run costs depends on the slowest engine, the machine and the programs asked for, so no count of rounds can
//! promise an end. A budget can: each part of the measurement may use the time up to its share of the whole, and stops
//! there with the samples it has. Fewer rounds show as more noise, and what got no sample says so in the report; both are
//! better than a run that nobody waits for.

use std::time::{Duration, Instant};

/// The whole, from the start of the run.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    began: Instant,
    whole: Duration,
}

/// When a part must have ended.
#[derive(Clone, Copy, Debug)]
pub struct Deadline(Instant);

/// Why something has no samples: the message of whoever had to stop.
pub const NO_TIME: &str = "not measured: the time budget was used up (--minutes)";

impl Budget {
    pub fn minutes(minutes: f64) -> Budget {
        Budget { began: Instant::now(), whole: Duration::from_secs_f64(minutes * 60.0) }
    }

    /// The deadline of the part that may use the run's time up to this share of it.
    pub fn until(self, share: f64) -> Deadline {
        Deadline(self.began + self.whole.mul_f64(share))
    }
}

impl Deadline {
    /// The time that is left.
    pub fn left(self) -> Duration {
        self.0.saturating_duration_since(Instant::now())
    }

    pub fn has_passed(self) -> bool {
        self.left().is_zero()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_ends_before_the_whole() {
        let budget = Budget::minutes(10.0);
        let (half, whole) = (budget.until(0.5), budget.until(1.0));
        assert!(half.left() <= Duration::from_secs(300) && whole.left() > Duration::from_secs(590));
        assert!(!half.has_passed() && budget.until(0.0).has_passed());
    }
}
