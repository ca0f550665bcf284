//! What is read of placements: the list of a call, one with its history, and what everybody learns.

use std::collections::BTreeMap;

use kelisim_domain::id::{ApplicationId, CallId, PlacementId, UserId};
use kelisim_domain::programme::call::Call;
use kelisim_domain::programme::placement::outcome::{self, Shown};
use kelisim_domain::programme::placement::{
    Due, DutyState, Placement, Pool, RULES, Stage, Step, pools,
};
use kelisim_store::reading::Kind;

use super::{all_of, released, seen, told};
use crate::access::Action;
use crate::context::Context;
use crate::lookup::{colleagues, latest};
use crate::source::visible;
use crate::{AppError, Result};

/// Which placements.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// That stand so.
    pub stage: Option<Stage>,
    /// Whose code begins so.
    pub code: String,
    /// Of this seat.
    pub seat: Option<u32>,
}

/// The placements of a call.
#[derive(Debug, Clone)]
pub struct Board {
    /// The call.
    pub call: Call,
    /// Whether its result is released, or places are given by name.
    pub released: bool,
    /// The placements that fit, in the order of their codes.
    pub placements: Vec<Placement>,
    /// How many there are at each stage, whatever was asked for.
    pub stages: BTreeMap<Stage, u64>,
    /// How many deadlines passed without an answer.
    pub overdue: u64,
    /// Where the places of each seat are.
    pub pools: BTreeMap<u32, Pool>,
}

/// The placements of a call, for people of the house.
///
/// # Errors
/// [`AppError::Forbidden`] for everybody else; [`AppError::NotFound`] for another registry's call.
pub async fn board(ctx: &Context<'_>, id: CallId, wanted: &Wanted) -> Result<Board> {
    let call = seen(ctx, id).await?;
    let released = call.by_name() || released(ctx, id).await?.is_some();
    let mut all = all_of(ctx, &call).await?;
    let mut stages = BTreeMap::new();
    for it in &all {
        *stages.entry(it.stage).or_default() += 1;
    }
    let overdue = all.iter().filter(|it| it.overdue(ctx.now)).count();
    let overdue = u64::try_from(overdue).unwrap_or(u64::MAX);
    let pools = pools(&call, &all);
    let code = wanted.code.trim().to_uppercase();
    all.retain(|it| {
        wanted.stage.is_none_or(|stage| it.stage == stage)
            && it.description.code.starts_with(&code)
            && wanted
                .seat
                .is_none_or(|seat| it.place.as_ref().is_some_and(|place| place.seat == seat))
    });
    Ok(Board { call, released, placements: all, stages, overdue, pools })
}

/// A placement with its history.
#[derive(Debug, Clone)]
pub struct Page {
    /// The call.
    pub call: Call,
    /// The placement.
    pub placement: Placement,
    /// Who acts next, and by when.
    pub due: Option<Due>,
    /// Steps that the table allows now.
    pub steps: Vec<Step>,
    /// The application whose receipt the code is.
    pub application: Option<ApplicationId>,
    /// Who did what, as far as the actor may know them.
    pub people: BTreeMap<UserId, String>,
}

/// The page of a placement, for people of the house.
///
/// # Errors
/// [`AppError::Forbidden`] for everybody else; [`AppError::NotFound`] for another registry's.
pub async fn page(ctx: &Context<'_>, id: PlacementId) -> Result<Page> {
    ctx.authorise_as(Action::ReadSources, kelisim_domain::token::Scope::ReadPlacements)?;
    let placement: Placement = latest(ctx, Kind::Placement, id.uuid()).await?;
    let d = &placement.description;
    if !visible(ctx, d.registry, &d.partner, false) {
        return Err(AppError::NotFound);
    }
    let call: Call = latest(ctx, Kind::Call, d.call.uuid()).await?;
    let application = told::application(ctx, &call, &d.code).await?.map(|own| own.id);
    let ids = placement.steps.iter().filter_map(|made| made.meta.actor).collect();
    let steps = RULES.iter().filter(|rule| placement.allows(rule, ctx.now)).map(|rule| rule.step);
    Ok(Page {
        due: placement.due(ctx.now),
        steps: steps.collect(),
        people: colleagues(ctx, ids).await?,
        application,
        call,
        placement,
    })
}

/// What became of the places of a call, as everybody may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Places by what became of them; nothing where there are too few to show.
    pub places: Option<Shown<outcome::Outcome>>,
    /// Obligations by where they stand.
    pub duties: Option<Shown<DutyState>>,
}

/// What everybody learns of the outcome of a released call: numbers, no persons, no small numbers. Nothing before the first offer.
///
/// # Errors
/// [`AppError::NotFound`] before the release.
pub async fn outcome(ctx: &Context<'_>, id: CallId) -> Result<Option<Outcome>> {
    ctx.authorise_reading()?;
    released(ctx, id).await?.ok_or(AppError::NotFound)?;
    let call: Call = latest(ctx, Kind::Call, id.uuid()).await?;
    let call = call.published().ok_or(AppError::NotFound)?;
    let all = all_of(ctx, &call).await?;
    if all.iter().all(|it| it.given == 0) {
        return Ok(None);
    }
    Ok(Some(Outcome {
        places: outcome::shown(&outcome::count(&call, &all)),
        duties: outcome::shown(&outcome::duties(&all)),
    }))
}
