//! What of a processor machine code may make use of, where less than everything is wanted.
//!
//! wx needs SSE4.1 and uses a few extensions beyond it, each on its own: code has a second form for every place where one of
//! them is used. So each can be masked, to see what a program does on a processor without it, and so that tests reach
//! the second forms on any machine.
//!
//! Must not know: instructions.

/// Generations of x86-64 processors, as far as machine code differs between them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Isa {
    /// SSE4.1 and nothing beyond: the least that wx compiles for.
    Sse41,
    /// With AVX, without the bit manipulation instructions that came later.
    Avx,
    /// What the processor has.
    #[default]
    Native,
}

/// An extension beyond SSE4.1 that machine code makes use of.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[repr(u8)]
pub enum CpuFeature {
    Avx,
    Bmi1,
    Bmi2,
    Lzcnt,
    Popcnt,
}

impl CpuFeature {
    /// All of them, with their names.
    pub const ALL: [(CpuFeature, &'static str); 5] = [
        (CpuFeature::Avx, "avx"),
        (CpuFeature::Bmi1, "bmi1"),
        (CpuFeature::Bmi2, "bmi2"),
        (CpuFeature::Lzcnt, "lzcnt"),
        (CpuFeature::Popcnt, "popcnt"),
    ];

    /// The feature with this name.
    ///
    /// # Errors
    /// If there is none; the message lists the names.
    pub fn named(name: &str) -> Result<CpuFeature, String> {
        let found = CpuFeature::ALL.iter().find(|f| f.1 == name);
        found.map(|f| f.0).ok_or_else(|| {
            let names = CpuFeature::ALL.map(|f| f.1).join(", ");
            format!("there is no processor feature `{name}` that wx uses; there are {names}")
        })
    }
}

/// What machine code may use, if the processor has it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Allowed {
    /// Nothing beyond this generation.
    pub max_isa: Isa,
    /// Features that are masked, by bits.
    masked: u8,
}

impl Allowed {
    /// Everything up to a generation.
    pub fn up_to(max_isa: Isa) -> Allowed {
        Allowed { max_isa, ..Allowed::default() }
    }

    /// Takes one feature away.
    pub fn mask(&mut self, feature: CpuFeature) {
        self.masked |= 1 << feature as u8;
    }

    /// Whether neither the generation nor a mask forbids it.
    pub fn has(self, feature: CpuFeature) -> bool {
        let in_isa = match self.max_isa {
            Isa::Native => true,
            Isa::Avx => matches!(feature, CpuFeature::Avx | CpuFeature::Popcnt),
            Isa::Sse41 => false,
        };
        in_isa && self.masked >> feature as u8 & 1 == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_takes_away_what_the_generation_leaves() {
        let names = |allowed: Allowed| {
            let has = CpuFeature::ALL.iter().filter(|f| allowed.has(f.0)).map(|f| f.1);
            has.collect::<Vec<_>>().join(" ")
        };
        let of = Allowed::up_to;
        assert_eq!(names(of(Isa::Native)), "avx bmi1 bmi2 lzcnt popcnt");
        assert_eq!((names(of(Isa::Avx)).as_str(), names(of(Isa::Sse41)).as_str()), ("avx popcnt", ""));
        let mut masked = of(Isa::Avx);
        masked.mask(CpuFeature::named("avx").unwrap());
        assert_eq!(names(masked), "popcnt");
        assert!(CpuFeature::named("mmx").unwrap_err().contains("bmi1, bmi2"));
    }
}
