//! The slot IR read back from the text that `print` writes; for tests, which panic at what they cannot read.
//!
//! A line is the operation's index, its name and its fields. Words and punctuation between the numbers say nothing: which field each
//! number is follows from the row's shape. What comes after `;` on the line of an operation is a comment. References to types of
//! functions are not printed, so `CallRef` cannot be read back.

use crate::base::SourceOp;
use crate::ir::{Catch, Func, Op, OpCode, Shape, TryRange};
use crate::types::V128;

/// Reads a whole function.
pub(crate) fn parse(text: &str) -> Func {
    let (mut func, mut ops, mut tries, mut v128s) = (Func::default(), Vec::new(), Vec::new(), Vec::new());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(table) = line.strip_prefix(';') {
            parse_table(table, &mut func, &mut tries);
            continue;
        }
        let line = line.split(';').next().unwrap_or(line);
        let mut words = line.splitn(3, char::is_whitespace).filter(|word| !word.is_empty());
        let index: usize = words.next().and_then(|word| word.parse().ok()).expect(line);
        assert_eq!(index, ops.len(), "operations are numbered in order: {line}");
        let rest = line[line.find(char::is_whitespace).expect(line)..].trim_start();
        let (name, fields) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let code = OpCode::ALL.iter().copied().find(|code| code.name() == name).expect(line);
        ops.push(parse_op(code, index, &numbers(fields), &mut v128s));
    }
    (func.ops, func.tries, func.v128s) = (ops.into(), tries.into(), v128s.into());
    func
}

/// The numbers of a text, with an `s` before them or not.
fn numbers(text: &str) -> Vec<u128> {
    let is_word = |c: char| c.is_alphanumeric() || c == '-';
    let number = |word: &str| {
        let digits = word.strip_prefix('s').unwrap_or(word);
        match digits.strip_prefix("0x") {
            Some(hex) => u128::from_str_radix(hex, 16).ok(),
            None => digits.parse::<i64>().ok().map(|n| n as u128),
        }
    };
    text.split(|c| !is_word(c)).filter_map(number).collect()
}

/// A line of the frame's size or of the try ranges.
fn parse_table(text: &str, func: &mut Func, tries: &mut Vec<TryRange>) {
    let numbers: Vec<u32> = numbers(text).iter().map(|&n| n as u32).collect();
    match (text.trim_start().split(' ').next(), &*numbers) {
        (_, &[params, locals, results, frame]) => {
            (func.param_slots, func.local_slots) = (params, locals);
            (func.frame_slots, func.result_slots) = (frame, results);
        }
        (Some("try"), &[start, end]) => {
            tries.push(TryRange {
                start: SourceOp::new(start),
                end: SourceOp::new(end),
                catches: Box::new([]),
            });
        }
        (Some("tag" | "all"), &[ref tag @ .., target, slot]) => {
            let range = tries.last_mut().expect("a handler of no range");
            let with_ref = text.contains("exnref");
            let catch = Catch { tag: tag.first().copied(), with_ref, target: SourceOp::new(target), slot };
            let mut catches = std::mem::take(&mut range.catches).into_vec();
            catches.push(catch);
            range.catches = catches.into();
        }
        _ => panic!("neither slots nor handlers: {text}"),
    }
}

/// What the numbers of a row are, in the order in which `print` writes them. `l` and `h` are the halves of imm, `i` all of it, `t` the
/// target; `o`, `m` and `n` are offset, memory and lane of the `M` encoding; `v` is a vector, `V` the lanes of one.
fn letters(shape: Shape) -> &'static str {
    match shape {
        Shape::Unary => "ab",
        Shape::Binary | Shape::ArrayGet => "abc",
        Shape::BinaryImm | Shape::Load => "abi",
        Shape::BrCmp => "bct",
        Shape::BrCmpImm => "bht",
        Shape::Ternary => "abcl",
        Shape::Extract | Shape::GcGet => "abl",
        Shape::Replace => "ablc",
        Shape::LoadPlus => "abhl",
        Shape::LoadIndex => "abci",
        Shape::StorePlus => "bhlc",
        Shape::StoreIndex => "baic",
        Shape::LoadAt | Shape::Const => "ai",
        Shape::StoreAt => "ic",
        Shape::LoadM => "abom",
        Shape::Store => "bic",
        Shape::StoreM => "bomc",
        Shape::LoadLane => "acnbom",
        Shape::StoreLane => "bomcn",
        Shape::Atomic => "aBom",
        Shape::GcSet => "blc",
        Shape::ArraySet => "bca",
        Shape::ConstV128 => "av",
        Shape::Shuffle => "abcV",
        Shape::Far => "hl",
        Shape::Span => "hla",
        Shape::Select => "albc",
        Shape::GlobalGet => "al",
        Shape::GlobalSet => "lb",
        Shape::Plain => "",
        Shape::Br => "t",
        Shape::BrIf => "bt",
        Shape::BrTable => "bH",
        Shape::Return1 | Shape::ThrowRef => "b",
        Shape::ReturnSpan => "la",
        Shape::Imm => "l",
        Shape::Call => "lh",
        Shape::CallIndirect => "Tblh",
        Shape::CallRef => panic!("the type of a reference is not printed"),
        Shape::Throw => "lB",
        Shape::Runtime => "aBlh",
    }
}

fn parse_op(code: OpCode, at: usize, numbers: &[u128], v128s: &mut Vec<V128>) -> Op {
    let letters = letters(code.shape());
    let of = |letter: char| letters.find(letter).map_or(0, |place| numbers[place]);
    let count = letters.len() + 15 * usize::from(letters.contains('V'));
    assert_eq!(numbers.len(), count, "operation {at}, {}, has the numbers {letters}", code.name());
    let imm = match code.shape() {
        _ if letters.contains('i') => of('i') as u64,
        _ if letters.contains('m') => Op::mem_imm(of('o') as u64, of('m') as u8, of('n') as u8),
        Shape::BrTable => Op::pack(0, of('H') as u32 - 1),
        Shape::ConstV128 => {
            v128s.push(V128::from(of('v')));
            v128s.len() as u64 - 1
        }
        Shape::Shuffle => {
            let lanes = numbers[3..].iter().rev().fold(0, |all, lane| all << 8 | lane);
            v128s.push(V128::from(lanes));
            v128s.len() as u64 - 1
        }
        _ => Op::pack(of('l') as u32, of('h') as u32),
    };
    let (a, b, c) = (of('a') as u16, of('b') as u16, of('c') as u16);
    let mut op = match code.shape() {
        Shape::CallIndirect => Op::call_indirect(code, b, of('T') as u32, imm),
        _ if code.has_base() => Op::based(code, a, of('B') as u32, imm),
        _ => Op::new(code, a, b, c, imm),
    };
    if letters.contains('t') {
        op.set_target(at, of('t') as usize);
    }
    op
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read_back() {
        for &code in OpCode::ALL.iter().filter(|code| code.shape() != Shape::CallRef) {
            let letters = letters(code.shape());
            let has = |letter: char, value: u32| if letters.contains(letter) { value } else { 0 };
            let imm = match code.shape() {
                _ if letters.contains('i') => 1 << 40 | 99,
                _ if letters.contains('m') => Op::mem_imm(77, 3, has('n', 5) as u8),
                Shape::ConstV128 | Shape::Shuffle => 0,
                _ => Op::pack(has('l', 55), has('h', 66) + has('H', 4)),
            };
            let (a, b, c) = (has('a', 11) as u16, has('b', 12) as u16, has('c', 13) as u16);
            let mut op = match code.shape() {
                Shape::CallIndirect => Op::call_indirect(code, b, 70_000, imm),
                _ if code.has_base() => Op::based(code, a, has('B', 70_001), imm),
                _ => Op::new(code, a, b, c, imm),
            };
            if letters.contains('t') {
                op.set_target(0, 9);
            }
            let v128s: Box<[V128]> = match letters.contains(['v', 'V']) {
                true => Box::new([V128::from(0xF0E0_D0C0_B0A0_9080_7060_5040_3020_100F_u128)]),
                false => Box::new([]),
            };
            let func = Func { ops: Box::new([op]), v128s, ..Func::default() };
            let text = super::super::print(&func);
            let again = parse(&text);
            assert_eq!((&again.ops, &again.v128s), (&func.ops, &func.v128s), "{text}");
        }
    }

    #[test]
    fn tables_are_read_back() {
        let text = "; 1 parameter, 2 locals, 1 result, frame of 5 slots\n; try 0..2\n;   tag 3 -> 4, payload at s2\n\
            ;   all with exnref -> 5, payload at s3\n; try 2..4\n;   all -> 0, payload at s2\n";
        assert_eq!(super::super::print(&parse(text)), text);
    }
}
