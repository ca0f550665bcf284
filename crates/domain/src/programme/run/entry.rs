//! What is entered about the giving of a call's places.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Differs;
use crate::aggregate::Meta;
use crate::commitment::Said;
use crate::id::CallId;
use crate::journal::Hash;
use crate::party::PartyCode;
use crate::programme::call::Seated;
use crate::registry::RegistryCode;
use crate::stage::coded;
use crate::text::Text4;

coded! {
    /// Where the giving of places stands.
    Stage {
        /// Candidates are gathered; nothing is frozen.
        Gathering = "gathering",
        /// A run is frozen; the sides have not both revealed their values.
        Frozen = "frozen",
        /// The seed is known.
        Drawn = "drawn",
        /// It is computed and its certificate holds; signatures are missing.
        Computed = "computed",
        /// It is computed and the verifier refused it.
        Failed = "failed",
        /// Both signatures are there.
        Signed = "signed",
        /// The result is released.
        Released = "released",
    }
}

coded! {
    /// What became of a list of candidates.
    ListState {
        /// A second person is to accept it.
        Brought = "brought",
        /// It is accepted.
        Accepted = "accepted",
        /// It was put aside.
        Refused = "refused",
    }
}

coded! {
    /// As what a person signs.
    As {
        /// As chair of the commission.
        Chair = "chair",
        /// As the second member.
        Second = "second",
    }
}

/// Whose call it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// The registry that keeps it.
    pub registry: RegistryCode,
    /// The other side.
    pub partner: PartyCode,
    /// The call.
    pub call: CallId,
}

/// The file a list came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Its name.
    pub name: String,
    /// SHA-256 of it, under which it is kept.
    pub sha256: Hash,
    /// Its size in bytes.
    pub size: u64,
}

/// A list of candidates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    /// Its number, from 1.
    pub number: u32,
    /// What it came in.
    pub file: File,
    /// SHA-256 of the candidates in canonical form, under which they are kept.
    pub hash: Hash,
    /// How many candidates it has.
    pub candidates: u64,
    /// What is otherwise than in the list that was accepted before.
    pub differs: Differs,
    /// What became of it.
    pub state: ListState,
    /// Who brought it, and when.
    pub brought: Meta,
    /// Who accepted or refused it, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<Meta>,
    /// Why it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Text4>,
}

/// What one side committed to before anything was frozen: the hash of a value nobody else knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    /// The side.
    pub party: PartyCode,
    /// SHA-256 of its value.
    pub sha256: Hash,
    /// Who entered it, and when.
    pub meta: Meta,
}

/// The value of a side, told after the freeze.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revealed {
    /// The side.
    pub party: PartyCode,
    /// The value, in hexadecimal.
    pub value: String,
    /// Who entered it, and when.
    pub meta: Meta,
}

/// What a run is computed from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// SHA-256 of the canonical market, under which it is kept.
    pub input: Hash,
    /// Its size in bytes.
    pub size: u64,
    /// The edition of the call.
    pub edition: u32,
    /// The hash of its terms.
    pub terms: Hash,
    /// The number of the accepted list.
    pub list: u32,
    /// Candidates of it.
    pub candidates: u64,
    /// Places that hosts confirmed.
    pub places: u64,
}

/// What came of computing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Computed {
    /// SHA-256 of the sealed certificate, under which it is kept.
    pub certificate: Hash,
    /// SHA-256 of the public certificate, under which it is kept.
    pub public: Hash,
    /// SHA-256 of the result, under which it is kept.
    pub result: Hash,
    /// Candidates who have a place.
    pub placed: u64,
    /// Whether nobody would be taken where they would rather be.
    pub stable: bool,
    /// Places given, by seat.
    pub given: Vec<Seated>,
}

/// What the verifier said, which shares no code with the engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// How many things it checked.
    pub checks: u32,
    /// What does not hold; empty when everything does.
    pub trouble: Vec<String>,
}

/// A signature: that this person stands for this certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// As what.
    #[serde(rename = "as")]
    pub capacity: As,
    /// The certificate.
    pub certificate: Hash,
    /// Who, and when.
    pub meta: Meta,
}

/// A run: from the freeze to the release, or to the reason why it was discarded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Its number, from 1.
    pub number: u32,
    /// What it is computed from.
    pub frozen: Frozen,
    /// Who froze it, and when.
    pub meta: Meta,
    /// What the sides committed to.
    pub commitments: Vec<Commitment>,
    /// What they revealed.
    pub revealed: Vec<Revealed>,
    /// What came of computing, by whom and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub computed: Option<Said<Computed>>,
    /// What the verifier said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<Said<Checked>>,
    /// Who signed.
    pub signatures: Vec<Signature>,
    /// When it was released, and by whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released: Option<Meta>,
    /// Why it was discarded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discarded: Option<Said<Text4>>,
}

/// What can happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The first thing was entered for a call: a list, or the answers of a host.
    Begun {
        /// Whose it is.
        description: Description,
    },
    /// A list of candidates was brought.
    Brought {
        /// What it came in.
        file: File,
        /// The candidates.
        hash: Hash,
        /// How many.
        candidates: u64,
        /// What is otherwise than before.
        differs: Differs,
    },
    /// A second person accepted it.
    Accepted {
        /// Which.
        list: u32,
        /// The candidates as they were seen.
        hash: Hash,
    },
    /// It was put aside.
    Refused {
        /// Which.
        list: u32,
        /// Why.
        why: Text4,
    },
    /// A side committed to a value.
    Committed {
        /// The side.
        party: PartyCode,
        /// SHA-256 of its value.
        sha256: Hash,
    },
    /// A host gave its answers.
    Answered {
        /// The host.
        host: PartyCode,
        /// The answers in canonical form.
        hash: Hash,
    },
    /// Its director signed them.
    AnswersSigned {
        /// The host.
        host: PartyCode,
        /// What was signed.
        hash: Hash,
    },
    /// A run was frozen.
    Frozen {
        /// What it is computed from.
        frozen: Frozen,
    },
    /// A side told its value.
    Revealed {
        /// The side.
        party: PartyCode,
        /// The value, in hexadecimal.
        value: String,
    },
    /// The run was computed.
    Computed {
        /// What came of it.
        computed: Computed,
    },
    /// The verifier looked at the certificate.
    Checked {
        /// What it said.
        checked: Checked,
    },
    /// Somebody signed.
    Signed {
        /// As what.
        #[serde(rename = "as")]
        capacity: As,
        /// The certificate.
        certificate: Hash,
    },
    /// The result was released.
    Released {
        /// The certificate.
        certificate: Hash,
        /// The instant that was announced.
        planned: Timestamp,
    },
    /// The run was discarded.
    Discarded {
        /// Why.
        why: Text4,
    },
}
