//! What the host's side sees of the places it gives, and the steps it enters itself.
//!
//! People of the call's partner see all its stays; people of one hospital see those at that hospital. To everybody else, and to
//! another hospital, a stay does not exist.

use std::collections::BTreeSet;

use kelisim_domain::id::{ApplicationId, PlacementId};
use kelisim_domain::party::PartyCode;
use kelisim_domain::programme::call::{Call, State};
use kelisim_domain::programme::placement::{Due, Placement, RULES, Said, Step, Who, rule};
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::text::Language;
use kelisim_domain::user::Role;
use kelisim_store::call::CallFilter;
use kelisim_store::reading::{DayCursor, Kind, Scope};

use super::step::{StepForm, write};
use super::{all_of, told};
use crate::access::Action;
use crate::context::{Actor, Context, Signed};
use crate::lookup::{last_day, latest, read_all};
use crate::typed::Typed;
use crate::{AppError, Result};

/// Calls read at a time.
const PART: i64 = 200;

/// A stay as the host's side sees it.
#[derive(Debug, Clone)]
pub struct Stay {
    /// The call.
    pub call: Call,
    /// What became of the place.
    pub placement: Placement,
    /// Who acts next, and by when.
    pub due: Option<Due>,
    /// Steps that the host can enter now.
    pub steps: Vec<Step>,
    /// The application whose receipt the code is, where the host's side may read it.
    pub application: Option<ApplicationId>,
}

/// Whoever acts for the host's side.
fn host<'c>(ctx: &'c Context<'_>) -> Result<&'c Signed> {
    ctx.authorise(Action::VerifyApplications)?;
    match &ctx.actor {
        Actor::User(who) if who.role == Role::Partner => Ok(who),
        _ => Err(AppError::Forbidden),
    }
}

/// The host of a placement's place.
pub(super) fn host_of<'a>(call: &'a Call, it: &Placement) -> Option<&'a PartyCode> {
    let place = it.place.as_ref()?;
    let seat = call.terms()?.seats.iter().find(|seat| seat.number == place.seat)?;
    Some(&seat.what.host)
}

/// Whether a placement is of a host somebody acts for: that of the partner, or of the one hospital.
fn theirs(who: &Signed, call: &Call, it: &Placement) -> bool {
    let d = &it.description;
    it.given > 0
        && who.registry == d.registry
        && (who.partners.contains(&d.partner)
            || host_of(call, it).is_some_and(|host| who.partners.contains(host)))
}

fn seen(
    ctx: &Context<'_>,
    call: &Call,
    placement: Placement,
    application: Option<ApplicationId>,
) -> Stay {
    let own = RULES.iter().filter(|rule| rule.who.contains(&Who::Host));
    let steps = own.filter(|rule| placement.allows(rule, ctx.now)).map(|rule| rule.step).collect();
    Stay { due: placement.due(ctx.now), steps, application, call: call.clone(), placement }
}

/// Published calls of the registry at which somebody acts for a host.
async fn calls(ctx: &Context<'_>, registry: RegistryCode, of: &[PartyCode]) -> Result<Vec<Call>> {
    let scope = Scope { registry: Some(registry), partners: None, public_only: false };
    let filter = CallFilter { state: Some(State::Published), ..CallFilter::default() };
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let bodies = ctx.store().calls(&scope, &filter, last_day(), after, PART).await?;
        let whole = i64::try_from(bodies.len()).unwrap_or(i64::MAX) < PART;
        let part: Vec<Call> = read_all(ctx, bodies).await?;
        after = part.last().map(|last| DayCursor { day: last.closes_on(), id: last.id.uuid() });
        all.extend(part.into_iter().filter(|call| {
            let hosts: BTreeSet<&PartyCode> =
                call.terms().into_iter().flat_map(|t| &t.seats).map(|s| &s.what.host).collect();
            of.contains(&call.description.partner) || hosts.iter().any(|host| of.contains(host))
        }));
        if whole {
            return Ok(all);
        }
    }
}

/// All stays of the hosts somebody acts for, call by call, in the order of the candidates' codes, which are drawn.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever does not act for a host.
pub async fn stays(ctx: &Context<'_>) -> Result<Vec<Stay>> {
    let who = host(ctx)?;
    let mut all = Vec::new();
    for call in calls(ctx, who.registry, &who.partners).await? {
        for it in all_of(ctx, &call).await? {
            if theirs(who, &call, &it) {
                let application = None;
                all.push(seen(ctx, &call, it, application));
            }
        }
    }
    Ok(all)
}

async fn found(ctx: &Context<'_>, id: PlacementId) -> Result<(Call, Placement)> {
    let who = host(ctx)?;
    let it: Placement = latest(ctx, Kind::Placement, id.uuid()).await?;
    let call: Call = latest(ctx, Kind::Call, it.description.call.uuid()).await?;
    if !theirs(who, &call, &it) {
        return Err(AppError::NotFound);
    }
    let call = call.published().ok_or(AppError::NotFound)?;
    Ok((call, it))
}

/// One stay.
///
/// # Errors
/// [`AppError::NotFound`] for another host's; [`AppError::Forbidden`] for whoever does not act for a host.
pub async fn stay(ctx: &Context<'_>, id: PlacementId) -> Result<Stay> {
    let (call, it) = found(ctx, id).await?;
    let partner = host(ctx)?.partners.contains(&it.description.partner);
    let application = match partner {
        true => told::application(ctx, &call, &it.description.code).await?,
        false => None,
    };
    let application = application.filter(|own| own.host.is_some()).map(|own| own.id);
    Ok(seen(ctx, &call, it, application))
}

/// The host enters a step of its own, which stays marked as reported by the host.
///
/// # Errors
/// [`AppError::NotFound`] for another host's stay, and for a step that the table does not give the host; what the rule of the step
/// says; each field that does not fit; [`AppError::Stale`].
pub async fn report(
    ctx: &Context<'_>,
    id: PlacementId,
    version: i64,
    language: Language,
    step: Step,
    form: &StepForm,
) -> Result<()> {
    let (call, it) = found(ctx, id).await?;
    if !rule(step).is_some_and(|rule| rule.who.contains(&Who::Host)) {
        return Err(AppError::NotFound);
    }
    let mut typed = Typed::default();
    let said = form.read(ctx, &mut typed, language, step);
    let said = Said { by: Some(Who::Host), ..typed.all1(said)? };
    write(ctx, &call, &it, version, step, said).await
}
