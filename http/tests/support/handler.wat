;; The core module of the tests' handler. The first letter of the path says what it does with a request:
;;   h  hello                         e  the body, echoed as it comes
;;   t  trap                          l  an endless loop
;;   g  memory, until there is none   w  waits for a second, then hello
;;   s  chunks with pauses, for long  n  returns without a response
;;   c  a body that it does not end   b  a response of 1 MiB
;;   f  an error in place of a response
;;   p  what the authority in the rest of the path answers
;; Whatever the host puts into memory is put at 65536: there is never more than one value at a time. Results are at 0, the
;; handle of the outparam is a local, and 256 holds texts.
(module
  (import "wasi:clocks/monotonic-clock@0.2.0" "subscribe-duration" (func $after (param i64) (result i32)))
  (import "wasi:io/poll@0.2.0" "[method]pollable.block" (func $block (param i32)))
  (import "wasi:io/poll@0.2.0" "[resource-drop]pollable" (func $drop-pollable (param i32)))
  (import "wasi:io/poll@0.2.0" "poll" (func $poll (param i32 i32 i32)))
  (import "wasi:io/streams@0.2.0" "[method]input-stream.blocking-read" (func $read (param i32 i64 i32)))
  (import "wasi:io/streams@0.2.0" "[method]input-stream.subscribe" (func $readable (param i32) (result i32)))
  (import "wasi:io/streams@0.2.0" "[method]output-stream.blocking-write-and-flush"
    (func $write (param i32 i32 i32 i32)))
  (import "wasi:io/streams@0.2.0" "[method]output-stream.blocking-splice" (func $splice (param i32 i32 i64 i32)))
  (import "wasi:io/streams@0.2.0" "[resource-drop]input-stream" (func $drop-input (param i32)))
  (import "wasi:io/streams@0.2.0" "[resource-drop]output-stream" (func $drop-output (param i32)))
  (import "wasi:http/types@0.2.0" "[constructor]fields" (func $fields (result i32)))
  (import "wasi:http/types@0.2.0" "[method]incoming-request.path-with-query" (func $path (param i32 i32)))
  (import "wasi:http/types@0.2.0" "[method]incoming-request.consume" (func $consume (param i32 i32)))
  (import "wasi:http/types@0.2.0" "[resource-drop]incoming-request" (func $drop-request (param i32)))
  (import "wasi:http/types@0.2.0" "[method]incoming-body.stream" (func $stream (param i32 i32)))
  (import "wasi:http/types@0.2.0" "[resource-drop]incoming-body" (func $drop-body (param i32)))
  (import "wasi:http/types@0.2.0" "[constructor]outgoing-response" (func $response (param i32) (result i32)))
  (import "wasi:http/types@0.2.0" "[method]outgoing-response.set-status-code"
    (func $set-status (param i32 i32) (result i32)))
  (import "wasi:http/types@0.2.0" "[method]outgoing-response.body" (func $body (param i32 i32)))
  (import "wasi:http/types@0.2.0" "[method]outgoing-body.write" (func $body-write (param i32 i32)))
  (import "wasi:http/types@0.2.0" "[static]outgoing-body.finish" (func $finish (param i32 i32 i32 i32)))
  (import "wasi:http/types@0.2.0" "[static]response-outparam.set"
    (func $set (param i32 i32 i32 i32 i64 i32 i32 i32 i32)))
  (import "wasi:http/types@0.2.0" "[constructor]outgoing-request" (func $request (param i32) (result i32)))
  (import "wasi:http/types@0.2.0" "[method]outgoing-request.set-authority"
    (func $set-authority (param i32 i32 i32 i32) (result i32)))
  (import "wasi:http/types@0.2.0" "[method]future-incoming-response.subscribe" (func $answered (param i32) (result i32)))
  (import "wasi:http/types@0.2.0" "[method]future-incoming-response.get" (func $answer (param i32 i32)))
  (import "wasi:http/types@0.2.0" "[method]incoming-response.status" (func $status (param i32) (result i32)))
  (import "wasi:http/types@0.2.0" "[method]incoming-response.consume" (func $consume-response (param i32 i32)))
  (import "wasi:http/outgoing-handler@0.2.0" "handle" (func $send (param i32 i32 i32 i32)))

  (memory (export "memory") 4)
  (data (i32.const 256) "hello\n")
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 65536))

  ;; The handle in a result at `at`, which must be ok.
  (func $ok (param $at i32) (result i32)
    (if (i32.load8_u (i32.const 0)) (then unreachable))
    (i32.load (local.get $at)))

  ;; Sends a response with this status; returns its body.
  (func $begin (param $out i32) (param $status i32) (result i32)
    (local $response i32) (local $body i32)
    (local.set $response (call $response (call $fields)))
    (if (call $set-status (local.get $response) (local.get $status)) (then unreachable))
    (call $body (local.get $response) (i32.const 0))
    (local.set $body (call $ok (i32.const 4)))
    (call $set (local.get $out) (i32.const 0) (local.get $response)
      (i32.const 0) (i64.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0))
    (local.get $body))

  ;; Refuses to answer, with this case of error-code.
  (func $fail (param $out i32) (param $code i32)
    (call $set (local.get $out) (i32.const 1) (local.get $code)
      (i32.const 0) (i64.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))

  (func $end (param $body i32) (param $stream i32)
    (call $drop-output (local.get $stream))
    (call $finish (local.get $body) (i32.const 0) (i32.const 0) (i32.const 0))
    (if (i32.load8_u (i32.const 0)) (then unreachable)))

  (func $open (param $body i32) (result i32)
    (call $body-write (local.get $body) (i32.const 0))
    (call $ok (i32.const 4)))

  (func $hello (param $out i32)
    (local $body i32) (local $stream i32)
    (local.set $body (call $begin (local.get $out) (i32.const 200)))
    (local.set $stream (call $open (local.get $body)))
    (call $write (local.get $stream) (i32.const 256) (i32.const 6) (i32.const 0))
    (call $end (local.get $body) (local.get $stream)))

  ;; Copies an incoming body into an outgoing one. The input is waited for by `poll`, beside a timer of an hour.
  (func $copy (param $from i32) (param $body i32)
    (local $input i32) (local $output i32) (local $readable i32) (local $hour i32)
    (call $stream (local.get $from) (i32.const 0))
    (local.set $input (call $ok (i32.const 4)))
    (local.set $output (call $open (local.get $body)))
    (local.set $readable (call $readable (local.get $input)))
    (local.set $hour (call $after (i64.const 3600000000000)))
    (block $done
      (loop $more
        (i32.store (i32.const 512) (local.get $hour))
        (i32.store (i32.const 516) (local.get $readable))
        (call $poll (i32.const 512) (i32.const 2) (i32.const 0))
        ;; One is ready, and it is the second.
        (if (i32.ne (i32.load (i32.const 4)) (i32.const 1)) (then unreachable))
        (if (i32.ne (i32.load (i32.const 65536)) (i32.const 1)) (then unreachable))
        (call $splice (local.get $output) (local.get $input) (i64.const 1000000) (i32.const 0))
        (br_if $more (i32.eqz (i32.load8_u (i32.const 0))))))
    ;; At the end the input is closed, and nothing else.
    (if (i32.ne (i32.load8_u (i32.const 8)) (i32.const 1)) (then unreachable))
    (call $drop-pollable (local.get $hour))
    (call $drop-pollable (local.get $readable))
    (call $drop-input (local.get $input))
    (call $drop-body (local.get $from))
    (call $end (local.get $body) (local.get $output)))

  (func $echo (param $request i32) (param $out i32)
    (local $from i32)
    (call $consume (local.get $request) (i32.const 0))
    (local.set $from (call $ok (i32.const 4)))
    (call $copy (local.get $from) (call $begin (local.get $out) (i32.const 200))))

  (func $proxy (param $out i32) (param $len i32)
    (local $request i32) (local $future i32) (local $pollable i32) (local $response i32)
    (local.set $request (call $request (call $fields)))
    (if (call $set-authority (local.get $request) (i32.const 1) (i32.const 65538) (i32.sub (local.get $len) (i32.const 2)))
      (then unreachable))
    (call $send (local.get $request) (i32.const 0) (i32.const 0) (i32.const 0))
    (if (i32.load8_u (i32.const 0))
      (then (call $fail (local.get $out) (i32.load8_u (i32.const 8))) (return)))
    (local.set $future (i32.load (i32.const 8)))
    (local.set $pollable (call $answered (local.get $future)))
    (call $block (local.get $pollable))
    (call $drop-pollable (local.get $pollable))
    (call $answer (local.get $future) (i32.const 0))
    ;; It is there, and it is given for the first time.
    (if (i32.ne (i32.load8_u (i32.const 0)) (i32.const 1)) (then unreachable))
    (if (i32.load8_u (i32.const 8)) (then unreachable))
    (if (i32.load8_u (i32.const 16))
      (then (call $fail (local.get $out) (i32.load8_u (i32.const 24))) (return)))
    (local.set $response (i32.load (i32.const 24)))
    (call $consume-response (local.get $response) (i32.const 0))
    (call $copy (call $ok (i32.const 4)) (call $begin (local.get $out) (call $status (local.get $response)))))

  (func $wait (param $nanoseconds i64)
    (local $pollable i32)
    (local.set $pollable (call $after (local.get $nanoseconds)))
    (call $block (local.get $pollable))
    (call $drop-pollable (local.get $pollable)))

  ;; Chunks of `len` bytes with pauses; returns when the other side is gone.
  (func $chunks (param $out i32) (param $count i32) (param $len i32) (param $pause i64)
    (local $body i32) (local $stream i32)
    (local.set $body (call $begin (local.get $out) (i32.const 200)))
    (local.set $stream (call $open (local.get $body)))
    (loop $more
      (call $write (local.get $stream) (i32.const 256) (local.get $len) (i32.const 0))
      (if (i32.load8_u (i32.const 0)) (then (return)))
      (if (i64.ne (local.get $pause) (i64.const 0)) (then (call $wait (local.get $pause))))
      (br_if $more (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))
    (call $end (local.get $body) (local.get $stream)))

  (func (export "wasi:http/incoming-handler@0.2.0#handle") (param $request i32) (param $out i32)
    (local $what i32) (local $len i32)
    (call $path (local.get $request) (i32.const 0))
    (local.set $len (i32.load (i32.const 8)))
    (local.set $what (i32.load8_u (i32.const 65537)))
    (if (i32.eq (local.get $what) (i32.const 104)) (then (call $hello (local.get $out)))) ;; h
    (if (i32.eq (local.get $what) (i32.const 101)) (then (call $echo (local.get $request) (local.get $out)))) ;; e
    (if (i32.eq (local.get $what) (i32.const 116)) (then unreachable)) ;; t
    (if (i32.eq (local.get $what) (i32.const 108)) (then (loop $forever (br $forever)))) ;; l
    (if (i32.eq (local.get $what) (i32.const 103)) ;; g
      (then
        (loop $more (br_if $more (i32.ne (memory.grow (i32.const 16)) (i32.const -1))))
        unreachable))
    (if (i32.eq (local.get $what) (i32.const 119)) ;; w
      (then (call $wait (i64.const 1000000000)) (call $hello (local.get $out))))
    (if (i32.eq (local.get $what) (i32.const 115)) ;; s
      (then (call $chunks (local.get $out) (i32.const 1000) (i32.const 6) (i64.const 20000000))))
    (if (i32.eq (local.get $what) (i32.const 98)) ;; b
      (then (call $chunks (local.get $out) (i32.const 256) (i32.const 4096) (i64.const 0))))
    (if (i32.eq (local.get $what) (i32.const 99)) (then (drop (call $begin (local.get $out) (i32.const 200))))) ;; c
    (if (i32.eq (local.get $what) (i32.const 102)) (then (call $fail (local.get $out) (i32.const 33)))) ;; f
    (if (i32.eq (local.get $what) (i32.const 112)) (then (call $proxy (local.get $out) (local.get $len)))) ;; p
    (call $drop-request (local.get $request))))
