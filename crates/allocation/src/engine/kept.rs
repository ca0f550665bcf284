//! One pool with reserved places, changed by one offer at a time instead of choosing anew among all.
//!
//! Places are filled in stages: open places first where the pool says so, then reserved places, then what is left. Whoever
//! a stage lets go falls to the next one. The reserved stage is the greedy basis of a transversal matroid: by merit, the
//! largest set of applicants whom the reserved places can seat together. Such a set can be seated exactly when, for every
//! set T of types, no more than places(T) of its members have all their types in T (Hall 1935); where T is full it is
//! called tight, and a newcomer with all types in a tight set takes the place of the worst ranked member there.

use std::collections::BinaryHeap;

use crate::flat::NONE;
use crate::reserve::Reserves;

/// Types up to which counts by set of types are kept; with more, or with more places reserved than there are, the pool
/// chooses anew each time.
const MOST_TYPES: usize = 5;

/// What became of an offer to a pool with reserved places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Taken {
    /// Held; the pool has one more.
    Held,
    /// Held; this rank had to go.
    Instead(u32),
    /// Refused.
    Refused,
}

/// The state of one pool.
pub(crate) struct Kept<'a> {
    reserves: &'a Reserves,
    capacity: u32,
    total: u32,
    /// Open places that are filled before the reserved ones.
    first_places: usize,
    first: BinaryHeap<u32>,
    /// By class, which is a set of types: who sits on reserved places, the worst on top.
    users: Vec<BinaryHeap<u32>>,
    /// By class: the worst rank on reserved places plus one, or zero.
    top: Vec<u32>,
    /// By set of types: how many more with all types in the set can be seated.
    slack: Vec<u32>,
    /// Sets of types without slack, as bits.
    tight: u32,
    rest: BinaryHeap<u32>,
    /// Places of the last stage, where reserved places that nobody takes stay empty.
    rest_places: usize,
    /// By class: the rank from which on it is refused.
    limit: Vec<u32>,
    /// Who is held, best first, where the pool chooses anew each time.
    anew: Option<Vec<u32>>,
}

impl<'a> Kept<'a> {
    pub(crate) fn new(reserves: &'a Reserves, capacity: u32) -> Self {
        let kept: u32 = reserves.types.iter().map(|(_, places)| *places).sum();
        let staged = reserves.types.len() <= MOST_TYPES && kept <= capacity;
        let sets = if staged { 1 << reserves.types.len() } else { 0 };
        let places = |set: u32| {
            let inside =
                reserves.types.iter().enumerate().filter(|(kind, _)| set & (1 << kind) != 0);
            inside.map(|(_, (_, places))| *places).sum()
        };
        let slack: Vec<u32> = (0..sets).map(places).collect();
        let open = capacity.saturating_sub(kept);
        Self {
            reserves,
            capacity,
            total: 0,
            first_places: if reserves.open_first { open as usize } else { 0 },
            first: BinaryHeap::new(),
            users: vec![BinaryHeap::new(); sets as usize],
            top: vec![0; sets as usize],
            tight: slack.iter().rev().fold(0, |bits, &left| bits << 1 | u32::from(left == 0)),
            slack,
            rest: BinaryHeap::new(),
            rest_places: match (reserves.hard, reserves.open_first) {
                (false, _) => usize::MAX,
                (true, true) => 0,
                (true, false) => open as usize,
            },
            limit: vec![if capacity == 0 { 0 } else { NONE }; sets as usize],
            anew: (!staged).then(Vec::new),
        }
    }

    /// Offers a rank.
    #[inline]
    pub(crate) fn offer(&mut self, rank: u32) -> Taken {
        let class = self.reserves.holds[rank as usize];
        if let Some(held) = &mut self.anew {
            return choose_anew(self.reserves, self.capacity, held, rank);
        }
        if rank >= self.limit[class as usize] {
            return Taken::Refused;
        }
        self.seat(rank);
        let over = self.total > self.capacity || self.rest.len() > self.rest_places;
        if !over {
            return Taken::Held;
        }
        let gone = self.give_way();
        if gone == rank { Taken::Refused } else { Taken::Instead(gone) }
    }

    /// Seats a newcomer; whoever a stage lets go falls to the next.
    fn seat(&mut self, rank: u32) {
        self.total += 1;
        let mut moving = rank;
        if self.first_places > 0 {
            self.first.push(moving);
            if self.first.len() <= self.first_places {
                return;
            }
            moving = self.first.pop().unwrap_or(moving);
        }
        if self.reserves.holds[moving as usize] != 0 {
            match self.reserve(moving) {
                Some(out) => moving = out,
                None => return,
            }
        }
        self.rest.push(moving);
    }

    /// Gives a reserved place; gives back who does not fit any more, possibly the newcomer.
    fn reserve(&mut self, rank: u32) -> Option<u32> {
        let class = self.reserves.holds[rank as usize] as usize;
        let mut full = self.tight & supersets(class as u32);
        if full == 0 {
            self.sit(class, rank);
            return None;
        }
        let mut smallest = u32::MAX;
        while full != 0 {
            smallest &= full.trailing_zeros();
            full &= full - 1;
        }
        let (mut worst, mut from) = (0, 0);
        for (other, &top) in self.top.iter().enumerate() {
            if other as u32 & !smallest == 0 && top > worst {
                (worst, from) = (top, other);
            }
        }
        if worst <= rank {
            return Some(rank);
        }
        self.stand(from);
        self.sit(class, rank);
        Some(worst - 1)
    }

    fn sit(&mut self, class: usize, rank: u32) {
        self.users[class].push(rank);
        self.top[class] = self.top[class].max(rank + 1);
        for (set, slack) in self.slack.iter_mut().enumerate() {
            *slack -= u32::from(class & !set == 0);
            self.tight |= u32::from(*slack == 0) << set;
        }
    }

    /// The worst of a class leaves the reserved places.
    fn stand(&mut self, class: usize) {
        self.users[class].pop();
        self.top[class] = self.users[class].peek().map_or(0, |&rank| rank + 1);
        for (set, slack) in self.slack.iter_mut().enumerate() {
            *slack += u32::from(class & !set == 0);
            self.tight &= !(u32::from(*slack != 0) << set);
        }
    }

    /// Lets go whoever filled the last place, and refuses from then on everybody ranked no better with no other types.
    pub(crate) fn give_way(&mut self) -> u32 {
        if let Some(held) = &mut self.anew {
            let last =
                self.reserves.choose(held, self.capacity).last().map_or(0, |&(rank, _)| rank);
            held.retain(|&rank| rank != last);
            return last;
        }
        self.total -= 1;
        let gone = self.rest.pop().or_else(|| {
            let (class, &top) = self.top.iter().enumerate().max_by_key(|(_, top)| **top)?;
            (top > 0).then(|| {
                self.stand(class);
                top - 1
            })
        });
        let gone = gone.or_else(|| self.first.pop()).unwrap_or(0);
        let class = self.reserves.holds[gone as usize];
        for (other, limit) in self.limit.iter_mut().enumerate() {
            if other as u32 & !class == 0 {
                *limit = gone.min(*limit);
            }
        }
        gone
    }
}

/// The sets that hold every type of `class`, as bits.
fn supersets(class: u32) -> u32 {
    /// Sets that hold the type of this number, as bits.
    const WITH: [u32; MOST_TYPES] =
        [0xAAAA_AAAA, 0xCCCC_CCCC, 0xF0F0_F0F0, 0xFF00_FF00, 0xFFFF_0000];
    WITH.iter().enumerate().fold(u32::MAX, |bits, (kind, with)| {
        if class & (1 << kind) == 0 { bits } else { bits & with }
    })
}

fn choose_anew(reserves: &Reserves, capacity: u32, held: &mut Vec<u32>, rank: u32) -> Taken {
    let at = held.partition_point(|&other| other < rank);
    held.insert(at, rank);
    let chosen = reserves.choose(held, capacity);
    if chosen.len() == held.len() {
        return Taken::Held;
    }
    let out = held.iter().rev().copied().find(|rank| chosen.iter().all(|(taken, _)| taken != rank));
    let out = out.unwrap_or(rank);
    held.retain(|&other| other != out);
    if out == rank { Taken::Refused } else { Taken::Instead(out) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::Random;

    /// A pool of up to 40 candidates with up to `most` types.
    fn pool(random: &mut Random, most: u64) -> (Reserves, u32) {
        let kinds = random.below(most + 1);
        let types: Vec<(String, u32)> =
            (0..kinds).map(|kind| (kind.to_string(), random.below(4) as u32)).collect();
        let kept: u32 = types.iter().map(|(_, places)| places).sum();
        let (hard, open_first) = (random.below(2) == 0, random.below(2) == 0);
        let holds = (0..40).map(|_| random.below(1 << kinds) as u32).collect();
        (Reserves { types, hard, open_first, holds }, kept + random.below(6) as u32)
    }

    #[test]
    fn offers_one_by_one_in_any_order_leave_whom_choosing_among_all_would_take() {
        for seed in 0..4000 {
            let mut random = Random(seed);
            let (reserves, capacity) = pool(&mut random, 7);
            let mut kept = Kept::new(&reserves, capacity);
            let mut ranks: Vec<u32> = (0..40).collect();
            let mut held = vec![false; 40];
            for at in (0..ranks.len()).rev() {
                ranks.swap(at, random.below(at as u64 + 1) as usize);
                let rank = ranks[at];
                match kept.offer(rank) {
                    Taken::Held => held[rank as usize] = true,
                    Taken::Refused => {}
                    Taken::Instead(gone) => {
                        held[rank as usize] = true;
                        assert!(std::mem::take(&mut held[gone as usize]), "seed {seed}");
                    }
                }
                let mut met = ranks[at..].to_vec();
                met.sort_unstable();
                let mut chosen: Vec<u32> =
                    reserves.choose(&met, capacity).iter().map(|&(rank, _)| rank).collect();
                chosen.sort_unstable();
                let own: Vec<u32> = (0..40).filter(|&rank| held[rank as usize]).collect();
                assert_eq!(own, chosen, "seed {seed} {reserves:?} capacity {capacity}");
            }
        }
    }

    #[test]
    fn whoever_filled_the_last_place_gives_way_first() {
        for seed in 0..2000 {
            let mut random = Random(seed);
            let (reserves, capacity) = pool(&mut random, 7);
            let mut kept = Kept::new(&reserves, capacity);
            for rank in 0..40 {
                kept.offer(rank);
            }
            let all: Vec<u32> = (0..40).collect();
            for (rank, _) in reserves.choose(&all, capacity).into_iter().rev() {
                assert_eq!(kept.give_way(), rank, "seed {seed} {reserves:?} capacity {capacity}");
            }
        }
    }
}
