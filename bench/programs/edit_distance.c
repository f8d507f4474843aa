/* Levenshtein distance and the longest common subsequence of n pairs of strings: two-row dynamic programming. */
#include "bench.h"

enum { LENGTH = 256 };
static u8 a[LENGTH], b[LENGTH];
static u32 row[LENGTH + 1], lcs[2][LENGTH + 1];

static u32 min3(u32 x, u32 y, u32 z) {
    u32 m = x < y ? x : y;
    return m < z ? m : z;
}

static u32 distance(int la, int lb) {
    for (int j = 0; j <= lb; j++) row[j] = (u32)j;
    for (int i = 0; i < la; i++) {
        u32 diagonal = row[0];
        row[0] = (u32)i + 1;
        for (int j = 0; j < lb; j++) {
            u32 cost = diagonal + (a[i] != b[j]);
            diagonal = row[j + 1];
            row[j + 1] = min3(cost, diagonal + 1, row[j] + 1);
        }
    }
    return row[lb];
}

static u32 common(int la, int lb) {
    for (int j = 0; j <= lb; j++) lcs[0][j] = lcs[1][j] = 0;
    for (int i = 0; i < la; i++)
        for (int j = 0; j < lb; j++) {
            u32 up = lcs[i & 1][j + 1], left = lcs[~i & 1][j];
            lcs[~i & 1][j + 1] = a[i] == b[j] ? lcs[i & 1][j] + 1 : up > left ? up : left;
        }
    return lcs[la & 1][lb];
}

i64 run_n(i32 n) {
    u32 seed = 1234;
    u64 sum = 0;
    for (int round = 0; round < n; round++) {
        for (int i = 0; i < LENGTH; i++) {
            u32 r = next_random(&seed);
            a[i] = (u8)(r & 7);
            b[i] = (u8)(r >> 8 & 3 ? r & 7 : r >> 16 & 7);
        }
        int la = LENGTH - (int)(next_random(&seed) & 31), lb = LENGTH - (int)(next_random(&seed) & 31);
        sum = mix(mix(sum, distance(la, lb)), common(la, lb));
    }
    return (i64)sum;
}
BENCH(200)
