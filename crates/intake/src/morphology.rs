//! Endings: which may follow a stem, and which form of a verb they make.
//!
//! Kazakh, Kyrgyz, Uzbek and Turkish chain plural, possessive and case; Russian has one ending. The sets are closed
//! and small, so they stand here as lists rather than in a lexicon.

use crate::vocabulary::{Form, Language};

const RUSSIAN: &[&str] = &[
    "", "а", "я", "у", "ю", "о", "е", "и", "ы", "ь", "ом", "ем", "ой", "ей", "ью", "ам", "ям",
    "ами", "ями", "ах", "ях", "ов", "ев", "ий", "ый", "ая", "яя", "ое", "ее", "ые", "ие", "ого",
    "его", "ому", "ему", "ым", "им", "ых", "их", "ыми", "ими", "ую", "юю", "ия", "ии", "ию", "ией",
    "иям", "иями", "иях", "ою", "ею", "ье", "ья", "ьев", "ьям", "ьями", "ьях", "й", "ей", "ею",
];

/// Endings by slot of a Turkic language: plural, possessive, case, then adjective of place and repetition.
struct Slots {
    plural: &'static [&'static str],
    possessive: &'static [&'static str],
    case: &'static [&'static str],
    derived: &'static [&'static str],
}

const KAZAKH: Slots = Slots {
    plural: &["лар", "лер", "дар", "дер", "тар", "тер"],
    possessive: &[
        "ым", "ім", "ың", "ің", "ы", "і", "сы", "сі", "ымыз", "іміз", "мыз", "міз", "м", "ң",
    ],
    case: &[
        "ның", "нің", "дың", "дің", "тың", "тің", "ға", "ге", "қа", "ке", "на", "не", "а", "е",
        "ны", "ні", "ды", "ді", "ты", "ті", "н", "да", "де", "та", "те", "нда", "нде", "дан",
        "ден", "тан", "тен", "нан", "нен", "мен", "бен", "пен",
    ],
    derived: &[
        "лық",
        "лік",
        "дық",
        "дік",
        "тық",
        "тік",
        "дағы",
        "дегі",
        "тағы",
        "тегі",
        "ндағы",
        "ндегі",
        "ғы",
        "гі",
    ],
};

const KYRGYZ: Slots = Slots {
    plural: &["лар", "лер", "лор", "лөр", "дар", "дер", "дор", "дөр", "тар", "тер", "тор", "төр"],
    possessive: &[
        "ым", "им", "ум", "үм", "ың", "иң", "уң", "үң", "ы", "и", "у", "ү", "сы", "си", "су", "сү",
        "ыбыз", "ибиз", "убуз", "үбүз", "быз", "биз", "м", "ң",
    ],
    case: &[
        "нын", "нин", "нун", "нүн", "дын", "дин", "дун", "дүн", "тын", "тин", "тун", "түн", "га",
        "ге", "го", "гө", "ка", "ке", "ко", "кө", "на", "не", "а", "е", "о", "ө", "ны", "ни", "ну",
        "нү", "ды", "ди", "ду", "дү", "ты", "ти", "ту", "тү", "н", "да", "де", "до", "дө", "та",
        "те", "то", "тө", "нда", "нде", "ндо", "ндө", "дан", "ден", "дон", "дөн", "тан", "тен",
        "тон", "төн", "нан", "нен", "нон", "нөн",
    ],
    derived: &[
        "лык",
        "лик",
        "лук",
        "лүк",
        "дык",
        "дик",
        "дук",
        "дүк",
        "тык",
        "тик",
        "тук",
        "түк",
        "дагы",
        "деги",
        "догу",
        "дөгү",
        "тагы",
        "теги",
        "тогу",
        "төгү",
        "ндагы",
        "ндеги",
        "чыл",
    ],
};

const UZBEK: Slots = Slots {
    plural: &["lar"],
    possessive: &["i", "si", "imiz", "miz", "ing", "im"],
    case: &["ning", "ga", "ka", "qa", "ni", "da", "dan", "cha", "gacha"],
    derived: &["lik", "dagi", "niki"],
};

const TURKISH: Slots = Slots {
    plural: &["lar", "ler"],
    possessive: &[
        "ı", "i", "u", "ü", "sı", "si", "su", "sü", "ım", "im", "um", "üm", "mız", "miz", "muz",
        "müz",
    ],
    case: &[
        "ın", "in", "un", "ün", "nın", "nin", "nun", "nün", "a", "e", "ya", "ye", "na", "ne", "ı",
        "i", "u", "ü", "yı", "yi", "yu", "yü", "nı", "ni", "nu", "nü", "da", "de", "ta", "te",
        "nda", "nde", "dan", "den", "tan", "ten", "ndan", "nden", "la", "le", "yla", "yle",
    ],
    derived: &["lı", "li", "lu", "lü", "daki", "deki", "taki", "teki", "lık", "lik"],
};

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

fn kazakh(rest: &str) -> Reading {
    let negated = negation(
        rest,
        &["ма", "ме", "ба", "бе", "па", "пе"],
        &["ды", "ді", "ған", "ген", "йды", "йді", "й", "ғаны", "гені", "дық", "дік"],
    );
    let form = if ends(
        rest,
        &[
            "мақ",
            "мек",
            "бақ",
            "бек",
            "пақ",
            "пек",
            "мақшы",
            "мекші",
            "бақшы",
            "бекші",
            "пақшы",
            "пекші",
        ],
    ) {
        Form::Future
    } else if ends(rest, &["уда", "уде", "юде"]) {
        Form::Progressive
    } else if ends(rest, &["са", "се", "саң", "сең"]) {
        Form::Conditional
    } else if ends(
        rest,
        &[
            "яды",
            "иді",
            "ады",
            "еді",
            "йды",
            "йді",
            "амыз",
            "еміз",
            "ймыз",
            "йміз",
            "атын",
            "етін",
            "йтын",
            "йтін",
            "атыны",
            "етіні",
            "ады.",
            "атынын",
            "етінін",
            "йтынын",
            "йтінін",
        ],
    ) {
        Form::Future
    } else if ends(
        rest,
        &["дық", "дік", "тық", "тік", "ды", "ді", "ты", "ті", "дым", "дім", "тым", "тім"],
    ) {
        Form::Past
    } else if ends(
        rest,
        &[
            "ғаны",
            "гені",
            "қаны",
            "кені",
            "ғанын",
            "генін",
            "қанын",
            "кенін",
            "ғандығы",
            "ғандығын",
        ],
    ) {
        Form::Past
    } else if ends(rest, &["ған", "ген", "қан", "кен", "ғанбыз", "генбіз"])
    {
        Form::Past
    } else if rest == "п"
        || ends(rest, &["ып", "іп", "ап", "еп"])
        || (rest.len() <= 4 && rest.ends_with('п'))
    {
        Form::Converb
    } else {
        Form::Noun
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
    let form = if ends(tail, &["мак", "мек", "мок", "мөк", "макчы", "мекчи", "мокчу", "мөкчү"])
    {
        Form::Future
    } else if ends(tail, &["ууда", "үүдө", "оодо", "өөдө", "ууда", "үүдө"])
    {
        Form::Progressive
    } else if ends(tail, &["са", "се", "со", "сө"]) {
        Form::Conditional
    } else if ends(
        tail,
        &[
            "ат",
            "ет",
            "от",
            "өт",
            "йт",
            "ышат",
            "ишет",
            "ушат",
            "үшөт",
            "арын",
            "ерин",
            "орун",
            "өрүн",
            "аары",
            "ээри",
            "оору",
            "өөрү",
            "аарын",
            "ээрин",
            "оорун",
            "өөрүн",
        ],
    ) {
        Form::Future
    } else if ends(
        tail,
        &["дык", "дик", "дук", "дүк", "ды", "ди", "ду", "дү", "ты", "ти", "ту", "тү"],
    ) {
        Form::Past
    } else if ends(
        tail,
        &[
            "ган",
            "ген",
            "гон",
            "гөн",
            "кан",
            "кен",
            "кон",
            "көн",
            "ганы",
            "гени",
            "гону",
            "гөнү",
            "ганын",
            "генин",
            "гонун",
            "гөнүн",
            "канын",
            "кенин",
        ],
    ) {
        Form::Past
    } else if tail == "п" || ends(tail, &["ып", "ип", "уп", "үп", "ап", "еп"]) {
        Form::Converb
    } else {
        Form::Noun
    };
    Reading { form, negated }
}

fn uzbek(rest: &str) -> Reading {
    let negated = ["madi", "magan", "maydi"].iter().any(|e| rest.ends_with(e));
    let form = if ends(rest, &["moqda", "yapti", "yotir", "moqdalar"]) {
        Form::Progressive
    } else if ends(rest, &["adi", "ydi", "adilar", "ydilar", "moqchi"]) {
        Form::Future
    } else if ends(rest, &["sa", "salar"]) {
        Form::Conditional
    } else if ends(rest, &["di", "dilar", "gan", "ganini", "gani", "ganlar"]) {
        Form::Past
    } else if ends(rest, &["ib", "b"]) {
        Form::Converb
    } else {
        Form::Noun
    };
    Reading { form, negated }
}

fn turkish(rest: &str) -> Reading {
    let negated =
        ["madı", "medi", "mamış", "memiş", "mayacak", "meyecek"].iter().any(|e| rest.ends_with(e));
    let form = if ends(
        rest,
        &["acak", "ecek", "acağını", "eceğini", "acaktır", "ecektir", "acaklar", "ecekler"],
    ) {
        Form::Future
    } else if ends(
        rest,
        &[
            "ıyor",
            "iyor",
            "uyor",
            "üyor",
            "makta",
            "mekte",
            "maktadır",
            "mektedir",
            "ıyorlar",
            "iyorlar",
        ],
    ) {
        Form::Progressive
    } else if ends(
        rest,
        &[
            "dı",
            "di",
            "du",
            "dü",
            "tı",
            "ti",
            "tu",
            "tü",
            "dılar",
            "diler",
            "dular",
            "düler",
            "tılar",
            "tiler",
            "mıştır",
            "miştir",
            "mıştı",
            "mişti",
        ],
    ) {
        Form::Past
    } else if ends(rest, &["dığını", "diğini", "duğunu", "düğünü", "tığını", "tiğini"])
    {
        Form::Past
    } else if ends(rest, &["an", "en"]) {
        Form::Participle
    } else if ends(rest, &["ıp", "ip", "up", "üp"]) {
        Form::Converb
    } else {
        Form::Noun
    };
    Reading { form, negated }
}

fn russian(word: &str, perfective: bool) -> Form {
    let word = ["ся", "сь"].iter().find_map(|r| word.strip_suffix(r)).unwrap_or(word);
    if ends(
        word,
        &["ать", "ять", "ить", "еть", "оть", "уть", "ыть", "йти", "сти", "зти", "чь", "ти"],
    ) {
        return Form::Infinitive;
    }
    if ends(
        word,
        &[
            "ал",
            "ала",
            "ало",
            "али",
            "ил",
            "ила",
            "ило",
            "или",
            "ел",
            "ела",
            "ело",
            "ели",
            "ял",
            "яла",
            "яло",
            "яли",
            "ул",
            "ула",
            "уло",
            "ули",
            "шел",
            "шла",
            "шло",
            "шли",
            "ос",
            "ез",
            "езли",
            "везли",
            "лись",
            "мог",
            "могли",
            "могла",
            "ыл",
            "ыла",
            "ыло",
            "ыли",
        ],
    ) {
        return Form::Past;
    }
    if ends(
        word,
        &[
            "ован", "ано", "аны", "ана", "ен", "ено", "ены", "ена", "ан", "ят", "ято", "яты",
            "ята", "рыт", "рыто", "рыты", "рыта", "нут", "нуто", "нуты", "нута",
        ],
    ) && !word.ends_with("стоят")
    {
        // Short passive participles; the present plural in -ят is settled by the row.
        if ends(word, &["принят", "снят", "занят", "поднят"]) || !word.ends_with("ят")
        {
            return Form::Past;
        }
    }
    if ends(
        word,
        &[
            "ющий",
            "ющие",
            "ющих",
            "ющая",
            "ущий",
            "ащий",
            "ящий",
            "вший",
            "вшие",
            "вших",
            "нный",
            "нные",
            "нных",
            "нная",
            "нное",
            "нного",
            "нной",
            "нному",
            "нным",
            "нную",
            "емый",
            "емые",
            "имый",
            "тый",
            "тые",
            "тых",
        ],
    ) {
        return Form::Participle;
    }
    if ends(word, &["ет", "ит", "ут", "ют", "ат", "ят", "ст", "ем", "им"]) {
        return if perfective { Form::Future } else { Form::Present };
    }
    Form::Noun
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
