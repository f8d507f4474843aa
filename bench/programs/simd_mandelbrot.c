/* The Mandelbrot set two points at a time in f64x2: lane masks, comparisons, a reduction that ends the loop. */
#include "simd.h"

i64 run_n(i32 n) {
    u64 sum = 0;
    for (int row = 0; row < n; row++) {
        f64 y = 2.0 * row / n - 1.0;
        i64x2 line = {0, 0};
        for (int column = 0; column + 1 < n; column += 2) {
            f64x2 cr = {2.0 * column / n - 1.5, 2.0 * (column + 1) / n - 1.5}, ci = {y, y};
            f64x2 zr = {0, 0}, zi = {0, 0}, rr = {0, 0}, ii = {0, 0}, four = {4, 4};
            i64x2 count = {0, 0};
            for (int k = 0; k < 100; k++) {
                i64x2 inside = rr + ii <= four;
                if (!(inside[0] | inside[1])) break;
                count -= inside;
                zi = (zr + zr) * zi + ci;
                zr = rr - ii + cr;
                rr = zr * zr;
                ii = zi * zi;
            }
            line = (line ^ count) * (i64x2){31, 33};
        }
        sum = mix(mix(sum, (u64)line[0]), (u64)line[1]);
    }
    return (i64)sum;
}
BENCH(800)
