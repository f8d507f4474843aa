/* The Mandelbrot set on an n x n grid, at most 100 iterations a point: a tight loop with an early exit on a
 * floating-point comparison. */
#include "bench.h"

i64 run_n(i32 n) {
    u64 sum = 0;
    for (int row = 0; row < n; row++) {
        u32 line = 0;
        for (int column = 0; column < n; column++) {
            f64 cr = 2.0 * column / n - 1.5, ci = 2.0 * row / n - 1.0;
            f64 zr = 0, zi = 0, rr = 0, ii = 0;
            int k = 0;
            for (; k < 100 && rr + ii <= 4.0; k++) {
                zi = 2 * zr * zi + ci;
                zr = rr - ii + cr;
                rr = zr * zr;
                ii = zi * zi;
            }
            line = line * 31 + (u32)k;
        }
        sum = mix(sum, line);
    }
    return (i64)sum;
}
BENCH(700)
