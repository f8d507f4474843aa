/* Fibonacci numbers the slow way, then Ackermann's function: nothing but calls. */
#include "bench.h"

static NOINLINE u32 fib(u32 n) {
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

static NOINLINE u32 ackermann(u32 m, u32 n) {
    if (m == 0) return n + 1;
    if (n == 0) return ackermann(m - 1, 1);
    return ackermann(m - 1, ackermann(m, n - 1));
}

i64 run_n(i32 n) {
    u64 sum = fib((u32)n);
    return (i64)mix(sum, ackermann(2, (u32)n * 10));
}
BENCH(36)
