;; A v128 that is live at no label takes a slot and the next one. The next one also held integers at other times and so could have
;; a register, in which the upper half of the vector was not. Generated.
(module
  (rec
    (type (;0;) (sub (descriptor 1) (struct (field (mut i32)) (field (mut i64)) (field (mut f64)) (field (mut v128)) (field (mut f32)))))
    (type (;1;) (sub (describes 0) (struct (field (mut i32)))))
    (type (;2;) (sub 0 (descriptor 3) (struct (field (mut i32)) (field (mut i64)) (field (mut f64)) (field (mut v128)) (field (mut f32)) (field (mut i32)) (field (mut (ref null 0))))))
    (type (;3;) (sub 1 (describes 2) (struct (field (mut i32)))))
    (type (;4;) (struct (field (mut i32))))
    (type (;5;) (array (mut i32)))
  )
  (type (;6;) (func (param f64) (result f64)))
  (type (;7;) (func (param v128 i64 i32) (result v128 i64 i32)))
  (type (;8;) (func (param f64 i32) (result f64 v128 v128 i32)))
  (type (;9;) (func (param i64 f64 f64 f64 i64 f32 i32) (result f64)))
  (type (;10;) (func (param i32 i32 i64)))
  (import "host" "g0" (global (;0;) (mut i32)))
  (import "host" "g1" (global (;1;) (mut i32)))
  (import "host" "g2" (global (;2;) f32))
  (table (;0;) 4 funcref)
  (tag (;0;) (type 10) (param i32 i32 i64))
  (global (;3;) (ref (exact 1)) i32.const 7 struct.new 1)
  (global (;4;) (ref (exact 1)) i32.const 8 struct.new 1)
  (global (;5;) (ref (exact 3)) i32.const 9 struct.new 3)
  (global (;6;) (mut (ref null 0)) ref.null 0)
  (global (;7;) (mut anyref) ref.null any)
  (export "f0" (func 0))
  (export "f1" (func 1))
  (export "g0" (global 0))
  (export "g1" (global 1))
  (export "g2" (global 2))
  (export "t" (tag 0))
  (elem (;0;) (i32.const 0) func 0 1)
  (func (;0;) (type 8) (param f64 i32) (result f64 v128 v128 i32)
    (local f32 i64 i64 i64 i32 i32 (ref null 0) (ref null 0) anyref)
    global.get 1
    f32.convert_i32_s
    local.set 2
    i64.const 4
    local.set 3
    block (result i64) ;; label = @1
      local.get 3
      local.get 1
      br_if 0 (;@1;)
    end
    local.set 4
    local.get 10
    local.set 10
    block (result (ref 0)) ;; label = @1
      block (result (ref 2)) ;; label = @2
        local.get 8
        br_on_cast 0 (;@2;) (ref null 0) (ref 2)
        drop
        local.get 1
        local.get 3
        local.get 0
        v128.const i32x4 0x00000001 0x00000000 0x00000000 0x00000000
        local.get 2
        local.get 1
        ref.null 0
        global.get 5
        struct.new_desc 2
      end
      struct.get 2 6
      br_on_non_null 0 (;@1;)
      ref.null (exact 3)
      struct.new_default_desc 2
    end
    local.tee 9
    local.get 9
    ref.get_desc 0
    ref.cast_desc_eq (ref 0)
    struct.get 0 0
    local.set 1
    local.get 0
    local.get 0
    f64.ge
    local.set 1
    i64.const 40
    local.set 5
    block (result f64) ;; label = @1
      block (result anyref) ;; label = @2
        local.get 1
        struct.new 4
        br_on_cast_fail 0 (;@2;) anyref (ref null 0)
        drop
        f64.const 0x1.f869abd6350f6p+450 (;=5728542816822846600000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000;)
        br 1 (;@1;)
      end
      drop
      f64.const 0x1p+31 (;=2147483648;)
    end
    loop (type 6) (param f64) (result f64) ;; label = @1
      local.set 0
      block ;; label = @2
        local.get 5
        v128.const i32x4 0xcf000000 0x00000001 0x7f7fffff 0xffc00000
        i64x2.extract_lane 0
        local.get 3
        i64.rotl
        i64.xor
        global.get 1
        i64.extend_i32_u
        local.get 4
        i32.const 4
        select
        i64.lt_s
        i32.ctz
        local.set 1
      end
      local.get 0
      local.get 0
      f64.div
      local.get 5
      i64.const 1
      i64.sub
      local.tee 5
      i64.const 0
      i64.ne
      br_if 0 (;@1;)
    end
    local.set 0
    i32.const 0
    local.set 6
    block ;; label = @1
      loop ;; label = @2
        block ;; label = @3
          block (result f64) ;; label = @4
            block (result anyref) ;; label = @5
              local.get 0
              local.get 1
              struct.new 4
              br_on_cast_fail 0 (;@5;) anyref (ref 2)
              drop
              br 1 (;@4;)
            end
            drop
            v128.const i32x4 0xc3b4ab5f 0xf835da5e 0xbc3ca479 0x61554ea9
            f64x2.extract_lane 0
          end
          local.set 0
          i32.const 0
          local.set 7
          block ;; label = @4
            loop ;; label = @5
              block ;; label = @6
                local.get 0
                local.tee 0
                v128.const i32x4 0x00000000 0xfff00000 0xf3000000 0x41aa15f9
                v128.const i32x4 0x3f800000 0xbf800000 0x5f000000 0x7fc00000
                v128.const i32x4 0xd3df2cf7 0xd3e49bab 0x8450e679 0x2c2f76bc
                local.get 1
                select
                local.get 6
                i32.const -1519983921
                i32.clz
                br_if 6
                local.set 1
                drop
                drop
                local.set 0
                local.get 6
                local.set 1
                global.get 1
                if ;; label = @7
                  local.get 1
                  if (result i32) ;; label = @8
                    local.get 6
                  else
                    i32.const 67108863
                  end
                  local.get 7
                  local.get 1
                  i32.shl
                  i32.add
                  local.set 1
                  local.get 1
                  local.set 1
                  block (result (ref 2)) ;; label = @8
                    local.get 9
                    br_on_cast 0 (;@8;) (ref null 0) (ref 2)
                    drop
                    global.get 5
                    struct.new_default_desc 2
                  end
                  global.get 4
                  struct.new_default_desc 0
                  struct.set 2 6
                else
                end
              end
              local.get 7
              i32.const 1
              i32.add
              local.tee 7
              i32.const 2
              i32.lt_u
              br_if 0 (;@5;)
            end
          end
        end
        local.get 6
        i32.const 1
        i32.add
        local.tee 6
        i32.const 9
        i32.lt_u
        br_if 0 (;@2;)
      end
    end
    local.get 0
    v128.const i32x4 0xa9a77cdf 0xb553010a 0x39778bfd 0x959c622a
    v128.const i32x4 0x7fa00000 0x45db4a00 0xf3b913f3 0xf2f10061
    local.get 6
  )
  (func (;1;) (type 9) (param i64 f64 f64 f64 i64 f32 i32) (result f64)
    (local v128 f32 i64 f64 f64 i64 i64 i64 i32 i64 (ref null 0) (ref null 0) anyref)
    local.get 2
    local.set 2
    local.get 0
    local.get 4
    i64.rotr
    local.set 4
    local.get 7
    local.get 7
    i16x8.ne
    local.set 7
    local.get 8
    local.set 8
    local.get 14
    local.set 12
    block (result i32) ;; label = @1
      local.get 6
      local.get 6
      br_if 0 (;@1;)
    end
    i32.extend16_s
    if ;; label = @1
      block ;; label = @2
        local.get 1
        local.get 10
        local.get 6
        select
        local.get 6
        local.get 6
        local.get 6
        i32.eq
        i32.eq
        br_if 2
        local.set 3
        local.get 11
        f32.const 0x1p+32 (;=4294967300;)
        local.get 8
        f32.const -0x1p+0 (;=-1;)
        f32.const 0x1.02dp+10 (;=1035.25;)
        f32.mul
        f32.add
        f32.gt
        br_if 2
        local.set 1
        i32.const 0
        local.set 15
        block ;; label = @3
          loop ;; label = @4
            block ;; label = @5
              local.get 7
              local.get 7
              local.get 7
              v128.and
              v128.xor
              local.get 7
              local.get 7
              i64x2.extmul_low_i32x4_s
              local.get 7
              f32x4.mul
              f32x4.add
              local.set 7
              i64.const 0
              local.get 14
              i64.rotr
              i64.extend32_s
              local.set 0
              local.get 7
              i64x2.extract_lane 0
              local.set 12
              local.get 11
              local.get 11
              f64.copysign
              local.set 10
              local.get 14
              local.get 0
              i64.ge_u
              i64.const 8
              local.get 9
              i64.sub
              local.get 2
              local.get 10
              f64.add
              v128.const i32x4 0x00000000 0xbff00000 0x0437d25e 0xb88c68bd
              i64x2.extend_low_i32x4_u
              local.get 5
              i32.const 1
              local.get 6
              i32.const 1
              i32.or
              i32.rem_u
              ref.null 0
              global.get 5
              struct.new_desc 2
              global.set 7
              block (result (ref 0)) ;; label = @6
                global.get 6
                br_on_non_null 0 (;@6;)
                local.get 6
                local.get 13
                local.get 11
                local.get 7
                local.get 5
                local.get 6
                ref.null 0
                global.get 5
                struct.new_desc 2
              end
              global.set 6
            end
            local.get 15
            i32.const 1
            i32.add
            local.tee 15
            i32.const 1
            i32.lt_u
            br_if 0 (;@4;)
          end
        end
        block (result (ref 0)) ;; label = @3
          local.get 17
          br_on_non_null 0 (;@3;)
          local.get 15
          local.get 4
          local.get 11
          local.get 7
          local.get 8
          global.get 4
          struct.new_desc 0
        end
        local.set 18
      end
      local.get 19
      global.set 7
      block (result (ref 0)) ;; label = @2
        local.get 17
        br_on_non_null 0 (;@2;)
        global.get 5
        struct.new_default_desc 2
      end
      global.set 6
    end
    i32.const 0
    drop
    global.get 3
    struct.new_default_desc 0
    ref.get_desc 0
    struct.get 1 0
    local.set 6
    i64.const 40
    local.set 16
    local.get 7
    i32x4.relaxed_trunc_f32x4_s
    local.get 0
    local.get 7
    i16x8.extract_lane_s 4
    loop (type 7) (param v128 i64 i32) (result v128 i64 i32) ;; label = @1
      local.set 6
      drop
      local.set 7
      block ;; label = @2
        i64.const -17
        local.set 12
        global.get 1
        local.get 15
        i32.popcnt
        i32.gt_u
        local.set 6
        local.get 14
        i64.const 66
        local.get 13
        i64.shr_u
        i64.and
        i64.const 6984853969298259968
        i64.const 2
        i64.shl
        i64.rotl
        local.get 9
        block (result i64) ;; label = @3
          block (result (ref null 2)) ;; label = @4
            local.get 12
            local.tee 14
            global.get 5
            struct.new_default_desc 2
            local.get 6
            struct.new 3
            br_on_cast_desc_eq 0 (;@4;) anyref (ref null 2)
            drop
            br 1 (;@3;)
          end
          drop
          i64.const 131065
          i64.const -4502868772113088512
          i64.const 7
          i64.mul
          i64.add
        end
        f64.const 0x1.fffffffffffffp+1023 (;=179769313486231570000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000;)
        local.tee 3
        i64.reinterpret_f64
        i64.add128
        local.set 0
        local.set 4
        global.get 0
        local.get 15
        local.get 15
        i32.shr_u
        i32.and
        local.set 6
      end
      local.get 7
      i64.const -7218370731529427114
      local.get 6
      local.get 16
      i64.const 1
      i64.sub
      local.tee 16
      i64.const 0
      i64.ne
      br_if 0 (;@1;)
    end
    drop
    local.set 4
    local.set 7
    local.get 2
  )
)
