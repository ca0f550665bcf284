//! An indicator as it is shown to officers and to everybody: definition, methods, series with what they rest on.

use kelisim_app::indicator::Page;
use kelisim_app::lookup::Directory;
use kelisim_domain::aggregate::Meta;
use kelisim_domain::commitment::Said;
use kelisim_domain::edtf::Edtf;
use kelisim_domain::indicator::{Geography, Indicator, Method, Place, Point, Series, series};
use kelisim_domain::observation::{Observation, Reported};
use kelisim_domain::quotation::Quotation;
use kelisim_domain::text::{Language, Text4};
use kelisim_domain::topic::Per;
use kelisim_i18n::{Arg, Locale, Zone};

use super::list::{geography, owner};
use crate::chart::{Spot, Trend};
use crate::commitment::shown::{Quoted, Wording};
use crate::source::SourceRef;
use crate::words::{self, Told};

/// How it is counted, from a day on.
pub(crate) struct MethodShown {
    pub(crate) entry: i64,
    pub(crate) from: String,
    pub(crate) how: Told,
    pub(crate) why: Option<Told>,
    pub(crate) quote: Option<Quoted>,
    pub(crate) entered: String,
}

/// A value with its source.
pub(crate) struct ValueShown {
    pub(crate) value: String,
    /// The page of the figure, where the reader has one.
    pub(crate) href: Option<String>,
    pub(crate) source: Option<SourceRef>,
    pub(crate) note: Option<Told>,
    /// Values it had before, the latest first, each with what stands for it.
    pub(crate) earlier: Vec<(String, Option<Told>)>,
}

/// A row of a series.
pub(crate) struct RowShown {
    pub(crate) period: String,
    /// What was reported; nothing where it is missing or the method changed.
    pub(crate) values: Vec<ValueShown>,
    pub(crate) disputed: bool,
    /// What is said in place of values.
    pub(crate) instead: Option<&'static str>,
    /// How it is counted from here on.
    pub(crate) method: Option<Told>,
}

/// The series of one geography.
pub(crate) struct SeriesShown {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) fits: bool,
    pub(crate) chart: Option<String>,
    pub(crate) rows: Vec<RowShown>,
}

/// An indicator as it is shown.
pub(crate) struct Shown {
    pub(crate) name: Told,
    pub(crate) names: Vec<Told>,
    pub(crate) lead: String,
    pub(crate) what: Told,
    pub(crate) facts: Vec<(&'static str, String)>,
    pub(crate) office: Option<Told>,
    pub(crate) quote: Option<Quoted>,
    pub(crate) methods: Vec<MethodShown>,
    pub(crate) series: Vec<SeriesShown>,
    /// Definitions it had before, the latest first: the words and when they were entered.
    pub(crate) earlier: Vec<(Told, Told, String)>,
    pub(crate) more: bool,
}

/// What is needed to put an indicator into words.
pub(crate) struct Naming<'a> {
    pub(crate) l: Locale,
    pub(crate) names: &'a Directory,
    pub(crate) page: &'a Page,
    /// Whether the reader is in the console, not among everybody.
    pub(crate) console: bool,
}

impl Naming<'_> {
    const fn it(&self) -> &Indicator {
        &self.page.indicator
    }

    fn quoted(&self, quotation: &Quotation) -> Option<Quoted> {
        let place = if self.console { "commitments" } else { "promises" };
        let (locale, names, sources) = (self.l, self.names, &self.page.sources);
        Wording { locale, names, sources, place }.quoted(quotation)
    }

    fn edtf(&self, on: Edtf) -> String {
        self.l.edtf(&on.to_string())
    }

    /// The indicator.
    pub(crate) fn shown(&self) -> Shown {
        let (l, it) = (self.l, self.it());
        let d = &it.definition;
        let all = series(it, &self.page.figures);
        Shown {
            name: Told::new(l, &d.name),
            names: others(l, &d.name),
            lead: [l.term("unit_name", d.unit.code()), l.term("periodicity", d.periodicity.code())]
                .join(" · "),
            what: Told::new(l, &d.what),
            facts: vec![
                (l.t("figure-measure"), d.measure.as_str().to_owned()),
                (l.t("figure-unit"), l.term("unit_name", d.unit.code()).to_owned()),
                (l.t("indicator-geography"), geography(l, self.names, it)),
                (
                    l.t("indicator-periodicity"),
                    l.term("periodicity", d.periodicity.code()).to_owned(),
                ),
                (l.t("indicator-owner"), owner(l, self.names, it)),
            ],
            office: d.office.as_ref().map(|office| Told::new(l, office)),
            quote: d.quotation.as_ref().and_then(|quotation| self.quoted(quotation)),
            methods: it.methods.iter().rev().map(|said| self.method(said)).collect(),
            series: all.iter().enumerate().map(|(n, one)| self.series(n, one)).collect(),
            earlier: self.earlier(),
            more: self.page.more,
        }
    }

    fn earlier(&self) -> Vec<(Told, Told, String)> {
        let (l, it) = (self.l, self.it());
        let old = it.definitions.iter().rev().filter(|said| said.what != it.definition);
        old.map(|said| {
            let d = &said.what;
            (Told::new(l, &d.name), Told::new(l, &d.what), self.entered(&said.meta))
        })
        .collect()
    }

    fn entered(&self, meta: &Meta) -> String {
        let l = self.l;
        let time = l.instant_short(meta.recorded_at, Zone::Utc);
        match meta.actor.and_then(|actor| self.page.writers.get(&actor)) {
            Some(who) => {
                let args = [("time", Arg::Str(&time)), ("who", Arg::Str(who))];
                l.format("project-entered-by", &args)
            }
            None => l.format("entered-at", &[("time", Arg::Str(&time))]),
        }
    }

    fn from(&self, method: &Method) -> String {
        let open = || self.l.t("indicator-method-open").to_owned();
        let since = |from: Edtf| {
            self.l.format("indicator-method-since", &[("date", Arg::Str(&self.edtf(from)))])
        };
        method.from.map_or_else(open, since)
    }

    fn method(&self, said: &Said<Method>) -> MethodShown {
        let l = self.l;
        MethodShown {
            entry: said.meta.version,
            from: self.from(&said.what),
            how: Told::new(l, &said.what.how),
            why: said.what.why.as_ref().map(|why| Told::new(l, why)),
            quote: said.what.quotation.as_ref().and_then(|quotation| self.quoted(quotation)),
            entered: self.entered(&said.meta),
        }
    }

    fn title(&self, of: &Geography) -> String {
        let (l, names) = (self.l, self.names);
        let mut parts = vec![words::party(l, names, &of.subject)];
        if let Some(origin) = &of.origin {
            let from = words::party(l, names, origin);
            parts.push(l.format("indicator-origin", &[("party", Arg::Str(&from))]));
        }
        parts.extend(of.channel.map(|channel| l.term("channel", channel).to_owned()));
        if of.unit != self.it().definition.unit.code() {
            parts.push(l.term("unit_name", of.unit).to_owned());
        }
        parts.join(" · ")
    }

    fn series(&self, n: usize, one: &Series<'_>) -> SeriesShown {
        let title = self.title(&one.geography);
        let unit = one.geography.unit;
        SeriesShown {
            id: format!("s{n}"),
            fits: one.fits,
            chart: self.chart(n, &title, one),
            rows: one.places.iter().rev().map(|place| self.row(unit, place)).collect(),
            title,
        }
    }

    /// The picture, where there is more than one value to be looked at.
    fn chart(&self, n: usize, title: &str, one: &Series<'_>) -> Option<String> {
        let l = self.l;
        let points = one.points().count();
        if points < 2 {
            return None;
        }
        let spot = |place: &Place<'_>| match place {
            Place::Reported(point) => Some(Spot::Reported {
                on: point.period.last_day(),
                values: differing(point),
                joined: point.joined,
            }),
            Place::Break(said) => said.what.from.map(|from| Spot::Break { on: from.first_day() }),
            Place::Missing(_) => None,
        };
        let count = l.number(i64::try_from(points).unwrap_or(i64::MAX));
        let args = [("n", Arg::Str(&count)), ("where", Arg::Str(title))];
        let trend = Trend {
            locale: l,
            id: format!("c{n}"),
            title: title.to_owned(),
            desc: l.format("indicator-chart-desc", &args),
            spots: one.places.iter().filter_map(spot).collect(),
        };
        Some(trend.figure())
    }

    fn row(&self, unit: &str, place: &Place<'_>) -> RowShown {
        let l = self.l;
        match place {
            Place::Reported(point) => RowShown {
                period: self.edtf(point.period),
                values: point.figures.iter().map(|it| self.value(unit, it)).collect(),
                disputed: point.is_disputed(),
                instead: None,
                method: None,
            },
            Place::Missing(period) => RowShown {
                period: self.edtf(*period),
                values: Vec::new(),
                disputed: false,
                instead: Some(l.t("indicator-missing")),
                method: None,
            },
            Place::Break(said) => RowShown {
                period: self.from(&said.what),
                values: Vec::new(),
                disputed: false,
                instead: Some(l.t("indicator-break")),
                method: Some(Told::new(l, &said.what.how)),
            },
        }
    }

    fn value(&self, unit: &str, it: &Observation) -> ValueShown {
        let l = self.l;
        let mut said: Vec<&Said<Reported>> = it.values.iter().collect();
        said.sort_by_key(|v| std::cmp::Reverse((v.meta.known_on, v.meta.version)));
        let quantity =
            |v: &Said<Reported>| l.quantity(&v.what.value.to_string(), unit, Per::Once.code());
        let latest = said.first();
        let source = latest.and_then(|v| self.page.sources.get(&v.what.quotation.source));
        let place = if self.console {
            Some(format!("/{}/figures/{}", l.tag(), it.id))
        } else {
            it.description.commitment.map(|id| format!("/{}/promises/{id}", l.tag()))
        };
        let note = |v: &&Said<Reported>| v.what.note.as_ref().map(|note| Told::new(l, note));
        ValueShown {
            value: latest.map(|v| quantity(v)).unwrap_or_default(),
            href: place,
            source: source.map(|source| words::source_ref(l, source)),
            note: latest.and_then(note),
            earlier: said.iter().skip(1).map(|v| (quantity(v), note(v))).collect(),
        }
    }
}

/// The values of a point without those that say the same again.
fn differing(point: &Point<'_>) -> Vec<kelisim_domain::figure::Figure> {
    let mut values = Vec::new();
    for value in point.figures.iter().filter_map(|it| it.latest()).map(|said| said.what.value) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

/// The name in the other languages it is known in.
fn others(l: Locale, name: &Text4) -> Vec<Told> {
    let shown = name.shown(words::language(l)).1;
    let other = Language::ALL.iter().filter(|language| **language != shown);
    other
        .filter_map(|language| {
            let text = name.get(*language)?.to_owned();
            Some(Told { text, lang: language.code(), other: true })
        })
        .collect()
}
