//! Projects as they leave the house: JSON for programs, a table of milestones for spreadsheets.
//!
//! JSON is made of what everybody may see. Nobody who entered a word is named, and remarks stay inside. A slip is told
//! as the least and the most number of days, which are one where both days are known, and as a reason where they cannot
//! be compared.

use std::collections::BTreeSet;

use kelisim_domain::edtf::Edtf;
use kelisim_domain::id::{CommitmentId, InstrumentId, MilestoneId};
use kelisim_domain::project::{Aspect, Linked, Milestone, Plan, Project, Row, Slip};
use kelisim_domain::text::Text4;
use serde::Serialize;

use crate::rows::{Columns, Rows};
use crate::source::{QuotationOut, Sources, TextOut};

/// By how much something moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SlipOut {
    /// At least so many days later; null where it cannot be compared.
    pub least: Option<i32>,
    /// At most so many.
    pub most: Option<i32>,
    /// Code of why it cannot be compared.
    pub unknown: Option<&'static str>,
}

impl From<Slip> for SlipOut {
    fn from(slip: Slip) -> Self {
        let days = |least, most| Self { least: Some(least), most: Some(most), unknown: None };
        match slip {
            Slip::Same => days(0, 0),
            Slip::Exact { days: n } => days(n, n),
            Slip::Range { least, most } => days(least, most),
            Slip::Unknown { why } => Self { least: None, most: None, unknown: Some(why.code()) },
        }
    }
}

/// What somebody says of the day of a milestone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WordOut {
    /// Its number within the project.
    pub number: i64,
    /// Code of what it says.
    pub aspect: &'static str,
    /// The day (EDTF); null in a forecast that gives none any more.
    pub on: Option<String>,
    /// The day from which it is known.
    pub known_on: String,
    /// The passage.
    pub quotation: Option<QuotationOut>,
}

/// A milestone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MilestoneOut {
    /// Its id.
    pub id: String,
    /// Code of its kind.
    pub kind: &'static str,
    /// Its name.
    pub title: TextOut,
    /// The phase it belongs to.
    pub phase: Option<u8>,
    /// Code of how far it is.
    pub progress: &'static str,
    /// When it was reached, else when it is expected (EDTF).
    pub on: Option<String>,
    /// When it was expected first (EDTF).
    pub first: Option<String>,
    /// By how many days it is overdue.
    pub overdue_days: Option<i32>,
    /// By how much it slipped from the day that was said first.
    pub slip: SlipOut,
    /// How often its expected day was moved.
    pub moved: usize,
    /// What is said of it, in the order it became known.
    pub words: Vec<WordOut>,
}

/// A baseline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BaselineOut {
    /// Its number within the project.
    pub number: i64,
    /// Its name.
    pub name: TextOut,
    /// The day it was frozen.
    pub frozen_on: String,
    /// The day as of which the plan was taken, where it is an earlier one.
    pub as_known_on: Option<String>,
    /// SHA-256 of the whole snapshot, of which the next field shows what everybody may see.
    pub hash: String,
    /// Days of its milestones, those that rest on passages.
    pub days: Vec<BaselineDay>,
}

/// A milestone in a baseline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BaselineDay {
    /// Id of the milestone.
    pub milestone: String,
    /// Its day then (EDTF).
    pub on: String,
}

/// A project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProjectOut {
    /// Its id.
    pub id: String,
    /// The registry that keeps it.
    pub registry: String,
    /// The other side.
    pub partner: String,
    /// Its title.
    pub title: TextOut,
    /// Codes of the parties.
    pub parties: Vec<String>,
    /// Where.
    pub site: Option<TextOut>,
    /// Code of the matter.
    pub topic: &'static str,
    /// The day for which the next fields are computed.
    pub as_of: String,
    /// Where it stands, in one word.
    pub standing: &'static str,
    /// Its milestones.
    pub milestones: Vec<MilestoneOut>,
    /// Plans that were frozen.
    pub baselines: Vec<BaselineOut>,
    /// Ids of public commitments it serves.
    pub commitments: Vec<String>,
    /// Ids of public instruments it serves.
    pub instruments: Vec<String>,
}

/// Which ids may be told.
#[derive(Debug, Clone, Default)]
pub struct Open {
    /// Commitments everybody may see.
    pub commitments: BTreeSet<CommitmentId>,
    /// Instruments everybody may see.
    pub instruments: BTreeSet<InstrumentId>,
}

fn text(on: Option<Edtf>) -> Option<String> {
    on.map(|on| on.to_string())
}

impl ProjectOut {
    /// A project as it is told to programs.
    #[must_use]
    pub fn new(it: &Project, plan: &Plan, open: &Open, sources: &Sources) -> Self {
        let d = &it.description;
        let told = |to: &Linked| match to {
            Linked::Commitment(id) => open.commitments.contains(id),
            Linked::Instrument(id) => open.instruments.contains(id),
        };
        let links: Vec<Linked> = it.links.iter().map(|s| s.what.to).filter(told).collect();
        let rows = plan.rows.iter();
        Self {
            id: it.id.to_string(),
            registry: d.registry.to_string(),
            partner: d.partner.to_string(),
            title: TextOut::from(&d.title),
            parties: d.parties.iter().map(ToString::to_string).collect(),
            site: d.site.as_ref().map(TextOut::from),
            topic: d.topic.code(),
            as_of: plan.day.to_string(),
            standing: plan.standing.code(),
            milestones: rows
                .filter_map(|row| Some(milestone(it, it.milestone(row.milestone)?, row, sources)))
                .collect(),
            baselines: baselines(it),
            commitments: links
                .iter()
                .filter_map(|to| match to {
                    Linked::Commitment(id) => Some(id.to_string()),
                    Linked::Instrument(_) => None,
                })
                .collect(),
            instruments: links
                .iter()
                .filter_map(|to| match to {
                    Linked::Instrument(id) => Some(id.to_string()),
                    Linked::Commitment(_) => None,
                })
                .collect(),
        }
    }
}

fn milestone(it: &Project, m: &Milestone, row: &Row, sources: &Sources) -> MilestoneOut {
    let mut words: Vec<_> = it.words_on(m.id).collect();
    words.sort_by_key(|said| (said.meta.known_on, said.meta.version));
    let words = words.into_iter().map(|said| WordOut {
        number: said.meta.version,
        aspect: said.what.aspect.code(),
        on: text(said.what.on),
        known_on: said.meta.known_on.to_string(),
        quotation: said.what.quotation.as_ref().map(|q| QuotationOut::new(q, sources)),
    });
    MilestoneOut {
        id: m.id.to_string(),
        kind: m.kind.code(),
        title: TextOut::from(&m.title),
        phase: m.phase,
        progress: row.progress.code(),
        on: text(row.on),
        first: text(row.then),
        overdue_days: row.overdue,
        slip: row.slip.into(),
        moved: row.moves.steps.len(),
        words: words.collect(),
    }
}

fn baselines(it: &Project) -> Vec<BaselineOut> {
    let day = |(milestone, on): (MilestoneId, Edtf)| BaselineDay {
        milestone: milestone.to_string(),
        on: on.to_string(),
    };
    it.baselines
        .iter()
        .map(|said| {
            let snapshot = &said.what.snapshot;
            let dated = snapshot.milestones.iter().filter(|point| point.quoted);
            BaselineOut {
                number: said.meta.version,
                name: TextOut::from(&said.what.name),
                frozen_on: said.meta.known_on.to_string(),
                as_known_on: snapshot.as_known_on.map(|day| day.to_string()),
                hash: said.what.hash.to_string(),
                days: dated.filter_map(|p| Some((p.milestone, p.on?))).map(day).collect(),
            }
        })
        .collect()
}

/// The columns of the table, in order. `docs/formats/projects.md` says what each means.
pub const COLUMNS: [&str; 25] = [
    "id",
    "registry",
    "partner",
    "title",
    "site",
    "as_of",
    "standing",
    "milestone",
    "kind",
    "phase",
    "name",
    "progress",
    "planned",
    "forecast",
    "started",
    "reached",
    "overdue_days",
    "slip_least_days",
    "slip_most_days",
    "slip_unknown",
    "moved",
    "chain_not_before",
    "waits_for",
    "critical",
    "known_on",
];

/// Projects as a table, one row for each milestone; a project without milestones has a row without one.
#[must_use]
pub fn projects_table<'a>(lines: impl Iterator<Item = (&'a Project, &'a Plan)>) -> Rows {
    let mut table = Rows::new(Columns {
        names: &COLUMNS,
        numbers: &["phase", "overdue_days", "slip_least_days", "slip_most_days"],
        dates: &[
            "as_of",
            "planned",
            "forecast",
            "started",
            "reached",
            "chain_not_before",
            "known_on",
        ],
    });
    for (it, plan) in lines {
        let d = &it.description;
        let head = [
            it.id.to_string(),
            d.registry.to_string(),
            d.partner.to_string(),
            record(&d.title),
            d.site.as_ref().map(record).unwrap_or_default(),
            plan.day.to_string(),
            plan.standing.code().to_owned(),
        ];
        for row in &plan.rows {
            if let Some(m) = it.milestone(row.milestone) {
                let cells: Vec<String> = head.iter().cloned().chain(cells(it, m, row)).collect();
                table.add(cells);
            }
        }
        if plan.rows.is_empty() {
            let empty = std::iter::repeat_n(String::new(), COLUMNS.len() - head.len());
            table.add(head.into_iter().chain(empty).collect());
        }
    }
    table
}

fn cells(it: &Project, m: &Milestone, row: &Row) -> Vec<String> {
    let day = |aspect| {
        let on = it.last(m.id, aspect).and_then(|said| said.what.on);
        text(on).unwrap_or_default()
    };
    let reached = it.reached(m.id).and_then(|said| said.what.on);
    let days = |n: Option<i32>| n.map(|n| n.to_string()).unwrap_or_default();
    let slip = SlipOut::from(row.slip);
    let waits = it.dependencies().filter(|d| d.after == m.id).map(|d| d.before.to_string());
    let known = it.counts(m.id).map(|said| said.meta.known_on.to_string());
    vec![
        m.id.to_string(),
        m.kind.code().to_owned(),
        m.phase.map(|phase| phase.to_string()).unwrap_or_default(),
        record(&m.title),
        row.progress.code().to_owned(),
        day(Aspect::Planned),
        day(Aspect::Forecast),
        day(Aspect::Started),
        text(reached).unwrap_or_default(),
        days(row.overdue),
        days(slip.least),
        days(slip.most),
        slip.unknown.unwrap_or_default().to_owned(),
        row.moves.steps.len().to_string(),
        row.chain.as_ref().map(|chain| chain.not_before.to_string()).unwrap_or_default(),
        waits.collect::<Vec<_>>().join(" "),
        if row.critical { "yes" } else { "no" }.to_owned(),
        known.unwrap_or_default(),
    ]
}

/// A text in the language of record.
fn record(text: &Text4) -> String {
    text.get(text.record).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use kelisim_domain::project::Against;

    use super::*;
    use crate::csv_out::tests::read;

    fn project() -> Project {
        let meta = |version: i64, known_on: &str| {
            format!(
                r#"{{"version":{version},"known_on":"{known_on}","recorded_at":"2026-02-02T00:00:00Z","actor":"018f0000-0000-7000-8000-000000000004"}}"#
            )
        };
        let quotation = r#"{"source":"018f0000-0000-7000-8000-000000000009","language":"en","exact":"built","start":0,"end":5}"#;
        let m = r#""milestone":"018f0000-0000-7000-8000-00000000000a""#;
        let text = format!(
            r#"{{"id":"018f0000-0000-7000-8000-000000000001","description":{{"registry":"KG","partner":"TR",
            "title":{{"record":"en","en":"=Hospital"}},"parties":["KG","TR"],"topic":"facility"}},
            "begun":{{"meta":{},"what":null}},
            "milestones":[{{"meta":{},"what":{{"id":"018f0000-0000-7000-8000-00000000000a","kind":"construction","title":{{"record":"en","en":"built"}}}}}}],
            "depends":[],"words":[
            {{"meta":{},"what":{{{m},"aspect":"planned","on":"2017-08-31","quotation":{quotation}}}}},
            {{"meta":{},"what":{{{m},"aspect":"forecast","on":"2030","reason":{{"record":"en","en":"secret"}}}}}}],
            "baselines":[],"links":[{{"meta":{},"what":{{"to":{{"commitment":"018f0000-0000-7000-8000-000000000005"}}}}}}],
            "public":true,"described":1,"version":5}}"#,
            meta(1, "2026-01-01"),
            meta(2, "2026-01-01"),
            meta(3, "2016-05-01"),
            meta(4, "2026-01-02"),
            meta(5, "2026-01-02"),
        );
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn what_is_told_names_nobody_gives_no_remark_and_only_what_is_open() {
        let it = project().published();
        let plan = it.plan(date(2026, 2, 1), Against::FirstWord);
        let out = ProjectOut::new(&it, &plan, &Open::default(), &Sources::new());
        assert_eq!(out.standing, "overdue");
        assert_eq!(out.milestones[0].on.as_deref(), Some("2017-08-31"));
        let json = serde_json::to_string(&out).unwrap();
        assert!(!json.contains("secret") && !json.contains("000000000004"), "{json}");
        assert!(out.commitments.is_empty() && !json.contains("000000000005"));
        let id = "018f0000-0000-7000-8000-000000000005".parse().unwrap();
        let open = Open { commitments: [id].into(), ..Open::default() };
        let out = ProjectOut::new(&it, &plan, &open, &Sources::new());
        assert_eq!(out.commitments, [id.to_string()]);
    }

    #[test]
    fn the_table_has_a_row_for_each_milestone_and_a_slip_that_is_a_range_where_it_is_one() {
        let it = project();
        let plan = it.plan(date(2026, 2, 1), Against::FirstWord);
        let csv = projects_table(std::iter::once((&it, &plan))).csv();
        let rows = read(&csv);
        assert_eq!(rows.len(), 2);
        let cell = |name: &str| {
            let at = COLUMNS.iter().position(|column| *column == name).unwrap();
            rows[1][at].as_str()
        };
        assert_eq!(
            (cell("planned"), cell("forecast"), cell("reached")),
            ("2017-08-31", "2030", "")
        );
        assert_eq!((cell("slip_least_days"), cell("slip_most_days")), ("4506", "4870"));
        assert_eq!((cell("moved"), cell("critical")), ("1", "no"));
        assert!(csv.contains("'=Hospital"), "a formula stays a text: {csv}");
        assert_eq!(csv, projects_table(std::iter::once((&it, &plan))).csv());
    }
}
