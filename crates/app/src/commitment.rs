//! Commitments: the page of one, lists, and what an officer does to them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use kelisim_domain::Refusal;
use kelisim_domain::commitment::{
    Commitment, DeliveryReport, Description, Event, QuotaPeriod, Standing, VerdictGiven,
    YearFigures, standing, years,
};
use kelisim_domain::conflict::Conflict;
use kelisim_domain::id::{CommitmentId, SourceId};
use kelisim_domain::observation::Observation;
use kelisim_domain::party::PartyCode;
use kelisim_domain::project::Linked;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::source::Source;
use kelisim_domain::stage::{Delivery, Verdict};
use kelisim_domain::text::{Language, Text4};
use kelisim_domain::topic::{Channel, Topic};
pub use kelisim_store::reading::{CommitmentCursor as Cursor, CommitmentFilter as Which};
use kelisim_store::reading::{CommitmentCursor, Kind, ObservationFilter, Scope};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::Action;
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::lookup::{found, last_day, read, read_all, row, scope_with, several};
use crate::source::{cited, visible};
use crate::typed::Typed;
use crate::{AppError, Result};

/// A commitment with what is needed to say where it stands.
#[derive(Debug, Clone)]
pub struct Line {
    /// The commitment as known on the day asked for.
    pub commitment: Commitment,
    /// Its years.
    pub years: Vec<YearFigures>,
    /// Where it stands.
    pub standing: Standing,
    /// When the row was recorded.
    pub recorded_at: Timestamp,
}

/// The page of a commitment.
#[derive(Debug, Clone)]
pub struct Page {
    /// The commitment as known on the day asked for.
    pub line: Line,
    /// Those it replaced, oldest first.
    pub before: Vec<Commitment>,
    /// Those that replaced it.
    pub after: Vec<Commitment>,
    /// Figures held against it and against those it replaced, newest period first.
    pub observations: Vec<Observation>,
    /// Contradictions that concern it.
    pub conflicts: Vec<Conflict>,
    /// Instruments in which it stands.
    pub instruments: Vec<crate::instrument::Line>,
    /// Projects that serve it.
    pub projects: Vec<crate::project::Line>,
    /// Sources of everything on the page.
    pub sources: BTreeMap<SourceId, Source>,
    /// Whether later statements are left out because of the day asked for.
    pub is_past: bool,
}

/// How many predecessors a page follows.
const CHAIN: usize = 8;

/// The page of a commitment, as known on a day (now, when none is given).
///
/// # Errors
/// [`AppError::NotFound`] when it is not there, was not yet known, or the actor may not see it.
pub async fn page(ctx: &Context<'_>, id: CommitmentId, known_on: Option<Date>) -> Result<Page> {
    let day = known_on.unwrap_or_else(last_day);
    let body = row(ctx, Kind::Commitment, id.uuid(), day).await?.ok_or(AppError::NotFound)?;
    let commitment: Commitment = read(ctx, &body).await?;
    see(ctx, &commitment)?;
    let commitment = seen(ctx, commitment);
    let before = predecessors(ctx, &commitment, day).await?;
    let successors = ctx.store().successors(id, day).await?;
    let after: Vec<Commitment> = read_all::<Commitment>(ctx, successors)
        .await?
        .into_iter()
        .filter(|c| see(ctx, c).is_ok())
        .collect();
    let ids: Vec<Uuid> = before.iter().chain([&commitment]).map(|c| c.id.uuid()).collect();
    let scope = scope_of(ctx, &commitment);
    let observations =
        ctx.store().observations(&scope, ObservationFilter::Held(&ids), day, None, 300).await?;
    let observations: Vec<Observation> = read_all(ctx, observations).await?;
    let conflicts = ctx.store().conflicts(&scope, Some(id), day, 50).await?;
    let conflicts: Vec<Conflict> = read_all(ctx, conflicts).await?;
    let sources = cited(ctx, quoted(&commitment, &observations, &conflicts)).await?;
    let today = known_on.unwrap_or_else(|| ctx.today());
    let chain: Vec<&Commitment> = before.iter().chain([&commitment]).collect();
    let years = years(&chain, &observations, today);
    let standing = standing(&commitment.latest(), &years, !after.is_empty(), today);
    Ok(Page {
        line: Line { commitment, years, standing, recorded_at: body.recorded_at },
        before,
        after,
        observations,
        conflicts,
        instruments: crate::instrument::standing_in(ctx, id, known_on).await?,
        projects: crate::project::serving(ctx, Linked::Commitment(id), known_on).await?,
        sources,
        is_past: known_on.is_some(),
    })
}

/// The sources of everything that is quoted on a page.
fn quoted(
    commitment: &Commitment,
    observations: &[Observation],
    conflicts: &[Conflict],
) -> Vec<SourceId> {
    let mut ids: Vec<SourceId> = Vec::new();
    ids.extend(commitment.statements.iter().map(|s| s.what.quotation.source));
    ids.extend(commitment.quotas.iter().map(|q| q.what.quotation.source));
    ids.extend(commitment.reports.iter().map(|r| r.what.quotation.source));
    ids.extend(figures_rest_on(observations));
    ids.extend(conflicts_rest_on(conflicts));
    ids
}

/// The sources of figures.
pub(crate) fn figures_rest_on(observations: &[Observation]) -> Vec<SourceId> {
    observations.iter().flat_map(|o| &o.values).map(|v| v.what.quotation.source).collect()
}

/// The sources of both sides of conflicts.
pub(crate) fn conflicts_rest_on(conflicts: &[Conflict]) -> Vec<SourceId> {
    conflicts.iter().flat_map(|c| &c.sides).map(|s| s.quotation.source).collect()
}

/// What the actor may see of a commitment: whose charge it is in and what letters there are, is work of the house.
pub(crate) fn seen(ctx: &Context<'_>, commitment: Commitment) -> Commitment {
    if ctx.authorise(Action::ReadSources).is_ok() { commitment } else { commitment.shared() }
}

fn see(ctx: &Context<'_>, commitment: &Commitment) -> Result<()> {
    let d = &commitment.description;
    if visible(ctx, d.registry, &d.partner, commitment.public) {
        Ok(())
    } else {
        Err(AppError::NotFound)
    }
}

/// What belongs to a commitment is looked for in its own registry.
fn scope_of(ctx: &Context<'_>, commitment: &Commitment) -> Scope {
    Scope { registry: Some(commitment.description.registry), ..ctx.scope() }
}

async fn predecessors(
    ctx: &Context<'_>,
    commitment: &Commitment,
    day: Date,
) -> Result<Vec<Commitment>> {
    let mut before: Vec<Commitment> = Vec::new();
    let mut next = commitment.description.successor_of;
    while let Some(id) = next
        && before.len() < CHAIN
    {
        let older: Option<Commitment> = found(ctx, Kind::Commitment, id.uuid(), day).await?;
        let Some(older) = older else { break };
        if see(ctx, &older).is_err()
            || older.id == commitment.id
            || before.iter().any(|c| c.id == id)
        {
            break;
        }
        next = older.description.successor_of;
        before.push(older);
    }
    before.reverse();
    Ok(before)
}

/// Gives each commitment of a list its years and where it stands, with two more queries for the whole list.
pub(crate) async fn lines(
    ctx: &Context<'_>,
    scope: &Scope,
    bodies: Vec<kelisim_store::reading::Body>,
    known_on: Option<Date>,
) -> Result<Vec<Line>> {
    let day = known_on.unwrap_or_else(last_day);
    let today = known_on.unwrap_or_else(|| ctx.today());
    let recorded: Vec<Timestamp> = bodies.iter().map(|body| body.recorded_at).collect();
    let read = read_all::<Commitment>(ctx, bodies).await?;
    let commitments: Vec<(Commitment, Timestamp)> =
        read.into_iter().map(|it| seen(ctx, it)).zip(recorded).collect();
    let older =
        commitments.iter().filter_map(|(c, _)| c.description.successor_of).map(CommitmentId::uuid);
    let older: Vec<Commitment> = several(ctx, Kind::Commitment, older, day).await?;
    let older: Vec<Commitment> = older.into_iter().filter(|c| see(ctx, c).is_ok()).collect();
    let ids: Vec<Uuid> = commitments
        .iter()
        .map(|(c, _)| c)
        .chain(&older)
        .filter(|c| c.latest().stage.is_promise())
        .map(|c| c.id.uuid())
        .collect();
    let observations: Vec<Observation> = if ids.is_empty() {
        Vec::new()
    } else {
        read_all(
            ctx,
            ctx.store()
                .observations(scope, ObservationFilter::Held(&ids), day, None, 1_000)
                .await?,
        )
        .await?
    };
    let replaced: Vec<CommitmentId> =
        commitments.iter().filter_map(|(c, _)| c.description.successor_of).collect();
    Ok(commitments
        .into_iter()
        .map(|(commitment, recorded_at)| {
            let before = older.iter().find(|o| commitment.description.successor_of == Some(o.id));
            let own: Vec<Observation> = observations
                .iter()
                .filter(|o| {
                    let of = o.description.commitment;
                    of == Some(commitment.id) || (of.is_some() && of == before.map(|b| b.id))
                })
                .cloned()
                .collect();
            let chain: Vec<&Commitment> = before.into_iter().chain([&commitment]).collect();
            let years = years(&chain, &own, today);
            let is_replaced = replaced.contains(&commitment.id);
            let standing = standing(&commitment.latest(), &years, is_replaced, today);
            Line { commitment, years, standing, recorded_at }
        })
        .collect())
}

/// A list of commitments and where it goes on.
#[derive(Debug, Clone)]
pub struct List {
    /// The lines.
    pub lines: Vec<Line>,
    /// Where the list goes on; nothing at its end.
    pub next: Option<CommitmentCursor>,
}

/// Which commitments.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// With this partner, under whatever code it was written.
    pub partner: Option<PartyCode>,
    /// What else is asked of them.
    pub which: Which,
}

/// Commitments the actor may see, `limit` at a time.
///
/// # Errors
/// When the actor may not, or the store cannot be read.
pub async fn list(
    ctx: &Context<'_>,
    filter: &Filter,
    known_on: Option<Date>,
    after: Option<&CommitmentCursor>,
    limit: i64,
) -> Result<List> {
    ctx.authorise_reading()?;
    let scope = scope_with(ctx, filter.partner.as_ref()).await?;
    let day = known_on.unwrap_or_else(last_day);
    let mut bodies = ctx.store().commitments(&scope, &filter.which, day, after, limit + 1).await?;
    let more = i64::try_from(bodies.len()).unwrap_or(i64::MAX) > limit;
    if more {
        bodies.pop();
    }
    let lines = lines(ctx, &scope, bodies, known_on).await?;
    let next = lines.last().filter(|_| more).map(|line| {
        let known = line.commitment.latest();
        let id = line.commitment.id.uuid();
        CommitmentCursor { weight: known.weight().rank(), due: known.due(), id }
    });
    Ok(List { lines, next })
}

/// What is typed to report delivery.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportForm {
    /// Code of what happened.
    pub state: String,
    /// When.
    pub valid: String,
    /// Why.
    pub reason: String,
    /// Id of the source.
    pub source: String,
    /// The passage.
    pub passage: String,
}

/// What is typed to enter the places of a period.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QuotaForm {
    /// The period.
    pub period: String,
    /// Code of the channel.
    pub channel: String,
    /// How many.
    pub places: String,
    /// Id of the source.
    pub source: String,
    /// The passage.
    pub passage: String,
}

/// What is typed to judge.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VerdictForm {
    /// Code of the verdict.
    pub verdict: String,
    /// On what evidence.
    pub evidence: String,
}

/// What is typed to correct the description.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DescribeForm {
    /// Short name in Kazakh.
    pub title_kk: String,
    /// In Kyrgyz.
    pub title_ky: String,
    /// In Russian.
    pub title_ru: String,
    /// In English.
    pub title_en: String,
    /// Code of the topic.
    pub topic: String,
    /// Codes of those who owe.
    pub promisors: String,
    /// Codes of those to whom.
    pub beneficiaries: String,
    /// Id of the commitment it replaces; empty for none.
    pub successor_of: String,
}

impl DescribeForm {
    /// The form as it stands for a commitment.
    #[must_use]
    pub fn of(commitment: &Commitment) -> Self {
        let d = &commitment.description;
        let title = |language| d.title.get(language).unwrap_or_default().to_owned();
        let codes = |parties: &[PartyCode]| {
            parties.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        Self {
            title_kk: title(Language::Kk),
            title_ky: title(Language::Ky),
            title_ru: title(Language::Ru),
            title_en: title(Language::En),
            topic: d.topic.code().to_owned(),
            promisors: codes(&d.promisors),
            beneficiaries: codes(&d.beneficiaries),
            successor_of: d.successor_of.map(|id| id.to_string()).unwrap_or_default(),
        }
    }
}

/// Loads a commitment of the actor's registry for a change made from a form of `version`.
pub(crate) async fn load(
    ctx: &Context<'_>,
    id: CommitmentId,
    version: i64,
) -> Result<Growing<Commitment>> {
    ctx.authorise(Action::KeepRecord)?;
    // A stream of another kind is no commitment.
    let shown: Commitment = crate::lookup::latest(ctx, Kind::Commitment, id.uuid()).await?;
    let d = &shown.description;
    ctx.authorise_on(Action::KeepRecord, d.registry, Some(&d.partner))?;
    let growing = Growing::load(ctx, id.into()).await?;
    growing.at_version(version)?;
    Ok(growing)
}

/// Reports what happened, with the passage that says so.
///
/// # Errors
/// Each field that does not fit; [`AppError::Stale`].
pub async fn report(
    ctx: &Context<'_>,
    id: CommitmentId,
    version: i64,
    language: Language,
    form: &ReportForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let state = Delivery::from_code(&form.state).ok_or(Refusal::new("delivery-unknown"));
    let state = typed.take("state", state);
    let valid = typed.optional_date("valid", &form.valid);
    let reason = typed.optional_text("reason", language, &form.reason);
    let (state, valid, reason) = typed.all3(state, valid, reason)?;
    let (quotation, known_on) = crate::communique::cite(ctx, &form.source, &form.passage).await?;
    let about = About { valid_from: valid, ..About::source(quotation.source, known_on) };
    let report = DeliveryReport { state, valid, reason, quotation };
    growing.record(ctx, &Event::DeliveryReported { report }, about).await
}

/// Enters the places of a period, with the passage that says so.
///
/// # Errors
/// Each field that does not fit; [`AppError::Stale`].
pub async fn state_quota(
    ctx: &Context<'_>,
    id: CommitmentId,
    version: i64,
    form: &QuotaForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let period = typed.date("period", &form.period);
    let channel = Channel::from_code(&form.channel).ok_or(Refusal::new("channel-unknown"));
    let channel = typed.take("channel", channel);
    let places = typed.figure("places", &form.places);
    let (period, channel, places) = typed.all3(period, channel, places)?;
    let (quotation, known_on) = crate::communique::cite(ctx, &form.source, &form.passage).await?;
    let about = About { valid_from: Some(period), ..About::source(quotation.source, known_on) };
    let quota = QuotaPeriod { period, channel, places, quotation };
    growing.record(ctx, &Event::QuotaStated { quota }, about).await
}

/// Judges, with evidence.
///
/// # Errors
/// Each field that does not fit; a refused verdict; [`AppError::Stale`].
pub async fn judge(
    ctx: &Context<'_>,
    id: CommitmentId,
    version: i64,
    language: Language,
    form: &VerdictForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let verdict = Verdict::from_code(&form.verdict).ok_or(Refusal::new("verdict-unknown"));
    let verdict = typed.take("verdict", verdict);
    let evidence = typed.text("evidence", language, &form.evidence);
    let both = verdict.zip(evidence);
    let (verdict, evidence) = typed.all1(both)?;
    let verdict = VerdictGiven { verdict, evidence };
    growing.record(ctx, &Event::VerdictGiven { verdict }, About::TODAY).await
}

/// Corrects the description.
///
/// # Errors
/// Each field that does not fit; [`AppError::Stale`].
pub async fn describe(
    ctx: &Context<'_>,
    id: CommitmentId,
    version: i64,
    language: Language,
    form: &DescribeForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let old = growing.state()?.description.clone();
    let mut typed = Typed::default();
    let given = [
        (Language::Kk, &form.title_kk),
        (Language::Ky, &form.title_ky),
        (Language::Ru, &form.title_ru),
        (Language::En, &form.title_en),
    ];
    // The language of record stays while a text in it is there.
    let filled = |l: Language| given.iter().any(|(g, text)| *g == l && !text.trim().is_empty());
    let record = [old.title.record, language]
        .into_iter()
        .chain(Language::ALL.iter().copied())
        .find(|l| filled(*l))
        .unwrap_or(language);
    let title = Text4::all(record, &form.title_kk, &form.title_ky, &form.title_ru, &form.title_en);
    let title = typed.take(title_field(language), title);
    let topic = Topic::from_code(&form.topic).ok_or(Refusal::new("topic-unknown"));
    let topic = typed.take("topic", topic);
    let promisors = typed.parties("promisors", &form.promisors);
    let beneficiaries = typed.parties("beneficiaries", &form.beneficiaries);
    let successor_of =
        named(ctx, &mut typed, old.registry, "successor_of", &form.successor_of).await?;
    let description = (|| {
        Some(Description {
            title: title?,
            topic: topic?,
            promisors: promisors?,
            beneficiaries: beneficiaries?,
            successor_of: successor_of?,
            ..old
        })
    })();
    let description = typed.all1(description)?;
    growing.record(ctx, &Event::Described { description }, About::TODAY).await
}

const fn title_field(language: Language) -> &'static str {
    match language {
        Language::Kk => "title_kk",
        Language::Ky => "title_ky",
        Language::Ru => "title_ru",
        Language::En => "title_en",
    }
}

/// A commitment of `registry` that a form names by its id in `field`; the inner option says whether it names one.
///
/// # Errors
/// When the store cannot be read. An id that names no commitment of the registry is noted as `commitment-unknown`.
pub(crate) async fn named(
    ctx: &Context<'_>,
    typed: &mut Typed,
    registry: RegistryCode,
    field: &'static str,
    text: &str,
) -> Result<Option<Option<CommitmentId>>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Some(None));
    }
    if let Ok(id) = text.parse::<CommitmentId>() {
        match crate::lookup::latest::<Commitment>(ctx, Kind::Commitment, id.uuid()).await {
            Ok(it) if it.description.registry == registry => return Ok(Some(Some(id))),
            Ok(_) | Err(AppError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    typed.refuse(Refusal::of(field, "commitment-unknown"));
    Ok(None)
}

/// Shows a commitment to everybody, or no longer.
///
/// # Errors
/// `published-already`, `not-published`; [`AppError::Stale`].
pub async fn publish(
    ctx: &Context<'_>,
    id: CommitmentId,
    version: i64,
    public: bool,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let event = if public { Event::Published } else { Event::Unpublished };
    growing.record(ctx, &event, About::TODAY).await
}

/// Withdraws a statement that was entered by mistake. It stays in the journal.
///
/// # Errors
/// `first-statement-stays`, `no-such-statement`; [`AppError::Stale`].
pub async fn withdraw(
    ctx: &Context<'_>,
    id: CommitmentId,
    version: i64,
    statement: i64,
    language: Language,
    reason: &str,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let reason = typed.text("reason", language, reason);
    let reason = typed.all1(reason)?;
    let event = Event::StatementWithdrawn { version: statement, reason };
    growing.record(ctx, &event, About::TODAY).await
}
