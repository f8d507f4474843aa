/* wx.h: what libwx has beyond wasm.h: settings of engines, fuel, epochs and limits, the text format, the system interface WASI,
 * linking by name, and messages of errors.
 *
 * What wasm.h says of ownership, threads, callbacks and errors holds here too. Names of WebAssembly come as an address and a number of
 * bytes, since they may contain any character. Paths, arguments and variables are strings that end with a NUL.
 */
#ifndef WX_H
#define WX_H

#include "wasm.h"

#ifdef __cplusplus
extern "C" {
#endif

#define own

/* ---- Errors ---- */

/* Why the last function that failed in this thread did: "FUNCTION: why". NULL if none has. The string belongs to the library, and is valid
 * until the next function fails in this thread. */
WASM_API_EXTERN const char *wx_last_error(void);

/* The version of the library, such as "0.1.0". */
WASM_API_EXTERN const char *wx_version(void);

/* ---- More kinds of values and externals ---- */

/* Values of WX_V128 cannot be passed by wasm_val_t, which has no room for them: calls of functions with such types are traps. References of
 * WX_ANYREF and WX_EXNREF can be passed on, copied and compared. A type that came from a module may be narrower than its kind says. */
enum {
  WX_V128 = 4,
  WX_ANYREF = 130,
  WX_EXNREF = 131,
};

/* Tags of exceptions can be exported, imported and linked. */
enum {
  WX_EXTERN_TAG = 4,
};

/* ---- Settings of engines; each is described for wx::Config in the documentation of the Rust library ---- */

typedef uint8_t wx_tier_t;
enum wx_tier_enum {
  WX_TIER_TIERED, /* interpreted at first, compiled when hot: the default */
  WX_TIER_INTERP, /* everything is interpreted */
  WX_TIER_JIT,    /* everything is compiled before it runs */
};

WASM_API_EXTERN bool wx_config_tier_set(wasm_config_t *, wx_tier_t);
/* Counts fuel; see wx_store_fuel_set. Off by default. */
WASM_API_EXTERN void wx_config_consume_fuel_set(wasm_config_t *, bool);
/* Polls the epoch; see wx_engine_increment_epoch. Off by default. */
WASM_API_EXTERN void wx_config_epoch_interruption_set(wasm_config_t *, bool);
/* Bytes that values and frames may take in a store: 16 MiB, 4 KiB to 1 GiB. */
WASM_API_EXTERN void wx_config_max_wasm_stack_set(wasm_config_t *, size_t bytes);
/* Bytes of the collected heap of a store. */
WASM_API_EXTERN void wx_config_max_gc_heap_set(wasm_config_t *, size_t bytes);
/* Bytes of machine code of an engine. */
WASM_API_EXTERN void wx_config_max_code_memory_set(wasm_config_t *, size_t bytes);
/* Bytes of addresses for each 32-bit memory, and behind it. */
WASM_API_EXTERN void wx_config_memory_reservation_set(wasm_config_t *, uint64_t bytes);
WASM_API_EXTERN void wx_config_memory_guard_size_set(wasm_config_t *, uint64_t bytes);
/* Gives every NaN the same bits. Off by default. */
WASM_API_EXTERN void wx_config_canonicalize_nans_set(wasm_config_t *, bool);
/* Validates functions when they are first called. Off by default. */
WASM_API_EXTERN void wx_config_lazy_validation_set(wasm_config_t *, bool);
WASM_API_EXTERN void wx_config_parallel_compilation_set(wasm_config_t *, bool);
WASM_API_EXTERN void wx_config_background_compilation_set(wasm_config_t *, bool);
/* Proves of machine code that it stays in the sandbox. Off by default. */
WASM_API_EXTERN void wx_config_verify_machine_code_set(wasm_config_t *, bool);
/* A feature of the language by name, such as "simd", "threads", "memory64" or "gc"; the error of a wrong one lists all. */
WASM_API_EXTERN bool wx_config_feature_set(wasm_config_t *, const char *name, bool enable);
/* Keeps machine code in a folder for later processes. NULL: the user's; 0: 512 MiB. */
WASM_API_EXTERN bool wx_config_cache_set(wasm_config_t *, const char *directory, uint64_t limit_bytes);

/* Another handle of the same engine. */
WASM_API_EXTERN own wasm_engine_t *wx_engine_copy(const wasm_engine_t *);
/* Advances the epoch by one tick. Any thread may do so at any time, and a handler of a signal. */
WASM_API_EXTERN void wx_engine_increment_epoch(const wasm_engine_t *);

/* ---- What stores may use ---- */

/* Fuel begins at 0; code that needs more than is left traps with WX_TRAP_OUT_OF_FUEL. An error unless the engine counts it. */
WASM_API_EXTERN bool wx_store_fuel_set(wasm_store_t *, uint64_t fuel);
WASM_API_EXTERN bool wx_store_fuel_get(const wasm_store_t *, uint64_t *fuel);

/* Code traps with WX_TRAP_INTERRUPT when the epoch has advanced this many ticks from now. */
WASM_API_EXTERN void wx_store_epoch_deadline_set(wasm_store_t *, uint64_t ticks_beyond_current);
/* What is asked then instead: true goes on, with the next deadline `*ticks` from now; false traps. NULL: it traps again. */
typedef bool (*wx_epoch_callback_t)(void *env, uint64_t *ticks);
WASM_API_EXTERN void wx_store_epoch_callback_set(wasm_store_t *, wx_epoch_callback_t, void *env,
                                                 void (*finalizer)(void *));

/* Limits of a store. Negative: none, as at first. */
typedef struct wx_limits_t {
  int64_t memory_size;    /* bytes of each memory */
  int64_t table_elements; /* of each table */
  int64_t total_size;     /* bytes of memories, tables, objects and instances together */
  int64_t instances;
  int64_t tables;
  int64_t memories;
  bool trap_on_grow_failure; /* a refused growth traps, instead of resulting in -1 */
} wx_limits_t;
#define WX_LIMITS_DEFAULT {-1, -1, -1, -1, -1, -1, false}
WASM_API_EXTERN bool wx_store_limits_set(wasm_store_t *, const wx_limits_t *);

/* Frees what is unreachable in the collected heap. */
WASM_API_EXTERN void wx_store_gc(wasm_store_t *);

/* ---- Modules of an engine: they belong to no store, and can be used with each of the engine's ---- */

/* From the binary or the text format. */
WASM_API_EXTERN own wasm_module_t *wx_module_new(const wasm_engine_t *, const char *bytes, size_t size);
WASM_API_EXTERN own wasm_module_t *wx_module_from_file(const wasm_engine_t *, const char *path);
/* As wasm_module_deserialize. */
WASM_API_EXTERN own wasm_module_t *wx_module_deserialize(const wasm_engine_t *, const char *bytes, size_t size);
/* The text format as a binary. */
WASM_API_EXTERN bool wx_wat2wasm(const char *text, size_t size, own wasm_byte_vec_t *out);

/* ---- Functions ---- */

/* The instance that calls a host function, while it does. */
typedef struct wx_caller_t wx_caller_t;
typedef own wasm_trap_t *(*wx_func_callback_t)(void *env, wx_caller_t *, const wasm_val_vec_t *args,
                                               wasm_val_vec_t *results);

/* As wasm_func_new_with_env. */
WASM_API_EXTERN own wasm_func_t *wx_func_new(wasm_store_t *, const wasm_functype_t *, wx_func_callback_t, void *env,
                                             void (*finalizer)(void *));
/* The export of the calling instance; NULL if there is none, or the host itself called. */
WASM_API_EXTERN own wasm_extern_t *wx_caller_export_get(wx_caller_t *, const char *name, size_t size);
/* The store of the call. It belongs to the caller, and is valid until the host function returns. */
WASM_API_EXTERN wasm_store_t *wx_caller_store(wx_caller_t *);

/* The export of an instance; NULL if there is none. */
WASM_API_EXTERN own wasm_extern_t *wx_instance_export_get(const wasm_instance_t *, const char *name, size_t size);

/* ---- Traps ---- */

typedef uint8_t wx_trap_code_t;
enum wx_trap_code_enum {
  WX_TRAP_STACK_OVERFLOW,
  WX_TRAP_MEMORY_OUT_OF_BOUNDS,
  WX_TRAP_TABLE_OUT_OF_BOUNDS,
  WX_TRAP_INDIRECT_CALL_TO_NULL,
  WX_TRAP_BAD_SIGNATURE,
  WX_TRAP_INTEGER_OVERFLOW,
  WX_TRAP_INTEGER_DIVISION_BY_ZERO,
  WX_TRAP_BAD_CONVERSION_TO_INTEGER,
  WX_TRAP_UNREACHABLE_CODE_REACHED,
  WX_TRAP_INTERRUPT,
  WX_TRAP_OUT_OF_FUEL,
  WX_TRAP_NULL_REFERENCE,
  WX_TRAP_ARRAY_OUT_OF_BOUNDS,
  WX_TRAP_CAST_FAILURE,
  WX_TRAP_HEAP_MISALIGNED,
  WX_TRAP_ATOMIC_WAIT_NON_SHARED_MEMORY,
  WX_TRAP_ALLOCATION_TOO_LARGE,
  WX_TRAP_UNCAUGHT_EXCEPTION,
};

/* False if WebAssembly does not define the trap: a host made it. */
WASM_API_EXTERN bool wx_trap_code(const wasm_trap_t *, wx_trap_code_t *code);
/* False if the guest did not end itself by WASI's proc_exit. */
WASM_API_EXTERN bool wx_trap_exit_status(const wasm_trap_t *, int32_t *status);
/* The message with the frames, and lines of source code where debug information has them. */
WASM_API_EXTERN void wx_trap_details(const wasm_trap_t *, own wasm_message_t *out);

/* ---- WASI preview 1 ---- */

/* What a guest is to be given: nothing, unless it is said here. Functions that return false have changed nothing. */
typedef struct wx_wasi_t wx_wasi_t;
WASM_API_EXTERN own wx_wasi_t *wx_wasi_new(void);
WASM_API_EXTERN void wx_wasi_delete(own wx_wasi_t *);

/* The first argument is the program's name. */
WASM_API_EXTERN bool wx_wasi_arg_add(wx_wasi_t *, const char *arg);
WASM_API_EXTERN void wx_wasi_args_inherit(wx_wasi_t *);
WASM_API_EXTERN bool wx_wasi_env_set(wx_wasi_t *, const char *name, const char *value);
WASM_API_EXTERN void wx_wasi_env_inherit(wx_wasi_t *);

/* Standard input is empty, and output goes nowhere, unless it is said here. Files are opened at once; those for output are emptied. */
WASM_API_EXTERN bool wx_wasi_stdin_bytes_set(wx_wasi_t *, const char *bytes, size_t size);
WASM_API_EXTERN bool wx_wasi_stdin_file_set(wx_wasi_t *, const char *path);
WASM_API_EXTERN void wx_wasi_stdin_inherit(wx_wasi_t *);
WASM_API_EXTERN bool wx_wasi_stdout_file_set(wx_wasi_t *, const char *path);
WASM_API_EXTERN void wx_wasi_stdout_inherit(wx_wasi_t *);
WASM_API_EXTERN bool wx_wasi_stderr_file_set(wx_wasi_t *, const char *path);
WASM_API_EXTERN void wx_wasi_stderr_inherit(wx_wasi_t *);
/* Takes what the guest writes, and returns how many bytes it took; a negative number is an error for the guest. It cannot run code of the
 * store: calls are traps then. */
typedef ptrdiff_t (*wx_wasi_write_t)(void *env, const char *bytes, size_t size);
WASM_API_EXTERN bool wx_wasi_stdout_callback_set(wx_wasi_t *, wx_wasi_write_t, void *env, void (*finalizer)(void *));
WASM_API_EXTERN bool wx_wasi_stderr_callback_set(wx_wasi_t *, wx_wasi_write_t, void *env, void (*finalizer)(void *));

/* What may be done beneath a directory; a sum. */
enum wx_wasi_permissions {
  WX_WASI_DIR_READ = 1,   /* look names up, list them */
  WX_WASI_DIR_MUTATE = 2, /* make, remove and rename them */
  WX_WASI_FILE_READ = 4,
  WX_WASI_FILE_WRITE = 8,
};
/* Shows the directory `host` to the guest as `guest`, with all that is beneath it, and nothing else. */
WASM_API_EXTERN bool wx_wasi_dir_add(wx_wasi_t *, const char *host, const char *guest, uint32_t permissions);

/* Gives a store the system interface, for functions that wx_linker_define_wasi defined; not while code of the store runs. A store without
 * has one that gives nothing. */
WASM_API_EXTERN bool wx_store_wasi_set(wasm_store_t *, own wx_wasi_t *);

/* ---- Linking by name ---- */

/* Defining a name twice is an error, unless shadowing is allowed. A linker with externals of a store instantiates in that store, one
 * with functions alone in any of its engine. */
typedef struct wx_linker_t wx_linker_t;
WASM_API_EXTERN own wx_linker_t *wx_linker_new(const wasm_engine_t *);
WASM_API_EXTERN void wx_linker_delete(own wx_linker_t *);
WASM_API_EXTERN void wx_linker_allow_shadowing(wx_linker_t *, bool);

WASM_API_EXTERN bool wx_linker_define(wx_linker_t *, const char *module, size_t module_size, const char *name,
                                      size_t name_size, const wasm_extern_t *);
/* A host function for every store. The finalizer is called when the linker and all stores that have the function are gone, and
 * also if it cannot be defined. */
WASM_API_EXTERN bool wx_linker_define_func(wx_linker_t *, const char *module, size_t module_size, const char *name,
                                           size_t name_size, const wasm_functype_t *, wx_func_callback_t, void *env,
                                           void (*finalizer)(void *));
WASM_API_EXTERN bool wx_linker_define_wasi(wx_linker_t *);
/* All exports of an instance, under its name. */
WASM_API_EXTERN bool wx_linker_define_instance(wx_linker_t *, const char *name, size_t name_size,
                                               const wasm_instance_t *);
WASM_API_EXTERN bool wx_linker_define_unknown_imports_as_traps(wx_linker_t *, const wasm_module_t *);

/* As wasm_instance_new, with imports found by name. */
WASM_API_EXTERN own wasm_instance_t *wx_linker_instantiate(const wx_linker_t *, wasm_store_t *, const wasm_module_t *,
                                                           own wasm_trap_t **trap);
/* What is defined under a name; NULL if nothing is. */
WASM_API_EXTERN own wasm_extern_t *wx_linker_get(const wx_linker_t *, wasm_store_t *, const char *module,
                                                 size_t module_size, const char *name, size_t name_size);

#undef own

#ifdef __cplusplus
}
#endif

#endif
