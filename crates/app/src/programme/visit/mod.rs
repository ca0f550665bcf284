//! Visits of experts: the list, the page of one, and what officers enter.

mod enter;
mod fact;

use std::collections::BTreeMap;

use jiff::civil::Date;
use kelisim_domain::commitment::Commitment;
use kelisim_domain::id::{QuotaLineId, SourceId, UserId, VisitId};
use kelisim_domain::party::PartyCode;
use kelisim_domain::programme::visit::{Direction, ExpertVisit, State};
use kelisim_domain::quota::LineShown;
use kelisim_domain::source::Source;
use kelisim_store::reading::Kind;
use kelisim_store::visit::VisitFilter;

use crate::context::{Actor, Context};
use crate::lookup::{last_day, read_all, scope_with, several};
use crate::scan::Scan;
use crate::source::{cited, visible};
use crate::{AppError, Result};

pub use crate::typed::WithdrawForm;
pub use enter::{DescribeForm, describe, enter, lines};
pub use fact::{
    AgreeForm, CountForm, DoneForm, ExpertForm, JudgeForm, OperateForm, PermitForm, ReportForm,
    StepForm, agree, count, done, expert, judge, operate, permit, publish, report, step, withdraw,
};
pub use kelisim_store::reading::DayCursor as Cursor;

/// Which visits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// With this partner.
    pub partner: Option<PartyCode>,
    /// Which way.
    pub direction: Option<Direction>,
    /// That stand here.
    pub state: Option<State>,
}

/// A part of a list.
#[derive(Debug, Clone)]
pub struct List {
    /// The visits, the one that begins last first.
    pub visits: Vec<ExpertVisit>,
    /// Where the list goes on.
    pub next: Option<Cursor>,
}

/// Visits the actor may see, `limit` at a time. A visitor sees what is public in all registries.
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
    // What stands for the house may stand otherwise for everybody: the state is computed from what the reader sees.
    let open = matches!(ctx.actor, Actor::Public);
    let filter = VisitFilter {
        direction: wanted.direction,
        state: if open { None } else { wanted.state },
        ahead: false,
    };
    let scope = scope_with(ctx, wanted.partner.as_ref()).await?;
    let fits = |it: &ExpertVisit| wanted.state.is_none_or(|state| it.state() == state);
    let scan = Scan { after, limit, computed: open && wanted.state.is_some() };
    let (visits, next) = scan
        .run(
            ctx,
            |after, page| ctx.store().visits(&scope, &filter, last_day(), after, page),
            |it: &ExpertVisit| Cursor { day: it.starts_on(), id: it.id.uuid() },
            |it| Some(seen(ctx, it)).filter(fits),
        )
        .await?;
    Ok(List { visits, next })
}

/// Visits of which something is still to come, as far as the actor may see them.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn ahead(ctx: &Context<'_>, limit: i64) -> Result<Vec<ExpertVisit>> {
    let filter = VisitFilter { ahead: true, ..VisitFilter::default() };
    let rows = ctx.store().visits(&ctx.scope(), &filter, last_day(), None, limit).await?;
    Ok(read_all::<ExpertVisit>(ctx, rows).await?.iter().map(|it| seen(ctx, it)).collect())
}

/// What the actor may see of a visit: those of the two sides everything, a visitor what rests on passages.
pub(crate) fn seen(ctx: &Context<'_>, it: &ExpertVisit) -> ExpertVisit {
    match &ctx.actor {
        Actor::Public => it.published(),
        Actor::User(_) | Actor::System => it.clone(),
    }
}

/// The page of a visit.
#[derive(Debug, Clone)]
pub struct Page {
    /// What the actor may see of it.
    pub visit: ExpertVisit,
    /// The promise it belongs to, as far as the actor may see it.
    pub commitment: Option<Commitment>,
    /// The line whose place it takes, as far as the actor may see it.
    pub line: Option<LineShown>,
    /// Sources of everything on the page.
    pub sources: BTreeMap<SourceId, Source>,
    /// Who entered what, as far as the actor may know them.
    pub writers: BTreeMap<UserId, String>,
}

/// The page of a visit, as known on a day (now, when none is given).
///
/// # Errors
/// [`AppError::NotFound`] when it is not there, belongs to another registry or partner, or was not yet known.
pub async fn page(ctx: &Context<'_>, id: VisitId, known_on: Option<Date>) -> Result<Page> {
    ctx.authorise_reading()?;
    let day = known_on.unwrap_or_else(last_day);
    let it: ExpertVisit = crate::lookup::one(ctx, Kind::Visit, id.uuid(), day).await?;
    let d = &it.description;
    if !visible(ctx, d.registry, &d.partner, it.public) {
        return Err(AppError::NotFound);
    }
    around(ctx, seen(ctx, &it), day).await
}

/// What stands around a visit.
async fn around(ctx: &Context<'_>, it: ExpertVisit, day: Date) -> Result<Page> {
    let d = &it.description;
    let promise = d.commitment.into_iter().collect();
    let line =
        several::<LineShown>(ctx, Kind::QuotaLine, d.line.map(QuotaLineId::uuid), day).await?;
    let open = |line: &LineShown| {
        visible(ctx, line.description.registry, &line.description.partner, line.public)
    };
    let sources = it.quotations().map(|(_, quotation)| quotation.source).collect();
    let writers = it.facts.iter().filter_map(|said| said.meta.actor).collect();
    Ok(Page {
        commitment: crate::lookup::commitments(ctx, promise, day).await?.into_values().next(),
        line: line.into_iter().find(open).map(LineShown::shared),
        sources: cited(ctx, sources).await?,
        writers: crate::lookup::colleagues(ctx, writers).await?,
        visit: it,
    })
}
