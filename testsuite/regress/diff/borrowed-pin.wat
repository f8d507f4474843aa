;; A value that an operation moved to the other class of registers stayed in a register that the operation had
;; borrowed from a local, so the local was read from there afterwards. Generated; found by the checker of places.
(module
  (type (;0;) (func (result f64)))
  (type (;1;) (func (param f64 f64 i32 i32 i32 v128 i64 f64 f32 i32) (result i32)))
  (type (;2;) (func (param i64 i32 f64)))
  (table (;0;) 4 funcref)
  (memory (;0;) 1 4)
  (tag (;0;) (type 2) (param i64 i32 f64))
  (export "f0" (func 0))
  (export "f1" (func 1))
  (export "m0" (memory 0))
  (export "t" (tag 0))
  (elem (;0;) (i32.const 0) func 0 1)
  (func (;0;) (type 0) (result f64)
    (local i64 i64 i32 i32 i64 f32 i32 i32 i32 v128 f64 i32 f64 i32 i32 v128 i64 i64 f64 i32 i64 i64)
    i32.const 18
    i64.load16_u offset=40 align=1
    local.set 0
    local.get 12
    local.get 10
    f64.lt
    local.set 3
    i64.const 68719476738
    i64.const -9223372036854775808
    i64.add
    local.set 4
    local.get 11
    i32.const 4
    i32.gt_s
    local.set 6
    local.get 3
    local.get 19
    i32.sub
    local.set 7
    local.get 6
    local.set 8
    local.get 9
    local.get 9
    local.get 8
    select
    local.set 9
    local.get 4
    i64.eqz
    local.set 11
    local.get 15
    f64x2.extract_lane 0
    local.set 12
    local.get 8
    local.set 13
    local.get 9
    local.set 15
    local.get 8
    i64.extend_i32_u
    local.set 17
    local.get 10
    f64.abs
    local.set 18
    local.get 15
    i32x4.all_true
    local.set 19
    block ;; label = @1
      block ;; label = @2
        block ;; label = @3
          block ;; label = @4
            block ;; label = @5
              block ;; label = @6
                local.get 7
                i32.const 262146
                i32.const -2147483648
                select
                i32.const 3
                i32.const 32760
                i32.and
                local.get 2
                local.get 19
                i32.atomic.rmw8.cmpxchg_u offset=4
                i32.mul
                br_table 3 (;@3;) 3 (;@3;) 4 (;@2;) 0 (;@6;) 1 (;@5;) 5 (;@1;)
              end
              i64.const 0
              local.set 20
              block ;; label = @6
                loop ;; label = @7
                  block ;; label = @8
                    local.get 15
                    v128.const i32x4 0x7b38f1f1 0x9d6993dd 0xee19b41e 0xbe37ed80
                    f64x2.mul
                    f64x2.extract_lane 1
                    local.get 18
                    local.get 18
                    f64.div
                    f64.neg
                    f64.max
                    local.set 18
                    local.get 14
                    if (result i32) ;; label = @9
                      local.get 11
                    else
                      local.get 6
                    end
                    if (result i64) ;; label = @9
                      i32.const 131074
                      i32.const 4088
                      i32.and
                      i64.const -1
                      i64.const 2097154
                      i64.atomic.rmw.cmpxchg
                    else
                      local.get 8
                      i64.extend_i32_s
                    end
                    i64.const 3
                    i64.const 1
                    i64.or
                    i64.div_s
                    local.set 0
                    local.get 6
                    i32.const 4092
                    i32.and
                    f32.load align=1
                    local.get 2
                    f32.reinterpret_i32
                    f32.const -0x1.9d2766p+111 (;=-4189878300000000000000000000000000;)
                    f32.mul
                    f32.add
                    local.get 13
                    i32.const 254
                    i32.and
                    i32.load16_u offset=4
                    if (result f32) ;; label = @9
                      local.get 5
                      f32.const 0x1.fffffcp-127 (;=0.000000000000000000000000000000000000011754942;)
                      f32.max
                    else
                      local.get 5
                      f32.const inf (;=inf;)
                      f32.sub
                    end
                    f32.min
                    local.set 5
                    local.get 14
                    v128.load16x4_u offset=1000
                    local.set 15
                    local.get 3
                    local.get 7
                    i32.eq
                    v128.const i32x4 0xffffffff 0x7fffffff 0xffffffff 0x7fffffff
                    i8x16.extract_lane_s 0
                    local.get 8
                    i32.mul
                    i32.add
                    i32.const 4094
                    i32.and
                    i64.const 276158582585250316
                    local.get 16
                    local.get 0
                    i64.shr_u
                    i64.and
                    local.get 16
                    local.get 16
                    i64.sub
                    i64.lt_u
                    i32.store16 offset=4 align=1
                    block ;; label = @9
                      i32.const 12
                      f32.load offset=4 align=2
                      f64.promote_f32
                      local.set 10
                      local.get 4
                      local.get 20
                      i64.gt_u
                      br_if 0 (;@9;)
                      local.get 5
                      local.get 5
                      f32.ne
                      local.set 7
                      i64.const 4617725165499842560
                      i64.const 16
                      i64.const 1
                      i64.or
                      i64.div_s
                      local.get 0
                      i64.ctz
                      i64.lt_u
                      i32.const 32760
                      i32.and
                      i64.load32_u offset=4
                      local.set 16
                      local.get 4
                      local.set 1
                      local.get 5
                      i32.reinterpret_f32
                      f32.convert_i32_u
                      f32.const 0x1p-2 (;=0.25;)
                      f32.mul
                      i32.trunc_f32_s
                      if (result i32) ;; label = @10
                        local.get 2
                        if (result i32) ;; label = @11
                          local.get 3
                        else
                          i32.const 1508582471
                        end
                      else
                        i32.const -1
                        local.tee 14
                      end
                      local.set 11
                      f64.const 0x1p+63 (;=9223372036854776000;)
                      f64.const -nan (;=NaN;)
                      f64.sub
                      f64.const 0x1.01814cb5d36f2p-943 (;=0.000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000013528820020027883;)
                      f64.le
                      local.set 14
                      memory.size
                      i64.extend_i32_u
                      local.set 1
                    end
                  end
                  local.get 20
                  i64.const 1
                  i64.add
                  local.tee 20
                  i64.const 4
                  i64.lt_u
                  br_if 0 (;@7;)
                end
              end
            end
            local.get 18
            f64.floor
            i32.const 2147483647
            i32.const 4088
            i32.and
            f64.load offset=40
            f64.div
            drop
            local.get 2
            i32.const 4095
            i32.and
            local.get 19
            i32.atomic.rmw8.and_u offset=4
            memory.size
            local.get 7
            i32.shr_u
            i32.and
            memory.size
            i32.const 252
            i32.and
            i32.load offset=4 align=1
            v128.const i32x4 0xd9a0cbf9 0x4f800000 0xc008782f 0xc6116cdc
            i64x2.extract_lane 0
            local.get 0
            i64.le_u
            select
            local.set 8
            local.get 3
            i32.extend8_s
            if ;; label = @5
              i64.const 9
              local.set 21
              block ;; label = @6
                loop ;; label = @7
                  block ;; label = @8
                    local.get 12
                    local.get 10
                    f64.gt
                    i32.const 254
                    i32.and
                    i32.load16_u align=1
                    br_if 0 (;@8;)
                    i32.const 536870911
                    local.get 11
                    f32.const 0x1p+63 (;=9223372000000000000;)
                    f32.const -0x1.aa38p+11 (;=-3409.75;)
                    f32.ge
                    select
                    local.set 3
                  end
                  local.get 21
                  i64.const 1
                  i64.sub
                  local.tee 21
                  i64.const 0
                  i64.ne
                  br_if 0 (;@7;)
                end
              end
              v128.const i32x4 0xc3a501bb 0xffc00000 0xa32d5f9d 0xcf000000
              f64x2.abs
              i32x4.all_true
              i32.const 254
              i32.and
              local.get 5
              i64.trunc_sat_f32_u
              local.get 0
              local.get 21
              i64.and
              i64.or
              i64.store16 offset=4
              i32.const 1651079213
              i32.const 4094
              i32.and
              i32.load16_s offset=40 align=1
              i32.eqz
              i32.const 252
              i32.and
              local.get 1
              i64.store32 align=1
            else
              block ;; label = @6
                local.get 15
                i16x8.extract_lane_u 6
                i32.const 3
                i32.eqz
                i32.ge_u
                local.set 8
                i64.const -3933448595573399884
                local.get 0
                i64.rotl
                local.set 16
                local.get 2
                i32.const 64
                i32.rotl
                block (result i32) ;; label = @7
                  i32.const 34
                  i32.const -2147483648
                  br_if 0 (;@7;)
                end
                i32.lt_u
                i32.const 4088
                i32.and
                f64.const -0x1p+63 (;=-9223372036854776000;)
                f64.store align=1
                block (result i64) ;; label = @7
                  local.get 1
                  local.get 6
                  br_if 0 (;@7;)
                  drop
                  local.get 21
                end
                local.set 1
                local.get 13
                local.set 14
                local.get 13
                local.get 2
                i32.xor
                i32.const 4095
                i32.and
                local.get 9
                i16x8.extract_lane_u 5
                i32.const 4095
                i32.and
                local.get 13
                i32.const 32760
                i32.and
                i32.load16_u offset=40 align=1
                i32.const 127
                i32.and
                memory.copy
                local.get 2
                if (result i32) ;; label = @7
                  local.get 2
                else
                  local.get 3
                end
                local.get 8
                local.get 19
                i32.sub
                local.get 19
                i32.mul
                i32.add
                br_if 1 (;@5;)
                local.get 13
                i32.const 32760
                i32.and
                i64.atomic.load8_u offset=1000
                local.get 15
                i64x2.extract_lane 1
                i64.shr_s
                local.get 13
                i32.const 254
                i32.and
                i64.load16_s offset=4
                local.get 1
                local.get 4
                i64.rotl
                i64.sub
                local.get 14
                if (result v128) ;; label = @7
                  local.get 9
                else
                  local.get 9
                end
                i32x4.extract_lane 0
                select
                local.set 1
                f64.const -0x1.403a4638p+28 (;=-335783011.5;)
                local.get 10
                f64.mul
                i64.reinterpret_f64
                i32.wrap_i64
                f64.convert_i32_u
                f64.const 0x1p-2 (;=0.25;)
                f64.mul
                i64.trunc_f64_s
                local.get 19
                if (result i64) ;; label = @7
                  local.get 1
                else
                  local.get 0
                end
                local.get 20
                local.get 4
                i64.mul
                i64.or
                local.get 6
                select
                local.tee 4
                local.set 0
              end
            end
            br 3 (;@1;)
          end
          br 1 (;@2;)
        end
      end
    end
    local.get 12
  )
  (func (;1;) (type 1) (param f64 f64 i32 i32 i32 v128 i64 f64 f32 i32) (result i32)
    (local i32 i64 i32 i64 i32 i64 i64)
    local.get 1
    local.set 0
    i32.const 65528
    i32.load16_s offset=4 align=1
    local.set 4
    i64.const 3
    f32.convert_i64_u
    local.set 8
    local.get 10
    local.get 12
    i32.xor
    local.set 12
    v128.const i32x4 0x00000000 0x80000000 0xb7cebb6a 0x79dd8dd0
    local.get 5
    local.get 5
    v128.and
    v128.xor
    i64x2.all_true
    drop
    block ;; label = @1
      i32.const 65512
      f64.load align=2
      i64.reinterpret_f64
      i32.wrap_i64
      f64.convert_i32_u
      f64.const 0x1p-2 (;=0.25;)
      f64.mul
      i32.trunc_f64_u
      i32.const 254
      i32.and
      i32.load16_s
      local.set 12
      block ;; label = @2
        v128.const i32x4 0x89a99db0 0x769c7a9e 0x28d5c6f1 0xf6f13e1f
        f32x4.convert_i32x4_s
        block (result v128) ;; label = @3
          v128.const i32x4 0x7fffffff 0x00000000 0x00000010 0x00000001
          local.get 3
          br_if 0 (;@3;)
          drop
          local.get 5
        end
        i16x8.relaxed_q15mulr_s
        local.set 5
        i64.const 9
        local.set 13
        block ;; label = @3
          loop ;; label = @4
            block ;; label = @5
              i32.const 2097150
              i32.const 4095
              i32.and
              local.get 12
              i32.const 524288
              i32.gt_s
              local.get 5
              i16x8.extract_lane_s 3
              i32.const 127
              i32.and
              memory.fill
              i32.const 64534
              local.get 11
              i64.store8 offset=1000
              local.get 5
              drop
              v128.const i32x4 0xfffffff1 0x457e36d7 0xfffffff3 0x80000000
              local.get 5
              i8x16.gt_s
              i16x8.extract_lane_u 7
              i32.const 32760
              i32.and
              i32.const 65528
              i64.load
              i64.store16 offset=1000 align=1
              i32.const 1
              if (result v128) ;; label = @6
                local.get 5
              else
                v128.const i32x4 0x80000000 0x00000004 0x7fffffff 0x80000000
              end
              local.set 5
              i64.const 0
              local.get 11
              i64.lt_u
              local.set 12
            end
            local.get 13
            i64.const 1
            i64.sub
            local.tee 13
            i64.const 0
            i64.ne
            br_if 0 (;@4;)
          end
        end
        f32.const -0x1.8b2374p+103 (;=-15653048000000000000000000000000;)
        f32.sqrt
        local.set 8
        i32.const -2147483648
        local.get 9
        i32.mul
        local.get 0
        local.get 7
        f64.mul
        i64.reinterpret_f64
        i32.wrap_i64
        f64.convert_i32_u
        f64.const 0x1p-2 (;=0.25;)
        f64.mul
        i32.trunc_f64_u
        br_if 2
        drop
        call 0
        local.set 0
      end
      local.get 5
      i8x16.extract_lane_u 6
      i32.const 32760
      i32.and
      f32.load align=1
      local.get 5
      f32x4.extract_lane 3
      local.tee 8
      f32.ne
      local.set 4
      local.get 4
      local.tee 10
      memory.size
      br_if 1
      local.set 10
      i32.const 0
      call_indirect (type 0)
      local.set 0
      block ;; label = @2
        local.get 5
        i16x8.extract_lane_s 4
        block (result i32) ;; label = @3
          i32.const -2122504864
          local.get 2
          br_if 0 (;@3;)
          drop
          local.get 10
        end
        i32.load16_s offset=40 align=1
        br_if 2
        drop
        local.get 4
        local.get 12
        i32.const -2147483648
        i32.const 255
        i32.and
        i32.atomic.load8_u
        i32.const 1
        i32.or
        i32.rem_u
        br_if 2
        local.set 4
        block (result v128) ;; label = @3
          local.get 5
          local.get 8
          i32.trunc_sat_f32_u
          br_if 0 (;@3;)
          drop
          v128.const i32x4 0x7fffffff 0xb0400159 0x6325202e 0xf45c0b56
          i32x4.trunc_sat_f64x2_s_zero
          local.get 5
          v128.const i32x4 0x00000000 0x80000000 0xf8800000 0x41b4bbf9
          f32x4.div
          v128.const i32x4 0xd5c61cb9 0x455b6000 0xdb966b3f 0x44d59800
          f64x2.relaxed_nmadd
        end
        block (result v128) ;; label = @3
          local.get 5
          i32.const 77155408
          br_if 0 (;@3;)
        end
        local.get 5
        i16x8.le_u
        f64x2.floor
        block (result i32) ;; label = @3
          local.get 5
          i8x16.extract_lane_s 8
          local.get 2
          br_if 0 (;@3;)
        end
        if (result i32) ;; label = @3
          local.get 3
          local.tee 3
        else
          i32.const 10
          i32.load16_s offset=40
        end
        select
        local.set 5
        local.get 5
        local.get 5
        v128.const i32x4 0x8bd0608f 0x35c2ebfd 0x19d78245 0x5a682beb
        i64x2.relaxed_laneselect
        local.get 5
        local.get 5
        f64x2.pmin
        i32x4.lt_s
        local.set 5
      end
      local.get 5
      i16x8.bitmask
      br_if 0 (;@1;)
      call 0
      local.set 1
    end
    block ;; label = @1
      i32.const 0
      local.set 14
      block ;; label = @2
        loop ;; label = @3
          block ;; label = @4
            local.get 5
            f32x4.extract_lane 3
            local.set 8
            i32.const 64
            v128.load
            f64x2.extract_lane 1
            local.set 1
            local.get 3
            local.set 9
            local.get 7
            local.get 0
            f64.div
            local.set 1
          end
          local.get 14
          i32.const 1
          i32.add
          local.tee 14
          i32.const 2
          i32.lt_u
          br_if 0 (;@3;)
        end
      end
      f64.const -0x1.d1c17e47aa0aap+721 (;=-20069900117582840000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000;)
      local.get 7
      f64.max
      i64.reinterpret_f64
      i32.wrap_i64
      f64.convert_i32_u
      f64.const 0x1p-2 (;=0.25;)
      f64.mul
      i32.trunc_f64_u
      br_if 0 (;@1;)
      local.get 5
      f32x4.extract_lane 1
      local.get 5
      f32x4.extract_lane 1
      f32.le
      i32.const 255
      i32.and
      local.get 8
      local.get 8
      local.get 8
      f32.mul
      f32.add
      i32.reinterpret_f32
      f32.convert_i32_u
      f32.const 0x1p-2 (;=0.25;)
      f32.mul
      i32.trunc_f32_s
      i32.store8
      i32.const 0
      i32.const 2
      local.get 2
      i32.const -1285151657
      i32.const 1
      i32.or
      i32.div_s
      select
      call_indirect (type 0)
      local.set 0
      local.get 5
      local.get 5
      f32x4.relaxed_max
      local.set 5
    end
    block ;; label = @1
      i64.const 0
      local.set 15
      block ;; label = @2
        loop ;; label = @3
          block ;; label = @4
            i32.const -2147483648
            i32.const 128
            i32.xor
            if ;; label = @5
              local.get 10
              i32.const 65525
              i32.const -2147483648
              i32.mul
              i32.add
              return
            end
            i64.const 0
            local.set 16
            block ;; label = @5
              loop ;; label = @6
                local.get 16
                i64.const 2
                i64.ge_u
                br_if 1 (;@5;)
                block ;; label = @7
                  local.get 3
                  local.get 2
                  local.get 2
                  i32.mul
                  i32.add
                  i32.ctz
                  local.set 10
                end
                local.get 16
                i64.const 1
                i64.add
                local.set 16
                br 0 (;@6;)
              end
            end
          end
          local.get 15
          i64.const 1
          i64.add
          local.tee 15
          i64.const 4
          i64.lt_u
          br_if 0 (;@3;)
        end
      end
      memory.size
      v128.const i32x4 0x80000000 0xa0f91c05 0x0000fff0 0x00000000
      v128.const i32x4 0x80000000 0x7fffffff 0x7fffffff 0x0000fff6
      local.get 9
      select
      i8x16.extract_lane_s 10
      br_if 1
      local.set 4
      i32.const 8388610
      i32.const 248
      i32.and
      block (result f64) ;; label = @2
        local.get 1
        local.get 2
        br_if 0 (;@2;)
        drop
        local.get 0
      end
      f64.nearest
      f64.store align=4
    end
    i32.const 65528
    i64.load32_u align=2
    local.get 13
    i64.const 1
    i64.or
    i64.div_u
    local.set 11
    v128.const i32x4 0x68b60653 0xffc00000 0xc5b43400 0x00000001
    f32x4.extract_lane 3
    local.get 8
    f32.eq
    local.set 4
    i32.const 440
    f64.load offset=1000 align=1
    local.set 1
    local.get 4
    i32.const 254
    i32.and
    i64.load16_u offset=4
    i64.extend8_s
    local.set 11
    i32.const 64520
    v128.load8x8_u offset=1000
    i16x8.bitmask
    if ;; label = @1
      local.get 13
      i64.const 1
      i64.ge_u
      return
    end
    local.get 2
    local.set 10
    i32.const 131058
    local.get 3
    i32.const 1
    i32.or
    i32.div_s
    i32.const 4095
    i32.and
    block (result i32) ;; label = @1
      local.get 4
      local.get 3
      br_if 0 (;@1;)
      drop
      i32.const 3
    end
    i32.const 4095
    i32.and
    local.get 2
    i32.const 127
    i32.and
    memory.copy
    local.get 3
  )
  (data (;0;) (i32.const 0) "\871)\1a\8bH\ac\b4p\19b\04\c0\a6\7f\01\e8H\a7W\d7A\acoL\0b!\cf\83x'\04\b6\18\df=_Ao\dejP\97`\9f\0f\0dl\c7Nr\b3\0d#+\15\ee\80\ff?e\d4P\95\82\a2TZ\cciu\d8\e6\a51\a3\ff,\1b\9e\03b\f1\01\83):\be\85\0cQ\1f\b4jg\88`\ee\07IFM\fd\cf\b4\1e\feW:Am\13\c3\ebO\b9#Y\ee~\e3\8d\92\07\1dD\84\86iqu\ff-\cf\de`:ou\e8\d5\1e\80\c3\a6C\18sk]\10*\89\90t^\adVKv\e8Zl6\f5j9m\13\15sG\88s9\9a=\cd\0fd\af\bb\9e\f6\fc*\a4\bd&`%{\b5@\f07\b6p\1ar\e7\0ct\db\ec\c0\ee\97\ad6s\c2\1d\a6\ff\8e\b01\15\d4\f8\1f2\e4`f12^wH\b9n\86\e7\e8&P\b9\da\b2b\b5\00\0c\achx\c2\ad\8e\0e\cb\12*\a2\02\0afw\8d\81 \dd\91!c\9c|l\9a\1b\0f\a1D\b0\85`Q\91\97\f6\0e\b7\12\df<\0e\e6\5c\15\cb\dd\b4n\98$\c2\f0\87\f7\f7%JX\bd\05N]h2N\d0`i\0f\aa\e1\14D\b7iL\8c\f4\aa\a4\15\94\d7C\99\e7\b0cBUH\e05\84 o\a7=~\8d)\0dU}\7f'`\c5\06ar\e0\19x\99\1b~\af\f1\dc2\a7\f2Kl\bb/Q\d3\95\ed\f4\ca\0c\a3ZY_\ff\7f\bd\1dL\9d\f5\9cD\f1Ow\14X\b33\a5\e2G\d4d]]\dd\88\09m7\d0\eb\ef\0e\19\fd\ed\c3\df\feg^\bf\d7\81\cbu+\9a\c3\8d&\cds\c3\b1\e8\be\e3Z~\aa\ce\08\eby\dc\00\89D;+k\1a\5cK\0c\11S\b6[\80\b9\91\9b\b9*\0d\a4\e0?.9\b1\d52\16\0d\0c\7f\d1*qv\0d\ad\99\e86\80h\1c\b4\f6:\98~\cbiO\a1\99+h\7f&\c9Z\a7")
)
