//! Whether a [`Val`] is of a type: asked before a component is entered, so that a wrong argument harms nothing.

use anyhow::{Context, Result, bail};

use crate::types::Ty;
use crate::val::{Val, bits_of, case_of, fields};

impl Val {
    /// # Errors
    /// If it is not of the type; the message says where.
    pub(crate) fn check(&self, ty: &Ty) -> Result<()> {
        match (self, ty) {
            (Val::Bool(_), Ty::Bool)
            | (Val::S8(_), Ty::S8)
            | (Val::U8(_), Ty::U8)
            | (Val::S16(_), Ty::S16)
            | (Val::U16(_), Ty::U16)
            | (Val::S32(_), Ty::S32)
            | (Val::U32(_), Ty::U32)
            | (Val::S64(_), Ty::S64)
            | (Val::U64(_), Ty::U64)
            | (Val::Float32(_), Ty::Float32)
            | (Val::Float64(_), Ty::Float64)
            | (Val::Char(_), Ty::Char)
            | (Val::String(_), Ty::String)
            | (Val::Resource(_), Ty::Own(_) | Ty::Borrow(_)) => Ok(()),
            (Val::List(values), Ty::List(list)) => {
                values.iter().try_for_each(|value| value.check(&list.element))
            }
            (Val::FixedLengthList(values) | Val::List(values), Ty::FixedList(list)) => {
                if values.len() != list.len as usize {
                    bail!("expected a list of {} elements, found {}", list.len, values.len());
                }
                values.iter().try_for_each(|value| value.check(&list.element))
            }
            (Val::Map(pairs), Ty::Map(list)) => {
                let Ty::Tuple(pair) = &list.element else { bail!("a map is a list of pairs") };
                pairs.iter().try_for_each(|(key, value)| {
                    key.check(&pair.fields[0].ty)?;
                    value.check(&pair.fields[1].ty)
                })
            }
            (_, Ty::Record(record) | Ty::Tuple(record)) => {
                for (value, field) in fields(self, ty, record)?.into_iter().zip(&record.fields) {
                    let checked = value.check(&field.ty);
                    match &*field.name {
                        "" => checked?,
                        name => checked.with_context(|| format!("field `{name}`"))?,
                    }
                }
                Ok(())
            }
            (_, Ty::Variant(variant) | Ty::Enum(variant) | Ty::Option(variant) | Ty::Result(variant)) => {
                let (case, payload) = case_of(self, ty, variant)?;
                match (payload, &variant.cases[case].ty) {
                    (Some(payload), Some(ty)) => payload.check(ty),
                    _ => Ok(()),
                }
            }
            (_, Ty::Flags(flags)) => bits_of(self, ty, flags).map(|_| ()),
            _ => Err(self.mismatch(ty)),
        }
    }
}
