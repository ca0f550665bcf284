//! Own scores before the freeze: shown by an officer, read and objected to by the applicant, answered by an officer.

use jiff::Timestamp;
use kelisim_domain::Refusal;
use kelisim_domain::id::{ApplicationId, CallId};
use kelisim_domain::notice::Subject;
use kelisim_domain::programme::application::Application;
use kelisim_domain::programme::call::{Call, PhaseKind};
use kelisim_domain::programme::review::{
    Comments, Event, Grounds, Outcome, Review, Standing, Weight, window,
};
use kelisim_domain::text::{Language, Text4};
use kelisim_store::Change;
use kelisim_store::reading::Kind;
use serde::{Deserialize, Serialize};

use super::board::{Objected, objected};
use super::tell::{about, beside};
use super::{all, officers, review_of, thawed, under_way};
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::lookup::latest;
use crate::notice::officers as people;
use crate::programme::application::{applicant, open, published, seal};
use crate::typed::Typed;
use crate::{AppError, Result};

/// Reviews that one action shows at most; it is repeated for the rest.
const AT_ONCE: usize = 500;

/// Shows applicants their scores, where all are there and they are not shown; gives to how many.
///
/// The window is three working days by the clocks of the call, and not shorter than the phase the call announced.
///
/// # Errors
/// `review-nothing-to-show`, `review-frozen`; [`AppError::NotFound`] for a call of another registry.
pub async fn show(ctx: &Context<'_>, id: CallId) -> Result<usize> {
    let call = officers(ctx, id).await?;
    thawed(ctx, id).await?;
    let until = until(ctx, &call)?;
    let (mut appends, mut notices) = (Vec::new(), Vec::new());
    for review in all(ctx, &call).await? {
        if review.standing(ctx.now) == Standing::Scored && appends.len() < AT_ONCE {
            let mut growing = Growing::<Review>::load(ctx, review.id.into()).await?;
            growing.push(ctx, &Event::Shown { until }, About::TODAY)?;
            let to = vec![review.description.applicant];
            let step = (&review, growing.version());
            notices.extend(about(ctx, &call, step, to, Subject::ReviewShown)?);
            appends.push(growing.finish(ctx)?);
        }
    }
    if appends.is_empty() {
        return Err(Refusal::new("review-nothing-to-show").into());
    }
    let shown = appends.len();
    appends.sort_by_key(|append| append.stream.stream);
    ctx.commit(&Change { appends, notices, ..Change::default() }).await?;
    Ok(shown)
}

fn until(ctx: &Context<'_>, call: &Call) -> Result<Timestamp> {
    let terms = call.terms().ok_or(AppError::NotFound)?;
    let announced = terms.phase(PhaseKind::Objection).map(|phase| phase.to);
    Ok(announced.into_iter().fold(window(ctx.now, &terms.zone), Timestamp::max))
}

/// Own scores, as the applicant sees them.
#[derive(Debug, Clone)]
pub struct Own {
    /// Total and criteria.
    pub outcome: Outcome,
    /// Criteria with their weights.
    pub weights: Vec<Weight>,
    /// What reviewers say to the applicant. Who said it is not told.
    pub comments: Vec<Text4>,
    /// The first instant at which it is too late to object.
    pub until: Timestamp,
    /// Whether an objection is taken now.
    pub open: bool,
    /// What was objected and answered.
    pub objections: Vec<Objected>,
    /// Version of the review, for stale forms.
    pub version: i64,
}

/// How the applicant's case stands with the run, and the own scores.
#[derive(Debug, Clone, Default)]
pub struct Fate {
    /// Own scores; nothing before they are shown.
    pub own: Option<Own>,
    /// Whether a run was frozen.
    pub frozen: bool,
    /// Whether its result was released.
    pub released: bool,
}

/// Own scores of the applicant who asks, and how far the run is.
///
/// # Errors
/// [`AppError::NotFound`] for another person's application; [`AppError::Forbidden`] for anybody but an applicant.
pub async fn own(ctx: &Context<'_>, id: ApplicationId) -> Result<Fate> {
    let who = applicant(ctx)?.id;
    let it: Application = latest(ctx, Kind::Application, id.uuid()).await?;
    if it.description.applicant != who {
        return Err(AppError::NotFound);
    }
    let call = it.description.call;
    let (frozen, released) =
        (under_way(ctx, call).await?, crate::programme::run::is_released(ctx, call).await?);
    let review = review_of(ctx, &it).await?;
    let shown = review.as_ref().and_then(|review| Some((review, review.shown?, review.outcome()?)));
    let Some((review, shown, outcome)) = shown else {
        return Ok(Fate { own: None, frozen, released });
    };
    let mut comments = Vec::new();
    let mut seats: Vec<_> = review.taken().collect();
    // In the order of drawn codes: nobody tells by the place in the list who was asked first.
    seats.sort_by(|a, b| a.code.cmp(&b.code));
    for scored in seats.into_iter().filter_map(|seat| seat.scored.last()) {
        let words: Option<Comments> = open(ctx, who, &scored.comments)?;
        comments.extend(words.and_then(|words| words.told));
    }
    let mut objections = Vec::new();
    for objection in &review.objections {
        objections.push(objected(ctx, &it, objection)?);
    }
    let open = review.standing(ctx.now) == Standing::Open && !frozen;
    let own = Own {
        outcome,
        weights: review.description.weights.clone(),
        comments,
        until: shown.until,
        open,
        objections,
        version: review.version,
    };
    Ok(Fate { own: Some(own), frozen, released })
}

/// What an applicant types against the own scores.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ObjectForm {
    /// Code of the ground.
    pub grounds: String,
    /// In words.
    pub words: String,
}

/// Objects to how the own scores came about.
///
/// # Errors
/// Each field that does not fit; `review-not-shown`, `review-window-over`, `review-objection-waits`, `review-frozen`;
/// [`AppError::NotFound`] for another person's; [`AppError::Stale`].
pub async fn object(
    ctx: &Context<'_>,
    id: ApplicationId,
    version: i64,
    language: Language,
    form: &ObjectForm,
) -> Result<()> {
    let who = applicant(ctx)?.id;
    let it: Application = latest(ctx, Kind::Application, id.uuid()).await?;
    if it.description.applicant != who {
        return Err(AppError::NotFound);
    }
    thawed(ctx, it.description.call).await?;
    let mut typed = Typed::default();
    let grounds = Grounds::from_code(form.grounds.trim());
    let grounds = typed.take("grounds", grounds.ok_or(Refusal::new("review-grounds-unknown")));
    let words = typed.text("words", language, &form.words);
    let (grounds, words) = typed.all1(grounds.zip(words))?;
    let mut growing = Growing::<Review>::load(ctx, Review::of(id).into()).await?;
    if growing.state().is_err() {
        return Err(Refusal::new("review-not-shown").into());
    }
    growing.at_version(version)?;
    let words = seal(ctx, who, &words)?;
    growing.push(ctx, &Event::Objected { grounds, words }, About::TODAY)?;
    let call = published(ctx, it.description.call).await?;
    let to = people(ctx, it.description.registry).await?;
    let step = (growing.state()?, growing.version());
    let notices = about(ctx, &call, step, to, Subject::ReviewObjected)?;
    ctx.commit(&Change { appends: vec![growing.finish(ctx)?], notices, ..Change::default() }).await
}

/// What an officer types to answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    /// `yes` when the objection is right, `no` when not.
    pub upheld: String,
    /// The reason, for the applicant.
    pub words: String,
}

/// Answers the objection that waits. Scores are then amended by their reviewers, with a reason, never by an officer.
///
/// # Errors
/// Each field that does not fit; `review-no-objection`, `review-frozen`; [`AppError::NotFound`] for another registry's;
/// [`AppError::Stale`].
pub async fn answer(
    ctx: &Context<'_>,
    id: ApplicationId,
    version: i64,
    language: Language,
    form: &AnswerForm,
) -> Result<()> {
    ctx.authorise(crate::access::Action::CheckApplications)?;
    let mut growing = Growing::<Review>::load(ctx, Review::of(id).into()).await?;
    let d = &growing.state()?.description;
    let (call, person) = (officers(ctx, d.call).await?, d.applicant);
    thawed(ctx, call.id).await?;
    growing.at_version(version)?;
    let mut typed = Typed::default();
    let upheld = match form.upheld.trim() {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(Refusal::new("review-answer-unknown")),
    };
    let upheld = typed.take("upheld", upheld);
    let words = typed.text("words", language, &form.words);
    let (upheld, words) = typed.all1(upheld.zip(words))?;
    let words = seal(ctx, person, &words)?;
    growing.push(ctx, &Event::Answered { upheld, words }, About::TODAY)?;
    let (review, now) = (growing.state()?, growing.version());
    let mut notices = about(ctx, &call, (review, now), vec![person], Subject::ReviewAnswered)?;
    if upheld {
        // Scores are changed by their reviewers alone: they learn that there is something to look at anew.
        let judges = review.taken().map(|seat| seat.reviewer).collect();
        let step = (review.id.into(), now);
        notices.extend(beside(ctx, &call, step, judges, Subject::ReviewToMend)?);
    }
    ctx.commit(&Change { appends: vec![growing.finish(ctx)?], notices, ..Change::default() }).await
}

/// Reviews of a call by the number of the receipt, for the run.
///
/// # Errors
/// As [`officers`].
pub(crate) async fn by_receipt(
    ctx: &Context<'_>,
    id: CallId,
) -> Result<std::collections::BTreeMap<String, Review>> {
    let call = published(ctx, id).await?;
    let reviews = all(ctx, &call).await?.into_iter();
    Ok(reviews.map(|review| (review.description.receipt.to_string(), review)).collect())
}
