//! WASI preview 1 for wx, over cap-std.
