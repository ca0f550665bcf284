//! Sources: what anything in the record rests on. Their text is kept, so that quotations cannot rot.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::aggregate::{Aggregate, Claim, Meta, OpenPerson, Projection, Row, readings_over};
use crate::canonical::CanonicalError;
use crate::edtf::Edtf;
use crate::findable::Findable;
use crate::id::{MeetingId, SourceId, StreamId};
use crate::journal::Hash;
use crate::registry::RegistryCode;
use crate::stage::coded;
use crate::text::Text4;

coded! {
    /// What a source is.
    SourceKind {
        /// Statement of the parties after a meeting.
        Communique = "communique",
        /// Statement of one party.
        PressRelease = "press_release",
        /// Text of an instrument.
        TreatyText = "treaty_text",
        /// Law, decree, official gazette.
        Law = "law",
        /// Letter between parties.
        Letter = "letter",
        /// Report of a body.
        Report = "report",
        /// News.
        News = "news",
        /// A table that was brought as a file: its rows are what things rest on.
        Table = "table",
    }
}

coded! {
    /// How near a source stands to what it reports.
    Tier {
        /// Text of the instrument itself.
        Instrument = "1",
        /// Official statement of a party.
        Official = "2",
        /// An agency that cites a party.
        Agency = "3",
        /// Anything else.
        Other = "4",
    }
}

coded! {
    /// How far the reading of a source has come.
    Review {
        /// Nothing is to be read out of it.
        NotNeeded = "not_needed",
        /// Passages are being marked and decided.
        InReview = "in_review",
        /// All marked passages were decided.
        Finished = "finished",
    }
}

/// What is said about a source when it is entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// The registry it was entered in.
    pub registry: RegistryCode,
    /// What it is.
    pub kind: SourceKind,
    /// How near it stands.
    pub tier: Tier,
    /// Its title.
    pub title: Text4,
    /// Who published it.
    pub publisher: String,
    /// Where it can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it was published.
    pub published_on: Edtf,
    /// Language tag of its text.
    pub language: String,
    /// Whether the text kept is our own rendering of what it says, not its words.
    pub rendering: bool,
    /// The meeting it reports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting: Option<MeetingId>,
}

impl Description {
    /// Checks address, publisher and language tag.
    ///
    /// # Errors
    /// The field that does not fit.
    pub fn check(&self) -> Result<(), Refusal> {
        if let Some(url) = &self.url {
            let fits = (url.starts_with("https://") || url.starts_with("http://"))
                && url.len() <= 2_000
                && !url.contains(|c: char| c.is_whitespace() || c.is_control());
            if !fits {
                return Err(Refusal::of("url", "url-form"));
            }
        }
        if self.publisher.trim().is_empty() {
            return Err(Refusal::of("publisher", "text-empty"));
        }
        if self.publisher.chars().count() > 300 {
            return Err(Refusal::of("publisher", "text-too-long").with("max", "300"));
        }
        let tag = &self.language;
        let fits = (2..=12).contains(&tag.len())
            && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if fits { Ok(()) } else { Err(Refusal::of("language", "language-unknown")) }
    }
}

/// What can happen to a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// It was entered with its text.
    Added {
        /// What is said about it.
        description: Description,
        /// Hash of its text.
        text: Hash,
        /// Fingerprint of its text, by which the same text is recognised: see [`fingerprint`].
        fingerprint: Hash,
        /// Whether passages are to be marked in it.
        review: bool,
    },
    /// Its description was corrected.
    Described {
        /// What is said about it now.
        description: Description,
    },
    /// The reading of its text is finished.
    ReviewFinished,
    /// The reading was taken up again.
    ReviewReopened,
}

/// A source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// What is said about it.
    pub description: Description,
    /// Hash of its text.
    pub text: Hash,
    /// Fingerprint of its text.
    pub fingerprint: Hash,
    /// How far its reading has come.
    pub review: Review,
    /// Version of its stream, for stale forms.
    pub version: i64,
    /// When it was entered.
    pub entered: Meta,
}

impl Source {
    /// The day from which a fact that rests on a source could be known: the last day its publication date can mean.
    #[must_use]
    pub fn known_on(&self) -> Date {
        self.description.published_on.last_day()
    }

    /// By its title, who published it, and every word of its text. It concerns no single partner, and visitors come to
    /// it from what rests on it. The rows of a table are found as what they became.
    fn findable(&self) -> Findable {
        let d = &self.description;
        let mut findable = Findable::by(d.registry, None, false, self.known_on(), [&d.title]);
        findable.words.push(d.publisher.clone());
        findable.text = Some(self.text).filter(|_| d.kind != SourceKind::Table);
        findable
    }
}

impl Aggregate for Source {
    const NAME: &'static str = "source";
    type Event = Event;

    fn event_name(event: &Event) -> &'static str {
        match event {
            Event::Added { .. } => "added",
            Event::Described { .. } => "described",
            Event::ReviewFinished => "review_finished",
            Event::ReviewReopened => "review_reopened",
        }
    }

    fn begin(stream: StreamId, event: Event, meta: Meta) -> Result<Self, Refusal> {
        let Event::Added { description, text, fingerprint, review } = event else {
            return Err(Refusal::new("source-not-added"));
        };
        description.check()?;
        Ok(Self {
            id: SourceId::new(stream.uuid()),
            description,
            text,
            fingerprint,
            review: if review { Review::InReview } else { Review::NotNeeded },
            version: meta.version,
            entered: meta,
        })
    }

    fn then(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        match (event, self.review) {
            (Event::Described { description }, _) => {
                description.check()?;
                if description.registry != self.description.registry {
                    return Err(Refusal::new("registry-code-fixed"));
                }
                self.description = description;
            }
            (Event::ReviewFinished, Review::InReview) => self.review = Review::Finished,
            (Event::ReviewReopened, Review::Finished | Review::NotNeeded) => {
                self.review = Review::InReview;
            }
            (Event::ReviewFinished, _) => return Err(Refusal::new("review-not-open")),
            (Event::ReviewReopened, _) => return Err(Refusal::new("review-open")),
            (Event::Added { .. }, _) => return Err(Refusal::new("source-added-already")),
        }
        self.version = meta.version;
        Ok(())
    }

    fn project(&self, _: &dyn OpenPerson) -> Result<Projection, CanonicalError> {
        let row = Row::Source {
            registry: self.description.registry,
            kind: self.description.kind.code(),
            published_on: self.known_on(),
            review: self.review.code(),
        };
        Ok(Projection {
            readings: readings_over([self.known_on()], |_| Some((self, row.clone())))?,
            claims: vec![Claim {
                scope: "source-text",
                key: format!("{}/{}", self.description.registry, self.fingerprint),
            }],
            findable: Some(self.findable()),
            ..Projection::default()
        })
    }
}

/// The form of a text by which the same communiqué is recognised: letters and digits only, composed, lower case.
///
/// Two copies that differ in line breaks, quotation marks or spacing have the same fingerprint.
#[must_use]
pub fn fingerprint(text: &str) -> Hash {
    use unicode_normalization::UnicodeNormalization as _;
    let letters: String =
        text.nfkc().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    Hash::of(letters.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_communique_pasted_with_other_spacing_is_recognised() {
        assert_eq!(fingerprint("«Квота:\n150»  орын."), fingerprint("Квота: 150 орын"));
        assert_ne!(fingerprint("Квота: 150 орын"), fingerprint("Квота: 180 орын"));
    }
}
