//! Faults that can be put back, one at a time, to see which check finds them.
//!
//! # Problem
//! That all tests pass says something about the engine only if they would fail for an engine with a fault. Which faults engines of this kind
//! have had is known: those of others, and our own.
//!
//! # Idea
//! Each fault is one line where it would stand: `if Mutant::NAME.is_on()`. Without the feature `mutants`, which no other
//! package and no default turns on, that is `false` at compile time and nothing of it is left. With it the environment variable
//! `WX_MUTANT` names the fault that is there. `cargo xtask mutants` builds once, runs the checks on one fault after the other, and
//! reports those that none of them finds. It reads the table below as text: on one line each the name, the class, and what is wrong.
//!
//! Must not know: the rooms in which the faults stand.

#[cfg(feature = "mutants")]
use std::sync::atomic::{AtomicUsize, Ordering};

macro_rules! mutants {
    ($($name:ident: $class:ident, $fault:literal;)*) => {
        /// A fault; see the module's header.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Mutant {
            $(#[doc = $fault] $name,)*
        }

        #[cfg(feature = "mutants")]
        impl Mutant {
            /// All of them with their names.
            const ALL: &[(Mutant, &str)] = &[$((Mutant::$name, stringify!($name)),)*];
        }
    };
}

mutants! {
    FarSlotsModulo65536: Hole, "operations with contiguous operands read the base of them modulo 65,536";
    LandingsBySourceNumber: Hole, "a handler's landing is looked up by the function's own number among those of what was compiled";
    ReservationAlone: Hole, "a reservation of 6 GiB and more leaves out every compare, whatever offset and guard are";
    EnginesNotCompared: Hole, "types, modules and linkers of another engine are accepted";
    ConstantSumIn64Bits: Bounds, "machine code: an address plus a constant does not wrap at 32 bits";
    SlotSumIn64Bits: Bounds, "machine code: an address plus another slot does not wrap at 32 bits";
    OffsetNotCompared: Bounds, "machine code: the compare of an access near the end leaves out its offset";
    LongOffsetNotCompared: Bounds, "machine code: the compare of an access leaves out an offset of 4 KiB and more";
    EndNotCompared: Bounds, "machine code: an index near the end is not compared with the length";
    Sum64Wraps: Bounds, "machine code: a 64-bit index plus a long offset wraps";
    InterpSumIn64Bits: Bounds, "interpreter: an address plus a constant does not wrap at 32 bits";
    InterpSizeNotCompared: Bounds, "interpreter: the check of a load leaves out its size";
    InterpEndOffByOne: Bounds, "interpreter: an access to any memory may end one byte beyond it";
    InterpSum64Wraps: Bounds, "interpreter: a 64-bit index plus its offset wraps";
    LengthNotCompared: Bounds, "machine code: a bulk operation longer than its memory is not noticed";
    MemoryRangeOffByOne: Bounds, "a bulk operation may end one byte beyond its memory";
    TableRangeOffByOne: Bounds, "a table operation may end one element beyond its table";
    LongOffsetNotAligned: Past, "an offset from 2^48 saturates to one that is not aligned";
    AlignmentNotLookedAt: Bounds, "machine code: atomic accesses need no alignment";
    InterpAlignmentNotLookedAt: Bounds, "interpreter: atomic accesses need no alignment";
    SignedLoadFillsUpperHalf: UpperHalf, "a signed load of a byte to an i32 sets the upper half";
    ExchangeNotExtended: UpperHalf, "a narrow compare-exchange leaves more than its bits in the result";
    WrapKeepsUpperHalf: UpperHalf, "i32.wrap_i64 keeps the upper half";
    GrowFailsIn64Bits: UpperHalf, "the -1 of a growth that failed has 64 bits, whatever the index has";
    ComparedIn64Bits: UpperHalf, "32-bit compares look at 64 bits, so that signs are lost";
    ValueLostAcrossCall: Values, "a value in a register that a call destroys is not stored before it";
    ValueLostAcrossBuiltin: Values, "the same for the call of a builtin";
    BaseKeptAcrossCall: Values, "machine code does not read the memory's base again after a call";
    InterpBaseKeptAcrossCall: Values, "the interpreter does not read the memory's base again after a call of the host";
    ExchangeForgotten: Values, "moves at once: after an exchange the other source is looked for where it was";
    LoadsBeforeMoves: Values, "an edge loads its values before it has moved those that are in the way";
    VectorHalfLost: Values, "a v128 that gives up its register is stored by half";
    LocalsNotZeroed: Values, "machine code does not clear locals";
    InterpLocalsNotZeroed: Values, "the interpreter does not clear locals";
    EntryForgetsResident: Values, "an entry in a function's middle leaves out its first resident";
    SpansCopiedFromTheEnd: Values, "slots that overlap are copied in the wrong order";
    FlagsOfEarlierOperation: Values, "the flags of an operation are taken for those of a later one";
    OuterHandlerFirst: Past, "with two handlers around a throw the outer one is asked first";
    OperandToTakenRegister: Past, "an operand goes to its resident register though the instruction has taken that for something else";
    TakenRegisterKept: Past, "a register borrowed for one operation keeps a value beyond it";
    VectorsExchanged: Past, "a cycle of moves with a v128 in it is settled by exchanges";
    VectorHalfHasRegister: Past, "the second slot of a v128 may have a register of its own";
    MinuendInMemory: Fusion, "a subtraction takes what it has on the left from memory, as if it were on the right";
    OperatorNotSwapped: Fusion, "a constant changes sides, its operator does not";
    SummandOverwritten: Fusion, "a sum is taken into a store though a constant overwrites a summand";
    AnyChainIsSwap: Fusion, "every chain that ends in an `or` and moves bytes counts as a byte swap";
    AnyHighWordIsProduct: Fusion, "a function counts as a wide product whatever its upper word is";
    ProductStoredInOrder: Fusion, "the words of a wide product change places if the upper one is stored first";
    NegationForgotten: Fusion, "the branch on a float compare that was negated takes the compare as it stands";
    ArgumentOverwritten: Fusion, "a self tail call moves its arguments in their order, whatever they overwrite";
    RestartKeepsLocals: Fusion, "a self tail call leaves the other locals as they are";
    RoundOnSameCondition: Fusion, "the test that is repeated at a loop's end goes on where the first one leaves";
    LabelTurnedRound: Fusion, "a branch over a branch is turned round though others arrive where the second one is taken back";
    BranchForgetsNan: Fusion, "a branch on floats that differ is not taken for NaN";
    CarryIsInverted: Fusion, "a sum with the truth of a comparison has the opposite of it";
    AnyXorIsComplement: Fusion, "an exclusive or with any constant counts as a complement";
    ReciprocalRoundedDown: Fusion, "the reciprocal for a division by a constant is rounded down";
    ZerosMistaken: Simd, "the minimum of two zeros is +0";
    MinimumLosesNan: Simd, "the minimum of NaN and a number is the second one";
    VectorShiftNotMasked: Simd, "shift counts of lanes are taken modulo 256";
    VectorShiftUnsigned: Simd, "i64x2.shr_s brings in zeros";
    SwizzleWraps: Simd, "swizzle takes indexes modulo 16";
    NullCallMistaken: Trap, "an indirect call of null has the trap of a null reference";
    DivisionTrapMistaken: Trap, "a division by zero has the trap of an overflow";
    FaultAtNextOperation: Trap, "a fault counts as the next operation's";
    TrapAtNextOperation: Trap, "a trap counts as the next operation's";
    FirstPieceFirst: Trap, "a copy of a few bytes stores its first piece first, before the one that may fault";
    CopyForwards: Bulk, "a long copy to higher addresses that overlap goes forwards";
    DroppedDataIsRead: Bulk, "memory.init reads a data segment that was dropped";
    ElementsNotDropped: Bulk, "elem.drop does nothing";
    SegmentEndNotCompared: Bulk, "memory.init reads beyond its segment";
    CopySourceNotCompared: Bulk, "array.copy does not compare the range that it reads";
    FillIndexNotCompared: Bulk, "array.fill compares its length without its index";
    TableIndexSpace: Index, "table.fill counts tables without the imported ones";
    GlobalIndexSpace: Index, "machine code counts globals with the imported ones where it should not";
    TableBoundOffByOne: Index, "machine code: an indirect call may take the element behind the last";
    InterpTableBoundOffByOne: Index, "interpreter: an indirect call may take the element behind the last";
    SignatureNotCompared: Index, "machine code: an indirect call does not compare types";
    InterpSignatureNotCompared: Index, "interpreter: an indirect call does not compare types";
    LastTargetLeftOut: Index, "machine code: br_table takes its default for the last target too";
    InterpLastTargetLeftOut: Index, "interpreter: br_table never takes its default";
    MutableGlobalBySubtype: Index, "a mutable global of a subtype can be imported";
    MinimumNotCompared: Index, "a memory or table smaller than the import asks for can be imported";
    StoresNotCompared: Index, "objects of another store are accepted";
    CastDepthOffByOne: Index, "a cast compares the supertype one below the one asked for";
    TagsComparedByType: Index, "tags of one type are one tag";
    TailArgumentsStay: Call, "arguments of a tail call that travel in slots stay where they were";
    ReferenceBeforePayload: Call, "the reference to an exception takes the place of its payload";
    StackNotCompared: Stack, "machine code does not look whether its frame fits the stack";
    InterpStackNotCompared: Stack, "the interpreter does not look whether a frame fits the stack";
    FramesNotMarked: Heap, "a collection does not look at frames";
    SavedRegistersNotMarked: Heap, "a collection does not look at registers that machine code saved";
    TablesNotMarked: Heap, "a collection does not look at tables";
    SegmentsNotMarked: Heap, "a collection does not look at element segments";
    ExceptionNotMarked: Heap, "a collection does not look at the exception in flight";
    LongArraysHalfMarked: Heap, "a collection looks at the first thousand elements of an array";
    CellsNotCleared: Heap, "memory of a dead object is not cleared for the next one";
    OperandsNotBounded: Resources, "functions with too many operands for their bytes are compiled";
    LimiterIgnored: Resources, "memory.grow does not care what the limiter says";
    TotalLimitIgnored: Resources, "memory.grow does not care for the store's limit in all";
    FuelOffByOne: Metering, "machine code runs out of fuel one unit early";
    BulkWorkIsFree: Metering, "bulk operations cost no fuel";
    LoopsIgnoreEpoch: Metering, "loops do not look at the epoch";
    WaysOutForgotten: Metering, "code after a construct is paid for before it, though something inside leads past its end";
    ArmsPayTwice: Metering, "what both arms of an `if` cost is paid before it and in each";
    MeterNotGivenBack: Metering, "machine code that is left keeps the fuel to itself";
    MeterNotTaken: Metering, "machine code that is entered goes on with what is in the meter's register";
    LoadedTypesKept: Kept, "machine code of another process keeps the type ids of the engine that made it";
    LoadedOperationsKept: Kept, "operations of another process keep the type indices that they were written with";
    CacheNotAuthenticated: Kept, "a file of the code cache is believed whoever wrote it";
    BodiesNotValidated: Kept, "with lazy validation no body is validated";
    DisplacementOffByOne: Encoding, "a displacement of 128 is encoded in 8 bits";
    ImmediateNotExtended: Encoding, "immediates from 128 to 255 are encoded in 8 bits that are sign-extended";
}

#[cfg(not(feature = "mutants"))]
impl Mutant {
    /// Whether the fault is there.
    #[inline(always)]
    pub const fn is_on(self) -> bool {
        false
    }
}

/// Which fault is there: its number from 1, [`NONE`] or [`UNREAD`].
#[cfg(feature = "mutants")]
static ON: AtomicUsize = AtomicUsize::new(UNREAD);
#[cfg(feature = "mutants")]
const NONE: usize = 0;
#[cfg(feature = "mutants")]
const UNREAD: usize = usize::MAX;

#[cfg(feature = "mutants")]
impl Mutant {
    /// Whether the fault is there.
    #[inline(always)]
    pub fn is_on(self) -> bool {
        let on = match ON.load(Ordering::Relaxed) {
            UNREAD => Mutant::read(),
            on => on,
        };
        on == self as usize + 1
    }

    #[cold]
    #[inline(never)]
    fn read() -> usize {
        let on = match std::env::var("WX_MUTANT") {
            Ok(name) if !name.is_empty() => match Mutant::ALL.iter().find(|row| row.1 == name) {
                Some(row) => row.0 as usize + 1,
                None => {
                    let names: Vec<&str> = Mutant::ALL.iter().map(|row| row.1).collect();
                    eprintln!("WX_MUTANT: there is no fault {name}; there are {}", names.join(", "));
                    std::process::exit(2);
                }
            },
            _ => NONE,
        };
        ON.store(on, Ordering::Relaxed);
        on
    }
}
