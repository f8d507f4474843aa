/* A radix-2 fast Fourier transform of 4,096 points forth and back, n times. Twiddle factors come from half-angle
 * square roots, so no sine is needed and every machine gets the same bits. */
#include "bench.h"

enum { LOG = 12, N = 1 << LOG };
static f64 re[N], im[N], root_re[N / 2], root_im[N / 2];

/* root[k] = e^(2 pi i k / N). The filled prefix doubles: the entries k + gap are the entries k turned by one step of
 * that size, and the sizes themselves come from halving the angle of -1. */
static void make_roots(void) {
    f64 step_re[LOG + 1], step_im[LOG + 1];
    step_re[1] = -1, step_im[1] = 0;
    step_re[2] = 0, step_im[2] = 1;
    for (int i = 3; i <= LOG; i++) {
        step_re[i] = __builtin_sqrt((1 + step_re[i - 1]) / 2);
        step_im[i] = step_im[i - 1] / (2 * step_re[i]);
    }
    root_re[0] = 1, root_im[0] = 0;
    for (int level = LOG; level >= 2; level--) {
        int gap = 1 << (LOG - level);
        for (int k = 0; k < gap; k++) {
            root_re[k + gap] = root_re[k] * step_re[level] - root_im[k] * step_im[level];
            root_im[k + gap] = root_re[k] * step_im[level] + root_im[k] * step_re[level];
        }
    }
}

static void transform(f64 sign) {
    for (u32 i = 1, j = 0; i < N; i++) {
        u32 bit = N >> 1;
        for (; j & bit; bit >>= 1) j ^= bit;
        j ^= bit;
        if (i < j) {
            f64 t = re[i];
            re[i] = re[j], re[j] = t;
            t = im[i];
            im[i] = im[j], im[j] = t;
        }
    }
    for (int half = 1; half < N; half *= 2)
        for (int base = 0; base < N; base += 2 * half)
            for (int k = 0; k < half; k++) {
                f64 wr = root_re[k * (N / 2 / half)], wi = sign * root_im[k * (N / 2 / half)];
                int p = base + k, q = p + half;
                f64 tr = re[q] * wr - im[q] * wi, ti = re[q] * wi + im[q] * wr;
                re[q] = re[p] - tr, im[q] = im[p] - ti;
                re[p] += tr, im[p] += ti;
            }
}

i64 run_n(i32 n) {
    u32 seed = 8;
    u64 sum = 0;
    make_roots();
    for (int i = 0; i < N; i++) re[i] = (f64)(next_random(&seed) >> 16), im[i] = (f64)(i % 17);
    for (int round = 0; round < n; round++) {
        transform(1);
        sum = mix(mix(sum, bits64(re[round % N])), bits64(im[1]));
        transform(-1);
        for (int i = 0; i < N; i++) re[i] /= N, im[i] /= N;
    }
    for (int i = 0; i < N; i++) {
        f64 off = im[i] - (f64)(i % 17);
        if (off > 1e-6 || off < -1e-6) return -1;
        sum = mix(sum, bits64(re[i]));
    }
    return (i64)sum;
}
BENCH(200)
