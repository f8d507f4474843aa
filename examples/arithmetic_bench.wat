;; arithmetic_bench: integer and floating-point arithmetic, one loop for each family of operators.
;;
;; Nothing here touches memory inside a timed loop, so what is measured is arithmetic and control flow alone:
;; how well an engine keeps locals in registers, what a division costs it, and whether it knows the
;; bit-counting instructions of its machine. Each kernel is a function of one count, exported under its own
;; name, that returns a checksum of everything it computed; `run` calls them all and mixes the checksums.
;;
;;   mix32        multiply, add, rotate, shift, exclusive or on i32
;;   mix64        the same on i64 (the splitmix64 generator)
;;   divide       quotients and remainders, signed and unsigned, both widths
;;   count_bits   clz, ctz, popcnt, both widths
;;   collatz      a loop whose every turn is one unpredictable branch
;;   power_mod    modular exponentiation: chains of 64-bit remainders
;;   polynomial   f64 multiply and add (Horner's rule on the series of sin)
;;   newton       f64 division (Newton's square root)
;;   single       f32 arithmetic
;;   convert      conversions between the four types
;;
;; Exports, as for all five programs: memory, _start, check () -> i32 (0, or the first check that failed), and
;; run () -> i64 (the timed work: no host calls, the same checksum every time).
;;
;; Floating-point results are deterministic in WebAssembly: every operator used here rounds in one prescribed
;; way, and no kernel makes a NaN. So their bits can be part of a checksum.
;;
;; Memory map
;;   0x0000   iovec for fd_write: address, length; then the count of bytes it wrote
;;   0x0100   texts, each ended by a zero byte, 32 bytes apart
;;   0x0400   output waiting to be written (1 KiB)

(module $arithmetic_bench
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param $fd i32) (param $iovecs i32) (param $count i32) (param $written i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param $code i32)))

  (memory (export "memory") 1)

  ;; Bytes waiting in the output buffer.
  (global $out_len (mut i32) (i32.const 0))

  (data (i32.const 0x0100) "arithmetic_bench\n\00")
  (data (i32.const 0x0120) "  mix32       0x\00")
  (data (i32.const 0x0140) "  mix64       0x\00")
  (data (i32.const 0x0160) "  divide      0x\00")
  (data (i32.const 0x0180) "  count_bits  0x\00")
  (data (i32.const 0x01a0) "  collatz     \00")
  (data (i32.const 0x01c0) "  power_mod   \00")
  (data (i32.const 0x01e0) "  polynomial  0x\00")
  (data (i32.const 0x0200) "  newton      0x\00")
  (data (i32.const 0x0220) "  single      0x\00")
  (data (i32.const 0x0240) "  convert     0x\00")
  (data (i32.const 0x0260) "  self-check  \00")
  (data (i32.const 0x0280) "  run         0x\00")
  (data (i32.const 0x02a0) "ok\n\00")
  (data (i32.const 0x02c0) "FAILED at check \00")
  (data (i32.const 0x02e0) " steps\n\00")
  (data (i32.const 0x0300) " primes\n\00")

  ;; ---- Checksums ---------------------------------------------------------------------------------------

  ;; Folds one more value into a checksum. Multiplying by an odd number loses nothing, and the rotation lets
  ;; high bits reach low ones; so two runs agree only when they folded the same values in the same order.
  (func $fold (param $sum i64) (param $value i64) (result i64)
    (i64.mul
      (i64.rotl (i64.xor (local.get $sum) (local.get $value)) (i64.const 23))
      (i64.const 0x9e3779b97f4a7c15)))

  (func $fold_f64 (param $sum i64) (param $value f64) (result i64)
    (call $fold (local.get $sum) (i64.reinterpret_f64 (local.get $value))))

  ;; ---- Integers: multiply, add, rotate, shift -----------------------------------------------------------

  ;; The step of a linear congruential generator, stirred: what hash functions are made of.
  (func $mix32 (export "mix32") (param $count i32) (result i64)
    (local $x i32)
    (local $y i32)
    (local.set $x (i32.const 1))
    (local.set $y (i32.const 0x2545f491))
    (loop $next
      (local.set $x (i32.add (i32.mul (local.get $x) (i32.const 1664525)) (i32.const 1013904223)))
      (local.set $y (i32.xor (i32.rotl (local.get $y) (i32.const 7)) (local.get $x)))
      (local.set $y (i32.sub (local.get $y) (i32.shr_u (local.get $x) (i32.const 9))))
      (local.set $y (i32.xor (local.get $y) (i32.shr_s (local.get $y) (i32.const 15))))
      (local.set $count (i32.sub (local.get $count) (i32.const 1)))
      (br_if $next (local.get $count)))
    (i64.or
      (i64.shl (i64.extend_i32_u (local.get $x)) (i64.const 32))
      (i64.extend_i32_u (local.get $y))))

  ;; One output of splitmix64 for the state `z`: a bijection of the 64-bit words.
  (func $splitmix64 (param $z i64) (result i64)
    (local.set $z
      (i64.mul (i64.xor (local.get $z) (i64.shr_u (local.get $z) (i64.const 30))) (i64.const 0xbf58476d1ce4e5b9)))
    (local.set $z
      (i64.mul (i64.xor (local.get $z) (i64.shr_u (local.get $z) (i64.const 27))) (i64.const 0x94d049bb133111eb)))
    (i64.xor (local.get $z) (i64.shr_u (local.get $z) (i64.const 31))))

  ;; The exclusive or of the first `count` outputs from the state 0.
  (func $mix64 (export "mix64") (param $count i32) (result i64)
    (local $state i64)
    (local $sum i64)
    (loop $next
      (local.set $state (i64.add (local.get $state) (i64.const 0x9e3779b97f4a7c15)))
      (local.set $sum (i64.xor (local.get $sum) (call $splitmix64 (local.get $state))))
      (local.set $count (i32.sub (local.get $count) (i32.const 1)))
      (br_if $next (local.get $count)))
    (local.get $sum))

  ;; ---- Integers: division -------------------------------------------------------------------------------

  ;; Dividends from a generator; divisors are the dividend's own high bits made odd. So a divisor is never
  ;; zero, and the one quotient that overflows, the smallest number by -1, cannot arise: its high bits are not
  ;; all ones.
  (func $divide (export "divide") (param $count i32) (result i64)
    (local $a i64)
    (local $b i64)
    (local $c i32)
    (local $d i32)
    (local $sum i64)
    (local.set $a (i64.const 0x0123456789abcdef))
    (loop $next
      (local.set $a
        (i64.add (i64.mul (local.get $a) (i64.const 6364136223846793005)) (i64.const 1442695040888963407)))
      (local.set $b (i64.or (i64.shr_s (local.get $a) (i64.const 37)) (i64.const 3)))
      (local.set $c (i32.wrap_i64 (i64.shr_u (local.get $a) (i64.const 20))))
      (local.set $d (i32.or (i32.shr_s (local.get $c) (i32.const 17)) (i32.const 5)))
      (local.set $sum (i64.add (local.get $sum) (i64.div_s (local.get $a) (local.get $b))))
      (local.set $sum (i64.xor (local.get $sum) (i64.rem_u (local.get $a) (local.get $b))))
      (local.set $sum (i64.sub (local.get $sum) (i64.rem_s (local.get $a) (i64.const 1000))))
      (local.set $sum (i64.add (local.get $sum) (i64.div_u (local.get $a) (i64.const 10))))
      (local.set $sum
        (i64.add (local.get $sum) (i64.extend_i32_s (i32.div_s (local.get $c) (local.get $d)))))
      (local.set $sum
        (i64.xor (local.get $sum) (i64.extend_i32_u (i32.rem_u (local.get $c) (local.get $d)))))
      (local.set $sum
        (i64.add (local.get $sum) (i64.extend_i32_s (i32.rem_s (local.get $c) (i32.const 7)))))
      (local.set $sum
        (i64.add (local.get $sum) (i64.extend_i32_u (i32.div_u (local.get $c) (i32.const 10)))))
      (local.set $count (i32.sub (local.get $count) (i32.const 1)))
      (br_if $next (local.get $count)))
    (local.get $sum))

  ;; ---- Integers: counting bits --------------------------------------------------------------------------

  (func $count_bits (export "count_bits") (param $count i32) (result i64)
    (local $x i64)
    (local $half i32)
    (local $sum i64)
    (local.set $x (i64.const 1))
    (loop $next
      (local.set $x (i64.xor (local.get $x) (i64.shl (local.get $x) (i64.const 13))))
      (local.set $x (i64.xor (local.get $x) (i64.shr_u (local.get $x) (i64.const 7))))
      (local.set $x (i64.xor (local.get $x) (i64.shl (local.get $x) (i64.const 17))))
      (local.set $half (i32.wrap_i64 (local.get $x)))
      (local.set $sum (i64.add (local.get $sum) (i64.popcnt (local.get $x))))
      (local.set $sum (i64.add (i64.rotl (local.get $sum) (i64.const 1)) (i64.clz (local.get $x))))
      (local.set $sum (i64.xor (local.get $sum) (i64.ctz (local.get $x))))
      (local.set $sum (i64.add (local.get $sum) (i64.extend_i32_u (i32.popcnt (local.get $half)))))
      (local.set $sum (i64.add (local.get $sum) (i64.extend_i32_u (i32.clz (local.get $half)))))
      (local.set $sum (i64.xor (local.get $sum) (i64.extend_i32_u (i32.ctz (local.get $half)))))
      (local.set $count (i32.sub (local.get $count) (i32.const 1)))
      (br_if $next (local.get $count)))
    (local.get $sum))

  ;; The same counts bit by bit, for the self-check.
  (func $popcnt_by_bits (param $x i64) (result i64)
    (local $n i64)
    (loop $next
      (if (i64.ne (local.get $x) (i64.const 0))
        (then
          (local.set $n (i64.add (local.get $n) (i64.and (local.get $x) (i64.const 1))))
          (local.set $x (i64.shr_u (local.get $x) (i64.const 1)))
          (br $next))))
    (local.get $n))

  (func $clz_by_bits (param $x i64) (result i64)
    (local $n i64)
    (local.set $n (i64.const 64))
    (loop $next
      (if (i64.ne (local.get $x) (i64.const 0))
        (then
          (local.set $n (i64.sub (local.get $n) (i64.const 1)))
          (local.set $x (i64.shr_u (local.get $x) (i64.const 1)))
          (br $next))))
    (local.get $n))

  ;; ---- Integers: branches -------------------------------------------------------------------------------

  ;; The total number of steps that the numbers 1 to `limit` take to reach 1 under Collatz's rule:
  ;; halve an even number, triple an odd one and add 1.
  (func $collatz (export "collatz") (param $limit i32) (result i64)
    (local $start i32)
    (local $n i64)
    (local $steps i64)
    (loop $next_start
      (local.set $start (i32.add (local.get $start) (i32.const 1)))
      (local.set $n (i64.extend_i32_u (local.get $start)))
      (block $at_one
        (loop $step
          (br_if $at_one (i64.eq (local.get $n) (i64.const 1)))
          (local.set $steps (i64.add (local.get $steps) (i64.const 1)))
          (if (i64.eqz (i64.and (local.get $n) (i64.const 1)))
            (then (local.set $n (i64.shr_u (local.get $n) (i64.const 1))))
            (else (local.set $n (i64.add (i64.mul (local.get $n) (i64.const 3)) (i64.const 1)))))
          (br $step)))
      (br_if $next_start (i32.lt_u (local.get $start) (local.get $limit))))
    (local.get $steps))

  ;; ---- Integers: modular exponentiation -----------------------------------------------------------------

  ;; base^exponent mod modulus by repeated squaring; the modulus stays below 2^32, so no product overflows.
  (func $power_mod (param $base i64) (param $exponent i64) (param $modulus i64) (result i64)
    (local $result i64)
    (local.set $result (i64.const 1))
    (local.set $base (i64.rem_u (local.get $base) (local.get $modulus)))
    (block $done
      (loop $next_bit
        (br_if $done (i64.eqz (local.get $exponent)))
        (if (i32.wrap_i64 (i64.and (local.get $exponent) (i64.const 1)))
          (then
            (local.set $result
              (i64.rem_u (i64.mul (local.get $result) (local.get $base)) (local.get $modulus)))))
        (local.set $base (i64.rem_u (i64.mul (local.get $base) (local.get $base)) (local.get $modulus)))
        (local.set $exponent (i64.shr_u (local.get $exponent) (i64.const 1)))
        (br $next_bit)))
    (local.get $result))

  ;; Miller and Rabin's test of an odd n > 2 to one base that n does not divide:
  ;; with n - 1 = d * 2^s and d odd, base^d is 1, or some base^(d * 2^r) with r < s is -1.
  (func $strong_probable_prime (param $n i64) (param $base i64) (result i32)
    (local $less_one i64)
    (local $d i64)
    (local $x i64)
    (local.set $less_one (i64.sub (local.get $n) (i64.const 1)))
    (local.set $d (i64.shr_u (local.get $less_one) (i64.ctz (local.get $less_one))))
    (local.set $x (call $power_mod (local.get $base) (local.get $d) (local.get $n)))
    (if (i64.eq (local.get $x) (i64.const 1)) (then (return (i32.const 1))))
    (loop $square
      (if (i64.eq (local.get $x) (local.get $less_one)) (then (return (i32.const 1))))
      (local.set $x (i64.rem_u (i64.mul (local.get $x) (local.get $x)) (local.get $n)))
      (local.set $d (i64.shl (local.get $d) (i64.const 1)))
      (br_if $square (i64.lt_u (local.get $d) (local.get $less_one))))
    (i32.const 0))

  ;; Prime or not, for odd n from 3 to 4,759,123,140: below that limit the bases 2, 7 and 61 never err.
  (func $is_prime (param $n i64) (result i32)
    (if (i64.le_u (local.get $n) (i64.const 61))
      (then (return (call $is_prime_by_trial (local.get $n)))))
    (if (i32.eqz (call $strong_probable_prime (local.get $n) (i64.const 2))) (then (return (i32.const 0))))
    (if (i32.eqz (call $strong_probable_prime (local.get $n) (i64.const 7))) (then (return (i32.const 0))))
    (call $strong_probable_prime (local.get $n) (i64.const 61)))

  ;; By trial division; the self-check holds the test above against it.
  (func $is_prime_by_trial (param $n i64) (result i32)
    (local $d i64)
    (local.set $d (i64.const 2))
    (loop $next
      (if (i64.gt_u (i64.mul (local.get $d) (local.get $d)) (local.get $n))
        (then (return (i64.gt_u (local.get $n) (i64.const 1)))))
      (if (i64.eqz (i64.rem_u (local.get $n) (local.get $d))) (then (return (i32.const 0))))
      (local.set $d (i64.add (local.get $d) (i64.const 1)))
      (br $next))
    (unreachable))

  ;; How many of the `count` odd numbers after 4,000,000,000 are prime.
  (func $count_primes (export "power_mod") (param $count i32) (result i64)
    (local $n i64)
    (local $primes i64)
    (local.set $n (i64.const 4000000001))
    (loop $next
      (local.set $primes (i64.add (local.get $primes) (i64.extend_i32_u (call $is_prime (local.get $n)))))
      (local.set $n (i64.add (local.get $n) (i64.const 2)))
      (local.set $count (i32.sub (local.get $count) (i32.const 1)))
      (br_if $next (local.get $count)))
    (local.get $primes))

  ;; ---- Floats -------------------------------------------------------------------------------------------

  ;; sin x by the first terms of its series, in Horner's form:
  ;;   x (1 - x2/(2*3) (1 - x2/(4*5) (1 - x2/(6*7) (1 - x2/(8*9) (1 - x2/(10*11) (1 - x2/(12*13)))))))
  ;; Good to about 2e-13 for |x| <= 1.
  (func $sine (param $x f64) (result f64)
    (local $x2 f64)
    (local $t f64)
    (local.set $x2 (f64.mul (local.get $x) (local.get $x)))
    (local.set $t (f64.sub (f64.const 1) (f64.div (local.get $x2) (f64.const 156))))
    (local.set $t (f64.sub (f64.const 1) (f64.mul (f64.div (local.get $x2) (f64.const 110)) (local.get $t))))
    (local.set $t (f64.sub (f64.const 1) (f64.mul (f64.div (local.get $x2) (f64.const 72)) (local.get $t))))
    (local.set $t (f64.sub (f64.const 1) (f64.mul (f64.div (local.get $x2) (f64.const 42)) (local.get $t))))
    (local.set $t (f64.sub (f64.const 1) (f64.mul (f64.div (local.get $x2) (f64.const 20)) (local.get $t))))
    (local.set $t (f64.sub (f64.const 1) (f64.mul (f64.div (local.get $x2) (f64.const 6)) (local.get $t))))
    (f64.mul (local.get $x) (local.get $t)))

  ;; Sums sin over `count` equal steps of the interval from -1 to 1 and folds each value.
  (func $polynomial (export "polynomial") (param $count i32) (result i64)
    (local $i i32)
    (local $step f64)
    (local $y f64)
    (local $total f64)
    (local $sum i64)
    (local.set $step (f64.div (f64.const 2) (f64.convert_i32_u (local.get $count))))
    (loop $next
      (local.set $y
        (call $sine (f64.sub (f64.mul (f64.convert_i32_u (local.get $i)) (local.get $step)) (f64.const 1))))
      (local.set $total (f64.add (local.get $total) (local.get $y)))
      (local.set $sum (call $fold_f64 (local.get $sum) (local.get $y)))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $i) (local.get $count))))
    (call $fold_f64 (local.get $sum) (local.get $total)))

  ;; The square root of a positive number by Newton's rule r <- (r + x / r) / 2, from above until it stops
  ;; falling. In exact arithmetic it falls for ever; in rounded arithmetic it comes to rest next to the root.
  (func $root_by_newton (param $x f64) (result f64)
    (local $r f64)
    (local $next f64)
    (local.set $next (f64.mul (f64.const 0.5) (f64.add (local.get $x) (f64.const 1))))
    (loop $improve
      (local.set $r (local.get $next))
      (local.set $next
        (f64.mul (f64.const 0.5) (f64.add (local.get $r) (f64.div (local.get $x) (local.get $r)))))
      (br_if $improve (f64.lt (local.get $next) (local.get $r))))
    (local.get $r))

  ;; Roots of 1, 2, ..., `count`, by Newton and by the instruction; both are folded.
  (func $newton (export "newton") (param $count i32) (result i64)
    (local $x f64)
    (local $last f64)
    (local $sum i64)
    (local.set $last (f64.convert_i32_u (local.get $count)))
    (loop $next
      (local.set $x (f64.add (local.get $x) (f64.const 1)))
      (local.set $sum (call $fold_f64 (local.get $sum) (call $root_by_newton (local.get $x))))
      (local.set $sum (call $fold_f64 (local.get $sum) (f64.sqrt (local.get $x))))
      (br_if $next (f64.lt (local.get $x) (local.get $last))))
    (local.get $sum))

  ;; The logistic map x <- 3.75 x (1 - x), which is chaotic: a difference in the last bit of any step grows
  ;; until nothing agrees. Two orbits; the second also goes through sqrt, copysign, abs, and bounds that it
  ;; never reaches, since a bound that bit would catch it in a short cycle.
  (func $single (export "single") (param $count i32) (result i64)
    (local $x f32)
    (local $y f32)
    (local.set $x (f32.const 0.5))
    (local.set $y (f32.const 0.25))
    (loop $next
      (local.set $x
        (f32.mul (f32.mul (f32.const 3.75) (local.get $x)) (f32.sub (f32.const 1) (local.get $x))))
      (local.set $y
        (f32.mul (f32.mul (f32.const 3.9375) (local.get $y)) (f32.sub (f32.const 1) (local.get $y))))
      (local.set $y
        (f32.abs
          (f32.copysign
            (f32.sqrt (f32.mul (local.get $y) (local.get $y)))
            (f32.sub (local.get $x) (local.get $y)))))
      (local.set $y (f32.max (f32.const 0x1p-10) (f32.min (local.get $y) (f32.const 1))))
      (local.set $count (i32.sub (local.get $count) (i32.const 1)))
      (br_if $next (local.get $count)))
    (i64.or
      (i64.shl (i64.extend_i32_u (i32.reinterpret_f32 (local.get $x))) (i64.const 32))
      (i64.extend_i32_u (i32.reinterpret_f32 (local.get $y)))))

  ;; ---- Conversions --------------------------------------------------------------------------------------

  ;; Each turn sends a 64-bit word through every road between integers and floats.
  (func $convert (export "convert") (param $count i32) (result i64)
    (local $x i64)
    (local $f f64)
    (local $sum i64)
    (local.set $x (i64.const 0x0fedcba987654321))
    (loop $next
      (local.set $x (call $splitmix64 (local.get $x)))
      ;; integer to float and back, rounding on the way
      (local.set $f (f64.convert_i64_s (local.get $x)))
      (local.set $sum (call $fold (local.get $sum) (i64.trunc_f64_s (f64.mul (local.get $f) (f64.const 0.5)))))
      (local.set $sum (call $fold (local.get $sum) (i64.trunc_sat_f64_u (local.get $f))))
      ;; a fraction of about +-2^20, rounded in the four directions
      (local.set $f (f64.mul (local.get $f) (f64.const 0x1p-43)))
      (local.set $sum (call $fold_f64 (local.get $sum) (f64.floor (local.get $f))))
      (local.set $sum (call $fold_f64 (local.get $sum) (f64.ceil (local.get $f))))
      (local.set $sum (call $fold_f64 (local.get $sum) (f64.nearest (local.get $f))))
      (local.set $sum
        (call $fold (local.get $sum) (i64.extend_i32_s (i32.trunc_f64_s (local.get $f)))))
      ;; to single and back: the value loses its low bits
      (local.set $sum
        (call $fold_f64 (local.get $sum) (f64.promote_f32 (f32.demote_f64 (local.get $f)))))
      (local.set $sum
        (call $fold (local.get $sum)
          (i64.extend_i32_u (i32.reinterpret_f32 (f32.convert_i32_u (i32.wrap_i64 (local.get $x)))))))
      ;; narrow integers, sign extended
      (local.set $sum (call $fold (local.get $sum) (i64.extend8_s (local.get $x))))
      (local.set $sum (call $fold (local.get $sum) (i64.extend16_s (local.get $x))))
      (local.set $sum (call $fold (local.get $sum) (i64.extend32_s (local.get $x))))
      (local.set $count (i32.sub (local.get $count) (i32.const 1)))
      (br_if $next (local.get $count)))
    (local.get $sum))

  ;; ---- The timed work -----------------------------------------------------------------------------------

  (func $run (export "run") (result i64)
    (local $sum i64)
    (local.set $sum (call $fold (local.get $sum) (call $mix32 (i32.const 3000000))))
    (local.set $sum (call $fold (local.get $sum) (call $mix64 (i32.const 2000000))))
    (local.set $sum (call $fold (local.get $sum) (call $divide (i32.const 300000))))
    (local.set $sum (call $fold (local.get $sum) (call $count_bits (i32.const 1000000))))
    (local.set $sum (call $fold (local.get $sum) (call $collatz (i32.const 50000))))
    (local.set $sum (call $fold (local.get $sum) (call $count_primes (i32.const 10000))))
    (local.set $sum (call $fold (local.get $sum) (call $polynomial (i32.const 300000))))
    (local.set $sum (call $fold (local.get $sum) (call $newton (i32.const 50000))))
    (local.set $sum (call $fold (local.get $sum) (call $single (i32.const 1000000))))
    (call $fold (local.get $sum) (call $convert (i32.const 200000))))

  ;; ---- Self-check ---------------------------------------------------------------------------------------

  (func $check (export "check") (result i32)
    (local $n i32)
    (local $a i64)
    (local $b i64)
    (local $f f64)
    (local.set $n (i32.const 1000))
    (local.set $a (i64.const 42))
    (loop $next
      (local.set $a (call $splitmix64 (i64.add (local.get $a) (i64.const 1))))
      (local.set $b (i64.extend_i32_u (i32.and (local.get $n) (i32.const 31))))
      (local.set $b (i64.or (i64.shr_s (local.get $a) (local.get $b)) (i64.const 1)))

      ;; 1: a dividend is quotient times divisor plus remainder, signed and unsigned, in both widths.
      (if (i64.ne
            (i64.add
              (i64.mul (i64.div_s (local.get $a) (local.get $b)) (local.get $b))
              (i64.rem_s (local.get $a) (local.get $b)))
            (local.get $a))
        (then (return (i32.const 1))))
      (if (i64.ne
            (i64.add
              (i64.mul (i64.div_u (local.get $a) (local.get $b)) (local.get $b))
              (i64.rem_u (local.get $a) (local.get $b)))
            (local.get $a))
        (then (return (i32.const 1))))
      (if (i32.ne
            (i32.add
              (i32.mul
                (i32.div_u (i32.wrap_i64 (local.get $a)) (i32.wrap_i64 (local.get $b)))
                (i32.wrap_i64 (local.get $b)))
              (i32.rem_u (i32.wrap_i64 (local.get $a)) (i32.wrap_i64 (local.get $b))))
            (i32.wrap_i64 (local.get $a)))
        (then (return (i32.const 1))))

      ;; 2: counts of bits, against counting one bit at a time.
      (if (i64.ne (i64.popcnt (local.get $a)) (call $popcnt_by_bits (local.get $a)))
        (then (return (i32.const 2))))
      (if (i64.ne (i64.clz (local.get $b)) (call $clz_by_bits (local.get $b)))
        (then (return (i32.const 2))))
      ;; the bits below the lowest set bit are exactly the ones that (x - 1) and not x share
      (if (i64.ne
            (i64.ctz (local.get $a))
            (call $popcnt_by_bits
              (i64.and
                (i64.sub (local.get $a) (i64.const 1))
                (i64.xor (local.get $a) (i64.const -1)))))
        (then (return (i32.const 2))))

      ;; 3: a rotation is two shifts joined, and turning back undoes it.
      (if (i64.ne
            (i64.rotl (local.get $a) (i64.const 19))
            (i64.or (i64.shl (local.get $a) (i64.const 19)) (i64.shr_u (local.get $a) (i64.const 45))))
        (then (return (i32.const 3))))
      (if (i64.ne (i64.rotr (i64.rotl (local.get $a) (local.get $b)) (local.get $b)) (local.get $a))
        (then (return (i32.const 3))))

      ;; 4: the remainder of the smallest number by -1 is 0, though its quotient would overflow.
      (if (i64.ne (i64.rem_s (i64.const 0x8000000000000000) (i64.const -1)) (i64.const 0))
        (then (return (i32.const 4))))

      ;; 5: the fast test of primality agrees with trial division (odd numbers from 3 to 2,001).
      (local.set $b (i64.add (i64.mul (i64.extend_i32_u (local.get $n)) (i64.const 2)) (i64.const 1)))
      (if (i32.ne (call $is_prime (local.get $b)) (call $is_prime_by_trial (local.get $b)))
        (then (return (i32.const 5))))

      ;; 6: Newton's root squares back, and lies within one part in 2^52 of the instruction's.
      (local.set $f (f64.convert_i32_u (local.get $n)))
      (if (f64.gt
            (f64.abs (f64.sub (call $root_by_newton (local.get $f)) (f64.sqrt (local.get $f))))
            (f64.mul (f64.sqrt (local.get $f)) (f64.const 0x1p-52)))
        (then (return (i32.const 6))))

      ;; 7: sine is odd, and sin^2 + cos^2 = 1, with cos x = 1 - 2 sin^2 (x / 2).
      (local.set $f (f64.div (local.get $f) (f64.const 1000)))
      (if (f64.ne (call $sine (f64.neg (local.get $f))) (f64.neg (call $sine (local.get $f))))
        (then (return (i32.const 7))))
      (if (f64.gt (f64.abs (call $pythagoras_error (local.get $f))) (f64.const 1e-11))
        (then (return (i32.const 7))))

      ;; 8: an i32 survives the way through f64 and back, and a float that through its bits.
      (if (i32.ne
            (i32.trunc_f64_s (f64.convert_i32_s (i32.wrap_i64 (local.get $a))))
            (i32.wrap_i64 (local.get $a)))
        (then (return (i32.const 8))))
      (if (i64.ne (i64.reinterpret_f64 (f64.reinterpret_i64 (local.get $a))) (local.get $a))
        (then (return (i32.const 8))))

      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (br_if $next (local.get $n)))

    ;; 9: Fermat's little theorem for the largest prime below 2^32.
    (if (i64.ne
          (call $power_mod (i64.const 3) (i64.const 4294967290) (i64.const 4294967291))
          (i64.const 1))
      (then (return (i32.const 9))))
    ;; 10: halfway cases round to even; saturation stops at the ends; NaN becomes zero.
    (if (f64.ne (f64.nearest (f64.const 2.5)) (f64.const 2)) (then (return (i32.const 10))))
    (if (f64.ne (f64.nearest (f64.const 3.5)) (f64.const 4)) (then (return (i32.const 10))))
    (if (i64.ne (i64.trunc_sat_f64_u (f64.const -1)) (i64.const 0)) (then (return (i32.const 10))))
    (if (i32.ne (i32.trunc_sat_f64_s (f64.const 1e300)) (i32.const 0x7fffffff)) (then (return (i32.const 10))))
    (if (i32.trunc_sat_f32_s (f32.const nan)) (then (return (i32.const 10))))
    (i32.const 0))

  ;; sin^2 x + cos^2 x - 1 for the series above.
  (func $pythagoras_error (param $x f64) (result f64)
    (local $sine f64)
    (local $cosine f64)
    (local.set $sine (call $sine (f64.mul (local.get $x) (f64.const 0.5))))
    (local.set $cosine
      (f64.sub (f64.const 1) (f64.mul (f64.const 2) (f64.mul (local.get $sine) (local.get $sine)))))
    (local.set $sine (call $sine (local.get $x)))
    (f64.sub
      (f64.add (f64.mul (local.get $sine) (local.get $sine)) (f64.mul (local.get $cosine) (local.get $cosine)))
      (f64.const 1)))

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

  ;; ---- The program --------------------------------------------------------------------------------------

  ;; A label and a checksum.
  (func $show (param $label i32) (param $checksum i64)
    (call $put_text (local.get $label))
    (call $put_hex (local.get $checksum))
    (call $newline))

  (func $start (export "_start")
    (local $failed i32)
    (call $put_text (i32.const 0x100))
    (call $show (i32.const 0x120) (call $mix32 (i32.const 1000)))
    (call $show (i32.const 0x140) (call $mix64 (i32.const 1000)))
    (call $show (i32.const 0x160) (call $divide (i32.const 1000)))
    (call $show (i32.const 0x180) (call $count_bits (i32.const 1000)))
    (call $put_text (i32.const 0x1a0))
    (call $put_decimal (call $collatz (i32.const 1000)))
    (call $put_text (i32.const 0x2e0))
    (call $put_text (i32.const 0x1c0))
    (call $put_decimal (call $count_primes (i32.const 1000)))
    (call $put_text (i32.const 0x300))
    (call $show (i32.const 0x1e0) (call $polynomial (i32.const 1000)))
    (call $show (i32.const 0x200) (call $newton (i32.const 1000)))
    (call $show (i32.const 0x220) (call $single (i32.const 1000)))
    (call $show (i32.const 0x240) (call $convert (i32.const 1000)))

    (call $put_text (i32.const 0x260))
    (local.set $failed (call $check))
    (if (local.get $failed)
      (then
        (call $put_text (i32.const 0x2c0))
        (call $put_decimal (i64.extend_i32_u (local.get $failed)))
        (call $newline)
        (call $flush)
        (call $proc_exit (i32.const 1))
        (unreachable)))
    (call $put_text (i32.const 0x2a0))

    (call $show (i32.const 0x280) (call $run))
    (call $flush)))
