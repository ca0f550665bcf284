//! What applicants ask for, joined with what programmes accept.

use std::collections::{HashMap, HashSet};

use super::Book;
use crate::flat::{CoupleList, Flat, Mechanism, NONE, Pointed, Rows, Sides, Ties};
use crate::lottery::{self, Draw};
use crate::market::Market;
use crate::problem::Problems;
use crate::tree::{Spec, SpecRule};

pub(super) fn read(
    market: &Market,
    book: &mut Book,
    specs: &[Spec],
    problems: &mut Problems,
) -> Sides {
    let (asks, listed) = asks(market, book, problems);
    let accepts = accepts(market, book, &asks, specs, problems);
    if let (Some(order), Mechanism::SerialDictatorship) = (&book.order, book.rule.mechanism) {
        for group in order {
            undecided("order", group, book, problems);
        }
        let named: HashSet<u32> = order.iter().flatten().copied().collect();
        for applicant in (0..book.applicants.len() as u32).filter(|at| !named.contains(at)) {
            problems.add(
                "order",
                format!("`{}` is not in it", book.id(applicant)),
                "put every applicant in the order",
            );
        }
    }
    if book.order.is_none()
        && book.rule.mechanism == Mechanism::SerialDictatorship
        && book.draw != Draw::None
    {
        let everyone: Vec<u32> = (0..book.applicants.len() as u32).collect();
        undecided("order", &everyone, book, problems);
        book.order = Some(vec![everyone]);
    }
    Sides { asks, listed, accepts }
}

fn undecided(at: &str, group: &[u32], book: &Book, problems: &mut Problems) {
    if let Some(why) = book.undecided(group) {
        let names: Vec<String> =
            group.iter().take(2).map(|&who| format!("`{}`", book.id(who))).collect();
        let more =
            if group.len() > 2 { format!(" and {} more", group.len() - 2) } else { String::new() };
        problems.add(
            at,
            format!("{}{more} are equal and {why}", names.join(" and ")),
            "order them, or set rules.ties to `lottery` and name the source of the draw",
        );
    }
}

/// The leaves an entry stands for: a leaf by its name, or all lines of a programme in order of precedence.
fn resolve(entry: &str, book: &Book) -> Option<Vec<u32>> {
    if let Some(&programme) = book.programme_at.get(entry) {
        return Some(book.leaves_of.get(programme)?.iter().map(|&(_, leaf)| leaf).collect());
    }
    book.place_at.get(entry).map(|&leaf| vec![leaf])
}

fn asks(market: &Market, book: &Book, problems: &mut Problems) -> (Rows, Vec<u16>) {
    let mut rows = Rows::new();
    let mut listed = Vec::new();
    let mut met = HashSet::new();
    let mut tied = false;
    for (id, applicant) in market.applicants.iter().flat_map(|table| &table.0) {
        if !met.insert(id.as_str()) {
            continue;
        }
        let at = format!("applicants.{id}.prefs");
        let mut own = HashSet::new();
        for (class, group) in applicant.prefs.iter().flat_map(|prefs| &prefs.0).enumerate() {
            let mut leaves: Vec<Vec<u32>> = Vec::new();
            for entry in group {
                match resolve(entry, book) {
                    None => problems.add(
                        &at,
                        format!("`{entry}` is not a programme{}", hint(entry, book)),
                        "correct the id or add the programme",
                    ),
                    Some(found) => {
                        let fresh: Vec<u32> =
                            found.into_iter().filter(|&leaf| own.insert(leaf)).collect();
                        if fresh.is_empty() {
                            problems.add(
                                &at,
                                format!("`{entry}` is listed twice"),
                                "keep the better of the two",
                            );
                        } else {
                            leaves.push(fresh);
                        }
                    }
                }
            }
            if leaves.len() > 1 {
                tied = true;
                let one_sided = matches!(book.rule.ties, Ties::Refuse)
                    || (book.rule.ties == Ties::Lottery && book.draw == Draw::None);
                if one_sided {
                    problems.add(&at, format!("{} are equal and {}", group.iter().map(|entry| format!("`{entry}`")).collect::<Vec<_>>().join(", "), if book.rule.ties == Ties::Refuse { "the rule refuses ties" } else { "no lottery is named" }), "order them, or set rules.ties to `lottery` and name the source of the draw");
                }
                settle_places(&mut leaves, book);
            }
            let rank = u16::try_from(class + 1).unwrap_or(u16::MAX);
            for leaf in leaves.into_iter().flatten() {
                rows.item.push(leaf);
                rows.class.push(class as u32);
                listed.push(rank);
            }
        }
        for leaf in joint(market, id, book) {
            if own.insert(leaf) {
                rows.item.push(leaf);
                rows.class.push(listed.len() as u32);
                listed.push(u16::try_from(own.len()).unwrap_or(u16::MAX));
            }
        }
        if let Some(leaf) = owned(market, id, book).filter(|leaf| !own.contains(leaf)) {
            // An owner who does not list the place owned keeps it rather than none.
            let last = applicant.prefs.as_ref().map_or(0, |prefs| prefs.0.len());
            rows.item.push(leaf);
            rows.class.push(last as u32);
            listed.push(u16::try_from(last + 1).unwrap_or(u16::MAX));
        }
        rows.close();
    }
    if !tied {
        rows.class = Vec::new();
    }
    (rows, listed)
}

/// Places that a member of a couple names in the joint list, in order of first mention.
fn joint(market: &Market, id: &str, book: &Book) -> Vec<u32> {
    let mut leaves = Vec::new();
    for couple in market.couples.iter().flatten() {
        let members = couple.members.iter().flatten();
        for (at, _) in members.enumerate().filter(|(_, member)| *member == id) {
            let named = couple.prefs.iter().flatten().filter_map(|pair| pair.get(at)?.as_deref());
            leaves.extend(named.filter_map(|name| resolve(name, book)?.first().copied()));
        }
    }
    leaves
}

fn owned(market: &Market, id: &str, book: &Book) -> Option<u32> {
    let (_, place) = market.owners.as_ref()?.0.iter().find(|(owner, _)| owner == id)?;
    resolve(place, book)?.first().copied()
}

fn hint(entry: &str, book: &Book) -> &'static str {
    match entry.rsplit_once(':') {
        Some((programme, _)) if book.programme_at.contains_key(programme) => " line",
        _ => "",
    }
}

/// An applicant's own equals are ordered by the key of the place's name under the same draw.
fn settle_places(leaves: &mut [Vec<u32>], book: &Book) {
    let name =
        |group: &Vec<u32>| group.first().map_or("", |&leaf| book.places.get(leaf)).to_owned();
    match &book.draw {
        Draw::Seed(seed) => {
            leaves.sort_by_key(|group| (lottery::key(seed, &name(group)), name(group)));
        }
        Draw::Order(ids) => leaves.sort_by_key(|group| {
            let name = name(group);
            (ids.iter().position(|id| *id == name).unwrap_or(usize::MAX), name)
        }),
        Draw::None => leaves.sort_by_key(name),
    }
}

fn accepts(
    market: &Market,
    book: &Book,
    asks: &Rows,
    specs: &[Spec],
    problems: &mut Problems,
) -> Rows {
    let mut askers: Vec<Vec<u32>> = vec![Vec::new(); book.capacity.len()];
    for applicant in 0..asks.start.len() - 1 {
        for &leaf in &asks.item[asks.start[applicant] as usize..asks.start[applicant + 1] as usize]
        {
            askers[leaf as usize].push(applicant as u32);
        }
    }
    let merit = merit(specs);
    let mut rows = Rows::new();
    let mut tied = false;
    for (programme, id) in book.programmes.iter().enumerate() {
        let Some(leaves) = book.leaves_of.get(programme) else { continue };
        for &(_, leaf) in leaves {
            let asking: HashSet<u32> = askers[leaf as usize].iter().copied().collect();
            let groups: Vec<Vec<u32>> = if let Some(runs) = book.slots.get(&programme) {
                let mut met = HashSet::new();
                let runs = runs.iter().filter(|run| run.leaf.is_none_or(|own| own == leaf));
                for group in runs.clone().flat_map(|run| &run.groups) {
                    let asking: Vec<u32> =
                        group.iter().copied().filter(|who| asking.contains(who)).collect();
                    undecided(&format!("programmes.{id}.slots"), &asking, book, problems);
                }
                runs.flat_map(|run| run.groups.iter().flatten())
                    .filter(|who| met.insert(**who))
                    .map(|&who| vec![who])
                    .collect()
            } else if let Some(list) = published(programme, book) {
                list.clone()
            } else if book.rule.mechanism == Mechanism::SerialDictatorship {
                askers[leaf as usize].iter().map(|&who| vec![who]).collect()
            } else {
                vec![askers[leaf as usize].clone()]
            };
            let listed: HashSet<u32> = groups.iter().flatten().copied().collect();
            let owners = owners_of(leaf, market, book).into_iter();
            let owners: Vec<Vec<u32>> =
                owners.filter(|who| !listed.contains(who)).map(|who| vec![who]).collect();
            // There more than those who ask must be in order, which is looked at by [`points`].
            let ranks_all = book.rule.mechanism == Mechanism::TopTradingCycles;
            let mut class = 0;
            for group in groups.iter().chain(&owners) {
                let mut group: Vec<u32> =
                    group.iter().copied().filter(|who| asking.contains(who)).collect();
                book.settle(&mut group);
                for part in parts(group, merit.get(&leaf).copied()) {
                    if !ranks_all {
                        undecided(&format!("programmes.{id}"), &part, book, problems);
                    }
                    tied |= part.len() > 1;
                    for who in &part {
                        rows.item.push(*who);
                        rows.class.push(class);
                    }
                    class += 1;
                }
            }
            rows.close();
        }
    }
    if !tied {
        rows.class = Vec::new();
    }
    rows
}

/// The order published for a cap above each leaf, where it settles equals.
fn merit(specs: &[Spec]) -> HashMap<u32, &[u32]> {
    let mut merit: HashMap<u32, &[u32]> = HashMap::new();
    for spec in specs.iter().rev().filter(|spec| spec.settles) {
        if let SpecRule::Merit(order) = &spec.rule {
            for &leaf in spec.members.iter().flat_map(|(_, leaves)| leaves) {
                merit.insert(leaf, order.as_slice());
            }
        }
    }
    merit
}

/// The list that a programme or the market has published, by groups of equals.
fn published(programme: usize, book: &Book) -> Option<&Vec<Vec<u32>>> {
    book.lists[programme].as_ref().or(book.order.as_ref())
}

/// Equals of a leaf, parted by the order published for a cap above it.
fn parts(mut group: Vec<u32>, merit: Option<&[u32]>) -> Vec<Vec<u32>> {
    let Some(order) = merit else { return vec![group] };
    group.sort_by_key(|&who| order[who as usize]);
    let same = |a: &u32, b: &u32| order[*a as usize] == order[*b as usize];
    group.chunk_by(same).map(<[u32]>::to_vec).collect()
}

/// Whoever owns a place of the leaf, in the byte order of ids.
fn owners_of(leaf: u32, market: &Market, book: &Book) -> Vec<u32> {
    let owners = market.owners.iter().flat_map(|owners| &owners.0);
    let mut owners: Vec<u32> = owners
        .filter(|(_, place)| resolve(place, book).is_some_and(|own| own.first() == Some(&leaf)))
        .filter_map(|(id, _)| book.applicant_at.get(id).copied())
        .collect();
    owners.sort_by(|&a, &b| book.id(a).cmp(book.id(b)));
    owners
}

/// Whom each leaf points to under top trading cycles (Abdulkadiroğlu, Sönmez 1999, 2003): its owners, then everybody
/// whom it ranks, whether they ask for it or not. Without a list it ranks everybody alike.
pub(super) fn points(
    market: &Market,
    book: &Book,
    specs: &[Spec],
    problems: &mut Problems,
) -> Vec<Vec<Pointed>> {
    let merit = merit(specs);
    let everyone = vec![(0..book.applicants.len() as u32).collect::<Vec<u32>>()];
    let mut all = vec![Vec::new(); book.capacity.len()];
    for (programme, id) in book.programmes.iter().enumerate() {
        for &(_, leaf) in book.leaves_of.get(programme).into_iter().flatten() {
            let owners = owners_of(leaf, market, book);
            let groups = published(programme, book).unwrap_or(&everyone);
            let ranked = groups.iter().flat_map(|group| {
                let mut group = group.clone();
                book.settle(&mut group);
                parts(group, merit.get(&leaf).copied())
            });
            let ranked: Vec<Vec<u32>> = ranked.collect();
            for part in &ranked {
                undecided(&format!("programmes.{id}"), part, book, problems);
            }
            let some = |part: &Vec<u32>, own: bool| -> Vec<u32> {
                part.iter().copied().filter(|who| owners.contains(who) == own).collect()
            };
            let listed: HashSet<u32> = ranked.iter().flatten().copied().collect();
            let unlisted = owners.iter().filter(|who| !listed.contains(who)).map(|&who| vec![who]);
            let first = ranked.iter().map(|part| some(part, true)).chain(unlisted);
            let turns: Vec<Vec<u32>> =
                first.chain(ranked.iter().map(|part| some(part, false))).collect();
            let turns = turns.iter().filter(|turn| !turn.is_empty()).zip(0..);
            all[leaf as usize] = turns
                .flat_map(|(turn, class)| {
                    turn.iter().map(move |&applicant| Pointed { class, applicant })
                })
                .collect();
        }
    }
    all
}

/// Places already held and couples.
pub(super) fn owners(market: &Market, book: &Book, flat: &mut Flat, problems: &mut Problems) {
    if let Some(owners) = &market.owners {
        flat.owned = vec![NONE; book.applicants.len()];
        let mut taken = vec![0u32; book.capacity.len()];
        for (id, place) in &owners.0 {
            let at = format!("owners.{id}");
            let Some(&applicant) = book.applicant_at.get(id) else {
                problems.add(&at, "is not an applicant", "correct the id or add the applicant");
                continue;
            };
            let Some(&[leaf]) = resolve(place, book).as_deref() else {
                problems.add(
                    &at,
                    format!("`{place}` is not one place"),
                    "name a programme, or `programme:line`",
                );
                continue;
            };
            if flat.owned[applicant as usize] != NONE {
                problems.add(&at, "is listed twice", "keep one of the two");
                continue;
            }
            flat.owned[applicant as usize] = leaf;
            taken[leaf as usize] += 1;
            if taken[leaf as usize] > book.capacity[leaf as usize] {
                problems.add(
                    &at,
                    format!("`{place}` has more owners than places"),
                    "correct the capacity or the owners",
                );
            }
        }
    }
    for (number, couple) in market.couples.iter().flatten().enumerate() {
        let at = format!("couples[{number}]");
        super::unknown(&at, &couple.unknown, problems);
        let members: Vec<u32> = couple
            .members
            .iter()
            .flatten()
            .filter_map(|id| {
                let found = book.applicant_at.get(id).copied();
                if found.is_none() {
                    problems.add(
                        &at,
                        format!("`{id}` is not an applicant"),
                        "correct the id or add the applicant",
                    );
                }
                found
            })
            .collect();
        let named = couple.members.as_ref().map_or(0, Vec::len);
        let &[first, second] = members.as_slice() else {
            if named != 2 {
                problems.add(
                    &at,
                    format!("has {named} members instead of two"),
                    "name both members",
                );
            }
            continue;
        };
        if first == second
            || flat
                .couples
                .iter()
                .any(|other| other.members.contains(&first) || other.members.contains(&second))
        {
            problems.add(
                &at,
                "a member is named twice or belongs to another couple",
                "name every person once",
            );
            continue;
        }
        let mut prefs = Vec::new();
        for (rank, pair) in couple.prefs.iter().flatten().enumerate() {
            let at = format!("{at}.prefs[{rank}]");
            let [a, b] = pair.as_slice() else {
                problems.add(
                    &at,
                    format!("has {} places instead of two", pair.len()),
                    "write a pair; `null` is no place",
                );
                continue;
            };
            let mut one = |entry: &Option<String>| match entry {
                None => NONE,
                Some(name) => match resolve(name, book).as_deref() {
                    Some(&[leaf]) => leaf,
                    _ => {
                        problems.add(
                            &at,
                            format!("`{name}` is not one place"),
                            "name a programme, or `programme:line`",
                        );
                        NONE
                    }
                },
            };
            prefs.push([one(a), one(b)]);
        }
        for member in [first, second] {
            let own = market
                .applicants
                .iter()
                .flat_map(|table| &table.0)
                .find(|(id, _)| id == book.id(member));
            if own.is_some_and(|(_, applicant)| {
                applicant.prefs.as_ref().is_some_and(|prefs| !prefs.0.is_empty())
            }) {
                let at = format!("applicants.{}.prefs", book.id(member));
                problems.add(
                    at,
                    "a member of a couple has a list of their own",
                    "write the joint list of the couple only",
                );
            }
        }
        flat.couples.push(CoupleList { members: [first, second], prefs });
    }
}
