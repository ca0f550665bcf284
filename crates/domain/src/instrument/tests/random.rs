//! Random facts in random orders.

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::super::*;
use super::{A, TODAY, act, begun, changed, clause, meta, stated};
use crate::aggregate::Aggregate;

/// Parties of the random agreements.
const MANY: [&str; 3] = ["KG", "KZ", "UZ"];

fn any_entry() -> impl Strategy<Value = Entry> {
    let wait =
        || proptest::option::of((1u16..60).prop_map(|n| Length::new(n, LengthUnit::Day).unwrap()));
    prop_oneof![
        Just(Entry::OnSignature),
        wait().prop_map(|wait| Entry::OnLastNotification { wait }),
        (1u16..=3, wait()).prop_map(|(count, wait)| Entry::AfterRatifications { count, wait }),
        day().prop_map(|date| Entry::OnDate { date }),
    ]
}

fn day() -> impl Strategy<Value = Date> {
    (0i64..2_000).prop_map(|n| date(2018, 1, 1).checked_add(jiff::Span::new().days(n)).unwrap())
}

/// A date as sources state it: mostly a day, sometimes a month or a year.
fn stated_date() -> impl Strategy<Value = String> {
    (day(), 0u8..10).prop_map(|(day, roughness)| match roughness {
        0 => day.strftime("%Y").to_string(),
        1 | 2 => day.strftime("%Y-%m").to_string(),
        _ => day.to_string(),
    })
}

fn any_fact() -> impl Strategy<Value = Event> {
    let kinds = (0..A::ALL.len()).prop_map(|n| A::ALL[n]);
    let acted =
        (0..MANY.len(), kinds, stated_date()).prop_map(|(p, kind, on)| act(MANY[p], kind, &on));
    let change = (0..ChangeKind::ALL.len(), stated_date())
        .prop_map(|(n, on)| changed(ChangeKind::ALL[n], &on));
    prop_oneof![12 => acted, 1 => change]
}

fn any_clause() -> impl Strategy<Value = Clause> {
    (any_entry(), proptest::option::of(1u16..6), any::<bool>(), proptest::option::of(1u16..9))
        .prop_map(|(entry, years, renewed, notice)| {
            let duration = years.map(|n| Length::new(n, LengthUnit::Year).unwrap());
            Clause {
                duration,
                renewal: duration.filter(|_| renewed),
                notice: notice.map(|n| Length::new(n, LengthUnit::Month).unwrap()),
                ending: Some(if duration.is_some() { Ending::EndOfTerm } else { Ending::AnyTime }),
                ..clause(entry)
            }
        })
}

/// Enters facts in an order; those that a rule refuses are left out. Gives the accepted ones too.
fn entered_in(order: &[Event]) -> (Instrument, Vec<Event>) {
    let mut this = begun(&MANY);
    let mut kept = Vec::new();
    for (version, event) in (2..).zip(order) {
        if this.then(event.clone(), meta(version)).is_ok() {
            kept.push(event.clone());
        }
    }
    (this, kept)
}

/// The first day on which every act a rule asks for can have happened, counted from the reports themselves: the
/// earliest word of each party, however vague, and the rule read off the paper.
fn not_before(kept: &[Event]) -> Option<Date> {
    let clause = kept.iter().find_map(|event| match event {
        Event::ClauseStated { stated } => Some(stated.clause.clone()),
        _ => None,
    })?;
    let first = |party: &str, kinds: &[ActKind]| {
        let of = |event: &Event| match event {
            Event::Acted { act } if act.party.as_str() == party && kinds.contains(&act.kind) => {
                Some(act.on.last_day())
            }
            _ => None,
        };
        kept.iter().filter_map(of).max()
    };
    let days = |kinds: &[ActKind]| -> Vec<Date> {
        let mut days: Vec<Date> = MANY.iter().filter_map(|p| first(p, kinds)).collect();
        days.sort_unstable();
        days
    };
    let all =
        |kinds: &[ActKind]| Some(days(kinds)).filter(|d| d.len() == MANY.len())?.last().copied();
    let waited = |wait: Option<Length>, day: Date| wait.map_or(day, |wait| wait.after(day));
    match clause.entry? {
        Entry::OnSignature => all(&[A::Signed, A::Acceded]),
        Entry::OnDate { date } => Some(all(&[A::Signed, A::Acceded])?.max(date)),
        Entry::OnLastNotification { wait } => Some(waited(wait, all(&[A::Notified])?)),
        Entry::AfterRatifications { count, wait } => {
            let days = days(&[A::Ratified, A::Approved, A::Acceded]);
            Some(waited(wait, *days.get(usize::from(count) - 1)?))
        }
    }
}

/// Where a party both signed and acceded, or ratified and approved, the earlier of the two counts; the plain reading
/// above takes the later. The comparison is of agreements where no party did both.
fn plain(kept: &[Event]) -> bool {
    let did = |party: &str, kind: ActKind| {
        kept.iter().any(|e| matches!(e, Event::Acted { act } if act.party.as_str() == party && act.kind == kind))
    };
    MANY.iter().all(|p| {
        let consents = [A::Ratified, A::Approved, A::Acceded];
        !(did(p, A::Signed) && did(p, A::Acceded))
            && consents.iter().filter(|k| did(p, **k)).count() <= 1
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn the_order_of_entry_changes_nothing(
        clause in any_clause(),
        facts in proptest::collection::vec(any_fact(), 0..14),
        seed in any::<u64>(),
        asked in day(),
    ) {
        let order = [vec![stated(clause)], facts].concat();
        let (this, kept) = entered_in(&order);
        let mut shuffled = kept.clone();
        let mut state = seed | 1;
        for n in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            shuffled.swap(n, usize::try_from(state >> 33).unwrap() % (n + 1));
        }
        let (other, again) = entered_in(&shuffled);
        prop_assert_eq!(again.len(), kept.len(), "what is accepted in one order is accepted in any");
        for day in [asked, TODAY, date(2040, 1, 1)] {
            prop_assert_eq!(this.position(day), other.position(day));
        }
    }

    #[test]
    fn never_in_force_before_the_clause_is_met(
        clause in any_clause(),
        facts in proptest::collection::vec(any_fact(), 0..14),
        asked in day(),
    ) {
        let (this, kept) = entered_in(&[vec![stated(clause)], facts].concat());
        let position = this.position(asked);
        let in_force = matches!(position.standing, Standing::InForce | Standing::Denounced);
        let met = not_before(&kept);
        if plain(&kept) {
            prop_assert_eq!(position.force.since().map(|s| s.latest), met);
            prop_assert!(!in_force || met.is_some_and(|met| met <= asked), "{:?} {:?}", position, met);
        } else {
            prop_assert!(!in_force || position.force.since().is_some_and(|s| s.latest <= asked));
        }
    }

    #[test]
    fn fewer_facts_are_never_refused_where_more_are_not(
        clause in any_clause(),
        facts in proptest::collection::vec(any_fact(), 0..14),
        left_out in any::<prop::sample::Index>(),
    ) {
        let (_, mut kept) = entered_in(&[vec![stated(clause)], facts].concat());
        kept.remove(left_out.index(kept.len()));
        let (_, again) = entered_in(&kept);
        prop_assert_eq!(again.len(), kept.len());
    }
}
