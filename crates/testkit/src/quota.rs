//! Lines of the quota ledger and moves of their places.

use jiff::civil::date;
use kelisim_domain::id::{CommitmentId, MoveId, QuotaLineId};
use kelisim_domain::quota::{
    Account, Description, Event, Move, Pledge as Places, Programme, QuotaLine, Reason, reasons,
};
use kelisim_domain::text::{Language, Text4};
use kelisim_domain::topic::Channel;

use crate::{Pledge, World};

impl World {
    /// A line of the ministry's channel for a year, with the places a passage names.
    pub fn quota_line(
        &mut self,
        pledge: &Pledge,
        commitment: CommitmentId,
        year: i16,
        places: u64,
    ) -> QuotaLineId {
        let quotation = self.passage(pledge.registry.as_str(), date(2026, 1, 16));
        let id = QuotaLineId::new(self.id());
        let description = Description {
            registry: pledge.registry,
            partner: pledge.partner.clone(),
            commitment,
            period: year.to_string().parse().unwrap(),
            channel: Channel::Ministry,
            programme: Programme::Treatment,
            specialty: None,
            host: None,
            region: None,
        };
        let pledge = Places { id: self.move_id(), places, on: self.today(), quotation, note: None };
        self.event::<QuotaLine>(id, Event::Opened { description, pledge }, self.today());
        id
    }

    /// A new id for a move.
    #[must_use]
    pub fn move_id(&self) -> MoveId {
        MoveId::new(self.id())
    }

    /// One step of some places, for the first reason it can have.
    #[must_use]
    pub fn step(&self, from: Account, to: Account, places: u64) -> Move {
        Move {
            id: self.move_id(),
            from,
            to,
            places,
            on: self.today(),
            reason: reasons(from, to).first().copied().unwrap_or(Reason::InCourse),
            other: None,
            quotation: None,
            note: None,
            call: None,
            placement: None,
        }
    }

    /// Takes places from pledged to an account, step by step.
    pub fn walk(&mut self, line: QuotaLineId, places: u64, until: Account) {
        let way = Account::WAY.windows(2).take_while(|pair| pair.first() != Some(&until));
        let events: Vec<Event> = way
            .filter_map(|pair| match pair {
                [from, to] => Some(Event::Moved { step: self.step(*from, *to, places) }),
                _ => None,
            })
            .collect();
        let append = self.grow::<QuotaLine>(line, &events, self.today(), None);
        self.pending().appends.push(append);
    }

    /// Makes a wrong booking good.
    pub fn reverse(&mut self, line: QuotaLineId, version: i64) {
        let why = Text4::new(Language::En, "typed twice").unwrap();
        let event = Event::Reversed { id: self.move_id(), version, on: self.today(), why };
        self.event::<QuotaLine>(line, event, self.today());
    }
}
