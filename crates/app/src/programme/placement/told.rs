//! Who is told of a step: the candidate, where the code is the receipt of an application; officers, where the step is not theirs.

use kelisim_domain::id::UserId;
use kelisim_domain::notice::Subject;
use kelisim_domain::programme::application::{Application, ReceiptNumber};
use kelisim_domain::programme::call::Call;
use kelisim_domain::programme::placement::Placement;
use kelisim_domain::user::Role;
use kelisim_store::application::ApplicationFilter;
use kelisim_store::notice::Notice;
use kelisim_store::reading::Scope;

use crate::Result;
use crate::context::{Actor, Context};
use crate::lookup::read_all;
use crate::notice::{Told, officers};

/// The application whose receipt a code is; nothing for the number of a paper file.
pub(super) async fn application(
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

/// The notices of a step that brings a placement to a version.
pub(super) async fn of(
    ctx: &Context<'_>,
    call: &Call,
    it: &Placement,
    subject: Subject,
    version: i64,
) -> Result<Vec<Notice>> {
    let Some(title) = call.terms().map(|terms| terms.title.clone()) else { return Ok(Vec::new()) };
    let by_applicant = matches!(&ctx.actor, Actor::User(who) if who.role == Role::Applicant);
    if by_applicant {
        let to: Vec<UserId> = officers(ctx, it.description.registry).await?;
        let told = Told { to, subject, title: &title };
        return told.of::<Placement>(ctx, it.id.into(), version);
    }
    let Some(own) = application(ctx, call, &it.description.code).await? else {
        return Ok(Vec::new());
    };
    let told = Told { to: vec![own.description.applicant], subject, title: &title };
    // The page of the application shows what became of it.
    told.of::<Application>(ctx, own.id.into(), version)
}
