/* References of all kinds: copies, identity, host information and casts; and as values that wasm code holds. */
#include "check.h"

static int alive;

/* What every kind of reference has. `up` is the reference, `other` one of another kind. */
#define KIND(name)                                                                              \
  static void test_##name(wasm_##name##_t *object, const wasm_##name##_t *another, wasm_ref_t *other) { \
    wasm_##name##_t *copy = wasm_##name##_copy(object);                                         \
    CHECK(copy && copy != object);                                                              \
    CHECK(wasm_##name##_same(copy, object) && !wasm_##name##_same(copy, another));              \
    CHECK(!wasm_##name##_same(copy, NULL));                                                     \
    CHECK(!wasm_##name##_get_host_info(object));                                                \
    int first, second;                                                                          \
    wasm_##name##_set_host_info(object, &first);                                                \
    CHECK(wasm_##name##_get_host_info(copy) == &first);                                         \
    ++alive;                                                                                    \
    wasm_##name##_set_host_info_with_finalizer(copy, &alive, count_down);                       \
    CHECK(wasm_##name##_get_host_info(object) == &alive && !wasm_##name##_get_host_info(another)); \
    int before = alive;                                                                         \
    wasm_##name##_set_host_info(object, &second);                                               \
    CHECK(alive == before - 1);                                                                 \
    ++alive;                                                                                    \
    wasm_##name##_set_host_info_with_finalizer(object, &alive, count_down);                     \
    wasm_ref_t *ref = wasm_##name##_as_ref(object);                                             \
    CHECK(ref && wasm_ref_as_##name(ref) == object);                                            \
    CHECK(wasm_ref_as_##name##_const(wasm_##name##_as_ref_const(object)) == object);            \
    CHECK(!wasm_ref_as_##name(other) && !wasm_ref_as_##name##_const(other));                    \
    CHECK(!wasm_ref_as_##name(NULL) && !wasm_ref_as_##name##_const(NULL));                      \
    CHECK(!wasm_ref_same(ref, other) && wasm_ref_same(ref, wasm_##name##_as_ref(copy)));        \
    wasm_##name##_delete(copy);                                                                 \
    before = alive;                                                                             \
    wasm_##name##_set_host_info_with_finalizer(NULL, &alive, NULL);                             \
    CHECK_ERROR("`ref` is NULL");                                                               \
    CHECK(!wasm_##name##_copy(NULL) && !wasm_##name##_get_host_info(NULL));                     \
    wasm_##name##_delete(NULL);                                                                 \
    CHECK(alive == before);                                                                     \
  }
KIND(func)
KIND(global)
KIND(table)
KIND(memory)
KIND(extern)
KIND(instance)
KIND(module)
KIND(trap)
KIND(foreign)

static void test_base(wasm_ref_t *ref, wasm_ref_t *other) {
  wasm_ref_t *copy = wasm_ref_copy(ref);
  CHECK(wasm_ref_same(ref, copy) && !wasm_ref_same(copy, other));
  wasm_ref_set_host_info(copy, &copy);
  CHECK(wasm_ref_get_host_info(ref) == &copy);
  ++alive;
  wasm_ref_set_host_info_with_finalizer(copy, &alive, count_down);
  CHECK(wasm_ref_get_host_info(ref) == &alive);
  wasm_ref_delete(copy);
  wasm_ref_delete(NULL);
}

static void test_extern_casts(wasm_func_t *func, wasm_global_t *global, wasm_table_t *table, wasm_memory_t *memory) {
  CHECK(wasm_extern_as_func(wasm_func_as_extern(func)) == func);
  CHECK(wasm_extern_as_func_const(wasm_func_as_extern_const(func)) == func);
  CHECK(wasm_extern_as_global(wasm_global_as_extern(global)) == global);
  CHECK(wasm_extern_as_global_const(wasm_global_as_extern_const(global)) == global);
  CHECK(wasm_extern_as_table(wasm_table_as_extern(table)) == table);
  CHECK(wasm_extern_as_table_const(wasm_table_as_extern_const(table)) == table);
  CHECK(wasm_extern_as_memory(wasm_memory_as_extern(memory)) == memory);
  CHECK(wasm_extern_as_memory_const(wasm_memory_as_extern_const(memory)) == memory);
  CHECK(!wasm_extern_as_func(wasm_memory_as_extern(memory)) && !wasm_extern_as_memory(wasm_func_as_extern(func)));
  CHECK(!wasm_extern_as_func_const(NULL) && !wasm_extern_as_global_const(NULL));

  CHECK(wasm_extern_kind(wasm_func_as_extern(func)) == WASM_EXTERN_FUNC);
  CHECK(wasm_extern_kind(wasm_global_as_extern(global)) == WASM_EXTERN_GLOBAL);
  CHECK(wasm_extern_kind(wasm_table_as_extern(table)) == WASM_EXTERN_TABLE);
  CHECK(wasm_extern_kind(wasm_memory_as_extern(memory)) == WASM_EXTERN_MEMORY);
  wasm_externtype_t *type = wasm_extern_type(wasm_table_as_extern(table));
  CHECK(wasm_externtype_kind(type) == WASM_EXTERN_TABLE);
  wasm_externtype_delete(type);
}

/* Every object can be an externref, and comes back as itself. */
static void test_as_values(wasm_store_t *store, wasm_ref_t *objects[], size_t count) {
  wasm_instance_t *instance = instance_of(store,
                                          "(module"
                                          "  (table $t (export \"t\") 20 externref)"
                                          "  (global $g (export \"g\") (mut externref) (ref.null extern))"
                                          "  (func (export \"id\") (param externref) (result externref)"
                                          "    (table.set $t (i32.const 3) (local.get 0))"
                                          "    (global.set $g (table.get $t (i32.const 3)))"
                                          "    (global.get $g))"
                                          "  (func (export \"any\") (param externref) (result anyref)"
                                          "    (any.convert_extern (local.get 0)))"
                                          "  (func (export \"i31\") (result anyref) (ref.i31 (i32.const 7)))"
                                          "  (func (export \"back\") (param anyref) (result externref)"
                                          "    (extern.convert_any (local.get 0))))");
  wasm_extern_t *id = export_of(instance, "id"), *t = export_of(instance, "t"), *g = export_of(instance, "g");
  for (size_t i = 0; i < count; i++) {
    wasm_val_t arg = WASM_REF_VAL(objects[i]), result = WASM_INIT_VAL;
    wasm_val_vec_t args = {1, &arg}, results = {1, &result};
    CHECK(!wasm_func_call(wasm_extern_as_func(id), &args, &results));
    CHECK(result.kind == WASM_EXTERNREF && wasm_ref_same(result.of.ref, objects[i]));
    CHECK(wasm_ref_get_host_info(result.of.ref) == wasm_ref_get_host_info(objects[i]));
    CHECK(!wasm_ref_as_func(result.of.ref) == !wasm_ref_as_func(objects[i]));
    wasm_val_delete(&result);
    wasm_val_delete(&result);
    wasm_store_t *same_store = store;
    wx_store_gc(same_store);
    wasm_global_get(wasm_extern_as_global(g), &result);
    CHECK(wasm_ref_same(result.of.ref, objects[i]));
    wasm_val_delete(&result);
    wasm_ref_t *element = wasm_table_get(wasm_extern_as_table(t), 3);
    CHECK(wasm_ref_same(element, objects[i]));
    wasm_ref_delete(element);
  }

  /* Values of wasm's own: passed on and compared, without host information. */
  wasm_extern_t *i31 = export_of(instance, "i31"), *back = export_of(instance, "back"), *any = export_of(instance, "any");
  wasm_val_t seven = WASM_INIT_VAL, outside = WASM_INIT_VAL, inside = WASM_INIT_VAL;
  wasm_val_vec_t sevens = {1, &seven}, outsides = {1, &outside}, insides = {1, &inside};
  CHECK(!wasm_func_call(wasm_extern_as_func(i31), NULL, &sevens) && seven.kind == WX_ANYREF);
  CHECK(!wasm_func_call(wasm_extern_as_func(back), &sevens, &outsides) && outside.kind == WASM_EXTERNREF);
  CHECK(!wasm_func_call(wasm_extern_as_func(any), &outsides, &insides) && inside.kind == WX_ANYREF);
  CHECK(wasm_ref_same(inside.of.ref, seven.of.ref) && !wasm_ref_same(outside.of.ref, seven.of.ref));
  CHECK(!wasm_ref_get_host_info(seven.of.ref));
  wasm_ref_set_host_info(seven.of.ref, &seven);
  CHECK_ERROR("no host information");
  wasm_ref_set_host_info(outside.of.ref, &seven);
  CHECK_ERROR("not made by the host");
  wasm_val_t copy;
  wasm_val_copy(&copy, &seven);
  CHECK(copy.kind == WX_ANYREF && wasm_ref_same(copy.of.ref, seven.of.ref));
  wasm_val_delete(&copy);
  wasm_val_delete(&seven);
  wasm_val_delete(&outside);
  wasm_val_delete(&inside);
  wasm_extern_delete(i31);
  wasm_extern_delete(back);
  wasm_extern_delete(any);
  wasm_extern_delete(id);
  wasm_extern_delete(t);
  wasm_extern_delete(g);
  wasm_instance_delete(instance);
}

/* A foreign object ends when nothing refers to it, before its store. */
static void test_collected(wasm_store_t *store) {
  int before = alive;
  for (int i = 0; i < 1000; i++) {
    wasm_foreign_t *foreign = wasm_foreign_new(store);
    ++alive;
    wasm_foreign_set_host_info_with_finalizer(foreign, &alive, count_down);
    wasm_foreign_delete(foreign);
  }
  wx_store_gc(store);
  CHECK(alive == before);
}

int main(void) {
  wasm_engine_t *engine = wasm_engine_new();
  wasm_store_t *store = wasm_store_new(engine);
  const char *text =
      "(module (func (export \"f\")) (global (export \"g\") i32 (i32.const 1))"
      "  (table (export \"t\") 1 funcref) (memory (export \"m\") 1))";
  wasm_module_t *module = module_of(store, text), *module2 = module_of(store, text);
  wasm_instance_t *a = wasm_instance_new(store, module, NULL, NULL);
  wasm_instance_t *b = wasm_instance_new(store, module, NULL, NULL);
  wasm_extern_vec_t as, bs;
  wasm_instance_exports(a, &as);
  wasm_instance_exports(b, &bs);
  CHECK(as.size == 4 && bs.size == 4);
  wasm_foreign_t *foreign = wasm_foreign_new(store), *foreign2 = wasm_foreign_new(store);
  wasm_message_t message;
  wasm_name_new_from_string_nt(&message, "trap");
  wasm_trap_t *trap = wasm_trap_new(store, &message), *trap2 = wasm_trap_new(store, &message);
  wasm_byte_vec_delete(&message);

  wasm_func_t *func = wasm_extern_as_func(as.data[0]);
  wasm_global_t *global = wasm_extern_as_global(as.data[1]);
  wasm_table_t *table = wasm_extern_as_table(as.data[2]);
  wasm_memory_t *memory = wasm_extern_as_memory(as.data[3]);
  test_func(func, wasm_extern_as_func(bs.data[0]), wasm_module_as_ref(module));
  test_global(global, wasm_extern_as_global(bs.data[1]), wasm_func_as_ref(func));
  test_table(table, wasm_extern_as_table(bs.data[2]), wasm_func_as_ref(func));
  test_memory(memory, wasm_extern_as_memory(bs.data[3]), wasm_func_as_ref(func));
  test_extern(bs.data[1], bs.data[2], wasm_instance_as_ref(a));
  test_instance(a, b, wasm_func_as_ref(func));
  test_module(module, module2, wasm_func_as_ref(func));
  test_trap(trap, trap2, wasm_func_as_ref(func));
  test_foreign(foreign, foreign2, wasm_func_as_ref(func));
  test_base(wasm_table_as_ref(table), wasm_func_as_ref(func));
  test_extern_casts(func, global, table, memory);
  wasm_ref_t *objects[] = {wasm_func_as_ref(func),     wasm_global_as_ref(global), wasm_table_as_ref(table),
                           wasm_memory_as_ref(memory), wasm_instance_as_ref(a),    wasm_module_as_ref(module),
                           wasm_trap_as_ref(trap),     wasm_foreign_as_ref(foreign)};
  test_as_values(store, objects, sizeof objects / sizeof *objects);
  test_collected(store);
  CHECK(alive == 9);

  wasm_extern_vec_delete(&as);
  wasm_extern_vec_delete(&bs);
  wasm_instance_delete(a);
  wasm_instance_delete(b);
  wasm_module_delete(module);
  wasm_module_delete(module2);
  wasm_trap_delete(trap);
  wasm_trap_delete(trap2);
  wasm_foreign_delete(foreign);
  wasm_foreign_delete(foreign2);
  wasm_engine_delete(engine);
  wasm_store_delete(store);
  CHECK(alive == 0);
  return 0;
}
