//! The stages of the compiler, as `wx objdump --stage` prints them.
#![cfg(target_arch = "x86_64")]

use std::process::Command;

#[test]
fn a_stage_of_the_compiler_is_shown() {
    let scaled = r#"(module (func (export "at") (param i32 i32) (result i32)
        (if (i32.and (local.get 0) (i32.const 3)) (then (return (local.get 1))))
        (i32.add (local.get 1) (i32.shl (local.get 0) (i32.const 2)))))"#;
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::write(dir.path().join("scaled.wat"), scaled).expect("a module");
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wx"));
        let output = command.current_dir(dir.path()).args(args).output().expect("the program");
        let text = |bytes| String::from_utf8(bytes).expect("text");
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let stage = |name: &str| {
        let (code, stdout, stderr) = run(&["objdump", "--stage", name, "--func", "0", "scaled.wat"]);
        assert_eq!((code, stderr), (Some(0), String::new()));
        assert!(stdout.contains("; 2 parameters, ") && stdout.contains("I32ShlImm"), "{stdout}");
        stdout
    };
    let analysis = stage("analysis");
    assert!(analysis.contains("; live at entry: s0 s1") && analysis.contains("; last s0"), "{analysis}");
    let select = stage("select");
    assert!(select.contains("; scale 2") && select.contains("; if"), "{select}");
    let allocate = stage("allocate");
    assert!(allocate.contains(" <- s1 r") && !allocate.contains("; scale 2"), "{allocate}");
    // Not all at once.
    assert_eq!(run(&["objdump", "--ir", "--stage", "select", "scaled.wat"]).0, Some(2));
    assert_eq!(run(&["objdump", "--stage", "emit", "scaled.wat"]).0, Some(2));
}
