//! The plain text form of the Python package algmatch for hospitals and residents, with or without ties.
//!
//! First line: number of residents and of hospitals. Then one line a resident, `id: hospitals`, and one line a hospital,
//! `id: capacity: residents`; ids are numbers, equals stand in round brackets. Residents become `r1`, hospitals `h1`.

use crate::market::{Applicant, Groups, Market, Programme, Rules, Table};
use crate::problem::Problems;
use crate::scalar::Written;

/// Whether the first line is of this form: two whole numbers.
#[must_use]
pub fn looks_like(bytes: &[u8]) -> bool {
    let line = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let words = std::str::from_utf8(line).unwrap_or_default().split_whitespace();
    words.map(|word| word.parse::<u32>().is_ok()).collect::<Vec<_>>() == [true, true]
}

/// Reads the form.
///
/// # Errors
/// Every line that cannot be read.
pub fn read(file: &str, bytes: &[u8], rules: Option<Rules>) -> Result<Market, Problems> {
    let mut problems = Problems::new();
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Problems::one(file, "the text is not UTF-8", "save the file as UTF-8"))?;
    let mut lines = text.lines().enumerate();
    let counts: Vec<usize> = lines
        .next()
        .map(|(_, line)| line.split_whitespace().filter_map(|word| word.parse().ok()).collect())
        .unwrap_or_default();
    let &[residents, hospitals] = counts.as_slice() else {
        return Err(Problems::one(
            format!("{file} line 1"),
            "is not two whole numbers",
            "write the number of residents and of hospitals",
        ));
    };
    let mut applicants = Vec::new();
    let mut programmes = Vec::new();
    for (number, line) in lines.by_ref().take(residents.saturating_add(hospitals)) {
        let at = format!("{file} line {}", number + 1);
        let resident = applicants.len() < residents;
        match tokens(line).and_then(|tokens| row(&tokens, resident)) {
            Err(what) => {
                problems.add(at, what, "write `id: list`, for hospitals `id: capacity: list`, equals in round brackets");
                if resident {
                    applicants.push((format!("line {}", number + 1), Applicant::default()));
                }
            }
            Ok((id, _, list)) if resident => {
                applicants.push((
                    format!("r{id}"),
                    Applicant { prefs: Some(list), ..Applicant::default() },
                ));
            }
            Ok((id, capacity, list)) => {
                let capacity = capacity.map(Written);
                programmes.push((
                    format!("h{id}"),
                    Programme { capacity, prefs: Some(list), ..Programme::default() },
                ));
            }
        }
    }
    let found = applicants.len() + programmes.len();
    if problems.is_empty() && found != residents + hospitals {
        problems.add(
            file,
            format!("ends after {found} lists of {}", residents + hospitals),
            "the file is cut short; give it whole",
        );
    }
    let market = Market {
        applicants: Some(Table(applicants)),
        programmes: Some(Table(programmes)),
        rules,
        ..Market::default()
    };
    problems.or(market)
}

enum Token {
    Number(String),
    Open,
    Close,
}

fn tokens(line: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut digits = String::new();
    for letter in line.chars().chain([' ']) {
        if letter.is_ascii_digit() {
            digits.push(letter);
            continue;
        }
        if !digits.is_empty() {
            tokens.push(Token::Number(std::mem::take(&mut digits)));
        }
        match letter {
            '(' => tokens.push(Token::Open),
            ')' => tokens.push(Token::Close),
            ' ' | '\t' | ':' | ',' | '\r' => {}
            other => return Err(format!("`{other}` does not belong to the form")),
        }
    }
    Ok(tokens)
}

type Line = (String, Option<String>, Groups);

fn row(tokens: &[Token], resident: bool) -> Result<Line, String> {
    let mut tokens = tokens.iter();
    let mut number = |what: &str| match tokens.next() {
        Some(Token::Number(text)) => Ok(text.clone()),
        _ => Err(format!("{what} is missing")),
    };
    let id = number("the id")?;
    let capacity = if resident { None } else { Some(number("the capacity")?) };
    let letter = if resident { 'h' } else { 'r' };
    let mut groups: Vec<Vec<String>> = Vec::new();
    let mut open = false;
    for token in tokens {
        match token {
            Token::Open if open => return Err("a bracket opens inside another".to_owned()),
            Token::Open => {
                open = true;
                groups.push(Vec::new());
            }
            Token::Close if !open => return Err("a bracket closes that was not opened".to_owned()),
            Token::Close => open = false,
            Token::Number(text) => {
                let id = format!("{letter}{text}");
                match groups.last_mut() {
                    Some(group) if open => group.push(id),
                    _ => groups.push(vec![id]),
                }
            }
        }
    }
    if open {
        Err("a bracket is not closed".to_owned())
    } else {
        Ok((id, capacity, Groups(groups)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_equals_and_capacities_are_read() {
        let text = b"2 1\n1: 1\n2: (1)\n1: 1: (1 2)\n";
        assert!(looks_like(text));
        let market = read("m", text, None).unwrap();
        let hospital = &market.programmes.unwrap().0[0];
        assert_eq!(hospital.0, "h1");
        assert_eq!(hospital.1.prefs.as_ref().unwrap().0, [vec!["r1".to_owned(), "r2".to_owned()]]);
        assert_eq!(market.applicants.unwrap().0.len(), 2);
    }

    #[test]
    fn bad_lines_are_named_together() {
        let problems =
            read("m.txt", b"2 1\n1: (1\n2: x\n1: 1: 1 2\n", None).unwrap_err().to_string();
        assert!(problems.contains("m.txt line 2: a bracket is not closed"), "{problems}");
        assert!(problems.contains("m.txt line 3: `x` does not belong"), "{problems}");
        assert!(read("m", b"2 1\n1: 1\n", None).unwrap_err().to_string().contains("cut short"));
    }
}
