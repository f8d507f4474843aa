;; comprehensive_bench: a little of everything that programs do.
;;
;; Where arithmetic_bench stays inside registers, this one calls, recurses, walks memory, sorts, goes through
;; tables, and simulates. Each kernel is exported with its parameters and returns a checksum; `run` calls all
;; of them and mixes the checksums. Wherever a result can be had in two ways, both ways are here and the
;; self-check holds them against each other.
;;
;;   arithmetic   integer square roots and digit sums
;;   fibonacci    by definition: two calls for every call
;;   sieve        of Eratosthenes
;;   matrix       product of two matrices of 64 x 64 doubles
;;   blocks       memory.fill and memory.copy beside loops over bytes
;;   sort         quicksort, heap sort, and merge sort with its comparison called through a table
;;   machine      a small register machine, its operations dispatched by call_indirect or by br_table
;;   bodies       five bodies under gravity
;;   mandelbrot   escape times on a square grid
;;
;; Exports, as for all five programs: memory, _start, check () -> i32 (0, or the first check that failed), and
;; run () -> i64 (the timed work: no host calls, the same checksum every time).
;;
;; Memory map
;;   0x00000   iovec for fd_write: address, length; then the count of bytes it wrote
;;   0x00100   texts, each ended by a zero byte
;;   0x00400   output waiting to be written (1 KiB)
;;   0x00800   the machine's 8 registers, 8 bytes each
;;   0x00880   the machine's program, 4 bytes an instruction
;;   0x01000   5 bodies of 56 bytes
;;   0x02000   matrix A, 32 KiB          0x0a000   matrix B          0x12000   matrix C
;;   0x1a000   vectors of 64 doubles, 512 bytes apart
;;   0x20000   the words to sort         0x40000   merge sort's second array
;;   0x60000   two areas of 64 KiB that blocks are copied between
;;   0x80000   the sieve, one byte a number, up to 1,048,576 numbers

(module $comprehensive_bench
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param $fd i32) (param $iovecs i32) (param $count i32) (param $written i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param $code i32)))

  (memory (export "memory") 24)

  ;; Bytes waiting in the output buffer.
  (global $out_len (mut i32) (i32.const 0))

  (data (i32.const 0x0100) "comprehensive_bench\n\00")
  (data (i32.const 0x0120) "  arithmetic  0x\00")
  (data (i32.const 0x0140) "  fibonacci   \00")
  (data (i32.const 0x0160) "  sieve       \00")
  (data (i32.const 0x0180) "  matrix      0x\00")
  (data (i32.const 0x01a0) "  blocks      0x\00")
  (data (i32.const 0x01c0) "  sort        0x\00")
  (data (i32.const 0x01e0) "  machine     \00")
  (data (i32.const 0x0200) "  bodies      0x\00")
  (data (i32.const 0x0220) "  mandelbrot  \00")
  (data (i32.const 0x0240) "  self-check  \00")
  (data (i32.const 0x0260) "  run         0x\00")
  (data (i32.const 0x0280) "ok\n\00")
  (data (i32.const 0x02a0) "FAILED at check \00")
  (data (i32.const 0x02c0) " primes below 10000\n\00")

  ;; ---- Checksums and numbers to work on -------------------------------------------------------------------

  ;; Folds one more value into a checksum. Multiplying by an odd number loses nothing, and the rotation lets
  ;; high bits reach low ones; so two runs agree only when they folded the same values in the same order.
  (func $fold (param $sum i64) (param $value i64) (result i64)
    (i64.mul
      (i64.rotl (i64.xor (local.get $sum) (local.get $value)) (i64.const 23))
      (i64.const 0x9e3779b97f4a7c15)))

  (func $fold_f64 (param $sum i64) (param $value f64) (result i64)
    (call $fold (local.get $sum) (i64.reinterpret_f64 (local.get $value))))

  ;; Marsaglia's xorshift32; its state is never zero.
  (global $random_state (mut i32) (i32.const 1))

  (func $random (result i32)
    (local $x i32)
    (local.set $x (global.get $random_state))
    (local.set $x (i32.xor (local.get $x) (i32.shl (local.get $x) (i32.const 13))))
    (local.set $x (i32.xor (local.get $x) (i32.shr_u (local.get $x) (i32.const 17))))
    (local.set $x (i32.xor (local.get $x) (i32.shl (local.get $x) (i32.const 5))))
    (global.set $random_state (local.get $x))
    (local.get $x))

  ;; ---- Arithmetic -----------------------------------------------------------------------------------------

  ;; The integer square root, one bit of the result at a time from the top: `bit` runs through the powers of
  ;; four, and the bit is kept when the root that has it still squares to no more than x.
  (func $square_root (param $x i32) (result i32)
    (local $root i32)
    (local $bit i32)
    (local.set $bit (i32.const 0x40000000))
    (loop $next
      (if (i32.ge_u (local.get $x) (i32.or (local.get $root) (local.get $bit)))
        (then
          (local.set $x (i32.sub (local.get $x) (i32.or (local.get $root) (local.get $bit))))
          (local.set $root (i32.or (i32.shr_u (local.get $root) (i32.const 1)) (local.get $bit))))
        (else
          (local.set $root (i32.shr_u (local.get $root) (i32.const 1)))))
      (local.set $bit (i32.shr_u (local.get $bit) (i32.const 2)))
      (br_if $next (local.get $bit)))
    (local.get $root))

  (func $digit_sum (param $x i32) (result i32)
    (local $sum i32)
    (loop $next
      (local.set $sum (i32.add (local.get $sum) (i32.rem_u (local.get $x) (i32.const 10))))
      (local.set $x (i32.div_u (local.get $x) (i32.const 10)))
      (br_if $next (local.get $x)))
    (local.get $sum))

  (func $arithmetic (export "arithmetic") (param $count i32) (result i64)
    (local $x i32)
    (local $sum i64)
    (global.set $random_state (i32.const 2463534242))
    (loop $next
      (local.set $x (call $random))
      (local.set $sum
        (i64.add
          (i64.rotl (local.get $sum) (i64.const 7))
          (i64.extend_i32_u (i32.mul (call $square_root (local.get $x)) (call $digit_sum (local.get $x))))))
      (local.set $count (i32.sub (local.get $count) (i32.const 1)))
      (br_if $next (local.get $count)))
    (local.get $sum))

  ;; ---- Fibonacci ------------------------------------------------------------------------------------------

  (func $fibonacci (export "fibonacci") (param $n i32) (result i64)
    (if (result i64) (i32.lt_u (local.get $n) (i32.const 2))
      (then (i64.extend_i32_u (local.get $n)))
      (else
        (i64.add
          (call $fibonacci (i32.sub (local.get $n) (i32.const 1)))
          (call $fibonacci (i32.sub (local.get $n) (i32.const 2)))))))

  ;; The same by a loop, for the self-check.
  (func $fibonacci_by_loop (param $n i32) (result i64)
    (local $this i64)
    (local $next i64)
    (local.set $next (i64.const 1))
    (block $done
      (loop $step
        (br_if $done (i32.eqz (local.get $n)))
        ;; (this, next) <- (next, this + next), with the old `this` kept on the stack
        (i64.add (local.get $this) (local.get $next))
        (local.set $this (local.get $next))
        (local.set $next)
        (local.set $n (i32.sub (local.get $n) (i32.const 1)))
        (br $step)))
    (local.get $this))

  ;; ---- Sieve ----------------------------------------------------------------------------------------------

  ;; Counts the primes below `limit` (2 to 1,048,576). A byte is 1 where its number is known to be composite.
  (func $sieve (export "sieve") (param $limit i32) (result i64)
    (local $n i32)
    (local $multiple i32)
    (local $primes i64)
    (memory.fill (i32.const 0x80000) (i32.const 0) (local.get $limit))
    (local.set $n (i32.const 2))
    (loop $next
      (if (i32.eqz (i32.load8_u offset=0x80000 (local.get $n)))
        (then
          (local.set $primes (i64.add (local.get $primes) (i64.const 1)))
          ;; smaller multiples have a smaller prime factor and are marked already
          (local.set $multiple (i32.mul (local.get $n) (local.get $n)))
          ;; n * n would wrap for n of 65,536 and more, which are above the root of any limit anyway
          (if (i32.lt_u (local.get $n) (i32.const 1024))
            (then
              (loop $mark
                (if (i32.lt_u (local.get $multiple) (local.get $limit))
                  (then
                    (i32.store8 offset=0x80000 (local.get $multiple) (i32.const 1))
                    (local.set $multiple (i32.add (local.get $multiple) (local.get $n)))
                    (br $mark))))))))
      (local.set $n (i32.add (local.get $n) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $n) (local.get $limit))))
    (local.get $primes))

  ;; By trial division, for the self-check.
  (func $is_prime (param $n i32) (result i32)
    (local $d i32)
    (local.set $d (i32.const 2))
    (loop $next
      (if (i32.gt_u (i32.mul (local.get $d) (local.get $d)) (local.get $n)) (then (return (i32.const 1))))
      (if (i32.eqz (i32.rem_u (local.get $n) (local.get $d))) (then (return (i32.const 0))))
      (local.set $d (i32.add (local.get $d) (i32.const 1)))
      (br $next))
    (unreachable))

  ;; ---- Matrices -------------------------------------------------------------------------------------------

  ;; Doubles from -8 to 7, all of them integers: so that sums of products are exact, and the self-check can
  ;; ask for equality where matrices of fractions would only come close.
  (func $fill_doubles (param $at i32) (param $count i32)
    (loop $next
      (f64.store (local.get $at)
        (f64.convert_i32_s (i32.sub (i32.and (call $random) (i32.const 15)) (i32.const 8))))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (local.set $count (i32.sub (local.get $count) (i32.const 1)))
      (br_if $next (local.get $count))))

  ;; to <- a b for matrices of 64 rows of 64 doubles (a row is 512 bytes). The innermost loop runs along the
  ;; rows of b and `to`, so that neighbours in memory are visited one after the other.
  (func $multiply (param $to i32) (param $a i32) (param $b i32)
    (local $a_end i32)
    (local $b_row i32)
    (local $k i32)
    (local $column i32)
    (local $factor f64)
    (memory.fill (local.get $to) (i32.const 0) (i32.const 0x8000))
    (local.set $a_end (i32.add (local.get $a) (i32.const 0x8000)))
    (loop $next_row
      (local.set $b_row (local.get $b))
      (local.set $k (i32.const 64))
      (loop $next_factor
        (local.set $factor (f64.load (local.get $a)))
        (local.set $column (i32.const 0))
        (loop $next_column
          (f64.store (i32.add (local.get $to) (local.get $column))
            (f64.add
              (f64.load (i32.add (local.get $to) (local.get $column)))
              (f64.mul (local.get $factor) (f64.load (i32.add (local.get $b_row) (local.get $column))))))
          (local.set $column (i32.add (local.get $column) (i32.const 8)))
          (br_if $next_column (i32.lt_u (local.get $column) (i32.const 512))))
        (local.set $a (i32.add (local.get $a) (i32.const 8)))
        (local.set $b_row (i32.add (local.get $b_row) (i32.const 512)))
        (local.set $k (i32.sub (local.get $k) (i32.const 1)))
        (br_if $next_factor (local.get $k)))
      (local.set $to (i32.add (local.get $to) (i32.const 512)))
      (br_if $next_row (i32.lt_u (local.get $a) (local.get $a_end)))))

  ;; to <- a v: the same numbers by rows times a vector, for the self-check.
  (func $multiply_vector (param $to i32) (param $a i32) (param $v i32)
    (local $to_end i32)
    (local $k i32)
    (local $sum f64)
    (local.set $to_end (i32.add (local.get $to) (i32.const 512)))
    (loop $next_row
      (local.set $sum (f64.const 0))
      (local.set $k (i32.const 0))
      (loop $next
        (local.set $sum
          (f64.add (local.get $sum)
            (f64.mul (f64.load (local.get $a)) (f64.load (i32.add (local.get $v) (local.get $k))))))
        (local.set $a (i32.add (local.get $a) (i32.const 8)))
        (local.set $k (i32.add (local.get $k) (i32.const 8)))
        (br_if $next (i32.lt_u (local.get $k) (i32.const 512))))
      (f64.store (local.get $to) (local.get $sum))
      (local.set $to (i32.add (local.get $to) (i32.const 8)))
      (br_if $next_row (i32.lt_u (local.get $to) (local.get $to_end)))))

  (func $fold_doubles (param $at i32) (param $count i32) (result i64)
    (local $sum i64)
    (loop $next
      (local.set $sum (call $fold_f64 (local.get $sum) (f64.load (local.get $at))))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (local.set $count (i32.sub (local.get $count) (i32.const 1)))
      (br_if $next (local.get $count)))
    (local.get $sum))

  ;; C <- A B, then `rounds - 1` times A <- C with every element scaled down, and C <- A B again.
  (func $matrix (export "matrix") (param $rounds i32) (result i64)
    (local $at i32)
    (global.set $random_state (i32.const 362436069))
    (call $fill_doubles (i32.const 0x2000) (i32.const 8192))
    (loop $next_round
      (call $multiply (i32.const 0x12000) (i32.const 0x2000) (i32.const 0xa000))
      (local.set $at (i32.const 0))
      (loop $next
        (f64.store offset=0x2000 (local.get $at)
          (f64.div (f64.load offset=0x12000 (local.get $at)) (f64.const 37)))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (br_if $next (i32.lt_u (local.get $at) (i32.const 0x8000))))
      (local.set $rounds (i32.sub (local.get $rounds) (i32.const 1)))
      (br_if $next_round (local.get $rounds)))
    (call $fold_doubles (i32.const 0x12000) (i32.const 4096)))

  ;; ---- Blocks of memory -----------------------------------------------------------------------------------

  (func $fill_bytes (param $at i32) (param $byte i32) (param $len i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $at) (local.get $len)))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $at) (local.get $end)))
        (i32.store8 (local.get $at) (local.get $byte))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next))))

  ;; Copies byte by byte. When the target starts inside the source, it works from the end, so that no byte is
  ;; overwritten before it was read.
  (func $copy_bytes (param $to i32) (param $from i32) (param $len i32)
    (local $i i32)
    (if (i32.gt_u (local.get $to) (local.get $from))
      (then
        (local.set $i (local.get $len))
        (block $done
          (loop $next
            (br_if $done (i32.eqz (local.get $i)))
            (local.set $i (i32.sub (local.get $i) (i32.const 1)))
            (i32.store8
              (i32.add (local.get $to) (local.get $i))
              (i32.load8_u (i32.add (local.get $from) (local.get $i))))
            (br $next))))
      (else
        (block $done
          (loop $next
            (br_if $done (i32.eq (local.get $i) (local.get $len)))
            (i32.store8
              (i32.add (local.get $to) (local.get $i))
              (i32.load8_u (i32.add (local.get $from) (local.get $i))))
            (local.set $i (i32.add (local.get $i) (i32.const 1)))
            (br $next))))))

  (func $fill_words (param $at i32) (param $count i32)
    (loop $next
      (i32.store (local.get $at) (call $random))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (local.set $count (i32.sub (local.get $count) (i32.const 1)))
      (br_if $next (local.get $count))))

  (func $fold_words (param $at i32) (param $count i32) (result i64)
    (local $sum i64)
    (loop $next
      (local.set $sum (call $fold (local.get $sum) (i64.load32_u (local.get $at))))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (local.set $count (i32.sub (local.get $count) (i32.const 1)))
      (br_if $next (local.get $count)))
    (local.get $sum))

  ;; One random move in the two areas: a copy that may overlap, or one time in eight a fill. The same three
  ;; random numbers mean the same move whether it is made by the bulk instructions or by loops over bytes.
  (func $move_block (param $bulk i32)
    (local $to i32)
    (local $from i32)
    (local $len i32)
    (local.set $to (i32.add (i32.const 0x60000) (i32.and (call $random) (i32.const 0x1efff))))
    (local.set $from (i32.add (i32.const 0x60000) (i32.and (call $random) (i32.const 0x1efff))))
    (local.set $len (i32.shr_u (call $random) (i32.const 20)))
    (if (i32.and (local.get $len) (i32.const 7))
      (then
        (if (local.get $bulk)
          (then (memory.copy (local.get $to) (local.get $from) (local.get $len)))
          (else (call $copy_bytes (local.get $to) (local.get $from) (local.get $len)))))
      (else
        (if (local.get $bulk)
          (then (memory.fill (local.get $to) (local.get $from) (i32.shr_u (local.get $len) (i32.const 4))))
          (else
            (call $fill_bytes
              (local.get $to) (local.get $from) (i32.shr_u (local.get $len) (i32.const 4))))))))

  ;; Moves blocks about `moves` times, by bulk instructions or by loops, and folds what the areas hold.
  (func $blocks (export "blocks") (param $moves i32) (param $bulk i32) (result i64)
    (global.set $random_state (i32.const 521288629))
    (call $fill_words (i32.const 0x60000) (i32.const 32768))
    (loop $next
      (call $move_block (local.get $bulk))
      (local.set $moves (i32.sub (local.get $moves) (i32.const 1)))
      (br_if $next (local.get $moves)))
    (call $fold_words (i32.const 0x60000) (i32.const 32768)))

  ;; ---- Sorting --------------------------------------------------------------------------------------------

  ;; Words at addresses `first` to `last`, both included, into ascending signed order, by insertion: quick
  ;; when there are few, or when they are nearly in order.
  (func $insertion_sort (param $first i32) (param $last i32)
    (local $next i32)
    (local $at i32)
    (local $word i32)
    (local.set $next (local.get $first))
    (block $done
      (loop $insert
        (local.set $next (i32.add (local.get $next) (i32.const 4)))
        (br_if $done (i32.gt_u (local.get $next) (local.get $last)))
        (local.set $word (i32.load (local.get $next)))
        (local.set $at (local.get $next))
        ;; larger words move up by one place until the word fits
        (block $fits
          (loop $move_up
            (br_if $fits (i32.eq (local.get $at) (local.get $first)))
            (br_if $fits (i32.le_s (i32.load (i32.sub (local.get $at) (i32.const 4))) (local.get $word)))
            (i32.store (local.get $at) (i32.load (i32.sub (local.get $at) (i32.const 4))))
            (local.set $at (i32.sub (local.get $at) (i32.const 4)))
            (br $move_up)))
        (i32.store (local.get $at) (local.get $word))
        (br $insert))))

  ;; Hoare's quicksort around the middle word; short ranges go to insertion.
  (func $quick_sort (param $first i32) (param $last i32)
    (local $low i32)
    (local $high i32)
    (local $pivot i32)
    (local $kept i32)
    (if (i32.lt_s (i32.sub (local.get $last) (local.get $first)) (i32.const 48))
      (then
        (call $insertion_sort (local.get $first) (local.get $last))
        (return)))
    (local.set $pivot
      (i32.load
        (i32.add
          (local.get $first)
          (i32.and
            (i32.shr_u (i32.sub (local.get $last) (local.get $first)) (i32.const 1))
            (i32.const -4)))))
    (local.set $low (local.get $first))
    (local.set $high (local.get $last))
    (loop $partition
      ;; the pivot itself stops both scans, so neither leaves the range
      (loop $up
        (if (i32.lt_s (i32.load (local.get $low)) (local.get $pivot))
          (then
            (local.set $low (i32.add (local.get $low) (i32.const 4)))
            (br $up))))
      (loop $down
        (if (i32.gt_s (i32.load (local.get $high)) (local.get $pivot))
          (then
            (local.set $high (i32.sub (local.get $high) (i32.const 4)))
            (br $down))))
      (if (i32.le_u (local.get $low) (local.get $high))
        (then
          (local.set $kept (i32.load (local.get $low)))
          (i32.store (local.get $low) (i32.load (local.get $high)))
          (i32.store (local.get $high) (local.get $kept))
          (local.set $low (i32.add (local.get $low) (i32.const 4)))
          (local.set $high (i32.sub (local.get $high) (i32.const 4)))))
      (br_if $partition (i32.le_u (local.get $low) (local.get $high))))
    (call $quick_sort (local.get $first) (local.get $high))
    (call $quick_sort (local.get $low) (local.get $last)))

  ;; Lets the word at index `hole` sink in the heap of `count` words at `base` until no child is larger.
  (func $sift_down (param $base i32) (param $hole i32) (param $count i32)
    (local $child i32)
    (local $word i32)
    (local.set $word (i32.load (i32.add (local.get $base) (i32.shl (local.get $hole) (i32.const 2)))))
    (block $fits
      (loop $sink
        (local.set $child (i32.add (i32.shl (local.get $hole) (i32.const 1)) (i32.const 1)))
        (br_if $fits (i32.ge_u (local.get $child) (local.get $count)))
        ;; the larger of two children
        (if (i32.lt_u (i32.add (local.get $child) (i32.const 1)) (local.get $count))
          (then
            (if (i32.lt_s
                  (i32.load (i32.add (local.get $base) (i32.shl (local.get $child) (i32.const 2))))
                  (i32.load offset=4 (i32.add (local.get $base) (i32.shl (local.get $child) (i32.const 2)))))
              (then (local.set $child (i32.add (local.get $child) (i32.const 1)))))))
        (br_if $fits
          (i32.ge_s
            (local.get $word)
            (i32.load (i32.add (local.get $base) (i32.shl (local.get $child) (i32.const 2))))))
        (i32.store
          (i32.add (local.get $base) (i32.shl (local.get $hole) (i32.const 2)))
          (i32.load (i32.add (local.get $base) (i32.shl (local.get $child) (i32.const 2)))))
        (local.set $hole (local.get $child))
        (br $sink)))
    (i32.store (i32.add (local.get $base) (i32.shl (local.get $hole) (i32.const 2))) (local.get $word)))

  ;; Builds a heap with the largest word on top, then takes the top away again and again, from the back.
  (func $heap_sort (param $base i32) (param $count i32)
    (local $i i32)
    (local $kept i32)
    (local $last i32)
    (local.set $i (i32.shr_u (local.get $count) (i32.const 1)))
    (loop $build
      (if (local.get $i)
        (then
          (local.set $i (i32.sub (local.get $i) (i32.const 1)))
          (call $sift_down (local.get $base) (local.get $i) (local.get $count))
          (br $build))))
    (loop $take
      (if (i32.gt_u (local.get $count) (i32.const 1))
        (then
          (local.set $count (i32.sub (local.get $count) (i32.const 1)))
          (local.set $last (i32.add (local.get $base) (i32.shl (local.get $count) (i32.const 2))))
          (local.set $kept (i32.load (local.get $last)))
          (i32.store (local.get $last) (i32.load (local.get $base)))
          (i32.store (local.get $base) (local.get $kept))
          (call $sift_down (local.get $base) (i32.const 0) (local.get $count))
          (br $take)))))

  ;; Whether `a` may stand before `b`: what merge sort asks through the table.
  (type $may_precede (func (param $a i32) (param $b i32) (result i32)))
  (func $ascending (type $may_precede) (i32.le_s (local.get 0) (local.get 1)))
  (func $descending (type $may_precede) (i32.ge_s (local.get 0) (local.get 1)))

  ;; Sorts `count` words at `base` by halves; `spare` is room for as many. Equal words keep their order.
  (func $merge_sort (param $base i32) (param $spare i32) (param $count i32) (param $order i32)
    (local $half i32)
    (local $left i32)
    (local $left_end i32)
    (local $right i32)
    (local $right_end i32)
    (local $to i32)
    (if (i32.lt_u (local.get $count) (i32.const 2)) (then (return)))
    (local.set $half (i32.shr_u (local.get $count) (i32.const 1)))
    (local.set $right (i32.add (local.get $base) (i32.shl (local.get $half) (i32.const 2))))
    (local.set $right_end (i32.add (local.get $base) (i32.shl (local.get $count) (i32.const 2))))
    (call $merge_sort (local.get $base) (local.get $spare) (local.get $half) (local.get $order))
    (call $merge_sort
      (local.get $right) (local.get $spare) (i32.sub (local.get $count) (local.get $half)) (local.get $order))
    ;; the left half moves to the spare room; what is left of the right half is in its place already
    (memory.copy (local.get $spare) (local.get $base) (i32.shl (local.get $half) (i32.const 2)))
    (local.set $left (local.get $spare))
    (local.set $left_end (i32.add (local.get $spare) (i32.shl (local.get $half) (i32.const 2))))
    (local.set $to (local.get $base))
    (block $done
      (loop $merge
        (br_if $done (i32.eq (local.get $left) (local.get $left_end)))
        (if (i32.eq (local.get $right) (local.get $right_end))
          (then
            (memory.copy
              (local.get $to) (local.get $left) (i32.sub (local.get $left_end) (local.get $left)))
            (br $done)))
        (if (call_indirect (type $may_precede)
              (i32.load (local.get $left)) (i32.load (local.get $right)) (local.get $order))
          (then
            (i32.store (local.get $to) (i32.load (local.get $left)))
            (local.set $left (i32.add (local.get $left) (i32.const 4))))
          (else
            (i32.store (local.get $to) (i32.load (local.get $right)))
            (local.set $right (i32.add (local.get $right) (i32.const 4)))))
        (local.set $to (i32.add (local.get $to) (i32.const 4)))
        (br $merge))))

  ;; Sorts `count` random words (at most 30,000) and folds them in their new order.
  ;; Algorithms: 0 quicksort, 1 heap sort, 2 merge sort; 3 merge sort with the order reversed.
  (func $sort (export "sort") (param $count i32) (param $algorithm i32) (result i64)
    (global.set $random_state (i32.const 88675123))
    (call $fill_words (i32.const 0x20000) (local.get $count))
    (block $sorted
      (block $by_merging
        (block $by_heap
          (block $quickly
            (br_table $quickly $by_heap $by_merging (local.get $algorithm)))
          (call $quick_sort
            (i32.const 0x20000)
            (i32.add (i32.const 0x1fffc) (i32.shl (local.get $count) (i32.const 2))))
          (br $sorted))
        (call $heap_sort (i32.const 0x20000) (local.get $count))
        (br $sorted))
      (call $merge_sort
        (i32.const 0x20000) (i32.const 0x40000) (local.get $count)
        (i32.eq (local.get $algorithm) (i32.const 3))))
    (call $fold_words (i32.const 0x20000) (local.get $count)))

  ;; ---- A small register machine ---------------------------------------------------------------------------

  ;; An instruction is four bytes: operation, a, b, c. The operations, in the order of their numbers:
  ;;
  ;;   0 halt       1 set a <- b       2 add a <- b + c   3 subtract
  ;;   4 multiply   5 less a <- b < c  6 jump to b if a
  ;;
  ;; The program adds the squares of 1 to r1:
  (data (i32.const 0x0880)
    "\01\00\00\00"     ;; 0  r0 <- 0             the sum
    "\01\02\00\00"     ;; 1  r2 <- 0             the number whose square is added
    "\01\03\01\00"     ;; 2  r3 <- 1
    "\02\02\02\03"     ;; 3  r2 <- r2 + r3
    "\04\04\02\02"     ;; 4  r4 <- r2 * r2
    "\02\00\00\04"     ;; 5  r0 <- r0 + r4
    "\05\05\02\01"     ;; 6  r5 <- r2 < r1
    "\06\05\03\00"     ;; 7  jump to 3 if r5
    "\00\00\00\00")    ;; 8  halt

  ;; The number of the next instruction; -1 once the machine has halted.
  (global $next_instruction (mut i32) (i32.const 0))

  ;; Register number `byte` of the instruction word, as the address of its cell: the number times 8.
  (func $cell (param $instruction i32) (param $shift i32) (result i32)
    (i32.shl
      (i32.and (i32.shr_u (local.get $instruction) (local.get $shift)) (i32.const 7))
      (i32.const 3)))

  (func $operand (param $instruction i32) (param $shift i32) (result i64)
    (i64.load offset=0x800 (call $cell (local.get $instruction) (local.get $shift))))

  (func $result (param $instruction i32) (param $value i64)
    (i64.store offset=0x800 (call $cell (local.get $instruction) (i32.const 8)) (local.get $value)))

  (type $operation (func (param $instruction i32)))
  (func $op_halt (type $operation)
    (global.set $next_instruction (i32.const -1)))
  (func $op_set (type $operation)
    (call $result (local.get 0)
      (i64.extend_i32_u (i32.and (i32.shr_u (local.get 0) (i32.const 16)) (i32.const 255)))))
  (func $op_add (type $operation)
    (call $result (local.get 0)
      (i64.add (call $operand (local.get 0) (i32.const 16)) (call $operand (local.get 0) (i32.const 24)))))
  (func $op_subtract (type $operation)
    (call $result (local.get 0)
      (i64.sub (call $operand (local.get 0) (i32.const 16)) (call $operand (local.get 0) (i32.const 24)))))
  (func $op_multiply (type $operation)
    (call $result (local.get 0)
      (i64.mul (call $operand (local.get 0) (i32.const 16)) (call $operand (local.get 0) (i32.const 24)))))
  (func $op_less (type $operation)
    (call $result (local.get 0)
      (i64.extend_i32_u
        (i64.lt_u (call $operand (local.get 0) (i32.const 16)) (call $operand (local.get 0) (i32.const 24))))))
  (func $op_jump_if (type $operation)
    (if (i64.ne (call $operand (local.get 0) (i32.const 8)) (i64.const 0))
      (then
        (global.set $next_instruction (i32.and (i32.shr_u (local.get 0) (i32.const 16)) (i32.const 255))))))

  ;; One table for both users: merge sort's orders in the first two places, the operations from place 2.
  (table funcref
    (elem $ascending $descending
      $op_halt $op_set $op_add $op_subtract $op_multiply $op_less $op_jump_if))

  (func $fetch (result i32)
    (local $instruction i32)
    (local.set $instruction (i32.load offset=0x880 (i32.shl (global.get $next_instruction) (i32.const 2))))
    (global.set $next_instruction (i32.add (global.get $next_instruction) (i32.const 1)))
    (local.get $instruction))

  ;; Runs the program for r1 = n, each operation called through the table.
  (func $machine_by_calls (export "machine_by_calls") (param $n i64) (result i64)
    (local $instruction i32)
    (i64.store (i32.const 0x808) (local.get $n))
    (global.set $next_instruction (i32.const 0))
    (loop $next
      (local.set $instruction (call $fetch))
      (call_indirect (type $operation)
        (local.get $instruction)
        (i32.add (i32.and (local.get $instruction) (i32.const 255)) (i32.const 2)))
      (br_if $next (i32.ge_s (global.get $next_instruction) (i32.const 0))))
    (i64.load (i32.const 0x800)))

  ;; The same machine with a branch table in place of the calls; an unknown operation is a trap in both.
  (func $machine_by_branches (export "machine_by_branches") (param $n i64) (result i64)
    (local $instruction i32)
    (local $b i64)
    (local $c i64)
    (i64.store (i32.const 0x808) (local.get $n))
    (global.set $next_instruction (i32.const 0))
    (loop $next
      (local.set $instruction (call $fetch))
      (local.set $b (call $operand (local.get $instruction) (i32.const 16)))
      (local.set $c (call $operand (local.get $instruction) (i32.const 24)))
      (block $unknown
        (block $jump_if
          (block $less
            (block $multiply
              (block $subtract
                (block $add
                  (block $set
                    (block $halt
                      (br_table $halt $set $add $subtract $multiply $less $jump_if $unknown
                        (i32.and (local.get $instruction) (i32.const 255))))
                    (return (i64.load (i32.const 0x800))))
                  (call $result (local.get $instruction)
                    (i64.extend_i32_u
                      (i32.and (i32.shr_u (local.get $instruction) (i32.const 16)) (i32.const 255))))
                  (br $next))
                (call $result (local.get $instruction) (i64.add (local.get $b) (local.get $c)))
                (br $next))
              (call $result (local.get $instruction) (i64.sub (local.get $b) (local.get $c)))
              (br $next))
            (call $result (local.get $instruction) (i64.mul (local.get $b) (local.get $c)))
            (br $next))
          (call $result (local.get $instruction)
            (i64.extend_i32_u (i64.lt_u (local.get $b) (local.get $c))))
          (br $next))
        (if (i64.ne (call $operand (local.get $instruction) (i32.const 8)) (i64.const 0))
          (then
            (global.set $next_instruction
              (i32.and (i32.shr_u (local.get $instruction) (i32.const 16)) (i32.const 255)))))
        (br $next))
      (unreachable))
    (unreachable))

  ;; ---- Bodies under gravity -------------------------------------------------------------------------------

  ;; A body is seven doubles: position x 0, y 8, z 16; velocity x 24, y 32, z 40; mass 48.
  ;; The first is a sun of mass 1 in the middle. Planet number i has mass i / 1000 and starts at distance
  ;; i + 1/2, a quarter turn on from the one before, with the speed of a circular orbit, sqrt(1 / distance),
  ;; and a little of it upwards. The sun moves so that all momenta add up to nothing.
  (func $place_bodies
    (local $planet i32)
    (local $i f64)
    (local $cos f64)
    (local $sin f64)
    (local $kept f64)
    (local $distance f64)
    (local $speed f64)
    (local $mass f64)
    (memory.fill (i32.const 0x1000) (i32.const 0) (i32.const 280))
    (f64.store (i32.const 0x1030) (f64.const 1))
    (local.set $cos (f64.const 1))
    (local.set $planet (i32.const 0x1038))
    (loop $next
      (local.set $i (f64.add (local.get $i) (f64.const 1)))
      (local.set $distance (f64.add (local.get $i) (f64.const 0.5)))
      (local.set $speed (f64.sqrt (f64.div (f64.const 1) (local.get $distance))))
      (local.set $mass (f64.div (local.get $i) (f64.const 1000)))
      (f64.store (local.get $planet) (f64.mul (local.get $distance) (local.get $cos)))
      (f64.store offset=8 (local.get $planet) (f64.mul (local.get $distance) (local.get $sin)))
      (f64.store offset=24 (local.get $planet) (f64.neg (f64.mul (local.get $speed) (local.get $sin))))
      (f64.store offset=32 (local.get $planet) (f64.mul (local.get $speed) (local.get $cos)))
      (f64.store offset=40 (local.get $planet) (f64.mul (local.get $speed) (f64.const 0.0625)))
      (f64.store offset=48 (local.get $planet) (local.get $mass))
      ;; the sun takes up the opposite momentum
      (call $push (i32.const 0x1000) (local.get $mass)
        (f64.load offset=24 (local.get $planet))
        (f64.load offset=32 (local.get $planet))
        (f64.load offset=40 (local.get $planet)))
      ;; a quarter turn: (cos, sin) <- (-sin, cos)
      (local.set $kept (local.get $cos))
      (local.set $cos (f64.neg (local.get $sin)))
      (local.set $sin (local.get $kept))
      (local.set $planet (i32.add (local.get $planet) (i32.const 56)))
      (br_if $next (i32.lt_u (local.get $planet) (i32.const 0x1118)))))

  ;; velocity <- velocity - factor * (x, y, z)
  (func $push (param $body i32) (param $factor f64) (param $x f64) (param $y f64) (param $z f64)
    (f64.store offset=24 (local.get $body)
      (f64.sub (f64.load offset=24 (local.get $body)) (f64.mul (local.get $factor) (local.get $x))))
    (f64.store offset=32 (local.get $body)
      (f64.sub (f64.load offset=32 (local.get $body)) (f64.mul (local.get $factor) (local.get $y))))
    (f64.store offset=40 (local.get $body)
      (f64.sub (f64.load offset=40 (local.get $body)) (f64.mul (local.get $factor) (local.get $z)))))

  ;; The square of the distance of two bodies.
  (func $distance_squared (param $a i32) (param $b i32) (result f64)
    (local $x f64)
    (local $y f64)
    (local $z f64)
    (local.set $x (f64.sub (f64.load (local.get $a)) (f64.load (local.get $b))))
    (local.set $y (f64.sub (f64.load offset=8 (local.get $a)) (f64.load offset=8 (local.get $b))))
    (local.set $z (f64.sub (f64.load offset=16 (local.get $a)) (f64.load offset=16 (local.get $b))))
    (f64.add
      (f64.add (f64.mul (local.get $x) (local.get $x)) (f64.mul (local.get $y) (local.get $y)))
      (f64.mul (local.get $z) (local.get $z))))

  ;; The pull of two bodies on each other during one step: m / d^3 times their separation, each way.
  (func $attract (param $a i32) (param $b i32) (param $step f64)
    (local $x f64)
    (local $y f64)
    (local $z f64)
    (local $d2 f64)
    (local $strength f64)
    (local.set $d2 (call $distance_squared (local.get $a) (local.get $b)))
    (local.set $strength (f64.div (local.get $step) (f64.mul (local.get $d2) (f64.sqrt (local.get $d2)))))
    (local.set $x (f64.sub (f64.load (local.get $a)) (f64.load (local.get $b))))
    (local.set $y (f64.sub (f64.load offset=8 (local.get $a)) (f64.load offset=8 (local.get $b))))
    (local.set $z (f64.sub (f64.load offset=16 (local.get $a)) (f64.load offset=16 (local.get $b))))
    (call $push (local.get $a)
      (f64.mul (local.get $strength) (f64.load offset=48 (local.get $b)))
      (local.get $x) (local.get $y) (local.get $z))
    (call $push (local.get $b)
      (f64.neg (f64.mul (local.get $strength) (f64.load offset=48 (local.get $a))))
      (local.get $x) (local.get $y) (local.get $z)))

  ;; One step of the symplectic Euler method: velocities from positions, then positions from velocities.
  (func $advance (param $step f64)
    (local $a i32)
    (local $b i32)
    (local.set $a (i32.const 0x1000))
    (loop $next_a
      (local.set $b (i32.add (local.get $a) (i32.const 56)))
      (loop $next_b
        (if (i32.lt_u (local.get $b) (i32.const 0x1118))
          (then
            (call $attract (local.get $a) (local.get $b) (local.get $step))
            (local.set $b (i32.add (local.get $b) (i32.const 56)))
            (br $next_b))))
      ;; later pairs do not read the position of a
      (f64.store (local.get $a)
        (f64.add (f64.load (local.get $a)) (f64.mul (local.get $step) (f64.load offset=24 (local.get $a)))))
      (f64.store offset=8 (local.get $a)
        (f64.add (f64.load offset=8 (local.get $a)) (f64.mul (local.get $step) (f64.load offset=32 (local.get $a)))))
      (f64.store offset=16 (local.get $a)
        (f64.add (f64.load offset=16 (local.get $a)) (f64.mul (local.get $step) (f64.load offset=40 (local.get $a)))))
      (local.set $a (i32.add (local.get $a) (i32.const 56)))
      (br_if $next_a (i32.lt_u (local.get $a) (i32.const 0x1118)))))

  ;; The energy of motion less that of attraction; nature keeps it, and a good integrator nearly does.
  (func $energy (result f64)
    (local $a i32)
    (local $b i32)
    (local $energy f64)
    (local.set $a (i32.const 0x1000))
    (loop $next_a
      (local.set $energy
        (f64.add (local.get $energy)
          (f64.mul
            (f64.mul (f64.const 0.5) (f64.load offset=48 (local.get $a)))
            (f64.add
              (f64.add
                (f64.mul (f64.load offset=24 (local.get $a)) (f64.load offset=24 (local.get $a)))
                (f64.mul (f64.load offset=32 (local.get $a)) (f64.load offset=32 (local.get $a))))
              (f64.mul (f64.load offset=40 (local.get $a)) (f64.load offset=40 (local.get $a)))))))
      (local.set $b (i32.add (local.get $a) (i32.const 56)))
      (loop $next_b
        (if (i32.lt_u (local.get $b) (i32.const 0x1118))
          (then
            (local.set $energy
              (f64.sub (local.get $energy)
                (f64.div
                  (f64.mul (f64.load offset=48 (local.get $a)) (f64.load offset=48 (local.get $b)))
                  (f64.sqrt (call $distance_squared (local.get $a) (local.get $b))))))
            (local.set $b (i32.add (local.get $b) (i32.const 56)))
            (br $next_b))))
      (local.set $a (i32.add (local.get $a) (i32.const 56)))
      (br_if $next_a (i32.lt_u (local.get $a) (i32.const 0x1118))))
    (local.get $energy))

  ;; Simulates `steps` steps of 1/1024 and folds every double of every body.
  (func $bodies (export "bodies") (param $steps i32) (result i64)
    (call $place_bodies)
    (loop $next
      (call $advance (f64.const 0x1p-10))
      (local.set $steps (i32.sub (local.get $steps) (i32.const 1)))
      (br_if $next (local.get $steps)))
    (call $fold_doubles (i32.const 0x1000) (i32.const 35)))

  ;; ---- Mandelbrot -----------------------------------------------------------------------------------------

  ;; How many steps z <- z^2 + c stays within distance 2 of nothing, at most 100.
  (func $escape_time (param $x f64) (param $y f64) (result i32)
    (local $zx f64)
    (local $zy f64)
    (local $xx f64)
    (local $yy f64)
    (local $steps i32)
    (block $out
      (loop $next
        (local.set $xx (f64.mul (local.get $zx) (local.get $zx)))
        (local.set $yy (f64.mul (local.get $zy) (local.get $zy)))
        (br_if $out (f64.gt (f64.add (local.get $xx) (local.get $yy)) (f64.const 4)))
        (br_if $out (i32.eq (local.get $steps) (i32.const 100)))
        (local.set $zy
          (f64.add (f64.mul (f64.mul (f64.const 2) (local.get $zx)) (local.get $zy)) (local.get $y)))
        (local.set $zx (f64.add (f64.sub (local.get $xx) (local.get $yy)) (local.get $x)))
        (local.set $steps (i32.add (local.get $steps) (i32.const 1)))
        (br $next)))
    (local.get $steps))

  ;; The escape times of one row of the grid, added up: y from -1.5 to 1.5, x from -2 to 1.
  (func $escape_row (param $size i32) (param $row i32) (result i64)
    (local $column i32)
    (local $step f64)
    (local $total i64)
    (local.set $step (f64.div (f64.const 3) (f64.convert_i32_u (local.get $size))))
    (loop $next
      (local.set $total
        (i64.add (local.get $total)
          (i64.extend_i32_u
            (call $escape_time
              (f64.sub (f64.mul (local.get $step) (f64.convert_i32_u (local.get $column))) (f64.const 2))
              (f64.sub (f64.mul (local.get $step) (f64.convert_i32_u (local.get $row))) (f64.const 1.5))))))
      (local.set $column (i32.add (local.get $column) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $column) (local.get $size))))
    (local.get $total))

  (func $mandelbrot (export "mandelbrot") (param $size i32) (result i64)
    (local $row i32)
    (local $total i64)
    (loop $next
      (local.set $total (i64.add (local.get $total) (call $escape_row (local.get $size) (local.get $row))))
      (local.set $row (i32.add (local.get $row) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $row) (local.get $size))))
    (local.get $total))

  ;; ---- The timed work -------------------------------------------------------------------------------------

  (func $run (export "run") (result i64)
    (local $sum i64)
    (local.set $sum (call $fold (local.get $sum) (call $arithmetic (i32.const 100000))))
    (local.set $sum (call $fold (local.get $sum) (call $fibonacci (i32.const 27))))
    (local.set $sum (call $fold (local.get $sum) (call $sieve (i32.const 1000000))))
    (local.set $sum (call $fold (local.get $sum) (call $matrix (i32.const 8))))
    (local.set $sum (call $fold (local.get $sum) (call $blocks (i32.const 5000) (i32.const 1))))
    (local.set $sum (call $fold (local.get $sum) (call $blocks (i32.const 1000) (i32.const 0))))
    (local.set $sum (call $fold (local.get $sum) (call $sort (i32.const 20000) (i32.const 0))))
    (local.set $sum (call $fold (local.get $sum) (call $sort (i32.const 20000) (i32.const 1))))
    (local.set $sum (call $fold (local.get $sum) (call $sort (i32.const 20000) (i32.const 3))))
    (local.set $sum (call $fold (local.get $sum) (call $machine_by_calls (i64.const 100000))))
    (local.set $sum (call $fold (local.get $sum) (call $machine_by_branches (i64.const 100000))))
    (local.set $sum (call $fold (local.get $sum) (call $bodies (i32.const 20000))))
    (call $fold (local.get $sum) (call $mandelbrot (i32.const 160))))

  ;; ---- Self-check -----------------------------------------------------------------------------------------

  (func $check (export "check") (result i32)
    (local $n i32)
    (local $root i32)
    (local $count i64)
    (local $energy f64)
    ;; 1: root^2 <= x < (root + 1)^2 for random x; the greater square may need 33 bits.
    (local.set $n (i32.const 1000))
    (loop $next
      (local.set $root (call $square_root (call $random)))
      (if (i32.lt_u (global.get $random_state) (i32.mul (local.get $root) (local.get $root)))
        (then (return (i32.const 1))))
      (local.set $count (i64.extend_i32_u (i32.add (local.get $root) (i32.const 1))))
      (if (i64.ge_u
            (i64.extend_i32_u (global.get $random_state))
            (i64.mul (local.get $count) (local.get $count)))
        (then (return (i32.const 1))))
      ;; a number and its digit sum leave the same remainder by 9
      (if (i32.ne
            (i32.rem_u (call $digit_sum (local.get $root)) (i32.const 9))
            (i32.rem_u (local.get $root) (i32.const 9)))
        (then (return (i32.const 1))))
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (br_if $next (local.get $n)))

    ;; 2: Fibonacci numbers by recursion and by loop (n is 0 here).
    (loop $next
      (if (i64.ne (call $fibonacci (local.get $n)) (call $fibonacci_by_loop (local.get $n)))
        (then (return (i32.const 2))))
      (local.set $n (i32.add (local.get $n) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $n) (i32.const 20))))

    ;; 3: the sieve marks what trial division finds to be composite, and counts the rest.
    (local.set $count (call $sieve (i32.const 5000)))
    (local.set $n (i32.const 2))
    (loop $next
      (if (i32.eq (i32.load8_u offset=0x80000 (local.get $n)) (call $is_prime (local.get $n)))
        (then (return (i32.const 3))))
      (local.set $count (i64.sub (local.get $count) (i64.extend_i32_u (call $is_prime (local.get $n)))))
      (local.set $n (i32.add (local.get $n) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $n) (i32.const 5000))))
    (if (i64.ne (local.get $count) (i64.const 0)) (then (return (i32.const 3))))

    (if (i32.eqz (call $matrices_associate)) (then (return (i32.const 4))))

    ;; 5: bulk instructions and loops over bytes leave the same memory.
    (if (i64.ne (call $blocks (i32.const 300) (i32.const 1)) (call $blocks (i32.const 300) (i32.const 0)))
      (then (return (i32.const 5))))

    (local.set $n (call $check_sorting))
    (if (local.get $n) (then (return (local.get $n))))

    ;; 8: 1 + 4 + 9 + ... + n^2 = n (n + 1) (2 n + 1) / 6, by both machines.
    (local.set $count (i64.const 1))
    (loop $next
      (if (i64.ne
            (i64.mul (call $machine_by_calls (local.get $count)) (i64.const 6))
            (i64.mul
              (i64.mul (local.get $count) (i64.add (local.get $count) (i64.const 1)))
              (i64.add (i64.mul (local.get $count) (i64.const 2)) (i64.const 1))))
        (then (return (i32.const 8))))
      (if (i64.ne (call $machine_by_branches (local.get $count)) (call $machine_by_calls (local.get $count)))
        (then (return (i32.const 8))))
      (local.set $count (i64.add (local.get $count) (i64.const 7)))
      (br_if $next (i64.lt_u (local.get $count) (i64.const 100))))

    ;; 9: a thousand steps change the energy by less than a thousandth, and it stays negative: bound orbits.
    (call $place_bodies)
    (local.set $energy (call $energy))
    (drop (call $bodies (i32.const 1000)))
    (if (f64.gt
          (f64.abs (f64.sub (call $energy) (local.get $energy)))
          (f64.mul (f64.abs (local.get $energy)) (f64.const 0.001)))
      (then (return (i32.const 9))))
    (if (f64.ge (local.get $energy) (f64.const 0)) (then (return (i32.const 9))))

    ;; 10: the set is its own mirror image: rows 16 +- n of 32 have the same escape times.
    (local.set $n (i32.const 15))
    (loop $next
      (if (i64.ne
            (call $escape_row (i32.const 32) (i32.sub (i32.const 16) (local.get $n)))
            (call $escape_row (i32.const 32) (i32.add (i32.const 16) (local.get $n))))
        (then (return (i32.const 10))))
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (br_if $next (local.get $n)))
    (i32.const 0))

  ;; (A B) v = A (B v), exactly, for matrices of small integers.
  (func $matrices_associate (result i32)
    (local $i i32)
    (call $fill_doubles (i32.const 0x2000) (i32.const 8192))
    (call $fill_doubles (i32.const 0x1a000) (i32.const 64))
    (call $multiply (i32.const 0x12000) (i32.const 0x2000) (i32.const 0xa000))
    (call $multiply_vector (i32.const 0x1a200) (i32.const 0x12000) (i32.const 0x1a000))
    (call $multiply_vector (i32.const 0x1a400) (i32.const 0xa000) (i32.const 0x1a000))
    (call $multiply_vector (i32.const 0x1a600) (i32.const 0x2000) (i32.const 0x1a400))
    (loop $next
      (if (f64.ne (f64.load offset=0x1a200 (local.get $i)) (f64.load offset=0x1a600 (local.get $i)))
        (then (return (i32.const 0))))
      (local.set $i (i32.add (local.get $i) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $i) (i32.const 512))))
    (i32.const 1))

  ;; 6: every algorithm leaves the words in order. 7: all of them leave the same words, and sorting backwards
  ;; leaves the mirror image (the words of the forward sort are kept in merge sort's spare room).
  (func $check_sorting (result i32)
    (local $sum i64)
    (local $algorithm i32)
    (local $at i32)
    (local.set $sum (call $sort (i32.const 2000) (i32.const 0)))
    (loop $next_algorithm
      (if (i64.ne (call $sort (i32.const 2000) (local.get $algorithm)) (local.get $sum))
        (then (return (i32.const 7))))
      (local.set $at (i32.const 4))
      (loop $next
        (if (i32.lt_s
              (i32.load offset=0x20000 (local.get $at))
              (i32.load offset=0x20000 (i32.sub (local.get $at) (i32.const 4))))
          (then (return (i32.const 6))))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (br_if $next (i32.lt_u (local.get $at) (i32.const 8000))))
      (local.set $algorithm (i32.add (local.get $algorithm) (i32.const 1)))
      (br_if $next_algorithm (i32.lt_u (local.get $algorithm) (i32.const 3))))
    (memory.copy (i32.const 0x50000) (i32.const 0x20000) (i32.const 8000))
    (drop (call $sort (i32.const 2000) (i32.const 3)))
    (local.set $at (i32.const 0))
    (loop $next
      (if (i32.ne
            (i32.load offset=0x20000 (local.get $at))
            (i32.load (i32.sub (i32.const 0x51f3c) (local.get $at))))
        (then (return (i32.const 7))))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $at) (i32.const 8000))))
    (i32.const 0))

  ;; ---- Output ------------------------------------------------------------------------------------------

  ;; Hands the waiting bytes to the host. It may take fewer than it was offered, so this goes on until all
  ;; are gone; an error, or no progress, ends the program with code 74 (an input or output error by custom).
  (func $flush
    (local $from i32)
    (local.set $from (i32.const 0x400))
    (loop $more
      (if (global.get $out_len)
        (then
          (i32.store (i32.const 0) (local.get $from))
          (i32.store (i32.const 4) (global.get $out_len))
          (if (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))
            (then (call $proc_exit (i32.const 74)) (unreachable)))
          (if (i32.eqz (i32.load (i32.const 8)))
            (then (call $proc_exit (i32.const 74)) (unreachable)))
          (local.set $from (i32.add (local.get $from) (i32.load (i32.const 8))))
          (global.set $out_len (i32.sub (global.get $out_len) (i32.load (i32.const 8))))
          (br $more)))))

  (func $put_byte (param $byte i32)
    (if (i32.eq (global.get $out_len) (i32.const 1024)) (then (call $flush)))
    (i32.store8 (i32.add (i32.const 0x400) (global.get $out_len)) (local.get $byte))
    (global.set $out_len (i32.add (global.get $out_len) (i32.const 1))))

  (func $newline (call $put_byte (i32.const 10)))

  (func $put_text (param $text i32)
    (loop $next
      (if (i32.load8_u (local.get $text))
        (then
          (call $put_byte (i32.load8_u (local.get $text)))
          (local.set $text (i32.add (local.get $text) (i32.const 1)))
          (br $next)))))

  ;; All digits but the last are those of n / 10; then comes the last one.
  (func $put_decimal (param $n i64)
    (if (i64.ge_u (local.get $n) (i64.const 10))
      (then (call $put_decimal (i64.div_u (local.get $n) (i64.const 10)))))
    (call $put_byte (i32.add (i32.const 48) (i32.wrap_i64 (i64.rem_u (local.get $n) (i64.const 10))))))

  ;; Sixteen hexadecimal digits: the value turns by four bits and each turn shows the next digit at the
  ;; bottom.
  (func $put_hex (param $n i64)
    (local $left i32)
    (local $digit i32)
    (local.set $left (i32.const 16))
    (loop $next
      (local.set $n (i64.rotl (local.get $n) (i64.const 4)))
      (local.set $digit (i32.and (i32.wrap_i64 (local.get $n)) (i32.const 15)))
      ;; '0' is 48; the letters start 39 beyond where the digits end
      (call $put_byte
        (i32.add
          (i32.add (local.get $digit) (i32.const 48))
          (select (i32.const 39) (i32.const 0) (i32.gt_u (local.get $digit) (i32.const 9)))))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br_if $next (local.get $left))))

  ;; ---- The program ----------------------------------------------------------------------------------------

  ;; A label and a checksum.
  (func $show (param $label i32) (param $checksum i64)
    (call $put_text (local.get $label))
    (call $put_hex (local.get $checksum))
    (call $newline))

  ;; A label and a number.
  (func $show_number (param $label i32) (param $number i64)
    (call $put_text (local.get $label))
    (call $put_decimal (local.get $number))
    (call $newline))

  (func $start (export "_start")
    (local $failed i32)
    (call $put_text (i32.const 0x100))
    (call $show (i32.const 0x120) (call $arithmetic (i32.const 1000)))
    (call $show_number (i32.const 0x140) (call $fibonacci (i32.const 20)))
    (call $put_text (i32.const 0x160))
    (call $put_decimal (call $sieve (i32.const 10000)))
    (call $put_text (i32.const 0x2c0))
    (call $show (i32.const 0x180) (call $matrix (i32.const 1)))
    (call $show (i32.const 0x1a0) (call $blocks (i32.const 100) (i32.const 1)))
    (call $show (i32.const 0x1c0) (call $sort (i32.const 1000) (i32.const 0)))
    (call $show_number (i32.const 0x1e0) (call $machine_by_calls (i64.const 1000)))
    (call $show (i32.const 0x200) (call $bodies (i32.const 1000)))
    (call $show_number (i32.const 0x220) (call $mandelbrot (i32.const 32)))

    (call $put_text (i32.const 0x240))
    (local.set $failed (call $check))
    (if (local.get $failed)
      (then
        (call $put_text (i32.const 0x2a0))
        (call $put_decimal (i64.extend_i32_u (local.get $failed)))
        (call $newline)
        (call $flush)
        (call $proc_exit (i32.const 1))
        (unreachable)))
    (call $put_text (i32.const 0x280))

    (call $show (i32.const 0x260) (call $run))
    (call $flush)))
