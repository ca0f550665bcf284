//! One pool with reserved places, changed by one offer at a time instead of choosing anew among all.
//!
//! Places are filled in stages: open places first where the pool says so, then reserved places, then what is left. Whoever
//! a stage lets go falls to the next one. The reserved stage is the greedy basis of a transversal matroid: by merit, the
//! largest set of applicants whom the reserved places can seat together. Such a set can be seated exactly when, for every
//! set T of types, no more than places(T) of its members have all their types in T (Hall 1935); where T is full it is
//! called tight, and a newcomer with all types in a tight set takes the place of the worst ranked member there.
//! While many ask in one round they are only noted; the pool then fills its places anew, best first, where nobody who sits
//! has to make room for anybody.

use crate::engine::plain::before;
use crate::flat::{Flat, NONE};
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

/// Who sits in one stage of one pool, beside the bitmap of that stage.
#[derive(Debug, Clone, Copy, Default)]
struct Stage {
    count: u32,
    /// The worst rank plus one, or zero when nobody sits there.
    worst: u32,
}

impl Stage {
    #[inline]
    fn add(&mut self, bits: &mut [u64], base: u32, rank: u32) {
        let at = base + rank;
        bits[(at / 64) as usize] |= 1 << (at % 64);
        self.count += 1;
        self.worst = self.worst.max(rank + 1);
    }

    #[inline]
    fn remove(&mut self, bits: &mut [u64], base: u32, rank: u32) {
        let at = base + rank;
        bits[(at / 64) as usize] &= !(1 << (at % 64));
        self.count -= 1;
        if self.count == 0 {
            self.worst = 0;
        } else if self.worst == rank + 1 {
            self.worst = before(bits, at) - base + 1;
        }
    }

    /// Takes the worst out.
    #[inline]
    fn pop(&mut self, bits: &mut [u64], base: u32) -> Option<u32> {
        let rank = self.worst.checked_sub(1)?;
        self.remove(bits, base, rank);
        Some(rank)
    }
}

/// One pool.
struct Pool<'a> {
    reserves: &'a Reserves,
    leaf: u32,
    /// Where its ranks begin in the bitmaps.
    base: u32,
    capacity: u32,
    /// Open places that are filled before the reserved ones.
    first_places: u32,
    /// Places of the last stage, where reserved places that nobody takes stay empty.
    rest_places: u32,
    first: Stage,
    users: Stage,
    rest: Stage,
    /// Sets of types that are tight, as bits.
    tight: u32,
    /// The same while nobody sits on a reserved place.
    tight_at_first: u32,
    /// The set of all types, as a bit: when it is tight, every reserved place is taken.
    all_types: u32,
    /// Where its numbers by set of types lie, a multiple of [`LANES`] of them.
    sets: std::ops::Range<usize>,
    /// Who is held, best first, where the pool chooses anew each time.
    anew: Option<Vec<u32>>,
}

/// What an offer to a leaf looks at first.
#[derive(Clone, Copy)]
struct Front {
    /// The number of its pool, or [`NONE`].
    pool: u32,
    /// Where its ranks begin in the bitmaps.
    base: u32,
    /// The rank from which on it refuses whoever holds no type, which is the lowest of its limits.
    lowest: u32,
    /// The rank from which on it refuses everybody.
    highest: u32,
    /// How many were noted in this round, with the best and the worst rank of them.
    noted: u32,
    best: u32,
    worst: u32,
    /// Whether it chooses anew each time, and so notes nobody.
    anew: bool,
}

impl Default for Front {
    fn default() -> Self {
        let (pool, base, noted, best, worst) = (NONE, 0, 0, NONE, 0);
        Self { pool, base, lowest: NONE, highest: NONE, noted, best, worst, anew: false }
    }
}

/// All pools with reserved places.
pub(crate) struct Kept<'a> {
    /// By leaf; empty when there are no pools.
    front: Vec<Front>,
    pools: Vec<Pool<'a>>,
    /// By pool and set of types: how many more with all types in the set can be seated on reserved places.
    slack: Vec<u32>,
    /// The same while nobody sits on a reserved place.
    slack_at_first: Vec<u32>,
    /// How many types the pool with the most of them has.
    kinds: u32,
    /// By leaf and class, which is a set of types: the rank from which on the pool refuses.
    limit: Vec<u32>,
    /// The class of every candidate at a pool with reserved places, by position of [`Flat::candidates`].
    class: Vec<u8>,
    /// Holders of each stage by position of [`Flat::candidates`].
    first: Vec<u64>,
    users: Vec<u64>,
    rest: Vec<u64>,
}

impl<'a> Kept<'a> {
    pub(crate) fn new(flat: &'a Flat) -> Self {
        let any = !flat.reserves.is_empty();
        let words = if any { flat.candidates.len().div_ceil(64) } else { 0 };
        let kinds = flat.reserves.values().map(|own| own.types.len().min(MOST_TYPES)).max();
        let kinds = kinds.unwrap_or(0) as u32;
        let mut kept = Self {
            front: vec![Front::default(); if any { flat.leaves() } else { 0 }],
            pools: Vec::with_capacity(flat.reserves.len()),
            slack: Vec::new(),
            slack_at_first: Vec::new(),
            kinds,
            limit: vec![NONE; if any { flat.leaves() << kinds } else { 0 }],
            class: vec![0; if any { flat.candidates.len() } else { 0 }],
            first: vec![0; words],
            users: vec![0; words],
            rest: vec![0; words],
        };
        for (&leaf, reserves) in &flat.reserves {
            kept.open(reserves, leaf, flat.capacity[leaf as usize], flat.leaf_start[leaf as usize]);
        }
        kept.slack_at_first.clone_from(&kept.slack);
        kept
    }

    fn open(&mut self, reserves: &'a Reserves, leaf: u32, capacity: u32, base: u32) {
        let all: u32 = reserves.types.iter().map(|(_, places)| *places).sum();
        let staged = reserves.types.len() <= MOST_TYPES && all <= capacity;
        let sets = if staged { 1u32 << reserves.types.len() } else { 0 };
        let start = self.slack.len();
        let mut tight = 0;
        for set in 0..sets {
            let places = reserves
                .types
                .get(set.trailing_zeros() as usize)
                .map_or(0, |&(_, own)| own + self.slack[start + (set & (set - 1)) as usize]);
            tight |= u32::from(places == 0) << set;
            self.slack.push(places);
        }
        // What fills the last lanes is never tight.
        self.slack.resize(start + (sets as usize).next_multiple_of(LANES), u32::MAX);
        if staged {
            let own = self.class[base as usize..].iter_mut();
            own.zip(&reserves.holds).for_each(|(class, &holds)| *class = holds as u8);
        }
        let limit = if capacity == 0 { 0 } else { NONE };
        self.front[leaf as usize] = Front {
            pool: self.pools.len() as u32,
            base,
            lowest: limit,
            highest: limit,
            anew: !staged,
            ..Front::default()
        };
        let open = capacity.saturating_sub(all);
        self.pools.push(Pool {
            reserves,
            leaf,
            base,
            capacity,
            first_places: if reserves.open_first { open } else { 0 },
            rest_places: match (reserves.hard, reserves.open_first) {
                (false, _) => u32::MAX,
                (true, true) => 0,
                (true, false) => open,
            },
            first: Stage::default(),
            users: Stage::default(),
            rest: Stage::default(),
            tight,
            tight_at_first: tight,
            all_types: sets.checked_sub(1).map_or(0, |all| 1 << all),
            sets: start..self.slack.len(),
            anew: (!staged).then(Vec::new),
        });
    }

    /// Whether a pool with reserved places refuses this rank without looking any further.
    #[inline]
    pub(crate) fn refuses(&self, leaf: u32, rank: u32) -> bool {
        self.front.get(leaf as usize).is_some_and(|front| {
            rank >= front.lowest && (rank >= front.highest || self.beyond(leaf, front, rank))
        })
    }

    /// Whether the pool has refused somebody ranked no worse who holds the same types or more.
    #[inline]
    fn beyond(&self, leaf: u32, front: &Front, rank: u32) -> bool {
        let class = usize::from(self.class[(front.base + rank) as usize]);
        rank >= self.limit[((leaf as usize) << self.kinds) + class]
    }

    /// The number of a leaf's pool, if it has reserved places.
    #[inline]
    pub(crate) fn pool(&self, leaf: u32) -> Option<usize> {
        let pool = self.front.get(leaf as usize).map_or(NONE, |front| front.pool);
        (pool != NONE).then_some(pool as usize)
    }

    /// Offers a rank that [`Self::refuses`] does not settle to a pool.
    #[inline]
    pub(crate) fn offer(&mut self, number: usize, rank: u32) -> Taken {
        let pool = &mut self.pools[number];
        if let Some(held) = &mut pool.anew {
            return choose_anew(pool.reserves, pool.capacity, held, rank);
        }
        self.seat(number, rank);
        if !self.pools[number].overfull() {
            return Taken::Held;
        }
        let gone = self.give_way(number);
        if gone == rank { Taken::Refused } else { Taken::Instead(gone) }
    }

    /// Offers a rank in a round that [`Self::settle`] ends; false when it is refused, nothing when the leaf has no
    /// reserved places.
    #[inline]
    pub(crate) fn note(&mut self, leaf: u32, rank: u32, gone: &mut Vec<u32>) -> Option<bool> {
        if self.refuses(leaf, rank) {
            return Some(false);
        }
        let front = self.front.get_mut(leaf as usize).filter(|front| front.pool != NONE)?;
        let at = front.base + rank;
        if !front.anew {
            self.rest[(at / 64) as usize] |= 1 << (at % 64);
            front.noted += 1;
            front.best = front.best.min(rank);
            front.worst = front.worst.max(rank);
            return Some(true);
        }
        let (pool, base) = (front.pool as usize, front.base);
        match self.offer(pool, rank) {
            Taken::Refused => return Some(false),
            Taken::Held => {}
            Taken::Instead(out) => gone.push(base + out),
        }
        Some(true)
    }

    /// Ends a round: the last of every pool go until it holds as many as it may.
    pub(crate) fn settle(&mut self, gone: &mut Vec<u32>) {
        for number in 0..self.pools.len() {
            let pool = &mut self.pools[number];
            let (base, front) = (pool.base, &mut self.front[pool.leaf as usize]);
            if front.noted == 0 {
                continue;
            }
            let from = gone.len();
            let full = pool.first_places == 0 && pool.tight & pool.all_types != 0;
            if full && front.best >= pool.users.worst {
                // All come after whoever sits on a reserved place, and so change nothing there.
                pool.rest.count += front.noted;
                pool.rest.worst = pool.rest.worst.max(front.worst + 1);
                (front.noted, front.best, front.worst) = (0, NONE, 0);
            } else {
                (front.noted, front.best, front.worst) = (0, NONE, 0);
                self.fill(number);
            }
            while self.pools[number].overfull() {
                gone.push(base + self.let_go(number));
            }
            if gone.last().is_some_and(|&at| gone.len() > from && self.bars(number, at - base)) {
                continue;
            }
            // From the best of them on, whoever holds no other types than one before tells nothing new.
            let mut told = 0u32;
            for &at in gone[from..].iter().rev() {
                let class = u32::from(self.class[at as usize]);
                if told & (1 << class) == 0 {
                    told |= self.refuse_from(number, at - base);
                }
            }
        }
    }

    /// Fills all places of a pool anew, best first, from those who sit there and those noted.
    fn fill(&mut self, number: usize) {
        let pool = &mut self.pools[number];
        let slack = &mut self.slack[pool.sets.clone()];
        slack.copy_from_slice(&self.slack_at_first[pool.sets.clone()]);
        pool.tight = pool.tight_at_first;
        (pool.first, pool.users, pool.rest) = Default::default();
        let end = pool.base + pool.reserves.holds.len() as u32;
        let mut from = pool.base;
        while from < end {
            let (word, until) = ((from / 64) as usize, end.min((from / 64 + 1) * 64));
            let inside = u64::MAX << (from % 64) & u64::MAX >> (63 - (until - 1) % 64);
            let stages = [&mut self.first[word], &mut self.users[word], &mut self.rest[word]];
            let mut all = 0;
            for stage in stages {
                all |= *stage & inside;
                *stage &= !inside;
            }
            while all != 0 {
                if pool.tight & pool.all_types != 0 && pool.first.count == pool.first_places {
                    // Nobody is left to sit anywhere but on what is open to all.
                    self.rest[word] |= all;
                    pool.rest.count += all.count_ones();
                    pool.rest.worst = (from / 64) * 64 + 64 - all.leading_zeros() - pool.base;
                    break;
                }
                let bit = all & all.wrapping_neg();
                let rank = (from / 64) * 64 + all.trailing_zeros() - pool.base;
                all ^= bit;
                let class = u32::from(self.class[(pool.base + rank) as usize]);
                let (stage, bits) = if pool.first.count < pool.first_places {
                    (&mut pool.first, &mut self.first)
                } else if class != 0 && pool.tight & supersets(class) == 0 {
                    pool.sit(class, slack);
                    (&mut pool.users, &mut self.users)
                } else {
                    (&mut pool.rest, &mut self.rest)
                };
                bits[word] |= bit;
                stage.count += 1;
                stage.worst = rank + 1;
            }
            from = until;
        }
    }

    /// How many a pool holds.
    pub(crate) fn count(&self, number: usize) -> u32 {
        let pool = &self.pools[number];
        pool.anew.as_ref().map_or(pool.total(), |held| held.len() as u32)
    }

    /// Seats a newcomer; whoever a stage lets go falls to the next.
    #[inline]
    fn seat(&mut self, number: usize, rank: u32) {
        let pool = &mut self.pools[number];
        let mut moving = rank;
        if pool.first_places > 0 {
            pool.first.add(&mut self.first, pool.base, moving);
            if pool.first.count <= pool.first_places {
                return;
            }
            moving = pool.first.pop(&mut self.first, pool.base).unwrap_or(moving);
        }
        let class = u32::from(self.class[(pool.base + moving) as usize]);
        if class != 0 {
            let slack = &mut self.slack[pool.sets.clone()];
            match pool.reserve(class, moving, slack, &mut self.users, &self.class) {
                Some(out) => moving = out,
                None => return,
            }
        }
        pool.rest.add(&mut self.rest, pool.base, moving);
    }

    /// Lets go whoever filled the last place of a pool, and refuses from then on everybody ranked no better with no
    /// other types. The pool must hold somebody.
    #[inline]
    pub(crate) fn give_way(&mut self, number: usize) -> u32 {
        let gone = self.let_go(number);
        if self.pools[number].anew.is_none() && !self.bars(number, gone) {
            self.refuse_from(number, gone);
        }
        gone
    }

    /// Lets go whoever filled the last place of a pool.
    #[inline]
    fn let_go(&mut self, number: usize) -> u32 {
        let pool = &mut self.pools[number];
        if let Some(held) = &mut pool.anew {
            let chosen = pool.reserves.choose(held, pool.capacity);
            let last = chosen.last().map_or(0, |&(rank, _)| rank);
            held.retain(|&rank| rank != last);
            return last;
        }
        if let Some(rank) = pool.rest.pop(&mut self.rest, pool.base) {
            rank
        } else if let Some(rank) = pool.users.pop(&mut self.users, pool.base) {
            let class = self.class[(pool.base + rank) as usize];
            pool.stand(u32::from(class), &mut self.slack[pool.sets.clone()]);
            rank
        } else {
            pool.first.pop(&mut self.first, pool.base).unwrap_or(0)
        }
    }

    /// Refuses everybody from the rank on that was let go last, when all reserved places are taken by better ranked ones:
    /// whoever comes after it can take none of them, and would be the next to go. False when that is not so.
    #[inline]
    fn bars(&mut self, number: usize, rank: u32) -> bool {
        let pool = &self.pools[number];
        let barred = pool.tight & pool.all_types != 0 && pool.users.worst <= rank;
        if barred {
            let front = &mut self.front[pool.leaf as usize];
            front.highest = front.highest.min(rank);
            front.lowest = front.lowest.min(rank);
        }
        barred
    }

    /// Refuses from a rank on whoever holds no other types; gives the sets of these types, as bits.
    #[inline]
    fn refuse_from(&mut self, number: usize, rank: u32) -> u32 {
        let pool = &self.pools[number];
        let class = self.class[(pool.base + rank) as usize] as usize;
        let start = (pool.leaf as usize) << self.kinds;
        let classes = 1 << pool.reserves.types.len();
        let front = &mut self.front[pool.leaf as usize];
        front.lowest = front.lowest.min(rank);
        let mut sets = 0;
        for (other, limit) in self.limit[start..start + classes].iter_mut().enumerate() {
            let no_more = other & !class == 0;
            *limit = if no_more { rank.min(*limit) } else { *limit };
            sets |= u32::from(no_more) << other;
        }
        sets
    }
}

impl Pool<'_> {
    fn total(&self) -> u32 {
        self.first.count + self.users.count + self.rest.count
    }

    #[inline]
    fn overfull(&self) -> bool {
        self.total() > self.capacity || self.rest.count > self.rest_places
    }

    /// Gives a reserved place; gives back who does not fit any more, possibly the newcomer.
    #[inline]
    fn reserve(
        &mut self,
        class: u32,
        rank: u32,
        slack: &mut [u32],
        users: &mut [u64],
        classes: &[u8],
    ) -> Option<u32> {
        let mut full = self.tight & supersets(class);
        if full == 0 {
            self.users.add(users, self.base, rank);
            self.sit(class, slack);
            return None;
        }
        let mut smallest = u32::MAX;
        while full != 0 {
            smallest &= full.trailing_zeros();
            full &= full - 1;
        }
        let mut worst = self.users.worst;
        for left in (0..self.users.count).rev() {
            if worst <= rank {
                break;
            }
            let own = u32::from(classes[(self.base + worst - 1) as usize]);
            if own & !smallest == 0 {
                self.users.remove(users, self.base, worst - 1);
                self.users.add(users, self.base, rank);
                if own != class {
                    self.stand(own, slack);
                    self.sit(class, slack);
                }
                return Some(worst - 1);
            }
            if left > 0 {
                worst = before(users, self.base + worst - 1) + 1 - self.base;
            }
        }
        Some(rank)
    }

    /// One of a class takes a reserved place.
    #[inline]
    fn sit(&mut self, class: u32, slack: &mut [u32]) {
        let above = supersets(class);
        let mut tight = 0;
        for (lanes, bits) in slack.as_chunks_mut::<LANES>().0.iter_mut().zip(&BITS) {
            for (slack, bit) in lanes.iter_mut().zip(bits) {
                *slack -= u32::from(above & bit != 0);
                tight |= if *slack == 0 { *bit } else { 0 };
            }
        }
        self.tight = tight;
    }

    /// One of a class leaves the reserved places.
    #[inline]
    fn stand(&mut self, class: u32, slack: &mut [u32]) {
        let above = supersets(class);
        for (lanes, bits) in slack.as_chunks_mut::<LANES>().0.iter_mut().zip(&BITS) {
            for (slack, bit) in lanes.iter_mut().zip(bits) {
                *slack += u32::from(above & bit != 0);
            }
        }
        // A set of which one stands up has room again.
        self.tight &= !above;
    }
}

/// How many numbers by set of types are changed together.
const LANES: usize = 4;

/// One bit for each set of types, by lanes.
const BITS: [[u32; LANES]; (1 << MOST_TYPES) / LANES] = {
    let mut bits = [[0; LANES]; (1 << MOST_TYPES) / LANES];
    let mut set = 0;
    while set < 1 << MOST_TYPES {
        bits[set / LANES][set % LANES] = 1 << set;
        set += 1;
    }
    bits
};

/// By class, the sets that hold every type of it, as bits.
const SUPERSETS: [u32; 1 << MOST_TYPES] = {
    let mut supersets = [0; 1 << MOST_TYPES];
    let mut class = 0;
    while class < 1 << MOST_TYPES {
        let mut set = class;
        while set < 1 << MOST_TYPES {
            if set & class == class {
                supersets[class] |= 1 << set;
            }
            set += 1;
        }
        class += 1;
    }
    supersets
};

/// The sets that hold every type of `class`, as bits.
#[inline]
fn supersets(class: u32) -> u32 {
    SUPERSETS[class as usize % SUPERSETS.len()]
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
mod tests;
