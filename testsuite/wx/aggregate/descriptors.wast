;; Descriptors where the suite does not look: when the heap is collected, and in loops that go over to machine code.

;; An object keeps its descriptor alive, and that its own: nothing else refers to them here while much more is allocated
;; than the heap holds.
(module
  (rec
    (type $a (sub (descriptor $b) (struct (field i64) (field v128))))
    (type $b (sub (describes $a) (descriptor $c) (struct (field (mut i32)))))
    (type $c (sub (describes $b) (struct (field f64)))))
  (type $many (array (mut (ref null $a))))
  (type $bytes (array (mut i8)))
  (global $made (ref $a)
    (struct.new_desc $a (i64.const 1) (v128.const i64x2 2 3)
      (struct.new_desc $b (i32.const 4) (struct.new $c (f64.const 5)))))
  (global $empty (ref $a) (struct.new_default_desc $a (struct.new_default_desc $b (struct.new_default $c))))

  (func $make (param $n i32) (result (ref (exact $a)))
    (struct.new_desc $a (i64.extend_i32_u (local.get $n)) (v128.const i64x2 6 7)
      (struct.new_desc $b (local.get $n) (struct.new $c (f64.convert_i32_u (local.get $n))))))
  ;; 1 where the object and both descriptors say the same number.
  (func $check (param $o (ref null $a)) (param $n i32) (result i32) (local $d (ref null $b))
    (local.set $d (ref.get_desc $a (local.get $o)))
    (i32.and
      (i32.and
        (i64.eq (struct.get $a 0 (local.get $o)) (i64.extend_i32_u (local.get $n)))
        (i32.eq (struct.get $b 0 (local.get $d)) (local.get $n)))
      (f64.eq (struct.get $c 0 (ref.get_desc $b (local.get $d))) (f64.convert_i32_u (local.get $n)))))
  (func (export "collect") (param $n i32) (param $rounds i32) (result i32)
    (local $o (ref $many)) (local $i i32) (local $good i32)
    (local.set $o (array.new_default $many (local.get $n)))
    (loop $next
      (array.set $many (local.get $o) (local.get $i) (call $make (local.get $i)))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
    (loop $garbage
      (drop (array.new_default $bytes (i32.const 100000)))
      (drop (call $make (local.get $rounds)))
      (br_if $garbage (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
    (local.set $i (i32.const 0))
    (loop $next
      (local.set $good
        (i32.add (local.get $good)
          (call $check (array.get $many (local.get $o) (local.get $i)) (local.get $i))))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
    (local.get $good))
  (func (export "constant") (result i32)
    (i32.and
      (i32.eq (struct.get $b 0 (ref.get_desc $a (global.get $made))) (i32.const 4))
      (i32.and
        (i64.eq (i64x2.extract_lane 1 (struct.get $a 1 (global.get $made))) (i64.const 3))
        (call $check (global.get $empty) (i32.const 0)))))
)
(assert_return (invoke "constant") (i32.const 1))
(assert_return (invoke "collect" (i32.const 300) (i32.const 3000)) (i32.const 300))
(assert_return (invoke "constant") (i32.const 1))

;; Casts in hot loops. The descriptors of three classes change from object to object, two of them of one type; the last class is a
;; subtype's. Among the objects are null, an i31, an array and a struct without descriptor.
(module
  (rec
    (type $a (sub (descriptor $b) (struct (field i32))))
    (type $b (sub (describes $a) (struct (field i32))))
    (type $c (sub $a (descriptor $d) (struct (field i32) (field i32))))
    (type $d (sub $b (describes $c) (struct (field i32)))))
  (rec
    (type $final (descriptor $of-final) (struct))
    (type $of-final (describes $final) (struct)))
  (type $plain (struct (field i32)))
  (type $bytes (array i8))
  (type $any (array (mut anyref)))
  (global $b1 (ref (exact $b)) (struct.new $b (i32.const 1)))
  (global $b2 (ref (exact $b)) (struct.new $b (i32.const 1)))
  (global $d1 (ref (exact $d)) (struct.new $d (i32.const 1)))
  (global $f1 (ref (exact $of-final)) (struct.new $of-final))
  (global $all (ref $any) (array.new_fixed $any 8
    (struct.new_desc $a (i32.const 10) (global.get $b1))
    (struct.new_desc $a (i32.const 20) (global.get $b2))
    (struct.new_desc $c (i32.const 30) (i32.const 0) (global.get $d1))
    (struct.new_desc $final (global.get $f1))
    (ref.null none)
    (ref.i31 (i32.const 5))
    (array.new_fixed $bytes 3 (i32.const 1) (i32.const 2) (i32.const 3))
    (struct.new $plain (i32.const 40))))
  (func $at (param $i i32) (result anyref)
    (array.get $any (global.get $all) (i32.and (local.get $i) (i32.const 7))))

  ;; How many of the first n have this descriptor, and the sum of their first fields.
  (func $branch (param $n i32) (param $d (ref null $b)) (result i32 i32) (local $i i32) (local $count i32) (local $sum i32)
    (loop $next
      (block $no
        (local.set $sum
          (i32.add (local.get $sum)
            (struct.get $a 0
              (block $yes (result (ref $a))
                (drop (br_on_cast_desc_eq $yes anyref (ref $a) (call $at (local.get $i)) (local.get $d)))
                (br $no)))))
        (local.set $count (i32.add (local.get $count) (i32.const 1))))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
    (local.get $count) (local.get $sum))
  (func (export "branch") (param $n i32) (param $which i32) (result i32 i32)
    (block $b1 (block $b2 (block $d1
      (br_table $b1 $b2 $d1 (local.get $which)))
      (return (call $branch (local.get $n) (global.get $d1))))
      (return (call $branch (local.get $n) (global.get $b2))))
    (call $branch (local.get $n) (global.get $b1)))
  ;; The same with null among what is taken, an exact type, and the branch turned round.
  (func (export "branch-exact") (param $n i32) (result i32) (local $i i32) (local $count i32)
    (loop $next
      (block $no (result anyref)
        (drop (br_on_cast_desc_eq_fail $no anyref (ref null (exact $a)) (call $at (local.get $i)) (global.get $b2)))
        (local.set $count (i32.add (local.get $count) (i32.const 1)))
        (ref.null none))
      (drop)
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
    (local.get $count))
  (func (export "branch-final") (param $n i32) (result i32) (local $i i32) (local $count i32)
    (loop $next
      (block $yes (result (ref null $final))
        (drop (br_on_cast_desc_eq $yes anyref (ref null $final) (call $at (local.get $i)) (global.get $f1)))
        (local.set $count (i32.add (local.get $count) (i32.const 1)))
        (ref.null none))
      (drop)
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
    (local.get $count))
  ;; What is not taken stays on the stack as it was, above other operands.
  (func (export "keeps") (param $n i32) (result i32) (local $i i32) (local $same i32) (local $x eqref)
    (loop $next
      (i32.const 1000)
      (i32.mul (local.get $i) (i32.const 3))
      (block $yes (param i32 i32) (result i32 i32 anyref)
        (br_on_cast_desc_eq $yes anyref (ref $a) (call $at (local.get $i)) (global.get $b1)))
      (local.set $x (ref.cast eqref))
      (local.set $same
        (i32.add (local.get $same) (ref.eq (ref.cast eqref (call $at (local.get $i))) (local.get $x))))
      (i32.sub (i32.mul (local.get $i) (i32.const 3)))
      (if (then (unreachable)))
      (if (i32.ne (i32.const 1000)) (then (unreachable)))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
    (local.get $same))

  ;; Objects of one descriptor, and one that has another at index `odd`.
  (func $cast (param $n i32) (param $odd i32) (param $d (ref null $b)) (param $o anyref) (result i32) (local $i i32) (local $sum i32)
    (loop $next
      (local.set $sum
        (i32.add (local.get $sum)
          (struct.get $a 0
            (ref.cast_desc_eq (ref $a)
              (if (result anyref) (i32.eq (local.get $i) (local.get $odd))
                (then (local.get $o))
                (else (call $at (i32.const 0))))
              (local.get $d)))))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
    (local.get $sum))
  (func (export "cast") (param $n i32) (param $odd i32) (param $o i32) (result i32)
    (call $cast (local.get $n) (local.get $odd) (global.get $b1) (call $at (local.get $o))))
  (func (export "cast-null-descriptor") (result i32)
    (call $cast (i32.const 10) (i32.const -1) (ref.null none) (ref.null none)))
  ;; A descriptor that becomes null while the loop runs.
  (func (export "cast-until-null") (param $n i32) (param $odd i32) (result i32)
    (local $i i32) (local $d (ref null (exact $d))) (local $sum i32)
    (local.set $d (global.get $d1))
    (loop $next
      (if (i32.eq (local.get $i) (local.get $odd)) (then (local.set $d (ref.null none))))
      (local.set $sum
        (i32.add (local.get $sum)
          (struct.get $c 0 (ref.cast_desc_eq (ref null (exact $c)) (call $at (i32.const 2)) (local.get $d)))))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
    (local.get $sum))
  ;; So does the one that new objects get.
  (func (export "new-until-null") (param $n i32) (param $odd i32) (result i32)
    (local $i i32) (local $d (ref null (exact $b))) (local $sum i32)
    (local.set $d (global.get $b1))
    (loop $next
      (if (i32.eq (local.get $i) (local.get $odd)) (then (local.set $d (ref.null none))))
      (local.set $sum
        (i32.add (local.get $sum)
          (struct.get $a 0 (ref.cast_desc_eq (ref $a) (struct.new_desc $a (i32.const 2) (local.get $d)) (global.get $b1)))))
      (drop (ref.get_desc $a (struct.new_default_desc $a (local.get $d))))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
    (local.get $sum))
)
(assert_return (invoke "branch" (i32.const 8000) (i32.const 0)) (i32.const 1000) (i32.const 10000))
(assert_return (invoke "branch" (i32.const 8000) (i32.const 1)) (i32.const 1000) (i32.const 20000))
(assert_return (invoke "branch" (i32.const 8000) (i32.const 2)) (i32.const 1000) (i32.const 30000))
(assert_return (invoke "branch-exact" (i32.const 8000)) (i32.const 2000))
(assert_return (invoke "branch-final" (i32.const 8000)) (i32.const 6000))
(assert_return (invoke "keeps" (i32.const 8000)) (i32.const 8000))
(assert_return (invoke "cast" (i32.const 5000) (i32.const -1) (i32.const 0)) (i32.const 50000))
(assert_trap (invoke "cast" (i32.const 5000) (i32.const 4999) (i32.const 1)) "descriptor cast failure")
(assert_trap (invoke "cast" (i32.const 5000) (i32.const 4998) (i32.const 2)) "descriptor cast failure")
(assert_trap (invoke "cast" (i32.const 5000) (i32.const 4997) (i32.const 3)) "descriptor cast failure")
(assert_trap (invoke "cast" (i32.const 5000) (i32.const 4996) (i32.const 4)) "descriptor cast failure")
(assert_trap (invoke "cast" (i32.const 5000) (i32.const 4995) (i32.const 5)) "descriptor cast failure")
(assert_trap (invoke "cast" (i32.const 5000) (i32.const 4994) (i32.const 6)) "descriptor cast failure")
(assert_trap (invoke "cast" (i32.const 5000) (i32.const 4993) (i32.const 7)) "descriptor cast failure")
(assert_trap (invoke "cast-null-descriptor") "null descriptor reference")
(assert_return (invoke "cast-until-null" (i32.const 5000) (i32.const -1)) (i32.const 150000))
(assert_trap (invoke "cast-until-null" (i32.const 5000) (i32.const 4999)) "null descriptor reference")
(assert_return (invoke "new-until-null" (i32.const 5000) (i32.const -1)) (i32.const 10000))
(assert_trap (invoke "new-until-null" (i32.const 5000) (i32.const 4999)) "null descriptor reference")

;; Equal descriptors are equal types: the same groups in another module, behind another type.
(module $one
  (rec (type $a (descriptor $b) (struct)) (type $b (describes $a) (struct)))
  (func (export "make") (result (ref $a)) (struct.new_desc $a (struct.new $b)))
)
(register "one" $one)
(module
  (type (struct (field i32)))
  (rec (type $a (descriptor $b) (struct)) (type $b (describes $a) (struct)))
  (import "one" "make" (func (result (ref $a))))
)
;; Without its descriptor it is another type.
(assert_unlinkable
  (module
    (rec (type $a (struct)) (type $b (struct)))
    (import "one" "make" (func (result (ref $a))))
  )
  "incompatible import type"
)
(assert_trap
  (module
    (rec (type $a (descriptor $b) (struct)) (type $b (describes $a) (struct)))
    (global (ref $a) (struct.new_default_desc $a (ref.null none)))
  )
  "null descriptor reference"
)
