//! Items: clauses, the pieces that co-ordination makes of them, and the frame that fits each piece.

use crate::clause::{Clause, clauses, pieces};
use crate::layout::Sentence;
use crate::lexicon::{Frame, Mask, Match, Payload, tables};
use crate::predicate::{self, Predicate};
use crate::text::{Text, TokenKind};
use crate::vocabulary::{Class, Feature, Form, Kind};

/// An item before quantities, dates and directions are read.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Frame that fits.
    pub frame: &'static Frame,
    /// Predicate that governs.
    pub predicate: Predicate,
    /// First token of the evidence.
    pub first: usize,
    /// Token after the evidence.
    pub end: usize,
    /// Token of the word that anchors the frame.
    pub anchor: usize,
    /// First token of the clause.
    pub clause_first: usize,
    /// Token after the clause.
    pub clause_end: usize,
    /// Index of the sentence.
    pub sentence: usize,
    /// Whether the sentence is a headline.
    pub title: bool,
    /// Whether the predicate stands in the lead-in of a list.
    pub inherited: bool,
    /// Whether the piece names people of its own.
    pub people: bool,
    /// Whether a bare "and" stands before the piece.
    pub after_and: bool,
    /// Whether the passage holds a number that is no year.
    pub counted: bool,
    /// Whether the passage holds a date.
    pub dated: bool,
    /// Whether a document is about something that one side gives: a grant, a building.
    pub one_sided: bool,
    /// Whether the clause says that both sides do it together: "joint", "of the two countries".
    pub common: bool,
    /// Other passages that state the same.
    pub also: Vec<(usize, usize)>,
}

impl Candidate {
    /// The kind of the item.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.frame.kind
    }
}

/// The features between two tokens.
#[must_use]
pub fn features(matches: &[Match], first: usize, end: usize) -> u64 {
    let from = matches.partition_point(|m| (m.first as usize) < first);
    matches[from.min(matches.len())..]
        .iter()
        .take_while(|m| (m.first as usize) < end)
        .filter(|m| (m.last as usize) < end)
        .fold(0, |bits, m| match m.payload {
            Payload::Term(feature) => bits | feature.bit(),
            _ => bits,
        })
}

/// Whether a word with the sense begins at a token.
pub(crate) fn has(matches: &[Match], token: usize, wanted: Feature) -> bool {
    let from = matches.partition_point(|m| (m.first as usize) < token);
    matches[from.min(matches.len())..]
        .iter()
        .take_while(|m| m.first as usize == token)
        .any(|m| m.payload == Payload::Term(wanted))
}

/// The frames that fit a piece, the best first, each with its anchor.
fn fitting(
    matches: &[Match],
    piece: (usize, usize),
    clause_bits: u64,
    described: u64,
    head_final: bool,
    off: &Mask,
) -> Vec<(&'static Frame, usize)> {
    let own = features(matches, piece.0, piece.1) & !described;
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
        if let Some(at) = anchor(matches, piece, frame.anchor, head_final) {
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

/// The sense of building where only participles that describe a noun carry it: "ашылатын диспансерге маман жібереді"
/// sends somebody to a centre and builds none.
fn described(text: &Text<'_>, matches: &[Match], clause: &Clause) -> u64 {
    let from = matches.partition_point(|m| (m.first as usize) < clause.first);
    let mut building = matches[from.min(matches.len())..]
        .iter()
        .take_while(|m| (m.first as usize) < clause.end)
        .filter(|m| m.payload == Payload::Term(Feature::Build))
        .peekable();
    let only = building.peek().is_some()
        && building.all(|m| predicate::attributive(text, m.last as usize, clause.end));
    if only { Feature::Build.bit() } else { 0 }
}

fn anchor(matches: &[Match], piece: (usize, usize), wanted: u64, last: bool) -> Option<usize> {
    let from = matches.partition_point(|m| (m.first as usize) < piece.0);
    let mut hits = matches[from.min(matches.len())..]
        .iter()
        .take_while(|m| (m.first as usize) < piece.1)
        .filter(|m| {
            (m.last as usize) < piece.1
                && matches!(m.payload, Payload::Term(f) if f.bit() & wanted != 0)
        })
        .map(|m| m.first as usize);
    if last { hits.last() } else { hits.next() }
}

/// The predicate that governs a piece: in Turkic the next one, in Russian and English the one before.
fn govern<'p>(
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
        pool.iter().rev().find(|p| p.first < piece.1).or_else(|| pool.first())
    };
    found.copied()
}

/// Whether a document is only the setting of the clause: "within the memorandum", "as the plan provides".
fn setting(text: &Text<'_>, anchor: usize, clause: &Clause, predicate: &Predicate) -> bool {
    if predicate.class == Class::Provide {
        return true;
    }
    let before: Vec<&str> = (1..=3)
        .filter_map(|s| anchor.checked_sub(s))
        .filter(|t| *t >= clause.first)
        .map(|t| text.fold(t))
        .collect();
    let after: Vec<&str> =
        (1..=2).map(|s| anchor + s).filter(|t| *t < clause.end).map(|t| text.fold(t)).collect();
    before.first().is_some_and(|w| *w == "по")
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

/// Drafts the candidates of one sentence; `lead` is the predicate of a list's lead-in.
#[must_use]
pub fn candidates(
    text: &Text<'_>,
    matches: &[Match],
    sentence: &Sentence,
    index: usize,
    lead: Option<Predicate>,
    off: &Mask,
) -> Vec<Candidate> {
    let predicates =
        predicate::find(text, matches, sentence.first, sentence.end, sentence.language);
    let head_final = sentence.language.head_final();
    let mut found: Vec<Candidate> = Vec::new();
    for clause in clauses(text, matches, sentence, &predicates) {
        if clause.report {
            continue;
        }
        let mut here =
            in_clause(text, matches, sentence, index, &clause, &predicates, lead, head_final, off);
        if here.is_empty()
            && clause.relative
            && let Some(predicate) = predicates
                .iter()
                .find(|p| p.governs() && p.first >= clause.first && p.last < clause.end)
            && matches!(predicate.class, Class::Run | Class::Plan | Class::Do)
            && let Some(last) = found.last_mut()
        {
            // "the secretariat, which is being formed": the relative clause says how far the thing is.
            last.predicate = *predicate;
            last.end = clause.end;
            continue;
        }
        // "…, ал март айында ачылат": what a pronoun goes on about is the item before; its date is that item's.
        if here.is_empty()
            && matches!(
                text.fold(clause.first),
                "ал" | "ол" | "бұл" | "бул" | "он" | "она" | "оно" | "они" | "it" | "they" | "this"
            )
            && let Some(last) = found.last_mut()
            && last.kind() != Kind::Instrument
        {
            last.clause_end = clause.end;
            continue;
        }
        // "The memorandum is agreed but not yet signed": the clause after it says how far it is.
        if here.is_empty()
            && let Some(predicate) = predicates.iter().find(|p| {
                p.governs()
                    && p.negated
                    && p.class == Class::Sign
                    && p.first >= clause.first
                    && p.last < clause.end
            })
            && let Some(last) = found.last_mut()
            && last.kind() == Kind::Instrument
        {
            last.predicate = *predicate;
            last.end = clause.end;
            last.clause_end = clause.end;
            trim(text, matches, last);
            continue;
        }
        // "Work begins in April, the object is due in 2019": one facility, told in two clauses.
        if let (Some(last), Some(next)) = (found.last_mut(), here.first())
            && last.kind() == Kind::FacilityProject
            && next.kind() == Kind::FacilityProject
            && last.predicate.class == Class::Plan
            && next.predicate.class == Class::Plan
            && (last.frame.name == "the project" || next.frame.name == "the project")
        {
            if last.frame.strength < next.frame.strength {
                (last.frame, last.anchor) = (next.frame, next.anchor);
            }
            (last.end, last.clause_end) = (next.end, next.clause_end);
            here.remove(0);
        }
        found.extend(here);
    }
    found
}

/// Whether a piece names a part of what stands before it: "including …".
fn included(text: &Text<'_>, first: usize) -> bool {
    let word = |n: usize| text.fold(first + n);
    matches!(word(0), "включая" | "including" | "jumladan")
        || (word(0) == "в" && word(1) == "том" && word(2) == "числе")
        || (matches!(word(0), "соның" | "оның" | "анын" | "алардын" | "олардың")
            && matches!(word(1), "ішінде" | "ичинде"))
}

#[expect(clippy::too_many_arguments, reason = "one clause is read in its whole surrounding")]
fn in_clause(
    text: &Text<'_>,
    matches: &[Match],
    sentence: &Sentence,
    index: usize,
    clause: &Clause,
    predicates: &[Predicate],
    lead: Option<Predicate>,
    head_final: bool,
    off: &Mask,
) -> Vec<Candidate> {
    let described = if head_final { described(text, matches, clause) } else { 0 };
    let clause_bits = features(matches, clause.first, clause.end) & !described;
    let mut found: Vec<Candidate> = Vec::new();
    for piece in pieces(text, matches, clause) {
        let fitted = fitting(matches, piece, clause_bits, described, head_final, off).into_iter().find_map(
            |(frame, anchor)| {
                // "Deputies insist that the agreement be kept": a purpose asserts nothing of its own.
                let own = if text.fold(clause.first) == "чтобы" {
                    None
                } else {
                    govern(predicates, clause, piece, anchor, head_final)
                        .map(|p| adopted(text, by_order(predicates, clause, *p, frame), frame))
                };
                let (predicate, inherited) = match (own, lead) {
                    (Some(p), _) => (p, false),
                    (None, Some(lead)) => (lead, true),
                    // A clause without a verb of its own takes the one of its sentence.
                    (None, None) => (borrowed(predicates, clause, head_final)?, true),
                };
                allowed(text, matches, frame, anchor, clause, &predicate)
                    .then_some((frame, anchor, predicate, inherited))
            },
        );
        let Some((frame, anchor, predicate, inherited)) = fitted else { continue };
        if included(text, piece.0)
            && let Some(whole) = found.last_mut()
        {
            let stay = matches!(frame.kind, Kind::Internship | Kind::Residency);
            if stay && whole.kind() == Kind::Training {
                (whole.frame, whole.anchor, whole.end) = (frame, anchor, piece.1);
                continue;
            }
            if frame.strength <= 45 {
                whole.end = piece.1;
                continue;
            }
        }
        if let Some(before) = found.last_mut()
            && before.kind() == frame.kind
            && before.predicate.first == predicate.first
        {
            before.end = piece.1;
            if frame.strength > before.frame.strength {
                before.frame = frame;
                before.anchor = anchor;
            }
            continue;
        }
        found.push(Candidate {
            frame,
            predicate,
            first: piece.0,
            end: piece.1,
            anchor,
            clause_first: clause.first,
            clause_end: clause.end,
            sentence: index,
            title: sentence.title,
            inherited,
            people: features(matches, piece.0, piece.1)
                & (Feature::Medic.bit() | Feature::Patient.bit() | Feature::Student.bit())
                != 0,
            after_and: piece
                .0
                .checked_sub(1)
                .is_some_and(|t| text.tokens.get(t).is_some_and(|k| k.kind == TokenKind::Word)),
            counted: (piece.0..piece.1).any(|t| {
                text.tokens
                    .get(t)
                    .is_some_and(|k| k.kind == TokenKind::Number && k.end - k.start != 4)
            }),
            dated: (clause.first..clause.end)
                .any(|t| text.tokens.get(t).is_some_and(|k| k.kind == TokenKind::Number)),
            one_sided: clause_bits
                & (Feature::Aid.bit() | Feature::Build.bit() | Feature::Invest.bit())
                != 0,
            common: (piece.0..piece.1).any(|t| common(text, t)),
            also: Vec::new(),
        });
    }
    let signing = predicates
        .iter()
        .any(|p| p.class == Class::Sign && p.first >= clause.first && p.last < clause.end);
    thin(&mut found, signing, head_final);
    stretch(&mut found, clause, head_final);
    for candidate in &mut found {
        trim(text, matches, candidate);
    }
    found
}

/// Words by which both sides do something together.
fn common(text: &Text<'_>, token: usize) -> bool {
    let (word, next) = (text.fold(token), text.fold(token + 1));
    let both = matches!(word, "two" | "both" | "двух" | "обеих" | "эки" | "екі" | "ikki" | "iki");
    let sides = ["countr", "side", "стран", "сторон", "өлкө", "елд", "ел", "тарап", "mamlakat"];
    (both && sides.iter().any(|s| next.starts_with(s)))
        || ["joint", "совместн", "биргелешкен", "бірлескен", "орток", "ортақ"]
            .iter()
            .any(|w| word.starts_with(w))
}

/// "by order of the ministry … was set up": the order makes it an approval.
fn by_order(predicates: &[Predicate], clause: &Clause, p: Predicate, frame: &Frame) -> Predicate {
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

/// "кабыл алышты", "қабылдады", "приняли": rules and documents are adopted, people are received.
fn adopted(text: &Text<'_>, p: Predicate, frame: &Frame) -> Predicate {
    let word = text.fold(p.first);
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

fn borrowed(predicates: &[Predicate], clause: &Clause, head_final: bool) -> Option<Predicate> {
    let mut governing = predicates.iter().filter(|p| p.governs());
    if head_final {
        governing.find(|p| p.first >= clause.end).copied()
    } else {
        governing.rfind(|p| p.last < clause.first).copied()
    }
}

/// Rules about which predicate may carry which kind.
fn allowed(
    text: &Text<'_>,
    matches: &[Match],
    frame: &Frame,
    anchor: usize,
    clause: &Clause,
    predicate: &Predicate,
) -> bool {
    if frame.kind == Kind::Instrument {
        if setting(text, anchor, clause, predicate) {
            return false;
        }
        if matches!(predicate.class, Class::Need | Class::Attend) {
            return false;
        }
        if frame.anchor == Feature::WeakDocument.bit() {
            let draft = features(matches, clause.first, clause.end) & Feature::DraftOf.bit() != 0;
            let told = matches!(predicate.class, Class::Sign | Class::InForce)
                || (draft && predicate.class == Class::Approve);
            return told && !predicate.negated;
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
    if frame.name == "goods asked for" {
        return predicate.class == Class::Request;
    }
    if frame.name == "the project"
        && matches!(
            predicate.class,
            Class::Propose | Class::Discuss | Class::Interest | Class::Intend
        )
    {
        return false;
    }
    if frame.name == "event" && predicate.class == Class::Propose {
        return false;
    }
    if frame.kind == Kind::WorkingGroup
        && matches!(predicate.class, Class::Do | Class::Run | Class::State | Class::Stop)
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
        return matches!(predicate.class, Class::Do | Class::Run | Class::Plan | Class::Agree);
    }
    if frame.name == "health topic" {
        return predicate.class == Class::Discuss;
    }
    !matches!(predicate.class, Class::State) || matches!(frame.kind, Kind::MedicinesRegister)
}

/// A signed document swallows what it is about; general co-operation gives way to anything concrete.
fn thin(found: &mut Vec<Candidate>, signing: bool, head_final: bool) {
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
fn stretch(found: &mut [Candidate], clause: &Clause, head_final: bool) {
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
fn trim(text: &Text<'_>, matches: &[Match], candidate: &mut Candidate) {
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
