//! One page with every macro and every chart, on made-up values: to look at, and to test.

use std::collections::BTreeMap;

use askama::Template;
use kelisim_i18n::{Arg, Locale};
use kelisim_web::chart::{
    Compare, Part, PromiseBar, Promised, Reading, SourceLink, Strip, Tone, Year, YearChart,
    sparkline,
};
use kelisim_web::form::{Choice, Field, mistakes};
use kelisim_web::shell::{Counts, Nav, Shell, ShellUser, Theme};
use kelisim_web::source::SourceRef;

/// A row of the table.
#[derive(Debug)]
pub struct Row {
    what: String,
    note: &'static str,
    shown: &'static str,
    step: i64,
    left: String,
    right: String,
    bar: PromiseBar,
    due: String,
    state: &'static str,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "gallery.html")]
pub struct Gallery {
    shell: Shell,
    lead: String,
    heads: [&'static str; 5],
    rows: Vec<Row>,
    strip: Strip,
    years: YearChart,
    compare: Compare,
    spark: String,
    sides: Vec<(String, &'static str, &'static str, SourceRef)>,
    fields: Vec<Field>,
    choice: Field,
    choices: Vec<Choice>,
    text: Field,
}

/// The shell of an officer.
#[must_use]
pub fn officer(locale: Locale, theme: Theme, title: &str) -> Shell {
    Shell {
        user: Some(ShellUser { name: "A. Asanova".to_owned(), role: "officer" }),
        here: Some(Nav::Overview),
        nav: Nav::ALL.to_vec(),
        csrf: "token".to_owned(),
        counts: Counts { communiques: 5, conflicts: 2, notices: 3 },
        demo: true,
        theme,
        search_path: Some("/search"),
        ..Shell::visitor(
            locale,
            "/overview?on=2026-03-02",
            title,
            locale.term("party_kind", "ministry"),
        )
    }
}

impl Gallery {
    /// The page in a language and an appearance.
    #[must_use]
    pub fn new(l: Locale, theme: Theme) -> Self {
        let title = l.term("topic", "treatment").to_owned();
        let of = l.format("chart-of", &[("promised", Arg::Num(150)), ("delivered", Arg::Num(48))]);
        let mut wrong = Field::text("quantity", l.t("chart-count"));
        wrong.value = "-5".to_owned();
        wrong.error = Some(l.t("error-refused-title").to_owned());
        wrong.hint = Some(l.t("signin-code-hint").to_owned());
        let mut open = Field::text("note", l.t("chart-period"));
        open.optional = true;
        let choices = ["residency", "treatment"]
            .map(|code| Choice { value: code.to_owned(), label: l.term("topic", code).to_owned() });
        let choice =
            Field { value: "treatment".to_owned(), ..Field::text("topic", l.t("chart-part")) };
        Self {
            lead: l.date_long(jiff::civil::date(2026, 3, 2)),
            heads: [
                l.t("chart-part"),
                l.t("chart-value"),
                l.t("chart-delivered"),
                l.t("chart-period"),
                l.t("source"),
            ],
            rows: rows(l),
            strip: strip(l),
            years: years(l, of),
            compare: compare(l),
            spark: sparkline(&[Some(1037), None, Some(990), Some(965)]),
            sides: vec![
                (
                    l.quantity("150", "patient", "year"),
                    "квота увеличена до 150 человек в год",
                    "ru",
                    source_ref("24.kg", "2018-04~"),
                ),
                (
                    l.quantity("180", "patient", "year"),
                    "180 Kırgız vatandaşının tedavisi",
                    "tr",
                    source_ref("aa.com.tr", "2019"),
                ),
            ],
            fields: vec![wrong, open, Field::password("password", l.t("signin-password"))],
            choice,
            choices: choices.into(),
            text: Field::text("text", l.t("source")),
            shell: officer(l, theme, &title),
        }
    }

    /// What the summary lists.
    #[must_use]
    pub fn mistakes(&self) -> Vec<(&'static str, &str)> {
        mistakes(&self.fields)
    }
}

fn source_ref(publisher: &str, date: &str) -> SourceRef {
    SourceRef {
        publisher: publisher.to_owned(),
        date: date.to_owned(),
        href: Some("#source".to_owned()),
    }
}

fn rows(l: Locale) -> Vec<Row> {
    let bar = |promised, delivered| PromiseBar { promised, delivered, talk: false };
    let row = |topic: &str, shown, step, bar, state| Row {
        what: l.term("topic", topic).to_owned(),
        note: l.term("specialty", "anaesthesiology_intensive_care"),
        shown,
        step,
        left: l.t("chart-delivered").to_owned(),
        right: l.quantity("150", "place", "once"),
        bar,
        due: l.edtf_short("2026-12-31"),
        state,
    };
    vec![
        row("treatment", "in_force", 5, bar(Some(150), Some(48)), "behind"),
        row("training", "signed", 4, bar(Some(20), None), "no_report"),
        row("facility", "agreed", 3, bar(None, None), "due_this_year"),
        row("research", "intended", 2, bar(Some(3), Some(3)), "reported"),
        row(
            "residency",
            "raised",
            1,
            PromiseBar { promised: None, delivered: None, talk: true },
            "talks",
        ),
        row("supply", "signed", 4, bar(Some(5), Some(9)), "intended"),
    ]
}

fn strip(l: Locale) -> Strip {
    let states = [
        ("reported", Tone::Done, 1),
        ("behind", Tone::Late, 2),
        ("no_report", Tone::None, 3),
        ("due_this_year", Tone::Due, 1),
        ("talks", Tone::Talk, 2),
    ];
    let parts = states.map(|(state, tone, count)| Part {
        count,
        label: l.term("state", state).to_owned(),
        tone,
    });
    Strip { locale: l, sentence: l.t("nav-overview").to_owned(), parts: parts.into() }
}

fn years(l: Locale, title: String) -> YearChart {
    let source = |n: i16| SourceLink {
        text: format!("24.kg, {n}"),
        href: "/en/sources/1".to_owned(),
        lang: None,
    };
    let mut years = BTreeMap::new();
    for n in 2014..=2025 {
        let promised = match n {
            2014 => Promised::Stated(100),
            2015..=2017 => Promised::Assumed(100),
            2018 | 2025 => Promised::Stated(150),
            _ => Promised::Assumed(150),
        };
        let delivered = match n {
            2021 => Some(30),
            2024 => Some(86),
            2025 => Some(48),
            _ => None,
        };
        let unexplained = delivered.and_then(|delivered| 150_u64.checked_sub(delivered));
        years.insert(
            n,
            Year {
                promised,
                delivered,
                unexplained,
                sources: delivered.map(|_| source(n)).into_iter().collect(),
            },
        );
    }
    YearChart {
        locale: l,
        id: "treat".to_owned(),
        title,
        desc: l.t("chart-no-figure").to_owned(),
        caption: l.t("footer-demo").to_owned(),
        years,
    }
}

fn compare(l: Locale) -> Compare {
    let reading = |date: &str, value| Reading { period: l.edtf(date), value, source: None };
    Compare {
        locale: l,
        id: "india".to_owned(),
        title: l.quantity("965", "medicine", "once"),
        desc: l.t("chart-value").to_owned(),
        caption: l.t("footer-demo").to_owned(),
        readings: vec![
            reading("2022-06/2024-03", Some(1037)),
            reading("2024", None),
            reading("2025-11", Some(965)),
        ],
    }
}
