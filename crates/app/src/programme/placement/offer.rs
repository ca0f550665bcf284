//! Offering: what the run gave and nobody was told yet, in one step, after a look at what will move.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use kelisim_domain::Refusal;
use kelisim_domain::id::CallId;
use kelisim_domain::notice::Subject;
use kelisim_domain::programme::Zone;
use kelisim_domain::programme::call::Call;
use kelisim_domain::programme::placement::{
    Clock, Description, Event, Offer, Origin, Place, Placement,
};
use kelisim_domain::programme::run::{Attempt, Candidate};
use kelisim_domain::quota::Account;
use serde::{Deserialize, Serialize};

use super::write::{Entry, Lines};
use super::{all_of, candidates, kept, results, settled};
use crate::context::Context;
use crate::programme::act::TRIES;
use crate::typed::{Typed, read_day};
use crate::{AppError, Result};

/// Most offers of one step; the next ones are made by the next.
const AT_ONCE: usize = 500;
/// Working days of an offer, where the form says nothing else (research/programmes.md §4.3).
const DAYS: u32 = 5;
/// Working days that the form of a supplementary round begins with: time is short (the same place).
const DAYS_OF_A_ROUND: u32 = 2;

/// What is typed about the deadline of offers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OfferForm {
    /// Working days in which to answer.
    pub days: String,
    /// Days that are no working days, beside Saturdays and Sundays.
    pub holidays: String,
    /// Until when a place can be held, by the clocks of the call's zone; empty for no holding.
    pub hold: String,
}

impl OfferForm {
    /// The deadline of an offer that is made now, by the clocks of the call.
    pub(super) fn read(&self, typed: &mut Typed, zone: &Zone, now: Timestamp) -> Option<Offer> {
        let days = match self.days.trim() {
            "" => Ok(DAYS),
            text => text.parse().map_err(|_| Refusal::new("placement-days-form")),
        };
        let days = typed.take("days", days);
        let holidays = holidays(typed, &self.holidays);
        let hold = match self.hold.trim() {
            "" => Some(None),
            text => {
                let form = |_| Refusal::new("call-time-form").with("text", text);
                typed.take("hold", zone.read(text).map_err(form).map(Some))
            }
        };
        let clock = Clock { from: now, days: days?, zone: zone.clone(), holidays: holidays? };
        if let Err(refusal) = clock.check() {
            typed.refuse(refusal);
            return None;
        }
        let hold_until = hold?;
        if hold_until.is_some_and(|until| until <= clock.until()) {
            typed.refuse(Refusal::of("hold", "placement-hold-shorter"));
            return None;
        }
        Some(Offer { clock, hold_until })
    }
}

/// Days as they are typed one after another.
pub(super) fn holidays(typed: &mut Typed, text: &str) -> Option<BTreeSet<Date>> {
    let days = text.split([',', ';', '\n', ' ']).map(str::trim).filter(|day| !day.is_empty());
    let read: std::result::Result<BTreeSet<Date>, Refusal> = days.map(read_day).collect();
    typed.take("holidays", read)
}

/// The deadline that the offers of a call had last, for the next form.
pub async fn suggested(ctx: &Context<'_>, id: CallId) -> Result<OfferForm> {
    let (call, _) = settled(ctx, id).await?;
    let all = all_of(ctx, &call).await?;
    let last = all.iter().filter_map(|it| it.offer.as_ref()).max_by_key(|o| o.clock.from);
    let Some(offer) = last else {
        let follows = call.terms().is_some_and(|terms| terms.follows.is_some());
        let days = if follows { DAYS_OF_A_ROUND } else { DAYS };
        return Ok(OfferForm { days: days.to_string(), ..OfferForm::default() });
    };
    let holidays: Vec<String> = offer.clock.holidays.iter().map(ToString::to_string).collect();
    Ok(OfferForm {
        days: offer.clock.days.to_string(),
        holidays: holidays.join(", "),
        hold: String::new(),
    })
}

/// What would be offered: for each seat how many, and how many stay for the next step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The call.
    pub call: Call,
    /// Offers by the number of the seat.
    pub by_seat: BTreeMap<u32, u64>,
    /// Offers that the next step would make.
    pub later: u64,
}

/// What the run gave and is not offered.
async fn waiting(ctx: &Context<'_>, call: &Call, attempt: &Attempt) -> Result<Vec<(String, u32)>> {
    let there: BTreeSet<String> = all_of(ctx, call)
        .await?
        .into_iter()
        .filter(|it| it.first.is_some())
        .map(|it| it.description.code)
        .collect();
    let mut all = results(ctx, attempt).await?;
    all.retain(|(code, _)| !there.contains(code));
    Ok(all)
}

/// Shows what [`offer_all`] would move.
///
/// # Errors
/// `placement-no-result`; [`AppError::NotFound`] for another registry's call.
pub async fn preview(ctx: &Context<'_>, id: CallId) -> Result<Preview> {
    let (call, attempt) = kept(ctx, id).await?;
    let waiting = waiting(ctx, &call, &attempt).await?;
    let mut by_seat = BTreeMap::new();
    for (_, seat) in waiting.iter().take(AT_ONCE) {
        *by_seat.entry(*seat).or_default() += 1;
    }
    let later = u64::try_from(waiting.len().saturating_sub(AT_ONCE)).unwrap_or(u64::MAX);
    Ok(Preview { call, by_seat, later })
}

/// A place of a call as it is given to a candidate.
pub(super) fn place(
    call: &Call,
    wanted: &BTreeMap<String, Candidate>,
    (code, seat): (&str, u32),
    origin: Origin,
    taken: Account,
) -> Result<Place> {
    let terms = call.terms().ok_or(Refusal::new("call-not-published"))?;
    let own = terms.seats.iter().find(|own| own.number == seat);
    let line = own.ok_or(Refusal::of("seat", "call-no-such-seat"))?.what.line;
    let rank = wanted.get(code).and_then(|one| one.choices.iter().position(|own| *own == seat));
    let rank = rank.and_then(|n| u32::try_from(n + 1).ok());
    Ok(Place { seat, line, rank, origin, taken, people: 1 })
}

/// Whose a placement of a call is.
pub(super) fn description(call: &Call, code: &str) -> Description {
    let d = &call.description;
    Description {
        registry: d.registry,
        partner: d.partner.clone(),
        call: call.id,
        code: code.to_owned(),
        made_up: call.terms().is_some_and(|terms| terms.made_up),
    }
}

/// Candidates by their code.
pub(super) async fn by_code(
    ctx: &Context<'_>,
    call: &Call,
    attempt: &Attempt,
) -> Result<BTreeMap<String, Candidate>> {
    let all = candidates(ctx, call.id, attempt).await?;
    Ok(all.into_iter().map(|one| (one.code.clone(), one)).collect())
}

/// Offers what the run gave to everybody who was not offered it yet, at most five hundred at once. How many were offered.
///
/// # Errors
/// `placement-no-result`, `placement-none-waiting`; each field that does not fit; [`AppError::NotFound`] for another registry's
/// call; [`AppError::Stale`] when other hands were faster again and again.
pub async fn offer_all(ctx: &Context<'_>, id: CallId, form: &OfferForm) -> Result<usize> {
    for _ in 0..TRIES {
        let (call, attempt) = kept(ctx, id).await?;
        let zone = call.terms().ok_or(Refusal::new("call-not-published"))?.zone.clone();
        let mut typed = Typed::default();
        let offer = form.read(&mut typed, &zone, ctx.now);
        let offer = typed.all1(offer)?;
        let lines = Lines::load(ctx, &call).await?;
        let mut waiting = waiting(ctx, &call, &attempt).await?;
        waiting.truncate(AT_ONCE);
        if waiting.is_empty() {
            return Err(Refusal::new("placement-none-waiting").into());
        }
        let wanted = by_code(ctx, &call, &attempt).await?;
        let mut entries = Vec::with_capacity(waiting.len());
        for (code, seat) in &waiting {
            let given = place(&call, &wanted, (code, *seat), Origin::Run, Account::Allocated)?;
            let description = description(&call, code);
            entries.push(Entry {
                id: Placement::of(id, code),
                version: 0,
                event: Event::Offered { description, place: given, offer: offer.clone() },
                subject: Subject::PlaceOffered,
            });
        }
        match lines.write(ctx, &call, entries).await {
            Err(AppError::Stale) => {}
            other => return other.map(|()| waiting.len()),
        }
    }
    Err(AppError::Stale)
}
