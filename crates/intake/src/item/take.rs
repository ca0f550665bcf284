//! Verbs of teaching, of taking in and of getting: who teaches or takes people in gives, who gets goods receives.

use crate::clause::Clause;
use crate::predicate::Predicate;
use crate::text::{Text, TokenKind};
use crate::vocabulary::{Class, Kind};

/// The verb by which somebody is taken in ("примет на стажировку", "тағылымдамаға қабылдайды") or goods are got ("получил
/// из Турции", "алды"), as the kind asks.
pub(super) fn taking(
    text: &Text<'_>,
    clause: &Clause,
    predicate: &Predicate,
    kind: Kind,
) -> Option<usize> {
    match kind {
        Kind::TreatmentQuota | Kind::Training | Kind::Internship | Kind::Residency => {
            (clause.first..clause.end).find(|t| takes_in(text, *t))
        }
        Kind::SupplyAid => {
            let acts = matches!(predicate.class, Class::Do | Class::Plan | Class::Approve);
            (acts && gets(text, predicate)).then_some(predicate.first)
        }
        _ => None,
    }
}

fn takes_in(text: &Text<'_>, token: usize) -> bool {
    let (word, next) = (text.fold(token), text.fold(token + 1));
    let before = token.checked_sub(1).map_or("", |b| text.fold(b));
    let number = |t: usize| text.tokens.get(t).is_some_and(|k| k.kind == TokenKind::Number);
    match word {
        // "ем қабылдады" is being treated, "шешім қабылдады" deciding, "қабылданады" says nobody who does it.
        _ if word.starts_with("қабылда") => {
            !word.starts_with("қабылдан")
                && !["ем", "дем"].contains(&before)
                && !["шешім", "қаулы", "заң"].iter().any(|w| before.starts_with(w))
        }
        "кабыл" => next.starts_with("ал") && !next.starts_with("алын"),
        "примет" | "примут" | "принял" | "приняла" | "приняли" | "принять" | "принимает"
        | "принимают" | "принимать" => true,
        "accept" | "accepts" | "accepted" | "accepting" => !["offer", "proposal", "invitation"]
            .iter()
            .any(|w| (1..=2).any(|step| text.fold(token + step).starts_with(w))),
        "admit" | "admits" | "admitted" => before != "were" && before != "was",
        "host" | "hosts" | "hosted" | "receive" | "receives" => number(token + 1),
        _ => false,
    }
}

fn gets(text: &Text<'_>, p: &Predicate) -> bool {
    let (first, last) = (text.fold(p.first), text.fold(p.last));
    ["получ", "приобр", "закуп", "receiv", "obtain", "қабылда"]
        .iter()
        .any(|w| first.starts_with(w) && !first.starts_with("қабылдан"))
        || first == "кабыл"
        || matches!(
            last,
            "алды"
                | "алады"
                | "алған"
                | "алат"
                | "алган"
                | "алышты"
                | "алмақ"
                | "алмак"
        )
}

/// Whether a predicate is a verb of teaching in the active voice: "trained", "обучили", "оқытты", "окутушту"; of a
/// passive the subject learns.
pub(super) fn teaches(text: &Text<'_>, p: &Predicate) -> bool {
    let word = text.fold(p.last);
    let before = p.first.checked_sub(1).map_or("", |t| text.fold(t));
    let english =
        matches!(word, "trained" | "taught" | "train" | "teach" | "training" | "teaching")
            && !matches!(text.fold(p.first), "was" | "were" | "be" | "been" | "being")
            && !matches!(before, "was" | "were" | "be" | "been" | "being" | "is" | "are");
    let russian = word.starts_with("обуч")
        && ["ил", "ила", "или", "ат", "ит", "ают"].iter().any(|e| word.ends_with(e));
    let turkic = (word.starts_with("оқыт") && !word.starts_with("оқытыл"))
        || (word.starts_with("окут") && !word.starts_with("окутул"));
    english || russian || turkic
}
