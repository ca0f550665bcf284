//! Work on a run that takes long: done beside the requests, told while it lasts.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use kelisim_domain::Refusal;
use kelisim_domain::id::CallId;
use kelisim_domain::programme::run::Run;
use tokio::sync::oneshot;

use crate::context::Context;
use crate::under_way::Under;
use crate::{AppError, Result};

/// What is being done, with the context it is done in.
pub(super) type Doing<'a> = Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>>;

/// Does something to the run of a call. It goes on when this request is long answered: the answer waits for it at most
/// `patience`, after which the page of the run tells how far it has come ([`Page::progress`](super::Page)) and what came
/// of it. Whoever asks again meanwhile begins nothing.
///
/// # Errors
/// What the work says within `patience`.
pub(super) async fn beside_requests(
    ctx: &Context<'_>,
    id: CallId,
    patience: Duration,
    work: impl for<'a> FnOnce(Context<'a>, Arc<Under>) -> Doing<'a> + Send + 'static,
) -> Result<()> {
    let Some(busy) = ctx.app.under_way.begin(Run::of(id).uuid()) else { return Ok(()) };
    let (app, actor) = (ctx.app.clone(), ctx.actor.clone());
    let now = ctx.now;
    let (tell, told) = oneshot::channel();
    tokio::spawn(async move {
        let mut ctx = app.context(actor);
        ctx.now = now;
        let done = work(ctx, Arc::clone(&busy.under)).await;
        drop(busy);
        // Whoever still waits is answered; else the page of the run says it.
        if let Err(Err(error)) = tell.send(done) {
            app.under_way.failed(Run::of(id).uuid(), trouble(id, &error));
        }
    });
    match tokio::time::timeout(patience, told).await {
        Ok(Ok(done)) => done,
        Ok(Err(error)) => Err(AppError::internal("long work on a run", error)),
        Err(_) => Ok(()),
    }
}

/// What the page of the run says of work that came to nothing.
fn trouble(id: CallId, error: &AppError) -> Vec<Refusal> {
    match error {
        AppError::Refused(refusals) => refusals.clone(),
        AppError::Stale => vec![Refusal::new("run-moved-on")],
        _ => {
            tracing::error!(call.id = %id, %error, "long work on a run failed");
            vec![Refusal::new("run-work-failed")]
        }
    }
}
