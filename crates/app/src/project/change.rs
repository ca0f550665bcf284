//! What an officer does to a project: milestones, what waits for what, days, baselines, links.

use kelisim_domain::Refusal;
use kelisim_domain::id::{MilestoneId, ProjectId};
use kelisim_domain::project::{
    Aspect, Baseline, Dependency, Event, Link, Linked, Milestone, MilestoneKind, Project, Word,
};
use kelisim_domain::text::Language;
use kelisim_store::reading::Kind;
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::access::Action;
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::instrument::{about, optional_cited, optional_day, other};
use crate::lookup::latest;
use crate::typed::{TITLES, Typed, WithdrawForm};

/// Loads a project of the actor's registry for a change.
pub(super) async fn load(
    ctx: &Context<'_>,
    id: ProjectId,
    version: i64,
) -> Result<Growing<Project>> {
    ctx.authorise(Action::KeepRecord)?;
    let shown: Project = latest(ctx, Kind::Project, id.uuid()).await?;
    let d = &shown.description;
    ctx.authorise_on(Action::KeepRecord, d.registry, Some(&d.partner))?;
    let growing = Growing::load(ctx, id.into()).await?;
    growing.at_version(version)?;
    Ok(growing)
}

/// A milestone that a form names by its id.
fn named(
    typed: &mut Typed,
    project: &Project,
    field: &'static str,
    text: &str,
) -> Option<MilestoneId> {
    let id = text.trim().parse::<MilestoneId>().ok();
    let id = id.filter(|id| project.milestone(*id).is_some());
    typed.take(field, id.ok_or(Refusal::new("project-no-milestone")))
}

/// What is typed about a milestone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MilestoneForm {
    /// Id of the milestone; made with the form when it is added.
    pub milestone: String,
    /// Code of the kind.
    pub kind: String,
    /// Its name in Kazakh.
    pub title_kk: String,
    /// Its name in Kyrgyz.
    pub title_ky: String,
    /// Its name in Russian.
    pub title_ru: String,
    /// Its name in English.
    pub title_en: String,
    /// The phase it belongs to.
    pub phase: String,
}

/// The highest number a phase has.
const LAST_PHASE: u8 = 99;

fn milestone(
    typed: &mut Typed,
    language: Language,
    id: MilestoneId,
    form: &MilestoneForm,
) -> Option<Milestone> {
    let kind = MilestoneKind::from_code(&form.kind).ok_or(Refusal::new("project-kind-unknown"));
    let kind = typed.take("kind", kind);
    let given = [&form.title_kk, &form.title_ky, &form.title_ru, &form.title_en];
    let title = typed.four(language, TITLES, given.map(String::as_str));
    let phase = match form.phase.trim() {
        "" => Some(None),
        text => {
            let read = text.parse::<u8>().ok().filter(|phase| *phase <= LAST_PHASE);
            let range = || Refusal::new("project-phase-range").with("most", LAST_PHASE.to_string());
            typed.take("phase", read.ok_or_else(range)).map(Some)
        }
    };
    Some(Milestone { id, kind: kind?, title: title?, phase: phase? })
}

/// Adds a milestone. Its id is made with the form, so that sending it twice adds it once.
///
/// # Errors
/// Each field that does not fit; `project-milestone-there`, `project-too-many`; [`crate::AppError::Stale`].
pub async fn add(
    ctx: &Context<'_>,
    id: ProjectId,
    version: i64,
    language: Language,
    form: &MilestoneForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let made = form.milestone.trim().parse::<MilestoneId>();
    let made = typed.take("milestone", made.map_err(|_| Refusal::new("project-no-milestone")));
    let read = made.and_then(|made| milestone(&mut typed, language, made, form));
    let milestone = typed.all1(read)?;
    growing.record(ctx, &Event::MilestoneAdded { milestone }, About::TODAY).await
}

/// Corrects the name, kind or phase of a milestone.
///
/// # Errors
/// Each field that does not fit; [`crate::AppError::Stale`].
pub async fn rename(
    ctx: &Context<'_>,
    id: ProjectId,
    version: i64,
    language: Language,
    form: &MilestoneForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let there = named(&mut typed, growing.state()?, "milestone", &form.milestone);
    let read = there.and_then(|there| milestone(&mut typed, language, there, form));
    let milestone = typed.all1(read)?;
    growing.record(ctx, &Event::MilestoneDescribed { milestone }, About::TODAY).await
}

/// What is typed to take a milestone out of the plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RemoveForm {
    /// Id of the milestone.
    pub milestone: String,
    /// Why.
    pub reason: String,
}

/// Takes a milestone out of the plan. Baselines keep it, and the journal keeps what was said of it.
///
/// # Errors
/// Each field that does not fit; [`crate::AppError::Stale`].
pub async fn remove(
    ctx: &Context<'_>,
    id: ProjectId,
    version: i64,
    language: Language,
    form: &RemoveForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let milestone = named(&mut typed, growing.state()?, "milestone", &form.milestone);
    let reason = typed.text("reason", language, &form.reason);
    let (milestone, reason) = typed.all1(milestone.zip(reason))?;
    growing.record(ctx, &Event::MilestoneRemoved { milestone, reason }, About::TODAY).await
}

/// What is typed to let one milestone wait for another.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DependForm {
    /// Id of what must be reached first.
    pub before: String,
    /// Id of what waits for it.
    pub after: String,
    /// How many days must lie between them; none, when empty.
    pub lag: String,
}

/// The most days that may lie between two milestones: ten years.
const LONGEST_LAG: u16 = 3_650;

/// Lets one milestone wait for another.
///
/// # Errors
/// Each field that does not fit; `project-cycle` with the way that would be a circle, in the language of the page;
/// `project-waits-for-itself`, `project-depends-already`; [`crate::AppError::Stale`].
pub async fn depend(
    ctx: &Context<'_>,
    id: ProjectId,
    version: i64,
    language: Language,
    form: &DependForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let project = growing.state()?;
    let mut typed = Typed::default();
    let before = named(&mut typed, project, "before", &form.before);
    let after = named(&mut typed, project, "after", &form.after);
    let lag = match form.lag.trim() {
        "" => Some(0),
        text => {
            let read = text.parse::<u16>().ok().filter(|lag| *lag <= LONGEST_LAG);
            let range = || Refusal::new("project-lag-range").with("most", LONGEST_LAG.to_string());
            typed.take("lag", read.ok_or_else(range))
        }
    };
    let dependency = (|| Some(Dependency { before: before?, after: after?, lag: lag? }))();
    let dependency = typed.all1(dependency)?;
    if dependency.before != dependency.after
        && let Some(circle) = project.circle(dependency)
    {
        let names = circle.iter().chain(circle.first()).map(|m| m.title.shown(language).0);
        let path = names.collect::<Vec<_>>().join(" → ");
        return Err(Refusal::of("before", "project-cycle").with("path", path).into());
    }
    growing.record(ctx, &Event::DependencyAdded { dependency }, About::TODAY).await
}

/// What is typed to let a milestone wait no more.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UndependForm {
    /// Ids of what came first and of what waited, with a dot between them.
    pub dependency: String,
}

/// Lets a milestone wait for another no more.
///
/// # Errors
/// `project-no-dependency`; [`crate::AppError::Stale`].
pub async fn undepend(
    ctx: &Context<'_>,
    id: ProjectId,
    version: i64,
    form: &UndependForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let pair = form.dependency.split_once('.');
    let pair = pair.and_then(|(before, after)| Some((before.parse().ok()?, after.parse().ok()?)));
    let (before, after) = pair.ok_or(Refusal::of("dependency", "project-no-dependency"))?;
    growing.record(ctx, &Event::DependencyRemoved { before, after }, About::TODAY).await
}

/// What is typed about the day of a milestone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SayForm {
    /// Id of the milestone.
    pub milestone: String,
    /// Code of what is said.
    pub aspect: String,
    /// The day, as exactly as stated; empty in a forecast that gives none any more.
    pub on: String,
    /// Why, or on what evidence.
    pub reason: String,
    /// Id of the source, where it is public.
    pub source: String,
    /// The passage.
    pub passage: String,
}

/// Enters what somebody says of the day of a milestone.
///
/// # Errors
/// Each field that does not fit; `project-reason-missing`, `project-day-missing`, `project-date-ahead`,
/// `project-evidence-missing`; [`crate::AppError::Stale`].
pub async fn say(
    ctx: &Context<'_>,
    id: ProjectId,
    version: i64,
    language: Language,
    form: &SayForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let milestone = named(&mut typed, growing.state()?, "milestone", &form.milestone);
    let aspect = Aspect::from_code(&form.aspect).ok_or(Refusal::new("project-aspect-unknown"));
    let aspect = typed.take("aspect", aspect);
    let on = typed.optional_date("on", &form.on);
    let reason = typed.optional_text("reason", language, &form.reason);
    let cited = optional_cited(ctx, &mut typed, &form.source, &form.passage).await?;
    let word = (|| {
        let cited = cited?;
        let about = About { valid_from: on?, ..about(cited.as_ref()) };
        let quotation = cited.map(|(quotation, _)| quotation);
        let word =
            Word { milestone: milestone?, aspect: aspect?, on: on?, reason: reason?, quotation };
        Some((word, about))
    })();
    let (word, about) = typed.all1(word)?;
    growing.record(ctx, &Event::Dated { word }, about).await
}

/// What is typed to freeze the plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FreezeForm {
    /// Its name.
    pub name: String,
    /// The day as of which the plan is taken; as it stands, when empty.
    pub known: String,
}

/// Freezes the plan, as it stands or as it was known on an earlier day. It is never changed and never deleted.
///
/// # Errors
/// Each field that does not fit; `project-baseline-name`, `project-baseline-empty`, `project-date-ahead`;
/// [`crate::AppError::Stale`].
pub async fn freeze(
    ctx: &Context<'_>,
    id: ProjectId,
    version: i64,
    language: Language,
    form: &FreezeForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let name = typed.text("name", language, &form.name);
    let known = optional_day(&mut typed, "known", &form.known);
    let (name, known) = typed.all1(name.zip(known))?;
    let snapshot = growing.state()?.snapshot(known);
    let snapshot = snapshot.ok_or(Refusal::of("known", "project-baseline-empty"))?;
    let baseline = Baseline::of(name, snapshot)?;
    growing.record(ctx, &Event::BaselineFrozen { baseline }, About::TODAY).await
}

/// What is typed to say what a project serves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LinkForm {
    /// Id of a commitment.
    pub commitment: String,
    /// Or of an instrument.
    pub instrument: String,
    /// Id of the source, where one says so.
    pub source: String,
    /// The passage.
    pub passage: String,
}

/// Enters that a project serves a commitment or an instrument.
///
/// # Errors
/// Each field that does not fit; `project-link-what` unless exactly one is named, `project-linked-already`;
/// [`crate::AppError::Stale`].
pub async fn link(ctx: &Context<'_>, id: ProjectId, version: i64, form: &LinkForm) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let registry = growing.state()?.description.registry;
    let mut typed = Typed::default();
    let commitment =
        crate::commitment::named(ctx, &mut typed, registry, "commitment", &form.commitment).await?;
    let instrument = other(ctx, &mut typed, registry, "instrument", &form.instrument).await?;
    let cited = optional_cited(ctx, &mut typed, &form.source, &form.passage).await?;
    let all = commitment.zip(instrument).zip(cited);
    let ((commitment, instrument), cited) = typed.all1(all)?;
    let to = match (commitment, instrument) {
        (Some(id), None) => Linked::Commitment(id),
        (None, Some(id)) => Linked::Instrument(id),
        _ => return Err(Refusal::of("commitment", "project-link-what").into()),
    };
    let about = about(cited.as_ref());
    let link = Link { to, quotation: cited.map(|(quotation, _)| quotation) };
    growing.record(ctx, &Event::LinkAdded { link }, about).await
}

/// Takes back a word or a link that was entered by mistake. A baseline cannot be taken back.
///
/// # Errors
/// `project-no-such-fact`, `project-baseline-stays`; [`crate::AppError::Stale`].
pub async fn withdraw(
    ctx: &Context<'_>,
    id: ProjectId,
    version: i64,
    language: Language,
    form: &WithdrawForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let unknown = Refusal::new("project-no-such-fact");
    let (version, reason) = form.read(language, unknown)?;
    growing.record(ctx, &Event::FactWithdrawn { version, reason }, About::TODAY).await
}

/// Shows to everybody what rests on published passages, or no longer.
///
/// # Errors
/// `published-already`, `not-published`; [`crate::AppError::Stale`].
pub async fn publish(ctx: &Context<'_>, id: ProjectId, version: i64, public: bool) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let event = if public { Event::Published } else { Event::Unpublished };
    growing.record(ctx, &event, About::TODAY).await
}
