/* Image kernels: blur by rounded means, brighten with saturation, a sharpened row by 16-bit dot products, alpha
 * blending by widening. n passes over a grey picture of 256 x 256. */
#include "simd.h"

enum { SIDE = 256, SIZE = SIDE * SIDE };
static u8 picture[SIZE + 64], blurred[SIZE + 64];
static i16 wide[SIZE + 64];
static i32 sharpened[SIZE / 2 + 64];

static void blur(void) {
    for (int i = SIDE + 16; i < SIZE - SIDE; i += 16) {
        u8x16 across = average(LOAD(u8x16, picture + i - 1), LOAD(u8x16, picture + i + 1));
        u8x16 down = average(LOAD(u8x16, picture + i - SIDE), LOAD(u8x16, picture + i + SIDE));
        STORE(blurred + i, average(average(across, down), LOAD(u8x16, picture + i)));
    }
}

static void widen(void) {
    for (int i = 0; i < SIZE; i += 8) {
        u8 eight[16] = {0};
        __builtin_memcpy(eight, blurred + i, 8);
        u8x16 v = LOAD(u8x16, eight), zero = {0};
        STORE(wide + i, (i16x8)__builtin_shufflevector(v, zero, 0, 16, 1, 16, 2, 16, 3, 16, 4, 16, 5, 16, 6, 16, 7, 16));
    }
}

static void sharpen(void) {
    const i16x8 weights = {-3, 7, -3, 7, -3, 7, -3, 7};
    for (int i = 0; i < SIZE; i += 8) STORE(sharpened + i / 2, dot(LOAD(i16x8, wide + i), weights));
}

static void blend(i32 alpha) {
    i16x8 a = {0};
    a += (i16)alpha;
    for (int i = 0; i < SIZE; i += 8) {
        i16x8 v = LOAD(i16x8, wide + i);
        STORE(wide + i, (i16x8)((u16x8)(v * a + (i16)128) >> 8));
    }
}

i64 run_n(i32 n) {
    u32 seed = 321;
    u64 sum = 0;
    for (int i = 0; i < SIZE + 64; i++) picture[i] = (u8)(next_random(&seed) >> 10), blurred[i] = 0;
    for (int round = 0; round < n; round++) {
        blur();
        widen();
        sharpen();
        blend(round & 127);
        u8x16 more = {0};
        more += (u8)(round & 7);
        for (int i = 0; i < SIZE; i += 16) STORE(picture + i, add_saturating(LOAD(u8x16, blurred + i), more));
        u32 at = next_random(&seed) & (SIZE / 2 - 1);
        sum = mix(sum, (u64)(u32)sharpened[at] << 32 | (u16)wide[at]);
        for (int k = 0; k < SIDE; k++) picture[(at + (u32)k * 251) & (SIZE - 1)] = (u8)next_random(&seed);
    }
    for (int i = 0; i < SIZE; i++) sum += picture[i] * (u32)(i | 1);
    return (i64)sum;
}
BENCH(2000)
