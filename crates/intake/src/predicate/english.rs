//! English verbs: the tense of a participle and the progressive, which auxiliaries tell.

use super::Predicate;
use crate::text::{Text, TokenKind};
use crate::vocabulary::{Class, Form};

fn auxiliary(word: &str) -> bool {
    matches!(word, "was" | "were" | "is" | "are" | "been" | "be" | "being" | "has" | "have" | "had")
}

/// Whether an English participle has an auxiliary before it, or as its first word.
pub(crate) fn helped(text: &Text<'_>, first: usize) -> bool {
    auxiliary(text.fold(first))
        || (1..=3).filter_map(|back| first.checked_sub(back)).any(|t| auxiliary(text.fold(t)))
}

/// "before the hospital opens", "once it enters operation", "до того как откроется": what only says when is no act of
/// its own, if another verb governs.
pub(super) fn temporal(text: &Text<'_>, found: &mut [Predicate], first: usize, end: usize) {
    for at in first..end {
        let opens = match text.fold(at) {
            "before" | "after" | "once" | "until" | "when" => {
                text.tokens.get(at + 1).is_some_and(|t| t.kind == TokenKind::Word)
            }
            "когда" => true,
            "как" => matches!(text.fold(at.saturating_sub(1)), "того" | "только"),
            _ => false,
        };
        if !opens {
            continue;
        }
        let stop = (at + 2..end)
            .find(|t| {
                text.tokens.get(*t).is_some_and(|k| k.kind != TokenKind::Word)
                    || matches!(text.fold(*t), "and" | "but" | "и" | "но")
            })
            .unwrap_or(end);
        let own = found.iter().position(|p| p.governs() && p.first > at + 1 && p.last < stop);
        let other = found.iter().any(|p| p.governs() && (p.last < at || p.first >= stop));
        if let Some(own) = own.filter(|_| other)
            && matches!(
                found[own].class,
                Class::Do | Class::Run | Class::Plan | Class::Stop | Class::State
            )
        {
            found[own].form = Form::Participle;
        }
    }
}

/// "Vaccines produced in France are used": a bare participle whose clause goes on to an auxiliary describes its noun.
pub(super) fn before_its_verb(text: &Text<'_>, found: &mut [Predicate], end: usize) {
    for p in found.iter_mut() {
        let bare = p.first == p.last
            && p.form == Form::Past
            && text.fold(p.first).ends_with("ed")
            && !helped(text, p.first);
        if !bare {
            continue;
        }
        let stop = (p.last + 1..end)
            .find(|t| {
                text.tokens
                    .get(*t)
                    .is_some_and(|k| k.kind != TokenKind::Word && k.kind != TokenKind::Number)
                    || matches!(
                        text.fold(*t),
                        "but"
                            | "or"
                            | "that"
                            | "which"
                            | "who"
                            | "where"
                            | "when"
                            | "while"
                            | "as"
                            | "what"
                            | "how"
                            | "if"
                            | "it"
                            | "they"
                            | "he"
                            | "she"
                            | "there"
                    )
                    || text.fold(*t) == "and" && !text.tokens.get(*t + 1).is_some_and(|k| k.capital)
            })
            .unwrap_or(end);
        let object = text.tokens.get(p.last + 1).is_some_and(|k| k.kind == TokenKind::Word)
            && matches!(
                text.fold(p.last + 1),
                "in" | "by" | "at" | "on" | "under" | "from" | "with" | "for" | "last"
            );
        // "the first ten, out of the 30 promised, arrived"
        let numbered = p
            .first
            .checked_sub(1)
            .and_then(|b| text.tokens.get(b))
            .is_some_and(|t| t.kind == TokenKind::Number)
            && text.tokens.get(p.last + 1).is_some_and(|t| t.sign == ',');
        if numbered {
            p.form = Form::Participle;
        }
        if object
            && (p.last + 2..stop).any(|t| {
                matches!(text.fold(t), "is" | "are" | "was" | "were" | "has" | "have" | "will")
            })
        {
            p.form = Form::Participle;
        }
    }
}

/// Two finite verbs need a word or a sign between their clauses: in "asked for scanners used in hospitals" the second
/// is a participle, in "agreed on a plan covering three years" too.
pub(super) fn reduced(text: &Text<'_>, found: &mut [Predicate]) {
    for at in 1..found.len() {
        let (one, two) = (found[at - 1], found[at]);
        let governed = one.governs() && !matches!(one.class, Class::Report | Class::State);
        if !governed || two.first != two.last || two.form != Form::Past || helped(text, two.first) {
            continue;
        }
        let parted = (one.last + 1..two.first).any(|t| {
            text.tokens
                .get(t)
                .is_some_and(|k| k.kind != TokenKind::Word && k.kind != TokenKind::Number)
                || matches!(
                    text.fold(t),
                    "and"
                        | "but"
                        | "or"
                        | "that"
                        | "which"
                        | "who"
                        | "where"
                        | "when"
                        | "as"
                        | "while"
                        | "since"
                        | "after"
                        | "before"
                        | "if"
                        | "because"
                        | "it"
                        | "they"
                        | "he"
                        | "she"
                        | "to"
                )
        });
        let word = text.fold(two.first);
        // "said 20 nurses trained": what is told after a number may be the verb of a clause without "that".
        if !parted && (word.ends_with("ed") || word.ends_with("ing") || irregular(word)) {
            found[at].form = Form::Participle;
        }
    }
}

fn irregular(word: &str) -> bool {
    matches!(
        word,
        "built" | "held" | "made" | "sent" | "given" | "taken" | "brought" | "bought" | "taught"
    )
}

/// "20 fully funded places", "the proposed centre": a participle between a number or an article and its noun.
pub(super) fn before_a_noun(text: &Text<'_>, at: usize) -> bool {
    #[rustfmt::skip]
    const NO_NOUN: &[&str] = &["the", "a", "an", "to", "in", "on", "by", "that", "with", "for", "its", "their", "and", "or", "of",
        "at", "from", "it", "this", "these", "his", "her", "over", "under", "into", "between", "as", "up", "out", "off"];
    let word = text.fold(at);
    if !(word.ends_with("ed") || irregular(word)) {
        return false;
    }
    let opens = |t: usize| {
        text.tokens.get(t).is_some_and(|k| k.kind == TokenKind::Number)
            || matches!(
                text.fold(t),
                "a" | "an" | "the" | "its" | "their" | "these" | "of" | "new" | "at" | "under"
            )
    };
    let noun = text.tokens.get(at + 1).is_some_and(|t| t.kind == TokenKind::Word)
        && !NO_NOUN.contains(&text.fold(at + 1));
    let Some(before) = at.checked_sub(1) else { return false };
    let adverb = text.fold(before).ends_with("ly") && before.checked_sub(1).is_some_and(opens);
    noun && (opens(before) || adverb)
}

/// "A memorandum, signed in 2023, remains in force": a participle after a comma and before a preposition.
pub(super) fn inserted(text: &Text<'_>, first: usize, last: usize) -> bool {
    let comma = first
        .checked_sub(1)
        .and_then(|b| text.tokens.get(b))
        .is_some_and(|t| t.kind == TokenKind::Sign && t.sign == ',');
    comma && matches!(text.fold(last + 1), "in" | "on" | "at" | "between" | "during" | "under")
}

/// An English participle takes its tense from what stands before it.
pub(super) fn english_form(text: &Text<'_>, first: usize) -> Form {
    let mut at = first;
    for _ in 0..4 {
        let Some(before) = at.checked_sub(1) else { break };
        at = before;
        match text.fold(at) {
            "will" | "would" | "shall" => return Form::Future,
            "to" | "help" | "helps" | "helped" | "helping" => return Form::Infinitive,
            "can" | "could" | "may" | "might" => return Form::Conditional,
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

/// "Kuwait fund to finance three hospitals", "both sides to finalise the protocol by March": the infinitive of a headline or
/// a minute, behind its subject, tells what is to come.
pub(super) fn headline(text: &Text<'_>, found: &mut [Predicate], first: usize) {
    let behind = |p: &&mut Predicate| {
        // "a study to be designed", "staff to also receive"
        let to = if text.fold(p.first) == "to" {
            Some(p.first)
        } else {
            (1..=3)
                .filter_map(|back| p.first.checked_sub(back))
                .find(|t| !matches!(text.fold(*t), "be" | "also" | "jointly" | "soon" | "then"))
        };
        p.form == Form::Infinitive
            && to.is_some_and(|t| {
                t > first
                    && text.fold(t) == "to"
                    && text.tokens.get(t - 1).is_some_and(|k| k.kind == TokenKind::Word)
            })
    };
    if let Some(p) = found.iter_mut().find(behind) {
        p.form = Form::Future;
        p.rule = "infinitive of a headline";
    }
}

/// "delivered by June 2027", "trained by the end of the year": the day by which, not who did it.
pub(super) fn by_a_day(text: &Text<'_>, at: usize) -> bool {
    #[rustfmt::skip]
    const DAYS: &[&str] = &["january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
        "november", "december", "mid", "next", "late", "early", "year", "spring", "summer", "autumn", "winter", "end"];
    let the = text.fold(at) == "the";
    let word = text.fold(at + usize::from(the));
    text.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Number)
        || DAYS.contains(&word)
        || the
            && matches!(
                word,
                "beginning"
                    | "start"
                    | "close"
                    | "middle"
                    | "first"
                    | "second"
                    | "third"
                    | "fourth"
            )
}

/// "Support to date: nine machines, delivered in 2024": where no verb stands, a participle behind a comma tells.
pub(super) fn alone(text: &Text<'_>, found: &mut [Predicate]) {
    if found.iter().any(Predicate::finite) {
        return;
    }
    let told = |p: &&mut Predicate| {
        p.form == Form::Participle
            && matches!(p.class, Class::Do | Class::Sign | Class::Approve)
            && p.first.checked_sub(1).is_some_and(|b| {
                text.tokens.get(b).is_some_and(|t| matches!(t.sign, ',' | '–' | '—' | '(' | ':'))
            })
    };
    if let Some(p) = found.iter_mut().find(told) {
        p.form = Form::Past;
        p.rule = "participle without a verb";
    }
}
