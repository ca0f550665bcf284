//! An application that is not sent: work in hand, kept as it is typed, one for each call.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kelisim_domain::Refusal;
use kelisim_domain::id::{CallId, PieceId};
use kelisim_domain::programme::application::Application;
use kelisim_domain::programme::call::Stage as CallStage;
use kelisim_store::application::{Piece, PieceKind};
use serde::{Deserialize, Serialize};

use super::desk::{ProfileForm, profile};
use super::{applicant, open, published, seal};
use crate::context::Context;
use crate::{AppError, Result};

/// Most choices, answers or documents of one draft: more than any call has.
const MOST: usize = 200;
/// Longest list of a team, in bytes.
const LONGEST_TEAM: usize = 12_000;

/// What is typed into an application.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftForm {
    /// Who applies.
    pub person: ProfileForm,
    /// Answers by the code of the question, as typed.
    pub answers: BTreeMap<String, String>,
    /// Numbers of seats, the one wanted most first.
    pub choices: Vec<u32>,
    /// The own document for each document of the call, by its number.
    pub documents: BTreeMap<u32, PieceId>,
    /// Codes of the countries consented to.
    pub consents: Vec<String>,
    /// Who goes along, one on each line, where a team applies as one.
    pub team: String,
}

/// A draft as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The call.
    pub call: CallId,
    /// When it was begun: only what was begun before the close can be sent within the grace.
    pub begun_at: Timestamp,
    /// What stands in it.
    pub form: DraftForm,
    /// Its revision; 0 while nothing is kept.
    pub revision: i64,
    /// When it was last written.
    pub written_at: Timestamp,
}

/// What came of keeping a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// It is kept under this revision.
    Under(i64),
    /// Another tab was faster: this stands there now. Nothing of it was written over.
    Conflict(Box<Draft>),
}

#[derive(Serialize, Deserialize)]
struct Inside {
    call: CallId,
    begun_at: Timestamp,
    form: DraftForm,
}

pub(super) fn id_of(who: kelisim_domain::id::UserId, call: CallId) -> PieceId {
    PieceId::new(Application::id_of(who, call).uuid())
}

pub(super) fn read(ctx: &Context<'_>, piece: &Piece) -> Result<Option<Draft>> {
    if piece.kind != PieceKind::Draft {
        return Ok(None);
    }
    let inside: Option<Inside> = open(ctx, piece.applicant, &piece.sealed)?;
    Ok(inside.map(|inside| Draft {
        call: inside.call,
        begun_at: inside.begun_at,
        form: inside.form,
        revision: piece.revision,
        written_at: piece.written_at,
    }))
}

/// All drafts of the applicant who asks.
pub(super) async fn all(ctx: &Context<'_>) -> Result<Vec<Draft>> {
    let who = applicant(ctx)?.id;
    let mut drafts = Vec::new();
    for piece in ctx.store().pieces(who).await? {
        drafts.extend(read(ctx, &piece)?);
    }
    Ok(drafts)
}

/// The draft that is kept; nothing when there is none.
pub(super) async fn kept(ctx: &Context<'_>, call: CallId) -> Result<Option<Draft>> {
    let who = applicant(ctx)?.id;
    match ctx.store().piece(who, id_of(who, call)).await? {
        Some(piece) => read(ctx, &piece),
        None => Ok(None),
    }
}

/// The draft of an application to a call; one that is not kept yet is filled in from the profile, unless its owner does
/// not want that.
///
/// # Errors
/// [`AppError::NotFound`] for a call that was not published or is another registry's.
pub async fn draft(ctx: &Context<'_>, call: CallId) -> Result<Draft> {
    let who = applicant(ctx)?;
    let it = published(ctx, call).await?;
    if it.description.registry != who.registry {
        return Err(AppError::NotFound);
    }
    if let Some(draft) = kept(ctx, call).await? {
        return Ok(draft);
    }
    let profile = profile(ctx).await?.form;
    let person = if profile.reuse == "1" { profile } else { ProfileForm::default() };
    let form = DraftForm { person, ..DraftForm::default() };
    Ok(Draft { call, begun_at: ctx.now, form, revision: 0, written_at: ctx.now })
}

/// Keeps a draft as it was typed. It may lack anything; what it lacks is told before it is sent.
///
/// # Errors
/// `call-not-open` for a first draft of a call that takes no applications; `text-too-long`.
pub async fn keep_draft(
    ctx: &Context<'_>,
    call: CallId,
    revision: i64,
    form: &DraftForm,
) -> Result<Kept> {
    let who = applicant(ctx)?;
    let before = draft(ctx, call).await?;
    if before.revision != revision {
        return Ok(Kept::Conflict(Box::new(before)));
    }
    let it = published(ctx, call).await?;
    if revision == 0 && it.stage(ctx.now) != CallStage::Open {
        return Err(Refusal::new("call-not-open").into());
    }
    let full = form.choices.len() > MOST
        || form.documents.len() > MOST
        || form.answers.len() > MOST
        || form.consents.len() > MOST
        || form.team.len() > LONGEST_TEAM
        || form.answers.values().chain(&form.consents).any(|text| text.len() > 400);
    if full {
        return Err(Refusal::new("text-too-long").with("max", "400").into());
    }
    let form = DraftForm { person: form.person.tidy()?, ..form.clone() };
    write(ctx, who.id, Inside { call, begun_at: before.begun_at, form }, revision).await
}

/// Writes a draft over the one of a revision.
pub(super) async fn reopened(
    ctx: &Context<'_>,
    who: kelisim_domain::id::UserId,
    call: CallId,
    begun_at: Timestamp,
    form: DraftForm,
) -> Result<()> {
    // One that is there already was begun in another tab: nothing of it is written over.
    write(ctx, who, Inside { call, begun_at, form }, 0).await.map(drop)
}

async fn write(
    ctx: &Context<'_>,
    who: kelisim_domain::id::UserId,
    inside: Inside,
    revision: i64,
) -> Result<Kept> {
    let call = inside.call;
    let piece = Piece {
        id: id_of(who, call),
        applicant: who,
        kind: PieceKind::Draft,
        sealed: seal(ctx, who, &inside)?,
        file: None,
        revision: revision + 1,
        written_at: ctx.now,
    };
    if ctx.store().write_piece(&piece, None).await? {
        return Ok(Kept::Under(piece.revision));
    }
    let there = kept(ctx, call).await?.ok_or(AppError::Stale)?;
    Ok(Kept::Conflict(Box::new(there)))
}

/// Throws the own draft of a call away.
///
/// # Errors
/// [`AppError::NotFound`] when there is none.
pub async fn discard(ctx: &Context<'_>, call: CallId) -> Result<()> {
    let who = applicant(ctx)?.id;
    let gone = ctx.store().drop_piece(who, id_of(who, call), false).await?;
    if gone { Ok(()) } else { Err(AppError::NotFound) }
}
