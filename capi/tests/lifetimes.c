/* Handles that are deleted in every order, and while code runs that still needs what they are handles of. */
#include "check.h"

static wasm_store_t *store;
static wasm_extern_t *entry;
static wasm_instance_t *instance;
static wasm_func_t *imported;
static int alive;

/* Deletes all that the program has, while wasm code waits for this function to return. */
static wasm_trap_t *delete_all(void *env, const wasm_val_vec_t *args, wasm_val_vec_t *results) {
  (void)env;
  wasm_extern_delete(entry);
  wasm_instance_delete(instance);
  wasm_func_delete(imported);
  wasm_store_delete(store);
  CHECK(alive == 1);
  wasm_val_copy(&results->data[0], &args->data[0]);
  return NULL;
}

/* Calls the store again, and makes and deletes objects in it. */
static wasm_trap_t *again(void *env, wx_caller_t *caller, const wasm_val_vec_t *args, wasm_val_vec_t *results) {
  CHECK(env == &alive);
  int32_t n = args->data[0].of.i32;
  wasm_extern_t *run = wx_caller_export_get(caller, "run", 3), *memory = wx_caller_export_get(caller, "memory", 6);
  CHECK(run && memory && !wx_caller_export_get(caller, "none", 4));
  CHECK(wasm_memory_grow(wasm_extern_as_memory(memory), 1));
  wasm_memory_data(wasm_extern_as_memory(memory))[0] = (byte_t)n;
  wasm_store_t *here = wx_caller_store(caller);
  CHECK(here && here == wx_caller_store(caller));
  for (int i = 0; i < 10; i++) wasm_foreign_delete(wasm_foreign_new(here));
  wx_store_gc(here);
  results->data[0].of.i32 = n > 0 ? call_i32(wasm_extern_as_func(run), n - 1) + 1 : 0;
  wasm_extern_delete(run);
  wasm_extern_delete(memory);
  return NULL;
}

static void test_deleted_in_call(wasm_engine_t *engine) {
  store = wasm_store_new(engine);
  wasm_functype_t *type = wasm_functype_new_1_1(wasm_valtype_new_i32(), wasm_valtype_new_i32());
  ++alive;
  imported = wasm_func_new_with_env(store, type, delete_all, &alive, count_down);
  wasm_functype_delete(type);
  wasm_module_t *module = module_of(store,
                                    "(module (import \"\" \"f\" (func $f (param i32) (result i32))) (memory 1)"
                                    "  (func (export \"run\") (param i32) (result i32)"
                                    "    (i32.store (i32.const 8) (call $f (local.get 0))) (i32.load (i32.const 8))))");
  wasm_extern_t *externs[] = {wasm_func_as_extern(imported)};
  wasm_extern_vec_t imports = WASM_ARRAY_VEC(externs);
  instance = wasm_instance_new(store, module, &imports, NULL);
  wasm_module_delete(module);
  entry = export_of(instance, "run");
  wasm_val_t arg = WASM_I32_VAL(77), result = WASM_INIT_VAL;
  wasm_val_vec_t args = {1, &arg}, results = {1, &result};
  CHECK(!wasm_func_call(wasm_extern_as_func(entry), &args, &results));
  CHECK(result.of.i32 == 77);
  CHECK(alive == 0);
}

static void test_reentered(wasm_engine_t *engine) {
  wasm_store_t *own = wasm_store_new(engine);
  wasm_functype_t *type = wasm_functype_new_1_1(wasm_valtype_new_i32(), wasm_valtype_new_i32());
  ++alive;
  wasm_func_t *func = wx_func_new(own, type, again, &alive, count_down);
  wasm_functype_delete(type);
  wasm_module_t *module = module_of(own,
                                    "(module (import \"\" \"f\" (func $f (param i32) (result i32)))"
                                    "  (memory (export \"memory\") 1)"
                                    "  (func (export \"run\") (param i32) (result i32) (call $f (local.get 0))))");
  wasm_extern_t *externs[] = {wasm_func_as_extern(func)};
  wasm_extern_vec_t imports = WASM_ARRAY_VEC(externs);
  wasm_instance_t *nested = wasm_instance_new(own, module, &imports, NULL);
  wasm_extern_t *run = export_of(nested, "run"), *memory = export_of(nested, "memory");
  CHECK(call_i32(wasm_extern_as_func(run), 50) == 50);
  CHECK(wasm_memory_size(wasm_extern_as_memory(memory)) == 52 && wasm_memory_data(wasm_extern_as_memory(memory))[0] == 0);
  wasm_store_delete(own);
  wasm_module_delete(module);
  wasm_func_delete(func);
  wasm_instance_delete(nested);
  CHECK(alive == 1 && call_i32(wasm_extern_as_func(run), 3) == 3);
  wasm_extern_delete(run);
  CHECK(alive == 1);
  wasm_extern_delete(memory);
  CHECK(alive == 0);
}

static void test_many(wasm_engine_t *engine) {
  for (int i = 0; i < 50; i++) {
    wasm_store_t *own = wasm_store_new(engine);
    wasm_instance_t *made = instance_of(own, "(module (memory 1) (func (export \"f\") (result i32) (i32.const 5)))");
    wasm_instance_t *copy = wasm_instance_copy(made);
    ++alive;
    wasm_instance_set_host_info_with_finalizer(copy, &alive, count_down);
    wasm_store_delete(own);
    wasm_extern_t *f = export_of(made, "f");
    wasm_instance_delete(made);
    CHECK(alive == 1 && wasm_instance_get_host_info(copy) == &alive);
    CHECK(call_i32(wasm_extern_as_func(f), 0) == 5);
    wasm_extern_delete(f);
    wasm_instance_delete(copy);
    CHECK(alive == 0);
  }
}

/* A store has as many instances as there is memory for, unless it is told otherwise. */
static void test_unlimited(wasm_engine_t *engine) {
  wasm_store_t *own = wasm_store_new(engine);
  wasm_module_t *module = module_of(own, "(module (func))");
  for (int i = 0; i < 11000; i++) {
    wasm_instance_t *made = wasm_instance_new(own, module, NULL, NULL);
    CHECK(made);
    wasm_instance_delete(made);
  }
  wasm_module_delete(module);
  wasm_store_delete(own);
}

int main(void) {
  wasm_engine_t *engine = wasm_engine_new();
  test_deleted_in_call(engine);
  test_reentered(engine);
  test_many(engine);
  test_unlimited(engine);
  wasm_engine_delete(engine);
  wasm_engine_delete(NULL);
  wasm_store_delete(NULL);
  CHECK(!wasm_store_new(NULL));
  CHECK_ERROR("wasm_store_new: `engine` is NULL");
  return 0;
}
