//! Appeals: on how it was done, within five working days, decided by somebody who decided nothing before, at nobody's expense.

use kelisim_domain::Refusal;
use kelisim_domain::id::{CallId, PlacementId};
use kelisim_domain::notice::Subject;
use kelisim_domain::programme::placement::{
    APPEAL_DAYS, Clock, Event, Ground, Origin, Paper, Placement, Said, pools,
};
use kelisim_domain::programme::run::Attempt;
use kelisim_domain::quota::Account;
use serde::{Deserialize, Serialize};

use super::offer::{OfferForm, by_code, description, holidays, place};
use super::waitlist::next;
use super::write::{Entry, Lines};
use super::{all_of, kept, officers, results};
use crate::context::Context;
use crate::growing::Growing;
use crate::programme::act::TRIES;
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

/// Refuses whoever signed or released the run: an appeal is decided by somebody who decided nothing before.
///
/// # Errors
/// `placement-panel-decided`.
pub fn may_decide(ctx: &Context<'_>, attempt: &Attempt) -> Result<()> {
    let signed = attempt.signatures.iter().map(|one| one.meta.actor);
    let released = attempt.released.iter().map(|meta| meta.actor);
    if signed.chain(released).any(|actor| actor.is_some() && actor == ctx.user()) {
        return Err(Refusal::new("placement-panel-decided").into());
    }
    Ok(())
}

/// Enters the appeal of a candidate to whom the run gave no place. It is counted from the release. Its placement.
///
/// # Errors
/// `placement-appeal-unknown` for who is no candidate, `placement-appeal-place` for whoever was given one;
/// `placement-appeal-late`; [`AppError::NotFound`] for another registry's call.
pub async fn appeal(ctx: &Context<'_>, id: CallId, form: &AppealForm) -> Result<PlacementId> {
    let (call, attempt) = kept(ctx, id).await?;
    let mut typed = Typed::default();
    let code = form.code.trim().to_uppercase();
    let known = by_code(ctx, &call, &attempt).await?.contains_key(&code);
    let known = known.then_some(()).ok_or(Refusal::new("placement-appeal-unknown"));
    let known = typed.take("code", known);
    let given = results(ctx, &attempt).await?.iter().any(|(own, _)| *own == code);
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
    let from = attempt.released.map(|meta| meta.recorded_at);
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
    may_decide(ctx, &attempt)?;
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
    let wanted = by_code(ctx, &call, &attempt).await?;
    for _ in 0..TRIES {
        let lines = Lines::load(ctx, &call).await?;
        let all = all_of(ctx, &call).await?;
        let own = all.iter().find(|own| own.id == id).ok_or(AppError::NotFound)?;
        if own.version != version {
            return Err(AppError::Stale);
        }
        let next = next(ctx, &call, &attempt, &all).await?;
        if next.iter().any(|one| one.to == seat) {
            return Err(Refusal::of("seat", "placement-appeal-waits").into());
        }
        let pool = pools(&call, &all).get(&seat).copied().unwrap_or_default();
        let taken = match (pool.returned, pool.left) {
            (1.., _) => Account::Returned,
            (_, 1..) => Account::Seated,
            _ => return Err(Refusal::of("seat", "placement-appeal-none").into()),
        };
        let code = it.description.code.as_str();
        let place = place(&call, &wanted, (code, seat), Origin::Appeal, taken)?;
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
