//! Joint bodies.

use jiff::civil::Date;
use kelisim_domain::body::{
    Amount, Body, BodyKind, Currency, DecisionOf, Delivery, Description, Event, Foundation, Gift,
    Invitation, InvitationStep, Left, Member, MemberRole, Move, Pledge as Promise, Session,
    Standing, Who,
};
use kelisim_domain::edtf::Edtf;
use kelisim_domain::id::{BodyId, CommitmentId};
use kelisim_domain::meeting::{Decision, MeetingState};
use kelisim_domain::stage::Stage;
use kelisim_domain::text::{Language, Text4};
use kelisim_domain::topic::Per;

use crate::World;

fn words(text: &str) -> Text4 {
    Text4::new(Language::En, text).unwrap()
}

fn party(code: &str) -> Who {
    Who::Party { party: code.parse().unwrap() }
}

impl World {
    /// A coalition that a passage of a day names.
    pub fn body(&mut self, registry: &str, partner: &str, published: Date) -> BodyId {
        let id = BodyId::new(self.id());
        let quotation = self.passage(registry, published);
        let source = quotation.source;
        let description = Description {
            registry: registry.parse().unwrap(),
            partner: partner.parse().unwrap(),
            kind: BodyKind::Coalition,
            title: words("Coalition for primary care"),
            host: Some(registry.parse().unwrap()),
            parent: None,
        };
        self.said::<Body>(id, Event::Entered { description, quotation }, source);
        id
    }

    fn body_said(
        &mut self,
        id: BodyId,
        published: Date,
        event: impl FnOnce(kelisim_domain::quotation::Quotation) -> Event,
    ) {
        let registry = kelisim_domain::aggregate::fold::<Body>(self.entries(id)).unwrap().unwrap();
        let registry = registry.description.registry;
        let quotation = self.passage(registry.as_str(), published);
        let source = quotation.source;
        self.said::<Body>(id, event(quotation), source);
    }

    /// How far a passage of a day says that it has come.
    pub fn stands(&mut self, id: BodyId, standing: Standing, published: Date) {
        self.body_said(id, published, |quotation| Event::StandingStated {
            foundation: Foundation {
                standing,
                on: Some(Edtf::day(published)),
                instrument: None,
                meeting: None,
                quotation,
            },
        });
    }

    /// A party that a passage of a day names as a member since that day.
    pub fn joins(&mut self, id: BodyId, code: &str, published: Date) {
        self.body_said(id, published, |quotation| Event::MemberJoined {
            member: Member {
                who: party(code),
                role: MemberRole::Member,
                from: Some(Edtf::day(published)),
                until: None,
                quotation,
            },
        });
    }

    /// That the member of an entry left.
    pub fn leaves(&mut self, id: BodyId, member: i64, published: Date) {
        let on = Edtf::day(published);
        self.body_said(id, published, |quotation| Event::MemberLeft {
            left: Left { member, on, quotation },
        });
    }

    /// A session of the house's own knowledge.
    pub fn sits(&mut self, id: BodyId, number: u16, on: Date) {
        let session = Session {
            of: None,
            number: Some(number),
            state: MeetingState::Planned,
            date: Edtf::day(on),
            place: None,
            meeting: None,
            quotation: None,
        };
        self.event::<Body>(id, Event::SessionStated { session }, self.today());
    }

    /// What a passage of a day says it decided.
    pub fn body_decides(&mut self, id: BodyId, commitment: CommitmentId, published: Date) {
        self.body_said(id, published, |quotation| Event::Decided {
            decided: DecisionOf {
                session: None,
                decision: Decision {
                    matter: words("places"),
                    commitments: vec![commitment],
                    instruments: Vec::new(),
                    quotation,
                },
            },
        });
    }

    /// Two million a year that a passage of a day promises, of which another one says that half a million was given.
    pub fn contributes(&mut self, id: BodyId, code: &str, published: Date) {
        let amount = |value: &str, per| {
            Some(Amount { value: value.parse().unwrap(), currency: Some(Currency::Usd), per })
        };
        self.body_said(id, published, |quotation| Event::Pledged {
            pledge: Promise {
                of: None,
                by: party(code),
                gift: Gift::Money,
                matter: words("costs of the secretariat"),
                amount: amount("2000000", Per::Year),
                stage: Stage::S7,
                when: None,
                quotation,
            },
        });
        let pledge = self.entries(id).last().map(|entry| entry.version);
        self.body_said(id, published, |quotation| Event::Delivered {
            delivery: Delivery {
                pledge,
                by: party(code),
                gift: Gift::Money,
                matter: words("first instalment"),
                amount: amount("500000", Per::Once),
                on: Edtf::day(published),
                quotation,
            },
        });
    }

    /// An invitation of the house that was sent; gives its entry.
    pub fn invites(&mut self, id: BodyId, code: &str, sent: Date) -> i64 {
        let (matter, quotation) = (Some(words("experts")), None);
        let invitation =
            Invitation { who: party(code), role: MemberRole::Member, matter, quotation };
        self.event::<Body>(id, Event::InvitationPlanned { invitation }, self.today());
        let entry = self.entries(id).last().unwrap().version;
        let step = InvitationStep {
            invitation: entry,
            step: Move::Sent,
            on: Edtf::day(sent),
            note: None,
            quotation: None,
        };
        self.event::<Body>(id, Event::InvitationMoved { step }, self.today());
        entry
    }

    /// What a passage of a day says of an invitation.
    pub fn answers(&mut self, id: BodyId, invitation: i64, step: Move, published: Date) {
        let on = Edtf::day(published);
        self.body_said(id, published, |quotation| Event::InvitationMoved {
            step: InvitationStep { invitation, step, on, note: None, quotation: Some(quotation) },
        });
    }

    /// Takes back an entry of a body.
    pub fn withdraw_of_body(&mut self, id: BodyId, version: i64) {
        let event = Event::FactWithdrawn { version, reason: words("typed twice") };
        self.event::<Body>(id, event, self.today());
    }
}
