//! Which predicate may carry which kind, and what the predicate of a clause is for a kind.

use super::features;
use crate::clause::Clause;
use crate::lexicon::{Frame, Match};
use crate::predicate::Predicate;
use crate::text::{Text, TokenKind};
use crate::vocabulary::{Class, Feature, Form, Kind};

/// Whether a document is only the setting of the clause: "within the memorandum", "as the plan provides".
fn setting(text: &Text<'_>, anchor: usize, clause: &Clause, predicate: &Predicate) -> bool {
    if predicate.class == Class::Provide {
        return true;
    }
    // "The provision of ten incubators is foreseen in the protocol": where it is written.
    let written = ["foreseen", "envisaged", "stipulated", "provided", "included", "specified"];
    if predicate.last < anchor
        && (predicate.first..=predicate.last).any(|t| written.contains(&text.fold(t)))
        && (predicate.last + 1..anchor).any(|t| matches!(text.fold(t), "in" | "by" | "under"))
    {
        return true;
    }
    let before: Vec<&str> = (1..=3)
        .filter_map(|s| anchor.checked_sub(s))
        .filter(|t| *t >= clause.first)
        .map(|t| text.fold(t))
        .collect();
    let after: Vec<&str> =
        (1..=2).map(|s| anchor + s).filter(|t| *t < clause.end).map(|t| text.fold(t)).collect();
    let new = before.first().is_some_and(|w| w.starts_with("нов") || w.starts_with("эт"));
    before.first().is_some_and(|w| *w == "по")
        // "По новому договору клиники будут лечить …"
        || new && before.get(1).is_some_and(|w| *w == "по") && predicate.first > anchor
        || before.iter().any(|w| {
            matches!(
                *w,
                "рамках"
                    | "согласно"
                    | "соответствии"
                    | "under"
                    | "within"
                    | "основе"
                    | "основании"
            )
        })
        // "Хаттама бойынша бес зертхана ашылады": under the protocol.
        || anchor <= clause.first + 1
            && after.first().is_some_and(|w| matches!(*w, "бойынша" | "боюнча"))
        || after.iter().any(|w| {
            [
                "аясында",
                "сәйкес",
                "негізінде",
                "шеңберінде",
                "алкагында",
                "ылайык",
                "негизинде",
                "чегинде",
                "doirasida",
                "asosida",
                "kapsamında",
                "uyarınca",
            ]
            .iter()
            .any(|s| w.starts_with(s))
        })
}

/// "by order of the ministry … was set up": the order makes it an approval.
pub(super) fn by_order(
    predicates: &[Predicate],
    clause: &Clause,
    p: Predicate,
    frame: &Frame,
) -> Predicate {
    let set_up = matches!(
        frame.kind,
        Kind::WorkingGroup | Kind::FacilityProject | Kind::MultilateralBody | Kind::Regulation
    );
    if !set_up || p.class != Class::Do || p.form != Form::Past {
        return p;
    }
    predicates
        .iter()
        .find(|o| {
            o.class == Class::Approve
                && o.finite()
                && !o.negated
                && o.first >= clause.first
                && o.last < clause.end
        })
        .map_or(p, |o| Predicate { rule: "order", ..*o })
}

/// "ведется работа по вопросу строительства", "work is under way on the question of": what goes on is talk.
pub(super) fn on_a_question(
    text: &Text<'_>,
    p: Predicate,
    clause: &Clause,
    anchor: usize,
) -> Predicate {
    if p.class != Class::Run || p.form == Form::Future {
        return p;
    }
    // "Вопрос о совместных испытаниях изучается": in Russian and English the question stands before its object.
    let (from, to) = if anchor < p.first { (clause.first, p.first) } else { (p.last + 1, anchor) };
    let question = (from.max(clause.first)..to.min(clause.end)).any(|t| {
        [
            "вопрос",
            "возможност",
            "question",
            "issue",
            "possibilit",
            "мәселе",
            "маселе",
            "мүмкіндіг",
            "мүмкүнчүлүг",
        ]
        .iter()
        .any(|w| text.fold(t).starts_with(w))
    });
    if question { Predicate { class: Class::Discuss, rule: "work on a question", ..p } } else { p }
}

/// "кабыл алышты", "қабылдады", "приняли": rules and documents are adopted, people are received.
pub(super) fn adopted(text: &Text<'_>, clause: &Clause, p: Predicate, frame: &Frame) -> Predicate {
    let word = text.fold(p.last);
    // A document that is extended is signed again; a programme that is extended is decided on.
    let renewed = ["extend", "renew", "prolong", "продл", "пролонг", "ұзар", "узар"];
    if p.class == Class::Sign
        && frame.kind != Kind::Instrument
        && renewed.iter().any(|r| word.starts_with(r))
    {
        return Predicate { class: Class::Approve, ..p };
    }
    let word = text.fold(p.first);
    // "Notes were exchanged", "келісім жасалды", "келишим түзүлдү", "келісімді жаңартты": so a document is signed.
    let made = [
        "resulted",
        "culminated",
        "жасал",
        "жасас",
        "түзүл",
        "түзүш",
        "түзд",
        "жаңарт",
        "жаңырт",
        "заключ",
        "renew",
    ];
    let notes = (clause.first..clause.end)
        .any(|t| matches!(text.fold(t), "notes" | "letters" | "нотами" | "ноталар" | "ноталармен"));
    let exchanged = ["exchang", "обмен", "алмас", "алмаш", "place"]
        .iter()
        .any(|w| word.starts_with(w) || text.fold(p.last).starts_with(w));
    if frame.kind == Kind::Instrument
        && p.class == Class::Do
        && p.form == Form::Past
        && (made.iter().any(|w| word.starts_with(w)) || notes && exchanged)
    {
        return Predicate { class: Class::Sign, rule: "a document is made", ..p };
    }
    // "The contract for ten ambulances was awarded to a Turkish firm"
    if frame.kind == Kind::Instrument && p.class == Class::Do && text.fold(p.last) == "awarded" {
        return Predicate { class: Class::Sign, ..p };
    }
    // "11 agreements are in operation": documents that work are a state of things.
    let works = word.starts_with("жұмыс") || word.starts_with("ишт") || word.starts_with("operat");
    if works && p.class == Class::Run && frame.kind == Kind::Instrument {
        return Predicate { class: Class::State, ..p };
    }
    // "комиссия құрады" sets one up; of a share the same word says how much it is.
    if word == "құрады"
        && p.class == Class::State
        && matches!(frame.kind, Kind::WorkingGroup | Kind::FacilityProject)
    {
        return Predicate { class: Class::Plan, ..p };
    }
    let takes = word == "кабыл" || word.starts_with("қабылда") || word.starts_with("приня");
    let class = match frame.kind {
        Kind::Instrument | Kind::Regulation if p.class == Class::Do => Class::Approve,
        Kind::TreatmentQuota | Kind::ExpertExchange | Kind::Training | Kind::Internship
            if p.class == Class::Approve && p.first + 1 >= p.last =>
        {
            Class::Do
        }
        _ => return p,
    };
    if takes { Predicate { class, ..p } } else { p }
}

pub(super) fn borrowed(
    predicates: &[Predicate],
    clause: &Clause,
    head_final: bool,
) -> Option<Predicate> {
    let mut governing = predicates.iter().filter(|p| p.governs());
    if head_final {
        governing.find(|p| p.first >= clause.end).copied()
    } else {
        governing.rfind(|p| p.last < clause.first).copied()
    }
}

/// "Депутат предложил изучить опыт", "депутаттар сунушташты", "lawmakers urged": what members of a parliament propose or
/// ask for binds nobody.
fn by_deputies(text: &Text<'_>, clause: &Clause, p: &Predicate) -> bool {
    const DEPUTIES: &[&str] = &["депутат", "lawmaker", "parliamentarian", "deputies", "mps"];
    matches!(p.class, Class::Propose | Class::Request | Class::Intend | Class::Need)
        && (clause.first..p.first.max(clause.first))
            .any(|t| DEPUTIES.iter().any(|w| text.fold(t).starts_with(w)))
}

/// Rules about which predicate may carry which kind.
pub(super) fn allowed(
    text: &Text<'_>,
    matches: &[Match],
    frame: &Frame,
    anchor: usize,
    clause: &Clause,
    predicate: &Predicate,
) -> bool {
    if by_deputies(text, clause, predicate) || text.fold(clause.first) == "neither" {
        return false;
    }
    if frame.kind == Kind::Instrument {
        if setting(text, anchor, clause, predicate) {
            return false;
        }
        if matches!(predicate.class, Class::Need | Class::Attend)
            || (predicate.negated && predicate.class == Class::Discuss)
        {
            return false;
        }
        if frame.anchor == Feature::WeakDocument.bit() {
            let draft = features(matches, clause.first, clause.end) & Feature::DraftOf.bit() != 0;
            let told = matches!(predicate.class, Class::Sign | Class::InForce)
                || (draft && predicate.class == Class::Approve);
            return told && !predicate.negated;
        }
        // "The term of the former contract ended last year": a document that is over is background.
        let over = ["истек", "expire", "аяқтал", "бітті", "бүттү", "аяктад", "аяктаг", "lapse"];
        if matches!(predicate.class, Class::Do | Class::State)
            && (predicate.first..=predicate.last)
                .any(|t| over.iter().any(|w| text.fold(t).starts_with(w)))
        {
            return false;
        }
        if predicate.class == Class::State {
            return (clause.first..clause.end)
                .any(|t| text.tokens.get(t).is_some_and(|k| k.kind == TokenKind::Number));
        }
        return true;
    }
    if predicate.negated && !matches!(predicate.class, Class::Stop) {
        return false;
    }
    if predicate.class == Class::Attend {
        return matches!(frame.name, "operations" | "visiting experts" | "visiting experts treat");
    }
    if matches!(frame.name, "co-operation on a topic" | "practices") {
        return matches!(
            predicate.class,
            Class::Discuss
                | Class::Need
                | Class::Propose
                | Class::Interest
                | Class::Intend
                | Class::Agree
                | Class::Request
        );
    }
    // "Under discussion: a milk bank in Aktobe": a label says how far the thing behind its colon is.
    if frame.name == "facility behind a label" {
        return predicate.last + 1 < anchor
            && matches!(
                predicate.class,
                Class::Discuss | Class::Plan | Class::Agree | Class::Propose
            )
            && predicate.first <= clause.first + 1
            && text.tokens.get(predicate.last + 1).is_some_and(|t| t.sign == ':');
    }
    if frame.name == "goods asked for" {
        return predicate.class == Class::Request;
    }
    // "The cost of the project will be settled": a verb that no row knows says too little of it.
    if frame.name == "the project" && predicate.rule == "ending of the verb" {
        return false;
    }
    if frame.name == "the project"
        && matches!(
            predicate.class,
            Class::Propose | Class::Discuss | Class::Interest | Class::Intend
        )
    {
        return false;
    }
    // "Since the opening of the centre in 2022, lecturers have held 14 courses": when, and no opening of its own.
    if frame.kind == Kind::FacilityProject
        && predicate.first > anchor
        && matches!(text.fold(clause.first), "since" | "after" | "following" | "upon" | "после")
        && (anchor + 1..predicate.first).any(|t| text.tokens.get(t).is_some_and(|k| k.sign == ','))
    {
        return false;
    }
    // "talks on the sidelines of the forum", "на полях конгресса": where they met.
    let aside = |t: usize| {
        matches!(
            text.fold(t),
            "sidelines" | "margins" | "полях" | "during" | "at" | "рамках" | "ходе" | "кулуарах"
        )
    };
    if frame.name == "event"
        && predicate.class == Class::Discuss
        && (1..=6).filter_map(|b| anchor.checked_sub(b)).filter(|t| *t >= clause.first).any(aside)
    {
        return false;
    }
    // A forum that took place is the setting of the news, no commitment.
    let past = predicate.class == Class::Do && matches!(predicate.form, Form::Past);
    if frame.name == "event" && (predicate.class == Class::Propose || past) {
        return false;
    }
    if frame.kind == Kind::WorkingGroup
        && matches!(predicate.class, Class::Do | Class::Run | Class::State | Class::Stop)
        // "отырысы сәуірде өтеді": a sitting to come is set.
        && !(predicate.class == Class::Do && predicate.form == Form::Future)
    {
        // A sitting of a commission is no commission being set up.
        return features(matches, clause.first, clause.end) & Feature::Build.bit() != 0;
    }
    if matches!(frame.name, "the project" | "project on a topic")
        && setting(text, anchor, clause, predicate)
    {
        return false;
    }
    if frame.name == "project on a topic" {
        return matches!(
            predicate.class,
            Class::Do | Class::Run | Class::Plan | Class::Agree | Class::Interest
        );
    }
    if frame.name == "health topic" {
        return predicate.class == Class::Discuss;
    }
    !matches!(predicate.class, Class::State) || matches!(frame.kind, Kind::MedicinesRegister)
}
