//! What everybody learns of the outcome: numbers of places, without persons and without small numbers.
//!
//! Rule: a number from one to nine is not shown. Since the total is known from the result of the run, it would give away what
//! is hidden: so the next smallest number that is not zero is hidden as well, until there are two and they come to ten or more.

use std::collections::BTreeMap;

use super::{DutyState, Placement, Stage, pools};
use crate::programme::call::Call;
use crate::stage::coded;

/// Numbers below it are not shown.
pub const FEWEST: u64 = 10;

coded! {
    /// What became of a place that a run gave or that was given anew.
    Outcome {
        /// Not offered yet.
        Waiting = "waiting",
        /// Offered, not answered.
        Offered = "offered",
        /// Accepted, not arrived.
        Accepted = "accepted",
        /// There.
        Enrolled = "enrolled",
        /// Completed.
        Completed = "completed",
        /// Came back and is with nobody of this call.
        Returned = "returned",
    }
}

impl Outcome {
    /// What a stage counts as; nothing for whoever never had a place.
    #[must_use]
    pub const fn of(stage: Stage) -> Option<Self> {
        Some(match stage {
            Stage::Asked | Stage::Refused => return None,
            Stage::Offered | Stage::Held => Self::Offered,
            Stage::Accepted | Stage::Deferred => Self::Accepted,
            Stage::Enrolled | Stage::Paused => Self::Enrolled,
            Stage::Completed => Self::Completed,
            Stage::Returned => Self::Returned,
        })
    }
}

/// Numbers as everybody sees them: nothing where one is hidden.
pub type Shown<K> = BTreeMap<K, Option<u64>>;

/// Counts places: each one that was given is counted once, where it is now. A place that came back and was given anew is
/// counted with whoever has it.
#[must_use]
pub fn count(call: &Call, placements: &[Placement]) -> BTreeMap<Outcome, u64> {
    let mut all: BTreeMap<Outcome, u64> = Outcome::ALL.iter().map(|own| (*own, 0)).collect();
    let held = placements.iter().filter_map(|it| Some((Outcome::of(it.stage)?, it.people())));
    for (outcome, people) in held.filter(|(outcome, _)| *outcome != Outcome::Returned) {
        *all.entry(outcome).or_default() += people;
    }
    let pools = pools(call, placements);
    all.insert(Outcome::Waiting, pools.values().map(|pool| pool.waiting).sum());
    all.insert(Outcome::Returned, pools.values().map(|pool| pool.returned + pool.passed).sum());
    all
}

/// How many serve, served, were released or broke the obligation.
#[must_use]
pub fn duties(placements: &[Placement]) -> BTreeMap<DutyState, u64> {
    let mut all = BTreeMap::new();
    for state in placements.iter().map(Placement::duty_state).filter(|s| *s != DutyState::None) {
        *all.entry(state).or_default() += 1;
    }
    all
}

/// Numbers as everybody may see them, beside their total, which the result of the run tells anyway; nothing at all where there
/// are fewer than [`FEWEST`] together.
#[must_use]
pub fn shown<K: Ord + Copy>(counts: &BTreeMap<K, u64>) -> Option<Shown<K>> {
    let total: u64 = counts.values().sum();
    if total < FEWEST {
        return None;
    }
    let small = |n: u64| (1..FEWEST).contains(&n);
    let mut hidden: BTreeMap<K, u64> =
        counts.iter().filter(|(_, n)| small(**n)).map(|(k, n)| (*k, *n)).collect();
    while !hidden.is_empty() && (hidden.len() == 1 || hidden.values().sum::<u64>() < FEWEST) {
        let rest = counts.iter().filter(|(k, n)| **n > 0 && !hidden.contains_key(*k));
        let (next, n) = rest.min_by_key(|(k, n)| (**n, **k))?;
        hidden.insert(*next, *n);
    }
    Some(counts.iter().map(|(k, n)| (*k, (!hidden.contains_key(k)).then_some(*n))).collect())
}
