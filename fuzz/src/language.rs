//! The part of the language that a generated module may use.
//!
//! The tiers of wx share one language, so nothing is left out when they are compared. Another engine lacks some
//! proposals; what it lacks is not drawn, so that nearly all cases of a run can be run by it.

/// Which proposals may be drawn. What every engine has is not listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Language {
    pub(crate) tail_calls: bool,
    /// Several memories in one module.
    pub(crate) memories: bool,
    /// 64-bit addresses and table indices.
    pub(crate) memory64: bool,
    pub(crate) exceptions: bool,
    /// Objects, and with them typed function references.
    pub(crate) gc: bool,
    /// Atomic operators, on memories of one thread.
    pub(crate) threads: bool,
    pub(crate) relaxed: bool,
    pub(crate) wide: bool,
    pub(crate) page_sizes: bool,
    pub(crate) descriptors: bool,
    /// Constant expressions that compute.
    pub(crate) extended_constants: bool,
    /// Whether the engine makes NaNs canonical; if not, the module does it itself.
    pub(crate) canonical_nans: bool,
    /// Whether memories and tables have a maximum that every engine can reach: for engines that no limiter bounds.
    pub(crate) bounded: bool,
}

impl Language {
    /// What wx has.
    pub(crate) const ALL: Language = Language {
        tail_calls: true,
        memories: true,
        memory64: true,
        exceptions: true,
        gc: true,
        threads: true,
        relaxed: true,
        wide: true,
        page_sizes: true,
        descriptors: true,
        extended_constants: true,
        canonical_nans: true,
        bounded: false,
    };
}
