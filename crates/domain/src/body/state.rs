//! The entries of a body and the rules of its moves.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    Amount, DecisionOf, Delivery, Description, Event, Foundation, Gift, Given, Invitation,
    InvitationStep, Invited, Left, Mandate, Member, Membership, Move, Pledge, Pledged, Session,
    Sitting, Standing, Total, Who, contribution, invitation, member, session,
};
use crate::Refusal;
use crate::aggregate::{
    ALWAYS, Aggregate, FOREVER, Meta, OpenPerson, Projection, QuotationRow, Row, readings_over,
    show, whole,
};
use crate::canonical::CanonicalError;
use crate::commitment::Said;
use crate::edtf::Edtf;
use crate::findable::Findable;
use crate::id::{BodyId, StreamId};
use crate::letter::{self, LetterOf};
use crate::meeting::MeetingState;
use crate::quotation::Quotation;

/// A body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Its id.
    pub id: BodyId,
    /// What it is called now.
    pub description: Description,
    /// What it was called, oldest first; the last one entered counts.
    pub descriptions: Vec<Said<Description>>,
    /// The passage that named it first.
    pub named: Quotation,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mandates: Vec<Said<Mandate>>,
    /// How far it has come.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub foundations: Vec<Said<Foundation>>,
    /// Who was entered as a member.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Said<Member>>,
    /// Which of them left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lefts: Vec<Said<Left>>,
    /// What was said of its sessions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sessions: Vec<Said<Session>>,
    /// What it decided.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Said<DecisionOf>>,
    /// What was said of contributions to come.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pledges: Vec<Said<Pledge>>,
    /// What was contributed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deliveries: Vec<Said<Delivery>>,
    /// Who was invited.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub invitations: Vec<Said<Invitation>>,
    /// What became of the invitations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Said<InvitationStep>>,
    /// Letters about its facts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub letters: Vec<Said<LetterOf>>,
    /// Whether everybody may see what rests on passages.
    #[serde(default)]
    pub public: bool,
    /// Version of the last entry that concerns the whole.
    #[serde(default)]
    described: i64,
    /// Version of the last entry that is known, for stale forms.
    pub version: i64,
}

impl Body {
    /// Most facts of one kind that a body can have.
    pub const MOST: usize = 500;

    /// How far it has come, by the passage that was published last; nothing where no passage says so.
    #[must_use]
    pub fn foundation(&self) -> Option<&Said<Foundation>> {
        self.foundations.iter().max_by_key(|said| (said.meta.known_on, said.meta.version))
    }

    /// How far it has come, as a code.
    #[must_use]
    pub fn standing(&self) -> Option<Standing> {
        self.foundation().map(|said| said.what.standing)
    }

    /// What it is for, by the passage that was published last.
    #[must_use]
    pub fn mandate(&self) -> Option<&Said<Mandate>> {
        self.mandates.iter().max_by_key(|said| (said.meta.known_on, said.meta.version))
    }

    /// Who belongs to it, as entered and by accession, in the order of entry.
    #[must_use]
    pub fn memberships(&self) -> Vec<Membership<'_>> {
        let acceded = self.invited().into_iter().filter_map(|it| it.membership());
        let mut all: Vec<Membership<'_>> =
            member::entered(&self.members, &self.lefts).chain(acceded).collect();
        all.sort_by_key(|it| it.entry);
        all
    }

    /// Its sessions, the latest first.
    #[must_use]
    pub fn sittings(&self) -> Vec<Sitting<'_>> {
        session::sittings(&self.sessions)
    }

    /// What was promised or spoken of, each with what was given upon it.
    #[must_use]
    pub fn pledged(&self) -> Vec<Pledged<'_>> {
        contribution::pledged(&self.pledges, &self.deliveries)
    }

    /// What was given without a promise on record.
    #[must_use]
    pub fn unpromised(&self) -> Vec<Given<'_>> {
        contribution::unpromised(&self.pledges, &self.deliveries).collect()
    }

    /// What was promised in all. Rule: what is below S5 is talk and in no total.
    #[must_use]
    pub fn promised_totals(&self) -> Vec<Total> {
        let promises = self.pledged().into_iter().filter(|it| it.pledge.stage.is_promise());
        let promises: Vec<(Gift, Option<Amount>)> =
            promises.map(|it| (it.pledge.gift, it.pledge.amount)).collect();
        contribution::totals(promises.into_iter())
    }

    /// What was given in all.
    #[must_use]
    pub fn delivered_totals(&self) -> Vec<Total> {
        contribution::totals(self.deliveries.iter().map(|said| (said.what.gift, said.what.amount)))
    }

    /// Who was invited and what came of it, in the order of entry.
    #[must_use]
    pub fn invited(&self) -> Vec<Invited<'_>> {
        invitation::invited(&self.invitations, &self.steps).collect()
    }

    /// The last day on which something of it became known. Letters are work of the house and move nothing.
    #[must_use]
    pub fn moved_on(&self) -> Date {
        self.facts().map(|meta| meta.known_on).max().unwrap_or(ALWAYS)
    }

    /// What everybody may see: what rests on passages.
    #[must_use]
    pub fn published(&self) -> Self {
        let mut this = self.shared();
        this.sessions.retain(|said| said.what.quotation.is_some());
        this.keep_whole();
        this
    }

    /// What the partner may see: all but letters and invitations that no passage names, which are work of the house.
    #[must_use]
    pub fn shared(&self) -> Self {
        let mut this = self.clone();
        this.letters.clear();
        this.invitations.retain(|said| said.what.quotation.is_some());
        this.steps.retain(|said| said.what.quotation.is_some());
        this.keep_whole();
        this
    }

    /// As known on a day: without whatever was published later. Nothing when it was not yet known.
    #[must_use]
    pub fn known_on(&self, day: Date) -> Option<Self> {
        let mut this = self.clone();
        this.descriptions.retain(|s| s.meta.known_on <= day);
        this.mandates.retain(|s| s.meta.known_on <= day);
        this.foundations.retain(|s| s.meta.known_on <= day);
        this.members.retain(|s| s.meta.known_on <= day);
        this.lefts.retain(|s| s.meta.known_on <= day);
        this.sessions.retain(|s| s.meta.known_on <= day);
        this.decisions.retain(|s| s.meta.known_on <= day);
        this.pledges.retain(|s| s.meta.known_on <= day);
        this.deliveries.retain(|s| s.meta.known_on <= day);
        this.invitations.retain(|s| s.meta.known_on <= day);
        this.steps.retain(|s| s.meta.known_on <= day);
        this.letters.retain(|s| s.meta.known_on <= day);
        this.keep_whole();
        this.description = this.latest()?.clone();
        this.version = this.metas().map(|m| m.version).max().unwrap_or(0).max(this.described);
        Some(this)
    }

    /// Lets go of what speaks of something that is not there.
    fn keep_whole(&mut self) {
        let members: Vec<i64> = self.members.iter().map(|s| s.meta.version).collect();
        self.lefts.retain(|s| members.contains(&s.what.member));
        let invitations: Vec<i64> = self.invitations.iter().map(|s| s.meta.version).collect();
        self.steps.retain(|s| invitations.contains(&s.what.invitation));
        let facts: Vec<i64> = self.letter_steps().collect();
        self.letters.retain(|s| facts.contains(&s.what.step));
    }

    fn latest(&self) -> Option<&Description> {
        let last = self.descriptions.iter().max_by_key(|s| (s.meta.known_on, s.meta.version));
        last.map(|said| &said.what)
    }

    /// Entries a letter can be about: everything on record but letters.
    pub fn letter_steps(&self) -> impl Iterator<Item = i64> + '_ {
        self.facts().map(|meta| meta.version)
    }

    /// Where and when each fact was entered, and each letter noted.
    pub fn metas(&self) -> impl Iterator<Item = &Meta> + '_ {
        self.facts().chain(self.letters.iter().map(|s| &s.meta))
    }

    fn facts(&self) -> impl Iterator<Item = &Meta> + '_ {
        (self.descriptions.iter().map(|s| &s.meta))
            .chain(self.mandates.iter().map(|s| &s.meta))
            .chain(self.foundations.iter().map(|s| &s.meta))
            .chain(self.members.iter().map(|s| &s.meta))
            .chain(self.lefts.iter().map(|s| &s.meta))
            .chain(self.sessions.iter().map(|s| &s.meta))
            .chain(self.decisions.iter().map(|s| &s.meta))
            .chain(self.pledges.iter().map(|s| &s.meta))
            .chain(self.deliveries.iter().map(|s| &s.meta))
            .chain(self.invitations.iter().map(|s| &s.meta))
            .chain(self.steps.iter().map(|s| &s.meta))
    }

    /// Every passage it rests on, with the entry that quotes it.
    pub fn quotations(&self) -> impl Iterator<Item = (i64, &Quotation)> + '_ {
        let first = self.descriptions.iter().map(|s| s.meta.version).min().unwrap_or(1);
        std::iter::once((first, &self.named))
            .chain(self.mandates.iter().map(|s| (s.meta.version, &s.what.quotation)))
            .chain(self.foundations.iter().map(|s| (s.meta.version, &s.what.quotation)))
            .chain(self.members.iter().map(|s| (s.meta.version, &s.what.quotation)))
            .chain(self.lefts.iter().map(|s| (s.meta.version, &s.what.quotation)))
            .chain(self.sessions.iter().filter_map(|s| cited(s.meta.version, &s.what.quotation)))
            .chain(self.decisions.iter().map(|s| (s.meta.version, &s.what.decision.quotation)))
            .chain(self.pledges.iter().map(|s| (s.meta.version, &s.what.quotation)))
            .chain(self.deliveries.iter().map(|s| (s.meta.version, &s.what.quotation)))
            .chain(self.invitations.iter().filter_map(|s| cited(s.meta.version, &s.what.quotation)))
            .chain(self.steps.iter().filter_map(|s| cited(s.meta.version, &s.what.quotation)))
    }

    fn add(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        match event {
            Event::Entered { .. } => return Err(Refusal::new("body-entered-already")),
            Event::Described { description } => self.describe(description, meta)?,
            Event::MandateStated { mandate } => push(&mut self.mandates, meta, mandate)?,
            Event::StandingStated { foundation } => self.found(foundation, meta)?,
            Event::MemberJoined { member } => push(&mut self.members, meta, member)?,
            Event::MemberLeft { left } => self.leave(left, meta)?,
            Event::SessionStated { session } => {
                session::check_one(&session, meta.known_on)?;
                push(&mut self.sessions, meta, session)?;
            }
            Event::Decided { decided } => push(&mut self.decisions, meta, decided)?,
            Event::Pledged { pledge } => push(&mut self.pledges, meta, pledge)?,
            Event::Delivered { delivery } => {
                invitation::check_day(delivery.on, meta.known_on)?;
                push(&mut self.deliveries, meta, delivery)?;
            }
            Event::InvitationPlanned { invitation } => self.invite(invitation, meta)?,
            Event::InvitationMoved { step } => {
                invitation::check_day(step.on, meta.known_on)?;
                push(&mut self.steps, meta, step)?;
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

    /// Rule: registry and partner stay; a body does not belong to itself.
    fn describe(&mut self, description: Description, meta: Meta) -> Result<(), Refusal> {
        if description.registry != self.description.registry {
            return Err(Refusal::new("registry-code-fixed"));
        }
        if description.partner != self.description.partner {
            return Err(Refusal::of("partner", "body-partner-fixed"));
        }
        if description.parent == Some(self.id) {
            return Err(Refusal::of("parent", "body-itself"));
        }
        push(&mut self.descriptions, meta, description)?;
        if let Some(latest) = self.latest() {
            self.description = latest.clone();
        }
        Ok(())
    }

    /// Rule: what is at work or ended began on a day that has come; what is proposed or planned may name one to come.
    fn found(&mut self, foundation: Foundation, meta: Meta) -> Result<(), Refusal> {
        if let (Standing::AtWork | Standing::Ended, Some(on)) = (foundation.standing, foundation.on)
        {
            invitation::check_day(on, meta.known_on)?;
        }
        push(&mut self.foundations, meta, foundation)
    }

    /// Rule: whoever leaves is a member, and leaves once. A member by invitation leaves by its invitation.
    fn leave(&mut self, left: Left, meta: Meta) -> Result<(), Refusal> {
        let Some(member) = self.members.iter().find(|said| said.meta.version == left.member) else {
            return Err(Refusal::of("member", "body-no-member"));
        };
        let twice = self.lefts.iter().any(|said| said.what.member == left.member);
        if member.what.until.is_some() || twice {
            return Err(Refusal::of("member", "body-left-already"));
        }
        if let Some(from) = member.what.from
            && left.on.last_day() < from.first_day()
        {
            return Err(Refusal::of("on", "body-left-before-joined"));
        }
        invitation::check_day(left.on, meta.known_on)?;
        push(&mut self.lefts, meta, left)
    }

    /// Rule: nobody is invited who is a member.
    fn invite(&mut self, invitation: Invitation, meta: Meta) -> Result<(), Refusal> {
        let members = self.memberships();
        if members.iter().any(|it| it.until.is_none() && it.who.is(&invitation.who)) {
            return Err(Refusal::of("who", "body-invites-member"));
        }
        push(&mut self.invitations, meta, invitation)
    }

    /// Rule: what it is called stays; else nothing would be left. What speaks of the fact goes with it; what happened to
    /// an invitation after a step that is taken back must be taken back first.
    fn withdraw(&mut self, version: i64) -> Result<(), Refusal> {
        if self.descriptions.iter().any(|s| s.meta.version == version) {
            return Err(Refusal::of("fact", "body-description-stays"));
        }
        let before = self.metas().count();
        self.mandates.retain(|s| s.meta.version != version);
        self.foundations.retain(|s| s.meta.version != version);
        self.members.retain(|s| s.meta.version != version);
        self.lefts.retain(|s| s.meta.version != version);
        self.sessions.retain(|s| s.meta.version != version && s.what.of != Some(version));
        self.decisions.retain(|s| s.meta.version != version);
        self.pledges.retain(|s| s.meta.version != version && s.what.of != Some(version));
        self.deliveries.retain(|s| s.meta.version != version);
        self.invitations.retain(|s| s.meta.version != version);
        self.steps.retain(|s| s.meta.version != version);
        self.letters.retain(|s| s.meta.version != version);
        if self.metas().count() == before {
            return Err(Refusal::of("fact", "body-no-such-fact"));
        }
        self.keep_whole();
        Ok(())
    }

    /// The rules over the whole.
    fn check(&self) -> Result<(), Refusal> {
        let itself = |who: &Who| matches!(who, Who::Body { body } if *body == self.id);
        let host = |who: &Who| match who {
            Who::Party { party } => Some(party) == self.description.host.as_ref(),
            _ => false,
        };
        if self.invitations.iter().any(|s| itself(&s.what.who) || host(&s.what.who)) {
            return Err(Refusal::of("who", "body-invites-itself"));
        }
        let contributors = self
            .pledges
            .iter()
            .map(|s| &s.what.by)
            .chain(self.deliveries.iter().map(|s| &s.what.by));
        if self.members.iter().map(|s| &s.what.who).chain(contributors).any(itself) {
            return Err(Refusal::of("who", "body-itself"));
        }
        invitation::check(&self.invitations, &self.steps)?;
        member::check(&self.memberships())?;
        session::check(&self.sessions, &self.decisions)?;
        contribution::check(&self.pledges, &self.deliveries)
    }

    fn row(&self) -> Row {
        let d = &self.description;
        let planned = self.sittings().into_iter().map(|it| it.session);
        let planned = planned.filter(|session| session.state == MeetingState::Planned);
        Row::Body {
            registry: d.registry,
            partner: d.partner.clone(),
            kind: d.kind.code(),
            standing: self.standing().map_or("unknown", Standing::code),
            moved_on: self.moved_on(),
            ahead_on: planned.map(|session| session.date.last_day()).max(),
            public: self.public,
        }
    }

    /// By its name, by what it is for and by what it decided. Invitations are work of the house.
    fn findable(&self) -> Findable {
        let d = &self.description;
        let mandates = self.mandates.iter().map(|said| &said.what.matter);
        let decided = self.decisions.iter().map(|said| &said.what.decision.matter);
        let texts = std::iter::once(&d.title).chain(mandates).chain(decided);
        let day = self.foundation().and_then(|said| said.what.on).map_or(FOREVER, Edtf::last_day);
        Findable::by(d.registry, Some(&d.partner), self.public, day, texts)
    }
}

fn cited(version: i64, quotation: &Option<Quotation>) -> Option<(i64, &Quotation)> {
    quotation.as_ref().map(|quotation| (version, quotation))
}

fn push<T>(list: &mut Vec<Said<T>>, meta: Meta, what: T) -> Result<(), Refusal> {
    if list.len() >= Body::MOST {
        return Err(Refusal::new("body-full").with("most", Body::MOST.to_string()));
    }
    list.push(Said { meta, what });
    Ok(())
}

impl Aggregate for Body {
    const NAME: &'static str = "body";
    type Event = Event;

    fn event_name(event: &Event) -> &'static str {
        match event {
            Event::Entered { .. } => "entered",
            Event::Described { .. } => "described",
            Event::MandateStated { .. } => "mandate_stated",
            Event::StandingStated { .. } => "standing_stated",
            Event::MemberJoined { .. } => "member_joined",
            Event::MemberLeft { .. } => "member_left",
            Event::SessionStated { .. } => "session_stated",
            Event::Decided { .. } => "decided",
            Event::Pledged { .. } => "pledged",
            Event::Delivered { .. } => "delivered",
            Event::InvitationPlanned { .. } => "invitation_planned",
            Event::InvitationMoved { step } => match step.step {
                Move::Sent => "invitation_sent",
                Move::AnsweredYes | Move::AnsweredNo | Move::AnsweredLater => "invitation_answered",
                Move::Acceded => "invitation_acceded",
                Move::Left => "invitation_left",
            },
            Event::LetterNoted { .. } => "letter_noted",
            Event::FactWithdrawn { .. } => "fact_withdrawn",
            Event::Published => "published",
            Event::Unpublished => "unpublished",
        }
    }

    fn begin(stream: StreamId, event: Event, meta: Meta) -> Result<Self, Refusal> {
        let Event::Entered { description, quotation } = event else {
            return Err(Refusal::new("body-not-entered"));
        };
        let mut this = Self {
            id: BodyId::new(stream.uuid()),
            description: description.clone(),
            descriptions: Vec::new(),
            named: quotation,
            mandates: Vec::new(),
            foundations: Vec::new(),
            members: Vec::new(),
            lefts: Vec::new(),
            sessions: Vec::new(),
            decisions: Vec::new(),
            pledges: Vec::new(),
            deliveries: Vec::new(),
            invitations: Vec::new(),
            steps: Vec::new(),
            letters: Vec::new(),
            public: false,
            described: meta.version,
            version: meta.version,
        };
        this.describe(description, meta)?;
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
        Ok(Projection {
            readings,
            quotations,
            findable: Some(self.findable()),
            letters: letter::rows(&self.letters),
            ..Projection::default()
        })
    }
}
