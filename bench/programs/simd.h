/* 128-bit vectors for the SIMD programs, in the vector extensions that gcc and clang share, so that the same source
 * also compiles natively for the expected checksums. What the extensions cannot say is a WebAssembly intrinsic with a
 * plain loop beside it. */
#pragma once
#include "bench.h"

typedef u8 u8x16 __attribute__((vector_size(16)));
typedef i8 i8x16 __attribute__((vector_size(16)));
typedef u16 u16x8 __attribute__((vector_size(16)));
typedef i16 i16x8 __attribute__((vector_size(16)));
typedef u32 u32x4 __attribute__((vector_size(16)));
typedef i32 i32x4 __attribute__((vector_size(16)));
typedef u64 u64x2 __attribute__((vector_size(16)));
typedef i64 i64x2 __attribute__((vector_size(16)));
typedef f32 f32x4 __attribute__((vector_size(16)));
typedef f64 f64x2 __attribute__((vector_size(16)));

#ifdef __wasm__
#include <wasm_simd128.h>
#endif

#define LOAD(type, p)                                                                                                  \
    ({                                                                                                                 \
        type load_v;                                                                                                   \
        __builtin_memcpy(&load_v, (p), 16);                                                                            \
        load_v;                                                                                                        \
    })
#define STORE(p, v)                                                                                                    \
    ({                                                                                                                 \
        __typeof__(v) store_v = (v);                                                                                   \
        __builtin_memcpy((p), &store_v, 16);                                                                           \
    })

/* Lane i of the result is table[index[i]], or 0 where the index is out of range. */
static inline u8x16 swizzle(u8x16 table, u8x16 index) {
#ifdef __wasm__
    return (u8x16)wasm_i8x16_swizzle((v128_t)table, (v128_t)index);
#else
    u8x16 r;
    for (int i = 0; i < 16; i++) r[i] = index[i] < 16 ? table[index[i]] : 0;
    return r;
#endif
}

/* Bit i of the result is the top bit of lane i. */
static inline u32 bitmask(u8x16 v) {
#ifdef __wasm__
    return wasm_i8x16_bitmask((v128_t)v);
#else
    u32 r = 0;
    for (int i = 0; i < 16; i++) r |= (u32)(v[i] >> 7) << i;
    return r;
#endif
}

/* Sums of products of neighbouring lanes. */
static inline i32x4 dot(i16x8 a, i16x8 b) {
#ifdef __wasm__
    return (i32x4)wasm_i32x4_dot_i16x8((v128_t)a, (v128_t)b);
#else
    i32x4 r;
    for (int i = 0; i < 4; i++) r[i] = (i32)((u32)(a[2 * i] * b[2 * i]) + (u32)(a[2 * i + 1] * b[2 * i + 1]));
    return r;
#endif
}

/* Lanewise sum that stays at 255 instead of wrapping. */
static inline u8x16 add_saturating(u8x16 a, u8x16 b) {
#ifdef __wasm__
    return (u8x16)wasm_u8x16_add_sat((v128_t)a, (v128_t)b);
#else
    u8x16 r;
    for (int i = 0; i < 16; i++) r[i] = (u8)(a[i] + b[i] > 255 ? 255 : a[i] + b[i]);
    return r;
#endif
}

/* Rounded-up mean of each pair of lanes. */
static inline u8x16 average(u8x16 a, u8x16 b) {
#ifdef __wasm__
    return (u8x16)wasm_u8x16_avgr((v128_t)a, (v128_t)b);
#else
    u8x16 r;
    for (int i = 0; i < 16; i++) r[i] = (u8)((a[i] + b[i] + 1) / 2);
    return r;
#endif
}
