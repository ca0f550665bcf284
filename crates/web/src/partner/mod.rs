//! Partners: the list, the page of one, and the brief on one.

mod brief;

use std::collections::BTreeMap;

use askama::Template;
use kelisim_app::access::Action;
use kelisim_app::lookup::directory;
use kelisim_app::overview::{partner, partners};
use kelisim_domain::party::PartyCode;

use crate::answer::{Answer, page, see_other};
use crate::body::list::BodyRow;
use crate::commitment::shown::{ConflictCard, Wording};
use crate::instrument::list::InstrumentRow;
use crate::meeting::list::MeetingRow;
use crate::overview::{CommitmentRow, FigureRow, figures};
use crate::project::list::ProjectRow;
use crate::routes::{Access, At, Routes};
use crate::shell::{Nav, Shell};
use crate::visit::{KnownOn, Visit};
use crate::words;

/// The routes of these pages.
pub(crate) fn add(routes: Routes) -> Routes {
    let read = Access::Right(Action::ReadRecord);
    routes
        .get("/{lang}/partners", read, list)
        .get("/{lang}/partners/{code}", read, show)
        .get("/{lang}/partners/{code}/brief", read, brief::show)
        .get("/{lang}/partners/{code}/brief.pdf", read, brief::pdf)
}

#[derive(Template)]
#[template(path = "partners.html")]
struct PartnersPage {
    shell: Shell,
    rows: Vec<PartnerRow>,
    /// Whether the keys of partners are shown to this person.
    keys: bool,
}

struct PartnerRow {
    name: String,
    href: String,
    promises: String,
    talks: String,
}

async fn list(visit: Visit) -> Answer {
    let ctx = visit.context();
    let tallies = partners(&ctx).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let mut counts: BTreeMap<&PartyCode, (i64, i64)> = BTreeMap::new();
    for tally in tallies.iter() {
        let (promises, talks) = counts.entry(&tally.partner).or_default();
        *if tally.stage.is_promise() { promises } else { talks } += tally.count;
    }
    let mut rows: Vec<PartnerRow> = counts
        .into_iter()
        .map(|(code, (promises, talks))| PartnerRow {
            name: words::party(l, &names, code),
            href: visit.at(&format!("/partners/{code}")),
            promises: l.number(promises),
            talks: l.number(talks),
        })
        .collect();
    l.sort_by_name(&mut rows, |row| &row.name);
    let shell = visit.shell(l.t("partners-title"), Nav::Partners).await?;
    page(&PartnersPage { keys: visit.may(Action::ReadSources), shell, rows })
}

#[derive(Template)]
#[template(path = "partner.html")]
struct PartnerPage {
    shell: Shell,
    known_on: KnownOn,
    name: String,
    code: String,
    counts: String,
    rows: Vec<CommitmentRow>,
    more: bool,
    figures: Vec<FigureRow>,
    conflicts: Vec<ConflictCard>,
    meetings: Vec<MeetingRow>,
    instruments: Vec<InstrumentRow>,
    brief_href: String,
    pack_href: Option<String>,
    projects: Vec<ProjectRow>,
    bodies: Vec<BodyRow>,
}

async fn show(visit: Visit, at: At) -> Answer {
    let code: PartyCode = at.read("code")?;
    let ctx = visit.context();
    let known_on = visit.known_on();
    let seen = partner(&ctx, &code, known_on.day).await?;
    let names = directory(&ctx).await?;
    if seen.partner != code {
        return Ok(see_other(&visit.at_filtered(&format!("/partners/{}", seen.partner))));
    }
    let l = visit.locale;
    let name = words::party(l, &names, &code);
    let today = known_on.day.unwrap_or_else(|| ctx.today());
    let of = |promise: bool| -> i64 {
        seen.tallies.iter().filter(|t| t.stage.is_promise() == promise).map(|t| t.count).sum()
    };
    let wording =
        Wording { locale: l, names: &names, sources: &seen.sources, place: "commitments" };
    page(&PartnerPage {
        counts: l.format(
            "partner-counts",
            &[("promises", of(true).into()), ("talks", of(false).into())],
        ),
        rows: seen
            .lines
            .iter()
            .map(|line| CommitmentRow::new(l, line, &known_on.query()))
            .collect(),
        more: seen.more,
        figures: figures(l, &names, &seen.figures),
        conflicts: seen.conflicts.iter().map(|c| wording.conflict(c)).collect(),
        meetings: seen
            .meetings
            .iter()
            .map(|it| MeetingRow::new(l, &names, "meetings", it, today))
            .collect(),
        brief_href: visit.at(&format!("/partners/{code}/brief")) + &known_on.query(),
        pack_href: (known_on.day.is_none() && visit.may(Action::ReadSources))
            .then(|| visit.at(&format!("/partners/{code}/pack"))),
        instruments: seen
            .instruments
            .iter()
            .map(|line| InstrumentRow::new(l, &names, "instruments", line, &known_on.query()))
            .collect(),
        projects: seen
            .projects
            .iter()
            .map(|line| ProjectRow::new(l, &names, "projects", line, &known_on.query()))
            .collect(),
        bodies: seen
            .bodies
            .iter()
            .map(|it| BodyRow::new(l, &names, "bodies", it))
            .map(|row| BodyRow { href: format!("{}{}", row.href, known_on.query()), ..row })
            .collect(),
        shell: visit.shell(&name, Nav::Partners).await?,
        code: code.to_string(),
        name,
        known_on,
    })
}
