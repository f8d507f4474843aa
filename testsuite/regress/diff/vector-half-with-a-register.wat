;; As in `vector-half-of-another-class.wat`: the second slot of a v128 had a register of its own, so half of the vector was
;; lost. Later compilers pass the older module even with the fault put back. Generated.
(module
  (type (;0;) (func (result i32 f64 f64)))
  (type (;1;) (func (param i32 v128 i64 i32 f64 f64 i32 i32 i32 v128 f64 i64) (result i64)))
  (type (;2;) (func (param i32) (result v128)))
  (type (;3;) (func (param i32 f32 f64 i64 v128 i64 v128) (result f64)))
  (type (;4;) (func (param i32 i32) (result i32)))
  (type (;5;) (func (param i64 i64)))
  (import "host" "f0" (func (;0;) (type 1) (param i32 v128 i64 i32 f64 f64 i32 i32 i32 v128 f64 i64) (result i64)))
  (import "host" "g0" (global (;0;) (mut f32)))
  (table (;0;) 5 funcref)
  (table (;1;) 24 48 funcref)
  (memory (;0;) 1)
  (tag (;0;) (type 5) (param i64 i64))
  (global (;1;) (mut i32) i32.const 2)
  (global (;2;) (mut f32) f32.const inf (;=inf;))
  (global (;3;) (mut i32) i32.const 4)
  (export "f0" (func 1))
  (export "f1" (func 2))
  (export "f2" (func 3))
  (export "m0" (memory 0))
  (export "g0" (global 0))
  (export "g1" (global 1))
  (export "g2" (global 2))
  (export "g3" (global 3))
  (export "t" (tag 0))
  (export "table" (table 1))
  (elem (;0;) (i32.const 0) func 1 2 3)
  (elem (;1;) funcref (ref.func 1) (ref.func 2) (ref.null func) (ref.func 1) (ref.func 2) (ref.null func) (ref.func 1) (ref.func 2))
  (func (;1;) (type 2) (param i32) (result v128)
    (local f64 f64 v128)
    local.get 0
    i32.const 5
    i32.rem_u
    local.tee 0
    if ;; label = @1
      local.get 0
      i32.const 1
      i32.sub
      call 1
      local.set 3
    end
    local.get 2
    f64.const -0x1.e435da874fe4ap+562 (;=-28552995718418935000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000;)
    f64.ge
    local.get 2
    local.get 1
    f64.eq
    i64.const 8514094332217655296
    i64.const -4963588475157794997
    i64.lt_s
    select
    local.get 3
    f32.const 0x1.0a04p+12 (;=4256.25;)
    f32.const 0x1p+31 (;=2147483600;)
    f32.ge
    i32x4.shl
    i32.const 4
    i32.const 248
    i32.and
    v128.load64_zero align=4
    i64x2.extract_lane 0
    memory.size
    local.get 2
    f64.const 0x0p+0 (;=0;)
    f64.le
    i32.add
    local.get 3
    v128.const i32x4 0x28fc4308 0x5c420f59 0x80000000 0xfe131032
    i64x2.extmul_high_i32x4_s
    f64x2.extract_lane 0
    local.get 1
    f32.const 0x1p+0 (;=1;)
    i32.reinterpret_f32
    f32.convert_i32_u
    f32.const 0x1p-2 (;=0.25;)
    f32.mul
    i32.trunc_f32_u
    local.get 3
    i16x8.extract_lane_s 3
    local.get 0
    i32.mul
    i32.add
    i32.const 1
    local.get 0
    local.get 0
    i32.shr_u
    i32.and
    local.get 0
    i32.xor
    block (result i32) ;; label = @1
      local.get 2
      i64.reinterpret_f64
      i32.wrap_i64
      f64.convert_i32_u
      f64.const 0x1p-2 (;=0.25;)
      f64.mul
      i32.trunc_f64_u
      local.get 0
      i32.clz
      br_if 0 (;@1;)
    end
    v128.const i32x4 0x8abe9300 0x1e891114 0xd7000000 0xc1a6eda8
    local.get 1
    f64.nearest
    i32.const 65484
    i64.load32_s offset=40 align=1
    call 0
    drop
    block (result i64) ;; label = @1
      i64.const 5132745041196113763
      local.get 0
      br_if 0 (;@1;)
      drop
      i64.const 7
    end
    i64.const 134217727
    i64.and
    i64.const 5899802193694079301
    i64.const 0
    i64.const 2
    i64.add128
    drop
    drop
    v128.const i32x4 0x00000007 0x00000010 0x80000000 0x00000003
  )
  (func (;2;) (type 3) (param i32 f32 f64 i64 v128 i64 v128) (result f64)
    (local v128 v128 f64 f64 f64 i32 v128 v128 i32 f64 i32 v128 i32 i32 i64 i64 f32 i64 i64 f64)
    local.get 4
    v128.const i32x4 0x4f800000 0x4576c800 0x7fc00000 0x45a5e400
    i64x2.extmul_low_i32x4_s
    local.set 4
    local.get 6
    i64x2.extract_lane 0
    local.set 5
    local.get 14
    local.set 6
    block (result v128) ;; label = @1
      local.get 7
      local.get 12
      br_if 0 (;@1;)
      drop
      local.get 13
    end
    local.set 13
    i32.const 65524
    local.get 17
    i32.atomic.rmw.xor offset=4
    local.set 15
    local.get 19
    f64.convert_i32_u
    local.set 16
    local.get 20
    local.get 19
    i32.gt_u
    local.set 17
    local.get 18
    local.get 6
    f32x4.pmin
    local.set 18
    local.get 13
    i32x4.all_true
    local.set 20
    local.get 23
    i32.reinterpret_f32
    f32.convert_i32_u
    f32.const 0x1p-2 (;=0.25;)
    f32.mul
    i64.trunc_f32_s
    local.set 22
    local.get 24
    local.tee 5
    local.set 25
    local.get 15
    if (result f64) ;; label = @1
      f64.const 0x1.4d32f398p+27 (;=174692252.75;)
    else
      local.get 10
    end
    local.set 26
    local.get 6
    i8x16.extract_lane_s 3
    block (result v128) ;; label = @1
      local.get 14
      v128.not
      local.get 19
      i32.const 32760
      i32.and
      local.get 0
      local.get 19
      i32.atomic.rmw8.cmpxchg_u
      br_if 0 (;@1;)
      drop
      v128.const i32x4 0x2850e061 0x6de724b8 0x00000000 0x3ff00000
      local.get 6
      i8x16.sub
    end
    local.get 12
    if (result i32) ;; label = @1
      local.get 0
    else
      local.get 15
    end
    i64.extend_i32_u
    local.get 19
    i32.const 60
    i32.and
    i32.const 64472
    i32.add
    i32.load offset=4
    if (result i32) ;; label = @1
      global.get 3
    else
      i32.const 536870913
    end
    local.get 11
    local.get 11
    local.get 17
    i32.const 0
    local.get 15
    local.get 18
    f64.const -nan (;=NaN;)
    local.get 25
    call 0
    local.set 5
    i32.const 0
    local.get 0
    i32.store offset=2048 align=1
    i32.const 0
    local.get 1
    f32.store offset=2064 align=1
    i32.const 0
    local.get 2
    f64.store offset=2080 align=1
    i32.const 0
    local.get 3
    i64.store offset=2096 align=1
    i32.const 0
    local.get 4
    v128.store offset=2112 align=1
    i32.const 0
    local.get 5
    i64.store offset=2128 align=1
    i32.const 0
    local.get 6
    v128.store offset=2144 align=1
    i32.const 0
    local.get 7
    v128.store offset=2160 align=1
    i32.const 0
    local.get 8
    v128.store offset=2176 align=1
    i32.const 0
    local.get 9
    f64.store offset=2192 align=1
    i32.const 0
    local.get 10
    f64.store offset=2208 align=1
    i32.const 0
    local.get 11
    f64.store offset=2224 align=1
    i32.const 0
    local.get 12
    i32.store offset=2240 align=1
    i32.const 0
    local.get 13
    v128.store offset=2256 align=1
    i32.const 0
    local.get 14
    v128.store offset=2272 align=1
    i32.const 0
    local.get 15
    i32.store offset=2288 align=1
    i32.const 0
    local.get 16
    f64.store offset=2304 align=1
    i32.const 0
    local.get 17
    i32.store offset=2320 align=1
    i32.const 0
    local.get 18
    v128.store offset=2336 align=1
    i32.const 0
    local.get 19
    i32.store offset=2352 align=1
    i32.const 0
    local.get 20
    i32.store offset=2368 align=1
    i32.const 0
    local.get 21
    i64.store offset=2384 align=1
    i32.const 0
    local.get 22
    i64.store offset=2400 align=1
    i32.const 0
    local.get 23
    f32.store offset=2416 align=1
    i32.const 0
    local.get 24
    i64.store offset=2432 align=1
    i32.const 0
    local.get 25
    i64.store offset=2448 align=1
    i32.const 0
    local.get 26
    f64.store offset=2464 align=1
    local.get 16
  )
  (func (;3;) (type 4) (param i32 i32) (result i32)
    (local i64 v128 f64 i32)
    f32.const -0x1.897p+12 (;=-6295;)
    i64.trunc_sat_f32_s
    local.set 2
    local.get 4
    f64.neg
    local.set 4
    local.get 2
    local.set 2
    local.get 2
    i64.const 56
    i64.shl
    local.get 2
    i64.const 65280
    i64.and
    i64.const 40
    i64.shl
    i64.or
    local.get 2
    i64.const 16711680
    i64.and
    i64.const 24
    i64.shl
    i64.or
    local.get 2
    i64.const 4278190080
    i64.and
    i64.const 8
    i64.shl
    i64.or
    local.get 2
    i64.const 8
    i64.shr_u
    i64.const 4278190080
    i64.and
    i64.or
    local.get 2
    i64.const 24
    i64.shr_u
    i64.const 16711680
    i64.and
    i64.or
    local.get 2
    i64.const 40
    i64.shr_u
    i64.const 65280
    i64.and
    i64.or
    local.get 2
    i64.const 56
    i64.shr_u
    i64.or
    local.get 2
    i64.const 3
    i64.shl
    local.get 2
    local.get 3
    i8x16.extract_lane_s 14
    select
    local.get 2
    local.get 2
    i64.const 1
    i64.or
    i64.div_u
    local.tee 2
    local.get 1
    local.get 0
    i32.const 0
    select
    i64.load16_u offset=2147483646
    i64.add128
    local.set 2
    drop
    local.get 2
    f64.convert_i64_u
    local.set 4
    i32.const 48
    f64.load align=4
    f32.demote_f64
    drop
    local.get 0
    local.get 0
    i32.shl
    local.set 0
    local.get 0
    if ;; label = @1
      local.get 0
      i32.const 4095
      i32.and
      local.get 1
      i32.atomic.rmw8.add_u
      return
    end
    i32.const -2147483648
    i32.const 67108863
    i32.shl
    local.get 1
    br_if 0
    drop
    local.get 3
    local.get 3
    i8x16.ge_s
    f64x2.neg
    f64x2.extract_lane 0
    local.set 4
    v128.const i32x4 0x00200000 0x6760b5c7 0x00000001 0x00000001
    f32x4.abs
    i16x8.extract_lane_u 1
    local.get 3
    local.get 4
    f64x2.replace_lane 0
    local.get 4
    f64.trunc
    f64x2.replace_lane 1
    v128.const i32x4 0xffffffff 0x80000000 0x00000003 0x00ffffff
    i64x2.extract_lane 0
    i32.const 16
    local.get 3
    i16x8.extract_lane_u 3
    if (result f64) ;; label = @1
      local.get 4
    else
      f64.const -0x1.c6c479b8p+28 (;=-476858267.5;)
      f64.floor
    end
    block (result f64) ;; label = @1
      block (result f64) ;; label = @2
        local.get 4
        local.get 0
        br_if 0 (;@2;)
      end
      local.get 3
      i32x4.extract_lane 0
      br_if 0 (;@1;)
    end
    local.get 2
    i64.popcnt
    local.get 2
    i64.ge_u
    local.get 2
    local.get 2
    i64.shr_u
    i64.eqz
    f32.const -inf (;=-inf;)
    f32.const -0x1.795e6p-120 (;=-0.0000000000000000000000000000000000011089868;)
    f32.ne
    local.get 3
    local.get 2
    i64.const 3
    i64.ne
    i8x16.replace_lane 11
    f64.const -nan (;=NaN;)
    memory.size
    i64.extend_i32_u
    call 0
    local.set 2
    local.get 1
    local.get 1
    i32.rotr
    block (result i32) ;; label = @1
      local.get 0
      i32.const 1
      br_if 0 (;@1;)
    end
    global.get 1
    i32.rotl
    i32.xor
    i32.const 248
    i32.and
    local.get 0
    global.get 3
    i32.ne
    i32.const 4088
    i32.and
    i32.const 64
    i32.add
    f64.load align=2
    f64.sqrt
    f64.store align=2
    i32.const 0
    local.set 5
    block ;; label = @1
      loop ;; label = @2
        local.get 5
        i32.const 40
        i32.ge_u
        br_if 1 (;@1;)
        block ;; label = @3
          local.get 1
          i64.load16_s align=1
          local.set 2
          block (result f32) ;; label = @4
            f32.const -0x1.7678p+11 (;=-2995.75;)
            local.get 1
            br_if 0 (;@4;)
            drop
            f32.const 0x1.fffffcp-127 (;=0.000000000000000000000000000000000000011754942;)
          end
          i64.trunc_sat_f32_s
          local.set 2
          block (type 0) (result i32 f64 f64) ;; label = @4
            f32.const 0x1p+31 (;=2147483600;)
            f32.const -nan (;=NaN;)
            f32.sub
            f32.const -0x1.fc7p+11 (;=-4067.5;)
            local.get 5
            select
            f32.neg
            drop
            local.get 3
            i64x2.bitmask
            i32.const 4094
            i32.and
            block (result i32) ;; label = @5
              local.get 5
              global.get 3
              br_if 0 (;@5;)
            end
            i32.const 2046
            i32.and
            i32.add
            i32.const 15
            local.get 1
            local.get 1
            select
            i32.const 32760
            i32.and
            i64.const 9223372036854775807
            local.set 2
            local.get 2
            i64.const 56
            i64.shl
            local.get 2
            i64.const 65280
            i64.and
            i64.const 40
            i64.shl
            i64.or
            local.get 2
            i64.const 16711680
            i64.and
            i64.const 24
            i64.shl
            i64.or
            local.get 2
            i64.const 4278190080
            i64.and
            i64.const 8
            i64.shl
            i64.or
            local.get 2
            i64.const 8
            i64.shr_u
            i64.const 4278190080
            i64.and
            i64.or
            local.get 2
            i64.const 24
            i64.shr_u
            i64.const 16711680
            i64.and
            i64.or
            local.get 2
            i64.const 71776119061217280
            i64.and
            i64.const 40
            i64.shl
            i64.or
            local.get 2
            i64.const 56
            i64.shr_u
            i64.or
            i64.atomic.rmw16.add_u
            i64.store16
            local.get 1
            f64.const 0x1p+0 (;=1;)
            f64.const -0x1.b08ed32p+28 (;=-453569842;)
            global.get 3
            br_if 0 (;@4;)
            local.set 4
            local.set 4
            drop
            local.get 0
            local.get 4
            f64.const -0x0p+0 (;=-0;)
          end
          local.set 4
          local.set 4
          local.set 0
        end
        local.get 5
        i32.const 1
        i32.add
        local.set 5
        br 0 (;@2;)
      end
    end
    i32.const 4
  )
  (data (;0;) "\14\d4\b8(\ca\e7\f7N\8e\11\03`l1\c9\e1!\e4\1a\f1cI\07#\228\e7&\b3+@\9a\edA\d6\acOk\fe%\e4r\ddA-\06\90\84\7fV\c6Q\de\05>\a6\e4\14\a2\8f\8e\d70\a9\ec\88\e8\81\0a\cd\b8U\a6\d5\b3L\9e,\99\ddW\bef\13\1f\d4e#\18uju\aa\15<\13\d2\aad>\dc\86\11\17,\94\95\a7\9bX\144\afx\1d\0cC\b0\0fOG\9b\b9\94\b9x\d9 N\9e\c2\c5*\b0\ca=\c1y\e3\9e.\00\b9\d3\10v\de\da+\04\ba\db\e5C*\b4\f8\b8W\04\88?\1aB=O\b1b\12\fc\b6\a4d\91^\00\c2\bb\f0\b4\a3A\ae\8b(n1\c3\c8\b2\b0e\de7\95\13\a0\c0\06\1d~y\e4\06\07'\fd`\8fm4\b7#\c3\99\02\94\0f\b6\0b\e3\dcI\9d\ee\b3\1e\e3\b5\b6\b9\7f\b9\e9\88\c7\10\f94+\9a\e1\17\c3\22\a29\1a\ad\92\a3p6\c0\f0?")
  (data (;1;) (i32.const 0) "\ab\ae(\c8\c8D\a4\f4\bb\93\ba\de\13*\a5\f9\e1$\8b\04\9e\18\9f\84\81\8a\edM\5c\eff7I\cb\d1\15+\93P\86!\1fM(\9c\d0#\c3\e5\1ff\a5\d9\02\9a\d2\86\89\a3\9e\ca\90\8cxI\cf/4\92\a2;\10\c9J\fcTJ\fc\7f\82f\9b\03J\c0\cfI\8a\90\a4\b8_M\b4\e8\b1\9e\93>,\d8\f7>\7f\0f\b1b\a3\d36\06\a5\c4\7ff\fb\8cf\ec%\98\80\e6!\dc0\af\07\15i\b8\ae\8a\ca\e7\d3\90\d4\cb\7f\9c\15/\c4\ef\a7\ec:\de\17\11\80z$\cc)\f3\06\85|}n\83[\04q\8cN\8d0\03\00W\a1\c0\c5\fd\ea\85\93[\a0Mo\d9\cc\9f\8d\c3%W\e2\90\0cela\16\f3\fe\e4j}f\1bo\80n\ca\b3\19\81X\af>u\06\94\96\f1;4\bb3\e1j\09\b9\9f\80x\1f\1a!\b5VHy\10\0d\bdM\1d\10\d0\ba\93\a19\c0\84\d3\01V~\e3}\0dN1\0e\da\ceJ\da\ff+\90a\169a\f6,X\d1P\e0\99\9e\e5\a6U\f7\f2\8a\1a\8b<\c2\ce\86Rp*\b4\d6\09\b4d\0b\07\de\a2\ad\09\a9\f7\0aW\fe\9dz-[,\cfV\1a\16\ae\fd2\a9W\cbu?x\c2\81:\8b\91\96\1b\a7\d1w\ad\07\c05\97\c5\1dx\fc,1\e7q8\0c\02\b8\04\d4P)\fd\bc\02\17\19\88\fcK\91\fa\a7MK\c3\1dZ\07\b6\f83\0e#\16\d2\88(=?&\bd\ad\cc\e7\b1/\16\b9\e1\e8\bd\d2\fe\95\91\bc\94\ad\16\90\e7\17\02\ae\a26/\c2\98\e6\e5\f3M\0ba\cc@8m\01\b5#\a2m1\a8\fe\d7\94\c3\f6}\dd\d2\ca6.\e7'y\1e\bdnme\fe\82q)T\cc\1c\d3\da>\cd\ea}\1b5\ddy[\df\8a\07}\13J\80S[h\fb\dd\1d\962\b4\99h)\dd\a36\d5\ba\9f$l\b2\11\bc\d0\da\c6y\a3\cc\1d\f8\e6\c2")
)
