//! From lines of a sheet to rows of fields: where the headings stand, which cell fills which field, and the text in which
//! each row is a passage.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use jiff::ToSpan as _;
use jiff::civil::date;
use kelisim_domain::Refusal;
use kelisim_domain::id::SourceId;
use kelisim_domain::party::PartyCode;
use kelisim_domain::quotation::Quotation;
use kelisim_domain::sheet::{Line, Odd, Sheet};

use super::column::{Holds, Kind};
use super::report::Note;
use super::words::Words;

/// How many lines may stand above the headings.
const ABOVE: usize = 30;

/// A column of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    /// As it is called in the file; empty for a column without a heading.
    pub(super) heading: String,
    /// What it fills, where it is known.
    pub(super) column: Option<&'static str>,
}

/// The columns of a sheet whose first line are its headings.
pub(super) fn heads(sheet: &Sheet, words: &Words) -> Vec<Head> {
    let line = sheet.lines.first();
    let cells = line.map(|line| line.cells.as_slice()).unwrap_or_default();
    cells.iter().map(|text| Head { heading: text.clone(), column: words.column(text) }).collect()
}

/// The sheet that holds rows of a kind, from its headings on.
///
/// # Errors
/// `import-headings-missing`, `import-heading-twice`, `import-no-rows`, `import-too-many`.
pub(super) fn choose(kind: Kind, sheets: Vec<Sheet>, words: &Words) -> Result<Sheet, Refusal> {
    let mut best: Option<(usize, usize, usize)> = None;
    for (s, sheet) in sheets.iter().enumerate() {
        for (l, line) in sheet.lines.iter().enumerate().take(ABOVE) {
            let known = line.cells.iter().filter(|text| words.column(text).is_some()).count();
            if known > best.map_or(0, |(known, ..)| known) {
                best = Some((known, s, l));
            }
        }
    }
    let (s, l) = best.map_or((0, 0), |(_, s, l)| (s, l));
    let mut sheet = sheets.into_iter().nth(s).unwrap_or_default();
    sheet.lines.drain(..l);
    let heads = heads(&sheet, words);
    let stands = |name: &str| heads.iter().filter(|head| head.column == Some(name)).count();
    let missing: Vec<&str> = kind
        .columns()
        .iter()
        .filter(|column| column.required && stands(column.name) == 0)
        .map(|column| words.called(column.name))
        .collect();
    if !missing.is_empty() {
        return Err(Refusal::of("file", "import-headings-missing").with("list", missing.join(", ")));
    }
    if let Some(twice) = kind.columns().iter().find(|column| stands(column.name) > 1) {
        let called = words.called(twice.name);
        return Err(Refusal::of("file", "import-heading-twice").with("text", called));
    }
    let rows = sheet.lines.len() - 1;
    if rows == 0 {
        return Err(Refusal::of("file", "import-no-rows"));
    }
    if rows > kind.most_rows() {
        return Err(
            Refusal::of("file", "import-too-many").with("max", kind.most_rows().to_string())
        );
    }
    Ok(sheet)
}

/// The fields of a row, and what is to be said of its cells.
pub(super) struct Fields {
    values: BTreeMap<&'static str, String>,
    /// What was found.
    pub(super) notes: Vec<Note>,
}

impl Fields {
    /// A field; empty when the row does not have it.
    pub(super) fn get(&self, name: &str) -> String {
        self.values.get(name).cloned().unwrap_or_default()
    }

    /// Whether something is wrong with a field already, so that nothing more need be said about it.
    pub(super) fn is_wrong(&self, name: &str) -> bool {
        self.notes.iter().any(|note| note.grave && note.field == name)
    }
}

/// Reads the fields of a line.
pub(super) fn fields(kind: Kind, heads: &[Head], line: &Line, words: &Words) -> Fields {
    let mut fields = Fields { values: BTreeMap::new(), notes: Vec::new() };
    for (at, head) in heads.iter().enumerate() {
        let column = head.column.and_then(|n| kind.columns().iter().find(|c| c.name == n));
        let Some(column) = column else { continue };
        for odd in line.odd_at(at) {
            fields.notes.push(odd_note(column.name, odd));
        }
        let text = line.cell(at);
        if text.is_empty() {
            continue;
        }
        let value = match column.holds {
            Holds::Text | Holds::Exact => text.to_owned(),
            Holds::Number => {
                fields.notes.extend(thousands(column.name, text));
                text.to_owned()
            }
            Holds::Date => serial_day(column.name, text, &mut fields.notes),
            Holds::Code(family) => words.code_of(family, text),
            Holds::Party => party(column.name, text, words, &mut fields.notes),
            Holds::Parties => {
                let names = text.split([',', ';']).map(str::trim).filter(|name| !name.is_empty());
                let codes: Vec<String> =
                    names.map(|name| party(column.name, name, words, &mut fields.notes)).collect();
                codes.join(" ")
            }
        };
        fields.values.insert(column.name, value);
    }
    let beyond = line.cells.iter().enumerate().find(|(at, text)| {
        !text.is_empty() && heads.get(*at).is_none_or(|head| head.heading.is_empty())
    });
    if let Some((at, _)) = beyond {
        fields
            .notes
            .push(Note::grave("", Refusal::new("import-outside").with("column", letters(at))));
    }
    fields
}

fn odd_note(column: &'static str, odd: Odd) -> Note {
    match odd {
        Odd::Formula => Note::mild(column, Refusal::new("import-formula")),
        Odd::Merged => Note::grave(column, Refusal::new("import-merged")),
        Odd::Error => Note::grave(column, Refusal::new("import-cell-error")),
        Odd::Truth => Note::grave(column, Refusal::new("import-cell-truth")),
        Odd::Time => Note::grave(column, Refusal::new("import-cell-time")),
        Odd::Lost => Note::grave(column, Refusal::new("import-letters-lost")),
    }
}

/// A number such as 1,234 or 1.234 may mean a thousand or one and a bit: it is read as one and a bit, and said so.
fn thousands(column: &'static str, text: &str) -> Option<Note> {
    let (whole, part) = text.split_once([',', '.'])?;
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let doubtful = digits(whole) && whole.len() <= 3 && !whole.starts_with('0');
    (doubtful && digits(part) && part.len() == 3)
        .then(|| Note::mild(column, Refusal::new("import-thousands").with("text", text)))
}

/// A day that a spreadsheet gives as its number, since the cell is not marked as a date: 46096 is 2026-03-15.
fn serial_day(column: &'static str, text: &str, notes: &mut Vec<Note>) -> String {
    let number: Option<i32> = if text.len() == 5 { text.parse().ok() } else { None };
    // From 1954 to 2118: no year and no date that people write has five digits.
    let day = number
        .filter(|n| (20_000..80_000).contains(n))
        .and_then(|n| date(1899, 12, 30).checked_add(n.days()).ok());
    let Some(day) = day else { return text.to_owned() };
    let note = Refusal::new("import-serial-day").with("text", text).with("day", day.to_string());
    notes.push(Note::mild(column, note));
    day.to_string()
}

fn party(column: &'static str, text: &str, words: &Words, notes: &mut Vec<Note>) -> String {
    match words.party_of(text) {
        Ok(code) => code.to_string(),
        Err(near) if near.is_empty() => {
            notes.push(Note::grave(column, Refusal::new("party-unknown").with("text", text)));
            String::new()
        }
        Err(near) => {
            let near = near.iter().map(PartyCode::as_str).collect::<Vec<_>>().join(", ");
            let note = Refusal::new("import-party-unclear").with("text", text).with("list", near);
            notes.push(Note::grave(column, note));
            String::new()
        }
    }
}

/// The letters by which a spreadsheet names a column.
fn letters(column: usize) -> String {
    let letter = |n: usize| u8::try_from(n % 26).map_or('?', |n| char::from(b'A' + n));
    match column {
        0..26 => letter(column).to_string(),
        _ => format!("{}{}", letter(column / 26 - 1), letter(column)),
    }
}

/// The text that a table is as a source: where it comes from, then each row with the headings of the file, in a line.
pub(super) struct Passages {
    /// The text.
    pub(super) text: String,
    /// Where the line of each row stands: in bytes, and its first character.
    places: Vec<(Range<usize>, u32)>,
}

impl Passages {
    pub(super) fn new(kind: Kind, hash: &str, sheet: &Sheet, heads: &[Head]) -> Self {
        let mut text = format!("SHA-256 {hash}\n{}", kind.code());
        if !sheet.name.is_empty() {
            let _ = write!(text, " · {}", sheet.name);
        }
        let mut places = Vec::with_capacity(sheet.lines.len());
        let mut characters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        for line in sheet.lines.iter().skip(1) {
            text.push('\n');
            characters = characters.saturating_add(1);
            let from = text.len();
            let _ = write!(text, "{}.", line.number);
            for (at, cell) in line.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                let heading = heads.get(at).map_or("", |head| head.heading.as_str());
                let sign = if text.ends_with('.') && text.len() - from < 12 { "" } else { ";" };
                let _ = write!(text, "{sign} {heading}: {cell}");
            }
            places.push((from..text.len(), characters));
            let length = text[from..].chars().count();
            characters = characters.saturating_add(u32::try_from(length).unwrap_or(u32::MAX));
        }
        Self { text, places }
    }

    /// The passage that a row is.
    ///
    /// # Errors
    /// `passage-too-long`.
    pub(super) fn quote(
        &self,
        row: usize,
        source: SourceId,
        language: &str,
    ) -> Result<Quotation, Refusal> {
        let (bytes, start) = self.places.get(row).cloned().unwrap_or_default();
        Quotation::line(source, language, &self.text, bytes, start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn line(number: u32, cells: &[&str]) -> Line {
        Line { number, cells: cells.iter().map(|&c| c.to_owned()).collect(), odd: Vec::new() }
    }

    fn words() -> Words {
        let mut words = Words::of(Kind::Parties);
        words.party("TR".parse().unwrap(), "Түркия");
        words
    }

    #[test]
    fn headings_are_found_below_a_title_and_in_whatever_order() {
        let sheet = Sheet {
            name: "1".to_owned(),
            lines: vec![
                line(1, &["Отчёт за 2026 год"]),
                line(3, &["kind", "remark", "CODE"]),
                line(4, &["state", "x", "TR"]),
            ],
        };
        let chosen =
            choose(Kind::Parties, vec![Sheet::default(), sheet.clone()], &words()).unwrap();
        assert_eq!(chosen.lines.len(), 2);
        let heads = heads(&chosen, &words());
        assert_eq!(
            heads.iter().map(|h| h.column).collect::<Vec<_>>(),
            [Some("kind"), None, Some("code")]
        );
        let code = |sheet: Sheet| choose(Kind::Parties, vec![sheet], &words()).unwrap_err().code;
        let with = |lines| Sheet { lines, ..sheet.clone() };
        assert_eq!(
            code(with(vec![line(1, &["kind"]), line(2, &["x"])])),
            "import-headings-missing"
        );
        assert_eq!(code(with(vec![line(1, &["kind", "code", "Code"])])), "import-heading-twice");
        assert_eq!(code(with(vec![line(1, &["kind", "code"])])), "import-no-rows");
    }

    #[test]
    fn what_spreadsheets_do_to_dates_and_numbers_is_said() {
        let mut notes = Vec::new();
        assert_eq!(serial_day("period", "46096", &mut notes), "2026-03-15");
        assert_eq!(serial_day("period", "2026", &mut notes), "2026");
        assert_eq!(notes.len(), 1);
        assert!(thousands("value", "1,234").is_some() && thousands("value", "12.345").is_some());
        for plain in ["3,5", "0,125", "1234", "1 234,5", "1234,567"] {
            assert!(thousands("value", plain).is_none(), "{plain}");
        }
        assert_eq!([letters(0), letters(25), letters(26), letters(63)], ["A", "Z", "AA", "BL"]);
    }

    #[test]
    fn a_shifted_row_names_the_cell_that_stands_outside() {
        let sheet = Sheet { name: String::new(), lines: vec![line(1, &["code", "kind"])] };
        let heads = heads(&sheet, &words());
        let read = fields(Kind::Parties, &heads, &line(2, &["", "TR", "state"]), &words());
        let codes: Vec<_> =
            read.notes.iter().map(|n| (n.code.as_str(), n.args[0].1.as_str())).collect();
        assert_eq!(codes, [("import-outside", "C")]);
    }

    #[test]
    fn every_row_is_a_passage_that_stands_in_the_text() {
        let sheet = Sheet {
            name: "Лист 1".to_owned(),
            lines: vec![
                line(1, &["Ел", "", "Мәні"]),
                line(2, &["Түркия", "", "48"]),
                line(5, &["", "", "3,5"]),
            ],
        };
        let heads = heads(&sheet, &words());
        let passages = Passages::new(Kind::Observations, "ab", &sheet, &heads);
        assert_eq!(
            passages.text,
            "SHA-256 ab\nobservations · Лист 1\n2. Ел: Түркия; Мәні: 48\n5. Мәні: 3,5"
        );
        let id = SourceId::new(Uuid::from_u128(1));
        for (row, words) in ["2. Ел: Түркия; Мәні: 48", "5. Мәні: 3,5"].into_iter().enumerate()
        {
            let quotation = passages.quote(row, id, "kk").unwrap();
            assert_eq!(quotation.exact, words);
            assert!(quotation.holds_in(&passages.text));
        }
    }
}
