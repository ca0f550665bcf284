//! The way a sentence becomes a commitment: a communiqué is entered, passages are marked, and a person confirms.
//!
//! A marked passage is a draft: work in hand, kept as typed, never part of the record. Confirming writes the
//! commitment or the figure to the journal and closes the draft in the same transaction. Drafts that the engine
//! proposes ([`crate::proposal`]) are drafts like any other and carry what they rest on.

use std::collections::BTreeSet;

use jiff::civil::Date;
use kelisim_domain::Refusal;
use kelisim_domain::commitment::{self, Commitment, Statement};
use kelisim_domain::id::{CommitmentId, DraftId, ObservationId, SourceId, StreamId};
use kelisim_domain::journal::Hash;
use kelisim_domain::observation::{self, Measure, Observation, Reported};
use kelisim_domain::quotation::Quotation;
use kelisim_domain::source::{Description, Event, Review, Source, SourceKind, Tier, fingerprint};
use kelisim_domain::stage::Stage;
use kelisim_domain::text::{Language, Text4};
use kelisim_domain::topic::{Topic, Unit};
use kelisim_store::reading::{CommitmentFilter, Kind};
use kelisim_store::work::Draft;
use kelisim_store::{Append, Change};
use serde::{Deserialize, Serialize};

use crate::access::Action;
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::lookup::{directory, latest, read_all, text};
use crate::proposal::Proposal;
use crate::typed::{Typed, read_document};
use crate::{AppError, Result};

/// Longest text of a communiqué, in Unicode scalar values.
pub const LONGEST: usize = 300_000;

/// What is typed to enter a communiqué. The text comes apart, as bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AddForm {
    /// Title.
    pub title: String,
    /// Code of the kind.
    pub kind: String,
    /// Code of the tier.
    pub tier: String,
    /// Who published it.
    pub publisher: String,
    /// Address.
    pub url: String,
    /// Publication date.
    pub published_on: String,
    /// Language tag of the text.
    pub language: String,
    /// The text, when pasted.
    pub text: String,
}

/// What came of entering a communiqué.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// It was entered.
    New(SourceId),
    /// The same text is in the registry already.
    Known(SourceId),
}

/// Enters a communiqué. `id` is made with the form, so that sending it twice enters it once.
///
/// The same text, whatever its spacing and quotation marks, is recognised and not entered again.
///
/// # Errors
/// Each field that does not fit.
pub async fn add(
    ctx: &Context<'_>,
    id: SourceId,
    language: Language,
    form: &AddForm,
    bytes: &[u8],
) -> Result<Added> {
    let registry = ctx.registry()?;
    ctx.authorise_on(Action::KeepRecord, registry, None)?;
    let mut typed = Typed::default();
    let body = typed.take("text", read_document(bytes, LONGEST));
    let title = typed.text("title", language, &form.title);
    let kind = SourceKind::from_code(&form.kind).ok_or(Refusal::new("source-kind-unknown"));
    let kind = typed.take("kind", kind);
    let tier = Tier::from_code(&form.tier).ok_or(Refusal::new("tier-unknown"));
    let tier = typed.take("tier", tier);
    let published_on = typed.date("published_on", &form.published_on).filter(|date| {
        let past = date.first_day() <= ctx.today();
        if !past {
            typed.refuse(Refusal::of("published_on", "published-later"));
        }
        past
    });
    let publisher = typed.line("publisher", &form.publisher, 300);
    let description = (|| {
        Some(Description {
            registry,
            kind: kind?,
            tier: tier?,
            title: title?,
            publisher: publisher?,
            url: Some(form.url.trim().to_owned()).filter(|url| !url.is_empty()),
            published_on: published_on?,
            language: form.language.trim().to_owned(),
            rendering: false,
            meeting: None,
        })
    })();
    if let Some(Err(refusal)) = description.as_ref().map(Description::check) {
        typed.refuse(refusal);
    }
    let both = description.zip(body);
    let (description, body) = typed.all1(both)?;
    if let Some(known) = same_text(ctx, &description, &body).await? {
        return Ok(Added::Known(known));
    }
    let event = Event::Added {
        description,
        text: Hash::of(body.as_bytes()),
        fingerprint: fingerprint(&body),
        review: true,
    };
    let mut growing = Growing::<Source>::new(id.into());
    growing.push(ctx, &event, About::TODAY)?;
    let change = Change {
        appends: vec![growing.finish(ctx)?],
        blobs: vec![(Hash::of(body.as_bytes()), body.into_bytes())],
        ..Change::default()
    };
    match ctx.commit(&change).await {
        Ok(()) => Ok(Added::New(id)),
        Err(AppError::Exists(by)) => Ok(Added::Known(SourceId::new(by.uuid()))),
        // The same form sent twice.
        Err(AppError::Stale) => Ok(Added::Known(id)),
        Err(error) => Err(error),
    }
}

async fn same_text(
    ctx: &Context<'_>,
    description: &Description,
    body: &str,
) -> Result<Option<SourceId>> {
    let key = format!("{}/{}", description.registry, fingerprint(body));
    let by = ctx.store().claimed("source-text", &key).await?;
    Ok(by.map(|stream| SourceId::new(stream.uuid())))
}

/// What is typed about a marked passage. Kept as typed, so that nothing is lost.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftForm {
    /// `commitment` or `indicator`.
    pub kind: String,
    /// The passage, by its words.
    pub passage: String,
    /// Where it was marked, as a character offset; empty when typed.
    pub near: String,
    /// Short name of the commitment, or what is measured in words.
    pub title: String,
    /// Code of the topic.
    pub topic: String,
    /// Code of the other side.
    pub partner: String,
    /// Codes of those who owe; empty when the text names nobody.
    pub promisors: String,
    /// Codes of those to whom; empty when the text names nobody.
    pub beneficiaries: String,
    /// Code of the stage.
    pub stage: String,
    /// How much.
    pub quantity: String,
    /// Code of the unit.
    pub unit: String,
    /// Code of the period it repeats over.
    pub per: String,
    /// By when.
    pub deadline: String,
    /// A remark.
    pub note: String,
    /// Id of the commitment this passage restates; empty for a new one.
    pub restates: String,
    /// Code of the measure, for an indicator.
    pub measure: String,
    /// Code of the country the figure holds in.
    pub subject: String,
    /// Code of the country whose people or products are counted.
    pub origin: String,
    /// Period or day the figure holds for.
    pub period: String,
    /// Id of the commitment the figure is held against; empty for none.
    pub against: String,
    /// Id of what it became when confirmed.
    pub became: String,
}

/// A marked passage with what was typed about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// Its id.
    pub id: DraftId,
    /// `open`, `confirmed` or `rejected`.
    pub state: String,
    /// For stale forms.
    pub revision: i64,
    /// The passage.
    pub quotation: Quotation,
    /// What was typed.
    pub form: DraftForm,
    /// What the engine had proposed, when the passage was not marked by a person.
    pub proposal: Option<Proposal>,
}

/// What is kept of a draft.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// What was typed, or proposed and not yet changed.
    #[serde(flatten)]
    pub(crate) form: DraftForm,
    /// What the engine had proposed; absent in what a person marked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) proposal: Option<Proposal>,
}

impl Kept {
    fn proposal_of(draft: Option<&Draft>) -> Option<Proposal> {
        serde_json::from_str::<Self>(&draft?.body).ok()?.proposal
    }
}

/// A communiqué under review.
#[derive(Debug, Clone)]
pub struct ReviewPage {
    /// The source.
    pub source: Source,
    /// Its text.
    pub text: String,
    /// Marked passages in order.
    pub marked: Vec<Marked>,
    /// Commitments a passage may restate: the registry's open ones, most pressing first.
    pub open: Vec<Commitment>,
}

/// The page on which a communiqué is read.
///
/// # Errors
/// [`AppError::NotFound`] for another registry's source.
pub async fn review(ctx: &Context<'_>, id: SourceId) -> Result<ReviewPage> {
    let source = load(ctx, id, Action::ReadSources).await?;
    let text = text(ctx, source.text).await?;
    let drafts = ctx.store().drafts(id).await?;
    let marked = drafts.iter().filter_map(|draft| read(draft, &source, &text)).collect();
    let filter = CommitmentFilter { open_only: true, ..CommitmentFilter::default() };
    let day = crate::lookup::last_day();
    let open = ctx.store().commitments(&ctx.scope(), &filter, day, None, 100).await?;
    Ok(ReviewPage { source, text, marked, open: read_all(open)? })
}

pub(crate) async fn load(ctx: &Context<'_>, id: SourceId, action: Action) -> Result<Source> {
    ctx.authorise(action)?;
    let source: Source = latest(ctx, Kind::Source, id.uuid()).await?;
    ctx.authorise_on(action, source.description.registry, None)?;
    Ok(source)
}

fn read(draft: &Draft, source: &Source, text: &str) -> Option<Marked> {
    let Kept { form, proposal } = serde_json::from_str(&draft.body).ok()?;
    let quotation = quote(source, text, &form).ok()?;
    Some(Marked {
        proposal,
        id: draft.id,
        state: draft.state.clone(),
        revision: draft.revision,
        quotation,
        form,
    })
}

fn quote(source: &Source, text: &str, form: &DraftForm) -> std::result::Result<Quotation, Refusal> {
    let near = form.near.trim().parse().ok();
    Quotation::find(source.id, &source.description.language, text, &form.passage, near)
}

/// Marks a passage or changes what was typed about it. `id` is made with the form; `revision` is 0 for a new one.
///
/// Only the passage must be found; whatever else was typed is kept as it is until it is confirmed.
///
/// # Errors
/// A passage that is not found or ambiguous; `review-not-open`; [`AppError::Stale`].
pub async fn mark(
    ctx: &Context<'_>,
    source: SourceId,
    id: DraftId,
    revision: i64,
    form: &DraftForm,
) -> Result<()> {
    let source = load(ctx, source, Action::KeepRecord).await?;
    open_for_review(&source)?;
    let text = text(ctx, source.text).await?;
    let quotation = quote(&source, &text, form)?;
    let there = ctx.store().draft(id).await?;
    if let Some(there) = &there
        && (there.source != source.id || there.state == "confirmed")
    {
        return Err(if there.source == source.id { AppError::Stale } else { AppError::NotFound });
    }
    let kept = Kept { form: form.clone(), proposal: Kept::proposal_of(there.as_ref()) };
    let draft = draft_of(ctx, &source, id, revision + 1, "open", &quotation, kept)?;
    if ctx.store().write_draft(&draft).await? { Ok(()) } else { Err(AppError::Stale) }
}

pub(crate) fn open_for_review(source: &Source) -> Result<()> {
    if source.review == Review::InReview {
        Ok(())
    } else {
        Err(Refusal::new("review-not-open").into())
    }
}

pub(crate) fn draft_of(
    ctx: &Context<'_>,
    source: &Source,
    id: DraftId,
    revision: i64,
    state: &str,
    quotation: &Quotation,
    mut kept: Kept,
) -> Result<Draft> {
    kept.form.near = quotation.start.to_string();
    Ok(Draft {
        id,
        source: source.id,
        registry: source.description.registry,
        author: ctx.user(),
        state: state.to_owned(),
        start: i64::from(quotation.start),
        body: serde_json::to_string(&kept).map_err(|e| AppError::internal("a draft", e))?,
        revision,
        written_at: ctx.now,
    })
}

/// Rejects a marked passage: nothing of it enters the record. It can be opened again.
///
/// # Errors
/// `review-not-open`; [`AppError::Stale`].
pub async fn reject(ctx: &Context<'_>, source: SourceId, id: DraftId, revision: i64) -> Result<()> {
    turn(ctx, source, id, revision, "rejected").await
}

/// Opens a rejected passage again.
///
/// # Errors
/// `review-not-open`; [`AppError::Stale`].
pub async fn reopen(ctx: &Context<'_>, source: SourceId, id: DraftId, revision: i64) -> Result<()> {
    turn(ctx, source, id, revision, "open").await
}

async fn turn(
    ctx: &Context<'_>,
    source: SourceId,
    id: DraftId,
    revision: i64,
    state: &str,
) -> Result<()> {
    let source = load(ctx, source, Action::KeepRecord).await?;
    open_for_review(&source)?;
    let draft = ctx.store().draft(id).await?.filter(|d| d.source == source.id);
    let draft = draft.ok_or(AppError::NotFound)?;
    if draft.state == state {
        return Ok(());
    }
    if draft.state == "confirmed" {
        return Err(AppError::Stale);
    }
    let turned = Draft {
        state: state.to_owned(),
        revision: revision + 1,
        author: ctx.user(),
        written_at: ctx.now,
        ..draft
    };
    if ctx.store().write_draft(&turned).await? { Ok(()) } else { Err(AppError::Stale) }
}

/// What a passage became.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Became {
    /// A commitment, new or restated.
    Commitment(CommitmentId),
    /// An observation.
    Observation(ObservationId),
}

/// Confirms a passage: it enters the record. Confirming twice confirms once.
///
/// # Errors
/// Each field that does not fit; `review-not-open`; a rule's refusal; [`AppError::Stale`].
pub async fn confirm(
    ctx: &Context<'_>,
    source: SourceId,
    id: DraftId,
    revision: i64,
    language: Language,
    form: &DraftForm,
) -> Result<Became> {
    let source = load(ctx, source, Action::KeepRecord).await?;
    let there = ctx.store().draft(id).await?;
    if let Some(draft) = &there {
        if draft.source != source.id {
            return Err(AppError::NotFound);
        }
        if draft.state == "confirmed" {
            return already(draft);
        }
    }
    open_for_review(&source)?;
    let text = text(ctx, source.text).await?;
    let quotation = quote(&source, &text, form)?;
    let read = Confirmed { ctx, source: &source, language, form, id, quotation: quotation.clone() };
    let (append, became) = if form.kind == "indicator" {
        read.indicator().await?
    } else if form.restates.trim().is_empty() {
        read.commitment().await?
    } else {
        read.restatement().await?
    };
    let form = DraftForm {
        became: match became {
            Became::Commitment(id) => id.to_string(),
            Became::Observation(id) => id.to_string(),
        },
        ..form.clone()
    };
    let kept = Kept { form, proposal: Kept::proposal_of(there.as_ref()) };
    let draft = draft_of(ctx, &source, id, revision + 1, "confirmed", &quotation, kept)?;
    let change = Change { appends: vec![append], drafts: vec![draft], ..Change::default() };
    ctx.commit(&change).await?;
    Ok(became)
}

fn already(draft: &Draft) -> Result<Became> {
    let form: DraftForm =
        serde_json::from_str(&draft.body).map_err(|e| AppError::internal("a draft", e))?;
    let id = form.became.parse().map_err(|e| AppError::internal("a draft", e))?;
    Ok(if form.kind == "indicator" {
        Became::Observation(ObservationId::new(id))
    } else {
        Became::Commitment(CommitmentId::new(id))
    })
}

/// A passage on its way into the record.
struct Confirmed<'a> {
    ctx: &'a Context<'a>,
    source: &'a Source,
    language: Language,
    form: &'a DraftForm,
    id: DraftId,
    quotation: Quotation,
}

impl Confirmed<'_> {
    fn about(&self) -> About {
        About::source(self.source.id, self.source.known_on())
    }

    /// Parties must be in the directory, so that a slip of the finger makes no new country.
    async fn check_parties(&self, typed: &mut Typed) -> Result<()> {
        let directory = directory(self.ctx).await?;
        let form = self.form;
        for (field, codes) in [
            ("partner", &form.partner),
            ("promisors", &form.promisors),
            ("beneficiaries", &form.beneficiaries),
            ("subject", &form.subject),
            ("origin", &form.origin),
        ] {
            for code in codes.split([' ', ',', ';']).filter(|c| !c.is_empty()) {
                let known = code.parse().is_ok_and(|code| directory.parties.contains_key(&code));
                if !known {
                    typed.refuse(Refusal::of(field, "party-unknown").with("text", code));
                }
            }
        }
        Ok(())
    }

    fn statement(&self, typed: &mut Typed) -> Option<Statement> {
        let form = self.form;
        let stage = Stage::from_code(&form.stage).ok_or(Refusal::new("stage-missing"));
        let stage = typed.take("stage", stage);
        let quantity = typed.quantity(&form.quantity, &form.unit, &form.per);
        let deadline = typed.optional_date("deadline", &form.deadline);
        let note = typed.optional_text("note", self.language, &form.note);
        Some(Statement {
            quotation: self.quotation.clone(),
            stage: Some(stage?),
            quantity: quantity?,
            deadline: deadline?,
            condition: None,
            note: note?,
        })
    }

    async fn commitment(&self) -> Result<(Append, Became)> {
        let form = self.form;
        let mut typed = Typed::default();
        self.check_parties(&mut typed).await?;
        let title = typed.text("title", self.language, &form.title);
        let topic = Topic::from_code(&form.topic).ok_or(Refusal::new("topic-unknown"));
        let topic = typed.take("topic", topic);
        let partner = typed.party("partner", &form.partner);
        let promisors = typed.parties("promisors", &form.promisors);
        let beneficiaries = typed.parties("beneficiaries", &form.beneficiaries);
        let statement = self.statement(&mut typed);
        let description = (|| {
            Some(commitment::Description {
                registry: self.source.description.registry,
                partner: partner?,
                topic: topic?,
                title: title?,
                object: None,
                promisors: promisors?,
                beneficiaries: beneficiaries?,
                meeting: self.source.description.meeting,
                successor_of: None,
            })
        })();
        let both = description.zip(statement);
        let (description, statement) = typed.all1(both)?;
        let valid_from = statement.deadline;
        let id = CommitmentId::new(self.id.uuid());
        let mut growing = Growing::<Commitment>::new(id.into());
        let event = commitment::Event::Recorded { description, statement };
        growing.push(self.ctx, &event, About { valid_from, ..self.about() })?;
        Ok((growing.finish(self.ctx)?, Became::Commitment(id)))
    }

    async fn restatement(&self) -> Result<(Append, Became)> {
        let unknown = || AppError::from(Refusal::of("restates", "commitment-unknown"));
        let id: CommitmentId = self.form.restates.trim().parse().map_err(|_| unknown())?;
        let mut growing = self.existing(id).await.map_err(|error| match error {
            AppError::NotFound => unknown(),
            other => other,
        })?;
        let mut typed = Typed::default();
        let statement = self.statement(&mut typed);
        let statement = typed.all1(statement)?;
        growing.push(self.ctx, &commitment::Event::Restated { statement }, self.about())?;
        Ok((growing.finish(self.ctx)?, Became::Commitment(id)))
    }

    async fn existing(&self, id: CommitmentId) -> Result<Growing<Commitment>> {
        // A stream of another kind is no commitment.
        let _: Commitment = latest(self.ctx, Kind::Commitment, id.uuid()).await?;
        let growing = Growing::<Commitment>::load(self.ctx, id.into()).await?;
        let description = &growing.state()?.description;
        self.ctx.authorise_on(
            Action::KeepRecord,
            description.registry,
            Some(&description.partner),
        )?;
        Ok(growing)
    }

    async fn indicator(&self) -> Result<(Append, Became)> {
        let form = self.form;
        let mut typed = Typed::default();
        self.check_parties(&mut typed).await?;
        let value = typed.figure("quantity", &form.quantity);
        let unit = Unit::from_code(&form.unit).ok_or(Refusal::new("unit-unknown"));
        let unit = typed.take("unit", unit);
        let name = typed.text("title", self.language, &form.title);
        let partner = typed.party("partner", &form.partner);
        let subject = typed.party("subject", &form.subject);
        let measure = typed.take("measure", Measure::new(&form.measure));
        let period = typed.date("period", &form.period);
        let note = typed.optional_text("note", self.language, &form.note);
        let origin = if form.origin.trim().is_empty() {
            Some(None)
        } else {
            typed.party("origin", &form.origin).map(Some)
        };
        let against = match form.against.trim() {
            "" => Some(None),
            id => self.against(&mut typed, id).await?,
        };
        let both = (|| {
            let description = observation::Description {
                registry: self.source.description.registry,
                partner: partner?,
                commitment: against?,
                measure: measure?,
                name: name?,
                period: period?,
                unit: unit?,
                subject: subject?,
                origin: origin?,
                channel: None,
            };
            let quotation = self.quotation.clone();
            Some((description, Reported { value: value?, quotation, note: note? }))
        })();
        let (description, reported) = typed.all1(both)?;
        let valid_from = Some(description.period);
        let id = ObservationId::new(self.id.uuid());
        let mut growing = Growing::<Observation>::new(id.into());
        let event = observation::Event::Booked { description, reported, public: false };
        growing.push(self.ctx, &event, About { valid_from, ..self.about() })?;
        Ok((growing.finish(self.ctx)?, Became::Observation(id)))
    }

    async fn against(&self, typed: &mut Typed, id: &str) -> Result<Option<Option<CommitmentId>>> {
        let found = match id.parse::<CommitmentId>() {
            Ok(id) => match self.existing(id).await {
                Ok(_) => Some(id),
                Err(AppError::NotFound) => None,
                Err(error) => return Err(error),
            },
            Err(_) => None,
        };
        if found.is_none() {
            typed.refuse(Refusal::of("against", "commitment-unknown"));
            return Ok(None);
        }
        Ok(Some(found))
    }
}

/// Finishes the reading of a communiqué once every passage was decided.
///
/// # Errors
/// `drafts-open` with their number; `review-not-open`; [`AppError::Stale`].
pub async fn finish(ctx: &Context<'_>, id: SourceId, version: i64) -> Result<()> {
    load(ctx, id, Action::KeepRecord).await?;
    let drafts = ctx.store().drafts(id).await?;
    let open = drafts.iter().filter(|d| d.state == "open").count();
    if open > 0 {
        return Err(Refusal::new("drafts-open").with("n", open.to_string()).into());
    }
    turn_review(ctx, id, version, &Event::ReviewFinished).await
}

/// Takes the reading of a source up again.
///
/// # Errors
/// `review-open`; [`AppError::Stale`].
pub async fn take_up(ctx: &Context<'_>, id: SourceId, version: i64) -> Result<()> {
    load(ctx, id, Action::KeepRecord).await?;
    turn_review(ctx, id, version, &Event::ReviewReopened).await
}

async fn turn_review(ctx: &Context<'_>, id: SourceId, version: i64, event: &Event) -> Result<()> {
    let mut growing = Growing::<Source>::load(ctx, StreamId::from(id)).await?;
    growing.at_version(version)?;
    growing.push(ctx, event, About::TODAY)?;
    growing.commit(ctx).await
}

/// A passage of any source of the registry, for reports, quotas and conflicts typed outside a review.
///
/// # Errors
/// `source-unknown`; a passage that is not found or ambiguous.
pub(crate) async fn cite(
    ctx: &Context<'_>,
    source: &str,
    passage: &str,
) -> Result<(Quotation, Date)> {
    let unknown = || AppError::from(Refusal::of("source", "source-unknown"));
    let id: SourceId = source.trim().parse().map_err(|_| unknown())?;
    let source = load(ctx, id, Action::ReadSources).await.map_err(|error| match error {
        AppError::NotFound => unknown(),
        other => other,
    })?;
    let text = text(ctx, source.text).await?;
    let language = &source.description.language;
    let quotation = Quotation::find(source.id, language, &text, passage, None)?;
    Ok((quotation, source.known_on()))
}

/// Titles of sources to choose from, newest first.
///
/// # Errors
/// When the actor may not.
pub async fn choices(ctx: &Context<'_>) -> Result<Vec<(SourceId, Text4)>> {
    let (lines, _) = crate::source::list(ctx, None, 200).await?;
    let mut seen = BTreeSet::new();
    Ok(lines
        .into_iter()
        .filter(|line| seen.insert(line.source.id))
        .map(|line| (line.source.id, line.source.description.title))
        .collect())
}
