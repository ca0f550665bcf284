//! Where applications, places, papers, results and reviews stand, as JSON for programs. Nobody is in it: no name, no
//! account, nothing that is sealed.

use jiff::Timestamp;
use kelisim_domain::paper::Paper;
use kelisim_domain::programme::placement::Placement;
use kelisim_domain::programme::run::Run;
use serde::Serialize;

/// Where an application stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApplicationOut {
    /// Its id.
    pub id: String,
    /// Id of the call.
    pub call: String,
    /// The number of its receipt.
    pub receipt: String,
    /// Code of where it stands.
    pub stage: &'static str,
    /// By when it is to be mended, while it is.
    pub due: Option<Timestamp>,
    /// Whether it was made up for demonstration.
    pub made_up: bool,
}

/// What is due next, and by when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DueOut {
    /// Code of who acts.
    pub who: &'static str,
    /// By which instant.
    pub at: Option<Timestamp>,
    /// By which day.
    pub on: Option<String>,
}

/// What became of a candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlacementOut {
    /// Its id.
    pub id: String,
    /// Id of the call.
    pub call: String,
    /// The code of the candidate.
    pub code: String,
    /// Code of where it stands.
    pub stage: &'static str,
    /// The seat whose place the candidate holds.
    pub seat: Option<u32>,
    /// Id of the quota line the place is of.
    pub line: Option<String>,
    /// How many places were given, one after another.
    pub given: u32,
    /// What is due next.
    pub due: Option<DueOut>,
    /// When the person was enrolled.
    pub enrolled: Option<String>,
    /// When it ended.
    pub ended: Option<String>,
}

impl PlacementOut {
    /// A placement as it stands at an instant.
    #[must_use]
    pub fn new(it: &Placement, now: Timestamp) -> Self {
        Self {
            id: it.id.to_string(),
            call: it.description.call.to_string(),
            code: it.description.code.clone(),
            stage: it.stage.code(),
            seat: it.place.as_ref().map(|place| place.seat),
            line: it.place.as_ref().map(|place| place.line.to_string()),
            given: it.given,
            due: it.due(now).map(|due| DueOut {
                who: due.who.code(),
                at: due.at,
                on: due.on.map(|on| on.to_string()),
            }),
            enrolled: it.enrolled.map(|on| on.to_string()),
            ended: it.ended.map(|on| on.to_string()),
        }
    }
}

/// A paper of the house, without what stands in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperOut {
    /// Its number.
    pub number: String,
    /// Code of what it is.
    pub kind: &'static str,
    /// The registry that issued it.
    pub registry: String,
    /// Code of the other side.
    pub partner: String,
    /// Code of the language it is written in.
    pub language: &'static str,
    /// When it was issued.
    pub issued: Timestamp,
    /// SHA-256 of the credential as it was signed.
    pub hash: String,
    /// Whether what it says was made up for demonstration.
    pub made_up: bool,
    /// Why and when it was withdrawn.
    pub withdrawn: Option<WithdrawnOut>,
}

/// That a paper was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WithdrawnOut {
    /// Code of why.
    pub why: &'static str,
    /// When.
    pub at: Timestamp,
}

impl From<&Paper> for PaperOut {
    fn from(it: &Paper) -> Self {
        let d = &it.description;
        Self {
            number: d.number.to_string(),
            kind: d.kind.code(),
            registry: d.registry.to_string(),
            partner: d.partner.to_string(),
            language: d.language.code(),
            issued: it.issued.meta.recorded_at,
            hash: it.issued.what.hash.to_string(),
            made_up: d.made_up,
            withdrawn: it
                .withdrawn
                .as_ref()
                .map(|said| WithdrawnOut { why: said.what.code(), at: said.meta.recorded_at }),
        }
    }
}

/// What the register says of a paper whose number and hash were given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckedOut {
    /// Its number.
    pub number: String,
    /// Code of what it is.
    pub kind: &'static str,
    /// The registry that issued it.
    pub registry: String,
    /// When it was issued.
    pub issued: Timestamp,
    /// Code of the language it is written in.
    pub language: &'static str,
    /// Whether what it says was made up for demonstration.
    pub made_up: bool,
    /// Why and when it was withdrawn; a paper that was not withdrawn holds.
    pub withdrawn: Option<WithdrawnOut>,
}

/// A released run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResultOut {
    /// Id of the call.
    pub call: String,
    /// The registry that keeps it.
    pub registry: String,
    /// Code of the other side.
    pub partner: String,
    /// The number of the run, from 1.
    pub attempt: u32,
    /// When it was released.
    pub released: Timestamp,
    /// How many have a place.
    pub placed: u64,
    /// Whether nobody would be taken where they would rather be.
    pub stable: bool,
    /// SHA-256 of the public certificate.
    pub certificate: String,
    /// SHA-256 of the sealed certificate.
    pub sealed_certificate: String,
    /// SHA-256 of what it was computed from.
    pub input: String,
    /// SHA-256 of the terms.
    pub terms: String,
    /// Instants at which it was signed, each with the capacity.
    pub signatures: Vec<SignatureOut>,
}

/// That a run was signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignatureOut {
    /// Code of the capacity.
    pub capacity: &'static str,
    /// When.
    pub at: Timestamp,
}

impl ResultOut {
    /// A run as everybody sees it; nothing before its release.
    #[must_use]
    pub fn new(run: &Run) -> Option<Self> {
        let attempt = run.released()?;
        let computed = &attempt.computed.as_ref()?.what;
        let d = &run.description;
        Some(Self {
            call: d.call.to_string(),
            registry: d.registry.to_string(),
            partner: d.partner.to_string(),
            attempt: attempt.number,
            released: attempt.released?.recorded_at,
            placed: computed.placed,
            stable: computed.stable,
            certificate: computed.public.to_string(),
            sealed_certificate: computed.certificate.to_string(),
            input: attempt.frozen.input.to_string(),
            terms: attempt.frozen.terms.to_string(),
            signatures: attempt
                .signatures
                .iter()
                .map(|one| SignatureOut { capacity: one.capacity.code(), at: one.meta.recorded_at })
                .collect(),
        })
    }
}

/// How far the review of an application is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewOut {
    /// Id of the application.
    pub application: String,
    /// The number of its receipt.
    pub receipt: String,
    /// Code of where it stands.
    pub standing: &'static str,
    /// Reviewers who have a seat.
    pub seats: usize,
    /// Those of them who scored.
    pub scored: usize,
    /// Whether somebody is late.
    pub late: bool,
    /// Seats that were lost to a conflict of interest.
    pub conflicts: usize,
}
