//! What is entered about a meeting: who led, what was on the agenda, what was decided, what is to be asked.

use kelisim_domain::Refusal;
use kelisim_domain::id::{CommitmentId, InstrumentId, MeetingId};
use kelisim_domain::meeting::{AgendaItem, Decision, Delegation, Event, Meeting, Question};
use kelisim_domain::quotation::Quotation;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::text::{Language, Text4};
use kelisim_store::reading::Kind;
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::access::Action;
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::instrument::{about, optional_cited};
use crate::lookup::{directory, latest};
use crate::observation::cited_in;
use crate::typed::{Typed, WithdrawForm};

/// Loads a meeting of the actor's registry for a change.
pub(crate) async fn load(
    ctx: &Context<'_>,
    id: MeetingId,
    version: i64,
) -> Result<Growing<Meeting>> {
    ctx.authorise(Action::KeepRecord)?;
    let shown: Meeting = latest(ctx, Kind::Meeting, id.uuid()).await?;
    let d = &shown.description;
    ctx.authorise_on(Action::KeepRecord, d.registry, Some(&d.partner))?;
    let growing = Growing::load(ctx, id.into()).await?;
    growing.at_version(version)?;
    Ok(growing)
}

/// What is typed about who led a delegation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DelegationForm {
    /// Code of the side.
    pub party: String,
    /// The office.
    pub office: String,
    /// The name, where the passage has one.
    pub name: String,
    /// Id of the source.
    pub source: String,
    /// The passage.
    pub passage: String,
}

/// Enters who led a delegation, with the passage that says so.
///
/// Rule: a person is named only where the source does: a part of the name stands in the passage, whatever its ending.
///
/// # Errors
/// Each field that does not fit; `meeting-not-a-side`, `meeting-name-not-in-source`; [`crate::AppError::Stale`].
pub async fn delegation(
    ctx: &Context<'_>,
    id: MeetingId,
    version: i64,
    language: Language,
    form: &DelegationForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let names = directory(ctx).await?;
    let sides = growing.state()?.description.sides();
    let party = typed.party("party", &form.party).map(|party| names.written(&party, &sides));
    let office = typed.text("office", language, &form.office);
    let name = typed.optional_text("name", language, &form.name);
    let cited = cited_in(ctx, &mut typed, &form.source, &form.passage).await?;
    let read = (|| {
        let (quotation, known_on) = cited?;
        let about = About::source(quotation.source, known_on);
        Some((Delegation { party: party?, office: office?, name: name?, quotation }, about))
    })();
    let (delegation, about) = typed.all1(read)?;
    if delegation.name.as_ref().is_some_and(|name| !is_named(name, &delegation.quotation)) {
        return Err(Refusal::of("name", "meeting-name-not-in-source").into());
    }
    growing.record(ctx, &Event::DelegationStated { delegation }, about).await
}

/// Whether a passage names a person: some word of the name stands in it, but for the last two letters, which change
/// with the case.
fn is_named(name: &Text4, quotation: &Quotation) -> bool {
    let passage = quotation.exact.to_lowercase();
    let mut names = Language::ALL.iter().filter_map(|language| name.get(*language));
    names.any(|name| {
        let name = name.to_lowercase();
        let mut words = name.split([' ', '.', ',']).map(|word| {
            let length = word.chars().count();
            word.chars().take(length.saturating_sub(2).max(3)).collect::<String>()
        });
        words.any(|stem| stem.chars().count() >= 3 && passage.contains(&stem))
    })
}

/// What is typed about a point of the agenda.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AgendaForm {
    /// What is to be spoken about.
    pub matter: String,
    /// Id of the commitment it is about.
    pub commitment: String,
    /// Id of the source, where one says so.
    pub source: String,
    /// The passage.
    pub passage: String,
}

/// Puts a point on the agenda.
///
/// # Errors
/// Each field that does not fit; `meeting-full`; [`crate::AppError::Stale`].
pub async fn agenda(
    ctx: &Context<'_>,
    id: MeetingId,
    version: i64,
    language: Language,
    form: &AgendaForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let registry = growing.state()?.description.registry;
    let mut typed = Typed::default();
    let matter = typed.text("matter", language, &form.matter);
    let commitment = named(ctx, &mut typed, registry, &form.commitment).await?;
    let cited = optional_cited(ctx, &mut typed, &form.source, &form.passage).await?;
    let (matter, commitment, cited) = typed.all3(matter, commitment, cited)?;
    let about = about(cited.as_ref());
    let item = AgendaItem { matter, commitment, quotation: cited.map(|(quotation, _)| quotation) };
    growing.record(ctx, &Event::AgendaAdded { item }, about).await
}

/// What is typed about a decision.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DecideForm {
    /// What was decided.
    pub matter: String,
    /// Ids of the commitments it leads to, with spaces between them.
    pub commitments: String,
    /// Ids of the instruments it leads to, with spaces between them.
    pub instruments: String,
    /// Id of the source; that of the communiqué, mostly.
    pub source: String,
    /// The passage.
    pub passage: String,
}

/// Enters what was decided, with the passage that says so.
///
/// # Errors
/// Each field that does not fit; `meeting-not-held`, `meeting-full`; [`crate::AppError::Stale`].
pub async fn decide(
    ctx: &Context<'_>,
    id: MeetingId,
    version: i64,
    language: Language,
    form: &DecideForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let registry = growing.state()?.description.registry;
    let mut typed = Typed::default();
    let read = read_decision(ctx, &mut typed, registry, language, form).await?;
    let (decision, about) = typed.all1(read)?;
    growing.record(ctx, &Event::Decided { decision }, about).await
}

/// Reads a decision of a meeting or of a body, and what it rests on.
pub(crate) async fn read_decision(
    ctx: &Context<'_>,
    typed: &mut Typed,
    registry: RegistryCode,
    language: Language,
    form: &DecideForm,
) -> Result<Option<(Decision, About)>> {
    let matter = typed.text("matter", language, &form.matter);
    let commitments = all_commitments(ctx, typed, registry, &form.commitments).await?;
    let instruments = all_instruments(ctx, typed, registry, &form.instruments).await?;
    let cited = cited_in(ctx, typed, &form.source, &form.passage).await?;
    Ok(matter.zip(cited).map(|(matter, (quotation, known_on))| {
        let about = About::source(quotation.source, known_on);
        (Decision { matter, commitments, instruments, quotation }, about)
    }))
}

async fn all_commitments(
    ctx: &Context<'_>,
    typed: &mut Typed,
    registry: RegistryCode,
    text: &str,
) -> Result<Vec<CommitmentId>> {
    let mut ids = Vec::new();
    for one in text.split_whitespace() {
        let named = crate::commitment::named(ctx, typed, registry, "commitments", one).await?;
        if let Some(Some(id)) = named
            && !ids.contains(&id)
        {
            ids.push(id);
        }
    }
    Ok(ids)
}

async fn all_instruments(
    ctx: &Context<'_>,
    typed: &mut Typed,
    registry: RegistryCode,
    text: &str,
) -> Result<Vec<InstrumentId>> {
    let mut ids = Vec::new();
    for one in text.split_whitespace() {
        let named = crate::instrument::other(ctx, typed, registry, "instruments", one).await?;
        if let Some(Some(id)) = named
            && !ids.contains(&id)
        {
            ids.push(id);
        }
    }
    Ok(ids)
}

async fn named(
    ctx: &Context<'_>,
    typed: &mut Typed,
    registry: RegistryCode,
    text: &str,
) -> Result<Option<Option<CommitmentId>>> {
    crate::commitment::named(ctx, typed, registry, "commitment", text).await
}

/// What is typed to note a question.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AskForm {
    /// The question.
    pub words: String,
    /// Id of the commitment it is about.
    pub commitment: String,
}

/// Notes a question for the pack.
///
/// # Errors
/// Each field that does not fit; `meeting-full`; [`crate::AppError::Stale`].
pub async fn ask(
    ctx: &Context<'_>,
    id: MeetingId,
    version: i64,
    language: Language,
    form: &AskForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let registry = growing.state()?.description.registry;
    let mut typed = Typed::default();
    let words = typed.text("words", language, &form.words);
    let commitment = named(ctx, &mut typed, registry, &form.commitment).await?;
    let (words, commitment) = typed.all1(words.zip(commitment))?;
    let question = Question { words, commitment };
    growing.record(ctx, &Event::Asked { question }, About::TODAY).await
}

/// Takes back what was entered by mistake, or a question that is settled. It stays in the journal.
///
/// # Errors
/// `meeting-no-such-fact`, `meeting-description-stays`; [`crate::AppError::Stale`].
pub async fn withdraw(
    ctx: &Context<'_>,
    id: MeetingId,
    version: i64,
    language: Language,
    form: &WithdrawForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let unknown = Refusal::new("meeting-no-such-fact");
    let (version, reason) = form.read(language, unknown)?;
    growing.record(ctx, &Event::FactWithdrawn { version, reason }, About::TODAY).await
}

/// Shows to everybody what rests on passages, or no longer.
///
/// # Errors
/// `published-already`, `not-published`; [`crate::AppError::Stale`].
pub async fn publish(ctx: &Context<'_>, id: MeetingId, version: i64, public: bool) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let event = if public { Event::Published } else { Event::Unpublished };
    growing.record(ctx, &event, About::TODAY).await
}
