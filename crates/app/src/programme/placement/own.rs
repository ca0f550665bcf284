//! What an applicant sees of the own place, and answers.

use kelisim_domain::id::ApplicationId;
use kelisim_domain::programme::application::Application;
use kelisim_domain::programme::call::Call;
use kelisim_domain::programme::placement::{Due, Placement, RULES, Said, Step, Who, rule};
use kelisim_domain::text::Language;
use kelisim_store::reading::Kind;

use super::step::{StepForm, write};
use crate::access::Action;
use crate::context::{Actor, Context};
use crate::lookup::{found, last_day, latest};
use crate::typed::Typed;
use crate::{AppError, Result};

/// An own place.
#[derive(Debug, Clone)]
pub struct Own {
    /// The call.
    pub call: Call,
    /// What became of it.
    pub placement: Placement,
    /// Who acts next, and by when.
    pub due: Option<Due>,
    /// What the applicant can do now.
    pub steps: Vec<Step>,
}

/// The applicant's own application; not found for everybody else.
pub(super) async fn owned(ctx: &Context<'_>, id: ApplicationId) -> Result<Application> {
    ctx.authorise(Action::Apply)?;
    let it: Application = latest(ctx, Kind::Application, id.uuid()).await?;
    match &ctx.actor {
        Actor::User(who) if who.id == it.description.applicant => Ok(it),
        _ => Err(AppError::NotFound),
    }
}

/// What became of an own application after the run; nothing while no place was offered for it.
///
/// # Errors
/// [`AppError::NotFound`] for another person's; [`AppError::Forbidden`] for whoever is no applicant.
pub async fn own(ctx: &Context<'_>, id: ApplicationId) -> Result<Option<Own>> {
    let it = owned(ctx, id).await?;
    let d = &it.description;
    let placement = Placement::of(d.call, d.receipt.as_str());
    let placement = found(ctx, Kind::Placement, placement.uuid(), last_day()).await?;
    let Some(placement): Option<Placement> = placement else { return Ok(None) };
    let call: Call = latest(ctx, Kind::Call, d.call.uuid()).await?;
    let call = call.published().ok_or(AppError::NotFound)?;
    let theirs = RULES.iter().filter(|rule| rule.who.contains(&Who::Applicant));
    let steps = theirs.filter(|rule| placement.allows(rule, ctx.now)).map(|rule| rule.step);
    Ok(Some(Own { due: placement.due(ctx.now), steps: steps.collect(), call, placement }))
}

/// Answers an offer, or makes another step that is the applicant's.
///
/// # Errors
/// [`AppError::NotFound`] for another person's, and for a step that is not an applicant's; what the rule says, such as
/// `placement-too-late`; [`AppError::Stale`].
pub async fn answer(
    ctx: &Context<'_>,
    id: ApplicationId,
    version: i64,
    language: Language,
    step: Step,
    form: &StepForm,
) -> Result<()> {
    let own = own(ctx, id).await?.ok_or(AppError::NotFound)?;
    if !rule(step).is_some_and(|rule| rule.who.contains(&Who::Applicant)) {
        return Err(AppError::NotFound);
    }
    let mut typed = Typed::default();
    // Of the form only what an appeal is about counts here; the day is today.
    let form = StepForm { ground: form.ground.clone(), ..StepForm::default() };
    let said = form.read(ctx, &mut typed, language, step);
    let said = Said { by: Some(Who::Applicant), ..typed.all1(said)? };
    write(ctx, &own.call, &own.placement, version, step, said).await
}
