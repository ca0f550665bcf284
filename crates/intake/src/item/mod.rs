//! Items: clauses, the pieces that co-ordination makes of them, and the frame that fits each piece.

mod cut;
mod fit;
mod list;
mod rules;
mod take;

pub(crate) use self::cut::trim;
use self::cut::{stretch, thin};
use self::fit::{described, fitting, govern};
pub use self::list::lead_in;
use self::list::{parted, to_do, to_talk, whole};
use self::rules::{adopted, allowed, borrowed, by_order, on_a_question};
use self::take::{taking, teaches};
use crate::clause::{Clause, clauses, pieces};
use crate::layout::Sentence;
use crate::lexicon::{Frame, Mask, Match, Payload};
use crate::predicate::{self, Predicate};
use crate::quantity;
use crate::text::{Text, TokenKind};
use crate::vocabulary::{Class, Feature, Form, Kind, Language};

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
    /// Whether the verb says in the active voice that its subject teaches.
    pub teaches: bool,
    /// The verb by which people are taken in or goods are got.
    pub takes: Option<usize>,
    /// Whether the clause says that both sides do it together: "joint", "of the two countries".
    pub common: bool,
    /// What the passage adds to, where it only says how many more: "and a further 15 in 2026".
    pub more: Option<More>,
    /// Other passages that state the same.
    pub also: Vec<(usize, usize)>,
    /// The sentence that goes on about the item without naming it: "Deliveries are due by June."
    pub follows: Option<usize>,
}

/// The number of a passage that names no object of its own, and the passage that does.
#[derive(Debug, Clone, Copy)]
pub struct More {
    /// Token of the number.
    pub number: usize,
    /// Sentence of the passage before.
    pub sentence: usize,
    /// Tokens of the passage before.
    pub span: (usize, usize),
}

impl Candidate {
    /// A candidate that is its whole clause.
    pub(crate) fn of(
        frame: &'static Frame,
        predicate: Predicate,
        clause: &Clause,
        sentence: usize,
        anchor: usize,
    ) -> Self {
        Candidate {
            frame,
            predicate,
            first: clause.first,
            end: clause.end,
            anchor,
            clause_first: clause.first,
            clause_end: clause.end,
            sentence,
            title: false,
            inherited: false,
            people: false,
            after_and: false,
            counted: false,
            dated: false,
            one_sided: false,
            teaches: false,
            takes: None,
            common: false,
            more: None,
            also: Vec::new(),
            follows: None,
        }
    }

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

/// What a sentence gives: its items, and the clauses and predicates that they were read from.
pub(crate) struct Told {
    /// The items.
    pub(crate) candidates: Vec<Candidate>,
    /// The clauses.
    pub(crate) clauses: Vec<Clause>,
    /// The predicates.
    pub(crate) predicates: Vec<Predicate>,
}

/// Drafts the candidates of one sentence; `lead` is the predicate of a list's lead-in, `before` the last item of the
/// sentence before.
#[must_use]
pub(crate) fn candidates(
    text: &Text<'_>,
    matches: &[Match],
    sentence: &Sentence,
    index: usize,
    lead: Option<Predicate>,
    before: Option<&Candidate>,
    off: &Mask,
) -> Told {
    let predicates =
        predicate::find(text, matches, sentence.first, sentence.end, sentence.language);
    let head_final = sentence.language.head_final();
    let mut found: Vec<Candidate> = Vec::new();
    let mut parts = clauses(text, matches, sentence, &predicates);
    if lead.is_some() {
        // In a list, what a relative word opens belongs to the point before it.
        for at in (1..parts.len()).rev() {
            if parts[at].relative {
                parts[at - 1].end = parts[at].end;
                parts.remove(at);
            }
        }
    }
    for clause in &parts {
        if clause.report {
            continue;
        }
        let told = found.last().or(before).cloned();
        let surrounding =
            Surrounding { sentence, index, predicates: &predicates, lead, before: told };
        let mut here = in_clause(text, matches, &surrounding, clause, head_final, off);
        if here.is_empty()
            && clause.relative
            && let Some(predicate) = predicates
                .iter()
                .find(|p| p.governs() && p.first >= clause.first && p.last < clause.end)
            && matches!(predicate.class, Class::Run | Class::Plan | Class::Do)
            && let Some(last) = found.last_mut()
            // "sent a group, which studies the needs": what is done stays done.
            && !(last.predicate.class == Class::Do && last.predicate.form == Form::Past)
            // "proposed a group that will prepare …": what is offered or asked for stays so, its date is told after it.
            && {
                last.clause_end = clause.end;
                !matches!(last.predicate.class, Class::Propose | Class::Request | Class::Intend | Class::Interest)
            }
        {
            // "the secretariat, which is being formed": the relative clause says how far the thing is.
            last.predicate = *predicate;
            last.end = clause.end;
            continue;
        }
        // "…, ал март айында ачылат", "…; completion is due in 2027": what a pronoun or a word like "completion" goes on
        // about is the item before; its date is that item's.
        // "a hospital where children will be treated": what a facility is for is no commitment of its own.
        if here.is_empty()
            && clause.relative
            && let Some(last) = found.last_mut()
            && last.sentence == index
        {
            // "a memorandum that is valid until 2030": its date is the document's.
            last.clause_end = clause.end;
            continue;
        }
        // "a working group, which will prepare a road map by March": the paper is what the group is for.
        if clause.relative
            && let Some(last) = found.last_mut().filter(|c| c.kind() == Kind::WorkingGroup)
            && here.iter().all(|c| {
                c.kind() == Kind::Instrument
                    && !matches!(c.predicate.class, Class::Sign | Class::Approve)
            })
        {
            last.clause_end = clause.end;
            continue;
        }
        let place = found.last().is_some_and(|c| c.kind() == Kind::FacilityProject)
            && (clause.first.saturating_sub(1)..clause.end.min(clause.first + 2))
                .any(|t| matches!(text.fold(t), "где" | "where" | "которой" | "котором"));
        if place {
            here.retain(|c| c.counted);
        }
        let goes_on = (clause.first..clause.end.min(clause.first + 3))
            .any(|t| has(matches, t, Feature::Follow));
        if goes_on && (before.is_some() || !found.is_empty()) {
            // "…; the funds will come in two instalments": no second gift.
            here.retain(|c| {
                !matches!(c.frame.name, "money given" | "aid" | "goods in aid") || c.counted
            });
        }
        if here.is_empty()
            && goes_on
            && let Some(last) = found.last_mut()
            && (last.kind() != Kind::Instrument || signing_to_come(&predicates, clause))
        {
            last.clause_end = clause.end;
            // "Work begins in spring, it is to be finished in 2028": the later date is when it is due.
            if last.kind() == Kind::FacilityProject && last.predicate.class == Class::Plan {
                last.end = clause.end;
                trim(text, matches, last);
            }
            continue;
        }
        // "Құрылыс көктемде басталып, 2028 жылы аяқталады": a chain of verbs about one facility.
        if here.is_empty()
            && head_final
            && let Some(last) = found.last_mut()
            && last.kind() == Kind::FacilityProject
            && last.sentence == index
            && last.predicate.class == Class::Plan
            && predicates.iter().any(|p| {
                p.first >= clause.first
                    && p.last < clause.end
                    && (p.class == Class::Plan || p.form == Form::Future)
            })
        {
            (last.end, last.clause_end) = (clause.end, clause.end);
            trim(text, matches, last);
            continue;
        }
        // "A joint clinic was planned, but the idea was given up", "…, бірақ шешім қабылданбады": what the sentence turns
        // to at its end is how far the thing is.
        let turns = (clause.first.saturating_sub(1)..clause.end.min(clause.first + 2)).any(|t| {
            matches!(
                text.fold(t),
                "но" | "однако" | "but" | "however" | "бірақ" | "алайда" | "бирок"
            )
        });
        if here.is_empty()
            && turns
            && let Some(turn) = predicates.iter().find(|p| {
                p.governs()
                    && p.first >= clause.first
                    && p.last < clause.end
                    && (matches!(p.class, Class::Stop) && !p.negated
                        || matches!(p.class, Class::Approve | Class::Agree) && p.negated)
            })
            && let Some(last) = found.last_mut()
            && last.sentence == index
            && match turn.class {
                Class::Stop => !matches!(last.predicate.class, Class::Do | Class::Sign),
                _ => matches!(last.predicate.class, Class::Plan | Class::Provide | Class::Run),
            }
        {
            let class = if turn.class == Class::Stop { Class::Stop } else { Class::Discuss };
            last.predicate =
                Predicate { class, negated: false, rule: "turn of the sentence", ..*turn };
            (last.end, last.clause_end) = (clause.end, clause.end);
            trim(text, matches, last);
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
    // "stressed the importance of telemedicine and agreed to launch a pilot": the firmer words of the sentence count.
    let firm: Vec<Kind> = found
        .iter()
        .filter(|c| !matches!(c.predicate.class, Class::Need | Class::State))
        .map(Candidate::kind)
        .collect();
    found.retain(|c| c.predicate.class != Class::Need || !firm.contains(&c.kind()));
    Told { candidates: found, clauses: parts, predicates }
}

/// The verb that no row knows of a Russian or English clause, where it is to come: "до марта сторона подаст досье".
fn guessed(
    text: &Text<'_>,
    predicates: &[Predicate],
    clause: &Clause,
    language: Language,
) -> Option<Predicate> {
    let silent = !predicates
        .iter()
        .any(|p| p.first >= clause.first && p.last < clause.end && p.class != Class::Do);
    (silent && matches!(language, Language::Russian | Language::English))
        .then(|| predicate::by_form(text, clause.first, clause.end, language))
        .flatten()
        .filter(|p| match language {
            Language::English => {
                predicate::helped(text, p.first) && text.fold(p.first) != "expected"
            }
            _ => p.form == Form::Future,
        })
}

/// "its signing is planned for May": what is told of a document that is agreed.
fn signing_to_come(predicates: &[Predicate], clause: &Clause) -> bool {
    predicates.iter().any(|p| {
        p.governs() && p.class == Class::Plan && p.first >= clause.first && p.last < clause.end
    })
}

/// Whether a piece names a part of what stands before it: "including …".
fn included(text: &Text<'_>, first: usize) -> bool {
    let word = |n: usize| text.fold(first + n);
    matches!(word(0), "включая" | "including" | "jumladan")
        || (word(0) == "в" && word(1) == "том" && word(2) == "числе")
        || (matches!(word(0), "соның" | "оның" | "анын" | "алардын" | "олардың")
            && matches!(word(1), "ішінде" | "ичинде"))
}

/// What a clause is read in.
struct Surrounding<'s> {
    sentence: &'s Sentence,
    index: usize,
    predicates: &'s [Predicate],
    lead: Option<Predicate>,
    /// The item that was told last.
    before: Option<Candidate>,
}

/// The number of a piece that only says how many more there are: "еще шесть поступят", "and a further 15 in 2026".
fn more(text: &Text<'_>, matches: &[Match], piece: (usize, usize)) -> Option<usize> {
    let at = (piece.0..piece.1.min(piece.0 + 8)).find(|t| has(matches, *t, Feature::More))?;
    (at + 1..piece.1.min(at + 4))
        .find(|t| quantity::value(text, matches, *t).is_some() && !year_like(text, *t))
}

fn year_like(text: &Text<'_>, token: usize) -> bool {
    text.tokens.get(token).is_some_and(|t| t.kind == TokenKind::Number && t.end - t.start == 4)
}

fn in_clause(
    text: &Text<'_>,
    matches: &[Match],
    surrounding: &Surrounding<'_>,
    clause: &Clause,
    head_final: bool,
    off: &Mask,
) -> Vec<Candidate> {
    let &Surrounding { sentence, index, predicates, lead, .. } = surrounding;
    let described = if head_final { described(text, matches, clause) } else { 0 };
    let clause_bits = features(matches, clause.first, clause.end) & !described;
    let mut found: Vec<Candidate> = Vec::new();
    let mut parts = pieces(text, matches, clause);
    if lead.is_some() {
        whole(text, matches, &mut parts);
    }
    for piece in parts {
        let fitted = fitting(text, matches, piece, clause_bits, described, head_final, off)
            .into_iter()
            .find_map(|(frame, anchor)| {
                // "Deputies insist that the agreement be kept": a purpose asserts nothing of its own.
                let own = if text.fold(clause.first) == "чтобы" {
                    None
                } else {
                    govern(text, predicates, clause, piece, anchor, head_final)
                        .map(|p| {
                            adopted(text, clause, by_order(predicates, clause, *p, frame), frame)
                        })
                        .map(|p| on_a_question(text, p, clause, anchor))
                };
                // "– approve the list of clinics to which patients are sent": the verb is the noun's, the lead-in governs.
                let own = own.filter(|p| lead.is_none() || !parted(text, matches, piece.0, p));
                // "The sides are to: – set up a group": the point is no past.
                let own = own.filter(|p| {
                    lead.is_none()
                        || p.first > piece.0 + 1
                        || !matches!(text.fold(p.first), "set" | "put" | "let" | "cut")
                });
                let (predicate, inherited) = match (own, lead) {
                    (Some(p), _) => (p, false),
                    (None, Some(lead)) => (
                        to_do(
                            text,
                            piece,
                            to_talk(predicates, piece, lead, head_final),
                            head_final,
                        ),
                        true,
                    ),
                    // A clause without a verb of its own takes the one of its sentence.
                    (None, None) => match guessed(text, predicates, clause, sentence.language) {
                        Some(verb) => (verb, false),
                        None => (borrowed(predicates, clause, head_final)?, true),
                    },
                };
                // "confirmed their commitment to the treaty and agreed to …": what was only said of a document is no promise.
                let said = !head_final
                    && frame.kind == Kind::Instrument
                    && predicate.first >= piece.1
                    && predicates.iter().any(|p| {
                        p.class == Class::Report
                            && p.finite()
                            && p.first >= piece.0
                            && p.last < anchor
                    });
                if said {
                    return None;
                }
                allowed(text, matches, frame, anchor, clause, &predicate)
                    .then_some((frame, anchor, predicate, inherited))
            });
        let Some((frame, anchor, predicate, inherited)) = fitted else {
            if let Some(number) = more(text, matches, piece)
                && let Some(told) = found.last().or(surrounding.before.as_ref())
                && told.kind().counts()
            {
                let own = govern(text, predicates, clause, piece, number, head_final)
                    .filter(|p| !p.negated)
                    .copied();
                let more = More { number, sentence: told.sentence, span: (told.first, told.end) };
                found.push(Candidate {
                    predicate: own.unwrap_or(told.predicate),
                    first: piece.0,
                    end: piece.1,
                    anchor: number,
                    clause_first: clause.first,
                    clause_end: clause.end,
                    sentence: index,
                    title: sentence.title,
                    inherited: own.is_none(),
                    counted: true,
                    dated: true,
                    more: Some(more),
                    also: Vec::new(),
                    follows: None,
                    ..told.clone()
                });
            }
            continue;
        };
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
            counted: numbered(text, piece),
            dated: (clause.first..clause.end)
                .any(|t| text.tokens.get(t).is_some_and(|k| k.kind == TokenKind::Number)),
            one_sided: clause_bits
                & (Feature::Aid.bit() | Feature::Build.bit() | Feature::Invest.bit())
                != 0,
            teaches: teaches(text, &predicate),
            takes: taking(text, clause, &predicate, frame.kind),
            common: (piece.0..piece.1).any(|t| common(text, t)),
            more: None,
            also: Vec::new(),
            follows: None,
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

/// Whether a piece holds a number that is no year.
fn numbered(text: &Text<'_>, piece: (usize, usize)) -> bool {
    (piece.0..piece.1).any(|t| {
        text.tokens.get(t).is_some_and(|k| k.kind == TokenKind::Number && k.end - k.start != 4)
    })
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
