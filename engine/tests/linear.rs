//! Lowering and compiling take time in proportion to the size of a function, whatever its shape.
//!
//! Wasm comes from strangers, and a function of a few megabytes is legal. If some part of the compiler walks over all loops for
//! each loop, or over all types for each call, such a function takes hours. So each shape that has once tempted a compiler
//! to be quadratic is compiled in two sizes, one four times the other. What is linear takes four times as long, what is
//! quadratic sixteen times; the bound lies between, with room for caches and for other work on the machine.
//! Processor time is measured, and the least of several runs counts.

use std::sync::Arc;

use wx::jit::{Compiler, Features};
use wx::module::{LoadOptions, ModuleData, load};
use wx::settings::{Chaos, Tiering};
use wx::types::TypeRegistry;

const FEATURES: Features = Features { avx: true, bmi2: true, lzcnt: true, bmi1: true, popcnt: true };

/// From here on a shape grows faster than its size: linear is 4, quadratic 16.
const BOUND: f64 = 9.0;

/// Times shorter than this say nothing.
const LEAST_NANOSECONDS: f64 = 200_000.0;

// A module of types and one function, in the binary format.

#[derive(Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn leb(&mut self, mut value: u64) -> &mut Self {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
        self
    }
    /// An opcode with one operand that is not signed.
    fn op(&mut self, code: u8, operand: usize) -> &mut Self {
        self.0.push(code);
        self.leb(operand as u64)
    }
    fn raw(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(bytes);
        self
    }
    fn section(&mut self, id: u8, content: &Bytes) {
        self.0.push(id);
        self.leb(content.0.len() as u64);
        self.raw(&content.0);
    }
}

const BLOCK: u8 = 0x02;
const LOOP: u8 = 0x03;
const BR: u8 = 0x0C;
const BR_IF: u8 = 0x0D;
const IF: u8 = 0x04;
const CALL: u8 = 0x10;
const RETURN_CALL: u8 = 0x12;
const GET: u8 = 0x20;
const SET: u8 = 0x21;
const CONST: u8 = 0x41;
const ADD: u8 = 0x6A;
const DROP: u8 = 0x1A;
const END: u8 = 0x0B;
const EMPTY: u8 = 0x40;

/// `types`: the parameters of each type, beside the first, which is the function's: one i32 and no result.
fn module(types: &[Vec<u8>], locals: usize, body: &Bytes) -> Vec<u8> {
    let mut ty = Bytes::default();
    ty.leb(types.len() as u64 + 1).raw(&[0x60, 1, 0x7F, 0]);
    for params in types {
        ty.raw(&[0x60]).leb(params.len() as u64).raw(params).raw(&[0]);
    }
    let mut code = Bytes::default();
    match locals {
        0 => code.leb(0),
        n => code.leb(1).leb(n as u64).raw(&[0x7F]),
    };
    code.raw(&body.0).raw(&[END]);
    let mut codes = Bytes::default();
    codes.leb(1).leb(code.0.len() as u64).raw(&code.0);
    let mut out = Bytes(b"\0asm\x01\0\0\0".to_vec());
    let mut section = |id, bytes: &[u8]| out.section(id, &Bytes(bytes.to_vec()));
    section(1, &ty.0);
    section(3, &[1, 0]);
    section(4, &[1, 0x70, 0, 1]);
    section(10, &codes.0);
    out.0
}

fn increment(b: &mut Bytes, local: usize) {
    b.op(GET, local).raw(&[CONST, 1, ADD]).op(SET, local);
}

/// Processor time of this thread.
fn now() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e9 + time.tv_nsec as f64
}

fn loaded(bytes: Vec<u8>) -> ModuleData {
    let mut config = wx::Config::new();
    config.wasm_exceptions(true);
    let options = LoadOptions {
        features: config.wasm_features(),
        lower: Default::default(),
        registry: Arc::new(TypeRegistry::new()),
        // What is measured is lowering; the verifier has a bound of its own.
        tiering: Tiering { chaos: Chaos { verify_ir: false, ..Chaos::default() }, ..Tiering::default() },
        generic_entry: 0,
        parallel: false,
        lazy_validation: false,
    };
    load(Arc::from(bytes), &options).unwrap_or_else(|error| panic!("{error:#}"))
}

/// Times of lowering and of compiling.
fn times(bytes: Vec<u8>) -> [f64; 2] {
    let module = loaded(bytes);
    let mut compiler = Compiler::new(FEATURES);
    // What the checker of machine code takes is not meant.
    let chaos = Chaos { check_places: false, verify_code: false, ..Chaos::default() };
    let tiering = Tiering { chaos, ..Tiering::default() };
    let mut least = [f64::MAX; 2];
    for _ in 0..3 {
        let start = now();
        let func = wx::lower::lower(&module, 0).unwrap();
        let lowered = now();
        compiler.draft(&module, 0, &func, tiering).unwrap();
        let compiled = now();
        least = [least[0].min(lowered - start), least[1].min(compiled - lowered)];
    }
    least
}

/// Compiles a shape in the sizes `n` and `4 n`.
fn check(name: &str, n: usize, shape: impl Fn(usize) -> Vec<u8>) {
    // Another try for a machine that was busy; what is quadratic fails each of them.
    let mut report = String::new();
    for _ in 0..3 {
        let (small, large) = (times(shape(n)), times(shape(4 * n)));
        report.clear();
        for (stage, (small, large)) in ["lowering", "compiling"].iter().zip(small.into_iter().zip(large)) {
            let growth = large / small.max(LEAST_NANOSECONDS);
            if growth > BOUND {
                report +=
                    &format!("{name}: {stage} takes {growth:.1} times as long ({small} ns, {large} ns). ");
            }
        }
        if report.is_empty() {
            return;
        }
    }
    panic!("{report}");
}

#[test]
fn many_locals() {
    check("locals in a loop", 12_000, |n| {
        let mut b = Bytes::default();
        b.raw(&[LOOP, EMPTY]);
        (0..n).for_each(|i| increment(&mut b, i));
        b.op(GET, 0).op(BR_IF, 0).raw(&[END]);
        module(&[], n, &b)
    });
}

#[test]
fn many_blocks() {
    check("blocks in a row", 25_000, |n| {
        let mut b = Bytes::default();
        for i in 0..n {
            b.raw(&[BLOCK, EMPTY]);
            increment(&mut b, i % 100);
            b.op(GET, i % 50).op(BR_IF, 0).raw(&[END]);
        }
        module(&[], 100, &b)
    });
    check("blocks inside each other", 10_000, |n| {
        let mut b = Bytes::default();
        (0..n).for_each(|_| _ = b.raw(&[BLOCK, EMPTY]));
        for i in 0..n {
            b.op(GET, i % 50).op(BR_IF, (n - i) / 2).op(GET, 1).op(BR_IF, 0).raw(&[END]);
        }
        module(&[], 100, &b)
    });
}

#[test]
fn many_loops() {
    let nested = |n: usize, locals: usize| {
        let mut b = Bytes::default();
        for i in 0..n {
            b.raw(&[LOOP, EMPTY]);
            increment(&mut b, i % locals);
        }
        for i in 0..n {
            b.op(GET, (i * 7) % locals).op(BR_IF, 0).op(GET, 0).op(BR_IF, i.min(n - 1 - i)).raw(&[END]);
        }
        module(&[], locals, &b)
    };
    check("loops inside each other", 2_500, |n| nested(n, 10));
    check("loops inside each other with many locals", 2_500, |n| nested(n, 2000));
    check("loops in a row", 5_000, |n| {
        let mut b = Bytes::default();
        for i in 0..n {
            b.raw(&[LOOP, EMPTY]);
            increment(&mut b, i % 30);
            b.op(GET, i % 30).op(BR_IF, 0).raw(&[END]);
        }
        module(&[], 30, &b)
    });
}

#[test]
fn branches_that_are_made_straight() {
    check("branches to branches", 10_000, |n| {
        let mut b = Bytes::default();
        (0..n).for_each(|_| _ = b.raw(&[BLOCK, EMPTY]));
        for i in 0..n {
            increment(&mut b, i % 50);
            b.op(GET, i % 50).op(BR_IF, i);
        }
        for _ in 0..n {
            b.raw(&[END]).op(BR, 0);
        }
        module(&[], 50, &b)
    });
    check("loops that begin with a test", 5_000, |n| {
        let mut b = Bytes::default();
        for i in 0..n {
            b.raw(&[BLOCK, EMPTY, LOOP, EMPTY]).op(GET, i % 30).op(BR_IF, 1);
            increment(&mut b, i % 30);
            b.op(BR, 0).raw(&[END, END]);
        }
        module(&[], 30, &b)
    });
    check("calls in the function's own place", 5_000, |n| {
        let mut b = Bytes::default();
        for i in 0..n {
            b.op(GET, i % 16).raw(&[IF, EMPTY]).op(GET, i % 16).op(RETURN_CALL, 0).raw(&[END]);
        }
        module(&[], 15, &b)
    });
}

#[test]
fn large_branch_tables() {
    let table = |labels: usize, entries: usize| {
        let mut b = Bytes::default();
        b.raw(&[LOOP, EMPTY]);
        (0..labels).for_each(|_| _ = b.raw(&[BLOCK, EMPTY]));
        (0..9).for_each(|i| increment(&mut b, i));
        b.op(GET, 0).raw(&[0x0E]).leb(entries as u64);
        (0..entries).for_each(|i| _ = b.leb((i * 13 % labels) as u64));
        b.leb(0);
        for i in 0..labels {
            b.raw(&[END]);
            increment(&mut b, i % 9);
            b.op(BR, labels - 1 - i);
        }
        b.raw(&[END]);
        module(&[], 9, &b)
    };
    check("a branch table with few targets", 50_000, |n| table(8, n));
    check("a branch table with many targets", 5_000, |n| table(n, n));
}

#[test]
fn many_calls() {
    check("calls in one block", 25_000, |n| {
        let mut b = Bytes::default();
        (0..n).for_each(|i| _ = b.op(GET, i % 20).op(CALL, 0));
        module(&[], 20, &b)
    });
    check("indirect calls of many types", 5_000, |n| {
        // Each number in binary, of i32 and i64.
        let types: Vec<Vec<u8>> =
            (0..n).map(|i| (0..16).map(|bit| 0x7F - (i >> bit & 1) as u8).collect()).collect();
        let mut b = Bytes::default();
        for (i, params) in types.iter().enumerate() {
            params.iter().for_each(|&ty| _ = b.raw(&[CONST + 0x7F - ty, 1]));
            b.raw(&[CONST, 0]).op(0x11, i + 1).leb(0);
        }
        module(&types, 3, &b)
    });
}

#[test]
fn many_handlers() {
    let begin = |b: &mut Bytes| _ = b.raw(&[BLOCK, EMPTY, 0x1F, EMPTY, 1, 0x02, 0]);
    check("handlers in a row", 5_000, |n| {
        let mut b = Bytes::default();
        for i in 0..n {
            begin(&mut b);
            b.op(GET, i % 90).op(CALL, 0).raw(&[END, END]);
        }
        module(&[], 90, &b)
    });
    check("handlers inside each other", 2_500, |n| {
        let mut b = Bytes::default();
        (0..n).for_each(|_| begin(&mut b));
        (0..n).for_each(|i| _ = b.op(GET, i % 90).op(CALL, 0).raw(&[END, END]));
        module(&[], 90, &b)
    });
}

#[test]
fn deep_stacks() {
    check("operands on top of each other", 12_000, |n| {
        let mut b = Bytes::default();
        (0..n).for_each(|i| _ = b.op(GET, i % 9).raw(&[CONST, 5, ADD]));
        (1..n).for_each(|_| _ = b.raw(&[ADD]));
        b.raw(&[DROP]);
        module(&[], 9, &b)
    });
    check("writes under operands that name the local", 12_000, |n| {
        let mut b = Bytes::default();
        (0..n).for_each(|i| {
            b.op(GET, i % 9);
            increment(&mut b, i % 9);
        });
        (0..n).for_each(|_| _ = b.raw(&[DROP]));
        module(&[], 9, &b)
    });
}
