//! Values as text, in WAVE: `f(1, "a", {x: [true, false]})`.

use std::borrow::Cow;

use anyhow::{Result, anyhow};
use wasm_wave::untyped::UntypedFuncCall;
use wasm_wave::wasm::{WasmType, WasmTypeKind, WasmValue, WasmValueError};

use crate::introspect::Type;
use crate::val::Val;

/// A call that was written as text, whose function is not known yet.
pub struct WaveCall<'a>(UntypedFuncCall<'a>);

impl std::fmt::Debug for WaveCall<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("WaveCall").field(&self.0.source()).finish()
    }
}

impl<'a> WaveCall<'a> {
    /// Reads a call: `name(arguments)`.
    ///
    /// # Errors
    /// If it is not written like one; the message has the position.
    pub fn parse(text: &'a str) -> Result<WaveCall<'a>> {
        Ok(WaveCall(UntypedFuncCall::parse(text)?))
    }

    /// The name of the function.
    pub fn name(&self) -> &str {
        self.0.name()
    }

    /// The arguments as values of these types.
    ///
    /// # Errors
    /// If they are not of these types; the message says which.
    pub fn arguments(&self, types: &[Type]) -> Result<Vec<Val>> {
        self.0.to_wasm_params(types).map_err(|error| anyhow!("{error}"))
    }
}

impl Val {
    /// The value as text.
    ///
    /// # Errors
    /// If it has a resource in it, which text has no word for.
    pub fn to_wave(&self) -> Result<String> {
        Ok(wasm_wave::to_string(self)?)
    }

    /// Reads a value of a type.
    ///
    /// # Errors
    /// If the text is no such value.
    pub fn from_wave(ty: &Type, text: &str) -> Result<Val> {
        Ok(wasm_wave::from_str(ty, text)?)
    }
}

impl WasmType for Type {
    fn kind(&self) -> WasmTypeKind {
        match self {
            Type::Bool => WasmTypeKind::Bool,
            Type::S8 => WasmTypeKind::S8,
            Type::U8 => WasmTypeKind::U8,
            Type::S16 => WasmTypeKind::S16,
            Type::U16 => WasmTypeKind::U16,
            Type::S32 => WasmTypeKind::S32,
            Type::U32 => WasmTypeKind::U32,
            Type::S64 => WasmTypeKind::S64,
            Type::U64 => WasmTypeKind::U64,
            Type::Float32 => WasmTypeKind::F32,
            Type::Float64 => WasmTypeKind::F64,
            Type::Char => WasmTypeKind::Char,
            Type::String => WasmTypeKind::String,
            // The text of both is the same, and the library has none for the second.
            Type::List(_) | Type::FixedLengthList(_) => WasmTypeKind::List,
            Type::Map(_) => WasmTypeKind::Map,
            Type::Record(_) => WasmTypeKind::Record,
            Type::Tuple(_) => WasmTypeKind::Tuple,
            Type::Variant(_) => WasmTypeKind::Variant,
            Type::Enum(_) => WasmTypeKind::Enum,
            Type::Option(_) => WasmTypeKind::Option,
            Type::Result(_) => WasmTypeKind::Result,
            Type::Flags(_) => WasmTypeKind::Flags,
            Type::Own(_) | Type::Borrow(_) | Type::Async(_) => WasmTypeKind::Unsupported,
        }
    }

    fn list_element_type(&self) -> Option<Self> {
        match self {
            Type::List(list) | Type::FixedLengthList(list) => Some(list.ty()),
            _ => None,
        }
    }

    fn record_fields(&self) -> Box<dyn Iterator<Item = (Cow<'_, str>, Self)> + '_> {
        match self {
            Type::Record(record) => Box::new(record.fields().map(|(name, ty)| (Cow::Borrowed(name), ty))),
            _ => Box::new(std::iter::empty()),
        }
    }

    fn tuple_element_types(&self) -> Box<dyn Iterator<Item = Self> + '_> {
        match self {
            Type::Tuple(tuple) => Box::new(tuple.fields().map(|(_, ty)| ty)),
            _ => Box::new(std::iter::empty()),
        }
    }

    fn variant_cases(&self) -> Box<dyn Iterator<Item = (Cow<'_, str>, Option<Self>)> + '_> {
        match self {
            Type::Variant(variant) => Box::new(variant.cases().map(|(name, ty)| (Cow::Borrowed(name), ty))),
            _ => Box::new(std::iter::empty()),
        }
    }

    fn enum_cases(&self) -> Box<dyn Iterator<Item = Cow<'_, str>> + '_> {
        match self {
            Type::Enum(variant) => Box::new(variant.cases().map(|(name, _)| Cow::Borrowed(name))),
            _ => Box::new(std::iter::empty()),
        }
    }

    fn option_some_type(&self) -> Option<Self> {
        match self {
            Type::Option(variant) => variant.cases().nth(1)?.1,
            _ => None,
        }
    }

    fn result_types(&self) -> Option<(Option<Self>, Option<Self>)> {
        match self {
            Type::Result(variant) => {
                let mut cases = variant.cases().map(|(_, ty)| ty);
                Some((cases.next()?, cases.next()?))
            }
            _ => None,
        }
    }

    fn flags_names(&self) -> Box<dyn Iterator<Item = Cow<'_, str>> + '_> {
        match self {
            Type::Flags(flags) => Box::new(flags.names().map(Cow::Borrowed)),
            _ => Box::new(std::iter::empty()),
        }
    }

    fn map_key_value_types(&self) -> Option<(Self, Self)> {
        match self {
            Type::Map(list) => match list.ty() {
                Type::Tuple(pair) => {
                    let mut types = pair.fields().map(|(_, ty)| ty);
                    Some((types.next()?, types.next()?))
                }
                _ => None,
            },
            _ => None,
        }
    }
}

macro_rules! scalars {
    ($($make:ident $unwrap:ident $case:ident $ty:ty;)*) => {
        $(
            fn $make(val: $ty) -> Self {
                Val::$case(val)
            }
            fn $unwrap(&self) -> $ty {
                match self {
                    Val::$case(val) => *val,
                    _ => Default::default(),
                }
            }
        )*
    };
}

/// A value that is asked for by another kind than its own, which the library does not do.
fn nothing<'a, T: 'a>() -> Box<dyn Iterator<Item = T> + 'a> {
    Box::new(std::iter::empty())
}

impl WasmValue for Val {
    type Type = Type;

    fn kind(&self) -> WasmTypeKind {
        match self {
            Val::Bool(_) => WasmTypeKind::Bool,
            Val::S8(_) => WasmTypeKind::S8,
            Val::U8(_) => WasmTypeKind::U8,
            Val::S16(_) => WasmTypeKind::S16,
            Val::U16(_) => WasmTypeKind::U16,
            Val::S32(_) => WasmTypeKind::S32,
            Val::U32(_) => WasmTypeKind::U32,
            Val::S64(_) => WasmTypeKind::S64,
            Val::U64(_) => WasmTypeKind::U64,
            Val::Float32(_) => WasmTypeKind::F32,
            Val::Float64(_) => WasmTypeKind::F64,
            Val::Char(_) => WasmTypeKind::Char,
            Val::String(_) => WasmTypeKind::String,
            Val::List(_) | Val::FixedLengthList(_) => WasmTypeKind::List,
            Val::Map(_) => WasmTypeKind::Map,
            Val::Record(_) => WasmTypeKind::Record,
            Val::Tuple(_) => WasmTypeKind::Tuple,
            Val::Variant(..) => WasmTypeKind::Variant,
            Val::Enum(_) => WasmTypeKind::Enum,
            Val::Option(_) => WasmTypeKind::Option,
            Val::Result(_) => WasmTypeKind::Result,
            Val::Flags(_) => WasmTypeKind::Flags,
            Val::Resource(_) => WasmTypeKind::Unsupported,
        }
    }

    scalars! {
        make_bool unwrap_bool Bool bool;
        make_s8 unwrap_s8 S8 i8;
        make_s16 unwrap_s16 S16 i16;
        make_s32 unwrap_s32 S32 i32;
        make_s64 unwrap_s64 S64 i64;
        make_u8 unwrap_u8 U8 u8;
        make_u16 unwrap_u16 U16 u16;
        make_u32 unwrap_u32 U32 u32;
        make_u64 unwrap_u64 U64 u64;
        make_f32 unwrap_f32 Float32 f32;
        make_f64 unwrap_f64 Float64 f64;
        make_char unwrap_char Char char;
    }

    fn make_string(val: Cow<'_, str>) -> Self {
        Val::String(val.into_owned())
    }

    fn make_list(ty: &Type, vals: impl IntoIterator<Item = Self>) -> Result<Self, WasmValueError> {
        let values = vals.into_iter().collect();
        Ok(if let Type::FixedLengthList(_) = ty { Val::FixedLengthList(values) } else { Val::List(values) })
    }

    fn make_record<'a>(
        _: &Type,
        fields: impl IntoIterator<Item = (&'a str, Self)>,
    ) -> Result<Self, WasmValueError> {
        Ok(Val::Record(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()))
    }

    fn make_tuple(_: &Type, vals: impl IntoIterator<Item = Self>) -> Result<Self, WasmValueError> {
        Ok(Val::Tuple(vals.into_iter().collect()))
    }

    fn make_variant(_: &Type, case: &str, val: Option<Self>) -> Result<Self, WasmValueError> {
        Ok(Val::Variant(case.to_owned(), val.map(Box::new)))
    }

    fn make_enum(_: &Type, case: &str) -> Result<Self, WasmValueError> {
        Ok(Val::Enum(case.to_owned()))
    }

    fn make_option(_: &Type, val: Option<Self>) -> Result<Self, WasmValueError> {
        Ok(Val::Option(val.map(Box::new)))
    }

    fn make_result(_: &Type, val: Result<Option<Self>, Option<Self>>) -> Result<Self, WasmValueError> {
        let boxed = |val: Option<Self>| val.map(Box::new);
        Ok(Val::Result(val.map(boxed).map_err(boxed)))
    }

    fn make_flags<'a>(_: &Type, names: impl IntoIterator<Item = &'a str>) -> Result<Self, WasmValueError> {
        Ok(Val::Flags(names.into_iter().map(str::to_owned).collect()))
    }

    fn make_map(_: &Type, entries: impl IntoIterator<Item = (Self, Self)>) -> Result<Self, WasmValueError> {
        Ok(Val::Map(entries.into_iter().collect()))
    }

    fn unwrap_string(&self) -> Cow<'_, str> {
        if let Val::String(text) = self { Cow::Borrowed(text) } else { Cow::Borrowed("") }
    }

    fn unwrap_list(&self) -> Box<dyn Iterator<Item = Cow<'_, Self>> + '_> {
        match self {
            Val::List(values) | Val::FixedLengthList(values) => Box::new(values.iter().map(Cow::Borrowed)),
            _ => nothing(),
        }
    }

    fn unwrap_record(&self) -> Box<dyn Iterator<Item = (Cow<'_, str>, Cow<'_, Self>)> + '_> {
        match self {
            Val::Record(fields) => Box::new(
                fields.iter().map(|(name, value)| (Cow::Borrowed(name.as_str()), Cow::Borrowed(value))),
            ),
            _ => nothing(),
        }
    }

    fn unwrap_tuple(&self) -> Box<dyn Iterator<Item = Cow<'_, Self>> + '_> {
        match self {
            Val::Tuple(values) => Box::new(values.iter().map(Cow::Borrowed)),
            _ => nothing(),
        }
    }

    fn unwrap_variant(&self) -> (Cow<'_, str>, Option<Cow<'_, Self>>) {
        match self {
            Val::Variant(name, payload) => (Cow::Borrowed(name), payload.as_deref().map(Cow::Borrowed)),
            _ => (Cow::Borrowed(""), None),
        }
    }

    fn unwrap_enum(&self) -> Cow<'_, str> {
        if let Val::Enum(name) = self { Cow::Borrowed(name) } else { Cow::Borrowed("") }
    }

    fn unwrap_option(&self) -> Option<Cow<'_, Self>> {
        match self {
            Val::Option(payload) => payload.as_deref().map(Cow::Borrowed),
            _ => None,
        }
    }

    fn unwrap_result(&self) -> Result<Option<Cow<'_, Self>>, Option<Cow<'_, Self>>> {
        match self {
            Val::Result(Ok(payload)) => Ok(payload.as_deref().map(Cow::Borrowed)),
            Val::Result(Err(payload)) => Err(payload.as_deref().map(Cow::Borrowed)),
            _ => Ok(None),
        }
    }

    fn unwrap_flags(&self) -> Box<dyn Iterator<Item = Cow<'_, str>> + '_> {
        match self {
            Val::Flags(names) => Box::new(names.iter().map(|name| Cow::Borrowed(name.as_str()))),
            _ => nothing(),
        }
    }

    fn unwrap_map(&self) -> Box<dyn Iterator<Item = (Cow<'_, Self>, Cow<'_, Self>)> + '_> {
        match self {
            Val::Map(pairs) => {
                Box::new(pairs.iter().map(|(key, value)| (Cow::Borrowed(key), Cow::Borrowed(value))))
            }
            _ => nothing(),
        }
    }
}
