//! What of a text is the text: lines, their roles, and sentences.
//!
//! Nothing is cut out. A line of boilerplate is only marked, so every offset stays an offset of the original.

use crate::date::{self, Day};
use crate::dateline::dateline;
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
