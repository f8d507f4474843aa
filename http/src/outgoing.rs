//! What goes: `outgoing-request`, `outgoing-response`, their bodies, and `outgoing-handler`.

use crate::body::{OutgoingBody, Writer, channel};
use crate::budget::Charge;
use crate::client::{self, FutureResponse, RequestOptions};
use crate::ctx::{View, WasiHttpView};
use crate::error::ErrorCode;
use crate::fields::Fields;
use crate::incoming::IncomingResponse;
use crate::linker::functions;
use crate::method::{WasiMethod, WasiScheme};
use crate::server::ResponseOutparam;
use anyhow::{Context as _, Result};
use hyper::header::CONTENT_LENGTH;
use hyper::http::uri::{Authority, PathAndQuery, Scheme};
use hyper::{HeaderMap, Method, Response, StatusCode};
use std::sync::Arc;
use wx_component::{LinkerInstance, Resource, ResourceTable, ResourceType};
use wx_wasi::p2::{DynOutputStream, DynPollable, subscribe};

/// The head of a message that a guest makes, and its body as long as nobody has asked for it.
struct Head {
    headers: Arc<HeaderMap>,
    charge: Charge,
    body: Option<OutgoingBody>,
    has_body: bool,
}

impl Head {
    fn new(fields: Fields) -> Head {
        let (headers, charge) = fields.into_map();
        Head { headers, charge, body: None, has_body: false }
    }

    /// The headers, and the body, which is empty if nobody asked for it.
    fn into_parts(mut self) -> (HeaderMap, OutgoingBody) {
        if !self.has_body && self.announced().is_some_and(|announced| announced > 0) {
            // What is announced and never comes: right for HEAD, whose body nobody sends, and an error for all others.
            drop(self.open());
        }
        if self.announced().is_none() && self.headers.contains_key(CONTENT_LENGTH) {
            Arc::make_mut(&mut self.headers).remove(CONTENT_LENGTH);
        }
        let headers = Arc::try_unwrap(self.headers).unwrap_or_else(|shared| HeaderMap::clone(&shared));
        drop(self.charge);
        (headers, self.body.unwrap_or(OutgoingBody::Whole(None)))
    }

    /// The size that the guest announced: one number, or it is none. A size that the connection reads otherwise than the client does
    /// would make the next response a part of this one.
    fn announced(&self) -> Option<u64> {
        let mut values = self.headers.get_all(CONTENT_LENGTH).iter();
        let (Some(value), None) = (values.next(), values.next()) else { return None };
        let digits = value.to_str().ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))?;
        digits.parse().ok()
    }

    /// The guest's end of the body, once.
    fn open(&mut self) -> Option<Writer> {
        if std::mem::replace(&mut self.has_body, true) {
            return None;
        }
        let (writer, body) = channel(self.announced());
        self.body = Some(body);
        Some(writer)
    }
}

/// Behind `wasi:http/types.outgoing-request`.
struct OutgoingRequest {
    method: Method,
    path_with_query: Option<PathAndQuery>,
    scheme: Option<Scheme>,
    authority: Option<Authority>,
    head: Head,
}

/// Behind `wasi:http/types.outgoing-response`.
pub(crate) struct OutgoingResponse {
    status: StatusCode,
    head: Head,
}

impl OutgoingResponse {
    fn into_response(self) -> Response<OutgoingBody> {
        let (headers, body) = self.head.into_parts();
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        *response.headers_mut() = headers;
        response
    }
}

/// Behind `wasi:http/types.outgoing-body`.
struct GuestBody {
    writer: Writer,
    /// How a size is reported that is not the one announced.
    wrong_size: fn(Option<u64>) -> ErrorCode,
    has_stream: bool,
    /// One of the bodies that a guest may have.
    _charge: Charge,
}

/// The body of a message that a guest makes, once.
fn open(
    cx: WasiHttpView<'_>,
    wrong_size: fn(Option<u64>) -> ErrorCode,
    head: impl FnOnce(&mut ResourceTable) -> Result<&mut Head>,
) -> Result<Result<Resource<GuestBody>, ()>> {
    let charge = cx.http.bodies.charge(1)?;
    let Some(writer) = head(cx.wasi.table())?.open() else { return Ok(Err(())) };
    let body = GuestBody { writer, wrong_size, has_stream: false, _charge: charge };
    Ok(Ok(cx.wasi.table().push(body)?))
}

/// Ends a body, with trailers if there are some.
fn finish(
    cx: WasiHttpView<'_>,
    this: Resource<GuestBody>,
    trailers: Option<Resource<Fields>>,
) -> Result<Result<(), ErrorCode>> {
    let body = cx.wasi.table().delete(this).context("a body is finished before its stream is dropped")?;
    let trailers = match trailers {
        Some(trailers) => Some(HeaderMap::clone(&cx.wasi.table().delete(trailers)?.into_map().0)),
        None => None,
    };
    let wrong_size = body.wrong_size;
    Ok(body.writer.finish(trailers).map_err(|written| wrong_size(Some(written))))
}

pub(crate) fn add<T: 'static>(types: &mut LinkerInstance<'_, T>, view: impl View<T>) -> Result<()> {
    request(types, view)?;
    request_setters(types, view)?;
    options(types, view)?;
    response(types, view)?;
    body(types, view)?;
    outparam(types, view)?;
    future_response(types, view)
}

fn request<T: 'static>(types: &mut LinkerInstance<'_, T>, view: impl View<T>) -> Result<()> {
    types.resource("outgoing-request", ResourceType::host::<OutgoingRequest>(), move |mut store, rep| {
        view(store.data_mut()).wasi.table().delete(Resource::<OutgoingRequest>::new_own(rep))?;
        Ok(())
    })?;
    functions! { types, view;
        "[constructor]outgoing-request" |cx, headers: Resource<Fields>| -> Resource<OutgoingRequest> {
            let head = Head::new(cx.wasi.table().delete(headers)?);
            let request =
                OutgoingRequest { method: Method::GET, path_with_query: None, scheme: None, authority: None, head };
            Ok(cx.wasi.table().push(request)?)
        }
        "[method]outgoing-request.body" |cx, this: Resource<OutgoingRequest>| -> Result<Resource<GuestBody>, ()> {
            open(cx, ErrorCode::HttpRequestBodySize, |table| Ok(&mut table.get_mut(&this)?.head))
        }
        "[method]outgoing-request.method" |cx, this: Resource<OutgoingRequest>| -> WasiMethod {
            Ok((&cx.wasi.table().get(&this)?.method).into())
        }
        "[method]outgoing-request.path-with-query" |cx, this: Resource<OutgoingRequest>| -> Option<String> {
            Ok(cx.wasi.table().get(&this)?.path_with_query.as_ref().map(ToString::to_string))
        }
        "[method]outgoing-request.scheme" |cx, this: Resource<OutgoingRequest>| -> Option<WasiScheme> {
            Ok(cx.wasi.table().get(&this)?.scheme.as_ref().map(WasiScheme::from))
        }
        "[method]outgoing-request.authority" |cx, this: Resource<OutgoingRequest>| -> Option<String> {
            Ok(cx.wasi.table().get(&this)?.authority.as_ref().map(ToString::to_string))
        }
        "[method]outgoing-request.headers" |cx, this: Resource<OutgoingRequest>| -> Resource<Fields> {
            let fields = Fields::shared(&cx.wasi.table().get(&this)?.head.headers, &cx.http.field_bytes)?;
            Ok(cx.wasi.table().push_child(fields, &this)?)
        }
    }
    Ok(())
}

fn request_setters<T: 'static>(types: &mut LinkerInstance<'_, T>, view: impl View<T>) -> Result<()> {
    functions! { types, view;
        "[method]outgoing-request.set-method" |cx, this: Resource<OutgoingRequest>, method: WasiMethod| -> Result<(), ()> {
            let request = cx.wasi.table().get_mut(&this)?;
            Ok(method.parse().map(|method| request.method = method).ok_or(()))
        }
        "[method]outgoing-request.set-path-with-query" |cx, this: Resource<OutgoingRequest>, path: Option<String>| -> Result<(), ()> {
            let request = cx.wasi.table().get_mut(&this)?;
            let parsed = path.map(PathAndQuery::try_from).transpose();
            Ok(parsed.map(|path| request.path_with_query = path).map_err(drop))
        }
        "[method]outgoing-request.set-scheme" |cx, this: Resource<OutgoingRequest>, scheme: Option<WasiScheme>| -> Result<(), ()> {
            let request = cx.wasi.table().get_mut(&this)?;
            let parsed = scheme.map(|scheme| scheme.parse().ok_or(())).transpose();
            Ok(parsed.map(|scheme| request.scheme = scheme))
        }
        "[method]outgoing-request.set-authority" |cx, this: Resource<OutgoingRequest>, authority: Option<String>| -> Result<(), ()> {
            let request = cx.wasi.table().get_mut(&this)?;
            let parsed = authority.map(Authority::try_from).transpose();
            Ok(parsed.map(|authority| request.authority = authority).map_err(drop))
        }
    }
    Ok(())
}

fn options<T: 'static>(types: &mut LinkerInstance<'_, T>, view: impl View<T>) -> Result<()> {
    types.resource("request-options", ResourceType::host::<RequestOptions>(), move |mut store, rep| {
        view(store.data_mut()).wasi.table().delete(Resource::<RequestOptions>::new_own(rep))?;
        Ok(())
    })?;
    functions! { types, view;
        "[constructor]request-options" |cx| -> Resource<RequestOptions> {
            Ok(cx.wasi.table().push(RequestOptions::default())?)
        }
        "[method]request-options.connect-timeout" |cx, this: Resource<RequestOptions>| -> Option<u64> {
            Ok(cx.wasi.table().get(&this)?.connect)
        }
        "[method]request-options.set-connect-timeout" |cx, this: Resource<RequestOptions>, time: Option<u64>| -> Result<(), ()> {
            cx.wasi.table().get_mut(&this)?.connect = time;
            Ok(Ok(()))
        }
        "[method]request-options.first-byte-timeout" |cx, this: Resource<RequestOptions>| -> Option<u64> {
            Ok(cx.wasi.table().get(&this)?.first_byte)
        }
        "[method]request-options.set-first-byte-timeout" |cx, this: Resource<RequestOptions>, time: Option<u64>| -> Result<(), ()> {
            cx.wasi.table().get_mut(&this)?.first_byte = time;
            Ok(Ok(()))
        }
        "[method]request-options.between-bytes-timeout" |cx, this: Resource<RequestOptions>| -> Option<u64> {
            Ok(cx.wasi.table().get(&this)?.between_bytes)
        }
        "[method]request-options.set-between-bytes-timeout" |cx, this: Resource<RequestOptions>, time: Option<u64>| -> Result<(), ()> {
            cx.wasi.table().get_mut(&this)?.between_bytes = time;
            Ok(Ok(()))
        }
    }
    Ok(())
}

fn response<T: 'static>(types: &mut LinkerInstance<'_, T>, view: impl View<T>) -> Result<()> {
    types.resource(
        "outgoing-response",
        ResourceType::host::<OutgoingResponse>(),
        move |mut store, rep| {
            view(store.data_mut()).wasi.table().delete(Resource::<OutgoingResponse>::new_own(rep))?;
            Ok(())
        },
    )?;
    functions! { types, view;
        "[constructor]outgoing-response" |cx, headers: Resource<Fields>| -> Resource<OutgoingResponse> {
            let head = Head::new(cx.wasi.table().delete(headers)?);
            Ok(cx.wasi.table().push(OutgoingResponse { status: StatusCode::OK, head })?)
        }
        "[method]outgoing-response.status-code" |cx, this: Resource<OutgoingResponse>| -> u16 {
            Ok(cx.wasi.table().get(&this)?.status.as_u16())
        }
        "[method]outgoing-response.set-status-code" |cx, this: Resource<OutgoingResponse>, status: u16| -> Result<(), ()> {
            let response = cx.wasi.table().get_mut(&this)?;
            // What is less than 200 comes before a response and is none.
            let status = StatusCode::from_u16(status).ok().filter(|status| !status.is_informational());
            Ok(status.map(|status| response.status = status).ok_or(()))
        }
        "[method]outgoing-response.headers" |cx, this: Resource<OutgoingResponse>| -> Resource<Fields> {
            let fields = Fields::shared(&cx.wasi.table().get(&this)?.head.headers, &cx.http.field_bytes)?;
            Ok(cx.wasi.table().push_child(fields, &this)?)
        }
        "[method]outgoing-response.body" |cx, this: Resource<OutgoingResponse>| -> Result<Resource<GuestBody>, ()> {
            open(cx, ErrorCode::HttpResponseBodySize, |table| Ok(&mut table.get_mut(&this)?.head))
        }
    }
    Ok(())
}

fn body<T: 'static>(types: &mut LinkerInstance<'_, T>, view: impl View<T>) -> Result<()> {
    types.resource("outgoing-body", ResourceType::host::<GuestBody>(), move |mut store, rep| {
        view(store.data_mut()).wasi.table().delete(Resource::<GuestBody>::new_own(rep))?;
        Ok(())
    })?;
    functions! { types, view;
        "[method]outgoing-body.write" |cx, this: Resource<GuestBody>| -> Result<Resource<DynOutputStream>, ()> {
            let body = cx.wasi.table().get_mut(&this)?;
            if std::mem::replace(&mut body.has_stream, true) {
                return Ok((Err(()),));
            }
            let stream = DynOutputStream::new(body.writer.stream());
            Ok(Ok(cx.wasi.table().push_child(stream, &this)?))
        }
        "[static]outgoing-body.finish" |cx, this: Resource<GuestBody>, trailers: Option<Resource<Fields>>| -> Result<(), ErrorCode> {
            finish(cx, this, trailers)
        }
    }
    Ok(())
}

fn outparam<T: 'static>(types: &mut LinkerInstance<'_, T>, view: impl View<T>) -> Result<()> {
    types.resource(
        "response-outparam",
        ResourceType::host::<ResponseOutparam>(),
        move |mut store, rep| {
            view(store.data_mut()).wasi.table().delete(Resource::<ResponseOutparam>::new_own(rep))?;
            Ok(())
        },
    )?;
    types.func_wrap(
        "[static]response-outparam.set",
        move |mut store: wx::StoreContextMut<'_, T>,
              (this, response): (
            Resource<ResponseOutparam>,
            Result<Resource<OutgoingResponse>, ErrorCode>,
        )| {
            let table = view(store.data_mut()).wasi.table();
            let outparam = table.delete(this)?;
            outparam.set(match response {
                Ok(response) => Ok(table.delete(response)?.into_response()),
                Err(error) => Err(error),
            });
            Ok(())
        },
    )
}

type Answer = Result<Result<Resource<IncomingResponse>, ErrorCode>, ()>;

fn answer(cx: WasiHttpView<'_>, this: &Resource<FutureResponse>) -> Result<Option<Answer>> {
    let Some(taken) = cx.wasi.table().get_mut(this)?.take() else { return Ok(None) };
    let Some(done) = taken else { return Ok(Some(Err(()))) };
    Ok(Some(Ok(match done {
        Ok(response) => Ok(cx.wasi.table().push(response)?),
        Err(error) => Err(error),
    })))
}

fn future_response<T: 'static>(types: &mut LinkerInstance<'_, T>, view: impl View<T>) -> Result<()> {
    let ty = ResourceType::host::<FutureResponse>();
    types.resource("future-incoming-response", ty, move |mut store, rep| {
        view(store.data_mut()).wasi.table().delete(Resource::<FutureResponse>::new_own(rep))?;
        Ok(())
    })?;
    functions! { types, view;
        "[method]future-incoming-response.subscribe" |cx, this: Resource<FutureResponse>| -> Resource<DynPollable> {
            Ok(subscribe(cx.wasi.table(), &this)?)
        }
        "[method]future-incoming-response.get" |cx, this: Resource<FutureResponse>| -> Option<Answer> {
            answer(cx, &this)
        }
    }
    Ok(())
}

/// `wasi:http/outgoing-handler`.
pub(crate) fn add_handler<T: 'static>(handler: &mut LinkerInstance<'_, T>, view: impl View<T>) -> Result<()> {
    functions! { handler, view;
        "handle" |cx, request: Resource<OutgoingRequest>, options: Option<Resource<RequestOptions>>| -> Result<Resource<FutureResponse>, ErrorCode> {
            send(cx, request, options)
        }
    }
    Ok(())
}

fn send(
    cx: WasiHttpView<'_>,
    request: Resource<OutgoingRequest>,
    options: Option<Resource<RequestOptions>>,
) -> Result<Result<Resource<FutureResponse>, ErrorCode>> {
    let request = cx.wasi.table().delete(request)?;
    let options = match options {
        Some(options) => cx.wasi.table().delete(options)?,
        None => RequestOptions::default(),
    };
    let (mut headers, body) = request.head.into_parts();
    let target = match client::Target::new(request.scheme, request.authority, request.path_with_query) {
        Ok(target) if (cx.http.allow)(target.authority()) => target,
        Ok(_) => return Ok(Err(ErrorCode::HttpRequestDenied)),
        Err(error) => return Ok(Err(error)),
    };
    let Ok(permit) = cx.http.connections.clone().try_acquire_owned() else {
        return Ok(Err(ErrorCode::ConnectionLimitReached));
    };
    let request = match target.request(request.method, &mut headers, body) {
        Ok(request) => request,
        Err(error) => return Ok(Err(error)),
    };
    let timeouts = client::Timeouts::new(options);
    let future = client::send(&cx.http.runtime, target, request, timeouts, permit);
    Ok(Ok(cx.wasi.table().push(future)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Budget;
    use hyper::body::Body;
    use hyper::header::HeaderValue;

    fn head(lengths: &[&'static str]) -> Head {
        let headers = lengths.iter().map(|length| (CONTENT_LENGTH, HeaderValue::from_static(length)));
        let mut map = HeaderMap::new();
        headers.for_each(|(name, value)| {
            map.append(name, value);
        });
        Head::new(Fields::mutable(map, &Budget::new(1 << 10, "bytes")).unwrap())
    }

    #[test]
    fn the_size_that_is_sent_is_the_size_of_the_body() {
        // A body that nobody asked for has the size that is announced, and never comes.
        let (headers, body) = head(&["5"]).into_parts();
        assert_eq!(headers[CONTENT_LENGTH], "5");
        assert_eq!((body.size_hint().exact(), body.is_end_stream()), (Some(5), false));
        let (_, body) = head(&["0"]).into_parts();
        assert!(body.is_end_stream());
        // What is no number, or two, is not sent.
        for lengths in [&["+5"][..], &["x"], &["5", "6"], &["99999999999999999999"]] {
            let (headers, body) = head(lengths).into_parts();
            assert!(!headers.contains_key(CONTENT_LENGTH), "{lengths:?}");
            assert!(body.is_end_stream());
        }
    }
}
