//! The room that knows both tiers: the way in from the host, when code is compiled, and how the tiers call each other.

mod artifact;
mod call;
mod install;
mod libcalls;
mod native_stack;
pub mod policy;
mod product;
mod profile;
mod queue;

pub use artifact::{artifact, news};
pub use call::call;
pub use install::{features, machinery};
pub use profile::start as start_profile;
pub use queue::Queue;
