//! Statements that do not go together, after the cases met in real sources. The sentences were written for this test.

#![expect(clippy::unwrap_used, reason = "a test stops where its premise fails")]

use kelisim_intake::compare::{Contradiction, compare, drafts, within};
use kelisim_intake::{Draft, Options, draft};

fn read(date: &str, text: &str) -> Draft {
    draft(text, &Options { date: Some(date.to_owned()), ..Options::default() }).unwrap()
}

/// `rule first second` of each contradiction.
fn told(found: &[Contradiction]) -> Vec<String> {
    found.iter().map(|c| format!("{} {} | {}", c.rule, c.first.value, c.second.value)).collect()
}

#[test]
fn a_quota_of_150_or_of_180_places() {
    let ministry =
        read("2018-11-20", "Türkiye will treat 150 Kyrgyz patients a year in Turkish hospitals.");
    let gazette =
        read("2018-12-20", "Türkiye will treat 180 Kyrgyz patients a year in Turkish hospitals.");
    let found = drafts(&ministry, &gazette);
    assert_eq!(told(&found), ["C1 150 person/year | 180 person/year"]);
    assert!(found[0].first.quotation.exact.contains("150 Kyrgyz patients"));
    assert!(found[0].second.quotation.exact.contains("180 Kyrgyz patients"));
}

#[test]
fn three_days_of_one_ratification() {
    let january = read(
        "2021-02-12",
        "Парламент Турции ратифицировал соглашение с Кыргызстаном в сфере здравоохранения 10 января 2021 года.",
    );
    let tenth = read(
        "2021-02-12",
        "Парламент Турции ратифицировал соглашение с Кыргызстаном в сфере здравоохранения 10 февраля 2021 года.",
    );
    let eleventh = read(
        "2021-03-03",
        "Парламент Турции ратифицировал соглашение с Кыргызстаном в сфере здравоохранения 11 февраля 2021 года.",
    );
    let found = compare(&[eleventh], &[january, tenth]);
    assert_eq!(told(&found), ["C2 2021-01-10 | 2021-02-11", "C2 2021-02-10 | 2021-02-11"]);
}

#[test]
fn twelve_beds_or_twenty_one_in_one_text() {
    let article = read(
        "2020-06-10",
        "Türkiye and Kyrgyzstan. The Turkish side will open a department with 12 beds in Bishkek. Later the minister said: the Turkish side will open a department with 21 beds in Bishkek.",
    );
    let values: Vec<String> =
        told(&within(&article)).into_iter().filter(|t| t.starts_with("C1")).collect();
    assert!(values.iter().any(|v| v.contains("12 bed") && v.contains("21 bed")), "{values:?}");
}

#[test]
fn for_the_first_time_although_delivered_before() {
    let trial = read("2023-08-15", "Росатом передал Кыргызстану генератор для ядерной медицины.");
    let regular =
        read("2025-05-20", "Росатом впервые передал Кыргызстану генератор для ядерной медицины.");
    let rules: Vec<String> = drafts(&trial, &regular).into_iter().map(|c| c.rule).collect();
    assert_eq!(rules, ["C3"]);
}

#[test]
fn a_later_source_is_weaker() {
    let firm = read(
        "2025-09-11",
        "Индия и Кыргызстан договорились о поставке кобальтового источника для онкологического центра.",
    );
    let weak = read(
        "2025-09-18",
        "Индия и Кыргызстан обсудили поставку кобальтового источника для онкологического центра.",
    );
    let rules: Vec<String> = drafts(&firm, &weak).into_iter().map(|c| c.rule).collect();
    assert_eq!(rules, ["C4"]);
}

#[test]
fn a_deadline_that_moved() {
    let first = read(
        "2017-03-01",
        "Турция планирует построить в Бишкеке больницу дружбы до 31 августа 2017 года.",
    );
    let later = read(
        "2018-09-01",
        "Турция планирует построить в Бишкеке больницу дружбы до конца 2019 года.",
    );
    assert_eq!(told(&drafts(&first, &later)), ["C6 2017-08-31 | 2019"]);
}

#[test]
fn two_facilities_or_three() {
    let june = read("2023-06-09", "Russia will build two nuclear medicine centres in Kyrgyzstan.");
    let august =
        read("2023-08-20", "Russia will build three nuclear medicine centres in Kyrgyzstan.");
    assert_eq!(told(&drafts(&june, &august)), ["C1 2 facility | 3 facility"]);
}

#[test]
fn two_language_versions_differ_in_a_number() {
    let russian = read("2025-11-08", "Турция обучит 30 кыргызских врачей в клиниках Анкары.");
    let kyrgyz = read("2025-11-08", "Түркия Анкаранын клиникаларында 40 кыргыз дарыгерин окутат.");
    assert_eq!(told(&drafts(&russian, &kyrgyz)), ["C8 30 person | 40 person"]);
}

#[test]
fn a_split_that_changed_over_the_years_is_no_contradiction() {
    let early =
        read("2018-11-20", "Türkiye will treat 50 Kyrgyz patients in Turkish hospitals in 2018.");
    let late =
        read("2026-01-20", "Türkiye will treat 100 Kyrgyz patients in Turkish hospitals in 2026.");
    assert_eq!(told(&drafts(&early, &late)), Vec::<String>::new());
}

#[test]
fn the_same_figure_for_another_country() {
    let one =
        read("2025-05-01", "India donated 1200 ventilators to Kyrgyzstan for regional hospitals.");
    let other =
        read("2025-05-01", "India donated 1200 ventilators to Tajikistan for regional hospitals.");
    let rules: Vec<String> = drafts(&one, &other).into_iter().map(|c| c.rule).collect();
    assert_eq!(rules, ["C9"]);
}

#[test]
fn registered_medicines_counted_twice_for_one_date() {
    let one = read(
        "2025-11-08",
        "В Казахстане зарегистрировано 965 наименований лекарственных средств индийских компаний.",
    );
    let other = read(
        "2025-11-10",
        "В Казахстане зарегистрировано 1037 наименований лекарственных средств индийских компаний.",
    );
    let found: Vec<String> = told(&drafts(&one, &other));
    assert!(found.contains(&"C1 965 medicine | 1037 medicine".to_owned()), "{found:?}");
}

#[test]
fn the_same_statement_twice_is_no_contradiction() {
    let text = "Турция обучит 30 кыргызских врачей в клиниках Анкары.";
    assert_eq!(drafts(&read("2025-11-08", text), &read("2025-12-08", text)), []);
}
