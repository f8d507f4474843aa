//! `wasi:http/types.method` and `scheme`.

use hyper::Method;
use hyper::http::uri::Scheme;
use wx_component::variant;

variant! {
    /// `wasi:http/types.method`.
    pub(crate) enum WasiMethod {
        "get" => Get,
        "head" => Head,
        "post" => Post,
        "put" => Put,
        "delete" => Delete,
        "connect" => Connect,
        "options" => Options,
        "trace" => Trace,
        "patch" => Patch,
        "other" => Other(String),
    }
}

variant! {
    /// `wasi:http/types.scheme`.
    pub(crate) enum WasiScheme {
        "HTTP" => Http,
        "HTTPS" => Https,
        "other" => Other(String),
    }
}

impl From<&Method> for WasiMethod {
    fn from(method: &Method) -> WasiMethod {
        match *method {
            Method::GET => WasiMethod::Get,
            Method::HEAD => WasiMethod::Head,
            Method::POST => WasiMethod::Post,
            Method::PUT => WasiMethod::Put,
            Method::DELETE => WasiMethod::Delete,
            Method::CONNECT => WasiMethod::Connect,
            Method::OPTIONS => WasiMethod::Options,
            Method::TRACE => WasiMethod::Trace,
            Method::PATCH => WasiMethod::Patch,
            _ => WasiMethod::Other(method.as_str().to_owned()),
        }
    }
}

impl WasiMethod {
    /// The method, unless its name has characters that none can have.
    pub(crate) fn parse(self) -> Option<Method> {
        Some(match self {
            WasiMethod::Get => Method::GET,
            WasiMethod::Head => Method::HEAD,
            WasiMethod::Post => Method::POST,
            WasiMethod::Put => Method::PUT,
            WasiMethod::Delete => Method::DELETE,
            WasiMethod::Connect => Method::CONNECT,
            WasiMethod::Options => Method::OPTIONS,
            WasiMethod::Trace => Method::TRACE,
            WasiMethod::Patch => Method::PATCH,
            WasiMethod::Other(name) => Method::from_bytes(name.as_bytes()).ok()?,
        })
    }
}

impl From<&Scheme> for WasiScheme {
    fn from(scheme: &Scheme) -> WasiScheme {
        match scheme.as_str() {
            "http" => WasiScheme::Http,
            "https" => WasiScheme::Https,
            other => WasiScheme::Other(other.to_owned()),
        }
    }
}

impl WasiScheme {
    /// The scheme, unless its name has characters that none can have.
    pub(crate) fn parse(self) -> Option<Scheme> {
        match self {
            WasiScheme::Http => Some(Scheme::HTTP),
            WasiScheme::Https => Some(Scheme::HTTPS),
            WasiScheme::Other(name) => Scheme::try_from(name.as_str()).ok(),
        }
    }
}
