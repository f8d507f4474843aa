/* A backtracking regular-expression matcher (literals, `.`, classes, `*`, `+`, `?`, groups of alternatives) over
 * n KiB of made-up log text: recursion, branches that no predictor likes, byte loads. */
#include "bench.h"

enum { SIZE = 1024 };
static u8 text[SIZE + 1];

static const u8 *match_here(const char *re, const u8 *s);

/* The pattern after one atom. */
static const char *skip_atom(const char *re) {
    if (*re == '\\') return re + 2;
    if (*re == '[') {
        while (*re != ']') re++;
        return re + 1;
    }
    if (*re == '(') {
        int depth = 0;
        do {
            if (*re == '\\') re++;
            depth += (*re == '(') - (*re == ')');
            re++;
        } while (depth);
        return re;
    }
    return re + 1;
}

static int match_one(const char *re, u8 c) {
    if (!c) return 0;
    switch (*re) {
    case '.': return c != '\n';
    case '\\': return re[1] == 'd' ? c >= '0' && c <= '9' : re[1] == 'w' ? (c | 32) >= 'a' && (c | 32) <= 'z' : c == (u8)re[1];
    case '[': {
        int negated = *++re == '^', hit = 0;
        for (re += negated; *re != ']'; re++)
            if (re[1] == '-' && re[2] != ']') {
                hit |= c >= (u8)re[0] && c <= (u8)re[2];
                re += 2;
            } else
                hit |= c == (u8)*re;
        return hit != negated;
    }
    default: return c == (u8)*re;
    }
}

/* Repeats a one-byte atom greedily, then gives back one byte at a time. */
static const u8 *match_repeat(const char *atom, const char *rest, const u8 *s, int least, int most) {
    int count = 0;
    while (count < most && match_one(atom, s[count])) count++;
    for (; count >= least; count--) {
        const u8 *end = match_here(rest, s + count);
        if (end) return end;
    }
    return 0;
}

/* `(a|b|c)rest`: each alternative, then the rest. Alternatives are literal strings or single-byte atoms. */
static const u8 *match_group(const char *group, const char *rest, const u8 *s) {
    const char *p = group + 1;
    for (;;) {
        const u8 *here = s;
        while (*p != '|' && *p != ')') {
            if (here && !match_one(p, *here)) here = 0;
            if (here) here++;
            p = skip_atom(p);
        }
        if (here) {
            const u8 *end = match_here(rest, here);
            if (end) return end;
        }
        if (*p++ == ')') return 0;
    }
}

static const u8 *match_here(const char *re, const u8 *s) {
    for (;;) {
        if (!*re) return s;
        if (re[0] == '$' && !re[1]) return *s && *s != '\n' ? 0 : s;
        const char *next = skip_atom(re);
        if (*re == '(') return match_group(re, next, s);
        if (*next == '*') return match_repeat(re, next + 1, s, 0, SIZE);
        if (*next == '+') return match_repeat(re, next + 1, s, 1, SIZE);
        if (*next == '?') return match_repeat(re, next + 1, s, 0, 1);
        if (!match_one(re, *s)) return 0;
        re = next;
        s++;
    }
}

static void write_text(u32 *seed) {
    static const char *const pieces[] = {"GET /index.html 200 ", "POST /api/v2/items 404 ", "user=anna@example.org ",
                                         "10.0.17.254 ",         "error: timeout after 30s\n", "0x7fe3a9 ",
                                         "aaaaaaaaaaaaab ",      "2026-03-14T15:09:26\n"};
    int length = 0;
    while (length < SIZE) {
        const char *p = pieces[next_random(seed) >> 13 & 7];
        while (*p && length < SIZE) text[length++] = (u8)*p++;
    }
    text[SIZE] = 0;
}

i64 run_n(i32 n) {
    static const char *const patterns[] = {
        "(GET|POST|PUT) [^ ]+ [45]\\d\\d", "\\w+@\\w+\\.(org|com|net)", "\\d+\\.\\d+\\.\\d+\\.\\d+",
        "0x[0-9a-f]+ ", "a*a*a*b", "\\d\\d\\d\\d-\\d\\d-\\d\\dT.*$", "t?ime(out|\\d\\d\\d) .*s$",
    };
    u32 seed = 77;
    u64 sum = 0;
    for (int round = 0; round < n; round++) {
        write_text(&seed);
        for (int k = 0; k < 7; k++)
            for (const u8 *s = text; *s; s++) {
                const u8 *end = match_here(patterns[k], s);
                if (!end) continue;
                sum = mix(sum, (u64)k << 40 | (u64)(s - text) << 20 | (u64)(end - text));
                if (end > s) s = end - 1;
            }
    }
    return (i64)sum;
}
BENCH(600)
