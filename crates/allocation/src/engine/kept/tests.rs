//! Pools with reserved places beside choosing anew among all.

use super::*;
use crate::synth::Random;

/// The pool alone in a market.
fn alone(reserves: &Reserves, capacity: u32) -> Flat {
    Flat {
        capacity: vec![capacity],
        leaf_start: vec![0, 40],
        candidates: (0..40).collect(),
        reserves: [(0, reserves.clone())].into(),
        ..Flat::default()
    }
}

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
        let flat = alone(&reserves, capacity);
        let mut kept = Kept::new(&flat);
        let mut ranks: Vec<u32> = (0..40).collect();
        let mut held = [false; 40];
        for at in (0..ranks.len()).rev() {
            ranks.swap(at, random.below(at as u64 + 1) as usize);
            let rank = ranks[at];
            let refused = kept.refuses(0, rank);
            match if refused { Taken::Refused } else { kept.offer(0, rank) } {
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
fn whoever_is_noted_in_rounds_and_offered_after_leaves_whom_choosing_among_all_would_take() {
    for seed in 0..4000 {
        let mut random = Random(seed);
        let (reserves, capacity) = pool(&mut random, 7);
        let flat = alone(&reserves, capacity);
        let mut kept = Kept::new(&flat);
        let mut ranks: Vec<u32> = (0..40).collect();
        for at in (1..ranks.len()).rev() {
            ranks.swap(at, random.below(at as u64 + 1) as usize);
        }
        let (mut held, mut met) = ([false; 40], Vec::new());
        let (first, second) = (random.below(30) as usize, random.below(10) as usize);
        for round in [&ranks[..first], &ranks[first..first + second], &ranks[first + second..]] {
            let mut gone = Vec::new();
            for &rank in round {
                met.push(rank);
                if kept.refuses(0, rank) {
                    continue;
                }
                if met.len() <= first + second {
                    held[rank as usize] = kept.note(0, rank, &mut gone) == Some(true);
                } else if let Taken::Instead(out) = kept.offer(0, rank) {
                    held[rank as usize] = true;
                    held[out as usize] = false;
                } else {
                    held[rank as usize] = kept_holds(&kept, rank);
                }
            }
            kept.settle(&mut gone);
            gone.iter().for_each(|&out| held[out as usize] = false);
            met.sort_unstable();
            let mut chosen: Vec<u32> =
                reserves.choose(&met, capacity).iter().map(|&(rank, _)| rank).collect();
            chosen.sort_unstable();
            let own: Vec<u32> = (0..40).filter(|&rank| held[rank as usize]).collect();
            assert_eq!(own, chosen, "seed {seed} {reserves:?} capacity {capacity}");
        }
    }
}

fn kept_holds(kept: &Kept<'_>, rank: u32) -> bool {
    let staged = [&kept.first, &kept.users, &kept.rest];
    let anew = kept.pools[0].anew.as_ref().is_some_and(|held| held.contains(&rank));
    anew || staged.iter().any(|bits| bits[(rank / 64) as usize] >> (rank % 64) & 1 == 1)
}

#[test]
fn whoever_filled_the_last_place_gives_way_first() {
    for seed in 0..2000 {
        let mut random = Random(seed);
        let (reserves, capacity) = pool(&mut random, 7);
        let flat = alone(&reserves, capacity);
        let mut kept = Kept::new(&flat);
        for rank in 0..40 {
            if !kept.refuses(0, rank) {
                kept.offer(0, rank);
            }
        }
        let all: Vec<u32> = (0..40).collect();
        for (rank, _) in reserves.choose(&all, capacity).into_iter().rev() {
            assert_eq!(kept.give_way(0), rank, "seed {seed} {reserves:?} capacity {capacity}");
        }
    }
}
