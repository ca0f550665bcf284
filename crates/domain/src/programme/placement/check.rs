//! What is looked at before a step is taken: days, papers, deadlines, accounts.

use jiff::civil::Date;

use super::{APPEAL_DAYS, Appeal, Ground, Need, Offer, Origin, Place, Rule, Said, Verdict};
use crate::Refusal;
use crate::aggregate::Meta;
use crate::quota::Account;

/// Most months of an obligation: ten years.
pub(super) const MOST_MONTHS: u32 = 120;

/// Rule: no step is dated later than tomorrow, since the day of entry is by Coordinated Universal Time.
pub(super) fn past(field: &'static str, on: Date, meta: Meta) -> Result<(), Refusal> {
    if on > meta.known_on.tomorrow().unwrap_or(meta.known_on) {
        return Err(Refusal::of(field, "placement-date-ahead"));
    }
    Ok(())
}

/// Whether all that a rule asks for was said.
pub(super) fn asked(rule: &Rule, said: &Said) -> Result<(), Refusal> {
    for need in rule.needs {
        let (there, refusal) = match need {
            Need::Paper => (said.paper.is_some(), Refusal::of("paper", "placement-paper-missing")),
            Need::Reason => (said.reason.is_some(), Refusal::of("reason", "quota-reason-missing")),
            Need::Note => (said.note.is_some(), Refusal::of("note", "text-empty")),
            Need::Until => (said.until.is_some(), Refusal::of("until", "placement-until-past")),
            Need::Months => (said.months.is_some(), months_range()),
            Need::Justified => {
                (said.justified.is_some(), Refusal::of("justified", "placement-justified-missing"))
            }
            Need::Ground => {
                (said.ground.is_some(), Refusal::of("ground", "placement-ground-missing"))
            }
        };
        if !there {
            return Err(refusal);
        }
    }
    Ok(())
}

pub(super) fn months_range() -> Refusal {
    Refusal::of("months", "placement-months-range").with("most", MOST_MONTHS.to_string())
}

pub(super) fn appeal(said: &Said, meta: Meta) -> Result<Appeal, Refusal> {
    let ground: Ground = said.ground.ok_or(Refusal::of("ground", "placement-ground-missing"))?;
    let clock = said.clock.clone().ok_or(Refusal::new("placement-appeal-clock"))?;
    clock.check()?;
    if clock.days != APPEAL_DAYS || clock.from > meta.recorded_at {
        return Err(Refusal::new("placement-appeal-clock"));
    }
    if meta.recorded_at >= clock.until() {
        return Err(Refusal::new("placement-appeal-late"));
    }
    Ok(Appeal { ground, clock, verdict: Verdict::Open, meta })
}

/// Rule: a deadline is counted from the moment of the offer, and lies ahead of it; a hold ends behind it.
pub(super) fn begins(offer: &Offer, meta: Meta) -> Result<(), Refusal> {
    offer.clock.check()?;
    if offer.clock.from > meta.recorded_at || offer.clock.until() <= meta.recorded_at {
        return Err(Refusal::of("days", "placement-deadline-past"));
    }
    if offer.hold_until.is_some_and(|until| until <= offer.clock.until()) {
        return Err(Refusal::of("hold", "placement-hold-shorter"));
    }
    Ok(())
}

/// Rule: what the run gave lies in *allocated*; a further place came back before, or, for an appeal, was confirmed by its host
/// and given to nobody. What is given by name was taken out of *seated* by the call, or came back before.
pub(super) fn out_of(place: &Place) -> Result<(), Refusal> {
    let fits = match place.origin {
        Origin::Run => place.taken == Account::Allocated,
        Origin::Nomination => matches!(place.taken, Account::Allocated | Account::Returned),
        Origin::Waitlist | Origin::Upgrade => place.taken == Account::Returned,
        Origin::Appeal => matches!(place.taken, Account::Returned | Account::Seated),
    };
    if fits && place.people > 0 { Ok(()) } else { Err(Refusal::new("placement-taken-from")) }
}
