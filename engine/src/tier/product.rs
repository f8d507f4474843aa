//! What compiling a function gives, as far as it is put in its place or kept for another process.
//!
//! # Idea
//! A [`Draft`] is in the compiler's own buffers and has what people and verifiers look at. A product is what is left when code
//! runs: bytes, what to fill in, and the tables of walks, unwinding and OSR. As bytes it names types by their index in the module, since
//! ids are those of one engine, and functions by their number; addresses are in it nowhere.
//!
//! Must not know: where products are kept, when code is compiled.

use std::borrow::Cow;

use anyhow::{Context, Result, anyhow};
use serde::{Deserialize, Serialize};

use crate::base::SplicedOp;
use crate::code::{Landings, Runs, Sites};
use crate::ir::Op;
use crate::ir::stored::renumbered;
use crate::jit::inline::{Frame, Spliced};
use crate::jit::{Draft, Reloc, RelocKind};
use crate::module::ModuleData;
use crate::types::CanonId;

/// See the module's header.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Product<'a> {
    #[serde(borrow)]
    pub(super) code: &'a [u8],
    pub(super) relocs: Cow<'a, [Reloc]>,
    /// Places in the code, of 32 bits each, with types by their index in the module; none if the ids stand there.
    pub(super) types: Vec<(u32, u32)>,
    pub(super) sites: Sites,
    pub(super) osr: Landings,
    pub(super) handlers: Landings,
    pub(super) entry: u32,
    pub(super) frame_bytes: u32,
    pub(super) inlined: Option<InlinedCode>,
}

/// What became of functions that were inlined.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct InlinedCode {
    pub(super) frames: Vec<Frame>,
    pub(super) runs: Runs,
    /// The operations that builtins are given, by number: those of inlined functions have other slots than in their own code.
    #[serde(with = "as_bytes")]
    pub(super) ops: Vec<(SplicedOp, Op)>,
}

impl<'a> Product<'a> {
    /// What is left of a draft.
    ///
    /// # Errors
    /// If the entries of loops or of handlers are out of order, which is a fault of the compiler.
    pub(super) fn of(draft: Draft<'a>) -> Result<Product<'a>> {
        let output = draft.output;
        let landings = |list: &Vec<_>| {
            let lost =
                || anyhow!("the compiler lost the landing of a handler or of a loop: please report this");
            Landings::new(list.clone()).ok_or_else(lost)
        };
        Ok(Product {
            code: draft.code,
            relocs: Cow::Borrowed(draft.relocs),
            types: Vec::new(),
            sites: Sites::new(&output.sites),
            osr: landings(&output.osr)?,
            handlers: landings(&output.handlers)?,
            entry: output.entry,
            frame_bytes: output.frame_bytes,
            inlined: draft.spliced.map(|spliced| InlinedCode::of(spliced, draft.relocs)),
        })
    }

    /// The functions that it calls directly, whose machine code must be in its place before.
    pub(super) fn callees(&self) -> impl Iterator<Item = usize> {
        let callee = |reloc: &Reloc| match reloc.kind {
            RelocKind::Entry(callee) => Some(callee as usize),
            _ => None,
        };
        self.relocs.iter().filter_map(callee)
    }

    /// The functions inside this one, itself included.
    pub(super) fn inlined(&self) -> impl Iterator<Item = usize> {
        self.inlined.iter().flat_map(|inlined| inlined.frames.iter().map(|frame| frame.defined as usize))
    }

    /// As bytes that any engine can read which has the same module. `type_ids`: where ids of types stand in the code.
    ///
    /// # Errors
    /// If the code names a type that the module does not, which is a fault of the compiler.
    pub(super) fn to_bytes(&self, module: &ModuleData, type_ids: &[u32]) -> Result<Vec<u8>> {
        let place = |&at: &u32| {
            let field = self.code.get(at as usize..).and_then(<[u8]>::first_chunk);
            let id = u32::from_le_bytes(*field.context("a type outside of the code")?);
            Ok((at, module.type_index(CanonId(id)).context("a type of no module")?))
        };
        let inlined = self.inlined.as_ref().map(|inlined| inlined.renumbered(|id| module.type_index(id)));
        let product = Product {
            code: self.code,
            relocs: Cow::Borrowed(&self.relocs),
            types: type_ids.iter().map(place).collect::<Result<_>>()?,
            sites: self.sites.clone(),
            osr: self.osr.clone(),
            handlers: self.handlers.clone(),
            inlined: inlined.transpose()?,
            ..*self
        };
        Ok(postcard::to_allocvec(&product)?)
    }

    /// What [`to_bytes`](Product::to_bytes) wrote.
    ///
    /// # Errors
    /// If these are other bytes, as far as can be seen.
    pub(super) fn from_bytes(bytes: &'a [u8], module: &ModuleData) -> Result<Product<'a>> {
        let mut product: Product<'a> = postcard::from_bytes(bytes)?;
        let id_of = |index: CanonId| module.types.get(index.0 as usize).map(|id| id.0);
        let inlined = product.inlined.take().map(|inlined| inlined.renumbered(id_of));
        product.inlined = inlined.transpose()?;
        Ok(product)
    }
}

impl InlinedCode {
    fn of(spliced: &Spliced, relocs: &[Reloc]) -> InlinedCode {
        let mut named: Vec<SplicedOp> = Vec::new();
        named.extend(
            relocs.iter().filter_map(|r| if let RelocKind::Op(op) = r.kind { Some(op) } else { None }),
        );
        named.sort_unstable();
        named.dedup();
        InlinedCode {
            frames: spliced.frames.clone(),
            runs: spliced.runs.clone(),
            ops: named.iter().map(|&op| (op, spliced.func.ops[op.index()])).collect(),
        }
    }

    /// With types by other numbers in the operations.
    fn renumbered(&self, number: impl Fn(CanonId) -> Option<u32>) -> Result<InlinedCode> {
        let op = |&(at, op): &(SplicedOp, Op)| {
            Ok((at, renumbered(op, &number).context("an operation names a type of no module")?))
        };
        let ops = self.ops.iter().map(op).collect::<Result<_>>()?;
        Ok(InlinedCode { frames: self.frames.clone(), runs: self.runs.clone(), ops })
    }
}

/// Operations with their numbers as bytes.
mod as_bytes {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Op, SplicedOp};

    type Bytes = [u8; size_of::<Op>()];

    pub(super) fn serialize<S: Serializer>(ops: &[(SplicedOp, Op)], to: S) -> Result<S::Ok, S::Error> {
        let ops: Vec<(SplicedOp, Bytes)> = ops.iter().map(|&(at, op)| (at, op.to_bytes())).collect();
        ops.serialize(to)
    }

    pub(super) fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<Vec<(SplicedOp, Op)>, D::Error> {
        let ops: Vec<(SplicedOp, Bytes)> = Vec::deserialize(from)?;
        let op = |(at, bytes)| Some((at, Op::from_bytes(bytes)?));
        ops.into_iter().map(op).collect::<Option<_>>().ok_or_else(|| D::Error::custom("no such operation"))
    }
}
