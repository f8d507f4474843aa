//! The decoder of `wx::jit::verify`, held against iced-x86.
//!
//! What the verifier says of code is worth as much as its idea of what the instructions are. So whatever its decoder accepts must be
//! the same instruction to a decoder that others wrote: as long, with the same address, the same bytes of memory, writing the same
//! registers, and changing flags only where the verifier thinks so. That is asked of all code of the bench programs, where
//! everything must be accepted, and of random bytes and of instructions with a bit turned, where most is refused.

use std::collections::BTreeSet;

use iced_x86::{Decoder, DecoderOptions, Instruction, InstructionInfoFactory, OpAccess, OpKind, Register};
use wx::jit::Compiler;
use wx::jit::verify::{Form, Insn, NONE, Op, RIP, decode};

use crate::listing::instructions;
use crate::placed::{SSE41, ways};
use crate::verify::bench_programs;
use crate::{FEATURES, from_bytes, tiering};

/// Registers as the verifier numbers them: integer from 0, vector from 16.
fn number(register: Register) -> Option<u8> {
    let full = register.full_register();
    match () {
        () if full.is_gpr64() => Some(full.number() as u8),
        () if full.is_zmm() => Some(16 + full.number() as u8),
        () => None,
    }
}

/// What the verifier takes for written.
fn written(i: &Insn) -> BTreeSet<u8> {
    let mut all = BTreeSet::new();
    match i.op {
        Op::Mov | Op::Lea | Op::Imul | Op::ImulImm | Op::ShiftX | Op::ZeroExtend | Op::SignExtend => {
            all.insert(i.reg);
        }
        Op::Bits | Op::AndNot | Op::Cmov | Op::XchgMem | Op::Xadd => {
            all.insert(i.reg);
        }
        Op::Alu if i.kind != 7 => {
            all.insert(i.reg);
        }
        Op::AluImm if i.kind != 7 && i.rm != NONE => {
            all.insert(i.rm);
        }
        Op::MovImm | Op::Unary | Op::Shift | Op::ShiftCl | Op::SetCc | Op::Bswap => {
            all.insert(i.rm);
        }
        Op::MulDiv => all.extend([0, 2]),
        Op::SignRax => all.extend([2]),
        Op::CmpXchg => all.extend([0]),
        Op::Xchg => all.extend([i.reg, i.rm]),
        Op::Push | Op::Ret | Op::Call | Op::CallRm => all.extend([4]),
        Op::Pop => all.extend([4, i.reg]),
        Op::Vector(form) => match form {
            Form::Store | Form::Compare => {}
            Form::ToInt => all.extend([i.rm]),
            Form::Extract => all.extend((i.rm != NONE).then_some(i.rm)),
            Form::Mask | Form::Convert => all.extend([i.reg]),
            Form::ShiftLanes => all.extend([16 + i.first]),
            _ => all.extend([16 + i.reg]),
        },
        _ => {}
    }
    all
}

/// Whether the verifier goes on believing the flags behind the instruction.
fn keeps_flags(i: &Insn) -> bool {
    match i.op {
        Op::Mov | Op::Store | Op::StoreImm | Op::MovImm | Op::Lea | Op::ShiftX | Op::ZeroExtend => true,
        Op::SignExtend | Op::Cmov | Op::SetCc | Op::Bswap | Op::SignRax | Op::Push | Op::Pop => true,
        Op::Jcc | Op::Xchg | Op::Nop | Op::Fence => true,
        Op::Vector(form) => form != Form::Compare,
        _ => false,
    }
}

/// In what the two decoders differ.
fn difference(i: &Insn, other: &Instruction, info: &mut InstructionInfoFactory) -> Option<String> {
    if other.is_invalid() || other.len() != usize::from(i.len) {
        return Some("length".to_owned());
    }
    let has_memory = (0..other.op_count()).any(|op| other.op_kind(op) == OpKind::Memory);
    if has_memory != (i.base != NONE || i.index != NONE) {
        return Some("an operand in memory".to_owned());
    }
    if has_memory {
        let base = if other.is_ip_rel_memory_operand() { Some(RIP) } else { number(other.memory_base()) };
        let index = number(other.memory_index()).unwrap_or(NONE);
        let disp = match i.base {
            RIP => other.ip_rel_memory_address() as i64,
            _ => other.memory_displacement64() as i64,
        };
        if base.unwrap_or(NONE) != i.base || index != i.index || disp != i64::from(i.disp) {
            return Some("address".to_owned());
        }
        if index != NONE && other.memory_index_scale() != 1 << i.scale {
            return Some("scale".to_owned());
        }
    }
    let used = info.info(other);
    let on_stack = matches!(i.op, Op::Push | Op::Pop | Op::Call | Op::CallRm | Op::Ret);
    let touched: usize = used
        .used_memory()
        .iter()
        .filter(|memory| memory.access() != OpAccess::NoMemAccess)
        // What is pushed and popped.
        .filter(|memory| !on_stack || memory.base() != Register::RSP)
        .map(|memory| memory.memory_size().size())
        .max()
        .unwrap_or(0);
    if touched != usize::from(i.access) && !matches!(i.op, Op::Nop | Op::CallRm) {
        return Some(format!("bytes of memory: {touched}"));
    }
    let writes = |access| {
        matches!(
            access,
            OpAccess::Write | OpAccess::ReadWrite | OpAccess::CondWrite | OpAccess::ReadCondWrite
        )
    };
    let theirs: BTreeSet<u8> = used
        .used_registers()
        .iter()
        .filter(|register| writes(register.access()))
        .filter_map(|register| number(register.register()))
        .collect();
    if !theirs.is_subset(&written(i)) {
        return Some(format!("registers written: {theirs:?}, not {:?}", written(i)));
    }
    if keeps_flags(i) && other.rflags_modified() != 0 {
        return Some("flags".to_owned());
    }
    None
}

/// The same instruction to both, if ours takes it for one.
fn agree(bytes: &[u8], at: u32, info: &mut InstructionInfoFactory) -> bool {
    let Some(ours) = decode(bytes, at, bytes.len() as u32) else { return false };
    let mut decoder = Decoder::with_ip(64, &bytes[at as usize..], at.into(), DecoderOptions::NONE);
    let theirs = decoder.decode();
    if let Some(what) = difference(&ours, &theirs, info) {
        let hex: String = bytes[at as usize..].iter().take(15).map(|byte| format!("{byte:02x}")).collect();
        panic!("{hex}: {theirs}\n{ours:?}\n{what}");
    }
    true
}

#[test]
fn all_code_is_decoded_as_others_decode_it() {
    let mut info = InstructionInfoFactory::new();
    let mut rng = 0x9E37_79B9_7F4A_7C15_u64;
    let (mut whole, mut damaged) = (0, [0_u32; 2]);
    for (name, bytes) in bench_programs() {
        let module = from_bytes(bytes);
        for defined in 0..module.bodies.len() {
            let (func, _) = wx::lower::listing(&module, defined).unwrap_or_else(|error| panic!("{error}"));
            let settings = [(tiering(), FEATURES), (ways()[1], FEATURES), (tiering(), SSE41)];
            for (tiering, features) in settings {
                let compiled = Compiler::new(features).compile(&module, defined, &func, tiering);
                let compiled = compiled.unwrap_or_else(|error| panic!("{name}: {error}"));
                for instruction in instructions(&compiled) {
                    let at = instruction.ip() as u32;
                    assert!(agree(&compiled.code, at, &mut info), "{name}: {instruction} is not known");
                    whole += 1;
                    // The same with a bit turned.
                    rng = rng.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    let bit = (rng >> 33) as usize % (8 * instruction.len());
                    let mut bytes = [0x90; 32];
                    let from = &compiled.code[at as usize..];
                    let len = from.len().min(16);
                    bytes[..len].copy_from_slice(&from[..len]);
                    bytes[bit / 8] ^= 1 << (bit % 8);
                    damaged[usize::from(agree(&bytes, 0, &mut info))] += 1;
                }
            }
        }
    }
    assert!(whole > 50_000 && damaged[0] > 1000, "{whole} instructions, damaged: {damaged:?}");
}

#[test]
fn random_bytes_are_refused_or_decoded_as_others_decode_them() {
    let mut info = InstructionInfoFactory::new();
    let mut rng = 1_u64;
    let mut next = || {
        rng ^= rng << 13;
        rng ^= rng >> 7;
        rng ^= rng << 17;
        rng
    };
    /// What instructions begin with.
    const FIRST: [u8; 14] =
        [0x48, 0x49, 0x4C, 0x4D, 0x41, 0x66, 0xF2, 0xF3, 0xC4, 0xC5, 0x0F, 0xF0, 0x83, 0x8B];
    let mut accepted = 0;
    for round in 0..400_000 {
        // The way for common encodings needs 20 bytes; with fewer left it is the other.
        let mut bytes = [0; 24];
        for part in bytes.chunks_mut(8) {
            part.copy_from_slice(&next().to_le_bytes());
        }
        let bytes = if round % 2 == 0 { &mut bytes[..16] } else { &mut bytes[..] };
        if round % 4 != 0 {
            bytes[0] = FIRST[round % FIRST.len()];
        }
        if round % 8 == 1 {
            bytes[1] = 0x0F;
        }
        accepted += u32::from(agree(bytes, 0, &mut info));
    }
    assert!(accepted > 10_000, "only {accepted} of the random bytes are instructions");
}
