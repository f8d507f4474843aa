//! What the tests have in common: the handler, a server in this process, and a client.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::OnceLock;
use std::thread::JoinHandle;
use std::time::Duration;

use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wx::{Config, Engine, Store, StoreLimits, StoreLimitsBuilder};
use wx_component::{Component, Linker};
use wx_wasi::WasiCtx;
use wx_wasi_http::{Handler, Runtime, Server, ServerConfig, Shutdown, WasiHttpCtx, WasiHttpView};

/// How long a client waits for anything at most, so that a fault is a failed test and not one that hangs.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// The data of a store.
pub(crate) struct Site {
    wasi: WasiCtx,
    http: WasiHttpCtx,
    limits: StoreLimits,
}

pub(crate) fn view(site: &mut Site) -> WasiHttpView<'_> {
    WasiHttpView { wasi: &mut site.wasi, http: &mut site.http }
}

/// The component of `handler.wat` in the world of `world.wit`.
pub(crate) fn handler() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| {
        let mut resolve = wit_parser::Resolve::default();
        let package = resolve.push_source("world.wit", include_str!("world.wit")).expect("the world");
        let world = resolve.select_world(&[package], None).expect("one world");
        let mut module = wat::parse_str(include_str!("handler.wat")).expect("the module");
        embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8, false)
            .expect("the metadata");
        let mut encoder = ComponentEncoder::default();
        encoder.validate(true).module(&module).expect("the module fits");
        encoder.encode().expect("a component")
    })
}

pub(crate) fn engine() -> Engine {
    Engine::new(Config::new().epoch_interruption(true)).expect("an engine")
}

pub(crate) fn linker(engine: &Engine) -> Linker<Site> {
    let mut linker = Linker::new(engine);
    wx_wasi::p2::add_to_linker(&mut linker, |site: &mut Site| &mut site.wasi).expect("WASI");
    wx_wasi_http::add_to_linker(&mut linker, view).expect("wasi:http");
    linker
}

/// How stores are made: 64 MiB for each guest, and requests to hosts that begin with `outgoing`.
pub(crate) fn stores(
    engine: &Engine,
    runtime: &Runtime,
    outgoing: &'static str,
) -> impl Fn() -> wx::Result<Store<Site>> + Send + Sync + 'static {
    let (engine, runtime) = (engine.clone(), runtime.clone());
    move || {
        let mut http = WasiHttpCtx::new(&runtime);
        http.allow_outgoing(move |authority| !outgoing.is_empty() && authority.starts_with(outgoing));
        let limits = StoreLimitsBuilder::new().total_size(64 << 20).build();
        let mut store = Store::try_new(&engine, Site { wasi: WasiCtx::builder().build(), http, limits })?;
        store.limiter(|site| &mut site.limits);
        Ok(store)
    }
}

/// A server that ends with this.
pub(crate) struct Running {
    pub(crate) addr: SocketAddr,
    pub(crate) shutdown: Shutdown,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    /// The handler, on a free port, with requests allowed to hosts that begin with `outgoing`.
    pub(crate) fn start(config: ServerConfig, outgoing: &'static str) -> Running {
        let engine = engine();
        let component = Component::from_binary(&engine, handler()).expect("the component");
        let runtime = Runtime::new(1).expect("a runtime");
        let pre = linker(&engine).instantiate_pre(&component).expect("its world");
        let handler = Handler::new(pre, stores(&engine, &runtime, outgoing), view).expect("a handler");
        let server = Server::new(&runtime, config, handler);
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let (addr, shutdown) = (listener.local_addr().expect("its address"), server.shutdown());
        let thread = std::thread::spawn(move || server.run(listener).expect("the server runs"));
        Running { addr, shutdown, thread: Some(thread) }
    }

    pub(crate) fn get(&self, path: &str) -> Response {
        Client::new(self.addr).get(path)
    }

    /// Waits until it has ended.
    pub(crate) fn join(mut self) {
        self.thread.take().expect("it runs").join().expect("it ends without a panic");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Twice: a test that is over waits for nothing.
        self.shutdown.shutdown();
        self.shutdown.shutdown();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
    /// Whether the body came to its end.
    pub(crate) is_complete: bool,
}

impl Response {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("a text")
    }
}

/// A connection that is kept.
pub(crate) struct Client(pub(crate) BufReader<TcpStream>);

impl Client {
    pub(crate) fn new(addr: SocketAddr) -> Client {
        let stream = TcpStream::connect(addr).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time limit");
        stream.set_nodelay(true).expect("no delay");
        Client(BufReader::new(stream))
    }

    pub(crate) fn get(&mut self, path: &str) -> Response {
        self.send(&format!("GET {path} HTTP/1.1\r\nhost: test\r\n\r\n"), b"");
        self.response()
    }

    pub(crate) fn send(&mut self, head: &str, body: &[u8]) {
        let stream = self.0.get_mut();
        stream.write_all(head.as_bytes()).expect("the head is sent");
        stream.write_all(body).expect("the body is sent");
    }

    fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        match self.0.read_line(&mut line) {
            Ok(0) => None,
            Ok(_) => Some(line),
            Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => None,
            Err(error) => panic!("nothing comes: {error}"),
        }
    }

    /// The status and the head of a response.
    pub(crate) fn head(&mut self) -> (u16, String) {
        let status = self.line().expect("a response");
        let status = status.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
        let mut head = String::new();
        loop {
            let line = self.line().expect("a whole head");
            if line == "\r\n" {
                return (status, head);
            }
            head.push_str(&line.to_ascii_lowercase());
        }
    }

    /// The next chunk; none if the connection ends before it.
    pub(crate) fn chunk(&mut self) -> Option<Vec<u8>> {
        let line = self.line()?;
        let len = usize::from_str_radix(line.trim(), 16).ok()?;
        let mut chunk = vec![0; len + 2];
        self.0.read_exact(&mut chunk).ok()?;
        chunk.truncate(len);
        Some(chunk)
    }

    pub(crate) fn response(&mut self) -> Response {
        let (status, head) = self.head();
        let (mut body, mut is_complete) = (Vec::new(), false);
        if let Some(len) = head.lines().find_map(|line| line.strip_prefix("content-length: ")) {
            body.resize(len.trim().parse().expect("a length"), 0);
            is_complete = self.0.read_exact(&mut body).is_ok();
        } else {
            assert!(head.contains("transfer-encoding: chunked"), "{head}");
            while let Some(chunk) = self.chunk() {
                if chunk.is_empty() {
                    is_complete = true;
                    break;
                }
                body.extend(chunk);
            }
        }
        Response { status, body, is_complete }
    }
}
