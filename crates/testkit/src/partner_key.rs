//! Keys of partners.

use kelisim_domain::id::{PartnerKeyId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::partner_key::{Description, Event, PartnerKey, Why};
use kelisim_domain::text::{Language, Text4};

use crate::World;

fn words(text: &str) -> Text4 {
    Text4::new(Language::En, text).unwrap()
}

impl World {
    /// A key of a partner is entered.
    pub fn partner_key(&mut self, registry: &str, partner: &str, seed: &[u8]) -> PartnerKeyId {
        let description = Description {
            registry: registry.parse().unwrap(),
            partner: partner.parse().unwrap(),
            key: Hash::of(seed),
            holder: words("International department"),
        };
        let id = PartnerKey::id_of(description.registry, &description.key);
        self.event::<PartnerKey>(id, Event::Entered { description }, self.today());
        id
    }

    /// Somebody who did not enter it compares it.
    pub fn confirm_partner_key(&mut self, id: PartnerKeyId) {
        let entered = self.actor.replace(UserId::new(self.id()));
        let event = Event::Confirmed { way: words("Read out by telephone") };
        self.event::<PartnerKey>(id, event, self.today());
        self.actor = entered;
    }

    /// It is withdrawn.
    pub fn withdraw_partner_key(&mut self, id: PartnerKeyId) {
        self.event::<PartnerKey>(id, Event::Withdrawn { why: Why::Lost }, self.today());
    }
}
