//! Calling one exported function with arguments from the command line.
//!
//! The signature decides how a word is read: integers in decimal or hexadecimal, signed or unsigned, as long as
//! they fit the width; floats as Rust and the text format write them, `inf` and `nan:0x...` included; a v128 as
//! one 128-bit integer; `null` for a reference that can be null. Results are printed in the same notation, so
//! that they can be given back.

use crate::exit::Usage;
use wx::{FuncType, Ref, V128, Val, ValType};

/// The arguments of `name` as values.
pub(crate) fn arguments(name: &str, ty: &FuncType, words: &[String]) -> Result<Vec<Val>, Usage> {
    let params: Vec<ValType> = ty.params().collect();
    if params.len() != words.len() {
        let plural = if params.len() == 1 { "" } else { "s" };
        return Err(Usage(format!(
            "`{name}` takes {} argument{plural}{}, but {} {} given",
            params.len(),
            signature(&params),
            words.len(),
            if words.len() == 1 { "was" } else { "were" },
        )));
    }
    params
        .iter()
        .zip(words)
        .zip(1..)
        .map(|((ty, word), position)| {
            value(ty, word).ok_or_else(|| {
                Usage(format!("argument {position} of `{name}` is `{word}`, which is not {}", describe(ty)))
            })
        })
        .collect()
}

/// The types of the parameters in parentheses, or nothing if there are none.
fn signature(params: &[ValType]) -> String {
    if params.is_empty() {
        return String::new();
    }
    format!(" ({})", params.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
}

fn describe(ty: &ValType) -> String {
    match ty {
        ValType::V128 => "a v128 (one 128-bit integer, such as 0x1)".to_owned(),
        ValType::Ref(reference) if reference.is_nullable() => {
            format!("`null`, the one {ty} of a command line")
        }
        ValType::Ref(_) => format!("a {ty}; a command line has none"),
        _ => format!("an {ty}"),
    }
}

fn value(ty: &ValType, word: &str) -> Option<Val> {
    Some(match ty {
        ValType::I32 => Val::I32(integer(word, 32)? as u32 as i32),
        ValType::I64 => Val::I64(integer(word, 64)? as u64 as i64),
        ValType::F32 => match nan(word, 23) {
            Some((negative, payload)) => {
                Val::F32(u32::from(negative) << 31 | 0x7f80_0000 | u32::try_from(payload).ok()?)
            }
            None => Val::F32(word.parse::<f32>().ok()?.to_bits()),
        },
        ValType::F64 => match nan(word, 52) {
            Some((negative, payload)) => {
                Val::F64(u64::from(negative) << 63 | 0x7ff0_0000_0000_0000 | payload)
            }
            None => Val::F64(word.parse::<f64>().ok()?.to_bits()),
        },
        ValType::V128 => Val::V128(V128::from(unsigned(word)?)),
        ValType::Ref(reference) if reference.is_nullable() && word == "null" => {
            Ref::null(reference.heap_type()).into()
        }
        ValType::Ref(_) => return None,
    })
}

/// An integer of `bits` bits, signed or unsigned, as its bit pattern.
fn integer(word: &str, bits: u32) -> Option<i128> {
    let (negative, digits) = match word.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, word.strip_prefix('+').unwrap_or(word)),
    };
    let magnitude = i128::try_from(unsigned(digits)?).ok()?;
    let value = if negative { -magnitude } else { magnitude };
    (-(1i128 << (bits - 1))..1i128 << bits).contains(&value).then_some(value)
}

/// Digits in decimal, or in hexadecimal after `0x`, with `_` anywhere between them.
fn unsigned(word: &str) -> Option<u128> {
    let (digits, radix) = match word.strip_prefix("0x").or_else(|| word.strip_prefix("0X")) {
        Some(digits) => (digits, 16),
        None => (word, 10),
    };
    // The standard library would take a sign here.
    if !digits.starts_with(|c: char| c.is_digit(radix)) {
        return None;
    }
    u128::from_str_radix(&digits.replace('_', ""), radix).ok()
}

/// A NaN in the text format's notation: its sign and its payload of `bits` bits.
fn nan(word: &str, bits: u32) -> Option<(bool, u64)> {
    let (negative, rest) = match word.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, word),
    };
    let rest = rest.strip_prefix("nan")?;
    let payload = match rest.strip_prefix(':') {
        Some(payload) => u64::try_from(unsigned(payload)?).ok()?,
        None if rest.is_empty() => 1 << (bits - 1),
        None => return None,
    };
    (payload != 0 && payload < 1 << bits).then_some((negative, payload))
}

/// A result as it is printed.
pub(crate) fn text(value: &Val) -> String {
    match value {
        Val::I32(value) => value.to_string(),
        Val::I64(value) => value.to_string(),
        Val::F32(bits) => {
            let value = f32::from_bits(*bits);
            if value.is_nan() {
                nan_text(bits >> 31 != 0, u64::from(bits & 0x7f_ffff), 23)
            } else {
                value.to_string()
            }
        }
        Val::F64(bits) => {
            let value = f64::from_bits(*bits);
            if value.is_nan() {
                nan_text(bits >> 63 != 0, bits & 0xf_ffff_ffff_ffff, 52)
            } else {
                value.to_string()
            }
        }
        Val::V128(value) => format!("{:#034x}", value.as_u128()),
        Val::FuncRef(None) | Val::ExternRef(None) | Val::AnyRef(None) | Val::ExnRef(None) => {
            "null".to_owned()
        }
        Val::FuncRef(Some(_)) => "<funcref>".to_owned(),
        Val::ExternRef(Some(_)) => "<externref>".to_owned(),
        Val::AnyRef(Some(_)) => "<anyref>".to_owned(),
        Val::ExnRef(Some(_)) => "<exnref>".to_owned(),
    }
}

fn nan_text(negative: bool, payload: u64, bits: u32) -> String {
    let sign = if negative { "-" } else { "" };
    if payload == 1 << (bits - 1) { format!("{sign}nan") } else { format!("{sign}nan:{payload:#x}") }
}

#[cfg(test)]
mod tests {
    use super::{integer, text, value};
    use wx::{Val, ValType};

    #[test]
    fn integers_are_read_signed_and_unsigned_as_far_as_they_fit() {
        assert_eq!(integer("4294967295", 32), Some(4294967295));
        assert_eq!(integer("-2147483648", 32), Some(-2147483648));
        assert_eq!(integer("0xffff_ffff", 32), Some(0xffff_ffff));
        assert_eq!(integer("-0x1", 32), Some(-1));
        for bad in ["4294967296", "-2147483649", "", "-", "0x", "1.0", "--1", "+-1", "one", "0x+1"] {
            assert_eq!(integer(bad, 32), None, "{bad}");
        }
    }

    #[test]
    fn printed_values_read_back_as_the_same_bits() {
        for bits in
            [0u32, 0x8000_0000, 0x3f80_0000, 0x7f80_0000, 0xff80_0000, 0x7fc0_0000, 0xffc0_0001, 0x7f80_0001]
        {
            let printed = text(&Val::F32(bits));
            assert!(
                matches!(value(&ValType::F32, &printed), Some(Val::F32(same)) if same == bits),
                "{printed}"
            );
        }
        for bits in [0u64, 1, 0x7ff0_0000_0000_0001, 0xfff8_0000_0000_0000, 0x4009_21fb_5444_2d18] {
            let printed = text(&Val::F64(bits));
            assert!(
                matches!(value(&ValType::F64, &printed), Some(Val::F64(same)) if same == bits),
                "{printed}"
            );
        }
        let vector = value(&ValType::V128, "0x0123456789abcdef").expect("a v128");
        assert_eq!(text(&vector), "0x00000000000000000123456789abcdef");
        for bad in ["nan:0x0", "nan:0x800000", "nanny", "nan:", "1,5"] {
            assert!(value(&ValType::F32, bad).is_none(), "{bad}");
        }
    }
}
