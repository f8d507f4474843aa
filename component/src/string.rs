//! Strings in a component's memory, in each of the three encodings.

use anyhow::{Context, Result, anyhow};

use crate::cx::Cx;
use crate::plan::Encoding;
use crate::trap::Trap;

/// The bit of a length that says that a string of two encodings is in UTF-16.
pub(crate) const UTF16_TAG: u32 = 1 << 31;

/// Most bytes of a string.
const MAX_STRING: usize = (1 << 31) - 1;

/// A string at `at` with the length `len`, in code units.
pub(crate) fn lift<T: 'static>(cx: &mut Cx<'_, T>, at: u32, len: u32) -> Result<String> {
    match cx.options.encoding {
        Encoding::Utf8 => {
            content(cx, at, len as usize)?;
            cx.charge(len as usize, 1)?;
            Ok(std::str::from_utf8(content(cx, at, len as usize)?)?.to_owned())
        }
        Encoding::Utf16 => lift_utf16(cx, at, len),
        Encoding::Compact if len & UTF16_TAG != 0 => lift_utf16(cx, at, len ^ UTF16_TAG),
        Encoding::Compact => {
            aligned(at)?;
            content(cx, at, len as usize)?;
            cx.charge(len as usize, 2)?;
            Ok(content(cx, at, len as usize)?.iter().map(|&byte| char::from(byte)).collect())
        }
    }
}

fn lift_utf16<T: 'static>(cx: &mut Cx<'_, T>, at: u32, units: u32) -> Result<String> {
    aligned(at)?;
    content(cx, at, units as usize * 2)?;
    cx.charge(units as usize, 3)?;
    let bytes = content(cx, at, units as usize * 2)?;
    let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    char::decode_utf16(units).collect::<Result<_, _>>().context("invalid utf-16")
}

fn aligned(at: u32) -> Result<()> {
    if at.is_multiple_of(2) { Ok(()) } else { Err(Trap::UnalignedPointer.into()) }
}

fn content<'c, T: 'static>(cx: &'c Cx<'_, T>, at: u32, bytes: usize) -> Result<&'c [u8]> {
    let len = u32::try_from(bytes).map_err(|_| Trap::StringOutOfBounds)?;
    cx.bytes(at, len).map_err(|_| Trap::StringOutOfBounds.into())
}

/// Puts a string into the memory; returns where it is and its length in code units.
pub(crate) fn lower<T: 'static>(cx: &mut Cx<'_, T>, string: &str) -> Result<(u32, u32)> {
    match cx.options.encoding {
        Encoding::Utf8 => Ok((put(cx, 1, string.as_bytes())?, string.len() as u32)),
        Encoding::Utf16 => lower_utf16(cx, string),
        Encoding::Compact => {
            let latin1: Option<Vec<u8>> = string.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
            match latin1 {
                Some(bytes) => Ok((put(cx, 2, &bytes)?, bytes.len() as u32)),
                None => lower_utf16(cx, string).map(|(at, units)| (at, units | UTF16_TAG)),
            }
        }
    }
}

fn lower_utf16<T: 'static>(cx: &mut Cx<'_, T>, string: &str) -> Result<(u32, u32)> {
    let bytes: Vec<u8> = string.encode_utf16().flat_map(u16::to_le_bytes).collect();
    Ok((put(cx, 2, &bytes)?, bytes.len() as u32 / 2))
}

fn put<T: 'static>(cx: &mut Cx<'_, T>, align: u32, bytes: &[u8]) -> Result<u32> {
    if bytes.len() > MAX_STRING {
        return Err(anyhow!("a string of {} bytes is too long", bytes.len()));
    }
    let at = cx.allocate(align, bytes.len())?;
    cx.bytes_mut(at, bytes.len() as u32)?.copy_from_slice(bytes);
    Ok(at)
}
