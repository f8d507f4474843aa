/* Modules: what is valid, serialization, sharing, and modules of an engine. */
#include "check.h"

static const char TEXT[] = "(module $name (func (export \"f\") (param i32) (result i32) (i32.add (local.get 0) (i32.const 1))))";

static int32_t run(wasm_store_t *store, const wasm_module_t *module, int32_t argument) {
  wasm_instance_t *instance = wasm_instance_new(store, module, NULL, NULL);
  CHECK(instance);
  wasm_extern_t *f = export_of(instance, "f");
  wasm_instance_delete(instance);
  int32_t result = call_i32(wasm_extern_as_func(f), argument);
  wasm_extern_delete(f);
  return result;
}

int main(void) {
  wasm_engine_t *engine = wasm_engine_new();
  wasm_store_t *store = wasm_store_new(engine);
  wasm_byte_vec_t binary = binary_of(TEXT);
  CHECK(wasm_module_validate(store, &binary));
  wasm_module_t *module = wasm_module_new(store, &binary);
  CHECK(module && run(store, module, 1) == 2);

  /* What is malformed. */
  binary.data[8] ^= 0x40;
  CHECK(!wasm_module_validate(store, &binary));
  CHECK(!wasm_module_new(store, &binary));
  CHECK_ERROR("wasm_module_new: ");
  binary.data[8] ^= 0x40;
  binary.size -= 1;
  CHECK(!wasm_module_validate(store, &binary) && !wasm_module_new(store, &binary));
  binary.size = 0;
  CHECK(!wasm_module_validate(store, &binary) && !wasm_module_new(store, &binary));
  CHECK(!wasm_module_new(store, NULL) && !wasm_module_new(NULL, &binary) && !wasm_module_validate(NULL, &binary));
  wasm_byte_vec_delete(&binary);
  /* The text format is for wx.h. */
  wasm_byte_vec_t text;
  wasm_name_new_from_string(&text, "(module)");
  CHECK(!wasm_module_new(store, &text));
  wasm_byte_vec_delete(&text);

  /* Serialized and read again, here and for an engine; damage is found. */
  wasm_byte_vec_t bytes;
  wasm_module_serialize(module, &bytes);
  CHECK(bytes.size > 100);
  wasm_module_t *again = wasm_module_deserialize(store, &bytes);
  CHECK(again && run(store, again, 41) == 42);
  wasm_module_delete(again);
  again = wx_module_deserialize(engine, bytes.data, bytes.size);
  CHECK(again && run(store, again, 41) == 42);
  wasm_module_delete(again);
  bytes.data[bytes.size - 1] ^= 1;
  CHECK(!wasm_module_deserialize(store, &bytes));
  CHECK_ERROR("damaged");
  CHECK(!wx_module_deserialize(engine, bytes.data, 10) && !wx_module_deserialize(engine, NULL, 10));
  CHECK_ERROR("`bytes` is NULL, but its size is 10");
  CHECK(!wasm_module_deserialize(store, NULL) && !wx_module_deserialize(NULL, bytes.data, bytes.size));
  wasm_byte_vec_delete(&bytes);
  wasm_module_serialize(NULL, &bytes);
  CHECK(bytes.size == 0);

  /* Shared with a store of the engine, and not of another. */
  wasm_shared_module_t *shared = wasm_module_share(module);
  wasm_store_t *second = wasm_store_new(engine);
  again = wasm_module_obtain(second, shared);
  CHECK(again && run(second, again, 0) == 1 && wasm_module_same(again, module));
  wasm_module_delete(again);
  wasm_store_delete(second);
  wasm_engine_t *other = wasm_engine_new();
  second = wasm_store_new(other);
  CHECK(!wasm_module_obtain(second, shared));
  CHECK_ERROR("another engine");
  wasm_trap_t *trap;
  CHECK(!wasm_instance_new(second, module, NULL, &trap) && trap_says(trap, "another engine"));
  CHECK(!wasm_module_obtain(NULL, shared) && !wasm_module_obtain(second, NULL) && !wasm_module_share(NULL));
  wasm_store_delete(second);
  wasm_engine_delete(other);
  wasm_shared_module_delete(shared);
  wasm_shared_module_delete(NULL);
  wasm_module_delete(module);

  /* Modules of an engine: text, binary, files. */
  module = wx_module_new(engine, TEXT, strlen(TEXT));
  CHECK(module && run(store, module, 5) == 6);
  int info;
  wasm_module_set_host_info(module, &info);
  CHECK(wasm_module_get_host_info(module) == &info);
  wasm_exporttype_vec_t exports;
  wasm_module_exports(module, &exports);
  CHECK(exports.size == 1 && name_is(wasm_exporttype_name(exports.data[0]), "f"));
  wasm_exporttype_vec_delete(&exports);
  shared = wasm_module_share(module);
  wasm_module_delete(module);
  module = wasm_module_obtain(store, shared);
  CHECK(module && run(store, module, 6) == 7);
  wasm_module_delete(module);
  wasm_shared_module_delete(shared);
  CHECK(!wx_module_new(engine, "(module (fun))", 14));
  CHECK_ERROR("(module (fun))");
  CHECK(!wx_module_new(NULL, TEXT, strlen(TEXT)) && !wx_module_new(engine, NULL, 5));

  char path[] = "modules-test-XXXXXX";
  int fd = mkstemp(path);
  FILE *file = fdopen(fd, "w");
  CHECK(file && fwrite(TEXT, 1, strlen(TEXT), file) == strlen(TEXT) && fclose(file) == 0);
  module = wx_module_from_file(engine, path);
  CHECK(module && run(store, module, 7) == 8);
  wasm_module_delete(module);
  remove(path);
  CHECK(!wx_module_from_file(engine, path));
  CHECK_ERROR(path);
  CHECK(!wx_module_from_file(engine, NULL) && !wx_module_from_file(NULL, path));

  CHECK(!wx_wat2wasm("(module", 7, &bytes) && bytes.size == 0);
  CHECK(!wx_wat2wasm("(module)", 8, NULL));
  CHECK(wx_version() && strlen(wx_version()) >= 5);
  wasm_store_delete(store);
  wasm_engine_delete(engine);
  return 0;
}
