/* Matrix product in f32x4: n x n (a multiple of 8), four columns at a time in eight accumulators. */
#include "simd.h"

enum { MOST = 640 };
static f32 a[MOST][MOST], b[MOST][MOST], c[MOST][MOST];

i64 run_n(i32 n) {
    u32 seed = 17;
    u64 sum = 0;
    n = n > MOST ? MOST : n & ~7;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            a[i][j] = (f32)(i32)(next_random(&seed) >> 8) / 4096.0f;
            b[i][j] = (f32)(i32)(next_random(&seed) >> 8) / 4096.0f - 2048.0f;
        }
    for (int i = 0; i < n; i += 4)
        for (int j = 0; j < n; j += 8) {
            f32x4 s00 = {0}, s01 = {0}, s10 = {0}, s11 = {0}, s20 = {0}, s21 = {0}, s30 = {0}, s31 = {0};
            for (int k = 0; k < n; k++) {
                f32x4 left = LOAD(f32x4, &b[k][j]), right = LOAD(f32x4, &b[k][j + 4]);
                f32x4 x0 = {a[i][k], a[i][k], a[i][k], a[i][k]};
                f32x4 x1 = {a[i + 1][k], a[i + 1][k], a[i + 1][k], a[i + 1][k]};
                f32x4 x2 = {a[i + 2][k], a[i + 2][k], a[i + 2][k], a[i + 2][k]};
                f32x4 x3 = {a[i + 3][k], a[i + 3][k], a[i + 3][k], a[i + 3][k]};
                s00 += x0 * left, s01 += x0 * right, s10 += x1 * left, s11 += x1 * right;
                s20 += x2 * left, s21 += x2 * right, s30 += x3 * left, s31 += x3 * right;
            }
            STORE(&c[i][j], s00), STORE(&c[i][j + 4], s01);
            STORE(&c[i + 1][j], s10), STORE(&c[i + 1][j + 4], s11);
            STORE(&c[i + 2][j], s20), STORE(&c[i + 2][j + 4], s21);
            STORE(&c[i + 3][j], s30), STORE(&c[i + 3][j + 4], s31);
        }
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) sum = mix(sum, bits32(c[i][j]));
    return (i64)sum;
}
BENCH(640)
