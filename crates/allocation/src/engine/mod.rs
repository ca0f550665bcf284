//! Engines: from a flat market to who gets what.

mod caps;
pub mod couples;
pub mod crossing;
pub mod exact;
pub mod exchange;
pub mod immediate;
pub mod joined;
mod kept;
pub mod lower;
pub mod plain;
pub mod serial;
mod table;
pub mod ties;
pub mod vacancy;

use crate::flat::{Assignment, Flat, Mechanism, Side, Ties};

/// Runs the rule of the market.
#[must_use]
pub fn run(flat: &Flat) -> Assignment {
    if !flat.crossing.is_empty() {
        return match exact::run(flat) {
            exact::Found::Best(assignment) => assignment,
            _ => Assignment::empty(flat),
        };
    }
    if !flat.couples.is_empty() {
        return couples::run(flat, flat.couple_rule);
    }
    if !flat.lower.is_empty() {
        return lower::run(flat, flat.lower_rule);
    }
    match flat.rule.ties {
        Ties::ImprovementCycles => return ties::improvement_cycles(flat),
        Ties::MaxSize => return ties::max_size(flat),
        Ties::MaxSizeExact => return ties::max_size_exact(flat),
        _ => {}
    }
    match (flat.rule.mechanism, flat.rule.side) {
        (Mechanism::DeferredAcceptance, Side::Applicants) if flat.is_plain() => {
            plain::applicants_propose(flat)
        }
        (Mechanism::DeferredAcceptance, Side::Applicants) => joined::run(flat),
        (Mechanism::DeferredAcceptance, Side::Programmes) if flat.is_plain() => {
            plain::programmes_propose(flat)
        }
        (Mechanism::DeferredAcceptance, Side::Programmes) => joined::programmes_propose(flat),
        (Mechanism::SerialDictatorship, _) => serial::run(flat),
        (Mechanism::TopTradingCycles, _) => exchange::run(flat),
        (Mechanism::ImmediateAcceptance, _) => immediate::run(flat),
    }
}
