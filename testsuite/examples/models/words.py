"""Arithmetic of fixed width, and the checksum and random numbers that all five programs share."""

import struct

M32 = 0xFFFFFFFF
M64 = 0xFFFFFFFFFFFFFFFF


def rotl32(x, n):
    n &= 31
    return ((x << n) | (x >> (32 - n))) & M32


def rotl64(x, n):
    n &= 63
    return ((x << n) | (x >> (64 - n))) & M64


def signed32(x):
    return x - (1 << 32) if x & 0x80000000 else x


def signed64(x):
    return x - (1 << 64) if x >> 63 else x


def fold(total, value):
    x = total ^ (value & M64)
    return (((x << 23) | (x >> 41)) & M64) * 0x9E3779B97F4A7C15 & M64


def fold_all(values, total=0):
    for value in values:
        total = fold(total, value)
    return total


def bits_of_f64(x):
    return struct.unpack("<Q", struct.pack("<d", x))[0]


def bits_of_f32(x):
    return struct.unpack("<I", struct.pack("<f", x))[0]


def single(x):
    """The nearest f32. One rounding more does no harm to +, -, *, / and sqrt: 53 >= 2 * 24 + 2."""
    return struct.unpack("<f", struct.pack("<f", x))[0]


def xorshift32(x):
    x ^= (x << 13) & M32
    x ^= x >> 17
    return x ^ ((x << 5) & M32)


class Random:
    """Marsaglia's xorshift32."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = xorshift32(self.state)
        return self.state

    def below(self, n):
        return self.next() % n


def hex16(x):
    return f"{x & M64:016x}"
