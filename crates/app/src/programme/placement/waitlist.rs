//! The waiting list: places that came back go on by the rule of the run itself.
//!
//! Rule: whoever holds a place and asks for no better one keeps it; whoever ended is out; all others, and those who asked for a
//! better place, stand as the run froze them, and what is left is given again by the same engine over the same market. Nobody who
//! asked for a better place loses the one they have: whoever would is taken as keeping it, and it is given again. When an
//! application was sent, or an answer given, decides nothing.

use std::collections::{BTreeMap, BTreeSet};

use kelisim_domain::Refusal;
use kelisim_domain::id::CallId;
use kelisim_domain::notice::Subject;
use kelisim_domain::programme::call::Call;
use kelisim_domain::programme::placement::{Event, Offer, Origin, Placement, Stage, pools};
use kelisim_domain::programme::run::Attempt;
use kelisim_domain::quota::Account;

use super::offer::{OfferForm, by_code, description, place};
use super::write::{Entry, Lines};
use super::{all_of, kept, results};
use crate::context::Context;
use crate::programme::act::TRIES;
use crate::programme::run::{Standing, next_after};
use crate::typed::Typed;
use crate::{AppError, Result};

/// Somebody who is next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// The candidate.
    pub code: String,
    /// The seat the candidate has now.
    pub from: Option<u32>,
    /// The seat that is free.
    pub to: u32,
}

/// Who takes which place that came back, in the order in which places come free.
///
/// # Errors
/// `placement-no-result`, `placement-waitlist-rule` where the rule of the run has no rounds on what is left;
/// [`AppError::NotFound`] for another registry's call.
pub async fn plan(ctx: &Context<'_>, id: CallId) -> Result<Vec<Next>> {
    let (call, attempt) = kept(ctx, id).await?;
    let all = all_of(ctx, &call).await?;
    next(ctx, &call, &attempt, &all).await
}

/// The same over placements that were read.
pub(super) async fn next(
    ctx: &Context<'_>,
    call: &Call,
    attempt: &Attempt,
    all: &[Placement],
) -> Result<Vec<Next>> {
    let free: BTreeMap<u32, u64> =
        pools(call, all).into_iter().map(|(seat, pool)| (seat, pool.returned)).collect();
    if free.values().all(|places| *places == 0) {
        return Ok(Vec::new());
    }
    let mut standing = Standing::default();
    let there: BTreeSet<&str> = all.iter().map(|it| it.description.code.as_str()).collect();
    for it in all {
        let code = it.description.code.clone();
        let wishes = it.wishes && matches!(it.stage, Stage::Held | Stage::Accepted);
        match (it.holding(), it.stage) {
            (Some(place), _) if wishes && !it.overdue(ctx.now) => {
                standing.wishing.push((code, place.seat));
            }
            (Some(place), _) => standing.staying.push((code, place.seat)),
            (None, Stage::Asked | Stage::Refused) => {}
            (None, _) => standing.out.push(code),
        }
    }
    // What the run gave and was not offered yet is kept for whom it was given to.
    let given = results(ctx, attempt).await?;
    standing.staying.extend(given.into_iter().filter(|(code, _)| !there.contains(code.as_str())));
    let wishing: BTreeMap<String, u32> = standing.wishing.iter().cloned().collect();
    let found = next_after(ctx, attempt, standing).await?;
    let found = found.into_iter().map(|(code, to)| {
        let from = wishing.get(&code).copied();
        Next { code, from, to }
    });
    Ok(ordered(found.collect(), free))
}

/// In the order in which places come free: whoever moves up frees a place for the next. What only another hand could free is left
/// out.
fn ordered(mut open: Vec<Next>, mut free: BTreeMap<u32, u64>) -> Vec<Next> {
    let mut all = Vec::with_capacity(open.len());
    while let Some(at) = open.iter().position(|one| free.get(&one.to).is_some_and(|n| *n > 0)) {
        let one = open.remove(at);
        if let Some(places) = free.get_mut(&one.to) {
            *places -= 1;
        }
        if let Some(seat) = one.from {
            *free.entry(seat).or_default() += 1;
        }
        all.push(one);
    }
    all
}

/// Gives the places that came back to whoever is next. How many moved.
///
/// # Errors
/// As [`plan`]; `placement-nobody-next`; each field that does not fit; `quota-not-enough` where a place that came back was booked
/// away by hand; [`AppError::Stale`].
pub async fn promote(ctx: &Context<'_>, id: CallId, form: &OfferForm) -> Result<usize> {
    for _ in 0..TRIES {
        let (call, attempt) = kept(ctx, id).await?;
        let zone = call.terms().ok_or(Refusal::new("call-not-published"))?.zone.clone();
        let mut typed = Typed::default();
        let offer = form.read(&mut typed, &zone, ctx.now);
        let offer = typed.all1(offer)?;
        let lines = Lines::load(ctx, &call).await?;
        let all = all_of(ctx, &call).await?;
        let next = next(ctx, &call, &attempt, &all).await?;
        if next.is_empty() {
            return Err(Refusal::new("placement-nobody-next").into());
        }
        let entries = entries(ctx, &call, &attempt, (&all, &next), &offer).await?;
        match lines.write(ctx, &call, entries).await {
            Err(AppError::Stale) => {}
            other => return other.map(|()| next.len()),
        }
    }
    Err(AppError::Stale)
}

async fn entries(
    ctx: &Context<'_>,
    call: &Call,
    attempt: &Attempt,
    (all, next): (&[Placement], &[Next]),
    offer: &Offer,
) -> Result<Vec<Entry>> {
    let wanted = by_code(ctx, call, attempt).await?;
    let mut entries = Vec::with_capacity(next.len());
    for one in next {
        let own = all.iter().find(|it| it.description.code == one.code);
        let origin = if one.from.is_some() { Origin::Upgrade } else { Origin::Waitlist };
        let place = place(call, &wanted, (&one.code, one.to), origin, Account::Returned)?;
        let event = match own {
            None => Event::Offered {
                description: description(call, &one.code),
                place,
                offer: offer.clone(),
            },
            Some(it) => {
                let offer = (it.stage != Stage::Accepted).then(|| offer.clone());
                Event::Given { place, offer, paper: None }
            }
        };
        entries.push(Entry {
            id: Placement::of(call.id, &one.code),
            version: own.map_or(0, |it| it.version),
            event,
            subject: Subject::PlaceOffered,
        });
    }
    Ok(entries)
}
