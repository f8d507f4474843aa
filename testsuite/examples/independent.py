#!/usr/bin/env python3
"""What the five example programs must print and return, found without running them.

    python3 testsuite/examples/independent.py            compare with expected.toml
    python3 testsuite/examples/independent.py --write    write expected.toml anew

Every value comes from another source than WebAssembly: Python's own arithmetic, hashlib and hmac, a real `git` for the
ids, counts, differences and deltas of git_benchmark, and models of the programs in `models/` that share no code with
them. The digests and ids that the programs hold themselves against (40 hexadecimal digits in their text) are found anew
as well, so that none of them stands there unchecked. Needs Python 3.11 and git; takes a minute at most.
"""

import importlib
import pathlib
import re
import sys
import time
import tomllib

# Run from a checkout, it leaves no caches behind.
sys.dont_write_bytecode = True

HERE = pathlib.Path(__file__).resolve().parent
EXAMPLES = HERE.parent.parent / "examples"
EXPECTED = HERE / "expected.toml"
PROGRAMS = ["simple", "arithmetic_bench", "comprehensive_bench", "crypto_benchmark", "git_benchmark"]

HEAD = """\
# What the programs in examples/ print and return. Written by testsuite/examples/independent.py, which finds every value
# without running them; do not edit by hand.
#
#   stdout   what `wx examples/FILE` prints; it exits with code 0
#   check    what the export `check` returns, an i32: 0 for ok
#   run      what the export `run` returns, an i64, each time it is called
#   invoke   more exports, with arguments and result, an i32 or i64 (signed)
"""


def signed(value):
    value &= (1 << 64) - 1
    return value - (1 << 64) if value >> 63 else value


def describe(name):
    """The table of one program, as expected.toml holds it, and the constants it may contain."""
    model = importlib.import_module(f"models.{name}").expected()
    table = {
        "name": name, "file": f"{name}.wat", "exit": 0, "check": 0, "run": signed(model["run"]),
        "stdout": model["stdout"],
        "invoke": [
            {"name": export, "args": args, "result": signed(result)}
            for export, args, result in model.get("invoke", [])
        ],
    }
    return table, set(model.get("constants", []))


def as_toml(tables):
    out = [HEAD]
    for table in tables:
        out.append("\n[[program]]\n")
        for key in ("name", "file"):
            out.append(f'{key} = "{table[key]}"\n')
        for key in ("exit", "check", "run"):
            out.append(f"{key} = {table[key]}\n")
        out.append(f'stdout = """\n{table["stdout"]}"""\n')
        if table["invoke"]:
            rows = [f'  {{ name = "{row["name"]}", args = {row["args"]}, result = {row["result"]} }},\n'
                    for row in table["invoke"]]
            out.append("invoke = [\n" + "".join(rows) + "]\n")
    return "".join(out)


def wrong_constants(name, known):
    """Texts of 40 hexadecimal digits in the program that no model accounts for, and those that are missing."""
    written = set(re.findall(r'"([0-9a-f]{40})"', (EXAMPLES / f"{name}.wat").read_text()))
    return [f"{name}: {digits} is in the program, but nothing says so" for digits in sorted(written - known)] + [
        f"{name}: {digits} should be in the program" for digits in sorted(known - written)]


def differences(ours, theirs):
    for key in ours:
        if ours[key] != theirs.get(key, []):
            yield f"{ours['name']}: {key} should be\n{ours[key]}\nand expected.toml has\n{theirs.get(key)}"


def main():
    tables, faults = [], []
    for name in PROGRAMS:
        start = time.perf_counter()
        table, constants = describe(name)
        tables.append(table)
        faults += wrong_constants(name, constants)
        print(f"{name}: found in {time.perf_counter() - start:.1f} s", file=sys.stderr)
    if "--write" in sys.argv[1:]:
        EXPECTED.write_text(as_toml(tables))
    stored = {table["name"]: table for table in tomllib.loads(EXPECTED.read_text())["program"]}
    for table in tables:
        faults += differences(table, stored.get(table["name"], {}))
    for fault in faults:
        print(fault)
    print("expected.toml: " + (f"{len(faults)} faults" if faults else "every value confirmed"))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
