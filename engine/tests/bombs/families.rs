//! Shapes of modules that have tempted a compiler to do more than their bytes are worth. Each function makes a module of about so
//! many bytes.

use super::wasm::*;

pub(crate) type Family = (&'static str, fn(usize) -> Vec<u8>);

/// Values of one type.
fn all(ty: u8, n: usize) -> Vec<u8> {
    vec![ty; n]
}

/// The most parameters and the most results that a function may have.
const MOST: usize = 1000;

/// A module with a function that takes and leaves `MOST` values of a type, and one that leaves them; and their indices and the type.
fn wide(ty: u8) -> (Module, usize, usize, usize) {
    let mut m = Module::default();
    let both = m.func_type(&all(ty, MOST), &all(ty, MOST));
    let none = m.func_type(&[], &all(ty, MOST));
    let trap = Bytes(vec![UNREACHABLE]);
    let (pass, make) = (m.func(both, &[], &trap), m.func(none, &[], &trap));
    (m, pass, make, both)
}

/// The values of [`wide`], then a piece of code as often as it fits, then no values.
fn repeated(n: usize, (m, _, make, _): (Module, usize, usize, usize), piece: &Bytes) -> Vec<u8> {
    let mut b = Bytes::default();
    b.op(CALL, make).times(n / piece.len(), &piece.0).times(MOST, &[DROP]);
    m.with(&[(1, I32)], &b)
}

fn calls(n: usize, ty: u8) -> Vec<u8> {
    let w = wide(ty);
    let piece = Bytes::default().op(CALL, w.1).clone();
    repeated(n, w, &piece)
}

fn calls_indirect(n: usize) -> Vec<u8> {
    let mut w = wide(I32);
    w.0.tables.push(vec![0x70, 0, 1]);
    let piece = Bytes::default().op(GET, 0).op(CALL_INDIRECT, w.3).leb(0).clone();
    repeated(n, w, &piece)
}

fn calls_of_import(n: usize) -> Vec<u8> {
    let mut m = Module::default();
    let both = m.func_type(&all(I32, MOST), &all(I32, MOST));
    let none = m.func_type(&[], &all(I32, MOST));
    let pass = m.import(both);
    let make = m.func(none, &[], &Bytes(vec![UNREACHABLE]));
    let piece = Bytes::default().op(CALL, pass).clone();
    repeated(n, (m, pass, make, both), &piece)
}

/// Calls that take one kind of value and leave another.
fn calls_and_drops(n: usize) -> Vec<u8> {
    let mut m = Module::default();
    let (take, leave) = (m.func_type(&all(I64, MOST), &[]), m.func_type(&[], &all(I64, MOST)));
    let trap = Bytes(vec![UNREACHABLE]);
    let (take, leave) = (m.func(take, &[], &trap), m.func(leave, &[], &trap));
    let piece = Bytes::default().op(CALL, leave).op(CALL, take).clone();
    let mut b = Bytes::default();
    b.times(n / piece.len(), &piece.0);
    m.with(&[], &b)
}

/// Calls that leave operands, which nobody takes.
fn operands_that_stay(n: usize) -> Vec<u8> {
    let (m, _, make, _) = wide(I32);
    let mut b = Bytes::default();
    (0..n / 2).for_each(|_| _ = b.op(CALL, make));
    b.raw(&[UNREACHABLE]);
    m.with(&[], &b)
}

fn tail_calls(n: usize) -> Vec<u8> {
    let (m, pass, make, _) = wide(I32);
    let mut piece = Bytes::default();
    piece.op(GET, 0).raw(&[IF, EMPTY]).op(CALL, make).op(RETURN_CALL, pass).raw(&[END]);
    let mut m = m;
    let ty = m.func_type(&[I32], &all(I32, MOST));
    let mut b = Bytes::default();
    b.times(n / piece.len(), &piece.0).op(CALL, make);
    m.func(ty, &[], &b);
    m.finish()
}

fn blocks(n: usize, code: u8, ty: u8) -> Vec<u8> {
    let w = wide(ty);
    let piece = Bytes::default().block(code, w.3).raw(&[END]).clone();
    repeated(n, w, &piece)
}

fn ifs(n: usize) -> Vec<u8> {
    let w = wide(I32);
    let piece = Bytes::default().op(GET, 0).block(IF, w.3).raw(&[ELSE, END]).clone();
    repeated(n, w, &piece)
}

/// Branches that carry values from where they are, or down by a slot.
fn branches(n: usize, shifted: bool, code: u8) -> Vec<u8> {
    let (mut m, _, make, _) = wide(I32);
    let leave = m.func_type(&[], &all(I32, MOST));
    let mut b = Bytes::default();
    b.block(BLOCK, leave);
    if shifted {
        b.raw(&[CONST, 0]);
    }
    b.op(CALL, make);
    match code {
        BR_IF => _ = b.times(n / 4, &[GET, 0, BR_IF, 0]).raw(&[BR, 0]),
        _ => _ = b.raw(&[GET, 0]).op(BR_TABLE, n).times(n + 1, &[0]),
    }
    b.raw(&[END]).times(MOST, &[DROP]);
    m.with(&[(1, I32)], &b)
}

fn returns(n: usize) -> Vec<u8> {
    let (mut m, _, make, _) = wide(I32);
    let ty = m.func_type(&[I32], &all(I32, MOST));
    let mut b = Bytes::default();
    b.raw(&[CONST, 0]).op(CALL, make).times(n / 6, &[GET, 0, IF, EMPTY, UNREACHABLE, END]);
    b.times(n / 4, &[GET, 0, BR_IF, 0]).raw(&[RETURN]);
    m.func(ty, &[], &b);
    m.finish()
}

fn catches(n: usize) -> Vec<u8> {
    let (mut m, _, make, _) = wide(I32);
    let (none, leave) = (m.func_type(&all(I32, MOST), &[]), m.func_type(&[], &all(I32, MOST)));
    m.tag(none);
    let clauses = (n / 3).min(9_000);
    let mut b = Bytes::default();
    b.block(BLOCK, leave).raw(&[TRY_TABLE, EMPTY]).leb(clauses).times(clauses, &[0, 0, 0]);
    b.raw(&[END]).op(CALL, make).raw(&[END]).times(MOST, &[DROP]);
    m.with(&[], &b)
}

/// References at the bottom of a deep hierarchy, where the root is expected.
fn deep(n: usize, piece: impl Fn(&mut Bytes, usize, usize), targets: bool) -> Vec<u8> {
    let mut m = Module::default();
    let root = m.hierarchy(62);
    let bottom = root + 62;
    let (make, take) = (m.func_of_refs(0, 0, MOST, bottom), m.func_of_refs(MOST, root, 0, 0));
    let leave = m.func_of_refs(0, 0, MOST, root);
    let trap = Bytes(vec![UNREACHABLE]);
    let (make, take) = (m.func(make, &[], &trap), m.func(take, &[], &trap));
    let mut b = Bytes::default();
    if targets {
        b.block(BLOCK, leave).op(CALL, make).raw(&[GET, 0]).op(BR_TABLE, n).times(n + 1, &[0]).raw(&[END]);
        b.op(CALL, take);
    } else {
        while b.len() < n {
            b.block(BLOCK, leave).op(CALL, make);
            piece(&mut b, make, take);
            b.raw(&[END]).op(CALL, take);
        }
    }
    m.with(&[(1, I32)], &b)
}

/// A struct of many fields in code that is never reached: nothing was written for the fields.
fn unreachable_structs(n: usize) -> Vec<u8> {
    let mut m = Module::default();
    let mut ty = Bytes::default();
    let fields = (n / 4).min(10_000);
    ty.raw(&[0x5F]).leb(fields).times(fields, &[I32, 1]);
    let ty = m.ty(ty.0);
    let mut b = Bytes::default();
    b.raw(&[UNREACHABLE]);
    let mut piece = Bytes::default();
    piece.raw(&[0xFB, 0]).leb(ty).raw(&[DROP]);
    b.times(n / 2 / piece.len(), &piece.0);
    m.with(&[], &b)
}

fn unreachable_arrays(n: usize) -> Vec<u8> {
    let mut m = Module::default();
    let ty = m.ty(vec![0x5E, I32, 1]);
    let mut b = Bytes::default();
    b.raw(&[UNREACHABLE]);
    let mut piece = Bytes::default();
    piece.raw(&[0xFB, 8]).leb(ty).leb(10_000).raw(&[DROP]);
    b.times(n / piece.len(), &piece.0);
    m.with(&[], &b)
}

fn unreachable_calls(n: usize) -> Vec<u8> {
    let (m, pass, ..) = wide(I32);
    let mut b = Bytes::default();
    b.raw(&[UNREACHABLE]);
    (0..n / 2).for_each(|_| _ = b.op(CALL, pass));
    b.raw(&[UNREACHABLE]);
    m.with(&[], &b)
}

/// Objects of many fields, made from what a call leaves.
fn structs(n: usize) -> Vec<u8> {
    let (mut m, _, make, _) = wide(I64);
    let mut ty = Bytes::default();
    ty.raw(&[0x5F]).leb(MOST).times(MOST, &[I64, 1]);
    let ty = m.ty(ty.0);
    let mut piece = Bytes::default();
    piece.op(CALL, make).raw(&[0xFB, 0]).leb(ty).raw(&[DROP]);
    let mut b = Bytes::default();
    b.times(n / piece.len(), &piece.0);
    m.with(&[], &b)
}

fn many(n: usize, params: usize, locals: &[(usize, u8)], code: &[u8]) -> Vec<u8> {
    let mut m = Module::default();
    let ty = m.func_type(&all(I32, params), &[]);
    let code = Bytes(code.to_vec());
    let size = 4 + 2 * locals.len() + code.len() + if locals.is_empty() { 0 } else { 2 };
    (0..n / size).for_each(|_| _ = m.func(ty, locals, &code));
    m.finish()
}

/// Each function calls the one before twice.
fn doubling(n: usize) -> Vec<u8> {
    let mut m = Module::default();
    let ty = m.func_type(&[I32], &[I32]);
    let mut last = m.func(ty, &[], Bytes::default().op(GET, 0).raw(&[CONST, 3, ADD]));
    for _ in 0..n / 14 {
        last = m.func(ty, &[], Bytes::default().op(GET, 0).op(CALL, last).op(CALL, last));
    }
    m.finish()
}

/// A tiny function with many parameters, inlined everywhere.
fn inlined_parameters(n: usize) -> Vec<u8> {
    let mut m = Module::default();
    let (take, leave) = (m.func_type(&all(I32, MOST), &[]), m.func_type(&[], &all(I32, MOST)));
    let none = m.func_type(&[], &[]);
    let take = m.func(take, &[], &Bytes::default());
    let leave = m.func(leave, &[], &Bytes(vec![UNREACHABLE]));
    let code = Bytes::default().op(CALL, leave).op(CALL, take).clone();
    (0..n / 10).for_each(|_| _ = m.func(none, &[], &code));
    m.finish()
}

fn nested(n: usize, open: &[u8], close: &[u8]) -> Vec<u8> {
    let k = n / (open.len() + close.len());
    let mut b = Bytes::default();
    b.times(k, open).times(k, close);
    Module::default().with(&[(2, I32)], &b)
}

fn row(n: usize, locals: &[(usize, u8)], piece: &[u8]) -> Vec<u8> {
    let mut b = Bytes::default();
    b.times(n / piece.len(), piece);
    let mut m = Module::default();
    m.memories.push(vec![0, 1]);
    m.with(locals, &b)
}

fn groups_of_locals(n: usize) -> Vec<u8> {
    let groups: Vec<(usize, u8)> = (0..(n / 2).min(49_000)).map(|i| (1, [I32, F64][i % 2])).collect();
    Module::default().with(&groups, &Bytes::default())
}

/// Locals that are live round many loops.
fn loops_of_locals(n: usize) -> Vec<u8> {
    let mut b = Bytes::default();
    for i in 0..n / 20 {
        b.raw(&[LOOP, EMPTY]).op(GET, i % 1000).raw(&[CONST, 1, ADD]).op(TEE, i * 31 % 1000);
        b.op(BR_IF, 0).raw(&[END]);
    }
    Module::default().with(&[(1000, I32)], &b)
}

fn loops_inside_each_other(n: usize) -> Vec<u8> {
    let (depth, mut b) = (n / 16, Bytes::default());
    for i in 0..depth {
        b.raw(&[LOOP, EMPTY]).op(GET, i % 100).raw(&[CONST, 1, ADD]).op(SET, i * 7 % 100);
    }
    (0..depth).for_each(|i| _ = b.op(GET, i * 3 % 100).op(BR_IF, 0).raw(&[END]));
    Module::default().with(&[(100, I32)], &b)
}

fn handlers(n: usize, inside: bool) -> Vec<u8> {
    let mut m = Module::default();
    let none = m.func_type(&[], &[]);
    m.tag(none);
    let callee = m.func(none, &[], &Bytes(vec![UNREACHABLE]));
    let mut open = Bytes::default();
    open.raw(&[BLOCK, EMPTY, TRY_TABLE, EMPTY, 1, 0, 0, 0]).op(CALL, callee);
    let mut b = Bytes::default();
    match inside {
        true => _ = b.times(n / 12, &open.0).times(n / 6, &[END]),
        false => {
            open.raw(&[END, END]);
            b.times(n / 12, &open.0);
        }
    }
    m.with(&[], &b)
}

fn tables_of_branches(n: usize) -> Vec<u8> {
    let labels = n / 4;
    let mut b = Bytes::default();
    b.times(labels, &[BLOCK, EMPTY]).raw(&[GET, 0]).op(BR_TABLE, labels - 1);
    (0..labels).for_each(|i| _ = b.leb(i));
    b.times(labels, &[END]);
    Module::default().with(&[(1, I32)], &b)
}

fn objects(n: usize) -> Vec<u8> {
    let mut m = Module::default();
    let ty = m.ty(vec![0x5F, 2, I32, 1, F64, 1]);
    let mut piece = Bytes::default();
    piece.raw(&[0xFB, 1]).leb(ty).raw(&[DROP]);
    let mut b = Bytes::default();
    (0..20).for_each(|i| _ = b.op(GET, i).raw(&[CONST, 1, ADD]).op(SET, i));
    b.times(n / piece.len(), &piece.0);
    (0..20).for_each(|i| _ = b.op(GET, i).raw(&[DROP]));
    m.with(&[(20, I32)], &b)
}

fn vectors(n: usize) -> Vec<u8> {
    let mut b = Bytes::default();
    for i in 0..n / 20 {
        b.raw(&[0xFD, 0x0C]).raw(&(i as u128 * 7919 + 3).to_le_bytes()).raw(&[SET, 0]);
    }
    Module::default().with(&[(1, V128)], &b)
}

fn types(n: usize) -> Vec<u8> {
    let mut m = Module::default();
    for i in 0..n / 13 {
        let params: Vec<u8> = (0..10).map(|bit| I32 - (i >> bit & 1) as u8).collect();
        m.func_type(&params, &[]);
    }
    m.with(&[], &Bytes::default())
}

fn group_of_types(n: usize) -> Vec<u8> {
    let k = n / 7;
    let mut group = Bytes::default();
    group.raw(&[0x4E]).leb(k);
    (0..k).for_each(|i| _ = group.raw(&[0x5F, 1, 0x63]).signed((i + 1) % k).raw(&[0]));
    let mut m = Module::default();
    m.ty(group.0);
    m.finish()
}

fn subtypes_of_many_fields(n: usize) -> Vec<u8> {
    let mut m = Module::default();
    let (depth, fields) = (60, n / 60 / 2);
    for i in 0..depth {
        let mut ty = Bytes::default();
        match i {
            0 => _ = ty.raw(&[0x50, 0]),
            _ => _ = ty.raw(&[0x50, 1]).leb(i - 1),
        }
        ty.raw(&[0x5F]).leb(fields).times(fields, &[I32, 1]);
        m.ty(ty.0);
    }
    m.finish()
}

fn exports(n: usize) -> Vec<u8> {
    let mut m = Module::default();
    for i in 0..n / 9 {
        let mut export = Bytes(name(&format!("e{i}")));
        export.raw(&[0, 0]);
        m.exports.push(export.0);
    }
    m.with(&[], &Bytes::default())
}

fn imports(n: usize) -> Vec<u8> {
    let mut m = Module::default();
    let ty = m.func_type(&[I32], &[I32]);
    (0..n / 6).for_each(|_| _ = m.import(ty));
    m.finish()
}

fn globals(n: usize) -> Vec<u8> {
    let mut m = Module::default();
    m.globals.push(vec![I32, 0, CONST, 1, END]);
    for i in 0..n / 9 {
        let mut global = Bytes(vec![I32, 0]);
        global.op(0x23, i).raw(&[CONST, 1, ADD, END]);
        m.globals.push(global.0);
    }
    m.finish()
}

fn elements(n: usize) -> Vec<u8> {
    let mut m = Module::default();
    m.tables.push(vec![0x70, 0, 1]);
    (0..n / 6).for_each(|_| m.elements.push(vec![0, CONST, 0, END, 1, 0]));
    m.with(&[], &Bytes::default())
}

fn data(n: usize) -> Vec<u8> {
    let mut m = Module::default();
    m.memories.push(vec![0, 1]);
    (0..n / 5).for_each(|_| m.data.push(vec![0, CONST, 0, END, 0]));
    m.finish()
}

fn names(n: usize) -> Vec<u8> {
    let mut list = Bytes::default();
    list.leb(n / 5);
    (0..n / 5).for_each(|i| _ = list.leb(i).raw(&[1, b'a']));
    let mut custom = Bytes(name("name"));
    custom.raw(&[1]).leb(list.len()).raw(&list.0);
    let mut m = Module::default();
    m.customs.push(custom.0);
    m.with(&[], &Bytes::default())
}

fn customs(n: usize) -> Vec<u8> {
    let mut m = Module::default();
    (0..n / 4).for_each(|_| m.customs.push(name("x")));
    m.finish()
}

pub(crate) const FAMILIES: &[Family] = &[
    // A thousand operands in a few bytes.
    ("calls", |n| calls(n, I32)),
    ("calls of f64", |n| calls(n, F64)),
    ("calls of v128", |n| calls(n, V128)),
    ("calls_indirect", calls_indirect),
    ("calls of an import", calls_of_import),
    ("calls that take, calls that leave", calls_and_drops),
    ("calls that leave, and nobody takes", operands_that_stay),
    ("tail calls", tail_calls),
    ("blocks", |n| blocks(n, BLOCK, I32)),
    ("blocks of v128", |n| blocks(n, BLOCK, V128)),
    ("loops", |n| blocks(n, LOOP, I32)),
    ("ifs", ifs),
    ("br_if in place", |n| branches(n, false, BR_IF)),
    ("br_if shifted", |n| branches(n, true, BR_IF)),
    ("br_table", |n| branches(n, true, BR_TABLE)),
    ("returns", returns),
    ("catch clauses", catches),
    ("structs", structs),
    ("parameters of functions", |n| many(n, MOST, &[], &[])),
    ("inlined parameters", inlined_parameters),
    // The same, deep in a hierarchy of types.
    ("deep br_table", |n| deep(n, |_, _, _| {}, true)),
    ("deep blocks", |n| deep(n, |_, _, _| {}, false)),
    ("deep calls", |n| deep(n, |b, make, take| _ = b.op(CALL, take).op(CALL, make), false)),
    // What nobody reaches.
    ("unreachable structs", unreachable_structs),
    ("unreachable arrays", unreachable_arrays),
    ("unreachable calls", unreachable_calls),
    // Locals.
    ("locals of functions", |n| many(n, 0, &[(50_000, I64)], &[])),
    ("far locals of functions", |n| many(n, 0, &[(50_000, I64)], &[GET, 0xCF, 0x86, 0x03, DROP])),
    ("vectors as locals", |n| many(n, 0, &[(50_000, V128)], &[])),
    ("groups of locals", groups_of_locals),
    ("loops of locals", loops_of_locals),
    // Many of something.
    ("functions", |n| many(n, 0, &[], &[])),
    ("inlining that doubles", doubling),
    ("loops inside each other", loops_inside_each_other),
    ("blocks inside each other", |n| nested(n, &[BLOCK, EMPTY], &[END])),
    ("ifs inside each other", |n| nested(n, &[GET, 0, IF, EMPTY], &[END])),
    ("branches out of blocks", |n| nested(n, &[BLOCK, EMPTY], &[GET, 0, BR_IF, 0, END])),
    ("loops in a row", |n| row(n, &[(1, I32)], &[LOOP, EMPTY, GET, 0, BR_IF, 0, END])),
    ("blocks in a row", |n| row(n, &[(2, I32)], &[BLOCK, EMPTY, GET, 0, BR_IF, 0, GET, 1, SET, 0, END])),
    ("handlers in a row", |n| handlers(n, false)),
    ("handlers inside each other", |n| handlers(n, true)),
    ("targets of a br_table", tables_of_branches),
    ("objects", objects),
    ("sums", |n| row(n, &[(1, I32)], &[GET, 0, CONST, 3, ADD, SET, 0])),
    ("loads", |n| row(n, &[(1, I32)], &[CONST, 0, 0x28, 2, 0, SET, 0])),
    ("divisions", |n| row(n, &[(2, I32)], &[GET, 0, GET, 1, 0x6D, SET, 0])),
    ("constants", |n| row(n, &[], &[CONST, 0, DROP])),
    ("operands", |n| nested(n, &[CONST64, 7], &[DROP])),
    ("vector constants", vectors),
    // Sections.
    ("types", types),
    ("a group of types", group_of_types),
    ("subtypes of many fields", subtypes_of_many_fields),
    ("exports", exports),
    ("imports", imports),
    ("globals", globals),
    ("elements", elements),
    ("data", data),
    ("names", names),
    ("custom sections", customs),
];
