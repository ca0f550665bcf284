//! Random courses of a call whose places are given by name, teams among those who get them. What is counted is the same.

use jiff::SignedDuration;

use super::model::{Dice, Done, World, code, said, terms};
use super::*;
use crate::programme::Kind;
use crate::programme::call::{self, Mechanism, Seated, Terms};
use crate::quota::Account;

fn by_name() -> Terms {
    let mut terms = terms();
    terms.kind = Kind::Internship;
    terms.mechanism = Mechanism::Nomination;
    terms.criteria.clear();
    terms
}

/// One to three people go as one, the same ones each time.
fn people(who: &str) -> u32 {
    u32::from(who.bytes().last().unwrap_or(0) % 3) + 1
}

/// A place is given by name: out of what hosts confirmed, or out of what came back.
fn name(world: &mut World, dice: &mut Dice, who: &str) -> Done {
    let (people, seat) = (people(who), u32::try_from(dice.below(3)).unwrap() + 1);
    let pool = world.pools().get(&seat).copied().unwrap_or_default();
    let own = world.placements.get(who).cloned();
    if own.as_ref().is_some_and(|it| !matches!(it.stage, Stage::Asked | Stage::Refused)) {
        return Err("had a place");
    }
    let taken = match (pool.left, pool.returned) {
        (left, _) if left >= u64::from(people) => Account::Allocated,
        (_, returned) if returned >= u64::from(people) => Account::Returned,
        // Now and then more are asked for than a host confirmed: the call refuses.
        _ if dice.below(4) == 0 => {
            let given = vec![Seated { seat, places: 9 }];
            return world.call_step(call::Event::Named { given }, 1);
        }
        _ => return Err("full"),
    };
    let mut trial = world.clone();
    if taken == Account::Allocated {
        let given = vec![Seated { seat, places: u64::from(people) }];
        trial.call_step(call::Event::Named { given }, 1)?;
    }
    let place = Place { people, ..trial.to_place(who, seat, Origin::Nomination, taken) };
    let offer = trial.offer(5);
    let event = match own {
        None => Event::Offered { description: trial.description(who), place, offer },
        Some(_) => Event::Given { place, offer: Some(offer), paper: None },
    };
    trial.place(who, event, 1)?;
    *world = trial;
    Ok(())
}

fn uphold(world: &mut World, dice: &mut Dice, who: &str) -> Done {
    let had = world.placements.get(who).ok_or("no appeal")?.place.is_some();
    let seat = u32::try_from(dice.below(3)).unwrap() + 1;
    let pool = world.pools().get(&seat).copied().unwrap_or_default();
    let people = people(who);
    let taken =
        if pool.returned >= u64::from(people) { Account::Returned } else { Account::Seated };
    if taken == Account::Seated && pool.left < u64::from(people) {
        return Err("no place is free");
    }
    // Now and then another number of people is asked for than went before, which is refused.
    let people = if had && dice.below(6) == 0 { people + 1 } else { people };
    let place = Place { people, ..world.to_place(who, seat, Origin::Appeal, taken) };
    let paper = Some(Paper { number: "7".parse().unwrap(), date: world.today() });
    let event = Event::Given { place, offer: Some(world.offer(5)), paper };
    world.place(who, event, 3)
}

fn one(world: &mut World, dice: &mut Dice) -> Done {
    let who = code(dice.below(7));
    match dice.below(10) {
        0..=2 => name(world, dice, &who),
        3 => {
            let said = said(world, dice, Step::Appeal);
            let said = Said { clock: said.clock.map(|c| Clock { from: world.now, ..c }), ..said };
            let event = Event::Asked { description: world.description(&who), said };
            world.place(&who, event, 1)
        }
        4 => uphold(world, dice, &who),
        5 if dice.below(20) == 0 => {
            world.call_step(call::Event::Cancelled { why: super::model::text("why") }, 2)
        }
        _ => {
            let there = world.placements.get(&who).cloned().ok_or("nobody")?;
            let open: Vec<Step> = RULES
                .iter()
                .filter(|rule| there.allows(rule, world.now))
                .map(|rule| rule.step)
                .collect();
            let step = dice.one(&open).ok_or("nothing to do")?;
            let mut said = said(world, dice, step);
            said.clock = said.clock.map(|clock| Clock { from: there.decided, ..clock });
            let actor = if step == Step::Reject { 3 } else { 1 };
            world.place(&who, Event::Made { step, said }, actor)
        }
    }
}

#[test]
fn no_course_of_a_call_by_name_loses_or_doubles_a_place_whatever_teams_do() {
    let (mut named, mut teams, mut back, mut upheld) = (0, 0, 0, 0);
    for seed in 0..40 {
        let mut dice = Dice(seed);
        let mut world = World::of(by_name());
        for (seat, places) in [(1, 2), (2, 2), (3, 3)] {
            let seated = Seated { seat, places };
            world.call_step(call::Event::Seated { seated }, 1).unwrap();
        }
        world.count();
        world.now = "2026-06-16T06:00:00Z".parse().unwrap();
        for _ in 0..200 {
            let hours = if dice.below(20) == 0 { 48 } else { 1 };
            world.now += SignedDuration::from_hours(hours);
            let before = world.standing();
            if one(&mut world, &mut dice).is_err() {
                assert_eq!(world.standing(), before, "a refused step changes nothing");
            }
            if world.call.cancelled.is_some() {
                break;
            }
            world.count();
        }
        assert!(world.call.cancelled.is_none() || world.call.named.is_empty());
        named += world.call.named.len();
        for it in world.placements.values() {
            teams += usize::from(it.given > 0 && it.people() > 1);
            back += usize::from(it.stage == Stage::Returned);
            upheld += usize::from(!it.extra.is_empty());
        }
    }
    // A model that never gets there would show nothing.
    assert!(named > 40 && teams > 20 && back > 10 && upheld > 3, "{named} {teams} {back} {upheld}");
}
