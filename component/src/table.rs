//! [`ResourceTable`]: the host's own values behind representations.

use std::any::Any;

use anyhow::Result;

use crate::resource::Resource;

/// Values of the host by the representation that components know them with.
///
/// Children keep their parent: it cannot be deleted before them.
#[derive(Debug)]
pub struct ResourceTable {
    entries: Vec<Option<Entry>>,
    free: Vec<u32>,
    max: usize,
}

impl Default for ResourceTable {
    /// An empty table of at most 2^28 values.
    fn default() -> Self {
        ResourceTable { entries: Vec::new(), free: Vec::new(), max: 1 << 28 }
    }
}

struct Entry {
    value: Box<dyn Any + Send>,
    parent: Option<u32>,
    children: u32,
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Entry").field("children", &self.children).finish_non_exhaustive()
    }
}

/// Why a table does not give what it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ResourceTableError {
    /// There is nothing behind the representation.
    #[error("resource not present")]
    NotPresent,
    /// What is there has another type.
    #[error("resource is of another type")]
    WrongType,
    /// It has children.
    #[error("resource has children")]
    HasChildren,
    /// There are as many values as there may be.
    #[error("resource table has no free keys")]
    Full,
}

impl ResourceTable {
    /// An empty table.
    pub fn new() -> ResourceTable {
        ResourceTable::default()
    }

    /// Sets how many values there may be at most.
    pub fn set_max_capacity(&mut self, max: usize) {
        self.max = max.min(1 << 28);
    }

    fn insert(&mut self, entry: Entry) -> Result<u32, ResourceTableError> {
        if let Some(rep) = self.free.pop() {
            self.entries[rep as usize] = Some(entry);
            return Ok(rep);
        }
        if self.entries.len() >= self.max {
            return Err(ResourceTableError::Full);
        }
        self.entries.push(Some(entry));
        Ok(self.entries.len() as u32 - 1)
    }

    fn entry(&self, rep: u32) -> Result<&Entry, ResourceTableError> {
        self.entries.get(rep as usize).and_then(Option::as_ref).ok_or(ResourceTableError::NotPresent)
    }

    fn entry_mut(&mut self, rep: u32) -> Result<&mut Entry, ResourceTableError> {
        self.entries.get_mut(rep as usize).and_then(Option::as_mut).ok_or(ResourceTableError::NotPresent)
    }

    /// Puts a value in; the handle owns it.
    ///
    /// # Errors
    /// If the table is full.
    pub fn push<T: Send + 'static>(&mut self, value: T) -> Result<Resource<T>, ResourceTableError> {
        let rep = self.insert(Entry { value: Box::new(value), parent: None, children: 0 })?;
        Ok(Resource::new_own(rep))
    }

    /// Puts a value in that keeps another.
    ///
    /// # Errors
    /// If the table is full, or there is no such parent.
    pub fn push_child<T: Send + 'static, P: 'static>(
        &mut self,
        value: T,
        parent: &Resource<P>,
    ) -> Result<Resource<T>, ResourceTableError> {
        self.entry_mut(parent.rep())?.children += 1;
        let entry = Entry { value: Box::new(value), parent: Some(parent.rep()), children: 0 };
        let rep = self.insert(entry);
        if rep.is_err() {
            self.entry_mut(parent.rep())?.children -= 1;
        }
        Ok(Resource::new_own(rep?))
    }

    /// The value.
    ///
    /// # Errors
    /// If there is none of this type.
    pub fn get<T: 'static>(&self, key: &Resource<T>) -> Result<&T, ResourceTableError> {
        self.entry(key.rep())?.value.downcast_ref().ok_or(ResourceTableError::WrongType)
    }

    /// The value, to change.
    ///
    /// # Errors
    /// If there is none of this type.
    pub fn get_mut<T: 'static>(&mut self, key: &Resource<T>) -> Result<&mut T, ResourceTableError> {
        self.entry_mut(key.rep())?.value.downcast_mut().ok_or(ResourceTableError::WrongType)
    }

    /// Takes a value out.
    ///
    /// # Errors
    /// If there is none of this type, or it has children.
    pub fn delete<T: 'static>(&mut self, key: Resource<T>) -> Result<T, ResourceTableError> {
        let entry = self.entry(key.rep())?;
        if !entry.value.is::<T>() {
            return Err(ResourceTableError::WrongType);
        }
        if entry.children > 0 {
            return Err(ResourceTableError::HasChildren);
        }
        let entry = self.entries[key.rep() as usize].take().ok_or(ResourceTableError::NotPresent)?;
        self.free.push(key.rep());
        if let Some(parent) = entry.parent.and_then(|parent| self.entry_mut(parent).ok()) {
            parent.children -= 1;
        }
        entry.value.downcast().map(|value| *value).map_err(|_| ResourceTableError::WrongType)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parent_outlives_its_children_and_representations_are_used_again() {
        let mut table = ResourceTable::new();
        let parent = table.push("parent").unwrap();
        let child = table.push_child(7u32, &parent).unwrap();
        let rep = parent.rep();
        assert_eq!(*table.get(&child).unwrap(), 7);
        assert_eq!(
            table.delete(Resource::<&str>::new_own(rep)).unwrap_err(),
            ResourceTableError::HasChildren
        );
        assert_eq!(table.get(&Resource::<u8>::new_borrow(rep)).unwrap_err(), ResourceTableError::WrongType);
        assert_eq!(table.delete(child).unwrap(), 7);
        assert_eq!(table.delete(parent).unwrap(), "parent");
        assert_eq!(
            table.get(&Resource::<&str>::new_borrow(rep)).unwrap_err(),
            ResourceTableError::NotPresent
        );
        assert_eq!(table.push(1u8).unwrap().rep(), rep);
    }
}
