//! Modules that are damaged a little.
//!
//! Bytes at random are refused at their first byte. What decoders get wrong is what is nearly right: a valid module with a
//! count that is too large, a section twice, a length that ends in the middle of an instruction. So a seed is changed in one to
//! four places, and where the changed section's length still fits, it is corrected half of the time: else nearly all would be
//! refused for that.

use crate::draw::Stream;

/// Bytes of the header.
const HEADER: usize = 8;
/// Bytes beyond which a mutation does not grow a module.
const LARGEST: usize = 16 << 10;

/// Bytes that mean something: opcodes, types, signs, the ends of LEBs.
const BYTES: [u8; 24] = [
    0x00, 0x01, 0x02, 0x03, 0x0b, 0x0f, 0x10, 0x11, 0x1a, 0x20, 0x3f, 0x40, 0x41, 0x50, 0x5e, 0x60, 0x63,
    0x64, 0x6f, 0x70, 0x7f, 0x80, 0xfd, 0xff,
];

/// A section: its id, and where it and its contents lie.
#[derive(Clone, Debug)]
struct Section {
    start: usize,
    contents: std::ops::Range<usize>,
}

/// A changed copy of one of the seeds, which stand in the order of their sizes.
pub(crate) fn mutate(seeds: &[Vec<u8>], stream: &mut Stream) -> Vec<u8> {
    let mut wasm = one_of(seeds, stream).clone();
    if stream.below(8) == 0 {
        // What is cut off is cut off; nothing else is wrong with it.
        let len = stream.below(wasm.len().max(1));
        wasm.truncate(len);
        return wasm;
    }
    for _ in 0..=stream.below(4) {
        change(&mut wasm, one_of(seeds, stream), stream);
        if wasm.len() > LARGEST {
            break;
        }
    }
    wasm
}

/// Small ones more often: judging takes time in proportion to size, and one change hits more of what there is. With n
/// of them the first has 2n - 1 chances of n², the last has one.
fn one_of<'a>(seeds: &'a [Vec<u8>], stream: &mut Stream) -> &'a Vec<u8> {
    &seeds[stream.below(seeds.len()).min(stream.below(seeds.len()))]
}

fn change(wasm: &mut Vec<u8>, other: &[u8], stream: &mut Stream) {
    let sections = sections(wasm);
    if sections.is_empty() || stream.below(16) == 0 {
        let at = stream.below(wasm.len().max(1));
        return wasm.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << (at % 8));
    }
    let section = sections[stream.below(sections.len())].clone();
    match stream.below(12) {
        0..=4 => in_place(wasm, &section, stream),
        5 | 6 => resized(wasm, &section, stream, |contents, stream| {
            let at = stream.below(contents.len() + 1);
            let leb = leb(number(stream));
            let old = leb_at(contents, at);
            contents.splice(at..at + old, leb);
        }),
        7 => resized(wasm, &section, stream, |contents, stream| {
            let at = stream.below(contents.len() + 1);
            contents.insert(at, BYTES[stream.below(BYTES.len())]);
        }),
        8 => resized(wasm, &section, stream, |contents, stream| {
            let at = stream.below(contents.len().max(1));
            let end = contents.len().min(at + 1 + stream.below(6));
            contents.drain(at.min(end)..end);
        }),
        9 => resized(wasm, &section, stream, |contents, stream| {
            // A piece twice: an entry of a section, an operator.
            let at = stream.below(contents.len().max(1));
            let piece = contents[at.min(contents.len())..contents.len().min(at + 12)].to_vec();
            contents.splice(at..at, piece);
        }),
        10 => {
            // A section of another module, in the place of the same one or where it does not belong.
            let theirs = self::sections(other);
            if !theirs.is_empty() {
                let theirs = &theirs[stream.below(theirs.len())];
                let same = sections.iter().find(|s| wasm[s.start] == other[theirs.start]);
                let range = match same.filter(|_| stream.below(4) > 0) {
                    Some(mine) => mine.start..mine.contents.end,
                    None => section.start..section.start,
                };
                wasm.splice(range, other[theirs.start..theirs.contents.end].iter().copied());
            }
        }
        _ => {
            // A section less, or twice.
            let range = section.start..section.contents.end;
            let copy = if stream.below(2) == 0 { Vec::new() } else { wasm[range.clone()].repeat(2) };
            wasm.splice(range, copy);
        }
    }
}

/// One byte is another.
fn in_place(wasm: &mut [u8], section: &Section, stream: &mut Stream) {
    let len = section.contents.len();
    if len == 0 {
        return;
    }
    let byte = &mut wasm[section.contents.start + stream.below(len)];
    *byte = match stream.below(4) {
        0 => *byte ^ (1 << stream.below(8)),
        1 => byte.wrapping_add(1),
        2 => byte.wrapping_sub(1),
        _ => BYTES[stream.below(BYTES.len())],
    };
}

/// The contents change their length; the section's own length is corrected most of the time, and that of the function's body
/// is not: bodies are lengths inside lengths.
fn resized(
    wasm: &mut Vec<u8>,
    section: &Section,
    stream: &mut Stream,
    change: impl FnOnce(&mut Vec<u8>, &mut Stream),
) {
    let id = wasm[section.start];
    let before = section.contents.len();
    let mut contents = wasm[section.contents.clone()].to_vec();
    if id == CODE && stream.below(4) > 0 && resized_body(&mut contents, stream) {
        // One function's code has changed, with its length.
    } else {
        change(&mut contents, stream);
    }
    let len = if stream.below(8) == 0 { before } else { contents.len() };
    let mut new = vec![id];
    new.extend(leb(len as u64));
    new.extend(contents);
    wasm.splice(section.start..section.contents.end, new);
}

const CODE: u8 = 10;

/// Inserts or removes some bytes of one function, and corrects its length; false if there is no such function.
fn resized_body(contents: &mut Vec<u8>, stream: &mut Stream) -> bool {
    let Some((count, mut at)) = read_leb(contents, 0) else { return false };
    if count == 0 {
        return false;
    }
    let wanted = stream.below(count.min(64) as usize);
    for _ in 0..wanted {
        match read_leb(contents, at) {
            Some((len, start)) if start + (len as usize) < contents.len() => at = start + len as usize,
            _ => return false,
        }
    }
    let Some((len, start)) = read_leb(contents, at) else { return false };
    let end = start.saturating_add(len as usize);
    if end > contents.len() || start >= end {
        return false;
    }
    let mut body = contents[start..end].to_vec();
    let place = stream.below(body.len());
    match stream.below(3) {
        0 => body.insert(place, BYTES[stream.below(BYTES.len())]),
        1 => drop(body.drain(place..(place + 1 + stream.below(3)).min(len as usize))),
        _ => {
            let piece = body[place..(place + 8).min(len as usize)].to_vec();
            let to = stream.below(body.len());
            body.splice(to..to, piece);
        }
    }
    let mut new = leb(body.len() as u64);
    new.extend(body);
    contents.splice(at..end, new);
    true
}

/// A number near a boundary, or a small one.
fn number(stream: &mut Stream) -> u64 {
    match stream.below(4) {
        0 => stream.below(8) as u64,
        1 => (1u64 << stream.below(64)).wrapping_sub(stream.next() & 1),
        2 => u64::from(u32::MAX) - stream.below(3) as u64,
        _ => stream.next() >> stream.below(64),
    }
}

fn leb(mut n: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let byte = (n & 0x7f) as u8;
        n >>= 7;
        if n == 0 {
            bytes.push(byte);
            return bytes;
        }
        bytes.push(byte | 0x80);
    }
}

/// Bytes of the LEB that begins here, at most ten.
fn leb_at(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at.min(bytes.len())..];
    let more = rest.iter().take(9).take_while(|&&byte| byte & 0x80 != 0).count();
    (more + 1).min(rest.len())
}

/// The number that begins here, and where it ends.
fn read_leb(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut n = 0u64;
    for (i, &byte) in bytes.get(at..)?.iter().take(5).enumerate() {
        n |= u64::from(byte & 0x7f) << (7 * i);
        if byte & 0x80 == 0 {
            return Some((n, at + i + 1));
        }
    }
    None
}

/// The sections of a module, as far as their lengths make sense.
fn sections(wasm: &[u8]) -> Vec<Section> {
    let (mut sections, mut at) = (Vec::new(), HEADER);
    while at < wasm.len() {
        let Some((len, start)) = read_leb(wasm, at + 1) else { break };
        let end = start.saturating_add(len as usize);
        if end > wasm.len() {
            break;
        }
        sections.push(Section { start: at, contents: start..end });
        at = end;
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_bytes_can_be_mutated() {
        let mut stream = Stream::new(5);
        let mut seeds = vec![Vec::new(), b"\0asm\x01\0\0\0".to_vec()];
        seeds.push(wat("(module (memory 1) (func (export \"f\") (result i32) (i32.load (i32.const 8))))"));
        for _ in 0..20_000 {
            let wasm = mutate(&seeds, &mut stream);
            // What came out is damaged already, and must not be too strange to be damaged again.
            assert!(wasm.len() < 2 * LARGEST);
            let again = mutate(&[wasm], &mut stream);
            assert!(again.len() < 4 * LARGEST);
        }
    }

    fn wat(text: &str) -> Vec<u8> {
        let module = wx::Module::new(&wx::Engine::default(), text).unwrap();
        module.data().bytes.to_vec()
    }
}
