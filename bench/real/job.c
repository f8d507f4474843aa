/* A longer job for clang: enough functions that optimizing them takes a while; the code itself is never run. */
typedef unsigned int u32;
typedef unsigned long long u64;

#define STEP(n)                                                                                                        \
    static u32 step_##n(u32 a, u32 b, const u32 *table, int count) {                                                   \
        u64 sum = a * (n##ull + 3);                                                                                    \
        for (int i = 0; i < count; i++) {                                                                              \
            u32 v = table[i] ^ (u32)(sum >> (n & 31));                                                                 \
            if (v & 1)                                                                                                 \
                sum += v * (b + n);                                                                                    \
            else if (v % 3 == 0)                                                                                       \
                sum ^= (u64)v << (n % 29);                                                                             \
            else                                                                                                       \
                for (u32 k = v & 7; k; k--) sum = (sum << 5 | sum >> 59) + table[(i + k) % (u32)count];                \
        }                                                                                                              \
        return (u32)(sum ^ sum >> 32);                                                                                 \
    }
#define TEN(t) STEP(t##0) STEP(t##1) STEP(t##2) STEP(t##3) STEP(t##4) STEP(t##5) STEP(t##6) STEP(t##7) STEP(t##8) STEP(t##9)
TEN(1) TEN(2) TEN(3) TEN(4)

#define CALL(n) r = step_##n(r, n, table, count);
#define CALL_TEN(t) CALL(t##0) CALL(t##1) CALL(t##2) CALL(t##3) CALL(t##4) CALL(t##5) CALL(t##6) CALL(t##7) CALL(t##8) CALL(t##9)

u32 work(const u32 *table, int count) {
    u32 r = 1;
    CALL_TEN(1) CALL_TEN(2) CALL_TEN(3) CALL_TEN(4)
    return r;
}
