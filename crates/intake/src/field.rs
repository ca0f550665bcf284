//! The fields of an item and of an indicator, each with what it rests on.

use std::collections::BTreeSet;

use crate::date::Day;
use crate::direction;
use crate::draft::{Basis, Indicator, Item, Quantity, Uncertain};
use crate::engine::Reading;
use crate::indicator;
use crate::item::{self, Candidate};
use crate::lexicon::{Payload, tables};
use crate::party;
use crate::predicate;
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
                    // "The sides shall prepare a draft by 1 September": to have it ready by then is a promise.
                    && !(candidate.predicate.class == Class::Plan
                        && self.both_sides(candidate)
                        && self.deadline(candidate).is_some())
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
        // "Both sides … decided to launch", "тараптар … чечишти": what two sides decide is agreed between them.
        let decided = candidate.predicate.class == Class::Approve
            && stage == Stage::Agreed
            && ["decid", "resolv", "реши", "шеш", "чеч"]
                .iter()
                .any(|w| self.text.fold(candidate.predicate.first).starts_with(w))
            && self.both_sides(candidate);
        if stage == Stage::Agreed
            && (candidate.predicate.class == Class::Agree || decided)
            && quantity.is_some()
            && deadline.is_some()
        {
            stage = Stage::AgreedExactly;
        }
        let mut direction = direction::read(
            candidate,
            &self.actors(sentence),
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
            predicate: if decided { Class::Agree } else { candidate.predicate.class }
                .name()
                .to_owned(),
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
        (p.first..=p.last).any(|t| PREPARING.iter().any(|w| self.text.fold(t).starts_with(w)))
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
    pub(crate) fn spans(&self, candidate: &Candidate) -> Vec<(usize, (usize, usize))> {
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
            // "$85 million, will produce 20 million doses a year": a rate of money stands beside it.
            let (from, to) = if count.is_money() {
                (
                    count.first.saturating_sub(3).max(candidate.clause_first),
                    (count.last + 4).min(candidate.clause_end),
                )
            } else {
                (candidate.clause_first, candidate.clause_end)
            };
            // "90 врачей, по 30 человек ежегодно": the rate is said of the number beside it.
            let beside = |c: &&Count| c.unit == count.unit && c.first > count.last;
            let next = self.counts.get(sentence)?.iter().find(beside).map(|c| c.first);
            let comma = |n: usize| {
                (count.last..n).any(|t| self.text.tokens.get(t).is_some_and(|k| k.sign == ','))
            };
            let to = next.filter(|n| *n < to && comma(*n)).unwrap_or(to);
            let bits = self.rates_between(sentence, from, to);
            let rate = if !matches!(count.unit, "person" | "place" | "operation" | "item" | "dose")
                && !count.is_money()
            {
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
            // The places of a hospital are its beds.
            let beds = candidate.kind() == Kind::FacilityProject && count.unit == "place";
            let unit = match count.unit {
                _ if quota => "person",
                _ if beds => "bed",
                unit => unit,
            };
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

    /// The words for rates between two tokens, without those of a date: "within a year" is no rate.
    fn rates_between(&self, sentence: usize, from: usize, to: usize) -> u64 {
        let dates = self.dates.get(sentence).map_or(&[][..], Vec::as_slice);
        let dated = |t: usize| {
            dates.iter().any(|d| d.told == crate::date::Told::Length && d.first <= t && t <= d.last)
        };
        // "жарты жылдық тағылымдама", "алты айлык курс": how long it lasts, no rate.
        let lasting = |t: usize| {
            t.checked_sub(1).is_some_and(|b| {
                matches!(self.text.fold(b), "жарты" | "жарым")
                    || ["дық", "дік", "дык", "лык", "лық"]
                        .iter()
                        .any(|e| self.text.fold(t).ends_with(e))
                        && quantity::value(self.text, &self.matches, b).is_some()
            })
        };
        // "a year-long fellowship", "150 специалистов, по 50 в год": a length, and the rate of another number.
        let long = |t: usize| (1..=2).any(|step| self.text.fold(t + step) == "long");
        let apart = |t: usize| {
            let counts = self.counts.get(sentence).map_or(&[][..], Vec::as_slice);
            let number = |n: usize| {
                quantity::value(self.text, &self.matches, n).is_some_and(|v| v.next == t)
                    && n.checked_sub(1).is_some_and(|b| self.text.fold(b) == "по")
            };
            (1..=2).filter_map(|back| t.checked_sub(back)).any(number)
                && !counts.iter().any(|c| c.last + 1 == t)
        };
        let start = self.matches.partition_point(|m| (m.first as usize) < from);
        self.matches
            .get(start..)
            .unwrap_or(&[])
            .iter()
            .take_while(|m| (m.first as usize) < to)
            .filter(|m| {
                (m.last as usize) < to
                    && !dated(m.first as usize)
                    && !lasting(m.first as usize)
                    && !long(m.last as usize)
                    && !apart(m.first as usize)
            })
            .fold(0, |bits, m| match m.payload {
                Payload::Term(f @ (Feature::PerYear | Feature::PerMonth)) => bits | f.bit(),
                _ => bits,
            })
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
        let told =
            self.counts.get(more.sentence)?.iter().find(|c| {
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

    /// The indicators of the text, each with its sentence: read once.
    pub(crate) fn readings(&self) -> &[(usize, indicator::Reading)] {
        self.readings.get_or_init(|| self.read_indicators())
    }

    fn read_indicators(&self) -> Vec<(usize, indicator::Reading)> {
        let mut found: Vec<(usize, indicator::Reading)> = Vec::new();
        for (index, sentence) in self.sentences.iter().enumerate() {
            let counts = self.counts.get(index).map_or(&[][..], Vec::as_slice);
            let span = (sentence.first, sentence.end);
            let read = indicator::read(
                self.text,
                &self.matches,
                span,
                counts,
                self.dates.get(index).map_or(&[][..], Vec::as_slice),
                &self.countries,
                &self.sides,
            );
            if read.is_empty()
                && let Some((at, last)) = found.last()
                && at + 1 == index
                && let Some(next) = self.figure_again(index, last)
            {
                found.push((index, next));
            }
            found.extend(read.into_iter().map(|r| (index, r)));
        }
        found
    }

    /// Whether a sentence tells how things stand now.
    pub(crate) fn now(&self, sentence: usize) -> bool {
        let today =
            |d: &crate::date::Mention| self.today.is_some_and(|t| d.day.day > 0 && d.day <= t);
        let dated = self.dates.get(sentence).is_some_and(|d| d.iter().any(today));
        self.sentences.get(sentence).is_some_and(|s| {
            let state = (s.first..s.end).any(|t| {
                matches!(self.text.fold(t), "карата" | "состоянию" | "бойынша" | "of" | "по")
            });
            crate::level::now(self.text, (s.first, s.end)) || dated && state
        })
    }

    pub(crate) fn indicators(&self) -> Vec<Indicator> {
        let mut found = Vec::new();
        for (index, reading) in self.readings() {
            let Some(dates) = self.dates.get(*index) else { continue };
            let Some(evidence) = self.quotation(reading.first, reading.end) else { continue };
            // "30 students will be enrolled", "1,500 people are to be examined": a promise, counted as one.
            let promised = matches!(reading.name, "foreign medical students" | "people consulted")
                && self.candidates.iter().any(|c| {
                    c.sentence == *index
                        && (indicator::promised(c) && !self.now(*index)
                            || matches!(c.kind(), Kind::Residency | Kind::Internship))
                        && c.first <= reading.count.first
                        && reading.count.last < c.end
                });
            // "Over the coming five years 1,500 patients a year will be screened"
            let due = matches!(reading.name, "people consulted" | "people of the country")
                && dates.iter().any(|d| {
                    d.bound == crate::date::Bound::End
                        && self.today.is_some_and(|t| d.day.year > t.year)
                });
            if promised || due {
                continue;
            }
            // "in the third quarter" of what is counted is no quarter to come.
            let behind = |d: &&crate::date::Mention| {
                !(d.told == crate::date::Told::Length
                    && self.today.is_some_and(|t| d.day.year > t.year))
            };
            let as_of = dates
                .iter()
                .find(|d| d.first >= reading.first && d.last < reading.end)
                .or_else(|| dates.first().filter(|_| dates.len() == 1))
                .filter(behind)
                .map(|d| d.day)
                .or(self.today)
                .map(Day::iso);
            found.push(Indicator {
                name: reading.name.to_owned(),
                value: reading.count.decimal(),
                unit: reading.unit.clone(),
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
        Kind::FacilityProject => money || matches!(unit, "facility" | "bed" | "place"),
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
                        | "bed"
                )
        }
        Kind::Other => money || matches!(unit, "person" | "operation" | "facility"),
        Kind::MultilateralBody => unit == "country",
        Kind::DigitalHealth | Kind::Research => money || matches!(unit, "facility" | "device"),
        Kind::WorkingGroup | Kind::Regulation => false,
    }
}
