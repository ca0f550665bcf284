//! Who of a pool with reserved places goes when it holds one too many, without choosing anew among all.
//!
//! Under the minimum guarantee the one who goes is the worst ranked holder whom the reserved places do not need. How many
//! of a set of holders the reserved places can seat together is min over sets T of types of
//! places(T) + holders with a type outside T (Kőnig 1931), so that counts by set of types are enough: going up from
//! the worst, a holder is needed exactly when the count without them and all worse ones is smaller.

use crate::engine::plain::Holders;
use crate::reserve::Reserves;

/// Types up to which counts by set of types are kept.
const MOST_TYPES: usize = 5;

/// Counts of one pool with reserved places.
pub(crate) struct Kept<'a> {
    pub(crate) reserves: &'a Reserves,
    capacity: u32,
    /// Reserved places of each set of types.
    places: Vec<u32>,
    /// Holders all of whose types lie in each set.
    within: Vec<u32>,
    open: u32,
}

impl<'a> Kept<'a> {
    pub(crate) fn new(reserves: &'a Reserves, capacity: u32) -> Self {
        let sets = if reserves.open_first || reserves.types.len() > MOST_TYPES {
            0
        } else {
            1 << reserves.types.len()
        };
        let places = (0..sets)
            .map(|set: u32| {
                let inside =
                    reserves.types.iter().enumerate().filter(|(kind, _)| set & (1 << kind) != 0);
                inside.map(|(_, (_, places))| *places).sum()
            })
            .collect();
        let kept: u32 = reserves.types.iter().map(|(_, places)| *places).sum();
        Self {
            reserves,
            capacity,
            places,
            within: vec![0; sets as usize],
            open: capacity.saturating_sub(kept),
        }
    }

    pub(crate) fn added(&mut self, rank: u32) {
        let own = self.reserves.holds[rank as usize] as usize;
        for (set, count) in self.within.iter_mut().enumerate() {
            *count += u32::from(own & !set == 0);
        }
    }

    pub(crate) fn removed(&mut self, rank: u32) {
        let own = self.reserves.holds[rank as usize] as usize;
        for (set, count) in self.within.iter_mut().enumerate() {
            *count -= u32::from(own & !set == 0);
        }
    }

    /// How many of `total` holders with these counts the reserved places can seat together.
    fn seated(&self, total: u32, within: &[u32]) -> u32 {
        self.places
            .iter()
            .zip(within)
            .map(|(places, inside)| places + total - inside)
            .min()
            .unwrap_or(0)
    }

    /// Who goes because the pool holds more than its rule allows.
    pub(crate) fn overflow(&self, holders: &Holders, leaf: u32) -> Option<u32> {
        let total = holders.count(leaf);
        if !self.reserves.hard && total <= self.capacity {
            return None;
        }
        if self.places.is_empty() {
            let held = held(holders, leaf);
            let chosen = self.reserves.choose(&held, self.capacity);
            return held
                .iter()
                .rev()
                .copied()
                .find(|rank| chosen.iter().all(|(taken, _)| taken != rank));
        }
        if self.reserves.hard && total <= self.seated(total, &self.within) + self.open {
            return None;
        }
        Some(self.last(holders, leaf))
    }

    /// Who filled the last place.
    pub(crate) fn last(&self, holders: &Holders, leaf: u32) -> u32 {
        if self.places.is_empty() {
            let chosen = self.reserves.choose(&held(holders, leaf), self.capacity);
            return chosen.last().map_or(0, |&(rank, _)| rank);
        }
        let mut buffer = [0u32; 1 << MOST_TYPES];
        let within = &mut buffer[..self.within.len()];
        within.copy_from_slice(&self.within);
        let mut total = holders.count(leaf);
        let worst = holders.worst(leaf);
        let mut rank = worst;
        let mut with = self.seated(total, within);
        loop {
            let own = self.reserves.holds[rank as usize] as usize;
            if own == 0 {
                return rank;
            }
            for (set, count) in within.iter_mut().enumerate() {
                *count -= u32::from(own & !set == 0);
            }
            total -= 1;
            let without = self.seated(total, within);
            if without == with {
                return rank;
            }
            with = without;
            match holders.better(leaf, rank) {
                Some(next) => rank = next,
                None => return worst,
            }
        }
    }
}

fn held(holders: &Holders, leaf: u32) -> Vec<u32> {
    let mut held = Vec::with_capacity(holders.count(leaf) as usize);
    let mut rank = (holders.count(leaf) > 0).then(|| holders.worst(leaf));
    while let Some(at) = rank {
        held.push(at);
        rank = holders.better(leaf, at);
    }
    held.reverse();
    held
}
