//! What of a text is the text: lines, their roles, and sentences.
//!
//! Nothing is cut out. A line of boilerplate is only marked, so every offset stays an offset of the original.

use crate::date::{self, Day};
use crate::engine::DayOfEvent;
use crate::language;
use crate::lexicon::tables::ABBREVIATIONS;
use crate::lexicon::{Match, Payload};
use crate::text::{Text, TokenKind};
use crate::vocabulary::{Class, Feature, Language, Noise};

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Running text.
    Body,
    /// A headline.
    Title,
    /// The same words as an earlier line.
    Repeat,
    /// Boilerplate.
    Noise,
}

/// A line of the text.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// First token.
    pub first: usize,
    /// Token after the last.
    pub end: usize,
    /// Its role.
    pub role: Role,
}

/// A sentence, a bullet or a headline.
#[derive(Debug, Clone, Copy)]
pub struct Sentence {
    /// First token.
    pub first: usize,
    /// Token after the last.
    pub end: usize,
    /// Whether it is a point of a list.
    pub bullet: bool,
    /// Whether it is a headline.
    pub title: bool,
    /// Its language.
    pub language: Language,
}

/// Marks the lines of a text. `matches` need hold only noise rows.
#[must_use]
pub fn lines(text: &Text<'_>, matches: &[Match]) -> Vec<Line> {
    let mut found = Vec::new();
    let mut first = 0;
    for at in 0..=text.tokens.len() {
        let stop = text.tokens.get(at).is_none_or(|t| t.kind == TokenKind::Break);
        if stop {
            if at > first {
                found.push(Line { first, end: at, role: Role::Body });
            }
            first = at + 1;
        }
    }
    for line in &mut found {
        line.first = skip_glued_date(text, line.first, line.end);
    }
    found.retain(|line| line.first < line.end);
    let mut seen: std::collections::HashSet<u64> = std::collections::HashSet::new();
    let many = found.len() > 1;
    let mut tail = false;
    let mut body = false;
    for line in &mut found {
        if tail {
            line.role = Role::Noise;
            continue;
        }
        let words = words(text, line);
        match noise(text, matches, line, words) {
            Some(Noise::Tail) if body => {
                tail = true;
                line.role = Role::Noise;
                continue;
            }
            Some(_) => {
                line.role = Role::Noise;
                continue;
            }
            None => {}
        }
        let key = fingerprint(text, line);
        if words >= 3 && !seen.insert(key) {
            line.role = Role::Repeat;
        } else if many && !body && words <= 24 && !closed(text, line) && !bullet(text, line) {
            line.role = Role::Title;
        } else {
            body = true;
        }
    }
    found
}

/// A number that equal lines share and other lines do not.
fn fingerprint(text: &Text<'_>, line: &Line) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for token in line.first..line.end {
        for byte in text.fold(token).bytes().chain(std::iter::once(b' ')) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}

/// ` date 2025-11-08 ` before the first word is a field of the archive, not of the text.
fn skip_glued_date(text: &Text<'_>, first: usize, end: usize) -> usize {
    if text.fold(first) == "date"
        && text.tokens.get(first + 1).is_some_and(|t| t.kind == TokenKind::Number)
    {
        let mut at = first + 1;
        while at < end
            && text.tokens.get(at).is_some_and(|t| {
                t.kind == TokenKind::Number || (t.kind == TokenKind::Sign && t.sign == '-')
            })
        {
            at += 1;
        }
        return at;
    }
    first
}

fn words(text: &Text<'_>, line: &Line) -> usize {
    text.tokens
        .get(line.first..line.end)
        .map_or(0, |l| l.iter().filter(|t| t.kind == TokenKind::Word).count())
}

fn closed(text: &Text<'_>, line: &Line) -> bool {
    let last = line.end.checked_sub(1).and_then(|at| text.tokens.get(at));
    last.is_some_and(|t| {
        t.kind == TokenKind::Sign && matches!(t.sign, '.' | '!' | ';' | ':' | '…' | '»' | '”')
    })
}

fn bullet(text: &Text<'_>, line: &Line) -> bool {
    let Some(first) = text.tokens.get(line.first) else { return false };
    // "1. 2026-жылдын 1-мартына чейин …": a point may open with a date, "12.02.2026" is no point.
    let numbered = first.kind == TokenKind::Number
        && text
            .tokens
            .get(line.first + 1)
            .is_some_and(|t| t.kind == TokenKind::Sign && matches!(t.sign, ')' | '.'))
        && text.tokens.get(line.first + 2).is_some_and(|t| {
            t.kind == TokenKind::Word || (t.kind == TokenKind::Number && t.spaced)
        });
    numbered
        || (first.kind == TokenKind::Sign
            && matches!(first.sign, '-' | '–' | '—' | '•' | '*' | '▪' | '●' | '·' | '‣' | '◦'))
}

fn noise(text: &Text<'_>, matches: &[Match], line: &Line, words: usize) -> Option<Noise> {
    let tokens = text.tokens.get(line.first..line.end)?;
    let numbers = tokens.iter().filter(|t| t.kind == TokenKind::Number).count();
    let from = matches.partition_point(|m| (m.first as usize) < line.first);
    // "Стороны решили:" leads in to a list, "Поделиться:" is a row of buttons.
    let leads_in = || {
        matches[from.min(matches.len())..].iter().take_while(|m| (m.first as usize) < line.end).any(
            |m| {
                matches!(m.payload, Payload::Cue(class, _) if class != Class::Report)
                    || m.payload == Payload::Term(Feature::LeadIn)
            },
        )
    };
    let colon = words <= 2 && numbers == 0 && tokens.last().is_some_and(|t| t.sign == ':');
    if words == 0 || (colon && !leads_in()) {
        return Some(Noise::Line);
    }
    // Rates, calendars, weather: more numbers than words, and no verb among them ("trained 120 doctors in 2023-2024").
    if numbers >= 3 && numbers * 2 >= words && !(words >= 4 && bullet(text, line)) {
        let verb = words >= 4
            && matches[from.min(matches.len())..]
                .iter()
                .take_while(|m| (m.first as usize) < line.end)
                .any(|m| matches!(m.payload, Payload::Cue(..)));
        if !verb {
            return Some(Noise::Line);
        }
    }
    let mut found = None;
    for m in matches[from.min(matches.len())..].iter().take_while(|m| (m.first as usize) < line.end)
    {
        if let Payload::Noise(noise) = m.payload {
            let leads = m.first as usize == line.first;
            match noise {
                Noise::Tail if leads && words <= 6 => return Some(Noise::Tail),
                Noise::Line if words <= 5 || (leads && words <= 8 && !closed(text, line)) => {
                    found = Some(Noise::Line);
                }
                _ => {}
            }
        }
    }
    // A line of a date and a place, or of a clock.
    if found.is_none() && words <= 3 && numbers >= 1 && numbers + 1 >= words {
        return Some(Noise::Line);
    }
    found
}

/// Cuts the lines that count into sentences.
#[must_use]
pub fn sentences(
    text: &Text<'_>,
    lines: &[Line],
    document: Language,
    profile: Option<&language::Profile>,
) -> Vec<Sentence> {
    let mut found: Vec<Sentence> = Vec::new();
    let mut open: Option<usize> = None;
    let mut open_end = 0;
    let push = |found: &mut Vec<Sentence>, first: usize, end: usize, bullet: bool, title: bool| {
        if (first..end).any(|t| text.tokens.get(t).is_some_and(|t| t.kind == TokenKind::Word)) {
            found.push(Sentence { first, end, bullet, title, language: document });
        }
    };
    for line in lines {
        if matches!(line.role, Role::Noise | Role::Repeat) {
            if let Some(first) = open.take() {
                push(&mut found, first, open_end, false, false);
            }
            continue;
        }
        if line.role == Role::Title || bullet(text, line) {
            if let Some(first) = open.take() {
                push(&mut found, first, open_end, false, false);
            }
            let is_bullet = line.role != Role::Title;
            let mut first = line.first;
            if is_bullet {
                first += 1;
                if text
                    .tokens
                    .get(first)
                    .is_some_and(|t| t.kind == TokenKind::Sign && matches!(t.sign, ')' | '.'))
                {
                    first += 1;
                }
            }
            for (first, end) in split(text, first, line.end) {
                push(&mut found, first, end, is_bullet, !is_bullet);
            }
            continue;
        }
        // A soft-wrapped line goes on in the next one with a small letter.
        let goes_on = open.is_some()
            && text.tokens.get(line.first).is_some_and(|t| t.kind == TokenKind::Word && !t.capital);
        if !goes_on && let Some(first) = open.take() {
            push(&mut found, first, open_end, false, false);
        }
        let start = open.take().unwrap_or(line.first);
        let parts = split(text, start, line.end);
        let whole = closed(text, line);
        let count = parts.len();
        for (at, (first, end)) in parts.into_iter().enumerate() {
            if at + 1 == count && !whole {
                open = Some(first);
                open_end = end;
            } else {
                push(&mut found, first, end, false, false);
            }
        }
    }
    if let Some(first) = open {
        push(&mut found, first, open_end, false, false);
    }
    mark_repeated_titles(text, &mut found);
    for sentence in &mut found {
        let quoted = text.quote(sentence.first, sentence.end.saturating_sub(1));
        if quoted.len() < 40 {
            continue;
        }
        let (first, last) = (text.tokens.get(sentence.first), text.tokens.get(sentence.end - 1));
        let known = profile
            .zip(first.zip(last))
            .and_then(|(p, (a, b))| p.between(a.byte_start as usize, b.byte_end as usize));
        let guess = known.unwrap_or_else(|| language::identify(quoted));
        if guess.score >= 12
            && guess.lead >= 8
            && guess.language != document
            && same_script(guess.language, document)
        {
            sentence.language = guess.language;
        }
    }
    found
}

/// A first sentence that repeats the headline word for word is a headline too.
fn mark_repeated_titles(text: &Text<'_>, sentences: &mut [Sentence]) {
    let words = |s: &Sentence| -> std::collections::BTreeSet<String> {
        (s.first..s.end)
            .map(|t| text.fold(t))
            .filter(|w| w.chars().count() > 3)
            .map(str::to_owned)
            .collect()
    };
    let titles: Vec<_> = sentences.iter().filter(|s| s.title).map(words).collect();
    if titles.is_empty() {
        return;
    }
    for sentence in sentences.iter_mut().filter(|s| !s.title).take(2) {
        let own = words(sentence);
        if !own.is_empty()
            && titles.iter().any(|t| own.intersection(t).count() * 10 >= own.len() * 9)
        {
            sentence.title = true;
        }
    }
}

/// Folding was done for the document's script, so a sentence can only change to a language folded alike.
const fn same_script(one: Language, document: Language) -> bool {
    let special = matches!(document, Language::KazakhLatin | Language::UzbekCyrillic);
    !special && !matches!(one, Language::KazakhLatin | Language::UzbekCyrillic)
}

fn split(text: &Text<'_>, first: usize, end: usize) -> Vec<(usize, usize)> {
    let mut parts = Vec::new();
    let mut from = first;
    let mut at = first;
    while at < end {
        if ends_sentence(text, at, end) {
            let mut stop = at + 1;
            while stop < end
                && text.tokens.get(stop).is_some_and(|t| {
                    t.kind == TokenKind::Sign
                        && !t.spaced
                        && matches!(t.sign, '»' | '"' | '”' | ')' | '.' | '!' | '?')
                })
            {
                stop += 1;
            }
            parts.push((from, stop));
            from = stop;
            at = stop;
        } else {
            at += 1;
        }
    }
    if from < end {
        parts.push((from, end));
    }
    parts
}

fn ends_sentence(text: &Text<'_>, at: usize, end: usize) -> bool {
    let Some(token) = text.tokens.get(at) else { return false };
    if token.kind != TokenKind::Sign || !matches!(token.sign, '.' | '!' | '?' | '…') {
        return false;
    }
    let mut next = at + 1;
    while next < end
        && text.tokens.get(next).is_some_and(|t| {
            t.kind == TokenKind::Sign
                && matches!(
                    t.sign,
                    '»' | '"' | '”' | ')' | '.' | '!' | '?' | '«' | '“' | '—' | '–' | '-'
                )
        })
    {
        next += 1;
    }
    let Some(following) = text.tokens.get(next).filter(|_| next < end) else { return true };
    if !following.spaced && following.kind == TokenKind::Word && token.sign == '.' {
        // "24.kg", "caravan-info.uz": no space, no sentence; a lost space before a capital is one.
        let lost_space = following.capital && at > 0 && text.fold(at - 1).chars().count() > 3;
        return lost_space;
    }
    if !following.spaced {
        return following.kind != TokenKind::Number;
    }
    if token.sign != '.' {
        return following.capital || following.kind != TokenKind::Word;
    }
    let Some(before) = at.checked_sub(1).and_then(|b| text.tokens.get(b)) else { return false };
    let word = text.fold(at - 1);
    let initial = before.kind == TokenKind::Word && before.capital && word.chars().count() == 1;
    let starts = following.capital || following.kind == TokenKind::Number;
    if initial || (before.kind == TokenKind::Word && !starts) {
        return false;
    }
    if before.kind == TokenKind::Word && ABBREVIATIONS.binary_search(&word).is_ok() {
        // "… в 2019 г. Стороны …": an abbreviation of a year ends the sentence before a capital.
        return matches!(
            word,
            "г" | "гг" | "т" | "б" | "э" | "др" | "руб" | "тыс" | "млн" | "млрд" | "долл"
        ) && following.capital
            && at > 1
            && (text.tokens.get(at - 2).is_some_and(|t| t.kind == TokenKind::Number)
                || matches!(word, "др" | "б"));
    }
    true
}

/// Tokens at which a further article begins: two texts pasted together are told apart by a headline whose text opens
/// with a dateline of its own, by a headline between date stamps, and by a second dateline.
#[must_use]
pub fn articles(
    text: &Text<'_>,
    matches: &[Match],
    lines: &[Line],
    language: Language,
) -> Vec<usize> {
    let stamped = |line: &Line| {
        let found = date::find(text, matches, line.first, line.end, language, None);
        line.role == Role::Noise && found.iter().any(|m| m.day.day > 0)
    };
    let opens = |line: &Line| {
        let reach = line.end.min(line.first + 9);
        let assumed = Some(Day { year: 2000, month: 1, day: 1 });
        line.end > line.first + 9
            && date::find(text, matches, line.first, reach, language, assumed)
                .iter()
                .any(|m| m.day.day > 0 && dateline(text, line, m.first, m.last))
    };
    let running =
        |line: &Line| line.role == Role::Body && closed(text, line) && words(text, line) >= 8;
    let headline = |line: &Line| {
        line.role == Role::Body
            && (3..=20).contains(&words(text, line))
            && !closed(text, line)
            && !bullet(text, line)
            && text.tokens.get(line.first).is_some_and(|t| t.capital)
    };
    let mut found = Vec::new();
    let (mut body, mut dated, mut at) = (false, false, 0);
    while let Some(line) = lines.get(at) {
        let rest = lines.get(at + 1..).unwrap_or(&[]);
        let stamp_before = at.checked_sub(1).and_then(|b| lines.get(b)).is_some_and(stamped);
        let fresh = headline(line)
            && rest.iter().any(running)
            && (rest.first().is_some_and(|next| opens(next) || stamped(next)) || stamp_before);
        if body && (fresh || (dated && opens(line) && running(line))) {
            // The stamp above a headline belongs to the article that it opens.
            found.push(if fresh && stamp_before { lines[at - 1].first } else { line.first });
            if fresh {
                at += 1;
            }
            (body, dated) = (false, false);
            dated |= lines.get(at).is_some_and(opens);
        } else {
            dated |= opens(line);
            body |= running(line);
        }
        at += 1;
    }
    found
}

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
    for line in lines {
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
        }
    }
    glued.or(header).map(|day| (day, None))
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
        let opens = dates.first().is_some_and(|d| d.first <= sentence.first + 1)
            && (sentence.first..sentence.end).any(|t| occasion(text.fold(t)));
        let event = event || words == 0 || bracket || opens;
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
        "meeting", "visit", "ceremony", "handed", "arrived", "opened", "открыл", "ашылды", "ачылды"];
    OCCASIONS.iter().any(|o| word.starts_with(o))
}

/// The one day on which the opening says that people met; nothing where it names several.
#[must_use]
pub(crate) fn day_of_meeting(days: &[DayOfEvent]) -> Option<Day> {
    let first = days.first().filter(|d| d.event)?;
    days.iter().all(|d| d.day == first.day).then_some(first.day)
}

/// "БИШКЕК, 15 сен. —", "TOSHKENT, 27 apr.", "Bishkek. March 3, 2024."
fn dateline(text: &Text<'_>, line: &Line, first: usize, last: usize) -> bool {
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
