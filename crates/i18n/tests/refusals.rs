//! Every rule that says no says why in every language: codes are read from the sources of the rules themselves.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail loudly")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use kelisim_i18n::ids;
use kelisim_i18n::{Arg, Locale, MISSING};

/// Codes with the names of their values; no names where the code stands apart from them.
type Codes = BTreeMap<String, BTreeSet<Vec<String>>>;

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found
}

/// The code in `Refusal::new("code")`, `Refusal::of(field, "code")`, `refused("code")` or `=> "a-code"`.
fn read(text: &str, codes: &mut Codes) {
    for (start, skip_field) in
        [("Refusal::new(", false), ("Refusal::of(", true), ("refused(", false)]
    {
        for (at, _) in text.match_indices(start) {
            let rest = &text[at + start.len()..];
            let rest = if skip_field { rest.split_once(',').map_or("", |(_, r)| r) } else { rest };
            let Some((code, after)) = quoted(rest.trim_start()) else { continue };
            codes.entry(code).or_default().insert(names(after));
        }
    }
    for (at, _) in text.match_indices("=> \"") {
        let Some((code, _)) = quoted(&text[at + 3..]) else { continue };
        let number_or_date = code.starts_with("number-") || code.starts_with("date-");
        if number_or_date {
            codes.entry(code).or_default().insert(vec!["text".to_owned()]);
        }
    }
}

fn quoted(text: &str) -> Option<(String, &str)> {
    let (code, after) = text.strip_prefix('"')?.split_once('"')?;
    let fits = !code.is_empty() && code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    fits.then(|| (code.to_owned(), after))
}

/// The names in the calls of `.with("name", …)` that follow.
fn names(after: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = after.trim_start_matches([')', ',']).trim_start();
    while let Some(call) = rest.strip_prefix(".with(") {
        names.extend(quoted(call).map(|(name, _)| name));
        let mut depth = 1;
        let end = call.find(|c| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth == 0
        });
        rest = end.map_or("", |end| call[end + 1..].trim_start());
    }
    names
}

fn codes() -> Codes {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Codes::new();
    for part in ["domain", "app", "exchange", "web"] {
        for path in sources(&crates.join(part).join("src")) {
            read(&fs::read_to_string(path).unwrap(), &mut found);
        }
    }
    found
}

#[test]
fn every_refusal_is_a_sentence_with_its_values_in_every_language() {
    let codes = codes();
    assert!(codes.len() > 70, "only {} codes were found in the sources", codes.len());
    let mut wrong = Vec::new();
    for (code, uses) in &codes {
        for (locale, names) in Locale::ALL.iter().flat_map(|l| uses.iter().map(move |n| (l, n))) {
            let values: Vec<String> = names.iter().map(|name| format!("⟨{name}⟩")).collect();
            let mut args: Vec<_> =
                names.iter().zip(&values).map(|(n, v)| (n.as_str(), Arg::Str(v))).collect();
            // Which row of the table it is, is said by whoever reads the table.
            if code.starts_with("candidate-") || code.starts_with("scores-") {
                args.push(("row", Arg::Str("⟨row⟩")));
            }
            let text = locale.format(&format!("refusal-{code}"), &args);
            let whole = locale.has(&format!("refusal-{code}"))
                && text != MISSING
                && !text.contains('{')
                && text.ends_with('.')
                && values.iter().all(|value| text.contains(value));
            if !whole {
                wrong.push(format!("{locale:?} {code} {names:?}: {text}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_sentence_is_kept_for_a_refusal_that_no_rule_gives() {
    let codes = codes();
    let declared = ids::codes("refusal");
    let unused: Vec<_> = declared.iter().filter(|code| !codes.contains_key(**code)).collect();
    let missing: Vec<_> = codes.keys().filter(|code| !declared.contains(code.as_str())).collect();
    assert!(unused.is_empty() && missing.is_empty(), "unused {unused:?}, undeclared {missing:?}");
}

#[test]
fn every_kind_of_entry_has_words() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut kinds = BTreeSet::new();
    for path in sources(&crates.join("domain/src")) {
        let text = fs::read_to_string(path).unwrap();
        let Some((_, rest)) = text.split_once("const NAME: &'static str = ") else { continue };
        let rest = rest.strip_prefix('"').and_then(|rest| rest.split_once('"'));
        let Some((aggregate, rest)) = rest else { continue };
        let body = rest.split_once("fn event_name").map_or("", |(_, body)| body);
        let body = body.split_once("fn begin").map_or("", |(body, _)| body);
        for event in body.split("=> \"").skip(1).filter_map(|rest| rest.split('"').next()) {
            kinds.insert(format!("{aggregate}_{event}"));
        }
    }
    // A placement's steps are a table: each is named by its code.
    let table = crates.join("domain/src/programme/placement/rule.rs");
    let table = fs::read_to_string(table).unwrap();
    let (_, steps) = table.split_once("    Step {").unwrap();
    let (steps, _) = steps.split_once("\n    }").unwrap();
    for step in steps.split("= \"").skip(1).filter_map(|rest| rest.split('"').next()) {
        kinds.insert(format!("placement_{step}"));
    }
    assert_eq!(kinds, ids::codes("entry").into_iter().map(str::to_owned).collect());
}

#[test]
fn the_reader_of_sources_sees_codes_and_values() {
    let mut found = Codes::new();
    let text = r#"Refusal::new("a-b"); Refusal::of(f, "c").with("old", x(1)).with("new", y)
        refused("d").with("max", LONGEST.to_string()) Err(Refusal::new(code))"#;
    read(text, &mut found);
    let seen: Vec<_> =
        found.into_iter().map(|(code, names)| (code, names.into_iter().next().unwrap())).collect();
    let own = |names: &[&str]| names.iter().map(|&n| n.to_owned()).collect::<Vec<_>>();
    assert_eq!(
        seen,
        [
            ("a-b".to_owned(), own(&[])),
            ("c".to_owned(), own(&["old", "new"])),
            ("d".to_owned(), own(&["max"])),
        ]
    );
}
