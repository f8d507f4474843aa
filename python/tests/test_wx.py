"""The package, by what programs do with it."""

import gc
import math
import threading
import time
import weakref

import pytest

from wx_runtime import (
    Config,
    Engine,
    Error,
    ExitTrap,
    ExternKind,
    Func,
    FuncType,
    Global,
    Instance,
    Limits,
    Linker,
    Memory,
    Module,
    Store,
    Table,
    Tier,
    Trap,
    TrapCode,
    ValType,
    Wasi,
    wat2wasm,
)

I32, I64, F32, F64 = ValType.I32, ValType.I64, ValType.F32, ValType.F64


@pytest.fixture()
def store():
    return Store(Engine())


def instance_of(store, text):
    return Instance(store, Module(store.engine, text))


def test_numbers(store):
    exports = instance_of(
        store,
        """(module
          (func (export "id") (param i32 i64 f32 f64) (result f64 f32 i64 i32)
            (local.get 3) (local.get 2) (local.get 1) (local.get 0))
          (func (export "i32") (param i32) (result i32) (local.get 0))
          (func (export "i64") (param i64) (result i64) (local.get 0)) (func (export "none")))""",
    ).exports
    assert exports["id"](-1, 2**63, 1.5, math.inf) == (math.inf, 1.5, -(2**63), -1)
    assert exports.i32(2**32 - 1) == -1
    assert exports.i64(-(2**63)) == -(2**63)
    assert exports.none() is None
    assert exports["id"].type == FuncType([I32, I64, F32, F64], [F64, F32, I64, I32])
    for wrong in (2**32, -(2**31) - 1):
        with pytest.raises(OverflowError, match="does not fit in 32 bits"):
            exports.i32(wrong)
    with pytest.raises(TypeError, match="expected 1 arguments, got 2"):
        exports.i32(1, 2)
    with pytest.raises(AttributeError):
        exports.i32(1.5)
    with pytest.raises(AttributeError, match="no export `other`"):
        exports.other
    with pytest.raises(KeyError):
        exports["other"]
    assert list(exports) == ["id", "i32", "i64", "none"] and len(exports) == 4


def test_references(store):
    exports = instance_of(
        store,
        """(module (table (export "t") 2 externref)
          (func (export "ext") (param externref) (result externref) (table.set (i32.const 0) (local.get 0)) (local.get 0))
          (func (export "fun") (param funcref) (result funcref) (local.get 0))
          (func (export "any") (result anyref) (ref.i31 (i32.const 5)))
          (func (export "back") (param anyref) (result i32) (i31.get_s (ref.cast (ref i31) (local.get 0)))))""",
    ).exports

    class Thing:
        pass

    thing = Thing()
    assert exports.ext(thing) is thing and exports.ext(None) is None
    exports.ext(thing)
    assert exports.t[0] is thing and exports.t[1] is None
    exports.t[1] = thing
    exports.t.grow(1, "text")
    assert exports.t[1] is thing and exports.t[2] == "text" and len(exports.t) == 3
    with pytest.raises(IndexError, match="no element 3 in a table of 3"):
        exports.t[3]
    func = exports.fun
    assert exports.fun(func) == func and exports.fun(None) is None and func != exports.ext
    with pytest.raises(TypeError, match="a funcref is a Func"):
        exports.fun(thing)
    assert exports.back(exports.any()) == 5

    # What the store does not refer to any more is let go.
    exports.t[0] = exports.t[1] = None
    gone = weakref.ref(thing)
    del thing
    store.gc()
    gc.collect()
    store.gc()
    assert gone() is None


def test_host_functions(store):
    linker = Linker(store)
    seen = []

    def host(caller, n):
        seen.append(n)
        caller.memory().write(0, b"host")
        if n == 7:
            raise KeyError("seven")
        return n, float(n)

    linker.define_func("h", "f", FuncType([I32], [I64, F64]), host, access_caller=True)
    linker.define_func("h", "bad", FuncType([], [I32]), lambda: "text")
    linker.define_func("h", "few", FuncType([], [I32, I32]), lambda: (1,))
    with pytest.raises(Error, match="defined twice"):
        linker.define_func("h", "f", FuncType(), lambda: None)
    module = Module(
        store.engine,
        """(module (import "h" "f" (func $f (param i32) (result i64 f64)))
          (import "h" "bad" (func $bad (result i32))) (import "h" "few" (func $few (result i32 i32)))
          (memory (export "memory") 1)
          (func (export "run") (param i32) (result i64 f64) (call $f (local.get 0)))
          (func (export "bad") (result i32) (call $bad)) (func (export "few") (result i32 i32) (call $few)))""",
    )
    exports = linker.instantiate(module).exports
    assert exports.run(3) == (3, 3.0) and seen == [3]
    assert exports.memory.read(0, 4) == b"host"
    with pytest.raises(KeyError, match="seven"):
        exports.run(7)
    with pytest.raises(AttributeError):
        exports.bad()
    with pytest.raises(TypeError, match="2 results returned 1"):
        exports.few()
    direct = Func(store, FuncType([I32], [I32]), lambda n: n + 1)
    assert direct(1) == 2
    other = Store(store.engine)
    with pytest.raises(ValueError, match="another store"):
        Linker(other).define("a", "b", direct)


def test_reentrance(store):
    def again(caller, n):
        return 0 if n == 0 else caller.get("run")(n - 1) + 1

    linker = Linker(store)
    linker.define_func("", "again", FuncType([I32], [I32]), again, access_caller=True)
    module = Module(
        store.engine,
        """(module (import "" "again" (func $f (param i32) (result i32)))
          (func (export "run") (param i32) (result i32) (call $f (local.get 0))))""",
    )
    assert linker.instantiate(module).exports.run(30) == 30


def test_memory_and_globals(store):
    exports = instance_of(
        store,
        """(module (memory (export "m") 1 3) (global (export "g") (mut i64) (i64.const 4))
          (global (export "c") f32 (f32.const 0.5)))""",
    ).exports
    memory = exports.m
    assert isinstance(memory, Memory) and len(memory) == 65536 and memory.pages == 1
    memory.write(65530, b"123456")
    memory.grow(2)
    assert memory.read(65530, 6) == b"123456" and len(memory) == 3 * 65536
    with pytest.raises(Error, match="failed to grow memory"):
        memory.grow(1)
    for offset, size in ((3 * 65536, 1), (-1, 1), (0, -1), (2**64, 1)):
        with pytest.raises(IndexError):
            memory.read(offset, size)
    with pytest.raises(IndexError):
        memory.write(3 * 65536 - 1, b"12")
    assert memory.read(3 * 65536, 0) == b""
    assert isinstance(exports.g, Global) and exports.g.value == 4
    exports.g.value = -1
    assert exports.g.value == -1
    assert exports.c.value == 0.5
    with pytest.raises(AttributeError, match="cannot be set"):
        exports.c.value = 1.0


def test_traps(store):
    exports = instance_of(
        store, '(module $m (func $inner (export "f") unreachable) (func (export "deep") (call $inner)))'
    ).exports
    with pytest.raises(Trap, match="unreachable") as caught:
        exports.deep()
    assert caught.value.code == TrapCode.UNREACHABLE_CODE_REACHED
    assert "m!inner" in caught.value.details
    with pytest.raises(Trap, match="import"):
        instance_of(store, '(module (import "a" "b" (func)))')


def test_modules():
    engine = Engine(Config(tier=Tier.INTERP))
    text = '(module (import "a" "f" (func (param i32))) (memory (export "m") 1) (func (export "g") (result i64) (i64.const 1)))'
    module = Module(engine, text)
    assert [(i.module, i.name, i.type) for i in module.imports] == [("a", "f", FuncType([I32]))]
    assert [(e.name, e.kind) for e in module.exports] == [("m", ExternKind.MEMORY), ("g", ExternKind.FUNC)]
    data = module.serialize()
    assert len(Module.deserialize(engine, data).exports) == 2
    with pytest.raises(Error, match="damaged"):
        Module.deserialize(engine, data[:-1] + bytes([data[-1] ^ 1]))
    assert wat2wasm("(module)") == b"\0asm\1\0\0\0"
    with pytest.raises(Error, match="unexpected token"):
        wat2wasm("(module (func nop nop1))")
    with pytest.raises(Error, match="no feature `smid`"):
        Engine(Config(features={"smid": True}))
    with pytest.raises(Error, match="/none/such.wasm"):
        Module.from_file(engine, "/none/such.wasm")


def test_fuel_limits_and_epochs():
    engine = Engine(Config(fuel=True, epoch_interruption=True))
    store = Store(engine, fuel=10_000, limits=Limits(memory_size=65536))
    store.set_epoch_deadline(1)
    exports = instance_of(
        store,
        """(module (memory 1) (func (export "loop") (loop (br 0)))
          (func (export "grow") (result i32) (memory.grow (i32.const 1))))""",
    ).exports
    assert exports.grow() == -1
    with pytest.raises(Trap) as caught:
        exports.loop()
    assert caught.value.code == TrapCode.OUT_OF_FUEL and store.fuel == 0
    store.fuel = 2**64 - 1

    def tick():
        time.sleep(0.05)
        engine.increment_epoch()

    # The call lets other threads run.
    thread = threading.Thread(target=tick)
    thread.start()
    with pytest.raises(Trap) as caught:
        exports.loop()
    thread.join()
    assert caught.value.code == TrapCode.INTERRUPT


GUEST = """(module
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start")
    (i32.store (i32.const 0) (i32.const 100)) (i32.store (i32.const 4) (i32.const 50))
    (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 4)))
    (if (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)) (then (call $exit (i32.const 9))))
    (call $exit (i32.const 3))))"""


def test_wasi(tmp_path):
    def run(wasi):
        store = Store(Engine(), wasi=wasi)
        linker = Linker(store)
        linker.define_wasi()
        with pytest.raises(ExitTrap) as caught:
            linker.instantiate(Module(store.engine, GUEST)).exports._start()
        return caught.value.status

    written = []
    wasi = Wasi(args=["app"], env={"A": "b"}, stdin=b"from python", stdout=written.append)
    assert run(wasi) == 3 and b"".join(written) == b"from python"
    with pytest.raises(ValueError, match="given to a store already"):
        run(wasi)
    (tmp_path / "in").write_text("from a file")
    assert run(Wasi(stdin=tmp_path / "in", stdout=tmp_path / "out", dirs={"/": tmp_path})) == 3
    assert (tmp_path / "out").read_bytes() == b"from a file"

    def refuse(_):
        raise OSError

    assert run(Wasi(stdin=b"x", stdout=refuse)) == 9
    with pytest.raises(Error, match="/none/such"):
        Wasi(dirs={"/": "/none/such"})


def test_threads_share_a_store(store):
    """Handles are deleted by any thread, while others use the store."""
    text = '(module (func (export "f") (param i32) (result i32) (local.get 0)) (table (export "t") 1 externref))'
    instance = instance_of(store, text)
    wrong = []

    def use(n):
        for i in range(200):
            exports = instance.exports
            if exports.f(n * 1000 + i) != n * 1000 + i:
                wrong.append((n, i))
            exports.t[0] = object()
            instance_of(store, "(module)")

    threads = [threading.Thread(target=use, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_handles_keep_their_store(store):
    func = instance_of(store, '(module (func (export "f") (result i32) (i32.const 8)))').exports.f
    table = instance_of(store, '(module (table (export "t") 1 funcref))').exports.t
    assert isinstance(table, Table)
    gone = weakref.ref(store)
    del store
    gc.collect()
    assert gone() is not None and func() == 8
    table[0] = func
    assert table[0]() == 8
