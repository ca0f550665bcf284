//! Papers that were issued.

use kelisim_domain::id::{ApplicationId, PaperId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::paper::{Description, Event, Kept, Paper, PaperKind, PaperNumber, Signed, Why};
use kelisim_domain::text::Language;
use kelisim_domain::user::Sealed;

use crate::{Pledge, World};

impl World {
    /// A receipt of an application, sealed by nothing but its look and signed with the key `01…`.
    pub fn paper(
        &mut self,
        pledge: &Pledge,
        application: ApplicationId,
        person: UserId,
    ) -> PaperId {
        let mut random = [0; 12];
        random.copy_from_slice(&self.id().as_bytes()[4..]);
        let number = PaperNumber::drawn(pledge.registry, random);
        let id = Paper::id_of(&number);
        let description = Description {
            registry: pledge.registry,
            partner: pledge.partner.clone(),
            number,
            kind: PaperKind::Receipt,
            language: Language::Ky,
            about: application.into(),
            person: Some(person),
            made_up: true,
        };
        let sealed = Sealed { nonce: "0e".to_owned(), text: "0f".to_owned() };
        let signed = Signed {
            hash: Hash::of(b"paper"),
            key: Hash([1; 32]),
            credential: Kept::Sealed(sealed),
        };
        self.event::<Paper>(id, Event::Issued { description, signed }, self.today());
        id
    }

    /// A paper is withdrawn.
    pub fn withdraw_paper(&mut self, paper: PaperId) {
        self.event::<Paper>(paper, Event::Withdrawn { why: Why::Replaced }, self.today());
    }
}
