//! One record for one commitment: headline, lead and body that say the same become one item with several passages.

use std::collections::BTreeSet;

use crate::item::Candidate;
use crate::text::{Text, TokenKind};
use crate::vocabulary::{Class, Kind};

/// The content words of a passage, cut to their first five letters.
fn content(text: &Text<'_>, first: usize, end: usize) -> BTreeSet<String> {
    (first..end)
        .filter(|t| text.tokens.get(*t).is_some_and(|t| t.kind == TokenKind::Word))
        .map(|t| text.fold(t))
        .filter(|w| w.chars().count() >= 4)
        .map(|w| w.chars().take(4).collect())
        .collect()
}

/// The numbers of a passage that are no years.
fn numbers<'t>(text: &'t Text<'_>, candidate: &Candidate) -> BTreeSet<&'t str> {
    (candidate.first..candidate.end)
        .filter(|t| {
            text.tokens.get(*t).is_some_and(|k| k.kind == TokenKind::Number && k.end - k.start != 4)
        })
        .map(|t| text.fold(t))
        .collect()
}

/// How far one passage repeats another: shared words against the shorter list, in hundredths.
fn overlap(one: &BTreeSet<String>, two: &BTreeSet<String>) -> usize {
    let shorter = one.len().min(two.len());
    (one.intersection(two).count() * 100).checked_div(shorter).unwrap_or(0)
}

/// Whether two predicates may tell the same commitment.
fn same_stage(one: &Candidate, two: &Candidate) -> bool {
    let firm = |c: Class| {
        matches!(
            c,
            Class::Agree | Class::Plan | Class::Do | Class::Provide | Class::Approve | Class::Sign
        )
    };
    one.predicate.class == two.predicate.class
        || (firm(one.predicate.class) && firm(two.predicate.class))
        || one.title
        || two.title
}

/// Whether an item only looks forward to a document ("its signing will be a step").
fn announced(candidate: &Candidate) -> bool {
    candidate.predicate.class == Class::Plan
}

/// Whether a passage opens with a document that was named before: "the memorandum was signed by …".
fn definite(text: &Text<'_>, candidate: &Candidate) -> bool {
    candidate.predicate.class == Class::Sign
        && candidate.anchor == candidate.first + 1
        && matches!(text.fold(candidate.first), "the" | "this")
}

/// "Құжатқа 16 қыркүйекте қол қойылды", "Документ подписали министры": a bare word for a document that opens the passage
/// means the one that was told.
fn the_paper(text: &Text<'_>, candidate: &Candidate) -> bool {
    #[rustfmt::skip]
    const PAPERS: &[&str] = &["құжатқа", "құжатты", "келісімге", "меморандумға", "хаттамаға", "шартқа", "документке", "келишимге",
        "макулдашууга", "меморандумга", "протоколго", "документ", "соглашение", "меморандум", "протокол", "договор"];
    candidate.predicate.class == Class::Sign
        && candidate.anchor == candidate.first
        && PAPERS.contains(&text.fold(candidate.first))
        && text
            .tokens
            .get(candidate.first + 1)
            .is_some_and(|t| t.kind == TokenKind::Number || t.kind == TokenKind::Word && !t.capital)
}

/// A word for goods that says nothing of which: after a passage that names them it means those.
fn the_equipment(word: &str) -> bool {
    #[rustfmt::skip]
    const GOODS: &[&str] = &["оборудован", "техник", "equipment", "жабдық", "құрал", "жабдуу", "груз", "cargo", "аппараттар",
        "аппараты", "машины", "автомобили", "devices", "machines", "vehicles", "units", "көліктер", "унаалар", "приборы"];
    GOODS.iter().any(|w| word.starts_with(w))
}

/// Whether a passage opens with a bare noun that means what was told before: "the plant", "зауыт".
fn the_one(text: &Text<'_>, candidate: &Candidate) -> bool {
    let (first, anchor) = (candidate.first, candidate.anchor);
    let capital = text.tokens.get(first).is_some_and(|t| t.capital);
    let bare = anchor == first && !text.fold(first).is_ascii();
    let the = anchor == first + 1 && matches!(text.fold(first), "the" | "this");
    let followed = text.tokens.get(anchor + 1).is_some_and(|t| !t.capital);
    let object =
        !["проект", "долбоор", "жоба", "project"].iter().any(|w| text.fold(anchor).starts_with(w));
    capital
        && object
        && (bare || the)
        && followed
        && matches!(candidate.predicate.class, Class::Plan | Class::Do | Class::Run)
}

/// "The training will be completed by 2027", "Окуу июнда бүтөт": a bare word for study that opens the passage means the
/// one that was told.
fn the_course(text: &Text<'_>, candidate: &Candidate) -> bool {
    const STUDY: &[&str] = &[
        "обучени",
        "стажировк",
        "training",
        "course",
        "internship",
        "оқу",
        "оқыту",
        "окуу",
        "окутуу",
        "тағылымдама",
    ];
    !candidate.people
        && !candidate.counted
        && candidate.anchor <= candidate.first + 1
        && STUDY.iter().any(|w| text.fold(candidate.anchor).starts_with(w))
        && matches!(candidate.predicate.class, Class::Plan | Class::Do | Class::Provide)
        && (candidate.anchor == candidate.first
            || matches!(text.fold(candidate.first), "the" | "this"))
}

/// "оның құрылысы", "ал курулуш", "its construction": works of the facility that was told.
fn its_works(text: &Text<'_>, candidate: &Candidate) -> bool {
    const LINKS: &[&str] = &["оның", "анын", "ал", "эми", "its", "его", "ее", "а"];
    let first = candidate.first;
    matches!(candidate.predicate.class, Class::Plan | Class::Do | Class::Run)
        && !candidate.counted
        && (first..first + 3).any(|t| the_works(text.fold(t)))
        && LINKS.contains(&text.fold(first))
}

/// "Проект подготовят до августа", "Жоба тамызға дейін әзірленеді": the design of what is to be built.
fn the_design(text: &Text<'_>, candidate: &Candidate) -> bool {
    candidate.frame.name == "the project" && candidate.anchor <= candidate.first + 1 && {
        let word = text.fold(candidate.anchor);
        const WORKS: &[&str] = &["works", "работ", "жұмыс", "иштер", "building", "здани"];
        matches!(
            word,
            "проект"
                | "проекта"
                | "долбоор"
                | "долбоору"
                | "жоба"
                | "жобасы"
                | "design"
        ) || WORKS.iter().any(|w| word.starts_with(w))
    }
}

/// A word for building that names no facility.
fn the_works(word: &str) -> bool {
    ["строительств", "construction", "құрылыс", "курулуш"].iter().any(|w| word.starts_with(w))
}

/// Merges repetitions; the record keeps the passage of the body and the firmer predicate of the two bodies.
#[must_use]
pub fn merge(text: &Text<'_>, candidates: Vec<Candidate>) -> Vec<Candidate> {
    let mut kept: Vec<(Candidate, BTreeSet<String>)> = Vec::new();
    for candidate in candidates {
        let words = content(text, candidate.first, candidate.end);
        let twin = kept.iter_mut().find(|(other, theirs)| {
            let works = candidate.kind() == Kind::FacilityProject && its_works(text, &candidate);
            // "The agreement enters into force on 1 January": from when the one that was told holds.
            let in_force = candidate.kind() == Kind::Instrument
                && candidate.predicate.class == Class::InForce
                && candidate.anchor <= candidate.first + 1
                && candidate.dated
                && candidate.sentence <= other.sentence + 2
                && matches!(other.predicate.class, Class::Sign | Class::Approve);
            if other.kind() != candidate.kind()
                || other.sentence == candidate.sentence && !works
                || !works && !in_force && !same_stage(other, &candidate)
            {
                return false;
            }
            // "46 million" above and "19 million" below are two statements, not one told twice.
            if other.counted
                && candidate.counted
                && !the_paper(text, &candidate)
                && numbers(text, other).is_disjoint(&numbers(text, &candidate))
            {
                return false;
            }
            let share = overlap(theirs, &words);
            let needed = match (other.title || candidate.title, candidate.kind()) {
                (true, Kind::Other) => 50,
                // The headline names the facility, the body its works.
                (true, Kind::FacilityProject)
                    if other.title
                        && candidate.sentence <= other.sentence + 6
                        && the_works(text.fold(candidate.first)) =>
                {
                    0
                }
                (true, _) => 1,
                // "The equipment will arrive next year": the one that was told.
                (false, Kind::SupplyAid)
                    if candidate.sentence <= other.sentence + 2
                        && !candidate.counted
                        && candidate.anchor <= candidate.first + 2
                        && the_equipment(text.fold(candidate.anchor)) =>
                {
                    0
                }
                (false, Kind::SupplyAid)
                    if candidate.sentence <= other.sentence + 2 && !candidate.counted =>
                {
                    10
                }
                // "Construction will start next spring": of the facility that was told.
                (false, Kind::FacilityProject)
                    if candidate.sentence <= other.sentence + 2
                        && candidate.anchor <= candidate.first + 1
                        && !candidate.counted
                        && the_works(text.fold(candidate.first)) =>
                {
                    0
                }
                (false, Kind::FacilityProject)
                    if candidate.sentence <= other.sentence + 2
                        && (works || the_design(text, &candidate)) =>
                {
                    0
                }
                (false, Kind::Training | Kind::Internship)
                    if candidate.sentence <= other.sentence + 2 && the_course(text, &candidate) =>
                {
                    0
                }
                // "The plant, worth $85 million, will …", "Завод откроется в 2028 году": the one that was told.
                (false, Kind::FacilityProject | Kind::Localisation)
                    if candidate.sentence <= other.sentence + 2
                        && the_one(text, &candidate)
                        && !(other.counted && candidate.counted) =>
                {
                    0
                }
                (false, Kind::MultilateralBody)
                    if candidate.predicate.class == other.predicate.class =>
                {
                    15
                }
                (false, Kind::Instrument)
                    if announced(&candidate) && !announced(other) && !candidate.dated =>
                {
                    25
                }
                (false, Kind::Instrument) if in_force => 0,
                (false, Kind::Instrument)
                    if candidate.sentence <= other.sentence + 2 && the_paper(text, &candidate) =>
                {
                    0
                }
                // "The agreement was signed by the ministers": the one that was told.
                (false, Kind::Instrument) if definite(text, &candidate) => 1,
                (false, _) => 75,
            };
            share >= needed
        });
        match twin {
            Some((other, theirs)) => {
                if other.title && !candidate.title {
                    let mut new = candidate;
                    new.also.push((other.first, other.end));
                    new.also.append(&mut other.also);
                    *theirs = words;
                    *other = new;
                } else {
                    other.also.push((candidate.first, candidate.end));
                }
            }
            None => kept.push((candidate, words)),
        }
    }
    kept.into_iter().map(|(candidate, _)| candidate).collect()
}
