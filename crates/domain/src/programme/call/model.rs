//! Calls and the ledger together: whatever people do, no place is lost or doubled.

use jiff::civil::date;
use proptest::prelude::*;

use super::tests::{all4, begun, id, line_id, meta, seat, terms};
use super::*;
use crate::aggregate::{Aggregate as _, Meta};
use crate::id::{CallId, CommitmentId, MoveId, SourceId};
use crate::quota::{self, Account, Move, Pledge, Programme, QuotaLine, Reason};
use crate::quotation::Quotation;
use crate::topic::Channel;

fn line(n: u128, confirmed: u64) -> QuotaLine {
    let description = quota::Description {
        registry: "KG".parse().unwrap(),
        partner: "RU".parse().unwrap(),
        commitment: CommitmentId::new(id(0x99)),
        period: "2026".parse().unwrap(),
        channel: Channel::Ministry,
        programme: Programme::Residency,
        specialty: None,
        host: None,
        region: None,
    };
    let quotation = Quotation {
        source: SourceId::new(id(0x98)),
        language: "en".to_owned(),
        exact: "70".to_owned(),
        start: 0,
        end: 2,
        prefix: String::new(),
        suffix: String::new(),
        translation: None,
    };
    let pledge = Pledge {
        id: MoveId::new(id(0x500 + n)),
        places: confirmed + 2,
        on: date(2026, 2, 1),
        quotation,
        note: None,
    };
    let opened = quota::Event::Opened { description, pledge };
    let mut line = QuotaLine::begin(line_id(n).into(), opened, meta(1, 1)).unwrap();
    let step = step(0x600 + n, Account::Pledged, Account::Confirmed, confirmed);
    line.then(quota::Event::Moved { step }, meta(2, 1)).unwrap();
    line
}

fn step(n: u128, from: Account, to: Account, places: u64) -> Move {
    Move {
        id: MoveId::new(id(n)),
        from,
        to,
        places,
        on: date(2026, 3, 1),
        reason: Reason::InCourse,
        other: None,
        quotation: None,
        note: None,
        call: None,
        placement: None,
    }
}

#[test]
fn places_a_call_holds_are_moved_by_nobody_else() {
    let mut line = line(0, 4);
    let of_call = |n, from, to, places, reason| {
        let call = Some(CallId::new(id(1)));
        quota::Event::Moved { step: Move { call, reason, ..step(n, from, to, places) } }
    };
    let by_hand = |n, from, to, places| quota::Event::Moved { step: step(n, from, to, places) };
    use Account::{Confirmed, Released, Seated};
    line.then(of_call(1, Confirmed, Released, 3, Reason::InCourse), meta(3, 1)).unwrap();
    let code = |line: &mut QuotaLine, event| line.then(event, meta(9, 1)).map_err(|r| r.code);
    assert_eq!(code(&mut line, by_hand(2, Released, Seated, 1)), Err("quota-held-by-call"));
    line.then(by_hand(3, Confirmed, Released, 1), meta(4, 1)).unwrap();
    assert_eq!(code(&mut line, by_hand(4, Released, Seated, 2)), Err("quota-held-by-call"));
    line.then(by_hand(5, Released, Seated, 1), meta(5, 1)).unwrap();
    assert_eq!(
        code(&mut line, of_call(6, Released, Confirmed, 4, Reason::CallCancelled)),
        Err("quota-not-enough"),
        "a call gives back no more than it holds"
    );
    let undo = quota::Event::Reversed {
        id: MoveId::new(id(7)),
        version: 3,
        on: date(2026, 3, 1),
        why: all4("w"),
    };
    assert_eq!(code(&mut line, undo), Err("quota-move-of-call"));
    let by_hand_back = quota::Event::Moved {
        step: Move { reason: Reason::CallCancelled, ..step(8, Released, Confirmed, 1) },
    };
    assert_eq!(code(&mut line, by_hand_back), Err("quota-step-not-allowed"));
    line.then(of_call(9, Released, Confirmed, 3, Reason::CallCancelled), meta(6, 1)).unwrap();
    assert_eq!((line.balances.get(Confirmed), line.held_by_calls(Released)), (3, 0));
}

/// What people do, in any order.
#[derive(Debug, Clone, Copy)]
enum Act {
    Draft { call: usize, line: u128, places: u64, host: usize },
    Remove { call: usize, nth: usize },
    Publish { call: usize },
    Seat { call: usize, seat: u32, places: u64 },
    Cancel { call: usize },
    ByHand { line: u128, nth: usize, places: u64 },
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        4 => (0..3_usize, 0..2_u128, 1..4_u64, 0..3_usize)
            .prop_map(|(call, line, places, host)| Act::Draft { call, line, places, host }),
        2 => (0..3_usize, 0..4_usize).prop_map(|(call, nth)| Act::Remove { call, nth }),
        4 => (0..3_usize).prop_map(|call| Act::Publish { call }),
        3 => (0..3_usize, 1..20_u32, 1..3_u64)
            .prop_map(|(call, seat, places)| Act::Seat { call, seat, places }),
        1 => (0..3_usize).prop_map(|call| Act::Cancel { call }),
        3 => (0..2_u128, 0..8_usize, 1..3_u64)
            .prop_map(|(line, nth, places)| Act::ByHand { line, nth, places }),
    ];
    prop::collection::vec(act, 1..60)
}

/// Calls and lines, changed as the use cases change them: all of a step or nothing of it.
struct World {
    calls: Vec<Call>,
    lines: Vec<QuotaLine>,
    version: i64,
    moved: u128,
}

impl World {
    fn new() -> Self {
        let calls = (0..3)
            .map(|n| {
                let bare = Terms { seats: Vec::new(), reserves: Vec::new(), ..terms() };
                let mut call = begun(bare);
                call.id = CallId::new(id(n + 1));
                call
            })
            .collect();
        Self { calls, lines: vec![line(0, 6), line(1, 4)], version: 10, moved: 0x1000 }
    }

    fn meta(&mut self, actor: u128) -> Meta {
        self.version += 1;
        Meta { version: self.version, ..meta(1, actor) }
    }

    /// One step of a call with its moves, or nothing.
    fn step(&mut self, call: usize, events: Vec<(Event, u128)>) {
        let mut next = self.calls[call].clone();
        for (event, actor) in events {
            let meta = self.meta(actor);
            if next.then(event, meta).is_err() {
                return;
            }
        }
        let mut lines = self.lines.clone();
        for take in moves(Some(&self.calls[call]), &next) {
            self.moved += 1;
            let step = Move {
                reason: take.reason,
                call: Some(next.id),
                placement: None,
                ..step(self.moved, take.from, take.to, take.places)
            };
            let line = lines.iter_mut().find(|line| line.id == take.line).unwrap();
            let meta = self.meta(2);
            if line.then(quota::Event::Moved { step }, meta).is_err() {
                return;
            }
        }
        (self.calls[call], self.lines) = (next, lines);
    }

    fn drafted(&self, call: usize) -> Terms {
        self.calls[call]
            .draft
            .as_ref()
            .map(|d| &d.terms)
            .or(self.calls[call].terms())
            .unwrap()
            .clone()
    }

    fn act(&mut self, act: Act) {
        match act {
            Act::Draft { call, line, places, host } => {
                let mut terms = self.drafted(call);
                let hosts = ["BURDENKO", "BLOKHIN", "KULAKOV"];
                let item = terms.item(seat(line, hosts[host], "56", places));
                terms.seats.push(item);
                self.step(call, vec![(Event::Drafted { terms }, 1)]);
            }
            Act::Remove { call, nth } => {
                let mut terms = self.drafted(call);
                if let Some(number) = terms.seats.get(nth).map(|seat| seat.number) {
                    terms.remove(number);
                    self.step(call, vec![(Event::Drafted { terms }, 1)]);
                }
            }
            Act::Publish { call } => {
                let hash = self.drafted(call).hash().unwrap();
                let why = Some(all4("Why"));
                self.step(
                    call,
                    vec![(Event::Submitted { why }, 1), (Event::Published { hash }, 2)],
                );
            }
            Act::Seat { call, seat, places } => {
                self.step(call, vec![(Event::Seated { seated: Seated { seat, places } }, 1)]);
            }
            Act::Cancel { call } => {
                self.step(call, vec![(Event::Cancelled { why: all4("Why") }, 1)]);
            }
            Act::ByHand { line, nth, places } => {
                let (from, to, reasons) = quota::STEPS[nth];
                self.moved += 1;
                let step = Move { reason: reasons[0], ..step(self.moved, from, to, places) };
                let meta = self.meta(1);
                let own = self.lines.iter_mut().find(|own| own.id == line_id(line)).unwrap();
                let _ = own.then(quota::Event::Moved { step }, meta);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_people_do_calls_and_ledger_agree_and_no_place_is_lost_or_doubled(acts in acts()) {
        let mut world = World::new();
        let totals: Vec<u64> = world.lines.iter().map(|line| line.balances.total()).collect();
        for act in acts {
            world.act(act);
            for (line, total) in world.lines.iter().zip(&totals) {
                prop_assert_eq!(line.balances.total(), *total);
                let (mut released, mut seated) = (0, 0);
                for call in &world.calls {
                    let held = call.held(line.id);
                    prop_assert_eq!(held, (line.held(call.id, Account::Released), line.held(call.id, Account::Seated)));
                    released += held.0;
                    seated += held.1;
                }
                prop_assert_eq!(released, line.held_by_calls(Account::Released));
                prop_assert!(released <= line.balances.get(Account::Released));
                prop_assert!(seated <= line.balances.get(Account::Seated));
            }
        }
    }
}
