//! Leads and quotas: caps over sets of programmes and lines.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Book, seats, unknown};
use crate::engine::crossing::Crossing;
use crate::flat::{Flat, Mechanism, NONE};
use crate::market::{Groups, Market, Quota, Table};
use crate::problem::Problems;
use crate::scalar::{Decimal, Written};
use crate::tree::{Child, Origin, Spec, SpecRule, Tree, Yield};

pub(super) fn read(market: &Market, book: &mut Book, problems: &mut Problems) -> Vec<Spec> {
    let mut specs = Vec::new();
    for (number, id) in book.programmes.iter().enumerate() {
        let lines = &book.leaves_of[number];
        let sum: u64 = lines.iter().map(|&(_, leaf)| u64::from(book.capacity[leaf as usize])).sum();
        let own = u64::from(book.programme_capacity[number]);
        if lines.len() > 1 && !book.slots.contains_key(&number) && own < sum {
            let members: Vec<(String, Vec<u32>)> = lines
                .iter()
                .map(|&(_, leaf)| (book.places.get(leaf).to_owned(), vec![leaf]))
                .collect();
            let order = members.iter().map(|(name, _)| name.clone()).collect();
            specs.push(Spec {
                name: id.clone(),
                at: format!("programmes.{id}"),
                origin: Origin::Programme,
                cap: book.programme_capacity[number],
                floor: 0,
                members,
                rule: SpecRule::Precedence(order),
                settles: false,
                depth: 0,
            });
        }
    }
    leads(market, book, &mut specs, problems);
    quotas(market, book, &mut specs, problems);
    specs
}

fn positions(groups: &[Vec<u32>], book: &Book) -> Arc<Vec<u32>> {
    let mut position = vec![NONE; book.applicants.len()];
    let mut next = 0;
    for group in groups {
        let mut group = group.clone();
        book.settle(&mut group);
        for applicant in group {
            position[applicant as usize] = next;
            next += 1;
        }
    }
    Arc::new(position)
}

fn leads(market: &Market, book: &mut Book, specs: &mut Vec<Spec>, problems: &mut Problems) {
    let none = Table::default();
    for (id, lead) in &market.leads.as_ref().unwrap_or(&none).0 {
        let at = format!("leads.{id}");
        if specs.iter().any(|spec: &Spec| spec.name == *id && spec.origin == Origin::Lead) {
            problems.add(&at, "is listed twice", "keep one of the two");
            continue;
        }
        let groups = match (&lead.prefs, &lead.scores) {
            (Some(prefs), None) => book.groups(&format!("{at}.prefs"), prefs, problems),
            (None, Some(scores)) => {
                seats::by_score(&format!("{at}.scores"), scores, book, problems)
            }
            _ => {
                problems.add(&at, "needs one list: `prefs` or `scores`", "give one of the two");
                Vec::new()
            }
        };
        let cap = match &lead.capacity {
            Some(capacity) => seats::places(&format!("{at}.capacity"), capacity, problems),
            None => {
                problems.add(&at, "`capacity` is missing", "add the number of places");
                0
            }
        };
        let mut members = Vec::new();
        for name in lead.programmes.iter().flatten() {
            let Some(&programme) = book.programme_at.get(name) else {
                problems.add(
                    format!("{at}.programmes"),
                    format!("`{name}` is not a programme"),
                    "correct the id",
                );
                continue;
            };
            if book.lead_of.insert(programme, specs.len()).is_some() {
                problems.add(
                    format!("{at}.programmes"),
                    format!("`{name}` has two leads"),
                    "keep one of the two",
                );
                continue;
            }
            if book.lists[programme].is_none() && !book.slots.contains_key(&programme) {
                book.lists[programme] = Some(groups.clone());
            }
            members.push((name.clone(), leaves(programme, book)));
        }
        let rule = SpecRule::Merit(positions(&groups, book));
        specs.push(Spec {
            name: id.clone(),
            at,
            origin: Origin::Lead,
            cap,
            floor: 0,
            members,
            rule,
            settles: false,
            depth: 0,
        });
    }
}

fn leaves(programme: usize, book: &Book) -> Vec<u32> {
    book.leaves_of[programme].iter().map(|&(_, leaf)| leaf).collect()
}

fn quotas(market: &Market, book: &Book, specs: &mut Vec<Spec>, problems: &mut Problems) {
    let quotas = market.quotas.as_deref().unwrap_or_default();
    let mut by_id: HashMap<&str, usize> = HashMap::new();
    for (number, quota) in quotas.iter().enumerate() {
        let at = format!("quotas[{number}]");
        unknown(&at, &quota.unknown, problems);
        match quota.id.as_deref().filter(|id| !id.is_empty()) {
            None => problems.add(&at, "`id` is missing", "name the quota"),
            Some(id) if book.programme_at.contains_key(id) || book.place_at.contains_key(id) => {
                problems.add(&at, format!("`{id}` is also a programme"), "rename the quota");
            }
            Some(id) => {
                if by_id.insert(id, number).is_some() {
                    problems.add(&at, format!("`{id}` is listed twice"), "rename one of the two");
                }
            }
        }
    }
    let mut expand = Expand {
        quotas,
        by_id: &by_id,
        specs: specs.clone(),
        book,
        state: vec![0; quotas.len()],
        leaves: vec![Vec::new(); quotas.len()],
        depth: vec![0; quotas.len()],
    };
    for number in 0..quotas.len() {
        expand.visit(number, problems);
    }
    let (all, depths) = (expand.leaves, expand.depth);
    for ((quota, members), depth) in quotas.iter().zip(all).zip(depths) {
        let name = quota.id.clone().unwrap_or_default();
        let at = format!("quotas.{name}");
        let cap = match &quota.cap {
            Some(cap) => seats::places(&format!("{at}.cap"), cap, problems),
            None => {
                problems.add(&at, "`cap` is missing", "add the largest number of places");
                0
            }
        };
        let floor = quota
            .floor
            .as_ref()
            .map_or(0, |floor| seats::places(&format!("{at}.floor"), floor, problems));
        if floor > cap {
            problems.add(
                format!("{at}.floor"),
                format!("the floor of {floor} is above the cap of {cap}"),
                "lower it or raise the cap",
            );
        }
        let rule = rule(&at, quota, &members, book, problems);
        let settles = matches!(rule, SpecRule::Merit(_));
        specs.push(Spec {
            name,
            at,
            origin: Origin::Quota,
            cap,
            floor,
            members,
            rule,
            settles,
            depth,
        });
    }
}

struct Expand<'a> {
    quotas: &'a [Quota],
    by_id: &'a HashMap<&'a str, usize>,
    specs: Vec<Spec>,
    book: &'a Book,
    /// 0 not met, 1 on the way, 2 done.
    state: Vec<u8>,
    leaves: Vec<Vec<(String, Vec<u32>)>>,
    depth: Vec<u32>,
}

impl Expand<'_> {
    fn visit(&mut self, number: usize, problems: &mut Problems) {
        if self.state[number] == 2 {
            return;
        }
        let quota = &self.quotas[number];
        let at = format!("quotas.{}", quota.id.as_deref().unwrap_or_default());
        self.state[number] = 1;
        let mut members: Vec<(String, Vec<u32>)> = Vec::new();
        let mut held = std::collections::HashSet::new();
        if quota.members.as_ref().is_none_or(Vec::is_empty) {
            problems.add(&at, "has no members", "list programmes, lines or other quotas");
        }
        for name in quota.members.iter().flatten() {
            let own = if let Some(&inner) = self.by_id.get(name.as_str()) {
                if self.state[inner] == 1 {
                    problems.add(
                        &at,
                        format!("holds itself by way of `{name}`"),
                        "take one of the two out of the other",
                    );
                    continue;
                }
                self.visit(inner, problems);
                self.depth[number] = self.depth[number].max(self.depth[inner] + 1);
                self.leaves[inner].iter().flat_map(|(_, leaves)| leaves.iter().copied()).collect()
            } else if let Some(&programme) = self.book.programme_at.get(name) {
                leaves(programme, self.book)
            } else if let Some(&leaf) = self.book.place_at.get(name) {
                vec![leaf]
            } else if let Some(lead) =
                self.specs.iter().find(|spec| spec.origin == Origin::Lead && spec.name == *name)
            {
                lead.members.iter().flat_map(|(_, leaves)| leaves.iter().copied()).collect()
            } else {
                problems.add(
                    format!("{at}.members"),
                    format!("`{name}` is not known"),
                    "name a programme, `programme:line`, lead or quota",
                );
                continue;
            };
            let fresh: Vec<u32> = own.into_iter().filter(|&leaf| held.insert(leaf)).collect();
            if fresh.is_empty() {
                problems.add(
                    format!("{at}.members"),
                    format!("`{name}` is already in it"),
                    "list every member once",
                );
                continue;
            }
            members.push((name.clone(), fresh));
        }
        self.leaves[number] = members;
        self.state[number] = 2;
    }
}

fn rule(
    at: &str,
    quota: &Quota,
    members: &[(String, Vec<u32>)],
    book: &Book,
    problems: &mut Problems,
) -> SpecRule {
    let named = [quota.order.is_some(), quota.targets.is_some(), quota.precedence.is_some()];
    if named.iter().filter(|&&named| named).count() > 1 {
        problems.add(
            at,
            "has more than one rule of who gives way",
            "keep one of `order`, `targets`, `precedence`",
        );
    }
    if let Some(order) = &quota.order {
        return SpecRule::Merit(positions(&published(at, order, book, problems), book));
    }
    if let Some(targets) = &quota.targets {
        let read = |(name, target): &(String, Written)| {
            (
                name.clone(),
                target.places().unwrap_or_else(|why| {
                    problems.add(
                        format!("{at}.targets.{name}"),
                        why,
                        "write a whole number from 0 to 2147483647",
                    );
                    0
                }),
            )
        };
        return SpecRule::Targets(targets.0.iter().map(read).collect());
    }
    if let Some(order) = &quota.precedence {
        return SpecRule::Precedence(order.clone());
    }
    if let Some(order) = &book.order {
        undecided("order", order, book, problems);
        return SpecRule::Merit(positions(order, book));
    }
    SpecRule::Precedence(members.iter().map(|(name, _)| name.clone()).collect())
}

fn published(at: &str, order: &Groups, book: &Book, problems: &mut Problems) -> Vec<Vec<u32>> {
    let groups = book.groups(&format!("{at}.order"), order, problems);
    undecided(&format!("{at}.order"), &groups, book, problems);
    groups
}

fn undecided(at: &str, groups: &[Vec<u32>], book: &Book, problems: &mut Problems) {
    for group in groups {
        if let Some(why) = book.undecided(group) {
            let (first, second) = (book.id(group[0]), book.id(group[1]));
            problems.add(
                at,
                format!("`{first}` and `{second}` are equal and {why}"),
                "order them or choose a lottery",
            );
        }
    }
}

/// A quota without a rule of its own over programmes that share one score for each applicant yields by that score.
pub(super) fn common_score(market: &Market, specs: &mut [Spec], book: &Book) {
    let none = Table::default();
    let programmes = &market.programmes.as_ref().unwrap_or(&none).0;
    let quotas = market.quotas.as_deref().unwrap_or_default();
    for spec in specs.iter_mut().filter(|spec| spec.origin == Origin::Quota) {
        let silent = quotas.iter().any(|quota| {
            quota.id.as_deref() == Some(&spec.name)
                && quota.order.is_none()
                && quota.targets.is_none()
                && quota.precedence.is_none()
        });
        if !silent || book.order.is_some() {
            continue;
        }
        let inside: Vec<usize> = (0..programmes.len())
            .filter(|&at| {
                book.leaves_of[at]
                    .iter()
                    .any(|&(_, leaf)| spec.members.iter().any(|(_, leaves)| leaves.contains(&leaf)))
            })
            .collect();
        let plain = inside.iter().all(|at| {
            let lines = book.leaves_of[*at].len();
            !book.reserves.contains_key(at)
                && !book.slots.contains_key(at)
                && (lines == 1 || lines_never_bind(book, *at))
        });
        let mut score: HashMap<u32, Decimal> = HashMap::new();
        let common = plain
            && inside.iter().all(|&at| {
                programmes[at].1.scores.as_ref().is_some_and(|scores| {
                    scores.0.iter().all(|(id, written)| {
                        let (Some(&who), Some(value)) =
                            (book.applicant_at.get(id), Decimal::parse(&written.0))
                        else {
                            return false;
                        };
                        *score.entry(who).or_insert(value) == value
                    })
                })
            });
        if common {
            let mut sorted: Vec<(Decimal, u32)> =
                score.into_iter().map(|(who, value)| (value, who)).collect();
            sorted.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| book.id(a.1).cmp(book.id(b.1))));
            let groups: Vec<Vec<u32>> = sorted
                .chunk_by(|a, b| a.0 == b.0)
                .map(|group| group.iter().map(|&(_, who)| who).collect())
                .collect();
            spec.rule = SpecRule::Merit(positions(&groups, book));
        }
    }
}

fn lines_never_bind(book: &Book, programme: usize) -> bool {
    let sum: u64 = book.leaves_of[programme]
        .iter()
        .map(|&(_, leaf)| u64::from(book.capacity[leaf as usize]))
        .sum();
    sum <= u64::from(book.programme_capacity[programme])
}

/// Takes quotas that may cross as sets, each with its order.
pub(super) fn cross(specs: Vec<Spec>, flat: &mut Flat, problems: &mut Problems) {
    for spec in specs {
        let leaves: Vec<u32> =
            spec.members.iter().flat_map(|(_, leaves)| leaves.iter().copied()).collect();
        let SpecRule::Merit(order) = spec.rule else {
            problems.add(
                spec.at,
                "goes by numbers of places, and `exact` needs an order of applicants",
                "give it an `order`, or nest the quotas",
            );
            continue;
        };
        let list = if spec.origin == Origin::Lead { "prefs" } else { "order" };
        let competitors = leaves.iter().flat_map(|&leaf| flat.competitors(leaf));
        if let Some(&missing) = competitors.into_iter().find(|&&who| order[who as usize] == NONE) {
            problems.add(
                format!("{}.{list}", spec.at),
                format!(
                    "`{}` competes in it and is not in the order",
                    flat.applicants.get(missing)
                ),
                "put every competitor in the order",
            );
            continue;
        }
        let Spec { name, origin, cap, floor, .. } = spec;
        flat.crossing.push(Crossing { name, origin, cap, floor, leaves, order });
    }
}

/// Builds the tree and refuses what no rule of this kind can hold together.
pub(super) fn finish(specs: Vec<Spec>, flat: &mut Flat, problems: &mut Problems) {
    flat.tree = Tree::build(specs, flat.leaves(), problems);
    if !problems.is_empty() || flat.rule.mechanism == Mechanism::SerialDictatorship {
        return;
    }
    let slotted: Vec<u32> =
        flat.slots.iter().flat_map(|slots| slots.leaves.iter().copied()).collect();
    for (number, node) in flat.tree.nodes.iter().enumerate() {
        if !flat.tree.can_give_way(number as u32, &flat.capacity) {
            continue;
        }
        let kind = match node.origin {
            Origin::Programme => "programmes",
            Origin::Lead => "leads",
            Origin::Quota => "quotas",
        };
        let at = format!("{kind}.{}", node.name);
        let binds = flat.tree.can_bind(number as u32, &flat.capacity);
        for &leaf in node.leaves.iter().filter(|leaf| binds && slotted.contains(leaf)) {
            problems.add(
                &at,
                format!("holds `{}`, whose places rank differently", flat.places.get(leaf)),
                "take programmes with slots out of binding quotas, or, in a small market, set rules.overlapping to `exact`",
            );
        }
        let Yield::Merit(order) = &node.yields else { continue };
        for &child in &node.children {
            if let Child::Node(inner) = child {
                let below = &flat.tree.nodes[inner as usize];
                if flat.tree.can_bind(inner, &flat.capacity)
                    && !matches!(below.yields, Yield::Merit(_))
                {
                    problems.add(&at, format!("orders applicants while its member `{}` goes by numbers of places", below.name), "give both the same kind of rule, or `targets` or `precedence` to the outer one, or, in a small market, an order to both and set rules.overlapping to `exact`");
                }
            }
        }
        for &leaf in &node.leaves {
            let name = flat.places.get(leaf);
            if flat.reserves.contains_key(&leaf) {
                problems.add(
                    &at,
                    format!("orders applicants while `{name}` has reserves"),
                    "give the quota `targets` or `precedence`, or, in a small market, set rules.overlapping to `exact`",
                );
            }
            let own = flat.competitors(leaf);
            if let Some(&missing) = own.iter().find(|&&who| order[who as usize] == NONE) {
                problems.add(
                    format!("{at}.order"),
                    format!(
                        "`{}` competes for `{name}` and is not in it",
                        flat.applicants.get(missing)
                    ),
                    "put every competitor in the order",
                );
            } else if let Some(pair) =
                own.windows(2).find(|pair| order[pair[0] as usize] > order[pair[1] as usize])
            {
                let (first, second) = (flat.applicants.get(pair[0]), flat.applicants.get(pair[1]));
                problems.add(&at, format!("`{name}` puts `{first}` before `{second}` and the order of the quota the other way round, so that no stable answer need exist"), "make the orders agree, give the quota `targets` or `precedence`, or, in a small market, set rules.overlapping to `exact`");
            }
        }
    }
}
