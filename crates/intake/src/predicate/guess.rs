//! A finite verb that no row knows, told by its form alone. It is asked only where the rest of a clause says enough.

use super::Predicate;
use crate::morphology::verb_form;
use crate::text::{Text, TokenKind};
use crate::vocabulary::{Class, Form, Language};

/// The finite verb of a clause that holds no predicate of the lexicon.
pub(crate) fn by_form(
    text: &Text<'_>,
    first: usize,
    end: usize,
    language: Language,
) -> Option<Predicate> {
    let verb = |t: usize, form: Form| Predicate {
        class: match form {
            Form::Past => Class::Do,
            Form::Present => Class::Run,
            _ => Class::Plan,
        },
        form,
        negated: false,
        first: t,
        last: t,
        row: None,
        rule: "form of a verb that no row knows",
    };
    let small = |t: usize| {
        text.tokens.get(t).is_some_and(|k| k.kind == TokenKind::Word && (!k.capital || t == first))
    };
    match language {
        Language::English => (first..end)
            .filter(|t| small(*t))
            .find_map(|t| english(text, first, t).map(|form| verb(t, form))),
        Language::Russian => (first..end)
            .filter(|t| small(*t))
            .find_map(|t| russian(text, t).map(|form| verb(t, form))),
        _ if language.head_final() => {
            let last = (first..end)
                .rev()
                .find(|t| text.tokens.get(*t).is_some_and(|k| k.kind == TokenKind::Word))?;
            turkic(text.fold(last), language).map(|form| verb(last, form))
        }
        _ => None,
    }
}

/// "have worked", "were flown", "left": an auxiliary before a participle, or a participle after its subject.
fn english(text: &Text<'_>, first: usize, at: usize) -> Option<Form> {
    #[rustfmt::skip]
    const IRREGULAR: &[&str] = &["left", "went", "came", "brought", "took", "sent", "flew", "spent", "got", "flown", "gone", "come",
        "taken", "given", "gave"];
    let word = text.fold(at);
    let past = word.len() >= 5 && word.ends_with("ed") || IRREGULAR.contains(&word);
    if !past || at == first {
        return None;
    }
    let before = text.fold(at - 1);
    // "the trained staff", "of invited guests": a participle before its noun.
    let described =
        matches!(before, "the" | "a" | "an" | "of" | "its" | "their" | "for" | "with" | "to");
    (!described).then_some(Form::Past)
}

/// "отбыли", "вернулась" are past; "прибудут", "отправятся" are to come.
fn russian(text: &Text<'_>, at: usize) -> Option<Form> {
    #[rustfmt::skip]
    const NOUNS: &[&str] = &["итет", "ститут", "парат", "бинет", "юджет", "нтернет", "ультет", "иал", "онал", "итал", "анал",
        "риал", "пакет", "совет", "ответ", "сертификат", "результат", "формат", "дефицит", "кредит", "визит", "депутат"];
    let word = text.fold(at);
    let bare = ["ся", "сь"].iter().find_map(|r| word.strip_suffix(r));
    let stem = bare.unwrap_or(word);
    if word.chars().count() < 5 || NOUNS.iter().any(|n| stem.ends_with(n)) {
        return None;
    }
    let ends = |endings: &[&str]| endings.iter().any(|e| stem.ends_with(e));
    if ends(&["али", "или", "ели", "ули", "ыли", "яли", "шли", "езли"])
        || ends(&["ала", "ила", "ела", "ыла", "яла", "ало", "ило", "шла"])
            && word.chars().count() >= 6
        || ends(&["ал", "ил", "ел", "ыл", "ял"]) && word.chars().count() >= 6
    {
        return Some(Form::Past);
    }
    // A verb of imperfect aspect is present: "является", "проходит".
    #[rustfmt::skip]
    const PRESENT: &[&str] = &["ает", "яет", "ует", "ают", "яют", "уют", "ается", "яется", "уется", "ходит", "ходят", "водит",
        "водят", "возит", "возят", "носит", "носят", "стоит", "стоят", "еет", "еют", "лежит", "учит", "лечит", "говорит"];
    if ends(PRESENT) {
        return Some(Form::Present);
    }
    ends(&["даст", "дут", "дет", "нет", "нут", "ит", "ят", "ут"]).then_some(Form::Future)
}

/// The last word of a Turkic clause.
fn turkic(word: &str, language: Language) -> Option<Form> {
    if word.chars().count() < 4 {
        return None;
    }
    match verb_form(word, word, language, false).form {
        // "-ды" after a plural is an accusative, but nothing stands in the accusative at the end of a clause.
        form @ (Form::Past | Form::Future) => Some(form),
        Form::Progressive => Some(Form::Future),
        _ => None,
    }
}
