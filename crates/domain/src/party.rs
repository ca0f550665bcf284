//! Parties: states, ministries, organisations. Their names are dated, since ministries change theirs.
//!
//! Two records of one party become one by a fact in the streams of both (decision 024): what was written with either
//! code stays as it was written, and is read as the one that stays ([`same`]).

pub mod same;

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize};

use crate::Refusal;
use crate::aggregate::{Aggregate, Claim, Meta, OpenPerson, Projection, Row, always};
use crate::canonical::CanonicalError;
use crate::country::CountryCode;
use crate::edtf::Edtf;
use crate::id::StreamId;
use crate::stage::coded;
use crate::text::Text4;

/// A party's code: the country's alpha-2 for a state (`TR`), else a short name (`WHO`, `KG-MOH`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct PartyCode(String);

/// The text is no party code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a party code has 2 to 16 capital letters, digits or hyphens: {0:?}")]
pub struct BadPartyCode(pub String);

impl PartyCode {
    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The country, when the party is a state.
    #[must_use]
    pub fn country(&self) -> Option<CountryCode> {
        if self.0.len() == 2 { self.0.parse().ok() } else { None }
    }

    /// The stream of this party.
    #[must_use]
    pub fn stream(&self) -> StreamId {
        StreamId::named("party", &self.0)
    }
}

impl From<CountryCode> for PartyCode {
    fn from(country: CountryCode) -> Self {
        Self(country.as_str().to_owned())
    }
}

impl FromStr for PartyCode {
    type Err = BadPartyCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let code = text.trim();
        let fits = (2..=16).contains(&code.len())
            && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-')
            && code.starts_with(|c: char| c.is_ascii_uppercase());
        if fits { Ok(Self(code.to_owned())) } else { Err(BadPartyCode(text.to_owned())) }
    }
}

impl fmt::Display for PartyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for PartyCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'_, str>::deserialize(deserializer)?;
        text.parse().map(same::read_as).map_err(serde::de::Error::custom)
    }
}

coded! {
    /// What a party is.
    PartyKind {
        /// A state.
        State = "state",
        /// A ministry or agency.
        Ministry = "ministry",
        /// An intergovernmental or state organisation.
        Organisation = "organisation",
        /// A company.
        Company = "company",
        /// A university.
        University = "university",
        /// A hospital.
        Hospital = "hospital",
    }
}

/// A name over a span of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedName {
    /// Since when; always, when not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Edtf>,
    /// Until when; still, when not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Edtf>,
    /// The name.
    pub name: Text4,
}

/// What can happen to a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// It was entered, or its description corrected.
    Described(Party),
    /// It turned out to be another one under a second code. From now on it is read as that one.
    Merged {
        /// The one that stays.
        into: PartyCode,
        /// How that is known.
        reason: Text4,
    },
    /// Another one turned out to be this one: the other half of [`Event::Merged`], so that neither of the two can be
    /// changed by another hand meanwhile.
    Joined {
        /// The one that is read as this one.
        party: PartyCode,
    },
    /// It is another one after all.
    TakenApart {
        /// How that is known.
        reason: Text4,
    },
    /// The other half of [`Event::TakenApart`].
    Parted {
        /// The one that is read as itself again.
        party: PartyCode,
    },
}

/// As what a party is read, and since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// The one that stays.
    pub into: PartyCode,
    /// How that is known.
    pub reason: Text4,
    /// By whom and when it was entered.
    pub entered: Meta,
}

/// A party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Its code.
    pub code: PartyCode,
    /// What it is.
    pub kind: PartyKind,
    /// The country it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<CountryCode>,
    /// The party it is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<PartyCode>,
    /// Its names, oldest first; at least one.
    pub names: Vec<DatedName>,
    /// As what it is read, where it is a second record of another party.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged: Option<Merge>,
    /// Parties that are read as this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joined: Vec<PartyCode>,
}

impl Party {
    /// What is said of it, without what it is merged with.
    #[must_use]
    pub fn description(&self) -> Self {
        Self { merged: None, joined: Vec::new(), ..self.clone() }
    }

    /// Whether two records can be of one party.
    ///
    /// Rule: a party is not merged into itself; both are of one kind and, but for states, of one country where both
    /// have one; neither is read as another one already. So no chain of merges leads back to where it began.
    ///
    /// # Errors
    /// `party-merge-self`, `party-merged-already`, `party-merge-into-merged`, `party-merge-kind`, `party-merge-country`.
    pub fn can_merge_into(&self, other: &Self) -> Result<(), Refusal> {
        let (code, into) = (self.code.as_str(), other.code.as_str());
        if self.code == other.code {
            return Err(itself(&self.code));
        }
        if let Some(merge) = &self.merged {
            return Err(merged_already(&self.code, &merge.into));
        }
        if let Some(merge) = &other.merged {
            return Err(Refusal::of("into", "party-merge-into-merged")
                .with("code", code)
                .with("into", into)
                .with("other", merge.into.as_str()));
        }
        if self.kind != other.kind {
            return Err(Refusal::of("into", "party-merge-kind")
                .with("code", code)
                .with("kind", self.kind.code())
                .with("into", into)
                .with("other", other.kind.code()));
        }
        if self.kind != PartyKind::State
            && let (Some(own), Some(theirs)) = (self.country, other.country)
            && own != theirs
        {
            return Err(Refusal::of("into", "party-merge-country")
                .with("code", code)
                .with("country", own.as_str())
                .with("into", into)
                .with("other", theirs.as_str()));
        }
        Ok(())
    }

    /// The name it had on a day; the latest when none covers it.
    #[must_use]
    pub fn name_on(&self, day: Date) -> Option<&Text4> {
        self.names
            .iter()
            .rev()
            .find(|n| {
                n.from.is_none_or(|from| from.first_day() <= day)
                    && n.to.is_none_or(|to| day <= to.last_day())
            })
            .or_else(|| self.names.last())
            .map(|n| &n.name)
    }

    fn check(self, stream: StreamId) -> Result<Self, Refusal> {
        if self.code.stream() != stream {
            return Err(Refusal::new("party-code-fixed"));
        }
        if self.names.is_empty() {
            return Err(Refusal::of("name", "text-empty"));
        }
        Ok(self)
    }
}

fn merged_already(code: &PartyCode, into: &PartyCode) -> Refusal {
    Refusal::of("into", "party-merged-already")
        .with("code", code.as_str())
        .with("into", into.as_str())
}

fn itself(code: &PartyCode) -> Refusal {
    Refusal::of("into", "party-merge-self").with("code", code.as_str()).with("into", code.as_str())
}

impl Aggregate for Party {
    const NAME: &'static str = "party";
    type Event = Event;

    fn event_name(event: &Event) -> &'static str {
        match event {
            Event::Described(_) => "described",
            Event::Merged { .. } => "merged",
            Event::Joined { .. } => "joined",
            Event::TakenApart { .. } => "taken_apart",
            Event::Parted { .. } => "parted",
        }
    }

    fn begin(stream: StreamId, event: Event, _: Meta) -> Result<Self, Refusal> {
        match event {
            Event::Described(party) => party.description().check(stream),
            _ => Err(Refusal::new("party-not-described")),
        }
    }

    fn then(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        let not_merged =
            |code: &PartyCode| Refusal::new("party-not-merged").with("code", code.to_string());
        // What is read as another one is changed no more, until it is taken apart.
        if let (Some(merge), false) =
            (&self.merged, matches!(event, Event::TakenApart { .. } | Event::Parted { .. }))
        {
            return Err(merged_already(&self.code, &merge.into));
        }
        match event {
            Event::Described(party) => {
                let joined = std::mem::take(&mut self.joined);
                *self = Self { joined, ..party.description().check(self.code.stream())? };
            }
            Event::Merged { into, .. } if into == self.code => {
                return Err(itself(&into));
            }
            Event::Merged { into, reason } => {
                self.merged = Some(Merge { into, reason, entered: meta });
            }
            Event::Joined { party } if self.joined.contains(&party) => {
                return Err(merged_already(&party, &self.code));
            }
            Event::Joined { party } => self.joined.push(party),
            Event::TakenApart { .. } => {
                self.merged.take().ok_or_else(|| not_merged(&self.code))?;
            }
            Event::Parted { party } => {
                let place = self.joined.iter().position(|joined| *joined == party);
                self.joined.remove(place.ok_or_else(|| not_merged(&party))?);
            }
        }
        Ok(())
    }

    fn project(&self, _: &dyn OpenPerson) -> Result<Projection, CanonicalError> {
        Ok(Projection {
            readings: always(self, Row::Party { code: self.code.clone() })?,
            claims: vec![Claim { scope: "party", key: self.code.as_str().to_owned() }],
            ..Projection::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;
    use jiff::civil::date;

    #[test]
    fn a_ministry_is_called_by_the_name_it_had_that_day() {
        let name = |text: &str| Text4::new(Language::En, text).unwrap();
        let party = Party {
            code: "KG-MOH".parse().unwrap(),
            kind: PartyKind::Ministry,
            country: Some("KG".parse().unwrap()),
            parent: None,
            merged: None,
            joined: Vec::new(),
            names: vec![
                DatedName { from: None, to: None, name: name("Ministry of Health") },
                DatedName {
                    from: Some("2021-02".parse().unwrap()),
                    to: Some("2021".parse().unwrap()),
                    name: name("Ministry of Health and Social Development"),
                },
            ],
        };
        let on = |d| party.name_on(d).unwrap().get(Language::En).unwrap();
        assert_eq!(on(date(2021, 6, 1)), "Ministry of Health and Social Development");
        assert_eq!(on(date(2025, 6, 1)), "Ministry of Health");
    }

    #[test]
    fn bad_codes_are_refused() {
        for text in ["", "K", "kg", "-KG", "KG MOH", "ABCDEFGHIJKLMNOPQ", "ҚР"] {
            assert!(text.parse::<PartyCode>().is_err(), "{text}");
        }
    }
}
