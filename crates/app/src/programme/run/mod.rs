//! The giving of a call's places: candidates brought and accepted, the run step by step, and what of it is shown to whom.

mod after;
mod answers;
mod engine;
mod gather;
mod long;
mod show;
mod step;
mod table;
mod tell;

use kelisim_domain::Refusal;
use kelisim_domain::id::{CallId, UserId};
use kelisim_domain::programme::call::Call;
use kelisim_domain::programme::run::{Candidates, Description, Event, List, Run};
use kelisim_domain::user::Role;
use kelisim_store::reading::Kind;

use crate::access::Action;
use crate::context::{Actor, Context};
use crate::growing::{About, Growing};
use crate::lookup::{found, kept_json, last_day, latest};
use crate::source::visible;
use crate::{AppError, Result};

pub(super) use after::{Standing, frozen_candidates, matching, next_after};
pub use answers::{
    AnswersForm, AnswersPage, HostAnswers, Nominee, SeatAnswers, answers, give_answers,
    sign_answers,
};
pub use gather::{GATHERED, Gathered, Left, gather, gathered};
pub use show::{
    Candidate, Explained, Figures, File, Line, List as CandidateList, Page, Pool, Quota, Reason,
    Wanted, candidates, changes, explained, file, own, page, public, public_certificate, row, runs,
};
pub use step::{
    BroughtFile, CommitForm, RevealForm, accept, bring, commit, compute, discard, freeze, refuse,
    release, reveal, sign,
};
pub(super) use table::letter;
pub use table::{COLUMNS, Headings};

/// The call with its run, as an officer changes them; `version` is that of the run, 0 before there is one.
async fn load(
    ctx: &Context<'_>,
    id: CallId,
    version: i64,
) -> Result<(Growing<Call>, Growing<Run>)> {
    ctx.authorise(Action::KeepRecord)?;
    let shown: Call = latest(ctx, Kind::Call, id.uuid()).await?;
    let d = &shown.description;
    ctx.authorise_on(Action::KeepRecord, d.registry, Some(&d.partner))?;
    let call = Growing::<Call>::load(ctx, id.into()).await?;
    if call.state()?.by_name() {
        return Err(Refusal::new("call-by-name").into());
    }
    let run = Growing::load(ctx, Run::of(id).into()).await?;
    run.at_version(version)?;
    Ok((call, run))
}

/// The same, where the first list was brought already.
async fn begun(
    ctx: &Context<'_>,
    id: CallId,
    version: i64,
) -> Result<(Growing<Call>, Growing<Run>)> {
    let (call, run) = load(ctx, id, version).await?;
    match run.state() {
        Ok(_) => Ok((call, run)),
        Err(_) => Err(Refusal::new("run-not-begun").into()),
    }
}

/// The call with its run, for people of the house.
async fn seen(ctx: &Context<'_>, id: CallId) -> Result<(Call, Option<Run>)> {
    ctx.authorise(Action::ReadSources)?;
    looked_up(ctx, id).await
}

async fn looked_up(ctx: &Context<'_>, id: CallId) -> Result<(Call, Option<Run>)> {
    let call: Call = latest(ctx, Kind::Call, id.uuid()).await?;
    let d = &call.description;
    if !visible(ctx, d.registry, &d.partner, false) {
        return Err(AppError::NotFound);
    }
    Ok((call, of(ctx, id).await?))
}

/// The run of a call, once something was entered for it.
pub(crate) async fn of(ctx: &Context<'_>, id: CallId) -> Result<Option<Run>> {
    found(ctx, Kind::Run, Run::of(id).uuid(), last_day()).await
}

/// Whether the actor is of the partner's ministry, which holds the sealed files from the release on.
fn partner(ctx: &Context<'_>) -> bool {
    matches!(&ctx.actor, Actor::User(user) if user.role == Role::Partner)
}

/// Whether the result of a call is released.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn is_released(ctx: &Context<'_>, id: CallId) -> Result<bool> {
    Ok(of(ctx, id).await?.is_some_and(|run| run.released().is_some()))
}

/// Begins the run of a call when nothing was entered for it so far.
fn begin(ctx: &Context<'_>, call: &Call, run: &mut Growing<Run>) -> Result<()> {
    if run.state().is_ok() {
        return Ok(());
    }
    let d = &call.description;
    let description =
        Description { registry: d.registry, partner: d.partner.clone(), call: call.id };
    run.push(ctx, &Event::Begun { description }, About::TODAY)
}

/// The candidates of a list.
async fn list_of(ctx: &Context<'_>, list: &List) -> Result<Candidates> {
    kept_json(ctx, list.hash).await
}

/// Everybody who did something in a run.
fn people(run: &Run) -> Vec<UserId> {
    let mut all: Vec<Option<UserId>> = Vec::new();
    for given in &run.answers {
        all.push(given.given.actor);
        all.push(given.signed.and_then(|meta| meta.actor));
    }
    for list in &run.lists {
        all.push(list.brought.actor);
        all.push(list.decided.and_then(|meta| meta.actor));
    }
    all.extend(run.commitments.iter().map(|one| one.meta.actor));
    for attempt in &run.attempts {
        all.push(attempt.meta.actor);
        all.extend(attempt.commitments.iter().map(|one| one.meta.actor));
        all.extend(attempt.revealed.iter().map(|one| one.meta.actor));
        all.extend(attempt.computed.iter().map(|one| one.meta.actor));
        all.extend(attempt.signatures.iter().map(|one| one.meta.actor));
        all.extend(attempt.released.iter().map(|one| one.actor));
        all.extend(attempt.discarded.iter().map(|one| one.meta.actor));
    }
    all.into_iter().flatten().collect()
}
