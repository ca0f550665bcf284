//! People with an account. What names a person is sealed under a key of that person, kept outside the database.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::aggregate::{Aggregate, Claim, Meta, OpenPerson, Projection, Row, always};
use crate::canonical::CanonicalError;
use crate::id::{StreamId, TokenId, UserId};
use crate::party::PartyCode;
use crate::registry::RegistryCode;
use crate::stage::coded;
use crate::token::Scope;

coded! {
    /// What a person may do.
    Role {
        /// Manages accounts of the own registry.
        Administrator = "administrator",
        /// Keeps the record.
        Officer = "officer",
        /// Reads the own registry.
        Reader = "reader",
        /// Reads the own registry and the journal, checks seals.
        Auditor = "auditor",
        /// Belongs to a partner; reads what concerns it.
        Partner = "partner",
        /// Applies to calls; has nothing of the record but what everybody has, and what is the person's own.
        Applicant = "applicant",
        /// Scores applications without learning whose they are; has nothing of the record but what everybody has.
        Reviewer = "reviewer",
    }
}

impl Role {
    /// Roles that read the record. Applicants open their accounts themselves and have nothing of it, nor have reviewers.
    pub const COLLEAGUES: [Self; 5] =
        [Self::Administrator, Self::Officer, Self::Reader, Self::Auditor, Self::Partner];

    /// Roles an administrator gives.
    pub const GIVEN: [Self; 6] = [
        Self::Administrator,
        Self::Officer,
        Self::Reader,
        Self::Auditor,
        Self::Partner,
        Self::Reviewer,
    ];
}

coded! {
    /// Whether an account can be used.
    AccountState {
        /// It can.
        Active = "active",
        /// It cannot; the person is still known.
        Disabled = "disabled",
        /// The person was forgotten: the key is destroyed.
        Forgotten = "forgotten",
    }
}

/// What names a person, in clear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonFields {
    /// Address to sign in with, lower case.
    pub email: String,
    /// Name as shown to colleagues.
    pub name: String,
}

/// The same, sealed under the person's key: nonce and ciphertext, hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// Nonce.
    pub nonce: String,
    /// Ciphertext with its tag.
    pub text: String,
}

/// An address to sign in with.
///
/// # Errors
/// `email-form`.
pub fn email(text: &str) -> Result<String, Refusal> {
    let text = text.trim().to_lowercase();
    let fits = text.len() <= 254
        && !text.contains(|c: char| c.is_whitespace() || c.is_control())
        && text.split_once('@').is_some_and(|(local, host)| {
            !local.is_empty()
                && host.contains('.')
                && !host.contains('@')
                && !host.starts_with('.')
                && !host.ends_with('.')
        });
    if fits { Ok(text) } else { Err(Refusal::of("email", "email-form")) }
}

/// What can happen to an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// It was opened.
    Opened {
        /// The registry it belongs to.
        registry: RegistryCode,
        /// What the person may do.
        role: Role,
        /// Partner countries a person of role partner belongs to; empty for the others.
        partners: Vec<PartyCode>,
        /// What names the person.
        person: Sealed,
    },
    /// Role or partners changed.
    RoleChanged {
        /// What the person may do.
        role: Role,
        /// Partner countries.
        partners: Vec<PartyCode>,
    },
    /// It can no longer be used.
    Disabled,
    /// It can be used again.
    Enabled,
    /// The person was forgotten.
    Forgotten,
    /// An administrator set a new password.
    PasswordReset,
    /// The person set a new password by a link that came to the address.
    Recovered,
    /// A reviewer said what conflicts of interest are computed from.
    Declared {
        /// It, sealed under the person's key.
        declaration: Sealed,
    },
    /// The person made a token for a program. Neither the token nor its name is told here.
    TokenMade {
        /// Its id.
        token: TokenId,
        /// What it opens.
        scopes: Vec<Scope>,
        /// Its last day.
        ends_on: Date,
    },
    /// The person took a token back.
    TokenRevoked {
        /// Its id.
        token: TokenId,
    },
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Its id.
    pub id: UserId,
    /// The registry it belongs to.
    pub registry: RegistryCode,
    /// What the person may do.
    pub role: Role,
    /// Partner countries a person of role partner belongs to.
    pub partners: Vec<PartyCode>,
    /// Whether it can be used.
    pub state: AccountState,
    /// What names the person.
    pub person: Sealed,
    /// What a reviewer said conflicts of interest are computed from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declaration: Option<Sealed>,
    /// Version of its stream.
    pub version: i64,
}

fn check(role: Role, partners: &[PartyCode]) -> Result<(), Refusal> {
    if (role == Role::Partner) == partners.is_empty() {
        return Err(Refusal::of("partners", "role-partners"));
    }
    Ok(())
}

impl Aggregate for User {
    const NAME: &'static str = "user";
    type Event = Event;

    fn event_name(event: &Event) -> &'static str {
        match event {
            Event::Opened { .. } => "opened",
            Event::RoleChanged { .. } => "role_changed",
            Event::Disabled => "disabled",
            Event::Enabled => "enabled",
            Event::Forgotten => "forgotten",
            Event::PasswordReset => "password_reset",
            Event::Recovered => "recovered",
            Event::Declared { .. } => "declared",
            Event::TokenMade { .. } => "token_made",
            Event::TokenRevoked { .. } => "token_revoked",
        }
    }

    fn begin(stream: StreamId, event: Event, meta: Meta) -> Result<Self, Refusal> {
        let Event::Opened { registry, role, partners, person } = event else {
            return Err(Refusal::new("user-not-opened"));
        };
        check(role, &partners)?;
        Ok(Self {
            id: UserId::new(stream.uuid()),
            registry,
            role,
            partners,
            state: AccountState::Active,
            person,
            declaration: None,
            version: meta.version,
        })
    }

    fn then(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        match (event, self.state) {
            (Event::Opened { .. }, _) => return Err(Refusal::new("user-opened-already")),
            (_, AccountState::Forgotten) => return Err(Refusal::new("user-forgotten")),
            (Event::RoleChanged { role, partners }, _) => {
                check(role, &partners)?;
                // An applicant's account is the person's own: nobody makes a colleague of it, or of a colleague one.
                if (role == Role::Applicant) != (self.role == Role::Applicant) {
                    return Err(Refusal::of("role", "role-applicant-fixed"));
                }
                // Whoever has read the record knows names: nobody who works in the house becomes a blind reviewer of it.
                if role == Role::Reviewer && self.role != Role::Reviewer {
                    return Err(Refusal::of("role", "role-reviewer-fixed"));
                }
                self.role = role;
                self.partners = partners;
            }
            // Everybody else has an administrator, and reads more than the own things.
            (Event::Recovered, _) if self.role != Role::Applicant => {
                return Err(Refusal::new("user-not-applicant"));
            }
            (Event::Recovered, AccountState::Disabled) => {
                return Err(Refusal::new("user-not-active"));
            }
            (Event::Declared { .. }, _) if self.role != Role::Reviewer => {
                return Err(Refusal::new("review-not-reviewer"));
            }
            (Event::Declared { declaration }, _) => self.declaration = Some(declaration),
            (Event::Disabled, AccountState::Active) => self.state = AccountState::Disabled,
            (Event::Enabled, AccountState::Disabled) => self.state = AccountState::Active,
            (Event::Disabled, _) => return Err(Refusal::new("user-not-active")),
            (Event::Enabled, _) => return Err(Refusal::new("user-active")),
            (Event::Forgotten, AccountState::Disabled) => self.state = AccountState::Forgotten,
            (Event::Forgotten, _) => return Err(Refusal::new("user-disable-first")),
            (Event::TokenMade { .. }, AccountState::Disabled) => {
                return Err(Refusal::new("user-not-active"));
            }
            // Tokens are doors into the running house and lie beside the journal, as sessions do.
            (
                Event::PasswordReset
                | Event::Recovered
                | Event::TokenMade { .. }
                | Event::TokenRevoked { .. },
                _,
            ) => {}
        }
        self.version = meta.version;
        Ok(())
    }

    fn project(&self, open: &dyn OpenPerson) -> Result<Projection, CanonicalError> {
        #[derive(Serialize)]
        struct Shown<'a> {
            #[serde(flatten)]
            user: &'a User,
            fields: Option<PersonFields>,
        }
        let fields = match self.state {
            AccountState::Forgotten => None,
            AccountState::Active | AccountState::Disabled => open.open(self.id, &self.person),
        };
        // Nobody has shown that an applicant's address is the applicant's: it is no name by which anybody is found, and
        // it keeps nobody else from using it.
        let email = fields.as_ref().map(|f| f.email.clone());
        let email = email.filter(|_| self.role != Role::Applicant);
        let claims = email.iter().map(|key| Claim { scope: "email", key: key.clone() }).collect();
        let row = Row::User {
            registry: self.registry,
            role: self.role.code(),
            state: self.state.code(),
            email,
        };
        Ok(Projection {
            readings: always(&Shown { user: self, fields }, row)?,
            claims,
            ..Projection::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rule: whoever has read the record knows names and reviews nobody blindly; only a reviewer declares interests.
    #[test]
    fn nobody_who_works_in_the_house_becomes_a_reviewer_of_it() {
        let meta = |version| Meta {
            version,
            recorded_at: jiff::Timestamp::UNIX_EPOCH,
            known_on: jiff::civil::date(2026, 3, 2),
            actor: None,
        };
        let sealed = || Sealed { nonce: String::new(), text: String::new() };
        let opened = |role| {
            let registry = "KG".parse().unwrap();
            let event = Event::Opened { registry, role, partners: Vec::new(), person: sealed() };
            User::begin(StreamId::new(uuid::Uuid::nil()), event, meta(1)).unwrap()
        };
        let turn = |user: &mut User, role| {
            let event = Event::RoleChanged { role, partners: Vec::new() };
            user.then(event, meta(2)).map_err(|refusal| refusal.code)
        };
        let mut reader = opened(Role::Reader);
        assert_eq!(turn(&mut reader, Role::Reviewer), Err("role-reviewer-fixed"));
        let declared = || Event::Declared { declaration: sealed() };
        assert_eq!(reader.then(declared(), meta(2)).unwrap_err().code, "review-not-reviewer");
        let mut reviewer = opened(Role::Reviewer);
        reviewer.then(declared(), meta(2)).unwrap();
        assert!(reviewer.declaration.is_some());
        assert_eq!(turn(&mut reviewer, Role::Reviewer), Ok(()), "the same role is no change");
        assert_eq!(turn(&mut reviewer, Role::Reader), Ok(()));
    }
}
