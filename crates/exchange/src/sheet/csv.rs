//! Tables as text: RFC 4180 as spreadsheets really write it, with semicolons in half the world, in code pages or UTF-8.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1251};
use kelisim_domain::Refusal;
use kelisim_domain::sheet::{Line, Odd, Sheet};

use super::{COLUMNS, LINES, cell, too_many_lines, too_wide, trim};

/// Reads the one sheet of a table as text.
pub(super) fn sheet(bytes: &[u8]) -> Result<Sheet, Refusal> {
    let (text, encoding) = decode(bytes)?;
    let (text, separator) = separator(&text);
    let mut lines = Vec::new();
    let mut records = Records { rest: text, separator, number: 1 };
    while let Some((number, mut cells)) = records.next()? {
        trim(&mut cells);
        if cells.is_empty() {
            continue;
        }
        if cells.len() > COLUMNS as usize {
            return Err(too_wide(number));
        }
        if lines.len() == LINES {
            return Err(too_many_lines());
        }
        let odd = if encoding == UTF_8 { Vec::new() } else { lost(&cells) };
        lines.push(Line { number, cells, odd });
    }
    Ok(Sheet { name: String::new(), lines })
}

/// The text and what it was written in: what a mark says, else UTF-8 where it is that, else windows-1251, in which
/// spreadsheets of our countries write.
fn decode(bytes: &[u8]) -> Result<(String, &'static Encoding), Refusal> {
    let (encoding, rest) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, bytes.get(mark..).unwrap_or_default()),
        None if std::str::from_utf8(bytes).is_ok() => (UTF_8, bytes),
        None => (WINDOWS_1251, bytes),
    };
    let text = encoding.decode_without_bom_handling(rest).0.into_owned();
    let strange = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}');
    if text.chars().any(|c| c == '\u{98}' || strange(c)) {
        return Err(Refusal::of("file", "file-binary"));
    }
    // What was written as one of the signs of UTF-8 has a replacement for it only where bytes were broken.
    let encoding = if encoding == UTF_8 || encoding == WINDOWS_1251 { encoding } else { UTF_8 };
    Ok((text, encoding))
}

/// The sign between cells: the one a first line `sep=;` names, else the one that stands most often in the first line
/// outside quotation marks.
fn separator(text: &str) -> (&str, char) {
    if let Some(rest) = text.strip_prefix("sep=")
        && let Some(sign) = rest.chars().next().filter(|c| matches!(c, ',' | ';' | '\t' | '|'))
    {
        let rest = rest.get(sign.len_utf8()..).unwrap_or_default();
        // The line stays, empty, so that numbers of lines stay those of the file.
        return (rest, sign);
    }
    let mut quoted = false;
    let mut counts = [0_u32; 3];
    for sign in text.trim_start_matches(['\r', '\n']).chars() {
        match sign {
            '"' => quoted = !quoted,
            '\n' if !quoted => break,
            ',' if !quoted => counts[0] += 1,
            ';' if !quoted => counts[1] += 1,
            '\t' if !quoted => counts[2] += 1,
            _ => {}
        }
    }
    let [comma, semicolon, tab] = counts;
    let sign = if semicolon > comma && semicolon >= tab {
        ';'
    } else if tab > comma {
        '\t'
    } else {
        ','
    };
    (text, sign)
}

/// Cells in which a letter between letters was lost: `Т?ркия`.
fn lost(cells: &[String]) -> Vec<(u32, Odd)> {
    let is_lost = |text: &str| {
        let signs: Vec<char> = text.chars().collect();
        signs.windows(2).any(|two| {
            matches!(two, [a, '?'] if a.is_alphabetic()) && !text.ends_with('?')
                || matches!(two, ['?', b] if b.is_alphabetic())
        })
    };
    let found = (0..).zip(cells).filter(|(_, text)| is_lost(text));
    found.map(|(column, _)| (column, Odd::Lost)).collect()
}

/// Lines of a table, each with the number of the line of text it begins at.
struct Records<'a> {
    rest: &'a str,
    separator: char,
    number: u32,
}

impl Records<'_> {
    fn next(&mut self) -> Result<Option<(u32, Vec<String>)>, Refusal> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let begun = self.number;
        let mut cells = Vec::new();
        loop {
            let (text, ended_by) = self.cell(begun)?;
            if cells.len() <= COLUMNS as usize {
                cells.push(text);
            } else if !text.is_empty() {
                return Err(too_wide(begun));
            }
            if ended_by != Some(self.separator) {
                return Ok(Some((begun, cells)));
            }
        }
    }

    /// The next cell and the sign that ended it; none at the end of the text.
    fn cell(&mut self, line: u32) -> Result<(String, Option<char>), Refusal> {
        let quoted = self.rest.strip_prefix('"');
        let mut text = String::new();
        if let Some(inner) = quoted {
            self.rest = inner;
            loop {
                let Some((before, behind)) = self.rest.split_once('"') else {
                    return Err(Refusal::of("file", "file-quotes").with("line", line.to_string()));
                };
                text.push_str(before);
                self.count(before);
                self.rest = behind;
                match behind.strip_prefix('"') {
                    Some(more) => {
                        text.push('"');
                        self.rest = more;
                    }
                    None => break,
                }
            }
        }
        let separator = self.separator;
        let end = self.rest.find([separator, '\n', '\r']);
        let (bare, behind) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        text.push_str(bare);
        let mut signs = behind.chars();
        let ended_by = signs.next();
        self.rest = signs.as_str();
        if ended_by == Some('\r') {
            self.rest = self.rest.strip_prefix('\n').unwrap_or(self.rest);
        }
        if matches!(ended_by, Some('\n' | '\r')) {
            self.number += 1;
        }
        Ok((unarmed(&cell(&text)), ended_by))
    }

    fn count(&mut self, text: &str) {
        let breaks = text.bytes().filter(|b| *b == b'\n').count();
        self.number = self.number.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
    }
}

/// A cell without the apostrophe by which our own tables make a formula harmless.
fn unarmed(text: &str) -> String {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest.to_owned(),
        _ => text.to_owned(),
    }
}
