//! Traps, their messages and their frames.
//!
//! # Idea
//! A trap is the error of a call. One that a host function returns travels through wasm code as [`Reported`], so that the program
//! gets back the trap that it made, with what it attached to it, and the frames of where it was returned.

use std::fmt;
use std::sync::{Arc, OnceLock};

use anyhow::{Error, Result, anyhow};
use wx::{FrameInfo, ThrownException, WasmBacktrace};

use crate::error::{Given, Out, entry, fill};
use crate::object::{InfoCell, Object, wasm_instance_t, wasm_ref_t, wasm_trap_t};
use crate::store::{Share, wasm_store_t};
use crate::vector::{Vector, wasm_byte_vec_t, wasm_frame_vec_t};

pub(crate) struct TrapObject {
    pub(crate) error: Error,
    /// The frames, if the trap was made by the host and then returned to wasm code.
    trace: OnceLock<WasmBacktrace>,
    pub(crate) info: InfoCell,
}

impl TrapObject {
    fn new(error: Error) -> Arc<TrapObject> {
        Arc::new(TrapObject { error, trace: OnceLock::new(), info: InfoCell::default() })
    }

    fn trace(&self) -> Option<&WasmBacktrace> {
        self.error.downcast_ref().or_else(|| self.trace.get())
    }

    /// The message without the frames.
    fn message(&self) -> String {
        let trace = self.error.downcast_ref::<WasmBacktrace>().map(ToString::to_string);
        let layers = self.error.chain().map(ToString::to_string);
        let layers: Vec<String> = layers.filter(|layer| Some(layer) != trace.as_ref()).collect();
        layers.join(": ")
    }

    fn frame(&self, store: Option<&Share>, frame: &FrameInfo) -> Box<wasm_frame_t> {
        let instance = store.map(|store| wasm_ref_t::new(store, Object::Instance(frame.instance())));
        Box::new(wasm_frame_t { frame: frame.clone(), instance })
    }
}

/// A trap on its way through wasm code.
struct Reported(Arc<TrapObject>);

impl fmt::Debug for Reported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0.error, f)
    }
}

impl fmt::Display for Reported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message())
    }
}

impl std::error::Error for Reported {}

/// The error that a host function gives for the trap it returned.
pub(crate) fn reported(trap: &wasm_trap_t) -> Error {
    match trap.trap() {
        // The exception itself is in the store, if it still has one; without it this is an error like any other.
        Ok(trap) if trap.error.is::<ThrownException>() => ThrownException.into(),
        Ok(trap) => Error::new(Reported(trap.clone())),
        Err(error) => error.context("a host function returned what is no trap"),
    }
}

/// The trap for the error of a call.
pub(crate) fn trap(store: Option<&Share>, mut error: Error) -> Box<wasm_trap_t> {
    let known = error.downcast_ref::<Reported>().map(|reported| reported.0.clone());
    let trap = match known {
        Some(trap) => {
            if let Some(trace) = error.downcast_mut::<WasmBacktrace>() {
                // A trap that was reported before keeps its first frames.
                let _ = trap.trace.set(trace.clone());
            }
            trap
        }
        None => TrapObject::new(error),
    };
    wasm_ref_t::maybe_of_store(store, Object::Trap(trap))
}

#[derive(Clone)]
pub struct wasm_frame_t {
    frame: FrameInfo,
    instance: Option<Box<wasm_instance_t>>,
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_trap_new(
    store: Option<&wasm_store_t>,
    message: Option<&wasm_byte_vec_t>,
) -> Option<Box<wasm_trap_t>> {
    entry("wasm_trap_new", None, || {
        let (store, message) = (store.given("store")?, message.given("message")?.as_slice());
        // Messages end with a NUL, which is counted.
        let message = message.strip_suffix(b"\0").unwrap_or(message);
        let error = anyhow!(String::from_utf8_lossy(message).into_owned());
        Ok(Some(trap(Some(&store.cell), error)))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_trap_message(trap: Option<&wasm_trap_t>, out: Out<'_, wasm_byte_vec_t>) {
    fill("wasm_trap_message", out, || with_nul(trap.given("trap")?.trap()?.message()));
}

/// A text as a message, which ends with a NUL.
fn with_nul(mut text: String) -> Result<wasm_byte_vec_t> {
    text.push('\0');
    Vector::of_bytes(text.as_bytes())
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_trap_origin(trap: Option<&wasm_trap_t>) -> Option<Box<wasm_frame_t>> {
    entry("wasm_trap_origin", None, || {
        let reference = trap.given("trap")?;
        let trap = reference.trap()?;
        let newest = trap.trace().and_then(|trace| trace.frames().first());
        Ok(newest.map(|frame| trap.frame(reference.store().ok(), frame)))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_trap_trace(trap: Option<&wasm_trap_t>, out: Out<'_, wasm_frame_vec_t>) {
    fill("wasm_trap_trace", out, || {
        let reference = trap.given("trap")?;
        let trap = reference.trap()?;
        let frames = trap.trace().map_or(&[][..], WasmBacktrace::frames);
        Vector::of(frames.iter().map(|frame| Some(trap.frame(reference.store().ok(), frame))))
    });
}

/// The whole message of a trap, with its frames and the lines of source code that debug information names.
#[unsafe(no_mangle)]
pub extern "C" fn wx_trap_details(trap: Option<&wasm_trap_t>, out: Out<'_, wasm_byte_vec_t>) {
    fill("wx_trap_details", out, || {
        let trap = trap.given("trap")?.trap()?;
        let mut text = trap.message();
        if let Some(trace) = trap.trace() {
            text = format!("{text}\n{trace}");
        }
        with_nul(text)
    });
}

/// The number of a trap that WebAssembly defines; false for errors of hosts.
#[unsafe(no_mangle)]
pub extern "C" fn wx_trap_code(trap: Option<&wasm_trap_t>, code: Option<&mut u8>) -> bool {
    entry("wx_trap_code", false, || {
        let error = &trap.given("trap")?.trap()?.error;
        let Some(found) = error.downcast_ref::<wx::Trap>().and_then(number) else { return Ok(false) };
        *code.given("code")? = found;
        Ok(true)
    })
}

/// `enum wx_trap_code`.
fn number(trap: &wx::Trap) -> Option<u8> {
    use wx::Trap::*;
    Some(match trap {
        StackOverflow => 0,
        MemoryOutOfBounds => 1,
        TableOutOfBounds => 2,
        IndirectCallToNull => 3,
        BadSignature => 4,
        IntegerOverflow => 5,
        IntegerDivisionByZero => 6,
        BadConversionToInteger => 7,
        UnreachableCodeReached => 8,
        Interrupt => 9,
        OutOfFuel => 10,
        NullReference => 11,
        ArrayOutOfBounds => 12,
        CastFailure => 13,
        HeapMisaligned => 14,
        AtomicWaitNonSharedMemory => 15,
        AllocationTooLarge => 16,
        UncaughtException => 17,
        _ => return None,
    })
}

/// The code of a guest that ended itself by WASI's `proc_exit`; false for all other traps.
#[unsafe(no_mangle)]
pub extern "C" fn wx_trap_exit_status(trap: Option<&wasm_trap_t>, status: Option<&mut i32>) -> bool {
    entry("wx_trap_exit_status", false, || {
        let error = &trap.given("trap")?.trap()?.error;
        let Some(exit) = error.downcast_ref::<wx_wasi::I32Exit>() else { return Ok(false) };
        *status.given("status")? = exit.0;
        Ok(true)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_frame_delete(_: Option<Box<wasm_frame_t>>) {}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_frame_copy(frame: Option<&wasm_frame_t>) -> Option<Box<wasm_frame_t>> {
    entry("wasm_frame_copy", None, || Ok(Some(Box::new(frame.given("frame")?.clone()))))
}

/// The instance, which belongs to the frame.
#[unsafe(no_mangle)]
pub extern "C" fn wasm_frame_instance(frame: Option<&wasm_frame_t>) -> *const wasm_instance_t {
    entry("wasm_frame_instance", std::ptr::null(), || {
        Ok(frame.given("frame")?.instance.as_deref().map_or(std::ptr::null(), std::ptr::from_ref))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_frame_func_index(frame: Option<&wasm_frame_t>) -> u32 {
    entry("wasm_frame_func_index", 0, || Ok(frame.given("frame")?.frame.func_index()))
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_frame_func_offset(frame: Option<&wasm_frame_t>) -> usize {
    entry("wasm_frame_func_offset", 0, || Ok(frame.given("frame")?.frame.func_offset().unwrap_or(0)))
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_frame_module_offset(frame: Option<&wasm_frame_t>) -> usize {
    entry("wasm_frame_module_offset", 0, || Ok(frame.given("frame")?.frame.module_offset().unwrap_or(0)))
}
