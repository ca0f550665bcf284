//! The engine and the verifier, as the use cases need them: bytes in, bytes out.

use std::collections::{BTreeMap, BTreeSet};

use kelisim_allocation::after;
use kelisim_allocation::canonical::{Json, object, text};
use kelisim_allocation::certificate::{self, Input, Seal, Signer, Signing};
use kelisim_allocation::compile::{PublicValue, Sealed, compile, compile_with_sides};
use kelisim_allocation::engine;
use kelisim_allocation::explain::{self, Explanation};
use kelisim_allocation::flat::{Assignment, Flat, NONE, Sides};
use kelisim_allocation::market::{Lottery, Market};
use kelisim_allocation::merkle::{hex, unhex};
use kelisim_allocation::outcome::Outcome;
use kelisim_allocation::problem::Problems;
use kelisim_allocation::read::json;
use kelisim_domain::Refusal;
use kelisim_domain::programme::run::{Revealed, market};
use kelisim_verify::{Evidence, verify};

use super::after::Standing;

/// A market with its answer.
pub(super) struct Answered {
    flat: Flat,
    sides: Sides,
    assignment: Assignment,
    seal: Seal,
    origin: Json<'static>,
}

/// What is kept of an answer.
pub(super) struct Made {
    pub(super) result: String,
    pub(super) sealed: String,
    pub(super) public: String,
    pub(super) placed: u64,
    pub(super) stable: bool,
    /// Applicant and place.
    pub(super) given: Vec<(String, String)>,
}

/// What the engine has against a market, in its words.
fn told(problems: &Problems) -> Refusal {
    Refusal::new("run-market-refused").with("what", first(problems))
}

fn first(problems: &Problems) -> String {
    let first: Vec<String> = problems.list().iter().take(3).map(ToString::to_string).collect();
    first.join("; ")
}

/// Whether the engine would take a market, whatever its draw comes to.
pub(super) fn fits(market: &str) -> Result<(), Refusal> {
    let mut read: Market = json::read("market", market.as_bytes()).map_err(|e| told(&e))?;
    if let Some(rules) = &mut read.rules {
        let seed = Some("00".repeat(32));
        rules.lottery = Some(Lottery { seed, ..Lottery::default() });
    }
    compile(&read, &Sealed::default()).map(drop).map_err(|e| told(&e))
}

/// Gives the places of a market.
pub(super) fn answer(market: Vec<u8>, revealed: &[Revealed]) -> Result<Answered, Refusal> {
    let read = json::read("market", &market).map_err(|e| told(&e))?;
    let values: Vec<(String, Vec<u8>)> = revealed
        .iter()
        .map(|one| (one.party.to_string(), unhex(&one.value).unwrap_or_default()))
        .collect();
    let said = values.iter().map(|(party, value)| {
        object([("party", text(party.clone())), ("value", text(hex(value)))])
    });
    let origin = object([("revealed", Json::Arr(said.collect()))]);
    let seal = Seal::new(&[Input { role: "market", bytes: market }]);
    let sealed = Sealed { input: seal.input, public: Some(PublicValue::Revealed(values)) };
    let (flat, sides) = compile_with_sides(&read, &sealed).map_err(|e| told(&e))?;
    let assignment = engine::run(&flat);
    Ok(Answered { flat, sides, assignment, seal, origin })
}

impl Answered {
    /// Result and certificates.
    pub(super) fn made(&self) -> Made {
        let outcome = Outcome::new(&self.flat, &self.assignment);
        let result = outcome.json(&self.seal.input).canonical();
        let signing =
            Signing { report: &result, origin: self.origin.clone(), signer: &Signer::Market };
        let made = certificate::make(&outcome, &self.flat, &self.assignment, &self.seal, signing);
        let given = (0..u32::try_from(self.flat.people()).unwrap_or(u32::MAX)).filter_map(|who| {
            let leaf = self.assignment.leaf(&self.flat, who)?;
            Some((self.flat.applicants.get(who).to_owned(), self.flat.places.get(leaf).to_owned()))
        });
        Made {
            placed: u64::try_from(self.assignment.placed()).unwrap_or(u64::MAX),
            stable: outcome.stable(),
            given: given.collect(),
            sealed: made.sealed,
            public: made.public,
            result,
        }
    }

    /// The row of one applicant with its proof.
    pub(super) fn row(&self, code: &str) -> Option<String> {
        certificate::own_row(&self.flat, &self.assignment, &self.seal.salt_key, code)
    }

    /// Who gets another place when what is left is given again. Whoever would be worse off than with the place they have keeps
    /// it, and it is given again, so that nobody loses by asking for better.
    pub(super) fn next(&self, standing: Standing) -> Result<Vec<(String, u32)>, Refusal> {
        let flat = &self.flat;
        let numbers: BTreeMap<&str, u32> = (0..u32::try_from(flat.people()).unwrap_or(u32::MAX))
            .map(|at| (flat.applicants.get(at), at))
            .collect();
        let who =
            |code: &str| numbers.get(code).copied().ok_or(Refusal::new("placement-appeal-unknown"));
        let leaf = |seat: u32| {
            let all = 0..u32::try_from(flat.places.len()).unwrap_or(u32::MAX);
            let mut all = all.filter(|at| market::seat_of(flat.places.get(*at)) == Some(seat));
            all.next().ok_or(Refusal::new("call-no-such-seat"))
        };
        let pairs = |of: Vec<(String, u32)>| -> Result<Vec<(u32, u32)>, Refusal> {
            of.into_iter().map(|(code, seat)| Ok((who(&code)?, leaf(seat)?))).collect()
        };
        let mut stays = pairs(standing.staying)?;
        let mut wishing = pairs(standing.wishing)?;
        let out: Vec<u32> = standing.out.iter().map(|code| who(code)).collect::<Result<_, _>>()?;
        loop {
            let rest = after::remaining(flat, &stays, &out).map_err(|problems| {
                Refusal::new("placement-waitlist-rule").with("what", first(&problems))
            })?;
            let answer = engine::run(&rest);
            let now = after::together(&rest, &answer, &stays);
            let place =
                |who: u32| now.get(usize::try_from(who).unwrap_or(usize::MAX)).copied().flatten();
            let rank = |who: u32, leaf: Option<u32>| {
                leaf.and_then(|leaf| flat.entry_at(who, leaf)).unwrap_or(NONE)
            };
            let worse = |&(who, had): &(u32, u32)| rank(who, place(who)) > rank(who, Some(had));
            if let Some(at) = wishing.iter().position(worse) {
                stays.push(wishing.remove(at));
                continue;
            }
            let kept: BTreeSet<u32> = stays.iter().map(|(who, _)| *who).collect();
            let had: BTreeMap<u32, u32> = wishing.iter().copied().collect();
            let people = 0..u32::try_from(flat.people()).unwrap_or(u32::MAX);
            let moved = people.filter(|who| !kept.contains(who)).filter_map(|who| {
                let new = place(who).filter(|new| had.get(&who) != Some(new))?;
                let seat = market::seat_of(flat.places.get(new))?;
                Some((flat.applicants.get(who).to_owned(), seat))
            });
            let mut moved: Vec<(String, u32)> = moved.collect();
            moved.sort();
            return Ok(moved);
        }
    }

    /// Why one applicant has this place and none above it.
    pub(super) fn explain(&self, code: &str) -> Option<Explanation> {
        explain::explain(&self.flat, &self.sides, &self.assignment, code)
    }
}

/// What the verifier says of a certificate: how many things it checked, and what does not hold.
pub(super) fn check(certificate: &[u8], evidence: &Evidence<'_>) -> (u32, Vec<String>) {
    let report = verify(certificate, evidence);
    let trouble = report.checks.iter().filter_map(|check| {
        check.trouble.as_ref().map(|trouble| format!("{}: {trouble}", check.name))
    });
    let mut trouble: Vec<String> = trouble.collect();
    if report.checks.is_empty() {
        trouble.push("nothing was checked".to_owned());
    }
    (u32::try_from(report.checks.len()).unwrap_or(u32::MAX), trouble)
}
