//! Finding reviewers. The house chooses them, so that nobody chooses a judge, and tells no names.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kelisim_domain::Refusal;
use kelisim_domain::id::{ApplicationId, CallId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::notice::Subject;
use kelisim_domain::programme::application::{Application, Content, Person, Stage};
use kelisim_domain::programme::call::Call;
use kelisim_domain::programme::review::{
    Description, Event, Ground, Review, SeatCode, Weight, Why,
};
use kelisim_domain::user::{AccountState, Role};
use kelisim_store::application::ApplicationFilter;
use kelisim_store::{Append, Change};
use serde::{Deserialize, Serialize};

use super::tell::beside;
use super::{PAGE, all, conflict, officers, thawed, weights, year};
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::lookup::read_all;
use crate::programme::application::open;
use crate::sign_in::Account;
use crate::typed::Typed;
use crate::{AppError, Result};

/// Applications that one action looks after at most: it answers within a request and is repeated for the rest.
const AT_ONCE: usize = 500;

/// What is typed to ask reviewers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AssignForm {
    /// Day and time by the clocks of the call's zone.
    pub due: String,
}

/// What came of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Assigned {
    /// Seats given.
    pub given: usize,
    /// Applications for which another reviewer must be found.
    pub wanted: usize,
}

/// Gives seats to reviewers: two for each application that fulfils the rules, a third where totals are far apart.
///
/// Rule: whoever is in conflict, declared nothing or had a seat in the application gets none; of the others the one with
/// the fewest seats in the call, and of these the one whom a hash of receipt and reviewer puts first. So the same record
/// gives the same seats, and nobody picks a judge.
///
/// # Errors
/// `review-no-reviewers`, `review-no-criteria`, `review-criteria-changed`, `review-frozen`, what is wrong with the day.
pub async fn assign(ctx: &Context<'_>, id: CallId, form: &AssignForm) -> Result<Assigned> {
    let call = officers(ctx, id).await?;
    thawed(ctx, id).await?;
    let due = due(ctx, &call, form)?;
    let mut house = House::load(ctx, &call).await?;
    let reviews = all(ctx, &call).await?;
    let criteria = weights(&call);
    if criteria.is_empty() {
        return Err(Refusal::new("review-no-criteria").into());
    }
    if reviews.iter().any(|review| review.description.weights != criteria) {
        return Err(Refusal::new("review-criteria-changed").into());
    }
    for review in &reviews {
        review.taken().for_each(|seat| house.count(seat.reviewer));
    }
    let mut known: BTreeMap<ApplicationId, Review> =
        reviews.into_iter().map(|review| (review.description.application, review)).collect();
    let (mut done, mut appends, mut after) = (Assigned::default(), Vec::new(), None::<String>);
    let mut judges = Vec::new();
    let filter = ApplicationFilter { call: Some(id), ..ApplicationFilter::default() };
    'pages: loop {
        let page = ctx.store().applications(&ctx.scope(), &filter, after.as_deref(), PAGE).await?;
        let last = i64::try_from(page.len()).unwrap_or(i64::MAX) < PAGE;
        for it in read_all::<Application>(ctx, page).await? {
            after = Some(it.description.receipt.to_string());
            if !reviewed(it.stage(ctx.now)) {
                continue;
            }
            let review = known.remove(&it.id);
            let found = seats(ctx, &mut house, &it, review.as_ref(), &criteria, due).await?;
            done.given += found.given.len();
            judges.extend(found.given);
            done.wanted += usize::from(found.wanted);
            appends.extend(found.append);
            if appends.len() == AT_ONCE {
                break 'pages;
            }
        }
        if last {
            break;
        }
    }
    if !appends.is_empty() {
        appends.sort_by_key(|append| append.stream.stream);
        // Whoever got several files is told once.
        let first = appends.first().map(|append| (append.stream.stream, append.stream.version));
        let notices = match first {
            Some(step) => beside(ctx, &call, step, judges, Subject::ReviewAssigned)?,
            None => Vec::new(),
        };
        ctx.commit(&Change { appends, notices, ..Change::default() }).await?;
    }
    Ok(done)
}

/// Applications that are scored: those that fulfil the rules and go on.
pub(super) const fn reviewed(stage: Stage) -> bool {
    matches!(stage, Stage::Eligible | Stage::Nominated | Stage::Returned | Stage::Verified)
}

fn due(ctx: &Context<'_>, call: &Call, form: &AssignForm) -> Result<Timestamp> {
    let zone = call.terms().map(|terms| terms.zone.clone()).ok_or(AppError::NotFound)?;
    let mut typed = Typed::default();
    let due = zone.read(&form.due);
    let due = due.map_err(|_| Refusal::new("call-time-form").with("text", form.due.trim()));
    let due = typed.take("due", due);
    if due.is_some_and(|due| due <= ctx.now) {
        typed.refuse(Refusal::of("due", "application-due-past"));
    }
    typed.all1(due)
}

/// Reviewers of the registry with what they have to do in the call.
struct House {
    reviewers: Vec<(Account, usize)>,
    year: i16,
}

impl House {
    async fn load(ctx: &Context<'_>, call: &Call) -> Result<Self> {
        let users = ctx.store().users(call.description.registry).await?;
        let fits = |it: &Account| {
            it.user.role == Role::Reviewer
                && it.user.state == AccountState::Active
                && it.user.declaration.is_some()
        };
        let users = read_all::<Account>(ctx, users).await?.into_iter().filter(fits);
        let reviewers: Vec<_> = users.map(|account| (account, 0)).collect();
        if reviewers.is_empty() {
            return Err(Refusal::new("review-no-reviewers").into());
        }
        Ok(Self { reviewers, year: year(ctx, call) })
    }

    fn count(&mut self, reviewer: UserId) {
        if let Some((_, load)) = self.reviewers.iter_mut().find(|(it, _)| it.user.id == reviewer) {
            *load += 1;
        }
    }

    /// Seats whose reviewers are in conflict with this person by what is declared now.
    fn lost(
        &self,
        ctx: &Context<'_>,
        review: Option<&Review>,
        person: &Person,
    ) -> Result<Vec<(SeatCode, Ground)>> {
        let mut lost = Vec::new();
        for seat in review.into_iter().flat_map(Review::taken) {
            let of = self.reviewers.iter().find(|(it, _)| it.user.id == seat.reviewer);
            let Some((account, _)) = of else { continue };
            let ground = conflict(ctx, account, person, self.year)?;
            lost.extend(ground.map(|ground| (seat.code.clone(), ground)));
        }
        Ok(lost)
    }

    /// Who judges this person next.
    fn choose(
        &self,
        ctx: &Context<'_>,
        it: &Application,
        person: &Person,
        taken: &dyn Fn(UserId) -> bool,
    ) -> Result<Option<UserId>> {
        let receipt = &it.description.receipt;
        let mut order: Vec<(usize, Hash, &Account)> = self
            .reviewers
            .iter()
            .filter(|(account, _)| !taken(account.user.id))
            .map(|(account, load)| {
                let draw = format!("{receipt}/{}", account.user.id);
                (*load, Hash::of(draw.as_bytes()), account)
            })
            .collect();
        order.sort_by_key(|(load, draw, _)| (*load, *draw));
        for (_, _, account) in order {
            if conflict(ctx, account, person, self.year)?.is_none() {
                return Ok(Some(account.user.id));
            }
        }
        Ok(None)
    }
}

/// What was found for one application.
#[derive(Default)]
struct Found {
    append: Option<Append>,
    given: Vec<UserId>,
    wanted: bool,
}

/// Takes seats from those who are in conflict by what is known now, and gives those that are missing, as far as reviewers
/// are found.
async fn seats(
    ctx: &Context<'_>,
    house: &mut House,
    it: &Application,
    review: Option<&Review>,
    weights: &[Weight],
    due: Timestamp,
) -> Result<Found> {
    let d = &it.description;
    let content: Option<Content> = open(ctx, d.applicant, &it.sent.what.content)?;
    let Some(content) = content else { return Ok(Found { wanted: true, ..Found::default() }) };
    let mut growing = Growing::<Review>::load(ctx, Review::of(it.id).into()).await?;
    let before = growing.version();
    for (code, ground) in house.lost(ctx, review, &content.person)? {
        let event = Event::Recused { code, why: Why::Computed, ground: Some(ground) };
        growing.push(ctx, &event, About::TODAY)?;
    }
    let lacking = growing.state().map_or(2, Review::lacking);
    let mut given: Vec<UserId> = Vec::new();
    while given.len() < lacking {
        let knows = |id: UserId| growing.state().is_ok_and(|review| review.knows(id));
        let taken = |id: UserId| given.contains(&id) || knows(id);
        let Some(next) = house.choose(ctx, it, &content.person, &taken)? else { break };
        house.count(next);
        given.push(next);
    }
    if growing.state().is_err() && !given.is_empty() {
        let description = Description {
            registry: d.registry,
            partner: d.partner.clone(),
            call: d.call,
            application: it.id,
            applicant: d.applicant,
            receipt: d.receipt.clone(),
            weights: weights.to_vec(),
        };
        growing.push(ctx, &Event::Begun { description }, About::TODAY)?;
    }
    for reviewer in &given {
        let mut random = [0; 12];
        ctx.app.entropy.fill(&mut random);
        let code = SeatCode::drawn(random);
        let event = Event::Assigned { code, reviewer: *reviewer, due };
        growing.push(ctx, &event, About::TODAY)?;
    }
    let wanted = given.len() < lacking;
    let grown = growing.version() > before;
    let append = if grown { Some(growing.finish(ctx)?) } else { None };
    Ok(Found { append, given, wanted })
}

/// Takes a seat away from a reviewer who gave nothing; `number` counts the seats of the review from 1.
///
/// # Errors
/// `review-scored-already`, `review-no-seat`, `review-frozen`; [`AppError::NotFound`] for another registry's;
/// [`AppError::Stale`].
pub async fn release(
    ctx: &Context<'_>,
    id: ApplicationId,
    version: i64,
    number: usize,
) -> Result<()> {
    ctx.authorise(crate::access::Action::CheckApplications)?;
    let growing = Growing::<Review>::load(ctx, Review::of(id).into()).await?;
    let state = growing.state()?;
    let call = officers(ctx, state.description.call).await?;
    thawed(ctx, call.id).await?;
    growing.at_version(version)?;
    let seat = number.checked_sub(1).and_then(|at| state.seats.get(at));
    let code = seat.ok_or(Refusal::new("review-no-seat"))?.code.clone();
    let event = Event::Recused { code, why: Why::Released, ground: None };
    growing.record(ctx, &event, About::TODAY).await
}
