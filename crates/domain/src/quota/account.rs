//! The accounts of a line, and which moves between them are allowed for which reasons.

use crate::stage::coded;

coded! {
    /// Where a place of a line is. The first nine are the way of a place that is used; the last four are exits.
    Account {
        /// Said by a source, not yet in a text of both sides.
        Pledged = "pledged",
        /// In a text approved by both sides.
        Confirmed = "confirmed",
        /// Put into a call.
        Released = "released",
        /// The host has confirmed the place itself: dates, ward or supervisor.
        Seated = "seated",
        /// Given to a person by the commission.
        Allocated = "allocated",
        /// Offered to that person.
        Offered = "offered",
        /// Accepted by that person.
        Accepted = "accepted",
        /// The person has arrived: enrolled at the host, admitted to the clinic.
        Enrolled = "enrolled",
        /// The programme or the treatment was completed.
        Completed = "completed",
        /// Freed again, and free to be given anew.
        Returned = "returned",
        /// Given over to another line of the same period.
        Transferred = "transferred",
        /// Not used by the end of its time.
        Lapsed = "lapsed",
        /// Taken into a later period.
        Carried = "carried",
    }
}

impl Account {
    /// The way of a place that is used, in order.
    pub const WAY: [Self; 9] = [
        Self::Pledged,
        Self::Confirmed,
        Self::Released,
        Self::Seated,
        Self::Allocated,
        Self::Offered,
        Self::Accepted,
        Self::Enrolled,
        Self::Completed,
    ];

    /// Whether a place in it is used up or gone from the line: it takes part in no further move.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Completed | Self::Transferred | Self::Lapsed | Self::Carried)
    }

    /// Whether its places belong to another line from then on.
    #[must_use]
    pub const fn leaves_line(self) -> bool {
        matches!(self, Self::Transferred | Self::Carried)
    }
}

coded! {
    /// What the places of a line are for. The codes are those of the topics.
    Programme {
        /// Patients treated abroad or by the partner.
        Treatment = "treatment",
        /// Specialist training of doctors (ordinatura).
        Residency = "residency",
        /// A stay in a foreign clinic.
        Internship = "internship",
        /// Any other study or course.
        Training = "training",
        /// Experts, in either direction.
        ExpertExchange = "expert_exchange",
    }
}

coded! {
    /// Why a place moved. The list is closed, so that losses can be added up over years and partners.
    Reason {
        /// A source names the places; only ever when they come into a line.
        Stated = "stated",
        /// The next step on its way.
        InCourse = "in_course",
        /// A freed place is given anew.
        Reused = "reused",
        /// The person declined.
        Declined = "declined",
        /// The person did not come.
        NoShow = "no_show",
        /// The visa was refused.
        VisaRefused = "visa_refused",
        /// Conditions of the programme were not met, or documents were missing.
        NotEligible = "not_eligible",
        /// The person's state of health changed.
        HealthChanged = "health_changed",
        /// The person came home untreated.
        CameHomeUntreated = "came_home_untreated",
        /// The person left before the end.
        LeftEarly = "left_early",
        /// Put off to a later date.
        Postponed = "postponed",
        /// The host refused.
        HostRefused = "host_refused",
        /// The host did not answer.
        HostSilent = "host_silent",
        /// Nobody asked for the place.
        NotRequested = "not_requested",
        /// The programme was stopped, as in 2020.
        Suspended = "suspended",
        /// The promising side took its words back.
        PledgeWithdrawn = "pledge_withdrawn",
        /// The period ended.
        TermEnded = "term_ended",
        /// Both sides agreed to use the place elsewhere.
        ByAgreement = "by_agreement",
        /// Both sides agreed to take the place into a later period.
        NextPeriod = "next_period",
        /// Nobody answered by the deadline; only ever by a placement.
        NoAnswer = "no_answer",
        /// The person was given a place wanted more; only ever by a placement.
        Upgraded = "upgraded",
        /// The call that held the place was cancelled; only ever by the call.
        CallCancelled = "call_cancelled",
        /// The call that held the place was amended; only ever by the call.
        CallAmended = "call_amended",
        /// The place goes on to the next round; only ever by the call.
        NextRound = "next_round",
        /// A wrong booking is made good; only ever by a counter-entry.
        Correction = "correction",
    }
}

use Account as A;
use Reason as R;

/// Every allowed step with the reasons it can have, in the order in which forms offer them.
///
/// A step that is not here is refused: nothing skips the host's confirmation, nothing leaves what is final, and a
/// promise that was never confirmed cannot be given to a person. Rule after the life of a place in agreements with
/// yearly quotas: a loss always says why, and a freed place may be given anew.
pub const STEPS: &[(Account, Account, &[Reason])] = &[
    (A::Pledged, A::Confirmed, &[R::InCourse]),
    (A::Confirmed, A::Released, &[R::InCourse]),
    (A::Released, A::Seated, &[R::InCourse]),
    (A::Seated, A::Allocated, &[R::InCourse]),
    (A::Allocated, A::Offered, &[R::InCourse]),
    (A::Offered, A::Accepted, &[R::InCourse]),
    (A::Accepted, A::Enrolled, &[R::InCourse]),
    (A::Enrolled, A::Completed, &[R::InCourse]),
    (A::Seated, A::Returned, &[R::HostRefused, R::HostSilent, R::Suspended]),
    (A::Allocated, A::Returned, BEFORE_ACCEPTING),
    (A::Offered, A::Returned, BEFORE_ACCEPTING),
    (A::Accepted, A::Returned, BEFORE_ARRIVING),
    (A::Enrolled, A::Returned, AFTER_ARRIVING),
    (A::Returned, A::Released, &[R::Reused]),
    (A::Returned, A::Seated, &[R::Reused]),
    (
        A::Pledged,
        A::Lapsed,
        &[R::PledgeWithdrawn, R::TermEnded, R::NotRequested, R::HostSilent, R::Suspended],
    ),
    (A::Confirmed, A::Lapsed, UNUSED),
    (A::Released, A::Lapsed, UNUSED),
    (A::Seated, A::Lapsed, UNUSED),
    (A::Returned, A::Lapsed, UNUSED),
    (A::Confirmed, A::Transferred, &[R::ByAgreement]),
    (A::Released, A::Transferred, &[R::ByAgreement]),
    (A::Seated, A::Transferred, &[R::ByAgreement]),
    (A::Returned, A::Transferred, &[R::ByAgreement]),
    (A::Confirmed, A::Carried, LATER),
    (A::Released, A::Carried, LATER),
    (A::Seated, A::Carried, LATER),
    (A::Returned, A::Carried, LATER),
];

const BEFORE_ACCEPTING: &[Reason] = &[
    R::Declined,
    R::NotEligible,
    R::HealthChanged,
    R::HostRefused,
    R::HostSilent,
    R::Postponed,
    R::Suspended,
];
const BEFORE_ARRIVING: &[Reason] = &[
    R::Declined,
    R::NoShow,
    R::VisaRefused,
    R::NotEligible,
    R::HealthChanged,
    R::HostRefused,
    R::HostSilent,
    R::Postponed,
    R::Suspended,
];
const AFTER_ARRIVING: &[Reason] =
    &[R::CameHomeUntreated, R::LeftEarly, R::HealthChanged, R::HostRefused, R::Suspended];
const UNUSED: &[Reason] =
    &[R::TermEnded, R::NotRequested, R::HostRefused, R::HostSilent, R::Suspended];
const LATER: &[Reason] = &[R::NextPeriod, R::Postponed, R::Suspended];

/// The steps that a call makes with the places it holds, with the reasons they can have. Nobody else makes those back.
pub const CALL_STEPS: &[(Account, Account, &[Reason])] = &[
    (A::Confirmed, A::Released, &[R::InCourse]),
    (A::Released, A::Seated, &[R::InCourse]),
    (A::Released, A::Confirmed, &[R::CallCancelled, R::CallAmended, R::NextRound]),
    (A::Seated, A::Confirmed, &[R::CallCancelled, R::CallAmended, R::NextRound]),
    (A::Returned, A::Confirmed, &[R::NextRound]),
    (A::Seated, A::Allocated, &[R::InCourse]),
];

/// The steps of a place that was given to a person, with the reasons they can have. Each names its placement, and nobody else
/// makes them with places that a call gave.
pub const PLACEMENT_STEPS: &[(Account, Account, &[Reason])] = &[
    (A::Seated, A::Allocated, &[R::InCourse]),
    (A::Returned, A::Allocated, &[R::Reused]),
    (A::Allocated, A::Offered, &[R::InCourse]),
    (A::Offered, A::Accepted, &[R::InCourse]),
    (A::Accepted, A::Enrolled, &[R::InCourse]),
    (A::Enrolled, A::Completed, &[R::InCourse]),
    (
        A::Offered,
        A::Returned,
        &[
            R::Declined,
            R::NoAnswer,
            R::Upgraded,
            R::NotEligible,
            R::HealthChanged,
            R::HostRefused,
            R::HostSilent,
            R::Suspended,
        ],
    ),
    (
        A::Accepted,
        A::Returned,
        &[
            R::Declined,
            R::Upgraded,
            R::NoShow,
            R::VisaRefused,
            R::NotEligible,
            R::HealthChanged,
            R::HostRefused,
            R::HostSilent,
            R::Postponed,
            R::Suspended,
        ],
    ),
    (A::Enrolled, A::Returned, AFTER_ARRIVING),
];

/// The reasons a step of a placement can have; none for a step it does not make.
pub(super) fn placement_reasons(from: Account, to: Account) -> &'static [Reason] {
    let step = PLACEMENT_STEPS.iter().find(|(f, t, _)| (*f, *t) == (from, to));
    step.map_or(&[], |(.., reasons)| *reasons)
}

/// The reasons a step of a call can have; none for a step it does not make.
pub(super) fn call_reasons(from: Account, to: Account) -> &'static [Reason] {
    CALL_STEPS.iter().find(|(f, t, _)| (*f, *t) == (from, to)).map_or(&[], |(.., reasons)| *reasons)
}

/// The reasons a step can have; none for a step that is not allowed.
#[must_use]
pub fn reasons(from: Account, to: Account) -> &'static [Reason] {
    STEPS.iter().find(|(f, t, _)| (*f, *t) == (from, to)).map_or(&[], |(.., reasons)| *reasons)
}
