/* Conway's Life on a torus of 256 x 256 bytes for n generations: neighbours in two dimensions, no bounds games. */
#include "bench.h"

enum { SIDE = 256 };
static u8 now[SIDE][SIDE], then[SIDE][SIDE];

i64 run_n(i32 n) {
    u32 seed = 12;
    u64 sum = 0;
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) now[y][x] = next_random(&seed) >> 20 & 1;
    for (int generation = 0; generation < n; generation++) {
        u32 alive = 0;
        for (int y = 0; y < SIDE; y++) {
            const u8 *above = now[(y + SIDE - 1) % SIDE], *here = now[y], *below = now[(y + 1) % SIDE];
            for (int x = 0; x < SIDE; x++) {
                int l = (x + SIDE - 1) % SIDE, r = (x + 1) % SIDE;
                int around = above[l] + above[x] + above[r] + here[l] + here[r] + below[l] + below[x] + below[r];
                then[y][x] = around == 3 || (around == 2 && here[x]);
            }
        }
        for (int y = 0; y < SIDE; y++)
            for (int x = 0; x < SIDE; x++) alive += now[y][x] = then[y][x];
        sum = mix(sum, alive);
    }
    return (i64)sum;
}
BENCH(60)
