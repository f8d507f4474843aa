/* Takeuchi's function in integers and in doubles, and mutual recursion with many parameters: call overhead with
 * arguments of both register classes. */
#include "bench.h"

static NOINLINE i32 tak(i32 x, i32 y, i32 z) {
    return y < x ? tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y)) : z;
}

static NOINLINE f64 takf(f64 x, f64 y, f64 z) {
    return y < x ? takf(takf(x - 1, y, z), takf(y - 1, z, x), takf(z - 1, x, y)) : z;
}

static u64 ping(u32 n, u64 a, u64 b, u32 c, f64 d, u64 e, u32 f, f64 g);

static NOINLINE u64 pong(u32 n, u64 a, u64 b, u32 c, f64 d, u64 e, u32 f, f64 g) {
    if (n == 0) return a ^ b ^ c ^ e ^ f ^ (u64)d ^ (u64)g;
    return ping(n - 1, b + 1, a ^ e, f, g + 1, e + n, c + 3, d) + 1;
}

static NOINLINE u64 ping(u32 n, u64 a, u64 b, u32 c, f64 d, u64 e, u32 f, f64 g) {
    if (n == 0) return a + b + c + e + f + (u64)d + (u64)g;
    return pong(n - 1, a + b, b, c ^ f, d, e * 3, f, g + 0.5) ^ a;
}

i64 run_n(i32 n) {
    u64 sum = 0;
    for (int i = 0; i < n; i++) {
        sum = mix(sum, (u64)tak(12 + i % 3, 7, 2));
        sum = mix(sum, bits64(takf(10 + i % 3, 6, 1)));
        sum = mix(sum, ping(1000, (u32)i, 2, 3, 4, 5, 6, 7));
    }
    return (i64)sum;
}
BENCH(600)
