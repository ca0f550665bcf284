//! What a host answers of those who were nominated to its seats: whom it takes and, where the call announced that hosts
//! order, in which order. The director signs it; the same bytes, and so the same hash, whichever way they came.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Run;
use crate::Refusal;
use crate::aggregate::Meta;
use crate::canonical::{CanonicalError, to_canonical};
use crate::id::CallId;
use crate::journal::Hash;
use crate::party::PartyCode;

/// What a host answers at one of its seats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AtSeat {
    /// The number of the seat in the call.
    pub seat: u32,
    /// Codes of those it takes: the one it wants most first where hosts order, else in the order of the codes.
    pub accepted: Vec<String>,
    /// Codes of those it does not take, in the order of the codes.
    pub refused: Vec<String>,
}

/// The answers of one host to a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// Always `kelisim-host-answers/1`.
    pub format: String,
    /// The call.
    pub call: CallId,
    /// The host.
    pub host: PartyCode,
    /// Whether the order of those accepted is the host's.
    pub ordered: bool,
    /// Its seats, in the order of their numbers.
    pub seats: Vec<AtSeat>,
}

/// That a host gave its answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The host.
    pub host: PartyCode,
    /// SHA-256 of the answers in canonical form, under which they are kept.
    pub hash: Hash,
    /// Who gave them, and when.
    pub given: Meta,
    /// Who signed them as director, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<Meta>,
}

impl Answers {
    /// The name of the form.
    pub const FORMAT: &'static str = "kelisim-host-answers/1";

    /// The bytes that are kept and hashed.
    ///
    /// # Errors
    /// When they have no canonical form.
    pub fn canonical(&self) -> Result<String, CanonicalError> {
        to_canonical(self)
    }

    /// Puts those accepted at a seat into the host's order. `places` says at which place each stands, from 1.
    ///
    /// Rule: a host orders everybody it takes, each at a place of its own; whom it does not take, it refuses with a reason.
    ///
    /// # Errors
    /// `answers-place-missing`, `answers-place-twice`, `answers-place-range`.
    pub fn order(&mut self, seat: u32, places: &BTreeMap<String, u32>) -> Result<(), Refusal> {
        let Some(own) = self.seats.iter_mut().find(|own| own.seat == seat) else {
            return Err(Refusal::new("call-no-such-seat"));
        };
        let (seat, most) = (seat.to_string(), own.accepted.len());
        let mut by_place = BTreeMap::new();
        for code in &own.accepted {
            let Some(&place) = places.get(code) else {
                return Err(Refusal::new("answers-place-missing")
                    .with("seat", seat)
                    .with("code", code.clone()));
            };
            if place == 0 || usize::try_from(place).is_ok_and(|place| place > most) {
                return Err(Refusal::new("answers-place-range")
                    .with("seat", seat)
                    .with("code", code.clone())
                    .with("most", most.to_string()));
            }
            if let Some(other) = by_place.insert(place, code.clone()) {
                return Err(Refusal::new("answers-place-twice")
                    .with("seat", seat)
                    .with("code", code.clone())
                    .with("other", other)
                    .with("place", place.to_string()));
            }
        }
        own.accepted = by_place.into_values().collect();
        Ok(())
    }

    /// Whether these answers, given before, still say of everybody who stands now what is said now. Whoever took the own
    /// application back meanwhile changes nothing for the others.
    #[must_use]
    pub fn covers(&self, now: &Self) -> bool {
        fn within(now: &[String], before: &[String]) -> bool {
            let before: BTreeSet<&String> = before.iter().collect();
            now.iter().all(|code| before.contains(code))
        }
        (self.call, &self.host, self.ordered) == (now.call, &now.host, now.ordered)
            && now.seats.iter().all(|now| {
                self.at(now.seat).is_some_and(|before| {
                    within(&now.accepted, &before.accepted) && within(&now.refused, &before.refused)
                })
            })
    }

    /// What it answers at a seat.
    #[must_use]
    pub fn at(&self, seat: u32) -> Option<&AtSeat> {
        self.seats.iter().find(|at| at.seat == seat)
    }
}

impl Run {
    /// What a host answered last.
    #[must_use]
    pub fn answers_of(&self, host: &PartyCode) -> Option<&Given> {
        self.answers.iter().find(|given| given.host == *host)
    }

    /// Rule: until the freeze a host gives its answers anew as often as it needs to; each time they are to be signed again.
    pub(super) fn answer(
        &mut self,
        host: PartyCode,
        hash: Hash,
        meta: Meta,
    ) -> Result<(), Refusal> {
        self.thawed()?;
        if self.answers_of(&host).is_some_and(|given| given.hash == hash) {
            return Err(Refusal::new("answers-same"));
        }
        self.answers.retain(|given| given.host != host);
        self.answers.push(Given { host, hash, given: meta, signed: None });
        self.answers.sort_by(|a, b| a.host.cmp(&b.host));
        Ok(())
    }

    /// Rule (research/programmes.md §4.4, two-step host list): the director signs what another person of the host's side
    /// gave, and signs just that, by its hash.
    pub(super) fn sign_answers(
        &mut self,
        host: &PartyCode,
        hash: Hash,
        meta: Meta,
    ) -> Result<(), Refusal> {
        self.thawed()?;
        let signer = meta.actor.ok_or(Refusal::new("run-sign-person"))?;
        let given = self.answers.iter_mut().find(|given| given.host == *host);
        let given = given.ok_or(Refusal::new("answers-none"))?;
        if given.hash != hash {
            return Err(Refusal::new("answers-other"));
        }
        if given.given.actor == Some(signer) {
            return Err(Refusal::new("answers-own"));
        }
        if given.signed.is_some() {
            return Err(Refusal::new("answers-signed-already"));
        }
        given.signed = Some(meta);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(accepted: &[&str], refused: &[&str]) -> Answers {
        let list = |codes: &[&str]| codes.iter().map(|&code| code.to_owned()).collect();
        Answers {
            format: Answers::FORMAT.to_owned(),
            call: "0198e0a1-0000-7000-8000-000000000001".parse().unwrap(),
            host: "BURDENKO".parse().unwrap(),
            ordered: true,
            seats: vec![AtSeat { seat: 4, accepted: list(accepted), refused: list(refused) }],
        }
    }

    fn places(all: &[(&str, u32)]) -> BTreeMap<String, u32> {
        all.iter().map(|&(code, place)| (code.to_owned(), place)).collect()
    }

    #[test]
    fn an_order_is_that_of_the_places() {
        let mut all = answers(&["A1", "B2", "C3"], &["D4"]);
        all.order(4, &places(&[("A1", 3), ("B2", 1), ("C3", 2)])).unwrap();
        assert_eq!(all.seats[0].accepted, ["B2", "C3", "A1"]);
    }

    #[test]
    fn everybody_stands_at_a_place_of_their_own() {
        let told = |given: &[(&str, u32)]| {
            answers(&["A1", "B2"], &[]).order(4, &places(given)).unwrap_err().code
        };
        assert_eq!(told(&[("A1", 1)]), "answers-place-missing");
        assert_eq!(told(&[("A1", 1), ("B2", 1)]), "answers-place-twice");
        assert_eq!(told(&[("A1", 0), ("B2", 1)]), "answers-place-range");
        assert_eq!(told(&[("A1", 1), ("B2", 3)]), "answers-place-range");
        let other = answers(&["A1"], &[]).order(5, &places(&[("A1", 1)])).unwrap_err();
        assert_eq!(other.code, "call-no-such-seat");
    }

    #[test]
    fn answers_hold_as_long_as_nobody_who_stands_is_answered_otherwise() {
        let given = answers(&["B2", "A1"], &["C3"]);
        assert!(given.covers(&answers(&["A1", "B2"], &["C3"])), "in whatever order");
        assert!(given.covers(&answers(&["A1"], &[])), "somebody took the application back");
        assert!(!given.covers(&answers(&["A1", "B2", "D4"], &["C3"])), "somebody is new");
        assert!(!given.covers(&answers(&["B2"], &["A1", "C3"])), "somebody is refused now");
        let mut other = answers(&["A1"], &[]);
        other.host = "ALMAZOV".parse().unwrap();
        assert!(!given.covers(&other), "of another host");
        assert_ne!(
            given.canonical().unwrap(),
            answers(&["A1", "B2"], &["C3"]).canonical().unwrap(),
            "the order is part of what is signed"
        );
    }
}
