//! Tokens of the own account: what programs show in place of the person.

use askama::Template;
use jiff::ToSpan as _;
use kelisim_app::token::{self, TokenForm, TokenLine, TokenState, offered};
use kelisim_app::{Actor, AppError};
use kelisim_domain::id::TokenId;
use kelisim_domain::token::Scope;

use super::own::shell;
use crate::answer::{Answer, page, see_other};
use crate::form::Choice;
use crate::posted::Posted;
use crate::sheet::{self, Input, Sheet, Start};
use crate::shell::Shell;
use crate::visit::Visit;

/// How many days the form proposes.
const PROPOSED: i64 = 90;

/// The tokens, and the form for a new one.
#[derive(Template)]
#[template(path = "tokens.html")]
struct TokensPage {
    shell: Shell,
    rows: Vec<Row>,
    warnings: Vec<String>,
    sheet: Sheet,
}

/// A token as a row.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) scopes: String,
    pub(super) state: TokenState,
    pub(super) ends: String,
    pub(super) used: String,
    /// The button that takes it back, while it opens something.
    pub(super) revoke: Option<Sheet>,
}

impl Row {
    /// The row; `action` is where the button that takes it back leads.
    pub(super) fn new(visit: &Visit, line: TokenLine, action: &str) -> Self {
        let l = visit.locale;
        let scopes: Vec<&str> = line.scopes.iter().map(|s| l.term("scope", s.code())).collect();
        let revoke = (line.state == TokenState::Active).then(|| {
            Sheet::new(action, l.t("token-revoke"), Vec::new()).with("id", line.id).tone("no")
        });
        Self {
            scopes: scopes.join(", "),
            ends: l.date_short(line.ends_on),
            used: line.used_at.map_or_else(
                || l.t("token-never-used").to_owned(),
                |at| l.instant_short(at, visit.zone()),
            ),
            name: line.name,
            state: line.state,
            revoke,
        }
    }
}

/// The page.
pub(super) async fn list(visit: Visit) -> Answer {
    write(&visit, Start::kept(&visit).await?).await
}

async fn write(visit: &Visit, start: Start) -> Answer {
    let l = visit.locale;
    let ctx = visit.context();
    let lines = token::list(&ctx).await?;
    let Actor::User(who) = &ctx.actor else { return Err(AppError::SignedOut.into()) };
    let scopes = offered(who.role)
        .map(|scope: Scope| Choice::new(scope.code(), l.term("scope", scope.code())));
    let proposed = ctx.today().saturating_add(PROPOSED.days()).to_string();
    let inputs = vec![
        Input::line("name", l.t("token-name")).hint(l.t("token-name-hint")),
        Input::several("scopes", l.t("token-scopes"), scopes.collect())
            .hint(l.t("token-scopes-hint"))
            .needed(),
        Input::line("ends_on", l.t("token-ends")).hint(l.t("token-ends-hint")),
    ];
    let revoke = visit.at("/account/tokens/revoke");
    let sheet = Sheet::new(&visit.at("/account/tokens"), l.t("token-make"), inputs)
        .with("id", start.id(visit))
        .fill(|name| (name == "ends_on").then_some(proposed.as_str()));
    sheet::answer(
        &start.refusals,
        &TokensPage {
            shell: shell(visit, l.t("tokens-title")).await?,
            rows: lines.into_iter().map(|line| Row::new(visit, line, &revoke)).collect(),
            warnings: start.warnings(l),
            sheet: start.apply(l, sheet),
        },
    )
}

/// A token, shown once: on the answer itself, never in an address.
#[derive(Template)]
#[template(path = "token_made.html")]
struct MadePage {
    shell: Shell,
    name: String,
    token: String,
    /// The address a calendar is subscribed to at, for a token of a calendar.
    calendar: Option<String>,
}

/// Makes a token.
pub(super) async fn make(posted: Posted) -> Answer {
    let (visit, fields) = (&posted.visit, &posted.fields);
    let form: TokenForm = fields.form();
    let id = TokenId::new(Start::refused(fields, Vec::new()).id(visit));
    match token::make(&visit.context(), id, &form).await {
        Ok(token) => {
            let l = visit.locale;
            let base = visit.state.settings.public_base.as_deref().unwrap_or_default();
            let address = || format!("{base}{}", visit.at(&format!("/calendar/{token}.ics")));
            page(&MadePage {
                shell: shell(visit, l.t("token-made-title")).await?,
                calendar: (form.scopes.trim() == Scope::Calendar.code()).then(address),
                name: form.name,
                token,
            })
        }
        Err(AppError::Refused(refusals)) => write(visit, Start::refused(fields, refusals)).await,
        // The same form sent twice: the token was shown.
        Err(AppError::Stale) => Ok(see_other(&visit.at("/account/tokens"))),
        Err(error) => Err(posted.failed(error).await),
    }
}

/// Takes a token back.
pub(super) async fn revoke(posted: Posted) -> Answer {
    let visit = &posted.visit;
    // What names no token takes none back; the list says which there are.
    let Ok(id) = posted.fields.get("id").parse::<TokenId>() else {
        return Ok(see_other(&visit.at("/account/tokens")));
    };
    match token::revoke(&visit.context(), id).await {
        Ok(()) => Ok(see_other(&visit.at("/account/tokens"))),
        Err(error) => Err(posted.failed(error).await),
    }
}
