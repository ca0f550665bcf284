//! From which day an instrument is in force, and until when: acts of the parties held against the clause.
//!
//! Pure functions of sets: no act counts for more because it was entered first. Where sources give a day only roughly,
//! or differ about it, the answer is a span; nothing is in force before its last day.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Act, ActKind, Clause, Ending, Entry, Length};
use crate::edtf::Edtf;
use crate::party::PartyCode;

/// The days between which something happened: the same day twice, when it is known exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Between {
    /// The first day the sources allow.
    pub earliest: Date,
    /// The last day they allow; what depends on it is certain only from here.
    pub latest: Date,
}

impl Between {
    /// The span a stated date can mean.
    #[must_use]
    pub fn of(date: Edtf) -> Self {
        Self { earliest: date.first_day(), latest: date.last_day() }
    }

    /// A single day.
    #[must_use]
    pub const fn day(day: Date) -> Self {
        Self { earliest: day, latest: day }
    }

    /// Whether the day is known.
    #[must_use]
    pub fn is_exact(self) -> bool {
        self.earliest == self.latest
    }

    /// Whether both can mean one day.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self.earliest <= other.latest && other.earliest <= self.latest
    }

    fn and(self, other: Self) -> Self {
        Self { earliest: self.earliest.min(other.earliest), latest: self.latest.max(other.latest) }
    }

    fn later(self, other: Self) -> Self {
        Self { earliest: self.earliest.max(other.earliest), latest: self.latest.max(other.latest) }
    }

    fn map(self, to: impl Fn(Date) -> Date) -> Self {
        Self { earliest: to(self.earliest), latest: to(self.latest) }
    }
}

/// What each party did, with the days all reports of it allow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Done(BTreeMap<(PartyCode, ActKind), Between>);

impl Done {
    pub(super) fn of<'a>(acts: impl Iterator<Item = &'a Act>) -> Self {
        let mut done = BTreeMap::new();
        for act in acts {
            let days = Between::of(act.on);
            let key = (act.party.clone(), act.kind);
            done.entry(key).and_modify(|all: &mut Between| *all = all.and(days)).or_insert(days);
        }
        Self(done)
    }

    /// The days of an act of a party.
    pub(super) fn get(&self, party: &PartyCode, kind: ActKind) -> Option<Between> {
        self.0.get(&(party.clone(), kind)).copied()
    }

    /// Whether any party did this.
    pub(super) fn any(&self, kind: ActKind) -> bool {
        self.0.keys().any(|(_, done)| *done == kind)
    }

    /// The first of several kinds of acts a party did.
    fn first_of(&self, party: &PartyCode, kinds: &[ActKind]) -> Option<Between> {
        let days = kinds.iter().filter_map(|kind| self.get(party, *kind));
        days.reduce(|a, b| Between {
            earliest: a.earliest.min(b.earliest),
            latest: a.latest.min(b.latest),
        })
    }

    /// The day a party signed, or acceded to what others had signed.
    pub(super) fn signed(&self, party: &PartyCode) -> Option<Between> {
        self.first_of(party, &[ActKind::Signed, ActKind::Acceded])
    }

    /// The day a party consented to be bound after signature.
    pub(super) fn consented(&self, party: &PartyCode) -> Option<Between> {
        self.first_of(party, &[ActKind::Ratified, ActKind::Approved, ActKind::Acceded])
    }

    /// The last signature, once all parties have signed.
    pub(super) fn all_signed(&self, parties: &[PartyCode]) -> Option<Between> {
        let days: Option<Vec<Between>> = parties.iter().map(|party| self.signed(party)).collect();
        days?.into_iter().reduce(Between::later)
    }
}

/// Which act is awaited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// A signature.
    Signature,
    /// A ratification, approval or acceptance.
    Consent,
    /// A notice that procedures are complete.
    Notification,
}

/// Why an instrument is in force from a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// The rule of the clause.
    pub entry: Entry,
    /// The act that met it, and its days.
    pub last: Between,
    /// Whose act it was; several when they acted on one day, or it is not known who was last.
    pub by: Vec<PartyCode>,
    /// How long after it.
    pub wait: Option<Length>,
}

/// Whether the clause is met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Force {
    /// No passage on record says what must happen.
    Unstated,
    /// Acts are missing.
    Waiting {
        /// Which.
        missing: Missing,
        /// Of whom. For a number of ratifications: of all who have not given theirs.
        of: Vec<PartyCode>,
        /// How many of them are still needed.
        needed: usize,
    },
    /// All acts are there.
    Met {
        /// In force from this day.
        since: Between,
        /// Why.
        ground: Ground,
    },
}

impl Force {
    /// From which day, when the clause is met.
    #[must_use]
    pub const fn since(&self) -> Option<Between> {
        match self {
            Self::Met { since, .. } => Some(*since),
            Self::Unstated | Self::Waiting { .. } => None,
        }
    }
}

/// Holds acts against the clause.
///
/// Rule: *on signature*, the day the last party signed; *on the last notification*, the day the last party's notice was
/// received, and the wait after it; *after N ratifications*, the day the N-th party ratified, approved, accepted or
/// acceded, and the wait after it; *on a date*, that day, or the last signature where it came later. Several reports of
/// one act that differ make a span of days.
#[must_use]
pub fn force(parties: &[PartyCode], clause: Option<&Clause>, acts: &[&Act]) -> Force {
    force_of(parties, clause, &Done::of(acts.iter().copied()))
}

pub(super) fn force_of(parties: &[PartyCode], clause: Option<&Clause>, done: &Done) -> Force {
    let Some(entry) = clause.and_then(|clause| clause.entry) else { return Force::Unstated };
    match entry {
        Entry::OnSignature => all(parties, entry, Missing::Signature, |p| done.signed(p)),
        Entry::OnDate { date } => {
            match all(parties, entry, Missing::Signature, |p| done.signed(p)) {
                Force::Met { since, ground } => {
                    Force::Met { since: since.later(Between::day(date)), ground }
                }
                other => other,
            }
        }
        Entry::OnLastNotification { .. } => {
            all(parties, entry, Missing::Notification, |p| done.get(p, ActKind::Notified))
        }
        Entry::AfterRatifications { count, .. } => {
            nth(parties, entry, usize::from(count), |p| done.consented(p))
        }
    }
}

/// Every party must act; the last one counts.
fn all(
    parties: &[PartyCode],
    entry: Entry,
    missing: Missing,
    day_of: impl Fn(&PartyCode) -> Option<Between>,
) -> Force {
    let of: Vec<PartyCode> = parties.iter().filter(|p| day_of(p).is_none()).cloned().collect();
    if of.is_empty() {
        return nth_of(parties, entry, parties.len(), day_of);
    }
    Force::Waiting { missing, needed: of.len(), of }
}

/// So many parties must act; the one that makes the number full counts.
fn nth(
    parties: &[PartyCode],
    entry: Entry,
    count: usize,
    day_of: impl Fn(&PartyCode) -> Option<Between>,
) -> Force {
    let of: Vec<PartyCode> = parties.iter().filter(|p| day_of(p).is_none()).cloned().collect();
    let there = parties.len() - of.len();
    if count <= there {
        return nth_of(parties, entry, count, day_of);
    }
    Force::Waiting { missing: Missing::Consent, needed: count - there, of }
}

/// The N-th of the days: between the N-th of the earliest and the N-th of the latest they can be.
fn nth_of(
    parties: &[PartyCode],
    entry: Entry,
    count: usize,
    day_of: impl Fn(&PartyCode) -> Option<Between>,
) -> Force {
    let days: Vec<(&PartyCode, Between)> =
        parties.iter().filter_map(|p| Some((p, day_of(p)?))).collect();
    let nth = |of: fn(&Between) -> Date| {
        let mut sorted: Vec<Date> = days.iter().map(|(_, days)| of(days)).collect();
        sorted.sort_unstable();
        sorted.get(count.saturating_sub(1)).copied()
    };
    let (Some(earliest), Some(latest)) = (nth(|d| d.earliest), nth(|d| d.latest)) else {
        return Force::Unstated;
    };
    let last = Between { earliest, latest };
    let mut by: Vec<PartyCode> = days
        .iter()
        .filter(|(_, d)| d.meets(last) && d.latest >= earliest)
        .map(|(p, _)| (*p).clone())
        .collect();
    by.sort_unstable();
    let wait = entry.wait();
    let since = last.map(|day| wait.map_or(day, |wait| wait.after(day)));
    Force::Met { since, ground: Ground { entry, last, by, wait } }
}

/// How long an instrument runs, seen from a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Term {
    /// The first day on which it is no longer in force, as far as is known.
    pub ends: Option<Date>,
    /// The end of the term that runs, when it will be renewed then.
    pub renews: Option<Date>,
    /// The last day on which notice keeps the next renewal from happening.
    pub notice_by: Option<Date>,
}

/// The term that runs on a day.
///
/// Rule: a length runs from the day of entry into force, or from the day of the clause that an amendment brought; "until
/// 2026" ends with the last day of that year. With a renewal it goes on by that length, again and again, unless notice
/// was given the notice period before the end of a term.
#[must_use]
pub(super) fn term(clause: &Clause, from: Option<Date>, day: Date) -> Term {
    let Some(first) = first_end(clause, from) else { return Term::default() };
    let Some(renewal) = clause.renewal else {
        return Term { ends: Some(first), ..Term::default() };
    };
    let renews = ends_after(first, renewal, |end| end > day);
    let notice_by =
        clause.notice.filter(|_| clause.ending == Some(Ending::EndOfTerm)).and_then(|notice| {
            ends_after(first, renewal, |end| notice.before(end) >= day)
                .map(|end| notice.before(end))
        });
    Term { ends: None, renews, notice_by }
}

fn first_end(clause: &Clause, from: Option<Date>) -> Option<Date> {
    match (clause.until, clause.duration) {
        (Some(until), _) => Some(until.last_day().tomorrow().unwrap_or(Date::MAX)),
        (None, Some(duration)) => from.map(|from| duration.after(from)),
        (None, None) => None,
    }
}

/// The first end of a term that fits, within a thousand renewals.
fn ends_after(first: Date, renewal: Length, fits: impl Fn(Date) -> bool) -> Option<Date> {
    (0..1_000).map(|times| renewal.times_after(times, first)).find(|end| fits(*end))
}

/// The first day on which notice of denunciation has taken effect; nothing where the clause does not say when it does.
///
/// Rule: *at any time*, the notice period after it was received; *at the end of the term*, the end of the first term
/// before which it was received the notice period ahead.
#[must_use]
pub(super) fn notice_takes_effect(
    clause: &Clause,
    from: Option<Date>,
    received: Date,
) -> Option<Date> {
    let first = first_end(clause, from);
    match (clause.ending?, clause.renewal, first) {
        (Ending::AnyTime, _, _) => Some(clause.notice?.after(received)),
        (Ending::EndOfTerm, None, first) => first,
        (Ending::EndOfTerm, Some(renewal), Some(first)) => ends_after(first, renewal, |end| {
            clause.notice.map_or(end, |notice| notice.before(end)) >= received
        }),
        (Ending::EndOfTerm, Some(_), None) => None,
    }
}
