//! Writes the demonstration record through the journal, by the rules that hold for people.

use std::collections::BTreeMap;

use anyhow::{Context as _, bail};
use jiff::civil::Date;
use kelisim_app::growing::{About, Growing};
use kelisim_app::{Actor, App, AppError, Context, Known};
use kelisim_domain::Refusal;
use kelisim_domain::aggregate::Aggregate;
use kelisim_domain::commitment::{self, Charge, Commitment, Holder};
use kelisim_domain::conflict::{self, Conflict};
use kelisim_domain::edtf::Edtf;
use kelisim_domain::id::{CommitmentId, InstrumentId, MeetingId, MoveId, SourceId, StreamId};
use kelisim_domain::instrument::{self, Instrument};
use kelisim_domain::journal::Hash;
use kelisim_domain::meeting::{self, Meeting};
use kelisim_domain::observation::{self, Measure, Observation};
use kelisim_domain::party::{self, DatedName, Party};
use kelisim_domain::quota::{self, QuotaLine};
use kelisim_domain::quotation::Quotation;
use kelisim_domain::registry::{Registry, RegistryCode};
use kelisim_domain::source::{self, Source, SourceKind, fingerprint};
use kelisim_domain::user::Role;
use kelisim_store::Change;

use super::accounts::account_of;
use super::file::{self, Four, Record};
use super::{REGISTRIES, named};

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Streams.
    pub streams: usize,
    /// Entries.
    pub entries: usize,
}

/// A source while the record is written.
struct Read<'a> {
    id: SourceId,
    known_on: Date,
    language: &'a str,
    text: &'a str,
}

pub(super) struct Loader<'a> {
    pub(super) app: &'a App,
    pub(super) ctx: &'a Context<'a>,
    pub(super) record: &'a Record,
    sources: BTreeMap<&'a str, Read<'a>>,
    change: Change,
    entries: usize,
}

/// Writes the whole record in one change; nothing when a quotation or a rule does not hold.
///
/// # Errors
/// When a file names something that is not there, a quotation is not in its text exactly once, a rule refuses, or the
/// store cannot be written.
pub async fn load(app: &App, record: &Record) -> anyhow::Result<Loaded> {
    let ctx = &app.context(Actor::System);
    let mut loader = Loader {
        app,
        ctx,
        record,
        sources: BTreeMap::new(),
        change: Change::default(),
        entries: 0,
    };
    loader.registries()?;
    loader.parties()?;
    loader.sources()?;
    loader.meetings()?;
    for commitment in &record.commitments {
        loader
            .commitment(commitment)
            .with_context(|| format!("commitment {} of the demonstration", commitment.key))?;
    }
    for observation in &record.observations {
        loader
            .observation(observation)
            .with_context(|| format!("observation {} of the demonstration", observation.key))?;
    }
    for conflict in &record.conflicts {
        loader
            .conflict(conflict)
            .with_context(|| format!("conflict {} of the demonstration", conflict.key))?;
    }
    for line in &record.lines {
        loader
            .line(line)
            .with_context(|| format!("quota line {} of the demonstration", line.key))?;
    }
    for instrument in &record.instruments {
        loader
            .instrument(instrument)
            .with_context(|| format!("instrument {} of the demonstration", instrument.key))?;
    }
    for project in &record.projects {
        loader
            .project(project)
            .with_context(|| format!("project {} of the demonstration", project.key))?;
    }
    for body in &record.bodies {
        loader.body(body).with_context(|| format!("body {} of the demonstration", body.key))?;
    }
    for visit in &record.visits {
        loader.visit(visit).with_context(|| format!("visit {} of the demonstration", visit.key))?;
    }
    for indicator in &record.indicators {
        loader.indicator(indicator).with_context(|| {
            format!("indicator {} of the demonstration", indicator.measure.as_str())
        })?;
    }
    let Loader { change, entries, .. } = loader;
    let loaded = Loaded { streams: change.appends.len(), entries };
    app.store().commit(&change).await.context("writing the demonstration record")?;
    super::run::finish(app, record).await.context("the finished call of the demonstration")?;
    Ok(loaded)
}

/// The stream of a thing of the demonstration, by its kind and its key in the files.
pub fn stream_of(kind: &str, key: &str) -> StreamId {
    StreamId::named("demo", &format!("{kind}/{key}"))
}

impl<'a> Loader<'a> {
    pub(super) fn add<A: Aggregate>(&mut self, grown: Growing<A>) -> anyhow::Result<()> {
        let append = grown.finish(self.ctx)?;
        self.entries += append.entries.len();
        self.change.appends.push(append);
        Ok(())
    }

    fn single<A: Aggregate>(
        &mut self,
        stream: StreamId,
        event: &A::Event,
        about: About,
    ) -> anyhow::Result<()> {
        let mut growing = Growing::<A>::new(stream);
        growing.push(self.ctx, event, about).map_err(told)?;
        self.add(growing)
    }

    fn registries(&mut self) -> anyhow::Result<()> {
        for (code, _) in REGISTRIES {
            let code: RegistryCode = code.parse()?;
            self.single::<Registry>(code.stream(), &named(code)?, About::TODAY)?;
        }
        Ok(())
    }

    fn parties(&mut self) -> anyhow::Result<()> {
        for party in &self.record.parties {
            let mut names = Vec::new();
            for name in &party.name {
                names.push(DatedName { from: name.from, to: name.to, name: name.text()? });
            }
            let described = party::Event::Described(Party {
                code: party.key.clone(),
                kind: party.kind,
                country: party.country,
                parent: party.parent.clone(),
                merged: None,
                joined: Vec::new(),
                names,
            });
            self.single::<Party>(party.key.stream(), &described, About::TODAY)
                .with_context(|| format!("party {} of the demonstration", party.key))?;
        }
        Ok(())
    }

    fn sources(&mut self) -> anyhow::Result<()> {
        let record = self.record;
        for source in &record.sources {
            let stream = stream_of("source", &source.key);
            let text = source.text.trim();
            let known_on = source.published_on.last_day();
            let id = SourceId::new(stream.uuid());
            let meeting = record.meetings.iter().find(|m| m.source.as_ref() == Some(&source.key));
            let description = source::Description {
                registry: source.registry,
                kind: source.kind,
                tier: source.tier,
                title: source.title.text()?,
                publisher: source.publisher.clone(),
                url: Some(source.url.clone()),
                published_on: source.published_on,
                language: source.language.clone(),
                rendering: source.rendering,
                meeting: meeting.map(|m| MeetingId::new(stream_of("meeting", &m.key).uuid())),
            };
            // Statements of parties are read passage by passage; here that work is done.
            let review = matches!(source.kind, SourceKind::Communique | SourceKind::PressRelease);
            let hash = Hash::of(text.as_bytes());
            let added = source::Event::Added {
                description,
                text: hash,
                fingerprint: source::fingerprint(text),
                review,
            };
            let about = About { known: Known::From(known_on), ..About::TODAY };
            let mut growing = Growing::<Source>::new(stream);
            let grown = growing.push(self.ctx, &added, about).and_then(|()| {
                if review {
                    growing.push(self.ctx, &source::Event::ReviewFinished, About::TODAY)
                } else {
                    Ok(())
                }
            });
            grown
                .map_err(told)
                .with_context(|| format!("source {} of the demonstration", source.key))?;
            self.add(growing)?;
            self.change.blobs.push((hash, text.as_bytes().to_vec()));
            let read = Read { id, known_on, language: &source.language, text };
            if self.sources.insert(&source.key, read).is_some() {
                bail!("two sources of the demonstration have the key {}", source.key);
            }
        }
        let mut prints = std::collections::BTreeSet::new();
        for (key, source) in &self.sources {
            if !prints.insert(fingerprint(source.text)) {
                bail!("source {key} of the demonstration has the text of another one");
            }
        }
        Ok(())
    }

    fn meetings(&mut self) -> anyhow::Result<()> {
        for meeting in &self.record.meetings {
            self.meeting(meeting)
                .with_context(|| format!("meeting {} of the demonstration", meeting.key))?;
        }
        Ok(())
    }

    /// A meeting with what the report of it says: who led, what was spoken about, what was decided.
    fn meeting(&mut self, file: &file::Meeting) -> anyhow::Result<()> {
        let known = match &file.source {
            Some(key) => Some(self.source(key)?),
            None => None,
        };
        let (source, about) = match known {
            Some(read) => (Some(read.id), About::source(read.id, read.known_on)),
            None => (None, About::TODAY),
        };
        let description = meeting::Description {
            registry: file.registry,
            partner: file.partner.clone(),
            date: file.date,
            level: file.level,
            state: meeting::MeetingState::Held,
            place: four(file.place.as_ref())?,
            title: file.title.text()?,
            parties: Vec::new(),
            communique: source,
            previous: file.previous.as_deref().map(|key| self.meeting_id(key)).transpose()?,
        };
        let about = About { valid_from: Some(file.date), ..about };
        let mut growing = Growing::<Meeting>::new(stream_of("meeting", &file.key));
        let described = meeting::Event::Described { description };
        growing.push(self.ctx, &described, about).map_err(told)?;
        for (event, about) in self.facts_of(file)? {
            growing.push(self.ctx, &event, about).map_err(told)?;
        }
        growing.push(self.ctx, &meeting::Event::Published, About::TODAY).map_err(told)?;
        self.add(growing)
    }

    /// What the report of a meeting says, each with its passage.
    fn facts_of(&self, file: &file::Meeting) -> anyhow::Result<Vec<(meeting::Event, About)>> {
        let report = file.source.as_deref().unwrap_or_default();
        let mut facts = Vec::new();
        for led in &file.delegation {
            let (quotation, about) = self.quote(report, &led.quote)?;
            let (party, office) = (led.party.clone(), led.office.text()?);
            let delegation = meeting::Delegation { party, office, name: None, quotation };
            facts.push((meeting::Event::DelegationStated { delegation }, about));
        }
        for point in &file.agenda {
            let (quotation, about) = self.quote(report, &point.quote)?;
            let commitment =
                point.commitment.as_deref().map(|key| self.commitment_id(key)).transpose()?;
            let matter = point.matter.text()?;
            let item = meeting::AgendaItem { matter, commitment, quotation: Some(quotation) };
            facts.push((meeting::Event::AgendaAdded { item }, about));
        }
        for decision in &file.decision {
            let (quotation, about) = self.quote(report, &decision.quote)?;
            let commitments = decision.commitments.iter().map(|key| self.commitment_id(key));
            let instruments = decision.instruments.iter().map(|key| self.instrument_id(key));
            let decision = meeting::Decision {
                matter: decision.matter.text()?,
                commitments: commitments.collect::<anyhow::Result<_>>()?,
                instruments: instruments.collect::<anyhow::Result<_>>()?,
                quotation,
            };
            facts.push((meeting::Event::Decided { decision }, about));
        }
        Ok(facts)
    }

    pub(super) fn meeting_id(&self, key: &str) -> anyhow::Result<MeetingId> {
        if !self.record.meetings.iter().any(|it| it.key == key) {
            bail!("there is no meeting {key}");
        }
        Ok(MeetingId::new(stream_of("meeting", key).uuid()))
    }

    fn commitment(&mut self, file: &file::Commitment) -> anyhow::Result<()> {
        let meeting = file.meeting.as_deref().map(|key| self.meeting_id(key)).transpose()?;
        let successor_of =
            file.successor_of.as_deref().map(|k| self.commitment_id(k)).transpose()?;
        let description = commitment::Description {
            registry: file.registry,
            partner: file.partner.clone(),
            topic: file.topic,
            title: file.title.text()?,
            object: four(file.object.as_ref())?,
            promisors: file.promisor.clone(),
            beneficiaries: file.beneficiary.clone(),
            meeting,
            successor_of,
        };
        let mut growing = Growing::<Commitment>::new(stream_of("commitment", &file.key));
        for (number, step) in file.step.iter().enumerate() {
            let (quotation, about) = self.quote(&step.source, &step.quote)?;
            let statement = commitment::Statement {
                quotation,
                stage: step.stage,
                quantity: step.quantity.map(Into::into),
                deadline: step.deadline,
                condition: four(step.condition.as_ref())?,
                note: four(step.note.as_ref())?,
            };
            let event = if number == 0 {
                commitment::Event::Recorded { description: description.clone(), statement }
            } else {
                commitment::Event::Restated { statement }
            };
            growing.push(self.ctx, &event, about).map_err(told)?;
        }
        for quota in &file.quota {
            let (quotation, about) = self.quote(&quota.source, &quota.quote)?;
            let quota = commitment::QuotaPeriod {
                period: quota.period,
                channel: quota.channel,
                places: quota.places,
                quotation,
            };
            let about = About { valid_from: Some(quota.period), ..about };
            growing
                .push(self.ctx, &commitment::Event::QuotaStated { quota }, about)
                .map_err(told)?;
        }
        for report in &file.delivery {
            let (quotation, about) = self.quote(&report.source, &report.quote)?;
            let about = About { valid_from: report.valid, ..about };
            let report = commitment::DeliveryReport {
                state: report.state,
                valid: report.valid,
                reason: four(report.reason.as_ref())?,
                quotation,
            };
            growing
                .push(self.ctx, &commitment::Event::DeliveryReported { report }, about)
                .map_err(told)?;
        }
        if file.in_charge {
            let user = account_of(Role::Officer, file.registry);
            let charge = Charge { responsible: Some(Holder::Account { user }), deputy: None };
            let event = commitment::Event::Charged { charge };
            growing.push(self.ctx, &event, About::TODAY).map_err(told)?;
        }
        growing.push(self.ctx, &commitment::Event::Published, About::TODAY).map_err(told)?;
        self.add(growing)
    }

    fn observation(&mut self, file: &file::Observation) -> anyhow::Result<()> {
        let commitment = file.commitment.as_deref().map(|k| self.commitment_id(k)).transpose()?;
        let (quotation, about) = self.quote(&file.source, &file.quote)?;
        let booked = observation::Event::Booked {
            description: observation::Description {
                registry: file.registry,
                partner: file.partner.clone(),
                commitment,
                measure: Measure::new(&file.measure)?,
                name: file.measure_name.text()?,
                period: file.period,
                unit: file.unit,
                subject: file.subject.clone(),
                origin: file.origin.clone(),
                channel: file.channel,
            },
            reported: observation::Reported {
                value: file.value,
                quotation,
                note: four(file.note.as_ref())?,
            },
            public: true,
        };
        // The day a number was counted on, where the source names one; else the period it holds for.
        let about = About { valid_from: file.as_of.or(Some(file.period)), ..about };
        let stream = stream_of("observation", &file.key);
        self.single::<Observation>(stream, &booked, about)
    }

    fn conflict(&mut self, file: &file::Conflict) -> anyhow::Result<()> {
        if file.state != conflict::ConflictState::Open {
            bail!("a conflict of the demonstration is open; a decision needs a person");
        }
        let commitment = file.commitment.as_deref().map(|k| self.commitment_id(k)).transpose()?;
        let mut sides = Vec::new();
        let mut known_on = None;
        for side in &file.side {
            let (quotation, _) = self.quote(&side.source, &side.quote)?;
            known_on = known_on.max(Some(self.source(&side.source)?.known_on));
            sides.push(conflict::Side { claim: side.claim.text()?, quotation });
        }
        let raised = conflict::Event::Raised {
            registry: file.registry,
            partner: file.partner.clone(),
            commitment,
            rule: file.rule,
            title: file.title.text()?,
            question: file.question.text()?,
            sides,
            public: true,
        };
        // Two statements contradict each other from the day the later one was published.
        let about = About { known: known_on.map_or(Known::Today, Known::From), ..About::TODAY };
        let stream = stream_of("conflict", &file.key);
        self.single::<Conflict>(stream, &raised, about)
    }

    /// A line with the places its source names, and no move that nobody made.
    fn line(&mut self, file: &file::Line) -> anyhow::Result<()> {
        let id = self.commitment_id(&file.commitment)?;
        let commitment = self.record.commitments.iter().find(|c| c.key == file.commitment);
        let commitment = commitment.with_context(|| format!("no {}", file.commitment))?;
        let (quotation, _) = self.quote(&file.source, &file.quote)?;
        let stream = stream_of("quota", &file.key);
        let on = self.source(&file.source)?.known_on.min(self.ctx.today());
        let source = Some(quotation.source);
        let opened = quota::Event::Opened {
            description: quota::Description {
                registry: commitment.registry,
                partner: commitment.partner.clone(),
                commitment: id,
                period: file.period,
                channel: file.channel,
                programme: file.programme,
                specialty: None,
                host: None,
                region: None,
            },
            pledge: quota::Pledge {
                id: MoveId::new(stream.uuid()),
                places: file.places,
                on,
                quotation,
                note: None,
            },
        };
        // The book is known from the day it is written, whatever its sources say.
        let about = About { valid_from: Some(Edtf::day(on)), source, ..About::TODAY };
        let mut growing = Growing::<QuotaLine>::new(stream);
        growing.push(self.ctx, &opened, about).map_err(told)?;
        growing.push(self.ctx, &quota::Event::Published, About::TODAY).map_err(told)?;
        self.calls_of(&file.key, &mut growing)?;
        self.add(growing)
    }

    /// An instrument with what its sources say: acts, clause, approvals under way, commitments in it.
    fn instrument(&mut self, file: &file::Instrument) -> anyhow::Result<()> {
        let parent = file.parent.as_deref().map(|key| self.instrument_id(key)).transpose()?;
        let description = instrument::Description {
            registry: file.registry,
            partner: file.partner.clone(),
            kind: file.kind,
            level: file.level,
            title: file.title.text()?,
            parties: file.parties.clone(),
            topic: file.topic,
            subject: four(file.subject.as_ref())?,
            languages: Vec::new(),
            depositary: None,
            parent,
        };
        let mut growing = Growing::<Instrument>::new(stream_of("instrument", &file.key));
        let (quotation, about) = self.quote(&file.source, &file.quote)?;
        let entered = instrument::Event::Entered { description, quotation };
        growing.push(self.ctx, &entered, about).map_err(told)?;
        for act in &file.act {
            let (quotation, about) = self.quote(&act.source, &act.quote)?;
            let about = About { valid_from: Some(act.on), ..about };
            let act = instrument::Act {
                party: act.party.clone(),
                kind: act.kind,
                on: act.on,
                place: four(act.place.as_ref())?,
                note: four(act.note.as_ref())?,
                quotation,
            };
            growing.push(self.ctx, &instrument::Event::Acted { act }, about).map_err(told)?;
        }
        for clause in &file.clause {
            let (quotation, about) = self.quote(&clause.source, &clause.quote)?;
            let clause = instrument::Clause {
                entry: clause.entry.map(|file::EntryRule::OnLastNotification| {
                    instrument::Entry::OnLastNotification { wait: None }
                }),
                provisional: None,
                duration: clause.duration,
                until: clause.until,
                renewal: None,
                notice: None,
                ending: None,
            };
            let stated = instrument::ClauseStated { clause, since: None, quotation };
            let event = instrument::Event::ClauseStated { stated };
            growing.push(self.ctx, &event, about).map_err(told)?;
        }
        for step in &file.step {
            let (quotation, about) = self.quote(&step.source, &step.quote)?;
            let step = instrument::ApprovalStep {
                agency: step.agency.text()?,
                sent: step.sent,
                due: None,
                matter: four(step.matter.as_ref())?,
                quotation: Some(quotation),
            };
            growing.push(self.ctx, &instrument::Event::Sent { step }, about).map_err(told)?;
        }
        for link in &file.link {
            let (quotation, about) = self.quote(&link.source, &link.quote)?;
            let link =
                instrument::Link { commitment: self.commitment_id(&link.commitment)?, quotation };
            growing.push(self.ctx, &instrument::Event::Linked { link }, about).map_err(told)?;
        }
        growing.push(self.ctx, &instrument::Event::Published, About::TODAY).map_err(told)?;
        self.add(growing)
    }

    pub(super) fn instrument_id(&self, key: &str) -> anyhow::Result<InstrumentId> {
        if !self.record.instruments.iter().any(|it| it.key == key) {
            bail!("there is no instrument {key}");
        }
        Ok(InstrumentId::new(stream_of("instrument", key).uuid()))
    }

    fn source(&self, key: &str) -> anyhow::Result<&Read<'a>> {
        self.sources.get(key).with_context(|| format!("there is no source {key}"))
    }

    pub(super) fn commitment_id(&self, key: &str) -> anyhow::Result<CommitmentId> {
        if !self.record.commitments.iter().any(|c| c.key == key) {
            bail!("there is no commitment {key}");
        }
        Ok(CommitmentId::new(stream_of("commitment", key).uuid()))
    }

    /// Finds a passage in its source, where it stands exactly once.
    pub(super) fn quote(&self, source: &str, passage: &str) -> anyhow::Result<(Quotation, About)> {
        let read = self.source(source)?;
        let quotation = Quotation::find(read.id, read.language, read.text, passage, None)
            .with_context(|| format!("the passage \"{passage}\" in source {source}"))?;
        Ok((quotation, About::source(read.id, read.known_on)))
    }
}

pub(super) fn four(text: Option<&Four>) -> Result<Option<kelisim_domain::text::Text4>, Refusal> {
    text.map(Four::text).transpose()
}

/// A refusal by a rule, with its code: here no page translates it.
pub fn told(error: AppError) -> anyhow::Error {
    match error {
        AppError::Refused(refusals) => {
            let codes: Vec<String> = refusals.iter().map(ToString::to_string).collect();
            anyhow::anyhow!("{}", codes.join(", "))
        }
        other => other.into(),
    }
}
