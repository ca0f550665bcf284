//! Confirming a passage: it becomes a commitment or a figure.

use kelisim_domain::Refusal;
use kelisim_domain::commitment::{self, Commitment, Statement};
use kelisim_domain::id::{CommitmentId, DraftId, MeetingId, ObservationId, SourceId};
use kelisim_domain::observation::{self, Measure, Observation, Reported};
use kelisim_domain::quotation::Quotation;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::source::Source;
use kelisim_domain::stage::Stage;
use kelisim_domain::text::Language;
use kelisim_domain::topic::{Topic, Unit};
use kelisim_store::reading::Kind;
use kelisim_store::work::Draft;
use kelisim_store::{Append, Change};

use super::draft::quote;
use super::{DraftForm, Kept, draft_of, load, open_for_review};
use crate::access::Action;
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::lookup::{Directory, directory, latest, text};
use crate::typed::Typed;
use crate::{AppError, Result};

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

    fn statement(&self, typed: &mut Typed) -> Option<Statement> {
        stated(typed, self.language, self.form, &self.quotation)
    }

    async fn commitment(&self) -> Result<(Append, Became)> {
        let form = self.form;
        let mut typed = Typed::default();
        known_parties(&*directory(self.ctx).await?, form, &mut typed);
        let d = &self.source.description;
        let description = described(&mut typed, self.language, form, d.registry, d.meeting);
        let statement = self.statement(&mut typed);
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
        known_parties(&*directory(self.ctx).await?, form, &mut typed);
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

/// Parties must be in the directory, so that a slip of the finger makes no new country.
pub(crate) fn known_parties(directory: &Directory, form: &DraftForm, typed: &mut Typed) {
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
}

/// Reads what a commitment is.
pub(crate) fn described(
    typed: &mut Typed,
    language: Language,
    form: &DraftForm,
    registry: RegistryCode,
    meeting: Option<MeetingId>,
) -> Option<commitment::Description> {
    let title = typed.text("title", language, &form.title);
    let topic = Topic::from_code(&form.topic).ok_or(Refusal::new("topic-unknown"));
    let topic = typed.take("topic", topic);
    let partner = typed.party("partner", &form.partner);
    let promisors = typed.parties("promisors", &form.promisors);
    let beneficiaries = typed.parties("beneficiaries", &form.beneficiaries);
    Some(commitment::Description {
        registry,
        partner: partner?,
        topic: topic?,
        title: title?,
        object: None,
        promisors: promisors?,
        beneficiaries: beneficiaries?,
        meeting,
        successor_of: None,
    })
}

/// Reads what a passage says of a commitment.
pub(crate) fn stated(
    typed: &mut Typed,
    language: Language,
    form: &DraftForm,
    quotation: &Quotation,
) -> Option<Statement> {
    let stage = Stage::from_code(&form.stage).ok_or(Refusal::new("stage-missing"));
    let stage = typed.take("stage", stage);
    let quantity = typed.quantity(&form.quantity, &form.unit, &form.per);
    let deadline = typed.optional_date("deadline", &form.deadline);
    let note = typed.optional_text("note", language, &form.note);
    Some(Statement {
        quotation: quotation.clone(),
        stage: Some(stage?),
        quantity: quantity?,
        deadline: deadline?,
        condition: None,
        note: note?,
    })
}
