//! What can be read off the text of a path: its last component, what is before it, and the slash behind it.
//!
//! This decides only which component a call acts on. Where the path leads is decided by resolving it.

use crate::abi::Outcome;
use crate::errno::Errno;

/// The longest path in bytes, which is Linux's limit without the NUL.
const LONGEST: usize = 4095;

/// The last component of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Last<'p> {
    /// A name in a directory: not empty, without `/`, neither `.` nor `..`.
    Name(&'p [u8]),
    /// `.`: the directory before it.
    Dot,
    /// `..`: the directory around that.
    DotDot,
}

/// A path, cut before its last component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cut<'p> {
    /// All before the last component; empty if it is the only one.
    pub(super) parent: &'p [u8],
    pub(super) last: Last<'p>,
    /// Whether there is a slash behind the last component, which then must be a directory.
    pub(super) slash: bool,
}

impl<'p> Cut<'p> {
    pub(super) fn new(path: &'p [u8]) -> Outcome<Cut<'p>> {
        if path.len() > LONGEST {
            return Err(Errno::Nametoolong);
        }
        if path.starts_with(b"/") {
            return Err(Errno::Perm);
        }
        let end = path.iter().rposition(|byte| *byte != b'/').ok_or(Errno::Noent)? + 1;
        let start = path[..end].iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1);
        let last = match &path[start..end] {
            b"." => Last::Dot,
            b".." => Last::DotDot,
            name => Last::Name(name),
        };
        Ok(Cut { parent: &path[..start], last, slash: end < path.len() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_cut_before_the_last_component() {
        let cut = |path: &'static str| Cut::new(path.as_bytes()).map(|cut| (cut.parent, cut.last, cut.slash));
        let name = |parent: &'static str, name: &'static str, slash| {
            Ok((parent.as_bytes(), Last::Name(name.as_bytes()), slash))
        };
        assert_eq!(cut("a"), name("", "a", false));
        assert_eq!(cut("a/"), name("", "a", true));
        assert_eq!(cut("a///"), name("", "a", true));
        assert_eq!(cut("a/b"), name("a/", "b", false));
        assert_eq!(cut("a//b/"), name("a//", "b", true));
        assert_eq!(cut("../..."), name("../", "...", false));
        assert_eq!(cut("."), Ok((&b""[..], Last::Dot, false)));
        assert_eq!(cut("a/./"), Ok((&b"a/"[..], Last::Dot, true)));
        assert_eq!(cut("a/.."), Ok((&b"a/"[..], Last::DotDot, false)));
        assert_eq!(cut(""), Err(Errno::Noent));
        for absolute in ["/", "//", "/a", "//.."] {
            assert_eq!(cut(absolute), Err(Errno::Perm), "{absolute}");
        }
        assert_eq!(Cut::new(&[b'a'; LONGEST]).map(|cut| cut.slash), Ok(false));
        assert_eq!(Cut::new(&[b'a'; LONGEST + 1]), Err(Errno::Nametoolong));
    }
}
