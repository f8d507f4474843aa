"""simple.wat"""

import math

from .words import M32, M64, Random, hex16


def run():
    random = Random(2463534242)
    words = [random.next() for _ in range(4096)]
    total = 0
    for _ in range(8000):
        word = words[-1]
        fresh = []
        for x in words:
            word = (word + ((x << 5 | x >> 27) & M32)) & M32
            fresh.append(word)
        words = fresh
        total = (total * 31 + sum(words)) & M64
    return total


def expected():
    checksum = run()
    return {
        "stdout": "\n".join([
            "simple",
            f"  add(40, 2)      = {40 + 2}",
            f"  sum_to(1000)    = {sum(range(1001))}",
            f"  factorial(20)   = {math.factorial(20)}",
            f"  gcd(1071, 462)  = {math.gcd(1071, 462)}",
            "  reversed        = WebAssembly",
            "  self-check      = ok",
            f"  run             = 0x{hex16(checksum)}",
        ]) + "\n",
        "run": checksum,
        "invoke": [
            ("add", [40, 2], 42),
            ("add", [2147483647, 1], -2147483648),
            ("sum_to", [1000], sum(range(1001))),
            ("factorial", [20], math.factorial(20)),
            ("gcd", [1071, 462], math.gcd(1071, 462)),
        ],
    }
