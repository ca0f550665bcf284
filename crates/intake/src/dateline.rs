//! The day of a text: a dateline, a stamp, or the one day on which its opening says that something happened.

use crate::date::{self, Day};
use crate::engine::DayOfEvent;
use crate::layout::{Line, Role, Sentence};
use crate::lexicon::{Match, Payload};
use crate::predicate;
use crate::text::{Text, TokenKind};
use crate::vocabulary::{Class, Feature, Form, Language};

/// The date of the document and, for a dateline, its tokens: a dateline before the archive's field before any full date in a header or footer.
#[must_use]
pub fn document_date(
    text: &Text<'_>,
    matches: &[Match],
    lines: &[Line],
    language: Language,
) -> Option<(Day, Option<(usize, usize)>)> {
    let start = lines.first().map_or(0, |l| l.first);
    let glued =
        date::find(text, matches, 0, start, language, None).into_iter().next().map(|m| m.day);
    let mut header = None;
    for (number, line) in lines.iter().enumerate() {
        // Only the opening of a running line can hold a dateline; a noise line is read whole.
        let reach = if line.role == Role::Noise { line.end } else { line.end.min(line.first + 9) };
        let today = glued.or(header);
        for mention in date::find(text, matches, line.first, reach, language, today) {
            let day = mention.day;
            if day.month == 0 {
                continue;
            }
            if line.role != Role::Noise && dateline(text, line, mention.first, mention.last) {
                return Some((day, Some((mention.first, mention.last))));
            }
            if line.role == Role::Noise && !mention.relative && header.is_none() && day.day > 0 {
                header = Some(day);
            }
            let title = line.role == Role::Title && stamped(text, line, &mention);
            if header.is_none() && (title || number < HEAD && apart(text, line, &mention)) {
                header = Some(day);
            }
        }
        // "Minutes of the second meeting, Tashkent, 17 February 2026": the day that closes a heading.
        if header.is_none() && line.role == Role::Title {
            header = date::find(text, matches, line.first, line.end, language, None)
                .into_iter()
                .find(|m| m.day.day > 0 && m.bound == date::Bound::On && closes(text, line, m))
                .map(|m| m.day);
        }
    }
    if glued.is_none() && header.is_none() {
        return without_its_year(text, matches, lines, language);
    }
    glued.or(header).map(|day| (day, None))
}

/// How many lines may stand above the place and day of minutes: what they are, whose they are, and their number.
const HEAD: usize = 8;

/// "г. Ташкент        20 марта 2026 года", "14-июль 2026-ж.        Чолпон-Ата шаары": minutes have place and day at the two
/// ends of a line.
fn apart(text: &Text<'_>, line: &Line, date: &date::Mention) -> bool {
    let wide = |before: usize| {
        let (Some(one), Some(other)) = (text.tokens.get(before), text.tokens.get(before + 1))
        else {
            return false;
        };
        let gap = text.raw.get(one.byte_end as usize..other.byte_start as usize);
        gap.is_some_and(|gap| gap.contains("   ") || gap.contains('\t'))
    };
    let place = |first: usize, end: usize| {
        let words = text.tokens.get(first..end).unwrap_or(&[]);
        let words = words.iter().filter(|t| t.kind == TokenKind::Word);
        (1..=3).contains(&words.clone().count()) && words.clone().any(|t| t.capital)
    };
    let (begins, ends) = (date.first == line.first, date.last + 3 >= line.end);
    let left = !begins && ends && place(line.first, date.first) && wide(date.first - 1);
    let right = begins && (date.last..date.last + 3).any(|at| wide(at) && place(at + 1, line.end));
    date.day.day > 0 && !date.relative && date.bound == date::Bound::On && (left || right)
}

/// "12.06.2026 Hungary raises the number of grants": a day in figures glued before a headline.
fn stamped(text: &Text<'_>, line: &Line, date: &date::Mention) -> bool {
    let written = |t: usize| text.tokens.get(t).is_some_and(|k| k.kind == TokenKind::Word);
    date.first == line.first
        && date.day.day > 0
        && !date.relative
        && !(date.first..=date.last).any(written)
        && text.tokens.get(date.last + 1).is_some_and(|t| t.capital)
}

/// Whether a date closes a heading after a comma or in brackets; a place or a word in brackets may follow it:
/// "(2026-жылдын 6-майы, Ташкент)", "Tashkent, 11 June 2026 (extract)".
fn closes(text: &Text<'_>, line: &Line, date: &date::Mention) -> bool {
    let opened = date
        .first
        .checked_sub(1)
        .and_then(|b| text.tokens.get(b))
        .is_some_and(|t| matches!(t.sign, ',' | '(' | '[' | '|' | '/' | '—' | '–' | ';' | ':'));
    let parted = text
        .tokens
        .get(date.last + 1)
        .is_none_or(|t| t.kind != TokenKind::Word && t.kind != TokenKind::Number);
    let words = (date.last + 1..line.end)
        .filter(|t| text.tokens.get(*t).is_some_and(|k| k.kind == TokenKind::Word))
        .count();
    opened && (date.last + 2 >= line.end || parted && words <= 2)
}

/// "Dushanbe, 6 August. In 2026 Iran …", "Astana. 17 September. … was signed on 16 September 2026.": a dateline that leaves
/// out its year has the one that the text gives to a day near by, or the first that its opening names.
fn without_its_year(
    text: &Text<'_>,
    matches: &[Match],
    lines: &[Line],
    language: Language,
) -> Option<(Day, Option<(usize, usize)>)> {
    let assumed = Some(Day { year: 2000, month: 1, day: 1 });
    let body = lines.iter().filter(|l| l.role == Role::Body).take(2);
    let (day, at) = body.into_iter().find_map(|line| {
        let reach = line.end.min(line.first + 9);
        date::find(text, matches, line.first, reach, language, assumed)
            .into_iter()
            .find(|m| m.relative && m.day.day > 0 && dateline(text, line, m.first, m.last))
            .map(|m| (m.day, (m.first, m.last)))
    })?;
    let first = lines.first().map_or(0, |l| l.first);
    let end = lines.last().map_or(0, |l| l.end);
    let told = date::find(text, matches, first, end, language, None);
    let near = told.iter().find(|m| {
        m.day.day > 0
            && m.day.month == day.month
            && m.day.day <= day.day
            && m.bound == date::Bound::On
    });
    let opening = |m: &&date::Mention| m.first <= at.1 + 30 && m.bound == date::Bound::On;
    let year = near.or_else(|| told.iter().find(opening))?.day.year;
    Some((Day { year, ..day }, Some(at)))
}

/// How many sentences may name the day of the news: a dateline and an agency's name count as sentences too.
const OPENING: usize = 6;

/// Full dates in the first sentences of the body, each with whether its sentence tells of a meeting.
#[must_use]
pub(crate) fn days_of_events(
    text: &Text<'_>,
    matches: &[Match],
    sentences: &[Sentence],
) -> Vec<DayOfEvent> {
    let mut found = Vec::new();
    // What closes a text in brackets dates it too: "(Interview of 22 April 2026.)"
    let closing = sentences.len().checked_sub(1).filter(|at| {
        *at > 4
            && sentences.get(*at).is_some_and(|s| {
                s.end - s.first <= 20 && text.tokens.get(s.first).is_some_and(|t| t.sign == '(')
            })
    });
    let opening = sentences.iter().filter(|s| !s.title).take(OPENING);
    let lead = sentences.iter().find(|s| !s.title).map_or(0, |s| s.first);
    for sentence in opening.chain(closing.and_then(|at| sentences.get(at))) {
        let from = matches.partition_point(|m| (m.first as usize) < sentence.first);
        let payloads = || {
            matches[from.min(matches.len())..]
                .iter()
                .take_while(|m| (m.first as usize) < sentence.end)
                .map(|m| m.payload)
        };
        // "Earlier, on 3 May 2021, …" is another day's news.
        if payloads().any(|p| p == Payload::Term(Feature::Background)) {
            continue;
        }
        let event = payloads().any(|p| {
            matches!(
                p,
                Payload::Cue(
                    Class::Report
                        | Class::Discuss
                        | Class::Attend
                        | Class::Sign
                        | Class::Approve
                        | Class::Agree,
                    _
                ) | Payload::Term(Feature::Event)
            )
        });
        let dates =
            date::find(text, matches, sentence.first, sentence.end, sentence.language, None);
        // "20-февраль, 2026-жыл.": a sentence that is a date and no more.
        let words = (sentence.first..sentence.end)
            .filter(|t| text.tokens.get(*t).is_some_and(|k| k.kind == TokenKind::Word))
            .filter(|t| !dates.iter().any(|d| d.first <= *t && *t <= d.last))
            .count();
        let bracket = text.tokens.get(sentence.first).is_some_and(|t| t.sign == '(');
        // "27 ноября 2025 года в Берлине прошло второе заседание": a sitting, a visit or a handover on a day that opens
        // the sentence.
        let first = dates.first().is_some_and(|d| d.first <= sentence.first + 1);
        let opens = first && (sentence.first..sentence.end).any(|t| occasion(text.fold(t)));
        // "6 мая 2026 года ушел из жизни …": the first sentence tells what happened on the day that it opens with.
        let news = || {
            let verbs =
                predicate::find(text, matches, sentence.first, sentence.end, sentence.language);
            verbs.iter().any(|p| p.finite() && p.form == Form::Past && p.class != Class::Plan)
        };
        let leads = sentence.first == lead && first && news();
        // "Салтанатты шара 2026 жылғы 21 мамырда өтті", "The ceremony took place on 21 May 2026".
        let held = dates.len() == 1
            && (sentence.first..sentence.first + 3).any(|t| occasion(text.fold(t)))
            && (sentence.first..sentence.end).any(|t| took_place(text.fold(t)));
        let event = event || words == 0 || bracket || opens || leads || held;
        found.extend(
            dates
                .iter()
                .filter(|m| m.day.day > 0 && m.bound == date::Bound::On)
                .map(|m| DayOfEvent { day: m.day, first: m.first, last: m.last, event }),
        );
    }
    found
}

/// Whether a word names what people meet for, or says that they came together or handed something over.
fn occasion(word: &str) -> bool {
    #[rustfmt::skip]
    const OCCASIONS: &[&str] = &["заседани", "совещани", "встреч", "визит", "посетил", "церемони", "состоял", "прибыл", "передал",
        "отырыс", "кездес", "сапар", "рәсім", "тапсыр", "отурум", "жыйын", "жолугуш", "жолукту", "аземи", "тапшыр", "session",
        "meeting", "visit", "ceremony", "handed", "arrived", "opened", "открыл", "ашылды", "ачылды", "салтанат", "чогул", "talks",
        "переговор", "келіссөз", "сүйлөшүү", "конференц", "форум", "forum", "conference", "іс-шара", "иш-чара"];
    OCCASIONS.iter().any(|o| word.starts_with(o))
}

/// Whether a verb says that an occasion took place.
fn took_place(word: &str) -> bool {
    #[rustfmt::skip]
    const HELD: &[&str] = &["өтті", "болды", "өткізілді", "өттү", "болду", "өткөрүлдү", "прошел", "прошла", "прошли", "прошло",
        "состоялся", "состоялась", "состоялись", "состоялось", "held", "took"];
    HELD.contains(&word)
}

/// The one day on which the opening says that people met; nothing where it names several.
#[must_use]
pub(crate) fn day_of_meeting(days: &[DayOfEvent]) -> Option<Day> {
    let first = days.first().filter(|d| d.event)?;
    days.iter().all(|d| d.day == first.day).then_some(first.day)
}

/// "БИШКЕК, 15 сен. —", "TOSHKENT, 27 apr.", "Bishkek. March 3, 2024."
pub(crate) fn dateline(text: &Text<'_>, line: &Line, first: usize, last: usize) -> bool {
    if first == line.first {
        // "14 октября 2025 года. Министр …": a date that is a sentence of its own opens the text.
        let sentence = text
            .tokens
            .get(last + 1)
            .is_some_and(|t| t.kind == TokenKind::Sign && matches!(t.sign, '.' | ',' | '—' | '–'));
        let whole = (first..=last).any(|t| {
            text.tokens.get(t).is_some_and(|k| k.kind == TokenKind::Number && k.end - k.start == 4)
        });
        if sentence && whole {
            return true;
        }
        return text
            .tokens
            .get(last + 1)
            .is_none_or(|t| t.kind == TokenKind::Sign || t.kind == TokenKind::Break)
            && last + 1 >= line.end.saturating_sub(1);
    }
    let before = text.tokens.get(line.first..first).unwrap_or(&[]);
    let place = before.iter().filter(|t| t.kind == TokenKind::Word).count();
    let comma = before.last().is_some_and(|t| {
        t.kind == TokenKind::Sign && matches!(t.sign, ',' | '.' | '/' | '—' | '–' | '(')
    });
    let stops = text.tokens.get(last + 1).is_none_or(|t| t.kind != TokenKind::Word);
    // "г. Ташкент, 20 марта 2026 г."
    place <= 3 && comma && stops && before.iter().any(|t| t.capital)
}
