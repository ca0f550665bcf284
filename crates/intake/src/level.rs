//! Words by which a sentence tells how things stand: that a number is a level, who is counted, by how much it changed.

use crate::lexicon::Match;
use crate::quantity::{self, Count};
use crate::text::{Text, TokenKind};

/// Tokens of a sentence, the first and the one after the last.
pub(crate) type Span = (usize, usize);

fn any(text: &Text<'_>, span: Span, stems: &[&str]) -> bool {
    (span.0..span.1).any(|t| stems.iter().any(|w| text.fold(t).starts_with(w)))
}

fn word(text: &Text<'_>, span: Span, words: &[&str]) -> bool {
    (span.0..span.1).any(|t| words.contains(&text.fold(t)))
}

/// Whether a sentence says how many there are of something: they are registered, they work, they live, they fell ill.
pub(crate) fn stated(text: &Text<'_>, span: Span) -> bool {
    #[rustfmt::skip]
    const STEMS: &[&str] = &["зарегистрирован", "насчитыва", "прожива", "страда", "выявлен", "скончал", "составля", "составил",
        "приход", "числ", "функционир", "умер", "заболел", "инфицирован", "диагностир", "трудят", "трудит", "нуждаются", "нуждается",
        "тіркел", "құра", "анықтал", "қайтыс", "еңбек", "катта", "түз", "аныктал", "эмгектен", "жабырка", "ооруйт", "diagnos",
        "register", "record", "amount", "infect", "suffer", "мұқтаж", "муктаж", "зәру", "зарыл", "шалдық", "чалдык", "ауырады", "оорушат",
        "инвалид", "нужда", "болеют", "диализ", "dialys", "detect", "выявл"];
    #[rustfmt::skip]
    const WORDS: &[&str] = &["состоит", "состоят", "состояло", "работает", "работают", "действует", "действуют", "живет", "живут",
        "болеет", "болеют", "учатся", "учится", "обучаются", "ожидает", "ожидают", "ждут", "получают", "получает", "достигло",
        "достигла", "достиг", "бар", "жетті", "жетти", "тұрады", "тұр", "турат", "жашайт", "жашашат", "иштейт", "иштешет",
        "істейді", "сүреді", "келеді", "келет", "тиесілі", "тиешелүү", "live", "lives", "living", "work", "works", "employed",
        "employs", "affected", "died", "reported", "numbered", "numbers", "totalled", "totals", "reached", "receive", "receives",
        "await", "waiting", "stands", "stood", "there", "need", "needs", "require", "requires", "affects", "affect"];
    any(text, span, STEMS) || word(text, span, WORDS)
}

/// "1,140 patients with burns were treated last year": what hospitals at home did is a figure about the country.
pub(crate) fn treated(text: &Text<'_>, span: Span) -> bool {
    #[rustfmt::skip]
    const STEMS: &[&str] = &["treated", "hospitali", "examined", "screened", "пролеч", "госпитализ", "обследован", "осмотрен", "емделді",
        "емделген", "қаралды", "тексерілді", "дарыланды", "дарыланган", "каралды", "текшерилди", "вакцинирован", "привит", "прошли лечение", "vaccinat", "immuni",
        "consulted", "admitted", "егілді", "екпе", "эмделди", "эмдел", "ем алды", "қабылданды", "тексеруден", "текшерүүдөн"];
    any(text, span, STEMS)
}

/// Whether people are counted by an illness, a register or a list.
pub(crate) fn listed(text: &Text<'_>, span: Span) -> bool {
    #[rustfmt::skip]
    const STEMS: &[&str] = &["диагноз", "учет", "выявлен", "diagnos", "есеп", "каттоо", "регистр", "register", "ожидани", "waiting",
        "кезек", "кезег", "тізім", "тизме", "диализ", "dialys", "нуждаются", "нуждается", "мұқтаж", "муктаж", "шалдық", "чалдык",
        "инвалид", "мүгедек", "майып"];
    any(text, span, STEMS)
}

/// Whether a sentence speaks of now: what a verb of habit tells then is no promise.
pub(crate) fn now(text: &Text<'_>, span: Span) -> bool {
    #[rustfmt::skip]
    const WORDS: &[&str] = &["қазір", "қазіргі", "бүгінде", "бүгінгі", "азыр", "азыркы", "учурда", "учурдагы", "бүгүнкү",
        "сейчас", "сегодня", "currently", "now", "today", "presently"];
    #[rustfmt::skip]
    const STEMS: &[&str] = &["жағдай", "абал"];
    word(text, span, WORDS) || any(text, span, STEMS)
}

/// "up 12%", "на 20 % больше", "20 пайызға өсті": by how much something changed, no level. What pay rises by is no health
/// indicator either.
pub(crate) fn change(text: &Text<'_>, count: &Count, sentence: Span) -> bool {
    #[rustfmt::skip]
    const MORE: &[&str] = &["больше", "меньше", "выше", "ниже", "more", "higher", "lower", "less", "көп", "аз", "артық", "жоғары",
        "төмен", "complete", "ашык", "көбүрөөк", "азыраак", "greater", "fewer", "increase", "рост", "жогору"];
    #[rustfmt::skip]
    const PAY: &[&str] = &["зарплат", "оклад", "salar", "wage", "жалақы", "айлыг", "товарооборот", "тауар айналым", "trade"];
    #[rustfmt::skip]
    const GREW: &[&str] = &["вырос", "возрос", "увелич", "сократ", "снизи", "снижен", "уменьш", "повыс", "прирост", "упал", "рост",
        "подорож", "подешев"];
    #[rustfmt::skip]
    const GREW_TURKIC: &[&str] = &["өсті", "артты", "көбейді", "азайды", "төмендеді", "қысқарды", "жоғарылады", "өскен", "артқан",
        "көбейген", "азайған", "төмендеген", "өстү", "көбөйдү", "төмөндөдү", "кыскарды", "жогорулады", "өскөн", "көбөйгөн",
        "азайган", "төмөндөгөн"];
    let after = (1..=3).any(|step| MORE.contains(&text.fold(count.last + step)));
    let before = count.first.checked_sub(1).map_or("", |b| text.fold(b));
    let by = before == "на" && any(text, sentence, GREW);
    let dative = ["ға", "ге", "га", "го"].iter().any(|e| text.fold(count.last).ends_with(e));
    let grew = dative && (1..=2).any(|step| GREW_TURKIC.contains(&text.fold(count.last + step)));
    after || by || grew || matches!(before, "up" | "down" | "by") || any(text, sentence, PAY)
}

/// The first number of "с 46 до 55 процентов", "from 18 to 35 percent", "46-дан 55 пайызға": what the level was.
pub(crate) fn before_it(text: &Text<'_>, matches: &[Match], count: &Count) -> Option<Count> {
    const ABLATIVE: &[&str] =
        &["дан", "ден", "тан", "тен", "нан", "нен", "дон", "дөн", "тон", "төн", "нон", "нөн"];
    let link = count.first.checked_sub(1)?;
    let number = |t: usize| text.tokens.get(t).is_some_and(|k| k.kind == TokenKind::Number);
    let opened =
        |t: usize| t.checked_sub(1).is_some_and(|b| matches!(text.fold(b), "с" | "со" | "from"));
    let turkic = ABLATIVE.contains(&text.fold(link)) && text.tokens.get(link)?.tied;
    if !turkic && !matches!(text.fold(link), "до" | "to") {
        return None;
    }
    let first = (link.saturating_sub(5)..link)
        .find(|t| number(*t) && (turkic && !decimal(text, *t) || opened(*t)))?;
    let value = quantity::value(text, matches, first).filter(|v| v.next <= link)?;
    Some(Count { first, milli: value.milli, ..*count })
}

/// Whether a number is the fraction of the one before it.
fn decimal(text: &Text<'_>, token: usize) -> bool {
    token.checked_sub(1).is_some_and(|b| {
        text.tokens
            .get(b)
            .is_some_and(|k| k.kind == TokenKind::Sign && matches!(k.sign, '.' | ',') && !k.spaced)
    })
}

/// "Life expectancy rose to 75.4 years", "өмүрдүн узактыгы 72,4 жаш": the years that people live.
pub(crate) fn expectancy(text: &Text<'_>, matches: &[Match], span: Span) -> Option<Count> {
    let length = any(text, span, &["продолжительност", "expectancy", "ұзақтығ", "узакт", "жасы"]);
    if !length || !any(text, span, &["жизн", "life", "өмір", "өмүр"]) {
        return None;
    }
    #[rustfmt::skip]
    const YEARS: &[&str] = &["год", "года", "лет", "году", "years", "жас", "жасты", "жасқа", "жаш", "жашты", "жашка", "жыл", "жылды",
        "жылга", "жылға"];
    (span.0..span.1).rev().find_map(|first| {
        let number = text.tokens.get(first).is_some_and(|t| t.kind == TokenKind::Number);
        let value = quantity::value(text, matches, first)
            .filter(|v| number && !decimal(text, first) && (30_000..=110_000).contains(&v.milli))?;
        YEARS.contains(&text.fold(value.next)).then_some(Count {
            first,
            last: value.next,
            milli: value.milli,
            unit: "year",
            approximate: false,
        })
    })
}

/// "The number of Kyrgyz patients in Iran reached 30", "студенттердин саны 700гө жетти": what is counted stands before.
pub(crate) fn number_of(text: &Text<'_>, matches: &[Match], span: Span) -> Option<Count> {
    #[rustfmt::skip]
    const REACHED: &[&str] = &["достиг", "достигло", "достигла", "составило", "составил", "составляет", "reached", "stood", "stands",
        "totalled", "жетті", "құрады", "құрайды", "жетти", "түздү", "түзөт", "болды"];
    const NUMBER: &[&str] = &["число", "количество", "number", "саны"];
    let head = (span.0..span.1).find(|t| NUMBER.contains(&text.fold(*t)))?;
    (head..span.1).find(|t| REACHED.contains(&text.fold(*t)))?;
    let first = (head + 1..span.1.min(head + 12))
        .find(|t| text.tokens.get(*t).is_some_and(|k| k.kind == TokenKind::Number))?;
    let value = quantity::value(text, matches, first)?;
    let near = (head.saturating_sub(4).max(span.0)..first)
        .rev()
        .find_map(|t| quantity::unit_at(text, matches, t))?;
    matches!(near, "person" | "case" | "facility" | "device" | "medicine").then_some(Count {
        first,
        last: value.next - 1,
        milli: value.milli,
        unit: near,
        approximate: false,
    })
}

/// The number that something reaches: "довести до 1,1", "rise to 12", "12-ге жеткізу".
pub(crate) fn reaches(text: &Text<'_>, matches: &[Match], span: Span) -> Option<usize> {
    #[rustfmt::skip]
    const REACH: &[&str] = &["жеткіз", "жеткир", "жетті", "жетти", "жетеді", "жетет", "дейін", "чейин", "төменде", "төмөндө"];
    let number = |t: &usize| {
        text.tokens.get(*t).is_some_and(|k| k.kind == TokenKind::Number) && !decimal(text, *t)
    };
    let opened = |t: usize| {
        t.checked_sub(1).is_some_and(|b| matches!(text.fold(b), "до" | "to" | "at" | "below"))
    };
    (span.0..span.1).filter(number).find(|t| {
        let Some(value) = quantity::value(text, matches, *t) else { return false };
        opened(*t)
            || (value.next..value.next + 3)
                .any(|n| REACH.iter().any(|w| text.fold(n).starts_with(w)))
    })
}

/// "compared with 31 in 2019", "против 12 годом ранее", "up from 62": the number that a level is held against.
pub(crate) fn held_against(
    text: &Text<'_>,
    matches: &[Match],
    span: Span,
    after: &Count,
) -> Option<Count> {
    let first = (after.last + 1..span.1.min(after.last + 14)).find(|t| {
        text.tokens.get(*t).is_some_and(|k| k.kind == TokenKind::Number)
            && (1..=2).filter_map(|b| t.checked_sub(b)).any(|b| {
                let opens = matches!(
                    (text.fold(b), text.fold(b.saturating_sub(1))),
                    ("with" | "to", "compared")
                        | ("from", "up" | "down")
                        | ("against" | "versus" | "против", _)
                        | ("с", "сравнению")
                );
                opens && b > after.last
            })
    })?;
    let value = quantity::value(text, matches, first)?;
    let year = (1900..2100).contains(&(value.milli / 1000)) && value.milli % 1000 == 0;
    (!year).then_some(Count { first, last: value.next - 1, milli: value.milli, ..*after })
}
