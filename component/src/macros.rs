//! Macros that define Rust types for records, variants, enums and flags of components.
//!
//! Each case or field is written with its name in the component model, so that nothing has to be guessed from the Rust name. They take the
//! place of wasmtime's derive macros, which would need a package of their own.

use std::ops::RangeFrom;

pub use anyhow::Result;
use anyhow::{anyhow, bail};

pub use crate::cx::Cx;
pub use crate::flat::{FlatIn, FlatOut};
pub use crate::host_value::Types;
pub use crate::types::{FlagsTy, RecordTy, Ty, VariantTy};

/// Whether a type is a record with these fields.
pub fn record<'t>(ty: &'t Ty, names: &[&str]) -> Result<&'t RecordTy> {
    match ty {
        Ty::Record(record) if record.fields.iter().map(|field| &*field.name).eq(names.iter().copied()) => {
            Ok(record)
        }
        other => Err(anyhow!("expected a record of {}, found {}", names.join(", "), other.kind())),
    }
}

/// The type and the offset of a field.
pub fn field(record: &RecordTy, index: usize) -> (&Ty, u32) {
    (&record.fields[index].ty, record.fields[index].offset)
}

/// The record that a type is.
pub fn record_of(ty: &Ty) -> Result<&RecordTy> {
    match ty {
        Ty::Record(record) => Ok(record),
        other => Err(anyhow!("expected a record, found {}", other.kind())),
    }
}

/// The variant that a type is.
pub fn variant_of(ty: &Ty) -> Result<&VariantTy> {
    match ty {
        Ty::Variant(variant) | Ty::Enum(variant) => Ok(variant),
        other => Err(anyhow!("expected a variant, found {}", other.kind())),
    }
}

/// The next number.
pub fn next(numbers: &mut RangeFrom<usize>) -> usize {
    let next = numbers.start;
    numbers.start += 1;
    next
}

/// A discriminant was checked and yet has no case.
pub fn no_case() -> anyhow::Error {
    anyhow!("the variant has no such case")
}

/// Whether a type is a variant or an enum with these cases.
pub fn variant<'t>(ty: &'t Ty, names: &[&str]) -> Result<&'t VariantTy> {
    match ty {
        Ty::Variant(variant) | Ty::Enum(variant)
            if variant.cases.iter().map(|case| &*case.name).eq(names.iter().copied()) =>
        {
            Ok(variant)
        }
        other => Err(anyhow!("expected a variant of {}, found {}", names.join(", "), other.kind())),
    }
}

/// The payload of a case, if it has one.
pub fn payload(variant: &VariantTy, case: usize) -> Result<&Ty> {
    variant.cases[case]
        .ty
        .as_ref()
        .ok_or_else(|| anyhow!("case `{}` has no payload", variant.cases[case].name))
}

/// Whether a type is flags with these names.
pub fn flags<'t>(ty: &'t Ty, names: &[&str]) -> Result<&'t FlagsTy> {
    match ty {
        Ty::Flags(flags) if flags.names.iter().map(|name| &**name).eq(names.iter().copied()) => {
            if flags.names.len() > 32 {
                bail!("more than 32 flags");
            }
            Ok(flags)
        }
        other => Err(anyhow!("expected flags of {}, found {}", names.join(", "), other.kind())),
    }
}

/// Flags in memory.
pub fn load_flags<S: 'static>(cx: &Cx<'_, S>, ty: &Ty, at: u32) -> Result<u32> {
    let Ty::Flags(flags) = ty else { bail!("expected flags") };
    let mut bytes = [0; 4];
    let size = flags.layout.size as usize;
    bytes[..size].copy_from_slice(cx.bytes(at, flags.layout.size)?);
    Ok(u32::from_le_bytes(bytes))
}

/// Flags into memory.
pub fn store_flags<S: 'static>(cx: &mut Cx<'_, S>, ty: &Ty, at: u32, bits: u32) -> Result<()> {
    let Ty::Flags(flags) = ty else { bail!("expected flags") };
    let size = flags.layout.size;
    cx.bytes_mut(at, size)?.copy_from_slice(&bits.to_le_bytes()[..size as usize]);
    Ok(())
}

/// Defines a struct for a record.
///
/// ```
/// wx_component::record! {
///     /// A point in time.
///     pub struct Datetime {
///         "seconds" => seconds: u64,
///         "nanoseconds" => nanoseconds: u32,
///     }
/// }
/// ```
#[macro_export]
macro_rules! record {
    ($(#[$meta:meta])* $vis:vis struct $ty:ident { $($name:literal => $field:ident: $of:ty,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        $vis struct $ty {
            $($vis $field: $of,)*
        }

        const _: () = {
            use $crate::__private as p;

            impl $crate::ComponentType for $ty {
                fn typecheck(ty: &p::Ty, types: &p::Types<'_>) -> p::Result<()> {
                    let record = p::record(ty, &[$($name),*])?;
                    let mut fields = 0..;
                    $(<$of as $crate::ComponentType>::typecheck(p::field(record, p::next(&mut fields)).0, types)?;)*
                    Ok(())
                }
            }

            impl $crate::Lift for $ty {
                fn lift<S: 'static>(cx: &mut p::Cx<'_, S>, ty: &p::Ty, from: &mut p::FlatIn<'_>) -> p::Result<Self> {
                    let record = p::record_of(ty)?;
                    let mut fields = 0..;
                    Ok($ty { $($field: $crate::Lift::lift(cx, p::field(record, p::next(&mut fields)).0, from)?,)* })
                }

                fn load<S: 'static>(cx: &mut p::Cx<'_, S>, ty: &p::Ty, at: u32) -> p::Result<Self> {
                    let record = p::record_of(ty)?;
                    let mut fields = 0..;
                    Ok($ty {
                        $($field: {
                            let (ty, offset) = p::field(record, p::next(&mut fields));
                            $crate::Lift::load(cx, ty, at.saturating_add(offset))?
                        },)*
                    })
                }
            }

            impl $crate::Lower for $ty {
                fn lower<S: 'static>(&self, cx: &mut p::Cx<'_, S>, ty: &p::Ty, to: &mut p::FlatOut<'_>) -> p::Result<()> {
                    let record = p::record_of(ty)?;
                    let mut fields = 0..;
                    $($crate::Lower::lower(&self.$field, cx, p::field(record, p::next(&mut fields)).0, to)?;)*
                    Ok(())
                }

                fn store<S: 'static>(&self, cx: &mut p::Cx<'_, S>, ty: &p::Ty, at: u32) -> p::Result<()> {
                    let record = p::record_of(ty)?;
                    let mut fields = 0..;
                    $({
                        let (ty, offset) = p::field(record, p::next(&mut fields));
                        $crate::Lower::store(&self.$field, cx, ty, at.saturating_add(offset))?;
                    })*
                    Ok(())
                }
            }
        };
    };
}

/// Defines a Rust enum for an enum of the component model.
///
/// ```
/// wx_component::enumeration! {
///     /// Which way to turn.
///     pub enum Turn { "left" => Left, "right" => Right, }
/// }
/// ```
#[macro_export]
macro_rules! enumeration {
    ($(#[$meta:meta])* $vis:vis enum $ty:ident { $($name:literal => $case:ident,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the cases are documented where the interface is")]
        $vis enum $ty {
            $($case,)*
        }

        const _: () = {
            use $crate::__private as p;

            const CASES: &[$ty] = &[$($ty::$case),*];

            impl $crate::ComponentType for $ty {
                fn typecheck(ty: &p::Ty, _: &p::Types<'_>) -> p::Result<()> {
                    p::variant(ty, &[$($name),*]).map(|_| ())
                }
            }

            impl $crate::Lift for $ty {
                fn lift<S: 'static>(cx: &mut p::Cx<'_, S>, ty: &p::Ty, from: &mut p::FlatIn<'_>) -> p::Result<Self> {
                    p::variant_of(ty)?.lift(cx, from, |_, case, _| Ok(CASES[case]))
                }
                fn load<S: 'static>(cx: &mut p::Cx<'_, S>, ty: &p::Ty, at: u32) -> p::Result<Self> {
                    Ok(CASES[p::variant_of(ty)?.load(cx, at)?.0])
                }
            }

            impl $crate::Lower for $ty {
                fn lower<S: 'static>(&self, cx: &mut p::Cx<'_, S>, ty: &p::Ty, to: &mut p::FlatOut<'_>) -> p::Result<()> {
                    p::variant_of(ty)?.lower(cx, *self as usize, None::<&()>, to)
                }
                fn store<S: 'static>(&self, cx: &mut p::Cx<'_, S>, ty: &p::Ty, at: u32) -> p::Result<()> {
                    p::variant_of(ty)?.store(cx, *self as usize, None::<&()>, at)
                }
            }
        };
    };
}

/// Defines a Rust enum for a variant.
///
/// ```
/// wx_component::variant! {
///     /// How a shape looks.
///     pub enum Shape { "point" => Point, "circle" => Circle(f64), }
/// }
/// ```
#[macro_export]
macro_rules! variant {
    ($(#[$meta:meta])* $vis:vis enum $ty:ident { $($name:literal => $case:ident $(($of:ty))?,)* }) => {
        $(#[$meta])*
        #[derive(Debug)]
        #[allow(missing_docs, reason = "the cases are documented where the interface is")]
        $vis enum $ty {
            $($case $(($of))?,)*
        }

        const _: () = {
            use $crate::__private as p;

            impl $crate::ComponentType for $ty {
                fn typecheck(ty: &p::Ty, types: &p::Types<'_>) -> p::Result<()> {
                    let variant = p::variant(ty, &[$($name),*])?;
                    let mut cases = 0..;
                    $({
                        let case = p::next(&mut cases);
                        let _ = (case, variant, types);
                        $(<$of as $crate::ComponentType>::typecheck(p::payload(variant, case)?, types)?;)?
                    })*
                    Ok(())
                }
            }

            impl $crate::Lift for $ty {
                fn lift<S: 'static>(cx: &mut p::Cx<'_, S>, ty: &p::Ty, from: &mut p::FlatIn<'_>) -> p::Result<Self> {
                    let variant = p::variant_of(ty)?;
                    variant.lift(cx, from, |cx, found, from| {
                        let _ = (&cx, &from);
                        let mut cases = 0..;
                        $(
                            let case = p::next(&mut cases);
                            if found == case {
                                return Ok($ty::$case $((<$of as $crate::Lift>::lift(cx, p::payload(variant, case)?, from)?))?);
                            }
                        )*
                        Err(p::no_case())
                    })
                }

                fn load<S: 'static>(cx: &mut p::Cx<'_, S>, ty: &p::Ty, at: u32) -> p::Result<Self> {
                    let variant = p::variant_of(ty)?;
                    let (found, at) = variant.load(cx, at)?;
                    let _ = at;
                    let mut cases = 0..;
                    $(
                        let case = p::next(&mut cases);
                        if found == case {
                            return Ok($ty::$case $((<$of as $crate::Lift>::load(cx, p::payload(variant, case)?, at)?))?);
                        }
                    )*
                    Err(p::no_case())
                }
            }

            impl $crate::Lower for $ty {
                fn lower<S: 'static>(&self, cx: &mut p::Cx<'_, S>, ty: &p::Ty, to: &mut p::FlatOut<'_>) -> p::Result<()> {
                    let variant = p::variant_of(ty)?;
                    let mut cases = 0..;
                    $(
                        let case = p::next(&mut cases);
                        $crate::variant!(@if self, $ty::$case $(($of))?, |payload| {
                            return variant.lower(cx, case, payload, to);
                        });
                    )*
                    Err(p::no_case())
                }

                fn store<S: 'static>(&self, cx: &mut p::Cx<'_, S>, ty: &p::Ty, at: u32) -> p::Result<()> {
                    let variant = p::variant_of(ty)?;
                    let mut cases = 0..;
                    $(
                        let case = p::next(&mut cases);
                        $crate::variant!(@if self, $ty::$case $(($of))?, |payload| {
                            return variant.store(cx, case, payload, at);
                        });
                    )*
                    Err(p::no_case())
                }
            }
        };
    };
    (@if $self:ident, $ty:ident::$case:ident ($of:ty), |$payload:ident| $then:block) => {
        if let $ty::$case(payload) = $self {
            let $payload = Some(payload);
            $then
        }
    };
    (@if $self:ident, $ty:ident::$case:ident, |$payload:ident| $then:block) => {
        if let $ty::$case = $self {
            let $payload = None::<&()>;
            $then
        }
    };
}

/// Defines a struct of up to 32 bits for flags.
///
/// ```
/// wx_component::flags! {
///     /// What may be done.
///     pub struct Rights { "read" => READ, "write" => WRITE, }
/// }
/// assert!((Rights::READ | Rights::WRITE).contains(Rights::WRITE));
/// ```
#[macro_export]
macro_rules! flags {
    ($(#[$meta:meta])* $vis:vis struct $ty:ident { $($name:literal => $flag:ident,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        $vis struct $ty(u32);

        const _: () = {
            use $crate::__private as p;

            #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "named as the constants that count them")]
            enum Bit { $($flag,)* }

            #[allow(dead_code, missing_docs, reason = "an interface has more than each host uses")]
            impl $ty {
                $($vis const $flag: $ty = $ty(1 << Bit::$flag as u32);)*

                $vis fn contains(self, other: $ty) -> bool {
                    self.0 & other.0 == other.0
                }
            }

            impl std::ops::BitOr for $ty {
                type Output = $ty;
                fn bitor(self, other: $ty) -> $ty {
                    $ty(self.0 | other.0)
                }
            }

            impl $crate::ComponentType for $ty {
                fn typecheck(ty: &p::Ty, _: &p::Types<'_>) -> p::Result<()> {
                    p::flags(ty, &[$($name),*]).map(|_| ())
                }
            }

            impl $crate::Lift for $ty {
                fn lift<S: 'static>(_: &mut p::Cx<'_, S>, _: &p::Ty, from: &mut p::FlatIn<'_>) -> p::Result<Self> {
                    Ok($ty(from.next() as u32))
                }
                fn load<S: 'static>(cx: &mut p::Cx<'_, S>, ty: &p::Ty, at: u32) -> p::Result<Self> {
                    Ok($ty(p::load_flags(cx, ty, at)?))
                }
            }

            impl $crate::Lower for $ty {
                fn lower<S: 'static>(&self, _: &mut p::Cx<'_, S>, _: &p::Ty, to: &mut p::FlatOut<'_>) -> p::Result<()> {
                    to.push(u64::from(self.0));
                    Ok(())
                }
                fn store<S: 'static>(&self, cx: &mut p::Cx<'_, S>, ty: &p::Ty, at: u32) -> p::Result<()> {
                    p::store_flags(cx, ty, at, self.0)
                }
            }
        };
    };
}
