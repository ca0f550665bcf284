//! Caps in a form that engines walk quickly: one small record a node, counts of members side by side.

use std::collections::BinaryHeap;

use crate::flat::{Flat, NONE};
use crate::tree::{Child, Yield};

/// Members up to which the one that gives way is found by looking at each.
const FEW: u32 = 16;

/// One cap.
struct Cap {
    parent: u32,
    /// Its own member number under its parent.
    own: u32,
    cap: u32,
    count: u32,
    /// Its members are `first..first + members`.
    first: u32,
    members: u32,
    /// Which queue of ordered holders it has, or [`NONE`] when it goes by numbers of places.
    queue: u32,
    /// Which heap of seats it has, or [`NONE`] with few members.
    heap: u32,
}

/// A holder under a cap that orders applicants: position in the order with what settles an applicant's own entries,
/// position of [`Flat::candidates`], leaf.
type Ordered = (u64, u32, u32);

/// All caps that may ever bind or give way.
pub(crate) struct Caps {
    nodes: Vec<Cap>,
    /// Whether each node can bind or lies under one that can; the others are not counted.
    binds: Vec<bool>,
    /// For each leaf the nearest cap and which member the leaf is.
    above: Vec<(u32, u32)>,
    /// How many each member holds.
    held: Vec<u32>,
    /// The target of each member; the largest number where the order of members decides.
    target: Vec<u32>,
    child: Vec<Child>,
    /// Seats held with how far each is above its member's target, the one that gives way on top.
    heaps: Vec<BinaryHeap<(u32, u32)>>,
    /// Holders under caps that order applicants, the last on top; some have gone since.
    queues: Vec<BinaryHeap<Ordered>>,
}

impl Caps {
    pub(crate) fn new(flat: &Flat) -> Self {
        let tree = &flat.tree;
        let binds = alive(flat);
        let mut caps = Self {
            nodes: Vec::with_capacity(tree.nodes.len()),
            binds: Vec::new(),
            above: vec![(NONE, 0); if tree.nodes.is_empty() { 0 } else { flat.leaves() }],
            held: Vec::new(),
            target: Vec::new(),
            child: Vec::new(),
            heaps: Vec::new(),
            queues: Vec::new(),
        };
        for (number, node) in tree.nodes.iter().enumerate() {
            let (first, members) = (caps.child.len() as u32, node.children.len() as u32);
            let ordered = matches!(node.yields, Yield::Merit(_));
            let parent =
                if node.parent != NONE && binds[node.parent as usize] { node.parent } else { NONE };
            caps.nodes.push(Cap {
                parent,
                own: 0,
                cap: node.cap,
                count: 0,
                first,
                members,
                queue: if ordered { caps.queues.len() as u32 } else { NONE },
                heap: if ordered || members <= FEW { NONE } else { caps.heaps.len() as u32 },
            });
            if ordered {
                caps.queues.push(BinaryHeap::new());
            } else if members > FEW {
                caps.heaps.push(BinaryHeap::new());
            }
            for (member, &child) in (first..).zip(&node.children) {
                caps.child.push(child);
                match child {
                    Child::Leaf(leaf) if binds[number] => {
                        caps.above[leaf as usize] = (number as u32, member);
                    }
                    Child::Leaf(_) => {}
                    Child::Node(inner) => caps.nodes[inner as usize].own = member,
                }
            }
            match &node.yields {
                Yield::Targets(targets) => caps.target.extend_from_slice(targets),
                _ => caps.target.resize(caps.child.len(), u32::MAX),
            }
        }
        caps.held = vec![0; caps.child.len()];
        caps.binds = binds;
        caps
    }

    /// Whether somebody at this leaf is under any cap.
    #[inline]
    pub(crate) fn covers(&self, leaf: u32) -> bool {
        self.above.get(leaf as usize).is_some_and(|above| above.0 != NONE)
    }

    /// Counts one more at `leaf` up to the first cap that is exceeded, which is given back.
    #[inline]
    pub(crate) fn enter(&mut self, leaf: u32) -> Option<u32> {
        let (mut node, mut member) = self.above[leaf as usize];
        while node != NONE {
            let cap = &mut self.nodes[node as usize];
            cap.count += 1;
            self.held[member as usize] += 1;
            if cap.heap != NONE {
                let excess =
                    self.held[member as usize].saturating_sub(self.target[member as usize]);
                self.heaps[cap.heap as usize].push((excess, member));
            }
            if cap.count > cap.cap {
                return Some(node);
            }
            (node, member) = (cap.parent, cap.own);
        }
        None
    }

    /// Counts anew what the members of a node hold, none of which holds less than when last counted.
    pub(crate) fn recount(&mut self, node: u32, leaf_count: impl Fn(u32) -> u32) {
        if !self.binds[node as usize] {
            return;
        }
        let Cap { first, members, heap, .. } = self.nodes[node as usize];
        let mut count = 0;
        for member in first..first + members {
            let now = match self.child[member as usize] {
                Child::Leaf(leaf) => leaf_count(leaf),
                Child::Node(inner) => self.nodes[inner as usize].count,
            };
            let before = std::mem::replace(&mut self.held[member as usize], now);
            if heap != NONE {
                let target = self.target[member as usize];
                let seats = (before + 1..=now).map(|seat| (seat.saturating_sub(target), member));
                self.heaps[heap as usize].extend(seats);
            }
            count += now;
        }
        self.nodes[node as usize].count = count;
    }

    /// Whether a node holds more than its cap.
    #[inline]
    pub(crate) fn exceeded(&self, node: u32) -> bool {
        self.binds[node as usize] && self.nodes[node as usize].count > self.nodes[node as usize].cap
    }

    /// Puts a new holder into the queues of the caps above that order applicants; of two entries of one applicant the one
    /// with the larger `wish` goes first.
    pub(crate) fn queue_up(&mut self, flat: &Flat, leaf: u32, at: u32, wish: u32) {
        if self.queues.is_empty() {
            return;
        }
        let applicant = flat.candidates[at as usize];
        let mut node = self.above[leaf as usize].0;
        while node != NONE {
            let cap = &self.nodes[node as usize];
            if let Yield::Merit(order) = &flat.tree.nodes[node as usize].yields {
                let position = u64::from(order[applicant as usize]) << 32 | u64::from(wish);
                self.queues[cap.queue as usize].push((position, at, leaf));
            }
            node = cap.parent;
        }
    }

    /// Finds the leaf whose last holder gives way under a cap and counts one out from that cap downwards.
    ///
    /// Under a cap that orders applicants the last of them is also the last of their leaf, whose order agrees.
    pub(crate) fn give_way(&mut self, mut node: u32, holds: impl Fn(u32) -> bool) -> u32 {
        loop {
            let cap = &mut self.nodes[node as usize];
            if cap.queue != NONE {
                let queue = &mut self.queues[cap.queue as usize];
                while queue.peek().is_some_and(|&(_, at, _)| !holds(at)) {
                    queue.pop();
                }
                let (_, _, leaf) = queue.pop().unwrap_or_default();
                self.leave(leaf, node);
                return leaf;
            }
            cap.count -= 1;
            let member = match cap.heap {
                NONE => furthest(&self.held, &self.target, cap.first, cap.members),
                heap => self.heaps[heap as usize].pop().map_or(cap.first, |(_, member)| member),
            };
            self.held[member as usize] -= 1;
            match self.child[member as usize] {
                Child::Leaf(leaf) => return leaf,
                Child::Node(inner) => node = inner,
            }
        }
    }

    /// Counts one less from `leaf` up to the cap `top`.
    fn leave(&mut self, leaf: u32, top: u32) {
        let (mut node, mut member) = self.above[leaf as usize];
        while node != NONE {
            let cap = &mut self.nodes[node as usize];
            cap.count -= 1;
            self.held[member as usize] -= 1;
            if node == top {
                return;
            }
            (node, member) = (cap.parent, cap.own);
        }
    }
}

/// Which caps can bind, or lie under one that can.
fn alive(flat: &Flat) -> Vec<bool> {
    let nodes = &flat.tree.nodes;
    let mut reach: Vec<u64> = vec![0; nodes.len()];
    let mut binds = vec![false; nodes.len()];
    for (number, node) in nodes.iter().enumerate() {
        let places = |child: &Child| match child {
            Child::Leaf(leaf) => u64::from(flat.capacity[*leaf as usize]),
            Child::Node(node) => reach[*node as usize],
        };
        let below: u64 = node.children.iter().map(places).sum();
        binds[number] = below > u64::from(node.cap);
        reach[number] = below.min(u64::from(node.cap));
    }
    for number in (0..nodes.len()).rev() {
        let parent = nodes[number].parent;
        binds[number] |= parent != NONE && binds[parent as usize];
    }
    binds
}

/// The member with anybody that is furthest above its target, the last of equals.
#[inline]
fn furthest(held: &[u32], target: &[u32], first: u32, members: u32) -> u32 {
    let span = first as usize..(first + members) as usize;
    let (mut found, mut most) = (first, 0);
    for (member, (&held, &target)) in (first..).zip(held[span.clone()].iter().zip(&target[span])) {
        let above = if held == 0 { 0 } else { 1 + u64::from(held.saturating_sub(target)) };
        if above >= most {
            (found, most) = (member, above);
        }
    }
    found
}
