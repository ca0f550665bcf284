//! Clauses of a sentence, and the pieces that commas and conjunctions make of a clause.

use crate::item::has;
use crate::layout::Sentence;
use crate::lexicon::{Match, Payload};
use crate::predicate::Predicate;
use crate::text::{Text, TokenKind};
use crate::vocabulary::{Class, Feature, Naming};

/// A stretch of a sentence with at most one governing predicate.
pub(crate) struct Clause {
    /// First token.
    pub(crate) first: usize,
    /// Token after the last.
    pub(crate) end: usize,
    /// Whether it opens with "which".
    pub(crate) relative: bool,
    /// Whether it only names who said so: ", the ministry reports".
    pub(crate) report: bool,
}

/// Whether a token separates parts of a sentence.
fn separator(text: &Text<'_>, matches: &[Match], token: usize) -> bool {
    text.tokens.get(token).is_some_and(|t| match t.kind {
        TokenKind::Sign if t.sign == ',' && decimal(text, token) => false,
        TokenKind::Sign => {
            matches!(t.sign, ',' | ';' | ':' | '(' | ')')
                || (matches!(t.sign, '—' | '–' | '-') && t.spaced)
        }
        TokenKind::Word => has(matches, token, Feature::And) && !between_countries(matches, token),
        _ => false,
    })
}

/// The comma of "1,3 млн" parts nothing.
fn decimal(text: &Text<'_>, comma: usize) -> bool {
    let digits = |t: usize| text.tokens.get(t).filter(|k| k.kind == TokenKind::Number);
    comma.checked_sub(1).and_then(digits).is_some()
        && text.tokens.get(comma).is_some_and(|t| !t.spaced)
        && digits(comma + 1).is_some_and(|t| !t.spaced)
}

/// "between Kazakhstan and Germany", "Турция и Кыргызстан": the word joins two names, not two parts of a sentence.
fn between_countries(matches: &[Match], token: usize) -> bool {
    let country =
        |m: &Match| matches!(m.payload, Payload::Country(_, Naming::Name | Naming::Short));
    let from = matches.partition_point(|m| (m.first as usize) < token.saturating_sub(4));
    let near = matches.get(from..).unwrap_or(&[]);
    near.iter()
        .take_while(|m| (m.first as usize) < token)
        .any(|m| country(m) && m.last as usize + 1 == token)
        && near
            .iter()
            .take_while(|m| m.first as usize <= token + 1)
            .any(|m| country(m) && m.first as usize == token + 1)
}

/// A relative word that parts the clause it opens from the one before: "a memorandum under which …", "a hospital where
/// …", "an agreement that provides for …".
fn relative_word(text: &Text<'_>, predicates: &[Predicate], token: usize) -> bool {
    match text.fold(token) {
        "which" | "where" | "whose" => true,
        "that" => predicates.iter().any(|p| p.first == token + 1 && p.governs()),
        _ => false,
    }
}

/// Cuts a sentence so that each clause has one governing predicate: in Turkic after the predicate, in Russian and
/// English before the subject of the next one.
pub(crate) fn clauses(
    text: &Text<'_>,
    matches: &[Match],
    sentence: &Sentence,
    predicates: &[Predicate],
) -> Vec<Clause> {
    let head_final = sentence.language.head_final();
    let governing: Vec<&Predicate> = predicates.iter().filter(|p| p.governs()).collect();
    let mut cuts: Vec<(usize, bool)> = Vec::new();
    for pair in governing.windows(2) {
        let (one, two) = (pair[0], pair[1]);
        let mut between = (one.last + 1..two.first).filter(|t| separator(text, matches, *t));
        let cut = if head_final { between.next() } else { between.next_back() };
        let relative = (one.last + 1..two.first)
            .rfind(|t| !head_final && relative_word(text, predicates, *t))
            .filter(|t| cut.is_none_or(|c| c < *t) && *t > sentence.first);
        if let Some(cut) = relative {
            let other = matches!(text.fold(cut), "where" | "whose")
                || matches!(text.fold(cut - 1), "under" | "in" | "by" | "through" | "from" | "for");
            cuts.push((cut, !other));
            continue;
        }
        if let Some(cut) = cut {
            let relative =
                (cut + 1..(cut + 4).min(two.first + 1)).any(|t| has(matches, t, Feature::Relative));
            cuts.push((cut, relative));
        }
    }
    // A semicolon always parts clauses; "…, ал жобалау 2030 жылы басталады", "…, а поставки начнутся осенью": what is set
    // against another stands apart.
    for token in sentence.first..sentence.end {
        let Some(mark) = text.tokens.get(token).filter(|t| t.kind == TokenKind::Sign) else {
            continue;
        };
        let parts =
            mark.sign == ';' || token > sentence.first && mark.sign == ',' && contrast(text, token);
        if parts && !cuts.iter().any(|c| c.0 == token) {
            cuts.push((token, false));
        }
    }
    let source = if head_final { None } else { source(text, sentence, predicates) };
    if let Some(cut) = source
        && !cuts.iter().any(|c| c.0 == cut)
    {
        cuts.push((cut, false));
    }
    cuts.sort_by_key(|c| c.0);
    let mut found = Vec::new();
    let mut first = sentence.first;
    if let Some(cut) = told_by(text, sentence, predicates).filter(|_| !head_final) {
        found.push(Clause { first, end: cut, relative: false, report: true });
        first = cut + 1;
    }
    cuts.retain(|c| c.0 >= first);
    let mut relative = false;
    for (cut, next_relative) in cuts {
        found.push(Clause { first, end: cut, relative, report: false });
        first = cut + 1;
        relative = next_relative;
    }
    let report = source.is_some_and(|cut| cut + 1 == first);
    found.push(Clause { first, end: sentence.end, relative, report });
    found
}

/// Whether the word after a comma sets the next clause against the one before.
fn contrast(text: &Text<'_>, comma: usize) -> bool {
    match text.fold(comma + 1) {
        "ал" | "while" | "whereas" => true,
        "а" => !matches!(text.fold(comma + 2), "также" | "именно" | "не" | "то"),
        _ => false,
    }
}

/// The word that ends an opening which only names who said the sentence: "Минздрав сообщил, что …".
fn told_by(text: &Text<'_>, sentence: &Sentence, predicates: &[Predicate]) -> Option<usize> {
    let first = predicates.iter().find(|p| p.governs())?;
    let said = predicates
        .iter()
        .find(|p| p.class == Class::Report && p.finite() && p.last < first.first)?;
    (said.last + 1..first.first)
        .find(|t| matches!(text.fold(*t), "что" | "that"))
        .filter(|t| *t > sentence.first)
}

/// The comma before the words that only name who said the sentence: "…, сообщили в министерстве".
fn source(text: &Text<'_>, sentence: &Sentence, predicates: &[Predicate]) -> Option<usize> {
    let last = predicates.iter().rfind(|p| p.governs())?;
    let said = predicates
        .iter()
        .find(|p| p.class == Class::Report && p.finite() && p.first > last.last)?;
    (last.last + 1..said.first)
        .rev()
        .take(8)
        .find(|t| text.tokens.get(*t).is_some_and(|t| t.sign == ','))
        .filter(|t| *t > sentence.first)
}

/// The pieces of a clause between separators.
pub(crate) fn pieces(text: &Text<'_>, matches: &[Match], clause: &Clause) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut first = clause.first;
    for token in clause.first..clause.end {
        if separator(text, matches, token) {
            if token > first {
                found.push((first, token));
            }
            first = token + 1;
        }
    }
    if clause.end > first {
        found.push((first, clause.end));
    }
    found
}
