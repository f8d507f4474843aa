/* Copy, scale, add and triad over arrays larger than the second-level cache, n times: memory bandwidth. */
#include "bench.h"

enum { N = 1 << 18 };
static f64 a[N], b[N], c[N];

i64 run_n(i32 n) {
    u64 sum = 0;
    for (int i = 0; i < N; i++) a[i] = i % 1000, b[i] = 2, c[i] = 0;
    for (int round = 0; round < n; round++) {
        for (int i = 0; i < N; i++) c[i] = a[i];
        for (int i = 0; i < N; i++) b[i] = 0.25 * c[i];
        for (int i = 0; i < N; i++) c[i] = a[i] + b[i];
        for (int i = 0; i < N; i++) a[i] = b[i] + 0.5 * c[i];
        sum = mix(sum, bits64(a[round * 4099 % N]));
    }
    for (int i = 0; i < N; i += 257) sum = mix(sum, bits64(a[i]) ^ bits64(c[i]));
    return (i64)sum;
}
BENCH(80)
