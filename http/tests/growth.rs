//! A thousand requests, and the process is as large as after the first few. In a process of its own, since it looks at the whole of it.

mod support;

use std::fs;

use support::{Client, Response, Running};
use wx_wasi_http::ServerConfig;

/// Resident memory in KiB, mappings, descriptors.
fn size() -> [usize; 3] {
    let status = fs::read_to_string("/proc/self/status").expect("a status");
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("the resident size");
    let resident = resident.trim().trim_end_matches("kB").trim().parse().expect("a number");
    let maps = fs::read_to_string("/proc/self/maps").expect("the mappings").lines().count();
    [resident, maps, fs::read_dir("/proc/self/fd").expect("the descriptors").count()]
}

fn is_greeting(response: &Response) {
    assert!(response.is_complete && response.text() == "hello\n", "{response:?}");
}

#[test]
fn a_thousand_requests_leave_nothing_behind() {
    let server = Running::start(ServerConfig::default(), "");
    let mut client = Client::new(server.addr);
    let mut some = |count: usize| {
        for number in 0..count {
            // One in ten fails, and one in ten is not asked on the same connection.
            match number % 10 {
                3 => assert_eq!(client.get("/trap").status, 500),
                7 => is_greeting(&server.get("/hello")),
                _ => is_greeting(&client.get("/hello")),
            }
        }
    };
    some(300);
    let before = size();
    some(1000);
    let after = size();
    drop(client);
    server.shutdown.shutdown();
    server.join();
    for (what, (before, (after, slack))) in
        ["KiB", "mappings", "descriptors"].iter().zip(before.iter().zip(after.iter().zip([8 << 10, 16, 4])))
    {
        assert!(*after <= before + slack, "{before} {what} became {after}");
    }
}
