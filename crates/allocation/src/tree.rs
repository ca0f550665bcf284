//! Caps over sets of places, nested to any depth, as a tree above the leaves.
//!
//! A family of sets of which any two are disjoint or one inside the other (laminar) is a tree. Who gives way when a cap
//! binds follows the published rule of that cap: a common order of applicants, which must agree with the orders of
//! all members (Biró, Fleiner, Irving, Manlove 2010), or a rule over numbers of places: targets or a fixed order of
//! members (Kamada, Kojima 2015, 2018).

use std::collections::HashSet;
use std::sync::Arc;

use crate::flat::NONE;
use crate::problem::Problems;

/// A member of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Child {
    /// A leaf.
    Leaf(u32),
    /// A node further down.
    Node(u32),
}

/// Who gives way when a cap binds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Yield {
    /// The applicant who comes last; position by applicant, [`NONE`] when not in the order.
    Merit(Arc<Vec<u32>>),
    /// The child furthest above its target, the later one when equal; targets by child.
    Targets(Vec<u32>),
    /// The last child that holds anybody.
    Precedence,
}

/// What a node stands for in the market form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A programme with lines.
    Programme,
    /// A lead.
    Lead,
    /// A quota.
    Quota,
}

impl Origin {
    /// The word for it in a certificate.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Programme => "programme",
            Self::Lead => "lead",
            Self::Quota => "quota",
        }
    }
}

/// One cap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its name in the market.
    pub name: String,
    /// What it stands for.
    pub origin: Origin,
    /// The most applicants below it.
    pub cap: u32,
    /// The fewest applicants below it.
    pub floor: u32,
    /// Its members, in order.
    pub children: Vec<Child>,
    /// Who gives way.
    pub yields: Yield,
    /// The node above, or [`NONE`].
    pub parent: u32,
    /// Leaves below.
    pub leaves: Vec<u32>,
}

/// All caps of a market.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    /// Nodes; children stand before their parents.
    pub nodes: Vec<Node>,
    /// The node above each leaf, or [`NONE`]; empty when there are no nodes.
    pub leaf_parent: Vec<u32>,
}

/// A cap as written, its members already resolved to leaves.
#[derive(Debug, Clone)]
pub struct Spec {
    /// Name in the market.
    pub name: String,
    /// Where it stands in the file, for problems.
    pub at: String,
    /// What it stands for.
    pub origin: Origin,
    /// Cap.
    pub cap: u32,
    /// Floor.
    pub floor: u32,
    /// Each member's name and leaves.
    pub members: Vec<(String, Vec<u32>)>,
    /// Who gives way.
    pub rule: SpecRule,
    /// Whether the order was published for this cap, so that it settles equals of the members before any draw.
    pub settles: bool,
    /// How many levels of quotas its members name; of two caps over the same places the one that names the other is outside.
    pub depth: u32,
}

/// Who gives way, as written.
#[derive(Debug, Clone)]
pub enum SpecRule {
    /// An order of applicants.
    Merit(Arc<Vec<u32>>),
    /// Targets by member name.
    Targets(Vec<(String, u32)>),
    /// Member names, the first keeps longest.
    Precedence(Vec<String>),
}

impl Tree {
    /// Builds the tree, or names every two sets that cross.
    pub fn build(mut specs: Vec<Spec>, leaves: usize, problems: &mut Problems) -> Self {
        if specs.is_empty() {
            return Self::default();
        }
        let size = |spec: &Spec| spec.members.iter().map(|(_, leaves)| leaves.len()).sum::<usize>();
        specs.sort_by_key(|spec| (size(spec), spec.origin as u8, spec.depth));
        let mut tree = Self { nodes: Vec::new(), leaf_parent: vec![NONE; leaves] };
        let mut top: Vec<Child> = (0..leaves as u32).map(Child::Leaf).collect();
        let mut inside = vec![false; leaves];
        for spec in specs {
            let own: Vec<u32> =
                spec.members.iter().flat_map(|(_, leaves)| leaves.iter().copied()).collect();
            for &leaf in &own {
                inside[leaf as usize] = true;
            }
            let mut children: Vec<Child> = Vec::new();
            let mut met = HashSet::new();
            for &leaf in &own {
                let child = top[leaf as usize];
                if !met.insert(child) {
                    continue;
                }
                children.push(child);
                if let Child::Node(node) = child {
                    let other = &tree.nodes[node as usize];
                    if other.leaves.iter().any(|&leaf| !inside[leaf as usize]) {
                        problems.add(
                            &spec.at,
                            format!("`{}` and `{}` cross: they share members and neither holds the other", other.name, spec.name),
                            "make one hold the other or make them disjoint, or choose rules.overlapping `exact`",
                        );
                    }
                }
            }
            for &leaf in &own {
                inside[leaf as usize] = false;
            }
            let number = tree.nodes.len() as u32;
            let (children, yields) = tree.settle(&spec, children, problems);
            for &child in &children {
                match child {
                    Child::Leaf(leaf) => tree.leaf_parent[leaf as usize] = number,
                    Child::Node(node) => tree.nodes[node as usize].parent = number,
                }
            }
            for &leaf in &own {
                top[leaf as usize] = Child::Node(number);
            }
            tree.nodes.push(Node {
                name: spec.name,
                origin: spec.origin,
                cap: spec.cap,
                floor: spec.floor,
                children,
                yields,
                parent: NONE,
                leaves: own,
            });
        }
        tree
    }

    fn below(&self, child: Child, leaf: u32) -> bool {
        match child {
            Child::Leaf(own) => own == leaf,
            Child::Node(node) => self.nodes[node as usize].leaves.contains(&leaf),
        }
    }

    fn settle(
        &self,
        spec: &Spec,
        mut children: Vec<Child>,
        problems: &mut Problems,
    ) -> (Vec<Child>, Yield) {
        let home = |name: &str| {
            let (_, leaves) = spec.members.iter().find(|(member, _)| member == name)?;
            children
                .iter()
                .position(|&child| leaves.first().is_some_and(|&leaf| self.below(child, leaf)))
        };
        match &spec.rule {
            SpecRule::Merit(order) => (children, Yield::Merit(Arc::clone(order))),
            SpecRule::Targets(targets) => {
                let mut by_child = vec![0u32; children.len()];
                for (name, target) in targets {
                    match home(name) {
                        Some(at) => by_child[at] = by_child[at].saturating_add(*target),
                        None => problems.add(
                            format!("{}.targets", spec.at),
                            format!("`{name}` is not a member"),
                            "name members of this quota only",
                        ),
                    }
                }
                let sum: u64 = by_child.iter().map(|&target| u64::from(target)).sum();
                if sum > u64::from(spec.cap) {
                    problems.add(
                        format!("{}.targets", spec.at),
                        format!("the targets add up to {sum}, more than the cap of {}", spec.cap),
                        "lower the targets or raise the cap",
                    );
                }
                (children, Yield::Targets(by_child))
            }
            SpecRule::Precedence(order) => {
                let mut rank = vec![usize::MAX; children.len()];
                for (position, name) in order.iter().enumerate() {
                    match home(name) {
                        Some(at) => rank[at] = rank[at].min(position),
                        None => problems.add(
                            format!("{}.precedence", spec.at),
                            format!("`{name}` is not a member"),
                            "name members of this quota only",
                        ),
                    }
                }
                let mut keyed: Vec<(usize, usize, Child)> =
                    children.iter().enumerate().map(|(at, &child)| (rank[at], at, child)).collect();
                keyed.sort_unstable();
                children = keyed.into_iter().map(|(_, _, child)| child).collect();
                (children, Yield::Precedence)
            }
        }
    }

    /// Nodes above a leaf, nearest first.
    pub fn above(&self, leaf: u32) -> impl Iterator<Item = u32> + '_ {
        let first = self.leaf_parent.get(leaf as usize).copied().unwrap_or(NONE);
        std::iter::successors((first != NONE).then_some(first), |&node| {
            let parent = self.nodes[node as usize].parent;
            (parent != NONE).then_some(parent)
        })
    }

    /// Whether the cap of a node can ever bind, given the places below it.
    #[must_use]
    pub fn can_bind(&self, node: u32, capacity: &[u32]) -> bool {
        self.reach(Child::Node(node), capacity, true) > u64::from(self.nodes[node as usize].cap)
    }

    /// Whether a node may have to let somebody go, because its own cap or one above it can bind.
    #[must_use]
    pub fn can_give_way(&self, node: u32, capacity: &[u32]) -> bool {
        let up = |&node: &u32| {
            let parent = self.nodes[node as usize].parent;
            (parent != NONE).then_some(parent)
        };
        std::iter::successors(Some(node), up).any(|node| self.can_bind(node, capacity))
    }

    fn reach(&self, child: Child, capacity: &[u32], own: bool) -> u64 {
        match child {
            Child::Leaf(leaf) => u64::from(capacity[leaf as usize]),
            Child::Node(node) => {
                let node = &self.nodes[node as usize];
                let sum =
                    node.children.iter().map(|&child| self.reach(child, capacity, false)).sum();
                if own { sum } else { u64::min(sum, u64::from(node.cap)) }
            }
        }
    }
}

/// The child that gives way when a cap is exceeded by one; `count` says how many each child holds.
#[must_use]
pub fn victim(node: &Node, count: impl Fn(Child) -> u32) -> Option<usize> {
    match &node.yields {
        Yield::Merit(_) => None,
        Yield::Precedence => node.children.iter().rposition(|&child| count(child) > 0),
        Yield::Targets(targets) => node
            .children
            .iter()
            .enumerate()
            .filter(|&(_, &child)| count(child) > 0)
            .max_by_key(|&(at, &child)| (count(child).saturating_sub(targets[at]), at))
            .map(|(at, _)| at),
    }
}
