;; Chains of operations that compilers write for a byte swap, and some that nearly are one.
(module
  ;; As LLVM writes it for 32 bits.
  (func (export "swap32") (param $x i32) (result i32)
    (i32.or
      (i32.rotr (i32.and (local.get $x) (i32.const 0xff00ff)) (i32.const 8))
      (i32.and (i32.rotl (local.get $x) (i32.const 8)) (i32.const 0xff00ff))))
  ;; As in a textbook.
  (func (export "textbook32") (param $x i32) (result i32)
    (i32.or
      (i32.or
        (i32.shl (local.get $x) (i32.const 24))
        (i32.shl (i32.and (local.get $x) (i32.const 0xff00)) (i32.const 8)))
      (i32.or
        (i32.and (i32.shr_u (local.get $x) (i32.const 8)) (i32.const 0xff00))
        (i32.shr_u (local.get $x) (i32.const 24)))))
  ;; As LLVM writes it for 64 bits.
  (func (export "swap64") (param $x i64) (result i64)
    (i64.or
      (i64.or
        (i64.or
          (i64.shl (local.get $x) (i64.const 56))
          (i64.shl (i64.and (local.get $x) (i64.const 0xff00)) (i64.const 40)))
        (i64.or
          (i64.shl (i64.and (local.get $x) (i64.const 0xff0000)) (i64.const 24))
          (i64.shl (i64.and (local.get $x) (i64.const 0xff000000)) (i64.const 8))))
      (i64.or
        (i64.or
          (i64.and (i64.shr_u (local.get $x) (i64.const 8)) (i64.const 0xff000000))
          (i64.and (i64.shr_u (local.get $x) (i64.const 24)) (i64.const 0xff0000)))
        (i64.or
          (i64.and (i64.shr_u (local.get $x) (i64.const 40)) (i64.const 0xff00))
          (i64.shr_u (local.get $x) (i64.const 56))))))
  ;; The source is replaced by what is made of it.
  (func (export "in-place") (param $x i32) (result i32)
    (local.set $x (i32.or
      (i32.rotr (i32.and (local.get $x) (i32.const 0xff00ff)) (i32.const 8))
      (i32.and (i32.rotl (local.get $x) (i32.const 8)) (i32.const 0xff00ff))))
    (local.get $x))
  ;; Two bytes change places twice, that is: a rotation by 16.
  (func (export "rotated") (param $x i32) (result i32)
    (i32.or
      (i32.rotr (i32.and (local.get $x) (i32.const 0xff00ff)) (i32.const 16))
      (i32.and (i32.rotl (local.get $x) (i32.const 16)) (i32.const 0xff00ff00))))
  ;; One byte is there twice, another not at all.
  (func (export "one-off") (param $x i32) (result i32)
    (i32.or
      (i32.rotr (i32.and (local.get $x) (i32.const 0xff00ff)) (i32.const 8))
      (i32.and (i32.rotl (local.get $x) (i32.const 24)) (i32.const 0xff00ff))))
  ;; Two sources.
  (func (export "two") (param $x i32) (param $y i32) (result i32)
    (i32.or
      (i32.rotr (i32.and (local.get $x) (i32.const 0xff00ff)) (i32.const 8))
      (i32.and (i32.rotl (local.get $y) (i32.const 8)) (i32.const 0xff00ff))))
  ;; Counts that are no whole bytes.
  (func (export "bits") (param $x i32) (result i32)
    (i32.or
      (i32.rotr (i32.and (local.get $x) (i32.const 0xff00ff)) (i32.const 7))
      (i32.and (i32.rotl (local.get $x) (i32.const 8)) (i32.const 0xff00ff))))
  ;; A branch arrives in the middle of the chain, with another value.
  (func (export "branch") (param $x i32) (param $else i32) (result i32)
    (block (result i32)
      (br_if 0 (local.get $else) (local.get $else))
      (drop)
      (i32.rotr (i32.and (local.get $x) (i32.const 0xff00ff)) (i32.const 8)))
    (i32.and (i32.rotl (local.get $x) (i32.const 8)) (i32.const 0xff00ff))
    (i32.or))
  ;; A loop begins there.
  (func (export "loop") (param $x i32) (param $n i32) (result i32)
    (i32.rotr (i32.and (local.get $x) (i32.const 0xff00ff)) (i32.const 8))
    (loop (param i32) (result i32)
      (i32.and (i32.rotl (local.get $x) (i32.const 8)) (i32.const 0xff00ff))
      (i32.or)
      (br_if 0 (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  ;; What the chain made on the way is read again.
  (func (export "kept") (param $x i32) (result i32)
    (local $half i32)
    (i32.or
      (local.tee $half (i32.rotr (i32.and (local.get $x) (i32.const 0xff00ff)) (i32.const 8)))
      (i32.and (i32.rotl (local.get $x) (i32.const 8)) (i32.const 0xff00ff)))
    (i32.sub (local.get $half)))
)
(assert_return (invoke "swap32" (i32.const 0x01020384)) (i32.const 0x84030201))
(assert_return (invoke "textbook32" (i32.const 0x01020384)) (i32.const 0x84030201))
(assert_return (invoke "swap64" (i64.const 0x0102038485060708)) (i64.const 0x0807068584030201))
(assert_return (invoke "swap64" (i64.const -2)) (i64.const 0xfeffffffffffffff))
(assert_return (invoke "in-place" (i32.const 0xfffefdfc)) (i32.const 0xfcfdfeff))
(assert_return (invoke "rotated" (i32.const 0x01020384)) (i32.const 0x03840102))
(assert_return (invoke "one-off" (i32.const 0x01020384)) (i32.const 0x84010203))
(assert_return (invoke "two" (i32.const 0x01020384) (i32.const 0x10203040)) (i32.const 0x84300210))
(assert_return (invoke "bits" (i32.const 0x01020384)) (i32.const 0x08030401))
(assert_return (invoke "branch" (i32.const 0x01020384) (i32.const 0)) (i32.const 0x84030201))
(assert_return (invoke "branch" (i32.const 0x01020384) (i32.const 0x7000)) (i32.const 0x00037001))
(assert_return (invoke "loop" (i32.const 0x01020384) (i32.const 3)) (i32.const 0x84030201))
(assert_return (invoke "kept" (i32.const 0x01020384)) (i32.const 0x00030001))
