//! Variants in core values and in memory: a discriminant, and the payload of one case in the room of all.

use anyhow::{Result, anyhow};

use crate::cx::Cx;
use crate::flat::{FlatIn, FlatOut};
use crate::host_value::Lower;
use crate::trap::Trap;
use crate::types::VariantTy;

impl VariantTy {
    /// The number of the case with this name.
    pub(crate) fn case(&self, name: &str) -> Option<usize> {
        self.cases.iter().position(|case| &*case.name == name)
    }

    fn flat_len(&self) -> usize {
        self.layout.flat.as_ref().map_or(0, |flat| flat.len())
    }

    /// Writes a case to core values.
    #[doc(hidden)]
    pub fn lower<T: 'static>(
        &self,
        cx: &mut Cx<'_, T>,
        case: usize,
        payload: Option<&impl Lower>,
        to: &mut FlatOut<'_>,
    ) -> Result<()> {
        let end = to.position() + self.flat_len();
        to.push(case as u64);
        if let (Some(payload), Some(ty)) = (payload, &self.cases[case].ty) {
            payload.lower(cx, ty, to)?;
        }
        to.fill_to(end);
        Ok(())
    }

    /// Writes a case to memory.
    #[doc(hidden)]
    pub fn store<T: 'static>(
        &self,
        cx: &mut Cx<'_, T>,
        case: usize,
        payload: Option<&impl Lower>,
        at: u32,
    ) -> Result<()> {
        let tag = (case as u32).to_le_bytes();
        cx.bytes_mut(at, self.tag)?.copy_from_slice(&tag[..self.tag as usize]);
        if let (Some(payload), Some(ty)) = (payload, &self.cases[case].ty) {
            payload.store(cx, ty, Cx::<T>::at(at, self.offset))?;
        }
        Ok(())
    }

    /// Reads a case from core values; `payload` gets its number and reads what it has.
    #[doc(hidden)]
    pub fn lift<T: 'static, R>(
        &self,
        cx: &mut Cx<'_, T>,
        from: &mut FlatIn<'_>,
        payload: impl FnOnce(&mut Cx<'_, T>, usize, &mut FlatIn<'_>) -> Result<R>,
    ) -> Result<R> {
        let end = from.position() + self.flat_len();
        let case = self.check(from.next() as u32)?;
        let value = payload(cx, case, from)?;
        from.skip_to(end);
        Ok(value)
    }

    /// Reads the number of a case from memory, and where its payload is.
    #[doc(hidden)]
    pub fn load<T: 'static>(&self, cx: &Cx<'_, T>, at: u32) -> Result<(usize, u32)> {
        let mut tag = [0; 4];
        tag[..self.tag as usize].copy_from_slice(cx.bytes(at, self.tag)?);
        Ok((self.check(u32::from_le_bytes(tag))?, Cx::<T>::at(at, self.offset)))
    }

    fn check(&self, case: u32) -> Result<usize> {
        let case = case as usize;
        if case < self.cases.len() { Ok(case) } else { Err(Trap::InvalidDiscriminant.into()) }
    }

    /// The number of a case that a value names.
    pub(crate) fn find(&self, name: &str) -> Result<usize> {
        self.case(name).ok_or_else(|| anyhow!("the type has no case `{name}`"))
    }
}
