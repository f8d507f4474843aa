//! A server with a handler that behaves, and that does not: over loopback, each with a time limit.

mod support;

use std::io::{BufRead as _, ErrorKind, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use support::{Client, Running, engine, linker, stores, view};
use wx_component::Component;
use wx_wasi_http::{Handler, Runtime, ServerConfig};

fn config(change: impl FnOnce(&mut ServerConfig)) -> ServerConfig {
    let mut config = ServerConfig::default();
    change(&mut config);
    config
}

#[test]
fn a_response_comes_and_so_does_the_next_on_the_same_connection() {
    let server = Running::start(ServerConfig::default(), "");
    let mut client = Client::new(server.addr);
    for _ in 0..3 {
        let response = client.get("/hello");
        assert_eq!((response.status, response.text(), response.is_complete), (200, "hello\n", true));
    }
    let big = client.get("/big");
    assert_eq!((big.status, big.body.len(), big.is_complete), (200, 1 << 20, true));
    assert!(big.body.starts_with(b"hello\n"));
}

#[test]
fn a_body_is_echoed_whole_however_it_comes() {
    let server = Running::start(ServerConfig::default(), "");
    let body: Vec<u8> = (0..300_000u32).flat_map(u32::to_le_bytes).collect();
    let mut client = Client::new(server.addr);
    // The client writes while it reads: together the queues hold less than the body.
    let mut writer = client.0.get_ref().try_clone().expect("a second end");
    let sent = body.clone();
    let writing = thread::spawn(move || {
        let head = format!("POST /echo HTTP/1.1\r\nhost: test\r\ncontent-length: {}\r\n\r\n", sent.len());
        writer.write_all(head.as_bytes()).expect("the head is sent");
        writer.write_all(&sent).expect("the body is sent");
    });
    let response = client.response();
    writing.join().expect("all is sent");
    assert!(response.status == 200 && response.is_complete && response.body == body);
    client.send(
        "POST /echo HTTP/1.1\r\nhost: test\r\ntransfer-encoding: chunked\r\n\r\n",
        b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
    );
    assert_eq!(client.response().text(), "abcde");
    client.send("POST /echo HTTP/1.1\r\nhost: test\r\n\r\n", b"");
    assert_eq!(client.response().text(), "");
}

#[test]
fn a_handler_that_fails_is_an_error_of_its_request_alone() {
    let failures = Arc::new(Mutex::new(Vec::new()));
    let seen = failures.clone();
    let server = Running::start(
        config(|config| {
            config.timeout(Duration::from_secs(2)).on_failure(move |asked, error| {
                seen.lock().unwrap().push(format!("{asked}: {error:#}"));
            });
        }),
        "",
    );
    thread::scope(|scope| {
        let bad = ["/trap", "/loop", "/grow", "/nothing", "/fail", "/loop"];
        let bad = bad.map(|path| (path, scope.spawn(|| server.get(path))));
        for _ in 0..20 {
            assert_eq!(server.get("/hello").text(), "hello\n");
        }
        for (path, response) in bad {
            let response = response.join().unwrap();
            let expected = match path {
                "/loop" | "/fail" => 504,
                _ => 500,
            };
            assert_eq!(response.status, expected, "{path}: {response:?}");
            assert!(!response.text().contains("trap"), "a client learns nothing of the inside: {response:?}");
        }
    });
    let failures = failures.lock().unwrap();
    for expected in
        ["GET /trap: ", "GET /loop: ", "GET /grow: ", "GET /nothing: the handler returned without a response"]
    {
        assert!(failures.iter().any(|line| line.starts_with(expected)), "{expected} is not in {failures:#?}");
    }
}

#[test]
fn a_body_that_is_cut_does_not_look_complete() {
    let server = Running::start(ServerConfig::default(), "");
    // If the handler fails before the head was written to the socket, the connection just ends.
    let mut client = Client::new(server.addr);
    client.send("GET /cut HTTP/1.1\r\nhost: test\r\n\r\n", b"");
    match client.0.fill_buf() {
        Ok([]) => {}
        Ok(_) => {
            let response = client.response();
            assert_eq!((response.status, response.is_complete), (200, false), "{response:?}");
        }
        Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset),
    }
}

#[test]
fn a_wait_ends_when_the_time_of_the_request_does() {
    let server = Running::start(
        config(|config| {
            config.timeout(Duration::from_millis(200));
        }),
        "",
    );
    let began = Instant::now();
    assert_eq!(server.get("/wait").status, 504);
    assert!(began.elapsed() >= Duration::from_millis(200));
}

#[test]
fn a_body_streams_and_who_hangs_up_holds_nobody_up() {
    // One worker: a second request is answered only if the first has ended.
    let server = Running::start(
        config(|config| {
            config.max_requests(1);
        }),
        "",
    );
    let began = Instant::now();
    let mut client = Client::new(server.addr);
    client.send("GET /stream HTTP/1.1\r\nhost: test\r\n\r\n", b"");
    assert_eq!(client.head().0, 200);
    assert!(client.chunk().is_some_and(|chunk| chunk.starts_with(b"hello\n")), "a chunk before the end");
    drop(client);
    assert_eq!(server.get("/hello").text(), "hello\n");
    // The whole stream takes 20 seconds at the least.
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
    // One that hangs up in the middle of what it sends.
    let mut client = Client::new(server.addr);
    client.send("POST /echo HTTP/1.1\r\nhost: test\r\ncontent-length: 10\r\n\r\n", b"half");
    drop(client);
    assert_eq!(server.get("/hello").text(), "hello\n");
}

#[test]
fn who_is_too_many_is_told_so() {
    let server = Running::start(
        config(|config| {
            config.max_requests(1).max_waiting(1);
        }),
        "",
    );
    let statuses = thread::scope(|scope| {
        let all: Vec<_> = (0..6).map(|_| scope.spawn(|| server.get("/wait").status)).collect();
        let mut all: Vec<_> = all.into_iter().map(|one| one.join().unwrap()).collect();
        all.sort_unstable();
        all
    });
    assert!(statuses[0] == 200 && statuses[5] == 503, "{statuses:?}");
    assert!(statuses.iter().all(|status| matches!(status, 200 | 503)), "{statuses:?}");
}

#[test]
fn who_reads_nothing_is_dropped() {
    // One connection: a second client is answered only if the first was dropped.
    let server = Running::start(
        config(|config| {
            config.timeout(Duration::from_millis(500)).max_connections(1);
        }),
        "",
    );
    let mut client = Client::new(server.addr);
    // Together they are more than what the system keeps for a connection.
    for _ in 0..40 {
        client.send("GET /big HTTP/1.1\r\nhost: test\r\n\r\n", b"");
    }
    assert_eq!(server.get("/hello").text(), "hello\n");
    drop(client);
}

/// Answers every connection with these bytes, if it sends a request.
fn upstream(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let addr = listener.local_addr().expect("its address");
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut request = Vec::new();
            let mut byte = [0];
            while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|len| len == 1) {
                request.push(byte[0]);
            }
            let request = String::from_utf8_lossy(&request).to_ascii_lowercase();
            assert!(
                request.starts_with("get / http/1.1\r\n") && request.contains("host: 127.0.0.1:"),
                "{request}"
            );
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    format!("/p{addr}")
}

#[test]
fn a_handler_asks_elsewhere_if_it_may() {
    let path = upstream("HTTP/1.1 201 Created\r\ncontent-length: 9\r\n\r\nupstream\n");
    let server = Running::start(ServerConfig::default(), "127.0.0.1:");
    for _ in 0..3 {
        let response = server.get(&path);
        assert_eq!((response.status, response.text()), (201, "upstream\n"));
    }
    let cut = server.get(&upstream("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nup"));
    assert!(!(cut.status == 200 && cut.is_complete), "{cut:?}");
    // No HTTP, nobody there.
    assert_eq!(server.get(&upstream("SSH-2.0-test\r\n\r\n")).status, 500);
    let closed = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("its address");
    assert_eq!(server.get(&format!("/p{closed}")).status, 502);
    // Another host is refused before anything is resolved.
    assert_eq!(server.get("/plocalhost:1").status, 500);
    let denied = Running::start(ServerConfig::default(), "");
    assert_eq!(denied.get(&path).status, 500);
}

#[test]
fn what_is_under_way_is_finished_before_the_end() {
    let server = Running::start(ServerConfig::default(), "");
    let mut client = Client::new(server.addr);
    client.send("GET /wait HTTP/1.1\r\nhost: test\r\n\r\n", b"");
    // The request has begun when another that came later was answered.
    assert_eq!(server.get("/hello").status, 200);
    server.shutdown.shutdown();
    let response = client.response();
    assert_eq!((response.status, response.text(), response.is_complete), (200, "hello\n", true));
    server.join();
}

#[test]
fn an_instance_that_is_kept_and_fails_is_replaced() {
    let server = Running::start(
        config(|config| {
            config.max_requests(1).max_instance_reuse_count(5);
        }),
        "",
    );
    for path in
        ["/hello", "/hello", "/trap", "/hello", "/echo", "/fail", "/hello", "/hello", "/hello", "/hello"]
    {
        let expected = match path {
            "/trap" => 500,
            "/fail" => 504,
            _ => 200,
        };
        assert_eq!(server.get(path).status, expected, "{path}");
    }
}

#[test]
fn requests_are_told_of_when_they_are_answered() {
    let log = Arc::new(Mutex::new(Vec::new()));
    let seen = log.clone();
    let server = Running::start(
        config(|config| {
            config.on_access(move |access| {
                let line =
                    format!("{} {} {} {}", access.method, access.uri, access.status.as_u16(), access.bytes);
                seen.lock().unwrap().push(line);
            });
        }),
        "",
    );
    server.get("/hello?x=1");
    server.get("/trap");
    server.shutdown.shutdown();
    server.join();
    let log = log.lock().unwrap();
    assert_eq!(log[0], "GET /hello?x=1 200 6");
    assert!(log[1].starts_with("GET /trap 500 "), "{log:?}");
}

#[test]
fn a_component_without_the_handler_is_told_what_it_exports() {
    let (engine, runtime) = (engine(), Runtime::new(1).expect("a runtime"));
    for (text, expected) in [
        ("(component)", &["it exports nothing"][..]),
        (
            r#"(component (instance $i) (export "wasi:cli/run@0.2.0" (instance $i)) (export "a:b/c" (instance $i)))"#,
            &["wasi:cli/run@0.2.0, a:b/c", "wx run"],
        ),
        (
            r#"(component (instance $i) (export "wasi:http/handler@0.3.0" (instance $i)))"#,
            &["`wasi:http/handler@0.3.0`", "wasi:http/incoming-handler@0.2.x"],
        ),
    ] {
        let component = Component::new(&engine, text).expect("a component");
        let pre = linker(&engine).instantiate_pre(&component).expect("it imports nothing");
        let error =
            Handler::new(pre, stores(&engine, &runtime, ""), view).expect_err("no handler").to_string();
        for part in expected {
            assert!(error.contains(part), "{part:?} is not in {error}");
        }
    }
}
