//! Makes valid changes out of few words.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use kelisim_domain::aggregate::{Aggregate, Meta, advance, entry_of, fold};
use kelisim_domain::body::{Move, Standing};
use kelisim_domain::commitment::{self, Commitment};
use kelisim_domain::conflict::{self, Conflict};
use kelisim_domain::edtf::Edtf;
use kelisim_domain::figure::Quantity;
use kelisim_domain::id::{CommitmentId, ConflictId, ObservationId, SourceId, StreamId, UserId};
use kelisim_domain::journal::{Entry, Hash};
use kelisim_domain::observation::{self, Measure, Observation};
use kelisim_domain::party::{self, DatedName, Party, PartyCode, PartyKind};
use kelisim_domain::programme::visit::Counter;
use kelisim_domain::project::Aspect;
use kelisim_domain::quota::{self, Account, QuotaLine};
use kelisim_domain::quotation::Quotation;
use kelisim_domain::registry::{self, Registry, RegistryCode};
use kelisim_domain::source::{self, Source, SourceKind, Tier, fingerprint};
use kelisim_domain::stage::{Delivery, Stage};
use kelisim_domain::text::{Language, Text4};
use kelisim_domain::topic::{Per, Topic, Unit};
use kelisim_domain::user::{self, Role, User};
use kelisim_store::replay::registry_of;
use kelisim_store::{Append, Change, Result, Store, StreamChange};

use crate::{FakeClock, People, SeededEntropy};

/// A registry by its two letters.
#[must_use]
pub fn registry(code: &str) -> RegistryCode {
    code.parse().unwrap()
}

fn text(words: &str) -> Text4 {
    Text4::new(Language::En, words).unwrap()
}

/// What a commitment is to be, with sensible values for whatever a test does not care about.
#[derive(Debug, Clone)]
pub struct Pledge {
    /// The registry.
    pub registry: RegistryCode,
    /// The other side.
    pub partner: PartyCode,
    /// Its matter.
    pub topic: Topic,
    /// A short name.
    pub title: String,
    /// How firm the words are.
    pub stage: Stage,
    /// How many patients a year.
    pub value: Option<u64>,
    /// By when.
    pub deadline: Option<Edtf>,
    /// What it replaces.
    pub successor_of: Option<CommitmentId>,
}

impl Pledge {
    /// Treatment places agreed without a number.
    #[must_use]
    pub fn new(registry: &str, partner: &str) -> Self {
        Self {
            registry: registry.parse().unwrap(),
            partner: partner.parse().unwrap(),
            topic: Topic::Treatment,
            title: "Treatment places".to_owned(),
            stage: Stage::S5,
            value: None,
            deadline: None,
            successor_of: None,
        }
    }

    /// With words of this firmness.
    #[must_use]
    pub fn stage(mut self, stage: Stage) -> Self {
        self.stage = stage;
        self
    }

    /// Of another matter.
    #[must_use]
    pub fn topic(mut self, topic: Topic) -> Self {
        self.topic = topic;
        self
    }

    /// With a number.
    #[must_use]
    pub fn value(mut self, value: u64) -> Self {
        self.value = Some(value);
        self
    }

    /// With a deadline.
    #[must_use]
    pub fn by(mut self, deadline: &str) -> Self {
        self.deadline = Some(deadline.parse().unwrap());
        self
    }

    /// In place of another.
    #[must_use]
    pub fn after(mut self, other: CommitmentId) -> Self {
        self.successor_of = Some(other);
        self
    }
}

/// Keeps in mind every stream it grew, and gathers what was not yet taken. A clone goes its own way from there, with
/// the same clock and ids that never repeat.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// The time; goes on by a second with each [`World::take`].
    pub clock: FakeClock,
    /// Where ids come from.
    pub entropy: SeededEntropy,
    /// Who can be opened.
    pub people: People,
    /// Who writes.
    pub actor: Option<UserId>,
    streams: BTreeMap<StreamId, Vec<Entry>>,
    texts: BTreeMap<SourceId, (String, Date)>,
    pending: Change,
}

impl World {
    /// An empty world.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Today.
    #[must_use]
    pub fn today(&self) -> Date {
        self.clock.now().to_zoned(TimeZone::UTC).date()
    }

    /// Everything made since the last time, as one change; the clock goes on by a second.
    pub fn take(&mut self) -> Change {
        self.clock.advance(1);
        std::mem::take(&mut self.pending)
    }

    /// Writes everything made since the last time.
    ///
    /// # Errors
    /// What the store says.
    pub async fn commit(&mut self, store: &dyn Store) -> Result<()> {
        let change = self.take();
        store.commit(&change).await
    }

    /// The entries of a stream as they were made.
    #[must_use]
    pub fn entries(&self, stream: impl Into<StreamId>) -> &[Entry] {
        self.streams.get(&stream.into()).map_or(&[], Vec::as_slice)
    }

    /// Every stream, in order of id.
    pub fn streams(&self) -> impl Iterator<Item = (StreamId, &[Entry])> {
        self.streams.iter().map(|(id, entries)| (*id, entries.as_slice()))
    }

    /// Adds events to a stream, as one step, and gives it for a change of one's own.
    pub fn grow<A: Aggregate>(
        &mut self,
        stream: impl Into<StreamId>,
        events: &[A::Event],
        known_on: Date,
        source: Option<SourceId>,
    ) -> Append {
        let stream = stream.into();
        let (recorded_at, actor) = (self.clock.now(), self.actor);
        let entries = self.streams.entry(stream).or_default();
        let expected = i64::try_from(entries.len()).unwrap();
        let mut state: Option<A> = fold(entries).unwrap();
        let mut version = expected;
        for event in events {
            version += 1;
            let meta = Meta { version, known_on, recorded_at, actor };
            let new = entry_of::<A>(event, meta, None, source).unwrap();
            let prev = entries.last().map_or(Hash::ZERO, |e| e.hash);
            let entry = Entry::chain(stream, version, new, prev).unwrap();
            state = Some(advance(state, &entry).unwrap());
            entries.push(entry);
        }
        let added = entries[usize::try_from(expected).unwrap()..].to_vec();
        let projection = state.unwrap().project(&self.people).unwrap();
        let registry = registry_of(&projection);
        Append {
            recorded_at,
            expected,
            entries: added,
            stream: StreamChange { stream, aggregate: A::NAME, version, registry, projection },
        }
    }

    /// Adds an event to a stream, known from a day.
    pub fn event<A: Aggregate>(
        &mut self,
        stream: impl Into<StreamId>,
        event: A::Event,
        known_on: Date,
    ) {
        let append = self.grow::<A>(stream, &[event], known_on, None);
        self.pending.appends.push(append);
    }

    /// Adds to the change under way: drafts, credentials, blobs.
    pub fn pending(&mut self) -> &mut Change {
        &mut self.pending
    }

    /// A new id.
    #[must_use]
    pub fn id(&self) -> uuid::Uuid {
        self.entropy.id(self.clock.now())
    }

    /// A registry.
    pub fn registry(&mut self, code: &str) -> RegistryCode {
        let code: RegistryCode = code.parse().unwrap();
        let name = text(&format!("Registry of {code}"));
        let event = registry::Event::Named { code, name, demonstration: true };
        self.event::<Registry>(code.stream(), event, self.today());
        code
    }

    /// A party under a name; a further name when it exists.
    pub fn party(&mut self, code: &str, name: &str) -> PartyCode {
        let code: PartyCode = code.parse().unwrap();
        let party = Party {
            code: code.clone(),
            kind: PartyKind::State,
            country: code.country(),
            parent: None,
            names: vec![DatedName { from: None, to: None, name: text(name) }],
            merged: None,
            joined: Vec::new(),
        };
        self.event::<Party>(code.stream(), party::Event::Described(party), self.today());
        code
    }

    /// A party that is a second record of another one.
    pub fn merge(&mut self, code: &str, into: &str) {
        let (code, into): (PartyCode, PartyCode) = (code.parse().unwrap(), into.parse().unwrap());
        let today = self.today();
        let merged = party::Event::Merged { into: into.clone(), reason: text("One ministry") };
        self.event::<Party>(code.stream(), merged, today);
        let joined = party::Event::Joined { party: code };
        self.event::<Party>(into.stream(), joined, today);
    }

    /// It is another one after all.
    pub fn take_apart(&mut self, code: &str, from: &str) {
        let (code, from): (PartyCode, PartyCode) = (code.parse().unwrap(), from.parse().unwrap());
        let today = self.today();
        let apart = party::Event::TakenApart { reason: text("Two ministries") };
        self.event::<Party>(code.stream(), apart, today);
        self.event::<Party>(from.stream(), party::Event::Parted { party: code }, today);
    }

    /// A communiqué with its text, published on a day and in review.
    pub fn source(&mut self, registry: &str, words: &str, published_on: Date) -> SourceId {
        let id = SourceId::new(self.id());
        let description = source::Description {
            registry: registry.parse().unwrap(),
            kind: SourceKind::Communique,
            tier: Tier::Official,
            title: text("Communiqué"),
            publisher: "Ministry of Health".to_owned(),
            url: None,
            published_on: Edtf::day(published_on),
            language: "en".to_owned(),
            rendering: false,
            meeting: None,
        };
        let event = source::Event::Added {
            description,
            text: Hash::of(words.as_bytes()),
            fingerprint: fingerprint(words),
            review: true,
        };
        let append = self.grow::<Source>(id, &[event], published_on, Some(id));
        self.pending.appends.push(append);
        self.pending.blobs.push((Hash::of(words.as_bytes()), words.as_bytes().to_vec()));
        self.texts.insert(id, (words.to_owned(), published_on));
        id
    }

    /// A passage of a source made by [`World::source`].
    #[must_use]
    pub fn quote(&self, source: SourceId, passage: &str) -> Quotation {
        Quotation::find(source, "en", &self.texts[&source].0, passage, Some(0)).unwrap()
    }

    /// A source with one passage of its own, published on a day.
    pub fn passage(&mut self, registry: &str, published_on: Date) -> Quotation {
        let words = format!("The parties said this: {:016x}.", self.entropy.next());
        let source = self.source(registry, &words, published_on);
        self.quote(source, "The parties said this")
    }

    /// A commitment that rests on a passage.
    pub fn commitment(&mut self, pledge: &Pledge, quotation: &Quotation) -> CommitmentId {
        let id = CommitmentId::new(self.id());
        let description = commitment::Description {
            registry: pledge.registry,
            partner: pledge.partner.clone(),
            topic: pledge.topic,
            title: text(&pledge.title),
            object: None,
            promisors: vec![pledge.partner.clone()],
            beneficiaries: vec![pledge.registry.as_str().parse().unwrap()],
            meeting: None,
            successor_of: pledge.successor_of,
        };
        let mut statement = statement(quotation, Some(pledge.stage));
        statement.quantity = pledge.value.map(|value| Quantity {
            value: value.to_string().parse().unwrap(),
            unit: Unit::Patient,
            per: Per::Year,
        });
        statement.deadline = pledge.deadline;
        let event = commitment::Event::Recorded { description, statement };
        self.said::<Commitment>(id, event, quotation.source);
        id
    }

    /// A commitment with a passage of its own, published on a day.
    pub fn pledge(&mut self, pledge: &Pledge, published_on: Date) -> CommitmentId {
        let quotation = self.passage(pledge.registry.as_str(), published_on);
        self.commitment(pledge, &quotation)
    }

    /// A further passage, published on a day, about a commitment.
    pub fn restate(&mut self, id: CommitmentId, stage: Stage, published_on: Date) {
        let quotation = self.passage_for(id, published_on);
        let statement = statement(&quotation, Some(stage));
        let event = commitment::Event::Restated { statement };
        self.said::<Commitment>(id, event, quotation.source);
    }

    /// A report, published on a day, of what happened.
    pub fn report(&mut self, id: CommitmentId, state: Delivery, published_on: Date) {
        let quotation = self.passage_for(id, published_on);
        let source = quotation.source;
        let report = commitment::DeliveryReport { state, valid: None, reason: None, quotation };
        self.said::<Commitment>(id, commitment::Event::DeliveryReported { report }, source);
    }

    /// Everybody may see a commitment from now on.
    pub fn publish(&mut self, id: CommitmentId) {
        self.event::<Commitment>(id, commitment::Event::Published, self.today());
    }

    /// A figure of a year that rests on a passage.
    pub fn observation(
        &mut self,
        pledge: &Pledge,
        commitment: Option<CommitmentId>,
        year: i16,
        value: u64,
        quotation: &Quotation,
    ) -> ObservationId {
        let id = ObservationId::new(self.id());
        let description = observation::Description {
            registry: pledge.registry,
            partner: pledge.partner.clone(),
            commitment,
            measure: Measure::new("treated").unwrap(),
            name: text("Patients treated"),
            period: Edtf::year(year).unwrap(),
            unit: Unit::Patient,
            subject: pledge.partner.clone(),
            origin: None,
            channel: None,
        };
        let event = observation::Event::Booked {
            description,
            reported: reported(value, quotation),
            public: false,
        };
        self.said::<Observation>(id, event, quotation.source);
        id
    }

    /// Another value for the same figure.
    pub fn revise(&mut self, id: ObservationId, value: u64, quotation: &Quotation) {
        let event = observation::Event::Revised { reported: reported(value, quotation) };
        self.said::<Observation>(id, event, quotation.source);
    }

    /// A contradiction between two passages.
    pub fn conflict(
        &mut self,
        pledge: &Pledge,
        commitment: Option<CommitmentId>,
        sides: [&Quotation; 2],
    ) -> ConflictId {
        let id = ConflictId::new(self.id());
        let side = |quotation: &&Quotation| conflict::Side {
            claim: text("One number"),
            quotation: (*quotation).clone(),
        };
        let event = conflict::Event::Raised {
            registry: pledge.registry,
            partner: pledge.partner.clone(),
            commitment,
            rule: conflict::Rule::Value,
            title: text("Two numbers"),
            question: text("Which one holds?"),
            sides: sides.iter().map(side).collect(),
            public: false,
        };
        let known_on = sides.map(|side| self.texts[&side.source].1);
        self.event::<Conflict>(id, event, known_on[0].max(known_on[1]));
        id
    }

    /// An account.
    pub fn user(&mut self, registry: &str, role: Role, email: &str) -> UserId {
        let id = UserId::new(self.id());
        let partners = if role == Role::Partner { vec!["TR".parse().unwrap()] } else { Vec::new() };
        let event = user::Event::Opened {
            registry: registry.parse().unwrap(),
            role,
            partners,
            person: People::seal(email, "Aigerim"),
        };
        self.event::<User>(id, event, self.today());
        id
    }

    /// Disables an account, if it is not, and forgets the person: the fields can no longer be opened.
    pub fn forget(&mut self, id: UserId) {
        self.event::<User>(id, user::Event::Disabled, self.today());
        self.event::<User>(id, user::Event::Forgotten, self.today());
        self.people.forget(id);
    }

    pub(crate) fn said<A: Aggregate>(
        &mut self,
        stream: impl Into<StreamId>,
        event: A::Event,
        source: SourceId,
    ) {
        let known_on = self.texts[&source].1;
        let append = self.grow::<A>(stream, &[event], known_on, Some(source));
        self.pending.appends.push(append);
    }

    fn passage_for(&mut self, id: CommitmentId, published_on: Date) -> Quotation {
        let it: Commitment = fold(self.entries(id)).unwrap().unwrap();
        self.passage(it.description.registry.as_str(), published_on)
    }

    /// A small world of two registries: parties, sources, a meeting, commitments of several stages with a history,
    /// figures, a conflict, accounts, one of them forgotten. Written in several changes.
    ///
    /// # Errors
    /// What the store says.
    pub async fn settled(store: &dyn Store) -> Result<Self> {
        let mut world = Self::new();
        for code in ["KG", "KZ"] {
            world.registry(code);
        }
        for (code, name) in [("KG", "Kyrgyz Republic"), ("KZ", "Kazakhstan"), ("TR", "Turkey")] {
            world.party(code, name);
        }
        world.party("TK", "Türkiye");
        world.merge("TK", "TR");
        world.commit(store).await?;
        let officer = world.user("KG", Role::Officer, "officer@example.kg");
        let leaver = world.user("KG", Role::Reader, "leaver@example.kg");
        world.commit(store).await?;
        world.actor = Some(officer);
        let meeting = world.meeting("KG", "TR", date(2019, 5, 31));
        let pledge = Pledge::new("KG", "TR").value(150).by("2026");
        let treatment = world.pledge(&pledge, date(2018, 11, 2));
        let talks = world.pledge(&Pledge::new("KG", "TR").stage(Stage::S1), date(2024, 1, 10));
        world.pledge(&Pledge::new("KZ", "TR").stage(Stage::S4), date(2025, 3, 1));
        world.commit(store).await?;
        world.decide(meeting, treatment, date(2019, 6, 1));
        world.letter_of_meeting(meeting, 1, "05-12/77", date(2019, 6, 2));
        world.letter_of(treatment, 1, "05-12/78", date(2019, 6, 3));
        world.charge(treatment, officer, None);
        world.restate(treatment, Stage::S7, date(2019, 5, 31));
        world.publish(treatment);
        world.commit(store).await?;
        let (first, second) =
            (world.passage("KG", date(2020, 2, 1)), world.passage("KG", date(2021, 2, 1)));
        let figure = world.observation(&pledge, Some(treatment), 2019, 48, &first);
        world.conflict(&pledge, Some(treatment), [&first, &second]);
        world.commit(store).await?;
        world.revise(figure, 51, &second);
        world.report(treatment, Delivery::InProgress, date(2020, 6, 1));
        world.report(treatment, Delivery::PartlyDelivered, date(2021, 6, 1));
        world.restate(talks, Stage::S3, date(2024, 6, 10));
        world.commit(store).await?;
        let line = world.quota_line(&pledge, treatment, 2026, 150);
        world.commit(store).await?;
        world.walk(line, 60, Account::Seated);
        world.commit(store).await?;
        world.reverse(line, 4);
        world.event::<QuotaLine>(line, quota::Event::Published, world.today());
        world.commit(store).await?;
        let agreement = world.instrument(&pledge);
        world.commit(store).await?;
        world.conclude(agreement, Some(treatment));
        world.commit(store).await?;
        world.withdraw_fact(agreement, 3);
        world.commit(store).await?;
        let (hospital, [built, licensed]) = world.project(&pledge);
        world.milestone(hospital, built, Aspect::Planned, "2017-08-31", date(2016, 5, 1));
        world.serve(hospital, treatment);
        world.commit(store).await?;
        world.freeze(hospital, "Decree");
        world.milestone(hospital, built, Aspect::Claimed, "2017-11", date(2017, 12, 1));
        world.milestone(hospital, licensed, Aspect::Planned, "2020", date(2018, 1, 1));
        world.commit(store).await?;
        world.withdraw_word(hospital, 9);
        world.commit(store).await?;
        let coalition = world.body("KG", "TR", date(2023, 10, 23));
        world.stands(coalition, Standing::AtWork, date(2024, 5, 27));
        world.joins(coalition, "TR", date(2024, 6, 1));
        world.commit(store).await?;
        let invitation = world.invites(coalition, "KZ", date(2024, 7, 1));
        world.contributes(coalition, "TR", date(2024, 6, 1));
        world.sits(coalition, 1, date(2030, 5, 1));
        world.commit(store).await?;
        world.answers(coalition, invitation, Move::AnsweredYes, date(2024, 8, 1));
        world.withdraw_of_body(coalition, 3);
        let next = world.quota_line(&pledge, treatment, 2027, 150);
        world.walk(next, 20, Account::Confirmed);
        let call = world.call(&pledge, next, 12);
        world.commit(store).await?;
        world.publish_call(call);
        world.commit(store).await?;
        let mission = world.visit("KG", "RU", "2025-08-18/2025-08-22", date(2025, 8, 10));
        world.visit_reports(mission, Counter::JointOperations, 16, date(2025, 8, 23));
        world.visit_brings(mission, "U1");
        world.commit(store).await?;
        let operated = world.operated(mission, date(2025, 8, 19), "U1");
        world.visit_agrees(mission, date(2030, 12, 31));
        world.commit(store).await?;
        world.withdraw_of_visit(mission, operated);
        let indicator = world.indicator("KG", "treated");
        world.commit(store).await?;
        let changed = world.counts_otherwise(indicator, "2025");
        world.commit(store).await?;
        world.withdraw_method(indicator, changed);
        let doctor = world.user("KG", Role::Applicant, "doctor@example.kg");
        let application = world.application(&pledge, call, doctor);
        world.paper(&pledge, application, doctor);
        let reviewer = world.user("KG", Role::Reviewer, "reviewer@example.kg");
        world.review(application, reviewer);
        world.begin_run(&pledge, call);
        world.appeal_without_place(&pledge, call, "KG26-0001");
        let direction = world.direction("KG", "TR", 2);
        world.commit(store).await?;
        world.accept_direction(direction);
        let key = world.partner_key("KG", "TR", b"key");
        world.confirm_partner_key(key);
        world.commit(store).await?;
        world.party("TR", "Türkiye");
        world.forget(leaver);
        world.commit(store).await?;
        Ok(world)
    }
}

fn statement(quotation: &Quotation, stage: Option<Stage>) -> commitment::Statement {
    commitment::Statement {
        quotation: quotation.clone(),
        stage,
        quantity: None,
        deadline: None,
        condition: None,
        note: None,
    }
}

fn reported(value: u64, quotation: &Quotation) -> observation::Reported {
    observation::Reported {
        value: value.to_string().parse().unwrap(),
        quotation: quotation.clone(),
        note: None,
    }
}
