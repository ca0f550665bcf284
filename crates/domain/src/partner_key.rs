//! Keys of partners: by which of them a file counts as signed by the other side.
//!
//! One person enters a key, another one compares its fingerprint with the partner by a way that is not the file itself,
//! and only from then on does it count ([decision 028](../../../docs/decisions/028-a-partner-answers-by-a-signed-file.md)).
//! A key that was withdrawn never comes back: the partner makes a new one.

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::aggregate::{Aggregate, Meta, OpenPerson, Projection, Row, always, whole};
use crate::canonical::CanonicalError;
use crate::commitment::Said;
use crate::id::{PartnerKeyId, StreamId, UserId};
use crate::journal::Hash;
use crate::party::PartyCode;
use crate::registry::RegistryCode;
use crate::stage::coded;
use crate::text::Text4;

coded! {
    /// Why a key counts no more.
    Why {
        /// The partner has it no longer.
        Lost = "lost",
        /// It came into other hands.
        OtherHands = "other_hands",
        /// The partner signs with another one now.
        Replaced = "replaced",
        /// It was entered by mistake.
        Mistake = "mistake",
    }
}

coded! {
    /// Where a key stands.
    State {
        /// Entered, and not yet compared by a second person.
        Waiting = "waiting",
        /// Compared: files signed with it count.
        Confirmed = "confirmed",
        /// Withdrawn: what is signed with it counts no more.
        Withdrawn = "withdrawn",
    }
}

/// Whose key it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// The registry that keeps it.
    pub registry: RegistryCode,
    /// The partner whose key it is.
    pub partner: PartyCode,
    /// The public key, Ed25519, 32 bytes.
    pub key: Hash,
    /// The office that holds the secret.
    pub holder: Text4,
}

/// What can happen to a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// It was entered.
    Entered {
        /// Whose it is.
        description: Description,
    },
    /// A second person compared its fingerprint with the partner.
    Confirmed {
        /// By which way, such as a call to a number that a letter names.
        way: Text4,
    },
    /// It counts no more.
    Withdrawn {
        /// Why.
        why: Why,
    },
}

/// A key of a partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerKey {
    /// Its id.
    pub id: PartnerKeyId,
    /// Whose it is.
    pub description: Description,
    /// Who entered it, and when.
    pub entered: Meta,
    /// By which way it was compared, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Said<Text4>>,
    /// Why it counts no more, if it was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Said<Why>>,
    /// Version of the last entry.
    pub version: i64,
}

impl PartnerKey {
    /// The one stream of a key in a registry: a key has one holder there, and entering it twice finds the first.
    #[must_use]
    pub fn id_of(registry: RegistryCode, key: &Hash) -> PartnerKeyId {
        let name = format!("{}:{key}", registry.as_str());
        PartnerKeyId::new(StreamId::named("partner_key", &name).uuid())
    }

    /// Where it stands.
    #[must_use]
    pub const fn state(&self) -> State {
        match (&self.confirmed, &self.withdrawn) {
            (_, Some(_)) => State::Withdrawn,
            (Some(_), None) => State::Confirmed,
            (None, None) => State::Waiting,
        }
    }

    /// Whether it was entered by this person, who then cannot be the one who compares it.
    #[must_use]
    pub fn is_of(&self, user: Option<UserId>) -> bool {
        user.is_some() && self.entered.actor == user
    }

    fn add(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        if self.withdrawn.is_some() {
            return Err(Refusal::new("partner-key-withdrawn"));
        }
        match event {
            Event::Entered { .. } => return Err(Refusal::new("partner-key-there")),
            Event::Confirmed { .. } if self.confirmed.is_some() => {
                return Err(Refusal::new("partner-key-confirmed"));
            }
            // Rule (decision 028): two people stand for a key.
            Event::Confirmed { .. } if self.is_of(meta.actor) => {
                return Err(Refusal::new("partner-key-own"));
            }
            Event::Confirmed { way } => self.confirmed = Some(Said { meta, what: way }),
            Event::Withdrawn { why } => self.withdrawn = Some(Said { meta, what: why }),
        }
        self.version = meta.version;
        Ok(())
    }
}

impl Aggregate for PartnerKey {
    const NAME: &'static str = "partner_key";
    type Event = Event;

    fn event_name(event: &Event) -> &'static str {
        match event {
            Event::Entered { .. } => "entered",
            Event::Confirmed { .. } => "confirmed",
            Event::Withdrawn { .. } => "withdrawn",
        }
    }

    fn begin(stream: StreamId, event: Event, meta: Meta) -> Result<Self, Refusal> {
        let Event::Entered { description } = event else {
            return Err(Refusal::new("partner-key-not-entered"));
        };
        if Self::id_of(description.registry, &description.key).uuid() != stream.uuid() {
            return Err(Refusal::new("partner-key-not-entered"));
        }
        Ok(Self {
            id: PartnerKeyId::new(stream.uuid()),
            description,
            entered: meta,
            confirmed: None,
            withdrawn: None,
            version: meta.version,
        })
    }

    fn then(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        whole(self, |next| next.add(event, meta))
    }

    fn project(&self, _: &dyn OpenPerson) -> Result<Projection, CanonicalError> {
        let d = &self.description;
        let (registry, partner) = (d.registry, d.partner.clone());
        let row = Row::PartnerKey { registry, partner, state: self.state().code() };
        Ok(Projection { readings: always(self, row)?, ..Projection::default() })
    }
}
