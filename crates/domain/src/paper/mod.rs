//! Papers the house gives out, signed: a protocol, a letter, a receipt, each with the credential that says the same.
//!
//! What was signed is kept as it was signed. A paper about a person is kept sealed under that person's key; in clear stand
//! its number, its hash, its language, its key, and what it is about. A paper is never changed: it is withdrawn with a
//! coded reason that everybody may read, and another one is issued.

mod state;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::id::{StreamId, UserId};
use crate::journal::Hash;
use crate::party::PartyCode;
use crate::registry::RegistryCode;
use crate::stage::coded;
use crate::text::Language;
use crate::user::Sealed;

/// The number of a paper: drawn as that of a receipt is, so that nobody guesses one.
pub use crate::programme::application::ReceiptNumber as PaperNumber;
pub use state::Paper;

coded! {
    /// What a paper is.
    PaperKind {
        /// The protocol of a released run.
        Protocol = "protocol",
        /// The letter by which the sending side nominates an applicant.
        Nomination = "nomination",
        /// The receipt of an application.
        Receipt = "receipt",
        /// The letter by which a place is offered.
        Offer = "offer",
        /// The certificate that a programme was completed.
        Completion = "completion",
    }
}

impl PaperKind {
    /// The type of its credential.
    #[must_use]
    pub const fn credential(self) -> &'static str {
        match self {
            Self::Protocol => "KelisimAllocationProtocol",
            Self::Nomination => "KelisimNominationLetter",
            Self::Receipt => "KelisimApplicationReceipt",
            Self::Offer => "KelisimOfferLetter",
            Self::Completion => "KelisimCompletionCertificate",
        }
    }

    /// Whether the other side of the call may hold it too: what is sent to it, and what it did itself.
    #[must_use]
    pub const fn is_hosts(self) -> bool {
        matches!(self, Self::Nomination | Self::Offer | Self::Completion)
    }

    /// Whether it names a person.
    #[must_use]
    pub const fn is_personal(self) -> bool {
        !matches!(self, Self::Protocol)
    }
}

coded! {
    /// Why a paper was withdrawn. Everybody who checks it reads this, and no other word.
    Why {
        /// Something in it is wrong.
        Mistake = "mistake",
        /// A newer paper says what holds now.
        Replaced = "replaced",
        /// What it says was decided holds no more.
        Revoked = "revoked",
        /// The key it is signed with came into other hands.
        Key = "key",
    }
}

/// What a paper is, and what of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// The registry that issued it.
    pub registry: RegistryCode,
    /// The other side of the call it is about.
    pub partner: PartyCode,
    /// Its number.
    pub number: PaperNumber,
    /// What it is.
    pub kind: PaperKind,
    /// The language it is written in.
    pub language: Language,
    /// The thing it is about: the call or the application.
    pub about: StreamId,
    /// The person it names, under whose key it is sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<UserId>,
    /// Whether what it says was made up for demonstration.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub made_up: bool,
}

/// A credential as it was signed, in canonical form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// In clear.
    Open(String),
    /// Under the key of the person it names.
    Sealed(Sealed),
}

/// What was signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// SHA-256 over the credential with its proof, in canonical form.
    pub hash: Hash,
    /// The public key of the house it is signed with.
    pub key: Hash,
    /// The credential.
    pub credential: Kept,
}

/// What can happen to a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// It was issued.
    Issued {
        /// What it is, and what of.
        description: Description,
        /// What was signed.
        signed: Signed,
    },
    /// It was withdrawn.
    Withdrawn {
        /// Why.
        why: Why,
    },
}
