//! Lengths of time from the document's date: "within six months", "алты айдын ичинде", "for five years".

use super::relative::ordinal_before;
use super::{Bound, Day, Mention, Times, Told, sign, year};
use crate::quantity::{Value, value};
use crate::text::{Text, TokenKind};
use crate::vocabulary::{Language, TimeWord};

/// A length of time: how many of which, and its last token. "в течение года" counts one.
fn length(text: &Text<'_>, times: &Times<'_>, at: usize) -> Option<(u16, u8, usize)> {
    let of = |token: usize| {
        times
            .at(token)
            .filter(|(w, _, _)| *w == TimeWord::Length)
            .max_by_key(|(_, _, last)| *last)
            .map(|(_, unit, last)| (unit, last))
    };
    if let Some((unit, last)) = of(at) {
        // "в ближайшие месяцы", "алдағы айларда": nobody says how many.
        return (!several(text.fold(last))).then_some((1, unit, last));
    }
    if matches!(text.fold(at), "a" | "one")
        && let Some((unit, last)) = of(at + 1)
    {
        return Some((1, unit, last));
    }
    // "within a six-month period", "over a three-year term"
    if text.fold(at) == "a" {
        let number = value(text, times.matches, at + 1)?;
        let (unit, last) = of(number.next)?;
        let whole =
            matches!(text.fold(last + 1), "period" | "term" | "timeframe" | "window" | "span");
        let count = u16::try_from(number.milli / 1000).ok().filter(|n| (1..=100).contains(n))?;
        return whole.then_some((count, unit, last + 1));
    }
    let mut number = value(text, times.matches, at)?;
    // "three to five years", "3–5 лет", "эки-үч жылдын ичинде": it is due when the longer one is over.
    if let Some(longer) = second_of_range(text, times, number.next) {
        number = longer;
    }
    let count = u16::try_from(number.milli / 1000).ok().filter(|n| (1..=100).contains(n))?;
    // "3-х месяцев", "six (6) months"
    let mut next = number.next;
    if text.tokens.get(next).is_some_and(|t| t.tied) {
        next += 1;
    }
    let (unit, last) = of(next).or_else(|| of(next + 1))?;
    // "one and a half years"
    let half = unit == 4 && number.milli % 1000 == 500;
    Some(if half { (count * 12 + 6, 3, last) } else { (count, unit, last) })
}

/// The second number of a range, where one goes on at a token.
fn second_of_range(text: &Text<'_>, times: &Times<'_>, at: usize) -> Option<Value> {
    let linked =
        matches!(text.fold(at), "to" | "or" | "до" | "или") || sign(text, at, &['-', '–', '—']);
    let tied = text.tokens.get(at).is_some_and(|t| t.tied);
    let from = match (linked, tied) {
        (true, _) => at + 1,
        (false, true) => at,
        _ => return None,
    };
    value(text, times.matches, from)
}

/// Whether a word for a length of time is a plural without a number.
fn several(word: &str) -> bool {
    matches!(word, "месяцы" | "недели" | "дни" | "годы" | "months" | "weeks" | "days" | "years")
        || ["айлар", "жылдар", "апталар", "жумалар", "күндөр", "күндер"]
            .iter()
            .any(|w| word.starts_with(w))
}

/// The last token of a length that lies behind the document and is no date: "за последние три года", "over the past
/// five years", "соңғы үш жылда", "акыркы беш жылдын ичинде".
pub(super) fn behind(
    text: &Text<'_>,
    times: &Times<'_>,
    at: usize,
    language: Language,
) -> Option<usize> {
    let past = |t: usize| {
        let word = text.fold(t);
        match language {
            Language::English => matches!(word, "past" | "last" | "previous" | "preceding"),
            Language::Russian => ["последн", "минувш", "прошедш", "прошл", "предыдущ"]
                .iter()
                .any(|w| word.starts_with(w)),
            _ => matches!(
                word,
                "соңғы"
                    | "өткен"
                    | "акыркы"
                    | "өткөн"
                    | "алдыңғы"
                    | "мурунку"
                    | "oxirgi"
                    | "soʻnggi"
                    | "son"
            ),
        }
    };
    let opens = at.checked_sub(1).into_iter().chain(at..at + 3).find(|t| past(*t))?;
    // "last year", "өткөн жылы" are dates of their own.
    let (count, _, last) = length(text, times, opens + 1)?;
    (count > 1).then_some(last)
}

/// "within six months", "алты айдын ичинде", "over the next three years", and the validity "for five years".
pub(super) fn length_from_now(
    text: &Text<'_>,
    times: &Times<'_>,
    at: usize,
    language: Language,
    today: Day,
) -> Option<Mention> {
    if let Some(ago) = ago(text, times, at, today) {
        return Some(ago);
    }
    if let Some(term) = term(text, at, today) {
        return Some(term);
    }
    let opening = times
        .at(at)
        .filter(|(w, _, last)| {
            matches!(w, TimeWord::Within | TimeWord::Lasting)
                // "no later than three months", "не позднее чем через год"
                || *w == TimeWord::End && *last > at && matches!(text.fold(at), "no" | "not" | "не")
        })
        .max_by_key(|(_, _, last)| *last);
    let (from, told) = match opening {
        Some((TimeWord::Within | TimeWord::End, _, last)) => {
            (last + 1 + usize::from(text.fold(last + 1) == "через"), Told::Length)
        }
        Some((_, _, last)) => (last + 1, Told::Validity),
        None if language.head_final() => (at, Told::Validity),
        None => return None,
    };
    // "the next three years": a bare length after "next" is that year, read elsewhere.
    let (count, unit, mut last) = length(text, times, from)?;
    let mut told = told;
    if language.head_final() {
        // "жарты жыл ішінде" is a length; "жыл ішінде" is the year that runs.
        let bare = from == at
            && text.tokens.get(at)?.kind == TokenKind::Word
            && count == 1
            && !matches!(unit, 5 | 6)
            && times.at(at).any(|(w, _, _)| w == TimeWord::Length);
        // "экинчи жарым жылдыкта" is a half of a year, no half year from now.
        if bare || unit == 5 && ordinal_before(text, at).is_some() {
            return None;
        }
        let within = ["да", "де", "та", "те", "da", "de"];
        // "бір ай мерзімде", "алты айлык мөөнөттө": a term counts as a length.
        let word = text.fold(last + 1);
        let term = ["мерзім", "мөөнөт"].iter().any(|m| word.starts_with(m))
            && (within.iter().any(|e| word.ends_with(e))
                || ["дө", "тө", "то", "до"].iter().any(|e| word.ends_with(e)));
        // "үш айдан кешіктірмей", "үч айдан кечиктирбей"
        let late = times.has(last + 1, TimeWord::End)
            && ["кеш", "кеч"].iter().any(|w| text.fold(last + 1).starts_with(w));
        if term || late {
            (told, last) = (Told::Length, last + 1);
        } else if let Some(after) = (last + 1..=last + 2).find(|t| times.has(*t, TimeWord::After)) {
            (told, last) = (Told::Length, after);
        } else if opening.is_none() && within.iter().any(|e| text.fold(last).ends_with(e)) {
            // "екі жылда оқытады": in two years.
            told = Told::Length;
        } else if opening.is_none() {
            const VALID: &[&str] = &["ға", "ге", "га", "го", "ka", "qa", "дық", "дык", "ga", "lık"];
            let word = text.fold(last);
            if !VALID.iter().any(|end| word.ends_with(end)) {
                return None;
            }
        }
    }
    // "in the course of a week they will see patients": how long it takes, not when it is due.
    if unit <= 2 && count == 1 {
        return None;
    }
    if told == Told::Length && from_an_event(text, at, last, language) {
        return None;
    }
    if how_often(text, at, last) || part_of_a_year(text, times, at, last) {
        return None;
    }
    let day = later(today, count, unit)?;
    Some(Mention {
        first: at,
        last,
        day,
        bound: Bound::End,
        relative: true,
        this_year: false,
        told,
    })
}

/// "once in two years", "екі жылда бір рет", "впервые за десять лет": how often something happens, not when.
fn how_often(text: &Text<'_>, first: usize, last: usize) -> bool {
    let before = first.checked_sub(1).map_or("", |b| text.fold(b));
    matches!(
        before,
        "once"
            | "twice"
            | "time"
            | "times"
            | "раз"
            | "раза"
            | "впервые"
            | "рет"
            | "жолу"
            | "ирет"
    ) || matches!(text.fold(last + 2), "рет" | "жолу" | "ирет" | "мәрте")
}

/// "за девять месяцев 2025 года", "2025-жылдын тогуз айында": months of a year that is named.
fn part_of_a_year(text: &Text<'_>, times: &Times<'_>, first: usize, last: usize) -> bool {
    const YEARS: [TimeWord; 3] = [TimeWord::ThisYear, TimeWord::NextYear, TimeWord::LastYear];
    let named = |t: usize| year(text, t).is_some() || YEARS.iter().any(|w| times.has(t, *w));
    named(last + 1)
        || first.checked_sub(1).is_some_and(|b| {
            matches!(text.fold(b), "биылғы" | "быйылкы")
                || times.has(b, TimeWord::Year)
                    && b.checked_sub(1).is_some_and(|y| year(text, y).is_some())
        })
}

/// "two years ago", "два года назад", "үш жыл бұрын": a year or a month behind the document.
fn ago(text: &Text<'_>, times: &Times<'_>, at: usize, today: Day) -> Option<Mention> {
    let (count, unit, last) = length(text, times, at)?;
    let back =
        matches!(text.fold(last + 1), "назад" | "ago" | "бұрын" | "мурун" | "илгери" | "earlier");
    if !back || count > 30 {
        return None;
    }
    let day = match unit {
        4 => Day::of(today.year.checked_sub(count)?),
        3 if today.month > 0 => {
            let months = today.year * 12 + u16::from(today.month) - 1 - count;
            Day { year: months / 12, month: (months % 12 + 1) as u8, day: 0 }
        }
        _ => return None,
    };
    Some(Mention { relative: true, ..Mention::told(at, last + 1, day) })
}

/// "в двухнедельный срок", "в трехмесячный срок", "в 30-дневный срок": a length in one adjective.
fn term(text: &Text<'_>, at: usize, today: Day) -> Option<Mention> {
    const COUNTS: &[(&str, u16)] = &[
        ("двух", 2),
        ("трех", 3),
        ("четырех", 4),
        ("пяти", 5),
        ("шести", 6),
        ("семи", 7),
        ("восьми", 8),
        ("девяти", 9),
        ("двенадцати", 12),
        ("десяти", 10),
        ("пятнадцати", 15),
        ("тридцати", 30),
    ];
    let tied = text.tokens.get(at + 1).is_some_and(|t| t.tied);
    let (count, word, last) = if tied {
        (text.fold(at).parse::<u16>().ok()?, text.fold(at + 1), at + 2)
    } else {
        let word = text.fold(at);
        let (prefix, count) = COUNTS
            .iter()
            .filter(|(p, _)| word.starts_with(p))
            .max_by_key(|(p, _)| p.len())
            .map_or(("", 1), |(p, c)| (*p, *c));
        (count, word.get(prefix.len()..)?, at + 1)
    };
    if !text.fold(last).starts_with("срок") || count > 100 {
        return None;
    }
    let unit = match word {
        "дневный" => 1,
        "недельный" => 2,
        "месячный" => 3,
        "летний" | "годичный" => 4,
        "полугодовой" => 5,
        _ => return None,
    };
    let day = later(today, count, unit)?;
    Some(Mention {
        bound: Bound::End,
        relative: true,
        told: Told::Length,
        ..Mention::told(at, last, day)
    })
}

/// "within six months of signing", "в течение года со дня ввода", "кол коюлгандан кийин үч айдын ичинде": the length
/// begins with an event, not with the document.
fn from_an_event(text: &Text<'_>, first: usize, last: usize, language: Language) -> bool {
    if language.head_final() {
        return first.checked_sub(1).is_some_and(|b| {
            matches!(
                text.fold(b),
                "кейін"
                    | "кийин"
                    | "соң"
                    | "соңра"
                    | "бастап"
                    | "баштап"
                    | "keyin"
                    | "sonra"
            )
        });
    }
    let (word, next) = (text.fold(last + 1), text.fold(last + 2));
    match word {
        "of" | "after" | "from" | "following" | "upon" => {
            !matches!(next, "now" | "today" | "this" | "that" | "next")
        }
        "после" | "со" | "с" => {
            matches!(word, "после") || matches!(next, "дня" | "даты" | "момента")
        }
        _ => false,
    }
}

/// The day that lies a length of time after another, of the precision that both have.
fn later(from: Day, count: u16, unit: u8) -> Option<Day> {
    let months = match unit {
        3 => count,
        4 => return Some(Day::of(from.year + count)),
        5 => 6,
        // A year and a half.
        6 => 18,
        _ if from.day > 0 => {
            return Some(from.plus_days(u32::from(count) * if unit == 2 { 7 } else { 1 }));
        }
        _ => return None,
    };
    let month = u16::from(from.month).checked_sub(1)? + months;
    Some(Day { year: from.year + month / 12, month: (month % 12 + 1) as u8, day: 0 })
}

impl Day {
    /// The day of the week, 1 for Monday (Sakamoto's rule).
    pub(super) fn weekday(self) -> u8 {
        const SHIFT: [u32; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
        let year = u32::from(self.year).saturating_sub(u32::from(self.month < 3));
        let shift = SHIFT.get(usize::from(self.month.saturating_sub(1))).copied().unwrap_or(0);
        let sunday = (year + year / 4 - year / 100 + year / 400 + shift + u32::from(self.day)) % 7;
        if sunday == 0 { 7 } else { sunday as u8 }
    }

    /// The day so many days before; at most a week.
    pub(super) fn minus_days(self, days: u8) -> Self {
        if self.day > days {
            return Day { day: self.day - days, ..self };
        }
        let before = if self.month <= 1 {
            Day { year: self.year.saturating_sub(1), month: 12, day: 1 }
        } else {
            Day { month: self.month - 1, day: 1, ..self }
        };
        Day { day: before.days_of_month() + self.day - days, ..before }
    }

    fn plus_days(self, days: u32) -> Self {
        let mut day = self;
        for _ in 0..days {
            day.day += 1;
            if day.day > day.days_of_month() {
                (day.day, day.month) = (1, day.month + 1);
            }
            if day.month > 12 {
                (day.month, day.year) = (1, day.year + 1);
            }
        }
        day
    }

    const fn days_of_month(self) -> u8 {
        match self.month {
            4 | 6 | 9 | 11 => 30,
            2 if self.year.is_multiple_of(4)
                && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400)) =>
            {
                29
            }
            2 => 28,
            _ => 31,
        }
    }
}
