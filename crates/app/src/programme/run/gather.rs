//! Candidates from applications: those whom the host's side accepts and whose scores are final. Nothing is moved by hand
//! between the review and the run.

use std::collections::BTreeMap;
use std::time::Duration;

use kelisim_domain::Refusal;
use kelisim_domain::id::CallId;
use kelisim_domain::journal::Hash;
use kelisim_domain::programme::application::{Application, ReceiptNumber, Stage};
use kelisim_domain::programme::call::Call;
use kelisim_domain::programme::review::{Review, Standing};
use kelisim_domain::programme::run::{Candidate, Candidates, File, List, Run};
use kelisim_domain::user::Role;
use kelisim_store::application::ApplicationFilter;

use super::answers::Orders;
use super::long::beside_requests;
use super::step::brought;
use super::{answers, load, seen};
use crate::Result;
use crate::access::Action;
use crate::context::{Actor, Context};
use crate::growing::Growing;
use crate::lookup::read_all;
use crate::programme::application::standing;
use crate::programme::review::by_receipt;
use crate::under_way::{Phase, Under};

/// The name under which a list stands that the house assembled itself.
pub const GATHERED: &str = "applications";

/// An application that is not among the candidates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The number of its receipt.
    pub receipt: ReceiptNumber,
    /// Why: `forgotten`, `unreviewed`, `score_missing`, `not_verified` or the code of where the review stands.
    pub why: &'static str,
}

/// What the applications of a call make.
#[derive(Debug, Clone, Default)]
pub struct Gathered {
    /// Candidates.
    pub candidates: Vec<Candidate>,
    /// Who is not among them, in the order of the receipts.
    pub left: Vec<Left>,
}

/// Whether the actor looks after applications: without them there is nothing to assemble for anybody.
fn officer(ctx: &Context<'_>) -> bool {
    matches!(&ctx.actor, Actor::User(user) if user.role == Role::Officer)
}

/// What the applications of a call make now.
///
/// # Errors
/// [`crate::AppError::NotFound`] for a call of another registry; [`crate::AppError::Forbidden`] for anybody but an officer.
pub async fn gathered(ctx: &Context<'_>, id: CallId) -> Result<Gathered> {
    ctx.authorise(Action::CheckApplications)?;
    let (call, run) = seen(ctx, id).await?;
    assemble(ctx, &call, run.as_ref()).await
}

/// Rule: a candidate is an application whom the host's side accepts and whose scores the applicant saw and can object to
/// no more. The score is the outcome of the review, digit by digit.
async fn candidates(
    ctx: &Context<'_>,
    call: &Call,
    reviews: &BTreeMap<String, Review>,
    orders: &Orders,
    under: Option<&Under>,
) -> Result<Vec<Candidate>> {
    let places = places(orders);
    let settled = |receipt: &ReceiptNumber| {
        reviews.get(receipt.as_str()).and_then(|review| review.settled(ctx.now))
    };
    let mut all = Vec::new();
    for one in standing(ctx, call.id, under).await? {
        if let Some(outcome) = settled(&one.receipt) {
            all.push(Candidate {
                code: one.receipt.to_string(),
                choices: one.choices,
                region: Some(one.region),
                score: outcome.total,
                hosts_refused: one.refused,
                host_places: places.get(one.receipt.as_str()).cloned().unwrap_or_default(),
            });
        }
    }
    Ok(all)
}

/// The places of each in the orders of the hosts, by seat.
fn places(orders: &Orders) -> BTreeMap<&str, BTreeMap<u32, u32>> {
    let mut all: BTreeMap<&str, BTreeMap<u32, u32>> = BTreeMap::new();
    for (seat, codes) in orders {
        for (code, place) in codes.iter().zip(1..) {
            all.entry(code.as_str()).or_default().insert(*seat, place);
        }
    }
    all
}

/// The candidates, and who is not among them.
async fn assemble(ctx: &Context<'_>, call: &Call, run: Option<&Run>) -> Result<Gathered> {
    let reviews = by_receipt(ctx, call.id).await?;
    let orders = answers::signed(ctx, call, run).await?;
    let candidates = candidates(ctx, call, &reviews, &orders, None).await?;
    let mut all = Gathered { candidates, left: Vec::new() };
    let inside: std::collections::BTreeSet<String> =
        all.candidates.iter().map(|one| one.code.clone()).collect();
    let filter = ApplicationFilter { call: Some(call.id), ..ApplicationFilter::default() };
    let bodies = ctx.store().applications(&ctx.scope(), &filter, None, i64::MAX).await?;
    for it in read_all::<Application>(ctx, bodies).await? {
        let receipt = it.description.receipt.clone();
        if !inside.contains(receipt.as_str()) {
            let why = why(ctx, &it, reviews.get(receipt.as_str()));
            all.left.push(Left { receipt, why });
        }
    }
    Ok(all)
}

fn why(ctx: &Context<'_>, it: &Application, review: Option<&Review>) -> &'static str {
    if it.stage(ctx.now) != Stage::Verified {
        return "not_verified";
    }
    match review.map(|review| review.standing(ctx.now)) {
        None => "unreviewed",
        // Scores are final and it is still not inside: its content cannot be opened any more.
        Some(Standing::Final) => "forgotten",
        Some(standing) => standing.code(),
    }
}

/// Brings the list that the applications make. It counts once another person accepted it, as every list. The work goes
/// on when `patience` is over: each application is opened for it.
///
/// # Errors
/// `run-nobody-ready` when no application is ready; `answers-unsigned` and `answers-changed` where hosts order; `run-list-waits`, `run-list-same`, `run-is-frozen`; what the call
/// says to a candidate; [`crate::AppError::Stale`].
pub async fn gather(ctx: &Context<'_>, id: CallId, version: i64, patience: Duration) -> Result<()> {
    ctx.authorise(Action::CheckApplications)?;
    let (call, run) = load(ctx, id, version).await?;
    let call = call.state()?.clone();
    call.terms().ok_or(Refusal::new("call-not-published"))?;
    beside_requests(ctx, id, patience, move |ctx, under| {
        Box::pin(async move { gather_now(&ctx, &call, run, &under).await })
    })
    .await
}

async fn gather_now(
    ctx: &Context<'_>,
    call: &Call,
    run: Growing<Run>,
    under: &Under,
) -> Result<()> {
    under.begin(Phase::Preparing, 0);
    let terms = call.terms().ok_or(Refusal::new("call-not-published"))?;
    let reviews = by_receipt(ctx, call.id).await?;
    let orders = answers::signed(ctx, call, run.state().ok()).await?;
    let ready = candidates(ctx, call, &reviews, &orders, Some(under)).await?;
    under.begin(Phase::Writing, 0);
    if ready.is_empty() {
        return Err(Refusal::new("run-nobody-ready").into());
    }
    for one in &ready {
        one.check(terms).map_err(|refusal| refusal.with("row", one.code.clone()))?;
    }
    let list = Candidates::new(ready)?;
    let bytes = list.canonical()?.into_bytes();
    let file = File {
        name: GATHERED.to_owned(),
        sha256: Hash::of(&bytes),
        size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
    };
    brought(ctx, call, run, &list, file, bytes).await
}

/// Rule: what is frozen is what the record says. A list that was assembled from applications is what they make now; no
/// candidate has another score than the own review gave; nobody's window to object is open, and every objection is
/// answered.
///
/// # Errors
/// `run-list-outdated`, `review-window-open`, `review-objection-open`, `review-other-scores`.
pub(super) async fn fits(
    ctx: &Context<'_>,
    call: &Call,
    list: &List,
    candidates: &Candidates,
    orders: &Orders,
) -> Result<()> {
    let reviews = by_receipt(ctx, call.id).await?;
    if reviews.is_empty() {
        return Ok(());
    }
    undisputed(ctx, call, &reviews).await?;
    for one in &candidates.candidates {
        let Some(review) = reviews.get(&one.code) else { continue };
        if review.settled(ctx.now).is_none_or(|outcome| outcome.total != one.score) {
            return Err(Refusal::new("review-other-scores").with("code", one.code.clone()).into());
        }
    }
    if list.file.name == GATHERED && officer(ctx) {
        let now = Candidates::new(self::candidates(ctx, call, &reviews, orders, None).await?)?;
        if Hash::of(now.canonical()?.as_bytes()) != list.hash {
            return Err(Refusal::new("run-list-outdated").into());
        }
    }
    Ok(())
}

/// Whoever took the application back, or is out, holds nobody up.
async fn undisputed(
    ctx: &Context<'_>,
    call: &Call,
    reviews: &BTreeMap<String, Review>,
) -> Result<()> {
    let told = |review: &Review| match review.standing(ctx.now) {
        Standing::Open => Some("window"),
        Standing::Objected => Some("objection"),
        _ => None,
    };
    if !reviews.values().any(|review| told(review).is_some()) {
        return Ok(());
    }
    let filter = ApplicationFilter { call: Some(call.id), ..ApplicationFilter::default() };
    let bodies = ctx.store().applications(&ctx.scope(), &filter, None, i64::MAX).await?;
    for it in read_all::<Application>(ctx, bodies).await? {
        let goes_on = matches!(
            it.stage(ctx.now),
            Stage::Eligible | Stage::Nominated | Stage::Returned | Stage::Verified
        );
        let receipt = it.description.receipt.to_string();
        let code = receipt.clone();
        match reviews.get(&receipt).filter(|_| goes_on).and_then(told) {
            Some("window") => {
                return Err(Refusal::new("review-window-open").with("code", code).into());
            }
            Some(_) => {
                return Err(Refusal::new("review-objection-open").with("code", code).into());
            }
            None => {}
        }
    }
    Ok(())
}
