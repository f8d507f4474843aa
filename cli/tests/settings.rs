//! Settings from the environment, from a file, and from groups of options; commands and flags that wx does not have.

mod modules;
mod support;

use std::process::Command;

use modules::{HELLO, READER};
use support::{directory, one_line, parts, wx};
use tempfile::TempDir;

const LIBRARY: &str = r#"(module
    (table $t 1 funcref)
    (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
    (func (export "grow") (param i32) (result i32) (table.grow $t (ref.null func) (local.get 0)))
    (func (export "forever") (loop $again (br $again))))"#;

fn run(dir: &TempDir, args: &[&str]) -> (i32, String, String) {
    parts(wx(dir.path(), args).output().expect("the program starts"))
}

fn output(command: &mut Command) -> (i32, String, String) {
    parts(command.output().expect("the program starts"))
}

#[test]
fn the_environment_sets_what_flags_set() {
    let dir = directory(&[("lib.wat", LIBRARY)]);
    let forever = ["--invoke", "forever", "lib.wat"];
    let (code, _, stderr) = output(wx(dir.path(), &forever).env("WX_FUEL", "1000"));
    assert_eq!(code, 134, "{stderr}");
    assert!(stderr.contains("--fuel 1000"), "{stderr}");
    // The command line counts more, in whichever form it says it.
    for args in [&["--fuel", "2000"][..], &["-W", "fuel=2000"]] {
        let (_, _, stderr) = output(wx(dir.path(), &[args, &forever].concat()).env("WX_FUEL", "1000"));
        assert!(stderr.contains("--fuel 2000"), "{stderr}");
    }
    let (_, _, stderr) = output(wx(dir.path(), &forever).env("WX_WASM", "fuel=3000,threads=n"));
    assert!(stderr.contains("--fuel 3000"), "{stderr}");
    let (code, _, stderr) = output(wx(dir.path(), &forever).env("WX_TIMEOUT", "soon"));
    assert_eq!(code, 2);
    one_line(&stderr, &["WX_TIMEOUT", "soon"]);
    // Switches, and commands that have no such flag.
    let add = ["--invoke", "add", "lib.wat", "1", "2"];
    for (value, counted) in [("1", true), ("no", false), ("", false)] {
        let (code, stdout, stderr) = output(wx(dir.path(), &add).env("WX_STATS", value));
        assert_eq!((code, stdout.as_str()), (0, "3\n"));
        assert_eq!(stderr.contains("statistics"), counted, "{value}: {stderr}");
    }
    let (code, _, stderr) = output(wx(dir.path(), &add).env("WX_STATS", "perhaps"));
    assert_eq!(code, 2);
    one_line(&stderr, &["WX_STATS"]);
    let unrelated = [("WX_FUEL", "many"), ("WX_UNRELATED", "x"), ("WX_WASM", "fuel=1")];
    assert_eq!(output(wx(dir.path(), &["validate", "lib.wat"]).envs(unrelated)).0, 0);
}

#[test]
fn a_file_sets_what_flags_set() {
    let config = "fuel = 1000\ndir = [\".\", \"/tmp::/t\"]\n[wasm]\nmax-table-elements = 10\nsimd = false\n";
    let dir =
        directory(&[("lib.wat", LIBRARY), ("wx.toml", config), ("other.toml", "timeout = \"100ms\"\n")]);
    let forever = ["--invoke", "forever", "lib.wat"];
    let with = |args: &[&str]| run(&dir, &[args, &forever].concat());
    assert!(with(&["--config", "wx.toml"]).2.contains("--fuel 1000"));
    assert!(with(&["--config", "wx.toml", "--fuel", "5"]).2.contains("--fuel 5:"));
    assert!(with(&["--config", "other.toml"]).2.contains("--timeout 100ms"));
    let (_, stdout, _) = run(&dir, &["--config=wx.toml", "--invoke", "grow", "lib.wat", "10"]);
    assert_eq!(stdout, "-1\n");
    // The environment: between the file and the command line, and another name for the file.
    let (_, _, stderr) = output(wx(dir.path(), &forever).env("WX_CONFIG", "wx.toml").env("WX_FUEL", "7"));
    assert!(stderr.contains("--fuel 7:"), "{stderr}");
    // Where it is looked for.
    std::fs::create_dir_all(dir.path().join("xdg/wx")).expect("mkdir");
    std::fs::create_dir_all(dir.path().join("home/.config/wx")).expect("mkdir");
    std::fs::write(dir.path().join("xdg/wx/config.toml"), "fuel = 11").expect("a file");
    std::fs::write(dir.path().join("home/.config/wx/config.toml"), "fuel = 12").expect("a file");
    let mut at_home = wx(dir.path(), &forever);
    at_home.env_remove("WX_CONFIG").env_remove("XDG_CONFIG_HOME").env("HOME", dir.path().join("home"));
    assert!(output(&mut at_home).2.contains("--fuel 12:"));
    assert!(output(at_home.env("XDG_CONFIG_HOME", dir.path().join("xdg"))).2.contains("--fuel 11:"));
    assert_eq!(output(wx(dir.path(), &["validate", "lib.wat"]).env("WX_CONFIG", "wx.toml")).0, 0);
    // What is a value of `run` and a switch of `compile`: code for the one is made by the other.
    let mut compile = wx(dir.path(), &["compile", "lib.wat", "-o", "lib.cwx"]);
    let (code, _, stderr) = output(compile.env("WX_CONFIG", "wx.toml").env("WX_WASM", "simd=n"));
    assert_eq!(code, 0, "{stderr}");
    let args = ["--config", "wx.toml", "--allow-precompiled", "--invoke", "forever", "lib.cwx"];
    assert!(run(&dir, &args).2.contains("--fuel 1000"));
    // The command line takes back what a setting says.
    let add = ["--no-cache", "--invoke", "add", "lib.wat", "1", "2"];
    let (code, stdout, stderr) = output(wx(dir.path(), &add).env("WX_CACHE_DIR", "/dev/null/no"));
    assert_eq!((code, stdout.as_str()), (0, "3\n"), "{stderr}");
    assert_eq!(output(wx(dir.path(), &["cache", "stats"]).env("WX_CACHE_DIR", "kept")).0, 0);
    assert!(dir.path().join("kept").exists());
}

#[test]
fn a_wrong_file_is_named_with_what_is_wrong() {
    for (config, message) in [
        ("tiemout = \"1s\"", &["wx.toml", "`tiemout`", "did you mean `timeout`"][..]),
        ("timeout = \"soon\"", &["wx.toml", "`timeout`", "soon"]),
        ("stats = 3", &["wx.toml", "`stats`", "true or false"]),
        ("fuel = 1\nfuel = ", &["wx.toml:2"]),
        ("wasm = { fule = 3 }", &["wx.toml", "`wasm`", "did you mean `fuel`"]),
        ("config = \"x\"", &["`config`", "no such setting"]),
        ("[timeout]\na = [[1]]", &["`timeout`"]),
    ] {
        let dir = directory(&[("hello.wat", HELLO), ("wx.toml", config)]);
        let (code, stdout, stderr) = run(&dir, &["--config", "wx.toml", "hello.wat"]);
        assert_eq!((code, stdout.as_str()), (2, ""), "{config}: {stderr}");
        one_line(&stderr, message);
    }
    let dir = directory(&[("hello.wat", HELLO)]);
    let (code, _, stderr) = run(&dir, &["--config", "missing.toml", "hello.wat"]);
    assert_eq!(code, 1);
    one_line(&stderr, &["missing.toml", "settings"]);
}

#[test]
fn options_of_groups_are_listed_and_refused_with_what_to_write() {
    let dir = directory(&[("hello.wat", HELLO)]);
    for (letter, part) in [
        ("W", "unknown-imports-trap"),
        ("S", "inherit-env"),
        ("O", "opt-level"),
        ("C", "inlining"),
        ("D", "-D"),
    ] {
        let (code, stdout, _) = run(&dir, &["run", &format!("-{letter}"), "help"]);
        assert_eq!(code, 0);
        assert!(stdout.contains(part), "{stdout}");
    }
    assert_eq!(
        run(&dir, &["-W", "fuel=1000000,timeout=9,simd=y", "-S", "cli,inherit-env=n", "hello.wat"]).0,
        5
    );
    assert_eq!(run(&dir, &["-O", "opt-level=2", "-C", "cache=n", "-D", "address-map", "hello.wat"]).0, 5);
    assert_eq!(run(&dir, &["-S", "inherit-stdout=n", "hello.wat"]), (5, String::new(), String::new()));
    // Nothing waits for a standard input that is not given, so the time limit finds running code.
    let dir = directory(&[("hello.wat", HELLO), ("reader.wat", READER)]);
    let mut command = wx(dir.path(), &["--timeout", "50ms", "-S", "inherit-stdin=n", "reader.wat"]);
    let (code, _, stderr) = output(command.stdin(std::process::Stdio::piped()));
    assert!(code == 134 && stderr.contains("backtrace"), "{stderr}");
    let (code, stdout, stderr) = run(&dir, &["-C", "compiler=winch", "hello.wat"]);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.contains("--tier"), "{stderr}");
    let (code, _, stderr) = run(&dir, &["validate", "-W", "fuel=3", "hello.wat"]);
    assert!(code == 2 && stderr.contains("option of wx run"), "{stderr}");
}

#[test]
fn commands_and_flags_that_are_none_are_explained() {
    let dir = directory(&[("hello.wat", HELLO)]);
    std::fs::copy(dir.path().join("hello.wat"), dir.path().join("settings")).expect("a copy");
    std::fs::copy(dir.path().join("hello.wat"), dir.path().join("valdate")).expect("a copy");
    for (args, message) in [
        // A file of the name changes nothing.
        (&["settings"][..], &["no command `settings`", "--without", "./settings"][..]),
        (&["hot-blocks", "hello.wat"], &["--stats"]),
        (&["completoin", "bash"], &["did you mean `wx completion`"]),
        (&["--mapdir", "a::b", "hello.wat"], &["`--mapdir`", "--dir HOST::GUEST"]),
        (&["run", "--wasm-timeout=3", "hello.wat"], &["--timeout"]),
    ] {
        let (code, stdout, stderr) = run(&dir, args);
        assert_eq!((code, stdout.as_str()), (2, ""), "{args:?}: {stderr}");
        one_line(&stderr, message);
    }
    for (args, part) in [
        (&["--tiemout", "1s", "hello.wat"][..], "--timeout"),
        (&["--fule=3", "hello.wat"], "--fuel"),
        (&["validate", "--wsam", "simd", "hello.wat"], "--wasm"),
        (&["--no-such-thing-at-all", "hello.wat"], "--help"),
    ] {
        let (code, stdout, stderr) = run(&dir, args);
        assert_eq!((code, stdout.as_str()), (2, ""), "{args:?}: {stderr}");
        assert!(stderr.contains(part), "{stderr}");
    }
    assert_eq!(run(&dir, &["./settings"]).0, 5);
    assert_eq!(run(&dir, &["run", "settings"]).0, 5);
    assert_eq!(run(&dir, &["valdate"]).0, 5, "a file that exists is one");
    let (code, _, stderr) = run(&dir, &["missing"]);
    assert_eq!(code, 1);
    one_line(&stderr, &["missing", "cannot open"]);
}

#[test]
fn tables_and_descriptors_have_limits() {
    let dir = directory(&[("lib.wat", LIBRARY), ("large.wat", "(module (table 100 funcref))")]);
    let grow = |n: &str| run(&dir, &["--max-table-elements", "50", "--invoke", "grow", "lib.wat", n]).1;
    assert_eq!((grow("49").as_str(), grow("50").as_str()), ("1\n", "-1\n"));
    let (code, _, stderr) = run(&dir, &["--max-table-elements", "50", "large.wat"]);
    assert_eq!(code, 1);
    one_line(&stderr, &["large.wat", "table"]);
    let trap = ["-W", "max-table-elements=50,trap-on-grow-failure", "--invoke", "grow", "lib.wat", "50"];
    let (code, _, stderr) = run(&dir, &trap);
    assert!(code != 0 && stderr.contains("table"), "{stderr}");
    let (code, _, stderr) = run(&dir, &["-W", "max-tables=0", "large.wat"]);
    assert_eq!(code, 1, "{stderr}");
    assert_eq!(run(&dir, &["--max-descriptors", "100", "--invoke", "add", "lib.wat", "1", "2"]).1, "3\n");
    let script = "ulimit -n 200 && exec \"$0\" --max-descriptors 137 --invoke add lib.wat 1 2";
    let mut limited = Command::new("sh");
    limited.current_dir(dir.path()).args(["-c", script, env!("CARGO_BIN_EXE_wx")]);
    let (code, _, stderr) = output(&mut limited);
    assert_eq!(code, 2);
    one_line(&stderr, &["--max-descriptors 137", "136"]);
}
