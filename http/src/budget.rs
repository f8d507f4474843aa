//! How much of something a guest may have at a time.
//!
//! Whoever has some holds a [`Charge`], which gives it back when it is dropped; so nothing has to be counted down by hand, wherever a value
//! goes that a guest made.

use anyhow::{Result, bail};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What is left of something.
#[derive(Clone, Debug)]
pub(crate) struct Budget {
    left: Arc<AtomicUsize>,
    /// What it is of, for the error.
    what: &'static str,
}

impl Budget {
    pub(crate) fn new(most: usize, what: &'static str) -> Budget {
        Budget { left: Arc::new(AtomicUsize::new(most)), what }
    }

    /// Takes so much of it.
    ///
    /// # Errors
    /// If there is less.
    pub(crate) fn charge(&self, amount: usize) -> Result<Charge> {
        let taken =
            self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(amount));
        match taken {
            Ok(_) => Ok(Charge { budget: self.clone(), amount }),
            Err(left) => {
                bail!("{amount} {} are more than the {left} that this guest may still have", self.what)
            }
        }
    }
}

/// A part of a budget that somebody has.
#[derive(Debug)]
pub(crate) struct Charge {
    budget: Budget,
    amount: usize,
}

impl Charge {
    /// How much it is.
    pub(crate) fn amount(&self) -> usize {
        self.amount
    }

    /// Changes how much it is.
    ///
    /// # Errors
    /// If that is more than is left.
    pub(crate) fn change(&mut self, amount: usize) -> Result<()> {
        if let Some(more) = amount.checked_sub(self.amount) {
            // It is given back together with the rest.
            let mut more = self.budget.charge(more)?;
            more.amount = 0;
        } else {
            self.budget.left.fetch_add(self.amount - amount, Ordering::Relaxed);
        }
        self.amount = amount;
        Ok(())
    }
}

impl Drop for Charge {
    fn drop(&mut self) {
        self.budget.left.fetch_add(self.amount, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::Budget;

    #[test]
    fn what_is_dropped_can_be_had_again() {
        let budget = Budget::new(10, "things");
        let mut one = budget.charge(4).unwrap();
        one.change(6).unwrap();
        let refused = budget.charge(5).unwrap_err().to_string();
        assert!(refused.contains("5 things") && refused.contains("the 4 that"), "{refused}");
        assert!(one.change(11).is_err());
        one.change(1).unwrap();
        let other = budget.charge(9).unwrap();
        drop((one, other));
        assert!(budget.charge(10).is_ok());
    }
}
