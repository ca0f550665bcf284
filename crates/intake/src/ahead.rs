//! What begins on a day ahead: a stage that the verb alone does not tell.

use crate::engine::Reading;
use crate::item::Candidate;
use crate::vocabulary::{Class, Form};

impl Reading<'_> {
    /// What begins on a day ahead is planned.
    pub(crate) fn begun_ahead(&self, all: &mut [Candidate]) {
        for candidate in all {
            if self.begins_ahead(candidate) {
                candidate.predicate.class = Class::Plan;
            }
        }
    }

    /// "Work on the wing begins in April": a present about a day ahead is a plan.
    fn begins_ahead(&self, candidate: &Candidate) -> bool {
        #[rustfmt::skip]
        const BEGIN: &[&str] = &["begin", "start", "commenc", "launch", "kick", "open", "начина", "старту", "откр", "баста", "башта"];
        let p = &candidate.predicate;
        matches!(p.class, Class::Run | Class::Do)
            && p.form == Form::Present
            && BEGIN.iter().any(|w| self.text.fold(p.first).starts_with(w))
            && self.dates.get(candidate.sentence).is_some_and(|dates| {
                dates.iter().any(|d| {
                    d.first >= candidate.clause_first
                        && d.last < candidate.clause_end
                        && d.bound == crate::date::Bound::On
                        && d.day.month > 0
                        && self.ahead(d)
                })
            })
    }
}
