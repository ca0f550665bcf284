//! A visit as it is shown to officers and to everybody.

use jiff::civil::Date;
use kelisim_app::lookup::Directory;
use kelisim_app::programme::visit::Page;
use kelisim_domain::edtf::Edtf;
use kelisim_domain::programme::specialty::SpecialtyCode;
use kelisim_domain::programme::visit::{
    Counted, Difference, Expert, ExpertRole, ExpertVisit, Followed, Operated, OperatorCode,
    Permission,
};
use kelisim_domain::quotation::Quotation;
use kelisim_domain::text::{Language, Text4};
use kelisim_i18n::{Arg, Locale};

use super::history::Happened;
use super::list::look;
use crate::chart::PromiseBar;
use crate::commitment::shown::{Quoted, Wording};
use crate::words::{self, Told};

/// An expert of the team.
pub(crate) struct ExpertRow {
    pub(crate) entry: i64,
    /// What stands for the expert; only those of the two sides are shown it.
    pub(crate) code: Option<String>,
    pub(crate) specialty: String,
    pub(crate) role: &'static str,
    pub(crate) count: String,
    /// The permissions in words; none where none is needed.
    pub(crate) permissions: Option<Vec<String>>,
}

/// A counter: what is reported beside what was entered.
pub(crate) struct CountRow {
    pub(crate) name: &'static str,
    /// What is reported, each total with its entry; the first one counts.
    pub(crate) reported: Vec<(i64, String)>,
    pub(crate) entered: Option<String>,
    pub(crate) bar: Option<PromiseBar>,
    pub(crate) difference: Option<String>,
    pub(crate) disputed: bool,
}

/// An operation that the house entered.
pub(crate) struct OperationRow {
    pub(crate) entry: i64,
    pub(crate) date: String,
    pub(crate) machine: String,
    pub(crate) what: Told,
    pub(crate) of: String,
    /// Who stood at the table, by code.
    pub(crate) people: Vec<String>,
    pub(crate) repeatable: &'static str,
    pub(crate) tone: &'static str,
    pub(crate) icon: &'static str,
    /// Who judged and when.
    pub(crate) judged: Option<String>,
    pub(crate) by: Option<Told>,
}

/// Something agreed on.
pub(crate) struct FollowRow {
    pub(crate) entry: i64,
    pub(crate) matter: Told,
    pub(crate) due: Option<String>,
    pub(crate) state: String,
    pub(crate) tone: &'static str,
    pub(crate) icon: &'static str,
}

/// A visit as it is shown.
pub(crate) struct Shown {
    pub(crate) title: Told,
    pub(crate) titles: Vec<Told>,
    pub(crate) lead: String,
    pub(crate) state: &'static str,
    pub(crate) tone: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) facts: Vec<(&'static str, String)>,
    pub(crate) place: Option<Told>,
    pub(crate) sender: Option<Told>,
    pub(crate) links: Vec<(&'static str, String, Told)>,
    pub(crate) quote: Option<Quoted>,
    pub(crate) team: Vec<ExpertRow>,
    pub(crate) counts: Vec<CountRow>,
    /// Records of the house; nobody else knows of any.
    pub(crate) operations: Option<Vec<OperationRow>>,
    /// How many entered operations the local team can do by itself, in words.
    pub(crate) repeatable: Option<String>,
    pub(crate) followed: Vec<FollowRow>,
    pub(crate) history: Vec<Happened>,
}

/// What is needed to put a visit into words.
pub(crate) struct Naming<'a> {
    pub(crate) l: Locale,
    pub(crate) names: &'a Directory,
    pub(crate) page: &'a Page,
    pub(crate) today: Date,
    /// Whether the reader is in the console, not among everybody.
    pub(crate) console: bool,
}

impl Naming<'_> {
    pub(super) const fn it(&self) -> &ExpertVisit {
        &self.page.visit
    }

    pub(super) fn quoted(&self, quotation: &Quotation) -> Option<Quoted> {
        let place = if self.console { "commitments" } else { "promises" };
        let (locale, names, sources) = (self.l, self.names, &self.page.sources);
        Wording { locale, names, sources, place }.quoted(quotation)
    }

    pub(super) fn edtf(&self, on: Edtf) -> String {
        self.l.edtf(&on.to_string())
    }

    /// The name of a specialty, or that none is said.
    pub(super) fn specialty(&self, code: Option<&SpecialtyCode>) -> String {
        let Some(code) = code else { return self.l.t("visit-not-said").to_owned() };
        let known = code.known().map(|own| words::text(self.l, &own.name).0);
        known.unwrap_or_else(|| code.to_string())
    }

    /// The word for a role, or that none is said.
    pub(super) fn role(&self, role: Option<ExpertRole>) -> &'static str {
        role.map_or_else(|| self.l.t("visit-not-said"), |r| self.l.term("visit_role", r.code()))
    }

    /// The visit.
    pub(crate) fn shown(&self) -> Shown {
        let (l, it) = (self.l, self.it());
        let d = &it.description;
        let (state, tone, icon) = look(l, it.state());
        let lead = [
            l.term("visit_direction", d.direction.code()).to_owned(),
            words::party(l, self.names, &d.partner),
        ];
        Shown {
            title: Told::new(l, &d.title),
            titles: other_titles(l, &d.title),
            lead: lead.join(" · "),
            state,
            tone,
            icon,
            facts: self.facts(),
            place: d.place.as_ref().map(|place| Told::new(l, place)),
            sender: d.sender.as_ref().map(|sender| Told::new(l, sender)),
            links: self.links(),
            quote: d.quotation.as_ref().and_then(|quotation| self.quoted(quotation)),
            team: it.experts().map(|(entry, expert)| self.expert(entry, expert)).collect(),
            counts: it.counts().iter().map(|counted| self.counted(counted)).collect(),
            operations: self
                .console
                .then(|| it.operations().iter().map(|operated| self.operated(operated)).collect()),
            repeatable: self.repeatable(),
            followed: it.followed().iter().map(|one| self.followed(one)).collect(),
            history: self.history(),
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        let (l, it) = (self.l, self.it());
        let d = &it.description;
        let unknown = || l.t("visit-not-said").to_owned();
        let hosts: Vec<String> =
            d.hosts.iter().map(|host| words::party(l, self.names, host)).collect();
        let team = it.team_size().map(|size| l.number(i64::try_from(size).unwrap_or(i64::MAX)));
        vec![
            (l.t("visit-days"), d.days.map_or_else(unknown, |days| self.edtf(days))),
            (l.t("visit-team-size"), team.unwrap_or_else(unknown)),
            (l.t("visit-hosts"), if hosts.is_empty() { unknown() } else { hosts.join(", ") }),
        ]
    }

    fn links(&self) -> Vec<(&'static str, String, Told)> {
        let l = self.l;
        let mut links = Vec::new();
        if let Some(it) = &self.page.commitment {
            let place = if self.console { "commitments" } else { "promises" };
            let href = format!("/{}/{place}/{}", l.tag(), it.id);
            links.push((l.t("visit-commitment"), href, Told::new(l, &it.description.title)));
        }
        if let Some(it) = self.page.line.as_ref().filter(|_| self.console) {
            let href = format!("/{}/quotas/{}", l.tag(), it.id);
            let text = crate::quota::label(l, &it.description);
            let name = Told { text, lang: words::language(l).code(), other: false };
            links.push((l.t("visit-line"), href, name));
        }
        links
    }

    fn expert(&self, entry: i64, expert: &Expert) -> ExpertRow {
        let l = self.l;
        let permissions: Vec<String> =
            self.it().permissions(entry).map(|permission| self.permission(permission)).collect();
        ExpertRow {
            entry,
            code: self.console.then(|| expert.code.to_string()),
            specialty: self.specialty(expert.specialty.as_ref()),
            role: self.role(expert.role),
            count: l.number(i64::from(expert.count)),
            permissions: (self.console && expert.operates()).then_some(permissions),
        }
    }

    fn permission(&self, it: &Permission) -> String {
        let l = self.l;
        let (from, until) = (l.date_long(it.from), l.date_long(it.until));
        let document = words::text(l, &it.document).0;
        let authority = words::text(l, &it.authority).0;
        let args = [
            ("document", Arg::Str(&document)),
            ("authority", Arg::Str(&authority)),
            ("from", Arg::Str(&from)),
            ("until", Arg::Str(&until)),
        ];
        l.format("visit-permission-line", &args)
    }

    fn counted(&self, it: &Counted<'_>) -> CountRow {
        let l = self.l;
        let number = |n: u64| l.number(i64::try_from(n).unwrap_or(i64::MAX));
        let difference = it.difference().filter(|_| self.console).map(|difference| {
            let n = match difference {
                Difference::Same => String::new(),
                Difference::Unexplained(n) | Difference::MoreEntered(n) => number(n),
            };
            let args = [("n", Arg::Str(&n))];
            match difference {
                Difference::Same => l.t("visit-same").to_owned(),
                Difference::Unexplained(_) => l.format("visit-unexplained", &args),
                Difference::MoreEntered(_) => l.format("visit-more-entered", &args),
            }
        });
        let bar = it.total().filter(|total| *total > 0).map(|total| PromiseBar {
            promised: Some(u64::from(total)),
            delivered: it.entered,
            talk: false,
        });
        let reported = it.reported.iter().map(|one| (one.entry, number(u64::from(one.value))));
        CountRow {
            name: l.term("visit_counter", it.counter.code()),
            reported: reported.collect(),
            entered: it.entered.map(number),
            bar: bar.filter(|_| self.console),
            difference,
            disputed: it.is_disputed(),
        }
    }

    fn operated(&self, it: &Operated<'_>) -> OperationRow {
        let l = self.l;
        let o = it.operation;
        let named = |word: &str, code: &OperatorCode| format!("{word} {code}");
        let people = std::iter::once(named(l.t("visit-lead"), &o.lead))
            .chain(o.second.iter().map(|code| named(l.t("visit-second"), code)))
            .chain(o.local.iter().map(|code| named(l.t("visit-local"), code)));
        let (tone, icon) = match it.judgement.map(|judgement| judgement.repeatable.code()) {
            Some("yes") => ("ok", "circle-check"),
            Some(_) => ("risk", "x"),
            None => ("dash", "circle-dashed"),
        };
        let code = it.judgement.map_or("unknown", |judgement| judgement.repeatable.code());
        OperationRow {
            entry: it.entry,
            date: l.date_long(o.on),
            machine: o.on.to_string(),
            what: Told::new(l, &o.procedure),
            of: format!(
                "{}, {}",
                l.term("visit_operation", o.counter().code()),
                self.specialty(Some(&o.specialty))
            ),
            people: people.collect(),
            repeatable: l.term("visit_repeatable", code),
            tone,
            icon,
            judged: it.judgement.map(|judgement| l.date_long(judgement.on)),
            by: it.judgement.map(|judgement| Told::new(l, &judgement.by)),
        }
    }

    fn repeatable(&self) -> Option<String> {
        let (yes, judged) = self.it().repeatable();
        let all = self.it().operations().len();
        if all == 0 {
            return None;
        }
        let l = self.l;
        let number = |n: usize| l.number(i64::try_from(n).unwrap_or(i64::MAX));
        let (yes, judged, all) = (number(yes), number(judged), number(all));
        let args =
            [("yes", Arg::Str(&yes)), ("judged", Arg::Str(&judged)), ("all", Arg::Str(&all))];
        Some(l.format("visit-repeatable-of", &args))
    }

    fn followed(&self, it: &Followed<'_>) -> FollowRow {
        let l = self.l;
        let passed = it.agreed.due.is_some_and(|due| due.last_day() < self.today);
        let (tone, icon) = match (it.done, passed) {
            (Some(_), _) => ("ok", "circle-check"),
            (None, true) => ("risk", "triangle-alert"),
            (None, false) => ("dash", "circle-dashed"),
        };
        FollowRow {
            entry: it.entry,
            matter: Told::new(l, &it.agreed.matter),
            due: it.agreed.due.map(|due| self.edtf(due)),
            state: match (it.done, passed) {
                (Some(done), _) => {
                    l.format("visit-done-on", &[("date", Arg::Str(&self.edtf(done.on)))])
                }
                (None, true) => l.t("visit-overdue").to_owned(),
                (None, false) => l.t("visit-open").to_owned(),
            },
            tone,
            icon,
        }
    }
}

/// The name in the other languages it is known in.
fn other_titles(l: Locale, title: &Text4) -> Vec<Told> {
    let shown = title.shown(words::language(l)).1;
    Language::ALL
        .iter()
        .filter(|language| **language != shown)
        .filter_map(|language| {
            let text = title.get(*language)?.to_owned();
            Some(Told { text, lang: language.code(), other: true })
        })
        .collect()
}
