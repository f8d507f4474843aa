;; In the second block of the loop an `or` takes one operand from memory 1, where the load left it: base and index fill two
;; temporaries, and the other operand was loaded into the register that belongs to the result. An assertion said that this cannot be, and ended
;; the compiler.
(module
  (type (;0;) (func (param f64) (result f64)))
  (type (;1;) (func (param f32 i32) (result i64 i32)))
  (type (;2;) (func (param i32 i32) (result i32)))
  (type (;3;) (func (result v128)))
  (import "host" "f0" (func (;0;) (type 1) (param f32 i32) (result i64 i32)))
  (import "host" "f1" (func (;1;) (type 2) (param i32 i32) (result i32)))
  (table (;0;) 5 funcref)
  (table (;1;) 24 48 funcref)
  (memory (;0;) 1 4)
  (memory (;1;) 1)
  (func (;3;) (type 3) (result v128)
    (local f64 i64 i32 i32 i64 v128 i32 f64 f32 i32 i32 i64 i32 f32 f64 f64 v128 i32 i64 f64 i32 i64 i32)
    f64.const -0x1.40fddd7p+27 (;=-168292075.5;)
    i32.trunc_sat_f64_u
    if (result i32) ;; label = @1
      local.get 6
    else
      local.get 3
    end
    local.set 17
    local.get 11
    block ;; label = @1
      loop ;; label = @2
        block ;; label = @3
          i32.const 65528
          i64.load align=1
          local.set 1
        end
        local.get 20
        br_if 0 (;@2;)
        block ;; label = @3
          local.get 20
          if (result f32) ;; label = @4
            local.get 12
            if (result f32) ;; label = @5
              f32.const 0x1.fffffcp-127 (;=0.000000000000000000000000000000000000011754942;)
            else
              local.get 8
            end
          else
            f32.const 0x1.fffffep+127 (;=340282350000000000000000000000000000000;)
          end
          local.set 8
          local.get 6
          if (result i64) ;; label = @4
            i64.const 4
          else
            local.get 18
          end
          local.set 1
          local.get 9
          i32.load 1 align=1
          local.get 12
          i32.or
          local.set 10
          local.get 17
          ref.null func
          table.set 1
        end
        local.get 5
        i8x16.extract_lane_u 14
        local.get 6
        if (result v128) ;; label = @3
          local.get 16
        else
          local.get 20
          v128.load32x2_s 1 offset=40 align=4
        end
        v128.store 1 align=1
        local.get 6
        local.get 18
        i64.const 4
        i64.ge_u
        i32.ge_s
        if ;; label = @3
        end
        local.get 18
        local.get 18
        i64.shr_s
        drop
        block ;; label = @3
          v128.const i32x4 0x00000010 0x80000000 0x00000080 0xfffffff6
          local.get 9
          if (result v128) ;; label = @4
            local.get 5
          else
            local.get 16
          end
          i16x8.narrow_i32x4_u
          local.set 16
        end
      end
      block (result f32) ;; label = @2
        local.get 13
        v128.const i32x4 0x6b734b2f 0x91607411 0x34248ea3 0x95077049
        f32x4.extract_lane 3
        local.get 6
        if (result f32) ;; label = @3
          f32.const nan:0x200000 (;=NaN;)
        else
          f32.const 0x1p+63 (;=9223372000000000000;)
        end
        f32.ne
        br_if 0 (;@2;)
      end
      drop
      local.get 2
      drop
      block ;; label = @2
        block ;; label = @3
          local.get 17
          local.set 3
          i64.const 144115188075855871
          local.set 11
          block (result i32) ;; label = @4
            local.get 2
          end
          local.get 5
          f32x4.extract_lane 2
          local.get 1
          local.get 4
          i64.ge_s
          f32.load 1 offset=1000
          f32.ne
          i32.atomic.rmw8.xchg_u
          local.set 10
        end
        i32.const -1129615263
        i32.const 15
        call 1
        local.get 17
        i32.and
        drop
        local.get 11
        f64.convert_i64_u
        local.get 11
        f64.convert_i64_s
        f64.eq
        br_if 1 (;@1;)
        block ;; label = @3
          loop ;; label = @4
            block ;; label = @5
              memory.size 1
              local.get 10
              i32.store16 offset=1000 align=1
              f32.const -0x1p+31 (;=-2147483600;)
              local.get 12
              f32.load 1 offset=4 align=1
              i32.const 65524
              select
              f64.promote_f32
              local.set 0
            end
            local.get 21
            i64.const 40
            i64.lt_u
            br_if 0 (;@4;)
          end
        end
        local.get 2
        local.get 2
        i32.and
        local.set 17
        local.get 18
        f64.convert_i64_s
        local.get 21
        f64.reinterpret_i64
        f64.ne
        if (result i32) ;; label = @3
          i32.const -2147483648
          memory.size 1
          local.get 6
          select
        else
          f64.const 0x1.84f5e2cp+26 (;=101963659;)
          i32.trunc_f64_s
        end
        local.set 3
        block ;; label = @3
          local.get 2
          block ;; label = @4
            local.get 20
            local.get 21
            f64.convert_i64_s
            f64.store 1 align=4
            block ;; label = @5
              block ;; label = @6
                block ;; label = @7
                  local.get 14
                  i32.const 64520
                  f64.load 1 offset=1000 align=4
                  f64.gt
                  local.set 3
                end
              end
            end
          end
          br 0 (;@3;)
        end
      end
    end
    unreachable
  )
)