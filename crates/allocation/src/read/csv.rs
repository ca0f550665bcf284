//! Tables as CSV: preferences, priorities and capacities, told apart by their header lines.
//!
//! `applicant,programme,rank`, `programme,applicant,rank` or `programme,applicant,score`, `programme,capacity`; or
//! instead of the first two one table `applicant,programme,rank,programme_rank`. Equal ranks are equals. Fields may be
//! quoted; a byte order mark and both line ends are read.

use std::collections::HashMap;

use crate::market::{Applicant, Groups, Market, Programme, Rules, Table};
use crate::problem::Problems;
use crate::scalar::{Written, digits};

/// What a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `applicant,programme,rank`
    Preferences,
    /// `applicant,programme,rank,programme_rank`
    Both,
    /// `programme,applicant,rank`
    Ranks,
    /// `programme,applicant,score`
    Scores,
    /// `programme,capacity`
    Capacities,
}

/// The kind of a table by its first line.
#[must_use]
pub fn kind(bytes: &[u8]) -> Option<Kind> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let line = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let line = std::str::from_utf8(line).ok()?.trim_end_matches('\r');
    let names: Vec<&str> = line.split(',').map(|name| name.trim().trim_matches('"')).collect();
    match names.as_slice() {
        ["applicant", "programme", "rank"] => Some(Kind::Preferences),
        ["applicant", "programme", "rank", "programme_rank"] => Some(Kind::Both),
        ["programme", "applicant", "rank"] => Some(Kind::Ranks),
        ["programme", "applicant", "score"] => Some(Kind::Scores),
        ["programme", "capacity"] => Some(Kind::Capacities),
        _ => None,
    }
}

impl Kind {
    /// The role under which the table is sealed.
    #[must_use]
    pub fn role(self) -> &'static str {
        match self {
            Self::Preferences | Self::Both => "preferences",
            Self::Ranks | Self::Scores => "priorities",
            Self::Capacities => "capacities",
        }
    }

    pub(crate) fn columns(self) -> usize {
        match self {
            Self::Capacities => 2,
            Self::Both => 4,
            _ => 3,
        }
    }
}

/// One table with the name of its file.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// Name for problems.
    pub file: &'a str,
    /// What it holds.
    pub kind: Kind,
    /// The bytes.
    pub bytes: &'a [u8],
}

/// Reads tables into the market form.
///
/// # Errors
/// Every line that cannot be read, and every table that is missing or given twice.
pub fn read(sources: &[Source<'_>], rules: Option<Rules>) -> Result<Market, Problems> {
    let mut problems = Problems::new();
    let mut draft = Draft::default();
    for source in sources {
        draft.table(source, &mut problems);
    }
    let given = |wanted: &str| sources.iter().filter(|source| source.kind.role() == wanted).count();
    for (role, header) in
        [("preferences", "applicant,programme,rank"), ("capacities", "programme,capacity")]
    {
        match given(role) {
            1 => {}
            0 => problems.add("market", format!("no table `{header}` is given"), "add the file"),
            _ => problems.add("market", format!("there are several tables of {role}"), "give one"),
        }
    }
    let both = sources.iter().any(|source| source.kind == Kind::Both);
    match (given("priorities"), both) {
        (0, true) | (1, false) => {}
        (0, false) => problems.add(
            "market",
            "no table `programme,applicant,rank` is given",
            "add the file, or a column `programme_rank`",
        ),
        _ => problems.add("market", "priorities are given twice", "keep one table of them"),
    }
    let market = draft.market(rules);
    problems.or(market)
}

#[derive(Default)]
struct Draft {
    asks: Vec<(String, Vec<(u32, String)>)>,
    ask_at: HashMap<String, usize>,
    ranks: HashMap<String, Vec<(u32, String)>>,
    scores: HashMap<String, Vec<(String, Written)>>,
    capacities: Vec<(String, Written)>,
}

impl Draft {
    fn table(&mut self, source: &Source<'_>, problems: &mut Problems) {
        let bytes = source.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(source.bytes);
        let columns = source.kind.columns();
        for (number, line) in bytes.split(|&byte| byte == b'\n').enumerate().skip(1) {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line.is_empty() {
                continue;
            }
            let at = format!("{} line {}", source.file, number + 1);
            let Some(fields) = std::str::from_utf8(line).ok().and_then(fields) else {
                problems.add(
                    at,
                    "the line is not UTF-8 or its quotes do not match",
                    "save the file as UTF-8 CSV",
                );
                continue;
            };
            if fields.len() != columns {
                problems.add(
                    at,
                    format!("has {} columns instead of {columns}", fields.len()),
                    "correct the line; columns may have shifted",
                );
                continue;
            }
            if fields.iter().any(String::is_empty) {
                problems.add(at, "a field is empty", "fill it or take the line out");
                continue;
            }
            self.line(source.kind, &at, fields, problems);
        }
    }

    fn line(&mut self, kind: Kind, at: &str, fields: Vec<String>, problems: &mut Problems) {
        let mut fields = fields.into_iter();
        let mut next = || fields.next().unwrap_or_default();
        let (first, second) = (next(), next());
        let mut rank = |text: &str| match digits::<u32>(text) {
            Some(rank) if rank > 0 => Some(rank),
            _ => {
                problems.add(
                    at,
                    format!("`{text}` is not a rank"),
                    "write a whole number from 1; columns may have shifted",
                );
                None
            }
        };
        match kind {
            Kind::Capacities => self.capacities.push((first, Written(second))),
            Kind::Scores => self.scores.entry(first).or_default().push((second, Written(next()))),
            Kind::Ranks => {
                if let Some(rank) = rank(&next()) {
                    self.ranks.entry(first).or_default().push((rank, second));
                }
            }
            Kind::Preferences | Kind::Both => {
                if let Some(rank) = rank(&next()) {
                    self.ask(&first, rank, second.clone());
                }
                if kind == Kind::Both
                    && let Some(rank) = rank(&next())
                {
                    self.ranks.entry(second).or_default().push((rank, first));
                }
            }
        }
    }

    fn ask(&mut self, applicant: &str, rank: u32, programme: String) {
        let at = *self.ask_at.entry(applicant.to_owned()).or_insert_with(|| {
            self.asks.push((applicant.to_owned(), Vec::new()));
            self.asks.len() - 1
        });
        self.asks[at].1.push((rank, programme));
    }

    fn market(mut self, rules: Option<Rules>) -> Market {
        let applicants = self
            .asks
            .into_iter()
            .map(|(id, asks)| (id, Applicant { prefs: Some(groups(asks)), ..Applicant::default() }))
            .collect();
        let mut programmes: Vec<(String, Programme)> = Vec::new();
        for (id, capacity) in self.capacities {
            let prefs = self.ranks.remove(&id).map(groups);
            let scores = self.scores.remove(&id).map(Table);
            let nobody = prefs.is_none() && scores.is_none();
            let prefs = if nobody { Some(Groups::default()) } else { prefs };
            programmes.push((
                id,
                Programme { capacity: Some(capacity), prefs, scores, ..Programme::default() },
            ));
        }
        let mut lost: Vec<String> = self.ranks.into_keys().chain(self.scores.into_keys()).collect();
        lost.sort();
        programmes.extend(lost.into_iter().map(|id| (id, Programme::default())));
        Market {
            applicants: Some(Table(applicants)),
            programmes: Some(Table(programmes)),
            rules,
            ..Market::default()
        }
    }
}

fn groups(mut ranked: Vec<(u32, String)>) -> Groups {
    ranked.sort();
    Groups(
        ranked
            .chunk_by(|a, b| a.0 == b.0)
            .map(|group| group.iter().map(|(_, id)| id.clone()).collect())
            .collect(),
    )
}

/// Fields of one line; `None` when quotes do not match.
fn fields(line: &str) -> Option<Vec<String>> {
    let mut fields = Vec::new();
    let mut rest = line;
    loop {
        let trimmed = rest.trim_start_matches(' ');
        if let Some(quoted) = trimmed.strip_prefix('"') {
            let mut field = String::new();
            let mut tail = quoted;
            loop {
                let (part, after) = tail.split_once('"')?;
                field.push_str(part);
                if let Some(more) = after.strip_prefix('"') {
                    field.push('"');
                    tail = more;
                } else {
                    tail = after;
                    break;
                }
            }
            fields.push(field);
            let tail = tail.trim_start_matches(' ');
            if tail.is_empty() {
                return Some(fields);
            }
            rest = tail.strip_prefix(',')?;
        } else if let Some((field, after)) = rest.split_once(',') {
            fields.push(field.trim_ascii().to_owned());
            rest = after;
        } else {
            fields.push(rest.trim_ascii().to_owned());
            return Some(fields);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_fields_may_hold_commas_and_quotes() {
        assert_eq!(fields("a, \"b,\"\"c\"\"\" ,3").unwrap(), ["a", "b,\"c\"", "3"]);
        assert_eq!(fields("a,\"b"), None);
        assert_eq!(fields("a,,").unwrap(), ["a", "", ""]);
    }

    #[test]
    fn every_bad_line_is_named_at_once() {
        let preferences = b"applicant,programme,rank\nx,p,1\np,1,x\nx,q\n";
        let source = Source { file: "prefs.csv", kind: Kind::Preferences, bytes: preferences };
        let problems = read(&[source], None).unwrap_err().to_string();
        for named in [
            "prefs.csv line 3: `x` is not a rank",
            "prefs.csv line 4: has 2 columns",
            "programme,capacity",
            "programme,applicant,rank",
        ] {
            assert!(problems.contains(named), "{named} in {problems}");
        }
    }
}
