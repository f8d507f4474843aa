/* Traps: of WebAssembly and of hosts, their messages and frames, and start functions that trap. */
#include "check.h"

static wasm_trap_t *returned;
static int alive;

static wasm_trap_t *fail(void *env, const wasm_val_vec_t *args, wasm_val_vec_t *results) {
  (void)args;
  (void)results;
  wasm_message_t message;
  wasm_name_new_from_string_nt(&message, "the host says no");
  wasm_trap_t *trap = wasm_trap_new(env, &message);
  wasm_byte_vec_delete(&message);
  ++alive;
  wasm_trap_set_host_info_with_finalizer(trap, &alive, count_down);
  returned = wasm_trap_copy(trap);
  return trap;
}

/* Calls a function that traps, and gives the trap on. */
static wasm_trap_t *pass_on(void *env, const wasm_val_vec_t *args, wasm_val_vec_t *results) {
  (void)args;
  (void)results;
  wasm_trap_t *trap = wasm_func_call(*(wasm_func_t **)env, NULL, NULL);
  CHECK(trap);
  return trap;
}

static void test_defined(wasm_store_t *store) {
  static const struct {
    const char *body, *words;
    wx_trap_code_t code;
  } cases[] = {
      {"unreachable", "wasm trap: wasm `unreachable` instruction executed", WX_TRAP_UNREACHABLE_CODE_REACHED},
      {"(drop (i32.div_s (i32.const 1) (global.get $zero)))", "integer divide by zero",
       WX_TRAP_INTEGER_DIVISION_BY_ZERO},
      {"(drop (i32.load (i32.const -8)))", "out of bounds memory access", WX_TRAP_MEMORY_OUT_OF_BOUNDS},
      {"(drop (table.get (i32.const 1)))", "out of bounds table access", WX_TRAP_TABLE_OUT_OF_BOUNDS},
      {"(call_indirect (i32.const 0))", "uninitialized element", WX_TRAP_INDIRECT_CALL_TO_NULL},
      {"(drop (i32.trunc_f32_s (f32.const nan)))", "invalid conversion to integer",
       WX_TRAP_BAD_CONVERSION_TO_INTEGER},
      {"(drop (i32.div_s (i32.const 0x80000000) (i32.const -1)))", "integer overflow", WX_TRAP_INTEGER_OVERFLOW},
      {"(call $f)", "call stack exhausted", WX_TRAP_STACK_OVERFLOW},
      {"(ref.as_non_null (ref.null func)) drop", "null reference", WX_TRAP_NULL_REFERENCE},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[400];
    snprintf(text, sizeof text,
             "(module (memory 1) (table 1 funcref) (global $zero (mut i32) (i32.const 0)) (func $f (export \"f\") %s))",
             cases[i].body);
    wasm_instance_t *instance = instance_of(store, text);
    wasm_extern_t *f = export_of(instance, "f");
    wasm_trap_t *trap = wasm_func_call(wasm_extern_as_func(f), NULL, NULL);
    wx_trap_code_t code = 99;
    CHECK(trap && wx_trap_code(trap, &code) && code == cases[i].code);
    int32_t status;
    CHECK(!wx_trap_exit_status(trap, &status));
    CHECK(trap_says(trap, cases[i].words));
    wasm_extern_delete(f);
    wasm_instance_delete(instance);
  }
}

static void test_frames(wasm_store_t *store) {
  wasm_instance_t *instance = instance_of(store,
                                          "(module $mod (func $a (export \"a\") nop (call $b))"
                                          "  (func $b nop (call $c) nop) (func $c unreachable))");
  wasm_extern_t *a = export_of(instance, "a");
  wasm_trap_t *trap = wasm_func_call(wasm_extern_as_func(a), NULL, NULL);
  wasm_frame_vec_t trace;
  wasm_trap_trace(trap, &trace);
  CHECK(trace.size == 3);
  for (uint32_t i = 0; i < 3; i++) {
    CHECK(wasm_frame_func_index(trace.data[i]) == 2 - i);
    CHECK(wasm_instance_same(wasm_frame_instance(trace.data[i]), instance));
    CHECK(wasm_frame_module_offset(trace.data[i]) > wasm_frame_func_offset(trace.data[i]));
  }
  /* `unreachable` comes behind the byte that counts the locals, the calls one byte later. */
  CHECK(wasm_frame_func_offset(trace.data[0]) == 1 && wasm_frame_func_offset(trace.data[1]) == 2);
  wasm_frame_t *origin = wasm_trap_origin(trap), *copy = wasm_frame_copy(origin);
  wasm_frame_delete(origin);
  CHECK(wasm_frame_func_index(copy) == 2 && wasm_instance_same(wasm_frame_instance(copy), instance));
  wasm_frame_vec_delete(&trace);
  wasm_message_t details;
  wx_trap_details(trap, &details);
  CHECK(strstr(details.data, "mod!c") && strstr(details.data, "unreachable"));
  wasm_byte_vec_delete(&details);
  wasm_trap_delete(trap);
  wasm_extern_delete(a);
  wasm_instance_delete(instance);
  CHECK(wasm_frame_func_index(copy) == 2);
  wasm_frame_delete(copy);
  CHECK(!wasm_frame_instance(NULL) && wasm_frame_func_index(NULL) == 0 && wasm_frame_func_offset(NULL) == 0);
  CHECK(wasm_frame_module_offset(NULL) == 0 && !wasm_trap_origin(NULL));
}

static void test_of_host(wasm_store_t *store) {
  wasm_functype_t *type = wasm_functype_new_0_0();
  wasm_func_t *failing = wasm_func_new_with_env(store, type, fail, store, NULL);
  wasm_func_t *inner = NULL;
  wasm_func_t *passing = wasm_func_new_with_env(store, type, pass_on, &inner, NULL);
  wasm_module_t *module = module_of(store,
                                    "(module (import \"\" \"f\" (func $f)) (import \"\" \"p\" (func $p))"
                                    "  (func (export \"fail\") (call $f)) (func (export \"pass\") (call $p))"
                                    "  (func (export \"trap\") unreachable))");
  wasm_extern_t *externs[] = {wasm_func_as_extern(failing), wasm_func_as_extern(passing)};
  wasm_extern_vec_t imports = WASM_ARRAY_VEC(externs);
  wasm_instance_t *instance = wasm_instance_new(store, module, &imports, NULL);
  wasm_extern_t *fails = export_of(instance, "fail"), *passes = export_of(instance, "pass"),
                *traps = export_of(instance, "trap");

  /* The program gets back the trap that it returned, with what is attached to it, and the frames. */
  wasm_trap_t *trap = wasm_func_call(wasm_extern_as_func(fails), NULL, NULL);
  CHECK(trap && wasm_trap_same(trap, returned) && wasm_trap_get_host_info(trap) == &alive);
  wx_trap_code_t code;
  CHECK(!wx_trap_code(trap, &code));
  wasm_frame_t *origin = wasm_trap_origin(trap);
  CHECK(origin && wasm_frame_func_index(origin) == 2);
  wasm_frame_delete(origin);
  wasm_trap_delete(returned);
  CHECK(trap_says(trap, "the host says no"));
  CHECK(alive == 0);

  /* The same through two more activations. */
  inner = wasm_extern_as_func(fails);
  trap = wasm_func_call(wasm_extern_as_func(passes), NULL, NULL);
  CHECK(trap && wasm_trap_same(trap, returned));
  wasm_trap_delete(returned);
  wasm_trap_delete(trap);
  CHECK(alive == 0);

  /* A defined trap keeps its code on that way. */
  inner = wasm_extern_as_func(traps);
  trap = wasm_func_call(wasm_extern_as_func(passes), NULL, NULL);
  CHECK(trap && wx_trap_code(trap, &code) && code == WX_TRAP_UNREACHABLE_CODE_REACHED);
  origin = wasm_trap_origin(trap);
  CHECK(origin && wasm_frame_func_index(origin) == 4);
  wasm_frame_delete(origin);
  wasm_trap_delete(trap);

  /* A host function that is called directly has no frames. */
  trap = wasm_func_call(failing, NULL, NULL);
  CHECK(trap && !wasm_trap_origin(trap));
  wasm_frame_vec_t trace;
  wasm_trap_trace(trap, &trace);
  CHECK(trace.size == 0);
  wasm_trap_delete(trap);
  wasm_trap_delete(returned);

  wasm_extern_delete(fails);
  wasm_extern_delete(passes);
  wasm_extern_delete(traps);
  wasm_instance_delete(instance);
  wasm_module_delete(module);
  wasm_func_delete(failing);
  wasm_func_delete(passing);
  wasm_functype_delete(type);
}

/* An exception that a host function lets pass is caught by the wasm code around it. */
static void test_exceptions(wasm_store_t *store) {
  wasm_func_t *inner = NULL;
  wasm_functype_t *type = wasm_functype_new_0_0();
  wasm_func_t *passing = wasm_func_new_with_env(store, type, pass_on, &inner, NULL);
  wasm_functype_delete(type);
  wasm_module_t *module = module_of(store,
                                    "(module (import \"\" \"p\" (func $p)) (tag $t (param i32))"
                                    "  (func (export \"throw\") (throw $t (i32.const 6)))"
                                    "  (func (export \"catch\") (result i32)"
                                    "    (block $h (result i32) (try_table (catch $t $h) (call $p)) (i32.const 0))))");
  wasm_extern_t *externs[] = {wasm_func_as_extern(passing)};
  wasm_extern_vec_t imports = WASM_ARRAY_VEC(externs);
  wasm_instance_t *instance = wasm_instance_new(store, module, &imports, NULL);
  wasm_extern_t *throws = export_of(instance, "throw"), *catches = export_of(instance, "catch");
  CHECK(trap_says(wasm_func_call(wasm_extern_as_func(throws), NULL, NULL), "exception"));
  inner = wasm_extern_as_func(throws);
  CHECK(call_i32(wasm_extern_as_func(catches), 0) == 6);
  wasm_extern_delete(throws);
  wasm_extern_delete(catches);
  wasm_instance_delete(instance);
  wasm_module_delete(module);
  wasm_func_delete(passing);
}

static void test_start(wasm_store_t *store) {
  wasm_module_t *module = module_of(store, "(module (func $s unreachable) (start $s))");
  wasm_trap_t *trap = NULL;
  CHECK(!wasm_instance_new(store, module, NULL, &trap));
  wx_trap_code_t code;
  CHECK(trap && wx_trap_code(trap, &code) && code == WX_TRAP_UNREACHABLE_CODE_REACHED);
  wasm_trap_delete(trap);
  CHECK(!wasm_instance_new(store, module, NULL, NULL));
  CHECK_ERROR("wasm_instance_new: ");
  wasm_module_delete(module);

  module = module_of(store, "(module (import \"m\" \"f\" (func)))");
  trap = NULL;
  CHECK(!wasm_instance_new(store, module, NULL, &trap) && trap_says(trap, "import"));
  CHECK(!wasm_instance_new(store, NULL, NULL, &trap) && trap_says(trap, "`module` is NULL"));
  CHECK(!wasm_instance_new(NULL, module, NULL, &trap) && trap_says(trap, "`store` is NULL"));
  wasm_module_delete(module);
  CHECK(!wasm_trap_new(NULL, NULL));
  wasm_message_t message;
  wasm_trap_message(NULL, &message);
  CHECK(message.size == 0);
}

int main(void) {
  wasm_engine_t *engine = wasm_engine_new();
  wasm_store_t *store = wasm_store_new(engine);
  test_defined(store);
  test_frames(store);
  test_of_host(store);
  test_exceptions(store);
  test_start(store);
  wasm_store_delete(store);
  wasm_engine_delete(engine);
  return 0;
}
