//! The entries of an application and the rules of its moves.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Description, Event, Home, Host, Reason, Sent, Side, Step};
use crate::Refusal;
use crate::aggregate::{Aggregate, Claim, Meta, OpenPerson, Projection, Row, always, whole};
use crate::canonical::CanonicalError;
use crate::commitment::Said;
use crate::id::{ApplicationId, CallId, StreamId, UserId};
use crate::stage::coded;
use crate::user::Sealed;

/// How long a withdrawal can be taken back, in hours.
pub const UNDO_HOURS: i64 = 24;
/// How often an application is given back to be mended, by both sides together.
const LOOPS: usize = 2;

coded! {
    /// What an application is on an instant: both sides' states together.
    Stage {
        /// It was sent and is to be checked.
        Submitted = "submitted",
        /// The sending side gave it back to be mended.
        Correction = "correction",
        /// The commission has it.
        Eligible = "eligible",
        /// It does not fulfil the rules, or was not mended in time.
        Ineligible = "ineligible",
        /// The host's side has it.
        Nominated = "nominated",
        /// The host's side gave it back to be mended.
        Returned = "returned",
        /// The host's side accepts it.
        Verified = "verified",
        /// The host's side refuses it.
        Refused = "refused",
        /// It was not nominated.
        NotSelected = "not_selected",
        /// The applicant took it back.
        Withdrawn = "withdrawn",
    }
}

impl Stage {
    /// Whether it has come to the host's side.
    #[must_use]
    pub const fn is_hosts(self) -> bool {
        matches!(self, Self::Nominated | Self::Returned | Self::Verified | Self::Refused)
    }
}

/// An application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Its id.
    pub id: ApplicationId,
    /// Whose it is, and to what.
    pub description: Description,
    /// Where it stands with the sending side.
    pub home: Home,
    /// Where it stands with the host's side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<Host>,
    /// What was sent last.
    pub sent: Said<Sent>,
    /// By when it is to be mended, while it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// Numbers of seats whose host does not take the person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<u32>,
    /// When it was taken back, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Timestamp>,
    /// What happened, in order.
    pub steps: Vec<Said<Step>>,
    /// Version of the last entry.
    pub version: i64,
}

impl Application {
    /// The one application of a doctor to a call. The id of the account is random, and so nobody guesses this one.
    #[must_use]
    pub fn id_of(applicant: UserId, call: CallId) -> ApplicationId {
        ApplicationId::new(StreamId::named("application", &format!("{applicant}/{call}")).uuid())
    }

    /// What it is on an instant.
    ///
    /// Rule: what was given back and is not mended by its day is ineligible from that instant on.
    #[must_use]
    pub fn stage(&self, at: Timestamp) -> Stage {
        if self.withdrawn.is_some() {
            return Stage::Withdrawn;
        }
        if self.due.is_some_and(|due| at >= due) {
            return Stage::Ineligible;
        }
        match (self.home, self.host) {
            (Home::Submitted, _) => Stage::Submitted,
            (Home::Correction, _) => Stage::Correction,
            (Home::Eligible, _) => Stage::Eligible,
            (Home::Ineligible, _) => Stage::Ineligible,
            (Home::NotSelected, _) => Stage::NotSelected,
            (Home::Nominated, None | Some(Host::Pending)) => Stage::Nominated,
            (Home::Nominated, Some(Host::Returned)) => Stage::Returned,
            (Home::Nominated, Some(Host::Verified)) => Stage::Verified,
            (Home::Nominated, Some(Host::Refused)) => Stage::Refused,
        }
    }

    /// How often it can still be given back.
    #[must_use]
    pub fn loops_left(&self) -> usize {
        let given = self.steps.iter().filter(|step| step.what.due.is_some()).count();
        LOOPS.saturating_sub(given)
    }

    /// Until when a withdrawal can be taken back.
    #[must_use]
    pub fn undo_until(&self) -> Option<Timestamp> {
        self.withdrawn?.checked_add(SignedDuration::from_hours(UNDO_HOURS)).ok()
    }

    fn add(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        let at = meta.recorded_at;
        let name = Self::event_name(&event).to_owned();
        let mut step =
            Step { stage: Stage::Submitted, event: name, reason: None, due: None, words: None };
        match event {
            Event::Submitted { .. } => return Err(Refusal::new("application-sent-already")),
            Event::Withdrawn => self.withdraw(at)?,
            Event::Restored => self.restore(at)?,
            other => {
                self.going_on(at)?;
                match other {
                    Event::Replaced { sent } => self.replace(sent, meta)?,
                    Event::Supplemented { sent } => self.supplement(sent, meta)?,
                    Event::Returned { by, due, words } => {
                        self.give_back(by, due, at)?;
                        (step.due, step.words) = (Some(due), Some(words));
                    }
                    Event::Judged { home, reason, words } => {
                        self.judge(home, reason, words.as_ref())?;
                        (step.reason, step.words) = (reason, words);
                    }
                    Event::HostVerified { refused, words } => {
                        self.hosts_turn()?;
                        self.host = Some(Host::Verified);
                        self.refused = refused;
                        step.words = words;
                    }
                    Event::HostRefused { reason, words } => {
                        self.hosts_turn()?;
                        if !Reason::OF_HOST.contains(&reason) {
                            return Err(Refusal::of("reason", "application-reason-unknown"));
                        }
                        self.host = Some(Host::Refused);
                        (step.reason, step.words) = (Some(reason), Some(words));
                    }
                    Event::Submitted { .. } | Event::Withdrawn | Event::Restored => {}
                }
            }
        }
        step.stage = self.stage(at);
        self.steps.push(Said { meta, what: step });
        self.version = meta.version;
        Ok(())
    }

    /// Rule: what was taken back, or not mended in time, goes on with nobody.
    fn going_on(&self, at: Timestamp) -> Result<(), Refusal> {
        if self.withdrawn.is_some() {
            return Err(Refusal::new("application-withdrawn"));
        }
        if self.due.is_some_and(|due| at >= due) {
            return Err(Refusal::new("application-due-passed"));
        }
        Ok(())
    }

    /// Rule: it is taken back at any time before the places are given, by the applicant alone; what is over stays.
    fn withdraw(&mut self, at: Timestamp) -> Result<(), Refusal> {
        match self.stage(at) {
            Stage::Withdrawn => Err(Refusal::new("application-withdrawn")),
            Stage::Ineligible | Stage::NotSelected | Stage::Refused => {
                Err(Refusal::new("application-over"))
            }
            _ => {
                self.withdrawn = Some(at);
                Ok(())
            }
        }
    }

    /// Rule: a withdrawal is taken back within a day.
    fn restore(&mut self, at: Timestamp) -> Result<(), Refusal> {
        let until = self.undo_until().ok_or(Refusal::new("application-not-withdrawn"))?;
        if at >= until {
            return Err(Refusal::new("application-undo-over"));
        }
        self.withdrawn = None;
        Ok(())
    }

    fn say(&mut self, sent: Sent, meta: Meta) {
        self.sent = Said { meta, what: sent };
    }

    /// Rule: it is sent again while nobody has judged it, or after it was given back; it goes on where it was stopped.
    fn replace(&mut self, sent: Sent, meta: Meta) -> Result<(), Refusal> {
        match (self.home, self.host) {
            (Home::Submitted, _) => {}
            (Home::Correction, _) => self.home = Home::Submitted,
            (Home::Nominated, Some(Host::Returned)) => self.host = Some(Host::Pending),
            _ => return Err(Refusal::new("application-not-open")),
        }
        self.due = None;
        self.say(sent, meta);
        Ok(())
    }

    /// Rule: documents that may come later are added as long as the application goes on.
    fn supplement(&mut self, sent: Sent, meta: Meta) -> Result<(), Refusal> {
        match self.stage(meta.recorded_at) {
            Stage::Submitted | Stage::Eligible | Stage::Nominated | Stage::Verified => {
                self.say(sent, meta);
                Ok(())
            }
            _ => Err(Refusal::new("application-not-open")),
        }
    }

    /// Rule (research/programmes.md §4.4): it is given back at most twice, each time with a day.
    fn give_back(&mut self, by: Side, due: Timestamp, at: Timestamp) -> Result<(), Refusal> {
        if due <= at {
            return Err(Refusal::of("due", "application-due-past"));
        }
        if self.loops_left() == 0 {
            return Err(Refusal::new("application-loops-over").with("most", LOOPS.to_string()));
        }
        match by {
            Side::Home if matches!(self.home, Home::Submitted | Home::Eligible) => {
                self.home = Home::Correction;
            }
            Side::Host => {
                self.hosts_turn()?;
                self.host = Some(Host::Returned);
            }
            Side::Home => return Err(Refusal::new("application-not-here")),
        }
        self.due = Some(due);
        Ok(())
    }

    /// Rule: eligible before nominated; whoever says no gives a reason and words for the applicant.
    fn judge(
        &mut self,
        home: Home,
        reason: Option<Reason>,
        words: Option<&Sealed>,
    ) -> Result<(), Refusal> {
        let fits = match home {
            Home::Eligible | Home::Ineligible => self.home == Home::Submitted,
            Home::Nominated | Home::NotSelected => self.home == Home::Eligible,
            Home::Submitted | Home::Correction => false,
        };
        if !fits {
            return Err(Refusal::new("application-not-here"));
        }
        if matches!(home, Home::Ineligible | Home::NotSelected) {
            if !reason.is_some_and(|reason| Reason::OF_HOME.contains(&reason)) {
                return Err(Refusal::of("reason", "application-reason-unknown"));
            }
            if words.is_none() {
                return Err(Refusal::of("told", "text-empty"));
            }
        } else if reason.is_some() {
            return Err(Refusal::of("reason", "application-reason-unknown"));
        }
        self.home = home;
        self.host = (home == Home::Nominated).then_some(Host::Pending);
        Ok(())
    }

    fn hosts_turn(&self) -> Result<(), Refusal> {
        if self.host == Some(Host::Pending) {
            Ok(())
        } else {
            Err(Refusal::new("application-not-here"))
        }
    }
}

impl Aggregate for Application {
    const NAME: &'static str = "application";
    type Event = Event;

    fn event_name(event: &Event) -> &'static str {
        match event {
            Event::Submitted { .. } => "submitted",
            Event::Replaced { .. } => "replaced",
            Event::Supplemented { .. } => "supplemented",
            Event::Returned { .. } => "returned",
            Event::Judged { .. } => "judged",
            Event::HostVerified { .. } => "host_verified",
            Event::HostRefused { .. } => "host_refused",
            Event::Withdrawn => "withdrawn",
            Event::Restored => "restored",
        }
    }

    fn begin(stream: StreamId, event: Event, meta: Meta) -> Result<Self, Refusal> {
        let Event::Submitted { description, sent } = event else {
            return Err(Refusal::new("application-not-sent"));
        };
        let step = Step {
            stage: Stage::Submitted,
            event: "submitted".to_owned(),
            reason: None,
            due: None,
            words: None,
        };
        Ok(Self {
            id: ApplicationId::new(stream.uuid()),
            description,
            home: Home::Submitted,
            host: None,
            sent: Said { meta, what: sent },
            due: None,
            refused: Vec::new(),
            withdrawn: None,
            steps: vec![Said { meta, what: step }],
            version: meta.version,
        })
    }

    fn then(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        whole(self, |next| next.add(event, meta))
    }

    fn project(&self, _: &dyn OpenPerson) -> Result<Projection, CanonicalError> {
        let d = &self.description;
        let row = Row::Application {
            registry: d.registry,
            partner: d.partner.clone(),
            call: d.call.uuid(),
            applicant: d.applicant.uuid(),
            receipt: d.receipt.to_string(),
            home: self.home.code(),
            host: self.host.map(Host::code),
        };
        // Nothing of it is found by words: it is nobody's but the applicant's, the officers' and the host's.
        let receipt = Claim { scope: "receipt", key: d.receipt.to_string() };
        Ok(Projection {
            readings: always(self, row)?,
            claims: vec![receipt],
            ..Projection::default()
        })
    }
}
