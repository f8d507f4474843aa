//! Policy: which tier runs a function.
