//! Signing in: the page for address and password, and the page for a step that is still missing.

use askama::Template;
use kelisim_i18n::Locale;

use crate::form::{Field, mistakes};
use crate::shell::Shell;

/// What is wrong with what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    /// No address.
    NoEmail,
    /// No password.
    NoPassword,
    /// No such pair; which of the two is wrong is not said.
    Wrong,
}

/// The page for address and password.
#[derive(Debug, Template)]
#[template(path = "sign_in.html")]
pub struct SignInPage {
    /// What is around it.
    pub shell: Shell,
    /// The address.
    pub email: Field,
    /// The password; never filled in again.
    pub password: Field,
    /// The path to go to afterwards.
    pub return_to: String,
    /// Whether the page is shown because a session has ended.
    pub ended: bool,
}

impl SignInPage {
    /// The form with what was typed and what is wrong with it.
    #[must_use]
    pub fn new(shell: Shell, email: &str, found: &[Mistake], return_to: &str) -> Self {
        let l = shell.locale;
        let said = |any: &[Mistake]| {
            let mistake = any.iter().find(|mistake| found.contains(mistake));
            mistake.map(|mistake| sentence(l, *mistake).to_owned())
        };
        let email = Field {
            value: email.to_owned(),
            kind: "email",
            autocomplete: "username",
            error: said(&[Mistake::NoEmail, Mistake::Wrong]),
            ..Field::text("email", l.t("signin-email"))
        };
        let password = Field {
            error: said(&[Mistake::NoPassword]),
            ..Field::password("password", l.t("signin-password"))
        };
        Self { shell, email, password, return_to: return_to.to_owned(), ended: false }
    }

    /// The mistakes, for the summary.
    #[must_use]
    pub fn mistakes(&self) -> Vec<(&'static str, &str)> {
        mistakes([&self.email, &self.password])
    }
}

fn sentence(l: Locale, mistake: Mistake) -> &'static str {
    match mistake {
        Mistake::NoEmail => l.t("signin-email-empty"),
        Mistake::NoPassword => l.t("signin-password-empty"),
        Mistake::Wrong => l.t("signin-wrong"),
    }
}

/// The page for a step that is still missing: a code, or a password of one's own.
#[derive(Debug, Template)]
#[template(path = "sign_in_step.html")]
pub struct StepPage {
    /// What is around it; its title is the heading.
    pub shell: Shell,
    /// What the step is for.
    pub intro: String,
    /// Where the form is sent.
    pub action: String,
    /// What is asked for.
    pub fields: Vec<Field>,
    /// The path to go to afterwards.
    pub return_to: String,
}

impl StepPage {
    /// The mistakes, for the summary.
    #[must_use]
    pub fn mistakes(&self) -> Vec<(&'static str, &str)> {
        mistakes(&self.fields)
    }
}
