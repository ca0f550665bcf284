//! Lists: what leads in to them, and what a point of one takes from its lead-in.

use super::{features, has};
use crate::layout::Sentence;
use crate::lexicon::Match;
use crate::predicate::{self, Predicate};
use crate::text::{Text, TokenKind};
use crate::vocabulary::{Class, Feature, Form};

/// The predicate a sentence hands to the list after it, if it leads in.
#[must_use]
pub fn lead_in(text: &Text<'_>, matches: &[Match], sentence: &Sentence) -> Option<Predicate> {
    let colon =
        sentence.end.checked_sub(1).and_then(|t| text.tokens.get(t)).is_some_and(|t| t.sign == ':');
    let says = features(matches, sentence.first, sentence.end) & Feature::LeadIn.bit() != 0;
    if !colon && !says {
        return None;
    }
    let predicates =
        predicate::find(text, matches, sentence.first, sentence.end, sentence.language);
    let mut governing = predicates.iter().filter(|p| p.governs() && !p.negated);
    governing.next_back().copied().or(if colon {
        predicates
            .iter()
            .rfind(|p| p.class != Class::Report)
            .map(|p| Predicate { form: Form::Past, ..*p })
    } else {
        None
    })
}

/// Whether a relative word stands between a noun and a verb after it.
pub(super) fn parted(text: &Text<'_>, matches: &[Match], noun: usize, p: &Predicate) -> bool {
    (noun + 1..p.first).any(|t| has(matches, t, Feature::Relative) || text.fold(t) == "чтобы")
}

/// In a list, what a relative word opens belongs to the point before it.
pub(super) fn whole(text: &Text<'_>, matches: &[Match], parts: &mut Vec<(usize, usize)>) {
    let mut at = 1;
    while at < parts.len() {
        let opens = (parts[at].0..parts[at].0 + 2)
            .any(|t| has(matches, t, Feature::Relative) && text.fold(t) != "that");
        if opens && parts[at].0 == parts[at - 1].1 + 1 {
            parts[at - 1].1 = parts[at].1;
            parts.remove(at);
        } else {
            at += 1;
        }
    }
}

/// "Решили: – изучить возможность открытия", "мүмкіндігін қарастыру": a point that says to consider something is talk.
pub(super) fn to_talk(
    predicates: &[Predicate],
    piece: (usize, usize),
    lead: Predicate,
    head_final: bool,
) -> Predicate {
    let near = |p: &&Predicate| {
        if head_final {
            p.last + 3 > piece.1 && p.last < piece.1
        } else {
            p.first < piece.0 + 2 && p.first >= piece.0
        }
    };
    let agreed = matches!(lead.class, Class::Agree | Class::Approve | Class::Do | Class::Run);
    match predicates.iter().filter(|p| p.class == Class::Discuss && !p.finite()).find(near) {
        Some(talk) if agreed => {
            Predicate { row: talk.row, rule: "talk that is agreed", class: Class::Discuss, ..lead }
        }
        _ => lead,
    }
}

/// "The sides did the following: – to send 20 doctors": an infinitive in a list is to be done, whatever leads in to it.
pub(super) fn to_do(
    text: &Text<'_>,
    piece: (usize, usize),
    lead: Predicate,
    head_final: bool,
) -> Predicate {
    if !matches!(lead.class, Class::Do | Class::Run | Class::State | Class::Report) {
        return lead;
    }
    let ends = |t: usize, endings: &[&str]| endings.iter().any(|e| text.fold(t).ends_with(e));
    let infinitive = if head_final {
        piece.1.checked_sub(1).is_some_and(|t| {
            let sign = text.tokens.get(t).is_some_and(|k| k.kind != TokenKind::Word);
            let t = if sign { t - 1 } else { t };
            t > piece.0 && ends(t, &["у", "ү", "ю", "уу", "үү", "оо", "өө"])
        })
    } else {
        let long = text.fold(piece.0).chars().count() > 4;
        text.fold(piece.0) == "to" || (long && ends(piece.0, &["ть", "ться", "ти"]))
    };
    if infinitive { Predicate { class: Class::Agree, rule: "to be done", ..lead } } else { lead }
}
