//! Signing in and out, the missing steps of signing in, and the appearance.

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use kelisim_app::lookup::directory;
use kelisim_app::sign_in::{self, Begun, Missing};
use kelisim_app::{Actor, AppError};
use kelisim_domain::user::Role;

use crate::answer::{Answer, page, page_with, see_other, with_cookie};
use crate::form::Field;
use crate::page::sign_in::{Mistake, SignInPage, StepPage};
use crate::posted::{Fields, Sent};
use crate::shell::Theme;
use crate::state::AppState;
use crate::visit::Visit;
use crate::words;

/// Only a path of our own, so that a link cannot lead a person elsewhere after signing in.
pub(crate) fn own_path(path: &str) -> &str {
    let own =
        path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\n', '\r']);
    if own { path } else { "/overview" }
}

/// The page to sign in.
pub async fn form(visit: Visit) -> Answer {
    let names = directory(&visit.context()).await?;
    let return_to = own_path(visit.query.get("return_to").map_or("/overview", String::as_str));
    if let Some(who) = &visit.who {
        return Ok(see_other(&visit.at(next_step(who.missing, return_to).as_str())));
    }
    let shell = visit.public_shell(visit.locale.t("signin-title"), &names);
    let mut sign_in = SignInPage::new(shell, "", &[], return_to);
    sign_in.ended = visit.query.contains_key("ended");
    page(&sign_in)
}

fn next_step(missing: Option<Missing>, return_to: &str) -> String {
    let then: String = form_urlencoded::byte_serialize(return_to.as_bytes()).collect();
    match missing {
        None => return_to.to_owned(),
        Some(Missing::Code) => format!("/sign-in/code?return_to={then}"),
        Some(Missing::NewPassword) => format!("/sign-in/password?return_to={then}"),
    }
}

/// Signs in.
pub async fn submit(Sent { visit, fields }: Sent) -> Answer {
    let (email, password) = (fields.get("email"), fields.get("password"));
    let return_to = own_path(fields.get("return_to"));
    let mut mistakes = Vec::new();
    if email.trim().is_empty() {
        mistakes.push(Mistake::NoEmail);
    }
    if password.is_empty() {
        mistakes.push(Mistake::NoPassword);
    }
    let ctx = visit.state.app.context(Actor::Public);
    if mistakes.is_empty() {
        match sign_in::sign_in(&ctx, email, password, &visit.machine).await {
            Ok(begun) => return signed_in(&visit, &begun, return_to).await,
            Err(AppError::Refused(_)) => mistakes.push(Mistake::Wrong),
            Err(error) => return Err(error.into()),
        }
    }
    let names = directory(&ctx).await?;
    let shell = visit.public_shell(visit.locale.t("signin-title"), &names);
    let sign_in = SignInPage::new(shell, email, &mistakes, return_to);
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &sign_in)
}

/// Where a person begins: an applicant with the own applications, a reviewer with the files to score, everybody else with
/// the overview.
fn first_page(who: &sign_in::Resumed) -> &'static str {
    match who.who.role {
        Role::Applicant => "/my",
        Role::Reviewer => "/reviews",
        _ => "/overview",
    }
}

async fn signed_in(visit: &Visit, begun: &Begun, return_to: &str) -> Answer {
    let resumed = sign_in::resume(&visit.state.app, &begun.token).await?;
    let return_to = match &resumed {
        Some(resumed) if return_to == "/overview" => first_page(resumed),
        _ => return_to,
    };
    let to = visit.at(&next_step(resumed.and_then(|r| r.missing), return_to));
    Ok(with_cookie(see_other(&to), &session_cookie(&visit.state, &begun.token, 43_200)))
}

pub(crate) fn session_cookie(state: &AppState, token: &str, seconds: u32) -> String {
    let secure = if state.settings.secure_cookies { "; Secure" } else { "" };
    let name = state.session_cookie();
    format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
}

/// The page for the code of the second factor.
pub async fn code_form(visit: Visit) -> Answer {
    step_page(&visit, Missing::Code, &Fields::default(), None).await
}

/// The page for a password of one's own.
pub async fn password_form(visit: Visit) -> Answer {
    step_page(&visit, Missing::NewPassword, &Fields::default(), None).await
}

async fn step_page(
    visit: &Visit,
    step: Missing,
    fields: &Fields,
    refused: Option<&kelisim_domain::Refusal>,
) -> Answer {
    let return_to = match visit.query.get("return_to") {
        Some(path) => own_path(path).to_owned(),
        None => own_path(fields.get("return_to")).to_owned(),
    };
    match visit.who.as_ref().map(|r| r.missing) {
        None => return Ok(see_other(&visit.at("/sign-in"))),
        Some(missing) if missing != Some(step) => {
            return Ok(see_other(&visit.at(&next_step(missing, &return_to))));
        }
        Some(_) => {}
    }
    let l = visit.locale;
    let names = directory(&visit.context()).await?;
    let mut inputs = match step {
        Missing::Code => {
            let mut code = Field::text("code", l.t("signin-code"));
            code.hint = Some(l.t("signin-code-hint").to_owned());
            code.autocomplete = "one-time-code";
            vec![code]
        }
        Missing::NewPassword => password_fields(l),
    };
    for input in &mut inputs {
        if let Some(refusal) = refused.filter(|r| r.field.unwrap_or("code") == input.name) {
            input.error = Some(words::refusal(l, refusal));
        }
    }
    let (title, intro) = match step {
        Missing::Code => (l.t("signin-code-title"), l.t("signin-code-intro")),
        Missing::NewPassword => (l.t("signin-password-title"), l.t("signin-password-intro")),
    };
    let shell = visit.public_shell(title, &names);
    let action = shell.at(visit.path());
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page_with(
        status,
        &StepPage { shell, intro: intro.to_owned(), action, fields: inputs, return_to },
    )
}

/// Old password, new one, and the new one again.
pub(crate) fn password_fields(l: kelisim_i18n::Locale) -> Vec<Field> {
    let mut new = Field::password("new_password", l.t("password-new"));
    new.autocomplete = "new-password";
    let min = i64::try_from(sign_in::SHORTEST).unwrap_or(0);
    new.hint = Some(l.format("password-hint", &[("min", min.into())]));
    let mut again = Field::password("again", l.t("password-again"));
    again.autocomplete = "new-password";
    vec![Field::password("password", l.t("password-now")), new, again]
}

/// Gives the code.
pub async fn code(Sent { visit, fields }: Sent) -> Answer {
    let ctx = visit.state.app.context(Actor::Public);
    let Some(token) = &visit.token else { return Ok(see_other(&visit.at("/sign-in"))) };
    match sign_in::give_code(&ctx, token, fields.get("code")).await {
        Ok(()) => Ok(see_other(&visit.at(own_path(fields.get("return_to"))))),
        Err(AppError::Refused(refusals)) => {
            step_page(&visit, Missing::Code, &fields, refusals.first()).await
        }
        Err(AppError::SignedOut) => Ok(see_other(&visit.at("/sign-in?ended=1"))),
        Err(error) => Err(error.into()),
    }
}

/// Sets a password of one's own.
pub async fn password(Sent { visit, fields }: Sent) -> Answer {
    let (Some(token), Some(who)) = (&visit.token, &visit.who) else {
        return Ok(see_other(&visit.at("/sign-in")));
    };
    if who.missing != Some(Missing::NewPassword) {
        return Ok(see_other(&visit.at("/overview")));
    }
    let ctx = visit.state.app.context(Actor::User(who.who.clone()));
    let (old, new, again) =
        (fields.get("password"), fields.get("new_password"), fields.get("again"));
    match sign_in::change_password(&ctx, token, old, new, again).await {
        Ok(begun) => signed_in(&visit, &begun, own_path(fields.get("return_to"))).await,
        Err(AppError::Refused(refusals)) => {
            step_page(&visit, Missing::NewPassword, &fields, refusals.first()).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Signs out. Needs no token of a form: the worst it can do is to sign a person out.
pub async fn sign_out(Sent { visit, .. }: Sent) -> Answer {
    if let Some(token) = &visit.token {
        sign_in::sign_out(&visit.state.app.context(Actor::Public), token).await?;
    }
    let gone = session_cookie(&visit.state, "", 0);
    Ok(with_cookie(see_other(&visit.at("/promises")), &gone))
}

/// Sets the appearance in a cookie that scripts may read.
pub async fn appearance(Sent { visit, fields }: Sent) -> Answer {
    let theme = Theme::from_code(fields.get("theme")).code().unwrap_or("");
    let secure = if visit.state.settings.secure_cookies { "; Secure" } else { "" };
    let cookie = format!("theme={theme}; Path=/; SameSite=Lax; Max-Age=31536000{secure}");
    Ok(with_cookie(see_other(&visit.at(own_path(fields.get("return_to")))), &cookie))
}

/// The start: the overview for whoever is signed in, the public promises for everybody else.
pub async fn start(visit: Visit) -> Answer {
    Ok(see_other(&visit.at(visit.who.as_ref().map_or("/promises", first_page))))
}

/// The start without a language: by what the browser asks for.
pub async fn root(headers: axum::http::HeaderMap) -> axum::response::Response {
    let wanted = headers.get(axum::http::header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
    let locale = kelisim_i18n::Locale::from_accept_language(wanted.unwrap_or(""));
    see_other(&format!("/{}/", locale.tag()))
}

/// How long the database may take to show that it is there.
const PING: Duration = Duration::from_secs(2);

/// Whether the house is ready: the database answers, and soon.
pub async fn health(State(state): State<AppState>) -> axum::response::Response {
    match tokio::time::timeout(PING, state.app.store().ping()).await {
        Ok(Ok(())) => (StatusCode::OK, "ok\n").into_response(),
        Ok(Err(_)) | Err(_) => {
            (StatusCode::SERVICE_UNAVAILABLE, "the database cannot be reached\n").into_response()
        }
    }
}
