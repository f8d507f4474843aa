//! The interpreter on hand-assembled functions: what lowering never emits can be tried here, and nothing else is needed.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use super::run;
use crate::base::TrapCode;
use crate::code::{Code, CodeCell};
use crate::exec::Exit;
use crate::ir::{Forward, Func, Op, OpCode, OpCode::*, Shape};
use crate::types::{CanonId, V128};
use crate::vm::*;

const OP: i32 = size_of::<Op>() as i32;

/// An operation by its fields; `b` is the base, where operands stand in contiguous slots.
fn op(code: OpCode, a: u16, b: u16, c: u16, imm: u64) -> Op {
    if code.has_base() { Op::based(code, a, b.into(), imm) } else { Op::new(code, a, b, c, imm) }
}

/// A function without side tables.
fn func(params: u32, results: u32, frame: u32, ops: &[Op]) -> Func {
    Func {
        ops: ops.into(),
        param_slots: params,
        local_slots: params,
        frame_slots: frame,
        result_slots: results,
        ..Func::default()
    }
}

/// One instance with everything that it points to.
struct Machine {
    vm: Box<VmStore>,
    ctx: Box<VmContext>,
    memory: Box<VmMemory>,
    table: Box<VmTable>,
    funcs: Vec<VmFuncRef>,
    _owned: Box<Owned>,
}

/// What the contexts point to, kept alive beside them.
struct Owned {
    stack: Vec<u64>,
    bytes: Vec<u64>,
    heap: Vec<u64>,
    codes: Vec<CodeCell>,
    elements: Vec<u64>,
    pointers: Vec<usize>,
    global: VmGlobal,
    epoch: AtomicU64,
}

fn one_page(base: *mut u8) -> VmMemory {
    VmMemory {
        base,
        len: 65536,
        near: VmMemory::near(65536),
        shared_len: std::ptr::null(),
        memory64: false,
        page_size_log2: 16,
        index: 0,
    }
}

impl Machine {
    fn new(functions: Vec<Func>) -> Machine {
        let codes: Vec<CodeCell> = functions.iter().map(|_| CodeCell::default()).collect();
        let mut owned = Box::new(Owned {
            stack: vec![0; 1 << 14],
            bytes: vec![0; 65536 / 8],
            heap: vec![0; 64],
            codes,
            elements: vec![0; 4],
            pointers: vec![0; 4],
            global: VmGlobal { value: [7, 9], index: 0 },
            epoch: AtomicU64::new(0),
        });
        for (i, f) in functions.into_iter().enumerate() {
            owned.codes[i].publish(Code::new(i as u32, f, u32::MAX));
        }
        let null = std::ptr::null_mut::<u64>();
        let half = owned.stack.len() / 2;
        let middle = owned.stack[half..].as_mut_ptr();
        let frames = middle.cast::<Frame>();
        let mut vm = Box::new(VmStore {
            fuel: 0,
            epoch: &raw const owned.epoch,
            epoch_deadline: u64::MAX,
            gc_base: owned.heap.as_mut_ptr().cast(),
            gc_runs: std::ptr::null_mut(),
            gc_new: 0,
            stack_base: middle,
            frames,
            frames_base: frames,
            stack_top: middle,
            trap_op: std::ptr::null(),
            trap_ctx: null.cast(),
            exception: 0,
            activation: null.cast(),
            machine_sp: null.cast(),
            machine_fp: null,
            host_sp: null.cast(),
            exit_word: 0,
            fault_target: 0,
            landing: Landing { sp: 0, fp: null, ctx: null.cast(), pc: 0 },
            stack_limit: half * 8,
            hot: None,
            inner: null.cast(),
            counts_fuel: false,
            polls_epoch: false,
        });
        let mut memory = Box::new(one_page(owned.bytes.as_mut_ptr().cast()));
        let mut table =
            Box::new(VmTable { base: owned.elements.as_mut_ptr(), len: 4, table64: false, index: 0 });
        owned.pointers[0] = (&raw mut *memory).expose_provenance();
        owned.pointers[1] = (&raw mut *table).expose_provenance();
        owned.pointers[2] = (&raw mut owned.global).expose_provenance();
        let mut ctx = Box::new(VmContext {
            store: &raw mut *vm,
            memories: owned.pointers.as_ptr().cast(),
            memory: std::ptr::null_mut(),
            tables: owned.pointers.as_ptr().wrapping_add(1).cast(),
            globals: owned.pointers.as_ptr().wrapping_add(2).cast(),
            funcs: std::ptr::null(),
            codes: owned.codes.as_ptr(),
            tags: std::ptr::null(),
            imported_funcs: 0,
            instance: 0,
            counters: owned.heap.as_ptr().cast(),
            near_globals: Default::default(),
        });
        let pinned = &raw mut *ctx;
        let funcs = (0..owned.codes.len()).map(|i| VmFuncRef {
            ty: CanonId(i as u32),
            func_index: i as u32,
            ctx: pinned,
            cell: &raw const owned.codes[i],
            enter: Default::default(),
        });
        let funcs = funcs.collect();
        Machine { vm, ctx, memory, table, funcs, _owned: owned }
    }

    /// Calls function `index`; its results, or how else it ended.
    fn call(&mut self, index: usize, args: &[u64]) -> Result<Vec<u64>, Exit> {
        let code = self._owned.codes[index].get();
        let fp = self.vm.stack_top;
        // SAFETY: the machine is built like a store, and the functions are right by eye.
        unsafe {
            fp.copy_from(args.as_ptr(), args.len());
            let (frames, base) = (self.vm.frames, self.vm.frames_base);
            let exit = run(&raw mut *self.ctx, code, fp, &raw mut *self.vm);
            let left = std::mem::replace(&mut self.vm.frames, frames);
            self.vm.frames_base = base;
            if exit != Exit::Done {
                return Err(exit);
            }
            assert_eq!(left, frames, "a finished run leaves no frames");
            Ok((0..(*code).result_slots as usize).map(|i| *fp.add(i)).collect())
        }
    }

    fn trap(&mut self, index: usize, args: &[u64]) -> TrapCode {
        match self.call(index, args) {
            Err(Exit::Trap(code)) => code,
            other => panic!("expected a trap, got {other:?}"),
        }
    }
}

/// The function that calls itself: naive fibonacci of the i32 in slot 0.
fn fib() -> Func {
    func(
        1,
        1,
        4,
        &[
            op(BrI32GeSImm, 0, 0, 0, Op::pack((2 * OP) as u32, 2)),
            op(Return1, 0, 0, 0, 0),
            op(I32SubImm, 1, 0, 0, 1),
            op(Call, 0, 0, 0, Op::pack(0, 1)),
            op(I32SubImm, 2, 0, 0, 2),
            op(Call, 0, 0, 0, Op::pack(0, 2)),
            op(I32Add, 1, 1, 2, 0),
            op(Return1, 0, 1, 0, 0),
        ],
    )
}

#[test]
fn calls_return_to_where_they_came_from() {
    let mut machine = Machine::new(vec![fib()]);
    assert_eq!(machine.call(0, &[20]), Ok(vec![6765]));
    assert_eq!(machine.call(0, &[1]), Ok(vec![1]));
}

#[test]
fn endless_recursion_is_a_stack_overflow_and_the_machine_stays_usable() {
    let forever = func(1, 1, 4, &[op(Call, 0, 0, 0, Op::pack(1, 2)), op(Return1, 0, 2, 0, 0)]);
    let mut machine = Machine::new(vec![fib(), forever]);
    assert_eq!(machine.trap(1, &[1]), TrapCode::StackOverflow);
    assert_eq!(machine.call(0, &[10]), Ok(vec![55]));
}

#[test]
fn tail_calls_run_in_constant_space() {
    // even(n) = n == 0 ? 1 : odd(n - 1); odd(n) = n == 0 ? 0 : even(n - 1)
    let step = |other: u32, at_zero: u64| {
        func(
            1,
            1,
            4,
            &[
                op(BrI32NeImm, 0, 0, 0, Op::pack((3 * OP) as u32, 0)),
                op(Const, 0, 0, 0, at_zero),
                op(Return1, 0, 0, 0, 0),
                op(I32SubImm, 3, 0, 0, 1),
                op(ReturnCall, 0, 0, 0, Op::pack(other, 3)),
            ],
        )
    };
    let mut machine = Machine::new(vec![step(1, 1), step(0, 0)]);
    assert_eq!(machine.call(0, &[1_000_000]), Ok(vec![1]));
    assert_eq!(machine.call(0, &[1_000_001]), Ok(vec![0]));
}

#[test]
fn locals_behind_the_parameters_begin_at_zero() {
    let mut reads = func(1, 1, 5, &[op(I64Add, 0, 0, 4, 0), op(Return1, 0, 0, 0, 0)]);
    reads.local_slots = 5;
    let dirties = func(
        0,
        1,
        12,
        &[
            op(Const, 8, 0, 0, u64::MAX),
            op(Const, 4, 0, 0, 3),
            op(Call, 0, 0, 0, Op::pack(0, 4)),
            op(Return1, 0, 4, 0, 0),
        ],
    );
    let mut machine = Machine::new(vec![reads, dirties]);
    assert_eq!(machine.call(1, &[]), Ok(vec![3]));
}

#[test]
fn accesses_at_the_end_of_a_memory_fit_and_one_further_do_not() {
    let widths = [(I32Load, 4), (I64Load, 8), (I32Load8U, 1), (I32Load16S, 2), (V128Load, 16)];
    for (load, size) in widths {
        for code in [load, load.any_memory_form().unwrap()] {
            let f = func(1, 1, 4, &[op(code, 2, 0, 0, 8), op(Return1, 0, 2, 0, 0)]);
            let mut machine = Machine::new(vec![f]);
            assert_eq!(machine.call(0, &[65536 - 8 - size]), Ok(vec![0]), "{code:?}");
            assert_eq!(machine.trap(0, &[65536 - 8 - size + 1]), TrapCode::MemoryOutOfBounds, "{code:?}");
            assert_eq!(machine.trap(0, &[u64::from(u32::MAX)]), TrapCode::MemoryOutOfBounds, "{code:?}");
        }
    }
}

#[test]
fn a_64_bit_address_does_not_wrap() {
    let f = func(1, 1, 4, &[op(I64LoadM, 2, 0, 0, Op::mem_imm(16, 0, 0)), op(Return1, 0, 2, 0, 0)]);
    let mut machine = Machine::new(vec![f]);
    machine.memory.memory64 = true;
    assert_eq!(machine.call(0, &[0]), Ok(vec![0]));
    for address in [u64::MAX, u64::MAX - 15, u64::MAX - 23, 1 << 48] {
        assert_eq!(machine.trap(0, &[address]), TrapCode::MemoryOutOfBounds, "{address:#x}");
    }
}

#[test]
fn a_shared_memory_that_grew_elsewhere_is_seen_before_an_access_traps() {
    let load = |code, imm| func(1, 1, 4, &[op(code, 2, 0, 0, imm), op(Return1, 0, 2, 0, 0)]);
    for f in [load(I32Load, 0), load(I32LoadM, Op::mem_imm(0, 0, 0))] {
        let mut machine = Machine::new(vec![f]);
        let shared = AtomicUsize::new(4096);
        machine.memory.len = 4096;
        machine.memory.shared_len = &raw const shared;
        assert_eq!(machine.trap(0, &[4096]), TrapCode::MemoryOutOfBounds);
        shared.store(8192, Ordering::Release);
        assert_eq!(machine.call(0, &[4096]), Ok(vec![0]));
        assert_eq!(machine.memory.len, 8192);
        assert_eq!(machine.trap(0, &[8192]), TrapCode::MemoryOutOfBounds);
    }
}

#[test]
fn atomic_accesses_want_alignment_first_and_bounds_second() {
    let rmw = [op(I32AtomicRmwAdd, 2, 0, 0, Op::mem_imm(4, 0, 0)), op(Return1, 0, 2, 0, 0)];
    let cas = [op(I32AtomicRmw8CmpxchgU, 4, 0, 0, Op::mem_imm(8, 0, 0)), op(Return1, 0, 4, 0, 0)];
    let mut machine = Machine::new(vec![func(2, 1, 8, &rmw), func(3, 1, 8, &cas)]);
    assert_eq!(machine.call(0, &[4, 0xffff_ffff]), Ok(vec![0]));
    assert_eq!(machine.call(0, &[4, 2]), Ok(vec![0xffff_ffff]));
    assert_eq!(machine.call(0, &[4, 0]), Ok(vec![1]));
    assert_eq!(machine.trap(0, &[5, 0]), TrapCode::HeapMisaligned);
    assert_eq!(machine.trap(0, &[65533, 0]), TrapCode::HeapMisaligned);
    assert_eq!(machine.trap(0, &[65532, 0]), TrapCode::MemoryOutOfBounds);
    // The narrow exchange compares the low byte of what is expected.
    assert_eq!(machine.call(1, &[0, 0x1101, 0x77]), Ok(vec![1]));
    assert_eq!(machine.call(1, &[0, 0x77, 0x155]), Ok(vec![0x77]));
    assert_eq!(machine.call(1, &[0, 0, 0]), Ok(vec![0x55]));
}

#[test]
fn indirect_calls_check_index_null_and_type() {
    let add = func(2, 1, 4, &[op(I32Add, 0, 0, 1, 0), op(Return1, 0, 0, 0, 0)]);
    let call = |code| {
        let tail = op(Return1, 0, 4, 0, 0);
        func(
            1,
            1,
            8,
            &[op(Const, 4, 0, 0, 30), op(Const, 5, 0, 0, 12), op(code, 0, 0, 0, Op::pack(0, 4)), tail],
        )
    };
    let mut machine = Machine::new(vec![add, call(CallIndirect), call(ReturnCallIndirect)]);
    let elements = machine.table.base;
    let (add, other) = (&raw mut machine.funcs[0], &raw mut machine.funcs[1]);
    // SAFETY: the table has four elements.
    unsafe {
        *elements.add(1) = add as u64;
        *elements.add(3) = add as u64;
    }
    // Exact types never ask the registry, which this machine does not have.
    for caller in [1, 2] {
        assert_eq!(machine.call(caller, &[1]), Ok(vec![42]));
        assert_eq!(machine.trap(caller, &[0]), TrapCode::IndirectCallToNull);
        assert_eq!(machine.trap(caller, &[4]), TrapCode::TableOutOfBounds);
        assert_eq!(machine.trap(caller, &[u64::from(u32::MAX)]), TrapCode::TableOutOfBounds);
    }
    assert!(!other.is_null());
}

#[test]
fn a_branch_table_takes_its_default_beyond_the_end() {
    let f = func(
        1,
        1,
        4,
        &[
            op(BrTable, 0, 0, 0, Op::pack(0, 2)),
            op(Br, 0, 0, 0, Op::pack((3 * OP) as u32, 0)),
            op(Br, 0, 0, 0, Op::pack((4 * OP) as u32, 0)),
            op(Br, 0, 0, 0, Op::pack((5 * OP) as u32, 0)),
            op(Const, 0, 0, 0, 10),
            op(Return1, 0, 0, 0, 0),
            op(Const, 0, 0, 0, 11),
            op(Return1, 0, 0, 0, 0),
            op(Const, 0, 0, 0, 12),
            op(Return1, 0, 0, 0, 0),
        ],
    );
    let mut machine = Machine::new(vec![f]);
    for (index, result) in [(0, 10), (1, 11), (2, 12), (3, 12), (u64::from(u32::MAX), 12)] {
        assert_eq!(machine.call(0, &[index]), Ok(vec![result]));
    }
}

#[test]
fn spans_move_as_if_through_a_buffer() {
    let span = |from, to| {
        func(4, 4, 8, &[op(CopySpan, 3, 0, 0, Op::pack(from, to)), op(ReturnSpan, 4, 0, 0, Op::pack(0, 0))])
    };
    let mut machine = Machine::new(vec![span(0, 1), span(1, 0)]);
    assert_eq!(machine.call(0, &[1, 2, 3, 4]), Ok(vec![1, 1, 2, 3]));
    assert_eq!(machine.call(1, &[1, 2, 3, 4]), Ok(vec![2, 3, 4, 4]));
}

#[test]
fn fuel_runs_out_exactly() {
    let f = func(0, 0, 1, &[op(Fuel, 0, 0, 0, 3), op(Return0, 0, 0, 0, 0)]);
    let mut machine = Machine::new(vec![f]);
    machine.vm.fuel = 7;
    assert_eq!(machine.call(0, &[]), Ok(vec![]));
    assert_eq!(machine.call(0, &[]), Ok(vec![]));
    assert_eq!(machine.vm.fuel, 1);
    assert_eq!(machine.trap(0, &[]), TrapCode::OutOfFuel);
    assert_eq!(machine.vm.fuel, 0);
}

#[test]
fn a_trap_names_its_operation() {
    let f = func(2, 1, 4, &[op(I32DivS, 0, 0, 1, 0), op(I32RemU, 0, 0, 1, 0), op(Return1, 0, 0, 0, 0)]);
    let mut machine = Machine::new(vec![f]);
    assert_eq!(machine.trap(0, &[8, 0]), TrapCode::IntegerDivisionByZero);
    let ops = machine._owned.codes[0].get();
    // SAFETY: the code is alive.
    assert_eq!(machine.vm.trap_op, unsafe { (*ops).ops });
    assert_eq!(machine.vm.trap_ctx, &raw mut *machine.ctx);
    assert_eq!(machine.trap(0, &[0x8000_0000, 0xffff_ffff]), TrapCode::IntegerOverflow);
}

/// An operation with valid fields that goes on with the next one; `None` for those that leave or need a whole store.
fn harmless(code: OpCode) -> Option<Op> {
    let next = Op::pack(OP as u32, 0);
    Some(match code.shape() {
        Shape::Load | Shape::Store | Shape::LoadIndex | Shape::LoadAt | Shape::StoreAt | Shape::Const => {
            op(code, 40, 8, 9, 8)
        }
        Shape::LoadPlus | Shape::StorePlus => op(code, 40, 8, 9, Op::pack(8, 4)),
        Shape::StoreIndex => op(code, 10, 8, 9, 8),
        Shape::LoadM | Shape::StoreM | Shape::LoadLane | Shape::StoreLane | Shape::Atomic => {
            op(code, 40, 8, 9, Op::mem_imm(8, 0, 0))
        }
        Shape::GcGet | Shape::GcSet | Shape::ArrayGet => op(code, 40, 8, 9, 8),
        Shape::ArraySet => op(code, 10, 8, 9, 0),
        Shape::BrCmp | Shape::BrCmpImm | Shape::Br | Shape::BrIf => op(code, 40, 8, 9, next),
        Shape::BrTable | Shape::Shuffle | Shape::ConstV128 | Shape::Imm => op(code, 40, 8, 10, 0),
        Shape::Extract | Shape::Replace => op(code, 40, 8, 10, 1),
        Shape::GlobalGet | Shape::GlobalSet => op(code, 40, 8, 9, 0),
        Shape::Far => op(code, 0, 0, 0, Op::pack(8, 40)),
        Shape::Span => op(code, 4, 0, 0, Op::pack(8, 40)),
        Shape::Unary | Shape::Binary | Shape::BinaryImm | Shape::Ternary | Shape::Select => {
            op(code, 40, 8, 10, 12)
        }
        Shape::Call | Shape::CallIndirect | Shape::CallRef => match code {
            Call => op(code, 0, 0, 0, Op::pack(1, 48)),
            // Element 3 of the table is function 1, whose type is 1.
            CallIndirect => op(code, 0, 13, 0, Op::pack(1, 48)),
            _ => return None,
        },
        Shape::Runtime => match code {
            MemorySize | MemoryFill | MemoryCopy | TableGet | TableSet | TableSize | TableFill
            | TableCopy | I64Add128 | I64Sub128 | I64MulWideS | I64MulWideU | MemoryAtomicNotify
            | AtomicFence => {
                let b = if matches!(code, TableGet | TableSet | TableFill | TableCopy) { 16 } else { 8 };
                op(code, 40, b, 0, 0)
            }
            _ => return None,
        },
        Shape::Plain => match code {
            Epoch => op(code, 0, 0, 0, 0),
            _ => return None,
        },
        Shape::Return1 | Shape::ReturnSpan | Shape::Throw | Shape::ThrowRef => return None,
    })
}

/// A handler that called its successor, rather than jumping to it, would leave at least 8 bytes behind each time.
#[test]
fn no_operation_takes_native_stack() {
    // Where a loop drives the handlers there is nothing to find but operations that do not run.
    const TIMES: u64 = if cfg!(wx_tail_calls) { 100_000 } else { 10 };
    let tried = std::thread::Builder::new().stack_size(256 << 10).spawn(|| {
        let mut tried = 0;
        for op in OpCode::ALL.iter().filter_map(|&code| harmless(code)) {
            tried += 1;
            for forward in [Forward::None, Forward::B, Forward::C] {
                repeat(op, forward, TIMES);
            }
        }
        tried
    });
    let tried = tried.unwrap().join().unwrap();
    assert!(tried > 550, "{tried} operations tried");
}

/// Runs an operation many times, behind one that leaves in the register what all of its operand slots hold.
fn repeat(mut tried: Op, forward: Forward, times: u64) {
    tried.set_forward(forward);
    let mut body = func(
        1,
        0,
        64,
        &[
            op(I64AddImm, 8, 8, 0, 0),
            tried,
            // What a `BrTable` chooses.
            op(Br, 0, 0, 0, Op::pack(OP as u32, 0)),
            op(I32SubImm, 0, 0, 0, 1),
            op(BrI32NeImm, 0, 0, 0, Op::pack((-4 * OP) as u32, 0)),
            op(Return0, 0, 0, 0, 0),
        ],
    );
    body.v128s = Box::new([V128::ZERO]);
    let leaf = func(0, 0, 1, &[op(Return0, 0, 0, 0, 0)]);
    let mut machine = Machine::new(vec![body, leaf]);
    let callee = &raw mut machine.funcs[1];
    // SAFETY: table and heap are as large as written here: an array of 16 elements at offset 8.
    unsafe {
        *machine.table.base.add(3) = callee as u64;
        *machine.vm.gc_base.add(12).cast::<u32>() = 16;
    }
    let mut args = [8_u64; 20];
    args[0] = times;
    args[13] = 3;
    args[16..].fill(0);
    machine.call(0, &args).unwrap_or_else(|exit| panic!("{tried:?} ended with {exit:?}"));
}
