//! A table of candidates as somebody brings it: which column is what, and whether its rows can be candidates.

use std::collections::BTreeMap;

use kelisim_domain::Refusal;
use kelisim_domain::programme::call::Terms;
use kelisim_domain::programme::region;
use kelisim_domain::programme::run::{Candidate, Candidates, Score, code, person};
use kelisim_domain::sheet::{Line, Sheet};

/// The columns of the table, in the order of the template.
pub const COLUMNS: [&str; 5] = ["code", "score", "choices", "region", "refused"];

/// Those it cannot be without.
const NEEDED: [&str; 3] = ["code", "score", "choices"];

/// What headings mean, lower case, in any of the languages of the house.
pub type Headings = BTreeMap<String, &'static str>;

/// Most problems that are told at once.
const TOLD: usize = 20;
/// Lines that may stand above the headings.
const ABOVE: usize = 30;

/// Reads the candidates of a table.
///
/// Rule: what might name a person is not taken in at all, and a column whose cells do not hold what its heading says is
/// refused as a whole, with its name: that is how a shifted table shows.
///
/// # Errors
/// What is wrong with the headings; else what is wrong with rows, the first twenty.
pub(super) fn read(
    sheets: &[Sheet],
    headings: &Headings,
    terms: &Terms,
) -> Result<Candidates, Vec<Refusal>> {
    let one = |refusal: Refusal| vec![Refusal { field: Some("file"), ..refusal }];
    let (sheet, at) = find(sheets, headings)
        .ok_or_else(|| one(Refusal::new("candidates-headings").with("list", NEEDED.join(", "))))?;
    let Some((head, lines)) = sheet.lines.get(at..).and_then(<[Line]>::split_first) else {
        return Err(one(Refusal::new("candidates-none")));
    };
    let columns = columns(head, lines, headings).map_err(one)?;
    shifted(&columns, lines).map_err(one)?;
    let mut wrong = Vec::new();
    let mut candidates = Vec::new();
    for line in lines {
        match row(&columns, line).and_then(|one| one.check(terms).map(|()| one)) {
            Ok(candidate) => candidates.push(candidate),
            Err(refusal) if wrong.len() < TOLD => {
                let row = line.number.to_string();
                wrong.push(Refusal { field: Some("file"), ..refusal }.with("row", row));
            }
            Err(_) => {}
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    Candidates::new(candidates).map_err(one)
}

fn means(headings: &Headings, text: &str) -> Option<&'static str> {
    headings.get(&text.trim().to_lowercase()).copied()
}

/// The sheet with its line of headings: the one that knows most of them.
fn find<'a>(sheets: &'a [Sheet], headings: &Headings) -> Option<(&'a Sheet, usize)> {
    let mut best: Option<(usize, &Sheet, usize)> = None;
    for sheet in sheets {
        for (at, line) in sheet.lines.iter().enumerate().take(ABOVE) {
            let known = line.cells.iter().filter(|cell| means(headings, cell).is_some()).count();
            if known > best.map_or(1, |(known, ..)| known) {
                best = Some((known, sheet, at));
            }
        }
    }
    best.map(|(_, sheet, at)| (sheet, at))
}

/// Where each column stands.
fn columns(
    head: &Line,
    lines: &[Line],
    headings: &Headings,
) -> Result<BTreeMap<&'static str, usize>, Refusal> {
    let mut columns = BTreeMap::new();
    let width = lines.iter().map(|line| line.cells.len()).max().unwrap_or(0);
    for at in 0..width.max(head.cells.len()) {
        let heading = head.cell(at);
        let filled = || lines.iter().map(|line| line.cell(at)).find(|cell| !cell.trim().is_empty());
        let Some(column) = means(headings, heading) else {
            // An unknown column may hold anything, names among it: it does not come in.
            if heading.trim().is_empty() && filled().is_none() {
                continue;
            }
            let people = filled().is_some_and(person);
            let shown = if heading.trim().is_empty() { letter(at) } else { heading.to_owned() };
            let told = if people {
                Refusal::new("candidates-column-person").with("column", shown)
            } else {
                Refusal::new("candidates-column-unknown").with("column", shown)
            };
            return Err(told);
        };
        if columns.insert(column, at).is_some() {
            return Err(Refusal::new("candidates-column-twice").with("column", heading));
        }
    }
    match NEEDED.iter().find(|column| !columns.contains_key(*column)) {
        Some(missing) => Err(Refusal::new("candidates-column-missing").with("column", *missing)),
        None => Ok(columns),
    }
}

/// The letter by which spreadsheets call a column.
pub(in crate::programme) fn letter(at: usize) -> String {
    let letter = u8::try_from(at % 26).map_or('?', |n| char::from(b'A' + n));
    if at < 26 { letter.to_string() } else { format!("{}{letter}", letter_before(at)) }
}

fn letter_before(at: usize) -> char {
    u8::try_from((at / 26).saturating_sub(1) % 26).map_or('?', |n| char::from(b'A' + n))
}

/// Refuses a table in which half of a column or more does not hold what the heading says.
fn shifted(columns: &BTreeMap<&'static str, usize>, lines: &[Line]) -> Result<(), Refusal> {
    for (column, at) in columns {
        let cells = || lines.iter().map(|line| line.cell(*at).trim()).filter(|c| !c.is_empty());
        if *column == "code" && cells().any(person) {
            return Err(Refusal::new("candidates-column-person").with("column", *column));
        }
        let holds = |cell: &str| match *column {
            "code" => code(cell).is_ok(),
            "score" => Score::read(cell).is_ok(),
            "region" => region::read(cell).is_some(),
            _ => seats(cell).is_ok(),
        };
        let (all, wrong) = (cells().count(), cells().filter(|cell| !holds(cell)).count());
        if wrong > 0 && wrong * 2 >= all {
            let found = cells().find(|cell| !holds(cell)).unwrap_or_default();
            let found: String = found.chars().take(40).collect();
            return Err(Refusal::new("candidates-shifted")
                .with("column", *column)
                .with("text", found));
        }
    }
    Ok(())
}

/// Numbers of seats with spaces, commas or semicolons between them.
fn seats(text: &str) -> Result<Vec<u32>, Refusal> {
    text.split([' ', ',', ';', '>'])
        .filter(|part| !part.is_empty())
        .map(|part| {
            let part = part.strip_suffix(".0").unwrap_or(part);
            part.parse().map_err(|_| Refusal::new("candidate-seats-form").with("text", part))
        })
        .collect()
}

fn row(columns: &BTreeMap<&'static str, usize>, line: &Line) -> Result<Candidate, Refusal> {
    let cell = |column: &str| columns.get(column).map_or("", |at| line.cell(*at).trim());
    if columns.values().any(|at| line.odd_at(*at).next().is_some()) {
        return Err(Refusal::new("candidate-cell-odd"));
    }
    let region = cell("region");
    Ok(Candidate {
        code: code(cell("code"))?,
        score: Score::read(cell("score"))?,
        choices: seats(cell("choices"))?,
        region: (!region.is_empty()).then(|| region.to_owned()),
        hosts_refused: seats(cell("refused"))?,
        host_places: BTreeMap::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use kelisim_domain::id::QuotaLineId;
    use kelisim_domain::programme::Kind;
    use kelisim_domain::programme::call::{Funding, Seat};
    use kelisim_domain::programme::specialty::SpecialtyCode;
    use kelisim_domain::text::{Language, Text4};

    fn terms() -> Terms {
        let title = Text4::new(Language::Ru, "Ординатура").unwrap();
        let mut terms = Terms::new(Kind::Residency, title, "Asia/Bishkek".parse().unwrap());
        for host in ["BURDENKO", "BLOKHIN"] {
            let seat = terms.item(Seat {
                line: QuotaLineId::new(uuid::Uuid::from_u128(1)),
                host: host.parse().unwrap(),
                specialty: SpecialtyCode::read("RU-2013/31.08.56").unwrap(),
                places: 2,
                funding: Funding::HostState,
            });
            terms.seats.push(seat);
        }
        terms
    }

    fn table(rows: &[&[&str]]) -> Result<Candidates, Vec<&'static str>> {
        let line = |(n, cells): (usize, &&[&str])| Line {
            number: u32::try_from(n + 1).unwrap(),
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
            odd: Vec::new(),
        };
        let lines = rows.iter().enumerate().map(line).collect();
        let headings = COLUMNS.iter().map(|column| ((*column).to_owned(), *column)).collect();
        read(&[Sheet { name: String::new(), lines }], &headings, &terms())
            .map_err(|all| all.into_iter().map(|refusal| refusal.code).collect())
    }

    const HEAD: &[&str] = &["code", "score", "choices", "region", "refused"];

    #[test]
    fn a_clean_table_comes_in_by_the_order_of_its_codes_with_exact_scores() {
        let read =
            table(&[HEAD, &["kg-0002", "87,50", "2 1", "KG-T", "1"], &["KG-0001", "90", "1"]]);
        let read = read.unwrap();
        let codes: Vec<&str> = read.candidates.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(codes, ["KG-0001", "KG-0002"]);
        assert_eq!(read.candidates[1].score.to_string(), "87.5");
        assert_eq!(read.candidates[1].choices, [2, 1]);
        assert_eq!(read.candidates[1].hosts_refused, [1]);
    }

    #[test]
    fn a_column_of_names_or_addresses_does_not_come_in() {
        let with = |heading: &'static str, cell: &'static str| {
            table(&[&["code", "score", "choices", heading], &["KG-0001", "90", "1", cell]])
                .unwrap_err()
        };
        assert_eq!(with("Фамилия", "Иванова"), ["candidates-column-person"]);
        assert_eq!(with("mail", "a@b.kg"), ["candidates-column-person"]);
        assert_eq!(with("note", "12"), ["candidates-column-unknown"]);
        let names = table(&[HEAD, &["Aida Osmonova", "90", "1"]]);
        assert_eq!(names.unwrap_err(), ["candidates-column-person"]);
    }

    #[test]
    fn a_shifted_table_is_refused_with_the_name_of_the_column() {
        let shifted = table(&[HEAD, &["KG-0001", "1 2", "90.5"], &["KG-0002", "2 1", "88"]]);
        assert_eq!(shifted.unwrap_err(), ["candidates-shifted"]);
    }

    #[test]
    fn rows_that_cannot_be_candidates_are_all_told() {
        let rows = table(&[
            HEAD,
            &["KG-0001", "90", "1"],
            &["KG-0002", "80", "9"],
            &["KG-0003", "80", "1 1"],
            &["KG-0004", "80", "1", "KG-T"],
            &["KG-0005", "80", ""],
        ]);
        let told = ["candidate-seat-unknown", "candidate-choice-twice", "candidate-no-choice"];
        assert_eq!(rows.unwrap_err(), told);
        let twice = table(&[HEAD, &["KG-0001", "90", "1"], &["kg-0001", "80", "1"]]);
        assert_eq!(twice.unwrap_err(), ["candidate-code-twice"]);
    }
}
