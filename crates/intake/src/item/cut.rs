//! What of the candidates of a clause stays, and how far the evidence of each reaches.

use super::{Candidate, has};
use crate::clause::Clause;
use crate::lexicon::{Match, Payload};
use crate::text::{Text, TokenKind};
use crate::vocabulary::{Class, Feature, Kind};

/// A signed document swallows what it is about; general co-operation gives way to anything concrete.
pub(super) fn thin(found: &mut Vec<Candidate>, signing: bool, head_final: bool) {
    let document = found.iter().position(|c| c.kind() == Kind::Instrument);
    if let Some(at) = document
        && (signing && !head_final
            || matches!(found[at].predicate.class, Class::Sign | Class::InForce))
    {
        let mut index = 0;
        found.retain(|c| {
            index += 1;
            // What the document is about stands before it in Turkic, after it in Russian and English.
            let about = if head_final { index <= at } else { index > at + 1 };
            c.kind() == Kind::Instrument || !about
        });
    }
    // "training and internships" is a stay in clinics; what "and" joins directly is one thing.
    let mut at = 0;
    while at + 1 < found.len() {
        let (one, two) = (found[at].kind(), found[at + 1].kind());
        let both = found[at].people && found[at + 1].people;
        let joined = found[at + 1].first == found[at].end + 1 && found[at + 1].after_and && !both;
        let stay = |k: Kind| matches!(k, Kind::Internship | Kind::Residency);
        if joined && one == Kind::Training && stay(two) {
            found[at + 1].first = found[at].first;
            found.remove(at);
        } else if joined && stay(one) && two == Kind::Training {
            found[at].end = found[at + 1].end;
            found.remove(at + 1);
        } else {
            at += 1;
        }
    }
    // Doctors who come and operate do one thing.
    if let Some(p) = found.iter().find(|c| c.frame.name == "operations").map(|c| c.predicate.first)
    {
        found.retain(|c| !c.frame.name.starts_with("visiting experts") || c.predicate.first != p);
    }
    // "experience in digital health and artificial intelligence": fields of the exchange, not further items.
    let mut at = 1;
    while !head_final && at < found.len() {
        let field = found[at].kind() == Kind::DigitalHealth && found[at].after_and;
        let about = matches!(found[at - 1].kind(), Kind::ExpertExchange | Kind::DigitalHealth);
        if field && about && found[at].first == found[at - 1].end + 1 {
            found[at - 1].end = found[at].end;
            found.remove(at);
        } else {
            at += 1;
        }
    }
    // A facility "with its own production of …" is one thing.
    if found.iter().any(|c| c.kind() == Kind::FacilityProject) {
        found.retain(|c| c.kind() != Kind::Localisation || c.frame.strength >= 80);
    }
    if found.iter().any(|c| c.kind() != Kind::Other) {
        found.retain(|c| c.kind() != Kind::Other || c.frame.strength >= 40);
    }
}

/// Stretches the piece next to the predicate over it.
pub(super) fn stretch(found: &mut [Candidate], clause: &Clause, head_final: bool) {
    let spans: Vec<(usize, usize)> = found.iter().map(|c| (c.first, c.end)).collect();
    for (at, candidate) in found.iter_mut().enumerate() {
        // Pieces without a frame of their own belong to the phrase whose head follows or precedes them.
        if head_final {
            let before = at.checked_sub(1).and_then(|b| spans.get(b)).map_or(clause.first, |s| s.1);
            if candidate.end - before <= 40 {
                candidate.first = before;
            }
        } else {
            let next = spans.get(at + 1).map_or(clause.end, |s| s.0);
            if next - candidate.first <= 40 {
                candidate.end = next;
            }
        }
        if candidate.inherited {
            continue;
        }
        let p = candidate.predicate;
        if p.first < clause.first || p.last >= clause.end {
            continue;
        }
        if head_final {
            let next = spans.get(at + 1).map_or(clause.end, |s| s.0);
            if p.last < next && p.last >= candidate.end {
                candidate.end = p.last + 1;
            }
            if at == 0 {
                candidate.first = clause.first;
            }
        } else {
            let before = at.checked_sub(1).and_then(|b| spans.get(b)).map_or(clause.first, |s| s.1);
            if at == 0 && (p.first < candidate.end) {
                candidate.first = clause.first;
            } else if p.first >= before && p.first < candidate.first {
                candidate.first = p.first;
            }
            let next = spans.get(at + 1).map_or(clause.end, |s| s.0);
            if p.last < next && p.last >= candidate.end {
                candidate.end = p.last + 1;
            }
        }
    }
}

/// Takes separators, conjunctions and an opening quotation mark off both ends.
pub(crate) fn trim(text: &Text<'_>, matches: &[Match], candidate: &mut Candidate) {
    let loose = |t: usize| {
        text.tokens.get(t).is_some_and(|token| match token.kind {
            TokenKind::Sign => !matches!(token.sign, '$' | '€' | '%' | '№'),
            TokenKind::Break => true,
            TokenKind::Word => has(matches, t, Feature::And),
            TokenKind::Number => false,
        })
    };
    while candidate.first + 1 < candidate.end && loose(candidate.first) {
        // "Ошондой эле" is one conjunction of two words.
        let from = matches.partition_point(|m| (m.first as usize) < candidate.first);
        let last = matches[from.min(matches.len())..]
            .iter()
            .take_while(|m| m.first as usize == candidate.first)
            .filter(|m| m.payload == Payload::Term(Feature::And))
            .map(|m| m.last as usize)
            .max()
            .unwrap_or(candidate.first);
        candidate.first = (last + 1).min(candidate.end - 1);
    }
    while candidate.end > candidate.first + 1 && loose(candidate.end - 1) {
        candidate.end -= 1;
    }
}
