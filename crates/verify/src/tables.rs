//! Which file is which, and CSV tables turned into the JSON form.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::form;

/// Files of a market by role.
pub struct Files<'a> {
    /// Role and bytes, in order of role.
    pub by_role: BTreeMap<&'static str, &'a [u8]>,
}

const TABLES: [(&str, &str); 5] = [
    ("applicant,programme,rank", "preferences"),
    ("applicant,programme,rank,programme_rank", "preferences"),
    ("programme,applicant,rank", "priorities"),
    ("programme,applicant,score", "priorities"),
    ("programme,capacity", "capacities"),
];

/// A whole number written in digits alone, of which at most fifteen count, so that every language reads it alike.
pub(crate) fn whole<T: std::str::FromStr>(text: &str) -> Option<T> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let counts = text.trim_start_matches('0').len();
    (digits && counts <= 15).then(|| text.parse().ok()).flatten()
}

/// Names of the columns of a table.
pub(crate) fn header(bytes: &[u8]) -> String {
    let line = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    let names = line.trim_start_matches('\u{feff}').trim_end_matches('\r').split(',');
    names.map(|name| name.trim().trim_matches('"')).collect::<Vec<_>>().join(",")
}

/// Tells the files apart.
///
/// # Errors
/// When a role is taken twice.
pub fn sort<'a>(files: &[&'a [u8]]) -> Result<Files<'a>, String> {
    let known = |bytes: &[u8]| {
        TABLES.iter().find(|(names, _)| *names == header(bytes)).map(|(_, role)| *role)
    };
    let any_table = files.iter().any(|bytes| known(bytes).is_some());
    let mut by_role = BTreeMap::new();
    for bytes in files {
        let role = known(bytes).unwrap_or(if any_table { "rules" } else { "market" });
        if by_role.insert(role, *bytes).is_some() {
            return Err(format!("two files of {role} were given"));
        }
    }
    Ok(Files { by_role })
}

impl Files<'_> {
    /// The market as JSON, whatever form it came in.
    ///
    /// # Errors
    /// The line that cannot be read.
    pub fn json(&self) -> Result<Value, String> {
        let parse = |bytes: &[u8]| {
            serde_json::from_slice::<Value>(bytes).map_err(|error| error.to_string())
        };
        if let Some(bytes) = self.by_role.get("market") {
            if !bytes.trim_ascii_start().starts_with(b"{") {
                return Err("it is neither JSON nor tables nor the compact form; workbooks and the forms of other programs are checked as `kelisim convert` writes them".into());
            }
            let mut market = parse(bytes)?;
            form::market(&mut market)?;
            return Ok(market);
        }
        let mut market = match self.by_role.get("rules") {
            Some(bytes) => {
                let mut rules = parse(bytes)?["rules"].take();
                form::rules(&mut rules)?;
                json!({"rules": rules})
            }
            None => json!({}),
        };
        let mut asks: BTreeMap<String, Vec<(u64, String)>> = BTreeMap::new();
        let mut ranks: BTreeMap<String, Vec<(u64, String)>> = BTreeMap::new();
        let mut scores: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
        let mut capacities: BTreeMap<String, Value> = BTreeMap::new();
        for bytes in
            self.by_role.iter().filter(|(role, _)| **role != "rules").map(|(_, bytes)| bytes)
        {
            let names = header(bytes);
            let text = std::str::from_utf8(bytes).map_err(|_| "a table is not UTF-8".to_owned())?;
            let lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
            for (at, line) in lines.enumerate().skip(1).filter(|(_, line)| !line.is_empty()) {
                let cells = cells(line);
                let number = |at: usize| cells.get(at).and_then(|cell| whole::<u64>(cell));
                let bad = || format!("line {} of `{names}` cannot be read", at + 1);
                let [first, second, ..] = cells.as_slice() else { return Err(bad()) };
                match names.as_str() {
                    "programme,capacity" => {
                        capacities.insert(first.clone(), Value::from(number(1).ok_or_else(bad)?));
                    }
                    "programme,applicant,score" => {
                        let score = cells.get(2).ok_or_else(bad)?;
                        scores
                            .entry(first.clone())
                            .or_default()
                            .insert(second.clone(), Value::from(score.as_str()));
                    }
                    "programme,applicant,rank" => {
                        ranks
                            .entry(first.clone())
                            .or_default()
                            .push((number(2).ok_or_else(bad)?, second.clone()));
                    }
                    _ => {
                        asks.entry(first.clone())
                            .or_default()
                            .push((number(2).ok_or_else(bad)?, second.clone()));
                        if cells.len() == 4 {
                            let rank = number(3).ok_or_else(bad)?;
                            ranks.entry(second.clone()).or_default().push((rank, first.clone()));
                        }
                    }
                }
            }
        }
        let mut programmes = Map::new();
        for (id, capacity) in capacities {
            let list = ranks.remove(&id).map_or_else(|| json!([]), groups);
            let programme = match scores.remove(&id) {
                Some(scores) => json!({"capacity": capacity, "scores": scores}),
                None => json!({"capacity": capacity, "prefs": list}),
            };
            programmes.insert(id, programme);
        }
        let applicants = asks.into_iter().map(|(id, asks)| (id, json!({"prefs": groups(asks)})));
        market["applicants"] = Value::Object(applicants.collect());
        market["programmes"] = Value::Object(programmes);
        Ok(market)
    }
}

fn groups(mut ranked: Vec<(u64, String)>) -> Value {
    ranked.sort();
    let mut groups: Vec<(u64, Vec<String>)> = Vec::new();
    for (rank, id) in ranked {
        match groups.last_mut() {
            Some((last, ids)) if *last == rank => ids.push(id),
            _ => groups.push((rank, vec![id])),
        }
    }
    groups.into_iter().map(|(_, ids)| Value::from(ids)).collect()
}

/// Cells of a line; a cell in quotes may hold commas, and a doubled quote stands for one.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut was_quoted = false;
    let mut letters = line.trim_end_matches('\r').chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                push(&mut cells, '"');
            }
            '"' if quoted || blank(&cells, was_quoted) => {
                if !quoted && let Some(cell) = cells.last_mut() {
                    cell.clear();
                }
                quoted = !quoted;
                was_quoted = true;
            }
            ',' if !quoted => {
                trim(&mut cells, was_quoted);
                was_quoted = false;
                cells.push(String::new());
            }
            ' ' if was_quoted && !quoted => {}
            other => push(&mut cells, other),
        }
    }
    trim(&mut cells, was_quoted);
    cells
}

/// Whether nothing but spaces stands in the cell so far, so that a quote opens it.
fn blank(cells: &[String], was_quoted: bool) -> bool {
    !was_quoted && cells.last().is_none_or(|cell| cell.bytes().all(|byte| byte == b' '))
}

fn push(cells: &mut [String], letter: char) {
    if let Some(cell) = cells.last_mut() {
        cell.push(letter);
    }
}

fn trim(cells: &mut [String], was_quoted: bool) {
    if let Some(cell) = cells.last_mut().filter(|_| !was_quoted) {
        *cell = cell.trim_ascii().to_owned();
    }
}
