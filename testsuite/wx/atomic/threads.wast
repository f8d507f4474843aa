;; Two threads, one memory: stores become visible, waits are woken, read-modify-write loses nothing.
(module $M (memory (export "m") 1 1 shared))
(register "M" $M)
(module $W
  (memory (import "M" "m") 1 1 shared)
  ;; Waits until the word at 0 is no longer 0; woken by notify, or finding it changed already.
  (func (export "wait") (result i32)
    (loop $again
      (if (i32.eqz (i32.atomic.load (i32.const 0)))
        (then (drop (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const -1))) (br $again))))
    (i32.atomic.load (i32.const 0)))
  (func (export "add") (param $n i32)
    (loop $next
      (drop (i32.atomic.rmw.add (i32.const 8) (i32.const 1)))
      (drop (i64.atomic.rmw8.add_u (i32.const 16) (i64.const 1)))
      (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "count") (result i32) (i32.atomic.load (i32.const 8)))
  (func (export "byte") (result i64) (i64.atomic.load8_u (i32.const 16)))
  (func (export "timeout") (result i32) (memory.atomic.wait32 (i32.const 64) (i32.const 0) (i64.const 1000000)))
  (func (export "unequal") (result i32) (memory.atomic.wait64 (i32.const 64) (i64.const 1) (i64.const -1)))
  (func (export "nobody") (result i32) (memory.atomic.notify (i32.const 64) (i32.const -1))))

(assert_return (invoke "timeout") (i32.const 2))
(assert_return (invoke "unequal") (i32.const 1))
(assert_return (invoke "nobody") (i32.const 0))

(thread $T (shared (module $M))
  (register "M" $M)
  (module
    (memory (import "M" "m") 1 1 shared)
    (func (export "wake") (result i32)
      (i32.atomic.store (i32.const 0) (i32.const 42))
      (drop (memory.atomic.notify (i32.const 0) (i32.const 1)))
      (i32.const 1))
    (func (export "add") (param $n i32)
      (loop $next
        (drop (i32.atomic.rmw.add (i32.const 8) (i32.const 1)))
        (drop (i64.atomic.rmw8.add_u (i32.const 16) (i64.const 1)))
        (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))))
  (assert_return (invoke "wake") (i32.const 1))
  (assert_return (invoke "add" (i32.const 20000))))
(assert_return (invoke $W "wait") (i32.const 42))
(assert_return (invoke $W "add" (i32.const 20000)))
(wait $T)
(assert_return (invoke $W "count") (i32.const 40000))
(assert_return (invoke $W "byte") (i64.const 64))
