//! Caps in a form that engines walk quickly: one small record a node, children side by side.

use std::collections::BinaryHeap;

use crate::flat::{Flat, NONE};
use crate::tree::{Child, Yield};

/// Children up to which the one that gives way is found by looking at each.
const FEW: usize = 12;

/// A child that may give way.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Member {
    pub(crate) child: Child,
    target: u32,
}

/// One cap.
pub(crate) struct Cap {
    pub(crate) parent: u32,
    pub(crate) cap: u32,
    pub(crate) count: u32,
    /// Which member of its parent it is.
    seat: u32,
    pub(crate) merit: bool,
    members: Vec<Member>,
    /// With many members: seats held, the one that gives way on top.
    seats: BinaryHeap<(u32, u32)>,
}

/// All caps that may ever bind or give way.
pub(crate) struct Caps {
    pub(crate) nodes: Vec<Cap>,
    /// For each leaf the nearest cap and which member of it the leaf is.
    pub(crate) above: Vec<(u32, u32)>,
}

impl Caps {
    pub(crate) fn new(flat: &Flat) -> Self {
        let tree = &flat.tree;
        let mut reach: Vec<u64> = vec![0; tree.nodes.len()];
        let mut binds = vec![false; tree.nodes.len()];
        for (number, node) in tree.nodes.iter().enumerate() {
            let below: u64 = node
                .children
                .iter()
                .map(|child| match child {
                    Child::Leaf(leaf) => u64::from(flat.capacity[*leaf as usize]),
                    Child::Node(node) => reach[*node as usize],
                })
                .sum();
            binds[number] = below > u64::from(node.cap);
            reach[number] = below.min(u64::from(node.cap));
        }
        for number in (0..tree.nodes.len()).rev() {
            let parent = tree.nodes[number].parent;
            binds[number] |= parent != NONE && binds[parent as usize];
        }
        let mut caps = Self {
            nodes: Vec::with_capacity(tree.nodes.len()),
            above: vec![(NONE, 0); flat.leaves()],
        };
        for node in &tree.nodes {
            let target = |at: usize| match &node.yields {
                Yield::Targets(targets) => targets[at],
                _ => u32::MAX,
            };
            caps.nodes.push(Cap {
                parent: if node.parent != NONE && binds[node.parent as usize] {
                    node.parent
                } else {
                    NONE
                },
                cap: node.cap,
                count: 0,
                seat: 0,
                merit: matches!(node.yields, Yield::Merit(_)),
                members: node
                    .children
                    .iter()
                    .enumerate()
                    .map(|(at, &child)| Member { child, target: target(at) })
                    .collect(),
                seats: BinaryHeap::new(),
            });
        }
        for (number, node) in tree.nodes.iter().enumerate().filter(|(number, _)| binds[*number]) {
            for (seat, &child) in node.children.iter().enumerate() {
                match child {
                    Child::Leaf(leaf) => caps.above[leaf as usize] = (number as u32, seat as u32),
                    Child::Node(inner) => caps.nodes[inner as usize].seat = seat as u32,
                }
            }
        }
        caps
    }

    /// Counts one more under `node` in its member `seat`, which now holds `count`; gives the next cap and seat.
    #[inline]
    pub(crate) fn enter(&mut self, node: u32, seat: u32, count: u32) -> (u32, u32) {
        let cap = &mut self.nodes[node as usize];
        cap.count += 1;
        if !cap.merit && cap.members.len() > FEW {
            cap.seats.push((count.saturating_sub(cap.members[seat as usize].target), seat));
        }
        (cap.parent, cap.seat)
    }

    /// The member that gives way.
    pub(crate) fn yields(&mut self, node: u32, held: impl Fn(u32) -> u32) -> Child {
        if self.nodes[node as usize].members.len() > FEW {
            let cap = &mut self.nodes[node as usize];
            let seat = cap.seats.pop().map_or(0, |(_, seat)| seat);
            return cap.members[seat as usize].child;
        }
        let cap = &self.nodes[node as usize];
        let mut found = cap.members[0].child;
        let mut most = 0;
        for member in &cap.members {
            let count = match member.child {
                Child::Leaf(leaf) => held(leaf),
                Child::Node(inner) => self.nodes[inner as usize].count,
            };
            let excess = count.saturating_sub(member.target);
            if count > 0 && excess >= most {
                most = excess;
                found = member.child;
            }
        }
        found
    }

    /// Counts one less from the cap above `leaf` up to `top`.
    pub(crate) fn leave(&mut self, leaf: u32, top: u32) {
        let mut node = self.above[leaf as usize].0;
        while node != NONE {
            self.nodes[node as usize].count -= 1;
            if node == top {
                return;
            }
            node = self.nodes[node as usize].parent;
        }
    }

    /// Whether `leaf` lies below `node`.
    pub(crate) fn below(&self, leaf: u32, node: u32) -> bool {
        let mut at = self.above[leaf as usize].0;
        while at != NONE && at != node {
            at = self.nodes[at as usize].parent;
        }
        at == node
    }
}
