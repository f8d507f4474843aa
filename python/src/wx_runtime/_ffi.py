"""The shared library: where it is found, and the functions of it that this package uses.

A signature is declared here once for each function, so that ctypes checks what is passed. Handles are `c_void_p`; what owns them is in the
other modules.
"""

from __future__ import annotations

import ctypes
import os
from ctypes import POINTER, Structure, Union, c_bool, c_char_p, c_double, c_float, c_int32, c_int64
from ctypes import c_size_t, c_ssize_t, c_uint8, c_uint32, c_uint64, c_void_p
from pathlib import Path
from typing import Any

NAME = "libwx.so.0"


class Bytes(Structure):
    """`wasm_byte_vec_t`"""

    _fields_ = [("size", c_size_t), ("data", c_void_p)]


class Handles(Structure):
    """Any vector of handles."""

    _fields_ = [("size", c_size_t), ("data", POINTER(c_void_p))]


class Payload(Union):
    _fields_ = [("i32", c_int32), ("i64", c_int64), ("f32", c_float), ("f64", c_double), ("ref", c_void_p)]


class Val(Structure):
    """`wasm_val_t`"""

    _fields_ = [("kind", c_uint8), ("of", Payload)]


class Vals(Structure):
    """`wasm_val_vec_t`"""

    _fields_ = [("size", c_size_t), ("data", POINTER(Val))]


class Limits(Structure):
    """`wx_limits_t`"""

    _fields_ = [
        ("memory_size", c_int64),
        ("table_elements", c_int64),
        ("total_size", c_int64),
        ("instances", c_int64),
        ("tables", c_int64),
        ("memories", c_int64),
        ("trap_on_grow_failure", c_bool),
    ]


Finalizer = ctypes.CFUNCTYPE(None, c_void_p)
Callback = ctypes.CFUNCTYPE(c_void_p, c_void_p, c_void_p, POINTER(Vals), POINTER(Vals))
Write = ctypes.CFUNCTYPE(c_ssize_t, c_void_p, c_void_p, c_size_t)

_NAME = [c_char_p, c_size_t]
_OUT = [c_void_p, POINTER(Bytes)]

# By name: the result's type, and those of the parameters.
_FUNCTIONS: dict[str, tuple[Any, list[Any]]] = {
    "wx_last_error": (c_char_p, []),
    "wx_version": (c_char_p, []),
    "wasm_byte_vec_delete": (None, [POINTER(Bytes)]),
    "wasm_config_new": (c_void_p, []),
    "wasm_config_delete": (None, [c_void_p]),
    "wx_config_tier_set": (c_bool, [c_void_p, c_uint8]),
    "wx_config_consume_fuel_set": (None, [c_void_p, c_bool]),
    "wx_config_epoch_interruption_set": (None, [c_void_p, c_bool]),
    "wx_config_max_wasm_stack_set": (None, [c_void_p, c_size_t]),
    "wx_config_feature_set": (c_bool, [c_void_p, c_char_p, c_bool]),
    "wx_config_cache_set": (c_bool, [c_void_p, c_char_p, c_uint64]),
    "wasm_engine_new_with_config": (c_void_p, [c_void_p]),
    "wasm_engine_delete": (None, [c_void_p]),
    "wx_engine_increment_epoch": (None, [c_void_p]),
    "wasm_store_new": (c_void_p, [c_void_p]),
    "wasm_store_delete": (None, [c_void_p]),
    "wx_store_fuel_set": (c_bool, [c_void_p, c_uint64]),
    "wx_store_fuel_get": (c_bool, [c_void_p, POINTER(c_uint64)]),
    "wx_store_epoch_deadline_set": (None, [c_void_p, c_uint64]),
    "wx_store_limits_set": (c_bool, [c_void_p, POINTER(Limits)]),
    "wx_store_gc": (None, [c_void_p]),
    "wx_store_wasi_set": (c_bool, [c_void_p, c_void_p]),
    "wx_wat2wasm": (c_bool, [*_NAME, POINTER(Bytes)]),
    "wx_module_new": (c_void_p, [c_void_p, *_NAME]),
    "wx_module_from_file": (c_void_p, [c_void_p, c_char_p]),
    "wx_module_deserialize": (c_void_p, [c_void_p, *_NAME]),
    "wasm_module_delete": (None, [c_void_p]),
    "wasm_module_serialize": (None, _OUT),
    "wasm_module_imports": (None, [c_void_p, POINTER(Handles)]),
    "wasm_module_exports": (None, [c_void_p, POINTER(Handles)]),
    "wasm_importtype_vec_delete": (None, [POINTER(Handles)]),
    "wasm_exporttype_vec_delete": (None, [POINTER(Handles)]),
    "wasm_importtype_module": (POINTER(Bytes), [c_void_p]),
    "wasm_importtype_name": (POINTER(Bytes), [c_void_p]),
    "wasm_importtype_type": (c_void_p, [c_void_p]),
    "wasm_exporttype_name": (POINTER(Bytes), [c_void_p]),
    "wasm_exporttype_type": (c_void_p, [c_void_p]),
    "wasm_externtype_kind": (c_uint8, [c_void_p]),
    "wasm_valtype_new": (c_void_p, [c_uint8]),
    "wasm_valtype_kind": (c_uint8, [c_void_p]),
    "wasm_valtype_vec_new": (None, [POINTER(Handles), c_size_t, POINTER(c_void_p)]),
    "wasm_functype_new": (c_void_p, [POINTER(Handles), POINTER(Handles)]),
    "wasm_functype_delete": (None, [c_void_p]),
    "wasm_functype_params": (POINTER(Handles), [c_void_p]),
    "wasm_functype_results": (POINTER(Handles), [c_void_p]),
    "wasm_ref_delete": (None, [c_void_p]),
    "wasm_ref_copy": (c_void_p, [c_void_p]),
    "wasm_ref_same": (c_bool, [c_void_p, c_void_p]),
    "wasm_ref_as_func": (c_void_p, [c_void_p]),
    "wasm_ref_as_foreign": (c_void_p, [c_void_p]),
    "wasm_ref_get_host_info": (c_void_p, [c_void_p]),
    "wasm_ref_set_host_info_with_finalizer": (None, [c_void_p, c_void_p, Finalizer]),
    "wasm_foreign_new": (c_void_p, [c_void_p]),
    "wasm_val_delete": (None, [POINTER(Val)]),
    "wasm_trap_new": (c_void_p, [c_void_p, POINTER(Bytes)]),
    "wasm_trap_message": (None, _OUT),
    "wx_trap_code": (c_bool, [c_void_p, POINTER(c_uint8)]),
    "wx_trap_exit_status": (c_bool, [c_void_p, POINTER(c_int32)]),
    "wx_trap_details": (None, _OUT),
    "wasm_func_type": (c_void_p, [c_void_p]),
    "wasm_func_call": (c_void_p, [c_void_p, POINTER(Vals), POINTER(Vals)]),
    "wx_func_new": (c_void_p, [c_void_p, c_void_p, Callback, c_void_p, Finalizer]),
    "wx_caller_export_get": (c_void_p, [c_void_p, *_NAME]),
    "wasm_extern_kind": (c_uint8, [c_void_p]),
    "wasm_instance_new": (c_void_p, [c_void_p, c_void_p, POINTER(Handles), POINTER(c_void_p)]),
    "wx_instance_export_get": (c_void_p, [c_void_p, *_NAME]),
    "wasm_global_get": (None, [c_void_p, POINTER(Val)]),
    "wasm_global_set": (None, [c_void_p, POINTER(Val)]),
    "wasm_global_type": (c_void_p, [c_void_p]),
    "wasm_globaltype_content": (c_void_p, [c_void_p]),
    "wasm_globaltype_mutability": (c_uint8, [c_void_p]),
    "wasm_globaltype_delete": (None, [c_void_p]),
    "wasm_memory_data": (c_void_p, [c_void_p]),
    "wasm_memory_data_size": (c_size_t, [c_void_p]),
    "wasm_memory_size": (c_uint32, [c_void_p]),
    "wasm_memory_grow": (c_bool, [c_void_p, c_uint32]),
    "wasm_table_size": (c_uint32, [c_void_p]),
    "wasm_table_get": (c_void_p, [c_void_p, c_uint32]),
    "wasm_table_set": (c_bool, [c_void_p, c_uint32, c_void_p]),
    "wasm_table_grow": (c_bool, [c_void_p, c_uint32, c_void_p]),
    "wasm_table_type": (c_void_p, [c_void_p]),
    "wasm_tabletype_element": (c_void_p, [c_void_p]),
    "wasm_tabletype_delete": (None, [c_void_p]),
    "wx_wasi_new": (c_void_p, []),
    "wx_wasi_delete": (None, [c_void_p]),
    "wx_wasi_arg_add": (c_bool, [c_void_p, c_char_p]),
    "wx_wasi_env_set": (c_bool, [c_void_p, c_char_p, c_char_p]),
    "wx_wasi_stdin_bytes_set": (c_bool, [c_void_p, *_NAME]),
    "wx_wasi_stdin_file_set": (c_bool, [c_void_p, c_char_p]),
    "wx_wasi_stdin_inherit": (None, [c_void_p]),
    "wx_wasi_stdout_file_set": (c_bool, [c_void_p, c_char_p]),
    "wx_wasi_stdout_inherit": (None, [c_void_p]),
    "wx_wasi_stdout_callback_set": (c_bool, [c_void_p, Write, c_void_p, Finalizer]),
    "wx_wasi_stderr_file_set": (c_bool, [c_void_p, c_char_p]),
    "wx_wasi_stderr_inherit": (None, [c_void_p]),
    "wx_wasi_stderr_callback_set": (c_bool, [c_void_p, Write, c_void_p, Finalizer]),
    "wx_wasi_dir_add": (c_bool, [c_void_p, c_char_p, c_char_p, c_uint32]),
    "wx_linker_new": (c_void_p, [c_void_p]),
    "wx_linker_delete": (None, [c_void_p]),
    "wx_linker_allow_shadowing": (None, [c_void_p, c_bool]),
    "wx_linker_define": (c_bool, [c_void_p, *_NAME, *_NAME, c_void_p]),
    "wx_linker_define_func": (c_bool, [c_void_p, *_NAME, *_NAME, c_void_p, Callback, c_void_p, Finalizer]),
    "wx_linker_define_wasi": (c_bool, [c_void_p]),
    "wx_linker_define_instance": (c_bool, [c_void_p, *_NAME, c_void_p]),
    "wx_linker_instantiate": (c_void_p, [c_void_p, c_void_p, c_void_p, POINTER(c_void_p)]),
}


def _load() -> ctypes.CDLL:
    """Loads what WX_LIBRARY names, else the library in the package, else the system's."""
    given = os.environ.get("WX_LIBRARY")
    packaged = Path(__file__).with_name(NAME)
    path = given or (str(packaged) if packaged.exists() else NAME)
    try:
        library = ctypes.CDLL(path)
    except OSError as error:
        raise ImportError(
            f"cannot load the wx library: {error}; `cargo xtask capi --install PREFIX` builds it, "
            "and the environment variable WX_LIBRARY names it"
        ) from None
    for name, (result, parameters) in _FUNCTIONS.items():
        function = getattr(library, name)
        function.restype = result
        function.argtypes = parameters
    return library


lib: Any = _load()
