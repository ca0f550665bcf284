//! What the build of a sentence tells where no row knows its noun or its verb: who goes where, what is counted, what is set
//! against what, whose date it is.

#![expect(clippy::unwrap_used, reason = "a test stops where its premise fails")]

use kelisim_intake::{Options, draft, gold};

/// The items of a text in short: kind, stage, quantity, deadline.
fn items(text: &str) -> Vec<String> {
    let options = Options { date: Some("2027-03-10".to_owned()), ..Options::default() };
    let label = gold::export("text", &draft(text, &options).unwrap());
    let said = |v: &serde_json::Value| v.as_str().unwrap_or("-").to_owned();
    label["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| {
            let quantity = &item["quantity"];
            let counted = if quantity.is_null() {
                "-".to_owned()
            } else {
                format!("{} {}", quantity["value"], said(&quantity["unit"]))
            };
            format!(
                "{} {} {counted} {}",
                said(&item["kind"]),
                said(&item["stage"]),
                said(&item["deadline"])
            )
        })
        .collect()
}

fn check(rows: &[(&str, &[&str])]) {
    let wrong: Vec<String> = rows
        .iter()
        .filter(|(text, want)| items(text) != *want)
        .map(|(text, want)| format!("{text}\n  read: {:?}\n  want: {want:?}", items(text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn people_of_a_trade_who_go_abroad_are_an_exchange_or_study_goods_that_are_counted_are_given() {
    check(&[
        (
            "Latvia and Uzbekistan agreed on aid. Latvia will send seven urologists to Namangan from May.",
            &["supply_aid agreed - -", "expert_exchange agreed 7 person 2027-05"],
        ),
        (
            "Латвия обещала узбекским больницам еще 14 инкубаторов. Первые 9 инкубаторов прибыли в Наманган.",
            &["supply_aid agreed 14 device -", "supply_aid delivered 9 device -"],
        ),
        (
            "Өзбекстаннан жеті урологтан тұратын алғашқы топ Ригаға аттанды.",
            &["training underway 7 person -"],
        ),
        (
            "Өзбекстандан жети урологдон турган алгачкы топ Ригага аттанды.",
            &["training underway 7 person -"],
        ),
        (
            "The first seven urologists left for Riga under the programme of Latvia and Uzbekistan.",
            &["training underway 7 person -"],
        ),
    ]);
}

#[test]
fn what_is_set_against_another_stands_apart() {
    check(&[
        (
            "Латвия построит в Намангане клинику в 2028 году, а узбекская сторона до июня закупит шесть томографов.",
            &["facility_project agreed - 2028", "supply_aid agreed 6 device 2027-06"],
        ),
        (
            "Латвия Наманганда 2028 жылы клиника салады, ал өзбек тарапы маусымға дейін алты томограф жеткізеді.",
            &["facility_project agreed - 2028", "supply_aid agreed 6 device 2027-06"],
        ),
        (
            "Латвия Наманганда 2028-жылы клиника курат, ал эми өзбек тарап июнга чейин алты томограф алып келет.",
            &["facility_project agreed - 2028", "supply_aid agreed 6 device 2027-06"],
        ),
        (
            "Latvia will build a clinic in Namangan in 2028, while the Uzbek side will buy six scanners by June.",
            &["facility_project agreed - 2028", "supply_aid agreed 6 device 2027-06"],
        ),
    ]);
}

#[test]
fn a_document_holds_from_the_day_on_which_it_was_signed() {
    check(&[
        (
            "Меморандум о здравоохранении между Латвией и Узбекистаном подписан в мае 2025 года сроком на шесть лет.",
            &["instrument signed - 2031"],
        ),
        (
            "The health memorandum between Latvia and Uzbekistan was signed in May 2025 for six years.",
            &["instrument signed - 2031"],
        ),
    ]);
}

#[test]
fn under_a_protocol_is_the_setting_of_what_it_provides_for() {
    check(&[
        (
            "Латвия мен Өзбекстан хаттамаға қол қойды. Хаттама бойынша 2029 жылға дейін Наманганда үш емхана ашылады.",
            &["instrument signed - -", "facility_project agreed 3 facility 2029"],
        ),
        (
            "Латвия менен Өзбекстан протоколго кол койду. Протокол боюнча 2029-жылга чейин Наманганда үч клиника ачылат.",
            &["instrument signed - -", "facility_project agreed 3 facility 2029"],
        ),
    ]);
}

#[test]
fn a_complex_of_apparatus_is_a_piece_of_goods() {
    check(&[
        (
            "Латвия передаст больницам Узбекистана пять передвижных рентген-комплексов.",
            &["supply_aid agreed 5 device -"],
        ),
        ("Латвия Өзбекстанға бес эндоскопиялық кешен береді.", &["supply_aid agreed 5 device -"]),
    ]);
}

#[test]
fn a_verb_that_no_row_knows_is_told_by_its_form() {
    check(&[(
        "Стороны подписали план. До мая латвийская сторона подаст досье на регистрацию 22 лекарств в Узбекистане.",
        &["instrument signed - -", "medicines_register agreed 22 medicine 2027-05"],
    )]);
}

#[test]
fn doctors_of_whom_operations_are_counted_operate_and_data_are_no_experience() {
    check(&[
        (
            "Латвийские хирурги проведут в Намангане 35 показательных операций.",
            &["other agreed 35 operation -"],
        ),
        (
            "Денсаулық сақтау министрлері кездесті. Латвия мен Өзбекстан вирустар туралы деректер алмасады.",
            &["digital_health agreed - -"],
        ),
        (
            "Саламаттык сактоо министрлери жолугушту. Латвия менен Өзбекстан вирустар тууралуу маалымат алмашат.",
            &["digital_health agreed - -"],
        ),
    ]);
}

#[test]
fn patients_who_are_sent_are_not_treated_on_the_spot() {
    check(&[
        (
            "Өзбек тарапы Алматы клиникаларына отыз науқас жіберуге келісті. Қазақстан оларды қабылдайды.",
            &["treatment_quota agreed 30 person -"],
        ),
        (
            "Узбекистан договорился с Латвией направить в клиники Риги 30 пациентов.",
            &["treatment_quota agreed 30 person -"],
        ),
    ]);
}

#[test]
fn talks_that_have_stopped_are_no_longer_talk() {
    check(&[
        (
            "Talks on building a Latvian clinic in Namangan have been put on hold.",
            &["facility_project suspended - -"],
        ),
        (
            "Переговоры о строительстве латвийской клиники в Намангане приостановлены.",
            &["facility_project suspended - -"],
        ),
    ]);
}

#[test]
fn papers_are_drawn_up_and_nobody_is_trained() {
    check(&[(
        "Латвия мен Өзбекстан екі ай ішінде денсаулық сақтау келісімінің жобасын дайындауға келісті.",
        &["instrument agreed - 2027-05"],
    )]);
}

#[test]
fn a_headline_that_names_the_field_only_announces_the_items() {
    check(&[(
        "Latvia and Uzbekistan discuss health cooperation\n\nThe ministers signed a memorandum on health. Latvia will build a clinic in Namangan by 2029.",
        &["instrument signed - -", "facility_project agreed - 2029"],
    )]);
}

#[test]
fn a_participle_before_the_verb_of_its_clause_asserts_nothing() {
    check(&[(
        "The health ministers of Latvia and Uzbekistan met. Vaccines produced in Latvia are used in Uzbek clinics.",
        &[],
    )]);
}
