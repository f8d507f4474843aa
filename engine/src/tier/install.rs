//! Puts machine code in its place and lets it be called.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use anyhow::{Context, anyhow};

use super::product::{InlinedCode, Product};
use super::{libcalls, profile};
use crate::base::{Mutant, SourceOp, TrapCode};
use crate::code::machine::{MachineParts, Stubs};
use crate::code::{Arena, ArenaOptions, Code, Inlined, InlinedFrame, Machine, Machinery, SignatureStub};
use crate::jit::inline::Frame;
use crate::jit::x64::asm::Asm;
use crate::jit::x64::stubs;
use crate::jit::{Features, Reloc, RelocKind, Stub};
use crate::module::{Meter, ModuleData};
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
pub fn machinery(tiering: &Tiering, meter: Meter) -> anyhow::Result<Arc<Machinery>> {
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
    let avx = features(tiering.allowed).avx;
    let (code, at) = stubs::shared(libcalls::addresses(), TrapCode::COUNT, avx, meter);
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
    meter: Meter,
    ty: &FuncType,
) -> anyhow::Result<Arc<SignatureStub>> {
    machinery.host_stubs.get(&machinery.arena, ty, || {
        let asm = &mut Asm::new(features(allowed));
        (stubs::host(asm, ty, libcalls::addresses(), machinery.stubs.failed, meter), 0)
    })
}

/// What walks have to know of inlined functions.
fn inlined(module: &ModuleData, code: &Code, inlined: &InlinedCode) -> anyhow::Result<Box<Inlined>> {
    let frame = |frame: &Frame| {
        let callee = module.codes.get(frame.defined as usize).and_then(|cell| cell.code());
        let is_own = module.func_index(frame.defined as usize) == code.func_index;
        let callee = if is_own { Some(code) } else { callee };
        let code = callee.ok_or_else(|| anyhow!("an inlined function was never lowered"))?;
        Ok(InlinedFrame { code, parent: frame.parent, call: frame.call, base: frame.base })
    };
    Ok(Box::new(Inlined {
        frames: inlined.frames.iter().map(frame).collect::<anyhow::Result<_>>()?,
        runs: inlined.runs.clone(),
        ops: inlined.ops.iter().map(|&(_, op)| op).collect(),
    }))
}

/// Fills in what depends on where the code lies and whose it is.
struct Relocator<'a> {
    machinery: &'a Machinery,
    module: &'a ModuleData,
    code: &'a Code,
    product: &'a Product<'a>,
    inlined: Option<&'a Inlined>,
    /// Where the code will start.
    start: usize,
}

impl Relocator<'_> {
    /// The bytes of a relocation's field, and how many they are.
    ///
    /// # Errors
    /// If it names what is not there, or what is too far away for a jump.
    fn field(&self, reloc: &Reloc) -> anyhow::Result<([u8; 8], usize)> {
        let at = reloc.at as usize;
        let near = |target: usize| {
            // All code of an engine is in one arena of at most 1 GiB.
            let distance = target.wrapping_sub(self.start + at + 4).cast_signed();
            Ok(short(i32::try_from(distance).context("a jump is too far")? as u32))
        };
        let absolute = |address: usize| Ok(((address as u64).to_le_bytes(), 8));
        match reloc.kind {
            RelocKind::Stub(stub) => near(stub_address(&self.machinery.stubs, stub)),
            RelocKind::Entry(callee) => {
                // The emitter saw that it has one, and machine code is never taken back.
                let callee = self.module.codes.get(callee as usize).and_then(|cell| cell.machine());
                near(callee.context("a function that is called directly has no code")?.entry.addr())
            }
            RelocKind::Op(op) => match (&self.product.inlined, self.inlined) {
                // Operations of inlined functions have slots of their own: those that builtins are given are kept with the code.
                (Some(kept), Some(inlined)) => {
                    let at = kept.ops.binary_search_by_key(&op, |op| op.0);
                    let at = at.map_err(|_| anyhow!("an operation is not kept"))?;
                    absolute((&raw const inlined.ops[at]).addr())
                }
                // What was compiled is the function itself: the numbers are the same.
                _ => {
                    anyhow::ensure!(op.index() < self.code.func.ops.len(), "an operation of no function");
                    absolute(self.code.ip_of(SourceOp::new(op.get())).addr())
                }
            },
            RelocKind::Own => {
                let offset: &[u8; 8] = self
                    .product
                    .code
                    .get(at..)
                    .and_then(<[u8]>::first_chunk)
                    .context("an offset of no code")?;
                absolute(usize::from_le_bytes(*offset).wrapping_add(self.start))
            }
        }
    }

    /// Everything that is filled in: where, and the bytes.
    fn fields(&self) -> impl Iterator<Item = anyhow::Result<(usize, [u8; 8], usize)>> {
        let relocs = self.product.relocs.iter().map(|reloc| {
            let (field, len) = self.field(reloc)?;
            Ok((reloc.at as usize, field, len))
        });
        let types =
            self.product.types.iter().filter(|_| !Mutant::LoadedTypesKept.is_on()).map(|&(at, index)| {
                let id = self.module.types.get(index as usize).context("a type of no module")?;
                let (field, len) = short(id.0);
                Ok((at as usize, field, len))
            });
        let within = |(at, field, len): (usize, [u8; 8], usize)| {
            anyhow::ensure!(at + len <= self.product.code.len(), "a relocation outside of the code");
            Ok((at, field, len))
        };
        relocs.chain(types).map(move |field| field.and_then(within))
    }
}

/// A field of 32 bits.
fn short(value: u32) -> ([u8; 8], usize) {
    (u64::from(value).to_le_bytes(), 4)
}

/// Puts compiled code in its place, unless another thread was first.
///
/// # Errors
/// If the arena is full, or if the code refers to what is not there.
pub(super) fn install(
    machinery: &Arc<Machinery>,
    module: &ModuleData,
    defined: usize,
    code: &Code,
    product: Product<'_>,
) -> anyhow::Result<()> {
    let bytes = product.code;
    let fits =
        product.handlers.are_those_of(&code.func, bytes.len()) && (product.entry as usize) < bytes.len();
    anyhow::ensure!(fits, "the entries of machine code are not those of its function: please report this");
    let inlined = product.inlined.as_ref().map(|kept| inlined(module, code, kept)).transpose()?;
    let stub = thunks(machinery, module, defined)?;
    // Loops are aligned to 32 bytes within their function.
    let block = machinery.arena.alloc(bytes.len(), 32)?;
    let start = block.exec.addr();
    // SAFETY: the block has room for the code.
    unsafe { block.write.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len()) };
    let relocator =
        Relocator { machinery, module, code, product: &product, inlined: inlined.as_deref(), start };
    for field in relocator.fields() {
        match field {
            // SAFETY: the field lies within the code that was just copied to the block, and nothing runs there yet.
            Ok((at, field, len)) => unsafe {
                block.write.add(at).copy_from_nonoverlapping(field.as_ptr(), len);
            },
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
    let entry = block.exec.wrapping_add(product.entry as usize);
    let parts = MachineParts {
        entry: product.entry,
        len: bytes.len() as u32,
        stub,
        sites: product.sites,
        osr: product.osr,
        handlers: product.handlers,
        frame_bytes: product.frame_bytes,
        inlined,
    };
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
        let (code, at) = stubs::shared(libcalls::addresses(), TrapCode::COUNT, avx, Meter::None);
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
