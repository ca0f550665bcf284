//! A draft on its way through the agencies of the home state: sent, answered.

use kelisim_domain::Refusal;
use kelisim_domain::id::InstrumentId;
use kelisim_domain::instrument::{Answer, ApprovalStep, Event, Reply};
use kelisim_domain::text::Language;
use serde::{Deserialize, Serialize};

use super::fact::{about, load, optional_cited, optional_day};
use crate::Result;
use crate::context::Context;
use crate::typed::{Typed, read_day};

/// What is typed when a draft goes to an agency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SendForm {
    /// Who.
    pub agency: String,
    /// Since when; today, when empty.
    pub sent: String,
    /// By when an answer is due.
    pub due: String,
    /// What is to be looked at.
    pub matter: String,
    /// Id of the source, where it is public.
    pub source: String,
    /// The passage.
    pub passage: String,
}

/// Enters that a draft went to an agency.
///
/// # Errors
/// Each field that does not fit; `instrument-held-already`, `instrument-due-before`; [`crate::AppError::Stale`].
pub async fn send(
    ctx: &Context<'_>,
    id: InstrumentId,
    version: i64,
    language: Language,
    form: &SendForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let agency = typed.text("agency", language, &form.agency);
    let sent = match form.sent.trim() {
        "" => Some(kelisim_domain::edtf::Edtf::day(ctx.today())),
        text => typed.date("sent", text),
    };
    let due = optional_day(&mut typed, "due", &form.due);
    let matter = typed.optional_text("matter", language, &form.matter);
    let cited = optional_cited(ctx, &mut typed, &form.source, &form.passage).await?;
    let step = (|| {
        let cited = cited?;
        let about = about(cited.as_ref());
        let quotation = cited.map(|(quotation, _)| quotation);
        let step =
            ApprovalStep { agency: agency?, sent: sent?, due: due?, matter: matter?, quotation };
        Some((step, about))
    })();
    let (step, about) = typed.all1(step)?;
    growing.record(ctx, &Event::Sent { step }, about).await
}

/// What is typed when an agency answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    /// The version that sent the draft.
    pub step: String,
    /// Code of the answer.
    pub answer: String,
    /// When; today, when empty.
    pub on: String,
    /// Its remarks.
    pub remark: String,
    /// Id of the source, where it is public.
    pub source: String,
    /// The passage.
    pub passage: String,
}

/// Enters what an agency answered.
///
/// # Errors
/// Each field that does not fit; `instrument-answered-already`, `instrument-answer-before`,
/// `instrument-remark-missing`; [`crate::AppError::Stale`].
pub async fn answer(
    ctx: &Context<'_>,
    id: InstrumentId,
    version: i64,
    language: Language,
    form: &AnswerForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let step = form.step.trim().parse::<i64>();
    let step = typed.take("step", step.map_err(|_| Refusal::new("instrument-no-step")));
    let answer = Answer::from_code(&form.answer).ok_or(Refusal::new("instrument-answer-unknown"));
    let answer = typed.take("answer", answer);
    let on = match form.on.trim() {
        "" => Some(ctx.today()),
        text => typed.take("on", read_day(text)),
    };
    let remark = typed.optional_text("remark", language, &form.remark);
    let cited = optional_cited(ctx, &mut typed, &form.source, &form.passage).await?;
    let reply = (|| {
        let cited = cited?;
        let about = about(cited.as_ref());
        let quotation = cited.map(|(quotation, _)| quotation);
        Some((Reply { step: step?, answer: answer?, on: on?, remark: remark?, quotation }, about))
    })();
    let (reply, about) = typed.all1(reply)?;
    growing.record(ctx, &Event::Answered { reply }, about).await
}
