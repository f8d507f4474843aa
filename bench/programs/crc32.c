/* CRC-32, bitwise, by table and by eight tables, over n buffers of 32 KiB: table loads, shifts, xor. */
#include "bench.h"

enum { SIZE = 32768 };
static u8 data[SIZE];
static u32 table[8][256];

static void make_tables(void) {
    for (u32 i = 0; i < 256; i++) {
        u32 c = i;
        for (int k = 0; k < 8; k++) c = c & 1 ? c >> 1 ^ 0xedb88320u : c >> 1;
        table[0][i] = c;
    }
    for (u32 i = 0; i < 256; i++)
        for (int t = 1; t < 8; t++) table[t][i] = table[t - 1][i] >> 8 ^ table[0][table[t - 1][i] & 255];
}

static u32 crc_bits(const u8 *p, int length) {
    u32 c = ~0u;
    for (int i = 0; i < length; i++) {
        c ^= p[i];
        for (int k = 0; k < 8; k++) c = c >> 1 ^ (0xedb88320u & -(c & 1));
    }
    return ~c;
}

static u32 crc_table(const u8 *p, int length) {
    u32 c = ~0u;
    for (int i = 0; i < length; i++) c = c >> 8 ^ table[0][(c ^ p[i]) & 255];
    return ~c;
}

static u32 load32(const u8 *p) {
    u32 v;
    __builtin_memcpy(&v, p, 4);
    return v;
}

static u32 crc_sliced(const u8 *p, int length) {
    u32 c = ~0u;
    for (int i = 0; i + 8 <= length; i += 8) {
        u32 a = load32(p + i) ^ c, b = load32(p + i + 4);
        c = table[7][a & 255] ^ table[6][a >> 8 & 255] ^ table[5][a >> 16 & 255] ^ table[4][a >> 24] ^
            table[3][b & 255] ^ table[2][b >> 8 & 255] ^ table[1][b >> 16 & 255] ^ table[0][b >> 24];
    }
    return ~c;
}

i64 run_n(i32 n) {
    u32 seed = 99;
    u64 sum = 0;
    make_tables();
    for (int i = 0; i < SIZE; i++) data[i] = (u8)next_random(&seed);
    for (int round = 0; round < n; round++) {
        u32 slow = crc_bits(data, SIZE / 4), same = crc_table(data, SIZE / 4);
        u32 one = crc_table(data, SIZE), eight = crc_sliced(data, SIZE);
        if (slow != same || one != eight) return -1;
        sum = mix(mix(sum, slow), eight);
        data[round % SIZE] ^= (u8)eight;
    }
    return (i64)sum;
}
BENCH(200)
