//! What terms still lack before they can be published.

use std::collections::BTreeSet;

use jiff::SignedDuration;

use super::{Mechanism, Phase, PhaseKind, Terms};
use crate::Refusal;
use crate::text::{Language, Text4};

/// Phases without which nobody knows what to do by when.
const NEEDED: [PhaseKind; 3] = [PhaseKind::Applications, PhaseKind::Result, PhaseKind::Start];

impl Terms {
    /// Everything they lack, each with the part it belongs to; nothing when they can be published.
    ///
    /// Rule (research/programmes.md R19): a call is not published when places, languages, days, criteria or rules are
    /// incomplete or do not go together.
    #[must_use]
    pub fn missing(&self) -> Vec<Refusal> {
        let mut missing = self.untold();
        if self.seats.is_empty() {
            missing.push(Refusal::of("seats", "call-no-places"));
        }
        let kept: u64 = self.reserves.iter().map(|reserve| reserve.what.places).sum();
        if kept > self.places() {
            let (kept, places) = (kept.to_string(), self.places().to_string());
            missing.push(
                Refusal::of("reserves", "call-reserves-above")
                    .with("kept", kept)
                    .with("places", places),
            );
        }
        if self.documents.is_empty() {
            missing.push(Refusal::of("documents", "call-no-documents"));
        }
        let weights: u32 = self.criteria.iter().map(|c| u32::from(c.what.weight)).sum();
        // Where the ministry gives places by name, a call may do without scores.
        let unscored = self.mechanism == Mechanism::Nomination && self.criteria.is_empty();
        if weights != 100 && !unscored {
            missing.push(
                Refusal::of("criteria", "call-weights-not-hundred")
                    .with("sum", weights.to_string()),
            );
        }
        if !self.kind.shape().mechanisms.contains(&self.mechanism) {
            let mechanism = self.mechanism.code();
            missing
                .push(Refusal::of("mechanism", "call-mechanism-kind").with("mechanism", mechanism));
        }
        if self.hosts_rank && self.mechanism != Mechanism::DeferredAcceptance {
            missing.push(Refusal::of("hosts_rank", "call-hosts-rank-rule"));
        }
        if self.outage.is_none() {
            missing.push(Refusal::of("outage", "call-no-outage-rule"));
        }
        missing.extend(self.days());
        missing
    }

    /// Texts that are not there in all four languages. Nothing is shown to anybody in a language that is not theirs.
    fn untold(&self) -> Vec<Refusal> {
        let mut untold = Vec::new();
        let mut look = |part: &'static str, text: &Text4| {
            for language in Language::ALL.iter().filter(|language| text.get(**language).is_none()) {
                let what = text.shown(text.record).0.to_owned();
                untold.push(
                    Refusal::of(part, "call-not-told")
                        .with("what", what)
                        .with("language", language.code()),
                );
            }
        };
        look("title", &self.title);
        self.about.iter().for_each(|about| look("about", about));
        self.documents.iter().for_each(|document| look("documents", &document.what.name));
        self.criteria.iter().for_each(|criterion| look("criteria", &criterion.what.name));
        self.rules.iter().for_each(|rule| look("rules", &rule.what.reason));
        if self.about.is_none() {
            untold.push(Refusal::of("about", "call-no-about"));
        }
        untold
    }

    /// Phases that are missing, or not in the order of their kinds.
    fn days(&self) -> Vec<Refusal> {
        let mut wrong: Vec<Refusal> = NEEDED
            .into_iter()
            .filter(|kind| self.phase(*kind).is_none())
            .map(|kind| Refusal::of("phases", "call-no-phase").with("phase", kind.code()))
            .collect();
        let mut in_order: Vec<_> = self.phases.iter().map(|phase| &phase.what).collect();
        in_order.sort_by_key(|phase| phase.kind);
        for pair in in_order.windows(2) {
            if let [before, after] = pair
                && after.from < before.from
            {
                wrong.push(
                    Refusal::of("phases", "call-phases-out-of-order")
                        .with("phase", after.kind.code())
                        .with("before", before.kind.code()),
                );
            }
        }
        let close = self.phase(PhaseKind::Applications).map(|phase| phase.to);
        if let (Some(close), Some(result)) = (close, self.phase(PhaseKind::Result))
            && result.from < close
        {
            wrong.push(Refusal::of("phases", "call-result-before-close"));
        }
        let lead = self.kind.shape().lead_days;
        if let (Some(close), Some(start)) = (close, self.phase(PhaseKind::Start)) {
            let between = start.from.duration_since(close);
            if between < SignedDuration::from_hours(i64::from(lead) * 24) {
                wrong.push(
                    Refusal::of("phases", "call-lead-too-short").with("days", lead.to_string()),
                );
            }
        }
        wrong
    }

    /// What can never stand in terms, drafted or published.
    ///
    /// # Errors
    /// The first thing that cannot be.
    pub(super) fn check(&self) -> Result<(), Refusal> {
        let lists = [
            self.seats.len(),
            self.reserves.len(),
            self.documents.len(),
            self.criteria.len(),
            self.phases.len(),
            self.rules.len(),
        ];
        if lists.into_iter().any(|items| items > Self::MOST) {
            return Err(Refusal::new("call-full").with("most", Self::MOST.to_string()));
        }
        let numbers: Vec<u32> = (self.seats.iter().map(|i| i.number))
            .chain(self.reserves.iter().map(|i| i.number))
            .chain(self.documents.iter().map(|i| i.number))
            .chain(self.criteria.iter().map(|i| i.number))
            .chain(self.phases.iter().map(|i| i.number))
            .chain(self.rules.iter().map(|i| i.number))
            .collect();
        let distinct: BTreeSet<u32> = numbers.iter().copied().collect();
        if distinct.len() < numbers.len() || numbers.iter().any(|number| *number >= self.next) {
            return Err(Refusal::new("call-number-twice"));
        }
        let most = crate::quota::QuotaLine::MOST;
        let places = |places: u64| (1..=most).contains(&places);
        if !self.seats.iter().all(|seat| places(seat.what.places))
            || !self.reserves.iter().all(|reserve| places(reserve.what.places))
        {
            return Err(Refusal::of("places", "quota-places-range").with("most", most.to_string()));
        }
        let mut cells = BTreeSet::new();
        if !self.seats.iter().all(|s| {
            cells.insert((s.what.line, &s.what.host, &s.what.specialty, s.what.funding.code()))
        }) {
            return Err(Refusal::of("host", "call-seat-twice"));
        }
        let mut regions = BTreeSet::new();
        if !self.reserves.iter().all(|reserve| regions.insert(&reserve.what.region)) {
            return Err(Refusal::of("region", "call-region-twice"));
        }
        if self.criteria.iter().any(|c| c.what.weight == 0 || c.what.weight > 100) {
            return Err(Refusal::of("weight", "call-weight-range"));
        }
        let mut kinds = BTreeSet::new();
        for Phase { kind, from, to } in self.phases.iter().map(|phase| &phase.what) {
            if to < from {
                return Err(Refusal::of("to", "date-backwards").with("text", to.to_string()));
            }
            if *kind == PhaseKind::Applications && to == from {
                return Err(Refusal::of("to", "call-applications-instant"));
            }
            if !kinds.insert(*kind) {
                return Err(Refusal::of("phase", "call-phase-twice"));
            }
        }
        if self.grace_minutes > Self::LONGEST_GRACE {
            return Err(Refusal::of("grace", "call-grace-range")
                .with("most", Self::LONGEST_GRACE.to_string()));
        }
        if self.outage.is_some_and(|o| o.minutes == 0 || o.within_hours == 0 || o.moves_hours == 0)
        {
            return Err(Refusal::of("outage_minutes", "call-outage-range"));
        }
        Ok(())
    }
}
