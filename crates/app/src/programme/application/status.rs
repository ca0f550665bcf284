//! What a program reads of applications: where each stands. Nothing that is sealed is opened for it.

use jiff::Timestamp;
use kelisim_domain::id::{ApplicationId, CallId};
use kelisim_domain::programme::application::{Application, ReceiptNumber, Stage};
use kelisim_domain::token::Scope;
use kelisim_store::application::ApplicationFilter;
use kelisim_store::reading::Kind;

use super::{PAGE, published};
use crate::access::Action;
use crate::context::Context;
use crate::lookup::{latest, read_all};
use crate::source::visible;
use crate::{AppError, Result};

/// Where an application stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Its id.
    pub id: ApplicationId,
    /// The call.
    pub call: CallId,
    /// The number of its receipt, which is drawn and names nobody.
    pub receipt: ReceiptNumber,
    /// Where it stands now.
    pub stage: Stage,
    /// By when it is to be mended, while it is.
    pub due: Option<Timestamp>,
    /// Whether it was made up for demonstration.
    pub made_up: bool,
    /// Version of its stream.
    pub version: i64,
}

/// A part of a list.
#[derive(Debug, Clone, Default)]
pub struct Statuses {
    /// The applications, in the order of their receipts.
    pub items: Vec<Status>,
    /// Behind which receipt it goes on.
    pub next: Option<ReceiptNumber>,
}

fn status(it: &Application, now: Timestamp) -> Status {
    Status {
        id: it.id,
        call: it.description.call,
        receipt: it.description.receipt.clone(),
        stage: it.stage(now),
        due: it.due,
        made_up: it.description.made_up,
        version: it.version,
    }
}

fn authorise(ctx: &Context<'_>) -> Result<()> {
    ctx.authorise_as(Action::CheckApplications, Scope::ReadApplications)
}

/// Where the applications to a call stand, for the officers of its registry and their programs.
///
/// # Errors
/// [`AppError::NotFound`] for another registry's call; [`AppError::Forbidden`] for everybody else.
pub async fn statuses(
    ctx: &Context<'_>,
    call: CallId,
    stage: Option<Stage>,
    after: Option<&ReceiptNumber>,
    limit: usize,
) -> Result<Statuses> {
    authorise(ctx)?;
    let call = published(ctx, call).await?;
    if !visible(ctx, call.description.registry, &call.description.partner, false) {
        return Err(AppError::NotFound);
    }
    let filter = ApplicationFilter { call: Some(call.id), ..ApplicationFilter::default() };
    let (mut items, mut after) = (Vec::new(), after.map(ToString::to_string));
    loop {
        let page = ctx.store().applications(&ctx.scope(), &filter, after.as_deref(), PAGE).await?;
        let whole = i64::try_from(page.len()).unwrap_or(i64::MAX) < PAGE;
        for it in read_all::<Application>(ctx, page).await? {
            after = Some(it.description.receipt.to_string());
            if stage.is_some_and(|stage| it.stage(ctx.now) != stage) {
                continue;
            }
            if items.len() == limit {
                let next = items.last().map(|last: &Status| last.receipt.clone());
                return Ok(Statuses { items, next });
            }
            items.push(status(&it, ctx.now));
        }
        if whole {
            return Ok(Statuses { items, next: None });
        }
    }
}

/// Where one application stands.
///
/// # Errors
/// As [`statuses`].
pub async fn one_status(ctx: &Context<'_>, id: ApplicationId) -> Result<Status> {
    authorise(ctx)?;
    let it: Application = latest(ctx, Kind::Application, id.uuid()).await?;
    let d = &it.description;
    if visible(ctx, d.registry, &d.partner, false) {
        Ok(status(&it, ctx.now))
    } else {
        Err(AppError::NotFound)
    }
}
