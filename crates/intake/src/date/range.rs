//! Two dates that are one stretch of time: "from 2026 to 2030", "с марта по июнь", "2026 жылдан 2030 жылға дейін".

use super::{Bound, Mention, Times, Told, bound, number, sign};
use crate::text::Text;
use crate::vocabulary::Language;

/// The last of two days before their month, and the token after it: "5–7 октября", "с 5 по 7 октября".
pub(super) fn last_of_days(text: &Text<'_>, at: usize) -> Option<(u8, usize)> {
    let day = |t: usize| number(text, t).filter(|d| (1..=31).contains(d));
    day(at)?;
    let linked = sign(text, at + 1, &['-', '–', '—'])
        || matches!(text.fold(at + 1), "по" | "to" | "и" | "and" | "until" | "through");
    let last = day(at + 2).filter(|_| linked)?;
    Some((last as u8, at + 3))
}

/// Words that open a stretch of time before its first date.
fn opens(word: &str) -> bool {
    matches!(word, "from" | "between" | "с" | "со" | "период")
}

/// Whether two days that a word opens stand at a token: "с 5 по 7 октября", "between 5 and 7 October".
pub(super) fn of_days(text: &Text<'_>, first: usize) -> bool {
    last_of_days(text, first).is_some() && first.checked_sub(1).is_some_and(|b| opens(text.fold(b)))
}

/// Whether two words are one: "март–апрель", "наурыз-маусым".
fn hyphenated(text: &Text<'_>, before: &Mention, next: &Mention) -> bool {
    let tied = next.first == before.last + 1
        && text.tokens.get(next.first).is_some_and(|t| t.tied || !t.spaced);
    tied || next.first == before.last + 2 && sign(text, before.last + 1, &['-', '–', '—'])
}

/// Whether the word that opens a stretch stands before a date: "from", "from the beginning of".
fn opened(text: &Text<'_>, before: &Mention) -> bool {
    before.bound == Bound::Start
        || (1..=2).filter_map(|back| before.first.checked_sub(back)).any(|t| opens(text.fold(t)))
}

/// Whether the last word of a date is in the ablative: "2026 жылдан", "марттан".
pub(super) fn ablative(text: &Text<'_>, last: usize) -> bool {
    const CASE: &[&str] =
        &["дан", "ден", "тан", "тен", "нан", "нен", "дон", "дөн", "тон", "төн", "нон", "нөн"];
    CASE.iter().any(|c| text.fold(last).ends_with(c))
}

/// Whether a date and the next one are one stretch of time, or one date said in two words.
pub(super) fn joined(
    text: &Text<'_>,
    times: &Times<'_>,
    before: &Mention,
    next: &Mention,
    language: Language,
) -> bool {
    let dates = |m: &Mention| matches!(m.told, Told::Date | Told::Years);
    if !dates(before) || !dates(next) {
        return false;
    }
    let gap = next.first.saturating_sub(before.last + 1);
    // "биылғы жылдың соңына дейін": this year, and the end of the year.
    if gap == 0 && next.relative && before.relative && before.day == next.day {
        return true;
    }
    let earlier = before.day < next.day || before.relative != next.relative;
    let same =
        before.day.month > 0 && before.day.day == 0 && next.day.month > 0 && next.day.day == 0;
    let hyphen = same && hyphenated(text, before, next);
    if hyphen {
        return earlier;
    }
    if language.head_final() {
        let until = gap == 0
            && ablative(text, before.last)
            && bound(text, times, &Mention { bound: Bound::On, ..*next }, language) == Bound::End;
        return earlier && until;
    }
    let link = text.fold(before.last + 1);
    match gap {
        1 if matches!(link, "to" | "through" | "until" | "till" | "по" | "до") => {
            earlier && opened(text, before)
        }
        1 if matches!(link, "and" | "и") => {
            let between = before.first.checked_sub(1).is_some_and(|b| text.fold(b) == "between");
            // "in March and April 2026" is one time, "in 2025 and 2026" may be two.
            (between || same && before.relative) && earlier
        }
        _ => false,
    }
}

/// The stretch that two dates make: it ends with the second.
pub(super) fn whole(
    text: &Text<'_>,
    times: &Times<'_>,
    before: &Mention,
    next: &Mention,
    language: Language,
) -> Mention {
    let link = text.fold(before.last + 1);
    let both = matches!(link, "and" | "и") && !opened(text, before);
    let hyphen = hyphenated(text, before, next);
    let bound = if before.last + 1 == next.first && !ablative(text, before.last) || both || hyphen {
        bound(text, times, &Mention { first: before.first, ..*next }, language)
    } else {
        Bound::End
    };
    Mention { first: before.first, bound, ..*next }
}
