//! The program between a shell and its terminal: modules from standard input, and Ctrl-C.

mod modules;
mod support;

use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use modules::{HELLO, READER};
use support::{directory, one_line, wx};

const LIBRARY: &str = r#"(module
    (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
    (func (export "forever") (loop $again (br $again))))"#;

#[test]
fn ctrl_c_ends_a_program_at_once() {
    let dir = directory(&[("lib.wat", LIBRARY), ("reader.wat", READER)]);
    for args in [&["--invoke", "forever", "lib.wat"][..], &["reader.wat"]] {
        let mut command = wx(dir.path(), args);
        let mut child =
            command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
        std::thread::sleep(Duration::from_millis(500));
        assert!(child.try_wait().expect("a status").is_none(), "it ended by itself");
        let start = Instant::now();
        let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
        assert!(killed.success());
        let status = child.wait().expect("an end");
        // A shell shows that as 130, and ends its loop.
        assert_eq!(status.signal(), Some(2), "{args:?}");
        assert!(start.elapsed() < Duration::from_secs(2), "{args:?}");
    }
}

#[test]
fn a_module_comes_from_standard_input() {
    let dir = directory(&[]);
    let read = |args: &[&str], module: &[u8]| {
        let mut command = wx(dir.path(), args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        child.stdin.take().expect("a pipe").write_all(module).expect("the pipe takes it");
        let output = child.wait_with_output().expect("an end");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned(), output.stderr)
    };
    let binary = wat::parse_str(LIBRARY).expect("a module");
    for module in [LIBRARY.as_bytes(), &binary] {
        assert_eq!(read(&["run", "--invoke", "add", "-", "2", "3"], module).1, "5\n");
        assert_eq!(read(&["--invoke", "add", "-", "2", "3"], module).1, "5\n");
        assert_eq!(read(&["validate", "-"], module).0, Some(0));
    }
    assert_eq!(read(&["-"], HELLO.as_bytes()).0, Some(5));
    let (code, _, stderr) = read(&["-"], b"\x7fELF");
    assert_eq!(code, Some(1));
    one_line(&String::from_utf8_lossy(&stderr), &["-", "not a WebAssembly module"]);
}
