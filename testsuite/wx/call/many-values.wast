;; Signatures with many parameters and results of all types: through direct, indirect and tail calls, from
;; the host, and with frames of different sizes between caller and callee.
;; Made by `cargo xtask scripts`.

(module ;; 5 values
  (type $t (func (param i64 v128 i32 f32 i32) (result i32 f32 i32 v128 i64)))
  (table funcref (elem $reverse $extra))
  (func $reverse (export "reverse") (type $t) (local.get 4) (local.get 3) (local.get 2) (local.get 1)
    (local.get 0))
  (func $extra (type $t) (local i64 v128 i64) (local.set 6 (v128.const i64x2 -1 -1)) (local.get 4)
    (local.get 3) (local.get 2) (local.get 1) (local.get 0))
  (func (export "direct") (result i32 f32 i32 v128 i64) (call $reverse (i64.const 1) (v128.const i32x4 2 3 4
    5) (i32.const 3) (f32.const 4) (i32.const 5)))
  (func (export "indirect") (param $f i32) (result i32 f32 i32 v128 i64) (call_indirect (type $t) (i64.const
    1) (v128.const i32x4 2 3 4 5) (i32.const 3) (f32.const 4) (i32.const 5) (local.get $f)))
  (func (export "tail") (result i32 f32 i32 v128 i64) (return_call $reverse (i64.const 1) (v128.const i32x4
    2 3 4 5) (i32.const 3) (f32.const 4) (i32.const 5)))
  (func (export "tail-indirect") (param $f i32) (result i32 f32 i32 v128 i64) (return_call_indirect (type
    $t) (i64.const 1) (v128.const i32x4 2 3 4 5) (i32.const 3) (f32.const 4) (i32.const 5) (local.get $f)))
  (func (export "forward") (type $t) (return_call $extra (local.get 0) (local.get 1) (local.get 2)
    (local.get 3) (local.get 4))))
(assert_return (invoke "direct") (i32.const 5) (f32.const 4) (i32.const 3) (v128.const i32x4 2 3 4 5)
    (i64.const 1))
(assert_return (invoke "indirect" (i32.const 0)) (i32.const 5) (f32.const 4) (i32.const 3) (v128.const i32x4
    2 3 4 5) (i64.const 1))
(assert_return (invoke "indirect" (i32.const 1)) (i32.const 5) (f32.const 4) (i32.const 3) (v128.const i32x4
    2 3 4 5) (i64.const 1))
(assert_return (invoke "tail") (i32.const 5) (f32.const 4) (i32.const 3) (v128.const i32x4 2 3 4 5)
    (i64.const 1))
(assert_return (invoke "tail-indirect" (i32.const 1)) (i32.const 5) (f32.const 4) (i32.const 3) (v128.const
    i32x4 2 3 4 5) (i64.const 1))
(assert_return (invoke "reverse" (i64.const 1) (v128.const i32x4 2 3 4 5) (i32.const 3) (f32.const 4)
    (i32.const 5)) (i32.const 5) (f32.const 4) (i32.const 3) (v128.const i32x4 2 3 4 5) (i64.const 1))
(assert_return (invoke "forward" (i64.const 1) (v128.const i32x4 2 3 4 5) (i32.const 3) (f32.const 4)
    (i32.const 5)) (i32.const 5) (f32.const 4) (i32.const 3) (v128.const i32x4 2 3 4 5) (i64.const 1))

(module ;; 17 values
  (type $t (func (param f64 f64 f64 f64 i64 i32 f64 i32 f64 f64 v128 i32 f64 f32 i64 v128 i32) (result i32
    v128 i64 f32 f64 i32 v128 f64 f64 i32 f64 i32 i64 f64 f64 f64 f64)))
  (table funcref (elem $reverse $extra))
  (func $reverse (export "reverse") (type $t) (local.get 16) (local.get 15) (local.get 14) (local.get 13)
    (local.get 12) (local.get 11) (local.get 10) (local.get 9) (local.get 8) (local.get 7) (local.get 6)
    (local.get 5) (local.get 4) (local.get 3) (local.get 2) (local.get 1) (local.get 0))
  (func $extra (type $t) (local i64 v128 i64) (local.set 18 (v128.const i64x2 -1 -1)) (local.get 16)
    (local.get 15) (local.get 14) (local.get 13) (local.get 12) (local.get 11) (local.get 10) (local.get 9)
    (local.get 8) (local.get 7) (local.get 6) (local.get 5) (local.get 4) (local.get 3) (local.get 2)
    (local.get 1) (local.get 0))
  (func (export "direct") (result i32 v128 i64 f32 f64 i32 v128 f64 f64 i32 f64 i32 i64 f64 f64 f64 f64)
    (call $reverse (f64.const 1) (f64.const 2) (f64.const 3) (f64.const 4) (i64.const 5) (i32.const 6)
    (f64.const 7) (i32.const 8) (f64.const 9) (f64.const 10) (v128.const i32x4 11 12 13 14) (i32.const 12)
    (f64.const 13) (f32.const 14) (i64.const 15) (v128.const i32x4 16 17 18 19) (i32.const 17)))
  (func (export "indirect") (param $f i32) (result i32 v128 i64 f32 f64 i32 v128 f64 f64 i32 f64 i32 i64 f64
    f64 f64 f64) (call_indirect (type $t) (f64.const 1) (f64.const 2) (f64.const 3) (f64.const 4) (i64.const
    5) (i32.const 6) (f64.const 7) (i32.const 8) (f64.const 9) (f64.const 10) (v128.const i32x4 11 12 13 14)
    (i32.const 12) (f64.const 13) (f32.const 14) (i64.const 15) (v128.const i32x4 16 17 18 19) (i32.const
    17) (local.get $f)))
  (func (export "tail") (result i32 v128 i64 f32 f64 i32 v128 f64 f64 i32 f64 i32 i64 f64 f64 f64 f64)
    (return_call $reverse (f64.const 1) (f64.const 2) (f64.const 3) (f64.const 4) (i64.const 5) (i32.const
    6) (f64.const 7) (i32.const 8) (f64.const 9) (f64.const 10) (v128.const i32x4 11 12 13 14) (i32.const
    12) (f64.const 13) (f32.const 14) (i64.const 15) (v128.const i32x4 16 17 18 19) (i32.const 17)))
  (func (export "tail-indirect") (param $f i32) (result i32 v128 i64 f32 f64 i32 v128 f64 f64 i32 f64 i32
    i64 f64 f64 f64 f64) (return_call_indirect (type $t) (f64.const 1) (f64.const 2) (f64.const 3)
    (f64.const 4) (i64.const 5) (i32.const 6) (f64.const 7) (i32.const 8) (f64.const 9) (f64.const 10)
    (v128.const i32x4 11 12 13 14) (i32.const 12) (f64.const 13) (f32.const 14) (i64.const 15) (v128.const
    i32x4 16 17 18 19) (i32.const 17) (local.get $f)))
  (func (export "forward") (type $t) (return_call $extra (local.get 0) (local.get 1) (local.get 2)
    (local.get 3) (local.get 4) (local.get 5) (local.get 6) (local.get 7) (local.get 8) (local.get 9)
    (local.get 10) (local.get 11) (local.get 12) (local.get 13) (local.get 14) (local.get 15) (local.get
    16))))
(assert_return (invoke "direct") (i32.const 17) (v128.const i32x4 16 17 18 19) (i64.const 15) (f32.const 14)
    (f64.const 13) (i32.const 12) (v128.const i32x4 11 12 13 14) (f64.const 10) (f64.const 9) (i32.const 8)
    (f64.const 7) (i32.const 6) (i64.const 5) (f64.const 4) (f64.const 3) (f64.const 2) (f64.const 1))
(assert_return (invoke "indirect" (i32.const 0)) (i32.const 17) (v128.const i32x4 16 17 18 19) (i64.const
    15) (f32.const 14) (f64.const 13) (i32.const 12) (v128.const i32x4 11 12 13 14) (f64.const 10)
    (f64.const 9) (i32.const 8) (f64.const 7) (i32.const 6) (i64.const 5) (f64.const 4) (f64.const 3)
    (f64.const 2) (f64.const 1))
(assert_return (invoke "indirect" (i32.const 1)) (i32.const 17) (v128.const i32x4 16 17 18 19) (i64.const
    15) (f32.const 14) (f64.const 13) (i32.const 12) (v128.const i32x4 11 12 13 14) (f64.const 10)
    (f64.const 9) (i32.const 8) (f64.const 7) (i32.const 6) (i64.const 5) (f64.const 4) (f64.const 3)
    (f64.const 2) (f64.const 1))
(assert_return (invoke "tail") (i32.const 17) (v128.const i32x4 16 17 18 19) (i64.const 15) (f32.const 14)
    (f64.const 13) (i32.const 12) (v128.const i32x4 11 12 13 14) (f64.const 10) (f64.const 9) (i32.const 8)
    (f64.const 7) (i32.const 6) (i64.const 5) (f64.const 4) (f64.const 3) (f64.const 2) (f64.const 1))
(assert_return (invoke "tail-indirect" (i32.const 1)) (i32.const 17) (v128.const i32x4 16 17 18 19)
    (i64.const 15) (f32.const 14) (f64.const 13) (i32.const 12) (v128.const i32x4 11 12 13 14) (f64.const
    10) (f64.const 9) (i32.const 8) (f64.const 7) (i32.const 6) (i64.const 5) (f64.const 4) (f64.const 3)
    (f64.const 2) (f64.const 1))
(assert_return (invoke "reverse" (f64.const 1) (f64.const 2) (f64.const 3) (f64.const 4) (i64.const 5)
    (i32.const 6) (f64.const 7) (i32.const 8) (f64.const 9) (f64.const 10) (v128.const i32x4 11 12 13 14)
    (i32.const 12) (f64.const 13) (f32.const 14) (i64.const 15) (v128.const i32x4 16 17 18 19) (i32.const
    17)) (i32.const 17) (v128.const i32x4 16 17 18 19) (i64.const 15) (f32.const 14) (f64.const 13)
    (i32.const 12) (v128.const i32x4 11 12 13 14) (f64.const 10) (f64.const 9) (i32.const 8) (f64.const 7)
    (i32.const 6) (i64.const 5) (f64.const 4) (f64.const 3) (f64.const 2) (f64.const 1))
(assert_return (invoke "forward" (f64.const 1) (f64.const 2) (f64.const 3) (f64.const 4) (i64.const 5)
    (i32.const 6) (f64.const 7) (i32.const 8) (f64.const 9) (f64.const 10) (v128.const i32x4 11 12 13 14)
    (i32.const 12) (f64.const 13) (f32.const 14) (i64.const 15) (v128.const i32x4 16 17 18 19) (i32.const
    17)) (i32.const 17) (v128.const i32x4 16 17 18 19) (i64.const 15) (f32.const 14) (f64.const 13)
    (i32.const 12) (v128.const i32x4 11 12 13 14) (f64.const 10) (f64.const 9) (i32.const 8) (f64.const 7)
    (i32.const 6) (i64.const 5) (f64.const 4) (f64.const 3) (f64.const 2) (f64.const 1))

(module ;; 64 values
  (type $t (func (param f32 i32 i32 i32 v128 i32 f64 i64 f64 i32 v128 i64 f64 f64 v128 i64 f32 i64 i64 f64
    f32 i32 f64 v128 i32 i64 f32 i32 f32 v128 f64 v128 i64 f32 f32 v128 f64 v128 f64 v128 i32 f64 i64 f64
    f64 i64 f32 v128 f32 i32 f64 v128 i32 i64 v128 f64 f32 f64 i32 f64 i32 f32 v128 v128) (result v128 v128
    f32 i32 f64 i32 f64 f32 f64 v128 i64 i32 v128 f64 i32 f32 v128 f32 i64 f64 f64 i64 f64 i32 v128 f64 v128
    f64 v128 f32 f32 i64 v128 f64 v128 f32 i32 f32 i64 i32 v128 f64 i32 f32 f64 i64 i64 f32 i64 v128 f64 f64
    i64 v128 i32 f64 i64 f64 i32 v128 i32 i32 i32 f32)))
  (table funcref (elem $reverse $extra))
  (func $reverse (export "reverse") (type $t) (local.get 63) (local.get 62) (local.get 61) (local.get 60)
    (local.get 59) (local.get 58) (local.get 57) (local.get 56) (local.get 55) (local.get 54) (local.get 53)
    (local.get 52) (local.get 51) (local.get 50) (local.get 49) (local.get 48) (local.get 47) (local.get 46)
    (local.get 45) (local.get 44) (local.get 43) (local.get 42) (local.get 41) (local.get 40) (local.get 39)
    (local.get 38) (local.get 37) (local.get 36) (local.get 35) (local.get 34) (local.get 33) (local.get 32)
    (local.get 31) (local.get 30) (local.get 29) (local.get 28) (local.get 27) (local.get 26) (local.get 25)
    (local.get 24) (local.get 23) (local.get 22) (local.get 21) (local.get 20) (local.get 19) (local.get 18)
    (local.get 17) (local.get 16) (local.get 15) (local.get 14) (local.get 13) (local.get 12) (local.get 11)
    (local.get 10) (local.get 9) (local.get 8) (local.get 7) (local.get 6) (local.get 5) (local.get 4)
    (local.get 3) (local.get 2) (local.get 1) (local.get 0))
  (func $extra (type $t) (local i64 v128 i64) (local.set 65 (v128.const i64x2 -1 -1)) (local.get 63)
    (local.get 62) (local.get 61) (local.get 60) (local.get 59) (local.get 58) (local.get 57) (local.get 56)
    (local.get 55) (local.get 54) (local.get 53) (local.get 52) (local.get 51) (local.get 50) (local.get 49)
    (local.get 48) (local.get 47) (local.get 46) (local.get 45) (local.get 44) (local.get 43) (local.get 42)
    (local.get 41) (local.get 40) (local.get 39) (local.get 38) (local.get 37) (local.get 36) (local.get 35)
    (local.get 34) (local.get 33) (local.get 32) (local.get 31) (local.get 30) (local.get 29) (local.get 28)
    (local.get 27) (local.get 26) (local.get 25) (local.get 24) (local.get 23) (local.get 22) (local.get 21)
    (local.get 20) (local.get 19) (local.get 18) (local.get 17) (local.get 16) (local.get 15) (local.get 14)
    (local.get 13) (local.get 12) (local.get 11) (local.get 10) (local.get 9) (local.get 8) (local.get 7)
    (local.get 6) (local.get 5) (local.get 4) (local.get 3) (local.get 2) (local.get 1) (local.get 0))
  (func (export "direct") (result v128 v128 f32 i32 f64 i32 f64 f32 f64 v128 i64 i32 v128 f64 i32 f32 v128
    f32 i64 f64 f64 i64 f64 i32 v128 f64 v128 f64 v128 f32 f32 i64 v128 f64 v128 f32 i32 f32 i64 i32 v128
    f64 i32 f32 f64 i64 i64 f32 i64 v128 f64 f64 i64 v128 i32 f64 i64 f64 i32 v128 i32 i32 i32 f32) (call
    $reverse (f32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (v128.const i32x4 5 6 7 8) (i32.const
    6) (f64.const 7) (i64.const 8) (f64.const 9) (i32.const 10) (v128.const i32x4 11 12 13 14) (i64.const
    12) (f64.const 13) (f64.const 14) (v128.const i32x4 15 16 17 18) (i64.const 16) (f32.const 17)
    (i64.const 18) (i64.const 19) (f64.const 20) (f32.const 21) (i32.const 22) (f64.const 23) (v128.const
    i32x4 24 25 26 27) (i32.const 25) (i64.const 26) (f32.const 27) (i32.const 28) (f32.const 29)
    (v128.const i32x4 30 31 32 33) (f64.const 31) (v128.const i32x4 32 33 34 35) (i64.const 33) (f32.const
    34) (f32.const 35) (v128.const i32x4 36 37 38 39) (f64.const 37) (v128.const i32x4 38 39 40 41)
    (f64.const 39) (v128.const i32x4 40 41 42 43) (i32.const 41) (f64.const 42) (i64.const 43) (f64.const
    44) (f64.const 45) (i64.const 46) (f32.const 47) (v128.const i32x4 48 49 50 51) (f32.const 49)
    (i32.const 50) (f64.const 51) (v128.const i32x4 52 53 54 55) (i32.const 53) (i64.const 54) (v128.const
    i32x4 55 56 57 58) (f64.const 56) (f32.const 57) (f64.const 58) (i32.const 59) (f64.const 60) (i32.const
    61) (f32.const 62) (v128.const i32x4 63 64 65 66) (v128.const i32x4 64 65 66 67)))
  (func (export "indirect") (param $f i32) (result v128 v128 f32 i32 f64 i32 f64 f32 f64 v128 i64 i32 v128
    f64 i32 f32 v128 f32 i64 f64 f64 i64 f64 i32 v128 f64 v128 f64 v128 f32 f32 i64 v128 f64 v128 f32 i32
    f32 i64 i32 v128 f64 i32 f32 f64 i64 i64 f32 i64 v128 f64 f64 i64 v128 i32 f64 i64 f64 i32 v128 i32 i32
    i32 f32) (call_indirect (type $t) (f32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (v128.const
    i32x4 5 6 7 8) (i32.const 6) (f64.const 7) (i64.const 8) (f64.const 9) (i32.const 10) (v128.const i32x4
    11 12 13 14) (i64.const 12) (f64.const 13) (f64.const 14) (v128.const i32x4 15 16 17 18) (i64.const 16)
    (f32.const 17) (i64.const 18) (i64.const 19) (f64.const 20) (f32.const 21) (i32.const 22) (f64.const 23)
    (v128.const i32x4 24 25 26 27) (i32.const 25) (i64.const 26) (f32.const 27) (i32.const 28) (f32.const
    29) (v128.const i32x4 30 31 32 33) (f64.const 31) (v128.const i32x4 32 33 34 35) (i64.const 33)
    (f32.const 34) (f32.const 35) (v128.const i32x4 36 37 38 39) (f64.const 37) (v128.const i32x4 38 39 40
    41) (f64.const 39) (v128.const i32x4 40 41 42 43) (i32.const 41) (f64.const 42) (i64.const 43)
    (f64.const 44) (f64.const 45) (i64.const 46) (f32.const 47) (v128.const i32x4 48 49 50 51) (f32.const
    49) (i32.const 50) (f64.const 51) (v128.const i32x4 52 53 54 55) (i32.const 53) (i64.const 54)
    (v128.const i32x4 55 56 57 58) (f64.const 56) (f32.const 57) (f64.const 58) (i32.const 59) (f64.const
    60) (i32.const 61) (f32.const 62) (v128.const i32x4 63 64 65 66) (v128.const i32x4 64 65 66 67)
    (local.get $f)))
  (func (export "tail") (result v128 v128 f32 i32 f64 i32 f64 f32 f64 v128 i64 i32 v128 f64 i32 f32 v128 f32
    i64 f64 f64 i64 f64 i32 v128 f64 v128 f64 v128 f32 f32 i64 v128 f64 v128 f32 i32 f32 i64 i32 v128 f64
    i32 f32 f64 i64 i64 f32 i64 v128 f64 f64 i64 v128 i32 f64 i64 f64 i32 v128 i32 i32 i32 f32) (return_call
    $reverse (f32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (v128.const i32x4 5 6 7 8) (i32.const
    6) (f64.const 7) (i64.const 8) (f64.const 9) (i32.const 10) (v128.const i32x4 11 12 13 14) (i64.const
    12) (f64.const 13) (f64.const 14) (v128.const i32x4 15 16 17 18) (i64.const 16) (f32.const 17)
    (i64.const 18) (i64.const 19) (f64.const 20) (f32.const 21) (i32.const 22) (f64.const 23) (v128.const
    i32x4 24 25 26 27) (i32.const 25) (i64.const 26) (f32.const 27) (i32.const 28) (f32.const 29)
    (v128.const i32x4 30 31 32 33) (f64.const 31) (v128.const i32x4 32 33 34 35) (i64.const 33) (f32.const
    34) (f32.const 35) (v128.const i32x4 36 37 38 39) (f64.const 37) (v128.const i32x4 38 39 40 41)
    (f64.const 39) (v128.const i32x4 40 41 42 43) (i32.const 41) (f64.const 42) (i64.const 43) (f64.const
    44) (f64.const 45) (i64.const 46) (f32.const 47) (v128.const i32x4 48 49 50 51) (f32.const 49)
    (i32.const 50) (f64.const 51) (v128.const i32x4 52 53 54 55) (i32.const 53) (i64.const 54) (v128.const
    i32x4 55 56 57 58) (f64.const 56) (f32.const 57) (f64.const 58) (i32.const 59) (f64.const 60) (i32.const
    61) (f32.const 62) (v128.const i32x4 63 64 65 66) (v128.const i32x4 64 65 66 67)))
  (func (export "tail-indirect") (param $f i32) (result v128 v128 f32 i32 f64 i32 f64 f32 f64 v128 i64 i32
    v128 f64 i32 f32 v128 f32 i64 f64 f64 i64 f64 i32 v128 f64 v128 f64 v128 f32 f32 i64 v128 f64 v128 f32
    i32 f32 i64 i32 v128 f64 i32 f32 f64 i64 i64 f32 i64 v128 f64 f64 i64 v128 i32 f64 i64 f64 i32 v128 i32
    i32 i32 f32) (return_call_indirect (type $t) (f32.const 1) (i32.const 2) (i32.const 3) (i32.const 4)
    (v128.const i32x4 5 6 7 8) (i32.const 6) (f64.const 7) (i64.const 8) (f64.const 9) (i32.const 10)
    (v128.const i32x4 11 12 13 14) (i64.const 12) (f64.const 13) (f64.const 14) (v128.const i32x4 15 16 17
    18) (i64.const 16) (f32.const 17) (i64.const 18) (i64.const 19) (f64.const 20) (f32.const 21) (i32.const
    22) (f64.const 23) (v128.const i32x4 24 25 26 27) (i32.const 25) (i64.const 26) (f32.const 27)
    (i32.const 28) (f32.const 29) (v128.const i32x4 30 31 32 33) (f64.const 31) (v128.const i32x4 32 33 34
    35) (i64.const 33) (f32.const 34) (f32.const 35) (v128.const i32x4 36 37 38 39) (f64.const 37)
    (v128.const i32x4 38 39 40 41) (f64.const 39) (v128.const i32x4 40 41 42 43) (i32.const 41) (f64.const
    42) (i64.const 43) (f64.const 44) (f64.const 45) (i64.const 46) (f32.const 47) (v128.const i32x4 48 49
    50 51) (f32.const 49) (i32.const 50) (f64.const 51) (v128.const i32x4 52 53 54 55) (i32.const 53)
    (i64.const 54) (v128.const i32x4 55 56 57 58) (f64.const 56) (f32.const 57) (f64.const 58) (i32.const
    59) (f64.const 60) (i32.const 61) (f32.const 62) (v128.const i32x4 63 64 65 66) (v128.const i32x4 64 65
    66 67) (local.get $f)))
  (func (export "forward") (type $t) (return_call $extra (local.get 0) (local.get 1) (local.get 2)
    (local.get 3) (local.get 4) (local.get 5) (local.get 6) (local.get 7) (local.get 8) (local.get 9)
    (local.get 10) (local.get 11) (local.get 12) (local.get 13) (local.get 14) (local.get 15) (local.get 16)
    (local.get 17) (local.get 18) (local.get 19) (local.get 20) (local.get 21) (local.get 22) (local.get 23)
    (local.get 24) (local.get 25) (local.get 26) (local.get 27) (local.get 28) (local.get 29) (local.get 30)
    (local.get 31) (local.get 32) (local.get 33) (local.get 34) (local.get 35) (local.get 36) (local.get 37)
    (local.get 38) (local.get 39) (local.get 40) (local.get 41) (local.get 42) (local.get 43) (local.get 44)
    (local.get 45) (local.get 46) (local.get 47) (local.get 48) (local.get 49) (local.get 50) (local.get 51)
    (local.get 52) (local.get 53) (local.get 54) (local.get 55) (local.get 56) (local.get 57) (local.get 58)
    (local.get 59) (local.get 60) (local.get 61) (local.get 62) (local.get 63))))
(assert_return (invoke "direct") (v128.const i32x4 64 65 66 67) (v128.const i32x4 63 64 65 66) (f32.const
    62) (i32.const 61) (f64.const 60) (i32.const 59) (f64.const 58) (f32.const 57) (f64.const 56)
    (v128.const i32x4 55 56 57 58) (i64.const 54) (i32.const 53) (v128.const i32x4 52 53 54 55) (f64.const
    51) (i32.const 50) (f32.const 49) (v128.const i32x4 48 49 50 51) (f32.const 47) (i64.const 46)
    (f64.const 45) (f64.const 44) (i64.const 43) (f64.const 42) (i32.const 41) (v128.const i32x4 40 41 42
    43) (f64.const 39) (v128.const i32x4 38 39 40 41) (f64.const 37) (v128.const i32x4 36 37 38 39)
    (f32.const 35) (f32.const 34) (i64.const 33) (v128.const i32x4 32 33 34 35) (f64.const 31) (v128.const
    i32x4 30 31 32 33) (f32.const 29) (i32.const 28) (f32.const 27) (i64.const 26) (i32.const 25)
    (v128.const i32x4 24 25 26 27) (f64.const 23) (i32.const 22) (f32.const 21) (f64.const 20) (i64.const
    19) (i64.const 18) (f32.const 17) (i64.const 16) (v128.const i32x4 15 16 17 18) (f64.const 14)
    (f64.const 13) (i64.const 12) (v128.const i32x4 11 12 13 14) (i32.const 10) (f64.const 9) (i64.const 8)
    (f64.const 7) (i32.const 6) (v128.const i32x4 5 6 7 8) (i32.const 4) (i32.const 3) (i32.const 2)
    (f32.const 1))
(assert_return (invoke "indirect" (i32.const 0)) (v128.const i32x4 64 65 66 67) (v128.const i32x4 63 64 65
    66) (f32.const 62) (i32.const 61) (f64.const 60) (i32.const 59) (f64.const 58) (f32.const 57) (f64.const
    56) (v128.const i32x4 55 56 57 58) (i64.const 54) (i32.const 53) (v128.const i32x4 52 53 54 55)
    (f64.const 51) (i32.const 50) (f32.const 49) (v128.const i32x4 48 49 50 51) (f32.const 47) (i64.const
    46) (f64.const 45) (f64.const 44) (i64.const 43) (f64.const 42) (i32.const 41) (v128.const i32x4 40 41
    42 43) (f64.const 39) (v128.const i32x4 38 39 40 41) (f64.const 37) (v128.const i32x4 36 37 38 39)
    (f32.const 35) (f32.const 34) (i64.const 33) (v128.const i32x4 32 33 34 35) (f64.const 31) (v128.const
    i32x4 30 31 32 33) (f32.const 29) (i32.const 28) (f32.const 27) (i64.const 26) (i32.const 25)
    (v128.const i32x4 24 25 26 27) (f64.const 23) (i32.const 22) (f32.const 21) (f64.const 20) (i64.const
    19) (i64.const 18) (f32.const 17) (i64.const 16) (v128.const i32x4 15 16 17 18) (f64.const 14)
    (f64.const 13) (i64.const 12) (v128.const i32x4 11 12 13 14) (i32.const 10) (f64.const 9) (i64.const 8)
    (f64.const 7) (i32.const 6) (v128.const i32x4 5 6 7 8) (i32.const 4) (i32.const 3) (i32.const 2)
    (f32.const 1))
(assert_return (invoke "indirect" (i32.const 1)) (v128.const i32x4 64 65 66 67) (v128.const i32x4 63 64 65
    66) (f32.const 62) (i32.const 61) (f64.const 60) (i32.const 59) (f64.const 58) (f32.const 57) (f64.const
    56) (v128.const i32x4 55 56 57 58) (i64.const 54) (i32.const 53) (v128.const i32x4 52 53 54 55)
    (f64.const 51) (i32.const 50) (f32.const 49) (v128.const i32x4 48 49 50 51) (f32.const 47) (i64.const
    46) (f64.const 45) (f64.const 44) (i64.const 43) (f64.const 42) (i32.const 41) (v128.const i32x4 40 41
    42 43) (f64.const 39) (v128.const i32x4 38 39 40 41) (f64.const 37) (v128.const i32x4 36 37 38 39)
    (f32.const 35) (f32.const 34) (i64.const 33) (v128.const i32x4 32 33 34 35) (f64.const 31) (v128.const
    i32x4 30 31 32 33) (f32.const 29) (i32.const 28) (f32.const 27) (i64.const 26) (i32.const 25)
    (v128.const i32x4 24 25 26 27) (f64.const 23) (i32.const 22) (f32.const 21) (f64.const 20) (i64.const
    19) (i64.const 18) (f32.const 17) (i64.const 16) (v128.const i32x4 15 16 17 18) (f64.const 14)
    (f64.const 13) (i64.const 12) (v128.const i32x4 11 12 13 14) (i32.const 10) (f64.const 9) (i64.const 8)
    (f64.const 7) (i32.const 6) (v128.const i32x4 5 6 7 8) (i32.const 4) (i32.const 3) (i32.const 2)
    (f32.const 1))
(assert_return (invoke "tail") (v128.const i32x4 64 65 66 67) (v128.const i32x4 63 64 65 66) (f32.const 62)
    (i32.const 61) (f64.const 60) (i32.const 59) (f64.const 58) (f32.const 57) (f64.const 56) (v128.const
    i32x4 55 56 57 58) (i64.const 54) (i32.const 53) (v128.const i32x4 52 53 54 55) (f64.const 51)
    (i32.const 50) (f32.const 49) (v128.const i32x4 48 49 50 51) (f32.const 47) (i64.const 46) (f64.const
    45) (f64.const 44) (i64.const 43) (f64.const 42) (i32.const 41) (v128.const i32x4 40 41 42 43)
    (f64.const 39) (v128.const i32x4 38 39 40 41) (f64.const 37) (v128.const i32x4 36 37 38 39) (f32.const
    35) (f32.const 34) (i64.const 33) (v128.const i32x4 32 33 34 35) (f64.const 31) (v128.const i32x4 30 31
    32 33) (f32.const 29) (i32.const 28) (f32.const 27) (i64.const 26) (i32.const 25) (v128.const i32x4 24
    25 26 27) (f64.const 23) (i32.const 22) (f32.const 21) (f64.const 20) (i64.const 19) (i64.const 18)
    (f32.const 17) (i64.const 16) (v128.const i32x4 15 16 17 18) (f64.const 14) (f64.const 13) (i64.const
    12) (v128.const i32x4 11 12 13 14) (i32.const 10) (f64.const 9) (i64.const 8) (f64.const 7) (i32.const
    6) (v128.const i32x4 5 6 7 8) (i32.const 4) (i32.const 3) (i32.const 2) (f32.const 1))
(assert_return (invoke "tail-indirect" (i32.const 1)) (v128.const i32x4 64 65 66 67) (v128.const i32x4 63 64
    65 66) (f32.const 62) (i32.const 61) (f64.const 60) (i32.const 59) (f64.const 58) (f32.const 57)
    (f64.const 56) (v128.const i32x4 55 56 57 58) (i64.const 54) (i32.const 53) (v128.const i32x4 52 53 54
    55) (f64.const 51) (i32.const 50) (f32.const 49) (v128.const i32x4 48 49 50 51) (f32.const 47)
    (i64.const 46) (f64.const 45) (f64.const 44) (i64.const 43) (f64.const 42) (i32.const 41) (v128.const
    i32x4 40 41 42 43) (f64.const 39) (v128.const i32x4 38 39 40 41) (f64.const 37) (v128.const i32x4 36 37
    38 39) (f32.const 35) (f32.const 34) (i64.const 33) (v128.const i32x4 32 33 34 35) (f64.const 31)
    (v128.const i32x4 30 31 32 33) (f32.const 29) (i32.const 28) (f32.const 27) (i64.const 26) (i32.const
    25) (v128.const i32x4 24 25 26 27) (f64.const 23) (i32.const 22) (f32.const 21) (f64.const 20)
    (i64.const 19) (i64.const 18) (f32.const 17) (i64.const 16) (v128.const i32x4 15 16 17 18) (f64.const
    14) (f64.const 13) (i64.const 12) (v128.const i32x4 11 12 13 14) (i32.const 10) (f64.const 9) (i64.const
    8) (f64.const 7) (i32.const 6) (v128.const i32x4 5 6 7 8) (i32.const 4) (i32.const 3) (i32.const 2)
    (f32.const 1))
(assert_return (invoke "reverse" (f32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (v128.const i32x4 5
    6 7 8) (i32.const 6) (f64.const 7) (i64.const 8) (f64.const 9) (i32.const 10) (v128.const i32x4 11 12 13
    14) (i64.const 12) (f64.const 13) (f64.const 14) (v128.const i32x4 15 16 17 18) (i64.const 16)
    (f32.const 17) (i64.const 18) (i64.const 19) (f64.const 20) (f32.const 21) (i32.const 22) (f64.const 23)
    (v128.const i32x4 24 25 26 27) (i32.const 25) (i64.const 26) (f32.const 27) (i32.const 28) (f32.const
    29) (v128.const i32x4 30 31 32 33) (f64.const 31) (v128.const i32x4 32 33 34 35) (i64.const 33)
    (f32.const 34) (f32.const 35) (v128.const i32x4 36 37 38 39) (f64.const 37) (v128.const i32x4 38 39 40
    41) (f64.const 39) (v128.const i32x4 40 41 42 43) (i32.const 41) (f64.const 42) (i64.const 43)
    (f64.const 44) (f64.const 45) (i64.const 46) (f32.const 47) (v128.const i32x4 48 49 50 51) (f32.const
    49) (i32.const 50) (f64.const 51) (v128.const i32x4 52 53 54 55) (i32.const 53) (i64.const 54)
    (v128.const i32x4 55 56 57 58) (f64.const 56) (f32.const 57) (f64.const 58) (i32.const 59) (f64.const
    60) (i32.const 61) (f32.const 62) (v128.const i32x4 63 64 65 66) (v128.const i32x4 64 65 66 67))
    (v128.const i32x4 64 65 66 67) (v128.const i32x4 63 64 65 66) (f32.const 62) (i32.const 61) (f64.const
    60) (i32.const 59) (f64.const 58) (f32.const 57) (f64.const 56) (v128.const i32x4 55 56 57 58)
    (i64.const 54) (i32.const 53) (v128.const i32x4 52 53 54 55) (f64.const 51) (i32.const 50) (f32.const
    49) (v128.const i32x4 48 49 50 51) (f32.const 47) (i64.const 46) (f64.const 45) (f64.const 44)
    (i64.const 43) (f64.const 42) (i32.const 41) (v128.const i32x4 40 41 42 43) (f64.const 39) (v128.const
    i32x4 38 39 40 41) (f64.const 37) (v128.const i32x4 36 37 38 39) (f32.const 35) (f32.const 34)
    (i64.const 33) (v128.const i32x4 32 33 34 35) (f64.const 31) (v128.const i32x4 30 31 32 33) (f32.const
    29) (i32.const 28) (f32.const 27) (i64.const 26) (i32.const 25) (v128.const i32x4 24 25 26 27)
    (f64.const 23) (i32.const 22) (f32.const 21) (f64.const 20) (i64.const 19) (i64.const 18) (f32.const 17)
    (i64.const 16) (v128.const i32x4 15 16 17 18) (f64.const 14) (f64.const 13) (i64.const 12) (v128.const
    i32x4 11 12 13 14) (i32.const 10) (f64.const 9) (i64.const 8) (f64.const 7) (i32.const 6) (v128.const
    i32x4 5 6 7 8) (i32.const 4) (i32.const 3) (i32.const 2) (f32.const 1))
(assert_return (invoke "forward" (f32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (v128.const i32x4 5
    6 7 8) (i32.const 6) (f64.const 7) (i64.const 8) (f64.const 9) (i32.const 10) (v128.const i32x4 11 12 13
    14) (i64.const 12) (f64.const 13) (f64.const 14) (v128.const i32x4 15 16 17 18) (i64.const 16)
    (f32.const 17) (i64.const 18) (i64.const 19) (f64.const 20) (f32.const 21) (i32.const 22) (f64.const 23)
    (v128.const i32x4 24 25 26 27) (i32.const 25) (i64.const 26) (f32.const 27) (i32.const 28) (f32.const
    29) (v128.const i32x4 30 31 32 33) (f64.const 31) (v128.const i32x4 32 33 34 35) (i64.const 33)
    (f32.const 34) (f32.const 35) (v128.const i32x4 36 37 38 39) (f64.const 37) (v128.const i32x4 38 39 40
    41) (f64.const 39) (v128.const i32x4 40 41 42 43) (i32.const 41) (f64.const 42) (i64.const 43)
    (f64.const 44) (f64.const 45) (i64.const 46) (f32.const 47) (v128.const i32x4 48 49 50 51) (f32.const
    49) (i32.const 50) (f64.const 51) (v128.const i32x4 52 53 54 55) (i32.const 53) (i64.const 54)
    (v128.const i32x4 55 56 57 58) (f64.const 56) (f32.const 57) (f64.const 58) (i32.const 59) (f64.const
    60) (i32.const 61) (f32.const 62) (v128.const i32x4 63 64 65 66) (v128.const i32x4 64 65 66 67))
    (v128.const i32x4 64 65 66 67) (v128.const i32x4 63 64 65 66) (f32.const 62) (i32.const 61) (f64.const
    60) (i32.const 59) (f64.const 58) (f32.const 57) (f64.const 56) (v128.const i32x4 55 56 57 58)
    (i64.const 54) (i32.const 53) (v128.const i32x4 52 53 54 55) (f64.const 51) (i32.const 50) (f32.const
    49) (v128.const i32x4 48 49 50 51) (f32.const 47) (i64.const 46) (f64.const 45) (f64.const 44)
    (i64.const 43) (f64.const 42) (i32.const 41) (v128.const i32x4 40 41 42 43) (f64.const 39) (v128.const
    i32x4 38 39 40 41) (f64.const 37) (v128.const i32x4 36 37 38 39) (f32.const 35) (f32.const 34)
    (i64.const 33) (v128.const i32x4 32 33 34 35) (f64.const 31) (v128.const i32x4 30 31 32 33) (f32.const
    29) (i32.const 28) (f32.const 27) (i64.const 26) (i32.const 25) (v128.const i32x4 24 25 26 27)
    (f64.const 23) (i32.const 22) (f32.const 21) (f64.const 20) (i64.const 19) (i64.const 18) (f32.const 17)
    (i64.const 16) (v128.const i32x4 15 16 17 18) (f64.const 14) (f64.const 13) (i64.const 12) (v128.const
    i32x4 11 12 13 14) (i32.const 10) (f64.const 9) (i64.const 8) (f64.const 7) (i32.const 6) (v128.const
    i32x4 5 6 7 8) (i32.const 4) (i32.const 3) (i32.const 2) (f32.const 1))

(module ;; 200 values
  (type $t (func (param v128 f64 i64 i64 v128 i64 i32 i64 v128 v128 i64 f64 v128 f32 v128 f32 f64 f32 v128
    v128 i32 f64 v128 i64 v128 v128 i64 f64 i32 f64 f32 v128 v128 i64 v128 f64 f64 f32 f64 f32 i32 v128 v128
    v128 v128 f32 f64 v128 i32 i64 i64 v128 v128 i64 i32 v128 f32 i32 i32 i32 i32 f64 i32 f32 i64 f32 i32
    v128 i64 f32 f32 i32 i64 i64 f32 v128 i64 f32 f32 f64 f32 f64 f64 i32 i32 f32 f64 f32 f64 i64 f32 i32
    f32 v128 i64 v128 f64 i32 i64 i32 f64 i64 i32 i64 f64 v128 f64 v128 i64 v128 f64 i64 v128 i32 f64 v128
    f32 f64 i32 f32 i64 i64 i32 f32 i32 i32 f32 f32 i64 f64 v128 f32 i64 i32 v128 i32 v128 i64 v128 f64 i64
    v128 v128 i32 f64 i64 f32 i32 i64 v128 f64 v128 i64 f64 i32 f64 f32 v128 f64 i32 f32 v128 f64 f32 i32
    i64 i64 f32 v128 i64 f32 f64 i64 f32 i32 f64 v128 f32 v128 f64 v128 i64 i32 i32 i32 i64 i64 i64 v128 i64
    f32 f32 v128 v128 f32 f32 f32 f32 i32 f32) (result f32 i32 f32 f32 f32 f32 v128 v128 f32 f32 i64 v128
    i64 i64 i64 i32 i32 i32 i64 v128 f64 v128 f32 v128 f64 i32 f32 i64 f64 f32 i64 v128 f32 i64 i64 i32 f32
    f64 v128 f32 i32 f64 v128 f32 f64 i32 f64 i64 v128 f64 v128 i64 i32 f32 i64 f64 i32 v128 v128 i64 f64
    v128 i64 v128 i32 v128 i32 i64 f32 v128 f64 i64 f32 f32 i32 i32 f32 i32 i64 i64 f32 i32 f64 f32 v128 f64
    i32 v128 i64 f64 v128 i64 v128 f64 v128 f64 i64 i32 i64 f64 i32 i64 i32 f64 v128 i64 v128 f32 i32 f32
    i64 f64 f32 f64 f32 i32 i32 f64 f64 f32 f64 f32 f32 i64 v128 f32 i64 i64 i32 f32 f32 i64 v128 i32 f32
    i64 f32 i32 f64 i32 i32 i32 i32 f32 v128 i32 i64 v128 v128 i64 i64 i32 v128 f64 f32 v128 v128 v128 v128
    i32 f32 f64 f32 f64 f64 v128 i64 v128 v128 f32 f64 i32 f64 i64 v128 v128 i64 v128 f64 i32 v128 v128 f32
    f64 f32 v128 f32 v128 f64 i64 v128 v128 i64 i32 i64 v128 i64 i64 f64 v128)))
  (table funcref (elem $reverse $extra))
  (func $reverse (export "reverse") (type $t) (local.get 199) (local.get 198) (local.get 197) (local.get
    196) (local.get 195) (local.get 194) (local.get 193) (local.get 192) (local.get 191) (local.get 190)
    (local.get 189) (local.get 188) (local.get 187) (local.get 186) (local.get 185) (local.get 184)
    (local.get 183) (local.get 182) (local.get 181) (local.get 180) (local.get 179) (local.get 178)
    (local.get 177) (local.get 176) (local.get 175) (local.get 174) (local.get 173) (local.get 172)
    (local.get 171) (local.get 170) (local.get 169) (local.get 168) (local.get 167) (local.get 166)
    (local.get 165) (local.get 164) (local.get 163) (local.get 162) (local.get 161) (local.get 160)
    (local.get 159) (local.get 158) (local.get 157) (local.get 156) (local.get 155) (local.get 154)
    (local.get 153) (local.get 152) (local.get 151) (local.get 150) (local.get 149) (local.get 148)
    (local.get 147) (local.get 146) (local.get 145) (local.get 144) (local.get 143) (local.get 142)
    (local.get 141) (local.get 140) (local.get 139) (local.get 138) (local.get 137) (local.get 136)
    (local.get 135) (local.get 134) (local.get 133) (local.get 132) (local.get 131) (local.get 130)
    (local.get 129) (local.get 128) (local.get 127) (local.get 126) (local.get 125) (local.get 124)
    (local.get 123) (local.get 122) (local.get 121) (local.get 120) (local.get 119) (local.get 118)
    (local.get 117) (local.get 116) (local.get 115) (local.get 114) (local.get 113) (local.get 112)
    (local.get 111) (local.get 110) (local.get 109) (local.get 108) (local.get 107) (local.get 106)
    (local.get 105) (local.get 104) (local.get 103) (local.get 102) (local.get 101) (local.get 100)
    (local.get 99) (local.get 98) (local.get 97) (local.get 96) (local.get 95) (local.get 94) (local.get 93)
    (local.get 92) (local.get 91) (local.get 90) (local.get 89) (local.get 88) (local.get 87) (local.get 86)
    (local.get 85) (local.get 84) (local.get 83) (local.get 82) (local.get 81) (local.get 80) (local.get 79)
    (local.get 78) (local.get 77) (local.get 76) (local.get 75) (local.get 74) (local.get 73) (local.get 72)
    (local.get 71) (local.get 70) (local.get 69) (local.get 68) (local.get 67) (local.get 66) (local.get 65)
    (local.get 64) (local.get 63) (local.get 62) (local.get 61) (local.get 60) (local.get 59) (local.get 58)
    (local.get 57) (local.get 56) (local.get 55) (local.get 54) (local.get 53) (local.get 52) (local.get 51)
    (local.get 50) (local.get 49) (local.get 48) (local.get 47) (local.get 46) (local.get 45) (local.get 44)
    (local.get 43) (local.get 42) (local.get 41) (local.get 40) (local.get 39) (local.get 38) (local.get 37)
    (local.get 36) (local.get 35) (local.get 34) (local.get 33) (local.get 32) (local.get 31) (local.get 30)
    (local.get 29) (local.get 28) (local.get 27) (local.get 26) (local.get 25) (local.get 24) (local.get 23)
    (local.get 22) (local.get 21) (local.get 20) (local.get 19) (local.get 18) (local.get 17) (local.get 16)
    (local.get 15) (local.get 14) (local.get 13) (local.get 12) (local.get 11) (local.get 10) (local.get 9)
    (local.get 8) (local.get 7) (local.get 6) (local.get 5) (local.get 4) (local.get 3) (local.get 2)
    (local.get 1) (local.get 0))
  (func $extra (type $t) (local i64 v128 i64) (local.set 201 (v128.const i64x2 -1 -1)) (local.get 199)
    (local.get 198) (local.get 197) (local.get 196) (local.get 195) (local.get 194) (local.get 193)
    (local.get 192) (local.get 191) (local.get 190) (local.get 189) (local.get 188) (local.get 187)
    (local.get 186) (local.get 185) (local.get 184) (local.get 183) (local.get 182) (local.get 181)
    (local.get 180) (local.get 179) (local.get 178) (local.get 177) (local.get 176) (local.get 175)
    (local.get 174) (local.get 173) (local.get 172) (local.get 171) (local.get 170) (local.get 169)
    (local.get 168) (local.get 167) (local.get 166) (local.get 165) (local.get 164) (local.get 163)
    (local.get 162) (local.get 161) (local.get 160) (local.get 159) (local.get 158) (local.get 157)
    (local.get 156) (local.get 155) (local.get 154) (local.get 153) (local.get 152) (local.get 151)
    (local.get 150) (local.get 149) (local.get 148) (local.get 147) (local.get 146) (local.get 145)
    (local.get 144) (local.get 143) (local.get 142) (local.get 141) (local.get 140) (local.get 139)
    (local.get 138) (local.get 137) (local.get 136) (local.get 135) (local.get 134) (local.get 133)
    (local.get 132) (local.get 131) (local.get 130) (local.get 129) (local.get 128) (local.get 127)
    (local.get 126) (local.get 125) (local.get 124) (local.get 123) (local.get 122) (local.get 121)
    (local.get 120) (local.get 119) (local.get 118) (local.get 117) (local.get 116) (local.get 115)
    (local.get 114) (local.get 113) (local.get 112) (local.get 111) (local.get 110) (local.get 109)
    (local.get 108) (local.get 107) (local.get 106) (local.get 105) (local.get 104) (local.get 103)
    (local.get 102) (local.get 101) (local.get 100) (local.get 99) (local.get 98) (local.get 97) (local.get
    96) (local.get 95) (local.get 94) (local.get 93) (local.get 92) (local.get 91) (local.get 90) (local.get
    89) (local.get 88) (local.get 87) (local.get 86) (local.get 85) (local.get 84) (local.get 83) (local.get
    82) (local.get 81) (local.get 80) (local.get 79) (local.get 78) (local.get 77) (local.get 76) (local.get
    75) (local.get 74) (local.get 73) (local.get 72) (local.get 71) (local.get 70) (local.get 69) (local.get
    68) (local.get 67) (local.get 66) (local.get 65) (local.get 64) (local.get 63) (local.get 62) (local.get
    61) (local.get 60) (local.get 59) (local.get 58) (local.get 57) (local.get 56) (local.get 55) (local.get
    54) (local.get 53) (local.get 52) (local.get 51) (local.get 50) (local.get 49) (local.get 48) (local.get
    47) (local.get 46) (local.get 45) (local.get 44) (local.get 43) (local.get 42) (local.get 41) (local.get
    40) (local.get 39) (local.get 38) (local.get 37) (local.get 36) (local.get 35) (local.get 34) (local.get
    33) (local.get 32) (local.get 31) (local.get 30) (local.get 29) (local.get 28) (local.get 27) (local.get
    26) (local.get 25) (local.get 24) (local.get 23) (local.get 22) (local.get 21) (local.get 20) (local.get
    19) (local.get 18) (local.get 17) (local.get 16) (local.get 15) (local.get 14) (local.get 13) (local.get
    12) (local.get 11) (local.get 10) (local.get 9) (local.get 8) (local.get 7) (local.get 6) (local.get 5)
    (local.get 4) (local.get 3) (local.get 2) (local.get 1) (local.get 0))
  (func (export "direct") (result f32 i32 f32 f32 f32 f32 v128 v128 f32 f32 i64 v128 i64 i64 i64 i32 i32 i32
    i64 v128 f64 v128 f32 v128 f64 i32 f32 i64 f64 f32 i64 v128 f32 i64 i64 i32 f32 f64 v128 f32 i32 f64
    v128 f32 f64 i32 f64 i64 v128 f64 v128 i64 i32 f32 i64 f64 i32 v128 v128 i64 f64 v128 i64 v128 i32 v128
    i32 i64 f32 v128 f64 i64 f32 f32 i32 i32 f32 i32 i64 i64 f32 i32 f64 f32 v128 f64 i32 v128 i64 f64 v128
    i64 v128 f64 v128 f64 i64 i32 i64 f64 i32 i64 i32 f64 v128 i64 v128 f32 i32 f32 i64 f64 f32 f64 f32 i32
    i32 f64 f64 f32 f64 f32 f32 i64 v128 f32 i64 i64 i32 f32 f32 i64 v128 i32 f32 i64 f32 i32 f64 i32 i32
    i32 i32 f32 v128 i32 i64 v128 v128 i64 i64 i32 v128 f64 f32 v128 v128 v128 v128 i32 f32 f64 f32 f64 f64
    v128 i64 v128 v128 f32 f64 i32 f64 i64 v128 v128 i64 v128 f64 i32 v128 v128 f32 f64 f32 v128 f32 v128
    f64 i64 v128 v128 i64 i32 i64 v128 i64 i64 f64 v128) (call $reverse (v128.const i32x4 1 2 3 4)
    (f64.const 2) (i64.const 3) (i64.const 4) (v128.const i32x4 5 6 7 8) (i64.const 6) (i32.const 7)
    (i64.const 8) (v128.const i32x4 9 10 11 12) (v128.const i32x4 10 11 12 13) (i64.const 11) (f64.const 12)
    (v128.const i32x4 13 14 15 16) (f32.const 14) (v128.const i32x4 15 16 17 18) (f32.const 16) (f64.const
    17) (f32.const 18) (v128.const i32x4 19 20 21 22) (v128.const i32x4 20 21 22 23) (i32.const 21)
    (f64.const 22) (v128.const i32x4 23 24 25 26) (i64.const 24) (v128.const i32x4 25 26 27 28) (v128.const
    i32x4 26 27 28 29) (i64.const 27) (f64.const 28) (i32.const 29) (f64.const 30) (f32.const 31)
    (v128.const i32x4 32 33 34 35) (v128.const i32x4 33 34 35 36) (i64.const 34) (v128.const i32x4 35 36 37
    38) (f64.const 36) (f64.const 37) (f32.const 38) (f64.const 39) (f32.const 40) (i32.const 41)
    (v128.const i32x4 42 43 44 45) (v128.const i32x4 43 44 45 46) (v128.const i32x4 44 45 46 47) (v128.const
    i32x4 45 46 47 48) (f32.const 46) (f64.const 47) (v128.const i32x4 48 49 50 51) (i32.const 49)
    (i64.const 50) (i64.const 51) (v128.const i32x4 52 53 54 55) (v128.const i32x4 53 54 55 56) (i64.const
    54) (i32.const 55) (v128.const i32x4 56 57 58 59) (f32.const 57) (i32.const 58) (i32.const 59)
    (i32.const 60) (i32.const 61) (f64.const 62) (i32.const 63) (f32.const 64) (i64.const 65) (f32.const 66)
    (i32.const 67) (v128.const i32x4 68 69 70 71) (i64.const 69) (f32.const 70) (f32.const 71) (i32.const
    72) (i64.const 73) (i64.const 74) (f32.const 75) (v128.const i32x4 76 77 78 79) (i64.const 77)
    (f32.const 78) (f32.const 79) (f64.const 80) (f32.const 81) (f64.const 82) (f64.const 83) (i32.const 84)
    (i32.const 85) (f32.const 86) (f64.const 87) (f32.const 88) (f64.const 89) (i64.const 90) (f32.const 91)
    (i32.const 92) (f32.const 93) (v128.const i32x4 94 95 96 97) (i64.const 95) (v128.const i32x4 96 97 98
    99) (f64.const 97) (i32.const 98) (i64.const 99) (i32.const 100) (f64.const 101) (i64.const 102)
    (i32.const 103) (i64.const 104) (f64.const 105) (v128.const i32x4 106 107 108 109) (f64.const 107)
    (v128.const i32x4 108 109 110 111) (i64.const 109) (v128.const i32x4 110 111 112 113) (f64.const 111)
    (i64.const 112) (v128.const i32x4 113 114 115 116) (i32.const 114) (f64.const 115) (v128.const i32x4 116
    117 118 119) (f32.const 117) (f64.const 118) (i32.const 119) (f32.const 120) (i64.const 121) (i64.const
    122) (i32.const 123) (f32.const 124) (i32.const 125) (i32.const 126) (f32.const 127) (f32.const 128)
    (i64.const 129) (f64.const 130) (v128.const i32x4 131 132 133 134) (f32.const 132) (i64.const 133)
    (i32.const 134) (v128.const i32x4 135 136 137 138) (i32.const 136) (v128.const i32x4 137 138 139 140)
    (i64.const 138) (v128.const i32x4 139 140 141 142) (f64.const 140) (i64.const 141) (v128.const i32x4 142
    143 144 145) (v128.const i32x4 143 144 145 146) (i32.const 144) (f64.const 145) (i64.const 146)
    (f32.const 147) (i32.const 148) (i64.const 149) (v128.const i32x4 150 151 152 153) (f64.const 151)
    (v128.const i32x4 152 153 154 155) (i64.const 153) (f64.const 154) (i32.const 155) (f64.const 156)
    (f32.const 157) (v128.const i32x4 158 159 160 161) (f64.const 159) (i32.const 160) (f32.const 161)
    (v128.const i32x4 162 163 164 165) (f64.const 163) (f32.const 164) (i32.const 165) (i64.const 166)
    (i64.const 167) (f32.const 168) (v128.const i32x4 169 170 171 172) (i64.const 170) (f32.const 171)
    (f64.const 172) (i64.const 173) (f32.const 174) (i32.const 175) (f64.const 176) (v128.const i32x4 177
    178 179 180) (f32.const 178) (v128.const i32x4 179 180 181 182) (f64.const 180) (v128.const i32x4 181
    182 183 184) (i64.const 182) (i32.const 183) (i32.const 184) (i32.const 185) (i64.const 186) (i64.const
    187) (i64.const 188) (v128.const i32x4 189 190 191 192) (i64.const 190) (f32.const 191) (f32.const 192)
    (v128.const i32x4 193 194 195 196) (v128.const i32x4 194 195 196 197) (f32.const 195) (f32.const 196)
    (f32.const 197) (f32.const 198) (i32.const 199) (f32.const 200)))
  (func (export "indirect") (param $f i32) (result f32 i32 f32 f32 f32 f32 v128 v128 f32 f32 i64 v128 i64
    i64 i64 i32 i32 i32 i64 v128 f64 v128 f32 v128 f64 i32 f32 i64 f64 f32 i64 v128 f32 i64 i64 i32 f32 f64
    v128 f32 i32 f64 v128 f32 f64 i32 f64 i64 v128 f64 v128 i64 i32 f32 i64 f64 i32 v128 v128 i64 f64 v128
    i64 v128 i32 v128 i32 i64 f32 v128 f64 i64 f32 f32 i32 i32 f32 i32 i64 i64 f32 i32 f64 f32 v128 f64 i32
    v128 i64 f64 v128 i64 v128 f64 v128 f64 i64 i32 i64 f64 i32 i64 i32 f64 v128 i64 v128 f32 i32 f32 i64
    f64 f32 f64 f32 i32 i32 f64 f64 f32 f64 f32 f32 i64 v128 f32 i64 i64 i32 f32 f32 i64 v128 i32 f32 i64
    f32 i32 f64 i32 i32 i32 i32 f32 v128 i32 i64 v128 v128 i64 i64 i32 v128 f64 f32 v128 v128 v128 v128 i32
    f32 f64 f32 f64 f64 v128 i64 v128 v128 f32 f64 i32 f64 i64 v128 v128 i64 v128 f64 i32 v128 v128 f32 f64
    f32 v128 f32 v128 f64 i64 v128 v128 i64 i32 i64 v128 i64 i64 f64 v128) (call_indirect (type $t)
    (v128.const i32x4 1 2 3 4) (f64.const 2) (i64.const 3) (i64.const 4) (v128.const i32x4 5 6 7 8)
    (i64.const 6) (i32.const 7) (i64.const 8) (v128.const i32x4 9 10 11 12) (v128.const i32x4 10 11 12 13)
    (i64.const 11) (f64.const 12) (v128.const i32x4 13 14 15 16) (f32.const 14) (v128.const i32x4 15 16 17
    18) (f32.const 16) (f64.const 17) (f32.const 18) (v128.const i32x4 19 20 21 22) (v128.const i32x4 20 21
    22 23) (i32.const 21) (f64.const 22) (v128.const i32x4 23 24 25 26) (i64.const 24) (v128.const i32x4 25
    26 27 28) (v128.const i32x4 26 27 28 29) (i64.const 27) (f64.const 28) (i32.const 29) (f64.const 30)
    (f32.const 31) (v128.const i32x4 32 33 34 35) (v128.const i32x4 33 34 35 36) (i64.const 34) (v128.const
    i32x4 35 36 37 38) (f64.const 36) (f64.const 37) (f32.const 38) (f64.const 39) (f32.const 40) (i32.const
    41) (v128.const i32x4 42 43 44 45) (v128.const i32x4 43 44 45 46) (v128.const i32x4 44 45 46 47)
    (v128.const i32x4 45 46 47 48) (f32.const 46) (f64.const 47) (v128.const i32x4 48 49 50 51) (i32.const
    49) (i64.const 50) (i64.const 51) (v128.const i32x4 52 53 54 55) (v128.const i32x4 53 54 55 56)
    (i64.const 54) (i32.const 55) (v128.const i32x4 56 57 58 59) (f32.const 57) (i32.const 58) (i32.const
    59) (i32.const 60) (i32.const 61) (f64.const 62) (i32.const 63) (f32.const 64) (i64.const 65) (f32.const
    66) (i32.const 67) (v128.const i32x4 68 69 70 71) (i64.const 69) (f32.const 70) (f32.const 71)
    (i32.const 72) (i64.const 73) (i64.const 74) (f32.const 75) (v128.const i32x4 76 77 78 79) (i64.const
    77) (f32.const 78) (f32.const 79) (f64.const 80) (f32.const 81) (f64.const 82) (f64.const 83) (i32.const
    84) (i32.const 85) (f32.const 86) (f64.const 87) (f32.const 88) (f64.const 89) (i64.const 90) (f32.const
    91) (i32.const 92) (f32.const 93) (v128.const i32x4 94 95 96 97) (i64.const 95) (v128.const i32x4 96 97
    98 99) (f64.const 97) (i32.const 98) (i64.const 99) (i32.const 100) (f64.const 101) (i64.const 102)
    (i32.const 103) (i64.const 104) (f64.const 105) (v128.const i32x4 106 107 108 109) (f64.const 107)
    (v128.const i32x4 108 109 110 111) (i64.const 109) (v128.const i32x4 110 111 112 113) (f64.const 111)
    (i64.const 112) (v128.const i32x4 113 114 115 116) (i32.const 114) (f64.const 115) (v128.const i32x4 116
    117 118 119) (f32.const 117) (f64.const 118) (i32.const 119) (f32.const 120) (i64.const 121) (i64.const
    122) (i32.const 123) (f32.const 124) (i32.const 125) (i32.const 126) (f32.const 127) (f32.const 128)
    (i64.const 129) (f64.const 130) (v128.const i32x4 131 132 133 134) (f32.const 132) (i64.const 133)
    (i32.const 134) (v128.const i32x4 135 136 137 138) (i32.const 136) (v128.const i32x4 137 138 139 140)
    (i64.const 138) (v128.const i32x4 139 140 141 142) (f64.const 140) (i64.const 141) (v128.const i32x4 142
    143 144 145) (v128.const i32x4 143 144 145 146) (i32.const 144) (f64.const 145) (i64.const 146)
    (f32.const 147) (i32.const 148) (i64.const 149) (v128.const i32x4 150 151 152 153) (f64.const 151)
    (v128.const i32x4 152 153 154 155) (i64.const 153) (f64.const 154) (i32.const 155) (f64.const 156)
    (f32.const 157) (v128.const i32x4 158 159 160 161) (f64.const 159) (i32.const 160) (f32.const 161)
    (v128.const i32x4 162 163 164 165) (f64.const 163) (f32.const 164) (i32.const 165) (i64.const 166)
    (i64.const 167) (f32.const 168) (v128.const i32x4 169 170 171 172) (i64.const 170) (f32.const 171)
    (f64.const 172) (i64.const 173) (f32.const 174) (i32.const 175) (f64.const 176) (v128.const i32x4 177
    178 179 180) (f32.const 178) (v128.const i32x4 179 180 181 182) (f64.const 180) (v128.const i32x4 181
    182 183 184) (i64.const 182) (i32.const 183) (i32.const 184) (i32.const 185) (i64.const 186) (i64.const
    187) (i64.const 188) (v128.const i32x4 189 190 191 192) (i64.const 190) (f32.const 191) (f32.const 192)
    (v128.const i32x4 193 194 195 196) (v128.const i32x4 194 195 196 197) (f32.const 195) (f32.const 196)
    (f32.const 197) (f32.const 198) (i32.const 199) (f32.const 200) (local.get $f)))
  (func (export "tail") (result f32 i32 f32 f32 f32 f32 v128 v128 f32 f32 i64 v128 i64 i64 i64 i32 i32 i32
    i64 v128 f64 v128 f32 v128 f64 i32 f32 i64 f64 f32 i64 v128 f32 i64 i64 i32 f32 f64 v128 f32 i32 f64
    v128 f32 f64 i32 f64 i64 v128 f64 v128 i64 i32 f32 i64 f64 i32 v128 v128 i64 f64 v128 i64 v128 i32 v128
    i32 i64 f32 v128 f64 i64 f32 f32 i32 i32 f32 i32 i64 i64 f32 i32 f64 f32 v128 f64 i32 v128 i64 f64 v128
    i64 v128 f64 v128 f64 i64 i32 i64 f64 i32 i64 i32 f64 v128 i64 v128 f32 i32 f32 i64 f64 f32 f64 f32 i32
    i32 f64 f64 f32 f64 f32 f32 i64 v128 f32 i64 i64 i32 f32 f32 i64 v128 i32 f32 i64 f32 i32 f64 i32 i32
    i32 i32 f32 v128 i32 i64 v128 v128 i64 i64 i32 v128 f64 f32 v128 v128 v128 v128 i32 f32 f64 f32 f64 f64
    v128 i64 v128 v128 f32 f64 i32 f64 i64 v128 v128 i64 v128 f64 i32 v128 v128 f32 f64 f32 v128 f32 v128
    f64 i64 v128 v128 i64 i32 i64 v128 i64 i64 f64 v128) (return_call $reverse (v128.const i32x4 1 2 3 4)
    (f64.const 2) (i64.const 3) (i64.const 4) (v128.const i32x4 5 6 7 8) (i64.const 6) (i32.const 7)
    (i64.const 8) (v128.const i32x4 9 10 11 12) (v128.const i32x4 10 11 12 13) (i64.const 11) (f64.const 12)
    (v128.const i32x4 13 14 15 16) (f32.const 14) (v128.const i32x4 15 16 17 18) (f32.const 16) (f64.const
    17) (f32.const 18) (v128.const i32x4 19 20 21 22) (v128.const i32x4 20 21 22 23) (i32.const 21)
    (f64.const 22) (v128.const i32x4 23 24 25 26) (i64.const 24) (v128.const i32x4 25 26 27 28) (v128.const
    i32x4 26 27 28 29) (i64.const 27) (f64.const 28) (i32.const 29) (f64.const 30) (f32.const 31)
    (v128.const i32x4 32 33 34 35) (v128.const i32x4 33 34 35 36) (i64.const 34) (v128.const i32x4 35 36 37
    38) (f64.const 36) (f64.const 37) (f32.const 38) (f64.const 39) (f32.const 40) (i32.const 41)
    (v128.const i32x4 42 43 44 45) (v128.const i32x4 43 44 45 46) (v128.const i32x4 44 45 46 47) (v128.const
    i32x4 45 46 47 48) (f32.const 46) (f64.const 47) (v128.const i32x4 48 49 50 51) (i32.const 49)
    (i64.const 50) (i64.const 51) (v128.const i32x4 52 53 54 55) (v128.const i32x4 53 54 55 56) (i64.const
    54) (i32.const 55) (v128.const i32x4 56 57 58 59) (f32.const 57) (i32.const 58) (i32.const 59)
    (i32.const 60) (i32.const 61) (f64.const 62) (i32.const 63) (f32.const 64) (i64.const 65) (f32.const 66)
    (i32.const 67) (v128.const i32x4 68 69 70 71) (i64.const 69) (f32.const 70) (f32.const 71) (i32.const
    72) (i64.const 73) (i64.const 74) (f32.const 75) (v128.const i32x4 76 77 78 79) (i64.const 77)
    (f32.const 78) (f32.const 79) (f64.const 80) (f32.const 81) (f64.const 82) (f64.const 83) (i32.const 84)
    (i32.const 85) (f32.const 86) (f64.const 87) (f32.const 88) (f64.const 89) (i64.const 90) (f32.const 91)
    (i32.const 92) (f32.const 93) (v128.const i32x4 94 95 96 97) (i64.const 95) (v128.const i32x4 96 97 98
    99) (f64.const 97) (i32.const 98) (i64.const 99) (i32.const 100) (f64.const 101) (i64.const 102)
    (i32.const 103) (i64.const 104) (f64.const 105) (v128.const i32x4 106 107 108 109) (f64.const 107)
    (v128.const i32x4 108 109 110 111) (i64.const 109) (v128.const i32x4 110 111 112 113) (f64.const 111)
    (i64.const 112) (v128.const i32x4 113 114 115 116) (i32.const 114) (f64.const 115) (v128.const i32x4 116
    117 118 119) (f32.const 117) (f64.const 118) (i32.const 119) (f32.const 120) (i64.const 121) (i64.const
    122) (i32.const 123) (f32.const 124) (i32.const 125) (i32.const 126) (f32.const 127) (f32.const 128)
    (i64.const 129) (f64.const 130) (v128.const i32x4 131 132 133 134) (f32.const 132) (i64.const 133)
    (i32.const 134) (v128.const i32x4 135 136 137 138) (i32.const 136) (v128.const i32x4 137 138 139 140)
    (i64.const 138) (v128.const i32x4 139 140 141 142) (f64.const 140) (i64.const 141) (v128.const i32x4 142
    143 144 145) (v128.const i32x4 143 144 145 146) (i32.const 144) (f64.const 145) (i64.const 146)
    (f32.const 147) (i32.const 148) (i64.const 149) (v128.const i32x4 150 151 152 153) (f64.const 151)
    (v128.const i32x4 152 153 154 155) (i64.const 153) (f64.const 154) (i32.const 155) (f64.const 156)
    (f32.const 157) (v128.const i32x4 158 159 160 161) (f64.const 159) (i32.const 160) (f32.const 161)
    (v128.const i32x4 162 163 164 165) (f64.const 163) (f32.const 164) (i32.const 165) (i64.const 166)
    (i64.const 167) (f32.const 168) (v128.const i32x4 169 170 171 172) (i64.const 170) (f32.const 171)
    (f64.const 172) (i64.const 173) (f32.const 174) (i32.const 175) (f64.const 176) (v128.const i32x4 177
    178 179 180) (f32.const 178) (v128.const i32x4 179 180 181 182) (f64.const 180) (v128.const i32x4 181
    182 183 184) (i64.const 182) (i32.const 183) (i32.const 184) (i32.const 185) (i64.const 186) (i64.const
    187) (i64.const 188) (v128.const i32x4 189 190 191 192) (i64.const 190) (f32.const 191) (f32.const 192)
    (v128.const i32x4 193 194 195 196) (v128.const i32x4 194 195 196 197) (f32.const 195) (f32.const 196)
    (f32.const 197) (f32.const 198) (i32.const 199) (f32.const 200)))
  (func (export "tail-indirect") (param $f i32) (result f32 i32 f32 f32 f32 f32 v128 v128 f32 f32 i64 v128
    i64 i64 i64 i32 i32 i32 i64 v128 f64 v128 f32 v128 f64 i32 f32 i64 f64 f32 i64 v128 f32 i64 i64 i32 f32
    f64 v128 f32 i32 f64 v128 f32 f64 i32 f64 i64 v128 f64 v128 i64 i32 f32 i64 f64 i32 v128 v128 i64 f64
    v128 i64 v128 i32 v128 i32 i64 f32 v128 f64 i64 f32 f32 i32 i32 f32 i32 i64 i64 f32 i32 f64 f32 v128 f64
    i32 v128 i64 f64 v128 i64 v128 f64 v128 f64 i64 i32 i64 f64 i32 i64 i32 f64 v128 i64 v128 f32 i32 f32
    i64 f64 f32 f64 f32 i32 i32 f64 f64 f32 f64 f32 f32 i64 v128 f32 i64 i64 i32 f32 f32 i64 v128 i32 f32
    i64 f32 i32 f64 i32 i32 i32 i32 f32 v128 i32 i64 v128 v128 i64 i64 i32 v128 f64 f32 v128 v128 v128 v128
    i32 f32 f64 f32 f64 f64 v128 i64 v128 v128 f32 f64 i32 f64 i64 v128 v128 i64 v128 f64 i32 v128 v128 f32
    f64 f32 v128 f32 v128 f64 i64 v128 v128 i64 i32 i64 v128 i64 i64 f64 v128) (return_call_indirect (type
    $t) (v128.const i32x4 1 2 3 4) (f64.const 2) (i64.const 3) (i64.const 4) (v128.const i32x4 5 6 7 8)
    (i64.const 6) (i32.const 7) (i64.const 8) (v128.const i32x4 9 10 11 12) (v128.const i32x4 10 11 12 13)
    (i64.const 11) (f64.const 12) (v128.const i32x4 13 14 15 16) (f32.const 14) (v128.const i32x4 15 16 17
    18) (f32.const 16) (f64.const 17) (f32.const 18) (v128.const i32x4 19 20 21 22) (v128.const i32x4 20 21
    22 23) (i32.const 21) (f64.const 22) (v128.const i32x4 23 24 25 26) (i64.const 24) (v128.const i32x4 25
    26 27 28) (v128.const i32x4 26 27 28 29) (i64.const 27) (f64.const 28) (i32.const 29) (f64.const 30)
    (f32.const 31) (v128.const i32x4 32 33 34 35) (v128.const i32x4 33 34 35 36) (i64.const 34) (v128.const
    i32x4 35 36 37 38) (f64.const 36) (f64.const 37) (f32.const 38) (f64.const 39) (f32.const 40) (i32.const
    41) (v128.const i32x4 42 43 44 45) (v128.const i32x4 43 44 45 46) (v128.const i32x4 44 45 46 47)
    (v128.const i32x4 45 46 47 48) (f32.const 46) (f64.const 47) (v128.const i32x4 48 49 50 51) (i32.const
    49) (i64.const 50) (i64.const 51) (v128.const i32x4 52 53 54 55) (v128.const i32x4 53 54 55 56)
    (i64.const 54) (i32.const 55) (v128.const i32x4 56 57 58 59) (f32.const 57) (i32.const 58) (i32.const
    59) (i32.const 60) (i32.const 61) (f64.const 62) (i32.const 63) (f32.const 64) (i64.const 65) (f32.const
    66) (i32.const 67) (v128.const i32x4 68 69 70 71) (i64.const 69) (f32.const 70) (f32.const 71)
    (i32.const 72) (i64.const 73) (i64.const 74) (f32.const 75) (v128.const i32x4 76 77 78 79) (i64.const
    77) (f32.const 78) (f32.const 79) (f64.const 80) (f32.const 81) (f64.const 82) (f64.const 83) (i32.const
    84) (i32.const 85) (f32.const 86) (f64.const 87) (f32.const 88) (f64.const 89) (i64.const 90) (f32.const
    91) (i32.const 92) (f32.const 93) (v128.const i32x4 94 95 96 97) (i64.const 95) (v128.const i32x4 96 97
    98 99) (f64.const 97) (i32.const 98) (i64.const 99) (i32.const 100) (f64.const 101) (i64.const 102)
    (i32.const 103) (i64.const 104) (f64.const 105) (v128.const i32x4 106 107 108 109) (f64.const 107)
    (v128.const i32x4 108 109 110 111) (i64.const 109) (v128.const i32x4 110 111 112 113) (f64.const 111)
    (i64.const 112) (v128.const i32x4 113 114 115 116) (i32.const 114) (f64.const 115) (v128.const i32x4 116
    117 118 119) (f32.const 117) (f64.const 118) (i32.const 119) (f32.const 120) (i64.const 121) (i64.const
    122) (i32.const 123) (f32.const 124) (i32.const 125) (i32.const 126) (f32.const 127) (f32.const 128)
    (i64.const 129) (f64.const 130) (v128.const i32x4 131 132 133 134) (f32.const 132) (i64.const 133)
    (i32.const 134) (v128.const i32x4 135 136 137 138) (i32.const 136) (v128.const i32x4 137 138 139 140)
    (i64.const 138) (v128.const i32x4 139 140 141 142) (f64.const 140) (i64.const 141) (v128.const i32x4 142
    143 144 145) (v128.const i32x4 143 144 145 146) (i32.const 144) (f64.const 145) (i64.const 146)
    (f32.const 147) (i32.const 148) (i64.const 149) (v128.const i32x4 150 151 152 153) (f64.const 151)
    (v128.const i32x4 152 153 154 155) (i64.const 153) (f64.const 154) (i32.const 155) (f64.const 156)
    (f32.const 157) (v128.const i32x4 158 159 160 161) (f64.const 159) (i32.const 160) (f32.const 161)
    (v128.const i32x4 162 163 164 165) (f64.const 163) (f32.const 164) (i32.const 165) (i64.const 166)
    (i64.const 167) (f32.const 168) (v128.const i32x4 169 170 171 172) (i64.const 170) (f32.const 171)
    (f64.const 172) (i64.const 173) (f32.const 174) (i32.const 175) (f64.const 176) (v128.const i32x4 177
    178 179 180) (f32.const 178) (v128.const i32x4 179 180 181 182) (f64.const 180) (v128.const i32x4 181
    182 183 184) (i64.const 182) (i32.const 183) (i32.const 184) (i32.const 185) (i64.const 186) (i64.const
    187) (i64.const 188) (v128.const i32x4 189 190 191 192) (i64.const 190) (f32.const 191) (f32.const 192)
    (v128.const i32x4 193 194 195 196) (v128.const i32x4 194 195 196 197) (f32.const 195) (f32.const 196)
    (f32.const 197) (f32.const 198) (i32.const 199) (f32.const 200) (local.get $f)))
  (func (export "forward") (type $t) (return_call $extra (local.get 0) (local.get 1) (local.get 2)
    (local.get 3) (local.get 4) (local.get 5) (local.get 6) (local.get 7) (local.get 8) (local.get 9)
    (local.get 10) (local.get 11) (local.get 12) (local.get 13) (local.get 14) (local.get 15) (local.get 16)
    (local.get 17) (local.get 18) (local.get 19) (local.get 20) (local.get 21) (local.get 22) (local.get 23)
    (local.get 24) (local.get 25) (local.get 26) (local.get 27) (local.get 28) (local.get 29) (local.get 30)
    (local.get 31) (local.get 32) (local.get 33) (local.get 34) (local.get 35) (local.get 36) (local.get 37)
    (local.get 38) (local.get 39) (local.get 40) (local.get 41) (local.get 42) (local.get 43) (local.get 44)
    (local.get 45) (local.get 46) (local.get 47) (local.get 48) (local.get 49) (local.get 50) (local.get 51)
    (local.get 52) (local.get 53) (local.get 54) (local.get 55) (local.get 56) (local.get 57) (local.get 58)
    (local.get 59) (local.get 60) (local.get 61) (local.get 62) (local.get 63) (local.get 64) (local.get 65)
    (local.get 66) (local.get 67) (local.get 68) (local.get 69) (local.get 70) (local.get 71) (local.get 72)
    (local.get 73) (local.get 74) (local.get 75) (local.get 76) (local.get 77) (local.get 78) (local.get 79)
    (local.get 80) (local.get 81) (local.get 82) (local.get 83) (local.get 84) (local.get 85) (local.get 86)
    (local.get 87) (local.get 88) (local.get 89) (local.get 90) (local.get 91) (local.get 92) (local.get 93)
    (local.get 94) (local.get 95) (local.get 96) (local.get 97) (local.get 98) (local.get 99) (local.get
    100) (local.get 101) (local.get 102) (local.get 103) (local.get 104) (local.get 105) (local.get 106)
    (local.get 107) (local.get 108) (local.get 109) (local.get 110) (local.get 111) (local.get 112)
    (local.get 113) (local.get 114) (local.get 115) (local.get 116) (local.get 117) (local.get 118)
    (local.get 119) (local.get 120) (local.get 121) (local.get 122) (local.get 123) (local.get 124)
    (local.get 125) (local.get 126) (local.get 127) (local.get 128) (local.get 129) (local.get 130)
    (local.get 131) (local.get 132) (local.get 133) (local.get 134) (local.get 135) (local.get 136)
    (local.get 137) (local.get 138) (local.get 139) (local.get 140) (local.get 141) (local.get 142)
    (local.get 143) (local.get 144) (local.get 145) (local.get 146) (local.get 147) (local.get 148)
    (local.get 149) (local.get 150) (local.get 151) (local.get 152) (local.get 153) (local.get 154)
    (local.get 155) (local.get 156) (local.get 157) (local.get 158) (local.get 159) (local.get 160)
    (local.get 161) (local.get 162) (local.get 163) (local.get 164) (local.get 165) (local.get 166)
    (local.get 167) (local.get 168) (local.get 169) (local.get 170) (local.get 171) (local.get 172)
    (local.get 173) (local.get 174) (local.get 175) (local.get 176) (local.get 177) (local.get 178)
    (local.get 179) (local.get 180) (local.get 181) (local.get 182) (local.get 183) (local.get 184)
    (local.get 185) (local.get 186) (local.get 187) (local.get 188) (local.get 189) (local.get 190)
    (local.get 191) (local.get 192) (local.get 193) (local.get 194) (local.get 195) (local.get 196)
    (local.get 197) (local.get 198) (local.get 199))))
(assert_return (invoke "direct") (f32.const 200) (i32.const 199) (f32.const 198) (f32.const 197) (f32.const
    196) (f32.const 195) (v128.const i32x4 194 195 196 197) (v128.const i32x4 193 194 195 196) (f32.const
    192) (f32.const 191) (i64.const 190) (v128.const i32x4 189 190 191 192) (i64.const 188) (i64.const 187)
    (i64.const 186) (i32.const 185) (i32.const 184) (i32.const 183) (i64.const 182) (v128.const i32x4 181
    182 183 184) (f64.const 180) (v128.const i32x4 179 180 181 182) (f32.const 178) (v128.const i32x4 177
    178 179 180) (f64.const 176) (i32.const 175) (f32.const 174) (i64.const 173) (f64.const 172) (f32.const
    171) (i64.const 170) (v128.const i32x4 169 170 171 172) (f32.const 168) (i64.const 167) (i64.const 166)
    (i32.const 165) (f32.const 164) (f64.const 163) (v128.const i32x4 162 163 164 165) (f32.const 161)
    (i32.const 160) (f64.const 159) (v128.const i32x4 158 159 160 161) (f32.const 157) (f64.const 156)
    (i32.const 155) (f64.const 154) (i64.const 153) (v128.const i32x4 152 153 154 155) (f64.const 151)
    (v128.const i32x4 150 151 152 153) (i64.const 149) (i32.const 148) (f32.const 147) (i64.const 146)
    (f64.const 145) (i32.const 144) (v128.const i32x4 143 144 145 146) (v128.const i32x4 142 143 144 145)
    (i64.const 141) (f64.const 140) (v128.const i32x4 139 140 141 142) (i64.const 138) (v128.const i32x4 137
    138 139 140) (i32.const 136) (v128.const i32x4 135 136 137 138) (i32.const 134) (i64.const 133)
    (f32.const 132) (v128.const i32x4 131 132 133 134) (f64.const 130) (i64.const 129) (f32.const 128)
    (f32.const 127) (i32.const 126) (i32.const 125) (f32.const 124) (i32.const 123) (i64.const 122)
    (i64.const 121) (f32.const 120) (i32.const 119) (f64.const 118) (f32.const 117) (v128.const i32x4 116
    117 118 119) (f64.const 115) (i32.const 114) (v128.const i32x4 113 114 115 116) (i64.const 112)
    (f64.const 111) (v128.const i32x4 110 111 112 113) (i64.const 109) (v128.const i32x4 108 109 110 111)
    (f64.const 107) (v128.const i32x4 106 107 108 109) (f64.const 105) (i64.const 104) (i32.const 103)
    (i64.const 102) (f64.const 101) (i32.const 100) (i64.const 99) (i32.const 98) (f64.const 97) (v128.const
    i32x4 96 97 98 99) (i64.const 95) (v128.const i32x4 94 95 96 97) (f32.const 93) (i32.const 92)
    (f32.const 91) (i64.const 90) (f64.const 89) (f32.const 88) (f64.const 87) (f32.const 86) (i32.const 85)
    (i32.const 84) (f64.const 83) (f64.const 82) (f32.const 81) (f64.const 80) (f32.const 79) (f32.const 78)
    (i64.const 77) (v128.const i32x4 76 77 78 79) (f32.const 75) (i64.const 74) (i64.const 73) (i32.const
    72) (f32.const 71) (f32.const 70) (i64.const 69) (v128.const i32x4 68 69 70 71) (i32.const 67)
    (f32.const 66) (i64.const 65) (f32.const 64) (i32.const 63) (f64.const 62) (i32.const 61) (i32.const 60)
    (i32.const 59) (i32.const 58) (f32.const 57) (v128.const i32x4 56 57 58 59) (i32.const 55) (i64.const
    54) (v128.const i32x4 53 54 55 56) (v128.const i32x4 52 53 54 55) (i64.const 51) (i64.const 50)
    (i32.const 49) (v128.const i32x4 48 49 50 51) (f64.const 47) (f32.const 46) (v128.const i32x4 45 46 47
    48) (v128.const i32x4 44 45 46 47) (v128.const i32x4 43 44 45 46) (v128.const i32x4 42 43 44 45)
    (i32.const 41) (f32.const 40) (f64.const 39) (f32.const 38) (f64.const 37) (f64.const 36) (v128.const
    i32x4 35 36 37 38) (i64.const 34) (v128.const i32x4 33 34 35 36) (v128.const i32x4 32 33 34 35)
    (f32.const 31) (f64.const 30) (i32.const 29) (f64.const 28) (i64.const 27) (v128.const i32x4 26 27 28
    29) (v128.const i32x4 25 26 27 28) (i64.const 24) (v128.const i32x4 23 24 25 26) (f64.const 22)
    (i32.const 21) (v128.const i32x4 20 21 22 23) (v128.const i32x4 19 20 21 22) (f32.const 18) (f64.const
    17) (f32.const 16) (v128.const i32x4 15 16 17 18) (f32.const 14) (v128.const i32x4 13 14 15 16)
    (f64.const 12) (i64.const 11) (v128.const i32x4 10 11 12 13) (v128.const i32x4 9 10 11 12) (i64.const 8)
    (i32.const 7) (i64.const 6) (v128.const i32x4 5 6 7 8) (i64.const 4) (i64.const 3) (f64.const 2)
    (v128.const i32x4 1 2 3 4))
(assert_return (invoke "indirect" (i32.const 0)) (f32.const 200) (i32.const 199) (f32.const 198) (f32.const
    197) (f32.const 196) (f32.const 195) (v128.const i32x4 194 195 196 197) (v128.const i32x4 193 194 195
    196) (f32.const 192) (f32.const 191) (i64.const 190) (v128.const i32x4 189 190 191 192) (i64.const 188)
    (i64.const 187) (i64.const 186) (i32.const 185) (i32.const 184) (i32.const 183) (i64.const 182)
    (v128.const i32x4 181 182 183 184) (f64.const 180) (v128.const i32x4 179 180 181 182) (f32.const 178)
    (v128.const i32x4 177 178 179 180) (f64.const 176) (i32.const 175) (f32.const 174) (i64.const 173)
    (f64.const 172) (f32.const 171) (i64.const 170) (v128.const i32x4 169 170 171 172) (f32.const 168)
    (i64.const 167) (i64.const 166) (i32.const 165) (f32.const 164) (f64.const 163) (v128.const i32x4 162
    163 164 165) (f32.const 161) (i32.const 160) (f64.const 159) (v128.const i32x4 158 159 160 161)
    (f32.const 157) (f64.const 156) (i32.const 155) (f64.const 154) (i64.const 153) (v128.const i32x4 152
    153 154 155) (f64.const 151) (v128.const i32x4 150 151 152 153) (i64.const 149) (i32.const 148)
    (f32.const 147) (i64.const 146) (f64.const 145) (i32.const 144) (v128.const i32x4 143 144 145 146)
    (v128.const i32x4 142 143 144 145) (i64.const 141) (f64.const 140) (v128.const i32x4 139 140 141 142)
    (i64.const 138) (v128.const i32x4 137 138 139 140) (i32.const 136) (v128.const i32x4 135 136 137 138)
    (i32.const 134) (i64.const 133) (f32.const 132) (v128.const i32x4 131 132 133 134) (f64.const 130)
    (i64.const 129) (f32.const 128) (f32.const 127) (i32.const 126) (i32.const 125) (f32.const 124)
    (i32.const 123) (i64.const 122) (i64.const 121) (f32.const 120) (i32.const 119) (f64.const 118)
    (f32.const 117) (v128.const i32x4 116 117 118 119) (f64.const 115) (i32.const 114) (v128.const i32x4 113
    114 115 116) (i64.const 112) (f64.const 111) (v128.const i32x4 110 111 112 113) (i64.const 109)
    (v128.const i32x4 108 109 110 111) (f64.const 107) (v128.const i32x4 106 107 108 109) (f64.const 105)
    (i64.const 104) (i32.const 103) (i64.const 102) (f64.const 101) (i32.const 100) (i64.const 99)
    (i32.const 98) (f64.const 97) (v128.const i32x4 96 97 98 99) (i64.const 95) (v128.const i32x4 94 95 96
    97) (f32.const 93) (i32.const 92) (f32.const 91) (i64.const 90) (f64.const 89) (f32.const 88) (f64.const
    87) (f32.const 86) (i32.const 85) (i32.const 84) (f64.const 83) (f64.const 82) (f32.const 81) (f64.const
    80) (f32.const 79) (f32.const 78) (i64.const 77) (v128.const i32x4 76 77 78 79) (f32.const 75)
    (i64.const 74) (i64.const 73) (i32.const 72) (f32.const 71) (f32.const 70) (i64.const 69) (v128.const
    i32x4 68 69 70 71) (i32.const 67) (f32.const 66) (i64.const 65) (f32.const 64) (i32.const 63) (f64.const
    62) (i32.const 61) (i32.const 60) (i32.const 59) (i32.const 58) (f32.const 57) (v128.const i32x4 56 57
    58 59) (i32.const 55) (i64.const 54) (v128.const i32x4 53 54 55 56) (v128.const i32x4 52 53 54 55)
    (i64.const 51) (i64.const 50) (i32.const 49) (v128.const i32x4 48 49 50 51) (f64.const 47) (f32.const
    46) (v128.const i32x4 45 46 47 48) (v128.const i32x4 44 45 46 47) (v128.const i32x4 43 44 45 46)
    (v128.const i32x4 42 43 44 45) (i32.const 41) (f32.const 40) (f64.const 39) (f32.const 38) (f64.const
    37) (f64.const 36) (v128.const i32x4 35 36 37 38) (i64.const 34) (v128.const i32x4 33 34 35 36)
    (v128.const i32x4 32 33 34 35) (f32.const 31) (f64.const 30) (i32.const 29) (f64.const 28) (i64.const
    27) (v128.const i32x4 26 27 28 29) (v128.const i32x4 25 26 27 28) (i64.const 24) (v128.const i32x4 23 24
    25 26) (f64.const 22) (i32.const 21) (v128.const i32x4 20 21 22 23) (v128.const i32x4 19 20 21 22)
    (f32.const 18) (f64.const 17) (f32.const 16) (v128.const i32x4 15 16 17 18) (f32.const 14) (v128.const
    i32x4 13 14 15 16) (f64.const 12) (i64.const 11) (v128.const i32x4 10 11 12 13) (v128.const i32x4 9 10
    11 12) (i64.const 8) (i32.const 7) (i64.const 6) (v128.const i32x4 5 6 7 8) (i64.const 4) (i64.const 3)
    (f64.const 2) (v128.const i32x4 1 2 3 4))
(assert_return (invoke "indirect" (i32.const 1)) (f32.const 200) (i32.const 199) (f32.const 198) (f32.const
    197) (f32.const 196) (f32.const 195) (v128.const i32x4 194 195 196 197) (v128.const i32x4 193 194 195
    196) (f32.const 192) (f32.const 191) (i64.const 190) (v128.const i32x4 189 190 191 192) (i64.const 188)
    (i64.const 187) (i64.const 186) (i32.const 185) (i32.const 184) (i32.const 183) (i64.const 182)
    (v128.const i32x4 181 182 183 184) (f64.const 180) (v128.const i32x4 179 180 181 182) (f32.const 178)
    (v128.const i32x4 177 178 179 180) (f64.const 176) (i32.const 175) (f32.const 174) (i64.const 173)
    (f64.const 172) (f32.const 171) (i64.const 170) (v128.const i32x4 169 170 171 172) (f32.const 168)
    (i64.const 167) (i64.const 166) (i32.const 165) (f32.const 164) (f64.const 163) (v128.const i32x4 162
    163 164 165) (f32.const 161) (i32.const 160) (f64.const 159) (v128.const i32x4 158 159 160 161)
    (f32.const 157) (f64.const 156) (i32.const 155) (f64.const 154) (i64.const 153) (v128.const i32x4 152
    153 154 155) (f64.const 151) (v128.const i32x4 150 151 152 153) (i64.const 149) (i32.const 148)
    (f32.const 147) (i64.const 146) (f64.const 145) (i32.const 144) (v128.const i32x4 143 144 145 146)
    (v128.const i32x4 142 143 144 145) (i64.const 141) (f64.const 140) (v128.const i32x4 139 140 141 142)
    (i64.const 138) (v128.const i32x4 137 138 139 140) (i32.const 136) (v128.const i32x4 135 136 137 138)
    (i32.const 134) (i64.const 133) (f32.const 132) (v128.const i32x4 131 132 133 134) (f64.const 130)
    (i64.const 129) (f32.const 128) (f32.const 127) (i32.const 126) (i32.const 125) (f32.const 124)
    (i32.const 123) (i64.const 122) (i64.const 121) (f32.const 120) (i32.const 119) (f64.const 118)
    (f32.const 117) (v128.const i32x4 116 117 118 119) (f64.const 115) (i32.const 114) (v128.const i32x4 113
    114 115 116) (i64.const 112) (f64.const 111) (v128.const i32x4 110 111 112 113) (i64.const 109)
    (v128.const i32x4 108 109 110 111) (f64.const 107) (v128.const i32x4 106 107 108 109) (f64.const 105)
    (i64.const 104) (i32.const 103) (i64.const 102) (f64.const 101) (i32.const 100) (i64.const 99)
    (i32.const 98) (f64.const 97) (v128.const i32x4 96 97 98 99) (i64.const 95) (v128.const i32x4 94 95 96
    97) (f32.const 93) (i32.const 92) (f32.const 91) (i64.const 90) (f64.const 89) (f32.const 88) (f64.const
    87) (f32.const 86) (i32.const 85) (i32.const 84) (f64.const 83) (f64.const 82) (f32.const 81) (f64.const
    80) (f32.const 79) (f32.const 78) (i64.const 77) (v128.const i32x4 76 77 78 79) (f32.const 75)
    (i64.const 74) (i64.const 73) (i32.const 72) (f32.const 71) (f32.const 70) (i64.const 69) (v128.const
    i32x4 68 69 70 71) (i32.const 67) (f32.const 66) (i64.const 65) (f32.const 64) (i32.const 63) (f64.const
    62) (i32.const 61) (i32.const 60) (i32.const 59) (i32.const 58) (f32.const 57) (v128.const i32x4 56 57
    58 59) (i32.const 55) (i64.const 54) (v128.const i32x4 53 54 55 56) (v128.const i32x4 52 53 54 55)
    (i64.const 51) (i64.const 50) (i32.const 49) (v128.const i32x4 48 49 50 51) (f64.const 47) (f32.const
    46) (v128.const i32x4 45 46 47 48) (v128.const i32x4 44 45 46 47) (v128.const i32x4 43 44 45 46)
    (v128.const i32x4 42 43 44 45) (i32.const 41) (f32.const 40) (f64.const 39) (f32.const 38) (f64.const
    37) (f64.const 36) (v128.const i32x4 35 36 37 38) (i64.const 34) (v128.const i32x4 33 34 35 36)
    (v128.const i32x4 32 33 34 35) (f32.const 31) (f64.const 30) (i32.const 29) (f64.const 28) (i64.const
    27) (v128.const i32x4 26 27 28 29) (v128.const i32x4 25 26 27 28) (i64.const 24) (v128.const i32x4 23 24
    25 26) (f64.const 22) (i32.const 21) (v128.const i32x4 20 21 22 23) (v128.const i32x4 19 20 21 22)
    (f32.const 18) (f64.const 17) (f32.const 16) (v128.const i32x4 15 16 17 18) (f32.const 14) (v128.const
    i32x4 13 14 15 16) (f64.const 12) (i64.const 11) (v128.const i32x4 10 11 12 13) (v128.const i32x4 9 10
    11 12) (i64.const 8) (i32.const 7) (i64.const 6) (v128.const i32x4 5 6 7 8) (i64.const 4) (i64.const 3)
    (f64.const 2) (v128.const i32x4 1 2 3 4))
(assert_return (invoke "tail") (f32.const 200) (i32.const 199) (f32.const 198) (f32.const 197) (f32.const
    196) (f32.const 195) (v128.const i32x4 194 195 196 197) (v128.const i32x4 193 194 195 196) (f32.const
    192) (f32.const 191) (i64.const 190) (v128.const i32x4 189 190 191 192) (i64.const 188) (i64.const 187)
    (i64.const 186) (i32.const 185) (i32.const 184) (i32.const 183) (i64.const 182) (v128.const i32x4 181
    182 183 184) (f64.const 180) (v128.const i32x4 179 180 181 182) (f32.const 178) (v128.const i32x4 177
    178 179 180) (f64.const 176) (i32.const 175) (f32.const 174) (i64.const 173) (f64.const 172) (f32.const
    171) (i64.const 170) (v128.const i32x4 169 170 171 172) (f32.const 168) (i64.const 167) (i64.const 166)
    (i32.const 165) (f32.const 164) (f64.const 163) (v128.const i32x4 162 163 164 165) (f32.const 161)
    (i32.const 160) (f64.const 159) (v128.const i32x4 158 159 160 161) (f32.const 157) (f64.const 156)
    (i32.const 155) (f64.const 154) (i64.const 153) (v128.const i32x4 152 153 154 155) (f64.const 151)
    (v128.const i32x4 150 151 152 153) (i64.const 149) (i32.const 148) (f32.const 147) (i64.const 146)
    (f64.const 145) (i32.const 144) (v128.const i32x4 143 144 145 146) (v128.const i32x4 142 143 144 145)
    (i64.const 141) (f64.const 140) (v128.const i32x4 139 140 141 142) (i64.const 138) (v128.const i32x4 137
    138 139 140) (i32.const 136) (v128.const i32x4 135 136 137 138) (i32.const 134) (i64.const 133)
    (f32.const 132) (v128.const i32x4 131 132 133 134) (f64.const 130) (i64.const 129) (f32.const 128)
    (f32.const 127) (i32.const 126) (i32.const 125) (f32.const 124) (i32.const 123) (i64.const 122)
    (i64.const 121) (f32.const 120) (i32.const 119) (f64.const 118) (f32.const 117) (v128.const i32x4 116
    117 118 119) (f64.const 115) (i32.const 114) (v128.const i32x4 113 114 115 116) (i64.const 112)
    (f64.const 111) (v128.const i32x4 110 111 112 113) (i64.const 109) (v128.const i32x4 108 109 110 111)
    (f64.const 107) (v128.const i32x4 106 107 108 109) (f64.const 105) (i64.const 104) (i32.const 103)
    (i64.const 102) (f64.const 101) (i32.const 100) (i64.const 99) (i32.const 98) (f64.const 97) (v128.const
    i32x4 96 97 98 99) (i64.const 95) (v128.const i32x4 94 95 96 97) (f32.const 93) (i32.const 92)
    (f32.const 91) (i64.const 90) (f64.const 89) (f32.const 88) (f64.const 87) (f32.const 86) (i32.const 85)
    (i32.const 84) (f64.const 83) (f64.const 82) (f32.const 81) (f64.const 80) (f32.const 79) (f32.const 78)
    (i64.const 77) (v128.const i32x4 76 77 78 79) (f32.const 75) (i64.const 74) (i64.const 73) (i32.const
    72) (f32.const 71) (f32.const 70) (i64.const 69) (v128.const i32x4 68 69 70 71) (i32.const 67)
    (f32.const 66) (i64.const 65) (f32.const 64) (i32.const 63) (f64.const 62) (i32.const 61) (i32.const 60)
    (i32.const 59) (i32.const 58) (f32.const 57) (v128.const i32x4 56 57 58 59) (i32.const 55) (i64.const
    54) (v128.const i32x4 53 54 55 56) (v128.const i32x4 52 53 54 55) (i64.const 51) (i64.const 50)
    (i32.const 49) (v128.const i32x4 48 49 50 51) (f64.const 47) (f32.const 46) (v128.const i32x4 45 46 47
    48) (v128.const i32x4 44 45 46 47) (v128.const i32x4 43 44 45 46) (v128.const i32x4 42 43 44 45)
    (i32.const 41) (f32.const 40) (f64.const 39) (f32.const 38) (f64.const 37) (f64.const 36) (v128.const
    i32x4 35 36 37 38) (i64.const 34) (v128.const i32x4 33 34 35 36) (v128.const i32x4 32 33 34 35)
    (f32.const 31) (f64.const 30) (i32.const 29) (f64.const 28) (i64.const 27) (v128.const i32x4 26 27 28
    29) (v128.const i32x4 25 26 27 28) (i64.const 24) (v128.const i32x4 23 24 25 26) (f64.const 22)
    (i32.const 21) (v128.const i32x4 20 21 22 23) (v128.const i32x4 19 20 21 22) (f32.const 18) (f64.const
    17) (f32.const 16) (v128.const i32x4 15 16 17 18) (f32.const 14) (v128.const i32x4 13 14 15 16)
    (f64.const 12) (i64.const 11) (v128.const i32x4 10 11 12 13) (v128.const i32x4 9 10 11 12) (i64.const 8)
    (i32.const 7) (i64.const 6) (v128.const i32x4 5 6 7 8) (i64.const 4) (i64.const 3) (f64.const 2)
    (v128.const i32x4 1 2 3 4))
(assert_return (invoke "tail-indirect" (i32.const 1)) (f32.const 200) (i32.const 199) (f32.const 198)
    (f32.const 197) (f32.const 196) (f32.const 195) (v128.const i32x4 194 195 196 197) (v128.const i32x4 193
    194 195 196) (f32.const 192) (f32.const 191) (i64.const 190) (v128.const i32x4 189 190 191 192)
    (i64.const 188) (i64.const 187) (i64.const 186) (i32.const 185) (i32.const 184) (i32.const 183)
    (i64.const 182) (v128.const i32x4 181 182 183 184) (f64.const 180) (v128.const i32x4 179 180 181 182)
    (f32.const 178) (v128.const i32x4 177 178 179 180) (f64.const 176) (i32.const 175) (f32.const 174)
    (i64.const 173) (f64.const 172) (f32.const 171) (i64.const 170) (v128.const i32x4 169 170 171 172)
    (f32.const 168) (i64.const 167) (i64.const 166) (i32.const 165) (f32.const 164) (f64.const 163)
    (v128.const i32x4 162 163 164 165) (f32.const 161) (i32.const 160) (f64.const 159) (v128.const i32x4 158
    159 160 161) (f32.const 157) (f64.const 156) (i32.const 155) (f64.const 154) (i64.const 153) (v128.const
    i32x4 152 153 154 155) (f64.const 151) (v128.const i32x4 150 151 152 153) (i64.const 149) (i32.const
    148) (f32.const 147) (i64.const 146) (f64.const 145) (i32.const 144) (v128.const i32x4 143 144 145 146)
    (v128.const i32x4 142 143 144 145) (i64.const 141) (f64.const 140) (v128.const i32x4 139 140 141 142)
    (i64.const 138) (v128.const i32x4 137 138 139 140) (i32.const 136) (v128.const i32x4 135 136 137 138)
    (i32.const 134) (i64.const 133) (f32.const 132) (v128.const i32x4 131 132 133 134) (f64.const 130)
    (i64.const 129) (f32.const 128) (f32.const 127) (i32.const 126) (i32.const 125) (f32.const 124)
    (i32.const 123) (i64.const 122) (i64.const 121) (f32.const 120) (i32.const 119) (f64.const 118)
    (f32.const 117) (v128.const i32x4 116 117 118 119) (f64.const 115) (i32.const 114) (v128.const i32x4 113
    114 115 116) (i64.const 112) (f64.const 111) (v128.const i32x4 110 111 112 113) (i64.const 109)
    (v128.const i32x4 108 109 110 111) (f64.const 107) (v128.const i32x4 106 107 108 109) (f64.const 105)
    (i64.const 104) (i32.const 103) (i64.const 102) (f64.const 101) (i32.const 100) (i64.const 99)
    (i32.const 98) (f64.const 97) (v128.const i32x4 96 97 98 99) (i64.const 95) (v128.const i32x4 94 95 96
    97) (f32.const 93) (i32.const 92) (f32.const 91) (i64.const 90) (f64.const 89) (f32.const 88) (f64.const
    87) (f32.const 86) (i32.const 85) (i32.const 84) (f64.const 83) (f64.const 82) (f32.const 81) (f64.const
    80) (f32.const 79) (f32.const 78) (i64.const 77) (v128.const i32x4 76 77 78 79) (f32.const 75)
    (i64.const 74) (i64.const 73) (i32.const 72) (f32.const 71) (f32.const 70) (i64.const 69) (v128.const
    i32x4 68 69 70 71) (i32.const 67) (f32.const 66) (i64.const 65) (f32.const 64) (i32.const 63) (f64.const
    62) (i32.const 61) (i32.const 60) (i32.const 59) (i32.const 58) (f32.const 57) (v128.const i32x4 56 57
    58 59) (i32.const 55) (i64.const 54) (v128.const i32x4 53 54 55 56) (v128.const i32x4 52 53 54 55)
    (i64.const 51) (i64.const 50) (i32.const 49) (v128.const i32x4 48 49 50 51) (f64.const 47) (f32.const
    46) (v128.const i32x4 45 46 47 48) (v128.const i32x4 44 45 46 47) (v128.const i32x4 43 44 45 46)
    (v128.const i32x4 42 43 44 45) (i32.const 41) (f32.const 40) (f64.const 39) (f32.const 38) (f64.const
    37) (f64.const 36) (v128.const i32x4 35 36 37 38) (i64.const 34) (v128.const i32x4 33 34 35 36)
    (v128.const i32x4 32 33 34 35) (f32.const 31) (f64.const 30) (i32.const 29) (f64.const 28) (i64.const
    27) (v128.const i32x4 26 27 28 29) (v128.const i32x4 25 26 27 28) (i64.const 24) (v128.const i32x4 23 24
    25 26) (f64.const 22) (i32.const 21) (v128.const i32x4 20 21 22 23) (v128.const i32x4 19 20 21 22)
    (f32.const 18) (f64.const 17) (f32.const 16) (v128.const i32x4 15 16 17 18) (f32.const 14) (v128.const
    i32x4 13 14 15 16) (f64.const 12) (i64.const 11) (v128.const i32x4 10 11 12 13) (v128.const i32x4 9 10
    11 12) (i64.const 8) (i32.const 7) (i64.const 6) (v128.const i32x4 5 6 7 8) (i64.const 4) (i64.const 3)
    (f64.const 2) (v128.const i32x4 1 2 3 4))
(assert_return (invoke "reverse" (v128.const i32x4 1 2 3 4) (f64.const 2) (i64.const 3) (i64.const 4)
    (v128.const i32x4 5 6 7 8) (i64.const 6) (i32.const 7) (i64.const 8) (v128.const i32x4 9 10 11 12)
    (v128.const i32x4 10 11 12 13) (i64.const 11) (f64.const 12) (v128.const i32x4 13 14 15 16) (f32.const
    14) (v128.const i32x4 15 16 17 18) (f32.const 16) (f64.const 17) (f32.const 18) (v128.const i32x4 19 20
    21 22) (v128.const i32x4 20 21 22 23) (i32.const 21) (f64.const 22) (v128.const i32x4 23 24 25 26)
    (i64.const 24) (v128.const i32x4 25 26 27 28) (v128.const i32x4 26 27 28 29) (i64.const 27) (f64.const
    28) (i32.const 29) (f64.const 30) (f32.const 31) (v128.const i32x4 32 33 34 35) (v128.const i32x4 33 34
    35 36) (i64.const 34) (v128.const i32x4 35 36 37 38) (f64.const 36) (f64.const 37) (f32.const 38)
    (f64.const 39) (f32.const 40) (i32.const 41) (v128.const i32x4 42 43 44 45) (v128.const i32x4 43 44 45
    46) (v128.const i32x4 44 45 46 47) (v128.const i32x4 45 46 47 48) (f32.const 46) (f64.const 47)
    (v128.const i32x4 48 49 50 51) (i32.const 49) (i64.const 50) (i64.const 51) (v128.const i32x4 52 53 54
    55) (v128.const i32x4 53 54 55 56) (i64.const 54) (i32.const 55) (v128.const i32x4 56 57 58 59)
    (f32.const 57) (i32.const 58) (i32.const 59) (i32.const 60) (i32.const 61) (f64.const 62) (i32.const 63)
    (f32.const 64) (i64.const 65) (f32.const 66) (i32.const 67) (v128.const i32x4 68 69 70 71) (i64.const
    69) (f32.const 70) (f32.const 71) (i32.const 72) (i64.const 73) (i64.const 74) (f32.const 75)
    (v128.const i32x4 76 77 78 79) (i64.const 77) (f32.const 78) (f32.const 79) (f64.const 80) (f32.const
    81) (f64.const 82) (f64.const 83) (i32.const 84) (i32.const 85) (f32.const 86) (f64.const 87) (f32.const
    88) (f64.const 89) (i64.const 90) (f32.const 91) (i32.const 92) (f32.const 93) (v128.const i32x4 94 95
    96 97) (i64.const 95) (v128.const i32x4 96 97 98 99) (f64.const 97) (i32.const 98) (i64.const 99)
    (i32.const 100) (f64.const 101) (i64.const 102) (i32.const 103) (i64.const 104) (f64.const 105)
    (v128.const i32x4 106 107 108 109) (f64.const 107) (v128.const i32x4 108 109 110 111) (i64.const 109)
    (v128.const i32x4 110 111 112 113) (f64.const 111) (i64.const 112) (v128.const i32x4 113 114 115 116)
    (i32.const 114) (f64.const 115) (v128.const i32x4 116 117 118 119) (f32.const 117) (f64.const 118)
    (i32.const 119) (f32.const 120) (i64.const 121) (i64.const 122) (i32.const 123) (f32.const 124)
    (i32.const 125) (i32.const 126) (f32.const 127) (f32.const 128) (i64.const 129) (f64.const 130)
    (v128.const i32x4 131 132 133 134) (f32.const 132) (i64.const 133) (i32.const 134) (v128.const i32x4 135
    136 137 138) (i32.const 136) (v128.const i32x4 137 138 139 140) (i64.const 138) (v128.const i32x4 139
    140 141 142) (f64.const 140) (i64.const 141) (v128.const i32x4 142 143 144 145) (v128.const i32x4 143
    144 145 146) (i32.const 144) (f64.const 145) (i64.const 146) (f32.const 147) (i32.const 148) (i64.const
    149) (v128.const i32x4 150 151 152 153) (f64.const 151) (v128.const i32x4 152 153 154 155) (i64.const
    153) (f64.const 154) (i32.const 155) (f64.const 156) (f32.const 157) (v128.const i32x4 158 159 160 161)
    (f64.const 159) (i32.const 160) (f32.const 161) (v128.const i32x4 162 163 164 165) (f64.const 163)
    (f32.const 164) (i32.const 165) (i64.const 166) (i64.const 167) (f32.const 168) (v128.const i32x4 169
    170 171 172) (i64.const 170) (f32.const 171) (f64.const 172) (i64.const 173) (f32.const 174) (i32.const
    175) (f64.const 176) (v128.const i32x4 177 178 179 180) (f32.const 178) (v128.const i32x4 179 180 181
    182) (f64.const 180) (v128.const i32x4 181 182 183 184) (i64.const 182) (i32.const 183) (i32.const 184)
    (i32.const 185) (i64.const 186) (i64.const 187) (i64.const 188) (v128.const i32x4 189 190 191 192)
    (i64.const 190) (f32.const 191) (f32.const 192) (v128.const i32x4 193 194 195 196) (v128.const i32x4 194
    195 196 197) (f32.const 195) (f32.const 196) (f32.const 197) (f32.const 198) (i32.const 199) (f32.const
    200)) (f32.const 200) (i32.const 199) (f32.const 198) (f32.const 197) (f32.const 196) (f32.const 195)
    (v128.const i32x4 194 195 196 197) (v128.const i32x4 193 194 195 196) (f32.const 192) (f32.const 191)
    (i64.const 190) (v128.const i32x4 189 190 191 192) (i64.const 188) (i64.const 187) (i64.const 186)
    (i32.const 185) (i32.const 184) (i32.const 183) (i64.const 182) (v128.const i32x4 181 182 183 184)
    (f64.const 180) (v128.const i32x4 179 180 181 182) (f32.const 178) (v128.const i32x4 177 178 179 180)
    (f64.const 176) (i32.const 175) (f32.const 174) (i64.const 173) (f64.const 172) (f32.const 171)
    (i64.const 170) (v128.const i32x4 169 170 171 172) (f32.const 168) (i64.const 167) (i64.const 166)
    (i32.const 165) (f32.const 164) (f64.const 163) (v128.const i32x4 162 163 164 165) (f32.const 161)
    (i32.const 160) (f64.const 159) (v128.const i32x4 158 159 160 161) (f32.const 157) (f64.const 156)
    (i32.const 155) (f64.const 154) (i64.const 153) (v128.const i32x4 152 153 154 155) (f64.const 151)
    (v128.const i32x4 150 151 152 153) (i64.const 149) (i32.const 148) (f32.const 147) (i64.const 146)
    (f64.const 145) (i32.const 144) (v128.const i32x4 143 144 145 146) (v128.const i32x4 142 143 144 145)
    (i64.const 141) (f64.const 140) (v128.const i32x4 139 140 141 142) (i64.const 138) (v128.const i32x4 137
    138 139 140) (i32.const 136) (v128.const i32x4 135 136 137 138) (i32.const 134) (i64.const 133)
    (f32.const 132) (v128.const i32x4 131 132 133 134) (f64.const 130) (i64.const 129) (f32.const 128)
    (f32.const 127) (i32.const 126) (i32.const 125) (f32.const 124) (i32.const 123) (i64.const 122)
    (i64.const 121) (f32.const 120) (i32.const 119) (f64.const 118) (f32.const 117) (v128.const i32x4 116
    117 118 119) (f64.const 115) (i32.const 114) (v128.const i32x4 113 114 115 116) (i64.const 112)
    (f64.const 111) (v128.const i32x4 110 111 112 113) (i64.const 109) (v128.const i32x4 108 109 110 111)
    (f64.const 107) (v128.const i32x4 106 107 108 109) (f64.const 105) (i64.const 104) (i32.const 103)
    (i64.const 102) (f64.const 101) (i32.const 100) (i64.const 99) (i32.const 98) (f64.const 97) (v128.const
    i32x4 96 97 98 99) (i64.const 95) (v128.const i32x4 94 95 96 97) (f32.const 93) (i32.const 92)
    (f32.const 91) (i64.const 90) (f64.const 89) (f32.const 88) (f64.const 87) (f32.const 86) (i32.const 85)
    (i32.const 84) (f64.const 83) (f64.const 82) (f32.const 81) (f64.const 80) (f32.const 79) (f32.const 78)
    (i64.const 77) (v128.const i32x4 76 77 78 79) (f32.const 75) (i64.const 74) (i64.const 73) (i32.const
    72) (f32.const 71) (f32.const 70) (i64.const 69) (v128.const i32x4 68 69 70 71) (i32.const 67)
    (f32.const 66) (i64.const 65) (f32.const 64) (i32.const 63) (f64.const 62) (i32.const 61) (i32.const 60)
    (i32.const 59) (i32.const 58) (f32.const 57) (v128.const i32x4 56 57 58 59) (i32.const 55) (i64.const
    54) (v128.const i32x4 53 54 55 56) (v128.const i32x4 52 53 54 55) (i64.const 51) (i64.const 50)
    (i32.const 49) (v128.const i32x4 48 49 50 51) (f64.const 47) (f32.const 46) (v128.const i32x4 45 46 47
    48) (v128.const i32x4 44 45 46 47) (v128.const i32x4 43 44 45 46) (v128.const i32x4 42 43 44 45)
    (i32.const 41) (f32.const 40) (f64.const 39) (f32.const 38) (f64.const 37) (f64.const 36) (v128.const
    i32x4 35 36 37 38) (i64.const 34) (v128.const i32x4 33 34 35 36) (v128.const i32x4 32 33 34 35)
    (f32.const 31) (f64.const 30) (i32.const 29) (f64.const 28) (i64.const 27) (v128.const i32x4 26 27 28
    29) (v128.const i32x4 25 26 27 28) (i64.const 24) (v128.const i32x4 23 24 25 26) (f64.const 22)
    (i32.const 21) (v128.const i32x4 20 21 22 23) (v128.const i32x4 19 20 21 22) (f32.const 18) (f64.const
    17) (f32.const 16) (v128.const i32x4 15 16 17 18) (f32.const 14) (v128.const i32x4 13 14 15 16)
    (f64.const 12) (i64.const 11) (v128.const i32x4 10 11 12 13) (v128.const i32x4 9 10 11 12) (i64.const 8)
    (i32.const 7) (i64.const 6) (v128.const i32x4 5 6 7 8) (i64.const 4) (i64.const 3) (f64.const 2)
    (v128.const i32x4 1 2 3 4))
(assert_return (invoke "forward" (v128.const i32x4 1 2 3 4) (f64.const 2) (i64.const 3) (i64.const 4)
    (v128.const i32x4 5 6 7 8) (i64.const 6) (i32.const 7) (i64.const 8) (v128.const i32x4 9 10 11 12)
    (v128.const i32x4 10 11 12 13) (i64.const 11) (f64.const 12) (v128.const i32x4 13 14 15 16) (f32.const
    14) (v128.const i32x4 15 16 17 18) (f32.const 16) (f64.const 17) (f32.const 18) (v128.const i32x4 19 20
    21 22) (v128.const i32x4 20 21 22 23) (i32.const 21) (f64.const 22) (v128.const i32x4 23 24 25 26)
    (i64.const 24) (v128.const i32x4 25 26 27 28) (v128.const i32x4 26 27 28 29) (i64.const 27) (f64.const
    28) (i32.const 29) (f64.const 30) (f32.const 31) (v128.const i32x4 32 33 34 35) (v128.const i32x4 33 34
    35 36) (i64.const 34) (v128.const i32x4 35 36 37 38) (f64.const 36) (f64.const 37) (f32.const 38)
    (f64.const 39) (f32.const 40) (i32.const 41) (v128.const i32x4 42 43 44 45) (v128.const i32x4 43 44 45
    46) (v128.const i32x4 44 45 46 47) (v128.const i32x4 45 46 47 48) (f32.const 46) (f64.const 47)
    (v128.const i32x4 48 49 50 51) (i32.const 49) (i64.const 50) (i64.const 51) (v128.const i32x4 52 53 54
    55) (v128.const i32x4 53 54 55 56) (i64.const 54) (i32.const 55) (v128.const i32x4 56 57 58 59)
    (f32.const 57) (i32.const 58) (i32.const 59) (i32.const 60) (i32.const 61) (f64.const 62) (i32.const 63)
    (f32.const 64) (i64.const 65) (f32.const 66) (i32.const 67) (v128.const i32x4 68 69 70 71) (i64.const
    69) (f32.const 70) (f32.const 71) (i32.const 72) (i64.const 73) (i64.const 74) (f32.const 75)
    (v128.const i32x4 76 77 78 79) (i64.const 77) (f32.const 78) (f32.const 79) (f64.const 80) (f32.const
    81) (f64.const 82) (f64.const 83) (i32.const 84) (i32.const 85) (f32.const 86) (f64.const 87) (f32.const
    88) (f64.const 89) (i64.const 90) (f32.const 91) (i32.const 92) (f32.const 93) (v128.const i32x4 94 95
    96 97) (i64.const 95) (v128.const i32x4 96 97 98 99) (f64.const 97) (i32.const 98) (i64.const 99)
    (i32.const 100) (f64.const 101) (i64.const 102) (i32.const 103) (i64.const 104) (f64.const 105)
    (v128.const i32x4 106 107 108 109) (f64.const 107) (v128.const i32x4 108 109 110 111) (i64.const 109)
    (v128.const i32x4 110 111 112 113) (f64.const 111) (i64.const 112) (v128.const i32x4 113 114 115 116)
    (i32.const 114) (f64.const 115) (v128.const i32x4 116 117 118 119) (f32.const 117) (f64.const 118)
    (i32.const 119) (f32.const 120) (i64.const 121) (i64.const 122) (i32.const 123) (f32.const 124)
    (i32.const 125) (i32.const 126) (f32.const 127) (f32.const 128) (i64.const 129) (f64.const 130)
    (v128.const i32x4 131 132 133 134) (f32.const 132) (i64.const 133) (i32.const 134) (v128.const i32x4 135
    136 137 138) (i32.const 136) (v128.const i32x4 137 138 139 140) (i64.const 138) (v128.const i32x4 139
    140 141 142) (f64.const 140) (i64.const 141) (v128.const i32x4 142 143 144 145) (v128.const i32x4 143
    144 145 146) (i32.const 144) (f64.const 145) (i64.const 146) (f32.const 147) (i32.const 148) (i64.const
    149) (v128.const i32x4 150 151 152 153) (f64.const 151) (v128.const i32x4 152 153 154 155) (i64.const
    153) (f64.const 154) (i32.const 155) (f64.const 156) (f32.const 157) (v128.const i32x4 158 159 160 161)
    (f64.const 159) (i32.const 160) (f32.const 161) (v128.const i32x4 162 163 164 165) (f64.const 163)
    (f32.const 164) (i32.const 165) (i64.const 166) (i64.const 167) (f32.const 168) (v128.const i32x4 169
    170 171 172) (i64.const 170) (f32.const 171) (f64.const 172) (i64.const 173) (f32.const 174) (i32.const
    175) (f64.const 176) (v128.const i32x4 177 178 179 180) (f32.const 178) (v128.const i32x4 179 180 181
    182) (f64.const 180) (v128.const i32x4 181 182 183 184) (i64.const 182) (i32.const 183) (i32.const 184)
    (i32.const 185) (i64.const 186) (i64.const 187) (i64.const 188) (v128.const i32x4 189 190 191 192)
    (i64.const 190) (f32.const 191) (f32.const 192) (v128.const i32x4 193 194 195 196) (v128.const i32x4 194
    195 196 197) (f32.const 195) (f32.const 196) (f32.const 197) (f32.const 198) (i32.const 199) (f32.const
    200)) (f32.const 200) (i32.const 199) (f32.const 198) (f32.const 197) (f32.const 196) (f32.const 195)
    (v128.const i32x4 194 195 196 197) (v128.const i32x4 193 194 195 196) (f32.const 192) (f32.const 191)
    (i64.const 190) (v128.const i32x4 189 190 191 192) (i64.const 188) (i64.const 187) (i64.const 186)
    (i32.const 185) (i32.const 184) (i32.const 183) (i64.const 182) (v128.const i32x4 181 182 183 184)
    (f64.const 180) (v128.const i32x4 179 180 181 182) (f32.const 178) (v128.const i32x4 177 178 179 180)
    (f64.const 176) (i32.const 175) (f32.const 174) (i64.const 173) (f64.const 172) (f32.const 171)
    (i64.const 170) (v128.const i32x4 169 170 171 172) (f32.const 168) (i64.const 167) (i64.const 166)
    (i32.const 165) (f32.const 164) (f64.const 163) (v128.const i32x4 162 163 164 165) (f32.const 161)
    (i32.const 160) (f64.const 159) (v128.const i32x4 158 159 160 161) (f32.const 157) (f64.const 156)
    (i32.const 155) (f64.const 154) (i64.const 153) (v128.const i32x4 152 153 154 155) (f64.const 151)
    (v128.const i32x4 150 151 152 153) (i64.const 149) (i32.const 148) (f32.const 147) (i64.const 146)
    (f64.const 145) (i32.const 144) (v128.const i32x4 143 144 145 146) (v128.const i32x4 142 143 144 145)
    (i64.const 141) (f64.const 140) (v128.const i32x4 139 140 141 142) (i64.const 138) (v128.const i32x4 137
    138 139 140) (i32.const 136) (v128.const i32x4 135 136 137 138) (i32.const 134) (i64.const 133)
    (f32.const 132) (v128.const i32x4 131 132 133 134) (f64.const 130) (i64.const 129) (f32.const 128)
    (f32.const 127) (i32.const 126) (i32.const 125) (f32.const 124) (i32.const 123) (i64.const 122)
    (i64.const 121) (f32.const 120) (i32.const 119) (f64.const 118) (f32.const 117) (v128.const i32x4 116
    117 118 119) (f64.const 115) (i32.const 114) (v128.const i32x4 113 114 115 116) (i64.const 112)
    (f64.const 111) (v128.const i32x4 110 111 112 113) (i64.const 109) (v128.const i32x4 108 109 110 111)
    (f64.const 107) (v128.const i32x4 106 107 108 109) (f64.const 105) (i64.const 104) (i32.const 103)
    (i64.const 102) (f64.const 101) (i32.const 100) (i64.const 99) (i32.const 98) (f64.const 97) (v128.const
    i32x4 96 97 98 99) (i64.const 95) (v128.const i32x4 94 95 96 97) (f32.const 93) (i32.const 92)
    (f32.const 91) (i64.const 90) (f64.const 89) (f32.const 88) (f64.const 87) (f32.const 86) (i32.const 85)
    (i32.const 84) (f64.const 83) (f64.const 82) (f32.const 81) (f64.const 80) (f32.const 79) (f32.const 78)
    (i64.const 77) (v128.const i32x4 76 77 78 79) (f32.const 75) (i64.const 74) (i64.const 73) (i32.const
    72) (f32.const 71) (f32.const 70) (i64.const 69) (v128.const i32x4 68 69 70 71) (i32.const 67)
    (f32.const 66) (i64.const 65) (f32.const 64) (i32.const 63) (f64.const 62) (i32.const 61) (i32.const 60)
    (i32.const 59) (i32.const 58) (f32.const 57) (v128.const i32x4 56 57 58 59) (i32.const 55) (i64.const
    54) (v128.const i32x4 53 54 55 56) (v128.const i32x4 52 53 54 55) (i64.const 51) (i64.const 50)
    (i32.const 49) (v128.const i32x4 48 49 50 51) (f64.const 47) (f32.const 46) (v128.const i32x4 45 46 47
    48) (v128.const i32x4 44 45 46 47) (v128.const i32x4 43 44 45 46) (v128.const i32x4 42 43 44 45)
    (i32.const 41) (f32.const 40) (f64.const 39) (f32.const 38) (f64.const 37) (f64.const 36) (v128.const
    i32x4 35 36 37 38) (i64.const 34) (v128.const i32x4 33 34 35 36) (v128.const i32x4 32 33 34 35)
    (f32.const 31) (f64.const 30) (i32.const 29) (f64.const 28) (i64.const 27) (v128.const i32x4 26 27 28
    29) (v128.const i32x4 25 26 27 28) (i64.const 24) (v128.const i32x4 23 24 25 26) (f64.const 22)
    (i32.const 21) (v128.const i32x4 20 21 22 23) (v128.const i32x4 19 20 21 22) (f32.const 18) (f64.const
    17) (f32.const 16) (v128.const i32x4 15 16 17 18) (f32.const 14) (v128.const i32x4 13 14 15 16)
    (f64.const 12) (i64.const 11) (v128.const i32x4 10 11 12 13) (v128.const i32x4 9 10 11 12) (i64.const 8)
    (i32.const 7) (i64.const 6) (v128.const i32x4 5 6 7 8) (i64.const 4) (i64.const 3) (f64.const 2)
    (v128.const i32x4 1 2 3 4))

(module ;; 1000 values
  (type $t (func (param i64 v128 f64 i64 v128 v128 i32 f32 i32 f64 i32 f64 i64 i64 f32 i32 v128 v128 f64 i32
    v128 v128 i64 v128 i32 f32 f32 f32 v128 v128 i32 f64 f32 i32 i32 f32 i32 v128 i32 i32 f64 i32 i32 i64
    i64 v128 f64 i64 i32 f64 i64 i64 i64 i32 f64 f64 v128 f32 v128 f32 f64 f32 i32 i64 f32 i32 i32 i32 f32
    v128 f32 f64 f64 f32 f64 i32 i32 f32 v128 f64 i32 f32 i64 v128 v128 f64 f32 f32 i64 v128 i64 f32 i64 i64
    f32 i32 f32 i32 f64 i32 v128 f32 i64 f64 f32 i32 f32 i64 f32 v128 f32 i64 f32 i32 v128 v128 v128 v128
    i32 i64 i64 i32 i64 f64 i32 f32 v128 i32 i32 i32 i32 f32 f32 f64 f64 i64 i32 v128 f32 i32 v128 i64 i64
    i64 i64 f32 f32 i32 v128 v128 f32 i64 i64 i64 v128 i32 f32 v128 v128 i64 i64 f32 f64 v128 i64 i32 i64
    f32 i32 f64 f64 v128 f32 v128 f64 v128 f64 i32 f64 f32 i64 f32 f64 i32 f64 v128 i32 i32 f32 v128 i64
    v128 i64 i64 f32 f32 f64 v128 f64 i64 v128 i32 i64 f64 i32 i64 v128 f32 v128 f64 i64 i64 f32 f64 f64 i64
    f64 f32 v128 v128 f32 i64 i32 i32 v128 f32 i64 v128 i64 f32 f32 f32 v128 f32 i64 f64 v128 i32 i32 v128
    v128 v128 f64 i64 i64 f32 f64 i64 v128 i32 f64 f64 f32 f64 v128 i64 v128 i32 v128 i32 f32 i32 f32 i32
    i64 v128 i32 f64 i64 f64 f64 f64 i64 f32 f64 i64 v128 f64 i64 i32 f64 v128 v128 f64 i32 f32 f32 i64 f64
    v128 i32 i64 v128 f64 v128 i32 i32 v128 i64 f32 i64 i64 f32 i64 v128 i64 f32 f32 v128 f32 f64 i64 v128
    f32 f64 f64 i32 i64 v128 f64 i64 f32 i32 i32 i32 v128 i32 v128 f32 i64 i32 v128 f32 v128 f32 f64 v128
    f32 v128 f32 i32 i32 f64 f64 f32 f32 v128 f64 f32 v128 f64 i32 f64 f64 i64 v128 i32 f32 v128 v128 i64
    f64 v128 v128 f64 f32 i64 f64 v128 v128 i64 f32 v128 i32 f64 v128 f64 f64 f32 v128 v128 i32 f64 i64 f32
    i32 f64 i64 f64 f32 i64 i32 v128 i32 f32 f32 f64 v128 f32 i64 f64 f32 f64 i64 f64 v128 i32 f32 v128 i32
    v128 f64 i32 f32 i32 f64 i32 i64 v128 i64 i32 f64 f32 v128 f32 i64 v128 i64 i64 f32 f32 i32 i32 v128 f32
    f64 v128 v128 i32 i64 f32 v128 f32 f32 v128 i64 f64 v128 f64 i64 f64 f32 v128 f32 i64 f32 v128 i64 i32
    v128 f64 f32 f64 i64 f32 i64 i32 i64 v128 f64 v128 i64 v128 f32 f64 v128 i64 i64 i64 f64 f32 f32 f64 i64
    i32 i64 f32 i32 i32 i64 f64 f32 f64 i32 i64 i32 i32 v128 i32 i64 i32 f64 v128 v128 f64 f32 f32 i32 v128
    i64 i32 i64 f64 i64 f64 f64 f64 i64 i64 i64 f32 f64 v128 v128 f64 i64 f64 f32 f32 f64 v128 i32 i64 i32
    i32 i32 i32 f64 f32 f64 v128 f32 i64 f64 i64 i64 i32 i32 f64 i64 v128 i32 v128 f64 f32 i64 i32 f64 f32
    i32 i32 v128 i32 v128 i64 i32 f32 i32 f64 i32 i64 i32 f64 i64 f32 i64 f64 f64 f32 f32 f32 i64 i64 i32
    v128 v128 i64 f32 f64 v128 v128 v128 i32 f32 v128 f64 v128 i64 v128 f64 i32 f32 v128 i32 f32 i64 i32 i64
    i32 i64 f64 i32 i32 i32 v128 f64 v128 f32 i32 f32 i32 i64 v128 i32 f64 i64 f64 f64 i32 v128 f32 i32 f32
    f32 i32 f32 i32 f64 i32 f32 f32 i64 f32 f64 i32 f32 i32 f64 i64 v128 v128 i64 f32 f32 v128 f64 v128 f64
    i32 i64 f64 v128 v128 v128 v128 v128 i32 f32 i64 i64 f32 f64 v128 f32 i32 f64 f32 i64 v128 i32 i32 f32
    v128 f32 f64 f32 f32 f32 f32 f32 v128 v128 i32 v128 i32 i64 f32 f32 f32 v128 i32 f64 f32 f64 f64 f32 f64
    i32 v128 i32 i64 i32 v128 f64 v128 f32 i64 v128 f32 f32 f32 f64 f32 f64 v128 f32 v128 v128 i64 i32 i64
    f32 i64 v128 i64 i32 i64 f64 v128 i32 i32 v128 f32 i32 i64 f32 i32 v128 v128 i32 i32 i64 i64 v128 f64
    i32 v128 f32 f64 f32 i64 i64 v128 f64 i64 f64 f64 f32 v128 i64 f64 i32 f32 f64 i64 i32 v128 f64 v128 f64
    i32 f64 v128 v128 v128 v128 f64 i32 f32 f64 i32 i64 f32 i32 v128 i32 f32 v128 f32 v128 v128 v128 f32
    v128 f64 v128 v128 f64 v128 v128 f32 f64 f32 i64 v128 f64 v128 i64 v128 i64 f32 i32 f64 v128 i32 f32 f64
    f64 f32 i32 i32 i32 i32 f64 f32 f64 f32 f32 f64 f32 f64 f64 i32 f64 f32 i64 f64 i64 i32 i64 f32 f32 i64
    v128 f32 f64 f32 v128 f32 f64 f32 f64 f32 f64 i64 f64 f64 f64 i32 i32 i64 i64 i64 i64 i32 i32 f32 i64
    f64 i32 f64 i64 i32 i32 f64 v128 i32 v128 i64 v128 f64 f32 i32 i32 v128 f64 i32 f32 f32 i64 f64 i32 i64
    i32 f64 i32 f64 f32 v128 f64 f64 i32 v128 f64 i32 i64 f64 v128 i64 i64 v128 f32 f64 v128 f32 f64 v128
    i64 v128 f32 f64 i32 i32 f32 f32 i32 v128 f64 f32 i32 i64 v128 f32 f32 i64 f64 i64 i64 f32 i64 f64 v128
    v128 i32 v128 v128 v128 i64 f64 f32 f32 f64 f32 f32 f64 i64 f64 f32 v128 f64 i64 f32 i64 v128 i64 v128
    f64 v128 i64 i32 v128 f32 v128 i64 i64 f32 v128 f64 f64 f32 i32 i64 i64 f32 i64 i32 v128 i32 v128 i64)
    (result i64 v128 i32 v128 i32 i64 f32 i64 i64 i32 f32 f64 f64 v128 f32 i64 i64 v128 f32 v128 i32 i64
    v128 f64 v128 i64 v128 i64 f32 i64 f64 v128 f32 f64 i64 f64 f32 f32 f64 f32 f32 f64 i64 v128 v128 v128
    i32 v128 v128 f64 i64 f32 i64 i64 f64 i64 f32 f32 v128 i64 i32 f32 f64 v128 i32 f32 f32 i32 i32 f64 f32
    v128 i64 v128 f64 f32 v128 f64 f32 v128 i64 i64 v128 f64 i64 i32 f64 v128 i32 f64 f64 v128 f32 f64 i32
    f64 i32 i64 i32 f64 i64 f32 f32 i32 f64 v128 i32 i32 f32 f64 v128 i64 v128 i32 v128 f64 i32 i32 i64 f64
    i32 f64 i64 f32 i32 i32 i64 i64 i64 i64 i32 i32 f64 f64 f64 i64 f64 f32 f64 f32 f64 f32 v128 f32 f64 f32
    v128 i64 f32 f32 i64 i32 i64 f64 i64 f32 f64 i32 f64 f64 f32 f64 f32 f32 f64 f32 f64 i32 i32 i32 i32 f32
    f64 f64 f32 i32 v128 f64 i32 f32 i64 v128 i64 v128 f64 v128 i64 f32 f64 f32 v128 v128 f64 v128 v128 f64
    v128 f32 v128 v128 v128 f32 v128 f32 i32 v128 i32 f32 i64 i32 f64 f32 i32 f64 v128 v128 v128 v128 f64
    i32 f64 v128 f64 v128 i32 i64 f64 f32 i32 f64 i64 v128 f32 f64 f64 i64 f64 v128 i64 i64 f32 f64 f32 v128
    i32 f64 v128 i64 i64 i32 i32 v128 v128 i32 f32 i64 i32 f32 v128 i32 i32 v128 f64 i64 i32 i64 v128 i64
    f32 i64 i32 i64 v128 v128 f32 v128 f64 f32 f64 f32 f32 f32 v128 i64 f32 v128 f64 v128 i32 i64 i32 v128
    i32 f64 f32 f64 f64 f32 f64 i32 v128 f32 f32 f32 i64 i32 v128 i32 v128 v128 f32 f32 f32 f32 f32 f64 f32
    v128 f32 i32 i32 v128 i64 f32 f64 i32 f32 v128 f64 f32 i64 i64 f32 i32 v128 v128 v128 v128 v128 f64 i64
    i32 f64 v128 f64 v128 f32 f32 i64 v128 v128 i64 f64 i32 f32 i32 f64 f32 i64 f32 f32 i32 f64 i32 f32 i32
    f32 f32 i32 f32 v128 i32 f64 f64 i64 f64 i32 v128 i64 i32 f32 i32 f32 v128 f64 v128 i32 i32 i32 f64 i64
    i32 i64 i32 i64 f32 i32 v128 f32 i32 f64 v128 i64 v128 f64 v128 f32 i32 v128 v128 v128 f64 f32 i64 v128
    v128 i32 i64 i64 f32 f32 f32 f64 f64 i64 f32 i64 f64 i32 i64 i32 f64 i32 f32 i32 i64 v128 i32 v128 i32
    i32 f32 f64 i32 i64 f32 f64 v128 i32 v128 i64 f64 i32 i32 i64 i64 f64 i64 f32 v128 f64 f32 f64 i32 i32
    i32 i32 i64 i32 v128 f64 f32 f32 f64 i64 f64 v128 v128 f64 f32 i64 i64 i64 f64 f64 f64 i64 f64 i64 i32
    i64 v128 i32 f32 f32 f64 v128 v128 f64 i32 i64 i32 v128 i32 i32 i64 i32 f64 f32 f64 i64 i32 i32 f32 i64
    i32 i64 f64 f32 f32 f64 i64 i64 i64 v128 f64 f32 v128 i64 v128 f64 v128 i64 i32 i64 f32 i64 f64 f32 f64
    v128 i32 i64 v128 f32 i64 f32 v128 f32 f64 i64 f64 v128 f64 i64 v128 f32 f32 v128 f32 i64 i32 v128 v128
    f64 f32 v128 i32 i32 f32 f32 i64 i64 v128 i64 f32 v128 f32 f64 i32 i64 v128 i64 i32 f64 i32 f32 i32 f64
    v128 i32 v128 f32 i32 v128 f64 i64 f64 f32 f64 i64 f32 v128 f64 f32 f32 i32 v128 i32 i64 f32 f64 i64 f64
    i32 f32 i64 f64 i32 v128 v128 f32 f64 f64 v128 f64 i32 v128 f32 i64 v128 v128 f64 i64 f32 f64 v128 v128
    f64 i64 v128 v128 f32 i32 v128 i64 f64 f64 i32 f64 v128 f32 f64 v128 f32 f32 f64 f64 i32 i32 f32 v128
    f32 v128 f64 f32 v128 f32 v128 i32 i64 f32 v128 i32 v128 i32 i32 i32 f32 i64 f64 v128 i64 i32 f64 f64
    f32 v128 i64 f64 f32 v128 f32 f32 i64 v128 i64 f32 i64 i64 f32 i64 v128 i32 i32 v128 f64 v128 i64 i32
    v128 f64 i64 f32 f32 i32 f64 v128 v128 f64 i32 i64 f64 v128 i64 f64 f32 i64 f64 f64 f64 i64 f64 i32 v128
    i64 i32 f32 i32 f32 i32 v128 i32 v128 i64 v128 f64 f32 f64 f64 i32 v128 i64 f64 f32 i64 i64 f64 v128
    v128 v128 i32 i32 v128 f64 i64 f32 v128 f32 f32 f32 i64 v128 i64 f32 v128 i32 i32 i64 f32 v128 v128 f32
    f64 i64 f64 f64 f32 i64 i64 f64 v128 f32 v128 i64 i32 f64 i64 i32 v128 i64 f64 v128 f64 f32 f32 i64 i64
    v128 i64 v128 f32 i32 i32 v128 f64 i32 f64 f32 i64 f32 f64 i32 f64 v128 f64 v128 f32 v128 f64 f64 i32
    f32 i64 i32 i64 v128 f64 f32 i64 i64 v128 v128 f32 i32 v128 i64 i64 i64 f32 v128 v128 i32 f32 f32 i64
    i64 i64 i64 v128 i32 f32 v128 i32 i64 f64 f64 f32 f32 i32 i32 i32 i32 v128 f32 i32 f64 i64 i32 i64 i64
    i32 v128 v128 v128 v128 i32 f32 i64 f32 v128 f32 i64 f32 i32 f32 f64 i64 f32 v128 i32 f64 i32 f32 i32
    f32 i64 i64 f32 i64 v128 i64 f32 f32 f64 v128 v128 i64 f32 i32 f64 v128 f32 i32 i32 f64 f32 f64 f64 f32
    v128 f32 i32 i32 i32 f32 i64 i32 f32 f64 f32 v128 f32 v128 f64 f64 i32 i64 i64 i64 f64 i32 i64 f64 v128
    i64 i64 i32 i32 f64 i32 i32 v128 i32 f32 i32 i32 f32 f64 i32 v128 v128 f32 f32 f32 i32 v128 i64 v128
    v128 i32 f64 v128 v128 i32 f32 i64 i64 f64 i32 f64 i32 f32 i32 v128 v128 i64 f64 v128 i64)))
  (table funcref (elem $reverse $extra))
  (func $reverse (export "reverse") (type $t) (local.get 999) (local.get 998) (local.get 997) (local.get
    996) (local.get 995) (local.get 994) (local.get 993) (local.get 992) (local.get 991) (local.get 990)
    (local.get 989) (local.get 988) (local.get 987) (local.get 986) (local.get 985) (local.get 984)
    (local.get 983) (local.get 982) (local.get 981) (local.get 980) (local.get 979) (local.get 978)
    (local.get 977) (local.get 976) (local.get 975) (local.get 974) (local.get 973) (local.get 972)
    (local.get 971) (local.get 970) (local.get 969) (local.get 968) (local.get 967) (local.get 966)
    (local.get 965) (local.get 964) (local.get 963) (local.get 962) (local.get 961) (local.get 960)
    (local.get 959) (local.get 958) (local.get 957) (local.get 956) (local.get 955) (local.get 954)
    (local.get 953) (local.get 952) (local.get 951) (local.get 950) (local.get 949) (local.get 948)
    (local.get 947) (local.get 946) (local.get 945) (local.get 944) (local.get 943) (local.get 942)
    (local.get 941) (local.get 940) (local.get 939) (local.get 938) (local.get 937) (local.get 936)
    (local.get 935) (local.get 934) (local.get 933) (local.get 932) (local.get 931) (local.get 930)
    (local.get 929) (local.get 928) (local.get 927) (local.get 926) (local.get 925) (local.get 924)
    (local.get 923) (local.get 922) (local.get 921) (local.get 920) (local.get 919) (local.get 918)
    (local.get 917) (local.get 916) (local.get 915) (local.get 914) (local.get 913) (local.get 912)
    (local.get 911) (local.get 910) (local.get 909) (local.get 908) (local.get 907) (local.get 906)
    (local.get 905) (local.get 904) (local.get 903) (local.get 902) (local.get 901) (local.get 900)
    (local.get 899) (local.get 898) (local.get 897) (local.get 896) (local.get 895) (local.get 894)
    (local.get 893) (local.get 892) (local.get 891) (local.get 890) (local.get 889) (local.get 888)
    (local.get 887) (local.get 886) (local.get 885) (local.get 884) (local.get 883) (local.get 882)
    (local.get 881) (local.get 880) (local.get 879) (local.get 878) (local.get 877) (local.get 876)
    (local.get 875) (local.get 874) (local.get 873) (local.get 872) (local.get 871) (local.get 870)
    (local.get 869) (local.get 868) (local.get 867) (local.get 866) (local.get 865) (local.get 864)
    (local.get 863) (local.get 862) (local.get 861) (local.get 860) (local.get 859) (local.get 858)
    (local.get 857) (local.get 856) (local.get 855) (local.get 854) (local.get 853) (local.get 852)
    (local.get 851) (local.get 850) (local.get 849) (local.get 848) (local.get 847) (local.get 846)
    (local.get 845) (local.get 844) (local.get 843) (local.get 842) (local.get 841) (local.get 840)
    (local.get 839) (local.get 838) (local.get 837) (local.get 836) (local.get 835) (local.get 834)
    (local.get 833) (local.get 832) (local.get 831) (local.get 830) (local.get 829) (local.get 828)
    (local.get 827) (local.get 826) (local.get 825) (local.get 824) (local.get 823) (local.get 822)
    (local.get 821) (local.get 820) (local.get 819) (local.get 818) (local.get 817) (local.get 816)
    (local.get 815) (local.get 814) (local.get 813) (local.get 812) (local.get 811) (local.get 810)
    (local.get 809) (local.get 808) (local.get 807) (local.get 806) (local.get 805) (local.get 804)
    (local.get 803) (local.get 802) (local.get 801) (local.get 800) (local.get 799) (local.get 798)
    (local.get 797) (local.get 796) (local.get 795) (local.get 794) (local.get 793) (local.get 792)
    (local.get 791) (local.get 790) (local.get 789) (local.get 788) (local.get 787) (local.get 786)
    (local.get 785) (local.get 784) (local.get 783) (local.get 782) (local.get 781) (local.get 780)
    (local.get 779) (local.get 778) (local.get 777) (local.get 776) (local.get 775) (local.get 774)
    (local.get 773) (local.get 772) (local.get 771) (local.get 770) (local.get 769) (local.get 768)
    (local.get 767) (local.get 766) (local.get 765) (local.get 764) (local.get 763) (local.get 762)
    (local.get 761) (local.get 760) (local.get 759) (local.get 758) (local.get 757) (local.get 756)
    (local.get 755) (local.get 754) (local.get 753) (local.get 752) (local.get 751) (local.get 750)
    (local.get 749) (local.get 748) (local.get 747) (local.get 746) (local.get 745) (local.get 744)
    (local.get 743) (local.get 742) (local.get 741) (local.get 740) (local.get 739) (local.get 738)
    (local.get 737) (local.get 736) (local.get 735) (local.get 734) (local.get 733) (local.get 732)
    (local.get 731) (local.get 730) (local.get 729) (local.get 728) (local.get 727) (local.get 726)
    (local.get 725) (local.get 724) (local.get 723) (local.get 722) (local.get 721) (local.get 720)
    (local.get 719) (local.get 718) (local.get 717) (local.get 716) (local.get 715) (local.get 714)
    (local.get 713) (local.get 712) (local.get 711) (local.get 710) (local.get 709) (local.get 708)
    (local.get 707) (local.get 706) (local.get 705) (local.get 704) (local.get 703) (local.get 702)
    (local.get 701) (local.get 700) (local.get 699) (local.get 698) (local.get 697) (local.get 696)
    (local.get 695) (local.get 694) (local.get 693) (local.get 692) (local.get 691) (local.get 690)
    (local.get 689) (local.get 688) (local.get 687) (local.get 686) (local.get 685) (local.get 684)
    (local.get 683) (local.get 682) (local.get 681) (local.get 680) (local.get 679) (local.get 678)
    (local.get 677) (local.get 676) (local.get 675) (local.get 674) (local.get 673) (local.get 672)
    (local.get 671) (local.get 670) (local.get 669) (local.get 668) (local.get 667) (local.get 666)
    (local.get 665) (local.get 664) (local.get 663) (local.get 662) (local.get 661) (local.get 660)
    (local.get 659) (local.get 658) (local.get 657) (local.get 656) (local.get 655) (local.get 654)
    (local.get 653) (local.get 652) (local.get 651) (local.get 650) (local.get 649) (local.get 648)
    (local.get 647) (local.get 646) (local.get 645) (local.get 644) (local.get 643) (local.get 642)
    (local.get 641) (local.get 640) (local.get 639) (local.get 638) (local.get 637) (local.get 636)
    (local.get 635) (local.get 634) (local.get 633) (local.get 632) (local.get 631) (local.get 630)
    (local.get 629) (local.get 628) (local.get 627) (local.get 626) (local.get 625) (local.get 624)
    (local.get 623) (local.get 622) (local.get 621) (local.get 620) (local.get 619) (local.get 618)
    (local.get 617) (local.get 616) (local.get 615) (local.get 614) (local.get 613) (local.get 612)
    (local.get 611) (local.get 610) (local.get 609) (local.get 608) (local.get 607) (local.get 606)
    (local.get 605) (local.get 604) (local.get 603) (local.get 602) (local.get 601) (local.get 600)
    (local.get 599) (local.get 598) (local.get 597) (local.get 596) (local.get 595) (local.get 594)
    (local.get 593) (local.get 592) (local.get 591) (local.get 590) (local.get 589) (local.get 588)
    (local.get 587) (local.get 586) (local.get 585) (local.get 584) (local.get 583) (local.get 582)
    (local.get 581) (local.get 580) (local.get 579) (local.get 578) (local.get 577) (local.get 576)
    (local.get 575) (local.get 574) (local.get 573) (local.get 572) (local.get 571) (local.get 570)
    (local.get 569) (local.get 568) (local.get 567) (local.get 566) (local.get 565) (local.get 564)
    (local.get 563) (local.get 562) (local.get 561) (local.get 560) (local.get 559) (local.get 558)
    (local.get 557) (local.get 556) (local.get 555) (local.get 554) (local.get 553) (local.get 552)
    (local.get 551) (local.get 550) (local.get 549) (local.get 548) (local.get 547) (local.get 546)
    (local.get 545) (local.get 544) (local.get 543) (local.get 542) (local.get 541) (local.get 540)
    (local.get 539) (local.get 538) (local.get 537) (local.get 536) (local.get 535) (local.get 534)
    (local.get 533) (local.get 532) (local.get 531) (local.get 530) (local.get 529) (local.get 528)
    (local.get 527) (local.get 526) (local.get 525) (local.get 524) (local.get 523) (local.get 522)
    (local.get 521) (local.get 520) (local.get 519) (local.get 518) (local.get 517) (local.get 516)
    (local.get 515) (local.get 514) (local.get 513) (local.get 512) (local.get 511) (local.get 510)
    (local.get 509) (local.get 508) (local.get 507) (local.get 506) (local.get 505) (local.get 504)
    (local.get 503) (local.get 502) (local.get 501) (local.get 500) (local.get 499) (local.get 498)
    (local.get 497) (local.get 496) (local.get 495) (local.get 494) (local.get 493) (local.get 492)
    (local.get 491) (local.get 490) (local.get 489) (local.get 488) (local.get 487) (local.get 486)
    (local.get 485) (local.get 484) (local.get 483) (local.get 482) (local.get 481) (local.get 480)
    (local.get 479) (local.get 478) (local.get 477) (local.get 476) (local.get 475) (local.get 474)
    (local.get 473) (local.get 472) (local.get 471) (local.get 470) (local.get 469) (local.get 468)
    (local.get 467) (local.get 466) (local.get 465) (local.get 464) (local.get 463) (local.get 462)
    (local.get 461) (local.get 460) (local.get 459) (local.get 458) (local.get 457) (local.get 456)
    (local.get 455) (local.get 454) (local.get 453) (local.get 452) (local.get 451) (local.get 450)
    (local.get 449) (local.get 448) (local.get 447) (local.get 446) (local.get 445) (local.get 444)
    (local.get 443) (local.get 442) (local.get 441) (local.get 440) (local.get 439) (local.get 438)
    (local.get 437) (local.get 436) (local.get 435) (local.get 434) (local.get 433) (local.get 432)
    (local.get 431) (local.get 430) (local.get 429) (local.get 428) (local.get 427) (local.get 426)
    (local.get 425) (local.get 424) (local.get 423) (local.get 422) (local.get 421) (local.get 420)
    (local.get 419) (local.get 418) (local.get 417) (local.get 416) (local.get 415) (local.get 414)
    (local.get 413) (local.get 412) (local.get 411) (local.get 410) (local.get 409) (local.get 408)
    (local.get 407) (local.get 406) (local.get 405) (local.get 404) (local.get 403) (local.get 402)
    (local.get 401) (local.get 400) (local.get 399) (local.get 398) (local.get 397) (local.get 396)
    (local.get 395) (local.get 394) (local.get 393) (local.get 392) (local.get 391) (local.get 390)
    (local.get 389) (local.get 388) (local.get 387) (local.get 386) (local.get 385) (local.get 384)
    (local.get 383) (local.get 382) (local.get 381) (local.get 380) (local.get 379) (local.get 378)
    (local.get 377) (local.get 376) (local.get 375) (local.get 374) (local.get 373) (local.get 372)
    (local.get 371) (local.get 370) (local.get 369) (local.get 368) (local.get 367) (local.get 366)
    (local.get 365) (local.get 364) (local.get 363) (local.get 362) (local.get 361) (local.get 360)
    (local.get 359) (local.get 358) (local.get 357) (local.get 356) (local.get 355) (local.get 354)
    (local.get 353) (local.get 352) (local.get 351) (local.get 350) (local.get 349) (local.get 348)
    (local.get 347) (local.get 346) (local.get 345) (local.get 344) (local.get 343) (local.get 342)
    (local.get 341) (local.get 340) (local.get 339) (local.get 338) (local.get 337) (local.get 336)
    (local.get 335) (local.get 334) (local.get 333) (local.get 332) (local.get 331) (local.get 330)
    (local.get 329) (local.get 328) (local.get 327) (local.get 326) (local.get 325) (local.get 324)
    (local.get 323) (local.get 322) (local.get 321) (local.get 320) (local.get 319) (local.get 318)
    (local.get 317) (local.get 316) (local.get 315) (local.get 314) (local.get 313) (local.get 312)
    (local.get 311) (local.get 310) (local.get 309) (local.get 308) (local.get 307) (local.get 306)
    (local.get 305) (local.get 304) (local.get 303) (local.get 302) (local.get 301) (local.get 300)
    (local.get 299) (local.get 298) (local.get 297) (local.get 296) (local.get 295) (local.get 294)
    (local.get 293) (local.get 292) (local.get 291) (local.get 290) (local.get 289) (local.get 288)
    (local.get 287) (local.get 286) (local.get 285) (local.get 284) (local.get 283) (local.get 282)
    (local.get 281) (local.get 280) (local.get 279) (local.get 278) (local.get 277) (local.get 276)
    (local.get 275) (local.get 274) (local.get 273) (local.get 272) (local.get 271) (local.get 270)
    (local.get 269) (local.get 268) (local.get 267) (local.get 266) (local.get 265) (local.get 264)
    (local.get 263) (local.get 262) (local.get 261) (local.get 260) (local.get 259) (local.get 258)
    (local.get 257) (local.get 256) (local.get 255) (local.get 254) (local.get 253) (local.get 252)
    (local.get 251) (local.get 250) (local.get 249) (local.get 248) (local.get 247) (local.get 246)
    (local.get 245) (local.get 244) (local.get 243) (local.get 242) (local.get 241) (local.get 240)
    (local.get 239) (local.get 238) (local.get 237) (local.get 236) (local.get 235) (local.get 234)
    (local.get 233) (local.get 232) (local.get 231) (local.get 230) (local.get 229) (local.get 228)
    (local.get 227) (local.get 226) (local.get 225) (local.get 224) (local.get 223) (local.get 222)
    (local.get 221) (local.get 220) (local.get 219) (local.get 218) (local.get 217) (local.get 216)
    (local.get 215) (local.get 214) (local.get 213) (local.get 212) (local.get 211) (local.get 210)
    (local.get 209) (local.get 208) (local.get 207) (local.get 206) (local.get 205) (local.get 204)
    (local.get 203) (local.get 202) (local.get 201) (local.get 200) (local.get 199) (local.get 198)
    (local.get 197) (local.get 196) (local.get 195) (local.get 194) (local.get 193) (local.get 192)
    (local.get 191) (local.get 190) (local.get 189) (local.get 188) (local.get 187) (local.get 186)
    (local.get 185) (local.get 184) (local.get 183) (local.get 182) (local.get 181) (local.get 180)
    (local.get 179) (local.get 178) (local.get 177) (local.get 176) (local.get 175) (local.get 174)
    (local.get 173) (local.get 172) (local.get 171) (local.get 170) (local.get 169) (local.get 168)
    (local.get 167) (local.get 166) (local.get 165) (local.get 164) (local.get 163) (local.get 162)
    (local.get 161) (local.get 160) (local.get 159) (local.get 158) (local.get 157) (local.get 156)
    (local.get 155) (local.get 154) (local.get 153) (local.get 152) (local.get 151) (local.get 150)
    (local.get 149) (local.get 148) (local.get 147) (local.get 146) (local.get 145) (local.get 144)
    (local.get 143) (local.get 142) (local.get 141) (local.get 140) (local.get 139) (local.get 138)
    (local.get 137) (local.get 136) (local.get 135) (local.get 134) (local.get 133) (local.get 132)
    (local.get 131) (local.get 130) (local.get 129) (local.get 128) (local.get 127) (local.get 126)
    (local.get 125) (local.get 124) (local.get 123) (local.get 122) (local.get 121) (local.get 120)
    (local.get 119) (local.get 118) (local.get 117) (local.get 116) (local.get 115) (local.get 114)
    (local.get 113) (local.get 112) (local.get 111) (local.get 110) (local.get 109) (local.get 108)
    (local.get 107) (local.get 106) (local.get 105) (local.get 104) (local.get 103) (local.get 102)
    (local.get 101) (local.get 100) (local.get 99) (local.get 98) (local.get 97) (local.get 96) (local.get
    95) (local.get 94) (local.get 93) (local.get 92) (local.get 91) (local.get 90) (local.get 89) (local.get
    88) (local.get 87) (local.get 86) (local.get 85) (local.get 84) (local.get 83) (local.get 82) (local.get
    81) (local.get 80) (local.get 79) (local.get 78) (local.get 77) (local.get 76) (local.get 75) (local.get
    74) (local.get 73) (local.get 72) (local.get 71) (local.get 70) (local.get 69) (local.get 68) (local.get
    67) (local.get 66) (local.get 65) (local.get 64) (local.get 63) (local.get 62) (local.get 61) (local.get
    60) (local.get 59) (local.get 58) (local.get 57) (local.get 56) (local.get 55) (local.get 54) (local.get
    53) (local.get 52) (local.get 51) (local.get 50) (local.get 49) (local.get 48) (local.get 47) (local.get
    46) (local.get 45) (local.get 44) (local.get 43) (local.get 42) (local.get 41) (local.get 40) (local.get
    39) (local.get 38) (local.get 37) (local.get 36) (local.get 35) (local.get 34) (local.get 33) (local.get
    32) (local.get 31) (local.get 30) (local.get 29) (local.get 28) (local.get 27) (local.get 26) (local.get
    25) (local.get 24) (local.get 23) (local.get 22) (local.get 21) (local.get 20) (local.get 19) (local.get
    18) (local.get 17) (local.get 16) (local.get 15) (local.get 14) (local.get 13) (local.get 12) (local.get
    11) (local.get 10) (local.get 9) (local.get 8) (local.get 7) (local.get 6) (local.get 5) (local.get 4)
    (local.get 3) (local.get 2) (local.get 1) (local.get 0))
  (func $extra (type $t) (local i64 v128 i64) (local.set 1001 (v128.const i64x2 -1 -1)) (local.get 999)
    (local.get 998) (local.get 997) (local.get 996) (local.get 995) (local.get 994) (local.get 993)
    (local.get 992) (local.get 991) (local.get 990) (local.get 989) (local.get 988) (local.get 987)
    (local.get 986) (local.get 985) (local.get 984) (local.get 983) (local.get 982) (local.get 981)
    (local.get 980) (local.get 979) (local.get 978) (local.get 977) (local.get 976) (local.get 975)
    (local.get 974) (local.get 973) (local.get 972) (local.get 971) (local.get 970) (local.get 969)
    (local.get 968) (local.get 967) (local.get 966) (local.get 965) (local.get 964) (local.get 963)
    (local.get 962) (local.get 961) (local.get 960) (local.get 959) (local.get 958) (local.get 957)
    (local.get 956) (local.get 955) (local.get 954) (local.get 953) (local.get 952) (local.get 951)
    (local.get 950) (local.get 949) (local.get 948) (local.get 947) (local.get 946) (local.get 945)
    (local.get 944) (local.get 943) (local.get 942) (local.get 941) (local.get 940) (local.get 939)
    (local.get 938) (local.get 937) (local.get 936) (local.get 935) (local.get 934) (local.get 933)
    (local.get 932) (local.get 931) (local.get 930) (local.get 929) (local.get 928) (local.get 927)
    (local.get 926) (local.get 925) (local.get 924) (local.get 923) (local.get 922) (local.get 921)
    (local.get 920) (local.get 919) (local.get 918) (local.get 917) (local.get 916) (local.get 915)
    (local.get 914) (local.get 913) (local.get 912) (local.get 911) (local.get 910) (local.get 909)
    (local.get 908) (local.get 907) (local.get 906) (local.get 905) (local.get 904) (local.get 903)
    (local.get 902) (local.get 901) (local.get 900) (local.get 899) (local.get 898) (local.get 897)
    (local.get 896) (local.get 895) (local.get 894) (local.get 893) (local.get 892) (local.get 891)
    (local.get 890) (local.get 889) (local.get 888) (local.get 887) (local.get 886) (local.get 885)
    (local.get 884) (local.get 883) (local.get 882) (local.get 881) (local.get 880) (local.get 879)
    (local.get 878) (local.get 877) (local.get 876) (local.get 875) (local.get 874) (local.get 873)
    (local.get 872) (local.get 871) (local.get 870) (local.get 869) (local.get 868) (local.get 867)
    (local.get 866) (local.get 865) (local.get 864) (local.get 863) (local.get 862) (local.get 861)
    (local.get 860) (local.get 859) (local.get 858) (local.get 857) (local.get 856) (local.get 855)
    (local.get 854) (local.get 853) (local.get 852) (local.get 851) (local.get 850) (local.get 849)
    (local.get 848) (local.get 847) (local.get 846) (local.get 845) (local.get 844) (local.get 843)
    (local.get 842) (local.get 841) (local.get 840) (local.get 839) (local.get 838) (local.get 837)
    (local.get 836) (local.get 835) (local.get 834) (local.get 833) (local.get 832) (local.get 831)
    (local.get 830) (local.get 829) (local.get 828) (local.get 827) (local.get 826) (local.get 825)
    (local.get 824) (local.get 823) (local.get 822) (local.get 821) (local.get 820) (local.get 819)
    (local.get 818) (local.get 817) (local.get 816) (local.get 815) (local.get 814) (local.get 813)
    (local.get 812) (local.get 811) (local.get 810) (local.get 809) (local.get 808) (local.get 807)
    (local.get 806) (local.get 805) (local.get 804) (local.get 803) (local.get 802) (local.get 801)
    (local.get 800) (local.get 799) (local.get 798) (local.get 797) (local.get 796) (local.get 795)
    (local.get 794) (local.get 793) (local.get 792) (local.get 791) (local.get 790) (local.get 789)
    (local.get 788) (local.get 787) (local.get 786) (local.get 785) (local.get 784) (local.get 783)
    (local.get 782) (local.get 781) (local.get 780) (local.get 779) (local.get 778) (local.get 777)
    (local.get 776) (local.get 775) (local.get 774) (local.get 773) (local.get 772) (local.get 771)
    (local.get 770) (local.get 769) (local.get 768) (local.get 767) (local.get 766) (local.get 765)
    (local.get 764) (local.get 763) (local.get 762) (local.get 761) (local.get 760) (local.get 759)
    (local.get 758) (local.get 757) (local.get 756) (local.get 755) (local.get 754) (local.get 753)
    (local.get 752) (local.get 751) (local.get 750) (local.get 749) (local.get 748) (local.get 747)
    (local.get 746) (local.get 745) (local.get 744) (local.get 743) (local.get 742) (local.get 741)
    (local.get 740) (local.get 739) (local.get 738) (local.get 737) (local.get 736) (local.get 735)
    (local.get 734) (local.get 733) (local.get 732) (local.get 731) (local.get 730) (local.get 729)
    (local.get 728) (local.get 727) (local.get 726) (local.get 725) (local.get 724) (local.get 723)
    (local.get 722) (local.get 721) (local.get 720) (local.get 719) (local.get 718) (local.get 717)
    (local.get 716) (local.get 715) (local.get 714) (local.get 713) (local.get 712) (local.get 711)
    (local.get 710) (local.get 709) (local.get 708) (local.get 707) (local.get 706) (local.get 705)
    (local.get 704) (local.get 703) (local.get 702) (local.get 701) (local.get 700) (local.get 699)
    (local.get 698) (local.get 697) (local.get 696) (local.get 695) (local.get 694) (local.get 693)
    (local.get 692) (local.get 691) (local.get 690) (local.get 689) (local.get 688) (local.get 687)
    (local.get 686) (local.get 685) (local.get 684) (local.get 683) (local.get 682) (local.get 681)
    (local.get 680) (local.get 679) (local.get 678) (local.get 677) (local.get 676) (local.get 675)
    (local.get 674) (local.get 673) (local.get 672) (local.get 671) (local.get 670) (local.get 669)
    (local.get 668) (local.get 667) (local.get 666) (local.get 665) (local.get 664) (local.get 663)
    (local.get 662) (local.get 661) (local.get 660) (local.get 659) (local.get 658) (local.get 657)
    (local.get 656) (local.get 655) (local.get 654) (local.get 653) (local.get 652) (local.get 651)
    (local.get 650) (local.get 649) (local.get 648) (local.get 647) (local.get 646) (local.get 645)
    (local.get 644) (local.get 643) (local.get 642) (local.get 641) (local.get 640) (local.get 639)
    (local.get 638) (local.get 637) (local.get 636) (local.get 635) (local.get 634) (local.get 633)
    (local.get 632) (local.get 631) (local.get 630) (local.get 629) (local.get 628) (local.get 627)
    (local.get 626) (local.get 625) (local.get 624) (local.get 623) (local.get 622) (local.get 621)
    (local.get 620) (local.get 619) (local.get 618) (local.get 617) (local.get 616) (local.get 615)
    (local.get 614) (local.get 613) (local.get 612) (local.get 611) (local.get 610) (local.get 609)
    (local.get 608) (local.get 607) (local.get 606) (local.get 605) (local.get 604) (local.get 603)
    (local.get 602) (local.get 601) (local.get 600) (local.get 599) (local.get 598) (local.get 597)
    (local.get 596) (local.get 595) (local.get 594) (local.get 593) (local.get 592) (local.get 591)
    (local.get 590) (local.get 589) (local.get 588) (local.get 587) (local.get 586) (local.get 585)
    (local.get 584) (local.get 583) (local.get 582) (local.get 581) (local.get 580) (local.get 579)
    (local.get 578) (local.get 577) (local.get 576) (local.get 575) (local.get 574) (local.get 573)
    (local.get 572) (local.get 571) (local.get 570) (local.get 569) (local.get 568) (local.get 567)
    (local.get 566) (local.get 565) (local.get 564) (local.get 563) (local.get 562) (local.get 561)
    (local.get 560) (local.get 559) (local.get 558) (local.get 557) (local.get 556) (local.get 555)
    (local.get 554) (local.get 553) (local.get 552) (local.get 551) (local.get 550) (local.get 549)
    (local.get 548) (local.get 547) (local.get 546) (local.get 545) (local.get 544) (local.get 543)
    (local.get 542) (local.get 541) (local.get 540) (local.get 539) (local.get 538) (local.get 537)
    (local.get 536) (local.get 535) (local.get 534) (local.get 533) (local.get 532) (local.get 531)
    (local.get 530) (local.get 529) (local.get 528) (local.get 527) (local.get 526) (local.get 525)
    (local.get 524) (local.get 523) (local.get 522) (local.get 521) (local.get 520) (local.get 519)
    (local.get 518) (local.get 517) (local.get 516) (local.get 515) (local.get 514) (local.get 513)
    (local.get 512) (local.get 511) (local.get 510) (local.get 509) (local.get 508) (local.get 507)
    (local.get 506) (local.get 505) (local.get 504) (local.get 503) (local.get 502) (local.get 501)
    (local.get 500) (local.get 499) (local.get 498) (local.get 497) (local.get 496) (local.get 495)
    (local.get 494) (local.get 493) (local.get 492) (local.get 491) (local.get 490) (local.get 489)
    (local.get 488) (local.get 487) (local.get 486) (local.get 485) (local.get 484) (local.get 483)
    (local.get 482) (local.get 481) (local.get 480) (local.get 479) (local.get 478) (local.get 477)
    (local.get 476) (local.get 475) (local.get 474) (local.get 473) (local.get 472) (local.get 471)
    (local.get 470) (local.get 469) (local.get 468) (local.get 467) (local.get 466) (local.get 465)
    (local.get 464) (local.get 463) (local.get 462) (local.get 461) (local.get 460) (local.get 459)
    (local.get 458) (local.get 457) (local.get 456) (local.get 455) (local.get 454) (local.get 453)
    (local.get 452) (local.get 451) (local.get 450) (local.get 449) (local.get 448) (local.get 447)
    (local.get 446) (local.get 445) (local.get 444) (local.get 443) (local.get 442) (local.get 441)
    (local.get 440) (local.get 439) (local.get 438) (local.get 437) (local.get 436) (local.get 435)
    (local.get 434) (local.get 433) (local.get 432) (local.get 431) (local.get 430) (local.get 429)
    (local.get 428) (local.get 427) (local.get 426) (local.get 425) (local.get 424) (local.get 423)
    (local.get 422) (local.get 421) (local.get 420) (local.get 419) (local.get 418) (local.get 417)
    (local.get 416) (local.get 415) (local.get 414) (local.get 413) (local.get 412) (local.get 411)
    (local.get 410) (local.get 409) (local.get 408) (local.get 407) (local.get 406) (local.get 405)
    (local.get 404) (local.get 403) (local.get 402) (local.get 401) (local.get 400) (local.get 399)
    (local.get 398) (local.get 397) (local.get 396) (local.get 395) (local.get 394) (local.get 393)
    (local.get 392) (local.get 391) (local.get 390) (local.get 389) (local.get 388) (local.get 387)
    (local.get 386) (local.get 385) (local.get 384) (local.get 383) (local.get 382) (local.get 381)
    (local.get 380) (local.get 379) (local.get 378) (local.get 377) (local.get 376) (local.get 375)
    (local.get 374) (local.get 373) (local.get 372) (local.get 371) (local.get 370) (local.get 369)
    (local.get 368) (local.get 367) (local.get 366) (local.get 365) (local.get 364) (local.get 363)
    (local.get 362) (local.get 361) (local.get 360) (local.get 359) (local.get 358) (local.get 357)
    (local.get 356) (local.get 355) (local.get 354) (local.get 353) (local.get 352) (local.get 351)
    (local.get 350) (local.get 349) (local.get 348) (local.get 347) (local.get 346) (local.get 345)
    (local.get 344) (local.get 343) (local.get 342) (local.get 341) (local.get 340) (local.get 339)
    (local.get 338) (local.get 337) (local.get 336) (local.get 335) (local.get 334) (local.get 333)
    (local.get 332) (local.get 331) (local.get 330) (local.get 329) (local.get 328) (local.get 327)
    (local.get 326) (local.get 325) (local.get 324) (local.get 323) (local.get 322) (local.get 321)
    (local.get 320) (local.get 319) (local.get 318) (local.get 317) (local.get 316) (local.get 315)
    (local.get 314) (local.get 313) (local.get 312) (local.get 311) (local.get 310) (local.get 309)
    (local.get 308) (local.get 307) (local.get 306) (local.get 305) (local.get 304) (local.get 303)
    (local.get 302) (local.get 301) (local.get 300) (local.get 299) (local.get 298) (local.get 297)
    (local.get 296) (local.get 295) (local.get 294) (local.get 293) (local.get 292) (local.get 291)
    (local.get 290) (local.get 289) (local.get 288) (local.get 287) (local.get 286) (local.get 285)
    (local.get 284) (local.get 283) (local.get 282) (local.get 281) (local.get 280) (local.get 279)
    (local.get 278) (local.get 277) (local.get 276) (local.get 275) (local.get 274) (local.get 273)
    (local.get 272) (local.get 271) (local.get 270) (local.get 269) (local.get 268) (local.get 267)
    (local.get 266) (local.get 265) (local.get 264) (local.get 263) (local.get 262) (local.get 261)
    (local.get 260) (local.get 259) (local.get 258) (local.get 257) (local.get 256) (local.get 255)
    (local.get 254) (local.get 253) (local.get 252) (local.get 251) (local.get 250) (local.get 249)
    (local.get 248) (local.get 247) (local.get 246) (local.get 245) (local.get 244) (local.get 243)
    (local.get 242) (local.get 241) (local.get 240) (local.get 239) (local.get 238) (local.get 237)
    (local.get 236) (local.get 235) (local.get 234) (local.get 233) (local.get 232) (local.get 231)
    (local.get 230) (local.get 229) (local.get 228) (local.get 227) (local.get 226) (local.get 225)
    (local.get 224) (local.get 223) (local.get 222) (local.get 221) (local.get 220) (local.get 219)
    (local.get 218) (local.get 217) (local.get 216) (local.get 215) (local.get 214) (local.get 213)
    (local.get 212) (local.get 211) (local.get 210) (local.get 209) (local.get 208) (local.get 207)
    (local.get 206) (local.get 205) (local.get 204) (local.get 203) (local.get 202) (local.get 201)
    (local.get 200) (local.get 199) (local.get 198) (local.get 197) (local.get 196) (local.get 195)
    (local.get 194) (local.get 193) (local.get 192) (local.get 191) (local.get 190) (local.get 189)
    (local.get 188) (local.get 187) (local.get 186) (local.get 185) (local.get 184) (local.get 183)
    (local.get 182) (local.get 181) (local.get 180) (local.get 179) (local.get 178) (local.get 177)
    (local.get 176) (local.get 175) (local.get 174) (local.get 173) (local.get 172) (local.get 171)
    (local.get 170) (local.get 169) (local.get 168) (local.get 167) (local.get 166) (local.get 165)
    (local.get 164) (local.get 163) (local.get 162) (local.get 161) (local.get 160) (local.get 159)
    (local.get 158) (local.get 157) (local.get 156) (local.get 155) (local.get 154) (local.get 153)
    (local.get 152) (local.get 151) (local.get 150) (local.get 149) (local.get 148) (local.get 147)
    (local.get 146) (local.get 145) (local.get 144) (local.get 143) (local.get 142) (local.get 141)
    (local.get 140) (local.get 139) (local.get 138) (local.get 137) (local.get 136) (local.get 135)
    (local.get 134) (local.get 133) (local.get 132) (local.get 131) (local.get 130) (local.get 129)
    (local.get 128) (local.get 127) (local.get 126) (local.get 125) (local.get 124) (local.get 123)
    (local.get 122) (local.get 121) (local.get 120) (local.get 119) (local.get 118) (local.get 117)
    (local.get 116) (local.get 115) (local.get 114) (local.get 113) (local.get 112) (local.get 111)
    (local.get 110) (local.get 109) (local.get 108) (local.get 107) (local.get 106) (local.get 105)
    (local.get 104) (local.get 103) (local.get 102) (local.get 101) (local.get 100) (local.get 99)
    (local.get 98) (local.get 97) (local.get 96) (local.get 95) (local.get 94) (local.get 93) (local.get 92)
    (local.get 91) (local.get 90) (local.get 89) (local.get 88) (local.get 87) (local.get 86) (local.get 85)
    (local.get 84) (local.get 83) (local.get 82) (local.get 81) (local.get 80) (local.get 79) (local.get 78)
    (local.get 77) (local.get 76) (local.get 75) (local.get 74) (local.get 73) (local.get 72) (local.get 71)
    (local.get 70) (local.get 69) (local.get 68) (local.get 67) (local.get 66) (local.get 65) (local.get 64)
    (local.get 63) (local.get 62) (local.get 61) (local.get 60) (local.get 59) (local.get 58) (local.get 57)
    (local.get 56) (local.get 55) (local.get 54) (local.get 53) (local.get 52) (local.get 51) (local.get 50)
    (local.get 49) (local.get 48) (local.get 47) (local.get 46) (local.get 45) (local.get 44) (local.get 43)
    (local.get 42) (local.get 41) (local.get 40) (local.get 39) (local.get 38) (local.get 37) (local.get 36)
    (local.get 35) (local.get 34) (local.get 33) (local.get 32) (local.get 31) (local.get 30) (local.get 29)
    (local.get 28) (local.get 27) (local.get 26) (local.get 25) (local.get 24) (local.get 23) (local.get 22)
    (local.get 21) (local.get 20) (local.get 19) (local.get 18) (local.get 17) (local.get 16) (local.get 15)
    (local.get 14) (local.get 13) (local.get 12) (local.get 11) (local.get 10) (local.get 9) (local.get 8)
    (local.get 7) (local.get 6) (local.get 5) (local.get 4) (local.get 3) (local.get 2) (local.get 1)
    (local.get 0))
  (func (export "direct") (result i64 v128 i32 v128 i32 i64 f32 i64 i64 i32 f32 f64 f64 v128 f32 i64 i64
    v128 f32 v128 i32 i64 v128 f64 v128 i64 v128 i64 f32 i64 f64 v128 f32 f64 i64 f64 f32 f32 f64 f32 f32
    f64 i64 v128 v128 v128 i32 v128 v128 f64 i64 f32 i64 i64 f64 i64 f32 f32 v128 i64 i32 f32 f64 v128 i32
    f32 f32 i32 i32 f64 f32 v128 i64 v128 f64 f32 v128 f64 f32 v128 i64 i64 v128 f64 i64 i32 f64 v128 i32
    f64 f64 v128 f32 f64 i32 f64 i32 i64 i32 f64 i64 f32 f32 i32 f64 v128 i32 i32 f32 f64 v128 i64 v128 i32
    v128 f64 i32 i32 i64 f64 i32 f64 i64 f32 i32 i32 i64 i64 i64 i64 i32 i32 f64 f64 f64 i64 f64 f32 f64 f32
    f64 f32 v128 f32 f64 f32 v128 i64 f32 f32 i64 i32 i64 f64 i64 f32 f64 i32 f64 f64 f32 f64 f32 f32 f64
    f32 f64 i32 i32 i32 i32 f32 f64 f64 f32 i32 v128 f64 i32 f32 i64 v128 i64 v128 f64 v128 i64 f32 f64 f32
    v128 v128 f64 v128 v128 f64 v128 f32 v128 v128 v128 f32 v128 f32 i32 v128 i32 f32 i64 i32 f64 f32 i32
    f64 v128 v128 v128 v128 f64 i32 f64 v128 f64 v128 i32 i64 f64 f32 i32 f64 i64 v128 f32 f64 f64 i64 f64
    v128 i64 i64 f32 f64 f32 v128 i32 f64 v128 i64 i64 i32 i32 v128 v128 i32 f32 i64 i32 f32 v128 i32 i32
    v128 f64 i64 i32 i64 v128 i64 f32 i64 i32 i64 v128 v128 f32 v128 f64 f32 f64 f32 f32 f32 v128 i64 f32
    v128 f64 v128 i32 i64 i32 v128 i32 f64 f32 f64 f64 f32 f64 i32 v128 f32 f32 f32 i64 i32 v128 i32 v128
    v128 f32 f32 f32 f32 f32 f64 f32 v128 f32 i32 i32 v128 i64 f32 f64 i32 f32 v128 f64 f32 i64 i64 f32 i32
    v128 v128 v128 v128 v128 f64 i64 i32 f64 v128 f64 v128 f32 f32 i64 v128 v128 i64 f64 i32 f32 i32 f64 f32
    i64 f32 f32 i32 f64 i32 f32 i32 f32 f32 i32 f32 v128 i32 f64 f64 i64 f64 i32 v128 i64 i32 f32 i32 f32
    v128 f64 v128 i32 i32 i32 f64 i64 i32 i64 i32 i64 f32 i32 v128 f32 i32 f64 v128 i64 v128 f64 v128 f32
    i32 v128 v128 v128 f64 f32 i64 v128 v128 i32 i64 i64 f32 f32 f32 f64 f64 i64 f32 i64 f64 i32 i64 i32 f64
    i32 f32 i32 i64 v128 i32 v128 i32 i32 f32 f64 i32 i64 f32 f64 v128 i32 v128 i64 f64 i32 i32 i64 i64 f64
    i64 f32 v128 f64 f32 f64 i32 i32 i32 i32 i64 i32 v128 f64 f32 f32 f64 i64 f64 v128 v128 f64 f32 i64 i64
    i64 f64 f64 f64 i64 f64 i64 i32 i64 v128 i32 f32 f32 f64 v128 v128 f64 i32 i64 i32 v128 i32 i32 i64 i32
    f64 f32 f64 i64 i32 i32 f32 i64 i32 i64 f64 f32 f32 f64 i64 i64 i64 v128 f64 f32 v128 i64 v128 f64 v128
    i64 i32 i64 f32 i64 f64 f32 f64 v128 i32 i64 v128 f32 i64 f32 v128 f32 f64 i64 f64 v128 f64 i64 v128 f32
    f32 v128 f32 i64 i32 v128 v128 f64 f32 v128 i32 i32 f32 f32 i64 i64 v128 i64 f32 v128 f32 f64 i32 i64
    v128 i64 i32 f64 i32 f32 i32 f64 v128 i32 v128 f32 i32 v128 f64 i64 f64 f32 f64 i64 f32 v128 f64 f32 f32
    i32 v128 i32 i64 f32 f64 i64 f64 i32 f32 i64 f64 i32 v128 v128 f32 f64 f64 v128 f64 i32 v128 f32 i64
    v128 v128 f64 i64 f32 f64 v128 v128 f64 i64 v128 v128 f32 i32 v128 i64 f64 f64 i32 f64 v128 f32 f64 v128
    f32 f32 f64 f64 i32 i32 f32 v128 f32 v128 f64 f32 v128 f32 v128 i32 i64 f32 v128 i32 v128 i32 i32 i32
    f32 i64 f64 v128 i64 i32 f64 f64 f32 v128 i64 f64 f32 v128 f32 f32 i64 v128 i64 f32 i64 i64 f32 i64 v128
    i32 i32 v128 f64 v128 i64 i32 v128 f64 i64 f32 f32 i32 f64 v128 v128 f64 i32 i64 f64 v128 i64 f64 f32
    i64 f64 f64 f64 i64 f64 i32 v128 i64 i32 f32 i32 f32 i32 v128 i32 v128 i64 v128 f64 f32 f64 f64 i32 v128
    i64 f64 f32 i64 i64 f64 v128 v128 v128 i32 i32 v128 f64 i64 f32 v128 f32 f32 f32 i64 v128 i64 f32 v128
    i32 i32 i64 f32 v128 v128 f32 f64 i64 f64 f64 f32 i64 i64 f64 v128 f32 v128 i64 i32 f64 i64 i32 v128 i64
    f64 v128 f64 f32 f32 i64 i64 v128 i64 v128 f32 i32 i32 v128 f64 i32 f64 f32 i64 f32 f64 i32 f64 v128 f64
    v128 f32 v128 f64 f64 i32 f32 i64 i32 i64 v128 f64 f32 i64 i64 v128 v128 f32 i32 v128 i64 i64 i64 f32
    v128 v128 i32 f32 f32 i64 i64 i64 i64 v128 i32 f32 v128 i32 i64 f64 f64 f32 f32 i32 i32 i32 i32 v128 f32
    i32 f64 i64 i32 i64 i64 i32 v128 v128 v128 v128 i32 f32 i64 f32 v128 f32 i64 f32 i32 f32 f64 i64 f32
    v128 i32 f64 i32 f32 i32 f32 i64 i64 f32 i64 v128 i64 f32 f32 f64 v128 v128 i64 f32 i32 f64 v128 f32 i32
    i32 f64 f32 f64 f64 f32 v128 f32 i32 i32 i32 f32 i64 i32 f32 f64 f32 v128 f32 v128 f64 f64 i32 i64 i64
    i64 f64 i32 i64 f64 v128 i64 i64 i32 i32 f64 i32 i32 v128 i32 f32 i32 i32 f32 f64 i32 v128 v128 f32 f32
    f32 i32 v128 i64 v128 v128 i32 f64 v128 v128 i32 f32 i64 i64 f64 i32 f64 i32 f32 i32 v128 v128 i64 f64
    v128 i64) (call $reverse (i64.const 1) (v128.const i32x4 2 3 4 5) (f64.const 3) (i64.const 4)
    (v128.const i32x4 5 6 7 8) (v128.const i32x4 6 7 8 9) (i32.const 7) (f32.const 8) (i32.const 9)
    (f64.const 10) (i32.const 11) (f64.const 12) (i64.const 13) (i64.const 14) (f32.const 15) (i32.const 16)
    (v128.const i32x4 17 18 19 20) (v128.const i32x4 18 19 20 21) (f64.const 19) (i32.const 20) (v128.const
    i32x4 21 22 23 24) (v128.const i32x4 22 23 24 25) (i64.const 23) (v128.const i32x4 24 25 26 27)
    (i32.const 25) (f32.const 26) (f32.const 27) (f32.const 28) (v128.const i32x4 29 30 31 32) (v128.const
    i32x4 30 31 32 33) (i32.const 31) (f64.const 32) (f32.const 33) (i32.const 34) (i32.const 35) (f32.const
    36) (i32.const 37) (v128.const i32x4 38 39 40 41) (i32.const 39) (i32.const 40) (f64.const 41)
    (i32.const 42) (i32.const 43) (i64.const 44) (i64.const 45) (v128.const i32x4 46 47 48 49) (f64.const
    47) (i64.const 48) (i32.const 49) (f64.const 50) (i64.const 51) (i64.const 52) (i64.const 53) (i32.const
    54) (f64.const 55) (f64.const 56) (v128.const i32x4 57 58 59 60) (f32.const 58) (v128.const i32x4 59 60
    61 62) (f32.const 60) (f64.const 61) (f32.const 62) (i32.const 63) (i64.const 64) (f32.const 65)
    (i32.const 66) (i32.const 67) (i32.const 68) (f32.const 69) (v128.const i32x4 70 71 72 73) (f32.const
    71) (f64.const 72) (f64.const 73) (f32.const 74) (f64.const 75) (i32.const 76) (i32.const 77) (f32.const
    78) (v128.const i32x4 79 80 81 82) (f64.const 80) (i32.const 81) (f32.const 82) (i64.const 83)
    (v128.const i32x4 84 85 86 87) (v128.const i32x4 85 86 87 88) (f64.const 86) (f32.const 87) (f32.const
    88) (i64.const 89) (v128.const i32x4 90 91 92 93) (i64.const 91) (f32.const 92) (i64.const 93)
    (i64.const 94) (f32.const 95) (i32.const 96) (f32.const 97) (i32.const 98) (f64.const 99) (i32.const
    100) (v128.const i32x4 101 102 103 104) (f32.const 102) (i64.const 103) (f64.const 104) (f32.const 105)
    (i32.const 106) (f32.const 107) (i64.const 108) (f32.const 109) (v128.const i32x4 110 111 112 113)
    (f32.const 111) (i64.const 112) (f32.const 113) (i32.const 114) (v128.const i32x4 115 116 117 118)
    (v128.const i32x4 116 117 118 119) (v128.const i32x4 117 118 119 120) (v128.const i32x4 118 119 120 121)
    (i32.const 119) (i64.const 120) (i64.const 121) (i32.const 122) (i64.const 123) (f64.const 124)
    (i32.const 125) (f32.const 126) (v128.const i32x4 127 128 129 130) (i32.const 128) (i32.const 129)
    (i32.const 130) (i32.const 131) (f32.const 132) (f32.const 133) (f64.const 134) (f64.const 135)
    (i64.const 136) (i32.const 137) (v128.const i32x4 138 139 140 141) (f32.const 139) (i32.const 140)
    (v128.const i32x4 141 142 143 144) (i64.const 142) (i64.const 143) (i64.const 144) (i64.const 145)
    (f32.const 146) (f32.const 147) (i32.const 148) (v128.const i32x4 149 150 151 152) (v128.const i32x4 150
    151 152 153) (f32.const 151) (i64.const 152) (i64.const 153) (i64.const 154) (v128.const i32x4 155 156
    157 158) (i32.const 156) (f32.const 157) (v128.const i32x4 158 159 160 161) (v128.const i32x4 159 160
    161 162) (i64.const 160) (i64.const 161) (f32.const 162) (f64.const 163) (v128.const i32x4 164 165 166
    167) (i64.const 165) (i32.const 166) (i64.const 167) (f32.const 168) (i32.const 169) (f64.const 170)
    (f64.const 171) (v128.const i32x4 172 173 174 175) (f32.const 173) (v128.const i32x4 174 175 176 177)
    (f64.const 175) (v128.const i32x4 176 177 178 179) (f64.const 177) (i32.const 178) (f64.const 179)
    (f32.const 180) (i64.const 181) (f32.const 182) (f64.const 183) (i32.const 184) (f64.const 185)
    (v128.const i32x4 186 187 188 189) (i32.const 187) (i32.const 188) (f32.const 189) (v128.const i32x4 190
    191 192 193) (i64.const 191) (v128.const i32x4 192 193 194 195) (i64.const 193) (i64.const 194)
    (f32.const 195) (f32.const 196) (f64.const 197) (v128.const i32x4 198 199 200 201) (f64.const 199)
    (i64.const 200) (v128.const i32x4 201 202 203 204) (i32.const 202) (i64.const 203) (f64.const 204)
    (i32.const 205) (i64.const 206) (v128.const i32x4 207 208 209 210) (f32.const 208) (v128.const i32x4 209
    210 211 212) (f64.const 210) (i64.const 211) (i64.const 212) (f32.const 213) (f64.const 214) (f64.const
    215) (i64.const 216) (f64.const 217) (f32.const 218) (v128.const i32x4 219 220 221 222) (v128.const
    i32x4 220 221 222 223) (f32.const 221) (i64.const 222) (i32.const 223) (i32.const 224) (v128.const i32x4
    225 226 227 228) (f32.const 226) (i64.const 227) (v128.const i32x4 228 229 230 231) (i64.const 229)
    (f32.const 230) (f32.const 231) (f32.const 232) (v128.const i32x4 233 234 235 236) (f32.const 234)
    (i64.const 235) (f64.const 236) (v128.const i32x4 237 238 239 240) (i32.const 238) (i32.const 239)
    (v128.const i32x4 240 241 242 243) (v128.const i32x4 241 242 243 244) (v128.const i32x4 242 243 244 245)
    (f64.const 243) (i64.const 244) (i64.const 245) (f32.const 246) (f64.const 247) (i64.const 248)
    (v128.const i32x4 249 250 251 252) (i32.const 250) (f64.const 251) (f64.const 252) (f32.const 253)
    (f64.const 254) (v128.const i32x4 255 256 257 258) (i64.const 256) (v128.const i32x4 257 258 259 260)
    (i32.const 258) (v128.const i32x4 259 260 261 262) (i32.const 260) (f32.const 261) (i32.const 262)
    (f32.const 263) (i32.const 264) (i64.const 265) (v128.const i32x4 266 267 268 269) (i32.const 267)
    (f64.const 268) (i64.const 269) (f64.const 270) (f64.const 271) (f64.const 272) (i64.const 273)
    (f32.const 274) (f64.const 275) (i64.const 276) (v128.const i32x4 277 278 279 280) (f64.const 278)
    (i64.const 279) (i32.const 280) (f64.const 281) (v128.const i32x4 282 283 284 285) (v128.const i32x4 283
    284 285 286) (f64.const 284) (i32.const 285) (f32.const 286) (f32.const 287) (i64.const 288) (f64.const
    289) (v128.const i32x4 290 291 292 293) (i32.const 291) (i64.const 292) (v128.const i32x4 293 294 295
    296) (f64.const 294) (v128.const i32x4 295 296 297 298) (i32.const 296) (i32.const 297) (v128.const
    i32x4 298 299 300 301) (i64.const 299) (f32.const 300) (i64.const 301) (i64.const 302) (f32.const 303)
    (i64.const 304) (v128.const i32x4 305 306 307 308) (i64.const 306) (f32.const 307) (f32.const 308)
    (v128.const i32x4 309 310 311 312) (f32.const 310) (f64.const 311) (i64.const 312) (v128.const i32x4 313
    314 315 316) (f32.const 314) (f64.const 315) (f64.const 316) (i32.const 317) (i64.const 318) (v128.const
    i32x4 319 320 321 322) (f64.const 320) (i64.const 321) (f32.const 322) (i32.const 323) (i32.const 324)
    (i32.const 325) (v128.const i32x4 326 327 328 329) (i32.const 327) (v128.const i32x4 328 329 330 331)
    (f32.const 329) (i64.const 330) (i32.const 331) (v128.const i32x4 332 333 334 335) (f32.const 333)
    (v128.const i32x4 334 335 336 337) (f32.const 335) (f64.const 336) (v128.const i32x4 337 338 339 340)
    (f32.const 338) (v128.const i32x4 339 340 341 342) (f32.const 340) (i32.const 341) (i32.const 342)
    (f64.const 343) (f64.const 344) (f32.const 345) (f32.const 346) (v128.const i32x4 347 348 349 350)
    (f64.const 348) (f32.const 349) (v128.const i32x4 350 351 352 353) (f64.const 351) (i32.const 352)
    (f64.const 353) (f64.const 354) (i64.const 355) (v128.const i32x4 356 357 358 359) (i32.const 357)
    (f32.const 358) (v128.const i32x4 359 360 361 362) (v128.const i32x4 360 361 362 363) (i64.const 361)
    (f64.const 362) (v128.const i32x4 363 364 365 366) (v128.const i32x4 364 365 366 367) (f64.const 365)
    (f32.const 366) (i64.const 367) (f64.const 368) (v128.const i32x4 369 370 371 372) (v128.const i32x4 370
    371 372 373) (i64.const 371) (f32.const 372) (v128.const i32x4 373 374 375 376) (i32.const 374)
    (f64.const 375) (v128.const i32x4 376 377 378 379) (f64.const 377) (f64.const 378) (f32.const 379)
    (v128.const i32x4 380 381 382 383) (v128.const i32x4 381 382 383 384) (i32.const 382) (f64.const 383)
    (i64.const 384) (f32.const 385) (i32.const 386) (f64.const 387) (i64.const 388) (f64.const 389)
    (f32.const 390) (i64.const 391) (i32.const 392) (v128.const i32x4 393 394 395 396) (i32.const 394)
    (f32.const 395) (f32.const 396) (f64.const 397) (v128.const i32x4 398 399 400 401) (f32.const 399)
    (i64.const 400) (f64.const 401) (f32.const 402) (f64.const 403) (i64.const 404) (f64.const 405)
    (v128.const i32x4 406 407 408 409) (i32.const 407) (f32.const 408) (v128.const i32x4 409 410 411 412)
    (i32.const 410) (v128.const i32x4 411 412 413 414) (f64.const 412) (i32.const 413) (f32.const 414)
    (i32.const 415) (f64.const 416) (i32.const 417) (i64.const 418) (v128.const i32x4 419 420 421 422)
    (i64.const 420) (i32.const 421) (f64.const 422) (f32.const 423) (v128.const i32x4 424 425 426 427)
    (f32.const 425) (i64.const 426) (v128.const i32x4 427 428 429 430) (i64.const 428) (i64.const 429)
    (f32.const 430) (f32.const 431) (i32.const 432) (i32.const 433) (v128.const i32x4 434 435 436 437)
    (f32.const 435) (f64.const 436) (v128.const i32x4 437 438 439 440) (v128.const i32x4 438 439 440 441)
    (i32.const 439) (i64.const 440) (f32.const 441) (v128.const i32x4 442 443 444 445) (f32.const 443)
    (f32.const 444) (v128.const i32x4 445 446 447 448) (i64.const 446) (f64.const 447) (v128.const i32x4 448
    449 450 451) (f64.const 449) (i64.const 450) (f64.const 451) (f32.const 452) (v128.const i32x4 453 454
    455 456) (f32.const 454) (i64.const 455) (f32.const 456) (v128.const i32x4 457 458 459 460) (i64.const
    458) (i32.const 459) (v128.const i32x4 460 461 462 463) (f64.const 461) (f32.const 462) (f64.const 463)
    (i64.const 464) (f32.const 465) (i64.const 466) (i32.const 467) (i64.const 468) (v128.const i32x4 469
    470 471 472) (f64.const 470) (v128.const i32x4 471 472 473 474) (i64.const 472) (v128.const i32x4 473
    474 475 476) (f32.const 474) (f64.const 475) (v128.const i32x4 476 477 478 479) (i64.const 477)
    (i64.const 478) (i64.const 479) (f64.const 480) (f32.const 481) (f32.const 482) (f64.const 483)
    (i64.const 484) (i32.const 485) (i64.const 486) (f32.const 487) (i32.const 488) (i32.const 489)
    (i64.const 490) (f64.const 491) (f32.const 492) (f64.const 493) (i32.const 494) (i64.const 495)
    (i32.const 496) (i32.const 497) (v128.const i32x4 498 499 500 501) (i32.const 499) (i64.const 500)
    (i32.const 501) (f64.const 502) (v128.const i32x4 503 504 505 506) (v128.const i32x4 504 505 506 507)
    (f64.const 505) (f32.const 506) (f32.const 507) (i32.const 508) (v128.const i32x4 509 510 511 512)
    (i64.const 510) (i32.const 511) (i64.const 512) (f64.const 513) (i64.const 514) (f64.const 515)
    (f64.const 516) (f64.const 517) (i64.const 518) (i64.const 519) (i64.const 520) (f32.const 521)
    (f64.const 522) (v128.const i32x4 523 524 525 526) (v128.const i32x4 524 525 526 527) (f64.const 525)
    (i64.const 526) (f64.const 527) (f32.const 528) (f32.const 529) (f64.const 530) (v128.const i32x4 531
    532 533 534) (i32.const 532) (i64.const 533) (i32.const 534) (i32.const 535) (i32.const 536) (i32.const
    537) (f64.const 538) (f32.const 539) (f64.const 540) (v128.const i32x4 541 542 543 544) (f32.const 542)
    (i64.const 543) (f64.const 544) (i64.const 545) (i64.const 546) (i32.const 547) (i32.const 548)
    (f64.const 549) (i64.const 550) (v128.const i32x4 551 552 553 554) (i32.const 552) (v128.const i32x4 553
    554 555 556) (f64.const 554) (f32.const 555) (i64.const 556) (i32.const 557) (f64.const 558) (f32.const
    559) (i32.const 560) (i32.const 561) (v128.const i32x4 562 563 564 565) (i32.const 563) (v128.const
    i32x4 564 565 566 567) (i64.const 565) (i32.const 566) (f32.const 567) (i32.const 568) (f64.const 569)
    (i32.const 570) (i64.const 571) (i32.const 572) (f64.const 573) (i64.const 574) (f32.const 575)
    (i64.const 576) (f64.const 577) (f64.const 578) (f32.const 579) (f32.const 580) (f32.const 581)
    (i64.const 582) (i64.const 583) (i32.const 584) (v128.const i32x4 585 586 587 588) (v128.const i32x4 586
    587 588 589) (i64.const 587) (f32.const 588) (f64.const 589) (v128.const i32x4 590 591 592 593)
    (v128.const i32x4 591 592 593 594) (v128.const i32x4 592 593 594 595) (i32.const 593) (f32.const 594)
    (v128.const i32x4 595 596 597 598) (f64.const 596) (v128.const i32x4 597 598 599 600) (i64.const 598)
    (v128.const i32x4 599 600 601 602) (f64.const 600) (i32.const 601) (f32.const 602) (v128.const i32x4 603
    604 605 606) (i32.const 604) (f32.const 605) (i64.const 606) (i32.const 607) (i64.const 608) (i32.const
    609) (i64.const 610) (f64.const 611) (i32.const 612) (i32.const 613) (i32.const 614) (v128.const i32x4
    615 616 617 618) (f64.const 616) (v128.const i32x4 617 618 619 620) (f32.const 618) (i32.const 619)
    (f32.const 620) (i32.const 621) (i64.const 622) (v128.const i32x4 623 624 625 626) (i32.const 624)
    (f64.const 625) (i64.const 626) (f64.const 627) (f64.const 628) (i32.const 629) (v128.const i32x4 630
    631 632 633) (f32.const 631) (i32.const 632) (f32.const 633) (f32.const 634) (i32.const 635) (f32.const
    636) (i32.const 637) (f64.const 638) (i32.const 639) (f32.const 640) (f32.const 641) (i64.const 642)
    (f32.const 643) (f64.const 644) (i32.const 645) (f32.const 646) (i32.const 647) (f64.const 648)
    (i64.const 649) (v128.const i32x4 650 651 652 653) (v128.const i32x4 651 652 653 654) (i64.const 652)
    (f32.const 653) (f32.const 654) (v128.const i32x4 655 656 657 658) (f64.const 656) (v128.const i32x4 657
    658 659 660) (f64.const 658) (i32.const 659) (i64.const 660) (f64.const 661) (v128.const i32x4 662 663
    664 665) (v128.const i32x4 663 664 665 666) (v128.const i32x4 664 665 666 667) (v128.const i32x4 665 666
    667 668) (v128.const i32x4 666 667 668 669) (i32.const 667) (f32.const 668) (i64.const 669) (i64.const
    670) (f32.const 671) (f64.const 672) (v128.const i32x4 673 674 675 676) (f32.const 674) (i32.const 675)
    (f64.const 676) (f32.const 677) (i64.const 678) (v128.const i32x4 679 680 681 682) (i32.const 680)
    (i32.const 681) (f32.const 682) (v128.const i32x4 683 684 685 686) (f32.const 684) (f64.const 685)
    (f32.const 686) (f32.const 687) (f32.const 688) (f32.const 689) (f32.const 690) (v128.const i32x4 691
    692 693 694) (v128.const i32x4 692 693 694 695) (i32.const 693) (v128.const i32x4 694 695 696 697)
    (i32.const 695) (i64.const 696) (f32.const 697) (f32.const 698) (f32.const 699) (v128.const i32x4 700
    701 702 703) (i32.const 701) (f64.const 702) (f32.const 703) (f64.const 704) (f64.const 705) (f32.const
    706) (f64.const 707) (i32.const 708) (v128.const i32x4 709 710 711 712) (i32.const 710) (i64.const 711)
    (i32.const 712) (v128.const i32x4 713 714 715 716) (f64.const 714) (v128.const i32x4 715 716 717 718)
    (f32.const 716) (i64.const 717) (v128.const i32x4 718 719 720 721) (f32.const 719) (f32.const 720)
    (f32.const 721) (f64.const 722) (f32.const 723) (f64.const 724) (v128.const i32x4 725 726 727 728)
    (f32.const 726) (v128.const i32x4 727 728 729 730) (v128.const i32x4 728 729 730 731) (i64.const 729)
    (i32.const 730) (i64.const 731) (f32.const 732) (i64.const 733) (v128.const i32x4 734 735 736 737)
    (i64.const 735) (i32.const 736) (i64.const 737) (f64.const 738) (v128.const i32x4 739 740 741 742)
    (i32.const 740) (i32.const 741) (v128.const i32x4 742 743 744 745) (f32.const 743) (i32.const 744)
    (i64.const 745) (f32.const 746) (i32.const 747) (v128.const i32x4 748 749 750 751) (v128.const i32x4 749
    750 751 752) (i32.const 750) (i32.const 751) (i64.const 752) (i64.const 753) (v128.const i32x4 754 755
    756 757) (f64.const 755) (i32.const 756) (v128.const i32x4 757 758 759 760) (f32.const 758) (f64.const
    759) (f32.const 760) (i64.const 761) (i64.const 762) (v128.const i32x4 763 764 765 766) (f64.const 764)
    (i64.const 765) (f64.const 766) (f64.const 767) (f32.const 768) (v128.const i32x4 769 770 771 772)
    (i64.const 770) (f64.const 771) (i32.const 772) (f32.const 773) (f64.const 774) (i64.const 775)
    (i32.const 776) (v128.const i32x4 777 778 779 780) (f64.const 778) (v128.const i32x4 779 780 781 782)
    (f64.const 780) (i32.const 781) (f64.const 782) (v128.const i32x4 783 784 785 786) (v128.const i32x4 784
    785 786 787) (v128.const i32x4 785 786 787 788) (v128.const i32x4 786 787 788 789) (f64.const 787)
    (i32.const 788) (f32.const 789) (f64.const 790) (i32.const 791) (i64.const 792) (f32.const 793)
    (i32.const 794) (v128.const i32x4 795 796 797 798) (i32.const 796) (f32.const 797) (v128.const i32x4 798
    799 800 801) (f32.const 799) (v128.const i32x4 800 801 802 803) (v128.const i32x4 801 802 803 804)
    (v128.const i32x4 802 803 804 805) (f32.const 803) (v128.const i32x4 804 805 806 807) (f64.const 805)
    (v128.const i32x4 806 807 808 809) (v128.const i32x4 807 808 809 810) (f64.const 808) (v128.const i32x4
    809 810 811 812) (v128.const i32x4 810 811 812 813) (f32.const 811) (f64.const 812) (f32.const 813)
    (i64.const 814) (v128.const i32x4 815 816 817 818) (f64.const 816) (v128.const i32x4 817 818 819 820)
    (i64.const 818) (v128.const i32x4 819 820 821 822) (i64.const 820) (f32.const 821) (i32.const 822)
    (f64.const 823) (v128.const i32x4 824 825 826 827) (i32.const 825) (f32.const 826) (f64.const 827)
    (f64.const 828) (f32.const 829) (i32.const 830) (i32.const 831) (i32.const 832) (i32.const 833)
    (f64.const 834) (f32.const 835) (f64.const 836) (f32.const 837) (f32.const 838) (f64.const 839)
    (f32.const 840) (f64.const 841) (f64.const 842) (i32.const 843) (f64.const 844) (f32.const 845)
    (i64.const 846) (f64.const 847) (i64.const 848) (i32.const 849) (i64.const 850) (f32.const 851)
    (f32.const 852) (i64.const 853) (v128.const i32x4 854 855 856 857) (f32.const 855) (f64.const 856)
    (f32.const 857) (v128.const i32x4 858 859 860 861) (f32.const 859) (f64.const 860) (f32.const 861)
    (f64.const 862) (f32.const 863) (f64.const 864) (i64.const 865) (f64.const 866) (f64.const 867)
    (f64.const 868) (i32.const 869) (i32.const 870) (i64.const 871) (i64.const 872) (i64.const 873)
    (i64.const 874) (i32.const 875) (i32.const 876) (f32.const 877) (i64.const 878) (f64.const 879)
    (i32.const 880) (f64.const 881) (i64.const 882) (i32.const 883) (i32.const 884) (f64.const 885)
    (v128.const i32x4 886 887 888 889) (i32.const 887) (v128.const i32x4 888 889 890 891) (i64.const 889)
    (v128.const i32x4 890 891 892 893) (f64.const 891) (f32.const 892) (i32.const 893) (i32.const 894)
    (v128.const i32x4 895 896 897 898) (f64.const 896) (i32.const 897) (f32.const 898) (f32.const 899)
    (i64.const 900) (f64.const 901) (i32.const 902) (i64.const 903) (i32.const 904) (f64.const 905)
    (i32.const 906) (f64.const 907) (f32.const 908) (v128.const i32x4 909 910 911 912) (f64.const 910)
    (f64.const 911) (i32.const 912) (v128.const i32x4 913 914 915 916) (f64.const 914) (i32.const 915)
    (i64.const 916) (f64.const 917) (v128.const i32x4 918 919 920 921) (i64.const 919) (i64.const 920)
    (v128.const i32x4 921 922 923 924) (f32.const 922) (f64.const 923) (v128.const i32x4 924 925 926 927)
    (f32.const 925) (f64.const 926) (v128.const i32x4 927 928 929 930) (i64.const 928) (v128.const i32x4 929
    930 931 932) (f32.const 930) (f64.const 931) (i32.const 932) (i32.const 933) (f32.const 934) (f32.const
    935) (i32.const 936) (v128.const i32x4 937 938 939 940) (f64.const 938) (f32.const 939) (i32.const 940)
    (i64.const 941) (v128.const i32x4 942 943 944 945) (f32.const 943) (f32.const 944) (i64.const 945)
    (f64.const 946) (i64.const 947) (i64.const 948) (f32.const 949) (i64.const 950) (f64.const 951)
    (v128.const i32x4 952 953 954 955) (v128.const i32x4 953 954 955 956) (i32.const 954) (v128.const i32x4
    955 956 957 958) (v128.const i32x4 956 957 958 959) (v128.const i32x4 957 958 959 960) (i64.const 958)
    (f64.const 959) (f32.const 960) (f32.const 961) (f64.const 962) (f32.const 963) (f32.const 964)
    (f64.const 965) (i64.const 966) (f64.const 967) (f32.const 968) (v128.const i32x4 969 970 971 972)
    (f64.const 970) (i64.const 971) (f32.const 972) (i64.const 973) (v128.const i32x4 974 975 976 977)
    (i64.const 975) (v128.const i32x4 976 977 978 979) (f64.const 977) (v128.const i32x4 978 979 980 981)
    (i64.const 979) (i32.const 980) (v128.const i32x4 981 982 983 984) (f32.const 982) (v128.const i32x4 983
    984 985 986) (i64.const 984) (i64.const 985) (f32.const 986) (v128.const i32x4 987 988 989 990)
    (f64.const 988) (f64.const 989) (f32.const 990) (i32.const 991) (i64.const 992) (i64.const 993)
    (f32.const 994) (i64.const 995) (i32.const 996) (v128.const i32x4 997 998 999 1000) (i32.const 998)
    (v128.const i32x4 999 1000 1001 1002) (i64.const 1000)))
  (func (export "indirect") (param $f i32) (result i64 v128 i32 v128 i32 i64 f32 i64 i64 i32 f32 f64 f64
    v128 f32 i64 i64 v128 f32 v128 i32 i64 v128 f64 v128 i64 v128 i64 f32 i64 f64 v128 f32 f64 i64 f64 f32
    f32 f64 f32 f32 f64 i64 v128 v128 v128 i32 v128 v128 f64 i64 f32 i64 i64 f64 i64 f32 f32 v128 i64 i32
    f32 f64 v128 i32 f32 f32 i32 i32 f64 f32 v128 i64 v128 f64 f32 v128 f64 f32 v128 i64 i64 v128 f64 i64
    i32 f64 v128 i32 f64 f64 v128 f32 f64 i32 f64 i32 i64 i32 f64 i64 f32 f32 i32 f64 v128 i32 i32 f32 f64
    v128 i64 v128 i32 v128 f64 i32 i32 i64 f64 i32 f64 i64 f32 i32 i32 i64 i64 i64 i64 i32 i32 f64 f64 f64
    i64 f64 f32 f64 f32 f64 f32 v128 f32 f64 f32 v128 i64 f32 f32 i64 i32 i64 f64 i64 f32 f64 i32 f64 f64
    f32 f64 f32 f32 f64 f32 f64 i32 i32 i32 i32 f32 f64 f64 f32 i32 v128 f64 i32 f32 i64 v128 i64 v128 f64
    v128 i64 f32 f64 f32 v128 v128 f64 v128 v128 f64 v128 f32 v128 v128 v128 f32 v128 f32 i32 v128 i32 f32
    i64 i32 f64 f32 i32 f64 v128 v128 v128 v128 f64 i32 f64 v128 f64 v128 i32 i64 f64 f32 i32 f64 i64 v128
    f32 f64 f64 i64 f64 v128 i64 i64 f32 f64 f32 v128 i32 f64 v128 i64 i64 i32 i32 v128 v128 i32 f32 i64 i32
    f32 v128 i32 i32 v128 f64 i64 i32 i64 v128 i64 f32 i64 i32 i64 v128 v128 f32 v128 f64 f32 f64 f32 f32
    f32 v128 i64 f32 v128 f64 v128 i32 i64 i32 v128 i32 f64 f32 f64 f64 f32 f64 i32 v128 f32 f32 f32 i64 i32
    v128 i32 v128 v128 f32 f32 f32 f32 f32 f64 f32 v128 f32 i32 i32 v128 i64 f32 f64 i32 f32 v128 f64 f32
    i64 i64 f32 i32 v128 v128 v128 v128 v128 f64 i64 i32 f64 v128 f64 v128 f32 f32 i64 v128 v128 i64 f64 i32
    f32 i32 f64 f32 i64 f32 f32 i32 f64 i32 f32 i32 f32 f32 i32 f32 v128 i32 f64 f64 i64 f64 i32 v128 i64
    i32 f32 i32 f32 v128 f64 v128 i32 i32 i32 f64 i64 i32 i64 i32 i64 f32 i32 v128 f32 i32 f64 v128 i64 v128
    f64 v128 f32 i32 v128 v128 v128 f64 f32 i64 v128 v128 i32 i64 i64 f32 f32 f32 f64 f64 i64 f32 i64 f64
    i32 i64 i32 f64 i32 f32 i32 i64 v128 i32 v128 i32 i32 f32 f64 i32 i64 f32 f64 v128 i32 v128 i64 f64 i32
    i32 i64 i64 f64 i64 f32 v128 f64 f32 f64 i32 i32 i32 i32 i64 i32 v128 f64 f32 f32 f64 i64 f64 v128 v128
    f64 f32 i64 i64 i64 f64 f64 f64 i64 f64 i64 i32 i64 v128 i32 f32 f32 f64 v128 v128 f64 i32 i64 i32 v128
    i32 i32 i64 i32 f64 f32 f64 i64 i32 i32 f32 i64 i32 i64 f64 f32 f32 f64 i64 i64 i64 v128 f64 f32 v128
    i64 v128 f64 v128 i64 i32 i64 f32 i64 f64 f32 f64 v128 i32 i64 v128 f32 i64 f32 v128 f32 f64 i64 f64
    v128 f64 i64 v128 f32 f32 v128 f32 i64 i32 v128 v128 f64 f32 v128 i32 i32 f32 f32 i64 i64 v128 i64 f32
    v128 f32 f64 i32 i64 v128 i64 i32 f64 i32 f32 i32 f64 v128 i32 v128 f32 i32 v128 f64 i64 f64 f32 f64 i64
    f32 v128 f64 f32 f32 i32 v128 i32 i64 f32 f64 i64 f64 i32 f32 i64 f64 i32 v128 v128 f32 f64 f64 v128 f64
    i32 v128 f32 i64 v128 v128 f64 i64 f32 f64 v128 v128 f64 i64 v128 v128 f32 i32 v128 i64 f64 f64 i32 f64
    v128 f32 f64 v128 f32 f32 f64 f64 i32 i32 f32 v128 f32 v128 f64 f32 v128 f32 v128 i32 i64 f32 v128 i32
    v128 i32 i32 i32 f32 i64 f64 v128 i64 i32 f64 f64 f32 v128 i64 f64 f32 v128 f32 f32 i64 v128 i64 f32 i64
    i64 f32 i64 v128 i32 i32 v128 f64 v128 i64 i32 v128 f64 i64 f32 f32 i32 f64 v128 v128 f64 i32 i64 f64
    v128 i64 f64 f32 i64 f64 f64 f64 i64 f64 i32 v128 i64 i32 f32 i32 f32 i32 v128 i32 v128 i64 v128 f64 f32
    f64 f64 i32 v128 i64 f64 f32 i64 i64 f64 v128 v128 v128 i32 i32 v128 f64 i64 f32 v128 f32 f32 f32 i64
    v128 i64 f32 v128 i32 i32 i64 f32 v128 v128 f32 f64 i64 f64 f64 f32 i64 i64 f64 v128 f32 v128 i64 i32
    f64 i64 i32 v128 i64 f64 v128 f64 f32 f32 i64 i64 v128 i64 v128 f32 i32 i32 v128 f64 i32 f64 f32 i64 f32
    f64 i32 f64 v128 f64 v128 f32 v128 f64 f64 i32 f32 i64 i32 i64 v128 f64 f32 i64 i64 v128 v128 f32 i32
    v128 i64 i64 i64 f32 v128 v128 i32 f32 f32 i64 i64 i64 i64 v128 i32 f32 v128 i32 i64 f64 f64 f32 f32 i32
    i32 i32 i32 v128 f32 i32 f64 i64 i32 i64 i64 i32 v128 v128 v128 v128 i32 f32 i64 f32 v128 f32 i64 f32
    i32 f32 f64 i64 f32 v128 i32 f64 i32 f32 i32 f32 i64 i64 f32 i64 v128 i64 f32 f32 f64 v128 v128 i64 f32
    i32 f64 v128 f32 i32 i32 f64 f32 f64 f64 f32 v128 f32 i32 i32 i32 f32 i64 i32 f32 f64 f32 v128 f32 v128
    f64 f64 i32 i64 i64 i64 f64 i32 i64 f64 v128 i64 i64 i32 i32 f64 i32 i32 v128 i32 f32 i32 i32 f32 f64
    i32 v128 v128 f32 f32 f32 i32 v128 i64 v128 v128 i32 f64 v128 v128 i32 f32 i64 i64 f64 i32 f64 i32 f32
    i32 v128 v128 i64 f64 v128 i64) (call_indirect (type $t) (i64.const 1) (v128.const i32x4 2 3 4 5)
    (f64.const 3) (i64.const 4) (v128.const i32x4 5 6 7 8) (v128.const i32x4 6 7 8 9) (i32.const 7)
    (f32.const 8) (i32.const 9) (f64.const 10) (i32.const 11) (f64.const 12) (i64.const 13) (i64.const 14)
    (f32.const 15) (i32.const 16) (v128.const i32x4 17 18 19 20) (v128.const i32x4 18 19 20 21) (f64.const
    19) (i32.const 20) (v128.const i32x4 21 22 23 24) (v128.const i32x4 22 23 24 25) (i64.const 23)
    (v128.const i32x4 24 25 26 27) (i32.const 25) (f32.const 26) (f32.const 27) (f32.const 28) (v128.const
    i32x4 29 30 31 32) (v128.const i32x4 30 31 32 33) (i32.const 31) (f64.const 32) (f32.const 33)
    (i32.const 34) (i32.const 35) (f32.const 36) (i32.const 37) (v128.const i32x4 38 39 40 41) (i32.const
    39) (i32.const 40) (f64.const 41) (i32.const 42) (i32.const 43) (i64.const 44) (i64.const 45)
    (v128.const i32x4 46 47 48 49) (f64.const 47) (i64.const 48) (i32.const 49) (f64.const 50) (i64.const
    51) (i64.const 52) (i64.const 53) (i32.const 54) (f64.const 55) (f64.const 56) (v128.const i32x4 57 58
    59 60) (f32.const 58) (v128.const i32x4 59 60 61 62) (f32.const 60) (f64.const 61) (f32.const 62)
    (i32.const 63) (i64.const 64) (f32.const 65) (i32.const 66) (i32.const 67) (i32.const 68) (f32.const 69)
    (v128.const i32x4 70 71 72 73) (f32.const 71) (f64.const 72) (f64.const 73) (f32.const 74) (f64.const
    75) (i32.const 76) (i32.const 77) (f32.const 78) (v128.const i32x4 79 80 81 82) (f64.const 80)
    (i32.const 81) (f32.const 82) (i64.const 83) (v128.const i32x4 84 85 86 87) (v128.const i32x4 85 86 87
    88) (f64.const 86) (f32.const 87) (f32.const 88) (i64.const 89) (v128.const i32x4 90 91 92 93)
    (i64.const 91) (f32.const 92) (i64.const 93) (i64.const 94) (f32.const 95) (i32.const 96) (f32.const 97)
    (i32.const 98) (f64.const 99) (i32.const 100) (v128.const i32x4 101 102 103 104) (f32.const 102)
    (i64.const 103) (f64.const 104) (f32.const 105) (i32.const 106) (f32.const 107) (i64.const 108)
    (f32.const 109) (v128.const i32x4 110 111 112 113) (f32.const 111) (i64.const 112) (f32.const 113)
    (i32.const 114) (v128.const i32x4 115 116 117 118) (v128.const i32x4 116 117 118 119) (v128.const i32x4
    117 118 119 120) (v128.const i32x4 118 119 120 121) (i32.const 119) (i64.const 120) (i64.const 121)
    (i32.const 122) (i64.const 123) (f64.const 124) (i32.const 125) (f32.const 126) (v128.const i32x4 127
    128 129 130) (i32.const 128) (i32.const 129) (i32.const 130) (i32.const 131) (f32.const 132) (f32.const
    133) (f64.const 134) (f64.const 135) (i64.const 136) (i32.const 137) (v128.const i32x4 138 139 140 141)
    (f32.const 139) (i32.const 140) (v128.const i32x4 141 142 143 144) (i64.const 142) (i64.const 143)
    (i64.const 144) (i64.const 145) (f32.const 146) (f32.const 147) (i32.const 148) (v128.const i32x4 149
    150 151 152) (v128.const i32x4 150 151 152 153) (f32.const 151) (i64.const 152) (i64.const 153)
    (i64.const 154) (v128.const i32x4 155 156 157 158) (i32.const 156) (f32.const 157) (v128.const i32x4 158
    159 160 161) (v128.const i32x4 159 160 161 162) (i64.const 160) (i64.const 161) (f32.const 162)
    (f64.const 163) (v128.const i32x4 164 165 166 167) (i64.const 165) (i32.const 166) (i64.const 167)
    (f32.const 168) (i32.const 169) (f64.const 170) (f64.const 171) (v128.const i32x4 172 173 174 175)
    (f32.const 173) (v128.const i32x4 174 175 176 177) (f64.const 175) (v128.const i32x4 176 177 178 179)
    (f64.const 177) (i32.const 178) (f64.const 179) (f32.const 180) (i64.const 181) (f32.const 182)
    (f64.const 183) (i32.const 184) (f64.const 185) (v128.const i32x4 186 187 188 189) (i32.const 187)
    (i32.const 188) (f32.const 189) (v128.const i32x4 190 191 192 193) (i64.const 191) (v128.const i32x4 192
    193 194 195) (i64.const 193) (i64.const 194) (f32.const 195) (f32.const 196) (f64.const 197) (v128.const
    i32x4 198 199 200 201) (f64.const 199) (i64.const 200) (v128.const i32x4 201 202 203 204) (i32.const
    202) (i64.const 203) (f64.const 204) (i32.const 205) (i64.const 206) (v128.const i32x4 207 208 209 210)
    (f32.const 208) (v128.const i32x4 209 210 211 212) (f64.const 210) (i64.const 211) (i64.const 212)
    (f32.const 213) (f64.const 214) (f64.const 215) (i64.const 216) (f64.const 217) (f32.const 218)
    (v128.const i32x4 219 220 221 222) (v128.const i32x4 220 221 222 223) (f32.const 221) (i64.const 222)
    (i32.const 223) (i32.const 224) (v128.const i32x4 225 226 227 228) (f32.const 226) (i64.const 227)
    (v128.const i32x4 228 229 230 231) (i64.const 229) (f32.const 230) (f32.const 231) (f32.const 232)
    (v128.const i32x4 233 234 235 236) (f32.const 234) (i64.const 235) (f64.const 236) (v128.const i32x4 237
    238 239 240) (i32.const 238) (i32.const 239) (v128.const i32x4 240 241 242 243) (v128.const i32x4 241
    242 243 244) (v128.const i32x4 242 243 244 245) (f64.const 243) (i64.const 244) (i64.const 245)
    (f32.const 246) (f64.const 247) (i64.const 248) (v128.const i32x4 249 250 251 252) (i32.const 250)
    (f64.const 251) (f64.const 252) (f32.const 253) (f64.const 254) (v128.const i32x4 255 256 257 258)
    (i64.const 256) (v128.const i32x4 257 258 259 260) (i32.const 258) (v128.const i32x4 259 260 261 262)
    (i32.const 260) (f32.const 261) (i32.const 262) (f32.const 263) (i32.const 264) (i64.const 265)
    (v128.const i32x4 266 267 268 269) (i32.const 267) (f64.const 268) (i64.const 269) (f64.const 270)
    (f64.const 271) (f64.const 272) (i64.const 273) (f32.const 274) (f64.const 275) (i64.const 276)
    (v128.const i32x4 277 278 279 280) (f64.const 278) (i64.const 279) (i32.const 280) (f64.const 281)
    (v128.const i32x4 282 283 284 285) (v128.const i32x4 283 284 285 286) (f64.const 284) (i32.const 285)
    (f32.const 286) (f32.const 287) (i64.const 288) (f64.const 289) (v128.const i32x4 290 291 292 293)
    (i32.const 291) (i64.const 292) (v128.const i32x4 293 294 295 296) (f64.const 294) (v128.const i32x4 295
    296 297 298) (i32.const 296) (i32.const 297) (v128.const i32x4 298 299 300 301) (i64.const 299)
    (f32.const 300) (i64.const 301) (i64.const 302) (f32.const 303) (i64.const 304) (v128.const i32x4 305
    306 307 308) (i64.const 306) (f32.const 307) (f32.const 308) (v128.const i32x4 309 310 311 312)
    (f32.const 310) (f64.const 311) (i64.const 312) (v128.const i32x4 313 314 315 316) (f32.const 314)
    (f64.const 315) (f64.const 316) (i32.const 317) (i64.const 318) (v128.const i32x4 319 320 321 322)
    (f64.const 320) (i64.const 321) (f32.const 322) (i32.const 323) (i32.const 324) (i32.const 325)
    (v128.const i32x4 326 327 328 329) (i32.const 327) (v128.const i32x4 328 329 330 331) (f32.const 329)
    (i64.const 330) (i32.const 331) (v128.const i32x4 332 333 334 335) (f32.const 333) (v128.const i32x4 334
    335 336 337) (f32.const 335) (f64.const 336) (v128.const i32x4 337 338 339 340) (f32.const 338)
    (v128.const i32x4 339 340 341 342) (f32.const 340) (i32.const 341) (i32.const 342) (f64.const 343)
    (f64.const 344) (f32.const 345) (f32.const 346) (v128.const i32x4 347 348 349 350) (f64.const 348)
    (f32.const 349) (v128.const i32x4 350 351 352 353) (f64.const 351) (i32.const 352) (f64.const 353)
    (f64.const 354) (i64.const 355) (v128.const i32x4 356 357 358 359) (i32.const 357) (f32.const 358)
    (v128.const i32x4 359 360 361 362) (v128.const i32x4 360 361 362 363) (i64.const 361) (f64.const 362)
    (v128.const i32x4 363 364 365 366) (v128.const i32x4 364 365 366 367) (f64.const 365) (f32.const 366)
    (i64.const 367) (f64.const 368) (v128.const i32x4 369 370 371 372) (v128.const i32x4 370 371 372 373)
    (i64.const 371) (f32.const 372) (v128.const i32x4 373 374 375 376) (i32.const 374) (f64.const 375)
    (v128.const i32x4 376 377 378 379) (f64.const 377) (f64.const 378) (f32.const 379) (v128.const i32x4 380
    381 382 383) (v128.const i32x4 381 382 383 384) (i32.const 382) (f64.const 383) (i64.const 384)
    (f32.const 385) (i32.const 386) (f64.const 387) (i64.const 388) (f64.const 389) (f32.const 390)
    (i64.const 391) (i32.const 392) (v128.const i32x4 393 394 395 396) (i32.const 394) (f32.const 395)
    (f32.const 396) (f64.const 397) (v128.const i32x4 398 399 400 401) (f32.const 399) (i64.const 400)
    (f64.const 401) (f32.const 402) (f64.const 403) (i64.const 404) (f64.const 405) (v128.const i32x4 406
    407 408 409) (i32.const 407) (f32.const 408) (v128.const i32x4 409 410 411 412) (i32.const 410)
    (v128.const i32x4 411 412 413 414) (f64.const 412) (i32.const 413) (f32.const 414) (i32.const 415)
    (f64.const 416) (i32.const 417) (i64.const 418) (v128.const i32x4 419 420 421 422) (i64.const 420)
    (i32.const 421) (f64.const 422) (f32.const 423) (v128.const i32x4 424 425 426 427) (f32.const 425)
    (i64.const 426) (v128.const i32x4 427 428 429 430) (i64.const 428) (i64.const 429) (f32.const 430)
    (f32.const 431) (i32.const 432) (i32.const 433) (v128.const i32x4 434 435 436 437) (f32.const 435)
    (f64.const 436) (v128.const i32x4 437 438 439 440) (v128.const i32x4 438 439 440 441) (i32.const 439)
    (i64.const 440) (f32.const 441) (v128.const i32x4 442 443 444 445) (f32.const 443) (f32.const 444)
    (v128.const i32x4 445 446 447 448) (i64.const 446) (f64.const 447) (v128.const i32x4 448 449 450 451)
    (f64.const 449) (i64.const 450) (f64.const 451) (f32.const 452) (v128.const i32x4 453 454 455 456)
    (f32.const 454) (i64.const 455) (f32.const 456) (v128.const i32x4 457 458 459 460) (i64.const 458)
    (i32.const 459) (v128.const i32x4 460 461 462 463) (f64.const 461) (f32.const 462) (f64.const 463)
    (i64.const 464) (f32.const 465) (i64.const 466) (i32.const 467) (i64.const 468) (v128.const i32x4 469
    470 471 472) (f64.const 470) (v128.const i32x4 471 472 473 474) (i64.const 472) (v128.const i32x4 473
    474 475 476) (f32.const 474) (f64.const 475) (v128.const i32x4 476 477 478 479) (i64.const 477)
    (i64.const 478) (i64.const 479) (f64.const 480) (f32.const 481) (f32.const 482) (f64.const 483)
    (i64.const 484) (i32.const 485) (i64.const 486) (f32.const 487) (i32.const 488) (i32.const 489)
    (i64.const 490) (f64.const 491) (f32.const 492) (f64.const 493) (i32.const 494) (i64.const 495)
    (i32.const 496) (i32.const 497) (v128.const i32x4 498 499 500 501) (i32.const 499) (i64.const 500)
    (i32.const 501) (f64.const 502) (v128.const i32x4 503 504 505 506) (v128.const i32x4 504 505 506 507)
    (f64.const 505) (f32.const 506) (f32.const 507) (i32.const 508) (v128.const i32x4 509 510 511 512)
    (i64.const 510) (i32.const 511) (i64.const 512) (f64.const 513) (i64.const 514) (f64.const 515)
    (f64.const 516) (f64.const 517) (i64.const 518) (i64.const 519) (i64.const 520) (f32.const 521)
    (f64.const 522) (v128.const i32x4 523 524 525 526) (v128.const i32x4 524 525 526 527) (f64.const 525)
    (i64.const 526) (f64.const 527) (f32.const 528) (f32.const 529) (f64.const 530) (v128.const i32x4 531
    532 533 534) (i32.const 532) (i64.const 533) (i32.const 534) (i32.const 535) (i32.const 536) (i32.const
    537) (f64.const 538) (f32.const 539) (f64.const 540) (v128.const i32x4 541 542 543 544) (f32.const 542)
    (i64.const 543) (f64.const 544) (i64.const 545) (i64.const 546) (i32.const 547) (i32.const 548)
    (f64.const 549) (i64.const 550) (v128.const i32x4 551 552 553 554) (i32.const 552) (v128.const i32x4 553
    554 555 556) (f64.const 554) (f32.const 555) (i64.const 556) (i32.const 557) (f64.const 558) (f32.const
    559) (i32.const 560) (i32.const 561) (v128.const i32x4 562 563 564 565) (i32.const 563) (v128.const
    i32x4 564 565 566 567) (i64.const 565) (i32.const 566) (f32.const 567) (i32.const 568) (f64.const 569)
    (i32.const 570) (i64.const 571) (i32.const 572) (f64.const 573) (i64.const 574) (f32.const 575)
    (i64.const 576) (f64.const 577) (f64.const 578) (f32.const 579) (f32.const 580) (f32.const 581)
    (i64.const 582) (i64.const 583) (i32.const 584) (v128.const i32x4 585 586 587 588) (v128.const i32x4 586
    587 588 589) (i64.const 587) (f32.const 588) (f64.const 589) (v128.const i32x4 590 591 592 593)
    (v128.const i32x4 591 592 593 594) (v128.const i32x4 592 593 594 595) (i32.const 593) (f32.const 594)
    (v128.const i32x4 595 596 597 598) (f64.const 596) (v128.const i32x4 597 598 599 600) (i64.const 598)
    (v128.const i32x4 599 600 601 602) (f64.const 600) (i32.const 601) (f32.const 602) (v128.const i32x4 603
    604 605 606) (i32.const 604) (f32.const 605) (i64.const 606) (i32.const 607) (i64.const 608) (i32.const
    609) (i64.const 610) (f64.const 611) (i32.const 612) (i32.const 613) (i32.const 614) (v128.const i32x4
    615 616 617 618) (f64.const 616) (v128.const i32x4 617 618 619 620) (f32.const 618) (i32.const 619)
    (f32.const 620) (i32.const 621) (i64.const 622) (v128.const i32x4 623 624 625 626) (i32.const 624)
    (f64.const 625) (i64.const 626) (f64.const 627) (f64.const 628) (i32.const 629) (v128.const i32x4 630
    631 632 633) (f32.const 631) (i32.const 632) (f32.const 633) (f32.const 634) (i32.const 635) (f32.const
    636) (i32.const 637) (f64.const 638) (i32.const 639) (f32.const 640) (f32.const 641) (i64.const 642)
    (f32.const 643) (f64.const 644) (i32.const 645) (f32.const 646) (i32.const 647) (f64.const 648)
    (i64.const 649) (v128.const i32x4 650 651 652 653) (v128.const i32x4 651 652 653 654) (i64.const 652)
    (f32.const 653) (f32.const 654) (v128.const i32x4 655 656 657 658) (f64.const 656) (v128.const i32x4 657
    658 659 660) (f64.const 658) (i32.const 659) (i64.const 660) (f64.const 661) (v128.const i32x4 662 663
    664 665) (v128.const i32x4 663 664 665 666) (v128.const i32x4 664 665 666 667) (v128.const i32x4 665 666
    667 668) (v128.const i32x4 666 667 668 669) (i32.const 667) (f32.const 668) (i64.const 669) (i64.const
    670) (f32.const 671) (f64.const 672) (v128.const i32x4 673 674 675 676) (f32.const 674) (i32.const 675)
    (f64.const 676) (f32.const 677) (i64.const 678) (v128.const i32x4 679 680 681 682) (i32.const 680)
    (i32.const 681) (f32.const 682) (v128.const i32x4 683 684 685 686) (f32.const 684) (f64.const 685)
    (f32.const 686) (f32.const 687) (f32.const 688) (f32.const 689) (f32.const 690) (v128.const i32x4 691
    692 693 694) (v128.const i32x4 692 693 694 695) (i32.const 693) (v128.const i32x4 694 695 696 697)
    (i32.const 695) (i64.const 696) (f32.const 697) (f32.const 698) (f32.const 699) (v128.const i32x4 700
    701 702 703) (i32.const 701) (f64.const 702) (f32.const 703) (f64.const 704) (f64.const 705) (f32.const
    706) (f64.const 707) (i32.const 708) (v128.const i32x4 709 710 711 712) (i32.const 710) (i64.const 711)
    (i32.const 712) (v128.const i32x4 713 714 715 716) (f64.const 714) (v128.const i32x4 715 716 717 718)
    (f32.const 716) (i64.const 717) (v128.const i32x4 718 719 720 721) (f32.const 719) (f32.const 720)
    (f32.const 721) (f64.const 722) (f32.const 723) (f64.const 724) (v128.const i32x4 725 726 727 728)
    (f32.const 726) (v128.const i32x4 727 728 729 730) (v128.const i32x4 728 729 730 731) (i64.const 729)
    (i32.const 730) (i64.const 731) (f32.const 732) (i64.const 733) (v128.const i32x4 734 735 736 737)
    (i64.const 735) (i32.const 736) (i64.const 737) (f64.const 738) (v128.const i32x4 739 740 741 742)
    (i32.const 740) (i32.const 741) (v128.const i32x4 742 743 744 745) (f32.const 743) (i32.const 744)
    (i64.const 745) (f32.const 746) (i32.const 747) (v128.const i32x4 748 749 750 751) (v128.const i32x4 749
    750 751 752) (i32.const 750) (i32.const 751) (i64.const 752) (i64.const 753) (v128.const i32x4 754 755
    756 757) (f64.const 755) (i32.const 756) (v128.const i32x4 757 758 759 760) (f32.const 758) (f64.const
    759) (f32.const 760) (i64.const 761) (i64.const 762) (v128.const i32x4 763 764 765 766) (f64.const 764)
    (i64.const 765) (f64.const 766) (f64.const 767) (f32.const 768) (v128.const i32x4 769 770 771 772)
    (i64.const 770) (f64.const 771) (i32.const 772) (f32.const 773) (f64.const 774) (i64.const 775)
    (i32.const 776) (v128.const i32x4 777 778 779 780) (f64.const 778) (v128.const i32x4 779 780 781 782)
    (f64.const 780) (i32.const 781) (f64.const 782) (v128.const i32x4 783 784 785 786) (v128.const i32x4 784
    785 786 787) (v128.const i32x4 785 786 787 788) (v128.const i32x4 786 787 788 789) (f64.const 787)
    (i32.const 788) (f32.const 789) (f64.const 790) (i32.const 791) (i64.const 792) (f32.const 793)
    (i32.const 794) (v128.const i32x4 795 796 797 798) (i32.const 796) (f32.const 797) (v128.const i32x4 798
    799 800 801) (f32.const 799) (v128.const i32x4 800 801 802 803) (v128.const i32x4 801 802 803 804)
    (v128.const i32x4 802 803 804 805) (f32.const 803) (v128.const i32x4 804 805 806 807) (f64.const 805)
    (v128.const i32x4 806 807 808 809) (v128.const i32x4 807 808 809 810) (f64.const 808) (v128.const i32x4
    809 810 811 812) (v128.const i32x4 810 811 812 813) (f32.const 811) (f64.const 812) (f32.const 813)
    (i64.const 814) (v128.const i32x4 815 816 817 818) (f64.const 816) (v128.const i32x4 817 818 819 820)
    (i64.const 818) (v128.const i32x4 819 820 821 822) (i64.const 820) (f32.const 821) (i32.const 822)
    (f64.const 823) (v128.const i32x4 824 825 826 827) (i32.const 825) (f32.const 826) (f64.const 827)
    (f64.const 828) (f32.const 829) (i32.const 830) (i32.const 831) (i32.const 832) (i32.const 833)
    (f64.const 834) (f32.const 835) (f64.const 836) (f32.const 837) (f32.const 838) (f64.const 839)
    (f32.const 840) (f64.const 841) (f64.const 842) (i32.const 843) (f64.const 844) (f32.const 845)
    (i64.const 846) (f64.const 847) (i64.const 848) (i32.const 849) (i64.const 850) (f32.const 851)
    (f32.const 852) (i64.const 853) (v128.const i32x4 854 855 856 857) (f32.const 855) (f64.const 856)
    (f32.const 857) (v128.const i32x4 858 859 860 861) (f32.const 859) (f64.const 860) (f32.const 861)
    (f64.const 862) (f32.const 863) (f64.const 864) (i64.const 865) (f64.const 866) (f64.const 867)
    (f64.const 868) (i32.const 869) (i32.const 870) (i64.const 871) (i64.const 872) (i64.const 873)
    (i64.const 874) (i32.const 875) (i32.const 876) (f32.const 877) (i64.const 878) (f64.const 879)
    (i32.const 880) (f64.const 881) (i64.const 882) (i32.const 883) (i32.const 884) (f64.const 885)
    (v128.const i32x4 886 887 888 889) (i32.const 887) (v128.const i32x4 888 889 890 891) (i64.const 889)
    (v128.const i32x4 890 891 892 893) (f64.const 891) (f32.const 892) (i32.const 893) (i32.const 894)
    (v128.const i32x4 895 896 897 898) (f64.const 896) (i32.const 897) (f32.const 898) (f32.const 899)
    (i64.const 900) (f64.const 901) (i32.const 902) (i64.const 903) (i32.const 904) (f64.const 905)
    (i32.const 906) (f64.const 907) (f32.const 908) (v128.const i32x4 909 910 911 912) (f64.const 910)
    (f64.const 911) (i32.const 912) (v128.const i32x4 913 914 915 916) (f64.const 914) (i32.const 915)
    (i64.const 916) (f64.const 917) (v128.const i32x4 918 919 920 921) (i64.const 919) (i64.const 920)
    (v128.const i32x4 921 922 923 924) (f32.const 922) (f64.const 923) (v128.const i32x4 924 925 926 927)
    (f32.const 925) (f64.const 926) (v128.const i32x4 927 928 929 930) (i64.const 928) (v128.const i32x4 929
    930 931 932) (f32.const 930) (f64.const 931) (i32.const 932) (i32.const 933) (f32.const 934) (f32.const
    935) (i32.const 936) (v128.const i32x4 937 938 939 940) (f64.const 938) (f32.const 939) (i32.const 940)
    (i64.const 941) (v128.const i32x4 942 943 944 945) (f32.const 943) (f32.const 944) (i64.const 945)
    (f64.const 946) (i64.const 947) (i64.const 948) (f32.const 949) (i64.const 950) (f64.const 951)
    (v128.const i32x4 952 953 954 955) (v128.const i32x4 953 954 955 956) (i32.const 954) (v128.const i32x4
    955 956 957 958) (v128.const i32x4 956 957 958 959) (v128.const i32x4 957 958 959 960) (i64.const 958)
    (f64.const 959) (f32.const 960) (f32.const 961) (f64.const 962) (f32.const 963) (f32.const 964)
    (f64.const 965) (i64.const 966) (f64.const 967) (f32.const 968) (v128.const i32x4 969 970 971 972)
    (f64.const 970) (i64.const 971) (f32.const 972) (i64.const 973) (v128.const i32x4 974 975 976 977)
    (i64.const 975) (v128.const i32x4 976 977 978 979) (f64.const 977) (v128.const i32x4 978 979 980 981)
    (i64.const 979) (i32.const 980) (v128.const i32x4 981 982 983 984) (f32.const 982) (v128.const i32x4 983
    984 985 986) (i64.const 984) (i64.const 985) (f32.const 986) (v128.const i32x4 987 988 989 990)
    (f64.const 988) (f64.const 989) (f32.const 990) (i32.const 991) (i64.const 992) (i64.const 993)
    (f32.const 994) (i64.const 995) (i32.const 996) (v128.const i32x4 997 998 999 1000) (i32.const 998)
    (v128.const i32x4 999 1000 1001 1002) (i64.const 1000) (local.get $f)))
  (func (export "tail") (result i64 v128 i32 v128 i32 i64 f32 i64 i64 i32 f32 f64 f64 v128 f32 i64 i64 v128
    f32 v128 i32 i64 v128 f64 v128 i64 v128 i64 f32 i64 f64 v128 f32 f64 i64 f64 f32 f32 f64 f32 f32 f64 i64
    v128 v128 v128 i32 v128 v128 f64 i64 f32 i64 i64 f64 i64 f32 f32 v128 i64 i32 f32 f64 v128 i32 f32 f32
    i32 i32 f64 f32 v128 i64 v128 f64 f32 v128 f64 f32 v128 i64 i64 v128 f64 i64 i32 f64 v128 i32 f64 f64
    v128 f32 f64 i32 f64 i32 i64 i32 f64 i64 f32 f32 i32 f64 v128 i32 i32 f32 f64 v128 i64 v128 i32 v128 f64
    i32 i32 i64 f64 i32 f64 i64 f32 i32 i32 i64 i64 i64 i64 i32 i32 f64 f64 f64 i64 f64 f32 f64 f32 f64 f32
    v128 f32 f64 f32 v128 i64 f32 f32 i64 i32 i64 f64 i64 f32 f64 i32 f64 f64 f32 f64 f32 f32 f64 f32 f64
    i32 i32 i32 i32 f32 f64 f64 f32 i32 v128 f64 i32 f32 i64 v128 i64 v128 f64 v128 i64 f32 f64 f32 v128
    v128 f64 v128 v128 f64 v128 f32 v128 v128 v128 f32 v128 f32 i32 v128 i32 f32 i64 i32 f64 f32 i32 f64
    v128 v128 v128 v128 f64 i32 f64 v128 f64 v128 i32 i64 f64 f32 i32 f64 i64 v128 f32 f64 f64 i64 f64 v128
    i64 i64 f32 f64 f32 v128 i32 f64 v128 i64 i64 i32 i32 v128 v128 i32 f32 i64 i32 f32 v128 i32 i32 v128
    f64 i64 i32 i64 v128 i64 f32 i64 i32 i64 v128 v128 f32 v128 f64 f32 f64 f32 f32 f32 v128 i64 f32 v128
    f64 v128 i32 i64 i32 v128 i32 f64 f32 f64 f64 f32 f64 i32 v128 f32 f32 f32 i64 i32 v128 i32 v128 v128
    f32 f32 f32 f32 f32 f64 f32 v128 f32 i32 i32 v128 i64 f32 f64 i32 f32 v128 f64 f32 i64 i64 f32 i32 v128
    v128 v128 v128 v128 f64 i64 i32 f64 v128 f64 v128 f32 f32 i64 v128 v128 i64 f64 i32 f32 i32 f64 f32 i64
    f32 f32 i32 f64 i32 f32 i32 f32 f32 i32 f32 v128 i32 f64 f64 i64 f64 i32 v128 i64 i32 f32 i32 f32 v128
    f64 v128 i32 i32 i32 f64 i64 i32 i64 i32 i64 f32 i32 v128 f32 i32 f64 v128 i64 v128 f64 v128 f32 i32
    v128 v128 v128 f64 f32 i64 v128 v128 i32 i64 i64 f32 f32 f32 f64 f64 i64 f32 i64 f64 i32 i64 i32 f64 i32
    f32 i32 i64 v128 i32 v128 i32 i32 f32 f64 i32 i64 f32 f64 v128 i32 v128 i64 f64 i32 i32 i64 i64 f64 i64
    f32 v128 f64 f32 f64 i32 i32 i32 i32 i64 i32 v128 f64 f32 f32 f64 i64 f64 v128 v128 f64 f32 i64 i64 i64
    f64 f64 f64 i64 f64 i64 i32 i64 v128 i32 f32 f32 f64 v128 v128 f64 i32 i64 i32 v128 i32 i32 i64 i32 f64
    f32 f64 i64 i32 i32 f32 i64 i32 i64 f64 f32 f32 f64 i64 i64 i64 v128 f64 f32 v128 i64 v128 f64 v128 i64
    i32 i64 f32 i64 f64 f32 f64 v128 i32 i64 v128 f32 i64 f32 v128 f32 f64 i64 f64 v128 f64 i64 v128 f32 f32
    v128 f32 i64 i32 v128 v128 f64 f32 v128 i32 i32 f32 f32 i64 i64 v128 i64 f32 v128 f32 f64 i32 i64 v128
    i64 i32 f64 i32 f32 i32 f64 v128 i32 v128 f32 i32 v128 f64 i64 f64 f32 f64 i64 f32 v128 f64 f32 f32 i32
    v128 i32 i64 f32 f64 i64 f64 i32 f32 i64 f64 i32 v128 v128 f32 f64 f64 v128 f64 i32 v128 f32 i64 v128
    v128 f64 i64 f32 f64 v128 v128 f64 i64 v128 v128 f32 i32 v128 i64 f64 f64 i32 f64 v128 f32 f64 v128 f32
    f32 f64 f64 i32 i32 f32 v128 f32 v128 f64 f32 v128 f32 v128 i32 i64 f32 v128 i32 v128 i32 i32 i32 f32
    i64 f64 v128 i64 i32 f64 f64 f32 v128 i64 f64 f32 v128 f32 f32 i64 v128 i64 f32 i64 i64 f32 i64 v128 i32
    i32 v128 f64 v128 i64 i32 v128 f64 i64 f32 f32 i32 f64 v128 v128 f64 i32 i64 f64 v128 i64 f64 f32 i64
    f64 f64 f64 i64 f64 i32 v128 i64 i32 f32 i32 f32 i32 v128 i32 v128 i64 v128 f64 f32 f64 f64 i32 v128 i64
    f64 f32 i64 i64 f64 v128 v128 v128 i32 i32 v128 f64 i64 f32 v128 f32 f32 f32 i64 v128 i64 f32 v128 i32
    i32 i64 f32 v128 v128 f32 f64 i64 f64 f64 f32 i64 i64 f64 v128 f32 v128 i64 i32 f64 i64 i32 v128 i64 f64
    v128 f64 f32 f32 i64 i64 v128 i64 v128 f32 i32 i32 v128 f64 i32 f64 f32 i64 f32 f64 i32 f64 v128 f64
    v128 f32 v128 f64 f64 i32 f32 i64 i32 i64 v128 f64 f32 i64 i64 v128 v128 f32 i32 v128 i64 i64 i64 f32
    v128 v128 i32 f32 f32 i64 i64 i64 i64 v128 i32 f32 v128 i32 i64 f64 f64 f32 f32 i32 i32 i32 i32 v128 f32
    i32 f64 i64 i32 i64 i64 i32 v128 v128 v128 v128 i32 f32 i64 f32 v128 f32 i64 f32 i32 f32 f64 i64 f32
    v128 i32 f64 i32 f32 i32 f32 i64 i64 f32 i64 v128 i64 f32 f32 f64 v128 v128 i64 f32 i32 f64 v128 f32 i32
    i32 f64 f32 f64 f64 f32 v128 f32 i32 i32 i32 f32 i64 i32 f32 f64 f32 v128 f32 v128 f64 f64 i32 i64 i64
    i64 f64 i32 i64 f64 v128 i64 i64 i32 i32 f64 i32 i32 v128 i32 f32 i32 i32 f32 f64 i32 v128 v128 f32 f32
    f32 i32 v128 i64 v128 v128 i32 f64 v128 v128 i32 f32 i64 i64 f64 i32 f64 i32 f32 i32 v128 v128 i64 f64
    v128 i64) (return_call $reverse (i64.const 1) (v128.const i32x4 2 3 4 5) (f64.const 3) (i64.const 4)
    (v128.const i32x4 5 6 7 8) (v128.const i32x4 6 7 8 9) (i32.const 7) (f32.const 8) (i32.const 9)
    (f64.const 10) (i32.const 11) (f64.const 12) (i64.const 13) (i64.const 14) (f32.const 15) (i32.const 16)
    (v128.const i32x4 17 18 19 20) (v128.const i32x4 18 19 20 21) (f64.const 19) (i32.const 20) (v128.const
    i32x4 21 22 23 24) (v128.const i32x4 22 23 24 25) (i64.const 23) (v128.const i32x4 24 25 26 27)
    (i32.const 25) (f32.const 26) (f32.const 27) (f32.const 28) (v128.const i32x4 29 30 31 32) (v128.const
    i32x4 30 31 32 33) (i32.const 31) (f64.const 32) (f32.const 33) (i32.const 34) (i32.const 35) (f32.const
    36) (i32.const 37) (v128.const i32x4 38 39 40 41) (i32.const 39) (i32.const 40) (f64.const 41)
    (i32.const 42) (i32.const 43) (i64.const 44) (i64.const 45) (v128.const i32x4 46 47 48 49) (f64.const
    47) (i64.const 48) (i32.const 49) (f64.const 50) (i64.const 51) (i64.const 52) (i64.const 53) (i32.const
    54) (f64.const 55) (f64.const 56) (v128.const i32x4 57 58 59 60) (f32.const 58) (v128.const i32x4 59 60
    61 62) (f32.const 60) (f64.const 61) (f32.const 62) (i32.const 63) (i64.const 64) (f32.const 65)
    (i32.const 66) (i32.const 67) (i32.const 68) (f32.const 69) (v128.const i32x4 70 71 72 73) (f32.const
    71) (f64.const 72) (f64.const 73) (f32.const 74) (f64.const 75) (i32.const 76) (i32.const 77) (f32.const
    78) (v128.const i32x4 79 80 81 82) (f64.const 80) (i32.const 81) (f32.const 82) (i64.const 83)
    (v128.const i32x4 84 85 86 87) (v128.const i32x4 85 86 87 88) (f64.const 86) (f32.const 87) (f32.const
    88) (i64.const 89) (v128.const i32x4 90 91 92 93) (i64.const 91) (f32.const 92) (i64.const 93)
    (i64.const 94) (f32.const 95) (i32.const 96) (f32.const 97) (i32.const 98) (f64.const 99) (i32.const
    100) (v128.const i32x4 101 102 103 104) (f32.const 102) (i64.const 103) (f64.const 104) (f32.const 105)
    (i32.const 106) (f32.const 107) (i64.const 108) (f32.const 109) (v128.const i32x4 110 111 112 113)
    (f32.const 111) (i64.const 112) (f32.const 113) (i32.const 114) (v128.const i32x4 115 116 117 118)
    (v128.const i32x4 116 117 118 119) (v128.const i32x4 117 118 119 120) (v128.const i32x4 118 119 120 121)
    (i32.const 119) (i64.const 120) (i64.const 121) (i32.const 122) (i64.const 123) (f64.const 124)
    (i32.const 125) (f32.const 126) (v128.const i32x4 127 128 129 130) (i32.const 128) (i32.const 129)
    (i32.const 130) (i32.const 131) (f32.const 132) (f32.const 133) (f64.const 134) (f64.const 135)
    (i64.const 136) (i32.const 137) (v128.const i32x4 138 139 140 141) (f32.const 139) (i32.const 140)
    (v128.const i32x4 141 142 143 144) (i64.const 142) (i64.const 143) (i64.const 144) (i64.const 145)
    (f32.const 146) (f32.const 147) (i32.const 148) (v128.const i32x4 149 150 151 152) (v128.const i32x4 150
    151 152 153) (f32.const 151) (i64.const 152) (i64.const 153) (i64.const 154) (v128.const i32x4 155 156
    157 158) (i32.const 156) (f32.const 157) (v128.const i32x4 158 159 160 161) (v128.const i32x4 159 160
    161 162) (i64.const 160) (i64.const 161) (f32.const 162) (f64.const 163) (v128.const i32x4 164 165 166
    167) (i64.const 165) (i32.const 166) (i64.const 167) (f32.const 168) (i32.const 169) (f64.const 170)
    (f64.const 171) (v128.const i32x4 172 173 174 175) (f32.const 173) (v128.const i32x4 174 175 176 177)
    (f64.const 175) (v128.const i32x4 176 177 178 179) (f64.const 177) (i32.const 178) (f64.const 179)
    (f32.const 180) (i64.const 181) (f32.const 182) (f64.const 183) (i32.const 184) (f64.const 185)
    (v128.const i32x4 186 187 188 189) (i32.const 187) (i32.const 188) (f32.const 189) (v128.const i32x4 190
    191 192 193) (i64.const 191) (v128.const i32x4 192 193 194 195) (i64.const 193) (i64.const 194)
    (f32.const 195) (f32.const 196) (f64.const 197) (v128.const i32x4 198 199 200 201) (f64.const 199)
    (i64.const 200) (v128.const i32x4 201 202 203 204) (i32.const 202) (i64.const 203) (f64.const 204)
    (i32.const 205) (i64.const 206) (v128.const i32x4 207 208 209 210) (f32.const 208) (v128.const i32x4 209
    210 211 212) (f64.const 210) (i64.const 211) (i64.const 212) (f32.const 213) (f64.const 214) (f64.const
    215) (i64.const 216) (f64.const 217) (f32.const 218) (v128.const i32x4 219 220 221 222) (v128.const
    i32x4 220 221 222 223) (f32.const 221) (i64.const 222) (i32.const 223) (i32.const 224) (v128.const i32x4
    225 226 227 228) (f32.const 226) (i64.const 227) (v128.const i32x4 228 229 230 231) (i64.const 229)
    (f32.const 230) (f32.const 231) (f32.const 232) (v128.const i32x4 233 234 235 236) (f32.const 234)
    (i64.const 235) (f64.const 236) (v128.const i32x4 237 238 239 240) (i32.const 238) (i32.const 239)
    (v128.const i32x4 240 241 242 243) (v128.const i32x4 241 242 243 244) (v128.const i32x4 242 243 244 245)
    (f64.const 243) (i64.const 244) (i64.const 245) (f32.const 246) (f64.const 247) (i64.const 248)
    (v128.const i32x4 249 250 251 252) (i32.const 250) (f64.const 251) (f64.const 252) (f32.const 253)
    (f64.const 254) (v128.const i32x4 255 256 257 258) (i64.const 256) (v128.const i32x4 257 258 259 260)
    (i32.const 258) (v128.const i32x4 259 260 261 262) (i32.const 260) (f32.const 261) (i32.const 262)
    (f32.const 263) (i32.const 264) (i64.const 265) (v128.const i32x4 266 267 268 269) (i32.const 267)
    (f64.const 268) (i64.const 269) (f64.const 270) (f64.const 271) (f64.const 272) (i64.const 273)
    (f32.const 274) (f64.const 275) (i64.const 276) (v128.const i32x4 277 278 279 280) (f64.const 278)
    (i64.const 279) (i32.const 280) (f64.const 281) (v128.const i32x4 282 283 284 285) (v128.const i32x4 283
    284 285 286) (f64.const 284) (i32.const 285) (f32.const 286) (f32.const 287) (i64.const 288) (f64.const
    289) (v128.const i32x4 290 291 292 293) (i32.const 291) (i64.const 292) (v128.const i32x4 293 294 295
    296) (f64.const 294) (v128.const i32x4 295 296 297 298) (i32.const 296) (i32.const 297) (v128.const
    i32x4 298 299 300 301) (i64.const 299) (f32.const 300) (i64.const 301) (i64.const 302) (f32.const 303)
    (i64.const 304) (v128.const i32x4 305 306 307 308) (i64.const 306) (f32.const 307) (f32.const 308)
    (v128.const i32x4 309 310 311 312) (f32.const 310) (f64.const 311) (i64.const 312) (v128.const i32x4 313
    314 315 316) (f32.const 314) (f64.const 315) (f64.const 316) (i32.const 317) (i64.const 318) (v128.const
    i32x4 319 320 321 322) (f64.const 320) (i64.const 321) (f32.const 322) (i32.const 323) (i32.const 324)
    (i32.const 325) (v128.const i32x4 326 327 328 329) (i32.const 327) (v128.const i32x4 328 329 330 331)
    (f32.const 329) (i64.const 330) (i32.const 331) (v128.const i32x4 332 333 334 335) (f32.const 333)
    (v128.const i32x4 334 335 336 337) (f32.const 335) (f64.const 336) (v128.const i32x4 337 338 339 340)
    (f32.const 338) (v128.const i32x4 339 340 341 342) (f32.const 340) (i32.const 341) (i32.const 342)
    (f64.const 343) (f64.const 344) (f32.const 345) (f32.const 346) (v128.const i32x4 347 348 349 350)
    (f64.const 348) (f32.const 349) (v128.const i32x4 350 351 352 353) (f64.const 351) (i32.const 352)
    (f64.const 353) (f64.const 354) (i64.const 355) (v128.const i32x4 356 357 358 359) (i32.const 357)
    (f32.const 358) (v128.const i32x4 359 360 361 362) (v128.const i32x4 360 361 362 363) (i64.const 361)
    (f64.const 362) (v128.const i32x4 363 364 365 366) (v128.const i32x4 364 365 366 367) (f64.const 365)
    (f32.const 366) (i64.const 367) (f64.const 368) (v128.const i32x4 369 370 371 372) (v128.const i32x4 370
    371 372 373) (i64.const 371) (f32.const 372) (v128.const i32x4 373 374 375 376) (i32.const 374)
    (f64.const 375) (v128.const i32x4 376 377 378 379) (f64.const 377) (f64.const 378) (f32.const 379)
    (v128.const i32x4 380 381 382 383) (v128.const i32x4 381 382 383 384) (i32.const 382) (f64.const 383)
    (i64.const 384) (f32.const 385) (i32.const 386) (f64.const 387) (i64.const 388) (f64.const 389)
    (f32.const 390) (i64.const 391) (i32.const 392) (v128.const i32x4 393 394 395 396) (i32.const 394)
    (f32.const 395) (f32.const 396) (f64.const 397) (v128.const i32x4 398 399 400 401) (f32.const 399)
    (i64.const 400) (f64.const 401) (f32.const 402) (f64.const 403) (i64.const 404) (f64.const 405)
    (v128.const i32x4 406 407 408 409) (i32.const 407) (f32.const 408) (v128.const i32x4 409 410 411 412)
    (i32.const 410) (v128.const i32x4 411 412 413 414) (f64.const 412) (i32.const 413) (f32.const 414)
    (i32.const 415) (f64.const 416) (i32.const 417) (i64.const 418) (v128.const i32x4 419 420 421 422)
    (i64.const 420) (i32.const 421) (f64.const 422) (f32.const 423) (v128.const i32x4 424 425 426 427)
    (f32.const 425) (i64.const 426) (v128.const i32x4 427 428 429 430) (i64.const 428) (i64.const 429)
    (f32.const 430) (f32.const 431) (i32.const 432) (i32.const 433) (v128.const i32x4 434 435 436 437)
    (f32.const 435) (f64.const 436) (v128.const i32x4 437 438 439 440) (v128.const i32x4 438 439 440 441)
    (i32.const 439) (i64.const 440) (f32.const 441) (v128.const i32x4 442 443 444 445) (f32.const 443)
    (f32.const 444) (v128.const i32x4 445 446 447 448) (i64.const 446) (f64.const 447) (v128.const i32x4 448
    449 450 451) (f64.const 449) (i64.const 450) (f64.const 451) (f32.const 452) (v128.const i32x4 453 454
    455 456) (f32.const 454) (i64.const 455) (f32.const 456) (v128.const i32x4 457 458 459 460) (i64.const
    458) (i32.const 459) (v128.const i32x4 460 461 462 463) (f64.const 461) (f32.const 462) (f64.const 463)
    (i64.const 464) (f32.const 465) (i64.const 466) (i32.const 467) (i64.const 468) (v128.const i32x4 469
    470 471 472) (f64.const 470) (v128.const i32x4 471 472 473 474) (i64.const 472) (v128.const i32x4 473
    474 475 476) (f32.const 474) (f64.const 475) (v128.const i32x4 476 477 478 479) (i64.const 477)
    (i64.const 478) (i64.const 479) (f64.const 480) (f32.const 481) (f32.const 482) (f64.const 483)
    (i64.const 484) (i32.const 485) (i64.const 486) (f32.const 487) (i32.const 488) (i32.const 489)
    (i64.const 490) (f64.const 491) (f32.const 492) (f64.const 493) (i32.const 494) (i64.const 495)
    (i32.const 496) (i32.const 497) (v128.const i32x4 498 499 500 501) (i32.const 499) (i64.const 500)
    (i32.const 501) (f64.const 502) (v128.const i32x4 503 504 505 506) (v128.const i32x4 504 505 506 507)
    (f64.const 505) (f32.const 506) (f32.const 507) (i32.const 508) (v128.const i32x4 509 510 511 512)
    (i64.const 510) (i32.const 511) (i64.const 512) (f64.const 513) (i64.const 514) (f64.const 515)
    (f64.const 516) (f64.const 517) (i64.const 518) (i64.const 519) (i64.const 520) (f32.const 521)
    (f64.const 522) (v128.const i32x4 523 524 525 526) (v128.const i32x4 524 525 526 527) (f64.const 525)
    (i64.const 526) (f64.const 527) (f32.const 528) (f32.const 529) (f64.const 530) (v128.const i32x4 531
    532 533 534) (i32.const 532) (i64.const 533) (i32.const 534) (i32.const 535) (i32.const 536) (i32.const
    537) (f64.const 538) (f32.const 539) (f64.const 540) (v128.const i32x4 541 542 543 544) (f32.const 542)
    (i64.const 543) (f64.const 544) (i64.const 545) (i64.const 546) (i32.const 547) (i32.const 548)
    (f64.const 549) (i64.const 550) (v128.const i32x4 551 552 553 554) (i32.const 552) (v128.const i32x4 553
    554 555 556) (f64.const 554) (f32.const 555) (i64.const 556) (i32.const 557) (f64.const 558) (f32.const
    559) (i32.const 560) (i32.const 561) (v128.const i32x4 562 563 564 565) (i32.const 563) (v128.const
    i32x4 564 565 566 567) (i64.const 565) (i32.const 566) (f32.const 567) (i32.const 568) (f64.const 569)
    (i32.const 570) (i64.const 571) (i32.const 572) (f64.const 573) (i64.const 574) (f32.const 575)
    (i64.const 576) (f64.const 577) (f64.const 578) (f32.const 579) (f32.const 580) (f32.const 581)
    (i64.const 582) (i64.const 583) (i32.const 584) (v128.const i32x4 585 586 587 588) (v128.const i32x4 586
    587 588 589) (i64.const 587) (f32.const 588) (f64.const 589) (v128.const i32x4 590 591 592 593)
    (v128.const i32x4 591 592 593 594) (v128.const i32x4 592 593 594 595) (i32.const 593) (f32.const 594)
    (v128.const i32x4 595 596 597 598) (f64.const 596) (v128.const i32x4 597 598 599 600) (i64.const 598)
    (v128.const i32x4 599 600 601 602) (f64.const 600) (i32.const 601) (f32.const 602) (v128.const i32x4 603
    604 605 606) (i32.const 604) (f32.const 605) (i64.const 606) (i32.const 607) (i64.const 608) (i32.const
    609) (i64.const 610) (f64.const 611) (i32.const 612) (i32.const 613) (i32.const 614) (v128.const i32x4
    615 616 617 618) (f64.const 616) (v128.const i32x4 617 618 619 620) (f32.const 618) (i32.const 619)
    (f32.const 620) (i32.const 621) (i64.const 622) (v128.const i32x4 623 624 625 626) (i32.const 624)
    (f64.const 625) (i64.const 626) (f64.const 627) (f64.const 628) (i32.const 629) (v128.const i32x4 630
    631 632 633) (f32.const 631) (i32.const 632) (f32.const 633) (f32.const 634) (i32.const 635) (f32.const
    636) (i32.const 637) (f64.const 638) (i32.const 639) (f32.const 640) (f32.const 641) (i64.const 642)
    (f32.const 643) (f64.const 644) (i32.const 645) (f32.const 646) (i32.const 647) (f64.const 648)
    (i64.const 649) (v128.const i32x4 650 651 652 653) (v128.const i32x4 651 652 653 654) (i64.const 652)
    (f32.const 653) (f32.const 654) (v128.const i32x4 655 656 657 658) (f64.const 656) (v128.const i32x4 657
    658 659 660) (f64.const 658) (i32.const 659) (i64.const 660) (f64.const 661) (v128.const i32x4 662 663
    664 665) (v128.const i32x4 663 664 665 666) (v128.const i32x4 664 665 666 667) (v128.const i32x4 665 666
    667 668) (v128.const i32x4 666 667 668 669) (i32.const 667) (f32.const 668) (i64.const 669) (i64.const
    670) (f32.const 671) (f64.const 672) (v128.const i32x4 673 674 675 676) (f32.const 674) (i32.const 675)
    (f64.const 676) (f32.const 677) (i64.const 678) (v128.const i32x4 679 680 681 682) (i32.const 680)
    (i32.const 681) (f32.const 682) (v128.const i32x4 683 684 685 686) (f32.const 684) (f64.const 685)
    (f32.const 686) (f32.const 687) (f32.const 688) (f32.const 689) (f32.const 690) (v128.const i32x4 691
    692 693 694) (v128.const i32x4 692 693 694 695) (i32.const 693) (v128.const i32x4 694 695 696 697)
    (i32.const 695) (i64.const 696) (f32.const 697) (f32.const 698) (f32.const 699) (v128.const i32x4 700
    701 702 703) (i32.const 701) (f64.const 702) (f32.const 703) (f64.const 704) (f64.const 705) (f32.const
    706) (f64.const 707) (i32.const 708) (v128.const i32x4 709 710 711 712) (i32.const 710) (i64.const 711)
    (i32.const 712) (v128.const i32x4 713 714 715 716) (f64.const 714) (v128.const i32x4 715 716 717 718)
    (f32.const 716) (i64.const 717) (v128.const i32x4 718 719 720 721) (f32.const 719) (f32.const 720)
    (f32.const 721) (f64.const 722) (f32.const 723) (f64.const 724) (v128.const i32x4 725 726 727 728)
    (f32.const 726) (v128.const i32x4 727 728 729 730) (v128.const i32x4 728 729 730 731) (i64.const 729)
    (i32.const 730) (i64.const 731) (f32.const 732) (i64.const 733) (v128.const i32x4 734 735 736 737)
    (i64.const 735) (i32.const 736) (i64.const 737) (f64.const 738) (v128.const i32x4 739 740 741 742)
    (i32.const 740) (i32.const 741) (v128.const i32x4 742 743 744 745) (f32.const 743) (i32.const 744)
    (i64.const 745) (f32.const 746) (i32.const 747) (v128.const i32x4 748 749 750 751) (v128.const i32x4 749
    750 751 752) (i32.const 750) (i32.const 751) (i64.const 752) (i64.const 753) (v128.const i32x4 754 755
    756 757) (f64.const 755) (i32.const 756) (v128.const i32x4 757 758 759 760) (f32.const 758) (f64.const
    759) (f32.const 760) (i64.const 761) (i64.const 762) (v128.const i32x4 763 764 765 766) (f64.const 764)
    (i64.const 765) (f64.const 766) (f64.const 767) (f32.const 768) (v128.const i32x4 769 770 771 772)
    (i64.const 770) (f64.const 771) (i32.const 772) (f32.const 773) (f64.const 774) (i64.const 775)
    (i32.const 776) (v128.const i32x4 777 778 779 780) (f64.const 778) (v128.const i32x4 779 780 781 782)
    (f64.const 780) (i32.const 781) (f64.const 782) (v128.const i32x4 783 784 785 786) (v128.const i32x4 784
    785 786 787) (v128.const i32x4 785 786 787 788) (v128.const i32x4 786 787 788 789) (f64.const 787)
    (i32.const 788) (f32.const 789) (f64.const 790) (i32.const 791) (i64.const 792) (f32.const 793)
    (i32.const 794) (v128.const i32x4 795 796 797 798) (i32.const 796) (f32.const 797) (v128.const i32x4 798
    799 800 801) (f32.const 799) (v128.const i32x4 800 801 802 803) (v128.const i32x4 801 802 803 804)
    (v128.const i32x4 802 803 804 805) (f32.const 803) (v128.const i32x4 804 805 806 807) (f64.const 805)
    (v128.const i32x4 806 807 808 809) (v128.const i32x4 807 808 809 810) (f64.const 808) (v128.const i32x4
    809 810 811 812) (v128.const i32x4 810 811 812 813) (f32.const 811) (f64.const 812) (f32.const 813)
    (i64.const 814) (v128.const i32x4 815 816 817 818) (f64.const 816) (v128.const i32x4 817 818 819 820)
    (i64.const 818) (v128.const i32x4 819 820 821 822) (i64.const 820) (f32.const 821) (i32.const 822)
    (f64.const 823) (v128.const i32x4 824 825 826 827) (i32.const 825) (f32.const 826) (f64.const 827)
    (f64.const 828) (f32.const 829) (i32.const 830) (i32.const 831) (i32.const 832) (i32.const 833)
    (f64.const 834) (f32.const 835) (f64.const 836) (f32.const 837) (f32.const 838) (f64.const 839)
    (f32.const 840) (f64.const 841) (f64.const 842) (i32.const 843) (f64.const 844) (f32.const 845)
    (i64.const 846) (f64.const 847) (i64.const 848) (i32.const 849) (i64.const 850) (f32.const 851)
    (f32.const 852) (i64.const 853) (v128.const i32x4 854 855 856 857) (f32.const 855) (f64.const 856)
    (f32.const 857) (v128.const i32x4 858 859 860 861) (f32.const 859) (f64.const 860) (f32.const 861)
    (f64.const 862) (f32.const 863) (f64.const 864) (i64.const 865) (f64.const 866) (f64.const 867)
    (f64.const 868) (i32.const 869) (i32.const 870) (i64.const 871) (i64.const 872) (i64.const 873)
    (i64.const 874) (i32.const 875) (i32.const 876) (f32.const 877) (i64.const 878) (f64.const 879)
    (i32.const 880) (f64.const 881) (i64.const 882) (i32.const 883) (i32.const 884) (f64.const 885)
    (v128.const i32x4 886 887 888 889) (i32.const 887) (v128.const i32x4 888 889 890 891) (i64.const 889)
    (v128.const i32x4 890 891 892 893) (f64.const 891) (f32.const 892) (i32.const 893) (i32.const 894)
    (v128.const i32x4 895 896 897 898) (f64.const 896) (i32.const 897) (f32.const 898) (f32.const 899)
    (i64.const 900) (f64.const 901) (i32.const 902) (i64.const 903) (i32.const 904) (f64.const 905)
    (i32.const 906) (f64.const 907) (f32.const 908) (v128.const i32x4 909 910 911 912) (f64.const 910)
    (f64.const 911) (i32.const 912) (v128.const i32x4 913 914 915 916) (f64.const 914) (i32.const 915)
    (i64.const 916) (f64.const 917) (v128.const i32x4 918 919 920 921) (i64.const 919) (i64.const 920)
    (v128.const i32x4 921 922 923 924) (f32.const 922) (f64.const 923) (v128.const i32x4 924 925 926 927)
    (f32.const 925) (f64.const 926) (v128.const i32x4 927 928 929 930) (i64.const 928) (v128.const i32x4 929
    930 931 932) (f32.const 930) (f64.const 931) (i32.const 932) (i32.const 933) (f32.const 934) (f32.const
    935) (i32.const 936) (v128.const i32x4 937 938 939 940) (f64.const 938) (f32.const 939) (i32.const 940)
    (i64.const 941) (v128.const i32x4 942 943 944 945) (f32.const 943) (f32.const 944) (i64.const 945)
    (f64.const 946) (i64.const 947) (i64.const 948) (f32.const 949) (i64.const 950) (f64.const 951)
    (v128.const i32x4 952 953 954 955) (v128.const i32x4 953 954 955 956) (i32.const 954) (v128.const i32x4
    955 956 957 958) (v128.const i32x4 956 957 958 959) (v128.const i32x4 957 958 959 960) (i64.const 958)
    (f64.const 959) (f32.const 960) (f32.const 961) (f64.const 962) (f32.const 963) (f32.const 964)
    (f64.const 965) (i64.const 966) (f64.const 967) (f32.const 968) (v128.const i32x4 969 970 971 972)
    (f64.const 970) (i64.const 971) (f32.const 972) (i64.const 973) (v128.const i32x4 974 975 976 977)
    (i64.const 975) (v128.const i32x4 976 977 978 979) (f64.const 977) (v128.const i32x4 978 979 980 981)
    (i64.const 979) (i32.const 980) (v128.const i32x4 981 982 983 984) (f32.const 982) (v128.const i32x4 983
    984 985 986) (i64.const 984) (i64.const 985) (f32.const 986) (v128.const i32x4 987 988 989 990)
    (f64.const 988) (f64.const 989) (f32.const 990) (i32.const 991) (i64.const 992) (i64.const 993)
    (f32.const 994) (i64.const 995) (i32.const 996) (v128.const i32x4 997 998 999 1000) (i32.const 998)
    (v128.const i32x4 999 1000 1001 1002) (i64.const 1000)))
  (func (export "tail-indirect") (param $f i32) (result i64 v128 i32 v128 i32 i64 f32 i64 i64 i32 f32 f64
    f64 v128 f32 i64 i64 v128 f32 v128 i32 i64 v128 f64 v128 i64 v128 i64 f32 i64 f64 v128 f32 f64 i64 f64
    f32 f32 f64 f32 f32 f64 i64 v128 v128 v128 i32 v128 v128 f64 i64 f32 i64 i64 f64 i64 f32 f32 v128 i64
    i32 f32 f64 v128 i32 f32 f32 i32 i32 f64 f32 v128 i64 v128 f64 f32 v128 f64 f32 v128 i64 i64 v128 f64
    i64 i32 f64 v128 i32 f64 f64 v128 f32 f64 i32 f64 i32 i64 i32 f64 i64 f32 f32 i32 f64 v128 i32 i32 f32
    f64 v128 i64 v128 i32 v128 f64 i32 i32 i64 f64 i32 f64 i64 f32 i32 i32 i64 i64 i64 i64 i32 i32 f64 f64
    f64 i64 f64 f32 f64 f32 f64 f32 v128 f32 f64 f32 v128 i64 f32 f32 i64 i32 i64 f64 i64 f32 f64 i32 f64
    f64 f32 f64 f32 f32 f64 f32 f64 i32 i32 i32 i32 f32 f64 f64 f32 i32 v128 f64 i32 f32 i64 v128 i64 v128
    f64 v128 i64 f32 f64 f32 v128 v128 f64 v128 v128 f64 v128 f32 v128 v128 v128 f32 v128 f32 i32 v128 i32
    f32 i64 i32 f64 f32 i32 f64 v128 v128 v128 v128 f64 i32 f64 v128 f64 v128 i32 i64 f64 f32 i32 f64 i64
    v128 f32 f64 f64 i64 f64 v128 i64 i64 f32 f64 f32 v128 i32 f64 v128 i64 i64 i32 i32 v128 v128 i32 f32
    i64 i32 f32 v128 i32 i32 v128 f64 i64 i32 i64 v128 i64 f32 i64 i32 i64 v128 v128 f32 v128 f64 f32 f64
    f32 f32 f32 v128 i64 f32 v128 f64 v128 i32 i64 i32 v128 i32 f64 f32 f64 f64 f32 f64 i32 v128 f32 f32 f32
    i64 i32 v128 i32 v128 v128 f32 f32 f32 f32 f32 f64 f32 v128 f32 i32 i32 v128 i64 f32 f64 i32 f32 v128
    f64 f32 i64 i64 f32 i32 v128 v128 v128 v128 v128 f64 i64 i32 f64 v128 f64 v128 f32 f32 i64 v128 v128 i64
    f64 i32 f32 i32 f64 f32 i64 f32 f32 i32 f64 i32 f32 i32 f32 f32 i32 f32 v128 i32 f64 f64 i64 f64 i32
    v128 i64 i32 f32 i32 f32 v128 f64 v128 i32 i32 i32 f64 i64 i32 i64 i32 i64 f32 i32 v128 f32 i32 f64 v128
    i64 v128 f64 v128 f32 i32 v128 v128 v128 f64 f32 i64 v128 v128 i32 i64 i64 f32 f32 f32 f64 f64 i64 f32
    i64 f64 i32 i64 i32 f64 i32 f32 i32 i64 v128 i32 v128 i32 i32 f32 f64 i32 i64 f32 f64 v128 i32 v128 i64
    f64 i32 i32 i64 i64 f64 i64 f32 v128 f64 f32 f64 i32 i32 i32 i32 i64 i32 v128 f64 f32 f32 f64 i64 f64
    v128 v128 f64 f32 i64 i64 i64 f64 f64 f64 i64 f64 i64 i32 i64 v128 i32 f32 f32 f64 v128 v128 f64 i32 i64
    i32 v128 i32 i32 i64 i32 f64 f32 f64 i64 i32 i32 f32 i64 i32 i64 f64 f32 f32 f64 i64 i64 i64 v128 f64
    f32 v128 i64 v128 f64 v128 i64 i32 i64 f32 i64 f64 f32 f64 v128 i32 i64 v128 f32 i64 f32 v128 f32 f64
    i64 f64 v128 f64 i64 v128 f32 f32 v128 f32 i64 i32 v128 v128 f64 f32 v128 i32 i32 f32 f32 i64 i64 v128
    i64 f32 v128 f32 f64 i32 i64 v128 i64 i32 f64 i32 f32 i32 f64 v128 i32 v128 f32 i32 v128 f64 i64 f64 f32
    f64 i64 f32 v128 f64 f32 f32 i32 v128 i32 i64 f32 f64 i64 f64 i32 f32 i64 f64 i32 v128 v128 f32 f64 f64
    v128 f64 i32 v128 f32 i64 v128 v128 f64 i64 f32 f64 v128 v128 f64 i64 v128 v128 f32 i32 v128 i64 f64 f64
    i32 f64 v128 f32 f64 v128 f32 f32 f64 f64 i32 i32 f32 v128 f32 v128 f64 f32 v128 f32 v128 i32 i64 f32
    v128 i32 v128 i32 i32 i32 f32 i64 f64 v128 i64 i32 f64 f64 f32 v128 i64 f64 f32 v128 f32 f32 i64 v128
    i64 f32 i64 i64 f32 i64 v128 i32 i32 v128 f64 v128 i64 i32 v128 f64 i64 f32 f32 i32 f64 v128 v128 f64
    i32 i64 f64 v128 i64 f64 f32 i64 f64 f64 f64 i64 f64 i32 v128 i64 i32 f32 i32 f32 i32 v128 i32 v128 i64
    v128 f64 f32 f64 f64 i32 v128 i64 f64 f32 i64 i64 f64 v128 v128 v128 i32 i32 v128 f64 i64 f32 v128 f32
    f32 f32 i64 v128 i64 f32 v128 i32 i32 i64 f32 v128 v128 f32 f64 i64 f64 f64 f32 i64 i64 f64 v128 f32
    v128 i64 i32 f64 i64 i32 v128 i64 f64 v128 f64 f32 f32 i64 i64 v128 i64 v128 f32 i32 i32 v128 f64 i32
    f64 f32 i64 f32 f64 i32 f64 v128 f64 v128 f32 v128 f64 f64 i32 f32 i64 i32 i64 v128 f64 f32 i64 i64 v128
    v128 f32 i32 v128 i64 i64 i64 f32 v128 v128 i32 f32 f32 i64 i64 i64 i64 v128 i32 f32 v128 i32 i64 f64
    f64 f32 f32 i32 i32 i32 i32 v128 f32 i32 f64 i64 i32 i64 i64 i32 v128 v128 v128 v128 i32 f32 i64 f32
    v128 f32 i64 f32 i32 f32 f64 i64 f32 v128 i32 f64 i32 f32 i32 f32 i64 i64 f32 i64 v128 i64 f32 f32 f64
    v128 v128 i64 f32 i32 f64 v128 f32 i32 i32 f64 f32 f64 f64 f32 v128 f32 i32 i32 i32 f32 i64 i32 f32 f64
    f32 v128 f32 v128 f64 f64 i32 i64 i64 i64 f64 i32 i64 f64 v128 i64 i64 i32 i32 f64 i32 i32 v128 i32 f32
    i32 i32 f32 f64 i32 v128 v128 f32 f32 f32 i32 v128 i64 v128 v128 i32 f64 v128 v128 i32 f32 i64 i64 f64
    i32 f64 i32 f32 i32 v128 v128 i64 f64 v128 i64) (return_call_indirect (type $t) (i64.const 1)
    (v128.const i32x4 2 3 4 5) (f64.const 3) (i64.const 4) (v128.const i32x4 5 6 7 8) (v128.const i32x4 6 7
    8 9) (i32.const 7) (f32.const 8) (i32.const 9) (f64.const 10) (i32.const 11) (f64.const 12) (i64.const
    13) (i64.const 14) (f32.const 15) (i32.const 16) (v128.const i32x4 17 18 19 20) (v128.const i32x4 18 19
    20 21) (f64.const 19) (i32.const 20) (v128.const i32x4 21 22 23 24) (v128.const i32x4 22 23 24 25)
    (i64.const 23) (v128.const i32x4 24 25 26 27) (i32.const 25) (f32.const 26) (f32.const 27) (f32.const
    28) (v128.const i32x4 29 30 31 32) (v128.const i32x4 30 31 32 33) (i32.const 31) (f64.const 32)
    (f32.const 33) (i32.const 34) (i32.const 35) (f32.const 36) (i32.const 37) (v128.const i32x4 38 39 40
    41) (i32.const 39) (i32.const 40) (f64.const 41) (i32.const 42) (i32.const 43) (i64.const 44) (i64.const
    45) (v128.const i32x4 46 47 48 49) (f64.const 47) (i64.const 48) (i32.const 49) (f64.const 50)
    (i64.const 51) (i64.const 52) (i64.const 53) (i32.const 54) (f64.const 55) (f64.const 56) (v128.const
    i32x4 57 58 59 60) (f32.const 58) (v128.const i32x4 59 60 61 62) (f32.const 60) (f64.const 61)
    (f32.const 62) (i32.const 63) (i64.const 64) (f32.const 65) (i32.const 66) (i32.const 67) (i32.const 68)
    (f32.const 69) (v128.const i32x4 70 71 72 73) (f32.const 71) (f64.const 72) (f64.const 73) (f32.const
    74) (f64.const 75) (i32.const 76) (i32.const 77) (f32.const 78) (v128.const i32x4 79 80 81 82)
    (f64.const 80) (i32.const 81) (f32.const 82) (i64.const 83) (v128.const i32x4 84 85 86 87) (v128.const
    i32x4 85 86 87 88) (f64.const 86) (f32.const 87) (f32.const 88) (i64.const 89) (v128.const i32x4 90 91
    92 93) (i64.const 91) (f32.const 92) (i64.const 93) (i64.const 94) (f32.const 95) (i32.const 96)
    (f32.const 97) (i32.const 98) (f64.const 99) (i32.const 100) (v128.const i32x4 101 102 103 104)
    (f32.const 102) (i64.const 103) (f64.const 104) (f32.const 105) (i32.const 106) (f32.const 107)
    (i64.const 108) (f32.const 109) (v128.const i32x4 110 111 112 113) (f32.const 111) (i64.const 112)
    (f32.const 113) (i32.const 114) (v128.const i32x4 115 116 117 118) (v128.const i32x4 116 117 118 119)
    (v128.const i32x4 117 118 119 120) (v128.const i32x4 118 119 120 121) (i32.const 119) (i64.const 120)
    (i64.const 121) (i32.const 122) (i64.const 123) (f64.const 124) (i32.const 125) (f32.const 126)
    (v128.const i32x4 127 128 129 130) (i32.const 128) (i32.const 129) (i32.const 130) (i32.const 131)
    (f32.const 132) (f32.const 133) (f64.const 134) (f64.const 135) (i64.const 136) (i32.const 137)
    (v128.const i32x4 138 139 140 141) (f32.const 139) (i32.const 140) (v128.const i32x4 141 142 143 144)
    (i64.const 142) (i64.const 143) (i64.const 144) (i64.const 145) (f32.const 146) (f32.const 147)
    (i32.const 148) (v128.const i32x4 149 150 151 152) (v128.const i32x4 150 151 152 153) (f32.const 151)
    (i64.const 152) (i64.const 153) (i64.const 154) (v128.const i32x4 155 156 157 158) (i32.const 156)
    (f32.const 157) (v128.const i32x4 158 159 160 161) (v128.const i32x4 159 160 161 162) (i64.const 160)
    (i64.const 161) (f32.const 162) (f64.const 163) (v128.const i32x4 164 165 166 167) (i64.const 165)
    (i32.const 166) (i64.const 167) (f32.const 168) (i32.const 169) (f64.const 170) (f64.const 171)
    (v128.const i32x4 172 173 174 175) (f32.const 173) (v128.const i32x4 174 175 176 177) (f64.const 175)
    (v128.const i32x4 176 177 178 179) (f64.const 177) (i32.const 178) (f64.const 179) (f32.const 180)
    (i64.const 181) (f32.const 182) (f64.const 183) (i32.const 184) (f64.const 185) (v128.const i32x4 186
    187 188 189) (i32.const 187) (i32.const 188) (f32.const 189) (v128.const i32x4 190 191 192 193)
    (i64.const 191) (v128.const i32x4 192 193 194 195) (i64.const 193) (i64.const 194) (f32.const 195)
    (f32.const 196) (f64.const 197) (v128.const i32x4 198 199 200 201) (f64.const 199) (i64.const 200)
    (v128.const i32x4 201 202 203 204) (i32.const 202) (i64.const 203) (f64.const 204) (i32.const 205)
    (i64.const 206) (v128.const i32x4 207 208 209 210) (f32.const 208) (v128.const i32x4 209 210 211 212)
    (f64.const 210) (i64.const 211) (i64.const 212) (f32.const 213) (f64.const 214) (f64.const 215)
    (i64.const 216) (f64.const 217) (f32.const 218) (v128.const i32x4 219 220 221 222) (v128.const i32x4 220
    221 222 223) (f32.const 221) (i64.const 222) (i32.const 223) (i32.const 224) (v128.const i32x4 225 226
    227 228) (f32.const 226) (i64.const 227) (v128.const i32x4 228 229 230 231) (i64.const 229) (f32.const
    230) (f32.const 231) (f32.const 232) (v128.const i32x4 233 234 235 236) (f32.const 234) (i64.const 235)
    (f64.const 236) (v128.const i32x4 237 238 239 240) (i32.const 238) (i32.const 239) (v128.const i32x4 240
    241 242 243) (v128.const i32x4 241 242 243 244) (v128.const i32x4 242 243 244 245) (f64.const 243)
    (i64.const 244) (i64.const 245) (f32.const 246) (f64.const 247) (i64.const 248) (v128.const i32x4 249
    250 251 252) (i32.const 250) (f64.const 251) (f64.const 252) (f32.const 253) (f64.const 254) (v128.const
    i32x4 255 256 257 258) (i64.const 256) (v128.const i32x4 257 258 259 260) (i32.const 258) (v128.const
    i32x4 259 260 261 262) (i32.const 260) (f32.const 261) (i32.const 262) (f32.const 263) (i32.const 264)
    (i64.const 265) (v128.const i32x4 266 267 268 269) (i32.const 267) (f64.const 268) (i64.const 269)
    (f64.const 270) (f64.const 271) (f64.const 272) (i64.const 273) (f32.const 274) (f64.const 275)
    (i64.const 276) (v128.const i32x4 277 278 279 280) (f64.const 278) (i64.const 279) (i32.const 280)
    (f64.const 281) (v128.const i32x4 282 283 284 285) (v128.const i32x4 283 284 285 286) (f64.const 284)
    (i32.const 285) (f32.const 286) (f32.const 287) (i64.const 288) (f64.const 289) (v128.const i32x4 290
    291 292 293) (i32.const 291) (i64.const 292) (v128.const i32x4 293 294 295 296) (f64.const 294)
    (v128.const i32x4 295 296 297 298) (i32.const 296) (i32.const 297) (v128.const i32x4 298 299 300 301)
    (i64.const 299) (f32.const 300) (i64.const 301) (i64.const 302) (f32.const 303) (i64.const 304)
    (v128.const i32x4 305 306 307 308) (i64.const 306) (f32.const 307) (f32.const 308) (v128.const i32x4 309
    310 311 312) (f32.const 310) (f64.const 311) (i64.const 312) (v128.const i32x4 313 314 315 316)
    (f32.const 314) (f64.const 315) (f64.const 316) (i32.const 317) (i64.const 318) (v128.const i32x4 319
    320 321 322) (f64.const 320) (i64.const 321) (f32.const 322) (i32.const 323) (i32.const 324) (i32.const
    325) (v128.const i32x4 326 327 328 329) (i32.const 327) (v128.const i32x4 328 329 330 331) (f32.const
    329) (i64.const 330) (i32.const 331) (v128.const i32x4 332 333 334 335) (f32.const 333) (v128.const
    i32x4 334 335 336 337) (f32.const 335) (f64.const 336) (v128.const i32x4 337 338 339 340) (f32.const
    338) (v128.const i32x4 339 340 341 342) (f32.const 340) (i32.const 341) (i32.const 342) (f64.const 343)
    (f64.const 344) (f32.const 345) (f32.const 346) (v128.const i32x4 347 348 349 350) (f64.const 348)
    (f32.const 349) (v128.const i32x4 350 351 352 353) (f64.const 351) (i32.const 352) (f64.const 353)
    (f64.const 354) (i64.const 355) (v128.const i32x4 356 357 358 359) (i32.const 357) (f32.const 358)
    (v128.const i32x4 359 360 361 362) (v128.const i32x4 360 361 362 363) (i64.const 361) (f64.const 362)
    (v128.const i32x4 363 364 365 366) (v128.const i32x4 364 365 366 367) (f64.const 365) (f32.const 366)
    (i64.const 367) (f64.const 368) (v128.const i32x4 369 370 371 372) (v128.const i32x4 370 371 372 373)
    (i64.const 371) (f32.const 372) (v128.const i32x4 373 374 375 376) (i32.const 374) (f64.const 375)
    (v128.const i32x4 376 377 378 379) (f64.const 377) (f64.const 378) (f32.const 379) (v128.const i32x4 380
    381 382 383) (v128.const i32x4 381 382 383 384) (i32.const 382) (f64.const 383) (i64.const 384)
    (f32.const 385) (i32.const 386) (f64.const 387) (i64.const 388) (f64.const 389) (f32.const 390)
    (i64.const 391) (i32.const 392) (v128.const i32x4 393 394 395 396) (i32.const 394) (f32.const 395)
    (f32.const 396) (f64.const 397) (v128.const i32x4 398 399 400 401) (f32.const 399) (i64.const 400)
    (f64.const 401) (f32.const 402) (f64.const 403) (i64.const 404) (f64.const 405) (v128.const i32x4 406
    407 408 409) (i32.const 407) (f32.const 408) (v128.const i32x4 409 410 411 412) (i32.const 410)
    (v128.const i32x4 411 412 413 414) (f64.const 412) (i32.const 413) (f32.const 414) (i32.const 415)
    (f64.const 416) (i32.const 417) (i64.const 418) (v128.const i32x4 419 420 421 422) (i64.const 420)
    (i32.const 421) (f64.const 422) (f32.const 423) (v128.const i32x4 424 425 426 427) (f32.const 425)
    (i64.const 426) (v128.const i32x4 427 428 429 430) (i64.const 428) (i64.const 429) (f32.const 430)
    (f32.const 431) (i32.const 432) (i32.const 433) (v128.const i32x4 434 435 436 437) (f32.const 435)
    (f64.const 436) (v128.const i32x4 437 438 439 440) (v128.const i32x4 438 439 440 441) (i32.const 439)
    (i64.const 440) (f32.const 441) (v128.const i32x4 442 443 444 445) (f32.const 443) (f32.const 444)
    (v128.const i32x4 445 446 447 448) (i64.const 446) (f64.const 447) (v128.const i32x4 448 449 450 451)
    (f64.const 449) (i64.const 450) (f64.const 451) (f32.const 452) (v128.const i32x4 453 454 455 456)
    (f32.const 454) (i64.const 455) (f32.const 456) (v128.const i32x4 457 458 459 460) (i64.const 458)
    (i32.const 459) (v128.const i32x4 460 461 462 463) (f64.const 461) (f32.const 462) (f64.const 463)
    (i64.const 464) (f32.const 465) (i64.const 466) (i32.const 467) (i64.const 468) (v128.const i32x4 469
    470 471 472) (f64.const 470) (v128.const i32x4 471 472 473 474) (i64.const 472) (v128.const i32x4 473
    474 475 476) (f32.const 474) (f64.const 475) (v128.const i32x4 476 477 478 479) (i64.const 477)
    (i64.const 478) (i64.const 479) (f64.const 480) (f32.const 481) (f32.const 482) (f64.const 483)
    (i64.const 484) (i32.const 485) (i64.const 486) (f32.const 487) (i32.const 488) (i32.const 489)
    (i64.const 490) (f64.const 491) (f32.const 492) (f64.const 493) (i32.const 494) (i64.const 495)
    (i32.const 496) (i32.const 497) (v128.const i32x4 498 499 500 501) (i32.const 499) (i64.const 500)
    (i32.const 501) (f64.const 502) (v128.const i32x4 503 504 505 506) (v128.const i32x4 504 505 506 507)
    (f64.const 505) (f32.const 506) (f32.const 507) (i32.const 508) (v128.const i32x4 509 510 511 512)
    (i64.const 510) (i32.const 511) (i64.const 512) (f64.const 513) (i64.const 514) (f64.const 515)
    (f64.const 516) (f64.const 517) (i64.const 518) (i64.const 519) (i64.const 520) (f32.const 521)
    (f64.const 522) (v128.const i32x4 523 524 525 526) (v128.const i32x4 524 525 526 527) (f64.const 525)
    (i64.const 526) (f64.const 527) (f32.const 528) (f32.const 529) (f64.const 530) (v128.const i32x4 531
    532 533 534) (i32.const 532) (i64.const 533) (i32.const 534) (i32.const 535) (i32.const 536) (i32.const
    537) (f64.const 538) (f32.const 539) (f64.const 540) (v128.const i32x4 541 542 543 544) (f32.const 542)
    (i64.const 543) (f64.const 544) (i64.const 545) (i64.const 546) (i32.const 547) (i32.const 548)
    (f64.const 549) (i64.const 550) (v128.const i32x4 551 552 553 554) (i32.const 552) (v128.const i32x4 553
    554 555 556) (f64.const 554) (f32.const 555) (i64.const 556) (i32.const 557) (f64.const 558) (f32.const
    559) (i32.const 560) (i32.const 561) (v128.const i32x4 562 563 564 565) (i32.const 563) (v128.const
    i32x4 564 565 566 567) (i64.const 565) (i32.const 566) (f32.const 567) (i32.const 568) (f64.const 569)
    (i32.const 570) (i64.const 571) (i32.const 572) (f64.const 573) (i64.const 574) (f32.const 575)
    (i64.const 576) (f64.const 577) (f64.const 578) (f32.const 579) (f32.const 580) (f32.const 581)
    (i64.const 582) (i64.const 583) (i32.const 584) (v128.const i32x4 585 586 587 588) (v128.const i32x4 586
    587 588 589) (i64.const 587) (f32.const 588) (f64.const 589) (v128.const i32x4 590 591 592 593)
    (v128.const i32x4 591 592 593 594) (v128.const i32x4 592 593 594 595) (i32.const 593) (f32.const 594)
    (v128.const i32x4 595 596 597 598) (f64.const 596) (v128.const i32x4 597 598 599 600) (i64.const 598)
    (v128.const i32x4 599 600 601 602) (f64.const 600) (i32.const 601) (f32.const 602) (v128.const i32x4 603
    604 605 606) (i32.const 604) (f32.const 605) (i64.const 606) (i32.const 607) (i64.const 608) (i32.const
    609) (i64.const 610) (f64.const 611) (i32.const 612) (i32.const 613) (i32.const 614) (v128.const i32x4
    615 616 617 618) (f64.const 616) (v128.const i32x4 617 618 619 620) (f32.const 618) (i32.const 619)
    (f32.const 620) (i32.const 621) (i64.const 622) (v128.const i32x4 623 624 625 626) (i32.const 624)
    (f64.const 625) (i64.const 626) (f64.const 627) (f64.const 628) (i32.const 629) (v128.const i32x4 630
    631 632 633) (f32.const 631) (i32.const 632) (f32.const 633) (f32.const 634) (i32.const 635) (f32.const
    636) (i32.const 637) (f64.const 638) (i32.const 639) (f32.const 640) (f32.const 641) (i64.const 642)
    (f32.const 643) (f64.const 644) (i32.const 645) (f32.const 646) (i32.const 647) (f64.const 648)
    (i64.const 649) (v128.const i32x4 650 651 652 653) (v128.const i32x4 651 652 653 654) (i64.const 652)
    (f32.const 653) (f32.const 654) (v128.const i32x4 655 656 657 658) (f64.const 656) (v128.const i32x4 657
    658 659 660) (f64.const 658) (i32.const 659) (i64.const 660) (f64.const 661) (v128.const i32x4 662 663
    664 665) (v128.const i32x4 663 664 665 666) (v128.const i32x4 664 665 666 667) (v128.const i32x4 665 666
    667 668) (v128.const i32x4 666 667 668 669) (i32.const 667) (f32.const 668) (i64.const 669) (i64.const
    670) (f32.const 671) (f64.const 672) (v128.const i32x4 673 674 675 676) (f32.const 674) (i32.const 675)
    (f64.const 676) (f32.const 677) (i64.const 678) (v128.const i32x4 679 680 681 682) (i32.const 680)
    (i32.const 681) (f32.const 682) (v128.const i32x4 683 684 685 686) (f32.const 684) (f64.const 685)
    (f32.const 686) (f32.const 687) (f32.const 688) (f32.const 689) (f32.const 690) (v128.const i32x4 691
    692 693 694) (v128.const i32x4 692 693 694 695) (i32.const 693) (v128.const i32x4 694 695 696 697)
    (i32.const 695) (i64.const 696) (f32.const 697) (f32.const 698) (f32.const 699) (v128.const i32x4 700
    701 702 703) (i32.const 701) (f64.const 702) (f32.const 703) (f64.const 704) (f64.const 705) (f32.const
    706) (f64.const 707) (i32.const 708) (v128.const i32x4 709 710 711 712) (i32.const 710) (i64.const 711)
    (i32.const 712) (v128.const i32x4 713 714 715 716) (f64.const 714) (v128.const i32x4 715 716 717 718)
    (f32.const 716) (i64.const 717) (v128.const i32x4 718 719 720 721) (f32.const 719) (f32.const 720)
    (f32.const 721) (f64.const 722) (f32.const 723) (f64.const 724) (v128.const i32x4 725 726 727 728)
    (f32.const 726) (v128.const i32x4 727 728 729 730) (v128.const i32x4 728 729 730 731) (i64.const 729)
    (i32.const 730) (i64.const 731) (f32.const 732) (i64.const 733) (v128.const i32x4 734 735 736 737)
    (i64.const 735) (i32.const 736) (i64.const 737) (f64.const 738) (v128.const i32x4 739 740 741 742)
    (i32.const 740) (i32.const 741) (v128.const i32x4 742 743 744 745) (f32.const 743) (i32.const 744)
    (i64.const 745) (f32.const 746) (i32.const 747) (v128.const i32x4 748 749 750 751) (v128.const i32x4 749
    750 751 752) (i32.const 750) (i32.const 751) (i64.const 752) (i64.const 753) (v128.const i32x4 754 755
    756 757) (f64.const 755) (i32.const 756) (v128.const i32x4 757 758 759 760) (f32.const 758) (f64.const
    759) (f32.const 760) (i64.const 761) (i64.const 762) (v128.const i32x4 763 764 765 766) (f64.const 764)
    (i64.const 765) (f64.const 766) (f64.const 767) (f32.const 768) (v128.const i32x4 769 770 771 772)
    (i64.const 770) (f64.const 771) (i32.const 772) (f32.const 773) (f64.const 774) (i64.const 775)
    (i32.const 776) (v128.const i32x4 777 778 779 780) (f64.const 778) (v128.const i32x4 779 780 781 782)
    (f64.const 780) (i32.const 781) (f64.const 782) (v128.const i32x4 783 784 785 786) (v128.const i32x4 784
    785 786 787) (v128.const i32x4 785 786 787 788) (v128.const i32x4 786 787 788 789) (f64.const 787)
    (i32.const 788) (f32.const 789) (f64.const 790) (i32.const 791) (i64.const 792) (f32.const 793)
    (i32.const 794) (v128.const i32x4 795 796 797 798) (i32.const 796) (f32.const 797) (v128.const i32x4 798
    799 800 801) (f32.const 799) (v128.const i32x4 800 801 802 803) (v128.const i32x4 801 802 803 804)
    (v128.const i32x4 802 803 804 805) (f32.const 803) (v128.const i32x4 804 805 806 807) (f64.const 805)
    (v128.const i32x4 806 807 808 809) (v128.const i32x4 807 808 809 810) (f64.const 808) (v128.const i32x4
    809 810 811 812) (v128.const i32x4 810 811 812 813) (f32.const 811) (f64.const 812) (f32.const 813)
    (i64.const 814) (v128.const i32x4 815 816 817 818) (f64.const 816) (v128.const i32x4 817 818 819 820)
    (i64.const 818) (v128.const i32x4 819 820 821 822) (i64.const 820) (f32.const 821) (i32.const 822)
    (f64.const 823) (v128.const i32x4 824 825 826 827) (i32.const 825) (f32.const 826) (f64.const 827)
    (f64.const 828) (f32.const 829) (i32.const 830) (i32.const 831) (i32.const 832) (i32.const 833)
    (f64.const 834) (f32.const 835) (f64.const 836) (f32.const 837) (f32.const 838) (f64.const 839)
    (f32.const 840) (f64.const 841) (f64.const 842) (i32.const 843) (f64.const 844) (f32.const 845)
    (i64.const 846) (f64.const 847) (i64.const 848) (i32.const 849) (i64.const 850) (f32.const 851)
    (f32.const 852) (i64.const 853) (v128.const i32x4 854 855 856 857) (f32.const 855) (f64.const 856)
    (f32.const 857) (v128.const i32x4 858 859 860 861) (f32.const 859) (f64.const 860) (f32.const 861)
    (f64.const 862) (f32.const 863) (f64.const 864) (i64.const 865) (f64.const 866) (f64.const 867)
    (f64.const 868) (i32.const 869) (i32.const 870) (i64.const 871) (i64.const 872) (i64.const 873)
    (i64.const 874) (i32.const 875) (i32.const 876) (f32.const 877) (i64.const 878) (f64.const 879)
    (i32.const 880) (f64.const 881) (i64.const 882) (i32.const 883) (i32.const 884) (f64.const 885)
    (v128.const i32x4 886 887 888 889) (i32.const 887) (v128.const i32x4 888 889 890 891) (i64.const 889)
    (v128.const i32x4 890 891 892 893) (f64.const 891) (f32.const 892) (i32.const 893) (i32.const 894)
    (v128.const i32x4 895 896 897 898) (f64.const 896) (i32.const 897) (f32.const 898) (f32.const 899)
    (i64.const 900) (f64.const 901) (i32.const 902) (i64.const 903) (i32.const 904) (f64.const 905)
    (i32.const 906) (f64.const 907) (f32.const 908) (v128.const i32x4 909 910 911 912) (f64.const 910)
    (f64.const 911) (i32.const 912) (v128.const i32x4 913 914 915 916) (f64.const 914) (i32.const 915)
    (i64.const 916) (f64.const 917) (v128.const i32x4 918 919 920 921) (i64.const 919) (i64.const 920)
    (v128.const i32x4 921 922 923 924) (f32.const 922) (f64.const 923) (v128.const i32x4 924 925 926 927)
    (f32.const 925) (f64.const 926) (v128.const i32x4 927 928 929 930) (i64.const 928) (v128.const i32x4 929
    930 931 932) (f32.const 930) (f64.const 931) (i32.const 932) (i32.const 933) (f32.const 934) (f32.const
    935) (i32.const 936) (v128.const i32x4 937 938 939 940) (f64.const 938) (f32.const 939) (i32.const 940)
    (i64.const 941) (v128.const i32x4 942 943 944 945) (f32.const 943) (f32.const 944) (i64.const 945)
    (f64.const 946) (i64.const 947) (i64.const 948) (f32.const 949) (i64.const 950) (f64.const 951)
    (v128.const i32x4 952 953 954 955) (v128.const i32x4 953 954 955 956) (i32.const 954) (v128.const i32x4
    955 956 957 958) (v128.const i32x4 956 957 958 959) (v128.const i32x4 957 958 959 960) (i64.const 958)
    (f64.const 959) (f32.const 960) (f32.const 961) (f64.const 962) (f32.const 963) (f32.const 964)
    (f64.const 965) (i64.const 966) (f64.const 967) (f32.const 968) (v128.const i32x4 969 970 971 972)
    (f64.const 970) (i64.const 971) (f32.const 972) (i64.const 973) (v128.const i32x4 974 975 976 977)
    (i64.const 975) (v128.const i32x4 976 977 978 979) (f64.const 977) (v128.const i32x4 978 979 980 981)
    (i64.const 979) (i32.const 980) (v128.const i32x4 981 982 983 984) (f32.const 982) (v128.const i32x4 983
    984 985 986) (i64.const 984) (i64.const 985) (f32.const 986) (v128.const i32x4 987 988 989 990)
    (f64.const 988) (f64.const 989) (f32.const 990) (i32.const 991) (i64.const 992) (i64.const 993)
    (f32.const 994) (i64.const 995) (i32.const 996) (v128.const i32x4 997 998 999 1000) (i32.const 998)
    (v128.const i32x4 999 1000 1001 1002) (i64.const 1000) (local.get $f)))
  (func (export "forward") (type $t) (return_call $extra (local.get 0) (local.get 1) (local.get 2)
    (local.get 3) (local.get 4) (local.get 5) (local.get 6) (local.get 7) (local.get 8) (local.get 9)
    (local.get 10) (local.get 11) (local.get 12) (local.get 13) (local.get 14) (local.get 15) (local.get 16)
    (local.get 17) (local.get 18) (local.get 19) (local.get 20) (local.get 21) (local.get 22) (local.get 23)
    (local.get 24) (local.get 25) (local.get 26) (local.get 27) (local.get 28) (local.get 29) (local.get 30)
    (local.get 31) (local.get 32) (local.get 33) (local.get 34) (local.get 35) (local.get 36) (local.get 37)
    (local.get 38) (local.get 39) (local.get 40) (local.get 41) (local.get 42) (local.get 43) (local.get 44)
    (local.get 45) (local.get 46) (local.get 47) (local.get 48) (local.get 49) (local.get 50) (local.get 51)
    (local.get 52) (local.get 53) (local.get 54) (local.get 55) (local.get 56) (local.get 57) (local.get 58)
    (local.get 59) (local.get 60) (local.get 61) (local.get 62) (local.get 63) (local.get 64) (local.get 65)
    (local.get 66) (local.get 67) (local.get 68) (local.get 69) (local.get 70) (local.get 71) (local.get 72)
    (local.get 73) (local.get 74) (local.get 75) (local.get 76) (local.get 77) (local.get 78) (local.get 79)
    (local.get 80) (local.get 81) (local.get 82) (local.get 83) (local.get 84) (local.get 85) (local.get 86)
    (local.get 87) (local.get 88) (local.get 89) (local.get 90) (local.get 91) (local.get 92) (local.get 93)
    (local.get 94) (local.get 95) (local.get 96) (local.get 97) (local.get 98) (local.get 99) (local.get
    100) (local.get 101) (local.get 102) (local.get 103) (local.get 104) (local.get 105) (local.get 106)
    (local.get 107) (local.get 108) (local.get 109) (local.get 110) (local.get 111) (local.get 112)
    (local.get 113) (local.get 114) (local.get 115) (local.get 116) (local.get 117) (local.get 118)
    (local.get 119) (local.get 120) (local.get 121) (local.get 122) (local.get 123) (local.get 124)
    (local.get 125) (local.get 126) (local.get 127) (local.get 128) (local.get 129) (local.get 130)
    (local.get 131) (local.get 132) (local.get 133) (local.get 134) (local.get 135) (local.get 136)
    (local.get 137) (local.get 138) (local.get 139) (local.get 140) (local.get 141) (local.get 142)
    (local.get 143) (local.get 144) (local.get 145) (local.get 146) (local.get 147) (local.get 148)
    (local.get 149) (local.get 150) (local.get 151) (local.get 152) (local.get 153) (local.get 154)
    (local.get 155) (local.get 156) (local.get 157) (local.get 158) (local.get 159) (local.get 160)
    (local.get 161) (local.get 162) (local.get 163) (local.get 164) (local.get 165) (local.get 166)
    (local.get 167) (local.get 168) (local.get 169) (local.get 170) (local.get 171) (local.get 172)
    (local.get 173) (local.get 174) (local.get 175) (local.get 176) (local.get 177) (local.get 178)
    (local.get 179) (local.get 180) (local.get 181) (local.get 182) (local.get 183) (local.get 184)
    (local.get 185) (local.get 186) (local.get 187) (local.get 188) (local.get 189) (local.get 190)
    (local.get 191) (local.get 192) (local.get 193) (local.get 194) (local.get 195) (local.get 196)
    (local.get 197) (local.get 198) (local.get 199) (local.get 200) (local.get 201) (local.get 202)
    (local.get 203) (local.get 204) (local.get 205) (local.get 206) (local.get 207) (local.get 208)
    (local.get 209) (local.get 210) (local.get 211) (local.get 212) (local.get 213) (local.get 214)
    (local.get 215) (local.get 216) (local.get 217) (local.get 218) (local.get 219) (local.get 220)
    (local.get 221) (local.get 222) (local.get 223) (local.get 224) (local.get 225) (local.get 226)
    (local.get 227) (local.get 228) (local.get 229) (local.get 230) (local.get 231) (local.get 232)
    (local.get 233) (local.get 234) (local.get 235) (local.get 236) (local.get 237) (local.get 238)
    (local.get 239) (local.get 240) (local.get 241) (local.get 242) (local.get 243) (local.get 244)
    (local.get 245) (local.get 246) (local.get 247) (local.get 248) (local.get 249) (local.get 250)
    (local.get 251) (local.get 252) (local.get 253) (local.get 254) (local.get 255) (local.get 256)
    (local.get 257) (local.get 258) (local.get 259) (local.get 260) (local.get 261) (local.get 262)
    (local.get 263) (local.get 264) (local.get 265) (local.get 266) (local.get 267) (local.get 268)
    (local.get 269) (local.get 270) (local.get 271) (local.get 272) (local.get 273) (local.get 274)
    (local.get 275) (local.get 276) (local.get 277) (local.get 278) (local.get 279) (local.get 280)
    (local.get 281) (local.get 282) (local.get 283) (local.get 284) (local.get 285) (local.get 286)
    (local.get 287) (local.get 288) (local.get 289) (local.get 290) (local.get 291) (local.get 292)
    (local.get 293) (local.get 294) (local.get 295) (local.get 296) (local.get 297) (local.get 298)
    (local.get 299) (local.get 300) (local.get 301) (local.get 302) (local.get 303) (local.get 304)
    (local.get 305) (local.get 306) (local.get 307) (local.get 308) (local.get 309) (local.get 310)
    (local.get 311) (local.get 312) (local.get 313) (local.get 314) (local.get 315) (local.get 316)
    (local.get 317) (local.get 318) (local.get 319) (local.get 320) (local.get 321) (local.get 322)
    (local.get 323) (local.get 324) (local.get 325) (local.get 326) (local.get 327) (local.get 328)
    (local.get 329) (local.get 330) (local.get 331) (local.get 332) (local.get 333) (local.get 334)
    (local.get 335) (local.get 336) (local.get 337) (local.get 338) (local.get 339) (local.get 340)
    (local.get 341) (local.get 342) (local.get 343) (local.get 344) (local.get 345) (local.get 346)
    (local.get 347) (local.get 348) (local.get 349) (local.get 350) (local.get 351) (local.get 352)
    (local.get 353) (local.get 354) (local.get 355) (local.get 356) (local.get 357) (local.get 358)
    (local.get 359) (local.get 360) (local.get 361) (local.get 362) (local.get 363) (local.get 364)
    (local.get 365) (local.get 366) (local.get 367) (local.get 368) (local.get 369) (local.get 370)
    (local.get 371) (local.get 372) (local.get 373) (local.get 374) (local.get 375) (local.get 376)
    (local.get 377) (local.get 378) (local.get 379) (local.get 380) (local.get 381) (local.get 382)
    (local.get 383) (local.get 384) (local.get 385) (local.get 386) (local.get 387) (local.get 388)
    (local.get 389) (local.get 390) (local.get 391) (local.get 392) (local.get 393) (local.get 394)
    (local.get 395) (local.get 396) (local.get 397) (local.get 398) (local.get 399) (local.get 400)
    (local.get 401) (local.get 402) (local.get 403) (local.get 404) (local.get 405) (local.get 406)
    (local.get 407) (local.get 408) (local.get 409) (local.get 410) (local.get 411) (local.get 412)
    (local.get 413) (local.get 414) (local.get 415) (local.get 416) (local.get 417) (local.get 418)
    (local.get 419) (local.get 420) (local.get 421) (local.get 422) (local.get 423) (local.get 424)
    (local.get 425) (local.get 426) (local.get 427) (local.get 428) (local.get 429) (local.get 430)
    (local.get 431) (local.get 432) (local.get 433) (local.get 434) (local.get 435) (local.get 436)
    (local.get 437) (local.get 438) (local.get 439) (local.get 440) (local.get 441) (local.get 442)
    (local.get 443) (local.get 444) (local.get 445) (local.get 446) (local.get 447) (local.get 448)
    (local.get 449) (local.get 450) (local.get 451) (local.get 452) (local.get 453) (local.get 454)
    (local.get 455) (local.get 456) (local.get 457) (local.get 458) (local.get 459) (local.get 460)
    (local.get 461) (local.get 462) (local.get 463) (local.get 464) (local.get 465) (local.get 466)
    (local.get 467) (local.get 468) (local.get 469) (local.get 470) (local.get 471) (local.get 472)
    (local.get 473) (local.get 474) (local.get 475) (local.get 476) (local.get 477) (local.get 478)
    (local.get 479) (local.get 480) (local.get 481) (local.get 482) (local.get 483) (local.get 484)
    (local.get 485) (local.get 486) (local.get 487) (local.get 488) (local.get 489) (local.get 490)
    (local.get 491) (local.get 492) (local.get 493) (local.get 494) (local.get 495) (local.get 496)
    (local.get 497) (local.get 498) (local.get 499) (local.get 500) (local.get 501) (local.get 502)
    (local.get 503) (local.get 504) (local.get 505) (local.get 506) (local.get 507) (local.get 508)
    (local.get 509) (local.get 510) (local.get 511) (local.get 512) (local.get 513) (local.get 514)
    (local.get 515) (local.get 516) (local.get 517) (local.get 518) (local.get 519) (local.get 520)
    (local.get 521) (local.get 522) (local.get 523) (local.get 524) (local.get 525) (local.get 526)
    (local.get 527) (local.get 528) (local.get 529) (local.get 530) (local.get 531) (local.get 532)
    (local.get 533) (local.get 534) (local.get 535) (local.get 536) (local.get 537) (local.get 538)
    (local.get 539) (local.get 540) (local.get 541) (local.get 542) (local.get 543) (local.get 544)
    (local.get 545) (local.get 546) (local.get 547) (local.get 548) (local.get 549) (local.get 550)
    (local.get 551) (local.get 552) (local.get 553) (local.get 554) (local.get 555) (local.get 556)
    (local.get 557) (local.get 558) (local.get 559) (local.get 560) (local.get 561) (local.get 562)
    (local.get 563) (local.get 564) (local.get 565) (local.get 566) (local.get 567) (local.get 568)
    (local.get 569) (local.get 570) (local.get 571) (local.get 572) (local.get 573) (local.get 574)
    (local.get 575) (local.get 576) (local.get 577) (local.get 578) (local.get 579) (local.get 580)
    (local.get 581) (local.get 582) (local.get 583) (local.get 584) (local.get 585) (local.get 586)
    (local.get 587) (local.get 588) (local.get 589) (local.get 590) (local.get 591) (local.get 592)
    (local.get 593) (local.get 594) (local.get 595) (local.get 596) (local.get 597) (local.get 598)
    (local.get 599) (local.get 600) (local.get 601) (local.get 602) (local.get 603) (local.get 604)
    (local.get 605) (local.get 606) (local.get 607) (local.get 608) (local.get 609) (local.get 610)
    (local.get 611) (local.get 612) (local.get 613) (local.get 614) (local.get 615) (local.get 616)
    (local.get 617) (local.get 618) (local.get 619) (local.get 620) (local.get 621) (local.get 622)
    (local.get 623) (local.get 624) (local.get 625) (local.get 626) (local.get 627) (local.get 628)
    (local.get 629) (local.get 630) (local.get 631) (local.get 632) (local.get 633) (local.get 634)
    (local.get 635) (local.get 636) (local.get 637) (local.get 638) (local.get 639) (local.get 640)
    (local.get 641) (local.get 642) (local.get 643) (local.get 644) (local.get 645) (local.get 646)
    (local.get 647) (local.get 648) (local.get 649) (local.get 650) (local.get 651) (local.get 652)
    (local.get 653) (local.get 654) (local.get 655) (local.get 656) (local.get 657) (local.get 658)
    (local.get 659) (local.get 660) (local.get 661) (local.get 662) (local.get 663) (local.get 664)
    (local.get 665) (local.get 666) (local.get 667) (local.get 668) (local.get 669) (local.get 670)
    (local.get 671) (local.get 672) (local.get 673) (local.get 674) (local.get 675) (local.get 676)
    (local.get 677) (local.get 678) (local.get 679) (local.get 680) (local.get 681) (local.get 682)
    (local.get 683) (local.get 684) (local.get 685) (local.get 686) (local.get 687) (local.get 688)
    (local.get 689) (local.get 690) (local.get 691) (local.get 692) (local.get 693) (local.get 694)
    (local.get 695) (local.get 696) (local.get 697) (local.get 698) (local.get 699) (local.get 700)
    (local.get 701) (local.get 702) (local.get 703) (local.get 704) (local.get 705) (local.get 706)
    (local.get 707) (local.get 708) (local.get 709) (local.get 710) (local.get 711) (local.get 712)
    (local.get 713) (local.get 714) (local.get 715) (local.get 716) (local.get 717) (local.get 718)
    (local.get 719) (local.get 720) (local.get 721) (local.get 722) (local.get 723) (local.get 724)
    (local.get 725) (local.get 726) (local.get 727) (local.get 728) (local.get 729) (local.get 730)
    (local.get 731) (local.get 732) (local.get 733) (local.get 734) (local.get 735) (local.get 736)
    (local.get 737) (local.get 738) (local.get 739) (local.get 740) (local.get 741) (local.get 742)
    (local.get 743) (local.get 744) (local.get 745) (local.get 746) (local.get 747) (local.get 748)
    (local.get 749) (local.get 750) (local.get 751) (local.get 752) (local.get 753) (local.get 754)
    (local.get 755) (local.get 756) (local.get 757) (local.get 758) (local.get 759) (local.get 760)
    (local.get 761) (local.get 762) (local.get 763) (local.get 764) (local.get 765) (local.get 766)
    (local.get 767) (local.get 768) (local.get 769) (local.get 770) (local.get 771) (local.get 772)
    (local.get 773) (local.get 774) (local.get 775) (local.get 776) (local.get 777) (local.get 778)
    (local.get 779) (local.get 780) (local.get 781) (local.get 782) (local.get 783) (local.get 784)
    (local.get 785) (local.get 786) (local.get 787) (local.get 788) (local.get 789) (local.get 790)
    (local.get 791) (local.get 792) (local.get 793) (local.get 794) (local.get 795) (local.get 796)
    (local.get 797) (local.get 798) (local.get 799) (local.get 800) (local.get 801) (local.get 802)
    (local.get 803) (local.get 804) (local.get 805) (local.get 806) (local.get 807) (local.get 808)
    (local.get 809) (local.get 810) (local.get 811) (local.get 812) (local.get 813) (local.get 814)
    (local.get 815) (local.get 816) (local.get 817) (local.get 818) (local.get 819) (local.get 820)
    (local.get 821) (local.get 822) (local.get 823) (local.get 824) (local.get 825) (local.get 826)
    (local.get 827) (local.get 828) (local.get 829) (local.get 830) (local.get 831) (local.get 832)
    (local.get 833) (local.get 834) (local.get 835) (local.get 836) (local.get 837) (local.get 838)
    (local.get 839) (local.get 840) (local.get 841) (local.get 842) (local.get 843) (local.get 844)
    (local.get 845) (local.get 846) (local.get 847) (local.get 848) (local.get 849) (local.get 850)
    (local.get 851) (local.get 852) (local.get 853) (local.get 854) (local.get 855) (local.get 856)
    (local.get 857) (local.get 858) (local.get 859) (local.get 860) (local.get 861) (local.get 862)
    (local.get 863) (local.get 864) (local.get 865) (local.get 866) (local.get 867) (local.get 868)
    (local.get 869) (local.get 870) (local.get 871) (local.get 872) (local.get 873) (local.get 874)
    (local.get 875) (local.get 876) (local.get 877) (local.get 878) (local.get 879) (local.get 880)
    (local.get 881) (local.get 882) (local.get 883) (local.get 884) (local.get 885) (local.get 886)
    (local.get 887) (local.get 888) (local.get 889) (local.get 890) (local.get 891) (local.get 892)
    (local.get 893) (local.get 894) (local.get 895) (local.get 896) (local.get 897) (local.get 898)
    (local.get 899) (local.get 900) (local.get 901) (local.get 902) (local.get 903) (local.get 904)
    (local.get 905) (local.get 906) (local.get 907) (local.get 908) (local.get 909) (local.get 910)
    (local.get 911) (local.get 912) (local.get 913) (local.get 914) (local.get 915) (local.get 916)
    (local.get 917) (local.get 918) (local.get 919) (local.get 920) (local.get 921) (local.get 922)
    (local.get 923) (local.get 924) (local.get 925) (local.get 926) (local.get 927) (local.get 928)
    (local.get 929) (local.get 930) (local.get 931) (local.get 932) (local.get 933) (local.get 934)
    (local.get 935) (local.get 936) (local.get 937) (local.get 938) (local.get 939) (local.get 940)
    (local.get 941) (local.get 942) (local.get 943) (local.get 944) (local.get 945) (local.get 946)
    (local.get 947) (local.get 948) (local.get 949) (local.get 950) (local.get 951) (local.get 952)
    (local.get 953) (local.get 954) (local.get 955) (local.get 956) (local.get 957) (local.get 958)
    (local.get 959) (local.get 960) (local.get 961) (local.get 962) (local.get 963) (local.get 964)
    (local.get 965) (local.get 966) (local.get 967) (local.get 968) (local.get 969) (local.get 970)
    (local.get 971) (local.get 972) (local.get 973) (local.get 974) (local.get 975) (local.get 976)
    (local.get 977) (local.get 978) (local.get 979) (local.get 980) (local.get 981) (local.get 982)
    (local.get 983) (local.get 984) (local.get 985) (local.get 986) (local.get 987) (local.get 988)
    (local.get 989) (local.get 990) (local.get 991) (local.get 992) (local.get 993) (local.get 994)
    (local.get 995) (local.get 996) (local.get 997) (local.get 998) (local.get 999))))
(assert_return (invoke "direct") (i64.const 1000) (v128.const i32x4 999 1000 1001 1002) (i32.const 998)
    (v128.const i32x4 997 998 999 1000) (i32.const 996) (i64.const 995) (f32.const 994) (i64.const 993)
    (i64.const 992) (i32.const 991) (f32.const 990) (f64.const 989) (f64.const 988) (v128.const i32x4 987
    988 989 990) (f32.const 986) (i64.const 985) (i64.const 984) (v128.const i32x4 983 984 985 986)
    (f32.const 982) (v128.const i32x4 981 982 983 984) (i32.const 980) (i64.const 979) (v128.const i32x4 978
    979 980 981) (f64.const 977) (v128.const i32x4 976 977 978 979) (i64.const 975) (v128.const i32x4 974
    975 976 977) (i64.const 973) (f32.const 972) (i64.const 971) (f64.const 970) (v128.const i32x4 969 970
    971 972) (f32.const 968) (f64.const 967) (i64.const 966) (f64.const 965) (f32.const 964) (f32.const 963)
    (f64.const 962) (f32.const 961) (f32.const 960) (f64.const 959) (i64.const 958) (v128.const i32x4 957
    958 959 960) (v128.const i32x4 956 957 958 959) (v128.const i32x4 955 956 957 958) (i32.const 954)
    (v128.const i32x4 953 954 955 956) (v128.const i32x4 952 953 954 955) (f64.const 951) (i64.const 950)
    (f32.const 949) (i64.const 948) (i64.const 947) (f64.const 946) (i64.const 945) (f32.const 944)
    (f32.const 943) (v128.const i32x4 942 943 944 945) (i64.const 941) (i32.const 940) (f32.const 939)
    (f64.const 938) (v128.const i32x4 937 938 939 940) (i32.const 936) (f32.const 935) (f32.const 934)
    (i32.const 933) (i32.const 932) (f64.const 931) (f32.const 930) (v128.const i32x4 929 930 931 932)
    (i64.const 928) (v128.const i32x4 927 928 929 930) (f64.const 926) (f32.const 925) (v128.const i32x4 924
    925 926 927) (f64.const 923) (f32.const 922) (v128.const i32x4 921 922 923 924) (i64.const 920)
    (i64.const 919) (v128.const i32x4 918 919 920 921) (f64.const 917) (i64.const 916) (i32.const 915)
    (f64.const 914) (v128.const i32x4 913 914 915 916) (i32.const 912) (f64.const 911) (f64.const 910)
    (v128.const i32x4 909 910 911 912) (f32.const 908) (f64.const 907) (i32.const 906) (f64.const 905)
    (i32.const 904) (i64.const 903) (i32.const 902) (f64.const 901) (i64.const 900) (f32.const 899)
    (f32.const 898) (i32.const 897) (f64.const 896) (v128.const i32x4 895 896 897 898) (i32.const 894)
    (i32.const 893) (f32.const 892) (f64.const 891) (v128.const i32x4 890 891 892 893) (i64.const 889)
    (v128.const i32x4 888 889 890 891) (i32.const 887) (v128.const i32x4 886 887 888 889) (f64.const 885)
    (i32.const 884) (i32.const 883) (i64.const 882) (f64.const 881) (i32.const 880) (f64.const 879)
    (i64.const 878) (f32.const 877) (i32.const 876) (i32.const 875) (i64.const 874) (i64.const 873)
    (i64.const 872) (i64.const 871) (i32.const 870) (i32.const 869) (f64.const 868) (f64.const 867)
    (f64.const 866) (i64.const 865) (f64.const 864) (f32.const 863) (f64.const 862) (f32.const 861)
    (f64.const 860) (f32.const 859) (v128.const i32x4 858 859 860 861) (f32.const 857) (f64.const 856)
    (f32.const 855) (v128.const i32x4 854 855 856 857) (i64.const 853) (f32.const 852) (f32.const 851)
    (i64.const 850) (i32.const 849) (i64.const 848) (f64.const 847) (i64.const 846) (f32.const 845)
    (f64.const 844) (i32.const 843) (f64.const 842) (f64.const 841) (f32.const 840) (f64.const 839)
    (f32.const 838) (f32.const 837) (f64.const 836) (f32.const 835) (f64.const 834) (i32.const 833)
    (i32.const 832) (i32.const 831) (i32.const 830) (f32.const 829) (f64.const 828) (f64.const 827)
    (f32.const 826) (i32.const 825) (v128.const i32x4 824 825 826 827) (f64.const 823) (i32.const 822)
    (f32.const 821) (i64.const 820) (v128.const i32x4 819 820 821 822) (i64.const 818) (v128.const i32x4 817
    818 819 820) (f64.const 816) (v128.const i32x4 815 816 817 818) (i64.const 814) (f32.const 813)
    (f64.const 812) (f32.const 811) (v128.const i32x4 810 811 812 813) (v128.const i32x4 809 810 811 812)
    (f64.const 808) (v128.const i32x4 807 808 809 810) (v128.const i32x4 806 807 808 809) (f64.const 805)
    (v128.const i32x4 804 805 806 807) (f32.const 803) (v128.const i32x4 802 803 804 805) (v128.const i32x4
    801 802 803 804) (v128.const i32x4 800 801 802 803) (f32.const 799) (v128.const i32x4 798 799 800 801)
    (f32.const 797) (i32.const 796) (v128.const i32x4 795 796 797 798) (i32.const 794) (f32.const 793)
    (i64.const 792) (i32.const 791) (f64.const 790) (f32.const 789) (i32.const 788) (f64.const 787)
    (v128.const i32x4 786 787 788 789) (v128.const i32x4 785 786 787 788) (v128.const i32x4 784 785 786 787)
    (v128.const i32x4 783 784 785 786) (f64.const 782) (i32.const 781) (f64.const 780) (v128.const i32x4 779
    780 781 782) (f64.const 778) (v128.const i32x4 777 778 779 780) (i32.const 776) (i64.const 775)
    (f64.const 774) (f32.const 773) (i32.const 772) (f64.const 771) (i64.const 770) (v128.const i32x4 769
    770 771 772) (f32.const 768) (f64.const 767) (f64.const 766) (i64.const 765) (f64.const 764) (v128.const
    i32x4 763 764 765 766) (i64.const 762) (i64.const 761) (f32.const 760) (f64.const 759) (f32.const 758)
    (v128.const i32x4 757 758 759 760) (i32.const 756) (f64.const 755) (v128.const i32x4 754 755 756 757)
    (i64.const 753) (i64.const 752) (i32.const 751) (i32.const 750) (v128.const i32x4 749 750 751 752)
    (v128.const i32x4 748 749 750 751) (i32.const 747) (f32.const 746) (i64.const 745) (i32.const 744)
    (f32.const 743) (v128.const i32x4 742 743 744 745) (i32.const 741) (i32.const 740) (v128.const i32x4 739
    740 741 742) (f64.const 738) (i64.const 737) (i32.const 736) (i64.const 735) (v128.const i32x4 734 735
    736 737) (i64.const 733) (f32.const 732) (i64.const 731) (i32.const 730) (i64.const 729) (v128.const
    i32x4 728 729 730 731) (v128.const i32x4 727 728 729 730) (f32.const 726) (v128.const i32x4 725 726 727
    728) (f64.const 724) (f32.const 723) (f64.const 722) (f32.const 721) (f32.const 720) (f32.const 719)
    (v128.const i32x4 718 719 720 721) (i64.const 717) (f32.const 716) (v128.const i32x4 715 716 717 718)
    (f64.const 714) (v128.const i32x4 713 714 715 716) (i32.const 712) (i64.const 711) (i32.const 710)
    (v128.const i32x4 709 710 711 712) (i32.const 708) (f64.const 707) (f32.const 706) (f64.const 705)
    (f64.const 704) (f32.const 703) (f64.const 702) (i32.const 701) (v128.const i32x4 700 701 702 703)
    (f32.const 699) (f32.const 698) (f32.const 697) (i64.const 696) (i32.const 695) (v128.const i32x4 694
    695 696 697) (i32.const 693) (v128.const i32x4 692 693 694 695) (v128.const i32x4 691 692 693 694)
    (f32.const 690) (f32.const 689) (f32.const 688) (f32.const 687) (f32.const 686) (f64.const 685)
    (f32.const 684) (v128.const i32x4 683 684 685 686) (f32.const 682) (i32.const 681) (i32.const 680)
    (v128.const i32x4 679 680 681 682) (i64.const 678) (f32.const 677) (f64.const 676) (i32.const 675)
    (f32.const 674) (v128.const i32x4 673 674 675 676) (f64.const 672) (f32.const 671) (i64.const 670)
    (i64.const 669) (f32.const 668) (i32.const 667) (v128.const i32x4 666 667 668 669) (v128.const i32x4 665
    666 667 668) (v128.const i32x4 664 665 666 667) (v128.const i32x4 663 664 665 666) (v128.const i32x4 662
    663 664 665) (f64.const 661) (i64.const 660) (i32.const 659) (f64.const 658) (v128.const i32x4 657 658
    659 660) (f64.const 656) (v128.const i32x4 655 656 657 658) (f32.const 654) (f32.const 653) (i64.const
    652) (v128.const i32x4 651 652 653 654) (v128.const i32x4 650 651 652 653) (i64.const 649) (f64.const
    648) (i32.const 647) (f32.const 646) (i32.const 645) (f64.const 644) (f32.const 643) (i64.const 642)
    (f32.const 641) (f32.const 640) (i32.const 639) (f64.const 638) (i32.const 637) (f32.const 636)
    (i32.const 635) (f32.const 634) (f32.const 633) (i32.const 632) (f32.const 631) (v128.const i32x4 630
    631 632 633) (i32.const 629) (f64.const 628) (f64.const 627) (i64.const 626) (f64.const 625) (i32.const
    624) (v128.const i32x4 623 624 625 626) (i64.const 622) (i32.const 621) (f32.const 620) (i32.const 619)
    (f32.const 618) (v128.const i32x4 617 618 619 620) (f64.const 616) (v128.const i32x4 615 616 617 618)
    (i32.const 614) (i32.const 613) (i32.const 612) (f64.const 611) (i64.const 610) (i32.const 609)
    (i64.const 608) (i32.const 607) (i64.const 606) (f32.const 605) (i32.const 604) (v128.const i32x4 603
    604 605 606) (f32.const 602) (i32.const 601) (f64.const 600) (v128.const i32x4 599 600 601 602)
    (i64.const 598) (v128.const i32x4 597 598 599 600) (f64.const 596) (v128.const i32x4 595 596 597 598)
    (f32.const 594) (i32.const 593) (v128.const i32x4 592 593 594 595) (v128.const i32x4 591 592 593 594)
    (v128.const i32x4 590 591 592 593) (f64.const 589) (f32.const 588) (i64.const 587) (v128.const i32x4 586
    587 588 589) (v128.const i32x4 585 586 587 588) (i32.const 584) (i64.const 583) (i64.const 582)
    (f32.const 581) (f32.const 580) (f32.const 579) (f64.const 578) (f64.const 577) (i64.const 576)
    (f32.const 575) (i64.const 574) (f64.const 573) (i32.const 572) (i64.const 571) (i32.const 570)
    (f64.const 569) (i32.const 568) (f32.const 567) (i32.const 566) (i64.const 565) (v128.const i32x4 564
    565 566 567) (i32.const 563) (v128.const i32x4 562 563 564 565) (i32.const 561) (i32.const 560)
    (f32.const 559) (f64.const 558) (i32.const 557) (i64.const 556) (f32.const 555) (f64.const 554)
    (v128.const i32x4 553 554 555 556) (i32.const 552) (v128.const i32x4 551 552 553 554) (i64.const 550)
    (f64.const 549) (i32.const 548) (i32.const 547) (i64.const 546) (i64.const 545) (f64.const 544)
    (i64.const 543) (f32.const 542) (v128.const i32x4 541 542 543 544) (f64.const 540) (f32.const 539)
    (f64.const 538) (i32.const 537) (i32.const 536) (i32.const 535) (i32.const 534) (i64.const 533)
    (i32.const 532) (v128.const i32x4 531 532 533 534) (f64.const 530) (f32.const 529) (f32.const 528)
    (f64.const 527) (i64.const 526) (f64.const 525) (v128.const i32x4 524 525 526 527) (v128.const i32x4 523
    524 525 526) (f64.const 522) (f32.const 521) (i64.const 520) (i64.const 519) (i64.const 518) (f64.const
    517) (f64.const 516) (f64.const 515) (i64.const 514) (f64.const 513) (i64.const 512) (i32.const 511)
    (i64.const 510) (v128.const i32x4 509 510 511 512) (i32.const 508) (f32.const 507) (f32.const 506)
    (f64.const 505) (v128.const i32x4 504 505 506 507) (v128.const i32x4 503 504 505 506) (f64.const 502)
    (i32.const 501) (i64.const 500) (i32.const 499) (v128.const i32x4 498 499 500 501) (i32.const 497)
    (i32.const 496) (i64.const 495) (i32.const 494) (f64.const 493) (f32.const 492) (f64.const 491)
    (i64.const 490) (i32.const 489) (i32.const 488) (f32.const 487) (i64.const 486) (i32.const 485)
    (i64.const 484) (f64.const 483) (f32.const 482) (f32.const 481) (f64.const 480) (i64.const 479)
    (i64.const 478) (i64.const 477) (v128.const i32x4 476 477 478 479) (f64.const 475) (f32.const 474)
    (v128.const i32x4 473 474 475 476) (i64.const 472) (v128.const i32x4 471 472 473 474) (f64.const 470)
    (v128.const i32x4 469 470 471 472) (i64.const 468) (i32.const 467) (i64.const 466) (f32.const 465)
    (i64.const 464) (f64.const 463) (f32.const 462) (f64.const 461) (v128.const i32x4 460 461 462 463)
    (i32.const 459) (i64.const 458) (v128.const i32x4 457 458 459 460) (f32.const 456) (i64.const 455)
    (f32.const 454) (v128.const i32x4 453 454 455 456) (f32.const 452) (f64.const 451) (i64.const 450)
    (f64.const 449) (v128.const i32x4 448 449 450 451) (f64.const 447) (i64.const 446) (v128.const i32x4 445
    446 447 448) (f32.const 444) (f32.const 443) (v128.const i32x4 442 443 444 445) (f32.const 441)
    (i64.const 440) (i32.const 439) (v128.const i32x4 438 439 440 441) (v128.const i32x4 437 438 439 440)
    (f64.const 436) (f32.const 435) (v128.const i32x4 434 435 436 437) (i32.const 433) (i32.const 432)
    (f32.const 431) (f32.const 430) (i64.const 429) (i64.const 428) (v128.const i32x4 427 428 429 430)
    (i64.const 426) (f32.const 425) (v128.const i32x4 424 425 426 427) (f32.const 423) (f64.const 422)
    (i32.const 421) (i64.const 420) (v128.const i32x4 419 420 421 422) (i64.const 418) (i32.const 417)
    (f64.const 416) (i32.const 415) (f32.const 414) (i32.const 413) (f64.const 412) (v128.const i32x4 411
    412 413 414) (i32.const 410) (v128.const i32x4 409 410 411 412) (f32.const 408) (i32.const 407)
    (v128.const i32x4 406 407 408 409) (f64.const 405) (i64.const 404) (f64.const 403) (f32.const 402)
    (f64.const 401) (i64.const 400) (f32.const 399) (v128.const i32x4 398 399 400 401) (f64.const 397)
    (f32.const 396) (f32.const 395) (i32.const 394) (v128.const i32x4 393 394 395 396) (i32.const 392)
    (i64.const 391) (f32.const 390) (f64.const 389) (i64.const 388) (f64.const 387) (i32.const 386)
    (f32.const 385) (i64.const 384) (f64.const 383) (i32.const 382) (v128.const i32x4 381 382 383 384)
    (v128.const i32x4 380 381 382 383) (f32.const 379) (f64.const 378) (f64.const 377) (v128.const i32x4 376
    377 378 379) (f64.const 375) (i32.const 374) (v128.const i32x4 373 374 375 376) (f32.const 372)
    (i64.const 371) (v128.const i32x4 370 371 372 373) (v128.const i32x4 369 370 371 372) (f64.const 368)
    (i64.const 367) (f32.const 366) (f64.const 365) (v128.const i32x4 364 365 366 367) (v128.const i32x4 363
    364 365 366) (f64.const 362) (i64.const 361) (v128.const i32x4 360 361 362 363) (v128.const i32x4 359
    360 361 362) (f32.const 358) (i32.const 357) (v128.const i32x4 356 357 358 359) (i64.const 355)
    (f64.const 354) (f64.const 353) (i32.const 352) (f64.const 351) (v128.const i32x4 350 351 352 353)
    (f32.const 349) (f64.const 348) (v128.const i32x4 347 348 349 350) (f32.const 346) (f32.const 345)
    (f64.const 344) (f64.const 343) (i32.const 342) (i32.const 341) (f32.const 340) (v128.const i32x4 339
    340 341 342) (f32.const 338) (v128.const i32x4 337 338 339 340) (f64.const 336) (f32.const 335)
    (v128.const i32x4 334 335 336 337) (f32.const 333) (v128.const i32x4 332 333 334 335) (i32.const 331)
    (i64.const 330) (f32.const 329) (v128.const i32x4 328 329 330 331) (i32.const 327) (v128.const i32x4 326
    327 328 329) (i32.const 325) (i32.const 324) (i32.const 323) (f32.const 322) (i64.const 321) (f64.const
    320) (v128.const i32x4 319 320 321 322) (i64.const 318) (i32.const 317) (f64.const 316) (f64.const 315)
    (f32.const 314) (v128.const i32x4 313 314 315 316) (i64.const 312) (f64.const 311) (f32.const 310)
    (v128.const i32x4 309 310 311 312) (f32.const 308) (f32.const 307) (i64.const 306) (v128.const i32x4 305
    306 307 308) (i64.const 304) (f32.const 303) (i64.const 302) (i64.const 301) (f32.const 300) (i64.const
    299) (v128.const i32x4 298 299 300 301) (i32.const 297) (i32.const 296) (v128.const i32x4 295 296 297
    298) (f64.const 294) (v128.const i32x4 293 294 295 296) (i64.const 292) (i32.const 291) (v128.const
    i32x4 290 291 292 293) (f64.const 289) (i64.const 288) (f32.const 287) (f32.const 286) (i32.const 285)
    (f64.const 284) (v128.const i32x4 283 284 285 286) (v128.const i32x4 282 283 284 285) (f64.const 281)
    (i32.const 280) (i64.const 279) (f64.const 278) (v128.const i32x4 277 278 279 280) (i64.const 276)
    (f64.const 275) (f32.const 274) (i64.const 273) (f64.const 272) (f64.const 271) (f64.const 270)
    (i64.const 269) (f64.const 268) (i32.const 267) (v128.const i32x4 266 267 268 269) (i64.const 265)
    (i32.const 264) (f32.const 263) (i32.const 262) (f32.const 261) (i32.const 260) (v128.const i32x4 259
    260 261 262) (i32.const 258) (v128.const i32x4 257 258 259 260) (i64.const 256) (v128.const i32x4 255
    256 257 258) (f64.const 254) (f32.const 253) (f64.const 252) (f64.const 251) (i32.const 250) (v128.const
    i32x4 249 250 251 252) (i64.const 248) (f64.const 247) (f32.const 246) (i64.const 245) (i64.const 244)
    (f64.const 243) (v128.const i32x4 242 243 244 245) (v128.const i32x4 241 242 243 244) (v128.const i32x4
    240 241 242 243) (i32.const 239) (i32.const 238) (v128.const i32x4 237 238 239 240) (f64.const 236)
    (i64.const 235) (f32.const 234) (v128.const i32x4 233 234 235 236) (f32.const 232) (f32.const 231)
    (f32.const 230) (i64.const 229) (v128.const i32x4 228 229 230 231) (i64.const 227) (f32.const 226)
    (v128.const i32x4 225 226 227 228) (i32.const 224) (i32.const 223) (i64.const 222) (f32.const 221)
    (v128.const i32x4 220 221 222 223) (v128.const i32x4 219 220 221 222) (f32.const 218) (f64.const 217)
    (i64.const 216) (f64.const 215) (f64.const 214) (f32.const 213) (i64.const 212) (i64.const 211)
    (f64.const 210) (v128.const i32x4 209 210 211 212) (f32.const 208) (v128.const i32x4 207 208 209 210)
    (i64.const 206) (i32.const 205) (f64.const 204) (i64.const 203) (i32.const 202) (v128.const i32x4 201
    202 203 204) (i64.const 200) (f64.const 199) (v128.const i32x4 198 199 200 201) (f64.const 197)
    (f32.const 196) (f32.const 195) (i64.const 194) (i64.const 193) (v128.const i32x4 192 193 194 195)
    (i64.const 191) (v128.const i32x4 190 191 192 193) (f32.const 189) (i32.const 188) (i32.const 187)
    (v128.const i32x4 186 187 188 189) (f64.const 185) (i32.const 184) (f64.const 183) (f32.const 182)
    (i64.const 181) (f32.const 180) (f64.const 179) (i32.const 178) (f64.const 177) (v128.const i32x4 176
    177 178 179) (f64.const 175) (v128.const i32x4 174 175 176 177) (f32.const 173) (v128.const i32x4 172
    173 174 175) (f64.const 171) (f64.const 170) (i32.const 169) (f32.const 168) (i64.const 167) (i32.const
    166) (i64.const 165) (v128.const i32x4 164 165 166 167) (f64.const 163) (f32.const 162) (i64.const 161)
    (i64.const 160) (v128.const i32x4 159 160 161 162) (v128.const i32x4 158 159 160 161) (f32.const 157)
    (i32.const 156) (v128.const i32x4 155 156 157 158) (i64.const 154) (i64.const 153) (i64.const 152)
    (f32.const 151) (v128.const i32x4 150 151 152 153) (v128.const i32x4 149 150 151 152) (i32.const 148)
    (f32.const 147) (f32.const 146) (i64.const 145) (i64.const 144) (i64.const 143) (i64.const 142)
    (v128.const i32x4 141 142 143 144) (i32.const 140) (f32.const 139) (v128.const i32x4 138 139 140 141)
    (i32.const 137) (i64.const 136) (f64.const 135) (f64.const 134) (f32.const 133) (f32.const 132)
    (i32.const 131) (i32.const 130) (i32.const 129) (i32.const 128) (v128.const i32x4 127 128 129 130)
    (f32.const 126) (i32.const 125) (f64.const 124) (i64.const 123) (i32.const 122) (i64.const 121)
    (i64.const 120) (i32.const 119) (v128.const i32x4 118 119 120 121) (v128.const i32x4 117 118 119 120)
    (v128.const i32x4 116 117 118 119) (v128.const i32x4 115 116 117 118) (i32.const 114) (f32.const 113)
    (i64.const 112) (f32.const 111) (v128.const i32x4 110 111 112 113) (f32.const 109) (i64.const 108)
    (f32.const 107) (i32.const 106) (f32.const 105) (f64.const 104) (i64.const 103) (f32.const 102)
    (v128.const i32x4 101 102 103 104) (i32.const 100) (f64.const 99) (i32.const 98) (f32.const 97)
    (i32.const 96) (f32.const 95) (i64.const 94) (i64.const 93) (f32.const 92) (i64.const 91) (v128.const
    i32x4 90 91 92 93) (i64.const 89) (f32.const 88) (f32.const 87) (f64.const 86) (v128.const i32x4 85 86
    87 88) (v128.const i32x4 84 85 86 87) (i64.const 83) (f32.const 82) (i32.const 81) (f64.const 80)
    (v128.const i32x4 79 80 81 82) (f32.const 78) (i32.const 77) (i32.const 76) (f64.const 75) (f32.const
    74) (f64.const 73) (f64.const 72) (f32.const 71) (v128.const i32x4 70 71 72 73) (f32.const 69)
    (i32.const 68) (i32.const 67) (i32.const 66) (f32.const 65) (i64.const 64) (i32.const 63) (f32.const 62)
    (f64.const 61) (f32.const 60) (v128.const i32x4 59 60 61 62) (f32.const 58) (v128.const i32x4 57 58 59
    60) (f64.const 56) (f64.const 55) (i32.const 54) (i64.const 53) (i64.const 52) (i64.const 51) (f64.const
    50) (i32.const 49) (i64.const 48) (f64.const 47) (v128.const i32x4 46 47 48 49) (i64.const 45)
    (i64.const 44) (i32.const 43) (i32.const 42) (f64.const 41) (i32.const 40) (i32.const 39) (v128.const
    i32x4 38 39 40 41) (i32.const 37) (f32.const 36) (i32.const 35) (i32.const 34) (f32.const 33) (f64.const
    32) (i32.const 31) (v128.const i32x4 30 31 32 33) (v128.const i32x4 29 30 31 32) (f32.const 28)
    (f32.const 27) (f32.const 26) (i32.const 25) (v128.const i32x4 24 25 26 27) (i64.const 23) (v128.const
    i32x4 22 23 24 25) (v128.const i32x4 21 22 23 24) (i32.const 20) (f64.const 19) (v128.const i32x4 18 19
    20 21) (v128.const i32x4 17 18 19 20) (i32.const 16) (f32.const 15) (i64.const 14) (i64.const 13)
    (f64.const 12) (i32.const 11) (f64.const 10) (i32.const 9) (f32.const 8) (i32.const 7) (v128.const i32x4
    6 7 8 9) (v128.const i32x4 5 6 7 8) (i64.const 4) (f64.const 3) (v128.const i32x4 2 3 4 5) (i64.const
    1))
(assert_return (invoke "indirect" (i32.const 0)) (i64.const 1000) (v128.const i32x4 999 1000 1001 1002)
    (i32.const 998) (v128.const i32x4 997 998 999 1000) (i32.const 996) (i64.const 995) (f32.const 994)
    (i64.const 993) (i64.const 992) (i32.const 991) (f32.const 990) (f64.const 989) (f64.const 988)
    (v128.const i32x4 987 988 989 990) (f32.const 986) (i64.const 985) (i64.const 984) (v128.const i32x4 983
    984 985 986) (f32.const 982) (v128.const i32x4 981 982 983 984) (i32.const 980) (i64.const 979)
    (v128.const i32x4 978 979 980 981) (f64.const 977) (v128.const i32x4 976 977 978 979) (i64.const 975)
    (v128.const i32x4 974 975 976 977) (i64.const 973) (f32.const 972) (i64.const 971) (f64.const 970)
    (v128.const i32x4 969 970 971 972) (f32.const 968) (f64.const 967) (i64.const 966) (f64.const 965)
    (f32.const 964) (f32.const 963) (f64.const 962) (f32.const 961) (f32.const 960) (f64.const 959)
    (i64.const 958) (v128.const i32x4 957 958 959 960) (v128.const i32x4 956 957 958 959) (v128.const i32x4
    955 956 957 958) (i32.const 954) (v128.const i32x4 953 954 955 956) (v128.const i32x4 952 953 954 955)
    (f64.const 951) (i64.const 950) (f32.const 949) (i64.const 948) (i64.const 947) (f64.const 946)
    (i64.const 945) (f32.const 944) (f32.const 943) (v128.const i32x4 942 943 944 945) (i64.const 941)
    (i32.const 940) (f32.const 939) (f64.const 938) (v128.const i32x4 937 938 939 940) (i32.const 936)
    (f32.const 935) (f32.const 934) (i32.const 933) (i32.const 932) (f64.const 931) (f32.const 930)
    (v128.const i32x4 929 930 931 932) (i64.const 928) (v128.const i32x4 927 928 929 930) (f64.const 926)
    (f32.const 925) (v128.const i32x4 924 925 926 927) (f64.const 923) (f32.const 922) (v128.const i32x4 921
    922 923 924) (i64.const 920) (i64.const 919) (v128.const i32x4 918 919 920 921) (f64.const 917)
    (i64.const 916) (i32.const 915) (f64.const 914) (v128.const i32x4 913 914 915 916) (i32.const 912)
    (f64.const 911) (f64.const 910) (v128.const i32x4 909 910 911 912) (f32.const 908) (f64.const 907)
    (i32.const 906) (f64.const 905) (i32.const 904) (i64.const 903) (i32.const 902) (f64.const 901)
    (i64.const 900) (f32.const 899) (f32.const 898) (i32.const 897) (f64.const 896) (v128.const i32x4 895
    896 897 898) (i32.const 894) (i32.const 893) (f32.const 892) (f64.const 891) (v128.const i32x4 890 891
    892 893) (i64.const 889) (v128.const i32x4 888 889 890 891) (i32.const 887) (v128.const i32x4 886 887
    888 889) (f64.const 885) (i32.const 884) (i32.const 883) (i64.const 882) (f64.const 881) (i32.const 880)
    (f64.const 879) (i64.const 878) (f32.const 877) (i32.const 876) (i32.const 875) (i64.const 874)
    (i64.const 873) (i64.const 872) (i64.const 871) (i32.const 870) (i32.const 869) (f64.const 868)
    (f64.const 867) (f64.const 866) (i64.const 865) (f64.const 864) (f32.const 863) (f64.const 862)
    (f32.const 861) (f64.const 860) (f32.const 859) (v128.const i32x4 858 859 860 861) (f32.const 857)
    (f64.const 856) (f32.const 855) (v128.const i32x4 854 855 856 857) (i64.const 853) (f32.const 852)
    (f32.const 851) (i64.const 850) (i32.const 849) (i64.const 848) (f64.const 847) (i64.const 846)
    (f32.const 845) (f64.const 844) (i32.const 843) (f64.const 842) (f64.const 841) (f32.const 840)
    (f64.const 839) (f32.const 838) (f32.const 837) (f64.const 836) (f32.const 835) (f64.const 834)
    (i32.const 833) (i32.const 832) (i32.const 831) (i32.const 830) (f32.const 829) (f64.const 828)
    (f64.const 827) (f32.const 826) (i32.const 825) (v128.const i32x4 824 825 826 827) (f64.const 823)
    (i32.const 822) (f32.const 821) (i64.const 820) (v128.const i32x4 819 820 821 822) (i64.const 818)
    (v128.const i32x4 817 818 819 820) (f64.const 816) (v128.const i32x4 815 816 817 818) (i64.const 814)
    (f32.const 813) (f64.const 812) (f32.const 811) (v128.const i32x4 810 811 812 813) (v128.const i32x4 809
    810 811 812) (f64.const 808) (v128.const i32x4 807 808 809 810) (v128.const i32x4 806 807 808 809)
    (f64.const 805) (v128.const i32x4 804 805 806 807) (f32.const 803) (v128.const i32x4 802 803 804 805)
    (v128.const i32x4 801 802 803 804) (v128.const i32x4 800 801 802 803) (f32.const 799) (v128.const i32x4
    798 799 800 801) (f32.const 797) (i32.const 796) (v128.const i32x4 795 796 797 798) (i32.const 794)
    (f32.const 793) (i64.const 792) (i32.const 791) (f64.const 790) (f32.const 789) (i32.const 788)
    (f64.const 787) (v128.const i32x4 786 787 788 789) (v128.const i32x4 785 786 787 788) (v128.const i32x4
    784 785 786 787) (v128.const i32x4 783 784 785 786) (f64.const 782) (i32.const 781) (f64.const 780)
    (v128.const i32x4 779 780 781 782) (f64.const 778) (v128.const i32x4 777 778 779 780) (i32.const 776)
    (i64.const 775) (f64.const 774) (f32.const 773) (i32.const 772) (f64.const 771) (i64.const 770)
    (v128.const i32x4 769 770 771 772) (f32.const 768) (f64.const 767) (f64.const 766) (i64.const 765)
    (f64.const 764) (v128.const i32x4 763 764 765 766) (i64.const 762) (i64.const 761) (f32.const 760)
    (f64.const 759) (f32.const 758) (v128.const i32x4 757 758 759 760) (i32.const 756) (f64.const 755)
    (v128.const i32x4 754 755 756 757) (i64.const 753) (i64.const 752) (i32.const 751) (i32.const 750)
    (v128.const i32x4 749 750 751 752) (v128.const i32x4 748 749 750 751) (i32.const 747) (f32.const 746)
    (i64.const 745) (i32.const 744) (f32.const 743) (v128.const i32x4 742 743 744 745) (i32.const 741)
    (i32.const 740) (v128.const i32x4 739 740 741 742) (f64.const 738) (i64.const 737) (i32.const 736)
    (i64.const 735) (v128.const i32x4 734 735 736 737) (i64.const 733) (f32.const 732) (i64.const 731)
    (i32.const 730) (i64.const 729) (v128.const i32x4 728 729 730 731) (v128.const i32x4 727 728 729 730)
    (f32.const 726) (v128.const i32x4 725 726 727 728) (f64.const 724) (f32.const 723) (f64.const 722)
    (f32.const 721) (f32.const 720) (f32.const 719) (v128.const i32x4 718 719 720 721) (i64.const 717)
    (f32.const 716) (v128.const i32x4 715 716 717 718) (f64.const 714) (v128.const i32x4 713 714 715 716)
    (i32.const 712) (i64.const 711) (i32.const 710) (v128.const i32x4 709 710 711 712) (i32.const 708)
    (f64.const 707) (f32.const 706) (f64.const 705) (f64.const 704) (f32.const 703) (f64.const 702)
    (i32.const 701) (v128.const i32x4 700 701 702 703) (f32.const 699) (f32.const 698) (f32.const 697)
    (i64.const 696) (i32.const 695) (v128.const i32x4 694 695 696 697) (i32.const 693) (v128.const i32x4 692
    693 694 695) (v128.const i32x4 691 692 693 694) (f32.const 690) (f32.const 689) (f32.const 688)
    (f32.const 687) (f32.const 686) (f64.const 685) (f32.const 684) (v128.const i32x4 683 684 685 686)
    (f32.const 682) (i32.const 681) (i32.const 680) (v128.const i32x4 679 680 681 682) (i64.const 678)
    (f32.const 677) (f64.const 676) (i32.const 675) (f32.const 674) (v128.const i32x4 673 674 675 676)
    (f64.const 672) (f32.const 671) (i64.const 670) (i64.const 669) (f32.const 668) (i32.const 667)
    (v128.const i32x4 666 667 668 669) (v128.const i32x4 665 666 667 668) (v128.const i32x4 664 665 666 667)
    (v128.const i32x4 663 664 665 666) (v128.const i32x4 662 663 664 665) (f64.const 661) (i64.const 660)
    (i32.const 659) (f64.const 658) (v128.const i32x4 657 658 659 660) (f64.const 656) (v128.const i32x4 655
    656 657 658) (f32.const 654) (f32.const 653) (i64.const 652) (v128.const i32x4 651 652 653 654)
    (v128.const i32x4 650 651 652 653) (i64.const 649) (f64.const 648) (i32.const 647) (f32.const 646)
    (i32.const 645) (f64.const 644) (f32.const 643) (i64.const 642) (f32.const 641) (f32.const 640)
    (i32.const 639) (f64.const 638) (i32.const 637) (f32.const 636) (i32.const 635) (f32.const 634)
    (f32.const 633) (i32.const 632) (f32.const 631) (v128.const i32x4 630 631 632 633) (i32.const 629)
    (f64.const 628) (f64.const 627) (i64.const 626) (f64.const 625) (i32.const 624) (v128.const i32x4 623
    624 625 626) (i64.const 622) (i32.const 621) (f32.const 620) (i32.const 619) (f32.const 618) (v128.const
    i32x4 617 618 619 620) (f64.const 616) (v128.const i32x4 615 616 617 618) (i32.const 614) (i32.const
    613) (i32.const 612) (f64.const 611) (i64.const 610) (i32.const 609) (i64.const 608) (i32.const 607)
    (i64.const 606) (f32.const 605) (i32.const 604) (v128.const i32x4 603 604 605 606) (f32.const 602)
    (i32.const 601) (f64.const 600) (v128.const i32x4 599 600 601 602) (i64.const 598) (v128.const i32x4 597
    598 599 600) (f64.const 596) (v128.const i32x4 595 596 597 598) (f32.const 594) (i32.const 593)
    (v128.const i32x4 592 593 594 595) (v128.const i32x4 591 592 593 594) (v128.const i32x4 590 591 592 593)
    (f64.const 589) (f32.const 588) (i64.const 587) (v128.const i32x4 586 587 588 589) (v128.const i32x4 585
    586 587 588) (i32.const 584) (i64.const 583) (i64.const 582) (f32.const 581) (f32.const 580) (f32.const
    579) (f64.const 578) (f64.const 577) (i64.const 576) (f32.const 575) (i64.const 574) (f64.const 573)
    (i32.const 572) (i64.const 571) (i32.const 570) (f64.const 569) (i32.const 568) (f32.const 567)
    (i32.const 566) (i64.const 565) (v128.const i32x4 564 565 566 567) (i32.const 563) (v128.const i32x4 562
    563 564 565) (i32.const 561) (i32.const 560) (f32.const 559) (f64.const 558) (i32.const 557) (i64.const
    556) (f32.const 555) (f64.const 554) (v128.const i32x4 553 554 555 556) (i32.const 552) (v128.const
    i32x4 551 552 553 554) (i64.const 550) (f64.const 549) (i32.const 548) (i32.const 547) (i64.const 546)
    (i64.const 545) (f64.const 544) (i64.const 543) (f32.const 542) (v128.const i32x4 541 542 543 544)
    (f64.const 540) (f32.const 539) (f64.const 538) (i32.const 537) (i32.const 536) (i32.const 535)
    (i32.const 534) (i64.const 533) (i32.const 532) (v128.const i32x4 531 532 533 534) (f64.const 530)
    (f32.const 529) (f32.const 528) (f64.const 527) (i64.const 526) (f64.const 525) (v128.const i32x4 524
    525 526 527) (v128.const i32x4 523 524 525 526) (f64.const 522) (f32.const 521) (i64.const 520)
    (i64.const 519) (i64.const 518) (f64.const 517) (f64.const 516) (f64.const 515) (i64.const 514)
    (f64.const 513) (i64.const 512) (i32.const 511) (i64.const 510) (v128.const i32x4 509 510 511 512)
    (i32.const 508) (f32.const 507) (f32.const 506) (f64.const 505) (v128.const i32x4 504 505 506 507)
    (v128.const i32x4 503 504 505 506) (f64.const 502) (i32.const 501) (i64.const 500) (i32.const 499)
    (v128.const i32x4 498 499 500 501) (i32.const 497) (i32.const 496) (i64.const 495) (i32.const 494)
    (f64.const 493) (f32.const 492) (f64.const 491) (i64.const 490) (i32.const 489) (i32.const 488)
    (f32.const 487) (i64.const 486) (i32.const 485) (i64.const 484) (f64.const 483) (f32.const 482)
    (f32.const 481) (f64.const 480) (i64.const 479) (i64.const 478) (i64.const 477) (v128.const i32x4 476
    477 478 479) (f64.const 475) (f32.const 474) (v128.const i32x4 473 474 475 476) (i64.const 472)
    (v128.const i32x4 471 472 473 474) (f64.const 470) (v128.const i32x4 469 470 471 472) (i64.const 468)
    (i32.const 467) (i64.const 466) (f32.const 465) (i64.const 464) (f64.const 463) (f32.const 462)
    (f64.const 461) (v128.const i32x4 460 461 462 463) (i32.const 459) (i64.const 458) (v128.const i32x4 457
    458 459 460) (f32.const 456) (i64.const 455) (f32.const 454) (v128.const i32x4 453 454 455 456)
    (f32.const 452) (f64.const 451) (i64.const 450) (f64.const 449) (v128.const i32x4 448 449 450 451)
    (f64.const 447) (i64.const 446) (v128.const i32x4 445 446 447 448) (f32.const 444) (f32.const 443)
    (v128.const i32x4 442 443 444 445) (f32.const 441) (i64.const 440) (i32.const 439) (v128.const i32x4 438
    439 440 441) (v128.const i32x4 437 438 439 440) (f64.const 436) (f32.const 435) (v128.const i32x4 434
    435 436 437) (i32.const 433) (i32.const 432) (f32.const 431) (f32.const 430) (i64.const 429) (i64.const
    428) (v128.const i32x4 427 428 429 430) (i64.const 426) (f32.const 425) (v128.const i32x4 424 425 426
    427) (f32.const 423) (f64.const 422) (i32.const 421) (i64.const 420) (v128.const i32x4 419 420 421 422)
    (i64.const 418) (i32.const 417) (f64.const 416) (i32.const 415) (f32.const 414) (i32.const 413)
    (f64.const 412) (v128.const i32x4 411 412 413 414) (i32.const 410) (v128.const i32x4 409 410 411 412)
    (f32.const 408) (i32.const 407) (v128.const i32x4 406 407 408 409) (f64.const 405) (i64.const 404)
    (f64.const 403) (f32.const 402) (f64.const 401) (i64.const 400) (f32.const 399) (v128.const i32x4 398
    399 400 401) (f64.const 397) (f32.const 396) (f32.const 395) (i32.const 394) (v128.const i32x4 393 394
    395 396) (i32.const 392) (i64.const 391) (f32.const 390) (f64.const 389) (i64.const 388) (f64.const 387)
    (i32.const 386) (f32.const 385) (i64.const 384) (f64.const 383) (i32.const 382) (v128.const i32x4 381
    382 383 384) (v128.const i32x4 380 381 382 383) (f32.const 379) (f64.const 378) (f64.const 377)
    (v128.const i32x4 376 377 378 379) (f64.const 375) (i32.const 374) (v128.const i32x4 373 374 375 376)
    (f32.const 372) (i64.const 371) (v128.const i32x4 370 371 372 373) (v128.const i32x4 369 370 371 372)
    (f64.const 368) (i64.const 367) (f32.const 366) (f64.const 365) (v128.const i32x4 364 365 366 367)
    (v128.const i32x4 363 364 365 366) (f64.const 362) (i64.const 361) (v128.const i32x4 360 361 362 363)
    (v128.const i32x4 359 360 361 362) (f32.const 358) (i32.const 357) (v128.const i32x4 356 357 358 359)
    (i64.const 355) (f64.const 354) (f64.const 353) (i32.const 352) (f64.const 351) (v128.const i32x4 350
    351 352 353) (f32.const 349) (f64.const 348) (v128.const i32x4 347 348 349 350) (f32.const 346)
    (f32.const 345) (f64.const 344) (f64.const 343) (i32.const 342) (i32.const 341) (f32.const 340)
    (v128.const i32x4 339 340 341 342) (f32.const 338) (v128.const i32x4 337 338 339 340) (f64.const 336)
    (f32.const 335) (v128.const i32x4 334 335 336 337) (f32.const 333) (v128.const i32x4 332 333 334 335)
    (i32.const 331) (i64.const 330) (f32.const 329) (v128.const i32x4 328 329 330 331) (i32.const 327)
    (v128.const i32x4 326 327 328 329) (i32.const 325) (i32.const 324) (i32.const 323) (f32.const 322)
    (i64.const 321) (f64.const 320) (v128.const i32x4 319 320 321 322) (i64.const 318) (i32.const 317)
    (f64.const 316) (f64.const 315) (f32.const 314) (v128.const i32x4 313 314 315 316) (i64.const 312)
    (f64.const 311) (f32.const 310) (v128.const i32x4 309 310 311 312) (f32.const 308) (f32.const 307)
    (i64.const 306) (v128.const i32x4 305 306 307 308) (i64.const 304) (f32.const 303) (i64.const 302)
    (i64.const 301) (f32.const 300) (i64.const 299) (v128.const i32x4 298 299 300 301) (i32.const 297)
    (i32.const 296) (v128.const i32x4 295 296 297 298) (f64.const 294) (v128.const i32x4 293 294 295 296)
    (i64.const 292) (i32.const 291) (v128.const i32x4 290 291 292 293) (f64.const 289) (i64.const 288)
    (f32.const 287) (f32.const 286) (i32.const 285) (f64.const 284) (v128.const i32x4 283 284 285 286)
    (v128.const i32x4 282 283 284 285) (f64.const 281) (i32.const 280) (i64.const 279) (f64.const 278)
    (v128.const i32x4 277 278 279 280) (i64.const 276) (f64.const 275) (f32.const 274) (i64.const 273)
    (f64.const 272) (f64.const 271) (f64.const 270) (i64.const 269) (f64.const 268) (i32.const 267)
    (v128.const i32x4 266 267 268 269) (i64.const 265) (i32.const 264) (f32.const 263) (i32.const 262)
    (f32.const 261) (i32.const 260) (v128.const i32x4 259 260 261 262) (i32.const 258) (v128.const i32x4 257
    258 259 260) (i64.const 256) (v128.const i32x4 255 256 257 258) (f64.const 254) (f32.const 253)
    (f64.const 252) (f64.const 251) (i32.const 250) (v128.const i32x4 249 250 251 252) (i64.const 248)
    (f64.const 247) (f32.const 246) (i64.const 245) (i64.const 244) (f64.const 243) (v128.const i32x4 242
    243 244 245) (v128.const i32x4 241 242 243 244) (v128.const i32x4 240 241 242 243) (i32.const 239)
    (i32.const 238) (v128.const i32x4 237 238 239 240) (f64.const 236) (i64.const 235) (f32.const 234)
    (v128.const i32x4 233 234 235 236) (f32.const 232) (f32.const 231) (f32.const 230) (i64.const 229)
    (v128.const i32x4 228 229 230 231) (i64.const 227) (f32.const 226) (v128.const i32x4 225 226 227 228)
    (i32.const 224) (i32.const 223) (i64.const 222) (f32.const 221) (v128.const i32x4 220 221 222 223)
    (v128.const i32x4 219 220 221 222) (f32.const 218) (f64.const 217) (i64.const 216) (f64.const 215)
    (f64.const 214) (f32.const 213) (i64.const 212) (i64.const 211) (f64.const 210) (v128.const i32x4 209
    210 211 212) (f32.const 208) (v128.const i32x4 207 208 209 210) (i64.const 206) (i32.const 205)
    (f64.const 204) (i64.const 203) (i32.const 202) (v128.const i32x4 201 202 203 204) (i64.const 200)
    (f64.const 199) (v128.const i32x4 198 199 200 201) (f64.const 197) (f32.const 196) (f32.const 195)
    (i64.const 194) (i64.const 193) (v128.const i32x4 192 193 194 195) (i64.const 191) (v128.const i32x4 190
    191 192 193) (f32.const 189) (i32.const 188) (i32.const 187) (v128.const i32x4 186 187 188 189)
    (f64.const 185) (i32.const 184) (f64.const 183) (f32.const 182) (i64.const 181) (f32.const 180)
    (f64.const 179) (i32.const 178) (f64.const 177) (v128.const i32x4 176 177 178 179) (f64.const 175)
    (v128.const i32x4 174 175 176 177) (f32.const 173) (v128.const i32x4 172 173 174 175) (f64.const 171)
    (f64.const 170) (i32.const 169) (f32.const 168) (i64.const 167) (i32.const 166) (i64.const 165)
    (v128.const i32x4 164 165 166 167) (f64.const 163) (f32.const 162) (i64.const 161) (i64.const 160)
    (v128.const i32x4 159 160 161 162) (v128.const i32x4 158 159 160 161) (f32.const 157) (i32.const 156)
    (v128.const i32x4 155 156 157 158) (i64.const 154) (i64.const 153) (i64.const 152) (f32.const 151)
    (v128.const i32x4 150 151 152 153) (v128.const i32x4 149 150 151 152) (i32.const 148) (f32.const 147)
    (f32.const 146) (i64.const 145) (i64.const 144) (i64.const 143) (i64.const 142) (v128.const i32x4 141
    142 143 144) (i32.const 140) (f32.const 139) (v128.const i32x4 138 139 140 141) (i32.const 137)
    (i64.const 136) (f64.const 135) (f64.const 134) (f32.const 133) (f32.const 132) (i32.const 131)
    (i32.const 130) (i32.const 129) (i32.const 128) (v128.const i32x4 127 128 129 130) (f32.const 126)
    (i32.const 125) (f64.const 124) (i64.const 123) (i32.const 122) (i64.const 121) (i64.const 120)
    (i32.const 119) (v128.const i32x4 118 119 120 121) (v128.const i32x4 117 118 119 120) (v128.const i32x4
    116 117 118 119) (v128.const i32x4 115 116 117 118) (i32.const 114) (f32.const 113) (i64.const 112)
    (f32.const 111) (v128.const i32x4 110 111 112 113) (f32.const 109) (i64.const 108) (f32.const 107)
    (i32.const 106) (f32.const 105) (f64.const 104) (i64.const 103) (f32.const 102) (v128.const i32x4 101
    102 103 104) (i32.const 100) (f64.const 99) (i32.const 98) (f32.const 97) (i32.const 96) (f32.const 95)
    (i64.const 94) (i64.const 93) (f32.const 92) (i64.const 91) (v128.const i32x4 90 91 92 93) (i64.const
    89) (f32.const 88) (f32.const 87) (f64.const 86) (v128.const i32x4 85 86 87 88) (v128.const i32x4 84 85
    86 87) (i64.const 83) (f32.const 82) (i32.const 81) (f64.const 80) (v128.const i32x4 79 80 81 82)
    (f32.const 78) (i32.const 77) (i32.const 76) (f64.const 75) (f32.const 74) (f64.const 73) (f64.const 72)
    (f32.const 71) (v128.const i32x4 70 71 72 73) (f32.const 69) (i32.const 68) (i32.const 67) (i32.const
    66) (f32.const 65) (i64.const 64) (i32.const 63) (f32.const 62) (f64.const 61) (f32.const 60)
    (v128.const i32x4 59 60 61 62) (f32.const 58) (v128.const i32x4 57 58 59 60) (f64.const 56) (f64.const
    55) (i32.const 54) (i64.const 53) (i64.const 52) (i64.const 51) (f64.const 50) (i32.const 49) (i64.const
    48) (f64.const 47) (v128.const i32x4 46 47 48 49) (i64.const 45) (i64.const 44) (i32.const 43)
    (i32.const 42) (f64.const 41) (i32.const 40) (i32.const 39) (v128.const i32x4 38 39 40 41) (i32.const
    37) (f32.const 36) (i32.const 35) (i32.const 34) (f32.const 33) (f64.const 32) (i32.const 31)
    (v128.const i32x4 30 31 32 33) (v128.const i32x4 29 30 31 32) (f32.const 28) (f32.const 27) (f32.const
    26) (i32.const 25) (v128.const i32x4 24 25 26 27) (i64.const 23) (v128.const i32x4 22 23 24 25)
    (v128.const i32x4 21 22 23 24) (i32.const 20) (f64.const 19) (v128.const i32x4 18 19 20 21) (v128.const
    i32x4 17 18 19 20) (i32.const 16) (f32.const 15) (i64.const 14) (i64.const 13) (f64.const 12) (i32.const
    11) (f64.const 10) (i32.const 9) (f32.const 8) (i32.const 7) (v128.const i32x4 6 7 8 9) (v128.const
    i32x4 5 6 7 8) (i64.const 4) (f64.const 3) (v128.const i32x4 2 3 4 5) (i64.const 1))
(assert_return (invoke "indirect" (i32.const 1)) (i64.const 1000) (v128.const i32x4 999 1000 1001 1002)
    (i32.const 998) (v128.const i32x4 997 998 999 1000) (i32.const 996) (i64.const 995) (f32.const 994)
    (i64.const 993) (i64.const 992) (i32.const 991) (f32.const 990) (f64.const 989) (f64.const 988)
    (v128.const i32x4 987 988 989 990) (f32.const 986) (i64.const 985) (i64.const 984) (v128.const i32x4 983
    984 985 986) (f32.const 982) (v128.const i32x4 981 982 983 984) (i32.const 980) (i64.const 979)
    (v128.const i32x4 978 979 980 981) (f64.const 977) (v128.const i32x4 976 977 978 979) (i64.const 975)
    (v128.const i32x4 974 975 976 977) (i64.const 973) (f32.const 972) (i64.const 971) (f64.const 970)
    (v128.const i32x4 969 970 971 972) (f32.const 968) (f64.const 967) (i64.const 966) (f64.const 965)
    (f32.const 964) (f32.const 963) (f64.const 962) (f32.const 961) (f32.const 960) (f64.const 959)
    (i64.const 958) (v128.const i32x4 957 958 959 960) (v128.const i32x4 956 957 958 959) (v128.const i32x4
    955 956 957 958) (i32.const 954) (v128.const i32x4 953 954 955 956) (v128.const i32x4 952 953 954 955)
    (f64.const 951) (i64.const 950) (f32.const 949) (i64.const 948) (i64.const 947) (f64.const 946)
    (i64.const 945) (f32.const 944) (f32.const 943) (v128.const i32x4 942 943 944 945) (i64.const 941)
    (i32.const 940) (f32.const 939) (f64.const 938) (v128.const i32x4 937 938 939 940) (i32.const 936)
    (f32.const 935) (f32.const 934) (i32.const 933) (i32.const 932) (f64.const 931) (f32.const 930)
    (v128.const i32x4 929 930 931 932) (i64.const 928) (v128.const i32x4 927 928 929 930) (f64.const 926)
    (f32.const 925) (v128.const i32x4 924 925 926 927) (f64.const 923) (f32.const 922) (v128.const i32x4 921
    922 923 924) (i64.const 920) (i64.const 919) (v128.const i32x4 918 919 920 921) (f64.const 917)
    (i64.const 916) (i32.const 915) (f64.const 914) (v128.const i32x4 913 914 915 916) (i32.const 912)
    (f64.const 911) (f64.const 910) (v128.const i32x4 909 910 911 912) (f32.const 908) (f64.const 907)
    (i32.const 906) (f64.const 905) (i32.const 904) (i64.const 903) (i32.const 902) (f64.const 901)
    (i64.const 900) (f32.const 899) (f32.const 898) (i32.const 897) (f64.const 896) (v128.const i32x4 895
    896 897 898) (i32.const 894) (i32.const 893) (f32.const 892) (f64.const 891) (v128.const i32x4 890 891
    892 893) (i64.const 889) (v128.const i32x4 888 889 890 891) (i32.const 887) (v128.const i32x4 886 887
    888 889) (f64.const 885) (i32.const 884) (i32.const 883) (i64.const 882) (f64.const 881) (i32.const 880)
    (f64.const 879) (i64.const 878) (f32.const 877) (i32.const 876) (i32.const 875) (i64.const 874)
    (i64.const 873) (i64.const 872) (i64.const 871) (i32.const 870) (i32.const 869) (f64.const 868)
    (f64.const 867) (f64.const 866) (i64.const 865) (f64.const 864) (f32.const 863) (f64.const 862)
    (f32.const 861) (f64.const 860) (f32.const 859) (v128.const i32x4 858 859 860 861) (f32.const 857)
    (f64.const 856) (f32.const 855) (v128.const i32x4 854 855 856 857) (i64.const 853) (f32.const 852)
    (f32.const 851) (i64.const 850) (i32.const 849) (i64.const 848) (f64.const 847) (i64.const 846)
    (f32.const 845) (f64.const 844) (i32.const 843) (f64.const 842) (f64.const 841) (f32.const 840)
    (f64.const 839) (f32.const 838) (f32.const 837) (f64.const 836) (f32.const 835) (f64.const 834)
    (i32.const 833) (i32.const 832) (i32.const 831) (i32.const 830) (f32.const 829) (f64.const 828)
    (f64.const 827) (f32.const 826) (i32.const 825) (v128.const i32x4 824 825 826 827) (f64.const 823)
    (i32.const 822) (f32.const 821) (i64.const 820) (v128.const i32x4 819 820 821 822) (i64.const 818)
    (v128.const i32x4 817 818 819 820) (f64.const 816) (v128.const i32x4 815 816 817 818) (i64.const 814)
    (f32.const 813) (f64.const 812) (f32.const 811) (v128.const i32x4 810 811 812 813) (v128.const i32x4 809
    810 811 812) (f64.const 808) (v128.const i32x4 807 808 809 810) (v128.const i32x4 806 807 808 809)
    (f64.const 805) (v128.const i32x4 804 805 806 807) (f32.const 803) (v128.const i32x4 802 803 804 805)
    (v128.const i32x4 801 802 803 804) (v128.const i32x4 800 801 802 803) (f32.const 799) (v128.const i32x4
    798 799 800 801) (f32.const 797) (i32.const 796) (v128.const i32x4 795 796 797 798) (i32.const 794)
    (f32.const 793) (i64.const 792) (i32.const 791) (f64.const 790) (f32.const 789) (i32.const 788)
    (f64.const 787) (v128.const i32x4 786 787 788 789) (v128.const i32x4 785 786 787 788) (v128.const i32x4
    784 785 786 787) (v128.const i32x4 783 784 785 786) (f64.const 782) (i32.const 781) (f64.const 780)
    (v128.const i32x4 779 780 781 782) (f64.const 778) (v128.const i32x4 777 778 779 780) (i32.const 776)
    (i64.const 775) (f64.const 774) (f32.const 773) (i32.const 772) (f64.const 771) (i64.const 770)
    (v128.const i32x4 769 770 771 772) (f32.const 768) (f64.const 767) (f64.const 766) (i64.const 765)
    (f64.const 764) (v128.const i32x4 763 764 765 766) (i64.const 762) (i64.const 761) (f32.const 760)
    (f64.const 759) (f32.const 758) (v128.const i32x4 757 758 759 760) (i32.const 756) (f64.const 755)
    (v128.const i32x4 754 755 756 757) (i64.const 753) (i64.const 752) (i32.const 751) (i32.const 750)
    (v128.const i32x4 749 750 751 752) (v128.const i32x4 748 749 750 751) (i32.const 747) (f32.const 746)
    (i64.const 745) (i32.const 744) (f32.const 743) (v128.const i32x4 742 743 744 745) (i32.const 741)
    (i32.const 740) (v128.const i32x4 739 740 741 742) (f64.const 738) (i64.const 737) (i32.const 736)
    (i64.const 735) (v128.const i32x4 734 735 736 737) (i64.const 733) (f32.const 732) (i64.const 731)
    (i32.const 730) (i64.const 729) (v128.const i32x4 728 729 730 731) (v128.const i32x4 727 728 729 730)
    (f32.const 726) (v128.const i32x4 725 726 727 728) (f64.const 724) (f32.const 723) (f64.const 722)
    (f32.const 721) (f32.const 720) (f32.const 719) (v128.const i32x4 718 719 720 721) (i64.const 717)
    (f32.const 716) (v128.const i32x4 715 716 717 718) (f64.const 714) (v128.const i32x4 713 714 715 716)
    (i32.const 712) (i64.const 711) (i32.const 710) (v128.const i32x4 709 710 711 712) (i32.const 708)
    (f64.const 707) (f32.const 706) (f64.const 705) (f64.const 704) (f32.const 703) (f64.const 702)
    (i32.const 701) (v128.const i32x4 700 701 702 703) (f32.const 699) (f32.const 698) (f32.const 697)
    (i64.const 696) (i32.const 695) (v128.const i32x4 694 695 696 697) (i32.const 693) (v128.const i32x4 692
    693 694 695) (v128.const i32x4 691 692 693 694) (f32.const 690) (f32.const 689) (f32.const 688)
    (f32.const 687) (f32.const 686) (f64.const 685) (f32.const 684) (v128.const i32x4 683 684 685 686)
    (f32.const 682) (i32.const 681) (i32.const 680) (v128.const i32x4 679 680 681 682) (i64.const 678)
    (f32.const 677) (f64.const 676) (i32.const 675) (f32.const 674) (v128.const i32x4 673 674 675 676)
    (f64.const 672) (f32.const 671) (i64.const 670) (i64.const 669) (f32.const 668) (i32.const 667)
    (v128.const i32x4 666 667 668 669) (v128.const i32x4 665 666 667 668) (v128.const i32x4 664 665 666 667)
    (v128.const i32x4 663 664 665 666) (v128.const i32x4 662 663 664 665) (f64.const 661) (i64.const 660)
    (i32.const 659) (f64.const 658) (v128.const i32x4 657 658 659 660) (f64.const 656) (v128.const i32x4 655
    656 657 658) (f32.const 654) (f32.const 653) (i64.const 652) (v128.const i32x4 651 652 653 654)
    (v128.const i32x4 650 651 652 653) (i64.const 649) (f64.const 648) (i32.const 647) (f32.const 646)
    (i32.const 645) (f64.const 644) (f32.const 643) (i64.const 642) (f32.const 641) (f32.const 640)
    (i32.const 639) (f64.const 638) (i32.const 637) (f32.const 636) (i32.const 635) (f32.const 634)
    (f32.const 633) (i32.const 632) (f32.const 631) (v128.const i32x4 630 631 632 633) (i32.const 629)
    (f64.const 628) (f64.const 627) (i64.const 626) (f64.const 625) (i32.const 624) (v128.const i32x4 623
    624 625 626) (i64.const 622) (i32.const 621) (f32.const 620) (i32.const 619) (f32.const 618) (v128.const
    i32x4 617 618 619 620) (f64.const 616) (v128.const i32x4 615 616 617 618) (i32.const 614) (i32.const
    613) (i32.const 612) (f64.const 611) (i64.const 610) (i32.const 609) (i64.const 608) (i32.const 607)
    (i64.const 606) (f32.const 605) (i32.const 604) (v128.const i32x4 603 604 605 606) (f32.const 602)
    (i32.const 601) (f64.const 600) (v128.const i32x4 599 600 601 602) (i64.const 598) (v128.const i32x4 597
    598 599 600) (f64.const 596) (v128.const i32x4 595 596 597 598) (f32.const 594) (i32.const 593)
    (v128.const i32x4 592 593 594 595) (v128.const i32x4 591 592 593 594) (v128.const i32x4 590 591 592 593)
    (f64.const 589) (f32.const 588) (i64.const 587) (v128.const i32x4 586 587 588 589) (v128.const i32x4 585
    586 587 588) (i32.const 584) (i64.const 583) (i64.const 582) (f32.const 581) (f32.const 580) (f32.const
    579) (f64.const 578) (f64.const 577) (i64.const 576) (f32.const 575) (i64.const 574) (f64.const 573)
    (i32.const 572) (i64.const 571) (i32.const 570) (f64.const 569) (i32.const 568) (f32.const 567)
    (i32.const 566) (i64.const 565) (v128.const i32x4 564 565 566 567) (i32.const 563) (v128.const i32x4 562
    563 564 565) (i32.const 561) (i32.const 560) (f32.const 559) (f64.const 558) (i32.const 557) (i64.const
    556) (f32.const 555) (f64.const 554) (v128.const i32x4 553 554 555 556) (i32.const 552) (v128.const
    i32x4 551 552 553 554) (i64.const 550) (f64.const 549) (i32.const 548) (i32.const 547) (i64.const 546)
    (i64.const 545) (f64.const 544) (i64.const 543) (f32.const 542) (v128.const i32x4 541 542 543 544)
    (f64.const 540) (f32.const 539) (f64.const 538) (i32.const 537) (i32.const 536) (i32.const 535)
    (i32.const 534) (i64.const 533) (i32.const 532) (v128.const i32x4 531 532 533 534) (f64.const 530)
    (f32.const 529) (f32.const 528) (f64.const 527) (i64.const 526) (f64.const 525) (v128.const i32x4 524
    525 526 527) (v128.const i32x4 523 524 525 526) (f64.const 522) (f32.const 521) (i64.const 520)
    (i64.const 519) (i64.const 518) (f64.const 517) (f64.const 516) (f64.const 515) (i64.const 514)
    (f64.const 513) (i64.const 512) (i32.const 511) (i64.const 510) (v128.const i32x4 509 510 511 512)
    (i32.const 508) (f32.const 507) (f32.const 506) (f64.const 505) (v128.const i32x4 504 505 506 507)
    (v128.const i32x4 503 504 505 506) (f64.const 502) (i32.const 501) (i64.const 500) (i32.const 499)
    (v128.const i32x4 498 499 500 501) (i32.const 497) (i32.const 496) (i64.const 495) (i32.const 494)
    (f64.const 493) (f32.const 492) (f64.const 491) (i64.const 490) (i32.const 489) (i32.const 488)
    (f32.const 487) (i64.const 486) (i32.const 485) (i64.const 484) (f64.const 483) (f32.const 482)
    (f32.const 481) (f64.const 480) (i64.const 479) (i64.const 478) (i64.const 477) (v128.const i32x4 476
    477 478 479) (f64.const 475) (f32.const 474) (v128.const i32x4 473 474 475 476) (i64.const 472)
    (v128.const i32x4 471 472 473 474) (f64.const 470) (v128.const i32x4 469 470 471 472) (i64.const 468)
    (i32.const 467) (i64.const 466) (f32.const 465) (i64.const 464) (f64.const 463) (f32.const 462)
    (f64.const 461) (v128.const i32x4 460 461 462 463) (i32.const 459) (i64.const 458) (v128.const i32x4 457
    458 459 460) (f32.const 456) (i64.const 455) (f32.const 454) (v128.const i32x4 453 454 455 456)
    (f32.const 452) (f64.const 451) (i64.const 450) (f64.const 449) (v128.const i32x4 448 449 450 451)
    (f64.const 447) (i64.const 446) (v128.const i32x4 445 446 447 448) (f32.const 444) (f32.const 443)
    (v128.const i32x4 442 443 444 445) (f32.const 441) (i64.const 440) (i32.const 439) (v128.const i32x4 438
    439 440 441) (v128.const i32x4 437 438 439 440) (f64.const 436) (f32.const 435) (v128.const i32x4 434
    435 436 437) (i32.const 433) (i32.const 432) (f32.const 431) (f32.const 430) (i64.const 429) (i64.const
    428) (v128.const i32x4 427 428 429 430) (i64.const 426) (f32.const 425) (v128.const i32x4 424 425 426
    427) (f32.const 423) (f64.const 422) (i32.const 421) (i64.const 420) (v128.const i32x4 419 420 421 422)
    (i64.const 418) (i32.const 417) (f64.const 416) (i32.const 415) (f32.const 414) (i32.const 413)
    (f64.const 412) (v128.const i32x4 411 412 413 414) (i32.const 410) (v128.const i32x4 409 410 411 412)
    (f32.const 408) (i32.const 407) (v128.const i32x4 406 407 408 409) (f64.const 405) (i64.const 404)
    (f64.const 403) (f32.const 402) (f64.const 401) (i64.const 400) (f32.const 399) (v128.const i32x4 398
    399 400 401) (f64.const 397) (f32.const 396) (f32.const 395) (i32.const 394) (v128.const i32x4 393 394
    395 396) (i32.const 392) (i64.const 391) (f32.const 390) (f64.const 389) (i64.const 388) (f64.const 387)
    (i32.const 386) (f32.const 385) (i64.const 384) (f64.const 383) (i32.const 382) (v128.const i32x4 381
    382 383 384) (v128.const i32x4 380 381 382 383) (f32.const 379) (f64.const 378) (f64.const 377)
    (v128.const i32x4 376 377 378 379) (f64.const 375) (i32.const 374) (v128.const i32x4 373 374 375 376)
    (f32.const 372) (i64.const 371) (v128.const i32x4 370 371 372 373) (v128.const i32x4 369 370 371 372)
    (f64.const 368) (i64.const 367) (f32.const 366) (f64.const 365) (v128.const i32x4 364 365 366 367)
    (v128.const i32x4 363 364 365 366) (f64.const 362) (i64.const 361) (v128.const i32x4 360 361 362 363)
    (v128.const i32x4 359 360 361 362) (f32.const 358) (i32.const 357) (v128.const i32x4 356 357 358 359)
    (i64.const 355) (f64.const 354) (f64.const 353) (i32.const 352) (f64.const 351) (v128.const i32x4 350
    351 352 353) (f32.const 349) (f64.const 348) (v128.const i32x4 347 348 349 350) (f32.const 346)
    (f32.const 345) (f64.const 344) (f64.const 343) (i32.const 342) (i32.const 341) (f32.const 340)
    (v128.const i32x4 339 340 341 342) (f32.const 338) (v128.const i32x4 337 338 339 340) (f64.const 336)
    (f32.const 335) (v128.const i32x4 334 335 336 337) (f32.const 333) (v128.const i32x4 332 333 334 335)
    (i32.const 331) (i64.const 330) (f32.const 329) (v128.const i32x4 328 329 330 331) (i32.const 327)
    (v128.const i32x4 326 327 328 329) (i32.const 325) (i32.const 324) (i32.const 323) (f32.const 322)
    (i64.const 321) (f64.const 320) (v128.const i32x4 319 320 321 322) (i64.const 318) (i32.const 317)
    (f64.const 316) (f64.const 315) (f32.const 314) (v128.const i32x4 313 314 315 316) (i64.const 312)
    (f64.const 311) (f32.const 310) (v128.const i32x4 309 310 311 312) (f32.const 308) (f32.const 307)
    (i64.const 306) (v128.const i32x4 305 306 307 308) (i64.const 304) (f32.const 303) (i64.const 302)
    (i64.const 301) (f32.const 300) (i64.const 299) (v128.const i32x4 298 299 300 301) (i32.const 297)
    (i32.const 296) (v128.const i32x4 295 296 297 298) (f64.const 294) (v128.const i32x4 293 294 295 296)
    (i64.const 292) (i32.const 291) (v128.const i32x4 290 291 292 293) (f64.const 289) (i64.const 288)
    (f32.const 287) (f32.const 286) (i32.const 285) (f64.const 284) (v128.const i32x4 283 284 285 286)
    (v128.const i32x4 282 283 284 285) (f64.const 281) (i32.const 280) (i64.const 279) (f64.const 278)
    (v128.const i32x4 277 278 279 280) (i64.const 276) (f64.const 275) (f32.const 274) (i64.const 273)
    (f64.const 272) (f64.const 271) (f64.const 270) (i64.const 269) (f64.const 268) (i32.const 267)
    (v128.const i32x4 266 267 268 269) (i64.const 265) (i32.const 264) (f32.const 263) (i32.const 262)
    (f32.const 261) (i32.const 260) (v128.const i32x4 259 260 261 262) (i32.const 258) (v128.const i32x4 257
    258 259 260) (i64.const 256) (v128.const i32x4 255 256 257 258) (f64.const 254) (f32.const 253)
    (f64.const 252) (f64.const 251) (i32.const 250) (v128.const i32x4 249 250 251 252) (i64.const 248)
    (f64.const 247) (f32.const 246) (i64.const 245) (i64.const 244) (f64.const 243) (v128.const i32x4 242
    243 244 245) (v128.const i32x4 241 242 243 244) (v128.const i32x4 240 241 242 243) (i32.const 239)
    (i32.const 238) (v128.const i32x4 237 238 239 240) (f64.const 236) (i64.const 235) (f32.const 234)
    (v128.const i32x4 233 234 235 236) (f32.const 232) (f32.const 231) (f32.const 230) (i64.const 229)
    (v128.const i32x4 228 229 230 231) (i64.const 227) (f32.const 226) (v128.const i32x4 225 226 227 228)
    (i32.const 224) (i32.const 223) (i64.const 222) (f32.const 221) (v128.const i32x4 220 221 222 223)
    (v128.const i32x4 219 220 221 222) (f32.const 218) (f64.const 217) (i64.const 216) (f64.const 215)
    (f64.const 214) (f32.const 213) (i64.const 212) (i64.const 211) (f64.const 210) (v128.const i32x4 209
    210 211 212) (f32.const 208) (v128.const i32x4 207 208 209 210) (i64.const 206) (i32.const 205)
    (f64.const 204) (i64.const 203) (i32.const 202) (v128.const i32x4 201 202 203 204) (i64.const 200)
    (f64.const 199) (v128.const i32x4 198 199 200 201) (f64.const 197) (f32.const 196) (f32.const 195)
    (i64.const 194) (i64.const 193) (v128.const i32x4 192 193 194 195) (i64.const 191) (v128.const i32x4 190
    191 192 193) (f32.const 189) (i32.const 188) (i32.const 187) (v128.const i32x4 186 187 188 189)
    (f64.const 185) (i32.const 184) (f64.const 183) (f32.const 182) (i64.const 181) (f32.const 180)
    (f64.const 179) (i32.const 178) (f64.const 177) (v128.const i32x4 176 177 178 179) (f64.const 175)
    (v128.const i32x4 174 175 176 177) (f32.const 173) (v128.const i32x4 172 173 174 175) (f64.const 171)
    (f64.const 170) (i32.const 169) (f32.const 168) (i64.const 167) (i32.const 166) (i64.const 165)
    (v128.const i32x4 164 165 166 167) (f64.const 163) (f32.const 162) (i64.const 161) (i64.const 160)
    (v128.const i32x4 159 160 161 162) (v128.const i32x4 158 159 160 161) (f32.const 157) (i32.const 156)
    (v128.const i32x4 155 156 157 158) (i64.const 154) (i64.const 153) (i64.const 152) (f32.const 151)
    (v128.const i32x4 150 151 152 153) (v128.const i32x4 149 150 151 152) (i32.const 148) (f32.const 147)
    (f32.const 146) (i64.const 145) (i64.const 144) (i64.const 143) (i64.const 142) (v128.const i32x4 141
    142 143 144) (i32.const 140) (f32.const 139) (v128.const i32x4 138 139 140 141) (i32.const 137)
    (i64.const 136) (f64.const 135) (f64.const 134) (f32.const 133) (f32.const 132) (i32.const 131)
    (i32.const 130) (i32.const 129) (i32.const 128) (v128.const i32x4 127 128 129 130) (f32.const 126)
    (i32.const 125) (f64.const 124) (i64.const 123) (i32.const 122) (i64.const 121) (i64.const 120)
    (i32.const 119) (v128.const i32x4 118 119 120 121) (v128.const i32x4 117 118 119 120) (v128.const i32x4
    116 117 118 119) (v128.const i32x4 115 116 117 118) (i32.const 114) (f32.const 113) (i64.const 112)
    (f32.const 111) (v128.const i32x4 110 111 112 113) (f32.const 109) (i64.const 108) (f32.const 107)
    (i32.const 106) (f32.const 105) (f64.const 104) (i64.const 103) (f32.const 102) (v128.const i32x4 101
    102 103 104) (i32.const 100) (f64.const 99) (i32.const 98) (f32.const 97) (i32.const 96) (f32.const 95)
    (i64.const 94) (i64.const 93) (f32.const 92) (i64.const 91) (v128.const i32x4 90 91 92 93) (i64.const
    89) (f32.const 88) (f32.const 87) (f64.const 86) (v128.const i32x4 85 86 87 88) (v128.const i32x4 84 85
    86 87) (i64.const 83) (f32.const 82) (i32.const 81) (f64.const 80) (v128.const i32x4 79 80 81 82)
    (f32.const 78) (i32.const 77) (i32.const 76) (f64.const 75) (f32.const 74) (f64.const 73) (f64.const 72)
    (f32.const 71) (v128.const i32x4 70 71 72 73) (f32.const 69) (i32.const 68) (i32.const 67) (i32.const
    66) (f32.const 65) (i64.const 64) (i32.const 63) (f32.const 62) (f64.const 61) (f32.const 60)
    (v128.const i32x4 59 60 61 62) (f32.const 58) (v128.const i32x4 57 58 59 60) (f64.const 56) (f64.const
    55) (i32.const 54) (i64.const 53) (i64.const 52) (i64.const 51) (f64.const 50) (i32.const 49) (i64.const
    48) (f64.const 47) (v128.const i32x4 46 47 48 49) (i64.const 45) (i64.const 44) (i32.const 43)
    (i32.const 42) (f64.const 41) (i32.const 40) (i32.const 39) (v128.const i32x4 38 39 40 41) (i32.const
    37) (f32.const 36) (i32.const 35) (i32.const 34) (f32.const 33) (f64.const 32) (i32.const 31)
    (v128.const i32x4 30 31 32 33) (v128.const i32x4 29 30 31 32) (f32.const 28) (f32.const 27) (f32.const
    26) (i32.const 25) (v128.const i32x4 24 25 26 27) (i64.const 23) (v128.const i32x4 22 23 24 25)
    (v128.const i32x4 21 22 23 24) (i32.const 20) (f64.const 19) (v128.const i32x4 18 19 20 21) (v128.const
    i32x4 17 18 19 20) (i32.const 16) (f32.const 15) (i64.const 14) (i64.const 13) (f64.const 12) (i32.const
    11) (f64.const 10) (i32.const 9) (f32.const 8) (i32.const 7) (v128.const i32x4 6 7 8 9) (v128.const
    i32x4 5 6 7 8) (i64.const 4) (f64.const 3) (v128.const i32x4 2 3 4 5) (i64.const 1))
(assert_return (invoke "tail") (i64.const 1000) (v128.const i32x4 999 1000 1001 1002) (i32.const 998)
    (v128.const i32x4 997 998 999 1000) (i32.const 996) (i64.const 995) (f32.const 994) (i64.const 993)
    (i64.const 992) (i32.const 991) (f32.const 990) (f64.const 989) (f64.const 988) (v128.const i32x4 987
    988 989 990) (f32.const 986) (i64.const 985) (i64.const 984) (v128.const i32x4 983 984 985 986)
    (f32.const 982) (v128.const i32x4 981 982 983 984) (i32.const 980) (i64.const 979) (v128.const i32x4 978
    979 980 981) (f64.const 977) (v128.const i32x4 976 977 978 979) (i64.const 975) (v128.const i32x4 974
    975 976 977) (i64.const 973) (f32.const 972) (i64.const 971) (f64.const 970) (v128.const i32x4 969 970
    971 972) (f32.const 968) (f64.const 967) (i64.const 966) (f64.const 965) (f32.const 964) (f32.const 963)
    (f64.const 962) (f32.const 961) (f32.const 960) (f64.const 959) (i64.const 958) (v128.const i32x4 957
    958 959 960) (v128.const i32x4 956 957 958 959) (v128.const i32x4 955 956 957 958) (i32.const 954)
    (v128.const i32x4 953 954 955 956) (v128.const i32x4 952 953 954 955) (f64.const 951) (i64.const 950)
    (f32.const 949) (i64.const 948) (i64.const 947) (f64.const 946) (i64.const 945) (f32.const 944)
    (f32.const 943) (v128.const i32x4 942 943 944 945) (i64.const 941) (i32.const 940) (f32.const 939)
    (f64.const 938) (v128.const i32x4 937 938 939 940) (i32.const 936) (f32.const 935) (f32.const 934)
    (i32.const 933) (i32.const 932) (f64.const 931) (f32.const 930) (v128.const i32x4 929 930 931 932)
    (i64.const 928) (v128.const i32x4 927 928 929 930) (f64.const 926) (f32.const 925) (v128.const i32x4 924
    925 926 927) (f64.const 923) (f32.const 922) (v128.const i32x4 921 922 923 924) (i64.const 920)
    (i64.const 919) (v128.const i32x4 918 919 920 921) (f64.const 917) (i64.const 916) (i32.const 915)
    (f64.const 914) (v128.const i32x4 913 914 915 916) (i32.const 912) (f64.const 911) (f64.const 910)
    (v128.const i32x4 909 910 911 912) (f32.const 908) (f64.const 907) (i32.const 906) (f64.const 905)
    (i32.const 904) (i64.const 903) (i32.const 902) (f64.const 901) (i64.const 900) (f32.const 899)
    (f32.const 898) (i32.const 897) (f64.const 896) (v128.const i32x4 895 896 897 898) (i32.const 894)
    (i32.const 893) (f32.const 892) (f64.const 891) (v128.const i32x4 890 891 892 893) (i64.const 889)
    (v128.const i32x4 888 889 890 891) (i32.const 887) (v128.const i32x4 886 887 888 889) (f64.const 885)
    (i32.const 884) (i32.const 883) (i64.const 882) (f64.const 881) (i32.const 880) (f64.const 879)
    (i64.const 878) (f32.const 877) (i32.const 876) (i32.const 875) (i64.const 874) (i64.const 873)
    (i64.const 872) (i64.const 871) (i32.const 870) (i32.const 869) (f64.const 868) (f64.const 867)
    (f64.const 866) (i64.const 865) (f64.const 864) (f32.const 863) (f64.const 862) (f32.const 861)
    (f64.const 860) (f32.const 859) (v128.const i32x4 858 859 860 861) (f32.const 857) (f64.const 856)
    (f32.const 855) (v128.const i32x4 854 855 856 857) (i64.const 853) (f32.const 852) (f32.const 851)
    (i64.const 850) (i32.const 849) (i64.const 848) (f64.const 847) (i64.const 846) (f32.const 845)
    (f64.const 844) (i32.const 843) (f64.const 842) (f64.const 841) (f32.const 840) (f64.const 839)
    (f32.const 838) (f32.const 837) (f64.const 836) (f32.const 835) (f64.const 834) (i32.const 833)
    (i32.const 832) (i32.const 831) (i32.const 830) (f32.const 829) (f64.const 828) (f64.const 827)
    (f32.const 826) (i32.const 825) (v128.const i32x4 824 825 826 827) (f64.const 823) (i32.const 822)
    (f32.const 821) (i64.const 820) (v128.const i32x4 819 820 821 822) (i64.const 818) (v128.const i32x4 817
    818 819 820) (f64.const 816) (v128.const i32x4 815 816 817 818) (i64.const 814) (f32.const 813)
    (f64.const 812) (f32.const 811) (v128.const i32x4 810 811 812 813) (v128.const i32x4 809 810 811 812)
    (f64.const 808) (v128.const i32x4 807 808 809 810) (v128.const i32x4 806 807 808 809) (f64.const 805)
    (v128.const i32x4 804 805 806 807) (f32.const 803) (v128.const i32x4 802 803 804 805) (v128.const i32x4
    801 802 803 804) (v128.const i32x4 800 801 802 803) (f32.const 799) (v128.const i32x4 798 799 800 801)
    (f32.const 797) (i32.const 796) (v128.const i32x4 795 796 797 798) (i32.const 794) (f32.const 793)
    (i64.const 792) (i32.const 791) (f64.const 790) (f32.const 789) (i32.const 788) (f64.const 787)
    (v128.const i32x4 786 787 788 789) (v128.const i32x4 785 786 787 788) (v128.const i32x4 784 785 786 787)
    (v128.const i32x4 783 784 785 786) (f64.const 782) (i32.const 781) (f64.const 780) (v128.const i32x4 779
    780 781 782) (f64.const 778) (v128.const i32x4 777 778 779 780) (i32.const 776) (i64.const 775)
    (f64.const 774) (f32.const 773) (i32.const 772) (f64.const 771) (i64.const 770) (v128.const i32x4 769
    770 771 772) (f32.const 768) (f64.const 767) (f64.const 766) (i64.const 765) (f64.const 764) (v128.const
    i32x4 763 764 765 766) (i64.const 762) (i64.const 761) (f32.const 760) (f64.const 759) (f32.const 758)
    (v128.const i32x4 757 758 759 760) (i32.const 756) (f64.const 755) (v128.const i32x4 754 755 756 757)
    (i64.const 753) (i64.const 752) (i32.const 751) (i32.const 750) (v128.const i32x4 749 750 751 752)
    (v128.const i32x4 748 749 750 751) (i32.const 747) (f32.const 746) (i64.const 745) (i32.const 744)
    (f32.const 743) (v128.const i32x4 742 743 744 745) (i32.const 741) (i32.const 740) (v128.const i32x4 739
    740 741 742) (f64.const 738) (i64.const 737) (i32.const 736) (i64.const 735) (v128.const i32x4 734 735
    736 737) (i64.const 733) (f32.const 732) (i64.const 731) (i32.const 730) (i64.const 729) (v128.const
    i32x4 728 729 730 731) (v128.const i32x4 727 728 729 730) (f32.const 726) (v128.const i32x4 725 726 727
    728) (f64.const 724) (f32.const 723) (f64.const 722) (f32.const 721) (f32.const 720) (f32.const 719)
    (v128.const i32x4 718 719 720 721) (i64.const 717) (f32.const 716) (v128.const i32x4 715 716 717 718)
    (f64.const 714) (v128.const i32x4 713 714 715 716) (i32.const 712) (i64.const 711) (i32.const 710)
    (v128.const i32x4 709 710 711 712) (i32.const 708) (f64.const 707) (f32.const 706) (f64.const 705)
    (f64.const 704) (f32.const 703) (f64.const 702) (i32.const 701) (v128.const i32x4 700 701 702 703)
    (f32.const 699) (f32.const 698) (f32.const 697) (i64.const 696) (i32.const 695) (v128.const i32x4 694
    695 696 697) (i32.const 693) (v128.const i32x4 692 693 694 695) (v128.const i32x4 691 692 693 694)
    (f32.const 690) (f32.const 689) (f32.const 688) (f32.const 687) (f32.const 686) (f64.const 685)
    (f32.const 684) (v128.const i32x4 683 684 685 686) (f32.const 682) (i32.const 681) (i32.const 680)
    (v128.const i32x4 679 680 681 682) (i64.const 678) (f32.const 677) (f64.const 676) (i32.const 675)
    (f32.const 674) (v128.const i32x4 673 674 675 676) (f64.const 672) (f32.const 671) (i64.const 670)
    (i64.const 669) (f32.const 668) (i32.const 667) (v128.const i32x4 666 667 668 669) (v128.const i32x4 665
    666 667 668) (v128.const i32x4 664 665 666 667) (v128.const i32x4 663 664 665 666) (v128.const i32x4 662
    663 664 665) (f64.const 661) (i64.const 660) (i32.const 659) (f64.const 658) (v128.const i32x4 657 658
    659 660) (f64.const 656) (v128.const i32x4 655 656 657 658) (f32.const 654) (f32.const 653) (i64.const
    652) (v128.const i32x4 651 652 653 654) (v128.const i32x4 650 651 652 653) (i64.const 649) (f64.const
    648) (i32.const 647) (f32.const 646) (i32.const 645) (f64.const 644) (f32.const 643) (i64.const 642)
    (f32.const 641) (f32.const 640) (i32.const 639) (f64.const 638) (i32.const 637) (f32.const 636)
    (i32.const 635) (f32.const 634) (f32.const 633) (i32.const 632) (f32.const 631) (v128.const i32x4 630
    631 632 633) (i32.const 629) (f64.const 628) (f64.const 627) (i64.const 626) (f64.const 625) (i32.const
    624) (v128.const i32x4 623 624 625 626) (i64.const 622) (i32.const 621) (f32.const 620) (i32.const 619)
    (f32.const 618) (v128.const i32x4 617 618 619 620) (f64.const 616) (v128.const i32x4 615 616 617 618)
    (i32.const 614) (i32.const 613) (i32.const 612) (f64.const 611) (i64.const 610) (i32.const 609)
    (i64.const 608) (i32.const 607) (i64.const 606) (f32.const 605) (i32.const 604) (v128.const i32x4 603
    604 605 606) (f32.const 602) (i32.const 601) (f64.const 600) (v128.const i32x4 599 600 601 602)
    (i64.const 598) (v128.const i32x4 597 598 599 600) (f64.const 596) (v128.const i32x4 595 596 597 598)
    (f32.const 594) (i32.const 593) (v128.const i32x4 592 593 594 595) (v128.const i32x4 591 592 593 594)
    (v128.const i32x4 590 591 592 593) (f64.const 589) (f32.const 588) (i64.const 587) (v128.const i32x4 586
    587 588 589) (v128.const i32x4 585 586 587 588) (i32.const 584) (i64.const 583) (i64.const 582)
    (f32.const 581) (f32.const 580) (f32.const 579) (f64.const 578) (f64.const 577) (i64.const 576)
    (f32.const 575) (i64.const 574) (f64.const 573) (i32.const 572) (i64.const 571) (i32.const 570)
    (f64.const 569) (i32.const 568) (f32.const 567) (i32.const 566) (i64.const 565) (v128.const i32x4 564
    565 566 567) (i32.const 563) (v128.const i32x4 562 563 564 565) (i32.const 561) (i32.const 560)
    (f32.const 559) (f64.const 558) (i32.const 557) (i64.const 556) (f32.const 555) (f64.const 554)
    (v128.const i32x4 553 554 555 556) (i32.const 552) (v128.const i32x4 551 552 553 554) (i64.const 550)
    (f64.const 549) (i32.const 548) (i32.const 547) (i64.const 546) (i64.const 545) (f64.const 544)
    (i64.const 543) (f32.const 542) (v128.const i32x4 541 542 543 544) (f64.const 540) (f32.const 539)
    (f64.const 538) (i32.const 537) (i32.const 536) (i32.const 535) (i32.const 534) (i64.const 533)
    (i32.const 532) (v128.const i32x4 531 532 533 534) (f64.const 530) (f32.const 529) (f32.const 528)
    (f64.const 527) (i64.const 526) (f64.const 525) (v128.const i32x4 524 525 526 527) (v128.const i32x4 523
    524 525 526) (f64.const 522) (f32.const 521) (i64.const 520) (i64.const 519) (i64.const 518) (f64.const
    517) (f64.const 516) (f64.const 515) (i64.const 514) (f64.const 513) (i64.const 512) (i32.const 511)
    (i64.const 510) (v128.const i32x4 509 510 511 512) (i32.const 508) (f32.const 507) (f32.const 506)
    (f64.const 505) (v128.const i32x4 504 505 506 507) (v128.const i32x4 503 504 505 506) (f64.const 502)
    (i32.const 501) (i64.const 500) (i32.const 499) (v128.const i32x4 498 499 500 501) (i32.const 497)
    (i32.const 496) (i64.const 495) (i32.const 494) (f64.const 493) (f32.const 492) (f64.const 491)
    (i64.const 490) (i32.const 489) (i32.const 488) (f32.const 487) (i64.const 486) (i32.const 485)
    (i64.const 484) (f64.const 483) (f32.const 482) (f32.const 481) (f64.const 480) (i64.const 479)
    (i64.const 478) (i64.const 477) (v128.const i32x4 476 477 478 479) (f64.const 475) (f32.const 474)
    (v128.const i32x4 473 474 475 476) (i64.const 472) (v128.const i32x4 471 472 473 474) (f64.const 470)
    (v128.const i32x4 469 470 471 472) (i64.const 468) (i32.const 467) (i64.const 466) (f32.const 465)
    (i64.const 464) (f64.const 463) (f32.const 462) (f64.const 461) (v128.const i32x4 460 461 462 463)
    (i32.const 459) (i64.const 458) (v128.const i32x4 457 458 459 460) (f32.const 456) (i64.const 455)
    (f32.const 454) (v128.const i32x4 453 454 455 456) (f32.const 452) (f64.const 451) (i64.const 450)
    (f64.const 449) (v128.const i32x4 448 449 450 451) (f64.const 447) (i64.const 446) (v128.const i32x4 445
    446 447 448) (f32.const 444) (f32.const 443) (v128.const i32x4 442 443 444 445) (f32.const 441)
    (i64.const 440) (i32.const 439) (v128.const i32x4 438 439 440 441) (v128.const i32x4 437 438 439 440)
    (f64.const 436) (f32.const 435) (v128.const i32x4 434 435 436 437) (i32.const 433) (i32.const 432)
    (f32.const 431) (f32.const 430) (i64.const 429) (i64.const 428) (v128.const i32x4 427 428 429 430)
    (i64.const 426) (f32.const 425) (v128.const i32x4 424 425 426 427) (f32.const 423) (f64.const 422)
    (i32.const 421) (i64.const 420) (v128.const i32x4 419 420 421 422) (i64.const 418) (i32.const 417)
    (f64.const 416) (i32.const 415) (f32.const 414) (i32.const 413) (f64.const 412) (v128.const i32x4 411
    412 413 414) (i32.const 410) (v128.const i32x4 409 410 411 412) (f32.const 408) (i32.const 407)
    (v128.const i32x4 406 407 408 409) (f64.const 405) (i64.const 404) (f64.const 403) (f32.const 402)
    (f64.const 401) (i64.const 400) (f32.const 399) (v128.const i32x4 398 399 400 401) (f64.const 397)
    (f32.const 396) (f32.const 395) (i32.const 394) (v128.const i32x4 393 394 395 396) (i32.const 392)
    (i64.const 391) (f32.const 390) (f64.const 389) (i64.const 388) (f64.const 387) (i32.const 386)
    (f32.const 385) (i64.const 384) (f64.const 383) (i32.const 382) (v128.const i32x4 381 382 383 384)
    (v128.const i32x4 380 381 382 383) (f32.const 379) (f64.const 378) (f64.const 377) (v128.const i32x4 376
    377 378 379) (f64.const 375) (i32.const 374) (v128.const i32x4 373 374 375 376) (f32.const 372)
    (i64.const 371) (v128.const i32x4 370 371 372 373) (v128.const i32x4 369 370 371 372) (f64.const 368)
    (i64.const 367) (f32.const 366) (f64.const 365) (v128.const i32x4 364 365 366 367) (v128.const i32x4 363
    364 365 366) (f64.const 362) (i64.const 361) (v128.const i32x4 360 361 362 363) (v128.const i32x4 359
    360 361 362) (f32.const 358) (i32.const 357) (v128.const i32x4 356 357 358 359) (i64.const 355)
    (f64.const 354) (f64.const 353) (i32.const 352) (f64.const 351) (v128.const i32x4 350 351 352 353)
    (f32.const 349) (f64.const 348) (v128.const i32x4 347 348 349 350) (f32.const 346) (f32.const 345)
    (f64.const 344) (f64.const 343) (i32.const 342) (i32.const 341) (f32.const 340) (v128.const i32x4 339
    340 341 342) (f32.const 338) (v128.const i32x4 337 338 339 340) (f64.const 336) (f32.const 335)
    (v128.const i32x4 334 335 336 337) (f32.const 333) (v128.const i32x4 332 333 334 335) (i32.const 331)
    (i64.const 330) (f32.const 329) (v128.const i32x4 328 329 330 331) (i32.const 327) (v128.const i32x4 326
    327 328 329) (i32.const 325) (i32.const 324) (i32.const 323) (f32.const 322) (i64.const 321) (f64.const
    320) (v128.const i32x4 319 320 321 322) (i64.const 318) (i32.const 317) (f64.const 316) (f64.const 315)
    (f32.const 314) (v128.const i32x4 313 314 315 316) (i64.const 312) (f64.const 311) (f32.const 310)
    (v128.const i32x4 309 310 311 312) (f32.const 308) (f32.const 307) (i64.const 306) (v128.const i32x4 305
    306 307 308) (i64.const 304) (f32.const 303) (i64.const 302) (i64.const 301) (f32.const 300) (i64.const
    299) (v128.const i32x4 298 299 300 301) (i32.const 297) (i32.const 296) (v128.const i32x4 295 296 297
    298) (f64.const 294) (v128.const i32x4 293 294 295 296) (i64.const 292) (i32.const 291) (v128.const
    i32x4 290 291 292 293) (f64.const 289) (i64.const 288) (f32.const 287) (f32.const 286) (i32.const 285)
    (f64.const 284) (v128.const i32x4 283 284 285 286) (v128.const i32x4 282 283 284 285) (f64.const 281)
    (i32.const 280) (i64.const 279) (f64.const 278) (v128.const i32x4 277 278 279 280) (i64.const 276)
    (f64.const 275) (f32.const 274) (i64.const 273) (f64.const 272) (f64.const 271) (f64.const 270)
    (i64.const 269) (f64.const 268) (i32.const 267) (v128.const i32x4 266 267 268 269) (i64.const 265)
    (i32.const 264) (f32.const 263) (i32.const 262) (f32.const 261) (i32.const 260) (v128.const i32x4 259
    260 261 262) (i32.const 258) (v128.const i32x4 257 258 259 260) (i64.const 256) (v128.const i32x4 255
    256 257 258) (f64.const 254) (f32.const 253) (f64.const 252) (f64.const 251) (i32.const 250) (v128.const
    i32x4 249 250 251 252) (i64.const 248) (f64.const 247) (f32.const 246) (i64.const 245) (i64.const 244)
    (f64.const 243) (v128.const i32x4 242 243 244 245) (v128.const i32x4 241 242 243 244) (v128.const i32x4
    240 241 242 243) (i32.const 239) (i32.const 238) (v128.const i32x4 237 238 239 240) (f64.const 236)
    (i64.const 235) (f32.const 234) (v128.const i32x4 233 234 235 236) (f32.const 232) (f32.const 231)
    (f32.const 230) (i64.const 229) (v128.const i32x4 228 229 230 231) (i64.const 227) (f32.const 226)
    (v128.const i32x4 225 226 227 228) (i32.const 224) (i32.const 223) (i64.const 222) (f32.const 221)
    (v128.const i32x4 220 221 222 223) (v128.const i32x4 219 220 221 222) (f32.const 218) (f64.const 217)
    (i64.const 216) (f64.const 215) (f64.const 214) (f32.const 213) (i64.const 212) (i64.const 211)
    (f64.const 210) (v128.const i32x4 209 210 211 212) (f32.const 208) (v128.const i32x4 207 208 209 210)
    (i64.const 206) (i32.const 205) (f64.const 204) (i64.const 203) (i32.const 202) (v128.const i32x4 201
    202 203 204) (i64.const 200) (f64.const 199) (v128.const i32x4 198 199 200 201) (f64.const 197)
    (f32.const 196) (f32.const 195) (i64.const 194) (i64.const 193) (v128.const i32x4 192 193 194 195)
    (i64.const 191) (v128.const i32x4 190 191 192 193) (f32.const 189) (i32.const 188) (i32.const 187)
    (v128.const i32x4 186 187 188 189) (f64.const 185) (i32.const 184) (f64.const 183) (f32.const 182)
    (i64.const 181) (f32.const 180) (f64.const 179) (i32.const 178) (f64.const 177) (v128.const i32x4 176
    177 178 179) (f64.const 175) (v128.const i32x4 174 175 176 177) (f32.const 173) (v128.const i32x4 172
    173 174 175) (f64.const 171) (f64.const 170) (i32.const 169) (f32.const 168) (i64.const 167) (i32.const
    166) (i64.const 165) (v128.const i32x4 164 165 166 167) (f64.const 163) (f32.const 162) (i64.const 161)
    (i64.const 160) (v128.const i32x4 159 160 161 162) (v128.const i32x4 158 159 160 161) (f32.const 157)
    (i32.const 156) (v128.const i32x4 155 156 157 158) (i64.const 154) (i64.const 153) (i64.const 152)
    (f32.const 151) (v128.const i32x4 150 151 152 153) (v128.const i32x4 149 150 151 152) (i32.const 148)
    (f32.const 147) (f32.const 146) (i64.const 145) (i64.const 144) (i64.const 143) (i64.const 142)
    (v128.const i32x4 141 142 143 144) (i32.const 140) (f32.const 139) (v128.const i32x4 138 139 140 141)
    (i32.const 137) (i64.const 136) (f64.const 135) (f64.const 134) (f32.const 133) (f32.const 132)
    (i32.const 131) (i32.const 130) (i32.const 129) (i32.const 128) (v128.const i32x4 127 128 129 130)
    (f32.const 126) (i32.const 125) (f64.const 124) (i64.const 123) (i32.const 122) (i64.const 121)
    (i64.const 120) (i32.const 119) (v128.const i32x4 118 119 120 121) (v128.const i32x4 117 118 119 120)
    (v128.const i32x4 116 117 118 119) (v128.const i32x4 115 116 117 118) (i32.const 114) (f32.const 113)
    (i64.const 112) (f32.const 111) (v128.const i32x4 110 111 112 113) (f32.const 109) (i64.const 108)
    (f32.const 107) (i32.const 106) (f32.const 105) (f64.const 104) (i64.const 103) (f32.const 102)
    (v128.const i32x4 101 102 103 104) (i32.const 100) (f64.const 99) (i32.const 98) (f32.const 97)
    (i32.const 96) (f32.const 95) (i64.const 94) (i64.const 93) (f32.const 92) (i64.const 91) (v128.const
    i32x4 90 91 92 93) (i64.const 89) (f32.const 88) (f32.const 87) (f64.const 86) (v128.const i32x4 85 86
    87 88) (v128.const i32x4 84 85 86 87) (i64.const 83) (f32.const 82) (i32.const 81) (f64.const 80)
    (v128.const i32x4 79 80 81 82) (f32.const 78) (i32.const 77) (i32.const 76) (f64.const 75) (f32.const
    74) (f64.const 73) (f64.const 72) (f32.const 71) (v128.const i32x4 70 71 72 73) (f32.const 69)
    (i32.const 68) (i32.const 67) (i32.const 66) (f32.const 65) (i64.const 64) (i32.const 63) (f32.const 62)
    (f64.const 61) (f32.const 60) (v128.const i32x4 59 60 61 62) (f32.const 58) (v128.const i32x4 57 58 59
    60) (f64.const 56) (f64.const 55) (i32.const 54) (i64.const 53) (i64.const 52) (i64.const 51) (f64.const
    50) (i32.const 49) (i64.const 48) (f64.const 47) (v128.const i32x4 46 47 48 49) (i64.const 45)
    (i64.const 44) (i32.const 43) (i32.const 42) (f64.const 41) (i32.const 40) (i32.const 39) (v128.const
    i32x4 38 39 40 41) (i32.const 37) (f32.const 36) (i32.const 35) (i32.const 34) (f32.const 33) (f64.const
    32) (i32.const 31) (v128.const i32x4 30 31 32 33) (v128.const i32x4 29 30 31 32) (f32.const 28)
    (f32.const 27) (f32.const 26) (i32.const 25) (v128.const i32x4 24 25 26 27) (i64.const 23) (v128.const
    i32x4 22 23 24 25) (v128.const i32x4 21 22 23 24) (i32.const 20) (f64.const 19) (v128.const i32x4 18 19
    20 21) (v128.const i32x4 17 18 19 20) (i32.const 16) (f32.const 15) (i64.const 14) (i64.const 13)
    (f64.const 12) (i32.const 11) (f64.const 10) (i32.const 9) (f32.const 8) (i32.const 7) (v128.const i32x4
    6 7 8 9) (v128.const i32x4 5 6 7 8) (i64.const 4) (f64.const 3) (v128.const i32x4 2 3 4 5) (i64.const
    1))
(assert_return (invoke "tail-indirect" (i32.const 1)) (i64.const 1000) (v128.const i32x4 999 1000 1001 1002)
    (i32.const 998) (v128.const i32x4 997 998 999 1000) (i32.const 996) (i64.const 995) (f32.const 994)
    (i64.const 993) (i64.const 992) (i32.const 991) (f32.const 990) (f64.const 989) (f64.const 988)
    (v128.const i32x4 987 988 989 990) (f32.const 986) (i64.const 985) (i64.const 984) (v128.const i32x4 983
    984 985 986) (f32.const 982) (v128.const i32x4 981 982 983 984) (i32.const 980) (i64.const 979)
    (v128.const i32x4 978 979 980 981) (f64.const 977) (v128.const i32x4 976 977 978 979) (i64.const 975)
    (v128.const i32x4 974 975 976 977) (i64.const 973) (f32.const 972) (i64.const 971) (f64.const 970)
    (v128.const i32x4 969 970 971 972) (f32.const 968) (f64.const 967) (i64.const 966) (f64.const 965)
    (f32.const 964) (f32.const 963) (f64.const 962) (f32.const 961) (f32.const 960) (f64.const 959)
    (i64.const 958) (v128.const i32x4 957 958 959 960) (v128.const i32x4 956 957 958 959) (v128.const i32x4
    955 956 957 958) (i32.const 954) (v128.const i32x4 953 954 955 956) (v128.const i32x4 952 953 954 955)
    (f64.const 951) (i64.const 950) (f32.const 949) (i64.const 948) (i64.const 947) (f64.const 946)
    (i64.const 945) (f32.const 944) (f32.const 943) (v128.const i32x4 942 943 944 945) (i64.const 941)
    (i32.const 940) (f32.const 939) (f64.const 938) (v128.const i32x4 937 938 939 940) (i32.const 936)
    (f32.const 935) (f32.const 934) (i32.const 933) (i32.const 932) (f64.const 931) (f32.const 930)
    (v128.const i32x4 929 930 931 932) (i64.const 928) (v128.const i32x4 927 928 929 930) (f64.const 926)
    (f32.const 925) (v128.const i32x4 924 925 926 927) (f64.const 923) (f32.const 922) (v128.const i32x4 921
    922 923 924) (i64.const 920) (i64.const 919) (v128.const i32x4 918 919 920 921) (f64.const 917)
    (i64.const 916) (i32.const 915) (f64.const 914) (v128.const i32x4 913 914 915 916) (i32.const 912)
    (f64.const 911) (f64.const 910) (v128.const i32x4 909 910 911 912) (f32.const 908) (f64.const 907)
    (i32.const 906) (f64.const 905) (i32.const 904) (i64.const 903) (i32.const 902) (f64.const 901)
    (i64.const 900) (f32.const 899) (f32.const 898) (i32.const 897) (f64.const 896) (v128.const i32x4 895
    896 897 898) (i32.const 894) (i32.const 893) (f32.const 892) (f64.const 891) (v128.const i32x4 890 891
    892 893) (i64.const 889) (v128.const i32x4 888 889 890 891) (i32.const 887) (v128.const i32x4 886 887
    888 889) (f64.const 885) (i32.const 884) (i32.const 883) (i64.const 882) (f64.const 881) (i32.const 880)
    (f64.const 879) (i64.const 878) (f32.const 877) (i32.const 876) (i32.const 875) (i64.const 874)
    (i64.const 873) (i64.const 872) (i64.const 871) (i32.const 870) (i32.const 869) (f64.const 868)
    (f64.const 867) (f64.const 866) (i64.const 865) (f64.const 864) (f32.const 863) (f64.const 862)
    (f32.const 861) (f64.const 860) (f32.const 859) (v128.const i32x4 858 859 860 861) (f32.const 857)
    (f64.const 856) (f32.const 855) (v128.const i32x4 854 855 856 857) (i64.const 853) (f32.const 852)
    (f32.const 851) (i64.const 850) (i32.const 849) (i64.const 848) (f64.const 847) (i64.const 846)
    (f32.const 845) (f64.const 844) (i32.const 843) (f64.const 842) (f64.const 841) (f32.const 840)
    (f64.const 839) (f32.const 838) (f32.const 837) (f64.const 836) (f32.const 835) (f64.const 834)
    (i32.const 833) (i32.const 832) (i32.const 831) (i32.const 830) (f32.const 829) (f64.const 828)
    (f64.const 827) (f32.const 826) (i32.const 825) (v128.const i32x4 824 825 826 827) (f64.const 823)
    (i32.const 822) (f32.const 821) (i64.const 820) (v128.const i32x4 819 820 821 822) (i64.const 818)
    (v128.const i32x4 817 818 819 820) (f64.const 816) (v128.const i32x4 815 816 817 818) (i64.const 814)
    (f32.const 813) (f64.const 812) (f32.const 811) (v128.const i32x4 810 811 812 813) (v128.const i32x4 809
    810 811 812) (f64.const 808) (v128.const i32x4 807 808 809 810) (v128.const i32x4 806 807 808 809)
    (f64.const 805) (v128.const i32x4 804 805 806 807) (f32.const 803) (v128.const i32x4 802 803 804 805)
    (v128.const i32x4 801 802 803 804) (v128.const i32x4 800 801 802 803) (f32.const 799) (v128.const i32x4
    798 799 800 801) (f32.const 797) (i32.const 796) (v128.const i32x4 795 796 797 798) (i32.const 794)
    (f32.const 793) (i64.const 792) (i32.const 791) (f64.const 790) (f32.const 789) (i32.const 788)
    (f64.const 787) (v128.const i32x4 786 787 788 789) (v128.const i32x4 785 786 787 788) (v128.const i32x4
    784 785 786 787) (v128.const i32x4 783 784 785 786) (f64.const 782) (i32.const 781) (f64.const 780)
    (v128.const i32x4 779 780 781 782) (f64.const 778) (v128.const i32x4 777 778 779 780) (i32.const 776)
    (i64.const 775) (f64.const 774) (f32.const 773) (i32.const 772) (f64.const 771) (i64.const 770)
    (v128.const i32x4 769 770 771 772) (f32.const 768) (f64.const 767) (f64.const 766) (i64.const 765)
    (f64.const 764) (v128.const i32x4 763 764 765 766) (i64.const 762) (i64.const 761) (f32.const 760)
    (f64.const 759) (f32.const 758) (v128.const i32x4 757 758 759 760) (i32.const 756) (f64.const 755)
    (v128.const i32x4 754 755 756 757) (i64.const 753) (i64.const 752) (i32.const 751) (i32.const 750)
    (v128.const i32x4 749 750 751 752) (v128.const i32x4 748 749 750 751) (i32.const 747) (f32.const 746)
    (i64.const 745) (i32.const 744) (f32.const 743) (v128.const i32x4 742 743 744 745) (i32.const 741)
    (i32.const 740) (v128.const i32x4 739 740 741 742) (f64.const 738) (i64.const 737) (i32.const 736)
    (i64.const 735) (v128.const i32x4 734 735 736 737) (i64.const 733) (f32.const 732) (i64.const 731)
    (i32.const 730) (i64.const 729) (v128.const i32x4 728 729 730 731) (v128.const i32x4 727 728 729 730)
    (f32.const 726) (v128.const i32x4 725 726 727 728) (f64.const 724) (f32.const 723) (f64.const 722)
    (f32.const 721) (f32.const 720) (f32.const 719) (v128.const i32x4 718 719 720 721) (i64.const 717)
    (f32.const 716) (v128.const i32x4 715 716 717 718) (f64.const 714) (v128.const i32x4 713 714 715 716)
    (i32.const 712) (i64.const 711) (i32.const 710) (v128.const i32x4 709 710 711 712) (i32.const 708)
    (f64.const 707) (f32.const 706) (f64.const 705) (f64.const 704) (f32.const 703) (f64.const 702)
    (i32.const 701) (v128.const i32x4 700 701 702 703) (f32.const 699) (f32.const 698) (f32.const 697)
    (i64.const 696) (i32.const 695) (v128.const i32x4 694 695 696 697) (i32.const 693) (v128.const i32x4 692
    693 694 695) (v128.const i32x4 691 692 693 694) (f32.const 690) (f32.const 689) (f32.const 688)
    (f32.const 687) (f32.const 686) (f64.const 685) (f32.const 684) (v128.const i32x4 683 684 685 686)
    (f32.const 682) (i32.const 681) (i32.const 680) (v128.const i32x4 679 680 681 682) (i64.const 678)
    (f32.const 677) (f64.const 676) (i32.const 675) (f32.const 674) (v128.const i32x4 673 674 675 676)
    (f64.const 672) (f32.const 671) (i64.const 670) (i64.const 669) (f32.const 668) (i32.const 667)
    (v128.const i32x4 666 667 668 669) (v128.const i32x4 665 666 667 668) (v128.const i32x4 664 665 666 667)
    (v128.const i32x4 663 664 665 666) (v128.const i32x4 662 663 664 665) (f64.const 661) (i64.const 660)
    (i32.const 659) (f64.const 658) (v128.const i32x4 657 658 659 660) (f64.const 656) (v128.const i32x4 655
    656 657 658) (f32.const 654) (f32.const 653) (i64.const 652) (v128.const i32x4 651 652 653 654)
    (v128.const i32x4 650 651 652 653) (i64.const 649) (f64.const 648) (i32.const 647) (f32.const 646)
    (i32.const 645) (f64.const 644) (f32.const 643) (i64.const 642) (f32.const 641) (f32.const 640)
    (i32.const 639) (f64.const 638) (i32.const 637) (f32.const 636) (i32.const 635) (f32.const 634)
    (f32.const 633) (i32.const 632) (f32.const 631) (v128.const i32x4 630 631 632 633) (i32.const 629)
    (f64.const 628) (f64.const 627) (i64.const 626) (f64.const 625) (i32.const 624) (v128.const i32x4 623
    624 625 626) (i64.const 622) (i32.const 621) (f32.const 620) (i32.const 619) (f32.const 618) (v128.const
    i32x4 617 618 619 620) (f64.const 616) (v128.const i32x4 615 616 617 618) (i32.const 614) (i32.const
    613) (i32.const 612) (f64.const 611) (i64.const 610) (i32.const 609) (i64.const 608) (i32.const 607)
    (i64.const 606) (f32.const 605) (i32.const 604) (v128.const i32x4 603 604 605 606) (f32.const 602)
    (i32.const 601) (f64.const 600) (v128.const i32x4 599 600 601 602) (i64.const 598) (v128.const i32x4 597
    598 599 600) (f64.const 596) (v128.const i32x4 595 596 597 598) (f32.const 594) (i32.const 593)
    (v128.const i32x4 592 593 594 595) (v128.const i32x4 591 592 593 594) (v128.const i32x4 590 591 592 593)
    (f64.const 589) (f32.const 588) (i64.const 587) (v128.const i32x4 586 587 588 589) (v128.const i32x4 585
    586 587 588) (i32.const 584) (i64.const 583) (i64.const 582) (f32.const 581) (f32.const 580) (f32.const
    579) (f64.const 578) (f64.const 577) (i64.const 576) (f32.const 575) (i64.const 574) (f64.const 573)
    (i32.const 572) (i64.const 571) (i32.const 570) (f64.const 569) (i32.const 568) (f32.const 567)
    (i32.const 566) (i64.const 565) (v128.const i32x4 564 565 566 567) (i32.const 563) (v128.const i32x4 562
    563 564 565) (i32.const 561) (i32.const 560) (f32.const 559) (f64.const 558) (i32.const 557) (i64.const
    556) (f32.const 555) (f64.const 554) (v128.const i32x4 553 554 555 556) (i32.const 552) (v128.const
    i32x4 551 552 553 554) (i64.const 550) (f64.const 549) (i32.const 548) (i32.const 547) (i64.const 546)
    (i64.const 545) (f64.const 544) (i64.const 543) (f32.const 542) (v128.const i32x4 541 542 543 544)
    (f64.const 540) (f32.const 539) (f64.const 538) (i32.const 537) (i32.const 536) (i32.const 535)
    (i32.const 534) (i64.const 533) (i32.const 532) (v128.const i32x4 531 532 533 534) (f64.const 530)
    (f32.const 529) (f32.const 528) (f64.const 527) (i64.const 526) (f64.const 525) (v128.const i32x4 524
    525 526 527) (v128.const i32x4 523 524 525 526) (f64.const 522) (f32.const 521) (i64.const 520)
    (i64.const 519) (i64.const 518) (f64.const 517) (f64.const 516) (f64.const 515) (i64.const 514)
    (f64.const 513) (i64.const 512) (i32.const 511) (i64.const 510) (v128.const i32x4 509 510 511 512)
    (i32.const 508) (f32.const 507) (f32.const 506) (f64.const 505) (v128.const i32x4 504 505 506 507)
    (v128.const i32x4 503 504 505 506) (f64.const 502) (i32.const 501) (i64.const 500) (i32.const 499)
    (v128.const i32x4 498 499 500 501) (i32.const 497) (i32.const 496) (i64.const 495) (i32.const 494)
    (f64.const 493) (f32.const 492) (f64.const 491) (i64.const 490) (i32.const 489) (i32.const 488)
    (f32.const 487) (i64.const 486) (i32.const 485) (i64.const 484) (f64.const 483) (f32.const 482)
    (f32.const 481) (f64.const 480) (i64.const 479) (i64.const 478) (i64.const 477) (v128.const i32x4 476
    477 478 479) (f64.const 475) (f32.const 474) (v128.const i32x4 473 474 475 476) (i64.const 472)
    (v128.const i32x4 471 472 473 474) (f64.const 470) (v128.const i32x4 469 470 471 472) (i64.const 468)
    (i32.const 467) (i64.const 466) (f32.const 465) (i64.const 464) (f64.const 463) (f32.const 462)
    (f64.const 461) (v128.const i32x4 460 461 462 463) (i32.const 459) (i64.const 458) (v128.const i32x4 457
    458 459 460) (f32.const 456) (i64.const 455) (f32.const 454) (v128.const i32x4 453 454 455 456)
    (f32.const 452) (f64.const 451) (i64.const 450) (f64.const 449) (v128.const i32x4 448 449 450 451)
    (f64.const 447) (i64.const 446) (v128.const i32x4 445 446 447 448) (f32.const 444) (f32.const 443)
    (v128.const i32x4 442 443 444 445) (f32.const 441) (i64.const 440) (i32.const 439) (v128.const i32x4 438
    439 440 441) (v128.const i32x4 437 438 439 440) (f64.const 436) (f32.const 435) (v128.const i32x4 434
    435 436 437) (i32.const 433) (i32.const 432) (f32.const 431) (f32.const 430) (i64.const 429) (i64.const
    428) (v128.const i32x4 427 428 429 430) (i64.const 426) (f32.const 425) (v128.const i32x4 424 425 426
    427) (f32.const 423) (f64.const 422) (i32.const 421) (i64.const 420) (v128.const i32x4 419 420 421 422)
    (i64.const 418) (i32.const 417) (f64.const 416) (i32.const 415) (f32.const 414) (i32.const 413)
    (f64.const 412) (v128.const i32x4 411 412 413 414) (i32.const 410) (v128.const i32x4 409 410 411 412)
    (f32.const 408) (i32.const 407) (v128.const i32x4 406 407 408 409) (f64.const 405) (i64.const 404)
    (f64.const 403) (f32.const 402) (f64.const 401) (i64.const 400) (f32.const 399) (v128.const i32x4 398
    399 400 401) (f64.const 397) (f32.const 396) (f32.const 395) (i32.const 394) (v128.const i32x4 393 394
    395 396) (i32.const 392) (i64.const 391) (f32.const 390) (f64.const 389) (i64.const 388) (f64.const 387)
    (i32.const 386) (f32.const 385) (i64.const 384) (f64.const 383) (i32.const 382) (v128.const i32x4 381
    382 383 384) (v128.const i32x4 380 381 382 383) (f32.const 379) (f64.const 378) (f64.const 377)
    (v128.const i32x4 376 377 378 379) (f64.const 375) (i32.const 374) (v128.const i32x4 373 374 375 376)
    (f32.const 372) (i64.const 371) (v128.const i32x4 370 371 372 373) (v128.const i32x4 369 370 371 372)
    (f64.const 368) (i64.const 367) (f32.const 366) (f64.const 365) (v128.const i32x4 364 365 366 367)
    (v128.const i32x4 363 364 365 366) (f64.const 362) (i64.const 361) (v128.const i32x4 360 361 362 363)
    (v128.const i32x4 359 360 361 362) (f32.const 358) (i32.const 357) (v128.const i32x4 356 357 358 359)
    (i64.const 355) (f64.const 354) (f64.const 353) (i32.const 352) (f64.const 351) (v128.const i32x4 350
    351 352 353) (f32.const 349) (f64.const 348) (v128.const i32x4 347 348 349 350) (f32.const 346)
    (f32.const 345) (f64.const 344) (f64.const 343) (i32.const 342) (i32.const 341) (f32.const 340)
    (v128.const i32x4 339 340 341 342) (f32.const 338) (v128.const i32x4 337 338 339 340) (f64.const 336)
    (f32.const 335) (v128.const i32x4 334 335 336 337) (f32.const 333) (v128.const i32x4 332 333 334 335)
    (i32.const 331) (i64.const 330) (f32.const 329) (v128.const i32x4 328 329 330 331) (i32.const 327)
    (v128.const i32x4 326 327 328 329) (i32.const 325) (i32.const 324) (i32.const 323) (f32.const 322)
    (i64.const 321) (f64.const 320) (v128.const i32x4 319 320 321 322) (i64.const 318) (i32.const 317)
    (f64.const 316) (f64.const 315) (f32.const 314) (v128.const i32x4 313 314 315 316) (i64.const 312)
    (f64.const 311) (f32.const 310) (v128.const i32x4 309 310 311 312) (f32.const 308) (f32.const 307)
    (i64.const 306) (v128.const i32x4 305 306 307 308) (i64.const 304) (f32.const 303) (i64.const 302)
    (i64.const 301) (f32.const 300) (i64.const 299) (v128.const i32x4 298 299 300 301) (i32.const 297)
    (i32.const 296) (v128.const i32x4 295 296 297 298) (f64.const 294) (v128.const i32x4 293 294 295 296)
    (i64.const 292) (i32.const 291) (v128.const i32x4 290 291 292 293) (f64.const 289) (i64.const 288)
    (f32.const 287) (f32.const 286) (i32.const 285) (f64.const 284) (v128.const i32x4 283 284 285 286)
    (v128.const i32x4 282 283 284 285) (f64.const 281) (i32.const 280) (i64.const 279) (f64.const 278)
    (v128.const i32x4 277 278 279 280) (i64.const 276) (f64.const 275) (f32.const 274) (i64.const 273)
    (f64.const 272) (f64.const 271) (f64.const 270) (i64.const 269) (f64.const 268) (i32.const 267)
    (v128.const i32x4 266 267 268 269) (i64.const 265) (i32.const 264) (f32.const 263) (i32.const 262)
    (f32.const 261) (i32.const 260) (v128.const i32x4 259 260 261 262) (i32.const 258) (v128.const i32x4 257
    258 259 260) (i64.const 256) (v128.const i32x4 255 256 257 258) (f64.const 254) (f32.const 253)
    (f64.const 252) (f64.const 251) (i32.const 250) (v128.const i32x4 249 250 251 252) (i64.const 248)
    (f64.const 247) (f32.const 246) (i64.const 245) (i64.const 244) (f64.const 243) (v128.const i32x4 242
    243 244 245) (v128.const i32x4 241 242 243 244) (v128.const i32x4 240 241 242 243) (i32.const 239)
    (i32.const 238) (v128.const i32x4 237 238 239 240) (f64.const 236) (i64.const 235) (f32.const 234)
    (v128.const i32x4 233 234 235 236) (f32.const 232) (f32.const 231) (f32.const 230) (i64.const 229)
    (v128.const i32x4 228 229 230 231) (i64.const 227) (f32.const 226) (v128.const i32x4 225 226 227 228)
    (i32.const 224) (i32.const 223) (i64.const 222) (f32.const 221) (v128.const i32x4 220 221 222 223)
    (v128.const i32x4 219 220 221 222) (f32.const 218) (f64.const 217) (i64.const 216) (f64.const 215)
    (f64.const 214) (f32.const 213) (i64.const 212) (i64.const 211) (f64.const 210) (v128.const i32x4 209
    210 211 212) (f32.const 208) (v128.const i32x4 207 208 209 210) (i64.const 206) (i32.const 205)
    (f64.const 204) (i64.const 203) (i32.const 202) (v128.const i32x4 201 202 203 204) (i64.const 200)
    (f64.const 199) (v128.const i32x4 198 199 200 201) (f64.const 197) (f32.const 196) (f32.const 195)
    (i64.const 194) (i64.const 193) (v128.const i32x4 192 193 194 195) (i64.const 191) (v128.const i32x4 190
    191 192 193) (f32.const 189) (i32.const 188) (i32.const 187) (v128.const i32x4 186 187 188 189)
    (f64.const 185) (i32.const 184) (f64.const 183) (f32.const 182) (i64.const 181) (f32.const 180)
    (f64.const 179) (i32.const 178) (f64.const 177) (v128.const i32x4 176 177 178 179) (f64.const 175)
    (v128.const i32x4 174 175 176 177) (f32.const 173) (v128.const i32x4 172 173 174 175) (f64.const 171)
    (f64.const 170) (i32.const 169) (f32.const 168) (i64.const 167) (i32.const 166) (i64.const 165)
    (v128.const i32x4 164 165 166 167) (f64.const 163) (f32.const 162) (i64.const 161) (i64.const 160)
    (v128.const i32x4 159 160 161 162) (v128.const i32x4 158 159 160 161) (f32.const 157) (i32.const 156)
    (v128.const i32x4 155 156 157 158) (i64.const 154) (i64.const 153) (i64.const 152) (f32.const 151)
    (v128.const i32x4 150 151 152 153) (v128.const i32x4 149 150 151 152) (i32.const 148) (f32.const 147)
    (f32.const 146) (i64.const 145) (i64.const 144) (i64.const 143) (i64.const 142) (v128.const i32x4 141
    142 143 144) (i32.const 140) (f32.const 139) (v128.const i32x4 138 139 140 141) (i32.const 137)
    (i64.const 136) (f64.const 135) (f64.const 134) (f32.const 133) (f32.const 132) (i32.const 131)
    (i32.const 130) (i32.const 129) (i32.const 128) (v128.const i32x4 127 128 129 130) (f32.const 126)
    (i32.const 125) (f64.const 124) (i64.const 123) (i32.const 122) (i64.const 121) (i64.const 120)
    (i32.const 119) (v128.const i32x4 118 119 120 121) (v128.const i32x4 117 118 119 120) (v128.const i32x4
    116 117 118 119) (v128.const i32x4 115 116 117 118) (i32.const 114) (f32.const 113) (i64.const 112)
    (f32.const 111) (v128.const i32x4 110 111 112 113) (f32.const 109) (i64.const 108) (f32.const 107)
    (i32.const 106) (f32.const 105) (f64.const 104) (i64.const 103) (f32.const 102) (v128.const i32x4 101
    102 103 104) (i32.const 100) (f64.const 99) (i32.const 98) (f32.const 97) (i32.const 96) (f32.const 95)
    (i64.const 94) (i64.const 93) (f32.const 92) (i64.const 91) (v128.const i32x4 90 91 92 93) (i64.const
    89) (f32.const 88) (f32.const 87) (f64.const 86) (v128.const i32x4 85 86 87 88) (v128.const i32x4 84 85
    86 87) (i64.const 83) (f32.const 82) (i32.const 81) (f64.const 80) (v128.const i32x4 79 80 81 82)
    (f32.const 78) (i32.const 77) (i32.const 76) (f64.const 75) (f32.const 74) (f64.const 73) (f64.const 72)
    (f32.const 71) (v128.const i32x4 70 71 72 73) (f32.const 69) (i32.const 68) (i32.const 67) (i32.const
    66) (f32.const 65) (i64.const 64) (i32.const 63) (f32.const 62) (f64.const 61) (f32.const 60)
    (v128.const i32x4 59 60 61 62) (f32.const 58) (v128.const i32x4 57 58 59 60) (f64.const 56) (f64.const
    55) (i32.const 54) (i64.const 53) (i64.const 52) (i64.const 51) (f64.const 50) (i32.const 49) (i64.const
    48) (f64.const 47) (v128.const i32x4 46 47 48 49) (i64.const 45) (i64.const 44) (i32.const 43)
    (i32.const 42) (f64.const 41) (i32.const 40) (i32.const 39) (v128.const i32x4 38 39 40 41) (i32.const
    37) (f32.const 36) (i32.const 35) (i32.const 34) (f32.const 33) (f64.const 32) (i32.const 31)
    (v128.const i32x4 30 31 32 33) (v128.const i32x4 29 30 31 32) (f32.const 28) (f32.const 27) (f32.const
    26) (i32.const 25) (v128.const i32x4 24 25 26 27) (i64.const 23) (v128.const i32x4 22 23 24 25)
    (v128.const i32x4 21 22 23 24) (i32.const 20) (f64.const 19) (v128.const i32x4 18 19 20 21) (v128.const
    i32x4 17 18 19 20) (i32.const 16) (f32.const 15) (i64.const 14) (i64.const 13) (f64.const 12) (i32.const
    11) (f64.const 10) (i32.const 9) (f32.const 8) (i32.const 7) (v128.const i32x4 6 7 8 9) (v128.const
    i32x4 5 6 7 8) (i64.const 4) (f64.const 3) (v128.const i32x4 2 3 4 5) (i64.const 1))
(assert_return (invoke "reverse" (i64.const 1) (v128.const i32x4 2 3 4 5) (f64.const 3) (i64.const 4)
    (v128.const i32x4 5 6 7 8) (v128.const i32x4 6 7 8 9) (i32.const 7) (f32.const 8) (i32.const 9)
    (f64.const 10) (i32.const 11) (f64.const 12) (i64.const 13) (i64.const 14) (f32.const 15) (i32.const 16)
    (v128.const i32x4 17 18 19 20) (v128.const i32x4 18 19 20 21) (f64.const 19) (i32.const 20) (v128.const
    i32x4 21 22 23 24) (v128.const i32x4 22 23 24 25) (i64.const 23) (v128.const i32x4 24 25 26 27)
    (i32.const 25) (f32.const 26) (f32.const 27) (f32.const 28) (v128.const i32x4 29 30 31 32) (v128.const
    i32x4 30 31 32 33) (i32.const 31) (f64.const 32) (f32.const 33) (i32.const 34) (i32.const 35) (f32.const
    36) (i32.const 37) (v128.const i32x4 38 39 40 41) (i32.const 39) (i32.const 40) (f64.const 41)
    (i32.const 42) (i32.const 43) (i64.const 44) (i64.const 45) (v128.const i32x4 46 47 48 49) (f64.const
    47) (i64.const 48) (i32.const 49) (f64.const 50) (i64.const 51) (i64.const 52) (i64.const 53) (i32.const
    54) (f64.const 55) (f64.const 56) (v128.const i32x4 57 58 59 60) (f32.const 58) (v128.const i32x4 59 60
    61 62) (f32.const 60) (f64.const 61) (f32.const 62) (i32.const 63) (i64.const 64) (f32.const 65)
    (i32.const 66) (i32.const 67) (i32.const 68) (f32.const 69) (v128.const i32x4 70 71 72 73) (f32.const
    71) (f64.const 72) (f64.const 73) (f32.const 74) (f64.const 75) (i32.const 76) (i32.const 77) (f32.const
    78) (v128.const i32x4 79 80 81 82) (f64.const 80) (i32.const 81) (f32.const 82) (i64.const 83)
    (v128.const i32x4 84 85 86 87) (v128.const i32x4 85 86 87 88) (f64.const 86) (f32.const 87) (f32.const
    88) (i64.const 89) (v128.const i32x4 90 91 92 93) (i64.const 91) (f32.const 92) (i64.const 93)
    (i64.const 94) (f32.const 95) (i32.const 96) (f32.const 97) (i32.const 98) (f64.const 99) (i32.const
    100) (v128.const i32x4 101 102 103 104) (f32.const 102) (i64.const 103) (f64.const 104) (f32.const 105)
    (i32.const 106) (f32.const 107) (i64.const 108) (f32.const 109) (v128.const i32x4 110 111 112 113)
    (f32.const 111) (i64.const 112) (f32.const 113) (i32.const 114) (v128.const i32x4 115 116 117 118)
    (v128.const i32x4 116 117 118 119) (v128.const i32x4 117 118 119 120) (v128.const i32x4 118 119 120 121)
    (i32.const 119) (i64.const 120) (i64.const 121) (i32.const 122) (i64.const 123) (f64.const 124)
    (i32.const 125) (f32.const 126) (v128.const i32x4 127 128 129 130) (i32.const 128) (i32.const 129)
    (i32.const 130) (i32.const 131) (f32.const 132) (f32.const 133) (f64.const 134) (f64.const 135)
    (i64.const 136) (i32.const 137) (v128.const i32x4 138 139 140 141) (f32.const 139) (i32.const 140)
    (v128.const i32x4 141 142 143 144) (i64.const 142) (i64.const 143) (i64.const 144) (i64.const 145)
    (f32.const 146) (f32.const 147) (i32.const 148) (v128.const i32x4 149 150 151 152) (v128.const i32x4 150
    151 152 153) (f32.const 151) (i64.const 152) (i64.const 153) (i64.const 154) (v128.const i32x4 155 156
    157 158) (i32.const 156) (f32.const 157) (v128.const i32x4 158 159 160 161) (v128.const i32x4 159 160
    161 162) (i64.const 160) (i64.const 161) (f32.const 162) (f64.const 163) (v128.const i32x4 164 165 166
    167) (i64.const 165) (i32.const 166) (i64.const 167) (f32.const 168) (i32.const 169) (f64.const 170)
    (f64.const 171) (v128.const i32x4 172 173 174 175) (f32.const 173) (v128.const i32x4 174 175 176 177)
    (f64.const 175) (v128.const i32x4 176 177 178 179) (f64.const 177) (i32.const 178) (f64.const 179)
    (f32.const 180) (i64.const 181) (f32.const 182) (f64.const 183) (i32.const 184) (f64.const 185)
    (v128.const i32x4 186 187 188 189) (i32.const 187) (i32.const 188) (f32.const 189) (v128.const i32x4 190
    191 192 193) (i64.const 191) (v128.const i32x4 192 193 194 195) (i64.const 193) (i64.const 194)
    (f32.const 195) (f32.const 196) (f64.const 197) (v128.const i32x4 198 199 200 201) (f64.const 199)
    (i64.const 200) (v128.const i32x4 201 202 203 204) (i32.const 202) (i64.const 203) (f64.const 204)
    (i32.const 205) (i64.const 206) (v128.const i32x4 207 208 209 210) (f32.const 208) (v128.const i32x4 209
    210 211 212) (f64.const 210) (i64.const 211) (i64.const 212) (f32.const 213) (f64.const 214) (f64.const
    215) (i64.const 216) (f64.const 217) (f32.const 218) (v128.const i32x4 219 220 221 222) (v128.const
    i32x4 220 221 222 223) (f32.const 221) (i64.const 222) (i32.const 223) (i32.const 224) (v128.const i32x4
    225 226 227 228) (f32.const 226) (i64.const 227) (v128.const i32x4 228 229 230 231) (i64.const 229)
    (f32.const 230) (f32.const 231) (f32.const 232) (v128.const i32x4 233 234 235 236) (f32.const 234)
    (i64.const 235) (f64.const 236) (v128.const i32x4 237 238 239 240) (i32.const 238) (i32.const 239)
    (v128.const i32x4 240 241 242 243) (v128.const i32x4 241 242 243 244) (v128.const i32x4 242 243 244 245)
    (f64.const 243) (i64.const 244) (i64.const 245) (f32.const 246) (f64.const 247) (i64.const 248)
    (v128.const i32x4 249 250 251 252) (i32.const 250) (f64.const 251) (f64.const 252) (f32.const 253)
    (f64.const 254) (v128.const i32x4 255 256 257 258) (i64.const 256) (v128.const i32x4 257 258 259 260)
    (i32.const 258) (v128.const i32x4 259 260 261 262) (i32.const 260) (f32.const 261) (i32.const 262)
    (f32.const 263) (i32.const 264) (i64.const 265) (v128.const i32x4 266 267 268 269) (i32.const 267)
    (f64.const 268) (i64.const 269) (f64.const 270) (f64.const 271) (f64.const 272) (i64.const 273)
    (f32.const 274) (f64.const 275) (i64.const 276) (v128.const i32x4 277 278 279 280) (f64.const 278)
    (i64.const 279) (i32.const 280) (f64.const 281) (v128.const i32x4 282 283 284 285) (v128.const i32x4 283
    284 285 286) (f64.const 284) (i32.const 285) (f32.const 286) (f32.const 287) (i64.const 288) (f64.const
    289) (v128.const i32x4 290 291 292 293) (i32.const 291) (i64.const 292) (v128.const i32x4 293 294 295
    296) (f64.const 294) (v128.const i32x4 295 296 297 298) (i32.const 296) (i32.const 297) (v128.const
    i32x4 298 299 300 301) (i64.const 299) (f32.const 300) (i64.const 301) (i64.const 302) (f32.const 303)
    (i64.const 304) (v128.const i32x4 305 306 307 308) (i64.const 306) (f32.const 307) (f32.const 308)
    (v128.const i32x4 309 310 311 312) (f32.const 310) (f64.const 311) (i64.const 312) (v128.const i32x4 313
    314 315 316) (f32.const 314) (f64.const 315) (f64.const 316) (i32.const 317) (i64.const 318) (v128.const
    i32x4 319 320 321 322) (f64.const 320) (i64.const 321) (f32.const 322) (i32.const 323) (i32.const 324)
    (i32.const 325) (v128.const i32x4 326 327 328 329) (i32.const 327) (v128.const i32x4 328 329 330 331)
    (f32.const 329) (i64.const 330) (i32.const 331) (v128.const i32x4 332 333 334 335) (f32.const 333)
    (v128.const i32x4 334 335 336 337) (f32.const 335) (f64.const 336) (v128.const i32x4 337 338 339 340)
    (f32.const 338) (v128.const i32x4 339 340 341 342) (f32.const 340) (i32.const 341) (i32.const 342)
    (f64.const 343) (f64.const 344) (f32.const 345) (f32.const 346) (v128.const i32x4 347 348 349 350)
    (f64.const 348) (f32.const 349) (v128.const i32x4 350 351 352 353) (f64.const 351) (i32.const 352)
    (f64.const 353) (f64.const 354) (i64.const 355) (v128.const i32x4 356 357 358 359) (i32.const 357)
    (f32.const 358) (v128.const i32x4 359 360 361 362) (v128.const i32x4 360 361 362 363) (i64.const 361)
    (f64.const 362) (v128.const i32x4 363 364 365 366) (v128.const i32x4 364 365 366 367) (f64.const 365)
    (f32.const 366) (i64.const 367) (f64.const 368) (v128.const i32x4 369 370 371 372) (v128.const i32x4 370
    371 372 373) (i64.const 371) (f32.const 372) (v128.const i32x4 373 374 375 376) (i32.const 374)
    (f64.const 375) (v128.const i32x4 376 377 378 379) (f64.const 377) (f64.const 378) (f32.const 379)
    (v128.const i32x4 380 381 382 383) (v128.const i32x4 381 382 383 384) (i32.const 382) (f64.const 383)
    (i64.const 384) (f32.const 385) (i32.const 386) (f64.const 387) (i64.const 388) (f64.const 389)
    (f32.const 390) (i64.const 391) (i32.const 392) (v128.const i32x4 393 394 395 396) (i32.const 394)
    (f32.const 395) (f32.const 396) (f64.const 397) (v128.const i32x4 398 399 400 401) (f32.const 399)
    (i64.const 400) (f64.const 401) (f32.const 402) (f64.const 403) (i64.const 404) (f64.const 405)
    (v128.const i32x4 406 407 408 409) (i32.const 407) (f32.const 408) (v128.const i32x4 409 410 411 412)
    (i32.const 410) (v128.const i32x4 411 412 413 414) (f64.const 412) (i32.const 413) (f32.const 414)
    (i32.const 415) (f64.const 416) (i32.const 417) (i64.const 418) (v128.const i32x4 419 420 421 422)
    (i64.const 420) (i32.const 421) (f64.const 422) (f32.const 423) (v128.const i32x4 424 425 426 427)
    (f32.const 425) (i64.const 426) (v128.const i32x4 427 428 429 430) (i64.const 428) (i64.const 429)
    (f32.const 430) (f32.const 431) (i32.const 432) (i32.const 433) (v128.const i32x4 434 435 436 437)
    (f32.const 435) (f64.const 436) (v128.const i32x4 437 438 439 440) (v128.const i32x4 438 439 440 441)
    (i32.const 439) (i64.const 440) (f32.const 441) (v128.const i32x4 442 443 444 445) (f32.const 443)
    (f32.const 444) (v128.const i32x4 445 446 447 448) (i64.const 446) (f64.const 447) (v128.const i32x4 448
    449 450 451) (f64.const 449) (i64.const 450) (f64.const 451) (f32.const 452) (v128.const i32x4 453 454
    455 456) (f32.const 454) (i64.const 455) (f32.const 456) (v128.const i32x4 457 458 459 460) (i64.const
    458) (i32.const 459) (v128.const i32x4 460 461 462 463) (f64.const 461) (f32.const 462) (f64.const 463)
    (i64.const 464) (f32.const 465) (i64.const 466) (i32.const 467) (i64.const 468) (v128.const i32x4 469
    470 471 472) (f64.const 470) (v128.const i32x4 471 472 473 474) (i64.const 472) (v128.const i32x4 473
    474 475 476) (f32.const 474) (f64.const 475) (v128.const i32x4 476 477 478 479) (i64.const 477)
    (i64.const 478) (i64.const 479) (f64.const 480) (f32.const 481) (f32.const 482) (f64.const 483)
    (i64.const 484) (i32.const 485) (i64.const 486) (f32.const 487) (i32.const 488) (i32.const 489)
    (i64.const 490) (f64.const 491) (f32.const 492) (f64.const 493) (i32.const 494) (i64.const 495)
    (i32.const 496) (i32.const 497) (v128.const i32x4 498 499 500 501) (i32.const 499) (i64.const 500)
    (i32.const 501) (f64.const 502) (v128.const i32x4 503 504 505 506) (v128.const i32x4 504 505 506 507)
    (f64.const 505) (f32.const 506) (f32.const 507) (i32.const 508) (v128.const i32x4 509 510 511 512)
    (i64.const 510) (i32.const 511) (i64.const 512) (f64.const 513) (i64.const 514) (f64.const 515)
    (f64.const 516) (f64.const 517) (i64.const 518) (i64.const 519) (i64.const 520) (f32.const 521)
    (f64.const 522) (v128.const i32x4 523 524 525 526) (v128.const i32x4 524 525 526 527) (f64.const 525)
    (i64.const 526) (f64.const 527) (f32.const 528) (f32.const 529) (f64.const 530) (v128.const i32x4 531
    532 533 534) (i32.const 532) (i64.const 533) (i32.const 534) (i32.const 535) (i32.const 536) (i32.const
    537) (f64.const 538) (f32.const 539) (f64.const 540) (v128.const i32x4 541 542 543 544) (f32.const 542)
    (i64.const 543) (f64.const 544) (i64.const 545) (i64.const 546) (i32.const 547) (i32.const 548)
    (f64.const 549) (i64.const 550) (v128.const i32x4 551 552 553 554) (i32.const 552) (v128.const i32x4 553
    554 555 556) (f64.const 554) (f32.const 555) (i64.const 556) (i32.const 557) (f64.const 558) (f32.const
    559) (i32.const 560) (i32.const 561) (v128.const i32x4 562 563 564 565) (i32.const 563) (v128.const
    i32x4 564 565 566 567) (i64.const 565) (i32.const 566) (f32.const 567) (i32.const 568) (f64.const 569)
    (i32.const 570) (i64.const 571) (i32.const 572) (f64.const 573) (i64.const 574) (f32.const 575)
    (i64.const 576) (f64.const 577) (f64.const 578) (f32.const 579) (f32.const 580) (f32.const 581)
    (i64.const 582) (i64.const 583) (i32.const 584) (v128.const i32x4 585 586 587 588) (v128.const i32x4 586
    587 588 589) (i64.const 587) (f32.const 588) (f64.const 589) (v128.const i32x4 590 591 592 593)
    (v128.const i32x4 591 592 593 594) (v128.const i32x4 592 593 594 595) (i32.const 593) (f32.const 594)
    (v128.const i32x4 595 596 597 598) (f64.const 596) (v128.const i32x4 597 598 599 600) (i64.const 598)
    (v128.const i32x4 599 600 601 602) (f64.const 600) (i32.const 601) (f32.const 602) (v128.const i32x4 603
    604 605 606) (i32.const 604) (f32.const 605) (i64.const 606) (i32.const 607) (i64.const 608) (i32.const
    609) (i64.const 610) (f64.const 611) (i32.const 612) (i32.const 613) (i32.const 614) (v128.const i32x4
    615 616 617 618) (f64.const 616) (v128.const i32x4 617 618 619 620) (f32.const 618) (i32.const 619)
    (f32.const 620) (i32.const 621) (i64.const 622) (v128.const i32x4 623 624 625 626) (i32.const 624)
    (f64.const 625) (i64.const 626) (f64.const 627) (f64.const 628) (i32.const 629) (v128.const i32x4 630
    631 632 633) (f32.const 631) (i32.const 632) (f32.const 633) (f32.const 634) (i32.const 635) (f32.const
    636) (i32.const 637) (f64.const 638) (i32.const 639) (f32.const 640) (f32.const 641) (i64.const 642)
    (f32.const 643) (f64.const 644) (i32.const 645) (f32.const 646) (i32.const 647) (f64.const 648)
    (i64.const 649) (v128.const i32x4 650 651 652 653) (v128.const i32x4 651 652 653 654) (i64.const 652)
    (f32.const 653) (f32.const 654) (v128.const i32x4 655 656 657 658) (f64.const 656) (v128.const i32x4 657
    658 659 660) (f64.const 658) (i32.const 659) (i64.const 660) (f64.const 661) (v128.const i32x4 662 663
    664 665) (v128.const i32x4 663 664 665 666) (v128.const i32x4 664 665 666 667) (v128.const i32x4 665 666
    667 668) (v128.const i32x4 666 667 668 669) (i32.const 667) (f32.const 668) (i64.const 669) (i64.const
    670) (f32.const 671) (f64.const 672) (v128.const i32x4 673 674 675 676) (f32.const 674) (i32.const 675)
    (f64.const 676) (f32.const 677) (i64.const 678) (v128.const i32x4 679 680 681 682) (i32.const 680)
    (i32.const 681) (f32.const 682) (v128.const i32x4 683 684 685 686) (f32.const 684) (f64.const 685)
    (f32.const 686) (f32.const 687) (f32.const 688) (f32.const 689) (f32.const 690) (v128.const i32x4 691
    692 693 694) (v128.const i32x4 692 693 694 695) (i32.const 693) (v128.const i32x4 694 695 696 697)
    (i32.const 695) (i64.const 696) (f32.const 697) (f32.const 698) (f32.const 699) (v128.const i32x4 700
    701 702 703) (i32.const 701) (f64.const 702) (f32.const 703) (f64.const 704) (f64.const 705) (f32.const
    706) (f64.const 707) (i32.const 708) (v128.const i32x4 709 710 711 712) (i32.const 710) (i64.const 711)
    (i32.const 712) (v128.const i32x4 713 714 715 716) (f64.const 714) (v128.const i32x4 715 716 717 718)
    (f32.const 716) (i64.const 717) (v128.const i32x4 718 719 720 721) (f32.const 719) (f32.const 720)
    (f32.const 721) (f64.const 722) (f32.const 723) (f64.const 724) (v128.const i32x4 725 726 727 728)
    (f32.const 726) (v128.const i32x4 727 728 729 730) (v128.const i32x4 728 729 730 731) (i64.const 729)
    (i32.const 730) (i64.const 731) (f32.const 732) (i64.const 733) (v128.const i32x4 734 735 736 737)
    (i64.const 735) (i32.const 736) (i64.const 737) (f64.const 738) (v128.const i32x4 739 740 741 742)
    (i32.const 740) (i32.const 741) (v128.const i32x4 742 743 744 745) (f32.const 743) (i32.const 744)
    (i64.const 745) (f32.const 746) (i32.const 747) (v128.const i32x4 748 749 750 751) (v128.const i32x4 749
    750 751 752) (i32.const 750) (i32.const 751) (i64.const 752) (i64.const 753) (v128.const i32x4 754 755
    756 757) (f64.const 755) (i32.const 756) (v128.const i32x4 757 758 759 760) (f32.const 758) (f64.const
    759) (f32.const 760) (i64.const 761) (i64.const 762) (v128.const i32x4 763 764 765 766) (f64.const 764)
    (i64.const 765) (f64.const 766) (f64.const 767) (f32.const 768) (v128.const i32x4 769 770 771 772)
    (i64.const 770) (f64.const 771) (i32.const 772) (f32.const 773) (f64.const 774) (i64.const 775)
    (i32.const 776) (v128.const i32x4 777 778 779 780) (f64.const 778) (v128.const i32x4 779 780 781 782)
    (f64.const 780) (i32.const 781) (f64.const 782) (v128.const i32x4 783 784 785 786) (v128.const i32x4 784
    785 786 787) (v128.const i32x4 785 786 787 788) (v128.const i32x4 786 787 788 789) (f64.const 787)
    (i32.const 788) (f32.const 789) (f64.const 790) (i32.const 791) (i64.const 792) (f32.const 793)
    (i32.const 794) (v128.const i32x4 795 796 797 798) (i32.const 796) (f32.const 797) (v128.const i32x4 798
    799 800 801) (f32.const 799) (v128.const i32x4 800 801 802 803) (v128.const i32x4 801 802 803 804)
    (v128.const i32x4 802 803 804 805) (f32.const 803) (v128.const i32x4 804 805 806 807) (f64.const 805)
    (v128.const i32x4 806 807 808 809) (v128.const i32x4 807 808 809 810) (f64.const 808) (v128.const i32x4
    809 810 811 812) (v128.const i32x4 810 811 812 813) (f32.const 811) (f64.const 812) (f32.const 813)
    (i64.const 814) (v128.const i32x4 815 816 817 818) (f64.const 816) (v128.const i32x4 817 818 819 820)
    (i64.const 818) (v128.const i32x4 819 820 821 822) (i64.const 820) (f32.const 821) (i32.const 822)
    (f64.const 823) (v128.const i32x4 824 825 826 827) (i32.const 825) (f32.const 826) (f64.const 827)
    (f64.const 828) (f32.const 829) (i32.const 830) (i32.const 831) (i32.const 832) (i32.const 833)
    (f64.const 834) (f32.const 835) (f64.const 836) (f32.const 837) (f32.const 838) (f64.const 839)
    (f32.const 840) (f64.const 841) (f64.const 842) (i32.const 843) (f64.const 844) (f32.const 845)
    (i64.const 846) (f64.const 847) (i64.const 848) (i32.const 849) (i64.const 850) (f32.const 851)
    (f32.const 852) (i64.const 853) (v128.const i32x4 854 855 856 857) (f32.const 855) (f64.const 856)
    (f32.const 857) (v128.const i32x4 858 859 860 861) (f32.const 859) (f64.const 860) (f32.const 861)
    (f64.const 862) (f32.const 863) (f64.const 864) (i64.const 865) (f64.const 866) (f64.const 867)
    (f64.const 868) (i32.const 869) (i32.const 870) (i64.const 871) (i64.const 872) (i64.const 873)
    (i64.const 874) (i32.const 875) (i32.const 876) (f32.const 877) (i64.const 878) (f64.const 879)
    (i32.const 880) (f64.const 881) (i64.const 882) (i32.const 883) (i32.const 884) (f64.const 885)
    (v128.const i32x4 886 887 888 889) (i32.const 887) (v128.const i32x4 888 889 890 891) (i64.const 889)
    (v128.const i32x4 890 891 892 893) (f64.const 891) (f32.const 892) (i32.const 893) (i32.const 894)
    (v128.const i32x4 895 896 897 898) (f64.const 896) (i32.const 897) (f32.const 898) (f32.const 899)
    (i64.const 900) (f64.const 901) (i32.const 902) (i64.const 903) (i32.const 904) (f64.const 905)
    (i32.const 906) (f64.const 907) (f32.const 908) (v128.const i32x4 909 910 911 912) (f64.const 910)
    (f64.const 911) (i32.const 912) (v128.const i32x4 913 914 915 916) (f64.const 914) (i32.const 915)
    (i64.const 916) (f64.const 917) (v128.const i32x4 918 919 920 921) (i64.const 919) (i64.const 920)
    (v128.const i32x4 921 922 923 924) (f32.const 922) (f64.const 923) (v128.const i32x4 924 925 926 927)
    (f32.const 925) (f64.const 926) (v128.const i32x4 927 928 929 930) (i64.const 928) (v128.const i32x4 929
    930 931 932) (f32.const 930) (f64.const 931) (i32.const 932) (i32.const 933) (f32.const 934) (f32.const
    935) (i32.const 936) (v128.const i32x4 937 938 939 940) (f64.const 938) (f32.const 939) (i32.const 940)
    (i64.const 941) (v128.const i32x4 942 943 944 945) (f32.const 943) (f32.const 944) (i64.const 945)
    (f64.const 946) (i64.const 947) (i64.const 948) (f32.const 949) (i64.const 950) (f64.const 951)
    (v128.const i32x4 952 953 954 955) (v128.const i32x4 953 954 955 956) (i32.const 954) (v128.const i32x4
    955 956 957 958) (v128.const i32x4 956 957 958 959) (v128.const i32x4 957 958 959 960) (i64.const 958)
    (f64.const 959) (f32.const 960) (f32.const 961) (f64.const 962) (f32.const 963) (f32.const 964)
    (f64.const 965) (i64.const 966) (f64.const 967) (f32.const 968) (v128.const i32x4 969 970 971 972)
    (f64.const 970) (i64.const 971) (f32.const 972) (i64.const 973) (v128.const i32x4 974 975 976 977)
    (i64.const 975) (v128.const i32x4 976 977 978 979) (f64.const 977) (v128.const i32x4 978 979 980 981)
    (i64.const 979) (i32.const 980) (v128.const i32x4 981 982 983 984) (f32.const 982) (v128.const i32x4 983
    984 985 986) (i64.const 984) (i64.const 985) (f32.const 986) (v128.const i32x4 987 988 989 990)
    (f64.const 988) (f64.const 989) (f32.const 990) (i32.const 991) (i64.const 992) (i64.const 993)
    (f32.const 994) (i64.const 995) (i32.const 996) (v128.const i32x4 997 998 999 1000) (i32.const 998)
    (v128.const i32x4 999 1000 1001 1002) (i64.const 1000)) (i64.const 1000) (v128.const i32x4 999 1000 1001
    1002) (i32.const 998) (v128.const i32x4 997 998 999 1000) (i32.const 996) (i64.const 995) (f32.const
    994) (i64.const 993) (i64.const 992) (i32.const 991) (f32.const 990) (f64.const 989) (f64.const 988)
    (v128.const i32x4 987 988 989 990) (f32.const 986) (i64.const 985) (i64.const 984) (v128.const i32x4 983
    984 985 986) (f32.const 982) (v128.const i32x4 981 982 983 984) (i32.const 980) (i64.const 979)
    (v128.const i32x4 978 979 980 981) (f64.const 977) (v128.const i32x4 976 977 978 979) (i64.const 975)
    (v128.const i32x4 974 975 976 977) (i64.const 973) (f32.const 972) (i64.const 971) (f64.const 970)
    (v128.const i32x4 969 970 971 972) (f32.const 968) (f64.const 967) (i64.const 966) (f64.const 965)
    (f32.const 964) (f32.const 963) (f64.const 962) (f32.const 961) (f32.const 960) (f64.const 959)
    (i64.const 958) (v128.const i32x4 957 958 959 960) (v128.const i32x4 956 957 958 959) (v128.const i32x4
    955 956 957 958) (i32.const 954) (v128.const i32x4 953 954 955 956) (v128.const i32x4 952 953 954 955)
    (f64.const 951) (i64.const 950) (f32.const 949) (i64.const 948) (i64.const 947) (f64.const 946)
    (i64.const 945) (f32.const 944) (f32.const 943) (v128.const i32x4 942 943 944 945) (i64.const 941)
    (i32.const 940) (f32.const 939) (f64.const 938) (v128.const i32x4 937 938 939 940) (i32.const 936)
    (f32.const 935) (f32.const 934) (i32.const 933) (i32.const 932) (f64.const 931) (f32.const 930)
    (v128.const i32x4 929 930 931 932) (i64.const 928) (v128.const i32x4 927 928 929 930) (f64.const 926)
    (f32.const 925) (v128.const i32x4 924 925 926 927) (f64.const 923) (f32.const 922) (v128.const i32x4 921
    922 923 924) (i64.const 920) (i64.const 919) (v128.const i32x4 918 919 920 921) (f64.const 917)
    (i64.const 916) (i32.const 915) (f64.const 914) (v128.const i32x4 913 914 915 916) (i32.const 912)
    (f64.const 911) (f64.const 910) (v128.const i32x4 909 910 911 912) (f32.const 908) (f64.const 907)
    (i32.const 906) (f64.const 905) (i32.const 904) (i64.const 903) (i32.const 902) (f64.const 901)
    (i64.const 900) (f32.const 899) (f32.const 898) (i32.const 897) (f64.const 896) (v128.const i32x4 895
    896 897 898) (i32.const 894) (i32.const 893) (f32.const 892) (f64.const 891) (v128.const i32x4 890 891
    892 893) (i64.const 889) (v128.const i32x4 888 889 890 891) (i32.const 887) (v128.const i32x4 886 887
    888 889) (f64.const 885) (i32.const 884) (i32.const 883) (i64.const 882) (f64.const 881) (i32.const 880)
    (f64.const 879) (i64.const 878) (f32.const 877) (i32.const 876) (i32.const 875) (i64.const 874)
    (i64.const 873) (i64.const 872) (i64.const 871) (i32.const 870) (i32.const 869) (f64.const 868)
    (f64.const 867) (f64.const 866) (i64.const 865) (f64.const 864) (f32.const 863) (f64.const 862)
    (f32.const 861) (f64.const 860) (f32.const 859) (v128.const i32x4 858 859 860 861) (f32.const 857)
    (f64.const 856) (f32.const 855) (v128.const i32x4 854 855 856 857) (i64.const 853) (f32.const 852)
    (f32.const 851) (i64.const 850) (i32.const 849) (i64.const 848) (f64.const 847) (i64.const 846)
    (f32.const 845) (f64.const 844) (i32.const 843) (f64.const 842) (f64.const 841) (f32.const 840)
    (f64.const 839) (f32.const 838) (f32.const 837) (f64.const 836) (f32.const 835) (f64.const 834)
    (i32.const 833) (i32.const 832) (i32.const 831) (i32.const 830) (f32.const 829) (f64.const 828)
    (f64.const 827) (f32.const 826) (i32.const 825) (v128.const i32x4 824 825 826 827) (f64.const 823)
    (i32.const 822) (f32.const 821) (i64.const 820) (v128.const i32x4 819 820 821 822) (i64.const 818)
    (v128.const i32x4 817 818 819 820) (f64.const 816) (v128.const i32x4 815 816 817 818) (i64.const 814)
    (f32.const 813) (f64.const 812) (f32.const 811) (v128.const i32x4 810 811 812 813) (v128.const i32x4 809
    810 811 812) (f64.const 808) (v128.const i32x4 807 808 809 810) (v128.const i32x4 806 807 808 809)
    (f64.const 805) (v128.const i32x4 804 805 806 807) (f32.const 803) (v128.const i32x4 802 803 804 805)
    (v128.const i32x4 801 802 803 804) (v128.const i32x4 800 801 802 803) (f32.const 799) (v128.const i32x4
    798 799 800 801) (f32.const 797) (i32.const 796) (v128.const i32x4 795 796 797 798) (i32.const 794)
    (f32.const 793) (i64.const 792) (i32.const 791) (f64.const 790) (f32.const 789) (i32.const 788)
    (f64.const 787) (v128.const i32x4 786 787 788 789) (v128.const i32x4 785 786 787 788) (v128.const i32x4
    784 785 786 787) (v128.const i32x4 783 784 785 786) (f64.const 782) (i32.const 781) (f64.const 780)
    (v128.const i32x4 779 780 781 782) (f64.const 778) (v128.const i32x4 777 778 779 780) (i32.const 776)
    (i64.const 775) (f64.const 774) (f32.const 773) (i32.const 772) (f64.const 771) (i64.const 770)
    (v128.const i32x4 769 770 771 772) (f32.const 768) (f64.const 767) (f64.const 766) (i64.const 765)
    (f64.const 764) (v128.const i32x4 763 764 765 766) (i64.const 762) (i64.const 761) (f32.const 760)
    (f64.const 759) (f32.const 758) (v128.const i32x4 757 758 759 760) (i32.const 756) (f64.const 755)
    (v128.const i32x4 754 755 756 757) (i64.const 753) (i64.const 752) (i32.const 751) (i32.const 750)
    (v128.const i32x4 749 750 751 752) (v128.const i32x4 748 749 750 751) (i32.const 747) (f32.const 746)
    (i64.const 745) (i32.const 744) (f32.const 743) (v128.const i32x4 742 743 744 745) (i32.const 741)
    (i32.const 740) (v128.const i32x4 739 740 741 742) (f64.const 738) (i64.const 737) (i32.const 736)
    (i64.const 735) (v128.const i32x4 734 735 736 737) (i64.const 733) (f32.const 732) (i64.const 731)
    (i32.const 730) (i64.const 729) (v128.const i32x4 728 729 730 731) (v128.const i32x4 727 728 729 730)
    (f32.const 726) (v128.const i32x4 725 726 727 728) (f64.const 724) (f32.const 723) (f64.const 722)
    (f32.const 721) (f32.const 720) (f32.const 719) (v128.const i32x4 718 719 720 721) (i64.const 717)
    (f32.const 716) (v128.const i32x4 715 716 717 718) (f64.const 714) (v128.const i32x4 713 714 715 716)
    (i32.const 712) (i64.const 711) (i32.const 710) (v128.const i32x4 709 710 711 712) (i32.const 708)
    (f64.const 707) (f32.const 706) (f64.const 705) (f64.const 704) (f32.const 703) (f64.const 702)
    (i32.const 701) (v128.const i32x4 700 701 702 703) (f32.const 699) (f32.const 698) (f32.const 697)
    (i64.const 696) (i32.const 695) (v128.const i32x4 694 695 696 697) (i32.const 693) (v128.const i32x4 692
    693 694 695) (v128.const i32x4 691 692 693 694) (f32.const 690) (f32.const 689) (f32.const 688)
    (f32.const 687) (f32.const 686) (f64.const 685) (f32.const 684) (v128.const i32x4 683 684 685 686)
    (f32.const 682) (i32.const 681) (i32.const 680) (v128.const i32x4 679 680 681 682) (i64.const 678)
    (f32.const 677) (f64.const 676) (i32.const 675) (f32.const 674) (v128.const i32x4 673 674 675 676)
    (f64.const 672) (f32.const 671) (i64.const 670) (i64.const 669) (f32.const 668) (i32.const 667)
    (v128.const i32x4 666 667 668 669) (v128.const i32x4 665 666 667 668) (v128.const i32x4 664 665 666 667)
    (v128.const i32x4 663 664 665 666) (v128.const i32x4 662 663 664 665) (f64.const 661) (i64.const 660)
    (i32.const 659) (f64.const 658) (v128.const i32x4 657 658 659 660) (f64.const 656) (v128.const i32x4 655
    656 657 658) (f32.const 654) (f32.const 653) (i64.const 652) (v128.const i32x4 651 652 653 654)
    (v128.const i32x4 650 651 652 653) (i64.const 649) (f64.const 648) (i32.const 647) (f32.const 646)
    (i32.const 645) (f64.const 644) (f32.const 643) (i64.const 642) (f32.const 641) (f32.const 640)
    (i32.const 639) (f64.const 638) (i32.const 637) (f32.const 636) (i32.const 635) (f32.const 634)
    (f32.const 633) (i32.const 632) (f32.const 631) (v128.const i32x4 630 631 632 633) (i32.const 629)
    (f64.const 628) (f64.const 627) (i64.const 626) (f64.const 625) (i32.const 624) (v128.const i32x4 623
    624 625 626) (i64.const 622) (i32.const 621) (f32.const 620) (i32.const 619) (f32.const 618) (v128.const
    i32x4 617 618 619 620) (f64.const 616) (v128.const i32x4 615 616 617 618) (i32.const 614) (i32.const
    613) (i32.const 612) (f64.const 611) (i64.const 610) (i32.const 609) (i64.const 608) (i32.const 607)
    (i64.const 606) (f32.const 605) (i32.const 604) (v128.const i32x4 603 604 605 606) (f32.const 602)
    (i32.const 601) (f64.const 600) (v128.const i32x4 599 600 601 602) (i64.const 598) (v128.const i32x4 597
    598 599 600) (f64.const 596) (v128.const i32x4 595 596 597 598) (f32.const 594) (i32.const 593)
    (v128.const i32x4 592 593 594 595) (v128.const i32x4 591 592 593 594) (v128.const i32x4 590 591 592 593)
    (f64.const 589) (f32.const 588) (i64.const 587) (v128.const i32x4 586 587 588 589) (v128.const i32x4 585
    586 587 588) (i32.const 584) (i64.const 583) (i64.const 582) (f32.const 581) (f32.const 580) (f32.const
    579) (f64.const 578) (f64.const 577) (i64.const 576) (f32.const 575) (i64.const 574) (f64.const 573)
    (i32.const 572) (i64.const 571) (i32.const 570) (f64.const 569) (i32.const 568) (f32.const 567)
    (i32.const 566) (i64.const 565) (v128.const i32x4 564 565 566 567) (i32.const 563) (v128.const i32x4 562
    563 564 565) (i32.const 561) (i32.const 560) (f32.const 559) (f64.const 558) (i32.const 557) (i64.const
    556) (f32.const 555) (f64.const 554) (v128.const i32x4 553 554 555 556) (i32.const 552) (v128.const
    i32x4 551 552 553 554) (i64.const 550) (f64.const 549) (i32.const 548) (i32.const 547) (i64.const 546)
    (i64.const 545) (f64.const 544) (i64.const 543) (f32.const 542) (v128.const i32x4 541 542 543 544)
    (f64.const 540) (f32.const 539) (f64.const 538) (i32.const 537) (i32.const 536) (i32.const 535)
    (i32.const 534) (i64.const 533) (i32.const 532) (v128.const i32x4 531 532 533 534) (f64.const 530)
    (f32.const 529) (f32.const 528) (f64.const 527) (i64.const 526) (f64.const 525) (v128.const i32x4 524
    525 526 527) (v128.const i32x4 523 524 525 526) (f64.const 522) (f32.const 521) (i64.const 520)
    (i64.const 519) (i64.const 518) (f64.const 517) (f64.const 516) (f64.const 515) (i64.const 514)
    (f64.const 513) (i64.const 512) (i32.const 511) (i64.const 510) (v128.const i32x4 509 510 511 512)
    (i32.const 508) (f32.const 507) (f32.const 506) (f64.const 505) (v128.const i32x4 504 505 506 507)
    (v128.const i32x4 503 504 505 506) (f64.const 502) (i32.const 501) (i64.const 500) (i32.const 499)
    (v128.const i32x4 498 499 500 501) (i32.const 497) (i32.const 496) (i64.const 495) (i32.const 494)
    (f64.const 493) (f32.const 492) (f64.const 491) (i64.const 490) (i32.const 489) (i32.const 488)
    (f32.const 487) (i64.const 486) (i32.const 485) (i64.const 484) (f64.const 483) (f32.const 482)
    (f32.const 481) (f64.const 480) (i64.const 479) (i64.const 478) (i64.const 477) (v128.const i32x4 476
    477 478 479) (f64.const 475) (f32.const 474) (v128.const i32x4 473 474 475 476) (i64.const 472)
    (v128.const i32x4 471 472 473 474) (f64.const 470) (v128.const i32x4 469 470 471 472) (i64.const 468)
    (i32.const 467) (i64.const 466) (f32.const 465) (i64.const 464) (f64.const 463) (f32.const 462)
    (f64.const 461) (v128.const i32x4 460 461 462 463) (i32.const 459) (i64.const 458) (v128.const i32x4 457
    458 459 460) (f32.const 456) (i64.const 455) (f32.const 454) (v128.const i32x4 453 454 455 456)
    (f32.const 452) (f64.const 451) (i64.const 450) (f64.const 449) (v128.const i32x4 448 449 450 451)
    (f64.const 447) (i64.const 446) (v128.const i32x4 445 446 447 448) (f32.const 444) (f32.const 443)
    (v128.const i32x4 442 443 444 445) (f32.const 441) (i64.const 440) (i32.const 439) (v128.const i32x4 438
    439 440 441) (v128.const i32x4 437 438 439 440) (f64.const 436) (f32.const 435) (v128.const i32x4 434
    435 436 437) (i32.const 433) (i32.const 432) (f32.const 431) (f32.const 430) (i64.const 429) (i64.const
    428) (v128.const i32x4 427 428 429 430) (i64.const 426) (f32.const 425) (v128.const i32x4 424 425 426
    427) (f32.const 423) (f64.const 422) (i32.const 421) (i64.const 420) (v128.const i32x4 419 420 421 422)
    (i64.const 418) (i32.const 417) (f64.const 416) (i32.const 415) (f32.const 414) (i32.const 413)
    (f64.const 412) (v128.const i32x4 411 412 413 414) (i32.const 410) (v128.const i32x4 409 410 411 412)
    (f32.const 408) (i32.const 407) (v128.const i32x4 406 407 408 409) (f64.const 405) (i64.const 404)
    (f64.const 403) (f32.const 402) (f64.const 401) (i64.const 400) (f32.const 399) (v128.const i32x4 398
    399 400 401) (f64.const 397) (f32.const 396) (f32.const 395) (i32.const 394) (v128.const i32x4 393 394
    395 396) (i32.const 392) (i64.const 391) (f32.const 390) (f64.const 389) (i64.const 388) (f64.const 387)
    (i32.const 386) (f32.const 385) (i64.const 384) (f64.const 383) (i32.const 382) (v128.const i32x4 381
    382 383 384) (v128.const i32x4 380 381 382 383) (f32.const 379) (f64.const 378) (f64.const 377)
    (v128.const i32x4 376 377 378 379) (f64.const 375) (i32.const 374) (v128.const i32x4 373 374 375 376)
    (f32.const 372) (i64.const 371) (v128.const i32x4 370 371 372 373) (v128.const i32x4 369 370 371 372)
    (f64.const 368) (i64.const 367) (f32.const 366) (f64.const 365) (v128.const i32x4 364 365 366 367)
    (v128.const i32x4 363 364 365 366) (f64.const 362) (i64.const 361) (v128.const i32x4 360 361 362 363)
    (v128.const i32x4 359 360 361 362) (f32.const 358) (i32.const 357) (v128.const i32x4 356 357 358 359)
    (i64.const 355) (f64.const 354) (f64.const 353) (i32.const 352) (f64.const 351) (v128.const i32x4 350
    351 352 353) (f32.const 349) (f64.const 348) (v128.const i32x4 347 348 349 350) (f32.const 346)
    (f32.const 345) (f64.const 344) (f64.const 343) (i32.const 342) (i32.const 341) (f32.const 340)
    (v128.const i32x4 339 340 341 342) (f32.const 338) (v128.const i32x4 337 338 339 340) (f64.const 336)
    (f32.const 335) (v128.const i32x4 334 335 336 337) (f32.const 333) (v128.const i32x4 332 333 334 335)
    (i32.const 331) (i64.const 330) (f32.const 329) (v128.const i32x4 328 329 330 331) (i32.const 327)
    (v128.const i32x4 326 327 328 329) (i32.const 325) (i32.const 324) (i32.const 323) (f32.const 322)
    (i64.const 321) (f64.const 320) (v128.const i32x4 319 320 321 322) (i64.const 318) (i32.const 317)
    (f64.const 316) (f64.const 315) (f32.const 314) (v128.const i32x4 313 314 315 316) (i64.const 312)
    (f64.const 311) (f32.const 310) (v128.const i32x4 309 310 311 312) (f32.const 308) (f32.const 307)
    (i64.const 306) (v128.const i32x4 305 306 307 308) (i64.const 304) (f32.const 303) (i64.const 302)
    (i64.const 301) (f32.const 300) (i64.const 299) (v128.const i32x4 298 299 300 301) (i32.const 297)
    (i32.const 296) (v128.const i32x4 295 296 297 298) (f64.const 294) (v128.const i32x4 293 294 295 296)
    (i64.const 292) (i32.const 291) (v128.const i32x4 290 291 292 293) (f64.const 289) (i64.const 288)
    (f32.const 287) (f32.const 286) (i32.const 285) (f64.const 284) (v128.const i32x4 283 284 285 286)
    (v128.const i32x4 282 283 284 285) (f64.const 281) (i32.const 280) (i64.const 279) (f64.const 278)
    (v128.const i32x4 277 278 279 280) (i64.const 276) (f64.const 275) (f32.const 274) (i64.const 273)
    (f64.const 272) (f64.const 271) (f64.const 270) (i64.const 269) (f64.const 268) (i32.const 267)
    (v128.const i32x4 266 267 268 269) (i64.const 265) (i32.const 264) (f32.const 263) (i32.const 262)
    (f32.const 261) (i32.const 260) (v128.const i32x4 259 260 261 262) (i32.const 258) (v128.const i32x4 257
    258 259 260) (i64.const 256) (v128.const i32x4 255 256 257 258) (f64.const 254) (f32.const 253)
    (f64.const 252) (f64.const 251) (i32.const 250) (v128.const i32x4 249 250 251 252) (i64.const 248)
    (f64.const 247) (f32.const 246) (i64.const 245) (i64.const 244) (f64.const 243) (v128.const i32x4 242
    243 244 245) (v128.const i32x4 241 242 243 244) (v128.const i32x4 240 241 242 243) (i32.const 239)
    (i32.const 238) (v128.const i32x4 237 238 239 240) (f64.const 236) (i64.const 235) (f32.const 234)
    (v128.const i32x4 233 234 235 236) (f32.const 232) (f32.const 231) (f32.const 230) (i64.const 229)
    (v128.const i32x4 228 229 230 231) (i64.const 227) (f32.const 226) (v128.const i32x4 225 226 227 228)
    (i32.const 224) (i32.const 223) (i64.const 222) (f32.const 221) (v128.const i32x4 220 221 222 223)
    (v128.const i32x4 219 220 221 222) (f32.const 218) (f64.const 217) (i64.const 216) (f64.const 215)
    (f64.const 214) (f32.const 213) (i64.const 212) (i64.const 211) (f64.const 210) (v128.const i32x4 209
    210 211 212) (f32.const 208) (v128.const i32x4 207 208 209 210) (i64.const 206) (i32.const 205)
    (f64.const 204) (i64.const 203) (i32.const 202) (v128.const i32x4 201 202 203 204) (i64.const 200)
    (f64.const 199) (v128.const i32x4 198 199 200 201) (f64.const 197) (f32.const 196) (f32.const 195)
    (i64.const 194) (i64.const 193) (v128.const i32x4 192 193 194 195) (i64.const 191) (v128.const i32x4 190
    191 192 193) (f32.const 189) (i32.const 188) (i32.const 187) (v128.const i32x4 186 187 188 189)
    (f64.const 185) (i32.const 184) (f64.const 183) (f32.const 182) (i64.const 181) (f32.const 180)
    (f64.const 179) (i32.const 178) (f64.const 177) (v128.const i32x4 176 177 178 179) (f64.const 175)
    (v128.const i32x4 174 175 176 177) (f32.const 173) (v128.const i32x4 172 173 174 175) (f64.const 171)
    (f64.const 170) (i32.const 169) (f32.const 168) (i64.const 167) (i32.const 166) (i64.const 165)
    (v128.const i32x4 164 165 166 167) (f64.const 163) (f32.const 162) (i64.const 161) (i64.const 160)
    (v128.const i32x4 159 160 161 162) (v128.const i32x4 158 159 160 161) (f32.const 157) (i32.const 156)
    (v128.const i32x4 155 156 157 158) (i64.const 154) (i64.const 153) (i64.const 152) (f32.const 151)
    (v128.const i32x4 150 151 152 153) (v128.const i32x4 149 150 151 152) (i32.const 148) (f32.const 147)
    (f32.const 146) (i64.const 145) (i64.const 144) (i64.const 143) (i64.const 142) (v128.const i32x4 141
    142 143 144) (i32.const 140) (f32.const 139) (v128.const i32x4 138 139 140 141) (i32.const 137)
    (i64.const 136) (f64.const 135) (f64.const 134) (f32.const 133) (f32.const 132) (i32.const 131)
    (i32.const 130) (i32.const 129) (i32.const 128) (v128.const i32x4 127 128 129 130) (f32.const 126)
    (i32.const 125) (f64.const 124) (i64.const 123) (i32.const 122) (i64.const 121) (i64.const 120)
    (i32.const 119) (v128.const i32x4 118 119 120 121) (v128.const i32x4 117 118 119 120) (v128.const i32x4
    116 117 118 119) (v128.const i32x4 115 116 117 118) (i32.const 114) (f32.const 113) (i64.const 112)
    (f32.const 111) (v128.const i32x4 110 111 112 113) (f32.const 109) (i64.const 108) (f32.const 107)
    (i32.const 106) (f32.const 105) (f64.const 104) (i64.const 103) (f32.const 102) (v128.const i32x4 101
    102 103 104) (i32.const 100) (f64.const 99) (i32.const 98) (f32.const 97) (i32.const 96) (f32.const 95)
    (i64.const 94) (i64.const 93) (f32.const 92) (i64.const 91) (v128.const i32x4 90 91 92 93) (i64.const
    89) (f32.const 88) (f32.const 87) (f64.const 86) (v128.const i32x4 85 86 87 88) (v128.const i32x4 84 85
    86 87) (i64.const 83) (f32.const 82) (i32.const 81) (f64.const 80) (v128.const i32x4 79 80 81 82)
    (f32.const 78) (i32.const 77) (i32.const 76) (f64.const 75) (f32.const 74) (f64.const 73) (f64.const 72)
    (f32.const 71) (v128.const i32x4 70 71 72 73) (f32.const 69) (i32.const 68) (i32.const 67) (i32.const
    66) (f32.const 65) (i64.const 64) (i32.const 63) (f32.const 62) (f64.const 61) (f32.const 60)
    (v128.const i32x4 59 60 61 62) (f32.const 58) (v128.const i32x4 57 58 59 60) (f64.const 56) (f64.const
    55) (i32.const 54) (i64.const 53) (i64.const 52) (i64.const 51) (f64.const 50) (i32.const 49) (i64.const
    48) (f64.const 47) (v128.const i32x4 46 47 48 49) (i64.const 45) (i64.const 44) (i32.const 43)
    (i32.const 42) (f64.const 41) (i32.const 40) (i32.const 39) (v128.const i32x4 38 39 40 41) (i32.const
    37) (f32.const 36) (i32.const 35) (i32.const 34) (f32.const 33) (f64.const 32) (i32.const 31)
    (v128.const i32x4 30 31 32 33) (v128.const i32x4 29 30 31 32) (f32.const 28) (f32.const 27) (f32.const
    26) (i32.const 25) (v128.const i32x4 24 25 26 27) (i64.const 23) (v128.const i32x4 22 23 24 25)
    (v128.const i32x4 21 22 23 24) (i32.const 20) (f64.const 19) (v128.const i32x4 18 19 20 21) (v128.const
    i32x4 17 18 19 20) (i32.const 16) (f32.const 15) (i64.const 14) (i64.const 13) (f64.const 12) (i32.const
    11) (f64.const 10) (i32.const 9) (f32.const 8) (i32.const 7) (v128.const i32x4 6 7 8 9) (v128.const
    i32x4 5 6 7 8) (i64.const 4) (f64.const 3) (v128.const i32x4 2 3 4 5) (i64.const 1))
(assert_return (invoke "forward" (i64.const 1) (v128.const i32x4 2 3 4 5) (f64.const 3) (i64.const 4)
    (v128.const i32x4 5 6 7 8) (v128.const i32x4 6 7 8 9) (i32.const 7) (f32.const 8) (i32.const 9)
    (f64.const 10) (i32.const 11) (f64.const 12) (i64.const 13) (i64.const 14) (f32.const 15) (i32.const 16)
    (v128.const i32x4 17 18 19 20) (v128.const i32x4 18 19 20 21) (f64.const 19) (i32.const 20) (v128.const
    i32x4 21 22 23 24) (v128.const i32x4 22 23 24 25) (i64.const 23) (v128.const i32x4 24 25 26 27)
    (i32.const 25) (f32.const 26) (f32.const 27) (f32.const 28) (v128.const i32x4 29 30 31 32) (v128.const
    i32x4 30 31 32 33) (i32.const 31) (f64.const 32) (f32.const 33) (i32.const 34) (i32.const 35) (f32.const
    36) (i32.const 37) (v128.const i32x4 38 39 40 41) (i32.const 39) (i32.const 40) (f64.const 41)
    (i32.const 42) (i32.const 43) (i64.const 44) (i64.const 45) (v128.const i32x4 46 47 48 49) (f64.const
    47) (i64.const 48) (i32.const 49) (f64.const 50) (i64.const 51) (i64.const 52) (i64.const 53) (i32.const
    54) (f64.const 55) (f64.const 56) (v128.const i32x4 57 58 59 60) (f32.const 58) (v128.const i32x4 59 60
    61 62) (f32.const 60) (f64.const 61) (f32.const 62) (i32.const 63) (i64.const 64) (f32.const 65)
    (i32.const 66) (i32.const 67) (i32.const 68) (f32.const 69) (v128.const i32x4 70 71 72 73) (f32.const
    71) (f64.const 72) (f64.const 73) (f32.const 74) (f64.const 75) (i32.const 76) (i32.const 77) (f32.const
    78) (v128.const i32x4 79 80 81 82) (f64.const 80) (i32.const 81) (f32.const 82) (i64.const 83)
    (v128.const i32x4 84 85 86 87) (v128.const i32x4 85 86 87 88) (f64.const 86) (f32.const 87) (f32.const
    88) (i64.const 89) (v128.const i32x4 90 91 92 93) (i64.const 91) (f32.const 92) (i64.const 93)
    (i64.const 94) (f32.const 95) (i32.const 96) (f32.const 97) (i32.const 98) (f64.const 99) (i32.const
    100) (v128.const i32x4 101 102 103 104) (f32.const 102) (i64.const 103) (f64.const 104) (f32.const 105)
    (i32.const 106) (f32.const 107) (i64.const 108) (f32.const 109) (v128.const i32x4 110 111 112 113)
    (f32.const 111) (i64.const 112) (f32.const 113) (i32.const 114) (v128.const i32x4 115 116 117 118)
    (v128.const i32x4 116 117 118 119) (v128.const i32x4 117 118 119 120) (v128.const i32x4 118 119 120 121)
    (i32.const 119) (i64.const 120) (i64.const 121) (i32.const 122) (i64.const 123) (f64.const 124)
    (i32.const 125) (f32.const 126) (v128.const i32x4 127 128 129 130) (i32.const 128) (i32.const 129)
    (i32.const 130) (i32.const 131) (f32.const 132) (f32.const 133) (f64.const 134) (f64.const 135)
    (i64.const 136) (i32.const 137) (v128.const i32x4 138 139 140 141) (f32.const 139) (i32.const 140)
    (v128.const i32x4 141 142 143 144) (i64.const 142) (i64.const 143) (i64.const 144) (i64.const 145)
    (f32.const 146) (f32.const 147) (i32.const 148) (v128.const i32x4 149 150 151 152) (v128.const i32x4 150
    151 152 153) (f32.const 151) (i64.const 152) (i64.const 153) (i64.const 154) (v128.const i32x4 155 156
    157 158) (i32.const 156) (f32.const 157) (v128.const i32x4 158 159 160 161) (v128.const i32x4 159 160
    161 162) (i64.const 160) (i64.const 161) (f32.const 162) (f64.const 163) (v128.const i32x4 164 165 166
    167) (i64.const 165) (i32.const 166) (i64.const 167) (f32.const 168) (i32.const 169) (f64.const 170)
    (f64.const 171) (v128.const i32x4 172 173 174 175) (f32.const 173) (v128.const i32x4 174 175 176 177)
    (f64.const 175) (v128.const i32x4 176 177 178 179) (f64.const 177) (i32.const 178) (f64.const 179)
    (f32.const 180) (i64.const 181) (f32.const 182) (f64.const 183) (i32.const 184) (f64.const 185)
    (v128.const i32x4 186 187 188 189) (i32.const 187) (i32.const 188) (f32.const 189) (v128.const i32x4 190
    191 192 193) (i64.const 191) (v128.const i32x4 192 193 194 195) (i64.const 193) (i64.const 194)
    (f32.const 195) (f32.const 196) (f64.const 197) (v128.const i32x4 198 199 200 201) (f64.const 199)
    (i64.const 200) (v128.const i32x4 201 202 203 204) (i32.const 202) (i64.const 203) (f64.const 204)
    (i32.const 205) (i64.const 206) (v128.const i32x4 207 208 209 210) (f32.const 208) (v128.const i32x4 209
    210 211 212) (f64.const 210) (i64.const 211) (i64.const 212) (f32.const 213) (f64.const 214) (f64.const
    215) (i64.const 216) (f64.const 217) (f32.const 218) (v128.const i32x4 219 220 221 222) (v128.const
    i32x4 220 221 222 223) (f32.const 221) (i64.const 222) (i32.const 223) (i32.const 224) (v128.const i32x4
    225 226 227 228) (f32.const 226) (i64.const 227) (v128.const i32x4 228 229 230 231) (i64.const 229)
    (f32.const 230) (f32.const 231) (f32.const 232) (v128.const i32x4 233 234 235 236) (f32.const 234)
    (i64.const 235) (f64.const 236) (v128.const i32x4 237 238 239 240) (i32.const 238) (i32.const 239)
    (v128.const i32x4 240 241 242 243) (v128.const i32x4 241 242 243 244) (v128.const i32x4 242 243 244 245)
    (f64.const 243) (i64.const 244) (i64.const 245) (f32.const 246) (f64.const 247) (i64.const 248)
    (v128.const i32x4 249 250 251 252) (i32.const 250) (f64.const 251) (f64.const 252) (f32.const 253)
    (f64.const 254) (v128.const i32x4 255 256 257 258) (i64.const 256) (v128.const i32x4 257 258 259 260)
    (i32.const 258) (v128.const i32x4 259 260 261 262) (i32.const 260) (f32.const 261) (i32.const 262)
    (f32.const 263) (i32.const 264) (i64.const 265) (v128.const i32x4 266 267 268 269) (i32.const 267)
    (f64.const 268) (i64.const 269) (f64.const 270) (f64.const 271) (f64.const 272) (i64.const 273)
    (f32.const 274) (f64.const 275) (i64.const 276) (v128.const i32x4 277 278 279 280) (f64.const 278)
    (i64.const 279) (i32.const 280) (f64.const 281) (v128.const i32x4 282 283 284 285) (v128.const i32x4 283
    284 285 286) (f64.const 284) (i32.const 285) (f32.const 286) (f32.const 287) (i64.const 288) (f64.const
    289) (v128.const i32x4 290 291 292 293) (i32.const 291) (i64.const 292) (v128.const i32x4 293 294 295
    296) (f64.const 294) (v128.const i32x4 295 296 297 298) (i32.const 296) (i32.const 297) (v128.const
    i32x4 298 299 300 301) (i64.const 299) (f32.const 300) (i64.const 301) (i64.const 302) (f32.const 303)
    (i64.const 304) (v128.const i32x4 305 306 307 308) (i64.const 306) (f32.const 307) (f32.const 308)
    (v128.const i32x4 309 310 311 312) (f32.const 310) (f64.const 311) (i64.const 312) (v128.const i32x4 313
    314 315 316) (f32.const 314) (f64.const 315) (f64.const 316) (i32.const 317) (i64.const 318) (v128.const
    i32x4 319 320 321 322) (f64.const 320) (i64.const 321) (f32.const 322) (i32.const 323) (i32.const 324)
    (i32.const 325) (v128.const i32x4 326 327 328 329) (i32.const 327) (v128.const i32x4 328 329 330 331)
    (f32.const 329) (i64.const 330) (i32.const 331) (v128.const i32x4 332 333 334 335) (f32.const 333)
    (v128.const i32x4 334 335 336 337) (f32.const 335) (f64.const 336) (v128.const i32x4 337 338 339 340)
    (f32.const 338) (v128.const i32x4 339 340 341 342) (f32.const 340) (i32.const 341) (i32.const 342)
    (f64.const 343) (f64.const 344) (f32.const 345) (f32.const 346) (v128.const i32x4 347 348 349 350)
    (f64.const 348) (f32.const 349) (v128.const i32x4 350 351 352 353) (f64.const 351) (i32.const 352)
    (f64.const 353) (f64.const 354) (i64.const 355) (v128.const i32x4 356 357 358 359) (i32.const 357)
    (f32.const 358) (v128.const i32x4 359 360 361 362) (v128.const i32x4 360 361 362 363) (i64.const 361)
    (f64.const 362) (v128.const i32x4 363 364 365 366) (v128.const i32x4 364 365 366 367) (f64.const 365)
    (f32.const 366) (i64.const 367) (f64.const 368) (v128.const i32x4 369 370 371 372) (v128.const i32x4 370
    371 372 373) (i64.const 371) (f32.const 372) (v128.const i32x4 373 374 375 376) (i32.const 374)
    (f64.const 375) (v128.const i32x4 376 377 378 379) (f64.const 377) (f64.const 378) (f32.const 379)
    (v128.const i32x4 380 381 382 383) (v128.const i32x4 381 382 383 384) (i32.const 382) (f64.const 383)
    (i64.const 384) (f32.const 385) (i32.const 386) (f64.const 387) (i64.const 388) (f64.const 389)
    (f32.const 390) (i64.const 391) (i32.const 392) (v128.const i32x4 393 394 395 396) (i32.const 394)
    (f32.const 395) (f32.const 396) (f64.const 397) (v128.const i32x4 398 399 400 401) (f32.const 399)
    (i64.const 400) (f64.const 401) (f32.const 402) (f64.const 403) (i64.const 404) (f64.const 405)
    (v128.const i32x4 406 407 408 409) (i32.const 407) (f32.const 408) (v128.const i32x4 409 410 411 412)
    (i32.const 410) (v128.const i32x4 411 412 413 414) (f64.const 412) (i32.const 413) (f32.const 414)
    (i32.const 415) (f64.const 416) (i32.const 417) (i64.const 418) (v128.const i32x4 419 420 421 422)
    (i64.const 420) (i32.const 421) (f64.const 422) (f32.const 423) (v128.const i32x4 424 425 426 427)
    (f32.const 425) (i64.const 426) (v128.const i32x4 427 428 429 430) (i64.const 428) (i64.const 429)
    (f32.const 430) (f32.const 431) (i32.const 432) (i32.const 433) (v128.const i32x4 434 435 436 437)
    (f32.const 435) (f64.const 436) (v128.const i32x4 437 438 439 440) (v128.const i32x4 438 439 440 441)
    (i32.const 439) (i64.const 440) (f32.const 441) (v128.const i32x4 442 443 444 445) (f32.const 443)
    (f32.const 444) (v128.const i32x4 445 446 447 448) (i64.const 446) (f64.const 447) (v128.const i32x4 448
    449 450 451) (f64.const 449) (i64.const 450) (f64.const 451) (f32.const 452) (v128.const i32x4 453 454
    455 456) (f32.const 454) (i64.const 455) (f32.const 456) (v128.const i32x4 457 458 459 460) (i64.const
    458) (i32.const 459) (v128.const i32x4 460 461 462 463) (f64.const 461) (f32.const 462) (f64.const 463)
    (i64.const 464) (f32.const 465) (i64.const 466) (i32.const 467) (i64.const 468) (v128.const i32x4 469
    470 471 472) (f64.const 470) (v128.const i32x4 471 472 473 474) (i64.const 472) (v128.const i32x4 473
    474 475 476) (f32.const 474) (f64.const 475) (v128.const i32x4 476 477 478 479) (i64.const 477)
    (i64.const 478) (i64.const 479) (f64.const 480) (f32.const 481) (f32.const 482) (f64.const 483)
    (i64.const 484) (i32.const 485) (i64.const 486) (f32.const 487) (i32.const 488) (i32.const 489)
    (i64.const 490) (f64.const 491) (f32.const 492) (f64.const 493) (i32.const 494) (i64.const 495)
    (i32.const 496) (i32.const 497) (v128.const i32x4 498 499 500 501) (i32.const 499) (i64.const 500)
    (i32.const 501) (f64.const 502) (v128.const i32x4 503 504 505 506) (v128.const i32x4 504 505 506 507)
    (f64.const 505) (f32.const 506) (f32.const 507) (i32.const 508) (v128.const i32x4 509 510 511 512)
    (i64.const 510) (i32.const 511) (i64.const 512) (f64.const 513) (i64.const 514) (f64.const 515)
    (f64.const 516) (f64.const 517) (i64.const 518) (i64.const 519) (i64.const 520) (f32.const 521)
    (f64.const 522) (v128.const i32x4 523 524 525 526) (v128.const i32x4 524 525 526 527) (f64.const 525)
    (i64.const 526) (f64.const 527) (f32.const 528) (f32.const 529) (f64.const 530) (v128.const i32x4 531
    532 533 534) (i32.const 532) (i64.const 533) (i32.const 534) (i32.const 535) (i32.const 536) (i32.const
    537) (f64.const 538) (f32.const 539) (f64.const 540) (v128.const i32x4 541 542 543 544) (f32.const 542)
    (i64.const 543) (f64.const 544) (i64.const 545) (i64.const 546) (i32.const 547) (i32.const 548)
    (f64.const 549) (i64.const 550) (v128.const i32x4 551 552 553 554) (i32.const 552) (v128.const i32x4 553
    554 555 556) (f64.const 554) (f32.const 555) (i64.const 556) (i32.const 557) (f64.const 558) (f32.const
    559) (i32.const 560) (i32.const 561) (v128.const i32x4 562 563 564 565) (i32.const 563) (v128.const
    i32x4 564 565 566 567) (i64.const 565) (i32.const 566) (f32.const 567) (i32.const 568) (f64.const 569)
    (i32.const 570) (i64.const 571) (i32.const 572) (f64.const 573) (i64.const 574) (f32.const 575)
    (i64.const 576) (f64.const 577) (f64.const 578) (f32.const 579) (f32.const 580) (f32.const 581)
    (i64.const 582) (i64.const 583) (i32.const 584) (v128.const i32x4 585 586 587 588) (v128.const i32x4 586
    587 588 589) (i64.const 587) (f32.const 588) (f64.const 589) (v128.const i32x4 590 591 592 593)
    (v128.const i32x4 591 592 593 594) (v128.const i32x4 592 593 594 595) (i32.const 593) (f32.const 594)
    (v128.const i32x4 595 596 597 598) (f64.const 596) (v128.const i32x4 597 598 599 600) (i64.const 598)
    (v128.const i32x4 599 600 601 602) (f64.const 600) (i32.const 601) (f32.const 602) (v128.const i32x4 603
    604 605 606) (i32.const 604) (f32.const 605) (i64.const 606) (i32.const 607) (i64.const 608) (i32.const
    609) (i64.const 610) (f64.const 611) (i32.const 612) (i32.const 613) (i32.const 614) (v128.const i32x4
    615 616 617 618) (f64.const 616) (v128.const i32x4 617 618 619 620) (f32.const 618) (i32.const 619)
    (f32.const 620) (i32.const 621) (i64.const 622) (v128.const i32x4 623 624 625 626) (i32.const 624)
    (f64.const 625) (i64.const 626) (f64.const 627) (f64.const 628) (i32.const 629) (v128.const i32x4 630
    631 632 633) (f32.const 631) (i32.const 632) (f32.const 633) (f32.const 634) (i32.const 635) (f32.const
    636) (i32.const 637) (f64.const 638) (i32.const 639) (f32.const 640) (f32.const 641) (i64.const 642)
    (f32.const 643) (f64.const 644) (i32.const 645) (f32.const 646) (i32.const 647) (f64.const 648)
    (i64.const 649) (v128.const i32x4 650 651 652 653) (v128.const i32x4 651 652 653 654) (i64.const 652)
    (f32.const 653) (f32.const 654) (v128.const i32x4 655 656 657 658) (f64.const 656) (v128.const i32x4 657
    658 659 660) (f64.const 658) (i32.const 659) (i64.const 660) (f64.const 661) (v128.const i32x4 662 663
    664 665) (v128.const i32x4 663 664 665 666) (v128.const i32x4 664 665 666 667) (v128.const i32x4 665 666
    667 668) (v128.const i32x4 666 667 668 669) (i32.const 667) (f32.const 668) (i64.const 669) (i64.const
    670) (f32.const 671) (f64.const 672) (v128.const i32x4 673 674 675 676) (f32.const 674) (i32.const 675)
    (f64.const 676) (f32.const 677) (i64.const 678) (v128.const i32x4 679 680 681 682) (i32.const 680)
    (i32.const 681) (f32.const 682) (v128.const i32x4 683 684 685 686) (f32.const 684) (f64.const 685)
    (f32.const 686) (f32.const 687) (f32.const 688) (f32.const 689) (f32.const 690) (v128.const i32x4 691
    692 693 694) (v128.const i32x4 692 693 694 695) (i32.const 693) (v128.const i32x4 694 695 696 697)
    (i32.const 695) (i64.const 696) (f32.const 697) (f32.const 698) (f32.const 699) (v128.const i32x4 700
    701 702 703) (i32.const 701) (f64.const 702) (f32.const 703) (f64.const 704) (f64.const 705) (f32.const
    706) (f64.const 707) (i32.const 708) (v128.const i32x4 709 710 711 712) (i32.const 710) (i64.const 711)
    (i32.const 712) (v128.const i32x4 713 714 715 716) (f64.const 714) (v128.const i32x4 715 716 717 718)
    (f32.const 716) (i64.const 717) (v128.const i32x4 718 719 720 721) (f32.const 719) (f32.const 720)
    (f32.const 721) (f64.const 722) (f32.const 723) (f64.const 724) (v128.const i32x4 725 726 727 728)
    (f32.const 726) (v128.const i32x4 727 728 729 730) (v128.const i32x4 728 729 730 731) (i64.const 729)
    (i32.const 730) (i64.const 731) (f32.const 732) (i64.const 733) (v128.const i32x4 734 735 736 737)
    (i64.const 735) (i32.const 736) (i64.const 737) (f64.const 738) (v128.const i32x4 739 740 741 742)
    (i32.const 740) (i32.const 741) (v128.const i32x4 742 743 744 745) (f32.const 743) (i32.const 744)
    (i64.const 745) (f32.const 746) (i32.const 747) (v128.const i32x4 748 749 750 751) (v128.const i32x4 749
    750 751 752) (i32.const 750) (i32.const 751) (i64.const 752) (i64.const 753) (v128.const i32x4 754 755
    756 757) (f64.const 755) (i32.const 756) (v128.const i32x4 757 758 759 760) (f32.const 758) (f64.const
    759) (f32.const 760) (i64.const 761) (i64.const 762) (v128.const i32x4 763 764 765 766) (f64.const 764)
    (i64.const 765) (f64.const 766) (f64.const 767) (f32.const 768) (v128.const i32x4 769 770 771 772)
    (i64.const 770) (f64.const 771) (i32.const 772) (f32.const 773) (f64.const 774) (i64.const 775)
    (i32.const 776) (v128.const i32x4 777 778 779 780) (f64.const 778) (v128.const i32x4 779 780 781 782)
    (f64.const 780) (i32.const 781) (f64.const 782) (v128.const i32x4 783 784 785 786) (v128.const i32x4 784
    785 786 787) (v128.const i32x4 785 786 787 788) (v128.const i32x4 786 787 788 789) (f64.const 787)
    (i32.const 788) (f32.const 789) (f64.const 790) (i32.const 791) (i64.const 792) (f32.const 793)
    (i32.const 794) (v128.const i32x4 795 796 797 798) (i32.const 796) (f32.const 797) (v128.const i32x4 798
    799 800 801) (f32.const 799) (v128.const i32x4 800 801 802 803) (v128.const i32x4 801 802 803 804)
    (v128.const i32x4 802 803 804 805) (f32.const 803) (v128.const i32x4 804 805 806 807) (f64.const 805)
    (v128.const i32x4 806 807 808 809) (v128.const i32x4 807 808 809 810) (f64.const 808) (v128.const i32x4
    809 810 811 812) (v128.const i32x4 810 811 812 813) (f32.const 811) (f64.const 812) (f32.const 813)
    (i64.const 814) (v128.const i32x4 815 816 817 818) (f64.const 816) (v128.const i32x4 817 818 819 820)
    (i64.const 818) (v128.const i32x4 819 820 821 822) (i64.const 820) (f32.const 821) (i32.const 822)
    (f64.const 823) (v128.const i32x4 824 825 826 827) (i32.const 825) (f32.const 826) (f64.const 827)
    (f64.const 828) (f32.const 829) (i32.const 830) (i32.const 831) (i32.const 832) (i32.const 833)
    (f64.const 834) (f32.const 835) (f64.const 836) (f32.const 837) (f32.const 838) (f64.const 839)
    (f32.const 840) (f64.const 841) (f64.const 842) (i32.const 843) (f64.const 844) (f32.const 845)
    (i64.const 846) (f64.const 847) (i64.const 848) (i32.const 849) (i64.const 850) (f32.const 851)
    (f32.const 852) (i64.const 853) (v128.const i32x4 854 855 856 857) (f32.const 855) (f64.const 856)
    (f32.const 857) (v128.const i32x4 858 859 860 861) (f32.const 859) (f64.const 860) (f32.const 861)
    (f64.const 862) (f32.const 863) (f64.const 864) (i64.const 865) (f64.const 866) (f64.const 867)
    (f64.const 868) (i32.const 869) (i32.const 870) (i64.const 871) (i64.const 872) (i64.const 873)
    (i64.const 874) (i32.const 875) (i32.const 876) (f32.const 877) (i64.const 878) (f64.const 879)
    (i32.const 880) (f64.const 881) (i64.const 882) (i32.const 883) (i32.const 884) (f64.const 885)
    (v128.const i32x4 886 887 888 889) (i32.const 887) (v128.const i32x4 888 889 890 891) (i64.const 889)
    (v128.const i32x4 890 891 892 893) (f64.const 891) (f32.const 892) (i32.const 893) (i32.const 894)
    (v128.const i32x4 895 896 897 898) (f64.const 896) (i32.const 897) (f32.const 898) (f32.const 899)
    (i64.const 900) (f64.const 901) (i32.const 902) (i64.const 903) (i32.const 904) (f64.const 905)
    (i32.const 906) (f64.const 907) (f32.const 908) (v128.const i32x4 909 910 911 912) (f64.const 910)
    (f64.const 911) (i32.const 912) (v128.const i32x4 913 914 915 916) (f64.const 914) (i32.const 915)
    (i64.const 916) (f64.const 917) (v128.const i32x4 918 919 920 921) (i64.const 919) (i64.const 920)
    (v128.const i32x4 921 922 923 924) (f32.const 922) (f64.const 923) (v128.const i32x4 924 925 926 927)
    (f32.const 925) (f64.const 926) (v128.const i32x4 927 928 929 930) (i64.const 928) (v128.const i32x4 929
    930 931 932) (f32.const 930) (f64.const 931) (i32.const 932) (i32.const 933) (f32.const 934) (f32.const
    935) (i32.const 936) (v128.const i32x4 937 938 939 940) (f64.const 938) (f32.const 939) (i32.const 940)
    (i64.const 941) (v128.const i32x4 942 943 944 945) (f32.const 943) (f32.const 944) (i64.const 945)
    (f64.const 946) (i64.const 947) (i64.const 948) (f32.const 949) (i64.const 950) (f64.const 951)
    (v128.const i32x4 952 953 954 955) (v128.const i32x4 953 954 955 956) (i32.const 954) (v128.const i32x4
    955 956 957 958) (v128.const i32x4 956 957 958 959) (v128.const i32x4 957 958 959 960) (i64.const 958)
    (f64.const 959) (f32.const 960) (f32.const 961) (f64.const 962) (f32.const 963) (f32.const 964)
    (f64.const 965) (i64.const 966) (f64.const 967) (f32.const 968) (v128.const i32x4 969 970 971 972)
    (f64.const 970) (i64.const 971) (f32.const 972) (i64.const 973) (v128.const i32x4 974 975 976 977)
    (i64.const 975) (v128.const i32x4 976 977 978 979) (f64.const 977) (v128.const i32x4 978 979 980 981)
    (i64.const 979) (i32.const 980) (v128.const i32x4 981 982 983 984) (f32.const 982) (v128.const i32x4 983
    984 985 986) (i64.const 984) (i64.const 985) (f32.const 986) (v128.const i32x4 987 988 989 990)
    (f64.const 988) (f64.const 989) (f32.const 990) (i32.const 991) (i64.const 992) (i64.const 993)
    (f32.const 994) (i64.const 995) (i32.const 996) (v128.const i32x4 997 998 999 1000) (i32.const 998)
    (v128.const i32x4 999 1000 1001 1002) (i64.const 1000)) (i64.const 1000) (v128.const i32x4 999 1000 1001
    1002) (i32.const 998) (v128.const i32x4 997 998 999 1000) (i32.const 996) (i64.const 995) (f32.const
    994) (i64.const 993) (i64.const 992) (i32.const 991) (f32.const 990) (f64.const 989) (f64.const 988)
    (v128.const i32x4 987 988 989 990) (f32.const 986) (i64.const 985) (i64.const 984) (v128.const i32x4 983
    984 985 986) (f32.const 982) (v128.const i32x4 981 982 983 984) (i32.const 980) (i64.const 979)
    (v128.const i32x4 978 979 980 981) (f64.const 977) (v128.const i32x4 976 977 978 979) (i64.const 975)
    (v128.const i32x4 974 975 976 977) (i64.const 973) (f32.const 972) (i64.const 971) (f64.const 970)
    (v128.const i32x4 969 970 971 972) (f32.const 968) (f64.const 967) (i64.const 966) (f64.const 965)
    (f32.const 964) (f32.const 963) (f64.const 962) (f32.const 961) (f32.const 960) (f64.const 959)
    (i64.const 958) (v128.const i32x4 957 958 959 960) (v128.const i32x4 956 957 958 959) (v128.const i32x4
    955 956 957 958) (i32.const 954) (v128.const i32x4 953 954 955 956) (v128.const i32x4 952 953 954 955)
    (f64.const 951) (i64.const 950) (f32.const 949) (i64.const 948) (i64.const 947) (f64.const 946)
    (i64.const 945) (f32.const 944) (f32.const 943) (v128.const i32x4 942 943 944 945) (i64.const 941)
    (i32.const 940) (f32.const 939) (f64.const 938) (v128.const i32x4 937 938 939 940) (i32.const 936)
    (f32.const 935) (f32.const 934) (i32.const 933) (i32.const 932) (f64.const 931) (f32.const 930)
    (v128.const i32x4 929 930 931 932) (i64.const 928) (v128.const i32x4 927 928 929 930) (f64.const 926)
    (f32.const 925) (v128.const i32x4 924 925 926 927) (f64.const 923) (f32.const 922) (v128.const i32x4 921
    922 923 924) (i64.const 920) (i64.const 919) (v128.const i32x4 918 919 920 921) (f64.const 917)
    (i64.const 916) (i32.const 915) (f64.const 914) (v128.const i32x4 913 914 915 916) (i32.const 912)
    (f64.const 911) (f64.const 910) (v128.const i32x4 909 910 911 912) (f32.const 908) (f64.const 907)
    (i32.const 906) (f64.const 905) (i32.const 904) (i64.const 903) (i32.const 902) (f64.const 901)
    (i64.const 900) (f32.const 899) (f32.const 898) (i32.const 897) (f64.const 896) (v128.const i32x4 895
    896 897 898) (i32.const 894) (i32.const 893) (f32.const 892) (f64.const 891) (v128.const i32x4 890 891
    892 893) (i64.const 889) (v128.const i32x4 888 889 890 891) (i32.const 887) (v128.const i32x4 886 887
    888 889) (f64.const 885) (i32.const 884) (i32.const 883) (i64.const 882) (f64.const 881) (i32.const 880)
    (f64.const 879) (i64.const 878) (f32.const 877) (i32.const 876) (i32.const 875) (i64.const 874)
    (i64.const 873) (i64.const 872) (i64.const 871) (i32.const 870) (i32.const 869) (f64.const 868)
    (f64.const 867) (f64.const 866) (i64.const 865) (f64.const 864) (f32.const 863) (f64.const 862)
    (f32.const 861) (f64.const 860) (f32.const 859) (v128.const i32x4 858 859 860 861) (f32.const 857)
    (f64.const 856) (f32.const 855) (v128.const i32x4 854 855 856 857) (i64.const 853) (f32.const 852)
    (f32.const 851) (i64.const 850) (i32.const 849) (i64.const 848) (f64.const 847) (i64.const 846)
    (f32.const 845) (f64.const 844) (i32.const 843) (f64.const 842) (f64.const 841) (f32.const 840)
    (f64.const 839) (f32.const 838) (f32.const 837) (f64.const 836) (f32.const 835) (f64.const 834)
    (i32.const 833) (i32.const 832) (i32.const 831) (i32.const 830) (f32.const 829) (f64.const 828)
    (f64.const 827) (f32.const 826) (i32.const 825) (v128.const i32x4 824 825 826 827) (f64.const 823)
    (i32.const 822) (f32.const 821) (i64.const 820) (v128.const i32x4 819 820 821 822) (i64.const 818)
    (v128.const i32x4 817 818 819 820) (f64.const 816) (v128.const i32x4 815 816 817 818) (i64.const 814)
    (f32.const 813) (f64.const 812) (f32.const 811) (v128.const i32x4 810 811 812 813) (v128.const i32x4 809
    810 811 812) (f64.const 808) (v128.const i32x4 807 808 809 810) (v128.const i32x4 806 807 808 809)
    (f64.const 805) (v128.const i32x4 804 805 806 807) (f32.const 803) (v128.const i32x4 802 803 804 805)
    (v128.const i32x4 801 802 803 804) (v128.const i32x4 800 801 802 803) (f32.const 799) (v128.const i32x4
    798 799 800 801) (f32.const 797) (i32.const 796) (v128.const i32x4 795 796 797 798) (i32.const 794)
    (f32.const 793) (i64.const 792) (i32.const 791) (f64.const 790) (f32.const 789) (i32.const 788)
    (f64.const 787) (v128.const i32x4 786 787 788 789) (v128.const i32x4 785 786 787 788) (v128.const i32x4
    784 785 786 787) (v128.const i32x4 783 784 785 786) (f64.const 782) (i32.const 781) (f64.const 780)
    (v128.const i32x4 779 780 781 782) (f64.const 778) (v128.const i32x4 777 778 779 780) (i32.const 776)
    (i64.const 775) (f64.const 774) (f32.const 773) (i32.const 772) (f64.const 771) (i64.const 770)
    (v128.const i32x4 769 770 771 772) (f32.const 768) (f64.const 767) (f64.const 766) (i64.const 765)
    (f64.const 764) (v128.const i32x4 763 764 765 766) (i64.const 762) (i64.const 761) (f32.const 760)
    (f64.const 759) (f32.const 758) (v128.const i32x4 757 758 759 760) (i32.const 756) (f64.const 755)
    (v128.const i32x4 754 755 756 757) (i64.const 753) (i64.const 752) (i32.const 751) (i32.const 750)
    (v128.const i32x4 749 750 751 752) (v128.const i32x4 748 749 750 751) (i32.const 747) (f32.const 746)
    (i64.const 745) (i32.const 744) (f32.const 743) (v128.const i32x4 742 743 744 745) (i32.const 741)
    (i32.const 740) (v128.const i32x4 739 740 741 742) (f64.const 738) (i64.const 737) (i32.const 736)
    (i64.const 735) (v128.const i32x4 734 735 736 737) (i64.const 733) (f32.const 732) (i64.const 731)
    (i32.const 730) (i64.const 729) (v128.const i32x4 728 729 730 731) (v128.const i32x4 727 728 729 730)
    (f32.const 726) (v128.const i32x4 725 726 727 728) (f64.const 724) (f32.const 723) (f64.const 722)
    (f32.const 721) (f32.const 720) (f32.const 719) (v128.const i32x4 718 719 720 721) (i64.const 717)
    (f32.const 716) (v128.const i32x4 715 716 717 718) (f64.const 714) (v128.const i32x4 713 714 715 716)
    (i32.const 712) (i64.const 711) (i32.const 710) (v128.const i32x4 709 710 711 712) (i32.const 708)
    (f64.const 707) (f32.const 706) (f64.const 705) (f64.const 704) (f32.const 703) (f64.const 702)
    (i32.const 701) (v128.const i32x4 700 701 702 703) (f32.const 699) (f32.const 698) (f32.const 697)
    (i64.const 696) (i32.const 695) (v128.const i32x4 694 695 696 697) (i32.const 693) (v128.const i32x4 692
    693 694 695) (v128.const i32x4 691 692 693 694) (f32.const 690) (f32.const 689) (f32.const 688)
    (f32.const 687) (f32.const 686) (f64.const 685) (f32.const 684) (v128.const i32x4 683 684 685 686)
    (f32.const 682) (i32.const 681) (i32.const 680) (v128.const i32x4 679 680 681 682) (i64.const 678)
    (f32.const 677) (f64.const 676) (i32.const 675) (f32.const 674) (v128.const i32x4 673 674 675 676)
    (f64.const 672) (f32.const 671) (i64.const 670) (i64.const 669) (f32.const 668) (i32.const 667)
    (v128.const i32x4 666 667 668 669) (v128.const i32x4 665 666 667 668) (v128.const i32x4 664 665 666 667)
    (v128.const i32x4 663 664 665 666) (v128.const i32x4 662 663 664 665) (f64.const 661) (i64.const 660)
    (i32.const 659) (f64.const 658) (v128.const i32x4 657 658 659 660) (f64.const 656) (v128.const i32x4 655
    656 657 658) (f32.const 654) (f32.const 653) (i64.const 652) (v128.const i32x4 651 652 653 654)
    (v128.const i32x4 650 651 652 653) (i64.const 649) (f64.const 648) (i32.const 647) (f32.const 646)
    (i32.const 645) (f64.const 644) (f32.const 643) (i64.const 642) (f32.const 641) (f32.const 640)
    (i32.const 639) (f64.const 638) (i32.const 637) (f32.const 636) (i32.const 635) (f32.const 634)
    (f32.const 633) (i32.const 632) (f32.const 631) (v128.const i32x4 630 631 632 633) (i32.const 629)
    (f64.const 628) (f64.const 627) (i64.const 626) (f64.const 625) (i32.const 624) (v128.const i32x4 623
    624 625 626) (i64.const 622) (i32.const 621) (f32.const 620) (i32.const 619) (f32.const 618) (v128.const
    i32x4 617 618 619 620) (f64.const 616) (v128.const i32x4 615 616 617 618) (i32.const 614) (i32.const
    613) (i32.const 612) (f64.const 611) (i64.const 610) (i32.const 609) (i64.const 608) (i32.const 607)
    (i64.const 606) (f32.const 605) (i32.const 604) (v128.const i32x4 603 604 605 606) (f32.const 602)
    (i32.const 601) (f64.const 600) (v128.const i32x4 599 600 601 602) (i64.const 598) (v128.const i32x4 597
    598 599 600) (f64.const 596) (v128.const i32x4 595 596 597 598) (f32.const 594) (i32.const 593)
    (v128.const i32x4 592 593 594 595) (v128.const i32x4 591 592 593 594) (v128.const i32x4 590 591 592 593)
    (f64.const 589) (f32.const 588) (i64.const 587) (v128.const i32x4 586 587 588 589) (v128.const i32x4 585
    586 587 588) (i32.const 584) (i64.const 583) (i64.const 582) (f32.const 581) (f32.const 580) (f32.const
    579) (f64.const 578) (f64.const 577) (i64.const 576) (f32.const 575) (i64.const 574) (f64.const 573)
    (i32.const 572) (i64.const 571) (i32.const 570) (f64.const 569) (i32.const 568) (f32.const 567)
    (i32.const 566) (i64.const 565) (v128.const i32x4 564 565 566 567) (i32.const 563) (v128.const i32x4 562
    563 564 565) (i32.const 561) (i32.const 560) (f32.const 559) (f64.const 558) (i32.const 557) (i64.const
    556) (f32.const 555) (f64.const 554) (v128.const i32x4 553 554 555 556) (i32.const 552) (v128.const
    i32x4 551 552 553 554) (i64.const 550) (f64.const 549) (i32.const 548) (i32.const 547) (i64.const 546)
    (i64.const 545) (f64.const 544) (i64.const 543) (f32.const 542) (v128.const i32x4 541 542 543 544)
    (f64.const 540) (f32.const 539) (f64.const 538) (i32.const 537) (i32.const 536) (i32.const 535)
    (i32.const 534) (i64.const 533) (i32.const 532) (v128.const i32x4 531 532 533 534) (f64.const 530)
    (f32.const 529) (f32.const 528) (f64.const 527) (i64.const 526) (f64.const 525) (v128.const i32x4 524
    525 526 527) (v128.const i32x4 523 524 525 526) (f64.const 522) (f32.const 521) (i64.const 520)
    (i64.const 519) (i64.const 518) (f64.const 517) (f64.const 516) (f64.const 515) (i64.const 514)
    (f64.const 513) (i64.const 512) (i32.const 511) (i64.const 510) (v128.const i32x4 509 510 511 512)
    (i32.const 508) (f32.const 507) (f32.const 506) (f64.const 505) (v128.const i32x4 504 505 506 507)
    (v128.const i32x4 503 504 505 506) (f64.const 502) (i32.const 501) (i64.const 500) (i32.const 499)
    (v128.const i32x4 498 499 500 501) (i32.const 497) (i32.const 496) (i64.const 495) (i32.const 494)
    (f64.const 493) (f32.const 492) (f64.const 491) (i64.const 490) (i32.const 489) (i32.const 488)
    (f32.const 487) (i64.const 486) (i32.const 485) (i64.const 484) (f64.const 483) (f32.const 482)
    (f32.const 481) (f64.const 480) (i64.const 479) (i64.const 478) (i64.const 477) (v128.const i32x4 476
    477 478 479) (f64.const 475) (f32.const 474) (v128.const i32x4 473 474 475 476) (i64.const 472)
    (v128.const i32x4 471 472 473 474) (f64.const 470) (v128.const i32x4 469 470 471 472) (i64.const 468)
    (i32.const 467) (i64.const 466) (f32.const 465) (i64.const 464) (f64.const 463) (f32.const 462)
    (f64.const 461) (v128.const i32x4 460 461 462 463) (i32.const 459) (i64.const 458) (v128.const i32x4 457
    458 459 460) (f32.const 456) (i64.const 455) (f32.const 454) (v128.const i32x4 453 454 455 456)
    (f32.const 452) (f64.const 451) (i64.const 450) (f64.const 449) (v128.const i32x4 448 449 450 451)
    (f64.const 447) (i64.const 446) (v128.const i32x4 445 446 447 448) (f32.const 444) (f32.const 443)
    (v128.const i32x4 442 443 444 445) (f32.const 441) (i64.const 440) (i32.const 439) (v128.const i32x4 438
    439 440 441) (v128.const i32x4 437 438 439 440) (f64.const 436) (f32.const 435) (v128.const i32x4 434
    435 436 437) (i32.const 433) (i32.const 432) (f32.const 431) (f32.const 430) (i64.const 429) (i64.const
    428) (v128.const i32x4 427 428 429 430) (i64.const 426) (f32.const 425) (v128.const i32x4 424 425 426
    427) (f32.const 423) (f64.const 422) (i32.const 421) (i64.const 420) (v128.const i32x4 419 420 421 422)
    (i64.const 418) (i32.const 417) (f64.const 416) (i32.const 415) (f32.const 414) (i32.const 413)
    (f64.const 412) (v128.const i32x4 411 412 413 414) (i32.const 410) (v128.const i32x4 409 410 411 412)
    (f32.const 408) (i32.const 407) (v128.const i32x4 406 407 408 409) (f64.const 405) (i64.const 404)
    (f64.const 403) (f32.const 402) (f64.const 401) (i64.const 400) (f32.const 399) (v128.const i32x4 398
    399 400 401) (f64.const 397) (f32.const 396) (f32.const 395) (i32.const 394) (v128.const i32x4 393 394
    395 396) (i32.const 392) (i64.const 391) (f32.const 390) (f64.const 389) (i64.const 388) (f64.const 387)
    (i32.const 386) (f32.const 385) (i64.const 384) (f64.const 383) (i32.const 382) (v128.const i32x4 381
    382 383 384) (v128.const i32x4 380 381 382 383) (f32.const 379) (f64.const 378) (f64.const 377)
    (v128.const i32x4 376 377 378 379) (f64.const 375) (i32.const 374) (v128.const i32x4 373 374 375 376)
    (f32.const 372) (i64.const 371) (v128.const i32x4 370 371 372 373) (v128.const i32x4 369 370 371 372)
    (f64.const 368) (i64.const 367) (f32.const 366) (f64.const 365) (v128.const i32x4 364 365 366 367)
    (v128.const i32x4 363 364 365 366) (f64.const 362) (i64.const 361) (v128.const i32x4 360 361 362 363)
    (v128.const i32x4 359 360 361 362) (f32.const 358) (i32.const 357) (v128.const i32x4 356 357 358 359)
    (i64.const 355) (f64.const 354) (f64.const 353) (i32.const 352) (f64.const 351) (v128.const i32x4 350
    351 352 353) (f32.const 349) (f64.const 348) (v128.const i32x4 347 348 349 350) (f32.const 346)
    (f32.const 345) (f64.const 344) (f64.const 343) (i32.const 342) (i32.const 341) (f32.const 340)
    (v128.const i32x4 339 340 341 342) (f32.const 338) (v128.const i32x4 337 338 339 340) (f64.const 336)
    (f32.const 335) (v128.const i32x4 334 335 336 337) (f32.const 333) (v128.const i32x4 332 333 334 335)
    (i32.const 331) (i64.const 330) (f32.const 329) (v128.const i32x4 328 329 330 331) (i32.const 327)
    (v128.const i32x4 326 327 328 329) (i32.const 325) (i32.const 324) (i32.const 323) (f32.const 322)
    (i64.const 321) (f64.const 320) (v128.const i32x4 319 320 321 322) (i64.const 318) (i32.const 317)
    (f64.const 316) (f64.const 315) (f32.const 314) (v128.const i32x4 313 314 315 316) (i64.const 312)
    (f64.const 311) (f32.const 310) (v128.const i32x4 309 310 311 312) (f32.const 308) (f32.const 307)
    (i64.const 306) (v128.const i32x4 305 306 307 308) (i64.const 304) (f32.const 303) (i64.const 302)
    (i64.const 301) (f32.const 300) (i64.const 299) (v128.const i32x4 298 299 300 301) (i32.const 297)
    (i32.const 296) (v128.const i32x4 295 296 297 298) (f64.const 294) (v128.const i32x4 293 294 295 296)
    (i64.const 292) (i32.const 291) (v128.const i32x4 290 291 292 293) (f64.const 289) (i64.const 288)
    (f32.const 287) (f32.const 286) (i32.const 285) (f64.const 284) (v128.const i32x4 283 284 285 286)
    (v128.const i32x4 282 283 284 285) (f64.const 281) (i32.const 280) (i64.const 279) (f64.const 278)
    (v128.const i32x4 277 278 279 280) (i64.const 276) (f64.const 275) (f32.const 274) (i64.const 273)
    (f64.const 272) (f64.const 271) (f64.const 270) (i64.const 269) (f64.const 268) (i32.const 267)
    (v128.const i32x4 266 267 268 269) (i64.const 265) (i32.const 264) (f32.const 263) (i32.const 262)
    (f32.const 261) (i32.const 260) (v128.const i32x4 259 260 261 262) (i32.const 258) (v128.const i32x4 257
    258 259 260) (i64.const 256) (v128.const i32x4 255 256 257 258) (f64.const 254) (f32.const 253)
    (f64.const 252) (f64.const 251) (i32.const 250) (v128.const i32x4 249 250 251 252) (i64.const 248)
    (f64.const 247) (f32.const 246) (i64.const 245) (i64.const 244) (f64.const 243) (v128.const i32x4 242
    243 244 245) (v128.const i32x4 241 242 243 244) (v128.const i32x4 240 241 242 243) (i32.const 239)
    (i32.const 238) (v128.const i32x4 237 238 239 240) (f64.const 236) (i64.const 235) (f32.const 234)
    (v128.const i32x4 233 234 235 236) (f32.const 232) (f32.const 231) (f32.const 230) (i64.const 229)
    (v128.const i32x4 228 229 230 231) (i64.const 227) (f32.const 226) (v128.const i32x4 225 226 227 228)
    (i32.const 224) (i32.const 223) (i64.const 222) (f32.const 221) (v128.const i32x4 220 221 222 223)
    (v128.const i32x4 219 220 221 222) (f32.const 218) (f64.const 217) (i64.const 216) (f64.const 215)
    (f64.const 214) (f32.const 213) (i64.const 212) (i64.const 211) (f64.const 210) (v128.const i32x4 209
    210 211 212) (f32.const 208) (v128.const i32x4 207 208 209 210) (i64.const 206) (i32.const 205)
    (f64.const 204) (i64.const 203) (i32.const 202) (v128.const i32x4 201 202 203 204) (i64.const 200)
    (f64.const 199) (v128.const i32x4 198 199 200 201) (f64.const 197) (f32.const 196) (f32.const 195)
    (i64.const 194) (i64.const 193) (v128.const i32x4 192 193 194 195) (i64.const 191) (v128.const i32x4 190
    191 192 193) (f32.const 189) (i32.const 188) (i32.const 187) (v128.const i32x4 186 187 188 189)
    (f64.const 185) (i32.const 184) (f64.const 183) (f32.const 182) (i64.const 181) (f32.const 180)
    (f64.const 179) (i32.const 178) (f64.const 177) (v128.const i32x4 176 177 178 179) (f64.const 175)
    (v128.const i32x4 174 175 176 177) (f32.const 173) (v128.const i32x4 172 173 174 175) (f64.const 171)
    (f64.const 170) (i32.const 169) (f32.const 168) (i64.const 167) (i32.const 166) (i64.const 165)
    (v128.const i32x4 164 165 166 167) (f64.const 163) (f32.const 162) (i64.const 161) (i64.const 160)
    (v128.const i32x4 159 160 161 162) (v128.const i32x4 158 159 160 161) (f32.const 157) (i32.const 156)
    (v128.const i32x4 155 156 157 158) (i64.const 154) (i64.const 153) (i64.const 152) (f32.const 151)
    (v128.const i32x4 150 151 152 153) (v128.const i32x4 149 150 151 152) (i32.const 148) (f32.const 147)
    (f32.const 146) (i64.const 145) (i64.const 144) (i64.const 143) (i64.const 142) (v128.const i32x4 141
    142 143 144) (i32.const 140) (f32.const 139) (v128.const i32x4 138 139 140 141) (i32.const 137)
    (i64.const 136) (f64.const 135) (f64.const 134) (f32.const 133) (f32.const 132) (i32.const 131)
    (i32.const 130) (i32.const 129) (i32.const 128) (v128.const i32x4 127 128 129 130) (f32.const 126)
    (i32.const 125) (f64.const 124) (i64.const 123) (i32.const 122) (i64.const 121) (i64.const 120)
    (i32.const 119) (v128.const i32x4 118 119 120 121) (v128.const i32x4 117 118 119 120) (v128.const i32x4
    116 117 118 119) (v128.const i32x4 115 116 117 118) (i32.const 114) (f32.const 113) (i64.const 112)
    (f32.const 111) (v128.const i32x4 110 111 112 113) (f32.const 109) (i64.const 108) (f32.const 107)
    (i32.const 106) (f32.const 105) (f64.const 104) (i64.const 103) (f32.const 102) (v128.const i32x4 101
    102 103 104) (i32.const 100) (f64.const 99) (i32.const 98) (f32.const 97) (i32.const 96) (f32.const 95)
    (i64.const 94) (i64.const 93) (f32.const 92) (i64.const 91) (v128.const i32x4 90 91 92 93) (i64.const
    89) (f32.const 88) (f32.const 87) (f64.const 86) (v128.const i32x4 85 86 87 88) (v128.const i32x4 84 85
    86 87) (i64.const 83) (f32.const 82) (i32.const 81) (f64.const 80) (v128.const i32x4 79 80 81 82)
    (f32.const 78) (i32.const 77) (i32.const 76) (f64.const 75) (f32.const 74) (f64.const 73) (f64.const 72)
    (f32.const 71) (v128.const i32x4 70 71 72 73) (f32.const 69) (i32.const 68) (i32.const 67) (i32.const
    66) (f32.const 65) (i64.const 64) (i32.const 63) (f32.const 62) (f64.const 61) (f32.const 60)
    (v128.const i32x4 59 60 61 62) (f32.const 58) (v128.const i32x4 57 58 59 60) (f64.const 56) (f64.const
    55) (i32.const 54) (i64.const 53) (i64.const 52) (i64.const 51) (f64.const 50) (i32.const 49) (i64.const
    48) (f64.const 47) (v128.const i32x4 46 47 48 49) (i64.const 45) (i64.const 44) (i32.const 43)
    (i32.const 42) (f64.const 41) (i32.const 40) (i32.const 39) (v128.const i32x4 38 39 40 41) (i32.const
    37) (f32.const 36) (i32.const 35) (i32.const 34) (f32.const 33) (f64.const 32) (i32.const 31)
    (v128.const i32x4 30 31 32 33) (v128.const i32x4 29 30 31 32) (f32.const 28) (f32.const 27) (f32.const
    26) (i32.const 25) (v128.const i32x4 24 25 26 27) (i64.const 23) (v128.const i32x4 22 23 24 25)
    (v128.const i32x4 21 22 23 24) (i32.const 20) (f64.const 19) (v128.const i32x4 18 19 20 21) (v128.const
    i32x4 17 18 19 20) (i32.const 16) (f32.const 15) (i64.const 14) (i64.const 13) (f64.const 12) (i32.const
    11) (f64.const 10) (i32.const 9) (f32.const 8) (i32.const 7) (v128.const i32x4 6 7 8 9) (v128.const
    i32x4 5 6 7 8) (i64.const 4) (f64.const 3) (v128.const i32x4 2 3 4 5) (i64.const 1))
