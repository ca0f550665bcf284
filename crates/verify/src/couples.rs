//! Couples: their joint lists, and which couples and singles block an answer.
//!
//! A programme takes both members of a couple when it has two places left; or one place, and it prefers at least one of
//! them to somebody it holds; or none, and it prefers each of them to a different one (Manlove, McBride, Trimble 2017).
//! A cap or lead that goes by an order takes them in the same way by that order, besides their programmes.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};

use crate::market::{Market, Way};
use crate::rule::State;

/// A couple and the pairs of pools it asks for, best first.
#[derive(Debug, Clone)]
pub struct Couple {
    /// The two applicants.
    pub members: [usize; 2],
    /// A pool for each, or none for one of them.
    pub prefs: Vec<[Option<usize>; 2]>,
}

impl Market {
    pub(crate) fn read_couples(
        &mut self,
        couples: &Value,
        who: &HashMap<String, usize>,
    ) -> Result<(), String> {
        for couple in couples.as_array().into_iter().flatten() {
            let member = |at: usize| {
                let id = couple["members"][at].as_str().unwrap_or_default();
                who.get(id).copied().ok_or_else(|| format!("`{id}` is not an applicant"))
            };
            let place = |entry: &Value| match entry.as_str() {
                None => Ok(None),
                Some(name) => match self.pools_of(name).as_slice() {
                    [pool] => Ok(Some(*pool)),
                    _ => Err(format!("`{name}` is not one place")),
                },
            };
            let pairs = couple["prefs"].as_array().into_iter().flatten();
            let prefs = pairs.map(|pair| Ok([place(&pair[0])?, place(&pair[1])?]));
            let prefs = prefs.collect::<Result<_, String>>()?;
            self.couples.push(Couple { members: [member(0)?, member(1)?], prefs });
        }
        Ok(())
    }

    /// Pools that a person asks for as a member of a couple, in the order of first mention.
    pub(crate) fn joint_places(&self, person: usize) -> Vec<usize> {
        let mut pools = Vec::new();
        for couple in &self.couples {
            for at in (0..2).filter(|&at| couple.members[at] == person) {
                pools.extend(couple.prefs.iter().filter_map(|pair| pair[at]));
            }
        }
        pools
    }
}

impl State<'_> {
    /// Whether every couple has nothing or a pair of its list.
    ///
    /// # Errors
    /// The first that has something else.
    pub fn joined(&self) -> Result<(), String> {
        for Couple { members, prefs } in &self.market.couples {
            let now = members.map(|who| self.placed[who]);
            if now != [None, None] && !prefs.contains(&now) {
                let [first, second] = members.map(|who| &self.market.people[who]);
                return Err(format!("`{first}` and `{second}` have not asked for this pair"));
            }
        }
        Ok(())
    }

    /// Couples and singles who would be taken where they would rather be, each with the best such place or pair.
    #[must_use]
    pub fn blocking_units(&self) -> Vec<Value> {
        let people = self.market.people.len();
        let mut single = vec![true; people];
        let mut found = Vec::new();
        for Couple { members, prefs } in &self.market.couples {
            members.iter().for_each(|&who| single[who] = false);
            let now = members.map(|who| self.placed[who]);
            let accepted = |pair: &&[Option<usize>; 2]| {
                let known = |(&who, pool): (&usize, &Option<usize>)| {
                    pool.is_none_or(|pool| self.market.pools[pool].rank.contains_key(&who))
                };
                **pair != [None, None] && members.iter().zip(*pair).all(known)
            };
            let better = prefs.iter().filter(accepted).take_while(|pair| **pair != now);
            let best = better.into_iter().find(|pair| self.takes_unit(members, *pair));
            found.extend(best.map(|pair| self.unit(members, pair)));
        }
        for who in (0..people).filter(|&who| single[who]) {
            let asks = &self.market.asks[who];
            let better = asks.iter().take_while(|&&pool| self.placed[who] != Some(pool));
            let best =
                better.map(|&pool| [Some(pool)]).find(|place| self.takes_unit(&[who], place));
            found.extend(best.map(|place| self.unit(&[who], &place)));
        }
        found
    }

    fn unit(&self, members: &[usize], places: &[Option<usize>]) -> Value {
        let ids: Vec<&str> = members.iter().map(|&who| self.market.people[who].as_str()).collect();
        let name = |pool: &Option<usize>| pool.map(|pool| self.market.pools[pool].name.as_str());
        json!({"applicants": ids, "places": places.iter().map(name).collect::<Vec<_>>()})
    }

    /// Whether these people would be taken at these pools together, by the pools and by every cap that orders applicants.
    fn takes_unit(&self, members: &[usize], places: &[Option<usize>]) -> bool {
        let market = self.market;
        let room = |limit: usize,
                    held: &BTreeMap<usize, usize>,
                    rank: &HashMap<usize, usize>,
                    inside: &dyn Fn(usize) -> bool| {
            let wanted = members.iter().zip(places);
            let wanted = wanted.filter(|(_, pool)| pool.is_some_and(inside)).map(|(&who, _)| who);
            let (stay, come): (Vec<usize>, Vec<usize>) =
                wanted.partition(|&who| self.placed[who].is_some_and(inside));
            let at = |who: &usize| rank.get(who).copied().unwrap_or(usize::MAX);
            let mut come: Vec<usize> = come.iter().map(at).collect();
            come.sort_unstable();
            let holders = held.iter().filter(|(_, who)| !members.contains(who));
            let others: Vec<usize> = holders.map(|(&rank, _)| rank).rev().collect();
            let free = limit.saturating_sub(others.len() + stay.len());
            match (come.len().saturating_sub(free), come.as_slice(), others.as_slice()) {
                (0, ..) => true,
                (1, [best, ..], [worst, ..]) => best < worst,
                (2, [first, second], [worst, next, ..]) => first < next && second < worst,
                _ => false,
            }
        };
        let pools = places.iter().flatten().all(|&pool| {
            let own = &market.pools[pool];
            room(own.places, &self.held[pool], &own.rank, &|other| other == pool)
        });
        pools
            && self.ordered_caps().into_iter().all(|number| {
                let cap = &market.caps[number];
                let Way::Order(order) = &cap.way else { return true };
                room(cap.cap, self.ordered(number), order, &|pool| cap.pools.contains(&pool))
            })
    }
}
