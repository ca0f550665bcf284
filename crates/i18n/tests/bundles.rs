//! The message files agree with one another and with the sources that use them.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail loudly"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_bundle::FluentResource;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use kelisim_i18n::ids::{DYNAMIC_PARTS, families};
use kelisim_i18n::{Locale, MISSING};

type Messages = BTreeMap<String, BTreeSet<String>>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Ids of one language with the arguments of each, those of the messages it refers to included.
fn messages(locale: Locale) -> Messages {
    let mut found: BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
    for file in files(&root().join("locales").join(locale.tag()), "ftl") {
        let text = fs::read_to_string(&file).unwrap();
        let resource = FluentResource::try_new(text)
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", file.display()));
        for entry in resource.entries() {
            match entry {
                Entry::Message(message) => {
                    let (mut args, mut references) = (BTreeSet::new(), BTreeSet::new());
                    let pattern = message.value.as_ref().expect("a message has a text");
                    walk(pattern, &mut args, &mut references);
                    let id = message.id.name.to_owned();
                    assert!(
                        found.insert(id, (args, references)).is_none(),
                        "twice: {}",
                        message.id.name
                    );
                }
                Entry::Junk { content } => panic!("{}: {content}", file.display()),
                _ => {}
            }
        }
    }
    let whole = |id: &String| {
        let (own, references) = &found[id];
        let referred = references.iter().flat_map(|r| found[r].0.iter());
        own.iter().chain(referred).cloned().collect()
    };
    found.keys().map(|id| (id.clone(), whole(id))).collect()
}

fn walk(pattern: &Pattern<&str>, args: &mut BTreeSet<String>, references: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        match expression {
            Expression::Inline(inline) => inline_parts(inline, args, references),
            Expression::Select { selector, variants } => {
                inline_parts(selector, args, references);
                for variant in variants {
                    walk(&variant.value, args, references);
                }
            }
        }
    }
}

fn inline_parts(
    inline: &InlineExpression<&str>,
    args: &mut BTreeSet<String>,
    references: &mut BTreeSet<String>,
) {
    match inline {
        InlineExpression::VariableReference { id } => {
            args.insert(id.name.to_owned());
        }
        InlineExpression::MessageReference { id, .. } => {
            references.insert(id.name.to_owned());
        }
        _ => panic!("only variables and messages are used inside braces"),
    }
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return found };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir()
            && path.file_name().is_some_and(|name| name != "target" && name != "node_modules")
        {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// One use of an id in a source.
struct Use {
    id: String,
    /// `None` where the arguments are not spelled out at the call.
    args: Option<BTreeSet<String>>,
    place: String,
}

fn uses() -> Vec<Use> {
    // Pages are where texts are spoken; other rooms have calls of the same names that mean something else.
    let rooms = ["web", "i18n"].map(|room| root().join("crates").join(room));
    let mut found = Vec::new();
    for path in
        rooms.iter().flat_map(|room| files(room, "rs").into_iter().chain(files(room, "html")))
    {
        let text = fs::read_to_string(&path).unwrap();
        for call in ["t", "format", "count", "dated"] {
            collect(&text, call, &path, &mut found);
        }
    }
    found
}

fn collect(text: &str, call: &str, path: &Path, found: &mut Vec<Use>) {
    let start = format!(".{call}(");
    for (at, _) in text.match_indices(&start) {
        let rest = &text[at + start.len()..];
        let Some(rest) = rest.trim_start().strip_prefix('"') else { continue };
        let Some((id, after)) = rest.split_once('"') else { continue };
        let is_id =
            !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
        if !is_id || id.starts_with("no-such-id") {
            continue;
        }
        let args = match call {
            "t" => Some(BTreeSet::new()),
            "count" => Some(BTreeSet::from(["n".to_owned()])),
            "dated" => Some(BTreeSet::from(["date".to_owned()])),
            _ => spelled_out(after),
        };
        found.push(Use { id: id.to_owned(), args, place: path.display().to_string() });
    }
}

/// The names in `, &[("n", …), ("date", …)])`; templates leave the `&` out.
fn spelled_out(after: &str) -> Option<BTreeSet<String>> {
    let list = after.trim_start().strip_prefix(',')?.trim_start();
    let list = list.strip_prefix('&').unwrap_or(list).strip_prefix('[')?;
    let mut names = BTreeSet::new();
    let mut depth = 0_i32;
    let mut rest = list;
    while let Some(at) = rest.find(['(', ')', '[', ']']) {
        let (sign, tail) = (&rest[at..=at], &rest[at + 1..]);
        match sign {
            "(" => {
                if depth == 0 {
                    let name = tail.trim_start().strip_prefix('"')?.split('"').next()?;
                    names.insert(name.to_owned());
                }
                depth += 1;
            }
            "[" => depth += 1,
            ")" => depth -= 1,
            _ if depth == 0 => return Some(names),
            _ => depth -= 1,
        }
        rest = tail;
    }
    None
}

fn declared() -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for (prefix, codes) in families() {
        ids.extend(codes.iter().map(|code| format!("{prefix}-{code}")));
    }
    for (prefix, codes, parts) in DYNAMIC_PARTS {
        for code in *codes {
            ids.extend(parts.iter().map(|part| format!("{prefix}-{code}-{part}")));
        }
    }
    ids
}

#[test]
fn the_four_languages_have_the_same_ids_with_the_same_arguments() {
    let english = messages(Locale::En);
    assert!(english.len() > 200);
    for locale in [Locale::Kk, Locale::Ky, Locale::Ru] {
        let other = messages(locale);
        let ids = |m: &Messages| m.keys().cloned().collect::<BTreeSet<_>>();
        let missing: Vec<_> = ids(&english).difference(&ids(&other)).cloned().collect();
        let extra: Vec<_> = ids(&other).difference(&ids(&english)).cloned().collect();
        assert!(
            missing.is_empty() && extra.is_empty(),
            "{locale:?}: missing {missing:?}, extra {extra:?}"
        );
        for (id, args) in &english {
            assert_eq!(&other[id], args, "{locale:?}: arguments of {id}");
        }
    }
}

#[test]
fn every_file_on_disk_is_part_of_the_program() {
    for locale in Locale::ALL {
        for id in messages(locale).keys() {
            assert!(locale.has(id), "{locale:?}: {id} is in a file that files! does not list");
        }
    }
}

#[test]
fn every_id_that_is_used_exists_with_these_arguments() {
    let english = messages(Locale::En);
    let mut wrong = Vec::new();
    for Use { id, args, place } in uses() {
        match (english.get(&id), args) {
            (None, _) => wrong.push(format!("{place}: no message {id}")),
            (Some(has), Some(given)) if *has != given => {
                wrong.push(format!("{place}: {id} takes {has:?}, given {given:?}"));
            }
            _ => {}
        }
    }
    wrong.extend(
        declared()
            .iter()
            .filter(|id| !english.contains_key(*id))
            .map(|id| format!("declared: {id}")),
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_id_in_the_bundles_is_used() {
    let mut known = declared();
    known.extend(uses().into_iter().map(|u| u.id));
    let unused: Vec<_> =
        messages(Locale::En).into_keys().filter(|id| !known.contains(id)).collect();
    assert!(unused.is_empty(), "unused: {unused:?}");
}

#[test]
fn no_ending_is_glued_to_a_value() {
    // A year takes its word with a hyphen in Kyrgyz; the value is always a plain year there.
    let years = ["date-year", "date-years", "delivered-in"];
    for locale in [Locale::Kk, Locale::Ky, Locale::Ru] {
        for file in files(&root().join("locales").join(locale.tag()), "ftl") {
            for line in fs::read_to_string(&file).unwrap().lines() {
                if years.iter().any(|id| line.starts_with(&format!("{id} ="))) {
                    continue;
                }
                for (at, _) in line.match_indices('}') {
                    let next = line[at + 1..].trim_start_matches(['-', '’']).chars().next();
                    let glued = next.is_some_and(char::is_alphabetic);
                    assert!(!glued, "{}: {line}", file.display());
                }
            }
        }
    }
}

#[test]
fn no_english_word_is_left_in_the_other_languages() {
    let allowed = [
        "UTF-8",
        "UTF-16",
        "UTC",
        "Kelisim",
        "USD",
        "CSV",
        "IATI",
        "Erasmus",
        "Without",
        "Paper",
        "kelisim",
        "verify-credential",
        "house-key",
        "XML",
        "JSON",
        "OpenAPI",
        "U1",
        "SHA-256",
        "PDF",
        "JPEG",
        "PNG",
        "XLSX",
        "Excel",
        "Excel-де",
        "Excel-дегі",
        "xlsx",
        "xls",
        "csv",
        "id",
        "TR",
        "QUANUM",
        "KG-MOH",
        "SQLite",
        "PostgreSQL",
        "etc",
        "conf",
        "KELISIM",
        "BACKUP",
        "TO",
        "ZIP",
        "json",
        "js",
        "partner",
        "kelisim-answer",
        "kelisim-key",
        "z6Mk",
        "eddsa-jcs-2022",
    ];
    for locale in [Locale::Kk, Locale::Ky, Locale::Ru] {
        for file in files(&root().join("locales").join(locale.tag()), "ftl") {
            for line in fs::read_to_string(&file).unwrap().lines().filter(|l| !l.starts_with('#')) {
                let value = line.split_once(" = ").map_or(line, |(_, value)| value);
                let mut depth = 0;
                let outside: String = value
                    .chars()
                    .filter(|c| {
                        depth += i32::from(*c == '{') - i32::from(*c == '}');
                        depth == 0 && *c != '}'
                    })
                    .collect();
                // The lines of a plural begin with its category.
                let outside = outside.split_once(']').map_or(outside.as_str(), |(_, text)| text);
                for word in outside.split(|c: char| !(c.is_alphanumeric() || c == '-')) {
                    let latin = word.chars().any(|c| c.is_ascii_alphabetic());
                    assert!(
                        !latin || allowed.contains(&word),
                        "{}: {word}: {line}",
                        file.display()
                    );
                }
            }
        }
    }
}

#[test]
fn every_message_comes_out_whole_in_every_language() {
    let ids = messages(Locale::En);
    for locale in Locale::ALL {
        for (id, names) in &ids {
            for n in [0_i64, 1, 2, 5, 11, 21, 1037] {
                let args: Vec<_> = names.iter().map(|name| (name.as_str(), n.into())).collect();
                let text = locale.format(id, &args);
                let whole =
                    !text.is_empty() && !text.contains(['{', '}', '\u{2068}']) && text != MISSING;
                assert!(whole && text.trim() == text, "{locale:?} {id}: {text:?}");
            }
        }
    }
}

#[test]
fn the_reader_of_calls_sees_ids_and_names() {
    let mut found = Vec::new();
    // Written with ' for " so that the reader does not find these calls in this very file.
    let text = "l.t('a-b') x.format('c', &[('n', f(1).into()), ('date', Arg::Str(&g[0]))]) l.count( 'd', 2) format!('e') y.t('not an id')"
        .replace('\'', "\"");
    for call in ["t", "format", "count"] {
        collect(&text, call, Path::new("x"), &mut found);
    }
    let seen: Vec<_> = found
        .iter()
        .map(|u| {
            (u.id.as_str(), u.args.as_ref().unwrap().iter().map(String::as_str).collect::<Vec<_>>())
        })
        .collect();
    assert_eq!(seen, [("a-b", vec![]), ("c", vec!["date", "n"]), ("d", vec!["n"])]);
}
