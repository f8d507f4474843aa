/* Linking by name, and the system interface. */
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"

#define STR(text) text, sizeof(text) - 1

static int alive;

static wasm_trap_t *add(void *env, wx_caller_t *caller, const wasm_val_vec_t *args, wasm_val_vec_t *results) {
  CHECK(env == &alive && caller);
  results->data[0].of.i32 = args->data[0].of.i32 + args->data[1].of.i32;
  return NULL;
}

static void test_linker(void) {
  wasm_engine_t *engine = wasm_engine_new();
  wasm_store_t *store = wasm_store_new(engine);
  wx_linker_t *linker = wx_linker_new(engine);
  wasm_functype_t *type =
      wasm_functype_new_2_1(wasm_valtype_new_i32(), wasm_valtype_new_i32(), wasm_valtype_new_i32());
  alive = 2;
  CHECK(wx_linker_define_func(linker, STR("host"), STR("add"), type, add, &alive, count_down));
  CHECK(!wx_linker_define_func(linker, STR("host"), STR("add"), type, add, &alive, count_down));
  CHECK_ERROR("import of `host::add` defined twice");
  CHECK(alive == 1);
  wx_linker_allow_shadowing(linker, true);
  ++alive;
  CHECK(wx_linker_define_func(linker, STR("host"), STR("add"), type, add, &alive, count_down) && alive == 1);
  wasm_functype_delete(type);

  wasm_instance_t *library = instance_of(store,
                                         "(module (func (export \"seven\") (result i32) (i32.const 7))"
                                         "  (memory (export \"m\") 1) (tag (export \"t\")))");
  CHECK(wx_linker_define_instance(linker, STR("lib"), library));
  wasm_extern_t *seven = export_of(library, "seven"), *tag = export_of(library, "t");
  CHECK(wasm_extern_kind(tag) == WX_EXTERN_TAG && wasm_ref_as_extern(wasm_extern_as_ref(tag)));
  CHECK(wx_linker_define(linker, STR("lib"), STR("siebe\0n"), seven));
  CHECK(wx_linker_define(linker, STR("lib"), STR("t"), tag));
  CHECK(!wx_linker_define(linker, STR("lib"), STR("\xff"), seven));
  CHECK_ERROR("`name` is not UTF-8");
  CHECK(!wx_linker_define(linker, STR("lib"), STR("x"), (const wasm_extern_t *)library));

  wasm_module_t *module = module_of(store,
                                    "(module (import \"host\" \"add\" (func $add (param i32 i32) (result i32)))"
                                    "  (import \"lib\" \"siebe\\00n\" (func $seven (result i32))) (import \"lib\" \"t\" (tag))"
                                    "  (import \"other\" \"f\" (func $f))"
                                    "  (func (export \"run\") (param i32) (result i32)"
                                    "    (call $add (call $seven) (local.get 0))) (func (export \"fail\") (call $f)))");
  wasm_trap_t *trap;
  CHECK(!wx_linker_instantiate(linker, store, module, &trap));
  CHECK(trap_says(trap, "unknown import: `other::f` has not been defined"));
  CHECK(wx_linker_define_unknown_imports_as_traps(linker, module));
  wasm_instance_t *instance = wx_linker_instantiate(linker, store, module, &trap);
  CHECK(instance && !trap);
  wasm_extern_t *run = export_of(instance, "run"), *fail = export_of(instance, "fail");
  CHECK(call_i32(wasm_extern_as_func(run), 30) == 37);
  CHECK(trap_says(wasm_func_call(wasm_extern_as_func(fail), NULL, NULL), "unknown import: `other::f`"));

  wasm_extern_t *found = wx_linker_get(linker, store, STR("lib"), STR("seven"));
  CHECK(found && wasm_extern_same(found, seven) && call_i32(wasm_extern_as_func(found), 0) == 7);
  CHECK(!wx_linker_get(linker, store, STR("lib"), STR("acht")));
  wasm_extern_delete(found);

  /* Another store of the engine, another engine, and nothing. */
  wasm_store_t *second = wasm_store_new(engine);
  CHECK(!wx_linker_instantiate(linker, second, module, &trap) && trap_says(trap, "another store"));
  CHECK(!wx_linker_get(linker, second, STR("host"), STR("add")));
  wasm_store_delete(second);
  wasm_engine_t *other = wasm_engine_new();
  second = wasm_store_new(other);
  wx_linker_t *others = wx_linker_new(other);
  CHECK(!wx_linker_instantiate(others, store, module, &trap) && trap_says(trap, "another engine"));
  CHECK(!wx_linker_define(others, STR("a"), STR("b"), seven));
  CHECK_ERROR("another engine");
  CHECK(!wx_linker_define_instance(others, STR("a"), library));
  CHECK(!wx_linker_instantiate(NULL, store, module, &trap) && trap_says(trap, "`linker` is NULL"));
  CHECK(!wx_linker_instantiate(linker, store, NULL, NULL) && !wx_linker_new(NULL));
  wx_linker_delete(others);
  wx_linker_delete(NULL);
  wasm_store_delete(second);
  wasm_engine_delete(other);

  wasm_extern_delete(run);
  wasm_extern_delete(fail);
  wasm_extern_delete(seven);
  wasm_extern_delete(tag);
  wasm_module_delete(module);
  wasm_instance_delete(instance);
  wasm_instance_delete(library);
  wx_linker_delete(linker);
  CHECK(alive == 1);
  wasm_store_delete(store);
  CHECK(alive == 0);
  wasm_engine_delete(engine);
}

/* Reads its standard input and a file, and writes both, its last argument and a variable to the standard output. */
static const char GUEST[] =
    "(module"
    "  (import \"wasi_snapshot_preview1\" \"fd_read\" (func $read (param i32 i32 i32 i32) (result i32)))"
    "  (import \"wasi_snapshot_preview1\" \"fd_write\" (func $write (param i32 i32 i32 i32) (result i32)))"
    "  (import \"wasi_snapshot_preview1\" \"args_get\" (func $args (param i32 i32) (result i32)))"
    "  (import \"wasi_snapshot_preview1\" \"environ_get\" (func $env (param i32 i32) (result i32)))"
    "  (import \"wasi_snapshot_preview1\" \"path_open\""
    "    (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))"
    "  (import \"wasi_snapshot_preview1\" \"proc_exit\" (func $exit (param i32)))"
    "  (memory (export \"memory\") 1) (data (i32.const 300) \"file.txt\")"
    "  (func $out (param $fd i32) (param $at i32) (param $size i32)"
    "    (i32.store (i32.const 0) (local.get $at)) (i32.store (i32.const 4) (local.get $size))"
    "    (if (call $write (local.get $fd) (i32.const 0) (i32.const 1) (i32.const 8)) (then (call $exit (i32.const 9)))))"
    "  (func $copy (param $fd i32)"
    "    (i32.store (i32.const 0) (i32.const 1000)) (i32.store (i32.const 4) (i32.const 100))"
    "    (if (call $read (local.get $fd) (i32.const 0) (i32.const 1) (i32.const 8)) (then (call $exit (i32.const 8))))"
    "    (call $out (i32.const 1) (i32.const 1000) (i32.load (i32.const 8))))"
    "  (func (export \"_start\")"
    "    (call $copy (i32.const 0))"
    "    (drop (call $args (i32.const 100) (i32.const 2000)))"
    "    (call $out (i32.const 1) (i32.load (i32.const 104)) (i32.const 3))"
    "    (drop (call $env (i32.const 100) (i32.const 3000)))"
    "    (call $out (i32.const 1) (i32.load (i32.const 100)) (i32.const 5))"
    "    (call $out (i32.const 2) (i32.const 300) (i32.const 4))"
    "    (if (call $open (i32.const 3) (i32.const 0) (i32.const 300) (i32.const 8) (i32.const 0) (i64.const 2) (i64.const 0)"
    "      (i32.const 0) (i32.const 16)) (then (call $exit (i32.const 7))))"
    "    (call $copy (i32.load (i32.const 16)))"
    "    (call $exit (i32.const 42))))";

static ptrdiff_t append(void *env, const char *bytes, size_t size) {
  strncat(env, bytes, size);
  return (ptrdiff_t)size;
}

static ptrdiff_t refuse(void *env, const char *bytes, size_t size) {
  (void)env;
  (void)bytes;
  (void)size;
  return -1;
}

static wasm_extern_t *started;
static wasm_store_t *running;

/* Tries to run code of the store, and to replace the system interface that waits for this. */
static ptrdiff_t reenter(void *env, const char *bytes, size_t size) {
  (void)bytes;
  ++*(int *)env;
  CHECK(trap_says(wasm_func_call(wasm_extern_as_func(started), NULL, NULL), "cannot run code of its store"));
  wasm_module_t *empty = module_of(running, "(module)");
  CHECK(!wasm_instance_new(running, empty, NULL, NULL));
  wasm_module_delete(empty);
  CHECK(!wx_store_wasi_set(running, wx_wasi_new()));
  CHECK_ERROR("while its code runs");
  return (ptrdiff_t)size;
}

/* Runs the guest with this, and returns its exit status. */
static int32_t run(wasm_engine_t *engine, wx_wasi_t *wasi) {
  wx_linker_t *linker = wx_linker_new(engine);
  CHECK(wx_linker_define_wasi(linker));
  CHECK(!wx_linker_define_wasi(linker));
  wasm_store_t *store = wasm_store_new(engine);
  if (wasi) CHECK(wx_store_wasi_set(store, wasi));
  wasm_module_t *module = module_of(store, GUEST);
  wasm_instance_t *instance = wx_linker_instantiate(linker, store, module, NULL);
  wasm_extern_t *start = export_of(instance, "_start");
  started = start;
  running = store;
  wasm_trap_t *trap = wasm_func_call(wasm_extern_as_func(start), NULL, NULL);
  int32_t status = -1;
  CHECK(trap && wx_trap_exit_status(trap, &status));
  wasm_trap_delete(trap);
  wasm_extern_delete(start);
  wasm_instance_delete(instance);
  wasm_module_delete(module);
  wasm_store_delete(store);
  wx_linker_delete(linker);
  return status;
}

static void write_file(const char *path, const char *text) {
  FILE *file = fopen(path, "w");
  CHECK(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

static void test_wasi(void) {
  wasm_engine_t *engine = wasm_engine_new();
  char folder[] = "linker-wasi-XXXXXX", path[64], other[64], buffer[200] = "", errors[200] = "";
  CHECK(mkdtemp(folder));
  snprintf(path, sizeof path, "%s/file.txt", folder);
  snprintf(other, sizeof other, "%s/out.txt", folder);
  write_file(path, "(file)");

  wx_wasi_t *wasi = wx_wasi_new();
  CHECK(wx_wasi_arg_add(wasi, "program") && wx_wasi_arg_add(wasi, "arg") && wx_wasi_env_set(wasi, "A", "bcd"));
  CHECK(wx_wasi_stdin_bytes_set(wasi, STR("(stdin)")));
  alive = 2;
  CHECK(wx_wasi_stdout_callback_set(wasi, append, buffer, NULL));
  CHECK(wx_wasi_stderr_callback_set(wasi, refuse, &alive, count_down));
  CHECK(wx_wasi_stderr_callback_set(wasi, append, errors, NULL) && alive == 1);
  CHECK(wx_wasi_dir_add(wasi, folder, "/", WX_WASI_DIR_READ | WX_WASI_FILE_READ));
  CHECK(run(engine, wasi) == 42);
  CHECK(!strcmp(buffer, "(stdin)argA=bcd(file)") && !strcmp(errors, "file"));

  /* Files for streams; the directory may not be read. */
  wasi = wx_wasi_new();
  CHECK(wx_wasi_arg_add(wasi, "a") && wx_wasi_arg_add(wasi, "b") && wx_wasi_env_set(wasi, "NAME", "value"));
  CHECK(wx_wasi_stdin_file_set(wasi, path) && wx_wasi_stdout_file_set(wasi, other));
  CHECK(wx_wasi_stderr_file_set(wasi, other));
  CHECK(wx_wasi_dir_add(wasi, folder, "/", 0));
  CHECK(run(engine, wasi) == 7);
  FILE *file = fopen(other, "r");
  CHECK(file && fgets(buffer, sizeof buffer, file) && fclose(file) == 0);
  CHECK(!strncmp(buffer, "file", 4));

  /* A stream that refuses, a guest that is given nothing, and one that is given what the program has. */
  wasi = wx_wasi_new();
  CHECK(wx_wasi_stdout_callback_set(wasi, refuse, &alive, count_down));
  CHECK(run(engine, wasi) == 9 && alive == 0);
  CHECK(run(engine, NULL) == 7);
  wasi = wx_wasi_new();
  int written = 0;
  CHECK(wx_wasi_stdout_callback_set(wasi, reenter, &written, NULL) && run(engine, wasi) == 7 && written > 0);
  wasi = wx_wasi_new();
  wx_wasi_args_inherit(wasi);
  wx_wasi_env_inherit(wasi);
  wx_wasi_stdin_inherit(wasi);
  wx_wasi_stdout_inherit(wasi);
  wx_wasi_stderr_inherit(wasi);
  wx_wasi_delete(wasi);
  wx_wasi_delete(NULL);

  /* What is wrong. */
  wasi = wx_wasi_new();
  CHECK(!wx_wasi_arg_add(wasi, NULL) && !wx_wasi_arg_add(NULL, "x") && !wx_wasi_env_set(wasi, "A=B", "c"));
  CHECK_ERROR("`A=B` cannot be the name of a variable");
  CHECK(!wx_wasi_dir_add(wasi, "/none/such", "/", 15));
  CHECK_ERROR("cannot open the directory /none/such");
  CHECK(!wx_wasi_dir_add(wasi, folder, "/", 16) && !wx_wasi_dir_add(wasi, NULL, "/", 0));
  CHECK(!wx_wasi_stdin_file_set(wasi, "/none/such") && !wx_wasi_stdout_file_set(wasi, "/none/such"));
  CHECK(!wx_wasi_stdout_callback_set(wasi, NULL, NULL, NULL) && !wx_wasi_stdin_bytes_set(wasi, NULL, 3));
  CHECK(!wx_store_wasi_set(NULL, wasi));
  remove(path);
  remove(other);
  rmdir(folder);
  wasm_engine_delete(engine);
}

int main(void) {
  test_linker();
  test_wasi();
  return 0;
}
