//! Who is told of a step of a review: reviewers of what is on their desk, officers of what waits for them, applicants of
//! their own. A notice to a reviewer is about the call; nothing in it says whose file it is.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use kelisim_domain::id::{CallId, StreamId, UserId};
use kelisim_domain::notice::Subject;
use kelisim_domain::programme::application::Application;
use kelisim_domain::programme::call::Call;
use kelisim_domain::programme::review::Review;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::user::{AccountState, Role};
use kelisim_store::notice::Notice;

use super::under_way;
use crate::Result;
use crate::context::Context;
use crate::lookup::{directory, read_all};
use crate::notice::{Told, officers};
use crate::programme::application::published;
use crate::sign_in::Account;

/// How long before scores are wanted a reviewer is reminded.
const AHEAD: SignedDuration = SignedDuration::from_hours(48);

/// Notices beside a call. `step` and `version` name what they are about: told again, they are there once.
pub(super) fn beside(
    ctx: &Context<'_>,
    call: &Call,
    (step, version): (StreamId, i64),
    to: Vec<UserId>,
    subject: Subject,
) -> Result<Vec<Notice>> {
    let Some(title) = call.terms().map(|terms| terms.title.clone()) else { return Ok(Vec::new()) };
    let mut notices = Told { to, subject, title: &title }.of::<Call>(ctx, step, version)?;
    for notice in &mut notices {
        notice.thing = call.id.into();
    }
    Ok(notices)
}

/// Notices about the review of an application, to people who may see the application.
pub(super) fn about(
    ctx: &Context<'_>,
    call: &Call,
    review: (&Review, i64),
    to: Vec<UserId>,
    subject: Subject,
) -> Result<Vec<Notice>> {
    let Some(title) = call.terms().map(|terms| terms.title.clone()) else { return Ok(Vec::new()) };
    let (review, version) = review;
    let mut notices =
        Told { to, subject, title: &title }.of::<Application>(ctx, review.id.into(), version)?;
    for notice in &mut notices {
        notice.thing = review.description.application.into();
    }
    Ok(notices)
}

/// Notices to reviewers whose scores are wanted within two days, and to officers of calls in which scores are late. Each is
/// told once of each day that was set: told again, the notice is the same.
pub(in crate::programme) async fn due(ctx: &Context<'_>) -> Result<Vec<Notice>> {
    let registries: Vec<RegistryCode> = directory(ctx).await?.registries.keys().copied().collect();
    let (mut soon, mut late) = (BTreeMap::new(), BTreeMap::new());
    for registry in registries {
        let accounts: Vec<Account> = read_all(ctx, ctx.store().users(registry).await?).await?;
        let judges = accounts
            .iter()
            .map(|it| &it.user)
            .filter(|user| user.role == Role::Reviewer && user.state == AccountState::Active);
        for judge in judges {
            for review in read_all::<Review>(ctx, ctx.store().reviews_of(judge.id).await?).await? {
                let own = review.taken().find(|seat| seat.reviewer == judge.id);
                let Some(seat) = own.filter(|seat| seat.scored.is_empty()) else { continue };
                let key = (review.description.call, seat.due);
                if seat.due <= ctx.now {
                    late.entry(key).or_insert(registry);
                } else if seat.due.duration_since(ctx.now) <= AHEAD {
                    soon.entry(key).or_insert_with(BTreeSet::new).insert(judge.id);
                }
            }
        }
    }
    let mut calls = BTreeMap::<CallId, Option<Call>>::new();
    for (id, _) in soon.keys().chain(late.keys()) {
        if !calls.contains_key(id) {
            let open = !under_way(ctx, *id).await?;
            calls.insert(*id, if open { Some(published(ctx, *id).await?) } else { None });
        }
    }
    let mut notices = Vec::new();
    let step =
        |what: &str, id: CallId, due: Timestamp| StreamId::named(what, &format!("{id}/{due}"));
    for ((id, due), to) in soon {
        let Some(Some(call)) = calls.get(&id) else { continue };
        let key = (step("review-due", id, due), 1);
        notices.extend(beside(ctx, call, key, to.into_iter().collect(), Subject::ReviewDue)?);
    }
    for ((id, due), registry) in late {
        let Some(Some(call)) = calls.get(&id) else { continue };
        let key = (step("review-late", id, due), 1);
        notices.extend(beside(
            ctx,
            call,
            key,
            officers(ctx, registry).await?,
            Subject::ReviewLate,
        )?);
    }
    Ok(notices)
}
