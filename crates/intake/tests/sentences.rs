//! What a sentence becomes: kind, stage and delivery, by language. The sentences were written for this test.

#![expect(clippy::unwrap_used, reason = "a test stops where its premise fails")]

use kelisim_intake::{Draft, Options, draft};

/// Drafts a sentence after an opening that names two sides.
fn with_sides(opening: &str, sentence: &str) -> Draft {
    draft(
        &format!("{opening} {sentence}"),
        &Options { date: Some("2025-05-20".to_owned()), ..Options::default() },
    )
    .unwrap()
}

/// `kind stage delivery quantity date direction` of each item.
fn told(draft: &Draft) -> Vec<String> {
    draft
        .items
        .iter()
        .map(|i| {
            let mut parts = vec![i.kind.clone(), i.stage.clone()];
            if i.delivery != "not_stated" {
                parts.push(i.delivery.clone());
            }
            if let Some(q) = &i.quantity {
                parts.push(format!("{} {}", q.value, q.unit));
            }
            if let Some(d) = &i.deadline {
                parts.push(d.edtf.clone());
            }
            if i.from_party.is_some() || i.to_party.is_some() {
                parts.push(format!(
                    "{}>{}",
                    i.from_party.as_deref().unwrap_or("?"),
                    i.to_party.as_deref().unwrap_or("?")
                ));
            }
            parts.join(" ")
        })
        .collect()
}

#[track_caller]
fn check(opening: &str, rows: &[(&str, &[&str])]) {
    let mut wrong = Vec::new();
    for (sentence, expected) in rows {
        let found = told(&with_sides(opening, sentence));
        if found != *expected {
            wrong.push(format!("{sentence}\n  expected {expected:?}\n  found    {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn russian() {
    check(
        "Министры здравоохранения Кыргызстана и Турции встретились в Анкаре.",
        &[
            (
                "Соглашение о взаимном признании рецептов вступит в силу 1 января 2027 года.",
                &["instrument S7 2027-01-01"],
            ),
            (
                "Минздрав Кыргызстана сообщил, что Турция передала 5 аппаратов ИВЛ.",
                &["supply_aid S5 delivered 5 device TR>KG"],
            ),
            (
                "Планируется, что 20 кыргызских кардиологов пройдут стажировку в Турции.",
                &["internship S4 20 person TR>KG"],
            ),
            (
                "Кыргызстан попросил Турцию поставить 10 аппаратов гемодиализа.",
                &["supply_aid S2 10 device TR>KG"],
            ),
            (
                "Стороны договорились, что Турция ежегодно будет принимать на лечение 150 граждан Кыргызстана.",
                &["treatment_quota S5 150 person/year TR>KG"],
            ),
            (
                "Стороны не договорились, что Турция будет принимать на лечение 150 граждан Кыргызстана.",
                &[],
            ),
            (
                "Министры договорились ежегодно направлять 20 кыргызских врачей на стажировку в Турцию.",
                &["internship S5 20 person/year TR>KG"],
            ),
            (
                "Турция ежегодно будет бесплатно лечить 150 граждан Кыргызстана.",
                &["treatment_quota S4 150 person/year TR>KG"],
            ),
            (
                "Турецкая сторона выделит 20 мест в ординатуре для кыргызских врачей на 2026 год.",
                &["residency S4 20 place ../2026 TR>KG"],
            ),
            (
                "Стороны договорились о строительстве онкологического центра в Бишкеке к 2028 году.",
                &["facility_project S5 ../2028 TR>KG"],
            ),
            (
                "В Анкаре открылась кыргызско-турецкая больница на 72 койки.",
                &["facility_project S5 delivered 72 bed KG>TR"],
            ),
            (
                "Турция передала Кыргызстану 10 аппаратов ИВЛ и 50 тысяч доз вакцины.",
                &["supply_aid S5 delivered 10 device TR>KG"],
            ),
            (
                "Кыргызская сторона попросила увеличить квоту на лечение до 500 пациентов.",
                &["treatment_quota S2 500 person TR>KG"],
            ),
            (
                "Был подписан меморандум о взаимопонимании в области телемедицины.",
                &["instrument S7"],
            ),
            (
                "Парламент ратифицировал соглашение о безвозмездной помощи.",
                &["instrument S5 TR>KG"],
            ),
            ("Планируется создать совместную рабочую группу.", &["working_group S4"]),
            (
                "Стороны обменялись мнениями о внедрении цифровых технологий и телемедицины.",
                &["digital_health S1"],
            ),
            (
                "Турецкие хирурги проведут показательные операции в Оше в мае 2026 года.",
                &["expert_exchange S4 ../2026-05 TR>KG"],
            ),
            (
                "12 кыргызских кардиологов прошли стажировку в клиниках Стамбула.",
                &["internship S5 delivered 12 person TR>KG"],
            ),
            (
                "Врачи из Турции осмотрели 300 детей в Баткене.",
                &["expert_exchange S5 delivered 300 person TR>KG"],
            ),
            (
                "Министр отметил важность гармонизации стандартов фармаконадзора.",
                &["regulation S0"],
            ),
            (
                "Подписание соглашения о взаимном признании регистрации лекарств намечено на июнь.",
                &["instrument S4 ../2025-06"],
            ),
            (
                "Компания намерена построить в Чуйской области завод по выпуску инсулина стоимостью 30 млн долларов.",
                &["localisation S3 30000000 USD TR>KG"],
            ),
            ("Проект соглашения проходит внутригосударственное согласование.", &["instrument S1"]),
            ("Документ пока не подписан.", &[]),
            ("Соглашение вступило в силу 1 марта 2025 года.", &["instrument S8 2025-03-01"]),
            (
                "В ходе беседы затронуты вопросы повышения квалификации медсестер, совместных научных исследований и поставок радиофармпрепаратов.",
                &["training S1 TR>KG", "research S1", "supply_aid S1 TR>KG"],
            ),
            (
                "Турция поддержала инициативу о создании регионального центра ВОЗ.",
                &["multilateral_body S3 TR>KG"],
            ),
            (
                "Работа по строительству больницы приостановлена.",
                &["facility_project S5 suspended TR>KG"],
            ),
        ],
    );
}

#[test]
fn english() {
    check(
        "Health ministers of Uzbekistan and South Korea met in Tashkent.",
        &[
            (
                "Uzbekistan asked South Korea to consider supplying 10 dialysis machines.",
                &["supply_aid S2 10 device KR>UZ"],
            ),
            (
                "The sides agreed that South Korea will treat 150 citizens of Uzbekistan every year.",
                &["treatment_quota S5 150 person/year KR>UZ"],
            ),
            (
                "Korea will provide a $40 million loan to build a children's hospital in Tashkent by 2027.",
                &["supply_aid S4 40000000 USD ../2027 KR>UZ"],
            ),
            (
                "Thirty Uzbek doctors completed internships at Seoul clinics.",
                &["internship S5 delivered 30 person KR>UZ"],
            ),
            ("The sides agreed to set up a joint working group on health.", &["working_group S5"]),
            ("A memorandum of cooperation in telemedicine was signed.", &["instrument S7"]),
            (
                "Korea donated 100,000 doses of vaccine to Uzbekistan.",
                &["supply_aid S5 delivered 100000 dose KR>UZ"],
            ),
            ("Uzbekistan asked for help in training nurses.", &["training S2 KR>UZ"]),
            (
                "The ministers discussed the construction of a cancer centre, exchange of specialists and mutual recognition of drug registration.",
                &["facility_project S1 KR>UZ", "expert_exchange S1", "medicines_register S1 KR>UZ"],
            ),
            (
                "Korean companies are interested in producing medicines in Uzbekistan.",
                &["localisation S2 KR>UZ"],
            ),
            (
                "A delegation of Korean surgeons performed 15 operations in Samarkand.",
                &["other S5 delivered 15 operation KR>UZ"],
            ),
            ("The agreement has not been signed yet.", &["instrument S1"]),
            (
                "Uzbekistan's parliament ratified the agreement on medical equipment.",
                &["instrument S5"],
            ),
            (
                "The programme provides for the purchase of 50 ambulances, training of 200 doctors and introduction of an electronic health record system.",
                &[
                    "supply_aid S5 50 vehicle KR>UZ",
                    "training S5 200 person KR>UZ",
                    "digital_health S5",
                ],
            ),
            (
                "Twenty residency places a year will be allocated for Uzbek doctors.",
                &["residency S4 20 place/year KR>UZ"],
            ),
            (
                "The construction of the hospital was suspended in 2020.",
                &["facility_project S5 suspended 2020/.. KR>UZ"],
            ),
            ("Joint clinical research on hepatitis is under way.", &["research S5 underway"]),
            (
                "Uzbek patients will be treated in Korean hospitals at a discount.",
                &["treatment_quota S4 KR>UZ"],
            ),
            (
                "Construction of the centre began in May and is expected to be completed in 2027.",
                &["facility_project S5 underway 2025-05/.. KR>UZ"],
            ),
            (
                "Some 500 Korean medicines are registered in Uzbekistan.",
                &["medicines_register S0 KR>UZ"],
            ),
            ("The two countries plan to hold medicine days in 2026.", &["other S4 ../2026"]),
            ("The sides expressed readiness to expand cooperation in oncology.", &["other S3"]),
        ],
    );
}

#[test]
fn kyrgyz() {
    check(
        "Кыргызстан менен Түркиянын саламаттык сактоо министрлери Анкарада жолугушту.",
        &[
            (
                "Түркия жыл сайын 150 кыргызстандыкты акысыз дарылайт.",
                &["treatment_quota S4 150 person/year TR>KG"],
            ),
            (
                "Кыргыз дарыгерлери үчүн ординатурага 20 орун бөлүнөт.",
                &["residency S4 20 place TR>KG"],
            ),
            (
                "Тараптар Бишкекте онкологиялык борбор курууга макулдашты.",
                &["facility_project S5 TR>KG"],
            ),
            ("Анкарада достук ооруканасы ачылды.", &["facility_project S5 delivered KG>TR"]),
            (
                "Түркия Кыргызстанга 10 ИВЛ аппаратын жана 50 миң доза вакцина тапшырды.",
                &["supply_aid S5 delivered 10 device TR>KG"],
            ),
            (
                "Кыргыз тарап дарылоого бөлүнгөн квотаны 500 бейтапка чейин көбөйтүүнү өтүндү.",
                &["treatment_quota S2 500 person TR>KG"],
            ),
            ("Телемедицина боюнча өз ара түшүнүшүү меморандумуна кол коюлду.", &["instrument S7"]),
            ("Жогорку Кеңеш макулдашууну ратификациялады.", &["instrument S5"]),
            ("Биргелешкен жумушчу топ түзүү пландалууда.", &["working_group S4"]),
            (
                "Медайымдардын квалификациясын жогорулатуу, илимий изилдөөлөр жана дары-дармек жеткирүү маселелери талкууланды.",
                &["training S1 TR>KG", "research S1", "supply_aid S1 TR>KG"],
            ),
            ("Түрк хирургдары Ошто көрсөтмө операцияларды жасашат.", &["expert_exchange S4 TR>KG"]),
            (
                "12 кыргыз кардиологу Стамбулдун клиникаларында стажировкадан өтүштү.",
                &["internship S5 delivered 12 person TR>KG"],
            ),
            (
                "Компания Чүй облусунда инсулин чыгаруучу завод курууну көздөп жатат.",
                &["localisation S3 TR>KG"],
            ),
            ("Документке азырынча кол коюла элек.", &[]),
            ("Макулдашуу 2025-жылдын 1-мартында күчүнө кирген.", &["instrument S8 2025-03-01"]),
            (
                "Дары-дармектерди каттоону жөнөкөйлөтүү сунушталды.",
                &["medicines_register S3 TR>KG"],
            ),
            ("Оорукананын курулушу токтотулду.", &["facility_project S5 suspended TR>KG"]),
            ("Тажрыйба алмашуу улантылууда.", &["expert_exchange S5 underway"]),
            (
                "Ооруканага заманбап жабдуулар 2026-жылдын аягына чейин орнотулат.",
                &["supply_aid S4 ../2026 TR>KG"],
            ),
        ],
    );
}

#[test]
fn kazakh() {
    check(
        "Қазақстан мен Кореяның денсаулық сақтау министрлері Астанада кездесті.",
        &[
            (
                "Тараптар Корея жыл сайын 150 Қазақстан азаматын емдеуге қабылдайды деп келісті.",
                &["treatment_quota S5 150 person/year KR>KZ"],
            ),
            (
                "Корея жыл сайын 50 қазақстандық дәрігерді оқытады.",
                &["training S4 50 person/year KR>KZ"],
            ),
            (
                "Қазақ дәрігерлері үшін резидентурада 20 орын бөлінеді.",
                &["residency S4 20 place KR>KZ"],
            ),
            (
                "Тараптар Алматыда онкологиялық орталық салуға келісті.",
                &["facility_project S5 KR>KZ"],
            ),
            ("Шымкентте корей клиникасы ашылды.", &["facility_project S5 delivered KR>KZ"]),
            (
                "Корея Қазақстанға 10 томограф және 50 мың доза вакцина тапсырды.",
                &["supply_aid S5 delivered 10 device KR>KZ"],
            ),
            ("Қазақстан тарапы мамандар даярлауға көмек сұрады.", &["training S2 KR>KZ"]),
            (
                "Телемедицина саласында өзара түсіністік туралы меморандумға қол қойылды.",
                &["instrument S7"],
            ),
            ("Парламент келісімді ратификациялады.", &["instrument S5"]),
            ("Бірлескен жұмыс тобын құру жоспарланып отыр.", &["working_group S4"]),
            (
                "Мейірбикелердің біліктілігін арттыру, ғылыми зерттеулер және дәрі-дәрмек жеткізу мәселелері талқыланды.",
                &["training S1 KR>KZ", "research S1", "supply_aid S1 KR>KZ"],
            ),
            ("Корей хирургтары Астанада көрсетілім оталарын жасайды.", &["other S4 KR>KZ"]),
            (
                "12 қазақстандық кардиолог Сеул клиникаларында тағылымдамадан өтті.",
                &["internship S5 delivered 12 person KR>KZ"],
            ),
            (
                "Компания Алматы облысында инсулин шығаратын зауыт салуға ниетті.",
                &["localisation S3 KR>KZ"],
            ),
            ("Құжатқа әлі қол қойылған жоқ.", &[]),
            ("Келісім 2025 жылғы 1 наурызда күшіне енді.", &["instrument S8 2025-03-01"]),
            ("Дәрілік заттарды тіркеуді жеңілдету ұсынылды.", &["medicines_register S3 KR>KZ"]),
            ("Аурухананың құрылысы тоқтатылды.", &["facility_project S5 suspended KR>KZ"]),
            ("Тәжірибе алмасу жалғасуда.", &["expert_exchange S5 underway"]),
            (
                "Аурухананың құрылысын 2027 жылдың соңына дейін аяқтау жоспарлануда.",
                &["facility_project S4 ../2027 KR>KZ"],
            ),
            (
                "Қазақстандық науқастар Корея клиникаларында емделеді.",
                &["treatment_quota S4 KR>KZ"],
            ),
            (
                "Екі ел денсаулық сақтауды цифрландыру бойынша бірлескен жобаны бастады.",
                &["digital_health S5 underway"],
            ),
        ],
    );
}

/// `kind stage delivery` of each item of a sentence that names its two sides itself.
fn stages(sentence: &str) -> Vec<String> {
    let opening = if sentence.is_ascii() {
        "The health ministers of the two countries met."
    } else {
        "Встретились министры здравоохранения двух стран."
    };
    with_sides(opening, sentence)
        .items
        .iter()
        .map(|i| format!("{} {} {}", i.kind, i.stage, i.delivery))
        .collect()
}

#[test]
fn a_participle_asserts_nothing_of_its_own() {
    for (sentence, want) in [
        (
            "Germany will offer 20 fully funded residency places to Kazakh graduates.",
            vec!["residency S4 not_stated"],
        ),
        (
            "A memorandum between Kazakhstan and Germany, signed in 2021, was discussed.",
            vec!["instrument S1 not_stated"],
        ),
        (
            "Kazakhstan asked Germany for 20 ventilators used in German hospitals.",
            vec!["supply_aid S2 not_stated"],
        ),
        (
            "Kazakhstan and Germany signed a memorandum that provides for the training of 20 nurses.",
            vec!["instrument S7 not_stated", "training S5 not_stated"],
        ),
    ] {
        assert_eq!(stages(sentence), want, "{sentence}");
    }
}

#[test]
fn what_is_possible_or_worked_on_is_talk() {
    for sentence in [
        "Germany may train Kazakh nurses.",
        "A German company is exploring the possibility of building a hospital in Kazakhstan.",
        "Германия и Казахстан прорабатывают вопрос открытия в Астане центра реабилитации.",
        "Министр отметил, что с Германией ведется работа по вопросу строительства больницы в Казахстане.",
        "Kazakhstan and Germany are preparing a memorandum on health.",
    ] {
        let found = stages(sentence);
        assert!(
            found.len() == 1 && found.iter().all(|s| s.ends_with("S1 not_stated")),
            "{sentence}: {found:?}"
        );
    }
}

#[test]
fn more_of_the_same_is_an_item_of_its_own() {
    let found = with_sides(
        "The health ministers met.",
        "Singapore undertook to accept 15 Kazakh nurses for internships in 2025 and a further 10 in 2026.",
    );
    assert_eq!(
        told(&found),
        ["internship S6 15 person ../2025 SG>KZ", "internship S6 10 person ../2026 SG>KZ"]
    );
    // "More than 40" is a number, not an addition.
    let found =
        with_sides("The health ministers met.", "Singapore trained more than 40 Kazakh nurses.");
    assert_eq!(found.items.len(), 1);
}

#[test]
fn who_equips_gives_goods_and_who_is_asked_gives() {
    for sentence in [
        "Германия продолжает оснащать больницы Казахстана томографами.",
        "Germany will equip 20 hospitals in Kazakhstan with scanners.",
    ] {
        let found = stages(sentence);
        assert!(found.iter().any(|s| s.starts_with("supply_aid")), "{sentence}: {found:?}");
    }
    let found = with_sides(
        "Корея Республикасы менен Кыргызстандын саламаттык сактоо министрлери жолугушту.",
        "Кыргыз тарап корей тараптан 20 медайымды стажировкага кабыл алууну суранды.",
    );
    assert_eq!(told(&found), ["internship S2 20 person KR>KG"]);
}

#[test]
fn matters_of_one_country_and_of_one_person_are_no_items() {
    for text in [
        "Новым заместителем министра здравоохранения Кыргызстана назначен Азамат Токтогулов. Он окончил ординатуру в \
         Москве и прошел стажировку в Германии.",
        "Kazakhstan named a new deputy health minister. He completed his residency in Moscow.",
        "В Бишкеке прошла выставка германских художников, посвященная врачам Кыргызстана.",
        "Министр здравоохранения Казахстана рассказал о планах. В стране построят 300 поликлиник. Обучат 500 врачей. \
         Закупят томографы. Все они произведены в Японии.",
    ] {
        let found = draft(text, &Options::default()).unwrap();
        assert!(found.items.is_empty(), "{text}: {:?}", told(&found));
    }
}
