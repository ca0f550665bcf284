//! A paper and its two entries.

use serde::{Deserialize, Serialize};

use super::{Description, Event, Kept, PaperNumber, Signed, Why};
use crate::Refusal;
use crate::aggregate::{Aggregate, Meta, OpenPerson, Projection, Row, always, whole};
use crate::canonical::CanonicalError;
use crate::commitment::Said;
use crate::id::{PaperId, StreamId};

/// A paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Its id.
    pub id: PaperId,
    /// What it is, and what of.
    pub description: Description,
    /// What was signed, and by whom it was issued.
    pub issued: Said<Signed>,
    /// Why it was withdrawn, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Said<Why>>,
    /// Version of the last entry.
    pub version: i64,
}

impl Paper {
    /// The one paper of a number: every machine finds the same.
    #[must_use]
    pub fn id_of(number: &PaperNumber) -> PaperId {
        PaperId::new(StreamId::named("paper", number.as_str()).uuid())
    }

    fn add(&mut self, event: &Event, meta: Meta) -> Result<(), Refusal> {
        let Event::Withdrawn { why } = event else {
            return Err(Refusal::new("paper-issued-already"));
        };
        if self.withdrawn.is_some() {
            return Err(Refusal::new("paper-withdrawn"));
        }
        self.withdrawn = Some(Said { meta, what: *why });
        self.version = meta.version;
        Ok(())
    }
}

impl Aggregate for Paper {
    const NAME: &'static str = "paper";
    type Event = Event;

    fn event_name(event: &Event) -> &'static str {
        match event {
            Event::Issued { .. } => "issued",
            Event::Withdrawn { .. } => "withdrawn",
        }
    }

    fn begin(stream: StreamId, event: Event, meta: Meta) -> Result<Self, Refusal> {
        let Event::Issued { description, signed } = event else {
            return Err(Refusal::new("paper-not-issued"));
        };
        let sealed = matches!(signed.credential, Kept::Sealed(_));
        // Rule (decision 018): what names a person is sealed under that person's key.
        if sealed != description.kind.is_personal() || sealed != description.person.is_some() {
            return Err(Refusal::new("paper-not-sealed"));
        }
        Ok(Self {
            id: PaperId::new(stream.uuid()),
            description,
            issued: Said { meta, what: signed },
            withdrawn: None,
            version: meta.version,
        })
    }

    fn then(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        whole(self, |next| next.add(&event, meta))
    }

    fn project(&self, _: &dyn OpenPerson) -> Result<Projection, CanonicalError> {
        let d = &self.description;
        let row = Row::Paper {
            registry: d.registry,
            partner: d.partner.clone(),
            about: d.about.uuid(),
            number: d.number.to_string(),
            signer: self.issued.what.key.to_string(),
        };
        Ok(Projection { readings: always(self, row)?, ..Projection::default() })
    }
}
