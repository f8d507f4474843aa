//! Puts machine code in its place and lets it be called.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use anyhow::{Context, anyhow};

use super::{libcalls, profile};
use crate::base::{SourceOp, SplicedOp, TrapCode};
use crate::code::machine::{MachineParts, Stubs};
use crate::code::{
    Arena, ArenaOptions, Code, Inlined, InlinedFrame, Landings, Machine, Machinery, SignatureStub, Sites,
};
use crate::jit::inline::{Frame, Spliced};
use crate::jit::x64::asm::Asm;
use crate::jit::x64::stubs;
use crate::jit::{Draft, Features, Reloc, RelocKind, Stub};
use crate::module::ModuleData;
use crate::settings::{Allowed, CpuFeature, ProfilingStrategy, Tiering};
use crate::types::FuncType;

/// What this processor can do, as far as machine code may make use of it.
pub fn features(allowed: Allowed) -> Features {
    let has = |feature| allowed.has(feature) && detected(feature);
    Features {
        avx: has(CpuFeature::Avx),
        bmi1: has(CpuFeature::Bmi1),
        bmi2: has(CpuFeature::Bmi2),
        lzcnt: has(CpuFeature::Lzcnt),
        popcnt: has(CpuFeature::Popcnt),
    }
}

#[cfg(target_arch = "x86_64")]
fn detected(feature: CpuFeature) -> bool {
    use std::arch::is_x86_feature_detected as has;
    match feature {
        CpuFeature::Avx => has!("avx"),
        CpuFeature::Bmi1 => has!("bmi1"),
        CpuFeature::Bmi2 => has!("bmi2"),
        CpuFeature::Lzcnt => has!("lzcnt"),
        CpuFeature::Popcnt => has!("popcnt"),
    }
}

#[cfg(not(target_arch = "x86_64"))]
fn detected(_: CpuFeature) -> bool {
    false
}

/// Executable memory with the stubs in it.
///
/// # Errors
/// If this is not a processor that wx compiles for, or the system denies executable memory.
pub fn machinery(tiering: &Tiering) -> anyhow::Result<Arc<Machinery>> {
    if cfg!(not(all(target_arch = "x86_64", target_os = "linux", not(miri)))) {
        anyhow::bail!("wx compiles for x86-64 Linux only");
    }
    #[cfg(target_arch = "x86_64")]
    if !std::arch::is_x86_feature_detected!("sse4.1") {
        anyhow::bail!("this processor lacks SSE4.1");
    }
    let options =
        ArenaOptions { most: tiering.max_code, anonymous: tiering.profiling == ProfilingStrategy::PerfMap };
    // SAFETY: `resolve` takes no lock and allocates nothing, and code in the arena keeps the instance in r15.
    let arena =
        unsafe { Arena::new(crate::exec::fault::resolve, options) }.context("no executable memory")?;
    let (code, at) = stubs::shared(libcalls::addresses(), TrapCode::COUNT, features(tiering.allowed).avx);
    let block = arena.alloc(code.len(), 64)?;
    // SAFETY: the block has room for the code.
    unsafe { block.write.copy_from_nonoverlapping(code.as_ptr(), code.len()) };
    let stubs = at.moved(block.exec.addr());
    profile::publish(tiering.profiling, "wx stubs", block.exec.addr(), &code);
    Ok(Arc::new(Machinery::new(arena, stubs)))
}

fn stub_address(stubs: &Stubs, stub: Stub) -> usize {
    match stub {
        Stub::TrapRax => stubs.trap_rax,
        Stub::Builtin => stubs.builtin,
        Stub::TailRef => stubs.tail_ref,
        Stub::Copy => stubs.copy,
        Stub::Fill => stubs.fill,
        Stub::Trap(code) => stubs.traps[code as usize],
    }
}

/// Stubs of a function's signature, made when it is first needed.
fn thunks(machinery: &Machinery, module: &ModuleData, defined: usize) -> anyhow::Result<Arc<SignatureStub>> {
    let ty = module.defined_func_type(defined);
    let mut made = None;
    let stub = machinery.thunks.get(&machinery.arena, ty, || {
        let (code, without) = stubs::thunk(&mut Asm::new(features(module.tiering.allowed)), ty);
        made = Some(code.clone());
        (code, without)
    })?;
    if let Some(code) = made {
        profile::publish(module.tiering.profiling, "wx stub of a signature", stub.start().addr(), &code);
    }
    Ok(stub)
}

/// The stub through which machine code calls host functions of a type, made when one is first called.
///
/// # Errors
/// If the arena is full.
pub(super) fn host_stub(
    machinery: &Machinery,
    allowed: Allowed,
    ty: &FuncType,
) -> anyhow::Result<Arc<SignatureStub>> {
    machinery.host_stubs.get(&machinery.arena, ty, || {
        let asm = &mut Asm::new(features(allowed));
        (stubs::host(asm, ty, libcalls::addresses(), machinery.stubs.failed), 0)
    })
}

/// What walks have to know of inlined functions.
fn inlined(
    module: &ModuleData,
    code: &Code,
    named: &[SplicedOp],
    spliced: &Spliced,
) -> anyhow::Result<Box<Inlined>> {
    let frame = |frame: &Frame| {
        let callee = module.codes[frame.defined as usize].code();
        let is_own = module.func_index(frame.defined as usize) == code.func_index;
        let callee = if is_own { Some(code) } else { callee };
        let code = callee.ok_or_else(|| anyhow!("an inlined function was never lowered"))?;
        Ok(InlinedFrame { code, parent: frame.parent, call: frame.call, base: frame.base })
    };
    Ok(Box::new(Inlined {
        frames: spliced.frames.iter().map(frame).collect::<anyhow::Result<_>>()?,
        runs: spliced.runs.clone(),
        ops: named.iter().map(|&op| spliced.func.ops[op.index()]).collect(),
    }))
}

/// The bytes of a relocation's field, and how many they are, in code that will start at an address. Operations of inlined functions have a
/// number in `named`.
///
/// # Errors
/// If the compiler named what is not there, or what is too far away for a jump.
fn relocated(
    reloc: &Reloc,
    machinery: &Machinery,
    module: &ModuleData,
    code: &Code,
    (named, inlined): (&[SplicedOp], Option<&Inlined>),
    (start, bytes): (usize, &[u8]),
) -> anyhow::Result<([u8; 8], usize)> {
    let at = reloc.at as usize;
    let near = |target: usize| {
        // All code of an engine is in one arena of at most 1 GiB.
        let distance = target.wrapping_sub(start + at + 4).cast_signed();
        let distance = i32::try_from(distance).context("a jump is too far")?;
        let mut field = [0; 8];
        field[..4].copy_from_slice(&distance.to_le_bytes());
        Ok((field, 4))
    };
    let absolute = |address: usize| Ok(((address as u64).to_le_bytes(), 8));
    match reloc.kind {
        RelocKind::Stub(stub) => near(stub_address(&machinery.stubs, stub)),
        RelocKind::Entry(callee) => {
            // The emitter saw that it has one, and machine code is never taken back.
            let callee = module.codes[callee as usize].machine();
            near(callee.context("a function that is called directly has no code")?.entry.addr())
        }
        RelocKind::Op(op) => match inlined {
            // What was compiled is the function itself: the numbers are the same.
            None => absolute(code.ip_of(SourceOp::new(op.get())).addr()),
            Some(inlined) => {
                let at = named.binary_search(&op).map_err(|_| anyhow!("an operation is not kept"))?;
                absolute((&raw const inlined.ops[at]).addr())
            }
        },
        RelocKind::Own => {
            let offset: [u8; 8] = bytes[at..at + 8].try_into()?;
            absolute(usize::from_le_bytes(offset).wrapping_add(start))
        }
    }
}

/// Puts compiled code in its place, unless another thread was first.
///
/// # Errors
/// If the arena is full.
pub(crate) fn install(
    machinery: &Arc<Machinery>,
    module: &ModuleData,
    defined: usize,
    code: &Code,
    draft: Draft<'_>,
) -> anyhow::Result<()> {
    let Draft { code: bytes, relocs, output, spliced, .. } = draft;
    let (handlers, osr) = (Landings::new(output.handlers.clone()), Landings::new(output.osr.clone()));
    let (Some(handlers), Some(osr)) = (handlers.filter(|h| h.are_those_of(&code.func, bytes.len())), osr)
    else {
        anyhow::bail!("the compiler lost the landing of a handler or of a loop: please report this");
    };
    // Operations of inlined functions have slots of their own: those that builtins are given are kept with the code.
    let mut named = Vec::new();
    if spliced.is_some() {
        named.extend(
            relocs.iter().filter_map(|r| if let RelocKind::Op(op) = r.kind { Some(op) } else { None }),
        );
        named.sort_unstable();
        named.dedup();
    }
    let inlined = spliced.map(|spliced| inlined(module, code, &named, spliced)).transpose()?;
    let stub = thunks(machinery, module, defined)?;
    // Loops are aligned to 32 bytes within their function.
    let block = machinery.arena.alloc(bytes.len(), 32)?;
    let start = block.exec.addr();
    // SAFETY: the block has room for the code.
    unsafe { block.write.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len()) };
    for reloc in relocs {
        match relocated(reloc, machinery, module, code, (&named, inlined.as_deref()), (start, bytes)) {
            Ok((field, len)) => {
                assert!(reloc.at as usize + len <= bytes.len(), "a relocation outside of the code");
                // SAFETY: the field lies within the code that was just copied to the block, and nothing runs there yet.
                unsafe {
                    block.write.add(reloc.at as usize).copy_from_nonoverlapping(field.as_ptr(), len);
                }
            }
            Err(error) => {
                // SAFETY: nobody else has seen the block.
                unsafe { machinery.arena.free(block) };
                return Err(error);
            }
        }
    }
    if module.tiering.profiling != ProfilingStrategy::None {
        // SAFETY: the code was just written there and nobody else has it yet.
        let bytes = unsafe { std::slice::from_raw_parts(block.write, bytes.len()) };
        profile::publish(module.tiering.profiling, &profile::name(module, defined), start, bytes);
    }
    let parts = MachineParts {
        entry: output.entry,
        len: bytes.len() as u32,
        stub,
        sites: Sites::new(&output.sites),
        osr,
        handlers,
        frame_bytes: output.frame_bytes,
        inlined,
    };
    let entry = block.exec.wrapping_add(output.entry as usize);
    let machine = Box::into_raw(Machine::new(machinery.clone(), block, code, parts));
    let published =
        code.machine.compare_exchange(std::ptr::null_mut(), machine, Ordering::AcqRel, Ordering::Acquire);
    match published {
        Ok(_) => module.codes[defined].set_entry(entry),
        // SAFETY: another thread was first; this one was never published.
        Err(_) => drop(unsafe { Box::from_raw(machine) }),
    }
    Ok(())
}

#[cfg(all(test, target_arch = "x86_64", target_os = "linux"))]
mod tests {
    use super::*;

    type Bulk = unsafe extern "sysv64" fn(*mut u8, usize, usize);

    /// The stubs that copy and fill, with vectors of 16 bytes or of 32.
    fn bulk(arena: &Arc<Arena>, avx: bool) -> (Bulk, Bulk) {
        let (code, at) = stubs::shared(libcalls::addresses(), TrapCode::COUNT, avx);
        let block = arena.alloc(code.len(), 64).unwrap();
        // SAFETY: the block has room for the code; these stubs are leaves that keep to the host's convention.
        unsafe {
            block.write.copy_from_nonoverlapping(code.as_ptr(), code.len());
            let at = at.moved(block.exec.addr());
            (std::mem::transmute::<usize, Bulk>(at.copy), std::mem::transmute::<usize, Bulk>(at.fill))
        }
    }

    #[test]
    fn bulk_stubs_do_what_slices_do() {
        // SAFETY: no code in this arena faults.
        let arena = unsafe { Arena::new(crate::exec::fault::resolve, ArenaOptions::default()) }.unwrap();
        let lengths = (0..300).chain([511, 4000, 4095, 4096, 4097, 9000, 16383, 16384, 16385, 20001]);
        let distances = [0_isize, 1, 7, 15, 16, 31, 32, 33, 63, 64, 65, 100, 127, 128, 129, 5000, 21000];
        for avx in [false, true].into_iter().filter(|&avx| !avx || detected(CpuFeature::Avx)) {
            let (copy, fill) = bulk(&arena, avx);
            for len in lengths.clone() {
                for distance in distances.into_iter().flat_map(|d| [d, -d]) {
                    let from: usize = 22000 + len % 5;
                    let to = from.checked_add_signed(distance).unwrap();
                    let mut found: Vec<u8> = (0..70000_u32).map(|i| (i * 7 + i / 251) as u8).collect();
                    let mut expected = found.clone();
                    expected.copy_within(from..from + len, to);
                    let base = found.as_mut_ptr();
                    // SAFETY: both ranges lie in the vector.
                    unsafe { copy(base.add(to), base.add(from).addr(), len) };
                    assert!(found == expected, "copy of {len} by {distance}, avx {avx}");
                    if distance.unsigned_abs() < 65 {
                        expected[to..to + len].fill(0xA5);
                        // SAFETY: as above. The stub looks at the low byte alone.
                        unsafe { fill(base.add(to), 0x1234_56A5, len) };
                        assert!(found == expected, "fill of {len}, avx {avx}");
                    }
                }
            }
        }
    }
}
