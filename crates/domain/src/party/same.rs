//! Which codes are read as which: parties that were merged.
//!
//! Rows of the record hold codes as they were written, since a row is a pure function of its own stream (decision 001).
//! So a code of a merged party is replaced where a row is read, by [`Same::reading`], and there alone: entries of the
//! journal are always read as they were written. It is done by the reader of [`PartyCode`] itself, so that no field of
//! any thing, also of those to come, can be forgotten.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Party, PartyCode};

/// Which codes are read as which.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Same {
    into: Arc<BTreeMap<PartyCode, PartyCode>>,
}

thread_local! {
    /// What is done with the codes that are read on this thread; nothing outside of [`Same::reading`] and [`codes_in`].
    static READING: RefCell<Reading> = const { RefCell::new(Reading::AsWritten) };
}

/// What is done with a code that is read.
#[derive(Default)]
enum Reading {
    /// It is given as it was written.
    #[default]
    AsWritten,
    /// It is given as the party that stays.
    As(Same),
    /// It is noted, and given as it was written.
    Noting(BTreeSet<PartyCode>),
}

/// A code that was read, as this reading gives it.
pub(super) fn read_as(code: PartyCode) -> PartyCode {
    READING.with_borrow_mut(|reading| match reading {
        Reading::AsWritten => code,
        Reading::As(same) => same.of(&code).clone(),
        Reading::Noting(codes) => {
            codes.insert(code.clone());
            code
        }
    })
}

/// Puts back what was before, also when reading panics.
struct Before(Reading);

impl Drop for Before {
    fn drop(&mut self) {
        READING.set(std::mem::take(&mut self.0));
    }
}

/// What `read` reads, and the codes of parties that stand in it as they were written.
pub fn codes_in<T>(read: impl FnOnce() -> T) -> (T, BTreeSet<PartyCode>) {
    let before = Before(READING.replace(Reading::Noting(BTreeSet::new())));
    let what = read();
    let noted = match READING.take() {
        Reading::Noting(codes) => codes,
        _ => BTreeSet::new(),
    };
    drop(before);
    (what, noted)
}

impl Same {
    /// As the parties say of themselves.
    #[must_use]
    pub fn of_parties<'a>(parties: impl IntoIterator<Item = &'a Party>) -> Self {
        let into = |party: &Party| Some((party.code.clone(), party.merged.as_ref()?.into.clone()));
        let into: BTreeMap<_, _> = parties.into_iter().filter_map(into).collect();
        let last = |code: &PartyCode| {
            let mut at = code;
            // A merge goes into one that stays, so this ends; the count guards against a record that breaks the rule.
            for _ in 0..into.len() {
                let Some(next) = into.get(at) else { break };
                at = next;
            }
            at.clone()
        };
        let into = into.keys().map(|code| (code.clone(), last(code))).collect();
        Self { into: Arc::new(into) }
    }

    /// Whether every party is itself.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.into.is_empty()
    }

    /// The party that a code is read as: itself, where it is not merged.
    #[must_use]
    pub fn of<'a>(&'a self, code: &'a PartyCode) -> &'a PartyCode {
        self.into.get(code).unwrap_or(code)
    }

    /// Whether a code is read as another one.
    #[must_use]
    pub fn is_merged(&self, code: &PartyCode) -> bool {
        self.into.contains_key(code)
    }

    /// Whether two codes are of one party.
    #[must_use]
    pub fn is_one(&self, one: &PartyCode, other: &PartyCode) -> bool {
        self.of(one) == self.of(other)
    }

    /// Every code under which the party of this code is written, the one that stays first.
    #[must_use]
    pub fn codes(&self, code: &PartyCode) -> Vec<PartyCode> {
        let stays = self.of(code);
        let written = self.into.iter().filter(|(_, into)| *into == stays).map(|(code, _)| code);
        std::iter::once(stays).chain(written).cloned().collect()
    }

    /// Reads with every code given as the party that stays.
    pub fn reading<T>(&self, read: impl FnOnce() -> T) -> T {
        if self.is_empty() {
            return read();
        }
        let before = Before(READING.replace(Reading::As(self.clone())));
        let what = read();
        drop(before);
        what
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::{Aggregate as _, Meta};
    use crate::party::{DatedName, Event, PartyKind};
    use crate::text::{Language, Text4};
    use jiff::civil::date;

    fn code(text: &str) -> PartyCode {
        text.parse().unwrap()
    }

    fn words(text: &str) -> Text4 {
        Text4::new(Language::En, text).unwrap()
    }

    fn party(text: &str) -> Party {
        Party {
            code: code(text),
            kind: PartyKind::Hospital,
            country: Some("KG".parse().unwrap()),
            parent: None,
            names: vec![DatedName { from: None, to: None, name: words(text) }],
            merged: None,
            joined: Vec::new(),
        }
    }

    fn meta(version: i64) -> Meta {
        let recorded_at = "2026-07-28T09:00:00Z".parse().unwrap();
        Meta { version, known_on: date(2026, 7, 28), recorded_at, actor: None }
    }

    fn merged(text: &str, into: &str) -> Party {
        let mut it = party(text);
        it.then(Event::Merged { into: code(into), reason: words("one") }, meta(2)).unwrap();
        it
    }

    #[test]
    fn a_chain_of_merges_leads_to_the_one_that_stays() {
        let all = [merged("H-1", "H-2"), merged("H-2", "H-3"), party("H-3"), party("H-4")];
        let same = Same::of_parties(&all);
        assert_eq!(same.of(&code("H-1")), &code("H-3"));
        assert_eq!(same.of(&code("H-4")), &code("H-4"));
        assert_eq!(same.codes(&code("H-2")), ["H-3", "H-1", "H-2"].map(code));
        assert!(same.is_one(&code("H-1"), &code("H-2")));
        assert!(!same.is_one(&code("H-1"), &code("H-4")));
        // A record that breaks the rule is still read to an end.
        let ring = Same::of_parties(&[merged("H-1", "H-2"), merged("H-2", "H-1")]);
        let _ = ring.of(&code("H-1"));
    }

    #[test]
    fn codes_are_read_as_the_one_that_stays_only_while_rows_are_read() {
        let same = Same::of_parties(&[merged("H-1", "H-2"), party("H-2")]);
        let json = r#"["H-1","H-2","H-3"]"#;
        let read = || serde_json::from_str::<Vec<PartyCode>>(json).unwrap();
        assert_eq!(same.reading(read), ["H-2", "H-2", "H-3"].map(code));
        assert_eq!(read(), ["H-1", "H-2", "H-3"].map(code));
        let (_, noted) = codes_in(read);
        assert_eq!(noted, ["H-1", "H-2", "H-3"].map(code).into());
        // A reader that panics leaves nothing behind.
        let broken = std::panic::catch_unwind(|| same.reading(|| panic!("broken")));
        assert!(broken.is_err());
        assert_eq!(read(), ["H-1", "H-2", "H-3"].map(code));
    }

    #[test]
    fn what_cannot_be_one_party_is_refused_with_both_codes() {
        let says = |one: &Party, other: &Party| one.can_merge_into(other).err().map(|r| r.code);
        let (one, other) = (party("H-1"), party("H-2"));
        assert_eq!(says(&one, &other), None);
        assert_eq!(says(&one, &one), Some("party-merge-self"));
        assert_eq!(says(&merged("H-1", "H-3"), &other), Some("party-merged-already"));
        assert_eq!(says(&one, &merged("H-2", "H-1")), Some("party-merge-into-merged"));
        let ministry = Party { kind: PartyKind::Ministry, ..party("H-2") };
        assert_eq!(says(&one, &ministry), Some("party-merge-kind"));
        let abroad = Party { country: Some("KZ".parse().unwrap()), ..party("H-2") };
        assert_eq!(says(&one, &abroad), Some("party-merge-country"));
        let nowhere = Party { country: None, ..party("H-2") };
        assert_eq!(says(&one, &nowhere), None);
        let refusal = one.can_merge_into(&ministry).unwrap_err();
        assert!(refusal.args.contains(&("code", "H-1".to_owned())), "{refusal:?}");
        assert!(refusal.args.contains(&("into", "H-2".to_owned())), "{refusal:?}");
    }

    #[test]
    fn both_halves_of_a_merge_hold_and_are_taken_apart() {
        let (mut one, mut other) = (merged("H-1", "H-2"), party("H-2"));
        other.then(Event::Joined { party: code("H-1") }, meta(2)).unwrap();
        let again = Event::Merged { into: code("H-3"), reason: words("x") };
        assert_eq!(one.clone().then(again, meta(3)).unwrap_err().code, "party-merged-already");
        let described = Event::Described(party("H-1"));
        assert_eq!(one.clone().then(described, meta(3)).unwrap_err().code, "party-merged-already");
        // A new name does not forget what was joined.
        other.then(Event::Described(party("H-2")), meta(3)).unwrap();
        assert_eq!(other.joined, [code("H-1")]);
        let itself = Event::Merged { into: code("H-2"), reason: words("x") };
        assert_eq!(other.clone().then(itself, meta(4)).unwrap_err().code, "party-merge-self");
        one.then(Event::TakenApart { reason: words("two buildings") }, meta(3)).unwrap();
        other.then(Event::Parted { party: code("H-1") }, meta(4)).unwrap();
        assert_eq!((one.merged.clone(), other.joined.len()), (None, 0));
        let apart = Event::TakenApart { reason: words("again") };
        assert_eq!(one.then(apart, meta(4)).unwrap_err().code, "party-not-merged");
        let parted = Event::Parted { party: code("H-1") };
        assert_eq!(other.then(parted, meta(5)).unwrap_err().code, "party-not-merged");
    }
}
