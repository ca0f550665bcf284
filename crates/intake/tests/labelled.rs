//! Our own labelled texts: scores may not fall below what was reached.
//!
//! `mended` are texts on which lexicons and rules were mended. `untouched` were written and labelled before the
//! engine's output was seen and are never mended on: only their sums are looked at. Their floor stands below what is
//! reached, so that it warns of a loss without being a target. `fresh` were written and labelled before a round's first
//! change and scored once at its end; their floor is kept in the same manner. `unseen` are harder texts of a later round, in
//! rarer words, apart so that the older sums can be compared. `ministry` are twelve texts in the usual words of a ministry's
//! news page. `autumn` are texts of another hand that nobody who mends the engine reads.

#![expect(clippy::unwrap_used, reason = "a test stops where its premise fails")]

#[expect(dead_code, reason = "the printing half belongs to the example")]
#[path = "../examples/score/measure.rs"]
mod measure;

use std::fs;
use std::path::Path;

use kelisim_intake::{Options, draft, gold};
use measure::{Tally, score};

/// The sums over a folder of texts with labels.
fn sums(folder: &str) -> Tally {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/labelled").join(folder);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "json"));
    paths.sort();
    assert!(paths.len() >= 12);
    let mut all = Tally::default();
    for path in paths {
        let label: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let text = fs::read_to_string(path.with_extension("txt")).unwrap();
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let drafted = gold::export(&stem, &draft(&text, &Options::default()).unwrap());
        all.add(&score(&drafted, &label, &text));
    }
    all
}

/// Twice the matches against what was predicted and what is labelled, in thousandths.
fn items(tally: &Tally) -> i64 {
    2000 * tally.get("items.tp") / (tally.get("items.p") + tally.get("items.g")).max(1)
}

#[test]
fn texts_that_were_mended_on_keep_their_score() {
    let sums = sums("mended");
    assert_eq!(sums.get("bad spans"), 0, "a span that is not exact");
    let items = items(&sums);
    assert!(items >= 870, "items F1 {items}");
}

#[test]
fn fresh_texts_stay_above_their_floor() {
    let sums = sums("fresh");
    assert_eq!(sums.get("bad spans"), 0, "a span that is not exact");
    let items = items(&sums);
    assert!(items >= 780, "items F1 {items}");
}

#[test]
fn unseen_texts_stay_above_their_floor() {
    let sums = sums("unseen");
    assert_eq!(sums.get("bad spans"), 0, "a span that is not exact");
    let items = items(&sums);
    assert!(items >= 580, "items F1 {items}");
}

#[test]
fn ministry_news_stays_above_its_floor() {
    let sums = sums("ministry");
    assert_eq!(sums.get("bad spans"), 0, "a span that is not exact");
    let items = items(&sums);
    assert!(items >= 840, "items F1 {items}");
}

#[test]
fn autumn_texts_stay_above_their_floor() {
    let sums = sums("autumn");
    assert_eq!(sums.get("bad spans"), 0, "a span that is not exact");
    let items = items(&sums);
    assert!(items >= 660, "items F1 {items}");
}

#[test]
fn untouched_texts_stay_above_their_floor() {
    let sums = sums("untouched");
    assert_eq!(sums.get("bad spans"), 0, "a span that is not exact");
    let items = items(&sums);
    assert!(items >= 820, "items F1 {items}");
}
