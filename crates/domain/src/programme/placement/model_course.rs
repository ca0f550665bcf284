//! A course of random events from the first list of a run to the end of every stay, and the places counted after each one.
//! `KELISIM_PLACEMENT_SEQUENCES` says how many courses; 40 without it.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use uuid::Uuid;

use super::model::{Dice, Done, World, code, line_id, said, text};
use super::*;
use crate::id::CallId;
use crate::journal::Hash;
use crate::programme::call::{self, Seated, Take};
use crate::programme::run::{self, As};
use crate::quota::{Account, Reason};

const H: fn(u8) -> Hash = |n| Hash::of(&[n; 32]);

/// One step on the way to the release, now and then a wrong one.
fn towards(world: &mut World, dice: &mut Dice) -> Done {
    let stage = world.run.stage();
    let party = |n: &str| n.parse().unwrap();
    let value = |n: u8| format!("{n:02x}").repeat(32);
    let pick = if dice.below(8) == 0 { 99 } else { 0 };
    match (stage, pick) {
        (run::Stage::Gathering, 0) if world.call.seated.len() < 3 || dice.below(3) == 0 => {
            let seat = u32::try_from(dice.below(3)).unwrap() + 1;
            let places = u64::try_from(dice.below(2)).unwrap() + 1;
            world.call_step(call::Event::Seated { seated: Seated { seat, places } }, 1)
        }
        (run::Stage::Gathering, 0) => gather(world, dice),
        (run::Stage::Frozen, 0) => {
            let (side, n) = if dice.below(2) == 0 { ("KG", 10) } else { ("RU", 11) };
            world.run_step(run::Event::Revealed { party: party(side), value: value(n) }, 1)
        }
        (run::Stage::Drawn, 0) => compute(world, dice),
        (run::Stage::Computed, 0) => {
            let capacity = if dice.below(2) == 0 { As::Chair } else { As::Second };
            let actor = u128::try_from(dice.below(2)).unwrap() + 1;
            world.run_step(run::Event::Signed { capacity, certificate: H(60) }, actor)
        }
        (run::Stage::Signed, 0) => release(world),
        (_, _) if dice.below(3) > 0 => {
            let mut trial = world.clone();
            trial.run_step(run::Event::Discarded { why: text("why") }, 1)?;
            trial.call_step(call::Event::Thawed, 1)?;
            *world = trial;
            Ok(())
        }
        _ => release(world),
    }
}

fn gather(world: &mut World, dice: &mut Dice) -> Done {
    let file = run::File { name: "list.csv".to_owned(), sha256: H(100), size: 10 };
    let number = u32::try_from(world.run.lists.len()).unwrap();
    match dice.below(5) {
        0 => {
            let hash = H(u8::try_from(number % 50).unwrap());
            let differs = run::Differs::default();
            world.run_step(run::Event::Brought { file, hash, candidates: 9, differs }, 1)
        }
        1 => {
            let Some(list) = world.run.waiting() else { return Err("nothing waits") };
            let (list, hash) = (list.number, list.hash);
            world.run_step(run::Event::Accepted { list, hash }, 2)
        }
        2 | 3 => {
            let (side, n, who) = if dice.below(2) == 0 { ("KG", 10, 1) } else { ("RU", 11, 2) };
            let sha256 = Hash::of(&[n; 32]);
            world.run_step(run::Event::Committed { party: side.parse().unwrap(), sha256 }, who)
        }
        _ => {
            let list = world.run.accepted().map_or(0, |list| list.number);
            let frozen = run::Frozen {
                input: H(50),
                size: 1,
                edition: 0,
                terms: H(51),
                list,
                candidates: 9,
                places: 7,
            };
            let mut trial = world.clone();
            trial.run_step(run::Event::Frozen { frozen }, 1)?;
            trial.call_step(call::Event::Frozen { input: H(50) }, 1)?;
            *world = trial;
            Ok(())
        }
    }
}

/// Gives places of the seats at random, never more than were confirmed.
fn compute(world: &mut World, dice: &mut Dice) -> Done {
    let mut left = world.call.seated.clone();
    let mut given = BTreeMap::new();
    for n in 0..9 {
        let open: Vec<u32> = left.iter().filter(|(_, l)| **l > 0).map(|(n, _)| *n).collect();
        let Some(seat) = dice.one(&open).filter(|_| dice.below(5) > 0) else { continue };
        given.insert(code(n), seat);
        *left.get_mut(&seat).unwrap() -= 1;
    }
    let by_seat = |seat: u32| given.values().filter(|own| **own == seat).count();
    let computed = run::Computed {
        certificate: H(60),
        public: H(61),
        result: H(62),
        placed: u64::try_from(given.len()).unwrap(),
        stable: true,
        given: world
            .call
            .seated
            .keys()
            .map(|seat| Seated { seat: *seat, places: u64::try_from(by_seat(*seat)).unwrap() })
            .collect(),
    };
    world.run_step(run::Event::Computed { computed }, 1)?;
    let trouble = if dice.below(6) == 0 { vec!["no".to_owned()] } else { Vec::new() };
    world.run_step(run::Event::Checked { checked: run::Checked { checks: 9, trouble } }, 1)?;
    world.given = given;
    Ok(())
}

fn release(world: &mut World) -> Done {
    let current = world.run.current().and_then(|attempt| attempt.computed.as_ref());
    let given = current.map(|said| said.what.given.clone()).ok_or("not computed")?;
    let mut trial = world.clone();
    let planned = "2026-06-15T06:00:00Z".parse().unwrap();
    trial.run_step(run::Event::Released { certificate: H(60), planned }, 1)?;
    trial.call_step(call::Event::Given { given }, 1)?;
    *world = trial;
    Ok(())
}

/// Steps that lead on.
const ON: &[Step] = &[
    Step::Accept,
    Step::Hold,
    Step::Wish,
    Step::Arrive,
    Step::Enrol,
    Step::Complete,
    Step::Serve,
    Step::Prove,
    Step::DeferDuty,
    Step::ResumeDuty,
    Step::Breach,
];

/// One step after the release.
fn after(world: &mut World, dice: &mut Dice) -> Done {
    let who = code(dice.below(9));
    match dice.below(13) {
        12 => hand_on(world, dice),
        0 | 1 => world.offer_to(&who),
        2 => promote(world, dice, &who),
        3 => {
            let said = said(world, dice, Step::Appeal);
            let said = Said { clock: said.clock.map(|c| Clock { from: world.now, ..c }), ..said };
            let description = world.description(&who);
            if world.given.contains_key(&who) {
                return Err("has a place");
            }
            world.place(&who, Event::Asked { description, said }, 1)
        }
        4 => uphold(world, dice, &who),
        5 => by_hand(world, dice),
        _ => {
            let mut steps: Vec<Step> = Step::ALL.to_vec();
            if let Some(it) = world.placements.get(&who)
                && dice.below(4) > 0
            {
                steps.retain(|step| it.allows(rule(*step).unwrap(), world.now));
                // Half of them go on, so that some come to the end.
                if dice.below(2) == 0 && steps.iter().any(|step| ON.contains(step)) {
                    steps.retain(|step| ON.contains(step));
                }
            }
            let Some(step) = dice.one(&steps) else { return Err("nothing to do") };
            let mut said = said(world, dice, step);
            if let Some(it) = world.placements.get(&who) {
                said.clock = said.clock.map(|clock| Clock { from: it.decided, ..clock });
            }
            let actor = if step == Step::Reject { 3 } else { 1 };
            world.place(&who, Event::Made { step, said }, actor)
        }
    }
}

/// A place that came back goes to somebody who has none, or who wants it more.
fn promote(world: &mut World, dice: &mut Dice, who: &str) -> Done {
    let free: Vec<u32> =
        world.pools().iter().filter(|(_, p)| p.returned > 0).map(|(seat, _)| *seat).collect();
    let seat = dice.one(&free).ok_or("nothing came back")?;
    let held = world.placements.get(who).cloned();
    if held.is_none() && world.given.contains_key(who) {
        return Err("not offered yet");
    }
    let (origin, offer) = match held.as_ref().map(|it| it.stage) {
        None | Some(Stage::Asked | Stage::Refused) => (Origin::Waitlist, Some(world.offer(5))),
        Some(Stage::Accepted) => (Origin::Upgrade, None),
        Some(_) => (Origin::Upgrade, Some(world.offer(5))),
    };
    let place = world.to_place(who, seat, origin, Account::Returned);
    let event = match (held, offer) {
        (None, Some(offer)) => Event::Offered { description: world.description(who), place, offer },
        (_, offer) => Event::Given { place, offer, paper: None },
    };
    world.place(who, event, 1)
}

/// What nobody has of a seat goes on to the next round, now and then more than there is.
fn hand_on(world: &mut World, dice: &mut Dice) -> Done {
    let pools = world.pools();
    let seat = dice.one(&pools.keys().copied().collect::<Vec<u32>>()).ok_or("no seat")?;
    let pool = pools[&seat];
    let own = &world.call.terms().unwrap().seats;
    let places = own.iter().find(|own| own.number == seat).unwrap().what.places;
    let there = places - world.call.seated[&seat] - world.call.freed(seat).unconfirmed;
    let more = u64::from(dice.below(6) == 0);
    let freed =
        call::Freed { seat, unconfirmed: there, left: pool.left + more, returned: pool.returned };
    let next = CallId::new(Uuid::from_u128(2));
    world.call_step(call::Event::HandedOn { freed: vec![freed], next }, 1)
}

fn uphold(world: &mut World, dice: &mut Dice, who: &str) -> Done {
    let pools = world.pools();
    let free = pools.iter().filter_map(|(seat, pool)| match (pool.returned, pool.left) {
        (1.., _) => Some((*seat, Account::Returned)),
        (_, 1..) => Some((*seat, Account::Seated)),
        _ => None,
    });
    let (seat, taken) = dice.one(&free.collect::<Vec<_>>()).ok_or("no place is free")?;
    if !world.placements.contains_key(who) {
        return Err("no appeal");
    }
    let place = world.to_place(who, seat, Origin::Appeal, taken);
    let paper = Some(Paper { number: "7".parse().unwrap(), date: world.today() });
    let event = Event::Given { place, offer: Some(world.offer(5)), paper };
    world.place(who, event, u128::try_from(dice.below(2)).unwrap() * 2 + 1)
}

/// Somebody books by hand: what came back may lapse, what a person has may not be touched.
fn by_hand(world: &mut World, dice: &mut Dice) -> Done {
    let line = line_id(u128::try_from(dice.below(2)).unwrap());
    if dice.below(3) == 0 {
        let (from, to, reason) = (Account::Returned, Account::Lapsed, Reason::TermEnded);
        return world.book(&[Take { line, from, to, places: 1, reason }], None, None);
    }
    for (from, to) in [
        (Account::Allocated, Account::Offered),
        (Account::Offered, Account::Accepted),
        (Account::Accepted, Account::Enrolled),
        (Account::Enrolled, Account::Completed),
        (Account::Seated, Account::Allocated),
    ] {
        let take = Take { line, from, to, places: 1, reason: Reason::InCourse };
        assert!(world.book(&[take], None, None).is_err(), "{from:?} is taken by hand");
    }
    Err("held")
}

/// How often each kind of thing was done.
#[derive(Default)]
struct Tally(BTreeMap<String, u64>);

fn course(seed: u64, tally: &mut Tally) {
    let mut dice = Dice(seed);
    let mut world = World::new();
    world.count();
    world.now = "2026-06-16T06:00:00Z".parse().unwrap();
    for _ in 0..250 {
        let minutes = match dice.below(40) {
            0 => 60 * 24 * 3,
            1 => 60 * 24,
            _ => 7,
        };
        world.now += SignedDuration::from_mins(minutes);
        let before = world.standing();
        let done = match world.call.given {
            None => towards(&mut world, &mut dice),
            Some(_) => after(&mut world, &mut dice),
        };
        if done.is_err() {
            assert_eq!(world.standing(), before, "a refused step changes nothing");
        }
        world.count();
    }
    for it in world.placements.values() {
        for made in &it.steps {
            *tally.0.entry(made.what.clone()).or_default() += 1;
        }
        let body = serde_json::to_string(it).unwrap();
        let back: Placement = serde_json::from_str(&body).unwrap();
        assert_eq!(serde_json::to_string(&back).unwrap(), body, "it is read back as it was");
    }
    *tally.0.entry("handed_on".to_owned()).or_default() +=
        u64::try_from(world.call.rounds.len()).unwrap();
    *tally.0.entry("courses with a release".to_owned()).or_default() +=
        u64::from(world.call.given.is_some());
}

#[test]
fn no_course_of_events_loses_or_doubles_a_place() {
    let asked = std::env::var("KELISIM_PLACEMENT_SEQUENCES").ok().and_then(|n| n.parse().ok());
    let courses: u64 = asked.unwrap_or(40);
    let mut tally = Tally::default();
    for seed in 0..courses {
        course(seed, &mut tally);
    }
    if asked.is_some() {
        for (what, n) in &tally.0 {
            eprintln!("{what}: {n}");
        }
    }
    // A model that never gets there would show nothing.
    assert!(tally.0["courses with a release"] > courses / 2, "{:?}", tally.0);
    for what in [
        "handed_on",
        "offered",
        "accepted",
        "held",
        "declined",
        "lapsed",
        "upgraded",
        "promoted",
        "revoked",
        "enrolled",
        "interrupted",
        "completed",
        "appealed",
        "appeal_upheld",
        "duty_begun",
    ] {
        let seen = tally.0.get(what).copied().unwrap_or(0);
        assert!(seen > 0, "{what} never happened: {:?}", tally.0);
    }
}
