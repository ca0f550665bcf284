//! Where an instrument stands on a day: one word, the reason for it, who holds it, and what comes up.

use jiff::civil::Date;

use super::force::{Done, force_of, notice_takes_effect, term};
use super::{
    ActKind, Answer, Between, ChangeKind, ClauseStated, Ending, Force, Instrument, Missing,
    Provisional, Side, Term,
};
use crate::edtf::Edtf;
use crate::party::PartyCode;
use crate::stage::coded;
use crate::text::Text4;

coded! {
    /// Where an instrument stands, in one word. The order is that of its life.
    Standing {
        /// It is spoken of; no draft is on record.
        Prepared = "prepared",
        /// There is a draft and nobody has been asked yet.
        Drafted = "drafted",
        /// An agency gave the draft back with remarks or refused, and nobody holds it.
        Returned = "returned",
        /// An agency holds the draft.
        InApproval = "in_approval",
        /// Both sides approve the present text.
        TextAgreed = "text_agreed",
        /// The text is initialled.
        Initialled = "initialled",
        /// Approvals are complete and nobody has signed.
        ApprovedUnsigned = "approved_unsigned",
        /// Some parties have signed.
        PartlySigned = "partly_signed",
        /// All have signed; what must happen next is not on record.
        Signed = "signed",
        /// Ratifications are missing.
        AwaitingRatification = "awaiting_ratification",
        /// Notices are missing.
        AwaitingNotification = "awaiting_notification",
        /// The clause is met; its day has not come.
        AwaitingDate = "awaiting_date",
        /// Applied before it is in force.
        Provisional = "provisional",
        /// A source says that it is in force; the acts that would show it are not on record.
        InForceReported = "in_force_reported",
        /// In force, as computed.
        InForce = "in_force",
        /// Notice was given; in force until it takes effect.
        Denounced = "denounced",
        /// Its term is over.
        Expired = "expired",
        /// Ended by notice or by the parties together.
        Terminated = "terminated",
        /// Another instrument took its place.
        Replaced = "replaced",
        /// Given up before it was signed.
        GivenUp = "given_up",
    }
}

impl Standing {
    /// Whether nothing more is to be expected of it.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Expired | Self::Terminated | Self::Replaced | Self::GivenUp)
    }

    /// Whether the parties are bound by it, as computed or as a source states.
    #[must_use]
    pub const fn is_binding(self) -> bool {
        matches!(self, Self::InForce | Self::InForceReported | Self::Denounced | Self::Provisional)
    }
}

/// How many days ahead a date counts as near.
pub const SOON: i32 = 90;
/// How many days an agency may hold a draft before it is told of.
pub const LONG: i32 = 30;

/// A draft that an agency holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The version that sent it.
    pub step: i64,
    /// Who holds it.
    pub agency: Text4,
    /// Since when.
    pub since: Edtf,
    /// For how many days; at least so many, where the day it was sent is known only roughly.
    pub days: i32,
    /// Whether the day it was sent is known.
    pub exact: bool,
    /// By when an answer is due.
    pub due: Option<Date>,
    /// By how many days the answer is overdue.
    pub overdue: Option<i32>,
}

/// Something that a person should know of, computed from the day asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alarm {
    /// An answer is overdue.
    Overdue {
        /// Of whom.
        agency: Text4,
        /// By how many days.
        days: i32,
    },
    /// An agency has held the draft for more than thirty days.
    HeldLong {
        /// Who.
        agency: Text4,
        /// For how many days.
        days: i32,
    },
    /// Approved and unsigned.
    Unsigned,
    /// The last day to give notice is near.
    NoticeBy {
        /// The day.
        on: Date,
        /// In how many days.
        days: i32,
    },
    /// It will not be in force from a day that is near.
    Ends {
        /// The first day on which it is not.
        on: Date,
        /// In how many days.
        days: i32,
    },
    /// It will be renewed on a day that is near.
    Renews {
        /// The day.
        on: Date,
        /// In how many days.
        days: i32,
    },
    /// A source states another day of entry into force than the computed one.
    ForceDiffers {
        /// The version of the report.
        report: i64,
        /// What it states.
        stated: Edtf,
    },
    /// Sources differ about the day of an act.
    ReportsDiffer {
        /// Whose act.
        party: PartyCode,
        /// Which.
        kind: ActKind,
    },
}

/// Where an instrument stands on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The day asked about.
    pub day: Date,
    /// In one word.
    pub standing: Standing,
    /// Whether and since when it is in force, and why.
    pub force: Force,
    /// From when it is applied before that.
    pub provisional: Option<Between>,
    /// The term that runs.
    pub term: Term,
    /// Who holds the draft, longest first.
    pub held: Vec<Held>,
    /// What comes up or does not fit, in the order of [`Alarm`].
    pub alarms: Vec<Alarm>,
}

/// Days from one day to another; negative when it lies before.
fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

impl Instrument {
    /// Where it stands on a day.
    #[must_use]
    pub fn position(&self, day: Date) -> Position {
        let done = Done::of(self.acts.iter().map(|said| &said.what));
        let parties = &self.description.parties;
        let first = self.first_clause();
        let force = force_of(parties, first.map(|c| &c.clause), &done);
        let provisional = self.provisional(&done);
        let (term, over) = self.term(&force, &done, day);
        let held = self.held(day);
        let before = || self.before_signature(&done, &held);
        let standing = match over {
            Some((standing, on)) if on <= day => standing,
            _ => self.living(&force, provisional, &done, day, before),
        };
        let mut position =
            Position { day, standing, force, provisional, term, held, alarms: Vec::new() };
        position.alarms = self.alarms(&position);
        position
    }

    /// The clause it began with.
    fn first_clause(&self) -> Option<&ClauseStated> {
        self.clauses.iter().map(|said| &said.what).find(|c| c.since.is_none())
    }

    /// The clause that holds on a day: the latest that began by then.
    #[must_use]
    pub fn clause_on(&self, day: Date) -> Option<&ClauseStated> {
        let begun = self.clauses.iter().map(|said| &said.what);
        begun.filter(|c| c.since.is_none_or(|since| since <= day)).max_by_key(|c| c.since)
    }

    fn provisional(&self, done: &Done) -> Option<Between> {
        let rule = self.first_clause()?.clause.provisional?;
        let signed = done.all_signed(&self.description.parties)?;
        Some(match rule {
            Provisional::Signature => signed,
            Provisional::Date { date } => {
                Between { earliest: signed.earliest.max(date), latest: signed.latest.max(date) }
            }
        })
    }

    /// The term seen from a day, and what ended the instrument first, with its first day.
    fn term(&self, force: &Force, done: &Done, day: Date) -> (Term, Option<(Standing, Date)>) {
        let stated = self.clause_on(day);
        let since = force.since().map(|since| since.latest).or_else(|| self.reported_since());
        let from = stated.and_then(|c| c.since).or(since);
        let mut term = stated.map(|c| term(&c.clause, from, day)).unwrap_or_default();
        let denounced = stated.and_then(|c| {
            self.denounced_from(done, |received| notice_takes_effect(&c.clause, from, received))
        });
        let mut ends: Vec<(Standing, Date)> = Vec::new();
        ends.extend(denounced.map(|on| (Standing::Terminated, on)));
        // A last day counts even where it is not known since when; a draft that nobody signed does not expire.
        let signed = done.all_signed(&self.description.parties).is_some() || since.is_some();
        ends.extend(term.ends.filter(|_| signed).map(|on| (Standing::Expired, on)));
        ends.extend(self.changes.iter().filter_map(|said| {
            let on = said.what.on.last_day();
            match said.what.kind {
                ChangeKind::Amended => None,
                ChangeKind::Replaced => Some((Standing::Replaced, on)),
                ChangeKind::Ended => Some((Standing::Terminated, on)),
                ChangeKind::GivenUp => Some((Standing::GivenUp, on)),
            }
        }));
        let over = ends.into_iter().min_by_key(|(standing, on)| (*on, *standing));
        if let Some((_, on)) = over {
            term = Term { ends: Some(on), ..Term::default() };
        }
        (term, over)
    }

    fn reported_since(&self) -> Option<Date> {
        self.reports.iter().map(|said| said.what.on.last_day()).max()
    }

    /// From which day fewer than two parties are bound.
    fn denounced_from(&self, done: &Done, effect: impl Fn(Date) -> Option<Date>) -> Option<Date> {
        let parties = &self.description.parties;
        let mut days: Vec<Date> = parties
            .iter()
            .filter_map(|party| done.get(party, ActKind::Denounced))
            .filter_map(|received| effect(received.latest))
            .collect();
        days.sort_unstable();
        days.get(parties.len().checked_sub(2)?).copied()
    }

    /// The word for an instrument that has not ended.
    fn living(
        &self,
        force: &Force,
        provisional: Option<Between>,
        done: &Done,
        day: Date,
        before: impl Fn() -> Standing,
    ) -> Standing {
        let parties = &self.description.parties;
        let denounced = done.any(ActKind::Denounced);
        let applied = provisional.is_some_and(|from| from.latest <= day);
        let reported = self.reported_since().is_some_and(|since| since <= day);
        let signatures = parties.iter().filter(|p| done.signed(p).is_some()).count();
        match force {
            Force::Met { since, .. } if since.latest <= day => {
                if denounced {
                    Standing::Denounced
                } else {
                    Standing::InForce
                }
            }
            Force::Met { .. } if applied => Standing::Provisional,
            Force::Met { .. } => Standing::AwaitingDate,
            _ if reported && denounced => Standing::Denounced,
            _ if reported => Standing::InForceReported,
            _ if applied => Standing::Provisional,
            _ if signatures == 0 => before(),
            _ if signatures < parties.len() => Standing::PartlySigned,
            Force::Unstated => Standing::Signed,
            Force::Waiting { missing: Missing::Signature, .. } => Standing::PartlySigned,
            Force::Waiting { missing: Missing::Consent, .. } => Standing::AwaitingRatification,
            Force::Waiting { missing: Missing::Notification, of, .. } => {
                // Where one party ratified, the others have to as well before they can notify.
                let ratified = parties.iter().any(|p| done.consented(p).is_some());
                if ratified && of.iter().any(|p| done.consented(p).is_none()) {
                    Standing::AwaitingRatification
                } else {
                    Standing::AwaitingNotification
                }
            }
        }
    }

    /// The word for an instrument that nobody has signed.
    fn before_signature(&self, done: &Done, held: &[Held]) -> Standing {
        if !held.is_empty() {
            return Standing::InApproval;
        }
        let last = self.last_answers();
        if last.iter().any(|answer| *answer != Answer::Agreed) {
            return Standing::Returned;
        }
        let approved = [ActKind::DraftApproved, ActKind::FullPowers];
        if !last.is_empty() || approved.iter().any(|kind| done.any(*kind)) {
            return Standing::ApprovedUnsigned;
        }
        if done.any(ActKind::Initialled) {
            return Standing::Initialled;
        }
        let approvals = Side::ALL.iter().filter(|side| self.approves(**side));
        match (self.drafts.is_empty(), approvals.count()) {
            (false, 2) => Standing::TextAgreed,
            (false, _) => Standing::Drafted,
            (true, _) => Standing::Prepared,
        }
    }

    /// Who holds the draft on a day, the longest first.
    fn held(&self, day: Date) -> Vec<Held> {
        let mut held: Vec<Held> = self
            .steps()
            .filter(|shown| shown.reply.is_none())
            .map(|shown| {
                let step = &shown.step.what;
                let sent = Between::of(step.sent);
                let overdue = step.due.map(|due| days_between(due, day)).filter(|days| *days > 0);
                Held {
                    step: shown.step.meta.version,
                    agency: step.agency.clone(),
                    since: step.sent,
                    days: days_between(sent.latest, day).max(0),
                    exact: sent.is_exact(),
                    due: step.due,
                    overdue,
                }
            })
            .collect();
        held.sort_by_key(|h| (std::cmp::Reverse(h.days), h.step));
        held
    }

    fn alarms(&self, position: &Position) -> Vec<Alarm> {
        let day = position.day;
        let mut alarms = Vec::new();
        for held in &position.held {
            match held.overdue {
                Some(days) => alarms.push(Alarm::Overdue { agency: held.agency.clone(), days }),
                None if held.days > LONG => {
                    alarms.push(Alarm::HeldLong { agency: held.agency.clone(), days: held.days });
                }
                None => {}
            }
        }
        if position.standing == Standing::ApprovedUnsigned {
            alarms.push(Alarm::Unsigned);
        }
        if !position.standing.is_over() {
            let soon = |on: Option<Date>| {
                on.map(|on| (on, days_between(day, on))).filter(|(_, n)| (0..=SOON).contains(n))
            };
            let term = position.term;
            alarms.extend(soon(term.notice_by).map(|(on, days)| Alarm::NoticeBy { on, days }));
            alarms.extend(soon(term.ends).map(|(on, days)| Alarm::Ends { on, days }));
            alarms.extend(soon(term.renews).map(|(on, days)| Alarm::Renews { on, days }));
        }
        self.differences(position, &mut alarms);
        alarms
    }

    /// What sources state and what does not fit together.
    fn differences(&self, position: &Position, alarms: &mut Vec<Alarm>) {
        if let Some(since) = position.force.since() {
            for said in &self.reports {
                if !since.meets(Between::of(said.what.on)) {
                    let (report, stated) = (said.meta.version, said.what.on);
                    alarms.push(Alarm::ForceDiffers { report, stated });
                }
            }
        }
        for party in &self.description.parties {
            for kind in ActKind::ALL {
                let of = |days: &&super::Act| days.party == *party && days.kind == *kind;
                let days: Vec<Between> = (self.acts.iter().map(|said| &said.what))
                    .filter(of)
                    .map(|act| Between::of(act.on))
                    .collect();
                if days.iter().any(|a| days.iter().any(|b| !a.meets(*b))) {
                    alarms.push(Alarm::ReportsDiffer { party: party.clone(), kind: *kind });
                }
            }
        }
    }

    /// The first day on which a denunciation on record has taken effect, under the clause it began with.
    pub(super) fn ended_by_notice(&self) -> Option<Date> {
        let done = Done::of(self.acts.iter().map(|said| &said.what));
        let stated = self.first_clause()?;
        let force = force_of(&self.description.parties, Some(&stated.clause), &done);
        let from = force.since().map(|since| since.latest);
        // At the end of a term that is not known yet nothing has ended.
        if stated.clause.ending == Some(Ending::EndOfTerm) && from.is_none() {
            return None;
        }
        self.denounced_from(&done, |received| notice_takes_effect(&stated.clause, from, received))
    }
}
