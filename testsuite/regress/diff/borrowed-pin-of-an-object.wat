;; As in `borrowed-pin-of-a-later-operand.wat`: an operand was loaded into a register that the operation had borrowed.
;; Here with objects: later compilers pass the older module even with the fault put back. Generated.
(module
  (rec
    (type (;0;) (sub (descriptor 1) (struct (field (mut i32)) (field (mut i64)) (field (mut f64)) (field (mut v128)) (field (mut f32)))))
    (type (;1;) (sub (describes 0) (struct (field (mut i32)))))
    (type (;2;) (sub 0 (descriptor 3) (struct (field (mut i32)) (field (mut i64)) (field (mut f64)) (field (mut v128)) (field (mut f32)) (field (mut i32)) (field (mut (ref null 0))))))
    (type (;3;) (sub 1 (describes 2) (struct (field (mut i32)))))
    (type (;4;) (struct (field (mut i32))))
    (type (;5;) (array (mut i32)))
  )
  (type (;6;) (func (result v128)))
  (type (;7;) (func (param i32) (result i32)))
  (type (;8;) (func (result i32 f64)))
  (type (;9;) (func (result i64)))
  (type (;10;) (func (param i32) (result f32)))
  (type (;11;) (func (param i64 i32) (result i64)))
  (type (;12;) (func (param f64 f64 i32)))
  (import "host" "f0" (func (;0;) (type 6) (result v128)))
  (import "host" "f1" (func (;1;) (type 7) (param i32) (result i32)))
  (import "host" "m0" (memory (;0;) 1))
  (import "host" "g0" (global (;0;) (mut f32)))
  (import "host" "g1" (global (;1;) (mut i64)))
  (table (;0;) 6 funcref)
  (table (;1;) 24 48 funcref)
  (memory (;1;) 1 4 shared)
  (tag (;0;) (type 12) (param f64 f64 i32))
  (global (;2;) i32 i32.const 2147483647)
  (global (;3;) f64 f64.const 0x1.e589e848p+27 (;=254562114.25;))
  (global (;4;) (ref (exact 1)) i32.const 7 struct.new 1)
  (global (;5;) (ref (exact 1)) i32.const 8 struct.new 1)
  (global (;6;) (ref (exact 3)) i32.const 9 struct.new 3)
  (global (;7;) (mut (ref null 0)) ref.null 0)
  (global (;8;) (mut anyref) ref.null any)
  (export "f0" (func 2))
  (export "f1" (func 3))
  (export "f2" (func 4))
  (export "f3" (func 5))
  (export "m0" (memory 0))
  (export "m1" (memory 1))
  (export "g0" (global 0))
  (export "g1" (global 1))
  (export "g2" (global 2))
  (export "g3" (global 3))
  (export "t" (tag 0))
  (export "table" (table 1))
  (elem (;0;) (i32.const 0) func 2 3 4 5)
  (elem (;1;) funcref (ref.func 2) (ref.func 3) (ref.null func) (ref.func 5) (ref.func 2) (ref.null func) (ref.func 4) (ref.func 5))
  (func (;2;) (type 8) (result i32 f64)
    (local v128 f32 i32 i32 f32 f64 i32 f32 f32 i32 v128 i32 i32 v128 i64 i64 i32 i64 i32 i32 f64 i32 f64 f32 i32 i32 i32 i32 i32 v128 i64 f64 i32 v128 f64 v128 (ref null 0) (ref null 0) anyref)
    local.get 18
    local.set 21
    local.get 21
    i32.const 24
    i32.shl
    local.get 21
    i32.const 65280
    i32.and
    i32.const 8
    i32.shl
    i32.or
    local.get 21
    i32.const 16711680
    i32.and
    i32.const 8
    i32.shl
    i32.or
    local.get 21
    i32.const 24
    i32.shr_u
    i32.or
    local.set 3
    local.get 22
    f64.abs
    local.set 5
    local.get 11
    f32.convert_i32_u
    local.set 7
    local.get 25
    local.get 27
    local.get 16
    i32.shl
    i32.add
    local.set 9
    local.get 26
    local.get 25
    local.get 24
    i32.shr_u
    i32.and
    local.set 11
    local.get 0
    i32x4.extract_lane 2
    local.set 12
    block (result v128) ;; label = @1
      local.get 29
      local.get 18
      br_if 0 (;@1;)
    end
    local.set 13
    global.get 2
    i64.extend_i32_u
    local.set 15
    memory.size
    i32.const 4088
    i32.and
    global.get 1
    i64.extend16_s
    i64.const 0
    memory.atomic.wait64 1 offset=16
    local.set 16
    local.get 25
    if (result i64) ;; label = @1
      local.get 17
    else
      local.get 15
    end
    local.set 17
    local.get 7
    i32.trunc_sat_f32_s
    local.set 18
    global.get 3
    local.tee 34
    local.set 20
    block (result i32) ;; label = @1
      block (result (ref 2)) ;; label = @2
        block (result (ref 0)) ;; label = @3
          block (result (ref 2)) ;; label = @4
            local.get 36
            br_on_cast 0 (;@4;) (ref null 0) (ref 2)
            drop
            local.get 18
            local.get 15
            local.get 20
            v128.const i32x4 0x00000002 0x00000000 0x00000003 0x00000000
            f32.const -0x1.e8d894p+2 (;=-7.638219;)
            i32.const 0
            ref.null 0
            global.get 6
            struct.new_desc 2
          end
          struct.get 2 6
          br_on_non_null 0 (;@3;)
          global.get 4
          struct.new_default_desc 0
        end
        global.get 6
        br_on_cast_desc_eq 0 (;@2;) anyref (ref 2)
        drop
        local.get 18
        local.get 18
        i32.gt_s
        br 1 (;@1;)
      end
      struct.get 2 5
    end
    local.set 24
    i32.const -2147483648
    if (result v128) ;; label = @1
      local.get 29
    else
      local.get 0
    end
    local.set 33
    block ;; label = @1
      block ;; label = @2
        local.get 11
        local.get 11
        i32.shr_s
        br_table 1 (;@1;) 1 (;@1;)
      end
      local.get 22
      local.set 34
      block ;; label = @2
        local.get 15
        local.get 17
        i64.add
        i64.clz
        local.set 14
        block ;; label = @3
          block ;; label = @4
            block ;; label = @5
              i32.const -2147483648
              i32.const 7
              i32.and
              br_table 0 (;@5;) 1 (;@4;) 2 (;@3;)
            end
            i32.const 1
            memory.grow
            local.set 11
            block (result (ref 0)) ;; label = @5
              local.get 37
              br_on_non_null 0 (;@5;)
              i32.const 1
              local.get 14
              local.get 20
              local.get 35
              local.get 23
              i32.const 4
              ref.null 0
              global.get 6
              struct.new_desc 2
            end
            local.tee 36
            local.get 36
            ref.get_desc 0
            ref.cast_desc_eq (ref 0)
            struct.get 0 0
            br_if 0 (;@4;)
            br 1 (;@3;)
          end
          global.get 6
          struct.new_default_desc 2
          local.set 36
          local.get 7
          local.get 4
          f32.copysign
          local.set 4
          local.get 12
          local.set 18
          local.get 21
          i32.const 32760
          i32.and
          i32.load 1 align=1
          i32.const 4088
          i32.and
          block (result i32) ;; label = @4
            local.get 32
            local.get 12
            br_if 0 (;@4;)
            drop
            local.get 6
          end
          memory.atomic.notify 1
          local.set 26
        end
        i32.const 292
        i32.const 140725712
        i32.const 16
        i32.atomic.rmw.cmpxchg 1 offset=1000
        local.set 19
        local.get 33
        v128.const i32x4 0x45acb800 0x007fffff 0x2172b731 0x7fc00000
        f64x2.mul
        i32.const 65528
        v128.load16x4_s 1 align=1
        local.get 29
        i8x16.extract_lane_u 0
        select
        i64x2.bitmask
        block (result (ref 0)) ;; label = @3
          local.get 37
          br_on_non_null 0 (;@3;)
          global.get 2
          local.get 30
          local.get 31
          local.get 0
          local.get 23
          local.get 6
          ref.null 0
          global.get 6
          struct.new_desc 2
        end
        struct.get 0 0
        local.get 26
        i32.mul
        i32.add
        local.set 2
        local.get 26
        if (result i64) ;; label = @3
          i32.const 65535
          i64.const 5101772751467708416
          local.get 15
          i64.atomic.rmw8.cmpxchg_u 1
          i32.const -2147483648
          i64.extend_i32_u
          i64.shr_s
        else
          local.get 22
          f64.const inf (;=inf;)
          f64.ge
          if (result i64) ;; label = @4
            block (result i64) ;; label = @5
              global.get 1
              local.get 28
              br_if 0 (;@5;)
            end
          else
            local.get 17
            local.get 14
            i64.add
          end
        end
        local.set 15
        global.get 2
        local.get 21
        local.get 32
        select
        i32.const 4088
        i32.and
        local.get 26
        i32.const 32760
        i32.and
        i32.load 1 align=2
        i64.const 0
        memory.atomic.wait32 1 offset=24
        drop
        local.get 10
        v128.const i32x4 0xffffffff 0x7fffffff 0x00000007 0x00000000
        v128.or
        i64x2.extract_lane 1
        local.set 30
        local.get 30
        i64.const 56
        i64.shl
        local.get 30
        i64.const 65280
        i64.and
        i64.const 40
        i64.shl
        i64.or
        local.get 30
        i64.const 16711680
        i64.and
        i64.const 24
        i64.shl
        i64.or
        local.get 30
        i64.const 4278190080
        i64.and
        i64.const 8
        i64.shl
        i64.or
        local.get 30
        i64.const 8
        i64.shr_u
        i64.const 4278190080
        i64.and
        i64.or
        local.get 30
        i64.const 24
        i64.shr_u
        i64.const 16711680
        i64.and
        i64.or
        local.get 30
        i64.const 40
        i64.shr_u
        i64.const 65280
        i64.and
        i64.or
        local.get 30
        i64.const 56
        i64.shr_u
        i64.or
        drop
        local.get 4
        local.get 4
        f32.sub
        i32.reinterpret_f32
        f32.convert_i32_u
        f32.const 0x1p-2 (;=0.25;)
        f32.mul
        i32.trunc_f32_u
        br_if 0 (;@2;)
        local.get 18
        local.get 32
        i32.gt_u
        i32.const 7
        i32.and
        local.get 2
        local.get 2
        i32.const 1
        i32.or
        i32.rem_s
        i32.const 7
        i32.and
        local.get 25
        i32.const 4094
        i32.and
        i32.load16_u 1 align=1
        i32.const 7
        i32.and
        table.copy 1 1
        block ;; label = @3
          v128.const i32x4 0x00000001 0x0000000f 0x00000000 0x2f6bac4f
          local.get 35
          local.get 2
          select
          local.get 10
          local.get 10
          i32x4.lt_u
          i8x16.shuffle 24 23 14 11 26 10 15 0 10 29 22 4 19 13 13 4
          local.set 29
          global.get 2
          i32.const 4095
          i32.and
          i32.load8_s
          block (result f64) ;; label = @4
            block (result (ref 2)) ;; label = @5
              block (result (ref 0)) ;; label = @6
                local.get 37
                br_on_non_null 0 (;@6;)
                global.get 4
                struct.new_default_desc 0
              end
              br_on_cast 0 (;@5;) anyref (ref 2)
              drop
              block (result f64) ;; label = @6
                block (result anyref) ;; label = @7
                  block (result (ref 0)) ;; label = @8
                    global.get 7
                    br_on_non_null 0 (;@8;)
                    global.get 4
                    struct.new_default_desc 0
                  end
                  br_on_cast_fail 0 (;@7;) anyref (ref 2)
                  struct.get 2 2
                  br 1 (;@6;)
                end
                drop
                global.get 3
                f64.sqrt
              end
              br 1 (;@4;)
            end
            struct.get 2 2
          end
          local.get 27
          local.set 32
          local.get 32
          i32.const 24
          i32.shl
          local.get 32
          i32.const 65280
          i32.and
          i32.const 8
          i32.shl
          i32.or
          local.get 32
          i32.const 8
          i32.shr_u
          i32.const 65280
          i32.and
          i32.or
          local.get 32
          i32.const 24
          i32.shr_u
          i32.or
          br_if 3
          local.set 34
          local.set 6
          local.get 9
          br_if 2 (;@1;)
        end
      end
    end
    i32.const 0
    local.get 0
    v128.store offset=2048 align=1
    i32.const 0
    local.get 1
    f32.store offset=2064 align=1
    i32.const 0
    local.get 2
    i32.store offset=2080 align=1
    i32.const 0
    local.get 3
    i32.store offset=2096 align=1
    i32.const 0
    local.get 4
    f32.store offset=2112 align=1
    i32.const 0
    local.get 5
    f64.store offset=2128 align=1
    i32.const 0
    local.get 6
    i32.store offset=2144 align=1
    i32.const 0
    local.get 7
    f32.store offset=2160 align=1
    i32.const 0
    local.get 8
    f32.store offset=2176 align=1
    i32.const 0
    local.get 9
    i32.store offset=2192 align=1
    i32.const 0
    local.get 10
    v128.store offset=2208 align=1
    i32.const 0
    local.get 11
    i32.store offset=2224 align=1
    i32.const 0
    local.get 12
    i32.store offset=2240 align=1
    i32.const 0
    local.get 13
    v128.store offset=2256 align=1
    i32.const 0
    local.get 14
    i64.store offset=2272 align=1
    i32.const 0
    local.get 15
    i64.store offset=2288 align=1
    i32.const 0
    local.get 16
    i32.store offset=2304 align=1
    i32.const 0
    local.get 17
    i64.store offset=2320 align=1
    i32.const 0
    local.get 18
    i32.store offset=2336 align=1
    i32.const 0
    local.get 19
    i32.store offset=2352 align=1
    i32.const 0
    local.get 20
    f64.store offset=2368 align=1
    i32.const 0
    local.get 21
    i32.store offset=2384 align=1
    i32.const 0
    local.get 22
    f64.store offset=2400 align=1
    i32.const 0
    local.get 23
    f32.store offset=2416 align=1
    i32.const 0
    local.get 24
    i32.store offset=2432 align=1
    i32.const 0
    local.get 25
    i32.store offset=2448 align=1
    i32.const 0
    local.get 26
    i32.store offset=2464 align=1
    i32.const 0
    local.get 27
    i32.store offset=2480 align=1
    i32.const 0
    local.get 28
    i32.store offset=2496 align=1
    i32.const 0
    local.get 29
    v128.store offset=2512 align=1
    i32.const 0
    local.get 30
    i64.store offset=2528 align=1
    i32.const 0
    local.get 31
    f64.store offset=2544 align=1
    i32.const 0
    local.get 32
    i32.store offset=2560 align=1
    i32.const 0
    local.get 33
    v128.store offset=2576 align=1
    i32.const 0
    local.get 34
    f64.store offset=2592 align=1
    i32.const 0
    local.get 35
    v128.store offset=2608 align=1
    local.get 25
    local.get 34
  )
  (func (;3;) (type 9) (result i64)
    (local i32 i64 i64 i32 i32 i64 i32 f32 i32 f32 i64 v128 i32 i32 i32 f32 i32 i32 v128 v128 v128 v128 i32 i32 i64 i64 f64 f64 i32 f64 i32 i32 f32 f32 f32 i32 i32 (ref null 0) (ref null 0) anyref)
    local.get 8
    local.tee 28
    local.set 0
    local.get 11
    i32x4.extract_lane 2
    local.set 3
    local.get 3
    i32.extend16_s
    local.set 4
    global.get 0
    i32.reinterpret_f32
    local.set 6
    local.get 11
    f32x4.extract_lane 3
    local.set 7
    local.get 2
    i64.const -7204460205124254745
    local.get 10
    i64.rotl
    i64.xor
    local.set 10
    i32.const -10
    local.set 14
    local.get 14
    i32.const 24
    i32.shl
    local.get 14
    i32.const 65280
    i32.and
    i32.const 8
    i32.shl
    i32.or
    local.get 14
    i32.const 8
    i32.shr_u
    i32.const 65280
    i32.and
    i32.or
    local.get 14
    i32.const 24
    i32.shr_u
    i32.or
    local.set 12
    i32.const -2147483648
    local.set 13
    i32.const 2
    i32.const 4095
    i32.and
    i32.atomic.load8_u offset=1000
    local.set 14
    block (result f32) ;; label = @1
      f32.const 0x1p+0 (;=1;)
      local.get 12
      br_if 0 (;@1;)
    end
    local.set 15
    i32.const 1
    i32.const 60
    i32.and
    i32.const 64472
    i32.add
    i32.load 1 offset=1000 align=2
    local.set 16
    local.get 12
    i32.const -1110284429
    local.get 35
    select
    local.set 17
    local.get 19
    local.set 18
    local.get 19
    local.get 19
    i32x4.lt_s
    local.set 20
    block (result v128) ;; label = @1
      local.get 21
      i32.const 1146618304
      br_if 0 (;@1;)
      drop
      local.get 18
    end
    local.set 21
    local.get 34
    f32.const nan:0x200000 (;=NaN;)
    f32.ge
    local.set 23
    local.get 1
    local.get 1
    i64.add
    local.set 24
    local.get 31
    if (result i64) ;; label = @1
      i64.const -4490499958666404374
    else
      local.get 1
    end
    local.set 25
    local.get 26
    f64.const 0x0p+0 (;=0;)
    f64.mul
    local.set 26
    local.get 24
    f64.convert_i64_u
    local.set 27
    local.get 16
    local.set 28
    local.get 24
    i64.eqz
    local.set 30
    block (result f32) ;; label = @1
      block (result anyref) ;; label = @2
        global.get 3
        f32.demote_f64
        local.get 39
        global.get 5
        br_on_cast_desc_eq_fail 0 (;@2;) anyref (ref (exact 0))
        drop
        br 1 (;@1;)
      end
      drop
      local.get 15
      f32.floor
    end
    local.set 32
    local.get 7
    local.set 33
    local.get 22
    local.set 22
    local.get 22
    i32.const 24
    i32.shl
    local.get 22
    i32.const 65280
    i32.and
    i32.const 8
    i32.shl
    i32.or
    local.get 22
    i32.const 8
    i32.shr_u
    i32.const 65280
    i32.and
    i32.or
    local.get 22
    i32.const 24
    i32.shr_u
    i32.or
    if ;; label = @1
      local.get 2
      local.get 25
      i64.shl
      local.set 2
      i32.const 1
      local.set 36
      block ;; label = @2
        loop ;; label = @3
          local.get 36
          i32.eqz
          br_if 1 (;@2;)
          block ;; label = @4
            block (result (ref 0)) ;; label = @5
              global.get 7
              br_on_non_null 0 (;@5;)
              local.get 14
              local.get 5
              f64.const nan:0x4000000000000 (;=NaN;)
              local.get 11
              local.get 7
              global.get 5
              struct.new_desc 0
            end
            struct.get 0 2
            f64.abs
            local.set 29
            block ;; label = @5
              block ;; label = @6
                block ;; label = @7
                  block ;; label = @8
                    local.get 20
                    i16x8.extract_lane_u 3
                    i32.const 7
                    i32.and
                    br_table 3 (;@5;) 3 (;@5;) 1 (;@7;) 3 (;@5;)
                  end
                  local.get 0
                  i32.const 248
                  i32.and
                  v128.load32x2_s 1 align=1
                  f64x2.extract_lane 0
                  local.set 26
                  i64.const 0
                  local.set 24
                  local.get 4
                  i64.extend_i32_s
                  local.set 10
                  local.get 0
                  local.get 0
                  i32.eq
                  local.set 17
                  local.get 2
                  i64.extend16_s
                  f64.reinterpret_i64
                  v128.const i32x4 0x7fffffff 0x00000001 0x0001fff9 0x80000000
                  f64x2.extract_lane 0
                  f64.const -inf (;=-inf;)
                  f64.sqrt
                  f64.sub
                  f64.eq
                  drop
                end
                local.get 7
                f64.promote_f32
                local.set 26
                br 0 (;@6;)
              end
              i32.const 65409
              local.get 2
              local.get 5
              i64.lt_u
              i32.const 4095
              i32.and
              local.get 0
              i32.const 127
              i32.and
              memory.copy
              local.get 39
              local.set 39
              local.get 31
              i32.popcnt
              i32.const 252
              i32.and
              local.get 31
              local.get 16
              local.get 13
              select
              block (result (ref 0)) ;; label = @6
                local.get 37
                br_on_non_null 0 (;@6;)
                local.get 13
                local.get 1
                local.get 27
                local.get 18
                local.get 7
                local.get 31
                ref.null 0
                global.get 6
                struct.new_desc 2
              end
              struct.get 0 0
              i32.atomic.rmw.cmpxchg
              call 1
              local.set 22
              br 0 (;@5;)
            end
            f32.const 0x1.ffd8p+12 (;=8189.5;)
            local.get 33
            f32.sub
            local.set 15
            local.get 5
            global.get 1
            i64.or
            i64.const 16385
            i64.const 140737488355327
            local.get 35
            select
            i64.gt_s
            if ;; label = @5
              local.get 5
              i64.extend16_s
              return
            end
            block (result (ref 0)) ;; label = @5
              global.get 7
              br_on_non_null 0 (;@5;)
              global.get 6
              struct.new_default_desc 2
            end
            struct.get 0 4
            i64.trunc_sat_f32_u
            local.get 19
            i64x2.extract_lane 0
            local.get 25
            local.get 25
            i64.const -5240825178123927552
            i64.shr_u
            i64.and
            i64.sub
            i64.gt_u
            local.set 31
            local.get 29
            f64.neg
            local.get 18
            i32x4.extract_lane 0
            i32.const 4088
            i32.and
            i32.const 64
            i32.add
            f64.load offset=40
            f64.max
            local.set 27
          end
          local.get 36
          i32.const 1
          i32.sub
          local.set 36
          br 0 (;@3;)
        end
      end
    end
    i64.const -8671839568942596096
    i64.const 0
    i64.xor
    i32.const 65528
    local.get 1
    local.get 1
    i64.atomic.rmw.cmpxchg 1
    i64.sub
    i64.extend16_s
    local.get 1
    i64.xor
    local.set 1
    local.get 0
    local.set 0
    local.get 0
    local.set 0
    local.get 0
    local.set 0
    local.get 0
    local.set 0
    local.get 0
    local.set 0
    local.get 0
    local.set 0
    local.get 0
    local.set 0
    local.get 0
    local.set 0
    local.get 0
    local.set 0
    local.get 0
    local.set 0
    local.get 0
    local.set 0
    local.get 0
    local.set 0
    local.get 0
    local.set 0
    local.get 0
    local.set 0
    i32.const 0
    local.get 0
    i32.store offset=2048 align=1
    i32.const 0
    local.get 1
    i64.store offset=2064 align=1
    i32.const 0
    local.get 2
    i64.store offset=2080 align=1
    i32.const 0
    local.get 3
    i32.store offset=2096 align=1
    i32.const 0
    local.get 4
    i32.store offset=2112 align=1
    i32.const 0
    local.get 5
    i64.store offset=2128 align=1
    i32.const 0
    local.get 6
    i32.store offset=2144 align=1
    i32.const 0
    local.get 7
    f32.store offset=2160 align=1
    i32.const 0
    local.get 8
    i32.store offset=2176 align=1
    i32.const 0
    local.get 9
    f32.store offset=2192 align=1
    i32.const 0
    local.get 10
    i64.store offset=2208 align=1
    i32.const 0
    local.get 11
    v128.store offset=2224 align=1
    i32.const 0
    local.get 12
    i32.store offset=2240 align=1
    i32.const 0
    local.get 13
    i32.store offset=2256 align=1
    i32.const 0
    local.get 14
    i32.store offset=2272 align=1
    i32.const 0
    local.get 15
    f32.store offset=2288 align=1
    i32.const 0
    local.get 16
    i32.store offset=2304 align=1
    i32.const 0
    local.get 17
    i32.store offset=2320 align=1
    i32.const 0
    local.get 18
    v128.store offset=2336 align=1
    i32.const 0
    local.get 19
    v128.store offset=2352 align=1
    i32.const 0
    local.get 20
    v128.store offset=2368 align=1
    i32.const 0
    local.get 21
    v128.store offset=2384 align=1
    i32.const 0
    local.get 22
    i32.store offset=2400 align=1
    i32.const 0
    local.get 23
    i32.store offset=2416 align=1
    i32.const 0
    local.get 24
    i64.store offset=2432 align=1
    i32.const 0
    local.get 25
    i64.store offset=2448 align=1
    i32.const 0
    local.get 26
    f64.store offset=2464 align=1
    i32.const 0
    local.get 27
    f64.store offset=2480 align=1
    i32.const 0
    local.get 28
    i32.store offset=2496 align=1
    i32.const 0
    local.get 29
    f64.store offset=2512 align=1
    i32.const 0
    local.get 30
    i32.store offset=2528 align=1
    i32.const 0
    local.get 31
    i32.store offset=2544 align=1
    i32.const 0
    local.get 32
    f32.store offset=2560 align=1
    i32.const 0
    local.get 33
    f32.store offset=2576 align=1
    i32.const 0
    local.get 34
    f32.store offset=2592 align=1
    i32.const 0
    local.get 35
    i32.store offset=2608 align=1
    local.get 1
  )
  (func (;4;) (type 10) (param i32) (result f32)
    (local i32 i32 i32 i32 i32 i32 i32 i32 (ref null 0) (ref null 0) anyref)
    local.get 0
    local.set 0
    local.get 0
    local.set 0
    local.get 0
    local.set 0
    local.get 0
    local.set 0
    local.get 0
    local.set 0
    local.get 0
    local.set 0
    local.get 0
    local.set 0
    local.get 0
    local.set 0
    local.get 0
    local.set 0
    local.get 0
    local.set 0
    local.get 0
    local.set 0
    local.get 0
    local.set 0
    f32.const -0x1.72cbe8p-60 (;=-0.0000000000000000012563074;)
  )
  (func (;5;) (type 11) (param i64 i32) (result i64)
    (local i32 i32 i32 i32 i32 i32 i32 i32 (ref null 0) (ref null 0) anyref)
    local.get 1
    local.set 1
    local.get 1
    local.set 1
    local.get 1
    local.set 1
    local.get 1
    local.set 1
    local.get 1
    local.set 1
    local.get 1
    local.set 1
    local.get 1
    local.set 1
    local.get 1
    local.set 1
    local.get 1
    local.set 1
    local.get 1
    local.set 1
    local.get 1
    local.set 1
    local.get 1
    local.set 1
    local.get 0
  )
  (data (;0;) "\f6\de[\05\e0&\d3\c2{\db\bb\e0?\a0!\86/\a9:\98Uu\1f\8e\19M\cc\00\16\0fN\b5\ab\80\1d\97\97?\bb\84U\12Ru\5c\82)}\86\7f\7f+\10\17\cf\c3dO\91\83\a0\e9f4\ac\85DZ+\8d\1a\d8\d7\9e\0b\10+`\01\db\0d\f1%\18\92\8a\03\a9j/\ca\0d\d9\f1\f5\edLc\d2{\d6jITir@\f5\d4\01|\dd{OL\db\f1\82^\93\003#\92\bc.\b8i\10\d5\e1}\b5\9e\d2@\16c\5c\b4\ab\9d\f0\a2r8M\0fz\1dR\eeOE\f3r\eeRi\f1%\02\e4\a8\de5}7\b0\bacI\06\e8}\0c)\c5\1a\117-X\05\f7\c6\9dY\1ftT\d2\c3\08\d1\93u\0fci\83\a3\da\81a\f9~A\a1C3\b4\a3A<<\df1\e5\cb]\90\19n)\17\85$s\fa\a9O*\92\92\a7TD\eb\84\ceu\81\91\96pO\13\a8x\220\0b\93\dc\07")
  (data (;1;) (i32.const 0) "7\e9\19p\a9\15\c0\128\f4\ebR\16\c3\06\cc7\1ei\0ace\ee\ec\ady>v\b1\ec\84>I\ae:tv\d4\0ei\e1\f2\a1\b1\d7\15Fw\daROO\f0S\b3\22\b1^\1a\a7k\d8\dd\e3V3Q\b6\de\8a&\dfw}6\d4s\eb\98 q<\ce#S\84\d6\03\14\c7C\00b\c5R\c9\05\17O\84\cak\19\9b\c1\0e\9e\ddE\03&0\98\96\bb\82X\8aD\cfVv\c8\cb\dcx\a5\f4\8f<{\a1\d9\ae\de\bf{]\5c\1d-@y\edp\f1\bb\1c\abp\f0U\1d\8f\a8)I\a3\00>\fb\18\bb\b87\b2U\e2\0e\d5jl\afg{*C\f1F>\7f^mFr\fc\a4\99\b3\5c7BY\b2\8b\8a\14\1f\8a\8c\fc\bd\d5\ae]\ab\fc2\c0S\85\8d\8c9`\9e\c0d@\8c\eb\cc\89\eeo\a6\86\1d\94\15\02\db\a8g\c3\03\82\e7\cd\5c\86\17\c1\1ej\bc\bc\f1QE\95\ee\ceO\05\ef\df\c6U\05-\01\82\df\08<@r\fff%)7\11\fa\1b*0\dd\c4\e1T\c5\b5\9d!_\d8\d2\bcAt\80\ff'j\e8\16\82\b4\e9s\a5\96H\00\bf@\ac\fd\a9F\b4\15\ee\a0d$\d1=\a1\ee\a7\96\12R\1eE\fd\a0\f8\98\8a9\e4V\a753\0e\16\c2}{\ca\1c\cb\eb\0b\eey\c6NBSt-o\8d\92mL#\05B\998\1bh\b5\f2\a6\93\d1\86\80e,\ac9f\e2\c6!o<\d2\14\c4\ca\dc\d95\02\e0W d\cd\91s\93X\c6}`\fcw\e7\ae\d3m\e2\ab\b8\05f\ccv\c3jC\f6\12\07#{\89$$\95d\c3\e5Cc\af+\8c\ee\04#\ba\9e=aL\dc\06\a5\d1ky\b7\055P_\a0\00\f8\dav\81\bc\cd\85\03z\ff\d8\8b\da\01\81\d7<Jv\1a\acf\a2l\bf\15M\beI\c7-\bb8\1f^\a8\8c\cd\93\84\96\9auV\82\d1k3\e7\bc\a9\f3")
)
