//! When a body sits, and what it decides.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::commitment::Said;
use crate::edtf::Edtf;
use crate::id::MeetingId;
use crate::meeting::{Decision, MeetingState};
use crate::quotation::Quotation;
use crate::text::Text4;

/// A session. It may be a meeting that is on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The version that entered it first, when this says anew what became of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<i64>,
    /// Its number, where the body counts them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u16>,
    /// Whether it took place.
    pub state: MeetingState,
    /// When.
    pub date: Edtf,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Text4>,
    /// The meeting it is, where that is on record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting: Option<MeetingId>,
    /// The passage that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotation: Option<Quotation>,
}

/// What a body decided, and at which session. A decision is that of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionOf {
    /// The version that entered the session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<i64>,
    /// What.
    pub decision: Decision,
}

/// A session as the latest word has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sitting<'a> {
    /// The version that entered it first.
    pub entry: i64,
    /// The day from which the latest word is known.
    pub known_on: Date,
    /// The latest word.
    pub session: &'a Session,
}

/// The sessions, the latest first; of each the word that was published last, then entered last.
pub(super) fn sittings(sessions: &[Said<Session>]) -> Vec<Sitting<'_>> {
    let mut latest: Vec<(i64, &Said<Session>)> = Vec::new();
    for said in sessions {
        let entry = said.what.of.unwrap_or(said.meta.version);
        let rank = |said: &Said<Session>| (said.meta.known_on, said.meta.version);
        match latest.iter_mut().find(|(of, _)| *of == entry) {
            Some(there) if rank(there.1) < rank(said) => there.1 = said,
            Some(_) => {}
            None => latest.push((entry, said)),
        }
    }
    let mut sittings: Vec<Sitting<'_>> = latest
        .into_iter()
        .map(|(entry, said)| Sitting { entry, known_on: said.meta.known_on, session: &said.what })
        .collect();
    sittings.sort_by_key(|s| (std::cmp::Reverse(s.session.date.last_day()), s.entry));
    sittings
}

/// The rules of what is said of a session: what was held has a day that has begun, with one day of grace, since days
/// are by Coordinated Universal Time, and rests on a passage or is a meeting on record.
pub(super) fn check_one(session: &Session, known_on: Date) -> Result<(), Refusal> {
    if session.state != MeetingState::Held {
        return Ok(());
    }
    if session.date.first_day() > known_on.tomorrow().unwrap_or(known_on) {
        return Err(Refusal::of("date", "body-not-yet"));
    }
    if session.quotation.is_none() && session.meeting.is_none() {
        return Err(Refusal::of("passage", "body-session-evidence"));
    }
    Ok(())
}

/// The rules over all sessions: a number and a meeting are those of one; what is said anew is said of one that is there.
pub(super) fn check(
    sessions: &[Said<Session>],
    decisions: &[Said<DecisionOf>],
) -> Result<(), Refusal> {
    let first =
        |version: i64| sessions.iter().any(|s| s.meta.version == version && s.what.of.is_none());
    if sessions.iter().any(|said| said.what.of.is_some_and(|of| !first(of))) {
        return Err(Refusal::of("of", "body-no-session"));
    }
    let sittings = sittings(sessions);
    for (n, one) in sittings.iter().enumerate() {
        let others = || sittings.iter().skip(n + 1).map(|other| other.session);
        if one.session.number.is_some_and(|number| others().any(|o| o.number == Some(number))) {
            return Err(Refusal::of("number", "body-session-number"));
        }
        if one.session.meeting.is_some_and(|meeting| others().any(|o| o.meeting == Some(meeting))) {
            return Err(Refusal::of("meeting", "body-session-meeting"));
        }
    }
    for entry in decisions.iter().filter_map(|said| said.what.session) {
        let Some(sitting) = sittings.iter().find(|sitting| sitting.entry == entry) else {
            return Err(Refusal::of("session", "body-no-session"));
        };
        if sitting.session.state != MeetingState::Held {
            return Err(Refusal::of("session", "body-session-not-held"));
        }
    }
    Ok(())
}
