//! wx beside its peers in one run.
