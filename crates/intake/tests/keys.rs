//! Keys of texts lead to every pair that the rules of words find something in, and spare nearly all others.

#![expect(clippy::unwrap_used, reason = "a test stops where its premise fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use kelisim_intake::compare::{Keys, candidates, drafts};
use kelisim_intake::{Draft, Options, draft};

/// Texts that contradict one another by the rules of words, two by two.
const PAIRS: [(&str, &str); 10] = [
    ("2023-08-15", "Росатом передал Кыргызстану генератор для ядерной медицины."),
    ("2025-05-20", "Росатом впервые передал Кыргызстану генератор для ядерной медицины."),
    ("2025-11-08", "Турция обучит 30 кыргызских врачей в клиниках Анкары."),
    ("2025-11-08", "Түркия Анкаранын клиникаларында 40 кыргыз дарыгерин окутат."),
    (
        "2025-09-11",
        "India and Kazakhstan signed a memorandum on health cooperation. The memorandum provides for the training of 20 doctors.",
    ),
    (
        "2025-09-12",
        "India and Kazakhstan signed a memorandum on health cooperation. The memorandum provides for the training of 20 doctors, and for joint research on vaccines.",
    ),
    ("2024-05-12", "Россия построит в Кыргызстане центр ядерной медицины с циклотроном."),
    ("2024-05-12", "Россия Кыргызстанда радиофармпрепараттарды өндүрүүнү жолго коет."),
    (
        "2025-02-01",
        "Kyrgyzstan and Türkiye discussed health. The new act will replace the law on international treaties of 1999.",
    ),
    (
        "2014-04-24",
        "Kyrgyzstan and Türkiye discussed health. The act in force is the law on international treaties, No 64, of 2014.",
    ),
];

const OF_WORDS: [&str; 4] = ["C3", "C7", "C8", "C10"];

fn read(date: &str, text: &str) -> Option<Draft> {
    draft(text, &Options { date: Some(date.to_owned()), ..Options::default() }).ok()
}

/// The texts above and every second labelled one, the latter on few days so that many share one.
fn texts() -> Vec<Draft> {
    let mut all: Vec<Draft> = PAIRS.iter().filter_map(|(date, text)| read(date, text)).collect();
    assert_eq!(all.len(), PAIRS.len());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/labelled/mended");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|e| e == "txt"));
    files.sort();
    for (n, file) in files.iter().step_by(2).enumerate() {
        let date = format!("2025-0{}-01", 1 + n % 5);
        all.extend(read(&date, &fs::read_to_string(file).unwrap()));
    }
    all
}

#[test]
fn no_pair_with_a_finding_is_left_out_and_few_others_are_tried() {
    let texts = texts();
    let keys: Vec<Keys> = texts.iter().map(Keys::of).collect();
    let chosen = candidates(&keys, usize::MAX);
    assert!(!chosen.more);
    let pairs: BTreeSet<(usize, usize)> = chosen.pairs.into_iter().collect();
    let mut rules = BTreeSet::new();
    for (at, one) in texts.iter().enumerate() {
        for (further, other) in texts.iter().enumerate().skip(at + 1) {
            for (a, b) in [(one, other), (other, one)] {
                for found in drafts(a, b) {
                    if OF_WORDS.contains(&found.rule.as_str()) {
                        assert!(pairs.contains(&(at, further)), "{found:?}");
                        rules.insert(found.rule);
                    }
                }
            }
        }
    }
    assert_eq!(rules, OF_WORDS.map(str::to_owned).into(), "every rule was met");
    let all = texts.len() * (texts.len() - 1) / 2;
    assert!(pairs.len() * 10 < all, "{} of {all} pairs", pairs.len());
}

#[test]
fn keys_are_read_back_as_they_were_written_and_a_bound_is_told() {
    let keys: Vec<Keys> = texts().iter().map(Keys::of).collect();
    for one in &keys {
        let text = serde_json::to_string(one).unwrap();
        assert_eq!(&serde_json::from_str::<Keys>(&text).unwrap(), one);
    }
    assert!(candidates(&keys, 3).more);
    assert!(candidates(&[], 3).pairs.is_empty());
}
