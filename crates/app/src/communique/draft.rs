//! Passages marked in a communiqué: drafts, kept as typed.

use kelisim_domain::Refusal;
use kelisim_domain::commitment::Commitment;
use kelisim_domain::id::{DraftId, SourceId};
use kelisim_domain::quotation::Quotation;
use kelisim_domain::source::{Review, Source};
use kelisim_store::reading::{CommitmentFilter, Kind};
use kelisim_store::work::Draft;
use serde::{Deserialize, Serialize};

use crate::access::Action;
use crate::context::Context;
use crate::lookup::{latest, read_all, text};
use crate::proposal::Proposal;
use crate::{AppError, Result};

/// What is typed about a marked passage. Kept as typed, so that nothing is lost.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftForm {
    /// `commitment` or `indicator`.
    pub kind: String,
    /// The passage, by its words.
    pub passage: String,
    /// Where it was marked, as a character offset; empty when typed.
    pub near: String,
    /// Short name of the commitment, or what is measured in words.
    pub title: String,
    /// Code of the topic.
    pub topic: String,
    /// Code of the other side.
    pub partner: String,
    /// Codes of those who owe; empty when the text names nobody.
    pub promisors: String,
    /// Codes of those to whom; empty when the text names nobody.
    pub beneficiaries: String,
    /// Code of the stage.
    pub stage: String,
    /// How much.
    pub quantity: String,
    /// Code of the unit.
    pub unit: String,
    /// Code of the period it repeats over.
    pub per: String,
    /// By when.
    pub deadline: String,
    /// A remark.
    pub note: String,
    /// Id of the commitment this passage restates; empty for a new one.
    pub restates: String,
    /// Code of the measure, for an indicator.
    pub measure: String,
    /// Code of the country the figure holds in.
    pub subject: String,
    /// Code of the country whose people or products are counted.
    pub origin: String,
    /// Period or day the figure holds for.
    pub period: String,
    /// Id of the commitment the figure is held against; empty for none.
    pub against: String,
    /// Id of what it became when confirmed.
    pub became: String,
}

/// A marked passage with what was typed about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// Its id.
    pub id: DraftId,
    /// `open`, `confirmed` or `rejected`.
    pub state: String,
    /// For stale forms.
    pub revision: i64,
    /// The passage.
    pub quotation: Quotation,
    /// What was typed.
    pub form: DraftForm,
    /// What the engine had proposed, when the passage was not marked by a person.
    pub proposal: Option<Proposal>,
}

/// What is kept of a draft.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// What was typed, or proposed and not yet changed.
    #[serde(flatten)]
    pub(crate) form: DraftForm,
    /// What the engine had proposed; absent in what a person marked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) proposal: Option<Proposal>,
}

impl Kept {
    pub(super) fn proposal_of(draft: Option<&Draft>) -> Option<Proposal> {
        serde_json::from_str::<Self>(&draft?.body).ok()?.proposal
    }
}

/// A communiqué under review.
#[derive(Debug, Clone)]
pub struct ReviewPage {
    /// The source.
    pub source: Source,
    /// Its text.
    pub text: String,
    /// Marked passages in order.
    pub marked: Vec<Marked>,
    /// Commitments a passage may restate: the registry's open ones, most pressing first.
    pub open: Vec<Commitment>,
}

/// The page on which a communiqué is read.
///
/// # Errors
/// [`AppError::NotFound`] for another registry's source.
pub async fn review(ctx: &Context<'_>, id: SourceId) -> Result<ReviewPage> {
    let source = load(ctx, id, Action::ReadSources).await?;
    let text = text(ctx, source.text).await?;
    let drafts = ctx.store().drafts(id).await?;
    let marked = drafts.iter().filter_map(|draft| read(draft, &source, &text)).collect();
    let filter = CommitmentFilter { open_only: true, ..CommitmentFilter::default() };
    let day = crate::lookup::last_day();
    let open = ctx.store().commitments(&ctx.scope(), &filter, day, None, 100).await?;
    Ok(ReviewPage { source, text, marked, open: read_all(ctx, open).await? })
}

pub(crate) async fn load(ctx: &Context<'_>, id: SourceId, action: Action) -> Result<Source> {
    ctx.authorise(action)?;
    let source: Source = latest(ctx, Kind::Source, id.uuid()).await?;
    ctx.authorise_on(action, source.description.registry, None)?;
    Ok(source)
}

fn read(draft: &Draft, source: &Source, text: &str) -> Option<Marked> {
    let Kept { form, proposal } = serde_json::from_str(&draft.body).ok()?;
    let quotation = quote(source, text, &form).ok()?;
    Some(Marked {
        proposal,
        id: draft.id,
        state: draft.state.clone(),
        revision: draft.revision,
        quotation,
        form,
    })
}

pub(super) fn quote(
    source: &Source,
    text: &str,
    form: &DraftForm,
) -> std::result::Result<Quotation, Refusal> {
    let near = form.near.trim().parse().ok();
    Quotation::find(source.id, &source.description.language, text, &form.passage, near)
}

/// Marks a passage or changes what was typed about it. `id` is made with the form; `revision` is 0 for a new one.
///
/// Only the passage must be found; whatever else was typed is kept as it is until it is confirmed.
///
/// # Errors
/// A passage that is not found or ambiguous; `review-not-open`; [`AppError::Stale`].
pub async fn mark(
    ctx: &Context<'_>,
    source: SourceId,
    id: DraftId,
    revision: i64,
    form: &DraftForm,
) -> Result<()> {
    let source = load(ctx, source, Action::KeepRecord).await?;
    open_for_review(&source)?;
    let text = text(ctx, source.text).await?;
    let quotation = quote(&source, &text, form)?;
    let there = ctx.store().draft(id).await?;
    if let Some(there) = &there
        && (there.source != source.id || there.state == "confirmed")
    {
        return Err(if there.source == source.id { AppError::Stale } else { AppError::NotFound });
    }
    let kept = Kept { form: form.clone(), proposal: Kept::proposal_of(there.as_ref()) };
    let draft = draft_of(ctx, &source, id, revision + 1, "open", &quotation, kept)?;
    if ctx.store().write_draft(&draft).await? { Ok(()) } else { Err(AppError::Stale) }
}

pub(crate) fn open_for_review(source: &Source) -> Result<()> {
    if source.review == Review::InReview {
        Ok(())
    } else {
        Err(Refusal::new("review-not-open").into())
    }
}

pub(crate) fn draft_of(
    ctx: &Context<'_>,
    source: &Source,
    id: DraftId,
    revision: i64,
    state: &str,
    quotation: &Quotation,
    mut kept: Kept,
) -> Result<Draft> {
    kept.form.near = quotation.start.to_string();
    Ok(Draft {
        id,
        source: source.id,
        registry: source.description.registry,
        author: ctx.user(),
        state: state.to_owned(),
        start: i64::from(quotation.start),
        body: serde_json::to_string(&kept).map_err(|e| AppError::internal("a draft", e))?,
        revision,
        written_at: ctx.now,
    })
}

/// Rejects a marked passage: nothing of it enters the record. It can be opened again.
///
/// # Errors
/// `review-not-open`; [`AppError::Stale`].
pub async fn reject(ctx: &Context<'_>, source: SourceId, id: DraftId, revision: i64) -> Result<()> {
    turn(ctx, source, id, revision, "rejected").await
}

/// Opens a rejected passage again.
///
/// # Errors
/// `review-not-open`; [`AppError::Stale`].
pub async fn reopen(ctx: &Context<'_>, source: SourceId, id: DraftId, revision: i64) -> Result<()> {
    turn(ctx, source, id, revision, "open").await
}

async fn turn(
    ctx: &Context<'_>,
    source: SourceId,
    id: DraftId,
    revision: i64,
    state: &str,
) -> Result<()> {
    let source = load(ctx, source, Action::KeepRecord).await?;
    open_for_review(&source)?;
    let draft = ctx.store().draft(id).await?.filter(|d| d.source == source.id);
    let draft = draft.ok_or(AppError::NotFound)?;
    if draft.state == state {
        return Ok(());
    }
    if draft.state == "confirmed" {
        return Err(AppError::Stale);
    }
    let turned = Draft {
        state: state.to_owned(),
        revision: revision + 1,
        author: ctx.user(),
        written_at: ctx.now,
        ..draft
    };
    if ctx.store().write_draft(&turned).await? { Ok(()) } else { Err(AppError::Stale) }
}
