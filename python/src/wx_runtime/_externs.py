"""Functions, memories, globals, tables and instances; values on their way between Python and WebAssembly.

| WebAssembly | Python |
|---|---|
| i32, i64 | int; a number without a sign is taken too, results have one |
| f32, f64 | float |
| externref | any object, or None for null |
| funcref | Func, or None for null |
"""

from __future__ import annotations

import ctypes
import weakref
from ctypes import byref, c_void_p
from typing import Any, Callable, Iterator, Mapping, Optional, Sequence, Union

from . import _ffi
from ._engine import ExternKind, FuncType, Module, ValType
from ._errors import check, given, held, hold, is_held, let_go, raise_trap, trap_of
from ._ffi import lib
from ._store import Store


def _to_val(store: Store, kind: ValType, value: Any, out: _ffi.Val) -> None:
    """Fills in a value; the reference in it, if any, is new."""
    out.kind = kind
    if kind in (ValType.I32, ValType.I64):
        bits = 32 if kind == ValType.I32 else 64
        number = value.__index__()
        if not -(1 << (bits - 1)) <= number < 1 << bits:
            raise OverflowError(f"{number} does not fit in {bits} bits")
        if bits == 32:
            out.of.i32 = number & 0xFFFF_FFFF
        else:
            out.of.i64 = number & 0xFFFF_FFFF_FFFF_FFFF
    elif kind == ValType.F32:
        out.of.f32 = float(value)
    elif kind == ValType.F64:
        out.of.f64 = float(value)
    elif value is None:
        out.of.ref = None
    elif kind == ValType.FUNCREF:
        if not isinstance(value, Func):
            raise TypeError(f"a funcref is a Func or None, not {type(value).__name__}")
        out.of.ref = given(lib.wasm_ref_copy(value._handle))
    elif isinstance(value, Ref):
        out.of.ref = given(lib.wasm_ref_copy(value._handle))
    elif kind == ValType.EXTERNREF:
        out.of.ref = given(lib.wasm_foreign_new(store._handle))
        lib.wasm_ref_set_host_info_with_finalizer(out.of.ref, hold(value), let_go)
    else:
        raise TypeError(f"{type(value).__name__} is no value of type {kind.name}")


def _of_val(store: Store, value: _ffi.Val) -> Any:
    """The Python object for a value, whose reference stays with its owner."""
    kind = value.kind
    if kind == ValType.I32:
        return value.of.i32
    if kind == ValType.I64:
        return value.of.i64
    if kind == ValType.F32:
        return value.of.f32
    if kind == ValType.F64:
        return value.of.f64
    return _of_ref(store, value.of.ref)


def _of_ref(store: Store, ref: Optional[int]) -> Any:
    if not ref:
        return None
    if lib.wasm_ref_as_func(ref):
        return Func._take(store, given(lib.wasm_ref_copy(ref)))
    key = lib.wasm_ref_get_host_info(ref) if lib.wasm_ref_as_foreign(ref) else None
    if is_held(key):
        return held(key)
    return Ref._take(store, given(lib.wasm_ref_copy(ref)))


class Ref:
    """A reference that means nothing to Python, and can be passed on."""

    _handle: int
    _store: Store

    @classmethod
    def _take(cls, store: Store, handle: Optional[int]) -> Any:
        """Takes a handle over."""
        ref = cls.__new__(cls)
        ref._store = store
        ref._handle = given(handle)
        return ref

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Ref) or other._store is not self._store:
            return NotImplemented
        with self._store._guard:
            return bool(lib.wasm_ref_same(self._handle, other._handle))

    # Handles of one object differ, and have nothing in common that Python could hash.
    __hash__ = None  # type: ignore[assignment]

    def __del__(self) -> None:
        if getattr(self, "_handle", None):
            self._store._guard.delete(lib.wasm_ref_delete, self._handle)


class Caller:
    """The instance that calls a host function. It is of no use after that has returned."""

    def __init__(self, store: Store, caller: int) -> None:
        self.store = store
        self._caller: Optional[int] = caller

    def get(self, name: str) -> "Optional[Extern]":
        """The export of the calling instance with this name."""
        if self._caller is None:
            raise ValueError("the host function has returned")
        data = name.encode()
        return _extern(self.store, lib.wx_caller_export_get(self._caller, data, len(data)))

    def memory(self, name: str = "memory") -> "Memory":
        """The exported memory with this name."""
        found = self.get(name)
        if not isinstance(found, Memory):
            raise KeyError(f"the caller exports no memory `{name}`")
        return found


class _Host:
    """A host function: what is called, with which types, and in which store."""

    def __init__(
        self, store: Callable[[], Optional[Store]], ty: FuncType, function: Callable[..., Any], with_caller: bool
    ) -> None:
        self.store = store
        self.type = ty
        self.function = function
        self.with_caller = with_caller

    def run(self, store: Store, caller: int, args: _ffi.Vals, results: _ffi.Vals) -> None:
        values = [_of_val(store, args.data[i]) for i in range(args.size)]
        if self.with_caller:
            called_by = Caller(store, caller)
            try:
                returned = self.function(called_by, *values)
            finally:
                called_by._caller = None
        else:
            returned = self.function(*values)
        kinds = self.type.results
        if len(kinds) == 1:
            returned = (returned,)
        elif not kinds:
            if returned is not None:
                raise TypeError("a function without results returned something else than None")
            returned = ()
        if len(returned) != len(kinds):
            raise TypeError(f"a function with {len(kinds)} results returned {len(returned)}")
        for i, (kind, value) in enumerate(zip(kinds, returned)):
            _to_val(store, kind, value, results.data[i])


def _call_host_in_python(key: int, caller: int, args: Any, results: Any) -> Optional[int]:
    host = held(key)
    store = host.store()
    try:
        host.run(store, caller, args.contents, results.contents)
        return None
    except BaseException as error:  # It is raised again where Python called.
        return trap_of(store._handle, error)


_call_host: Any = _ffi.Callback(_call_host_in_python)


class Func(Ref):
    """A function. A host function may raise: the call that it is part of raises the same exception."""

    type: FuncType

    def __init__(
        self, store: Store, ty: FuncType, function: Callable[..., Any], *, access_caller: bool = False
    ) -> None:
        self._store = store
        self.type = ty
        # The store is alive while its functions are called; a strong reference here would be a circle through the library.
        key = hold(_Host(weakref.ref(store), ty, function, access_caller))
        handle = ty._make()
        try:
            with store._guard:
                self._handle = given(lib.wx_func_new(store._handle, handle, _call_host, key, let_go))
        finally:
            lib.wasm_functype_delete(handle)

    @classmethod
    def _take(cls, store: Store, handle: Optional[int]) -> "Func":
        func: Func = super()._take(store, handle)
        ty = given(lib.wasm_func_type(func._handle))
        func.type = FuncType._read(ty)
        lib.wasm_functype_delete(ty)
        return func

    def __call__(self, *args: Any) -> Any:
        """Calls it. Returns None, the result, or a tuple of several."""
        kinds = self.type.params
        if len(args) != len(kinds):
            raise TypeError(f"expected {len(kinds)} arguments, got {len(args)}")
        with self._store._guard:
            values = (_ffi.Val * len(kinds))()
            results = (_ffi.Val * len(self.type.results))()
            try:
                for kind, arg, value in zip(kinds, args, values):
                    _to_val(self._store, kind, arg, value)
                trap = lib.wasm_func_call(
                    self._handle,
                    byref(_ffi.Vals(len(values), values)),
                    byref(_ffi.Vals(len(results), results)),
                )
                if trap:
                    raise_trap(trap)
                returned = tuple(_of_val(self._store, result) for result in results)
            finally:
                for value in (*values, *results):
                    if value.kind >= ValType.EXTERNREF:
                        lib.wasm_val_delete(byref(value))
        return returned[0] if len(returned) == 1 else returned or None


class Memory(Ref):
    """A linear memory. Bytes are copied in and out, since memory may move when it grows."""

    def __len__(self) -> int:
        with self._store._guard:
            return int(lib.wasm_memory_data_size(self._handle))

    @property
    def pages(self) -> int:
        with self._store._guard:
            return int(lib.wasm_memory_size(self._handle))

    def grow(self, pages: int) -> None:
        with self._store._guard:
            check(lib.wasm_memory_grow(self._handle, pages))

    def _address(self, offset: int, size: int) -> int:
        if offset < 0 or size < 0 or offset + size > len(self):
            raise IndexError(f"{size} bytes at {offset} are not inside the memory, which has {len(self)}")
        return int(lib.wasm_memory_data(self._handle) or 0) + offset

    def read(self, offset: int, size: int) -> bytes:
        with self._store._guard:
            return ctypes.string_at(self._address(offset, size), size) if size else b""

    def write(self, offset: int, data: Union[bytes, bytearray, memoryview]) -> None:
        data = bytes(data)
        with self._store._guard:
            ctypes.memmove(self._address(offset, len(data)), data, len(data))


class Global(Ref):
    """A global variable."""

    @property
    def value(self) -> Any:
        value = _ffi.Val()
        with self._store._guard:
            lib.wasm_global_get(self._handle, byref(value))
            try:
                return _of_val(self._store, value)
            finally:
                lib.wasm_val_delete(byref(value))

    @value.setter
    def value(self, new: Any) -> None:
        with self._store._guard:
            ty = given(lib.wasm_global_type(self._handle))
            kind = ValType(lib.wasm_valtype_kind(lib.wasm_globaltype_content(ty)))
            mutable = lib.wasm_globaltype_mutability(ty)
            lib.wasm_globaltype_delete(ty)
            if not mutable:
                raise AttributeError("the global cannot be set")
            value = _ffi.Val()
            try:
                _to_val(self._store, kind, new, value)
                lib.wasm_global_set(self._handle, byref(value))
            finally:
                lib.wasm_val_delete(byref(value))


class Table(Ref):
    """A table of references."""

    def __len__(self) -> int:
        with self._store._guard:
            return int(lib.wasm_table_size(self._handle))

    def __getitem__(self, index: int) -> Any:
        with self._store._guard:
            self._check(index)
            ref = lib.wasm_table_get(self._handle, index)
            try:
                return _of_ref(self._store, ref)
            finally:
                lib.wasm_ref_delete(ref)

    def __setitem__(self, index: int, value: Any) -> None:
        with self._store._guard:
            self._check(index)
            element = self._element(value)
            try:
                check(lib.wasm_table_set(self._handle, index, element.of.ref))
            finally:
                lib.wasm_val_delete(byref(element))

    def grow(self, delta: int, init: Any = None) -> None:
        with self._store._guard:
            element = self._element(init)
            try:
                check(lib.wasm_table_grow(self._handle, delta, element.of.ref))
            finally:
                lib.wasm_val_delete(byref(element))

    def _check(self, index: int) -> None:
        if not 0 <= index < len(self):
            raise IndexError(f"there is no element {index} in a table of {len(self)}")

    def _element(self, value: Any) -> _ffi.Val:
        ty = given(lib.wasm_table_type(self._handle))
        kind = ValType(lib.wasm_valtype_kind(lib.wasm_tabletype_element(ty)))
        lib.wasm_tabletype_delete(ty)
        element = _ffi.Val()
        _to_val(self._store, kind, value, element)
        return element


class Tag(Ref):
    """A tag of exceptions."""


Extern = Union[Func, Global, Table, Memory, Tag]

_CLASSES: "dict[int, type[Any]]" = {
    ExternKind.FUNC: Func,
    ExternKind.GLOBAL: Global,
    ExternKind.TABLE: Table,
    ExternKind.MEMORY: Memory,
    ExternKind.TAG: Tag,
}


def _extern(store: Store, handle: Optional[int]) -> Optional[Extern]:
    if not handle:
        return None
    found: Extern = _CLASSES[lib.wasm_extern_kind(handle)]._take(store, handle)
    return found


class Exports(Mapping[str, Extern]):
    """The exports of an instance by name; also as attributes."""

    def __init__(self, instance: "Instance", names: Sequence[str]) -> None:
        self._instance = instance
        self._names = list(names)

    def __getitem__(self, name: str) -> Any:
        instance, data = self._instance, name.encode()
        with instance._store._guard:
            found = _extern(instance._store, lib.wx_instance_export_get(instance._handle, data, len(data)))
        if found is None:
            raise KeyError(name)
        return found

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"there is no export `{name}`") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class Instance(Ref):
    """A module that has come to life in a store. Imports are in the module's order; `Linker` finds them by name."""

    def __init__(self, store: Store, module: Module, imports: Sequence[Extern] = ()) -> None:
        for item in imports:
            if item._store is not store:
                raise ValueError("an import belongs to another store")
        handles = (c_void_p * len(imports))(*(item._handle for item in imports))
        trap = c_void_p()
        with store._guard:
            vector = _ffi.Handles(len(imports), handles)
            self._set(store, module, lib.wasm_instance_new(store._handle, module._handle, byref(vector), byref(trap)), trap)

    def _set(self, store: Store, module: Module, handle: Optional[int], trap: c_void_p) -> None:
        if trap.value:
            raise_trap(trap.value)
        self._store = store
        self._handle = given(handle)
        self._exported = [export.name for export in module.exports]

    @property
    def exports(self) -> Exports:
        return Exports(self, self._exported)
