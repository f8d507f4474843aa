//! Code as text: the operation, then its instructions with their bytes.

use std::fmt::Write;

use iced_x86::{Decoder, DecoderOptions, Formatter, Instruction, NasmFormatter};
use wx::ir::Func;
use wx::jit::{Compiled, RelocKind, Stub};
use wx::lower::print_op;

/// The instructions of one function, as lines.
pub(crate) struct Listing<'a> {
    func: &'a Func,
    compiled: &'a Compiled,
    lines: Vec<(u32, String)>,
}

/// What stands in a field that is filled in later.
fn name(kind: RelocKind) -> String {
    match kind {
        RelocKind::Stub(Stub::Trap(code)) => format!("trap {code}"),
        RelocKind::Stub(stub) => format!("stub {stub:?}"),
        RelocKind::Entry(index) => format!("entry of function {index}"),
        RelocKind::Op(index) => format!("operation {index}"),
        RelocKind::Own => "this code".to_owned(),
    }
}

/// All instructions of a function, without the tables among them.
pub(crate) fn instructions(compiled: &Compiled) -> Vec<Instruction> {
    let (mut at, mut all) = (0, Vec::new());
    let end = (compiled.output.code_end, compiled.output.code_end);
    for &(start, next) in compiled.output.tables.iter().chain([&end]) {
        let code = &compiled.code[at as usize..start as usize];
        all.extend(&mut Decoder::with_ip(64, code, at.into(), DecoderOptions::NONE));
        at = next;
    }
    all
}

impl<'a> Listing<'a> {
    pub(crate) fn new(func: &'a Func, compiled: &'a Compiled) -> Self {
        let mut formatter = NasmFormatter::new();
        formatter.options_mut().set_branch_leading_zeros(false);
        let mut lines = Vec::new();
        for instruction in instructions(compiled) {
            let (start, end) = (instruction.ip() as usize, instruction.next_ip() as usize);
            let mut text = String::new();
            formatter.format(&instruction, &mut text);
            let reloc = compiled.relocs.iter().find(|r| (start..end).contains(&(r.at as usize)));
            if let Some(reloc) = reloc {
                // The distance in the text is that of a zero.
                let mnemonic = text.split(' ').next().unwrap_or_default();
                let register = text.split_once(',').map(|(left, _)| left[mnemonic.len()..].to_owned() + ",");
                text = format!("{mnemonic}{} <{}>", register.unwrap_or_default(), name(reloc.kind));
            }
            let bytes: String = compiled.code[start..end].iter().map(|byte| format!("{byte:02x}")).collect();
            lines.push((start as u32, format!("{start:6x}  {bytes:<22} {text}")));
        }
        for &(start, end) in &compiled.output.tables {
            for at in (start..end).step_by(4) {
                let entry = compiled.code[at as usize..at as usize + 4].iter().rev();
                let distance = entry.fold(0_u32, |all, &byte| all << 8 | u32::from(byte));
                lines.push((at, format!("{at:6x}  entry -> {:x}", start.wrapping_add(distance))));
            }
        }
        lines.sort_by_key(|line| line.0);
        let func = compiled.spliced.as_ref().map_or(func, |spliced| &spliced.func);
        Listing { func, compiled, lines }
    }

    fn print(&self, out: &mut String, start: u32, end: u32) {
        for (_, line) in self.lines.iter().filter(|l| (start..end).contains(&l.0)) {
            let _ = writeln!(out, "{line}");
        }
    }

    /// The code of the operation at `at`; nothing if it has none of its own.
    pub(crate) fn operation(&self, out: &mut String, at: usize) {
        let _ = writeln!(out, "{}", print_op(self.func, at).trim_end());
        let starts = &self.compiled.output.starts;
        for (i, _) in starts.iter().enumerate().filter(|(_, s)| s.1.index() == at) {
            let end = starts.get(i + 1).map_or(self.compiled.output.body_end, |next| next.0.get());
            self.print(out, starts[i].0.get(), end);
        }
    }

    /// Code and constants behind the function.
    pub(crate) fn behind(&self, out: &mut String) {
        let (start, end) = (self.compiled.output.body_end, self.compiled.output.code_end);
        if start < end {
            let _ = writeln!(out, "       behind");
            self.print(out, start, end);
        }
        // The last byte is a trap, and so is the padding in front of constants.
        let constants =
            &self.compiled.code[(end as usize).next_multiple_of(16).min(self.compiled.code.len())..];
        for chunk in constants.chunks_exact(16) {
            let bytes: String = chunk.iter().rev().map(|byte| format!("{byte:02x}")).collect();
            let _ = writeln!(out, "        constant 0x{bytes}");
        }
    }

    /// The whole function.
    pub(crate) fn whole(&self, out: &mut String) {
        out.push_str(&wx::lower::print_tables(self.func));
        if let Some(spliced) = &self.compiled.spliced {
            out.push_str(&wx::lower::print_ranges(&spliced.tries));
        }
        let output = &self.compiled.output;
        self.print(out, output.entry, output.starts.first().map_or(output.body_end, |s| s.0.get()));
        for at in 0..self.func.ops.len() {
            self.operation(out, at);
        }
        self.behind(out);
        for (what, list) in [("osr", &output.osr), ("handler", &output.handlers)] {
            for (op, at) in list {
                let _ = writeln!(out, "       {what} entry for operation {op} at {at:x}");
            }
        }
    }
}
