//! Programmes whose places rank applicants differently: slot-specific priorities (Kominers, Sönmez 2016).
//!
//! Slots are filled in order of precedence; each takes the best offer that it accepts from an applicant whom no earlier
//! slot has taken. Offers once made stay on the table (cumulative offers; Hatfield, Milgrom 2005).

use std::collections::HashMap;

/// A run of places with one order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotRun {
    /// Which of the programme's leaves it accepts, or all.
    pub leaf: Option<u32>,
    /// Number of places.
    pub places: u32,
    /// Position of each acceptable applicant, from 0.
    pub position: HashMap<u32, u32>,
}

/// A programme filled slot by slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotProgramme {
    /// Its leaves, one for each line.
    pub leaves: Vec<u32>,
    /// The most applicants it takes over all slots.
    pub capacity: u32,
    /// Its slots in order of precedence.
    pub runs: Vec<SlotRun>,
}

/// An offer on the table of a programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// Who offers.
    pub applicant: u32,
    /// For which leaf.
    pub leaf: u32,
    /// The entry behind it; among offers of one applicant the smaller is preferred.
    pub entry: u32,
}

impl SlotProgramme {
    /// The entries taken from the table, in the order in which slots are filled, with the slot run of each.
    #[must_use]
    pub fn choose(&self, table: &[Offer]) -> Vec<(Offer, u32)> {
        let mut chosen: Vec<(Offer, u32)> = Vec::new();
        for (number, run) in self.runs.iter().enumerate() {
            let mut wanted: Vec<(u32, u32, Offer)> = table
                .iter()
                .filter(|offer| run.leaf.is_none_or(|leaf| leaf == offer.leaf))
                .filter(|offer| chosen.iter().all(|(other, _)| other.applicant != offer.applicant))
                .filter_map(|&offer| {
                    run.position.get(&offer.applicant).map(|&at| (at, offer.entry, offer))
                })
                .collect();
            wanted.sort_unstable_by_key(|&(position, entry, _)| (position, entry));
            wanted.dedup_by_key(|&mut (_, _, offer)| offer.applicant);
            let left = (self.capacity as usize).saturating_sub(chosen.len());
            chosen.extend(
                wanted
                    .iter()
                    .take(left.min(run.places as usize))
                    .map(|&(_, _, offer)| (offer, number as u32)),
            );
        }
        chosen
    }
}
