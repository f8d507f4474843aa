"""arithmetic_bench.wat"""

import math
import struct

from .words import (M32, M64, bits_of_f32, bits_of_f64, fold, fold_all, hex16, rotl32, rotl64, signed32,
                    signed64, single)


def mix32(count):
    x, y = 1, 0x2545F491
    for _ in range(count):
        x = (x * 1664525 + 1013904223) & M32
        y = rotl32(y, 7) ^ x
        y = (y - (x >> 9)) & M32
        y ^= (signed32(y) >> 15) & M32
    return x << 32 | y


def splitmix64(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & M64
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & M64
    return z ^ (z >> 31)


def mix64(count):
    total = 0
    for i in range(1, count + 1):
        total ^= splitmix64(i * 0x9E3779B97F4A7C15 & M64)
    return total


def quotient(a, b):
    """Rounded towards zero, as machines divide."""
    q = abs(a) // abs(b)
    return q if (a < 0) == (b < 0) else -q


def remainder(a, b):
    return a - b * quotient(a, b)


def divide(count):
    a, total = 0x0123456789ABCDEF, 0
    for _ in range(count):
        a = (a * 6364136223846793005 + 1442695040888963407) & M64
        sa = signed64(a)
        sb = (sa >> 37) | 3
        c = (a >> 20) & M32
        sc = signed32(c)
        sd = (sc >> 17) | 5
        total = (total + quotient(sa, sb)) & M64
        total ^= a % (sb & M64)
        total = (total - remainder(sa, 1000) + a // 10 + quotient(sc, sd)) & M64
        total ^= c % (sd & M32)
        total = (total + remainder(sc, 7) + c // 10) & M64
    return total


def count_bits(count):
    x, total = 1, 0
    for _ in range(count):
        x ^= (x << 13) & M64
        x ^= x >> 7
        x ^= (x << 17) & M64
        half = x & M32
        total = (total + x.bit_count()) & M64
        total = (rotl64(total, 1) + 64 - x.bit_length()) & M64
        total ^= (x & -x).bit_length() - 1  # x is never zero
        total = (total + half.bit_count() + 32 - half.bit_length()) & M64
        total ^= (half & -half).bit_length() - 1 if half else 32
    return total


def collatz(limit):
    steps = {1: 0}
    for start in range(1, limit + 1):
        path, n = [], start
        while n not in steps:
            path.append(n)
            n = n // 2 if n % 2 == 0 else 3 * n + 1
        known = steps[n]
        for n in reversed(path):
            known += 1
            steps[n] = known
    return sum(steps[n] for n in range(1, limit + 1))


def count_primes(count):
    """Primes among the odd numbers after 4,000,000,000, by a sieve over that stretch."""
    first, last = 4000000001, 4000000001 + 2 * (count - 1)
    root = math.isqrt(last)
    small = bytearray([1]) * (root + 1)
    composite = set()
    for p in range(2, root + 1):
        if small[p]:
            small[p * p::p] = bytes(len(range(p * p, root + 1, p)))
            start = -(-first // p) * p
            composite.update(range(start, last + 1, p))
    return sum(n not in composite for n in range(first, last + 1, 2))


def sine(x):
    x2 = x * x
    t = 1.0 - x2 / 156.0
    for divisor in (110.0, 72.0, 42.0, 20.0, 6.0):
        t = 1.0 - (x2 / divisor) * t
    return x * t


def polynomial(count):
    step, total, checksum = 2.0 / count, 0.0, 0
    for i in range(count):
        y = sine(i * step - 1.0)
        total += y
        checksum = fold(checksum, bits_of_f64(y))
    return fold(checksum, bits_of_f64(total))


def root_by_newton(x):
    following = 0.5 * (x + 1.0)
    while True:
        r = following
        following = 0.5 * (r + x / r)
        if not following < r:
            return r


def newton(count):
    checksum = 0
    for i in range(1, count + 1):
        checksum = fold(checksum, bits_of_f64(root_by_newton(float(i))))
        checksum = fold(checksum, bits_of_f64(math.sqrt(i)))
    return checksum


def logistic(count):
    x, y = 0.5, 0.25
    for _ in range(count):
        x = single(single(3.75 * x) * single(1.0 - x))
        y = single(single(3.9375 * y) * single(1.0 - y))
        y = abs(math.copysign(single(math.sqrt(single(y * y))), single(x - y)))
        y = max(0.0009765625, min(y, 1.0))
    return bits_of_f32(x) << 32 | bits_of_f32(y)


def convert(count):
    x, checksum = 0x0FEDCBA987654321, 0
    for _ in range(count):
        x = splitmix64(x)
        f = float(signed64(x))
        checksum = fold(checksum, int(f * 0.5))
        checksum = fold(checksum, min(max(int(f), 0), M64))
        f *= 2.0 ** -43
        for rounded in (math.floor(f), math.ceil(f), round(f)):
            checksum = fold(checksum, bits_of_f64(math.copysign(float(rounded), f)))
        checksum = fold(checksum, int(f))
        checksum = fold(checksum, bits_of_f64(single(f)))
        checksum = fold(checksum, bits_of_f32(float(x & M32)))
        for code, part in (("<b", "<B"), ("<h", "<H"), ("<i", "<I")):
            size = struct.calcsize(code)
            narrow = x & ((1 << 8 * size) - 1)
            checksum = fold(checksum, struct.unpack(code, struct.pack(part, narrow))[0])
    return checksum


def expected():
    checksum = fold_all([
        mix32(3000000), mix64(2000000), divide(300000), count_bits(1000000), collatz(50000),
        count_primes(10000), polynomial(300000), newton(50000), logistic(1000000), convert(200000),
    ])
    return {
        "stdout": "\n".join([
            "arithmetic_bench",
            f"  mix32       0x{hex16(mix32(1000))}",
            f"  mix64       0x{hex16(mix64(1000))}",
            f"  divide      0x{hex16(divide(1000))}",
            f"  count_bits  0x{hex16(count_bits(1000))}",
            f"  collatz     {collatz(1000)} steps",
            f"  power_mod   {count_primes(1000)} primes",
            f"  polynomial  0x{hex16(polynomial(1000))}",
            f"  newton      0x{hex16(newton(1000))}",
            f"  single      0x{hex16(logistic(1000))}",
            f"  convert     0x{hex16(convert(1000))}",
            "  self-check  ok",
            f"  run         0x{hex16(checksum)}",
        ]) + "\n",
        "run": checksum,
        "invoke": [
            ("collatz", [1000], collatz(1000)),
            ("power_mod", [1000], count_primes(1000)),
            ("mix64", [1000], mix64(1000)),
        ],
    }
