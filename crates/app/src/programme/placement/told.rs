//! Who is told of a step: the candidate, where the code is the receipt of an application; officers, where the step is not theirs.

use kelisim_domain::id::UserId;
use kelisim_domain::notice::Subject;
use kelisim_domain::programme::application::{Application, ReceiptNumber};
use kelisim_domain::programme::call::Call;
use kelisim_domain::programme::placement::{Placement, Stage, Who};
use kelisim_domain::user::Role;
use kelisim_store::application::ApplicationFilter;
use kelisim_store::notice::Notice;
use kelisim_store::reading::Scope;

use super::host::host_of;
use crate::Result;
use crate::context::{Actor, Context};
use crate::lookup::read_all;
use crate::notice::{Told, officers, people_of};

/// The application whose receipt a code is; nothing for the number of a paper file.
pub(in crate::programme) async fn application(
    ctx: &Context<'_>,
    call: &Call,
    code: &str,
) -> Result<Option<Application>> {
    let Ok(receipt) = code.parse::<ReceiptNumber>() else { return Ok(None) };
    let filter = ApplicationFilter {
        call: Some(call.id),
        receipt: Some(receipt.to_string()),
        ..ApplicationFilter::default()
    };
    let registry = Some(call.description.registry);
    let scope = Scope { registry, partners: None, public_only: false };
    let found = ctx.store().applications(&scope, &filter, None, 1).await?;
    Ok(read_all::<Application>(ctx, found).await?.pop())
}

/// People who act for the host of a placement: those of the partner, and those of the hospital.
pub(in crate::programme) async fn hosts(
    ctx: &Context<'_>,
    call: &Call,
    it: &Placement,
) -> Result<Vec<UserId>> {
    let d = &it.description;
    let mut to = people_of(ctx, d.registry, &d.partner).await?;
    if let Some(host) = host_of(call, it) {
        to.extend(people_of(ctx, d.registry, host).await?);
    }
    Ok(to)
}

/// The notices of a step that brings a placement to a version.
pub(super) async fn of(
    ctx: &Context<'_>,
    call: &Call,
    it: &Placement,
    subject: Subject,
    version: i64,
) -> Result<Vec<Notice>> {
    let Some(title) = call.terms().map(|terms| terms.title.clone()) else { return Ok(Vec::new()) };
    let role = match &ctx.actor {
        Actor::User(who) => Some(who.role),
        Actor::Public | Actor::System => None,
    };
    let mut notices = Vec::new();
    if matches!(role, Some(Role::Applicant | Role::Partner)) {
        let to: Vec<UserId> = officers(ctx, it.description.registry).await?;
        let told = Told { to, subject, title: &title };
        notices.extend(told.of::<Placement>(ctx, it.id.into(), version)?);
    }
    // Whoever accepted is to be invited by the host.
    let answered = subject == Subject::PlaceAnswered && it.stage == Stage::Accepted;
    if answered && it.due(ctx.now).is_some_and(|due| due.who == Who::Host) {
        let to = hosts(ctx, call, it).await?;
        let told = Told { to, subject: Subject::StayToPrepare, title: &title };
        notices.extend(told.of::<Placement>(ctx, it.id.into(), version)?);
    }
    if role == Some(Role::Applicant) {
        return Ok(notices);
    }
    if let Some(own) = application(ctx, call, &it.description.code).await? {
        let told = Told { to: vec![own.description.applicant], subject, title: &title };
        // The page of the application shows what became of it.
        notices.extend(told.of::<Application>(ctx, own.id.into(), version)?);
    }
    Ok(notices)
}
