//! What time means in a run: wall time, or the processor time of this process.
//!
//! Wall time is what a user waits and is the default. On a machine that others use at the same moment it mostly measures
//! them: then `--cpu-time` counts only the time this process had a processor, all its threads together, so work that
//! an engine moves to other threads is still counted. A report says which clock it used, and reports with different
//! clocks are not to be compared.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

static CPU_TIME: AtomicBool = AtomicBool::new(false);

/// Makes every later stopwatch count processor time.
pub fn use_cpu_time() {
    CPU_TIME.store(true, Ordering::Relaxed);
}

pub fn is_cpu_time() -> bool {
    CPU_TIME.load(Ordering::Relaxed)
}

/// The name of the clock, for the report.
pub fn name() -> &'static str {
    if is_cpu_time() { "processor time" } else { "wall time" }
}

/// Counts from its creation.
#[derive(Clone, Copy, Debug)]
pub enum Stopwatch {
    Wall(Instant),
    Cpu(Duration),
}

impl Stopwatch {
    pub fn start() -> Stopwatch {
        if is_cpu_time() { Stopwatch::Cpu(cpu_time()) } else { Stopwatch::Wall(Instant::now()) }
    }

    pub fn elapsed(self) -> Duration {
        match self {
            Stopwatch::Wall(started) => started.elapsed(),
            Stopwatch::Cpu(started) => cpu_time().saturating_sub(started),
        }
    }
}

fn cpu_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.cast_unsigned(), time.tv_nsec as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sleeping_costs_wall_time_only() {
        let (wall, cpu) = (Stopwatch::start(), Stopwatch::Cpu(cpu_time()));
        assert!(matches!(wall, Stopwatch::Wall(_)), "wall time is the default");
        std::thread::sleep(Duration::from_millis(400));
        assert!(wall.elapsed() >= Duration::from_millis(400));
        // Other tests run in this process at the same time, but not for all of these 400 ms on every core.
        assert!(cpu.elapsed() < Duration::from_millis(400), "{:?}", cpu.elapsed());
    }
}
