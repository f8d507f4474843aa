;; crypto_benchmark: hashing, and what hashing is made of: rotations, exclusive ors and additions of words.
;;
;;   SHA-1       complete, as FIPS 180-4 defines it: padding, schedule, 80 rounds, messages fed in pieces
;;   chains      the same compression on four independent chains in lock step, the twenty words of their
;;               states in locals: more live values than most machines have registers, and four times the
;;               work to overlap
;;   HMAC-SHA-1  RFC 2104, and on top of it PBKDF2 (RFC 8018), a few thousand chained HMACs
;;   ChaCha20    the block function of RFC 8439, all rotations by constants
;;
;; What claims to be SHA-1, HMAC, PBKDF2 or ChaCha20 is checked against the vectors published with them (FIPS
;; 180-4's examples, RFC 2202, RFC 6070, RFC 8439), and printed so that anyone can compare. The chains start
;; from other values than SHA-1 does and have no padding, so what they give is SHA-1-like and no digest of
;; anything; the self-check holds each of them against the ordinary compression.
;;
;; SHA-1 has been broken for signatures since 2017. It is here because git still names its objects with it.
;;
;; Exports, as for all five programs: memory, _start, check () -> i32 (0, or the first check that failed), and
;; run () -> i64 (the timed work: no host calls, the same checksum every time).
;;
;; Memory map
;;   0x00000   iovec for fd_write: address, length; then the count of bytes it wrote
;;   0x00100   texts, each ended by a zero byte
;;   0x00400   output waiting to be written (1 KiB)
;;   0x00800   test vectors: messages, keys, and published digests in hexadecimal
;;   0x01000   SHA-1 contexts of 128 bytes: 0x01000 for plain digests, 0x01080 the one in use by HMAC;
;;             0x01800 and 0x01880 hold HMAC's inner and outer start
;;   0x01100   message schedule of one chain: 80 words
;;   0x01300   message schedules of four chains, word by word: 80 x 4 words
;;   0x01900   states of the four chains, 5 words each; 0x01a00 the same again, for the self-check
;;   0x01b00   digests: 0x01b00 SHA-1, 0x01b20 HMAC, 0x01b40 PBKDF2's sum, 0x01b60 HMAC's padded key
;;   0x01c00   ChaCha20: state to begin with (16 words), and at 0x01c40 the block it becomes
;;   0x10000   data to hash, up to 1 MiB

(module $crypto_benchmark
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param $fd i32) (param $iovecs i32) (param $count i32) (param $written i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param $code i32)))

  (memory (export "memory") 17)

  ;; Bytes waiting in the output buffer.
  (global $out_len (mut i32) (i32.const 0))

  (data (i32.const 0x0100) "crypto_benchmark\n\00")
  (data (i32.const 0x0120) "  SHA-1 of nothing     \00")
  (data (i32.const 0x0140) "  SHA-1 of abc         \00")
  (data (i32.const 0x0160) "  SHA-1 of 448 bits    \00")
  (data (i32.const 0x0180) "  SHA-1 of 10^6 a      \00")
  (data (i32.const 0x01a0) "  HMAC-SHA-1           \00")
  (data (i32.const 0x01c0) "  PBKDF2, 4096 turns   \00")
  (data (i32.const 0x01e0) "  four chains          0x\00")
  (data (i32.const 0x0200) "  ChaCha20 keystream   0x\00")
  (data (i32.const 0x0220) "  self-check           \00")
  (data (i32.const 0x0240) "  run                  0x\00")
  (data (i32.const 0x0260) "ok\n\00")
  (data (i32.const 0x0280) "FAILED at check \00")

  ;; FIPS 180-4's examples for SHA-1.
  (data (i32.const 0x0800) "abc\00")
  (data (i32.const 0x0810) "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq\00")
  (data (i32.const 0x0850) "da39a3ee5e6b4b0d3255bfef95601890afd80709")     ;; of nothing
  (data (i32.const 0x0880) "a9993e364706816aba3e25717850c26c9cd0d89d")     ;; of abc
  (data (i32.const 0x08b0) "84983e441c3bd26ebaae4aa1f95129e5e54670f1")     ;; of the 56 bytes above
  (data (i32.const 0x08e0) "34aa973cd4c4daa4f61eeb2bdbad27316534016f")     ;; of a million times a
  ;; RFC 2202, cases 2 and 6 of HMAC-SHA-1; the key of case 6 is 80 bytes 0xaa.
  (data (i32.const 0x0910) "Jefe\00")
  (data (i32.const 0x0920) "what do ya want for nothing?\00")
  (data (i32.const 0x0940) "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79")
  (data (i32.const 0x0970) "Test Using Larger Than Block-Size Key - Hash Key First\00")
  (data (i32.const 0x09b0) "aa4ae5e15272d00e95705637ce8a3b55ed402112")
  ;; RFC 6070: PBKDF2 of password and salt, 20 bytes long: 1, 2 and 4096 iterations. The salt here is followed
  ;; by the number of the block it is for, which is 1.
  (data (i32.const 0x09e0) "password\00")
  (data (i32.const 0x09f0) "salt\00\00\00\01")
  (data (i32.const 0x0a00) "0c60c80f961f0e71f3a9b524af6012062fe037a6")
  (data (i32.const 0x0a30) "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957")
  (data (i32.const 0x0a60) "4b007901b765489abead49d926f721d065a429c1")
  ;; RFC 8439, section 2.3.2: key 00 to 1f, counter 1, nonce; and the block these become, as the RFC prints
  ;; it.
  (data (i32.const 0x0a90)
    "expand 32-byte k"
    "\00\01\02\03\04\05\06\07\08\09\0a\0b\0c\0d\0e\0f\10\11\12\13\14\15\16\17\18\19\1a\1b\1c\1d\1e\1f"
    "\01\00\00\00" "\00\00\00\09\00\00\00\4a\00\00\00\00")
  (data (i32.const 0x0ad0)
    "\10\f1\e7\e4\d1\3b\59\15\50\0f\dd\1f\a3\20\71\c4\c7\d1\f4\c7\33\c0\68\03\04\22\aa\9a\c3\d4\6c\4e"
    "\d2\82\64\46\07\9f\aa\09\14\c2\d7\05\d9\8b\02\a2\b5\12\9c\d1\de\16\4e\b9\cb\d0\83\e8\a2\50\3c\4e")

  ;; ---- Words ----------------------------------------------------------------------------------------------

  ;; Reverses the four bytes of a word: SHA-1 is big-endian, memory is little-endian. Turned by 8 bits either
  ;; way, two of the bytes are in their new places each time.
  (func $swap_bytes (param $x i32) (result i32)
    (i32.or
      (i32.and (i32.rotl (local.get $x) (i32.const 8)) (i32.const 0x00ff00ff))
      (i32.and (i32.rotr (local.get $x) (i32.const 8)) (i32.const 0xff00ff00))))

  ;; Folds one more value into a checksum. Multiplying by an odd number loses nothing, and the rotation lets
  ;; high bits reach low ones; so two runs agree only when they folded the same values in the same order.
  (func $fold (param $sum i64) (param $value i64) (result i64)
    (i64.mul
      (i64.rotl (i64.xor (local.get $sum) (local.get $value)) (i64.const 23))
      (i64.const 0x9e3779b97f4a7c15)))

  (func $fold_words (param $sum i64) (param $at i32) (param $count i32) (result i64)
    (loop $next
      (local.set $sum (call $fold (local.get $sum) (i64.load32_u (local.get $at))))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (local.set $count (i32.sub (local.get $count) (i32.const 1)))
      (br_if $next (local.get $count)))
    (local.get $sum))

  (func $length (param $text i32) (result i32)
    (local $end i32)
    (local.set $end (local.get $text))
    (loop $next
      (if (i32.load8_u (local.get $end))
        (then
          (local.set $end (i32.add (local.get $end) (i32.const 1)))
          (br $next))))
    (i32.sub (local.get $end) (local.get $text)))

  ;; ---- SHA-1: the compression -----------------------------------------------------------------------------

  ;; The message schedule of one 64-byte block: its 16 words, then 64 more, each the exclusive or of the words
  ;; 3, 8, 14 and 16 places before, turned by one bit. Words are `stride` bytes apart, so that the schedules
  ;; of four chains can lie side by side.
  (func $schedule (param $block i32) (param $to i32) (param $stride i32)
    (local $i i32)
    (local $far i32)
    (loop $next
      (i32.store (local.get $to) (call $swap_bytes (i32.load (i32.add (local.get $block) (local.get $i)))))
      (local.set $to (i32.add (local.get $to) (local.get $stride)))
      (local.set $i (i32.add (local.get $i) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $i) (i32.const 64))))
    (local.set $i (i32.const 64))
    (loop $expand
      (local.set $far (i32.sub (local.get $to) (i32.shl (local.get $stride) (i32.const 3))))
      (i32.store (local.get $to)
        (i32.rotl
          (i32.xor
            (i32.xor
              (i32.load (i32.sub (local.get $to) (i32.mul (local.get $stride) (i32.const 3))))
              (i32.load (local.get $far)))
            (i32.xor
              (i32.load (i32.sub (local.get $far) (i32.mul (local.get $stride) (i32.const 6))))
              (i32.load (i32.sub (local.get $far) (i32.shl (local.get $stride) (i32.const 3))))))
          (i32.const 1)))
      (local.set $to (i32.add (local.get $to) (local.get $stride)))
      (local.set $i (i32.sub (local.get $i) (i32.const 1)))
      (br_if $expand (local.get $i))))

  ;; Adds `value` to the word at `at`.
  (func $add_to (param $at i32) (param $value i32)
    (i32.store (local.get $at) (i32.add (i32.load (local.get $at)) (local.get $value))))

  ;; One block: the five words at `state` go through 80 rounds, four groups of twenty with a function of b, c,
  ;; d and a constant each; the outcome is added to what they were.
  (func $compress (param $state i32) (param $block i32)
    (local $a i32)
    (local $b i32)
    (local $c i32)
    (local $d i32)
    (local $e i32)
    (local $t i32)
    (local $at i32)
    (call $schedule (local.get $block) (i32.const 0x1100) (i32.const 4))
    (local.set $a (i32.load (local.get $state)))
    (local.set $b (i32.load offset=4 (local.get $state)))
    (local.set $c (i32.load offset=8 (local.get $state)))
    (local.set $d (i32.load offset=12 (local.get $state)))
    (local.set $e (i32.load offset=16 (local.get $state)))
    (local.set $at (i32.const 0x1100))
    ;; rounds 0 to 19: b picks c or d
    (loop $round_0
      (local.set $t
        (i32.add
          (i32.add (i32.rotl (local.get $a) (i32.const 5)) (local.get $e))
          (i32.add
            (i32.xor (local.get $d) (i32.and (local.get $b) (i32.xor (local.get $c) (local.get $d))))
            (i32.add (i32.const 0x5a827999) (i32.load (local.get $at))))))
      (local.set $e (local.get $d))
      (local.set $d (local.get $c))
      (local.set $c (i32.rotl (local.get $b) (i32.const 30)))
      (local.set $b (local.get $a))
      (local.set $a (local.get $t))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $round_0 (i32.lt_u (local.get $at) (i32.const 0x1150))))
    ;; rounds 20 to 39: parity
    (loop $round_1
      (local.set $t
        (i32.add
          (i32.add (i32.rotl (local.get $a) (i32.const 5)) (local.get $e))
          (i32.add
            (i32.xor (i32.xor (local.get $b) (local.get $c)) (local.get $d))
            (i32.add (i32.const 0x6ed9eba1) (i32.load (local.get $at))))))
      (local.set $e (local.get $d))
      (local.set $d (local.get $c))
      (local.set $c (i32.rotl (local.get $b) (i32.const 30)))
      (local.set $b (local.get $a))
      (local.set $a (local.get $t))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $round_1 (i32.lt_u (local.get $at) (i32.const 0x11a0))))
    ;; rounds 40 to 59: majority
    (loop $round_2
      (local.set $t
        (i32.add
          (i32.add (i32.rotl (local.get $a) (i32.const 5)) (local.get $e))
          (i32.add
            (i32.or
              (i32.and (local.get $b) (local.get $c))
              (i32.and (local.get $d) (i32.or (local.get $b) (local.get $c))))
            (i32.add (i32.const 0x8f1bbcdc) (i32.load (local.get $at))))))
      (local.set $e (local.get $d))
      (local.set $d (local.get $c))
      (local.set $c (i32.rotl (local.get $b) (i32.const 30)))
      (local.set $b (local.get $a))
      (local.set $a (local.get $t))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $round_2 (i32.lt_u (local.get $at) (i32.const 0x11f0))))
    ;; rounds 60 to 79: parity
    (loop $round_3
      (local.set $t
        (i32.add
          (i32.add (i32.rotl (local.get $a) (i32.const 5)) (local.get $e))
          (i32.add
            (i32.xor (i32.xor (local.get $b) (local.get $c)) (local.get $d))
            (i32.add (i32.const 0xca62c1d6) (i32.load (local.get $at))))))
      (local.set $e (local.get $d))
      (local.set $d (local.get $c))
      (local.set $c (i32.rotl (local.get $b) (i32.const 30)))
      (local.set $b (local.get $a))
      (local.set $a (local.get $t))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $round_3 (i32.lt_u (local.get $at) (i32.const 0x1240))))
    (call $add_to (local.get $state) (local.get $a))
    (call $add_to (i32.add (local.get $state) (i32.const 4)) (local.get $b))
    (call $add_to (i32.add (local.get $state) (i32.const 8)) (local.get $c))
    (call $add_to (i32.add (local.get $state) (i32.const 12)) (local.get $d))
    (call $add_to (i32.add (local.get $state) (i32.const 16)) (local.get $e)))

  ;; ---- SHA-1: messages ------------------------------------------------------------------------------------

  ;; A context is 128 bytes:
  ;;    0   the five words of state
  ;;   24   bytes fed so far (i64)
  ;;   64   the bytes of a block that is not yet full; their number is the count modulo 64

  (func $sha1_start (param $context i32)
    (i32.store (local.get $context) (i32.const 0x67452301))
    (i32.store offset=4 (local.get $context) (i32.const 0xefcdab89))
    (i32.store offset=8 (local.get $context) (i32.const 0x98badcfe))
    (i32.store offset=12 (local.get $context) (i32.const 0x10325476))
    (i32.store offset=16 (local.get $context) (i32.const 0xc3d2e1f0))
    (i64.store offset=24 (local.get $context) (i64.const 0)))

  ;; Feeds `len` bytes. Whole blocks are compressed where they lie; only a beginning or an end is copied.
  (func $sha1_feed (param $context i32) (param $at i32) (param $len i32)
    (local $held i32)
    (local $room i32)
    (local.set $held (i32.and (i32.load offset=24 (local.get $context)) (i32.const 63)))
    (i64.store offset=24 (local.get $context)
      (i64.add (i64.load offset=24 (local.get $context)) (i64.extend_i32_u (local.get $len))))
    (if (local.get $held)
      (then
        (local.set $room (i32.sub (i32.const 64) (local.get $held)))
        (if (i32.lt_u (local.get $len) (local.get $room))
          (then (local.set $room (local.get $len))))
        (memory.copy
          (i32.add (i32.add (local.get $context) (i32.const 64)) (local.get $held))
          (local.get $at)
          (local.get $room))
        (local.set $at (i32.add (local.get $at) (local.get $room)))
        (local.set $len (i32.sub (local.get $len) (local.get $room)))
        (if (i32.ne (i32.add (local.get $held) (local.get $room)) (i32.const 64))
          (then (return)))
        (call $compress (local.get $context) (i32.add (local.get $context) (i32.const 64)))))
    (loop $next_block
      (if (i32.ge_u (local.get $len) (i32.const 64))
        (then
          (call $compress (local.get $context) (local.get $at))
          (local.set $at (i32.add (local.get $at) (i32.const 64)))
          (local.set $len (i32.sub (local.get $len) (i32.const 64)))
          (br $next_block))))
    (memory.copy (i32.add (local.get $context) (i32.const 64)) (local.get $at) (local.get $len)))

  ;; Pads the message (a one bit, zeros, and its length in bits as the last eight bytes of a block) and writes
  ;; the 20 bytes of the digest.
  (func $sha1_finish (param $context i32) (param $digest i32)
    (local $held i32)
    (local $i i32)
    (local.set $held (i32.and (i32.load offset=24 (local.get $context)) (i32.const 63)))
    (i32.store8 offset=64 (i32.add (local.get $context) (local.get $held)) (i32.const 0x80))
    (local.set $held (i32.add (local.get $held) (i32.const 1)))
    (if (i32.gt_u (local.get $held) (i32.const 56))
      (then
        ;; no room for the length: this block ends in zeros, and another follows
        (memory.fill
          (i32.add (i32.add (local.get $context) (i32.const 64)) (local.get $held))
          (i32.const 0)
          (i32.sub (i32.const 64) (local.get $held)))
        (call $compress (local.get $context) (i32.add (local.get $context) (i32.const 64)))
        (local.set $held (i32.const 0))))
    (memory.fill
      (i32.add (i32.add (local.get $context) (i32.const 64)) (local.get $held))
      (i32.const 0)
      (i32.sub (i32.const 56) (local.get $held)))
    (i32.store offset=120 (local.get $context)
      (call $swap_bytes
        (i32.wrap_i64 (i64.shr_u (i64.load offset=24 (local.get $context)) (i64.const 29)))))
    (i32.store offset=124 (local.get $context)
      (call $swap_bytes
        (i32.wrap_i64 (i64.shl (i64.load offset=24 (local.get $context)) (i64.const 3)))))
    (call $compress (local.get $context) (i32.add (local.get $context) (i32.const 64)))
    (loop $next
      (i32.store
        (i32.add (local.get $digest) (local.get $i))
        (call $swap_bytes (i32.load (i32.add (local.get $context) (local.get $i)))))
      (local.set $i (i32.add (local.get $i) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $i) (i32.const 20)))))

  ;; The digest of `len` bytes, to 0x1b00.
  (func $sha1 (param $at i32) (param $len i32)
    (call $sha1_start (i32.const 0x1000))
    (call $sha1_feed (i32.const 0x1000) (local.get $at) (local.get $len))
    (call $sha1_finish (i32.const 0x1000) (i32.const 0x1b00)))

  ;; The digest of a million times the letter a, fed in pieces of changing length, so that blocks begin and
  ;; end at every offset.
  (func $sha1_of_a_million
    (local $left i32)
    (local $piece i32)
    (memory.fill (i32.const 0x10000) (i32.const 97) (i32.const 1024))
    (call $sha1_start (i32.const 0x1000))
    (local.set $left (i32.const 1000000))
    (loop $next
      (local.set $piece (i32.add (i32.rem_u (local.get $left) (i32.const 1021)) (i32.const 1)))
      (if (i32.gt_u (local.get $piece) (local.get $left))
        (then (local.set $piece (local.get $left))))
      (call $sha1_feed (i32.const 0x1000) (i32.const 0x10000) (local.get $piece))
      (local.set $left (i32.sub (local.get $left) (local.get $piece)))
      (br_if $next (local.get $left)))
    (call $sha1_finish (i32.const 0x1000) (i32.const 0x1b00)))

  ;; ---- Four chains in lock step ---------------------------------------------------------------------------

  ;; One block for each of four chains. The chains are called w, x, y and z; their states are five words each
  ;; at 0x1900. No chain reads another's words, so a machine that starts several instructions at once can
  ;; overlap them, and a compiler has twenty values to keep at hand instead of five.
  (func $compress_four (param $block_w i32) (param $block_x i32) (param $block_y i32) (param $block_z i32)
    (local $wa i32) (local $wb i32) (local $wc i32) (local $wd i32) (local $we i32)
    (local $xa i32) (local $xb i32) (local $xc i32) (local $xd i32) (local $xe i32)
    (local $ya i32) (local $yb i32) (local $yc i32) (local $yd i32) (local $ye i32)
    (local $za i32) (local $zb i32) (local $zc i32) (local $zd i32) (local $ze i32)
    (local $t i32)
    (local $at i32)
    (call $schedule (local.get $block_w) (i32.const 0x1300) (i32.const 16))
    (call $schedule (local.get $block_x) (i32.const 0x1304) (i32.const 16))
    (call $schedule (local.get $block_y) (i32.const 0x1308) (i32.const 16))
    (call $schedule (local.get $block_z) (i32.const 0x130c) (i32.const 16))
    (local.set $wa (i32.load (i32.const 0x1900)))
    (local.set $wb (i32.load (i32.const 0x1904)))
    (local.set $wc (i32.load (i32.const 0x1908)))
    (local.set $wd (i32.load (i32.const 0x190c)))
    (local.set $we (i32.load (i32.const 0x1910)))
    (local.set $xa (i32.load (i32.const 0x1914)))
    (local.set $xb (i32.load (i32.const 0x1918)))
    (local.set $xc (i32.load (i32.const 0x191c)))
    (local.set $xd (i32.load (i32.const 0x1920)))
    (local.set $xe (i32.load (i32.const 0x1924)))
    (local.set $ya (i32.load (i32.const 0x1928)))
    (local.set $yb (i32.load (i32.const 0x192c)))
    (local.set $yc (i32.load (i32.const 0x1930)))
    (local.set $yd (i32.load (i32.const 0x1934)))
    (local.set $ye (i32.load (i32.const 0x1938)))
    (local.set $za (i32.load (i32.const 0x193c)))
    (local.set $zb (i32.load (i32.const 0x1940)))
    (local.set $zc (i32.load (i32.const 0x1944)))
    (local.set $zd (i32.load (i32.const 0x1948)))
    (local.set $ze (i32.load (i32.const 0x194c)))
    (local.set $at (i32.const 0x1300))
    ;; rounds 0 to 19: b picks c or d
    (loop $round_0
      (local.set $t
        (i32.add
          (i32.add (i32.rotl (local.get $wa) (i32.const 5)) (local.get $we))
          (i32.add
            (i32.xor (local.get $wd) (i32.and (local.get $wb) (i32.xor (local.get $wc) (local.get $wd))))
            (i32.add (i32.const 0x5a827999) (i32.load (local.get $at))))))
      (local.set $we (local.get $wd))
      (local.set $wd (local.get $wc))
      (local.set $wc (i32.rotl (local.get $wb) (i32.const 30)))
      (local.set $wb (local.get $wa))
      (local.set $wa (local.get $t))
      (local.set $t
        (i32.add
          (i32.add (i32.rotl (local.get $xa) (i32.const 5)) (local.get $xe))
          (i32.add
            (i32.xor (local.get $xd) (i32.and (local.get $xb) (i32.xor (local.get $xc) (local.get $xd))))
            (i32.add (i32.const 0x5a827999) (i32.load offset=4 (local.get $at))))))
      (local.set $xe (local.get $xd))
      (local.set $xd (local.get $xc))
      (local.set $xc (i32.rotl (local.get $xb) (i32.const 30)))
      (local.set $xb (local.get $xa))
      (local.set $xa (local.get $t))
      (local.set $t
        (i32.add
          (i32.add (i32.rotl (local.get $ya) (i32.const 5)) (local.get $ye))
          (i32.add
            (i32.xor (local.get $yd) (i32.and (local.get $yb) (i32.xor (local.get $yc) (local.get $yd))))
            (i32.add (i32.const 0x5a827999) (i32.load offset=8 (local.get $at))))))
      (local.set $ye (local.get $yd))
      (local.set $yd (local.get $yc))
      (local.set $yc (i32.rotl (local.get $yb) (i32.const 30)))
      (local.set $yb (local.get $ya))
      (local.set $ya (local.get $t))
      (local.set $t
        (i32.add
          (i32.add (i32.rotl (local.get $za) (i32.const 5)) (local.get $ze))
          (i32.add
            (i32.xor (local.get $zd) (i32.and (local.get $zb) (i32.xor (local.get $zc) (local.get $zd))))
            (i32.add (i32.const 0x5a827999) (i32.load offset=12 (local.get $at))))))
      (local.set $ze (local.get $zd))
      (local.set $zd (local.get $zc))
      (local.set $zc (i32.rotl (local.get $zb) (i32.const 30)))
      (local.set $zb (local.get $za))
      (local.set $za (local.get $t))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $round_0 (i32.lt_u (local.get $at) (i32.const 0x1440))))
    ;; rounds 20 to 39: parity
    (loop $round_1
      (local.set $t
        (i32.add
          (i32.add (i32.rotl (local.get $wa) (i32.const 5)) (local.get $we))
          (i32.add
            (i32.xor (i32.xor (local.get $wb) (local.get $wc)) (local.get $wd))
            (i32.add (i32.const 0x6ed9eba1) (i32.load (local.get $at))))))
      (local.set $we (local.get $wd))
      (local.set $wd (local.get $wc))
      (local.set $wc (i32.rotl (local.get $wb) (i32.const 30)))
      (local.set $wb (local.get $wa))
      (local.set $wa (local.get $t))
      (local.set $t
        (i32.add
          (i32.add (i32.rotl (local.get $xa) (i32.const 5)) (local.get $xe))
          (i32.add
            (i32.xor (i32.xor (local.get $xb) (local.get $xc)) (local.get $xd))
            (i32.add (i32.const 0x6ed9eba1) (i32.load offset=4 (local.get $at))))))
      (local.set $xe (local.get $xd))
      (local.set $xd (local.get $xc))
      (local.set $xc (i32.rotl (local.get $xb) (i32.const 30)))
      (local.set $xb (local.get $xa))
      (local.set $xa (local.get $t))
      (local.set $t
        (i32.add
          (i32.add (i32.rotl (local.get $ya) (i32.const 5)) (local.get $ye))
          (i32.add
            (i32.xor (i32.xor (local.get $yb) (local.get $yc)) (local.get $yd))
            (i32.add (i32.const 0x6ed9eba1) (i32.load offset=8 (local.get $at))))))
      (local.set $ye (local.get $yd))
      (local.set $yd (local.get $yc))
      (local.set $yc (i32.rotl (local.get $yb) (i32.const 30)))
      (local.set $yb (local.get $ya))
      (local.set $ya (local.get $t))
      (local.set $t
        (i32.add
          (i32.add (i32.rotl (local.get $za) (i32.const 5)) (local.get $ze))
          (i32.add
            (i32.xor (i32.xor (local.get $zb) (local.get $zc)) (local.get $zd))
            (i32.add (i32.const 0x6ed9eba1) (i32.load offset=12 (local.get $at))))))
      (local.set $ze (local.get $zd))
      (local.set $zd (local.get $zc))
      (local.set $zc (i32.rotl (local.get $zb) (i32.const 30)))
      (local.set $zb (local.get $za))
      (local.set $za (local.get $t))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $round_1 (i32.lt_u (local.get $at) (i32.const 0x1580))))
    ;; rounds 40 to 59: majority
    (loop $round_2
      (local.set $t
        (i32.add
          (i32.add (i32.rotl (local.get $wa) (i32.const 5)) (local.get $we))
          (i32.add
            (i32.or
              (i32.and (local.get $wb) (local.get $wc))
              (i32.and (local.get $wd) (i32.or (local.get $wb) (local.get $wc))))
            (i32.add (i32.const 0x8f1bbcdc) (i32.load (local.get $at))))))
      (local.set $we (local.get $wd))
      (local.set $wd (local.get $wc))
      (local.set $wc (i32.rotl (local.get $wb) (i32.const 30)))
      (local.set $wb (local.get $wa))
      (local.set $wa (local.get $t))
      (local.set $t
        (i32.add
          (i32.add (i32.rotl (local.get $xa) (i32.const 5)) (local.get $xe))
          (i32.add
            (i32.or
              (i32.and (local.get $xb) (local.get $xc))
              (i32.and (local.get $xd) (i32.or (local.get $xb) (local.get $xc))))
            (i32.add (i32.const 0x8f1bbcdc) (i32.load offset=4 (local.get $at))))))
      (local.set $xe (local.get $xd))
      (local.set $xd (local.get $xc))
      (local.set $xc (i32.rotl (local.get $xb) (i32.const 30)))
      (local.set $xb (local.get $xa))
      (local.set $xa (local.get $t))
      (local.set $t
        (i32.add
          (i32.add (i32.rotl (local.get $ya) (i32.const 5)) (local.get $ye))
          (i32.add
            (i32.or
              (i32.and (local.get $yb) (local.get $yc))
              (i32.and (local.get $yd) (i32.or (local.get $yb) (local.get $yc))))
            (i32.add (i32.const 0x8f1bbcdc) (i32.load offset=8 (local.get $at))))))
      (local.set $ye (local.get $yd))
      (local.set $yd (local.get $yc))
      (local.set $yc (i32.rotl (local.get $yb) (i32.const 30)))
      (local.set $yb (local.get $ya))
      (local.set $ya (local.get $t))
      (local.set $t
        (i32.add
          (i32.add (i32.rotl (local.get $za) (i32.const 5)) (local.get $ze))
          (i32.add
            (i32.or
              (i32.and (local.get $zb) (local.get $zc))
              (i32.and (local.get $zd) (i32.or (local.get $zb) (local.get $zc))))
            (i32.add (i32.const 0x8f1bbcdc) (i32.load offset=12 (local.get $at))))))
      (local.set $ze (local.get $zd))
      (local.set $zd (local.get $zc))
      (local.set $zc (i32.rotl (local.get $zb) (i32.const 30)))
      (local.set $zb (local.get $za))
      (local.set $za (local.get $t))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $round_2 (i32.lt_u (local.get $at) (i32.const 0x16c0))))
    ;; rounds 60 to 79: parity
    (loop $round_3
      (local.set $t
        (i32.add
          (i32.add (i32.rotl (local.get $wa) (i32.const 5)) (local.get $we))
          (i32.add
            (i32.xor (i32.xor (local.get $wb) (local.get $wc)) (local.get $wd))
            (i32.add (i32.const 0xca62c1d6) (i32.load (local.get $at))))))
      (local.set $we (local.get $wd))
      (local.set $wd (local.get $wc))
      (local.set $wc (i32.rotl (local.get $wb) (i32.const 30)))
      (local.set $wb (local.get $wa))
      (local.set $wa (local.get $t))
      (local.set $t
        (i32.add
          (i32.add (i32.rotl (local.get $xa) (i32.const 5)) (local.get $xe))
          (i32.add
            (i32.xor (i32.xor (local.get $xb) (local.get $xc)) (local.get $xd))
            (i32.add (i32.const 0xca62c1d6) (i32.load offset=4 (local.get $at))))))
      (local.set $xe (local.get $xd))
      (local.set $xd (local.get $xc))
      (local.set $xc (i32.rotl (local.get $xb) (i32.const 30)))
      (local.set $xb (local.get $xa))
      (local.set $xa (local.get $t))
      (local.set $t
        (i32.add
          (i32.add (i32.rotl (local.get $ya) (i32.const 5)) (local.get $ye))
          (i32.add
            (i32.xor (i32.xor (local.get $yb) (local.get $yc)) (local.get $yd))
            (i32.add (i32.const 0xca62c1d6) (i32.load offset=8 (local.get $at))))))
      (local.set $ye (local.get $yd))
      (local.set $yd (local.get $yc))
      (local.set $yc (i32.rotl (local.get $yb) (i32.const 30)))
      (local.set $yb (local.get $ya))
      (local.set $ya (local.get $t))
      (local.set $t
        (i32.add
          (i32.add (i32.rotl (local.get $za) (i32.const 5)) (local.get $ze))
          (i32.add
            (i32.xor (i32.xor (local.get $zb) (local.get $zc)) (local.get $zd))
            (i32.add (i32.const 0xca62c1d6) (i32.load offset=12 (local.get $at))))))
      (local.set $ze (local.get $zd))
      (local.set $zd (local.get $zc))
      (local.set $zc (i32.rotl (local.get $zb) (i32.const 30)))
      (local.set $zb (local.get $za))
      (local.set $za (local.get $t))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $round_3 (i32.lt_u (local.get $at) (i32.const 0x1800))))
    (call $add_to (i32.const 0x1900) (local.get $wa))
    (call $add_to (i32.const 0x1904) (local.get $wb))
    (call $add_to (i32.const 0x1908) (local.get $wc))
    (call $add_to (i32.const 0x190c) (local.get $wd))
    (call $add_to (i32.const 0x1910) (local.get $we))
    (call $add_to (i32.const 0x1914) (local.get $xa))
    (call $add_to (i32.const 0x1918) (local.get $xb))
    (call $add_to (i32.const 0x191c) (local.get $xc))
    (call $add_to (i32.const 0x1920) (local.get $xd))
    (call $add_to (i32.const 0x1924) (local.get $xe))
    (call $add_to (i32.const 0x1928) (local.get $ya))
    (call $add_to (i32.const 0x192c) (local.get $yb))
    (call $add_to (i32.const 0x1930) (local.get $yc))
    (call $add_to (i32.const 0x1934) (local.get $yd))
    (call $add_to (i32.const 0x1938) (local.get $ye))
    (call $add_to (i32.const 0x193c) (local.get $za))
    (call $add_to (i32.const 0x1940) (local.get $zb))
    (call $add_to (i32.const 0x1944) (local.get $zc))
    (call $add_to (i32.const 0x1948) (local.get $zd))
    (call $add_to (i32.const 0x194c) (local.get $ze)))

  ;; The chains start from SHA-1's five words turned by 0, 1, 2 and 3 bits: the first chain alone starts as
  ;; SHA-1 does.
  (func $start_chains (param $states i32)
    (local $bits i32)
    (loop $next
      (i32.store (local.get $states) (i32.rotl (i32.const 0x67452301) (local.get $bits)))
      (i32.store offset=4 (local.get $states) (i32.rotl (i32.const 0xefcdab89) (local.get $bits)))
      (i32.store offset=8 (local.get $states) (i32.rotl (i32.const 0x98badcfe) (local.get $bits)))
      (i32.store offset=12 (local.get $states) (i32.rotl (i32.const 0x10325476) (local.get $bits)))
      (i32.store offset=16 (local.get $states) (i32.rotl (i32.const 0xc3d2e1f0) (local.get $bits)))
      (local.set $states (i32.add (local.get $states) (i32.const 20)))
      (local.set $bits (i32.add (local.get $bits) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $bits) (i32.const 4)))))

  ;; The block that chain number `chain` takes in turn `turn`: each chain walks round its own quarter of the
  ;; 256 KiB of data (1,024 blocks).
  (func $block_of (param $chain i32) (param $turn i32) (result i32)
    (i32.add
      (i32.add (i32.const 0x10000) (i32.shl (local.get $chain) (i32.const 16)))
      (i32.shl (i32.and (local.get $turn) (i32.const 1023)) (i32.const 6))))

  ;; `turns` blocks for each of the four chains; the fold of their 20 words.
  (func $chains (export "chains") (param $turns i32) (result i64)
    (local $turn i32)
    (call $fill_data)
    (call $start_chains (i32.const 0x1900))
    (loop $next
      (call $compress_four
        (call $block_of (i32.const 0) (local.get $turn))
        (call $block_of (i32.const 1) (local.get $turn))
        (call $block_of (i32.const 2) (local.get $turn))
        (call $block_of (i32.const 3) (local.get $turn)))
      (local.set $turn (i32.add (local.get $turn) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $turn) (local.get $turns))))
    (call $fold_words (i64.const 0) (i32.const 0x1900) (i32.const 20)))

  ;; The same chains one after the other, by the ordinary compression, to 0x1a00; for the self-check.
  (func $chains_one_by_one (param $turns i32) (result i64)
    (local $chain i32)
    (local $turn i32)
    (call $start_chains (i32.const 0x1a00))
    (loop $next_chain
      (local.set $turn (i32.const 0))
      (loop $next
        (call $compress
          (i32.add (i32.const 0x1a00) (i32.mul (local.get $chain) (i32.const 20)))
          (call $block_of (local.get $chain) (local.get $turn)))
        (local.set $turn (i32.add (local.get $turn) (i32.const 1)))
        (br_if $next (i32.lt_u (local.get $turn) (local.get $turns))))
      (local.set $chain (i32.add (local.get $chain) (i32.const 1)))
      (br_if $next_chain (i32.lt_u (local.get $chain) (i32.const 4))))
    (call $fold_words (i64.const 0) (i32.const 0x1a00) (i32.const 20)))

  ;; 256 KiB of words from Marsaglia's xorshift32 generator (shifts 13, 17, 5; his seed).
  (func $fill_data
    (local $at i32)
    (local $x i32)
    (local.set $at (i32.const 0x10000))
    (local.set $x (i32.const 2463534242))
    (loop $next
      (local.set $x (i32.xor (local.get $x) (i32.shl (local.get $x) (i32.const 13))))
      (local.set $x (i32.xor (local.get $x) (i32.shr_u (local.get $x) (i32.const 17))))
      (local.set $x (i32.xor (local.get $x) (i32.shl (local.get $x) (i32.const 5))))
      (i32.store (local.get $at) (local.get $x))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $at) (i32.const 0x50000)))))

  ;; ---- HMAC and PBKDF2 ------------------------------------------------------------------------------------

  ;; HMAC(key, message) = H((key ^ opad) H((key ^ ipad) message)). The two padded keys are one block each, so
  ;; the contexts that have taken them in can be kept and every further HMAC under the same key begins from
  ;; there.
  (func $hmac_key (param $key i32) (param $len i32)
    (memory.fill (i32.const 0x1b60) (i32.const 0) (i32.const 64))
    (if (i32.gt_u (local.get $len) (i32.const 64))
      (then
        (call $sha1 (local.get $key) (local.get $len))
        (memory.copy (i32.const 0x1b60) (i32.const 0x1b00) (i32.const 20)))
      (else (memory.copy (i32.const 0x1b60) (local.get $key) (local.get $len))))
    (call $xor_key (i64.const 0x3636363636363636))
    (call $sha1_start (i32.const 0x1800))
    (call $sha1_feed (i32.const 0x1800) (i32.const 0x1b60) (i32.const 64))
    ;; from key ^ ipad to key ^ opad
    (call $xor_key (i64.xor (i64.const 0x3636363636363636) (i64.const 0x5c5c5c5c5c5c5c5c)))
    (call $sha1_start (i32.const 0x1880))
    (call $sha1_feed (i32.const 0x1880) (i32.const 0x1b60) (i32.const 64)))

  (func $xor_key (param $pad i64)
    (local $at i32)
    (local.set $at (i32.const 0x1b60))
    (loop $next
      (i64.store (local.get $at) (i64.xor (i64.load (local.get $at)) (local.get $pad)))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $at) (i32.const 0x1ba0)))))

  ;; The HMAC of a message under the key last set, to 0x1b20 (which may be the message itself).
  (func $hmac (param $at i32) (param $len i32)
    (memory.copy (i32.const 0x1080) (i32.const 0x1800) (i32.const 128))
    (call $sha1_feed (i32.const 0x1080) (local.get $at) (local.get $len))
    (call $sha1_finish (i32.const 0x1080) (i32.const 0x1b20))
    (memory.copy (i32.const 0x1080) (i32.const 0x1880) (i32.const 128))
    (call $sha1_feed (i32.const 0x1080) (i32.const 0x1b20) (i32.const 20))
    (call $sha1_finish (i32.const 0x1080) (i32.const 0x1b20)))

  ;; The first 20 bytes of PBKDF2(password, salt), to 0x1b40: the exclusive or of HMAC(salt and block number),
  ;; HMAC of that, HMAC of that, and so on.
  (func $pbkdf2 (param $iterations i32)
    (local $i i32)
    (call $hmac_key (i32.const 0x9e0) (i32.const 8))
    (call $hmac (i32.const 0x9f0) (i32.const 8))
    (memory.copy (i32.const 0x1b40) (i32.const 0x1b20) (i32.const 20))
    (block $done
      (loop $next
        (local.set $iterations (i32.sub (local.get $iterations) (i32.const 1)))
        (br_if $done (i32.eqz (local.get $iterations)))
        (call $hmac (i32.const 0x1b20) (i32.const 20))
        (local.set $i (i32.const 0))
        (loop $xor
          (i32.store offset=0x1b40 (local.get $i)
            (i32.xor
              (i32.load offset=0x1b40 (local.get $i))
              (i32.load offset=0x1b20 (local.get $i))))
          (local.set $i (i32.add (local.get $i) (i32.const 4)))
          (br_if $xor (i32.lt_u (local.get $i) (i32.const 20))))
        (br $next))))

  ;; ---- ChaCha20 -------------------------------------------------------------------------------------------

  ;; The quarter round as a function of four words with four results: no memory in it at all.
  (func $quarter_round (param $a i32) (param $b i32) (param $c i32) (param $d i32) (result i32 i32 i32 i32)
    (local.set $a (i32.add (local.get $a) (local.get $b)))
    (local.set $d (i32.rotl (i32.xor (local.get $d) (local.get $a)) (i32.const 16)))
    (local.set $c (i32.add (local.get $c) (local.get $d)))
    (local.set $b (i32.rotl (i32.xor (local.get $b) (local.get $c)) (i32.const 12)))
    (local.set $a (i32.add (local.get $a) (local.get $b)))
    (local.set $d (i32.rotl (i32.xor (local.get $d) (local.get $a)) (i32.const 8)))
    (local.set $c (i32.add (local.get $c) (local.get $d)))
    (local.set $b (i32.rotl (i32.xor (local.get $b) (local.get $c)) (i32.const 7)))
    (local.get $a)
    (local.get $b)
    (local.get $c)
    (local.get $d))

  ;; A quarter round on four words of the block: their offsets from 0x1c40.
  (func $quarter_round_at (param $a i32) (param $b i32) (param $c i32) (param $d i32)
    (local $new_a i32)
    (local $new_b i32)
    (local $new_c i32)
    (local $new_d i32)
    (call $quarter_round
      (i32.load offset=0x1c40 (local.get $a))
      (i32.load offset=0x1c40 (local.get $b))
      (i32.load offset=0x1c40 (local.get $c))
      (i32.load offset=0x1c40 (local.get $d)))
    ;; the last result is on top
    (local.set $new_d)
    (local.set $new_c)
    (local.set $new_b)
    (local.set $new_a)
    (i32.store offset=0x1c40 (local.get $a) (local.get $new_a))
    (i32.store offset=0x1c40 (local.get $b) (local.get $new_b))
    (i32.store offset=0x1c40 (local.get $c) (local.get $new_c))
    (i32.store offset=0x1c40 (local.get $d) (local.get $new_d)))

  ;; One block of keystream: ten double rounds over the 4 x 4 words, columns and then diagonals; then the
  ;; words it began with are added.
  (func $chacha_block
    (local $rounds i32)
    (local $i i32)
    (memory.copy (i32.const 0x1c40) (i32.const 0x1c00) (i32.const 64))
    (local.set $rounds (i32.const 10))
    (loop $double_round
      (call $quarter_round_at (i32.const 0) (i32.const 16) (i32.const 32) (i32.const 48))
      (call $quarter_round_at (i32.const 4) (i32.const 20) (i32.const 36) (i32.const 52))
      (call $quarter_round_at (i32.const 8) (i32.const 24) (i32.const 40) (i32.const 56))
      (call $quarter_round_at (i32.const 12) (i32.const 28) (i32.const 44) (i32.const 60))
      (call $quarter_round_at (i32.const 0) (i32.const 20) (i32.const 40) (i32.const 60))
      (call $quarter_round_at (i32.const 4) (i32.const 24) (i32.const 44) (i32.const 48))
      (call $quarter_round_at (i32.const 8) (i32.const 28) (i32.const 32) (i32.const 52))
      (call $quarter_round_at (i32.const 12) (i32.const 16) (i32.const 36) (i32.const 56))
      (local.set $rounds (i32.sub (local.get $rounds) (i32.const 1)))
      (br_if $double_round (local.get $rounds)))
    (loop $next
      (call $add_to (i32.add (i32.const 0x1c40) (local.get $i)) (i32.load offset=0x1c00 (local.get $i)))
      (local.set $i (i32.add (local.get $i) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $i) (i32.const 64)))))

  ;; `blocks` blocks under the RFC's example key, from counter 1 on; the fold of their words.
  (func $chacha (export "chacha") (param $blocks i32) (result i64)
    (local $sum i64)
    (memory.copy (i32.const 0x1c00) (i32.const 0xa90) (i32.const 64))
    (loop $next
      (call $chacha_block)
      (local.set $sum (call $fold_words (local.get $sum) (i32.const 0x1c40) (i32.const 16)))
      (call $add_to (i32.const 0x1c30) (i32.const 1))
      (local.set $blocks (i32.sub (local.get $blocks) (i32.const 1)))
      (br_if $next (local.get $blocks)))
    (local.get $sum))

  ;; ---- The timed work -------------------------------------------------------------------------------------

  (func $run (export "run") (result i64)
    (local $sum i64)
    (local.set $sum (call $chains (i32.const 12000)))
    (call $sha1 (i32.const 0x10000) (i32.const 262144))
    (local.set $sum (call $fold_words (local.get $sum) (i32.const 0x1b00) (i32.const 5)))
    (call $pbkdf2 (i32.const 5000))
    (local.set $sum (call $fold_words (local.get $sum) (i32.const 0x1b40) (i32.const 5)))
    (call $fold (local.get $sum) (call $chacha (i32.const 20000))))

  ;; ---- Self-check -----------------------------------------------------------------------------------------

  (func $hex_digit (param $value i32) (result i32)
    ;; '0' is 48; the letters start 39 beyond where the digits end
    (i32.add
      (i32.add (local.get $value) (i32.const 48))
      (select (i32.const 39) (i32.const 0) (i32.gt_u (local.get $value) (i32.const 9)))))

  ;; Whether the 20 bytes at `digest` are what the 40 digits at `hex` say.
  (func $digest_is (param $digest i32) (param $hex i32) (result i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $digest) (i32.const 20)))
    (loop $next
      (if (i32.ne
            (i32.load8_u (local.get $hex))
            (call $hex_digit (i32.shr_u (i32.load8_u (local.get $digest)) (i32.const 4))))
        (then (return (i32.const 0))))
      (if (i32.ne
            (i32.load8_u offset=1 (local.get $hex))
            (call $hex_digit (i32.and (i32.load8_u (local.get $digest)) (i32.const 15))))
        (then (return (i32.const 0))))
      (local.set $hex (i32.add (local.get $hex) (i32.const 2)))
      (local.set $digest (i32.add (local.get $digest) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $digest) (local.get $end))))
    (i32.const 1))

  (func $check (export "check") (result i32)
    (local $i i32)
    ;; 1 to 4: the examples of FIPS 180-4.
    (call $sha1 (i32.const 0) (i32.const 0))
    (if (i32.eqz (call $digest_is (i32.const 0x1b00) (i32.const 0x850))) (then (return (i32.const 1))))
    (call $sha1 (i32.const 0x800) (i32.const 3))
    (if (i32.eqz (call $digest_is (i32.const 0x1b00) (i32.const 0x880))) (then (return (i32.const 2))))
    (call $sha1 (i32.const 0x810) (i32.const 56))
    (if (i32.eqz (call $digest_is (i32.const 0x1b00) (i32.const 0x8b0))) (then (return (i32.const 3))))
    (call $sha1_of_a_million)
    (if (i32.eqz (call $digest_is (i32.const 0x1b00) (i32.const 0x8e0))) (then (return (i32.const 4))))

    ;; 5: RFC 2202, a short key and one longer than a block.
    (call $hmac_key (i32.const 0x910) (i32.const 4))
    (call $hmac (i32.const 0x920) (i32.const 28))
    (if (i32.eqz (call $digest_is (i32.const 0x1b20) (i32.const 0x940))) (then (return (i32.const 5))))
    (memory.fill (i32.const 0x10000) (i32.const 0xaa) (i32.const 80))
    (call $hmac_key (i32.const 0x10000) (i32.const 80))
    (call $hmac (i32.const 0x970) (call $length (i32.const 0x970)))
    (if (i32.eqz (call $digest_is (i32.const 0x1b20) (i32.const 0x9b0))) (then (return (i32.const 5))))

    ;; 6: RFC 6070.
    (call $pbkdf2 (i32.const 1))
    (if (i32.eqz (call $digest_is (i32.const 0x1b40) (i32.const 0xa00))) (then (return (i32.const 6))))
    (call $pbkdf2 (i32.const 2))
    (if (i32.eqz (call $digest_is (i32.const 0x1b40) (i32.const 0xa30))) (then (return (i32.const 6))))
    (call $pbkdf2 (i32.const 4096))
    (if (i32.eqz (call $digest_is (i32.const 0x1b40) (i32.const 0xa60))) (then (return (i32.const 6))))

    ;; 7: four chains in lock step end where they end one by one.
    (if (i64.ne (call $chains (i32.const 100)) (call $chains_one_by_one (i32.const 100)))
      (then (return (i32.const 7))))

    ;; 8: RFC 8439's block; `chacha` leaves its last block at 0x1c40.
    (drop (call $chacha (i32.const 1)))
    (loop $next
      (if (i64.ne (i64.load offset=0x1c40 (local.get $i)) (i64.load offset=0xad0 (local.get $i)))
        (then (return (i32.const 8))))
      (local.set $i (i32.add (local.get $i) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $i) (i32.const 64))))

    ;; 9: rotations: 32 turns by one bit are none, left undoes right, and swapping bytes twice is nothing.
    (loop $turn
      (if (i32.ne
            (i32.rotl (i32.rotr (i32.const 0x12345679) (local.get $i)) (local.get $i))
            (i32.const 0x12345679))
        (then (return (i32.const 9))))
      (if (i32.ne
            (i32.rotl (i32.const 0x12345679) (local.get $i))
            (i32.rotr (i32.const 0x12345679) (i32.sub (i32.const 32) (local.get $i))))
        (then (return (i32.const 9))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $turn (i32.lt_u (local.get $i) (i32.const 100))))
    (if (i32.ne (call $swap_bytes (call $swap_bytes (i32.const 0x12345679))) (i32.const 0x12345679))
      (then (return (i32.const 9))))
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
    (local.set $left (i32.const 16))
    (loop $next
      (local.set $n (i64.rotl (local.get $n) (i64.const 4)))
      (call $put_byte (call $hex_digit (i32.and (i32.wrap_i64 (local.get $n)) (i32.const 15))))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br_if $next (local.get $left))))

  ;; ---- The program ----------------------------------------------------------------------------------------

  ;; A label and the 20 bytes of a digest.
  (func $show_digest (param $label i32) (param $digest i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $digest) (i32.const 20)))
    (call $put_text (local.get $label))
    (loop $next
      (call $put_byte (call $hex_digit (i32.shr_u (i32.load8_u (local.get $digest)) (i32.const 4))))
      (call $put_byte (call $hex_digit (i32.and (i32.load8_u (local.get $digest)) (i32.const 15))))
      (local.set $digest (i32.add (local.get $digest) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $digest) (local.get $end))))
    (call $newline))

  ;; A label and a checksum.
  (func $show (param $label i32) (param $checksum i64)
    (call $put_text (local.get $label))
    (call $put_hex (local.get $checksum))
    (call $newline))

  (func $start (export "_start")
    (local $failed i32)
    (call $put_text (i32.const 0x100))
    (call $sha1 (i32.const 0) (i32.const 0))
    (call $show_digest (i32.const 0x120) (i32.const 0x1b00))
    (call $sha1 (i32.const 0x800) (i32.const 3))
    (call $show_digest (i32.const 0x140) (i32.const 0x1b00))
    (call $sha1 (i32.const 0x810) (i32.const 56))
    (call $show_digest (i32.const 0x160) (i32.const 0x1b00))
    (call $sha1_of_a_million)
    (call $show_digest (i32.const 0x180) (i32.const 0x1b00))
    (call $hmac_key (i32.const 0x910) (i32.const 4))
    (call $hmac (i32.const 0x920) (i32.const 28))
    (call $show_digest (i32.const 0x1a0) (i32.const 0x1b20))
    (call $pbkdf2 (i32.const 4096))
    (call $show_digest (i32.const 0x1c0) (i32.const 0x1b40))
    (call $show (i32.const 0x1e0) (call $chains (i32.const 100)))
    (call $show (i32.const 0x200) (call $chacha (i32.const 100)))

    (call $put_text (i32.const 0x220))
    (local.set $failed (call $check))
    (if (local.get $failed)
      (then
        (call $put_text (i32.const 0x280))
        (call $put_decimal (i64.extend_i32_u (local.get $failed)))
        (call $newline)
        (call $flush)
        (call $proc_exit (i32.const 1))
        (unreachable)))
    (call $put_text (i32.const 0x260))

    (call $show (i32.const 0x240) (call $run))
    (call $flush)))
