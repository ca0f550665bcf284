//! The engine and the verifier, as the use cases need them: bytes in, bytes out.

use kelisim_allocation::canonical::{Json, object, text};
use kelisim_allocation::certificate::{self, Input, Seal, Signer, Signing};
use kelisim_allocation::compile::{PublicValue, Sealed, compile, compile_with_sides};
use kelisim_allocation::engine;
use kelisim_allocation::explain::{self, Explanation};
use kelisim_allocation::flat::{Assignment, Flat, Sides};
use kelisim_allocation::market::{Lottery, Market};
use kelisim_allocation::merkle::{hex, unhex};
use kelisim_allocation::outcome::Outcome;
use kelisim_allocation::problem::Problems;
use kelisim_allocation::read::json;
use kelisim_domain::Refusal;
use kelisim_domain::programme::run::Revealed;
use kelisim_verify::{Evidence, verify};

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
    let first: Vec<String> = problems.list().iter().take(3).map(ToString::to_string).collect();
    Refusal::new("run-market-refused").with("what", first.join("; "))
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
