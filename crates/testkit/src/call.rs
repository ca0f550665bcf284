//! Calls with places of a line.

use jiff::{SignedDuration, Timestamp};
use kelisim_domain::id::{CallId, QuotaLineId, UserId};
use kelisim_domain::programme::Kind;
use kelisim_domain::programme::call::{
    Call, Class, Criterion, Description, Document, Event, Funding, Phase, PhaseKind, Rule, Seat,
    Terms, moves,
};
use kelisim_domain::programme::run::{self, Run};
use kelisim_domain::programme::specialty::SpecialtyCode;
use kelisim_domain::quota::{self, Move, QuotaLine};
use kelisim_domain::text::{Language, Text4};

use crate::{Pledge, World};

fn all(words: &str) -> Text4 {
    Text4::all(Language::Ru, words, words, words, words).unwrap()
}

impl World {
    /// Complete terms with places of a line; applications open tomorrow for thirty days.
    #[must_use]
    pub fn terms(&self, line: QuotaLineId, places: u64) -> Terms {
        let zone = "Asia/Bishkek".parse().unwrap();
        let mut terms = Terms::new(Kind::Residency, all("Residency abroad"), zone);
        terms.about = Some(all("Places for graduates"));
        let seat = Seat {
            line,
            host: "BURDENKO".parse().unwrap(),
            specialty: SpecialtyCode::read("RU-2013/31.08.56").unwrap(),
            places,
            funding: Funding::HostState,
        };
        let seat = terms.item(seat);
        terms.seats.push(seat);
        let document = terms.item(Document { name: all("Diploma"), class: Class::Hard });
        terms.documents.push(document);
        let criterion = terms.item(Criterion { name: all("Examination"), weight: 100 });
        terms.criteria.push(criterion);
        let rule = Rule { expression: "medical_diploma".to_owned(), reason: all("A diploma") };
        let rule = terms.item(rule);
        terms.rules.push(rule);
        let day = |n: i64| -> Timestamp {
            self.clock.now().checked_add(SignedDuration::from_hours(24 * n)).unwrap()
        };
        for (kind, from, to) in [
            (PhaseKind::Applications, 1, 31),
            (PhaseKind::Result, 60, 60),
            (PhaseKind::Start, 90, 90),
        ] {
            let phase = terms.item(Phase { kind, from: day(from), to: day(to) });
            terms.phases.push(phase);
        }
        terms
    }

    /// A call that is drafted and waits for a second person.
    pub fn call(&mut self, pledge: &Pledge, line: QuotaLineId, places: u64) -> CallId {
        let id = CallId::new(self.id());
        let description =
            Description { registry: pledge.registry, partner: pledge.partner.clone() };
        let terms = self.terms(line, places);
        let events = [Event::Begun { description, terms }, Event::Submitted { why: None }];
        let append = self.grow::<Call>(id, &events, self.today(), None);
        self.pending().appends.push(append);
        id
    }

    /// One step of a call and the moves of places that belong to it.
    pub fn call_step(&mut self, id: CallId, event: Event) {
        let state =
            |world: &Self| kelisim_domain::aggregate::fold::<Call>(world.entries(id)).unwrap();
        let before = state(self);
        self.event::<Call>(id, event, self.today());
        let after = state(self).unwrap();
        for take in moves(before.as_ref(), &after) {
            let step = Move {
                reason: take.reason,
                call: Some(id),
                placement: None,
                ..self.step(take.from, take.to, take.places)
            };
            self.event::<QuotaLine>(take.line, quota::Event::Moved { step }, self.today());
        }
    }

    /// The giving of a call's places begins.
    pub fn begin_run(&mut self, pledge: &Pledge, call: CallId) {
        let (registry, partner) = (pledge.registry, pledge.partner.clone());
        let description = run::Description { registry, partner, call };
        self.event::<Run>(Run::of(call), run::Event::Begun { description }, self.today());
    }

    /// A second person publishes what was drafted.
    pub fn publish_call(&mut self, id: CallId) {
        let call: Call = kelisim_domain::aggregate::fold(self.entries(id)).unwrap().unwrap();
        let hash = call.draft.unwrap().terms.hash().unwrap();
        let second = UserId::new(self.id());
        let first = self.actor.replace(second);
        self.call_step(id, Event::Published { hash });
        self.actor = first;
    }
}
