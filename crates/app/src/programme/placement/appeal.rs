//! Appeals: on how it was done, within five working days, decided by somebody who decided nothing before, at nobody's expense.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kelisim_domain::Refusal;
use kelisim_domain::id::{ApplicationId, CallId, PlacementId};
use kelisim_domain::notice::Subject;
use kelisim_domain::programme::application::Content;
use kelisim_domain::programme::call::Call;
use kelisim_domain::programme::placement::{
    APPEAL_DAYS, Clock, Event, Ground, Origin, Paper, Place, Placement, Said, Who, pools,
};
use kelisim_domain::programme::run::Attempt;
use kelisim_domain::quota::Account;
use kelisim_store::reading::Kind;
use serde::{Deserialize, Serialize};

use super::offer::{OfferForm, by_code, description, holidays, place};
use super::waitlist::next;
use super::write::{Entry, Lines};
use super::{all_of, officers, released, results, settled, told};
use crate::context::Context;
use crate::growing::Growing;
use crate::lookup::{found, last_day, latest};
use crate::programme::act::TRIES;
use crate::programme::application::open;
use crate::typed::{Typed, read_day};
use crate::{AppError, Result};

/// What is typed about an appeal of a candidate without a place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AppealForm {
    /// The candidate.
    pub code: String,
    /// Code of the ground.
    pub ground: String,
    /// The day it came in; today, when empty.
    pub on: String,
    /// Days that are no working days, beside Saturdays and Sundays.
    pub holidays: String,
}

/// Refuses whoever signed or released the run, or gave places by name: an appeal is decided by somebody who decided nothing before.
///
/// # Errors
/// `placement-panel-decided`.
pub fn may_decide(ctx: &Context<'_>, call: &Call, attempt: Option<&Attempt>) -> Result<()> {
    let signed = attempt.iter().flat_map(|run| run.signatures.iter().map(|one| one.meta.actor));
    let released = attempt.iter().flat_map(|run| run.released.iter().map(|meta| meta.actor));
    let named = call.named.iter().map(|meta| meta.actor);
    if signed.chain(released).chain(named).any(|actor| actor.is_some() && actor == ctx.user()) {
        return Err(Refusal::new("placement-panel-decided").into());
    }
    Ok(())
}

/// Whether a code is that of a candidate, and whether the run gave the candidate a place. Where places are given by name the
/// candidates are those who were nominated; whoever was given a place has a placement.
pub(super) async fn candidate(
    ctx: &Context<'_>,
    call: &Call,
    attempt: Option<&Attempt>,
    code: &str,
) -> Result<(bool, bool)> {
    let Some(attempt) = attempt else {
        let own = told::application(ctx, call, code).await?;
        return Ok((own.is_some_and(|own| own.host.is_some()), false));
    };
    let known = by_code(ctx, call, attempt).await?.contains_key(code);
    let given = results(ctx, attempt).await?.iter().any(|(own, _)| own == code);
    Ok((known, given))
}

/// When it was decided who has a place: the release of the run, or the last time places were given by name.
pub(super) fn decided(call: &Call, attempt: Option<&Attempt>) -> Option<Timestamp> {
    match attempt {
        Some(attempt) => attempt.released.map(|meta| meta.recorded_at),
        None => call.named.last().map(|meta| meta.recorded_at),
    }
}

/// Enters the appeal of a candidate who was given no place. It is counted from the release, or from when places were given by name.
/// Its placement.
///
/// # Errors
/// `placement-appeal-unknown` for who is no candidate, `placement-appeal-place` for whoever was given one;
/// `placement-appeal-late`; [`AppError::NotFound`] for another registry's call.
pub async fn appeal(ctx: &Context<'_>, id: CallId, form: &AppealForm) -> Result<PlacementId> {
    let (call, attempt) = settled(ctx, id).await?;
    let mut typed = Typed::default();
    let code = form.code.trim().to_uppercase();
    let (known, given) = candidate(ctx, &call, attempt.as_ref(), &code).await?;
    let known = known.then_some(()).ok_or(Refusal::new("placement-appeal-unknown"));
    let known = typed.take("code", known);
    let free = typed
        .take("code", if given { Err(Refusal::new("placement-appeal-place")) } else { Ok(()) });
    let ground = Ground::from_code(form.ground.trim());
    let ground = typed.take("ground", ground.ok_or(Refusal::new("placement-ground-missing")));
    let on = match form.on.trim() {
        "" => Some(ctx.today()),
        text => typed.take("on", read_day(text)),
    };
    let holidays = holidays(&mut typed, &form.holidays);
    let read = (|| Some((known?, free?, ground?, on?, holidays?)))();
    let ((), (), ground, on, holidays) = typed.all1(read)?;
    let own = Placement::of(id, &code);
    if Growing::<Placement>::load(ctx, own.into()).await?.state().is_ok() {
        return Err(Refusal::of("code", "placement-appealed").into());
    }
    let terms = call.terms().ok_or(Refusal::new("call-not-published"))?;
    let from = decided(&call, attempt.as_ref());
    let from = from.ok_or(Refusal::new("placement-no-result"))?;
    // The clock of another machine may have been ahead when it was released.
    let from = from.min(ctx.now);
    let clock = Clock { from, days: APPEAL_DAYS, zone: terms.zone.clone(), holidays };
    let said = Said { ground: Some(ground), clock: Some(clock), ..Said::on(on) };
    let event = Event::Asked { description: description(&call, &code), said };
    let entry = Entry { id: own, version: 0, event, subject: Subject::PlaceAppealed };
    Lines::load(ctx, &call).await?.write(ctx, &call, vec![entry]).await?;
    Ok(own)
}

/// What a candidate without a place can appeal against, and until when.
#[derive(Debug, Clone)]
pub struct Appealable {
    /// The call.
    pub call: Call,
    /// The instant from which it is too late.
    pub until: Timestamp,
    clock: Clock,
}

/// Whether a candidate can appeal now: whoever stood for a place, was given none, and is within the five working days.
///
/// # Errors
/// [`AppError::NotFound`] for another person's application; [`AppError::Forbidden`] for whoever is no applicant.
pub async fn appealable(ctx: &Context<'_>, id: ApplicationId) -> Result<Option<Appealable>> {
    let it = super::own::owned(ctx, id).await?;
    let d = &it.description;
    let code = d.receipt.as_str();
    let call: Call = latest(ctx, Kind::Call, d.call.uuid()).await?;
    let own = Placement::of(d.call, code);
    let there = found::<Placement>(ctx, Kind::Placement, own.uuid(), last_day()).await?.is_some();
    let attempt = if call.by_name() { None } else { released(ctx, d.call).await? };
    let from = decided(&call, attempt.as_ref()).map(|from| from.min(ctx.now));
    let zone = call.terms().map(|terms| terms.zone.clone());
    let (Some(from), Some(zone), false) = (from, zone, there || it.withdrawn.is_some()) else {
        return Ok(None);
    };
    let clock =
        Clock { from, days: APPEAL_DAYS, zone, holidays: std::collections::BTreeSet::new() };
    let until = clock.until();
    if ctx.now >= until {
        return Ok(None);
    }
    let (known, given) = candidate(ctx, &call, attempt.as_ref(), code).await?;
    let call = call.published().ok_or(AppError::NotFound)?;
    Ok((known && !given).then_some(Appealable { call, until, clock }))
}

/// A candidate without a place appeals. Officers are told.
///
/// # Errors
/// `placement-ground-missing`, `placement-appeal-late`; [`AppError::NotFound`] for another person's, and where there is nothing to
/// appeal against; [`AppError::Stale`] when it was entered meanwhile.
pub async fn appeal_own(ctx: &Context<'_>, id: ApplicationId, ground: &str) -> Result<()> {
    let it = super::own::owned(ctx, id).await?;
    let open = appealable(ctx, id).await?.ok_or(AppError::NotFound)?;
    let mut typed = Typed::default();
    let ground = Ground::from_code(ground.trim());
    let ground = typed.take("ground", ground.ok_or(Refusal::new("placement-ground-missing")));
    let ground = typed.all1(ground)?;
    let code = it.description.receipt.as_str();
    let said = Said {
        ground: Some(ground),
        clock: Some(open.clock),
        by: Some(Who::Applicant),
        ..Said::on(ctx.today())
    };
    let event = Event::Asked { description: description(&open.call, code), said };
    let own = Placement::of(open.call.id, code);
    let entry = Entry { id: own, version: 0, event, subject: Subject::PlaceAppealed };
    Lines::load(ctx, &open.call).await?.write(ctx, &open.call, vec![entry]).await
}

/// What is typed when an appeal is upheld.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UpholdForm {
    /// The number of the seat.
    pub seat: String,
    /// The number of the decision.
    pub paper: String,
    /// Its day; today, when empty.
    pub paper_date: String,
    /// The deadline of the offer.
    #[serde(flatten)]
    pub offer: OfferForm,
}

/// How many people a candidate is: one but for teams, which go as one.
async fn people_of(ctx: &Context<'_>, call: &Call, code: &str) -> Result<u32> {
    let Some(own) = told::application(ctx, call, code).await? else { return Ok(1) };
    let content: Option<Content> = open(ctx, own.description.applicant, &own.sent.what.content)?;
    Ok(content.map_or(1, |content| content.people()))
}

/// Upholds an appeal: the candidate is offered a place that nobody has and nobody is next for. Where there is none the appeal
/// cannot be upheld with a place of this call, and nothing is written.
///
/// # Errors
/// `placement-panel-decided`, `placement-own-appeal`, `placement-no-appeal`; `placement-appeal-waits` where somebody is next for a
/// place of the seat, `placement-appeal-none` where none is free; each field that does not fit; [`AppError::NotFound`] for another
/// registry's; [`AppError::Stale`].
pub async fn uphold(
    ctx: &Context<'_>,
    id: PlacementId,
    version: i64,
    form: &UpholdForm,
) -> Result<()> {
    let (it, call, attempt) = officers(ctx, id).await?;
    may_decide(ctx, &call, attempt.as_ref())?;
    let terms = call.terms().ok_or(Refusal::new("call-not-published"))?;
    let mut typed = Typed::default();
    let seat = form.seat.trim().parse::<u32>().map_err(|_| Refusal::new("call-no-such-seat"));
    let seat = typed.take("seat", seat);
    let number = form.paper.trim();
    let number = match number {
        "" => Err(Refusal::new("placement-paper-missing")),
        text => text.parse(),
    };
    let number = typed.take("paper", number);
    let date = match form.paper_date.trim() {
        "" => Some(ctx.today()),
        text => typed.take("paper_date", read_day(text)),
    };
    let offer = form.offer.read(&mut typed, &terms.zone, ctx.now);
    let read = (|| Some((seat?, Paper { number: number?, date: date? }, offer?)))();
    let (seat, paper, offer) = typed.all1(read)?;
    let people = people_of(ctx, &call, &it.description.code).await?;
    let wanted = match &attempt {
        Some(attempt) => by_code(ctx, &call, attempt).await?,
        None => BTreeMap::new(),
    };
    for _ in 0..TRIES {
        let lines = Lines::load(ctx, &call).await?;
        let all = all_of(ctx, &call).await?;
        let own = all.iter().find(|own| own.id == id).ok_or(AppError::NotFound)?;
        if own.version != version {
            return Err(AppError::Stale);
        }
        let next = match &attempt {
            Some(attempt) => next(ctx, &call, attempt, &all).await?,
            None => Vec::new(),
        };
        if next.iter().any(|one| one.to == seat) {
            return Err(Refusal::of("seat", "placement-appeal-waits").into());
        }
        let pool = pools(&call, &all).get(&seat).copied().unwrap_or_default();
        let taken = match (pool.returned, pool.left) {
            (returned, _) if returned >= u64::from(people) => Account::Returned,
            (_, left) if left >= u64::from(people) => Account::Seated,
            _ => return Err(Refusal::of("seat", "placement-appeal-none").into()),
        };
        let code = it.description.code.as_str();
        let place = Place { people, ..place(&call, &wanted, (code, seat), Origin::Appeal, taken)? };
        let (offer, paper) = (Some(offer.clone()), Some(paper.clone()));
        let event = Event::Given { place, offer, paper };
        let entry = Entry { id, version, event, subject: Subject::PlaceOffered };
        match lines.write(ctx, &call, vec![entry]).await {
            Err(AppError::Stale) => {}
            other => return other,
        }
    }
    Err(AppError::Stale)
}
