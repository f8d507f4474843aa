//! Runs .wast scripts on wx: the official suite and our own.
