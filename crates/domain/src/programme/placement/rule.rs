//! The table of steps: from where, by whom, with what, to where.

use super::DutyState;
use crate::quota::{Account, Reason};
use crate::stage::coded;

coded! {
    /// Where it stands.
    Stage {
        /// There is no place; an appeal waits.
        Asked = "asked",
        /// A place is offered; an answer is awaited.
        Offered = "offered",
        /// Kept until a published instant while a better place may come free.
        Held = "held",
        /// Accepted; the journey is prepared.
        Accepted = "accepted",
        /// Accepted; both sides agreed on a later beginning.
        Deferred = "deferred",
        /// The person has arrived and is enrolled.
        Enrolled = "enrolled",
        /// The stay stands still.
        Paused = "paused",
        /// The programme was completed.
        Completed = "completed",
        /// It ended before; the place came back.
        Returned = "returned",
        /// There is no place; the appeal was rejected.
        Refused = "refused",
    }
}

impl Stage {
    /// The account of the ledger in which the place lies; none where there is none.
    #[must_use]
    pub const fn account(self) -> Option<Account> {
        Some(match self {
            Self::Asked | Self::Refused => return None,
            Self::Offered | Self::Held => Account::Offered,
            Self::Accepted | Self::Deferred => Account::Accepted,
            Self::Enrolled | Self::Paused => Account::Enrolled,
            Self::Completed => Account::Completed,
            Self::Returned => Account::Returned,
        })
    }

    /// Whether the candidate holds a place, or held it to the end.
    #[must_use]
    pub const fn holds(self) -> bool {
        !matches!(self, Self::Asked | Self::Returned | Self::Refused)
    }
}

coded! {
    /// A step that is made with a placement.
    Step {
        /// The person accepts.
        Accept = "accepted",
        /// The person keeps the place until the hold ends.
        Hold = "held",
        /// The person would take a place wanted more, should one come free.
        Wish = "upgrade_wished",
        /// The person keeps the place as it is.
        Content = "upgrade_dropped",
        /// The person declines.
        Decline = "declined",
        /// The deadline passed without an answer.
        Lapse = "lapsed",
        /// The house or the host takes the place back.
        Revoke = "revoked",
        /// Both sides agree on a later beginning.
        Defer = "deferred",
        /// The later beginning has come.
        TakeUp = "taken_up",
        /// The person is released from what was accepted.
        Waive = "waived",
        /// The host invites.
        Invite = "invited",
        /// A visa is asked for.
        AskVisa = "visa_asked",
        /// The visa is given.
        GrantVisa = "visa_granted",
        /// The visa is refused.
        RefuseVisa = "visa_refused",
        /// Insurance is there.
        Insure = "insured",
        /// The journey begins.
        Travel = "travelled",
        /// The person arrives.
        Arrive = "arrived",
        /// The host enrols the person.
        Enrol = "enrolled",
        /// A report comes in.
        Report = "reported",
        /// The stay stands still.
        Pause = "paused",
        /// The stay goes on.
        GoOn = "gone_on",
        /// The person leaves before the end.
        Interrupt = "interrupted",
        /// The programme is completed.
        Complete = "completed",
        /// An appeal comes in.
        Appeal = "appealed",
        /// The appeal is rejected.
        Reject = "appeal_rejected",
        /// The obligation to serve at home begins.
        Serve = "duty_begun",
        /// A half year of service is proved.
        Prove = "duty_proved",
        /// The obligation stands still.
        DeferDuty = "duty_deferred",
        /// The obligation runs again.
        ResumeDuty = "duty_resumed",
        /// The person serves elsewhere by a decision.
        TransferDuty = "duty_transferred",
        /// The person is released from the obligation.
        ReleaseDuty = "duty_released",
        /// The obligation is broken.
        Breach = "duty_breached",
        /// What was owed is settled.
        Settle = "duty_settled",
        /// The obligation was served.
        Fulfil = "duty_fulfilled",
    }
}

coded! {
    /// Whose step it is. An officer enters what others do on paper.
    Who {
        /// The person the place was given to.
        Applicant = "applicant",
        /// An officer of the sending ministry.
        Officer = "officer",
        /// The host, which enters it itself, or an officer by its letter.
        Host = "host",
        /// Whoever decides on appeals: nobody who signed the run or entered the appeal.
        Panel = "panel",
    }
}

/// What must be said with a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The number and day of a paper.
    Paper,
    /// One of the reasons of the rule.
    Reason,
    /// A remark, in one language at least.
    Note,
    /// A day that is yet to come.
    Until,
    /// A number of months.
    Months,
    /// Whether it was justified.
    Justified,
    /// What an appeal is about.
    Ground,
}

/// One line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The step.
    pub step: Step,
    /// Where it must stand.
    pub from: &'static [Stage],
    /// Where it stands afterwards; where it stood, when nothing is named.
    pub to: Option<Stage>,
    /// Where the obligation must stand; empty, where it does not matter.
    pub duty_from: &'static [DutyState],
    /// Where the obligation stands afterwards.
    pub duty_to: Option<DutyState>,
    /// Steps one of which must have been made with this place, and of `unless` none since; empty, where it does not matter.
    pub after: &'static [Step],
    /// Steps that must not have been made since.
    pub unless: &'static [Step],
    /// Whose step it is.
    pub who: &'static [Who],
    /// What must be said with it.
    pub needs: &'static [Need],
    /// For which reasons the place comes back.
    pub reasons: &'static [Reason],
}

use DutyState as D;
use Need as N;
use Reason as R;
use Stage as S;
use Step as T;
use Who as W;

const BASE: Rule = Rule {
    step: T::Accept,
    from: &[],
    to: None,
    duty_from: &[],
    duty_to: None,
    after: &[],
    unless: &[],
    who: &[W::Officer],
    needs: &[],
    reasons: &[],
};

const OPEN: &[Stage] = &[S::Offered, S::Held];
const BEFORE: &[Stage] = &[S::Accepted];
const THERE: &[Stage] = &[S::Enrolled];
const SERVING: &[Stage] = &[S::Completed];
const PERSON: &[Who] = &[W::Applicant, W::Officer];
const HOST: &[Who] = &[W::Host, W::Officer];
const PAPER: &[Need] = &[N::Paper];
const VISA: &[Step] = &[T::GrantVisa, T::RefuseVisa];

/// Every step, in the order in which forms offer them. What is not here is refused.
///
/// Rules after research/programmes.md §4.3 and §4.4 and the practices named there: one answer by a deadline, silence ends the
/// offer; a better place only for whoever asked for it; release from what was accepted needs a paper; an early end is justified
/// or not; the obligation is proved every half year.
pub const RULES: &[Rule] = &[
    Rule { step: T::Accept, from: OPEN, to: Some(S::Accepted), who: PERSON, ..BASE },
    Rule { step: T::Hold, from: &[S::Offered], to: Some(S::Held), who: PERSON, ..BASE },
    Rule { step: T::Wish, from: &[S::Held, S::Accepted], who: PERSON, ..BASE },
    Rule { step: T::Content, from: &[S::Held, S::Accepted], who: PERSON, ..BASE },
    Rule {
        step: T::Decline,
        from: &[S::Offered, S::Held, S::Accepted, S::Deferred],
        to: Some(S::Returned),
        who: PERSON,
        reasons: &[R::Declined],
        ..BASE
    },
    Rule { step: T::Lapse, from: OPEN, to: Some(S::Returned), reasons: &[R::NoAnswer], ..BASE },
    Rule {
        step: T::Revoke,
        from: &[S::Offered, S::Held, S::Accepted, S::Deferred],
        to: Some(S::Returned),
        needs: &[N::Reason, N::Paper],
        reasons: &[
            R::NotEligible,
            R::HostRefused,
            R::HostSilent,
            R::Suspended,
            R::NoShow,
            R::VisaRefused,
            R::HealthChanged,
        ],
        ..BASE
    },
    Rule { step: T::Invite, from: BEFORE, who: HOST, needs: PAPER, ..BASE },
    Rule { step: T::AskVisa, from: BEFORE, who: PERSON, ..BASE },
    Rule { step: T::GrantVisa, from: BEFORE, after: &[T::AskVisa], unless: VISA, ..BASE },
    Rule {
        step: T::RefuseVisa,
        from: BEFORE,
        after: &[T::AskVisa],
        unless: VISA,
        needs: PAPER,
        ..BASE
    },
    Rule { step: T::Insure, from: BEFORE, needs: PAPER, ..BASE },
    Rule { step: T::Travel, from: BEFORE, ..BASE },
    Rule { step: T::Arrive, from: BEFORE, who: HOST, ..BASE },
    Rule {
        step: T::Enrol,
        from: BEFORE,
        to: Some(S::Enrolled),
        after: &[T::Arrive],
        who: HOST,
        needs: PAPER,
        ..BASE
    },
    Rule {
        step: T::Defer,
        from: BEFORE,
        to: Some(S::Deferred),
        needs: &[N::Until, N::Paper],
        ..BASE
    },
    Rule { step: T::TakeUp, from: &[S::Deferred], to: Some(S::Accepted), ..BASE },
    Rule {
        step: T::Waive,
        from: &[S::Accepted, S::Deferred],
        to: Some(S::Returned),
        needs: &[N::Reason, N::Paper],
        reasons: &[R::HealthChanged, R::Postponed, R::NotEligible, R::Declined],
        ..BASE
    },
    Rule { step: T::Report, from: &[S::Enrolled, S::Completed], who: HOST, needs: PAPER, ..BASE },
    Rule { step: T::Pause, from: THERE, to: Some(S::Paused), who: HOST, needs: PAPER, ..BASE },
    Rule { step: T::GoOn, from: &[S::Paused], to: Some(S::Enrolled), who: HOST, ..BASE },
    Rule {
        step: T::Complete,
        from: THERE,
        to: Some(S::Completed),
        who: HOST,
        needs: PAPER,
        ..BASE
    },
    Rule {
        step: T::Interrupt,
        from: &[S::Enrolled, S::Paused],
        to: Some(S::Returned),
        who: HOST,
        needs: &[N::Reason, N::Justified, N::Paper],
        reasons: &[
            R::LeftEarly,
            R::HealthChanged,
            R::HostRefused,
            R::Suspended,
            R::CameHomeUntreated,
        ],
        ..BASE
    },
    Rule {
        step: T::Appeal,
        from: &[S::Offered, S::Held, S::Accepted, S::Returned],
        who: PERSON,
        needs: &[N::Ground],
        ..BASE
    },
    Rule {
        step: T::Reject,
        from: &[S::Asked, S::Offered, S::Held, S::Accepted, S::Returned],
        who: &[W::Panel],
        needs: &[N::Note, N::Paper],
        ..BASE
    },
    Rule {
        step: T::Serve,
        from: SERVING,
        duty_from: &[D::None],
        duty_to: Some(D::Running),
        needs: &[N::Months, N::Note, N::Paper],
        ..BASE
    },
    Rule { step: T::Prove, from: SERVING, duty_from: &[D::Running], needs: PAPER, ..BASE },
    Rule {
        step: T::DeferDuty,
        from: SERVING,
        duty_from: &[D::Running],
        duty_to: Some(D::Deferred),
        needs: &[N::Until, N::Paper],
        ..BASE
    },
    Rule {
        step: T::ResumeDuty,
        from: SERVING,
        duty_from: &[D::Deferred],
        duty_to: Some(D::Running),
        ..BASE
    },
    Rule {
        step: T::TransferDuty,
        from: SERVING,
        duty_from: &[D::Running, D::Deferred],
        needs: &[N::Note, N::Paper],
        ..BASE
    },
    Rule {
        step: T::Fulfil,
        from: SERVING,
        duty_from: &[D::Running],
        duty_to: Some(D::Fulfilled),
        needs: PAPER,
        ..BASE
    },
    Rule {
        step: T::ReleaseDuty,
        from: SERVING,
        duty_from: &[D::Running, D::Deferred],
        duty_to: Some(D::Released),
        needs: &[N::Note, N::Paper],
        ..BASE
    },
    Rule {
        step: T::Breach,
        from: SERVING,
        duty_from: &[D::Running, D::Deferred],
        duty_to: Some(D::Breached),
        needs: &[N::Note, N::Paper],
        ..BASE
    },
    Rule {
        step: T::Settle,
        from: SERVING,
        duty_from: &[D::Breached],
        duty_to: Some(D::Settled),
        needs: PAPER,
        ..BASE
    },
];

/// The rule of a step. Each step has one, which a test counts.
#[must_use]
pub fn rule(step: Step) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.step == step)
}
