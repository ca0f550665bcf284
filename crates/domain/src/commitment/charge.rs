//! In whose charge a commitment is: after signature somebody must own each obligation.

use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::id::UserId;
use crate::text::Text4;

/// Who has charge of something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Holder {
    /// A person with an account. The record keeps no name, so that a person can be forgotten.
    Account {
        /// The account.
        user: UserId,
    },
    /// An office, such as a department.
    Office {
        /// Its name.
        office: Text4,
    },
}

/// In whose charge a commitment is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// Who answers for it; nobody, when it was taken from whoever had it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<Holder>,
    /// Who stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy: Option<Holder>,
}

impl Charge {
    /// The account that has a part in it, where one has: as the responsible, then as the deputy.
    #[must_use]
    pub fn accounts(&self) -> [Option<UserId>; 2] {
        let account = |holder: &Option<Holder>| match holder {
            Some(Holder::Account { user }) => Some(*user),
            Some(Holder::Office { .. }) | None => None,
        };
        [account(&self.responsible), account(&self.deputy)]
    }

    /// Rule: nobody deputises for nobody, or for themselves; and an entry changes something.
    ///
    /// # Errors
    /// `deputy-alone`, `deputy-same`, `charge-same`.
    pub(super) fn check(&self, present: Option<&Self>) -> Result<(), Refusal> {
        if self.deputy.is_some() && self.responsible.is_none() {
            return Err(Refusal::of("responsible", "deputy-alone"));
        }
        if self.deputy.is_some() && self.deputy == self.responsible {
            return Err(Refusal::of("deputy", "deputy-same"));
        }
        let nobody = Self { responsible: None, deputy: None };
        if self == present.unwrap_or(&nobody) {
            return Err(Refusal::of("responsible", "charge-same"));
        }
        Ok(())
    }
}
