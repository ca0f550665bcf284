//! Dates relative to the document's: "next year", "осенью следующего года", "в третьем квартале".

use super::{Bound, Day, Mention, Times, Told, bound, number, year};
use crate::text::Text;
use crate::vocabulary::{Language, TimeWord};

/// "November 19 this year", "в марте следующего года": a month and a year relative to the document's are one date.
pub(super) fn year_beside(times: &Times<'_>, mention: &mut Mention, today: Option<Day>) {
    let beside = [(TimeWord::ThisYear, 0), (TimeWord::NextYear, 1), (TimeWord::LastYear, -1)];
    for (word, step) in beside {
        if times.has(mention.last + 1, word) {
            mention.last = times.longest(mention.last + 1, word);
            mention.day.year = today.and_then(|t| t.year.checked_add_signed(step)).unwrap_or(0);
            mention.relative = true;
            mention.this_year = true;
            return;
        }
    }
}

/// "келесі жылдың наурызында", "келерки жылдын 5-мартында": in Turkic the month stands after its relative year.
pub(super) fn month_after(
    text: &Text<'_>,
    times: &Times<'_>,
    year: &mut Mention,
    language: Language,
) {
    let day = number(text, year.last + 1).filter(|d| (1..=31).contains(d));
    let at = year.last + if day.is_some() { 2 } else { 1 };
    let Some((month, last)) = times.month(at) else { return };
    year.day = Day { month, day: day.unwrap_or(0) as u8, ..year.day };
    year.last = last;
    year.this_year = true;
    year.bound = bound(text, times, &Mention { bound: Bound::On, ..*year }, language);
}

/// "last December": the one before the document.
pub(super) fn behind_us(text: &Text<'_>, mention: &mut Mention, today: Option<Day>) {
    let last = mention.first.checked_sub(1).is_some_and(|b| text.fold(b) == "last");
    if let Some(today) = today.filter(|t| last && t.month > 0 && mention.day.year == 0) {
        mention.day.year = today.year - u16::from(mention.day.month >= today.month);
        mention.relative = true;
        mention.this_year = true;
    }
}

/// Whether a year, or a word for one, stands near: then a season or a part of a year is that year's.
fn in_a_year(text: &Text<'_>, times: &Times<'_>, at: usize, language: Language) -> bool {
    const YEARS: [TimeWord; 3] = [TimeWord::ThisYear, TimeWord::NextYear, TimeWord::LastYear];
    let told = |t: usize| year(text, t).is_some() || YEARS.iter().any(|w| times.has(t, *w));
    (1..=4).any(|step| told(at + step))
        || language.head_final() && (1..=4).any(|step| at.checked_sub(step).is_some_and(told))
}

/// Whether a word for a season means one: in English "spring" and "fall" may be other things.
fn season(text: &Text<'_>, at: usize, language: Language) -> bool {
    language != Language::English
        || at.checked_sub(1).is_some_and(|b| {
            let word = if matches!(text.fold(b), "the" | "late" | "early") {
                b.checked_sub(1).map_or("", |c| text.fold(c))
            } else {
                text.fold(b)
            };
            matches!(word, "in" | "by" | "until" | "from" | "before" | "during")
        })
}

/// A year, a month or a season that words of time name.
pub(super) fn relative(
    text: &Text<'_>,
    times: &Times<'_>,
    at: usize,
    today: Day,
    language: Language,
) -> Option<Mention> {
    let mut best: Option<Mention> = None;
    for (word, value, last) in times.at(at) {
        // "next spring" of a day in March or later is next year's.
        let told = if matches!(word, TimeWord::ThisSeason | TimeWord::Season) {
            Told::Length
        } else {
            Told::Date
        };
        // "к лету", "с нового года": the word that bounds stands in the row.
        let own = match (text.fold(at), text.fold(last)) {
            ("к" | "ко" | "до" | "by" | "until" | "before", _)
            | (_, "чейин" | "дейін" | "карата" | "қарай") => Bound::End,
            // "қыс түскенше", "жыл бүткөнчө": until it comes.
            (_, last)
                if [
                    "ғанша",
                    "генше",
                    "қанша",
                    "кенше",
                    "ганча",
                    "гөнчө",
                    "генче",
                    "канча",
                    "көнчө",
                ]
                .iter()
                .any(|e| last.ends_with(e)) =>
            {
                Bound::End
            }
            ("с" | "со" | "from" | "since", _) => Bound::Start,
            _ => Bound::On,
        };
        let (day, bound) = match word {
            TimeWord::NextSeason if today.month > 0 => {
                (Day::of(today.year + u16::from(today.month >= value)), Bound::On)
            }
            TimeWord::ThisSeason => (Day::of(today.year), Bound::On),
            // "last autumn": the one that is over.
            TimeWord::LastSeason if today.month > 0 => {
                (Day::of(today.year - u16::from(today.month < value + 3)), Bound::On)
            }
            // "осенью", "in the autumn": the next one, which may have begun.
            TimeWord::Season
                if today.month > 0
                    && season(text, at, language)
                    && !in_a_year(text, times, at, language) =>
            {
                (Day::of(today.year + u16::from(today.month > value + 2)), own)
            }
            TimeWord::DecadeEnd => (Day::of(today.year.next_multiple_of(10)), Bound::End),
            TimeWord::YearEnd => (Day::of(today.year), Bound::End),
            TimeWord::ThisYear => (Day::of(today.year), Bound::On),
            TimeWord::NextYear => (Day::of(today.year + 1), own),
            TimeWord::LastYear => (Day::of(today.year - 1), Bound::On),
            // A school year begins with the next September.
            TimeWord::SchoolYear => (Day::of(today.year + u16::from(today.month > 8)), Bound::On),
            TimeWord::ThisMonth if today.month > 0 => (Day { day: 0, ..today }, Bound::On),
            TimeWord::MonthEnd if today.month > 0 => (Day { day: 0, ..today }, Bound::End),
            TimeWord::LastMonth if today.month > 0 => {
                let (year, month) = if today.month == 1 {
                    (today.year - 1, 12)
                } else {
                    (today.year, today.month - 1)
                };
                (Day { year, month, day: 0 }, Bound::On)
            }
            TimeWord::NextMonth if today.month > 0 => {
                let (year, month) = if today.month == 12 {
                    (today.year + 1, 1)
                } else {
                    (today.year, today.month + 1)
                };
                (Day { year, month, day: 0 }, Bound::On)
            }
            TimeWord::Weekday
                if today.day > 0 && !times.month_near(at, last) && !text.fold(at).is_empty() =>
            {
                let back = if value == 8 { 1 } else { (today.weekday() + 7 - value) % 7 };
                (today.minus_days(back), Bound::On)
            }
            _ => continue,
        };
        let told = if word == TimeWord::Weekday { Told::Weekday } else { told };
        if best.is_none_or(|b| last > b.last) {
            best = Some(Mention {
                first: at,
                last,
                day,
                bound,
                relative: true,
                this_year: false,
                told,
            });
        }
    }
    best
}

/// "во втором полугодии", "in the third quarter": a part of a year that no year follows is the next one of its kind.
pub(super) fn part_alone(
    text: &Text<'_>,
    times: &Times<'_>,
    at: usize,
    today: Day,
    language: Language,
) -> Option<Mention> {
    let (order, parts) = match times
        .at(at)
        .find_map(|(w, v, _)| matches!(w, TimeWord::Half | TimeWord::Quarter).then_some((w, v)))?
    {
        (TimeWord::Half, _) => (ordinal_before(text, at)?, 2),
        _ => (ordinal_before(text, at)?, 4),
    };
    if order > parts || in_a_year(text, times, at, language) || today.month == 0 {
        return None;
    }
    let over = order * (12 / parts) < today.month;
    let mut mention = Mention::told(at - 1, at, Day::of(today.year + u16::from(over)));
    mention.relative = true;
    mention.told = Told::Length;
    mention.bound = bound(text, times, &mention, language);
    Some(mention)
}

/// Which of the parts of a year the word before names.
pub(super) fn ordinal_before(text: &Text<'_>, at: usize) -> Option<u8> {
    #[rustfmt::skip]
    const ORDINALS: [&[&str]; 4] = [
        &["перв", "first", "бірінші", "алғашқы", "биринчи"],
        &["втор", "second", "екінші", "экинчи"],
        &["трет", "third", "үшінші", "үчүнчү"],
        &["четверт", "fourth", "last", "төртінші", "төртүнчү", "последн"],
    ];
    let word = text.fold(at.checked_sub(1)?);
    if let Some(roman) = ["i", "ii", "iii", "iv"].iter().position(|r| *r == word) {
        return Some(roman as u8 + 1);
    }
    ORDINALS.iter().position(|o| o.iter().any(|w| word.starts_with(w))).map(|at| at as u8 + 1)
}
