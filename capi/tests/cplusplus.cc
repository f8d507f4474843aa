// The C++ header: values, errors as exceptions, host functions that throw, and the system interface.
#include <cassert>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "wx.hh"

#define CHECK(condition)                                                       \
  do {                                                                         \
    if (!(condition)) {                                                        \
      std::fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
      std::exit(1);                                                            \
    }                                                                          \
  } while (0)

template <typename E, typename F>
static E thrown(F f) {
  try {
    f();
  } catch (const E &e) {
    return e;
  }
  CHECK(!"nothing was thrown");
  std::abort();
}

static void test_calls() {
  wx::Engine engine;
  wx::Store store(engine);
  wx::Module module(engine,
                    "(module (import \"h\" \"twice\" (func $twice (param i32) (result i32)))"
                    "  (memory (export \"memory\") 1) (global (export \"g\") i64 (i64.const 9)) (table (export \"t\") 3 funcref)"
                    "  (func (export \"run\") (param i32) (result i32 i64 f32 f64)"
                    "    (call $twice (local.get 0)) (i64.const -1) (f32.const 1.5) (f64.const 2.5))"
                    "  (func (export \"id\") (param externref) (result externref) (local.get 0)))");
  int calls = 0;
  wx::Linker linker(engine);
  linker.func("h", "twice", wx::FuncType({WASM_I32}, {WASM_I32}),
              [&calls](wx::Caller caller, const std::vector<wx::Val> &args) -> std::vector<wx::Val> {
                ++calls;
                if (args.at(0).i32() < 0) throw std::runtime_error("negative");
                auto memory = caller.memory("memory");
                memory.value().data()[0] = 'x';
                return {args[0].i32() * 2};
              });
  wx::Instance instance = linker.instantiate(store, module);
  std::vector<wx::Val> results = instance.func("run").call({21});
  CHECK(results.size() == 4 && results[0].i32() == 42 && results[1].i64() == -1);
  CHECK(results[2].f32() == 1.5f && results[3].f64() == 2.5 && calls == 1);
  CHECK(instance.memory("memory").data()[0] == 'x' && instance.memory("memory").size() == 65536);
  CHECK(instance.global("g").value().i64() == 9 && instance.table("t").size() == 3);
  thrown<wx::Error>([&] { results[0].i64(); });

  wx::Trap trap = thrown<wx::Trap>([&] { instance.func("run").call({-1}); });
  CHECK(!std::strcmp(trap.what(), "negative") && !trap.code());
  CHECK(trap.details().find("wasm function") != std::string::npos);
  CHECK(std::strstr(thrown<wx::Trap>([&] { instance.func("run").call(); }).what(), "expected 1 arguments, got 0"));
  CHECK(std::strstr(thrown<wx::Error>([&] { instance.func("none"); }).what(), "no exported function `none`"));

  wx::Func run = instance.func("run");
  wx::Func copy = run;
  wx::Func moved = std::move(run);
  CHECK(copy.ref() == moved.ref());
  wx::Val ref(moved.ref());
  wx::Val another = ref;
  std::vector<wx::Val> same = instance.func("id").call({another});
  CHECK(same.at(0).ref().value() == moved.ref());
  CHECK(!instance.func("id").call({wx::Val(std::nullopt)}).at(0).ref());

  wx::Func host(store, wx::FuncType({}, {}), [](wx::Caller, const auto &) -> std::vector<wx::Val> { return {1}; });
  CHECK(std::strstr(thrown<wx::Trap>([&] { host.call(); }).what(), "returned 1 of its 0 results"));
  wx::Func odd(store, wx::FuncType({}, {}), [](wx::Caller, const auto &) -> std::vector<wx::Val> { throw 1; });
  thrown<wx::Trap>([&] { odd.call(); });
}

static void test_settings() {
  wx::Config config;
  config.consume_fuel().epoch_interruption().tier(WX_TIER_INTERP).feature("simd", false);
  wx::Engine engine(std::move(config));
  wx::Store store(engine);
  store.set_fuel(1000);
  store.set_epoch_deadline(1);
  wx::Module module(engine, "(module (func (export \"f\")) (func (export \"loop\") (loop (br 0))))");
  wx::Instance instance(store, module);
  instance.func("f").call();
  CHECK(store.fuel() <= 1000 && store.fuel() > 900);
  CHECK(thrown<wx::Trap>([&] { instance.func("loop").call(); }).code() == WX_TRAP_OUT_OF_FUEL);
  store.set_fuel(UINT64_MAX);
  engine.increment_epoch();
  CHECK(thrown<wx::Trap>([&] { instance.func("loop").call(); }).code() == WX_TRAP_INTERRUPT);
  CHECK(std::strstr(thrown<wx::Error>([] { wx::Config().feature("sim", true); }).what(), "there is no feature `sim`"));
  CHECK(std::strstr(thrown<wx::Error>([&] { wx::Module(engine, "(module (func (v128.const i64x2 0 0) drop))"); }).what(),
                    "SIMD"));
  wx::Engine another = engine;
  std::string bytes = module.serialize();
  wx::Module again = wx::Module::deserialize(another, bytes);
  store.set_epoch_deadline(100);
  wx::Instance(store, again).func("f").call();
}

static void test_wasi() {
  wx::Engine engine;
  wx::Store store(engine);
  std::string out;
  store.set_wasi(std::move(wx::Wasi().arg("program").on_stdout([&](std::string_view bytes) { out += bytes; })));
  wx::Module module(engine,
                    "(module (import \"wasi_snapshot_preview1\" \"fd_write\" (func $w (param i32 i32 i32 i32) (result i32)))"
                    "  (import \"wasi_snapshot_preview1\" \"proc_exit\" (func $exit (param i32)))"
                    "  (memory (export \"memory\") 1) (data (i32.const 0) \"\\10\\00\\00\\00\\05\\00\\00\\00\") (data (i32.const 16) \"hello\")"
                    "  (func (export \"_start\") (drop (call $w (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))"
                    "    (call $exit (i32.const 3))))");
  wx::Instance instance = wx::Linker(engine).wasi().instantiate(store, module);
  CHECK(thrown<wx::Trap>([&] { instance.func("_start").call(); }).exit_status() == 3);
  CHECK(out == "hello");
}

int main() {
  test_calls();
  test_settings();
  test_wasi();
  return 0;
}
