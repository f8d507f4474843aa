/* Settings of engines, and what stores may use: fuel, epochs, limits. */
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"

static int finalized;

static void count_up(void *env) {
  ++*(int *)env;
}

static const char LOOP[] =
    "(module (memory (export \"m\") 1) (func (export \"loop\") (loop (br 0))) (func (export \"deep\") (call 1))"
    "  (func (export \"grow\") (param i32) (result i32) (memory.grow (local.get 0))))";

static wx_trap_code_t code_of(wasm_trap_t *trap) {
  wx_trap_code_t code = 99;
  CHECK(trap);
  wx_trap_code(trap, &code);
  wasm_trap_delete(trap);
  return code;
}

static bool go_on_twice(void *env, uint64_t *ticks) {
  *ticks = 0;
  return ++*(int *)env <= 2;
}

static void test_fuel_and_epochs(void) {
  wasm_config_t *config = wasm_config_new();
  wx_config_consume_fuel_set(config, true);
  wx_config_epoch_interruption_set(config, true);
  CHECK(wx_config_tier_set(config, WX_TIER_INTERP));
  wasm_engine_t *engine = wasm_engine_new_with_config(config);
  wasm_engine_t *copy = wx_engine_copy(engine);
  wasm_engine_delete(engine);
  wasm_store_t *store = wasm_store_new(copy);
  wasm_instance_t *instance = instance_of(store, LOOP);
  wasm_extern_t *loop = export_of(instance, "loop");
  uint64_t fuel;
  CHECK(wx_store_fuel_get(store, &fuel) && fuel == 0);
  CHECK(wx_store_fuel_set(store, 10000) && wx_store_fuel_get(store, &fuel) && fuel == 10000);
  wx_store_epoch_deadline_set(store, 1000);
  CHECK(code_of(wasm_func_call(wasm_extern_as_func(loop), NULL, NULL)) == WX_TRAP_OUT_OF_FUEL);
  CHECK(wx_store_fuel_set(store, UINT64_MAX));
  wx_store_epoch_deadline_set(store, 0);
  CHECK(code_of(wasm_func_call(wasm_extern_as_func(loop), NULL, NULL)) == WX_TRAP_INTERRUPT);
  int asked = 0;
  wx_store_epoch_callback_set(store, go_on_twice, &asked, count_up);
  CHECK(code_of(wasm_func_call(wasm_extern_as_func(loop), NULL, NULL)) == WX_TRAP_INTERRUPT);
  CHECK(asked == 3);
  asked = 0;
  wx_store_epoch_callback_set(store, NULL, NULL, NULL);
  CHECK(asked == 1);
  CHECK(code_of(wasm_func_call(wasm_extern_as_func(loop), NULL, NULL)) == WX_TRAP_INTERRUPT);
  wx_engine_increment_epoch(copy);
  wx_engine_increment_epoch(NULL);
  wasm_extern_delete(loop);
  wasm_instance_delete(instance);
  wasm_store_delete(store);
  wasm_engine_delete(copy);

  engine = wasm_engine_new();
  store = wasm_store_new(engine);
  CHECK(!wx_store_fuel_set(store, 1));
  CHECK_ERROR("fuel is not configured");
  CHECK(!wx_store_fuel_get(store, &fuel) && !wx_store_fuel_get(store, NULL) && !wx_store_fuel_get(NULL, &fuel));
  finalized = 0;
  wx_store_epoch_callback_set(NULL, go_on_twice, &finalized, count_up);
  CHECK(finalized == 1);
  wx_store_epoch_deadline_set(NULL, 1);
  wx_store_gc(NULL);
  wasm_store_delete(store);
  wasm_engine_delete(engine);
}

static void test_limits(void) {
  wasm_engine_t *engine = wasm_engine_new();
  wasm_store_t *store = wasm_store_new(engine);
  wx_limits_t limits = WX_LIMITS_DEFAULT;
  limits.memory_size = 3 * 65536;
  limits.instances = 2;
  CHECK(wx_store_limits_set(store, &limits));
  wasm_instance_t *instance = instance_of(store, LOOP);
  wasm_extern_t *grow = export_of(instance, "grow");
  CHECK(call_i32(wasm_extern_as_func(grow), 2) == 1);
  CHECK(call_i32(wasm_extern_as_func(grow), 1) == -1);
  limits.trap_on_grow_failure = true;
  CHECK(wx_store_limits_set(store, &limits));
  wasm_val_t arg = WASM_I32_VAL(1), result;
  wasm_val_vec_t args = {1, &arg}, results = {1, &result};
  CHECK(trap_says(wasm_func_call(wasm_extern_as_func(grow), &args, &results), "forcing trap when growing memory"));
  wasm_module_t *module = module_of(store, "(module)");
  wasm_instance_t *second = wasm_instance_new(store, module, NULL, NULL);
  wasm_trap_t *trap;
  CHECK(second && !wasm_instance_new(store, module, NULL, &trap));
  CHECK(trap_says(trap, "instance"));
  wasm_instance_delete(second);
  wasm_module_delete(module);
  CHECK(!wx_store_limits_set(store, NULL) && !wx_store_limits_set(NULL, &limits));
  wasm_extern_delete(grow);
  wasm_instance_delete(instance);
  wasm_store_delete(store);
  wasm_engine_delete(engine);
}

static void test_engines(void) {
  wasm_config_t *config = wasm_config_new();
  CHECK(wx_config_tier_set(config, WX_TIER_JIT));
  wx_config_max_wasm_stack_set(config, 64 << 10);
  wx_config_max_gc_heap_set(config, 1 << 20);
  wx_config_max_code_memory_set(config, 8 << 20);
  wx_config_memory_reservation_set(config, (uint64_t)4 << 30);
  wx_config_memory_guard_size_set(config, 1 << 16);
  wx_config_canonicalize_nans_set(config, true);
  wx_config_lazy_validation_set(config, true);
  wx_config_parallel_compilation_set(config, false);
  wx_config_background_compilation_set(config, false);
  wx_config_verify_machine_code_set(config, true);
  CHECK(wx_config_feature_set(config, "simd", false));
  char folder[] = "settings-cache-XXXXXX";
  CHECK(mkdtemp(folder) && !chmod(folder, 0700));
  CHECK(wx_config_cache_set(config, folder, 1 << 20));
  wasm_engine_t *engine = wasm_engine_new_with_config(config);
  CHECK(engine);
  wasm_store_t *store = wasm_store_new(engine);
  wasm_byte_vec_t simd = binary_of("(module (func (drop (v128.const i64x2 0 0))))");
  CHECK(!wasm_module_validate(store, &simd));
  wasm_byte_vec_delete(&simd);
  wasm_instance_t *instance = instance_of(store, LOOP);
  wasm_extern_t *deep = export_of(instance, "deep"), *grow = export_of(instance, "grow");
  CHECK(code_of(wasm_func_call(wasm_extern_as_func(deep), NULL, NULL)) == WX_TRAP_STACK_OVERFLOW);
  CHECK(call_i32(wasm_extern_as_func(grow), 1) == 1);
  wasm_extern_delete(deep);
  wasm_extern_delete(grow);
  wasm_instance_delete(instance);
  wasm_store_delete(store);
  wasm_engine_delete(engine);
  char command[64];
  snprintf(command, sizeof command, "rm -r %s", folder);
  CHECK(system(command) == 0);

  /* What is wrong. */
  config = wasm_config_new();
  CHECK(!wx_config_tier_set(config, 7));
  CHECK_ERROR("there is no tier 7");
  CHECK(!wx_config_feature_set(config, "smid", true));
  CHECK_ERROR("there is no feature `smid`; there are ");
  CHECK(!wx_config_feature_set(config, NULL, true) && !wx_config_feature_set(config, "\xff", true));
  CHECK(!wx_config_cache_set(config, "/dev/null/cache", 0));
  CHECK_ERROR("/dev/null/cache");
  wx_config_max_wasm_stack_set(config, 1);
  CHECK(!wasm_engine_new_with_config(config));
  CHECK_ERROR("max_wasm_stack of 1 bytes is too small");
  wasm_config_delete(wasm_config_new());
  wasm_config_delete(NULL);
  CHECK(!wasm_engine_new_with_config(NULL) && !wx_engine_copy(NULL));
  wx_config_consume_fuel_set(NULL, true);
  CHECK_ERROR("wx_config_consume_fuel_set: `config` is NULL");
}

int main(void) {
  test_fuel_and_epochs();
  test_limits();
  test_engines();
  return 0;
}
