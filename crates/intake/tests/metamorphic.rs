//! What is changed in a text changes exactly what it should in the draft.

#![expect(clippy::unwrap_used, reason = "a test stops where its premise fails")]

use kelisim_intake::{Draft, Options, draft};

const LEAD: &str = "Стороны договорились об открытии в Бишкеке центра онкологии к 2028 году.";
const OPENING: &str = "Министры здравоохранения Кыргызстана и Турции встретились в Анкаре.";

fn read(text: &str) -> Draft {
    draft(text, &Options::default()).unwrap()
}

/// The items without their places, which shift when words are added before them.
fn bare(draft: &Draft) -> Vec<String> {
    draft
        .items
        .iter()
        .map(|i| {
            let date = i.deadline.as_ref().map_or("", |d| d.edtf.as_str());
            let to = i.to_party.as_deref().unwrap_or("?");
            let areas = i.specialties.join("+");
            format!(
                "{} {} {} {date} {to} {areas} {}",
                i.kind, i.stage, i.delivery, i.evidence.exact
            )
        })
        .collect()
}

#[test]
fn boilerplate_changes_only_places() {
    let plain = read(&format!("{OPENING}\n{LEAD}"));
    let framed = read(&format!(
        " date 2026-02-11 {OPENING}\n{LEAD}\nПоделиться\n169 просмотров\nЧитайте также\nКазахстан открыл больницу в Москве\nUSD 87,4 EUR 101,2 KZT 0,17\n"
    ));
    assert_eq!(plain.items.len(), 1);
    assert_eq!(bare(&plain), bare(&framed));
    assert_eq!(framed.date.as_deref(), Some("2026-02-11"));
    assert_eq!(
        plain.parties.iter().map(|p| &p.code).collect::<Vec<_>>(),
        framed.parties.iter().map(|p| &p.code).collect::<Vec<_>>()
    );
}

#[test]
fn another_country_changes_only_the_sides() {
    let turkish = read(&format!("{OPENING} {LEAD}"));
    let korean =
        read(&format!("{} {LEAD}", OPENING.replace("Турции", "Кореи").replace("Анкаре", "Сеуле")));
    let from = |d: &Draft| d.items[0].from_party.clone();
    assert_eq!((from(&turkish).as_deref(), from(&korean).as_deref()), (Some("TR"), Some("KR")));
    assert_eq!(bare(&turkish), bare(&korean));
}

#[test]
fn a_negated_verb_takes_the_promise_away() {
    let signed = read(&format!("{OPENING} Меморандум о сотрудничестве подписан."));
    let not_signed = read(&format!("{OPENING} Меморандум о сотрудничестве не подписан."));
    assert_eq!(signed.items[0].stage, "S7");
    assert_eq!(not_signed.items[0].stage, "S1");
    let promised = read(&format!("{OPENING} {LEAD}"));
    let refused = read(&format!("{OPENING} {}", LEAD.replace("договорились", "не договорились")));
    assert_eq!((promised.items.len(), refused.items.len()), (1, 0));
}

#[test]
fn another_year_changes_only_the_date() {
    let early = read(&format!("{OPENING} {LEAD}"));
    let late = read(&format!("{OPENING} {}", LEAD.replace("2028", "2031")));
    assert_eq!(early.items[0].deadline.as_ref().unwrap().edtf, "../2028");
    assert_eq!(late.items[0].deadline.as_ref().unwrap().edtf, "../2031");
    let mut mended = late.clone();
    mended.items[0].deadline.clone_from(&early.items[0].deadline);
    mended.items[0].evidence.exact = mended.items[0].evidence.exact.replace("2031", "2028");
    assert_eq!(bare(&early), bare(&mended));
}

#[test]
fn a_title_said_three_times_is_one_item_with_more_passages() {
    let title = "В Бишкеке откроют центр онкологии";
    let once = read(&format!("{title}\n\n{OPENING} {LEAD}"));
    let thrice = read(&format!("{title}\n{title}\n\n{title}\n\n{OPENING} {LEAD}"));
    assert_eq!(once.items.len(), 1);
    assert_eq!(once.items[0].also.len(), 1);
    assert_eq!(bare(&once), bare(&thrice));
}

#[test]
fn the_same_text_gives_the_same_bytes() {
    let text = format!("{OPENING} {LEAD}");
    let bytes = |d: &Draft| serde_json::to_vec(d).unwrap();
    assert_eq!(bytes(&read(&text)), bytes(&read(&text)));
}

#[test]
fn both_latin_alphabets_of_kazakh_are_read_like_cyrillic() {
    let cyrillic = read(
        "Қазақстан мен Түркияның денсаулық сақтау министрлері кездесті. Меморандумға қол қойылды. Тараптар тәжірибе алмасуға келісті.",
    );
    let older = read(
        "Qazaqstan men Túrkııanyń densaýlyq saqtaý mınıstrleri kezdesti. Memorandýmǵa qol qoıyldy. Taraptar tájirıbe almasýǵa kelisti.",
    );
    let newer = read(
        "Qazaqstan men Türkianyñ densaulyq saqtau ministrleri kezdesti. Memorandumğa qol qoiyldy. Taraptar täjiribe almasuğa kelisti.",
    );
    let kinds =
        |d: &Draft| d.items.iter().map(|i| format!("{} {}", i.kind, i.stage)).collect::<Vec<_>>();
    assert_eq!(kinds(&cyrillic), ["instrument S7", "expert_exchange S5"]);
    assert_eq!(kinds(&cyrillic), kinds(&older));
    assert_eq!(kinds(&cyrillic), kinds(&newer));
    assert_eq!((older.language.as_str(), newer.language.as_str()), ("kk-Latn", "kk-Latn"));
}

#[test]
fn decomposed_letters_are_quoted_as_they_stand() {
    let text = "Кыргызстан и Китаи\u{306}. Стороны договорились об обмене специалистами.";
    let found = read(text);
    assert_eq!(found.parties.iter().map(|p| p.code.as_str()).collect::<Vec<_>>(), ["KG", "CN"]);
    let quoted = found.parties[1].quotation.as_ref().unwrap();
    assert_eq!(quoted.exact, "Китаи\u{306}");
    assert_eq!((quoted.start, quoted.end), (13, 19));
}

#[test]
fn uzbek_and_turkish_are_drafted_with_a_warning() {
    let uzbek = read("O‘zbekiston va Qozog‘iston sog‘liqni saqlash vazirlari memorandum imzoladi.");
    assert_eq!(uzbek.items[0].kind, "instrument");
    assert!(uzbek.warnings[0].contains("outline"));
    let other = read("両国は保健分野の協力を協議した。");
    assert!(other.warnings[0].contains("not served"));
    assert!(other.items.is_empty());
}

/// An opening, a promise with a year, the words that negate it, and another country, in each language.
struct Case {
    opening: &'static str,
    promise: &'static str,
    negation: (&'static str, &'static str),
    country: (&'static str, &'static str),
}

const CASES: [Case; 4] = [
    Case {
        opening: OPENING,
        promise: LEAD,
        negation: ("договорились", "не договорились"),
        country: ("Турции встретились в Анкаре", "Кореи встретились в Сеуле"),
    },
    Case {
        opening: "The health ministers of Kyrgyzstan and Türkiye met in Ankara.",
        promise: "The sides agreed to open an oncology centre in Bishkek by 2028.",
        negation: ("agreed", "have not agreed"),
        country: ("Türkiye met in Ankara", "Korea met in Seoul"),
    },
    Case {
        opening: "Қырғызстан мен Түркияның денсаулық сақтау министрлері Анкарада кездесті.",
        promise: "Тараптар 2028 жылға дейін Бішкекте онкология орталығын ашуға келісті.",
        negation: ("келісті", "келіскен жоқ"),
        country: (
            "Түркияның денсаулық сақтау министрлері Анкарада",
            "Кореяның денсаулық сақтау министрлері Сеулде",
        ),
    },
    Case {
        opening: "Кыргызстан менен Түркиянын саламаттык сактоо министрлери Анкарада жолугушту.",
        promise: "Тараптар 2028-жылга чейин Бишкекте онкология борборун ачууга макулдашты.",
        negation: ("макулдашты", "макулдашкан жок"),
        country: (
            "Түркиянын саламаттык сактоо министрлери Анкарада",
            "Кореянын саламаттык сактоо министрлери Сеулда",
        ),
    },
];

#[test]
fn in_each_language_a_change_changes_what_it_should() {
    for case in &CASES {
        let plain = read(&format!("{} {}", case.opening, case.promise));
        assert_eq!(plain.items.len(), 1, "{}", case.promise);
        let item = &plain.items[0];
        assert_eq!((item.kind.as_str(), item.stage.as_str()), ("facility_project", "S5"));
        assert_eq!(item.deadline.as_ref().unwrap().edtf, "../2028");
        assert_eq!(
            (item.from_party.as_deref(), item.to_party.as_deref()),
            (Some("TR"), Some("KG"))
        );

        let later = read(&format!("{} {}", case.opening, case.promise.replace("2028", "2031")));
        assert_eq!(later.items[0].deadline.as_ref().unwrap().edtf, "../2031");
        assert_eq!(later.items[0].stage, item.stage);

        let (yes, no) = case.negation;
        let refused = read(&format!("{} {}", case.opening, case.promise.replace(yes, no)));
        assert!(refused.items.is_empty(), "{no}: {:?}", bare(&refused));

        let (one, other) = case.country;
        let korean = read(&format!("{} {}", case.opening.replace(one, other), case.promise));
        assert_eq!(korean.items[0].from_party.as_deref(), Some("KR"), "{other}");
        assert_eq!(bare(&korean), bare(&plain));

        let framed = read(&format!(
            " date 2026-02-11 {} {}\nTelegram WhatsApp Facebook\n\nUSD 87,4 EUR 101,2 KZT 0,17\n",
            case.opening, case.promise
        ));
        assert_eq!(bare(&framed), bare(&plain));

        let title = case.promise.trim_end_matches('.');
        let titled = read(&format!("{title}\n{title}\n\n{} {}", case.opening, case.promise));
        assert_eq!(bare(&titled), bare(&plain));
        assert!(!titled.items[0].also.is_empty(), "{title}");
    }
}
