//! Escaping, coordinates and axes.

use std::fmt;

use kelisim_i18n::Locale;

/// Text made safe for element content and for quoted attributes.
pub(crate) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // Control characters have no place in a document.
            _ if letter.is_control() && letter != '\n' => {}
            _ => safe.push(letter),
        }
    }
    safe
}

/// A coordinate in tenths of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tenths(pub(super) i64);

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0.unsigned_abs() / 10, self.0.unsigned_abs() % 10);
        let sign = if self.0 < 0 { "-" } else { "" };
        if part == 0 { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{part}") }
    }
}

/// `value` of `whole`, as that share of `length`; a whole of nothing is no length.
pub(super) fn share(value: u64, whole: impl Into<u128>, length: i64) -> i64 {
    let (value, whole) = (u128::from(value), whole.into());
    if whole == 0 {
        return 0;
    }
    let exact = value.min(whole) * u128::from(length.unsigned_abs()) / whole;
    i64::try_from(exact).unwrap_or(length)
}

/// A share of a hundred per cent with two digits, from hundredths of a per cent.
pub(super) fn per_cent(hundredths: i64) -> String {
    match (hundredths / 100, hundredths % 100) {
        (whole, 0) => format!("{whole}%"),
        (whole, part) if part % 10 == 0 => format!("{whole}.{}%", part / 10),
        (whole, part) => format!("{whole}.{part:02}%"),
    }
}

/// Marks of an axis from zero to at least `top`: the distance of two marks and how many there are above zero.
pub(super) fn axis(top: u64) -> (u64, u64) {
    let mut power: u64 = 1;
    loop {
        for digit in [1, 2, 5] {
            let Some(step) = power.checked_mul(digit) else { return (u64::MAX / 4, 4) };
            if top.div_ceil(step) <= 5 {
                return (step, top.div_ceil(step).max(1));
            }
        }
        let Some(next) = power.checked_mul(10) else { return (u64::MAX / 4, 4) };
        power = next;
    }
}

/// A count as the language writes it.
pub(super) fn number(locale: Locale, value: u64) -> String {
    escaped(&locale.decimal(&value.to_string()))
}

/// The box that scrolls sideways on a phone, around an SVG.
pub(super) fn region(locale: Locale, svg: &str) -> String {
    named_region(locale.t("chart-region"), svg)
}

/// The same under a name of its own, for a page with several.
pub(super) fn named_region(name: &str, svg: &str) -> String {
    let label = escaped(name);
    format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\">{svg}</div>"
    )
}

/// A table under a line that opens it.
pub(super) fn details(locale: Locale, table: &str) -> String {
    let summary = escaped(locale.t("chart-show-table"));
    format!(
        "<details class=\"data\"><summary>{summary}</summary><div class=\"scroll\">{table}</div></details>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_leave_its_place() {
        assert_eq!(
            escaped("<script>\"a\" & 'b'</script>\u{0}"),
            "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt;"
        );
    }

    #[test]
    fn coordinates_are_written_without_rounding_errors() {
        assert_eq!(Tenths(1005).to_string(), "100.5");
        assert_eq!(Tenths(-5).to_string(), "-0.5");
        assert_eq!(Tenths(20).to_string(), "2");
        assert_eq!(per_cent(10_000), "100%");
        assert_eq!(per_cent(1_061), "10.61%");
        assert_eq!(per_cent(1_060), "10.6%");
        assert_eq!(per_cent(5), "0.05%");
    }

    #[test]
    fn an_axis_reaches_its_top_with_five_marks_at_most() {
        for (top, expected) in [
            (0, (1, 1)),
            (1, (1, 1)),
            (5, (1, 5)),
            (6, (2, 3)),
            (150, (50, 3)),
            (180, (50, 4)),
            (1037, (500, 3)),
        ] {
            assert_eq!(axis(top), expected, "{top}");
        }
        for top in [u64::MAX, u64::MAX / 3, 10_u64.pow(18) + 1] {
            let (step, marks) = axis(top);
            assert!(marks <= 5 && step.saturating_mul(marks) >= top / 2, "{top}");
        }
    }

    #[test]
    fn a_share_never_overflows_and_never_exceeds_its_length() {
        assert_eq!(share(u64::MAX, u64::MAX, 1000), 1000);
        assert_eq!(share(u64::MAX, 1_u64, 1000), 1000);
        assert_eq!(share(1, u64::MAX, 1000), 0);
        assert_eq!(share(5, 0_u64, 1000), 0);
        assert_eq!(share(48, 150_u64, 10_000), 3_200);
    }
}
