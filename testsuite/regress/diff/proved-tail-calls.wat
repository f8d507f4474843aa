;; The verifier of machine code refused safe tail calls. A cast before `return_call_ref` compares the reference with one type on its fast
;; path and asks for subtypes on the slow one; the compare was taken for that of the call. And nothing is thrown where the function of
;; a `return_call_indirect` is looked up, so what a handler around it wants need not be at home.
(module
  (type $super (sub (func (result i32))))
  (type $sub (sub $super (func (result i32))))
  (table $t 4 4 funcref)
  (global $g (export "g") (mut i32) (i32.const 0))
  (func $five (export "five") (type $sub) (i32.const 5))
  (elem (table $t) (i32.const 0) func $five)
  (func (export "cast") (param i32) (result i32)
    (local $f funcref)
    (local.set $f (table.get $t (i32.and (local.get 0) (i32.const 1))))
    (return_call_ref $super (ref.cast (ref $super) (local.get $f))))
  (func (export "null") (result i32)
    (block $none
      (br_on_null $none (ref.null $super))
      (return_call_ref $super (ref.cast (ref $sub))))
    (i32.const 7))
  (func (export "around") (param i32 f32) (result i32)
    (i32.clz (i32.ctz (i32.trunc_sat_f32_u (local.get 1))))
    (block $caught
      (try_table (catch_all $caught)
        (return_call_indirect $t (type $super) (i32.and (local.get 0) (i32.const 3)))))
    (global.set $g (i32.xor (global.get $g) (i32.const 4)))))
