//! The way a sentence becomes a commitment: a communiqué is entered, passages are marked, and a person confirms.
//!
//! A marked passage is a draft: work in hand, kept as typed, never part of the record. Confirming writes the
//! commitment or the figure to the journal and closes the draft in the same transaction. Drafts that the engine
//! proposes ([`crate::proposal`]) are drafts like any other and carry what they rest on.

mod add;
mod confirm;
mod draft;

use std::collections::BTreeSet;

use jiff::civil::Date;
use kelisim_domain::Refusal;
use kelisim_domain::id::{SourceId, StreamId};
use kelisim_domain::quotation::Quotation;
use kelisim_domain::source::{Event, Source};
use kelisim_domain::text::Text4;

use crate::access::Action;
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::lookup::text;
use crate::{AppError, Result};

pub use add::{AddForm, Added, LONGEST, add};
pub use confirm::{Became, confirm};
pub(crate) use confirm::{described, known_parties, stated};
pub use draft::{DraftForm, Marked, ReviewPage, mark, reject, reopen, review};
pub(crate) use draft::{Kept, draft_of, load, open_for_review};

/// Finishes the reading of a communiqué once every passage was decided.
///
/// # Errors
/// `drafts-open` with their number; `review-not-open`; [`AppError::Stale`].
pub async fn finish(ctx: &Context<'_>, id: SourceId, version: i64) -> Result<()> {
    load(ctx, id, Action::KeepRecord).await?;
    let drafts = ctx.store().drafts(id).await?;
    let open = drafts.iter().filter(|d| d.state == "open").count();
    if open > 0 {
        return Err(Refusal::new("drafts-open").with("n", open.to_string()).into());
    }
    turn_review(ctx, id, version, &Event::ReviewFinished).await
}

/// Takes the reading of a source up again.
///
/// # Errors
/// `review-open`; [`AppError::Stale`].
pub async fn take_up(ctx: &Context<'_>, id: SourceId, version: i64) -> Result<()> {
    load(ctx, id, Action::KeepRecord).await?;
    turn_review(ctx, id, version, &Event::ReviewReopened).await
}

async fn turn_review(ctx: &Context<'_>, id: SourceId, version: i64, event: &Event) -> Result<()> {
    let growing = Growing::<Source>::load(ctx, StreamId::from(id)).await?;
    growing.at_version(version)?;
    growing.record(ctx, event, About::TODAY).await
}

/// A passage of any source of the registry, for reports, quotas and conflicts typed outside a review.
///
/// # Errors
/// `source-unknown`; a passage that is not found or ambiguous.
pub(crate) async fn cite(
    ctx: &Context<'_>,
    source: &str,
    passage: &str,
) -> Result<(Quotation, Date)> {
    let unknown = || AppError::from(Refusal::of("source", "source-unknown"));
    let id: SourceId = source.trim().parse().map_err(|_| unknown())?;
    let source = load(ctx, id, Action::ReadSources).await.map_err(|error| match error {
        AppError::NotFound => unknown(),
        other => other,
    })?;
    let text = text(ctx, source.text).await?;
    let language = &source.description.language;
    let quotation = Quotation::find(source.id, language, &text, passage, None)?;
    Ok((quotation, source.known_on()))
}

/// Titles of sources to choose from, newest first.
///
/// # Errors
/// When the actor may not.
pub async fn choices(ctx: &Context<'_>) -> Result<Vec<(SourceId, Text4)>> {
    let (lines, _) = crate::source::list(ctx, None, 200).await?;
    let mut seen = BTreeSet::new();
    Ok(lines
        .into_iter()
        .filter(|line| seen.insert(line.source.id))
        .map(|line| (line.source.id, line.source.description.title))
        .collect())
}
