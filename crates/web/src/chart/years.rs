//! Year by year: promised hollow, delivered solid, unexplained in ochre outline, missing dashed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use kelisim_i18n::{Arg, Locale};

use super::markup::{Tenths, axis, details, escaped, number, region, share};

/// What was promised for a year. Talks are no promise and are not drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Promised {
    /// No promise was found.
    #[default]
    Nothing,
    /// A document says so.
    Stated(u64),
    /// No document; the last number is taken to continue.
    Assumed(u64),
}

impl Promised {
    const fn value(self) -> Option<u64> {
        match self {
            Self::Nothing => None,
            Self::Stated(value) | Self::Assumed(value) => Some(value),
        }
    }
}

/// A source in a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceLink {
    /// What it is called, with its date.
    pub text: String,
    /// Where it is; a page of ours or an address outside.
    pub href: String,
    /// The language of its name, where it is another than that of the page.
    pub lang: Option<&'static str>,
}

impl SourceLink {
    /// The sources of one row.
    pub(super) fn cell(locale: Locale, sources: &[Self]) -> String {
        if sources.is_empty() {
            return escaped(locale.t("chart-no-source"));
        }
        let links: Vec<String> = sources.iter().map(Self::link).collect();
        links.join("<br>")
    }

    fn link(&self) -> String {
        let lang = self.lang.map_or_else(String::new, |lang| format!(" lang=\"{lang}\""));
        let (href, text) = (escaped(&self.href), escaped(&self.text));
        let is_safe =
            ["/", "#", "https://", "http://"].iter().any(|start| self.href.starts_with(start));
        if is_safe {
            format!("<a href=\"{href}\"{lang}>{text}</a>")
        } else {
            format!("<span{lang}>{text}</span>")
        }
    }
}

/// One year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Year {
    /// What was promised.
    pub promised: Promised,
    /// What was delivered, where a figure was published.
    pub delivered: Option<u64>,
    /// What the published figures leave open.
    pub unexplained: Option<u64>,
    /// Where the numbers are from.
    pub sources: Vec<SourceLink>,
}

/// The chart. Years that are missing between the first and the last keep their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearChart {
    /// Language of the numbers and standing words.
    pub locale: Locale,
    /// Prefix of the ids inside, unique on the page.
    pub id: String,
    /// The finding: "48 of 150 places used in 2025".
    pub title: String,
    /// The picture in words, for those who do not see it.
    pub desc: String,
    /// How to read it.
    pub caption: String,
    /// The years.
    pub years: BTreeMap<i16, Year>,
}

/// More empty years than this in a row of years are not filled in.
const LONGEST: usize = 80;
const LEFT: i64 = 520;
const TOP: i64 = 300;
const BASE: i64 = 2_140;
const HEIGHT: i64 = BASE - TOP;

/// Where things are, in tenths.
struct Plan {
    column: i64,
    bar: i64,
    width: i64,
    top: u64,
    step: u64,
    marks: u64,
}

impl Plan {
    fn up(&self, value: u64) -> i64 {
        share(value, self.top, HEIGHT)
    }
}

impl YearChart {
    /// Picture with legend, caption and table.
    #[must_use]
    pub fn figure(&self) -> String {
        let table = details(self.locale, &self.table());
        format!("{}{table}", self.picture())
    }

    /// Picture with legend and caption, for a page that has a table of its own.
    #[must_use]
    pub fn picture(&self) -> String {
        let svg = region(self.locale, &self.svg());
        let (key, caption) = (self.key(), escaped(&self.caption));
        format!("<figure class=\"chart\">{key}{svg}<figcaption>{caption}</figcaption></figure>")
    }

    /// The picture.
    #[must_use]
    pub fn svg(&self) -> String {
        let years = self.filled();
        let plan = self.plan(years.len());
        let id = escaped(&self.id);
        let width = Tenths(plan.width);
        let mut svg = format!(
            "<svg class=\"wide\" viewBox=\"0 0 {width} 242\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>",
            escaped(&self.title),
            escaped(&self.desc)
        );
        self.draw_axis(&mut svg, &plan);
        let mut before = None;
        let mut left = LEFT;
        for (number, year) in &years {
            let is_new = year.promised != Promised::Nothing && before != Some(year.promised);
            before = Some(year.promised);
            self.draw_year(&mut svg, &plan, left, year, is_new);
            let (x, y) = (Tenths(left + plan.column / 2), Tenths(BASE + 200));
            let _ = write!(svg, "<text x=\"{x}\" y=\"{y}\" text-anchor=\"middle\">{number}</text>");
            left += plan.column;
        }
        svg.push_str("</svg>");
        svg
    }

    /// What the forms mean; only those that occur.
    #[must_use]
    pub fn key(&self) -> String {
        let years = self.filled();
        let any = |test: fn(&Year) -> bool| years.iter().any(|(_, year)| test(year));
        let entries = [
            (
                any(|year| matches!(year.promised, Promised::Stated(_))),
                "pl",
                self.locale.t("chart-promised"),
            ),
            (
                any(|year| matches!(year.promised, Promised::Assumed(_))),
                "pl q",
                self.locale.t("chart-assumed"),
            ),
            (any(|year| year.delivered.is_some()), "f-done", self.locale.t("chart-delivered")),
            (
                any(|year| year.unexplained.is_some_and(|n| n > 0)),
                "un",
                self.locale.t("chart-unexplained"),
            ),
            (
                any(|year| year.delivered.is_none() && year.unexplained.is_none_or(|n| n == 0)),
                "f-gap",
                self.locale.t("chart-no-figure"),
            ),
        ];
        let mut key = String::from("<ul class=\"key\">");
        for (_, class, words) in entries.iter().filter(|(occurs, ..)| *occurs) {
            let words = escaped(words);
            let _ = write!(
                key,
                "<li><svg class=\"sw\" aria-hidden=\"true\"><rect class=\"{class}\" x=\"1\" y=\"1\" width=\"12\" height=\"12\" rx=\"2\"/></svg><span>{words}</span></li>"
            );
        }
        key.push_str("</ul>");
        key
    }

    /// The same numbers with their sources.
    #[must_use]
    pub fn table(&self) -> String {
        let l = self.locale;
        let years = self.filled();
        let is_open = years.iter().any(|(_, year)| year.unexplained.is_some());
        let mut table = String::from("<table class=\"tbl\"><thead><tr>");
        let _ = write!(table, "<th scope=\"col\">{}</th>", escaped(l.t("chart-year")));
        let mut heads = vec![l.t("chart-promised"), l.t("chart-delivered")];
        if is_open {
            heads.push(l.t("chart-unexplained"));
        }
        for head in heads {
            let _ = write!(table, "<th scope=\"col\" class=\"num\">{}</th>", escaped(head));
        }
        let _ =
            write!(table, "<th scope=\"col\">{}</th></tr></thead><tbody>", escaped(l.t("source")));
        for (number_of_year, year) in &years {
            let promised = match year.promised {
                Promised::Nothing => escaped(l.t("chart-no-promise")),
                Promised::Stated(value) => number(l, value),
                Promised::Assumed(value) => {
                    let n = l.decimal(&value.to_string());
                    escaped(&l.format("chart-assumed-cell", &[("n", Arg::Str(&n))]))
                }
            };
            let missing = || escaped(l.t("chart-no-figure"));
            let delivered = year.delivered.map_or_else(missing, |value| number(l, value));
            let _ = write!(
                table,
                "<tr><th scope=\"row\">{number_of_year}</th><td class=\"num\">{promised}</td><td class=\"num\">{delivered}</td>"
            );
            if is_open {
                let open = year.unexplained.map_or_else(String::new, |value| number(l, value));
                let _ = write!(table, "<td class=\"num\">{open}</td>");
            }
            let _ = write!(table, "<td>{}</td></tr>", SourceLink::cell(l, &year.sources));
        }
        table.push_str("</tbody></table>");
        table
    }

    /// The years from first to last; where too many are missing, only those that are known.
    fn filled(&self) -> Vec<(i16, Year)> {
        let (Some((first, _)), Some((last, _))) =
            (self.years.first_key_value(), self.years.last_key_value())
        else {
            return Vec::new();
        };
        let span = usize::try_from(i32::from(*last) - i32::from(*first) + 1).unwrap_or(0);
        if span > LONGEST {
            return self.years.iter().map(|(number, year)| (*number, year.clone())).collect();
        }
        (*first..=*last)
            .map(|number| (number, self.years.get(&number).cloned().unwrap_or_default()))
            .collect()
    }

    fn plan(&self, count: usize) -> Plan {
        let count = i64::try_from(count.max(1)).unwrap_or(i64::MAX).min(10_000);
        let column = (8_000 / count).clamp(440, 1_200);
        let tallest = self
            .years
            .values()
            .flat_map(|year| {
                let left =
                    year.delivered.unwrap_or(0).saturating_add(year.unexplained.unwrap_or(0));
                [year.promised.value().unwrap_or(0), left]
            })
            .max()
            .unwrap_or(0);
        let (step, marks) = axis(tallest);
        let width = (LEFT + column * count + 80).max(8_600);
        Plan { column, bar: column * 62 / 100, width, top: step.saturating_mul(marks), step, marks }
    }

    fn draw_axis(&self, svg: &mut String, plan: &Plan) {
        let right = Tenths(plan.width - 80);
        for mark in 0..=plan.marks {
            let value = plan.step.saturating_mul(mark);
            let y = BASE - plan.up(value);
            let class = if mark == 0 { "ax ax0" } else { "ax" };
            let (x, line, text) = (Tenths(LEFT - 60), Tenths(y), Tenths(y + 45));
            let n = number(self.locale, value);
            let _ = write!(
                svg,
                "<line class=\"{class}\" x1=\"{x}\" x2=\"{right}\" y1=\"{line}\" y2=\"{line}\"/><text x=\"{}\" y=\"{text}\" text-anchor=\"end\">{n}</text>",
                Tenths(LEFT - 130)
            );
        }
    }

    fn draw_year(&self, svg: &mut String, plan: &Plan, left: i64, year: &Year, is_new: bool) {
        let middle = left + plan.column / 2;
        let outer = middle - plan.bar / 2;
        let inner = outer + 55;
        let inner_width = plan.bar - 110;
        if let Some(value) = year.promised.value() {
            let height = plan.up(value);
            let class = if matches!(year.promised, Promised::Assumed(_)) { "pl q" } else { "pl" };
            rect(svg, class, outer, BASE - height, plan.bar, height);
            if is_new {
                text(svg, "pr", middle, BASE - height - 70, &number(self.locale, value));
            }
        }
        let Some(delivered) = year.delivered else {
            let Some(open) = year.unexplained.filter(|open| *open > 0) else {
                rect(svg, "gap", inner, BASE - 140, inner_width, 140);
                return;
            };
            // Nothing of ours, yet somebody reports: the outline stands by itself.
            let height = plan.up(open).max(60);
            rect(svg, "un", inner, BASE - height, inner_width, height);
            let at = if height >= 210 { BASE - height / 2 + 45 } else { BASE - height - 50 };
            text(svg, "ur", middle, at, &number(self.locale, open));
            return;
        };
        let solid = plan.up(delivered).max(if delivered > 0 { 15 } else { 0 });
        let n = number(self.locale, delivered);
        rect(svg, "f-done", inner, BASE - solid, inner_width, solid);
        let is_tall = solid >= 210;
        let mut ceiling = BASE - solid;
        if is_tall {
            text(svg, "on", middle, BASE - solid + 165, &n);
        } else {
            // A low bar carries its number above it, inside the outline.
            text(svg, "b", middle, ceiling - 50, &n);
            ceiling -= 190;
        }
        if let Some(open) = year.unexplained.filter(|open| *open > 0) {
            let end = BASE - plan.up(delivered.saturating_add(open)) + 45;
            let start = ceiling - 45;
            if start - end >= 60 {
                rect(svg, "un", inner, end, inner_width, start - end);
            }
            if start - end >= 210 {
                text(svg, "ur", middle, i64::midpoint(start, end) + 45, &number(self.locale, open));
            }
        }
    }
}

fn rect(svg: &mut String, class: &str, x: i64, y: i64, width: i64, height: i64) {
    let (x, y, width, height) = (Tenths(x), Tenths(y), Tenths(width), Tenths(height));
    let _ = write!(
        svg,
        "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"2\"/>"
    );
}

fn text(svg: &mut String, class: &str, x: i64, y: i64, words: &str) {
    let (x, y) = (Tenths(x), Tenths(y));
    let _ = write!(
        svg,
        "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" text-anchor=\"middle\">{words}</text>"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(years: impl IntoIterator<Item = (i16, Year)>) -> YearChart {
        YearChart {
            locale: Locale::En,
            id: "y".to_owned(),
            title: "48 of 150 <places>".to_owned(),
            desc: "a & b".to_owned(),
            caption: String::new(),
            years: years.into_iter().collect(),
        }
    }

    fn year(promised: Promised, delivered: Option<u64>, unexplained: Option<u64>) -> Year {
        Year { promised, delivered, unexplained, sources: Vec::new() }
    }

    #[test]
    fn promised_is_hollow_delivered_solid_the_rest_open_and_named() {
        let chart = chart([(2025, year(Promised::Stated(150), Some(48), Some(102)))]);
        let svg = chart.svg();
        assert!(
            svg.contains("class=\"pl\"")
                && svg.contains("class=\"f-done\"")
                && svg.contains("class=\"un\"")
        );
        for shown in [">150<", ">48<", ">102<", ">2025<", "48 of 150 &lt;places&gt;", "a &amp; b"] {
            assert!(svg.contains(shown), "{shown}");
        }
        assert!(chart.table().contains(
            "<td class=\"num\">150</td><td class=\"num\">48</td><td class=\"num\">102</td>"
        ));
    }

    #[test]
    fn a_missing_year_keeps_its_place_dashed_and_is_never_zero() {
        let chart = chart([
            (2021, year(Promised::Assumed(150), Some(30), None)),
            (2024, year(Promised::Assumed(150), Some(86), None)),
        ]);
        let svg = chart.svg();
        assert_eq!(svg.matches("class=\"gap\"").count(), 2);
        assert!(svg.contains(">2022<") && svg.contains(">2023<"));
        assert_eq!(svg.matches("pl q").count(), 2);
        let table = chart.table();
        assert_eq!(table.matches("no published figure").count(), 2);
        assert!(table.contains("150, assumed") && !table.contains(">0<"));
    }

    #[test]
    fn a_reported_figure_of_which_nothing_is_booked_is_an_outline_and_no_gap() {
        let chart = chart([(2025, year(Promised::Stated(150), None, Some(48)))]);
        let svg = chart.svg();
        assert!(svg.contains("class=\"un\"") && svg.contains(">48<"));
        assert!(!svg.contains("class=\"gap\"") && !svg.contains("f-done"));
        assert!(!chart.key().contains("f-gap"));
    }

    #[test]
    fn a_reported_zero_is_a_number_and_not_a_gap() {
        let svg = chart([(2020, year(Promised::Stated(100), Some(0), None))]).svg();
        assert!(
            !svg.contains("class=\"gap\"")
                && svg.contains("class=\"b\"")
                && svg.contains(">0</text>")
        );
    }

    #[test]
    fn a_promise_is_numbered_where_it_changes() {
        let chart =
            chart((2014..=2019).map(|n| {
                (n, year(Promised::Stated(if n < 2018 { 100 } else { 150 }), None, None))
            }));
        let svg = chart.svg();
        assert_eq!(svg.matches("class=\"pr\"").count(), 2);
    }

    #[test]
    fn bad_values_stay_inside_the_picture() {
        let huge = year(Promised::Stated(u64::MAX), Some(u64::MAX), Some(u64::MAX));
        let none = chart([]);
        assert!(none.svg().ends_with("</svg>") && none.table().contains("<tbody></tbody>"));
        let far = chart([(-5, huge.clone()), (i16::MAX, year(Promised::Nothing, None, None))]);
        assert_eq!(far.svg().matches("class=\"gap\"").count(), 1);
        for chart in [chart([(2025, huge)]), far, chart((0..200).map(|n| (n, Year::default())))] {
            let svg = chart.svg();
            assert!(!svg.contains("=\"-"), "nothing lies outside: {svg}");
            assert_eq!(svg, chart.svg());
        }
    }

    #[test]
    fn the_key_names_only_forms_that_occur() {
        let stated = chart([(2025, year(Promised::Stated(1), Some(1), None))]);
        assert_eq!(stated.key().matches("<li>").count(), 2);
        let all = chart([
            (2024, year(Promised::Assumed(2), None, None)),
            (2025, year(Promised::Stated(2), Some(1), Some(1))),
        ]);
        assert_eq!(all.key().matches("<li>").count(), 5);
    }

    #[test]
    fn a_link_leads_nowhere_but_to_a_page() {
        let mut bad = year(Promised::Nothing, Some(1), None);
        bad.sources = vec![
            SourceLink { text: "x".to_owned(), href: "javascript:alert(1)".to_owned(), lang: None },
            SourceLink {
                text: "<y>".to_owned(),
                href: "/en/sources/1".to_owned(),
                lang: Some("ru"),
            },
        ];
        let table = chart([(2025, bad)]).table();
        assert!(!table.contains("javascript:"));
        assert!(table.contains("<a href=\"/en/sources/1\" lang=\"ru\">&lt;y&gt;</a>"));
    }
}
