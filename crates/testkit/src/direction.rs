//! Directions that departments propose.

use kelisim_domain::id::DirectionId;
use kelisim_domain::programme::direction::{Description, Direction, Event, Wish};
use kelisim_domain::programme::specialty::SpecialtyCode;
use kelisim_domain::text::{Language, Text4};

use crate::World;

fn words(text: &str) -> Text4 {
    Text4::new(Language::En, text).unwrap()
}

impl World {
    /// A department wishes to send people to a partner.
    pub fn direction(&mut self, registry: &str, partner: &str, people: u64) -> DirectionId {
        let id = DirectionId::new(self.id());
        let wish = Wish {
            department: words("Department of urology"),
            specialty: SpecialtyCode::read("RU-2013/31.08.68").unwrap(),
            host: partner.parse().unwrap(),
            months: 3,
            people,
            why: words("Kidney transplantation"),
        };
        let description =
            Description { registry: registry.parse().unwrap(), partner: partner.parse().unwrap() };
        let event = Event::Proposed { description, wish };
        self.event::<Direction>(id, event, self.today());
        id
    }

    /// It is accepted for one person by somebody who did not propose it.
    pub fn accept_direction(&mut self, id: DirectionId) {
        let proposer = self.actor.replace(kelisim_domain::id::UserId::new(self.id()));
        let event = Event::Accepted { people: 1, note: Some(words("One place")) };
        self.event::<Direction>(id, event, self.today());
        self.actor = proposer;
    }
}
