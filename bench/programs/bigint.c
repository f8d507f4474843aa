/* Big integers: n decimal digits of pi by Machin's formula, fixed point in base 2^32 limbs.
 * 32x32->64 multiplication, 64/32 division, carry chains. */
#include "bench.h"

enum { LIMBS = 1100 };
static u32 total[LIMBS], term[LIMBS], part[LIMBS];

/* x /= d; returns whether anything is left. Limb 0 is the integer part, the rest the fraction. */
static int divide(u32 *x, u32 d, int limbs) {
    u64 rest = 0;
    u32 any = 0;
    for (int i = 0; i < limbs; i++) {
        u64 v = rest << 32 | x[i];
        x[i] = (u32)(v / d);
        any |= x[i];
        rest = v % d;
    }
    return any != 0;
}

static void add(u32 *x, const u32 *y, int limbs) {
    u64 carry = 0;
    for (int i = limbs - 1; i >= 0; i--) {
        carry += (u64)x[i] + y[i];
        x[i] = (u32)carry;
        carry >>= 32;
    }
}

static void subtract(u32 *x, const u32 *y, int limbs) {
    i64 borrow = 0;
    for (int i = limbs - 1; i >= 0; i--) {
        borrow += (i64)x[i] - y[i];
        x[i] = (u32)borrow;
        borrow >>= 32;
    }
}

static u32 multiply(u32 *x, u32 m, int limbs) {
    u64 carry = 0;
    for (int i = limbs - 1; i >= 0; i--) {
        carry += (u64)x[i] * m;
        x[i] = (u32)carry;
        carry >>= 32;
    }
    return (u32)carry;
}

/* total +-= factor * arctan(1 / q) by its power series. */
static void add_arctan(u32 factor, u32 q, int negative, int limbs) {
    for (int i = 0; i < limbs; i++) term[i] = 0;
    term[0] = factor;
    divide(term, q, limbs);
    for (u32 k = 1;; k += 2, negative ^= 1) {
        for (int i = 0; i < limbs; i++) part[i] = term[i];
        divide(part, k, limbs);
        if (negative)
            subtract(total, part, limbs);
        else
            add(total, part, limbs);
        if (!divide(term, q * q, limbs)) break;
    }
}

i64 run_n(i32 digits) {
    int limbs = digits * 10 / 96 + 4;
    if (limbs > LIMBS) return -1;
    for (int i = 0; i < limbs; i++) total[i] = 0;
    add_arctan(16, 5, 0, limbs);
    add_arctan(4, 239, 1, limbs);
    u64 sum = mix(0, total[0]);
    for (int i = 0; i < digits; i += 9) {
        total[0] = 0;
        multiply(total, 1000000000, limbs);
        sum = mix(sum, total[0]);
    }
    return (i64)sum;
}
BENCH(5400)
