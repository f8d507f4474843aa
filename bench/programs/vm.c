/* A stack machine of its own interpreting three small programs: one big switch in a loop, data-dependent branches,
 * the shape of every interpreter that people compile to WebAssembly. */
#include "bench.h"

enum op { PUSH, LOAD, STORE, ADD, SUB, MUL, MOD, HALF, LESS, JUMP, IF_ZERO, DUP, FETCH, POKE, CALL, RETURN, HALT };

static i32 stack[256], calls[64], heap[4096];
static i32 code[512];
static int end;

static i64 execute(i32 argument) {
    i32 locals[8] = {argument};
    int sp = 0, pc = 0, depth = 0;
    for (u32 steps = 1;; steps++) {
        i32 a, b;
        switch ((enum op)code[pc++]) {
        case PUSH: stack[sp++] = code[pc++]; break;
        case LOAD: stack[sp++] = locals[code[pc++]]; break;
        case STORE: locals[code[pc++]] = stack[--sp]; break;
        case ADD: b = stack[--sp], stack[sp - 1] = (i32)((u32)stack[sp - 1] + (u32)b); break;
        case SUB: b = stack[--sp], stack[sp - 1] = (i32)((u32)stack[sp - 1] - (u32)b); break;
        case MUL: b = stack[--sp], stack[sp - 1] = (i32)((u32)stack[sp - 1] * (u32)b); break;
        case MOD: b = stack[--sp], stack[sp - 1] = (i32)((u32)stack[sp - 1] % (u32)b); break;
        case HALF: stack[sp - 1] = (i32)((u32)stack[sp - 1] >> 1); break;
        case LESS: b = stack[--sp], stack[sp - 1] = stack[sp - 1] < b; break;
        case JUMP: pc = code[pc]; break;
        case IF_ZERO: a = code[pc++]; if (!stack[--sp]) pc = a; break;
        case DUP: a = stack[sp - 1], stack[sp++] = a; break;
        case FETCH: stack[sp - 1] = heap[stack[sp - 1] & 4095]; break;
        case POKE: a = stack[--sp], b = stack[--sp], heap[a & 4095] = b; break;
        case CALL: a = code[pc++], calls[depth++] = pc, pc = a; break;
        case RETURN: pc = calls[--depth]; break;
        case HALT: return (i64)((u64)steps << 32 | (u32)stack[sp - 1]);
        }
    }
}

static void emit(enum op op) {
    code[end++] = op;
}
static int emit_with(enum op op, i32 operand) {
    code[end++] = op;
    code[end] = operand;
    return end++;
}
static void set_to(int local, i32 value) {
    emit_with(PUSH, value);
    emit_with(STORE, local);
}
static void increment(int local) {
    emit_with(LOAD, local);
    emit_with(PUSH, 1);
    emit(ADD);
    emit_with(STORE, local);
}
/* Emits `if !(local a < local b) goto ?` and returns the place of the target, to be patched. */
static int unless_less(int a, int b) {
    emit_with(LOAD, a);
    emit_with(LOAD, b);
    emit(LESS);
    return emit_with(IF_ZERO, 0);
}

/* The sum of i * i % 7919 for i below the argument: a straight loop. */
static void assemble_squares(void) {
    end = 0;
    set_to(1, 0);
    set_to(2, 0);
    int top = end, out = unless_less(1, 0);
    emit_with(LOAD, 1);
    emit(DUP);
    emit(MUL);
    emit_with(PUSH, 7919);
    emit(MOD);
    emit_with(LOAD, 2);
    emit(ADD);
    emit_with(STORE, 2);
    increment(1);
    emit_with(JUMP, top);
    code[out] = end;
    emit_with(LOAD, 2);
    emit(HALT);
}

/* The total length of the Collatz chains from 1 to the argument: a subroutine and an unpredictable branch per step. */
static void assemble_collatz(void) {
    end = 0;
    set_to(1, 1);
    set_to(3, 0);
    set_to(5, 1);
    int top = end, out = unless_less(1, 0);
    emit_with(LOAD, 1);
    emit_with(STORE, 2);
    int chain = end, done = unless_less(5, 2), call = emit_with(CALL, 0);
    increment(3);
    emit_with(JUMP, chain);
    code[done] = end;
    increment(1);
    emit_with(JUMP, top);
    code[out] = end;
    emit_with(LOAD, 3);
    emit(HALT);
    code[call] = end;
    emit_with(LOAD, 2);
    emit_with(PUSH, 2);
    emit(MOD);
    int even = emit_with(IF_ZERO, 0);
    emit_with(LOAD, 2);
    emit_with(PUSH, 3);
    emit(MUL);
    emit_with(PUSH, 1);
    emit(ADD);
    emit_with(STORE, 2);
    emit(RETURN);
    code[even] = end;
    emit_with(LOAD, 2);
    emit(HALF);
    emit_with(STORE, 2);
    emit(RETURN);
}

/* The sum of prefix sums kept in the machine's own heap: loads and stores through the switch. */
static void assemble_prefix(void) {
    end = 0;
    set_to(1, 1);
    int top = end, out = unless_less(1, 0);
    emit_with(LOAD, 1);
    emit_with(PUSH, 1);
    emit(SUB);
    emit(FETCH);
    emit_with(LOAD, 1);
    emit(ADD);
    emit_with(LOAD, 1);
    emit(POKE);
    increment(1);
    emit_with(JUMP, top);
    code[out] = end;
    emit_with(LOAD, 0);
    emit_with(PUSH, 1);
    emit(SUB);
    emit(FETCH);
    emit(HALT);
}

i64 run_n(i32 n) {
    u64 sum = 0;
    for (int i = 0; i < 4096; i++) heap[i] = 0;
    assemble_squares();
    sum = mix(sum, (u64)execute(n * 1000));
    assemble_collatz();
    sum = mix(sum, (u64)execute(n * 25));
    assemble_prefix();
    sum = mix(sum, (u64)execute(n * 1000));
    return (i64)sum;
}
BENCH(300)
