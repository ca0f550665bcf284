//! Where the places of a seat are, by the placements of its call: the same as the ledger says of a line, seat by seat.

use std::collections::BTreeMap;

use super::Placement;
use crate::programme::call::Call;

/// Places of a seat after the release.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pool {
    /// Given by the run and not offered yet.
    pub waiting: u64,
    /// With somebody, to the end of the stay and after it.
    pub held: u64,
    /// Came back and are with nobody.
    pub returned: u64,
    /// Came back and went on to the next round.
    pub passed: u64,
    /// Confirmed by the host and given to nobody.
    pub left: u64,
}

/// The places of each seat of a call, by its number. Nothing before the release of a run.
#[must_use]
pub fn pools(call: &Call, placements: &[Placement]) -> BTreeMap<u32, Pool> {
    let none = BTreeMap::new();
    let given = match &call.given {
        Some(given) => given,
        None if call.by_name() => &none,
        None => return BTreeMap::new(),
    };
    // A team goes as one and has as many places as people.
    let count = |of: &dyn Fn(&Placement) -> usize| -> u64 {
        let n = |it: &Placement| u64::try_from(of(it)).unwrap_or(u64::MAX) * it.people();
        placements.iter().map(n).sum()
    };
    let pool = |(seat, confirmed): (&u32, &u64)| {
        let seat = *seat;
        let given = given.get(&seat).copied().unwrap_or(0);
        let extra = count(&|it| it.extra.iter().filter(|own| **own == seat).count());
        let first = count(&|it| usize::from(it.first == Some(seat)));
        let held = count(&|it| usize::from(it.holding().is_some_and(|p| p.seat == seat)));
        let (waiting, freed) = (given.saturating_sub(first), call.freed(seat));
        let pool = Pool {
            waiting,
            held,
            returned: (given + extra).saturating_sub(waiting + held + freed.returned),
            passed: freed.returned,
            left: confirmed.saturating_sub(given + extra + freed.left),
        };
        (seat, pool)
    };
    call.seated.iter().map(pool).collect()
}
