//! Two predicates that say one thing: planned talk, what is agreed to happen.

use super::Predicate;
use crate::text::{Text, TokenKind};
use crate::vocabulary::{Class, Form, Language};

/// "планируется обсудить" is talk; "планируется открыть" is a plan; "готов построить" is an intention.
pub(super) fn join(text: &Text<'_>, found: &mut Vec<Predicate>, language: Language) {
    let mut at = 0;
    while at + 1 < found.len() {
        let (one, two) = (found[at], found[at + 1]);
        let gap = two.first.saturating_sub(one.last + 1);
        let only_words = (one.last + 1..two.first)
            .all(|t| text.tokens.get(t).is_some_and(|t| t.kind == TokenKind::Word));
        if language.head_final() {
            if two.class == Class::Run
                && two.finite()
                && !one.finite()
                && one.class == Class::Discuss
                && gap <= 2
                && only_words
            {
                // "сүйлөшүүлөр улантылууда": it is said of the talk.
                found[at] = Predicate { class: Class::Discuss, rule: "talk that goes on", ..two };
                found.remove(at + 1);
                continue;
            }
            // "қарастыруға уағдаласты": who agrees to consider has agreed to no more than talk.
            if gap <= 2
                && only_words
                && one.class == Class::Discuss
                && !one.finite()
                && matches!(two.class, Class::Plan | Class::Agree)
            {
                found[at] = Predicate {
                    first: one.first,
                    class: Class::Discuss,
                    rule: "talk that is planned",
                    ..two
                };
                found.remove(at + 1);
                continue;
            }
        } else if one.class == Class::Discuss
            && one.finite()
            && matches!(two.class, Class::Run | Class::Do)
            && only_words
            && talk(text.fold(one.first))
            && !(one.last + 1..two.first).any(|t| matches!(text.fold(t), "и" | "and"))
        {
            // "Talks on opening … are going on", "… are not finished": it is said of the talk.
            found.remove(at + 1);
            continue;
        } else if one.class == Class::Discuss
            && talk(text.fold(one.first))
            && let Some(stop) =
                found[at + 1..].iter().position(Predicate::governs).map(|n| at + 1 + n)
            && let stop = stop + usize::from(found[stop].class == Class::State)
            && found.get(stop).is_some_and(|p| {
                p.class == Class::Stop && p.finite() && !p.negated && p.first <= one.last + 12
            })
            && !(one.last + 1..found[stop].first).any(|t| {
                text.tokens.get(t).is_some_and(|k| k.kind == TokenKind::Sign && k.sign != '-')
            })
        {
            // "Talks on … have been put on hold", "переговоры … приостановлены": what has stopped is no longer talk.
            found.drain(at..stop);
            at += 1;
            continue;
        } else if matches!(one.class, Class::Agree | Class::Approve)
            && two.class == Class::Discuss
            && !matches!(two.form, Form::Future)
            && gap <= 3
            && only_words
            && !(one.last + 1..two.first)
                .any(|t| matches!(text.fold(t), "и" | "and" | "но" | "but"))
        {
            // "решено проработать вопрос", "agreed to explore": what was agreed is talk.
            found[at] = Predicate {
                class: Class::Discuss,
                last: two.last,
                rule: "talk that is agreed",
                ..one
            };
            found.remove(at + 1);
            continue;
        } else if matches!(one.class, Class::Plan)
            && gap <= 3
            && only_words
            && two.class != Class::Report
        {
            let class = match two.class {
                Class::Discuss => Class::Discuss,
                Class::Intend | Class::Interest | Class::Need => two.class,
                _ => Class::Plan,
            };
            let rule =
                if class == Class::Discuss { "talk that is planned" } else { "planned action" };
            found[at] = Predicate { class, last: two.last, rule, ..one };
            found.remove(at + 1);
            continue;
        }
        at += 1;
    }
}

/// "discussed a proposal to build", "signed a declaration of readiness": what is discussed or signed is said of the
/// noun, which asserts nothing of its own.
pub(super) fn named(text: &Text<'_>, found: &mut Vec<Predicate>, language: Language) {
    if language.head_final() {
        return;
    }
    let mut at = 0;
    while at + 1 < found.len() {
        let (one, two) = (found[at], found[at + 1]);
        let governs =
            one.finite() && matches!(one.class, Class::Discuss | Class::Sign | Class::Stop);
        let noun = NOUNS.iter().any(|n| text.fold(two.first).starts_with(n));
        let apart = (one.last + 1..two.first).any(|t| {
            text.tokens.get(t).is_some_and(|k| k.kind != TokenKind::Word)
                || matches!(text.fold(t), "и" | "and" | "also" | "а" | "но" | "but")
        });
        if governs && noun && !apart {
            found.remove(at + 1);
        } else {
            at += 1;
        }
    }
}

/// "The hospital, which opened in 2018, will be expanded": a relative clause between two commas describes its noun, what
/// stands after it is told.
pub(super) fn interposed(text: &Text<'_>, found: &mut [Predicate], first: usize) {
    let comma = |t: usize| text.tokens.get(t).is_some_and(|k| k.sign == ',');
    let relative = |t: usize| {
        let word = text.fold(t);
        matches!(word, "which" | "who" | "where" | "где") || word.starts_with("котор")
    };
    for at in 1..found.len() {
        let (one, two) = (found[at - 1], found[at]);
        if !one.governs() || !two.governs() || !comma(two.first.wrapping_sub(1)) {
            continue;
        }
        let opens = (first + 1..one.first).rev().take(4).any(|t| relative(t) && comma(t - 1));
        let inner = (one.last + 1..two.first - 1).any(comma);
        if opens && !inner {
            found[at - 1].form = Form::Participle;
        }
    }
}

#[rustfmt::skip]
const NOUNS: &[&str] = &["readiness", "willingness", "interest", "intention", "proposal", "initiative", "commitment", "invitation",
    "готовност", "заинтересованност", "намерени", "предложени", "инициатив", "просьб", "приглашени"];

/// Whether a word names talk: what is said of it is not said of what the talk is about.
fn talk(word: &str) -> bool {
    ["переговор", "обсужден", "консультац", "talks", "negotiation", "discussion", "consultation"]
        .iter()
        .any(|w| word.starts_with(w))
}

/// "договорились, что Турция будет принимать": what is agreed to happen is agreed, what is planned to happen is planned,
/// and the words that say so belong to it. In Turkic the clause stands before the verb, with "деп" between them.
pub(super) fn agreed_that(text: &Text<'_>, found: &mut Vec<Predicate>, language: Language) {
    let head_final = language.head_final();
    let mut at = 0;
    while at + 1 < found.len() {
        let one = found[at];
        // In Turkic the word that links them is itself a verb of saying.
        let link = found[at + 1].class == Class::Report && found[at + 1].first == one.last + 1;
        let next = at + 1 + usize::from(head_final && link);
        let Some(two) = found.get(next).copied() else { break };
        let (agreed, act) = if head_final { (two, one) } else { (one, two) };
        let linked = if head_final {
            matches!(text.fold(one.last + 1), "деп" | "деген" | "deb" | "diye")
                && two.first <= one.last + 3
        } else {
            (one.last + 1..two.first.min(one.last + 6))
                .any(|t| matches!(text.fold(t), "что" | "чтобы" | "that"))
                // "hopes Korea will help": English leaves the word out.
                || text.fold(one.first).starts_with("hope") && two.first <= one.last + 4
        };
        // "рассчитывает, что исследования возобновятся": what is hoped for is no promise.
        let decides =
            matches!(agreed.class, Class::Agree | Class::Plan | Class::Intend) && agreed.finite();
        if linked && to_come(&act) && decides {
            let negated = act.negated || agreed.negated;
            let rule = match agreed.class {
                Class::Agree => "agreed that",
                Class::Intend => "hoped that",
                _ => "planned that",
            };
            let whole = Predicate { negated, rule, ..agreed };
            found.splice(at..=next, [whole]);
            continue;
        }
        at += 1;
    }
}

/// Whether a predicate tells what is still to happen.
const fn to_come(p: &Predicate) -> bool {
    match p.class {
        Class::Plan | Class::Intend => p.finite(),
        Class::Do | Class::Run | Class::Sign | Class::Attend => {
            p.finite() && !matches!(p.form, Form::Past)
        }
        _ => false,
    }
}
