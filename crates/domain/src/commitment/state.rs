//! The entries of a commitment and the rules of its moves.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::charge::Charge;
use super::known::Known;
use crate::Refusal;
use crate::aggregate::{
    Aggregate, ChargeRow, Meta, OpenPerson, Projection, QuotationRow, Row, readings_over, show,
};
use crate::canonical::CanonicalError;
use crate::edtf::Edtf;
use crate::figure::{Figure, Quantity};
use crate::findable::Findable;
use crate::id::{CommitmentId, MeetingId, StreamId};
use crate::letter::{self, LetterOf};
use crate::party::PartyCode;
use crate::quotation::Quotation;
use crate::registry::RegistryCode;
use crate::stage::{Delivery, Stage, Verdict};
use crate::text::Text4;
use crate::topic::{Channel, Topic};

/// What a commitment is, apart from what was said of it when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// The registry that keeps it.
    pub registry: RegistryCode,
    /// The other side.
    pub partner: PartyCode,
    /// Its matter.
    pub topic: Topic,
    /// A short name.
    pub title: Text4,
    /// What exactly, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<Text4>,
    /// Who owes; empty when the text names nobody.
    pub promisors: Vec<PartyCode>,
    /// To whom; empty when the text names nobody.
    pub beneficiaries: Vec<PartyCode>,
    /// The meeting it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting: Option<MeetingId>,
    /// The commitment it replaces, when quantity or period changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successor_of: Option<CommitmentId>,
}

/// One passage and what it says of the commitment. Whatever it does not say is left as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The passage.
    pub quotation: Quotation,
    /// How firm its words are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// How much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// By when, or over which term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Edtf>,
    /// On what condition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Text4>,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text4>,
}

/// Places of a period that go through one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotaPeriod {
    /// The period, mostly a year.
    pub period: Edtf,
    /// Through whom.
    pub channel: Channel,
    /// How many places.
    pub places: Figure,
    /// The passage that says so.
    pub quotation: Quotation,
}

/// A report of what happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryReport {
    /// What happened.
    pub state: Delivery,
    /// When, as far as stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid: Option<Edtf>,
    /// Why, where a reason is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text4>,
    /// The passage that says so.
    pub quotation: Quotation,
}

/// What a person judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictGiven {
    /// The judgement.
    pub verdict: Verdict,
    /// On what evidence.
    pub evidence: Text4,
}

/// Something said, with its place in the stream and the day from which it could be known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said<T> {
    /// Where and when it was entered.
    pub meta: Meta,
    /// What was said.
    pub what: T,
}

/// What can happen to a commitment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[expect(
    clippy::large_enum_variant,
    reason = "an event lives for one call; boxing would cost every reader"
)]
pub enum Event {
    /// It was confirmed by a person from a passage.
    Recorded {
        /// What it is.
        description: Description,
        /// The passage and what it says.
        statement: Statement,
    },
    /// A further passage speaks of the same commitment.
    Restated {
        /// The passage and what it says.
        statement: Statement,
    },
    /// A passage says how many places a period has.
    QuotaStated {
        /// What it says.
        quota: QuotaPeriod,
    },
    /// A passage says what happened.
    DeliveryReported {
        /// What it says.
        report: DeliveryReport,
    },
    /// A person judged.
    VerdictGiven {
        /// The judgement.
        verdict: VerdictGiven,
    },
    /// Its description was corrected.
    Described {
        /// What it is now.
        description: Description,
    },
    /// A statement was entered by mistake; it stays in the journal and counts no more.
    StatementWithdrawn {
        /// The version that entered it.
        version: i64,
        /// Why.
        reason: Text4,
    },
    /// It came into somebody's charge, or went out of it.
    Charged {
        /// Whose.
        charge: Charge,
    },
    /// A letter about a step was registered.
    LetterNoted {
        /// The letter and the step.
        letter: LetterOf,
    },
    /// Everybody may see it.
    Published,
    /// Only those with an account may see it.
    Unpublished,
}

/// A commitment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    /// Its id.
    pub id: CommitmentId,
    /// What it is.
    pub description: Description,
    /// Passages, in the order they were entered.
    pub statements: Vec<Said<Statement>>,
    /// Places by period and channel.
    pub quotas: Vec<Said<QuotaPeriod>>,
    /// What happened.
    pub reports: Vec<Said<DeliveryReport>>,
    /// What was judged.
    pub verdicts: Vec<Said<VerdictGiven>>,
    /// In whose charge it was, the last one counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charges: Vec<Said<Charge>>,
    /// Letters about its steps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub letters: Vec<Said<LetterOf>>,
    /// Whether everybody may see it.
    pub public: bool,
    /// Version of the last entry that concerns the whole: description, publication, withdrawal.
    described: i64,
    /// Version of the last entry that is known, for stale forms.
    pub version: i64,
}

impl Commitment {
    /// Whether a further passage may be added as a restatement of this commitment.
    ///
    /// Rule: a restatement adds a quotation to the commitment that exists; only a changed quantity makes a successor.
    /// 150 said three times is 150. A first quantity for a commitment that had none is no change.
    ///
    /// # Errors
    /// `restatement-changes-quantity`.
    pub fn may_restate(&self, statement: &Statement) -> Result<(), Refusal> {
        let known = self.latest();
        match (known.quantity, statement.quantity) {
            (Some(old), Some(new)) if old != new => {
                Err(Refusal::of("quantity", "restatement-changes-quantity")
                    .with("old", old.value.to_string())
                    .with("new", new.value.to_string()))
            }
            _ => Ok(()),
        }
    }

    /// What is known of it now.
    #[must_use]
    pub fn latest(&self) -> Known<'_> {
        Known::of(self)
    }

    /// In whose charge it is; nothing when it never was in anybody's.
    #[must_use]
    pub fn charge(&self) -> Option<&Charge> {
        self.charges.last().map(|said| &said.what)
    }

    /// What others than the registry may see: no work of the house, that is no charge and no letters.
    #[must_use]
    pub fn shared(mut self) -> Self {
        self.charges.clear();
        self.letters.clear();
        self
    }

    /// The commitment as known on a day: without whatever was published later. Nothing when it was not yet known.
    #[must_use]
    pub fn known_on(&self, day: Date) -> Option<Self> {
        let mut this = self.clone();
        this.statements.retain(|s| s.meta.known_on <= day);
        this.quotas.retain(|q| q.meta.known_on <= day);
        this.reports.retain(|r| r.meta.known_on <= day);
        this.verdicts.retain(|v| v.meta.known_on <= day);
        this.charges.retain(|c| c.meta.known_on <= day);
        this.letters.retain(|l| l.meta.known_on <= day);
        this.version = this.metas().map(|m| m.version).max().unwrap_or(0).max(this.described);
        if this.statements.is_empty() { None } else { Some(this) }
    }

    fn metas(&self) -> impl Iterator<Item = &Meta> + '_ {
        let statements = self.statements.iter().map(|s| &s.meta);
        let quotas = self.quotas.iter().map(|q| &q.meta);
        let reports = self.reports.iter().map(|r| &r.meta);
        let verdicts = self.verdicts.iter().map(|v| &v.meta);
        let charges = self.charges.iter().map(|c| &c.meta);
        let letters = self.letters.iter().map(|l| &l.meta);
        statements.chain(quotas).chain(reports).chain(verdicts).chain(charges).chain(letters)
    }

    fn row(&self) -> Row {
        let known = self.latest();
        Row::Commitment {
            registry: self.description.registry,
            partner: self.description.partner.clone(),
            topic: self.description.topic.code(),
            stage: known.stage,
            delivery: known.delivery.state,
            due: known.due(),
            weight: known.weight().rank(),
            successor_of: self.description.successor_of.map(CommitmentId::uuid),
            meeting: self.description.meeting.map(MeetingId::uuid),
            public: self.public,
        }
    }

    /// By its names and what was last said of its quantity and deadline.
    fn findable(&self) -> Findable {
        let d = &self.description;
        let known = self.latest();
        let texts = std::iter::once(&d.title).chain(&d.object);
        let mut findable =
            Findable::by(d.registry, Some(&d.partner), self.public, known.due(), texts);
        findable.words.extend(known.quantity.map(|quantity| quantity.value.to_string()));
        findable
    }
}

impl Aggregate for Commitment {
    const NAME: &'static str = "commitment";
    type Event = Event;

    fn event_name(event: &Event) -> &'static str {
        match event {
            Event::Recorded { .. } => "recorded",
            Event::Restated { .. } => "restated",
            Event::QuotaStated { .. } => "quota_stated",
            Event::DeliveryReported { .. } => "delivery_reported",
            Event::VerdictGiven { .. } => "verdict_given",
            Event::Described { .. } => "described",
            Event::StatementWithdrawn { .. } => "statement_withdrawn",
            Event::Charged { .. } => "charged",
            Event::LetterNoted { .. } => "letter_noted",
            Event::Published => "published",
            Event::Unpublished => "unpublished",
        }
    }

    fn begin(stream: StreamId, event: Event, meta: Meta) -> Result<Self, Refusal> {
        let Event::Recorded { description, statement } = event else {
            return Err(Refusal::new("commitment-not-recorded"));
        };
        let id = CommitmentId::new(stream.uuid());
        if description.successor_of == Some(id) {
            return Err(Refusal::new("commitment-succeeds-itself"));
        }
        if statement.stage.is_none() {
            return Err(Refusal::of("stage", "stage-missing"));
        }
        Ok(Self {
            id,
            description,
            statements: vec![Said { meta, what: statement }],
            quotas: Vec::new(),
            reports: Vec::new(),
            verdicts: Vec::new(),
            charges: Vec::new(),
            letters: Vec::new(),
            public: false,
            described: meta.version,
            version: meta.version,
        })
    }

    fn then(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        match event {
            Event::Recorded { .. } => return Err(Refusal::new("commitment-recorded-already")),
            Event::Restated { statement } => {
                self.may_restate(&statement)?;
                self.statements.push(Said { meta, what: statement });
            }
            Event::QuotaStated { quota } => self.quotas.push(Said { meta, what: quota }),
            Event::DeliveryReported { report } => self.reports.push(Said { meta, what: report }),
            Event::VerdictGiven { verdict } => {
                self.may_judge(verdict.verdict, meta.known_on)?;
                self.verdicts.push(Said { meta, what: verdict });
            }
            Event::Described { description } => {
                if description.registry != self.description.registry {
                    return Err(Refusal::new("registry-code-fixed"));
                }
                if description.successor_of == Some(self.id) {
                    return Err(Refusal::new("commitment-succeeds-itself"));
                }
                self.description = description;
                self.described = meta.version;
            }
            Event::StatementWithdrawn { version, .. } => {
                self.withdraw(version)?;
                self.described = meta.version;
            }
            Event::Charged { charge } => {
                charge.check(self.charge())?;
                self.charges.push(Said { meta, what: charge });
            }
            Event::LetterNoted { letter } => {
                let steps: Vec<i64> = self.steps().collect();
                letter::note(&mut self.letters, steps.into_iter(), letter, meta)?;
            }
            Event::Published | Event::Unpublished => {
                show(&mut self.public, matches!(event, Event::Published))?;
                self.described = meta.version;
            }
        }
        self.version = meta.version;
        Ok(())
    }

    fn project(&self, _: &dyn OpenPerson) -> Result<Projection, CanonicalError> {
        let readings = readings_over(self.metas().map(|m| m.known_on), |day| {
            let known = self.known_on(day)?;
            let row = known.row();
            Some((known, row))
        })?;
        let of = |meta: &Meta, quotation| QuotationRow::of(meta.version, quotation);
        let quotations = (self.statements.iter().map(|s| of(&s.meta, &s.what.quotation)))
            .chain(self.quotas.iter().map(|q| of(&q.meta, &q.what.quotation)))
            .chain(self.reports.iter().map(|r| of(&r.meta, &r.what.quotation)))
            .collect();
        Ok(Projection {
            findable: Some(self.findable()),
            readings,
            quotations,
            letters: letter::rows(&self.letters),
            charges: self.charge_rows(),
            ..Projection::default()
        })
    }
}

impl Commitment {
    /// Entries a letter can be about: what was stated, reported, judged, and who was given charge.
    pub fn steps(&self) -> impl Iterator<Item = i64> + '_ {
        let letters: Vec<i64> = self.letters.iter().map(|l| l.meta.version).collect();
        self.metas().map(|meta| meta.version).filter(move |version| !letters.contains(version))
    }

    fn charge_rows(&self) -> Vec<ChargeRow> {
        let [responsible, deputy] = self.charge().map_or([None, None], Charge::accounts);
        let row = |deputy| move |user: crate::id::UserId| ChargeRow { user: user.uuid(), deputy };
        responsible.map(row(false)).into_iter().chain(deputy.map(row(true))).collect()
    }

    /// Rule: "kept" and "broken" can be said only of a promise, and "broken" only after its deadline has passed.
    fn may_judge(&self, verdict: Verdict, on: Date) -> Result<(), Refusal> {
        let known = self.latest();
        let final_word = matches!(verdict, Verdict::Kept | Verdict::KeptInPart | Verdict::Broken);
        if final_word && !known.stage.is_promise() {
            return Err(Refusal::of("verdict", "verdict-on-talks"));
        }
        if verdict == Verdict::Broken && known.deadline.is_none_or(|due| on <= due.last_day()) {
            return Err(Refusal::of("verdict", "verdict-before-deadline"));
        }
        Ok(())
    }

    /// Rule: the passage a commitment began with cannot be withdrawn, nor can one twice.
    fn withdraw(&mut self, version: i64) -> Result<(), Refusal> {
        if self.statements.first().is_some_and(|s| s.meta.version == version) {
            return Err(Refusal::new("first-statement-stays"));
        }
        let before = self.metas().count();
        self.statements.retain(|s| s.meta.version != version);
        self.quotas.retain(|q| q.meta.version != version);
        self.reports.retain(|r| r.meta.version != version);
        self.verdicts.retain(|v| v.meta.version != version);
        self.letters.retain(|l| l.meta.version != version && l.what.step != version);
        if self.metas().count() == before { Err(Refusal::new("no-such-statement")) } else { Ok(()) }
    }
}
