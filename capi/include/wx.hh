/* wx.hh: libwx for C++17. Handles own what they hold, can be moved, and copied where the C API has copies; errors are exceptions.
 *
 * All of it is inline and stands on wx.h, whose functions `get()` of each class leads to. Ownership, threads and callbacks are
 * as documented there; a host function may throw, which becomes a trap of the call, and the call throws that as `wx::Trap`.
 *
 *   wx::Engine engine;
 *   wx::Store store(engine);
 *   wx::Module module(engine, "(module (func (export \"f\") (param i32) (result i32) (local.get 0)))");
 *   wx::Instance instance(store, module);
 *   int32_t seven = instance.func("f").call({7}).at(0).i32();
 */
#ifndef WX_HH
#define WX_HH

#include <cstdint>
#include <exception>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wx.h"

namespace wx {

/* A function of the C API failed; what() is its message. */
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;

  static Error last() {
    const char *why = wx_last_error();
    return Error(why ? why : "unknown error");
  }
};

namespace detail {

/* Owns a handle that one function of the C API deletes. */
template <typename T, void (*Delete)(T *)>
class Owned {
  struct Deleter {
    void operator()(T *handle) const { Delete(handle); }
  };
  std::unique_ptr<T, Deleter> handle_;

 public:
  /* Takes over; NULL is the last error. */
  explicit Owned(T *handle) : handle_(handle) {
    if (!handle) throw Error::last();
  }
  T *get() const { return handle_.get(); }
  T *release() { return handle_.release(); }
};

/* The same with copies, which are handles of the same object. */
template <typename T, void (*Delete)(T *), T *(*Copy)(const T *)>
class Shared : public Owned<T, Delete> {
 public:
  using Owned<T, Delete>::Owned;
  Shared(const Shared &other) : Owned<T, Delete>(Copy(other.get())) {}
  Shared(Shared &&) noexcept = default;
  Shared &operator=(const Shared &other) { return *this = Shared(other); }
  Shared &operator=(Shared &&) noexcept = default;
};

inline void check(bool succeeded) {
  if (!succeeded) throw Error::last();
}

inline std::string text(const wasm_byte_vec_t *bytes) {
  return bytes && bytes->data ? std::string(bytes->data, bytes->size) : std::string();
}

inline std::string message(void (*fill)(const wasm_trap_t *, wasm_message_t *), const wasm_trap_t *trap) {
  wasm_message_t bytes;
  fill(trap, &bytes);
  std::string message = bytes.data ? bytes.data : "";
  wasm_byte_vec_delete(&bytes);
  return message;
}

}  // namespace detail

/* A trap, or another error of a call. */
class Trap : public Error {
  std::optional<wx_trap_code_t> code_;
  std::optional<int32_t> exit_status_;
  std::string details_;

 public:
  /* Takes the trap over. */
  explicit Trap(wasm_trap_t *trap) : Error(detail::message(wasm_trap_message, trap)) {
    wx_trap_code_t code;
    if (wx_trap_code(trap, &code)) code_ = code;
    int32_t status;
    if (wx_trap_exit_status(trap, &status)) exit_status_ = status;
    details_ = detail::message(wx_trap_details, trap);
    wasm_trap_delete(trap);
  }
  /* The number of a trap that WebAssembly defines. */
  std::optional<wx_trap_code_t> code() const { return code_; }
  /* The code of a guest that ended itself. */
  std::optional<int32_t> exit_status() const { return exit_status_; }
  /* The message with frames and lines of source code. */
  const std::string &details() const { return details_; }
};

class Config : public detail::Owned<wasm_config_t, wasm_config_delete> {
 public:
  Config() : Owned(wasm_config_new()) {}
  Config &tier(wx_tier_t tier) { return detail::check(wx_config_tier_set(get(), tier)), *this; }
  Config &consume_fuel(bool on = true) { return wx_config_consume_fuel_set(get(), on), *this; }
  Config &epoch_interruption(bool on = true) { return wx_config_epoch_interruption_set(get(), on), *this; }
  Config &max_wasm_stack(size_t bytes) { return wx_config_max_wasm_stack_set(get(), bytes), *this; }
  Config &feature(const char *name, bool on) { return detail::check(wx_config_feature_set(get(), name, on)), *this; }
  Config &cache(const char *directory = nullptr, uint64_t limit = 0) {
    return detail::check(wx_config_cache_set(get(), directory, limit)), *this;
  }
};

class Engine : public detail::Shared<wasm_engine_t, wasm_engine_delete, wx_engine_copy> {
 public:
  Engine() : Shared(wasm_engine_new()) {}
  explicit Engine(Config config) : Shared(wasm_engine_new_with_config(config.release())) {}
  void increment_epoch() const { wx_engine_increment_epoch(get()); }
};

/* A reference of any kind. */
class Ref : public detail::Shared<wasm_ref_t, wasm_ref_delete, wasm_ref_copy> {
 public:
  using Shared::Shared;
  bool operator==(const Ref &other) const { return wasm_ref_same(get(), other.get()); }
};

/* A value; it owns its reference. */
class Val {
  wasm_val_t val_;

 public:
  Val(int32_t i) : val_{WASM_I32, {}} { val_.of.i32 = i; }
  Val(int64_t i) : val_{WASM_I64, {}} { val_.of.i64 = i; }
  Val(float z) : val_{WASM_F32, {}} { val_.of.f32 = z; }
  Val(double z) : val_{WASM_F64, {}} { val_.of.f64 = z; }
  /* A reference as an externref, a function's also as a funcref; null without one. */
  explicit Val(std::optional<Ref> ref, wasm_valkind_t kind = WASM_EXTERNREF) : val_{kind, {}} {
    val_.of.ref = ref ? ref->release() : nullptr;
  }
  /* Takes over. */
  explicit Val(wasm_val_t val) : val_(val) {}
  Val(const Val &other) { wasm_val_copy(&val_, &other.val_); }
  Val(Val &&other) noexcept : val_(other.val_) { other.val_ = wasm_val_t{WASM_I32, {}}; }
  Val &operator=(Val other) noexcept { return std::swap(val_, other.val_), *this; }
  ~Val() { wasm_val_delete(&val_); }

  wasm_valkind_t kind() const { return val_.kind; }
  int32_t i32() const { return expect(WASM_I32), val_.of.i32; }
  int64_t i64() const { return expect(WASM_I64), val_.of.i64; }
  float f32() const { return expect(WASM_F32), val_.of.f32; }
  double f64() const { return expect(WASM_F64), val_.of.f64; }
  std::optional<Ref> ref() const {
    if (!wasm_valkind_is_ref(val_.kind)) throw Error("the value is no reference");
    if (!val_.of.ref) return std::nullopt;
    return Ref(wasm_ref_copy(val_.of.ref));
  }
  const wasm_val_t &get() const { return val_; }
  wasm_val_t release() { return std::exchange(val_, wasm_val_t{WASM_I32, {}}); }

 private:
  void expect(wasm_valkind_t kind) const {
    if (val_.kind != kind) throw Error("the value is of kind " + std::to_string(val_.kind));
  }
};

/* What a guest is to be given of the system. */
class Wasi : public detail::Owned<wx_wasi_t, wx_wasi_delete> {
 public:
  /* What the guest writes is given to one of these. */
  using Write = std::function<void(std::string_view)>;

  Wasi() : Owned(wx_wasi_new()) {}
  Wasi &arg(const std::string &arg) { return detail::check(wx_wasi_arg_add(get(), arg.c_str())), *this; }
  Wasi &env(const std::string &name, const std::string &value) {
    return detail::check(wx_wasi_env_set(get(), name.c_str(), value.c_str())), *this;
  }
  Wasi &stdin_bytes(std::string_view bytes) {
    return detail::check(wx_wasi_stdin_bytes_set(get(), bytes.data(), bytes.size())), *this;
  }
  Wasi &inherit_stdio() {
    wx_wasi_stdin_inherit(get());
    wx_wasi_stdout_inherit(get());
    wx_wasi_stderr_inherit(get());
    return *this;
  }
  Wasi &on_stdout(Write write) { return output(wx_wasi_stdout_callback_set, std::move(write)); }
  Wasi &on_stderr(Write write) { return output(wx_wasi_stderr_callback_set, std::move(write)); }
  Wasi &dir(const std::string &host, const std::string &guest, uint32_t permissions) {
    return detail::check(wx_wasi_dir_add(get(), host.c_str(), guest.c_str(), permissions)), *this;
  }

 private:
  Wasi &output(bool (*set)(wx_wasi_t *, wx_wasi_write_t, void *, void (*)(void *)), Write write) {
    auto call = [](void *env, const char *bytes, size_t size) -> ptrdiff_t {
      try {
        (*static_cast<Write *>(env))({bytes, size});
        return static_cast<ptrdiff_t>(size);
      } catch (...) {
        return -1;
      }
    };
    auto finalize = [](void *env) { delete static_cast<Write *>(env); };
    detail::check(set(get(), call, new Write(std::move(write)), finalize));
    return *this;
  }
};

class Store : public detail::Owned<wasm_store_t, wasm_store_delete> {
 public:
  explicit Store(const Engine &engine) : Owned(wasm_store_new(engine.get())) {}
  void set_fuel(uint64_t fuel) { detail::check(wx_store_fuel_set(get(), fuel)); }
  uint64_t fuel() const {
    uint64_t fuel;
    detail::check(wx_store_fuel_get(get(), &fuel));
    return fuel;
  }
  void set_epoch_deadline(uint64_t ticks) { wx_store_epoch_deadline_set(get(), ticks); }
  void set_limits(const wx_limits_t &limits) { detail::check(wx_store_limits_set(get(), &limits)); }
  void set_wasi(Wasi wasi) { detail::check(wx_store_wasi_set(get(), wasi.release())); }
  void gc() { wx_store_gc(get()); }
};

class Module : public detail::Shared<wasm_module_t, wasm_module_delete, wasm_module_copy> {
 public:
  /* From the binary or the text format. */
  Module(const Engine &engine, std::string_view bytes)
      : Shared(wx_module_new(engine.get(), bytes.data(), bytes.size())) {}
  static Module from_file(const Engine &engine, const std::string &path) {
    return Module(wx_module_from_file(engine.get(), path.c_str()));
  }
  /* The bytes must be those of serialize(), unaltered: they are run as they are. */
  static Module deserialize(const Engine &engine, std::string_view bytes) {
    return Module(wx_module_deserialize(engine.get(), bytes.data(), bytes.size()));
  }
  std::string serialize() const {
    wasm_byte_vec_t bytes;
    wasm_module_serialize(get(), &bytes);
    if (bytes.size == 0) throw Error::last();
    std::string copy = detail::text(&bytes);
    wasm_byte_vec_delete(&bytes);
    return copy;
  }

 private:
  using Shared::Shared;
};

/* The type of a function, by kinds of values. */
class FuncType : public detail::Shared<wasm_functype_t, wasm_functype_delete, wasm_functype_copy> {
 public:
  FuncType(std::initializer_list<wasm_valkind_t> params, std::initializer_list<wasm_valkind_t> results)
      : Shared(make(params, results)) {}

 private:
  static wasm_functype_t *make(std::initializer_list<wasm_valkind_t> params,
                               std::initializer_list<wasm_valkind_t> results) {
    wasm_valtype_vec_t lists[2];
    for (auto [list, kinds] : {std::pair{&lists[0], &params}, std::pair{&lists[1], &results}}) {
      wasm_valtype_vec_new_uninitialized(list, kinds->size());
      size_t i = 0;
      for (wasm_valkind_t kind : *kinds) list->data[i++] = wasm_valtype_new(kind);
    }
    return wasm_functype_new(&lists[0], &lists[1]);
  }
};

class Memory;

/* The instance that calls a host function; good until that returns. */
class Caller {
  wx_caller_t *caller_;

 public:
  explicit Caller(wx_caller_t *caller) : caller_(caller) {}
  std::optional<Memory> memory(std::string_view name) const;
  wasm_store_t *store() const { return wx_caller_store(caller_); }
  wx_caller_t *get() const { return caller_; }
};

/* A host function: gets the arguments and returns the results. */
using HostFunc = std::function<std::vector<Val>(Caller, const std::vector<Val> &)>;

namespace detail {

inline wasm_trap_t *call_host(void *env, wx_caller_t *caller, const wasm_val_vec_t *args, wasm_val_vec_t *results) {
  std::string why;
  try {
    std::vector<Val> values;
    for (size_t i = 0; i < args->size; i++) {
      wasm_val_t copy;
      wasm_val_copy(&copy, &args->data[i]);
      values.emplace_back(copy);
    }
    std::vector<Val> returned = (*static_cast<HostFunc *>(env))(Caller(caller), values);
    if (returned.size() == results->size) {
      for (size_t i = 0; i < returned.size(); i++) results->data[i] = returned[i].release();
      return nullptr;
    }
    why = "a host function returned " + std::to_string(returned.size()) + " of its " +
          std::to_string(results->size) + " results";
  } catch (const std::exception &e) {
    why = e.what();
  } catch (...) {
    why = "a host function threw what is no std::exception";
  }
  wasm_message_t message = {why.size() + 1, why.data()};
  return wasm_trap_new(wx_caller_store(caller), &message);
}

inline void delete_host(void *env) { delete static_cast<HostFunc *>(env); }

}  // namespace detail

class Func : public detail::Shared<wasm_func_t, wasm_func_delete, wasm_func_copy> {
 public:
  using Shared::Shared;
  Func(const Store &store, const FuncType &type, HostFunc func)
      : Shared(wx_func_new(store.get(), type.get(), detail::call_host, new HostFunc(std::move(func)),
                           detail::delete_host)) {}

  /* Calls it; throws Trap. */
  std::vector<Val> call(const std::vector<Val> &args = {}) const {
    std::vector<wasm_val_t> in, out(wasm_func_result_arity(get()), wasm_val_t{WASM_I32, {}});
    for (const Val &arg : args) in.push_back(arg.get());
    wasm_val_vec_t ins = {in.size(), in.data()}, outs = {out.size(), out.data()};
    if (wasm_trap_t *trap = wasm_func_call(get(), &ins, &outs)) throw Trap(trap);
    std::vector<Val> results;
    for (wasm_val_t &val : out) results.emplace_back(val);
    return results;
  }
  Ref ref() const { return Ref(wasm_ref_copy(wasm_func_as_ref_const(get()))); }
};

class Memory : public detail::Shared<wasm_memory_t, wasm_memory_delete, wasm_memory_copy> {
 public:
  using Shared::Shared;
  /* Good until code runs that may grow the memory. */
  char *data() const { return wasm_memory_data(get()); }
  size_t size() const { return wasm_memory_data_size(get()); }
  void grow(uint32_t pages) const { detail::check(wasm_memory_grow(get(), pages)); }
};

class Global : public detail::Shared<wasm_global_t, wasm_global_delete, wasm_global_copy> {
 public:
  using Shared::Shared;
  Val value() const {
    wasm_val_t val;
    wasm_global_get(get(), &val);
    return Val(val);
  }
};

class Table : public detail::Shared<wasm_table_t, wasm_table_delete, wasm_table_copy> {
 public:
  using Shared::Shared;
  uint32_t size() const { return wasm_table_size(get()); }
};

/* Anything that is imported or exported. */
class Extern : public detail::Shared<wasm_extern_t, wasm_extern_delete, wasm_extern_copy> {
 public:
  using Shared::Shared;
  std::optional<Func> func() const { return as<Func>(wasm_extern_as_func(get()), wasm_func_copy); }
  std::optional<Memory> memory() const { return as<Memory>(wasm_extern_as_memory(get()), wasm_memory_copy); }
  std::optional<Global> global() const { return as<Global>(wasm_extern_as_global(get()), wasm_global_copy); }
  std::optional<Table> table() const { return as<Table>(wasm_extern_as_table(get()), wasm_table_copy); }

 private:
  template <typename Kind, typename T>
  static std::optional<Kind> as(T *found, T *(*copy)(const T *)) {
    if (!found) return std::nullopt;
    return Kind(copy(found));
  }
};

class Instance : public detail::Shared<wasm_instance_t, wasm_instance_delete, wasm_instance_copy> {
  static wasm_instance_t *made(wasm_instance_t *instance, wasm_trap_t *trap) {
    if (trap) throw Trap(trap);
    return instance;
  }
  static wasm_instance_t *make(const Store &store, const Module &module, const std::vector<Extern> &imports) {
    std::vector<wasm_extern_t *> externs;
    for (const Extern &import : imports) externs.push_back(import.get());
    wasm_extern_vec_t list = {externs.size(), externs.data()};
    wasm_trap_t *trap = nullptr;
    wasm_instance_t *instance = wasm_instance_new(store.get(), module.get(), &list, &trap);
    return made(instance, trap);
  }
  friend class Linker;

 public:
  using Shared::Shared;
  Instance(const Store &store, const Module &module, const std::vector<Extern> &imports = {})
      : Shared(make(store, module, imports)) {}

  std::optional<Extern> get_export(std::string_view name) const {
    wasm_extern_t *found = wx_instance_export_get(get(), name.data(), name.size());
    if (!found) return std::nullopt;
    return Extern(found);
  }
  /* The export with this name and kind; throws if there is none. */
  Func func(std::string_view name) const { return expect(&Extern::func, name, "function"); }
  Memory memory(std::string_view name) const { return expect(&Extern::memory, name, "memory"); }
  Global global(std::string_view name) const { return expect(&Extern::global, name, "global"); }
  Table table(std::string_view name) const { return expect(&Extern::table, name, "table"); }

 private:
  template <typename Kind>
  Kind expect(std::optional<Kind> (Extern::*as)() const, std::string_view name, const char *what) const {
    std::optional<Extern> found = get_export(name);
    std::optional<Kind> kind = found ? ((*found).*as)() : std::nullopt;
    if (!kind) throw Error("there is no exported " + std::string(what) + " `" + std::string(name) + "`");
    return *std::move(kind);
  }
};

inline std::optional<Memory> Caller::memory(std::string_view name) const {
  wasm_extern_t *found = wx_caller_export_get(caller_, name.data(), name.size());
  if (!found) return std::nullopt;
  return Extern(found).memory();
}

class Linker : public detail::Owned<wx_linker_t, wx_linker_delete> {
 public:
  explicit Linker(const Engine &engine) : Owned(wx_linker_new(engine.get())) {}
  Linker &allow_shadowing(bool allow = true) { return wx_linker_allow_shadowing(get(), allow), *this; }
  Linker &wasi() { return detail::check(wx_linker_define_wasi(get())), *this; }
  Linker &define(std::string_view module, std::string_view name, const Extern &item) {
    detail::check(wx_linker_define(get(), module.data(), module.size(), name.data(), name.size(), item.get()));
    return *this;
  }
  Linker &func(std::string_view module, std::string_view name, const FuncType &type, HostFunc func) {
    detail::check(wx_linker_define_func(get(), module.data(), module.size(), name.data(), name.size(), type.get(),
                                        detail::call_host, new HostFunc(std::move(func)), detail::delete_host));
    return *this;
  }
  Linker &instance(std::string_view name, const Instance &instance) {
    return detail::check(wx_linker_define_instance(get(), name.data(), name.size(), instance.get())), *this;
  }
  Instance instantiate(const Store &store, const Module &module) const {
    wasm_trap_t *trap = nullptr;
    wasm_instance_t *instance = wx_linker_instantiate(get(), store.get(), module.get(), &trap);
    return Instance(Instance::made(instance, trap));
  }
};

}  // namespace wx

#endif
