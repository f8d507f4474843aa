/* The ChaCha20 stream cipher over n KiB: sixteen live 32-bit values, more than any register file has to spare. */
#include "bench.h"

#define QUARTER(a, b, c, d)                                                                                            \
    a += b, d = rotl32(d ^ a, 16), c += d, b = rotl32(b ^ c, 12);                                                      \
    a += b, d = rotl32(d ^ a, 8), c += d, b = rotl32(b ^ c, 7)

static void block(const u32 in[16], u32 out[16]) {
    u32 x0 = in[0], x1 = in[1], x2 = in[2], x3 = in[3], x4 = in[4], x5 = in[5], x6 = in[6], x7 = in[7];
    u32 x8 = in[8], x9 = in[9], x10 = in[10], x11 = in[11], x12 = in[12], x13 = in[13], x14 = in[14], x15 = in[15];
    for (int i = 0; i < 10; i++) {
        QUARTER(x0, x4, x8, x12);
        QUARTER(x1, x5, x9, x13);
        QUARTER(x2, x6, x10, x14);
        QUARTER(x3, x7, x11, x15);
        QUARTER(x0, x5, x10, x15);
        QUARTER(x1, x6, x11, x12);
        QUARTER(x2, x7, x8, x13);
        QUARTER(x3, x4, x9, x14);
    }
    u32 x[16] = {x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11, x12, x13, x14, x15};
    for (int i = 0; i < 16; i++) out[i] = x[i] + in[i];
}

static u32 stream[16];

i64 run_n(i32 n) {
    u32 state[16] = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};
    u64 sum = 0;
    for (u32 i = 4; i < 16; i++) state[i] = i * 0x01010101u;
    state[12] = 0;
    for (int i = 0; i < n * 16; i++) {
        block(state, stream);
        state[12]++;
        for (int k = 0; k < 16; k += 2) sum = mix(sum, (u64)stream[k] << 32 | stream[k + 1]);
    }
    return (i64)sum;
}
BENCH(20000)
