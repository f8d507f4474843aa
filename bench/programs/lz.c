/* LZ77 compression with a hash of three-byte prefixes and byte-aligned output, decompression, comparison: n blocks
 * of 32 KiB. Overlapping byte copies, match loops, unpredictable branches. */
#include "bench.h"

enum { SIZE = 32768, HASH = 4096 };
static u8 plain[SIZE], packed[SIZE + SIZE / 8 + 16], back[SIZE];
static i32 latest[HASH];

static u32 hash3(const u8 *p) {
    return ((u32)p[0] << 16 | (u32)p[1] << 8 | p[2]) * 2654435761u >> 20;
}

/* Groups of eight items behind a byte of flags: a literal byte, or 12 bits of distance and 4 of length - 3. */
static int compress(void) {
    int out = 0, flag_at = 0, items = 8;
    for (int i = 0; i < HASH; i++) latest[i] = -1;
    for (int i = 0; i < SIZE;) {
        if (items == 8) {
            flag_at = out;
            packed[out++] = 0;
            items = 0;
        }
        int length = 0, from = -1;
        if (i + 3 <= SIZE) {
            u32 h = hash3(plain + i);
            from = latest[h];
            latest[h] = i;
            if (from >= 0 && i - from < 4096)
                while (length < 18 && i + length < SIZE && plain[from + length] == plain[i + length]) length++;
        }
        if (length >= 3) {
            int distance = i - from;
            packed[flag_at] |= (u8)(1 << items);
            packed[out++] = (u8)distance;
            packed[out++] = (u8)(distance >> 8 << 4 | (length - 3));
            i += length;
        } else {
            packed[out++] = plain[i++];
        }
        items++;
    }
    return out;
}

static int decompress(int length) {
    int out = 0;
    for (int in = 0; in < length && out < SIZE;) {
        u32 flags = packed[in++];
        for (int k = 0; k < 8 && in < length && out < SIZE; k++, flags >>= 1) {
            if (!(flags & 1)) {
                back[out++] = packed[in++];
                continue;
            }
            int distance = packed[in] | packed[in + 1] >> 4 << 8, count = (packed[in + 1] & 15) + 3;
            in += 2;
            for (int c = 0; c < count && out < SIZE; c++, out++) back[out] = back[out - distance];
        }
    }
    return out;
}

static void write_text(u32 *seed) {
    static const char *const words[] = {"the ", "memory ", "of ", "a ", "machine ", "stack, ", "and ", "value\n",
                                        "grows ", "branch ", "to ", "is ", "loop ", "table ", "call ", "return. "};
    for (int out = 0; out < SIZE;) {
        u32 r = next_random(seed);
        for (const char *p = words[r >> 7 & 15]; *p && out < SIZE;) plain[out++] = (u8)*p++;
        if ((r & 31) == 0 && out < SIZE) plain[out++] = (u8)(r >> 24);
    }
}

i64 run_n(i32 n) {
    u32 seed = 60;
    u64 sum = 0;
    for (int round = 0; round < n; round++) {
        write_text(&seed);
        int length = compress();
        if (decompress(length) != SIZE) return -1;
        for (int i = 0; i < SIZE; i++)
            if (plain[i] != back[i]) return -2;
        sum = mix(mix(sum, (u32)length), packed[next_random(&seed) % (u32)length]);
    }
    return (i64)sum;
}
BENCH(100)
