//! Reading a module or a component from a file, or from standard input, whose name is `-`.
//!
//! What a user can give as FILE is anything: a directory, a picture, a device that never ends. The first bytes
//! say whether it can be a module at all, before the rest is read, and the rest has a limit, so nothing here
//! takes long or much memory for a file that is no module.

use crate::foreign;
use anyhow::{Context, Result, bail};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use wx::Engine;
use wx::sys::file::LARGEST;

/// Bytes that are looked at before the rest is read.
const START: u64 = 4096;

const MAGIC: &[u8] = b"\0asm";

/// The bytes of a module whose file has it in binary or in text form. Errors name the file; an error in a text
/// shows the line.
pub(crate) fn read(path: &Path) -> Result<Arc<[u8]>> {
    read_unnamed(path).and_then(only_module).with_context(|| path.display().to_string())
}

/// What was read, if it is a core module.
///
/// # Errors
/// If it is a component or precompiled.
pub(crate) fn only_module(bytes: Arc<[u8]>) -> Result<Arc<[u8]>> {
    if is_component(&bytes) {
        bail!(foreign::NO_MODULE);
    }
    if Engine::detect_precompiled(&bytes).is_some() {
        bail!("is a precompiled module, which `wx run --allow-precompiled` takes and nothing else");
    }
    Ok(bytes)
}

/// Likewise, or a component, or the bytes that `wx compile` wrote.
pub(crate) fn read_program(path: &Path) -> Result<Arc<[u8]>> {
    read_unnamed(path).with_context(|| path.display().to_string())
}

/// Whether a binary is a component.
pub(crate) fn is_component(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC) && bytes.get(4..8) == Some(&foreign::COMPONENT_VERSION)
}

fn read_unnamed(path: &Path) -> Result<Arc<[u8]>> {
    if path.as_os_str() == "-" {
        let mut input = std::io::stdin().lock();
        let start = read_start(&mut input)?;
        return read_rest(&mut input, start, path);
    }
    let mut file = File::open(path).context("cannot open the file")?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        bail!("is a directory, not a WebAssembly module");
    }
    let start = read_start(&mut file)?;
    if start.starts_with(MAGIC) && (START..=LARGEST).contains(&metadata.len()) {
        return wx::sys::file::read(&file, metadata.len() as usize, true).context("cannot read the file");
    }
    read_rest(&mut file, start, path)
}

fn read_start(file: &mut impl Read) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(START).read_to_end(&mut bytes).context("cannot read the file")?;
    check_start(&bytes)?;
    Ok(bytes)
}

/// The module that begins with `bytes`, which were read already.
fn read_rest(file: &mut impl Read, mut bytes: Vec<u8>, path: &Path) -> Result<Arc<[u8]>> {
    file.take(LARGEST).read_to_end(&mut bytes).context("cannot read the file")?;
    if bytes.len() as u64 > LARGEST {
        bail!("is larger than {LARGEST} bytes, which no module can be");
    }
    if Engine::detect_precompiled(&bytes).is_some() {
        return Ok(Arc::from(bytes));
    }
    // Here and not in the engine, because only here is the name of the file known.
    let binary = wat::Parser::new().parse_bytes(Some(path), &bytes)?;
    check_start(&binary)?;
    Ok(Arc::from(&*binary))
}

/// Whether a file that starts like this can be a module: it has the magic number, or it is text.
fn check_start(start: &[u8]) -> Result<()> {
    if start.is_empty() {
        bail!("is empty, not a WebAssembly module");
    }
    if start.starts_with(MAGIC) {
        return Ok(());
    }
    if Engine::detect_precompiled(start).is_some() {
        return Ok(());
    }
    // The cut at the end of what was read may split a character.
    let text = match std::str::from_utf8(start) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    let control = |byte: &u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
    if !text || start.iter().any(control) {
        bail!("is not a WebAssembly module: at offset 0x0 there is neither `\\0asm` nor text");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{check_start, is_component};

    #[test]
    fn the_first_bytes_tell_modules_from_other_files() {
        assert!(check_start(b"\0asm\x01\0\0\0").is_ok());
        assert!(check_start(b"(module)").is_ok());
        // Half of a character at the end.
        assert!(check_start(b"(module) ;; \xc3").is_ok());
        assert!(is_component(b"\0asm\x0d\0\x01\0") && !is_component(b"\0asm\x01\0\0\0"));
        for bad in [&b""[..], b"\0\0\0\0", b"\x7fELF\x02", b"\xff\xd8\xff\xe0"] {
            assert!(check_start(bad).is_err(), "{bad:?}");
        }
    }
}
