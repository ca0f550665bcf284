//! A public commitment as a row: what was promised, by whom to whom, and what came of it.

use kelisim_app::commitment::Line;
use kelisim_app::lookup::Directory;
use kelisim_app::public::Stretch;
use kelisim_i18n::{Arg, Locale};

use crate::overview::CommitmentRow;
use crate::source::SourceRef;
use crate::words::{self, Told};

/// A public commitment as a row of a list.
pub(crate) struct PublicRow {
    /// What every list shows.
    pub(crate) row: CommitmentRow,
    /// What exactly, in a sentence.
    pub(crate) object: Option<Told>,
    /// By whom and to whom.
    pub(crate) who: String,
    /// How much, where a number was promised.
    pub(crate) quantity: Option<String>,
    /// What no source explains of the last reported year.
    pub(crate) unexplained: Option<String>,
    /// Who reported the delivered figure.
    pub(crate) reported_by: Option<SourceRef>,
    /// The source that set the stage.
    pub(crate) said_by: Option<SourceRef>,
}

impl PublicRow {
    /// The row of a commitment.
    pub(crate) fn new(l: Locale, names: &Directory, list: &Stretch, line: &Line) -> Self {
        let known = line.commitment.latest();
        let d = &line.commitment.description;
        let source = |id| list.sources.get(&id).map(|s| words::source_ref(l, s));
        let year = line.years.iter().rev().find(|y| y.delivered.is_some());
        let figure = year.and_then(|y| {
            y.observations.iter().filter_map(|id| list.held.get(id)?.latest()).next()
        });
        let open = year.and_then(|y| Some((y.year, y.unexplained.filter(|n| *n > 0)?)));
        let mut row = CommitmentRow::new(l, line, "");
        row.href = format!("/{}/promises/{}", l.tag(), line.commitment.id);
        if year.is_none() {
            // What was promised has a column of its own here.
            l.t("delivered-none").clone_into(&mut row.left);
            row.right.clear();
        }
        Self {
            row,
            object: d.object.as_ref().map(|object| Told::new(l, object)),
            who: who(l, names, line),
            quantity: known.quantity.map(|q| words::quantity(l, &q)),
            unexplained: open.map(|(year, n)| {
                let n = i64::try_from(n).unwrap_or(i64::MAX);
                let year = year.to_string();
                l.format("public-unexplained", &[("n", Arg::Num(n)), ("year", Arg::Str(&year))])
            }),
            reported_by: figure.and_then(|v| source(v.what.quotation.source)),
            said_by: known.stage_from.and_then(|s| source(s.what.quotation.source)),
        }
    }
}

/// By whom and to whom. Talks bind nobody, so nobody owes.
fn who(l: Locale, names: &Directory, line: &Line) -> String {
    let d = &line.commitment.description;
    let by = words::parties(l, names, &d.promisors);
    let to = words::parties(l, names, &d.beneficiaries);
    let promise = line.commitment.latest().stage.is_promise();
    match (promise, by.is_empty(), to.is_empty()) {
        (_, true, true) => l.t("public-nobody-named").to_owned(),
        (true, true, false) => l.format("public-to", &[("to", Arg::Str(&to))]),
        (true, false, true) => l.format("public-by", &[("by", Arg::Str(&by))]),
        (true, false, false) => {
            l.format("public-by-to", &[("by", Arg::Str(&by)), ("to", Arg::Str(&to))])
        }
        (false, ..) => {
            let mut all = d.promisors.clone();
            all.extend(d.beneficiaries.iter().cloned());
            all.sort();
            all.dedup();
            l.format("public-named", &[("parties", Arg::Str(&words::parties(l, names, &all)))])
        }
    }
}
