//! Endings: which may follow a stem, and which form of a verb they make.
//!
//! Kazakh, Kyrgyz, Uzbek and Turkish chain plural, possessive and case; Russian has one ending. The sets are closed
//! and small, so they stand here as lists rather than in a lexicon.

use crate::vocabulary::{Form, Language};

#[rustfmt::skip]
const RUSSIAN: &[&str] = &[ "", "а", "я", "у", "ю", "о", "е", "и", "ы", "ь", "ом", "ем", "ой", "ей", "ью",
    "ам", "ям", "ами", "ями", "ах", "ях", "ов", "ев", "ий", "ый", "ая", "яя", "ое", "ее", "ые", "ие", "ого",
    "его", "ому", "ему", "ым", "им", "ых", "их", "ыми", "ими", "ую", "юю", "ия", "ии", "ию", "ией", "иям",
    "иями", "иях", "ою", "ею", "ье", "ья", "ьев", "ьям", "ьями", "ьях", "й", "ей", "ею", ];

/// Endings by slot of a Turkic language: plural, possessive, case, then adjective of place and repetition.
struct Slots {
    plural: &'static [&'static str],
    possessive: &'static [&'static str],
    case: &'static [&'static str],
    derived: &'static [&'static str],
}

#[rustfmt::skip]
const KAZAKH: Slots = Slots { plural: &["лар", "лер", "дар", "дер", "тар", "тер"], possessive: &[ "ым",
    "ім", "ың", "ің", "ы", "і", "сы", "сі", "ымыз", "іміз", "мыз", "міз", "м", "ң", ], case: &[ "ның", "нің",
    "дың", "дің", "тың", "тің", "ға", "ге", "қа", "ке", "на", "не", "а", "е", "ны", "ні", "ды", "ді", "ты",
    "ті", "н", "да", "де", "та", "те", "нда", "нде", "дан", "ден", "тан", "тен", "нан", "нен", "мен", "бен",
    "пен", ], derived: &[ "лық", "лік", "дық", "дік", "тық", "тік", "дағы", "дегі", "тағы", "тегі", "ндағы",
    "ндегі", "ғы", "гі", ], };

#[rustfmt::skip]
const KYRGYZ: Slots = Slots { plural: &["лар", "лер", "лор", "лөр", "дар", "дер", "дор", "дөр", "тар",
    "тер", "тор", "төр"], possessive: &[ "ым", "им", "ум", "үм", "ың", "иң", "уң", "үң", "ы", "и", "у", "ү",
    "сы", "си", "су", "сү", "ыбыз", "ибиз", "убуз", "үбүз", "быз", "биз", "м", "ң", ], case: &[ "нын", "нин",
    "нун", "нүн", "дын", "дин", "дун", "дүн", "тын", "тин", "тун", "түн", "га", "ге", "го", "гө", "ка", "ке",
    "ко", "кө", "на", "не", "а", "е", "о", "ө", "ны", "ни", "ну", "нү", "ды", "ди", "ду", "дү", "ты", "ти",
    "ту", "тү", "н", "да", "де", "до", "дө", "та", "те", "то", "тө", "нда", "нде", "ндо", "ндө", "дан", "ден",
    "дон", "дөн", "тан", "тен", "тон", "төн", "нан", "нен", "нон", "нөн", ], derived: &[ "лык", "лик", "лук",
    "лүк", "дык", "дик", "дук", "дүк", "тык", "тик", "тук", "түк", "дагы", "деги", "догу", "дөгү", "тагы",
    "теги", "тогу", "төгү", "ндагы", "ндеги", "чыл", ], };

#[rustfmt::skip]
const UZBEK: Slots = Slots { plural: &["lar"], possessive: &["i", "si", "imiz", "miz", "ing", "im"], case:
    &["ning", "ga", "ka", "qa", "ni", "da", "dan", "cha", "gacha"], derived: &["lik", "dagi", "niki"], };

#[rustfmt::skip]
const TURKISH: Slots = Slots { plural: &["lar", "ler"], possessive: &[ "ı", "i", "u", "ü", "sı", "si",
    "su", "sü", "ım", "im", "um", "üm", "mız", "miz", "muz", "müz", ], case: &[ "ın", "in", "un", "ün", "nın",
    "nin", "nun", "nün", "a", "e", "ya", "ye", "na", "ne", "ı", "i", "u", "ü", "yı", "yi", "yu", "yü", "nı",
    "ni", "nu", "nü", "da", "de", "ta", "te", "nda", "nde", "dan", "den", "tan", "ten", "ndan", "nden", "la",
    "le", "yla", "yle", ], derived: &["lı", "li", "lu", "lü", "daki", "deki", "taki", "teki", "lık", "lik"], };

/// Whether `rest`, what stands after a stem, is an ending of one of the languages in `langs`.
#[must_use]
pub fn inflects(rest: &str, langs: u8) -> bool {
    if rest.is_empty() {
        return true;
    }
    if langs & Language::Russian.bit() != 0 && RUSSIAN.contains(&rest) {
        return true;
    }
    if langs & Language::English.bit() != 0 && matches!(rest, "s" | "es" | "ns") {
        return true;
    }
    [
        (Language::Kazakh, &KAZAKH),
        (Language::Kyrgyz, &KYRGYZ),
        (Language::Uzbek, &UZBEK),
        (Language::Turkish, &TURKISH),
    ]
    .into_iter()
    .any(|(language, slots)| {
        langs & language.bit() != 0 && harmonic(rest, language) && chain(rest, slots, 0)
    })
}

/// Front and back vowels do not meet in one chain of endings, except in the Kazakh comitative.
fn harmonic(rest: &str, language: Language) -> bool {
    if !matches!(language, Language::Kazakh | Language::Kyrgyz) {
        return true;
    }
    let chain = ["мен", "бен", "пен"].iter().find_map(|end| rest.strip_suffix(end)).unwrap_or(rest);
    let back = chain.contains(['а', 'ы', 'о', 'у', 'ұ']);
    let front = chain.contains(['е', 'і', 'ө', 'ү', 'и']);
    !(back && front)
}

fn chain(rest: &str, slots: &Slots, from: u8) -> bool {
    if rest.is_empty() {
        return true;
    }
    let order = [slots.derived, slots.plural, slots.possessive, slots.case, slots.derived];
    order.iter().enumerate().skip(from as usize).any(|(slot, endings)| {
        endings.iter().any(|ending| {
            rest.strip_prefix(ending).is_some_and(|left| chain(left, slots, slot as u8 + 1))
        })
    })
}

/// What the ending of a verb says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The form.
    pub form: Form,
    /// Whether the verb carries a negation of its own.
    pub negated: bool,
}

const fn reading(form: Form) -> Reading {
    Reading { form, negated: false }
}

/// Reads the form of a verb from what follows its stem; `perfective` matters in Russian only.
#[must_use]
pub fn verb_form(rest: &str, word: &str, language: Language, perfective: bool) -> Reading {
    match language.bit() {
        1 => kazakh(rest),
        2 => kyrgyz(rest),
        4 => reading(russian(word, perfective)),
        8 => reading(english(word)),
        16 => uzbek(rest),
        32 => turkish(rest),
        _ => reading(Form::Noun),
    }
}

fn ends(text: &str, endings: &[&str]) -> bool {
    endings.iter().any(|e| text.ends_with(e))
}

/// Whether a negation stands right before an ending of tense.
fn negation(rest: &str, negations: &[&str], tenses: &[&str]) -> bool {
    tenses.iter().filter_map(|t| rest.strip_suffix(t)).any(|left| ends(left, negations))
}

/// Takes plural and person off the end of a finite Turkic verb.
fn bare<'t>(rest: &'t str, persons: &[&str]) -> &'t str {
    persons.iter().find_map(|p| rest.strip_suffix(p)).unwrap_or(rest)
}

/// Endings of finite verbs and what they make of them; the first list that fits decides.
type Forms = &'static [(Form, &'static [&'static str])];

#[rustfmt::skip]
const KAZAKH_FORMS: Forms = &[
    (Form::Future, &["мақ", "мек", "бақ", "бек", "пақ", "пек", "мақшы", "мекші", "бақшы", "бекші", "пақшы", "пекші",
        "мақпыз", "мекпіз", "бақпыз", "бекпіз", "пақпыз", "пекпіз", "мақпын", "мекпін", "мақшымыз", "мекшіміз", "бақшымыз",
        "бекшіміз", "пақшымыз", "пекшіміз", "ғалы", "гелі", "қалы", "келі"]),
    (Form::Progressive, &["уда", "уде", "юде", "удамыз", "удеміз", "юдеміз"]),
    (Form::Conditional, &["са", "се", "саң", "сең"]),
    (Form::Future, &["яды", "иді", "ады", "еді", "йды", "йді", "амыз", "еміз", "ймыз", "йміз", "атын", "етін", "йтын",
        "йтін", "атыны", "етіні", "атынын", "етінін", "йтынын", "йтінін", "атындығын",
        "етіндігін", "йтындығын", "йтіндігін", "атындарын", "етіндерін", "атындықтарын", "етіндіктерін"]),
    (Form::Past, &["дық", "дік", "тық", "тік", "ды", "ді", "ты", "ті", "дым", "дім", "тым", "тім",
        "ғаны", "гені", "қаны", "кені", "ғанын", "генін", "қанын", "кенін", "ғандығы", "ғандығын",
        "гендігі", "гендігін", "қандығын", "кендігін", "ғандарын", "гендерін", "ған", "ген", "қан", "кен", "ғанбыз", "генбіз",
        "қанбыз", "кенбіз", "ғамыз", "геміз"]),
    (Form::Converb, &["ып", "іп", "ап", "еп"]),
];

#[rustfmt::skip]
const KYRGYZ_FORMS: Forms = &[
    (Form::Future, &["мак", "мек", "мок", "мөк", "макчы", "мекчи", "мокчу", "мөкчү",
        "макчыбыз", "мекчибиз", "мокчубуз", "мөкчүбүз"]),
    (Form::Progressive, &["ууда", "үүдө", "оодо", "өөдө"]),
    (Form::Conditional, &["са", "се", "со", "сө"]),
    (Form::Future, &["абыз", "ебиз", "обуз", "өбүз", "йбыз", "йбиз", "ат", "ет", "от", "өт", "йт", "ёт", "ят", "ышат", "ишет", "ушат", "үшөт", "ары", "ери", "ору", "өрү", "арын", "ерин", "орун",
        "өрүн", "аары", "ээри", "оору", "өөрү", "аарын", "ээрин", "оорун", "өөрүн"]),
    (Form::Past, &["дык", "дик", "дук", "дүк", "ды", "ди", "ду", "дү", "ты", "ти", "ту", "тү",
        "ган", "ген", "гон", "гөн", "кан", "кен", "кон", "көн", "ганы", "гени", "гону", "гөнү",
        "ганын", "генин", "гонун", "гөнүн", "канын", "кенин", "гандыгы", "гендиги", "гандыгын", "гендигин", "гондугун",
        "гөндүгүн", "кандыгын", "кендигин", "кондугун", "көндүгүн", "ганбыз", "генбиз"]),
    (Form::Converb, &["ып", "ип", "уп", "үп", "ап", "еп"]),
];

#[rustfmt::skip]
const UZBEK_FORMS: Forms = &[
    (Form::Progressive, &["moqda", "yapti", "yotir", "moqdalar"]),
    (Form::Future, &["adi", "ydi", "adilar", "ydilar", "moqchi", "adigan", "ydigan"]),
    (Form::Conditional, &["sa", "salar"]),
    (Form::Past, &["di", "dilar", "gan", "ganini", "gani", "ganlar"]),
    (Form::Converb, &["ib", "b"]),
];

#[rustfmt::skip]
const TURKISH_FORMS: Forms = &[
    (Form::Future, &["acak", "ecek", "acağını", "eceğini", "acaktır", "ecektir", "acaklar", "ecekler"]),
    (Form::Progressive, &["ıyor", "iyor", "uyor", "üyor", "makta", "mekte", "maktadır", "mektedir", "ıyorlar", "iyorlar"]),
    (Form::Past, &["dı", "di", "du", "dü", "tı", "ti", "tu", "tü", "dılar", "diler", "dular", "düler", "tılar", "tiler",
        "mıştır", "miştir", "mıştı", "mişti", "dığını", "diğini", "duğunu", "düğünü", "tığını", "tiğini"]),
    (Form::Participle, &["an", "en"]),
    (Form::Converb, &["ıp", "ip", "up", "üp"]),
];

/// The form of the first list with a fitting ending; a noun of action when none fits.
fn by_list(rest: &str, forms: Forms) -> Form {
    forms.iter().find(|(_, endings)| ends(rest, endings)).map_or(Form::Noun, |(form, _)| *form)
}

/// What a plural with a case leaves of itself after a stem that ends in "-ла": "вакцина|лар|ды".
const PLURALS: &[&str] = &["рды", "рді", "рди", "рду", "рдү"];

/// A plural with the accusative: "машыгууларды" names exercises, no verb ends so.
#[rustfmt::skip]
const PLURAL_ENDS: &[&str] = &["ларды", "лерді", "лерди", "лорду", "лөрдү", "дарды", "дерді", "дерди", "тарды",
    "терді", "терди"];

fn kazakh(rest: &str) -> Reading {
    let negated = negation(
        rest,
        &["ма", "ме", "ба", "бе", "па", "пе"],
        &["ды", "ді", "ған", "ген", "йды", "йді", "й", "ғаны", "гені", "дық", "дік"],
    );
    // "салуды": a noun of action in the accusative only looks like a past; "вакциналарды" is no "вакцинала-" either.
    let action = ends(rest, &["уды", "уді", "юды", "юді"])
        || PLURALS.contains(&rest)
        || ends(rest, PLURAL_ENDS);
    let form = match rest {
        "п" => Form::Converb,
        _ if action => Form::Noun,
        _ => by_list(rest, KAZAKH_FORMS),
    };
    Reading { form, negated }
}

fn kyrgyz(rest: &str) -> Reading {
    let negated = negation(
        rest,
        &["ба", "бе", "бо", "бө", "па", "пе", "по", "пө"],
        &["ды", "ди", "ду", "дү", "ган", "ген", "гон", "гөн", "йт"],
    );
    let tail = bare(rest, &["быз", "биз", "буз", "бүз", "мын", "мин"]);
    let form = match by_list(rest, KYRGYZ_FORMS) {
        // "вакциналарды" is a noun in the plural, not a form of "вакцинала-".
        _ if PLURALS.contains(&rest) || ends(rest, PLURAL_ENDS) => Form::Noun,
        _ if tail == "п" => Form::Converb,
        Form::Noun => by_list(tail, KYRGYZ_FORMS),
        told => told,
    };
    Reading { form, negated }
}

fn uzbek(rest: &str) -> Reading {
    let negated = ends(rest, &["madi", "magan", "maydi"]);
    Reading { form: by_list(rest, UZBEK_FORMS), negated }
}

fn turkish(rest: &str) -> Reading {
    let negated = ends(rest, &["madı", "medi", "mamış", "memiş", "mayacak", "meyecek"]);
    Reading { form: by_list(rest, TURKISH_FORMS), negated }
}

#[rustfmt::skip]
const RUSSIAN_FORMS: Forms = &[
    (Form::Infinitive, &["ать", "ять", "ить", "еть", "оть", "уть", "ыть", "йти", "сти", "зти", "чь", "ти"]),
    (Form::Past, &["ал", "ала", "ало", "али", "ил", "ила", "ило", "или", "ел", "ела", "ело", "ели", "ял", "яла", "яло",
        "яли", "ул", "ула", "уло", "ули", "шла", "шло", "шли", "ос", "ез", "езли", "мог", "могли", "могла", "ыл", "ыла",
        "ыло", "ыли"]),
    // Short passive participles; "-ят" is a participle in these words and a present elsewhere.
    (Form::Past, &["ано", "аны", "ана", "ен", "ено", "ены", "ена", "ан", "ято", "яты", "ята", "рыт", "рыто", "рыты",
        "рыта", "нут", "нуто", "нуты", "нута", "принят", "снят", "занят", "поднят"]),
    (Form::Participle, &["ющий", "ющие", "ющих", "ющая", "ущий", "ащий", "ящий", "вший", "вшие", "вших", "нный", "нные",
        "нных", "нная", "нное", "нного", "нной", "нному", "нным", "нную", "емый", "емые", "имый", "тый", "тые", "тых"]),
    (Form::Present, &["ет", "ит", "ут", "ют", "ат", "ят", "ст", "ем", "им"]),
];

fn russian(word: &str, perfective: bool) -> Form {
    let word = ["ся", "сь"].iter().find_map(|r| word.strip_suffix(r)).unwrap_or(word);
    // "внедрением", "оборудованием" are nouns in the instrumental, whatever "-ем" means of a verb.
    if word.ends_with("нием") || word.ends_with("тием") {
        return Form::Noun;
    }
    match by_list(word, RUSSIAN_FORMS) {
        Form::Present if perfective => Form::Future,
        form => form,
    }
}

fn english(word: &str) -> Form {
    if word.ends_with("ing") {
        return Form::Progressive;
    }
    if word.ends_with("ed") {
        return Form::Past;
    }
    if ends(word, &["ion", "ment", "ance", "al", "ions", "ments"]) {
        return Form::Noun;
    }
    if word.ends_with('s') && !word.ends_with("ss") {
        return Form::Present;
    }
    Form::Infinitive
}

#[cfg(test)]
mod tests {
    use super::{inflects, verb_form};
    use crate::vocabulary::{Form, Language};

    #[test]
    fn kazakh_chains_keep_vowel_harmony() {
        let kk = Language::Kazakh.bit();
        for good in ["", "ның", "дағы", "дық", "тарға", "дықтардың", "мен"]
        {
            assert!(inflects(good, kk), "{good}");
        }
        for bad in ["дағі", "лерға", "скийге"] {
            assert!(!inflects(bad, kk), "{bad}");
        }
    }

    #[test]
    fn russian_endings_are_not_new_stems() {
        let ru = Language::Russian.bit();
        assert!(inflects("ией", ru));
        assert!(!inflects("видуальный", ru));
    }

    #[test]
    fn kazakh_verb_forms() {
        let form = |rest| verb_form(rest, "", Language::Kazakh, false);
        assert_eq!(form("ілді").form, Form::Past);
        assert_eq!(form("еді").form, Form::Future);
        assert_eq!(form("уда").form, Form::Progressive);
        assert_eq!(form("мақ").form, Form::Future);
        assert_eq!(form("у").form, Form::Noun);
        assert_eq!(form("уды").form, Form::Noun);
        assert!(form("ылмады").negated);
        assert!(!form("ды").negated);
    }

    #[test]
    fn russian_future_needs_a_completed_verb() {
        let form = |word, pf| verb_form("", word, Language::Russian, pf).form;
        assert_eq!(form("передаст", true), Form::Future);
        assert_eq!(form("строится", false), Form::Present);
        assert_eq!(form("обсудили", true), Form::Past);
        assert_eq!(form("подписано", true), Form::Past);
        assert_eq!(form("подписать", true), Form::Infinitive);
    }
}
