//! The bits of NaN results are the same in both tiers, and those of the rule in `numerics::float`.
//!
//! The specification leaves sign and payload of a computed NaN open, but a program sees them through
//! `reinterpret` and memory. The rule: the first operand that is a NaN, made quiet; if none is, the canonical NaN
//! with the sign set. `min` and `max` of vectors give a canonical NaN instead. Here the rule is written once more,
//! over integers, and each operator is held against it with its operands in all places that make the compiler
//! choose another instruction or another order: locals, constants, memory, the same local twice, a local that is
//! written over, results of operations.

use std::fmt::Write as _;

use wx::{Config, Engine, Instance, Module, Store, Tier, Val};

/// A width of floats, with its NaN samples as bits: quiet and signalling, of both signs, with payloads.
struct Width {
    name: &'static str,
    int: &'static str,
    bits: u32,
    quiet: u64,
    samples: [u64; 8],
}

const F32: Width = Width {
    name: "f32",
    int: "i32",
    bits: 32,
    quiet: 1 << 22,
    samples: [
        0x7fc0_0000,
        0xffc0_0000,
        0x7fc0_1234,
        0xffc5_4321,
        0x7f80_0001,
        0xffa0_0077,
        0x3fc0_0000,
        0xff80_0000,
    ],
};
const F64: Width = Width {
    name: "f64",
    int: "i64",
    bits: 64,
    quiet: 1 << 51,
    samples: [
        0x7ff8_0000_0000_0000,
        0xfff8_0000_0000_0000,
        0x7ff8_0000_0000_1234,
        0xfffd_4321_0000_0000,
        0x7ff0_0000_0000_0001,
        0xfff4_0000_0000_0077,
        0x3ff8_0000_0000_0000,
        0xfff0_0000_0000_0000,
    ],
};

impl Width {
    fn is_nan(&self, x: u64) -> bool {
        let exponent = (1 << (self.bits - 1)) - self.quiet * 2;
        x & ((1 << (self.bits - 1)) - 1) > exponent
    }
    fn default_nan(&self) -> u64 {
        (1_u64 << (self.bits - 1)) | ((1 << (self.bits - 1)) - self.quiet * 2) | self.quiet
    }
    /// What the rule says where it has an opinion: a NaN operand, or infinities that cancel.
    fn expected(&self, operator: &str, a: u64, b: u64, vector: bool) -> Option<u64> {
        if !self.is_nan(a) && !self.is_nan(b) {
            let infinity = self.samples[7];
            let invalid = a == infinity && b == infinity && matches!(operator, "sub" | "div");
            return invalid.then(|| self.default_nan());
        }
        let sign = 1 << (self.bits - 1);
        match operator {
            "min" if vector => Some(self.default_nan()),
            "max" if vector => Some(self.default_nan() & !sign | (a | b) & sign),
            _ if self.is_nan(a) => Some(a | self.quiet),
            _ => Some(b | self.quiet),
        }
    }
}

const OPERATORS: [&str; 6] = ["add", "sub", "mul", "div", "min", "max"];

/// Shapes of an operation on the float parameters `$a` and `$b`, which are equal to `0 0` and `8 8` in memory.
/// `T` stands for the type, `OP` for the operator, `A` and `B` for the constants.
const SHAPES: [(&str, &str); 9] = [
    ("locals", "(T.OP (local.get $a) (local.get $b))"),
    ("constant right", "(T.OP (local.get $a) B)"),
    ("constant left", "(T.OP A (local.get $b))"),
    ("memory right", "(T.OP (local.get $a) (T.load (i32.const 16)))"),
    ("memory left", "(T.OP (T.load (i32.const 0)) (local.get $b))"),
    ("over the left one", "(local.set $a (T.OP (local.get $a) (local.get $b))) (local.get $a)"),
    ("over the right one", "(local.set $b (T.OP (local.get $a) (local.get $b))) (local.get $b)"),
    ("negated left", "(T.OP (T.neg (T.neg (local.get $a))) (local.get $b))"),
    ("negated right", "(T.OP (local.get $a) (T.neg (T.neg (local.get $b))))"),
];

/// One function for each shape of one operator with these operands; each returns the bits of the result.
fn scalar_module(width: &Width, operator: &str, a: u64, b: u64) -> String {
    let (t, int) = (width.name, width.int);
    let constant = |x: u64| format!("({t}.reinterpret_{int} ({int}.const {x:#x}))");
    let mut text = "(module (memory 1)\n".to_owned();
    for (i, (_, shape)) in SHAPES.iter().enumerate() {
        let shape = shape.replace("OP", operator).replace('T', t);
        let shape = shape.replace('A', &constant(a)).replace('B', &constant(b));
        writeln!(
            text,
            "(func (export \"{i}\") (param $a {t}) (param $b {t}) (result {int})
               ({t}.store (i32.const 0) (local.get $a)) ({t}.store (i32.const 16) (local.get $b))
               {shape} {int}.reinterpret_{t})"
        )
        .unwrap();
    }
    text + ")"
}

/// Runs every export with the operands and compares what it returns.
fn check(tier: Tier, text: &str, arguments: &[Val], expected: &Val, what: &dyn Fn(usize) -> String) {
    let mut config = Config::new();
    config.tier(tier);
    let engine = Engine::new(&config).unwrap();
    let module = Module::new(&engine, text).unwrap();
    let mut store = Store::new(&engine, ());
    let instance = Instance::new(&mut store, &module, &[]).unwrap();
    for i in 0..module.exports().count() {
        let mut result = [Val::I32(0)];
        let func = instance.get_func(&mut store, &i.to_string()).unwrap();
        func.call(&mut store, arguments, &mut result).unwrap();
        assert_eq!(format!("{:?}", result[0]), format!("{expected:?}"), "{tier:?}, {}", what(i));
    }
}

fn bits(width: &Width, x: u64) -> Val {
    if width.bits == 32 { Val::I32(x as u32 as i32) } else { Val::I64(x as i64) }
}

fn float(width: &Width, x: u64) -> Val {
    if width.bits == 32 { Val::F32(x as u32) } else { Val::F64(x) }
}

#[test]
fn scalar_nans_have_the_same_bits_in_both_tiers() {
    for width in [&F32, &F64] {
        for operator in OPERATORS {
            for (a, b) in width.samples.iter().flat_map(|&a| width.samples.map(|b| (a, b))) {
                let Some(expected) = width.expected(operator, a, b, false) else { continue };
                let text = scalar_module(width, operator, a, b);
                let arguments = [float(width, a), float(width, b)];
                for tier in [Tier::Interp, Tier::Jit] {
                    check(tier, &text, &arguments, &bits(width, expected), &|i| {
                        format!("{}.{operator} {a:#x} {b:#x}, {}", width.name, SHAPES[i].0)
                    });
                }
            }
        }
    }
}

#[test]
fn vector_nans_have_the_same_bits_in_both_tiers() {
    for (width, lanes) in [(&F32, "f32x4"), (&F64, "f64x2")] {
        for operator in OPERATORS {
            for (a, b) in width.samples.iter().flat_map(|&a| width.samples.map(|b| (a, b))) {
                let Some(expected) = width.expected(operator, a, b, true) else { continue };
                let (t, int) = (width.name, width.int);
                let last = 128 / width.bits - 1;
                let text = format!(
                    "(module (func (export \"0\") (param $a {t}) (param $b {t}) (result {int})
                       ({lanes}.{operator}
                         ({lanes}.replace_lane {last} (v128.const i64x2 0 0) (local.get $a))
                         ({lanes}.replace_lane {last} (v128.const i64x2 0 0) (local.get $b)))
                       {lanes}.extract_lane {last} {int}.reinterpret_{t})
                     (func (export \"1\") (param $a {t}) (param $b {t}) (result {int})
                       ({lanes}.{operator} ({lanes}.splat (local.get $a)) ({lanes}.splat (local.get $b)))
                       {lanes}.extract_lane {last} {int}.reinterpret_{t}))"
                );
                let arguments = [float(width, a), float(width, b)];
                for tier in [Tier::Interp, Tier::Jit] {
                    check(tier, &text, &arguments, &bits(width, expected), &|i| {
                        format!("{lanes}.{operator} {a:#x} {b:#x}, {i}")
                    });
                }
            }
        }
    }
}

/// Of the summand and the product the summand counts first, and a product's NaN keeps its sign where it is subtracted.
#[test]
fn relaxed_sums_have_the_same_bits_in_both_tiers() {
    let (x, y, z) = (0x7fc0_0011, 0xffc0_0022, 0x7fc0_0033);
    let one = 0x3f80_0000;
    for operator in ["relaxed_madd", "relaxed_nmadd"] {
        for (a, b, c, expected) in [
            (x, y, z, z),
            (x, y, one, x),
            (one, y, one, y),
            (one, one, z, z),
            (0x7f80_0000, 0, one, 0xffc0_0000),
        ] {
            let text = format!(
                "(module (func (export \"0\") (param f32 f32 f32) (result i32)
                   (f32x4.{operator} (f32x4.splat (local.get 0)) (f32x4.splat (local.get 1)) (f32x4.splat (local.get 2)))
                   f32x4.extract_lane 0 i32.reinterpret_f32))"
            );
            for tier in [Tier::Interp, Tier::Jit] {
                check(tier, &text, &[a, b, c].map(Val::F32), &Val::I32(expected as i32), &|_| {
                    format!("{operator} {a:#x} {b:#x} {c:#x}")
                });
            }
        }
    }
}

/// Square roots, roundings and changes of width make the operand quiet and keep its sign.
#[test]
fn unary_operators_keep_sign_and_payload() {
    for tier in [Tier::Interp, Tier::Jit] {
        for operator in ["sqrt", "ceil", "floor", "trunc", "nearest"] {
            for width in [&F32, &F64] {
                let (t, int) = (width.name, width.int);
                let text = format!(
                    "(module (func (export \"0\") (param {t}) (result {int}) ({int}.reinterpret_{t} ({t}.{operator} (local.get 0)))))"
                );
                for &a in width.samples.iter().filter(|&&a| width.is_nan(a)) {
                    let expected = bits(width, a | width.quiet);
                    check(tier, &text, &[float(width, a)], &expected, &|_| format!("{t}.{operator} {a:#x}"));
                }
            }
        }
        let text = "(module (func (export \"0\") (param f64) (result i32) (i32.reinterpret_f32 (f32.demote_f64 (local.get 0)))))";
        check(tier, text, &[Val::F64(0xfff0_0000_2000_0001)], &Val::I32(0xffc0_0001_u32 as i32), &|_| {
            "demote".into()
        });
        let text = "(module (func (export \"0\") (param f32) (result i64) (i64.reinterpret_f64 (f64.promote_f32 (local.get 0)))))";
        let expected = Val::I64(0xfff8_0000_2000_0000_u64 as i64);
        check(tier, text, &[Val::F32(0xff80_0001)], &expected, &|_| "promote".into());
        let text = "(module (func (export \"0\") (param f32) (result i32) (i32.reinterpret_f32 (f32.sqrt (local.get 0)))))";
        check(tier, text, &[Val::F32(0xbf80_0000)], &Val::I32(0xffc0_0000_u32 as i32), &|_| {
            "sqrt of -1".into()
        });
    }
}
