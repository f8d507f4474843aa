//! Labels, and the record of where they are used, which the checker reads.

/// A place in the code that is jumped to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Label(pub u32);

/// Where labels are and what leads to them. Once jumps are resolved machine code does not tell to which of several labels at a place
/// a jump leads; the checker must know. Without the feature `check` nothing is recorded and nothing costs anything.
#[derive(Clone, Debug, Default)]
pub struct LabelTrace {
    /// Labels and their places, in the order in which they were bound.
    pub bound: Vec<(Label, u32)>,
    /// Jumps and entries of branch tables by position, with the label that they lead to.
    pub jumps: Vec<(u32, Label)>,
    on: bool,
}

impl LabelTrace {
    /// A new function begins, of which labels are recorded or not.
    pub fn begin_function(&mut self, on: bool) {
        self.on = on;
        self.bound.clear();
        self.jumps.clear();
    }

    #[inline(always)]
    fn is_on(&self) -> bool {
        cfg!(feature = "check") && self.on
    }

    #[inline(always)]
    pub(super) fn bind(&mut self, label: Label, pos: u32) {
        if self.is_on() {
            self.bound.push((label, pos));
        }
    }

    #[inline(always)]
    pub(super) fn jump(&mut self, pos: u32, label: Label) {
        if self.is_on() {
            self.jumps.push((pos, label));
        }
    }
}
