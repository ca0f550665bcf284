//! Who is invited to a body, and what came of it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{MemberRole, Membership, Who};
use crate::Refusal;
use crate::commitment::Said;
use crate::edtf::Edtf;
use crate::quotation::Quotation;
use crate::stage::coded;
use crate::text::Text4;

coded! {
    /// What can happen to an invitation.
    Move {
        /// It was sent.
        Sent = "sent",
        /// It was accepted.
        AnsweredYes = "yes",
        /// It was declined.
        AnsweredNo = "no",
        /// It was answered that a further answer is to come.
        AnsweredLater = "later",
        /// The invited party acceded.
        Acceded = "acceded",
        /// It left again.
        Left = "left",
    }
}

impl Move {
    /// Whether it is an answer.
    #[must_use]
    pub const fn is_answer(self) -> bool {
        matches!(self, Self::AnsweredYes | Self::AnsweredNo | Self::AnsweredLater)
    }
}

coded! {
    /// Where an invitation is.
    Where {
        /// It is to be sent.
        Planned = "planned",
        /// It was sent and is not answered.
        Sent = "sent",
        /// A further answer is to come.
        Later = "later",
        /// It was accepted.
        Yes = "yes",
        /// It was declined.
        No = "no",
        /// The invited party acceded and is a member.
        Acceded = "acceded",
        /// It left again.
        Left = "left",
    }
}

impl Where {
    const fn after(step: Move) -> Self {
        match step {
            Move::Sent => Self::Sent,
            Move::AnsweredYes => Self::Yes,
            Move::AnsweredNo => Self::No,
            Move::AnsweredLater => Self::Later,
            Move::Acceded => Self::Acceded,
            Move::Left => Self::Left,
        }
    }

    /// What can happen next.
    ///
    /// Rule: planned, sent, answered, acceded, left, in this order. "Not yet" waits for a further answer; a yes and a no
    /// are final, and one given by mistake is taken back with a reason before another one is entered.
    #[must_use]
    pub const fn next(self) -> &'static [Move] {
        const ANSWERS: &[Move] = &[Move::AnsweredYes, Move::AnsweredNo, Move::AnsweredLater];
        match self {
            Self::Planned => &[Move::Sent],
            Self::Sent | Self::Later => ANSWERS,
            Self::Yes => &[Move::Acceded],
            Self::Acceded => &[Move::Left],
            Self::No | Self::Left => &[],
        }
    }

    /// Whether it is still open.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Planned | Self::Sent | Self::Later | Self::Yes)
    }
}

/// An invitation to belong to a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Who is invited.
    pub who: Who,
    /// As what.
    pub role: MemberRole,
    /// What is asked or offered: experts, money, a seat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matter: Option<Text4>,
    /// The passage that says so, where it is public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotation: Option<Quotation>,
}

/// What happened to an invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationStep {
    /// The version that entered the invitation.
    pub invitation: i64,
    /// What.
    pub step: Move,
    /// When.
    pub on: Edtf,
    /// A remark: why not, until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text4>,
    /// The passage that says so, where it is public. Accession and leaving rest on one always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotation: Option<Quotation>,
}

/// An invitation with what happened to it, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited<'a> {
    /// The version that entered it.
    pub entry: i64,
    /// The invitation.
    pub invitation: &'a Invitation,
    /// What happened to it.
    pub steps: Vec<&'a Said<InvitationStep>>,
}

impl<'a> Invited<'a> {
    /// Where it is.
    #[must_use]
    pub fn is_at(&self) -> Where {
        self.steps.last().map_or(Where::Planned, |said| Where::after(said.what.step))
    }

    /// The membership it led to, from the day of accession.
    pub(super) fn membership(&self) -> Option<Membership<'a>> {
        let last = |step| self.steps.iter().rev().find(|said| said.what.step == step);
        let acceded = last(Move::Acceded)?;
        let left = last(Move::Left);
        Some(Membership {
            entry: acceded.meta.version,
            known_on: acceded.meta.known_on,
            who: self.invitation.who.clone(),
            role: self.invitation.role,
            from: Some(acceded.what.on),
            until: left.map(|said| said.what.on),
            acceded: true,
            quotation: acceded.what.quotation.as_ref(),
            left: left.and_then(|said| said.what.quotation.as_ref()),
        })
    }

    /// The rules of the steps of one invitation: their order, and that none comes before the one it follows.
    fn check(&self) -> Result<(), Refusal> {
        let mut at = Where::Planned;
        let mut before: Option<Edtf> = None;
        for said in &self.steps {
            let step = &said.what;
            if !at.next().contains(&step.step) {
                let answered = matches!(at, Where::Yes | Where::No) && step.step.is_answer();
                return Err(if answered {
                    Refusal::of("step", "body-answered-already")
                } else {
                    Refusal::of("step", "body-step-order")
                });
            }
            if before.is_some_and(|before| step.on.last_day() < before.first_day()) {
                return Err(Refusal::of("on", "body-step-before"));
            }
            if matches!(step.step, Move::Acceded | Move::Left) && step.quotation.is_none() {
                return Err(Refusal::of("passage", "body-accession-evidence"));
            }
            (at, before) = (Where::after(step.step), Some(step.on));
        }
        Ok(())
    }
}

/// The invitations in the order of entry.
pub(super) fn invited<'a>(
    invitations: &'a [Said<Invitation>],
    steps: &'a [Said<InvitationStep>],
) -> impl Iterator<Item = Invited<'a>> {
    invitations.iter().map(|said| {
        let entry = said.meta.version;
        let steps = steps.iter().filter(|step| step.what.invitation == entry).collect();
        Invited { entry, invitation: &said.what, steps }
    })
}

/// What has happened has a day that has begun, with one day of grace.
pub(super) fn check_day(on: Edtf, known_on: Date) -> Result<(), Refusal> {
    if on.first_day() > known_on.tomorrow().unwrap_or(known_on) {
        return Err(Refusal::of("on", "body-not-yet"));
    }
    Ok(())
}

/// The rules over all invitations: what happened, happened to one that is there; nobody has two open ones.
pub(super) fn check(
    invitations: &[Said<Invitation>],
    steps: &[Said<InvitationStep>],
) -> Result<(), Refusal> {
    let there = |version| invitations.iter().any(|said| said.meta.version == version);
    if steps.iter().any(|said| !there(said.what.invitation)) {
        return Err(Refusal::of("invitation", "body-no-invitation"));
    }
    let all: Vec<Invited<'_>> = invited(invitations, steps).collect();
    for (n, one) in all.iter().enumerate() {
        one.check()?;
        let mut others = all.iter().skip(n + 1).filter(|o| o.is_at().is_open());
        if one.is_at().is_open() && others.any(|o| o.invitation.who.is(&one.invitation.who)) {
            return Err(Refusal::of("who", "body-invited-already"));
        }
    }
    Ok(())
}
