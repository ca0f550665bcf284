//! Applications to calls.

use kelisim_domain::id::{ApplicationId, CallId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::programme::application::{
    Application, Description, Event, ReceiptNumber, Sent,
};
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::user::Sealed;

use crate::{Pledge, World};

/// Content sealed by nothing but its look: what is in it is of no matter where it is kept.
fn sealed(text: &str) -> Sealed {
    Sealed { nonce: "0c".to_owned(), text: text.to_owned() }
}

/// The number of a receipt that these bytes make.
#[must_use]
pub fn receipt(registry: RegistryCode, bytes: [u8; 12]) -> ReceiptNumber {
    ReceiptNumber::drawn(registry, bytes)
}

impl World {
    /// What somebody sent.
    #[must_use]
    pub fn sent(&self, text: &str) -> Sent {
        let hash = Hash::of(text.as_bytes());
        Sent { edition: 0, terms: Hash::ZERO, content: sealed(text), hash, files: vec![hash] }
    }

    /// An application of an account to a call.
    pub fn application(
        &mut self,
        pledge: &Pledge,
        call: CallId,
        applicant: UserId,
    ) -> ApplicationId {
        let id = Application::id_of(applicant, call);
        let mut random = [0; 12];
        random.copy_from_slice(&self.id().as_bytes()[4..]);
        let description = Description {
            registry: pledge.registry,
            partner: pledge.partner.clone(),
            call,
            applicant,
            receipt: receipt(pledge.registry, random),
            made_up: true,
        };
        let event = Event::Submitted { description, sent: self.sent("first") };
        self.event::<Application>(id, event, self.today());
        id
    }
}
