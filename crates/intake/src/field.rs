//! The fields of an item and of an indicator, each with what it rests on.

use std::collections::BTreeSet;

use crate::date::{self, Bound, Day};
use crate::direction;
use crate::draft::{Basis, Deadline, Indicator, Item, Quantity, Uncertain};
use crate::engine::Reading;
use crate::indicator;
use crate::item::{self, Candidate};
use crate::lexicon::{Payload, tables};
use crate::party;
use crate::predicate::{self, Predicate};
use crate::quantity::{self, Count};
use crate::vocabulary::{Class, Delivery, Feature, Form, Kind, Specialty, Stage};

impl Reading<'_> {
    pub(crate) fn items(&self) -> Vec<Item> {
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
        if candidate.kind() == Kind::Instrument
            && (matches!(candidate.predicate.class, Class::Do | Class::Run)
                && (item::features(&self.matches, candidate.clause_first, candidate.clause_end)
                    & Feature::DraftOf.bit()
                    != 0)
                || matches!(candidate.predicate.class, Class::Run | Class::Plan)
                    && self.in_preparation(candidate))
        {
            (stage, delivery, rule) =
                (Stage::Discussed, Delivery::NotStated, "a draft is being prepared");
        }
        if matches!(candidate.predicate.class, Class::Do | Class::Run)
            && self.under_a_document(candidate)
        {
            (stage, delivery, rule) = (Stage::Agreed, Delivery::NotStated, "point of a document");
        }
        let quantity = self.quantity(candidate, &mut uncertain);
        let deadline = self.deadline(candidate);
        if candidate.predicate.class == Class::Intend
            && !candidate.predicate.negated
            && deadline.is_some()
            && self.both_sides(candidate)
        {
            (stage, rule) = (Stage::Agreed, "both sides intend it by a date");
        }
        if stage == Stage::Agreed
            && candidate.predicate.class == Class::Agree
            && quantity.is_some()
            && deadline.is_some()
        {
            stage = Stage::AgreedExactly;
        }
        let mut direction = direction::read(
            candidate,
            &self.countries,
            (sentence.first, sentence.end),
            &self.sides,
            &self.sharing(),
        );
        if direction.from.is_some_and(|giver| {
            self.organisation_gives(candidate, giver) || self.organisation_acts(candidate)
        }) {
            direction.from = None;
            direction.rule = Some("an organisation of several states gives");
        }
        self.doubt_sides(candidate, direction, &mut uncertain);
        self.doubt_date(candidate, deadline.as_ref(), &mut uncertain);
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

    /// Whether the verb says that the thing is being prepared: "are preparing a memorandum".
    fn in_preparation(&self, candidate: &Candidate) -> bool {
        #[rustfmt::skip]
        const PREPARING: &[&str] = &["prepar", "draft", "elabor", "готов", "подготов", "разраб", "прораб", "дайында", "әзірле",
            "даярда", "иштелип", "иштеп"];
        let p = &candidate.predicate;
        (p.first..=p.last)
            .any(|t| PREPARING.iter().any(|w| self.text.fold(t).starts_with(w)))
    }

    /// Whether the subject is both sides: "the sides intend", "екі ел … көздеп отыр".
    pub(crate) fn both_sides(&self, candidate: &Candidate) -> bool {
        #[rustfmt::skip]
        const SIDES: &[&str] = &["стороны", "тараптар", "sides", "parties", "министерства", "министры"];
        let p = &candidate.predicate;
        let first = self
            .sentences
            .iter()
            .find(|s| s.first <= p.first && p.first < s.end)
            .map_or(p.first, |s| s.first);
        (first..p.first).any(|t| {
            let (word, next) = (self.text.fold(t), self.text.fold(t + 1));
            SIDES.contains(&word)
                || matches!(word, "екі" | "эки" | "two" | "both" | "обе" | "две")
                    && ["ел", "өлкө", "countr", "стран", "сторон", "тарап", "nation"]
                        .iter()
                        .any(|w| next.starts_with(w))
        })
    }

    /// "Under the plan, a clinic opens in Astana": the present tense after a document's name tells its content.
    fn under_a_document(&self, candidate: &Candidate) -> bool {
        let Some(sentence) = self.sentences.get(candidate.sentence) else { return false };
        let head = sentence.end.min(sentence.first + 5);
        let document = Feature::Document.bit() | Feature::WeakDocument.bit();
        let opens = (sentence.first..head).any(|t| {
            matches!(self.text.fold(t), "under" | "согласно" | "ылайык" | "сәйкес")
                || (t == sentence.first && self.text.fold(t) == "по")
        });
        let verb = self.text.fold(candidate.predicate.last);
        let past = candidate.predicate.form == Form::Past && !verb.ends_with('s');
        // What happens every year under a programme goes on.
        let habit = item::features(&self.matches, candidate.clause_first, candidate.clause_end)
            & (Feature::PerYear.bit() | Feature::PerMonth.bit())
            != 0;
        opens
            && !past
            && !habit
            && item::features(&self.matches, sentence.first, head) & document != 0
    }

    /// Names the countries that could give or receive, where the kind is one-sided and the text does not tell.
    fn doubt_sides(
        &self,
        candidate: &Candidate,
        direction: direction::Direction,
        uncertain: &mut Vec<Uncertain>,
    ) {
        let one_sided = matches!(
            candidate.kind(),
            Kind::TreatmentQuota
                | Kind::Residency
                | Kind::Internship
                | Kind::Training
                | Kind::SupplyAid
                | Kind::FacilityProject
        );
        if !one_sided || self.sides.countries.len() < 2 {
            return;
        }
        for (field, told, other) in [
            ("from_party", direction.from, direction.to),
            ("to_party", direction.to, direction.from),
        ] {
            let candidates = self.sides.countries.iter().filter(|c| Some(**c) != other);
            if told.is_none() {
                uncertain.push(Uncertain {
                    field: field.to_owned(),
                    candidates: candidates.map(|c| party::code(*c).to_owned()).collect(),
                    reason: "the text does not tell which of the countries".to_owned(),
                });
            }
        }
    }

    /// Names the dates of the passage that were not taken.
    fn doubt_date(
        &self,
        candidate: &Candidate,
        taken: Option<&Deadline>,
        uncertain: &mut Vec<Uncertain>,
    ) {
        let Some(dates) = self.dates.get(candidate.sentence) else { return };
        let found: BTreeSet<String> = dates
            .iter()
            .filter(|d| d.first >= candidate.first && d.last < candidate.end)
            .map(|d| d.day.iso())
            .filter(|iso| taken.is_none_or(|t| t.date != *iso))
            .collect();
        if taken.is_some() && !found.is_empty() {
            uncertain.push(Uncertain {
                field: "deadline".to_owned(),
                candidates: found.into_iter().collect(),
                reason: "the passage holds several dates".to_owned(),
            });
        }
    }

    /// Whether an organisation of several states opens the clause and gives: "UNICEF has delivered … to Uzbekistan".
    fn organisation_acts(&self, candidate: &Candidate) -> bool {
        let first = candidate.clause_first;
        matches!(candidate.kind(), Kind::SupplyAid | Kind::Training)
            && self.organisations.iter().any(|o| {
                o.first >= first
                    && o.first <= first + 1
                    && o.last < candidate.predicate.first
                    && tables::ORGANISATIONS.get(o.index as usize).is_some_and(|o| o.2.is_empty())
            })
    }

    /// Whether the clause names an organisation that stands for no single country, and not the country that was
    /// inferred as the giver.
    fn organisation_gives(&self, candidate: &Candidate, giver: u16) -> bool {
        let (first, end) = (candidate.clause_first, candidate.clause_end);
        let several = self.organisations.iter().any(|o| {
            o.first >= first
                && o.last < end
                && tables::ORGANISATIONS.get(o.index as usize).is_some_and(|o| o.2.is_empty())
        });
        several
            && !self
                .countries
                .iter()
                .any(|m| m.country == giver && m.first >= first && m.last < end)
    }

    /// The passages of an item: its evidence first, then its clause's other words, then repetitions.
    fn spans(&self, candidate: &Candidate) -> Vec<(usize, (usize, usize))> {
        let sentence_of = |token: usize| self.sentences.partition_point(|s| s.end <= token);
        let mut spans = vec![(candidate.sentence, (candidate.first, candidate.end))];
        spans.extend(candidate.also.iter().map(|&(first, end)| (sentence_of(first), (first, end))));
        spans
    }

    fn quantity(&self, candidate: &Candidate, uncertain: &mut Vec<Uncertain>) -> Option<Quantity> {
        let mut spans = self.spans(candidate);
        // The number of a clause belongs to its only item, wherever it stands in the clause.
        let clause = (candidate.clause_first, candidate.clause_end);
        let alone = |c: &&Candidate| {
            c.sentence == candidate.sentence && (c.clause_first, c.clause_end) == clause
        };
        if self.candidates.iter().filter(alone).count() == 1 {
            spans.push((candidate.sentence, clause));
        }
        for (sentence, (first, end)) in spans {
            let counts: Vec<&Count> = self
                .counts
                .get(sentence)?
                .iter()
                .filter(|c| c.first >= first && c.last < end && fits(candidate, c.unit))
                .filter(|c| !(matches!(c.unit, "month" | "year") && self.until(c)))
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
            // A quota for treatment counts patients.
            let quota = candidate.kind() == Kind::TreatmentQuota
                && count.unit == "place"
                && ["квот", "quota"].iter().any(|w| self.text.fold(count.last).starts_with(w));
            let unit = if quota { "person" } else { count.unit };
            return Some(Quantity {
                value: count.decimal(),
                unit: format!("{unit}{rate}"),
                approximate: count.approximate,
                basis: Basis {
                    cue: self.quotation(count.first, count.last + 1),
                    rule: "number and unit of the passage".to_owned(),
                    row: None,
                },
            });
        }
        self.more(candidate)
    }

    /// "в течение 18 месяцев": by when, not how much.
    fn until(&self, count: &Count) -> bool {
        let before = count.first.checked_sub(1).map_or("", |t| self.text.fold(t));
        let after = self.text.fold(count.last + 1);
        matches!(before, "течение" | "within" | "через" | "next" | "coming" | "алдағы" | "жакынкы")
            || matches!(after, "ішінде" | "ичинде" | "кейін" | "кийин")
    }

    /// "and a further 15 in 2026": the number counts what the passage before counted.
    fn more(&self, candidate: &Candidate) -> Option<Quantity> {
        let more = candidate.more?;
        let number = quantity::value(self.text, &self.matches, more.number)?;
        let told = self.counts.get(more.sentence)?.iter().find(|c| {
            c.first >= more.span.0 && c.last < more.span.1 && fits(candidate, c.unit)
        })?;
        let count = Count { milli: number.milli, ..*told };
        Some(Quantity {
            value: count.decimal(),
            unit: count.unit.to_owned(),
            approximate: false,
            basis: Basis {
                cue: self.quotation(more.number, number.next),
                rule: "number of the passage, unit of the one before".to_owned(),
                row: None,
            },
        })
    }

    fn deadline(&self, candidate: &Candidate) -> Option<Deadline> {
        let mut spans = self.spans(candidate);
        // The only date of a clause belongs to all its items.
        let clause = (candidate.clause_first, candidate.clause_end);
        let dates = self.dates.get(candidate.sentence)?;
        if dates.iter().filter(|d| d.first >= clause.0 && d.last < clause.1).count() == 1 {
            spans.push((candidate.sentence, clause));
        }
        let promised = matches!(
            candidate.predicate.class,
            Class::Plan | Class::Agree | Class::Provide | Class::Propose | Class::Intend
        ) || (candidate.predicate.form == Form::Future
            // A document enters into force on its day, not by it.
            && candidate.predicate.class != Class::InForce);
        let document = candidate.kind() == Kind::Instrument;
        // "treated 400 patients in two weeks" tells how long it took.
        let done = matches!(candidate.predicate.class, Class::Do | Class::Attend)
            && candidate.predicate.form == Form::Past;
        let ahead = promised || document || !done;
        let last = self.sentences.len();
        // "In 2026 Türkiye will build a hospital and train doctors": a date that opens the sentence holds for all of it.
        if let Some(sentence) = self.sentences.get(candidate.sentence)
            && let Some(opens) = dates.iter().find(|d| d.first <= sentence.first + 2)
            && opens.last < clause.0
            && opens.bound != Bound::Start
            && promised
        {
            spans.push((candidate.sentence, (opens.first, opens.last + 1)));
        }
        // "By the end of 2026 the sides intend to: …": the date of the lead-in holds for its list.
        if let Some(lead) = self.lead_of(candidate.sentence) {
            spans.extend(self.sentences.get(lead).map(|s| (lead, (s.first, s.end))));
        }
        let told = spans.len();
        let going_on = matches!(candidate.predicate.class, Class::Do | Class::Run | Class::Stop)
            && candidate.predicate.form != Form::Future;
        if let Some(next) = candidate.follows.filter(|n| *n < last && !going_on) {
            spans.extend(self.sentences.get(next).map(|s| (next, (s.first, s.end))));
        }
        let mention = spans.iter().enumerate().find_map(|(at, (sentence, (first, end)))| {
            let dates: Vec<&date::Mention> = self
                .dates
                .get(*sentence)?
                .iter()
                .filter(|d| {
                    let dateline = d.bound == Bound::On
                        && d.day.day > 0
                        && Some(d.day) == self.today
                        && self.days.is_empty();
                    let right = match d.told {
                        date::Told::Length => ahead,
                        date::Told::Validity => document,
                        date::Told::Date | date::Told::Years => true,
                    };
                    // What is said later of a document is when it ends, not when it was signed.
                    let due = at < told || !document || d.bound == Bound::End;
                    d.first >= *first && d.last < *end && !dateline && right && due
                })
                .collect();
            // "The signing of the plan for 2026–2028 is expected in May": the years belong to the document's name.
            let named = document
                && promised
                && dates.iter().any(|d| d.told == date::Told::Date && d.bound != Bound::Start);
            let mut dates = dates.into_iter().filter(|d| !named || d.told != date::Told::Years);
            let one = dates.next()?;
            // A due date is said last: "work starts in April, the object is due in 2019".
            Some(dates.fold(*one, |best, d| {
                if d.day.year >= best.day.year && d.bound != Bound::Start { *d } else { best }
            }))
        })?;
        let mention = self.in_its_year(mention, promised, &candidate.predicate);
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

    /// The sentence that leads in to the list in which a bullet stands.
    fn lead_of(&self, sentence: usize) -> Option<usize> {
        self.sentences.get(sentence).filter(|s| s.bullet)?;
        let before = self.sentences.get(..sentence)?;
        before.iter().rposition(|s| !s.bullet)
    }

    /// A month without a year lies ahead of the document when it is promised, behind it when it is told as done.
    fn in_its_year(&self, mention: date::Mention, promised: bool, p: &Predicate) -> date::Mention {
        let mut mention = mention;
        let Some(today) = self.today.filter(|t| t.month > 0) else { return mention };
        let assumed = mention.relative
            && mention.told == date::Told::Date
            && mention.day.month > 0
            && mention.day.year == today.year
            && !mention.this_year;
        if assumed && promised && mention.day.month < today.month {
            mention.day.year += 1;
        } else if assumed
            && p.class == Class::Do
            && p.form == Form::Past
            && mention.day.month > today.month
        {
            mention.day.year -= 1;
        }
        mention
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
        let last = self
            .candidates
            .iter()
            .filter(|c| c.sentence == candidate.sentence)
            .max_by_key(|c| (c.first, c.anchor));
        if let Some(next) = self.sentences.get(candidate.sentence + 1)
            && last.is_some_and(|l| l.first == candidate.first && l.anchor == candidate.anchor)
            && !next.title
            && !self.countries.iter().any(|m| m.first >= next.first && m.last < next.end)
            && !self.candidates.iter().any(|c| c.sentence == candidate.sentence + 1)
        {
            let mut areas = BTreeSet::new();
            self.specialties_between(next.first, next.end, &mut areas);
            if areas.len() >= 2 {
                found.append(&mut areas);
            }
        }
        found.into_iter().map(|s| s.name().to_owned()).collect()
    }

    pub(crate) fn specialties_between(
        &self,
        first: usize,
        end: usize,
        found: &mut BTreeSet<Specialty>,
    ) {
        let from = self.matches.partition_point(|m| (m.first as usize) < first);
        for m in
            self.matches.get(from..).unwrap_or(&[]).iter().take_while(|m| (m.first as usize) < end)
        {
            if let Payload::Specialty(specialty) = m.payload {
                found.insert(specialty);
            }
        }
    }

    pub(crate) fn readings(&self) -> Vec<(usize, indicator::Reading)> {
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

    pub(crate) fn indicators(&self) -> Vec<Indicator> {
        let mut found = Vec::new();
        for (index, reading) in self.readings() {
            let Some(dates) = self.dates.get(index) else { continue };
            let Some(evidence) = self.quotation(reading.first, reading.end) else { continue };
            // "30 students will be enrolled", "1,500 people are to be examined": a promise, counted as one.
            let promised = matches!(reading.name, "foreign medical students" | "people consulted")
                && self.candidates.iter().any(|c| {
                    c.sentence == index
                        && (indicator::promised(c)
                            || matches!(c.kind(), Kind::Residency | Kind::Internship))
                        && c.first <= reading.count.first
                        && reading.count.last < c.end
                });
            if promised {
                continue;
            }
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

fn row_name(row: u16) -> String {
    tables::ROWS.get(row as usize).map_or_else(String::new, |r| format!("{}:{}", r.file, r.line))
}

/// Which units a kind of item can have.
fn fits(candidate: &Candidate, unit: &str) -> bool {
    let money = quantity::is_money(unit);
    match candidate.kind() {
        Kind::TreatmentQuota => matches!(unit, "person" | "place" | "operation"),
        Kind::Residency | Kind::Internship | Kind::Training => matches!(unit, "person" | "place"),
        Kind::ExpertExchange => matches!(unit, "person" | "year" | "month" | "place"),
        Kind::FacilityProject => money || matches!(unit, "facility" | "bed"),
        Kind::Instrument => money || unit == "document",
        // How many are on the register is a fact about a country; how many will be put there is promised.
        Kind::MedicinesRegister => {
            candidate.predicate.class != Class::State && matches!(unit, "medicine" | "device")
        }
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
