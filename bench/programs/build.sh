#!/usr/bin/env bash
# Compiles the C programs of the suite. `cargo xtask bench --rebuild` calls this, assembles the .wat programs, and
# compares the native checksums with expected.toml.
#   build.sh          every .c to a .wasm beside it                          (needs: pip install ziglang)
#   build.sh native   prints `name small full`: the checksums of run_n(small n) and run() from a native compiler that
#                     knows nothing of WebAssembly                           (needs: gcc)
set -euo pipefail
cd "$(dirname "$0")"
# Bulk memory, sign extension, saturating conversions, multi-value: what today's toolchains emit by default.
features=lime1
flags=(-O2 -std=gnu11 -Wall -Wextra -ffp-contract=off -fno-math-errno)

wasm() {
  for source in *.c; do
    name=${source%.c}
    [ "$name" = native_main ] && continue
    cpu=$features
    grep -q '"simd.h"' "$source" && cpu=$features+simd128
    python3 -m ziglang cc --target=wasm32-freestanding -mcpu="$cpu" "${flags[@]}" -fno-vectorize -fno-slp-vectorize \
      -nostdlib -Wl,--no-entry -Wl,--strip-all -o "$name.wasm" "$source"
  done
}

native() {
  local out
  out=$(mktemp -d)
  for source in *.c; do
    name=${source%.c}
    [ "$name" = native_main ] && continue
    gcc "${flags[@]}" -Wno-psabi -o "$out/$name" "$source" native_main.c
    small=$(sed -n "/^\[$name\]/,/^\[/s/^small = { n = \([0-9]*\),.*/\1/p" expected.toml)
    [ -n "$small" ] || { echo "expected.toml has no [$name] with a small size" >&2; exit 1; }
    echo "$name $("$out/$name" "$small") $("$out/$name")"
  done
  rm -rf "$out"
}

"${1:-wasm}"
