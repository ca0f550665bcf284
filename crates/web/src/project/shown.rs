//! A project as it is shown to an officer and to everybody: what stands and what works, its milestones with their plan,
//! its baselines, and its history with the passages.

use jiff::civil::Date;
use kelisim_app::lookup::Directory;
use kelisim_app::project::Page;
use kelisim_domain::edtf::Edtf;
use kelisim_domain::id::MilestoneId;
use kelisim_domain::project::{Against, Alarm, Cell, Plan, Project, Slip};
use kelisim_domain::quotation::Quotation;
use kelisim_i18n::{Arg, Locale};

use super::history::Happened;
use super::list::{alarms, look, reached};
use super::plan::{Phase, Picture};
use crate::commitment::shown::{Quoted, Wording};
use crate::form::{Choice, Control};
use crate::words::{self, Told};

/// A project as it is shown.
pub(crate) struct Shown {
    pub(crate) title: Told,
    /// The title in other languages, where it is known in them.
    pub(crate) titles: Vec<Told>,
    pub(crate) standing: &'static str,
    pub(crate) tone: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) reached: String,
    /// How many milestones of each sort there are to know of.
    pub(crate) counts: Vec<(&'static str, String)>,
    pub(crate) facts: Vec<(&'static str, String)>,
    /// What stands, what is licensed, what works, what was opened.
    pub(crate) cells: Vec<(&'static str, String)>,
    pub(crate) alarms: Vec<AlarmRow>,
    /// The milestones that decide the end.
    pub(crate) chain: Vec<(String, Told)>,
    pub(crate) against: Vec<Control>,
    /// The day asked for with "as known on", which the choice keeps.
    pub(crate) on: Option<String>,
    /// Why nothing can be held against what was asked for.
    pub(crate) against_error: Option<&'static str>,
    pub(crate) phases: Vec<Phase>,
    pub(crate) axis: String,
    pub(crate) years: String,
    pub(crate) key: String,
    pub(crate) baselines: Vec<BaselineRow>,
    pub(crate) compared: Option<Comparison>,
    pub(crate) commitments: Vec<(String, Told)>,
    pub(crate) instruments: Vec<(String, Told)>,
    pub(crate) history: Vec<Happened>,
}

/// Something to know of.
pub(crate) struct AlarmRow {
    pub(crate) tone: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) href: String,
    pub(crate) milestone: Told,
    pub(crate) text: String,
}

/// A plan that was frozen.
pub(crate) struct BaselineRow {
    pub(crate) version: i64,
    pub(crate) href: String,
    pub(crate) name: Told,
    pub(crate) frozen: String,
    /// The day as of which it was taken, where it is an earlier one.
    pub(crate) known: Option<String>,
    pub(crate) dated: String,
    pub(crate) short: String,
    pub(crate) hash: String,
}

/// Two plans beside each other.
pub(crate) struct Comparison {
    pub(crate) then: String,
    pub(crate) now: String,
    pub(crate) rows: Vec<ComparedRow>,
}

/// A milestone in two plans.
pub(crate) struct ComparedRow {
    pub(crate) milestone: Told,
    pub(crate) kind: &'static str,
    pub(crate) then: Option<String>,
    pub(crate) now: Option<String>,
    pub(crate) tone: &'static str,
    pub(crate) slip: String,
}

/// By how much something moved, in words, with its look.
pub(crate) fn slip(l: Locale, slip: Slip) -> (&'static str, String) {
    let days = |n: i32| l.count("instrument-days", i64::from(n));
    let one = |id: &str, n: i32| l.format(id, &[("days", Arg::Str(&days(n.abs())))]);
    let range = |id: &str, least: i32, most: i32| {
        let (least, most) = (l.number(i64::from(least.abs())), days(most.abs()));
        l.format(id, &[("least", Arg::Str(&least)), ("most", Arg::Str(&most))])
    };
    match slip {
        Slip::Same => ("", l.t("project-slip-same").to_owned()),
        Slip::Exact { days } if days > 0 => ("late", one("project-slip-later", days)),
        Slip::Exact { days } => ("", one("project-slip-earlier", days)),
        Slip::Range { least, most } if least > 0 => {
            ("late", range("project-slip-later-range", least, most))
        }
        Slip::Range { least, most } if most < 0 => {
            ("", range("project-slip-earlier-range", most, least))
        }
        Slip::Range { least, most } => {
            let (early, late) = (days(least.abs()), days(most));
            let args = [("early", Arg::Str(&early)), ("late", Arg::Str(&late))];
            ("", l.format("project-slip-either", &args))
        }
        Slip::Unknown { why } => ("", l.term("project_unknown", why.code()).to_owned()),
    }
}

/// What is needed to put a project into words.
pub(crate) struct Naming<'a> {
    pub(crate) l: Locale,
    pub(crate) names: &'a Directory,
    pub(crate) page: &'a Page,
    /// `projects` in the console, `progress` for everybody.
    pub(crate) place: &'static str,
    /// Where commitments are shown.
    pub(crate) promises: &'static str,
    /// Where instruments are shown.
    pub(crate) agreements: &'static str,
    /// Whether something may be entered.
    pub(crate) may_keep: bool,
    /// The version of a baseline that was asked for and is not on record.
    pub(crate) missing: bool,
    /// The day asked for with "as known on".
    pub(crate) on: Option<Date>,
    /// A second baseline to hold the chosen one against.
    pub(crate) with: Option<i64>,
}

impl Naming<'_> {
    pub(super) fn it(&self) -> &Project {
        &self.page.line.project
    }

    pub(super) fn plan(&self) -> &Plan {
        &self.page.line.plan
    }

    pub(super) fn at(&self, path: &str) -> String {
        format!("/{}/{}", self.l.tag(), path)
    }

    pub(super) fn edtf(&self, on: Edtf) -> String {
        self.l.edtf(&on.to_string())
    }

    pub(super) fn milestone(&self, id: MilestoneId) -> Told {
        let title = self.it().milestone(id).map(|m| Told::new(self.l, &m.title));
        let lang = words::language(self.l).code();
        title.unwrap_or(Told { text: String::new(), lang, other: false })
    }

    pub(super) fn quoted(&self, quotation: &Quotation) -> Option<Quoted> {
        let wording = Wording {
            locale: self.l,
            names: self.names,
            sources: &self.page.sources,
            place: self.promises,
        };
        wording.quoted(quotation)
    }

    /// Everything a page shows.
    pub(crate) fn shown(&self) -> Shown {
        let (l, it, plan) = (self.l, self.it(), self.plan());
        let d = &it.description;
        let (tone, icon) = look(plan.standing);
        let Picture { phases, axis, years, key } = self.picture();
        let own = words::language(l);
        let other = |language: &&kelisim_domain::text::Language| {
            **language != d.title.shown(own).1 && d.title.get(**language).is_some()
        };
        let told = |language: &kelisim_domain::text::Language| Told {
            text: d.title.get(*language).unwrap_or_default().to_owned(),
            lang: language.code(),
            other: true,
        };
        Shown {
            title: Told::new(l, &d.title),
            titles: kelisim_domain::text::Language::ALL.iter().filter(other).map(told).collect(),
            standing: l.term("project_standing", plan.standing.code()),
            tone,
            icon,
            reached: reached(l, plan.tally),
            counts: alarms(l, plan.tally),
            facts: self.facts(),
            cells: plan.cells.iter().map(|cell| self.cell(*cell)).collect(),
            alarms: plan.alarms.iter().map(|alarm| self.alarm(*alarm)).collect(),
            chain: plan
                .critical
                .iter()
                .map(|id| (format!("#m{id}"), self.milestone(*id)))
                .collect(),
            against: self.against(),
            on: self.on.map(|day| day.to_string()),
            against_error: self.missing.then(|| l.t("project-no-baseline")),
            phases,
            axis,
            years,
            key,
            baselines: self.baselines(),
            compared: self.compared(),
            commitments: self.commitments(),
            instruments: self.instruments(),
            history: self.history(),
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        let l = self.l;
        let d = &self.it().description;
        let site = d.site.as_ref().map(|site| words::text(l, site).0);
        let mut facts = vec![
            (l.t("project-site"), site.unwrap_or_else(|| l.t("not-named").to_owned())),
            (l.t("instrument-parties"), words::parties(l, self.names, &d.parties)),
            (l.t("fact-topic"), l.term("topic", d.topic.code()).to_owned()),
        ];
        if let Some(template) = d.template {
            let name = l.term("project_template", template.code()).to_owned();
            facts.push((l.t("project-template"), name));
        }
        facts
    }

    /// What is reached of one kind of milestone. None of them stands for another.
    fn cell(&self, cell: Cell) -> (&'static str, String) {
        let l = self.l;
        let text = match (cell.of, cell.reached, cell.last) {
            (0, ..) => l.t("project-cell-not-planned").to_owned(),
            (_, 0, _) | (_, _, None) => l.t("instrument-not-on-record").to_owned(),
            (of, n, Some(last)) if n == of => self.edtf(last),
            (of, n, Some(last)) => {
                let (n, of, last) = (n.to_string(), of.to_string(), self.edtf(last));
                let args = [("n", Arg::Str(&n)), ("of", Arg::Str(&of)), ("date", Arg::Str(&last))];
                l.format("project-cell-part", &args)
            }
        };
        (l.term("milestone_kind", cell.kind.code()), text)
    }

    fn alarm(&self, alarm: Alarm) -> AlarmRow {
        let l = self.l;
        let days = |n: i32| l.count("instrument-days", i64::from(n));
        let (tone, icon, id, text) = match alarm {
            Alarm::Overdue { milestone, days: n } => {
                let text = l.format("instrument-overdue-by", &[("days", Arg::Str(&days(n)))]);
                ("late", "triangle-alert", milestone, text)
            }
            Alarm::TooEarly { milestone, not_before, days: n } => {
                let (date, n) = (l.date_long(not_before), days(n));
                let args = [("date", Arg::Str(&date)), ("days", Arg::Str(&n))];
                ("risk", "link", milestone, l.format("project-alarm-too-early", &args))
            }
            Alarm::OutOfOrder { milestone, before } => {
                let before = self.milestone(before).text;
                let text = l.format("project-alarm-order", &[("before", Arg::Str(&before))]);
                ("risk", "scale", milestone, text)
            }
            Alarm::ReportsDiffer { milestone } => {
                ("risk", "scale", milestone, l.t("project-alarm-differ").to_owned())
            }
            Alarm::Due { milestone, on, days: n } => {
                let (date, n) = (l.date_long(on), days(n));
                let args = [("date", Arg::Str(&date)), ("days", Arg::Str(&n))];
                ("info", "calendar", milestone, l.format("project-alarm-due", &args))
            }
        };
        AlarmRow { tone, icon, href: format!("#m{id}"), milestone: self.milestone(id), text }
    }

    /// The choice of what slip is counted against.
    fn against(&self) -> Vec<Control> {
        let (l, it) = (self.l, self.it());
        if it.baselines.is_empty() {
            return Vec::new();
        }
        let frozen = || {
            it.baselines.iter().map(|said| {
                let name = words::text(l, &said.what.name).0;
                Choice::new(said.meta.version.to_string(), name)
            })
        };
        let first = vec![Choice::new("", l.t("project-against-first"))];
        let now = vec![Choice::new("", l.t("project-now"))];
        let chosen = match self.plan().against {
            Against::FirstWord => String::new(),
            Against::Baseline(version) => version.to_string(),
        };
        let with = self.with.map(|version| version.to_string()).unwrap_or_default();
        let mut controls = vec![
            Control::choice(
                "baseline",
                l.t("project-against"),
                first.into_iter().chain(frozen()).collect(),
            )
            .value(&chosen)
            .narrowing(),
        ];
        if it.baselines.len() > 1 {
            let all = now.into_iter().chain(frozen()).collect();
            controls
                .push(Control::choice("with", l.t("project-with"), all).value(&with).narrowing());
        }
        controls
    }

    fn baselines(&self) -> Vec<BaselineRow> {
        let (l, it) = (self.l, self.it());
        let row = |said: &kelisim_domain::commitment::Said<kelisim_domain::project::Baseline>| {
            let baseline = &said.what;
            let known = baseline.snapshot.as_known_on;
            let dated = i64::try_from(baseline.dated()).unwrap_or(0);
            BaselineRow {
                version: said.meta.version,
                href: match self.on {
                    Some(day) => format!("?on={day}&baseline={}#compared", said.meta.version),
                    None => format!("?baseline={}#compared", said.meta.version),
                },
                name: Told::new(l, &baseline.name),
                frozen: l.date_long(said.meta.known_on),
                known: known.map(|day| {
                    let date = l.date_long(day);
                    l.format("project-baseline-known", &[("date", Arg::Str(&date))])
                }),
                dated: l.count("project-n-dated", dated),
                short: baseline.hash.short(),
                hash: baseline.hash.to_string(),
            }
        };
        it.baselines.iter().map(row).collect()
    }

    /// The chosen baseline beside the plan as it stands, or beside another baseline.
    fn compared(&self) -> Option<Comparison> {
        let (l, it) = (self.l, self.it());
        let Against::Baseline(version) = self.plan().against else { return None };
        let then = &it.baseline(version)?.what;
        let with = self.with.and_then(|version| it.baseline(version)).map(|said| &said.what);
        let (name, now) = match with {
            Some(other) => (words::text(l, &other.name).0, other.snapshot.clone()),
            None => (l.t("project-now").to_owned(), it.snapshot(None)?),
        };
        let rows = kelisim_domain::project::compare(&then.snapshot, &now);
        let row = |compared: kelisim_domain::project::Compared| {
            let (tone, slip) = slip(l, compared.slip);
            ComparedRow {
                milestone: Told::new(l, &compared.title),
                kind: l.term("milestone_kind", compared.kind.code()),
                then: compared.then.map(|on| self.edtf(on)),
                now: compared.now.map(|on| self.edtf(on)),
                tone,
                slip,
            }
        };
        let then = words::text(l, &then.name).0;
        Some(Comparison { then, now: name, rows: rows.into_iter().map(row).collect() })
    }

    fn commitments(&self) -> Vec<(String, Told)> {
        let all = self.page.commitments.values();
        all.map(|it| {
            let href = self.at(&format!("{}/{}", self.promises, it.id));
            (href, Told::new(self.l, &it.description.title))
        })
        .collect()
    }

    fn instruments(&self) -> Vec<(String, Told)> {
        let all = self.page.instruments.values();
        all.map(|it| {
            let href = self.at(&format!("{}/{}", self.agreements, it.id));
            (href, Told::new(self.l, &it.description.title))
        })
        .collect()
    }
}
