"""Stores, and what their guests are given.

A store is used by one thread at a time, while Python objects can be used, and are deleted, by any. So everything of a store shares a
`Guard`: a lock that is held during every step, and a list of what could not be deleted because another thread had the lock.
"""

from __future__ import annotations

import ctypes
import os
import threading
from ctypes import byref
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Callable, Optional, Sequence, Union

from . import _ffi
from ._engine import Engine
from ._errors import check, given, held, hold, let_go
from ._ffi import lib

Path = Union[str, "os.PathLike[str]"]


class Guard:
    """See above. `with guard:` holds the lock; the thread that has it may take it again, as host functions do."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._dead: list[tuple[Callable[[int], None], int]] = []

    def __enter__(self) -> None:
        self._lock.acquire()
        self._bury()

    def __exit__(
        self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self._lock.release()

    def delete(self, function: Callable[[int], None], handle: int) -> None:
        """Deletes a handle now, or when the lock is taken next."""
        self._dead.append((function, handle))
        if self._lock.acquire(blocking=False):
            try:
                self._bury()
            finally:
                self._lock.release()

    def _bury(self) -> None:
        while self._dead:
            try:
                function, handle = self._dead.pop()
            except IndexError:
                return
            function(handle)


@dataclass
class Limits:
    """Limits of a store; None is no limit."""

    memory_size: Optional[int] = None
    table_elements: Optional[int] = None
    total_size: Optional[int] = None
    instances: Optional[int] = None
    tables: Optional[int] = None
    memories: Optional[int] = None
    trap_on_grow_failure: bool = False

    def _make(self) -> _ffi.Limits:
        def number(limit: Optional[int]) -> int:
            return -1 if limit is None else min(limit, 2**63 - 1)

        return _ffi.Limits(
            number(self.memory_size),
            number(self.table_elements),
            number(self.total_size),
            number(self.instances),
            number(self.tables),
            number(self.memories),
            self.trap_on_grow_failure,
        )


def _write_in_python(key: int, data: int, size: int) -> int:
    try:
        held(key)(ctypes.string_at(data, size))
        return size
    except BaseException:  # The guest gets an error; there is no Python frame that could.
        return -1


_write: Any = _ffi.Write(_write_in_python)


class Wasi:
    """What a guest is given of the system: nothing, unless it is said here.

    `stdin` is bytes or a file's path; `stdout` and `stderr` are a path, or a function that takes bytes. "inherit" is the
    process's own. `dirs` maps the guest's names of directories to the host's; they are read-only unless `writable`.
    """

    def __init__(
        self,
        *,
        args: Sequence[str] = (),
        env: Optional[dict[str, str]] = None,
        stdin: Union[bytes, Path, None] = None,
        stdout: Union[Callable[[bytes], object], Path, None] = None,
        stderr: Union[Callable[[bytes], object], Path, None] = None,
        dirs: Optional[dict[str, Path]] = None,
        writable: bool = False,
    ) -> None:
        self._handle: Optional[int] = given(lib.wx_wasi_new())
        for arg in args:
            check(lib.wx_wasi_arg_add(self._handle, arg.encode()))
        for name, value in (env or {}).items():
            check(lib.wx_wasi_env_set(self._handle, name.encode(), value.encode()))
        if isinstance(stdin, bytes):
            check(lib.wx_wasi_stdin_bytes_set(self._handle, stdin, len(stdin)))
        elif stdin == "inherit":
            lib.wx_wasi_stdin_inherit(self._handle)
        elif stdin is not None:
            check(lib.wx_wasi_stdin_file_set(self._handle, os.fsencode(stdin)))
        self._output("stdout", stdout)
        self._output("stderr", stderr)
        for guest, host in (dirs or {}).items():
            check(lib.wx_wasi_dir_add(self._handle, os.fsencode(host), guest.encode(), 15 if writable else 5))

    def _output(self, name: str, stream: Union[Callable[[bytes], object], Path, None]) -> None:
        if callable(stream):
            function = getattr(lib, f"wx_wasi_{name}_callback_set")
            check(function(self._handle, _write, hold(stream), let_go))
        elif stream == "inherit":
            getattr(lib, f"wx_wasi_{name}_inherit")(self._handle)
        elif stream is not None:
            check(getattr(lib, f"wx_wasi_{name}_file_set")(self._handle, os.fsencode(stream)))

    def _take(self) -> int:
        if not self._handle:
            raise ValueError("this Wasi was given to a store already")
        handle, self._handle = self._handle, None
        return handle

    def __del__(self) -> None:
        if getattr(self, "_handle", None):
            lib.wx_wasi_delete(self._handle)


class Store:
    """The owner of instances and of all else that can refer to each other. Several threads may use it, one after the other."""

    def __init__(
        self, engine: Engine, *, wasi: Optional[Wasi] = None, limits: Optional[Limits] = None, fuel: Optional[int] = None
    ) -> None:
        self._guard = Guard()
        self._handle = given(lib.wasm_store_new(engine._handle))
        self.engine = engine
        if wasi is not None:
            self.set_wasi(wasi)
        if limits is not None:
            self.set_limits(limits)
        if fuel is not None:
            self.fuel = fuel

    def set_wasi(self, wasi: Wasi) -> None:
        """Gives the guests this, in place of what they had. A `Wasi` can be given once."""
        with self._guard:
            check(lib.wx_store_wasi_set(self._handle, wasi._take()))

    def set_limits(self, limits: Limits) -> None:
        with self._guard:
            check(lib.wx_store_limits_set(self._handle, byref(limits._make())))

    @property
    def fuel(self) -> int:
        """The fuel that is left."""
        fuel = ctypes.c_uint64()
        with self._guard:
            check(lib.wx_store_fuel_get(self._handle, byref(fuel)))
        return fuel.value

    @fuel.setter
    def fuel(self, fuel: int) -> None:
        with self._guard:
            check(lib.wx_store_fuel_set(self._handle, fuel))

    def set_epoch_deadline(self, ticks: int) -> None:
        """Code traps when the epoch has advanced this many ticks from now."""
        with self._guard:
            lib.wx_store_epoch_deadline_set(self._handle, ticks)

    def gc(self) -> None:
        """Lets go of Python objects that nothing in the store refers to any more."""
        with self._guard:
            lib.wx_store_gc(self._handle)

    def __del__(self) -> None:
        if getattr(self, "_handle", None):
            self._guard.delete(lib.wasm_store_delete, self._handle)
