"""Errors, and Python objects that the library holds.

The library holds Python objects as numbers: keys of `_held`, which its finalizers remove. No address of a Python object leaves Python,
so nothing that the library or a guest does can make one up.
"""

from __future__ import annotations

import ctypes
import enum
import itertools
import threading
from typing import Any, Optional

from . import _ffi
from ._ffi import lib


class Error(Exception):
    """A function of the library failed."""


class TrapCode(enum.IntEnum):
    """Why WebAssembly code was stopped."""

    STACK_OVERFLOW = 0
    MEMORY_OUT_OF_BOUNDS = 1
    TABLE_OUT_OF_BOUNDS = 2
    INDIRECT_CALL_TO_NULL = 3
    BAD_SIGNATURE = 4
    INTEGER_OVERFLOW = 5
    INTEGER_DIVISION_BY_ZERO = 6
    BAD_CONVERSION_TO_INTEGER = 7
    UNREACHABLE_CODE_REACHED = 8
    INTERRUPT = 9
    OUT_OF_FUEL = 10
    NULL_REFERENCE = 11
    ARRAY_OUT_OF_BOUNDS = 12
    CAST_FAILURE = 13
    HEAP_MISALIGNED = 14
    ATOMIC_WAIT_NON_SHARED_MEMORY = 15
    ALLOCATION_TOO_LARGE = 16
    UNCAUGHT_EXCEPTION = 17


class Trap(Error):
    """A call ended without results. `code` is None if WebAssembly does not define the reason."""

    def __init__(self, message: str, code: Optional[TrapCode] = None, details: str = "") -> None:
        super().__init__(message)
        self.code = code
        #: The message with the frames, and lines of source code where the module has them.
        self.details = details or message


class ExitTrap(Trap):
    """A guest ended itself by WASI's `proc_exit`."""

    def __init__(self, message: str, status: int, details: str = "") -> None:
        super().__init__(message, None, details)
        self.status = status


def last_error() -> Error:
    why = lib.wx_last_error()
    return Error(why.decode("utf-8", "replace") if why else "unknown error")


def check(succeeded: bool) -> None:
    if not succeeded:
        raise last_error()


def given(handle: Optional[int]) -> int:
    """A handle that is not NULL."""
    if not handle:
        raise last_error()
    return handle


_held: dict[int, Any] = {}
_keys = itertools.count(1)
_lock = threading.Lock()


def hold(value: Any) -> int:
    """Keeps an object until the library finalizes the key."""
    with _lock:
        key = next(_keys)
        _held[key] = value
    return key


def held(key: Optional[int]) -> Any:
    return _held[key or 0]


def is_held(key: Optional[int]) -> bool:
    return bool(key) and key in _held


def _let_go_in_python(key: Optional[int]) -> None:
    _held.pop(key or 0, None)


let_go: Any = _ffi.Finalizer(_let_go_in_python)


def take_bytes(vector: _ffi.Bytes) -> bytes:
    """The bytes of a vector, which is deleted."""
    copy = ctypes.string_at(vector.data, vector.size) if vector.size else b""
    lib.wasm_byte_vec_delete(ctypes.byref(vector))
    return copy


def message_of(fill: Any, trap: int) -> str:
    vector = _ffi.Bytes()
    fill(trap, ctypes.byref(vector))
    return take_bytes(vector).rstrip(b"\0").decode("utf-8", "replace")


def raise_trap(trap: int) -> None:
    """Raises a trap, which is deleted; an exception of a host function as itself."""
    try:
        key = lib.wasm_ref_get_host_info(trap)
        if is_held(key) and isinstance(held(key), BaseException):
            raise held(key)
        message = message_of(lib.wasm_trap_message, trap)
        details = message_of(lib.wx_trap_details, trap)
        status = ctypes.c_int32()
        if lib.wx_trap_exit_status(trap, ctypes.byref(status)):
            raise ExitTrap(message, status.value, details)
        code = ctypes.c_uint8()
        has_code = lib.wx_trap_code(trap, ctypes.byref(code))
        raise Trap(message, TrapCode(code.value) if has_code else None, details)
    finally:
        lib.wasm_ref_delete(trap)


def trap_of(store: int, error: BaseException) -> int:
    """A trap that stands for an exception."""
    text = f"{type(error).__name__}: {error}".encode("utf-8", "replace") + b"\0"
    buffer = ctypes.create_string_buffer(text, len(text))
    vector = _ffi.Bytes(len(text), ctypes.cast(buffer, ctypes.c_void_p))
    trap = given(lib.wasm_trap_new(store, ctypes.byref(vector)))
    lib.wasm_ref_set_host_info_with_finalizer(trap, hold(error), let_go)
    return trap
