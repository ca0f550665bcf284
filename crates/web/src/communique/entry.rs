//! Entering a communiqué: by pasting its text or by choosing a file.

use askama::Template;
use axum::body::Bytes;
use axum::http::StatusCode;
use kelisim_app::AppError;
use kelisim_app::access::Action;
use kelisim_app::communique::{AddForm, Added, LONGEST, add};
use kelisim_app::typed::read_document;
use kelisim_domain::Refusal;
use kelisim_domain::id::SourceId;
use kelisim_domain::source::{SourceKind, Tier};
use kelisim_i18n::Locale;

use super::field::{coded, elsewhere, field, with_typed};
use crate::answer::{Answer, page, page_with, see_other};
use crate::form::{Choice, Field, mistakes};
use crate::posted::{Fields, Posted};
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words;

/// The page.
#[derive(Template)]
#[template(path = "communique_new.html")]
struct EntryPage {
    shell: Shell,
    /// Id of the source, made with the form.
    id: SourceId,
    title: Field,
    kind: Field,
    kinds: Vec<Choice>,
    tier: Field,
    tiers: Vec<Choice>,
    publisher: Field,
    published_on: Field,
    url: Field,
    language: Field,
    languages: Vec<Choice>,
    text: Field,
    file: Field,
    /// What is wrong with no field in particular.
    others: Vec<String>,
}

impl EntryPage {
    fn fields(&self) -> [&Field; 8] {
        [
            &self.title,
            &self.kind,
            &self.tier,
            &self.publisher,
            &self.published_on,
            &self.url,
            &self.language,
            &self.text,
        ]
    }

    /// What is wrong, in the order of the fields.
    fn mistakes(&self) -> Vec<(&'static str, &str)> {
        let others = self.others.iter().map(|text| ("title", text.as_str()));
        mistakes(self.fields()).into_iter().chain(others).collect()
    }

    fn new(shell: Shell, id: SourceId, form: &AddForm, refusals: &[Refusal]) -> Self {
        let l = shell.locale;
        let typed = |name, label, value| field(l, name, label, value, refusals);
        let mut page = Self {
            id,
            title: typed("title", l.t("entry-title"), &form.title),
            kind: typed("kind", l.t("entry-kind"), &form.kind),
            kinds: coded(l, "source_kind", kinds().map(SourceKind::code)),
            tier: typed("tier", l.t("entry-tier"), &form.tier),
            tiers: coded(l, "tier", Tier::ALL.iter().map(|tier| tier.code())),
            publisher: typed("publisher", l.t("entry-publisher"), &form.publisher)
                .with_hint(l.t("entry-publisher-hint")),
            published_on: typed("published_on", l.t("entry-date"), &form.published_on)
                .with_hint(l.t("entry-date-hint")),
            url: typed("url", l.t("entry-url"), &form.url).that_may_be_empty(),
            language: typed("language", l.t("entry-language"), &form.language),
            languages: languages(l, &form.language),
            text: typed("text", l.t("entry-text"), &form.text).with_hint(l.t("entry-text-hint")),
            file: Field {
                kind: "file",
                optional: true,
                ..field(l, "file", l.t("entry-file"), "", &[]).with_hint(l.t("entry-file-hint"))
            },
            others: Vec::new(),
            shell,
        };
        page.others = elsewhere(l, &page.fields(), refusals);
        page
    }
}

/// What is read passage by passage: all but tables, which come in by their rows.
fn kinds() -> impl Iterator<Item = SourceKind> {
    SourceKind::ALL.iter().copied().filter(|kind| *kind != SourceKind::Table)
}

/// Languages of texts. The tag of another language, when one was sent, stays.
fn languages(l: Locale, typed: &str) -> Vec<Choice> {
    with_typed(coded(l, "text_in", ["kk", "ky", "ru", "en", "tr", "uz"]), typed, typed)
}

/// Shows the form; what was typed before the session ended comes back.
pub(super) async fn form(visit: Visit) -> Answer {
    let ctx = visit.context();
    ctx.authorise(Action::KeepRecord)?;
    let l = visit.locale;
    let empty = AddForm {
        kind: SourceKind::Communique.code().to_owned(),
        tier: Tier::Official.code().to_owned(),
        language: l.tag().to_owned(),
        ..AddForm::default()
    };
    let kept = visit.kept().await?;
    let id = kept.as_ref().and_then(|fields| fields.get("id").parse().ok());
    let form = kept.as_ref().map_or(empty, Fields::form);
    let shell = visit.shell(l.t("communique-add"), Nav::Communiques).await?;
    page(&EntryPage::new(shell, id.unwrap_or_else(|| SourceId::new(ctx.new_id())), &form, &[]))
}

/// Enters the communiqué, or shows what is wrong.
pub(super) async fn submit(posted: Posted) -> Answer {
    let visit = &posted.visit;
    let ctx = visit.context();
    let mut form: AddForm = posted.fields.form();
    let id = posted.fields.get("id").parse();
    let id: SourceId = id.unwrap_or_else(|_| SourceId::new(ctx.new_id()));
    let language = words::language(visit.locale);
    let bytes = posted.file.clone().unwrap_or_else(|| Bytes::from(form.text.clone()));
    match add(&ctx, id, language, &form, &bytes).await {
        Ok(Added::New(id)) => Ok(see_other(&visit.at(&format!("/communiques/{id}")))),
        Ok(Added::Known(known)) if known == id => {
            Ok(see_other(&visit.at(&format!("/communiques/{id}"))))
        }
        Ok(Added::Known(id)) => Ok(see_other(&visit.at(&format!("/communiques/{id}?known=1")))),
        Err(AppError::Refused(refusals)) => {
            // A file cannot be put back into a form: its text goes into the field for pasting.
            if let Some(Ok(text)) = posted.file.as_deref().map(|file| read_document(file, LONGEST))
            {
                form.text = text;
            }
            let title = visit.locale.t("communique-add");
            let shell = visit.shell(title, Nav::Communiques).await?;
            let page = EntryPage::new(shell, id, &form, &refusals);
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(posted.failed(error).await),
    }
}
