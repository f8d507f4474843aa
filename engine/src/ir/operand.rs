//! The operands of an operation: which slots it reads and which it writes.
//!
//! # Fields
//! Plain rows read slots `b`, `c` (and for some shapes `a`, or the slot in imm) and write slot `a`: made from the table's types.
//! Operations of the `control` section say it in `control_fields`. [`Op::operands`] walks over these.
//!
//! # Ranges
//! Calls, builtins, atomic accesses, spans and throws work on ranges of contiguous slots. Here stands where a range begins
//! ([`Op::range_starts`]); how long it is depends on the module's types, and the compiler computes it (`jit::ranges`).

use super::{Op, OpCode, Shape};
use crate::types::ValType;

/// Type of an operand in a slot, as far as it decides the register.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// The field is no operand.
    None,
    I32,
    /// i64, a reference, or an integer of either width.
    I64,
    F32,
    F64,
    V128,
    /// An integer of either width or a reference: the operation only moves it.
    Int,
    /// A float of either width: the operation only moves it.
    Float,
    /// Values whose types the module says: only of a range that is read as a whole.
    Values,
}

impl Kind {
    pub const ALL: [Kind; 9] = [
        Kind::None,
        Kind::I32,
        Kind::I64,
        Kind::F32,
        Kind::F64,
        Kind::V128,
        Kind::Int,
        Kind::Float,
        Kind::Values,
    ];

    /// Slots that a value takes.
    #[inline(always)]
    pub const fn slots(self) -> u32 {
        (!matches!(self, Kind::None)) as u32 + matches!(self, Kind::V128) as u32
    }

    /// Of a type as the table writes it.
    pub const fn of(ty: &str) -> Kind {
        match ty.as_bytes() {
            b"i32" => Kind::I32,
            b"i64" | b"u64" => Kind::I64,
            b"f32" => Kind::F32,
            b"f64" => Kind::F64,
            b"V128" => Kind::V128,
            _ => panic!("a type that no slot holds"),
        }
    }
}

/// Which registers hold a value. Operations that only move one say no more about it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RegClass {
    /// Integers and references.
    Int,
    /// f32 and f64.
    Float,
    /// v128, in two slots.
    Vector,
}

impl RegClass {
    #[inline]
    pub const fn of(ty: ValType) -> RegClass {
        match ty {
            ValType::F32 | ValType::F64 => RegClass::Float,
            ValType::V128 => RegClass::Vector,
            ValType::I32 | ValType::I64 | ValType::Ref(_) => RegClass::Int,
        }
    }

    /// Slots that a value of the class takes.
    #[inline(always)]
    pub const fn slots(self) -> u32 {
        match self {
            RegClass::Vector => 2,
            _ => 1,
        }
    }

    /// The one of three operations that is for this class.
    #[inline(always)]
    pub const fn pick(self, int: OpCode, float: OpCode, vector: OpCode) -> OpCode {
        match self {
            RegClass::Int => int,
            RegClass::Float => float,
            RegClass::Vector => vector,
        }
    }

    /// The copy of one value.
    #[inline(always)]
    pub const fn copy(self) -> OpCode {
        self.pick(OpCode::Copy, OpCode::CopyFloat, OpCode::CopyV128)
    }

    /// The read of a global.
    pub const fn global_get(self) -> OpCode {
        self.pick(OpCode::GlobalGet, OpCode::GlobalGetFloat, OpCode::GlobalGetV128)
    }

    /// The write of a global.
    pub const fn global_set(self) -> OpCode {
        self.pick(OpCode::GlobalSet, OpCode::GlobalSetFloat, OpCode::GlobalSetV128)
    }

    /// The return of one value.
    pub const fn return_one(self) -> OpCode {
        self.pick(OpCode::Return1, OpCode::ReturnFloat, OpCode::ReturnV128)
    }
}

impl Kind {
    /// The class of a value of this kind; `None` where there is no value, or more than one.
    #[inline(always)]
    pub const fn class(self) -> Option<RegClass> {
        CLASSES[self as usize]
    }
}

/// The class of each kind: an array, because every pass asks for every operand.
static CLASSES: [Option<RegClass>; Kind::ALL.len()] = {
    let mut classes = [None; Kind::ALL.len()];
    let mut i = 0;
    while i < classes.len() {
        classes[Kind::ALL[i] as usize] = match Kind::ALL[i] {
            Kind::I32 | Kind::I64 | Kind::Int => Some(RegClass::Int),
            Kind::F32 | Kind::F64 | Kind::Float => Some(RegClass::Float),
            Kind::V128 => Some(RegClass::Vector),
            Kind::None | Kind::Values => None,
        };
        i += 1;
    }
    classes
};

/// Whether an operand is read or written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    Use,
    Def,
}

/// Where an operation says in which slot an operand is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    B,
    C,
    /// Of the third operand: imm, or `a` where that is a source.
    Third,
    /// Of the result: `a`.
    A,
    /// The operand is one of a range of slots, or all of them.
    Range,
}

/// An operand: slots of the frame that an operation reads or writes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Operand {
    /// The first slot.
    pub slot: u32,
    /// How many slots: those of the kind, or for a whole range any number.
    pub count: u32,
    pub kind: Kind,
    pub role: Role,
    pub place: Place,
}

impl Operand {
    /// A value in a slot, or in two if it is a v128.
    #[inline(always)]
    pub const fn value(slot: u32, kind: Kind, role: Role, place: Place) -> Operand {
        Operand { slot, count: kind.slots(), kind, role, place }
    }
    #[inline(always)]
    pub fn is_use(&self) -> bool {
        self.role == Role::Use
    }
    /// All its slots.
    #[inline(always)]
    pub fn slots(&self) -> std::ops::Range<u32> {
        self.slot..self.slot + self.count
    }
}

impl Op {
    /// The operands that are read and have a field of their own, in the order `b`, `c`, third.
    #[inline(always)]
    pub fn uses(&self, fields: Fields) -> impl Iterator<Item = Operand> + use<> {
        let [b, c, third] = self.field_uses(fields);
        [(b, Place::B), (c, Place::C), (third, Place::Third)]
            .into_iter()
            .filter(|((kind, _), _)| *kind != Kind::None)
            .map(|((kind, slot), place)| Operand::value(slot, kind, Role::Use, place))
    }

    /// [`Op::uses`], for passes that ask every operation: one test for each field, and no list of operands in between.
    #[inline(always)]
    pub fn each_use(&self, fields: Fields, mut visit: impl FnMut(Operand)) {
        if fields.b != Kind::None {
            visit(Operand::value(self.b().into(), fields.b, Role::Use, Place::B));
        }
        if fields.c != Kind::None {
            visit(Operand::value(self.c().into(), fields.c, Role::Use, Place::C));
        }
        if fields.third != Kind::None {
            visit(Operand::value(self.third(fields), fields.third, Role::Use, Place::Third));
        }
    }

    /// The result that has a field of its own, `a`.
    #[inline(always)]
    pub fn def(&self, fields: Fields) -> Option<Operand> {
        let def = Operand::value(self.a.into(), fields.def, Role::Def, Place::A);
        (fields.def != Kind::None).then_some(def)
    }

    /// The operands that have fields of their own: those that are read, then the result. `fields` are those of the opcode.
    #[inline(always)]
    pub fn operands(&self, fields: Fields) -> impl Iterator<Item = Operand> + use<> {
        self.uses(fields).chain(self.def(fields))
    }

    /// Where the range of slots that it reads begins, and where the one that it writes does. Each is 0 if there is no such range.
    pub fn range_starts(&self) -> (u32, u32) {
        match self.code().shape() {
            Shape::Call | Shape::CallIndirect | Shape::CallRef => (self.hi(), self.hi()),
            Shape::Span | Shape::Far => (self.lo(), self.hi()),
            Shape::ReturnSpan => (self.lo(), 0),
            Shape::Throw => (self.base(), 0),
            Shape::Atomic | Shape::Runtime => (self.base(), self.a.into()),
            _ => (0, 0),
        }
    }

    /// Renumbers the slots of all operands, those where ranges begin included. Results of `map` must fit the field that they
    /// are for: 16 bits for a value with a field of its own.
    pub fn map_slots(&mut self, fields: Fields, map: impl Fn(Place, u32) -> u32) {
        let field = |place, slot: u16| {
            let slot = map(place, slot.into());
            debug_assert!(slot <= u16::MAX.into(), "slot {slot} is out of reach");
            slot as u16
        };
        if fields.third_in_a {
            self.a = field(Place::Third, self.a);
        } else if fields.def != Kind::None {
            self.a = field(Place::A, self.a);
        }
        if fields.b != Kind::None {
            self.set_b(field(Place::B, self.b()));
        }
        if fields.c != Kind::None {
            self.set_c(field(Place::C, self.c()));
        }
        if fields.third != Kind::None && !fields.third_in_a {
            self.imm = map(Place::Third, self.third(fields)).into();
        }
        let range = |slot| map(Place::Range, slot);
        match self.code().shape() {
            Shape::Call | Shape::CallIndirect | Shape::CallRef => {
                self.imm = Op::pack(self.lo(), range(self.hi()));
            }
            Shape::Span | Shape::Far => self.imm = Op::pack(range(self.lo()), range(self.hi())),
            Shape::ReturnSpan => self.imm = range(self.lo()).into(),
            Shape::Throw => self.set_base(range(self.base())),
            Shape::Atomic | Shape::Runtime => {
                self.set_base(range(self.base()));
                if self.code().range().is_some_and(|(_, results)| results > 0) {
                    self.a = field(Place::Range, self.a);
                }
            }
            _ => {}
        }
    }
}

/// The kinds of the operands that an operation has in fields of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fields {
    /// The result in `a`.
    pub def: Kind,
    pub b: Kind,
    pub c: Kind,
    /// A third operand: the slot in imm, or in `a` where that is a source.
    pub third: Kind,
    /// Whether the third operand is in `a`.
    pub third_in_a: bool,
}

const fn fields(def: Kind, b: Kind, c: Kind) -> Fields {
    Fields { def, b, c, third: Kind::None, third_in_a: false }
}

const fn with_third(fields: Fields, third: Kind, third_in_a: bool) -> Fields {
    Fields { third, third_in_a, ..fields }
}

/// No field is an operand.
const NONE: Fields = fields(Kind::None, Kind::None, Kind::None);

const fn control_fields(code: OpCode) -> Fields {
    use Kind::{F32, F64, Float, I32, I64, Int, V128};
    const NO: Kind = Kind::None;
    match code {
        OpCode::Const => fields(Int, NO, NO),
        OpCode::ConstFloat => fields(Float, NO, NO),
        OpCode::ConstV128 => fields(V128, NO, NO),
        OpCode::Copy => fields(Int, Int, NO),
        OpCode::CopyFloat => fields(Float, Float, NO),
        OpCode::CopyV128 => fields(V128, V128, NO),
        OpCode::Select => with_third(fields(Int, Int, Int), I32, false),
        OpCode::SelectFloat => with_third(fields(Float, Float, Float), I32, false),
        OpCode::SelectV128 => with_third(fields(V128, V128, V128), I32, false),
        OpCode::GlobalGet => fields(Int, NO, NO),
        OpCode::GlobalGetFloat => fields(Float, NO, NO),
        OpCode::GlobalGetV128 => fields(V128, NO, NO),
        OpCode::GlobalSet => fields(NO, Int, NO),
        OpCode::GlobalSetFloat => fields(NO, Float, NO),
        OpCode::GlobalSetV128 => fields(NO, V128, NO),
        OpCode::I8x16Shuffle => fields(V128, V128, V128),
        OpCode::BrIf | OpCode::BrUnless | OpCode::BrTable => fields(NO, I32, NO),
        OpCode::Return1 => fields(NO, Int, NO),
        OpCode::ReturnFloat => fields(NO, Float, NO),
        OpCode::ReturnV128 => fields(NO, V128, NO),
        OpCode::CallIndirect | OpCode::CallRef | OpCode::ReturnCallIndirect | OpCode::ReturnCallRef => {
            fields(NO, I64, NO)
        }
        OpCode::ThrowRef => fields(NO, I64, NO),
        OpCode::I32SwapBytes => fields(I32, I32, NO),
        OpCode::I64SwapBytes => fields(I64, I64, NO),
        OpCode::F32CanonicalizeNan => fields(F32, F32, NO),
        OpCode::F64CanonicalizeNan => fields(F64, F64, NO),
        OpCode::F32x4CanonicalizeNan | OpCode::F64x2CanonicalizeNan => fields(V128, V128, NO),
        OpCode::ArrayLen => fields(I32, I64, NO),
        _ => NONE,
    }
}

macro_rules! define {
    (
        unop { $($un:ident ($ui:tt -> $uo:tt) = $uf:ident;)* }
        unop_trap { $($utn:ident ($uti:tt -> $uto:tt) = $utf:ident;)* }
        binop_float { $($bfn:ident $bfi:ident ($bfl:tt, $bfr:tt -> $bfo:tt) = $bff:ident;)* }
        binop { $($bn:ident ($bl:tt, $br:tt -> $bo:tt) = $bf:ident;)* }
        binop_imm { $($bin:ident $bii:ident ($bil:tt, $bir:tt -> $bio:tt) = $bif:ident, $comm:ident;)* }
        binop_trap { $($btn:ident $bti:ident ($btl:tt, $btr:tt -> $bto:tt) = $btf:ident;)* }
        cmp { $($cn:ident $ci:ident $cb:ident $cbi:ident ($ct:tt) = $cf:ident, negated $cneg:ident, swapped $csw:ident;)* }
        fcmp { $($fn:ident $fb:ident $fbn:ident ($ft:tt) = $ff:ident;)* }
        ternop { $($tn:ident ($($tt:tt)*) = $tf:ident;)* }
        extract { $($en:ident ($et:tt -> $eo:tt) = $ef:ident;)* }
        replace { $($rn:ident ($rv:tt, $rt:tt -> $ro:tt) = $rf:ident;)* }
        load { $($ln:ident $lm:ident $lp:ident $li:ident $lc:ident ($lt:tt -> $lo:tt) = |$lx:ident| $lf:expr;)* }
        store { $($sn:ident $sm:ident $sp:ident $si:ident $sc:ident ($st:tt -> $so:tt) = |$sx:ident| $sf:expr;)* }
        load_lane { $($lln:ident ($($llt:tt)*) = |$llx:ident, $llv:ident, $lll:ident| $llf:expr;)* }
        store_lane { $($sln:ident ($($slt:tt)*) = |$slv:ident, $sll:ident| $slf:expr;)* }
        atomic_load { $($aln:ident ($alt:ty);)* }
        atomic_store { $($asn:ident ($ast:ty);)* }
        atomic_rmw { $($arn:ident ($art:ty) = $arf:ident;)* }
        atomic_cmpxchg { $($acn:ident ($act:ty);)* }
        gc_get { $($ggn:ident ($ggs:tt -> $ggo:tt) = |$ggx:ident| $ggf:expr;)* }
        gc_set { $($gsn:ident ($gsi:tt -> $gso:tt) = |$gsx:ident| $gsf:expr;)* }
        array_get { $($agn:ident ($ags:tt -> $ago:tt) = |$agx:ident| $agf:expr;)* }
        array_set { $($aan:ident ($aai:tt -> $aao:tt) = |$aax:ident| $aaf:expr;)* }
        control { $($kn:ident: $ks:ident; $kd:literal;)* }
        runtime { $($xn:ident = $xf:ident, $xi:tt -> $xo:tt; $xd:literal;)* }
    ) => {
        impl OpCode {
            /// The operands by field.
            pub const fn fields(self) -> Fields {
                const NO: Kind = Kind::None;
                match self {
                    $(OpCode::$un => fields(Kind::of(stringify!($uo)), Kind::of(stringify!($ui)), NO),)*
                    $(OpCode::$utn => fields(Kind::of(stringify!($uto)), Kind::of(stringify!($uti)), NO),)*
                    $(OpCode::$bfn => fields(Kind::of(stringify!($bfo)), Kind::of(stringify!($bfl)), Kind::of(stringify!($bfr))),
                      OpCode::$bfi => fields(Kind::of(stringify!($bfo)), Kind::of(stringify!($bfl)), NO),)*
                    $(OpCode::$bn => fields(Kind::of(stringify!($bo)), Kind::of(stringify!($bl)), Kind::of(stringify!($br))),)*
                    $(OpCode::$bin => fields(Kind::of(stringify!($bio)), Kind::of(stringify!($bil)), Kind::of(stringify!($bir))),
                      OpCode::$bii => fields(Kind::of(stringify!($bio)), Kind::of(stringify!($bil)), NO),)*
                    $(OpCode::$btn => fields(Kind::of(stringify!($bto)), Kind::of(stringify!($btl)), Kind::of(stringify!($btr))),
                      OpCode::$bti => fields(Kind::of(stringify!($bto)), Kind::of(stringify!($btl)), NO),)*
                    $(OpCode::$cn => fields(Kind::I32, Kind::of(stringify!($ct)), Kind::of(stringify!($ct))),
                      OpCode::$ci => fields(Kind::I32, Kind::of(stringify!($ct)), NO),
                      OpCode::$cb => fields(NO, Kind::of(stringify!($ct)), Kind::of(stringify!($ct))),
                      OpCode::$cbi => fields(NO, Kind::of(stringify!($ct)), NO),)*
                    $(OpCode::$fn => fields(Kind::I32, Kind::of(stringify!($ft)), Kind::of(stringify!($ft))),
                      OpCode::$fb | OpCode::$fbn => fields(NO, Kind::of(stringify!($ft)), Kind::of(stringify!($ft))),)*
                    $(OpCode::$tn)|* => with_third(fields(Kind::V128, Kind::V128, Kind::V128), Kind::V128, false),
                    $(OpCode::$en => fields(Kind::of(stringify!($eo)), Kind::V128, NO),)*
                    $(OpCode::$rn => fields(Kind::V128, Kind::V128, Kind::of(stringify!($rt))),)*
                    $(OpCode::$ln | OpCode::$lp => fields(Kind::of(stringify!($lo)), Kind::I32, NO),
                      OpCode::$lm => fields(Kind::of(stringify!($lo)), Kind::I64, NO),
                      OpCode::$li => fields(Kind::of(stringify!($lo)), Kind::I32, Kind::I32),
                      OpCode::$lc => fields(Kind::of(stringify!($lo)), NO, NO),)*
                    $(OpCode::$sn | OpCode::$sp => fields(NO, Kind::I32, Kind::of(stringify!($st))),
                      OpCode::$sm => fields(NO, Kind::I64, Kind::of(stringify!($st))),
                      OpCode::$si => with_third(fields(NO, Kind::I32, Kind::of(stringify!($st))), Kind::I32, true),
                      OpCode::$sc => fields(NO, NO, Kind::of(stringify!($st))),)*
                    $(OpCode::$lln)|* => fields(Kind::V128, Kind::I64, Kind::V128),
                    $(OpCode::$sln)|* => fields(NO, Kind::I64, Kind::V128),
                    $(OpCode::$ggn => fields(Kind::of(stringify!($ggo)), Kind::I64, NO),)*
                    $(OpCode::$gsn => fields(NO, Kind::I64, Kind::of(stringify!($gsi))),)*
                    $(OpCode::$agn => fields(Kind::of(stringify!($ago)), Kind::I64, Kind::I32),)*
                    $(OpCode::$aan => with_third(fields(NO, Kind::I64, Kind::I32), Kind::of(stringify!($aai)), true),)*
                    $(OpCode::$aln)|* | $(OpCode::$asn)|* | $(OpCode::$arn)|* | $(OpCode::$acn)|* => NONE,
                    $(OpCode::$kn)|* => control_fields(self),
                    $(OpCode::$xn)|* => NONE,
                }
            }

            /// Of an operation with operands in contiguous slots from `base`: how many slots it reads, if that is fixed, and how many
            /// results it leaves from `a`.
            pub const fn range(self) -> Option<(Option<u32>, u32)> {
                match self {
                    $(OpCode::$aln)|* => Some((Some(1), 1)),
                    $(OpCode::$asn)|* => Some((Some(2), 0)),
                    $(OpCode::$arn)|* => Some((Some(2), 1)),
                    $(OpCode::$acn)|* => Some((Some(3), 1)),
                    $(OpCode::$xn => Some((count(stringify!($xi)), $xo)),)*
                    _ => None,
                }
            }
        }
    };
}

/// A number of operands as the table writes it; `n` is not fixed.
const fn count(text: &str) -> Option<u32> {
    match text.as_bytes() {
        [digit @ b'0'..=b'9'] => Some((*digit - b'0') as u32),
        _ => None,
    }
}

super::table::for_each_op!(define);

#[cfg(test)]
mod tests {
    use super::*;

    /// An operation with another slot in each field.
    fn sample(code: OpCode) -> Op {
        if code.has_base() { Op::based(code, 11, 12, 14) } else { Op::new(code, 11, 12, 13, 14) }
    }

    #[test]
    fn operands_are_what_the_fields_say() {
        for &code in OpCode::ALL {
            let (op, f) = (sample(code), code.fields());
            let third = if f.third_in_a { 11 } else { 14 };
            let expected = [
                (f.b, 12, Role::Use, Place::B),
                (f.c, 13, Role::Use, Place::C),
                (f.third, third, Role::Use, Place::Third),
                (f.def, 11, Role::Def, Place::A),
            ];
            let expected: Vec<Operand> = expected
                .into_iter()
                .filter(|e| e.0 != Kind::None)
                .map(|(kind, slot, role, place)| Operand::value(slot, kind, role, place))
                .collect();
            assert_eq!(op.operands(f).collect::<Vec<_>>(), expected, "{}", code.name());
            assert!(!(f.third_in_a && f.def != Kind::None), "{} reads and writes `a`", code.name());
            assert!(!code.has_base() || expected.is_empty(), "{} has fields and a base", code.name());
        }
    }

    #[test]
    fn operands_of_some_operations() {
        let list = |code: OpCode| {
            let operands = sample(code).operands(code.fields());
            let text = |o: Operand| format!("{:?} {:?} {:?} {:?}", o.role, o.place, o.kind, o.slots());
            operands.map(text).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(list(OpCode::I32Add), "Use B I32 12..13, Use C I32 13..14, Def A I32 11..12");
        assert_eq!(list(OpCode::Const), "Def A Int 11..12");
        assert_eq!(list(OpCode::I32StoreIndex), "Use B I32 12..13, Use C I64 13..14, Use Third I32 11..12");
        assert_eq!(
            list(OpCode::SelectV128),
            "Use B V128 12..14, Use C V128 13..15, Use Third I32 14..15, Def A V128 11..13"
        );
        assert_eq!(list(OpCode::CallRef), "Use B I64 12..13");
        assert_eq!(list(OpCode::MemoryFill), "");
    }
}
