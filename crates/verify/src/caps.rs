//! Caps over several pools: programmes with lines, leads and quotas.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::market::{Cap, Groups, Market, Way, decimal, ids, number, settle};

impl Market {
    pub(crate) fn read_caps(
        &mut self,
        json: &Value,
        who: &HashMap<String, usize>,
        keys: &[(Vec<u8>, String)],
        order: Option<&Groups>,
    ) -> Result<(), String> {
        let position = |groups: &Groups| {
            groups.iter().flat_map(|group| settle(group, keys)).zip(0..).collect()
        };
        let mut caps: Vec<Cap> = Vec::new();
        let mut add = |kind, name: &str, cap, members: Vec<(String, Vec<usize>)>, way, depth| {
            let pools = members.iter().flat_map(|(_, pools)| pools.iter().copied()).collect();
            let name = name.to_owned();
            caps.push(Cap { kind, name, cap, floor: 0, members, pools, way, depth });
        };
        for (at, id) in self.programmes.iter().enumerate() {
            let own = self.pools_of(id);
            let sum: usize = own.iter().map(|&pool| self.pools[pool].places).sum();
            if own.len() > 1 && !self.runs.contains_key(&at) && self.capacity[at] < sum {
                let names: Vec<String> =
                    own.iter().map(|&pool| self.pools[pool].name.clone()).collect();
                let members =
                    names.iter().cloned().zip(own.iter().map(|&pool| vec![pool])).collect();
                add("programme", id, self.capacity[at], members, Way::Members(names), 0);
            }
        }
        for (id, lead) in json["leads"].as_object().into_iter().flatten() {
            let groups = if lead["prefs"].is_array() {
                self.groups(&lead["prefs"], who)?
            } else if lead["scores"].is_object() {
                self.by_score(&lead["scores"], who)?
            } else {
                return Err(format!("lead `{id}` has no list"));
            };
            let names =
                lead["programmes"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let members = names.map(|name| (name.to_owned(), self.pools_of(name))).collect();
            add(
                "lead",
                id,
                number(&lead["capacity"]).unwrap_or(0),
                members,
                Way::Order(position(&groups)),
                0,
            );
        }
        let quotas = json["quotas"].as_array().map(Vec::as_slice).unwrap_or_default();
        for quota in quotas {
            let mut seen = HashSet::new();
            let mut members = Vec::new();
            for name in quota["members"].as_array().into_iter().flatten().filter_map(Value::as_str)
            {
                let (own, _) = self.expand(name, json, 0)?;
                let fresh: Vec<usize> = own.into_iter().filter(|&pool| seen.insert(pool)).collect();
                members.push((name.to_owned(), fresh));
            }
            let way = if quota["order"].is_array() {
                Way::Order(position(&self.groups(&quota["order"], who)?))
            } else if let Some(targets) = quota["targets"].as_object() {
                Way::Targets(
                    targets
                        .iter()
                        .map(|(name, target)| (name.clone(), number(target).unwrap_or(0)))
                        .collect(),
                )
            } else if quota["precedence"].is_array() {
                Way::Members(ids(&quota["precedence"]).into_iter().flatten().collect())
            } else if let Some(order) = order {
                Way::Order(position(order))
            } else if let Some(scores) = self.common_score(&seen, json, who) {
                Way::Order(position(&scores))
            } else {
                Way::Members(members.iter().map(|(name, _)| name.clone()).collect())
            };
            let id = quota["id"].as_str().unwrap_or_default();
            let (_, depth) = self.expand(id, json, 0)?;
            add("quota", id, number(&quota["cap"]).unwrap_or(0), members, way, depth);
        }
        let floors = quotas.iter().map(|quota| number(&quota["floor"]).unwrap_or(0));
        let of_quotas = caps.iter_mut().filter(|cap| cap.kind == "quota");
        of_quotas.zip(floors).for_each(|(cap, floor)| cap.floor = floor);
        // Where sets cross none is inside the other; the order of the file stands.
        if !self.crossing {
            let kinds = ["programme", "lead", "quota"];
            caps.sort_by_key(|cap| {
                (cap.pools.len(), kinds.iter().position(|kind| *kind == cap.kind), cap.depth)
            });
        }
        self.caps = caps;
        let crossing = (0..self.caps.len()).filter(|&number| self.crosses(number));
        let numbers = |&number: &usize| !matches!(self.caps[number].way, Way::Order(_));
        match crossing.into_iter().find(numbers) {
            Some(number) => {
                Err(format!("`{}` may cross others and has no order", self.caps[number].name))
            }
            None => Ok(()),
        }
    }

    /// Pools of a member and how many levels of quotas it names.
    fn expand(
        &self,
        name: &str,
        json: &Value,
        level: usize,
    ) -> Result<(Vec<usize>, usize), String> {
        if level > 1000 {
            return Err(format!("quota `{name}` holds itself"));
        }
        if let Some(quota) =
            json["quotas"].as_array().into_iter().flatten().find(|quota| quota["id"] == name)
        {
            let (mut pools, mut depth) = (Vec::new(), 0);
            for member in
                quota["members"].as_array().into_iter().flatten().filter_map(Value::as_str)
            {
                let (own, below) = self.expand(member, json, level + 1)?;
                let inner = json["quotas"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .any(|quota| quota["id"] == member);
                depth = depth.max(below + usize::from(inner));
                pools.extend(own);
            }
            let mut seen = HashSet::new();
            pools.retain(|&pool| seen.insert(pool));
            return Ok((pools, depth));
        }
        let own = self.pools_of(name);
        if !own.is_empty() {
            return Ok((own, 0));
        }
        let members = json["leads"][name]["programmes"]
            .as_array()
            .ok_or_else(|| format!("`{name}` is not known"))?;
        Ok((
            members.iter().filter_map(Value::as_str).flat_map(|name| self.pools_of(name)).collect(),
            0,
        ))
    }

    /// Everyone's score by groups, when all programmes inside score each person alike.
    fn common_score(
        &self,
        pools: &HashSet<usize>,
        json: &Value,
        who: &HashMap<String, usize>,
    ) -> Option<Groups> {
        let mut score: HashMap<usize, i128> = HashMap::new();
        for &pool in pools {
            let programme = self.pools[pool].programme;
            let own = self.pools_of(&self.programmes[programme]);
            let sum: usize = own.iter().map(|&pool| self.pools[pool].places).sum();
            if self.kept.contains_key(&pool)
                || self.runs.contains_key(&programme)
                || (own.len() > 1 && sum > self.capacity[programme])
            {
                return None;
            }
            for (id, value) in
                json["programmes"][&self.programmes[programme]]["scores"].as_object()?
            {
                let value = decimal(value)?;
                if *score.entry(*who.get(id)?).or_insert(value) != value {
                    return None;
                }
            }
        }
        let mut sorted: Vec<(i128, usize)> =
            score.into_iter().map(|(person, value)| (value, person)).collect();
        sorted.sort_by_key(|&(value, person)| (std::cmp::Reverse(value), person));
        Some(
            sorted
                .chunk_by(|a, b| a.0 == b.0)
                .map(|group| group.iter().map(|&(_, person)| person).collect())
                .collect(),
        )
    }
}
