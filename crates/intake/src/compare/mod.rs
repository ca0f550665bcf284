//! Contradictions: statements about the same subject that differ in number, date or stage, with both passages.
//!
//! Nothing is resolved here. Each rule names what differs and quotes both sides; a person says which holds, or that
//! both do. Figures for different years are a change, not a contradiction.

mod keys;
mod legal;
mod scope;
mod whole;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::date::Day;
use crate::draft::{Draft, Indicator, Item, Quotation};

pub use keys::{Candidates, Keys, candidates};

/// One side of a contradiction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// What this side says.
    pub value: String,
    /// The words that say it.
    pub quotation: Quotation,
    /// Date of the document, if known.
    pub date: Option<String>,
}

/// Two statements that do not go together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contradiction {
    /// `C1` value, `C2` date of an act, `C3` first-ness, `C4` stage, `C5` sum, `C6` deadline, `C7` scope,
    /// `C8` translation, `C9` identity, `C10` act of law.
    pub rule: String,
    /// What both are about.
    pub subject: String,
    /// The first statement.
    pub first: Side,
    /// The second statement.
    pub second: Side,
}

/// Finds contradictions of new drafts with what is known, with one another, and within each.
#[must_use]
pub fn compare(new: &[Draft], known: &[Draft]) -> Vec<Contradiction> {
    let mut found = Vec::new();
    for (at, one) in new.iter().enumerate() {
        found.extend(within(one));
        for other in new.iter().skip(at + 1).chain(known) {
            found.extend(between(other, one));
        }
        // A total "since" some year is held against all that is known together.
        let rest: Vec<&Draft> =
            new.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, d)| d).chain(known).collect();
        found.extend(one.items.iter().filter_map(|item| whole::since(one, item, &rest)));
    }
    found
}

/// Finds contradictions between two drafts.
#[must_use]
pub fn drafts(one: &Draft, other: &Draft) -> Vec<Contradiction> {
    let mut found = between(one, other);
    found.extend(one.items.iter().filter_map(|item| whole::since(one, item, &[other])));
    found.extend(other.items.iter().filter_map(|item| whole::since(other, item, &[one])));
    found
}

/// What two drafts contradict each other in, sums left aside.
fn between(one: &Draft, other: &Draft) -> Vec<Contradiction> {
    let mut found = Vec::new();
    for a in &one.items {
        for b in &other.items {
            found.extend(items(one, a, other, b));
        }
    }
    for a in &one.indicators {
        for b in &other.indicators {
            found.extend(indicators(one, a, other, b));
        }
    }
    // What two reports of one act count differently is a matter of the act's list.
    if scope::same_act(one, other).is_some() {
        let points: BTreeSet<u32> =
            one.items.iter().filter(|i| scope::point(i)).map(|i| i.evidence.start).collect();
        for c in found.iter_mut().filter(|c| c.rule == "C1") {
            if points.contains(&c.first.quotation.start) {
                "C7".clone_into(&mut c.rule);
            }
        }
    }
    found.extend(scope::lists(one, other));
    found.extend(scope::objects(one, other));
    found.extend(legal::cited(one, other));
    found
}

/// Finds figures of one draft that contradict each other: 12 beds here, 21 beds there.
#[must_use]
pub fn within(draft: &Draft) -> Vec<Contradiction> {
    let mut found = Vec::new();
    for (at, a) in draft.items.iter().enumerate() {
        for b in draft.items.iter().skip(at + 1) {
            found.extend(
                value(draft, a, draft, b)
                    .filter(|_| alike(&a.evidence.exact, &b.evidence.exact) >= 60),
            );
        }
    }
    for (at, a) in draft.indicators.iter().enumerate() {
        for b in draft.indicators.iter().skip(at + 1) {
            let near = alike(&a.evidence.exact, &b.evidence.exact) >= 60;
            found.extend(indicators(draft, a, draft, b).filter(|_| near));
        }
    }
    if let Some(sum) = whole::within(draft) {
        // The parts differ from the whole and from each other because they are parts.
        found.retain(|c| c.rule != "C1" || c.subject != sum.subject);
        found.push(sum);
    }
    found
}

fn year(date: Option<&str>) -> Option<u16> {
    date.and_then(Day::parse).map(|d| d.year)
}

/// The year a statement holds for: its own date before the document's.
fn holds_in(draft: &Draft, item: &Item) -> Option<u16> {
    year(item.deadline.as_ref().map(|d| d.date.as_str())).or_else(|| year(draft.date.as_deref()))
}

/// The content words of a passage, each by its beginning.
fn word_list(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphabetic())
        .filter(|w| w.chars().count() >= 4)
        .map(|w| w.to_lowercase().chars().take(5).collect())
        .collect()
}

/// Content words two passages share, in hundredths of the shorter list.
fn alike(one: &str, other: &str) -> usize {
    let (a, b) = (word_list(one), word_list(other));
    let shorter = a.len().min(b.len());
    (a.intersection(&b).count() * 100).checked_div(shorter).unwrap_or(0)
}

fn agree<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
    match (one, other) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

/// Whether two items are about the same thing: kind, sides, and a shared area or shared words.
fn same_subject(a: &Item, b: &Item) -> bool {
    if a.kind != b.kind
        || !agree(a.from_party.as_ref(), b.from_party.as_ref())
        || !agree(a.to_party.as_ref(), b.to_party.as_ref())
    {
        return false;
    }
    let areas = a.specialties.iter().any(|s| b.specialties.contains(s));
    let bare = a.specialties.is_empty() && b.specialties.is_empty();
    areas || bare || alike(&a.evidence.exact, &b.evidence.exact) >= 50
}

fn side(draft: &Draft, value: String, quotation: &Quotation) -> Side {
    Side { value, quotation: quotation.clone(), date: draft.date.clone() }
}

fn subject(item: &Item) -> String {
    let from = item.from_party.as_deref().unwrap_or("?");
    let to = item.to_party.as_deref().unwrap_or("?");
    format!("{} {from}→{to}", item.kind)
}

/// C1, or C8 where the two documents are versions of one text in two languages.
fn value(one: &Draft, a: &Item, other: &Draft, b: &Item) -> Option<Contradiction> {
    let (p, q) = (a.quantity.as_ref()?, b.quantity.as_ref()?);
    let base = |unit: &str| unit.split('/').next().unwrap_or("").to_owned();
    let same_unit = base(&p.unit) == base(&q.unit)
        || matches!(
            (base(&p.unit).as_str(), base(&q.unit).as_str()),
            ("person", "place") | ("place", "person")
        );
    if !same_subject(a, b) || !same_unit || p.value == q.value {
        return None;
    }
    // Another year is another figure; rounding on both sides is no conflict within a tenth.
    if let (Some(x), Some(y)) = (holds_in(one, a), holds_in(other, b))
        && x != y
    {
        return None;
    }
    if p.approximate && q.approximate && near(&p.value, &q.value) {
        return None;
    }
    let versions = one.language != other.language && one.date.is_some() && one.date == other.date;
    Some(Contradiction {
        rule: if versions { "C8" } else { "C1" }.to_owned(),
        subject: subject(a),
        first: side(one, format!("{} {}", p.value, p.unit), &a.evidence),
        second: side(other, format!("{} {}", q.value, q.unit), &b.evidence),
    })
}

/// Whether two decimal strings lie within a tenth of each other.
fn near(one: &str, other: &str) -> bool {
    let whole = |text: &str| text.split('.').next().and_then(|w| w.parse::<u128>().ok());
    match (whole(one), whole(other)) {
        (Some(a), Some(b)) => a.abs_diff(b) * 10 <= a.max(b),
        _ => false,
    }
}

/// Predicates that name one act on one day.
fn is_act(item: &Item) -> bool {
    matches!(item.predicate.as_str(), "sign" | "approve" | "in_force")
        || item.delivery == "delivered"
}

/// The beginning of the word that tells what was reached: "opened", "received patients".
fn milestone(item: &Item) -> String {
    let cue = item.stage_basis.cue.as_ref().map_or("", |c| c.exact.as_str());
    cue.to_lowercase().chars().take(4).collect()
}

/// C2: told as happening before the day for which another source plans it.
fn before_its_day(plan: &Draft, a: &Item, report: &Draft, b: &Item) -> Option<Contradiction> {
    let planned = a.deadline.as_ref().filter(|_| a.predicate == "plan")?;
    let told = report.date.as_deref()?;
    let early = plan.date.as_deref()? < told && told < planned.date.as_str();
    let happened = matches!(b.delivery.as_str(), "delivered" | "underway") && b.predicate != "plan";
    (early && happened && alike(&a.evidence.exact, &b.evidence.exact) >= 50).then(|| {
        Contradiction {
            rule: "C2".to_owned(),
            subject: subject(a),
            first: side(plan, planned.date.clone(), &a.evidence),
            second: side(report, format!("{} by {told}", b.delivery), &b.evidence),
        }
    })
}

fn items(one: &Draft, a: &Item, other: &Draft, b: &Item) -> Vec<Contradiction> {
    let mut found: Vec<Contradiction> = value(one, a, other, b).into_iter().collect();
    if !same_subject(a, b) {
        found.extend(identity(one, a, other, b));
        return found;
    }
    if let (Some(d), Some(e)) = (&a.deadline, &b.deadline)
        && d.date != e.date
        && !d.date.starts_with(&e.date)
        && !e.date.starts_with(&d.date)
    {
        let ends = d.kind.as_deref() == Some("end") && e.kind.as_deref() == Some("end");
        // "Since 2023" is no day of an act.
        let alike_told = d.kind == e.kind;
        let rule = if is_act(a) && is_act(b) && a.predicate == b.predicate && alike_told {
            Some(if ends && a.kind == "instrument" {
                // How long a document is valid is a value, not the day of an act.
                "C1"
            } else if milestone(a) == milestone(b) {
                "C2"
            } else {
                // Opened then, first patients later: two milestones, and both may be true.
                "C4"
            })
        } else if ends
            && a.quantity.is_none()
            && b.quantity.is_none()
            && alike(&a.evidence.exact, &b.evidence.exact) >= 34
        {
            Some("C6")
        } else {
            None
        };
        if let Some(rule) = rule {
            found.push(Contradiction {
                rule: rule.to_owned(),
                subject: subject(a),
                first: side(one, d.date.clone(), &a.evidence),
                second: side(other, e.date.clone(), &b.evidence),
            });
        }
    }
    found.extend(firstness(one, a, other, b));
    found.extend(firstness(other, b, one, a));
    found.extend(weaker(one, a, other, b));
    found.extend(before_its_day(one, a, other, b));
    found.extend(before_its_day(other, b, one, a));
    found
}

/// Whether a passage calls something the first time.
fn says_first(text: &str) -> bool {
    const FIRST: &[&str] = &[
        "first time",
        "впервые",
        "алғаш рет",
        "алгач жолу",
        "биринчи жолу",
        "бірінші рет",
        "ilk kez",
        "birinchi marta",
    ];
    let text = text.to_lowercase();
    FIRST.iter().any(|f| text.contains(f))
}

/// C3: "for the first time" while an earlier delivery is on record.
fn firstness(early: &Draft, a: &Item, late: &Draft, b: &Item) -> Option<Contradiction> {
    let earlier = match (early.date.as_deref(), late.date.as_deref()) {
        (Some(x), Some(y)) => x < y,
        _ => false,
    };
    (earlier && a.delivery == "delivered" && says_first(&b.evidence.exact)).then(|| Contradiction {
        rule: "C3".to_owned(),
        subject: subject(a),
        first: side(early, "delivered earlier".to_owned(), &a.evidence),
        second: side(late, "for the first time".to_owned(), &b.evidence),
    })
}

/// C4: the later source is weaker than the earlier one about the same words.
fn weaker(one: &Draft, a: &Item, other: &Draft, b: &Item) -> Option<Contradiction> {
    let (x, y) = (one.date.as_deref()?, other.date.as_deref()?);
    if x == y || alike(&a.evidence.exact, &b.evidence.exact) < 50 {
        return None;
    }
    let (early, ai, late, bi) = if x < y { (one, a, other, b) } else { (other, b, one, a) };
    (bi.stage < ai.stage && ai.stage.as_str() >= "S5").then(|| Contradiction {
        rule: "C4".to_owned(),
        subject: subject(ai),
        first: side(early, ai.stage.clone(), &ai.evidence),
        second: side(late, bi.stage.clone(), &bi.evidence),
    })
}

/// C9: the same figure with the same words given for another country.
fn identity(one: &Draft, a: &Item, other: &Draft, b: &Item) -> Option<Contradiction> {
    let (p, q) = (a.quantity.as_ref()?, b.quantity.as_ref()?);
    let differs = |x: Option<&String>, y: Option<&String>| x.is_some() && y.is_some() && x != y;
    let other_party = differs(a.from_party.as_ref(), b.from_party.as_ref())
        || differs(a.to_party.as_ref(), b.to_party.as_ref());
    let telling = p.value.len() >= 3 && p.value == q.value && p.unit == q.unit;
    (a.kind == b.kind
        && telling
        && other_party
        && alike(&a.evidence.exact, &b.evidence.exact) >= 60)
        .then(|| Contradiction {
            rule: "C9".to_owned(),
            subject: subject(a),
            first: side(one, subject(a), &a.evidence),
            second: side(other, subject(b), &b.evidence),
        })
}

fn indicators(one: &Draft, a: &Indicator, other: &Draft, b: &Indicator) -> Option<Contradiction> {
    let same = a.name == b.name
        && a.unit == b.unit
        && agree(a.subject_country.as_ref(), b.subject_country.as_ref())
        && agree(a.origin_country.as_ref(), b.origin_country.as_ref());
    if !same || a.value == b.value {
        return None;
    }
    let when = |draft: &Draft, x: &Indicator| {
        year(x.as_of.as_deref()).or_else(|| year(draft.date.as_deref()))
    };
    if let (Some(x), Some(y)) = (when(one, a), when(other, b))
        && x != y
    {
        return None;
    }
    Some(Contradiction {
        rule: "C1".to_owned(),
        subject: format!("{} {}", a.name, a.subject_country.as_deref().unwrap_or("?")),
        first: side(one, format!("{} {}", a.value, a.unit), &a.evidence),
        second: side(other, format!("{} {}", b.value, b.unit), &b.evidence),
    })
}
