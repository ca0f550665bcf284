//! English verbs: the tense of a participle and the progressive, which auxiliaries tell.

use super::Predicate;
use crate::text::Text;
use crate::vocabulary::{Class, Form};

/// Whether an English participle has an auxiliary before it.
pub(super) fn helped(text: &Text<'_>, first: usize) -> bool {
    (1..=3).filter_map(|back| first.checked_sub(back)).any(|t| {
        matches!(
            text.fold(t),
            "was" | "were" | "is" | "are" | "been" | "be" | "being" | "has" | "have" | "had"
        )
    })
}

/// An English participle takes its tense from what stands before it.
pub(super) fn english_form(text: &Text<'_>, first: usize) -> Form {
    let mut at = first;
    for _ in 0..4 {
        let Some(before) = at.checked_sub(1) else { break };
        at = before;
        match text.fold(at) {
            "will" | "would" | "shall" => return Form::Future,
            "to" => return Form::Infinitive,
            "being" => return Form::Progressive,
            "be" | "been" | "also" | "soon" | "not" | "jointly" | "already" | "later"
            | "recently" => {}
            _ => break,
        }
    }
    Form::Past
}

/// "are already working", "have been steadily expanding": an action goes on, whatever the verb.
pub(super) fn progressive(text: &Text<'_>, found: &mut Vec<Predicate>, first: usize, end: usize) {
    #[rustfmt::skip]
    const NO_ACTION: &[&str] = &["going", "being", "meeting", "morning", "evening", "building", "training", "according",
        "missing", "lacking", "willing", "interesting", "pending", "outstanding", "remaining", "promising", "encouraging"];
    for be in first..end {
        if !matches!(text.fold(be), "is" | "are" | "was" | "were" | "been") {
            continue;
        }
        let verb = (be + 1..(be + 4).min(end)).find(|t| text.fold(*t).ends_with("ing"));
        let Some(verb) = verb else { continue };
        let adverbs = (be + 1..verb).all(|t| {
            let word = text.fold(t);
            word.ends_with("ly") || matches!(word, "already" | "now" | "also" | "still")
        });
        let word = text.fold(verb);
        if !adverbs || word.len() < 6 || NO_ACTION.contains(&word) {
            continue;
        }
        let known = found.iter().position(|p| p.first <= verb && be <= p.last);
        let run = Predicate {
            class: Class::Run,
            form: Form::Progressive,
            negated: false,
            first: be,
            last: verb,
            row: None,
            rule: "going on, by the form of the verb",
        };
        match known {
            Some(at) if matches!(found[at].class, Class::Do | Class::Run) => {
                found[at] = Predicate { row: found[at].row, negated: found[at].negated, ..run };
            }
            Some(_) => {}
            None => {
                let at = found.iter().position(|p| p.first > be).unwrap_or(found.len());
                found.insert(at, run);
            }
        }
    }
}
