//! One batch of a made-up record: some sources and what quotes them, all of one registry.

use anyhow::Context as _;
use jiff::civil::Date;
use kelisim_app::growing::{About, Growing};
use kelisim_app::{Context, Known};
use kelisim_domain::aggregate::Aggregate;
use kelisim_domain::commitment::{self, Commitment, DeliveryReport, Statement};
use kelisim_domain::edtf::Edtf;
use kelisim_domain::figure::{Figure, Quantity};
use kelisim_domain::id::{CommitmentId, SourceId, StreamId};
use kelisim_domain::journal::Hash;
use kelisim_domain::observation::{self, Measure, Observation};
use kelisim_domain::party::PartyCode;
use kelisim_domain::quotation::Quotation;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::source::{self, Source, SourceKind, Tier};
use kelisim_domain::stage::{Delivery, Stage};
use kelisim_domain::text::{Language, Text4};
use kelisim_domain::topic::{Per, Topic, Unit};
use kelisim_store::Change;

use super::random::Random;
use crate::demo_record::told;

/// Commitments of a batch at most; of reported figures as many again.
pub const PER_BATCH: u64 = 2_500;
/// Commitments that quote one source; of reported figures as many again.
const PER_SOURCE: u64 = 20;
/// Sentences of a source.
const SENTENCES: u64 = 8;
/// Numbers for ids of one batch, more than it has things.
const IDS: u64 = 4 * PER_BATCH;

/// What a sentence says of a commitment, by its stage.
const WORDS: [(Stage, &str); 9] = [
    (Stage::S0, "The earlier programme for"),
    (Stage::S1, "The two sides discussed treatment of"),
    (Stage::S2, "The ministry asked for treatment of"),
    (Stage::S3, "The partner proposed to treat"),
    (Stage::S4, "It is planned to treat"),
    (Stage::S5, "The two sides agreed on treatment of"),
    (Stage::S6, "The partner will treat from next year on"),
    (Stage::S7, "By the signed memorandum the partner treats"),
    (Stage::S8, "By the agreement in force the partner treats"),
];
/// Measures of reported figures.
const MEASURES: [&str; 4] = ["treated", "places_used", "trained", "invited"];
/// Deliveries that are reported.
const DELIVERIES: [Delivery; 4] = [
    Delivery::InProgress,
    Delivery::PartlyDelivered,
    Delivery::DeliveredClaimed,
    Delivery::Suspended,
];

/// A batch while it is made.
pub struct Batch<'a> {
    ctx: &'a Context<'a>,
    random: Random,
    number: u64,
    ids: u64,
    registry: RegistryCode,
    home: PartyCode,
    partners: &'a [PartyCode],
    change: Change,
    last: Option<CommitmentId>,
}

/// A source that can be quoted.
struct Quotable {
    id: SourceId,
    partner: PartyCode,
    published: Date,
    text: String,
    sentences: Vec<Sentence>,
}

/// A passage of it.
#[derive(Clone, Copy)]
struct Sentence {
    start: u32,
    end: u32,
    stage: Stage,
    value: u64,
}

impl<'a> Batch<'a> {
    /// A batch by its number; the same seed and number give the same batch.
    pub fn new(
        ctx: &'a Context<'a>,
        seed: u64,
        number: u64,
        registry: RegistryCode,
        partners: &'a [PartyCode],
    ) -> anyhow::Result<Self> {
        Ok(Self {
            ctx,
            random: Random::new(seed, number),
            number,
            ids: 0,
            registry,
            home: registry.as_str().parse()?,
            partners,
            change: Change::default(),
            last: None,
        })
    }

    /// Makes so many commitments and reported figures, with the sources they need.
    pub fn make(mut self, commitments: u64, observations: u64) -> anyhow::Result<Change> {
        let sources = commitments.max(observations).div_ceil(PER_SOURCE);
        for part in 0..sources {
            let source = self.source()?;
            let of_part = |whole: u64| whole.saturating_sub(part * PER_SOURCE).min(PER_SOURCE);
            let mut made = Vec::new();
            for _ in 0..of_part(commitments) {
                made.push(self.commitment(&source)?);
            }
            for _ in 0..of_part(observations) {
                self.observation(&source, &made)?;
            }
        }
        Ok(self.change)
    }

    /// Ids count up, as those do that are made from the time: new rows come behind the old ones in each index.
    fn stream(&mut self) -> StreamId {
        let count = self.number * IDS + self.ids;
        self.ids += 1;
        let mut bytes = [0; 16];
        let (front, back) = bytes.split_at_mut(8);
        front.copy_from_slice(&(count << 16).to_be_bytes());
        back.copy_from_slice(&self.random.next().to_be_bytes());
        StreamId::new(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }

    /// A partner; those at the front of the list come up far more often than those behind.
    fn partner(&mut self) -> anyhow::Result<PartyCode> {
        let n = u64::try_from(self.partners.len())?;
        let at = self.random.below(n) * self.random.below(n) / n.max(1);
        let at = (at + self.number * 7) % n.max(1);
        let partner = self.partners.get(usize::try_from(at)?).context("no partners")?;
        if *partner != self.home {
            return Ok(partner.clone());
        }
        self.partners.last().cloned().context("no partners")
    }

    fn add<A: Aggregate>(&mut self, grown: Growing<A>) -> anyhow::Result<()> {
        self.change.appends.push(grown.finish(self.ctx)?);
        Ok(())
    }

    fn source(&mut self) -> anyhow::Result<Quotable> {
        let stream = self.stream();
        let partner = self.partner()?;
        let year = 2000 + i16::try_from(self.random.below(26))?;
        let month = 1 + i8::try_from(self.random.below(12))?;
        let day = 1 + i8::try_from(self.random.below(28))?;
        let published = Date::new(year, month, day)?;
        let mut text = format!("Made-up statement {} of {} and {partner}.", stream, self.registry);
        let mut sentences = Vec::new();
        for _ in 0..SENTENCES {
            let (stage, words) = self.random.one_of(&WORDS, (Stage::S5, "Agreed:"));
            let value = 5 + self.random.below(995);
            text.push(' ');
            let start = u32::try_from(text.len())?;
            text.push_str(&format!("{words} {value} patients of {} a year.", self.registry));
            sentences.push(Sentence { start, end: u32::try_from(text.len())?, stage, value });
        }
        let id = SourceId::new(stream.uuid());
        let hash = Hash::of(text.as_bytes());
        let description = source::Description {
            registry: self.registry,
            kind: SourceKind::News,
            tier: Tier::Agency,
            title: Text4::new(Language::En, &format!("{} and {partner}", self.registry))?,
            publisher: "Made-up agency".to_owned(),
            url: None,
            published_on: Edtf::day(published),
            language: "en".to_owned(),
            rendering: true,
            meeting: None,
        };
        let event = source::Event::Added {
            description,
            text: hash,
            fingerprint: source::fingerprint(&text),
            review: false,
        };
        let about = About { known: Known::From(published), ..About::TODAY };
        let mut growing = Growing::<Source>::new(stream);
        growing.push(self.ctx, &event, about).map_err(told)?;
        self.add(growing)?;
        self.change.blobs.push((hash, text.clone().into_bytes()));
        Ok(Quotable { id, partner, published, text, sentences })
    }

    /// A sentence of a source as a quotation. The texts are ASCII, so bytes are characters.
    fn quote(&mut self, source: &Quotable) -> anyhow::Result<(Sentence, Quotation)> {
        let at = self.random.below(SENTENCES);
        let sentence =
            source.sentences.get(usize::try_from(at)?).copied().context("a text without words")?;
        let quotation = Quotation::at(source.id, "en", &source.text, sentence.start, sentence.end)?;
        Ok((sentence, quotation))
    }

    fn commitment(&mut self, source: &Quotable) -> anyhow::Result<CommitmentId> {
        let stream = self.stream();
        let (sentence, quotation) = self.quote(source)?;
        let topic = self.random.one_of(Topic::ALL, Topic::Treatment);
        let deadline = match self.random.below(10) {
            0..7 => Some(Edtf::year(2020 + i16::try_from(self.random.below(15))?)?),
            _ => None,
        };
        let successor_of = if self.random.below(20) == 0 { self.last } else { None };
        let title = format!("{} patients a year, {}", sentence.value, source.partner);
        let description = commitment::Description {
            registry: self.registry,
            partner: source.partner.clone(),
            topic,
            title: Text4::new(Language::En, &title)?,
            object: None,
            promisors: vec![source.partner.clone()],
            beneficiaries: vec![self.home.clone()],
            meeting: None,
            successor_of,
        };
        let quantity =
            Quantity { value: Figure::whole(sentence.value)?, unit: Unit::Patient, per: Per::Year };
        let statement = Statement {
            quotation,
            stage: Some(sentence.stage),
            quantity: Some(quantity),
            deadline,
            condition: None,
            note: None,
        };
        let about = About::source(source.id, source.published);
        let mut growing = Growing::<Commitment>::new(stream);
        let recorded = commitment::Event::Recorded { description, statement };
        growing.push(self.ctx, &recorded, about).map_err(told)?;
        if self.random.below(4) == 0 {
            let (_, quotation) = self.quote(source)?;
            let state = self.random.one_of(&DELIVERIES, Delivery::InProgress);
            let report = DeliveryReport { state, valid: None, reason: None, quotation };
            let event = commitment::Event::DeliveryReported { report };
            growing.push(self.ctx, &event, about).map_err(told)?;
        }
        if self.random.below(5) < 3 {
            growing.push(self.ctx, &commitment::Event::Published, About::TODAY).map_err(told)?;
        }
        self.add(growing)?;
        let id = CommitmentId::new(stream.uuid());
        self.last = Some(id);
        Ok(id)
    }

    fn observation(&mut self, source: &Quotable, made: &[CommitmentId]) -> anyhow::Result<()> {
        let stream = self.stream();
        let (sentence, quotation) = self.quote(source)?;
        let at = self.random.below(u64::try_from(made.len())?);
        let commitment = made.get(usize::try_from(at)?).copied();
        let measure = self.random.one_of(&MEASURES, "treated");
        let event = observation::Event::Booked {
            description: observation::Description {
                registry: self.registry,
                partner: source.partner.clone(),
                commitment,
                measure: Measure::new(measure)?,
                name: Text4::new(Language::En, measure)?,
                period: Edtf::year(source.published.year())?,
                unit: Unit::Patient,
                subject: source.partner.clone(),
                origin: Some(self.home.clone()),
                channel: None,
            },
            reported: observation::Reported {
                value: Figure::whole(sentence.value)?,
                quotation,
                note: None,
            },
            public: self.random.below(5) < 3,
        };
        let mut growing = Growing::<Observation>::new(stream);
        growing.push(self.ctx, &event, About::source(source.id, source.published)).map_err(told)?;
        self.add(growing)
    }
}
