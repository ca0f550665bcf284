//! Who is told of a step of an application: the applicant of what others did; officers and the host's side of what waits for them.

use kelisim_domain::id::UserId;
use kelisim_domain::notice::Subject;
use kelisim_domain::programme::application::{Application, Event};
use kelisim_domain::programme::call::Call;
use kelisim_store::notice::Notice;

use super::published;
use crate::Result;
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::notice::{Told, officers, people_of};

/// Records the one event of an operation and tells of it in the same transaction.
pub(super) async fn record(
    ctx: &Context<'_>,
    growing: Growing<Application>,
    event: &Event,
    subject: Subject,
) -> Result<()> {
    let it = growing.state()?;
    let call = published(ctx, it.description.call).await?;
    let Some(title) = call.terms().map(|terms| terms.title.clone()) else {
        return growing.record(ctx, event, About::TODAY).await;
    };
    let to = to(ctx, it, subject).await?;
    growing.record_and_tell(ctx, event, About::TODAY, Told { to, subject, title: &title }).await
}

/// The notices of an application that was sent again after it was given back.
pub(super) async fn mended(
    ctx: &Context<'_>,
    call: &Call,
    growing: &Growing<Application>,
) -> Result<Vec<Notice>> {
    let it = growing.state()?;
    let Some(title) = call.terms().map(|terms| terms.title.clone()) else { return Ok(Vec::new()) };
    let subject = Subject::ApplicationSent;
    let to = to(ctx, it, subject).await?;
    let told = Told { to, subject, title: &title };
    told.of::<Application>(ctx, it.id.into(), growing.version())
}

/// Whom a subject concerns.
async fn to(ctx: &Context<'_>, it: &Application, subject: Subject) -> Result<Vec<UserId>> {
    let d = &it.description;
    Ok(match subject {
        Subject::ApplicationSent | Subject::ApplicationWithdrawn => {
            officers(ctx, d.registry).await?
        }
        // Officers learn the host's answer, the host learns that something was nominated.
        Subject::ApplicationVerified => {
            [vec![d.applicant], officers(ctx, d.registry).await?].concat()
        }
        Subject::ApplicationNominated => {
            [vec![d.applicant], people_of(ctx, d.registry, &d.partner).await?].concat()
        }
        _ => vec![d.applicant],
    })
}
