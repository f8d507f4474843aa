//! What a module names does nothing to the terminal it is shown on.

use std::process::Command;

/// Once an export could set the title, clear the screen, or forge a line.
#[test]
fn names_of_a_module_do_nothing_to_the_terminal() {
    let dir = tempfile::tempdir().expect("a directory");
    for (name, text) in [
        (
            "import.wat",
            r#"(module (import "env\1b]0;title\07" "clear\1b[2J\u{9b}2J" (func)) (func (export "_start")))"#,
        ),
        ("export.wat", r#"(module (func (export "\1b[2J\0aError: forged\u{202e}")))"#),
        ("twice.wat", r#"(module (func (export "\1b[2J")) (func (export "\1b[2J")))"#),
        ("trap.wat", r#"(module (func $"\1b[2J\0a" (export "_start") unreachable))"#),
        ("text.wat", "(module (\u{9b}2J))"),
    ] {
        std::fs::write(dir.path().join(name), text).expect("a file");
    }
    for args in [
        &["import.wat"][..],
        &["export.wat"],
        &["--invoke", "missing", "export.wat"],
        &["validate", "twice.wat"],
        &["twice.wat"],
        &["trap.wat"],
        &["objdump", "trap.wat"],
        &["text.wat"],
    ] {
        let output =
            Command::new(env!("CARGO_BIN_EXE_wx")).args(args).current_dir(dir.path()).output().expect("wx");
        let all =
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        let acting = all.chars().find(|c| (c.is_control() && !"\n\t".contains(*c)) || *c == '\u{202e}');
        assert_eq!(acting, None, "{args:?}: {all:?}");
        assert!(all.contains("2J"), "{args:?}: {all}");
        assert!(!all.lines().any(|line| line.starts_with("Error: forged")), "{args:?}: {all}");
    }
}

#[test]
fn functions_have_the_names_that_their_authors_wrote() {
    let dir = tempfile::tempdir().expect("a directory");
    let module = r#"(module
        (func $_ZN4game6Player4moveEif unreachable)
        (func $_RNvCs1234_7mycrate3run (call $_ZN4game6Player4moveEif))
        (func (export "_start") (call $_RNvCs1234_7mycrate3run)))"#;
    std::fs::write(dir.path().join("app.wat"), module).expect("a file");
    let all = |args: &[&str]| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_wx")).args(args).current_dir(dir.path()).output().expect("wx");
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
    };
    for args in [&["--no-cache", "app.wat"][..], &["--stats", "app.wat"], &["objdump", "app.wat"]] {
        let text = all(args);
        assert!(text.contains("game::Player::move(int, float)") && text.contains("mycrate::run"), "{text}");
    }
}
