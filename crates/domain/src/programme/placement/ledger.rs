//! What a step does to the quota ledger. The two are always written in one transaction.

use super::Placement;
use crate::programme::call::Take;
use crate::quota::{Account, Reason};

/// The moves that bring the ledger from one state of a placement to the next, in the order in which they are booked.
///
/// Rule: a place that is given comes out of the account it was taken from, by way of *allocated*; the place a candidate had
/// before goes back for the reason that a better one was given. A place is in one account at a time.
#[must_use]
pub fn moves(before: Option<&Placement>, after: &Placement) -> Vec<Take> {
    let had = before.and_then(|it| it.holding().map(|place| (it, place)));
    let given = before.map_or(0, |it| it.given) != after.given;
    let mut all = Vec::new();
    if given && let (Some(place), Some(to)) = (&after.place, after.stage.account()) {
        let mut take = |from, to, reason| {
            let places = u64::from(place.people);
            all.push(Take { line: place.line, from, to, places, reason });
        };
        match place.taken {
            Account::Allocated => {}
            Account::Returned => take(Account::Returned, Account::Allocated, Reason::Reused),
            other => take(other, Account::Allocated, Reason::InCourse),
        }
        take(Account::Allocated, Account::Offered, Reason::InCourse);
        if to == Account::Accepted {
            take(Account::Offered, Account::Accepted, Reason::InCourse);
        }
        if let Some((it, place)) = had
            && let Some(from) = it.stage.account()
        {
            let (to, reason) = (Account::Returned, Reason::Upgraded);
            all.push(Take { line: place.line, from, to, places: u64::from(place.people), reason });
        }
        return all;
    }
    if let Some((it, place)) = had
        && let (Some(from), Some(to)) = (it.stage.account(), after.stage.account())
        && from != to
    {
        let reason = after.returned.filter(|_| to == Account::Returned);
        let reason = reason.unwrap_or(Reason::InCourse);
        all.push(Take { line: place.line, from, to, places: u64::from(place.people), reason });
    }
    all
}
