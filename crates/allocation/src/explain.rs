//! Why one applicant has this place and none of those ranked above it: one reason for each.
//!
//! Nothing about another person is said, and figures of pools with fewer than three eligible competitors are withheld.

use crate::canonical::{Json, count, object, text};
use crate::certificate::FEWEST_SHOWN;
use crate::check::{Checker, Refusal};
use crate::engine;
use crate::engine::couples::{self, Verdict};
use crate::engine::lower::{self, LowerRule};
use crate::flat::{Assignment, Flat, Mechanism, NONE, Sides, rank_of};
use crate::tree::Yield;

/// Why a preference was not met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The programme does not list the applicant.
    NotAcceptable,
    /// All places went to competitors who come before.
    BelowCutoff {
        /// Own position among the competitors, from 1.
        own: Option<usize>,
        /// Position of the last admitted.
        last: Option<usize>,
        /// Competitors in all.
        of: Option<usize>,
        /// Types that would have been enough, where places are kept for types.
        types: Vec<String>,
    },
    /// A cap over several places was reached.
    Quota {
        /// Name of the cap.
        name: String,
        /// The cap.
        cap: u32,
        /// Own position in the order of the cap, and that of the last admitted, where it orders applicants.
        positions: Option<(usize, usize)>,
        /// How the cap chooses who gives way.
        yields_by: &'static str,
    },
    /// A place was taken back after the call, and with it the applicant would have been admitted.
    SeatWithdrawn {
        /// How many were taken back.
        withdrawn: u32,
    },
    /// The place has no places at all.
    NoPlaces,
    /// Others chose before, or exchanged among themselves.
    TakenBefore {
        /// Own position in the published order, if the rule has one.
        turn: Option<usize>,
    },
    /// The programme did not reach its lower quota and is closed.
    Closed {
        /// The lower quota.
        lower: u32,
        /// Whether as many would rather have been there.
        enough: bool,
    },
    /// Left empty so that every lower quota is met.
    KeptEmpty,
    /// A place of the pair would not have taken the couple.
    Pair {
        /// The place.
        place: String,
        /// Whether it accepts the member who asks for it.
        acceptable: bool,
    },
    /// It would have taken the applicant: no answer was found in which nobody is passed over.
    PassedOver,
}

/// One preference that was not met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmet {
    /// The place wanted.
    pub place: String,
    /// Its position on the applicant's list, from 1.
    pub rank: usize,
    /// Why.
    pub reason: Reason,
}

/// The answer to one applicant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The applicant.
    pub applicant: String,
    /// The place given.
    pub place: Option<String>,
    /// Its position on the applicant's list, from 1.
    pub rank: Option<usize>,
    /// Every preference better than the result, in order.
    pub unmet: Vec<Unmet>,
}

/// Explains the answer to one applicant; `None` when the applicant is unknown.
#[must_use]
pub fn explain(
    flat: &Flat,
    sides: &Sides,
    assignment: &Assignment,
    applicant: &str,
) -> Option<Explanation> {
    let number = (0..flat.people() as u32).find(|&at| flat.applicants.get(at) == applicant)?;
    if let Some(couple) = flat.couples.iter().position(|couple| couple.members.contains(&number)) {
        return Some(of_couple(flat, assignment, number, couple));
    }
    let checker = Checker::new(flat, assignment);
    let given = assignment.leaf(flat, number);
    let asks =
        sides.asks.start[number as usize] as usize..sides.asks.start[number as usize + 1] as usize;
    let mut unmet = Vec::new();
    let mut rank = None;
    for (position, at) in asks.enumerate() {
        let leaf = sides.asks.item[at];
        let listed = sides.listed.get(at).map_or(position + 1, |&rank| usize::from(rank));
        if given == Some(leaf) {
            rank = Some(listed);
            break;
        }
        let reason = match flat.entry_at(number, leaf) {
            None => Reason::NotAcceptable,
            Some(entry) => reason(flat, &checker, number, entry, leaf),
        };
        unmet.push(Unmet { place: flat.places.get(leaf).to_owned(), rank: listed, reason });
    }
    let place = given.map(|leaf| flat.places.get(leaf).to_owned());
    Some(Explanation { applicant: applicant.to_owned(), place, rank, unmet })
}

/// A member of a couple is answered for every pair of the joint list.
fn of_couple(flat: &Flat, assignment: &Assignment, who: u32, couple: usize) -> Explanation {
    let name = |leaf: u32| if leaf == NONE { "no place" } else { flat.places.get(leaf) };
    let list = &flat.couples[couple];
    let now = list.members.map(|who| assignment.leaf(flat, who).unwrap_or(NONE));
    let mut unmet = Vec::new();
    let mut rank = None;
    for (position, &pair) in list.prefs.iter().enumerate() {
        if pair == now && now != [NONE, NONE] {
            rank = Some(position + 1);
            break;
        }
        let refused = |leaf: u32, acceptable: bool| Reason::Pair {
            place: flat.places.get(leaf).to_owned(),
            acceptable,
        };
        let reason = match couples::verdict(flat, assignment, couple, pair) {
            Verdict::NotAcceptable(leaf) => refused(leaf, false),
            Verdict::Refused(leaf) => refused(leaf, true),
            Verdict::Full(set) => {
                let (name, cap) = couples::set_of(flat, set).unwrap_or_default();
                Reason::Quota { name, cap, positions: None, yields_by: "order" }
            }
            Verdict::Taken => Reason::PassedOver,
        };
        let place = format!("{} and {}", name(pair[0]), name(pair[1]));
        unmet.push(Unmet { place, rank: position + 1, reason });
    }
    Explanation {
        applicant: flat.applicants.get(who).to_owned(),
        place: assignment.leaf(flat, who).map(|leaf| flat.places.get(leaf).to_owned()),
        rank,
        unmet,
    }
}

/// Why a place that stands under none of the usual reasons was not given.
fn unusual(flat: &Flat, checker: &Checker<'_>, leaf: u32) -> Reason {
    let lower = flat.lower.get(leaf as usize).copied().unwrap_or(0);
    let closing = lower > 0 && flat.lower_rule == LowerRule::CloseOrFill;
    if closing && checker.count(leaf) == 0 {
        let wanted = lower::closed_with_enough(flat, checker.assignment());
        return Reason::Closed { lower, enough: wanted.iter().any(|&(other, _)| other == leaf) };
    }
    if !flat.lower.is_empty() && !closing && flat.lower_rule == LowerRule::ExtendedSeats {
        return Reason::KeptEmpty;
    }
    Reason::PassedOver
}

fn reason(flat: &Flat, checker: &Checker<'_>, applicant: u32, entry: u32, leaf: u32) -> Reason {
    let withdrawn = flat.withdrawn.get(leaf as usize).copied().unwrap_or(0);
    if withdrawn > 0 {
        let mut whole = flat.clone();
        whole.capacity[leaf as usize] += withdrawn;
        let with = engine::run(&whole).entry[applicant as usize];
        if with != NONE && with <= entry {
            return Reason::SeatWithdrawn { withdrawn };
        }
    }
    if flat.capacity[leaf as usize] == 0 {
        return Reason::NoPlaces;
    }
    if flat.rule.mechanism != Mechanism::DeferredAcceptance {
        let turn = flat.order.iter().position(|&who| who == applicant).map(|at| at + 1);
        return Reason::TakenBefore { turn };
    }
    if let Some(set) = checker.crossed(applicant, entry) {
        let set = &flat.crossing[set];
        return Reason::Quota {
            name: set.name.clone(),
            cap: set.cap,
            positions: None,
            yields_by: "order",
        };
    }
    match checker.refusal(applicant, entry) {
        Some(Refusal::Node(number)) => {
            let node = &flat.tree.nodes[number as usize];
            let (yields_by, positions) = match &node.yields {
                Yield::Merit(order) => {
                    let own = order[applicant as usize] as usize + 1;
                    let competitors: usize =
                        node.leaves.iter().map(|&leaf| flat.competitors(leaf).len()).sum();
                    let last = checker.node_last(number).map(|last| last as usize + 1);
                    ("order", last.filter(|_| competitors >= FEWEST_SHOWN).map(|last| (own, last)))
                }
                Yield::Targets(_) => ("targets", None),
                Yield::Precedence => ("precedence", None),
            };
            Reason::Quota { name: node.name.clone(), cap: node.cap, positions, yields_by }
        }
        None => unusual(flat, checker, leaf),
        Some(Refusal::Pool) => {
            let shown = flat.competitors(leaf).len() >= FEWEST_SHOWN;
            let figure = |value: usize| shown.then_some(value);
            let rank = rank_of(flat.entries[entry as usize]);
            Reason::BelowCutoff {
                own: figure(rank as usize + 1),
                last: checker.worst(leaf).and_then(|last| figure(last as usize + 1)),
                of: figure(flat.competitors(leaf).len()),
                types: enough(flat, checker, leaf, rank),
            }
        }
    }
}

/// Types which the applicant does not hold and any one of which would have brought the place.
fn enough(flat: &Flat, checker: &Checker<'_>, leaf: u32, rank: u32) -> Vec<String> {
    let Some(reserves) = flat.reserves.get(&leaf) else { return Vec::new() };
    let held = checker.held(leaf);
    let names = reserves.types.iter().enumerate().filter(|&(kind, _)| {
        if reserves.holds[rank as usize] & (1 << kind) != 0 {
            return false;
        }
        let mut other = reserves.clone();
        other.holds[rank as usize] |= 1 << kind;
        let mut with = held.to_vec();
        with.push(rank);
        with.sort_unstable();
        other.choose(&with, flat.capacity[leaf as usize]).iter().any(|&(taken, _)| taken == rank)
    });
    names.map(|(_, (name, _))| name.clone()).collect()
}

impl Explanation {
    /// In words.
    #[must_use]
    pub fn words(&self) -> String {
        let mut out = match (&self.place, self.rank) {
            (Some(place), Some(1)) => {
                format!("{} has {place}, the first preference.\n", self.applicant)
            }
            (Some(place), Some(rank)) => {
                format!("{} has {place}, preference {rank}.\n", self.applicant)
            }
            (Some(place), None) => format!("{} has {place}.\n", self.applicant),
            (None, _) => format!("{} has no place.\n", self.applicant),
        };
        for unmet in &self.unmet {
            out.push_str(&format!("{}. {}: {}\n", unmet.rank, unmet.place, unmet.reason.words()));
        }
        out
    }

    /// As JSON.
    #[must_use]
    pub fn json(&self) -> Json<'_> {
        let unmet = self.unmet.iter().map(|unmet| {
            object([
                ("place", text(unmet.place.as_str())),
                ("rank", count(unmet.rank)),
                ("reason", text(unmet.reason.code())),
                ("words", text(unmet.reason.words())),
            ])
        });
        object([
            ("format", text("kelisim-explanation/1")),
            ("applicant", text(self.applicant.as_str())),
            ("place", self.place.as_deref().map_or(Json::Null, text)),
            ("rank", self.rank.map_or(Json::Null, count)),
            ("unmet", Json::Arr(unmet.collect())),
        ])
    }
}

impl Reason {
    /// A stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAcceptable => "not-acceptable",
            Self::BelowCutoff { .. } => "below-cutoff",
            Self::Quota { .. } => "quota",
            Self::SeatWithdrawn { .. } => "seat-withdrawn",
            Self::NoPlaces => "no-places",
            Self::TakenBefore { .. } => "taken-before",
            Self::Closed { .. } => "closed",
            Self::KeptEmpty => "kept-empty",
            Self::Pair { .. } => "pair",
            Self::PassedOver => "passed-over",
        }
    }

    /// In words, with what in the person's own file would have changed it.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::NotAcceptable => {
                "not acceptable: the programme does not list you. Being on its list would have let you compete.".to_owned()
            }
            Self::BelowCutoff { own: Some(own), last: Some(last), of: Some(of), types } => {
                let more = if types.is_empty() {
                    String::new()
                } else {
                    format!(" So would the type {}.", types.join(" or "))
                };
                if own < last {
                    return format!(
                        "below the cut-off: you are at position {own} of {of}; the open places went to those before you and the last kept place to position {last}.{}",
                        if types.is_empty() { String::new() } else { format!(" The type {} would have brought it.", types.join(" or ")) }
                    );
                }
                format!("below the cut-off: you are at position {own} of {of}, the last admitted at {last}. A position before {last} would have brought it.{more}")
            }
            Self::BelowCutoff { types, .. } => {
                let more = if types.is_empty() { String::new() } else { format!(" So would the type {}.", types.join(" or ")) };
                format!("below the cut-off: the places went to competitors who come before you; figures of so small a group are withheld. A better position would have brought it.{more}")
            }
            Self::Quota { name, cap, positions: Some((own, last)), .. } => format!(
                "the quota {name} of {cap} was reached: you are at position {own} of its order, the last admitted at {last}. A position before {last} would have brought it."
            ),
            Self::Quota { name, cap, yields_by: "order", .. } => format!(
                "the quota {name} of {cap} was reached by those who come before you in its order; figures of so small a group are withheld."
            ),
            Self::Quota { name, cap, yields_by, .. } => {
                let rule = if *yields_by == "targets" { "its targets" } else { "the fixed order of its members" };
                format!("the quota {name} of {cap} was reached; {rule} gave its places elsewhere, and those left here went to competitors who come before you.")
            }
            Self::SeatWithdrawn { withdrawn: 1 } => "one place was taken back after the call; with it you would have been admitted.".to_owned(),
            Self::SeatWithdrawn { withdrawn } => {
                format!("{withdrawn} places were taken back after the call; with them you would have been admitted.")
            }
            Self::NoPlaces => "it has no places.".to_owned(),
            Self::TakenBefore { turn: Some(turn) } => format!(
                "its places were taken when your turn came: you are at position {turn} of the published order. An earlier position would have brought a choice among more places."
            ),
            Self::Closed { lower, enough: false } => format!(
                "it did not open: it needs {lower} applicants, and fewer would rather have been there. With {lower} it would have opened."
            ),
            Self::Closed { lower, enough: true } => format!(
                "it did not open, although the {lower} applicants that it needs would rather have been there: no answer was found that every place agrees with."
            ),
            Self::KeptEmpty => "its place was left empty, so that every programme has its lower quota; the places beyond the lower quotas went to others.".to_owned(),
            Self::Pair { place, acceptable: false } => format!(
                "not acceptable: {place} does not list the one of you who asks for it. Being on its list would have let you compete."
            ),
            Self::Pair { place, acceptable: true } => format!(
                "below the cut-off: {place} is full of competitors who come before. A better position there would have brought the pair nearer."
            ),
            Self::PassedOver => "it would have taken you: no answer was found in which nobody is passed over. The result says so, and how many are.".to_owned(),
            Self::TakenBefore { turn: None } => "its places went to others under the rule of this market.".to_owned(),
        }
    }
}
