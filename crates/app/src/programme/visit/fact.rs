//! What is entered about a visit: its steps, the team, what was done, what was agreed on; and what is taken back.

use jiff::civil::Date;
use kelisim_domain::Refusal;
use kelisim_domain::id::VisitId;
use kelisim_domain::programme::specialty::SpecialtyCode;
use kelisim_domain::programme::visit::{
    Agreed, Counter, Done, Event, Expert, ExpertRole, ExpertVisit, Fact, Judgement, Operation,
    OperatorCode, Permission, Repeatable, Report, State, Step, Tally,
};
use kelisim_domain::quotation::Quotation;
use kelisim_domain::text::Language;
use serde::{Deserialize, Serialize};

use super::enter::load;
use crate::Result;
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::instrument::{about, optional_cited};
use crate::observation::cited_in;
use crate::typed::{Typed, WithdrawForm, read_day};

/// The version of an entry that a form names.
fn entry(typed: &mut Typed, field: &'static str, text: &str, unknown: Refusal) -> Option<i64> {
    typed.take(field, text.trim().parse::<i64>().map_err(|_| unknown))
}

fn day(typed: &mut Typed, field: &'static str, text: &str) -> Option<Date> {
    typed.take(field, read_day(text))
}

fn specialty(typed: &mut Typed, text: &str) -> Option<SpecialtyCode> {
    let code = SpecialtyCode::read(text).ok_or(Refusal::new("call-specialty-unknown"));
    typed.take("specialty", code)
}

fn operator(typed: &mut Typed, field: &'static str, text: &str) -> Option<Option<OperatorCode>> {
    if text.trim().is_empty() {
        return Some(None);
    }
    typed.take(field, OperatorCode::read(text)).map(Some)
}

/// Writes a fact.
async fn record(
    ctx: &Context<'_>,
    growing: Growing<ExpertVisit>,
    fact: Fact,
    about: About,
) -> Result<()> {
    growing.record(ctx, &Event::Stated { fact }, about).await
}

fn parted(cited: Option<(Quotation, Date)>) -> (Option<Quotation>, About) {
    let about = about(cited.as_ref());
    (cited.map(|(quotation, _)| quotation), about)
}

/// What is typed about a step.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StepForm {
    /// Code of how far it has come.
    pub to: String,
    /// When.
    pub on: String,
    /// A remark; why, when it is cancelled.
    pub note: String,
    /// Id of the source, where one says so.
    pub source: String,
    /// The passage.
    pub passage: String,
}

/// Enters a step.
///
/// # Errors
/// Each field that does not fit; `visit-step-order`, `visit-step-before`, `visit-cancel-reason`,
/// `visit-permission-missing`, `visit-agreed-open`, `visit-not-yet`; [`crate::AppError::Stale`].
pub async fn step(
    ctx: &Context<'_>,
    id: VisitId,
    version: i64,
    language: Language,
    form: &StepForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let to = State::from_code(&form.to).filter(|to| *to != State::Planned);
    let to = typed.take("to", to.ok_or(Refusal::new("visit-step-unknown")));
    let on = typed.date("on", &form.on);
    let note = typed.optional_text("note", language, &form.note);
    let cited = optional_cited(ctx, &mut typed, &form.source, &form.passage).await?;
    let read = (|| Some((to?, on?, note?, cited?)))();
    let (to, on, note, cited) = typed.all1(read)?;
    let (quotation, about) = parted(cited);
    let about = About { valid_from: Some(on), ..about };
    record(ctx, growing, Fact::Stepped(Step { to, on, note, quotation }), about).await
}

/// What is typed about an expert.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExpertForm {
    /// What stands for the expert.
    pub code: String,
    /// Code of the specialty, where it is said.
    pub specialty: String,
    /// Code of the role, where it is said.
    pub role: String,
    /// How many; one when left out.
    pub count: String,
    /// Id of the source, where one says so.
    pub source: String,
    /// The passage.
    pub passage: String,
}

/// Enters an expert of the team, or several of whom no more is said than their number.
///
/// # Errors
/// Each field that does not fit; `visit-expert-twice`, `visit-operator-alone`; [`crate::AppError::Stale`].
pub async fn expert(ctx: &Context<'_>, id: VisitId, version: i64, form: &ExpertForm) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let code = typed.take("code", OperatorCode::read(&form.code));
    let specialty = match form.specialty.trim() {
        "" => Some(None),
        text => specialty(&mut typed, text).map(Some),
    };
    let role = match form.role.trim() {
        "" => Some(None),
        text => {
            let role = ExpertRole::from_code(text).ok_or(Refusal::new("visit-role-unknown"));
            typed.take("role", role).map(Some)
        }
    };
    let range = Refusal::new("visit-count-range").with("max", Expert::MOST.to_string());
    let count = match form.count.trim() {
        "" => Some(1),
        text => typed.take("count", text.parse::<u16>().map_err(|_| range)),
    };
    let cited = optional_cited(ctx, &mut typed, &form.source, &form.passage).await?;
    let read = (|| Some((code?, specialty?, role?, count?, cited?)))();
    let (code, specialty, role, count, cited) = typed.all1(read)?;
    let (quotation, about) = parted(cited);
    let expert = Expert { code, specialty, role, count, quotation };
    record(ctx, growing, Fact::Expert(expert), about).await
}

/// What is typed about a permission to practise.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PermitForm {
    /// The version that entered the expert.
    pub expert: String,
    /// Number or name of the document.
    pub document: String,
    /// Who issued it.
    pub authority: String,
    /// Its first day.
    pub from: String,
    /// Its last day.
    pub until: String,
}

/// Enters a permission to practise of one expert.
///
/// # Errors
/// Each field that does not fit; `visit-expert-unknown`, `visit-expert-no-operator`, `visit-days-order`,
/// `visit-permission-expired`; [`crate::AppError::Stale`].
pub async fn permit(
    ctx: &Context<'_>,
    id: VisitId,
    version: i64,
    language: Language,
    form: &PermitForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let expert = entry(&mut typed, "expert", &form.expert, Refusal::new("visit-expert-unknown"));
    let document = typed.text("document", language, &form.document);
    let authority = typed.text("authority", language, &form.authority);
    let (from, until) =
        (day(&mut typed, "from", &form.from), day(&mut typed, "until", &form.until));
    let read = (|| {
        let (expert, document, authority) = (expert?, document?, authority?);
        Some(Permission { expert, document, authority, from: from?, until: until? })
    })();
    let permission = typed.all1(read)?;
    record(ctx, growing, Fact::Permission(permission), About::TODAY).await
}

fn counter(typed: &mut Typed, code: &str) -> Option<Counter> {
    typed.take("counter", Counter::from_code(code).ok_or(Refusal::new("visit-counter-unknown")))
}

/// What is typed about a reported total.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportForm {
    /// Code of the counter.
    pub counter: String,
    /// How many.
    pub value: String,
    /// Id of the source.
    pub source: String,
    /// The passage.
    pub passage: String,
}

/// Enters a total that a passage reports.
///
/// # Errors
/// Each field that does not fit; `visit-count-range`, `visit-counter-twice`, `visit-report-early`;
/// [`crate::AppError::Stale`].
pub async fn report(ctx: &Context<'_>, id: VisitId, version: i64, form: &ReportForm) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let counter = counter(&mut typed, &form.counter);
    let value = typed.take("value", Counter::read_value(&form.value));
    let cited = cited_in(ctx, &mut typed, &form.source, &form.passage).await?;
    let (counter, value, (quotation, known_on)) = typed.all3(counter, value, cited)?;
    let about = About::source(quotation.source, known_on);
    record(ctx, growing, Fact::Report(Report { counter, value, quotation }), about).await
}

/// What is typed about what the house counted on a day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CountForm {
    /// Code of the counter.
    pub counter: String,
    /// When.
    pub on: String,
    /// How many.
    pub value: String,
    /// What about.
    pub matter: String,
}

/// Enters what the house counted on a day. Operations are entered one by one with [`operate`].
///
/// # Errors
/// Each field that does not fit; `visit-count-range`, `visit-outside-days`, `visit-tally-operations`;
/// [`crate::AppError::Stale`].
pub async fn count(
    ctx: &Context<'_>,
    id: VisitId,
    version: i64,
    language: Language,
    form: &CountForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let counter = counter(&mut typed, &form.counter);
    let on = day(&mut typed, "on", &form.on);
    let value = typed.take("value", Counter::read_value(&form.value));
    let matter = typed.optional_text("matter", language, &form.matter);
    let read = (|| Some(Tally { counter: counter?, on: on?, value: value?, matter: matter? }))();
    let tally = typed.all1(read)?;
    record(ctx, growing, Fact::Tally(tally), About::TODAY).await
}

/// What is typed about an operation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OperateForm {
    /// When.
    pub on: String,
    /// Code of the specialty.
    pub specialty: String,
    /// What was done.
    pub procedure: String,
    /// Code of whoever led.
    pub lead: String,
    /// Code of whoever stood second.
    pub second: String,
    /// Code of the local operator.
    pub local: String,
}

/// Enters an operation. It is joint when a local operator took part.
///
/// # Errors
/// Each field that does not fit; `visit-outside-days`, `visit-permission-expired`, `visit-operator-twice`,
/// `visit-local-guest`, `visit-code-form`; [`crate::AppError::Stale`].
pub async fn operate(
    ctx: &Context<'_>,
    id: VisitId,
    version: i64,
    language: Language,
    form: &OperateForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let on = day(&mut typed, "on", &form.on);
    let specialty = specialty(&mut typed, &form.specialty);
    let procedure = typed.text("procedure", language, &form.procedure);
    let lead = typed.take("lead", OperatorCode::read(&form.lead));
    let second = operator(&mut typed, "second", &form.second);
    let local = operator(&mut typed, "local", &form.local);
    let read = (|| {
        let (on, specialty, procedure) = (on?, specialty?, procedure?);
        Some(Operation { on, specialty, procedure, lead: lead?, second: second?, local: local? })
    })();
    let operation = typed.all1(read)?;
    record(ctx, growing, Fact::Operation(operation), About::TODAY).await
}

/// What is typed about whether the local team can do an operation by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct JudgeForm {
    /// The version that entered the operation.
    pub operation: String,
    /// Code of whether it can.
    pub repeatable: String,
    /// Who judged, by office.
    pub by: String,
    /// When.
    pub on: String,
}

/// Enters whether the local team can do an operation by itself, as somebody judged.
///
/// # Errors
/// Each field that does not fit; `visit-operation-unknown`, `visit-judged-before`, `visit-not-yet`;
/// [`crate::AppError::Stale`].
pub async fn judge(
    ctx: &Context<'_>,
    id: VisitId,
    version: i64,
    language: Language,
    form: &JudgeForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let unknown = Refusal::new("visit-operation-unknown");
    let operation = entry(&mut typed, "operation", &form.operation, unknown);
    let repeatable =
        Repeatable::from_code(&form.repeatable).ok_or(Refusal::new("visit-repeatable-unknown"));
    let repeatable = typed.take("repeatable", repeatable);
    let by = typed.text("by", language, &form.by);
    let on = day(&mut typed, "on", &form.on);
    let read = (|| {
        let (operation, repeatable, by, on) = (operation?, repeatable?, by?, on?);
        Some(Judgement { operation, repeatable, by, on })
    })();
    let judgement = typed.all1(read)?;
    record(ctx, growing, Fact::Judgement(judgement), About::TODAY).await
}

/// What is typed about something agreed on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AgreeForm {
    /// What.
    pub matter: String,
    /// By when.
    pub due: String,
    /// Id of the source, where one says so.
    pub source: String,
    /// The passage.
    pub passage: String,
}

/// Enters what was agreed to be done afterwards.
///
/// # Errors
/// Each field that does not fit; [`crate::AppError::Stale`].
pub async fn agree(
    ctx: &Context<'_>,
    id: VisitId,
    version: i64,
    language: Language,
    form: &AgreeForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let matter = typed.text("matter", language, &form.matter);
    let due = typed.optional_date("due", &form.due);
    let cited = optional_cited(ctx, &mut typed, &form.source, &form.passage).await?;
    let (matter, due, cited) = typed.all3(matter, due, cited)?;
    let (quotation, about) = parted(cited);
    record(ctx, growing, Fact::Agreed(Agreed { matter, due, quotation }), about).await
}

/// What is typed when something agreed on was done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DoneForm {
    /// The version that entered what was agreed on.
    pub agreed: String,
    /// When.
    pub on: String,
    /// Id of the source, where one says so.
    pub source: String,
    /// The passage.
    pub passage: String,
}

/// Enters that something agreed on was done.
///
/// # Errors
/// Each field that does not fit; `visit-agreed-unknown`, `visit-done-already`, `visit-not-yet`;
/// [`crate::AppError::Stale`].
pub async fn done(ctx: &Context<'_>, id: VisitId, version: i64, form: &DoneForm) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let agreed = entry(&mut typed, "agreed", &form.agreed, Refusal::new("visit-agreed-unknown"));
    let on = typed.date("on", &form.on);
    let cited = optional_cited(ctx, &mut typed, &form.source, &form.passage).await?;
    let (agreed, on, cited) = typed.all3(agreed, on, cited)?;
    let (quotation, about) = parted(cited);
    let about = About { valid_from: Some(on), ..about };
    record(ctx, growing, Fact::Done(Done { agreed, on, quotation }), about).await
}

/// Takes back what was entered by mistake. It stays in the journal.
///
/// # Errors
/// `visit-no-such-fact`, `visit-description-stays`, `visit-step-order`; [`crate::AppError::Stale`].
pub async fn withdraw(
    ctx: &Context<'_>,
    id: VisitId,
    version: i64,
    language: Language,
    form: &WithdrawForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let (version, reason) = form.read(language, Refusal::new("visit-no-such-fact"))?;
    growing.record(ctx, &Event::FactWithdrawn { version, reason }, About::TODAY).await
}

/// Shows to everybody what rests on passages, or no longer.
///
/// # Errors
/// `visit-publish-passage`, `published-already`, `not-published`; [`crate::AppError::Stale`].
pub async fn publish(ctx: &Context<'_>, id: VisitId, version: i64, public: bool) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let event = if public { Event::Published } else { Event::Unpublished };
    growing.record(ctx, &event, About::TODAY).await
}
