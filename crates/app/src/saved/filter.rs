//! The filters of each list of the console, and how their values are read: what can be saved is what a list knows.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kelisim_domain::Refusal;
use kelisim_domain::aggregate::Aggregate as _;
use kelisim_domain::body::{Body, BodyKind, Standing as BodyStanding};
use kelisim_domain::commitment::Commitment;
use kelisim_domain::conflict::Conflict;
use kelisim_domain::indicator::{Indicator, Periodicity};
use kelisim_domain::instrument::{Instrument, Standing, Type};
use kelisim_domain::letter::Direction as Way;
use kelisim_domain::meeting::{Meeting, MeetingLevel, MeetingState};
use kelisim_domain::observation::Observation;
use kelisim_domain::party::PartyCode;
use kelisim_domain::programme::application::Stage as ApplicationStage;
use kelisim_domain::programme::call::Stage as CallStage;
use kelisim_domain::programme::placement::Stage as PlacementStage;
use kelisim_domain::programme::visit::{Direction, ExpertVisit, State as VisitState};
use kelisim_domain::programme::{Kind as ProgrammeKind, region};
use kelisim_domain::project::Project;
use kelisim_domain::quota::QuotaLine;
use kelisim_domain::saved::ListOf;
use kelisim_domain::source::Source;
use kelisim_domain::text::tidy_line;
use kelisim_domain::topic::{Topic, Unit};
use uuid::Uuid;

use crate::project::Having;
use crate::search::LONGEST;

/// How the value of a filter is read.
#[derive(Debug, Clone, Copy)]
enum Reads {
    /// The code of a party.
    Party,
    /// One of a list of codes.
    Code(fn(&str) -> Option<&'static str>),
    /// The id of a thing without which the list is none, such as its call.
    Needed,
    /// The id of a thing.
    Thing,
    /// A day.
    Day,
    /// A whole number.
    Number,
    /// Words as they were typed.
    Words,
}

/// The value of a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A party.
    Party(PartyCode),
    /// One of a list of codes.
    Code(&'static str),
    /// A thing of the record.
    Thing(Uuid),
    /// A day.
    Day(Date),
    /// A whole number.
    Number(u32),
    /// Words as they were typed.
    Words(String),
}

impl Value {
    /// The value as it stands in an address.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Party(code) => code.to_string(),
            Self::Code(code) => (*code).to_owned(),
            Self::Thing(id) => id.to_string(),
            Self::Day(day) => day.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Words(words) => words.clone(),
        }
    }
}

impl Reads {
    fn read(self, text: &str) -> Option<Value> {
        let text = text.trim();
        match self {
            Self::Party => text.parse().ok().map(Value::Party),
            Self::Code(read) => read(text).map(Value::Code),
            Self::Needed | Self::Thing => text.parse().ok().map(Value::Thing),
            Self::Day => text.parse().ok().map(Value::Day),
            Self::Number => text.parse().ok().map(Value::Number),
            Self::Words => {
                let words = tidy_line(text);
                (words.chars().count() <= LONGEST).then_some(Value::Words(words))
            }
        }
    }
}

/// The name of the filter that holds the call of a list that is of one call.
pub const CALL: &str = "call";

fn one_of(text: &str, codes: &[&'static str]) -> Option<&'static str> {
    codes.iter().copied().find(|code| *code == text)
}

fn found(text: &str) -> Option<&'static str> {
    one_of(
        text,
        &[
            Commitment::NAME,
            Instrument::NAME,
            Project::NAME,
            Body::NAME,
            ExpertVisit::NAME,
            QuotaLine::NAME,
            Indicator::NAME,
            Meeting::NAME,
            Observation::NAME,
            Conflict::NAME,
            Source::NAME,
        ],
    )
}

/// The filters of a list, in the order of its page.
fn known(of: ListOf) -> &'static [(&'static str, Reads)] {
    use Reads::{Code, Day, Needed, Number, Party, Thing, Words};
    match of {
        ListOf::Commitments => &[
            ("charge", Code(|text| one_of(text, &["mine"]))),
            ("partner", Party),
            ("topic", Code(|text| Topic::from_code(text).map(Topic::code))),
            ("words", Code(|text| one_of(text, &["promises", "talks", "overdue"]))),
        ],
        ListOf::Instruments => &[
            ("partner", Party),
            ("kind", Code(|text| Type::from_code(text).map(Type::code))),
            ("standing", Code(|text| Standing::from_code(text).map(Standing::code))),
            ("soon", Code(|text| one_of(text, &["1"]))),
        ],
        ListOf::Meetings => &[
            ("partner", Party),
            ("level", Code(|text| MeetingLevel::from_code(text).map(MeetingLevel::code))),
            ("state", Code(|text| MeetingState::from_code(text).map(MeetingState::code))),
        ],
        ListOf::Letters => {
            &[("number", Words), ("way", Code(|text| Way::from_code(text).map(Way::code)))]
        }
        ListOf::Bodies => &[
            ("partner", Party),
            ("kind", Code(|text| BodyKind::from_code(text).map(BodyKind::code))),
            ("standing", Code(|text| BodyStanding::from_code(text).map(BodyStanding::code))),
            ("member", Party),
        ],
        ListOf::Projects => &[
            ("partner", Party),
            ("having", Code(|text| Having::from_code(text).map(Having::code))),
        ],
        ListOf::Calls => &[
            ("partner", Party),
            ("kind", Code(|text| ProgrammeKind::from_code(text).map(ProgrammeKind::code))),
            ("stage", Code(|text| CallStage::from_code(text).map(CallStage::code))),
        ],
        ListOf::Applications => &[
            (CALL, Needed),
            ("stage", Code(|text| ApplicationStage::from_code(text).map(ApplicationStage::code))),
        ],
        ListOf::Candidates => {
            &[(CALL, Needed), ("code", Words), ("seat", Number), ("region", Code(region::read))]
        }
        ListOf::Placements => &[
            (CALL, Needed),
            ("stage", Code(|text| PlacementStage::from_code(text).map(PlacementStage::code))),
            ("seat", Number),
            ("code", Words),
        ],
        ListOf::Visits => &[
            ("partner", Party),
            ("direction", Code(|text| Direction::from_code(text).map(Direction::code))),
            ("state", Code(|text| VisitState::from_code(text).map(VisitState::code))),
        ],
        ListOf::Quotas => &[("partner", Party), ("commitment", Thing), ("on", Day)],
        ListOf::Indicators => &[
            ("geography", Party),
            ("owner", Party),
            ("unit", Code(|text| Unit::from_code(text).map(Unit::code))),
            ("periodicity", Code(|text| Periodicity::from_code(text).map(Periodicity::code))),
        ],
        ListOf::Figures => &[("partner", Party), ("measure", Words)],
        ListOf::Conflicts => &[("on", Day)],
        ListOf::Communiques | ListOf::Parties => &[],
        ListOf::Search => &[("q", Words), ("kind", Code(found))],
    }
}

/// The filters of a list, each with its value, in the order of its page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters(pub Vec<(&'static str, Value)>);

impl Filters {
    /// Reads the filters of a list out of names and values. Empty values choose nothing. What is no filter of the list,
    /// and what is no value of its filter, is told.
    #[must_use]
    pub fn read(of: ListOf, typed: &BTreeMap<String, String>) -> (Self, Vec<Refusal>) {
        let known = known(of);
        let mut faults = Vec::new();
        for (name, value) in typed.iter().filter(|(_, value)| !value.trim().is_empty()) {
            if !known.iter().any(|(own, _)| own == name) {
                let gone = Refusal::new("saved-filter-gone")
                    .with("name", short(name))
                    .with("value", short(value));
                faults.push(gone);
            }
        }
        let mut read = Vec::new();
        for (name, reads) in known {
            let value = typed.get(*name).map_or("", |value| value.trim());
            match reads.read(value) {
                _ if value.is_empty() && matches!(reads, Reads::Needed) => {
                    faults.push(Refusal::new("saved-filter-needed").with("name", *name));
                }
                _ if value.is_empty() => {}
                Some(value) => read.push((*name, value)),
                None => faults.push(
                    Refusal::new("saved-filter-value")
                        .with("name", *name)
                        .with("value", short(value)),
                ),
            }
        }
        (Self(read), faults)
    }

    /// The value of one filter.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(own, _)| *own == name).map(|(_, value)| value)
    }

    /// Names and values as they stand in an address.
    #[must_use]
    pub fn texts(&self) -> BTreeMap<String, String> {
        self.0.iter().map(|(name, value)| ((*name).to_owned(), value.text())).collect()
    }

    /// Keeps the parties that `may` and tells the others.
    pub(super) fn keep_parties(&mut self, may: impl Fn(&str, &PartyCode) -> bool) -> Vec<Refusal> {
        let mut faults = Vec::new();
        self.0.retain(|(name, value)| match value {
            Value::Party(code) if !may(name, code) => {
                let closed = Refusal::new("saved-filter-party")
                    .with("name", *name)
                    .with("value", code.as_str());
                faults.push(closed);
                false
            }
            _ => true,
        });
        faults
    }
}

/// As much of what stands in an address as a sentence can hold.
fn short(text: &str) -> String {
    tidy_line(text).chars().take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn codes(faults: &[Refusal]) -> Vec<&'static str> {
        faults.iter().map(|fault| fault.code).collect()
    }

    #[test]
    fn what_a_list_knows_is_read_into_values_and_written_back() {
        let asked = typed(&[("partner", "TR"), ("words", "overdue"), ("topic", "")]);
        let (filters, faults) = Filters::read(ListOf::Commitments, &asked);
        assert_eq!(faults, []);
        assert_eq!(filters.get("words"), Some(&Value::Code("overdue")));
        let again = Filters::read(ListOf::Commitments, &filters.texts());
        assert_eq!(again, (filters, Vec::new()));
        let call = "018f0000-0000-7000-8000-000000000001";
        let asked = typed(&[("call", call), ("stage", "offered"), ("seat", "3"), ("code", "k-1")]);
        let (filters, faults) = Filters::read(ListOf::Placements, &asked);
        assert_eq!((filters.texts(), faults), (asked, Vec::new()));
    }

    #[test]
    fn what_is_no_filter_or_no_value_is_told_and_not_dropped() {
        let asked = typed(&[("partner", "TR"), ("colour", "red"), ("topic", "weather")]);
        let (filters, faults) = Filters::read(ListOf::Commitments, &asked);
        assert_eq!(codes(&faults), ["saved-filter-gone", "saved-filter-value"]);
        assert_eq!(filters.texts(), typed(&[("partner", "TR")]));
        for (of, name, value) in [
            (ListOf::Quotas, "on", "yesterday"),
            (ListOf::Quotas, "commitment", "7"),
            (ListOf::Indicators, "owner", "x y"),
            (ListOf::Search, "q", "ә".repeat(201).as_str()),
            (ListOf::Search, "kind", "account"),
        ] {
            let (filters, faults) = Filters::read(of, &typed(&[(name, value)]));
            assert_eq!(
                (filters.0.len(), codes(&faults)),
                (0, vec!["saved-filter-value"]),
                "{name}"
            );
        }
        assert_eq!(
            codes(&Filters::read(ListOf::Applications, &typed(&[])).1),
            ["saved-filter-needed"]
        );
    }

    #[test]
    fn every_list_reads_its_own_filters_alone() {
        for of in ListOf::ALL {
            let asked: BTreeMap<String, String> = known(*of)
                .iter()
                .map(|(name, _)| ((*name).to_owned(), "\u{1}".to_owned()))
                .collect();
            let (filters, faults) = Filters::read(*of, &asked);
            let read = filters.0.len() + faults.len();
            assert!(faults.iter().all(|fault| fault.code != "saved-filter-gone"), "{of:?}");
            assert!(read <= known(*of).len(), "{of:?}");
        }
    }
}
