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

#[test]
fn opened_then_and_first_patients_later_are_two_milestones() {
    let opened = read(
        "2023-10-15",
        "В Бишкеке в октябре 2023 года открыто отделение ядерной медицины, созданное при содействии Росатома.",
    );
    let patients = read(
        "2024-09-10",
        "В Бишкеке в отделение ядерной медицины, созданное при содействии Росатома, в сентябре 2024 года поступили первые пациенты.",
    );
    assert_eq!(told(&drafts(&opened, &patients)), ["C4 2023-10 | 2024-09"]);
}

#[test]
fn a_hospital_opened_twice() {
    let operating = read(
        "2022-02-01",
        "Türkiye opened the Kyrgyz-Turkish Friendship Hospital in Bishkek in 2021.",
    );
    let ceremony = read(
        "2024-11-06",
        "Türkiye opened the Kyrgyz-Turkish Friendship Hospital in Bishkek on 5 November 2024.",
    );
    assert_eq!(told(&drafts(&operating, &ceremony)), ["C2 2021 | 2024-11-05"]);
}

#[test]
fn one_memorandum_with_two_facilities_or_with_three() {
    let june = read(
        "2023-06-09",
        "Russia and Kyrgyzstan signed a memorandum on nuclear medicine. The memorandum provides for the construction of two centres of nuclear medicine in Kyrgyzstan.",
    );
    let august = read(
        "2023-08-20",
        "Russia and Kyrgyzstan signed a memorandum on nuclear medicine. The memorandum provides for the construction of three centres of nuclear medicine in Kyrgyzstan.",
    );
    assert_eq!(told(&drafts(&june, &august)), ["C7 2 facility | 3 facility"]);
}

#[test]
fn one_memorandum_whose_reports_list_different_points() {
    let short = read(
        "2025-09-11",
        "India and Kazakhstan signed a memorandum on health cooperation. The memorandum provides for the training of 20 doctors.",
    );
    let long = read(
        "2025-09-12",
        "India and Kazakhstan signed a memorandum on health cooperation. The memorandum provides for the training of 20 doctors, and for joint research on vaccines.",
    );
    assert_eq!(told(&drafts(&short, &long)), ["C7 training | research, training"]);
    let bare =
        read("2025-09-12", "India and Kazakhstan signed a memorandum on health cooperation.");
    assert_eq!(told(&drafts(&long, &bare)), Vec::<String>::new());
}

#[test]
fn a_document_valid_until_2030_or_until_2028() {
    let one = read(
        "2024-03-01",
        "Kazakhstan and Russia signed a memorandum on health cooperation until 2030.",
    );
    let other = read(
        "2024-05-01",
        "Kazakhstan and Russia signed a memorandum on health cooperation until 2028.",
    );
    assert_eq!(told(&drafts(&one, &other)), ["C1 2030 | 2028"]);
}

#[test]
fn a_centre_in_one_language_and_its_production_in_the_other() {
    let russian =
        read("2024-05-12", "Россия построит в Кыргызстане центр ядерной медицины с циклотроном.");
    let kyrgyz =
        read("2024-05-12", "Россия Кыргызстанда радиофармпрепараттарды өндүрүүнү жолго коет.");
    assert_eq!(told(&drafts(&russian, &kyrgyz)), ["C8 facility_project | localisation"]);
}

#[test]
fn twenty_two_countries_invited_or_thirty_five() {
    let survey = read(
        "2015-12-01",
        "Kazakhstan invited 22 countries to join the Coalition on Primary Health Care together with Kyrgyzstan.",
    );
    let page = read(
        "2015-12-20",
        "Kazakhstan invited 35 countries to join the Coalition on Primary Health Care together with Kyrgyzstan.",
    );
    assert_eq!(told(&drafts(&survey, &page)), ["C1 22 country | 35 country"]);
}

#[test]
fn a_law_of_1999_although_one_of_2014_is_on_record() {
    let report = read(
        "2025-02-01",
        "Kyrgyzstan and Türkiye discussed health. The new act will replace the law on international treaties of 1999.",
    );
    let record = read(
        "2014-04-24",
        "Kyrgyzstan and Türkiye discussed health. The act in force is the law on international treaties, No 64, of 2014.",
    );
    let found = told(&drafts(&report, &record));
    assert!(found.contains(&"C10 law of 1999 | law No 64 of 2014".to_owned()), "{found:?}");
    // Who names both knows which replaces which.
    let both = read(
        "2025-02-01",
        "Kyrgyzstan and Türkiye discussed health. The law on international treaties of 2014 replaced the law on international treaties of 1999.",
    );
    let rules: Vec<String> = drafts(&both, &record).into_iter().map(|c| c.rule).collect();
    assert!(!rules.contains(&"C10".to_owned()), "{rules:?}");
}

#[test]
fn acts_are_cited_in_four_languages() {
    for (text, want) in [
        ("Казахстан и Турция обсудили закон № 64 от 2014 года.", (Some("64"), 2014)),
        ("Қазақстан мен Түркия 2014 жылғы № 64 заңды талқылады.", (Some("64"), 2014)),
        ("Кыргызстан менен Түркия 2014-жылдагы мыйзамды талкуулашты.", (None, 2014)),
        ("Kazakhstan and Türkiye discussed the law of 1999.", (None, 1999)),
    ] {
        let draft = read("2025-02-01", text);
        let found: Vec<_> = draft.citations.iter().map(|c| (c.number.as_deref(), c.year)).collect();
        assert_eq!(found, [want], "{text}");
    }
}

#[test]
fn three_transplants_on_record_and_ten_since_2023() {
    let april = read(
        "2025-04-30",
        "In April 2025 Turkish surgeons performed 3 kidney transplants in Bishkek.",
    );
    let total = read(
        "2026-03-10",
        "Since 2023 Turkish surgeons have performed 10 kidney transplants in Bishkek.",
    );
    let found = compare(&[total], &[april]);
    assert_eq!(told(&found), ["C5 3 operation, 7 not accounted for | 10 operation since 2023"]);
}

#[test]
fn a_launch_told_as_done_before_the_day_it_is_planned_for() {
    let plan = read(
        "2024-03-01",
        "Russia plans to open a nuclear medicine centre in Kyrgyzstan in May 2025.",
    );
    let report = read("2024-11-30", "Russia has opened a nuclear medicine centre in Kyrgyzstan.");
    assert_eq!(told(&drafts(&plan, &report)), ["C2 2025-05 | delivered by 2024-11-30"]);
}

#[test]
fn a_headline_that_counts_a_shared_grant_as_one_countrys() {
    let article = read(
        "2024-03-10",
        "Global Fund gives Kazakhstan 46 million dollars against tuberculosis\n\nThe Global Fund will give Kazakhstan a country grant of 19 million dollars against tuberculosis. The Global Fund will give 27 million dollars in a grant against tuberculosis to several countries.",
    );
    let found = within(&article);
    assert_eq!(
        told(&found),
        [
            "C5 46000000 USD | 19000000 + 27000000 = 46000000 USD, one part is shared by several countries"
        ]
    );
    assert!(found[0].second.quotation.exact.contains("27 million"));
}

#[test]
fn parts_that_add_up_are_no_contradiction() {
    let article = read(
        "2024-03-10",
        "Japan gives Kazakhstan 46 million dollars against tuberculosis\n\nJapan will give Kazakhstan a grant of 19 million dollars against tuberculosis for drugs. Japan will give Kazakhstan a grant of 27 million dollars against tuberculosis for laboratories.",
    );
    let rules: Vec<String> = within(&article).into_iter().map(|c| c.rule).collect();
    assert!(!rules.contains(&"C5".to_owned()), "{rules:?}");
}
