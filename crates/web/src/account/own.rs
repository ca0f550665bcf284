//! The own account: password and second factor.

use askama::Template;
use axum::http::StatusCode;
use kelisim_app::access::Action;
use kelisim_app::account::{has_second_factor, new_factor, set_factor};
use kelisim_app::sign_in::change_password;
use kelisim_app::{Actor, AppError};
use kelisim_domain::Refusal;

use super::qr;
use crate::answer::{Answer, page_with, see_other, with_cookie};
use crate::posted::Posted;
use crate::sheet::{Control, Input, Sheet};
use crate::shell::{Nav, Shell};
use crate::sign_in::{password_fields, session_cookie};
use crate::visit::Visit;

/// The hidden field of a secret that is being set up. Fields with `password` in their name are never kept on the way.
const SECRET: &str = "factor_password";

/// The own account.
#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    shell: Shell,
    name: String,
    role: &'static str,
    done: Option<&'static str>,
    second_factor: bool,
    /// Whether the person has lists of the record.
    lists: bool,
    password: Sheet,
}

pub(super) async fn shell(visit: &Visit, title: &str) -> Result<Shell, AppError> {
    let shell = visit.shell(title, Nav::Overview).await?;
    Ok(Shell { here: None, ..shell })
}

/// The page.
pub(super) async fn show(visit: Visit) -> Answer {
    write(&visit, &[]).await
}

async fn write(visit: &Visit, refusals: &[Refusal]) -> Answer {
    let l = visit.locale;
    let ctx = visit.context();
    let second_factor = has_second_factor(&ctx).await?;
    let Actor::User(who) = &ctx.actor else { return Err(AppError::SignedOut.into()) };
    let inputs = password_fields(l).into_iter();
    let inputs = inputs.map(|field| Input { field, control: Control::Line }).collect();
    let password =
        Sheet::new(&visit.at("/account/password"), l.t("account-change-password"), inputs);
    let done = match visit.query.get("done").map(String::as_str) {
        Some("password") => Some(l.t("account-password-changed")),
        Some("second-factor") => Some(l.t("account-factor-set")),
        _ => None,
    };
    let status =
        if refusals.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = AccountPage {
        shell: shell(visit, l.t("account-title")).await?,
        name: who.name.clone(),
        role: who.role.code(),
        done,
        second_factor,
        lists: visit.may(Action::ReadRecord),
        password: password.refused(l, refusals),
    };
    page_with(status, &page)
}

/// Changes the own password. Every session of the account ends; this one goes on under a new token.
pub(super) async fn password(posted: Posted) -> Answer {
    let (visit, fields) = (&posted.visit, &posted.fields);
    let Some(token) = &visit.token else { return Err(AppError::SignedOut.into()) };
    let (old, new, again) =
        (fields.get("password"), fields.get("new_password"), fields.get("again"));
    match change_password(&visit.context(), token, old, new, again).await {
        Ok(begun) => {
            let cookie = session_cookie(&visit.state, &begun.token, 43_200);
            Ok(with_cookie(see_other(&visit.at("/account?done=password")), &cookie))
        }
        Err(AppError::Refused(refusals)) => write(visit, &refusals).await,
        Err(error) => Err(posted.failed(error).await),
    }
}

/// The page on which a second factor is set up.
#[derive(Template)]
#[template(path = "second_factor.html")]
struct FactorPage {
    shell: Shell,
    replaces: bool,
    code: String,
    secret: String,
    sheet: Sheet,
}

/// Sets up a second factor: a new secret.
pub(super) async fn factor_form(visit: Visit) -> Answer {
    write_factor(&visit, None, &[]).await
}

async fn write_factor(visit: &Visit, secret: Option<&str>, refusals: &[Refusal]) -> Answer {
    let l = visit.locale;
    let ctx = visit.context();
    let replaces = has_second_factor(&ctx).await?;
    let factor = new_factor(&ctx, secret)?;
    let mut code = Input::line("code", l.t("signin-code")).hint(l.t("signin-code-hint"));
    code.field.autocomplete = "one-time-code";
    let action = visit.at("/account/second-factor");
    let sheet =
        Sheet::new(&action, l.t("factor-set"), vec![code]).with(SECRET, factor.secret.as_str());
    let status =
        if refusals.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = FactorPage {
        shell: shell(visit, l.t("factor-title")).await?,
        replaces,
        code: qr::draw(&factor.url, l.t("factor-code-label"))?,
        secret: qr::grouped(&factor.secret),
        sheet: sheet.refused(l, refusals),
    };
    page_with(status, &page)
}

/// Sets the second factor once a code shows that the telephone has it.
pub(super) async fn factor(posted: Posted) -> Answer {
    let (visit, fields) = (&posted.visit, &posted.fields);
    let secret = fields.get(SECRET);
    match set_factor(&visit.context(), secret, fields.get("code")).await {
        Ok(()) => Ok(see_other(&visit.at("/account?done=second-factor"))),
        Err(AppError::Refused(refusals)) => {
            // A secret that was lost on the way is made anew; a code typed for it cannot fit.
            write_factor(visit, Some(secret).filter(|s| !s.is_empty()), &refusals).await
        }
        Err(error) => Err(posted.failed(error).await),
    }
}
