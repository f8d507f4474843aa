/* Globals, tables and memories, of hosts and of instances. */
#include "check.h"

static void test_globals(wasm_store_t *store) {
  wasm_globaltype_t *type = wasm_globaltype_new(wasm_valtype_new_i64(), WASM_VAR);
  wasm_val_t value = WASM_I64_VAL(-5), wrong = WASM_I32_VAL(1);
  wasm_global_t *global = wasm_global_new(store, type, &value);
  CHECK(global);
  CHECK(!wasm_global_new(store, type, &wrong));
  CHECK_ERROR("type mismatch: expected i64");
  CHECK(!wasm_global_new(store, type, NULL) && !wasm_global_new(store, NULL, &value) && !wasm_global_new(NULL, type, &value));
  wasm_globaltype_delete(type);
  wasm_global_get(global, &value);
  CHECK(value.kind == WASM_I64 && value.of.i64 == -5);
  value.of.i64 = INT64_MIN;
  wasm_global_set(global, &value);
  wasm_global_set(global, &wrong);
  CHECK_ERROR("wasm_global_set: type mismatch");
  wasm_global_get(global, &wrong);
  CHECK(wrong.kind == WASM_I64 && wrong.of.i64 == INT64_MIN);
  type = wasm_global_type(global);
  CHECK(wasm_globaltype_mutability(type) == WASM_VAR);
  CHECK(wasm_valtype_kind(wasm_globaltype_content(type)) == WASM_I64);
  wasm_globaltype_delete(type);
  wasm_global_delete(global);

  type = wasm_globaltype_new(wasm_valtype_new_f64(), WASM_CONST);
  wasm_val_t f = WASM_F64_VAL(0.5);
  global = wasm_global_new(store, type, &f);
  wasm_globaltype_delete(type);
  wasm_global_set(global, &f);
  CHECK_ERROR("immutable global");
  wasm_global_delete(global);

  type = wasm_globaltype_new(wasm_valtype_new_f32(), WASM_VAR);
  wasm_val_t nan = {.kind = WASM_F32, .of = {.i32 = 0x7fa00001}};
  global = wasm_global_new(store, type, &nan);
  wasm_globaltype_delete(type);
  wasm_global_get(global, &value);
  CHECK(value.kind == WASM_F32 && value.of.i32 == 0x7fa00001);
  wasm_global_delete(global);

  wasm_val_t strange = {.kind = 99, .of = {.i64 = 0}};
  type = wasm_globaltype_new(wasm_valtype_new_externref(), WASM_VAR);
  CHECK(!wasm_global_new(store, type, &strange));
  strange.kind = 200;
  CHECK(!wasm_global_new(store, type, &strange));
  CHECK_ERROR("200 is no kind of reference");
  wasm_globaltype_delete(type);
}

static void test_tables(wasm_store_t *store) {
  wasm_instance_t *instance = instance_of(store,
                                          "(module (table (export \"t\") 2 4 funcref) (elem (i32.const 0) $f)"
                                          "  (func $f (export \"f\") (result i32) (i32.const 11)))");
  wasm_extern_t *exported = export_of(instance, "t"), *f = export_of(instance, "f");
  wasm_table_t *table = wasm_extern_as_table(exported);
  CHECK(wasm_table_size(table) == 2);
  wasm_ref_t *first = wasm_table_get(table, 0);
  CHECK(call_i32(wasm_ref_as_func(first), 0) == 11);
  CHECK(wasm_ref_same(first, wasm_extern_as_ref(f)));
  CHECK(!wasm_table_get(table, 1));
  CHECK(wasm_table_set(table, 1, first));
  wasm_ref_t *second = wasm_table_get(table, 1);
  CHECK(wasm_ref_same(first, second));
  wasm_ref_delete(second);
  CHECK(wasm_table_set(table, 1, NULL) && !wasm_table_get(table, 1));
  CHECK(!wasm_table_set(table, 2, first));
  CHECK_ERROR("out of bounds");
  CHECK(!wasm_table_get(table, 2));
  CHECK_ERROR("there is no element 2");
  CHECK(wasm_table_grow(table, 2, first) && wasm_table_size(table) == 4);
  CHECK(!wasm_table_grow(table, 1, NULL));
  CHECK_ERROR("failed to grow table by `1`");
  second = wasm_table_get(table, 3);
  CHECK(wasm_ref_same(first, second));
  wasm_ref_delete(second);
  CHECK(!wasm_table_set(table, 0, wasm_instance_as_ref(instance)));
  CHECK_ERROR("the reference is none of the kind 129");
  wasm_tabletype_t *type = wasm_table_type(table);
  CHECK(wasm_tabletype_limits(type)->max == 4);
  CHECK(wasm_valtype_kind(wasm_tabletype_element(type)) == WASM_FUNCREF);
  wasm_tabletype_delete(type);

  wasm_limits_t limits = {3, 3};
  type = wasm_tabletype_new(wasm_valtype_new_externref(), &limits);
  wasm_table_t *own = wasm_table_new(store, type, wasm_table_as_ref(table));
  wasm_ref_t *element = wasm_table_get(own, 2);
  CHECK(wasm_ref_as_table(element) && wasm_ref_same(element, wasm_table_as_ref(table)));
  wasm_ref_delete(element);
  wasm_table_delete(own);
  limits.min = 4;
  wasm_tabletype_delete(type);
  type = wasm_tabletype_new(wasm_valtype_new_externref(), &limits);
  CHECK(!wasm_table_new(store, type, NULL));
  wasm_tabletype_delete(type);
  wasm_ref_delete(first);
  wasm_extern_delete(f);
  wasm_extern_delete(exported);
  wasm_instance_delete(instance);
}

static void test_memories(wasm_store_t *store) {
  wasm_limits_t limits = {1, 3};
  wasm_memorytype_t *type = wasm_memorytype_new(&limits);
  wasm_memory_t *memory = wasm_memory_new(store, type);
  wasm_memorytype_delete(type);
  CHECK(wasm_memory_size(memory) == 1 && wasm_memory_data_size(memory) == MEMORY_PAGE_SIZE);
  wasm_memory_data(memory)[65535] = 42;
  CHECK(wasm_memory_grow(memory, 2) && wasm_memory_size(memory) == 3);
  CHECK(wasm_memory_data(memory)[65535] == 42 && wasm_memory_data(memory)[3 * 65536 - 1] == 0);
  CHECK(!wasm_memory_grow(memory, 1));
  CHECK_ERROR("failed to grow memory by `1`");
  CHECK(!wasm_memory_grow(memory, UINT32_MAX));
  type = wasm_memory_type(memory);
  CHECK(wasm_memorytype_limits(type)->max == 3);
  wasm_memorytype_delete(type);
  wasm_memory_delete(memory);

  limits.min = 70000;
  limits.max = wasm_limits_max_default;
  type = wasm_memorytype_new(&limits);
  CHECK(!wasm_memory_new(store, type));
  wasm_memorytype_delete(type);

  /* A shared memory, whose type only a module can say. */
  wasm_instance_t *instance = instance_of(store, "(module (memory (export \"m\") 1 2 shared))");
  wasm_extern_t *exported = export_of(instance, "m");
  memory = wasm_extern_as_memory(exported);
  CHECK(memory && wasm_memory_size(memory) == 1 && wasm_memory_data_size(memory) == 65536);
  CHECK(wasm_memory_grow(memory, 1) && !wasm_memory_grow(memory, 1) && wasm_memory_data(memory));
  type = wasm_memory_type(memory);
  wasm_memory_t *another = wasm_memory_new(store, type);
  CHECK(another && !wasm_memory_same(another, memory));
  wasm_memory_delete(another);
  wasm_memorytype_delete(type);
  wasm_extern_delete(exported);
  wasm_instance_delete(instance);
}

int main(void) {
  wasm_engine_t *engine = wasm_engine_new();
  wasm_store_t *store = wasm_store_new(engine);
  test_globals(store);
  test_tables(store);
  test_memories(store);
  wasm_store_delete(store);
  wasm_engine_delete(engine);
  return 0;
}
