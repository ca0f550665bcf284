//! What became of candidates.

use kelisim_domain::id::CallId;
use kelisim_domain::programme::placement::{
    APPEAL_DAYS, Clock, Description, Event, Ground, Placement, Said,
};

use crate::{Pledge, World};

impl World {
    /// A candidate without a place appeals: no place moves.
    pub fn appeal_without_place(&mut self, pledge: &Pledge, call: CallId, code: &str) {
        let description = Description {
            registry: pledge.registry,
            partner: pledge.partner.clone(),
            call,
            code: code.to_owned(),
            made_up: false,
        };
        let clock = Clock {
            from: self.clock.now(),
            days: APPEAL_DAYS,
            zone: "Asia/Bishkek".parse().unwrap(),
            holidays: std::collections::BTreeSet::new(),
        };
        let said =
            Said { ground: Some(Ground::NotTold), clock: Some(clock), ..Said::on(self.today()) };
        let event = Event::Asked { description, said };
        self.event::<Placement>(Placement::of(call, code), event, self.today());
    }
}
