//! The supplementary round: places that a released run left over, or that came back, are given in another call, by the
//! same rules and the same engine.
//!
//! The new call begins as a draft with the terms of the one before, its places and nothing of its days; a second person
//! publishes it as every call. Whoever holds a place of the round before does not apply again (rule in
//! [`holder`]); everybody else may, whoever applied before among them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use kelisim_domain::Refusal;
use kelisim_domain::id::{CallId, QuotaLineId, UserId};
use kelisim_domain::programme::application::Application;
use kelisim_domain::programme::call::{Call, Event, Freed, Item, Seat, Terms, moves};
use kelisim_domain::programme::placement::{Placement, Pool, Stage, pools};
use kelisim_domain::quota::{Account, QuotaLine};
use kelisim_domain::text::{Language, Text4};
use kelisim_store::Change;
use kelisim_store::reading::Kind;

use super::act::{TRIES, moved};
use super::draft::{UsualWords, load, own};
use super::placement::all_of;
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::lookup::{found, last_day, latest};
use crate::{AppError, Result};

/// Rounds one behind the other that are looked through: more were never held.
const ROUNDS: usize = 20;

/// Places of a call that can go on to the next round, seat by seat; none where there are none.
///
/// # Errors
/// `call-round-not-released` before the result, and where places are given by name; [`AppError::NotFound`] for another
/// registry's call.
pub async fn free(ctx: &Context<'_>, id: CallId) -> Result<Vec<Freed>> {
    let call: Call = latest(ctx, Kind::Call, id.uuid()).await?;
    let d = &call.description;
    ctx.authorise_on(crate::access::Action::KeepRecord, d.registry, Some(&d.partner))?;
    let placements = all_of(ctx, &call).await?;
    free_of(ctx, &call, &placements).await
}

/// Rule: of each seat what was never confirmed, what the run gave to nobody and what came back; never more than the ledger
/// has there, where somebody booked by hand.
async fn free_of(ctx: &Context<'_>, call: &Call, placements: &[Placement]) -> Result<Vec<Freed>> {
    let (Some(terms), Some(_), false) = (call.terms(), &call.given, call.by_name()) else {
        return Err(Refusal::new("call-round-not-released").into());
    };
    let pools = pools(call, placements);
    let mut there: BTreeMap<QuotaLineId, (u64, u64)> = BTreeMap::new();
    let mut all = Vec::new();
    for Item { number, what } in &terms.seats {
        if let Entry::Vacant(unseen) = there.entry(what.line) {
            let line = Growing::<QuotaLine>::load(ctx, what.line.into()).await?;
            let line = line.state()?;
            let seated = line.held(call.id, Account::Seated);
            unseen.insert((seated, line.balances.get(Account::Returned)));
        }
        let Some((seated, returned)) = there.get_mut(&what.line) else { continue };
        let pool = pools.get(number).copied().unwrap_or(Pool::default());
        let confirmed = call.seated.get(number).copied().unwrap_or(0);
        let before = call.freed(*number).unconfirmed;
        let one = Freed {
            seat: *number,
            unconfirmed: what.places.saturating_sub(confirmed).saturating_sub(before),
            left: pool.left.min(*seated),
            returned: pool.returned.min(*returned),
        };
        *seated -= one.left;
        *returned -= one.returned;
        if one.places() > 0 {
            all.push(one);
        }
    }
    Ok(all)
}

/// Terms of the next round: those that hold, with the places that are free and without days.
fn following(call: &Call, freed: &[Freed], words: &UsualWords<'_>) -> Result<Terms> {
    let terms = call.terms().ok_or(Refusal::new("call-not-published"))?;
    let seat = |item: &Item<Seat>| {
        let free = freed.iter().find(|one| one.seat == item.number)?;
        Some(Item {
            number: item.number,
            what: Seat { places: free.places(), ..item.what.clone() },
        })
    };
    Ok(Terms {
        // A round after a round has its title already.
        title: match terms.follows {
            Some(_) => terms.title.clone(),
            None => titled(&terms.title, words)?,
        },
        seats: terms.seats.iter().filter_map(seat).collect(),
        phases: Vec::new(),
        follows: Some(call.id),
        ..terms.clone()
    })
}

fn titled(title: &Text4, words: &UsualWords<'_>) -> Result<Text4> {
    let missing = || AppError::internal("the words of a round", "title");
    let round = words("call_round", "title").ok_or_else(missing)?;
    let [kk, ky, ru, en] = [Language::Kk, Language::Ky, Language::Ru, Language::En]
        .map(|language| format!("{} ({})", title.shown(language).0, round.shown(language).0));
    // A title that leaves no room for more stays as it is; the page of the round says what it is.
    Ok(Text4::all(title.record, &kk, &ky, &ru, &en).unwrap_or_else(|_| title.clone()))
}

/// Begins the next round of a call from a form of its `version`: what is free goes back to its lines, and a draft with
/// just these places is begun under `next`, which is made with the form. All of it or nothing.
///
/// # Errors
/// `call-round-not-released`, `call-round-appeal` while an appeal waits for its answer, `call-round-nothing`;
/// [`AppError::Stale`].
pub async fn begin_round(
    ctx: &Context<'_>,
    id: CallId,
    version: i64,
    next: CallId,
    words: &UsualWords<'_>,
) -> Result<()> {
    for _ in 0..TRIES {
        let mut former = match load(ctx, id, version).await {
            // The same form sent twice.
            Err(AppError::Stale) if own(ctx, next).await? => return Ok(()),
            other => other?,
        };
        if !ctx.store().entries(next.into()).await?.is_empty() {
            return Err(AppError::Stale);
        }
        let before = former.state()?.clone();
        let placements = all_of(ctx, &before).await?;
        let freed = free_of(ctx, &before, &placements).await?;
        if placements.iter().any(|it| it.stage == Stage::Asked) {
            return Err(Refusal::new("call-round-appeal").into());
        }
        if freed.is_empty() {
            return Err(Refusal::new("call-round-nothing").into());
        }
        let terms = following(&before, &freed, words)?;
        former.push(ctx, &Event::HandedOn { freed, next }, About::TODAY)?;
        let takes = moves(Some(&before), former.state()?);
        let mut begun = Growing::<Call>::new(next.into());
        let description = before.description.clone();
        begun.push(ctx, &Event::Begun { description, terms }, About::TODAY)?;
        let mut appends = vec![former.finish(ctx)?, begun.finish(ctx)?];
        appends.extend(moved(ctx, &before, takes).await?);
        // Streams are written in the order of their ids, so that two steps never wait for one another in a circle.
        appends.sort_by_key(|append| append.stream.stream);
        match ctx.commit(&Change { appends, ..Change::default() }).await {
            // Another hand was faster on a line: what is free is counted anew.
            Err(AppError::Stale) => {}
            other => return other,
        }
    }
    Err(AppError::Stale)
}

/// Whether a person holds a place of a round before this one.
///
/// Rule: a supplementary round is for those without a place (research/programmes.md §4.4); whoever gave the own place back
/// is without one.
pub(super) async fn holder(ctx: &Context<'_>, terms: &Terms, who: UserId) -> Result<bool> {
    let mut before = terms.follows;
    for _ in 0..ROUNDS {
        let Some(call) = before else { return Ok(false) };
        let own = Application::id_of(who, call);
        if let Some(it) =
            found::<Application>(ctx, Kind::Application, own.uuid(), last_day()).await?
        {
            let place = Placement::of(call, it.description.receipt.as_str());
            let place: Option<Placement> =
                found(ctx, Kind::Placement, place.uuid(), last_day()).await?;
            if place.is_some_and(|place| place.holding().is_some()) {
                return Ok(true);
            }
        }
        let call: Call = latest(ctx, Kind::Call, call.uuid()).await?;
        before = call.terms().and_then(|terms| terms.follows);
    }
    Ok(false)
}

/// A round before or behind a call, by its title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// The call.
    pub id: CallId,
    /// Its title.
    pub title: Text4,
}

/// The rounds beside a call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rounds {
    /// The one whose places it gives.
    pub before: Option<Round>,
    /// Those that give its places, the first one first.
    pub behind: Vec<Round>,
}

/// The rounds beside a call, as far as the actor may see them.
pub(super) async fn rounds(ctx: &Context<'_>, call: &Call) -> Result<Rounds> {
    let follows = call.shown().and_then(|terms| terms.follows);
    let mut rounds = Rounds::default();
    for id in follows.into_iter().chain(call.rounds.iter().copied()) {
        let it: Option<Call> = found(ctx, Kind::Call, id.uuid(), last_day()).await?;
        let Some(it) = it.and_then(|it| super::seen(ctx, it)) else { continue };
        let Some(title) = it.shown().map(|terms| terms.title.clone()) else { continue };
        match follows == Some(id) {
            true => rounds.before = Some(Round { id, title }),
            false => rounds.behind.push(Round { id, title }),
        }
    }
    Ok(rounds)
}
