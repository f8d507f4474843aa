//! Files beneath a directory and nothing else: the sandbox of the file system.
//!
//! The problem: a path is a program that the kernel runs, and neither the guest that wrote it nor other programs
//! that rename and link meanwhile are trusted. Reading the text of a path decides nothing, since what a name means
//! can change before it is used.
//!
//! The idea: names are resolved from the descriptor of a directory, and a call acts on what the resolution *holds*,
//! never on the text again. There are two ways to resolve and one rule for the rest.
//!
//! * [`kernel`]: `openat2` with `RESOLVE_BENEATH` and `RESOLVE_NO_MAGICLINKS`. The kernel refuses every step that
//!   would leave the directory, in the same walk that it opens with. One system call.
//! * [`walk`]: where the kernel lacks it (before Linux 5.6, or a seccomp filter refuses it). One component at a time,
//!   each opened in the directory that is held, without following links; a link is read and its text walked.
//!
//! **The rule.** A call other than opening resolves the directory of the last component ([`dir`]), then names that
//! one component in the directory held, with the host's call that does not follow links. A component has no `/` and
//! is not `..`, so such a call cannot leave the directory it acts in. What stands behind the name may be exchanged
//! at any moment; the call then acts on the one or the other, both inside.
//!
//! Why nothing outside is reached:
//!
//! * INV BENEATH: every directory held was, when the step to it was made, an entry of a directory held, or is the
//!   one given by the embedder. By induction each was beneath that one at that moment. `..` goes back to a directory
//!   that was held on the way ([`walk`]), or is checked by the kernel against the directory given; the host's `..`
//!   of a held directory, which may have been moved away, is never gone to. It is asked for to count how deep a directory is
//!   before a link is made in it, and for nothing else.
//! * A directory that another program moves out while it is held stays reachable for that call, as it does for
//!   a guest that had it open: the embedder gave it, and it takes its contents along.
//! * Links of procfs that are no text (`/proc/self/fd/3`) are refused by the kernel; the walk reads links and never
//!   lets the kernel follow one. An absolute target or path is refused by both.
//! * Nothing waits: directories are opened for naming only, and whoever opens more says `O_NONBLOCK`.
//!
//! A step out is the error `PERM`. A slash at the end of a path says that a directory is meant; what that means for
//! each call is decided in [`dir`], before the host sees the name, because hosts and libraries differ there.
//!
//! Must not know: guests, rights, permissions. Those are decided before a path comes here.

mod cut;
mod dir;
#[cfg(target_os = "linux")]
mod kernel;
mod walk;

pub(crate) use dir::Dir;
