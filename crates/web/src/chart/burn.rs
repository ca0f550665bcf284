//! The burn-down: places still open as a hollow stair that falls, places completed as a solid one that rises.

use std::fmt::Write as _;

use jiff::civil::Date;
use kelisim_i18n::Locale;

use super::markup::{Tenths, axis, details, escaped, named_region, number, share};

/// What was left at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// The day.
    pub on: Date,
    /// Places that could still be used.
    pub open: u64,
    /// Places completed so far.
    pub done: u64,
}

/// The chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Burn {
    /// Language of the numbers and standing words.
    pub locale: Locale,
    /// Prefix of the ids inside, unique on the page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// The picture in words.
    pub desc: String,
    /// Places at the beginning.
    pub whole: u64,
    /// The period.
    pub period: (Date, Date),
    /// The day up to which something is known.
    pub today: Date,
    /// What was left, day by day, only days on which it changed.
    pub points: Vec<Point>,
}

const LEFT: i64 = 520;
const RIGHT: i64 = 8_520;
const TOP: i64 = 200;
const BASE: i64 = 2_140;

/// Where things are, in tenths.
struct Plan {
    first: Date,
    days: u64,
    top: u64,
}

impl Plan {
    fn x(&self, day: Date) -> i64 {
        LEFT + share(days_between(self.first, day), self.days, RIGHT - LEFT)
    }

    fn y(&self, places: u64) -> i64 {
        BASE - share(places, self.top, BASE - TOP)
    }
}

fn days_between(from: Date, to: Date) -> u64 {
    from.until(to).ok().and_then(|span| u64::try_from(span.get_days()).ok()).unwrap_or(0)
}

impl Burn {
    /// Picture with legend and table.
    #[must_use]
    pub fn figure(&self) -> String {
        let name = format!("{}: {}", self.title, self.locale.t("chart-region"));
        let svg = named_region(&name, &self.svg());
        let table = details(self.locale, &self.table());
        format!("<figure class=\"chart\">{}{svg}</figure>{table}", self.key())
    }

    /// The picture.
    #[must_use]
    pub fn svg(&self) -> String {
        let (step, marks) = axis(self.whole);
        let first = self.points.first().map_or(self.period.0, |p| p.on.min(self.period.0));
        let last = self.points.last().map_or(self.period.1, |p| p.on.max(self.period.1));
        let days = days_between(first, last).max(1);
        let plan = Plan { first, days, top: step.saturating_mul(marks) };
        let id = escaped(&self.id);
        let mut svg = format!(
            "<svg class=\"wide\" viewBox=\"0 0 860 242\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>",
            escaped(&self.title),
            escaped(&self.desc)
        );
        self.draw_axis(&mut svg, &plan, step, marks);
        self.draw_dates(&mut svg, first, last);
        self.draw_stairs(&mut svg, &plan, last);
        svg.push_str("</svg>");
        svg
    }

    fn draw_axis(&self, svg: &mut String, plan: &Plan, step: u64, marks: u64) {
        for mark in 0..=marks {
            let value = step.saturating_mul(mark);
            let y = plan.y(value);
            let class = if mark == 0 { "ax ax0" } else { "ax" };
            let _ = write!(
                svg,
                "<line class=\"{class}\" x1=\"{}\" x2=\"{}\" y1=\"{y}\" y2=\"{y}\"/><text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
                Tenths(LEFT - 60),
                Tenths(RIGHT),
                Tenths(LEFT - 130),
                Tenths(y + 45),
                number(self.locale, value),
                y = Tenths(y),
            );
        }
    }

    fn draw_dates(&self, svg: &mut String, first: Date, last: Date) {
        for (day, x, anchor) in [(first, LEFT, "start"), (last, RIGHT, "end")] {
            let _ = write!(
                svg,
                "<text x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\">{}</text>",
                Tenths(x),
                Tenths(BASE + 200),
                escaped(&self.locale.date_short(day))
            );
        }
    }

    fn draw_stairs(&self, svg: &mut String, plan: &Plan, last: Date) {
        let (mut open, mut done) = (String::new(), String::new());
        let mut at_open = plan.y(self.whole);
        let _ = write!(open, "M{} {}", Tenths(LEFT), Tenths(at_open));
        let _ = write!(done, "M{} {}", Tenths(LEFT), Tenths(BASE));
        for point in &self.points {
            let x = Tenths(plan.x(point.on));
            at_open = plan.y(point.open);
            let _ = write!(open, "H{x}V{}", Tenths(at_open));
            let _ = write!(done, "H{x}V{}", Tenths(plan.y(point.done)));
        }
        let known = self.points.last().map_or(self.today, |p| p.on.max(self.today));
        let until = plan.x(known.clamp(plan.first, last));
        let x = Tenths(until);
        let _ = write!(open, "H{x}");
        let _ = write!(done, "H{x}V{}Z", Tenths(BASE));
        let is_done = self.points.iter().any(|p| p.done > 0);
        if is_done {
            let _ = write!(svg, "<path class=\"f-done\" d=\"{done}\"/>");
        }
        let _ = write!(svg, "<path class=\"pl\" d=\"{open}\"/>");
        if until < RIGHT {
            let _ = write!(
                svg,
                "<path class=\"gap\" d=\"M{x} {}H{}\"/>",
                Tenths(at_open),
                Tenths(RIGHT)
            );
        }
    }

    /// What the forms mean; only those that occur.
    #[must_use]
    pub fn key(&self) -> String {
        let l = self.locale;
        let entries = [
            (true, "pl", l.t("quota-burn-open")),
            (self.points.iter().any(|p| p.done > 0), "f-done", l.t("quota-burn-done")),
            (self.today < self.period.1, "f-gap", l.t("quota-burn-ahead")),
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

    /// The same numbers.
    #[must_use]
    pub fn table(&self) -> String {
        let l = self.locale;
        let mut table = format!(
            "<table class=\"tbl\"><thead><tr><th scope=\"col\">{}</th><th scope=\"col\" class=\"num\">{}</th><th scope=\"col\" class=\"num\">{}</th></tr></thead><tbody>",
            escaped(l.t("quota-day")),
            escaped(l.t("quota-burn-open")),
            escaped(l.t("quota-burn-done"))
        );
        for point in &self.points {
            let _ = write!(
                table,
                "<tr><th scope=\"row\">{}</th><td class=\"num\">{}</td><td class=\"num\">{}</td></tr>",
                escaped(&l.date_short(point.on)),
                number(l, point.open),
                number(l, point.done)
            );
        }
        table.push_str("</tbody></table>");
        table
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn burn(points: Vec<Point>) -> Burn {
        Burn {
            locale: Locale::En,
            id: "b".to_owned(),
            title: "<places>".to_owned(),
            desc: "a & b".to_owned(),
            whole: 150,
            period: (date(2026, 1, 1), date(2026, 12, 31)),
            today: date(2026, 7, 1),
            points,
        }
    }

    #[test]
    fn open_places_are_hollow_completed_ones_solid_and_days_to_come_dashed() {
        let chart = burn(vec![Point { on: date(2026, 4, 1), open: 100, done: 48 }]);
        let svg = chart.svg();
        for class in ["class=\"pl\"", "class=\"f-done\"", "class=\"gap\""] {
            assert_eq!(svg.matches(class).count(), 1, "{class}");
        }
        assert!(svg.contains("&lt;places&gt;") && svg.contains("a &amp; b"));
        assert!(chart.table().contains("<td class=\"num\">100</td><td class=\"num\">48</td>"));
        assert_eq!(chart.key().matches("<li>").count(), 3);
        assert_eq!(svg, chart.svg());
    }

    #[test]
    fn days_outside_the_period_and_great_numbers_stay_inside_the_picture() {
        for (whole, on) in [(u64::MAX, date(2020, 1, 1)), (0, date(2030, 1, 1)), (1, Date::MIN)] {
            let point = Point { on, open: whole, done: u64::MAX };
            let svg = Burn { whole, ..burn(vec![point]) }.svg();
            assert!(!svg.contains("=\"-") && !svg.contains("H-") && !svg.contains("V-"), "{svg}");
        }
    }

    #[test]
    fn a_period_that_is_over_has_no_days_to_come_and_nothing_done_has_no_solid_part() {
        let over = Burn { today: date(2027, 2, 1), ..burn(vec![]) };
        assert!(!over.svg().contains("class=\"gap\"") && !over.svg().contains("f-done"));
        assert_eq!(over.key().matches("<li>").count(), 1);
    }
}
