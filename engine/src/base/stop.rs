//! What is left to do when wx finds that it has broken an invariant of its own while guest code runs.
//!
//! A lookup that must succeed and fails means that a table of machine code is wrong. To go on would be to guess: to lose an
//! exception, or to enter code with values of other types in its slots, which a guest could wait for. There is nobody to return an
//! error to either, since the error would travel by the same tables. So the process ends, with a report.
//!
//! It is never the answer to a fault of the guest or of the host; those are traps and errors.

use std::fmt;
use std::io::Write;

/// Ends the process, saying on the standard error stream what was found.
#[cold]
pub fn stop(found: fmt::Arguments<'_>) -> ! {
    // If nobody can read it, the end itself has to do.
    let _ = writeln!(std::io::stderr(), "wx: a fault of wx itself, so the process ends here: {found}");
    std::process::abort()
}
