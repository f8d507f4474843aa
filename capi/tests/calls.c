/* Functions: calls into wasm code and back, with all kinds of values, and what is wrong with a call. */
#include "check.h"

static int finalized;

static void count_up(void *env) {
  (void)env;
  ++finalized;
}

/* Gives its arguments back in reverse order. */
static wasm_trap_t *reverse(const wasm_val_vec_t *args, wasm_val_vec_t *results) {
  CHECK(args->size == results->size);
  for (size_t i = 0; i < args->size; i++) {
    CHECK(results->data[i].kind == args->data[args->size - 1 - i].kind && results->data[i].of.i64 == 0);
    wasm_val_copy(&results->data[i], &args->data[args->size - 1 - i]);
  }
  return NULL;
}

static wasm_trap_t *add_env(void *env, const wasm_val_vec_t *args, wasm_val_vec_t *results) {
  results->data[0].of.i32 = args->data[0].of.i32 + *(int *)env;
  return NULL;
}

static wasm_trap_t *wrong_result(void *env, const wasm_val_vec_t *args, wasm_val_vec_t *results) {
  (void)env;
  (void)args;
  results->data[0].kind = WASM_F64;
  return NULL;
}

static void test_all_kinds(wasm_store_t *store) {
  wasm_valtype_t *ps[] = {wasm_valtype_new_i32(), wasm_valtype_new_i64(),     wasm_valtype_new_f32(),
                          wasm_valtype_new_f64(), wasm_valtype_new_externref(), wasm_valtype_new_funcref()};
  wasm_valtype_t *rs[] = {wasm_valtype_new_funcref(), wasm_valtype_new_externref(), wasm_valtype_new_f64(),
                          wasm_valtype_new_f32(),     wasm_valtype_new_i64(),       wasm_valtype_new_i32()};
  wasm_valtype_vec_t params, results;
  wasm_valtype_vec_new(&params, 6, ps);
  wasm_valtype_vec_new(&results, 6, rs);
  wasm_functype_t *type = wasm_functype_new(&params, &results);
  wasm_func_t *func = wasm_func_new(store, type, reverse);
  CHECK(func && wasm_func_param_arity(func) == 6 && wasm_func_result_arity(func) == 6);
  wasm_functype_t *again = wasm_func_type(func);
  CHECK(wasm_valtype_kind(wasm_functype_results(again)->data[1]) == WASM_EXTERNREF);
  wasm_functype_delete(again);
  wasm_functype_delete(type);

  wasm_module_t *module = module_of(
      store,
      "(module (type $t (func (param i32 i64 f32 f64 externref funcref) (result funcref externref f64 f32 i64 i32)))"
      "  (import \"\" \"f\" (func $f (type $t)))"
      "  (func (export \"through\") (type $t)"
      "    (call $f (local.get 0) (local.get 1) (local.get 2) (local.get 3) (local.get 4) (local.get 5))))");
  wasm_extern_t *externs[] = {wasm_func_as_extern(func)};
  wasm_extern_vec_t imports = WASM_ARRAY_VEC(externs);
  wasm_instance_t *instance = wasm_instance_new(store, module, &imports, NULL);
  wasm_extern_t *through = export_of(instance, "through");
  wasm_foreign_t *foreign = wasm_foreign_new(store);

  for (int round = 0; round < 20; round++) {
    wasm_val_t values[6] = {WASM_I32_VAL(-1),
                            WASM_I64_VAL(INT64_MIN),
                            {.kind = WASM_F32, .of = {.i32 = 0x7fa00001}},
                            {.kind = WASM_F64, .of = {.i64 = 0x7ff4000000000001}},
                            WASM_REF_VAL(round % 2 ? wasm_foreign_as_ref(foreign) : NULL),
                            {.kind = WASM_FUNCREF, .of = {.ref = round % 3 ? wasm_func_as_ref(func) : NULL}}};
    /* The same array for both, as a thrifty program has it. */
    wasm_val_vec_t both = WASM_ARRAY_VEC(values);
    wasm_trap_t *trap = wasm_func_call(round % 2 ? func : wasm_extern_as_func(through), &both, &both);
    CHECK(!trap);
    CHECK(values[5].kind == WASM_I32 && values[5].of.i32 == -1);
    CHECK(values[4].kind == WASM_I64 && values[4].of.i64 == INT64_MIN);
    CHECK(values[3].kind == WASM_F32 && values[3].of.i32 == 0x7fa00001);
    CHECK(values[2].kind == WASM_F64 && values[2].of.i64 == 0x7ff4000000000001);
    CHECK(values[1].kind == WASM_EXTERNREF && !values[1].of.ref == !(round % 2));
    CHECK(values[0].kind == WASM_FUNCREF && !values[0].of.ref == !(round % 3));
    if (values[0].of.ref) CHECK(wasm_ref_same(values[0].of.ref, wasm_func_as_ref(func)));
    for (int i = 0; i < 6; i++) wasm_val_delete(&values[i]);
  }
  wasm_foreign_delete(foreign);
  wasm_extern_delete(through);
  wasm_instance_delete(instance);
  wasm_module_delete(module);
  wasm_func_delete(func);
}

static void test_wrong(wasm_store_t *store, wasm_engine_t *engine) {
  wasm_instance_t *instance = instance_of(store,
                                          "(module (func (export \"add\") (param i32 i32) (result i32)"
                                          "    (i32.add (local.get 0) (local.get 1)))"
                                          "  (func (export \"vec\") (result v128) (v128.const i64x2 0 0))"
                                          "  (func (export \"take\") (param externref)))");
  wasm_extern_t *external = export_of(instance, "add");
  wasm_func_t *add = wasm_extern_as_func(external);
  wasm_val_t values[3] = {WASM_I32_VAL(1), WASM_I32_VAL(2), WASM_I32_VAL(3)}, result = WASM_INIT_VAL;
  wasm_val_vec_t args = {2, values}, results = {1, &result};
  CHECK(!wasm_func_call(add, &args, &results) && result.of.i32 == 3);
  args.size = 3;
  CHECK(trap_says(wasm_func_call(add, &args, &results), "expected 2 arguments, got 3"));
  args.size = 1;
  CHECK(trap_says(wasm_func_call(add, &args, &results), "expected 2 arguments, got 1"));
  CHECK(trap_says(wasm_func_call(add, NULL, &results), "expected 2 arguments, got 0"));
  wasm_val_vec_t no_data = {2, NULL};
  CHECK(trap_says(wasm_func_call(add, &no_data, &results), "expected 2 arguments, got 0"));
  args.size = 2;
  results.size = 0;
  CHECK(trap_says(wasm_func_call(add, &args, &results), "there is room for 0 of its 1 results"));
  CHECK(trap_says(wasm_func_call(add, &args, NULL), "there is room for 0 of its 1 results"));
  values[1].kind = WASM_F32;
  results.size = 1;
  CHECK(trap_says(wasm_func_call(add, &args, &results), "expected i32 at index 1"));
  values[1].kind = 77;
  CHECK(trap_says(wasm_func_call(add, &args, &results), "77 is no kind of value"));
  CHECK(trap_says(wasm_func_call(NULL, &args, &results), "`func` is NULL"));
  CHECK(trap_says(wasm_func_call((const wasm_func_t *)instance, NULL, NULL), "none to a function"));
  wasm_extern_delete(external);

  external = export_of(instance, "vec");
  CHECK(trap_says(wasm_func_call(wasm_extern_as_func(external), NULL, &results), "no room for a v128"));
  wasm_extern_delete(external);

  /* Objects of another store. */
  external = export_of(instance, "take");
  wasm_store_t *other = wasm_store_new(engine);
  wasm_foreign_t *foreign = wasm_foreign_new(other);
  wasm_val_t foreigner = WASM_REF_VAL(wasm_foreign_as_ref(foreign));
  wasm_val_vec_t foreigners = {1, &foreigner};
  CHECK(trap_says(wasm_func_call(wasm_extern_as_func(external), &foreigners, NULL), "another store"));
  wasm_module_t *module = module_of(other, "(module (import \"\" \"\" (func (param externref))))");
  wasm_extern_vec_t imports = {1, &external};
  wasm_trap_t *trap = NULL;
  CHECK(!wasm_instance_new(other, module, &imports, &trap) && trap_says(trap, "another store"));
  wasm_module_delete(module);
  wasm_foreign_delete(foreign);
  wasm_store_delete(other);
  wasm_extern_delete(external);
  wasm_instance_delete(instance);
}

static void test_env(wasm_store_t *store) {
  int env = 40;
  wasm_functype_t *type = wasm_functype_new_1_1(wasm_valtype_new_i32(), wasm_valtype_new_i32());
  wasm_func_t *func = wasm_func_new_with_env(store, type, add_env, &env, count_up);
  CHECK(call_i32(func, 2) == 42);
  env = 1;
  CHECK(call_i32(func, 2) == 3);
  wasm_func_delete(func);
  CHECK(finalized == 0);

  func = wasm_func_new_with_env(store, type, wrong_result, NULL, NULL);
  wasm_val_t arg = WASM_I32_VAL(0), result;
  wasm_val_vec_t args = {1, &arg}, results = {1, &result};
  CHECK(trap_says(wasm_func_call(func, &args, &results), "result type mismatch: expected i32"));
  wasm_func_delete(func);

  CHECK(!wasm_func_new(store, type, NULL));
  CHECK_ERROR("`callback` is NULL");
  CHECK(!wasm_func_new(store, NULL, reverse) && !wasm_func_new(NULL, type, reverse));
  CHECK(!wasm_func_new_with_env(NULL, type, add_env, &env, count_up));
  CHECK(finalized == 1);
  wasm_functype_delete(type);
}

int main(void) {
  wasm_engine_t *engine = wasm_engine_new();
  wasm_store_t *store = wasm_store_new(engine);
  test_all_kinds(store);
  test_wrong(store, engine);
  test_env(store);
  wasm_store_delete(store);
  wasm_engine_delete(engine);
  CHECK(finalized == 2);
  return 0;
}
