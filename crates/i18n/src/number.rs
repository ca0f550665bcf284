//! Numbers as each language writes them.

use crate::Locale;

const NO_BREAK_SPACE: char = '\u{a0}';
const MINUS: char = '\u{2212}';

impl Locale {
    /// A whole number: `1 037` with a no-break space in Kazakh, Kyrgyz and Russian, `1,037` in English.
    #[must_use]
    pub fn number(self, n: i64) -> String {
        self.decimal(&n.to_string())
    }

    /// A decimal number given with a point: `1037.5` becomes `1 037,5`, in English `1,037.5`.
    ///
    /// What is no such number comes back as it was.
    #[must_use]
    pub fn decimal(self, text: &str) -> String {
        let (group, point) = match self {
            Self::En => (',', '.'),
            Self::Kk | Self::Ky | Self::Ru => (NO_BREAK_SPACE, ','),
        };
        let unsigned = text.strip_prefix('-');
        let digits = unsigned.unwrap_or(text);
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let is_number =
            !whole.is_empty() && whole.bytes().chain(part.bytes()).all(|b| b.is_ascii_digit());
        if !is_number {
            return text.to_owned();
        }
        let mut written = String::with_capacity(text.len() + text.len() / 2);
        if unsigned.is_some() {
            written.push(MINUS);
        }
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i).is_multiple_of(3) {
                written.push(group);
            }
            written.push(digit);
        }
        if !part.is_empty() {
            written.push(point);
            written.push_str(part);
        }
        written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_and_decimals_follow_the_language() {
        for (text, local, english) in [
            ("0", "0", "0"),
            ("999", "999", "999"),
            ("1037", "1\u{a0}037", "1,037"),
            ("81.5", "81,5", "81.5"),
            ("-1234567.25", "\u{2212}1\u{a0}234\u{a0}567,25", "\u{2212}1,234,567.25"),
        ] {
            for locale in [Locale::Kk, Locale::Ky, Locale::Ru] {
                assert_eq!(locale.decimal(text), local);
            }
            assert_eq!(Locale::En.decimal(text), english);
        }
        assert_eq!(Locale::Ru.number(i64::MIN).matches('\u{a0}').count(), 6);
    }

    #[test]
    fn what_is_no_number_is_left_alone() {
        for text in ["", "-", "x", "1e9", "NaN", "1.2.3", ".5", "٤٨"] {
            assert_eq!(Locale::Ru.decimal(text), text);
        }
    }
}
