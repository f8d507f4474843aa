//! Code as text for people: each operation, then its instructions.
//!
//! Neither offsets nor bytes are printed: a change of one operation would change all lines after it. Targets of jumps have labels,
//! fields and slots their names (`fields`), and so has what is filled in later. Where an encoding changes and the text does not,
//! the last line notices it, a hash of the bytes that were printed:
//!
//! - distances of jumps and to constants are left out of it, since other code than the case's own lies between;
//! - so are distances to fields that have names, and builtins' numbers;
//! - what is filled in later, and where, is part of it.
//!
//! The variable [`SWITCH`] prints offsets and bytes as well, for debugging.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use iced_x86::{
    Code, ConstantOffsets, Decoder, DecoderOptions, Formatter, Instruction, Mnemonic, NasmFormatter, OpKind,
    Register,
};
use wx::base::TrapCode;
use wx::ir::{Func, OpCode, Shape};
use wx::jit::{Compiled, Reloc, RelocKind, Stub};
use wx::lower::print_op;

use crate::fields::{Context, Name, Pointers};

/// Cases in files whose path contains this variable's value are printed with offsets and bytes.
pub(crate) const SWITCH: &str = "WX_LISTING";

/// Where a label's name goes in a line.
const LABEL: &str = "\0";

/// One instruction, or one entry of a branch table.
struct Line {
    at: u32,
    end: u32,
    text: String,
    /// What [`LABEL`] in the text stands for.
    target: Option<u32>,
    /// The bytes that the hash is of.
    hashed: Vec<u8>,
}

/// A function's code.
pub(crate) struct Listing<'a> {
    /// The function before others were inlined, and with them.
    source: &'a Func,
    func: &'a Func,
    compiled: &'a Compiled,
    lines: Vec<Line>,
}

/// All instructions of a function, without the tables among them.
pub(crate) fn instructions(compiled: &Compiled) -> Vec<Instruction> {
    decode(compiled).into_iter().map(|(instruction, _)| instruction).collect()
}

/// All instructions, and where in each its constants are.
fn decode(compiled: &Compiled) -> Vec<(Instruction, ConstantOffsets)> {
    let (mut at, mut all) = (0, Vec::new());
    let end = (compiled.output.code_end, compiled.output.code_end);
    for &(start, next) in compiled.output.tables.iter().chain([&end]) {
        let code = &compiled.code[at as usize..start as usize];
        let mut decoder = Decoder::with_ip(64, code, at.into(), DecoderOptions::NONE);
        while decoder.can_decode() {
            let instruction = decoder.decode();
            all.push((instruction, decoder.get_constant_offsets(&instruction)));
        }
        at = next;
    }
    all
}

/// `OutOfBounds` as `out_of_bounds`.
fn snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// What is filled in later.
fn filled(kind: RelocKind) -> String {
    match kind {
        RelocKind::Stub(Stub::Trap(code)) => match TrapCode::from_u8(code) {
            Some(code) => format!("trap.{}", snake(&format!("{code:?}"))),
            None => format!("trap.{code}"),
        },
        RelocKind::Stub(stub) => format!("stub.{}", snake(&format!("{stub:?}"))),
        RelocKind::Entry(index) => format!("entry.{index}"),
        RelocKind::Op(op) => format!("op.{op}"),
        RelocKind::Own => "code".to_owned(),
    }
}

/// The name of a builtin with this number: an operation's, or the one beyond.
fn builtin(number: u64) -> Option<&'static str> {
    let number = usize::try_from(number).ok()?;
    if number == OpCode::COUNT { Some("allocate") } else { OpCode::ALL.get(number).map(|code| code.name()) }
}

/// A function's instructions while they are put into words.
struct Reader<'a> {
    func: &'a Func,
    compiled: &'a Compiled,
    code: Vec<(Instruction, ConstantOffsets)>,
}

impl Context for Reader<'_> {
    fn is_last(&self, instruction: &Instruction) -> bool {
        let kind = self.reloc(instruction).map(|reloc| reloc.kind);
        matches!(kind, Some(RelocKind::Stub(Stub::Trap(_) | Stub::TrapRax)))
    }

    fn takes_function(&self, instruction: &Instruction) -> bool {
        let code = self.operation(instruction).map(|op| self.func.ops[op].code());
        code.is_some_and(|code| {
            matches!(code.shape(), Shape::CallRef | Shape::CallIndirect)
                || ["RefTest", "RefCast", "BrOnCast"].iter().any(|name| code.name().starts_with(name))
        })
    }
}

impl Reader<'_> {
    fn reloc(&self, instruction: &Instruction) -> Option<&Reloc> {
        let range = instruction.ip()..instruction.next_ip();
        self.compiled.relocs.iter().find(|reloc| range.contains(&reloc.at.into()))
    }

    /// The operation whose code an instruction is in; none behind the function.
    fn operation(&self, instruction: &Instruction) -> Option<usize> {
        let output = &self.compiled.output;
        let within = instruction.ip() < output.body_end.into();
        let next = output.starts.partition_point(|(at, _)| u64::from(at.get()) <= instruction.ip());
        output.starts.get(next.checked_sub(1)?).filter(|_| within).map(|(_, op)| op.index())
    }

    /// The builtin whose number an instruction passes.
    fn builtin(&self, index: usize) -> Option<&'static str> {
        let instruction = &self.code[index].0;
        if instruction.code() != Code::Mov_r32_imm32 || instruction.op0_register() != Register::ECX {
            return None;
        }
        let near = &self.code[index + 1..self.code.len().min(index + 3)];
        let mut relocs = near.iter().filter_map(|(next, _)| self.reloc(next));
        relocs
            .any(|reloc| reloc.kind == RelocKind::Stub(Stub::Builtin))
            .then(|| builtin(instruction.immediate(1)))?
    }

    /// The text of an instruction, a label that is in it, and which of its constants have a name there.
    fn line(&self, index: usize, pointers: &Pointers) -> Line {
        let (insn, constants) = &self.code[index];
        let (at, end) = (insn.ip() as u32, insn.next_ip() as u32);
        let mut hashed = self.compiled.code[at as usize..end as usize].to_vec();
        let mut formatter = NasmFormatter::new();
        formatter.options_mut().set_show_branch_size(false);
        let mut text = String::new();
        formatter.format(insn, &mut text);
        let (mnemonic, operands) = text.split_once(' ').unwrap_or((&text, ""));
        let (mnemonic, operands) = (mnemonic.to_owned(), operands.to_owned());
        let mut target = None;
        let in_brackets = |name: &str| {
            let (before, after) = (operands.split('[').next(), operands.split(']').next_back());
            format!("{mnemonic} {}[{name}]{}", before.unwrap_or_default(), after.unwrap_or_default())
        };
        if let Some(reloc) = self.reloc(insn) {
            // The distance in the text is that of a zero.
            let register = operands.split_once(',').map(|(register, _)| format!("{register},"));
            text = format!("{mnemonic} {}{}", register.unwrap_or_default(), filled(reloc.kind));
        } else if matches!(insn.op0_kind(), OpKind::NearBranch64) {
            target = Some(insn.near_branch_target() as u32);
            text = format!("{mnemonic} {LABEL}");
            zero(&mut hashed, constants.immediate_offset(), constants.immediate_size());
        } else if insn.is_ip_rel_memory_operand() {
            target = Some(insn.ip_rel_memory_address() as u32);
            text = in_brackets(LABEL);
            zero(&mut hashed, constants.displacement_offset(), constants.displacement_size());
        } else if let Some(name) = self.builtin(index) {
            text = format!("{mnemonic} ecx,builtin.{name}");
            zero(&mut hashed, constants.immediate_offset(), constants.immediate_size());
        } else if insn.mnemonic() != Mnemonic::Nop {
            match pointers.name(index, insn, self) {
                Some(Name::Field(name)) => {
                    text = in_brackets(&name);
                    zero(&mut hashed, constants.displacement_offset(), constants.displacement_size());
                }
                Some(Name::Slot(name)) => text = in_brackets(&name),
                None => {}
            }
        }
        Line { at, end, text, target, hashed }
    }
}

fn zero(bytes: &mut [u8], at: usize, size: usize) {
    bytes[at..at + size].fill(0);
}

impl<'a> Listing<'a> {
    pub(crate) fn new(source: &'a Func, compiled: &'a Compiled) -> Self {
        let func = compiled.spliced.as_ref().map_or(source, |spliced| &spliced.func);
        let output = &compiled.output;
        let mut lines = Vec::new();
        for &(start, end) in &output.tables {
            for at in (start..end).step_by(4) {
                let entry = compiled.code[at as usize..at as usize + 4].iter().rev();
                let distance = entry.fold(0_u32, |all, &byte| all << 8 | u32::from(byte));
                let (text, target) = (format!("entry {LABEL}"), Some(start.wrapping_add(distance)));
                lines.push(Line { at, end: at + 4, text, target, hashed: vec![0; 4] });
            }
        }
        let reader = Reader { func, compiled, code: decode(compiled) };
        let mut entries: Vec<u64> = lines.iter().filter_map(|line| line.target).map(u64::from).collect();
        entries.push(output.entry.into());
        entries.extend(output.osr.iter().chain(&output.handlers).map(|(_, at)| u64::from(at.get())));
        let code: Vec<Instruction> = reader.code.iter().map(|(instruction, _)| *instruction).collect();
        let pointers = Pointers::new(&code, &entries, &reader);
        lines.extend((0..code.len()).map(|index| reader.line(index, &pointers)));
        lines.sort_by_key(|line| line.at);
        Listing { source, func, compiled, lines }
    }

    /// Where the code of the operation at `at` is, in pieces.
    fn pieces(&self, at: usize) -> Vec<(u32, u32)> {
        let starts = &self.compiled.output.starts;
        let end = |i: usize| starts.get(i + 1).map_or(self.compiled.output.body_end, |next| next.0.get());
        let own = starts.iter().enumerate().filter(|(_, start)| start.1.index() == at);
        own.map(|(i, start)| (start.0.get(), end(i))).collect()
    }

    /// One operation, and what it put behind the function.
    pub(crate) fn operation(&self, at: usize, bytes: bool) -> String {
        let pieces = self.pieces(at);
        let behind = (self.compiled.output.body_end, self.compiled.output.code_end);
        let shown = pieces.iter().copied().chain([behind]).collect();
        let mut page = Page::new(self, shown, bytes);
        page.say(print_op(self.func, at).trim_end());
        page.lines(&pieces);
        page.behind();
        page.finish()
    }

    /// The whole function.
    pub(crate) fn whole(&self, bytes: bool) -> String {
        let output = &self.compiled.output;
        let mut page = Page::new(self, vec![(0, output.code_end)], bytes);
        page.out.push_str(&wx::lower::print_tables(self.source));
        if let Some(spliced) = &self.compiled.spliced {
            page.out.push_str(&wx::lower::print_ranges(&spliced.tries));
        }
        let first = output.starts.first().map_or(output.body_end, |start| start.0.get());
        page.lines(&[(output.entry, first)]);
        for at in 0..self.func.ops.len() {
            page.say(print_op(self.func, at).trim_end());
            page.lines(&self.pieces(at));
        }
        page.behind();
        page.finish()
    }
}

/// A listing while it is printed.
struct Page<'a> {
    listing: &'a Listing<'a>,
    bytes: bool,
    /// Labels of places that are printed.
    labels: BTreeMap<u32, String>,
    hash: Hash,
    out: String,
}

impl<'a> Page<'a> {
    fn new(listing: &'a Listing<'a>, shown: Vec<(u32, u32)>, bytes: bool) -> Page<'a> {
        let is_shown = |at: u32| shown.iter().any(|&(start, end)| (start..end).contains(&at));
        let output = &listing.compiled.output;
        let mut labels = BTreeMap::new();
        for (what, list) in [("osr", &output.osr), ("handler", &output.handlers)] {
            for (op, at) in list.iter().filter(|(_, at)| is_shown(at.get())) {
                let names: &mut String = labels.entry(at.get()).or_default();
                let and = if names.is_empty() { "" } else { ", " };
                let _ = write!(names, "{and}{what}.{op}");
            }
        }
        let targets = listing.lines.iter().filter(|line| is_shown(line.at)).filter_map(|line| line.target);
        let (mut places, mut constants) = (0, 0);
        for target in targets.collect::<BTreeSet<u32>>() {
            let (letter, count) = match target >= output.code_end {
                true => ("C", &mut constants),
                false if is_shown(target) && !labels.contains_key(&target) => ("L", &mut places),
                false => continue,
            };
            labels.insert(target, format!("{letter}{count}"));
            *count += 1;
        }
        Page { listing, bytes, labels, hash: Hash::default(), out: String::new() }
    }

    fn say(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    /// What is printed for a place.
    fn label(&self, at: u32) -> String {
        let starts = &self.listing.compiled.output.starts;
        let operation =
            || starts.iter().find(|(start, _)| start.get() == at).map(|(_, op)| format!("op.{op}"));
        let known = self.labels.get(&at).map(|names| names.split(',').next().unwrap_or_default().to_owned());
        known.or_else(operation).unwrap_or_else(|| "elsewhere".to_owned())
    }

    fn lines(&mut self, pieces: &[(u32, u32)]) {
        let listing = self.listing;
        let is_here = |line: &&Line| pieces.iter().any(|&(start, end)| (start..end).contains(&line.at));
        for line in listing.lines.iter().filter(is_here) {
            if let Some(label) = self.labels.get(&line.at) {
                let _ = writeln!(self.out, "    {label}:");
            }
            let label = line.target.map(|at| self.label(at)).unwrap_or_default();
            let text = line.text.replace(LABEL, &label);
            let code = &listing.compiled.code[line.at as usize..line.end as usize];
            let _ = match self.bytes {
                true => writeln!(self.out, "{:6x}  {:<22} {text}", line.at, hex(code.iter())),
                false => writeln!(self.out, "        {text}"),
            };
            self.hash.add(&line.hashed);
            for reloc in
                listing.compiled.relocs.iter().filter(|reloc| (line.at..line.end).contains(&reloc.at))
            {
                self.hash.mark(&format!("{} {}", reloc.at - line.at, filled(reloc.kind)));
            }
        }
    }

    /// Code and constants behind the function.
    fn behind(&mut self) {
        let output = &self.listing.compiled.output;
        if output.body_end < output.code_end {
            self.say("    out of line");
            self.lines(&[(output.body_end, output.code_end)]);
        }
        // The last byte is a trap, and so is the padding in front of constants.
        let code = &self.listing.compiled.code;
        let start = (output.code_end as usize).next_multiple_of(16).min(code.len());
        for (i, constant) in code[start..].chunks_exact(16).enumerate() {
            let label = self.labels.get(&((start + 16 * i) as u32)).map_or("unused", String::as_str);
            let _ = writeln!(self.out, "    {label}: 0x{}", hex(constant.iter().rev()));
            self.hash.add(constant);
        }
    }

    fn finish(mut self) -> String {
        let Hash { bytes, state } = self.hash;
        let plural = if bytes == 1 { "" } else { "s" };
        let _ = writeln!(self.out, "; {bytes} byte{plural}, fnv {state:016x}");
        self.out
    }
}

fn hex<'a>(bytes: impl Iterator<Item = &'a u8>) -> String {
    bytes.map(|byte| format!("{byte:02x}")).collect()
}

/// FNV-1a with 64 bits, and how many bytes of code there were.
struct Hash {
    bytes: usize,
    state: u64,
}

impl Default for Hash {
    fn default() -> Self {
        Hash { bytes: 0, state: 0xCBF2_9CE4_8422_2325 }
    }
}

impl Hash {
    fn add(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len();
        for &byte in bytes {
            self.state = (self.state ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3);
        }
    }

    /// What is no code.
    fn mark(&mut self, text: &str) {
        let bytes = self.bytes;
        self.add(text.as_bytes());
        self.bytes = bytes;
    }
}
