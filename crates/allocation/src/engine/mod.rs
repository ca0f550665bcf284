//! Engines: from a flat market to who gets what.

pub mod exchange;
pub mod immediate;
pub mod joined;
pub mod plain;
pub mod serial;

use crate::flat::{Assignment, Flat, Mechanism, Side};

/// Runs the rule of the market.
#[must_use]
pub fn run(flat: &Flat) -> Assignment {
    match (flat.rule.mechanism, flat.rule.side) {
        (Mechanism::DeferredAcceptance, Side::Applicants) if flat.is_plain() => {
            plain::applicants_propose(flat)
        }
        (Mechanism::DeferredAcceptance, Side::Applicants) => joined::run(flat),
        (Mechanism::DeferredAcceptance, Side::Programmes) => plain::programmes_propose(flat),
        (Mechanism::SerialDictatorship, _) => serial::run(flat),
        (Mechanism::TopTradingCycles, _) => exchange::run(flat),
        (Mechanism::ImmediateAcceptance, _) => immediate::run(flat),
    }
}
