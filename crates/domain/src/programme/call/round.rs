//! What goes on to the next round.

use super::{Call, Freed};
use crate::Refusal;
use crate::id::{CallId, QuotaLineId};

impl Call {
    /// What of a seat went on to the next round.
    #[must_use]
    pub fn freed(&self, seat: u32) -> Freed {
        self.freed
            .iter()
            .find(|own| own.seat == seat)
            .copied()
            .unwrap_or(Freed { seat, ..Freed::default() })
    }

    /// The same over the seats of a line, under no seat's number.
    #[must_use]
    pub fn freed_of(&self, line: QuotaLineId) -> Freed {
        let seats = self.terms().into_iter().flat_map(|terms| &terms.seats);
        let of_line =
            seats.filter(|seat| seat.what.line == line).map(|seat| self.freed(seat.number));
        of_line.fold(Freed::default(), |all, one| Freed {
            seat: 0,
            unconfirmed: all.unconfirmed + one.unconfirmed,
            left: all.left + one.left,
            returned: all.returned + one.returned,
        })
    }

    /// Rule: once a result is released, places that nobody has can go on to another call, never more than there are. Which
    /// of those that were given came back, the placements tell.
    pub(super) fn hand_on(&mut self, freed: &[Freed], next: CallId) -> Result<(), Refusal> {
        let (Some(given), Some(terms), false) = (&self.given, self.terms(), self.by_name()) else {
            return Err(Refusal::new("call-round-not-released"));
        };
        if freed.is_empty() || freed.iter().any(|one| one.places() == 0) {
            return Err(Refusal::new("call-round-nothing"));
        }
        let mut all = self.freed.clone();
        for one in freed {
            let seat = terms.seats.iter().find(|own| own.number == one.seat);
            let seat = seat.ok_or(Refusal::of("seat", "call-no-such-seat"))?;
            let confirmed = self.seated.get(&one.seat).copied().unwrap_or(0);
            let given = given.get(&one.seat).copied().unwrap_or(0);
            let before = self.freed(one.seat);
            let sum = Freed {
                seat: one.seat,
                unconfirmed: before.unconfirmed.saturating_add(one.unconfirmed),
                left: before.left.saturating_add(one.left),
                returned: before.returned.saturating_add(one.returned),
            };
            let unconfirmed = seat.what.places.saturating_sub(confirmed);
            if sum.unconfirmed > unconfirmed
                || sum.left > confirmed.saturating_sub(given)
                || sum.returned > confirmed
            {
                return Err(Refusal::new("call-given-above"));
            }
            all.retain(|own| own.seat != one.seat);
            all.push(sum);
        }
        all.sort_by_key(|own| own.seat);
        self.freed = all;
        self.rounds.push(next);
        Ok(())
    }
}
