//! The public page: the answer first, then promises, then talks apart from them, contradictions and figures.

use std::sync::Arc;

use askama::Template;
use kelisim_app::AppError;
use kelisim_app::commitment::{Cursor, Line};
use kelisim_app::lookup::{Directory, directory};
use kelisim_app::overview::by_shown;
use kelisim_app::public::{Promises, promises};
use kelisim_domain::party::PartyCode;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::stage::{Shown, Stage};
use kelisim_i18n::Locale;

use super::row::PublicRow;
use super::{Anyone, HTML};
use crate::answer::{Answer, Failure};
use crate::chart::{Part, Strip, Tone};
use crate::commitment::shown::{ConflictCard, Wording};
use crate::cursor::Place as _;
use crate::overview::{FigureRow, figures};
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words;

/// How many commitments a page has.
const LISTED: i64 = 100;

/// The page.
#[derive(Template)]
#[template(path = "promises.html")]
struct PromisesPage {
    shell: Shell,
    /// Whether the list begins here; what goes before the list stands on the first page only.
    first: bool,
    answer: String,
    apart: String,
    strip: Strip,
    promises: Vec<RegistryBlock>,
    talks: Vec<RegistryBlock>,
    conflicts: Vec<ConflictCard>,
    figures: Vec<FigureRow>,
    next: Option<String>,
}

/// Commitments of one registry.
struct RegistryBlock {
    id: String,
    name: String,
    partners: Vec<PartnerBlock>,
}

/// Commitments with one partner.
struct PartnerBlock {
    name: String,
    count: String,
    rows: Vec<PublicRow>,
}

/// Shows the page.
pub(crate) async fn show(anyone: Anyone) -> Answer {
    let after = anyone.visit.after::<Cursor>();
    let query = after.as_ref().map(|at| format!("?after={}", at.text())).unwrap_or_default();
    anyone.page(format!("/promises{query}"), HTML, |visit| write(visit, after)).await
}

async fn write(visit: Visit, after: Option<Cursor>) -> Result<String, Failure> {
    let ctx = visit.context();
    let seen = promises(&ctx, after.as_ref(), LISTED).await?;
    let names = directory(&ctx).await?;
    let page = PromisesPage::new(&visit, &names, &seen, after.is_none());
    page.render().map_err(|e| AppError::internal("writing a page", e).into())
}

impl PromisesPage {
    fn new(visit: &Visit, names: &Arc<Directory>, seen: &Promises, first: bool) -> Self {
        let l = visit.locale;
        let counts = by_shown(&seen.tallies);
        let sum = |promise: bool| {
            counts.iter().filter(|(s, _)| (*s >= Shown::Agreed) == promise).map(|(_, n)| n).sum()
        };
        let (promised, talked): (i64, i64) = (sum(true), sum(false));
        let wording = Wording { locale: l, names, sources: &seen.sources, place: "promises" };
        let (binding, talks): (Vec<&Line>, Vec<&Line>) =
            seen.list.lines.iter().partition(|line| line.commitment.latest().stage.is_promise());
        let shell = visit.public_shell(l.t("nav-promises"), names);
        Self {
            shell: Shell { here: Some(Nav::Promises), ..shell },
            first,
            answer: l.count("public-answer", promised),
            apart: l.count("public-apart", talked),
            strip: strip(l, &counts),
            promises: blocks(l, names, seen, &binding, true),
            talks: blocks(l, names, seen, &talks, false),
            conflicts: seen.conflicts.iter().map(|c| wording.conflict(c)).collect(),
            figures: figures(l, names, &seen.figures),
            next: seen
                .list
                .next
                .as_ref()
                .map(|at| visit.at(&format!("/promises?after={}", at.text()))),
        }
    }
}

/// How firm the words are: promises solid, talks dashed and apart.
fn strip(l: Locale, counts: &[(Shown, i64); 5]) -> Strip {
    let parts: Vec<Part> = counts
        .iter()
        .rev()
        .filter(|(_, n)| *n > 0)
        .map(|(shown, n)| Part {
            count: u64::try_from(*n).unwrap_or(0),
            label: l.term("shown", code_of(*shown)).to_owned(),
            tone: if *shown >= Shown::Agreed { Tone::Promise } else { Tone::Talk },
        })
        .collect();
    let sentence = parts
        .iter()
        .map(|p| format!("{}: {}", p.label, l.number(i64::try_from(p.count).unwrap_or(0))))
        .collect::<Vec<_>>()
        .join("; ");
    Strip { locale: l, sentence, parts }
}

/// The code of the word.
fn code_of(word: Shown) -> &'static str {
    Stage::ALL.into_iter().find(|stage| stage.shown() == word).map_or("raised", words::shown)
}

/// Lines by registry and partner, in the order in which they first appear.
fn blocks(
    l: Locale,
    names: &Directory,
    seen: &Promises,
    lines: &[&Line],
    promise: bool,
) -> Vec<RegistryBlock> {
    let registries = in_order(lines.iter().map(|line| line.commitment.description.registry));
    registries
        .into_iter()
        .map(|registry| {
            let own: Vec<&Line> = lines
                .iter()
                .copied()
                .filter(|line| line.commitment.description.registry == registry)
                .collect();
            let partners = in_order(own.iter().map(|line| &line.commitment.description.partner));
            RegistryBlock {
                id: format!("{}-{registry}", if promise { "p" } else { "t" }),
                name: words::registry(l, names, registry),
                partners: partners
                    .into_iter()
                    .map(|partner| PartnerBlock {
                        name: words::party(l, names, partner),
                        count: counted(l, seen, registry, partner, promise),
                        rows: own
                            .iter()
                            .filter(|line| &line.commitment.description.partner == partner)
                            .map(|line| PublicRow::new(l, names, &seen.list, line))
                            .collect(),
                    })
                    .collect(),
            }
        })
        .collect()
}

fn in_order<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut order = Vec::new();
    for one in all {
        if !order.contains(&one) {
            order.push(one);
        }
    }
    order
}

/// How many there are with a partner, of the whole list and not of this page.
fn counted(
    l: Locale,
    seen: &Promises,
    registry: RegistryCode,
    partner: &PartyCode,
    promise: bool,
) -> String {
    let of = seen.tallies.iter().filter(|t| {
        t.registry == registry && &t.partner == partner && t.stage.is_promise() == promise
    });
    let n: i64 = of.map(|t| t.count).sum();
    if promise { l.count("public-promises-count", n) } else { l.count("public-talks-count", n) }
}
