/* Types: parts, copies, casts, and what came from a module. */
#include "check.h"

static void test_valtypes(void) {
  static const wasm_valkind_t kinds[] = {WASM_I32, WASM_I64,    WASM_F32,  WASM_F64,     WASM_EXTERNREF,
                                         WASM_FUNCREF, WX_V128, WX_ANYREF, WX_EXNREF};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    wasm_valtype_t *type = wasm_valtype_new(kinds[i]);
    wasm_valtype_t *copy = wasm_valtype_copy(type);
    wasm_valtype_delete(type);
    CHECK(wasm_valtype_kind(copy) == kinds[i]);
    CHECK(wasm_valtype_is_ref(copy) == (kinds[i] >= 128) && wasm_valtype_is_num(copy) == (kinds[i] < 128));
    wasm_valtype_delete(copy);
  }
  CHECK(!wasm_valtype_new(77));
  CHECK_ERROR("77 is no kind of value");
  wasm_valtype_delete(NULL);
}

static void test_functypes(void) {
  wasm_functype_t *type =
      wasm_functype_new_3_2(wasm_valtype_new_i32(), wasm_valtype_new_i64(), wasm_valtype_new_f32(),
                            wasm_valtype_new_f64(), wasm_valtype_new_externref());
  wasm_functype_t *copy = wasm_functype_copy(type);
  wasm_functype_delete(type);
  const wasm_valtype_vec_t *params = wasm_functype_params(copy), *results = wasm_functype_results(copy);
  CHECK(params->size == 3 && wasm_valtype_kind(params->data[1]) == WASM_I64);
  CHECK(results->size == 2 && wasm_valtype_kind(results->data[1]) == WASM_EXTERNREF);

  wasm_externtype_t *external = wasm_functype_as_externtype(copy);
  CHECK(wasm_externtype_kind(external) == WASM_EXTERN_FUNC);
  CHECK(wasm_externtype_as_functype(external) == copy);
  CHECK(wasm_externtype_as_functype_const(wasm_functype_as_externtype_const(copy)) == copy);
  CHECK(!wasm_externtype_as_globaltype(external) && !wasm_externtype_as_globaltype_const(external));
  CHECK(!wasm_externtype_as_functype(NULL) && !wasm_externtype_as_functype_const(NULL));
  wasm_functype_delete(copy);

  /* The other short forms. */
  wasm_functype_t *types[] = {
      wasm_functype_new_0_0(),
      wasm_functype_new_2_0(wasm_valtype_new_i32(), wasm_valtype_new_i32()),
      wasm_functype_new_3_0(wasm_valtype_new_i32(), wasm_valtype_new_i32(), wasm_valtype_new_i32()),
      wasm_functype_new_0_1(wasm_valtype_new_funcref()),
      wasm_functype_new_1_1(wasm_valtype_new_i32(), wasm_valtype_new_i32()),
      wasm_functype_new_2_1(wasm_valtype_new_i32(), wasm_valtype_new_i32(), wasm_valtype_new_i32()),
      wasm_functype_new_3_1(wasm_valtype_new_i32(), wasm_valtype_new_i32(), wasm_valtype_new_i32(),
                            wasm_valtype_new_i32()),
      wasm_functype_new_0_2(wasm_valtype_new_i32(), wasm_valtype_new_i32()),
      wasm_functype_new_1_2(wasm_valtype_new_i32(), wasm_valtype_new_i32(), wasm_valtype_new_i32()),
      wasm_functype_new_2_2(wasm_valtype_new_i32(), wasm_valtype_new_i32(), wasm_valtype_new_i32(),
                            wasm_valtype_new_i32()),
  };
  static const size_t params_of[] = {0, 2, 3, 0, 1, 2, 3, 0, 1, 2}, results_of[] = {0, 0, 0, 1, 1, 1, 1, 2, 2, 2};
  for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
    CHECK(wasm_functype_params(types[i])->size == params_of[i]);
    CHECK(wasm_functype_results(types[i])->size == results_of[i]);
    wasm_functype_delete(types[i]);
  }

  wasm_valtype_vec_t none, holes;
  wasm_valtype_vec_new_empty(&none);
  CHECK(!wasm_functype_new(NULL, &none));
  CHECK_ERROR("`params` is NULL");
  wasm_valtype_vec_new_uninitialized(&holes, 1);
  CHECK(!wasm_functype_new(&holes, &none));
  CHECK_ERROR("parameter 0 is NULL");
}

static void test_others(void) {
  wasm_globaltype_t *global = wasm_globaltype_new(wasm_valtype_new_f64(), WASM_VAR);
  wasm_globaltype_t *global_copy = wasm_globaltype_copy(global);
  CHECK(wasm_valtype_kind(wasm_globaltype_content(global_copy)) == WASM_F64);
  CHECK(wasm_globaltype_mutability(global_copy) == WASM_VAR);
  CHECK(wasm_externtype_as_globaltype(wasm_globaltype_as_externtype(global)) == global);
  CHECK(wasm_externtype_as_globaltype_const(wasm_globaltype_as_externtype_const(global)) == global);
  CHECK(!wasm_externtype_as_tabletype(wasm_globaltype_as_externtype(global)));
  CHECK(!wasm_externtype_as_tabletype_const(wasm_globaltype_as_externtype_const(global)));
  CHECK(!wasm_functype_params((const wasm_functype_t *)global));
  CHECK_ERROR("not the type of a function");
  CHECK(!wasm_functype_results((const wasm_functype_t *)global));
  wasm_globaltype_delete(global);
  wasm_globaltype_delete(global_copy);

  wasm_limits_t limits = {3, 5};
  wasm_tabletype_t *table = wasm_tabletype_new(wasm_valtype_new_externref(), &limits);
  wasm_tabletype_t *table_copy = wasm_tabletype_copy(table);
  CHECK(wasm_valtype_kind(wasm_tabletype_element(table_copy)) == WASM_EXTERNREF);
  CHECK(wasm_tabletype_limits(table_copy)->min == 3 && wasm_tabletype_limits(table_copy)->max == 5);
  CHECK(wasm_externtype_as_tabletype(wasm_tabletype_as_externtype(table)) == table);
  CHECK(wasm_externtype_as_tabletype_const(wasm_tabletype_as_externtype_const(table)) == table);
  CHECK(!wasm_externtype_as_memorytype(wasm_tabletype_as_externtype(table)));
  CHECK(!wasm_externtype_as_memorytype_const(wasm_tabletype_as_externtype_const(table)));
  CHECK(!wasm_tabletype_new(wasm_valtype_new_i32(), &limits));
  CHECK_ERROR("no reference type");
  wasm_tabletype_delete(table);
  wasm_tabletype_delete(table_copy);

  limits.max = wasm_limits_max_default;
  wasm_memorytype_t *memory = wasm_memorytype_new(&limits);
  wasm_memorytype_t *memory_copy = wasm_memorytype_copy(memory);
  CHECK(wasm_memorytype_limits(memory_copy)->min == 3);
  CHECK(wasm_memorytype_limits(memory_copy)->max == wasm_limits_max_default);
  CHECK(wasm_externtype_as_memorytype(wasm_memorytype_as_externtype(memory)) == memory);
  CHECK(wasm_externtype_as_memorytype_const(wasm_memorytype_as_externtype_const(memory)) == memory);
  CHECK(wasm_externtype_kind(wasm_memorytype_as_externtype(memory)) == WASM_EXTERN_MEMORY);
  wasm_memorytype_delete(memory_copy);

  wasm_externtype_t *external = wasm_externtype_copy(wasm_memorytype_as_externtype(memory));
  wasm_memorytype_delete(memory);
  CHECK(wasm_externtype_as_memorytype(external));
  wasm_name_t module, name;
  wasm_name_new_from_string(&module, "host");
  wasm_name_new_from_string(&name, "mem");
  wasm_importtype_t *import = wasm_importtype_new(&module, &name, external);
  wasm_importtype_t *import_copy = wasm_importtype_copy(import);
  wasm_importtype_delete(import);
  CHECK(name_is(wasm_importtype_module(import_copy), "host") && name_is(wasm_importtype_name(import_copy), "mem"));
  external = wasm_externtype_copy(wasm_importtype_type(import_copy));
  wasm_importtype_delete(import_copy);

  wasm_name_new_from_string(&name, "out");
  wasm_exporttype_t *export = wasm_exporttype_new(&name, external);
  wasm_exporttype_t *export_copy = wasm_exporttype_copy(export);
  wasm_exporttype_delete(export);
  CHECK(name_is(wasm_exporttype_name(export_copy), "out"));
  CHECK(wasm_externtype_kind(wasm_exporttype_type(export_copy)) == WASM_EXTERN_MEMORY);
  wasm_exporttype_delete(export_copy);
  wasm_externtype_delete(NULL);
}

/* What a module says of itself, also what C has no words for. */
static void test_of_module(void) {
  wasm_engine_t *engine = wasm_engine_new();
  wasm_store_t *store = wasm_store_new(engine);
  wasm_module_t *module = module_of(store,
                                    "(module"
                                    "  (type $t (func (param i32 v128) (result externref)))"
                                    "  (import \"a\" \"f\" (func (type $t)))"
                                    "  (import \"a\" \"g\" (global (mut f32)))"
                                    "  (import \"\" \"t\" (table 1 2 funcref))"
                                    "  (import \"a\" \"\" (memory i64 1 0x100000001))"
                                    "  (tag (export \"tag\") (param i32))"
                                    "  (func (export \"ref\") (param (ref null $t)) (result anyref) (ref.null any))"
                                    "  (export \"f\" (func 0)))");
  wasm_importtype_vec_t imports;
  wasm_module_imports(module, &imports);
  CHECK(imports.size == 4);
  static const wasm_externkind_t kinds[] = {WASM_EXTERN_FUNC, WASM_EXTERN_GLOBAL, WASM_EXTERN_TABLE,
                                            WASM_EXTERN_MEMORY};
  for (int i = 0; i < 4; i++) CHECK(wasm_externtype_kind(wasm_importtype_type(imports.data[i])) == kinds[i]);
  const wasm_functype_t *f = wasm_externtype_as_functype_const(wasm_importtype_type(imports.data[0]));
  CHECK(wasm_valtype_kind(wasm_functype_params(f)->data[1]) == WX_V128);
  const wasm_memorytype_t *memory = wasm_externtype_as_memorytype_const(wasm_importtype_type(imports.data[3]));
  CHECK(wasm_memorytype_limits(memory)->max == UINT32_MAX);
  CHECK(wasm_importtype_module(imports.data[2])->size == 0 && wasm_importtype_name(imports.data[3])->size == 0);

  wasm_exporttype_vec_t exports;
  wasm_module_exports(module, &exports);
  CHECK(exports.size == 3 && wasm_externtype_kind(wasm_exporttype_type(exports.data[0])) == WX_EXTERN_TAG);
  const wasm_functype_t *ref = wasm_externtype_as_functype_const(wasm_exporttype_type(exports.data[1]));
  CHECK(wasm_valtype_kind(wasm_functype_params(ref)->data[0]) == WASM_FUNCREF);
  CHECK(wasm_valtype_kind(wasm_functype_results(ref)->data[0]) == WX_ANYREF);
  wasm_exporttype_vec_delete(&exports);
  wasm_importtype_vec_delete(&imports);
  wasm_module_delete(module);
  wasm_store_delete(store);
  wasm_engine_delete(engine);
}

int main(void) {
  test_valtypes();
  test_functypes();
  test_others();
  test_of_module();
  return 0;
}
