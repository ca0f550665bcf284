//! A commitment and a reported figure as rows of a list.

use kelisim_app::commitment::Line;
use kelisim_app::lookup::Directory;
use kelisim_domain::id::SourceId;
use kelisim_domain::observation::Observation;
use kelisim_i18n::{Arg, Locale};

use crate::chart::PromiseBar;
use crate::words::{self, Told};

/// A commitment as a row of a list.
pub(crate) struct CommitmentRow {
    pub(crate) title: Told,
    pub(crate) href: String,
    pub(crate) topic: &'static str,
    pub(crate) shown: &'static str,
    pub(crate) step: i64,
    /// What stands left above the bar.
    pub(crate) left: String,
    /// What stands right above the bar.
    pub(crate) right: String,
    /// The bar; none where no number was promised.
    pub(crate) bar: Option<PromiseBar>,
    pub(crate) due: String,
    pub(crate) standing: &'static str,
}

impl CommitmentRow {
    /// The row; `query` is added to its link.
    pub(crate) fn new(l: Locale, line: &Line, query: &str) -> Self {
        let known = line.commitment.latest();
        let description = &line.commitment.description;
        let (left, right, bar) = delivered(l, line);
        Self {
            title: Told::new(l, &description.title),
            href: format!("/{}/commitments/{}{query}", l.tag(), line.commitment.id),
            topic: description.topic.code(),
            shown: words::shown(known.stage),
            step: words::step(known.stage),
            left,
            right,
            bar,
            due: known
                .deadline
                .map_or_else(|| l.t("due-none").to_owned(), |d| l.edtf(&d.to_string())),
            standing: line.standing.code(),
        }
    }
}

/// The last year with a published figure against what was promised for it; never a bar without a promised number.
fn delivered(l: Locale, line: &Line) -> (String, String, Option<PromiseBar>) {
    let known = line.commitment.latest();
    if !known.stage.is_promise() {
        let bar = PromiseBar { promised: None, delivered: None, talk: true };
        return (l.t("promise-not-counted").to_owned(), String::new(), Some(bar));
    }
    let reported = line.years.iter().rev().find(|y| y.delivered.is_some());
    let promised = |year: Option<&kelisim_domain::commitment::YearFigures>| {
        year.and_then(|y| y.promised).and_then(|p| p.places.as_whole())
    };
    match (reported, known.quantity) {
        (Some(year), _) => {
            let done = year.delivered.unwrap_or(0);
            let left = l.format(
                "delivered-in",
                &[("n", number(done)), ("year", Arg::Str(&year.year.to_string()))],
            );
            match promised(Some(year)) {
                Some(promised) => {
                    let right = l.format("delivered-of", &[("n", number(promised))]);
                    (
                        left,
                        right,
                        Some(PromiseBar {
                            promised: Some(promised),
                            delivered: Some(done),
                            talk: false,
                        }),
                    )
                }
                None => (left, String::new(), None),
            }
        }
        (None, Some(quantity)) => {
            let right = words::quantity(l, &quantity);
            let bar = quantity.value.as_whole().map(|promised| PromiseBar {
                promised: Some(promised),
                delivered: None,
                talk: false,
            });
            (l.t("delivered-none").to_owned(), right, bar)
        }
        (None, None) => (l.t("promised-no-number").to_owned(), String::new(), None),
    }
}

fn number(n: u64) -> Arg<'static> {
    Arg::Num(i64::try_from(n).unwrap_or(i64::MAX))
}

/// A reported figure as a row of a list, with the one before it.
pub(crate) struct FigureRow {
    pub(crate) name: Told,
    pub(crate) value: String,
    /// The value before, with its period.
    pub(crate) before: Option<String>,
    /// How much it changed, as a sentence.
    pub(crate) change: Option<String>,
    pub(crate) falling: bool,
    pub(crate) period: String,
    pub(crate) subject: String,
    pub(crate) partner: String,
    pub(crate) href: String,
    /// The source of the value.
    pub(crate) source: SourceId,
}

/// Figures that are held against no commitment: the newest of each measure, with the one before it.
pub(crate) fn figures(
    l: Locale,
    names: &Directory,
    observations: &[Observation],
) -> Vec<FigureRow> {
    let mut rows: Vec<FigureRow> = Vec::new();
    let mut seen = Vec::new();
    for observation in observations.iter().filter(|o| o.description.commitment.is_none()) {
        let d = &observation.description;
        let key = (&d.registry, &d.measure, &d.subject, &d.origin);
        if seen.contains(&key) {
            continue;
        }
        seen.push(key);
        let older = observations.iter().find(|o| {
            let e = &o.description;
            (&e.registry, &e.measure, &e.subject, &e.origin) == key
                && e.period.last_day() < d.period.last_day()
        });
        rows.extend(figure_row(l, names, observation, older));
    }
    rows
}

/// The row of a figure; nothing when every value of it was taken back.
pub(crate) fn figure_row(
    l: Locale,
    names: &Directory,
    observation: &Observation,
    older: Option<&Observation>,
) -> Option<FigureRow> {
    let d = &observation.description;
    let latest = observation.latest()?;
    let before = older.and_then(|o| Some((o, o.latest()?)));
    let whole =
        |v: kelisim_domain::figure::Figure| v.as_whole().and_then(|n| i64::try_from(n).ok());
    let step = before.and_then(|(_, b)| Some(whole(latest.what.value)? - whole(b.what.value)?));
    Some(FigureRow {
        name: Told::new(l, &d.name),
        value: words::figure(l, latest.what.value),
        before: before.map(|(o, b)| {
            l.format(
                "figure-before",
                &[
                    ("value", Arg::Str(&words::figure(l, b.what.value))),
                    ("period", Arg::Str(&l.edtf_short(&o.description.period.to_string()))),
                ],
            )
        }),
        change: step.map(|n| match n {
            0 => l.t("figure-same").to_owned(),
            n if n < 0 => l.count("figure-fewer", -n),
            n => l.count("figure-more", n),
        }),
        falling: step.is_some_and(|n| n < 0),
        period: l.edtf_short(&d.period.to_string()),
        subject: words::party(l, names, &d.subject),
        partner: words::party(l, names, &d.partner),
        href: words::source_href(l, latest.what.quotation.source),
        source: latest.what.quotation.source,
    })
}
