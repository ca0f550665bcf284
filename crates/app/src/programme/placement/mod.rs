//! What becomes of the places of a released run: offers, answers, the waiting list, appeals, the stay, the years served.
//!
//! Officers of the call's registry do it and people of the house read it; a candidate who applied here sees and answers the own
//! offer; to everybody else a placement does not exist. What a step moves is booked on the quota lines in the same transaction
//! (`write.rs`). Places are given by a run, or by name where the call said so (`named.rs`). Who is next is found by the rule of the run itself (`waitlist.rs`).

mod appeal;
mod host;
mod named;
mod offer;
mod own;
mod read;
mod step;
mod told;
mod waitlist;
mod write;

use kelisim_domain::Refusal;
use kelisim_domain::id::{CallId, PlacementId};
use kelisim_domain::programme::call::Call;
use kelisim_domain::programme::placement::Placement;
use kelisim_domain::programme::run::{Attempt, Candidate, Run};
use kelisim_store::reading::{Kind, Scope};

use crate::access::Action;
use crate::context::Context;
use crate::lookup::{last_day, latest, read_all};
use crate::source::visible;
use crate::{AppError, Result};

pub use appeal::{
    AppealForm, Appealable, UpholdForm, appeal, appeal_own, appealable, may_decide, uphold,
};
pub use host::{Stay, report, stay, stays};
pub use named::{NameForm, Named, Nominated, name, nominated};
pub use offer::{OfferForm, Preview, offer_all, preview, suggested};
pub use own::{Own, answer, own};
pub use read::{Board, Outcome, Page, Wanted, board, outcome, page};
pub use step::{StepForm, lapse_all, step};
pub(in crate::programme) use told::application as application_of;
pub use waitlist::{Next, plan, promote};

/// Placements read at a time.
const PART: i64 = 500;

/// All placements of a call, in the order of their codes.
pub(in crate::programme) async fn all_of(ctx: &Context<'_>, call: &Call) -> Result<Vec<Placement>> {
    let registry = Some(call.description.registry);
    let scope = Scope { registry, partners: None, public_only: false };
    let (mut all, mut after) = (Vec::<Placement>::new(), None::<String>);
    loop {
        let bodies =
            ctx.store().placements(&scope, call.id, last_day(), after.as_deref(), PART).await?;
        let whole = i64::try_from(bodies.len()).unwrap_or(i64::MAX) < PART;
        all.extend(read_all::<Placement>(ctx, bodies).await?);
        if whole {
            return Ok(all);
        }
        after = all.last().map(|last| last.description.code.clone());
    }
}

/// A call with its released run, for an officer.
async fn kept(ctx: &Context<'_>, id: CallId) -> Result<(Call, Attempt)> {
    ctx.authorise(Action::KeepRecord)?;
    let call: Call = latest(ctx, Kind::Call, id.uuid()).await?;
    let d = &call.description;
    ctx.authorise_on(Action::KeepRecord, d.registry, Some(&d.partner))?;
    let attempt = released(ctx, id).await?.ok_or(Refusal::new("placement-no-result"))?;
    Ok((call, attempt))
}

/// A call whose places are given by name, or with its released run, for an officer.
async fn settled(ctx: &Context<'_>, id: CallId) -> Result<(Call, Option<Attempt>)> {
    ctx.authorise(Action::KeepRecord)?;
    let call: Call = latest(ctx, Kind::Call, id.uuid()).await?;
    let d = &call.description;
    ctx.authorise_on(Action::KeepRecord, d.registry, Some(&d.partner))?;
    if call.by_name() {
        return Ok((call, None));
    }
    let attempt = released(ctx, id).await?.ok_or(Refusal::new("placement-no-result"))?;
    Ok((call, Some(attempt)))
}

/// A call, for people of the house.
async fn seen(ctx: &Context<'_>, id: CallId) -> Result<Call> {
    ctx.authorise_as(Action::ReadSources, kelisim_domain::token::Scope::ReadPlacements)?;
    let call: Call = latest(ctx, Kind::Call, id.uuid()).await?;
    let d = &call.description;
    if visible(ctx, d.registry, &d.partner, false) { Ok(call) } else { Err(AppError::NotFound) }
}

/// The released run of a call; nothing before the release.
async fn released(ctx: &Context<'_>, id: CallId) -> Result<Option<Attempt>> {
    let run = super::run::of(ctx, id).await?;
    Ok(run.as_ref().and_then(Run::released).cloned())
}

/// A placement of the actor's registry, as an officer changes it.
async fn officers(
    ctx: &Context<'_>,
    id: PlacementId,
) -> Result<(Placement, Call, Option<Attempt>)> {
    ctx.authorise(Action::KeepRecord)?;
    let it: Placement = latest(ctx, Kind::Placement, id.uuid()).await?;
    let d = &it.description;
    ctx.authorise_on(Action::KeepRecord, d.registry, Some(&d.partner))?;
    let (call, attempt) = settled(ctx, d.call).await?;
    Ok((it, call, attempt))
}

/// What the run gave: each candidate with the number of the seat, in the order of their codes.
async fn results(ctx: &Context<'_>, attempt: &Attempt) -> Result<Vec<(String, u32)>> {
    super::run::matching(ctx, attempt).await
}

/// The candidates that were frozen.
async fn candidates(ctx: &Context<'_>, call: CallId, attempt: &Attempt) -> Result<Vec<Candidate>> {
    super::run::frozen_candidates(ctx, call, attempt).await
}
