//! The page on which a communiqué is read: its text on the left, what was marked in it on the right.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use kelisim_app::access::Action;
use kelisim_app::communique::{DraftForm, Marked, ReviewPage, review};
use kelisim_app::lookup::directory;
use kelisim_app::{AppError, Context};
use kelisim_domain::Refusal;
use kelisim_domain::id::{DraftId, SourceId};
use kelisim_domain::source::{Review, SourceKind};

use super::document::{Mark, article};
use super::field::field;
use super::passage::{Around, Line};
use crate::answer::{Answer, Failure, page, page_with, see_other};
use crate::form::Field;
use crate::posted::Fields;
use crate::routes::At;
use crate::shell::{Nav, Shell};
use crate::source_page::About;
use crate::visit::Visit;
use crate::words::{self, Told};

/// The page.
#[derive(Template)]
#[template(path = "communique.html")]
struct Page {
    shell: Shell,
    title: Told,
    path: String,
    about: About,
    article: String,
    lang: String,
    lines: Vec<Line>,
    /// How many passages are decided, of how many.
    progress: String,
    undecided: bool,
    review: Review,
    version: i64,
    /// Whether the person may mark and decide now.
    may_mark: bool,
    /// Whether the person may take the reading up again.
    may_take_up: bool,
    mark: Option<MarkForm>,
    known: bool,
    /// What came of asking for proposals.
    proposed: Option<String>,
    stale: bool,
    /// What is wrong, in the order of the fields.
    errors: Vec<(&'static str, String)>,
}

/// The form that marks a new passage.
struct MarkForm {
    action: String,
    passage: Field,
    near: String,
    /// The other side, as in the passage marked last.
    partner: String,
}

/// What was typed about a passage and not taken.
pub(super) struct Typed {
    pub(super) id: DraftId,
    pub(super) revision: i64,
    pub(super) form: DraftForm,
    pub(super) refusals: Vec<Refusal>,
}

impl Typed {
    /// What was sent about a passage.
    pub(super) fn new(id: DraftId, fields: &Fields, refusals: Vec<Refusal>) -> Self {
        Self { id, revision: fields.number("revision"), form: fields.form(), refusals }
    }
}

/// Shows the page; what was typed before the session ended or another hand was faster comes back.
pub(super) async fn show(visit: Visit, at: At) -> Answer {
    let ctx = visit.context();
    let seen = review(&ctx, at.read("id")?).await?;
    if seen.source.description.kind == SourceKind::Table {
        return Ok(see_other(&words::source_href(visit.locale, seen.source.id)));
    }
    let typed = match (visit.asked::<DraftId>("p"), visit.kept().await?) {
        (Some(id), Some(fields)) => {
            let mut typed = Typed::new(id, &fields, Vec::new());
            // The form is sent again on top of the version it is now compared with.
            if let Some(there) = seen.marked.iter().find(|marked| marked.id == id) {
                typed.revision = there.revision;
            }
            Some(typed)
        }
        _ => None,
    };
    page(&build(&visit, &ctx, seen, typed).await?)
}

/// Shows the page again with what was refused.
pub(super) async fn refused(
    visit: &Visit,
    source: SourceId,
    typed: Option<Typed>,
    whole: &[Refusal],
) -> Result<Response, Failure> {
    let ctx = visit.context();
    let seen = review(&ctx, source).await?;
    let mut page = build(visit, &ctx, seen, typed).await?;
    let l = visit.locale;
    page.errors.extend(whole.iter().map(|r| ("drafts", crate::words::refusal(l, r))));
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn build(
    visit: &Visit,
    ctx: &Context<'_>,
    seen: ReviewPage,
    typed: Option<Typed>,
) -> Result<Page, AppError> {
    let l = visit.locale;
    let names = directory(ctx).await?;
    let source = &seen.source;
    let registry = source.description.registry;
    let around = Around { locale: l, names: &names, registry, open: &seen.open };
    let path = format!("/communiques/{}", source.id);
    let may_keep = visit.may(Action::KeepRecord);
    let may_mark = may_keep && source.review == Review::InReview;
    // Its form weighs as much as the text, so that a passage is open only when it was asked for.
    let shown = typed.as_ref().map(|typed| typed.id).or_else(|| visit.asked("p"));

    let mut lines = Vec::new();
    let mut errors = Vec::new();
    for (i, marked) in seen.marked.iter().enumerate() {
        let href = format!("{path}?p={}#d{}", marked.id, i + 1);
        let mut line = around.line(i + 1, marked, &href);
        if shown == Some(marked.id) {
            let mut open = around.opened(marked);
            if may_mark && marked.state == "open" {
                let typed = typed.as_ref().filter(|typed| typed.id == marked.id);
                let (form, refusals) =
                    typed.map_or((&marked.form, [].as_slice()), |t| (&t.form, &t.refusals));
                let revision = typed.map_or(marked.revision, |typed| typed.revision);
                let action = visit.at(&format!("{path}/passages/{}", marked.id));
                let mut form = around.form(action, revision, form, refusals);
                form.unfolded |= typed.is_some();
                errors.extend(form.mistakes().into_iter().map(|(n, text)| (n, text.to_owned())));
                open.form = Some(Box::new(form));
            }
            line.open = Some(open);
        }
        lines.push(line);
    }
    let new = typed.filter(|typed| !seen.marked.iter().any(|marked| marked.id == typed.id));
    let mark = may_mark.then(|| mark_form(visit, ctx, &path, &seen.marked, new));
    if let Some(text) = mark.as_ref().and_then(|mark| mark.passage.error.clone()) {
        errors.push(("passage", text));
    }
    let marks: Vec<Mark> = lines.iter().zip(&seen.marked).map(mark_of).collect();
    let undecided = lines.iter().filter(|line| line.tone.is_empty()).count();
    Ok(Page {
        title: Told::new(l, &source.description.title),
        about: About::new(l, source),
        article: article(&seen.text, &marks, l.t("review-passage")),
        lang: source.description.language.clone(),
        progress: l
            .format("review-progress", &[("open", undecided.into()), ("all", lines.len().into())]),
        undecided: undecided > 0,
        review: source.review,
        version: source.version,
        may_mark,
        may_take_up: may_keep && source.review != Review::InReview,
        mark,
        known: visit.query.contains_key("known"),
        proposed: proposed(visit),
        stale: visit.is_stale(),
        shell: visit.shell(&Told::new(l, &source.description.title).text, Nav::Communiques).await?,
        lines,
        errors,
        path,
    })
}

/// How many drafts were proposed just now, or that nothing new was found.
fn proposed(visit: &Visit) -> Option<String> {
    let n: usize = visit.asked("proposed")?;
    let l = visit.locale;
    Some(if n == 0 {
        l.t("proposal-none").to_owned()
    } else {
        l.format("proposal-added", &[("n", n.into())])
    })
}

fn mark_of((line, marked): (&Line, &Marked)) -> Mark {
    Mark {
        start: marked.quotation.start,
        end: marked.quotation.end,
        n: line.n,
        tone: match line.tone {
            _ if line.open.is_some() => "on",
            "" if line.proposed => "pro",
            tone => tone,
        },
        href: line.href.clone(),
    }
}

fn mark_form(
    visit: &Visit,
    ctx: &Context<'_>,
    path: &str,
    marked: &[Marked],
    typed: Option<Typed>,
) -> MarkForm {
    let l = visit.locale;
    let id = typed.as_ref().map_or_else(|| DraftId::new(ctx.new_id()), |typed| typed.id);
    let refusals = typed.as_ref().map(|typed| typed.refusals.clone()).unwrap_or_default();
    let form = typed.map(|typed| typed.form).unwrap_or_default();
    let last = marked.iter().max_by_key(|marked| marked.id).map(|m| m.form.partner.clone());
    let partner = if form.partner.is_empty() { last.unwrap_or_default() } else { form.partner };
    MarkForm {
        action: visit.at(&format!("{path}/passages/{id}")),
        passage: field(l, "passage", l.t("mark-passage"), &form.passage, &refusals)
            .with_hint(l.t("mark-hint")),
        near: form.near,
        partner,
    }
}
