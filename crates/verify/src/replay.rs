//! Rules that are not about stability are replayed: the certificate must give the same answer.

use std::collections::HashMap;

use crate::market::Market;

/// Replays a mechanism and compares.
///
/// # Errors
/// The first person whose place differs.
pub fn check(market: &Market, mechanism: &str, placed: &[Option<usize>]) -> Result<(), String> {
    let answer = match mechanism {
        "serial-dictatorship" => serial(market),
        "immediate-acceptance" => immediate(market),
        "top-trading-cycles" => cycles(market),
        other => return Err(format!("`{other}` is not known")),
    };
    match (0..placed.len()).find(|&person| answer[person] != placed[person]) {
        None => Ok(()),
        Some(person) => Err(format!("`{}` has another place", market.people[person])),
    }
}

fn serial(market: &Market) -> Vec<Option<usize>> {
    let mut answer = vec![None; market.people.len()];
    let mut held = vec![0; market.pools.len()];
    for &person in &market.order {
        let free = |pool: &usize, held: &[usize]| {
            let under = |pools: &std::collections::HashSet<usize>| {
                pools.iter().map(|&pool| held[pool]).sum::<usize>()
            };
            held[*pool] < market.pools[*pool].places
                && market
                    .caps
                    .iter()
                    .filter(|cap| cap.pools.contains(pool))
                    .all(|cap| under(&cap.pools) < cap.cap)
        };
        let choice = market.asks[person].iter().copied().find(|pool| free(pool, &held));
        if let Some(pool) = choice {
            held[pool] += 1;
        }
        answer[person] = choice;
    }
    answer
}

fn immediate(market: &Market) -> Vec<Option<usize>> {
    let mut answer: Vec<Option<usize>> = vec![None; market.people.len()];
    let mut free: Vec<usize> = market.pools.iter().map(|pool| pool.places).collect();
    let longest = market.asks.iter().map(Vec::len).max().unwrap_or(0);
    for round in 0..longest {
        let mut asking: HashMap<usize, Vec<(usize, usize)>> = HashMap::new();
        for person in (0..answer.len()).filter(|&person| answer[person].is_none()) {
            if let Some(&pool) = market.asks[person].get(round) {
                asking.entry(pool).or_default().push((market.pools[pool].rank[&person], person));
            }
        }
        for (pool, mut people) in asking {
            people.sort_unstable();
            for (_, person) in people.into_iter().take(free[pool]) {
                answer[person] = Some(pool);
                free[pool] -= 1;
            }
        }
    }
    answer
}

/// One cycle at a time, found by walking from anybody who is left as many steps as there are people.
fn cycles(market: &Market) -> Vec<Option<usize>> {
    let mut answer: Vec<Option<usize>> = vec![None; market.people.len()];
    let mut left: Vec<bool> = vec![true; market.people.len()];
    let mut free: Vec<usize> = market.pools.iter().map(|pool| pool.places).collect();
    loop {
        let wish = |person: usize, free: &[usize]| {
            market.asks[person].iter().copied().find(|&pool| free[pool] > 0)
        };
        // A place points to its owners and then to everybody else it ranks, whether they ask for it or not.
        let first = |pool: usize, left: &[bool]| {
            let here = || market.pools[pool].points.iter().copied().filter(|&who| left[who]);
            here().find(|who| market.owns.get(who) == Some(&pool)).or_else(|| here().next())
        };
        for (person, left) in left.iter_mut().enumerate() {
            *left = *left && wish(person, &free).is_some();
        }
        let Some(mut person) = left.iter().position(|&left| left) else { return answer };
        let step = |person: usize| {
            wish(person, &free).and_then(|pool| first(pool, &left)).unwrap_or(person)
        };
        for _ in 0..left.len() {
            person = step(person);
        }
        let start = person;
        let mut cycle = vec![start];
        while step(person) != start {
            person = step(person);
            cycle.push(person);
        }
        let given: Vec<(usize, Option<usize>)> =
            cycle.iter().map(|&person| (person, wish(person, &free))).collect();
        for (person, pool) in given {
            answer[person] = pool;
            left[person] = false;
            if let Some(pool) = pool {
                free[pool] -= 1;
            }
        }
    }
}
