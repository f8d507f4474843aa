/* A JSON writer, parser and tree walk: n documents of some 20 KB are written, parsed into nodes, and summed.
 * Recursive descent, a branch per byte, string comparison, pointers. */
#include "bench.h"

enum kind { NIL, BOOLEAN, NUMBER, STRING, ARRAY, OBJECT };
struct node {
    enum kind kind;
    i32 size; /* length of a string, number of children */
    const u8 *text, *key;
    i32 key_size;
    f64 number;
    struct node *child, *next;
};

enum { TEXT = 65536, NODES = 8192 };
static u8 text[TEXT];
static struct node nodes[NODES];
static int length, used;
static const u8 *at;
static int failed;

static void put(const char *s) {
    while (*s) text[length++] = (u8)*s++;
}

static void put_number(u32 v) {
    u8 digits[10];
    int count = 0;
    do digits[count++] = (u8)('0' + v % 10);
    while (v /= 10);
    while (count) text[length++] = digits[--count];
}

static void write_document(u32 *seed) {
    static const char *const names[] = {"alpha", "beta", "gamma", "delta", "a rather longer name with spaces"};
    length = 0;
    put("{ \"version\": 3, \"items\": [");
    for (int i = 0; i < 160; i++) {
        u32 r = next_random(seed);
        put(i ? ",\n  {\"id\": " : "\n  {\"id\": ");
        put_number(r >> 8);
        put(", \"name\": \"");
        put(names[r % 5]);
        put(r & 64 ? "\\n\\u0041\", \"ok\": true, \"score\": -" : "\", \"ok\": false, \"score\": ");
        put_number(r >> 20);
        put(".");
        put_number(r >> 24);
        put(", \"tags\": [null, ");
        for (u32 k = 0; k < (r >> 4 & 7); k++) put_number(k * r % 1000), put(", ");
        put("[]], \"at\": {\"x\": 1e3, \"y\": 25E-2}}");
    }
    put("\n] }");
    text[length] = 0;
}

static void skip_space(void) {
    while (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r') at++;
}

static f64 parse_number(void) {
    int negative = *at == '-';
    f64 value = 0, scale = 1;
    at += negative;
    if (*at < '0' || *at > '9') failed = 1;
    while (*at >= '0' && *at <= '9') value = value * 10 + (*at++ - '0');
    if (*at == '.')
        for (at++; *at >= '0' && *at <= '9'; at++) scale *= 10, value = value * 10 + (*at - '0');
    value /= scale;
    if (*at == 'e' || *at == 'E') {
        at++;
        int down = *at == '-', exponent = 0;
        if (*at == '-' || *at == '+') at++;
        while (*at >= '0' && *at <= '9') exponent = exponent * 10 + (*at++ - '0');
        while (exponent-- > 0) value = down ? value / 10 : value * 10;
    }
    return negative ? -value : value;
}

/* Leaves `at` after the closing quote; the text between stays where it is, escapes and all. */
static i32 parse_string(const u8 **start) {
    *start = ++at;
    while (*at != '"') {
        if (*at == '\\') at++;
        if (!*at) {
            failed = 1;
            return 0;
        }
        at++;
    }
    return (i32)(at++ - *start);
}

static int literal(const char *word) {
    const u8 *p = at;
    while (*word)
        if (*p++ != (u8)*word++) return 0;
    at = p;
    return 1;
}

static struct node *parse_value(void);

static void parse_children(struct node *parent, u8 close) {
    struct node **link = &parent->child;
    at++;
    for (skip_space(); *at != close && !failed; skip_space()) {
        const u8 *key = 0;
        i32 key_size = 0;
        if (close == '}') {
            key_size = parse_string(&key);
            skip_space();
            if (*at++ != ':') failed = 1;
        }
        struct node *child = *link = parse_value();
        child->key = key, child->key_size = key_size;
        link = &child->next;
        parent->size++;
        skip_space();
        if (*at == ',')
            at++;
        else if (*at != close)
            failed = 1;
    }
    at++;
}

static struct node *parse_value(void) {
    struct node *node = &nodes[used < NODES - 1 ? used++ : (failed = 1, used)];
    *node = (struct node){0};
    skip_space();
    switch (*at) {
    case '{': node->kind = OBJECT; parse_children(node, '}'); break;
    case '[': node->kind = ARRAY; parse_children(node, ']'); break;
    case '"': node->kind = STRING; node->size = parse_string(&node->text); break;
    case 't': node->kind = BOOLEAN; node->number = 1; failed |= !literal("true"); break;
    case 'f': node->kind = BOOLEAN; failed |= !literal("false"); break;
    case 'n': failed |= !literal("null"); break;
    default: node->kind = NUMBER; node->number = parse_number(); break;
    }
    return node;
}

static const struct node *find(const struct node *object, const char *key) {
    for (const struct node *c = object->child; c; c = c->next) {
        int i = 0;
        while (i < c->key_size && key[i] && c->key[i] == (u8)key[i]) i++;
        if (i == c->key_size && !key[i]) return c;
    }
    return 0;
}

static u64 walk(const struct node *node, u64 sum) {
    sum = mix(sum, (u64)node->kind << 32 | (u32)node->size);
    if (node->kind == NUMBER) sum = mix(sum, bits64(node->number));
    for (i32 i = 0; node->kind == STRING && i < node->size; i++) sum += node->text[i];
    for (const struct node *c = node->child; c; c = c->next) sum = walk(c, sum);
    return sum;
}

i64 run_n(i32 n) {
    u32 seed = 2024;
    u64 sum = 0;
    for (int round = 0; round < n; round++) {
        write_document(&seed);
        used = failed = 0;
        at = text;
        const struct node *root = parse_value();
        if (failed || at != text + length) return -1;
        sum = walk(root, sum);
        f64 score = 0;
        for (const struct node *item = find(root, "items")->child; item; item = item->next)
            if (find(item, "ok")->number != 0) score += find(item, "score")->number * find(find(item, "at"), "y")->number;
        sum = mix(sum, bits64(score));
    }
    return (i64)sum;
}
BENCH(1200)
