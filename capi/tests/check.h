/* What the tests have in common: checks that say where they failed, modules from text, and calls with few values. */
#ifndef CHECK_H
#define CHECK_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "wx.h"

#define CHECK(condition)                                                                        \
  do {                                                                                          \
    if (!(condition)) {                                                                         \
      const char *why = wx_last_error();                                                        \
      fprintf(stderr, "%s:%d: not so: %s (last error: %s)\n", __FILE__, __LINE__, #condition,   \
              why ? why : "none");                                                              \
      exit(1);                                                                                  \
    }                                                                                           \
  } while (0)

/* That the function which was just called failed, and that the last error has these words. */
static inline void check_error(const char *file, int line, const char *words) {
  const char *why = wx_last_error();
  if (!why || !strstr(why, words)) {
    fprintf(stderr, "%s:%d: no error with the words \"%s\", but: %s\n", file, line, words, why ? why : "none");
    exit(1);
  }
}
#define CHECK_ERROR(words) check_error(__FILE__, __LINE__, words)

/* The bytes of a module in the text format. */
static inline wasm_byte_vec_t binary_of(const char *text) {
  wasm_byte_vec_t binary;
  CHECK(wx_wat2wasm(text, strlen(text), &binary));
  return binary;
}

static inline wasm_module_t *module_of(wasm_store_t *store, const char *text) {
  wasm_byte_vec_t binary = binary_of(text);
  wasm_module_t *module = wasm_module_new(store, &binary);
  wasm_byte_vec_delete(&binary);
  CHECK(module);
  return module;
}

/* An instance of a module without imports. */
static inline wasm_instance_t *instance_of(wasm_store_t *store, const char *text) {
  wasm_module_t *module = module_of(store, text);
  wasm_instance_t *instance = wasm_instance_new(store, module, NULL, NULL);
  wasm_module_delete(module);
  CHECK(instance);
  return instance;
}

static inline wasm_extern_t *export_of(const wasm_instance_t *instance, const char *name) {
  wasm_extern_t *found = wx_instance_export_get(instance, name, strlen(name));
  CHECK(found);
  return found;
}

/* Calls a function with one `i32`, or none if it has none, for one `i32`, or 0 if it has none. */
static inline int32_t call_i32(const wasm_func_t *func, int32_t argument) {
  wasm_val_t arg = WASM_I32_VAL(argument);
  wasm_val_t result = WASM_I32_VAL(0);
  wasm_val_vec_t args = {wasm_func_param_arity(func), &arg};
  wasm_val_vec_t results = {wasm_func_result_arity(func), &result};
  wasm_trap_t *trap = wasm_func_call(func, &args, &results);
  if (trap) {
    wasm_message_t message;
    wasm_trap_message(trap, &message);
    fprintf(stderr, "trap: %s\n", message.data);
    exit(1);
  }
  return result.of.i32;
}

/* Whether the message of a trap has these words; deletes the trap. */
static inline bool trap_says(wasm_trap_t *trap, const char *words) {
  CHECK(trap);
  wasm_message_t message;
  wasm_trap_message(trap, &message);
  CHECK(message.size > 0 && message.data[message.size - 1] == '\0');
  bool says = strstr(message.data, words) != NULL;
  if (!says) fprintf(stderr, "the trap says: %s\n", message.data);
  wasm_byte_vec_delete(&message);
  wasm_trap_delete(trap);
  return says;
}

static inline bool name_is(const wasm_name_t *name, const char *text) {
  return name->size == strlen(text) && memcmp(name->data, text, name->size) == 0;
}

/* A finalizer that counts. */
static inline void count_down(void *count) {
  --*(int *)count;
}

#endif
