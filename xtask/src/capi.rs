//! The C library: built, tested from C, C++ and Python, and installed where programs find it.
//!
//! The tests in `capi/tests` are programs. Each is built and run three times: as it is, under valgrind, and with AddressSanitizer on
//! its own side. That together they use the whole API is checked from what the linker sees: each function that a header declares
//! is exported by the library, and some test refers to it. So a function that is forgotten, in the library or in the tests, is an error.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail, ensure};

use crate::chore::{cargo, root, step};

/// The SONAME, which `capi/build.rs` gives the library.
const SONAME: &str = "libwx.so.0";

const HEADERS: [&str; 3] = ["wasm.h", "wx.h", "wx.hh"];

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Install the library, built for release, with its headers, pkg-config file and CMake package, and test nothing
    #[arg(long, value_name = "PREFIX")]
    install: Option<PathBuf>,
    /// The profile to build with
    #[arg(long, value_name = "PROFILE")]
    profile: Option<String>,
    /// Give symbols of the static library that is installed this prefix, for programs that have another engine in them
    #[arg(long, value_name = "PREFIX", requires = "install")]
    symbol_prefix: Option<String>,
    /// Run these tests only
    tests: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    if let Some(prefix) = &arguments.install {
        let built = build(arguments.profile.as_deref().unwrap_or("release"))?;
        return install(&built, prefix, arguments.symbol_prefix.as_deref());
    }
    let built = build(arguments.profile.as_deref().unwrap_or("dev"))?;
    // A prefix of its own, so that the tests see what programs see.
    let prefix = built.join("capi");
    install(&built, &prefix, None)?;
    let tests = Tests::find(&prefix, &arguments.tests)?;
    tests.plain()?;
    if arguments.tests.is_empty() {
        tests.cover()?;
    }
    tests.sanitized()?;
    tests.valgrind()?;
    static_library(&prefix, &tests)?;
    if arguments.tests.is_empty() {
        python(&prefix)?;
    }
    Ok(())
}

/// Builds the library and returns the folder it is in.
fn build(profile: &str) -> Result<PathBuf> {
    step("C library: build", &mut cargo(&["build", "--package", "wx-capi", "--profile", profile]))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    Ok(target.join(if profile == "dev" { "debug" } else { profile }))
}

fn install(built: &Path, prefix: &Path, symbol_prefix: Option<&str>) -> Result<()> {
    // The files that say where they are need the whole path.
    fs::create_dir_all(prefix).with_context(|| format!("cannot make {}", prefix.display()))?;
    let prefix = &prefix.canonicalize()?;
    let (lib, include) = (prefix.join("lib"), prefix.join("include"));
    let (pkg_config, cmake) = (lib.join("pkgconfig"), lib.join("cmake/wx"));
    for folder in [&lib, &include, &pkg_config, &cmake] {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    let copy = |from: PathBuf, to: PathBuf| {
        fs::copy(&from, &to).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))
    };
    let version = env!("CARGO_PKG_VERSION");
    let full = format!("libwx.so.{version}");
    // A new file each time: a program that runs has the old one mapped.
    let _ = fs::remove_file(lib.join(&full));
    copy(built.join("libwx_capi.so"), lib.join(&full))?;
    for (link, target) in [(SONAME, &*full), ("libwx.so", SONAME)] {
        let link = lib.join(link);
        let _ = fs::remove_file(&link);
        symlink(target, &link).with_context(|| format!("cannot make {}", link.display()))?;
    }
    copy(built.join("libwx_capi.a"), lib.join("libwx.a"))?;
    for header in HEADERS {
        copy(root().join("capi/include").join(header), include.join(header))?;
    }
    let fill = |template: &str, to: PathBuf| -> Result<()> {
        let text = fs::read_to_string(root().join("capi").join(template))?;
        let text = text.replace("@prefix@", &prefix.to_string_lossy()).replace("@version@", version);
        fs::write(&to, text).with_context(|| format!("cannot write {}", to.display()))
    };
    fill("wx.pc.in", pkg_config.join("wx.pc"))?;
    fill("wx-config.cmake.in", cmake.join("wx-config.cmake"))?;
    fill("wx-config-version.cmake.in", cmake.join("wx-config-version.cmake"))?;
    if let Some(symbol_prefix) = symbol_prefix {
        rename_symbols(&lib, &include, symbol_prefix)?;
    }
    eprintln!("xtask: installed the C library in {}", prefix.display());
    Ok(())
}

/// Renames the functions in the static library, and writes a header of macros with which programs find them under their own names.
fn rename_symbols(lib: &Path, include: &Path, prefix: &str) -> Result<()> {
    let names = symbols(Command::new("nm").args(["-D", "--defined-only"]).arg(lib.join(SONAME)))?;
    let names: Vec<&String> = names.iter().filter(|name| is_ours(name)).collect();
    let map: String = names.iter().map(|name| format!("{name} {prefix}{name}\n")).collect();
    let map_file = lib.join("symbols.txt");
    fs::write(&map_file, map)?;
    let mut objcopy = Command::new("objcopy");
    step("C library: prefix", objcopy.arg("--redefine-syms").arg(&map_file).arg(lib.join("libwx.a")))?;
    fs::remove_file(map_file)?;
    let macros: String = names.iter().map(|name| format!("#define {name} {prefix}{name}\n")).collect();
    let header = format!("/* Include this before wasm.h and wx.h, and link with libwx.a. */\n{macros}");
    Ok(fs::write(include.join("wx_prefix.h"), header)?)
}

/// The test programs.
struct Tests {
    prefix: PathBuf,
    /// Where programs are built.
    out: PathBuf,
    sources: Vec<PathBuf>,
}

impl Tests {
    fn find(prefix: &Path, names: &[String]) -> Result<Tests> {
        let is_chosen = |path: &PathBuf| {
            let stem = path.file_stem().and_then(OsStr::to_str).unwrap_or("");
            let is_test = path.extension().is_some_and(|e| e == "c" || e == "cc");
            is_test && (names.is_empty() || names.iter().any(|name| name == stem))
        };
        let folder = root().join("capi/tests");
        let entries: Vec<PathBuf> = fs::read_dir(&folder)?.map(|e| Ok(e?.path())).collect::<Result<_>>()?;
        let mut sources: Vec<PathBuf> = entries.into_iter().filter(is_chosen).collect();
        sources.sort();
        ensure!(!sources.is_empty(), "there are no such tests in {}", folder.display());
        let out = prefix.join("tests");
        fs::create_dir_all(&out)?;
        Ok(Tests { prefix: prefix.to_path_buf(), out, sources })
    }

    /// Builds a program as `flavour`, and returns its path.
    fn compile(&self, source: &Path, flavour: &str, flags: &[&str], libraries: &[&str]) -> Result<PathBuf> {
        let is_cc = source.extension().is_some_and(|e| e == "cc");
        let name = source.file_stem().and_then(OsStr::to_str).unwrap_or("test");
        let program = self.out.join(format!("{name}-{flavour}"));
        let (compiler, standard) = if is_cc { ("c++", "-std=c++17") } else { ("cc", "-std=c11") };
        let mut command = Command::new(compiler);
        command.args([standard, "-g", "-O1", "-Wall", "-Wextra", "-Werror"]).args(flags);
        // The short forms of the standard header are designated initializers, and `static const` objects not all programs use.
        command.args(["-D_GNU_SOURCE", "-Wno-unused-function"]);
        command.arg("-I").arg(self.prefix.join("include")).arg(source).arg("-o").arg(&program);
        command.arg("-L").arg(self.prefix.join("lib")).args(libraries).args(["-lpthread", "-lm", "-ldl"]);
        command.arg(format!("-Wl,-rpath,{}", self.prefix.join("lib").display()));
        let status = command.status().with_context(|| format!("cannot run {compiler}"))?;
        ensure!(status.success(), "{} does not compile ({status})", source.display());
        Ok(program)
    }

    fn plain(&self) -> Result<()> {
        for source in &self.sources {
            let program = self.compile(source, "plain", &[], &["-lwx"])?;
            step(&named("plain", source), Command::new(program).current_dir(&self.out))?;
        }
        Ok(())
    }

    fn sanitized(&self) -> Result<()> {
        for source in &self.sources {
            let flags = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
            let program = self.compile(source, "asan", &flags, &["-lwx"])?;
            let mut command = Command::new(program);
            // wx has handlers of faults, and reserves addresses beyond what the sanitizer would like.
            command.env("ASAN_OPTIONS", "handle_segv=0:allow_user_segv_handler=1:detect_leaks=1");
            step(&named("AddressSanitizer", source), command.current_dir(&self.out))?;
        }
        Ok(())
    }

    fn valgrind(&self) -> Result<()> {
        if !is_there("valgrind") {
            eprintln!("xtask: NOT run under valgrind, which is not installed");
            return Ok(());
        }
        for source in &self.sources {
            let program = self.compile(source, "plain", &[], &["-lwx"])?;
            let mut command = Command::new("valgrind");
            command.args(["--quiet", "--error-exitcode=9", "--leak-check=full", "--smc-check=all"]);
            command
                .args(["--show-leak-kinds=definite,indirect", "--errors-for-leak-kinds=definite,indirect"]);
            command.arg(format!("--suppressions={}", root().join("capi/tests/valgrind.supp").display()));
            step(&named("valgrind", source), command.arg(program).current_dir(&self.out))?;
        }
        Ok(())
    }

    /// Each function of the headers is exported, and referred to by some test; and nothing else is exported.
    fn cover(&self) -> Result<()> {
        let declared = declared(&self.prefix.join("include/wx.h"))?;
        let library = self.prefix.join("lib").join(SONAME);
        let exported = symbols(Command::new("nm").args(["-D", "--defined-only"]).arg(library))?;
        let exported: BTreeSet<String> = exported.into_iter().filter(|name| is_ours(name)).collect();
        let mut used = BTreeSet::new();
        for source in &self.sources {
            let program = self.compile(source, "plain", &[], &["-lwx"])?;
            used.extend(symbols(Command::new("nm").args(["-D", "--undefined-only"]).arg(program))?);
        }
        let faults = [
            ("declared in a header, but not exported by the library", &declared - &exported),
            ("exported by the library, but declared in no header", &exported - &declared),
            ("called by no test in capi/tests", &declared - &used),
        ];
        let standard = declared.iter().filter(|name| name.starts_with("wasm_")).count();
        for (what, names) in &faults {
            for name in names {
                eprintln!("{name}: {what}");
            }
        }
        ensure!(
            faults.iter().all(|(_, names)| names.is_empty()),
            "the headers, the library and the tests differ"
        );
        eprintln!(
            "xtask: {standard} functions of wasm.h and {} of wx.h are called",
            declared.len() - standard
        );
        Ok(())
    }
}

/// One program with the static library.
fn static_library(prefix: &Path, tests: &Tests) -> Result<()> {
    let Some(source) = tests.sources.first() else { return Ok(()) };
    let archive = prefix.join("lib/libwx.a");
    let program = tests.compile(source, "static", &[], &[&archive.to_string_lossy()])?;
    step(&named("static library", source), Command::new(program).current_dir(&tests.out))
}

/// The Python package, with this library, by the interpreter that the variable PYTHON names.
fn python(prefix: &Path) -> Result<()> {
    let interpreter = std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
    let has_pytest = Command::new(&interpreter).args(["-c", "import pytest"]).stderr(Stdio::null()).status();
    if !has_pytest.is_ok_and(|status| status.success()) {
        eprintln!(
            "xtask: the Python package was NOT tested: `pip install pytest` provides what it needs, and the variable PYTHON names another interpreter"
        );
        return Ok(());
    }
    let mut command = Command::new(interpreter);
    command.args(["-m", "pytest", "-q", "-p", "no:cacheprovider", "python/tests"]).current_dir(root());
    command.env("PYTHONPATH", root().join("python/src")).env("PYTHONDONTWRITEBYTECODE", "1");
    step("Python", command.env("WX_LIBRARY", prefix.join("lib").join(SONAME)))
}

fn named(how: &str, source: &Path) -> String {
    format!("C library, {how}: {}", source.file_name().and_then(OsStr::to_str).unwrap_or(""))
}

fn is_there(program: &str) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn is_ours(name: &str) -> bool {
    name.starts_with("wasm_") || name.starts_with("wx_")
}

/// The names that `nm` lists.
fn symbols(nm: &mut Command) -> Result<BTreeSet<String>> {
    let output = nm.stderr(Stdio::inherit()).output().context("cannot run nm")?;
    ensure!(output.status.success(), "nm failed ({})", output.status);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(text.lines().filter_map(|line| line.split_whitespace().last()).map(str::to_owned).collect())
}

/// The functions that a header declares and does not define.
fn declared(header: &Path) -> Result<BTreeSet<String>> {
    let output =
        Command::new("cc").args(["-E", "-P", "-x", "c"]).arg(header).stderr(Stdio::inherit()).output();
    let output = output.context("cannot run cc")?;
    if !output.status.success() {
        bail!("{} cannot be read by the preprocessor", header.display());
    }
    Ok(functions(&String::from_utf8_lossy(&output.stdout)))
}

/// The functions that preprocessed C declares and does not define.
fn functions(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    // What stands between braces declares nothing; a definition ends with its body instead of a semicolon.
    let (mut depth, mut item) = (0, String::new());
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                if depth == 0 && item.contains('(') {
                    item.clear();
                }
            }
            ';' if depth == 0 => {
                let is_function = !item.contains("typedef");
                let name = item.split('(').next().and_then(|head| head.split([' ', '*', '\n']).next_back());
                if let Some(name) = name.filter(|name| is_function && item.contains('(') && is_ours(name)) {
                    names.insert(name.to_owned());
                }
                item.clear();
            }
            c if depth == 0 => item.push(c),
            _ => {}
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::functions;

    #[test]
    fn declarations_are_told_from_definitions() {
        let text = "typedef struct wasm_a_t { int (*x)(void); } wasm_a_t;\n\
                    extern void wasm_a_delete(wasm_a_t *);\n\
                    const wasm_a_t *wx_a_get(void (*f)(void *), int);\n\
                    typedef int (*wasm_callback_t)(int);\n\
                    static inline int wasm_a_id(int x) { wasm_b(1); return x; }\n\
                    enum { WASM_A };\n\
                    int other(void);";
        let names: Vec<String> = functions(text).into_iter().collect();
        assert_eq!(names, ["wasm_a_delete", "wx_a_get"]);
    }
}
