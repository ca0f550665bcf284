//! Accounts of the registry, for its administrator.

use askama::Template;
use kelisim_app::account::{self, AccountForm, AccountLine, Move};
use kelisim_app::lookup::{Directory, directory};
use kelisim_app::{AppError, Result};
use kelisim_domain::id::{TokenId, UserId};
use kelisim_domain::user::{AccountState, Role};
use kelisim_i18n::Locale;

use super::token;
use crate::answer::{Answer, page, see_other};
use crate::form::Choice;
use crate::posted::Posted;
use crate::routes::At;
use crate::sheet::{self, Head, Input, Sheet, Start};
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words;

/// The list.
#[derive(Template)]
#[template(path = "users.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<Row>,
}

/// An account as a row.
struct Row {
    href: String,
    name: String,
    email: String,
    role: &'static str,
    partners: String,
    state: &'static str,
    second_factor: bool,
}

impl Row {
    fn new(visit: &Visit, names: &Directory, line: &AccountLine) -> Self {
        let l = visit.locale;
        let person = line.person.as_ref();
        Self {
            href: visit.at(&format!("/users/{}", line.id)),
            name: person.map_or_else(|| l.t("user-forgotten").to_owned(), |p| p.name.clone()),
            email: person.map(|p| p.email.clone()).unwrap_or_default(),
            role: line.role.code(),
            partners: words::parties(l, names, &line.partners),
            state: line.state.code(),
            second_factor: line.second_factor,
        }
    }
}

/// Accounts in the alphabet of the language.
pub(super) async fn list(visit: Visit) -> Answer {
    let ctx = visit.context();
    let lines = account::list(&ctx).await?;
    let names = directory(&ctx).await?;
    let mut rows: Vec<Row> = lines.iter().map(|line| Row::new(&visit, &names, line)).collect();
    visit.locale.sort_by_name(&mut rows, |row| &row.name);
    let shell = visit.shell(visit.locale.t("users-title"), Nav::Users).await?;
    page(&ListPage { shell, rows })
}

/// The form for a new account.
pub(super) async fn open_form(visit: Visit) -> Answer {
    visit.context().authorise(kelisim_app::access::Action::ManageAccounts)?;
    write_open(&visit, Start::kept(&visit).await?).await
}

async fn write_open(visit: &Visit, start: Start) -> Answer {
    let l = visit.locale;
    let names = directory(&visit.context()).await?;
    let mut email = Input::line("email", l.t("user-email"));
    email.field.kind = "email";
    let mut inputs = vec![Input::line("name", l.t("user-name")), email];
    inputs.extend(role_inputs(l, &names));
    let sheet = Sheet::new(&visit.at("/users/new"), l.t("user-open"), inputs);
    let sheet = sheet.with("id", start.id(visit));
    let head = Head {
        nav: Nav::Users,
        title: l.t("user-open").to_owned(),
        crumb: (visit.at("/users"), l.t("users-title")),
        lead: l.t("user-open-lead"),
    };
    sheet.show(visit, &start, head).await
}

fn role_inputs(l: Locale, names: &Directory) -> Vec<Input> {
    let roles = Role::GIVEN.iter().map(|role| Choice {
        value: role.code().to_owned(),
        label: l.term("role", role.code()).to_owned(),
    });
    vec![
        Input::select(l, "role", l.t("user-role"), roles.collect()),
        Input::several("partners", l.t("user-partners"), sheet::parties(l, names))
            .hint(l.t("user-partners-hint")),
    ]
}

/// A one-time password, shown once: on the answer itself, never in an address.
#[derive(Template)]
#[template(path = "user_password.html")]
struct PasswordPage {
    shell: Shell,
    lead: &'static str,
    email: String,
    password: String,
    href: String,
}

async fn show_password(visit: &Visit, id: UserId, password: String, lead: &'static str) -> Answer {
    let line = account::one(&visit.context(), id).await?;
    page(&PasswordPage {
        shell: visit.shell(visit.locale.t("user-password-title"), Nav::Users).await?,
        lead,
        email: line.person.map(|p| p.email).unwrap_or_default(),
        password,
        href: visit.at(&format!("/users/{id}")),
    })
}

/// Opens an account.
pub(super) async fn open(posted: Posted) -> Answer {
    let (visit, fields) = (&posted.visit, &posted.fields);
    let form: AccountForm = fields.form();
    let id = UserId::new(Start::refused(fields, Vec::new()).id(visit));
    match account::open(&visit.context(), id, &form).await {
        Ok(password) => {
            show_password(visit, id, password, visit.locale.t("user-opened-lead")).await
        }
        Err(AppError::Refused(refusals)) => {
            write_open(visit, Start::refused(fields, refusals)).await
        }
        // The same form sent twice: the account is there, its password was shown.
        Err(AppError::Stale) if account::one(&visit.context(), id).await.is_ok() => {
            Ok(see_other(&visit.at(&format!("/users/{id}"))))
        }
        Err(error) => Err(posted.failed(error).await),
    }
}

/// One account.
#[derive(Template)]
#[template(path = "user.html")]
struct UserPage {
    shell: Shell,
    row: Row,
    warnings: Vec<String>,
    role: Option<Sheet>,
    /// What can be done without a form: why, and the button.
    moves: Vec<(&'static str, Sheet)>,
    general: Vec<String>,
    tokens: Vec<token::Row>,
    forget: Option<String>,
    journal: String,
}

impl UserPage {
    fn mistakes(&self) -> Vec<(&str, &str)> {
        let general = self.general.iter().map(|text| ("main", text.as_str()));
        general.chain(self.role.iter().flat_map(Sheet::mistakes)).collect()
    }
}

/// The page of an account, with what was typed where it was kept.
pub(super) async fn show(at: At, visit: Visit) -> Answer {
    write(&visit, at.read("id")?, Start::kept(&visit).await?).await
}

async fn write(visit: &Visit, id: UserId, start: Start) -> Answer {
    let ctx = visit.context();
    let line = account::one(&ctx, id).await?;
    let names = directory(&ctx).await?;
    let row = Row::new(visit, &names, &line);
    let own = ctx.user() == Some(id);
    let changeable = !own && line.state != AccountState::Forgotten;
    let revoke = visit.at(&format!("/users/{id}/tokens/revoke"));
    let tokens = kelisim_app::token::list_of(&ctx, id).await?;
    let tokens = tokens.into_iter().map(|line| token::Row::new(visit, line, &revoke)).collect();
    let general = start.refusals.iter().filter(|r| r.field.is_none() || !changeable);
    let general = general.map(|r| words::refusal(visit.locale, r)).collect();
    let role = changeable.then(|| start.apply(visit.locale, role_sheet(visit, &names, &line)));
    // What concerns the whole account stands at the top once, not at the form of the role.
    let role = role.map(|sheet| Sheet { general: Vec::new(), ..sheet });
    sheet::answer(
        &start.refusals,
        &UserPage {
            shell: visit.shell(&row.name, Nav::Users).await?,
            role,
            warnings: start.warnings(visit.locale),
            moves: if changeable { moves(visit, &line) } else { Vec::new() },
            general,
            tokens,
            forget: (changeable && line.state == AccountState::Disabled)
                .then(|| visit.at(&format!("/users/{id}/forget"))),
            journal: visit.at(&format!("/journal/streams/{id}")),
            row,
        },
    )
}

fn role_sheet(visit: &Visit, names: &Directory, line: &AccountLine) -> Sheet {
    let l = visit.locale;
    let partners = line.partners.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let action = visit.at(&format!("/users/{}/role", line.id));
    Sheet::new(&action, l.t("user-change-role"), role_inputs(l, names))
        .with("version", line.version)
        .fill(|name| Some(if name == "role" { line.role.code() } else { &partners }))
}

/// What can be done to an account now, each with what it does.
fn moves(visit: &Visit, line: &AccountLine) -> Vec<(&'static str, Sheet)> {
    let l = visit.locale;
    let sheet = |path: &str, word: &str, tone| {
        let action = visit.at(&format!("/users/{}/{path}", line.id));
        Sheet::new(&action, word, Vec::new()).with("version", line.version).tone(tone)
    };
    match line.state {
        AccountState::Active => vec![
            (l.t("user-reset-lead"), sheet("reset", l.t("user-reset"), "")),
            (l.t("user-disable-lead"), sheet("disable", l.t("user-disable"), "no")),
        ],
        AccountState::Disabled => {
            vec![(l.t("user-enable-lead"), sheet("enable", l.t("user-enable"), ""))]
        }
        AccountState::Forgotten => Vec::new(),
    }
}

/// Changes the role.
pub(super) async fn role(at: At, posted: Posted) -> Answer {
    let id: UserId = at.read("id")?;
    let (ctx, form) = (posted.visit.context(), posted.fields.form::<AccountForm>());
    let done = account::change_role(&ctx, id, posted.fields.number("version"), &form).await;
    settle(&posted, id, done).await
}

/// Disables.
pub(super) async fn disable(at: At, posted: Posted) -> Answer {
    change(at, posted, Move::Disable).await
}

/// Enables.
pub(super) async fn enable(at: At, posted: Posted) -> Answer {
    change(at, posted, Move::Enable).await
}

/// Forgets the person.
pub(super) async fn forget(at: At, posted: Posted) -> Answer {
    change(at, posted, Move::Forget).await
}

async fn change(at: At, posted: Posted, step: Move) -> Answer {
    let id: UserId = at.read("id")?;
    let version = posted.fields.number("version");
    let done = account::change_state(&posted.visit.context(), id, version, step).await;
    settle(&posted, id, done).await
}

/// Back to the page of the account, with why not where a rule said no.
async fn settle(posted: &Posted, id: UserId, done: Result<()>) -> Answer {
    let done = done;
    posted.answered(done, &format!("/users/{id}"), |start| write(&posted.visit, id, start)).await
}

/// Takes one of the account's tokens back.
pub(super) async fn revoke(at: At, posted: Posted) -> Answer {
    let id: UserId = at.read("id")?;
    let ctx = posted.visit.context();
    let done = match posted.fields.get("id").parse::<TokenId>() {
        Ok(token) => kelisim_app::token::revoke_of(&ctx, id, token).await,
        // What names no token takes none back; the page says which there are.
        Err(_) => account::one(&ctx, id).await.map(|_| ()),
    };
    settle(&posted, id, done).await
}

/// Gives a new one-time password.
pub(super) async fn reset(at: At, posted: Posted) -> Answer {
    let id: UserId = at.read("id")?;
    let visit = &posted.visit;
    let version = posted.fields.number("version");
    match account::reset_password(&visit.context(), id, version).await {
        Ok(password) => show_password(visit, id, password, visit.locale.t("user-reset-done")).await,
        Err(error) => settle(&posted, id, Err(error)).await,
    }
}

/// The page that asks before a person is forgotten.
#[derive(Template)]
#[template(path = "user_forget.html")]
struct ForgetPage {
    shell: Shell,
    name: String,
    href: String,
    sheet: Sheet,
}

/// Asks before a person is forgotten.
pub(super) async fn forget_form(at: At, visit: Visit) -> Answer {
    let id: UserId = at.read("id")?;
    let line = account::one(&visit.context(), id).await?;
    let l = visit.locale;
    let href = visit.at(&format!("/users/{id}"));
    let (Some(person), AccountState::Disabled) = (line.person, line.state) else {
        return Ok(see_other(&href));
    };
    let action = visit.at(&format!("/users/{id}/forget"));
    page(&ForgetPage {
        shell: visit.shell(l.t("user-forget-title"), Nav::Users).await?,
        name: person.name,
        href,
        sheet: Sheet::new(&action, l.t("user-forget"), Vec::new())
            .with("version", line.version)
            .tone("no"),
    })
}
