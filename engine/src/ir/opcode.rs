//! What is made from the table: the numbers, names and shapes of the operations.

/// How an operation's fields are to be read; see the table's header.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    Unary,
    Binary,
    BinaryImm,
    BrCmp,
    BrCmpImm,
    Ternary,
    Extract,
    Replace,
    Load,
    LoadM,
    LoadPlus,
    LoadIndex,
    LoadAt,
    Store,
    StoreM,
    StorePlus,
    StoreIndex,
    StoreAt,
    LoadLane,
    StoreLane,
    /// `a` result, operands in contiguous slots from `base`, `M` encoding.
    Atomic,
    GcGet,
    GcSet,
    ArrayGet,
    ArraySet,
    Const,
    ConstV128,
    Far,
    Span,
    Select,
    GlobalGet,
    GlobalSet,
    Shuffle,
    Plain,
    Br,
    BrIf,
    /// `b` the index, `imm_hi` the number of entries; that many `Br` and one for the default stand behind it.
    BrTable,
    Return1,
    ReturnSpan,
    Imm,
    Call,
    CallIndirect,
    CallRef,
    Throw,
    ThrowRef,
    Runtime,
}

/// How an operation names a type. Ids are those of one engine, so that operations that are kept for another process are renumbered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TypeOperand {
    /// It names none.
    None,
    /// By its id in imm_lo.
    Id,
    /// As a [`RefTarget`](super::RefTarget) does, which may name no type of a module.
    Target,
}

macro_rules! define_opcodes {
    (
        unop { $($un:ident ($ui:tt -> $uo:tt) = $uf:ident;)* }
        unop_trap { $($utn:ident ($uti:tt -> $uto:tt) = $utf:ident;)* }
        binop_float { $($bfn:ident $bfi:ident ($bfl:tt, $bfr:tt -> $bfo:tt) = $bff:ident;)* }
        binop { $($bn:ident ($($bt:tt)*) = $bf:ident;)* }
        binop_imm { $($bin:ident $bii:ident ($bil:tt, $bir:tt -> $bio:tt) = $bif:ident, $comm:ident;)* }
        binop_trap { $($btn:ident $bti:ident ($btl:tt, $btr:tt -> $bto:tt) = $btf:ident;)* }
        cmp { $($cn:ident $ci:ident $cb:ident $cbi:ident ($ct:tt) = $cf:ident, negated $cneg:ident, swapped $csw:ident;)* }
        fcmp { $($fn:ident $fb:ident $fbn:ident ($ft:tt) = $ff:ident;)* }
        ternop { $($tn:ident ($($tt:tt)*) = $tf:ident;)* }
        extract { $($en:ident ($et:tt -> $eo:tt) = $ef:ident;)* }
        replace { $($rn:ident ($($rt:tt)*) = $rf:ident;)* }
        load { $($ln:ident $lm:ident $lp:ident $li:ident $lc:ident ($lt:tt -> $lo:tt) = |$lx:ident| $lf:expr;)* }
        store { $($sn:ident $sm:ident $sp:ident $si:ident $sc:ident ($st:tt -> $so:tt) = |$sx:ident| $sf:expr;)* }
        load_lane { $($lln:ident ($($llt:tt)*) = |$llx:ident, $llv:ident, $lll:ident| $llf:expr;)* }
        store_lane { $($sln:ident ($($slt:tt)*) = |$slv:ident, $sll:ident| $slf:expr;)* }
        atomic_load { $($aln:ident ($alt:ty);)* }
        atomic_store { $($asn:ident ($ast:ty);)* }
        atomic_rmw { $($arn:ident ($art:ty) = $arf:ident;)* }
        atomic_cmpxchg { $($acn:ident ($act:ty);)* }
        gc_get { $($ggn:ident ($($ggt:tt)*) = |$ggx:ident| $ggf:expr;)* }
        gc_set { $($gsn:ident ($($gst:tt)*) = |$gsx:ident| $gsf:expr;)* }
        array_get { $($agn:ident ($($agt:tt)*) = |$agx:ident| $agf:expr;)* }
        array_set { $($aan:ident ($($aat:tt)*) = |$aax:ident| $aaf:expr;)* }
        control { $($kn:ident: $ks:ident; $kd:literal;)* }
        runtime { $($xn:ident = $xf:ident, $xi:tt -> $xo:tt; $xd:literal;)* }
    ) => {
        /// The operations of the slot IR.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[repr(u16)]
        pub enum OpCode {
            $($un,)* $($utn,)* $($bfn, $bfi,)* $($bn,)*
            $($bin, $bii,)* $($btn, $bti,)*
            $($cn, $ci, $cb, $cbi,)* $($fn, $fb, $fbn,)*
            $($tn,)* $($en,)* $($rn,)*
            $($ln, $lm, $lp, $li, $lc,)* $($sn, $sm, $sp, $si, $sc,)* $($lln,)* $($sln,)*
            $($aln,)* $($asn,)* $($arn,)* $($acn,)*
            $($ggn,)* $($gsn,)* $($agn,)* $($aan,)*
            $($kn,)* $($xn,)*
        }

        impl OpCode {
            /// All operations in the order of their numbers.
            pub const ALL: &[OpCode] = {
                use OpCode::*;
                &[
                    $($un,)* $($utn,)* $($bfn, $bfi,)* $($bn,)*
                    $($bin, $bii,)* $($btn, $bti,)*
                    $($cn, $ci, $cb, $cbi,)* $($fn, $fb, $fbn,)*
                    $($tn,)* $($en,)* $($rn,)*
                    $($ln, $lm, $lp, $li, $lc,)* $($sn, $sm, $sp, $si, $sc,)* $($lln,)* $($sln,)*
                    $($aln,)* $($asn,)* $($arn,)* $($acn,)*
                    $($ggn,)* $($gsn,)* $($agn,)* $($aan,)*
                    $($kn,)* $($xn,)*
                ]
            };

            /// How many there are.
            pub const COUNT: usize = Self::ALL.len();

            /// The register in which the interpreter's handler leaves its result for the operation behind it.
            pub const fn forwards(self) -> Option<ForwardClass> {
                match self {
                    $(OpCode::$un => ForwardClass::of(stringify!($uo)),)*
                    $(OpCode::$utn => ForwardClass::of(stringify!($uto)),)*
                    $(OpCode::$en => ForwardClass::of(stringify!($eo)),)*
                    $(OpCode::$ln | OpCode::$lm | OpCode::$lp | OpCode::$li | OpCode::$lc => ForwardClass::of(stringify!($lo)),)*
                    $(OpCode::$bfn | OpCode::$bfi => ForwardClass::of(stringify!($bfo)),)*
                    $(OpCode::$bin | OpCode::$bii => ForwardClass::of(stringify!($bio)),)*
                    $(OpCode::$btn | OpCode::$bti => ForwardClass::of(stringify!($bto)),)*
                    $(OpCode::$cn | OpCode::$ci)|* | $(OpCode::$fn)|* => Some(ForwardClass::Integer),
                    OpCode::Const | OpCode::Copy | OpCode::Select | OpCode::GlobalGet => Some(ForwardClass::Integer),
                    _ => None,
                }
            }

            /// The registers from which the interpreter can take the operands `b` and `c`.
            pub const fn takes(self) -> (Option<ForwardClass>, Option<ForwardClass>) {
                match self {
                    $(OpCode::$un => (ForwardClass::of(stringify!($ui)), None),)*
                    $(OpCode::$utn => (ForwardClass::of(stringify!($uti)), None),)*
                    $(OpCode::$bfn => (ForwardClass::of(stringify!($bfl)), ForwardClass::of(stringify!($bfr))),
                      OpCode::$bfi => (ForwardClass::of(stringify!($bfl)), None),)*
                    $(OpCode::$bin => (ForwardClass::of(stringify!($bil)), ForwardClass::of(stringify!($bir))),
                      OpCode::$bii => (ForwardClass::of(stringify!($bil)), None),)*
                    $(OpCode::$btn => (ForwardClass::of(stringify!($btl)), ForwardClass::of(stringify!($btr))),
                      OpCode::$bti => (ForwardClass::of(stringify!($btl)), None),)*
                    $(OpCode::$cn | OpCode::$cb => (ForwardClass::of(stringify!($ct)), ForwardClass::of(stringify!($ct))),
                      OpCode::$ci | OpCode::$cbi => (ForwardClass::of(stringify!($ct)), None),)*
                    $(OpCode::$fn | OpCode::$fb | OpCode::$fbn => (ForwardClass::of(stringify!($ft)), ForwardClass::of(stringify!($ft))),)*
                    $(OpCode::$ln | OpCode::$lp => (Some(ForwardClass::Integer), None),
                      OpCode::$li => (Some(ForwardClass::Integer), Some(ForwardClass::Integer)),)*
                    $(OpCode::$sn | OpCode::$sp | OpCode::$si => (Some(ForwardClass::Integer), ForwardClass::of(stringify!($st))),
                      OpCode::$sc => (None, ForwardClass::of(stringify!($st))),)*
                    OpCode::BrIf | OpCode::BrUnless | OpCode::BrTable => (Some(ForwardClass::Integer), None),
                    _ => (None, None),
                }
            }

            pub const fn name(self) -> &'static str {
                match self {
                    $(OpCode::$un => stringify!($un),)* $(OpCode::$utn => stringify!($utn),)*
                    $(OpCode::$bfn => stringify!($bfn), OpCode::$bfi => stringify!($bfi),)* $(OpCode::$bn => stringify!($bn),)*
                    $(OpCode::$bin => stringify!($bin), OpCode::$bii => stringify!($bii),)*
                    $(OpCode::$btn => stringify!($btn), OpCode::$bti => stringify!($bti),)*
                    $(OpCode::$cn => stringify!($cn), OpCode::$ci => stringify!($ci),
                      OpCode::$cb => stringify!($cb), OpCode::$cbi => stringify!($cbi),)*
                    $(OpCode::$fn => stringify!($fn), OpCode::$fb => stringify!($fb), OpCode::$fbn => stringify!($fbn),)*
                    $(OpCode::$tn => stringify!($tn),)* $(OpCode::$en => stringify!($en),)* $(OpCode::$rn => stringify!($rn),)*
                    $(OpCode::$ln => stringify!($ln), OpCode::$lm => stringify!($lm),
                      OpCode::$lp => stringify!($lp), OpCode::$li => stringify!($li), OpCode::$lc => stringify!($lc),)*
                    $(OpCode::$sn => stringify!($sn), OpCode::$sm => stringify!($sm),
                      OpCode::$sp => stringify!($sp), OpCode::$si => stringify!($si), OpCode::$sc => stringify!($sc),)*
                    $(OpCode::$lln => stringify!($lln),)* $(OpCode::$sln => stringify!($sln),)*
                    $(OpCode::$aln => stringify!($aln),)* $(OpCode::$asn => stringify!($asn),)*
                    $(OpCode::$arn => stringify!($arn),)* $(OpCode::$acn => stringify!($acn),)*
                    $(OpCode::$ggn => stringify!($ggn),)* $(OpCode::$gsn => stringify!($gsn),)*
                    $(OpCode::$agn => stringify!($agn),)* $(OpCode::$aan => stringify!($aan),)*
                    $(OpCode::$kn => stringify!($kn),)* $(OpCode::$xn => stringify!($xn),)*
                }
            }

            pub const fn shape(self) -> Shape {
                match self {
                    $(OpCode::$un)|* | $(OpCode::$utn)|* => Shape::Unary,
                    $(OpCode::$bfn)|* | $(OpCode::$bn)|* | $(OpCode::$bin)|* | $(OpCode::$btn)|* | $(OpCode::$cn)|* | $(OpCode::$fn)|* => Shape::Binary,
                    $(OpCode::$bfi)|* | $(OpCode::$bii)|* | $(OpCode::$bti)|* | $(OpCode::$ci)|* => Shape::BinaryImm,
                    $(OpCode::$cb)|* | $(OpCode::$fb | OpCode::$fbn)|* => Shape::BrCmp,
                    $(OpCode::$cbi)|* => Shape::BrCmpImm,
                    $(OpCode::$tn)|* => Shape::Ternary,
                    $(OpCode::$en)|* => Shape::Extract,
                    $(OpCode::$rn)|* => Shape::Replace,
                    $(OpCode::$ln)|* => Shape::Load,
                    $(OpCode::$lm)|* => Shape::LoadM,
                    $(OpCode::$lp)|* => Shape::LoadPlus,
                    $(OpCode::$li)|* => Shape::LoadIndex,
                    $(OpCode::$lc)|* => Shape::LoadAt,
                    $(OpCode::$sn)|* => Shape::Store,
                    $(OpCode::$sm)|* => Shape::StoreM,
                    $(OpCode::$sp)|* => Shape::StorePlus,
                    $(OpCode::$si)|* => Shape::StoreIndex,
                    $(OpCode::$sc)|* => Shape::StoreAt,
                    $(OpCode::$lln)|* => Shape::LoadLane,
                    $(OpCode::$sln)|* => Shape::StoreLane,
                    $(OpCode::$aln)|* | $(OpCode::$asn)|* | $(OpCode::$arn)|* | $(OpCode::$acn)|* => Shape::Atomic,
                    $(OpCode::$ggn)|* => Shape::GcGet,
                    $(OpCode::$gsn)|* => Shape::GcSet,
                    $(OpCode::$agn)|* => Shape::ArrayGet,
                    $(OpCode::$aan)|* => Shape::ArraySet,
                    $(OpCode::$kn => Shape::$ks,)*
                    $(OpCode::$xn)|* => Shape::Runtime,
                }
            }

            /// The form with a constant right operand, where there is one.
            pub const fn imm_form(self) -> Option<OpCode> {
                match self {
                    $(OpCode::$bfn => Some(OpCode::$bfi),)*
                    $(OpCode::$bin => Some(OpCode::$bii),)*
                    $(OpCode::$btn => Some(OpCode::$bti),)*
                    $(OpCode::$cn => Some(OpCode::$ci),)*
                    _ => None,
                }
            }

            /// The operation that gives the same result with its operands exchanged.
            pub const fn swapped(self) -> Option<OpCode> {
                match self {
                    $(OpCode::$bin => if is_commutative(stringify!($comm)) { Some(OpCode::$bin) } else { None },)*
                    $(OpCode::$cn => Some(OpCode::$csw),)*
                    _ => None,
                }
            }

            /// The branch that a compare fuses into: jumps if the compare gives `taken`.
            pub const fn branch_form(self, taken: bool) -> Option<OpCode> {
                match self {
                    $(OpCode::$cn => if taken { Some(OpCode::$cb) } else { OpCode::$cneg.branch_form(true) },)*
                    $(OpCode::$ci => if taken { Some(OpCode::$cbi) } else {
                        match OpCode::$cneg.imm_form() { Some(op) => op.branch_form(true), None => None }
                    },)*
                    $(OpCode::$fn => Some(if taken { OpCode::$fb } else { OpCode::$fbn }),)*
                    _ => None,
                }
            }

            /// The integer compare that gives the opposite result.
            pub const fn negated(self) -> Option<OpCode> {
                match self {
                    $(OpCode::$cn => Some(OpCode::$cneg), OpCode::$ci => OpCode::$cneg.imm_form(),)*
                    _ => None,
                }
            }

            /// The conditional branch that goes where this one does not. That of a compare of floats is the same compare with the
            /// other answer, never the opposite compare: with a NaN both `lt` and `ge` are false.
            pub const fn opposite_branch(self) -> Option<OpCode> {
                match self {
                    OpCode::BrIf => Some(OpCode::BrUnless),
                    OpCode::BrUnless => Some(OpCode::BrIf),
                    $(OpCode::$cb => OpCode::$cn.branch_form(false), OpCode::$cbi => OpCode::$ci.branch_form(false),)*
                    $(OpCode::$fb => Some(OpCode::$fbn), OpCode::$fbn => Some(OpCode::$fb),)*
                    _ => None,
                }
            }

            /// Operand width of an integer compare (all its forms but the branches), in bits.
            pub const fn compare_bits(self) -> Option<usize> {
                match self {
                    $(OpCode::$cn | OpCode::$ci => Some(8 * size_of::<$ct>()),)*
                    _ => None,
                }
            }

            /// For a load or store of memory 0: the forms that add a constant, or another slot, to the address.
            pub const fn address_forms(self) -> Option<(OpCode, OpCode)> {
                match self {
                    $(OpCode::$ln => Some((OpCode::$lp, OpCode::$li)),)*
                    $(OpCode::$sn => Some((OpCode::$sp, OpCode::$si)),)*
                    _ => None,
                }
            }

            /// For a load or store of memory 0: the form for an address that is a constant.
            pub const fn constant_address_form(self) -> Option<OpCode> {
                match self {
                    $(OpCode::$ln => Some(OpCode::$lc),)*
                    $(OpCode::$sn => Some(OpCode::$sc),)*
                    _ => None,
                }
            }

            /// For a load or store of memory 0: the form that takes any memory.
            pub const fn any_memory_form(self) -> Option<OpCode> {
                match self {
                    $(OpCode::$ln => Some(OpCode::$lm),)*
                    $(OpCode::$sn => Some(OpCode::$sm),)*
                    _ => None,
                }
            }
        }
    };
}

impl OpCode {
    /// Whether the operands stand in contiguous slots from `base`, so that neither `b` nor `c` means anything by itself.
    pub const fn has_base(self) -> bool {
        matches!(self.shape(), Shape::Atomic | Shape::Runtime | Shape::Throw)
    }

    /// Whether the operation meters work, by fuel or the epoch, and does nothing else.
    pub const fn is_meter(self) -> bool {
        matches!(self, OpCode::Fuel | OpCode::Epoch)
    }

    /// Whether the operation counts, for tier-up or statistics, and does nothing else.
    pub const fn is_counter(self) -> bool {
        matches!(self, OpCode::Loop | OpCode::Count)
    }

    /// How the operation names a type.
    pub const fn type_operand(self) -> TypeOperand {
        use OpCode::*;
        match self {
            CallIndirect | CallRef | ReturnCallIndirect | ReturnCallRef => TypeOperand::Id,
            StructNew | StructNewDefault | StructNewDesc | StructNewDefaultDesc => TypeOperand::Id,
            ArrayNew | ArrayNewDefault | ArrayNewFixed | ArrayNewData | ArrayNewElem => TypeOperand::Id,
            ArrayFill | ArrayCopy | ArrayInitData | ArrayInitElem => TypeOperand::Id,
            RefTest | RefCast | RefTestDescEq | RefCastDescEq => TypeOperand::Target,
            _ => TypeOperand::None,
        }
    }

    /// Whether the operation makes a float of an integer's bits, or the reverse.
    pub const fn is_reinterpretation(self) -> bool {
        use OpCode::*;
        matches!(self, I32ReinterpretF32 | I64ReinterpretF64 | F32ReinterpretI32 | F64ReinterpretI64)
    }

    /// Of a load of a whole value: the load that gives the same bits in the other class.
    pub const fn reinterpreted_load(self) -> Option<OpCode> {
        use OpCode::*;
        Some(match self {
            I32Load => F32Load,
            I32LoadM => F32LoadM,
            I32LoadPlus => F32LoadPlus,
            I32LoadIndex => F32LoadIndex,
            I32LoadAt => F32LoadAt,
            I64Load => F64Load,
            I64LoadM => F64LoadM,
            I64LoadPlus => F64LoadPlus,
            I64LoadIndex => F64LoadIndex,
            I64LoadAt => F64LoadAt,
            F32Load => I32Load,
            F32LoadM => I32LoadM,
            F32LoadPlus => I32LoadPlus,
            F32LoadIndex => I32LoadIndex,
            F32LoadAt => I32LoadAt,
            F64Load => I64Load,
            F64LoadM => I64LoadM,
            F64LoadPlus => I64LoadPlus,
            F64LoadIndex => I64LoadIndex,
            F64LoadAt => I64LoadAt,
            _ => return None,
        })
    }

    /// The operation that makes NaNs in this operation's result canonical; `None` where it only moves bits or
    /// has no float result.
    pub const fn nan_canonicalization(self) -> Option<OpCode> {
        use OpCode::*;
        match self {
            F32Add | F32Sub | F32Mul | F32Div | F32Min | F32Max | F32Sqrt | F32Ceil | F32Floor | F32Trunc
            | F32Nearest | F32DemoteF64 => Some(F32CanonicalizeNan),
            F64Add | F64Sub | F64Mul | F64Div | F64Min | F64Max | F64Sqrt | F64Ceil | F64Floor | F64Trunc
            | F64Nearest | F64PromoteF32 => Some(F64CanonicalizeNan),
            F32x4Add | F32x4Sub | F32x4Mul | F32x4Div | F32x4Min | F32x4Max | F32x4Sqrt | F32x4Ceil
            | F32x4Floor | F32x4Trunc | F32x4Nearest | F32x4DemoteF64x2Zero | F32x4RelaxedMadd
            | F32x4RelaxedNmadd | F32x4RelaxedMin | F32x4RelaxedMax => Some(F32x4CanonicalizeNan),
            F64x2Add | F64x2Sub | F64x2Mul | F64x2Div | F64x2Min | F64x2Max | F64x2Sqrt | F64x2Ceil
            | F64x2Floor | F64x2Trunc | F64x2Nearest | F64x2PromoteLowF32x4 | F64x2RelaxedMadd
            | F64x2RelaxedNmadd | F64x2RelaxedMin | F64x2RelaxedMax => Some(F64x2CanonicalizeNan),
            _ => None,
        }
    }
}

/// The kind of register in which a value travels from one operation to the next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ForwardClass {
    Integer,
    /// f32
    Single,
    /// f64
    Double,
}

impl ForwardClass {
    /// Of a type as the table writes it.
    const fn of(ty: &str) -> Option<ForwardClass> {
        match ty.as_bytes() {
            b"i32" | b"i64" | b"u64" => Some(ForwardClass::Integer),
            b"f32" => Some(ForwardClass::Single),
            b"f64" => Some(ForwardClass::Double),
            _ => None,
        }
    }
}

const fn is_commutative(word: &str) -> bool {
    word.len() == "commutes".len()
}

crate::ir::table::for_each_op!(define_opcodes);
