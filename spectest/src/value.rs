//! Values of a script: what goes in, what came out, and when the two agree.
//!
//! # Why a type of our own
//! Engine values borrow meaning from their store: a reference can be read only through it.  [`Value`]
//! is what a script can observe of a value and nothing else, so comparing and printing need no engine,
//! and `machine` is the only place that converts.
//!
//! # NaN
//! A script can ask for one exact NaN, for a canonical one (payload exactly the quiet bit) or for an
//! arithmetic one (quiet bit set, rest free); the sign is free in the latter two.  Everything else is
//! compared by bits: -0 is not 0.

use std::fmt;

use wast::core::{
    AbstractHeapType as Heap, HeapType, NanPattern, V128Const, V128Pattern, WastArgCore, WastRetCore,
};
use wast::token::{F32, F64};

/// The four hierarchies of reference types; a null belongs to one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hierarchy {
    Any,
    Func,
    Extern,
    Exn,
}

/// What a script can observe of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    I32(i32),
    I64(i64),
    /// The bits of an `f32`.
    F32(u32),
    /// The bits of an `f64`.
    F64(u64),
    /// Little-endian bytes.
    V128([u8; 16]),
    Null(Hierarchy),
    Func,
    /// An `externref` made by the script, with its number.
    Extern(u32),
    /// An `anyref` that wraps a host reference made by the script, with its number.
    Host(u32),
    /// An `externref` that wraps a reference made by Wasm.
    ExternOther,
    I31,
    Struct,
    Array,
    Exn,
}

/// The value that a script passes as an argument.
pub fn argument(arg: &WastArgCore<'_>) -> Result<Value, String> {
    Ok(match arg {
        WastArgCore::I32(v) => Value::I32(*v),
        WastArgCore::I64(v) => Value::I64(*v),
        WastArgCore::F32(v) => Value::F32(v.bits),
        WastArgCore::F64(v) => Value::F64(v.bits),
        WastArgCore::V128(v) => Value::V128(v.to_le_bytes()),
        WastArgCore::RefNull(ty) => match hierarchy(ty) {
            Some(top) => Value::Null(top),
            None => return Err(format!("cannot tell which null `ref.null {ty:?}` is")),
        },
        WastArgCore::RefExtern(n) => Value::Extern(*n),
        WastArgCore::RefHost(n) => Value::Host(*n),
    })
}

/// Whether `actual` is what `expected` describes.
pub fn matches(actual: &Value, expected: &WastRetCore<'_>) -> bool {
    match (actual, expected) {
        (_, WastRetCore::Either(cases)) => cases.iter().any(|case| matches(actual, case)),
        (Value::I32(a), WastRetCore::I32(e)) => a == e,
        (Value::I64(a), WastRetCore::I64(e)) => a == e,
        (Value::F32(a), WastRetCore::F32(e)) => f32_matches(*a, e),
        (Value::F64(a), WastRetCore::F64(e)) => f64_matches(*a, e),
        (Value::V128(a), WastRetCore::V128(e)) => v128_matches(a, e),
        (Value::Null(_), WastRetCore::RefNull(None)) => true,
        (Value::Null(a), WastRetCore::RefNull(Some(ty))) => hierarchy(ty).is_none_or(|e| *a == e),
        (Value::Extern(_) | Value::ExternOther, WastRetCore::RefExtern(None)) => true,
        (Value::Extern(a), WastRetCore::RefExtern(Some(e))) => a == e,
        (Value::Host(a), WastRetCore::RefHost(e)) => a == e,
        // Which function it is cannot be seen from outside: an index names it only inside its module.
        (Value::Func, WastRetCore::RefFunc(_)) => true,
        (Value::Host(_) | Value::I31 | Value::Struct | Value::Array, WastRetCore::RefAny) => true,
        (Value::I31 | Value::Struct | Value::Array, WastRetCore::RefEq) => true,
        (Value::I31, WastRetCore::RefI31) => true,
        (Value::Struct, WastRetCore::RefStruct) => true,
        (Value::Array, WastRetCore::RefArray) => true,
        _ => false,
    }
}

/// The hierarchy that a heap type belongs to; `None` for a type named by its index in some module.
fn hierarchy(ty: &HeapType<'_>) -> Option<Hierarchy> {
    let HeapType::Abstract { ty, .. } = ty else { return None };
    Some(match ty {
        Heap::Func | Heap::NoFunc => Hierarchy::Func,
        Heap::Extern | Heap::NoExtern => Hierarchy::Extern,
        Heap::Exn | Heap::NoExn => Hierarchy::Exn,
        Heap::Any | Heap::Eq | Heap::Struct | Heap::Array | Heap::I31 | Heap::None => Hierarchy::Any,
        Heap::Cont | Heap::NoCont => return None,
    })
}

const F32_SIGN: u32 = 1 << 31;
const F32_CANONICAL: u32 = 0x7fc0_0000;
const F64_SIGN: u64 = 1 << 63;
const F64_CANONICAL: u64 = 0x7ff8_0000_0000_0000;

fn f32_matches(bits: u32, expected: &NanPattern<F32>) -> bool {
    match expected {
        NanPattern::CanonicalNan => bits & !F32_SIGN == F32_CANONICAL,
        NanPattern::ArithmeticNan => bits & F32_CANONICAL == F32_CANONICAL,
        NanPattern::Value(v) => bits == v.bits,
    }
}

fn f64_matches(bits: u64, expected: &NanPattern<F64>) -> bool {
    match expected {
        NanPattern::CanonicalNan => bits & !F64_SIGN == F64_CANONICAL,
        NanPattern::ArithmeticNan => bits & F64_CANONICAL == F64_CANONICAL,
        NanPattern::Value(v) => bits == v.bits,
    }
}

fn v128_matches(bytes: &[u8; 16], expected: &V128Pattern) -> bool {
    match expected {
        V128Pattern::I8x16(lanes) => *bytes == V128Const::I8x16(*lanes).to_le_bytes(),
        V128Pattern::I16x8(lanes) => *bytes == V128Const::I16x8(*lanes).to_le_bytes(),
        V128Pattern::I32x4(lanes) => *bytes == V128Const::I32x4(*lanes).to_le_bytes(),
        V128Pattern::I64x2(lanes) => *bytes == V128Const::I64x2(*lanes).to_le_bytes(),
        V128Pattern::F32x4(lanes) => {
            let (actual, _) = bytes.as_chunks::<4>();
            actual.iter().zip(lanes).all(|(lane, e)| f32_matches(u32::from_le_bytes(*lane), e))
        }
        V128Pattern::F64x2(lanes) => {
            let (actual, _) = bytes.as_chunks::<8>();
            actual.iter().zip(lanes).all(|(lane, e)| f64_matches(u64::from_le_bytes(*lane), e))
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::I32(v) => write!(f, "i32 {v} (0x{v:08x})"),
            Value::I64(v) => write!(f, "i64 {v} (0x{v:016x})"),
            Value::F32(bits) => write!(f, "f32 {:?} (0x{bits:08x})", f32::from_bits(*bits)),
            Value::F64(bits) => write!(f, "f64 {:?} (0x{bits:016x})", f64::from_bits(*bits)),
            Value::V128(bytes) => {
                let (lanes, _) = bytes.as_chunks::<4>();
                let [a, b, c, d] = [0, 1, 2, 3].map(|i| u32::from_le_bytes(lanes[i]));
                write!(f, "v128 i32x4 0x{a:08x} 0x{b:08x} 0x{c:08x} 0x{d:08x}")
            }
            Value::Null(Hierarchy::Any) => f.write_str("ref.null any"),
            Value::Null(Hierarchy::Func) => f.write_str("ref.null func"),
            Value::Null(Hierarchy::Extern) => f.write_str("ref.null extern"),
            Value::Null(Hierarchy::Exn) => f.write_str("ref.null exn"),
            Value::Func => f.write_str("ref.func"),
            Value::Extern(n) => write!(f, "ref.extern {n}"),
            Value::Host(n) => write!(f, "ref.host {n}"),
            Value::ExternOther => f.write_str("ref.extern"),
            Value::I31 => f.write_str("ref.i31"),
            Value::Struct => f.write_str("ref.struct"),
            Value::Array => f.write_str("ref.array"),
            Value::Exn => f.write_str("ref.exn"),
        }
    }
}

/// `expected` in the notation of [`Value`]'s own display, so that the two can be compared by eye.
pub fn show_expected(expected: &WastRetCore<'_>) -> String {
    match expected {
        WastRetCore::I32(v) => Value::I32(*v).to_string(),
        WastRetCore::I64(v) => Value::I64(*v).to_string(),
        WastRetCore::F32(v) => show_f32(v),
        WastRetCore::F64(v) => show_f64(v),
        WastRetCore::V128(v) => show_v128(v),
        WastRetCore::RefNull(None) => "ref.null".to_string(),
        WastRetCore::RefNull(Some(ty)) => match hierarchy(ty) {
            Some(top) => Value::Null(top).to_string(),
            None => "ref.null".to_string(),
        },
        WastRetCore::RefExtern(None) => "ref.extern".to_string(),
        WastRetCore::RefExtern(Some(n)) => Value::Extern(*n).to_string(),
        WastRetCore::RefHost(n) => Value::Host(*n).to_string(),
        WastRetCore::RefFunc(_) => "ref.func".to_string(),
        WastRetCore::RefAny => "ref.any".to_string(),
        WastRetCore::RefEq => "ref.eq".to_string(),
        WastRetCore::RefArray => "ref.array".to_string(),
        WastRetCore::RefStruct => "ref.struct".to_string(),
        WastRetCore::RefI31 => "ref.i31".to_string(),
        WastRetCore::RefI31Shared => "ref.i31_shared".to_string(),
        WastRetCore::Either(cases) => cases.iter().map(show_expected).collect::<Vec<_>>().join(" or "),
    }
}

fn show_f32(expected: &NanPattern<F32>) -> String {
    match expected {
        NanPattern::CanonicalNan => "f32 nan:canonical".to_string(),
        NanPattern::ArithmeticNan => "f32 nan:arithmetic".to_string(),
        NanPattern::Value(v) => Value::F32(v.bits).to_string(),
    }
}

fn show_f64(expected: &NanPattern<F64>) -> String {
    match expected {
        NanPattern::CanonicalNan => "f64 nan:canonical".to_string(),
        NanPattern::ArithmeticNan => "f64 nan:arithmetic".to_string(),
        NanPattern::Value(v) => Value::F64(v.bits).to_string(),
    }
}

fn show_v128(expected: &V128Pattern) -> String {
    let bytes = match expected {
        V128Pattern::I8x16(lanes) => V128Const::I8x16(*lanes).to_le_bytes(),
        V128Pattern::I16x8(lanes) => V128Const::I16x8(*lanes).to_le_bytes(),
        V128Pattern::I32x4(lanes) => V128Const::I32x4(*lanes).to_le_bytes(),
        V128Pattern::I64x2(lanes) => V128Const::I64x2(*lanes).to_le_bytes(),
        V128Pattern::F32x4(lanes) => {
            return format!("v128 f32x4 [{}]", lanes.iter().map(show_f32).collect::<Vec<_>>().join(", "));
        }
        V128Pattern::F64x2(lanes) => {
            return format!("v128 f64x2 [{}]", lanes.iter().map(show_f64).collect::<Vec<_>>().join(", "));
        }
    };
    Value::V128(bytes).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn f32_value(bits: u32) -> WastRetCore<'static> {
        WastRetCore::F32(NanPattern::Value(F32 { bits }))
    }

    #[test]
    fn floats_compare_by_bits() {
        assert!(matches(&Value::F32(0), &f32_value(0)));
        assert!(!matches(&Value::F32(F32_SIGN), &f32_value(0)));
        assert!(!matches(&Value::F64(0), &f32_value(0)));
    }

    #[test]
    fn nan_patterns_free_the_sign_and_only_what_they_say() {
        let canonical = WastRetCore::F32(NanPattern::CanonicalNan);
        let arithmetic = WastRetCore::F32(NanPattern::ArithmeticNan);
        for sign in [0, F32_SIGN] {
            assert!(matches(&Value::F32(sign | F32_CANONICAL), &canonical));
            assert!(!matches(&Value::F32(sign | F32_CANONICAL | 1), &canonical));
            assert!(matches(&Value::F32(sign | F32_CANONICAL | 1), &arithmetic));
            // A signalling NaN and an infinity are neither.
            assert!(!matches(&Value::F32(sign | 0x7f80_0001), &arithmetic));
            assert!(!matches(&Value::F32(sign | 0x7f80_0000), &arithmetic));
        }
    }

    #[test]
    fn lanes_and_alternatives() {
        let pattern = V128Pattern::F32x4([
            NanPattern::CanonicalNan,
            NanPattern::Value(F32 { bits: 1 }),
            NanPattern::Value(F32 { bits: 2 }),
            NanPattern::Value(F32 { bits: 3 }),
        ]);
        let mut bytes = [0; 16];
        for (lane, bits) in [F32_CANONICAL, 1, 2, 3].into_iter().enumerate() {
            bytes[lane * 4..][..4].copy_from_slice(&bits.to_le_bytes());
        }
        let expected = WastRetCore::Either(vec![WastRetCore::I32(0), WastRetCore::V128(pattern)]);
        assert!(matches(&Value::V128(bytes), &expected));
        bytes[15] = 1;
        assert!(!matches(&Value::V128(bytes), &expected));
    }

    #[test]
    fn nulls_keep_their_hierarchy() {
        let none = HeapType::Abstract { shared: false, ty: Heap::None };
        assert!(matches(&Value::Null(Hierarchy::Any), &WastRetCore::RefNull(Some(none))));
        let func = HeapType::Abstract { shared: false, ty: Heap::NoFunc };
        assert!(!matches(&Value::Null(Hierarchy::Any), &WastRetCore::RefNull(Some(func))));
        assert!(!matches(&Value::Func, &WastRetCore::RefNull(None)));
    }
}
