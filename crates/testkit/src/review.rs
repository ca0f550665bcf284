//! Reviews of applications.

use jiff::SignedDuration;
use kelisim_domain::id::{ApplicationId, UserId};
use kelisim_domain::programme::application::Application;
use kelisim_domain::programme::review::{Description, Event, Review, SeatCode, Weight};

use crate::World;

impl World {
    /// A reviewer gets a seat in the review of an application; the first one begins it.
    pub fn review(&mut self, application: ApplicationId, reviewer: UserId) -> SeatCode {
        let review = Review::of(application);
        let it: Application =
            kelisim_domain::aggregate::fold(self.entries(application)).unwrap().unwrap();
        let d = it.description;
        let mut random = [0; 12];
        random.copy_from_slice(&self.id().as_bytes()[4..]);
        let code = SeatCode::drawn(random);
        if kelisim_domain::aggregate::fold::<Review>(self.entries(review)).unwrap().is_none() {
            let description = Description {
                registry: d.registry,
                partner: d.partner,
                call: d.call,
                application,
                applicant: d.applicant,
                receipt: d.receipt,
                weights: vec![Weight { criterion: 1, per_cent: 100 }],
            };
            self.event::<Review>(review, Event::Begun { description }, self.today());
        }
        let due = self.clock.now() + SignedDuration::from_hours(24 * 365);
        let assigned = Event::Assigned { code: code.clone(), reviewer, due };
        self.event::<Review>(review, assigned, self.today());
        code
    }
}
