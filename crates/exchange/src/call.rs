//! Calls as they leave the house: JSON for programs, a table of places for spreadsheets.
//!
//! JSON is made of what was published. Nobody who wrote or published it is named.

use jiff::Timestamp;
use kelisim_domain::programme::call::{Call, Edition};
use kelisim_domain::text::{Language, Text4};
use serde::Serialize;

use crate::rows::{Columns, Rows};
use crate::source::TextOut;

/// Places at a host in a specialty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SeatOut {
    /// Its number within the call.
    pub number: u32,
    /// Id of the quota line.
    pub line: String,
    /// Code of the host.
    pub host: String,
    /// Code of the specialty with its list.
    pub specialty: String,
    /// Its name.
    pub specialty_name: Option<TextOut>,
    /// Its field of ISCED-F 2013.
    pub isced: Option<&'static str>,
    /// How many places.
    pub places: u64,
    /// Code of who pays.
    pub funding: &'static str,
    /// How many of them the host confirmed.
    pub confirmed_by_host: u64,
}

/// Places kept for a region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReserveOut {
    /// The region by ISO 3166-2.
    pub region: String,
    /// How many places.
    pub places: u64,
}

/// A document, or a criterion with its weight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentOut {
    /// What it is.
    pub name: TextOut,
    /// Code of when it has to be there.
    pub class: &'static str,
}

/// What applicants are scored by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CriterionOut {
    /// What it is.
    pub name: TextOut,
    /// Its weight in per cent.
    pub weight: u16,
}

/// A phase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PhaseOut {
    /// Code of the phase.
    pub phase: &'static str,
    /// When it begins (RFC 3339).
    pub from: String,
    /// When it is over; the same instant for a phase of one instant.
    pub to: String,
}

/// What every applicant has to fulfil.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleOut {
    /// The expression.
    pub expression: String,
    /// What it asks for, in words.
    pub reason: TextOut,
}

/// Terms as they were published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EditionOut {
    /// 0 for the first, then the number of the amendment.
    pub number: u32,
    /// SHA-256 of the canonical JSON of the terms.
    pub hash: String,
    /// When it was published.
    pub published_at: String,
    /// Why it was amended.
    pub why: Option<TextOut>,
}

/// A call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CallOut {
    /// Its id.
    pub id: String,
    /// The registry that keeps it.
    pub registry: String,
    /// Code of the other side.
    pub partner: String,
    /// Code of the kind of programme.
    pub kind: &'static str,
    /// Code of what it is at this instant.
    pub stage: &'static str,
    /// What it is named.
    pub title: TextOut,
    /// What is offered.
    pub about: Option<TextOut>,
    /// Whether its parts were made up for demonstration.
    pub made_up: bool,
    /// Name of the time zone of its days.
    pub zone: String,
    /// When applications open.
    pub opens_at: Option<String>,
    /// When they close, with what outages added.
    pub closes_at: Option<String>,
    /// Minutes after the close within which what was begun can be sent.
    pub grace_minutes: u16,
    /// How many places.
    pub places: u64,
    /// Places by host and specialty.
    pub seats: Vec<SeatOut>,
    /// Places kept for regions.
    pub reserves: Vec<ReserveOut>,
    /// Documents.
    pub documents: Vec<DocumentOut>,
    /// Criteria.
    pub criteria: Vec<CriterionOut>,
    /// Phases.
    pub phases: Vec<PhaseOut>,
    /// Rules.
    pub rules: Vec<RuleOut>,
    /// How places are given, by the name of the allocation engine.
    pub mechanism: &'static str,
    /// How equal scores are ordered, by the name of the allocation engine.
    pub ties: &'static str,
    /// Which places of a reserve are filled first, by the name of the allocation engine.
    pub precedence: &'static str,
    /// Whether hosts order applicants.
    pub hosts_rank: bool,
    /// Id of the call whose places go on in this one, where it is a supplementary round.
    pub follows: Option<String>,
    /// What was published, the first edition first; the last one holds.
    pub editions: Vec<EditionOut>,
    /// Why it was cancelled.
    pub cancelled: Option<TextOut>,
}

impl CallOut {
    /// A published call; nothing for one that never was.
    #[must_use]
    pub fn new(call: &Call, now: Timestamp) -> Option<Self> {
        let call = call.published()?;
        let terms = call.terms()?;
        let applications = call.applications();
        Some(Self {
            id: call.id.to_string(),
            registry: call.description.registry.to_string(),
            partner: call.description.partner.to_string(),
            kind: terms.kind.code(),
            stage: call.stage(now).code(),
            title: TextOut::from(&terms.title),
            about: terms.about.as_ref().map(TextOut::from),
            made_up: terms.made_up,
            zone: terms.zone.to_string(),
            opens_at: applications.map(|(opens, _)| opens.to_string()),
            closes_at: applications.map(|(_, closes)| closes.to_string()),
            grace_minutes: terms.grace_minutes,
            places: terms.places(),
            seats: seats(&call),
            reserves: terms
                .reserves
                .iter()
                .map(|r| ReserveOut { region: r.what.region.clone(), places: r.what.places })
                .collect(),
            documents: terms
                .documents
                .iter()
                .map(|d| DocumentOut { name: (&d.what.name).into(), class: d.what.class.code() })
                .collect(),
            criteria: terms
                .criteria
                .iter()
                .map(|c| CriterionOut { name: (&c.what.name).into(), weight: c.what.weight })
                .collect(),
            phases: terms
                .phases
                .iter()
                .map(|p| PhaseOut {
                    phase: p.what.kind.code(),
                    from: p.what.from.to_string(),
                    to: p.what.to.to_string(),
                })
                .collect(),
            rules: terms
                .rules
                .iter()
                .map(|r| RuleOut {
                    expression: r.what.expression.clone(),
                    reason: (&r.what.reason).into(),
                })
                .collect(),
            mechanism: terms.mechanism.code(),
            ties: terms.ties.code(),
            precedence: terms.precedence.code(),
            hosts_rank: terms.hosts_rank,
            follows: terms.follows.map(|call| call.to_string()),
            editions: call.editions.iter().map(edition).collect(),
            cancelled: call.cancelled.as_ref().map(|said| TextOut::from(&said.what)),
        })
    }
}

fn edition(edition: &Edition) -> EditionOut {
    EditionOut {
        number: edition.number,
        hash: edition.hash.to_string(),
        published_at: edition.meta.recorded_at.to_string(),
        why: edition.why.as_ref().map(TextOut::from),
    }
}

fn seats(call: &Call) -> Vec<SeatOut> {
    let own = call.shown().into_iter().flat_map(|terms| &terms.seats);
    own.map(|item| {
        let known = item.what.specialty.known();
        SeatOut {
            number: item.number,
            line: item.what.line.to_string(),
            host: item.what.host.to_string(),
            specialty: item.what.specialty.to_string(),
            specialty_name: known.as_ref().map(|known| TextOut::from(&known.name)),
            isced: known.map(|known| known.isced),
            places: item.what.places,
            funding: item.what.funding.code(),
            confirmed_by_host: call.seated.get(&item.number).copied().unwrap_or(0),
        }
    })
    .collect()
}

/// The columns of the table, in order. `docs/formats/calls.md` says what each means.
pub const COLUMNS: [&str; 21] = [
    "id",
    "registry",
    "partner",
    "kind",
    "stage",
    "title_kk",
    "title_ky",
    "title_ru",
    "title_en",
    "made_up",
    "opens_at",
    "closes_at",
    "zone",
    "edition",
    "host",
    "specialty",
    "isced",
    "places",
    "confirmed_by_host",
    "funding",
    "quota_line",
];

/// Calls as a table: one row for each host and specialty; a call without places has one row without them.
#[must_use]
pub fn rows(calls: &[Call], now: Timestamp) -> Rows {
    let numbers = &["edition", "places", "confirmed_by_host"];
    let mut rows = Rows::new(Columns { names: &COLUMNS, numbers, dates: &[] });
    for call in calls {
        let Some(terms) = call.shown() else { continue };
        let applications = call.applications();
        let at = |at: Option<Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
        let of = |text: &Text4, language| text.get(language).unwrap_or_default().to_owned();
        let mut head = vec![
            call.id.to_string(),
            call.description.registry.to_string(),
            call.description.partner.to_string(),
            terms.kind.code().to_owned(),
            call.stage(now).code().to_owned(),
        ];
        head.extend(Language::ALL.iter().map(|language| of(&terms.title, *language)));
        head.push(if terms.made_up { "yes" } else { "no" }.to_owned());
        head.push(at(applications.map(|(opens, _)| opens)));
        head.push(at(applications.map(|(_, closes)| closes)));
        head.push(terms.zone.to_string());
        let edition = call.editions.last().map(|edition| edition.number.to_string());
        head.push(edition.unwrap_or_default());
        let seats = seats(call);
        if seats.is_empty() {
            let empty = COLUMNS.len() - head.len();
            rows.add(head.into_iter().chain(vec![String::new(); empty]).collect());
            continue;
        }
        for seat in seats {
            let tail = [
                seat.host,
                seat.specialty,
                seat.isced.unwrap_or_default().to_owned(),
                seat.places.to_string(),
                seat.confirmed_by_host.to_string(),
                seat.funding.to_owned(),
                seat.line,
            ];
            rows.add(head.iter().cloned().chain(tail).collect());
        }
    }
    rows
}
