/* The Sun and the four giant planets for n thousand steps: double arithmetic, square root, division, small arrays. */
#include "bench.h"

struct body {
    f64 x, y, z, vx, vy, vz, mass;
};

static const f64 PI = 3.141592653589793, DAYS = 365.24;
#define SOLAR (4 * PI * PI)

static struct body bodies[5];

static void start(void) {
    bodies[0] = (struct body){0, 0, 0, 0, 0, 0, SOLAR};
    bodies[1] = (struct body){4.84143144246472090e+00, -1.16032004402742839e+00, -1.03622044471123109e-01,
                              1.66007664274403694e-03 * DAYS, 7.69901118419740425e-03 * DAYS,
                              -6.90460016972063023e-05 * DAYS, 9.54791938424326609e-04 * SOLAR};
    bodies[2] = (struct body){8.34336671824457987e+00, 4.12479856412430479e+00, -4.03523417114321381e-01,
                              -2.76742510726411e-03 * DAYS, 4.99852801234917238e-03 * DAYS,
                              2.30417297573763929e-05 * DAYS, 2.85885980666130812e-04 * SOLAR};
    bodies[3] = (struct body){1.28943695621391310e+01, -1.51111514016986312e+01, -2.23307578892655734e-01,
                              2.96460137564761618e-03 * DAYS, 2.37847173959480950e-03 * DAYS,
                              -2.96589568540237556e-05 * DAYS, 4.36624404335156298e-05 * SOLAR};
    bodies[4] = (struct body){1.53796971148509165e+01, -2.59193146099879641e+01, 1.79258772950371181e-01,
                              2.68067772490389322e-03 * DAYS, 1.62824170038242295e-03 * DAYS,
                              -9.51592254519715870e-05 * DAYS, 5.15138902046611451e-05 * SOLAR};
    for (int i = 1; i < 5; i++) {
        bodies[0].vx -= bodies[i].vx * bodies[i].mass / SOLAR;
        bodies[0].vy -= bodies[i].vy * bodies[i].mass / SOLAR;
        bodies[0].vz -= bodies[i].vz * bodies[i].mass / SOLAR;
    }
}

static void advance(f64 dt) {
    for (int i = 0; i < 5; i++) {
        struct body *a = &bodies[i];
        for (int j = i + 1; j < 5; j++) {
            struct body *b = &bodies[j];
            f64 dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
            f64 square = dx * dx + dy * dy + dz * dz;
            f64 pull = dt / (square * __builtin_sqrt(square));
            a->vx -= dx * b->mass * pull, a->vy -= dy * b->mass * pull, a->vz -= dz * b->mass * pull;
            b->vx += dx * a->mass * pull, b->vy += dy * a->mass * pull, b->vz += dz * a->mass * pull;
        }
    }
    for (int i = 0; i < 5; i++) {
        struct body *a = &bodies[i];
        a->x += dt * a->vx, a->y += dt * a->vy, a->z += dt * a->vz;
    }
}

i64 run_n(i32 n) {
    u64 sum = 0;
    start();
    for (int i = 0; i < n * 1000; i++) advance(0.01);
    for (int i = 0; i < 5; i++) sum = mix(mix(mix(sum, bits64(bodies[i].x)), bits64(bodies[i].vy)), bits64(bodies[i].z));
    return (i64)sum;
}
BENCH(500)
