/* Byte kernels sixteen at a time: counting lines, classifying by table lookup, hex encoding by swizzle, case folding
 * by mask. n passes over 64 KiB. */
#include "simd.h"

enum { SIZE = 65536 };
static u8 text[SIZE], hex[2 * SIZE], folded[SIZE];

static u8x16 splat(u8 v) {
    return (u8x16){v, v, v, v, v, v, v, v, v, v, v, v, v, v, v, v};
}

static u32 count_byte(u8 wanted) {
    u32 count = 0;
    for (int i = 0; i < SIZE; i += 16) count += (u32)__builtin_popcount(bitmask((u8x16)(LOAD(u8x16, text + i) == splat(wanted))));
    return count;
}

/* Two lookups by nibble, joined by `and`: non-zero where the byte is one of , : [ ] { } or blank space. */
static u32 count_marks(void) {
    const u8x16 low = {16, 0, 0, 0, 0, 0, 0, 0, 0, 8, 12, 1, 2, 9, 0, 0};
    const u8x16 high = {8, 0, 18, 4, 0, 1, 0, 1, 0, 0, 0, 3, 2, 1, 0, 0};
    u32 count = 0;
    for (int i = 0; i < SIZE; i += 16) {
        u8x16 v = LOAD(u8x16, text + i);
        u8x16 hit = swizzle(low, v & splat(15)) & swizzle(high, v >> 4);
        count += (u32)__builtin_popcount(bitmask((u8x16)(hit != splat(0))));
    }
    return count;
}

static void to_hex(void) {
    const u8x16 digits = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    for (int i = 0; i < SIZE; i += 16) {
        u8x16 v = LOAD(u8x16, text + i), h = swizzle(digits, v >> 4), l = swizzle(digits, v & splat(15));
        STORE(hex + 2 * i, __builtin_shufflevector(h, l, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
        STORE(hex + 2 * i + 16, __builtin_shufflevector(h, l, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31));
    }
}

static void fold_case(void) {
    for (int i = 0; i < SIZE; i += 16) {
        u8x16 v = LOAD(u8x16, text + i);
        u8x16 upper = (u8x16)(v - splat('A') < splat(26));
        STORE(folded + i, v | (upper & splat(32)));
    }
}

i64 run_n(i32 n) {
    u32 seed = 90;
    u64 sum = 0;
    for (int i = 0; i < SIZE; i++) text[i] = (u8)(next_random(&seed) >> 11 & 127);
    for (int round = 0; round < n; round++) {
        sum = mix(sum, count_byte((u8)(round & 127)));
        sum = mix(sum, count_marks());
        to_hex();
        fold_case();
        u32 at = next_random(&seed) & (SIZE - 1);
        sum = mix(sum, (u64)hex[2 * at] << 16 | (u64)hex[2 * at + 1] << 8 | folded[at ^ 1]);
        text[at] = folded[(at * 7) & (SIZE - 1)] ^ (u8)round;
    }
    return (i64)(sum & 0xffffffffffffffull);
}
BENCH(1600)
