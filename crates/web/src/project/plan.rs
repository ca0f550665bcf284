//! The milestones of a project as a table with its picture: the table is the truth, the picture is drawn from it.

use kelisim_domain::project::{Against, Aspect, Milestone, Progress, Row, Template};
use kelisim_i18n::Arg;

use super::shown::{Naming, slip};
use crate::chart::{Gantt, Lane, Mark};
use crate::words::Told;

/// The milestones with their picture.
pub(super) struct Picture {
    pub(super) phases: Vec<Phase>,
    pub(super) axis: String,
    pub(super) years: String,
    pub(super) key: String,
}

/// The milestones of a phase.
pub(crate) struct Phase {
    pub(crate) name: Option<String>,
    pub(crate) rows: Vec<MilestoneRow>,
}

/// A milestone in the table.
pub(crate) struct MilestoneRow {
    pub(crate) id: String,
    pub(crate) title: Told,
    pub(crate) kind: &'static str,
    pub(crate) state: String,
    pub(crate) tone: &'static str,
    pub(crate) icon: &'static str,
    /// Its day, with the entry that says so.
    pub(crate) day: Option<(i64, String)>,
    /// The day it is held against.
    pub(crate) then: Option<String>,
    /// When work on it began, and what the chain says.
    pub(crate) notes: Vec<String>,
    pub(crate) slip_tone: &'static str,
    pub(crate) slip: String,
    /// How often its day was moved, and by how much in all, with the last entry that moved it.
    pub(crate) moves: Option<(i64, String)>,
    pub(crate) critical: bool,
    pub(crate) bar: String,
    /// What can be entered: address and words.
    pub(crate) acts: Vec<(String, &'static str)>,
}

impl Naming<'_> {
    pub(super) fn picture(&self) -> Picture {
        let l = self.l;
        let plan = self.plan();
        let lanes: Vec<Lane> = plan.rows.iter().map(|row| self.lane(row)).collect();
        let gantt = Gantt::over(l, plan.day, &lanes);
        let mut phases: Vec<(Option<u8>, Phase)> = Vec::new();
        for (row, lane) in plan.rows.iter().zip(&lanes) {
            let Some(milestone) = self.it().milestone(row.milestone) else { continue };
            let shown = self.row(milestone, row, gantt.lane(lane));
            match phases.last_mut() {
                Some((phase, group)) if *phase == milestone.phase => group.rows.push(shown),
                _ => {
                    let name = milestone.phase.map(|phase| self.phase(phase));
                    phases.push((milestone.phase, Phase { name, rows: vec![shown] }));
                }
            }
        }
        let against = match plan.against {
            Against::FirstWord => l.t("gantt-first").to_owned(),
            Against::Baseline(version) => self
                .it()
                .baseline(version)
                .map(|said| crate::words::text(l, &said.what.name).0)
                .unwrap_or_default(),
        };
        Picture {
            phases: phases.into_iter().map(|(_, phase)| phase).collect(),
            axis: gantt.axis(),
            years: gantt.years(),
            key: gantt.key(&lanes, &against),
        }
    }

    /// The name of a phase: that of the template, else its number.
    fn phase(&self, phase: u8) -> String {
        let n = phase.to_string();
        if self.it().description.template == Some(Template::NuclearMedicineCentre) && phase < 8 {
            return self.l.term("nuclear_phase", &n).to_owned();
        }
        self.l.format("project-phase-n", &[("n", Arg::Str(&n))])
    }

    fn lane(&self, row: &Row) -> Lane {
        let it = self.it();
        let expected = it.expected(row.milestone).and_then(|said| said.what.on);
        let reached = it.reached(row.milestone).and_then(|said| said.what.on);
        // What is held against itself needs no line of its own.
        let then = row.then.filter(|then| Some(*then) != expected || reached.is_some());
        Lane {
            expected: expected.map(Mark::from),
            started: it
                .last(row.milestone, Aspect::Started)
                .and_then(|said| said.what.on)
                .map(Mark::from),
            reached: reached.map(Mark::from),
            then: then.map(Mark::from),
            late: row.slip.is_late(),
            not_before: row
                .chain
                .as_ref()
                .map(|chain| chain.not_before)
                .filter(|day| *day > self.plan().day),
        }
    }

    fn row(&self, milestone: &Milestone, row: &Row, bar: String) -> MilestoneRow {
        let l = self.l;
        let (state, tone, icon) = self.state(row);
        let (slip_tone, slip_words) = slip(l, row.slip);
        let said = self.it().counts(milestone.id);
        let day = said.and_then(|said| Some((said.meta.version, self.edtf(said.what.on?))));
        let then = row.then.filter(|then| Some(*then) != row.on).map(|then| {
            let date = self.edtf(then);
            match self.plan().against {
                Against::FirstWord => l.format("project-first-said", &[("date", Arg::Str(&date))]),
                Against::Baseline(_) => {
                    l.format("project-in-baseline", &[("date", Arg::Str(&date))])
                }
            }
        });
        MilestoneRow {
            id: milestone.id.to_string(),
            title: Told::new(l, &milestone.title),
            kind: l.term("milestone_kind", milestone.kind.code()),
            state,
            tone,
            icon,
            day,
            then,
            notes: self.notes(row),
            slip_tone,
            slip: slip_words,
            moves: self.moves(row),
            critical: row.critical,
            bar,
            acts: self.acts(milestone),
        }
    }

    /// How far it is, in words, with its look.
    fn state(&self, row: &Row) -> (String, &'static str, &'static str) {
        let l = self.l;
        if let Some(n) = row.overdue {
            let days = l.count("instrument-days", i64::from(n));
            let text = l.format("instrument-overdue-by", &[("days", Arg::Str(&days))]);
            return (text, "late", "triangle-alert");
        }
        let (tone, icon) = match row.progress {
            Progress::Undated => ("dash", "circle-dashed"),
            Progress::Expected => ("info", "clock"),
            Progress::Started => ("info", "pencil"),
            Progress::Claimed => ("ok", "circle-check"),
            Progress::Confirmed => ("ok", "shield-check"),
        };
        (l.term("milestone_progress", row.progress.code()).to_owned(), tone, icon)
    }

    /// What the milestones before it say of an open one: nothing of its day, only from when it can be.
    fn notes(&self, row: &Row) -> Vec<String> {
        let l = self.l;
        let started = self.it().last(row.milestone, Aspect::Started);
        let started = started.and_then(|said| said.what.on).map(|on| {
            let date = self.edtf(on);
            l.format("project-began", &[("date", Arg::Str(&date))])
        });
        let mut said: Vec<String> = started.into_iter().collect();
        let Some(chain) = &row.chain else { return said };
        let by = self.milestone(chain.by).text;
        // That nothing open can be reached before today needs no chain.
        if chain.not_before > self.plan().day {
            let date = l.date_long(chain.not_before);
            let args = [("date", Arg::Str(&date)), ("by", Arg::Str(&by))];
            said.push(l.format("project-chain", &args));
        }
        if !chain.undated.is_empty() {
            let n = i64::try_from(chain.undated.len()).unwrap_or(0);
            said.push(l.count("project-chain-undated", n));
        }
        said
    }

    /// How often its expected day was moved, and from the first word to the last.
    fn moves(&self, row: &Row) -> Option<(i64, String)> {
        let l = self.l;
        let (last, _) = row.moves.steps.last()?;
        let n = i64::try_from(row.moves.steps.len()).unwrap_or(0);
        let (times, total) = (l.count("project-moved", n), slip(l, row.moves.total).1);
        let args = [("times", Arg::Str(&times)), ("total", Arg::Str(&total))];
        Some((*last, l.format("project-moved-total", &args)))
    }

    fn acts(&self, milestone: &Milestone) -> Vec<(String, &'static str)> {
        if !self.may_keep {
            return Vec::new();
        }
        let l = self.l;
        let at = |act: &str| {
            let (place, id) = (self.place, self.it().id);
            self.at(&format!("{place}/{id}/{act}?milestone={}", milestone.id))
        };
        vec![(at("say"), l.t("project-do-say")), (at("rename"), l.t("project-do-rename"))]
    }

    /// The word for what a statement says.
    pub(super) fn aspect(&self, aspect: Aspect) -> &'static str {
        self.l.term("milestone_aspect", aspect.code())
    }
}
