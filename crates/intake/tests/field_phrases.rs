//! How texts say how many, by when and how things stand, in four languages: each row of the tables in `phrases` is read as
//! a short text of its own.

use kelisim_intake::{Draft, Options, draft, gold};

fn rows(table: &str) -> Vec<Vec<String>> {
    let rows: Vec<Vec<String>> = table
        .lines()
        .filter(|l| !l.starts_with('#') && !l.trim().is_empty())
        .map(|l| l.split('|').map(|cell| cell.trim().to_owned()).collect())
        .collect();
    for language in ["en", "ru", "kk", "ky"] {
        assert!(rows.iter().any(|r| r[0] == language), "no row in {language}");
    }
    rows
}

/// A sentence behind a dateline and a meeting, which is no commitment.
fn read(language: &str, sentence: &str) -> Draft {
    let opening = match language {
        "en" => "Astana, 18 February 2026. The health ministers of Kazakhstan and Türkiye met.",
        "ru" => {
            "Астана, 18 февраля 2026 года. Министры здравоохранения Казахстана и Турции встретились."
        }
        "kk" => {
            "Астана, 2026 жылғы 18 ақпан. Қазақстан мен Түркияның денсаулық сақтау министрлері кездесті."
        }
        _ => {
            "Бишкек, 2026-жылдын 18-февралы. Кыргызстан менен Түркиянын саламаттык сактоо министрлери жолугушту."
        }
    };
    drafted(&format!("{opening} {sentence}"))
}

fn drafted(text: &str) -> Draft {
    draft(text, &Options::default()).unwrap_or_default()
}

#[test]
fn each_sentence_gives_its_quantity_and_its_date() {
    let mut wrong = Vec::new();
    for row in rows(include_str!("phrases/fields.txt")) {
        let found: Vec<String> = read(&row[0], &row[1])
            .items
            .iter()
            .map(|item| {
                let quantity = item
                    .quantity
                    .as_ref()
                    .map_or("?".to_owned(), |q| format!("{}:{}", q.value, q.unit));
                let date = item.deadline.as_ref().map_or("?".to_owned(), |d| d.edtf.clone());
                format!("{} {quantity} {date}", item.kind)
            })
            .collect();
        let told = if row[2] == "-" { Vec::new() } else { vec![row[2].clone()] };
        if found != told {
            wrong.push(format!("{} \"{}\": {found:?}, not {told:?}", row[0], row[1]));
        }
    }
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn each_sentence_gives_its_items_with_stage_quantity_and_date() {
    let mut wrong = Vec::new();
    for row in rows(include_str!("phrases/items.txt")) {
        let drafted = read(&row[0], &row[1].replace(" ¶", "\n"));
        let label = gold::export("sentence", &drafted);
        let found: Vec<String> = drafted
            .items
            .iter()
            .enumerate()
            .map(|(at, item)| {
                let stage = label["items"][at]["stage"].as_str().unwrap_or_default();
                let quantity = item
                    .quantity
                    .as_ref()
                    .map_or("?".to_owned(), |q| format!("{}:{}", q.value, q.unit));
                let date = item.deadline.as_ref().map_or("?".to_owned(), |d| d.edtf.clone());
                format!("{} {stage} {quantity} {date}", item.kind)
            })
            .collect();
        if found.join(" & ") != row[2] {
            wrong.push(format!("{} \"{}\": {found:?}, not {:?}", row[0], row[1], row[2]));
        }
    }
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn each_item_gets_the_date_that_is_its_own() {
    let mut wrong = Vec::new();
    for row in rows(include_str!("phrases/attach.txt")) {
        let text = row[1].replace(" ¶", "\n");
        let mut found: Vec<String> = read(&row[0], &text)
            .items
            .iter()
            .map(|i| {
                let date = i.deadline.as_ref().map_or("?".to_owned(), |d| d.edtf.clone());
                format!("{} {date}", i.kind)
            })
            .collect();
        let mut told: Vec<&str> = row[2].split(" & ").collect();
        found.sort();
        told.sort_unstable();
        if found != told {
            wrong.push(format!("{} \"{}\": {found:?}, not {told:?}", row[0], row[1]));
        }
    }
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn each_sentence_tells_who_gives_and_who_receives() {
    let mut wrong = Vec::new();
    for row in rows(include_str!("phrases/directions.txt")) {
        let found: Vec<String> = read(&row[0], &row[1])
            .items
            .iter()
            .map(|i| {
                let side = |s: &Option<String>| s.clone().unwrap_or_else(|| "?".to_owned());
                format!("{}>{}", side(&i.from_party), side(&i.to_party))
            })
            .collect();
        let told = if row[2] == "-" { Vec::new() } else { vec![row[2].clone()] };
        if found != told {
            wrong.push(format!("{} \"{}\": {found:?}, not {told:?}", row[0], row[1]));
        }
    }
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn each_sentence_gives_its_indicators() {
    let mut wrong = Vec::new();
    for row in rows(include_str!("phrases/indicators.txt")) {
        let found: Vec<String> = read(&row[0], &row[1])
            .indicators
            .iter()
            .map(|i| format!("{} {}", i.value, i.unit))
            .collect();
        let told: Vec<&str> =
            if row[2] == "-" { Vec::new() } else { row[2].split(" & ").collect() };
        if found != told {
            wrong.push(format!("{} \"{}\": {found:?}, not {told:?}", row[0], row[1]));
        }
    }
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_is_a_country_s_own_life_is_not_drafted() {
    for row in rows(include_str!("phrases/negatives.txt")) {
        let found = drafted(&row[1]).items;
        let told: Vec<_> = found.iter().map(|i| &i.evidence.exact).collect();
        assert!(found.is_empty(), "{}: {told:?}", row[1]);
    }
}
