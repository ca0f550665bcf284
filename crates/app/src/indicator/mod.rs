//! Indicators: the list, the page of one with its series, and what officers enter.
//!
//! Reported figures belong to the indicator of their registry that has their code; a code that nobody defined yet is
//! told, so that it can be.

mod enter;

use std::collections::BTreeMap;

use jiff::civil::Date;
use kelisim_domain::Refusal;
use kelisim_domain::id::{IndicatorId, SourceId, UserId};
use kelisim_domain::indicator::{Definition, Indicator, Periodicity};
use kelisim_domain::observation::{Description, Measure, Observation};
use kelisim_domain::party::PartyCode;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::source::Source;
use kelisim_domain::topic::Unit;
use kelisim_domain::user::Role;
use kelisim_store::indicator::IndicatorFilter;
pub use kelisim_store::indicator::Undefined;
use kelisim_store::reading::{Kind, Scope};

use crate::access::Action;
use crate::context::{Actor, Context};
use crate::lookup::{last_day, read_all};
use crate::scan::Scan;
use crate::source::cited;
use crate::typed::Typed;
use crate::{AppError, Result};

pub use crate::typed::WithdrawForm;
pub use enter::{
    DefineForm, DescribeForm, MethodForm, define, describe, method, publish, withdraw,
};
pub use kelisim_store::reading::DayCursor as Cursor;

/// Which indicators.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Owned by this party.
    pub owner: Option<PartyCode>,
    /// Counted in this unit.
    pub unit: Option<Unit>,
    /// Reported this often.
    pub periodicity: Option<Periodicity>,
    /// Defined for this country.
    pub geography: Option<PartyCode>,
}

/// A part of a list.
#[derive(Debug, Clone)]
pub struct List {
    /// The indicators, the one of which something became known last first.
    pub indicators: Vec<Indicator>,
    /// Where the list goes on.
    pub next: Option<Cursor>,
}

/// Most figures that one series page reads.
const FIGURES: i64 = 2_000;
/// Most codes without a definition that are told.
const UNDEFINED: i64 = 100;

/// Indicators the actor may see, `limit` at a time. A visitor sees what is public in all registries, a partner what is
/// public in the registry: an indicator concerns no single partner.
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
    let names = crate::lookup::directory(ctx).await?;
    let same = &names.same;
    let filter = IndicatorFilter {
        owners: wanted.owner.as_ref().map(|owner| same.codes(owner)),
        unit: wanted.unit,
        periodicity: wanted.periodicity,
        measure: None,
    };
    let scope = scope(ctx);
    let scan = Scan { after, limit, computed: wanted.geography.is_some() };
    let there = |it: &Indicator| {
        let named = &it.definition.geography;
        let at = wanted.geography.as_ref().map(|at| same.of(at));
        at.is_none_or(|at| named.is_empty() || named.contains(at))
    };
    let (indicators, next) = scan
        .run(
            ctx,
            |after, page| ctx.store().indicators(&scope, &filter, last_day(), after, page),
            |it: &Indicator| Cursor { day: it.moved_on(), id: it.id.uuid() },
            |it| Some(it.clone()).filter(there),
        )
        .await?;
    Ok(List { indicators, next })
}

fn scope(ctx: &Context<'_>) -> Scope {
    let scope = ctx.scope();
    let open = scope.public_only || scope.partners.is_some();
    Scope { partners: None, public_only: open, ..scope }
}

/// Whether the actor may see an indicator.
pub(crate) fn visible(ctx: &Context<'_>, it: &Indicator) -> bool {
    match &ctx.actor {
        Actor::System => true,
        Actor::Public => it.public,
        Actor::User(user) => match user.role {
            Role::Applicant => it.public,
            Role::Partner => it.public && user.registry == it.definition.registry,
            _ => user.registry == it.definition.registry,
        },
    }
}

/// Codes that figures have and no indicator defines, as far as the actor may see the figures.
///
/// # Errors
/// When the actor may not, or the store cannot be read.
pub async fn undefined(ctx: &Context<'_>) -> Result<Vec<Undefined>> {
    let registry = ctx.registry()?;
    ctx.authorise_on(Action::KeepRecord, registry, None)?;
    Ok(ctx.store().undefined(&ctx.scope(), UNDEFINED).await?)
}

/// The page of an indicator.
#[derive(Debug, Clone)]
pub struct Page {
    /// The indicator.
    pub indicator: Indicator,
    /// What was reported of it, as far as the actor may see it, the newest period first.
    pub figures: Vec<Observation>,
    /// Whether there are more figures than are read at once.
    pub more: bool,
    /// Sources of everything on the page.
    pub sources: BTreeMap<SourceId, Source>,
    /// Who entered what, as far as the actor may know them.
    pub writers: BTreeMap<UserId, String>,
}

/// An indicator the actor may see.
///
/// # Errors
/// [`AppError::NotFound`] when it is not there, or not for the actor.
pub async fn one(ctx: &Context<'_>, id: IndicatorId) -> Result<Indicator> {
    at(ctx, id, last_day()).await
}

async fn at(ctx: &Context<'_>, id: IndicatorId, day: Date) -> Result<Indicator> {
    let it: Indicator = crate::lookup::one(ctx, Kind::Indicator, id.uuid(), day).await?;
    if visible(ctx, &it) { Ok(it) } else { Err(AppError::NotFound) }
}

/// The page of an indicator, as known on a day (now, when none is given).
///
/// # Errors
/// [`AppError::NotFound`] when it is not there, not for the actor, or was not yet defined.
pub async fn page(ctx: &Context<'_>, id: IndicatorId, known_on: Option<Date>) -> Result<Page> {
    ctx.authorise_reading()?;
    let day = known_on.unwrap_or_else(last_day);
    let it = at(ctx, id, day).await?;
    let d = &it.definition;
    let rows = ctx
        .store()
        .figures_of(&ctx.scope(), d.registry, d.measure.as_str(), day, FIGURES + 1)
        .await?;
    let mut figures: Vec<Observation> = read_all(ctx, rows).await?;
    let most = usize::try_from(FIGURES).unwrap_or(usize::MAX);
    let more = figures.len() > most;
    figures.truncate(most);
    let said = figures.iter().flat_map(|it| it.values.iter().map(|v| v.what.quotation.source));
    let own = it.quotations().map(|(_, quotation)| quotation.source);
    let sources = cited(ctx, said.chain(own).collect()).await?;
    let writers = it.metas().filter_map(|meta| meta.actor).collect();
    Ok(Page {
        writers: crate::lookup::colleagues(ctx, writers).await?,
        indicator: it,
        figures,
        more,
        sources,
    })
}

/// The indicator of a registry with this code, when somebody defined it and the actor may see it.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_measure(
    ctx: &Context<'_>,
    registry: RegistryCode,
    measure: &Measure,
) -> Result<Option<Indicator>> {
    let scope = Scope { registry: Some(registry), ..scope(ctx) };
    let filter =
        IndicatorFilter { measure: Some(measure.as_str().to_owned()), ..Default::default() };
    let rows = ctx.store().indicators(&scope, &filter, last_day(), None, 1).await?;
    Ok(read_all::<Indicator>(ctx, rows).await?.into_iter().find(|it| visible(ctx, it)))
}

/// What is said of a figure that is booked: it fits the definition of its code, where there is one.
///
/// Rule: one code is counted in one unit and in the countries it is defined for; else two numbers that cannot be
/// compared would stand under one name.
pub(crate) fn check(typed: &mut Typed, definition: &Definition, figure: &Description) {
    if figure.unit != definition.unit {
        typed.refuse(
            Refusal::of("unit", "figure-unit-of-indicator").with("unit", definition.unit.code()),
        );
    }
    if !definition.geography.is_empty() && !definition.geography.contains(&figure.subject) {
        let named: Vec<_> = definition.geography.iter().map(ToString::to_string).collect();
        typed.refuse(
            Refusal::of("subject", "figure-outside-indicator").with("named", named.join(", ")),
        );
    }
}

/// The definitions of a registry by their codes.
pub(crate) async fn definitions(
    ctx: &Context<'_>,
    registry: RegistryCode,
) -> Result<BTreeMap<Measure, Definition>> {
    let scope = Scope { registry: Some(registry), ..scope(ctx) };
    let rows = ctx
        .store()
        .indicators(&scope, &IndicatorFilter::default(), last_day(), None, 5_000)
        .await?;
    let all = read_all::<Indicator>(ctx, rows).await?.into_iter();
    Ok(all.map(|it| (it.definition.measure.clone(), it.definition)).collect())
}
