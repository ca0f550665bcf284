//! What is entered about an application.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};

use super::Stage;
use crate::id::{CallId, UserId};
use crate::journal::Hash;
use crate::party::PartyCode;
use crate::registry::RegistryCode;
use crate::stage::coded;
use crate::user::Sealed;

coded! {
    /// Where it stands with the sending side.
    Home {
        /// It was sent and is to be checked.
        Submitted = "submitted",
        /// It came back with a list of what is to be mended.
        Correction = "correction",
        /// It fulfils the rules; the commission has it.
        Eligible = "eligible",
        /// It does not fulfil the rules.
        Ineligible = "ineligible",
        /// It was nominated.
        Nominated = "nominated",
        /// It was not nominated.
        NotSelected = "not_selected",
    }
}

coded! {
    /// Where it stands with the host's side, once it was nominated.
    Host {
        /// The host's side is to check it.
        Pending = "pending",
        /// The host's side gave it back with a list of what is to be mended.
        Returned = "returned",
        /// The host's side accepts it.
        Verified = "verified",
        /// The host's side refuses it.
        Refused = "refused",
    }
}

coded! {
    /// Who gave it back.
    Side {
        /// The sending side.
        Home = "home",
        /// The host's side.
        Host = "host",
    }
}

coded! {
    /// Why not. The words beside it are for one person; the code is for counting.
    Reason {
        /// A rule of the call is not fulfilled.
        Rules = "rules",
        /// A document does not show what it has to.
        Documents = "documents",
        /// It cannot be told who the person is.
        Identity = "identity",
        /// The employer does not endorse it.
        Employer = "employer",
        /// Others stood before it by the announced criteria.
        Order = "order",
        /// The host cannot take the person.
        Capacity = "capacity",
        /// The host finds that the training does not fit the person's preparation.
        Profile = "profile",
        /// Another one, said in words.
        Other = "other",
    }
}

impl Reason {
    /// Reasons the sending side may give.
    pub const OF_HOME: [Self; 6] =
        [Self::Rules, Self::Documents, Self::Identity, Self::Employer, Self::Order, Self::Other];
    /// Reasons the host's side may give.
    pub const OF_HOST: [Self; 5] =
        [Self::Documents, Self::Identity, Self::Capacity, Self::Profile, Self::Other];
}

/// The number of a receipt: who holds it knows whose it is, to everybody else it says nothing.
///
/// The code of the registry and twelve signs drawn at random (sixty bits), without signs that are mistaken for others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct ReceiptNumber(String);

/// The text is no number of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a receipt has a number like KG-7K2M-9QXA-4TDF: {0:?}")]
pub struct BadReceipt(pub String);

impl ReceiptNumber {
    const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// The number these random bytes make.
    #[must_use]
    pub fn drawn(registry: RegistryCode, random: [u8; 12]) -> Self {
        let sign = |byte: &u8| {
            let at = usize::from(byte % 32);
            char::from(Self::SIGNS.get(at).copied().unwrap_or(b'0'))
        };
        let groups: Vec<String> =
            random.chunks(4).map(|four| four.iter().map(sign).collect()).collect();
        Self(format!("{registry}-{}", groups.join("-")))
    }

    /// The number.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ReceiptNumber {
    type Err = BadReceipt;

    /// Reads a number as people copy it: small letters, spaces, O for 0, I and L for 1.
    fn from_str(text: &str) -> Result<Self, BadReceipt> {
        let bad = || BadReceipt(text.to_owned());
        let plain: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let (registry, signs) = plain.split_at_checked(2).ok_or_else(bad)?;
        let registry: RegistryCode = registry.parse().map_err(|_| bad())?;
        let mended = signs.chars().map(|c| match c {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        });
        let signs: String = mended.collect();
        if signs.len() != 12 || !signs.bytes().all(|b| Self::SIGNS.contains(&b)) {
            return Err(bad());
        }
        let (a, rest) = signs.split_at(4);
        let (b, c) = rest.split_at(4);
        Ok(Self(format!("{registry}-{a}-{b}-{c}")))
    }
}

impl fmt::Display for ReceiptNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ReceiptNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'_, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Whose application it is, and to what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// The registry that keeps it: that of the call.
    pub registry: RegistryCode,
    /// The other side of the call.
    pub partner: PartyCode,
    /// The call.
    pub call: CallId,
    /// The account of the applicant.
    pub applicant: UserId,
    /// The number of the receipt.
    pub receipt: ReceiptNumber,
    /// Whether the person was made up for demonstration; said wherever the application is shown.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub made_up: bool,
}

/// What was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// The edition of the call the applicant agreed to.
    pub edition: u32,
    /// Its hash.
    pub terms: Hash,
    /// The content, sealed under the applicant's key.
    pub content: Sealed,
    /// Hash of the content in clear. The content holds random bytes, so that nobody who has not opened it can try
    /// whether it is what they think.
    pub hash: Hash,
    /// Files, by the hashes of their sealed bytes.
    pub files: Vec<Hash>,
}

/// What can happen to an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// It was sent.
    Submitted {
        /// Whose it is, and to what.
        description: Description,
        /// What was sent.
        sent: Sent,
    },
    /// It was sent again: mended, or changed while applications were open.
    Replaced {
        /// What was sent.
        sent: Sent,
    },
    /// Documents were added that may come later; nothing else changed.
    Supplemented {
        /// What was sent before, with the documents added.
        sent: Sent,
    },
    /// It was given back with a list of what is to be mended.
    Returned {
        /// By whom.
        by: Side,
        /// The first instant at which it is too late.
        due: Timestamp,
        /// What is to be mended, sealed.
        words: Sealed,
    },
    /// The sending side judged it.
    Judged {
        /// How.
        home: Home,
        /// Why not; nothing where it goes on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Reason>,
        /// What is said to the applicant and to the management, sealed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Sealed>,
    },
    /// The host's side accepts it, but for these places of the call.
    HostVerified {
        /// Numbers of seats whose host does not take the person.
        refused: Vec<u32>,
        /// What is said about it, sealed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Sealed>,
    },
    /// The host's side refuses it.
    HostRefused {
        /// Why.
        reason: Reason,
        /// What is said about it, sealed.
        words: Sealed,
    },
    /// The applicant took it back.
    Withdrawn,
    /// The applicant took the withdrawal back.
    Restored,
}

/// What happened, for the page on which an applicant sees where the application is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What it was afterwards.
    pub stage: Stage,
    /// Name of the entry.
    pub event: String,
    /// Why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// By when it is to be mended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// What was said, sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Sealed>,
}
