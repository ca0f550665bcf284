//! Who is told of a step of a run: officers, of what waits for a second person, of the result; the host's side, of answers
//! that its director is to sign.

use kelisim_domain::notice::Subject;
use kelisim_domain::programme::call::Call;
use kelisim_domain::programme::run::{Event, Run};
use kelisim_store::notice::Notice;

use crate::Result;
use crate::context::Context;
use crate::growing::Growing;
use crate::notice::{Told, officers, people_of};

/// The notices of an event that brings a run to the version it has now.
pub(super) async fn of(
    ctx: &Context<'_>,
    call: &Call,
    run: &Growing<Run>,
    event: &Event,
) -> Result<Vec<Notice>> {
    let subject = match event {
        Event::Answered { .. } => Subject::HostAnswersToSign,
        Event::AnswersSigned { .. } => Subject::HostAnswersSigned,
        Event::Brought { .. } => Subject::RunListWaits,
        Event::Computed { .. } | Event::Signed { .. } => Subject::RunToSign,
        Event::Released { .. } => Subject::RunReleased,
        _ => return Ok(Vec::new()),
    };
    let Some(title) = call.terms().map(|terms| terms.title.clone()) else { return Ok(Vec::new()) };
    let d = &call.description;
    let to = match event {
        Event::Answered { .. } => people_of(ctx, d.registry, &d.partner).await?,
        _ => officers(ctx, d.registry).await?,
    };
    // The page of the call leads on to its run.
    Told { to, subject, title: &title }.of::<Call>(ctx, call.id.into(), run.version())
}
