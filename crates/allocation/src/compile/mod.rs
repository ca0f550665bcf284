//! From the form in which people write to the flat form in which engines work, with every problem listed at once.

mod caps;
mod people;
mod rules;
mod seats;

use std::collections::{BTreeMap, HashMap};

use crate::flat::{Flat, Mechanism, NONE, Rule, Side, Sides, Ties, join};
use crate::lottery::{self, Draw};
use crate::market::{Groups, Market, Unknown};
use crate::merkle::Hash;
use crate::names::Names;
use crate::problem::Problems;
use crate::tree::{Origin, Spec};

/// What is known about a market besides its text.
#[derive(Debug, Clone, Default)]
pub struct Sealed {
    /// SHA-256 of the input as sealed.
    pub input: Hash,
    /// The public value that turned up after the sealing, for a beacon or a commit–reveal.
    pub public: Option<PublicValue>,
}

/// A public value for the draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicValue {
    /// Randomness of a beacon round.
    Beacon {
        /// Number of the round.
        round: u64,
        /// Its randomness.
        randomness: Vec<u8>,
    },
    /// Values that the parties revealed, by party.
    Revealed(Vec<(String, Vec<u8>)>),
}

/// Compiles a market.
///
/// # Errors
/// Everything that is wrong with it, all at once.
pub fn compile(market: &Market, sealed: &Sealed) -> Result<Flat, Problems> {
    compile_with_sides(market, sealed).map(|(flat, _)| flat)
}

/// As [`compile`], and what each side wrote before the two were joined, for explanations.
///
/// # Errors
/// Everything that is wrong with it, all at once.
pub fn compile_with_sides(market: &Market, sealed: &Sealed) -> Result<(Flat, Sides), Problems> {
    let mut problems = Problems::new();
    unknown("market", &market.unknown, &mut problems);
    if let Some(format) = market.format.as_deref().filter(|format| *format != "kelisim-market/1") {
        problems.add("format", format!("`{format}` is not known"), "write `kelisim-market/1`");
    }
    let mut book = Book::open(market, &mut problems);
    let rules = rules::read(market, &mut problems);
    book.rule = rules.rule;
    book.draw = rules::draw(market, sealed, &mut problems);
    book.rank_people(&mut problems);
    seats::read(market, &mut book, &mut problems);
    let mut specs = caps::read(market, &mut book, &mut problems);
    if problems.is_empty() {
        caps::common_score(market, &mut specs, &book);
    }
    let sides = people::read(market, &mut book, &specs, &mut problems);
    let mut flat = Flat {
        applicants: book.applicants.clone(),
        places: book.places.clone(),
        capacity: book.capacity.clone(),
        rule: book.rule,
        draw: book.draw.clone(),
        order: book.order_strict(),
        ..Flat::default()
    };
    flat.programmes = book.programmes.iter().map(String::as_str).collect();
    flat.programme_capacity = book.programme_capacity.clone();
    flat.programme_of = vec![0; flat.leaves()];
    for (programme, leaves) in book.leaves_of.iter().enumerate() {
        for &(_, leaf) in leaves {
            flat.programme_of[leaf as usize] = programme as u32;
        }
    }
    let mut types: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (applicant, own) in book.types.iter().enumerate() {
        for kind in own {
            types.entry(kind).or_default().push(applicant as u32);
        }
    }
    if book.rule.mechanism == Mechanism::TopTradingCycles {
        flat.points = people::points(market, &book, &specs, &mut problems);
    }
    flat.types = types.into_iter().map(|(kind, holders)| (kind.to_owned(), holders)).collect();
    people::owners(market, &book, &mut flat, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    join(&sides, &mut flat)?;
    seats::finish(&book, &mut flat);
    let exact = rules.overlapping_exact && specs.iter().any(|spec| spec.origin == Origin::Quota);
    let (crossing, specs): (Vec<Spec>, Vec<Spec>) =
        specs.into_iter().partition(|spec| exact && spec.origin != Origin::Programme);
    caps::finish(specs, &mut flat, &mut problems);
    flat.couple_rule = rules.couples;
    flat.lower_rule = rules.lower;
    caps::cross(crossing, &mut flat, &mut problems);
    rules::combine(&rules, &flat, &mut problems);
    rules::search(&rules, &flat, &mut problems);
    problems.or((flat, sides))
}

/// Ids and lists while a market is being compiled.
pub(crate) struct Book {
    pub(crate) applicants: Names,
    pub(crate) applicant_at: HashMap<String, u32>,
    pub(crate) types: Vec<Vec<String>>,
    pub(crate) programmes: Vec<String>,
    pub(crate) programme_at: HashMap<String, usize>,
    /// Leaves of each programme with the name of the line.
    pub(crate) leaves_of: Vec<Vec<(Option<String>, u32)>>,
    pub(crate) places: Names,
    pub(crate) place_at: HashMap<String, u32>,
    pub(crate) capacity: Vec<u32>,
    pub(crate) programme_capacity: Vec<u32>,
    /// Acceptable applicants of each programme by groups of equals; `None` when anyone who asks is acceptable.
    pub(crate) lists: Vec<Option<Vec<Vec<u32>>>>,
    pub(crate) scored: Vec<bool>,
    pub(crate) slots: BTreeMap<usize, Vec<seats::SlotDraft>>,
    pub(crate) reserves: BTreeMap<usize, seats::ReserveDraft>,
    pub(crate) lower: Vec<u32>,
    pub(crate) withdrawn: Vec<u32>,
    /// The published order by groups of equals.
    pub(crate) order: Option<Vec<Vec<u32>>>,
    /// Each applicant's place in the draw; equal to [`NONE`] when the draw does not name them.
    pub(crate) drawn: Vec<u32>,
    pub(crate) rule: Rule,
    pub(crate) draw: Draw,
    /// Lists of leads by programme.
    pub(crate) lead_of: HashMap<usize, usize>,
}

impl Book {
    fn open(market: &Market, problems: &mut Problems) -> Self {
        let mut book = Self {
            applicants: Names::new(),
            applicant_at: HashMap::new(),
            types: Vec::new(),
            programmes: Vec::new(),
            programme_at: HashMap::new(),
            leaves_of: Vec::new(),
            places: Names::new(),
            place_at: HashMap::new(),
            capacity: Vec::new(),
            programme_capacity: Vec::new(),
            lists: Vec::new(),
            scored: Vec::new(),
            slots: BTreeMap::new(),
            reserves: BTreeMap::new(),
            lower: Vec::new(),
            withdrawn: Vec::new(),
            order: None,
            drawn: Vec::new(),
            rule: Rule {
                mechanism: Mechanism::DeferredAcceptance,
                side: Side::Applicants,
                ties: Ties::Refuse,
            },
            draw: Draw::None,
            lead_of: HashMap::new(),
        };
        match &market.applicants {
            None => problems.add("applicants", "they are missing", "add `applicants` by id"),
            Some(table) => {
                for (id, applicant) in &table.0 {
                    unknown(&format!("applicants.{id}"), &applicant.unknown, problems);
                    if id.is_empty() {
                        problems.add("applicants", "an id is empty", "give every applicant an id");
                    }
                    if book.applicant_at.contains_key(id) {
                        problems.add(
                            format!("applicants.{id}"),
                            "is listed twice",
                            "keep one of the two",
                        );
                        continue;
                    }
                    if let Some(number) = book.applicants.push(id) {
                        book.applicant_at.insert(id.clone(), number);
                        book.types.push(applicant.types.clone().unwrap_or_default());
                    }
                }
            }
        }
        match &market.programmes {
            None => problems.add("programmes", "they are missing", "add `programmes` by id"),
            Some(table) => {
                for (id, _) in &table.0 {
                    if id.is_empty() {
                        problems.add("programmes", "an id is empty", "give every programme an id");
                    }
                    if book.programme_at.insert(id.clone(), book.programmes.len()).is_some() {
                        problems.add(
                            format!("programmes.{id}"),
                            "is listed twice",
                            "keep one of the two",
                        );
                    }
                    book.programmes.push(id.clone());
                }
            }
        }
        if let Some(order) = &market.order {
            book.order = Some(book.groups("order", order, problems));
        }
        book
    }

    /// Resolves a list of applicants with equals, naming unknown and repeated ids.
    pub(crate) fn groups(
        &self,
        at: &str,
        groups: &Groups,
        problems: &mut Problems,
    ) -> Vec<Vec<u32>> {
        let mut met = HashMap::new();
        let mut resolved = Vec::with_capacity(groups.0.len());
        for group in &groups.0 {
            let mut ids = Vec::with_capacity(group.len());
            for id in group {
                match self.applicant_at.get(id) {
                    None => problems.add(
                        at,
                        format!("`{id}` is not an applicant"),
                        "correct the id or add the applicant",
                    ),
                    Some(&number) => {
                        if met.insert(number, ()).is_some() {
                            problems.add(
                                at,
                                format!("`{id}` is listed twice"),
                                "keep one of the two",
                            );
                        } else {
                            ids.push(number);
                        }
                    }
                }
            }
            if !ids.is_empty() {
                resolved.push(ids);
            }
        }
        resolved
    }

    fn rank_people(&mut self, problems: &mut Problems) {
        let people = self.applicants.len();
        self.drawn = vec![NONE; people];
        match &self.draw {
            Draw::Seed(seed) => {
                let mut keyed: Vec<(Hash, u32)> = (0..people as u32)
                    .map(|at| (lottery::key(seed, self.applicants.get(at)), at))
                    .collect();
                keyed.sort_unstable();
                for (position, (_, at)) in keyed.into_iter().enumerate() {
                    self.drawn[at as usize] = position as u32;
                }
            }
            Draw::Order(ids) => {
                for (position, id) in ids.iter().enumerate() {
                    match self.applicant_at.get(id) {
                        Some(&at) if self.drawn[at as usize] == NONE => {
                            self.drawn[at as usize] = position as u32;
                        }
                        Some(_) => problems.add(
                            "rules.lottery.order",
                            format!("`{id}` is listed twice"),
                            "keep one of the two",
                        ),
                        None if self.programme_at.contains_key(id) => {}
                        None => problems.add(
                            "rules.lottery.order",
                            format!("`{id}` is not an applicant"),
                            "correct the id or add the applicant",
                        ),
                    }
                }
            }
            Draw::None => {}
        }
    }

    /// Equals put in their final order: by the draw, then by the bytes of their ids.
    pub(crate) fn settle(&self, group: &mut [u32]) {
        group.sort_by(|&a, &b| {
            let (first, second) = (self.drawn[a as usize], self.drawn[b as usize]);
            first.cmp(&second).then_with(|| self.applicants.get(a).cmp(self.applicants.get(b)))
        });
    }

    /// Whether some of these equals cannot be ordered under the rule, and why.
    pub(crate) fn undecided(&self, group: &[u32]) -> Option<&'static str> {
        if group.len() < 2 {
            return None;
        }
        match self.rule.ties {
            Ties::Refuse => Some("the rule refuses ties"),
            Ties::Lottery if self.draw == Draw::None => Some("no lottery is named"),
            Ties::Lottery
                if group.iter().filter(|&&at| self.drawn[at as usize] == NONE).count() > 0 =>
            {
                Some("the drawn order does not name all of them")
            }
            _ => None,
        }
    }

    fn order_strict(&self) -> Vec<u32> {
        let mut strict = Vec::new();
        for group in self.order.iter().flatten() {
            let mut group = group.clone();
            self.settle(&mut group);
            strict.extend(group);
        }
        strict
    }

    /// The applicant's id.
    pub(crate) fn id(&self, applicant: u32) -> &str {
        self.applicants.get(applicant)
    }
}

pub(crate) fn unknown(at: &str, members: &Unknown, problems: &mut Problems) {
    for key in members.keys() {
        problems.add(at, format!("`{key}` is not known there"), "correct the name or take it out");
    }
}
