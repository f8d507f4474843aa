//! How a backtrace is read and written.
//!
//! The frames are captured as indices and offsets, which costs little; names are looked up, and DWARF is parsed, when
//! someone asks for them or prints the backtrace. The form is wasmtime's:
//! ```text
//! error while executing at wasm backtrace:
//!     0:   0x2f1 - module!function
//!                     at /src/lib.rs:12:3
//! ```

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use addr2line::gimli::{self, EndianSlice, LittleEndian};

use super::instance::Instance;
use crate::base::{Printable, WasmOffset, demangle};
use crate::exec::backtrace::{FrameInfo, WasmBacktrace};
use crate::module::ModuleData;

type Reader<'a> = EndianSlice<'a, LittleEndian>;

/// A place in source code, from DWARF. A frame has several if functions were inlined into it, innermost first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FrameSymbol {
    name: Option<String>,
    file: Option<String>,
    line: Option<u32>,
    column: Option<u32>,
}

impl FrameSymbol {
    /// The function's name, demangled.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The source file.
    pub fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// The line, from 1.
    pub fn line(&self) -> Option<u32> {
        self.line
    }

    /// The column, from 1.
    pub fn column(&self) -> Option<u32> {
        self.column
    }
}

impl WasmBacktrace {
    /// The frames, innermost first. Of a very deep stack only the innermost are kept.
    pub fn frames(&self) -> &[FrameInfo] {
        &self.frames
    }

    /// Older frames that were not kept.
    pub fn omitted(&self) -> usize {
        self.omitted
    }
}

impl FrameInfo {
    /// Index of the function in its module, imports first.
    pub fn func_index(&self) -> u32 {
        self.func_index
    }

    /// The instance that ran. wasmtime has no counterpart.
    ///
    /// ```
    /// use wx::{Engine, Instance, Module, Store, WasmBacktrace};
    ///
    /// let engine = Engine::default();
    /// let mut store = Store::new(&engine, ());
    /// let module = Module::new(&engine, r#"(module (func (export "f") unreachable))"#)?;
    /// let instance = Instance::new(&mut store, &module, &[])?;
    /// let f = instance.get_typed_func::<(), ()>(&mut store, "f")?;
    /// let error = f.call(&mut store, ()).unwrap_err();
    /// let trace = error.downcast_ref::<WasmBacktrace>().unwrap();
    /// assert_eq!(trace.frames()[0].instance(), instance);
    /// # Ok::<(), wx::Error>(())
    /// ```
    pub fn instance(&self) -> Instance {
        Instance::at(self.instance)
    }

    /// The function's name in the name section, as it is written there.
    pub fn func_name(&self) -> Option<&str> {
        self.module.names().function(self.func_index)
    }

    /// The module's name in the name section.
    pub fn module_name(&self) -> Option<&str> {
        self.module.names().module.as_deref()
    }

    /// Offset of the operator in the module's binary, in bytes.
    pub fn module_offset(&self) -> Option<usize> {
        self.offset.map(WasmOffset::index)
    }

    /// Offset of the operator in the function's body, in bytes.
    pub fn func_offset(&self) -> Option<usize> {
        let body = &self.module.bodies[self.module.defined(self.func_index)?];
        self.module_offset()?.checked_sub(body.start)
    }

    /// Places in source code, innermost first; empty without DWARF.
    pub fn symbols(&self) -> Vec<FrameSymbol> {
        match Dwarf::of(&self.module) {
            Some(dwarf) => self.symbols_in(&dwarf),
            None => Vec::new(),
        }
    }

    fn symbols_in(&self, dwarf: &Dwarf<'_>) -> Vec<FrameSymbol> {
        match self.module_offset().and_then(|offset| offset.checked_sub(dwarf.code_start)) {
            Some(address) => dwarf.symbols(address as u64),
            None => Vec::new(),
        }
    }
}

/// Debug information of a module, ready to be asked.
struct Dwarf<'a> {
    context: addr2line::Context<Reader<'a>>,
    /// DWARF counts from the contents of the code section.
    code_start: usize,
}

impl<'a> Dwarf<'a> {
    fn of(module: &'a ModuleData) -> Option<Dwarf<'a>> {
        if !module.customs.iter().any(|(name, _)| &**name == ".debug_info") {
            return None;
        }
        let code_start = code_section(&module.bytes)?;
        let section = |id: gimli::SectionId| -> Result<Reader<'a>, gimli::Error> {
            let found = module.customs.iter().find(|(name, _)| &**name == id.name());
            let bytes = found.map_or(&[][..], |(_, range)| &module.bytes[range.clone()]);
            Ok(EndianSlice::new(bytes, LittleEndian))
        };
        let context = addr2line::Context::from_dwarf(gimli::Dwarf::load(section).ok()?).ok()?;
        Some(Dwarf { context, code_start })
    }

    /// Faults in the debug information end the list; they are no errors.
    fn symbols(&self, address: u64) -> Vec<FrameSymbol> {
        let mut symbols = Vec::new();
        let Ok(mut frames) = self.context.find_frames(address).skip_all_loads() else { return symbols };
        while let Ok(Some(frame)) = frames.next() {
            let name = frame.function.as_ref().and_then(|f| f.raw_name().ok());
            let place = frame.location.as_ref();
            symbols.push(FrameSymbol {
                name: name.map(|n| readable(&n)),
                file: place.and_then(|l| l.file).map(str::to_string),
                line: place.and_then(|l| l.line),
                column: place.and_then(|l| l.column),
            });
        }
        symbols
    }
}

/// Where the contents of the code section begin.
fn code_section(bytes: &[u8]) -> Option<usize> {
    wasmparser::Parser::new(0).parse_all(bytes).find_map(|payload| match payload {
        Ok(wasmparser::Payload::CodeSectionStart { unchecked_range, .. }) => {
            usize::try_from(unchecked_range.start).ok()
        }
        _ => None,
    })
}

/// A readable and printable form of a symbol.
fn readable(symbol: &str) -> String {
    Printable(&demangle(symbol)).to_string()
}

impl fmt::Display for WasmBacktrace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error while executing at wasm backtrace:")?;
        // Debug information is parsed once for a run of frames of one module.
        let mut dwarf: Option<(&Arc<ModuleData>, Option<Dwarf<'_>>)> = None;
        for (i, frame) in self.frames.iter().enumerate() {
            if dwarf.as_ref().is_none_or(|(module, _)| !Arc::ptr_eq(module, &frame.module)) {
                dwarf = Some((&frame.module, Dwarf::of(&frame.module)));
            }
            let symbols = match &dwarf {
                Some((_, Some(dwarf))) => frame.symbols_in(dwarf),
                _ => Vec::new(),
            };
            write_frame(f, i, frame, &symbols)?;
        }
        match self.omitted {
            0 => Ok(()),
            n => write!(f, "\n       ... {n} older frames left out"),
        }
    }
}

fn write_frame(
    f: &mut fmt::Formatter<'_>,
    i: usize,
    frame: &FrameInfo,
    symbols: &[FrameSymbol],
) -> fmt::Result {
    write!(f, "\n  {i:>3}: ")?;
    if let Some(offset) = frame.module_offset() {
        write!(f, "{offset:#8x} - ")?;
    }
    let name = match frame.func_name() {
        Some(name) => readable(name),
        None => format!("<wasm function {}>", frame.func_index()),
    };
    if symbols.is_empty() {
        let module =
            frame.module_name().map_or(Cow::Borrowed("<unknown>"), |name| Printable(name).to_string().into());
        return write!(f, "{module}!{name}");
    }
    for (i, symbol) in symbols.iter().enumerate() {
        match (symbol.name(), i) {
            (Some(name), 0) => write!(f, "{name}")?,
            (None, 0) => write!(f, "{name}")?,
            (Some(name), _) => write!(f, "\n                - {name}")?,
            (None, _) => write!(f, "\n                - <inlined function>")?,
        }
        if let Some(file) = symbol.file() {
            write!(f, "\n                    at {}", Printable(file))?;
            if let Some(line) = symbol.line() {
                write!(f, ":{line}")?;
                if let Some(column) = symbol.column() {
                    write!(f, ":{column}")?;
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_demangled_and_cannot_control_a_terminal() {
        assert_eq!(readable("_ZN4core3fmt9Formatter3pad17h0123456789abcdefE"), "core::fmt::Formatter::pad");
        assert_eq!(readable("_ZN4game6Player4moveEif"), "game::Player::move(int, float)");
        assert_eq!(readable("a\u{1b}[31mb\n"), "a\\u{1b}[31mb\\n");
    }
}
