//! Facts of an instrument, each with its passage: the clause, acts of the parties, reports, changes, commitments in it.

use jiff::civil::Date;
use kelisim_domain::Refusal;
use kelisim_domain::id::InstrumentId;
use kelisim_domain::instrument::{
    Act, ActKind, Change, ChangeKind, Clause, ClauseStated, Ending, Entry, Event, Instrument,
    Length, LengthUnit, Link, Provisional, Report,
};
use kelisim_domain::quotation::Quotation;
use kelisim_domain::text::Language;
use kelisim_store::reading::Kind;
use serde::{Deserialize, Serialize};

use super::enter::other;
use crate::Result;
use crate::access::Action;
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::lookup::{directory, latest};
use crate::observation::cited_in;
use crate::typed::{Typed, WithdrawForm, read_day};

/// Loads an instrument of the actor's registry for a change.
pub(crate) async fn load(
    ctx: &Context<'_>,
    id: InstrumentId,
    version: i64,
) -> Result<Growing<Instrument>> {
    ctx.authorise(Action::KeepRecord)?;
    load_for(ctx, Action::KeepRecord, id, version).await
}

pub(super) async fn load_for(
    ctx: &Context<'_>,
    action: Action,
    id: InstrumentId,
    version: i64,
) -> Result<Growing<Instrument>> {
    let shown: Instrument = latest(ctx, Kind::Instrument, id.uuid()).await?;
    let d = &shown.description;
    ctx.authorise_on(action, d.registry, Some(&d.partner))?;
    let growing = Growing::load(ctx, id.into()).await?;
    growing.at_version(version)?;
    Ok(growing)
}

/// A passage that may be left out: the inner option says whether it was.
pub(crate) async fn optional_cited(
    ctx: &Context<'_>,
    typed: &mut Typed,
    source: &str,
    passage: &str,
) -> Result<Option<Option<(Quotation, Date)>>> {
    if source.trim().is_empty() && passage.trim().is_empty() {
        return Ok(Some(None));
    }
    Ok(cited_in(ctx, typed, source, passage).await?.map(Some))
}

/// What goes with an event that may rest on a passage.
pub(crate) fn about(cited: Option<&(Quotation, Date)>) -> About {
    cited.map_or(About::TODAY, |(quotation, known_on)| About::source(quotation.source, *known_on))
}

/// What is typed about an act of a party.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ActForm {
    /// Code of the party.
    pub party: String,
    /// Code of the act.
    pub kind: String,
    /// When, as exactly as stated.
    pub on: String,
    /// Where.
    pub place: String,
    /// A remark.
    pub note: String,
    /// Id of the source.
    pub source: String,
    /// The passage.
    pub passage: String,
}

/// Enters what a party did.
///
/// # Errors
/// Each field that does not fit; `instrument-not-a-party`, `instrument-act-before`, `instrument-date-ahead`;
/// [`crate::AppError::Stale`].
pub async fn act(
    ctx: &Context<'_>,
    id: InstrumentId,
    version: i64,
    language: Language,
    form: &ActForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let names = directory(ctx).await?;
    let parties = &growing.state()?.description.parties;
    let party = typed.party("party", &form.party).map(|party| names.written(&party, parties));
    let kind = ActKind::from_code(&form.kind).ok_or(Refusal::new("instrument-act-unknown"));
    let kind = typed.take("kind", kind);
    let on = typed.date("on", &form.on);
    let place = typed.optional_text("place", language, &form.place);
    let note = typed.optional_text("note", language, &form.note);
    let cited = cited_in(ctx, &mut typed, &form.source, &form.passage).await?;
    let act = (|| {
        let (quotation, known_on) = cited?;
        let about = About { valid_from: on, ..About::source(quotation.source, known_on) };
        let act =
            Act { party: party?, kind: kind?, on: on?, place: place?, note: note?, quotation };
        Some((act, about))
    })();
    let (act, about) = typed.all1(act)?;
    growing.record(ctx, &Event::Acted { act }, about).await
}

/// What is typed about the clause.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClauseForm {
    /// Code of the rule of entry into force; empty when not stated.
    pub entry: String,
    /// How many ratifications.
    pub count: String,
    /// How long after the last act.
    pub wait: String,
    /// In what.
    pub wait_unit: String,
    /// The day of entry into force.
    pub date: String,
    /// From when it is applied before: empty, `signature` or `date`.
    pub provisional: String,
    /// That day.
    pub provisional_date: String,
    /// How long it stays in force.
    pub duration: String,
    /// In what.
    pub duration_unit: String,
    /// The last day or year.
    pub until: String,
    /// By how much it is renewed.
    pub renewal: String,
    /// In what.
    pub renewal_unit: String,
    /// How long before it ends notice must be given.
    pub notice: String,
    /// In what.
    pub notice_unit: String,
    /// Code of when notice takes effect; at any time, when empty.
    pub ending: String,
    /// From which day, when an amendment changed the clause.
    pub since: String,
    /// Id of the source.
    pub source: String,
    /// The passage.
    pub passage: String,
}

/// Enters what an instrument says about its validity.
///
/// # Errors
/// Each field that does not fit; `instrument-clause-there`, `instrument-count-range` and what else a clause cannot be;
/// [`crate::AppError::Stale`].
pub async fn clause(
    ctx: &Context<'_>,
    id: InstrumentId,
    version: i64,
    form: &ClauseForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let entry = read_entry(&mut typed, form);
    let provisional = read_provisional(&mut typed, form);
    let duration = length(&mut typed, "duration", &form.duration, &form.duration_unit);
    let until = typed.optional_date("until", &form.until);
    let renewal = length(&mut typed, "renewal", &form.renewal, &form.renewal_unit);
    let notice = length(&mut typed, "notice", &form.notice, &form.notice_unit);
    let ending = match form.ending.trim() {
        "" => Some(None),
        code => {
            let read = Ending::from_code(code).ok_or(Refusal::new("instrument-ending-unknown"));
            typed.take("ending", read).map(Some)
        }
    };
    let since = optional_day(&mut typed, "since", &form.since);
    let cited = cited_in(ctx, &mut typed, &form.source, &form.passage).await?;
    let stated = (|| {
        let (quotation, known_on) = cited?;
        let clause = Clause {
            entry: entry?,
            provisional: provisional?,
            duration: duration?,
            until: until?,
            renewal: renewal?,
            notice: notice?,
            ending: ending?,
        };
        let about = About::source(quotation.source, known_on);
        Some((ClauseStated { clause, since: since?, quotation }, about))
    })();
    let (stated, about) = typed.all1(stated)?;
    let says_nothing = stated.clause.entry.is_none()
        && stated.clause.duration.is_none()
        && stated.clause.until.is_none()
        && stated.clause.notice.is_none();
    if says_nothing {
        return Err(Refusal::of("entry", "instrument-clause-empty").into());
    }
    growing.record(ctx, &Event::ClauseStated { stated }, about).await
}

fn read_entry(typed: &mut Typed, form: &ClauseForm) -> Option<Option<Entry>> {
    let wait = length(typed, "wait", &form.wait, &form.wait_unit);
    Some(Some(match form.entry.trim() {
        "" => return wait.map(|_| None),
        "on_signature" => Entry::OnSignature,
        "on_last_notification" => Entry::OnLastNotification { wait: wait? },
        "after_ratifications" => {
            let count = form.count.trim().parse::<u16>().ok().filter(|n| *n > 0);
            let count = count.ok_or(Refusal::new("instrument-count-missing"));
            Entry::AfterRatifications { count: typed.take("count", count)?, wait: wait? }
        }
        "on_date" => Entry::OnDate { date: typed.take("date", read_day(&form.date))? },
        _ => {
            typed.refuse(Refusal::of("entry", "instrument-entry-unknown"));
            return None;
        }
    }))
}

fn read_provisional(typed: &mut Typed, form: &ClauseForm) -> Option<Option<Provisional>> {
    match form.provisional.trim() {
        "" => Some(None),
        "signature" => Some(Some(Provisional::Signature)),
        "date" => {
            let date = typed.take("provisional_date", read_day(&form.provisional_date))?;
            Some(Some(Provisional::Date { date }))
        }
        _ => {
            typed.refuse(Refusal::of("provisional", "instrument-provisional-unknown"));
            None
        }
    }
}

/// A length that may be left out.
fn length(
    typed: &mut Typed,
    field: &'static str,
    count: &str,
    unit: &str,
) -> Option<Option<Length>> {
    let count = count.trim();
    if count.is_empty() {
        return Some(None);
    }
    let range = || Refusal::new("length-range").with("most", Length::MOST.to_string());
    let read = count.parse::<u16>().map_err(|_| range()).and_then(|count| {
        let unit = LengthUnit::from_code(unit).ok_or(Refusal::new("length-unit-unknown"))?;
        Length::new(count, unit)
    });
    typed.take(field, read).map(Some)
}

/// A day that may be left out.
pub(crate) fn optional_day(
    typed: &mut Typed,
    field: &'static str,
    text: &str,
) -> Option<Option<Date>> {
    if text.trim().is_empty() { Some(None) } else { typed.take(field, read_day(text)).map(Some) }
}

/// What is typed about a stated day of entry into force.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ForceForm {
    /// Since when.
    pub on: String,
    /// Id of the source.
    pub source: String,
    /// The passage.
    pub passage: String,
}

/// Enters a day of entry into force that a source states. It stands beside the computed one and changes nothing of it.
///
/// # Errors
/// Each field that does not fit; [`crate::AppError::Stale`].
pub async fn force(
    ctx: &Context<'_>,
    id: InstrumentId,
    version: i64,
    form: &ForceForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let on = typed.date("on", &form.on);
    let cited = cited_in(ctx, &mut typed, &form.source, &form.passage).await?;
    let (on, (quotation, known_on)) = typed.all1(on.zip(cited))?;
    let about = About { valid_from: Some(on), ..About::source(quotation.source, known_on) };
    let report = Report { on, quotation };
    growing.record(ctx, &Event::ForceReported { report }, about).await
}

/// What is typed about a change of the whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChangeForm {
    /// Code of the change.
    pub kind: String,
    /// When.
    pub on: String,
    /// Id of the instrument that changed it.
    pub by: String,
    /// A remark.
    pub note: String,
    /// Id of the source.
    pub source: String,
    /// The passage.
    pub passage: String,
}

/// Enters that an instrument was amended, replaced, ended or given up.
///
/// # Errors
/// Each field that does not fit; `instrument-ended`, `instrument-itself`, `instrument-signed-already`;
/// [`crate::AppError::Stale`].
pub async fn change(
    ctx: &Context<'_>,
    id: InstrumentId,
    version: i64,
    language: Language,
    form: &ChangeForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let registry = growing.state()?.description.registry;
    let mut typed = Typed::default();
    let kind = ChangeKind::from_code(&form.kind).ok_or(Refusal::new("instrument-change-unknown"));
    let kind = typed.take("kind", kind);
    let on = typed.date("on", &form.on);
    let by = other(ctx, &mut typed, registry, "by", &form.by).await?;
    let note = typed.optional_text("note", language, &form.note);
    let cited = cited_in(ctx, &mut typed, &form.source, &form.passage).await?;
    let change = (|| {
        let (quotation, known_on) = cited?;
        let about = About { valid_from: on, ..About::source(quotation.source, known_on) };
        Some((Change { kind: kind?, on: on?, by: by?, note: note?, quotation }, about))
    })();
    let (change, about) = typed.all1(change)?;
    growing.record(ctx, &Event::Changed { change }, about).await
}

/// What is typed about a commitment that stands in an instrument.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LinkForm {
    /// Id of the commitment.
    pub commitment: String,
    /// Id of the source.
    pub source: String,
    /// The passage.
    pub passage: String,
}

/// Enters that a commitment stands in an instrument.
///
/// # Errors
/// Each field that does not fit; `commitment-unknown`, `instrument-linked-already`; [`crate::AppError::Stale`].
pub async fn link(
    ctx: &Context<'_>,
    id: InstrumentId,
    version: i64,
    form: &LinkForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let registry = growing.state()?.description.registry;
    let mut typed = Typed::default();
    let commitment =
        crate::commitment::named(ctx, &mut typed, registry, "commitment", &form.commitment).await?;
    let commitment = match commitment {
        Some(None) => typed.take("commitment", Err(Refusal::new("commitment-unknown"))),
        Some(named) => named,
        None => None,
    };
    let cited = cited_in(ctx, &mut typed, &form.source, &form.passage).await?;
    let (commitment, (quotation, known_on)) = typed.all1(commitment.zip(cited))?;
    let about = About::source(quotation.source, known_on);
    let link = Link { commitment, quotation };
    growing.record(ctx, &Event::Linked { link }, about).await
}

/// Takes back a fact that was entered by mistake. It stays in the journal and counts no more.
///
/// # Errors
/// `instrument-no-such-fact`, `instrument-fact-stays`; [`crate::AppError::Stale`].
pub async fn withdraw(
    ctx: &Context<'_>,
    id: InstrumentId,
    version: i64,
    language: Language,
    form: &WithdrawForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let unknown = Refusal::new("instrument-no-such-fact");
    let (version, reason) = form.read(language, unknown)?;
    growing.record(ctx, &Event::FactWithdrawn { version, reason }, About::TODAY).await
}

/// Shows to everybody what rests on published passages, or no longer.
///
/// # Errors
/// `published-already`, `not-published`; [`crate::AppError::Stale`].
pub async fn publish(
    ctx: &Context<'_>,
    id: InstrumentId,
    version: i64,
    public: bool,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let event = if public { Event::Published } else { Event::Unpublished };
    growing.record(ctx, &event, About::TODAY).await
}
