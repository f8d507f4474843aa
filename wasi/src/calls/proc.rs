//! Ending the run, raising a signal, yielding.

use crate::abi::Outcome;
use crate::ctx::WasiCtx;
use crate::errno::Errno;
use crate::exit::I32Exit;
use crate::guest::Guest;

/// What a raised signal does.
pub(crate) enum Raised {
    /// Nothing: the signal is ignored by default.
    Ignored,
    /// It ends the guest, which a shell reports as 128 plus the signal's number.
    Ends(I32Exit),
}

pub(crate) fn proc_exit(code: u32) -> I32Exit {
    I32Exit(code.cast_signed())
}

/// The default action of each signal, since a guest has no handlers here (libc keeps them on its side).
pub(crate) fn proc_raise(signal: u32) -> Outcome<Raised> {
    const CHLD: u32 = 16;
    const CONT: u32 = 17;
    const URG: u32 = 22;
    const WINCH: u32 = 27;
    match signal {
        0 | CHLD | CONT | URG | WINCH => Ok(Raised::Ignored),
        // Stopping a guest has no meaning without somebody to continue it.
        18..=21 => Err(Errno::Notsup),
        1..=30 => Ok(Raised::Ends(I32Exit(128 + signal.cast_signed()))),
        _ => Err(Errno::Inval),
    }
}

pub(crate) fn sched_yield(_cx: &mut WasiCtx, _mem: &mut Guest<'_>) -> Outcome {
    std::thread::yield_now();
    Ok(())
}
