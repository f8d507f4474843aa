//! The tiers of wx that there are: the one list that tests and `--peers` go through.
//!
//! A program must give the same answer in every tier, and a compiler is tuned by seeing it beside the interpreter. So
//! whatever wants "every tier" iterates over `TIERS`; a tier added here is tested with all examples and all
//! programs of the suite, and can take part in a run by its name.

/// A way to run code that an embedder can ask for.
#[derive(Clone, Copy, Debug)]
pub struct Tier {
    /// What tests and `--peers` call it.
    pub name: &'static str,
    /// Turns the default configuration into one that runs code this way and no other.
    pub choose: fn(&mut wx::Config),
}

/// Every tier of this build.
pub const TIERS: &[Tier] = &[
    Tier {
        name: "interp",
        choose: |config| {
            config.tier(wx::Tier::Interp);
        },
    },
    Tier {
        name: "jit",
        choose: |config| {
            config.tier(wx::Tier::Jit);
        },
    },
    Tier {
        name: "tiered",
        choose: |config| {
            config.tier(wx::Tier::Tiered).tier_up_after(1);
        },
    },
];

/// The tier of that name.
pub fn find(name: &str) -> Option<Tier> {
    TIERS.iter().copied().find(|tier| tier.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_distinct_and_no_peer_has_one() {
        for tier in TIERS {
            assert_eq!(TIERS.iter().filter(|t| t.name == tier.name).count(), 1, "{}", tier.name);
            assert!(!crate::engines::PEERS.contains(&tier.name), "{}", tier.name);
        }
        assert!(find("interp").is_some() && find("wx").is_none());
    }
}
