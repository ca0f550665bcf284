//! Calls for applications: the list, the page of one, and what officers do with them.

mod act;
pub mod application;
pub mod direction;
mod draft;
mod eligibility;
pub mod pipeline;
pub mod placement;
pub mod remind;
pub mod review;
mod round;
pub mod run;
pub mod visit;

use std::collections::BTreeMap;

use jiff::civil::Date;
use kelisim_domain::id::{CallId, QuotaLineId, UserId};
use kelisim_domain::party::PartyCode;
use kelisim_domain::programme::Kind as ProgrammeKind;
use kelisim_domain::programme::call::{Call, Stage};
use kelisim_domain::quota::LineShown;
use kelisim_domain::user::Role;
use kelisim_store::call::CallFilter;
use kelisim_store::reading::{Kind, Scope};

use crate::access::Action;
use crate::context::{Actor, Context};
use crate::lookup::{colleagues, last_day, read_all, scope_with, several};
use crate::scan::{PAGE, Scan};
use crate::source::visible;
use crate::{AppError, Result};

pub use act::{
    CancelForm, OutageForm, SeatedForm, SubmitForm, cancel, drop, give_back, outage, publish,
    seated, submit,
};
pub use draft::{
    CriterionForm, DescribeForm, DocumentForm, PhaseForm, RemoveForm, ReserveForm, RuleForm,
    SeatForm, UsualWords, begin, criterion, describe, document, phase, remove, reserve, rule, seat,
};
pub use eligibility::{Checked, Told, answers, checked, questions};
pub use kelisim_store::reading::DayCursor as Cursor;
pub use round::{Round, Rounds, begin_round, free};

/// Which calls.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// With this partner.
    pub partner: Option<PartyCode>,
    /// Of this kind of programme.
    pub kind: Option<ProgrammeKind>,
    /// That are at this stage now.
    pub stage: Option<Stage>,
}

/// A part of a list.
#[derive(Debug, Clone)]
pub struct List {
    /// The calls, the one that closes last first.
    pub calls: Vec<Call>,
    /// Where the list goes on.
    pub next: Option<Cursor>,
}

/// Calls the actor may see, `limit` at a time. Partners and visitors see those that were published.
///
/// The stage is computed for this instant, so a list that asks for one reads the calls of its scope and computes.
///
/// # Errors
/// When the actor may not, or the store cannot be read.
pub async fn list(
    ctx: &Context<'_>,
    wanted: &Wanted,
    after: Option<Cursor>,
    limit: usize,
) -> Result<List> {
    ctx.authorise_reading()?;
    let filter = CallFilter { kind: wanted.kind, ..CallFilter::default() };
    let scope = scope(ctx, wanted.partner.as_ref()).await?;
    let fits = |it: &Call| wanted.stage.is_none_or(|stage| it.stage(ctx.now) == stage);
    let scan = Scan { after, limit, computed: wanted.stage.is_some() };
    let (calls, next) = scan
        .run(
            ctx,
            |after, page| ctx.store().calls(&scope, &filter, last_day(), after, page),
            |it: &Call| Cursor { day: it.closes_on(), id: it.id.uuid() },
            |it| Some(it.clone()).filter(fits).and_then(|it| seen(ctx, it)),
        )
        .await?;
    Ok(List { calls, next })
}

/// Whether the actor works in the house that keeps the call, and so sees drafts and who wrote them.
fn inside(ctx: &Context<'_>) -> bool {
    match &ctx.actor {
        Actor::Public => false,
        Actor::User(user) => !matches!(user.role, Role::Partner | Role::Applicant | Role::Reviewer),
        Actor::System => true,
    }
}

async fn scope(ctx: &Context<'_>, partner: Option<&PartyCode>) -> Result<Scope> {
    let scope = scope_with(ctx, partner).await?;
    Ok(Scope { public_only: scope.public_only || !inside(ctx), ..scope })
}

/// What the actor may see of a call; for partners and visitors what was published, if anything was.
pub(crate) fn seen(ctx: &Context<'_>, it: Call) -> Option<Call> {
    if inside(ctx) { Some(it) } else { it.published() }
}

/// The page of a call.
#[derive(Debug, Clone)]
pub struct Page {
    /// The call, as far as the actor may see it.
    pub call: Call,
    /// What it is now.
    pub stage: Stage,
    /// The lines its places come from, as far as the actor may see them.
    pub lines: BTreeMap<QuotaLineId, LineShown>,
    /// The rounds before and behind it.
    pub rounds: Rounds,
    /// Who wrote and published it, as far as the actor may know them.
    pub people: BTreeMap<UserId, String>,
}

/// The page of a call, as known on a day (now, when none is given).
///
/// # Errors
/// [`AppError::NotFound`] when it is not there, was not published and the actor is not of the house, or belongs to
/// another registry or partner.
pub async fn page(ctx: &Context<'_>, id: CallId, known_on: Option<Date>) -> Result<Page> {
    let day = known_on.unwrap_or_else(last_day);
    let it: Call = crate::lookup::one(ctx, Kind::Call, id.uuid(), day).await?;
    let d = &it.description;
    let public = !it.editions.is_empty();
    if !visible(ctx, d.registry, &d.partner, public) {
        return Err(AppError::NotFound);
    }
    let call = seen(ctx, it).ok_or(AppError::NotFound)?;
    around(ctx, call).await
}

/// What stands around a call of a list.
///
/// # Errors
/// When the store cannot be read.
pub async fn around(ctx: &Context<'_>, call: Call) -> Result<Page> {
    let ids = call.lines().map(QuotaLineId::uuid);
    let lines = several::<LineShown>(ctx, Kind::QuotaLine, ids, last_day()).await?;
    let by = call.editions.iter().filter_map(|edition| edition.meta.actor);
    let by = by.chain(call.draft.iter().flat_map(|draft| draft.by.iter().copied()));
    let people = by.chain(call.begun.actor).collect();
    Ok(Page {
        stage: call.stage(ctx.now),
        lines: lines
            .into_iter()
            .filter(|l| visible(ctx, l.description.registry, &l.description.partner, l.public))
            .map(|line| (line.id, line.shared()))
            .collect(),
        people: colleagues(ctx, people).await?,
        rounds: round::rounds(ctx, &call).await?,
        call,
    })
}

/// Lines a call of a kind with a partner can take places from: those of the actor's registry.
///
/// # Errors
/// When the actor may not, or the store cannot be read.
pub async fn sources(
    ctx: &Context<'_>,
    kind: ProgrammeKind,
    partner: &PartyCode,
) -> Result<Vec<LineShown>> {
    ctx.authorise(Action::KeepRecord)?;
    let scope = scope_with(ctx, Some(partner)).await?;
    let filter = kelisim_store::quota::LineFilter::default();
    let bodies = ctx.store().quota_lines(&scope, &filter, last_day(), None, PAGE).await?;
    let lines: Vec<LineShown> = read_all(ctx, bodies).await?;
    let fits = |line: &LineShown| kind.shape().ledger.contains(&line.description.programme);
    Ok(lines.into_iter().filter(fits).collect())
}
