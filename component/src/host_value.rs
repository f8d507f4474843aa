//! Rust types that stand for types of components.
//!
//! Three traits as in wasmtime: [`ComponentType`] says which types a Rust type can stand for, [`Lift`] reads a value from a component and
//! [`Lower`] writes one. Types are compared once, when a function is linked or looked up; after that, values move between the Rust
//! value and the component's memory without anything between. [`Val`](crate::Val) implements all three for every type.

use std::sync::{Arc, LazyLock};

use anyhow::{Result, anyhow, bail};

use crate::cx::Cx;
use crate::flat::{FlatIn, FlatOut};
use crate::plan::{HandleTy, Plan};
use crate::resource::ResourceType;
use crate::string;
use crate::trap::Trap;
use crate::types::{RecordTy, Ty, VariantTy};

/// The resource types behind a component's handle types.
#[doc(hidden)]
pub struct Types<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) resources: &'a [ResourceType],
}

impl Types<'_> {
    pub(crate) fn resource(&self, ty: u32) -> Result<ResourceType> {
        match self.plan.handle_types[ty as usize] {
            HandleTy::Concrete { resource, .. } => {
                let known = self.resources.get(resource as usize).copied();
                known.ok_or_else(|| anyhow!("the resource is defined by the component itself"))
            }
            HandleTy::Abstract => bail!("the resource is never instantiated"),
        }
    }
}

/// A Rust type that can stand for a type of components.
///
/// | Rust | component |
/// |---|---|
/// | `bool`, `i8` to `u64`, `f32`, `f64`, `char` | the type of that name |
/// | `String`, `str`, `Box<str>` | `string` |
/// | `Vec<T>`, `[T]`, `Box<[T]>` | `list<T>` |
/// | tuples | `tuple<...>` |
/// | `Option<T>` | `option<T>` |
/// | `Result<T, E>` | `result<T, E>`; `()` for a side without payload |
/// | [`Resource<T>`](crate::Resource), [`ResourceAny`](crate::ResourceAny) | `own<T>` or `borrow<T>` |
/// | [`Val`](crate::Val) | any |
///
/// Records, variants, enums and flags: [`record!`](crate::record!), [`variant!`](crate::variant!),
/// [`enumeration!`](crate::enumeration!) and [`flags!`](crate::flags!) define Rust types for them.
pub trait ComponentType {
    /// # Errors
    /// If it does not stand for this type.
    #[doc(hidden)]
    fn typecheck(ty: &Ty, types: &Types<'_>) -> Result<()>;
}

/// A Rust type whose values can be read from a component.
pub trait Lift: ComponentType + Sized {
    #[doc(hidden)]
    fn lift<S: 'static>(cx: &mut Cx<'_, S>, ty: &Ty, from: &mut FlatIn<'_>) -> Result<Self>;

    #[doc(hidden)]
    fn load<S: 'static>(cx: &mut Cx<'_, S>, ty: &Ty, at: u32) -> Result<Self>;

    /// Elements of a list, which are known to be inside the memory.
    #[doc(hidden)]
    fn load_list<S: 'static>(cx: &mut Cx<'_, S>, ty: &Ty, at: u32, len: u32) -> Result<Vec<Self>> {
        (0..len).map(|i| Self::load(cx, ty, at + i * ty.size())).collect()
    }
}

/// A Rust type whose values can be written to a component.
pub trait Lower {
    #[doc(hidden)]
    fn lower<S: 'static>(&self, cx: &mut Cx<'_, S>, ty: &Ty, to: &mut FlatOut<'_>) -> Result<()>;

    #[doc(hidden)]
    fn store<S: 'static>(&self, cx: &mut Cx<'_, S>, ty: &Ty, at: u32) -> Result<()>;

    #[doc(hidden)]
    fn store_list<S: 'static>(list: &[Self], cx: &mut Cx<'_, S>, ty: &Ty, at: u32) -> Result<()>
    where
        Self: Sized,
    {
        let mut at = at;
        for element in list {
            element.store(cx, ty, at)?;
            at = at.wrapping_add(ty.size());
        }
        Ok(())
    }
}

/// A list of Rust types that stands for the parameters or the results of a function: a tuple.
pub trait ComponentNamedList: ComponentType {
    /// # Errors
    /// If they are not what the function has.
    #[doc(hidden)]
    fn typecheck_list(ty: &Arc<RecordTy>, types: &Types<'_>) -> Result<()> {
        Self::typecheck(&Ty::Tuple(ty.clone()), types)
    }
}

fn expect(ok: bool, what: &str, ty: &Ty) -> Result<()> {
    if ok { Ok(()) } else { Err(anyhow!("expected `{what}`, found `{}`", ty.kind())) }
}

macro_rules! scalars {
    ($($ty:ty, $kind:ident, $size:literal, |$x:ident| $to:expr, |$bits:ident| $from:expr;)*) => {
        $(
            impl ComponentType for $ty {
                fn typecheck(ty: &Ty, _: &Types<'_>) -> Result<()> {
                    expect(matches!(ty, Ty::$kind), stringify!($ty), ty)
                }
            }

            impl Lift for $ty {
                fn lift<S: 'static>(_: &mut Cx<'_, S>, _: &Ty, from: &mut FlatIn<'_>) -> Result<Self> {
                    let $bits = from.next();
                    $from
                }

                fn load<S: 'static>(cx: &mut Cx<'_, S>, _: &Ty, at: u32) -> Result<Self> {
                    let mut bytes = [0; 8];
                    bytes[..$size].copy_from_slice(cx.bytes(at, $size)?);
                    let $bits = u64::from_le_bytes(bytes);
                    $from
                }

                fn load_list<S: 'static>(cx: &mut Cx<'_, S>, _: &Ty, at: u32, len: u32) -> Result<Vec<Self>> {
                    let bytes = cx.bytes(at, len * $size)?.chunks_exact($size);
                    bytes
                        .map(|element| {
                            let mut bytes = [0; 8];
                            bytes[..$size].copy_from_slice(element);
                            let $bits = u64::from_le_bytes(bytes);
                            $from
                        })
                        .collect()
                }
            }

            impl Lower for $ty {
                fn lower<S: 'static>(&self, _: &mut Cx<'_, S>, _: &Ty, to: &mut FlatOut<'_>) -> Result<()> {
                    let $x = *self;
                    to.push($to);
                    Ok(())
                }

                fn store<S: 'static>(&self, cx: &mut Cx<'_, S>, _: &Ty, at: u32) -> Result<()> {
                    let $x = *self;
                    let bits: u64 = $to;
                    cx.bytes_mut(at, $size)?.copy_from_slice(&bits.to_le_bytes()[..$size]);
                    Ok(())
                }

                fn store_list<S: 'static>(list: &[Self], cx: &mut Cx<'_, S>, _: &Ty, at: u32) -> Result<()> {
                    let bytes = cx.bytes_mut(at, (list.len() * $size) as u32)?;
                    for (element, &$x) in bytes.chunks_exact_mut($size).zip(list) {
                        let bits: u64 = $to;
                        element.copy_from_slice(&bits.to_le_bytes()[..$size]);
                    }
                    Ok(())
                }
            }
        )*
    };
}
// Signed core values are those of 32 bits, whatever their size.
scalars! {
    bool, Bool, 1, |x| u64::from(x), |bits| Ok(bits as u32 != 0);
    i8, S8, 1, |x| u64::from(i32::from(x) as u32), |bits| Ok(bits as i8);
    u8, U8, 1, |x| u64::from(x), |bits| Ok(bits as u8);
    i16, S16, 2, |x| u64::from(i32::from(x) as u32), |bits| Ok(bits as i16);
    u16, U16, 2, |x| u64::from(x), |bits| Ok(bits as u16);
    i32, S32, 4, |x| u64::from(x as u32), |bits| Ok(bits as i32);
    u32, U32, 4, |x| u64::from(x), |bits| Ok(bits as u32);
    i64, S64, 8, |x| x as u64, |bits| Ok(bits as i64);
    u64, U64, 8, |x| x, |bits| Ok(bits);
    f32, Float32, 4, |x| u64::from(x.to_bits()), |bits| Ok(f32::from_bits(bits as u32));
    f64, Float64, 8, |x| x.to_bits(), |bits| Ok(f64::from_bits(bits));
    char, Char, 4, |x| u64::from(u32::from(x)), |bits| char::from_u32(bits as u32).ok_or_else(|| Trap::InvalidChar.into());
}

impl ComponentType for String {
    fn typecheck(ty: &Ty, _: &Types<'_>) -> Result<()> {
        expect(matches!(ty, Ty::String), "string", ty)
    }
}

impl Lift for String {
    fn lift<S: 'static>(cx: &mut Cx<'_, S>, _: &Ty, from: &mut FlatIn<'_>) -> Result<Self> {
        let (at, len) = (from.next() as u32, from.next() as u32);
        string::lift(cx, at, len)
    }

    fn load<S: 'static>(cx: &mut Cx<'_, S>, _: &Ty, at: u32) -> Result<Self> {
        let [at, len] = pair(cx, at)?;
        string::lift(cx, at, len)
    }
}

impl Lower for str {
    fn lower<S: 'static>(&self, cx: &mut Cx<'_, S>, _: &Ty, to: &mut FlatOut<'_>) -> Result<()> {
        let (at, len) = string::lower(cx, self)?;
        to.push(u64::from(at));
        to.push(u64::from(len));
        Ok(())
    }

    fn store<S: 'static>(&self, cx: &mut Cx<'_, S>, _: &Ty, at: u32) -> Result<()> {
        let (content, len) = string::lower(cx, self)?;
        store_pair(cx, at, [content, len])
    }
}

/// What lists and strings are in memory: where their content is, and their length.
pub(crate) fn pair<S: 'static>(cx: &Cx<'_, S>, at: u32) -> Result<[u32; 2]> {
    let [a, b, c, d, e, f, g, h] = cx.read(at)?;
    Ok([u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h])])
}

pub(crate) fn store_pair<S: 'static>(cx: &mut Cx<'_, S>, at: u32, pair: [u32; 2]) -> Result<()> {
    let bytes = cx.bytes_mut(at, 8)?;
    bytes[..4].copy_from_slice(&pair[0].to_le_bytes());
    bytes[4..].copy_from_slice(&pair[1].to_le_bytes());
    Ok(())
}

/// Whether the elements of a list are inside the memory, and aligned.
pub(crate) fn check_list<S: 'static>(cx: &Cx<'_, S>, element: &Ty, at: u32, len: u32) -> Result<()> {
    let bytes = len.checked_mul(element.size()).ok_or(Trap::ListOutOfBounds)?;
    cx.bytes(at, bytes).map_err(|_| Trap::ListOutOfBounds)?;
    if !at.is_multiple_of(element.align()) {
        return Err(Trap::UnalignedPointer.into());
    }
    Ok(())
}

/// Puts a list into the memory; returns where it is.
pub(crate) fn allocate_list<S: 'static>(cx: &mut Cx<'_, S>, element: &Ty, len: usize) -> Result<u32> {
    let bytes = len.checked_mul(element.size() as usize);
    let bytes = bytes.ok_or_else(|| anyhow!("a list of {len} elements is too large"))?;
    cx.allocate(element.align(), bytes)
}

fn element(ty: &Ty) -> Result<&Ty> {
    match ty {
        Ty::List(list) => Ok(&list.element),
        other => Err(anyhow!("expected `list`, found `{}`", other.kind())),
    }
}

fn lift_list<S: 'static, T: Lift>(cx: &mut Cx<'_, S>, ty: &Ty, at: u32, len: u32) -> Result<Vec<T>> {
    let element = element(ty)?;
    check_list(cx, element, at, len)?;
    cx.charge(len as usize, size_of::<T>())?;
    T::load_list(cx, element, at, len)
}

impl<T: ComponentType> ComponentType for Vec<T> {
    fn typecheck(ty: &Ty, types: &Types<'_>) -> Result<()> {
        T::typecheck(element(ty)?, types)
    }
}

impl<T: Lift> Lift for Vec<T> {
    fn lift<S: 'static>(cx: &mut Cx<'_, S>, ty: &Ty, from: &mut FlatIn<'_>) -> Result<Self> {
        let (at, len) = (from.next() as u32, from.next() as u32);
        lift_list(cx, ty, at, len)
    }

    fn load<S: 'static>(cx: &mut Cx<'_, S>, ty: &Ty, at: u32) -> Result<Self> {
        let [at, len] = pair(cx, at)?;
        lift_list(cx, ty, at, len)
    }
}

fn lower_list<S: 'static, T: Lower>(cx: &mut Cx<'_, S>, ty: &Ty, list: &[T]) -> Result<[u32; 2]> {
    let element = element(ty)?;
    let at = allocate_list(cx, element, list.len())?;
    T::store_list(list, cx, element, at)?;
    Ok([at, list.len() as u32])
}

impl<T: Lower> Lower for [T] {
    fn lower<S: 'static>(&self, cx: &mut Cx<'_, S>, ty: &Ty, to: &mut FlatOut<'_>) -> Result<()> {
        let [at, len] = lower_list(cx, ty, self)?;
        to.push(u64::from(at));
        to.push(u64::from(len));
        Ok(())
    }

    fn store<S: 'static>(&self, cx: &mut Cx<'_, S>, ty: &Ty, at: u32) -> Result<()> {
        let pair = lower_list(cx, ty, self)?;
        store_pair(cx, at, pair)
    }
}

/// Types that are lifted and lowered as what they contain.
macro_rules! through {
    ($([$($generics:tt)*] $ty:ty => $inner:ty;)*) => {
        $(
            impl<$($generics)*> Lower for $ty {
                fn lower<S: 'static>(&self, cx: &mut Cx<'_, S>, ty: &Ty, to: &mut FlatOut<'_>) -> Result<()> {
                    <$inner as Lower>::lower(self, cx, ty, to)
                }
                fn store<S: 'static>(&self, cx: &mut Cx<'_, S>, ty: &Ty, at: u32) -> Result<()> {
                    <$inner as Lower>::store(self, cx, ty, at)
                }
            }
        )*
    };
}
through! {
    [] String => str;
    [T: Lower] Vec<T> => [T];
    [T: Lower + ?Sized] Box<T> => T;
    [T: Lower + ?Sized] &T => T;
}

/// Boxes and references stand for what they lead to, and slices for lists.
macro_rules! stands_for {
    ($([$($generics:tt)*] $ty:ty => $owned:ty;)*) => {
        $(
            impl<$($generics)*> ComponentType for $ty {
                fn typecheck(ty: &Ty, types: &Types<'_>) -> Result<()> {
                    <$owned>::typecheck(ty, types)
                }
            }
        )*
    };
}
stands_for! {
    [] str => String;
    [T: ComponentType] [T] => Vec<T>;
    [T: ComponentType + ?Sized] &T => T;
    [T: ComponentType + ?Sized] Box<T> => T;
}

macro_rules! boxed_lift {
    ($([$($generics:tt)*] $ty:ty => $owned:ty;)*) => {
        $(
            impl<$($generics)*> Lift for $ty {
                fn lift<S: 'static>(cx: &mut Cx<'_, S>, ty: &Ty, from: &mut FlatIn<'_>) -> Result<Self> {
                    <$owned>::lift(cx, ty, from).map(Into::into)
                }
                fn load<S: 'static>(cx: &mut Cx<'_, S>, ty: &Ty, at: u32) -> Result<Self> {
                    <$owned>::load(cx, ty, at).map(Into::into)
                }
            }
        )*
    };
}
boxed_lift! {
    [] Box<str> => String;
    [T: Lift] Box<[T]> => Vec<T>;
}

/// What a case without payload is to a Rust type that has `()` there.
static UNIT: LazyLock<Ty> = LazyLock::new(|| Ty::Tuple(Arc::new(RecordTy::new([]))));

fn payload(ty: &VariantTy, case: usize) -> &Ty {
    ty.cases[case].ty.as_ref().unwrap_or(&UNIT)
}

impl<T: ComponentType> ComponentType for Option<T> {
    fn typecheck(ty: &Ty, types: &Types<'_>) -> Result<()> {
        match ty {
            Ty::Option(option) => T::typecheck(payload(option, 1), types),
            other => expect(false, "option", other),
        }
    }
}

impl<T: Lift> Lift for Option<T> {
    fn lift<S: 'static>(cx: &mut Cx<'_, S>, ty: &Ty, from: &mut FlatIn<'_>) -> Result<Self> {
        let Ty::Option(option) = ty else { bail!("expected `option`, found `{}`", ty.kind()) };
        option.lift(cx, from, |cx, case, from| match case {
            0 => Ok(None),
            _ => T::lift(cx, payload(option, 1), from).map(Some),
        })
    }

    fn load<S: 'static>(cx: &mut Cx<'_, S>, ty: &Ty, at: u32) -> Result<Self> {
        let Ty::Option(option) = ty else { bail!("expected `option`, found `{}`", ty.kind()) };
        match option.load(cx, at)? {
            (0, _) => Ok(None),
            (_, at) => T::load(cx, payload(option, 1), at).map(Some),
        }
    }
}

impl<T: Lower> Lower for Option<T> {
    fn lower<S: 'static>(&self, cx: &mut Cx<'_, S>, ty: &Ty, to: &mut FlatOut<'_>) -> Result<()> {
        let Ty::Option(option) = ty else { bail!("expected `{}`, found an option", ty.kind()) };
        option.lower(cx, usize::from(self.is_some()), self.as_ref(), to)
    }

    fn store<S: 'static>(&self, cx: &mut Cx<'_, S>, ty: &Ty, at: u32) -> Result<()> {
        let Ty::Option(option) = ty else { bail!("expected `{}`, found an option", ty.kind()) };
        option.store(cx, usize::from(self.is_some()), self.as_ref(), at)
    }
}

impl<T: ComponentType, E: ComponentType> ComponentType for Result<T, E> {
    fn typecheck(ty: &Ty, types: &Types<'_>) -> Result<()> {
        match ty {
            Ty::Result(result) => {
                T::typecheck(payload(result, 0), types)?;
                E::typecheck(payload(result, 1), types)
            }
            other => expect(false, "result", other),
        }
    }
}

impl<T: Lift, E: Lift> Lift for Result<T, E> {
    fn lift<S: 'static>(cx: &mut Cx<'_, S>, ty: &Ty, from: &mut FlatIn<'_>) -> Result<Self> {
        let Ty::Result(result) = ty else { bail!("expected `result`, found `{}`", ty.kind()) };
        result.lift(cx, from, |cx, case, from| match case {
            0 => T::lift(cx, payload(result, 0), from).map(Ok),
            _ => E::lift(cx, payload(result, 1), from).map(Err),
        })
    }

    fn load<S: 'static>(cx: &mut Cx<'_, S>, ty: &Ty, at: u32) -> Result<Self> {
        let Ty::Result(result) = ty else { bail!("expected `result`, found `{}`", ty.kind()) };
        match result.load(cx, at)? {
            (0, at) => T::load(cx, payload(result, 0), at).map(Ok),
            (_, at) => E::load(cx, payload(result, 1), at).map(Err),
        }
    }
}

impl<T: Lower, E: Lower> Lower for Result<T, E> {
    fn lower<S: 'static>(&self, cx: &mut Cx<'_, S>, ty: &Ty, to: &mut FlatOut<'_>) -> Result<()> {
        let Ty::Result(result) = ty else { bail!("expected `{}`, found a result", ty.kind()) };
        match self {
            Ok(value) => result.lower(cx, 0, Some(value), to),
            Err(error) => result.lower(cx, 1, Some(error), to),
        }
    }

    fn store<S: 'static>(&self, cx: &mut Cx<'_, S>, ty: &Ty, at: u32) -> Result<()> {
        let Ty::Result(result) = ty else { bail!("expected `{}`, found a result", ty.kind()) };
        match self {
            Ok(value) => result.store(cx, 0, Some(value), at),
            Err(error) => result.store(cx, 1, Some(error), at),
        }
    }
}

fn record(ty: &Ty, fields: usize) -> Result<&RecordTy> {
    match ty {
        Ty::Tuple(record) | Ty::Record(record) if record.fields.len() == fields => Ok(record),
        Ty::Tuple(record) => Err(anyhow!("expected {fields} values, found {}", record.fields.len())),
        other => Err(anyhow!("expected `tuple`, found `{}`", other.kind())),
    }
}

macro_rules! tuples {
    ($($n:literal ($($t:ident $i:tt)*);)*) => {
        $(
            #[allow(unused_variables, unused_mut, reason = "the empty tuple has no fields")]
            impl<$($t: ComponentType),*> ComponentType for ($($t,)*) {
                fn typecheck(ty: &Ty, types: &Types<'_>) -> Result<()> {
                    let ty = record(ty, $n)?;
                    $($t::typecheck(&ty.fields[$i].ty, types)?;)*
                    Ok(())
                }
            }

            impl<$($t: ComponentType),*> ComponentNamedList for ($($t,)*) {}

            #[allow(unused_variables, clippy::unused_unit, reason = "the empty tuple has no fields")]
            impl<$($t: Lift),*> Lift for ($($t,)*) {
                fn lift<S: 'static>(cx: &mut Cx<'_, S>, ty: &Ty, from: &mut FlatIn<'_>) -> Result<Self> {
                    let ty = record(ty, $n)?;
                    Ok(($($t::lift(cx, &ty.fields[$i].ty, from)?,)*))
                }
                fn load<S: 'static>(cx: &mut Cx<'_, S>, ty: &Ty, at: u32) -> Result<Self> {
                    let ty = record(ty, $n)?;
                    Ok(($($t::load(cx, &ty.fields[$i].ty, Cx::<S>::at(at, ty.fields[$i].offset))?,)*))
                }
            }

            #[allow(unused_variables, reason = "the empty tuple has no fields")]
            impl<$($t: Lower),*> Lower for ($($t,)*) {
                fn lower<S: 'static>(&self, cx: &mut Cx<'_, S>, ty: &Ty, to: &mut FlatOut<'_>) -> Result<()> {
                    let ty = record(ty, $n)?;
                    $(self.$i.lower(cx, &ty.fields[$i].ty, to)?;)*
                    Ok(())
                }
                fn store<S: 'static>(&self, cx: &mut Cx<'_, S>, ty: &Ty, at: u32) -> Result<()> {
                    let ty = record(ty, $n)?;
                    $(self.$i.store(cx, &ty.fields[$i].ty, Cx::<S>::at(at, ty.fields[$i].offset))?;)*
                    Ok(())
                }
            }
        )*
    };
}
tuples! {
    0 ();
    1 (A 0);
    2 (A 0 B 1);
    3 (A 0 B 1 C 2);
    4 (A 0 B 1 C 2 D 3);
    5 (A 0 B 1 C 2 D 3 E 4);
    6 (A 0 B 1 C 2 D 3 E 4 F 5);
    7 (A 0 B 1 C 2 D 3 E 4 F 5 G 6);
    8 (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7);
    9 (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8);
    10 (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9);
    11 (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10);
    12 (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11);
    13 (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11 M 12);
    14 (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11 M 12 N 13);
    15 (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11 M 12 N 13 O 14);
    16 (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11 M 12 N 13 O 14 P 15);
}
