//! Dates as texts write them, with precision and with what they bound.

mod length;
mod range;
mod relative;

use self::length::{behind, length_from_now};
use self::range::{joined, last_of_days};
use self::relative::{behind_us, month_after, part_alone, relative, year_beside};
use crate::lexicon::{Match, Payload};
use crate::text::{Text, TokenKind};
use crate::vocabulary::{Language, TimeWord};

/// What a date bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// "by", "until": a due date or the end of validity.
    End,
    /// "since", "from".
    Start,
    /// The date of an event.
    On,
}

/// A calendar date of some precision; a year that the text leaves out is zero until it is resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    /// Year, or zero.
    pub year: u16,
    /// Month, or zero.
    pub month: u8,
    /// Day, or zero.
    pub day: u8,
}

impl Day {
    /// Reads ISO 8601 year, month or day.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year: u16 = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
        let month = parts.next().map_or(Some(0), |m| m.parse().ok())?;
        let day = parts.next().map_or(Some(0), |d| d.parse().ok())?;
        (parts.next().is_none() && month <= 12 && day <= 31).then_some(Day { year, month, day })
    }

    /// ISO 8601 text of the known precision.
    #[must_use]
    pub fn iso(self) -> String {
        match (self.month, self.day) {
            (0, _) => format!("{:04}", self.year),
            (m, 0) => format!("{:04}-{m:02}", self.year),
            (m, d) => format!("{:04}-{m:02}-{d:02}", self.year),
        }
    }

    const fn of(year: u16) -> Self {
        Day { year, month: 0, day: 0 }
    }
}

/// A date in the text.
#[derive(Debug, Clone, Copy)]
pub struct Mention {
    /// First token.
    pub first: usize,
    /// Last token.
    pub last: usize,
    /// The date.
    pub day: Day,
    /// What it bounds.
    pub bound: Bound,
    /// Whether it is relative to the document's date ("this year").
    pub relative: bool,
    /// Whether the text says "this year" beside a month.
    pub this_year: bool,
    /// How the text says it.
    pub told: Told,
}

/// How a text says a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// As a date, or as a year relative to the document's.
    Date,
    /// A span of years, as plans bear in their names: "2026–2028".
    Years,
    /// A length of time from now: "within six months".
    Length,
    /// A length of validity: "for five years".
    Validity,
    /// A day of the week or "yesterday": the last one before the document.
    Weekday,
}

impl Mention {
    /// A date of an event, as it is written.
    const fn told(first: usize, last: usize, day: Day) -> Self {
        Mention {
            first,
            last,
            day,
            bound: Bound::On,
            relative: false,
            this_year: false,
            told: Told::Date,
        }
    }
}

fn number(text: &Text<'_>, token: usize) -> Option<u32> {
    let t = text.tokens.get(token)?;
    (t.kind == TokenKind::Number).then(|| text.fold(token).parse().ok()).flatten()
}

fn year(text: &Text<'_>, token: usize) -> Option<u16> {
    let value = number(text, token)?;
    (text.fold(token).len() == 4 && (1950..=2100).contains(&value)).then_some(value as u16)
}

fn sign(text: &Text<'_>, token: usize, wanted: &[char]) -> bool {
    text.tokens.get(token).is_some_and(|t| t.kind == TokenKind::Sign && wanted.contains(&t.sign))
}

/// The words of time that begin at each token, found by binary search.
struct Times<'m> {
    matches: &'m [Match],
}

impl Times<'_> {
    fn at(&self, token: usize) -> impl Iterator<Item = (TimeWord, u8, usize)> + '_ {
        let from = self.matches.partition_point(|m| (m.first as usize) < token);
        self.matches[from.min(self.matches.len())..]
            .iter()
            .take_while(move |m| m.first as usize == token)
            .filter_map(|m| match m.payload {
                Payload::Time(word, value) => Some((word, value, m.last as usize)),
                _ => None,
            })
    }

    fn month(&self, token: usize) -> Option<(u8, usize)> {
        self.at(token).find(|(w, _, _)| *w == TimeWord::Month).map(|(_, v, last)| (v, last))
    }

    /// Whether a month stands within a few words of a day of the week: "Monday, 16 February" is one date.
    fn month_near(&self, first: usize, last: usize) -> bool {
        (first.saturating_sub(4)..last + 5).any(|t| self.month(t).is_some())
    }

    fn longest(&self, token: usize, word: TimeWord) -> usize {
        self.at(token)
            .filter(|(w, _, _)| *w == word)
            .map(|(_, _, last)| last)
            .max()
            .unwrap_or(token)
    }

    fn has(&self, token: usize, word: TimeWord) -> bool {
        self.at(token).any(|(w, _, _)| w == word)
    }

    /// What the longest word of bounds that ends at a token says: "no later than", "не раньше".
    fn closes(&self, token: usize) -> Option<(TimeWord, usize)> {
        let from = self.matches.partition_point(|m| (m.first as usize) + 4 < token);
        self.matches
            .get(from..)?
            .iter()
            .take_while(|m| m.first as usize <= token)
            .filter(|m| m.last as usize == token)
            .find_map(|m| match m.payload {
                Payload::Time(word @ (TimeWord::End | TimeWord::Start), _) => {
                    Some((word, m.first as usize))
                }
                _ => None,
            })
    }
}

/// Finds the dates between two tokens; `today` is the date of the document and resolves what is relative.
#[must_use]
pub fn find(
    text: &Text<'_>,
    matches: &[Match],
    from: usize,
    to: usize,
    language: Language,
    today: Option<Day>,
) -> Vec<Mention> {
    let times = Times { matches };
    let mut found: Vec<Mention> = Vec::new();
    let mut at = from;
    let mut next = matches.partition_point(|m| (m.first as usize) < from);
    while at < to {
        // A date begins with a number or with a word of time; most words are neither.
        let mut begins = text.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Number)
            || (text.fold(at + 1).starts_with("срок") && language == Language::Russian);
        while let Some(m) = matches.get(next).filter(|m| (m.first as usize) <= at) {
            begins |= m.first as usize == at
                && matches!(m.payload, Payload::Time(..) | Payload::Number(..));
            next += 1;
        }
        if !begins {
            at += 1;
            continue;
        }
        if let Some(last) = behind(text, &times, at, language) {
            at = last + 1;
            continue;
        }
        if let Some(mut mention) = one(text, &times, at, language, today) {
            if mention.day.month > 0 && mention.day.year == 0 {
                year_beside(&times, &mut mention, today);
                behind_us(text, &mut mention, today);
            }
            if mention.day.year == 0 {
                mention.day.year = today.map_or(0, |t| t.year);
                mention.relative = true;
            }
            if mention.day.year != 0 {
                at = mention.last + 1;
                match found.last_mut() {
                    Some(before) if joined(text, &times, before, &mention, language) => {
                        *before = range::whole(text, &times, before, &mention, language);
                    }
                    _ => found.push(mention),
                }
                continue;
            }
        }
        at += 1;
    }
    found
}

fn one(
    text: &Text<'_>,
    times: &Times<'_>,
    at: usize,
    language: Language,
    today: Option<Day>,
) -> Option<Mention> {
    let written = numeric(text, at)
        .or_else(|| with_month(text, times, at, language))
        .or_else(|| years(text, times, at, language));
    if let Some(mut mention) = written {
        mention.bound = bound(text, times, &mention, language);
        return Some(mention);
    }
    let today = today?;
    let length = length_from_now(text, times, at, language, today);
    let mut relative = relative(text, times, at, today, language)
        .or_else(|| part_alone(text, times, at, today, language));
    if let Some(mention) = relative.as_mut() {
        if mention.day.month == 0 && language.head_final() {
            month_after(text, times, mention, language);
        }
        mention.bound = bound(text, times, mention, language);
    }
    match (relative, length) {
        // "келесі жылы" and "келесі екі жылда" begin with one word: the longer reading counts.
        (Some(one), Some(two)) => Some(if two.last > one.last { two } else { one }),
        (one, two) => one.or(two),
    }
}

/// `2025-11-08`, `12.02.2026`, `24.07.20`, `03/07/2024`.
fn numeric(text: &Text<'_>, at: usize) -> Option<Mention> {
    let first = number(text, at)?;
    let separators: &[char] = &['-', '.', '/', '–'];
    let separator = text.tokens.get(at + 1).filter(|t| !t.spaced)?.sign;
    if !sign(text, at + 1, separators) || !sign(text, at + 3, &[separator]) {
        return None;
    }
    let (second, third) = (number(text, at + 2)?, number(text, at + 4)?);
    let day = if text.fold(at).len() == 4 {
        Day { year: first as u16, month: second as u8, day: third as u8 }
    } else {
        let year = if text.fold(at + 4).len() == 2 { 2000 + third } else { third };
        Day { year: year as u16, month: second as u8, day: first as u8 }
    };
    let good = (1..=12).contains(&day.month)
        && (1..=31).contains(&day.day)
        && (1950..=2100).contains(&day.year);
    good.then_some(Mention::told(at, at + 4, day))
}

/// A day and a month, a month and a year, or a month alone.
fn with_month(
    text: &Text<'_>,
    times: &Times<'_>,
    at: usize,
    language: Language,
) -> Option<Mention> {
    let mention = |last, year, month, day| Some(Mention::told(at, last, Day { year, month, day }));
    let year_after = |last: usize| -> (u16, usize) {
        let mut next = last + 1;
        if sign(text, next, &[',', '.']) {
            next += 1;
        }
        match year(text, next) {
            Some(y) => {
                let end = if times.has(next + 1, TimeWord::Year) { next + 1 } else { next };
                (y, end)
            }
            None => (0, last),
        }
    };
    if let Some(day) = number(text, at).filter(|d| (1..=31).contains(d)) {
        // "с 6 по 10 декабря", "6-10 декабря": the last day counts.
        if let Some((end, after)) = last_of_days(text, at)
            && let Some((month, last)) = times.month(after)
        {
            let (y, last) = year_after(last);
            return mention(last, y, month, end);
        }
        // "the 15th of May"
        let after = at + 1 + usize::from(english_ordinal(text, at + 1));
        let skip = if text.fold(after) == "of" { after + 1 - at } else { after - at };
        if let Some((month, last)) = times.month(at + skip) {
            let (y, last) = year_after(last);
            return mention(last, y, month, day as u8);
        }
    }
    // "2025 жылғы 5 қараша", "2025-жылдын 5-ноябрында".
    if language.head_final()
        && let Some(y) = year(text, at)
        && times.has(at + 1, TimeWord::Year)
    {
        // "2025 ж. 19 қыркүйек": a point may close the short word for the year.
        let at = at + usize::from(sign(text, at + 2, &['.']));
        if let Some(day) = number(text, at + 2).filter(|d| (1..=31).contains(d))
            && let Some((month, last)) = times.month(at + 3)
        {
            return mention(last, y, month, day as u8);
        }
        if let Some((day, after)) = last_of_days(text, at + 2)
            && let Some((month, last)) = times.month(after)
        {
            return mention(last, y, month, day);
        }
        if let Some((month, last)) = times.month(at + 2) {
            let day = number(text, last + 1).filter(|d| (1..=31).contains(d)).unwrap_or(0);
            return mention(if day > 0 { last + 1 } else { last }, y, month, day as u8);
        }
    }
    let (month, last) = times.month(at)?;
    // "may" is a verb more often than a month when it stands alone, "май" is oil in Kyrgyz.
    let alone = match text.fold(at) {
        "may" | "march" => true,
        "май" | "мар" | "июн" => language != Language::Russian,
        _ => false,
    } && text.tokens.get(at).is_some_and(|t| !t.capital)
        && !text.fold(at + 1).starts_with("ай");
    // "декабрда 12 хирург": after a month in the locative a number counts something else.
    let cased = language.head_final()
        && ["да", "де", "та", "те", "дан", "ден", "тан", "тен", "на", "не", "da", "de", "dan"]
            .iter()
            .any(|e| text.fold(last).ends_with(e));
    if !cased
        && let Some(day) = number(text, last + 1).filter(|d| (1..=31).contains(d))
        && text.fold(last + 1).len() <= 2
    {
        // "May 15th, 2026"
        let (y, last) = year_after(last + 1 + usize::from(english_ordinal(text, last + 2)));
        return mention(last, y, month, day as u8);
    }
    let (y, last) = year_after(last);
    if y == 0
        && (alone
            || !text.tokens.get(at).is_some_and(|t| t.capital) && language == Language::English)
    {
        return None;
    }
    mention(last, y, month, 0)
}

/// The ending of "15th".
fn english_ordinal(text: &Text<'_>, token: usize) -> bool {
    text.tokens.get(token).is_some_and(|t| t.tied || !t.spaced)
        && matches!(text.fold(token), "th" | "st" | "nd" | "rd")
}

/// A year or a span of years.
fn years(text: &Text<'_>, times: &Times<'_>, at: usize, language: Language) -> Option<Mention> {
    let first = year(text, at)?;
    let token = text.tokens.get(at)?;
    // "mid-2026": the word before the hyphen places the year.
    let placed = at.checked_sub(1).is_some_and(|b| places(text.fold(b)))
        || at
            .checked_sub(2)
            .is_some_and(|b| sign(text, at - 1, &['-', '–']) && places(text.fold(b)));
    if token.tied && !placed {
        return None;
    }
    if let Some(last) = school_year(text, at, first) {
        return Some(Mention::told(at, last, Day::of(first)));
    }
    if sign(text, at + 1, &['-', '–', '—'])
        && let Some(second) = year(text, at + 2).filter(|s| *s > first)
    {
        let mut last = at + 2;
        if times.has(last + 1, TimeWord::Year) {
            last += 1;
        }
        return Some(Mention {
            first: at,
            last,
            day: Day::of(second),
            bound: Bound::End,
            relative: false,
            this_year: false,
            told: Told::Years,
        });
    }
    let after = times.has(at + 1, TimeWord::Year);
    // "к 2030-му", "2030-ға дейін"
    let tied = text.tokens.get(at + 1).is_some_and(|t| t.tied)
        && (matches!(text.fold(at + 1), "го" | "м" | "му" | "й")
            || language.head_final()
                && (times.has(at + 2, TimeWord::End) || times.has(at + 2, TimeWord::Start)));
    let before = at.checked_sub(1).map_or("", |b| text.fold(b));
    let spoken = match language {
        Language::English => {
            matches!(
                before,
                "in" | "by"
                    | "since"
                    | "until"
                    | "from"
                    | "till"
                    | "of"
                    | "to"
                    | "for"
                    | "before"
                    | "after"
                    | "during"
                    | "late"
                    | "early"
                    | "mid"
                    | "and"
                    | "end"
                    | "through"
                    | "throughout"
                    | "as"
                    | "year"
                    | "q1"
                    | "q2"
                    | "q3"
                    | "q4"
                    | "between"
            ) || placed
                || at.checked_sub(1).is_some_and(|b| times.closes(b).is_some())
                || quarter_before(text, at)
        }
        Language::Turkish => text.tokens.get(at + 1).is_some_and(|t| t.tied),
        _ => {
            matches!(before, "в" | "к" | "до" | "с" | "на" | "конца" | "концу")
                && !has_unit_after(text, at)
        }
    };
    if !(after || tied || spoken) {
        return None;
    }
    let last = if after || tied { at + 1 } else { at };
    Some(Mention::told(at, last, Day::of(first)))
}

/// "Q2 2026": the figure of a quarter before its year.
fn quarter_before(text: &Text<'_>, at: usize) -> bool {
    at.checked_sub(2)
        .is_some_and(|b| text.fold(b) == "q" && matches!(text.fold(b + 1), "1" | "2" | "3" | "4"))
}

/// Words that place a year in English without a preposition: "mid-2026", "spring 2027".
fn places(word: &str) -> bool {
    matches!(
        word,
        "mid" | "early" | "late" | "spring" | "summer" | "autumn" | "fall" | "winter" | "midyear"
    )
}

/// The last token of a school year, which begins in the first of its years: "2026/27 учебный год", "2026-2027 окуу
/// жылы".
fn school_year(text: &Text<'_>, at: usize, first: u16) -> Option<usize> {
    let slash = sign(text, at + 1, &['/']);
    if !slash && !sign(text, at + 1, &['-', '–', '—']) {
        return None;
    }
    let second = number(text, at + 2)?;
    let next = u32::from(first) + 1;
    if second != next && second != next % 100 {
        return None;
    }
    let school = (3..=5).any(|step| {
        let word = text.fold(at + step);
        ["учебн", "academic", "school", "оқу", "окуу", "оʻquv", "oquv"]
            .iter()
            .any(|stem| word.starts_with(stem))
    });
    (slash || school).then_some(at + 2)
}

fn has_unit_after(text: &Text<'_>, at: usize) -> bool {
    text.tokens.get(at + 1).is_some_and(|t| t.kind == TokenKind::Word)
}

/// Reads what the words around a date make of it.
fn bound(text: &Text<'_>, times: &Times<'_>, mention: &Mention, language: Language) -> Bound {
    if mention.bound != Bound::On {
        return mention.bound;
    }
    if language.head_final() {
        // "2026 жылдың екінші жартысының соңына дейін": words for parts of the year may stand between.
        let mut words = 0;
        for at in mention.last + 1..=mention.last + 6 {
            if !text.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Word) {
                break;
            }
            if times.has(at, TimeWord::End) {
                return Bound::End;
            }
            if times.has(at, TimeWord::Start) {
                return Bound::Start;
            }
            // "2026 жылдың күзінен", "2026-жылдын күзүнөн": from that season on.
            if season_of(text.fold(at)) && range::ablative(text, at) {
                return Bound::Start;
            }
            words += usize::from(!part_of_year(text, times, at));
            if words > 2 {
                break;
            }
        }
        // "2027 жылғы қаңтардан", "1-сентябрдан"
        return if range::ablative(text, mention.last) { Bound::Start } else { Bound::On };
    }
    // "с 5 по 7 октября": what lasts from a day to a day ends with the second.
    if range::of_days(text, mention.first) {
        return Bound::End;
    }
    // "до конца 2026 года", "by the end of 2026": some small words may stand between.
    let mut at = mention.first;
    for _ in 0..10 {
        let Some(before) = at.checked_sub(1) else { break };
        at = before;
        if let Some((word, first)) = times.closes(at) {
            return match word {
                TimeWord::End => Bound::End,
                _ if language == Language::Russian && text.fold(first) == "от" => Bound::On,
                // "by the beginning of 2027"
                _ if text.fold(at + 1) == "of"
                    && matches!(text.fold(first), "beginning" | "start") =>
                {
                    continue;
                }
                _ => Bound::Start,
            };
        }
        let quarter = text.fold(at) == "q" || quarter_before(text, at + 1);
        if !small(text.fold(at))
            && !part_of_year(text, times, at)
            && !sign(text, at, &['-', '–'])
            && !quarter
        {
            break;
        }
    }
    Bound::On
}

/// Whether a Turkic word names a season.
fn season_of(word: &str) -> bool {
    ["көктем", "жаз", "күз", "қыс", "жай", "кыш"].iter().any(|s| word.starts_with(s))
}

/// Small words that may stand between "by" and its date: "by the end of the first half of 2026".
fn small(word: &str) -> bool {
    #[rustfmt::skip]
    const SMALL: &[&str] = &["конца", "концу", "the", "end", "close", "of", "начала", "началу", "начало", "конец", "конце",
        "середины", "середине", "осени", "весны", "лета", "зимы", "лету", "весне", "зиме", "году", "года", "in", "to", "next",
        "this", "late", "early", "mid", "beginning", "start", "middle", "spring", "summer", "autumn", "fall", "winter", "month",
        "year", "месяца", "завершения", "завершению", "окончания", "окончанию", "истечения", "исхода", "исходу", "the",
        "turn", "academic", "school", "following", "coming", "наступления", "наступлению", "time"];
    SMALL.contains(&word)
}

/// Halves and quarters of a year and the ordinals before them.
fn part_of_year(text: &Text<'_>, times: &Times<'_>, at: usize) -> bool {
    #[rustfmt::skip]
    const ORDINALS: &[&str] = &["перв", "втор", "трет", "четверт", "first", "second", "third", "fourth", "last", "бірінші",
        "екінші", "үшінші", "төртінші", "биринчи", "экинчи", "үчүнчү", "төртүнчү", "birinchi", "ikkinchi", "i", "ii",
        "iii", "iv"];
    let word = text.fold(at);
    times.has(at, TimeWord::Half)
        || times.has(at, TimeWord::Quarter)
        || ORDINALS.iter().any(|o| if o.len() < 4 { word == *o } else { word.starts_with(o) })
}
