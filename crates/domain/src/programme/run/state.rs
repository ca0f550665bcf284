//! The rules of the steps.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::{
    As, Attempt, Checked, Commitment, Computed, Description, Differs, Event, File, Frozen, Given,
    List, ListState, Revealed, Signature, Stage,
};
use crate::Refusal;
use crate::aggregate::{Aggregate, FOREVER, Meta, OpenPerson, Projection, Row, readings_over};
use crate::canonical::CanonicalError;
use crate::commitment::Said;
use crate::id::{CallId, RunId, StreamId, UserId};
use crate::journal::Hash;
use crate::party::PartyCode;
use crate::text::Text4;

/// The giving of a call's places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Its id.
    pub id: RunId,
    /// Whose it is.
    pub description: Description,
    /// What hosts answered, in the order of their codes: of each what it gave last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Given>,
    /// Lists of candidates, in the order in which they were brought.
    pub lists: Vec<List>,
    /// What the sides committed to for the next run.
    pub commitments: Vec<Commitment>,
    /// Runs, in the order in which they were frozen; the last one counts unless it was discarded.
    pub attempts: Vec<Attempt>,
    /// Version of the last entry.
    pub version: i64,
    /// Its entries, for what was known on a day; only while it is folded.
    #[serde(skip)]
    log: Vec<(Meta, Box<Run>)>,
}

impl Run {
    /// The one of a call: every machine finds the same.
    #[must_use]
    pub fn of(call: CallId) -> RunId {
        RunId::new(StreamId::named("run", &call.to_string()).uuid())
    }

    /// The run that is under way or released.
    #[must_use]
    pub fn current(&self) -> Option<&Attempt> {
        self.attempts.last().filter(|attempt| attempt.discarded.is_none())
    }

    /// The run that was released.
    #[must_use]
    pub fn released(&self) -> Option<&Attempt> {
        self.current().filter(|attempt| attempt.released.is_some())
    }

    /// Where it stands.
    #[must_use]
    pub fn stage(&self) -> Stage {
        let Some(attempt) = self.current() else { return Stage::Gathering };
        if attempt.released.is_some() {
            return Stage::Released;
        }
        match (&attempt.computed, &attempt.checked) {
            (Some(_), Some(checked)) if !checked.what.trouble.is_empty() => Stage::Failed,
            (Some(_), Some(_)) if attempt.signatures.len() >= 2 => Stage::Signed,
            (Some(_), _) => Stage::Computed,
            _ if attempt.revealed.len() >= attempt.commitments.len() => Stage::Drawn,
            _ => Stage::Frozen,
        }
    }

    /// The list that counts: the one accepted last.
    #[must_use]
    pub fn accepted(&self) -> Option<&List> {
        self.lists.iter().rev().find(|list| list.state == ListState::Accepted)
    }

    /// The list that waits for a second person.
    #[must_use]
    pub fn waiting(&self) -> Option<&List> {
        self.lists.last().filter(|list| list.state == ListState::Brought)
    }

    /// What everybody may see: the released run and the discarded ones before it, without who did what. Nothing before.
    #[must_use]
    pub fn published(&self) -> Option<Self> {
        self.released()?;
        let mut this = self.clone();
        this.answers.clear();
        this.lists.clear();
        this.commitments.clear();
        for attempt in &mut this.attempts {
            attempt.meta.actor = None;
            attempt.commitments.iter_mut().for_each(|one| one.meta.actor = None);
            attempt.revealed.iter_mut().for_each(|one| one.meta.actor = None);
            attempt.computed.iter_mut().for_each(|one| one.meta.actor = None);
            attempt.checked.iter_mut().for_each(|one| one.meta.actor = None);
            attempt.signatures.iter_mut().for_each(|one| one.meta.actor = None);
            attempt.released.iter_mut().for_each(|one| one.actor = None);
            attempt.discarded.iter_mut().for_each(|one| one.meta.actor = None);
        }
        Some(this)
    }

    /// The two sides that commit: the registry's state and the partner.
    #[must_use]
    pub fn sides(&self) -> [PartyCode; 2] {
        let d = &self.description;
        let own = d.registry.as_str().parse().unwrap_or_else(|_| d.partner.clone());
        [own, d.partner.clone()]
    }

    /// The day on which the result was released; [`FOREVER`] before.
    #[must_use]
    pub fn released_on(&self) -> Date {
        let at = self.released().and_then(|attempt| attempt.released);
        at.map_or(FOREVER, |meta| meta.recorded_at.to_zoned(TimeZone::UTC).date())
    }

    fn add(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        match event {
            Event::Begun { .. } => return Err(Refusal::new("run-begun-already")),
            Event::Brought { file, hash, candidates, differs } => {
                self.bring(file, hash, candidates, differs, meta)?;
            }
            Event::Accepted { list, hash } => self.accept(list, hash, meta)?,
            Event::Refused { list, why } => self.refuse(list, why, meta)?,
            Event::Committed { party, sha256 } => self.commit(party, sha256, meta)?,
            Event::Answered { host, hash } => self.answer(host, hash, meta)?,
            Event::AnswersSigned { host, hash } => self.sign_answers(&host, hash, meta)?,
            Event::Frozen { frozen } => self.freeze(frozen, meta)?,
            Event::Revealed { party, value } => self.reveal(party, value, meta)?,
            Event::Computed { computed } => self.compute(computed, meta)?,
            Event::Checked { checked } => self.check(checked, meta)?,
            Event::Signed { capacity, certificate } => self.sign(capacity, certificate, meta)?,
            Event::Released { certificate, planned } => {
                self.release(certificate, planned, meta)?;
            }
            Event::Discarded { why } => self.discard(why, meta)?,
        }
        self.version = meta.version;
        Ok(())
    }

    /// Rule: after the freeze the list stands; one list at a time waits for a second person.
    fn bring(
        &mut self,
        file: File,
        hash: Hash,
        candidates: u64,
        differs: Differs,
        meta: Meta,
    ) -> Result<(), Refusal> {
        self.thawed()?;
        if self.waiting().is_some() {
            return Err(Refusal::of("file", "run-list-waits"));
        }
        if self.accepted().is_some_and(|list| list.hash == hash) {
            return Err(Refusal::of("file", "run-list-same"));
        }
        let number = u32::try_from(self.lists.len()).unwrap_or(u32::MAX).saturating_add(1);
        self.lists.push(List {
            number,
            file,
            hash,
            candidates,
            differs,
            state: ListState::Brought,
            brought: meta,
            decided: None,
            why: None,
        });
        Ok(())
    }

    pub(super) fn thawed(&self) -> Result<(), Refusal> {
        match self.current() {
            Some(_) => Err(Refusal::new("run-is-frozen")),
            None => Ok(()),
        }
    }

    fn undecided(&mut self, number: u32) -> Result<&mut List, Refusal> {
        let last = self.lists.last_mut().filter(|list| list.number == number);
        last.filter(|list| list.state == ListState::Brought)
            .ok_or(Refusal::new("run-no-list-waits"))
    }

    /// Rule: scores are taken over by two persons; what is accepted is what was looked at, by its hash. (In 2018 a table
    /// with shifted rows was imported by one hand and all offers had to be taken back.)
    fn accept(&mut self, list: u32, hash: Hash, meta: Meta) -> Result<(), Refusal> {
        self.thawed()?;
        let list = self.undecided(list)?;
        if meta.actor.is_none() || meta.actor == list.brought.actor {
            return Err(Refusal::new("run-own-list"));
        }
        if list.hash != hash {
            return Err(Refusal::new("run-other-list"));
        }
        list.state = ListState::Accepted;
        list.decided = Some(meta);
        Ok(())
    }

    fn refuse(&mut self, list: u32, why: Text4, meta: Meta) -> Result<(), Refusal> {
        let list = self.undecided(list)?;
        list.state = ListState::Refused;
        list.decided = Some(meta);
        list.why = Some(why);
        Ok(())
    }

    /// Rule: each of the two sides commits once before the freeze, by two different persons, so that nobody chooses both
    /// values.
    fn commit(&mut self, party: PartyCode, sha256: Hash, meta: Meta) -> Result<(), Refusal> {
        self.thawed()?;
        if !self.sides().contains(&party) {
            return Err(Refusal::of("party", "run-no-such-side"));
        }
        if self.commitments.iter().any(|one| one.party == party) {
            return Err(Refusal::of("party", "run-committed-already"));
        }
        if self.commitments.iter().any(|one| one.meta.actor == meta.actor) {
            return Err(Refusal::new("run-same-hand"));
        }
        if self.commitments.iter().any(|one| one.sha256 == sha256) {
            return Err(Refusal::of("sha256", "run-same-commitment"));
        }
        self.commitments.push(Commitment { party, sha256, meta });
        Ok(())
    }

    /// Rule: only an accepted list and the commitments of both sides are frozen, and no list waits beside it.
    fn freeze(&mut self, frozen: Frozen, meta: Meta) -> Result<(), Refusal> {
        self.thawed()?;
        if self.waiting().is_some() {
            return Err(Refusal::new("run-list-waits"));
        }
        let list = self.accepted().ok_or(Refusal::new("run-no-list"))?;
        if list.number != frozen.list || list.candidates != frozen.candidates {
            return Err(Refusal::new("run-other-list"));
        }
        if self.commitments.len() < 2 {
            return Err(Refusal::new("run-no-commitments"));
        }
        let number = u32::try_from(self.attempts.len()).unwrap_or(u32::MAX).saturating_add(1);
        self.attempts.push(Attempt {
            number,
            frozen,
            meta,
            commitments: std::mem::take(&mut self.commitments),
            revealed: Vec::new(),
            computed: None,
            checked: None,
            signatures: Vec::new(),
            released: None,
            discarded: None,
        });
        Ok(())
    }

    fn under_way(&mut self) -> Result<&mut Attempt, Refusal> {
        let last = self.attempts.last_mut().filter(|attempt| attempt.discarded.is_none());
        last.filter(|attempt| attempt.released.is_none()).ok_or(Refusal::new("run-not-frozen"))
    }

    /// Rule: a value counts only when its hash is the one committed to.
    fn reveal(&mut self, party: PartyCode, value: String, meta: Meta) -> Result<(), Refusal> {
        let attempt = self.under_way()?;
        let committed = attempt.commitments.iter().find(|one| one.party == party);
        let committed = committed.ok_or(Refusal::of("party", "run-no-such-side"))?;
        if attempt.revealed.iter().any(|one| one.party == party) {
            return Err(Refusal::of("party", "run-revealed-already"));
        }
        let bytes = unhex(&value).ok_or(Refusal::of("value", "run-value-form"))?;
        if Hash::of(&bytes) != committed.sha256 {
            return Err(Refusal::of("value", "run-value-other"));
        }
        attempt.revealed.push(Revealed { party, value, meta });
        Ok(())
    }

    /// Rule: once, and not before the seed is known. A result that the verifier refused is not computed over; the run is
    /// discarded.
    fn compute(&mut self, computed: Computed, meta: Meta) -> Result<(), Refusal> {
        if self.stage() != Stage::Drawn {
            return Err(Refusal::new("run-not-drawn"));
        }
        let attempt = self.under_way()?;
        attempt.computed = Some(Said { meta, what: computed });
        Ok(())
    }

    fn check(&mut self, checked: Checked, meta: Meta) -> Result<(), Refusal> {
        let attempt = self.under_way()?;
        if attempt.computed.is_none() || attempt.checked.is_some() {
            return Err(Refusal::new("run-not-computed"));
        }
        attempt.checked = Some(Said { meta, what: checked });
        Ok(())
    }

    /// Rule: two different persons sign the same certificate, one of them as chair; whoever computed may be one of them,
    /// never both; nobody signs what the verifier refused.
    fn sign(&mut self, capacity: As, certificate: Hash, meta: Meta) -> Result<(), Refusal> {
        let signer = meta.actor.ok_or(Refusal::new("run-sign-person"))?;
        match self.stage() {
            Stage::Failed => return Err(Refusal::new("run-check-failed")),
            Stage::Signed | Stage::Released => return Err(Refusal::new("run-signed-already")),
            _ => {}
        }
        let attempt = self.under_way()?;
        let computed = attempt.computed.as_ref().filter(|_| attempt.checked.is_some());
        let computed = computed.ok_or(Refusal::new("run-not-computed"))?;
        if computed.what.certificate != certificate {
            return Err(Refusal::new("run-other-certificate"));
        }
        if attempt.signatures.iter().any(|one| one.meta.actor == Some(signer)) {
            return Err(Refusal::new("run-own-signature"));
        }
        if attempt.signatures.iter().any(|one| one.capacity == capacity) {
            return Err(Refusal::of("as", "run-capacity-taken"));
        }
        attempt.signatures.push(Signature { capacity, certificate, meta });
        Ok(())
    }

    /// Rule: not before the instant the call announced; what is released is what was signed.
    fn release(
        &mut self,
        certificate: Hash,
        planned: Timestamp,
        meta: Meta,
    ) -> Result<(), Refusal> {
        if self.stage() != Stage::Signed {
            return Err(Refusal::new("run-not-signed"));
        }
        if meta.recorded_at < planned {
            return Err(Refusal::new("run-too-early").with("at", planned.to_string()));
        }
        let attempt = self.under_way()?;
        if attempt.signatures.iter().any(|one| one.certificate != certificate) {
            return Err(Refusal::new("run-other-certificate"));
        }
        attempt.released = Some(meta);
        Ok(())
    }

    /// Rule: a released run is never discarded; a discarded one stays on record with its reason.
    fn discard(&mut self, why: Text4, meta: Meta) -> Result<(), Refusal> {
        let attempt = self.under_way()?;
        attempt.discarded = Some(Said { meta, what: why });
        Ok(())
    }

    /// Whether this person brought the list that waits.
    #[must_use]
    pub fn brought_by(&self, user: Option<UserId>) -> bool {
        self.waiting().is_some_and(|list| list.brought.actor == user)
    }

    fn row(&self) -> Row {
        Row::Run {
            registry: self.description.registry,
            partner: self.description.partner.clone(),
            call: self.description.call.uuid(),
            state: self.stage().code(),
            released_on: self.released_on(),
            public: self.released().is_some(),
        }
    }

    fn logged(mut self, meta: Meta) -> Self {
        let mut log = std::mem::take(&mut self.log);
        log.push((meta, Box::new(self.clone())));
        self.log = log;
        self
    }
}

/// Reads pairs of hexadecimal digits; nothing for anything else, and for fewer than sixteen or more than 128 bytes.
fn unhex(text: &str) -> Option<Vec<u8>> {
    let fits = (32..=256).contains(&text.len()) && text.len().is_multiple_of(2);
    if !fits || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect()
}

impl Aggregate for Run {
    const NAME: &'static str = "run";
    type Event = Event;

    fn event_name(event: &Event) -> &'static str {
        match event {
            Event::Begun { .. } => "begun",
            Event::Brought { .. } => "brought",
            Event::Accepted { .. } => "accepted",
            Event::Refused { .. } => "refused",
            Event::Committed { .. } => "committed",
            Event::Answered { .. } => "answered",
            Event::AnswersSigned { .. } => "answers_signed",
            Event::Frozen { .. } => "frozen",
            Event::Revealed { .. } => "revealed",
            Event::Computed { .. } => "computed",
            Event::Checked { .. } => "checked",
            Event::Signed { .. } => "signed",
            Event::Released { .. } => "released",
            Event::Discarded { .. } => "discarded",
        }
    }

    fn begin(stream: StreamId, event: Event, meta: Meta) -> Result<Self, Refusal> {
        let Event::Begun { description } = event else {
            return Err(Refusal::new("run-not-begun"));
        };
        let this = Self {
            id: RunId::new(stream.uuid()),
            description,
            answers: Vec::new(),
            lists: Vec::new(),
            commitments: Vec::new(),
            attempts: Vec::new(),
            version: meta.version,
            log: Vec::new(),
        };
        Ok(this.logged(meta))
    }

    fn then(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        let mut next = self.clone();
        next.add(event, meta)?;
        *self = next.logged(meta);
        Ok(())
    }

    fn project(&self, _: &dyn OpenPerson) -> Result<Projection, CanonicalError> {
        // An entry is known no earlier than the one before it.
        let mut days: BTreeMap<Date, &Self> = BTreeMap::new();
        let mut day = Date::MIN;
        for (meta, state) in &self.log {
            day = day.max(meta.known_on);
            days.insert(day, state);
        }
        let readings = readings_over(days.keys().copied(), |day| {
            let state = days.get(&day)?;
            Some(((*state).clone(), state.row()))
        })?;
        Ok(Projection { readings, ..Projection::default() })
    }
}
