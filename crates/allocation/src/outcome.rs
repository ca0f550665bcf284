//! What happened: the form `kelisim-result/1`.

use std::borrow::Cow;
use std::cell::OnceCell;

use sha2::{Digest, Sha256};

use crate::canonical::{Json, count, object, text};
use crate::check::{Checker, Refusal};
use crate::engine::lower::{self, LowerRule};
use crate::engine::vacancy::Standing;
use crate::engine::{self, couples, crossing};
use crate::flat::{Assignment, Flat, Mechanism, NONE, Ties};
use crate::guarantee;
use crate::lottery::Draw;
use crate::merkle::{Hash, hex};
use crate::tree::{Origin, Yield};

/// Entries times reruns up to which the effect of one more place is computed.
const RERUN_BUDGET: usize = 40_000_000;

/// An answer with everything that is said about it.
pub struct Outcome<'a> {
    flat: &'a Flat,
    assignment: &'a Assignment,
    checker: Checker<'a>,
    /// Applicants who prefer each leaf to their answer and were refused by it.
    refused_by_leaf: Vec<u32>,
    /// The same by node.
    refused_by_node: Vec<u32>,
    blocking: Vec<(u32, u32)>,
    /// Whether the answer is stable, once somebody has asked.
    stable: OnceCell<bool>,
    /// Effect of one more place at each leaf, where chains tell it.
    gains: OnceCell<Vec<i64>>,
}

impl<'a> Outcome<'a> {
    /// Looks at every preference better than the answer once.
    #[must_use]
    pub fn new(flat: &'a Flat, assignment: &'a Assignment) -> Self {
        let checker = Checker::new(flat, assignment);
        let mut refused_by_leaf = vec![0; flat.leaves()];
        let mut refused_by_node = vec![0; flat.tree.nodes.len()];
        let mut blocking = Vec::new();
        for applicant in 0..flat.people() as u32 {
            for entry in flat.span(applicant) {
                let entry = entry as u32;
                if entry == assignment.entry[applicant as usize] {
                    break;
                }
                match checker.refusal(applicant, entry) {
                    Some(Refusal::Pool) => {
                        refused_by_leaf
                            [crate::flat::leaf_of(flat.entries[entry as usize]) as usize] += 1;
                    }
                    Some(Refusal::Node(node)) => refused_by_node[node as usize] += 1,
                    None => blocking.push((applicant, entry)),
                }
            }
        }
        let closing = !flat.lower.is_empty() && flat.lower_rule == LowerRule::CloseOrFill;
        if !flat.couples.is_empty() {
            blocking = couples::blocking(flat, assignment);
        } else if !flat.crossing.is_empty() || closing {
            blocking = crossing::blocking(flat, assignment);
        }
        let (gains, stable) = (OnceCell::new(), OnceCell::new());
        Self {
            flat,
            assignment,
            checker,
            refused_by_leaf,
            refused_by_node,
            blocking,
            stable,
            gains,
        }
    }

    /// Whether the answer is within every rule and no place would take somebody who prefers it.
    #[must_use]
    pub fn stable(&self) -> bool {
        *self.stable.get_or_init(|| self.is_stable())
    }

    fn is_stable(&self) -> bool {
        let closing = !self.flat.lower.is_empty() && self.flat.lower_rule == LowerRule::CloseOrFill;
        let opened = !closing
            || (lower::filled(self.flat, self.assignment) && self.closed_with_enough().is_empty());
        opened && self.blocking.is_empty() && self.checker.violations().is_empty()
    }

    /// Applicants and entries that they prefer and that the rule would take.
    #[must_use]
    pub fn blocking(&self) -> &[(u32, u32)] {
        &self.blocking
    }

    /// Closed programmes that enough applicants would rather have to open them, with how many want each.
    #[must_use]
    pub fn closed_with_enough(&self) -> Vec<(u32, u32)> {
        lower::closed_with_enough(self.flat, self.assignment)
    }

    /// The answer.
    #[must_use]
    pub fn assignment(&self) -> &'a Assignment {
        self.assignment
    }

    /// The prepared checker.
    #[must_use]
    pub fn checker(&self) -> &Checker<'a> {
        &self.checker
    }

    /// Applicants to their place or null, as an object.
    #[must_use]
    pub fn matching(&self) -> Json<'a> {
        matching(self.flat, self.assignment)
    }

    /// The whole result.
    #[must_use]
    pub fn json(&self, input: &Hash) -> Json<'a> {
        let flat = self.flat;
        object([
            ("format", text("kelisim-result/1")),
            ("input", text(hex(input))),
            ("rules", rules(flat)),
            ("lottery", lottery(&flat.draw)),
            ("matching", self.matching()),
            ("stable", Json::Bool(self.stable())),
            ("blocking_pairs", count(self.blocking.len())),
            ("programmes", self.programmes()),
            ("lines", self.lines()),
            ("quotas", self.quotas()),
            ("guarantees", guarantee::json(flat)),
            ("statistics", self.statistics()),
        ])
    }

    fn programmes(&self) -> Json<'a> {
        let flat = self.flat;
        if flat.programme_of.is_empty() {
            return Json::Obj(
                flat.places
                    .sorted()
                    .into_iter()
                    .map(|leaf| (Cow::Borrowed(flat.places.get(leaf)), self.leaf(leaf)))
                    .collect(),
            );
        }
        let mut leaves: Vec<Vec<u32>> = vec![Vec::new(); flat.programmes.len()];
        for (leaf, &programme) in flat.programme_of.iter().enumerate() {
            leaves[programme as usize].push(leaf as u32);
        }
        let mut members = Vec::new();
        for programme in flat.programmes.sorted() {
            let id = flat.programmes.get(programme);
            let own = &leaves[programme as usize];
            let value = match own.as_slice() {
                [leaf] if flat.places.get(*leaf) == id => self.leaf(*leaf),
                _ => {
                    let used: usize =
                        own.iter().map(|&leaf| self.checker.count(leaf) as usize).sum();
                    let capacity = flat.programme_capacity[programme as usize] as usize;
                    let refused: u32 =
                        own.iter().map(|&leaf| self.refused_by_leaf[leaf as usize]).sum();
                    let node = flat
                        .tree
                        .nodes
                        .iter()
                        .position(|node| node.origin == Origin::Programme && node.name == id);
                    let by_node = node.map_or(0, |node| self.refused_by_node[node]);
                    object([
                        ("capacity", count(capacity)),
                        ("used", count(used)),
                        ("refused", count((refused + by_node) as usize)),
                        ("binds", Json::Bool(used == capacity && refused + by_node > 0)),
                        ("cutoff", Json::Null),
                        ("one_more", node.map_or(Json::Null, |node| self.one_more_node(node))),
                    ])
                }
            };
            members.push((Cow::Borrowed(id), value));
        }
        Json::Obj(members)
    }

    fn lines(&self) -> Json<'a> {
        let flat = self.flat;
        let mut members = Vec::new();
        if !flat.programme_of.is_empty() {
            for leaf in flat.places.sorted() {
                let name = flat.places.get(leaf);
                if name != flat.programmes.get(flat.programme_of[leaf as usize]) {
                    members.push((Cow::Borrowed(name), self.leaf(leaf)));
                }
            }
        }
        Json::Obj(members)
    }

    fn leaf(&self, leaf: u32) -> Json<'a> {
        let used = self.checker.count(leaf) as usize;
        let refused = self.refused_by_leaf[leaf as usize] as usize;
        object([
            ("capacity", count(self.flat.capacity[leaf as usize] as usize)),
            ("used", count(used)),
            ("competitors", count(self.flat.competitors(leaf).len())),
            ("refused", count(refused)),
            ("binds", Json::Bool(refused > 0)),
            ("cutoff", self.cutoff(leaf)),
            ("one_more", self.one_more_leaf(leaf)),
        ])
    }

    /// Position of the last holder among the competitors, from 1; null while nobody holds a place.
    fn cutoff(&self, leaf: u32) -> Json<'a> {
        let Some(worst) = self.checker.worst(leaf) else { return Json::Null };
        let who = self.flat.competitors(leaf)[worst as usize];
        object([
            ("position", count(worst as usize + 1)),
            ("applicant", text(self.flat.applicants.get(who))),
        ])
    }

    fn quotas(&self) -> Json<'a> {
        let flat = self.flat;
        let mut members: Vec<(Cow<'a, str>, Json<'a>)> = Vec::new();
        for (number, node) in flat.tree.nodes.iter().enumerate() {
            if node.origin == Origin::Programme {
                continue;
            }
            let (rule, cutoff) = match &node.yields {
                Yield::Merit(order) => ("order", self.last_by_merit(number as u32, order)),
                Yield::Targets(_) => ("targets", Json::Null),
                Yield::Precedence => ("precedence", Json::Null),
            };
            let refused = self.refused_by_node[number];
            members.push((
                Cow::Borrowed(node.name.as_str()),
                object([
                    ("cap", count(node.cap as usize)),
                    ("floor", count(node.floor as usize)),
                    ("used", count(self.checker.node_count(number as u32) as usize)),
                    ("refused", count(refused as usize)),
                    ("binds", Json::Bool(refused > 0)),
                    ("yields_by", text(rule)),
                    ("cutoff", cutoff),
                    ("one_more", self.one_more_node(number)),
                ]),
            ));
        }
        for (set, used) in flat.crossing.iter().zip(crossing::used(flat, self.assignment)) {
            members.push((
                Cow::Borrowed(set.name.as_str()),
                object([
                    ("cap", count(set.cap as usize)),
                    ("floor", count(set.floor as usize)),
                    ("used", count(used as usize)),
                    ("yields_by", text("order")),
                ]),
            ));
        }
        Json::Obj(members)
    }

    fn last_by_merit(&self, node: u32, order: &[u32]) -> Json<'a> {
        let inside = |applicant: &u32| {
            self.assignment
                .leaf(self.flat, *applicant)
                .is_some_and(|leaf| self.flat.tree.above(leaf).any(|above| above == node))
        };
        let last = (0..self.flat.people() as u32)
            .filter(inside)
            .max_by_key(|&applicant| order[applicant as usize]);
        last.map_or(Json::Null, |who| {
            let position = count(order[who as usize] as usize + 1);
            object([("position", position), ("applicant", text(self.flat.applicants.get(who)))])
        })
    }

    fn affordable(&self) -> bool {
        if !self.flat.crossing.is_empty() {
            return false;
        }
        let pools = self.refused_by_leaf.iter().filter(|&&refused| refused > 0).count();
        (pools + self.refused_by_node.len()) * self.flat.entries.len().max(1) <= RERUN_BUDGET
    }

    /// Whether a chain from a new place tells what a rerun would.
    fn chains(&self) -> bool {
        let rule = self.flat.rule;
        let drawn = matches!(rule.ties, Ties::Refuse | Ties::Lottery);
        let deferred = rule.mechanism == Mechanism::DeferredAcceptance;
        self.flat.is_plain() && drawn && deferred && self.stable()
    }

    fn gains(&self) -> &[i64] {
        self.gains.get_or_init(|| {
            let mut standing = Standing::new(self.flat, self.assignment.clone());
            (0..self.flat.leaves() as u32).map(|leaf| standing.gain(leaf)).collect()
        })
    }

    fn one_more_leaf(&self, leaf: u32) -> Json<'a> {
        if self.refused_by_leaf[leaf as usize] == 0 {
            return Json::Int(0);
        }
        if self.chains() {
            return Json::Int(self.gains()[leaf as usize]);
        }
        self.rerun(|flat| flat.capacity[leaf as usize] += 1)
    }

    fn one_more_node(&self, node: usize) -> Json<'a> {
        if self.refused_by_node[node] == 0 {
            return Json::Int(0);
        }
        self.rerun(|flat| flat.tree.nodes[node].cap += 1)
    }

    /// How many more are seated after a change; null where reruns would take too long.
    fn rerun(&self, change: impl Fn(&mut Flat)) -> Json<'a> {
        if !self.affordable() {
            return Json::Null;
        }
        let mut other = self.flat.clone();
        change(&mut other);
        let more = engine::run(&other).placed() as i64 - self.assignment.placed() as i64;
        Json::Int(more)
    }

    fn statistics(&self) -> Json<'a> {
        let everyone: Vec<u32> = (0..self.flat.people() as u32).collect();
        let by_type = self
            .flat
            .types
            .iter()
            .map(|(kind, holders)| (Cow::Borrowed(kind.as_str()), self.ranks(holders)))
            .collect();
        object([("all", self.ranks(&everyone)), ("by_type", Json::Obj(by_type))])
    }

    fn ranks(&self, people: &[u32]) -> Json<'a> {
        let mut ranks: Vec<usize> = Vec::new();
        let mut placed = 0;
        for &applicant in people {
            let entry = self.assignment.entry[applicant as usize];
            if entry == NONE {
                continue;
            }
            placed += 1;
            let rank = self.flat.listed_rank(applicant, entry) as usize;
            if ranks.len() < rank {
                ranks.resize(rank, 0);
            }
            ranks[rank - 1] += 1;
        }
        object([
            ("applicants", count(people.len())),
            ("placed", count(placed)),
            ("unplaced", count(people.len() - placed)),
            ("by_rank", Json::Arr(ranks.into_iter().map(count).collect())),
        ])
    }

    /// One line a programme for people to read.
    #[must_use]
    pub fn table(&self) -> String {
        let flat = self.flat;
        let width = flat.places.iter().map(|name| name.chars().count()).max().unwrap_or(0).max(9);
        let mut out = format!("{:<width$}  used  of  wanted by  last admitted\n", "place");
        for leaf in flat.places.sorted() {
            let last = self.checker.worst(leaf).map_or_else(
                || "nobody".to_owned(),
                |rank| {
                    let who = flat.applicants.get(flat.competitors(leaf)[rank as usize]);
                    format!("{who} (position {} of {})", rank + 1, flat.competitors(leaf).len())
                },
            );
            out.push_str(&format!(
                "{:<width$}  {:>4}  {:>2}  {:>9}  {last}\n",
                flat.places.get(leaf),
                self.checker.count(leaf),
                flat.capacity[leaf as usize],
                self.refused_by_leaf[leaf as usize] + self.checker.count(leaf),
            ));
        }
        out
    }
}

/// Applicants to their place or null, as an object.
#[must_use]
pub fn matching<'a>(flat: &'a Flat, assignment: &Assignment) -> Json<'a> {
    matching_by_leaf(flat, |applicant| assignment.leaf(flat, applicant))
}

/// As [`matching`], with the leaf of each applicant.
#[must_use]
pub fn matching_by_leaf(flat: &Flat, leaf: impl Fn(u32) -> Option<u32>) -> Json<'_> {
    let members = flat.applicants.sorted().into_iter().map(|applicant| {
        let place = leaf(applicant).map_or(Json::Null, |leaf| text(flat.places.get(leaf)));
        (Cow::Borrowed(flat.applicants.get(applicant)), place)
    });
    Json::Obj(members.collect())
}

/// The rule as JSON.
#[must_use]
pub fn rules(flat: &Flat) -> Json<'static> {
    let mut members: Vec<(Cow<'static, str>, Json<'static>)> = vec![
        ("mechanism".into(), text(flat.rule.mechanism.key())),
        ("ties".into(), text(flat.rule.ties.key())),
    ];
    if flat.rule.mechanism == Mechanism::DeferredAcceptance {
        members.push(("proposing".into(), text(flat.rule.side.key())));
    }
    if !flat.couples.is_empty() {
        members.push(("couples".into(), text(flat.couple_rule.key())));
    }
    if !flat.lower.is_empty() {
        members.push(("lower".into(), text(flat.lower_rule.key())));
    }
    if !flat.crossing.is_empty() {
        members.push(("overlapping".into(), text("exact")));
    }
    Json::Obj(members)
}

/// The draw as JSON; of an order drawn elsewhere only the hash of its canonical list, since it names people.
#[must_use]
pub fn lottery(draw: &Draw) -> Json<'static> {
    match draw {
        Draw::None => Json::Null,
        Draw::Seed(seed) => object([("seed", text(hex(seed)))]),
        Draw::Order(ids) => {
            let list = Json::Arr(ids.iter().map(|id| text(id.as_str())).collect()).canonical();
            object([("order_sha256", text(hex(&Sha256::digest(list))))])
        }
    }
}
