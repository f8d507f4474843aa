//! Value types and their layout in a linear memory and in core values.
//!
//! The Canonical ABI gives each type a size, an alignment and, if it is small enough, a list of core values. All three are computed once,
//! when a component is translated, so that lifting and lowering only read them. Types form a graph without cycles whose nodes are shared.
//!
//! Options, results and enums are variants, and tuples are records; they differ in how their values are written, not in how they are
//! laid out. So there are two aggregates here, and the name of the kind beside them.

use std::sync::Arc;

/// Most core values that parameters are passed in; beyond, they are in memory.
pub(crate) const MAX_FLAT_PARAMS: usize = 16;
/// Most core values that results are returned in.
pub(crate) const MAX_FLAT_RESULTS: usize = 1;

/// The type of a core value that takes part in a component's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flat {
    I32,
    I64,
    F32,
    F64,
}

/// A value type, with its layout.
#[derive(Clone, Debug)]
#[doc(hidden)]
pub enum Ty {
    Bool,
    S8,
    U8,
    S16,
    U16,
    S32,
    U32,
    S64,
    U64,
    Float32,
    Float64,
    Char,
    String,
    List(Arc<ListTy>),
    FixedList(Arc<ListTy>),
    /// A list of pairs; its element is a tuple.
    Map(Arc<ListTy>),
    Record(Arc<RecordTy>),
    Tuple(Arc<RecordTy>),
    Variant(Arc<VariantTy>),
    Enum(Arc<VariantTy>),
    Option(Arc<VariantTy>),
    Result(Arc<VariantTy>),
    Flags(Arc<FlagsTy>),
    /// Index of a handle type.
    Own(u32),
    Borrow(u32),
    /// `stream`, `future` or `error-context`, which only asynchronous components use.
    Async(&'static str),
}

/// Size and alignment in bytes, and core values if they are few.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layout {
    pub(crate) size: u32,
    pub(crate) align: u32,
    pub(crate) flat: Option<Box<[Flat]>>,
}

/// A list; `len` is that of one of fixed length.
#[derive(Debug)]
#[doc(hidden)]
pub struct ListTy {
    pub(crate) element: Ty,
    pub(crate) len: u32,
    pub(crate) layout: Layout,
}

/// A record, or a tuple, whose names are empty.
#[derive(Debug)]
#[doc(hidden)]
pub struct RecordTy {
    pub(crate) fields: Box<[Field]>,
    pub(crate) layout: Layout,
}

#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: Box<str>,
    pub(crate) ty: Ty,
    pub(crate) offset: u32,
}

/// A variant, or what is laid out like one.
#[derive(Debug)]
#[doc(hidden)]
pub struct VariantTy {
    pub(crate) cases: Box<[Case]>,
    /// Bytes of the discriminant.
    pub(crate) tag: u32,
    /// Where the payload begins.
    pub(crate) offset: u32,
    pub(crate) layout: Layout,
}

#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) name: Box<str>,
    pub(crate) ty: Option<Ty>,
}

#[derive(Debug)]
#[doc(hidden)]
pub struct FlagsTy {
    pub(crate) names: Box<[Box<str>]>,
    pub(crate) layout: Layout,
}

const SCALAR_I32: &[Flat] = &[Flat::I32];

impl Ty {
    /// Bytes in memory.
    pub(crate) fn size(&self) -> u32 {
        match self {
            Ty::Bool | Ty::S8 | Ty::U8 => 1,
            Ty::S16 | Ty::U16 => 2,
            Ty::S64 | Ty::U64 | Ty::Float64 | Ty::String | Ty::List(_) | Ty::Map(_) => 8,
            _ => self.layout().map_or(4, |layout| layout.size),
        }
    }

    /// Alignment in memory.
    pub(crate) fn align(&self) -> u32 {
        match self {
            Ty::Bool | Ty::S8 | Ty::U8 => 1,
            Ty::S16 | Ty::U16 => 2,
            Ty::S64 | Ty::U64 | Ty::Float64 => 8,
            Ty::String | Ty::List(_) | Ty::Map(_) => 4,
            _ => self.layout().map_or(4, |layout| layout.align),
        }
    }

    /// Its core values; `None` if they are more than parameters may have.
    pub(crate) fn flat(&self) -> Option<&[Flat]> {
        match self {
            Ty::S64 | Ty::U64 => Some(&[Flat::I64]),
            Ty::Float32 => Some(&[Flat::F32]),
            Ty::Float64 => Some(&[Flat::F64]),
            Ty::String | Ty::List(_) | Ty::Map(_) => Some(&[Flat::I32, Flat::I32]),
            _ => match self.layout() {
                Some(layout) => layout.flat.as_deref(),
                None => Some(SCALAR_I32),
            },
        }
    }

    /// The layout of an aggregate.
    fn layout(&self) -> Option<&Layout> {
        Some(match self {
            Ty::FixedList(ty) => &ty.layout,
            Ty::Record(ty) | Ty::Tuple(ty) => &ty.layout,
            Ty::Variant(ty) | Ty::Enum(ty) | Ty::Option(ty) | Ty::Result(ty) => &ty.layout,
            Ty::Flags(ty) => &ty.layout,
            _ => return None,
        })
    }

    /// The word for it in error messages.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Ty::Bool => "bool",
            Ty::S8 => "s8",
            Ty::U8 => "u8",
            Ty::S16 => "s16",
            Ty::U16 => "u16",
            Ty::S32 => "s32",
            Ty::U32 => "u32",
            Ty::S64 => "s64",
            Ty::U64 => "u64",
            Ty::Float32 => "f32",
            Ty::Float64 => "f64",
            Ty::Char => "char",
            Ty::String => "string",
            Ty::List(_) => "list",
            Ty::FixedList(_) => "fixed-length list",
            Ty::Map(_) => "map",
            Ty::Record(_) => "record",
            Ty::Tuple(_) => "tuple",
            Ty::Variant(_) => "variant",
            Ty::Enum(_) => "enum",
            Ty::Option(_) => "option",
            Ty::Result(_) => "result",
            Ty::Flags(_) => "flags",
            Ty::Own(_) => "own",
            Ty::Borrow(_) => "borrow",
            Ty::Async(name) => name,
        }
    }
}

pub(crate) fn align_to(offset: u32, align: u32) -> u32 {
    offset.saturating_add(align - 1) & !(align - 1)
}

impl ListTy {
    pub(crate) fn new(element: Ty) -> ListTy {
        ListTy { element, len: 0, layout: Layout::default() }
    }

    pub(crate) fn fixed(element: Ty, len: u32) -> ListTy {
        let flat = element.flat().and_then(|flat| {
            let total = flat.len().checked_mul(len as usize)?;
            (total <= MAX_FLAT_PARAMS).then(|| flat.repeat(len as usize).into())
        });
        let layout = Layout { size: element.size().saturating_mul(len), align: element.align(), flat };
        ListTy { element, len, layout }
    }
}

impl RecordTy {
    pub(crate) fn new(fields: impl IntoIterator<Item = (Box<str>, Ty)>) -> RecordTy {
        let (mut size, mut align) = (0u32, 1);
        let mut flat = Some(Vec::new());
        let mut placed = Vec::new();
        for (name, ty) in fields {
            let offset = align_to(size, ty.align());
            size = offset.saturating_add(ty.size());
            align = align.max(ty.align());
            flat = match (flat, ty.flat()) {
                (Some(mut all), Some(some)) if all.len() + some.len() <= MAX_FLAT_PARAMS => {
                    all.extend_from_slice(some);
                    Some(all)
                }
                _ => None,
            };
            placed.push(Field { name, ty, offset });
        }
        let layout = Layout { size: align_to(size, align), align, flat: flat.map(Into::into) };
        RecordTy { fields: placed.into(), layout }
    }
}

impl VariantTy {
    pub(crate) fn new(cases: impl IntoIterator<Item = (Box<str>, Option<Ty>)>) -> VariantTy {
        let cases: Box<[Case]> = cases.into_iter().map(|(name, ty)| Case { name, ty }).collect();
        let tag = match cases.len() {
            0..=0x100 => 1,
            0x101..=0x1_0000 => 2,
            _ => 4,
        };
        let (mut size, mut align) = (0, tag);
        let mut flat = Some(vec![Flat::I32]);
        for ty in cases.iter().filter_map(|case| case.ty.as_ref()) {
            size = size.max(ty.size());
            align = align.max(ty.align());
            flat = match (flat, ty.flat()) {
                (Some(all), Some(some)) if some.len() < MAX_FLAT_PARAMS => Some(join(all, some)),
                _ => None,
            };
        }
        let offset = align_to(tag, align);
        let size = align_to(offset.saturating_add(size), align);
        VariantTy { cases, tag, offset, layout: Layout { size, align, flat: flat.map(Into::into) } }
    }
}

/// The core values of a variant whose cases so far have `all`, and which has a further one with `some` as payload.
fn join(mut all: Vec<Flat>, some: &[Flat]) -> Vec<Flat> {
    for (i, &flat) in some.iter().enumerate() {
        match all.get_mut(i + 1) {
            None => all.push(flat),
            Some(joined) if *joined == flat => {}
            Some(joined) => {
                let small = |flat| matches!(flat, Flat::I32 | Flat::F32);
                *joined = if small(*joined) && small(flat) { Flat::I32 } else { Flat::I64 };
            }
        }
    }
    all
}

impl FlagsTy {
    pub(crate) fn new(names: Box<[Box<str>]>) -> FlagsTy {
        let (size, align) = match names.len() {
            0 => (0, 1),
            1..=8 => (1, 1),
            9..=16 => (2, 2),
            n => (n.div_ceil(32) as u32 * 4, 4),
        };
        let words = names.len().div_ceil(32);
        let flat = (words <= MAX_FLAT_PARAMS).then(|| vec![Flat::I32; words].into());
        FlagsTy { names, layout: Layout { size, align, flat } }
    }
}

/// The type of a function.
#[derive(Debug)]
pub(crate) struct FuncTy {
    pub(crate) is_async: bool,
    pub(crate) params: Arc<RecordTy>,
    /// None or one.
    pub(crate) results: Arc<RecordTy>,
}

/// The type of anything that is imported or exported.
#[derive(Clone, Debug)]
pub(crate) enum ItemTy {
    Func(Arc<FuncTy>),
    CoreFunc,
    Module(Arc<ModuleTy>),
    Component,
    Instance(Arc<Vec<(String, ItemTy)>>),
    /// Index of a handle type.
    Resource(u32),
    Type(Ty),
}

impl ItemTy {
    /// The word for it in error messages.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            ItemTy::Func(_) => "function",
            ItemTy::CoreFunc => "core function",
            ItemTy::Module(_) => "module",
            ItemTy::Component => "component",
            ItemTy::Instance(_) => "instance",
            ItemTy::Resource(_) => "resource",
            ItemTy::Type(_) => "type",
        }
    }
}

/// What a core module imports and exports, as names and texts of their types.
#[derive(Debug)]
pub(crate) struct ModuleTy {
    pub(crate) imports: Vec<(String, String)>,
    pub(crate) exports: Vec<String>,
}
