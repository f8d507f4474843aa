//! What the verifier could not prove, and how it is told.

use super::decode::decode;
use crate::jit::{Draft, RelocKind};

/// What is wrong, and where.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("machine code is not proved safe at {at:#x}: {rule}")]
pub struct Fault {
    /// Offset in the function's code.
    pub at: u32,
    /// The rule that is broken.
    pub rule: String,
}

impl Fault {
    /// Behind a pointer, so that what may fail has its result in registers.
    #[cold]
    pub(super) fn new(at: u32, rule: impl Into<String>) -> Box<Fault> {
        Box::new(Fault { at, rule: rule.into() })
    }

    /// For `Chaos::prove_nothing`.
    pub fn of_nothing(draft: Draft<'_>) -> Fault {
        *Fault::new(draft.output.entry, "nothing is to be proved")
    }

    /// The fault with the instructions around it.
    pub fn report(&self, draft: Draft<'_>) -> String {
        format!("{self}\n{}", listing(draft, self.at))
    }
}

/// The instructions around an offset, as bytes and fields: who wants names for them has a disassembler.
fn listing(draft: Draft<'_>, around: u32) -> String {
    use std::fmt::Write;
    const BEFORE: u32 = 96;
    const BEHIND: u32 = 32;
    let mut out = String::new();
    let mut at = draft.output.entry;
    while at < draft.output.code_end && at < around.saturating_add(BEHIND) {
        if let Some(table) = draft.output.tables.iter().find(|table| table.0 == at && table.1 > at) {
            at = table.1;
            continue;
        }
        let insn = decode(draft.code, at, draft.output.code_end);
        let next = insn.map_or(at + 1, |insn| insn.next());
        if at.saturating_add(BEFORE) >= around {
            let bytes = &draft.code[at as usize..(next as usize).min(draft.code.len())];
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            let mark = if at == around { ">" } else { " " };
            let _ = write!(out, "{mark} {at:6x}  {hex:<24} ");
            let _ = match insn {
                Some(insn) => write!(out, "{}", Text(&insn)),
                None => write!(out, "no instruction that the assembler emits"),
            };
            if let Some(reloc) = draft.relocs.iter().find(|r| (at..next).contains(&r.at)) {
                let _ = match reloc.kind {
                    RelocKind::Stub(stub) => write!(out, " <{stub:?}>"),
                    kind => write!(out, " <{kind:?}>"),
                };
            }
            out.push('\n');
        }
        at = next;
    }
    out
}

/// An instruction's fields as text.
struct Text<'a>(&'a super::insn::Insn);

impl std::fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        use super::insn::{NONE, Op, RIP};
        use crate::jit::Reg;
        let i = self.0;
        let bank = if matches!(i.op, Op::Vector(_)) { 16 } else { 0 };
        write!(f, "{:?}.{} kind {} reg {}", i.op, i.size, i.kind, Reg(i.reg + bank))?;
        if matches!(i.op, Op::Jmp | Op::Jcc | Op::Call) {
            return write!(f, " to {:x}", i.imm);
        }
        if i.rm != NONE {
            write!(f, " rm {}", Reg(i.rm + bank))?;
        } else if i.base == RIP {
            write!(f, " [code {:#x}]", i.disp)?;
        } else if i.base != NONE {
            write!(f, " [{}", Reg(i.base))?;
            if i.index != NONE {
                write!(f, " + {} * {}", Reg(i.index), 1 << i.scale)?;
            }
            write!(f, " + {:#x}]", i.disp)?;
        }
        write!(f, " imm {:#x}", i.imm)
    }
}
