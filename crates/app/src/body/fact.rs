//! What a body is for, how far it has come, when it sits, what it decides; what is taken back, and what is shown.

use kelisim_domain::Refusal;
use kelisim_domain::body::{DecisionOf, Event, Foundation, Mandate, Session, Standing};
use kelisim_domain::id::BodyId;
use kelisim_domain::meeting::MeetingState;
use kelisim_domain::text::Language;
use serde::{Deserialize, Serialize};

use super::enter::load;
use super::people::entry;
use crate::Result;
use crate::context::Context;
use crate::growing::About;
use crate::instrument::{about, optional_cited};
use crate::observation::cited_in;
use crate::typed::{Typed, WithdrawForm};

/// What is typed about what a body is for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MandateForm {
    /// What for.
    pub matter: String,
    /// Id of the source.
    pub source: String,
    /// The passage.
    pub passage: String,
}

/// Enters what a body is for, with the passage that says so.
///
/// # Errors
/// Each field that does not fit; [`crate::AppError::Stale`].
pub async fn mandate(
    ctx: &Context<'_>,
    id: BodyId,
    version: i64,
    language: Language,
    form: &MandateForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let matter = typed.text("matter", language, &form.matter);
    let cited = cited_in(ctx, &mut typed, &form.source, &form.passage).await?;
    let (matter, (quotation, known_on)) = typed.all1(matter.zip(cited))?;
    let about = About::source(quotation.source, known_on);
    let mandate = Mandate { matter, quotation };
    growing.record(ctx, &Event::MandateStated { mandate }, about).await
}

/// What is typed about how far a body has come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StandingForm {
    /// Code of how far.
    pub standing: String,
    /// Since when.
    pub on: String,
    /// Id of the instrument by which.
    pub instrument: String,
    /// Id of the meeting at which.
    pub meeting: String,
    /// Id of the source.
    pub source: String,
    /// The passage.
    pub passage: String,
}

/// Enters how far a body has come and by what, with the passage that says so.
///
/// # Errors
/// Each field that does not fit; `body-not-yet`; [`crate::AppError::Stale`].
pub async fn standing(
    ctx: &Context<'_>,
    id: BodyId,
    version: i64,
    form: &StandingForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let registry = growing.state()?.description.registry;
    let mut typed = Typed::default();
    let standing = Standing::from_code(&form.standing).ok_or(Refusal::new("body-standing-unknown"));
    let standing = typed.take("standing", standing);
    let on = typed.optional_date("on", &form.on);
    let instrument =
        crate::instrument::other(ctx, &mut typed, registry, "instrument", &form.instrument).await?;
    let meeting =
        crate::meeting::other(ctx, &mut typed, registry, "meeting", &form.meeting).await?;
    let cited = cited_in(ctx, &mut typed, &form.source, &form.passage).await?;
    let read = (|| {
        let (quotation, known_on) = cited?;
        let about = About { valid_from: on?, ..About::source(quotation.source, known_on) };
        let (standing, on) = (standing?, on?);
        let (instrument, meeting) = (instrument?, meeting?);
        Some((Foundation { standing, on, instrument, meeting, quotation }, about))
    })();
    let (foundation, about) = typed.all1(read)?;
    growing.record(ctx, &Event::StandingStated { foundation }, about).await
}

/// What is typed about a session.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SessionForm {
    /// The version that entered it first, when this says what became of it.
    pub of: String,
    /// Its number.
    pub number: String,
    /// Code of whether it took place.
    pub state: String,
    /// When.
    pub date: String,
    /// Where.
    pub place: String,
    /// Id of the meeting it is.
    pub meeting: String,
    /// Id of the source, where one says so.
    pub source: String,
    /// The passage.
    pub passage: String,
}

/// Enters a session that is planned, was held or was put off.
///
/// # Errors
/// Each field that does not fit; `body-not-yet`, `body-session-evidence`, `body-session-number`,
/// `body-session-meeting`, `body-no-session`, `body-session-not-held`; [`crate::AppError::Stale`].
pub async fn session(
    ctx: &Context<'_>,
    id: BodyId,
    version: i64,
    language: Language,
    form: &SessionForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let registry = growing.state()?.description.registry;
    let mut typed = Typed::default();
    let of = match form.of.trim() {
        "" => Some(None),
        text => entry(&mut typed, "of", text, Refusal::new("body-no-session")).map(Some),
    };
    let number = match form.number.trim() {
        "" => Some(None),
        text => {
            let read = text.parse::<u16>().ok().filter(|number| *number > 0);
            typed.take("number", read.ok_or(Refusal::new("body-number-form"))).map(Some)
        }
    };
    let state = MeetingState::from_code(&form.state).ok_or(Refusal::new("meeting-state-unknown"));
    let state = typed.take("state", state);
    let date = typed.date("date", &form.date);
    let place = typed.optional_text("place", language, &form.place);
    let meeting =
        crate::meeting::other(ctx, &mut typed, registry, "meeting", &form.meeting).await?;
    let cited = optional_cited(ctx, &mut typed, &form.source, &form.passage).await?;
    let read = (|| {
        let cited = cited?;
        let about = About { valid_from: Some(date?), ..about(cited.as_ref()) };
        let quotation = cited.map(|(quotation, _)| quotation);
        let (of, number, state, date) = (of?, number?, state?, date?);
        let (place, meeting) = (place?, meeting?);
        Some((Session { of, number, state, date, place, meeting, quotation }, about))
    })();
    let (session, about) = typed.all1(read)?;
    growing.record(ctx, &Event::SessionStated { session }, about).await
}

/// What is typed about a decision: that of a meeting, and the session.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DecideForm {
    /// The version that entered the session, where it is on record.
    pub session: String,
    /// The decision.
    #[serde(flatten)]
    pub decision: crate::meeting::DecideForm,
}

/// Enters what was decided, with the passage that says so.
///
/// # Errors
/// Each field that does not fit; `body-no-session`, `body-session-not-held`; [`crate::AppError::Stale`].
pub async fn decide(
    ctx: &Context<'_>,
    id: BodyId,
    version: i64,
    language: Language,
    form: &DecideForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let registry = growing.state()?.description.registry;
    let mut typed = Typed::default();
    let session = match form.session.trim() {
        "" => Some(None),
        text => entry(&mut typed, "session", text, Refusal::new("body-no-session")).map(Some),
    };
    let read =
        crate::meeting::read_decision(ctx, &mut typed, registry, language, &form.decision).await?;
    let (session, (decision, about)) = typed.all1(session.zip(read))?;
    growing.record(ctx, &Event::Decided { decided: DecisionOf { session, decision } }, about).await
}

/// Takes back what was entered by mistake. It stays in the journal.
///
/// # Errors
/// `body-no-such-fact`, `body-description-stays`, `body-step-order`; [`crate::AppError::Stale`].
pub async fn withdraw(
    ctx: &Context<'_>,
    id: BodyId,
    version: i64,
    language: Language,
    form: &WithdrawForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let (version, reason) = form.read(language, Refusal::new("body-no-such-fact"))?;
    growing.record(ctx, &Event::FactWithdrawn { version, reason }, About::TODAY).await
}

/// Shows to everybody what rests on passages, or no longer.
///
/// # Errors
/// `published-already`, `not-published`; [`crate::AppError::Stale`].
pub async fn publish(ctx: &Context<'_>, id: BodyId, version: i64, public: bool) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let event = if public { Event::Published } else { Event::Unpublished };
    growing.record(ctx, &event, About::TODAY).await
}
