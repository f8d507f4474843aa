//! What a preopened directory allows, in the embedder's words.
//!
//! The guest sees 30 rights bits, most of which nobody can reason about. The embedder says four things
//! instead: list and look up, change names, read contents, write contents. They are attached to the preopened
//! directory and copied to everything opened beneath it; no operation adds one.

use std::ops::BitOr;

macro_rules! permission_set {
    ($(#[$doc:meta])* $name:ident { $($(#[$flag_doc:meta])* $flag:ident = $bit:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name(u8);

        impl $name {
            $($(#[$flag_doc])* pub const $flag: $name = $name($bit);)*

            /// Nothing is allowed.
            pub const fn empty() -> $name {
                $name(0)
            }

            /// Everything is allowed.
            pub const fn all() -> $name {
                $name(0 $(| $bit)*)
            }

            /// Whether everything in `other` is allowed here too.
            pub const fn contains(self, other: $name) -> bool {
                self.0 & other.0 == other.0
            }
        }

        impl BitOr for $name {
            type Output = $name;
            fn bitor(self, other: $name) -> $name {
                $name(self.0 | other.0)
            }
        }
    };
}

permission_set! {
    /// What may be done with the names in a directory, and in the directories below it.
    DirPerms {
        /// Look names up, list them, read their metadata.
        READ = 0b01,
        /// Create, remove, rename and link names, and set their times.
        MUTATE = 0b10,
    }
}

permission_set! {
    /// What may be done with the contents of the files below a directory.
    FilePerms {
        /// Open files for reading.
        READ = 0b01,
        /// Open files for writing, truncate them, set their times.
        WRITE = 0b10,
    }
}
