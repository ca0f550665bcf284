//! A conflict as a card: both statements, and what was decided by whom.

use std::collections::BTreeMap;
use std::sync::Arc;

use kelisim_app::conflict::Conflicts;
use kelisim_app::lookup::Directory;
use kelisim_domain::aggregate::Meta;
use kelisim_domain::conflict::{Conflict, ConflictState, Side};
use kelisim_domain::id::UserId;

use crate::commitment::shown::{Quoted, Wording};
use crate::visit::Visit;
use crate::words::{self, Told};

/// A conflict as a card.
pub(super) struct Card {
    pub(super) id: String,
    pub(super) title: Told,
    pub(super) href: String,
    pub(super) rule: &'static str,
    pub(super) state: &'static str,
    pub(super) partner: String,
    pub(super) partner_href: String,
    pub(super) commitment_href: Option<String>,
    pub(super) question: Told,
    pub(super) sides: Vec<SideCard>,
    pub(super) last: Option<Decided>,
}

/// One of the statements.
pub(super) struct SideCard {
    pub(super) claim: Told,
    pub(super) quote: Option<Quoted>,
    /// Whether it was chosen.
    pub(super) chosen: bool,
}

/// A decision, or the moment the conflict was raised.
pub(super) struct Decided {
    pub(super) state: &'static str,
    pub(super) note: Option<Told>,
    /// The statement chosen.
    pub(super) chosen: Option<Told>,
    /// Who; nothing for the command line, for a person who was forgotten, and for readers outside.
    pub(super) who: Option<String>,
    pub(super) when: String,
    pub(super) machine: String,
}

/// What is needed to name everything of some conflicts.
pub(super) struct Namer<'a> {
    pub(super) visit: &'a Visit,
    pub(super) names: Arc<Directory>,
    pub(super) people: BTreeMap<UserId, String>,
    pub(super) found: Conflicts,
}

impl Namer<'_> {
    pub(super) fn card(&self, conflict: &Conflict) -> Card {
        let l = self.visit.locale;
        let chosen = match conflict.state {
            ConflictState::Resolved => conflict.decisions.last().and_then(|d| d.what.chosen),
            _ => None,
        };
        let wording = Wording {
            locale: l,
            names: &self.names,
            sources: &self.found.sources,
            place: "commitments",
        };
        let side = |(n, side): (usize, &Side)| SideCard {
            claim: Told::new(l, &side.claim),
            quote: wording.quoted(&side.quotation),
            chosen: chosen.and_then(|c| usize::try_from(c).ok()) == Some(n),
        };
        Card {
            id: conflict.id.to_string(),
            title: Told::new(l, &conflict.title),
            href: self.visit.at(&format!("/conflicts/{}", conflict.id)),
            rule: conflict.rule.code(),
            state: conflict.state.code(),
            partner: words::party(l, &self.names, &conflict.partner),
            partner_href: self.visit.at(&format!("/partners/{}", conflict.partner)),
            commitment_href: conflict
                .commitment
                .map(|id| self.visit.at(&format!("/commitments/{id}"))),
            question: Told::new(l, &conflict.question),
            sides: conflict.sides.iter().enumerate().map(side).collect(),
            last: self.history(conflict).pop(),
        }
    }

    /// Decisions in the order they were made.
    pub(super) fn history(&self, conflict: &Conflict) -> Vec<Decided> {
        let l = self.visit.locale;
        let claim = |n: u32| conflict.sides.get(usize::try_from(n).ok()?).map(|s| &s.claim);
        conflict
            .decisions
            .iter()
            .map(|decision| Decided {
                state: decision.what.state.code(),
                note: Some(Told::new(l, &decision.what.note)),
                chosen: decision.what.chosen.and_then(claim).map(|text| Told::new(l, text)),
                ..self.moment(decision.meta)
            })
            .collect()
    }

    pub(super) fn raised(&self, conflict: &Conflict) -> Decided {
        self.moment(conflict.raised)
    }

    fn moment(&self, meta: Meta) -> Decided {
        Decided {
            state: ConflictState::Open.code(),
            note: None,
            chosen: None,
            who: meta.actor.and_then(|id| self.people.get(&id).cloned()),
            when: self.visit.locale.instant(meta.recorded_at, self.visit.zone()),
            machine: meta.recorded_at.to_string(),
        }
    }
}
