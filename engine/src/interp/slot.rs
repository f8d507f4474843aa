//! Frame slots as typed values.
//!
//! A slot is a `u64`; i32 and f32 stand zero-extended in it, a v128 takes two slots, low half first, with the alignment
//! of a slot only. Which type a slot holds is known from the operation (validation proved it), so it is not recorded.

use super::dispatch::Acc;
use crate::types::V128;

/// A value that lives in frame slots.
pub(super) trait Slot: Copy {
    /// The value in the slots from `i`.
    unsafe fn read(fp: *const u64, i: usize) -> Self;
    /// Sets the slots from `i`.
    unsafe fn write(self, fp: *mut u64, i: usize);
    /// The value that the operation before left in `acc`; types that do not travel there are read from the slots.
    #[inline(always)]
    unsafe fn forwarded(_acc: Acc, fp: *const u64, i: usize) -> Self {
        // SAFETY: the caller's promise for `read`.
        unsafe { Self::read(fp, i) }
    }
    /// What the next operation may find in `acc`.
    #[inline(always)]
    fn forward(self) -> Acc {
        Acc::none()
    }
}

/// A value that fits an operation's immediate.
pub(super) trait Imm: Slot {
    /// The right operand of an `Imm` form.
    fn from_imm(imm: u64) -> Self;
}

/// A value that fits half of it.
pub(super) trait HalfImm: Imm {
    /// The right operand of a `Br…Imm` form: the upper half of the immediate.
    fn from_hi(imm: u64) -> Self;
}

/// What travels: the slot's word, or the float itself.
macro_rules! forwarded {
    (word, $value:ident, $word:expr) => {
        $word
    };
    ($float:ident, $value:ident, $word:expr) => {
        $value
    };
}

macro_rules! scalar_slot {
    ($($ty:ty, $register:ident, |$x:ident| $from:expr, |$v:ident| $to:expr, |$y:ident| $taken:expr;)*) => {
        $(
            impl Slot for $ty {
                #[inline(always)]
                unsafe fn read(fp: *const u64, i: usize) -> Self {
                    // SAFETY: INV IR: the slot lies in the frame.
                    let $x = unsafe { *fp.add(i) };
                    $from
                }
                #[inline(always)]
                unsafe fn write(self, fp: *mut u64, i: usize) {
                    let $v = self;
                    // SAFETY: INV IR: the slot lies in the frame.
                    unsafe { *fp.add(i) = $to }
                }
                #[inline(always)]
                unsafe fn forwarded(acc: Acc, fp: *const u64, i: usize) -> Self {
                    let _ = (fp, i);
                    // SAFETY: INV FORWARD: the operation before left its result, of this class.
                    let $y = unsafe { acc.$register.assume_init() };
                    $taken
                }
                #[inline(always)]
                fn forward(self) -> Acc {
                    let $v = self;
                    Acc::$register(forwarded!($register, $v, $to))
                }
            }
        )*
    };
}

scalar_slot! {
    i32, word, |x| x as i32, |v| u64::from(v as u32), |y| y as i32;
    i64, word, |x| x as i64, |v| v as u64, |y| y as i64;
    u64, word, |x| x, |v| v, |y| y;
    f32, single, |x| f32::from_bits(x as u32), |v| u64::from(v.to_bits()), |y| y;
    f64, double, |x| f64::from_bits(x), |v| v.to_bits(), |y| y;
}

impl Slot for V128 {
    #[inline(always)]
    unsafe fn read(fp: *const u64, i: usize) -> Self {
        // SAFETY: INV IR: both slots lie in the frame.
        unsafe { fp.add(i).cast::<V128>().read_unaligned() }
    }
    #[inline(always)]
    unsafe fn write(self, fp: *mut u64, i: usize) {
        // SAFETY: INV IR: both slots lie in the frame.
        unsafe { fp.add(i).cast::<V128>().write_unaligned(self) }
    }
}

impl Imm for i32 {
    #[inline(always)]
    fn from_imm(imm: u64) -> Self {
        imm as i32
    }
}

impl HalfImm for i32 {
    #[inline(always)]
    fn from_hi(imm: u64) -> Self {
        (imm >> 32) as i32
    }
}

impl Imm for i64 {
    #[inline(always)]
    fn from_imm(imm: u64) -> Self {
        imm as i64
    }
}

impl HalfImm for i64 {
    #[inline(always)]
    fn from_hi(imm: u64) -> Self {
        i64::from((imm >> 32) as i32)
    }
}

impl Imm for f32 {
    #[inline(always)]
    fn from_imm(imm: u64) -> Self {
        f32::from_bits(imm as u32)
    }
}

impl Imm for f64 {
    #[inline(always)]
    fn from_imm(imm: u64) -> Self {
        f64::from_bits(imm)
    }
}
