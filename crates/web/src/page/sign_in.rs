//! Signing in.

use askama::Template;
use kelisim_i18n::Locale;

use crate::form::{Field, mistakes};
use crate::shell::Shell;

/// What is wrong with what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    /// No user name.
    NoLogin,
    /// No password.
    NoPassword,
    /// No such pair; which of the two is wrong is not said.
    Wrong,
    /// The second factor is asked for and empty.
    NoCode,
    /// The second factor is wrong.
    WrongCode,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "sign_in.html")]
pub struct SignInPage {
    /// What is around it.
    pub shell: Shell,
    /// User name.
    pub login: Field,
    /// Password; never sent back.
    pub password: Field,
    /// The second factor, where the account has one.
    pub code: Option<Field>,
    /// Where to go on success, a path of ours.
    pub return_to: String,
}

impl SignInPage {
    /// The form with what was typed and what is wrong with it.
    #[must_use]
    pub fn new(
        shell: Shell,
        login: &str,
        asks_code: bool,
        found: &[Mistake],
        return_to: &str,
    ) -> Self {
        let l = shell.locale;
        let said = |any: &[Mistake]| {
            any.iter()
                .find(|mistake| found.contains(mistake))
                .map(|mistake| sentence(l, *mistake).to_owned())
        };
        let login = Field {
            value: login.to_owned(),
            autocomplete: "username",
            error: said(&[Mistake::NoLogin, Mistake::Wrong]),
            ..Field::text("login", l.t("signin-login"))
        };
        let password = Field {
            error: said(&[Mistake::NoPassword]),
            ..Field::password("password", l.t("signin-password"))
        };
        let code = asks_code.then(|| Field {
            hint: Some(l.t("signin-code-hint").to_owned()),
            autocomplete: "one-time-code",
            error: said(&[Mistake::NoCode, Mistake::WrongCode]),
            ..Field::text("code", l.t("signin-code"))
        });
        Self { shell, login, password, code, return_to: return_to.to_owned() }
    }

    /// The mistakes, for the summary.
    #[must_use]
    pub fn mistakes(&self) -> Vec<(&'static str, &str)> {
        mistakes([&self.login, &self.password].into_iter().chain(&self.code))
    }
}

fn sentence(l: Locale, mistake: Mistake) -> &'static str {
    match mistake {
        Mistake::NoLogin => l.t("signin-login-empty"),
        Mistake::NoPassword => l.t("signin-password-empty"),
        Mistake::Wrong => l.t("signin-wrong"),
        Mistake::NoCode => l.t("signin-code-empty"),
        Mistake::WrongCode => l.t("signin-wrong-code"),
    }
}
