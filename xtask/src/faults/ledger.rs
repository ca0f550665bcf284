//! What officers were told in all rounds, held against the journal.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use super::house::{Entries, Entry, Verified};
use super::load::{MARK, Told, Write};

/// Faults that are told at most; one is enough to know, a few show where.
const TOLD: usize = 20;

/// What was promised in all rounds so far, and what came of it.
#[derive(Debug, Default)]
pub struct Ledger {
    told: Told,
    /// How many writes were acknowledged before the last round.
    before: usize,
    /// Marks of what was sent before this ledger was begun.
    known: HashSet<String>,
    /// What was acknowledged before this ledger was begun.
    promised: Vec<Write>,
    rounds: u32,
    rebuilt: u32,
    counts: Counts,
    faults: Vec<String>,
    last: Option<Verified>,
    took: Duration,
}

/// Of all that was sent: how much of what was not acknowledged is there all the same.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Counts {
    unanswered: usize,
    turned_away: usize,
    uncertain: usize,
}

impl Ledger {
    /// Adds a round and holds everything ever acknowledged against the journal.
    pub fn check(&mut self, told: Told, verified: Verified, entries: &Entries) {
        self.rounds += 1;
        for answer in &told.wrong {
            self.fault(format!("wrong answer: {answer}"));
        }
        self.before = self.told.acknowledged.len();
        self.told.add(told);
        for fault in faults(&self.told, &self.known, entries) {
            self.fault(fault);
        }
        let lost = self.promised.iter().filter(|write| !is_there(write, entries)).count();
        if lost > 0 {
            self.fault(format!("lost: {lost} writes of lanes before"));
        }
        for fault in backwards(entries) {
            self.fault(fault);
        }
        let there = |writes: &[Write]| writes.iter().filter(|w| is_there(w, entries)).count();
        self.counts = Counts {
            unanswered: there(&self.told.unanswered),
            turned_away: there(&self.told.turned_away),
            uncertain: there(&self.told.uncertain),
        };
        if self.last.as_ref().is_some_and(|last| last.entries > verified.entries) {
            self.fault("the journal has become shorter".to_owned());
        }
        self.last = Some(verified);
    }

    /// An empty one of the same record, which knows what this one knows of it.
    pub fn next(&self) -> Self {
        let promised = self.promised.iter().chain(&self.told.acknowledged).cloned().collect();
        Self { last: self.last.clone(), known: self.all_marks(), promised, ..Self::default() }
    }

    /// The marks of everything that was sent, here and before.
    fn all_marks(&self) -> HashSet<String> {
        let here = self.told.all().map(|write| write.mark.clone());
        self.known.iter().cloned().chain(here).collect()
    }

    /// Holds a copy that was begun in the last round against the record: it has all that was acknowledged before that
    /// round, and nothing that the record does not have.
    pub fn within(&mut self, copy: &Entries, entries: &Entries) {
        let before = self.told.acknowledged.get(..self.before).unwrap_or_default();
        let missing = before.iter().filter(|write| !is_there(write, copy)).count();
        if missing > 0 {
            self.fault(format!("lost: {missing} acknowledged writes are not in the copy"));
        }
        let strange = copy.iter().filter(|(key, entry)| entries.get(key) != Some(entry)).count();
        if strange > 0 {
            self.fault(format!("{strange} entries of the copy are not those of the record"));
        }
    }

    /// The reading tables were written anew; how they were others before, if they were.
    pub fn rebuilt(&mut self, apart: Option<String>) {
        self.rebuilt += 1;
        if let Some(apart) = apart {
            self.fault(apart);
        }
    }

    /// How long it all took.
    pub const fn took(&mut self, took: Duration) {
        self.took = took;
    }

    /// Adds what did not hold beside that.
    pub fn fault(&mut self, fault: String) {
        if self.faults.len() < TOLD && !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// The last seal seen, which must be among the seals for ever.
    pub fn root(&self) -> Option<&str> {
        self.last.as_ref()?.root.as_deref()
    }

    /// How many writes were acknowledged.
    pub const fn acknowledged(&self) -> usize {
        self.told.acknowledged.len()
    }

    /// What is wrong.
    pub fn faults(&self) -> &[String] {
        &self.faults
    }

    /// The names of the columns of [`Ledger::row`].
    pub fn heading(first: &str) -> String {
        format!(
            "{first:<27} rounds  acknowledged  lost  unanswered (there)  turned away (there)  \
             uncertain (there)  sent again  longest pause  entries  seals  rebuilt  faults  seconds"
        )
    }

    /// The line of a table.
    pub fn row(&self, name: &str) -> String {
        let lost = self.faults.iter().filter(|fault| fault.starts_with("lost")).count();
        let (entries, seals) = self.last.as_ref().map_or((0, 0), |last| (last.entries, last.seals));
        let pair = |all: usize, there: usize| format!("{all} ({there})");
        format!(
            "{name:<27} {:>6}  {:>12}  {lost:>4}  {:>18}  {:>19}  {:>17}  {:>10}  {:>11} ms  {entries:>7}  {seals:>5}  {:>7}  {:>6}  {:>7}",
            self.rounds,
            self.told.acknowledged.len(),
            pair(self.told.unanswered.len(), self.counts.unanswered),
            pair(self.told.turned_away.len(), self.counts.turned_away),
            pair(self.told.uncertain.len(), self.counts.uncertain),
            self.told.again,
            self.told.pause.as_millis(),
            self.rebuilt,
            self.faults.len(),
            self.took.as_secs(),
        )
    }

    /// How far it has come.
    pub fn line(&self, round: u32, rounds: u32) -> String {
        format!(
            "round {round}/{rounds}: {} acknowledged so far, {} unanswered, {} turned away, {} faults",
            self.told.acknowledged.len(),
            self.told.unanswered.len(),
            self.told.turned_away.len(),
            self.faults.len()
        )
    }
}

/// Streams whose entries do not stand in the order in which they were recorded.
fn backwards(entries: &Entries) -> Vec<String> {
    let mut streams: BTreeMap<&str, BTreeMap<i64, &str>> = BTreeMap::new();
    for ((stream, version), entry) in entries {
        streams.entry(stream).or_default().insert(*version, &entry.recorded_at);
    }
    let mut faults = Vec::new();
    for (stream, versions) in streams {
        let times: Vec<&str> = versions.values().copied().collect();
        if times.windows(2).any(|pair| matches!(pair, [a, b] if a > b)) {
            faults.push(format!("{stream}: a later entry was recorded earlier"));
        }
    }
    faults
}

fn is_this(write: &Write, entry: &Entry) -> bool {
    entry.kind == write.kind && mark_of(entry) == Some(write.mark.as_str())
}

fn is_there(write: &Write, entries: &Entries) -> bool {
    let key = (write.stream.clone(), write.version);
    entries.get(&key).is_some_and(|entry| is_this(write, entry))
}

/// The mark in what an entry says, up to its full stop.
fn mark_of(entry: &Entry) -> Option<&str> {
    let from = entry.payload.find(MARK)?;
    let rest = entry.payload.get(from..)?;
    rest.get(..=rest.find('.')?)
}

/// What was acknowledged and is not there, what is there and was told not to be, what nobody sent, what is there twice.
fn faults(told: &Told, known: &HashSet<String>, entries: &Entries) -> Vec<String> {
    let mut faults = Vec::new();
    for write in &told.acknowledged {
        if !is_there(write, entries) {
            let Write { stream, version, mark, .. } = write;
            faults.push(format!("lost: {mark} as version {version} of {stream}"));
        }
    }
    for write in &told.turned_away {
        if is_there(write, entries) {
            faults.push(format!("told not to be saved, and it is: {}", write.mark));
        }
    }
    let sent: HashSet<&str> = told.all().map(|write| write.mark.as_str()).collect();
    let mut seen: HashMap<&str, u32> = HashMap::new();
    for mark in entries.values().filter_map(mark_of) {
        *seen.entry(mark).or_default() += 1;
    }
    for (mark, times) in seen {
        if !sent.contains(mark) && !known.contains(mark) {
            faults.push(format!("nobody sent it: {mark}"));
        }
        if times > 1 {
            faults.push(format!("there {times} times: {mark}"));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(version: i64, mark: &str) -> Write {
        let (stream, mark) = ("s".to_owned(), format!("{MARK}{mark}."));
        Write { stream, version, kind: "commitment.described", mark }
    }

    fn entries(of: &[(i64, &str)]) -> Entries {
        of.iter()
            .map(|(version, mark)| {
                let payload = format!("{{\"title\":\"{MARK}{mark}.\"}}");
                let recorded_at = format!("2026-01-15T00:00:0{version}");
                let entry = Entry { kind: "commitment.described".to_owned(), payload, recorded_at };
                (("s".to_owned(), *version), entry)
            })
            .collect()
    }

    fn told() -> Told {
        Told {
            acknowledged: vec![write(2, "a"), write(3, "b")],
            unanswered: vec![write(4, "c")],
            turned_away: vec![write(4, "d")],
            ..Told::default()
        }
    }

    #[test]
    fn what_was_acknowledged_must_be_there_and_what_was_not_may_be() {
        assert_eq!(faults(&told(), &HashSet::new(), &entries(&[(2, "a"), (3, "b")])), [""; 0]);
        assert_eq!(
            faults(&told(), &HashSet::new(), &entries(&[(2, "a"), (3, "b"), (4, "c")])),
            [""; 0]
        );
        let lost = faults(&told(), &HashSet::new(), &entries(&[(2, "a")]));
        assert_eq!(lost, ["lost: Fault test b. as version 3 of s"]);
        let another = faults(&told(), &HashSet::new(), &entries(&[(2, "a"), (3, "c")]));
        assert_eq!(another, ["lost: Fault test b. as version 3 of s"]);
    }

    #[test]
    fn what_was_told_not_to_be_saved_what_nobody_sent_and_what_is_there_twice_are_faults() {
        let held = [(2, "a"), (3, "b")];
        for (more, said) in [("d", "told not"), ("x", "nobody sent"), ("b", "there 2 times")] {
            let held: Vec<_> = held.into_iter().chain([(4, more)]).collect();
            let faults = faults(&told(), &HashSet::new(), &entries(&held));
            assert_eq!(faults.len(), 1, "{faults:?}");
            assert!(faults[0].starts_with(said), "{faults:?}");
        }
    }

    #[test]
    fn time_that_goes_back_within_a_stream_is_a_fault() {
        let mut held = entries(&[(2, "a"), (3, "b")]);
        assert_eq!(backwards(&held), [""; 0]);
        held.get_mut(&("s".to_owned(), 2)).unwrap().recorded_at = "2026-01-16T00:00:00".to_owned();
        assert_eq!(backwards(&held), ["s: a later entry was recorded earlier"]);
    }

    #[test]
    fn a_later_ledger_of_the_same_record_still_misses_what_was_promised_before() {
        let verified = || Verified { entries: 9, seals: 1, root: None };
        let mut first = Ledger::default();
        first.check(told(), verified(), &entries(&[(2, "a"), (3, "b")]));
        let mut next = first.next();
        next.check(Told::default(), verified(), &entries(&[(2, "a"), (3, "b"), (4, "c")]));
        assert_eq!(next.faults(), [""; 0]);
        next.check(Told::default(), verified(), &entries(&[(2, "a")]));
        assert_eq!(next.faults(), ["lost: 1 writes of lanes before"]);
    }

    #[test]
    fn tables_that_do_not_agree_are_a_fault_and_a_journal_that_became_shorter_too() {
        let verified = |entries| Verified { entries, seals: 1, root: Some("r".to_owned()) };
        let mut ledger = Ledger::default();
        let held = entries(&[(2, "a"), (3, "b")]);
        ledger.check(told(), verified(9), &held);
        ledger.rebuilt(None);
        assert_eq!((ledger.faults(), ledger.root()), (&[][..], Some("r")));
        ledger.rebuilt(Some("two | three".to_owned()));
        ledger.check(Told::default(), verified(8), &held);
        assert_eq!(ledger.faults().len(), 2);
    }
}
