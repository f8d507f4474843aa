"""comprehensive_bench.wat"""

import math

from .words import M32, M64, Random, bits_of_f64, fold_all, hex16, rotl64, signed32


def arithmetic(count):
    random, total = Random(2463534242), 0
    for _ in range(count):
        x = random.next()
        product = math.isqrt(x) * sum(map(int, str(x))) & M32
        total = (rotl64(total, 7) + product) & M64
    return total


def fibonacci(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def sieve(limit):
    prime = bytearray([1]) * limit
    prime[0:2] = b"\0\0"
    for n in range(2, math.isqrt(limit) + 1):
        if prime[n]:
            prime[n * n::n] = bytes(len(range(n * n, limit, n)))
    return sum(prime)


def matrix(rounds):
    random = Random(362436069)

    def fill():
        return [[float((random.next() & 15) - 8) for _ in range(64)] for _ in range(64)]

    a, b = fill(), fill()
    for _ in range(rounds):
        c = []
        for row in a:
            to = [0.0] * 64
            for factor, line in zip(row, b):
                to = [x + factor * y for x, y in zip(to, line)]
            c.append(to)
        a = [[x / 37.0 for x in row] for row in c]
    return fold_all(bits_of_f64(x) for row in c for x in row)


def blocks(moves):
    random = Random(521288629)
    memory = bytearray().join(random.next().to_bytes(4, "little") for _ in range(32768))
    for _ in range(moves):
        to, source, length = random.next() & 0x1EFFF, random.next() & 0x1EFFF, random.next() >> 20
        if length & 7:
            memory[to:to + length] = memory[source:source + length]
        else:
            length >>= 4
            memory[to:to + length] = bytes([source & 255]) * length
    return fold_all(int.from_bytes(memory[i:i + 4], "little") for i in range(0, len(memory), 4))


def sort(count, descending=False):
    random = Random(88675123)
    words = sorted((signed32(random.next()) for _ in range(count)), reverse=descending)
    return fold_all(word & M32 for word in words)


def machine(n):
    return n * (n + 1) * (2 * n + 1) // 6


def bodies(steps):
    x, v, m = [[0.0, 0.0, 0.0]], [[0.0, 0.0, 0.0]], [1.0]
    cos, sin = 1.0, 0.0
    for i in (1.0, 2.0, 3.0, 4.0):
        distance = i + 0.5
        speed = math.sqrt(1.0 / distance)
        mass = i / 1000.0
        x.append([distance * cos, distance * sin, 0.0])
        v.append([-(speed * sin), speed * cos, speed * 0.0625])
        m.append(mass)
        for k in range(3):
            v[0][k] -= mass * v[-1][k]
        cos, sin = -sin, cos
    step = 2.0 ** -10
    for _ in range(steps):
        for a in range(5):
            for b in range(a + 1, 5):
                dx, dy, dz = x[a][0] - x[b][0], x[a][1] - x[b][1], x[a][2] - x[b][2]
                d2 = dx * dx + dy * dy + dz * dz
                strength = step / (d2 * math.sqrt(d2))
                for body, factor in ((v[a], strength * m[b]), (v[b], -(strength * m[a]))):
                    body[0] -= factor * dx
                    body[1] -= factor * dy
                    body[2] -= factor * dz
            for k in range(3):
                x[a][k] += step * v[a][k]
    return fold_all(bits_of_f64(value) for a in range(5) for value in x[a] + v[a] + [m[a]])


def mandelbrot(size):
    step, total = 3.0 / size, 0
    for row in range(size):
        cy = step * row - 1.5
        for column in range(size):
            cx = step * column - 2.0
            zx = zy = 0.0
            for _ in range(100):
                xx, yy = zx * zx, zy * zy
                if xx + yy > 4.0:
                    break
                zy = 2.0 * zx * zy + cy
                zx = xx - yy + cx
                total += 1
    return total


def expected():
    checksum = fold_all([
        arithmetic(100000), fibonacci(27), sieve(1000000), matrix(8), blocks(5000), blocks(1000),
        sort(20000), sort(20000), sort(20000, True), machine(100000), machine(100000), bodies(20000),
        mandelbrot(160),
    ])
    return {
        "stdout": "\n".join([
            "comprehensive_bench",
            f"  arithmetic  0x{hex16(arithmetic(1000))}",
            f"  fibonacci   {fibonacci(20)}",
            f"  sieve       {sieve(10000)} primes below 10000",
            f"  matrix      0x{hex16(matrix(1))}",
            f"  blocks      0x{hex16(blocks(100))}",
            f"  sort        0x{hex16(sort(1000))}",
            f"  machine     {machine(1000)}",
            f"  bodies      0x{hex16(bodies(1000))}",
            f"  mandelbrot  {mandelbrot(32)}",
            "  self-check  ok",
            f"  run         0x{hex16(checksum)}",
        ]) + "\n",
        "run": checksum,
        "invoke": [
            ("fibonacci", [20], fibonacci(20)),
            ("sieve", [10000], sieve(10000)),
            ("sort", [1000, 2], sort(1000)),
            ("machine_by_branches", [1000], machine(1000)),
            ("mandelbrot", [32], mandelbrot(32)),
        ],
    }
