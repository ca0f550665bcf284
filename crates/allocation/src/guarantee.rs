//! Which guarantees hold for the rule and the features of a market, which are given up, and who showed it.

use crate::canonical::{Json, object, text};
use crate::engine::lower::LowerRule;
use crate::flat::{Flat, Mechanism, Side, Ties};
use crate::tree::Yield;

/// How we know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The paper named proves it for this rule.
    Theorem,
    /// Every matching of many small markets was enumerated; no proof is claimed.
    Tested,
    /// The paper named shows that it fails for some market.
    GivenUp,
}

/// One property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guarantee {
    /// `stable`, `strategy-proof`, `applicant-optimal`, `efficient` or `largest`.
    pub property: &'static str,
    /// How we know, or that it is given up.
    pub basis: Basis,
    /// In words.
    pub why: &'static str,
    /// The paper.
    pub source: &'static str,
}

fn given(
    property: &'static str,
    basis: Basis,
    why: &'static str,
    source: &'static str,
) -> Guarantee {
    Guarantee { property, basis, why, source }
}

/// Under quotas that may cross.
fn crossing() -> Vec<Guarantee> {
    const BIRO: &str = "Biró, Fleiner, Irving, Manlove 2010";
    vec![
        given(
            "stable",
            Basis::GivenUp,
            "where quotas cross a stable answer need not exist; the answer has the fewest preferences that would be taken",
            BIRO,
        ),
        given(
            "strategy-proof",
            Basis::GivenUp,
            "another list may lead the search to an answer that is better for its writer",
            BIRO,
        ),
        given(
            "applicant-optimal",
            Basis::GivenUp,
            "there may be no answer that is best for all",
            BIRO,
        ),
        given("efficient", Basis::GivenUp, "stability and efficiency conflict", "Ergin 2002"),
        given(
            "largest",
            Basis::GivenUp,
            "the most places are filled only among answers with the fewest preferences that would be taken",
            BIRO,
        ),
    ]
}

/// Whether truth is best under top trading cycles. Whom a place points to does not depend on what applicants rank, so that
/// nothing is traded by a list; what the papers prove is for places that rank everybody.
fn traded_truth(flat: &Flat) -> Guarantee {
    const SOURCE: &str = "Roth 1982; Abdulkadiroğlu, Sönmez 2003";
    let everybody = |leaf: usize| match flat.points.get(leaf) {
        Some(points) => points.len() == flat.people(),
        None => flat.competitors(leaf as u32).len() == flat.people(),
    };
    let (basis, why) = if (0..flat.leaves()).all(everybody) {
        (
            Basis::Theorem,
            "every place ranks everybody, so that nobody gains by ranking otherwise than they wish",
        )
    } else {
        (
            Basis::Tested,
            "a place points to whomever it ranks, whatever they rank, so that nobody gains by ranking otherwise than they wish",
        )
    };
    given("strategy-proof", basis, why, SOURCE)
}

/// The guarantees of a market's rule.
#[must_use]
pub fn of(flat: &Flat) -> Vec<Guarantee> {
    if !flat.crossing.is_empty() {
        return crossing();
    }
    match flat.rule.mechanism {
        Mechanism::SerialDictatorship => vec![
            given(
                "stable",
                Basis::Theorem,
                "no place goes past an applicant who comes earlier in the published order and prefers it",
                "Svensson 1999",
            ),
            given(
                "strategy-proof",
                Basis::Theorem,
                "each applicant takes the best place left, so that nothing else could be better",
                "Svensson 1999",
            ),
            given(
                "applicant-optimal",
                Basis::Theorem,
                "under one common order there is one stable answer",
                "Svensson 1999",
            ),
            given(
                "efficient",
                Basis::Theorem,
                "nobody can be better off without another being worse off",
                "Svensson 1999",
            ),
            given(
                "largest",
                Basis::GivenUp,
                "an early choice can leave a place empty that another choice would have filled",
                "Abdulkadiroğlu, Sönmez 1998",
            ),
        ],
        Mechanism::TopTradingCycles => vec![
            given(
                "stable",
                Basis::GivenUp,
                "an exchange may pass over an applicant whom the place ranks higher",
                "Abdulkadiroğlu, Sönmez 2003",
            ),
            traded_truth(flat),
            given(
                "applicant-optimal",
                Basis::GivenUp,
                "the answer is efficient instead of stable",
                "Abdulkadiroğlu, Sönmez 2003",
            ),
            given(
                "efficient",
                Basis::Theorem,
                "nobody can be better off without another being worse off; no owner is worse off than with the place owned",
                "Shapley, Scarf 1974; Abdulkadiroğlu, Sönmez 2003",
            ),
            given(
                "largest",
                Basis::GivenUp,
                "the number of places filled is not part of the rule",
                "Abdulkadiroğlu, Sönmez 2003",
            ),
        ],
        Mechanism::ImmediateAcceptance => vec![
            given(
                "stable",
                Basis::GivenUp,
                "a place may be gone to a lower ranked applicant who named it earlier",
                "Abdulkadiroğlu, Sönmez 2003",
            ),
            given(
                "strategy-proof",
                Basis::GivenUp,
                "whoever ranks truthfully can lose to whoever gambles",
                "Abdulkadiroğlu, Sönmez 2003",
            ),
            given(
                "applicant-optimal",
                Basis::GivenUp,
                "the answer need not be stable",
                "Abdulkadiroğlu, Sönmez 2003",
            ),
            given(
                "efficient",
                Basis::Tested,
                "efficient with respect to the lists handed in, which need not be true",
                "Abdulkadiroğlu, Sönmez 2003",
            ),
            given(
                "largest",
                Basis::GivenUp,
                "the number of places filled is not part of the rule",
                "Abdulkadiroğlu, Sönmez 2003",
            ),
        ],
        Mechanism::DeferredAcceptance => deferred(flat),
    }
}

/// Rules that use equals to place more people or to place them better.
fn with_equals(flat: &Flat) -> Option<Vec<Guarantee>> {
    let truth = given(
        "strategy-proof",
        Basis::GivenUp,
        "no rule of this kind keeps truthful ranking always best",
        "Abdulkadiroğlu, Pathak, Roth 2009",
    );
    Some(match flat.rule.ties {
        Ties::ImprovementCycles => vec![
            given(
                "stable",
                Basis::Theorem,
                "no place would take somebody whom it ranks strictly before one it holds",
                "Erdil, Ergin 2008; heeding Demeulemeester 2026",
            ),
            truth,
            given(
                "applicant-optimal",
                Basis::Theorem,
                "no other stable answer is better for some applicants and worse for none",
                "Erdil, Ergin 2008",
            ),
            given(
                "efficient",
                Basis::GivenUp,
                "efficient only among the stable answers",
                "Erdil, Ergin 2008",
            ),
            given(
                "largest",
                Basis::GivenUp,
                "another draw may fill more places; `max-size` looks for one",
                "Manlove et al. 2002",
            ),
        ],
        Ties::MaxSizeExact => vec![
            given(
                "stable",
                Basis::Tested,
                "no place would take somebody whom it ranks strictly before one it holds",
                "by search over every answer",
            ),
            truth,
            given(
                "applicant-optimal",
                Basis::GivenUp,
                "the number of places filled comes first",
                "Manlove et al. 2002",
            ),
            given(
                "efficient",
                Basis::GivenUp,
                "stability can keep applicants from exchanges that both would like",
                "Ergin 2002",
            ),
            given(
                "largest",
                Basis::Tested,
                "no stable answer fills more places; every one was looked at",
                "by search over every answer",
            ),
        ],
        Ties::MaxSize => vec![
            given(
                "stable",
                Basis::Theorem,
                "no place would take somebody whom it ranks strictly before one it holds",
                "Király 2011, 2013",
            ),
            truth,
            given(
                "applicant-optimal",
                Basis::GivenUp,
                "the number of places filled comes first",
                "Király 2011",
            ),
            given(
                "efficient",
                Basis::GivenUp,
                "stability can keep applicants from exchanges that both would like",
                "Ergin 2002",
            ),
            given(
                "largest",
                Basis::GivenUp,
                "at least two thirds of the largest stable number, tested; finding the largest is NP-hard",
                "Király 2011, 2013; Manlove et al. 2002",
            ),
        ],
        _ => return None,
    })
}

fn with_lower(flat: &Flat) -> Vec<Guarantee> {
    let efficient = given(
        "efficient",
        Basis::GivenUp,
        "lower quotas can keep applicants from exchanges that both would like",
        "Fragiadakis et al. 2016",
    );
    match flat.lower_rule {
        LowerRule::CloseOrFill => vec![
            given(
                "stable",
                Basis::GivenUp,
                "a stable answer need not exist; one is given whenever there is one, tested",
                "Biró, Fleiner, Irving, Manlove 2010",
            ),
            given(
                "strategy-proof",
                Basis::GivenUp,
                "a list can decide whether a programme opens",
                "Biró, Fleiner, Irving, Manlove 2010",
            ),
            given(
                "applicant-optimal",
                Basis::GivenUp,
                "different sets of closed programmes may be stable",
                "Biró, Fleiner, Irving, Manlove 2010",
            ),
            efficient,
            given(
                "largest",
                Basis::GivenUp,
                "the fewest closed programmes come first",
                "Biró, Fleiner, Irving, Manlove 2010",
            ),
        ],
        LowerRule::ExtendedSeats => vec![
            given(
                "stable",
                Basis::GivenUp,
                "nobody envies a lower ranked holder, tested, but places may stay empty that somebody would rather have",
                "Fragiadakis et al. 2016",
            ),
            given(
                "strategy-proof",
                Basis::Theorem,
                "no applicant can gain by ranking otherwise than they wish",
                "Fragiadakis et al. 2016",
            ),
            given(
                "applicant-optimal",
                Basis::GivenUp,
                "every lower quota is met first",
                "Fragiadakis et al. 2016",
            ),
            efficient,
            given("largest", Basis::Tested, "everybody has a place", "Fragiadakis et al. 2016"),
        ],
    }
}

fn deferred(flat: &Flat) -> Vec<Guarantee> {
    if !flat.couples.is_empty() {
        let none = "no rule for couples keeps it in every market";
        return vec![
            given(
                "stable",
                Basis::GivenUp,
                "a stable answer need not exist; `stable` and `blocking_pairs` say what was found",
                "Roth 1984; Ronn 1990; Roth, Peranson 1999",
            ),
            given("strategy-proof", Basis::GivenUp, none, "Roth, Peranson 1999"),
            given("applicant-optimal", Basis::GivenUp, none, "Roth 1984"),
            given("efficient", Basis::GivenUp, none, "Roth 1984"),
            given(
                "largest",
                Basis::GivenUp,
                "stable answers may differ in size",
                "Roth, Peranson 1999",
            ),
        ];
    }
    if !flat.lower.is_empty() {
        return with_lower(flat);
    }
    if let Some(given) = with_equals(flat) {
        return given;
    }
    let programmes = flat.rule.side == Side::Programmes;
    let slots = !flat.slots.is_empty();
    let reserves = !flat.reserves.is_empty();
    let caps = !flat.tree.nodes.is_empty();
    let numbers = flat.tree.nodes.iter().any(|node| !matches!(node.yields, Yield::Merit(_)));
    let joined = usize::from(slots) + usize::from(reserves) + usize::from(caps);
    let (basis, source) = match (joined, slots, reserves, numbers) {
        (0, ..) => (Basis::Theorem, "Gale, Shapley 1962"),
        (1, true, ..) => (Basis::Theorem, "Kominers, Sönmez 2016"),
        (1, _, true, _) => (Basis::Tested, "Hafalir, Yenmez, Yildirim 2013; Sönmez, Yenmez 2022"),
        (1, _, _, true) => (Basis::Tested, "Kamada, Kojima 2015, 2018; Kojima, Tamura, Yokoo 2018"),
        (1, ..) => {
            (Basis::Tested, "Biró, Fleiner, Irving, Manlove 2010; Kojima, Tamura, Yokoo 2018")
        }
        _ => (Basis::Tested, "Hatfield, Milgrom 2005 for substitutable choices"),
    };
    let truthful = match (programmes, joined) {
        (true, _) => given(
            "strategy-proof",
            Basis::GivenUp,
            "applicants can gain by ranking otherwise when programmes propose",
            "Roth 1982",
        ),
        (_, 0) => given(
            "strategy-proof",
            Basis::Theorem,
            "no applicant can gain by ranking otherwise than they wish",
            "Dubins, Freedman 1981; Roth 1982",
        ),
        _ => given(
            "strategy-proof",
            basis,
            "no applicant can gain by ranking otherwise than they wish",
            "Hatfield, Milgrom 2005; Kominers, Sönmez 2016",
        ),
    };
    let optimal = if programmes {
        given(
            "applicant-optimal",
            Basis::GivenUp,
            "among all stable answers this is the worst for every applicant and the best for programmes",
            "Gale, Shapley 1962",
        )
    } else if slots {
        given(
            "applicant-optimal",
            Basis::GivenUp,
            "where places of one programme rank differently there may be no answer that is best for all applicants",
            "Kominers, Sönmez 2016",
        )
    } else {
        given(
            "applicant-optimal",
            basis,
            "no applicant does better in any other stable answer",
            source,
        )
    };
    let draw = flat.rule.ties == Ties::Lottery && !flat.candidate_class.is_empty();
    let largest = match (joined, draw) {
        (0, false) => given(
            "largest",
            Basis::Theorem,
            "every stable answer fills the same number of places (largest among the stable ones)",
            "Roth 1986",
        ),
        (0, true) => given(
            "largest",
            Basis::GivenUp,
            "another draw may fill more places; `max-size` looks for one",
            "Manlove et al. 2002",
        ),
        _ => given(
            "largest",
            Basis::GivenUp,
            "not claimed where places are joined by caps, reserves or slots",
            source,
        ),
    };
    vec![
        given(
            "stable",
            basis,
            "no place would go past an applicant who prefers it and whom the rule would take",
            source,
        ),
        truthful,
        optimal,
        given(
            "efficient",
            Basis::GivenUp,
            "stability can keep applicants from exchanges that both would like",
            "Ergin 2002",
        ),
        largest,
    ]
}

/// The guarantees as JSON.
#[must_use]
pub fn json(flat: &Flat) -> Json<'static> {
    Json::Arr(
        of(flat)
            .into_iter()
            .map(|guarantee| {
                let basis = match guarantee.basis {
                    Basis::Theorem => "theorem",
                    Basis::Tested => "tested",
                    Basis::GivenUp => "given-up",
                };
                object([
                    ("property", text(guarantee.property)),
                    ("holds", Json::Bool(guarantee.basis != Basis::GivenUp)),
                    ("basis", text(basis)),
                    ("why", text(guarantee.why)),
                    ("source", text(guarantee.source)),
                ])
            })
            .collect(),
    )
}
