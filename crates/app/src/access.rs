//! Who may do what: one table, read by every use case and tested role by role.
//!
//! Deny by default: what is not in the table is refused. A role acts within its own registry only; to everybody else
//! the registry's things do not exist.

use kelisim_domain::party::PartyCode;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::user::Role;
use kelisim_store::reading::Scope;

use crate::context::{Actor, Context};
use crate::{AppError, Result};

/// What can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Read what everybody may read.
    ReadPublic,
    /// Read commitments, observations and conflicts of the registry.
    ReadRecord,
    /// Read the list of sources and their texts.
    ReadSources,
    /// Enter sources, mark passages, confirm, book, decide, publish.
    KeepRecord,
    /// Approve a text for one's own side.
    ApproveText,
    /// Read the journal and check its seals.
    ReadJournal,
    /// Hold what a run was computed from: the sealed market, certificate and result.
    ReadSealed,
    /// Open, change and close accounts.
    ManageAccounts,
    /// Change the own password and second factor.
    OwnAccount,
    /// Apply to calls; keep the own profile and documents.
    Apply,
    /// Check applications and nominate.
    CheckApplications,
    /// Verify those who were nominated, for the host's side.
    VerifyApplications,
    /// Score applications without learning whose they are.
    Review,
    /// Propose directions for a department.
    Propose,
}

impl Action {
    /// All actions.
    pub const ALL: [Self; 14] = [
        Self::ReadPublic,
        Self::ReadRecord,
        Self::ReadSources,
        Self::KeepRecord,
        Self::ApproveText,
        Self::ReadJournal,
        Self::ReadSealed,
        Self::ManageAccounts,
        Self::OwnAccount,
        Self::Apply,
        Self::CheckApplications,
        Self::VerifyApplications,
        Self::Review,
        Self::Propose,
    ];
}

/// The table.
#[must_use]
pub const fn may(role: Role, action: Action) -> bool {
    match action {
        Action::ReadPublic | Action::OwnAccount => true,
        Action::ReadRecord => !matches!(role, Role::Applicant | Role::Reviewer),
        Action::ReadSources => !matches!(role, Role::Partner | Role::Applicant | Role::Reviewer),
        Action::KeepRecord | Action::CheckApplications => matches!(role, Role::Officer),
        Action::VerifyApplications => matches!(role, Role::Partner),
        Action::Review => matches!(role, Role::Reviewer),
        // Departments of the house have readers.
        Action::Propose => matches!(role, Role::Officer | Role::Reader),
        Action::Apply => matches!(role, Role::Applicant),
        Action::ApproveText => matches!(role, Role::Officer | Role::Partner),
        Action::ReadJournal => matches!(role, Role::Auditor | Role::Administrator),
        Action::ReadSealed => matches!(role, Role::Officer | Role::Auditor | Role::Partner),
        Action::ManageAccounts => matches!(role, Role::Administrator),
    }
}

impl Context<'_> {
    /// Checks that the actor may do this at all.
    ///
    /// # Errors
    /// [`AppError::SignedOut`] for a visitor, [`AppError::Forbidden`] for a role that may not.
    pub fn authorise(&self, action: Action) -> Result<()> {
        match &self.actor {
            Actor::System => Ok(()),
            Actor::Public if action == Action::ReadPublic => Ok(()),
            Actor::Public => Err(AppError::SignedOut),
            Actor::User(user) if user.may(action) => Ok(()),
            Actor::User(_) => Err(AppError::Forbidden),
        }
    }

    /// Checks that the actor may read the record: a visitor what is public, everybody else by role.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for a role that may not.
    pub fn authorise_reading(&self) -> Result<()> {
        let public = self.actor == Actor::Public;
        self.authorise(if public { Action::ReadPublic } else { Action::ReadRecord })
    }

    /// Checks that the actor may do this to a thing of `registry` that concerns `partner`.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the thing belongs to another registry or concerns another partner: whoever may not
    /// see a thing cannot learn that it exists. Else as [`Context::authorise`].
    pub fn authorise_on(
        &self,
        action: Action,
        registry: RegistryCode,
        partner: Option<&PartyCode>,
    ) -> Result<()> {
        if let Actor::User(user) = &self.actor {
            let foreign = user.registry != registry;
            let hidden = user.role == Role::Partner
                && partner.is_none_or(|partner| !user.partners.contains(partner));
            // What concerns no partner is nobody's secret; a role without the right is told so.
            if foreign || (hidden && partner.is_some()) {
                return Err(AppError::NotFound);
            }
            if hidden {
                return self.authorise(action).and(Err(AppError::NotFound));
            }
        }
        self.authorise(action)
    }

    /// The registry the actor works in.
    ///
    /// # Errors
    /// [`AppError::SignedOut`] for a visitor; [`AppError::Forbidden`] for the command line, which has none.
    pub fn registry(&self) -> Result<RegistryCode> {
        match &self.actor {
            Actor::User(user) => Ok(user.registry),
            Actor::Public => Err(AppError::SignedOut),
            Actor::System => Err(AppError::Forbidden),
        }
    }

    /// Whose rows the actor may see; for a visitor what is public in all registries.
    #[must_use]
    pub fn scope(&self) -> Scope {
        match &self.actor {
            // An applicant and a reviewer have of the record what everybody has.
            Actor::User(user) if matches!(user.role, Role::Applicant | Role::Reviewer) => {
                Self::public_scope()
            }
            Actor::User(user) => Scope {
                registry: Some(user.registry),
                partners: (user.role == Role::Partner).then(|| user.partners.clone()),
                public_only: false,
            },
            Actor::Public => Scope { registry: None, partners: None, public_only: true },
            Actor::System => Scope { registry: None, partners: None, public_only: false },
        }
    }

    /// What everybody may see.
    #[must_use]
    pub const fn public_scope() -> Scope {
        Scope { registry: None, partners: None, public_only: true }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_roles_is_what_the_documents_say() {
        let table: Vec<String> = Role::ALL
            .iter()
            .map(|role| {
                let marks: String =
                    Action::ALL.iter().map(|a| if may(*role, *a) { '+' } else { '-' }).collect();
                format!("{:<13} {marks}", role.code())
            })
            .collect();
        // ReadPublic ReadRecord ReadSources KeepRecord ApproveText ReadJournal ReadSealed ManageAccounts OwnAccount
        // Apply CheckApplications VerifyApplications Review Propose
        assert_eq!(
            table,
            [
                "administrator +++--+-++-----",
                "officer       +++++-+-+-+--+",
                "reader        +++-----+----+",
                "auditor       +++--++-+-----",
                "partner       ++--+-+-+--+--",
                "applicant     +-------++----",
                "reviewer      +-------+---+-",
            ]
        );
    }
}
