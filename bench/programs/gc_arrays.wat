;; Arrays of the garbage-collected heap: a sieve over packed bytes, a matrix of rows, copies and fills, small integers
;; boxed as i31, and strings joined by allocation. n rounds.
(module
  (type $bytes (array (mut i8)))
  (type $row (array (mut f64)))
  (type $matrix (array (mut (ref null $row))))
  (type $mixed (array (mut eqref)))
  (data $text "the quick brown fox jumps over the lazy dog")

  (func $sieve (param $limit i32) (result i32)
    (local $marks (ref $bytes)) (local $i i32) (local $k i32) (local $count i32)
    (local.set $marks (array.new_default $bytes (local.get $limit)))
    (local.set $i (i32.const 2))
    (loop $outer
      (if (i32.eqz (array.get_u $bytes (local.get $marks) (local.get $i)))
        (then
          (local.set $count (i32.add (local.get $count) (i32.const 1)))
          (local.set $k (i32.shl (local.get $i) (i32.const 1)))
          (block $out (loop $strike
            (br_if $out (i32.ge_u (local.get $k) (array.len (local.get $marks))))
            (array.set $bytes (local.get $marks) (local.get $k) (i32.const 1))
            (local.set $k (i32.add (local.get $k) (local.get $i)))
            (br $strike)))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $outer (i32.lt_u (local.get $i) (local.get $limit))))
    (local.get $count))

  (func $fill_matrix (param $n i32) (param $by f64) (result (ref $matrix))
    (local $m (ref $matrix)) (local $row (ref null $row)) (local $i i32) (local $j i32)
    (local.set $m (array.new_default $matrix (local.get $n)))
    (loop $rows
      (local.set $row (array.new_default $row (local.get $n)))
      (local.set $j (i32.const 0))
      (loop $cells
        (array.set $row (local.get $row) (local.get $j)
          (f64.mul (f64.convert_i32_s (i32.sub (local.get $i) (local.get $j))) (local.get $by)))
        (local.set $j (i32.add (local.get $j) (i32.const 1)))
        (br_if $cells (i32.lt_u (local.get $j) (local.get $n))))
      (array.set $matrix (local.get $m) (local.get $i) (local.get $row))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $rows (i32.lt_u (local.get $i) (local.get $n))))
    (local.get $m))

  ;; The trace of the product a * b, without storing it.
  (func $trace (param $a (ref $matrix)) (param $b (ref $matrix)) (result f64)
    (local $i i32) (local $k i32) (local $n i32) (local $sum f64) (local $row (ref null $row))
    (local.set $n (array.len (local.get $a)))
    (loop $rows
      (local.set $row (array.get $matrix (local.get $a) (local.get $i)))
      (local.set $k (i32.const 0))
      (loop $cells
        (local.set $sum (f64.add (local.get $sum) (f64.mul
          (array.get $row (local.get $row) (local.get $k))
          (array.get $row (array.get $matrix (local.get $b) (local.get $k)) (local.get $i)))))
        (local.set $k (i32.add (local.get $k) (i32.const 1)))
        (br_if $cells (i32.lt_u (local.get $k) (local.get $n))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $rows (i32.lt_u (local.get $i) (local.get $n))))
    (local.get $sum))

  ;; Doubles a string eight times by allocation and copy, blanks a quarter, and sums the bytes.
  (func $strings (result i32)
    (local $s (ref $bytes)) (local $t (ref null $bytes)) (local $k i32) (local $len i32) (local $sum i32)
    (local.set $s (array.new_data $bytes $text (i32.const 0) (i32.const 43)))
    (loop $double
      (local.set $len (array.len (local.get $s)))
      (local.set $t (array.new $bytes (i32.const 32) (i32.shl (local.get $len) (i32.const 1))))
      (array.copy $bytes $bytes (local.get $t) (i32.const 0) (local.get $s) (i32.const 0) (local.get $len))
      (array.copy $bytes $bytes (local.get $t) (local.get $len) (local.get $s) (i32.const 0) (local.get $len))
      (local.set $s (ref.as_non_null (local.get $t)))
      (local.set $k (i32.add (local.get $k) (i32.const 1)))
      (br_if $double (i32.lt_u (local.get $k) (i32.const 8))))
    (local.set $len (array.len (local.get $s)))
    (array.fill $bytes (local.get $s) (i32.shr_u (local.get $len) (i32.const 1)) (i32.const 46)
      (i32.shr_u (local.get $len) (i32.const 2)))
    (loop $add
      (local.set $len (i32.sub (local.get $len) (i32.const 1)))
      (local.set $sum (i32.add (i32.mul (local.get $sum) (i32.const 31)) (array.get_s $bytes (local.get $s) (local.get $len))))
      (br_if $add (local.get $len)))
    (local.get $sum))

  ;; An array that holds integers and byte arrays side by side, told apart by ref.test.
  (func $mixed (param $n i32) (result i32)
    (local $all (ref $mixed)) (local $i i32) (local $sum i32) (local $v eqref)
    (local.set $all (array.new_default $mixed (local.get $n)))
    (loop $fill
      (array.set $mixed (local.get $all) (local.get $i)
        (if (result eqref) (i32.and (local.get $i) (i32.const 3))
          (then (ref.i31 (i32.mul (local.get $i) (i32.const 7))))
          (else (array.new $bytes (local.get $i) (i32.const 3)))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $fill (i32.lt_u (local.get $i) (local.get $n))))
    (loop $read
      (local.set $i (i32.sub (local.get $i) (i32.const 1)))
      (local.set $v (array.get $mixed (local.get $all) (local.get $i)))
      (local.set $sum (i32.add (local.get $sum)
        (if (result i32) (ref.test (ref i31) (local.get $v))
          (then (i31.get_s (ref.cast (ref i31) (local.get $v))))
          (else (array.get_u $bytes (ref.cast (ref $bytes) (local.get $v)) (i32.const 1))))))
      (br_if $read (local.get $i)))
    (local.get $sum))

  (func $run_n (export "run_n") (param $n i32) (result i64)
    (local $sum i64)
    (loop $again
      (local.set $sum (i64.add (i64.rotl (local.get $sum) (i64.const 7))
        (i64.extend_i32_u (call $sieve (i32.add (i32.const 20000) (local.get $n))))))
      (local.set $sum (i64.xor (local.get $sum) (i64.reinterpret_f64
        (call $trace (call $fill_matrix (i32.const 48) (f64.const 0.5))
          (call $fill_matrix (i32.const 48) (f64.convert_i32_s (local.get $n)))))))
      (local.set $sum (i64.add (local.get $sum) (i64.extend_i32_u (call $strings))))
      (local.set $sum (i64.add (local.get $sum) (i64.extend_i32_u (call $mixed (i32.const 3000)))))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum))
  (func (export "run") (result i64) (call $run_n (i32.const 300))))
