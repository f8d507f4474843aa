//! `wx objdump`: what wx makes of each function, beside the wasm it was made from: its slot IR and machine code;
//! or, with `--stage`, what one stage of the compiler makes of it.
//!
//! The text of the module is printed once with the offset of every operator; the lowering tells which operations each operator
//! led to. An operator without operations was folded into a later one: a constant into an operand, a compare into a branch.

use crate::args::ObjdumpArgs;
use crate::source;
use anyhow::{Context, Result, bail};
use iced_x86::{Decoder, DecoderOptions, Formatter, NasmFormatter};
use std::collections::HashMap;
use std::io::{BufWriter, Write};
use std::sync::Arc;
use wx::base::{Printable, SourceOp, SplicedOp, demangle};
use wx::jit::{Compiled, Compiler, Counters, RegionReport, Spliced, Stage};
use wx::lower;
use wx::module::{LoadOptions, ModuleData, load};
use wx::settings::{Tier, Tiering};
use wx::types::TypeRegistry;

pub(crate) fn run(args: &ObjdumpArgs) -> Result<()> {
    let file = || args.file.display().to_string();
    let bytes = source::read(&args.file)?;
    let options = LoadOptions {
        features: args.features.config().wasm_features(),
        lower: Default::default(),
        registry: Arc::new(TypeRegistry::new()),
        tiering: Tiering { allowed: args.processor.allowed(), ..Tiering::default() },
        generic_entry: 0,
        parallel: true,
        lazy_validation: false,
    };
    let module = load(bytes, &options).with_context(file)?;
    let imported = module.imported_funcs;
    let end = imported + module.bodies.len() as u32;
    if let Some(func) = args.func
        && !(imported..end).contains(&func)
    {
        bail!("{}: there is no code for function {func}: functions {imported}..{end} have code", file());
    }
    let funcs = args.func.map_or(imported..end, |func| func..func + 1);
    let mut out = BufWriter::new(std::io::stdout().lock());
    if let Some(stage) = args.stage {
        for func in funcs {
            print_stage(&mut out, &module, func, stage.of_compiler())?;
        }
    } else {
        let text = operators(&module.bytes).with_context(file)?;
        for func in funcs {
            print(&mut out, &module, func, &text, !args.ir)?;
        }
    }
    out.flush()?;
    Ok(())
}

/// The text of every line of the module, by its offset.
fn operators(bytes: &[u8]) -> Result<HashMap<u32, String>> {
    let mut text = String::new();
    let mut config = wasmprinter::Config::new();
    config.print_offsets(true);
    config.print(bytes, &mut wasmprinter::PrintFmtWrite(&mut text))?;
    let line = |line: &str| {
        let (offset, operator) = line.trim_start().strip_prefix("(;@")?.split_once(";)")?;
        Some((u32::from_str_radix(offset.trim(), 16).ok()?, operator.trim().to_owned()))
    };
    Ok(text.lines().filter_map(line).collect())
}

fn print(
    out: &mut impl Write,
    module: &ModuleData,
    func: u32,
    text: &HashMap<u32, String>,
    machine: bool,
) -> Result<()> {
    let (lowered, listing) = lower::listing(module, (func - module.imported_funcs) as usize)?;
    print_name(out, module, func)?;
    write!(out, "{}", lower::print_tables(&lowered))?;
    let defined = (func - module.imported_funcs) as usize;
    let compiled = match machine {
        false => None,
        true => {
            let (mut compiler, tiering) = compiler(module);
            match compiler.compile(module, defined, &lowered, tiering) {
                Ok(compiled) => {
                    decisions(out, &compiler.report(defined, &lowered), &compiled.output.counters)?;
                    Some(Disassembly::new(&compiled))
                }
                Err(error) => {
                    writeln!(out, "not compiled: {error}")?;
                    None
                }
            }
        }
    };
    if let Some(compiled) = &compiled {
        compiled.print(out, compiled.entry, compiled.first)?;
    }
    for (i, &(offset, first)) in listing.iter().enumerate() {
        let operator = text.get(&offset).map_or("end", String::as_str);
        let next = listing.get(i + 1).map_or(lowered.ops.len() as u32, |next| next.1);
        // An operation that was taken back was printed already; what replaced it has a higher index or the same.
        writeln!(out, "{offset:#10x}  {operator}")?;
        for at in first.min(next)..next {
            writeln!(out, "{:40}{}", "", lower::print_op(&lowered, at as usize))?;
            if let Some(compiled) = &compiled {
                compiled.operation(out, SourceOp::new(at))?;
            }
        }
    }
    if let Some(compiled) = &compiled {
        compiled.print(out, compiled.last, u32::MAX)?;
    }
    writeln!(out)?;
    Ok(())
}

/// What a stage of the compiler makes of a function.
fn print_stage(out: &mut impl Write, module: &ModuleData, func: u32, stage: Stage) -> Result<()> {
    let defined = (func - module.imported_funcs) as usize;
    let (lowered, _) = lower::listing(module, defined)?;
    print_name(out, module, func)?;
    let (mut compiler, tiering) = compiler(module);
    match compiler.compile(module, defined, &lowered, tiering) {
        Ok(_) => writeln!(out, "{}", compiler.print(stage, module, &lowered, tiering))?,
        Err(error) => writeln!(out, "not compiled: {error}\n")?,
    }
    Ok(())
}

fn print_name(out: &mut impl Write, module: &ModuleData, func: u32) -> Result<()> {
    let name = module
        .names()
        .function(func)
        .map(|name| format!(" <{}>", Printable(&demangle(name))))
        .unwrap_or_default();
    writeln!(out, "func {func}{name}")?;
    Ok(())
}

/// A compiler, and the settings to compile with.
fn compiler(module: &ModuleData) -> (Compiler, Tiering) {
    // What nobody calls is not inlined otherwise, and here nobody has called anything.
    let tiering = Tiering { tier: Tier::Jit, ..module.tiering };
    (Compiler::new(wx::tier::features(module.tiering.allowed)), tiering)
}

/// What the compiler saw in the function and in each loop, which slots have a register there, and what fired.
fn decisions(out: &mut impl Write, regions: &[RegionReport], counters: &Counters) -> Result<()> {
    for region in regions {
        let indent = 2 * region.depth as usize;
        let what = if region.depth == 0 { "function" } else { "loop" };
        writeln!(out, "; {:indent$}{what} {}..={}: {}", "", region.start, region.end, region.score)?;
        if !region.residents.is_empty() {
            let residents: Vec<String> =
                region.residents.iter().map(|(slot, reg)| format!("s{slot} in {reg}")).collect();
            writeln!(out, "; {:indent$}  {}", "", residents.join(", "))?;
        }
    }
    let fired = Counters::NAMES.iter().zip(counters.values()).filter(|(_, count)| *count > 0);
    let fired: Vec<String> = fired.map(|(name, count)| format!("{name} {count}")).collect();
    if !fired.is_empty() {
        writeln!(out, "; {}", fired.join(", "))?;
    }
    Ok(())
}

/// Machine code as text, by the operations that it was made from.
struct Disassembly {
    /// (offset, line) of each instruction.
    lines: Vec<(u32, String)>,
    /// Where the code of each operation begins and ends.
    starts: HashMap<SplicedOp, (u32, u32)>,
    spliced: Option<Spliced>,
    /// Where the first operation's code begins, and the last one's ends.
    entry: u32,
    first: u32,
    last: u32,
}

impl Disassembly {
    fn new(compiled: &Compiled) -> Disassembly {
        let mut decoder = Decoder::with_ip(64, &compiled.code, 0, DecoderOptions::NONE);
        let mut formatter = NasmFormatter::new();
        formatter.options_mut().set_branch_leading_zeros(false);
        let mut lines = Vec::new();
        while decoder.can_decode() {
            let instruction = decoder.decode();
            let mut text = String::new();
            formatter.format(&instruction, &mut text);
            lines.push((instruction.ip() as u32, text));
        }
        let list = &compiled.output.starts;
        let ends = list.iter().skip(1).map(|s| s.0.get()).chain([compiled.output.body_end]);
        let starts = list.iter().zip(ends).map(|(&(start, op), end)| (op, (start.get(), end))).collect();
        Disassembly {
            lines,
            starts,
            spliced: compiled.spliced.clone(),
            entry: compiled.output.entry,
            first: list.first().map_or(0, |s| s.0.get()),
            last: compiled.output.body_end,
        }
    }

    /// The code of one of the function's own operations, and what is inlined there.
    fn operation(&self, out: &mut impl Write, op: SourceOp) -> Result<()> {
        // Where nothing is inlined, what was compiled is the function itself: the numbers are the same.
        let Some(spliced) = &self.spliced else { return self.code(out, SplicedOp::new(op.get())) };
        for at in spliced.range(op) {
            let (frame, _) = spliced.locate(at);
            if frame != 0 {
                let inlined = format!("in {}:", spliced.frames[frame as usize].defined);
                writeln!(out, "{:44}{inlined:8}{}", "", lower::print_op(&spliced.func, at.index()))?;
            }
            self.code(out, at)?;
        }
        Ok(())
    }

    fn code(&self, out: &mut impl Write, op: SplicedOp) -> Result<()> {
        match self.starts.get(&op) {
            Some(&(start, end)) => self.print(out, start, end),
            None => Ok(()),
        }
    }

    fn print(&self, out: &mut impl Write, start: u32, end: u32) -> Result<()> {
        for (offset, line) in self.lines.iter().filter(|l| (start..end).contains(&l.0)) {
            writeln!(out, "{:70}{offset:6x}  {line}", "")?;
        }
        Ok(())
    }
}
