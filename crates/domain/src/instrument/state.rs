//! The entries of an instrument and the rules of its moves.
//!
//! Facts come in any order: an officer may enter a ratification before the signature it followed. A rule that says no
//! therefore looks at days and at the whole set, never at what happened to be entered first.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    Act, ActKind, Answer, ApprovalStep, Change, ChangeKind, ClauseStated, Description, Draft,
    Event, Link, Reply, Report, Side, TextApproval,
};
use crate::Refusal;
use crate::aggregate::{
    Aggregate, LinkRow, Meta, OpenPerson, Projection, QuotationRow, Row, readings_over, show, whole,
};
use crate::canonical::CanonicalError;
use crate::commitment::Said;
use crate::findable::Findable;
use crate::id::{InstrumentId, StreamId};
use crate::letter::{self, LetterOf};
use crate::quotation::Quotation;

/// An approval of a text, with the version of the text it is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approved {
    /// The entry that brought the text. An approval of an earlier one counts no more.
    pub draft: i64,
    /// Who approved what.
    pub approval: TextApproval,
}

/// An instrument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instrument {
    /// Its id.
    pub id: InstrumentId,
    /// What it is.
    pub description: Description,
    /// The passage it was entered from.
    pub entered: Said<Quotation>,
    /// What it says of its validity: from the beginning, and as amended since a day.
    pub clauses: Vec<Said<ClauseStated>>,
    /// Acts of the parties, as reported.
    pub acts: Vec<Said<Act>>,
    /// Days of entry into force that sources state.
    pub reports: Vec<Said<Report>>,
    /// Changes of the whole.
    pub changes: Vec<Said<Change>>,
    /// Versions of the text, oldest first.
    pub drafts: Vec<Said<Draft>>,
    /// Approvals of texts by the two sides.
    pub approvals: Vec<Said<Approved>>,
    /// Drafts sent to agencies.
    pub sent: Vec<Said<ApprovalStep>>,
    /// What they answered.
    pub replies: Vec<Said<Reply>>,
    /// Commitments that stand in it.
    pub links: Vec<Said<Link>>,
    /// Letters about its steps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub letters: Vec<Said<LetterOf>>,
    /// Whether everybody may see what rests on published passages.
    pub public: bool,
    /// Version of the last entry that concerns the whole.
    described: i64,
    /// Version of the last entry that is known, for stale forms.
    pub version: i64,
}

/// A draft sent to an agency, with its answer where there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepShown<'a> {
    /// What was sent.
    pub step: &'a Said<ApprovalStep>,
    /// What was answered.
    pub reply: Option<&'a Said<Reply>>,
}

impl Instrument {
    /// Drafts sent to agencies, in the order they were entered.
    pub fn steps(&self) -> impl Iterator<Item = StepShown<'_>> {
        self.sent.iter().map(|step| StepShown {
            step,
            reply: self.replies.iter().find(|reply| reply.what.step == step.meta.version),
        })
    }

    /// The version of the text that is to be approved now.
    #[must_use]
    pub fn draft(&self) -> Option<&Said<Draft>> {
        self.drafts.last()
    }

    /// Whether a side approves the present version. An approval of an earlier version does not count.
    #[must_use]
    pub fn approves(&self, side: Side) -> bool {
        let present = self.draft().map(|draft| draft.meta.version);
        let of = |said: &Said<Approved>| {
            said.what.approval.side == side && Some(said.what.draft) == present
        };
        self.approvals.iter().any(of)
    }

    /// The last answer of each agency that was asked; agencies are told apart by their names.
    pub(super) fn last_answers(&self) -> Vec<Answer> {
        let mut last: Vec<(String, Date, i64, Answer)> = Vec::new();
        for shown in self.steps() {
            let Some(reply) = shown.reply else { continue };
            let name = agency_key(&shown.step.what);
            let (on, version, answer) = (reply.what.on, reply.meta.version, reply.what.answer);
            match last.iter_mut().find(|(agency, ..)| *agency == name) {
                Some(held) if (on, version) > (held.1, held.2) => {
                    *held = (name, on, version, answer);
                }
                Some(_) => {}
                None => last.push((name, on, version, answer)),
            }
        }
        last.into_iter().map(|(.., answer)| answer).collect()
    }

    /// What everybody may see: what rests on published passages, and no work of the house.
    #[must_use]
    pub fn published(&self) -> Self {
        let mut this = self.shared();
        this.drafts.clear();
        this.approvals.clear();
        this
    }

    /// What the partner may see: what is published, and the texts both sides work on.
    #[must_use]
    pub fn shared(&self) -> Self {
        let mut this = self.clone();
        this.letters.clear();
        this.sent.retain(|said| said.what.quotation.is_some());
        let open: Vec<i64> = this.sent.iter().map(|said| said.meta.version).collect();
        this.replies.retain(|r| r.what.quotation.is_some() && open.contains(&r.what.step));
        this
    }

    /// As known on a day: without whatever was published later. Nothing when it was not yet known.
    #[must_use]
    pub fn known_on(&self, day: Date) -> Option<Self> {
        if self.entered.meta.known_on > day {
            return None;
        }
        let mut this = self.clone();
        this.clauses.retain(|s| s.meta.known_on <= day);
        this.acts.retain(|s| s.meta.known_on <= day);
        this.reports.retain(|s| s.meta.known_on <= day);
        this.changes.retain(|s| s.meta.known_on <= day);
        this.drafts.retain(|s| s.meta.known_on <= day);
        this.approvals.retain(|s| s.meta.known_on <= day);
        this.sent.retain(|s| s.meta.known_on <= day);
        this.replies.retain(|s| s.meta.known_on <= day);
        this.links.retain(|s| s.meta.known_on <= day);
        this.letters.retain(|s| s.meta.known_on <= day);
        this.version = this.metas().map(|m| m.version).max().unwrap_or(0).max(this.described);
        Some(this)
    }

    /// Where and when everything on record was entered.
    pub fn metas(&self) -> impl Iterator<Item = &Meta> + '_ {
        std::iter::once(&self.entered.meta)
            .chain(self.clauses.iter().map(|s| &s.meta))
            .chain(self.acts.iter().map(|s| &s.meta))
            .chain(self.reports.iter().map(|s| &s.meta))
            .chain(self.changes.iter().map(|s| &s.meta))
            .chain(self.drafts.iter().map(|s| &s.meta))
            .chain(self.approvals.iter().map(|s| &s.meta))
            .chain(self.sent.iter().map(|s| &s.meta))
            .chain(self.replies.iter().map(|s| &s.meta))
            .chain(self.links.iter().map(|s| &s.meta))
            .chain(self.letters.iter().map(|s| &s.meta))
    }

    /// Entries a letter can be about: everything on record but letters.
    pub fn letter_steps(&self) -> impl Iterator<Item = i64> + '_ {
        let letters: Vec<i64> = self.letters.iter().map(|s| s.meta.version).collect();
        self.metas().map(|meta| meta.version).filter(move |version| !letters.contains(version))
    }

    /// Every passage it rests on, with the entry that quotes it.
    pub fn quotations(&self) -> impl Iterator<Item = (i64, &Quotation)> + '_ {
        std::iter::once((self.entered.meta.version, &self.entered.what))
            .chain(self.clauses.iter().map(|s| (s.meta.version, &s.what.quotation)))
            .chain(self.acts.iter().map(|s| (s.meta.version, &s.what.quotation)))
            .chain(self.reports.iter().map(|s| (s.meta.version, &s.what.quotation)))
            .chain(self.changes.iter().map(|s| (s.meta.version, &s.what.quotation)))
            .chain(self.links.iter().map(|s| (s.meta.version, &s.what.quotation)))
            .chain(
                self.sent.iter().filter_map(|s| Some((s.meta.version, s.what.quotation.as_ref()?))),
            )
            .chain(
                self.replies
                    .iter()
                    .filter_map(|s| Some((s.meta.version, s.what.quotation.as_ref()?))),
            )
            .chain(
                self.approvals
                    .iter()
                    .filter_map(|s| Some((s.meta.version, s.what.approval.quotation.as_ref()?))),
            )
    }

    /// The day of the last thing on record that happened to it, by which lists are sorted.
    #[must_use]
    pub fn moved_on(&self) -> Date {
        let acts = self.acts.iter().map(|s| s.what.on.last_day());
        let changes = self.changes.iter().map(|s| s.what.on.last_day());
        let steps = self.sent.iter().map(|s| s.what.sent.last_day());
        let replies = self.replies.iter().map(|s| s.what.on);
        let drafts = self.drafts.iter().map(|s| s.meta.known_on);
        let happened = acts.chain(changes).chain(steps).chain(replies).chain(drafts).max();
        happened.unwrap_or(self.entered.meta.known_on)
    }

    fn row(&self) -> Row {
        let d = &self.description;
        Row::Instrument {
            registry: d.registry,
            partner: d.partner.clone(),
            kind: d.kind.code(),
            parent: d.parent.map(InstrumentId::uuid),
            moved_on: self.moved_on(),
            public: self.public,
        }
    }

    fn add(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        match event {
            Event::Entered { .. } => return Err(Refusal::new("instrument-entered-already")),
            Event::Described { description } => {
                if description.registry != self.description.registry {
                    return Err(Refusal::new("registry-code-fixed"));
                }
                self.description = description;
                self.described = meta.version;
            }
            Event::ClauseStated { stated } => {
                if self.clauses.iter().any(|s| s.what.since == stated.since) {
                    return Err(Refusal::of("since", "instrument-clause-there"));
                }
                self.clauses.push(Said { meta, what: stated });
            }
            Event::Acted { act } => {
                not_ahead("on", act.on.first_day(), &meta)?;
                self.acts.push(Said { meta, what: act });
            }
            Event::ForceReported { report } => self.reports.push(Said { meta, what: report }),
            Event::Changed { change } => {
                not_ahead("on", change.on.first_day(), &meta)?;
                self.changes.push(Said { meta, what: change });
            }
            Event::Drafted { draft } => self.new_draft(draft, meta)?,
            Event::TextApproved { approval } => self.approve(approval, meta)?,
            Event::Sent { step } => self.send(step, meta)?,
            Event::Answered { reply } => self.answer(reply, meta)?,
            Event::Linked { link } => {
                if self.links.iter().any(|s| s.what.commitment == link.commitment) {
                    return Err(Refusal::of("commitment", "instrument-linked-already"));
                }
                self.links.push(Said { meta, what: link });
            }
            Event::LetterNoted { letter } => {
                let steps: Vec<i64> = self.letter_steps().collect();
                letter::note(&mut self.letters, steps.into_iter(), letter, meta)?;
            }
            Event::FactWithdrawn { version, .. } => {
                self.withdraw(version)?;
                self.described = meta.version;
            }
            Event::Published | Event::Unpublished => {
                show(&mut self.public, matches!(event, Event::Published))?;
                self.described = meta.version;
            }
        }
        self.version = meta.version;
        Ok(())
    }

    /// Rule: a new version is another content than the present one; a text that all have signed is not drafted anew.
    fn new_draft(&mut self, draft: Draft, meta: Meta) -> Result<(), Refusal> {
        if self.draft().is_some_and(|present| present.what.hash == draft.hash) {
            return Err(Refusal::of("text", "instrument-draft-same"));
        }
        if self.all_signed() {
            return Err(Refusal::new("instrument-signed-already"));
        }
        self.drafts.push(Said { meta, what: draft });
        Ok(())
    }

    /// Rule: a side approves the content of the present version, once.
    fn approve(&mut self, approval: TextApproval, meta: Meta) -> Result<(), Refusal> {
        let Some(present) = self.draft() else {
            return Err(Refusal::new("instrument-no-draft"));
        };
        if present.what.hash != approval.hash {
            return Err(Refusal::of("hash", "instrument-text-old"));
        }
        if self.approves(approval.side) {
            return Err(Refusal::of("side", "instrument-text-approved-already"));
        }
        if self.all_signed() {
            return Err(Refusal::new("instrument-signed-already"));
        }
        let draft = present.meta.version;
        self.approvals.push(Said { meta, what: Approved { draft, approval } });
        Ok(())
    }

    /// Rule: an agency that still holds the draft is not sent it again.
    fn send(&mut self, step: ApprovalStep, meta: Meta) -> Result<(), Refusal> {
        not_ahead("sent", step.sent.first_day(), &meta)?;
        if step.due.is_some_and(|due| due < step.sent.first_day()) {
            return Err(Refusal::of("due", "instrument-due-before"));
        }
        let name = agency_key(&step);
        let holds = |s: super::StepShown<'_>| s.reply.is_none() && agency_key(&s.step.what) == name;
        if self.steps().any(holds) {
            return Err(Refusal::of("agency", "instrument-held-already"));
        }
        self.sent.push(Said { meta, what: step });
        Ok(())
    }

    /// Rule: a step has one answer, and not before the draft was sent.
    fn answer(&mut self, reply: Reply, meta: Meta) -> Result<(), Refusal> {
        not_ahead("on", reply.on, &meta)?;
        let step = self.sent.iter().find(|s| s.meta.version == reply.step);
        let step = step.ok_or(Refusal::of("step", "instrument-no-step"))?;
        if self.replies.iter().any(|s| s.what.step == reply.step) {
            return Err(Refusal::of("step", "instrument-answered-already"));
        }
        if reply.on < step.what.sent.first_day() {
            return Err(Refusal::of("on", "instrument-answer-before"));
        }
        if reply.answer != Answer::Agreed && reply.remark.is_none() {
            return Err(Refusal::of("remark", "instrument-remark-missing"));
        }
        self.replies.push(Said { meta, what: reply });
        Ok(())
    }

    /// Rule: what it was entered from stays, and so does a version of the text; a new version takes its place.
    fn withdraw(&mut self, version: i64) -> Result<(), Refusal> {
        let stays = self.entered.meta.version == version
            || self.drafts.iter().any(|s| s.meta.version == version);
        if stays {
            return Err(Refusal::of("fact", "instrument-fact-stays"));
        }
        let before = self.metas().count();
        self.clauses.retain(|s| s.meta.version != version);
        self.acts.retain(|s| s.meta.version != version);
        self.reports.retain(|s| s.meta.version != version);
        self.changes.retain(|s| s.meta.version != version);
        self.approvals.retain(|s| s.meta.version != version);
        self.sent.retain(|s| s.meta.version != version);
        self.replies.retain(|s| s.meta.version != version && s.what.step != version);
        self.links.retain(|s| s.meta.version != version);
        let of_it = |s: &Said<LetterOf>| s.meta.version == version || s.what.step == version;
        self.letters.retain(|s| !of_it(s));
        if self.metas().count() == before {
            return Err(Refusal::of("fact", "instrument-no-such-fact"));
        }
        Ok(())
    }

    fn all_signed(&self) -> bool {
        let signed = |kind| matches!(kind, ActKind::Signed | ActKind::Acceded);
        let by = |party: &crate::party::PartyCode| {
            self.acts.iter().any(|s| s.what.party == *party && signed(s.what.kind))
        };
        self.description.parties.iter().all(by)
    }

    /// The rules over the whole set of facts. Whatever set passes, each part of it passes too, so that facts may come in
    /// any order.
    fn check(&self) -> Result<(), Refusal> {
        self.check_description()?;
        for said in &self.clauses {
            said.what.clause.check(self.description.parties.len())?;
        }
        self.check_acts()?;
        self.check_changes()
    }

    fn check_description(&self) -> Result<(), Refusal> {
        let parties = &self.description.parties;
        let twice =
            parties.iter().enumerate().any(|(n, p)| parties.iter().skip(n + 1).any(|q| p == q));
        if parties.len() < 2 || twice {
            return Err(Refusal::of("parties", "instrument-two-parties"));
        }
        if self.description.parent == Some(self.id) {
            return Err(Refusal::of("parent", "instrument-itself"));
        }
        Ok(())
    }

    /// Rule: only parties act; and what one party does comes in its order: nobody ratifies before signing.
    fn check_acts(&self) -> Result<(), Refusal> {
        for Said { what: act, .. } in &self.acts {
            if !self.description.parties.contains(&act.party) {
                return Err(Refusal::of("party", "instrument-not-a-party")
                    .with("party", act.party.to_string()));
            }
            let earlier = self.acts.iter().map(|s| &s.what).find(|other| {
                other.party == act.party
                    && other.kind.rank() < act.kind.rank()
                    && act.on.last_day() < other.on.first_day()
            });
            if let Some(earlier) = earlier {
                return Err(Refusal::of("on", "instrument-act-before")
                    .with("later", act.on.to_string())
                    .with("earlier", earlier.on.to_string()));
            }
        }
        Ok(())
    }

    /// Rule: an instrument does not change itself; what has ended is not amended; what all have signed was not given up.
    fn check_changes(&self) -> Result<(), Refusal> {
        let ended = self.changes.iter().map(|s| &s.what);
        let ended = ended.filter(|c| c.kind != ChangeKind::Amended).map(|c| c.on.last_day());
        let ended = ended.chain(self.ended_by_notice()).min();
        for Said { what: change, .. } in &self.changes {
            if change.by == Some(self.id) {
                return Err(Refusal::of("by", "instrument-itself"));
            }
            let amended = change.kind == ChangeKind::Amended;
            if let Some(ended) = ended.filter(|ended| amended && change.on.first_day() > *ended) {
                return Err(Refusal::of("on", "instrument-ended").with("day", ended.to_string()));
            }
            if change.kind == ChangeKind::GivenUp && self.all_signed() {
                return Err(Refusal::of("kind", "instrument-signed-already"));
            }
        }
        Ok(())
    }
}

/// The name by which steps of one agency are told to be of one.
fn agency_key(step: &ApprovalStep) -> String {
    step.agency.shown(step.agency.record).0.to_lowercase()
}

/// Rule: what happened is not later than the day it is known from, with one day of grace, since that day is by
/// Coordinated Universal Time.
fn not_ahead(field: &'static str, day: Date, meta: &Meta) -> Result<(), Refusal> {
    if day > meta.known_on.tomorrow().unwrap_or(meta.known_on) {
        return Err(Refusal::of(field, "instrument-date-ahead"));
    }
    Ok(())
}

impl Aggregate for Instrument {
    const NAME: &'static str = "instrument";
    type Event = Event;

    fn event_name(event: &Event) -> &'static str {
        match event {
            Event::Entered { .. } => "entered",
            Event::Described { .. } => "described",
            Event::ClauseStated { .. } => "clause_stated",
            Event::Acted { .. } => "acted",
            Event::ForceReported { .. } => "force_reported",
            Event::Changed { .. } => "changed",
            Event::Drafted { .. } => "drafted",
            Event::TextApproved { .. } => "text_approved",
            Event::Sent { .. } => "sent",
            Event::Answered { .. } => "answered",
            Event::Linked { .. } => "linked",
            Event::LetterNoted { .. } => "letter_noted",
            Event::FactWithdrawn { .. } => "fact_withdrawn",
            Event::Published => "published",
            Event::Unpublished => "unpublished",
        }
    }

    fn begin(stream: StreamId, event: Event, meta: Meta) -> Result<Self, Refusal> {
        let Event::Entered { description, quotation } = event else {
            return Err(Refusal::new("instrument-not-entered"));
        };
        let this = Self {
            id: InstrumentId::new(stream.uuid()),
            description,
            entered: Said { meta, what: quotation },
            clauses: Vec::new(),
            acts: Vec::new(),
            reports: Vec::new(),
            changes: Vec::new(),
            drafts: Vec::new(),
            approvals: Vec::new(),
            sent: Vec::new(),
            replies: Vec::new(),
            links: Vec::new(),
            letters: Vec::new(),
            public: false,
            described: meta.version,
            version: meta.version,
        };
        this.check()?;
        Ok(this)
    }

    fn then(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        whole(self, |next| {
            next.add(event, meta)?;
            next.check()
        })
    }

    fn project(&self, _: &dyn OpenPerson) -> Result<Projection, CanonicalError> {
        let readings = readings_over(self.metas().map(|m| m.known_on), |day| {
            let known = self.known_on(day)?;
            let row = known.row();
            Some((known, row))
        })?;
        let quotations = self.quotations().map(|(number, q)| QuotationRow::of(number, q)).collect();
        let links =
            self.links.iter().map(|s| LinkRow { commitment: s.what.commitment.uuid() }).collect();
        let d = &self.description;
        let texts = std::iter::once(&d.title).chain(&d.subject);
        // Its acts are what all sides know of; what a side does among itself dates nothing here.
        let acts = self.acts.iter().map(|s| s.what.on.last_day());
        let changes = self.changes.iter().map(|s| s.what.on.last_day());
        let day = acts.chain(changes).max().unwrap_or(self.entered.meta.known_on);
        let findable = Some(Findable::by(d.registry, Some(&d.partner), self.public, day, texts));
        let letters = letter::rows(&self.letters);
        Ok(Projection { readings, quotations, links, findable, letters, ..Projection::default() })
    }
}
