//! Reviews: who is asked, what a reviewer reads and gives, what an officer sees of it, what the applicant says to it.
//!
//! **Blind by what is read**: a reviewer's page is made of [`Blind`], into which only fields that are named one by one
//! come; nothing else of an application leaves this module for a reviewer. A seat is asked for by its drawn code, and one
//! that is not the reviewer's is not there. Officers see no names of reviewers.

mod assign;
mod blind;
mod board;
mod book;
mod desk;
mod object;
mod score;
mod sheet;
mod tell;

use kelisim_domain::Refusal;
use kelisim_domain::id::{CallId, StreamId, UserId};
use kelisim_domain::programme::application::{Application, Content, Person};
use kelisim_domain::programme::call::Call;
use kelisim_domain::programme::review::{Declaration, Ground, Review, SeatCode, Weight};
use kelisim_store::reading::Kind;

use super::application::{open, published};
use crate::access::Action;
use crate::context::{Actor, Context, Signed};
use crate::lookup::{found, last_day, latest, read_all};
use crate::sign_in::Account;
use crate::{AppError, Result};

pub use assign::{AssignForm, Assigned, assign, release};
pub use blind::{Blind, Copy, add_copy, copy, copy_of};
pub use board::{Board, Line, Objected, Round, SeatShown, Whole, board, whole};
pub use book::{BookForm, Books, Out, Waiting, accept, books, bring, put_aside, take_out};
pub use desk::{
    DeclareForm, Desk, File, Task, declaration, declare, desk, file, open as open_file, recuse,
};
pub(crate) use object::by_receipt;
pub use object::{AnswerForm, Fate, ObjectForm, Own, answer, object, own, show};
pub use score::{FIELDS, Kept, ScoreForm, keep, submit};
pub(in crate::programme) use tell::due;

/// Rows read at a time.
const PAGE: i64 = 200;

/// The reviewer who acts.
fn reviewer<'c>(ctx: &'c Context<'_>) -> Result<&'c Signed> {
    ctx.authorise(Action::Review)?;
    match &ctx.actor {
        Actor::User(who) => Ok(who),
        Actor::Public => Err(AppError::SignedOut),
        // The command line judges nobody.
        Actor::System => Err(AppError::Forbidden),
    }
}

/// A call whose reviews an officer looks after.
async fn officers(ctx: &Context<'_>, id: CallId) -> Result<Call> {
    ctx.authorise(Action::CheckApplications)?;
    let call = published(ctx, id).await?;
    let d = &call.description;
    ctx.authorise_on(Action::CheckApplications, d.registry, Some(&d.partner))?;
    Ok(call)
}

/// Rule: nothing of a review changes once a run of its call is frozen, until that run is discarded.
async fn thawed(ctx: &Context<'_>, call: CallId) -> Result<()> {
    if under_way(ctx, call).await? { Err(Refusal::new("review-frozen").into()) } else { Ok(()) }
}

/// Whether a run of the call is frozen or released.
async fn under_way(ctx: &Context<'_>, call: CallId) -> Result<bool> {
    Ok(super::run::of(ctx, call).await?.is_some_and(|run| run.current().is_some()))
}

/// All reviews of a call, in the order of the receipts.
async fn all(ctx: &Context<'_>, call: &Call) -> Result<Vec<Review>> {
    let mut all: Vec<Review> = Vec::new();
    loop {
        let after = all.last().map(|review| review.description.receipt.to_string());
        let page = ctx.store().reviews(&ctx.scope(), call.id, after.as_deref(), PAGE).await?;
        let last = i64::try_from(page.len()).unwrap_or(i64::MAX) < PAGE;
        all.extend(read_all::<Review>(ctx, page).await?);
        if last {
            return Ok(all);
        }
    }
}

/// The review of an application, where one was begun.
async fn review_of(ctx: &Context<'_>, of: &Application) -> Result<Option<Review>> {
    found(ctx, Kind::Review, Review::of(of.id).uuid(), last_day()).await
}

/// What a reviewer declared; nothing when nothing was, or the person was forgotten.
fn declared(ctx: &Context<'_>, account: &Account) -> Result<Option<Declaration>> {
    match &account.user.declaration {
        Some(sealed) => open(ctx, account.user.id, sealed),
        None => Ok(None),
    }
}

/// The year by which an employer counts: that of the clocks of the call.
fn year(ctx: &Context<'_>, call: &Call) -> i16 {
    call.terms().map_or_else(|| ctx.today().year(), |terms| terms.zone.clock(ctx.now).0.year())
}

/// Why a reviewer may not judge a person. Whoever declared nothing judges nobody.
fn conflict(
    ctx: &Context<'_>,
    account: &Account,
    person: &Person,
    year: i16,
) -> Result<Option<Ground>> {
    let declaration = declared(ctx, account)?;
    Ok(declaration.map_or(Some(Ground::Other), |own| own.conflict(person, year)))
}

async fn account(ctx: &Context<'_>, id: UserId) -> Result<Account> {
    latest(ctx, Kind::User, id.uuid()).await
}

/// The application of a review with what was sent; nothing once the applicant was forgotten.
async fn application_of(
    ctx: &Context<'_>,
    review: &Review,
) -> Result<(Application, Option<Content>)> {
    let id = review.description.application;
    let it: Application = latest(ctx, Kind::Application, id.uuid()).await?;
    let content = open(ctx, it.description.applicant, &it.sent.what.content)?;
    Ok((it, content))
}

/// Criteria of the call with their weights.
fn weights(call: &Call) -> Vec<Weight> {
    let criteria = call.terms().map(|terms| terms.criteria.as_slice()).unwrap_or_default();
    let weight = |item: &kelisim_domain::programme::call::Item<_>| {
        let of: &kelisim_domain::programme::call::Criterion = &item.what;
        Weight { criterion: item.number, per_cent: of.weight }
    };
    let mut all: Vec<Weight> = criteria.iter().map(weight).collect();
    all.sort_by_key(|weight| weight.criterion);
    all
}

/// A seat of the reviewer who asks, with everything around it, conflicts computed anew.
struct Held {
    review: Review,
    call: Call,
    /// Nothing once the applicant was forgotten.
    content: Option<Content>,
    ground: Option<Ground>,
}

/// Finds a seat by its code; not found for another reviewer's and for one that was lost.
async fn held(ctx: &Context<'_>, code: &SeatCode) -> Result<Held> {
    let who = reviewer(ctx)?;
    let stream: StreamId =
        ctx.store().claimed("review", code.as_str()).await?.ok_or(AppError::NotFound)?;
    let review: Review = latest(ctx, Kind::Review, stream.uuid()).await?;
    if review.seat(code).is_none_or(|seat| seat.reviewer != who.id) {
        return Err(AppError::NotFound);
    }
    let call = published(ctx, review.description.call).await?;
    let (_, content) = application_of(ctx, &review).await?;
    let ground = match &content {
        Some(content) => {
            conflict(ctx, &account(ctx, who.id).await?, &content.person, year(ctx, &call))?
        }
        None => None,
    };
    Ok(Held { review, call, content, ground })
}
