"""Engines, modules and types."""

from __future__ import annotations

import ctypes
import enum
import os
from ctypes import byref, c_void_p
from dataclasses import dataclass
from typing import Optional, Sequence, Union

from . import _ffi
from ._errors import check, given, last_error, take_bytes
from ._ffi import lib


class ValType(enum.IntEnum):
    """The kinds of values."""

    I32 = 0
    I64 = 1
    F32 = 2
    F64 = 3
    V128 = 4
    EXTERNREF = 128
    FUNCREF = 129
    ANYREF = 130
    EXNREF = 131


@dataclass(frozen=True)
class FuncType:
    """The type of a function."""

    params: tuple[ValType, ...]
    results: tuple[ValType, ...]

    def __init__(self, params: Sequence[ValType] = (), results: Sequence[ValType] = ()) -> None:
        object.__setattr__(self, "params", tuple(map(ValType, params)))
        object.__setattr__(self, "results", tuple(map(ValType, results)))

    @classmethod
    def _read(cls, handle: int) -> "FuncType":
        def kinds(vector: _ffi.Handles) -> list[ValType]:
            return [ValType(lib.wasm_valtype_kind(vector.data[i])) for i in range(vector.size)]

        params = lib.wasm_functype_params(handle)
        results = lib.wasm_functype_results(handle)
        return cls(kinds(params.contents), kinds(results.contents))

    def _make(self) -> int:
        """A handle, which whoever asked deletes."""
        lists = []
        for kinds in (self.params, self.results):
            types = (c_void_p * len(kinds))(*(lib.wasm_valtype_new(kind) for kind in kinds))
            vector = _ffi.Handles()
            lib.wasm_valtype_vec_new(byref(vector), len(kinds), types)
            lists.append(vector)
        return given(lib.wasm_functype_new(byref(lists[0]), byref(lists[1])))


class ExternKind(enum.IntEnum):
    """The kinds of what is imported and exported."""

    FUNC = 0
    GLOBAL = 1
    TABLE = 2
    MEMORY = 3
    TAG = 4


@dataclass(frozen=True)
class Import:
    module: str
    name: str
    kind: ExternKind
    #: The type, if it is a function.
    type: Optional[FuncType] = None


@dataclass(frozen=True)
class Export:
    name: str
    kind: ExternKind
    type: Optional[FuncType] = None


class Tier(enum.IntEnum):
    """Which tiers run code."""

    TIERED = 0
    INTERP = 1
    JIT = 2


class Config:
    """Settings of an engine. None leaves what is usual.

    `features` turns features of the language on and off by name, such as `{"simd": False}`.
    `cache` is True for the user's folder, or a folder, where machine code is kept for later processes.
    """

    def __init__(
        self,
        *,
        tier: Optional[Tier] = None,
        fuel: bool = False,
        epoch_interruption: bool = False,
        max_wasm_stack: Optional[int] = None,
        features: Optional[dict[str, bool]] = None,
        cache: Union[bool, str, "os.PathLike[str]"] = False,
    ) -> None:
        self.tier = tier
        self.fuel = fuel
        self.epoch_interruption = epoch_interruption
        self.max_wasm_stack = max_wasm_stack
        self.features = dict(features or {})
        self.cache = cache

    def _make(self) -> int:
        config = given(lib.wasm_config_new())
        try:
            if self.tier is not None:
                check(lib.wx_config_tier_set(config, self.tier))
            lib.wx_config_consume_fuel_set(config, self.fuel)
            lib.wx_config_epoch_interruption_set(config, self.epoch_interruption)
            if self.max_wasm_stack is not None:
                lib.wx_config_max_wasm_stack_set(config, self.max_wasm_stack)
            for name, enable in self.features.items():
                check(lib.wx_config_feature_set(config, name.encode(), enable))
            if self.cache is not False:
                folder = None if self.cache is True else os.fsencode(self.cache)
                check(lib.wx_config_cache_set(config, folder, 0))
        except BaseException:
            lib.wasm_config_delete(config)
            raise
        return config


class Engine:
    """What modules and stores have in common. All threads can use it."""

    def __init__(self, config: Optional[Config] = None) -> None:
        self._handle = given(lib.wasm_engine_new_with_config((config or Config())._make()))

    def increment_epoch(self) -> None:
        """Advances the epoch by one tick; any thread may."""
        lib.wx_engine_increment_epoch(self._handle)

    def __del__(self) -> None:
        if getattr(self, "_handle", None):
            lib.wasm_engine_delete(self._handle)


class Module:
    """A valid module, from the binary or the text format. It can be used with every store of its engine."""

    def __init__(self, engine: Engine, code: Union[bytes, str]) -> None:
        data = code.encode() if isinstance(code, str) else bytes(code)
        self._set(engine, lib.wx_module_new(engine._handle, data, len(data)))

    def _set(self, engine: Engine, handle: Optional[int]) -> None:
        self._handle = given(handle)
        self.engine = engine

    @classmethod
    def from_file(cls, engine: Engine, path: Union[str, "os.PathLike[str]"]) -> "Module":
        module = cls.__new__(cls)
        module._set(engine, lib.wx_module_from_file(engine._handle, os.fsencode(path)))
        return module

    @classmethod
    def deserialize(cls, engine: Engine, data: bytes) -> "Module":
        """Loads what `serialize` made. The bytes are run as they are: they must come from there, unaltered."""
        module = cls.__new__(cls)
        module._set(engine, lib.wx_module_deserialize(engine._handle, data, len(data)))
        return module

    def serialize(self) -> bytes:
        """The module with its machine code."""
        vector = _ffi.Bytes()
        lib.wasm_module_serialize(self._handle, byref(vector))
        if not vector.size:
            raise last_error()
        return take_bytes(vector)

    @property
    def imports(self) -> list[Import]:
        vector = _ffi.Handles()
        lib.wasm_module_imports(self._handle, byref(vector))
        try:
            found = [vector.data[i] for i in range(vector.size)]
            return [
                Import(
                    _name(lib.wasm_importtype_module(item)),
                    _name(lib.wasm_importtype_name(item)),
                    *_kind(lib.wasm_importtype_type(item)),
                )
                for item in found
            ]
        finally:
            lib.wasm_importtype_vec_delete(byref(vector))

    @property
    def exports(self) -> list[Export]:
        vector = _ffi.Handles()
        lib.wasm_module_exports(self._handle, byref(vector))
        try:
            found = [vector.data[i] for i in range(vector.size)]
            return [
                Export(_name(lib.wasm_exporttype_name(item)), *_kind(lib.wasm_exporttype_type(item))) for item in found
            ]
        finally:
            lib.wasm_exporttype_vec_delete(byref(vector))

    def __del__(self) -> None:
        if getattr(self, "_handle", None):
            lib.wasm_module_delete(self._handle)


def _name(vector: "ctypes._Pointer[_ffi.Bytes]") -> str:
    return ctypes.string_at(vector.contents.data, vector.contents.size).decode() if vector.contents.size else ""


def _kind(handle: int) -> tuple[ExternKind, Optional[FuncType]]:
    kind = ExternKind(lib.wasm_externtype_kind(handle))
    # A function's type is the same handle.
    return kind, FuncType._read(handle) if kind == ExternKind.FUNC else None


def wat2wasm(text: str) -> bytes:
    """The text format as a binary."""
    data, vector = text.encode(), _ffi.Bytes()
    check(lib.wx_wat2wasm(data, len(data), byref(vector)))
    return take_bytes(vector)
