/* Base64 encoding and decoding with a check of the round trip: byte loads and stores, small lookups, branches. */
#include "bench.h"

enum { SIZE = 24576 };
static u8 plain[SIZE], back[SIZE + 3], text[SIZE / 3 * 4];
static u8 value_of[256];
static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int encode(void) {
    int out = 0;
    for (int i = 0; i < SIZE; i += 3) {
        u32 v = (u32)plain[i] << 16 | (u32)plain[i + 1] << 8 | plain[i + 2];
        text[out++] = (u8)alphabet[v >> 18];
        text[out++] = (u8)alphabet[v >> 12 & 63];
        text[out++] = (u8)alphabet[v >> 6 & 63];
        text[out++] = (u8)alphabet[v & 63];
    }
    return out;
}

static int decode(int length) {
    int out = 0;
    for (int i = 0; i < length; i += 4) {
        u32 a = value_of[text[i]], b = value_of[text[i + 1]], c = value_of[text[i + 2]], d = value_of[text[i + 3]];
        if ((a | b | c | d) & 0x80) return -1;
        u32 v = a << 18 | b << 12 | c << 6 | d;
        back[out++] = (u8)(v >> 16);
        back[out++] = (u8)(v >> 8);
        back[out++] = (u8)v;
    }
    return out;
}

i64 run_n(i32 n) {
    u32 seed = 5;
    u64 sum = 0;
    for (int i = 0; i < 256; i++) value_of[i] = 0x80;
    for (int i = 0; i < 64; i++) value_of[(u8)alphabet[i]] = (u8)i;
    for (int i = 0; i < SIZE; i++) plain[i] = (u8)(next_random(&seed) >> 9);
    for (int round = 0; round < n; round++) {
        int length = encode();
        if (decode(length) != SIZE) return -1;
        for (int i = 0; i < SIZE; i++)
            if (plain[i] != back[i]) return -2;
        sum = mix(sum, text[next_random(&seed) % (u32)length]);
        plain[next_random(&seed) % SIZE] += (u8)(round + 1);
    }
    return (i64)sum;
}
BENCH(600)
