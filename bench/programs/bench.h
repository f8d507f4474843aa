/* What every C program of the suite shares: fixed-width names, the two exports, a generator and a checksum.
 *
 * A program defines `run_n(n)`: do `n` units of work and return a checksum of everything computed, so that no part
 * can be optimized away. `BENCH(full)` adds `run`, the full size. The same source compiles natively (build.sh), which
 * is where the expected checksums come from: floating point therefore avoids the C library and fused operations. */
#pragma once
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int8_t i8;
typedef int16_t i16;
typedef int32_t i32;
typedef int64_t i64;
typedef float f32;
typedef double f64;

#ifdef __wasm__
#define EXPORT(name) __attribute__((export_name(name)))
#else
#define EXPORT(name)
#endif
#define NOINLINE __attribute__((noinline))

NOINLINE EXPORT("run_n") i64 run_n(i32 n);

#define BENCH(full)                                                                                                    \
    EXPORT("run") i64 run(void) {                                                                                      \
        return run_n(full);                                                                                            \
    }

static inline u32 rotl32(u32 x, int k) {
    return (x << k) | (x >> (32 - k));
}
static inline u32 rotr32(u32 x, int k) {
    return (x >> k) | (x << (32 - k));
}
static inline u64 rotl64(u64 x, int k) {
    return (x << k) | (x >> (64 - k));
}

/* Folds one value into a running checksum; order matters, so a swapped result is noticed. */
static inline u64 mix(u64 sum, u64 value) {
    return rotl64(sum ^ (value * 0x9e3779b97f4a7c15ull), 23) * 0xd1342543de82ef95ull + 1;
}

static inline u64 bits64(f64 x) {
    u64 b;
    __builtin_memcpy(&b, &x, 8);
    return b;
}
static inline u32 bits32(f32 x) {
    u32 b;
    __builtin_memcpy(&b, &x, 4);
    return b;
}

/* Marsaglia's 32-bit xorshift: small, full period, the same everywhere. */
static inline u32 next_random(u32 *state) {
    u32 x = *state;
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    return *state = x;
}
