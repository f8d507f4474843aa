/* An open-addressing hash table: n thousand insertions, lookups and deletions with random keys: cache misses and
 * short probe loops. */
#include "bench.h"

enum { LOG = 17, SLOTS = 1 << LOG };
struct slot {
    u64 key; /* 0: never used; 1: deleted */
    u32 value, generation;
};
static struct slot slots[SLOTS];
static u32 live;

static u32 home(u64 key) {
    return (u32)(key * 0x9e3779b97f4a7c15ull >> (64 - LOG));
}

static struct slot *find(u64 key) {
    for (u32 i = home(key);; i = (i + 1) & (SLOTS - 1)) {
        if (slots[i].key == key) return &slots[i];
        if (slots[i].key == 0) return 0;
    }
}

static void insert(u64 key, u32 value) {
    struct slot *s = find(key);
    if (!s) {
        u32 i = home(key);
        while (slots[i].key > 1) i = (i + 1) & (SLOTS - 1);
        s = &slots[i];
        s->key = key;
        s->generation = 0;
        live++;
    }
    s->value = value;
    s->generation++;
}

static u64 key_of(u32 r) {
    return 2 + (u64)(r % 60000) * 0x10001;
}

i64 run_n(i32 n) {
    u32 seed = 4711;
    u64 sum = 0;
    live = 0;
    for (int i = 0; i < SLOTS; i++) slots[i] = (struct slot){0, 0, 0};
    for (int i = 0; i < n * 1000; i++) {
        u32 r = next_random(&seed);
        u64 key = key_of(r >> 4);
        struct slot *s;
        if ((r & 15) < 6) {
            insert(key, r);
        } else if ((s = find(key))) {
            sum += s->value + s->generation;
            if ((r & 15) == 15) {
                s->key = 1;
                live--;
            }
        }
    }
    return (i64)mix(sum, live);
}
BENCH(4000)
