//! Names for what instructions reach in memory: fields of the runtime's structures, and slots of the frame.
//!
//! An instruction has a register and a distance, `[rax+18h]`. A reader wants `[rax+func.enter]`, and a snapshot should stay as
//! it is when a field moves. So what each register points to is followed forward over the function: `r15` is the instance and
//! `rbp` the frame at its entries, a load from a known field gives what that field points to, and where paths meet only
//! that is known which all agree on. A fault here gives a wrong name in a listing, and nothing else.

use std::collections::HashMap;
use std::mem::{offset_of, size_of};

use iced_x86::{
    FlowControl, Instruction, InstructionInfoFactory, MemorySize, Mnemonic, OpAccess, OpKind, Register,
};
use wx::code::CodeCell;
use wx::vm::gc::Run;
use wx::vm::{NEAR_GLOBALS, VmContext, VmFuncRef, VmGlobal, VmMemory, VmStore, VmTable};

/// What a register points to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum To {
    Unknown,
    Ctx,
    Store,
    Memory,
    Table,
    Global,
    Func,
    Cell,
    // Arrays of these, or of pointers to them.
    Memories,
    Tables,
    Globals,
    Funcs,
    Codes,
    Runs,
    Counters,
    /// The slots that a table's elements are.
    Elements,
    /// So many bytes beyond slot 0 of the frame.
    Frame(i32),
}

struct Field {
    of: To,
    name: &'static str,
    offset: usize,
    to: To,
}

macro_rules! fields {
    ($($of:ident $structure:ty { $($field:ident $(-> $to:ident)?),* })*) => {
        &[$($(Field {
            of: To::$of,
            name: stringify!($field),
            offset: offset_of!($structure, $field),
            to: fields!(@to $($to)?),
        },)*)*]
    };
    (@to) => { To::Unknown };
    (@to $to:ident) => { To::$to };
}

/// Every field that machine code reaches.
const FIELDS: &[Field] = fields! {
    Ctx VmContext {
        store -> Store, memories -> Memories, memory -> Memory, tables -> Tables, globals -> Globals,
        funcs -> Funcs, codes -> Codes, counters -> Counters
    }
    Store VmStore { fuel, epoch, epoch_deadline, gc_base, gc_runs -> Runs, gc_new, stack_base, stack_limit }
    Memory VmMemory { base, len, near, shared_len }
    Table VmTable { base -> Elements, len }
    Global VmGlobal { value }
    Func VmFuncRef { ty, ctx -> Ctx, cell -> Cell, enter }
    Cell CodeCell { code, entry }
    Runs Run { next, end }
};

/// The name of the field at `at`, and what its value points to.
fn field(of: To, at: usize) -> Option<(&'static str, To)> {
    FIELDS.iter().find(|field| field.of == of && field.offset == at).map(|field| (field.name, field.to))
}

/// The name of a global's value, or of its upper half.
fn value(at: usize) -> Option<String> {
    let (name, _) = field(To::Global, at & !8)?;
    Some(if at & 8 == 0 { name.to_owned() } else { format!("{name}+8") })
}

/// The name of what lies `at` bytes from where a register points, and what its value points to.
fn locate(of: To, at: usize) -> Option<(String, To)> {
    let element = |array: &str, to: To| at.is_multiple_of(8).then(|| (format!("{array}[{}]", at / 8), to));
    let member = |array: &str, of: To, stride: usize| {
        field(of, at % stride).map(|(name, to)| (format!("{array}[{}].{name}", at / stride), to))
    };
    let only = |structure: &str| field(of, at).map(|(name, to)| (format!("{structure}.{name}"), to));
    let (near, global) = (offset_of!(VmContext, near_globals), size_of::<VmGlobal>());
    match of {
        To::Ctx if (near..near + NEAR_GLOBALS * global).contains(&at) => {
            let (index, within) = ((at - near) / global, (at - near) % global);
            value(within).map(|name| (format!("ctx.near_globals[{index}].{name}"), To::Unknown))
        }
        To::Ctx => only("ctx"),
        To::Store => only("store"),
        To::Memory => only("memory"),
        To::Table => only("table"),
        To::Global => value(at).map(|name| (format!("global.{name}"), To::Unknown)),
        To::Func => only("func"),
        To::Cell => only("cell"),
        To::Memories => element("memories", To::Memory),
        To::Tables => element("tables", To::Table),
        To::Globals => element("globals", To::Global),
        To::Funcs => element("funcs", To::Func),
        To::Counters => element("counters", To::Unknown),
        To::Codes => member("codes", To::Cell, size_of::<CodeCell>()),
        To::Runs => member("runs", To::Runs, size_of::<Run>()),
        To::Unknown | To::Elements | To::Frame(_) => None,
    }
}

/// What each of the 16 integer registers points to.
type State = [To; 16];

/// At an entry of the function.
const ENTRY: State = {
    let mut state = [To::Unknown; 16];
    state[5] = To::Frame(0);
    state[15] = To::Ctx;
    state
};

/// The integer register as a number, for an address or a value of 64 bits.
fn number(register: Register) -> Option<usize> {
    register.is_gpr64().then(|| register.number())
}

/// What a memory operand is called.
pub(crate) enum Name {
    /// A field: where it is may change.
    Field(String),
    Slot(String),
}

/// What registers point to, for each instruction of a function.
pub(crate) struct Pointers {
    before: Vec<State>,
}

/// What this pass must be told of instructions.
pub(crate) trait Context {
    /// Whether this call does not return.
    fn is_last(&self, instruction: &Instruction) -> bool;
    /// Whether an unknown pointer is that of a function: the operation that the instruction belongs to takes one.
    fn takes_function(&self, instruction: &Instruction) -> bool;
}

impl Pointers {
    /// `entries`: addresses that are reached from elsewhere.
    pub(crate) fn new(code: &[Instruction], entries: &[u64], context: &impl Context) -> Pointers {
        let at: HashMap<u64, usize> = code.iter().enumerate().map(|(i, insn)| (insn.ip(), i)).collect();
        let mut before: Vec<Option<State>> = vec![None; code.len()];
        for entry in entries.iter().filter_map(|entry| at.get(entry)) {
            before[*entry] = Some(ENTRY);
        }
        let mut factory = InstructionInfoFactory::new();
        loop {
            while pass(code, &at, &mut before, context, &mut factory) {}
            // What no path leads to is taken for an entry, once all else is known.
            let Some(unreached) = before.iter_mut().find(|state| state.is_none()) else { break };
            *unreached = Some(ENTRY);
        }
        Pointers { before: before.into_iter().map(|state| state.unwrap_or(ENTRY)).collect() }
    }

    /// The name of an instruction's memory operand, for the instruction with this index.
    pub(crate) fn name(&self, index: usize, insn: &Instruction, context: &impl Context) -> Option<Name> {
        let mut state = self.before[index];
        refine(&mut state, insn, context);
        let base = number(insn.memory_base())?;
        let distance = insn.memory_displacement64();
        if insn.memory_index() != Register::None {
            return None;
        }
        if let To::Frame(beyond) = state[base] {
            let bytes = i64::from(beyond) + distance as i64;
            let (slot, rest) = (bytes.div_euclid(8), bytes.rem_euclid(8));
            // The check for room at a function's entry computes an address far beyond.
            return (insn.mnemonic() != Mnemonic::Lea || slot < 1000).then(|| match rest {
                0 => Name::Slot(format!("s{slot}")),
                _ => Name::Slot(format!("s{slot}+{rest}")),
            });
        }
        let (name, _) = locate(state[base], usize::try_from(distance).ok()?)?;
        Some(Name::Field(if base == 15 {
            name
        } else {
            format!("{:?}+{name}", insn.memory_base()).to_lowercase()
        }))
    }
}

/// Carries states forward once; whether that changed one.
fn pass(
    code: &[Instruction],
    at: &HashMap<u64, usize>,
    before: &mut [Option<State>],
    context: &impl Context,
    factory: &mut InstructionInfoFactory,
) -> bool {
    let mut changed = false;
    for (i, insn) in code.iter().enumerate() {
        let Some(mut state) = before[i] else { continue };
        step(&mut state, insn, context, factory);
        let target = at.get(&insn.near_branch_target()).copied();
        let next = Some(i + 1).filter(|&next| next < code.len());
        let successors = match insn.flow_control() {
            FlowControl::Next | FlowControl::IndirectCall => [next, None],
            FlowControl::Call => [next.filter(|_| !context.is_last(insn)), None],
            FlowControl::ConditionalBranch => [next, target],
            FlowControl::UnconditionalBranch => [None, target],
            _ => [None, None],
        };
        for successor in successors.into_iter().flatten() {
            let old = before[successor];
            let joined = old.map_or(state, |old| std::array::from_fn(|r| join(old[r], state[r])));
            changed |= old != Some(joined);
            before[successor] = Some(joined);
        }
    }
    changed
}

fn join(one: To, other: To) -> To {
    if one == other { one } else { To::Unknown }
}

/// An unknown pointer without an index is one to a function, in an operation that takes one.
fn refine(state: &mut State, insn: &Instruction, context: &impl Context) {
    let base = number(insn.memory_base()).filter(|_| insn.memory_index() == Register::None);
    if let Some(base) = base
        && state[base] == To::Unknown
        && context.takes_function(insn)
    {
        state[base] = To::Func;
    }
}

/// What an instruction makes of the registers.
fn step(state: &mut State, insn: &Instruction, context: &impl Context, factory: &mut InstructionInfoFactory) {
    refine(state, insn, context);
    let to = number(insn.op0_register()).filter(|_| insn.op0_kind() == OpKind::Register);
    let result = match (insn.mnemonic(), insn.op1_kind()) {
        (Mnemonic::Mov, OpKind::Register) => number(insn.op1_register()).map(|from| state[from]),
        (Mnemonic::Mov, OpKind::Memory) if insn.memory_size() == MemorySize::UInt64 => loaded(state, insn),
        (Mnemonic::Add | Mnemonic::Sub, kind) if kind != OpKind::Register && kind != OpKind::Memory => {
            let by = insn.immediate(1) as i32;
            match to.map(|to| state[to]) {
                Some(To::Frame(at)) if insn.mnemonic() == Mnemonic::Add => {
                    Some(To::Frame(at.wrapping_add(by)))
                }
                Some(To::Frame(at)) => Some(To::Frame(at.wrapping_sub(by))),
                _ => None,
            }
        }
        _ => None,
    };
    if matches!(insn.flow_control(), FlowControl::Call | FlowControl::IndirectCall) {
        // All but what a callee leaves as it was: rbx, r12, r13, r10, r11.
        for lost in [0, 1, 2, 6, 7, 8, 9] {
            state[lost] = To::Unknown;
        }
        return;
    }
    for used in factory.info(insn).used_registers() {
        let writes = !matches!(used.access(), OpAccess::Read | OpAccess::CondRead | OpAccess::NoMemAccess);
        if let Some(written) = number(used.register().full_register()).filter(|_| writes) {
            state[written] = To::Unknown;
        }
    }
    if let (Some(to), Some(result)) = (to, result) {
        state[to] = result;
    }
}

/// What a load of 64 bits gives.
fn loaded(state: &State, insn: &Instruction) -> Option<To> {
    let of = state[number(insn.memory_base())?];
    match of {
        To::Elements => Some(To::Func),
        _ if insn.memory_index() != Register::None => None,
        _ => Some(locate(of, usize::try_from(insn.memory_displacement64()).ok()?)?.1),
    }
}
