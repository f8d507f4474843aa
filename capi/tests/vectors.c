/* Vectors of all twelve kinds: made, copied and deleted, filled in or not. */
#include "check.h"

/* For elements that are pointers: `make` gives a new one, `kind` a number that tells a copy from another. */
#define POINTERS(name, make, same)                                                              \
  static void test_##name(void) {                                                               \
    wasm_##name##_vec_t empty, zeros, full, copy;                                               \
    wasm_##name##_vec_new_empty(&empty);                                                        \
    CHECK(empty.size == 0);                                                                     \
    wasm_##name##_vec_new_uninitialized(&zeros, 3);                                             \
    CHECK(zeros.size == 3 && !zeros.data[0] && !zeros.data[2]);                                 \
    zeros.data[1] = make;                                                                       \
    wasm_##name##_t *elements[] = {make, make};                                                 \
    wasm_##name##_vec_new(&full, 2, elements);                                                  \
    CHECK(full.size == 2 && full.data[0] == elements[0] && full.data[1] == elements[1]);        \
    wasm_##name##_vec_copy(&copy, &full);                                                       \
    CHECK(copy.size == 2 && copy.data[1] != full.data[1] && same(copy.data[1], full.data[1]));  \
    wasm_##name##_vec_delete(&copy);                                                            \
    wasm_##name##_vec_copy(&copy, &zeros);                                                      \
    CHECK(copy.size == 3 && !copy.data[0] && copy.data[1] && !copy.data[2]);                    \
    wasm_##name##_vec_delete(&copy);                                                            \
    CHECK(copy.size == 0 && copy.data == NULL);                                                 \
    wasm_##name##_vec_delete(&copy);                                                            \
    wasm_##name##_vec_delete(&full);                                                            \
    wasm_##name##_vec_delete(&zeros);                                                           \
    wasm_##name##_vec_delete(&empty);                                                           \
    wasm_##name##_vec_new(&empty, 0, NULL);                                                     \
    CHECK(empty.size == 0);                                                                     \
    wasm_##name##_vec_new(&empty, 2, NULL);                                                     \
    CHECK_ERROR("`data` is NULL, but the size is 2");                                           \
    wasm_##name##_vec_new_uninitialized(&empty, SIZE_MAX / 2);                                  \
    CHECK_ERROR("no memory for a vector");                                                      \
    CHECK(empty.size == 0);                                                                     \
    wasm_##name##_vec_copy(&empty, NULL);                                                       \
    CHECK_ERROR("`vec` is NULL");                                                               \
    wasm_##name##_vec_new_empty(NULL);                                                          \
    CHECK_ERROR("`out` is NULL");                                                               \
    wasm_##name##_vec_delete(NULL);                                                             \
    CHECK_ERROR("`vec` is NULL");                                                               \
  }

static wasm_store_t *store;

static wasm_name_t name_of(const char *text) {
  wasm_name_t name;
  wasm_name_new_from_string(&name, text);
  return name;
}

static wasm_globaltype_t *globaltype(void) {
  return wasm_globaltype_new(wasm_valtype_new_i64(), WASM_VAR);
}
static wasm_tabletype_t *tabletype(void) {
  wasm_limits_t limits = {1, 7};
  return wasm_tabletype_new(wasm_valtype_new_funcref(), &limits);
}
static wasm_memorytype_t *memorytype(void) {
  wasm_limits_t limits = {1, wasm_limits_max_default};
  return wasm_memorytype_new(&limits);
}
static wasm_importtype_t *importtype(void) {
  wasm_name_t module = name_of("m"), name = name_of("n");
  return wasm_importtype_new(&module, &name, wasm_globaltype_as_externtype(globaltype()));
}
static wasm_exporttype_t *exporttype(void) {
  wasm_name_t name = name_of("n");
  return wasm_exporttype_new(&name, wasm_memorytype_as_externtype(memorytype()));
}
static wasm_extern_t *external(void) {
  wasm_memorytype_t *type = memorytype();
  wasm_memory_t *memory = wasm_memory_new(store, type);
  wasm_memorytype_delete(type);
  return wasm_memory_as_extern(memory);
}
static wasm_frame_t *frame(void) {
  wasm_instance_t *instance = instance_of(store, "(module (func (export \"f\") unreachable))");
  wasm_extern_t *f = export_of(instance, "f");
  wasm_trap_t *trap = wasm_func_call(wasm_extern_as_func(f), NULL, NULL);
  wasm_frame_t *origin = wasm_trap_origin(trap);
  CHECK(origin);
  wasm_trap_delete(trap);
  wasm_extern_delete(f);
  wasm_instance_delete(instance);
  return origin;
}

static bool same_valtype(const wasm_valtype_t *a, const wasm_valtype_t *b) {
  return wasm_valtype_kind(a) == wasm_valtype_kind(b);
}
static bool same_functype(const wasm_functype_t *a, const wasm_functype_t *b) {
  return wasm_functype_params(a)->size == wasm_functype_params(b)->size;
}
static bool same_globaltype(const wasm_globaltype_t *a, const wasm_globaltype_t *b) {
  return wasm_globaltype_mutability(a) == wasm_globaltype_mutability(b);
}
static bool same_tabletype(const wasm_tabletype_t *a, const wasm_tabletype_t *b) {
  return wasm_tabletype_limits(a)->max == wasm_tabletype_limits(b)->max;
}
static bool same_memorytype(const wasm_memorytype_t *a, const wasm_memorytype_t *b) {
  return wasm_memorytype_limits(a)->min == wasm_memorytype_limits(b)->min;
}
static bool same_externtype(const wasm_externtype_t *a, const wasm_externtype_t *b) {
  return wasm_externtype_kind(a) == wasm_externtype_kind(b);
}
static bool same_importtype(const wasm_importtype_t *a, const wasm_importtype_t *b) {
  return name_is(wasm_importtype_module(a), "m") && name_is(wasm_importtype_name(b), "n");
}
static bool same_exporttype(const wasm_exporttype_t *a, const wasm_exporttype_t *b) {
  return name_is(wasm_exporttype_name(a), "n") && name_is(wasm_exporttype_name(b), "n");
}
static bool same_frame(const wasm_frame_t *a, const wasm_frame_t *b) {
  return wasm_frame_module_offset(a) == wasm_frame_module_offset(b) && wasm_frame_module_offset(a) > 0;
}

POINTERS(valtype, wasm_valtype_new_f32(), same_valtype)
POINTERS(functype, wasm_functype_new_1_0(wasm_valtype_new_i32()), same_functype)
POINTERS(globaltype, globaltype(), same_globaltype)
POINTERS(tabletype, tabletype(), same_tabletype)
POINTERS(memorytype, memorytype(), same_memorytype)
POINTERS(externtype, wasm_tabletype_as_externtype(tabletype()), same_externtype)
POINTERS(importtype, importtype(), same_importtype)
POINTERS(exporttype, exporttype(), same_exporttype)
POINTERS(frame, frame(), same_frame)
POINTERS(extern, external(), wasm_extern_same)

static void test_byte(void) {
  wasm_byte_vec_t empty, zeros, full, copy;
  wasm_byte_vec_new_empty(&empty);
  wasm_byte_vec_new_uninitialized(&zeros, 100);
  CHECK(empty.size == 0 && zeros.size == 100 && zeros.data[99] == 0);
  memset(zeros.data, 1, zeros.size);
  wasm_byte_vec_new(&full, 3, "abc");
  wasm_byte_vec_copy(&copy, &full);
  full.data[0] = 'x';
  CHECK(copy.size == 3 && memcmp(copy.data, "abc", 3) == 0);
  /* A size that was changed by mistake frees no other number of bytes. */
  copy.size = 1;
  wasm_byte_vec_delete(&copy);
  wasm_byte_vec_delete(&full);
  wasm_byte_vec_delete(&zeros);
  wasm_byte_vec_delete(&empty);
  wasm_name_new_from_string_nt(&copy, "with NUL");
  CHECK(copy.size == 9 && copy.data[8] == '\0');
  wasm_name_delete(&copy);
}

static void test_val(void) {
  wasm_foreign_t *foreign = wasm_foreign_new(store);
  wasm_val_vec_t empty, zeros, full, copy;
  wasm_val_vec_new_empty(&empty);
  wasm_val_vec_new_uninitialized(&zeros, 2);
  CHECK(empty.size == 0 && zeros.size == 2 && zeros.data[1].kind == WASM_I32 && zeros.data[1].of.i32 == 0);
  wasm_val_t values[] = {WASM_F64_VAL(2.5), WASM_REF_VAL(wasm_foreign_as_ref(wasm_foreign_copy(foreign)))};
  wasm_val_vec_new(&full, 2, values);
  wasm_val_vec_copy(&copy, &full);
  CHECK(copy.size == 2 && copy.data[0].of.f64 == 2.5);
  CHECK(copy.data[1].of.ref != full.data[1].of.ref && wasm_ref_same(copy.data[1].of.ref, full.data[1].of.ref));
  wasm_val_vec_delete(&copy);
  wasm_val_vec_delete(&full);
  wasm_val_vec_delete(&zeros);
  wasm_val_vec_delete(&empty);
  wasm_foreign_delete(foreign);
}

int main(void) {
  wasm_engine_t *engine = wasm_engine_new();
  store = wasm_store_new(engine);
  test_byte();
  test_val();
  test_valtype();
  test_functype();
  test_globaltype();
  test_tabletype();
  test_memorytype();
  test_externtype();
  test_importtype();
  test_exporttype();
  test_frame();
  test_extern();
  wasm_store_delete(store);
  wasm_engine_delete(engine);
  return 0;
}
