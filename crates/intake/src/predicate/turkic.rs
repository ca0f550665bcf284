//! Verbs that close a Turkic clause: auxiliaries after a converb, chains of converbs, participles, bare endings.

use super::Predicate;
use crate::morphology::verb_form;
use crate::text::{Text, TokenKind};
use crate::vocabulary::{Class, Form, Language};

/// Whether a Turkic word is an auxiliary that only says that the action before it goes on.
pub(super) fn going_on(word: &str) -> bool {
    const AUXILIARIES: &[&str] = &[
        "жатат",
        "жатышат",
        "жатабыз",
        "жатыр",
        "жатырмыз",
        "отыр",
        "отырмыз",
        "тұр",
        "жүр",
        "турат",
        "турушат",
        "жүрөт",
        "жүрүшөт",
        "yotir",
        "turibdi",
    ];
    AUXILIARIES.contains(&word)
}

/// Whether a Turkic verb stands after a converb and only says that its action goes on.
pub(crate) fn lasting(text: &Text<'_>, token: usize) -> bool {
    const GOING_ON: &[&str] =
        &["келеді", "келет", "жүр", "тұр", "отыр", "жатыр", "жатат", "жүрөт", "турат"];
    let converb = |t: usize| {
        let word = text.fold(t);
        // "зерттеп", "иштеп": after a vowel the ending is one letter.
        word.chars().count() > 3
            && ["ып", "іп", "ип", "уп", "үп", "ап", "еп", "оп", "өп"]
                .iter()
                .any(|e| word.ends_with(e))
            // "ұшып келеді", "учуп келет": whoever flies in comes.
            && !matches!(word, "болып" | "болуп" | "ұшып" | "учуп" | "қайтып" | "кайтып" | "арнайы")
    };
    GOING_ON.contains(&text.fold(token)) && token.checked_sub(1).is_some_and(converb)
}

/// Auxiliaries that stand after a Turkic verb or before a Russian one.
pub(super) fn with_auxiliary(
    text: &Text<'_>,
    p: Predicate,
    end: usize,
    language: Language,
) -> Predicate {
    let mut p = p;
    let after = if p.last + 1 < end { text.fold(p.last + 1) } else { "" };
    if language.head_final() {
        // "бере турганын билдирди", "бөлө турган болду": what is to come.
        let to_come = after.starts_with("турган")
            && text.fold(p.last).ends_with(['а', 'е', 'о', 'ө', 'й'])
            && !attributive(text, p.last + 1, end);
        if to_come {
            p.form = Form::Future;
            p.last += 1;
        } else if p.form == Form::Converb {
            let going_on = [
                "жатыр",
                "отыр",
                "жүр",
                "тұр",
                "келеді",
                "жатат",
                "жатышат",
                "турат",
                "келет",
                "жүрөт",
                "жатқан",
                "жаткан",
                "отырған",
                "yotir",
                "turibdi",
            ];
            if going_on.iter().any(|g| after.starts_with(g)) {
                p.form = Form::Progressive;
                p.last += 1;
            } else if after.starts_with("кел")
                && ["ди", "ді", "ишти", "ген"].iter().any(|e| after.ends_with(e))
            {
                p.form = Form::Past;
                p.last += 1;
            } else if after.starts_with("тур") || after.starts_with("кел") {
                p.form = Form::Present;
            } else if let Some(form) = completed(after, language) {
                p.form = form;
                p.last += 1;
            }
        } else if matches!(p.form, Form::Past | Form::Future) && attributive(text, p.last, end) {
            p.form = Form::Participle;
        }
    } else if language == Language::Russian
        && matches!(p.class, Class::Do | Class::Sign | Class::Approve | Class::Run)
        && let Some(before) = p.first.checked_sub(1)
        && matches!(text.fold(before), "будет" | "будут")
    {
        p.form = Form::Future;
    }
    p
}

/// The form of an auxiliary that says an action is done with: "токтотуп койгон", "беріп жіберді", "бүтүп калат".
fn completed(word: &str, language: Language) -> Option<Form> {
    const STEMS: &[&str] = &[
        "кой",
        "қой",
        "кал",
        "қал",
        "таста",
        "ташта",
        "жібер",
        "жибер",
        "чык",
        "шық",
        "бүт",
        "ал",
        "бер",
    ];
    let stem = STEMS.iter().find(|s| word.starts_with(**s))?;
    let form = verb_form(word.get(stem.len()..)?, word, language, false).form;
    matches!(form, Form::Past | Form::Future).then_some(form)
}

/// A Turkic converb before a comma or "and" is a clause of its own and takes the tense of the verb that closes the
/// chain: "талқылап, … қол қойды" is "discussed and signed".
pub(super) fn coordinate(text: &Text<'_>, found: &mut [Predicate], language: Language) {
    if !language.head_final() {
        return;
    }
    for at in (0..found.len()).rev() {
        let p = found[at];
        let closed = text.tokens.get(p.last + 1).is_some_and(|t| t.sign == ',')
            || matches!(text.fold(p.last + 1), "және" | "жана" | "әрі" | "va" | "ve");
        if p.form != Form::Converb || !closed || p.class == Class::Report {
            continue;
        }
        if let Some(next) = found[at + 1..].iter().find(|n| n.governs()).copied() {
            found[at].form = next.form;
            // "басталып, аяқталуы күтілуде": what closes the chain with a plan plans all of it.
            if next.class == Class::Plan && matches!(p.class, Class::Do | Class::Run | Class::Sign)
            {
                found[at].class = Class::Plan;
            }
        }
    }
}

/// A Turkic participle that stands before its noun describes it and closes no clause.
pub(crate) fn attributive(text: &Text<'_>, last: usize, end: usize) -> bool {
    const PARTICIPLES: &[&str] = &[
        "атын", "етін", "йтын", "йтін", "ятын", "итін", "adigan", "ydigan", "ған", "ген", "қан",
        "кен", "ган", "гон", "гөн", "кан", "кон", "көн", "gan",
    ];
    const CLOSING: &[&str] = &[
        "жоқ",
        "емес",
        "болатын",
        "еді",
        "екен",
        "деп",
        "эле",
        "экен",
        "эмес",
        "жок",
        "болчу",
        "edi",
        "ekan",
        "emas",
        "болуп",
        "болып",
        // "жіберетін болды", "бере турган болду": the verb after it closes the clause.
        "болды",
        "болады",
        "болмақ",
        "болған",
        "болду",
        "болот",
        "болушту",
        "болгон",
        "да",
        "де",
        "та",
        "те",
    ];
    let word = text.fold(last);
    if !PARTICIPLES.iter().any(|p| word.ends_with(p)) || last + 1 >= end {
        return false;
    }
    // "Үндістанда өндірілген 965 дәрі": a number may stand before the noun.
    text.tokens.get(last + 1).is_some_and(|t| matches!(t.kind, TokenKind::Word | TokenKind::Number))
        && !CLOSING.contains(&text.fold(last + 1))
}

/// Whether a Kazakh word in "-ады" is a future: the stem before it ends as active verbs in a consonant do ("игереді",
/// "алмасады"), not as verbs in a vowel, whose past it would be ("бағалады"), nor as a passive, which says not who does it
/// ("нақтыланады").
fn to_come(word: &str) -> bool {
    const VOWEL_STEMS: &[&str] = &["сұрады", "қарады", "тарады", "жарады", "орады"];
    let Some(stem) = word.strip_suffix("ады").or_else(|| word.strip_suffix("еді")) else {
        return false;
    };
    stem.ends_with(['б', 'з', 'с', 'ш', 'ж', 'ң', 'м', 'ғ', 'г', 'р'])
        && !VOWEL_STEMS.iter().any(|v| word.ends_with(v))
}

/// When no lexicon row governs a Turkic sentence, the ending of its last word still tells the tense.
pub(super) fn by_ending(
    text: &Text<'_>,
    first: usize,
    end: usize,
    language: Language,
    said: Option<usize>,
) -> Option<Predicate> {
    if !language.head_final() {
        return None;
    }
    let mut at = (first..end)
        .rev()
        .find(|t| text.tokens.get(*t).is_some_and(|t| t.kind == TokenKind::Word))?;
    // "келерин билдирди", "жеткізілетінін айтты": the participle before the verb of saying tells.
    if said == Some(at) {
        at = at.checked_sub(1).filter(|t| *t >= first)?;
    }
    let word = text.fold(at);
    if word.chars().count() < 4 {
        return None;
    }
    // Without the stem, "-ады" may be the past of a vowel stem or the future of another: it tells nothing.
    let doubtful =
        language.bit() == 1 && (word.ends_with("ады") || word.ends_with("еді")) && !to_come(word);
    if doubtful {
        return None;
    }
    let reading = verb_form(word, word, language, false);
    // "министрлери жолугушту" ends as a future does and is a noun; "келерин билдирди" is in the accusative.
    if said == Some(at + 1) && reading.form == Form::Future && !word.ends_with('н') {
        return None;
    }
    let class = match reading.form {
        Form::Future => Class::Plan,
        Form::Progressive => Class::Run,
        // What was said to have happened: a bare past of an unknown verb tells too little.
        Form::Past if said == Some(at + 1) && word.ends_with('н') => Class::Do,
        _ => return None,
    };
    Some(Predicate {
        class,
        form: reading.form,
        negated: reading.negated,
        first: at,
        last: at,
        row: None,
        rule: "ending of the verb",
    })
}
