//! Bringing a table: the file, what its rows are, and what it is as a source.

use axum::body::Bytes;
use kelisim_app::AppError;
use kelisim_app::access::Action;
use kelisim_app::import::{Brought, File, ImportForm, Kind, stage};
use kelisim_domain::Refusal;
use kelisim_domain::id::ImportId;
use kelisim_domain::source::Tier;
use kelisim_domain::text::Language;
use kelisim_exchange::sheet::read;
use kelisim_i18n::Locale;

use super::words;
use crate::answer::{Answer, see_other};
use crate::form::Choice;
use crate::posted::PostedTable;
use crate::sheet::{Head, Input, Part, Sheet, Start};
use crate::shell::Nav;
use crate::visit::Visit;

/// The form.
pub(super) async fn form(visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write(&visit, Start::kept(&visit).await?).await
}

async fn write(visit: &Visit, start: Start) -> Answer {
    let l = visit.locale;
    let sheet = form_of(visit).with("id", start.id(visit)).fill(|name| match name {
        "kind" => visit.query.get(name).map(String::as_str),
        "language" => Some(l.tag()),
        "tier" => Some(Tier::Official.code()),
        _ => None,
    });
    let head = Head {
        nav: Nav::Communiques,
        title: l.t("import-bring").to_owned(),
        crumb: (visit.at("/imports"), l.t("imports-title")),
        lead: l.t("import-bring-lead"),
    };
    sheet.show(visit, &start, head).await
}

fn form_of(visit: &Visit) -> Sheet {
    let l = visit.locale;
    let coded = |family: &str, codes: Vec<&str>| -> Vec<Choice> {
        codes.into_iter().map(|code| Choice::new(code, l.term(family, code))).collect()
    };
    let kinds = coded("import_kind", Kind::ALL.iter().map(|kind| kind.code()).collect());
    let tiers = coded("tier", Tier::ALL.iter().map(|tier| tier.code()).collect());
    let languages = coded("language_name", Language::ALL.iter().map(|it| it.code()).collect());
    let parts = vec![
        Part {
            legend: Some(l.t("import-part-file").to_owned()),
            inputs: vec![
                Input::select(l, "kind", l.t("import-kind"), kinds),
                Input::file("file", l.t("import-file")).hint(l.t("import-file-hint")),
                Input::select(l, "language", l.t("import-language"), languages),
            ],
        },
        Part {
            legend: Some(l.t("import-part-source").to_owned()),
            inputs: vec![
                Input::line("title", l.t("entry-title")).hint(l.t("import-title-hint")),
                Input::line("publisher", l.t("import-publisher")),
                Input::line("published_on", l.t("import-date")).hint(l.t("entry-date-hint")),
                Input::select(l, "tier", l.t("entry-tier"), tiers),
            ],
        },
    ];
    Sheet::of_parts(&visit.at("/imports/new"), l.t("import-check"), parts)
}

/// Reads the file and stages it, or shows what is wrong.
pub(super) async fn submit(PostedTable(posted): PostedTable) -> Answer {
    let (visit, fields) = (&posted.visit, &posted.fields);
    let ctx = visit.context();
    ctx.authorise(Action::KeepRecord)?;
    let form: ImportForm = fields.form();
    let id = ImportId::new(Start::refused(fields, Vec::new()).id(visit));
    let file = match sheets(posted.file.clone(), posted.file_name.clone()).await {
        Ok(file) => file,
        Err(Some(refusal)) => return write(visit, Start::refused(fields, vec![refusal])).await,
        Err(None) => return Err(AppError::internal("reading a table", "the reader fell").into()),
    };
    let kind = Kind::from_code(&form.kind).unwrap_or(Kind::Observations);
    match stage(&ctx, id, words(kind, visit.locale), &form, file).await {
        Ok(Brought::Staged(id)) => Ok(see_other(&visit.at(&format!("/imports/{id}")))),
        Ok(Brought::Known(source)) => Ok(see_other(&visit.at(&format!("/imports?known={source}")))),
        Err(AppError::Refused(refusals)) => write(visit, Start::refused(fields, refusals)).await,
        Err(error) => Err(posted.failed(error).await),
    }
}

/// Reads a file beside the requests of others, since a large one takes seconds.
async fn sheets(bytes: Option<Bytes>, name: String) -> Result<File, Option<Refusal>> {
    let Some(bytes) = bytes else { return Ok(File::default()) };
    let work = move || {
        let sheets = read(&bytes)?;
        Ok(File { name, bytes: bytes.to_vec(), sheets })
    };
    tokio::task::spawn_blocking(work).await.map_err(|_| None)?.map_err(Some)
}

/// The name of a language a text can be in, for the page of a table.
pub(super) fn language_name(l: Locale, language: Language) -> &'static str {
    l.term("language_name", language.code())
}
