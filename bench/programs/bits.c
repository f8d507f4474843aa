/* Bit tricks on 64-bit values: population counts, leading and trailing zeros, rotations by a variable, Gray codes. */
#include "bench.h"

static u64 reverse(u64 x) {
    x = (x >> 1 & 0x5555555555555555ull) | (x & 0x5555555555555555ull) << 1;
    x = (x >> 2 & 0x3333333333333333ull) | (x & 0x3333333333333333ull) << 2;
    x = (x >> 4 & 0x0f0f0f0f0f0f0f0full) | (x & 0x0f0f0f0f0f0f0f0full) << 4;
    return __builtin_bswap64(x);
}

/* Binary greatest common divisor: a loop of ctz, compare, swap, subtract. */
static u64 gcd(u64 a, u64 b) {
    if (!a || !b) return a | b;
    int shift = __builtin_ctzll(a | b);
    a >>= __builtin_ctzll(a);
    do {
        b >>= __builtin_ctzll(b);
        if (a > b) {
            u64 t = a;
            a = b;
            b = t;
        }
        b -= a;
    } while (b);
    return a << shift;
}

i64 run_n(i32 n) {
    u64 sum = 0, x = 0x0123456789abcdefull;
    for (int i = 0; i < n * 1000; i++) {
        x = x * 6364136223846793005ull + 1442695040888963407ull;
        u64 gray = x ^ x >> 1;
        int k = (int)(x >> 58);
        u64 turned = x << k | x >> (-k & 63);
        sum += (u64)__builtin_popcountll(gray) + (u64)__builtin_clzll(x | 1) * 3 + (u64)__builtin_ctzll(turned | 1ull << 63);
        sum = mix(sum, reverse(turned) ^ gray);
        if (i % 16 == 0) sum ^= gcd(x >> 20, gray >> 24);
        sum += (u32)__builtin_popcount((u32)sum) ^ (u32)__builtin_clz((u32)(sum >> 32) | 1);
    }
    return (i64)sum;
}
BENCH(6000)
