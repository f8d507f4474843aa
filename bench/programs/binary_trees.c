/* Binary trees built, counted and freed with a free list of their own: allocation, pointer chasing, recursion. */
#include "bench.h"

struct node {
    struct node *left, *right;
};
enum { NODES = 1 << 18 };
static struct node pool[NODES], *free_list;
static int fresh;

static struct node *allocate(void) {
    struct node *n = free_list;
    if (n)
        free_list = n->left;
    else
        n = &pool[fresh++];
    return n;
}

static void release(struct node *n) {
    if (!n) return;
    release(n->left);
    release(n->right);
    n->left = free_list;
    free_list = n;
}

static struct node *build(int depth) {
    struct node *n = allocate();
    n->left = depth ? build(depth - 1) : 0;
    n->right = depth ? build(depth - 1) : 0;
    return n;
}

static u32 count(const struct node *n) {
    return n->left ? 1 + count(n->left) + count(n->right) : 1;
}

i64 run_n(i32 depth) {
    u64 sum = 0;
    free_list = 0;
    fresh = 0;
    struct node *longest = build(depth);
    for (int d = 4; d <= depth; d += 2) {
        u32 total = 0;
        for (int i = 0; i < 1 << (depth - d + 2); i++) {
            struct node *t = build(d);
            total += count(t);
            release(t);
        }
        sum = mix(sum, total);
    }
    return (i64)mix(sum, count(longest));
}
BENCH(16)
