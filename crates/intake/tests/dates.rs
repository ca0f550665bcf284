//! Dates: lengths of time from the document's date, the day of a meeting, and texts that were pasted together.

#![expect(clippy::unwrap_used, reason = "a test stops where its premise fails")]

use kelisim_intake::{Draft, Options, draft};

fn on(date: &str, text: &str) -> Draft {
    draft(text, &Options { date: Some(date.to_owned()), ..Options::default() }).unwrap()
}

fn deadlines(found: &Draft) -> Vec<&str> {
    found.items.iter().map(|i| i.deadline.as_ref().map_or("-", |d| d.edtf.as_str())).collect()
}

#[test]
fn lengths_of_time_are_counted_from_the_date_of_the_document() {
    for (text, want) in [
        (
            "Türkiye and Kyrgyzstan agreed to build a hospital in Bishkek within six months.",
            "../2025-11",
        ),
        (
            "Türkiye and Kyrgyzstan agreed to build a hospital in Bishkek over the next three years.",
            "../2028",
        ),
        (
            "Турция и Кыргызстан договорились построить в Бишкеке больницу в течение полугода.",
            "../2025-11",
        ),
        (
            "Турция и Кыргызстан договорились построить в Бишкеке больницу в ближайшие два года.",
            "../2027",
        ),
        (
            "Турция и Кыргызстан договорились построить в Бишкеке больницу через восемь месяцев.",
            "../2026-01",
        ),
        ("Түркия мен Қырғызстан Бішкекте алты ай ішінде аурухана салуға келісті.", "../2025-11"),
        ("Түркия мен Қырғызстан Бішкекте алдағы екі жылда аурухана салуға келісті.", "../2027"),
        (
            "Түркия менен Кыргызстан Бишкекте алты айдын ичинде оорукана курууга макулдашты.",
            "../2025-11",
        ),
        (
            "Түркия менен Кыргызстан Бишкекте жакынкы эки жылда оорукана курууга макулдашты.",
            "../2027",
        ),
        (
            "Türkiye and Kyrgyzstan agreed to build a hospital in Bishkek within 30 days.",
            "../2025-06-13",
        ),
    ] {
        assert_eq!(deadlines(&on("2025-05-14", text)), [want], "{text}");
        // Without the date of the document nothing is guessed.
        assert_eq!(deadlines(&draft(text, &Options::default()).unwrap()), ["-"], "{text}");
    }
}

#[test]
fn a_document_is_valid_for_a_length_of_time() {
    for text in [
        "Türkiye and Kyrgyzstan signed a memorandum on health for five years.",
        "Турция и Кыргызстан подписали меморандум о здравоохранении сроком на пять лет.",
        "Түркия мен Қырғызстан денсаулық сақтау туралы меморандумға бес жылға қол қойды.",
        "Түркия менен Кыргызстан саламаттык сактоо боюнча меморандумга беш жылга кол койду.",
    ] {
        assert_eq!(deadlines(&on("2025-05-14", text)), ["../2030"], "{text}");
    }
}

#[test]
fn a_month_without_a_year_lies_ahead_when_it_is_promised() {
    let text = "Türkiye and Kyrgyzstan agreed to open a hospital in Bishkek by the end of March.";
    assert_eq!(deadlines(&on("2025-11-14", text)), ["../2026-03"]);
    assert_eq!(deadlines(&on("2025-01-14", text)), ["../2025-03"]);
}

#[test]
fn the_day_of_the_meeting_dates_a_text_without_a_date() {
    for (text, words) in [
        (
            "The health ministers of Kyrgyzstan and Türkiye met on 3 March 2026 in Ankara.",
            "3 March 2026",
        ),
        (
            "Министры здравоохранения Кыргызстана и Турции встретились 3 марта 2026 года.",
            "3 марта 2026 года",
        ),
        (
            "Қырғызстан мен Түркияның министрлері 2026 жылғы 3 наурызда кездесті.",
            "2026 жылғы 3 наурызда",
        ),
        (
            "Кыргызстан менен Түркиянын министрлери 2026-жылдын 3-мартында жолугушту.",
            "2026-жылдын 3-мартында",
        ),
    ] {
        let found = draft(text, &Options::default()).unwrap();
        assert_eq!(found.date.as_deref(), Some("2026-03-03"), "{text}");
        let basis = found.date_basis.unwrap();
        assert_eq!(basis.cue.unwrap().exact, words);
        assert!(basis.rule.contains("day of the meeting"), "{}", basis.rule);
    }
}

#[test]
fn several_days_are_candidates_and_no_date() {
    let text = "The health ministers of Kyrgyzstan and Türkiye met on 3 March 2026. They will meet again on 5 May 2026.";
    let found = draft(text, &Options::default()).unwrap();
    assert_eq!(found.date, None);
    assert_eq!(found.uncertain.len(), 1);
    assert_eq!(found.uncertain[0].candidates, ["2026-03-03", "2026-05-05"]);
    // A dateline needs no guess.
    let dated = draft(&format!("ANKARA, 4 March 2026. {text}"), &Options::default()).unwrap();
    assert_eq!(dated.date.as_deref(), Some("2026-03-04"));
    assert!(dated.uncertain.is_empty() && dated.date_basis.is_none());
}

const FIRST: &str = "Кыргызстан и Турция договорились о лечении детей\n\nБИШКЕК, 3 марта 2026 года. Министры здравоохранения Кыргызстана и Турции встретились в Бишкеке. Турция договорилась лечить 40 пациентов из Кыргызстана в своих больницах.";
const SECOND: &str = "Корея поможет Узбекистану со скорой помощью\n\nТАШКЕНТ, 5 марта 2026 года. Корея передаст Узбекистану 12 машин скорой помощи.";

#[test]
fn two_articles_run_together_are_read_apart() {
    let text = format!("{FIRST}\n\n{SECOND}");
    let found = draft(&text, &Options::default()).unwrap();
    assert!(found.warnings.iter().any(|w| w.contains("2 articles")), "{:?}", found.warnings);
    let told: Vec<String> = found
        .items
        .iter()
        .map(|i| {
            format!(
                "{} {}>{}",
                i.kind,
                i.from_party.as_deref().unwrap_or("?"),
                i.to_party.as_deref().unwrap_or("?")
            )
        })
        .collect();
    assert_eq!(told, ["treatment_quota TR>KG", "supply_aid KR>UZ"]);
    assert_eq!(found.date.as_deref(), Some("2026-03-03"));
    let scalars: Vec<char> = text.chars().collect();
    for passage in found.items.iter().flat_map(|i| {
        [Some(&i.evidence), i.stage_basis.cue.as_ref(), i.kind_basis.cue.as_ref()]
            .into_iter()
            .flatten()
            .chain(&i.also)
    }) {
        let quoted: String = scalars[passage.start as usize..passage.end as usize].iter().collect();
        assert_eq!(quoted, passage.exact);
    }
}

#[test]
fn one_article_with_headings_is_one_article() {
    let text = format!(
        "{FIRST}\n\nО планах министерств\n\nСтороны обсудили обмен специалистами. Стороны договорились об открытии центра."
    );
    let found = draft(&text, &Options::default()).unwrap();
    assert!(found.warnings.is_empty(), "{:?}", found.warnings);
}

#[test]
fn each_form_of_a_date_is_read() {
    for (text, want) in [
        ("Türkiye will send 12 surgeons to Bishkek in March next year.", "../2026-03"),
        ("Türkiye will send 12 surgeons to Bishkek before the end of this month.", "../2025-10"),
        ("Türkiye will open a clinic in Bishkek by mid-2026.", "../2026"),
        ("Türkiye will open a clinic in Bishkek by the end of the first half of 2026.", "../2026"),
        ("Türkiye will open a clinic in Bishkek in six months.", "../2026-04"),
        ("Türkiye will open a clinic in Bishkek next spring.", "../2026"),
        ("Türkiye will train 20 Kyrgyz doctors in the 2026/2027 academic year.", "../2026"),
        ("Türkiye will train 20 Kyrgyz doctors in the first half of the year.", "../2026"),
        ("В марте следующего года Турция направит в Бишкек 12 хирургов.", "../2026-03"),
        ("До конца месяца Турция направит в Бишкек 12 хирургов.", "../2025-10"),
        ("Турция обучит 20 кыргызских врачей во втором полугодии.", "../2025"),
        ("Турция обучит 20 кыргызских врачей в новом учебном году.", "../2026"),
        ("Турция за два года обучит 20 кыргызских врачей.", "../2027"),
        ("Түркия Астанаға келесі жылдың наурызында 12 хирург жібереді.", "../2026-03"),
        ("Түркия Астанаға желтоқсанда 12 хирург жібереді.", "../2025-12"),
        ("Түркия жарты жыл ішінде Астанада емхана ашады.", "../2026-04"),
        ("Түркия екі жылда 20 қазақстандық дәрігерді оқытады.", "../2027"),
        ("Түркия Бишкекке келерки жылдын мартында 12 хирург жөнөтөт.", "../2026-03"),
        ("Түркия Бишкекте оорукананы 2026-жылга карата курат.", "../2026"),
        ("Түркия Бишкекке 2026-жылдын 1-мартына чейин 12 хирург жөнөтөт.", "../2026-03-01"),
    ] {
        assert_eq!(deadlines(&on("2025-10-14", text)), [want], "{text}");
    }
}

#[test]
fn the_date_of_a_lead_in_holds_for_its_list() {
    let text = "Казахстан и Корея провели переговоры о здравоохранении.\n\nДо конца 2026 года стороны намерены:\n\
                - подготовить 30 казахстанских специалистов в Сеуле;\n- оснастить две больницы томографами.";
    let found = on("2026-01-22", text);
    assert_eq!(deadlines(&found), ["../2026", "../2026"]);
    assert_eq!(found.items[0].deadline.as_ref().unwrap().basis.rule, "date of the lead-in");
    // Both sides intend it by a date: that is agreed.
    assert_eq!(found.items[0].stage, "S5");
}

#[test]
fn a_sentence_that_goes_on_about_an_item_dates_it() {
    for text in [
        "A hospital will be built in Bishkek with Turkish support. It is to open in 2027.",
        "Турция пообещала построить в Бишкеке больницу. Сдача объекта намечена на 2027 год.",
        "Түркия Астанада аурухана салуға уәде берді. Құрылысты 2027 жылы аяқтау жоспарланған.",
        "Түркия Бишкекте оорукана курууга убада берди. Объект 2027-жылы пайдаланууга берилет.",
    ] {
        let found = on("2025-10-14", text);
        assert!(deadlines(&found).contains(&"../2027"), "{text}: {:?}", deadlines(&found));
    }
    // What happens next to something else dates nothing.
    let text = "A hospital will be built in Bishkek with Turkish support. The minister will visit Ankara in 2027.";
    assert_eq!(deadlines(&on("2025-10-14", text)), ["-"]);
}

#[test]
fn a_text_is_dated_by_its_stamp_its_heading_or_the_day_that_its_first_sentence_tells_of() {
    for (text, want) in [
        // Minutes have place and day at the two ends of a line.
        (
            "ПРОТОКОЛ № 2\nзаседания рабочей группы\n\nг. Рига                     4 марта 2027 года\n\nЛатвия примет в апреле 12 детей из Узбекистана.",
            "2027-03-04",
        ),
        (
            "ХАТТАМА № 2\n\nРига қаласы\t2027 жылғы 4 наурыз\n\nЛатвия сәуірде Өзбекстаннан 12 баланы қабылдайды.",
            "2027-03-04",
        ),
        (
            "ПРОТОКОЛ\n\n2027-жылдын 4-марты           Рига шаары\n\nЛатвия апрелде Өзбекстандан 12 баланы кабыл алат.",
            "2027-03-04",
        ),
        (
            "MINUTES\nof the working group\n\nRiga          4 March 2027\n\nLatvia will receive 12 children from Uzbekistan in April.",
            "2027-03-04",
        ),
        // A dateline without its year takes it from a day near by or from the opening.
        (
            "Рига, 4 марта. В 2027 году Латвия приняла на лечение 12 детей из Узбекистана.\n\nЛатвия обещала принять в апреле еще пять детей.",
            "2027-03-04",
        ),
        (
            "Ташкент. 9 шілде. Латвия мен Өзбекстан келісімге 2027 жылғы 8 шілдеде қол қойды.",
            "2027-07-09",
        ),
        (
            "Рига. 9-июль. Латвия менен Өзбекстан 2027-жылдын 8-июлунда келишимге кол койду.",
            "2027-07-09",
        ),
        (
            "Riga, 9 July. In 2027 Latvia has treated 12 children from Uzbekistan free of charge.",
            "2027-07-09",
        ),
        // A stamp in figures before the headline, a heading that ends with its day.
        (
            "03.02.2027 Латвия увеличила число стипендий\n\nЛатвия выделила узбекским врачам 15 стипендий на обучение в Риге.",
            "2027-02-03",
        ),
        (
            "Record of the third round of talks between the Ministry of Health of Uzbekistan and Latvia, Riga, 5 May 2027\n\nLatvia will train 15 Uzbek nurses.",
            "2027-05-05",
        ),
        // What the first sentence tells happened on the day that it opens with.
        (
            "2027 жылғы 5 мамырда Латвия Өзбекстанға екі томограф сыйлады. Құралдар Ташкентке жеткізілді.",
            "2027-05-05",
        ),
        (
            "2027-жылдын 5-майында Латвия Өзбекстанга эки томограф белек кылды. Аппараттар Ташкентке жеткирилди.",
            "2027-05-05",
        ),
        // A ceremony took place on the day that its own sentence names.
        (
            "Latvia gave two scanners to a hospital in Tashkent. The ceremony took place on 5 May 2027.",
            "2027-05-05",
        ),
    ] {
        let found = draft(text, &Options::default()).unwrap();
        assert_eq!(found.date.as_deref(), Some(want), "{text}");
    }
    // Two days in an opening decide nothing, and a day of long ago is not the text's.
    for text in [
        "Рига, 4 марта. Латвия и Узбекистан обсудили прием детей на лечение.",
        "The clinic in Riga treats Uzbek children. It was opened by the ministers of both countries on 5 May 2017, enlarged on 6 June 2019.",
    ] {
        let found = draft(text, &Options::default()).unwrap();
        assert_eq!(found.date, None, "{text}");
    }
}
