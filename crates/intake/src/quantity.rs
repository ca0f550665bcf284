//! Numbers with their units, in digits and in words.

use crate::date::Mention;
use crate::lexicon::{Match, Payload};
use crate::text::{Text, TokenKind};
use crate::vocabulary::{Feature, NumberRole};

/// A number with a unit.
#[derive(Debug, Clone, Copy)]
pub struct Count {
    /// First token.
    pub first: usize,
    /// Last token: the unit.
    pub last: usize,
    /// Value in thousandths, so that nothing is rounded by a machine.
    pub milli: u128,
    /// Unit.
    pub unit: &'static str,
    /// Whether the text rounds.
    pub approximate: bool,
}

impl Count {
    /// The value as a decimal string.
    #[must_use]
    pub fn decimal(&self) -> String {
        let (whole, rest) = (self.milli / 1000, self.milli % 1000);
        if rest == 0 {
            whole.to_string()
        } else {
            format!("{whole}.{rest:03}").trim_end_matches('0').to_owned()
        }
    }

    /// Whether the unit is a currency.
    #[must_use]
    pub fn is_money(&self) -> bool {
        is_money(self.unit)
    }
}

/// Whether a unit is a currency code.
#[must_use]
pub fn is_money(unit: &str) -> bool {
    unit.len() == 3 && unit.chars().all(|c| c.is_ascii_uppercase())
}

/// Whether a token is the code of a currency rather than its name: "EUR 15 million".
fn is_code(text: &Text<'_>, token: usize) -> bool {
    let word = text.quote(token, token);
    word.len() == 3 && word.bytes().all(|b| b.is_ascii_uppercase())
}

fn at(matches: &[Match], token: usize) -> impl Iterator<Item = &Match> {
    let from = matches.partition_point(|m| (m.first as usize) < token);
    matches[from.min(matches.len())..].iter().take_while(move |m| m.first as usize == token)
}

/// A number and the token after it.
pub(crate) struct Value {
    /// Value in thousandths.
    pub(crate) milli: u128,
    /// The token after it.
    pub(crate) next: usize,
    words: bool,
}

fn digits(text: &Text<'_>, token: usize) -> Option<(u128, usize)> {
    let t = text.tokens.get(token)?;
    if t.kind != TokenKind::Number || text.fold(token).len() > 15 {
        return None;
    }
    let mut whole: u128 = text.fold(token).parse().ok()?;
    let mut next = token + 1;
    // Groups of three after a space, a comma or a point belong to the same number.
    loop {
        let grouped = |i: usize| {
            text.tokens.get(i).is_some_and(|t| t.kind == TokenKind::Number)
                && text.fold(i).len() == 3
        };
        let plain = text.tokens.get(next).is_some_and(|t| t.spaced && !t.tied);
        let first_short = text.fold(token).len() <= 3;
        if first_short && plain && grouped(next) && whole < 1_000_000_000_000 {
            whole = whole * 1000 + text.fold(next).parse::<u128>().ok()?;
            next += 1;
        } else if first_short
            && text.tokens.get(next).is_some_and(|t| {
                t.kind == TokenKind::Sign && matches!(t.sign, ',' | '.') && !t.spaced
            })
            && text.tokens.get(next + 1).is_some_and(|t| !t.spaced)
            && grouped(next + 1)
            && whole < 1_000_000_000_000
        {
            whole = whole * 1000 + text.fold(next + 1).parse::<u128>().ok()?;
            next += 2;
        } else {
            break;
        }
    }
    let mut milli = whole * 1000;
    if text
        .tokens
        .get(next)
        .is_some_and(|t| t.kind == TokenKind::Sign && matches!(t.sign, ',' | '.') && !t.spaced)
        && text.tokens.get(next + 1).is_some_and(|t| t.kind == TokenKind::Number && !t.spaced)
        && text.fold(next + 1).len() <= 2
    {
        let fraction = text.fold(next + 1);
        let value: u128 = fraction.parse().ok()?;
        milli += value * if fraction.len() == 1 { 100 } else { 10 };
        next += 2;
    }
    Some((milli, next))
}

fn word(matches: &[Match], token: usize) -> Option<(u64, NumberRole)> {
    at(matches, token).find_map(|m| match m.payload {
        Payload::Number(value, role) => Some((value, role)),
        _ => None,
    })
}

/// Reads digits, number words and multipliers from a token on.
pub(crate) fn value(text: &Text<'_>, matches: &[Match], token: usize) -> Option<Value> {
    let (mut milli, mut next, words) = match digits(text, token) {
        Some((milli, next)) => (milli, next, false),
        None if one_and_a_half(text.fold(token)) => (1500, token + 1, true),
        None if let Some(half) = half_of(text, matches, token) => return Some(half),
        None => {
            let (value, _) = word(matches, token)?;
            (u128::from(value) * 1000, token + 1, true)
        }
    };
    // "бір жарым мың", "one and a half thousand"
    let half = match text.fold(next) {
        "жарым" => 1,
        "and" if text.fold(next + 1) == "a" && text.fold(next + 2) == "half" => 3,
        "с" if text.fold(next + 1) == "половиной" => 2,
        _ => 0,
    };
    if half > 0 && milli < 1_000_000 {
        (milli, next) = (milli + 500, next + half);
    }
    loop {
        // A hyphenated ending ("60-тан") stands between the digits and the multiplier.
        let here = if !words
            && text.tokens.get(next).is_some_and(|t| {
                t.tied && t.kind == TokenKind::Word && text.fold(next).chars().count() <= 4
            })
            && word(matches, next).is_none()
        {
            next + 1
        } else {
            next
        };
        // "120 тыс. долларов": the point of an abbreviation stands before the unit.
        let here = if text
            .tokens
            .get(here)
            .is_some_and(|t| t.kind == TokenKind::Sign && t.sign == '.' && !t.spaced)
            && here > token + 1
            && matches!(text.fold(here - 1), "тыс" | "млн" | "млрд" | "mln" | "mn" | "bn")
        {
            next = here + 1;
            here + 1
        } else {
            here
        };
        match word(matches, here) {
            Some((by, NumberRole::Multiply)) if milli < 1_000_000_000_000_000 => {
                milli *= u128::from(by);
                next = here + 1;
            }
            Some((more, NumberRole::Add)) if words && u128::from(more) * 1000 < milli => {
                milli += u128::from(more) * 1000;
                next = here + 1;
            }
            // "one hundred and twenty"
            None if words && milli >= 100_000 && text.fold(here) == "and" => {
                match word(matches, here + 1) {
                    Some((more, NumberRole::Add)) if u128::from(more) * 1000 < milli => {
                        milli += u128::from(more) * 1000;
                        next = here + 2;
                    }
                    _ => break,
                }
            }
            _ => break,
        }
    }
    Some(Value { milli, next, words })
}

/// "half a million", "полмиллиона", "жарты миллион", "жарым миллион".
fn half_of(text: &Text<'_>, matches: &[Match], token: usize) -> Option<Value> {
    let whole = |milli: u128, next| Some(Value { milli, next, words: true });
    match text.fold(token) {
        "полмиллиона" => return whole(500_000_000, token + 1),
        "полтысячи" => return whole(500_000, token + 1),
        "half" | "жарты" | "жарым" => {}
        _ => return None,
    }
    let next = token + 1 + usize::from(text.fold(token + 1) == "a");
    match word(matches, next)? {
        (by, NumberRole::Multiply) if by >= 12 => whole(u128::from(by) * 500, next + 1),
        _ => None,
    }
}

/// "полтора", "полутора тысяч".
fn one_and_a_half(word: &str) -> bool {
    matches!(word, "полтора" | "полторы" | "полутора")
}

/// Endings that make an ordinal of a number.
fn ordinal(ending: &str) -> bool {
    matches!(
        ending,
        "й" | "я"
            | "е"
            | "го"
            | "му"
            | "ом"
            | "ой"
            | "м"
            | "th"
            | "st"
            | "nd"
            | "rd"
            | "ші"
            | "шы"
            | "інші"
            | "ыншы"
            | "нчи"
            | "нчы"
            | "нчу"
            | "нчү"
            | "inchi"
            | "nchi"
            | "ая"
            | "ое"
            | "ый"
            | "ти"
            | "летие"
            | "летия"
            | "летию"
            | "сессия"
            | "сессиясы"
            | "сессииясы"
    )
}

fn feature(matches: &[Match], token: usize, wanted: Feature) -> bool {
    at(matches, token).any(|m| m.payload == Payload::Term(wanted))
}

/// The unit that a token names.
pub(crate) fn unit_at(text: &Text<'_>, matches: &[Match], token: usize) -> Option<&'static str> {
    unit(text, matches, token).map(|(name, _)| name)
}

fn unit(text: &Text<'_>, matches: &[Match], token: usize) -> Option<(&'static str, usize)> {
    at(matches, token)
        .filter_map(|m| match m.payload {
            Payload::Unit(unit) => Some((unit, m.last as usize, m.stem_end)),
            _ => None,
        })
        .max_by_key(|(_, last, stem)| (*last, *stem))
        .map(|(unit, last, _)| (unit, last))
        .filter(|_| token < text.tokens.len())
}

/// Whether a word names a set of apparatus as well as a set of buildings.
fn complex(word: &str) -> bool {
    ["комплекс", "кешен", "complex", "система", "systems"].iter().any(|w| word.contains(w))
}

/// Whether a word names people by a field of medicine that no row lists: "перфузиологов", "audiologists".
fn profession(word: &str) -> bool {
    #[rustfmt::skip]
    const FIELDS: &[&str] = &["олог", "иатр", "ologist", "iatrist", "iatrician", "терапевт", "ургист", "therapist", "хирург"];
    #[rustfmt::skip]
    const ENDINGS: &[&str] = &["", "а", "ов", "у", "и", "ы", "ам", "ами", "ом", "ах", "s", "ты", "ту", "ду", "ын",
        "го", "қа", "ка", "тар", "тарды", "тарын", "тарға", "дор", "дорду", "дорго", "дорун", "дорду", "тар", "ини"];
    word.chars().count() >= 7
        && FIELDS.iter().any(|field| {
            word.rfind(field).is_some_and(|at| {
                word.get(at + field.len()..).is_some_and(|rest| ENDINGS.contains(&rest))
            })
        })
}

/// Finds the counts between two tokens, dates left aside.
#[must_use]
pub fn find(
    text: &Text<'_>,
    matches: &[Match],
    from: usize,
    to: usize,
    dates: &[Mention],
) -> Vec<Count> {
    let mut found = Vec::new();
    let mut token = from;
    let mut next = matches.partition_point(|m| (m.first as usize) < from);
    while token < to {
        // A count begins with digits or with a number word; most words are neither.
        let mut begins = text.tokens.get(token).is_some_and(|t| t.kind == TokenKind::Number)
            || one_and_a_half(text.fold(token))
            || matches!(text.fold(token), "half" | "полмиллиона" | "полтысячи" | "жарты" | "жарым");
        while let Some(m) = matches.get(next).filter(|m| (m.first as usize) <= token) {
            begins |= m.first as usize == token && matches!(m.payload, Payload::Number(..));
            next += 1;
        }
        if !begins {
            token += 1;
            continue;
        }
        if let Some(date) = dates.iter().find(|d| d.first <= token && token <= d.last) {
            token = date.last + 1;
            continue;
        }
        let Some(number) = value(text, matches, token) else {
            token += 1;
            continue;
        };
        if let Some(count) = raised(text, matches, (from, to), token, &number, dates) {
            token = count.last + 1;
            found.push(count);
            continue;
        }
        if let Some(count) = with_unit(text, matches, token, to, &number, dates) {
            token = count.last.max(number.next - 1) + 1;
            found.push(count);
        } else {
            token = number.next;
        }
    }
    found
}

/// "the number of places will rise from 12 to 20", "орындарды 48-ден 60-қа дейін": the second number counts what was
/// named before; where its unit stands after it, it is read as every count.
fn raised(
    text: &Text<'_>,
    matches: &[Match],
    sentence: (usize, usize),
    token: usize,
    number: &Value,
    dates: &[Mention],
) -> Option<Count> {
    let (from, to) = sentence;
    let tied = |at: usize| {
        text.tokens.get(at).is_some_and(|t| (t.tied || !t.spaced) && t.kind == TokenKind::Word)
    };
    let before = token.checked_sub(1).map_or("", |t| text.fold(t));
    let grows = grows_to(text, token, number, before);
    let second = if grows {
        token
    } else if matches!(before, "с" | "со" | "from") {
        let link = if tied(number.next) { number.next + 1 } else { number.next };
        matches!(text.fold(link), "до" | "to").then_some(link + 1)?
    } else {
        const ABLATIVE: &[&str] =
            &["дан", "ден", "тан", "тен", "нан", "нен", "дон", "дөн", "тон", "төн", "dan"];
        (tied(number.next) && ABLATIVE.contains(&text.fold(number.next)))
            .then_some(number.next + 1)?
    };
    let whole = value(text, matches, second).filter(|_| second < to)?;
    let mut next = whole.next;
    if !grows && (before.is_empty() || !matches!(before, "с" | "со" | "from")) {
        const DATIVE: &[&str] = &["ға", "ге", "қа", "ке", "га", "го", "гө", "ка", "ко", "кө", "ga"];
        let dative = tied(next) && DATIVE.contains(&text.fold(next));
        let until = matches!(text.fold(next + 1), "дейін" | "шейін" | "чейин" | "gacha");
        if !(dative || until) {
            return None;
        }
        next += 1 + usize::from(until);
    }
    let dated = |t: usize| dates.iter().any(|d| d.first <= t && t <= d.last);
    if dated(second) {
        return None;
    }
    // "to 20 a year": the year is the rate, not the unit.
    let rate = matches!(text.fold(next), "a" | "per" | "в" | "annually" | "ежегодно")
        && text.fold(next + 1) != "cent";
    if !rate && with_unit(text, matches, second, to, &whole, dates).is_some() {
        return None;
    }
    let mut nouns: Vec<(usize, &'static str)> = (from..token)
        .filter(|t| !dated(*t))
        .filter_map(|t| unit(text, matches, t).map(|(name, _)| (t, name)))
        .filter(|(_, name)| !matches!(*name, "year" | "month" | "week" | "day" | "percent"))
        .collect();
    // "квотаны 60-қа дейін көбейтті": a quota that nothing else is counted beside counts places.
    if nouns.is_empty() {
        nouns.extend(
            (from..token).filter(|t| text.fold(*t).starts_with("квота")).map(|t| (t, "place")),
        );
    }
    // "число мест для онкологов с 10 до 25": what the number is of stands right after it.
    let numbered = |t: &usize| {
        (1..=4).filter_map(|back| t.checked_sub(back)).any(|b| {
            matches!(
                text.fold(b),
                "число"
                    | "числа"
                    | "количество"
                    | "количества"
                    | "number"
                    | "quota"
                    | "квоту"
                    | "квота"
            )
        }) || ["квот", "quota"].iter().any(|q| text.fold(*t).starts_with(q))
    };
    // "стипендиялардын саны 40ка чейин өсөт"
    let told = |t: usize| matches!(text.fold(t + 1), "саны" | "санын");
    if grows && !nouns.iter().any(|(t, _)| numbered(t) || told(*t)) {
        return None;
    }
    let (_, name) = nouns
        .iter()
        .find(|(t, _)| numbered(t) || grows && told(*t))
        .or_else(|| nouns.iter().rev().find(|(_, name)| *name == "place"))
        .or(nouns.last())?;
    Some(Count { first: token, last: next - 1, milli: whole.milli, unit: name, approximate: false })
}

/// "the number of places will rise to 40", "число мест вырастет до 40", "орындардың саны 40-қа дейін артады".
fn grows_to(text: &Text<'_>, token: usize, number: &Value, before: &str) -> bool {
    #[rustfmt::skip]
    const GROW: &[&str] = &["rise", "rising", "increase", "grow", "raise", "expand", "вырас", "увелич", "возраст", "довести", "расшир",
        "доведен", "double", "удво", "утро", "вдвое", "втрое", "tripl", "lift"];
    #[rustfmt::skip]
    const GROW_TURKIC: &[&str] = &["арт", "көбей", "көбөй", "өсе", "өсөт", "ұлғай", "жеткіз", "жеткир", "жетеді", "жетет"];
    let near = |t: usize, words: &[&str]| words.iter().any(|w| text.fold(t).starts_with(w));
    if matches!(before, "до" | "to") {
        // "увеличат квоту до 60", "raise its quota of scholarships to 60": the quota may stand between.
        let quota = (2..=12)
            .filter_map(|back| token.checked_sub(back))
            .any(|t| near(t, &["квот", "quota", "number", "числ", "количеств"]));
        let reach = if quota { 12 } else { 4 };
        return (2..=reach).filter_map(|back| token.checked_sub(back)).any(|t| near(t, GROW));
    }
    let tied = text.tokens.get(number.next).is_some_and(|t| t.tied || !t.spaced);
    let until = matches!(text.fold(number.next + 1), "дейін" | "чейин");
    tied && (number.next + 1..=number.next + 2 + usize::from(until)).any(|t| near(t, GROW_TURKIC))
}

fn with_unit(
    text: &Text<'_>,
    matches: &[Match],
    token: usize,
    to: usize,
    number: &Value,
    dates: &[Mention],
) -> Option<Count> {
    let tied_before = text.tokens.get(token).is_some_and(|t| t.tied);
    let next = text.tokens.get(number.next);
    if tied_before
        || (!number.words && next.is_some_and(|t| t.tied && ordinal(text.fold(number.next))))
    {
        return None;
    }
    // "the two sides …": what is counted are the sides, not the noun after them.
    let counted = text.fold(number.next);
    let sides =
        ["тарап", "сторон", "side", "partie", "minist", "tomon", "taraf", "минист", "ведомств"];
    if number.milli <= 3000 && sides.iter().any(|side| counted.starts_with(side)) {
        return None;
    }
    // "two teams of surgeons", "екі бригада": the teams are counted, not the people in them.
    let groups = ["team", "group", "brigade", "crew", "команд", "групп", "бригад"];
    let people = groups.iter().any(|g| counted.starts_with(g))
        || matches!(counted, "топ" | "тобы" | "топту" | "топқа" | "топко");
    if people {
        return None;
    }
    let before = token.checked_sub(1);
    // "several dozen doctors" says not how many.
    if number.words
        && before.is_some_and(|b| {
            matches!(text.fold(b), "several" | "few" | "несколько" | "бірнеше" | "нече")
        })
    {
        return None;
    }
    let approximate = before.is_some_and(|b| {
        feature(matches, b, Feature::Approx) || b > 0 && feature(matches, b - 1, Feature::Approx)
    }) || (0..3)
        .any(|step| feature(matches, number.next + step, Feature::Approx));
    // "$5 million"
    if let Some(b) = before
        && let Some((sign, _)) = unit(text, matches, b).filter(|(u, _)| is_money(u))
        && (is_code(text, b) || text.tokens.get(b).is_some_and(|t| !t.sign.is_alphanumeric()))
    {
        // "$1.5m", "€2bn"
        let scale =
            text.tokens.get(number.next).filter(|t| t.tied || !t.spaced).map_or(1, |_| match text
                .fold(number.next)
            {
                "k" => 1_000,
                "m" | "mn" => 1_000_000,
                "bn" => 1_000_000_000,
                _ => 1,
            });
        return Some(Count {
            first: b,
            last: number.next - usize::from(scale == 1),
            milli: number.milli * scale,
            unit: sign,
            approximate,
        });
    }
    let mut at = number.next;
    let mut words = 0;
    let mut goods = None;
    let person =
        |last| Count { first: token, last, milli: number.milli, unit: "person", approximate };
    while at < to && words < 5 {
        let t = text.tokens.get(at)?;
        if dates.iter().any(|d| d.first <= at && at <= d.last) {
            break;
        }
        match t.kind {
            TokenKind::Word => {
                if let Some((mut unit_name, mut last)) = unit(text, matches, at) {
                    // "two nuclear medicine centres": in a compound the last noun is counted.
                    if text.fold(at).is_ascii()
                        && unit_name != "percent"
                        && let Some((head, end)) = unit(text, matches, last + 1)
                        && !is_money(head)
                        && !matches!(head, "year" | "month" | "week" | "day" | "percent")
                    {
                        (unit_name, last) = (head, end);
                    }
                    // "120 ауруханалық төсек", "оорукана керебети": a facility before what is counted describes it.
                    if unit_name == "facility"
                        && let Some((head, end)) = unit(text, matches, last + 1)
                        && matches!(head, "bed" | "person" | "place")
                        && !text.fold(at).is_ascii()
                    {
                        (unit_name, last) = (head, end);
                    }
                    // "three mobile x-ray complexes", "екі эндоскопиялық кешен": a complex of goods is a piece of goods.
                    if unit_name == "facility"
                        && complex(text.fold(at))
                        && (goods.is_some() || {
                            feature(matches, at, Feature::Goods)
                                || feature(matches, at, Feature::Device)
                        })
                    {
                        unit_name = "device";
                    }
                    if number.words && number.milli == 1000 {
                        return None;
                    }
                    return Some(Count {
                        first: token,
                        last,
                        milli: number.milli,
                        unit: unit_name,
                        approximate,
                    });
                }
                if profession(text.fold(at)) && number.milli > 1000 {
                    return Some(person(at));
                }
                // "12 эндоскоп", "three gamma cameras": goods that no row counts otherwise are pieces.
                let counts = number.milli > 1000 || !number.words;
                if counts
                    && goods.is_none()
                    && words < 3
                    && (feature(matches, at, Feature::Goods)
                        || feature(matches, at, Feature::Device))
                {
                    goods = Some(Count { unit: "device", ..person(at) });
                }
                words += 1;
            }
            TokenKind::Sign if matches!(t.sign, '«' | '"' | '“' | '„' | '-' | '–') => {}
            _ => break,
        }
        at += 1;
    }
    goods
}
