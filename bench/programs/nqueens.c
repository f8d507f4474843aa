/* All solutions of the n queens problem by bit masks: recursion with a loop inside, everything in registers. */
#include "bench.h"

static u32 full;

static NOINLINE u32 place(u32 columns, u32 left, u32 right) {
    if (columns == full) return 1;
    u32 count = 0;
    for (u32 free = full & ~(columns | left | right); free;) {
        u32 here = free & -free;
        free ^= here;
        count += place(columns | here, (left | here) << 1, (right | here) >> 1);
    }
    return count;
}

i64 run_n(i32 n) {
    u64 sum = 0;
    for (i32 size = 1; size <= n; size++) {
        full = (1u << size) - 1;
        sum = mix(sum, place(0, 0, 0));
    }
    return (i64)sum;
}
BENCH(13)
