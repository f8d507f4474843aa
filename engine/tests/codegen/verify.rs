//! A reader of emitted code that knows the compiler's rules, run over the bench programs.
//!
//! # Rules
//! - Instructions follow each other without gaps from the first byte to the end of the code, and every jump inside the function lands
//!   on one of them. A distance that is filled in later leads to a stub or to another function's entry.
//! - What is read or written lies in the frame (`[rbp + disp]`, inside it), in the instance, whose fields are only read, in the code's
//!   own constants, in memory 0 (`[r14 + index + disp]`, the displacement within the reservation), or behind a pointer: a base
//!   that was loaded, or computed from such a one.
//! - A return finds on the machine stack what the prologue pushed, taken off again: as many pops before every `ret` as there
//!   are pushes at the entry, of the same registers.
//! - rbp, r14 and r15 change only in the ways that calls need; rsp only by pushes, pops and calls.
//!
//! # What it cannot see
//! That an index of memory 0 has a zero upper half, and that a pointer is compared with the right length: both are facts about values
//! that come from far away. The scripts of `testsuite/wx/memory` ask for those.

use std::collections::HashSet;

use iced_x86::{Code, Instruction, Mnemonic, OpAccess, OpKind, Register};
use iced_x86::{FlowControl, InstructionInfoFactory};
use wx::ir::Func;
use wx::jit::Compiled;

use crate::listing::instructions;
use crate::{compile, from_bytes};

/// The programs of the benchmarks, which exercise every part of the compiler that real programs do.
pub(crate) fn bench_programs() -> Vec<(String, Vec<u8>)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../bench/programs");
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "wasm"));
    paths.sort();
    let read = |path: &std::path::PathBuf| std::fs::read(path).unwrap_or_else(|error| panic!("{error}"));
    paths.iter().map(|path| (path.display().to_string(), read(path))).collect()
}

struct Reader<'a> {
    func: &'a Func,
    compiled: &'a Compiled,
    instructions: Vec<Instruction>,
    faults: Vec<String>,
}

impl<'a> Reader<'a> {
    fn new(func: &'a Func, compiled: &'a Compiled) -> Self {
        let func = compiled.spliced.as_ref().map_or(func, |spliced| &spliced.func);
        Reader { func, compiled, instructions: instructions(compiled), faults: Vec::new() }
    }

    fn fault(&mut self, instruction: &Instruction, what: &str) {
        self.faults.push(format!("{:x}: {instruction}: {what}", instruction.ip()));
    }

    fn has_reloc(&self, instruction: &Instruction) -> bool {
        let range = instruction.ip() as u32..instruction.next_ip() as u32;
        self.compiled.relocs.iter().any(|r| range.contains(&r.at))
    }

    fn run(mut self) -> Vec<String> {
        let starts: HashSet<u64> = self.instructions.iter().map(|i| i.ip()).collect();
        for &(start, end) in &self.compiled.output.tables {
            for entry in self.compiled.code[start as usize..end as usize].chunks_exact(4) {
                let distance = entry.iter().rev().fold(0_u32, |all, &byte| all << 8 | u32::from(byte));
                let target = start.wrapping_add(distance);
                if !starts.contains(&u64::from(target)) {
                    self.faults
                        .push(format!("{start:x}: a table leads to {target:x}, which is no instruction"));
                }
            }
        }
        let mut info = InstructionInfoFactory::new();
        for i in 0..self.instructions.len() {
            let instruction = self.instructions[i];
            if instruction.code() == Code::INVALID {
                self.fault(&instruction, "no instruction");
                continue;
            }
            self.check_jump(&instruction, &starts);
            self.check_memory(&instruction, &mut info);
            self.check_fixed(&instruction, &mut info);
            if instruction.mnemonic() == Mnemonic::Ret {
                self.check_return(i);
            }
        }
        self.faults
    }

    fn check_jump(&mut self, instruction: &Instruction, starts: &HashSet<u64>) {
        let near = matches!(
            instruction.op0_kind(),
            OpKind::NearBranch16 | OpKind::NearBranch32 | OpKind::NearBranch64
        );
        let jumps = instruction.flow_control() != FlowControl::Next && near;
        if jumps && !self.has_reloc(instruction) && !starts.contains(&instruction.near_branch_target()) {
            self.fault(instruction, "leads to the middle of an instruction, or out of the function");
        }
    }

    fn check_memory(&mut self, instruction: &Instruction, info: &mut InstructionInfoFactory) {
        let used = info.info(instruction).used_memory().to_vec();
        for memory in used {
            // `lea` and instructions without effect name an address and do not go there.
            if memory.access() == OpAccess::NoMemAccess || instruction.mnemonic() == Mnemonic::Nop {
                continue;
            }
            let disp = memory.displacement() as i64;
            match memory.base() {
                Register::RSP => {}
                Register::RIP => {
                    let end = self.compiled.code.len() as u64;
                    let start = u64::from(self.compiled.output.body_end);
                    if !(start..end).contains(&instruction.ip_rel_memory_address()) {
                        self.fault(instruction, "no constant of this function");
                    }
                }
                Register::None => {
                    if !instruction.is_ip_rel_memory_operand() {
                        self.fault(instruction, "an absolute address");
                    }
                }
                Register::RBP => {
                    let limit = i64::from(self.func.frame_slots) * 8;
                    if memory.index() != Register::None || disp < 0 || disp >= limit {
                        self.fault(instruction, "outside the frame");
                    }
                }
                Register::R14 => {
                    let limit = 1_i64 << 31;
                    if memory.scale() != 1 || disp >= limit {
                        self.fault(instruction, "beyond the reservation of memory 0");
                    }
                }
                Register::R15 => {
                    let limit = size_of::<wx::vm::VmContext>() as i64;
                    // Of the instance's fields code writes only its globals.
                    let globals = std::mem::offset_of!(wx::vm::VmContext, near_globals) as i64;
                    let allowed = memory.access() == OpAccess::Read || disp >= globals;
                    if !allowed || memory.index() != Register::None || !(0..limit).contains(&disp) {
                        self.fault(instruction, "not a field of the instance that is read");
                    }
                }
                base => {
                    if !self.is_pointer(instruction, base) {
                        self.fault(instruction, "a base that was not read from the instance");
                    }
                }
            }
        }
    }

    /// Whether the nearest write of the register before the instruction can make it a pointer: a load, or arithmetic on one.
    fn is_pointer(&self, instruction: &Instruction, register: Register) -> bool {
        let at = self.instructions.partition_point(|i| i.ip() < instruction.ip());
        let mut info = InstructionInfoFactory::new();
        for before in self.instructions[..at].iter().rev().take(64) {
            let writes = info.info(before).used_registers().iter().any(|r| {
                r.register().full_register() == register
                    && matches!(r.access(), OpAccess::Write | OpAccess::ReadWrite | OpAccess::CondWrite)
            });
            if writes {
                return match before.mnemonic() {
                    Mnemonic::Mov => {
                        before.op1_kind() == OpKind::Memory || before.op1_kind() == OpKind::Register
                    }
                    Mnemonic::Lea | Mnemonic::Add | Mnemonic::Xchg => true,
                    _ => false,
                };
            }
        }
        // Out of line: the lookup that is repeated there uses registers of the operation it belongs to. Or a reference in a pin.
        true
    }

    /// The registers with one meaning throughout.
    fn check_fixed(&mut self, instruction: &Instruction, info: &mut InstructionInfoFactory) {
        let written: Vec<Register> = info
            .info(instruction)
            .used_registers()
            .iter()
            .filter(|r| matches!(r.access(), OpAccess::Write | OpAccess::ReadWrite | OpAccess::CondWrite))
            .map(|r| r.register().full_register())
            .collect();
        let mnemonic = instruction.mnemonic();
        let allowed = |register: Register| match register {
            Register::R15 => false,
            Register::RBP => matches!(mnemonic, Mnemonic::Add | Mnemonic::Sub),
            Register::R14 => mnemonic == Mnemonic::Mov,
            Register::RSP => {
                matches!(mnemonic, Mnemonic::Push | Mnemonic::Pop | Mnemonic::Call | Mnemonic::Ret)
            }
            _ => true,
        };
        if written.into_iter().any(|r| !allowed(r)) {
            self.fault(instruction, "changes a register that has one meaning");
        }
    }

    /// As many pops stand before a return as pushes at the entry, of the same registers in reverse.
    fn check_return(&mut self, at: usize) {
        let pushed: Vec<Register> = self
            .instructions
            .iter()
            .skip_while(|i| i.ip() < u64::from(self.compiled.output.entry))
            .take_while(|i| i.mnemonic() == Mnemonic::Push)
            .map(|i| i.op0_register())
            .collect();
        let before = self.instructions[..at].iter().rev();
        let popped: Vec<Register> =
            before.take_while(|i| i.mnemonic() == Mnemonic::Pop).map(|i| i.op0_register()).collect();
        if pushed != popped {
            let instruction = self.instructions[at];
            self.fault(&instruction, &format!("pushed {pushed:?}, popped {popped:?}"));
        }
    }
}

#[test]
fn emitted_code_keeps_the_rules() {
    let mut faults = Vec::new();
    for (name, bytes) in bench_programs() {
        let module = from_bytes(bytes);
        for defined in 0..module.bodies.len() {
            let (func, _) = wx::lower::listing(&module, defined).unwrap_or_else(|error| panic!("{error}"));
            let compiled = compile(&module, defined, &func).unwrap_or_else(|error| panic!("{name}: {error}"));
            let found = Reader::new(&func, &compiled).run();
            faults.extend(found.into_iter().map(|fault| format!("{name}, function {defined}, {fault}")));
        }
    }
    let shown: Vec<&String> = faults.iter().take(40).collect();
    assert!(faults.is_empty(), "{} faults: {shown:#?}", faults.len());
}
