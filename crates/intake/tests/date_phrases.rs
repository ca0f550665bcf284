//! How texts say a date, in four languages: each row of `phrases/dates.txt` is put into a sentence and read.

use kelisim_intake::date::{self, Bound, Day};
use kelisim_intake::lexicon::{Mask, scan, swallow};
use kelisim_intake::text::Text;
use kelisim_intake::vocabulary::Language;

/// A sentence in which the phrase stands where its language puts it.
fn sentence(language: Language, phrase: &str) -> String {
    match language {
        Language::English => format!("The new clinic will open {phrase}."),
        Language::Russian => format!("Новая клиника откроется {phrase}."),
        Language::Kazakh => format!("Жаңа емхана {phrase} ашылады."),
        _ => format!("Жаңы клиника {phrase} ачылат."),
    }
}

fn read(language: Language, phrase: &str) -> String {
    let raw = sentence(language, phrase);
    let text = Text::new(&raw, language);
    let mut matches = Vec::new();
    scan(&text, 0, text.tokens.len(), language.bit(), &Mask::default(), &mut matches);
    swallow(&mut matches);
    let today = Day::parse("2026-02-18");
    let found = date::find(&text, &matches, 0, text.tokens.len(), language, today);
    let told: Vec<String> = found
        .iter()
        .map(|m| match m.bound {
            Bound::End => format!("../{}", m.day.iso()),
            Bound::Start => format!("{}/..", m.day.iso()),
            Bound::On => m.day.iso(),
        })
        .collect();
    if told.is_empty() { "-".to_owned() } else { told.join(" & ") }
}

#[test]
fn each_phrase_of_the_table_is_read() {
    let rows: Vec<[&str; 3]> = include_str!("phrases/dates.txt")
        .lines()
        .filter(|l| !l.starts_with('#') && !l.trim().is_empty())
        .map(|l| {
            let mut cells = l.split('|').map(str::trim);
            [cells.next().unwrap(), cells.next().unwrap(), cells.next().unwrap()]
        })
        .collect();
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|[language, phrase, want]| {
            let found = read(Language::parse(language).unwrap(), phrase);
            (found != *want).then(|| format!("{language} \"{phrase}\": {found}, not {want}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
    for language in ["en", "ru", "kk", "ky"] {
        assert!(rows.iter().filter(|r| r[0] == language).count() >= 90, "{language}");
    }
}
