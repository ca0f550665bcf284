//! The ledger strip: parts of a whole, with a legend that carries the counts.

use std::fmt::Write as _;

use kelisim_i18n::Locale;

use super::markup::{escaped, number, per_cent, share};

/// How a part looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Solid green: delivered, reported.
    Done,
    /// Green outline: due, under way.
    Due,
    /// Red: behind.
    Late,
    /// Ochre: no report.
    None,
    /// Dashed: talks, not counted.
    Talk,
    /// Blue outline: promised.
    Promise,
    /// Ochre outline: unexplained.
    Unexplained,
    /// Grey: there, and given to nobody.
    Free,
    /// Dark: gone elsewhere.
    Gone,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Done => "f-done",
            Self::Due => "f-track",
            Self::Late => "f-late",
            Self::None => "f-none",
            Self::Talk => "f-talk",
            Self::Promise => "f-soft",
            Self::Unexplained => "un",
            Self::Free => "f-line",
            Self::Gone => "f-ink",
        }
    }
}

/// One part of the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// How many.
    pub count: u64,
    /// What they are, without the number: "no report".
    pub label: String,
    /// How it looks.
    pub tone: Tone,
}

/// A strip whose parts sum to the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strip {
    /// Language of the numbers.
    pub locale: Locale,
    /// The strip in one sentence.
    pub sentence: String,
    /// The parts, in the order they are drawn. Parts of zero are left out of the picture.
    pub parts: Vec<Part>,
}

/// Distance between two parts, in hundredths of a per cent.
const GAP: i64 = 66;
/// No part is drawn narrower than this.
const LEAST: i64 = 80;

impl Strip {
    /// The strip as an image with its sentence.
    #[must_use]
    pub fn svg(&self) -> String {
        let mut svg = format!(
            "<svg class=\"seg\" height=\"18\" role=\"img\" aria-label=\"{}\">",
            escaped(&self.sentence)
        );
        let shown: Vec<&Part> = self.parts.iter().filter(|part| part.count > 0).collect();
        if shown.is_empty() {
            svg.push_str("<rect class=\"f-gap\" x=\"0.25%\" y=\"1\" width=\"99.5%\" height=\"16\" rx=\"2\"/>");
        }
        let total: u128 = shown.iter().map(|part| u128::from(part.count)).sum();
        let count = i64::try_from(shown.len()).unwrap_or(i64::MAX);
        let room = (9_950 - GAP * (count - 1) - LEAST * count).max(0);
        let mut x = 25;
        for part in shown {
            let width = LEAST + share(part.count, total, room);
            let (at, wide) = (per_cent(x), per_cent(width));
            let class = part.tone.class();
            let _ = write!(
                svg,
                "<rect class=\"{class}\" x=\"{at}\" y=\"1\" width=\"{wide}\" height=\"16\" rx=\"2\"/>"
            );
            x += width + GAP;
        }
        svg.push_str("</svg>");
        svg
    }

    /// The legend with the counts, zero included, since "0 behind" is news.
    #[must_use]
    pub fn key(&self) -> String {
        let mut key = String::from("<ul class=\"key\">");
        for part in &self.parts {
            let (class, label) = (part.tone.class(), escaped(&part.label));
            let n = number(self.locale, part.count);
            let _ = write!(
                key,
                "<li><svg class=\"sw\" aria-hidden=\"true\"><rect class=\"{class}\" x=\"1\" y=\"1\" width=\"12\" height=\"12\" rx=\"2\"/></svg><span><b>{n}</b> {label}</span></li>"
            );
        }
        key.push_str("</ul>");
        key
    }

    /// The same numbers as a table.
    #[must_use]
    pub fn table(&self) -> String {
        let (part, count) =
            (escaped(self.locale.t("chart-part")), escaped(self.locale.t("chart-count")));
        let mut table = format!(
            "<table class=\"tbl\"><thead><tr><th scope=\"col\">{part}</th><th scope=\"col\" class=\"num\">{count}</th></tr></thead><tbody>"
        );
        for part in &self.parts {
            let n = number(self.locale, part.count);
            let _ = write!(
                table,
                "<tr><th scope=\"row\">{}</th><td class=\"num\">{n}</td></tr>",
                escaped(&part.label)
            );
        }
        table.push_str("</tbody></table>");
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strip(counts: &[u64]) -> Strip {
        let tones = [Tone::Done, Tone::Late, Tone::None, Tone::Due, Tone::Talk];
        let parts = counts
            .iter()
            .zip(tones)
            .map(|(count, tone)| Part { count: *count, label: format!("<{tone:?}>"), tone })
            .collect();
        Strip { locale: Locale::En, sentence: "1 & 2".to_owned(), parts }
    }

    /// Where the last part ends, in hundredths of a per cent.
    fn end(svg: &str) -> i64 {
        let value = |name: &str| {
            let text =
                svg.rsplit(&format!(" {name}=\"")).next().unwrap().split('%').next().unwrap();
            let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
            whole.parse::<i64>().unwrap() * 100 + format!("{part:0<2}").parse::<i64>().unwrap()
        };
        value("x") + value("width")
    }

    #[test]
    fn parts_fill_the_strip_and_stay_inside() {
        for counts in [&[1, 2, 3, 1, 2][..], &[1], &[1_000_000, 1], &[u64::MAX, u64::MAX, 1, 1, 1]]
        {
            let svg = strip(counts).svg();
            assert_eq!(svg.matches("<rect").count(), counts.len());
            let end = end(&svg);
            assert!((9_900..=9_980).contains(&end), "{counts:?} ends at {end}");
        }
    }

    #[test]
    fn nothing_at_all_is_a_dashed_box_and_never_an_empty_strip() {
        for counts in [&[][..], &[0, 0]] {
            assert!(strip(counts).svg().contains("f-gap"));
        }
        assert!(strip(&[0, 3]).key().contains("<b>0</b>"));
        assert_eq!(strip(&[0, 3]).svg().matches("<rect").count(), 1);
    }

    #[test]
    fn texts_are_escaped_and_the_table_has_the_same_numbers() {
        let strip = strip(&[1037, 2]);
        assert!(strip.svg().contains("aria-label=\"1 &amp; 2\""));
        assert!(strip.table().contains("&lt;Done&gt;</th><td class=\"num\">1,037</td>"));
        assert!(strip.key().contains("<b>1,037</b> &lt;Done&gt;"));
        assert_eq!(strip.svg(), strip.svg());
    }
}
