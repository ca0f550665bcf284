//! What a reviewer declares before any file comes.

use kelisim_app::programme::review::{self, DeclareForm};
use kelisim_domain::programme::region;
use kelisim_i18n::Locale;

use crate::answer::Answer;
use crate::form::Choice;
use crate::posted::Posted;
use crate::sheet::{self, Head, Input, Sheet, Start};
use crate::shell::Nav;
use crate::visit::Visit;
use crate::words;

/// The form.
pub(super) async fn form(visit: Visit) -> Answer {
    let start = Start::kept(&visit).await?;
    write(&visit, start).await
}

fn value<'f>(form: &'f DeclareForm, name: &str) -> Option<&'f str> {
    Some(match name {
        "employers" => &form.employers,
        "region" => &form.region,
        "supervised" => &form.supervised,
        "kin" => &form.kin,
        _ => return None,
    })
}

fn inputs(visit: &Visit, l: Locale) -> Vec<Input> {
    let registry = visit.who.as_ref().map(|who| who.who.registry);
    let regions = registry.into_iter().flat_map(region::of).map(|code| {
        let named = region::name(code).map(|name| words::text(l, &name).0);
        Choice::new(code, named.unwrap_or_else(|| code.to_owned()))
    });
    vec![
        Input::area(l, "employers", l.t("declare-employers")).hint(l.t("declare-employers-hint")),
        Input::select(l, "region", l.t("declare-region"), sheet::sorted(l, regions)).optional(),
        Input::area(l, "supervised", l.t("declare-supervised"))
            .hint(l.t("declare-names-hint"))
            .optional(),
        Input::area(l, "kin", l.t("declare-kin")).hint(l.t("declare-kin-hint")).optional(),
    ]
}

async fn write(visit: &Visit, start: Start) -> Answer {
    let l = visit.locale;
    let (declared, version) = review::declaration(&visit.context()).await?;
    let declared = declared.unwrap_or_default();
    let sheet = Sheet::new(&visit.at("/reviews/declaration"), l.t("declare-do"), inputs(visit, l))
        .with("version", version)
        .fill(|name| value(&declared, name));
    let head = Head {
        nav: Nav::Reviews,
        title: l.t("declare-title").to_owned(),
        crumb: (visit.at("/reviews"), l.t("reviews-title")),
        lead: l.t("declare-lead"),
    };
    sheet.show(visit, &start, head).await
}

/// Declares.
pub(super) async fn submit(posted: Posted) -> Answer {
    let (visit, fields) = (&posted.visit, &posted.fields);
    let form: DeclareForm = fields.form();
    let done = review::declare(&visit.context(), fields.number("version"), &form).await;
    posted.answered(done, "/reviews", |start| write(visit, start)).await
}
