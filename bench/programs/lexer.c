/* A scanner and precedence-climbing evaluator over n generated expressions: the front half of a compiler. */
#include "bench.h"

static u8 source[4096];
static int end;
static const u8 *at;
static u32 variables[26];

static void write_expression(u32 *seed, int depth) {
    u32 r = next_random(seed);
    if (depth == 0 || (r & 7) == 0) {
        if (r & 8)
            source[end++] = (u8)('a' + (r >> 8) % 26);
        else
            for (u32 v = r >> 20 | 1; v; v /= 10) source[end++] = (u8)('0' + v % 10);
        return;
    }
    int grouped = (r >> 4 & 3) == 0;
    if (grouped) source[end++] = '(';
    write_expression(seed, depth - 1);
    source[end++] = ' ';
    source[end++] = (u8) "+-*/%&|^<>"[(r >> 10) % 10];
    source[end++] = ' ';
    write_expression(seed, depth - 1);
    if (grouped) source[end++] = ')';
}

static void skip(void) {
    while (*at == ' ') at++;
}

static int precedence(u8 op) {
    switch (op) {
    case '|': return 1;
    case '^': return 2;
    case '&': return 3;
    case '<': case '>': return 4;
    case '+': case '-': return 5;
    case '*': case '/': case '%': return 6;
    default: return 0;
    }
}

static u32 apply(u8 op, u32 a, u32 b) {
    switch (op) {
    case '|': return a | b;
    case '^': return a ^ b;
    case '&': return a & b;
    case '<': return a < b;
    case '>': return a > b;
    case '+': return a + b;
    case '-': return a - b;
    case '*': return a * b;
    case '/': return b ? a / b : 0;
    default: return b ? a % b : 0;
    }
}

static u32 expression(int least);

static u32 primary(void) {
    skip();
    if (*at == '(') {
        at++;
        u32 v = expression(1);
        skip();
        at++;
        return v;
    }
    if (*at >= 'a' && *at <= 'z') return variables[*at++ - 'a'];
    u32 v = 0;
    while (*at >= '0' && *at <= '9') v = v * 10 + (*at++ - '0');
    return v;
}

static u32 expression(int least) {
    u32 left = primary();
    for (;;) {
        skip();
        u8 op = *at;
        int level = precedence(op);
        if (!level || level < least) return left;
        at++;
        left = apply(op, left, expression(level + 1));
    }
}

i64 run_n(i32 n) {
    u32 seed = 11;
    u64 sum = 0;
    for (int i = 0; i < 26; i++) variables[i] = next_random(&seed) >> 12;
    for (int round = 0; round < n; round++) {
        end = 0;
        write_expression(&seed, 7);
        source[end] = 0;
        for (int again = 0; again < 8; again++) {
            at = source;
            u32 v = expression(1);
            variables[(round + again) % 26] ^= v >> 3;
            sum = mix(sum, v);
        }
    }
    return (i64)sum;
}
BENCH(6000)
