//! The modules that sequences of calls are made with: small, and between them with imports and exports of every kind.
//!
//! All import from `host`, under names that say what they are, so that any of them can be linked with anything that has
//! the name. Every function ends by itself but `spin`, `wait` and `deep`, which are only called where something ends them.

/// The modules, as text. Each is valid with the default settings.
pub(super) const MODULES: &[&str] = &[
    // Nothing.
    "(module)",
    // Numbers of all types, many of them, and a count that the model knows.
    r#"(module
        (global $count (export "count") (mut i64) (i64.const 0))
        (func (export "inc") (global.set $count (i64.add (global.get $count) (i64.const 1))))
        (func (export "id") (param i32 i64 f32 f64 v128) (result v128 f64 f32 i64 i32)
            (local.get 4) (local.get 3) (local.get 2) (local.get 1) (local.get 0))
        (func (export "sum") (param i32) (result i32) (local i32)
            (local.set 0 (i32.and (local.get 0) (i32.const 1023)))
            (loop $l
                (local.set 1 (i32.add (local.get 1) (local.get 0)))
                (br_if $l (i32.gt_s (local.tee 0 (i32.sub (local.get 0) (i32.const 1))) (i32.const 0))))
            (local.get 1)))"#,
    // A memory of its own.
    r#"(module
        (memory (export "mem") 1 5)
        (data $d "passive")
        (data (i32.const 16) "active")
        (func (export "load") (param i32) (result i64) (i64.load offset=4 (local.get 0)))
        (func (export "store") (param i32 i64) (i64.store (local.get 0) (local.get 1)))
        (func (export "grow") (param i32) (result i32) (memory.grow (i32.and (local.get 0) (i32.const 7))))
        (func (export "fill") (param i32 i32 i32) (memory.fill (local.get 0) (local.get 1) (local.get 2)))
        (func (export "copy") (param i32 i32 i32) (memory.copy (local.get 0) (local.get 1) (local.get 2)))
        (func (export "init") (param i32 i32 i32) (memory.init $d (local.get 0) (local.get 1) (local.get 2)))
        (func (export "drop") (data.drop $d)))"#,
    // The host's memory, used around calls to the host, which may move it.
    r#"(module
        (import "host" "mem" (memory 1))
        (import "host" "f" (func $f))
        (export "again" (memory 0))
        (func (export "around") (param i32) (result i32)
            (i32.store (i32.const 8) (local.get 0))
            (call $f)
            (drop (i32.load (i32.const 65532)))
            (i32.load (i32.const 8)))
        (func (export "walk") (param i32) (result i32) (local i32)
            (loop $l
                (i32.store8 (i32.mul (local.get 1) (i32.const 37)) (local.get 1))
                (if (i32.eqz (i32.rem_u (local.get 1) (i32.const 50))) (then (call $f)))
                (br_if $l (i32.lt_u (local.tee 1 (i32.add (local.get 1) (i32.const 1))) (i32.const 200))))
            (memory.size)))"#,
    // A memory of 64 bits, and two memories.
    r#"(module
        (memory $a (export "mem64") i64 1 3)
        (memory $b (export "mem") 0 2)
        (func (export "grow") (param i64) (result i64) (memory.grow $a (i64.and (local.get 0) (i64.const 3))))
        (func (export "load") (param i64) (result i32) (i32.load $a (local.get 0)))
        (func (export "cross") (param i64 i32 i32) (memory.copy $b $a (local.get 1) (local.get 0) (local.get 2))))"#,
    // A shared memory, and waiting.
    r#"(module
        (import "host" "shared" (memory 1 8 shared))
        (export "mem" (memory 0))
        (func (export "add") (param i32) (result i32)
            (i32.atomic.rmw.add (i32.and (local.get 0) (i32.const 0xfffc)) (i32.const 1)))
        (func (export "cas") (param i32 i64) (result i64)
            (i64.atomic.rmw.cmpxchg (i32.and (local.get 0) (i32.const 0xfff8)) (i64.const 0) (local.get 1)))
        (func (export "grow") (result i32) (memory.grow (i32.const 1)))
        (func (export "nap") (result i32) (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const 200000)))
        (func (export "wait") (result i32) (memory.atomic.wait32 (i32.const 4) (i32.const 0) (i64.const -1)))
        (func (export "notify") (param i32) (result i32)
            (memory.atomic.notify (i32.and (local.get 0) (i32.const 0xfffc)) (i32.const 3))))"#,
    // Tables of functions: called, changed around calls to the host.
    r#"(module
        (type $t (func))
        (type $i (func (param i32) (result i32)))
        (import "host" "table" (table $h 1 funcref))
        (import "host" "f" (func $f))
        (import "host" "fi" (func $fi (type $i)))
        (table $own (export "table") 6 20 funcref)
        (elem (table $own) (i32.const 0) func $f $fi $g)
        (elem $e func $fi $g)
        (elem declare func $f)
        (func $g (export "g") (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
        (func (export "own") (param i32) (result i32)
            (call_indirect $own (type $i) (local.get 0) (i32.and (local.get 0) (i32.const 7))))
        (func (export "host") (param i32) (call_indirect $h (type $t) (i32.and (local.get 0) (i32.const 3))))
        (func (export "around") (param i32)
            (call $f) (call_indirect $h (type $t) (i32.const 0)) (call $f))
        (func (export "get") (param i32) (result funcref) (table.get $h (local.get 0)))
        (func (export "set") (param i32 funcref) (table.set $h (i32.and (local.get 0) (i32.const 3)) (local.get 1)))
        (func (export "grow") (param i32) (result i32)
            (table.grow $own (ref.func $f) (i32.and (local.get 0) (i32.const 7))))
        (func (export "init") (param i32 i32 i32) (table.init $own $e (local.get 0) (local.get 1) (local.get 2)))
        (func (export "copy") (param i32 i32 i32) (table.copy $h $own (local.get 0) (local.get 1) (local.get 2)))
        (func (export "drop") (elem.drop $e)))"#,
    // Tables of references to everything else.
    r#"(module
        (table $x (export "externs") 3 9 externref)
        (table $a (export "anys") 3 9 anyref)
        (table $n (export "exns") 2 9 exnref)
        (func (export "setx") (param i32 externref) (table.set $x (local.get 0) (local.get 1)))
        (func (export "getx") (param i32) (result externref) (table.get $x (local.get 0)))
        (func (export "seta") (param i32 anyref) (table.set $a (local.get 0) (local.get 1)))
        (func (export "geta") (param i32) (result anyref) (table.get $a (local.get 0)))
        (func (export "growx") (param externref) (result i32) (table.grow $x (local.get 0) (i32.const 1)))
        (func (export "setn") (param exnref) (table.set $n (i32.const 1) (local.get 0))))"#,
    // Globals of the host and of its own, of every type.
    r#"(module
        (import "host" "gi" (global $gi (mut i32)))
        (import "host" "gf" (global $gf (mut funcref)))
        (import "host" "ga" (global $ga (mut anyref)))
        (import "host" "gc" (global $gc i64))
        (import "host" "f" (func $f))
        (global (export "own_i") (mut i32) (i32.const 7))
        (global (export "own_c") i64 (global.get $gc))
        (global (export "own_v") (mut v128) (v128.const i64x2 1 2))
        (global (export "own_x") (mut externref) (ref.null extern))
        (global (export "own_f") (mut funcref) (ref.func $f))
        (export "again" (global $gi))
        (func (export "add") (param i32) (result i32)
            (global.set $gi (i32.add (global.get $gi) (local.get 0)))
            (call $f)
            (global.get $gi))
        (func (export "call") (param i32)
            (call_ref $t (ref.cast (ref null $t) (global.get $gf))))
        (type $t (func))
        (func (export "swap") (param anyref) (result anyref)
            (global.get $ga) (global.set $ga (local.get 0))))"#,
    // References through the host and back.
    r#"(module
        (import "host" "fr" (func $fr (param funcref externref anyref) (result anyref externref funcref)))
        (func (export "refs") (param funcref externref anyref) (result anyref externref funcref)
            (call $fr (local.get 0) (local.get 1) (local.get 2)))
        (func (export "convert") (param externref) (result externref)
            (extern.convert_any (any.convert_extern (local.get 0))))
        (func (export "i31") (param i32) (result anyref) (ref.i31 (local.get 0)))
        (func (export "is") (param anyref) (result i32) (ref.test (ref i31) (local.get 0))))"#,
    // Many values through the host.
    r#"(module
        (import "host" "fv" (func $fv (param v128 i64 f32 f64 i32) (result i32 f64 f32 i64 v128)))
        (func (export "vs") (param v128 i64 f32 f64 i32) (result i32 f64 f32 i64 v128)
            (call $fv (local.get 0) (local.get 1) (local.get 2) (local.get 3) (local.get 4)))
        (func (export "twice") (param i32) (result i32)
            (call $fv (v128.const i64x2 1 2) (i64.const 3) (f32.const 4) (f64.const 5) (local.get 0))
            (drop) (drop) (drop) (drop)))"#,
    // Objects, kept over calls to the host, which may collect.
    r#"(module
        (type $s (struct (field (mut i32)) (field (mut anyref)) (field (mut i8))))
        (type $a (array (mut i64)))
        (type $r (array (mut anyref)))
        (import "host" "f" (func $f))
        (global $keep (export "keep") (mut anyref) (ref.null any))
        (func (export "make") (param i32) (result anyref)
            (struct.new $s (local.get 0) (ref.i31 (local.get 0)) (local.get 0)))
        (func (export "around") (param i32) (result i32) (local (ref null $s))
            (local.set 1 (struct.new $s (local.get 0) (array.new $a (i64.const 5) (i32.const 9)) (i32.const 1)))
            (call $f)
            (drop (array.get $a (ref.cast (ref $a) (struct.get $s 1 (local.get 1))) (i32.const 3)))
            (struct.get $s 0 (local.get 1)))
        (func (export "list") (param i32)
            (local.set 0 (i32.and (local.get 0) (i32.const 255)))
            (loop $l
                (global.set $keep (struct.new $s (local.get 0) (global.get $keep) (i32.const 0)))
                (br_if $l (i32.gt_s (local.tee 0 (i32.sub (local.get 0) (i32.const 1))) (i32.const 0)))))
        (func (export "forget") (global.set $keep (ref.null any)))
        (func (export "array") (param i32) (result anyref)
            (array.new $r (global.get $keep) (i32.and (local.get 0) (i32.const 4095))))
        (func (export "numbers") (param i32) (result anyref)
            (array.new $a (i64.const -1) (i32.and (local.get 0) (i32.const 65535)))))"#,
    // Exceptions: the host's tag and its own.
    r#"(module
        (import "host" "tag" (tag $h (param i32)))
        (import "host" "f" (func $f))
        (import "host" "fi" (func $fi (param i32) (result i32)))
        (tag $own (export "own") (param externref i64))
        (export "again" (tag $h))
        (func (export "throw") (param i32) (throw $h (local.get 0)))
        (func (export "throw_own") (param externref) (throw $own (local.get 0) (i64.const 9)))
        (func (export "catch") (param i32) (result i32)
            (block $c (result i32)
                (try_table (result i32) (catch $h $c) (call $fi (local.get 0)))))
        (func (export "catch_all") (result i32)
            (block $c (try_table (catch_all $c) (call $f)) (return (i32.const 0)))
            (i32.const 1))
        (func (export "catch_ref") (result exnref)
            (block $c (result exnref) (try_table (catch_all_ref $c) (call $f)) (ref.null exn)))
        (func (export "cleanup")
            (block $c (result exnref) (try_table (catch_all_ref $c) (call $f)) (return))
            (throw_ref))
        (func (export "rethrow") (param exnref) (throw_ref (local.get 0))))"#,
    // A start function that calls the host, and segments that may not fit.
    r#"(module
        (import "host" "f" (func $f))
        (import "host" "fi" (func $fi (param i32) (result i32)))
        (memory (export "mem") 1)
        (global $x (mut i32) (i32.const 0))
        (start $s)
        (func $s (call $f) (global.set $x (call $fi (i32.const 3))) (call $f))
        (func (export "x") (result i32) (global.get $x)))"#,
    r#"(module
        (import "host" "table" (table 1 funcref))
        (import "host" "mem" (memory 1))
        (func $g (export "g"))
        (elem (i32.const 2) func $g $g $g)
        (data (i32.const 65530) "too much?"))"#,
    // Recursion, also through the host.
    r#"(module
        (import "host" "fi" (func $fi (param i32) (result i32)))
        (func $deep (export "deep") (param i64) (result i64)
            (i64.add (i64.const 1) (call $deep (i64.add (local.get 0) (i64.const 1)))))
        (func $fib (export "fib") (param i32) (result i32)
            (local.set 0 (i32.and (local.get 0) (i32.const 15)))
            (if (result i32) (i32.lt_s (local.get 0) (i32.const 2))
                (then (local.get 0))
                (else (i32.add
                    (call $fib (i32.sub (local.get 0) (i32.const 1)))
                    (call $fib (i32.sub (local.get 0) (i32.const 2)))))))
        (func (export "tail") (param i32) (result i32) (return_call $fi (local.get 0))))"#,
    // What only the host ends.
    r#"(module
        (import "host" "f" (func $f))
        (memory 1)
        (func (export "spin") (loop $l (br $l)))
        (func (export "spin_bulk") (loop $l (memory.fill (i32.const 0) (i32.const 1) (i32.const 65536)) (br $l)))
        (func (export "spin_calls") (loop $l (call $f) (br $l))))"#,
    // Traps of all kinds, with frames of the host between.
    r#"(module
        (import "host" "fi" (func $fi (param i32) (result i32)))
        (memory 1)
        (table 2 funcref)
        (type $t (func))
        (type $s (struct (field i32)))
        (func (export "trap") (param i32) (result i32)
            (block $5 (block $4 (block $3 (block $2 (block $1 (block $0
                (br_table $0 $1 $2 $3 $4 $5 (i32.and (local.get 0) (i32.const 7))))
                (unreachable))
                (return (i32.div_s (local.get 0) (i32.sub (local.get 0) (local.get 0)))))
                (return (i32.load (i32.const 0x7fffffff))))
                (call_indirect (type $t) (i32.const 1)))
                (return (struct.get $s 0 (ref.null $s))))
            (call $fi (local.get 0)))
        (func (export "trunc") (param f64) (result i64) (i64.trunc_f64_s (local.get 0))))"#,
    // Two groups of types with subtypes, exported functions of concrete types.
    r#"(module
        (rec (type $a (sub (struct (field (ref null $b))))) (type $b (sub (struct (field i32)))))
        (type $c (sub $b (struct (field i32) (field i64))))
        (type $f (func (param (ref null $b)) (result (ref null $a))))
        (func (export "concrete") (type $f) (struct.new $a (local.get 0)))
        (func (export "sub") (result (ref $b)) (struct.new $c (i32.const 1) (i64.const 2)))
        (func (export "cast") (param anyref) (result i64)
            (struct.get $c 1 (ref.cast (ref $c) (local.get 0))))
        (global (export "held") (mut (ref null $b)) (ref.null $b))
        (table (export "typed") 2 (ref null $f)))"#,
    // A command and a reactor, for `Linker::module`.
    r#"(module (import "host" "f" (func $f)) (func (export "_start") (call $f)) (func (export "other") (call $f)))"#,
    r#"(module (import "host" "f" (func $f)) (func (export "_initialize") (call $f))
        (memory (export "mem") 1) (func (export "f") (call $f)))"#,
    // Not valid, not a module.
    "(module (func (result i32)))",
    "(module (func (export \"a\")) (func (export \"a\")))",
    "(component)",
    "no module",
];

#[cfg(test)]
mod tests {
    #[test]
    fn all_but_the_last_four_are_valid() {
        let engine = wx::Engine::default();
        let count = super::MODULES.len();
        for (i, text) in super::MODULES.iter().enumerate() {
            let module = wx::Module::new(&engine, text);
            assert_eq!(
                module.is_ok(),
                i < count - 4,
                "module {i}: {:#}",
                module.err().map_or_else(String::new, |e| format!("{e:#}"))
            );
        }
    }
}
