/* Primes below n thousand by the sieve of Eratosthenes over bytes, and by a wheel over bits: strided stores. */
#include "bench.h"

enum { MOST = 4000000 };
static u8 composite[MOST + 1];
static u32 odd_bits[MOST / 64 + 1];

i64 run_n(i32 n) {
    u32 limit = (u32)n * 1000 > MOST ? MOST : (u32)n * 1000, bytes = 0, bits = 1;
    u64 sum = 0;
    for (u32 i = 0; i <= limit; i++) composite[i] = 0;
    for (u32 i = 2; i <= limit; i++) {
        if (composite[i]) continue;
        bytes++;
        sum += i;
        for (u32 k = i * 2; k <= limit; k += i) composite[k] = 1;
    }
    for (u32 i = 0; i <= limit / 64; i++) odd_bits[i] = 0;
    for (u32 i = 3; i <= limit; i += 2) {
        if (odd_bits[i >> 6] >> (i >> 1 & 31) & 1) continue;
        bits++;
        if (i > 65535) continue;
        for (u32 k = i * i; k <= limit; k += 2 * i) odd_bits[k >> 6] |= 1u << (k >> 1 & 31);
    }
    return bytes == bits ? (i64)mix(sum, bytes) : -1;
}
BENCH(4000)
