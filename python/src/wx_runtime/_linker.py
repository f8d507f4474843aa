"""Linking by name."""

from __future__ import annotations

import weakref
from ctypes import byref, c_void_p
from typing import Any, Callable, Optional

from ._engine import FuncType, Module
from ._errors import check, given, hold, let_go
from ._externs import Extern, Instance, _call_host, _Host
from ._ffi import lib
from ._store import Store


class Linker:
    """Definitions by module and name, for instances in one store."""

    def __init__(self, store: Store, *, allow_shadowing: bool = False) -> None:
        self._handle = given(lib.wx_linker_new(store.engine._handle))
        self.store = store
        lib.wx_linker_allow_shadowing(self._handle, allow_shadowing)

    def define(self, module: str, name: str, item: Extern) -> None:
        if item._store is not self.store:
            raise ValueError("the definition belongs to another store")
        names = _names(module, name)
        with self.store._guard:
            check(lib.wx_linker_define(self._handle, *names, item._handle))

    def define_func(
        self, module: str, name: str, ty: FuncType, function: Callable[..., Any], *, access_caller: bool = False
    ) -> None:
        """Defines a host function. With `access_caller` its first parameter is a `Caller`."""
        key = hold(_Host(weakref.ref(self.store), ty, function, access_caller))
        handle = ty._make()
        try:
            with self.store._guard:
                check(
                    lib.wx_linker_define_func(self._handle, *_names(module, name), handle, _call_host, key, let_go)
                )
        finally:
            lib.wasm_functype_delete(handle)

    def define_wasi(self) -> None:
        """Defines WASI preview 1, which gives guests what the store's `Wasi` has."""
        with self.store._guard:
            check(lib.wx_linker_define_wasi(self._handle))

    def define_instance(self, name: str, instance: Instance) -> None:
        """Defines all exports of an instance under its name."""
        if instance._store is not self.store:
            raise ValueError("the instance belongs to another store")
        data = name.encode()
        with self.store._guard:
            check(lib.wx_linker_define_instance(self._handle, data, len(data), instance._handle))

    def instantiate(self, module: Module) -> Instance:
        trap = c_void_p()
        instance = Instance.__new__(Instance)
        with self.store._guard:
            handle: Optional[int] = lib.wx_linker_instantiate(
                self._handle, self.store._handle, module._handle, byref(trap)
            )
            instance._set(self.store, module, handle, trap)
        return instance

    def __del__(self) -> None:
        if getattr(self, "_handle", None):
            self.store._guard.delete(lib.wx_linker_delete, self._handle)


def _names(module: str, name: str) -> tuple[bytes, int, bytes, int]:
    a, b = module.encode(), name.encode()
    return a, len(a), b, len(b)

