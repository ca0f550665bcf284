//! What a certificate says about places that would take somebody who prefers them.
//!
//! Under most rules there is no such place. With couples, lower quotas that close or fill, and quotas that cross, an
//! answer without one need not exist: there the certificate states each, and it is checked that these and no others
//! are there. Under extended seats it states the places that are wasted, and the answer must be stable when each programme
//! is taken apart into regular and extended places.

use serde_json::{Value, json};

use crate::canonical::canonical;
use crate::market::{Cap, Market, Pool, Way};
use crate::rule::State;

/// What was found in an answer.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Applicants with the places at which they would be taken, in canonical order.
    pub blocking: Vec<Value>,
    /// Closed programmes that enough applicants would rather have to open them; null where none may close.
    pub closed: Value,
}

impl Finding {
    /// Whether no place would take anybody who prefers it and none is closed that enough want.
    #[must_use]
    pub fn stable(&self) -> bool {
        self.blocking.is_empty() && self.closed.as_array().is_none_or(Vec::is_empty)
    }
}

impl Market {
    /// Whether answers are allowed in which a place would take somebody who prefers it, as long as each is stated.
    #[must_use]
    pub fn states_blocking(&self) -> bool {
        !self.couples.is_empty() || !self.lower.is_empty() || self.crossing
    }

    /// Whether a programme below its lower quota closes.
    fn closes(&self) -> bool {
        !self.lower.is_empty() && self.lower_rule == "close-or-fill-exact"
    }

    /// Whether every lower quota is met by extended seats.
    #[must_use]
    pub fn extends(&self) -> bool {
        !self.lower.is_empty() && !self.closes()
    }

    /// Whether this cap may cross others.
    pub(crate) fn crosses(&self, cap: usize) -> bool {
        self.crossing && self.caps[cap].kind != "programme"
    }
}

impl State<'_> {
    /// What is to be said about an answer.
    #[must_use]
    pub fn finding(&self) -> Finding {
        let market = self.market;
        let mut closed = Value::Null;
        let mut blocking = if market.couples.is_empty() {
            let pairs = self.blocking().into_iter().filter(|&(_, pool)| !self.shut(pool));
            pairs
                .map(|(who, pool)| {
                    json!({"applicants": [market.people[who]], "places": [market.pools[pool].name]})
                })
                .collect()
        } else {
            self.blocking_units()
        };
        blocking.sort_by_key(canonical);
        if market.closes() {
            closed = Value::from(self.closed_with_enough());
        }
        Finding { blocking, closed }
    }

    /// Whether a programme is closed: nobody is there and it needs several.
    fn shut(&self, pool: usize) -> bool {
        self.market.closes() && self.held[pool].is_empty() && self.market.lower[pool] > 0
    }

    /// Closed programmes with at least as many applicants who would rather be there, and whom the programme and every cap
    /// above it would take one at a time, as their lower quota.
    fn closed_with_enough(&self) -> Vec<Value> {
        let mut wanting = vec![0usize; self.market.pools.len()];
        for (who, (asks, own)) in self.market.asks.iter().zip(self.placed).enumerate() {
            for &pool in asks.iter().take_while(|&&pool| *own != Some(pool)) {
                wanting[pool] += usize::from(self.shut(pool) && self.takes(who, pool));
            }
        }
        let pools = self.by_name().into_iter();
        let enough = pools.filter(|&pool| {
            let Pool { places, .. } = self.market.pools[pool];
            self.shut(pool) && places > 0 && wanting[pool] >= self.market.lower[pool]
        });
        let say = |pool: usize| json!({"place": self.market.pools[pool].name, "wanted_by": wanting[pool]});
        enough.map(say).collect()
    }

    /// Whether every programme has what its lower quota asks for.
    ///
    /// # Errors
    /// The first that has not.
    pub fn filled(&self) -> Result<(), String> {
        for (pool, &lower) in self.market.lower.iter().enumerate() {
            let held = self.held[pool].len();
            if held < lower && !(self.market.closes() && held == 0) {
                let name = &self.market.pools[pool].name;
                return Err(format!("`{name}` holds {held} with a lower quota of {lower}"));
            }
        }
        Ok(())
    }

    /// Under extended seats: whether nobody would be taken at a regular or an extended place that they prefer.
    ///
    /// The best ranked holders of a programme, as many as its lower quota, have its regular places; all extended places
    /// together take as many as there are applicants beyond all lower quotas, and the places that come last in the byte
    /// order of names give way first (Fragiadakis, Iwasaki, Troyan, Ueda, Yokoo 2016).
    ///
    /// # Errors
    /// Who would be taken where.
    pub fn extended(&self) -> Result<(), String> {
        let market = self.market;
        if !market.extends() {
            return Ok(());
        }
        let mut double = market.clone();
        double.lower.clear();
        double.pools.clear();
        for (pool, &lower) in market.pools.iter().zip(&market.lower) {
            let regular = lower.min(pool.places);
            for (name, places) in [("regular", regular), ("extended", pool.places - regular)] {
                let name = format!("{} ({name})", pool.name);
                double.pools.push(Pool { name, places, ..pool.clone() });
            }
        }
        for asks in &mut double.asks {
            *asks = asks.iter().flat_map(|&pool| [2 * pool, 2 * pool + 1]).collect();
        }
        let order = self.by_name();
        let names: Vec<String> =
            order.iter().map(|&pool| market.pools[pool].name.clone()).collect();
        let needed: usize = market.lower.iter().sum();
        double.caps.push(Cap {
            kind: "quota",
            name: "extended places".to_owned(),
            cap: market.people.len().saturating_sub(needed),
            floor: 0,
            members: names
                .iter()
                .cloned()
                .zip(order.iter().map(|pool| vec![2 * pool + 1]))
                .collect(),
            pools: order.iter().map(|pool| 2 * pool + 1).collect(),
            way: Way::Members(names),
            depth: 0,
        });
        let mut placed = vec![None; self.placed.len()];
        for (pool, held) in self.held.iter().enumerate() {
            for (position, &who) in held.values().enumerate() {
                let extended = position >= market.lower[pool].min(market.pools[pool].places);
                placed[who] = Some(2 * pool + usize::from(extended));
            }
        }
        let state = State::new(&double, &placed);
        state.feasible()?;
        match state.blocking().first() {
            None => Ok(()),
            Some(&(who, pool)) => Err(format!(
                "`{}` would be taken at `{}`",
                market.people[who], double.pools[pool].name
            )),
        }
    }
}
