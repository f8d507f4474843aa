//! Every vector operation in machine code against the interpreter.
//!
//! The official scripts call each operation with its operands as parameters. What they cannot reach is where the operands are: both in
//! one register, dying or not, in memory, constants, in registers that the result goes to as well, and more of them than there are
//! registers. So for each operation there is a function for each of these places, and both tiers must agree on boundary values
//! and noise, bit for bit.
//!
//! NaNs: with canonicalization results are compared exactly; without, two NaNs in one lane are equal.

#[path = "jit_simd/samples.rs"]
mod samples;

use std::fmt::Write as _;

use wx::ir::{Kind, OpCode, Shape};
use wx::settings::{Chaos, Isa};
use wx::*;

use samples::{INTS, Noise, vectors};

/// A function to call in both tiers.
struct Case {
    name: String,
    params: Vec<Kind>,
    /// Width of the float lanes of the first result.
    float: Option<u32>,
    /// All combinations of operands, not just some.
    thorough: bool,
}

#[derive(Default)]
struct Program {
    text: String,
    cases: Vec<Case>,
}

fn type_name(kind: Kind) -> &'static str {
    match kind {
        Kind::I32 => "i32",
        Kind::I64 => "i64",
        Kind::F32 => "f32",
        Kind::F64 => "f64",
        _ => "v128",
    }
}

impl Program {
    /// Adds a function with these parameters and results.
    fn func(&mut self, case: Case, results: &[Kind], locals: &str, body: &str) {
        let list = |kinds: &[Kind]| kinds.iter().map(|&k| type_name(k)).collect::<Vec<_>>().join(" ");
        let Case { name, params, .. } = &case;
        writeln!(
            self.text,
            "(func (export \"{name}\") (param {}) (result {}) {locals} {body})",
            list(params),
            list(results)
        )
        .unwrap();
        self.cases.push(case);
    }

    fn finish(&self) -> String {
        let data: String = (0..=255).map(|i| format!("\\{:02x}", (i * 167 + 13) % 256)).collect();
        format!("(module (memory 1) (data (i32.const 64) \"{data}\")\n{})", self.text)
    }
}

/// The operation as the text format has it: the table's name with its words apart.
fn text_name(code: OpCode) -> String {
    let mut text = String::new();
    for c in code.name().chars() {
        if c.is_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.push(c.to_ascii_lowercase());
    }
    for (table, official) in [
        ("ext_add", "extadd"),
        ("ext_mul", "extmul"),
        ("q15_mulr", "q15mulr"),
        ("and_not", "andnot"),
        ("p_min", "pmin"),
        ("p_max", "pmax"),
    ] {
        text = text.replace(table, official);
    }
    text.replacen('_', ".", 1)
}

/// Width of the float lanes that an operation returns.
fn float_lanes(name: &str) -> Option<u32> {
    let compares = [".eq", ".ne", ".lt", ".gt", ".le", ".ge"].iter().any(|c| name.ends_with(c));
    match name.split(['.', 'x']).next() {
        _ if compares => None,
        Some("f32") => Some(32),
        Some("f64") => Some(64),
        _ => None,
    }
}

fn vector_operations() -> Vec<OpCode> {
    use Shape::{Binary, Extract, Replace, Ternary, Unary};
    let all = OpCode::ALL.iter().copied().filter(|code| {
        let f = code.fields();
        let canonicalizes = code.name().ends_with("CanonicalizeNan");
        matches!(code.shape(), Unary | Binary | Ternary | Extract | Replace)
            && [f.def, f.b, f.c].contains(&Kind::V128)
            && *code != OpCode::CopyV128
            && !canonicalizes
    });
    all.collect()
}

fn constant(kind: Kind, seed: usize) -> String {
    let vectors = vectors();
    match kind {
        Kind::I32 => format!("(i32.const {})", INTS[seed % INTS.len()] as i32),
        Kind::I64 => format!("(i64.const {})", INTS[seed % INTS.len()]),
        Kind::F32 => format!("(f32.const {}.5)", seed),
        Kind::F64 => format!("(f64.const -{}.25)", seed),
        _ => {
            let lanes: Vec<String> =
                vectors[seed % vectors.len()].to_le_bytes().iter().map(u8::to_string).collect();
            format!("(v128.const i8x16 {})", lanes.join(" "))
        }
    }
}

/// The functions of one operation, with its immediate operand.
fn functions(program: &mut Program, code: OpCode, immediate: &str) {
    let f = code.fields();
    let name = format!("{}{immediate}", text_name(code));
    let float = float_lanes(&name);
    let params: Vec<Kind> = [f.b, f.c, f.third].into_iter().filter(|&k| k != Kind::None).collect();
    let case = |what: &str, params: &[Kind]| Case {
        name: format!("{name}/{what}"),
        params: params.to_vec(),
        float,
        thorough: false,
    };
    let get = |i: usize| format!("(local.get {i})");
    let all: String = (0..params.len()).map(get).collect();

    // Operands die.
    let thorough = Case { thorough: true, ..case("dying", &params) };
    program.func(thorough, &[f.def], "", &format!("({name} {all})"));

    // Operands live on, and must be what they were.
    let mut results = vec![f.def];
    results.extend(&params);
    program.func(case("living", &params), &results, "", &format!("({name} {all}) {all}"));

    // The result goes where an operand is.
    for (i, &kind) in params.iter().enumerate() {
        if kind == f.def {
            let body = format!("(local.set {i} ({name} {all})) (local.get {i}) {all}");
            program.func(case(&format!("into{i}"), &params), &results, "", &body);
        }
    }

    // The same operand twice, living and dying.
    if params.len() >= 2 && params[0] == params[1] {
        let twice: String = params.iter().map(|_| get(0)).collect();
        program.func(case("twice", &params[..1]), &[f.def], "", &format!("({name} {twice})"));
        let body = format!("({name} {twice}) (local.get 0)");
        program.func(case("twice_living", &params[..1]), &[f.def, params[0]], "", &body);
    }

    // A constant operand, each in turn.
    for i in 0..params.len() {
        for seed in [1, 3, 8, 11, 14] {
            let others: Vec<Kind> =
                params.iter().enumerate().filter(|&(k, _)| k != i).map(|(_, &k)| k).collect();
            let mut next = 0..;
            let operands: String = (0..params.len())
                .map(|k| if k == i { constant(params[k], seed + i) } else { get(next.next().unwrap()) })
                .collect();
            if others.is_empty() {
                continue;
            }
            program.func(
                case(&format!("constant{i}_{seed}"), &others),
                &[f.def],
                "",
                &format!("({name} {operands})"),
            );
        }
    }

    // From memory, and to memory.
    let stores: String = (0..params.len())
        .map(|i| format!("({}.store (i32.const {}) (local.get {i})) ", type_name(params[i]), 1024 + 24 * i))
        .collect();
    let loads: String = (0..params.len())
        .map(|i| format!("({}.load (i32.const {}))", type_name(params[i]), 1024 + 24 * i))
        .collect();
    let def = type_name(f.def);
    let body =
        format!("{stores} ({def}.store (i32.const 2056) ({name} {loads})) ({def}.load (i32.const 2056))");
    program.func(case("memory", &params), &[f.def], "", &body);

    // Two live results, one the operand of the other where it can be.
    if params[0] == f.def {
        let rest: String = (1..params.len()).map(get).collect();
        let body = format!("({name} ({name} {all}) {rest})");
        program.func(case("chained", &params), &[f.def], "", &body);
    }

    pressure(program, code, immediate, &params);
}

/// Fourteen vectors live through a loop: more than there are registers for locals. The operands are used least.
fn pressure(program: &mut Program, code: OpCode, immediate: &str, params: &[Kind]) {
    let f = code.fields();
    let name = format!("{}{immediate}", text_name(code));
    let first = params.len();
    let count = 14;
    let mut body = String::new();
    for i in 0..count {
        write!(body, "(local.set {} {}) ", first + i, constant(Kind::V128, i)).unwrap();
    }
    let result = first + count;
    let counter = result + 1;
    let operands: String = (0..params.len()).map(|i| format!("(local.get {i})")).collect();
    write!(body, "(loop $again (local.set {result} ({name} {operands}))").unwrap();
    for i in 0..count {
        let (a, b) = (first + i, first + (i + 1) % count);
        write!(
            body,
            "(local.set {a} (v128.xor (local.get {a}) (i8x16.add (local.get {b}) (local.get {a}))))"
        )
        .unwrap();
    }
    write!(
        body,
        "(br_if $again (i32.lt_u (local.tee {counter} (i32.add (local.get {counter}) (i32.const 1))) (i32.const 3))))"
    )
    .unwrap();
    let sum = (1..count)
        .fold(format!("(local.get {first})"), |sum, i| format!("(v128.xor {sum} (local.get {}))", first + i));
    write!(body, "(local.get {result}) {sum} {operands}").unwrap();
    let locals =
        format!("(local {}) (local {}) (local i32)", vec!["v128"; count].join(" "), type_name(f.def));
    let mut results = vec![f.def, Kind::V128];
    results.extend(params);
    let case = Case {
        name: format!("{name}/pressure"),
        params: params.to_vec(),
        float: float_lanes(&name),
        thorough: false,
    };
    program.func(case, &results, &locals, &body);
}

fn operations() -> Program {
    let mut program = Program::default();
    for code in vector_operations() {
        match code.shape() {
            Shape::Extract | Shape::Replace => {
                let name = text_name(code);
                let lanes = name.split(['x', '.', '_']).nth(1).and_then(|n| n.parse().ok()).unwrap_or(2);
                (0..lanes).for_each(|lane: u32| functions(&mut program, code, &format!(" {lane}")));
            }
            _ => functions(&mut program, code, ""),
        }
    }
    program
}

/// Shuffles that have instructions of their own, their neighbours that have not, and noise.
fn shuffles() -> Program {
    let mut patterns: Vec<[u8; 16]> = Vec::new();
    let identity: [u8; 16] = std::array::from_fn(|i| i as u8);
    for start in 0..=16 {
        patterns.push(identity.map(|i| i + start));
        patterns.push(identity.map(|i| (i + start) ^ 16).map(|i| i % 32));
        patterns.push(identity.map(|i| (i + start) % 16));
        patterns.push([start; 16]);
    }
    for width in [1, 2, 4, 8] {
        for start in [0, 8] {
            let both: [u8; 16] = std::array::from_fn(|i| {
                (start + i / width / 2 * width + i % width + i / width % 2 * 16) as u8
            });
            patterns.push(both);
            patterns.push(both.map(|i| i ^ 16));
            patterns.push(both.map(|i| i % 16));
            patterns.push(both.map(|i| i % 16 + 16));
        }
    }
    let mut noise = Noise(7);
    for _ in 0..16 {
        let bits = noise.next();
        let doublewords: [u8; 16] =
            std::array::from_fn(|i| ((bits >> (i / 4 * 2)) % 4 * 4) as u8 + (i % 4) as u8);
        patterns.push(doublewords);
        // Two from either.
        patterns.push(std::array::from_fn(|i| doublewords[i] + if i < 8 { 0 } else { 16 }));
        patterns.push(std::array::from_fn(|i| doublewords[i] + if i < 8 { 16 } else { 0 }));
        // In their places, by words and by bytes.
        patterns.push(std::array::from_fn(|i| i as u8 + (bits >> (i / 2) & 1) as u8 * 16));
        patterns.push(std::array::from_fn(|i| i as u8 + (bits >> i & 1) as u8 * 16));
        let bytes = noise.vector().to_le_bytes();
        patterns.push(bytes.map(|p| p % 32));
        patterns.push(bytes.map(|p| p % 16));
        patterns.push(bytes.map(|p| p % 16 + 16));
    }
    let mut program = Program::default();
    for (i, pattern) in patterns.iter().enumerate() {
        let lanes: Vec<String> = pattern.iter().map(u8::to_string).collect();
        let shuffle = format!("i8x16.shuffle {}", lanes.join(" "));
        let case = |what: &str, params: usize| Case {
            name: format!("{i}: {shuffle}/{what}"),
            params: vec![Kind::V128; params],
            float: None,
            thorough: false,
        };
        let v = Kind::V128;
        program.func(case("dying", 2), &[v], "", &format!("({shuffle} (local.get 0) (local.get 1))"));
        let body = format!("({shuffle} (local.get 0) (local.get 1)) (local.get 0) (local.get 1)");
        program.func(case("living", 2), &[v, v, v], "", &body);
        program.func(case("twice", 1), &[v], "", &format!("({shuffle} (local.get 0) (local.get 0))"));
        let body =
            format!("(local.set 1 ({shuffle} (local.get 0) (local.get 1))) (local.get 1) (local.get 0)");
        program.func(case("into1", 2), &[v, v], "", &body);
    }
    program
}

/// Loads and stores of vectors and lanes, globals, selections, copies, constants.
fn moves() -> Program {
    let mut program = Program::default();
    let v = Kind::V128;
    let case =
        |name: String, params: &[Kind]| Case { name, params: params.to_vec(), float: None, thorough: false };
    let loads = [
        "v128.load",
        "v128.load8x8_s",
        "v128.load8x8_u",
        "v128.load16x4_s",
        "v128.load16x4_u",
        "v128.load32x2_s",
        "v128.load32x2_u",
        "v128.load8_splat",
        "v128.load16_splat",
        "v128.load32_splat",
        "v128.load64_splat",
        "v128.load32_zero",
        "v128.load64_zero",
    ];
    // The address is taken modulo 64, so that all lies in the data.
    let address = "(i32.add (i32.and (local.get 0) (i32.const 63)) (i32.const 64))";
    for load in loads {
        program.func(case(load.into(), &[Kind::I32]), &[v], "", &format!("({load} offset=3 {address})"));
        let body = format!("({load} offset=5 (i32.const 77))");
        program.func(case(format!("{load}/constant"), &[Kind::I32]), &[v], "", &body);
    }
    for (bytes, lanes) in [(8, 16), (16, 8), (32, 4), (64, 2)] {
        for lane in 0..lanes {
            let name = format!("v128.load{bytes}_lane offset=2 {lane}");
            let body = format!("({name} {address} (local.get 1)) (local.get 1)");
            program.func(case(format!("{name}/living"), &[Kind::I32, v]), &[v, v], "", &body);
            let body = format!("({name} {address} (local.get 1))");
            program.func(case(name, &[Kind::I32, v]), &[v], "", &body);
            let name = format!("v128.store{bytes}_lane offset=2 {lane}");
            let body = format!(
                "(v128.store (i32.const 4096) (v128.const i64x2 -1 -1)) ({name} (i32.const 4094) (local.get 0)) \
                 (v128.load (i32.const 4096)) (local.get 0)"
            );
            program.func(case(name, &[v]), &[v, v], "", &body);
        }
    }
    let body = "(v128.store offset=9 (i32.const 4096) (local.get 0)) (v128.load (i32.const 4105))";
    program.func(case("v128.store".into(), &[v]), &[v], "", body);
    let select = "(select (local.get 0) (local.get 1) (local.get 2))";
    program.func(case("select".into(), &[v, v, Kind::I32]), &[v], "", select);
    let body = format!("{select} (local.get 0) (local.get 1)");
    program.func(case("select/living".into(), &[v, v, Kind::I32]), &[v, v, v], "", &body);
    for to in 0..2 {
        let body = format!("(local.set {to} {select}) (local.get {to}) (local.get 0) (local.get 1)");
        program.func(case(format!("select/into{to}"), &[v, v, Kind::I32]), &[v, v, v], "", &body);
    }
    // A test of a vector that chooses and that branches.
    for test in ["v128.any_true", "i8x16.all_true", "i16x8.all_true", "i32x4.all_true", "i64x2.all_true"] {
        let body = format!("(select (i32.const 5) (local.get 1) ({test} (local.get 0)))");
        program.func(case(format!("{test}/select"), &[v, Kind::I32]), &[Kind::I32], "", &body);
        let body = format!("(select (local.get 0) (local.get 1) ({test} (local.get 0)))");
        program.func(case(format!("{test}/select_v128"), &[v, v]), &[v], "", &body);
        let body = format!(
            "(if (result v128) ({test} (local.get 0)) (then (v128.not (local.get 0))) (else (local.get 1)))"
        );
        program.func(case(format!("{test}/if"), &[v, v]), &[v], "", &body);
    }
    // A lane that is read as an integer, of its own width and a wider one.
    for lane in 0..4 {
        let body =
            format!("(i64.extend_i32_u (i32.reinterpret_f32 (f32x4.extract_lane {lane} (local.get 0))))");
        program.func(case(format!("reinterpreted {lane}"), &[v]), &[Kind::I64], "", &body);
    }
    // Locals that begin as zero, exchanged round a loop.
    let body = "(loop $again (local.set 3 (local.get 1)) (local.set 1 (local.get 0)) (local.set 0 (local.get 2)) \
                  (local.set 2 (i8x16.add (local.get 3) (local.get 5))) (local.set 5 (v128.xor (local.get 5) (local.get 3)))
                  (br_if $again (i32.lt_u (local.tee 4 (i32.add (local.get 4) (i32.const 1))) (i32.const 5)))) \
                (local.get 0) (local.get 1) (local.get 2) (local.get 3) (local.get 5)";
    let locals = "(local v128) (local i32) (local v128)";
    program.func(case("rotation".into(), &[v, v, v]), &[v, v, v, v, v], locals, body);
    program
        .text
        .push_str("(global $g (mut v128) (v128.const i32x4 1 2 3 4)) (func $swap (param v128 v128) (result v128 v128) local.get 1 local.get 0)");
    let body = "(global.set $g (v128.xor (local.get 0) (global.get $g))) (global.get $g) (local.get 0)";
    program.func(case("global".into(), &[v]), &[v, v], "", body);
    let body = "(call $swap (local.get 0) (i8x16.add (local.get 0) (local.get 1))) (local.get 1)";
    program.func(case("call".into(), &[v, v]), &[v, v, v], "", body);
    program
}

fn operands(kind: Kind, vectors: &[V128]) -> Vec<Val> {
    match kind {
        Kind::I32 => INTS.iter().map(|&x| Val::I32(x as i32)).collect(),
        Kind::I64 => INTS.iter().map(|&x| Val::I64(x)).collect(),
        Kind::F32 => vectors.iter().step_by(2).map(|v| Val::F32(v.to_u32x4()[0])).collect(),
        Kind::F64 => vectors.iter().step_by(2).map(|v| Val::F64(v.to_u64x2()[0])).collect(),
        _ => vectors.iter().map(|&v| Val::V128(v)).collect(),
    }
}

/// The operands that a case is called with.
fn calls(case: &Case, vectors: &[V128]) -> Vec<Vec<Val>> {
    let choices: Vec<Vec<Val>> = case.params.iter().map(|&kind| operands(kind, vectors)).collect();
    let n: Vec<usize> = choices.iter().map(Vec::len).collect();
    let pick = |at: &dyn Fn(usize) -> usize| -> Vec<Val> {
        choices.iter().enumerate().map(|(k, c)| c[at(k) % n[k]].clone()).collect()
    };
    let mut all = Vec::new();
    for i in 0..n[0] {
        let seconds = match n.get(1) {
            None => 1,
            Some(&m) if case.thorough => m,
            Some(_) => 2,
        };
        for j in 0..seconds {
            let spread = if case.thorough { j } else { i * (7 * j + 1) + j * 5 };
            all.push(pick(&|k| match k {
                0 => i,
                1 => spread,
                _ => i * 3 + j * 5 + 1,
            }));
        }
    }
    all
}

fn bits(value: &Val) -> (u8, u128) {
    match *value {
        Val::I32(x) => (0, u128::from(x as u32)),
        Val::I64(x) => (1, u128::from(x as u64)),
        Val::F32(x) => (2, u128::from(x)),
        Val::F64(x) => (3, u128::from(x)),
        Val::V128(x) => (4, x.to_bits()),
        _ => unreachable!("no function returns references"),
    }
}

/// Equal bits, or NaN in the same lanes.
fn same(a: &Val, b: &Val, float: Option<u32>) -> bool {
    let (a, b) = (bits(a).1, bits(b).1);
    if a == b {
        return true;
    }
    let (a, b) = (V128::from_bits(a), V128::from_bits(b));
    match float {
        Some(32) => (0..4).all(|i| {
            let (x, y) = (a.to_f32x4()[i], b.to_f32x4()[i]);
            x.to_bits() == y.to_bits() || x.is_nan() && y.is_nan()
        }),
        Some(_) => (0..2).all(|i| {
            let (x, y) = (a.to_f64x2()[i], b.to_f64x2()[i]);
            x.to_bits() == y.to_bits() || x.is_nan() && y.is_nan()
        }),
        None => false,
    }
}

struct Machine {
    store: Store<()>,
    instance: Instance,
}

impl Machine {
    fn new(text: &str, tier: Tier, canonical: bool, isa: Isa, chaos: Chaos) -> Machine {
        let mut config = Config::new();
        config.tier(tier).canonicalize_nans(canonical).max_isa(isa).chaos(chaos);
        let engine = Engine::new(&config).unwrap();
        let module = Module::new(&engine, text).unwrap_or_else(|e| panic!("{e:?}"));
        let mut store = Store::new(&engine, ());
        let instance = Linker::new(&engine).instantiate(&mut store, &module).unwrap();
        Machine { store, instance }
    }

    fn call(&mut self, func: &Func, arguments: &[Val], results: &mut Vec<Val>) {
        let count = func.ty(&self.store).results().len();
        results.clear();
        results.resize(count, Val::I32(0));
        func.call(&mut self.store, arguments, results).unwrap();
    }

    fn func(&mut self, name: &str) -> Func {
        self.instance.get_func(&mut self.store, name).unwrap()
    }
}

fn compare(program: &Program, canonical: bool, settings: &[(Isa, Chaos)]) {
    let text = program.finish();
    let vectors = vectors();
    let mut failures = Vec::new();
    let (native, plain) = (Isa::Native, Chaos::default());
    let mut interpreter = Machine::new(&text, Tier::Interp, canonical, native, plain);
    let mut machines: Vec<Machine> =
        settings.iter().map(|&(isa, chaos)| Machine::new(&text, Tier::Jit, canonical, isa, chaos)).collect();
    let (mut expected, mut results) = (Vec::new(), Vec::new());
    for case in &program.cases {
        let reference = interpreter.func(&case.name);
        let funcs: Vec<Func> = machines.iter_mut().map(|m| m.func(&case.name)).collect();
        let mut failed = vec![false; machines.len()];
        for arguments in calls(case, &vectors) {
            interpreter.call(&reference, &arguments, &mut expected);
            for (i, machine) in machines.iter_mut().enumerate() {
                machine.call(&funcs[i], &arguments, &mut results);
                let agree = expected.iter().zip(&results).enumerate().all(|(k, (e, r))| {
                    // Behind the operation's own result stand its operands or other exact values; of those that were
                    // overwritten by the result the first is compared by class as well.
                    let float = if canonical { None } else { case.float };
                    bits(e) == bits(r) || k <= 3 && same(e, r, float)
                });
                if !agree && !failed[i] {
                    failed[i] = true;
                    failures.push(format!(
                        "{} {:?}: {arguments:x?}\n  interpreted {expected:x?}\n  compiled    {results:x?}",
                        case.name, settings[i]
                    ));
                }
            }
        }
    }
    let shown = failures.iter().take(20).cloned().collect::<Vec<_>>().join("\n");
    assert!(failures.is_empty(), "{} failures:\n{shown}", failures.len());
}

fn settings() -> Vec<(Isa, Chaos)> {
    let starved = Chaos { starve_registers: true, ..Chaos::default() };
    let spilled = Chaos { force_spills: true, ..Chaos::default() };
    let unfused = Chaos { no_fusion: true, padding: true, ..Chaos::default() };
    vec![
        (Isa::Native, Chaos::default()),
        (Isa::Native, starved),
        (Isa::Native, spilled),
        (Isa::Avx, unfused),
        (Isa::Sse41, Chaos::default()),
        (Isa::Sse41, starved),
        (Isa::Sse41, spilled),
    ]
}

#[test]
fn every_operation_agrees_exactly_where_nans_are_canonical() {
    compare(&operations(), true, &settings());
}

#[test]
fn every_operation_agrees_but_for_the_bits_of_nans() {
    compare(&operations(), false, &[(Isa::Native, Chaos::default()), (Isa::Sse41, Chaos::default())]);
}

#[test]
fn shuffles_agree() {
    compare(&shuffles(), false, &settings());
}

#[test]
fn loads_stores_and_moves_agree() {
    compare(&moves(), false, &settings());
}

#[test]
fn the_matrix_has_every_operation() {
    let names: Vec<String> = vector_operations().into_iter().map(text_name).collect();
    assert_eq!(names.len(), 232, "{names:?}");
    for name in ["v128.andnot", "i8x16.narrow_i16x8_u", "i16x8.extmul_high_i8x16_s", "f64x2.pmax"] {
        assert!(names.iter().any(|n| n == name), "{name}");
    }
}
