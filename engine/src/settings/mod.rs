//! Settings: what the embedder and the command line decide about tiers, optimizations, processor features and address space.
//!
//! Plain data, checked when an engine is made. Nothing here depends on what it configures; the one computation is which bounds checks a
//! reservation of addresses makes superfluous ([`Reservation`]).

pub mod optimization;
mod processor;
pub mod reservation;
pub mod tiering;

pub use optimization::{Optimization, Without};
pub use processor::{Allowed, CpuFeature, Isa};
pub use reservation::Reservation;
pub use tiering::{Chaos, ProfilingStrategy, Tier, Tiering};
