//! A table of scores as it comes back: whether its columns are the ones that went out, and what stands in its rows.

use kelisim_domain::Refusal;
use kelisim_domain::programme::call::Call;
use kelisim_domain::programme::review::outcome::score;
use kelisim_domain::programme::review::{Back, Book, SCALE, Weight};
use kelisim_domain::programme::run::Score;
use kelisim_domain::sheet::{Line, Odd, Sheet};
use kelisim_domain::text::Language;

use crate::programme::run::letter;

/// The heading of the codes, the same in every language.
pub(super) const CODE: &str = "code";
/// The heading of the marks, the same in every language.
pub(super) const MARK: &str = "check";

/// The headings of a table, from the code to the mark.
pub(super) type Headings = Vec<String>;

/// The heading of a criterion: its number and its name.
pub(super) fn heading(call: &Call, weight: Weight, language: Language) -> String {
    let terms = call.terms();
    let item = terms.and_then(|terms| terms.criteria.iter().find(|c| c.number == weight.criterion));
    let name = item.map(|item| item.what.name.shown(language).0).unwrap_or_default();
    format!("{}. {name}", weight.criterion).trim().to_owned()
}

/// The headings of a table in a language.
pub(super) fn headings(call: &Call, book: &Book, language: Language) -> Headings {
    let criteria = book.weights().iter().map(|weight| heading(call, *weight, language));
    let mut all = vec![CODE.to_owned()];
    all.extend(criteria);
    all.push(MARK.to_owned());
    all
}

/// The headings of a table in all languages, any of which may come back.
pub(super) fn accepted(call: &Call, book: &Book) -> Vec<Headings> {
    Language::ALL.iter().map(|language| headings(call, book, *language)).collect()
}

/// Reads the rows of a table that went out under one of these sets of headings.
///
/// Rule: the table has the columns that went out, in their order and no other; what is not plainly typed (a formula, a
/// merged cell, an error) is not taken for a score; a row has all its scores or none. One thing that does not fit refuses
/// the whole.
///
/// # Errors
/// What is wrong with the columns; else what is wrong with rows, `most` at most.
pub(super) fn read(
    sheets: &[Sheet],
    sets: &[Headings],
    most: usize,
) -> Result<Vec<Back>, Vec<Refusal>> {
    let one = |refusal: Refusal| vec![refusal];
    let filled: Vec<&Sheet> = sheets.iter().filter(|sheet| !sheet.lines.is_empty()).collect();
    let [sheet] = filled.as_slice() else {
        return Err(one(Refusal::new("scores-sheets").with("n", filled.len().to_string())));
    };
    let Some((head, lines)) = sheet.lines.split_first() else {
        return Err(one(Refusal::new("file-empty")));
    };
    columns(head, sets).map_err(one)?;
    let width = sets.first().map_or(0, Vec::len);
    let (mut back, mut wrong) = (Vec::new(), Vec::new());
    for line in std::iter::once(head).chain(lines) {
        let odd = line.odd.first().map(|(at, odd)| told(line, *at as usize, *odd));
        let read = odd.map_or_else(|| if line == head { Ok(None) } else { row(line, width) }, Err);
        match read {
            Ok(row) => back.extend(row),
            Err(refusal) => wrong.push(refusal),
        }
        if wrong.len() >= most {
            return Err(wrong);
        }
    }
    if wrong.is_empty() { Ok(back) } else { Err(wrong) }
}

/// Holds the headings against those that went out, in any of the languages.
fn columns(head: &Line, sets: &[Headings]) -> Result<(), Refusal> {
    let lower = |text: &str| text.trim().to_lowercase();
    let wanted: Vec<Vec<String>> = (0..sets.first().map_or(0, Vec::len))
        .map(|at| sets.iter().filter_map(|set| set.get(at)).map(|text| lower(text)).collect())
        .collect();
    let shown = |at: usize| sets.first().and_then(|set| set.get(at)).cloned().unwrap_or_default();
    let found: Vec<String> = (0..head.cells.len()).map(|at| lower(head.cell(at))).collect();
    for (at, accepted) in wanted.iter().enumerate() {
        if !found.iter().any(|text| accepted.contains(text)) {
            return Err(Refusal::new("scores-column-missing").with("column", shown(at)));
        }
    }
    for (at, text) in found.iter().enumerate() {
        if !wanted.iter().flatten().any(|known| known == text) {
            let text: String = head.cell(at).chars().take(40).collect();
            return Err(Refusal::new("scores-column-extra")
                .with("column", letter(at))
                .with("text", text));
        }
    }
    for (at, text) in found.iter().enumerate() {
        if !wanted.get(at).is_some_and(|accepted| accepted.contains(text)) {
            let expected = if at < wanted.len() { shown(at) } else { "–".to_owned() };
            let text: String = head.cell(at).chars().take(40).collect();
            return Err(Refusal::new("scores-column-shifted")
                .with("column", letter(at))
                .with("text", text)
                .with("expected", expected));
        }
    }
    Ok(())
}

fn told(line: &Line, at: usize, odd: Odd) -> Refusal {
    let told = match odd {
        Odd::Formula => Refusal::new("scores-formula").with("column", letter(at)),
        Odd::Merged => Refusal::new("scores-merged").with("column", letter(at)),
        Odd::Error | Odd::Truth | Odd::Time | Odd::Lost => {
            Refusal::new("scores-cell-odd").with("column", letter(at))
        }
    };
    told.with("row", line.number.to_string())
}

fn row(line: &Line, width: usize) -> Result<Option<Back>, Refusal> {
    let at = |refusal: Refusal| refusal.with("row", line.number.to_string());
    if let Some(beyond) = (width..line.cells.len()).find(|at| !line.cell(*at).trim().is_empty()) {
        return Err(at(Refusal::new("scores-cell-beyond").with("column", letter(beyond))));
    }
    // People read codes in groups, and so they stand in the table.
    let code = line.cell(0).trim().replace('-', "");
    if code.is_empty() {
        return Err(at(Refusal::new("scores-no-code").with("column", letter(0))));
    }
    let cells = 1..width - 1;
    let empty: Vec<usize> =
        cells.clone().filter(|column| line.cell(*column).trim().is_empty()).collect();
    let mut scores: Vec<Score> = Vec::new();
    if empty.len() < cells.len() {
        if let Some(column) = empty.first() {
            return Err(at(Refusal::new("scores-row-part").with("column", letter(*column))));
        }
        for column in cells {
            scores.push(cell(line.cell(column).trim(), column).map_err(at)?);
        }
    }
    let mark = line.cell(width - 1).trim().to_owned();
    Ok(Some(Back { line: line.number, code, scores, mark }))
}

fn cell(text: &str, column: usize) -> Result<Score, Refusal> {
    let shown: String = text.chars().take(40).collect();
    score(text).map_err(|refusal| match refusal.code {
        "review-score-range" => Refusal::new("scores-cell-range")
            .with("column", letter(column))
            .with("text", shown)
            .with("most", SCALE.to_string()),
        "review-score-digits" => {
            Refusal::new("scores-cell-digits").with("column", letter(column)).with("text", shown)
        }
        _ => Refusal::new("scores-cell-number").with("column", letter(column)).with("text", shown),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &[&str] = &["code", "1. Work", "2. Language", "check"];
    const ROW: &[&str] = &["AAAA-AAAA-AAAA", "60", "70,5", "S1-a-b-c-d"];

    fn line(number: u32, cells: &[&str]) -> Line {
        Line {
            number,
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
            odd: Vec::new(),
        }
    }

    fn sheet(lines: Vec<Line>) -> Sheet {
        Sheet { name: String::new(), lines }
    }

    fn all(sheets: &[Sheet]) -> Result<Vec<Back>, Vec<&'static str>> {
        let russian = ["code", "1. Работа", "2. Язык", "check"];
        let sets = [HEAD, &russian];
        let sets = sets.map(|set| set.iter().map(|text| (*text).to_owned()).collect());
        read(sheets, &sets, 20).map_err(|all| all.iter().map(|refusal| refusal.code).collect())
    }

    fn table(rows: &[&[&str]]) -> Result<Vec<Back>, Vec<&'static str>> {
        all(&[sheet((1_u32..).zip(rows).map(|(number, cells)| line(number, cells)).collect())])
    }

    #[test]
    fn a_table_is_read_under_the_headings_of_any_language() {
        let other: &[&str] = &["Code", "1. РАБОТА", "2. Language ", "check"];
        for head in [HEAD, other] {
            let read = table(&[head, ROW, &["BBBB-BBBB-BBBB", "", "", "S1-a-b-c-e"]]).unwrap();
            assert_eq!((read[0].line, read[0].code.as_str()), (2, "AAAAAAAAAAAA"));
            assert_eq!(read[0].scores[1].to_string(), "70.5");
            assert!(read[1].scores.is_empty());
        }
    }

    #[test]
    fn columns_that_are_missing_added_or_shifted_refuse_the_whole() {
        let refused = |head: &[&str]| table(&[head, ROW]).unwrap_err();
        assert_eq!(refused(&["code", "1. Work", "check"]), ["scores-column-missing"]);
        let added = ["code", "Name", "1. Work", "2. Language", "check"];
        assert_eq!(refused(&added), ["scores-column-extra"]);
        let shifted = ["code", "2. Language", "1. Work", "check"];
        assert_eq!(refused(&shifted), ["scores-column-shifted"]);
        let empty = ["code", "", "1. Work", "2. Language", "check"];
        assert_eq!(refused(&empty), ["scores-column-extra"]);
        let twice = ["code", "1. Work", "2. Language", "check", "1. Work"];
        assert_eq!(refused(&twice), ["scores-column-shifted"]);
    }

    #[test]
    fn cells_that_slid_are_found_where_they_end() {
        let refused = |row: &[&str]| table(&[HEAD, row]).unwrap_err();
        assert_eq!(refused(&["AAAA-AAAA-AAAA", "", "60", "70", "S1-a"]), ["scores-cell-beyond"]);
        assert_eq!(refused(&["", "60", "70", "S1-a"]), ["scores-no-code"]);
        assert_eq!(refused(&["AAAA-AAAA-AAAA", "60", "", "S1-a"]), ["scores-row-part"]);
        assert_eq!(refused(&["AAAA-AAAA-AAAA", "60", "S1-a", ""]), ["scores-cell-number"]);
        assert_eq!(refused(&["AAAA-AAAA-AAAA", "60", "101", "S1-a"]), ["scores-cell-range"]);
        assert_eq!(refused(&["AAAA-AAAA-AAAA", "60", "7.125", "S1-a"]), ["scores-cell-digits"]);
        assert_eq!(
            refused(&["AAAA-AAAA-AAAA", "60", "2026-05-08", "S1-a"]),
            ["scores-cell-number"]
        );
    }

    #[test]
    fn what_is_not_plainly_typed_is_no_score_and_all_mistakes_are_told() {
        let odd = |odd| Line { odd: vec![(2, odd)], ..line(2, ROW) };
        let lines = vec![
            line(1, HEAD),
            odd(Odd::Formula),
            odd(Odd::Merged),
            odd(Odd::Error),
            line(5, &["", "1"]),
        ];
        let told = ["scores-formula", "scores-merged", "scores-cell-odd", "scores-no-code"];
        assert_eq!(all(&[sheet(lines)]).unwrap_err(), told);
        let two = [sheet(vec![line(1, HEAD)]), sheet(vec![line(1, HEAD)])];
        assert_eq!(all(&two).unwrap_err(), ["scores-sheets"]);
    }
}
