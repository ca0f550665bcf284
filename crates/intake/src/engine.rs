//! The engine: text in, draft out. It reads no clock, no file and no table.

use std::collections::BTreeSet;

use crate::date::{self, Bound, Day};
use crate::direction::{self, Sides};
use crate::draft::{
    Basis, Deadline, Draft, Indicator, Item, Party, Quantity, Quotation, SCHEMA, Uncertain,
};
use crate::item::{self, Candidate};
use crate::layout::{self, Sentence};
use crate::lexicon::{Mask, Match, Payload, scan, swallow, tables};
use crate::merge::merge;
use crate::party;
use crate::predicate;
use crate::quantity::{self, Count};
use crate::text::Text;
use crate::vocabulary::{Class, Delivery, Feature, Kind, Language, Naming, Specialty, Stage};
use crate::{indicator, language};

/// Longest text that is drafted, in bytes: a communiqué has a few thousand.
pub const LONGEST: usize = 4 << 20;

/// What may be said to the engine besides the text.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Date of the document, when the person knows it better than the text (ISO year, month or day).
    pub date: Option<String>,
    /// Lexicon rows to leave out: for cross-validation and for tests of single rows.
    pub off: Mask,
}

/// Why a text was not drafted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// Nothing but white space.
    #[error("the text is empty: paste or choose a text with words")]
    Empty,
    /// Longer than [`LONGEST`].
    #[error("the text has {found} bytes, at most {limit} are read: split it into documents")]
    TooLong {
        /// Bytes found.
        found: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// The date that was given cannot be read.
    #[error("the document date `{0}` is not a date: write 2026, 2026-02 or 2026-02-12")]
    BadDate(String),
}

/// Drafts one document. The same text and options give the same draft, byte for byte.
///
/// # Errors
///
/// A text that is empty or too long, and a date that cannot be read.
pub fn draft(raw: &str, options: &Options) -> Result<Draft, DraftError> {
    draft_traced(raw, options).map(|(draft, _)| draft)
}

/// As [`draft`], with the indices of the lexicon rows that were found in the text.
///
/// # Errors
///
/// As [`draft`].
pub fn draft_traced(raw: &str, options: &Options) -> Result<(Draft, BTreeSet<u16>), DraftError> {
    if raw.trim().is_empty() {
        return Err(DraftError::Empty);
    }
    if raw.len() > LONGEST {
        return Err(DraftError::TooLong { found: raw.len(), limit: LONGEST });
    }
    let given = match &options.date {
        Some(text) => Some(Day::parse(text).ok_or_else(|| DraftError::BadDate(text.clone()))?),
        None => None,
    };
    let guess = language::identify(raw);
    let mut warnings = Vec::new();
    match guess.language {
        Language::Unknown => warnings.push(
            "language not served: kk, ky, ru and en are read, uz and tr in outline".to_owned(),
        ),
        Language::Uzbek | Language::UzbekCyrillic | Language::Turkish => {
            warnings.push(format!(
                "language {} is read in outline only: check the draft against the text",
                guess.language.name()
            ));
        }
        _ => {}
    }
    let text = Text::new(raw, guess.language);
    let mut reading = Reading::new(&text, guess.language, options, given);
    reading.find_items();
    let draft = Draft {
        schema: SCHEMA.to_owned(),
        language: guess.language.name().to_owned(),
        date: reading.today.map(Day::iso),
        warnings,
        parties: reading.parties(),
        items: reading.items(),
        indicators: reading.indicators(),
    };
    let mut rows: BTreeSet<u16> = reading.matches.iter().map(|m| m.row).collect();
    let frame = |c: &Candidate| tables::FRAMES.iter().position(|f| std::ptr::eq(f, c.frame));
    rows.extend(
        reading.candidates.iter().filter_map(frame).map(|f| (tables::ROWS.len() + f) as u16),
    );
    Ok((draft, rows))
}

/// Everything read off one text.
struct Reading<'t> {
    text: &'t Text<'t>,
    language: Language,
    matches: Vec<Match>,
    sentences: Vec<Sentence>,
    today: Option<Day>,
    countries: Vec<party::Mention>,
    organisations: Vec<party::Organisation>,
    sides: Sides,
    candidates: Vec<Candidate>,
    dates: Vec<Vec<date::Mention>>,
    counts: Vec<Vec<Count>>,
    off: Mask,
}

impl<'t> Reading<'t> {
    fn new(text: &'t Text<'t>, language: Language, options: &Options, given: Option<Day>) -> Self {
        let mut matches = Vec::with_capacity(text.tokens.len());
        scan(text, 0, text.tokens.len(), language.bit(), &options.off, &mut matches);
        let lines = layout::lines(text, &matches);
        let sentences = layout::sentences(text, &lines, language);
        let today = given.or_else(|| layout::document_date(text, &matches, &lines, language));
        if sentences.iter().any(|s| s.language != language) {
            matches = rescan(text, &matches, &sentences, language, options);
        }
        swallow(&mut matches);
        let inside = |token: usize| {
            let at = sentences.partition_point(|s| s.end <= token);
            sentences.get(at).is_some_and(|s| s.first <= token)
        };
        let mut countries = party::countries(text, &matches, language);
        countries.retain(|m| inside(m.first));
        let mut organisations = party::organisations(text, &matches);
        organisations.retain(|o| inside(o.first));
        let mut reading = Reading {
            text,
            language,
            matches,
            sentences,
            today,
            countries,
            organisations,
            sides: Sides { countries: Vec::new(), home: None },
            candidates: Vec::new(),
            dates: Vec::new(),
            counts: Vec::new(),
            off: options.off.clone(),
        };
        reading.find_sides();
        reading
    }

    fn quotation(&self, first: usize, end: usize) -> Option<Quotation> {
        let last = end.checked_sub(1)?;
        let (a, b) = (self.text.tokens.get(first)?, self.text.tokens.get(last)?);
        let exact = self.text.quote(first, last);
        (!exact.is_empty()).then(|| Quotation {
            exact: exact.to_owned(),
            start: a.start,
            end: b.end,
        })
    }

    fn features(&self) -> u64 {
        item::features(&self.matches, 0, self.text.tokens.len())
    }

    /// The countries that act: named ones, those that an organisation stands for, and the home of a text that
    /// speaks of "the ministry". Cities count when fewer than two countries are named.
    fn find_sides(&mut self) {
        let mut found: Vec<u16> = Vec::new();
        let add = |found: &mut Vec<u16>, country: u16| {
            if !found.contains(&country) {
                found.push(country);
            }
        };
        for mention in self.countries.iter().filter(|m| m.naming != Naming::City || m.acts) {
            add(&mut found, mention.country);
        }
        for organisation in &self.organisations {
            let country =
                tables::ORGANISATIONS.get(organisation.index as usize).map_or("", |o| o.2);
            if let Some(country) = party::index(country) {
                add(&mut found, country);
            }
        }
        if found.len() < 2 {
            for mention in self.countries.iter().filter(|m| m.naming == Naming::City) {
                if found.len() < 2 {
                    add(&mut found, mention.country);
                }
            }
        }
        let own = party::home(self.language).and_then(party::index);
        if let Some(own) = own
            && self.own_ministry()
        {
            add(&mut found, own);
        }
        let receives =
            |c: u16| ["KZ", "KG", "UZ", "TJ", "TM", "MN", "AF"].contains(&party::code(c));
        let home = own.filter(|h| receives(*h) && found.contains(h)).or_else(|| {
            found.iter().copied().filter(|c| receives(*c)).min_by_key(|c| {
                self.countries.iter().position(|m| m.country == *c).unwrap_or(usize::MAX)
            })
        });
        self.sides = Sides { countries: found, home };
    }

    /// Whether the text speaks of "the ministry" without saying whose: then it is the one of its readers.
    fn own_ministry(&self) -> bool {
        self.matches.iter().any(|m| {
            let named = |c: &party::Mention| {
                c.naming != Naming::City
                    && c.last < m.first as usize
                    && c.last + 5 > m.first as usize
            };
            m.payload == Payload::Term(Feature::Ministry)
                && self
                    .sentences
                    .iter()
                    .any(|s| s.first <= m.first as usize && (m.first as usize) < s.end)
                && !self.countries.iter().any(named)
        })
    }

    fn parties(&self) -> Vec<Party> {
        let mut parties: Vec<Party> = self
            .sides
            .countries
            .iter()
            .map(|&country| {
                let mention = self
                    .countries
                    .iter()
                    .filter(|m| m.country == country)
                    .min_by_key(|m| (m.naming == Naming::City, m.first));
                Party {
                    kind: "country".to_owned(),
                    code: party::code(country).to_owned(),
                    name: party::name(country).to_owned(),
                    quotation: mention.and_then(|m| self.quotation(m.first, m.last + 1)),
                    rule: mention
                        .map_or("organisation or language stands for its country", |m| {
                            m.naming.name()
                        })
                        .to_owned(),
                }
            })
            .collect();
        let mut seen = BTreeSet::new();
        for found in &self.organisations {
            let Some(&(code, name, _)) = tables::ORGANISATIONS.get(found.index as usize) else {
                continue;
            };
            if !name.is_empty() && seen.insert(code) {
                parties.push(Party {
                    kind: "organisation".to_owned(),
                    code: code.to_owned(),
                    name: name.to_owned(),
                    quotation: self.quotation(found.first, found.last + 1),
                    rule: "name".to_owned(),
                });
            }
        }
        // A regional office is a party of its own; the mother organisation is then named only through it.
        if parties.iter().any(|p| p.code == "WHO-EURO") {
            parties.retain(|p| p.code != "WHO");
        }
        parties
    }

    /// Whether the text is about more than one country's own affairs.
    fn international(&self) -> bool {
        let organisations = self
            .organisations
            .iter()
            .any(|o| tables::ORGANISATIONS.get(o.index as usize).is_some_and(|o| !o.1.is_empty()));
        self.sides.countries.len() >= 2
            || organisations
            || self.features() & (Feature::Company.bit() | Feature::Abroad.bit()) != 0
    }

    fn find_items(&mut self) {
        for sentence in &self.sentences {
            let dates = date::find(
                self.text,
                &self.matches,
                sentence.first,
                sentence.end,
                sentence.language,
                self.today,
            );
            self.counts.push(quantity::find(
                self.text,
                &self.matches,
                sentence.first,
                sentence.end,
                &dates,
            ));
            self.dates.push(dates);
        }
        if !self.international() {
            return;
        }
        let mut lead = None;
        let mut all = Vec::new();
        for (index, sentence) in self.sentences.iter().enumerate() {
            if !sentence.bullet {
                lead = item::lead_in(self.text, &self.matches, sentence);
            }
            let inherited = if sentence.bullet { lead } else { None };
            all.extend(item::candidates(
                self.text,
                &self.matches,
                sentence,
                index,
                inherited,
                &self.off,
            ));
        }
        self.settle(&mut all);
        self.candidates = merge(self.text, all);
    }

    /// Rules that need the whole document: where an operation takes place, which project "the project" is, what is
    /// a number and no promise, what is a domestic matter.
    fn settle(&self, all: &mut Vec<Candidate>) {
        for candidate in all.iter_mut() {
            if candidate.frame.name == "treatment of citizens" && self.on_the_spot(candidate) {
                if let Some(frame) = tables::FRAMES.iter().find(|f| f.name == "operations") {
                    candidate.frame = frame;
                }
            }
        }
        let facility = self.sentences.iter().position(|s| {
            item::features(&self.matches, s.first, s.end) & Feature::Facility.bit() != 0
        });
        let readings = self.readings();
        all.retain(|candidate| {
            if candidate.frame.name == "the project"
                && facility.is_none_or(|f| f > candidate.sentence)
            {
                return false;
            }
            let counted = readings.iter().any(|(sentence, r)| {
                *sentence == candidate.sentence
                    && r.count.first >= candidate.first
                    && r.count.last < candidate.end
                    && match r.name {
                        "foreign medical students" | "share" => {
                            candidate.kind() != Kind::Localisation || r.name == "share"
                        }
                        "planned capacity" => true,
                        _ => false,
                    }
            });
            let empty = candidate.frame.name == "health topic" && self.no_specialty(candidate);
            !counted && !empty && !self.domestic(candidate)
        });
    }

    fn no_specialty(&self, candidate: &Candidate) -> bool {
        let mut found = BTreeSet::new();
        self.specialties_between(candidate.first, candidate.end, &mut found);
        // A list of areas names where, not what.
        found.is_empty() || found.len() >= 3
    }

    /// Visiting doctors who treat at home send nobody abroad.
    fn on_the_spot(&self, candidate: &Candidate) -> bool {
        let bits = item::features(&self.matches, candidate.clause_first, candidate.clause_end);
        if bits & Feature::Quota.bit() != 0 {
            return false;
        }
        let places: Vec<u16> = self
            .countries
            .iter()
            .filter(|m| {
                m.role == party::Role::Place
                    && m.first >= candidate.clause_first
                    && m.last < candidate.clause_end
            })
            .map(|m| m.country)
            .collect();
        let home = self.sides.home;
        if !places.is_empty() {
            return places.iter().all(|p| Some(*p) == home);
        }
        bits & Feature::Operate.bit() != 0
            && bits & (Feature::Medic.bit() | Feature::Visit.bit()) != 0
    }

    /// Reforms and insurance at home, told to a guest, are no commitment between countries.
    fn domestic(&self, candidate: &Candidate) -> bool {
        let Some(sentence) = self.sentences.get(candidate.sentence) else { return false };
        let bits = item::features(&self.matches, sentence.first, sentence.end);
        bits & Feature::Domestic.bit() != 0
            && !self.countries.iter().any(|m| {
                m.first >= sentence.first
                    && m.last < sentence.end
                    && Some(m.country) != self.sides.home
            })
    }

    fn items(&self) -> Vec<Item> {
        self.candidates.iter().filter_map(|candidate| self.item(candidate)).collect()
    }

    fn item(&self, candidate: &Candidate) -> Option<Item> {
        let evidence = self.quotation(candidate.first, candidate.end)?;
        let sentence = self.sentences.get(candidate.sentence)?;
        let mut uncertain = Vec::new();
        let (mut stage, mut delivery, mut rule) = predicate::stage(&candidate.predicate);
        if candidate.predicate.negated && candidate.predicate.class != Class::Stop {
            (stage, delivery, rule) =
                (Stage::Discussed, Delivery::NotStated, "negated: not so far");
        }
        let quantity = self.quantity(candidate, &mut uncertain);
        let deadline = self.deadline(candidate);
        if stage == Stage::Agreed
            && candidate.predicate.class == Class::Agree
            && quantity.is_some()
            && deadline.is_some()
        {
            stage = Stage::AgreedExactly;
        }
        let direction = direction::read(
            candidate,
            &self.countries,
            (sentence.first, sentence.end),
            &self.sides,
            &self.sharing(),
        );
        let cue = self.quotation(candidate.predicate.first, candidate.predicate.last + 1);
        let rule = if candidate.inherited {
            format!("{rule}; {} of the lead-in", candidate.predicate.rule)
        } else {
            format!("{rule}; {}", candidate.predicate.rule)
        };
        Some(Item {
            kind: candidate.kind().name().to_owned(),
            kind_basis: Basis {
                cue: self.quotation(candidate.anchor, candidate.anchor + 1),
                rule: candidate.frame.name.to_owned(),
                row: Some(format!("frames.csv:{}", candidate.frame.line)),
            },
            stage: stage.name().to_owned(),
            delivery: delivery.name().to_owned(),
            predicate: candidate.predicate.class.name().to_owned(),
            stage_basis: Basis { cue, rule, row: candidate.predicate.row.map(row_name) },
            quantity,
            deadline,
            from_party: direction.from.map(|c| party::code(c).to_owned()),
            to_party: direction.to.map(|c| party::code(c).to_owned()),
            direction_rule: direction.rule.map(str::to_owned),
            specialties: self.specialties(candidate),
            evidence,
            also: candidate
                .also
                .iter()
                .filter_map(|(first, end)| self.quotation(*first, *end))
                .collect(),
            uncertain,
        })
    }

    /// The passages of an item: its evidence first, then its clause's other words, then repetitions.
    fn spans(&self, candidate: &Candidate) -> Vec<(usize, (usize, usize))> {
        let sentence_of = |token: usize| self.sentences.partition_point(|s| s.end <= token);
        let mut spans = vec![(candidate.sentence, (candidate.first, candidate.end))];
        spans.extend(candidate.also.iter().map(|&(first, end)| (sentence_of(first), (first, end))));
        spans
    }

    fn quantity(&self, candidate: &Candidate, uncertain: &mut Vec<Uncertain>) -> Option<Quantity> {
        for (sentence, (first, end)) in self.spans(candidate) {
            let counts: Vec<&Count> = self
                .counts
                .get(sentence)?
                .iter()
                .filter(|c| c.first >= first && c.last < end && fits(candidate.kind(), c.unit))
                .collect();
            let Some(count) = counts.first() else { continue };
            let distinct: BTreeSet<(u128, &str)> =
                counts.iter().map(|c| (c.milli, c.unit)).collect();
            if distinct.len() > 1 {
                uncertain.push(Uncertain {
                    field: "quantity".to_owned(),
                    candidates: counts
                        .iter()
                        .map(|c| format!("{} {}", c.decimal(), c.unit))
                        .collect(),
                    reason: "the passage holds several numbers; the first is taken".to_owned(),
                });
            }
            let bits = item::features(&self.matches, candidate.clause_first, candidate.clause_end);
            let rate =
                if !matches!(count.unit, "person" | "place" | "operation") && !count.is_money() {
                    ""
                } else if bits & Feature::PerYear.bit() != 0 {
                    "/year"
                } else if bits & Feature::PerMonth.bit() != 0 {
                    "/month"
                } else {
                    ""
                };
            return Some(Quantity {
                value: count.decimal(),
                unit: format!("{}{rate}", count.unit),
                approximate: count.approximate,
                basis: Basis {
                    cue: self.quotation(count.first, count.last + 1),
                    rule: "number and unit of the passage".to_owned(),
                    row: None,
                },
            });
        }
        None
    }

    fn deadline(&self, candidate: &Candidate) -> Option<Deadline> {
        let mut spans = self.spans(candidate);
        // The only date of a clause belongs to all its items.
        let clause = (candidate.clause_first, candidate.clause_end);
        let dates = self.dates.get(candidate.sentence)?;
        if dates.iter().filter(|d| d.first >= clause.0 && d.last < clause.1).count() == 1 {
            spans.push((candidate.sentence, clause));
        }
        let mention = spans.iter().find_map(|(sentence, (first, end))| {
            let mut dates = self.dates.get(*sentence)?.iter().filter(|d| {
                let dateline = d.bound == Bound::On && d.day.day > 0 && Some(d.day) == self.today;
                d.first >= *first && d.last < *end && !dateline
            });
            let one = dates.next()?;
            // A due date is said last: "work starts in April, the object is due in 2019".
            Some(dates.fold(*one, |best, d| {
                if d.day.year >= best.day.year && d.bound != Bound::Start { *d } else { best }
            }))
        })?;
        let promised = matches!(
            candidate.predicate.class,
            Class::Plan | Class::Agree | Class::Provide | Class::Propose | Class::Intend
        ) || candidate.predicate.form == crate::vocabulary::Form::Future;
        let bound = match mention.bound {
            Bound::On if promised => Bound::End,
            Bound::On
                if matches!(candidate.predicate.class, Class::Run | Class::State | Class::Stop) =>
            {
                Bound::Start
            }
            other => other,
        };
        let iso = mention.day.iso();
        let (kind, edtf) = match bound {
            Bound::End => (Some("end"), format!("../{iso}")),
            Bound::Start => (Some("start"), format!("{iso}/..")),
            Bound::On => (None, iso.clone()),
        };
        Some(Deadline {
            date: iso,
            edtf,
            kind: kind.map(str::to_owned),
            basis: Basis {
                cue: self.quotation(mention.first, mention.last + 1),
                rule: if mention.relative {
                    "date relative to the document's date"
                } else {
                    "date of the passage"
                }
                .to_owned(),
                row: None,
            },
        })
    }

    /// Tokens of words by which one side shares with the other.
    fn sharing(&self) -> Vec<usize> {
        self.matches
            .iter()
            .filter(|m| m.payload == Payload::Term(Feature::Sharing))
            .map(|m| m.first as usize)
            .collect()
    }

    fn specialties(&self, candidate: &Candidate) -> Vec<String> {
        let mut found: BTreeSet<Specialty> = BTreeSet::new();
        for (_, (first, end)) in self.spans(candidate) {
            self.specialties_between(first, end, &mut found);
        }
        // "Particular attention went to neurosurgery, oncology …": the next sentence names the areas.
        let last = self.candidates.iter().rfind(|c| c.sentence == candidate.sentence);
        if let Some(next) = self.sentences.get(candidate.sentence + 1)
            && last.is_some_and(|l| l.first == candidate.first && l.anchor == candidate.anchor)
            && !next.title
            && !self.countries.iter().any(|m| m.first >= next.first && m.last < next.end)
            && !self.candidates.iter().any(|c| c.sentence == candidate.sentence + 1)
        {
            self.specialties_between(next.first, next.end, &mut found);
        }
        found.into_iter().map(|s| s.name().to_owned()).collect()
    }

    fn specialties_between(&self, first: usize, end: usize, found: &mut BTreeSet<Specialty>) {
        let from = self.matches.partition_point(|m| (m.first as usize) < first);
        for m in
            self.matches.get(from..).unwrap_or(&[]).iter().take_while(|m| (m.first as usize) < end)
        {
            if let Payload::Specialty(specialty) = m.payload {
                found.insert(specialty);
            }
        }
    }

    fn readings(&self) -> Vec<(usize, indicator::Reading)> {
        let mut found = Vec::new();
        for (index, sentence) in self.sentences.iter().enumerate() {
            let Some(counts) = self.counts.get(index).filter(|c| !c.is_empty()) else { continue };
            let span = (sentence.first, sentence.end);
            let read = indicator::read(
                self.text,
                &self.matches,
                span,
                counts,
                &self.countries,
                &self.sides,
            );
            found.extend(read.into_iter().map(|r| (index, r)));
        }
        found
    }

    fn indicators(&self) -> Vec<Indicator> {
        let mut found = Vec::new();
        for (index, reading) in self.readings() {
            let Some(dates) = self.dates.get(index) else { continue };
            let Some(evidence) = self.quotation(reading.first, reading.end) else { continue };
            let as_of = dates
                .iter()
                .find(|d| d.first >= reading.first && d.last < reading.end)
                .map(|d| d.day)
                .or(self.today)
                .map(Day::iso);
            found.push(Indicator {
                name: reading.name.to_owned(),
                value: reading.count.decimal(),
                unit: reading.unit,
                subject_country: reading.subject.map(|c| party::code(c).to_owned()),
                origin_country: reading.origin.map(|c| party::code(c).to_owned()),
                as_of,
                evidence,
                rule: "number, unit and state".to_owned(),
            });
        }
        found
    }
}

/// Reads the sentences of another language with the rows of that language.
fn rescan(
    text: &Text<'_>,
    matches: &[Match],
    sentences: &[Sentence],
    document: Language,
    options: &Options,
) -> Vec<Match> {
    let mut all: Vec<Match> = Vec::with_capacity(matches.len());
    let mut done = 0;
    for sentence in sentences.iter().filter(|s| s.language != document) {
        all.extend(
            matches
                .iter()
                .filter(|m| (m.first as usize) >= done && (m.first as usize) < sentence.first),
        );
        scan(text, sentence.first, sentence.end, sentence.language.bit(), &options.off, &mut all);
        done = sentence.end;
    }
    all.extend(matches.iter().filter(|m| (m.first as usize) >= done));
    all
}

fn row_name(row: u16) -> String {
    tables::ROWS.get(row as usize).map_or_else(String::new, |r| format!("{}:{}", r.file, r.line))
}

/// Which units a kind of item can have.
fn fits(kind: Kind, unit: &str) -> bool {
    let money = quantity::is_money(unit);
    match kind {
        Kind::TreatmentQuota => matches!(unit, "person" | "place" | "operation"),
        Kind::Residency | Kind::Internship | Kind::Training => matches!(unit, "person" | "place"),
        Kind::ExpertExchange => matches!(unit, "person" | "year" | "month" | "place"),
        Kind::FacilityProject => money || matches!(unit, "facility" | "bed"),
        Kind::Instrument => money || unit == "document",
        Kind::MedicinesRegister => false,
        Kind::Localisation => {
            money || matches!(unit, "medicine" | "device" | "facility" | "dose" | "item")
        }
        Kind::SupplyAid => {
            money
                || matches!(
                    unit,
                    "vehicle"
                        | "device"
                        | "dose"
                        | "facility"
                        | "country"
                        | "tonne"
                        | "item"
                        | "medicine"
                )
        }
        Kind::Other => money || matches!(unit, "person" | "operation" | "facility"),
        Kind::MultilateralBody => unit == "country",
        Kind::DigitalHealth | Kind::Research => money || matches!(unit, "facility" | "device"),
        Kind::WorkingGroup | Kind::Regulation => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{DraftError, Options, draft};

    #[test]
    fn an_empty_text_is_refused_with_advice() {
        assert_eq!(draft(" \n\t", &Options::default()), Err(DraftError::Empty));
    }

    #[test]
    fn a_wrong_date_is_named() {
        let options = Options { date: Some("yesterday".to_owned()), ..Options::default() };
        assert_eq!(draft("Text.", &options), Err(DraftError::BadDate("yesterday".to_owned())));
    }
}
