"""The WebAssembly runtime wx.

    >>> from wx_runtime import Engine, Instance, Module, Store
    >>> engine = Engine()
    >>> module = Module(engine, '(module (func (export "add") (param i32 i32) (result i32)'
    ...                         ' (i32.add (local.get 0) (local.get 1))))')
    >>> Instance(Store(engine), module).exports.add(1, 2)
    3
"""

from ._engine import Config, Engine, Export, ExternKind, FuncType, Import, Module, Tier, ValType, wat2wasm
from ._errors import Error, ExitTrap, Trap, TrapCode
from ._externs import Caller, Exports, Extern, Func, Global, Instance, Memory, Ref, Table, Tag
from ._ffi import lib as _lib
from ._linker import Linker
from ._store import Limits, Store, Wasi

__version__: str = _lib.wx_version().decode()

__all__ = [
    "Caller", "Config", "Engine", "Error", "ExitTrap", "Export", "Exports", "Extern", "ExternKind", "Func", "FuncType",
    "Global", "Import", "Instance", "Limits", "Linker", "Memory", "Module", "Ref", "Store", "Table", "Tag", "Tier", "Trap",
    "TrapCode", "ValType", "Wasi", "wat2wasm",
]
