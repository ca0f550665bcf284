//! Raising a conflict.

use kelisim_app::AppError;
use kelisim_app::access::Action;
use kelisim_app::conflict::{RaiseForm, raise};
use kelisim_app::lookup::directory;
use kelisim_domain::Refusal;
use kelisim_domain::conflict::Rule;
use kelisim_domain::id::ConflictId;

use super::seen;
use crate::answer::{Answer, see_other};
use crate::form::Choice;
use crate::posted::Posted;
use crate::sheet::{self, Head, Input, Part, Sheet, Start};
use crate::shell::Nav;
use crate::visit::Visit;
use crate::words;

/// The form.
pub(super) async fn form(visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write(&visit, Start::kept(&visit).await?).await
}

async fn write(visit: &Visit, start: Start) -> Answer {
    let l = visit.locale;
    let sheet = sheet(visit).await?.with("id", start.id(visit));
    let seen = seen::filled(visit).await?;
    let given = |name| visit.query.get(name).or_else(|| seen.get(name)).map(String::as_str);
    let sheet = sheet.fill(given);
    let head = Head {
        nav: Nav::Conflicts,
        title: l.t("conflict-raise").to_owned(),
        crumb: (visit.at("/conflicts"), l.t("conflicts-title")),
        lead: l.t("conflict-raise-lead"),
    };
    sheet.show(visit, &start, head).await
}

async fn sheet(visit: &Visit) -> Result<Sheet, AppError> {
    let l = visit.locale;
    let names = directory(&visit.context()).await?;
    let rules = Rule::ALL.iter().map(|rule| Choice {
        value: rule.code().to_owned(),
        label: l.term("rule", rule.code()).to_owned(),
    });
    let whole = vec![
        Input::select(l, "rule", l.t("conflict-rule"), rules.collect()),
        Input::select(l, "partner", l.t("conflict-partner"), sheet::parties(l, &names)),
        Input::select(
            l,
            "commitment",
            l.t("conflict-commitment"),
            sheet::commitments(visit).await?,
        )
        .optional(),
        Input::line("title", l.t("conflict-name")),
        Input::area(l, "question", l.t("conflict-question")).hint(l.t("conflict-question-hint")),
    ];
    let sources = sheet::sources(visit).await?;
    let side = |legend: &str, [source, passage, claim]: [&'static str; 3]| Part {
        legend: Some(legend.to_owned()),
        inputs: vec![
            Input::select(l, source, l.t("source"), sources.clone()),
            Input::area(l, passage, l.t("conflict-passage")).hint(l.t("conflict-passage-hint")),
            Input::line(claim, l.t("conflict-claim")),
        ],
    };
    let parts = vec![
        Part { legend: None, inputs: whole },
        side(l.t("conflict-first"), ["source_a", "passage_a", "claim_a"]),
        side(l.t("conflict-second"), ["source_b", "passage_b", "claim_b"]),
    ];
    Ok(Sheet::of_parts(&visit.at("/conflicts/new"), l.t("conflict-raise"), parts))
}

/// Takes the form.
pub(super) async fn submit(posted: Posted) -> Answer {
    let (visit, fields) = (&posted.visit, &posted.fields);
    let form: RaiseForm = fields.form();
    let start = Start::refused(fields, Vec::new());
    let id = ConflictId::new(start.id(visit));
    match raise(&visit.context(), id, words::language(visit.locale), &form).await {
        Ok(()) => Ok(see_other(&visit.at(&format!("/conflicts/{id}")))),
        Err(AppError::Refused(refusals)) => {
            let refusals: Vec<Refusal> = refusals.into_iter().map(of_second).collect();
            write(visit, Start::refused(fields, refusals)).await
        }
        Err(error) => Err(posted.failed(error).await),
    }
}

/// That both passages are the same is said beside the second one.
fn of_second(refusal: Refusal) -> Refusal {
    match refusal.field {
        Some("passage") => Refusal { field: Some("passage_b"), ..refusal },
        _ => refusal,
    }
}
