/* Calls through function pointers: shapes with method tables, a comparator given to a sort, a table of handlers
 * indexed by random bytes. Targets differ from call to call, so nothing can be guessed. */
#include "bench.h"

struct shape;
struct methods {
    i64 (*area)(const struct shape *);
    void (*grow)(struct shape *, i32);
};
struct shape {
    const struct methods *methods;
    i32 a, b;
};

static i64 square_area(const struct shape *s) { return (i64)s->a * s->a; }
static i64 box_area(const struct shape *s) { return (i64)s->a * s->b; }
static i64 triangle_area(const struct shape *s) { return (i64)s->a * s->b / 2; }
static void grow_both(struct shape *s, i32 by) { s->a = (s->a + by) & 1023, s->b = (s->b + by) & 1023; }
static void grow_one(struct shape *s, i32 by) { s->a = (s->a + by) & 1023; }
static const struct methods kinds[3] = {{square_area, grow_one}, {box_area, grow_both}, {triangle_area, grow_one}};

static u32 add_op(u32 a, u32 b) { return a + b; }
static u32 xor_op(u32 a, u32 b) { return a ^ b; }
static u32 mul_op(u32 a, u32 b) { return a * (b | 1); }
static u32 rot_op(u32 a, u32 b) { return rotl32(a, (int)(b & 15) + 1); }
static u32 sub_op(u32 a, u32 b) { return a - b; }
static u32 not_op(u32 a, u32 b) { return ~a + (b >> 3); }
static u32 (*const handlers[8])(u32, u32) = {add_op, xor_op, mul_op, rot_op, sub_op, not_op, add_op, xor_op};

enum { COUNT = 512 };
static struct shape shapes[COUNT];
static i32 order[COUNT];

static int by_area(i32 x, i32 y) {
    i64 a = shapes[x].methods->area(&shapes[x]), b = shapes[y].methods->area(&shapes[y]);
    return a < b ? -1 : a > b ? 1 : x - y;
}
static int by_kind(i32 x, i32 y) {
    i64 k = shapes[x].methods - shapes[y].methods;
    return k ? (int)k : by_area(x, y);
}

/* Shell sort with a comparator, so that the comparison is always an indirect call. */
static NOINLINE void sort(int (*compare)(i32, i32)) {
    for (int gap = COUNT / 2; gap; gap /= 2)
        for (int i = gap; i < COUNT; i++) {
            i32 v = order[i];
            int j = i;
            for (; j >= gap && compare(order[j - gap], v) > 0; j -= gap) order[j] = order[j - gap];
            order[j] = v;
        }
}

i64 run_n(i32 n) {
    u32 seed = 41, state = 1;
    u64 sum = 0;
    for (int i = 0; i < COUNT; i++) {
        u32 r = next_random(&seed);
        shapes[i] = (struct shape){&kinds[r % 3], (i32)(r >> 4 & 1023), (i32)(r >> 14 & 1023)};
        order[i] = i;
    }
    for (int round = 0; round < n; round++) {
        for (int i = 0; i < COUNT; i++) {
            struct shape *s = &shapes[order[i]];
            s->methods->grow(s, round + i);
            sum += (u64)s->methods->area(s);
        }
        for (int i = 0; i < COUNT * 8; i++) {
            u32 r = next_random(&seed);
            state = handlers[r >> 5 & 7](state, r);
        }
        if (round % 4 == 0) sort(round % 8 ? by_kind : by_area);
        sum = mix(sum, state ^ (u32)order[round % COUNT]);
    }
    return (i64)sum;
}
BENCH(800)
