//! Registering.

use kelisim_app::AppError;
use kelisim_app::lookup::directory;
use kelisim_app::register::register;
use kelisim_app::sign_in::SHORTEST;
use kelisim_domain::Refusal;

use super::panel::{Panel, PanelPage};
use crate::answer::{Answer, see_other, with_cookie};
use crate::form::Choice;
use crate::posted::{Fields, Sent};
use crate::sheet::{Input, Sheet};
use crate::sign_in::{own_path, session_cookie};
use crate::visit::Visit;
use crate::words;

/// The form.
pub(super) async fn form(visit: Visit) -> Answer {
    let to = own_path(visit.query.get("return_to").map_or("/my", String::as_str)).to_owned();
    if visit.who.is_some() {
        return Ok(see_other(&visit.at(&to)));
    }
    write(&visit, &Fields::default(), &to, &[]).await
}

async fn write(visit: &Visit, fields: &Fields, to: &str, refusals: &[Refusal]) -> Answer {
    let l = visit.locale;
    let ctx = visit.context();
    let names = directory(&ctx).await?;
    let registries = names
        .registries
        .keys()
        .map(|code| Choice::new(code.to_string(), words::registry(l, &names, *code)));
    let mut email = Input::line("email", l.t("signin-email"));
    email.field.kind = "email";
    email.field.autocomplete = "username";
    let password = |name: &'static str, label: &str| {
        let mut input = Input::line(name, label);
        input.field.kind = "password";
        input.field.autocomplete = "new-password";
        input
    };
    let least = i64::try_from(SHORTEST).unwrap_or(0);
    let inputs = vec![
        Input::select(l, "registry", l.t("register-country"), registries.collect()),
        email.hint(l.t("register-email-hint")),
        password("new_password", l.t("password-new"))
            .hint(&l.format("password-hint", &[("min", least.into())])),
        password("again", l.t("password-again")),
    ];
    let sheet = Sheet::new(&visit.at("/register"), l.t("register-do"), inputs)
        .with("return_to", to)
        .fill(|name| Some(fields.get(name)))
        .refused(l, refusals);
    let wrong = refusals.iter().map(|r| (r.field.unwrap_or("email"), words::refusal(l, r)));
    let page = PanelPage {
        shell: visit.public_shell(l.t("register-title"), &names),
        crumb: Some((visit.at("/open-calls"), l.t("calls-title").to_owned())),
        lead: l.t("register-lead").to_owned(),
        says: Vec::new(),
        wrong: wrong.collect(),
        panels: vec![Panel {
            id: "h-register",
            title: l.t("register-title").to_owned(),
            sheets: vec![sheet],
            links: vec![(visit.at("/sign-in?return_to=/my"), l.t("sign-in"))],
            ..Panel::default()
        }],
    };
    page.answer(refusals)
}

/// Registers, and signs in.
pub(super) async fn submit(Sent { visit, fields }: Sent) -> Answer {
    let to = match fields.get("return_to") {
        "" => "/my".to_owned(),
        path => own_path(path).to_owned(),
    };
    let ctx = visit.state.app.context(kelisim_app::Actor::Public);
    match register(&ctx, &fields.form(), &visit.machine).await {
        Ok(begun) => {
            let cookie = session_cookie(&visit.state, &begun.token, 43_200);
            Ok(with_cookie(see_other(&visit.at(&to)), &cookie))
        }
        Err(AppError::Refused(refusals)) => write(&visit, &fields, &to, &refusals).await,
        Err(error) => Err(error.into()),
    }
}
