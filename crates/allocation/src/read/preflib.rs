//! A pair of PrefLib files (`.soc`, `.soi`, `.toc`, `.toi`): the first holds the lists of applicants over programmes, the
//! second those of programmes over applicants.
//!
//! The names of each side are the alternatives of the other file; voter k of one file is alternative k of the
//! other. A line `2: 1,{2,3}` stands for two voters. Every programme has one place unless capacities are given.

use std::collections::HashMap;

use crate::market::{Applicant, Groups, Market, Programme, Rules, Table};
use crate::problem::Problems;
use crate::scalar::Written;

/// Whether a text begins as a PrefLib file does.
#[must_use]
pub fn looks_like(bytes: &[u8]) -> bool {
    bytes.starts_with(b"# FILE NAME:")
        || bytes.starts_with(b"# TITLE:")
        || bytes.starts_with(b"# ALTERNATIVE")
}

struct Votes {
    names: Vec<String>,
    lists: Vec<Vec<Vec<usize>>>,
}

/// Reads a pair; `capacities` by programme name replace the one place of each.
///
/// # Errors
/// Every line that cannot be read, and sides that do not fit together.
pub fn read(
    applicants: (&str, &[u8]),
    programmes: (&str, &[u8]),
    capacities: &HashMap<String, String>,
    rules: Option<Rules>,
) -> Result<Market, Problems> {
    let mut problems = Problems::new();
    let asks = votes(applicants.0, applicants.1, &mut problems);
    let accepts = votes(programmes.0, programmes.1, &mut problems);
    for (file, lists, names, side) in [
        (applicants.0, &asks.lists, &accepts.names, "applicants"),
        (programmes.0, &accepts.lists, &asks.names, "programmes"),
    ] {
        if problems.is_empty() && lists.len() != names.len() {
            problems.add(
                file,
                format!(
                    "holds {} lists of {side}, the other file names {}",
                    lists.len(),
                    names.len()
                ),
                "give the two files of one market, applicants' lists first",
            );
        }
    }
    let groups = |list: &Vec<Vec<usize>>, names: &[String]| {
        let name = |at: &usize| names.get(at - 1).cloned().unwrap_or_default();
        Groups(list.iter().map(|group| group.iter().map(name).collect()).collect())
    };
    let people = accepts.names.iter().zip(&asks.lists).map(|(id, list)| {
        (id.clone(), Applicant { prefs: Some(groups(list, &asks.names)), ..Applicant::default() })
    });
    let places = asks.names.iter().zip(&accepts.lists).map(|(id, list)| {
        let capacity = capacities.get(id).cloned().unwrap_or_else(|| "1".to_owned());
        let prefs = Some(groups(list, &accepts.names));
        (id.clone(), Programme { capacity: Some(Written(capacity)), prefs, ..Programme::default() })
    });
    let market = Market {
        applicants: Some(Table(people.collect())),
        programmes: Some(Table(places.collect())),
        rules,
        ..Market::default()
    };
    problems.or(market)
}

fn votes(file: &str, bytes: &[u8], problems: &mut Problems) -> Votes {
    let mut votes = Votes { names: Vec::new(), lists: Vec::new() };
    let text = String::from_utf8_lossy(bytes);
    for (number, line) in text.lines().enumerate() {
        let at = format!("{file} line {}", number + 1);
        if let Some(comment) = line.strip_prefix('#') {
            if let Some((_, name)) = comment
                .trim()
                .strip_prefix("ALTERNATIVE NAME ")
                .and_then(|rest| rest.split_once(':'))
            {
                votes.names.push(name.trim().to_owned());
            }
            continue;
        }
        if line.trim().is_empty() {
            continue;
        }
        let parts = line
            .split_once(':')
            .and_then(|(count, list)| Some((count.trim().parse::<usize>().ok()?, list)));
        let Some((count, list)) = parts.filter(|(count, _)| *count <= 1 << 24) else {
            problems.add(
                at,
                "is not `count: list`",
                "write how many voters have the list, a colon and the list",
            );
            continue;
        };
        match order(list, votes.names.len()) {
            Ok(order) => votes.lists.extend(std::iter::repeat_n(order, count)),
            Err(what) => problems.add(
                at,
                what,
                "write numbers of alternatives with commas, equals in braces",
            ),
        }
    }
    votes
}

fn order(list: &str, alternatives: usize) -> Result<Vec<Vec<usize>>, String> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut open = false;
    for part in list.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let begins = part.starts_with('{');
        let ends = part.ends_with('}');
        if begins && open {
            return Err("braces stand inside braces".to_owned());
        }
        let digits = part.trim_start_matches('{').trim_end_matches('}').trim();
        if begins {
            groups.push(Vec::new());
            open = true;
        }
        if !digits.is_empty() {
            let number: usize = digits
                .parse()
                .map_err(|_| format!("`{digits}` is not the number of an alternative"))?;
            if number == 0 || number > alternatives {
                return Err(format!("alternative {number} is not named in the file"));
            }
            match groups.last_mut() {
                Some(group) if open => group.push(number),
                _ => groups.push(vec![number]),
            }
        }
        if ends {
            if !open {
                return Err("a brace closes that was not opened".to_owned());
            }
            open = false;
        }
    }
    if open { Err("a brace is not closed".to_owned()) } else { Ok(groups) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKS: &str = "# FILE NAME: a.toi\n# ALTERNATIVE NAME 1: H1\n# ALTERNATIVE NAME 2: H2\n2: 1,2\n1: {1,2}\n";
    const ACCEPTS: &str = "# ALTERNATIVE NAME 1: a\n# ALTERNATIVE NAME 2: b\n# ALTERNATIVE NAME 3: c\n1: 1,{2,3}\n1: 3\n";

    #[test]
    fn a_pair_names_each_side_by_the_other() {
        assert!(looks_like(ASKS.as_bytes()));
        let capacities = HashMap::from([("H1".to_owned(), "2".to_owned())]);
        let market =
            read(("a", ASKS.as_bytes()), ("p", ACCEPTS.as_bytes()), &capacities, None).unwrap();
        let people = market.applicants.unwrap().0;
        assert_eq!(people.len(), 3);
        assert_eq!(people[2].1.prefs.as_ref().unwrap().0, [vec!["H1".to_owned(), "H2".to_owned()]]);
        let places = market.programmes.unwrap().0;
        assert_eq!(places[0].1.capacity, Some(Written("2".to_owned())));
        assert_eq!(places[1].1.capacity, Some(Written("1".to_owned())));
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let short = ACCEPTS.replace("1: 3\n", "1: 4\nx\n1: {1\n");
        let problems = read(("a", ASKS.as_bytes()), ("p", short.as_bytes()), &HashMap::new(), None)
            .unwrap_err()
            .to_string();
        for part in [
            "p line 5: alternative 4 is not named",
            "p line 6: is not `count: list`",
            "p line 7: a brace is not closed",
        ] {
            assert!(problems.contains(part), "{problems}");
        }
    }
}
