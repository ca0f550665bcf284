//! How firm the words are, in four languages: each row of `phrases/stages.txt` is a sentence of a short text.

use kelisim_intake::{Options, draft, gold};

/// A text that names both countries, the day and the subject before the sentence.
fn text(language: &str, sentence: &str) -> String {
    let opening = match language {
        "en" => {
            "BISHKEK, 18 February 2026. Kyrgyzstan's and Türkiye's health ministers met in Bishkek."
        }
        "ru" => {
            "БИШКЕК, 18 февраля 2026 года. В Бишкеке встретились министры здравоохранения Кыргызстана и Турции."
        }
        "kk" => {
            "БІШКЕК, 18 ақпан 2026 жыл. Бішкекте Қырғызстан мен Түркияның денсаулық сақтау министрлері кездесті."
        }
        _ => {
            "БИШКЕК, 18-февраль, 2026-жыл. Бишкекте Кыргызстан менен Түркиянын саламаттык сактоо министрлери жолугушту."
        }
    };
    format!("{opening} {sentence}\n")
}

#[test]
fn each_sentence_of_the_table_is_filed_as_firm_as_it_is() {
    let rows: Vec<[&str; 3]> = include_str!("phrases/stages.txt")
        .lines()
        .filter(|l| !l.starts_with('#') && !l.trim().is_empty())
        .map(|l| {
            let mut cells = l.split('|').map(str::trim);
            [cells.next().unwrap(), cells.next().unwrap(), cells.next().unwrap()]
        })
        .collect();
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|[language, sentence, want]| {
            let raw = text(language, sentence);
            let found = gold::export("row", &draft(&raw, &Options::default()).unwrap());
            let told: Vec<String> = found["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|i| {
                    format!("{} {}", i["kind"].as_str().unwrap(), i["stage"].as_str().unwrap())
                })
                .collect();
            let told = if told.is_empty() { "-".to_owned() } else { told.join(", ") };
            (told != *want).then(|| format!("{language} \"{sentence}\": {told}, not {want}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
    for language in ["en", "ru", "kk", "ky"] {
        assert!(rows.iter().filter(|r| r[0] == language).count() >= 40, "{language}");
    }
}
