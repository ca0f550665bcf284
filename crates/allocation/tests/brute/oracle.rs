//! The definitions, computed the slow way: full choice functions, every matching, every misreport.

use kelisim_allocation::flat::{Assignment, Flat, NONE, leaf_of, rank_of};
use kelisim_allocation::reserve::Reserves;
use kelisim_allocation::slot::Offer;
use kelisim_allocation::tree::{Child, Node, Yield};

/// The pools and caps that choose together.
pub enum Root {
    Tree(Child),
    Slots(usize),
}

pub fn roots(flat: &Flat) -> Vec<Root> {
    let slotted: Vec<u32> =
        flat.slots.iter().flat_map(|slots| slots.leaves.iter().copied()).collect();
    let mut roots: Vec<Root> = (0..flat.slots.len()).map(Root::Slots).collect();
    for leaf in (0..flat.leaves() as u32).filter(|leaf| !slotted.contains(leaf)) {
        if flat.tree.above(leaf).next().is_none() {
            roots.push(Root::Tree(Child::Leaf(leaf)));
        }
    }
    for (number, node) in flat.tree.nodes.iter().enumerate() {
        if node.parent == NONE && !node.leaves.iter().any(|leaf| slotted.contains(leaf)) {
            roots.push(Root::Tree(Child::Node(number as u32)));
        }
    }
    roots
}

fn inside(flat: &Flat, root: &Root, leaf: u32) -> bool {
    match root {
        Root::Tree(Child::Leaf(own)) => *own == leaf,
        Root::Tree(Child::Node(node)) => flat.tree.nodes[*node as usize].leaves.contains(&leaf),
        Root::Slots(number) => flat.slots[*number].leaves.contains(&leaf),
    }
}

/// What a root takes of these offers, each an applicant with an entry.
pub fn choose(flat: &Flat, root: &Root, offers: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let leaf = |entry: u32| leaf_of(flat.entries[entry as usize]);
    let here: Vec<(u32, u32)> =
        offers.iter().copied().filter(|&(_, entry)| inside(flat, root, leaf(entry))).collect();
    match root {
        Root::Slots(number) => {
            let table: Vec<Offer> = here
                .iter()
                .map(|&(applicant, entry)| Offer { applicant, leaf: leaf(entry), entry })
                .collect();
            flat.slots[*number]
                .choose(&table)
                .iter()
                .map(|(offer, _)| (offer.applicant, offer.entry))
                .collect()
        }
        Root::Tree(child) => take(flat, *child, &here, usize::MAX),
    }
}

fn take(flat: &Flat, child: Child, offers: &[(u32, u32)], limit: usize) -> Vec<(u32, u32)> {
    let entry = |offer: &(u32, u32)| flat.entries[offer.1 as usize];
    match child {
        Child::Leaf(leaf) => {
            let mut own: Vec<(u32, u32)> =
                offers.iter().copied().filter(|offer| leaf_of(entry(offer)) == leaf).collect();
            own.sort_by_key(|offer| rank_of(entry(offer)));
            let capacity = flat.capacity[leaf as usize] as usize;
            let mut sequence = match flat.reserves.get(&leaf) {
                None => own.into_iter().take(capacity).collect(),
                Some(reserves) => {
                    reserved(reserves, &own, capacity, &|offer| rank_of(entry(offer)))
                }
            };
            sequence.truncate(limit);
            sequence
        }
        Child::Node(number) => {
            let node = &flat.tree.nodes[number as usize];
            match &node.yields {
                Yield::Merit(order) => by_merit(flat, number, order, offers, limit),
                _ => by_numbers(flat, node, offers, limit),
            }
        }
    }
}

/// Greedy by merit: take the next best whenever no cap and no pool below is exceeded.
fn by_merit(
    flat: &Flat,
    top: u32,
    order: &[u32],
    offers: &[(u32, u32)],
    limit: usize,
) -> Vec<(u32, u32)> {
    let leaf = |offer: &(u32, u32)| leaf_of(flat.entries[offer.1 as usize]);
    let mut own: Vec<(u32, u32)> = offers
        .iter()
        .copied()
        .filter(|offer| flat.tree.nodes[top as usize].leaves.contains(&leaf(offer)))
        .collect();
    own.sort_by_key(|offer| (order[offer.0 as usize], offer.1));
    let mut taken: Vec<(u32, u32)> = Vec::new();
    for offer in own {
        taken.push(offer);
        let pool = taken.iter().filter(|other| leaf(other) == leaf(&offer)).count()
            <= flat.capacity[leaf(&offer) as usize] as usize;
        let caps = flat.tree.nodes.iter().all(|node| {
            let below =
                node.leaves.iter().all(|leaf| flat.tree.nodes[top as usize].leaves.contains(leaf));
            !below
                || taken.iter().filter(|other| node.leaves.contains(&leaf(other))).count()
                    <= node.cap as usize
        });
        if !pool || !caps || taken.len() > limit {
            taken.pop();
        }
    }
    taken
}

/// Seats in their published order go to children as far as each has demand.
fn by_numbers(flat: &Flat, node: &Node, offers: &[(u32, u32)], limit: usize) -> Vec<(u32, u32)> {
    let demand: Vec<usize> =
        node.children.iter().map(|&child| take(flat, child, offers, usize::MAX).len()).collect();
    let mut seats: Vec<(usize, usize, usize)> = Vec::new();
    for (at, &demand) in demand.iter().enumerate() {
        for seat in 1..=demand {
            let excess = match &node.yields {
                Yield::Targets(targets) => seat.saturating_sub(targets[at] as usize),
                _ => 0,
            };
            seats.push((excess, at, seat));
        }
    }
    seats.sort_unstable();
    seats.truncate(limit.min(node.cap as usize));
    let mut taken = Vec::new();
    for (at, &child) in node.children.iter().enumerate() {
        let own = seats.iter().filter(|seat| seat.1 == at).count();
        taken.extend(take(flat, child, offers, own));
    }
    taken
}

fn reserved(
    reserves: &Reserves,
    own: &[(u32, u32)],
    capacity: usize,
    rank: &dyn Fn(&(u32, u32)) -> u32,
) -> Vec<(u32, u32)> {
    let kept: usize = reserves.types.iter().map(|(_, places)| *places as usize).sum();
    let open = capacity - kept;
    let mut chosen: Vec<(u32, u32)> = Vec::new();
    let seat_best = |chosen: &mut Vec<(u32, u32)>, places: usize| {
        let more: Vec<(u32, u32)> =
            own.iter().copied().filter(|offer| !chosen.contains(offer)).take(places).collect();
        chosen.extend(more);
    };
    let seat_reserved = |chosen: &mut Vec<(u32, u32)>| {
        let mut users: Vec<(u32, u32)> = Vec::new();
        for offer in own.iter().filter(|offer| !chosen.contains(offer)) {
            users.push(*offer);
            let mut left: Vec<u32> = reserves.types.iter().map(|(_, places)| *places).collect();
            if !seatable(reserves, &users, &mut left, rank) {
                users.pop();
            }
        }
        chosen.extend(users);
    };
    if reserves.open_first {
        seat_best(&mut chosen, open);
        seat_reserved(&mut chosen);
    } else {
        seat_reserved(&mut chosen);
        seat_best(&mut chosen, open);
    }
    if !reserves.hard {
        let left = capacity - chosen.len();
        seat_best(&mut chosen, left);
    }
    chosen
}

fn seatable(
    reserves: &Reserves,
    users: &[(u32, u32)],
    left: &mut [u32],
    rank: &dyn Fn(&(u32, u32)) -> u32,
) -> bool {
    let Some((first, rest)) = users.split_first() else { return true };
    (0..left.len()).any(|kind| {
        if left[kind] == 0 || reserves.holds[rank(first) as usize] & (1 << kind) == 0 {
            return false;
        }
        left[kind] -= 1;
        let fits = seatable(reserves, rest, left, rank);
        left[kind] += 1;
        fits
    })
}

/// Every way of giving each applicant one of their entries or nothing.
pub fn every(flat: &Flat, mut visit: impl FnMut(&Assignment)) {
    let mut assignment = Assignment::empty(flat);
    fn go(
        flat: &Flat,
        applicant: usize,
        assignment: &mut Assignment,
        visit: &mut impl FnMut(&Assignment),
    ) {
        if applicant == flat.people() {
            visit(assignment);
            return;
        }
        assignment.entry[applicant] = NONE;
        go(flat, applicant + 1, assignment, visit);
        for entry in flat.span(applicant as u32) {
            assignment.entry[applicant] = entry as u32;
            go(flat, applicant + 1, assignment, visit);
        }
        assignment.entry[applicant] = NONE;
    }
    go(flat, 0, &mut assignment, &mut visit);
}

/// Stable under the declared rule, by definition.
pub fn stable(flat: &Flat, roots: &[Root], assignment: &Assignment) -> bool {
    let held: Vec<(u32, u32)> = (0u32..)
        .zip(&assignment.entry)
        .filter(|(_, entry)| **entry != NONE)
        .map(|(who, &entry)| (who, entry))
        .collect();
    if roots.iter().map(|root| choose(flat, root, &held).len()).sum::<usize>() != held.len() {
        return false;
    }
    for applicant in 0..flat.people() as u32 {
        for entry in flat.span(applicant) {
            let entry = entry as u32;
            if entry == assignment.entry[applicant as usize] {
                break;
            }
            let leaf = leaf_of(flat.entries[entry as usize]);
            let mut with = held.clone();
            with.push((applicant, entry));
            let root = roots.iter().find(|root| inside(flat, root, leaf));
            if root.is_some_and(|root| choose(flat, root, &with).contains(&(applicant, entry))) {
                return false;
            }
        }
    }
    true
}
