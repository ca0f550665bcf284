//! Indicators: numbers about a country that are facts, not promises.

use crate::item::Candidate;
use crate::lexicon::{Match, Payload};
use crate::party::{Mention, Role};
use crate::quantity::Count;
use crate::text::{Text, TokenKind};
use crate::vocabulary::{Class, Feature, Form};

/// An indicator before it is quoted.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Stable name.
    pub name: &'static str,
    /// The count.
    pub count: Count,
    /// First token of the evidence.
    pub first: usize,
    /// Token after the evidence.
    pub end: usize,
    /// Where it holds.
    pub subject: Option<u16>,
    /// Whose products or people are counted.
    pub origin: Option<u16>,
    /// Unit with its rate.
    pub unit: String,
}

fn bits(matches: &[Match], first: usize, end: usize) -> u64 {
    crate::item::features(matches, first, end)
}

fn cue(matches: &[Match], first: usize, end: usize, class: Class) -> bool {
    let from = matches.partition_point(|m| (m.first as usize) < first);
    matches[from.min(matches.len())..]
        .iter()
        .take_while(|m| (m.first as usize) < end)
        .any(|m| matches!(m.payload, Payload::Cue(c, _) if c == class))
}

/// Reads the indicators among the counts of a sentence.
#[must_use]
pub fn read(
    text: &Text<'_>,
    matches: &[Match],
    sentence: (usize, usize),
    counts: &[Count],
    mentions: &[Mention],
    sides: &crate::direction::Sides,
) -> Vec<Reading> {
    let mut found = Vec::new();
    // Figures of a reform at home are no comparison of countries.
    if bits(matches, sentence.0, sentence.1) & Feature::Domestic.bit() != 0 {
        return found;
    }
    for (at, count) in counts.iter().enumerate() {
        let (first, end) = bounds(text, sentence, count, counts, at);
        let here = bits(matches, first, end);
        let whole = bits(matches, sentence.0, sentence.1);
        let registered = (here | whole) & Feature::Register.bit() != 0;
        let state = cue(matches, first, end, Class::State);
        let name = match count.unit {
            "medicine" if registered => "registered medicines",
            "device" if registered => "registered medical devices",
            "medicine" | "device" | "item" if here & Feature::Aid.bit() == 0 && state => "products",
            "person" if here & Feature::Student.bit() != 0 => "foreign medical students",
            "person" if here & (Feature::School.bit()) != 0 && here & Feature::Train.bit() != 0 => {
                "foreign medical students"
            }
            "person" | "place" if here & Feature::Quota.bit() != 0 && state => {
                "annual treatment quota"
            }
            "person" if here & Feature::Visit.bit() != 0 && counts_patients(matches, count) => {
                "people consulted"
            }
            "percent" if whole & Feature::Share.bit() != 0 => "share",
            "study" => "planned capacity",
            // The beds of one hospital are its size; those of a country are a fact about it.
            "bed" if state && whole & Feature::Facility.bit() == 0 => "beds",
            "item" => "types of goods",
            "company" if state => "companies",
            _ => continue,
        };
        let scope: Vec<&Mention> =
            mentions.iter().filter(|m| m.first >= sentence.0 && m.last < sentence.1).collect();
        let pick = |role: Role| scope.iter().find(|m| m.role == role).map(|m| m.country);
        let origin = pick(Role::Maker).or_else(|| pick(Role::People));
        let subject = scope
            .iter()
            .find(|m| m.role == Role::Place && Some(m.country) != origin)
            .map(|m| m.country)
            .or_else(|| origin.and_then(|o| sides.other(o)));
        let (subject, origin) = match (subject, origin, &sides.countries[..]) {
            (None, None, [a, b]) => match sides.home {
                Some(home) => (Some(home), Some(if *a == home { *b } else { *a })),
                None => (None, None),
            },
            (None, None, _) => (sides.home, None),
            told => (told.0, told.1),
        };
        let rate = if whole & Feature::PerYear.bit() != 0
            && matches!(count.unit, "study" | "person" | "place")
        {
            "/year"
        } else if whole & Feature::PerMonth.bit() != 0 {
            "/month"
        } else if name == "annual treatment quota" {
            "/year"
        } else {
            ""
        };
        let unit = if count.unit == "place" && name == "annual treatment quota" {
            "person"
        } else {
            count.unit
        };
        found.push(Reading {
            name,
            count: *count,
            first,
            end,
            subject,
            origin,
            unit: format!("{unit}{rate}"),
        });
    }
    found
}

/// Whether an item speaks of what is to come: then its number is a promise and no state of things.
pub(crate) fn promised(candidate: &Candidate) -> bool {
    !matches!(candidate.predicate.class, Class::State | Class::Run | Class::Report)
        && (candidate.predicate.class != Class::Do || candidate.predicate.form == Form::Future)
}

/// Whether what is counted are patients rather than the doctors who came.
fn counts_patients(matches: &[Match], count: &Count) -> bool {
    bits(matches, count.first, count.last + 1) & Feature::Patient.bit() != 0
}

/// The clause around a count: up to a comma or another count on either side.
fn bounds(
    text: &Text<'_>,
    sentence: (usize, usize),
    count: &Count,
    counts: &[Count],
    at: usize,
) -> (usize, usize) {
    let low = at.checked_sub(1).and_then(|b| counts.get(b)).map_or(sentence.0, |c| c.last + 1);
    let high = counts.get(at + 1).map_or(sentence.1, |c| c.first);
    let stop = |t: usize| {
        text.tokens.get(t).is_some_and(|t| {
            t.kind == TokenKind::Sign
                && matches!(t.sign, ',' | ';' | ':' | '—' | '«' | '"' | '“' | '.')
        })
    };
    let mut first = count.first;
    while first > low && !stop(first - 1) {
        first -= 1;
    }
    let mut end = count.last + 1;
    while end < high && !stop(end) {
        end += 1;
    }
    // A conjunction left over at either end belongs to the neighbour.
    while end > count.last + 1
        && matches!(text.fold(end - 1), "и" | "and" | "және" | "жана" | "va" | "ve" | "ал" | "а")
    {
        end -= 1;
    }
    while first < count.first
        && matches!(text.fold(first), "и" | "and" | "және" | "жана" | "va" | "ve" | "ал" | "а")
    {
        first += 1;
    }
    (first, end)
}
