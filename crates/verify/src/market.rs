//! A market as the verifier understands it, read from the public form alone.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::{Map, Value, json};

use crate::canonical::canonical;
use crate::couples::Couple;
use crate::draw::{self, Draw};
use crate::rows::Rows;
use crate::tables::{Files, whole};

/// A pool of places.
#[derive(Debug, Clone)]
pub struct Pool {
    /// `programme` or `programme:line`.
    pub name: String,
    /// Its programme.
    pub programme: usize,
    /// Places.
    pub places: usize,
    /// Rank of each competitor, from 0; filled after ties are settled.
    pub rank: HashMap<usize, usize>,
    /// Class of equals of each competitor, from 0.
    pub class: HashMap<usize, usize>,
    /// Under top trading cycles everybody whom it ranks, best first, whether they ask or not.
    pub points: Vec<usize>,
}

/// Reserved places of a pool.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Type and places.
    pub kinds: Vec<(String, usize)>,
    /// Whether they stay empty otherwise.
    pub hard: bool,
    /// Whether open places come first.
    pub open_first: bool,
}

/// A run of slots of a programme.
#[derive(Debug, Clone)]
pub struct Run {
    /// The pool it belongs to, or any of the programme.
    pub pool: Option<usize>,
    /// Places.
    pub places: usize,
    /// Position of each acceptable applicant.
    pub position: HashMap<usize, usize>,
}

/// Who gives way under a cap.
#[derive(Debug, Clone)]
pub enum Way {
    /// The last in this order; position by person.
    Order(HashMap<usize, usize>),
    /// By places above target; targets by member.
    Targets(BTreeMap<String, usize>),
    /// By members, the first keeps longest.
    Members(Vec<String>),
}

/// A cap.
#[derive(Debug, Clone)]
pub struct Cap {
    /// `programme`, `lead` or `quota`.
    pub kind: &'static str,
    /// Name.
    pub name: String,
    /// The most.
    pub cap: usize,
    /// The fewest.
    pub floor: usize,
    /// Members with their pools.
    pub members: Vec<(String, Vec<usize>)>,
    /// Pools below.
    pub pools: HashSet<usize>,
    /// Who gives way.
    pub way: Way,
    pub(crate) depth: usize,
}

/// A market.
#[derive(Debug, Clone)]
pub struct Market {
    /// Ids of applicants in byte order.
    pub people: Vec<String>,
    /// Their types.
    pub types: Vec<Vec<String>>,
    /// Pools asked for by each, best first.
    pub asks: Vec<Vec<usize>>,
    /// All pools.
    pub pools: Vec<Pool>,
    /// Ids of programmes in byte order.
    pub programmes: Vec<String>,
    /// Capacity of each programme.
    pub capacity: Vec<usize>,
    /// Reserved places by pool.
    pub kept: HashMap<usize, Kept>,
    /// Slots by programme.
    pub runs: HashMap<usize, Vec<Run>>,
    /// Caps; inner ones before outer ones.
    pub caps: Vec<Cap>,
    /// The published order.
    pub order: Vec<usize>,
    /// Who owns a place of which pool.
    pub owns: HashMap<usize, usize>,
    /// Couples with their joint lists.
    pub couples: Vec<Couple>,
    /// Lower quota of each pool; empty when there are none.
    pub lower: Vec<usize>,
    /// The mechanism.
    pub mechanism: String,
    pub(crate) couple_rule: String,
    pub(crate) lower_rule: String,
    /// Whether quotas may cross, so that each is a set of its own with its order.
    pub(crate) crossing: bool,
    ties: String,
    proposing: String,
    draw: Draw,
}

pub(crate) type Groups = Vec<Vec<usize>>;

pub(crate) fn ids(value: &Value) -> Vec<Vec<String>> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
    items
        .iter()
        .map(|item| match item {
            Value::Array(equals) => equals.iter().map(text).collect(),
            one => vec![text(one)],
        })
        .collect()
}

pub(crate) fn number(value: &Value) -> Option<usize> {
    match value {
        Value::String(text) => whole(text),
        other => other.as_u64().and_then(|value| usize::try_from(value).ok()),
    }
}

/// A decimal as sign, whole part and fraction that compare like the number.
pub(crate) fn decimal(value: &Value) -> Option<i128> {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let (sign, digits) = text.strip_prefix('-').map_or((1, text.as_str()), |digits| (-1, digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() || whole.len() > 18 || fraction.len() > 18 {
        return None;
    }
    format!("{whole}{fraction:0<18}").parse::<i128>().ok().map(|value| sign * value)
}

impl Market {
    /// Reads a market; `input` is its hash, `origin` what turned up for the draw.
    ///
    /// # Errors
    /// What keeps it from being understood.
    pub fn read(files: &Files<'_>, input: &[u8], origin: &Value) -> Result<Self, String> {
        let json = files.json()?;
        let none = Map::new();
        let object = |key: &str| json[key].as_object().unwrap_or(&none);
        let word = |key: &str, or: &str| json["rules"][key].as_str().unwrap_or(or).to_owned();
        let mut market = Self {
            people: object("applicants").keys().cloned().collect(),
            types: Vec::new(),
            asks: Vec::new(),
            pools: Vec::new(),
            programmes: object("programmes").keys().cloned().collect(),
            capacity: Vec::new(),
            kept: HashMap::new(),
            runs: HashMap::new(),
            caps: Vec::new(),
            order: Vec::new(),
            owns: HashMap::new(),
            couples: Vec::new(),
            lower: Vec::new(),
            couple_rule: word("couples", "roth-peranson"),
            lower_rule: word("lower", "close-or-fill-exact"),
            crossing: json["rules"]["overlapping"] == "exact"
                && json["quotas"].as_array().is_some_and(|quotas| !quotas.is_empty()),
            mechanism: word("mechanism", "deferred-acceptance"),
            ties: word("ties", "refuse"),
            proposing: word("proposing", "applicants"),
            draw: draw::read(&json["rules"]["lottery"], input, origin)?,
        };
        market.people.sort();
        market.programmes.sort();
        let who: HashMap<String, usize> = market.people.iter().cloned().zip(0..).collect();
        let keys = market.keys();
        let mut order = json.get("order").map(|order| market.groups(order, &who)).transpose()?;
        if order.is_none() && market.mechanism == "serial-dictatorship" {
            order = Some(vec![(0..market.people.len()).collect()]);
        }
        market.order = order.iter().flatten().flat_map(|group| settle(group, &keys)).collect();
        market.read_programmes(object("programmes"), &who)?;
        market.read_couples(&json["couples"], &who)?;
        market.read_people(object("applicants"), &json["owners"], &who)?;
        market.read_caps(&json, &who, &keys, order.as_ref())?;
        let lists = market.lists(&json, &who, &keys, order.as_ref())?;
        market.rank(&lists, &keys, &json);
        Ok(market)
    }

    /// Sort key of each person in the draw, then their id.
    fn keys(&self) -> Vec<(Vec<u8>, String)> {
        self.people.iter().map(|id| self.draw.key(id)).collect()
    }

    pub(crate) fn groups(
        &self,
        value: &Value,
        who: &HashMap<String, usize>,
    ) -> Result<Groups, String> {
        let find =
            |id: &String| who.get(id).copied().ok_or_else(|| format!("`{id}` is not an applicant"));
        ids(value).iter().map(|group| group.iter().map(find).collect()).collect()
    }

    fn read_programmes(
        &mut self,
        programmes: &Map<String, Value>,
        who: &HashMap<String, usize>,
    ) -> Result<(), String> {
        for (at, id) in self.programmes.clone().iter().enumerate() {
            let value = &programmes[id];
            let first = self.pools.len();
            let mut pool = |name: String, places: usize| {
                self.pools.push(Pool {
                    name,
                    programme: at,
                    places,
                    rank: HashMap::new(),
                    class: HashMap::new(),
                    points: Vec::new(),
                });
            };
            let lines = value["lines"].as_array();
            let slots = value["slots"].as_array();
            let whole = number(&value["capacity"]);
            for line in lines.into_iter().flatten() {
                let name = line["name"].as_str().unwrap_or_default();
                pool(format!("{id}:{name}"), number(&line["places"]).unwrap_or(0));
            }
            let slot_places = |slot: &Value| number(&slot["places"]).unwrap_or(1);
            let slot_sum = slots.map(|slots| slots.iter().map(slot_places).sum::<usize>());
            if lines.is_none() {
                pool(id.clone(), whole.or(slot_sum).unwrap_or(0));
            }
            let sum: usize = self.pools[first..].iter().map(|pool| pool.places).sum();
            let line_sum = lines.map(|_| sum);
            let capacity =
                whole.or(line_sum).or(slot_sum).ok_or_else(|| format!("`{id}` has no capacity"))?;
            self.capacity.push(capacity);
            if let Some(kept) = value["reserves"].as_array() {
                let kinds = kept.iter().map(|kind| {
                    (
                        kind["type"].as_str().unwrap_or_default().to_owned(),
                        number(&kind["places"]).unwrap_or(0),
                    )
                });
                let kinds: Vec<(String, usize)> = kinds.collect();
                if kinds.iter().map(|(_, places)| places).sum::<usize>() > capacity {
                    return Err(format!("`{id}` keeps more places than it has"));
                }
                let hard = kept.first().is_some_and(|kind| kind["kind"] == "hard");
                let open_first = value["precedence"] == "open-first";
                self.kept.insert(first, Kept { kinds, hard, open_first });
            }
            let mut runs = Vec::new();
            for slot in slots.into_iter().flatten() {
                let pool = match slot["line"].as_str().map(|line| format!("{id}:{line}")) {
                    None => None,
                    Some(name) => {
                        let found = self.pools.iter().position(|pool| pool.name == name);
                        Some(found.ok_or_else(|| format!("`{name}` is not a line"))?)
                    }
                };
                let keys = self.keys();
                let order = self.groups(&slot["order"], who)?;
                let position =
                    order.iter().flat_map(|group| settle(group, &keys)).zip(0..).collect();
                runs.push(Run { pool, places: slot_places(slot), position });
            }
            if slots.is_some() {
                self.runs.insert(at, runs);
            }
            let lower = number(&value["lower"]).unwrap_or(0);
            self.lower.resize(self.pools.len(), lower);
        }
        if self.lower.iter().all(|&lower| lower == 0) {
            self.lower.clear();
        }
        Ok(())
    }

    pub(crate) fn pools_of(&self, entry: &str) -> Vec<usize> {
        match self.programmes.iter().position(|id| id == entry) {
            Some(programme) => (0..self.pools.len())
                .filter(|&pool| self.pools[pool].programme == programme)
                .collect(),
            None => (0..self.pools.len()).filter(|&pool| self.pools[pool].name == entry).collect(),
        }
    }

    fn read_people(
        &mut self,
        people: &Map<String, Value>,
        owners: &Value,
        who: &HashMap<String, usize>,
    ) -> Result<(), String> {
        let mut pools: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, pool) in self.pools.iter().enumerate() {
            pools.entry(pool.name.clone()).or_default().push(at);
            let id = &self.programmes[pool.programme];
            if *id != pool.name {
                pools.entry(id.clone()).or_default().push(at);
            }
        }
        for id in self.people.clone() {
            let value = &people[&id];
            let types = value["types"].as_array().map(Vec::as_slice).unwrap_or_default();
            self.types.push(types.iter().filter_map(Value::as_str).map(str::to_owned).collect());
            let mut asks: Vec<usize> = Vec::new();
            for group in ids(&value["prefs"]) {
                let mut equals = Vec::new();
                for entry in &group {
                    let found =
                        pools.get(entry).ok_or_else(|| format!("`{entry}` is not a programme"))?;
                    let fresh: Vec<usize> =
                        found.iter().copied().filter(|pool| !asks.contains(pool)).collect();
                    asks.extend(&fresh);
                    equals.push(fresh);
                }
                asks.truncate(asks.len() - equals.iter().map(Vec::len).sum::<usize>());
                equals.retain(|pools| !pools.is_empty());
                if equals.len() > 1 {
                    equals.sort_by_key(|pools| self.draw.key(&self.pools[pools[0]].name));
                }
                asks.extend(equals.into_iter().flatten());
            }
            for pool in self.joint_places(self.asks.len()) {
                if !asks.contains(&pool) {
                    asks.push(pool);
                }
            }
            self.asks.push(asks);
        }
        for (id, place) in owners.as_object().into_iter().flatten() {
            let person = *who.get(id).ok_or_else(|| format!("owner `{id}` is not an applicant"))?;
            let pool = *place
                .as_str()
                .and_then(|name| pools.get(name))
                .and_then(|pools| pools.first())
                .ok_or("an owned place is unknown")?;
            self.owns.insert(person, pool);
            if !self.asks[person].contains(&pool) {
                self.asks[person].push(pool);
            }
        }
        Ok(())
    }

    pub(crate) fn by_score(
        &self,
        scores: &Value,
        who: &HashMap<String, usize>,
    ) -> Result<Groups, String> {
        let mut read: Vec<(i128, usize)> = Vec::new();
        for (id, score) in scores.as_object().into_iter().flatten() {
            let person = *who.get(id).ok_or_else(|| format!("`{id}` is not an applicant"))?;
            read.push((decimal(score).ok_or_else(|| format!("`{score}` is not a score"))?, person));
        }
        read.sort_by_key(|&(score, person)| (std::cmp::Reverse(score), person));
        Ok(read
            .chunk_by(|a, b| a.0 == b.0)
            .map(|group| group.iter().map(|&(_, person)| person).collect())
            .collect())
    }

    /// The list of each pool as groups of equals; `None` when anybody who asks is accepted.
    fn lists(
        &self,
        json: &Value,
        who: &HashMap<String, usize>,
        keys: &[(Vec<u8>, String)],
        order: Option<&Groups>,
    ) -> Result<Vec<Option<Groups>>, String> {
        let mut lists = Vec::new();
        for (at, pool) in self.pools.iter().enumerate() {
            let id = &self.programmes[pool.programme];
            let value = &json["programmes"][id];
            let lead = json["leads"].as_object().into_iter().flatten().map(|(_, lead)| lead).find(
                |lead| {
                    lead["programmes"]
                        .as_array()
                        .into_iter()
                        .flatten()
                        .any(|name| name == id.as_str())
                },
            );
            let list = if let Some(runs) = self.runs.get(&pool.programme) {
                let mut groups: Groups = Vec::new();
                for run in runs.iter().filter(|run| run.pool.is_none_or(|own| own == at)) {
                    let mut sorted: Vec<(&usize, &usize)> = run.position.iter().collect();
                    sorted.sort_by_key(|&(_, position)| position);
                    for (&person, _) in sorted {
                        if !groups.iter().any(|group| group.contains(&person)) {
                            groups.push(vec![person]);
                        }
                    }
                }
                Some(groups)
            } else if value.get("prefs").is_some_and(Value::is_array) {
                Some(self.groups(&value["prefs"], who)?)
            } else if value.get("scores").is_some_and(Value::is_object) {
                Some(self.by_score(&value["scores"], who)?)
            } else if let Some(lead) = lead {
                Some(if lead["prefs"].is_array() {
                    self.groups(&lead["prefs"], who)?
                } else {
                    self.by_score(&lead["scores"], who)?
                })
            } else {
                order.cloned()
            };
            lists.push(list);
        }
        let _ = keys;
        Ok(lists)
    }

    /// Settles equals and gives every competitor a rank: first by an order published for a cap above, then by the draw.
    fn rank(&mut self, lists: &[Option<Groups>], keys: &[(Vec<u8>, String)], json: &Value) {
        let mut asking: Vec<Vec<usize>> = vec![Vec::new(); self.pools.len()];
        for (person, asks) in self.asks.iter().enumerate() {
            for &pool in asks {
                asking[pool].push(person);
            }
        }
        let published = |cap: &Cap| {
            cap.kind == "quota"
                && json["quotas"].as_array().into_iter().flatten().any(|quota| {
                    quota["id"] == cap.name.as_str()
                        && (quota["order"].is_array()
                            || (json["order"].is_array()
                                && quota["targets"].is_null()
                                && quota["precedence"].is_null()))
                })
        };
        let trades = self.mechanism == "top-trading-cycles";
        for pool in 0..self.pools.len() {
            let everyone = vec![match trades {
                true => (0..self.people.len()).collect(),
                false => asking[pool].clone(),
            }];
            let groups = lists[pool].as_ref().unwrap_or(&everyone);
            let here: HashSet<usize> = asking[pool].iter().copied().collect();
            let above = self.caps.iter().filter(|cap| cap.pools.contains(&pool));
            let order = above.filter(|cap| published(cap)).find_map(|cap| match &cap.way {
                Way::Order(order) => Some(order),
                _ => None,
            });
            let mut rank = HashMap::new();
            let mut class = HashMap::new();
            let mut points = Vec::new();
            for (number, group) in groups.iter().enumerate() {
                let mut settled = settle(group, keys);
                settled.retain(|person| trades || here.contains(person));
                if let Some(order) = order {
                    settled.sort_by_key(|person| order.get(person).copied().unwrap_or(usize::MAX));
                }
                if trades {
                    points.extend(&settled);
                    settled.retain(|person| here.contains(person));
                }
                for person in settled {
                    let next = rank.len();
                    rank.entry(person).or_insert(next);
                    class.entry(person).or_insert(number);
                }
            }
            let mut owners: Vec<usize> = self
                .owns
                .iter()
                .filter(|&(person, &own)| own == pool && !rank.contains_key(person))
                .map(|(&person, _)| person)
                .collect();
            owners.sort_unstable();
            for person in owners {
                rank.insert(person, rank.len());
                points.push(person);
            }
            self.pools[pool].points = points;
            self.pools[pool].rank = rank;
            self.pools[pool].class = class;
        }
        for (person, asks) in self.asks.iter_mut().enumerate() {
            asks.retain(|&pool| self.pools[pool].rank.contains_key(&person));
        }
    }

    /// The pool of each person by a matching.
    ///
    /// # Errors
    /// Who is missing, or where somebody is without having asked.
    pub(crate) fn place(&self, matching: &Rows<'_>) -> Result<Vec<Option<usize>>, String> {
        matching.are_of(self.people.iter().map(String::as_str))?;
        let placed = matching.iter().zip(&self.asks).map(|(row, asks)| {
            let Some(name) = row.name()? else { return Ok(None) };
            let found = asks.iter().copied().find(|&pool| self.pools[pool].name == name);
            found.map(Some).ok_or_else(|| row.unasked())
        });
        placed.collect()
    }

    /// Whether a place keeps its holders against equals.
    #[must_use]
    pub fn equals_keep(&self) -> bool {
        ["stable-improvement-cycles", "max-size", "max-size-exact"].contains(&self.ties.as_str())
    }

    /// The rules as the certificate states them.
    #[must_use]
    pub fn rules_json(&self) -> Value {
        let mut rules = json!({"mechanism": self.mechanism, "ties": self.ties});
        if self.mechanism == "deferred-acceptance" {
            rules["proposing"] = Value::from(self.proposing.as_str());
        }
        if !self.couples.is_empty() {
            rules["couples"] = Value::from(self.couple_rule.as_str());
        }
        if !self.lower.is_empty() {
            rules["lower"] = Value::from(self.lower_rule.as_str());
        }
        if self.crossing {
            rules["overlapping"] = Value::from("exact");
        }
        rules
    }

    /// The draw as the certificate states it.
    #[must_use]
    pub fn draw_json(&self) -> Value {
        match &self.draw {
            Draw::None => Value::Null,
            Draw::Seed(seed) => json!({"seed": crate::hex(seed)}),
            Draw::Order(order) => json!({"order_sha256": crate::hash(&canonical(&json!(order)))}),
        }
    }
}

pub(crate) fn settle(group: &[usize], keys: &[(Vec<u8>, String)]) -> Vec<usize> {
    let mut sorted = group.to_vec();
    sorted.sort_by(|&a, &b| keys[a].cmp(&keys[b]));
    sorted
}
