;; An operand was loaded into the register that its local has in the loop, though the operation had borrowed that
;; register for another operand, which was lost. Generated.
(module
  (type (;0;) (func (param f32 v128 i64) (result f64)))
  (type (;1;) (func (param i64 i32) (result v128)))
  (type (;2;) (func (param i32 i32 i32 i64 i64 i32 i64 i32 f32 f32) (result i32)))
  (type (;3;) (func (param f32 i64 f32 f32 i32 i32 i32 i32) (result f64)))
  (type (;4;) (func (param i32) (result i32)))
  (type (;5;) (func (param i32 i64 i64)))
  (import "host" "f0" (func (;0;) (type 1) (param i64 i32) (result v128)))
  (import "host" "f1" (func (;1;) (type 2) (param i32 i32 i32 i64 i64 i32 i64 i32 f32 f32) (result i32)))
  (import "host" "g0" (global (;0;) i32))
  (import "host" "g1" (global (;1;) (mut i32)))
  (table (;0;) 5 funcref)
  (memory (;0;) 1 4)
  (tag (;0;) (type 5) (param i32 i64 i64))
  (global (;2;) (mut i32) i32.const 131056)
  (global (;3;) (mut f64) f64.const -0x1p+63 (;=-9223372036854776000;))
  (global (;4;) (mut i64) i64.const 2283308851262390272)
  (global (;5;) (mut i64) i64.const -5669617365583659008)
  (global (;6;) (mut f64) f64.const 0x1.fbc8bcb4p+28 (;=532450251.25;))
  (export "f0" (func 2))
  (export "f1" (func 3))
  (export "f2" (func 4))
  (export "m0" (memory 0))
  (export "g0" (global 0))
  (export "g1" (global 1))
  (export "g2" (global 2))
  (export "g3" (global 3))
  (export "g4" (global 4))
  (export "g5" (global 5))
  (export "g6" (global 6))
  (export "t" (tag 0))
  (elem (;0;) (i32.const 0) func 2 3 4)
  (func (;2;) (type 3) (param f32 i64 f32 f32 i32 i32 i32 i32) (result f64)
    (local i32 f32 i32 i64 v128 f32 f64 i32 i32 i32 f64 f64 i64 i32 i32 f64 f64 i32 i32 i64 f64 i32 i64 i32 f64 i32 i32 f64 i32 i64 f32 i32 i32 i32 i32 f64)
    i64.const -9223372036854775806
    local.tee 1
    local.set 1
    local.get 9
    local.set 2
    block (result f32) ;; label = @1
      local.get 13
      i32.const 3
      br_if 0 (;@1;)
    end
    local.set 3
    local.get 0
    local.set 9
    local.get 12
    i16x8.extract_lane_u 2
    local.set 10
    local.get 25
    if (result i64) ;; label = @1
      local.get 20
    else
      global.get 4
    end
    local.set 11
    local.get 24
    local.get 19
    f64.sub
    local.set 18
    local.get 40
    local.tee 29
    local.set 22
    local.get 19
    local.set 24
    i32.const 64534
    local.get 25
    local.get 33
    i32.atomic.rmw8.cmpxchg_u offset=1000
    local.set 25
    local.get 12
    i32x4.extract_lane 2
    local.set 26
    local.get 37
    local.set 27
    f64.const 0x0p+0 (;=0;)
    local.set 28
    global.get 0
    local.set 33
    local.get 18
    local.get 32
    f64.lt
    local.set 34
    block (result i32) ;; label = @1
      local.get 31
      local.get 26
      br_if 0 (;@1;)
      drop
      local.get 29
    end
    local.set 36
    local.get 26
    local.get 16
    i32.add
    local.set 39
    local.get 41
    local.set 41
    local.get 12
    i64x2.all_true
    local.set 42
    local.get 28
    f64.nearest
    local.set 43
    local.get 23
    local.get 34
    if (result i32) ;; label = @1
      i32.const -2147483648
    else
      local.get 17
    end
    i32.const 254
    i32.and
    i32.load16_s offset=1000 align=1
    br_if 0
    local.set 24
    i32.const 0
    local.get 0
    f32.store offset=2048 align=1
    i32.const 0
    local.get 1
    i64.store offset=2064 align=1
    i32.const 0
    local.get 2
    f32.store offset=2080 align=1
    i32.const 0
    local.get 3
    f32.store offset=2096 align=1
    i32.const 0
    local.get 4
    i32.store offset=2112 align=1
    i32.const 0
    local.get 5
    i32.store offset=2128 align=1
    i32.const 0
    local.get 6
    i32.store offset=2144 align=1
    i32.const 0
    local.get 7
    i32.store offset=2160 align=1
    i32.const 0
    local.get 8
    i32.store offset=2176 align=1
    i32.const 0
    local.get 9
    f32.store offset=2192 align=1
    i32.const 0
    local.get 10
    i32.store offset=2208 align=1
    i32.const 0
    local.get 11
    i64.store offset=2224 align=1
    i32.const 0
    local.get 12
    v128.store offset=2240 align=1
    i32.const 0
    local.get 13
    f32.store offset=2256 align=1
    i32.const 0
    local.get 14
    f64.store offset=2272 align=1
    i32.const 0
    local.get 15
    i32.store offset=2288 align=1
    i32.const 0
    local.get 16
    i32.store offset=2304 align=1
    i32.const 0
    local.get 17
    i32.store offset=2320 align=1
    i32.const 0
    local.get 18
    f64.store offset=2336 align=1
    i32.const 0
    local.get 19
    f64.store offset=2352 align=1
    i32.const 0
    local.get 20
    i64.store offset=2368 align=1
    i32.const 0
    local.get 21
    i32.store offset=2384 align=1
    i32.const 0
    local.get 22
    i32.store offset=2400 align=1
    i32.const 0
    local.get 23
    f64.store offset=2416 align=1
    i32.const 0
    local.get 24
    f64.store offset=2432 align=1
    i32.const 0
    local.get 25
    i32.store offset=2448 align=1
    i32.const 0
    local.get 26
    i32.store offset=2464 align=1
    i32.const 0
    local.get 27
    i64.store offset=2480 align=1
    i32.const 0
    local.get 28
    f64.store offset=2496 align=1
    i32.const 0
    local.get 29
    i32.store offset=2512 align=1
    i32.const 0
    local.get 30
    i64.store offset=2528 align=1
    i32.const 0
    local.get 31
    i32.store offset=2544 align=1
    i32.const 0
    local.get 32
    f64.store offset=2560 align=1
    i32.const 0
    local.get 33
    i32.store offset=2576 align=1
    i32.const 0
    local.get 34
    i32.store offset=2592 align=1
    i32.const 0
    local.get 35
    f64.store offset=2608 align=1
    i32.const 0
    local.get 36
    i32.store offset=2624 align=1
    i32.const 0
    local.get 37
    i64.store offset=2640 align=1
    i32.const 0
    local.get 38
    f32.store offset=2656 align=1
    i32.const 0
    local.get 39
    i32.store offset=2672 align=1
    i32.const 0
    local.get 40
    i32.store offset=2688 align=1
    i32.const 0
    local.get 41
    i32.store offset=2704 align=1
    i32.const 0
    local.get 42
    i32.store offset=2720 align=1
    i32.const 0
    local.get 43
    f64.store offset=2736 align=1
    local.get 24
  )
  (func (;3;) (type 0) (param f32 v128 i64) (result f64)
    (local i64 f32 i32 f64 i32 i32 i32 i64 i32 i64 i64)
    local.get 5
    i32.const 32760
    i32.and
    f32.load offset=4 align=1
    local.set 0
    i32.const 216
    v128.load16x4_u
    local.set 1
    local.get 3
    local.get 3
    i64.const 1
    i64.or
    i64.rem_u
    local.set 2
    local.get 0
    f32.const 0x1p+0 (;=1;)
    f32.const 0x0p+0 (;=0;)
    f32.mul
    f32.add
    local.set 4
    f64.const -0x1.3683b83efe9f8p+955 (;=-369392285295510160000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000;)
    i64.reinterpret_f64
    i32.wrap_i64
    f64.convert_i32_u
    f64.const 0x1p-2 (;=0.25;)
    f64.mul
    i32.trunc_f64_u
    local.set 5
    local.get 6
    f64.const 0x1.1a5d3508p+27 (;=148040104.25;)
    f64.ge
    local.set 8
    local.get 7
    i32.const 4095
    i32.and
    local.get 9
    i32.atomic.rmw8.and_u offset=40
    local.set 9
    memory.size
    i64.extend_i32_u
    local.get 10
    local.get 10
    i64.rotl
    i64.rotr
    local.get 8
    i32.const 4095
    i32.and
    i32.atomic.load8_u
    i32.const 32760
    i32.and
    i32.atomic.load8_u offset=1000
    call 0
    local.set 1
    memory.size
    drop
    i32.const 0
    local.set 11
    block ;; label = @1
      loop ;; label = @2
        local.get 11
        i32.const 196
        i32.ge_u
        br_if 1 (;@1;)
        block ;; label = @3
          local.get 6
          local.get 6
          f64.sub
          local.set 6
        end
        local.get 11
        i32.const 1
        i32.add
        local.set 11
        br 0 (;@2;)
      end
    end
    block (result f64) ;; label = @1
      local.get 6
      f64.const 0x1.dc5b7f9p+27 (;=249748476.5;)
      f64.min
      local.get 1
      i32x4.extract_lane 2
      br_if 0 (;@1;)
      drop
      local.get 6
      local.tee 6
    end
    i64.trunc_sat_f64_u
    local.set 10
    block ;; label = @1
      block ;; label = @2
        block ;; label = @3
          local.get 9
          local.get 7
          i32.const -694073316
          i32.mul
          i32.add
          local.tee 7
          i32.const 7
          i32.and
          br_table 2 (;@1;) 0 (;@3;) 2 (;@1;)
        end
        local.get 1
        i32x4.extract_lane 3
        i32.const 1156236031
        if (result i32) ;; label = @3
          local.get 7
        else
          local.get 11
        end
        i32.const -2147483648
        i32.rotl
        i32.xor
        drop
        i64.const 0
        local.set 12
        block ;; label = @3
          loop ;; label = @4
            local.get 12
            i64.const 1
            i64.ge_u
            br_if 1 (;@3;)
            block ;; label = @5
              i64.const 40
              local.set 13
              block ;; label = @6
                loop ;; label = @7
                  block ;; label = @8
                    local.get 5
                    if (result v128) ;; label = @9
                      local.get 1
                    else
                      local.get 1
                    end
                    local.get 1
                    i32x4.eq
                    i32.const 65520
                    i32.const 65533
                    i32.load8_s
                    local.get 8
                    i32.eqz
                    i32.atomic.rmw.cmpxchg offset=4
                    i64x2.shr_u
                    v128.const i32x4 0x25134d6f 0xfd067e31 0x80e1dcdf 0x66afe994
                    i8x16.lt_u
                    local.set 1
                    local.get 4
                    local.get 0
                    f32.ne
                    i32.const 240
                    i32.load8_u
                    memory.size
                    local.get 7
                    if (result i64) ;; label = @9
                      i64.const 3
                    else
                      i64.const -6985402531111239680
                    end
                    local.get 6
                    i64.trunc_sat_f64_u
                    i64.mul
                    local.get 12
                    local.get 7
                    local.get 13
                    local.get 9
                    local.get 0
                    local.get 4
                    call 1
                    local.set 7
                  end
                  local.get 13
                  i64.const 1
                  i64.sub
                  local.tee 13
                  i64.const 0
                  i64.ne
                  br_if 0 (;@7;)
                end
              end
            end
            local.get 12
            i64.const 1
            i64.add
            local.set 12
            br 0 (;@4;)
          end
        end
      end
    end
    i32.const 0
    local.get 0
    f32.store offset=2048 align=1
    i32.const 0
    local.get 1
    v128.store offset=2064 align=1
    i32.const 0
    local.get 2
    i64.store offset=2080 align=1
    i32.const 0
    local.get 3
    i64.store offset=2096 align=1
    i32.const 0
    local.get 4
    f32.store offset=2112 align=1
    i32.const 0
    local.get 5
    i32.store offset=2128 align=1
    i32.const 0
    local.get 6
    f64.store offset=2144 align=1
    i32.const 0
    local.get 7
    i32.store offset=2160 align=1
    i32.const 0
    local.get 8
    i32.store offset=2176 align=1
    i32.const 0
    local.get 9
    i32.store offset=2192 align=1
    i32.const 0
    local.get 10
    i64.store offset=2208 align=1
    local.get 6
  )
  (func (;4;) (type 4) (param i32) (result i32)
    (local i32 f64 i32 i32 v128 f32 f64 f64 i32 f64 i32 i32 f64 i32 i32 i64 f64 i32 v128 i32 f32 i64 v128 i64 i64 f64 i64 f64 i32 i64 i64 i32 f64 f32 i64 v128)
    i32.const 65530
    i32.load16_s offset=4 align=1
    local.set 3
    i32.const 0
    local.set 11
    local.get 12
    local.set 12
    local.get 7
    f64.floor
    local.set 13
    i32.const 65534
    i32.load8_u
    local.set 14
    global.get 2
    i32.popcnt
    local.set 15
    local.get 8
    i64.reinterpret_f64
    i32.wrap_i64
    f64.convert_i32_u
    f64.const 0x1p-2 (;=0.25;)
    f64.mul
    i32.trunc_f64_s
    local.set 18
    i64.const 7
    f32.convert_i64_s
    local.set 21
    local.get 31
    local.get 16
    local.get 24
    i64.mul
    i64.add
    local.set 25
    local.get 33
    f64.sqrt
    local.set 28
    local.get 25
    local.set 30
    local.get 25
    local.tee 25
    local.set 31
    block (result i32) ;; label = @1
      local.get 4
      local.get 32
      br_if 0 (;@1;)
    end
    local.set 32
    local.get 28
    f64.trunc
    local.set 33
    local.get 21
    f32.sqrt
    local.set 34
    block (result i64) ;; label = @1
      local.get 35
      local.get 14
      br_if 0 (;@1;)
    end
    local.set 35
    v128.const i32x4 0x00000000 0x00000000 0x1a000000 0x418697f8
    local.set 5
    local.get 9
    i32.const 32760
    i32.and
    local.get 15
    i32.store8 offset=1000
    local.get 6
    i32.reinterpret_f32
    f32.convert_i32_u
    f32.const 0x1p-2 (;=0.25;)
    f32.mul
    i32.trunc_f32_u
    i32.const 7
    global.get 1
    i32.rotl
    i32.xor
    local.set 15
    local.get 5
    local.set 36
    local.get 34
    local.get 19
    i64.const 579272467676135424
    call 3
    local.set 28
    i32.const 0
    local.get 0
    i32.store offset=2048 align=1
    i32.const 0
    local.get 1
    i32.store offset=2064 align=1
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
    v128.store offset=2128 align=1
    i32.const 0
    local.get 6
    f32.store offset=2144 align=1
    i32.const 0
    local.get 7
    f64.store offset=2160 align=1
    i32.const 0
    local.get 8
    f64.store offset=2176 align=1
    i32.const 0
    local.get 9
    i32.store offset=2192 align=1
    i32.const 0
    local.get 10
    f64.store offset=2208 align=1
    i32.const 0
    local.get 11
    i32.store offset=2224 align=1
    i32.const 0
    local.get 12
    i32.store offset=2240 align=1
    i32.const 0
    local.get 13
    f64.store offset=2256 align=1
    i32.const 0
    local.get 14
    i32.store offset=2272 align=1
    i32.const 0
    local.get 15
    i32.store offset=2288 align=1
    i32.const 0
    local.get 16
    i64.store offset=2304 align=1
    i32.const 0
    local.get 17
    f64.store offset=2320 align=1
    i32.const 0
    local.get 18
    i32.store offset=2336 align=1
    i32.const 0
    local.get 19
    v128.store offset=2352 align=1
    i32.const 0
    local.get 20
    i32.store offset=2368 align=1
    i32.const 0
    local.get 21
    f32.store offset=2384 align=1
    i32.const 0
    local.get 22
    i64.store offset=2400 align=1
    i32.const 0
    local.get 23
    v128.store offset=2416 align=1
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
    i64.store offset=2480 align=1
    i32.const 0
    local.get 28
    f64.store offset=2496 align=1
    i32.const 0
    local.get 29
    i32.store offset=2512 align=1
    i32.const 0
    local.get 30
    i64.store offset=2528 align=1
    i32.const 0
    local.get 31
    i64.store offset=2544 align=1
    i32.const 0
    local.get 32
    i32.store offset=2560 align=1
    i32.const 0
    local.get 33
    f64.store offset=2576 align=1
    i32.const 0
    local.get 34
    f32.store offset=2592 align=1
    i32.const 0
    local.get 35
    i64.store offset=2608 align=1
    i32.const 0
    local.get 36
    v128.store offset=2624 align=1
    local.get 4
  )
  (data (;0;) (i32.const 0) "\89N\9c\a7_\17\d0!\d1D\5c3\a5\e1\13d\1fKH\fcpRz]\d2\a6a\83>X\b4.S\d1\03\b6\b5\c5\0b\a6\18\91Y\00!\83\bf5d\22}\f28r\9c9\14\b2\f6\d9g\81\cauQ`\83\b5\11\e4\feM\82=\94\dd\ce\a6H\80\1d\8f-S7\d7\8fTG\93|\e4\e6\c5\ae\f8\8aG\d8~@\1a\89 E\10\fc4\ff\ae\9aI\d8\ce\83\cb\85K\5c5\03\e8\c1\1e\b3p\b8\b5(\7f\d2\f6U-\cb0\e1\13\08h>q\84\5c`/\c9p\f0\c3\e5p\c1b\d9\18~3\a0\1f\deU\91\ac\a0\c0\e0i\f0\045\88\e4\95\dc\de\d3\14\af\e48c\86\84\e7;-\5c\fc\1bo\b9\b6\90l7\d8w6\8b\a8\92\96\e4~:t\0cv-\8eX\d4:y\c0\86D\00\92\87\88%\cf\f4\04\86=\97TL\c2\b8\b9\c2\dd\b2\a6P6L~\b8\19\f3\ae\a1{/\0aI\82+\c8k\07\82\da\07\8b\8f\bd\bc\0cM0)\a1O\ee&g`\ff@\ee\c3HEj\08\02\d7v?\d7\89g\a2\93\0c\10\df\a04\f1\fc\cf\df[6\f23-\bd\18\1e\e1M\a0j\cc\8c\ee5\ecf2\8f\a3&\c0\0c\f63\c5X'\e0y\8a\e2d\10q\d6\cd\f1(G\ae\13d\c3\87\c6\0e)\93\df\e0H\006\a6'\f6Z\d3\83\c3\b6\e7Z\e2+\a6\b1~X#\b2B)c\9c\a5\d9\df\d2\ff\beQ<\ffI\96\b7\cfL\e3)\c9\ae}\c9\89#\16\ef\e5F\900\baj5\08\b6\87\c8\a3\e8\a4>\9c\f7\89[1\adfH$\b0\ae8\c8|2\eb\e9\e3\82\fd\8aj\b4\e1\0f\deV,\9d\f7\0bSb\ab\ed.1Rph\e9\cb\b5\f3_I\dd\9d\ce\8b\14\f5SV T<\bd|\cd\06\f5diD\d1\0f\0a\af\06IK,\84\ec =O\ad\c3\e1\1b\b0\ed\c9\87\f3\07p\fa\a6\01\c3\eb\19\d8\86")
)
