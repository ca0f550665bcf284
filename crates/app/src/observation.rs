//! Reported figures: booked with the passage they rest on, revised when they are reported anew.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kelisim_domain::Refusal;
use kelisim_domain::figure::Figure;
use kelisim_domain::id::{CommitmentId, ObservationId, SourceId};
use kelisim_domain::observation::{Description, Event, Measure, Observation, Reported};
use kelisim_domain::quotation::Quotation;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::source::Source;
use kelisim_domain::text::{Language, Text4};
use kelisim_domain::topic::{Channel, Unit};
use kelisim_store::reading::Kind;
use serde::{Deserialize, Serialize};

use crate::access::Action;
use crate::context::{Actor, Context};
use crate::growing::{About, Growing};
use crate::lookup::{Directory, directory, latest};
use crate::source::{cited, visible};
use crate::typed::Typed;
use crate::{AppError, Result};

/// What is typed to book a figure.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FigureForm {
    /// Code of the measure.
    pub measure: String,
    /// The same in words.
    pub name: String,
    /// Period or day it holds for.
    pub period: String,
    /// How much.
    pub value: String,
    /// Code of the unit.
    pub unit: String,
    /// Code of the other side.
    pub partner: String,
    /// Code of the country it holds in.
    pub subject: String,
    /// Code of the country whose people or products are counted.
    pub origin: String,
    /// Code of the channel; empty for all.
    pub channel: String,
    /// Id of the commitment it is held against; empty for none.
    pub commitment: String,
    /// Id of the source.
    pub source: String,
    /// The passage.
    pub passage: String,
    /// Who said it.
    pub note: String,
}

/// Books a reported figure. `id` is made with the form, so that sending it twice books it once.
///
/// # Errors
/// Each field that does not fit.
pub async fn book(
    ctx: &Context<'_>,
    id: ObservationId,
    language: Language,
    form: &FigureForm,
) -> Result<()> {
    let registry = ctx.registry()?;
    ctx.authorise_on(Action::KeepRecord, registry, None)?;
    let directory = directory(ctx).await?;
    let mut typed = Typed::default();
    let commitment =
        crate::commitment::named(ctx, &mut typed, registry, "commitment", &form.commitment).await?;
    let both = figure(&mut typed, &directory, registry, language, form, commitment);
    if let Some((description, ..)) = &both
        && let Some(it) = crate::indicator::of_measure(ctx, registry, &description.measure).await?
    {
        crate::indicator::check(&mut typed, &it.definition, description);
    }
    let cited = cited_in(ctx, &mut typed, &form.source, &form.passage).await?;
    let ((description, value, note), (quotation, known_on)) = typed.all1(both.zip(cited))?;
    let about =
        About { valid_from: Some(description.period), ..About::source(quotation.source, known_on) };
    let reported = Reported { value, quotation, note };
    let event = Event::Booked { description, reported, public: false };
    let growing = Growing::<Observation>::new(id.into());
    match growing.record(ctx, &event, about).await {
        // The same form sent twice.
        Err(AppError::Stale) if same_actor(ctx, id).await? => Ok(()),
        other => other,
    }
}

/// Reads what is typed of a figure: what is observed, the value, a remark.
///
/// `commitment` is the one it is held against, as far as it could be read; the inner option says whether there is one.
pub(crate) fn figure(
    typed: &mut Typed,
    directory: &Directory,
    registry: RegistryCode,
    language: Language,
    form: &FigureForm,
    commitment: Option<Option<CommitmentId>>,
) -> Option<(Description, Figure, Option<Text4>)> {
    let measure = typed.take("measure", Measure::new(&form.measure));
    let name = typed.text("name", language, &form.name);
    let period = typed.date("period", &form.period);
    let value = typed.figure("value", &form.value);
    let unit = typed.take("unit", Unit::from_code(&form.unit).ok_or(Refusal::new("unit-unknown")));
    let mut party = |field: &'static str, code: &str| {
        let party = typed.party(field, code)?;
        if directory.parties.contains_key(&party) {
            return Some(directory.same.of(&party).clone());
        }
        typed.refuse(Refusal::of(field, "party-unknown").with("text", code));
        None
    };
    let partner = party("partner", &form.partner);
    let subject = party("subject", &form.subject);
    let origin = if form.origin.trim().is_empty() {
        Some(None)
    } else {
        party("origin", &form.origin).map(Some)
    };
    let channel = match form.channel.trim() {
        "" => Some(None),
        code => {
            let read = Channel::from_code(code).ok_or(Refusal::new("channel-unknown"));
            typed.take("channel", read).map(Some)
        }
    };
    let note = typed.optional_text("note", language, &form.note);
    let description = Description {
        registry,
        partner: partner?,
        commitment: commitment?,
        measure: measure?,
        name: name?,
        period: period?,
        unit: unit?,
        subject: subject?,
        origin: origin?,
        channel: channel?,
    };
    Some((description, value?, note?))
}

/// Whether a stream with this id was begun by the actor: then the form was sent twice.
async fn same_actor(ctx: &Context<'_>, id: ObservationId) -> Result<bool> {
    let entries = ctx.store().entries(id.into()).await?;
    Ok(entries.first().is_some_and(|e| e.new.actor.is_some() && e.new.actor == ctx.user()))
}

/// The passage a value rests on, or a note of what does not fit, so that all mistakes are told at once.
pub(crate) async fn cited_in(
    ctx: &Context<'_>,
    typed: &mut Typed,
    source: &str,
    passage: &str,
) -> Result<Option<(Quotation, Date)>> {
    match crate::communique::cite(ctx, source, passage).await {
        Ok(cited) => Ok(Some(cited)),
        Err(AppError::Refused(refusals)) => {
            refusals.into_iter().for_each(|refusal| typed.refuse(refusal));
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// What is typed to revise a figure.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReviseForm {
    /// The value reported now.
    pub value: String,
    /// Id of the source.
    pub source: String,
    /// The passage.
    pub passage: String,
    /// Why it changed.
    pub note: String,
}

pub(crate) async fn load(
    ctx: &Context<'_>,
    id: ObservationId,
    version: i64,
) -> Result<Growing<Observation>> {
    ctx.authorise(Action::KeepRecord)?;
    let shown: Observation = latest(ctx, Kind::Observation, id.uuid()).await?;
    let d = &shown.description;
    ctx.authorise_on(Action::KeepRecord, d.registry, Some(&d.partner))?;
    let growing = Growing::load(ctx, id.into()).await?;
    growing.at_version(version)?;
    Ok(growing)
}

/// A figure of the actor's registry.
///
/// # Errors
/// [`AppError::NotFound`] for another registry's figure.
pub async fn one(ctx: &Context<'_>, id: ObservationId) -> Result<Observation> {
    ctx.authorise(Action::ReadRecord)?;
    let shown: Observation = latest(ctx, Kind::Observation, id.uuid()).await?;
    let d = &shown.description;
    ctx.authorise_on(Action::ReadRecord, d.registry, Some(&d.partner))?;
    Ok(told(ctx, shown))
}

/// What the actor may see of a figure: letters about it are work of the house.
fn told(ctx: &Context<'_>, it: Observation) -> Observation {
    let inner = matches!(ctx.actor, Actor::User(_)) && ctx.authorise(Action::ReadSources).is_ok();
    if inner { it } else { it.shared() }
}

/// A figure the actor may see, a visitor a public one, with the sources of its values.
///
/// # Errors
/// [`AppError::NotFound`] when it is not there or not for the actor.
pub async fn seen(
    ctx: &Context<'_>,
    id: ObservationId,
) -> Result<(Observation, BTreeMap<SourceId, Source>)> {
    let shown: Observation = latest(ctx, Kind::Observation, id.uuid()).await?;
    let d = &shown.description;
    if !visible(ctx, d.registry, &d.partner, shown.public) {
        return Err(AppError::NotFound);
    }
    let ids = shown.values.iter().map(|v| v.what.quotation.source).collect();
    let sources = cited(ctx, ids).await?;
    Ok((told(ctx, shown), sources))
}

/// A figure of the actor's registry with the sources of its values.
///
/// # Errors
/// As [`one`].
pub async fn page(
    ctx: &Context<'_>,
    id: ObservationId,
) -> Result<(Observation, BTreeMap<SourceId, Source>)> {
    let shown = one(ctx, id).await?;
    let ids = shown.values.iter().map(|v| v.what.quotation.source).collect();
    let sources = cited(ctx, ids).await?;
    Ok((shown, sources))
}

/// Enters another value for the same figure. The old one stays in its history.
///
/// # Errors
/// Each field that does not fit; [`AppError::Stale`].
pub async fn revise(
    ctx: &Context<'_>,
    id: ObservationId,
    version: i64,
    language: Language,
    form: &ReviseForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let value = typed.figure("value", &form.value);
    let note = typed.optional_text("note", language, &form.note);
    let before = growing.state()?.latest().map(|said| said.what.value);
    if value.is_some() && value != before && note == Some(None) {
        // A number that changes without a cause cannot be explained to anybody afterwards.
        typed.refuse(Refusal::of("note", "figure-why-missing"));
    }
    let cited = cited_in(ctx, &mut typed, &form.source, &form.passage).await?;
    let ((value, note), (quotation, known_on)) = typed.all1(value.zip(note).zip(cited))?;
    let about = About::source(quotation.source, known_on);
    let reported = Reported { value, quotation, note };
    growing.record(ctx, &Event::Revised { reported }, about).await
}

/// Shows a figure to everybody, or no longer.
///
/// # Errors
/// `published-already`, `not-published`; [`AppError::Stale`].
pub async fn publish(
    ctx: &Context<'_>,
    id: ObservationId,
    version: i64,
    public: bool,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let event = if public { Event::Published } else { Event::Unpublished };
    growing.record(ctx, &event, About::TODAY).await
}
