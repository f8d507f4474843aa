//! `wasi:http/types.error-code`, and how errors of the host become one.

use hyper::StatusCode;
use std::error::Error;
use std::{fmt, io};
use wx_component::{record, variant};

record! {
    /// What a name server answered.
    pub struct DnsErrorPayload {
        "rcode" => rcode: Option<String>,
        "info-code" => info_code: Option<u16>,
    }
}

record! {
    /// What the other side said of TLS.
    pub struct TlsAlertReceivedPayload {
        "alert-id" => alert_id: Option<u8>,
        "alert-message" => alert_message: Option<String>,
    }
}

record! {
    /// A field that is too large.
    pub struct FieldSizePayload {
        "field-name" => field_name: Option<String>,
        "field-size" => field_size: Option<u32>,
    }
}

variant! {
    /// Why a request or a response failed.
    #[derive(Clone)]
    pub enum ErrorCode {
        "DNS-timeout" => DnsTimeout,
        "DNS-error" => DnsError(DnsErrorPayload),
        "destination-not-found" => DestinationNotFound,
        "destination-unavailable" => DestinationUnavailable,
        "destination-IP-prohibited" => DestinationIpProhibited,
        "destination-IP-unroutable" => DestinationIpUnroutable,
        "connection-refused" => ConnectionRefused,
        "connection-terminated" => ConnectionTerminated,
        "connection-timeout" => ConnectionTimeout,
        "connection-read-timeout" => ConnectionReadTimeout,
        "connection-write-timeout" => ConnectionWriteTimeout,
        "connection-limit-reached" => ConnectionLimitReached,
        "TLS-protocol-error" => TlsProtocolError,
        "TLS-certificate-error" => TlsCertificateError,
        "TLS-alert-received" => TlsAlertReceived(TlsAlertReceivedPayload),
        "HTTP-request-denied" => HttpRequestDenied,
        "HTTP-request-length-required" => HttpRequestLengthRequired,
        "HTTP-request-body-size" => HttpRequestBodySize(Option<u64>),
        "HTTP-request-method-invalid" => HttpRequestMethodInvalid,
        "HTTP-request-URI-invalid" => HttpRequestUriInvalid,
        "HTTP-request-URI-too-long" => HttpRequestUriTooLong,
        "HTTP-request-header-section-size" => HttpRequestHeaderSectionSize(Option<u32>),
        "HTTP-request-header-size" => HttpRequestHeaderSize(Option<FieldSizePayload>),
        "HTTP-request-trailer-section-size" => HttpRequestTrailerSectionSize(Option<u32>),
        "HTTP-request-trailer-size" => HttpRequestTrailerSize(FieldSizePayload),
        "HTTP-response-incomplete" => HttpResponseIncomplete,
        "HTTP-response-header-section-size" => HttpResponseHeaderSectionSize(Option<u32>),
        "HTTP-response-header-size" => HttpResponseHeaderSize(FieldSizePayload),
        "HTTP-response-body-size" => HttpResponseBodySize(Option<u64>),
        "HTTP-response-trailer-section-size" => HttpResponseTrailerSectionSize(Option<u32>),
        "HTTP-response-trailer-size" => HttpResponseTrailerSize(FieldSizePayload),
        "HTTP-response-transfer-coding" => HttpResponseTransferCoding(Option<String>),
        "HTTP-response-content-coding" => HttpResponseContentCoding(Option<String>),
        "HTTP-response-timeout" => HttpResponseTimeout,
        "HTTP-upgrade-failed" => HttpUpgradeFailed,
        "HTTP-protocol-error" => HttpProtocolError,
        "loop-detected" => LoopDetected,
        "configuration-error" => ConfigurationError,
        "internal-error" => InternalError(Option<String>),
    }
}

impl fmt::Display for ErrorCode {
    /// The case, and what belongs to it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl Error for ErrorCode {}

impl ErrorCode {
    /// The status of a response that a guest gave up with this error.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            ErrorCode::DnsTimeout
            | ErrorCode::ConnectionTimeout
            | ErrorCode::ConnectionReadTimeout
            | ErrorCode::ConnectionWriteTimeout
            | ErrorCode::HttpResponseTimeout => StatusCode::GATEWAY_TIMEOUT,
            ErrorCode::DestinationNotFound
            | ErrorCode::DestinationUnavailable
            | ErrorCode::ConnectionRefused
            | ErrorCode::ConnectionTerminated
            | ErrorCode::HttpResponseIncomplete => StatusCode::BAD_GATEWAY,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// For a connection that could not be made.
    pub(crate) fn of_connecting(error: &io::Error) -> ErrorCode {
        match error.kind() {
            io::ErrorKind::ConnectionRefused => ErrorCode::ConnectionRefused,
            io::ErrorKind::TimedOut => ErrorCode::ConnectionTimeout,
            io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable => {
                ErrorCode::DestinationIpUnroutable
            }
            io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted => {
                ErrorCode::ConnectionTerminated
            }
            // A name that cannot be resolved has no kind and no number of the system's.
            _ if error.raw_os_error().is_none() => {
                ErrorCode::DnsError(DnsErrorPayload { rcode: Some(error.to_string()), info_code: None })
            }
            _ => ErrorCode::InternalError(Some(error.to_string())),
        }
    }
}

impl From<hyper::Error> for ErrorCode {
    fn from(error: hyper::Error) -> ErrorCode {
        // What a guest's own body failed with.
        let mut cause = error.source();
        while let Some(inner) = cause {
            if let Some(code) = inner.downcast_ref::<ErrorCode>() {
                return code.clone();
            }
            cause = inner.source();
        }
        if error.is_timeout() {
            ErrorCode::ConnectionReadTimeout
        } else if error.is_incomplete_message() {
            ErrorCode::HttpResponseIncomplete
        } else if error.is_parse() {
            ErrorCode::HttpProtocolError
        } else if error.is_canceled() || error.is_closed() {
            ErrorCode::ConnectionTerminated
        } else {
            ErrorCode::InternalError(Some(error.to_string()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ErrorCode;
    use std::io;

    #[test]
    fn a_connection_that_fails_says_why() {
        let of = |kind: io::ErrorKind| ErrorCode::of_connecting(&kind.into());
        assert!(matches!(of(io::ErrorKind::ConnectionRefused), ErrorCode::ConnectionRefused));
        assert!(matches!(of(io::ErrorKind::HostUnreachable), ErrorCode::DestinationIpUnroutable));
        let unknown = ErrorCode::of_connecting(&io::Error::other("no such name"));
        assert!(
            matches!(unknown, ErrorCode::DnsError(payload) if payload.rcode.as_deref() == Some("no such name"))
        );
    }
}
