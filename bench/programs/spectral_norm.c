/* The spectral norm of an n x n slice of an infinite matrix whose entries are computed, never stored:
 * integer to double conversion and division in the inner loop. */
#include "bench.h"

enum { MOST = 1024 };
static f64 u[MOST], v[MOST], t[MOST];

static f64 entry(int i, int j) {
    return 1.0 / (f64)((i + j) * (i + j + 1) / 2 + i + 1);
}

static void times(const f64 *x, f64 *out, int n, int transposed) {
    for (int i = 0; i < n; i++) {
        f64 s = 0;
        for (int j = 0; j < n; j++) s += (transposed ? entry(j, i) : entry(i, j)) * x[j];
        out[i] = s;
    }
}

i64 run_n(i32 n) {
    if (n > MOST) n = MOST;
    for (int i = 0; i < n; i++) u[i] = 1;
    for (int round = 0; round < 10; round++) {
        times(u, t, n, 0);
        times(t, v, n, 1);
        times(v, t, n, 0);
        times(t, u, n, 1);
    }
    f64 uv = 0, vv = 0;
    for (int i = 0; i < n; i++) uv += u[i] * v[i], vv += v[i] * v[i];
    return (i64)mix(bits64(__builtin_sqrt(uv / vv)), (u32)n);
}
BENCH(800)
