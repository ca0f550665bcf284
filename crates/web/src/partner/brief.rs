//! The brief on a partner, on a page and on paper: both say the same.

use std::collections::BTreeMap;

use askama::Template;
use kelisim_app::brief::{Brief, brief};
use kelisim_app::lookup::{Directory, directory};
use kelisim_domain::body::Body;
use kelisim_domain::id::{ObservationId, SourceId};
use kelisim_domain::party::PartyCode;
use kelisim_domain::project::Slip;
use kelisim_domain::quota::LineShown;
use kelisim_exchange::pdf::{Block, Column, Level, Sheet, Table, Text, Voice};
use kelisim_i18n::{Arg, Locale};

use crate::answer::{Answer, page, see_other};
use crate::body::list::BodyRow;
use crate::cited::{self, Numbered, SourceRow, known, rests_on};
use crate::commitment::shown::{ConflictCard, Wording};
use crate::instrument::list::InstrumentRow;
use crate::meeting::pack::{JointRow, OpenRow, WayRow};
use crate::overview::{CommitmentRow, FigureRow, figures};
use crate::print::{self, part, quiet};
use crate::project::list::ProjectRow;
use crate::project::shown::slip;
use crate::quota::{self, LineRow};
use crate::routes::At;
use crate::shell::{Nav, Shell};
use crate::visit::{KnownOn, Visit};
use crate::words::{self, Told};

/// A quota line, and where its places are.
struct PlacesRow {
    row: LineRow,
    /// How many lie where, in words.
    parts: Vec<String>,
    cited: String,
}

/// A project, and which of its milestones were moved later.
struct BuiltRow {
    row: ProjectRow,
    slips: Vec<(Told, String)>,
    cited: String,
}

/// The brief in words.
struct Shown {
    code: PartyCode,
    title: String,
    lead: String,
    author: String,
    counts: String,
    promised: Vec<OpenRow>,
    talks: Vec<OpenRow>,
    /// Whether there are more commitments.
    more: bool,
    places: Vec<PlacesRow>,
    /// All places of all lines, in a sentence.
    places_sum: Option<String>,
    more_places: bool,
    instruments: Vec<WayRow>,
    projects: Vec<BuiltRow>,
    bodies: Vec<JointRow>,
    conflicts: Vec<ConflictCard>,
    figures: Vec<(FigureRow, String)>,
    sources: Vec<SourceRow>,
    seal: String,
}

#[derive(Template)]
#[template(path = "brief.html")]
struct BriefPage {
    shell: Shell,
    known_on: KnownOn,
    back: (String, String),
    pdf: String,
    b: Shown,
}

/// The page.
pub(super) async fn show(visit: Visit, at: At) -> Answer {
    let code: PartyCode = at.read("code")?;
    let known_on = visit.known_on();
    let ctx = visit.context();
    let brief = brief(&ctx, &code, known_on.day).await?;
    if brief.with.partner != code {
        return Ok(see_other(&moved(&visit, &brief, "brief")));
    }
    let names = directory(&ctx).await?;
    let on = known_on.query();
    let l = visit.locale;
    let b = Naming { l, names: &names, brief: &brief, on: &on }.shown();
    page(&BriefPage {
        shell: visit.shell(&b.title, Nav::Partners).await?,
        back: (visit.at(&format!("/partners/{code}")) + &on, words::party(l, &names, &code)),
        pdf: visit.at(&format!("/partners/{code}/brief.pdf")) + &on,
        known_on,
        b,
    })
}

/// The same of the party that stays, where the one that was named was entered twice and merged.
fn moved(visit: &Visit, brief: &Brief, name: &str) -> String {
    visit.at_filtered(&format!("/partners/{}/{name}", brief.with.partner))
}

/// The document.
pub(super) async fn pdf(visit: Visit, at: At) -> Answer {
    let code: PartyCode = at.read("code")?;
    let ctx = visit.context();
    let brief = brief(&ctx, &code, visit.known_on().day).await?;
    if brief.with.partner != code {
        return Ok(see_other(&moved(&visit, &brief, "brief.pdf")));
    }
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let b = Naming { l, names: &names, brief: &brief, on: "" }.shown();
    let name = format!("kelisim-brief-{code}-{}-{}", brief.day, l.tag());
    print::answer(l, sheet(l, &b, brief.day), &name).await
}

/// What is needed to put a brief into words.
struct Naming<'a> {
    l: Locale,
    names: &'a Directory,
    brief: &'a Brief,
    /// The query that keeps the day in links.
    on: &'a str,
}

impl Naming<'_> {
    fn shown(&self) -> Shown {
        let (l, names, brief) = (self.l, self.names, self.brief);
        let with = &brief.with;
        let partner = words::party(l, names, &with.partner);
        let author = words::registry(l, names, brief.registry);
        let day = l.date_long(brief.day);
        let mut cited = Numbered::default();
        let (promised, talks) = self.commitments(&mut cited);
        let counted = |promise: bool| -> i64 {
            let of = with.tallies.iter().filter(|t| t.stage.is_promise() == promise);
            of.map(|t| t.count).sum()
        };
        let counts = [("promises", counted(true).into()), ("talks", counted(false).into())];
        let sum = &brief.quotas.accounts;
        let wording = Wording { locale: l, names, sources: &brief.sources, place: "commitments" };
        Shown {
            title: l.format("brief-title", &[("partner", Arg::Str(&partner))]),
            lead: l
                .format("brief-lead", &[("author", Arg::Str(&author)), ("date", Arg::Str(&day))]),
            counts: l.format("partner-counts", &counts),
            promised,
            talks,
            more: with.more,
            places: brief.quotas.lines.iter().map(|line| self.places(line, &mut cited)).collect(),
            places_sum: (!sum.is_empty()).then(|| quota::strip(l, sum).sentence),
            more_places: brief.quotas.next.is_some(),
            instruments: with
                .instruments
                .iter()
                .map(|it| self.instrument(it, &mut cited))
                .collect(),
            projects: with.projects.iter().map(|it| self.project(it, &mut cited)).collect(),
            bodies: with.bodies.iter().map(|it| self.body(it, &mut cited)).collect(),
            conflicts: brief.conflicts.iter().map(|c| wording.conflict(c)).collect(),
            figures: self.figures(&mut cited),
            sources: cited::rows(l, &cited, &brief.sources),
            seal: cited::seal(l, brief.seal.as_ref()),
            code: with.partner.clone(),
            author,
        }
    }

    fn cite(&self, cited: &mut Numbered, ids: impl IntoIterator<Item = SourceId>) -> String {
        cited.cite(known(ids, &self.brief.sources))
    }

    /// Promises, and apart from them what was planned or talked about.
    fn commitments(&self, cited: &mut Numbered) -> (Vec<OpenRow>, Vec<OpenRow>) {
        let reported: BTreeMap<ObservationId, SourceId> = (self.brief.figures.iter())
            .filter_map(|it| Some((it.id, it.latest()?.what.quotation.source)))
            .collect();
        let (mut promised, mut talks) = (Vec::new(), Vec::new());
        for line in &self.brief.with.lines {
            let row = OpenRow {
                row: CommitmentRow::new(self.l, line, self.on),
                charge: None,
                cited: self.cite(cited, rests_on(line, &reported)),
            };
            let is_promise = line.commitment.latest().stage.is_promise();
            (if is_promise { &mut promised } else { &mut talks }).push(row);
        }
        (promised, talks)
    }

    fn places(&self, line: &LineShown, cited: &mut Numbered) -> PlacesRow {
        let (l, quotas) = (self.l, &self.brief.quotas);
        let commitment = quotas.commitments.get(&line.description.commitment);
        let said = commitment.into_iter().flat_map(|it| &it.quotas).map(|q| &q.what);
        let said = said.filter(|q| q.period == line.description.period);
        let ids: Vec<SourceId> = said.map(|q| q.quotation.source).collect();
        let parts = quota::strip(l, &quota::accounts(&line.balances)).parts;
        PlacesRow {
            row: quota::row(l, self.names, line, commitment, self.on),
            parts: parts
                .iter()
                .map(|p| format!("{} {}", quota::places(l, p.count), p.label))
                .collect(),
            cited: self.cite(cited, ids),
        }
    }

    fn instrument(&self, line: &kelisim_app::instrument::Line, cited: &mut Numbered) -> WayRow {
        let ids = line.instrument.quotations().map(|(_, q)| q.source);
        WayRow {
            row: InstrumentRow::new(self.l, self.names, "instruments", line, self.on),
            cited: self.cite(cited, ids),
        }
    }

    fn project(&self, line: &kelisim_app::project::Line, cited: &mut Numbered) -> BuiltRow {
        let l = self.l;
        let later = |s: Slip| {
            matches!(s, Slip::Exact { days } if days > 0)
                || matches!(s, Slip::Range { least, .. } if least > 0)
        };
        let moved = line.plan.rows.iter().filter(|row| later(row.slip)).filter_map(|row| {
            let milestone = line.project.milestone(row.milestone)?;
            Some((Told::new(l, &milestone.title), slip(l, row.slip).1))
        });
        BuiltRow {
            row: ProjectRow::new(l, self.names, "projects", line, self.on),
            slips: moved.collect(),
            cited: self.cite(cited, line.project.quotations().map(|(_, q)| q.source)),
        }
    }

    fn body(&self, it: &Body, cited: &mut Numbered) -> JointRow {
        let row = BodyRow::new(self.l, self.names, "bodies", it);
        JointRow {
            row: BodyRow { href: row.href.clone() + self.on, ..row },
            cited: self.cite(cited, it.quotations().map(|(_, q)| q.source)),
        }
    }

    fn figures(&self, cited: &mut Numbered) -> Vec<(FigureRow, String)> {
        let rows = figures(self.l, self.names, &self.brief.figures);
        rows.into_iter()
            .map(|row| {
                let number = self.cite(cited, [row.source]);
                (row, number)
            })
            .collect()
    }
}

/// The document that a brief in words becomes.
fn sheet(l: Locale, b: &Shown, day: jiff::civil::Date) -> Sheet {
    let mut blocks =
        vec![Block::Heading { level: Level::Title, words: b.title.clone() }, quiet(&b.lead)];
    let promised = print::commitments(l, &b.promised);
    let counts = Some(b.counts.as_str());
    blocks.extend(under(l, l.t("brief-promised"), counts, b.promised.is_empty(), promised));
    if !b.talks.is_empty() {
        let (note, talks) = (Some(l.t("brief-talks-note")), print::commitments(l, &b.talks));
        blocks.extend(under(l, l.t("brief-talks"), note, false, talks));
    }
    if b.more {
        blocks.push(quiet(l.t("brief-more")));
    }
    let sum = b.places_sum.as_deref();
    blocks.extend(under(l, l.t("brief-places"), sum, b.places.is_empty(), places(l, b)));
    let rest = [
        ("instruments-title", b.instruments.is_empty(), print::instruments(l, &b.instruments)),
        ("projects-title", b.projects.is_empty(), projects(l, b)),
        ("bodies-title", b.bodies.is_empty(), print::bodies(l, &b.bodies)),
        ("overview-figures", b.figures.is_empty(), reported(l, b)),
    ];
    for (title, is_empty, table) in rest {
        blocks.extend(under(l, l.t(title), None, is_empty, table));
    }
    print::conflicts(l, &b.conflicts, &mut blocks);
    print::sources(l, &b.sources, &mut blocks);
    Sheet {
        title: b.title.clone(),
        author: b.author.clone(),
        language: l.tag().to_owned(),
        made_on: day,
        blocks,
        footer: vec![b.seal.clone()],
    }
}

/// A part of the document: its heading, what is to be said before it, and its rows, or that nothing is on record.
fn under(l: Locale, title: &str, note: Option<&str>, is_empty: bool, table: Block) -> Vec<Block> {
    let mut blocks = vec![part(title)];
    if is_empty {
        blocks.push(quiet(l.t("brief-none")));
        return blocks;
    }
    blocks.extend(note.map(quiet));
    blocks.push(table);
    blocks
}

fn places(l: Locale, b: &Shown) -> Block {
    let columns = vec![
        Column::words(l.t("quota-col-line"), 16),
        Column::bars(l.t("quota-col-done"), 7),
        Column::figures(l.t("quota-col-places"), 5),
        Column::words(l.t("quota-where"), 14),
        Column::figures(l.t("source"), 5),
    ];
    let row = |it: &PlacesRow| {
        vec![
            Text::plain(it.row.title.text.as_str())
                .and(Voice::Quiet, format!("\n{}", it.row.label)),
            Text::default(),
            Text::plain(it.row.total.as_str()),
            Text::plain(it.parts.join("\n")),
            print::numbers(&it.cited),
        ]
    };
    let bars = b.places.iter().map(|it| it.row.bar.into()).collect();
    Block::Table(Table { columns, rows: b.places.iter().map(row).collect(), bars })
}

fn projects(l: Locale, b: &Shown) -> Block {
    let columns = vec![
        Column::words(l.t("project-col-title"), 11),
        Column::words(l.t("project-milestones"), 6),
        Column::words(l.t("project-slip"), 9),
        Column::figures(l.t("source"), 3),
    ];
    let row = |it: &BuiltRow| {
        let mut slips = Text::default();
        for (n, (milestone, slip)) in it.slips.iter().enumerate() {
            let before = if n == 0 { "" } else { "\n" };
            slips = slips
                .and(Voice::Plain, format!("{before}{}: ", milestone.text))
                .and(Voice::Late, slip.as_str());
        }
        if it.slips.is_empty() {
            slips = Text::of(Voice::Quiet, l.t("brief-no-slip"));
        }
        let title = Text::plain(it.row.title.text.as_str());
        let title = match &it.row.site {
            Some(site) => title.and(Voice::Quiet, format!("\n{}", site.text)),
            None => title,
        };
        let standing =
            Text::plain(it.row.standing).and(Voice::Quiet, format!("\n{}", it.row.reached));
        vec![title, standing, slips, print::numbers(&it.cited)]
    };
    Block::Table(Table::of(columns, b.projects.iter().map(row).collect()))
}

fn reported(l: Locale, b: &Shown) -> Block {
    let columns = vec![
        Column::words(l.t("col-figure"), 11),
        Column::figures(l.t("col-value"), 5),
        Column::words(l.t("col-period"), 7),
        Column::figures(l.t("source"), 3),
    ];
    let row = |(it, cited): &(FigureRow, String)| {
        let period = Text::plain(it.period.as_str());
        let period = match &it.before {
            Some(before) => period.and(Voice::Quiet, format!("\n{before}")),
            None => period,
        };
        vec![
            Text::plain(it.name.text.as_str()).and(Voice::Quiet, format!("\n{}", it.subject)),
            Text::of(Voice::Strong, it.value.as_str()),
            period,
            print::numbers(cited),
        ]
    };
    Block::Table(Table::of(columns, b.figures.iter().map(row).collect()))
}
