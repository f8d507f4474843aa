//! Strings on their way from one component's memory to another's.
//!
//! An adapter allocates in the memory that receives, guesses the length, and calls one of these functions, perhaps again after it grew the
//! allocation. The bytes are copied out first: both memories may be one.

use anyhow::{Context, Result, anyhow};
use wx::{AsContext, AsContextMut, Memory, StoreContextMut};

use crate::plan::Transcode;
use crate::string::UTF16_TAG;
use crate::trap::Trap;

/// Does one step. The arguments and results are those of the core function, which depend on the step; results are at most two.
pub(crate) fn run<T: 'static>(
    store: &mut StoreContextMut<'_, T>,
    op: Transcode,
    from: Memory,
    to: Memory,
    args: &[u32],
) -> Result<[u32; 2]> {
    let [at, len, target, rest @ ..] = args else { return Err(anyhow!("a transcoder has three arguments")) };
    let mut target = Target { store: store.as_context_mut(), memory: to, at: *target as usize };
    let source = Source { memory: from, at: *at as usize, len: *len as usize };
    let room = rest.first().map_or(0, |room| *room as usize);
    match op {
        Transcode::CopyUtf8 => {
            let bytes = source.bytes(&target.store)?;
            std::str::from_utf8(&bytes)?;
            target.put(0, &bytes)?;
            Ok([0, 0])
        }
        Transcode::CopyLatin1 => {
            let bytes = source.bytes(&target.store)?;
            target.put(0, &bytes)?;
            Ok([0, 0])
        }
        Transcode::CopyUtf16 => {
            let units = source.units(&target.store)?;
            chars(&units)?;
            target.put_units(0, &units)?;
            Ok([0, 0])
        }
        Transcode::Latin1ToUtf16 => {
            let units: Vec<u16> = source.bytes(&target.store)?.iter().map(|&byte| u16::from(byte)).collect();
            target.put_units(0, &units)?;
            Ok([0, 0])
        }
        Transcode::Utf8ToUtf16 => {
            let units = source.utf8_as_units(&target.store)?;
            target.put_units(0, &units)?;
            Ok([units.len() as u32, 0])
        }
        Transcode::Latin1ToUtf8 => {
            let bytes = source.bytes(&target.store)?;
            fill_utf8(&mut target, room, bytes.iter().map(|&byte| (char::from(byte), 1)))
        }
        Transcode::Utf16ToUtf8 => {
            let text = chars(&source.units(&target.store)?)?;
            fill_utf8(&mut target, room, text.iter().map(|&c| (c, c.len_utf16() as u32)))
        }
        Transcode::Utf16ToCompactProbablyUtf16 => {
            let units = source.units(&target.store)?;
            chars(&units)?;
            match latin1_prefix(units.iter().map(|&unit| u32::from(unit))) {
                bytes if bytes.len() == units.len() => {
                    target.put(0, &bytes)?;
                    Ok([units.len() as u32, 0])
                }
                _ => {
                    target.put_units(0, &units)?;
                    Ok([units.len() as u32 | UTF16_TAG, 0])
                }
            }
        }
        Transcode::Utf8ToLatin1 => {
            let bytes = source.bytes(&target.store)?;
            let text = std::str::from_utf8(&bytes)?;
            let prefix = latin1_prefix(text.chars().map(u32::from));
            let read: usize = text.chars().take(prefix.len()).map(char::len_utf8).sum();
            target.put(0, &prefix)?;
            Ok([read as u32, prefix.len() as u32])
        }
        Transcode::Utf16ToLatin1 => {
            let prefix = latin1_prefix(source.units(&target.store)?.iter().map(|&unit| u32::from(unit)));
            target.put(0, &prefix)?;
            Ok([prefix.len() as u32, prefix.len() as u32])
        }
        Transcode::Utf8ToCompactUtf16 => {
            let units = source.utf8_as_units(&target.store)?;
            inflate(&mut target, rest, &units)
        }
        Transcode::Utf16ToCompactUtf16 => {
            let units = source.units(&target.store)?;
            chars(&units)?;
            inflate(&mut target, rest, &units)
        }
    }
}

/// What is read.
struct Source {
    memory: Memory,
    at: usize,
    len: usize,
}

impl Source {
    fn read<T: 'static>(&self, store: &StoreContextMut<'_, T>, width: usize) -> Result<Vec<u8>> {
        let end = self.len.checked_mul(width).and_then(|bytes| bytes.checked_add(self.at));
        let data = self.memory.data(store.as_context());
        let bytes = end.and_then(|end| data.get(self.at..end));
        Ok(bytes.ok_or(Trap::StringOutOfBounds)?.to_vec())
    }

    fn bytes<T: 'static>(&self, store: &StoreContextMut<'_, T>) -> Result<Vec<u8>> {
        self.read(store, 1)
    }

    fn units<T: 'static>(&self, store: &StoreContextMut<'_, T>) -> Result<Vec<u16>> {
        let bytes = self.read(store, 2)?;
        Ok(bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect())
    }

    fn utf8_as_units<T: 'static>(&self, store: &StoreContextMut<'_, T>) -> Result<Vec<u16>> {
        Ok(std::str::from_utf8(&self.bytes(store)?)?.encode_utf16().collect())
    }
}

/// What is written.
struct Target<'a, T: 'static> {
    store: StoreContextMut<'a, T>,
    memory: Memory,
    at: usize,
}

impl<T: 'static> Target<'_, T> {
    fn slice(&mut self, offset: usize, len: usize) -> Result<&mut [u8]> {
        let at = self.at.saturating_add(offset);
        let data = self.memory.data_mut(self.store.as_context_mut());
        data.get_mut(at..at.saturating_add(len)).ok_or_else(|| Trap::StringOutOfBounds.into())
    }

    fn put(&mut self, offset: usize, bytes: &[u8]) -> Result<()> {
        self.slice(offset, bytes.len())?.copy_from_slice(bytes);
        Ok(())
    }

    fn put_units(&mut self, offset: usize, units: &[u16]) -> Result<()> {
        let bytes: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        self.put(offset * 2, &bytes)
    }
}

fn chars(units: &[u16]) -> Result<Vec<char>> {
    char::decode_utf16(units.iter().copied()).collect::<Result<_, _>>().context("invalid utf-16")
}

/// The code points before the first one that Latin-1 does not have.
fn latin1_prefix(points: impl Iterator<Item = u32>) -> Vec<u8> {
    points.map_while(|point| u8::try_from(point).ok()).collect()
}

/// Writes as many characters as fit; returns the code units read and the bytes written.
fn fill_utf8<T: 'static>(
    target: &mut Target<'_, T>,
    room: usize,
    text: impl Iterator<Item = (char, u32)>,
) -> Result<[u32; 2]> {
    let (mut bytes, mut read) = (Vec::new(), 0);
    for (c, units) in text {
        if bytes.len() + c.len_utf8() > room {
            break;
        }
        bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        read += units;
    }
    target.put(0, &bytes)?;
    Ok([read, bytes.len() as u32])
}

/// Widens the Latin-1 characters that are there already to UTF-16, and puts the rest behind them.
fn inflate<T: 'static>(target: &mut Target<'_, T>, rest: &[u32], units: &[u16]) -> Result<[u32; 2]> {
    let [room, done] = rest else { return Err(anyhow!("this transcoder has five arguments")) };
    let done = *done as usize;
    if done + units.len() > *room as usize {
        return Err(Trap::StringOutOfBounds.into());
    }
    let latin1: Vec<u16> = target.slice(0, done)?.iter().map(|&byte| u16::from(byte)).collect();
    target.put_units(0, &latin1)?;
    target.put_units(done, units)?;
    Ok([(done + units.len()) as u32, 0])
}
