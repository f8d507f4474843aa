//! `wx objdump --ir`: what wx makes of each function, beside the wasm it was made from.
//!
//! The text of the module is printed once with the offset of every operator; the lowering tells which operations each operator
//! led to. An operator without operations was folded into a later one: a constant into an operand, a compare into a branch.

use crate::args::ObjdumpArgs;
use crate::source;
use anyhow::{Context, Result, bail};
use std::collections::HashMap;
use std::io::{BufWriter, Write};
use std::sync::Arc;
use wx::lower;
use wx::module::{LoadOptions, ModuleData, load};
use wx::types::TypeRegistry;

pub(crate) fn run(args: &ObjdumpArgs) -> Result<()> {
    let file = || args.file.display().to_string();
    let bytes: Arc<[u8]> = source::read(&args.file)?.into();
    let options = LoadOptions {
        features: wx::Config::new().wasm_features(),
        lower: Default::default(),
        registry: Arc::new(TypeRegistry::new()),
        parallel: true,
    };
    let module = load(bytes, &options).with_context(file)?;
    let imported = module.imported_funcs;
    let end = imported + module.bodies.len() as u32;
    if let Some(func) = args.func
        && !(imported..end).contains(&func)
    {
        bail!("{}: there is no code for function {func}: functions {imported}..{end} have code", file());
    }
    let text = operators(&module.bytes).with_context(file)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    for func in args.func.map_or(imported..end, |func| func..func + 1) {
        print(&mut out, &module, func, &text)?;
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

fn print(out: &mut impl Write, module: &ModuleData, func: u32, text: &HashMap<u32, String>) -> Result<()> {
    let (lowered, listing) = lower::listing(module, (func - module.imported_funcs) as usize)?;
    let name = module.names().function(func).map(|name| format!(" <{name}>")).unwrap_or_default();
    writeln!(out, "func {func}{name}")?;
    write!(out, "{}", lower::print_tables(&lowered))?;
    for (i, &(offset, first)) in listing.iter().enumerate() {
        let operator = text.get(&offset).map_or("end", String::as_str);
        let next = listing.get(i + 1).map_or(lowered.ops.len() as u32, |next| next.1);
        // An operation that was taken back was printed already; what replaced it has a higher index or the same.
        writeln!(out, "{offset:#10x}  {operator}")?;
        for at in first.min(next)..next {
            writeln!(out, "{:40}{}", "", lower::print_op(&lowered, at as usize))?;
        }
    }
    writeln!(out)?;
    Ok(())
}
