//! Identifiers: one type for each kind of thing, all of them UUIDs made by whoever creates the thing.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID that is known to name this kind of thing.
            #[must_use]
            pub const fn new(id: Uuid) -> Self {
                Self(id)
            }

            /// The UUID itself, for storage and addresses.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }

        impl From<$name> for StreamId {
            fn from(id: $name) -> Self {
                Self(id.0)
            }
        }
    )+};
}

/// A stream of the journal: the history of one thing, whatever its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StreamId(Uuid);

impl StreamId {
    /// Wraps the UUID of a stream.
    #[must_use]
    pub const fn new(id: Uuid) -> Self {
        Self(id)
    }

    /// The UUID itself.
    #[must_use]
    pub const fn uuid(self) -> Uuid {
        self.0
    }

    /// The stream of a thing that is known by a code rather than by an id of its own (registries, parties).
    ///
    /// A UUID of version 8 over SHA-256 of scope, zero byte and code, so that every machine finds the same stream.
    #[must_use]
    pub fn named(scope: &str, code: &str) -> Self {
        let hash = crate::journal::Hash::of(format!("{scope}\0{code}").as_bytes());
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash.0[..16]);
        Self(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}

impl std::fmt::Display for StreamId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

ids! {
    /// A party: state, ministry, organisation, company, university or hospital.
    PartyId,
    /// A source: communiqué, treaty text, law, letter, report or news item.
    SourceId,
    /// A meeting of delegations.
    MeetingId,
    /// A commitment.
    CommitmentId,
    /// A reported figure.
    ObservationId,
    /// What is measured, with its definition.
    IndicatorId,
    /// A contradiction between two or more statements.
    ConflictId,
    /// A person with an account.
    UserId,
    /// A passage marked in a source and not yet decided; it is work in hand, not part of the record.
    DraftId,
    /// A line of the quota ledger.
    QuotaLineId,
    /// An instrument.
    InstrumentId,
    /// A project.
    ProjectId,
    /// A body between countries.
    BodyId,
    /// A milestone of a project, made with the form that adds it.
    MilestoneId,
    /// A table that was brought as a file. What it becomes, its source, has the same id.
    ImportId,
    /// A move of places, made with the form that books it.
    MoveId,
    /// A token of a program, made with the form that asks for it. It is no secret and opens nothing.
    TokenId,
    /// A call for applications to a programme.
    CallId,
    /// A notice to a person.
    NoticeId,
    /// A visit of experts.
    VisitId,
    /// The giving of a call's places: its candidates, its runs and what came of them. One for each call.
    RunId,
    /// What became of a candidate after a run: the place given, its steps, its obligation.
    PlacementId,
    /// A direction that a department proposes.
    DirectionId,
    /// An application to a call.
    ApplicationId,
    /// A paper the house gave out, signed.
    PaperId,
    /// A key by which a partner signs files.
    PartnerKeyId,
    /// The review of an application. One for each.
    ReviewId,
    /// A thing an applicant keeps: the profile, a document, an application that is not sent.
    PieceId,
    /// A list of the console that a person keeps under a name.
    SavedListId,
}
