//! An indicator over time: a dot for each value, a line only where two values can be compared, a dashed line where the
//! method changed. What is missing is a gap.

use std::fmt::Write as _;

use jiff::civil::Date;
use kelisim_domain::figure::Figure;
use kelisim_i18n::Locale;

use super::markup::{Tenths, axis, escaped, named_region, number, share};

/// Something on the line of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// What was reported of a period that ends on a day.
    Reported {
        /// The last day of the period.
        on: Date,
        /// The values, the one that counts first; more than one where sources disagree.
        values: Vec<Figure>,
        /// Whether a line leads here from the value before.
        joined: bool,
    },
    /// From this day on it is counted otherwise.
    Break {
        /// The day.
        on: Date,
    },
}

impl Spot {
    const fn on(&self) -> Date {
        match self {
            Self::Reported { on, .. } | Self::Break { on } => *on,
        }
    }
}

/// The chart. The table of the same numbers stands beside it on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trend {
    /// Language of the numbers and standing words.
    pub locale: Locale,
    /// Prefix of the ids inside, unique on the page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// The picture in words.
    pub desc: String,
    /// What is on it, oldest first.
    pub spots: Vec<Spot>,
}

const LEFT: i64 = 720;
const RIGHT: i64 = 8_400;
const TOP: i64 = 260;
const BASE: i64 = 2_140;
/// Values are written beside their dots up to so many of them.
const WRITTEN: usize = 12;

/// Where things are, in tenths.
struct Plan {
    first: Date,
    days: u64,
    top: u128,
}

impl Plan {
    fn x(&self, day: Date) -> i64 {
        let days = (day - self.first).get_days();
        LEFT + share(u64::try_from(days).unwrap_or(0), self.days, RIGHT - LEFT)
    }

    fn y(&self, value: Figure) -> i64 {
        // Millionths are more than the shares of other charts hold, so they are taken as thousandths of the top.
        let parts = value.millionths().saturating_mul(100_000) / self.top.max(1);
        BASE - share(u64::try_from(parts).unwrap_or(u64::MAX), 100_000_u64, BASE - TOP)
    }
}

impl Trend {
    /// Picture with legend.
    #[must_use]
    pub fn figure(&self) -> String {
        let name = format!("{}: {}", self.title, self.locale.t("chart-region"));
        format!(
            "<figure class=\"chart\">{}{}</figure>",
            self.key(),
            named_region(&name, &self.svg())
        )
    }

    /// The picture.
    #[must_use]
    pub fn svg(&self) -> String {
        let all = self.spots.iter().flat_map(|spot| match spot {
            Spot::Reported { values, .. } => values.as_slice(),
            Spot::Break { .. } => &[],
        });
        let most = all.map(|value| value.millionths()).max().unwrap_or(0);
        let whole = u64::try_from(most.div_ceil(1_000_000)).unwrap_or(u64::MAX);
        let (step, marks) = axis(whole);
        let first = self.spots.iter().map(Spot::on).min().unwrap_or(Date::ZERO);
        let last = self.spots.iter().map(Spot::on).max().unwrap_or(first);
        let days = u64::try_from((last - first).get_days()).unwrap_or(0).max(1);
        let top = u128::from(step.saturating_mul(marks)) * 1_000_000;
        let plan = Plan { first, days, top };
        let id = escaped(&self.id);
        let mut svg = format!(
            "<svg class=\"wide\" viewBox=\"0 0 860 242\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>",
            escaped(&self.title),
            escaped(&self.desc)
        );
        self.draw_axis(&mut svg, step, marks);
        self.draw_dates(&mut svg, first, last);
        self.draw_breaks(&mut svg, &plan);
        self.draw_line(&mut svg, &plan);
        self.draw_dots(&mut svg, &plan);
        svg.push_str("</svg>");
        svg
    }

    fn draw_axis(&self, svg: &mut String, step: u64, marks: u64) {
        let top = u128::from(step.saturating_mul(marks)) * 1_000_000;
        let plan = Plan { first: Date::ZERO, days: 1, top };
        for mark in 0..=marks {
            let value = step.saturating_mul(mark);
            let y = Figure::whole(value).map_or(TOP, |figure| plan.y(figure));
            let class = if mark == 0 { "ax ax0" } else { "ax" };
            let _ = write!(
                svg,
                "<line class=\"{class}\" x1=\"{}\" x2=\"{}\" y1=\"{y}\" y2=\"{y}\"/><text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
                Tenths(LEFT - 60),
                Tenths(RIGHT + 100),
                Tenths(LEFT - 130),
                Tenths(y + 45),
                number(self.locale, value),
                y = Tenths(y),
            );
        }
    }

    fn draw_dates(&self, svg: &mut String, first: Date, last: Date) {
        let ends = [(first, LEFT, "start"), (last, RIGHT, "end")];
        for (day, x, anchor) in ends.iter().take(if first == last { 1 } else { 2 }) {
            let _ = write!(
                svg,
                "<text x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\">{}</text>",
                Tenths(*x),
                Tenths(BASE + 200),
                escaped(&self.locale.date_short(*day))
            );
        }
    }

    fn draw_breaks(&self, svg: &mut String, plan: &Plan) {
        for spot in &self.spots {
            let Spot::Break { on } = spot else { continue };
            let x = plan.x(*on);
            let _ = write!(
                svg,
                "<path class=\"gap\" d=\"M{} {}V{}\"/>",
                Tenths(x),
                Tenths(TOP - 200),
                Tenths(BASE)
            );
        }
    }

    fn draw_line(&self, svg: &mut String, plan: &Plan) {
        let mut path = String::new();
        let mut before: Option<String> = None;
        for spot in &self.spots {
            let Spot::Reported { on, values, joined } = spot else { continue };
            let here = values
                .first()
                .map(|value| format!("{} {}", Tenths(plan.x(*on)), Tenths(plan.y(*value))));
            if let (true, Some(from), Some(to)) = (*joined, &before, &here) {
                let _ = write!(path, "M{from}L{to}");
            }
            before = here;
        }
        if !path.is_empty() {
            let _ = write!(svg, "<path class=\"ln\" d=\"{path}\"/>");
        }
    }

    fn draw_dots(&self, svg: &mut String, plan: &Plan) {
        let written = self.spots.len() <= WRITTEN;
        for spot in &self.spots {
            let Spot::Reported { on, values, .. } = spot else { continue };
            for (n, value) in values.iter().enumerate() {
                let (x, y) = (plan.x(*on), plan.y(*value));
                let class = if n == 0 { "dot" } else { "pl" };
                let _ = write!(
                    svg,
                    "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"5\"/>",
                    Tenths(x),
                    Tenths(y)
                );
                if written {
                    let anchor = if x > RIGHT - 200 { "end" } else { "middle" };
                    let _ = write!(
                        svg,
                        "<text class=\"b\" x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\">{}</text>",
                        Tenths(x),
                        Tenths(y - 90),
                        escaped(&self.locale.decimal(&value.to_string()))
                    );
                }
            }
        }
    }

    /// What the forms mean; only those that occur.
    fn key(&self) -> String {
        let l = self.locale;
        let disputed =
            |spot: &Spot| matches!(spot, Spot::Reported { values, .. } if values.len() > 1);
        let entries = [
            (true, "f-done", l.t("indicator-key-value")),
            (self.spots.iter().any(disputed), "pl", l.t("indicator-key-other")),
            (
                self.spots.iter().any(|spot| matches!(spot, Spot::Break { .. })),
                "f-gap",
                l.t("indicator-key-break"),
            ),
        ];
        let mut key = String::from("<ul class=\"key\">");
        for (_, class, words) in entries.iter().filter(|(occurs, ..)| *occurs) {
            let _ = write!(
                key,
                "<li><svg class=\"sw\" aria-hidden=\"true\"><rect class=\"{class}\" x=\"1\" y=\"1\" width=\"12\" height=\"12\" rx=\"2\"/></svg><span>{}</span></li>",
                escaped(words)
            );
        }
        key.push_str("</ul>");
        key
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn value(year: i16, values: &[&str], joined: bool) -> Spot {
        let values = values.iter().map(|text| text.parse().unwrap()).collect();
        Spot::Reported { on: date(year, 12, 31), values, joined }
    }

    fn trend(spots: Vec<Spot>) -> Trend {
        Trend {
            locale: Locale::En,
            id: "t".to_owned(),
            title: "<medicines>".to_owned(),
            desc: "a & b".to_owned(),
            spots,
        }
    }

    #[test]
    fn a_line_is_drawn_only_between_values_that_are_joined() {
        let broken = trend(vec![
            value(2020, &["1000"], false),
            value(2021, &["1037"], true),
            Spot::Break { on: date(2022, 1, 1) },
            value(2022, &["965"], false),
        ]);
        let svg = broken.svg();
        assert_eq!(svg.matches("class=\"dot\"").count(), 3);
        assert_eq!(svg.matches("class=\"ln\"").count(), 1);
        assert_eq!(svg.matches('L').count(), 1, "one stretch of line: {svg}");
        assert_eq!(svg.matches("class=\"gap\"").count(), 1);
        assert!(svg.contains("&lt;medicines&gt;") && svg.contains("a &amp; b"));
        assert_eq!(broken.key().matches("<li>").count(), 2);
        assert_eq!(svg, broken.svg());
    }

    #[test]
    fn values_that_disagree_are_both_drawn_and_the_second_is_hollow() {
        let svg = trend(vec![value(2025, &["970", "965"], false)]).svg();
        assert_eq!(svg.matches("<circle").count(), 2);
        assert_eq!(svg.matches("class=\"pl\"").count(), 1);
        assert!(!svg.contains("class=\"ln\""));
    }

    #[test]
    fn small_great_and_no_values_stay_inside_the_picture() {
        for values in [&["0"][..], &["0.000001"], &["999999999999999"], &["0", "999999999999999"]] {
            let svg = trend(vec![value(2020, values, false), value(9999, values, true)]).svg();
            assert!(!svg.contains("=\"-"), "{svg}");
        }
        assert!(trend(Vec::new()).svg().ends_with("</svg>"));
    }
}
