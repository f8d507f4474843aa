/* Dense n x n products in double and single precision, row times row: multiply and add over streams of loads. */
#include "bench.h"

enum { MOST = 256 };
static f64 a[MOST][MOST], b[MOST][MOST], c[MOST][MOST];
static f32 x[MOST][MOST], y[MOST][MOST], z[MOST][MOST];

i64 run_n(i32 n) {
    u32 seed = 3;
    u64 sum = 0;
    if (n > MOST) n = MOST;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            a[i][j] = (f64)(i32)next_random(&seed) / 65536.0;
            b[i][j] = (f64)(i32)next_random(&seed) / 65536.0;
            x[i][j] = (f32)a[i][j], y[i][j] = (f32)b[i][j];
        }
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            f64 s = 0;
            for (int k = 0; k < n; k++) s += a[i][k] * b[k][j];
            c[i][j] = s;
        }
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) z[i][j] = 0;
        for (int k = 0; k < n; k++)
            for (int j = 0; j < n; j++) z[i][j] += x[i][k] * y[k][j];
    }
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) sum = mix(sum, bits64(c[i][j]) + bits32(z[i][j]));
    return (i64)sum;
}
BENCH(256)
