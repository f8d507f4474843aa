//! `wx serve` from the command line: it starts, answers, logs and ends; and errors say what would work. What a handler can do is tested in
//! `http/tests/`.
#![cfg(feature = "serve")]

mod support;

/// A handler that returns without a response.
const SILENT: &str = r#"(component
    (import "wasi:http/types@0.2.0" (instance $types
      (export "incoming-request" (type (sub resource)))
      (export "response-outparam" (type (sub resource)))))
    (alias export $types "incoming-request" (type $request))
    (alias export $types "response-outparam" (type $out))
    (core module $m (func (export "handle") (param i32 i32)))
    (core instance $i (instantiate $m))
    (func $handle (param "request" (own $request)) (param "response-out" (own $out))
      (canon lift (core func $i "handle")))
    (instance $handler (export "handle" (func $handle)))
    (export "wasi:http/incoming-handler@0.2.0" (instance $handler)))"#;

#[test]
fn it_answers_logs_and_ends_when_it_is_told_to() {
    use std::io::{BufRead, BufReader, Read, Write};
    use std::process::Stdio;

    let dir = support::directory(&[("silent.wat", SILENT)]);
    let mut command = support::wx(dir.path(), &["serve", "--addr", "127.0.0.1:0", "silent.wat"]);
    let mut server = command.stderr(Stdio::piped()).spawn().expect("the program starts");
    let mut lines = BufReader::new(server.stderr.take().expect("its standard error")).lines();
    let mut line = || lines.next().expect("a line").expect("a text");
    let first = line();
    let address = first.strip_prefix("Serving HTTP on http://").and_then(|rest| rest.strip_suffix('/'));
    let address = address.unwrap_or_else(|| panic!("{first}"));

    let mut client = std::net::TcpStream::connect(address).expect("a connection");
    client.write_all(b"GET /path HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n").expect("it is sent");
    let mut response = String::new();
    client.read_to_string(&mut response).expect("a response");
    assert!(response.starts_with("HTTP/1.1 500 "), "{response}");
    let failure = line();
    assert!(failure.starts_with("GET /path: ") && failure.contains("without a response"), "{failure}");
    let logged = line();
    assert!(logged.contains("\"GET /path\" 500 "), "{logged}");

    let id = rustix::process::Pid::from_child(&server);
    rustix::process::kill_process(id, rustix::process::Signal::TERM).expect("a signal");
    assert!(server.wait().expect("it ends").success());
}

#[test]
fn errors_say_what_would_work() {
    let dir = support::directory(&[
        ("core.wat", r#"(module (func (export "_start")))"#),
        ("command.wat", r#"(component (instance $i) (export "wasi:cli/run@0.2.0" (instance $i)))"#),
        ("later.wat", r#"(component (import "wasi:http/types@0.3.0" (instance (export "f" (func)))))"#),
        ("silent.wat", SILENT),
    ]);
    for (args, code, expected) in [
        (&["core.wat"][..], 1, &["core.wat", "is a core module", "wasm32-wasip2"][..]),
        (
            &["command.wat"],
            1,
            &["command.wat", "wasi:http/incoming-handler@0.2.x", "wasi:cli/run@0.2.0", "wx run"],
        ),
        (&["later.wat"], 1, &["later.wat", "world", "wasi:http/types@0.3.0"]),
        (&["missing.wasm"], 1, &["missing.wasm", "cannot open"]),
        (&["--invoke", "f()", "silent.wat"], 2, &["--invoke", "wx run"]),
        (&["--dir", "nowhere", "silent.wat"], 1, &["--dir", "nowhere"]),
    ] {
        let args = [&["serve", "--addr", "127.0.0.1:0"], args].concat();
        let (exit, _, stderr) =
            support::parts(support::wx(dir.path(), &args).output().expect("the program starts"));
        assert_eq!(exit, code, "{args:?}: {stderr}");
        support::one_line(&stderr, expected);
    }
}
