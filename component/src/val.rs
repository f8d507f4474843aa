//! [`Val`]: a component's value whose type is known at run time.

use anyhow::{Context, Result, anyhow, bail};

use crate::cx::Cx;
use crate::flat::{FlatIn, FlatOut};
use crate::host_value::{ComponentType, Lift, Lower, Types, allocate_list, check_list, pair, store_pair};
use crate::resource::ResourceAny;
use crate::types::{FlagsTy, RecordTy, Ty, VariantTy};

/// A value of a component.
///
/// The order of a record's fields is that of its type.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "each is named as its type")]
pub enum Val {
    Bool(bool),
    S8(i8),
    U8(u8),
    S16(i16),
    U16(u16),
    S32(i32),
    U32(u32),
    S64(i64),
    U64(u64),
    Float32(f32),
    Float64(f64),
    Char(char),
    String(String),
    List(Vec<Val>),
    FixedLengthList(Vec<Val>),
    Map(Vec<(Val, Val)>),
    Record(Vec<(String, Val)>),
    Tuple(Vec<Val>),
    Variant(String, Option<Box<Val>>),
    Enum(String),
    Option(Option<Box<Val>>),
    Result(Result<Option<Box<Val>>, Option<Box<Val>>>),
    Flags(Vec<String>),
    Resource(ResourceAny),
}

impl PartialEq for Val {
    /// Structural equality; all NaNs are one value, since components cannot tell them apart.
    fn eq(&self, other: &Val) -> bool {
        match (self, other) {
            (Val::Bool(a), Val::Bool(b)) => a == b,
            (Val::S8(a), Val::S8(b)) => a == b,
            (Val::U8(a), Val::U8(b)) => a == b,
            (Val::S16(a), Val::S16(b)) => a == b,
            (Val::U16(a), Val::U16(b)) => a == b,
            (Val::S32(a), Val::S32(b)) => a == b,
            (Val::U32(a), Val::U32(b)) => a == b,
            (Val::S64(a), Val::S64(b)) => a == b,
            (Val::U64(a), Val::U64(b)) => a == b,
            (Val::Float32(a), Val::Float32(b)) => a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan(),
            (Val::Float64(a), Val::Float64(b)) => a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan(),
            (Val::Char(a), Val::Char(b)) => a == b,
            (Val::String(a), Val::String(b)) | (Val::Enum(a), Val::Enum(b)) => a == b,
            (Val::List(a), Val::List(b))
            | (Val::FixedLengthList(a), Val::FixedLengthList(b))
            | (Val::Tuple(a), Val::Tuple(b)) => a == b,
            (Val::Map(a), Val::Map(b)) => a == b,
            (Val::Record(a), Val::Record(b)) => a == b,
            (Val::Variant(a, x), Val::Variant(b, y)) => a == b && x == y,
            (Val::Option(a), Val::Option(b)) => a == b,
            (Val::Result(a), Val::Result(b)) => a == b,
            (Val::Flags(a), Val::Flags(b)) => a.len() == b.len() && a.iter().all(|flag| b.contains(flag)),
            (Val::Resource(a), Val::Resource(b)) => a == b,
            _ => false,
        }
    }
}

impl Val {
    /// The word for its type.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Val::Bool(_) => "bool",
            Val::S8(_) => "s8",
            Val::U8(_) => "u8",
            Val::S16(_) => "s16",
            Val::U16(_) => "u16",
            Val::S32(_) => "s32",
            Val::U32(_) => "u32",
            Val::S64(_) => "s64",
            Val::U64(_) => "u64",
            Val::Float32(_) => "f32",
            Val::Float64(_) => "f64",
            Val::Char(_) => "char",
            Val::String(_) => "string",
            Val::List(_) => "list",
            Val::FixedLengthList(_) => "fixed-length list",
            Val::Map(_) => "map",
            Val::Record(_) => "record",
            Val::Tuple(_) => "tuple",
            Val::Variant(..) => "variant",
            Val::Enum(_) => "enum",
            Val::Option(_) => "option",
            Val::Result(_) => "result",
            Val::Flags(_) => "flags",
            Val::Resource(_) => "resource",
        }
    }

    pub(crate) fn mismatch(&self, ty: &Ty) -> anyhow::Error {
        anyhow!("type mismatch: expected {}, found {}", ty.kind(), self.kind())
    }
}

impl ComponentType for Val {
    fn typecheck(_: &Ty, _: &Types<'_>) -> Result<()> {
        Ok(())
    }
}

/// How many bytes of the host's memory a value takes besides what it contains.
const VAL: usize = size_of::<Val>();

/// A case of a variant with its payload, as the kind of variant has it.
fn case(ty: &Ty, variant: &VariantTy, case: usize, payload: Option<Val>) -> Val {
    let payload = payload.map(Box::new);
    match (ty, case) {
        (Ty::Enum(_), _) => Val::Enum(variant.cases[case].name.to_string()),
        (Ty::Option(_), _) => Val::Option(payload),
        (Ty::Result(_), 0) => Val::Result(Ok(payload)),
        (Ty::Result(_), _) => Val::Result(Err(payload)),
        _ => Val::Variant(variant.cases[case].name.to_string(), payload),
    }
}

/// Which case a value is, and its payload.
pub(crate) fn case_of<'v>(value: &'v Val, ty: &Ty, variant: &VariantTy) -> Result<(usize, Option<&'v Val>)> {
    let (case, payload) = match (value, ty) {
        (Val::Variant(name, payload), Ty::Variant(_)) => (variant.find(name)?, payload.as_deref()),
        (Val::Enum(name), Ty::Enum(_)) => (variant.find(name)?, None),
        (Val::Option(payload), Ty::Option(_)) => (usize::from(payload.is_some()), payload.as_deref()),
        (Val::Result(Ok(payload)), Ty::Result(_)) => (0, payload.as_deref()),
        (Val::Result(Err(payload)), Ty::Result(_)) => (1, payload.as_deref()),
        _ => return Err(value.mismatch(ty)),
    };
    if payload.is_some() != variant.cases[case].ty.is_some() {
        let (has, wants) = if payload.is_some() { ("has a", "no") } else { ("has no", "a") };
        bail!(
            "type mismatch: case `{}` {has} payload where there must be {wants} one",
            variant.cases[case].name
        );
    }
    Ok((case, payload))
}

/// The elements of a tuple or the fields of a record, as its type orders them.
pub(crate) fn fields<'v>(value: &'v Val, ty: &Ty, record: &RecordTy) -> Result<Vec<&'v Val>> {
    match (value, ty) {
        (Val::Tuple(values), Ty::Tuple(_)) if values.len() == record.fields.len() => {
            Ok(values.iter().collect())
        }
        (Val::Tuple(values), Ty::Tuple(_)) => {
            bail!("expected a tuple of {} values, found {}", record.fields.len(), values.len())
        }
        (Val::Record(values), Ty::Record(_)) => {
            if values.len() != record.fields.len() {
                bail!("expected a record of {} fields, found {}", record.fields.len(), values.len());
            }
            let find = |(field, (name, value)): (&crate::types::Field, &'v (String, Val))| {
                if **name == *field.name {
                    return Ok(value);
                }
                let found = values.iter().find(|(name, _)| **name == *field.name);
                found.map(|(_, value)| value).ok_or_else(|| anyhow!("field `{}` is missing", field.name))
            };
            record.fields.iter().zip(values).map(find).collect()
        }
        _ => Err(value.mismatch(ty)),
    }
}

fn record_of(ty: &Ty, record: &RecordTy, values: Vec<Val>) -> Val {
    match ty {
        Ty::Record(_) => {
            Val::Record(record.fields.iter().map(|field| field.name.to_string()).zip(values).collect())
        }
        _ => Val::Tuple(values),
    }
}

fn flags_of(flags: &FlagsTy, bits: &[u32]) -> Val {
    let is_set = |i: usize| bits[i / 32] >> (i % 32) & 1 != 0;
    let set = flags.names.iter().enumerate().filter(|(i, _)| is_set(*i));
    Val::Flags(set.map(|(_, name)| name.to_string()).collect())
}

pub(crate) fn bits_of(value: &Val, ty: &Ty, flags: &FlagsTy) -> Result<Vec<u32>> {
    let Val::Flags(names) = value else { return Err(value.mismatch(ty)) };
    let mut bits = vec![0; flags.names.len().div_ceil(32)];
    for name in names {
        let found = flags.names.iter().position(|flag| **flag == **name);
        let i = found.ok_or_else(|| anyhow!("the type has no flag `{name}`"))?;
        bits[i / 32] |= 1 << (i % 32);
    }
    Ok(bits)
}

fn list_of(ty: &Ty, values: Vec<Val>) -> Val {
    match ty {
        Ty::Map(_) => Val::Map(
            values
                .into_iter()
                .filter_map(|pair| match pair {
                    Val::Tuple(pair) => <[Val; 2]>::try_from(pair).ok(),
                    _ => None,
                })
                .map(|[key, value]| (key, value))
                .collect(),
        ),
        Ty::FixedList(_) => Val::FixedLengthList(values),
        _ => Val::List(values),
    }
}

fn load_elements<S: 'static>(cx: &mut Cx<'_, S>, ty: &Ty, at: u32, len: u32) -> Result<Val> {
    let (Ty::List(list) | Ty::Map(list)) = ty else { bail!("expected a list") };
    check_list(cx, &list.element, at, len)?;
    cx.charge(len as usize, VAL)?;
    Ok(list_of(ty, Val::load_list(cx, &list.element, at, len)?))
}

fn lower_elements<S: 'static>(cx: &mut Cx<'_, S>, ty: &Ty, value: &Val) -> Result<[u32; 2]> {
    let pairs: Vec<Val>;
    let (element, values) = match (value, ty) {
        (Val::List(values), Ty::List(list)) => (&list.element, values),
        (Val::Map(map), Ty::Map(list)) => {
            pairs = map.iter().map(|(key, value)| Val::Tuple(vec![key.clone(), value.clone()])).collect();
            (&list.element, &pairs)
        }
        _ => return Err(value.mismatch(ty)),
    };
    let at = allocate_list(cx, element, values.len())?;
    Val::store_list(values, cx, element, at)?;
    Ok([at, values.len() as u32])
}

macro_rules! scalars {
    ($self:ident, $ty:ident, $($kind:ident)*; |$x:ident| $then:expr; $($rest:tt)*) => {
        match ($self, $ty) {
            $((Val::$kind($x), Ty::$kind) => $then,)*
            $($rest)*
        }
    };
}

impl Lift for Val {
    fn lift<S: 'static>(cx: &mut Cx<'_, S>, ty: &Ty, from: &mut FlatIn<'_>) -> Result<Self> {
        Ok(match ty {
            Ty::Bool => Val::Bool(Lift::lift(cx, ty, from)?),
            Ty::S8 => Val::S8(Lift::lift(cx, ty, from)?),
            Ty::U8 => Val::U8(Lift::lift(cx, ty, from)?),
            Ty::S16 => Val::S16(Lift::lift(cx, ty, from)?),
            Ty::U16 => Val::U16(Lift::lift(cx, ty, from)?),
            Ty::S32 => Val::S32(Lift::lift(cx, ty, from)?),
            Ty::U32 => Val::U32(Lift::lift(cx, ty, from)?),
            Ty::S64 => Val::S64(Lift::lift(cx, ty, from)?),
            Ty::U64 => Val::U64(Lift::lift(cx, ty, from)?),
            Ty::Float32 => Val::Float32(Lift::lift(cx, ty, from)?),
            Ty::Float64 => Val::Float64(Lift::lift(cx, ty, from)?),
            Ty::Char => Val::Char(Lift::lift(cx, ty, from)?),
            Ty::String => Val::String(Lift::lift(cx, ty, from)?),
            Ty::List(_) | Ty::Map(_) => {
                let (at, len) = (from.next() as u32, from.next() as u32);
                load_elements(cx, ty, at, len)?
            }
            Ty::FixedList(list) => {
                cx.charge(list.len as usize, VAL)?;
                let values = (0..list.len).map(|_| Val::lift(cx, &list.element, from));
                Val::FixedLengthList(values.collect::<Result<_>>()?)
            }
            Ty::Record(record) | Ty::Tuple(record) => {
                let values = record.fields.iter().map(|field| Val::lift(cx, &field.ty, from));
                record_of(ty, record, values.collect::<Result<_>>()?)
            }
            Ty::Variant(variant) | Ty::Enum(variant) | Ty::Option(variant) | Ty::Result(variant) => {
                variant.lift(cx, from, |cx, index, from| {
                    let payload = variant.cases[index].ty.as_ref();
                    let payload = payload.map(|ty| Val::lift(cx, ty, from)).transpose()?;
                    Ok(case(ty, variant, index, payload))
                })?
            }
            Ty::Flags(flags) => {
                let words = flags.names.len().div_ceil(32);
                flags_of(flags, &(0..words).map(|_| from.next() as u32).collect::<Vec<_>>())
            }
            Ty::Own(_) | Ty::Borrow(_) => Val::Resource(Lift::lift(cx, ty, from)?),
            Ty::Async(name) => bail!("values of type {name} are not supported"),
        })
    }

    fn load<S: 'static>(cx: &mut Cx<'_, S>, ty: &Ty, at: u32) -> Result<Self> {
        Ok(match ty {
            Ty::Bool => Val::Bool(Lift::load(cx, ty, at)?),
            Ty::S8 => Val::S8(Lift::load(cx, ty, at)?),
            Ty::U8 => Val::U8(Lift::load(cx, ty, at)?),
            Ty::S16 => Val::S16(Lift::load(cx, ty, at)?),
            Ty::U16 => Val::U16(Lift::load(cx, ty, at)?),
            Ty::S32 => Val::S32(Lift::load(cx, ty, at)?),
            Ty::U32 => Val::U32(Lift::load(cx, ty, at)?),
            Ty::S64 => Val::S64(Lift::load(cx, ty, at)?),
            Ty::U64 => Val::U64(Lift::load(cx, ty, at)?),
            Ty::Float32 => Val::Float32(Lift::load(cx, ty, at)?),
            Ty::Float64 => Val::Float64(Lift::load(cx, ty, at)?),
            Ty::Char => Val::Char(Lift::load(cx, ty, at)?),
            Ty::String => Val::String(Lift::load(cx, ty, at)?),
            Ty::List(_) | Ty::Map(_) => {
                let [at, len] = pair(cx, at)?;
                load_elements(cx, ty, at, len)?
            }
            Ty::FixedList(list) => {
                cx.charge(list.len as usize, VAL)?;
                Val::FixedLengthList(Val::load_list(cx, &list.element, at, list.len)?)
            }
            Ty::Record(record) | Ty::Tuple(record) => {
                cx.charge(record.fields.len(), VAL)?;
                let fields = record.fields.iter();
                let values = fields.map(|field| Val::load(cx, &field.ty, Cx::<S>::at(at, field.offset)));
                record_of(ty, record, values.collect::<Result<_>>()?)
            }
            Ty::Variant(variant) | Ty::Enum(variant) | Ty::Option(variant) | Ty::Result(variant) => {
                cx.charge(1, VAL)?;
                let (index, at) = variant.load(cx, at)?;
                let payload = variant.cases[index].ty.as_ref();
                let payload = payload.map(|ty| Val::load(cx, ty, at)).transpose()?;
                case(ty, variant, index, payload)
            }
            Ty::Flags(flags) => {
                let mut bytes = cx.bytes(at, flags.layout.size)?.to_vec();
                bytes.resize(bytes.len().next_multiple_of(4), 0);
                let words = bytes
                    .chunks_exact(4)
                    .map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]));
                flags_of(flags, &words.collect::<Vec<_>>())
            }
            Ty::Own(_) | Ty::Borrow(_) => Val::Resource(Lift::load(cx, ty, at)?),
            Ty::Async(name) => bail!("values of type {name} are not supported"),
        })
    }
}

impl Lower for Val {
    fn lower<S: 'static>(&self, cx: &mut Cx<'_, S>, ty: &Ty, to: &mut FlatOut<'_>) -> Result<()> {
        scalars! { self, ty, Bool S8 U8 S16 U16 S32 U32 S64 U64 Float32 Float64 Char String;
            |x| x.lower(cx, ty, to);
            (Val::List(_) | Val::Map(_), Ty::List(_) | Ty::Map(_)) => {
                let [at, len] = lower_elements(cx, ty, self)?;
                to.push(u64::from(at));
                to.push(u64::from(len));
                Ok(())
            }
            (Val::FixedLengthList(values) | Val::List(values), Ty::FixedList(list)) => {
                if values.len() != list.len as usize {
                    bail!("expected a list of {} elements, found {}", list.len, values.len());
                }
                values.iter().try_for_each(|value| value.lower(cx, &list.element, to))
            }
            (_, Ty::Record(record) | Ty::Tuple(record)) => {
                let values = fields(self, ty, record)?.into_iter().zip(&record.fields);
                for (value, field) in values {
                    value.lower(cx, &field.ty, to).with_context(|| field.name.to_string())?;
                }
                Ok(())
            }
            (_, Ty::Variant(variant) | Ty::Enum(variant) | Ty::Option(variant) | Ty::Result(variant)) => {
                let (case, payload) = case_of(self, ty, variant)?;
                variant.lower(cx, case, payload, to)
            }
            (_, Ty::Flags(flags)) => {
                for word in bits_of(self, ty, flags)? {
                    to.push(u64::from(word));
                }
                Ok(())
            }
            (Val::Resource(resource), Ty::Own(_) | Ty::Borrow(_)) => resource.lower(cx, ty, to),
            _ => Err(self.mismatch(ty)),
        }
    }

    fn store<S: 'static>(&self, cx: &mut Cx<'_, S>, ty: &Ty, at: u32) -> Result<()> {
        scalars! { self, ty, Bool S8 U8 S16 U16 S32 U32 S64 U64 Float32 Float64 Char String;
            |x| x.store(cx, ty, at);
            (Val::List(_) | Val::Map(_), Ty::List(_) | Ty::Map(_)) => {
                let pair = lower_elements(cx, ty, self)?;
                store_pair(cx, at, pair)
            }
            (Val::FixedLengthList(values) | Val::List(values), Ty::FixedList(list)) => {
                if values.len() != list.len as usize {
                    bail!("expected a list of {} elements, found {}", list.len, values.len());
                }
                Val::store_list(values, cx, &list.element, at)
            }
            (_, Ty::Record(record) | Ty::Tuple(record)) => {
                let values = fields(self, ty, record)?.into_iter().zip(&record.fields);
                for (value, field) in values {
                    value.store(cx, &field.ty, Cx::<S>::at(at, field.offset))?;
                }
                Ok(())
            }
            (_, Ty::Variant(variant) | Ty::Enum(variant) | Ty::Option(variant) | Ty::Result(variant)) => {
                let (case, payload) = case_of(self, ty, variant)?;
                variant.store(cx, case, payload, at)
            }
            (_, Ty::Flags(flags)) => {
                let bits = bits_of(self, ty, flags)?;
                let bytes: Vec<u8> = bits.iter().flat_map(|word| word.to_le_bytes()).collect();
                let size = flags.layout.size;
                cx.bytes_mut(at, size)?.copy_from_slice(&bytes[..size as usize]);
                Ok(())
            }
            (Val::Resource(resource), Ty::Own(_) | Ty::Borrow(_)) => resource.store(cx, ty, at),
            _ => Err(self.mismatch(ty)),
        }
    }
}
