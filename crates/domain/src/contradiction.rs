//! Statements on record that do not go together, found by rule and shown with their passages.
//!
//! Nothing is decided here, and nothing of it is on record: a person takes a finding up as a conflict, or leaves it.
//! Rules are those of [`Rule`]. What a rule needs of the words themselves (first-ness, lists, two language versions,
//! acts of law) is found in the texts; here is what statements, acts and figures show without them. Figures for
//! different periods are a change and no contradiction.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::commitment::{Commitment, QuotaPeriod, Said, Statement};
use crate::conflict::Rule;
use crate::edtf::Edtf;
use crate::figure::{Figure, Quantity};
use crate::id::{CommitmentId, StreamId};
use crate::instrument::{Act, ActKind, Between, Instrument};
use crate::observation::{Observation, Reported};
use crate::party::PartyCode;
use crate::quotation::Quotation;
use crate::stage::{Delivery, Stage};
use crate::text::Text4;
use crate::topic::{Channel, Per, Unit};

/// What a statement says on the point in question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Says {
    /// How much.
    Quantity(Quantity),
    /// How many places of a period, through one channel or all together.
    Places {
        /// How many.
        places: Figure,
        /// Of which period.
        period: Edtf,
        /// Through whom; all together, when none is named.
        channel: Option<Channel>,
    },
    /// The day of an act.
    Act {
        /// Which act.
        kind: ActKind,
        /// Whose.
        party: PartyCode,
        /// When.
        on: Edtf,
    },
    /// How firm the words are.
    Stage(Stage),
    /// What happened.
    Delivery(Delivery),
    /// By when.
    Deadline(Edtf),
    /// A reported figure.
    Value {
        /// How much.
        value: Figure,
        /// Of what.
        unit: Unit,
        /// For which period.
        period: Edtf,
        /// In which country.
        subject: PartyCode,
        /// Through whom; all together, when none is named.
        channel: Option<Channel>,
    },
}

/// One of the statements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// What it says.
    pub says: Says,
    /// The passage.
    pub quotation: Quotation,
    /// The day from which it has been known.
    pub known_on: Date,
}

impl Side {
    fn of<T>(said: &Said<T>, quotation: &Quotation, says: Says) -> Self {
        Self { says, quotation: quotation.clone(), known_on: said.meta.known_on }
    }
}

/// Statements that do not go together, the earlier first; of a sum, the whole first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The rule that found it.
    pub rule: Rule,
    /// The other side.
    pub partner: PartyCode,
    /// The commitment it concerns.
    pub commitment: Option<CommitmentId>,
    /// What both are about.
    pub title: Text4,
    /// The statements; at least two.
    pub sides: Vec<Side>,
}

impl Contradiction {
    /// A name that stays the same as long as the statements do.
    #[must_use]
    pub fn key(&self) -> StreamId {
        key(self.rule, self.sides.iter().map(|side| &side.quotation))
    }
}

/// The name of what a rule found between passages, in whatever order they are given.
#[must_use]
pub fn key<'a>(rule: Rule, passages: impl Iterator<Item = &'a Quotation>) -> StreamId {
    let mut places: Vec<String> =
        passages.map(|q| format!("{}/{}/{}", q.source, q.start, q.end)).collect();
    places.sort();
    StreamId::named("contradiction", &format!("{}/{}", rule.code(), places.join("/")))
}

/// Whether both passages are one, and so no two statements.
fn one_passage(a: &Side, b: &Side) -> bool {
    let (a, b) = (&a.quotation, &b.quotation);
    a.source == b.source && a.start == b.start && a.end == b.end
}

/// Every two of some statements, the earlier first.
fn pairs<T>(all: &[T]) -> impl Iterator<Item = (&T, &T)> {
    all.iter().enumerate().flat_map(|(at, a)| all[at + 1..].iter().map(move |b| (a, b)))
}

/// What the statements about a commitment contradict each other in.
#[must_use]
pub fn in_commitment(it: &Commitment) -> Vec<Contradiction> {
    let mut statements: Vec<&Said<Statement>> = it.statements.iter().collect();
    statements.sort_by_key(|said| (said.meta.known_on, said.meta.version));
    let mut found = Vec::new();
    for (a, b) in pairs(&statements) {
        found.extend(quantities(a, b).map(|sides| (Rule::Value, sides)));
        found.extend(weaker(a, b).map(|sides| (Rule::Stage, sides)));
        found.extend(moved(a, b).map(|sides| (Rule::Deadline, sides)));
    }
    found.extend(places(&it.quotas).into_iter().map(|sides| (Rule::Value, sides)));
    found.extend(unfounded(it).map(|sides| (Rule::Stage, sides)));
    found.extend(parts(it, &statements).into_iter().map(|sides| (Rule::Sum, sides)));
    let told = |(rule, sides): (Rule, Vec<Side>)| Contradiction {
        rule,
        partner: it.description.partner.clone(),
        commitment: Some(it.id),
        title: it.description.title.clone(),
        sides,
    };
    found.into_iter().filter(|(_, s)| !one_passage(&s[0], &s[1])).map(told).collect()
}

/// Two quantities of one unit and rhythm.
fn quantities(a: &Said<Statement>, b: &Said<Statement>) -> Option<Vec<Side>> {
    let (one, other) = (a.what.quantity?, b.what.quantity?);
    let differ = one.unit == other.unit
        && one.per == other.per
        && one.value.cmp_value(other.value) != Ordering::Equal;
    let side = |said: &Said<Statement>, q| Side::of(said, &said.what.quotation, Says::Quantity(q));
    differ.then(|| vec![side(a, one), side(b, other)])
}

/// A promise that a later source only talks about.
fn weaker(a: &Said<Statement>, b: &Said<Statement>) -> Option<Vec<Side>> {
    let (one, other) = (a.what.stage?, b.what.stage?);
    let side = |said: &Said<Statement>, s| Side::of(said, &said.what.quotation, Says::Stage(s));
    let weaker = one.is_promise() && !other.is_promise() && a.meta.known_on < b.meta.known_on;
    weaker.then(|| vec![side(a, one), side(b, other)])
}

/// A deadline that a later source puts on days that the earlier one leaves out.
fn moved(a: &Said<Statement>, b: &Said<Statement>) -> Option<Vec<Side>> {
    let (one, other) = (a.what.deadline?, b.what.deadline?);
    let side = |said: &Said<Statement>, d| Side::of(said, &said.what.quotation, Says::Deadline(d));
    let moved = !Between::of(one).meets(Between::of(other));
    moved.then(|| vec![side(a, one), side(b, other)])
}

/// Different numbers of places for one period and channel.
fn places(quotas: &[Said<QuotaPeriod>]) -> Vec<Vec<Side>> {
    let differ = |(a, b): &(&Said<QuotaPeriod>, &Said<QuotaPeriod>)| {
        a.what.period == b.what.period
            && a.what.channel == b.what.channel
            && a.what.places.cmp_value(b.what.places) != Ordering::Equal
    };
    pairs(quotas).filter(differ).map(|(a, b)| vec![through(a), through(b)]).collect()
}

fn through(said: &Said<QuotaPeriod>) -> Side {
    let q = &said.what;
    let says = Says::Places { places: q.places, period: q.period, channel: Some(q.channel) };
    Side::of(said, &q.quotation, says)
}

/// Delivered, while no source is firmer than talks.
fn unfounded(it: &Commitment) -> Option<Vec<Side>> {
    let known = it.latest();
    let (report, stage) = (known.delivery.from?, known.stage_from?);
    let firm = it.statements.iter().any(|s| s.what.stage.is_some_and(Stage::is_promise));
    (matches!(report.what.state, Delivery::DeliveredClaimed | Delivery::Verified) && !firm).then(
        || {
            vec![
                Side::of(stage, &stage.what.quotation, Says::Stage(known.stage)),
                Side::of(report, &report.what.quotation, Says::Delivery(report.what.state)),
            ]
        },
    )
}

/// Places through the channels of a year that do not add up to the number promised for each year.
///
/// Only where the sources of the parts are as new as that of the whole, or newer, and nothing was said of the whole
/// since: an older split belonged to another whole.
fn parts(it: &Commitment, statements: &[&Said<Statement>]) -> Vec<Vec<Side>> {
    let yearly = |said: &&&Said<Statement>| said.what.quantity.is_some_and(|q| q.per == Per::Year);
    let Some(whole) = statements.iter().rev().find(yearly) else { return Vec::new() };
    let Some(quantity) = whole.what.quantity else { return Vec::new() };
    let mut by_period: BTreeMap<Edtf, Vec<&Said<QuotaPeriod>>> = BTreeMap::new();
    for part in it.latest().quotas {
        by_period.entry(part.what.period).or_default().push(part);
    }
    let mut found = Vec::new();
    for (period, parts) in by_period {
        let newer = parts.iter().all(|part| part.meta.known_on >= whole.meta.known_on);
        let sum: Option<u64> = parts.iter().map(|part| part.what.places.as_whole()).sum();
        if parts.len() < 2 || !newer || sum == quantity.value.as_whole() {
            continue;
        }
        let says = Says::Places { places: quantity.value, period, channel: None };
        let mut sides = vec![Side::of(whole, &whole.what.quotation, says)];
        sides.extend(parts.into_iter().map(through));
        found.push(sides);
    }
    found
}

/// Different days for one act of one party.
#[must_use]
pub fn in_instrument(it: &Instrument) -> Vec<Contradiction> {
    let differ = |(a, b): &(&Said<Act>, &Said<Act>)| {
        a.what.party == b.what.party
            && a.what.kind == b.what.kind
            && !Between::of(a.what.on).meets(Between::of(b.what.on))
    };
    let side = |said: &Said<Act>| {
        let Act { party, kind, on, quotation, .. } = &said.what;
        Side::of(said, quotation, Says::Act { kind: *kind, party: party.clone(), on: *on })
    };
    pairs(&it.acts)
        .filter(differ)
        .map(|(a, b)| Contradiction {
            rule: Rule::Date,
            partner: it.description.partner.clone(),
            commitment: None,
            title: it.description.title.clone(),
            sides: vec![side(a), side(b)],
        })
        .filter(|found| !one_passage(&found.sides[0], &found.sides[1]))
        .collect()
}

/// From how large a number on it is no chance that two countries report the same.
const TELLING: u64 = 100;

/// A figure with its latest value.
type Figured<'a> = (&'a Observation, &'a Said<Reported>);

/// What reported figures contradict each other in, by the latest value of each.
#[must_use]
pub fn among(figures: &[Observation]) -> Vec<Contradiction> {
    // Figures that could be held against each other are of one measure and one period.
    let mut groups: BTreeMap<(&str, Edtf), Vec<Figured<'_>>> = BTreeMap::new();
    for it in figures {
        let Some(latest) = it.latest() else { continue };
        let d = &it.description;
        groups.entry((d.measure.as_str(), d.period)).or_default().push((it, latest));
    }
    let mut found = Vec::new();
    for group in groups.into_values() {
        for (one, other) in pairs(&group) {
            found.extend(figures_differ(*one, *other));
        }
    }
    found
}

fn figures_differ((a, one): Figured<'_>, (b, other): Figured<'_>) -> Option<Contradiction> {
    let (x, y) = (&a.description, &b.description);
    let order = one.what.value.cmp_value(other.what.value);
    let same_count = x.unit == y.unit && x.origin == y.origin;
    let rule = match (x.subject == y.subject, x.channel == y.channel) {
        (true, true) if same_count && order != Ordering::Equal => Rule::Value,
        // A part is more than the whole.
        (true, false) if same_count && part_is_more(x.channel, y.channel, order) => Rule::Sum,
        (false, true) if same_count && order == Ordering::Equal && telling(one) => Rule::Identity,
        _ => return None,
    };
    let side = |it: &Observation, said: &Said<Reported>| {
        let d = &it.description;
        let says = Says::Value {
            value: said.what.value,
            unit: d.unit,
            period: d.period,
            subject: d.subject.clone(),
            channel: d.channel,
        };
        Side::of(said, &said.what.quotation, says)
    };
    let mut sides = vec![side(a, one), side(b, other)];
    match rule {
        Rule::Sum if x.channel.is_some() => sides.reverse(),
        Rule::Sum => {}
        _ => sides.sort_by_key(|side| side.known_on),
    }
    let found = Contradiction {
        rule,
        partner: x.partner.clone(),
        commitment: x.commitment.or(y.commitment),
        title: x.name.clone(),
        sides,
    };
    (!one_passage(&found.sides[0], &found.sides[1])).then_some(found)
}

fn part_is_more(one: Option<Channel>, other: Option<Channel>, order: Ordering) -> bool {
    match (one, other) {
        (None, Some(_)) => order == Ordering::Less,
        (Some(_), None) => order == Ordering::Greater,
        _ => false,
    }
}

fn telling(said: &Said<Reported>) -> bool {
    said.what.value.as_whole().is_some_and(|value| value >= TELLING)
}

#[cfg(test)]
mod tests;
