//! Saved lists: what stands over each list, the page of all of them, and what their owner does to one.

mod bar;
mod told;

use std::collections::BTreeMap;

use askama::Template;
use kelisim_app::AppError;
use kelisim_app::access::Action;
use kelisim_app::lookup::directory;
use kelisim_app::saved::{self, Filters, SavedForm, Shown};
use kelisim_domain::id::SavedListId;
use kelisim_domain::saved::ListOf;
use kelisim_i18n::Arg;

use self::bar::NO_FILTERS;
pub(crate) use self::bar::{Bar, bar};
use crate::answer::{Answer, page, see_other};
use crate::apply::panel::{Panel, PanelPage};
use crate::form::Choice;
use crate::posted::Posted;
use crate::routes::{Access, At, Routes};
use crate::sheet::{Head, Input, Sheet, Start};
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words;

/// The routes of these pages.
pub(crate) fn add(routes: Routes) -> Routes {
    let read = Access::Right(Action::ReadRecord);
    routes
        .get("/{lang}/lists", read, all)
        .get("/{lang}/lists/new", read, save_form)
        .post("/{lang}/lists/new", read, save)
        .get("/{lang}/lists/{list}", read, open)
        .get("/{lang}/lists/{list}/change", read, change_form)
        .post("/{lang}/lists/{list}/change", read, change)
        .get("/{lang}/lists/{list}/remove", read, change_form)
        .post("/{lang}/lists/{list}/remove", read, remove)
}

/// A saved list as a row.
struct Row {
    href: String,
    name: String,
    of: &'static str,
    filters: Vec<(String, String)>,
    /// Whether some of its filters are gone.
    faulty: bool,
    whose: String,
    shared: bool,
    files: Option<(String, String)>,
    change: Option<String>,
}

#[derive(Template)]
#[template(path = "lists.html")]
struct ListsPage {
    shell: Shell,
    rows: Vec<Row>,
}

async fn shell(visit: &Visit, title: &str) -> Result<Shell, AppError> {
    Ok(Shell { here: None, ..visit.shell(title, Nav::Overview).await? })
}

/// Own lists and those colleagues share, by list of the console and name.
async fn all(visit: Visit) -> Answer {
    let ctx = visit.context();
    let l = visit.locale;
    let mut found = saved::lists(&ctx).await?;
    found.sort_by_key(|it| it.of);
    let names = directory(&ctx).await?;
    let mut rows = Vec::new();
    for it in &found {
        let base = visit.at(&told::path(it.of, &it.filters));
        let query = told::query(&it.filters, &[]);
        let files = told::has_files(it.of) && it.faults.is_empty();
        rows.push(Row {
            href: visit.at(&format!("/lists/{}", it.id)),
            name: it.name.clone(),
            of: told::title(l, it.of),
            filters: told::filters(&visit, &names, it.of, &it.filters).await?,
            faulty: !it.faults.is_empty(),
            whose: it.owner.clone().unwrap_or_else(|| l.t("saved-mine").to_owned()),
            shared: it.shared,
            files: files.then(|| (format!("{base}.csv{query}"), format!("{base}.xlsx{query}"))),
            change: may_change(&visit, it).then(|| visit.at(&format!("/lists/{}/change", it.id))),
        });
    }
    page(&ListsPage { shell: shell(&visit, l.t("saved-title")).await?, rows })
}

fn may_change(visit: &Visit, it: &Shown) -> bool {
    it.mine || visit.may(Action::ManageAccounts)
}

/// Opens a list. What it can no longer choose is told before anything is shown.
async fn open(at: At, visit: Visit) -> Answer {
    let it = saved::list(&visit.context(), at.read("list")?).await?;
    let address = told::address(&visit, &it);
    if it.faults.is_empty() {
        return Ok(see_other(&address));
    }
    let l = visit.locale;
    let mut links = Vec::new();
    if it.opens() {
        links.push((address, l.t("saved-open-rest")));
    }
    if may_change(&visit, &it) {
        links.push((visit.at(&format!("/lists/{}/change", it.id)), l.t("saved-change")));
    }
    let names = directory(&visit.context()).await?;
    PanelPage {
        shell: shell(&visit, &it.name).await?,
        crumb: Some((visit.at("/lists"), l.t("saved-title").to_owned())),
        lead: l.t("saved-faults-lead").to_owned(),
        says: it.faults.iter().map(|fault| ("", words::refusal(l, fault))).collect(),
        panels: vec![Panel {
            id: "h-rest",
            title: l.t("saved-rest").to_owned(),
            facts: told::filters(&visit, &names, it.of, &it.filters).await?,
            links,
            ..Panel::default()
        }],
        wrong: Vec::new(),
    }
    .answer(&[])
}

/// Name, and whether colleagues see it where there are such.
fn inputs(visit: &Visit) -> Vec<Input> {
    let l = visit.locale;
    let mut inputs = vec![Input::line("name", l.t("saved-name")).hint(l.t("saved-name-hint"))];
    if visit.may(Action::ReadSources) {
        let yes = Choice::new("yes", l.t("saved-shared-yes"));
        let shared = Input::several("shared", l.t("saved-shared"), vec![yes]);
        inputs.push(shared.hint(l.t("saved-shared-hint")));
    }
    inputs
}

/// What is to be saved: the list and its filters, out of the address or the form.
fn wanted(of: &str, query: &str) -> Result<(ListOf, BTreeMap<String, String>), AppError> {
    let of = ListOf::from_code(of).ok_or(AppError::NotFound)?;
    let asked = form_urlencoded::parse(query.as_bytes()).into_owned();
    Ok((of, asked.filter(|(name, _)| !NO_FILTERS.contains(&name.as_str())).collect()))
}

async fn save_form(visit: Visit) -> Answer {
    let start = Start::kept(&visit).await?;
    let typed = |name: &str| start.typed.as_ref().map(|fields| fields.get(name).to_owned());
    let of = typed("of").unwrap_or_else(|| visit.chosen("of").to_owned());
    let query = typed("query").unwrap_or_else(|| visit.chosen("query").to_owned());
    write_save(&visit, &of, &query, start).await
}

async fn write_save(visit: &Visit, of: &str, query: &str, start: Start) -> Answer {
    let l = visit.locale;
    let ctx = visit.context();
    ctx.authorise(Action::ReadRecord)?;
    let (list, asked) = wanted(of, query)?;
    saved::offers(&ctx, list)?;
    let (filters, _) = Filters::read(list, &asked);
    let names = directory(&ctx).await?;
    let chosen = told::filters(visit, &names, list, &filters).await?;
    let chosen: Vec<String> =
        chosen.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    let chosen = match chosen.is_empty() {
        true => l.t("saved-no-filters").to_owned(),
        false => l.format("saved-what", &[("filters", Arg::Str(&chosen.join("; ")))]),
    };
    let sheet = Sheet::new(&visit.at("/lists/new"), l.t("saved-save"), inputs(visit))
        .with("id", start.id(visit))
        .with("of", of)
        .with("query", query);
    let head = Head {
        nav: Nav::Overview,
        title: format!("{}: {}", l.t("saved-save"), told::title(l, list)),
        crumb: (visit.at(&told::path(list, &filters)), told::title(l, list)),
        lead: l.t("saved-lead"),
    };
    sheet.show_with(visit, &start, head, vec![chosen]).await
}

async fn save(posted: Posted) -> Answer {
    let (visit, fields) = (&posted.visit, &posted.fields);
    let form: SavedForm = fields.form();
    let (of, query) = (fields.get("of"), fields.get("query"));
    let (list, asked) = wanted(of, query)?;
    let id = SavedListId::new(Start::refused(fields, Vec::new()).id(visit));
    let done = saved::save(&visit.context(), id, list, &asked, &form).await;
    posted
        .answered(done, &format!("/lists/{id}"), |start| write_save(visit, of, query, start))
        .await
}

async fn change_form(at: At, visit: Visit) -> Answer {
    write_change(&visit, at.read("list")?, Start::kept(&visit).await?).await
}

async fn write_change(visit: &Visit, id: SavedListId, start: Start) -> Answer {
    let l = visit.locale;
    let it = saved::list(&visit.context(), id).await?;
    if !may_change(visit, &it) {
        return Err(AppError::Forbidden.into());
    }
    let shared = if it.shared { "yes" } else { "" };
    let sheet = Sheet::new(&visit.at(&format!("/lists/{id}/change")), l.t("save"), inputs(visit))
        .fill(|name| Some(if name == "shared" { shared } else { it.name.as_str() }));
    let sheet = start.apply(l, sheet);
    let wrong: Vec<(&'static str, String)> = sheet
        .parts
        .iter()
        .flat_map(|part| part.inputs.iter().map(|input| &input.field))
        .filter_map(|field| field.error.clone().map(|text| (field.name, text)))
        .collect();
    let remove =
        Sheet::new(&visit.at(&format!("/lists/{id}/remove")), l.t("saved-remove"), Vec::new());
    let mut panels = Vec::new();
    if it.mine {
        panels.push(Panel {
            id: "h-change",
            title: l.t("saved-change").to_owned(),
            sheets: vec![sheet],
            ..Panel::default()
        });
    }
    panels.push(Panel {
        id: "h-remove",
        title: l.t("saved-remove").to_owned(),
        note: Some(l.t("saved-remove-note").to_owned()),
        sheets: vec![remove.tone("no")],
        ..Panel::default()
    });
    PanelPage {
        shell: shell(visit, &it.name).await?,
        crumb: Some((visit.at("/lists"), l.t("saved-title").to_owned())),
        lead: told::title(l, it.of).to_owned(),
        says: start.warnings(l).into_iter().map(|text| ("", text)).collect(),
        panels,
        wrong,
    }
    .answer(&start.refusals)
}

async fn change(at: At, posted: Posted) -> Answer {
    let id: SavedListId = at.read("list")?;
    let visit = &posted.visit;
    let form: SavedForm = posted.fields.form();
    let done = saved::change(&visit.context(), id, &form).await;
    posted.answered(done, "/lists", |start| write_change(visit, id, start)).await
}

async fn remove(at: At, posted: Posted) -> Answer {
    let id: SavedListId = at.read("list")?;
    match saved::remove(&posted.visit.context(), id).await {
        Ok(()) => Ok(see_other(&posted.visit.at("/lists"))),
        Err(error) => Err(posted.failed(error).await),
    }
}
