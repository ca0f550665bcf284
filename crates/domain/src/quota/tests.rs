use jiff::Timestamp;
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::*;
use crate::Refusal;
use crate::aggregate::{Aggregate, Meta, NoPersons, entry_of, fold};
use crate::commitment::YearFigures;
use crate::id::{CommitmentId, MoveId, QuotaLineId, SourceId, StreamId};
use crate::journal::{Entry, Hash};
use crate::quotation::Quotation;
use crate::text::{Language, Text4};
use crate::topic::Channel;

const TODAY: Date = date(2026, 3, 1);

fn meta(version: i64) -> Meta {
    let recorded_at = Timestamp::from_microsecond(1_772_000_000_000_000 + version).unwrap();
    Meta { version, known_on: TODAY, recorded_at, actor: None }
}

fn id(n: u128) -> MoveId {
    MoveId::new(Uuid::from_u128(n))
}

fn quotation() -> Quotation {
    Quotation {
        source: SourceId::new(Uuid::from_u128(5)),
        language: "en".to_owned(),
        exact: "150 places".to_owned(),
        prefix: String::new(),
        suffix: String::new(),
        start: 0,
        end: 10,
        translation: None,
    }
}

fn text(words: &str) -> Text4 {
    Text4::new(Language::En, words).unwrap()
}

fn description(period: &str) -> Description {
    Description {
        registry: "KG".parse().unwrap(),
        partner: "TR".parse().unwrap(),
        commitment: CommitmentId::new(Uuid::from_u128(9)),
        period: period.parse().unwrap(),
        channel: Channel::Ministry,
        programme: Programme::Treatment,
        specialty: None,
        host: None,
        region: None,
    }
}

fn pledge(n: u128, places: u64) -> Pledge {
    Pledge { id: id(n), places, on: date(2026, 1, 16), quotation: quotation(), note: None }
}

fn opened(places: u64) -> QuotaLine {
    let event = Event::Opened { description: description("2026"), pledge: pledge(1, places) };
    QuotaLine::begin(StreamId::new(Uuid::from_u128(100)), event, meta(1)).unwrap()
}

fn step(n: u128, from: Account, to: Account, places: u64, reason: Reason) -> Event {
    let step = Move {
        id: id(n),
        from,
        to,
        places,
        on: TODAY,
        reason,
        other: None,
        quotation: None,
        note: None,
        call: None,
        placement: None,
    };
    Event::Moved { step }
}

fn try_step(line: &mut QuotaLine, event: Event) -> Result<(), &'static str> {
    let before = line.clone();
    let done = line.then(event, meta(line.version + 1)).map_err(|refusal: Refusal| refusal.code);
    if done.is_err() {
        assert_eq!(*line, before, "a refused move leaves everything as it was");
    }
    done
}

/// A line with places walked along the way up to an account.
fn walked(places: u64, until: Account) -> QuotaLine {
    let mut line = opened(places);
    for (n, pair) in (10u128..).zip(Account::WAY.windows(2)) {
        if pair[0] == until {
            break;
        }
        try_step(&mut line, step(n, pair[0], pair[1], places, Reason::InCourse)).unwrap();
    }
    line
}

#[test]
fn only_the_steps_of_the_table_are_allowed_and_nothing_leaves_what_is_final() {
    let mut allowed = 0;
    for &from in Account::ALL {
        for &to in Account::ALL {
            let reasons = reasons(from, to);
            if from.is_final() || from == to || to == Account::Pledged {
                assert!(reasons.is_empty(), "{from:?} to {to:?}");
            }
            if !reasons.is_empty() {
                allowed += 1;
            }
            assert!(!reasons.contains(&Reason::Correction), "only a counter-entry corrects");
            assert!(!reasons.contains(&Reason::Stated), "only a source states");
        }
    }
    assert_eq!(allowed, STEPS.len(), "no step stands in the table twice");
    // A promise that was not confirmed is given to nobody, and no step of the way is skipped.
    for (n, &from) in Account::WAY.iter().enumerate() {
        for &to in Account::WAY.iter().skip(n + 2) {
            assert!(reasons(from, to).is_empty(), "{from:?} to {to:?}");
        }
    }
    let used: std::collections::BTreeSet<Reason> = STEPS
        .iter()
        .chain(PLACEMENT_STEPS)
        .flat_map(|(.., reasons)| reasons.iter().copied())
        .collect();
    assert_eq!(
        used.len() + 5,
        Reason::ALL.len(),
        "every reason has a step but five: stated, correction, and the three of calls"
    );
}

#[test]
fn the_last_place_is_taken_once() {
    let mut line = walked(1, Account::Seated);
    let take = |n| step(n, Account::Seated, Account::Allocated, 1, Reason::InCourse);
    assert_eq!(try_step(&mut line, take(50)), Ok(()));
    assert_eq!(try_step(&mut line, take(51)), Err("quota-not-enough"));
    assert_eq!(line.balances.get(Account::Allocated), 1);
    assert_eq!(line.balances.total(), 1);
}

#[test]
fn refused_moves_are_told_apart() {
    let mut line = walked(5, Account::Enrolled);
    use Account as A;
    use Reason as R;
    let cases = [
        (step(60, A::Pledged, A::Released, 1, R::InCourse), "quota-step-not-allowed"),
        (step(61, A::Enrolled, A::Completed, 6, R::InCourse), "quota-not-enough"),
        (step(62, A::Enrolled, A::Completed, 0, R::InCourse), "quota-places-range"),
        (step(63, A::Enrolled, A::Completed, u64::MAX, R::InCourse), "quota-places-range"),
        (step(64, A::Enrolled, A::Returned, 1, R::VisaRefused), "quota-reason-not-here"),
        (step(65, A::Enrolled, A::Completed, 1, R::Correction), "quota-reason-not-here"),
        (step(66, A::Confirmed, A::Carried, 1, R::NextPeriod), "quota-other-missing"),
        (step(1, A::Enrolled, A::Completed, 1, R::InCourse), "quota-booked-already"),
        (Event::Unpublished, "not-published"),
    ];
    for (event, code) in cases {
        assert_eq!(try_step(&mut line, event), Err(code));
    }
    let ahead = Move { on: date(2026, 3, 3), ..a_move(67) };
    assert_eq!(try_step(&mut line, Event::Moved { step: ahead }), Err("quota-date-ahead"));
    let grace = Move { on: date(2026, 3, 2), ..a_move(68) };
    assert_eq!(try_step(&mut line, Event::Moved { step: grace }), Ok(()));
    let again = Event::Opened { description: description("2026"), pledge: pledge(70, 1) };
    assert_eq!(try_step(&mut line, again), Err("quota-opened-already"));
    let begun = QuotaLine::begin(StreamId::new(Uuid::from_u128(1)), Event::Published, meta(1));
    assert_eq!(begun.unwrap_err().code, "quota-not-opened");
}

fn a_move(n: u128) -> Move {
    match step(n, Account::Enrolled, Account::Completed, 1, Reason::InCourse) {
        Event::Moved { step } => step,
        other => unreachable!("{other:?}"),
    }
}

fn reversal(n: u128, version: i64) -> Event {
    Event::Reversed { id: id(n), version, on: TODAY, why: text("typed twice") }
}

#[test]
fn a_wrong_booking_is_made_good_once_and_stays_in_the_book() {
    let mut line = walked(4, Account::Released);
    let seat = step(80, Account::Released, Account::Seated, 3, Reason::InCourse);
    try_step(&mut line, seat).unwrap();
    let wrong = line.version;
    assert_eq!(try_step(&mut line, reversal(81, 99)), Err("quota-no-such-move"));
    assert_eq!(try_step(&mut line, reversal(82, wrong)), Ok(()));
    assert_eq!(line.balances.get(Account::Released), 4);
    assert_eq!(line.moves.len(), 5, "one opening, two steps, the mistake and its counter-entry");
    assert_eq!(try_step(&mut line, reversal(83, wrong)), Err("quota-reversed-already"));
    let counter = line.version;
    assert_eq!(try_step(&mut line, reversal(84, counter)), Err("quota-reversal-stays"));
    assert!(flows(&line.moves).keys().all(|(from, _)| *from != Some(Account::Released)));
}

#[test]
fn a_booking_whose_places_moved_on_cannot_be_reversed() {
    let mut line = walked(2, Account::Allocated);
    let opening = 1;
    assert_eq!(try_step(&mut line, reversal(90, opening)), Err("quota-moved-on"));
    assert_eq!(line.balances.get(Account::Allocated), 2);
    let mut fresh = opened(2);
    assert_eq!(try_step(&mut fresh, reversal(91, 1)), Ok(()));
    assert_eq!(fresh.balances.total(), 0);
}

#[test]
fn places_are_given_only_to_a_line_that_fits() {
    let line = opened(3);
    let mut later = opened(1);
    later.id = QuotaLineId::new(Uuid::from_u128(200));
    later.description.period = "2027".parse().unwrap();
    let code = |to, other: &QuotaLine| line.may_give(to, other).map_err(|r| r.code);
    assert_eq!(code(Account::Carried, &later), Ok(()));
    assert_eq!(later.may_give(Account::Carried, &line).unwrap_err().code, "quota-other-period");
    assert_eq!(code(Account::Transferred, &later), Err("quota-other-period"));
    assert_eq!(code(Account::Carried, &line), Err("quota-other-same"));
    later.description.partner = "RU".parse().unwrap();
    assert_eq!(code(Account::Carried, &later), Err("quota-other-apart"));
}

#[test]
fn losses_burn_down_and_stairs_add_up_to_the_line() {
    use Account as A;
    use Reason as R;
    let mut line = walked(50, A::Enrolled);
    let moves = [
        step(100, A::Enrolled, A::Completed, 34, R::InCourse),
        step(101, A::Enrolled, A::Returned, 10, R::CameHomeUntreated),
        step(102, A::Returned, A::Lapsed, 10, R::TermEnded),
    ];
    for event in moves {
        try_step(&mut line, event).unwrap();
    }
    let stairs = reached(&line.moves);
    assert_eq!(stairs[0], Reached { account: A::Pledged, came: 50, now: 0 });
    assert_eq!(stairs[7], Reached { account: A::Enrolled, came: 50, now: 6 });
    assert_eq!(stairs[8], Reached { account: A::Completed, came: 34, now: 34 });
    let losses = losses(&line.moves);
    assert_eq!(losses[&R::CameHomeUntreated], 10);
    assert_eq!(losses[&R::TermEnded], 10);
    assert_eq!(burn_down(&line.moves), [Left { on: TODAY, open: 6, completed: 34 }]);
    assert_eq!(line.balances.open(), 6);
}

#[test]
fn a_reading_holds_the_balances_of_its_day_and_no_moves() {
    let mut line = opened(10);
    let mut later = meta(2);
    later.known_on = date(2026, 3, 5);
    line.then(step(2, Account::Pledged, Account::Confirmed, 4, Reason::InCourse), later).unwrap();
    // A machine whose clock is behind does not make places appear before they were there.
    let mut behind = meta(3);
    behind.known_on = date(2026, 3, 2);
    line.then(step(3, Account::Confirmed, Account::Released, 4, Reason::InCourse), behind).unwrap();
    let projection = line.project(&NoPersons).unwrap();
    assert_eq!(projection.readings.len(), 2);
    let bodies: Vec<LineShown> =
        projection.readings.iter().map(|r| serde_json::from_str(&r.body).unwrap()).collect();
    assert_eq!(bodies[0].balances.get(Account::Pledged), 10);
    assert_eq!(bodies[1].balances.get(Account::Released), 4);
    assert_eq!((bodies[1].stated, bodies[1].moves, bodies[1].version), (10, 3, 3));
    assert_eq!(projection.moves.len(), 3);
    assert_eq!(projection.claims.len(), 1);
}

#[test]
fn what_others_report_stands_beside_the_book_and_the_rest_is_unexplained() {
    let shown = |line: &QuotaLine| -> LineShown {
        let projection = line.project(&NoPersons).unwrap();
        serde_json::from_str(&projection.readings.last().unwrap().body).unwrap()
    };
    let figure = |year, delivered| YearFigures {
        year,
        promised: None,
        delivered,
        lost: 0,
        unexplained: None,
        suspended: false,
        observations: Vec::new(),
    };
    let mut line = walked(50, Account::Enrolled);
    let untouched = years(&[shown(&line)], &[figure(2026, Some(48)), figure(2024, None)]);
    assert_eq!(untouched.iter().map(|y| y.year).collect::<Vec<_>>(), [2024, 2026]);
    assert_eq!(
        (untouched[0].stated, untouched[0].reported, untouched[0].unexplained),
        (None, None, None)
    );
    let year = &untouched[1];
    assert_eq!((year.stated, year.completed, year.unexplained), (Some(50), None, Some(48)));
    try_step(&mut line, step(300, Account::Enrolled, Account::Completed, 30, Reason::InCourse))
        .unwrap();
    let year = &years(&[shown(&line)], &[figure(2026, Some(48))])[0];
    assert_eq!((year.completed, year.reported, year.unexplained), (Some(30), Some(48), Some(18)));
    let year = &years(&[shown(&line)], &[figure(2026, Some(20))])[0];
    assert_eq!(year.unexplained, Some(0), "more here than others report leaves nothing open");
}

#[test]
fn two_lines_for_the_same_have_the_same_name_whatever_the_capitals() {
    let mut a = description("2026");
    let mut b = description("2026");
    a.specialty = Some(text("Cardiac surgery"));
    assert_ne!(a.key(), b.key());
    b.specialty = Some(text("cardiac  Surgery"));
    assert_eq!(a.key(), b.key());
    b.period = "2027".parse().unwrap();
    assert_ne!(a.key(), b.key());
}

/// Random numbers that are the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % sides as u64).unwrap()
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())]
    }
}

/// The same ledger kept another way: every single place is known by itself and lies in one account of one line, or
/// outside.
struct Model {
    lines: Vec<QuotaLine>,
    entries: Vec<Vec<Entry>>,
    places: Vec<(usize, Account)>,
    next: u128,
}

impl Model {
    fn new(dice: &mut Dice) -> Self {
        let mut this = Self { lines: vec![], entries: vec![], places: vec![], next: 1 };
        for (n, period) in ["2026", "2026", "2027"].into_iter().enumerate() {
            let places = 1 + dice.roll(12);
            let event = Event::Opened {
                description: description(period),
                pledge: pledge(this.id(), places as u64),
            };
            let stream = StreamId::new(Uuid::from_u128(1_000 + n as u128));
            this.entries.push(vec![entry(stream, 1, &event, Hash::ZERO)]);
            this.lines.push(QuotaLine::begin(stream, event, meta(1)).unwrap());
            this.places.extend(std::iter::repeat_n((n, Account::Pledged), places));
        }
        this
    }

    fn id(&mut self) -> u128 {
        self.next += 1;
        self.next
    }

    fn count(&self, line: usize, account: Account) -> usize {
        self.places.iter().filter(|place| **place == (line, account)).count()
    }

    fn shift(&mut self, from: (usize, Account), to: (usize, Account), mut places: usize) {
        for place in self.places.iter_mut().filter(|place| **place == from) {
            if places == 0 {
                break;
            }
            places -= 1;
            *place = to;
        }
        assert_eq!(places, 0, "the model never lacks a place that the book has");
    }

    /// Applies an event to a line as a store would: through its entry.
    fn apply(&mut self, line: usize, event: &Event) -> Result<(), &'static str> {
        let version = self.lines[line].version + 1;
        let before = self.lines[line].clone();
        match self.lines[line].then(event.clone(), meta(version)) {
            Ok(()) => {
                let prev = self.entries[line].last().unwrap().hash;
                let stream = StreamId::new(self.lines[line].id.uuid());
                self.entries[line].push(entry(stream, version, event, prev));
                Ok(())
            }
            Err(refusal) => {
                assert_eq!(self.lines[line], before, "a refusal changes nothing");
                Err(refusal.code)
            }
        }
    }

    fn step(&mut self, dice: &mut Dice) {
        match dice.roll(10) {
            0 => self.pledge(dice),
            1 => self.reverse(dice),
            2 => self.give(dice),
            _ => self.walk(dice),
        }
        self.check();
    }

    fn pledge(&mut self, dice: &mut Dice) {
        let (line, places) = (dice.roll(3), 1 + dice.roll(4));
        let event = Event::Pledged { pledge: pledge(self.id(), places as u64) };
        assert_eq!(self.apply(line, &event), Ok(()));
        self.places.extend(std::iter::repeat_n((line, Account::Pledged), places));
    }

    /// Mostly a step of the table, sometimes any step at all.
    fn walk(&mut self, dice: &mut Dice) {
        let line = dice.roll(3);
        let wild = dice.roll(8) == 0;
        let (from, to, reason) = if wild {
            (dice.one(Account::ALL), dice.one(Account::ALL), dice.one(Reason::ALL))
        } else {
            let (from, to, reasons) = dice.one(STEPS);
            (from, to, dice.one(reasons))
        };
        let places = 1 + dice.roll(5);
        let fits = reasons(from, to).contains(&reason);
        let enough = self.count(line, from) >= places;
        let done = self.apply(line, &step(self.next + 1, from, to, places as u64, reason));
        self.next += 1;
        match done {
            Ok(()) => {
                assert!(fits && enough && !to.leaves_line());
                self.shift((line, from), (line, to), places);
            }
            Err("quota-not-enough") => assert!(!enough),
            Err("quota-other-missing") => assert!(to.leaves_line()),
            Err("quota-step-not-allowed" | "quota-reason-not-here") => assert!(!fits),
            Err(other) => unreachable!("{other}"),
        }
    }

    /// Two lines in one change: both sides or neither.
    fn give(&mut self, dice: &mut Dice) {
        let (from_line, to_line) = (dice.roll(3), dice.roll(3));
        let to = dice.one(&[Account::Transferred, Account::Carried]);
        let from = dice.one(&[Account::Confirmed, Account::Released, Account::Returned]);
        let places = 1 + dice.roll(3);
        if self.lines[from_line].may_give(to, &self.lines[to_line]).is_err() {
            return;
        }
        let n = self.id();
        let reason = reasons(from, to)[0];
        let Event::Moved { step } = step(n, from, to, places as u64, reason) else {
            unreachable!()
        };
        let step = Move { other: Some(self.lines[to_line].id), ..step };
        if self.apply(from_line, &Event::Moved { step }).is_ok() {
            let line = self.lines[from_line].id;
            let event =
                Event::Received { id: id(n), line, places: places as u64, on: TODAY, reason };
            assert_eq!(self.apply(to_line, &event), Ok(()));
            self.shift((from_line, from), (from_line, to), places);
            self.places.extend(std::iter::repeat_n((to_line, Account::Confirmed), places));
        }
    }

    fn reverse(&mut self, dice: &mut Dice) {
        let line = dice.roll(3);
        let version = 1 + i64::try_from(dice.roll(self.lines[line].moves.len())).unwrap();
        let Ok(wrong) = self.lines[line].reversible(version).cloned() else { return };
        if wrong.other.is_some() {
            return;
        }
        let n = self.id();
        let places = usize::try_from(wrong.places).unwrap();
        match self.apply(line, &reversal(n, version)) {
            Ok(()) => match (wrong.from, wrong.to) {
                (Some(from), Some(to)) => self.shift((line, to), (line, from), places),
                (None, Some(to)) => {
                    for _ in 0..places {
                        let at = self.places.iter().position(|p| *p == (line, to)).unwrap();
                        self.places.remove(at);
                    }
                }
                other => unreachable!("{other:?}"),
            },
            Err(code) => assert_eq!(code, "quota-moved-on"),
        }
    }

    /// Book and model agree, account by account, and every place that sources or other lines gave is somewhere.
    fn check(&self) {
        for (n, line) in self.lines.iter().enumerate() {
            for &account in Account::ALL {
                assert_eq!(line.balances.get(account), self.count(n, account) as u64);
            }
            let side = |inward: bool| -> u64 {
                let outside = |m: &&Booked| if inward { m.from.is_none() } else { m.to.is_none() };
                line.moves.iter().filter(outside).map(|m| m.places).sum()
            };
            assert_eq!(line.balances.total(), side(true) - side(false), "places are conserved");
        }
        let sum = |of: fn(&Booked) -> bool| -> u64 {
            self.lines.iter().flat_map(|l| &l.moves).filter(|m| of(m)).map(|m| m.places).sum()
        };
        let given = sum(|m| m.other.is_some() && m.to.is_some_and(Account::leaves_line));
        let received = sum(|m| m.other.is_some() && m.from.is_none());
        assert_eq!(given, received, "what leaves one line arrives in another");
    }
}

fn entry(stream: StreamId, version: i64, event: &Event, prev: Hash) -> Entry {
    let new = entry_of::<QuotaLine>(event, meta(version), None, None).unwrap();
    Entry::chain(stream, version, new, prev).unwrap()
}

/// The journal alone gives the same line and the same rows.
fn replayed(model: &Model) {
    for (line, entries) in model.lines.iter().zip(&model.entries) {
        let again: QuotaLine = fold(entries).unwrap().unwrap();
        assert_eq!(again, *line);
        assert_eq!(again.project(&NoPersons).unwrap(), line.project(&NoPersons).unwrap());
    }
}

/// Two hundred sequences of a hundred steps; `KELISIM_LEDGER_SEQUENCES` asks for more, such as 10000 in a release build.
#[test]
fn random_sequences_conserve_every_place_and_no_account_is_below_zero() {
    let asked = std::env::var("KELISIM_LEDGER_SEQUENCES").ok().and_then(|n| n.parse().ok());
    for seed in 0..asked.unwrap_or(200u64) {
        let mut dice = Dice(seed);
        let mut model = Model::new(&mut dice);
        for _ in 0..100 {
            model.step(&mut dice);
        }
        replayed(&model);
    }
}
