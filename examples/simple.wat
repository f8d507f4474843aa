;; simple: the smallest program of the five, and the one to read first.
;;
;; It shows what a WASI command written by hand needs, and no more: two imports, a memory, text that goes
;; out through `fd_write`, and functions that add, loop, recurse, and read and write memory.
;;
;; Like its four larger siblings it exports
;;
;;   memory        what WASI reads the text from
;;   _start        prints what the program did; exit code 0, or 1 when the self-check fails
;;   check         () -> i32   0, or the number of the first check that failed
;;   run           () -> i64   the work that `wx bench` times: no host calls, the same checksum every time
;;
;; and its small functions, to be called by hand:  wx examples/simple.wat --invoke add 2 3
;;
;; Memory map
;;   0x0000   iovec for fd_write: address, length; then the count of bytes it wrote
;;   0x0010   scratch bytes of the self-check
;;   0x0100   texts, each ended by a zero byte
;;   0x0400   output waiting to be written (1 KiB)
;;   0x1000   the array that `run` works on (4,096 words, 16 KiB)

(module $simple
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param $fd i32) (param $iovecs i32) (param $count i32) (param $written i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param $code i32)))

  (memory (export "memory") 1)

  ;; Bytes waiting in the output buffer.
  (global $out_len (mut i32) (i32.const 0))

  (data (i32.const 0x0100) "simple\n\00")
  (data (i32.const 0x0110) "  add(40, 2)      = \00")
  (data (i32.const 0x0130) "  sum_to(1000)    = \00")
  (data (i32.const 0x0150) "  factorial(20)   = \00")
  (data (i32.const 0x0170) "  gcd(1071, 462)  = \00")
  (data (i32.const 0x0190) "  reversed        = \00")
  (data (i32.const 0x01b0) "  self-check      = \00")
  (data (i32.const 0x01d0) "  run             = 0x\00")
  (data (i32.const 0x01f0) "ok\n\00")
  (data (i32.const 0x0200) "FAILED at check \00")
  (data (i32.const 0x0220) "ylbmessAbeW\00")

  ;; ---- Add ---------------------------------------------------------------------------------------------

  ;; Wraps at 32 bits, as every integer addition of WebAssembly does.
  (func $add (export "add") (param $a i32) (param $b i32) (result i32)
    (i32.add (local.get $a) (local.get $b)))

  ;; ---- Loops -------------------------------------------------------------------------------------------

  ;; 1 + 2 + ... + n, one addition at a time. A `loop` repeats only when something branches back to it.
  (func $sum_to (export "sum_to") (param $n i32) (result i64)
    (local $i i32)
    (local $sum i64)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $i) (local.get $n)))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (local.set $sum (i64.add (local.get $sum) (i64.extend_i32_u (local.get $i))))
        (br $next)))
    (local.get $sum))

  ;; n! by counting down; right up to 20!, the last that fits in 63 bits.
  (func $factorial (export "factorial") (param $n i32) (result i64)
    (local $product i64)
    (local.set $product (i64.const 1))
    (loop $next
      (if (i32.gt_u (local.get $n) (i32.const 1))
        (then
          (local.set $product (i64.mul (local.get $product) (i64.extend_i32_u (local.get $n))))
          (local.set $n (i32.sub (local.get $n) (i32.const 1)))
          (br $next))))
    (local.get $product))

  ;; ---- Recursion ---------------------------------------------------------------------------------------

  ;; n! by its definition; the self-check holds the loop above against it.
  (func $factorial_by_recursion (param $n i32) (result i64)
    (if (result i64) (i32.le_u (local.get $n) (i32.const 1))
      (then (i64.const 1))
      (else
        (i64.mul
          (i64.extend_i32_u (local.get $n))
          (call $factorial_by_recursion (i32.sub (local.get $n) (i32.const 1)))))))

  ;; Euclid: gcd(a, 0) = a, and gcd(a, b) = gcd(b, a mod b).
  (func $gcd (export "gcd") (param $a i64) (param $b i64) (result i64)
    (if (result i64) (i64.eqz (local.get $b))
      (then (local.get $a))
      (else (call $gcd (local.get $b) (i64.rem_u (local.get $a) (local.get $b))))))

  ;; ---- Memory ------------------------------------------------------------------------------------------

  ;; Reverses `len` bytes in place: two addresses walk towards each other and swap what they point at.
  (func $reverse (param $at i32) (param $len i32)
    (local $last i32)
    (local $kept i32)
    (local.set $last (i32.sub (i32.add (local.get $at) (local.get $len)) (i32.const 1)))
    (loop $swap
      (if (i32.lt_s (local.get $at) (local.get $last))
        (then
          (local.set $kept (i32.load8_u (local.get $at)))
          (i32.store8 (local.get $at) (i32.load8_u (local.get $last)))
          (i32.store8 (local.get $last) (local.get $kept))
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (local.set $last (i32.sub (local.get $last) (i32.const 1)))
          (br $swap)))))

  (func $length (param $text i32) (result i32)
    (local $end i32)
    (local.set $end (local.get $text))
    (loop $next
      (if (i32.load8_u (local.get $end))
        (then
          (local.set $end (i32.add (local.get $end) (i32.const 1)))
          (br $next))))
    (i32.sub (local.get $end) (local.get $text)))

  ;; ---- The timed work ----------------------------------------------------------------------------------

  ;; Fills the array from Marsaglia's xorshift32 generator (shifts 13, 17, 5; his seed), so that every run
  ;; starts from the same words.
  (func $fill_array
    (local $at i32)
    (local $x i32)
    (local.set $at (i32.const 0x1000))
    (local.set $x (i32.const 2463534242))
    (loop $next
      (local.set $x (i32.xor (local.get $x) (i32.shl (local.get $x) (i32.const 13))))
      (local.set $x (i32.xor (local.get $x) (i32.shr_u (local.get $x) (i32.const 17))))
      (local.set $x (i32.xor (local.get $x) (i32.shl (local.get $x) (i32.const 5))))
      (i32.store (local.get $at) (local.get $x))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $at) (i32.const 0x5000)))))

  ;; One pass over the array: each word is turned by 5 bits and takes up its left neighbour (the first one
  ;; the last). Returns the sum of the new words, so that no store can be dropped.
  (func $stir_array (result i64)
    (local $at i32)
    (local $word i32)
    (local $sum i64)
    (local.set $at (i32.const 0x1000))
    (local.set $word (i32.load (i32.const 0x4ffc)))
    (loop $next
      (local.set $word (i32.add (local.get $word) (i32.rotl (i32.load (local.get $at)) (i32.const 5))))
      (i32.store (local.get $at) (local.get $word))
      (local.set $sum (i64.add (local.get $sum) (i64.extend_i32_u (local.get $word))))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $at) (i32.const 0x5000))))
    (local.get $sum))

  ;; 8,000 passes over 4,096 words: 32,768,000 steps of load, rotate, add, store.
  (func $run (export "run") (result i64)
    (local $passes i32)
    (local $sum i64)
    (call $fill_array)
    (local.set $passes (i32.const 8000))
    (loop $next
      (local.set $sum (i64.add (i64.mul (local.get $sum) (i64.const 31)) (call $stir_array)))
      (local.set $passes (i32.sub (local.get $passes) (i32.const 1)))
      (br_if $next (local.get $passes)))
    (local.get $sum))

  ;; ---- Self-check --------------------------------------------------------------------------------------

  ;; Every check is a law that must hold, not a number that was once printed.
  (func $check (export "check") (result i32)
    (local $n i32)
    ;; 1: addition wraps: the largest i32 plus one is the smallest.
    (if (i32.ne (call $add (i32.const 0x7fffffff) (i32.const 1)) (i32.const -0x80000000))
      (then (return (i32.const 1))))
    ;; 2, 3, 4: for n up to 20, Gauss's formula, the two factorials, and that neighbours share no divisor.
    (loop $next
      (if (i64.ne
            (i64.mul (call $sum_to (local.get $n)) (i64.const 2))
            (i64.extend_i32_u (i32.mul (local.get $n) (i32.add (local.get $n) (i32.const 1)))))
        (then (return (i32.const 2))))
      (if (i64.ne (call $factorial (local.get $n)) (call $factorial_by_recursion (local.get $n)))
        (then (return (i32.const 3))))
      (if (i64.ne
            (call $gcd
              (i64.extend_i32_u (local.get $n))
              (i64.extend_i32_u (i32.add (local.get $n) (i32.const 1))))
            (i64.const 1))
        (then (return (i32.const 4))))
      (local.set $n (i32.add (local.get $n) (i32.const 1)))
      (br_if $next (i32.le_u (local.get $n) (i32.const 20))))
    ;; 5: memory is little-endian: the lowest byte of a word comes first.
    (i32.store (i32.const 0x10) (i32.const 0x04030201))
    (if (i32.ne (i32.load8_u (i32.const 0x10)) (i32.const 1)) (then (return (i32.const 5))))
    (if (i32.ne (i32.load16_u (i32.const 0x12)) (i32.const 0x0403)) (then (return (i32.const 5))))
    ;; 6: the same byte, read as signed and as unsigned.
    (i32.store8 (i32.const 0x10) (i32.const 0xff))
    (if (i32.ne (i32.load8_s (i32.const 0x10)) (i32.const -1)) (then (return (i32.const 6))))
    (if (i32.ne (i32.load8_u (i32.const 0x10)) (i32.const 255)) (then (return (i32.const 6))))
    ;; 7: reversing twice gives back the original; reversing once does not.
    (i64.store (i32.const 0x10) (i64.const 0x0807060504030201))
    (call $reverse (i32.const 0x10) (i32.const 8))
    (if (i64.ne (i64.load (i32.const 0x10)) (i64.const 0x0102030405060708)) (then (return (i32.const 7))))
    (call $reverse (i32.const 0x10) (i32.const 8))
    (if (i64.ne (i64.load (i32.const 0x10)) (i64.const 0x0807060504030201)) (then (return (i32.const 7))))
    ;; 8: a text ends before its zero byte, whatever follows.
    (i64.store (i32.const 0x10) (i64.const 0xff00616263))
    (if (i32.ne (call $length (i32.const 0x10)) (i32.const 3)) (then (return (i32.const 8))))
    ;; 9: growing by nothing reports the size and changes nothing.
    (if (i32.ne (memory.grow (i32.const 0)) (memory.size)) (then (return (i32.const 9))))
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

  ;; ---- The program -------------------------------------------------------------------------------------

  (func $start (export "_start")
    (local $failed i32)
    (call $put_text (i32.const 0x100))

    (call $put_text (i32.const 0x110))
    (call $put_decimal (i64.extend_i32_u (call $add (i32.const 40) (i32.const 2))))
    (call $newline)

    (call $put_text (i32.const 0x130))
    (call $put_decimal (call $sum_to (i32.const 1000)))
    (call $newline)

    (call $put_text (i32.const 0x150))
    (call $put_decimal (call $factorial (i32.const 20)))
    (call $newline)

    (call $put_text (i32.const 0x170))
    (call $put_decimal (call $gcd (i64.const 1071) (i64.const 462)))
    (call $newline)

    (call $put_text (i32.const 0x190))
    (call $reverse (i32.const 0x220) (call $length (i32.const 0x220)))
    (call $put_text (i32.const 0x220))
    (call $newline)

    (call $put_text (i32.const 0x1b0))
    (local.set $failed (call $check))
    (if (local.get $failed)
      (then
        (call $put_text (i32.const 0x200))
        (call $put_decimal (i64.extend_i32_u (local.get $failed)))
        (call $newline)
        (call $flush)
        (call $proc_exit (i32.const 1))
        (unreachable)))
    (call $put_text (i32.const 0x1f0))

    (call $put_text (i32.const 0x1d0))
    (call $put_hex (call $run))
    (call $newline)
    (call $flush)))
