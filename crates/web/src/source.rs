//! A source as a page names it.

use kelisim_i18n::{Arg, Locale};

/// A source with its date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRef {
    /// Who published it.
    pub publisher: String,
    /// When, as the source states it (EDTF).
    pub date: String,
    /// The page of the source.
    pub href: Option<String>,
}

impl SourceRef {
    /// Publisher and date in one line.
    #[must_use]
    pub fn line(&self, l: Locale) -> String {
        let date = l.edtf(&self.date);
        l.format(
            "source-line",
            &[("publisher", Arg::Str(&self.publisher)), ("date", Arg::Str(&date))],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_has_publisher_and_date_with_its_precision() {
        let source =
            SourceRef { publisher: "24.kg".to_owned(), date: "2018-04~".to_owned(), href: None };
        assert_eq!(source.line(Locale::En), "24.kg, about April 2018");
    }
}
