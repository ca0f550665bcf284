//! Commitments as a table: one row for each commitment and each passage that speaks of it.

use crate::promise::{PromiseOut, StatementOut};
use crate::rows::{Columns, Rows};
use crate::source::{SourceOut, TextOut};

/// The columns, in order. `docs/formats/promises.md` says what each means.
pub const COLUMNS: [&str; 33] = [
    "id",
    "registry",
    "partner",
    "topic",
    "title_kk",
    "title_ky",
    "title_ru",
    "title_en",
    "promisors",
    "beneficiaries",
    "stage",
    "counts_as_promise",
    "quantity",
    "unit",
    "per",
    "deadline",
    "delivery",
    "standing",
    "reported_year",
    "delivered",
    "promised_in_year",
    "promised_basis",
    "unexplained",
    "delivered_source_title",
    "delivered_source_url",
    "statement",
    "statement_stage",
    "source_title",
    "source_url",
    "published_on",
    "own_rendering",
    "language",
    "quotation",
];

/// The table under construction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromiseTable {
    rows: Rows,
}

impl Default for PromiseTable {
    fn default() -> Self {
        let numbers =
            &["quantity", "reported_year", "delivered", "promised_in_year", "unexplained"];
        let dates = &["deadline", "published_on"];
        Self { rows: Rows::new(Columns { names: &COLUMNS, numbers, dates }) }
    }
}

impl PromiseTable {
    /// Adds the rows of a commitment.
    pub fn add(&mut self, promise: &PromiseOut) {
        let head = head(promise);
        for statement in &promise.statements {
            let mut cells = head.clone();
            cells.extend(tail(statement));
            self.rows.add(cells);
        }
    }

    /// How many rows there are.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.rows.len()
    }

    /// The table.
    #[must_use]
    pub fn finish(self) -> Rows {
        self.rows
    }
}

fn plain(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
}

fn number(value: Option<u64>) -> String {
    value.map(|n| n.to_string()).unwrap_or_default()
}

/// A title in the language it was first written in.
fn first_written(title: &TextOut) -> String {
    plain(match title.record {
        "kk" => title.kk.as_ref(),
        "ky" => title.ky.as_ref(),
        "ru" => title.ru.as_ref(),
        _ => title.en.as_ref(),
    })
}

fn head(p: &PromiseOut) -> Vec<String> {
    let quantity = p.quantity.as_ref();
    let year = p.years.iter().rev().find(|y| y.delivered.is_some());
    let source: Option<&SourceOut> =
        year.and_then(|y| y.reported.iter().find_map(|r| r.quotation.source.as_ref()));
    let basis = year.and_then(|y| y.promised_basis);
    vec![
        p.id.clone(),
        p.registry.clone(),
        p.partner.clone(),
        p.topic.to_owned(),
        plain(p.title.kk.as_ref()),
        plain(p.title.ky.as_ref()),
        plain(p.title.ru.as_ref()),
        plain(p.title.en.as_ref()),
        p.promisors.join(" "),
        p.beneficiaries.join(" "),
        p.stage.to_owned(),
        p.counts_as_promise.to_string(),
        quantity.map(|q| q.value.clone()).unwrap_or_default(),
        quantity.map_or("", |q| q.unit).to_owned(),
        quantity.map_or("", |q| q.per).to_owned(),
        plain(p.deadline.as_ref()),
        p.delivery.to_owned(),
        p.standing.to_owned(),
        year.map(|y| y.year.to_string()).unwrap_or_default(),
        number(year.and_then(|y| y.delivered)),
        plain(year.and_then(|y| y.promised.as_ref())),
        basis.unwrap_or_default().to_owned(),
        number(year.and_then(|y| y.unexplained)),
        source.map(|s| first_written(&s.title)).unwrap_or_default(),
        plain(source.and_then(|s| s.url.as_ref())),
    ]
}

fn tail(s: &StatementOut) -> [String; 8] {
    let source = s.quotation.source.as_ref();
    [
        s.number.to_string(),
        s.stage.unwrap_or_default().to_owned(),
        source.map(|s| first_written(&s.title)).unwrap_or_default(),
        plain(source.and_then(|s| s.url.as_ref())),
        source.map(|s| s.published_on.clone()).unwrap_or_default(),
        source.map(|s| s.own_rendering.to_string()).unwrap_or_default(),
        s.quotation.language.clone(),
        s.quotation.text.clone(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csv_out::tests::read;
    use crate::promise::{QuantityOut, ReportedOut, YearOut};
    use crate::source::QuotationOut;

    fn title(en: &str) -> TextOut {
        TextOut { record: "en", kk: None, ky: None, ru: None, en: Some(en.to_owned()) }
    }

    fn quotation(text: &str, source: &str) -> QuotationOut {
        let source = SourceOut {
            id: "s".to_owned(),
            kind: "news",
            tier: "3",
            title: title(source),
            publisher: "24.kg".to_owned(),
            url: Some("https://24.kg/1".to_owned()),
            published_on: "2026-01".to_owned(),
            own_rendering: true,
        };
        QuotationOut { text: text.to_owned(), language: "ru".to_owned(), source: Some(source) }
    }

    fn statement(number: i64, text: &str) -> StatementOut {
        StatementOut {
            number,
            known_on: "2026-01-31".to_owned(),
            stage: Some("S7"),
            quantity: None,
            deadline: None,
            quotation: quotation(text, "=A source"),
        }
    }

    fn promise() -> PromiseOut {
        let year = |year, delivered| YearOut {
            year,
            promised: Some("150".to_owned()),
            promised_basis: Some("stated"),
            delivered,
            lost: 0,
            unexplained: delivered.map(|d| 150 - d),
            suspended: false,
            reported: delivered
                .map(|d| ReportedOut {
                    figure: "f".to_owned(),
                    measure: "treated".to_owned(),
                    value: d.to_string(),
                    quotation: quotation("48 пациентов", "A report"),
                })
                .into_iter()
                .collect(),
        };
        PromiseOut {
            id: "1".to_owned(),
            registry: "KG".to_owned(),
            partner: "TR".to_owned(),
            topic: "treatment",
            title: title("Treatment, free of charge"),
            promisors: vec!["TR".to_owned()],
            beneficiaries: vec!["KG".to_owned()],
            stage: "S7",
            counts_as_promise: true,
            quantity: Some(QuantityOut { value: "150".to_owned(), unit: "patient", per: "year" }),
            deadline: None,
            delivery: "in_progress",
            standing: "behind",
            years: vec![year(2025, Some(48)), year(2026, None)],
            statements: vec![statement(1, "150 \"мест\"\nв год"), statement(2, "+50")],
        }
    }

    #[test]
    fn a_row_for_each_passage_with_the_last_reported_year() {
        let mut table = PromiseTable::default();
        table.add(&promise());
        assert_eq!(table.rows(), 2);
        let rows = read(&table.finish().csv());
        assert!(rows.iter().all(|row| row.len() == COLUMNS.len()));
        let cell = |row: usize, name: &str| {
            rows[row][COLUMNS.iter().position(|c| *c == name).unwrap()].as_str()
        };
        assert_eq!(
            ["reported_year", "delivered", "promised_in_year", "unexplained"].map(|c| cell(1, c)),
            ["2025", "48", "150", "102"]
        );
        assert_eq!(cell(1, "delivered_source_title"), "A report");
        assert_eq!(cell(1, "quotation"), "150 \"мест\"\nв год");
        assert_eq!(cell(2, "quotation"), "'+50");
        assert_eq!(cell(2, "source_title"), "'=A source");
        assert_eq!(cell(2, "deadline"), "");
        assert_eq!((cell(1, "statement"), cell(2, "statement")), ("1", "2"));
    }
}
