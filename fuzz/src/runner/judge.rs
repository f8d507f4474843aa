//! What a case is held against: the other tiers, or another engine.

use anyhow::Result;

use crate::case::Case;
use crate::oracle;
use crate::peer::{self, Differences, Peer, Verdict};

/// Makes the cases of seeds, and judges them.
pub(crate) enum Judge {
    Tiers,
    Peer(Box<dyn Peer>),
}

impl Judge {
    /// # Errors
    /// If there is no such engine.
    pub(crate) fn open(oracle: Option<&str>) -> Result<Judge> {
        Ok(match oracle {
            None => Judge::Tiers,
            Some(name) => Judge::Peer(peer::open(name)?),
        })
    }

    pub(crate) fn case(&self, seed: u64) -> Case {
        match self {
            Judge::Tiers => Case::from_seed(seed),
            Judge::Peer(peer) => Case::for_language(seed, &peer.language()),
        }
    }

    pub(crate) fn judge(&mut self, case: &Case) -> Verdict {
        match self {
            Judge::Tiers => match oracle::compare(case) {
                Ok(outcome) => Verdict::Same(outcome, Differences::new()),
                Err(divergence) => Verdict::Differs(divergence.to_string()),
            },
            Judge::Peer(peer) => peer::compare(case, &mut **peer),
        }
    }
}
