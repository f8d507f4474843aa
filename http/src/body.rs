//! Bodies on their way out: a queue between the thread of a guest and the task of a connection.
//!
//! The guest writes what there is room for; the connection takes chunks as the socket does. Each side keeps a waker, which the other calls
//! when something changed. The queue ends in one of two ways: the guest finishes the body, or it does not, which it need not say: its
//! end is dropped, for whatever reason, and the connection sees an error, so that a body that was cut never looks complete.

use crate::error::ErrorCode;
use hyper::HeaderMap;
use hyper::body::{Body, Bytes, Frame, SizeHint};
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use wx_wasi::p2::{OutputStream, Pollable, StreamError, StreamResult};

/// How many bytes a queue holds.
pub(crate) const ROOM: usize = 64 << 10;

/// What both ends see.
struct Queue {
    chunks: VecDeque<Bytes>,
    queued: usize,
    end: Option<End>,
    /// Whether the connection is still there.
    is_taken: bool,
    reader: Option<Waker>,
    writer: Option<Waker>,
    /// How many bytes are written, of how many that the guest announced.
    written: u64,
    announced: Option<u64>,
}

enum End {
    Finished(Option<HeaderMap>),
    Aborted(ErrorCode),
}

fn lock(queue: &Mutex<Queue>) -> MutexGuard<'_, Queue> {
    // Nothing here leaves the queue half changed.
    queue.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A body whose size is what the guest announced, if it did.
pub(crate) fn channel(announced: Option<u64>) -> (Writer, OutgoingBody) {
    let queue = Arc::new(Mutex::new(Queue {
        chunks: VecDeque::new(),
        queued: 0,
        end: None,
        is_taken: true,
        reader: None,
        writer: None,
        written: 0,
        announced,
    }));
    (Writer(queue.clone()), OutgoingBody::Guest(Reader(queue)))
}

/// The guest's end.
pub(crate) struct Writer(Arc<Mutex<Queue>>);

impl Writer {
    /// The stream that the guest writes to.
    pub(crate) fn stream(&self) -> Stream {
        Stream(self.0.clone())
    }

    /// Ends the body.
    ///
    /// # Errors
    /// If fewer bytes were written than announced: the number of those that were.
    pub(crate) fn finish(self, trailers: Option<HeaderMap>) -> Result<(), u64> {
        let mut queue = lock(&self.0);
        let (written, announced) = (queue.written, queue.announced);
        if announced.is_some_and(|announced| announced != written) {
            queue.finish(End::Aborted(ErrorCode::HttpResponseBodySize(Some(written))));
            return Err(written);
        }
        queue.finish(End::Finished(trailers));
        Ok(())
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        lock(&self.0).finish(End::Aborted(ErrorCode::HttpResponseIncomplete));
    }
}

impl Queue {
    /// Ends it, unless it has ended.
    fn finish(&mut self, end: End) {
        self.end.get_or_insert(end);
        if let Some(reader) = self.reader.take() {
            reader.wake();
        }
    }

    fn room(&self) -> StreamResult<usize> {
        match self.is_taken && self.end.is_none() {
            true => Ok(ROOM - self.queued),
            false => Err(StreamError::Closed),
        }
    }
}

/// The guest's stream.
pub(crate) struct Stream(Arc<Mutex<Queue>>);

impl Pollable for Stream {
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let mut queue = lock(&self.0);
        match queue.room() {
            Ok(0) => {
                queue.writer = Some(cx.waker().clone());
                Poll::Pending
            }
            Ok(_) | Err(_) => Poll::Ready(()),
        }
    }
}

impl OutputStream for Stream {
    fn check_write(&mut self) -> StreamResult<usize> {
        lock(&self.0).room()
    }

    fn write(&mut self, bytes: &[u8]) -> StreamResult<()> {
        let mut queue = lock(&self.0);
        let room = queue.room()?;
        if bytes.len() > room {
            let text = format!("{} bytes are written where there is room for {room}", bytes.len());
            return Err(StreamError::Trap(anyhow::Error::msg(text)));
        }
        let written = queue.written + bytes.len() as u64;
        if let Some(announced) = queue.announced.filter(|announced| written > *announced) {
            queue.finish(End::Aborted(ErrorCode::HttpResponseBodySize(Some(written))));
            let text = format!("a body of {announced} bytes is announced, and more are written");
            return Err(StreamError::LastOperationFailed(anyhow::Error::msg(text)));
        }
        if !bytes.is_empty() {
            queue.written = written;
            queue.queued += bytes.len();
            queue.chunks.push_back(Bytes::copy_from_slice(bytes));
            if let Some(reader) = queue.reader.take() {
                reader.wake();
            }
        }
        Ok(())
    }

    /// What is in the queue is on its way: the connection takes it as soon as the socket does.
    fn flush(&mut self) -> StreamResult<()> {
        lock(&self.0).room().map(drop)
    }
}

/// A body as hyper sends it.
pub(crate) enum OutgoingBody {
    /// Of the host, or of a guest that asked for none.
    Whole(Option<Bytes>),
    Guest(Reader),
}

/// The connection's end.
pub(crate) struct Reader(Arc<Mutex<Queue>>);

impl Drop for Reader {
    fn drop(&mut self) {
        let mut queue = lock(&self.0);
        queue.is_taken = false;
        queue.chunks.clear();
        if let Some(writer) = queue.writer.take() {
            writer.wake();
        }
    }
}

impl Reader {
    fn poll_frame(&self, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, ErrorCode>>> {
        let mut queue = lock(&self.0);
        if let Some(chunk) = queue.chunks.pop_front() {
            queue.queued -= chunk.len();
            if let Some(writer) = queue.writer.take() {
                writer.wake();
            }
            return Poll::Ready(Some(Ok(Frame::data(chunk))));
        }
        match &mut queue.end {
            None => {
                queue.reader = Some(cx.waker().clone());
                Poll::Pending
            }
            Some(End::Finished(trailers)) => Poll::Ready(trailers.take().map(|map| Ok(Frame::trailers(map)))),
            Some(End::Aborted(error)) => Poll::Ready(Some(Err(error.clone()))),
        }
    }

    fn size_hint(&self) -> SizeHint {
        let queue = lock(&self.0);
        let (queued, taken) = (queue.queued as u64, queue.written - queue.queued as u64);
        let left = queue.announced.map(|announced| announced - taken);
        let whole = matches!(queue.end, Some(End::Finished(None))).then_some(queued);
        left.or(whole).map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

impl Body for OutgoingBody {
    type Data = Bytes;
    type Error = ErrorCode;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, ErrorCode>>> {
        match self.get_mut() {
            OutgoingBody::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            OutgoingBody::Guest(reader) => reader.poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            OutgoingBody::Whole(bytes) => bytes.is_none(),
            OutgoingBody::Guest(reader) => {
                let queue = lock(&reader.0);
                queue.chunks.is_empty() && matches!(queue.end, Some(End::Finished(None)))
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            OutgoingBody::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, Bytes::len) as u64),
            OutgoingBody::Guest(reader) => reader.size_hint(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(body: &mut OutgoingBody) -> Poll<Option<Result<Bytes, ErrorCode>>> {
        let polled = Pin::new(body).poll_frame(&mut Context::from_waker(Waker::noop()));
        polled.map(|frame| frame.map(|frame| frame.map(|frame| frame.into_data().unwrap_or_default())))
    }

    fn is_ready(stream: &mut Stream) -> bool {
        stream.poll_ready(&mut Context::from_waker(Waker::noop())).is_ready()
    }

    #[test]
    fn a_queue_holds_so_much_and_no_more() {
        let (writer, mut body) = channel(None);
        let mut stream = writer.stream();
        assert_eq!(stream.check_write().unwrap(), ROOM);
        stream.write(&[7; ROOM]).unwrap();
        assert_eq!(stream.check_write().unwrap(), 0);
        assert!(!is_ready(&mut stream));
        assert!(matches!(stream.write(b"x"), Err(StreamError::Trap(_))));
        assert!(matches!(frame(&mut body), Poll::Ready(Some(Ok(chunk))) if chunk.len() == ROOM));
        assert!(is_ready(&mut stream) && frame(&mut body).is_pending());
        writer.finish(None).unwrap();
        assert!(matches!(frame(&mut body), Poll::Ready(None)));
        assert!(matches!(stream.check_write(), Err(StreamError::Closed)));
    }

    #[test]
    fn what_is_not_finished_is_an_error_and_not_an_end() {
        let (writer, mut body) = channel(None);
        writer.stream().write(b"half").unwrap();
        drop(writer);
        assert!(matches!(frame(&mut body), Poll::Ready(Some(Ok(_)))));
        assert!(matches!(frame(&mut body), Poll::Ready(Some(Err(_)))));
    }

    #[test]
    fn a_body_has_the_size_that_was_announced() {
        let (writer, mut body) = channel(Some(4));
        assert_eq!(body.size_hint().exact(), Some(4));
        writer.stream().write(b"abc").unwrap();
        assert_eq!(writer.finish(None), Err(3));
        assert!(matches!(frame(&mut body), Poll::Ready(Some(Ok(_)))));
        assert!(matches!(frame(&mut body), Poll::Ready(Some(Err(_)))));
        let (writer, _body) = channel(Some(2));
        assert!(matches!(writer.stream().write(b"abc"), Err(StreamError::LastOperationFailed(_))));
    }

    #[test]
    fn a_connection_that_is_gone_takes_nothing_more() {
        let (writer, body) = channel(None);
        drop(body);
        let mut stream = writer.stream();
        assert!(is_ready(&mut stream));
        assert!(matches!(stream.write(b"x"), Err(StreamError::Closed)));
    }
}
