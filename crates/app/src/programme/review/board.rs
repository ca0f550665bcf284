//! What an officer sees of the reviews of a call: how far they are, never who judges.

use jiff::Timestamp;
use kelisim_domain::id::{ApplicationId, CallId};
use kelisim_domain::programme::application::{Application, ReceiptNumber};
use kelisim_domain::programme::call::Call;
use kelisim_domain::programme::review::{
    Carried, Comments, Given, Grounds, Outcome, Review, Seat, Shown, Standing, Weight, Why, outcome,
};
use kelisim_domain::programme::run::Score;
use kelisim_domain::text::Text4;
use kelisim_domain::token::Scope;
use kelisim_domain::user::Sealed;
use kelisim_store::application::ApplicationFilter;
use kelisim_store::reading::Kind;

use super::assign::reviewed;
use super::{PAGE, officers, review_of, under_way};
use crate::access::Action;
use crate::context::Context;
use crate::lookup::{last_day, latest, read_all, several};
use crate::programme::application::{open, published};
use crate::source::visible;
use crate::{AppError, Result};

/// A line of the board.
#[derive(Debug, Clone)]
pub struct Line {
    /// The application.
    pub application: ApplicationId,
    /// The number of its receipt.
    pub receipt: ReceiptNumber,
    /// Where the review stands.
    pub standing: Standing,
    /// Reviewers who have a seat, and those of them who scored.
    pub seats: (usize, usize),
    /// Whether somebody is late.
    pub late: bool,
    /// Seats that were lost to a conflict. Whose, and which, is not told.
    pub conflicts: usize,
    /// How far the totals are apart.
    pub spread: Option<Score>,
    /// The outcome.
    pub outcome: Option<Outcome>,
}

/// A part of the board.
#[derive(Debug, Clone)]
pub struct Board {
    /// The call.
    pub call: Call,
    /// Its applications that are scored, in the order of their receipts, which are drawn.
    pub lines: Vec<Line>,
    /// Behind which receipt it goes on.
    pub next: Option<ReceiptNumber>,
    /// Whether a run is under way, so that nothing changes.
    pub frozen: bool,
}

/// The board of a call, `limit` lines at a time.
///
/// # Errors
/// [`NotFound`](crate::AppError::NotFound) for a call of another registry;
/// [`Forbidden`](crate::AppError::Forbidden) for anybody but an officer.
pub async fn board(
    ctx: &Context<'_>,
    id: CallId,
    standing: Option<Standing>,
    after: Option<&ReceiptNumber>,
    limit: usize,
) -> Result<Board> {
    ctx.authorise_as(Action::CheckApplications, Scope::ReadReviews)?;
    let call = published(ctx, id).await?;
    if !visible(ctx, call.description.registry, &call.description.partner, false) {
        return Err(AppError::NotFound);
    }
    let frozen = under_way(ctx, id).await?;
    let filter = ApplicationFilter { call: Some(id), ..ApplicationFilter::default() };
    let (mut lines, mut after) = (Vec::new(), after.map(ToString::to_string));
    loop {
        let page = ctx.store().applications(&ctx.scope(), &filter, after.as_deref(), PAGE).await?;
        let last = i64::try_from(page.len()).unwrap_or(i64::MAX) < PAGE;
        let applications: Vec<Application> = read_all(ctx, page).await?;
        let ids: Vec<_> = applications.iter().map(|it| Review::of(it.id).uuid()).collect();
        let reviews: Vec<Review> = several(ctx, Kind::Review, ids, last_day()).await?;
        for it in applications {
            after = Some(it.description.receipt.to_string());
            let review = reviews.iter().find(|review| review.description.application == it.id);
            if review.is_none() && !reviewed(it.stage(ctx.now)) {
                continue;
            }
            let line = line(&it, review, ctx.now);
            if standing.is_some_and(|standing| line.standing != standing) {
                continue;
            }
            if lines.len() == limit {
                let next = lines.last().map(|line: &Line| line.receipt.clone());
                return Ok(Board { call, lines, next, frozen });
            }
            lines.push(line);
        }
        if last {
            return Ok(Board { call, lines, next: None, frozen });
        }
    }
}

fn line(it: &Application, review: Option<&Review>, now: Timestamp) -> Line {
    let taken = || review.into_iter().flat_map(Review::taken);
    let scored = taken().filter(|seat| !seat.scored.is_empty()).count();
    let lost = review.into_iter().flat_map(|review| &review.seats);
    let lost = lost.filter(|seat| seat.recused.is_some_and(|lost| lost.why != Why::Released));
    Line {
        application: it.id,
        receipt: it.description.receipt.clone(),
        standing: review.map_or(Standing::Wanted, |review| review.standing(now)),
        seats: (taken().count(), scored),
        late: taken().any(|seat| late(seat, now)),
        conflicts: lost.count(),
        spread: review.and_then(Review::spread).map(Score::of_millionths),
        outcome: review.and_then(Review::outcome),
    }
}

fn late(seat: &Seat, now: Timestamp) -> bool {
    seat.recused.is_none() && seat.scored.is_empty() && now >= seat.due
}

/// What a reviewer gave at one time.
#[derive(Debug, Clone)]
pub struct Round {
    /// By criterion.
    pub scores: Vec<Given>,
    /// The total.
    pub total: Score,
    /// Comments; empty once the applicant was forgotten.
    pub comments: Comments,
    /// The table in which they came; nothing for what the reviewer typed.
    pub carried: Option<Carried>,
    /// When.
    pub at: Timestamp,
}

/// A seat as an officer sees it.
#[derive(Debug, Clone)]
pub struct SeatShown {
    /// Its number in the review, from 1.
    pub number: usize,
    /// By when scores are wanted.
    pub due: Timestamp,
    /// Whether that is over and nothing came.
    pub late: bool,
    /// Whether the file was opened.
    pub opened: bool,
    /// What was given, the latest last.
    pub rounds: Vec<Round>,
    /// How the seat was lost.
    pub lost: Option<Why>,
}

/// What an applicant said and was answered.
#[derive(Debug, Clone)]
pub struct Objected {
    /// On what.
    pub grounds: Grounds,
    /// In words.
    pub words: Option<Text4>,
    /// When.
    pub at: Timestamp,
    /// Whether it is right, and why.
    pub answer: Option<(bool, Option<Text4>)>,
}

/// A review as an officer sees it.
#[derive(Debug, Clone)]
pub struct Whole {
    /// The call.
    pub call: Call,
    /// The application.
    pub application: ApplicationId,
    /// The number of its receipt.
    pub receipt: ReceiptNumber,
    /// Where it stands.
    pub standing: Standing,
    /// Criteria.
    pub weights: Vec<Weight>,
    /// Seats.
    pub seats: Vec<SeatShown>,
    /// The outcome.
    pub outcome: Option<Outcome>,
    /// How far the totals are apart.
    pub spread: Option<Score>,
    /// When the applicant saw it.
    pub shown: Option<Shown>,
    /// Objections.
    pub objections: Vec<Objected>,
    /// Documents of which there is a copy for reviewers.
    pub copies: Vec<u32>,
    /// Whether a run is under way.
    pub frozen: bool,
    /// Version, for stale forms; 0 before reviewers were found.
    pub version: i64,
}

/// The review of an application.
///
/// # Errors
/// [`NotFound`](crate::AppError::NotFound) for an application of another registry;
/// [`Forbidden`](crate::AppError::Forbidden) for anybody but an officer.
pub async fn whole(ctx: &Context<'_>, id: ApplicationId) -> Result<Whole> {
    ctx.authorise(crate::access::Action::CheckApplications)?;
    let it: Application = latest(ctx, Kind::Application, id.uuid()).await?;
    let call = officers(ctx, it.description.call).await?;
    let review = review_of(ctx, &it).await?;
    let frozen = under_way(ctx, call.id).await?;
    let line = line(&it, review.as_ref(), ctx.now);
    let (mut seats, mut objections) = (Vec::new(), Vec::new());
    for (at, seat) in review.iter().flat_map(|review| &review.seats).enumerate() {
        let weights = review.as_ref().map(|review| review.description.weights.as_slice());
        seats.push(SeatShown {
            number: at + 1,
            due: seat.due,
            late: late(seat, ctx.now),
            opened: seat.opened.is_some(),
            rounds: rounds(ctx, &it, seat, weights.unwrap_or_default())?,
            lost: seat.recused.map(|lost| lost.why),
        });
    }
    for objection in review.iter().flat_map(|review| &review.objections) {
        objections.push(objected(ctx, &it, objection)?);
    }
    Ok(Whole {
        application: id,
        receipt: it.description.receipt,
        standing: line.standing,
        weights: review.as_ref().map(|r| r.description.weights.clone()).unwrap_or_default(),
        seats,
        outcome: line.outcome,
        spread: line.spread,
        shown: review.as_ref().and_then(|review| review.shown),
        objections,
        copies: review.iter().flat_map(|r| r.copies.iter().map(|copy| copy.document)).collect(),
        frozen,
        version: review.as_ref().map_or(0, |review| review.version),
        call,
    })
}

fn rounds(
    ctx: &Context<'_>,
    it: &Application,
    seat: &Seat,
    weights: &[Weight],
) -> Result<Vec<Round>> {
    let mut rounds = Vec::new();
    for scored in &seat.scored {
        let comments: Option<Comments> = open(ctx, it.description.applicant, &scored.comments)?;
        rounds.push(Round {
            total: Score::of_millionths(outcome::total(weights, &scored.scores)),
            scores: scored.scores.clone(),
            comments: comments.unwrap_or_default(),
            carried: scored.carried,
            at: scored.meta.recorded_at,
        });
    }
    Ok(rounds)
}

/// An objection with its words opened, for the applicant and for officers.
pub(super) fn objected(
    ctx: &Context<'_>,
    it: &Application,
    objection: &kelisim_domain::programme::review::Objection,
) -> Result<Objected> {
    let text = |sealed: &Sealed| open::<Text4>(ctx, it.description.applicant, sealed);
    let answer = match &objection.answer {
        Some(answer) => Some((answer.upheld, text(&answer.words)?)),
        None => None,
    };
    Ok(Objected {
        grounds: objection.grounds,
        words: text(&objection.words)?,
        at: objection.meta.recorded_at,
        answer,
    })
}
