//! Calls as the file has them.

use kelisim_domain::party::PartyCode;
use kelisim_domain::programme::Zone;
use kelisim_domain::programme::call::{Class, PhaseKind, Reserve};
use serde::Deserialize;

use super::file::Four;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Calls {
    pub(super) call: Vec<Call>,
}

/// A call; what is made up about it is said on its pages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
    pub key: String,
    pub line: String,
    pub zone: Zone,
    /// How many made-up candidates a finished call had; nothing for one that is open.
    #[serde(default)]
    pub candidates: Option<u32>,
    pub title: Four,
    pub about: Four,
    /// What is said about the made-up confirmation of the line's places.
    pub confirmed: Four,
    pub seat: Vec<CallSeat>,
    pub reserve: Vec<Reserve>,
    pub document: Vec<CallDocument>,
    pub criterion: Vec<CallCriterion>,
    pub rule: Vec<CallRule>,
    pub phase: Vec<CallPhase>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallSeat {
    pub host: PartyCode,
    pub specialty: String,
    pub places: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallDocument {
    pub name: Four,
    pub class: Class,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallCriterion {
    pub name: Four,
    pub weight: u16,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallRule {
    pub expression: String,
    pub reason: Four,
}

/// A phase, in days from the day the demonstration is begun.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallPhase {
    pub kind: PhaseKind,
    pub from: i64,
    pub to: i64,
}
