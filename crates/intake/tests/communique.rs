//! Structures of real communiqués: lists with relative clauses, numbers raised from one to another, terms, rates, what
//! only says when, what a sentence turns to at its end. The sentences were written for this test.

#![expect(clippy::unwrap_used, reason = "a test stops where its premise fails")]

use kelisim_intake::{Draft, Options, draft};

fn on(date: &str, text: &str) -> Draft {
    draft(text, &Options { date: Some(date.to_owned()), ..Options::default() }).unwrap()
}

/// A text that opens with a meeting of two ministers of health.
fn met(text: &str) -> Draft {
    let opening = if text.contains("қазақ") || text.contains("Қазақ") {
        "Қазақстан мен Түркияның денсаулық сақтау министрлері кездесті."
    } else if text.contains("кыргыз дар") || text.contains("Кыргызстандын") {
        "Кыргызстан менен Түркиянын саламаттык сактоо министрлери жолугушту."
    } else if text.is_ascii() || text.starts_with("Tü") {
        "The health ministers of Kyrgyzstan and Türkiye met in Ankara."
    } else {
        "Министры здравоохранения Кыргызстана и Турции встретились в Анкаре."
    };
    on("2025-11-06", &format!("{opening} {text}"))
}

/// `kind stage delivery` of each item.
fn stages(text: &str) -> Vec<String> {
    on("2025-11-06", text)
        .items
        .iter()
        .map(|i| format!("{} {} {}", i.kind, i.stage, i.delivery))
        .collect()
}

#[test]
fn the_name_of_a_currency_names_no_party() {
    for text in [
        "Республика Корея выделит Кыргызстану 60 млн долларов США на строительство больницы в Оше.",
        "Корея Республикасы Кыргызстанга Ошто оорукана курууга 60 млн АКШ долларын бөлөт.",
        "Корея Қазақстанға Шымкентте аурухана салуға 60 млн АҚШ долларын бөледі.",
        "The Republic of Korea will grant Kyrgyzstan 60 million US dollars to build a hospital in Osh.",
    ] {
        let codes: Vec<String> =
            on("2025-11-06", text).parties.into_iter().map(|p| p.code).collect();
        assert!(!codes.iter().any(|c| c == "US"), "{text}: {codes:?}");
        assert_eq!(codes.len(), 2, "{text}: {codes:?}");
    }
}

#[test]
fn the_city_of_a_dateline_is_no_side_where_an_organisation_acts() {
    let text = "WASHINGTON, January 15, 2026 – The World Bank will train 1,500 nurses in the Kyrgyz Republic.";
    let codes: Vec<String> =
        draft(text, &Options::default()).unwrap().parties.into_iter().map(|p| p.code).collect();
    assert!(!codes.iter().any(|c| c == "US"), "{codes:?}");
}

#[test]
fn a_point_of_a_list_keeps_its_relative_clause() {
    let text = "Министры здравоохранения Казахстана и Турции договорились:\n- не позднее 31 марта 2026 года \
                согласовать перечень клиник, куда направляются пациенты для трансплантации печени;\n- обучить 20 \
                казахстанских врачей.\n";
    let found = on("2025-11-18", text);
    let told: Vec<(&str, &str, Option<&str>)> = found
        .items
        .iter()
        .map(|i| {
            (i.kind.as_str(), i.delivery.as_str(), i.deadline.as_ref().map(|d| d.date.as_str()))
        })
        .collect();
    assert_eq!(
        told,
        [("treatment_quota", "not_stated", Some("2026-03-31")), ("training", "not_stated", None)]
    );
}

#[test]
fn a_number_raised_from_one_to_another_counts_what_was_named_before() {
    for (text, want) in [
        (
            "Турция увеличит число мест в ординатуре для граждан Кыргызстана с 48 до 60.",
            ("60", "place"),
        ),
        (
            "Türkiye will raise the number of residency places for Kyrgyz doctors from 12 to 20.",
            ("20", "place"),
        ),
        (
            "Түркия Кыргызстандын жарандары үчүн ординатурадагы орундарды 48ден 60ка чейин көбөйтөт.",
            ("60", "place"),
        ),
        (
            "Түркия Қазақстан азаматтары үшін резидентура орындарын 48-ден 60-қа дейін көбейтеді.",
            ("60", "place"),
        ),
    ] {
        let found = met(text);
        let counts: Vec<(&str, &str)> = found
            .items
            .iter()
            .filter_map(|i| i.quantity.as_ref())
            .map(|q| (q.value.as_str(), q.unit.as_str()))
            .collect();
        assert_eq!(counts, [want], "{text}");
    }
}

#[test]
fn terms_are_read_and_lengths_from_another_event_are_not() {
    for (text, want) in [
        ("Турция в двухнедельный срок обучит 20 кыргызских врачей.", "2025-11-20"),
        ("Турция в шестимесячный срок обучит 20 кыргызских врачей.", "2026-05"),
        ("Турция за полтора года обучит 20 кыргызских врачей.", "2027-05"),
        ("Türkiye will train 20 Kyrgyz doctors over the course of three years.", "2028"),
        ("Türkiye will train 20 Kyrgyz doctors by Q3 2026.", "2026"),
        ("Түркия алты ай мерзімде 20 қазақстандық дәрігерді оқытады.", "2026-05"),
        ("Түркия алты айлык мөөнөттө 20 кыргыз дарыгерин окутат.", "2026-05"),
        ("Два года назад Турция передала Кыргызстану шесть аппаратов УЗИ.", "2023"),
        ("Türkiye will deliver two scanners to Kyrgyzstan within six months of signing.", "-"),
        ("Турция поставит Кыргызстану два аппарата в течение полугода после ввода корпуса.", "-"),
        ("Турция поставит Кыргызстану два аппарата в течение года со дня подписания.", "-"),
    ] {
        let found = met(text);
        let dates: Vec<&str> = found
            .items
            .iter()
            .map(|i| i.deadline.as_ref().map_or("-", |d| d.date.as_str()))
            .collect();
        assert_eq!(dates, [want], "{text}");
    }
    let found = on("2025-11-06", "Türkiye will train 20 Kyrgyz doctors within a year.");
    assert_eq!(found.items[0].quantity.as_ref().unwrap().unit, "person", "no rate");
}

#[test]
fn what_only_says_when_governs_nothing() {
    assert_eq!(
        stages(
            "The ministers of Korea and Uzbekistan agreed that 80 Uzbek doctors would be trained in Seoul before the \
             hospital opens."
        ),
        ["training S5 not_stated"]
    );
}

#[test]
fn what_is_agreed_to_be_talked_about_is_talk() {
    for text in [
        "The ministers of Austria and Kazakhstan agreed to explore the possibility of opening a clinic in Astana.",
        "Аустрия мен Қазақстан министрлері Астанада емхана ашу мүмкіндігін қарастыруға уағдаласты.",
    ] {
        assert_eq!(stages(text), ["facility_project S1 not_stated"], "{text}");
    }
}

#[test]
fn a_sentence_that_turns_at_its_end_tells_how_far_the_thing_is() {
    assert_eq!(
        stages(
            "Министры Австрии и Казахстана встретились. Планировалось открыть в Астане совместную клинику, но от этой \
             идеи отказались."
        ),
        ["facility_project S5 suspended"]
    );
}

#[test]
fn what_two_sides_decide_is_agreed_and_what_one_body_decides_is_approved() {
    let predicate = |text: &str| {
        let found = on("2025-11-06", text);
        found.items.iter().map(|i| i.predicate.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        predicate(
            "Both sides stressed the need for reform and decided to open a clinic in Astana with Korea."
        ),
        ["agree"]
    );
    assert_eq!(
        predicate("The government of Korea decided to open a clinic in Astana in Kazakhstan."),
        ["approve"]
    );
}

#[test]
fn rates_and_national_numbers_are_indicators_and_changes_are_not() {
    let values = |text: &str| {
        on("2025-11-06", text).indicators.into_iter().map(|x| x.value).collect::<Vec<_>>()
    };
    assert_eq!(
        values(
            "Neonatal mortality in Tajikistan fell from 13.2 to 11.8 per 1,000 live births, Japan's experts said."
        ),
        ["13.2", "11.8"]
    );
    assert_eq!(
        values(
            "Заболеваемость в Кыргызстане планируется снизить с 57 до 45 случаев на 100 тысяч населения."
        ),
        ["57", "45"]
    );
    assert_eq!(values("В Казахстане работают 79 тысяч врачей."), ["79000"]);
    assert_eq!(
        values("Турецкие клиники лечили граждан Казахстана, их стало на 20 процентов больше."),
        Vec::<String>::new()
    );
}
