//! The locals of a function: where each lies, and the operands that name it.
//!
//! # Problem
//! Eight bytes declare 50,000 locals, and a module may have thousands of functions that begin so. An entry for each local would
//! make lowering cost what was declared and not what was written.
//!
//! # Idea
//! The first [`NEAR`] locals, which are all that programs have, lie in a list. Those behind are known by their groups, as the module
//! declares them; the slot of one is found in its group, and only those that operands name have an entry.

use std::collections::HashMap;

use super::stack::NONE;
use crate::ir::RegClass;

/// Locals with an entry of their own.
const NEAR: usize = 4096;

#[derive(Clone, Copy, Debug)]
struct Local {
    slot: u32,
    /// The newest operand that names this local.
    head: u32,
    class: RegClass,
}

/// Locals of one class behind the first [`NEAR`].
#[derive(Clone, Copy, Debug)]
struct Group {
    first: u32,
    slot: u32,
    class: RegClass,
}

/// See the module's header.
#[derive(Default)]
pub(super) struct Locals {
    near: Vec<Local>,
    groups: Vec<Group>,
    count: u32,
    heads: HashMap<u32, u32>,
    /// The slot behind the last local.
    end: u32,
}

impl Locals {
    pub(super) fn clear(&mut self) {
        self.near.clear();
        self.groups.clear();
        self.heads.clear();
        (self.count, self.end) = (0, 0);
    }

    /// Adds locals whose slots begin at `slot`; returns the slot behind them.
    pub(super) fn add(&mut self, count: u32, class: RegClass, slot: u32) -> u32 {
        let size = class.slots();
        let near = (count as usize).min(NEAR - self.near.len()) as u32;
        self.near.extend((0..near).map(|i| Local { slot: slot + i * size, head: NONE, class }));
        if near < count {
            self.groups.push(Group { first: self.count + near, slot: slot + near * size, class });
        }
        self.count += count;
        if count > 0 {
            self.end = slot + count * size;
        }
        slot + count * size
    }

    pub(super) fn count(&self) -> u32 {
        self.count
    }

    pub(super) fn end(&self) -> u32 {
        self.end
    }

    /// First slot of a local, and its class.
    #[inline]
    pub(super) fn place(&self, local: u32) -> (u32, RegClass) {
        match self.near.get(local as usize) {
            Some(near) => (near.slot, near.class),
            None => self.far_place(local),
        }
    }

    #[cold]
    fn far_place(&self, local: u32) -> (u32, RegClass) {
        let group = self.groups[self.groups.partition_point(|g| g.first <= local) - 1];
        (group.slot + (local - group.first) * group.class.slots(), group.class)
    }

    /// The newest operand that names a local.
    #[inline]
    pub(super) fn head(&self, local: u32) -> u32 {
        match self.near.get(local as usize) {
            Some(near) => near.head,
            None => self.heads.get(&local).copied().unwrap_or(NONE),
        }
    }

    /// Another operand names a local, and is the newest; returns the one before, and the local's class.
    #[inline]
    pub(super) fn name(&mut self, local: u32, head: u32) -> (u32, RegClass) {
        match self.near.get_mut(local as usize) {
            Some(near) => (std::mem::replace(&mut near.head, head), near.class),
            None => (self.set_far_head(local, head), self.far_place(local).1),
        }
    }

    /// Another operand is the newest that names a local; returns the one before.
    #[inline]
    pub(super) fn set_head(&mut self, local: u32, head: u32) -> u32 {
        match self.near.get_mut(local as usize) {
            Some(near) => std::mem::replace(&mut near.head, head),
            None => self.set_far_head(local, head),
        }
    }

    #[cold]
    fn set_far_head(&mut self, local: u32, head: u32) -> u32 {
        let before = if head == NONE { self.heads.remove(&local) } else { self.heads.insert(local, head) };
        before.unwrap_or(NONE)
    }
}
