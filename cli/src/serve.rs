//! `wx serve`: a component that answers HTTP requests.
//!
//! What a request may see and use is what `wx run` gives a program, by the same flags, and each request has it anew: its own instance,
//! memory, fuel and time. The socket is there before the component is loaded, so that a client that comes early waits instead of being
//! refused.

use crate::args::RunArgs;
use crate::exit::Usage;
use crate::timeout::Activity;
use crate::{exit, run, source};
use anyhow::{Context, Result, bail};
use clap::Args;
use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use wx::base::Printable;
use wx::{Engine, Store, StoreLimits};
use wx_component::{Component, Linker};
use wx_wasi::WasiCtx;
use wx_wasi_http::{Access, Handler, Runtime, Server, ServerConfig, WasiHttpCtx, WasiHttpView};

const AFTER_HELP: &str = "\
Examples:
  wx serve hello.wasm                                  answer on http://127.0.0.1:8080/
  wx serve --addr 0.0.0.0:80 --timeout 5s hello.wasm   on all interfaces; stop a request after 5 s
  wx serve --outgoing api.example.org hello.wasm       let it send requests to one host

Ctrl-C and SIGTERM end the server when the requests under way are answered; a second one ends it at once.";

/// Answer HTTP requests by a component that exports wasi:http/incoming-handler.
#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    pub(crate) run: RunArgs,

    /// Listen on this address.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    addr: SocketAddr,

    /// How many requests run at a time, each on a thread of its own.
    #[arg(long, value_name = "N", default_value_t = 64)]
    max_requests: usize,

    /// How many requests wait for a thread; beyond that they are answered with 503.
    #[arg(long, value_name = "N", default_value_t = 1024)]
    max_waiting: usize,

    /// How many connections are open at a time; others wait.
    #[arg(long, value_name = "N", default_value_t = 1024)]
    max_connections: usize,

    /// How many requests an instance answers before a fresh one takes its place.
    #[arg(long, alias = "reuse", value_name = "N", default_value_t = 1)]
    max_instance_reuse_count: u32,

    /// Let requests be sent to HOST, at any port unless one is given; `*` is any host. Can be repeated.
    #[arg(long, value_name = "HOST[:PORT]")]
    outgoing: Vec<String>,

    /// How many threads move bytes between the sockets and the requests.
    #[arg(long, value_name = "N", default_value_t = 1)]
    io_threads: usize,

    /// Print no line for each request to standard error.
    #[arg(long)]
    no_access_log: bool,
}

/// Flags of `wx run` that mean nothing here.
const NOT_HERE: [&str; 5] = ["invoke", "preload", "stats", "json", "tcplisten"];

/// The command as the parser has it, with what is different from `wx run`.
pub(crate) fn define(mut command: clap::Command) -> clap::Command {
    command = command
        .about("Answer HTTP requests by a component that exports wasi:http/incoming-handler")
        .long_about(None)
        .after_help(AFTER_HELP)
        .mut_arg("timeout", |arg| {
            arg.default_value("30s").help("Stop a request after this time, such as 500ms, 2s or 1m")
        })
        .mut_arg("max_memory", |arg| arg.default_value("512M"))
        .mut_arg("file_and_args", |arg| arg.help("The component, then arguments that it sees"));
    for name in NOT_HERE {
        command = command.mut_arg(name, |arg| arg.hide(true));
    }
    command
}

/// The data of a store, which is a request's.
struct Site {
    wasi: WasiCtx,
    http: WasiHttpCtx,
    limits: StoreLimits,
}

fn view(site: &mut Site) -> WasiHttpView<'_> {
    WasiHttpView { wasi: &mut site.wasi, http: &mut site.http }
}

pub(crate) fn run(args: ServeArgs) -> Result<()> {
    check(&args.run)?;
    let file = PathBuf::from(&args.run.file_and_args[0]);
    let named = || file.display().to_string();
    let listener =
        TcpListener::bind(args.addr).with_context(|| format!("--addr {}: cannot listen there", args.addr))?;
    let address = listener.local_addr()?;

    let mut config = run::config(&args.run);
    config.cache(args.run.cache.open()?);
    let engine = Engine::new(&config)?;
    let bytes = source::read_program(&file)?;
    if !source::is_component(&bytes) {
        bail!(
            "{}: is a core module, and requests are answered by components: build it for wasm32-wasip2, or run it by `wx run`",
            named()
        );
    }
    let component = Component::from_binary(&engine, &bytes).with_context(named)?;
    drop(bytes);
    let mut linker = Linker::new(&engine);
    wx_wasi::p2::add_to_linker(&mut linker, |site: &mut Site| &mut site.wasi)?;
    wx_wasi_http::add_to_linker(&mut linker, view)?;
    let runtime = Runtime::new(args.io_threads).context("--io-threads")?;
    let server_config = server_config(&args);
    let pre = linker
        .instantiate_pre(&component)
        .context("the world of this component is not supported")
        .with_context(named)?;
    let store = stores(args, &engine, &runtime, file.clone())?;
    let handler = Handler::new(pre, store, view).with_context(named)?;
    let server = Server::new(&runtime, server_config, handler);
    server.shutdown_on_signals()?;
    writeln!(std::io::stderr(), "Serving HTTP on http://{address}/")?;
    server.run(listener)
}

fn check(args: &RunArgs) -> Result<()> {
    let given =
        [args.invoke.is_some(), !args.preload.is_empty(), args.stats, args.json, !args.tcplisten.is_empty()];
    if let Some((name, _)) = NOT_HERE.iter().zip(given).find(|(_, given)| *given) {
        bail!(Usage(format!("--{name} is for wx run, and means nothing to requests")));
    }
    Ok(())
}

fn server_config(args: &ServeArgs) -> ServerConfig {
    let mut config = ServerConfig::default();
    config
        .max_requests(args.max_requests)
        .max_waiting(args.max_waiting)
        .max_connections(args.max_connections)
        .max_instance_reuse_count(args.max_instance_reuse_count)
        .on_failure(|asked, error| {
            // Nothing can be done about a standard error that is closed.
            let _ = writeln!(std::io::stderr(), "{asked}: {}", exit::message(error));
        });
    if let Some(limit) = args.run.timeout {
        config.timeout(limit);
    }
    if !args.no_access_log {
        config.on_access(log);
    }
    config
}

/// One line for a request.
fn log(access: &Access) {
    let (method, uri) = (access.method.as_str(), access.uri.to_string());
    let cut = if access.is_complete { "" } else { " (cut off)" };
    let (status, time) = (access.status.as_u16(), access.time.as_secs_f64() * 1e3);
    let line = format!(
        "{} \"{} {}\" {status} {} bytes {time:.2} ms{cut}\n",
        access.peer,
        Printable(method),
        Printable(&uri),
        access.bytes
    );
    let _ = std::io::stderr().write_all(line.as_bytes());
}

/// How the store of a request is made.
fn stores(
    args: ServeArgs,
    engine: &Engine,
    runtime: &Runtime,
    file: PathBuf,
) -> Result<impl Fn() -> Result<Store<Site>> + Send + Sync + 'static> {
    let (engine, runtime) = (engine.clone(), runtime.clone());
    let ServeArgs { mut run, outgoing, .. } = args;
    // Requests have no standard input: they would take it from each other.
    run.tuning.closed[0] = true;
    let words: Option<Vec<_>> =
        run.file_and_args[1..].iter().map(|word| word.to_str().map(str::to_owned)).collect();
    let words = words.ok_or_else(|| Usage("the program's arguments must be UTF-8".to_owned()))?;
    let outgoing = Arc::new(outgoing);
    let make = move || {
        let wasi = run::context(&run, &file, &words, &Activity::default())?;
        let mut http = WasiHttpCtx::new(&runtime);
        let outgoing = outgoing.clone();
        http.allow_outgoing(move |authority| outgoing.iter().any(|allowed| matches(allowed, authority)));
        let mut store = Store::try_new(&engine, Site { wasi, http, limits: run::limits(&run) })?;
        store.limiter(|site| &mut site.limits);
        if let Some(fuel) = run.fuel {
            store.set_fuel(fuel)?;
        }
        Ok(store)
    };
    // What is wrong with the flags is said now, and not to the first client.
    make()?;
    Ok(make)
}

/// Whether `--outgoing` allows a host, with or without a port.
fn matches(allowed: &str, authority: &str) -> bool {
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    };
    allowed == "*" || allowed.eq_ignore_ascii_case(authority) || allowed.eq_ignore_ascii_case(host)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_host_is_allowed_at_all_ports_or_at_one() {
        assert!(matches("a.test", "a.test") && matches("a.test", "A.test:8080"));
        assert!(matches("a.test:80", "a.test:80") && matches("*", "b.test:1"));
        assert!(!matches("a.test:80", "a.test:81") && !matches("a.test", "b.a.test"));
        assert!(matches("[::1]", "[::1]:80") && matches("[::1]", "[::1]") && !matches("[::1]", "[::2]"));
    }
}
