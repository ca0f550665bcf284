//! Places kept for types of applicants.
//!
//! Reserved first is the minimum guarantee: the reserved places go, by merit, to the largest set of applicants that can
//! use them together (the meritorious horizontal rule of Sönmez, Yenmez 2022), and the rest of the places go by merit.
//! Open first is over and above: open places go by merit to all, and only then are reserved places filled.
//! That the order changes who is seated is the point of Dur, Kominers, Pathak, Sönmez 2018.

/// Reserved places of one leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reserves {
    /// Name and number of places of each type.
    pub types: Vec<(String, u32)>,
    /// Whether reserved places stay empty when nobody of the type takes them.
    pub hard: bool,
    /// Whether open places are filled before reserved ones.
    pub open_first: bool,
    /// For each candidate of the leaf by rank, the types they hold as bits.
    pub holds: Vec<u32>,
}

/// How a seat was filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seat {
    /// By merit among all.
    Open,
    /// As one of the reserved places.
    Reserved,
}

impl Reserves {
    /// Who of `ranks` (ascending) is taken into `capacity` places, in the order in which places are filled.
    ///
    /// When a cap above leaves fewer places than were filled, the last filled give way first.
    #[must_use]
    pub fn choose(&self, ranks: &[u32], capacity: u32) -> Vec<(u32, Seat)> {
        let capacity = capacity as usize;
        let kept: usize =
            self.types.iter().map(|(_, places)| *places as usize).sum::<usize>().min(capacity);
        let mut taken = vec![false; ranks.len()];
        let mut chosen = Vec::with_capacity(capacity.min(ranks.len()));
        let open = capacity - kept;
        if self.open_first {
            self.by_merit(ranks, open, &mut taken, &mut chosen);
            self.reserved(ranks, &mut taken, &mut chosen, capacity);
        } else {
            self.reserved(ranks, &mut taken, &mut chosen, capacity);
            self.by_merit(ranks, open, &mut taken, &mut chosen);
        }
        if !self.hard {
            let left = capacity - chosen.len();
            self.by_merit(ranks, left, &mut taken, &mut chosen);
        }
        chosen
    }

    /// How many places of each type are used when `ranks` (ascending) fill the pool.
    #[must_use]
    pub fn used(&self, ranks: &[u32], capacity: u32) -> Vec<u32> {
        let capacity = capacity as usize;
        let kept: usize = self.types.iter().map(|(_, places)| *places as usize).sum();
        let (mut taken, mut chosen) = (vec![false; ranks.len()], Vec::new());
        if self.open_first {
            let open = capacity.saturating_sub(kept);
            self.by_merit(ranks, open, &mut taken, &mut chosen);
        }
        let users = self.reserved(ranks, &mut taken, &mut chosen, capacity);
        users.iter().map(|users| users.len() as u32).collect()
    }

    fn by_merit(
        &self,
        ranks: &[u32],
        places: usize,
        taken: &mut [bool],
        chosen: &mut Vec<(u32, Seat)>,
    ) {
        let mut left = places;
        for (at, &rank) in ranks.iter().enumerate() {
            if left == 0 {
                break;
            }
            if !taken[at] {
                taken[at] = true;
                chosen.push((rank, Seat::Open));
                left -= 1;
            }
        }
    }

    /// Greedy by merit over sets that can use reserved places together, by augmenting paths over types; gives the users
    /// of each type's places.
    fn reserved(
        &self,
        ranks: &[u32],
        taken: &mut [bool],
        chosen: &mut Vec<(u32, Seat)>,
        capacity: usize,
    ) -> Vec<Vec<u32>> {
        let mut users: Vec<Vec<u32>> = vec![Vec::new(); self.types.len()];
        for (at, &rank) in ranks.iter().enumerate() {
            if chosen.len() >= capacity {
                break;
            }
            if taken[at] || self.holds[rank as usize] == 0 {
                continue;
            }
            let mut seen = 0u32;
            if self.augment(rank, &mut users, &mut seen) {
                taken[at] = true;
                chosen.push((rank, Seat::Reserved));
            }
        }
        users
    }

    fn augment(&self, rank: u32, users: &mut [Vec<u32>], seen: &mut u32) -> bool {
        let holds = self.holds[rank as usize];
        for kind in 0..self.types.len() {
            if holds & (1 << kind) == 0 || *seen & (1 << kind) != 0 {
                continue;
            }
            *seen |= 1 << kind;
            if users[kind].len() < self.types[kind].1 as usize {
                users[kind].push(rank);
                return true;
            }
            for at in 0..users[kind].len() {
                let other = users[kind][at];
                if self.augment(other, users, seen) {
                    users[kind][at] = rank;
                    return true;
                }
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_types(open_first: bool, hard: bool) -> Reserves {
        let types = vec![("woman".to_owned(), 1), ("rural".to_owned(), 1)];
        Reserves { types, hard, open_first, holds: vec![0, 0b11, 0, 0b01, 0b10] }
    }

    #[test]
    fn one_person_with_two_types_leaves_the_other_reserve_to_the_next() {
        let ranks: Vec<u32> =
            two_types(false, false).choose(&[0, 1, 2, 3, 4], 2).iter().map(|c| c.0).collect();
        assert_eq!(ranks, [1, 3], "rank 1 serves as rural, so that rank 3 can serve as woman");
    }

    #[test]
    fn open_first_seats_more_of_the_type_than_the_minimum_guarantee() {
        let all = [0, 1, 2, 3, 4];
        let seated = |reserves: Reserves| {
            let mut ranks: Vec<u32> = reserves.choose(&all, 4).iter().map(|c| c.0).collect();
            ranks.sort_unstable();
            ranks
        };
        assert_eq!(seated(two_types(true, false)), [0, 1, 3, 4]);
        assert_eq!(seated(two_types(false, false)), [0, 1, 2, 3]);
    }

    #[test]
    fn hard_places_stay_empty_and_soft_ones_do_not() {
        let few = [0, 2];
        assert_eq!(two_types(false, true).choose(&few, 2).len(), 0);
        assert_eq!(two_types(false, false).choose(&few, 2).len(), 2);
    }
}
