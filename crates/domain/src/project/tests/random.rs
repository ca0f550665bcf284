//! Random plans in random orders.

use jiff::Span;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::super::*;
use super::{TODAY, begun_event, edtf, id, meta_on, milestone, stream, text};
use crate::aggregate::Aggregate;

/// How many milestones a random project has.
const COUNT: u128 = 7;

fn day() -> impl Strategy<Value = Date> {
    (0i64..4_000).prop_map(|n| date(2018, 1, 1).checked_add(Span::new().days(n)).unwrap())
}

/// A date as sources state it.
fn stated() -> impl Strategy<Value = String> {
    (day(), 0u8..10).prop_map(|(day, roughness)| match roughness {
        0 => day.strftime("%Y").to_string(),
        1 | 2 => day.strftime("%Y-%m").to_string(),
        3 => format!("{}~", day.strftime("%Y")),
        _ => day.to_string(),
    })
}

fn fact() -> impl Strategy<Value = Event> {
    let dated = (1..=COUNT, 0..Aspect::ALL.len(), stated()).prop_map(|(n, aspect, on)| {
        let word = Word {
            milestone: id(n),
            aspect: Aspect::ALL[aspect],
            on: Some(edtf(&on)),
            reason: Some(text("it is said so")),
            quotation: None,
        };
        Event::Dated { word }
    });
    let waits = (1..=COUNT, 1..=COUNT, 0u16..200).prop_map(|(before, after, lag)| {
        let dependency = Dependency { before: id(before), after: id(after), lag };
        Event::DependencyAdded { dependency }
    });
    prop_oneof![3 => dated, 2 => waits]
}

/// Facts, each with a day of its own on which it became known.
fn facts() -> impl Strategy<Value = Vec<(Date, Event)>> {
    proptest::collection::vec(fact(), 0..30).prop_map(|facts| {
        let known = |n: usize| date(2029, 1, 1).checked_add(Span::new().days(n as i64)).unwrap();
        facts.into_iter().enumerate().map(|(n, fact)| (known(n), fact)).collect()
    })
}

/// Enters the milestones in an order and facts in theirs; facts that a rule refuses are left out.
fn entered(turn: usize, order: &[(Date, Event)]) -> (Project, Vec<(Date, Event)>) {
    let mut this = Project::begin(stream(), begun_event(), meta_on(1, TODAY)).unwrap();
    let mut version = 1;
    for n in 0..COUNT as usize {
        version += 1;
        let n = (n + turn) as u128 % COUNT + 1;
        let event = milestone(n, MilestoneKind::ALL[n as usize], "a milestone");
        this.then(event, meta_on(version, TODAY)).unwrap();
    }
    let mut kept = Vec::new();
    for (known, event) in order {
        if this.then(event.clone(), meta_on(version + 1, *known)).is_ok() {
            version += 1;
            kept.push((*known, event.clone()));
        }
    }
    (this, kept)
}

fn shuffled<T: Clone>(of: &[T], seed: u64) -> Vec<T> {
    let (mut out, mut state) = (of.to_vec(), seed | 1);
    for n in (1..out.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        out.swap(n, usize::try_from(state >> 33).unwrap() % (n + 1));
    }
    out
}

/// Versions depend on the order of entry by what they are; all else must not.
fn without_versions(mut plan: Plan) -> Plan {
    for row in &mut plan.rows {
        for step in &mut row.moves.steps {
            step.0 = 0;
        }
    }
    plan
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_order_of_entry_changes_nothing(
        facts in facts(),
        seed in any::<u64>(),
        turn in 0usize..7,
        asked in day(),
    ) {
        let (this, kept) = entered(0, &facts);
        let (other, again) = entered(turn, &shuffled(&kept, seed));
        prop_assert_eq!(again.len(), kept.len(), "what is accepted in one order is accepted in any");
        for day in [asked, TODAY, date(2045, 1, 1)] {
            prop_assert_eq!(
                without_versions(this.plan(day, Against::FirstWord)),
                without_versions(other.plan(day, Against::FirstWord))
            );
        }
        prop_assert_eq!(this.snapshot(None), other.snapshot(None));
    }

    #[test]
    fn an_open_milestone_is_never_before_what_it_waits_for(facts in facts(), asked in day()) {
        let (this, _) = entered(0, &facts);
        let plan = this.plan(asked, Against::FirstWord);
        for dependency in this.dependencies() {
            let after = plan.row(dependency.after).unwrap();
            let Some(chain) = &after.chain else {
                prop_assert!(after.progress >= Progress::Claimed);
                continue;
            };
            let before = plan.row(dependency.before).unwrap();
            if before.progress < Progress::Claimed {
                prop_assert!(chain.not_before >= asked);
                if let Some(earlier) = &before.chain {
                    prop_assert!(chain.not_before >= earlier.not_before);
                }
            }
            if let Some(on) = before.on {
                let lag = Span::new().days(dependency.lag);
                prop_assert!(chain.not_before >= on.first_day().checked_add(lag).unwrap());
            }
            prop_assert!(chain.at_latest.is_none_or(|latest| latest >= chain.not_before));
        }
        // No milestone waits for itself, over whatever way.
        for said in &this.milestones {
            let itself = Dependency { before: said.what.id, after: said.what.id, lag: 0 };
            for dependency in this.dependencies().filter(|d| d.after == said.what.id) {
                let back = Dependency { before: dependency.after, after: dependency.before, lag: 0 };
                prop_assert!(this.circle(back).is_some());
            }
            prop_assert!(this.circle(itself).is_some());
        }
        for pair in plan.critical.windows(2) {
            prop_assert!(this.dependencies().any(|d| [d.before, d.after] == [pair[0], pair[1]]));
        }
    }

    #[test]
    fn slip_is_the_same_way_back_with_the_other_sign(then in stated(), now in stated()) {
        let (then, now) = (edtf(&then), edtf(&now));
        let there = slip(Some(then), Some(now));
        let back = match slip(Some(now), Some(then)) {
            Slip::Exact { days } => Slip::Exact { days: -days },
            Slip::Range { least, most } => Slip::Range { least: -most, most: -least },
            other => other,
        };
        prop_assert_eq!(there, back);
        prop_assert!(!(there.is_late() && there.is_early()));
        if let Slip::Range { least, most } = there {
            prop_assert!(least < most);
        }
        if there.is_late() {
            prop_assert!(now.first_day() > then.last_day());
        }
    }

    #[test]
    fn a_frozen_baseline_is_the_same_whatever_comes_after(
        facts in facts(),
        cut in any::<prop::sample::Index>(),
    ) {
        let cut = cut.index(facts.len() + 1);
        let (mut this, _) = entered(0, &facts[..cut]);
        let baseline = Baseline::of(text("plan"), this.snapshot(None).unwrap()).unwrap();
        let version = this.version + 1;
        let event = Event::BaselineFrozen { baseline: baseline.clone() };
        this.then(event, meta_on(version, date(2031, 1, 1))).unwrap();
        for (n, (known, event)) in facts[cut..].iter().enumerate() {
            let _ = this.then(event.clone(), meta_on(version + 1 + n as i64, *known));
        }
        let kept = &this.baseline(version).unwrap().what;
        prop_assert_eq!(kept, &baseline);
        prop_assert!(kept.is_whole());
        let compared = compare(&kept.snapshot, &this.snapshot(None).unwrap());
        prop_assert_eq!(compared.len(), this.milestones.len());
    }
}
