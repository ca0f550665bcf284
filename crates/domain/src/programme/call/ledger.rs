//! What a step of a call does to the quota ledger. The two are always written in one transaction.

use std::collections::BTreeSet;

use super::Call;
use crate::id::QuotaLineId;
use crate::quota::{Account, Reason};

/// Places that one step moves within one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Take {
    /// The line.
    pub line: QuotaLineId,
    /// Out of which account.
    pub from: Account,
    /// Into which.
    pub to: Account,
    /// How many.
    pub places: u64,
    /// Why.
    pub reason: Reason,
}

/// The moves that bring the ledger from one state of a call to the next, in the order of the lines.
///
/// Rule: a published call holds its places as *released*, those a host confirmed as *seated*, those a released run gave as
/// *allocated*; whatever it no longer holds goes back to *confirmed*, and so does what came back to it once it goes on to
/// the next round.
#[must_use]
pub fn moves(before: Option<&Call>, after: &Call) -> Vec<Take> {
    let held = |call: Option<&Call>, line| call.map_or((0, 0), |call| call.held(line));
    let lines: BTreeSet<QuotaLineId> =
        before.iter().copied().chain([after]).flat_map(Call::lines).collect();
    let handed_on = before.is_some_and(|before| before.rounds.len() < after.rounds.len());
    let back = match after.cancelled {
        Some(_) => Reason::CallCancelled,
        None if handed_on => Reason::NextRound,
        None => Reason::CallAmended,
    };
    let mut all = Vec::new();
    for line in lines {
        let ((released, seated), (then_released, then_seated)) =
            (held(before, line), held(Some(after), line));
        let mut take = |from, to, places, reason| {
            if places > 0 {
                all.push(Take { line, from, to, places, reason });
            }
        };
        let given = after.given(line).saturating_sub(before.map_or(0, |call| call.given(line)));
        take(Account::Seated, Account::Allocated, given, Reason::InCourse);
        let seated = seated.saturating_sub(given);
        let unseated = seated.saturating_sub(then_seated);
        take(Account::Seated, Account::Confirmed, unseated, back);
        let (kept, wanted) = (released + seated - unseated, then_released + then_seated);
        take(Account::Released, Account::Confirmed, kept.saturating_sub(wanted), back);
        take(Account::Confirmed, Account::Released, wanted.saturating_sub(kept), Reason::InCourse);
        let returned = |call: &Call| call.freed_of(line).returned;
        let returned = returned(after).saturating_sub(before.map_or(0, returned));
        take(Account::Returned, Account::Confirmed, returned, back);
        let confirmed = then_seated.saturating_sub(seated);
        take(Account::Released, Account::Seated, confirmed, Reason::InCourse);
    }
    all
}
