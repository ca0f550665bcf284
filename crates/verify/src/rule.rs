//! Whether an answer is within every rule, and whether any place would take somebody who prefers it.
//!
//! Each question "would this place take that person besides those it holds" is answered by letting the person in and
//! seeing who has to go.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};

use crate::market::{Cap, Market, Run, Way};

/// A member of a cap: a pool, or a cap inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Pool(usize),
    Cap(usize),
}

/// An answer laid out for checking.
pub struct State<'a> {
    pub(crate) market: &'a Market,
    pub(crate) placed: &'a [Option<usize>],
    /// Holders of each pool by rank.
    pub(crate) held: Vec<BTreeMap<usize, usize>>,
    /// Holders under each cap that orders people, by position.
    ordered: Vec<BTreeMap<usize, usize>>,
    used: Vec<usize>,
    parts: Vec<Vec<Part>>,
    /// Targets of parts.
    targets: Vec<Vec<usize>>,
    /// Caps above each pool, inner first, without those that may cross.
    above: Vec<Vec<usize>>,
}

impl<'a> State<'a> {
    /// Lays out an answer.
    #[must_use]
    pub fn new(market: &'a Market, placed: &'a [Option<usize>]) -> Self {
        let mut held = vec![BTreeMap::new(); market.pools.len()];
        for (person, pool) in placed.iter().enumerate() {
            if let Some(pool) = pool {
                held[*pool].insert(market.pools[*pool].rank[&person], person);
            }
        }
        let above: Vec<Vec<usize>> = (0..market.pools.len())
            .map(|pool| {
                (0..market.caps.len())
                    .filter(|&cap| market.caps[cap].pools.contains(&pool) && !market.crosses(cap))
                    .collect()
            })
            .collect();
        let mut state = Self {
            market,
            placed,
            held,
            ordered: vec![BTreeMap::new(); market.caps.len()],
            used: vec![0; market.caps.len()],
            parts: Vec::new(),
            targets: Vec::new(),
            above,
        };
        for (number, cap) in market.caps.iter().enumerate() {
            for (person, pool) in placed.iter().enumerate() {
                if pool.is_some_and(|pool| cap.pools.contains(&pool)) {
                    state.used[number] += 1;
                    if let Way::Order(order) = &cap.way {
                        state.ordered[number]
                            .insert(order.get(&person).copied().unwrap_or(usize::MAX), person);
                    }
                }
            }
            let (parts, targets) = state.arrange(number, cap);
            state.parts.push(parts);
            state.targets.push(targets);
        }
        state
    }

    /// Parts of a cap in their published order.
    fn arrange(&self, number: usize, cap: &Cap) -> (Vec<Part>, Vec<usize>) {
        let part_of = |pool: usize| {
            let inner =
                self.above[pool].iter().copied().take_while(|&other| other != number).last();
            inner.map_or(Part::Pool(pool), Part::Cap)
        };
        let mut parts: Vec<Part> = Vec::new();
        for pool in cap.members.iter().flat_map(|(_, pools)| pools) {
            let part = part_of(*pool);
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        let home = |name: &String| {
            let first = cap
                .members
                .iter()
                .find(|(member, _)| member == name)
                .and_then(|(_, pools)| pools.first());
            first.and_then(|&pool| parts.iter().position(|&part| part == part_of(pool)))
        };
        match &cap.way {
            Way::Order(_) => (parts, Vec::new()),
            Way::Targets(targets) => {
                let mut by_part = vec![0; parts.len()];
                for (name, target) in targets {
                    if let Some(at) = home(name) {
                        by_part[at] += target;
                    }
                }
                (parts, by_part)
            }
            Way::Members(names) => {
                let mut rank = vec![usize::MAX; parts.len()];
                for (position, name) in names.iter().enumerate() {
                    if let Some(at) = home(name) {
                        rank[at] = rank[at].min(position);
                    }
                }
                let mut order: Vec<usize> = (0..parts.len()).collect();
                order.sort_by_key(|&at| (rank[at], at));
                (order.into_iter().map(|at| parts[at]).collect(), Vec::new())
            }
        }
    }

    fn slotted(&self, pool: usize) -> Option<&[Run]> {
        self.market.runs.get(&self.market.pools[pool].programme).map(Vec::as_slice)
    }

    /// Whether every capacity, cap, reserve and slot can hold what it holds.
    ///
    /// # Errors
    /// The first that cannot.
    pub fn feasible(&self) -> Result<(), String> {
        for (at, pool) in
            self.market.pools.iter().enumerate().filter(|(at, _)| self.slotted(*at).is_none())
        {
            let ranks: Vec<usize> = self.held[at].keys().copied().collect();
            if self.fill(at, &ranks, None).len() != ranks.len() {
                return Err(format!("`{}` cannot hold its {} applicants", pool.name, ranks.len()));
            }
        }
        for (cap, used) in self.market.caps.iter().zip(&self.used) {
            if *used > cap.cap {
                return Err(format!("`{}` holds {used} with a cap of {}", cap.name, cap.cap));
            }
            if *used < cap.floor {
                return Err(format!("`{}` holds {used} with a floor of {}", cap.name, cap.floor));
            }
        }
        for (&programme, runs) in &self.market.runs {
            let offers = self.offers(programme);
            if self.fill_slots(programme, runs, &offers).len() != offers.len() {
                return Err(format!(
                    "the slots of `{}` cannot hold {} applicants",
                    self.market.programmes[programme],
                    offers.len()
                ));
            }
        }
        Ok(())
    }

    fn offers(&self, programme: usize) -> Vec<(usize, usize)> {
        let held = self
            .placed
            .iter()
            .enumerate()
            .filter_map(|(person, pool)| pool.map(|pool| (person, pool)));
        held.filter(|&(_, pool)| self.market.pools[pool].programme == programme).collect()
    }

    fn fill_slots(
        &self,
        programme: usize,
        runs: &[Run],
        offers: &[(usize, usize)],
    ) -> Vec<(usize, usize)> {
        let mut left = self.market.capacity[programme];
        let mut taken: Vec<(usize, usize)> = Vec::new();
        for run in runs {
            for _ in 0..run.places {
                let open = offers.iter().filter(|(person, pool)| {
                    run.pool.is_none_or(|own| own == *pool)
                        && taken.iter().all(|(other, _)| other != person)
                });
                let best = open
                    .filter_map(|&(person, pool)| {
                        let wish = self.market.asks[person].iter().position(|&ask| ask == pool);
                        run.position.get(&person).map(|&at| ((at, wish), (person, pool)))
                    })
                    .min();
                if let (Some((_, offer)), true) = (best, left > 0) {
                    taken.push(offer);
                    left -= 1;
                }
            }
        }
        taken
    }

    /// Ranks that a pool takes, in the order in which its places are filled; `extra` is the newcomer's person.
    fn fill(&self, pool: usize, ranks: &[usize], extra: Option<(usize, usize)>) -> Vec<usize> {
        let places = self.market.pools[pool].places;
        let Some(kept) = self.market.kept.get(&pool) else {
            return ranks.iter().copied().take(places).collect();
        };
        let person = |rank: usize| match extra {
            Some((own, person)) if own == rank => person,
            _ => self.held[pool][&rank],
        };
        let total: usize = kept.kinds.iter().map(|(_, places)| places).sum();
        let open = places.saturating_sub(total);
        let mut filled: Vec<usize> = Vec::new();
        let seat = |filled: &mut Vec<usize>, count: usize| {
            let next: Vec<usize> =
                ranks.iter().copied().filter(|rank| !filled.contains(rank)).take(count).collect();
            filled.extend(next);
        };
        if kept.open_first {
            seat(&mut filled, open);
        }
        let mut users: Vec<usize> = Vec::new();
        for &rank in ranks.iter().filter(|rank| !filled.contains(rank)) {
            users.push(rank);
            let types: Vec<&[String]> =
                users.iter().map(|&rank| self.market.types[person(rank)].as_slice()).collect();
            if !together(&kept.kinds, &types) {
                users.pop();
            }
        }
        filled.extend(users);
        if !kept.open_first {
            seat(&mut filled, open);
        }
        if !kept.hard {
            let left = places - filled.len();
            seat(&mut filled, left);
        }
        filled
    }

    /// People and pools that they prefer and that would take them.
    #[must_use]
    pub fn blocking(&self) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for (person, asks) in self.market.asks.iter().enumerate() {
            let better = asks.iter().take_while(|&&pool| self.placed[person] != Some(pool));
            found.extend(
                better.filter(|&&pool| self.takes(person, pool)).map(|&pool| (person, pool)),
            );
        }
        found
    }

    pub(crate) fn takes(&self, person: usize, pool: usize) -> bool {
        self.nested_takes(person, pool) && self.sets_take(person, pool)
    }

    /// Whether every set over the pool, of those that may cross, has room for the person, holds them already, or holds
    /// somebody who comes later in its order (Biró, Fleiner, Irving, Manlove 2010).
    fn sets_take(&self, person: usize, pool: usize) -> bool {
        self.market.caps.iter().enumerate().all(|(number, cap)| {
            let Way::Order(order) = &cap.way else { return true };
            let inside = self.placed[person].is_some_and(|own| cap.pools.contains(&own));
            if !self.market.crosses(number) || !cap.pools.contains(&pool) || inside {
                return true;
            }
            let own = order.get(&person).copied().unwrap_or(usize::MAX);
            let last = self.ordered[number].keys().next_back();
            self.used[number] < cap.cap || (cap.cap > 0 && last.is_some_and(|&last| own < last))
        })
    }

    fn nested_takes(&self, person: usize, pool: usize) -> bool {
        if let Some(runs) = self.slotted(pool) {
            let programme = self.market.pools[pool].programme;
            let mut offers = self.offers(programme);
            offers.push((person, pool));
            return self.fill_slots(programme, runs, &offers).contains(&(person, pool));
        }
        let rank = self.market.pools[pool].rank[&person];
        let places = self.market.pools[pool].places;
        if self.market.kept.contains_key(&pool) {
            let ranks = self.with(pool, rank);
            let filled = self.fill(pool, &ranks, Some((rank, person)));
            if filled.len() < ranks.len() {
                return filled.contains(&rank);
            }
        } else if self.held[pool].len() >= places {
            let class = &self.market.pools[pool].class;
            return self.held[pool].iter().next_back().is_some_and(|(&last, holder)| {
                if self.market.equals_keep() { class[&person] < class[holder] } else { rank < last }
            });
        }
        for (level, &number) in self.above[pool].iter().enumerate() {
            let cap = &self.market.caps[number];
            if let Way::Order(_) = cap.way
                && self.placed[person].is_some_and(|own| cap.pools.contains(&own))
            {
                return true;
            }
            if self.used[number] >= cap.cap {
                return !self.newcomer_goes(
                    Part::Cap(number),
                    person,
                    pool,
                    &self.above[pool][..level],
                );
            }
        }
        true
    }

    /// Caps that may have to let somebody go by an order of applicants: sets that may cross, and nested caps that can bind
    /// or lie under one that can.
    pub(crate) fn ordered_caps(&self) -> Vec<usize> {
        let gives_way = |number: usize| {
            let pools = &self.market.caps[number].pools;
            let over = |&other: &usize| pools.is_subset(&self.market.caps[other].pools);
            let nested = (number..self.market.caps.len()).filter(|&at| !self.market.crosses(at));
            nested.filter(over).any(|other| self.below(other) > self.market.caps[other].cap)
        };
        let ordered = (0..self.market.caps.len())
            .filter(|&number| matches!(self.market.caps[number].way, Way::Order(_)));
        ordered.filter(|&number| self.market.crosses(number) || gives_way(number)).collect()
    }

    /// How many the members of a nested cap can hold together.
    fn below(&self, number: usize) -> usize {
        let reach = |part: &Part| match part {
            Part::Pool(pool) => self.market.pools[*pool].places,
            Part::Cap(inner) => self.below(*inner).min(self.market.caps[*inner].cap),
        };
        self.parts[number].iter().map(reach).sum()
    }

    /// Positions of those under a cap that orders people, and of one of them.
    pub(crate) fn ordered(&self, number: usize) -> &BTreeMap<usize, usize> {
        &self.ordered[number]
    }

    fn with(&self, pool: usize, rank: usize) -> Vec<usize> {
        let mut ranks: Vec<usize> = self.held[pool].keys().copied().collect();
        ranks.push(rank);
        ranks.sort_unstable();
        ranks
    }

    /// Whether the newcomer is the one who goes when `part` must hold one less than with them.
    fn newcomer_goes(&self, part: Part, person: usize, pool: usize, path: &[usize]) -> bool {
        let rank = self.market.pools[pool].rank[&person];
        let number = match part {
            Part::Pool(_) => {
                let filled = self.fill(pool, &self.with(pool, rank), Some((rank, person)));
                return match self.market.kept.contains_key(&pool) {
                    true => !filled[..self.held[pool].len()].contains(&rank),
                    false => self.held[pool].keys().next_back().is_none_or(|&last| rank > last),
                };
            }
            Part::Cap(number) => number,
        };
        let next = path.split_last();
        let own = next.map_or(Part::Pool(pool), |(&inner, _)| Part::Cap(inner));
        let holds = |part: &Part| {
            let newcomer = usize::from(*part == own);
            newcomer
                + match part {
                    Part::Pool(pool) => self.held[*pool].len(),
                    Part::Cap(cap) => self.used[*cap],
                }
        };
        let parts = &self.parts[number];
        let goes = match &self.market.caps[number].way {
            Way::Order(order) => {
                let own = order.get(&person).copied().unwrap_or(usize::MAX);
                return self.ordered[number].keys().next_back().is_none_or(|&last| own > last);
            }
            Way::Members(_) => parts.iter().rev().find(|part| holds(part) > 0),
            Way::Targets(_) => {
                let filled = (0..parts.len()).filter(|&at| holds(&parts[at]) > 0);
                let excess = |at: &usize| {
                    (holds(&parts[*at]).saturating_sub(self.targets[number][*at]), *at)
                };
                filled.max_by_key(excess).map(|at| &parts[at])
            }
        };
        match goes {
            Some(part) if *part == own => {
                self.newcomer_goes(*part, person, pool, next.map_or(&[], |(_, rest)| rest))
            }
            Some(_) => false,
            None => true,
        }
    }

    /// Totals as the certificate states them.
    #[must_use]
    pub fn totals(&self) -> Value {
        json!({
            "applicants": self.market.people.len(),
            "placed": self.placed.iter().flatten().count(),
            "places": self.market.pools.iter().map(|pool| pool.places).sum::<usize>(),
            "pools": self.market.pools.len(),
        })
    }

    pub(crate) fn by_name(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.market.pools.len()).collect();
        order.sort_by(|&a, &b| self.market.pools[a].name.cmp(&self.market.pools[b].name));
        order
    }

    fn competitors(&self, pool: usize) -> usize {
        self.market.pools[pool].rank.len()
    }

    /// Figures of pools of three competitors and more, and how many pools are smaller.
    #[must_use]
    pub fn public_pools(&self) -> (Value, usize) {
        let (shown, small): (Vec<usize>, Vec<usize>) =
            self.by_name().into_iter().partition(|&pool| self.competitors(pool) >= 3);
        let figures = shown.into_iter().map(|pool| {
            json!({
                "place": self.market.pools[pool].name,
                "capacity": self.market.pools[pool].places,
                "competitors": self.competitors(pool),
                "used": self.held[pool].len(),
                "cutoff": self.held[pool].keys().next_back().map(|rank| rank + 1),
            })
        });
        (figures.collect(), small.len())
    }

    /// Cut-offs of pools as the sealed part states them.
    #[must_use]
    pub fn sealed_pools(&self) -> Value {
        let figures = self.by_name().into_iter().map(|pool| {
            let last = self.held[pool]
                .values()
                .next_back()
                .map(|&person| self.market.people[person].as_str());
            (
                self.market.pools[pool].name.clone(),
                json!({"used": self.held[pool].len(), "last": last}),
            )
        });
        Value::Object(figures.collect())
    }

    /// Cut-offs of caps as the sealed part states them.
    #[must_use]
    pub fn sealed_quotas(&self) -> Value {
        let figures = self.market.caps.iter().enumerate().map(|(number, cap)| {
            let last = self.ordered[number]
                .values()
                .next_back()
                .map(|&person| self.market.people[person].as_str());
            json!({"kind": cap.kind, "name": cap.name, "used": self.used[number], "last": last})
        });
        let mut figures: Vec<Value> = figures.collect();
        figures.sort_by_key(crate::canonical::canonical);
        Value::from(figures)
    }
}

/// Whether these holders of types can use the kept places together, each one place.
fn together(kinds: &[(String, usize)], types: &[&[String]]) -> bool {
    let mut user: HashMap<(usize, usize), usize> = HashMap::new();
    fn find(
        kinds: &[(String, usize)],
        types: &[&[String]],
        who: usize,
        seen: &mut Vec<(usize, usize)>,
        user: &mut HashMap<(usize, usize), usize>,
    ) -> bool {
        for (kind, (name, places)) in kinds.iter().enumerate() {
            if !types[who].contains(name) {
                continue;
            }
            for place in 0..*places {
                if seen.contains(&(kind, place)) {
                    continue;
                }
                seen.push((kind, place));
                let other = user.get(&(kind, place)).copied();
                if other.is_none_or(|other| find(kinds, types, other, seen, user)) {
                    user.insert((kind, place), who);
                    return true;
                }
            }
        }
        false
    }
    (0..types.len()).all(|who| find(kinds, types, who, &mut Vec::new(), &mut user))
}
