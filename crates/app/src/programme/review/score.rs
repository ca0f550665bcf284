//! Scoring: what is typed is kept revision by revision until it is given.

use kelisim_domain::Refusal;
use kelisim_domain::id::{PieceId, StreamId, UserId};
use kelisim_domain::programme::review::outcome::score;
use kelisim_domain::programme::review::{Comments, Event, Given, Review, SeatCode};
use kelisim_domain::text::Language;
use kelisim_store::Change;
use kelisim_store::application::{Piece, PieceKind};
use serde::{Deserialize, Serialize};

use super::{Held, held, reviewer, thawed};
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::programme::application::{open, seal};
use crate::typed::Typed;
use crate::{AppError, Result};

/// Names of the fields of scores, in the order of the criteria.
pub const FIELDS: [&str; 30] = [
    "score_1", "score_2", "score_3", "score_4", "score_5", "score_6", "score_7", "score_8",
    "score_9", "score_10", "score_11", "score_12", "score_13", "score_14", "score_15", "score_16",
    "score_17", "score_18", "score_19", "score_20", "score_21", "score_22", "score_23", "score_24",
    "score_25", "score_26", "score_27", "score_28", "score_29", "score_30",
];

/// Longest text that is kept while it is typed.
const LONGEST: usize = 20_000;
/// How often it is tried when the other reviewer writes at the same moment.
const TRIES: usize = 4;

/// What a reviewer types.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScoreForm {
    /// Scores in the order of the criteria.
    pub scores: Vec<String>,
    /// For the applicant.
    pub told: String,
    /// For the management.
    pub inside: String,
    /// Why scores change, where some were given.
    pub why: String,
}

/// What came of keeping a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// It is kept under this revision.
    Under(i64),
    /// Another tab was faster: this stands there now, under this revision. Nothing of it was written over.
    Conflict(Box<ScoreForm>, i64),
}

fn piece_of(who: UserId, code: &SeatCode) -> PieceId {
    PieceId::new(StreamId::named("scores", &format!("{who}/{code}")).uuid())
}

/// What is kept, with its revision.
pub(super) async fn kept(ctx: &Context<'_>, code: &SeatCode) -> Result<Option<(ScoreForm, i64)>> {
    let who = reviewer(ctx)?.id;
    let Some(piece) = ctx.store().piece(who, piece_of(who, code)).await? else { return Ok(None) };
    let form: Option<ScoreForm> = open(ctx, who, &piece.sealed)?;
    Ok(form.map(|form| (form, piece.revision)))
}

/// A seat that can be scored now.
async fn open_seat(ctx: &Context<'_>, code: &SeatCode) -> Result<Held> {
    let held = held(ctx, code).await?;
    if held.ground.is_some() {
        return Err(AppError::NotFound);
    }
    thawed(ctx, held.call.id).await?;
    if held.review.seat(code).is_none_or(|seat| seat.opened.is_none()) {
        return Err(Refusal::new("review-not-opened").into());
    }
    Ok(held)
}

/// Keeps what is typed, right or wrong.
///
/// # Errors
/// `text-too-long`, `review-not-opened`, `review-frozen`; [`AppError::NotFound`] for a seat that is not the reviewer's.
pub async fn keep(
    ctx: &Context<'_>,
    code: &SeatCode,
    revision: i64,
    form: &ScoreForm,
) -> Result<Kept> {
    open_seat(ctx, code).await?;
    let who = reviewer(ctx)?.id;
    let before = kept(ctx, code).await?;
    let there = before.as_ref().map_or(0, |(_, revision)| *revision);
    if let Some((form, now)) = before.filter(|_| there != revision) {
        return Ok(Kept::Conflict(Box::new(form), now));
    }
    if form.told.len() + form.inside.len() + form.why.len() > LONGEST {
        return Err(Refusal::of("told", "text-too-long").with("max", LONGEST.to_string()).into());
    }
    let piece = Piece {
        id: piece_of(who, code),
        applicant: who,
        kind: PieceKind::Draft,
        sealed: seal(ctx, who, form)?,
        file: None,
        revision: there + 1,
        written_at: ctx.now,
    };
    if ctx.store().write_piece(&piece, None).await? {
        return Ok(Kept::Under(piece.revision));
    }
    match kept(ctx, code).await? {
        Some((form, now)) => Ok(Kept::Conflict(Box::new(form), now)),
        None => Err(AppError::Stale),
    }
}

/// Gives the scores; those that were given before stay on record, and changing them needs a reason.
///
/// `revision` is that of what was kept: what another tab typed meanwhile is not thrown away unseen.
///
/// # Errors
/// Each score that does not fit; `text-empty` without words for the applicant, or without a reason for a change;
/// `review-not-opened`, `review-frozen`; [`AppError::Stale`] when another tab was faster.
pub async fn submit(
    ctx: &Context<'_>,
    code: &SeatCode,
    revision: i64,
    language: Language,
    form: &ScoreForm,
) -> Result<()> {
    let who = reviewer(ctx)?.id;
    for _ in 0..TRIES {
        let held = open_seat(ctx, code).await?;
        let there = kept(ctx, code).await?.map_or(0, |(_, revision)| revision);
        if there != revision {
            return Err(AppError::Stale);
        }
        let again = held.review.seat(code).is_some_and(|seat| !seat.scored.is_empty());
        let (scores, comments) = read(&held.review, language, form, again)?;
        let mut growing = Growing::<Review>::load(ctx, held.review.id.into()).await?;
        let comments = seal(ctx, held.review.description.applicant, &comments)?;
        let code = code.clone();
        let event = if again {
            Event::Amended { code: code.clone(), scores, comments }
        } else {
            Event::Scored { code: code.clone(), scores, comments }
        };
        growing.push(ctx, &event, About::TODAY)?;
        let sent = if there > 0 { vec![(piece_of(who, &code), there)] } else { Vec::new() };
        let appends = vec![growing.finish(ctx)?];
        match ctx.commit(&Change { appends, sent, ..Change::default() }).await {
            // The other reviewer wrote at the same moment: that is nothing a form could be stale by.
            Err(AppError::Stale) => {}
            other => return other,
        }
    }
    Err(AppError::Stale)
}

fn read(
    review: &Review,
    language: Language,
    form: &ScoreForm,
    again: bool,
) -> Result<(Vec<Given>, Comments)> {
    let mut typed = Typed::default();
    let mut scores = Vec::new();
    let weights = review.description.weights.iter();
    for (at, (weight, field)) in weights.zip(FIELDS).enumerate() {
        let text = form.scores.get(at).map_or("", String::as_str);
        let read =
            if text.trim().is_empty() { Err(Refusal::new("text-empty")) } else { score(text) };
        let score = typed.take(field, read);
        scores.extend(score.map(|score| Given { criterion: weight.criterion, score }));
    }
    let told = typed.text("told", language, &form.told);
    let inside = typed.optional_text("inside", language, &form.inside).flatten();
    let why = if again { typed.text("why", language, &form.why).map(Some) } else { Some(None) };
    let (told, why) = typed.all1(told.zip(why))?;
    Ok((scores, Comments { told: Some(told), inside, why }))
}
