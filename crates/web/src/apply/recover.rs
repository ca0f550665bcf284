//! The way back for an applicant who lost the password: asking for a link, and the page behind the link.

use kelisim_app::lookup::directory;
use kelisim_app::recover::{self, Asks};
use kelisim_app::sign_in::SHORTEST;
use kelisim_app::{Actor, AppError};
use kelisim_domain::Refusal;

use super::panel::{Panel, PanelPage};
use crate::answer::{Answer, see_other, with_cookie};
use crate::posted::{Fields, Sent};
use crate::routes::At;
use crate::sheet::{Input, Sheet};
use crate::sign_in::session_cookie;
use crate::visit::Visit;
use crate::words;

/// The form to ask for a link.
pub(super) async fn form(visit: Visit) -> Answer {
    write(&visit, &Fields::default(), &[]).await
}

async fn write(visit: &Visit, fields: &Fields, refusals: &[Refusal]) -> Answer {
    let l = visit.locale;
    let names = directory(&visit.context()).await?;
    let sent = visit.query.contains_key("sent");
    let mut says = Vec::new();
    if sent {
        says.push(("info", l.t("recover-sent").to_owned()));
    }
    let mut email = Input::line("email", l.t("signin-email"));
    email.field.kind = "email";
    email.field.autocomplete = "username";
    let sheet = Sheet::new(&visit.at("/lost-password"), l.t("recover-do"), vec![email])
        .fill(|name| Some(fields.get(name)))
        .refused(l, refusals);
    let mails = visit.state.settings.mails;
    let panel = Panel {
        id: "h-recover",
        title: l.t("recover-applicant").to_owned(),
        note: (!mails).then(|| l.t("recover-no-mails").to_owned()),
        sheets: if mails { vec![sheet] } else { Vec::new() },
        ..Panel::default()
    };
    let staff = Panel {
        id: "h-recover-staff",
        title: l.t("recover-staff").to_owned(),
        note: Some(l.t("signin-forgotten").to_owned()),
        ..Panel::default()
    };
    let wrong = refusals.iter().map(|r| (r.field.unwrap_or("email"), words::refusal(l, r)));
    let page = PanelPage {
        shell: visit.public_shell(l.t("recover-title"), &names),
        crumb: Some((visit.at("/sign-in"), l.t("signin-title").to_owned())),
        lead: l.t("recover-lead").to_owned(),
        says,
        wrong: wrong.collect(),
        panels: vec![panel, staff],
    };
    page.answer(refusals)
}

/// Asks for a link. The answer is the same whether there is such an account or not.
pub(super) async fn submit(Sent { visit, fields }: Sent) -> Answer {
    if !visit.state.settings.mails {
        return Ok(see_other(&visit.at("/lost-password")));
    }
    let ctx = visit.state.app.context(Actor::Public);
    let language = words::language(visit.locale);
    match recover::ask(&ctx, fields.get("email"), language, &visit.machine).await {
        Ok(()) => Ok(see_other(&visit.at("/lost-password?sent=1"))),
        Err(AppError::Refused(refusals)) => write(&visit, &fields, &refusals).await,
        Err(error) => Err(error.into()),
    }
}

/// The page of a link.
pub(super) async fn link_form(at: At, visit: Visit) -> Answer {
    let token: String = at.read("token")?;
    set(&visit, &token, &Fields::default(), &[]).await
}

async fn set(visit: &Visit, token: &str, fields: &Fields, refusals: &[Refusal]) -> Answer {
    let l = visit.locale;
    let names = directory(&visit.context()).await?;
    let ctx = visit.state.app.context(Actor::Public);
    let panel = match recover::asks(&ctx, token).await {
        Ok(Asks::Office) => closed(l.t("recover-office"), Vec::new()),
        Ok(asks) => Panel {
            sheets: vec![sheet(visit, token, asks, fields, refusals)],
            ..closed("", Vec::new())
        },
        // Used, ended or never made: which of them is said to nobody.
        Err(AppError::NotFound) => {
            let again = vec![(visit.at("/lost-password"), l.t("recover-again"))];
            closed(l.t("recover-over"), again)
        }
        Err(error) => return Err(error.into()),
    };
    let wrong = refusals.iter().map(|r| (r.field.unwrap_or("new_password"), words::refusal(l, r)));
    let page = PanelPage {
        shell: visit.public_shell(l.t("recover-set-title"), &names),
        crumb: Some((visit.at("/sign-in"), l.t("signin-title").to_owned())),
        lead: l.t("recover-set-lead").to_owned(),
        says: Vec::new(),
        wrong: wrong.collect(),
        panels: vec![Panel { title: l.t("recover-set-title").to_owned(), ..panel }],
    };
    page.answer(refusals)
}

/// A panel that says something and asks for nothing.
fn closed(note: &str, links: Vec<(String, &'static str)>) -> Panel {
    let note = (!note.is_empty()).then(|| note.to_owned());
    Panel { id: "h-set", note, links, ..Panel::default() }
}

fn sheet(visit: &Visit, token: &str, asks: Asks, fields: &Fields, refusals: &[Refusal]) -> Sheet {
    let l = visit.locale;
    let password = |name: &'static str, label: &str| {
        let mut input = Input::line(name, label);
        input.field.kind = "password";
        input.field.autocomplete = "new-password";
        input
    };
    let least = i64::try_from(SHORTEST).unwrap_or(0);
    let mut inputs = Vec::new();
    if asks == Asks::Born {
        let mut born = Input::line("born", l.t("person-born")).hint(l.t("recover-born-hint"));
        born.field.autocomplete = "bday";
        inputs.push(born);
    }
    inputs.push(
        password("new_password", l.t("password-new"))
            .hint(&l.format("password-hint", &[("min", least.into())])),
    );
    inputs.push(password("again", l.t("password-again")));
    Sheet::new(&visit.at(&format!("/new-password/{token}")), l.t("recover-set-do"), inputs)
        .fill(|name| Some(fields.get(name)))
        .refused(l, refusals)
}

/// Sets the new password, and signs in.
pub(super) async fn link(at: At, Sent { visit, fields }: Sent) -> Answer {
    let token: String = at.read("token")?;
    let ctx = visit.state.app.context(Actor::Public);
    match recover::set_password(&ctx, &token, &fields.form(), &visit.machine).await {
        Ok(begun) => {
            let cookie = session_cookie(&visit.state, &begun.token, 43_200);
            Ok(with_cookie(see_other(&visit.at("/my")), &cookie))
        }
        Err(AppError::Refused(refusals)) => set(&visit, &token, &fields, &refusals).await,
        Err(AppError::NotFound | AppError::Stale) => {
            Ok(see_other(&visit.at(&format!("/new-password/{token}"))))
        }
        Err(error) => Err(error.into()),
    }
}
