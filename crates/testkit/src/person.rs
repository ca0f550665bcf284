//! People whose fields are sealed by nothing but their spelling.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use kelisim_domain::aggregate::OpenPerson;
use kelisim_domain::id::UserId;
use kelisim_domain::user::{PersonFields, Sealed};

/// Opens what [`People::seal`] sealed, until the person is forgotten. It hides nothing; it stands in for the keys.
#[derive(Debug, Clone, Default)]
pub struct People(Arc<Mutex<BTreeSet<UserId>>>);

impl People {
    /// A placeholder for sealed fields.
    #[must_use]
    pub fn seal(email: &str, name: &str) -> Sealed {
        let turned = |text: &str| text.chars().rev().collect::<String>();
        Sealed { nonce: turned(name), text: turned(email) }
    }

    /// Destroys the key of a person.
    pub fn forget(&self, person: UserId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(person);
    }
}

impl OpenPerson for People {
    fn open(&self, person: UserId, sealed: &Sealed) -> Option<PersonFields> {
        let turned = |text: &str| text.chars().rev().collect::<String>();
        let forgotten = self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(&person);
        (!forgotten)
            .then(|| PersonFields { email: turned(&sealed.text), name: turned(&sealed.nonce) })
    }
}
