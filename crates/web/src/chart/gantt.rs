//! The plan of a project beside its table: one small picture for each milestone, all on one scale.
//!
//! Hollow is what is expected, solid what is reached, a thin line what it is held against. A day is a diamond; what is
//! known only to a month or a year is a bar over all its days with a dashed edge. No day is a dashed track. The table
//! says the same in words, so the pictures are hidden from readers of speech; widths are shares of the cell, so that
//! they fit a phone as well as a wall.

use std::fmt::Write as _;

use jiff::civil::Date;
use kelisim_domain::edtf::Edtf;
use kelisim_i18n::Locale;

use super::markup::{axis, escaped, per_cent, share};

/// The days a mark covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The first.
    pub from: Date,
    /// The last.
    pub to: Date,
    /// Whether even these are given only roughly.
    pub rough: bool,
}

impl From<Edtf> for Mark {
    fn from(on: Edtf) -> Self {
        let (from, to) = on.ends();
        let rough = from.is_approximate() || to.is_approximate();
        Self { from: on.first_day(), to: on.last_day(), rough }
    }
}

impl Mark {
    fn is_exact(self) -> bool {
        self.from == self.to && !self.rough
    }
}

/// What is drawn of one milestone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lane {
    /// What is expected, as people say.
    pub expected: Option<Mark>,
    /// When work on it began.
    pub started: Option<Mark>,
    /// When it was reached.
    pub reached: Option<Mark>,
    /// What it is held against.
    pub then: Option<Mark>,
    /// Whether it is certainly later than that.
    pub late: bool,
    /// The first day the chain allows.
    pub not_before: Option<Date>,
}

/// The scale all lanes share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gantt {
    locale: Locale,
    first: Date,
    last: Date,
    today: Date,
}

/// Middle of a lane and half the height of a mark, in pixels.
const MIDDLE: i64 = 9;
const HALF: i64 = 6;
/// The least width of a bar, in hundredths of a per cent.
const LEAST: i64 = 250;

fn days_between(from: Date, to: Date) -> u64 {
    from.until(to).ok().and_then(|span| u64::try_from(span.get_days()).ok()).unwrap_or(0)
}

impl Gantt {
    /// A scale of whole years over all lanes and today.
    #[must_use]
    pub fn over<'a>(
        locale: Locale,
        today: Date,
        lanes: impl IntoIterator<Item = &'a Lane>,
    ) -> Self {
        let (mut first, mut last) = (today, today);
        for lane in lanes {
            let marks =
                [lane.expected, lane.started, lane.reached, lane.then].into_iter().flatten();
            for (from, to) in
                marks.map(|m| (m.from, m.to)).chain(lane.not_before.map(|day| (day, day)))
            {
                (first, last) = (first.min(from), last.max(to));
            }
        }
        Self { locale, first: first.first_of_year(), last: last.last_of_year(), today }
    }

    /// The first and the last year, in words.
    #[must_use]
    pub fn years(&self) -> String {
        let (first, last) = (self.first.year(), self.last.year());
        if first == last { first.to_string() } else { format!("{first}–{last}") }
    }

    /// Where a day lies, in hundredths of a per cent.
    fn at(&self, day: Date) -> i64 {
        share(days_between(self.first, day), days_between(self.first, self.last).max(1), 10_000)
    }

    /// The years, to stand over the lanes.
    #[must_use]
    pub fn axis(&self) -> String {
        let years = u64::try_from(self.last.year() - self.first.year() + 1).unwrap_or(1);
        let (step, _) = axis(years);
        let mut svg = String::from(
            "<svg class=\"seg\" height=\"18\" overflow=\"visible\" aria-hidden=\"true\">",
        );
        let step = usize::try_from(step).unwrap_or(1).max(1);
        for year in (self.first.year()..=self.last.year()).step_by(step) {
            let x = Date::new(year, 1, 1).map_or(0, |day| self.at(day));
            // A year that would run out of the cell is left out.
            if x <= 9_200 {
                let _ = write!(
                    svg,
                    "<text class=\"f-ink\" x=\"{}\" y=\"13\">{year}</text>",
                    per_cent(x)
                );
            }
        }
        svg.push_str("</svg>");
        svg
    }

    /// The picture of one milestone.
    #[must_use]
    pub fn lane(&self, lane: &Lane) -> String {
        let mut svg = String::from(
            "<svg class=\"seg lg\" height=\"24\" overflow=\"visible\" aria-hidden=\"true\">",
        );
        let today = per_cent(self.at(self.today));
        let _ =
            write!(svg, "<rect class=\"f-ink\" x=\"{today}\" y=\"-4\" width=\"1\" height=\"32\"/>");
        if lane.expected.is_none() && lane.reached.is_none() {
            self.rect(&mut svg, "f-gap", (0, 10_000), (MIDDLE - 3, 6), "");
        }
        if let Some(then) = lane.then {
            self.held_against(&mut svg, lane, then);
        }
        if let Some(day) = lane.not_before {
            let x = per_cent(self.at(day));
            let _ =
                write!(svg, "<rect class=\"f-none\" x=\"{x}\" y=\"1\" width=\"3\" height=\"16\"/>");
        }
        if let Some(began) = lane.started {
            let until = lane.reached.map_or(self.today, |mark| mark.to).max(began.from);
            self.rect(
                &mut svg,
                "f-done",
                (self.at(began.from), self.at(until)),
                (MIDDLE - 1, 3),
                "",
            );
        }
        if let Some(mark) = lane.expected {
            self.mark(&mut svg, "f-soft", mark);
        }
        if let Some(mark) = lane.reached {
            self.mark(&mut svg, "f-done", mark);
        }
        svg.push_str("</svg>");
        svg
    }

    /// The thin line of what it is held against, and the way from there to now where that is later for certain.
    fn held_against(&self, svg: &mut String, lane: &Lane, then: Mark) {
        if let Some(now) = lane.reached.or(lane.expected).filter(|_| lane.late) {
            let way = (self.at(then.to), self.at(now.from));
            self.rect(svg, "f-late", way, (19, 2), "");
        }
        let (from, to) = (self.at(then.from), self.at(then.to));
        self.rect(svg, "f-ink", (from, to.max(from + LEAST).min(10_000)), (18, 4), "");
    }

    fn rect(
        &self,
        svg: &mut String,
        class: &str,
        (from, to): (i64, i64),
        (y, height): (i64, i64),
        more: &str,
    ) {
        let _ = write!(
            svg,
            "<rect class=\"{class}\" x=\"{}\" y=\"{y}\" width=\"{}\" height=\"{height}\"{more}/>",
            per_cent(from),
            per_cent((to - from).max(0)),
        );
    }

    fn diamond(&self, svg: &mut String, class: &str, at: i64, half: i64, more: &str) {
        let _ = write!(
            svg,
            "<svg x=\"{}\" overflow=\"visible\"><path class=\"{class}\" d=\"M0 {}l{half} {half}-{half} {half}-{half}-{half}z\"{more}/></svg>",
            per_cent(at),
            MIDDLE - half,
        );
    }

    /// A day as a diamond; anything less exact as a bar with a dashed edge. What is solid stays solid within it.
    fn mark(&self, svg: &mut String, class: &str, mark: Mark) {
        let from = self.at(mark.from);
        if mark.is_exact() {
            self.diamond(svg, class, from, HALF, "");
            return;
        }
        let ends = (from, self.at(mark.to));
        if ends.1 - ends.0 < LEAST {
            // Too narrow for a bar: a diamond with a dashed edge in the middle of its days.
            let middle = i64::midpoint(ends.0, ends.1);
            let edge = if class == "f-done" { "f-track" } else { class };
            self.diamond(svg, edge, middle, HALF, " stroke-dasharray=\"3 2\"");
            if class == "f-done" {
                self.diamond(svg, class, middle, HALF - 3, "");
            }
            return;
        }
        let dashed = " rx=\"2\" stroke-dasharray=\"4 3\"";
        if class == "f-done" {
            self.rect(svg, "f-track", ends, (MIDDLE - HALF, 2 * HALF), dashed);
            self.rect(svg, class, ends, (MIDDLE - 3, 6), " rx=\"2\"");
        } else {
            self.rect(svg, class, ends, (MIDDLE - HALF, 2 * HALF), dashed);
        }
    }

    /// What the forms mean, with the words for what milestones are held against; only those that occur in some lane.
    #[must_use]
    pub fn key(&self, lanes: &[Lane], against: &str) -> String {
        let l = self.locale;
        let any = |fits: fn(&Lane) -> bool| lanes.iter().any(fits);
        let diamond = "M7 1l6 6-6 6-6-6z";
        let path = |class: &str| format!("<path class=\"{class}\" d=\"{diamond}\"/>");
        let bar = |class: &str, y: i64, height: i64, more: &str| {
            format!(
                "<rect class=\"{class}\" x=\"1\" y=\"{y}\" width=\"12\" height=\"{height}\"{more}/>"
            )
        };
        let rough = |lane: &Lane| {
            [lane.expected, lane.reached].into_iter().flatten().any(|mark| !mark.is_exact())
        };
        let dashes = " stroke-dasharray=\"3 2\"";
        let entries = [
            (any(|n| n.expected.is_some()), path("f-soft"), l.t("gantt-expected")),
            (any(|n| n.reached.is_some()), path("f-done"), l.t("gantt-reached")),
            (any(|n| n.started.is_some()), bar("f-done", 5, 3, ""), l.t("gantt-started")),
            (any(rough), bar("f-soft", 2, 10, dashes), l.t("gantt-rough")),
            (any(|n| n.then.is_some()), bar("f-ink", 5, 4, ""), against),
            (any(|n| n.late && n.then.is_some()), bar("f-late", 6, 2, ""), l.t("gantt-slip")),
            (any(|n| n.not_before.is_some()), bar("f-none", 1, 12, ""), l.t("gantt-chain")),
            (
                any(|n| n.expected.is_none() && n.reached.is_none()),
                bar("f-gap", 4, 6, ""),
                l.t("gantt-none"),
            ),
        ];
        let mut key = String::from("<ul class=\"key\">");
        for (_, shape, words) in entries.iter().filter(|(occurs, ..)| *occurs) {
            let _ = write!(
                key,
                "<li><svg class=\"sw\" aria-hidden=\"true\">{shape}</svg><span>{}</span></li>",
                escaped(words)
            );
        }
        let today = l.date_long(self.today);
        let today = l.format("gantt-today", &[("date", (&today).into())]);
        let _ = write!(
            key,
            "<li><svg class=\"sw\" aria-hidden=\"true\"><rect class=\"f-ink\" x=\"7\" y=\"0\" width=\"1\" height=\"14\"/></svg><span>{}</span></li></ul>",
            escaped(&today)
        );
        key
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn mark(text: &str) -> Option<Mark> {
        Some(text.parse::<Edtf>().unwrap().into())
    }

    fn gantt(lanes: &[Lane]) -> Gantt {
        Gantt::over(Locale::En, date(2026, 3, 1), lanes)
    }

    #[test]
    fn what_is_expected_is_hollow_what_is_reached_solid_and_no_day_a_dashed_track() {
        let expected = Lane { expected: mark("2027-05-05"), ..Lane::default() };
        let reached = Lane { reached: mark("2024-11-05"), ..expected };
        let none = Lane::default();
        let lanes = [expected, reached, none];
        let gantt = gantt(&lanes);
        let shapes = |lane: &Lane| {
            let svg = gantt.lane(lane);
            ["f-soft", "f-done", "f-gap", "f-late"].map(|class| svg.matches(class).count())
        };
        assert_eq!(shapes(&expected), [1, 0, 0, 0]);
        assert_eq!(shapes(&reached), [1, 1, 0, 0]);
        assert_eq!(shapes(&none), [0, 0, 1, 0]);
        assert_eq!(gantt.years(), "2024–2027");
        assert_eq!(gantt.key(&lanes, "first word").matches("<li>").count(), 4);
    }

    #[test]
    fn a_day_is_a_diamond_and_what_is_less_exact_a_bar_over_all_its_days_with_a_dashed_edge() {
        // A month of ten years is too narrow for a bar: its diamond has the dashed edge.
        for (on, dashed, bars) in [
            ("2026-11-05", 0, 0),
            ("2026-11", 1, 1),
            ("2030", 1, 1),
            ("2017-11", 1, 0),
            ("2019-11-01~", 1, 0),
        ] {
            let lane = Lane { expected: mark(on), ..Lane::default() };
            let svg = gantt(&[lane]).lane(&lane);
            assert_eq!(svg.matches("stroke-dasharray").count(), dashed, "{on}");
            assert_eq!(svg.matches("<path").count(), 1 - bars, "{on}");
        }
        let year = Lane { expected: mark("2030"), ..Lane::default() };
        let svg = gantt(&[year]).lane(&year);
        assert!(svg.contains("x=\"80.0"), "the whole last year of five: {svg}");
    }

    #[test]
    fn work_is_a_solid_line_from_its_beginning_to_the_day_it_was_reached_or_to_today() {
        let open = Lane { started: mark("2024-01-01"), ..Lane::default() };
        let done = Lane { reached: mark("2025-01-01"), ..open };
        let gantt = gantt(&[open, done]);
        assert!(gantt.lane(&open).contains("f-gap"), "nobody says when it is to be reached");
        assert_eq!(gantt.lane(&open).matches("f-done").count(), 1);
        assert_eq!(gantt.lane(&done).matches("f-done").count(), 2);
    }

    #[test]
    fn slip_is_drawn_only_where_it_is_certain() {
        let lane = Lane { then: mark("2017-08-31"), reached: mark("2017-11"), ..Lane::default() };
        let gantt = gantt(&[lane]);
        assert!(!gantt.lane(&lane).contains("f-late"));
        assert!(gantt.lane(&Lane { late: true, ..lane }).contains("f-late"));
    }

    #[test]
    fn words_are_escaped() {
        let lane = Lane { then: mark("2017"), ..Lane::default() };
        let key = gantt(&[lane]).key(&[lane], "<script>");
        assert!(key.contains("&lt;script&gt;"));
    }

    #[test]
    fn nothing_is_drawn_outside_the_cell() {
        let day = |year| date(year, 6, 15);
        let years: [i16; 6] = [1, 1999, 2017, 2026, 2030, 9999];
        for n in 0..years.len().pow(3) {
            let [today, first, last] =
                [n / 36, n / 6 % 6, n % 6].map(|at| years.get(at).copied().unwrap());
            let mark = Mark { from: day(first.min(last)), to: day(first.max(last)), rough: false };
            let lane = Lane {
                expected: Some(mark),
                then: Some(Mark { to: mark.from, ..mark }),
                late: true,
                not_before: Some(day(last)),
                ..Lane::default()
            };
            let gantt = Gantt::over(Locale::En, day(today), &[lane]);
            let svg = gantt.lane(&lane);
            assert!(!svg.contains("x=\"-") && !svg.contains("width=\"-"), "{svg}");
            for share in svg.split(" x=\"").skip(1).filter_map(|rest| rest.split('%').next()) {
                let whole = share.split('.').next().and_then(|text| text.parse::<u32>().ok());
                assert!(whole.is_none_or(|whole| whole <= 100), "{svg}");
            }
            assert_eq!(svg, gantt.lane(&lane));
            assert!(gantt.axis().matches("<text").count() <= 7);
        }
    }
}
