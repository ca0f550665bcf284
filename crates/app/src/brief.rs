//! The brief on a partner: what a minister takes along, read as of one day.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use kelisim_domain::body::Body;
use kelisim_domain::conflict::{Conflict, ConflictState};
use kelisim_domain::id::SourceId;
use kelisim_domain::journal::seal::Seal;
use kelisim_domain::observation::Observation;
use kelisim_domain::party::PartyCode;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::source::Source;
use kelisim_store::reading::{ObservationFilter, Scope};

use crate::Result;
use crate::access::Action;
use crate::commitment::figures_rest_on;
use crate::context::Context;
use crate::lookup::{last_day, read_all, scope_with};
use crate::overview::{PartnerPage, partner};
use crate::quota::{self, Filter};
use crate::source::cited;

/// Most quota lines of a brief: some years of every promise, not a register.
const LINES: i64 = 60;
/// Most reported figures that are read for it.
const FIGURES: i64 = 200;

/// The brief on a partner.
#[derive(Debug, Clone)]
pub struct Brief {
    /// Whose it is.
    pub registry: RegistryCode,
    /// The day it is of.
    pub day: Date,
    /// Commitments, figures, instruments, projects and bodies with the partner, as on the partner's page.
    pub with: Arc<PartnerPage>,
    /// Quota lines, the latest period first, with the commitments they rest on.
    pub quotas: quota::List,
    /// Reported figures, newest period first.
    pub figures: Vec<Observation>,
    /// Contradictions that are open.
    pub conflicts: Vec<Conflict>,
    /// Sources of everything in it, as far as the actor may know of them.
    pub sources: BTreeMap<SourceId, Source>,
    /// The latest seal of the journal.
    pub seal: Option<Seal>,
}

/// The brief on a partner, as known on a day (now, when none is given).
///
/// # Errors
/// As [`partner`].
pub async fn brief(ctx: &Context<'_>, code: &PartyCode, known_on: Option<Date>) -> Result<Brief> {
    let registry = ctx.registry()?;
    ctx.authorise_on(Action::ReadRecord, registry, Some(code))?;
    let with = partner(ctx, code, known_on).await?;
    let filter = Filter { partner: Some(code.clone()), ..Filter::default() };
    let quotas = quota::list(ctx, &filter, known_on, None, LINES).await?;
    let scope = Scope { registry: Some(registry), ..scope_with(ctx, Some(code)).await? };
    let day = known_on.unwrap_or_else(last_day);
    let figures =
        ctx.store().observations(&scope, ObservationFilter::Any, day, None, FIGURES).await?;
    let is_open = |it: &&Conflict| it.state == ConflictState::Open;
    let conflicts: Vec<Conflict> = with.conflicts.iter().filter(is_open).cloned().collect();
    let mut brief = Brief {
        registry,
        day: known_on.unwrap_or_else(|| ctx.today()),
        quotas,
        figures: read_all(ctx, figures).await?,
        conflicts,
        sources: with.sources.clone(),
        seal: ctx.store().last_seal().await?,
        with,
    };
    let more: BTreeSet<SourceId> =
        quoted(&brief).filter(|id| !brief.sources.contains_key(id)).collect();
    brief.sources.extend(cited(ctx, more.into_iter().collect()).await?);
    Ok(brief)
}

/// The sources of what the partner's page itself does not quote.
fn quoted(brief: &Brief) -> impl Iterator<Item = SourceId> {
    let promised = brief.with.lines.iter().map(|line| &line.commitment);
    let promised = promised.chain(brief.quotas.commitments.values()).flat_map(|it| {
        let said = it.statements.iter().map(|s| s.what.quotation.source);
        let places = it.quotas.iter().map(|q| q.what.quotation.source);
        said.chain(places).chain(it.reports.iter().map(|r| r.what.quotation.source))
    });
    let signed = brief.with.instruments.iter().flat_map(|line| line.instrument.quotations());
    let built = brief.with.projects.iter().flat_map(|line| line.project.quotations());
    let joint = brief.with.bodies.iter().flat_map(Body::quotations);
    let promised = promised.chain(figures_rest_on(&brief.figures));
    let rest = signed.chain(built).chain(joint).map(|(_, q)| q.source);
    promised.chain(rest)
}
