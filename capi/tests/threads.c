/* Threads: a shared module with a store on each, errors of each, and an epoch that another thread advances. */
#include <pthread.h>
#include <unistd.h>

#include "check.h"

enum { THREADS = 4 };

static wasm_engine_t *engine;
static wasm_shared_module_t *shared;
static volatile bool done;

static void *use(void *argument) {
  int32_t id = (int32_t)(intptr_t)argument;
  CHECK(!wx_last_error());
  char words[32];
  snprintf(words, sizeof words, "%d is no kind of value", 100 + id);
  for (int round = 0; round < 20; round++) {
    wasm_store_t *store = wasm_store_new(engine);
    wasm_module_t *module = wasm_module_obtain(store, shared);
    wasm_instance_t *instance = wasm_instance_new(store, module, NULL, NULL);
    wasm_extern_t *f = export_of(instance, "sum");
    CHECK(call_i32(wasm_extern_as_func(f), 1000 + id) == (1000 + id) * (1001 + id) / 2);
    CHECK(!wasm_valtype_new((wasm_valkind_t)(100 + id)));
    CHECK_ERROR(words);
    wasm_extern_delete(f);
    wasm_instance_delete(instance);
    wasm_module_delete(module);
    wasm_store_delete(store);
  }
  return NULL;
}

static void *tick(void *ticked) {
  while (!done) {
    usleep(1000);
    wx_engine_increment_epoch(ticked);
  }
  return NULL;
}

/* A store that one thread made and another uses and deletes. */
static void *take_over(void *argument) {
  wasm_extern_t *f = argument;
  CHECK(call_i32(wasm_extern_as_func(f), 10) == 55);
  wasm_extern_delete(f);
  return NULL;
}

int main(void) {
  engine = wasm_engine_new();
  wasm_store_t *store = wasm_store_new(engine);
  wasm_module_t *module = module_of(store,
                                    "(module (func (export \"sum\") (param i32) (result i32) (local i32)"
                                    "  (loop (local.set 1 (i32.add (local.get 1) (local.get 0)))"
                                    "    (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))"
                                    "  (local.get 1)))");
  shared = wasm_module_share(module);
  pthread_t threads[THREADS];
  for (intptr_t i = 0; i < THREADS; i++) CHECK(!pthread_create(&threads[i], NULL, use, (void *)i));
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);

  wasm_instance_t *instance = wasm_instance_new(store, module, NULL, NULL);
  wasm_extern_t *f = export_of(instance, "sum");
  wasm_instance_delete(instance);
  wasm_module_delete(module);
  wasm_store_delete(store);
  CHECK(!pthread_create(&threads[0], NULL, take_over, f));
  pthread_join(threads[0], NULL);
  wasm_shared_module_delete(shared);
  wasm_engine_delete(engine);

  wasm_config_t *config = wasm_config_new();
  wx_config_epoch_interruption_set(config, true);
  engine = wasm_engine_new_with_config(config);
  store = wasm_store_new(engine);
  wx_store_epoch_deadline_set(store, 5);
  instance = instance_of(store, "(module (func (export \"f\") (loop (br 0))))");
  f = export_of(instance, "f");
  CHECK(!pthread_create(&threads[0], NULL, tick, engine));
  wasm_trap_t *trap = wasm_func_call(wasm_extern_as_func(f), NULL, NULL);
  wx_trap_code_t code;
  CHECK(trap && wx_trap_code(trap, &code) && code == WX_TRAP_INTERRUPT);
  done = true;
  pthread_join(threads[0], NULL);
  wasm_trap_delete(trap);
  wasm_extern_delete(f);
  wasm_instance_delete(instance);
  wasm_store_delete(store);
  wasm_engine_delete(engine);
  return 0;
}
