//! Compiles the lexicons in `data/` into static tables.
//!
//! Every row is checked here: a wrong word, a missing column or a doubled pattern stops the build and names the
//! file and the line, so that a speaker who corrects a list sees at once what to mend.

use std::collections::{BTreeMap, HashSet};
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

#[expect(dead_code, reason = "the build script needs only the parsers of the lists")]
#[path = "src/vocabulary.rs"]
mod vocabulary;

use vocabulary::{
    Class, Feature, Form, Kind, Language, Naming, Noise, NumberRole, Specialty, TimeWord,
};

/// One lexicon row, ready to be written.
struct Row {
    file: &'static str,
    line: usize,
    langs: u8,
    pattern: String,
    payload: String,
}

fn main() {
    println!("cargo:rerun-if-changed=data");
    println!("cargo:rerun-if-changed=src/vocabulary.rs");
    let data = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("data");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("tables.rs");
    match compile(&data) {
        Ok(source) => {
            if let Err(error) = fs::write(&out, source) {
                println!("cargo::error=cannot write {}: {error}", out.display());
            }
        }
        Err(error) => println!("cargo::error={error}"),
    }
}

fn compile(data: &Path) -> Result<String, String> {
    let mut rows = Vec::new();
    let mut out = String::new();
    terms(data, &mut rows)?;
    countries(data, &mut rows, &mut out)?;
    organisations(data, &mut rows, &mut out)?;
    frames(data, &mut out)?;
    function_words(data, &mut out)?;
    abbreviations(data, &mut out)?;
    no_doubles(&rows)?;
    voice(&mut rows);
    write_rows(&rows, &mut out)?;
    Ok(out)
}

/// Adds the voiced stem of Kazakh and Kyrgyz words: "бейтап" is "бейтаб-" and "министрлик" is "министрлиг-" before a
/// vowel. A row that a speaker writes once serves both.
fn voice(rows: &mut Vec<Row>) {
    const TURKIC: u8 = 1 | 2;
    let known: HashSet<(u8, String)> = rows.iter().map(|r| (r.langs, r.pattern.clone())).collect();
    let voiced: Vec<Row> = rows
        .iter()
        .filter(|row| row.langs & TURKIC != 0)
        .filter_map(|row| {
            let mark = row.pattern.chars().last().filter(|c| matches!(c, '~' | '*'))?;
            let stem = row.pattern.strip_suffix(mark)?;
            let last = stem.chars().last()?;
            let soft = match last {
                'п' => 'б',
                'к' => 'г',
                'қ' => 'ғ',
                _ => return None,
            };
            let word = stem.rsplit(' ').next()?;
            let pattern = format!("{}{soft}{mark}", stem.strip_suffix(last)?);
            let langs = row.langs & TURKIC;
            let new = !known.contains(&(langs, pattern.clone()));
            (new && word.chars().count() >= 4).then(|| Row {
                file: row.file,
                line: row.line,
                langs,
                pattern,
                payload: row.payload.clone(),
            })
        })
        .collect();
    rows.extend(voiced);
}

/// Reads a file as records of `columns` fields; the first line names them.
fn records(data: &Path, file: &str, columns: usize) -> Result<Vec<(usize, Vec<String>)>, String> {
    let text = fs::read_to_string(data.join(file))
        .map_err(|error| format!("data/{file}: cannot read: {error}"))?;
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate().skip(1) {
        if line.trim().is_empty() {
            continue;
        }
        let fields = split(line);
        if fields.len() != columns {
            return Err(format!(
                "data/{file}:{}: {} columns, {columns} expected",
                index + 1,
                fields.len()
            ));
        }
        found.push((index + 1, fields));
    }
    Ok(found)
}

/// Splits a CSV line; quoted fields may hold commas and doubled quotes.
fn split(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                if let Some(last) = fields.last_mut() {
                    last.push('"');
                }
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            _ => {
                if let Some(last) = fields.last_mut() {
                    last.push(c);
                }
            }
        }
    }
    for field in &mut fields {
        *field = field.trim().to_owned();
    }
    fields
}

/// Reads `ru+kk` or `*` into a mask.
fn langs(file: &str, line: usize, text: &str) -> Result<u8, String> {
    if text == "*" {
        return Ok(0x3f);
    }
    let mut mask = 0;
    for part in text.split('+') {
        let language = Language::parse(part)
            .filter(|l| l.bit() != 0)
            .ok_or_else(|| format!("data/{file}:{line}: unknown language `{part}`"))?;
        mask |= language.bit();
    }
    Ok(mask)
}

/// The simple lexicons: language, pattern, one or two values, comment.
fn terms(data: &Path, rows: &mut Vec<Row>) -> Result<(), String> {
    type Check = fn(&[String]) -> Option<String>;
    let plain: [(&'static str, usize, Check); 7] = [
        ("terms.csv", 4, |f| {
            Feature::parse(&f[2]).map(|v| format!("Payload::Term(Feature::{v:?})"))
        }),
        ("cues.csv", 5, |f| {
            let class = Class::parse(&f[2])?;
            let form = Form::parse(&f[3])?;
            Some(format!("Payload::Cue(Class::{class:?}, Form::{form:?})"))
        }),
        ("specialties.csv", 4, |f| {
            Specialty::parse(&f[2]).map(|v| format!("Payload::Specialty(Specialty::{v:?})"))
        }),
        ("units.csv", 4, |f| {
            let good =
                !f[2].is_empty() && f[2].chars().all(|c| c.is_ascii_alphabetic() || c == '_');
            good.then(|| format!("Payload::Unit({:?})", f[2]))
        }),
        ("numbers.csv", 5, |f| {
            let role = NumberRole::parse(&f[3])?;
            let value: u64 = f[2].parse().ok()?;
            Some(format!("Payload::Number({value}, NumberRole::{role:?})"))
        }),
        ("times.csv", 5, |f| {
            let word = TimeWord::parse(&f[2])?;
            let value: u8 = if f[3].is_empty() { 0 } else { f[3].parse().ok()? };
            Some(format!("Payload::Time(TimeWord::{word:?}, {value})"))
        }),
        ("noise.csv", 4, |f| Noise::parse(&f[2]).map(|v| format!("Payload::Noise(Noise::{v:?})"))),
    ];
    for (file, columns, check) in plain {
        for (line, fields) in records(data, file, columns)? {
            let payload = check(&fields).ok_or_else(|| {
                format!("data/{file}:{line}: unknown value in {:?}", &fields[2..])
            })?;
            rows.push(Row {
                file,
                line,
                langs: langs(file, line, &fields[0])?,
                pattern: fields[1].clone(),
                payload,
            });
        }
    }
    Ok(())
}

/// Countries: CLDR names of all, and the hand-written forms of those that matter most.
fn countries(data: &Path, rows: &mut Vec<Row>, out: &mut String) -> Result<(), String> {
    const NAMES: &str = "country_names.csv";
    const FORMS: &str = "countries.csv";
    let names = records(data, NAMES, 8)?;
    let mut index = BTreeMap::new();
    let mut listed = Vec::new();
    for (line, fields) in &names {
        let code = &fields[0];
        if code.len() != 2 || index.insert(code.clone(), listed.len()).is_some() {
            return Err(format!("data/{NAMES}:{line}: code `{code}` is wrong or doubled"));
        }
        listed.push(format!("({code:?}, {:?})", fields[1]));
    }
    let mut seen = std::collections::BTreeSet::new();
    for (line, fields) in records(data, FORMS, 5)? {
        let at = index
            .get(&fields[2])
            .ok_or_else(|| format!("data/{FORMS}:{line}: unknown country `{}`", fields[2]))?;
        let naming = Naming::parse(&fields[3])
            .ok_or_else(|| format!("data/{FORMS}:{line}: unknown naming `{}`", fields[3]))?;
        let mask = langs(FORMS, line, &fields[0])?;
        seen.insert((fields[1].clone(), mask));
        rows.push(Row {
            file: FORMS,
            line,
            langs: mask,
            pattern: fields[1].clone(),
            payload: format!("Payload::Country({at}, Naming::{naming:?})"),
        });
    }
    let forms: Vec<(String, u8)> = seen.into_iter().collect();
    for (line, fields) in &names {
        let at = index.get(&fields[0]).copied().unwrap_or_default();
        for (column, tag) in [(2, "kk"), (3, "ky"), (4, "ru"), (5, "en"), (6, "uz"), (7, "tr")] {
            let Some(pattern) = name_pattern(&fields[column], tag) else { continue };
            let mask = langs(NAMES, *line, tag)?;
            if forms.iter().any(|(p, m)| *p == pattern && m & mask != 0)
                || rows.iter().any(|r| r.file == NAMES && r.pattern == pattern && r.langs == mask)
            {
                continue;
            }
            rows.push(Row {
                file: NAMES,
                line: *line,
                langs: mask,
                pattern,
                payload: format!("Payload::Country({at}, Naming::Name)"),
            });
        }
    }
    let _ = writeln!(out, "pub static COUNTRIES: &[(&str, &str)] = &[{}];", listed.join(", "));
    Ok(())
}

/// Turns a CLDR name into a pattern; names that are ordinary words or hold brackets are left out.
fn name_pattern(name: &str, tag: &str) -> Option<String> {
    if name.contains(['(', '[', '&', ',', '–', '—']) || name.chars().count() < 5 {
        return None;
    }
    let lower: String = fold(name, tag);
    let words: Vec<&str> = lower.split([' ', '-']).filter(|w| !w.is_empty()).collect();
    let last = words.len().checked_sub(1)?;
    let mut parts = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let inflects = if tag == "ru" { word.chars().count() > 3 } else { at == last };
        let stem = if tag == "ru" && inflects {
            word.trim_end_matches(['а', 'я', 'ы', 'и', 'ь', 'й', 'е']).to_owned()
        } else {
            (*word).to_owned()
        };
        if inflects && tag != "en" && stem.chars().count() >= 3 {
            parts.push(format!("{stem}~"));
        } else {
            parts.push((*word).to_owned());
        }
    }
    Some(parts.join(" "))
}

/// The folding of the tokeniser, for names that come from CLDR.
fn fold(text: &str, tag: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\'' | '‘' | '’' | 'ʻ' | 'ʼ' | '`' | '.'))
        .flat_map(|c| {
            let c = if tag == "tr" && c == 'I' {
                'ı'
            } else if tag == "tr" && c == 'İ' {
                'i'
            } else {
                c
            };
            c.to_lowercase()
        })
        .map(|c| match c {
            'ё' => 'е',
            'â' => 'a',
            'î' => 'i',
            'û' => 'u',
            'é' => 'e',
            'ô' => 'o',
            'ã' => 'a',
            'í' => 'i',
            other => other,
        })
        .collect()
}

fn organisations(data: &Path, rows: &mut Vec<Row>, out: &mut String) -> Result<(), String> {
    const FILE: &str = "organisations.csv";
    let mut index: BTreeMap<String, usize> = BTreeMap::new();
    let mut listed = Vec::new();
    for (line, fields) in records(data, FILE, 6)? {
        let code = fields[2].clone();
        let at = *index.entry(code.clone()).or_insert_with(|| {
            listed.push(format!("({code:?}, {:?}, {:?})", fields[3], fields[4]));
            listed.len() - 1
        });
        rows.push(Row {
            file: FILE,
            line,
            langs: langs(FILE, line, &fields[0])?,
            pattern: fields[1].clone(),
            payload: format!("Payload::Organisation({at})"),
        });
    }
    let _ = writeln!(
        out,
        "pub static ORGANISATIONS: &[(&str, &str, &str)] = &[{}];",
        listed.join(", ")
    );
    Ok(())
}

fn frames(data: &Path, out: &mut String) -> Result<(), String> {
    const FILE: &str = "frames.csv";
    let mut named = String::new();
    let _ = writeln!(out, "pub static FRAMES: &[Frame] = &[");
    for (at, (line, fields)) in records(data, FILE, 8)?.into_iter().enumerate() {
        let name = fields[0].to_uppercase().replace([' ', '-'], "_");
        let _ = writeln!(named, "pub static {name}: &Frame = &FRAMES[{at}];");
        let kind = Kind::parse(&fields[1])
            .ok_or_else(|| format!("data/{FILE}:{line}: unknown kind `{}`", fields[1]))?;
        let set = |column: usize| -> Result<u64, String> {
            let mut bits = 0;
            for word in fields[column].split('+').filter(|w| !w.is_empty()) {
                bits |= Feature::parse(word)
                    .ok_or_else(|| format!("data/{FILE}:{line}: unknown feature `{word}`"))?
                    .bit();
            }
            Ok(bits)
        };
        let strength: u8 = fields[6]
            .parse()
            .map_err(|_| format!("data/{FILE}:{line}: strength `{}` is no number", fields[6]))?;
        let _ = writeln!(
            out,
            "Frame {{ name: {:?}, kind: Kind::{kind:?}, anchor: {}, with: {}, also: {}, without: {}, strength: {strength}, line: {line} }},",
            fields[0],
            set(2)?,
            set(3)?,
            set(4)?,
            set(5)?
        );
    }
    let _ = writeln!(out, "];\n{named}");
    Ok(())
}

fn function_words(data: &Path, out: &mut String) -> Result<(), String> {
    const FILE: &str = "languages.csv";
    let mut words: BTreeMap<String, [i8; 8]> = BTreeMap::new();
    let mut endings: BTreeMap<String, [i8; 8]> = BTreeMap::new();
    for (line, fields) in records(data, FILE, 4)? {
        let language = Language::parse(&fields[0])
            .filter(|l| *l != Language::Unknown)
            .ok_or_else(|| format!("data/{FILE}:{line}: unknown language `{}`", fields[0]))?;
        let weight: i8 = fields[2]
            .parse()
            .map_err(|_| format!("data/{FILE}:{line}: weight `{}` is no number", fields[2]))?;
        let table = if fields[1].starts_with('-') { &mut endings } else { &mut words };
        let key = fields[1].trim_start_matches('-').to_owned();
        table.entry(key).or_insert([0; 8])[language as usize] = weight;
    }
    for (name, table) in [("FUNCTION_WORDS", words), ("ENDINGS", endings)] {
        let _ = writeln!(out, "pub static {name}: &[(&str, [i8; 8])] = &[");
        for (word, weights) in table {
            let _ = writeln!(out, "({word:?}, {weights:?}),");
        }
        let _ = writeln!(out, "];");
    }
    Ok(())
}

fn abbreviations(data: &Path, out: &mut String) -> Result<(), String> {
    let mut words: Vec<String> =
        records(data, "abbreviations.csv", 3)?.into_iter().map(|(_, f)| f[1].clone()).collect();
    words.sort();
    words.dedup();
    let _ = writeln!(out, "pub static ABBREVIATIONS: &[&str] = &{words:?};");
    Ok(())
}

/// The same pattern with the same meaning twice in one language is a slip of the pen.
fn no_doubles(rows: &[Row]) -> Result<(), String> {
    let mut seen: BTreeMap<(&str, &str), Vec<&Row>> = BTreeMap::new();
    for row in rows {
        let twins = seen.entry((row.pattern.as_str(), row.payload.as_str())).or_default();
        if let Some(twin) = twins.iter().find(|t| t.langs & row.langs != 0 && t.file == row.file) {
            return Err(format!(
                "data/{}:{}: `{}` stands already in line {}",
                row.file, row.line, row.pattern, twin.line
            ));
        }
        twins.push(row);
    }
    Ok(())
}

/// One word of a pattern: its letters, and how the word in the text may go on.
fn word_pattern(row: &Row, word: &str) -> Result<(String, &'static str), String> {
    let (stem, end) = if let Some(stem) = word.strip_suffix('*') {
        (stem, "End::Any")
    } else if let Some(stem) = word.strip_suffix('~') {
        (stem, "End::Inflected")
    } else {
        (word, "End::Exact")
    };
    let good = !stem.is_empty()
        && stem
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '%' | '$' | '€' | '£' | '¥' | '₽' | '₸'));
    if !good || stem.contains('ё') || stem.chars().any(char::is_uppercase) {
        return Err(format!(
            "data/{}:{}: `{word}` must be small letters without ё, ending in *, ~ or nothing",
            row.file, row.line
        ));
    }
    Ok((stem.to_owned(), end))
}

#[derive(Default)]
struct Node {
    next: BTreeMap<char, usize>,
    rows: Vec<usize>,
}

fn write_rows(rows: &[Row], out: &mut String) -> Result<(), String> {
    let mut trie = vec![Node::default()];
    // The first letter of each row's second word, so that most phrases are told apart without looking at the row.
    let mut seconds: Vec<char> = Vec::with_capacity(rows.len());
    let mut ends: Vec<&str> = Vec::with_capacity(rows.len());
    let _ = writeln!(out, "pub static ROWS: &[Row] = &[");
    for (at, row) in rows.iter().enumerate() {
        let mut words = row.pattern.split(' ').filter(|w| !w.is_empty());
        let first =
            words.next().ok_or_else(|| format!("data/{}:{}: empty pattern", row.file, row.line))?;
        let (stem, end) = word_pattern(row, first)?;
        let mut rest = Vec::new();
        let mut second = '\0';
        for word in words {
            if rest.is_empty() && word != "…" {
                second = word.chars().next().unwrap_or('\0');
            }
            if word == "…" {
                rest.push("Word { stem: \"\", end: End::Gap }".to_owned());
            } else {
                let (stem, end) = word_pattern(row, word)?;
                rest.push(format!("Word {{ stem: {stem:?}, end: {end} }}"));
            }
        }
        let _ = writeln!(
            out,
            "Row {{ langs: {}, first: Word {{ stem: {stem:?}, end: {end} }}, rest: &[{}], payload: {}, file: {:?}, line: {} }},",
            row.langs,
            rest.join(", "),
            row.payload,
            row.file,
            row.line
        );
        seconds.push(second);
        ends.push(end);
        let mut node = 0;
        for c in stem.chars() {
            node = if let Some(&next) = trie[node].next.get(&c) {
                next
            } else {
                trie.push(Node::default());
                let next = trie.len() - 1;
                trie[node].next.insert(c, next);
                next
            };
        }
        trie[node].rows.push(at);
    }
    let _ = writeln!(out, "];");
    // The languages that anything below a node serves: a walk stops where its language ends. Children stand after their
    // parents, so one pass from the back gathers them.
    let mut served: Vec<u8> = trie
        .iter()
        .map(|node| node.rows.iter().filter_map(|at| rows.get(*at)).fold(0, |m, row| m | row.langs))
        .collect();
    for at in (0..trie.len()).rev() {
        let below = trie[at].next.values().fold(served[at], |mask, next| mask | served[*next]);
        served[at] = below;
    }
    if trie.len() >= 1 << 24 {
        return Err("the tree of letters has more nodes than an edge can name".to_owned());
    }
    // A walk goes from a node to its child: written in that order, both stand in neighbouring lines of memory.
    let (order, place) = depth_first(&trie);
    let mut tails = String::new();
    let (mut nodes, mut edges, mut held) = (String::new(), String::new(), String::new());
    let (mut edge_count, mut held_count) = (0, 0);
    for node in order.iter().map(|at| &trie[*at]) {
        let _ = write!(
            nodes,
            "({edge_count}, {}, {held_count}, {}),",
            node.next.len(),
            node.rows.len()
        );
        for (c, next) in &node.next {
            let (end, tail) = straight(&trie, *next);
            let packed = u32::from(served[*next]) << 24 | place[end] as u32;
            let _ = write!(edges, "({c:?}, {packed}, {}, {}),", tails.len(), tail.len());
            tails.push_str(&tail);
            edge_count += 1;
        }
        for row in &node.rows {
            let second = seconds.get(*row).copied().unwrap_or('\0');
            let langs = rows.get(*row).map_or(0, |r| r.langs);
            let end = ends.get(*row).copied().unwrap_or("End::Exact");
            let _ = write!(held, "({row},{langs},{end},{second:?}),");
            held_count += 1;
        }
    }
    let _ = writeln!(out, "pub static NODES: &[(u32, u16, u32, u16)] = &[{nodes}];");
    let _ = writeln!(out, "pub static EDGES: &[(char, u32, u32, u8)] = &[{edges}];");
    let _ = writeln!(out, "pub static TAILS: &str = {tails:?};");
    let _ = writeln!(out, "pub static HELD: &[(u16, u8, End, char)] = &[{held}];");
    Ok(())
}

/// The next node below that holds a row or parts, and the letters on the way to it.
fn straight(trie: &[Node], mut at: usize) -> (usize, String) {
    let mut tail = String::new();
    while trie[at].rows.is_empty()
        && trie[at].next.len() == 1
        && let Some((c, next)) = trie[at].next.iter().next()
    {
        // The length of a tail is kept in a byte.
        if tail.len() > 200 {
            break;
        }
        tail.push(*c);
        at = *next;
    }
    (at, tail)
}

/// The nodes at which a walk stops, each before its children, and the place of each in that order.
fn depth_first(trie: &[Node]) -> (Vec<usize>, Vec<usize>) {
    let (mut order, mut place) = (Vec::with_capacity(trie.len()), vec![0; trie.len()]);
    let mut waiting = vec![0];
    while let Some(at) = waiting.pop() {
        place[at] = order.len();
        order.push(at);
        waiting.extend(trie[at].next.values().rev().map(|next| straight(trie, *next).0));
    }
    (order, place)
}
