//! The frame that fits a piece of a clause, and the predicate that governs it.

use std::sync::LazyLock;

use super::{features, has};
use crate::clause::Clause;
use crate::lexicon::{Frame, Mask, Match, Payload, tables};
use crate::predicate::{self, Predicate, lasting};
use crate::text::Text;
use crate::vocabulary::{Class, Feature, Kind};

/// The frames that fit a piece, the best first, each with its anchor.
pub(super) fn fitting(
    text: &Text<'_>,
    matches: &[Match],
    piece: (usize, usize),
    clause_bits: u64,
    described: u64,
    head_final: bool,
    off: &Mask,
) -> Vec<(&'static Frame, usize)> {
    let own = features(matches, piece.0, piece.1) & !described;
    // Most pieces hold no word that a frame could be anchored in.
    static ANCHORS: LazyLock<u64> =
        LazyLock::new(|| tables::FRAMES.iter().fold(0, |bits, f| bits | f.anchor));
    if own & *ANCHORS == 0 {
        return Vec::new();
    }
    let mut found: Vec<(i32, &'static Frame, usize)> = Vec::new();
    for (index, frame) in tables::FRAMES.iter().enumerate() {
        if off.contains(tables::ROWS.len() + index)
            || own & frame.anchor == 0
            || own & frame.without != 0
        {
            continue;
        }
        let here = |need: u64| need == 0 || own & need != 0;
        let near = |need: u64| need == 0 || clause_bits & need != 0;
        let penalty = if here(frame.with) && here(frame.also) {
            0
        } else if near(frame.with) && near(frame.also) && clause_bits & frame.without == 0 {
            8
        } else {
            continue;
        };
        if let Some(at) = anchor(text, matches, piece, frame.anchor, head_final) {
            if head_final && frame.name == "aid" && money_to_build(text, matches, piece, at, own) {
                continue;
            }
            if frame.name == "aid" && built_with(text, matches, at, own, head_final) {
                continue;
            }
            if frame.name == "facility project" && under_a_project(text, matches, piece, own) {
                continue;
            }
            if frame.kind == Kind::SupplyAid && people_sent(text, matches, piece, head_final) {
                continue;
            }
            if frame.kind == Kind::Training && prepared(text, at) && own & PAPER != 0 {
                continue;
            }
            found.push((i32::from(frame.strength) - penalty, frame, at));
        }
    }
    // The head of a phrase stands last in Turkic and first in Russian and English.
    let head =
        if head_final { found.iter().map(|f| f.2).max() } else { found.iter().map(|f| f.2).min() };
    for entry in &mut found {
        if Some(entry.2) == head {
            entry.0 += 9;
        }
    }
    found.sort_by_key(|(score, frame, _)| (std::cmp::Reverse(*score), frame.line));
    found.into_iter().map(|(_, frame, at)| (frame, at)).collect()
}

/// "аурухана салуға 4 миллион еуро бөледі", "пункттің жөндеуін қаржыландырады": money for what is to be built is that
/// facility.
fn money_to_build(
    text: &Text<'_>,
    matches: &[Match],
    piece: (usize, usize),
    money: usize,
    own: u64,
) -> bool {
    let built = |endings: &[&str]| {
        (piece.0..money).any(|t| {
            has(matches, t, Feature::Build) && endings.iter().any(|e| text.fold(t).ends_with(e))
        })
    };
    let pays = ["қаржыландыр", "каржыла"].iter().any(|w| text.fold(money).starts_with(w));
    own & Feature::Facility.bit() != 0
        && own & Feature::Build.bit() != 0
        && (has(matches, money, Feature::Money) && built(&["ға", "ге", "га", "гө"])
            || pays
                && built(&[
                    "ын",
                    "ін",
                    "сын",
                    "сін",
                    "уды",
                    "уді",
                    "ууну",
                    "үүнү",
                    "оосун",
                    "өөсүн",
                ]))
}

/// "Under the project the unit will receive 24 beds", "жоба аясында": what a facility gets under a project is given to it.
fn under_a_project(text: &Text<'_>, matches: &[Match], piece: (usize, usize), own: u64) -> bool {
    const BEFORE: &[&str] = &["under", "within", "рамках", "по"];
    const AFTER: &[&str] = &["аясында", "шеңберінде", "бойынша", "алкагында", "чегинде", "боюнча"];
    let goods = own & Feature::Goods.bit() != 0 && own & Feature::Give.bit() != 0;
    goods
        && own & Feature::Build.bit() == 0
        && (piece.0..piece.1).filter(|t| has(matches, *t, Feature::Project)).any(|t| {
            (1..=2).filter_map(|b| t.checked_sub(b)).any(|b| BEFORE.contains(&text.fold(b)))
                || AFTER.contains(&text.fold(t + 1))
        })
}

/// "центр, возведенный на турецкий грант", "түрік грантына салынған орталық": what a facility was built with is no aid beside
/// it.
fn built_with(text: &Text<'_>, matches: &[Match], at: usize, own: u64, head_final: bool) -> bool {
    const PAST: &[&str] = &["ған", "ген", "қан", "кен", "ган", "гон", "гөн", "кан"];
    if head_final {
        return own & Feature::Facility.bit() != 0
            && has(matches, at + 1, Feature::Build)
            && PAST.iter().any(|e| text.fold(at + 1).ends_with(e));
    }
    (2..=3).filter_map(|back| at.checked_sub(back)).any(|t| {
        has(matches, t, Feature::Build)
            && matches!(text.fold(t + 1), "на" | "за" | "с" | "with" | "by" | "through")
            && (["нный", "нного", "нном", "нная", "нной", "built", "erected"])
                .iter()
                .any(|e| text.fold(t).ends_with(e))
    })
}

/// "жабдықтарды пайдалану жөнінде сарапшы жібереді": in Turkic the object stands right before its verb, and who is sent is
/// no piece of goods.
fn people_sent(text: &Text<'_>, matches: &[Match], piece: (usize, usize), last: bool) -> bool {
    last && (piece.0 + 1..piece.1).any(|t| {
        ["жібер", "жөнөт", "шақыр", "чакыр"].iter().any(|w| text.fold(t).starts_with(w))
            && has(matches, t - 1, Feature::Medic)
    })
}

/// Senses of what is drawn up: documents, drafts, projects, rules.
const PAPER: u64 = Feature::Document.bit()
    | Feature::WeakDocument.bit()
    | Feature::DraftOf.bit()
    | Feature::Project.bit()
    | Feature::Rules.bit();

/// Whether a word both trains people and draws papers up: "подготовить", "дайындау", "даярдоо", "prepare".
fn prepared(text: &Text<'_>, token: usize) -> bool {
    ["подготов", "дайында", "даярда", "prepar", "instruct"]
        .iter()
        .any(|w| text.fold(token).starts_with(w))
}

/// The senses of building and producing where only participles that describe a noun carry them: "ашылатын диспансерге
/// маман жібереді" sends somebody to a centre and builds none.
pub(super) fn described(text: &Text<'_>, matches: &[Match], clause: &Clause) -> u64 {
    let from = matches.partition_point(|m| (m.first as usize) < clause.first);
    let inside = matches.get(from..).unwrap_or(&[]);
    [Feature::Build, Feature::Produce].into_iter().fold(0, |bits, sense| {
        let mut words = inside
            .iter()
            .take_while(|m| (m.first as usize) < clause.end)
            .filter(|m| m.payload == Payload::Term(sense))
            .peekable();
        let only = words.peek().is_some()
            && words.all(|m| predicate::attributive(text, m.last as usize, clause.end));
        if only { bits | sense.bit() } else { bits }
    })
}

fn anchor(
    text: &Text<'_>,
    matches: &[Match],
    piece: (usize, usize),
    wanted: u64,
    last: bool,
) -> Option<usize> {
    let from = matches.partition_point(|m| (m.first as usize) < piece.0);
    let mut hits = matches[from.min(matches.len())..]
        .iter()
        .take_while(|m| (m.first as usize) < piece.1)
        .filter(|m| {
            (m.last as usize) < piece.1
                && matches!(m.payload, Payload::Term(f) if f.bit() & wanted != 0)
        })
        // "ашу жоспарда бар" is planned and no plan.
        .filter(|m| !matches!(text.fold(m.first as usize), "жоспарда" | "жоспарларында" | "планда"))
        // "зерттеу жүргізіп келеді" goes on and comes nowhere.
        .filter(|m| !(last && wanted == Feature::Visit.bit() && lasting(text, m.first as usize)))
        // "Орталық Азия" is a part of the world and no centre.
        .filter(|m| !text.fold(m.last as usize + 1).starts_with("азия"))
        .map(|m| m.first as usize);
    if last { hits.last() } else { hits.next() }
}

/// The predicate that governs a piece: in Turkic the next one, in Russian and English the one before.
pub(super) fn govern<'p>(
    text: &Text<'_>,
    predicates: &'p [Predicate],
    clause: &Clause,
    piece: (usize, usize),
    anchor: usize,
    head_final: bool,
) -> Option<&'p Predicate> {
    let inside: Vec<&Predicate> = predicates
        .iter()
        .filter(|p| p.governs() && p.first >= clause.first && p.last < clause.end)
        .collect();
    let strong: Vec<&Predicate> =
        inside.iter().copied().filter(|p| !matches!(p.class, Class::Need | Class::State)).collect();
    let pool = if strong.is_empty() { inside } else { strong };
    let found = if head_final {
        pool.iter().find(|p| p.last >= anchor).or_else(|| pool.last())
    } else {
        // "signed a memorandum that aims to …": what stands before the object governs it, unless "that" parts them;
        // a passive stands after it.
        let parted = |p: &Predicate| {
            (p.last + 1..anchor)
                .any(|t| matches!(text.fold(t), "that" | "что" | "чтобы" | "which" | "who"))
        };
        let before = pool.iter().rev().find(|p| p.first < anchor && !parted(p));
        let after = || pool.iter().find(|p| p.first >= anchor && p.first < piece.1);
        // "Talks on supplies were put off", "A proposal to build a plant was shelved": what is stopped is stopped, whatever
        // the noun that opens the clause.
        let stopped = || {
            before.filter(|p| {
                matches!(p.class, Class::Discuss | Class::Propose | Class::Plan | Class::Intend)
                    && p.last <= clause.first + 3
            })?;
            pool.iter().find(|p| p.class == Class::Stop && !p.negated && p.first >= anchor)
        };
        stopped()
            .or(before)
            .or_else(after)
            .or_else(|| pool.iter().rev().find(|p| p.first < piece.1))
            .or_else(|| pool.first())
    };
    found.copied()
}
