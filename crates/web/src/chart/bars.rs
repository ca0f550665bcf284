//! Bars under their names: picture and table in one, so that they cannot disagree.

use std::fmt::Write as _;

use kelisim_i18n::Locale;

use super::markup::{escaped, number, per_cent, share};

/// How a bar looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Hollow blue: promised.
    Promise,
    /// Hollow green: under way.
    Underway,
    /// Solid green: delivered.
    Done,
    /// Ochre: lost.
    Lost,
}

impl Form {
    const fn class(self) -> &'static str {
        match self {
            Self::Promise => "p",
            Self::Underway => "f-track",
            Self::Done => "d",
            Self::Lost => "f-none",
        }
    }
}

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What is counted.
    pub label: String,
    /// How many; none, when nothing is known, which is not zero.
    pub count: Option<u64>,
    /// A second number beside it, without a bar.
    pub beside: Option<u64>,
    /// How it looks.
    pub form: Form,
}

/// Bars on one scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bars {
    /// Language of the numbers.
    pub locale: Locale,
    /// What the table is, for those who do not see it.
    pub caption: String,
    /// Names of the columns: what is counted, how many, and the second number where there is one.
    pub heads: Vec<String>,
    /// What stands where nothing is known.
    pub nothing: String,
    /// The bars.
    pub bars: Vec<Bar>,
}

impl Bars {
    /// The table with its bars.
    #[must_use]
    pub fn table(&self) -> String {
        let mut table = format!(
            "<table class=\"tbl fold\" role=\"table\"><caption class=\"vh\">{}</caption><thead role=\"rowgroup\"><tr role=\"row\">",
            escaped(&self.caption)
        );
        for (n, head) in self.heads.iter().enumerate() {
            let class = if n == 0 { "" } else { " class=\"num\"" };
            let _ = write!(
                table,
                "<th role=\"columnheader\" scope=\"col\"{class}>{}</th>",
                escaped(head)
            );
        }
        table.push_str("</tr></thead><tbody role=\"rowgroup\">");
        let most = self.bars.iter().filter_map(|bar| bar.count).max().unwrap_or(0);
        for bar in &self.bars {
            let count = bar
                .count
                .map_or_else(|| escaped(&self.nothing), |count| number(self.locale, count));
            let _ = write!(
                table,
                "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">{}{}</th>",
                escaped(&bar.label),
                svg(bar, most)
            );
            self.cell(&mut table, 1, &count);
            if self.heads.len() > 2 {
                let beside = bar.beside.map_or_else(String::new, |n| number(self.locale, n));
                self.cell(&mut table, 2, &beside);
            }
            table.push_str("</tr>");
        }
        table.push_str("</tbody></table>");
        table
    }

    /// A cell that carries the name of its column, for a phone, where rows are folded.
    fn cell(&self, table: &mut String, column: usize, words: &str) {
        let name = self.heads.get(column).map_or("", String::as_str);
        let _ = write!(
            table,
            "<td role=\"cell\" class=\"num\" data-l=\"{}\">{words}</td>",
            escaped(name)
        );
    }
}

/// The bar itself; the number stands beside it, so the picture is hidden from readers of speech.
fn svg(bar: &Bar, most: u64) -> String {
    let (class, width) = match bar.count {
        Some(count) => (bar.form.class(), share(count, most, 10_000).max(50)),
        None => ("f-gap", 800),
    };
    format!(
        "<svg class=\"pd\" height=\"12\" aria-hidden=\"true\"><rect class=\"{class}\" width=\"{}\" height=\"12\" rx=\"2\"/></svg>",
        per_cent(width)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bars(counts: &[Option<u64>]) -> Bars {
        let bar = |count: &Option<u64>| Bar {
            label: "<b>".to_owned(),
            count: *count,
            beside: count.map(|n| n / 2),
            form: Form::Done,
        };
        Bars {
            locale: Locale::En,
            caption: "a & b".to_owned(),
            heads: ["x", "y", "z"].map(str::to_owned).to_vec(),
            nothing: "nothing booked".to_owned(),
            bars: counts.iter().map(bar).collect(),
        }
    }

    #[test]
    fn bars_are_shares_of_the_longest_and_stand_beside_their_numbers() {
        let table = bars(&[Some(150), Some(48)]).table();
        assert!(table.contains("width=\"100%\"") && table.contains("width=\"32%\""));
        assert!(table.contains("data-l=\"y\">48</td>") && table.contains("data-l=\"z\">24</td>"));
        assert!(table.contains("&lt;b&gt;") && table.contains("a &amp; b"));
    }

    #[test]
    fn what_is_not_known_is_dashed_and_never_zero() {
        let table = bars(&[Some(10), None]).table();
        assert_eq!(table.matches("f-gap").count(), 1);
        assert!(table.contains("nothing booked") && !table.contains(">0<"));
    }

    #[test]
    fn the_largest_numbers_stay_inside() {
        let table = bars(&[Some(u64::MAX), Some(0), Some(1)]).table();
        assert!(table.contains("width=\"100%\"") && table.contains("width=\"0.5%\""));
        assert!(bars(&[]).table().ends_with("<tbody role=\"rowgroup\"></tbody></table>"));
    }
}
