//! The applications to a call, for officers and for the host's side.

use kelisim_app::programme::application::{self, Line};
use kelisim_domain::id::CallId;
use kelisim_domain::programme::application::{ReceiptNumber, Stage};
use kelisim_domain::programme::region;
use kelisim_domain::saved::ListOf;
use kelisim_exchange::rows::Rows;

use super::keep::title;
use super::panel::{Panel, PanelPage, Row, chip};
use crate::answer::Answer;
use crate::routes::At;
use crate::saved::bar;
use crate::shell::Nav;
use crate::table::{Form, answer};
use crate::visit::Visit;
use crate::words;

/// How many a page of the list has.
const LISTED: usize = 50;
/// Most lines of the table.
const MOST: usize = 20_000;

fn stage(visit: &Visit) -> Option<Stage> {
    Stage::from_code(visit.chosen("stage"))
}

/// Shows the list.
pub(super) async fn show(at: At, visit: Visit) -> Answer {
    let id: CallId = at.read("id")?;
    let l = visit.locale;
    let ctx = visit.context();
    let after = visit.asked::<ReceiptNumber>("after");
    let found = application::list(&ctx, id, stage(&visit), after.as_ref(), LISTED).await?;
    let base = format!("/calls/{id}/applications");
    let row = |line: &Line| {
        let region = line.region.as_deref().and_then(region::name);
        let region = region.map(|name| words::text(l, &name).0).unwrap_or_default();
        let name = line.name.clone().unwrap_or_else(|| l.t("application-erased-name").to_owned());
        let made_up = if line.made_up { l.t("made-up") } else { "" };
        let meta: Vec<&str> = [line.receipt.as_str(), region.as_str(), made_up]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        Row {
            href: Some(visit.at(&format!("/applications/{}", line.id))),
            text: name,
            meta: meta.join(" · "),
            chip: Some(chip(l, line.stage)),
            forms: Vec::new(),
        }
    };
    let mut links: Vec<(String, &'static str)> = vec![(visit.at(&base), l.t("filter-any"))];
    links.extend(Stage::ALL.iter().map(|stage| {
        let to = visit.at(&format!("{base}?stage={}", stage.code()));
        (to, l.term("application_stage", stage.code()))
    }));
    let mut more = vec![
        (visit.at_filtered(&format!("{base}.csv")), l.t("applications-csv")),
        (visit.at_filtered(&format!("{base}.xlsx")), l.t("applications-xlsx")),
    ];
    if let Some(next) = &found.next {
        let stage = visit.chosen("stage");
        more.push((
            visit.at(&format!("{base}?stage={stage}&after={next}")),
            l.t("applications-more"),
        ));
    }
    let saved = bar(&visit, ListOf::Applications, Some(id)).await?;
    let kept = saved.links.into_iter().map(|link| Row {
        href: Some(link.href),
        text: link.name,
        meta: link.owner.unwrap_or_default(),
        chip: None,
        forms: Vec::new(),
    });
    let mut keep = vec![(saved.save, l.t("saved-save"))];
    keep.extend(saved.all.map(|all| (all, l.t("saved-title"))));
    let page = PanelPage {
        crumb: Some((visit.at(&format!("/calls/{id}")), title(l, &found.call))),
        lead: l.t("applications-lead").to_owned(),
        says: Vec::new(),
        wrong: Vec::new(),
        panels: vec![
            Panel {
                id: "h-filter",
                title: l.t("call-stage").to_owned(),
                links,
                ..Panel::default()
            },
            Panel {
                id: "h-list",
                title: l.t("applications-title").to_owned(),
                note: found.lines.is_empty().then(|| l.t("my-none").to_owned()),
                rows: found.lines.iter().map(row).collect(),
                links: more,
                ..Panel::default()
            },
            Panel {
                id: "h-saved",
                title: l.t("saved-title").to_owned(),
                rows: kept.collect(),
                links: keep,
                ..Panel::default()
            },
        ],
        shell: visit.shell(l.t("applications-title"), Nav::Calls).await?,
    };
    page.answer(&[])
}

const COLUMNS: kelisim_exchange::rows::Columns = kelisim_exchange::rows::Columns {
    names: &["receipt", "name", "region", "stage", "mend_by", "made_up"],
    numbers: &[],
    dates: &[],
};

async fn table(at: &At, visit: &Visit, form: Form) -> Answer {
    let ctx = visit.context();
    let found = application::list(&ctx, at.read("id")?, stage(visit), None, MOST).await?;
    let mut rows = Rows::new(COLUMNS);
    for line in found.lines {
        rows.add(vec![
            line.receipt.to_string(),
            line.name.unwrap_or_default(),
            line.region.unwrap_or_default(),
            line.stage.code().to_owned(),
            line.due.map(|due| due.to_string()).unwrap_or_default(),
            if line.made_up { "yes" } else { "no" }.to_owned(),
        ]);
    }
    answer(&rows, "applications", form)
}

/// The list as a table of text, the same bytes in every language, in the order of the receipts.
pub(super) async fn csv(at: At, visit: Visit) -> Answer {
    table(&at, &visit, Form::Csv).await
}

/// The same as a workbook.
pub(super) async fn xlsx(at: At, visit: Visit) -> Answer {
    table(&at, &visit, Form::Xlsx).await
}
