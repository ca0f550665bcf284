//! Made-up markets from a seed, the same on every machine: uniform or with popular programmes.

use crate::flat::{Flat, Rows, Sides, join};
use crate::names::Names;
use crate::problem::Problems;

/// What to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Number of applicants.
    pub applicants: u32,
    /// Number of programmes.
    pub programmes: u32,
    /// Shortest list.
    pub shortest: u32,
    /// Longest list.
    pub longest: u32,
    /// Whether programme j has weight 1/(j+1)^0.8, rounded to whole numbers, and programmes share half of a score.
    pub skewed: bool,
    /// Seed.
    pub seed: u64,
}

/// splitmix64.
#[derive(Debug, Clone)]
pub struct Random(pub u64);

impl Random {
    /// The next number drawn.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `limit`, which must not be zero.
    pub fn below(&mut self, limit: u64) -> u64 {
        ((u128::from(self.draw()) * u128::from(limit)) >> 64) as u64
    }
}

/// Both sides of a made-up market and the capacities.
#[must_use]
pub fn sides(plan: &Plan) -> (Sides, Vec<u32>) {
    let mut random = Random(plan.seed);
    let programmes = plan.programmes.max(1);
    let weights = cumulative(programmes, plan.skewed);
    let total = weights.last().copied().unwrap_or(1);
    let mut asks = Rows::new();
    let mut askers: Vec<Vec<u32>> = vec![Vec::new(); programmes as usize];
    let mut own: Vec<u32> = Vec::new();
    for applicant in 0..plan.applicants {
        let longest = plan.longest.min(programmes);
        let shortest = plan.shortest.min(longest);
        let length = shortest + random.below(u64::from(longest - shortest) + 1) as u32;
        own.clear();
        while own.len() < length as usize {
            let drawn = random.below(total);
            let programme = weights.partition_point(|&sum| sum <= drawn) as u32;
            if !own.contains(&programme) {
                own.push(programme);
            }
        }
        for &programme in &own {
            asks.item.push(programme);
            askers[programme as usize].push(applicant);
        }
        asks.close();
    }
    let common: Vec<u64> = (0..plan.applicants).map(|_| random.draw() >> 33).collect();
    let mut accepts = Rows::new();
    for list in &mut askers {
        let mut keyed: Vec<(u64, u32)> = list
            .iter()
            .map(|&who| {
                (if plan.skewed { common[who as usize] } else { 0 } + (random.draw() >> 33), who)
            })
            .collect();
        keyed.sort_unstable();
        accepts.item.extend(keyed.into_iter().map(|(_, who)| who));
        accepts.close();
    }
    let mean = u64::from(plan.applicants) * 95;
    let capacity = (0..programmes)
        .map(|_| {
            let per_mille = 500 + random.below(1001);
            (mean * per_mille).div_ceil(u64::from(programmes) * 100_000) as u32
        })
        .collect();
    (Sides { asks, listed: Vec::new(), accepts }, capacity)
}

/// Running sums of weights; 1/(j+1)^0.8 is kept as a whole number by an integer root.
fn cumulative(programmes: u32, skewed: bool) -> Vec<u64> {
    let mut sum = 0;
    (0..u64::from(programmes))
        .map(|at| {
            sum +=
                if skewed { (1u64 << 40) / fifth_root_of_fourth_power((at + 1) * 1024) } else { 1 };
            sum
        })
        .collect()
}

/// The whole part of n^(4/5), at least one.
fn fifth_root_of_fourth_power(n: u64) -> u64 {
    let target = u128::from(n).pow(4);
    let (mut low, mut high) = (1u128, u128::from(n));
    while low < high {
        let middle = (low + high).div_ceil(2);
        if middle.checked_pow(5).is_some_and(|power| power <= target) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    low as u64
}

/// A made-up market in flat form; applicants are `a0`, `a1`, …, programmes `p0`, `p1`, ….
///
/// # Errors
/// When it would have 2³² entries or more.
pub fn flat(plan: &Plan) -> Result<Flat, Problems> {
    let (sides, capacity) = sides(plan);
    let mut flat = Flat {
        applicants: names('a', plan.applicants),
        places: names('p', capacity.len() as u32),
        capacity,
        ..Flat::default()
    };
    join(&sides, &mut flat)?;
    Ok(flat)
}

/// Names made of a letter and a number.
#[must_use]
pub fn names(letter: char, count: u32) -> Names {
    let mut names = Names::new();
    for number in 0..count {
        if names.push(&format!("{letter}{number}")).is_none() {
            break;
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_market_and_another_seed_another() {
        let plan =
            Plan { applicants: 50, programmes: 7, shortest: 2, longest: 5, skewed: true, seed: 1 };
        assert_eq!(sides(&plan), sides(&plan));
        assert_ne!(sides(&plan), sides(&Plan { seed: 2, ..plan }));
    }

    #[test]
    fn roots_are_exact() {
        assert_eq!(
            [1, 2, 32, 33, 243, 1024].map(fifth_root_of_fourth_power),
            [1, 1, 16, 16, 81, 256]
        );
    }
}
