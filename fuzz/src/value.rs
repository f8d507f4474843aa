//! Arguments that sit on boundaries, and what is seen of values.
//!
//! References are seen through: two stores never share an object, so what is compared is what a program could find out
//! about it: whether it is null, the number in an `i31`, the fields of a struct. Objects can lead in circles; [`DEPTH`]
//! ends the walk.

use wx::{AnyRef, AsContextMut, ExternRef, Func, HeapType, I31, RefType, Val, ValType};

use crate::draw::Stream;

/// Objects inside objects that are looked at.
const DEPTH: usize = 3;
/// Elements of an array that are looked at.
const ELEMENTS: u32 = 8;

/// What a program can find out about a value, independent of its store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    I32(i32),
    I64(i64),
    F32(Hex<u32>),
    F64(Hex<u64>),
    V128(Hex<u128>),
    Null,
    Func,
    Host(Option<u64>),
    I31(i32),
    Struct(Vec<Seen>),
    Array(u32, Vec<Seen>),
    Exception(Vec<Seen>),
    /// Too deep to look at.
    Deep,
}

/// Bits, shown as such.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hex<T>(T);

impl<T: std::fmt::LowerHex> std::fmt::Debug for Hex<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:#x}", self.0)
    }
}

/// Looks at a value.
pub(crate) fn see(store: &mut impl AsContextMut, value: &Val) -> Seen {
    see_to(store, value, DEPTH).unwrap_or(Seen::Deep)
}

fn see_to(store: &mut impl AsContextMut, value: &Val, depth: usize) -> wx::Result<Seen> {
    Ok(match value {
        Val::I32(x) => Seen::I32(*x),
        Val::I64(x) => Seen::I64(*x),
        Val::F32(x) => Seen::F32(Hex(*x)),
        Val::F64(x) => Seen::F64(Hex(*x)),
        Val::V128(x) => Seen::V128(Hex(x.to_bits())),
        Val::FuncRef(None) | Val::ExternRef(None) | Val::AnyRef(None) | Val::ExnRef(None) => Seen::Null,
        Val::FuncRef(Some(_)) => Seen::Func,
        _ if depth == 0 => Seen::Deep,
        Val::ExternRef(Some(r)) => match r.data(store.as_context())? {
            Some(data) => Seen::Host(data.downcast_ref().copied()),
            None => {
                let any = AnyRef::convert_extern(store.as_context(), r.clone())?;
                see_any(store, &any, depth)?
            }
        },
        Val::AnyRef(Some(r)) => see_any(store, r, depth)?,
        Val::ExnRef(Some(r)) => {
            let fields = r.fields(store.as_context_mut())?;
            Seen::Exception(see_all(store, &fields, depth)?)
        }
    })
}

fn see_any(store: &mut impl AsContextMut, r: &AnyRef, depth: usize) -> wx::Result<Seen> {
    if let Some(number) = r.as_i31(store.as_context())? {
        return Ok(Seen::I31(number.get_i32()));
    }
    if let Some(object) = r.as_struct(store.as_context())? {
        let fields = object.fields(store.as_context_mut())?;
        return Ok(Seen::Struct(see_all(store, &fields, depth)?));
    }
    if let Some(array) = r.as_array(store.as_context())? {
        let len = array.len(store.as_context())?;
        let first: wx::Result<Vec<Val>> =
            (0..len.min(ELEMENTS)).map(|i| array.get(store.as_context_mut(), i)).collect();
        return Ok(Seen::Array(len, see_all(store, &first?, depth)?));
    }
    let external = ExternRef::convert_any(store.as_context(), r.clone())?;
    let data = external.data(store.as_context())?;
    Ok(Seen::Host(data.and_then(|data| data.downcast_ref().copied())))
}

fn see_all(store: &mut impl AsContextMut, values: &[Val], depth: usize) -> wx::Result<Vec<Seen>> {
    values.iter().map(|value| see_to(store, value, depth - 1)).collect()
}

/// A value of this type; `None` if the host cannot make one. Functions come from `functions`.
pub(crate) fn make(
    store: &mut impl AsContextMut,
    stream: &mut Stream,
    ty: ValType,
    functions: &[Func],
) -> Option<Val> {
    Some(match ty {
        ValType::I32 => Val::I32(int(stream, 32) as i32),
        ValType::I64 => Val::I64(int(stream, 64) as i64),
        ValType::F32 => Val::F32(float32(stream)),
        ValType::F64 => Val::F64(float64(stream)),
        ValType::V128 => Val::V128(wx::V128::from_bits(vector(stream))),
        ValType::Ref(ty) => return reference(store, stream, ty, functions),
    })
}

/// Values of all these types.
pub(crate) fn make_all(
    store: &mut impl AsContextMut,
    stream: &mut Stream,
    types: impl Iterator<Item = ValType>,
    functions: &[Func],
) -> Option<Vec<Val>> {
    types.map(|ty| make(store, stream, ty, functions)).collect()
}

fn reference(
    store: &mut impl AsContextMut,
    stream: &mut Stream,
    ty: RefType,
    functions: &[Func],
) -> Option<Val> {
    if ty.nullable && stream.below(4) == 0 {
        return Some(Val::null_ref(&ty.heap));
    }
    let candidate = match ty.heap.top() {
        HeapType::Func => {
            let from = stream.below(functions.len().max(1));
            let of_type =
                |f: &&Func| Val::FuncRef(Some(**f)).matches_ty(store.as_context(), &ValType::Ref(ty));
            functions.iter().cycle().skip(from).take(functions.len()).find(of_type).map(|f| Val::from(*f))
        }
        HeapType::Extern => ExternRef::new(store.as_context_mut(), int(stream, 64)).ok().map(Val::from),
        HeapType::Any => {
            let number = I31::wrapping_u32(int(stream, 32) as u32);
            Some(Val::from(AnyRef::from_i31(store.as_context_mut(), number)))
        }
        _ => None,
    };
    candidate
        .filter(|value| value.matches_ty(store.as_context(), &ValType::Ref(ty)))
        .or_else(|| ty.nullable.then(|| Val::null_ref(&ty.heap)))
}

/// An integer near a boundary in half of the cases: powers of two and their neighbours, sizes of memories, small numbers.
pub(crate) fn int(stream: &mut Stream, bits: u32) -> u64 {
    let near = [0u64, 1, 2, 3, 4, 8, 16].map(|x| x.wrapping_sub(stream.next() & 1));
    let value = match stream.below(8) {
        0..=2 => near[stream.below(near.len())],
        3 => (1u64 << stream.below(bits as usize)).wrapping_add(stream.below(5) as u64).wrapping_sub(2),
        4 => (1u64 << (bits - 1)).wrapping_sub(stream.next() & 1),
        5 => 65536u64.wrapping_mul(stream.below(3) as u64).wrapping_sub(stream.below(20) as u64),
        // An i64 whose halves disagree shows who forgot one of them.
        6 => (stream.next() << 32) | 0x8000_0000,
        _ => stream.next(),
    };
    if bits == 32 { value & 0xffff_ffff } else { value }
}

pub(crate) fn float32(stream: &mut Stream) -> u32 {
    const NAMED: [u32; 16] = [
        0x0000_0000, // 0
        0x8000_0000, // -0
        0x3f80_0000, // 1
        0xbf80_0000, // -1
        0x7f80_0000, // inf
        0xff80_0000, // -inf
        0x7fc0_0000, // the canonical NaN
        0xffc0_0000, // its negative
        0x7fa0_0000, // a signalling NaN
        0x0000_0001, // the smallest subnormal
        0x007f_ffff, // the largest
        0x7f7f_ffff, // the largest number
        0x4f00_0000, // 2^31
        0xcf00_0000, // -2^31
        0x4f80_0000, // 2^32
        0x5f00_0000, // 2^63
    ];
    match stream.below(4) {
        0 | 1 => NAMED[stream.below(NAMED.len())],
        2 => ((stream.next() as i16) as f32 / 4.0).to_bits(),
        _ => stream.next() as u32,
    }
}

pub(crate) fn float64(stream: &mut Stream) -> u64 {
    const NAMED: [u64; 18] = [
        0x0000_0000_0000_0000, // 0
        0x8000_0000_0000_0000, // -0
        0x3ff0_0000_0000_0000, // 1
        0xbff0_0000_0000_0000, // -1
        0x7ff0_0000_0000_0000, // inf
        0xfff0_0000_0000_0000, // -inf
        0x7ff8_0000_0000_0000, // the canonical NaN
        0xfff8_0000_0000_0000, // its negative
        0x7ff4_0000_0000_0000, // a signalling NaN
        0x0000_0000_0000_0001, // the smallest subnormal
        0x7fef_ffff_ffff_ffff, // the largest number
        0x41df_ffff_ffc0_0000, // 2^31 - 1
        0xc1e0_0000_0020_0000, // -2^31 - 1
        0x41e0_0000_0000_0000, // 2^31
        0x41f0_0000_0000_0000, // 2^32
        0x43e0_0000_0000_0000, // 2^63
        0xc3e0_0000_0000_0000, // -2^63
        0x43f0_0000_0000_0000, // 2^64
    ];
    match stream.below(4) {
        0 | 1 => NAMED[stream.below(NAMED.len())],
        2 => (f64::from(stream.next() as i32) / 4.0).to_bits(),
        _ => stream.next(),
    }
}

pub(crate) fn vector(stream: &mut Stream) -> u128 {
    let two = |low: u64, high: u64| u128::from(low) | u128::from(high) << 64;
    let four = |x: &mut dyn FnMut() -> u32| {
        let mut two = || u64::from(x()) | u64::from(x()) << 32;
        u128::from(two()) | u128::from(two()) << 64
    };
    match stream.below(5) {
        0 => two(int(stream, 64), int(stream, 64)),
        1 => four(&mut || int(stream, 32) as u32),
        2 => four(&mut || float32(stream)),
        3 => two(float64(stream), float64(stream)),
        _ => two(stream.next(), stream.next()),
    }
}
