//! An indicator at two or more moments: 1,037 then, 965 now.

use std::fmt::Write as _;

use kelisim_i18n::Locale;

use super::markup::{Tenths, details, escaped, number, share};
use super::years::SourceLink;

/// The value at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The moment, written out.
    pub period: String,
    /// The value, where one was published.
    pub value: Option<u64>,
    /// Where it is from.
    pub source: Option<SourceLink>,
}

/// Bars from zero, one below the other; the last is green, earlier ones are grey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compare {
    /// Language of the numbers and standing words.
    pub locale: Locale,
    /// Prefix of the ids inside, unique on the page.
    pub id: String,
    /// The finding: "72 fewer medicines than at the earlier count".
    pub title: String,
    /// The picture in words, for those who do not see it.
    pub desc: String,
    /// How to read it.
    pub caption: String,
    /// The readings, earliest first.
    pub readings: Vec<Reading>,
}

// The period stands above its bar, since its length differs from language to language.
const LEFT: i64 = 10;
const LENGTH: i64 = 5_200;
const ROW: i64 = 520;

impl Compare {
    /// The picture.
    #[must_use]
    pub fn svg(&self) -> String {
        let rows = i64::try_from(self.readings.len()).unwrap_or(0);
        let (id, height) = (escaped(&self.id), Tenths(rows * ROW));
        let mut svg = format!(
            "<svg class=\"mid\" viewBox=\"0 0 620 {height}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>",
            escaped(&self.title),
            escaped(&self.desc)
        );
        let top = self.readings.iter().filter_map(|reading| reading.value).max().unwrap_or(0);
        let mut y = 0;
        for (at, reading) in self.readings.iter().enumerate() {
            let is_last = at + 1 == self.readings.len();
            let (left, label, bar, text) =
                (Tenths(LEFT), Tenths(y + 150), Tenths(y + 220), Tenths(y + 365));
            let _ =
                write!(svg, "<text x=\"{left}\" y=\"{label}\">{}</text>", escaped(&reading.period));
            if let Some(value) = reading.value {
                let width = share(value, top, LENGTH).max(20);
                let class = if is_last { "f-done" } else { "old" };
                let _ = write!(
                    svg,
                    "<rect class=\"{class}\" x=\"{left}\" y=\"{bar}\" width=\"{}\" height=\"20\" rx=\"2\"/>",
                    Tenths(width)
                );
                let n = number(self.locale, value);
                let _ = write!(
                    svg,
                    "<text class=\"b\" x=\"{}\" y=\"{text}\">{n}</text>",
                    Tenths(LEFT + width + 80)
                );
            } else {
                let words = escaped(self.locale.t("chart-no-figure"));
                let _ = write!(
                    svg,
                    "<rect class=\"gap\" x=\"{left}\" y=\"{bar}\" width=\"40\" height=\"20\" rx=\"2\"/><text x=\"{}\" y=\"{text}\">{words}</text>",
                    Tenths(LEFT + 480)
                );
            }
            y += ROW;
        }
        svg.push_str("</svg>");
        svg
    }

    /// The same values with their sources.
    #[must_use]
    pub fn table(&self) -> String {
        let l = self.locale;
        let mut table = format!(
            "<table class=\"tbl\"><thead><tr><th scope=\"col\">{}</th><th scope=\"col\" class=\"num\">{}</th><th scope=\"col\">{}</th></tr></thead><tbody>",
            escaped(l.t("chart-period")),
            escaped(l.t("chart-value")),
            escaped(l.t("source"))
        );
        for reading in &self.readings {
            let value = reading
                .value
                .map_or_else(|| escaped(l.t("chart-no-figure")), |value| number(l, value));
            let source = SourceLink::cell(l, reading.source.as_slice());
            let _ = write!(
                table,
                "<tr><th scope=\"row\">{}</th><td class=\"num\">{value}</td><td>{source}</td></tr>",
                escaped(&reading.period)
            );
        }
        table.push_str("</tbody></table>");
        table
    }

    /// Picture, caption and table.
    #[must_use]
    pub fn figure(&self) -> String {
        let svg = super::markup::region(self.locale, &self.svg());
        let table = details(self.locale, &self.table());
        format!(
            "<figure class=\"chart\">{svg}<figcaption>{}</figcaption></figure>{table}",
            escaped(&self.caption)
        )
    }
}

/// A line without axes for a cell of a table; a missing value leaves a gap, the last value is green.
///
/// The cell says the numbers in words, so the picture is hidden from readers of speech.
#[must_use]
pub fn sparkline(values: &[Option<u64>]) -> String {
    const WIDTH: i64 = 960;
    const HEIGHT: i64 = 160;
    let mut svg = String::from(
        "<svg class=\"spark\" width=\"104\" height=\"24\" viewBox=\"-4 -4 104 24\" aria-hidden=\"true\">",
    );
    let top = values.iter().flatten().max().copied().unwrap_or(0);
    let last = i64::try_from(values.len()).unwrap_or(0) - 1;
    let spot = |at: usize, value: u64| {
        let x = if last > 0 { WIDTH * i64::try_from(at).unwrap_or(0) / last } else { WIDTH / 2 };
        (Tenths(x), Tenths(HEIGHT - share(value, top, HEIGHT)))
    };
    for run in values.iter().enumerate().collect::<Vec<_>>().split(|(_, value)| value.is_none()) {
        let path: Vec<String> = run
            .iter()
            .filter_map(|(at, value)| value.map(|value| spot(*at, value)))
            .map(|(x, y)| format!("{x} {y}"))
            .collect();
        if path.len() > 1 {
            let _ = write!(svg, "<path class=\"ln\" d=\"M{}\"/>", path.join("L"));
        }
    }
    for (at, value) in values.iter().enumerate() {
        let Some(value) = value else { continue };
        let (x, y) = spot(at, *value);
        let class = if at + 1 == values.len() { " class=\"now\"" } else { "" };
        let _ = write!(svg, "<circle{class} cx=\"{x}\" cy=\"{y}\" r=\"3\"/>");
    }
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(values: &[Option<u64>]) -> Compare {
        let readings = values
            .iter()
            .enumerate()
            .map(|(at, value)| Reading { period: format!("<{at}>"), value: *value, source: None })
            .collect();
        Compare {
            locale: Locale::Ru,
            id: "ind".to_owned(),
            title: "\"72\"".to_owned(),
            desc: "1037 & 965".to_owned(),
            caption: String::new(),
            readings,
        }
    }

    #[test]
    fn the_last_reading_is_green_and_bars_start_at_zero() {
        let svg = compare(&[Some(1037), Some(965)]).svg();
        assert!(svg.contains("class=\"old\" x=\"1\" y=\"22\" width=\"520\""));
        assert!(svg.contains("class=\"f-done\" x=\"1\" y=\"74\" width=\"483.8\""));
        assert!(
            svg.contains("1\u{a0}037")
                && svg.contains("&lt;0&gt;")
                && svg.contains("&quot;72&quot;")
        );
    }

    #[test]
    fn a_missing_reading_is_dashed_and_named() {
        let chart = compare(&[None, Some(5)]);
        assert!(
            chart.svg().contains("class=\"gap\"")
                && chart.svg().contains("нет опубликованных данных")
        );
        assert!(chart.table().contains("нет опубликованных данных"));
        assert!(compare(&[None, None]).svg().matches("class=\"gap\"").count() == 2);
        assert!(compare(&[]).svg().ends_with("</svg>"));
    }

    #[test]
    fn zero_and_huge_values_are_drawn_inside() {
        let svg = compare(&[Some(0), Some(u64::MAX)]).svg();
        assert!(svg.contains("width=\"2\"") && svg.contains("width=\"520\""));
    }

    #[test]
    fn a_sparkline_leaves_gaps_where_values_are_missing() {
        let svg = sparkline(&[Some(1), Some(2), None, Some(3), Some(4)]);
        assert_eq!(svg.matches("<path").count(), 2);
        assert_eq!(svg.matches("<circle").count(), 4);
        assert!(sparkline(&[None]).matches('<').count() == 2);
        assert_eq!(sparkline(&[Some(7)]).matches("class=\"now\"").count(), 1);
        assert_eq!(sparkline(&[]), sparkline(&[]));
    }
}
