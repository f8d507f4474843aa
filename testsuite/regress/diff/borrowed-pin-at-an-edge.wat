;; As in `borrowed-pin.wat`: what an operation moved to a register borrowed from a local stayed there. Here a branch
;; carries the wrong value to its target. Generated; found by the checker of places.
(module
  (type (;0;) (func (param i32 i32) (result i32 i32)))
  (type (;1;) (func (result i64 i64 f64)))
  (type (;2;) (func (param v128 i32 i32 f64 i64 i32 f32 i32 i64 i32 i32) (result i64 i32)))
  (type (;3;) (func (param i64 i32 i32) (result v128)))
  (type (;4;) (func (param v128) (result f32)))
  (type (;5;) (func (param i64 f64 i32)))
  (import "host" "f0" (func (;0;) (type 2) (param v128 i32 i32 f64 i64 i32 f32 i32 i64 i32 i32) (result i64 i32)))
  (import "host" "f1" (func (;1;) (type 3) (param i64 i32 i32) (result v128)))
  (table (;0;) 3 funcref)
  (memory (;0;) 1 4)
  (tag (;0;) (type 5) (param i64 f64 i32))
  (global (;0;) (mut i32) i32.const 2)
  (global (;1;) (mut f64) f64.const -0x1p+0 (;=-1;))
  (global (;2;) (mut f32) f32.const nan (;=NaN;))
  (export "f0" (func 2))
  (export "m0" (memory 0))
  (export "g0" (global 0))
  (export "g1" (global 1))
  (export "g2" (global 2))
  (export "t" (tag 0))
  (elem (;0;) (i32.const 0) func 2)
  (func (;2;) (type 4) (param v128) (result f32)
    (local f64 f64 i32 i32 i64 f64 i32 f32 i32 i32 i32 i32 i64 i32 i32)
    local.get 7
    i32.const 4088
    i32.and
    v128.load16x4_u align=2
    local.set 0
    local.get 4
    f64.convert_i32_s
    local.set 1
    f64.const 0x1.8d5e096cp+28 (;=416669846.75;)
    f64.const 0x1.22443f6p+26 (;=76091645.5;)
    f64.add
    local.set 2
    i64.const 2
    local.get 5
    i64.rotl
    local.set 5
    i32.const 3
    local.get 4
    local.get 7
    select
    local.set 7
    local.get 0
    i8x16.extract_lane_s 10
    local.get 7
    i32.const 32760
    i32.and
    i32.load offset=40 align=2
    i32.rotl
    local.set 4
    local.get 7
    i32.const 32760
    i32.and
    v128.load8_splat offset=40
    local.get 0
    local.tee 0
    i8x16.le_u
    local.get 4
    block (result i32) ;; label = @1
      i32.const 2
      local.get 4
      br_if 0 (;@1;)
      drop
      local.get 4
    end
    local.get 0
    i32x4.extract_lane 1
    i32.add
    block (result f64) ;; label = @1
      local.get 1
      local.get 2
      local.get 6
      f64.mul
      f64.sub
      local.get 4
      br_if 0 (;@1;)
      drop
      local.get 1
      local.get 2
      local.get 4
      select
    end
    local.get 0
    v128.const i32x4 0x8bafc72a 0x38d91528 0x4a570a00 0x1ce42026
    i8x16.min_s
    i64x2.extract_lane 0
    local.get 0
    i16x8.extract_lane_s 6
    i32.const 255
    i32.and
    i32.load8_s
    local.get 8
    v128.const i32x4 0x00000000 0xfff80000 0x34f7d83c 0x4d5bd43e
    i16x8.all_true
    local.tee 4
    i64.const 131071
    i64.extend32_s
    block (result f32) ;; label = @1
      f32.const 0x1.14cp+11 (;=2214;)
      local.get 7
      br_if 0 (;@1;)
    end
    i32.trunc_sat_f32_u
    local.get 4
    local.get 7
    i32.const -2147483648
    i32.shr_u
    i32.and
    local.get 7
    global.get 0
    i32.const 1
    i32.or
    i32.div_s
    local.get 7
    i32.shr_u
    i32.and
    call 0
    local.set 3
    local.set 5
    local.get 5
    i64.const -9223372036854775808
    local.get 5
    i64.shl
    i64.add
    local.set 5
    i32.const 2
    local.set 9
    i32.const 2147483647
    i32.const 65520
    i32.load offset=4 align=1
    loop (type 0) (param i32 i32) (result i32 i32) ;; label = @1
      local.set 3
      local.set 3
      block ;; label = @2
        global.get 2
        local.set 8
        local.get 0
        local.get 0
        local.get 0
        v128.and
        v128.xor
        f64x2.floor
        local.get 9
        memory.size
        local.get 2
        f64.ceil
        local.get 7
        i32.const 32760
        i32.and
        v128.load32x2_s align=1
        i64x2.extract_lane 0
        i32.const 0
        global.get 0
        i32.gt_s
        i32.popcnt
        block (result f32) ;; label = @3
          global.get 2
          v128.const i32x4 0x0000fff1 0x007ffffe 0x80000000 0x00000010
          i8x16.bitmask
          br_if 0 (;@3;)
          drop
          i64.const 7
          f32.convert_i64_u
        end
        local.get 5
        local.get 5
        i64.ge_s
        if (result i32) ;; label = @3
          local.get 3
          local.get 3
          i32.shl
        else
          local.get 9
          i32.ctz
        end
        local.get 5
        local.get 9
        i32.eqz
        local.get 4
        local.tee 3
        local.get 9
        i32.rotl
        i32.xor
        v128.const i32x4 0x00000000 0x3ff00000 0x1fb568de 0x797fdf19
        i32x4.relaxed_trunc_f32x4_u
        i16x8.extract_lane_u 1
        call 0
        local.set 7
        local.set 5
        local.get 9
        local.tee 3
        if ;; label = @3
          block (result f32) ;; label = @4
            local.get 8
            local.get 3
            br_if 0 (;@4;)
          end
          return
        end
        block ;; label = @3
          local.get 9
          local.get 4
          i32.ne
          local.set 3
          i32.const 0
          local.set 10
          block ;; label = @4
            loop ;; label = @5
              block ;; label = @6
                i32.const 1
                memory.grow
                local.set 7
                local.get 3
                local.get 3
                local.get 10
                select
                local.get 3
                global.get 0
                local.get 4
                i32.mul
                i32.add
                local.get 6
                i64.reinterpret_f64
                i32.wrap_i64
                f64.convert_i32_u
                f64.const 0x1p-2 (;=0.25;)
                f64.mul
                i32.trunc_f64_u
                select
                if ;; label = @7
                  global.get 2
                  return
                end
                local.get 7
                local.get 10
                i32.lt_s
                local.set 4
              end
              local.get 10
              i32.const 1
              i32.add
              local.tee 10
              i32.const 2
              i32.lt_u
              br_if 0 (;@5;)
            end
          end
          local.get 5
          local.get 5
          i64.le_u
          i32.const 4095
          i32.and
          i32.const -2147483648
          i32.const 65524
          i32.load offset=4 align=2
          i32.const 127
          i32.and
          memory.fill
          local.get 5
          local.set 5
          i32.const 0
          local.set 11
          block ;; label = @4
            loop ;; label = @5
              block ;; label = @6
                i32.const 65484
                i64.atomic.load32_u offset=40
                local.set 5
                i64.const -9
                local.get 3
                i32.const 65519
                i32.const 1215298472
                select
                i32.const 4092
                i32.and
                f64.const 0x1.c4f463ba92084p+805 (;=377538515238274500000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000;)
                global.get 1
                f64.le
                local.get 0
                i32x4.bitmask
                i32.atomic.rmw.cmpxchg offset=1000
                memory.size
                call 1
                local.set 0
              end
              local.get 11
              i32.const 1
              i32.add
              local.tee 11
              i32.const 4
              i32.lt_u
              br_if 0 (;@5;)
            end
          end
          local.get 7
          local.get 9
          i32.const -784697153
          i32.mul
          i32.add
          local.set 3
        end
        memory.size
        local.set 3
        i32.const 0
        local.set 12
        block ;; label = @3
          loop ;; label = @4
            local.get 12
            i32.const 2
            i32.ge_u
            br_if 1 (;@3;)
            block ;; label = @5
              i64.const 39
              local.set 13
              block ;; label = @6
                loop ;; label = @7
                  local.get 13
                  i64.eqz
                  br_if 1 (;@6;)
                  block ;; label = @8
                    f32.const 0x1.db3p+12 (;=7603;)
                    i64.trunc_sat_f32_s
                    local.set 5
                  end
                  local.get 13
                  i64.const 1
                  i64.sub
                  local.set 13
                  br 0 (;@7;)
                end
              end
              i32.const 65494
              local.get 0
              local.get 0
              i8x16.max_u
              i16x8.extract_lane_u 7
              i32.store16 offset=40 align=1
            end
            local.get 12
            i32.const 1
            i32.add
            local.set 12
            br 0 (;@4;)
          end
        end
      end
      local.get 9
      local.get 5
      i64.eqz
      local.get 3
      i32.mul
      i32.add
      v128.const i32x4 0xc57b1400 0x4f800000 0x457b1000 0xec0b328f
      i16x8.extract_lane_s 6
      local.get 1
      i32.trunc_sat_f64_s
      i32.lt_u
      local.get 9
      i32.const 1
      i32.sub
      local.tee 9
      i32.const 0
      i32.ne
      br_if 0 (;@1;)
    end
    local.set 4
    drop
    block (type 1) (result i64 i64 f64) ;; label = @1
      i32.const -1184040905
      local.tee 4
      if ;; label = @2
        i32.const 64524
        i64.load32_s offset=1000 align=1
        i64.ctz
        local.get 8
        i64.trunc_sat_f32_u
        local.get 13
        i64.mul
        i64.add
        local.set 5
      else
        i32.const 65484
        i64.load32_s offset=40 align=1
        local.set 5
        block (result i32) ;; label = @3
          local.get 4
          i32.const 1
          br_if 0 (;@3;)
        end
        i32.const 3
        global.get 0
        select
        if ;; label = @3
          i32.const 65528
          i32.load
          global.set 0
          local.get 5
          local.set 5
        else
          block (result i32) ;; label = @4
            global.get 2
            f32.const -nan (;=NaN;)
            f32.lt
            local.get 7
            local.get 9
            i32.shr_s
            br_if 0 (;@4;)
          end
          local.get 0
          v128.not
          i8x16.extract_lane_s 4
          i32.const 1
          i32.or
          i32.div_s
          local.set 3
          block (result f32) ;; label = @4
            local.get 3
            local.tee 7
            i32.const 32760
            i32.and
            i64.load32_u offset=40 align=1
            f32.convert_i64_u
            memory.size
            global.get 0
            i32.const 4080
            i32.and
            v128.load align=8
            i8x16.bitmask
            i32.const -2147483648
            local.get 9
            i32.xor
            i32.const 252
            i32.and
            local.get 8
            i32.reinterpret_f32
            local.get 8
            global.get 2
            f32.lt
            i32.atomic.rmw.cmpxchg
            select
            br_if 0 (;@4;)
          end
          local.set 8
          local.get 1
          f64.nearest
          local.set 2
          v128.const i32x4 0x00000003 0x00000000 0x00000000 0x80000000
          local.get 0
          i64x2.lt_s
          i16x8.extract_lane_s 5
          local.set 7
        end
        block ;; label = @3
          block ;; label = @4
            block ;; label = @5
              block ;; label = @6
                local.get 7
                local.get 10
                i32.gt_u
                if (result i32) ;; label = @7
                  local.get 13
                  i64.const 15
                  i64.ge_s
                else
                  v128.const i32x4 0x0000fff1 0x00000000 0x00000008 0x00000000
                  i32x4.bitmask
                end
                br_table 2 (;@4;) 2 (;@4;) 2 (;@4;) 3 (;@3;)
              end
              i32.const 65529
              local.get 13
              local.get 5
              i64.gt_u
              i32.atomic.rmw8.and_u offset=4
              i32.const 4094
              i32.and
              i64.load16_s offset=4
              drop
            end
            local.get 3
            i32.const 255
            i32.and
            i32.load8_u
            local.set 7
            local.get 8
            f32.sqrt
            f32.abs
            local.get 8
            local.get 8
            f32.mul
            f32.add
            local.set 8
            br 1 (;@3;)
          end
          block (result i32) ;; label = @4
            i32.const 3
            local.get 11
            br_if 0 (;@4;)
          end
          i32.const 4095
          i32.and
          memory.size
          i32.const 4095
          i32.and
          local.get 0
          i8x16.bitmask
          i32.const 127
          i32.and
          memory.copy
        end
        local.get 5
        i64.const 65517
        i64.rotr
        local.get 13
        local.get 13
        i64.shr_u
        i64.mul
        local.set 5
        local.get 0
        local.set 0
        i32.const -2147483648
        local.set 7
        v128.const i32x4 0xf07f245b 0x9575ff3e 0x0232d4de 0x74d6c825
        local.get 0
        i16x8.ne
        f64x2.extract_lane 1
        global.set 1
        f64.const -0x1.bebb8930bcd9bp+315 (;=-116481318504487180000000000000000000000000000000000000000000000000000000000000000000000000000000;)
        local.set 1
      end
      memory.size
      i64.extend_i32_u
      local.get 8
      i32.reinterpret_f32
      f32.convert_i32_u
      f32.const 0x1p-2 (;=0.25;)
      f32.mul
      i32.trunc_f32_s
      if (result i64) ;; label = @2
        i64.const -9223372036854775808
        i64.extend8_s
      else
        i64.const -4034793606749939506
        i64.const 2
        global.get 0
        select
      end
      f64.const -0x1p+0 (;=-1;)
      f64.const -0x1.adad08p+19 (;=-879976.25;)
      f64.add
      f64.neg
      block (result i32) ;; label = @2
        local.get 10
        i32.const 0
        br_if 0 (;@2;)
        drop
        i32.const -2147483648
      end
      br_if 0 (;@1;)
      local.set 1
      local.set 5
      local.set 5
      local.get 0
      i64x2.extract_lane 1
      memory.size
      i64.extend_i32_u
      local.get 7
      i32.const 248
      i32.and
      f64.load align=4
    end
    local.set 2
    drop
    local.set 5
    local.get 7
    i32.clz
    i32.const 32760
    i32.and
    local.get 4
    local.get 4
    i32.lt_s
    i32.atomic.rmw8.xchg_u
    local.get 10
    if (result i32) ;; label = @1
      local.get 8
      i32.reinterpret_f32
    else
      local.get 4
    end
    i32.ge_s
    local.set 4
    block ;; label = @1
      block (result i32) ;; label = @2
        local.get 9
        local.get 11
        br_if 0 (;@2;)
        drop
        local.get 9
      end
      i32.const 4095
      i32.and
      i32.const 65533
      i32.load8_s
      i32.const 4095
      i32.and
      local.get 2
      i32.trunc_sat_f64_u
      i32.const 127
      i32.and
      memory.copy
      v128.const i32x4 0xffc00000 0x007fffff 0x7fc00000 0x45a60a00
      i32x4.extract_lane 3
      br_if 0 (;@1;)
      f64.const -0x1.f0cb3628p+27 (;=-260463025.25;)
      global.get 1
      f64.lt
      local.set 3
    end
    local.get 9
    i32.const 32760
    i32.and
    i32.const 64520
    i64.load offset=1000
    i64.store16 offset=40
    i32.const 78
    local.set 14
    block ;; label = @1
      loop ;; label = @2
        block ;; label = @3
          local.get 0
          local.tee 0
          local.set 0
          i32.const 0
          local.set 15
          block ;; label = @4
            loop ;; label = @5
              block ;; label = @6
                block ;; label = @7
                  v128.const i32x4 0x9c452d18 0xb1535853 0xc8657bf7 0xd6d0b96b
                  f32x4.extract_lane 1
                  local.set 8
                  f64.const nan (;=NaN;)
                  local.set 2
                  local.get 13
                  local.get 5
                  i64.or
                  i64.extend16_s
                  drop
                  local.get 13
                  f64.convert_i64_u
                  local.get 2
                  f64.const 0x1.b545cd5p+26 (;=114628405.25;)
                  local.get 2
                  f64.mul
                  f64.sub
                  f64.ge
                  local.get 0
                  local.get 0
                  i32x4.eq
                  i64x2.bitmask
                  i32.rotl
                  local.get 10
                  i32.shr_s
                  local.set 7
                end
              end
              local.get 15
              i32.const 1
              i32.add
              local.tee 15
              i32.const 1
              i32.lt_u
              br_if 0 (;@5;)
            end
          end
        end
        local.get 14
        i32.const 1
        i32.sub
        local.tee 14
        i32.const 0
        i32.ne
        br_if 0 (;@2;)
      end
    end
    i32.const 0
    local.get 0
    v128.store offset=2048 align=1
    i32.const 0
    local.get 1
    f64.store offset=2064 align=1
    i32.const 0
    local.get 2
    f64.store offset=2080 align=1
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
    f64.store offset=2144 align=1
    i32.const 0
    local.get 7
    i32.store offset=2160 align=1
    i32.const 0
    local.get 8
    f32.store offset=2176 align=1
    local.get 8
  )
  (data (;0;) (i32.const 0) ">j\b91\c17\95\cd\9dz\1d\cc\18\9e\07\e0\8fT\e7:w\c6m<r?-\d5\b6\f6\08`\a2x\d8\dcxrgmh}+\9c\84\c9\df\fcE4jkQ\04\00A\ec@\b7\b6\df\b3\9ai\e4\cc\92\82\a2\fa>\c4\8a\14E\9d\e9\a39J\04\8f|\a8\fe\19\e7:\99l\bf\8a\8d\19\f4'vEi\92\83;4\80C\ca\ba\04\b7\891's\04\be=B\e67\ab\ea^Dr\fcJi\89G\96*\8e\e9\e1\a7I\8c.\e0\91g\ad[RT\15\fb\9fT\1a\91\bb\87Q4\d3\ba~p\a3V\ce@\9e\95\a4\19\e5GI4\c8,\03\a8\a8\ed\1e^\c7\14\9c\06\94H,\96\1d\c3\d1i\1f\83\b1\ac\9c\fdq\92\93]\a3j\b4\0aD\8b?\b2X\921#\f4\b9\a5\f3&\b8\85\d0\b7\f2\02m\85q\0f\12\ca\8dT\9f\b7\d7\c8?\17v\8b\af\81\eb\bd\8f\e2\0c\dd\f2\18\1aY\84*\df?&P\b6\e0\0b\19G\f6\d3\fb:\9d\f2\c3\93)\eb\f7\93\0b\06\80g\ff\b4\9e%\1fyp\d0-s\06\924u\d07\ba\bd\ec\1eE\c6\d9\11Za9+o\a6\e5\a0\d7[\ef\d2\c2\0a\81\c3\a1\03\ab1\f4&\f6gV\0b\a1k%\c1\be\fe\f3;\0bY<\ca`\8af\ba\b9?\04iV\a1k\f0\bd\84L\ce\df\a7\e5\ee\1a\fb\ac\14'\0b\07f!\ec/\8d\83_\00\f9\91\9dB\e1\d0rR\fe*\a8\93G\06\81\ce\b0\b4b\e2\9ai\f3\bc\17\0d.\a07z\c5a\ed\f8\88X\e5\04\0d\a7\16\cb~\08\1d\0e\87\a4_n\a2\02\fa\d6+\88\ca\91\b7/b\bc\01\cby\94\0c\03\b6'/NP\9b\a7\1c\ff:\bf\ec\e6T\e7\c3\ff!Y\90\1d\b77y\bfEZ\87\b7\09\5c\82\93\8e\b3\16!\fa~L\8e\13T\b3\c8f}\97\dbTp)\03\1d\fa\cd;v\a4=v2\13\84\d2t8\1d")
)
