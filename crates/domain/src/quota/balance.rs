//! How many places lie in each account.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Account;

/// How many places lie in each account of a line. An account that holds none is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Balances(BTreeMap<Account, u64>);

impl Balances {
    /// Places in an account.
    #[must_use]
    pub fn get(&self, account: Account) -> u64 {
        self.0.get(&account).copied().unwrap_or(0)
    }

    /// Places of the line: those in all its accounts.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }

    /// Places that can still be used: in no final account.
    #[must_use]
    pub fn open(&self) -> u64 {
        self.0.iter().filter(|(account, _)| !account.is_final()).map(|(_, places)| places).sum()
    }

    /// Moves places out of one account, into another; on one side may be what is outside the line.
    ///
    /// # Errors
    /// How many are there, when they are too few; all is then as it was.
    pub(super) fn shift(
        &mut self,
        from: Option<Account>,
        to: Option<Account>,
        places: u64,
    ) -> Result<(), u64> {
        if let Some(from) = from {
            let there = self.get(from);
            self.set(from, there.checked_sub(places).ok_or(there)?);
        }
        if let Some(to) = to {
            self.set(to, self.get(to).saturating_add(places));
        }
        Ok(())
    }

    fn set(&mut self, account: Account, places: u64) {
        if places == 0 {
            self.0.remove(&account);
        } else {
            self.0.insert(account, places);
        }
    }
}
