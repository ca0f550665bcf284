//! Drafting the terms of a call, part by part.

use kelisim_domain::Refusal;
use kelisim_domain::id::{CallId, QuotaLineId};
use kelisim_domain::party::PartyCode;
use kelisim_domain::programme::call::{
    Call, Class, Criterion, Description, Document, Event, Funding, Mechanism, OutageRule, Phase,
    PhaseKind, Precedence, Reserve, Rule, Seat, Terms, Ties,
};
use kelisim_domain::programme::specialty::{Specialty, SpecialtyCode};
use kelisim_domain::programme::{Kind as ProgrammeKind, LocalTimeError, Zone, region};
use kelisim_domain::quota::LineShown;
use kelisim_domain::text::{Language, Text4};
use kelisim_store::reading::Kind;
use serde::{Deserialize, Serialize};

use super::eligibility;
use crate::access::Action;
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::instrument::known_party;
use crate::lookup::{Directory, directory, latest};
use crate::typed::{TITLES, Typed};
use crate::{AppError, Result};

/// The fields of what a call is about in the four languages.
const ABOUTS: [&str; 4] = ["about_kk", "about_ky", "about_ru", "about_en"];

/// Loads a call of the actor's registry for a change made from a form of `version`.
pub(super) async fn load(ctx: &Context<'_>, id: CallId, version: i64) -> Result<Growing<Call>> {
    ctx.authorise(Action::KeepRecord)?;
    let shown: Call = latest(ctx, Kind::Call, id.uuid()).await?;
    let d = &shown.description;
    ctx.authorise_on(Action::KeepRecord, d.registry, Some(&d.partner))?;
    let growing = Growing::load(ctx, id.into()).await?;
    growing.at_version(version)?;
    Ok(growing)
}

/// What is typed about a call as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "fields in four languages; the forms say what they are")]
pub struct DescribeForm {
    /// Code of the other side; only when it is begun.
    pub partner: String,
    /// Code of the kind of programme; only when it is begun.
    pub kind: String,
    pub title_kk: String,
    pub title_ky: String,
    pub title_ru: String,
    pub title_en: String,
    pub about_kk: String,
    pub about_ky: String,
    pub about_ru: String,
    pub about_en: String,
    /// Name of the time zone.
    pub zone: String,
    /// Minutes of grace.
    pub grace: String,
    /// The outage rule: minutes, hours before the close, hours it moves by.
    pub outage_minutes: String,
    pub outage_within: String,
    pub outage_moves: String,
    /// Codes of the rules of choice.
    pub mechanism: String,
    pub ties: String,
    pub precedence: String,
    /// `1` when hosts order applicants.
    pub hosts_rank: String,
    /// `1` when the parts were made up for demonstration.
    pub made_up: String,
}

/// Begins a call. `id` is made with the form, so that sending it twice begins it once. `words` gives the words of a usual
/// rule or document by their family and key.
///
/// # Errors
/// Each field that does not fit.
pub async fn begin(
    ctx: &Context<'_>,
    id: CallId,
    language: Language,
    form: &DescribeForm,
    words: &UsualWords<'_>,
) -> Result<()> {
    let registry = ctx.registry()?;
    ctx.authorise_on(Action::KeepRecord, registry, None)?;
    let mut typed = Typed::default();
    let names = directory(ctx).await?;
    let partner = typed.party("partner", &form.partner);
    let partner = partner.and_then(|party| known_party(&mut typed, &names, "partner", &party));
    let kind = ProgrammeKind::from_code(&form.kind).ok_or(Refusal::new("call-kind-unknown"));
    let kind = typed.take("kind", kind);
    let given = [&form.title_kk, &form.title_ky, &form.title_ru, &form.title_en];
    let title = typed.four(language, TITLES, given.map(String::as_str));
    let zone = zone(&mut typed, &form.zone);
    let parts = (|| Some((partner?, Terms::new(kind?, title?, zone?))))();
    let terms = parts.as_ref().map(|(_, terms)| terms.clone());
    let terms = described(&mut typed, language, form, terms);
    let ((partner, _), mut terms) = typed.all1(parts.zip(terms))?;
    usual(&mut terms, words)?;
    let event = Event::Begun { description: Description { registry, partner }, terms };
    match Growing::<Call>::new(id.into()).record(ctx, &event, About::TODAY).await {
        // The same form sent twice.
        Err(AppError::Stale) if own(ctx, id).await? => Ok(()),
        other => other,
    }
}

/// The words of a usual rule or document, by their family and key.
pub type UsualWords<'a> = dyn Fn(&'static str, &'static str) -> Option<Text4> + Sync + 'a;

/// Puts in what calls of the kind begin with: rules and documents.
pub(super) fn usual(terms: &mut Terms, words: &UsualWords<'_>) -> Result<()> {
    let told = |family: &'static str, key: &'static str| {
        let missing = || AppError::internal("words of what is usual", key.to_owned());
        words(family, key).ok_or_else(missing)
    };
    for usual in terms.kind.shape().rules {
        let reason = told("call_rule", usual.key)?;
        let rule = terms.item(Rule { expression: usual.expression.to_owned(), reason });
        terms.rules.push(rule);
    }
    for (ask, class) in terms.kind.shape().documents {
        let name = told("call_document", ask.code())?;
        let document = terms.item(Document { name, class: *class });
        terms.documents.push(document);
    }
    Ok(())
}

/// Whether the stream was begun by the actor: then the form was sent twice.
pub(super) async fn own(ctx: &Context<'_>, id: CallId) -> Result<bool> {
    let entries = ctx.store().entries(id.into()).await?;
    Ok(entries.first().is_some_and(|e| e.new.actor.is_some() && e.new.actor == ctx.user()))
}

pub(super) fn zone(typed: &mut Typed, text: &str) -> Option<Zone> {
    typed.take(
        "zone",
        text.parse().map_err(|_| Refusal::new("call-zone-unknown").with("text", text)),
    )
}

fn number(typed: &mut Typed, field: &'static str, text: &str) -> Option<u16> {
    let range = || Refusal::new("call-number-range").with("most", u16::MAX.to_string());
    typed.take(field, text.trim().parse().map_err(|_| range()))
}

/// What a form says of the whole, put into terms that are there.
fn described(
    typed: &mut Typed,
    language: Language,
    form: &DescribeForm,
    terms: Option<Terms>,
) -> Option<Terms> {
    let given = [&form.about_kk, &form.about_ky, &form.about_ru, &form.about_en];
    let none = given.iter().all(|text| text.trim().is_empty());
    let about = if none {
        Some(None)
    } else {
        typed.four(language, ABOUTS, given.map(String::as_str)).map(Some)
    };
    let grace = number(typed, "grace", &form.grace);
    let outage = outage_rule(typed, form);
    // Left open, it is the usual one of the kind.
    let mechanism = match (form.mechanism.trim(), &terms) {
        ("", Some(terms)) => terms.kind.shape().mechanisms.first().copied(),
        (code, _) => Mechanism::from_code(code),
    };
    let mechanism = typed.take("mechanism", mechanism.ok_or(Refusal::new("call-choice-unknown")));
    let ties =
        typed.take("ties", Ties::from_code(&form.ties).ok_or(Refusal::new("call-choice-unknown")));
    let precedence =
        Precedence::from_code(&form.precedence).ok_or(Refusal::new("call-choice-unknown"));
    let precedence = typed.take("precedence", precedence);
    Some(Terms {
        about: about?,
        grace_minutes: grace?,
        outage: outage?,
        mechanism: mechanism?,
        ties: ties?,
        precedence: precedence?,
        hosts_rank: form.hosts_rank == "1",
        made_up: form.made_up == "1",
        ..terms?
    })
}

/// The outage rule: all three numbers, or none.
fn outage_rule(typed: &mut Typed, form: &DescribeForm) -> Option<Option<OutageRule>> {
    let given = [&form.outage_minutes, &form.outage_within, &form.outage_moves];
    if given.iter().all(|text| text.trim().is_empty()) {
        return Some(None);
    }
    let minutes = number(typed, "outage_minutes", &form.outage_minutes);
    let within_hours = number(typed, "outage_within", &form.outage_within);
    let moves_hours = number(typed, "outage_moves", &form.outage_moves);
    Some(Some(OutageRule {
        minutes: minutes?,
        within_hours: within_hours?,
        moves_hours: moves_hours?,
    }))
}

/// Writes terms that were changed.
async fn drafted(ctx: &Context<'_>, growing: Growing<Call>, terms: Terms) -> Result<()> {
    growing.record(ctx, &Event::Drafted { terms }, About::TODAY).await
}

/// The terms in work, or those published as the beginning of an amendment.
fn in_work(growing: &Growing<Call>) -> Result<Terms> {
    let call = growing.state()?;
    let draft = call.draft.as_ref().map(|draft| &draft.terms);
    draft.or(call.terms()).cloned().ok_or(AppError::NotFound)
}

/// Changes what is said about the whole.
///
/// # Errors
/// Each field that does not fit; `call-being-checked`; [`AppError::Stale`].
pub async fn describe(
    ctx: &Context<'_>,
    id: CallId,
    version: i64,
    language: Language,
    form: &DescribeForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let given = [&form.title_kk, &form.title_ky, &form.title_ru, &form.title_en];
    let title = typed.four(language, TITLES, given.map(String::as_str));
    let zone = zone(&mut typed, &form.zone);
    let terms = in_work(&growing)?;
    let terms = (|| Some(Terms { title: title?, zone: zone?, ..terms }))();
    let terms = described(&mut typed, language, form, terms);
    let terms = typed.all1(terms)?;
    drafted(ctx, growing, terms).await
}

/// What is typed about places.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SeatForm {
    /// Id of the quota line.
    pub line: String,
    /// Code of the host.
    pub host: String,
    /// Code of the specialty.
    pub specialty: String,
    /// How many places.
    pub places: String,
    /// Code of who pays.
    pub funding: String,
}

/// Adds places at a host in a specialty.
///
/// Rule: the line is of the same registry, partner and programme; where it is stated for one host or one specialty, the
/// places are there.
///
/// # Errors
/// Each field that does not fit; `call-line-apart`, `call-line-host`, `call-line-specialty`, `call-seat-twice`.
pub async fn seat(ctx: &Context<'_>, id: CallId, version: i64, form: &SeatForm) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut terms = in_work(&growing)?;
    let mut typed = Typed::default();
    let names = directory(ctx).await?;
    let host = typed.party("host", &form.host);
    let host = host.and_then(|party| known_party(&mut typed, &names, "host", &party));
    let specialty =
        SpecialtyCode::read(&form.specialty).ok_or(Refusal::new("call-specialty-unknown"));
    let specialty = typed.take("specialty", specialty);
    let places = places(&mut typed, &form.places);
    let funding = Funding::from_code(&form.funding).ok_or(Refusal::new("call-choice-unknown"));
    let funding = typed.take("funding", funding);
    let line = line(ctx, &mut typed, &growing.state()?.description, &form.line).await?;
    if let (Some(line), Some(host), Some(specialty)) = (&line, &host, &specialty) {
        fits(&mut typed, &names, terms.kind, line, host, specialty.known());
    }
    let seat = (|| {
        let line = line?.id;
        Some(Seat { line, host: host?, specialty: specialty?, places: places?, funding: funding? })
    })();
    let seat = typed.all1(seat)?;
    let item = terms.item(seat);
    terms.seats.push(item);
    drafted(ctx, growing, terms).await
}

fn places(typed: &mut Typed, text: &str) -> Option<u64> {
    let most = kelisim_domain::quota::QuotaLine::MOST;
    let read = text.trim().parse::<u64>().ok().filter(|places| (1..=most).contains(places));
    let range = || Refusal::new("quota-places-range").with("most", most.to_string());
    typed.take("places", read.ok_or_else(range))
}

/// The line a form names, of the same registry and partner as the call.
pub(super) async fn line(
    ctx: &Context<'_>,
    typed: &mut Typed,
    own: &Description,
    text: &str,
) -> Result<Option<LineShown>> {
    let apart = Refusal::of("line", "call-line-apart");
    let Ok(id) = text.trim().parse::<QuotaLineId>() else {
        typed.refuse(apart);
        return Ok(None);
    };
    let names = directory(ctx).await?;
    let of = match crate::quota::one(ctx, id).await {
        Ok(line) => line,
        Err(AppError::NotFound) => {
            typed.refuse(apart);
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    if of.description.registry != own.registry
        || !names.same.is_one(&of.description.partner, &own.partner)
    {
        typed.refuse(apart);
        return Ok(None);
    }
    Ok(Some(of))
}

/// Notes where a line is for something else.
pub(super) fn fits(
    typed: &mut Typed,
    names: &Directory,
    kind: ProgrammeKind,
    line: &LineShown,
    host: &PartyCode,
    specialty: Option<Specialty>,
) {
    let d = &line.description;
    if !kind.shape().ledger.contains(&d.programme) {
        typed.refuse(Refusal::of("line", "call-line-apart"));
    }
    let same = |one: &Text4, other: &Text4| {
        Language::ALL.iter().any(|language| match (one.get(*language), other.get(*language)) {
            (Some(one), Some(other)) => one.to_lowercase() == other.to_lowercase(),
            _ => false,
        })
    };
    let called = |text: &Text4| {
        let party = names.parties.get(host);
        party.is_some_and(|party| party.names.iter().any(|named| same(&named.name, text)))
    };
    if d.host.as_ref().is_some_and(|text| !called(text)) {
        typed.refuse(Refusal::of("host", "call-line-host"));
    }
    let stated = d.specialty.as_ref();
    if stated.is_some_and(|text| specialty.is_none_or(|own| !same(&own.name, text))) {
        typed.refuse(Refusal::of("specialty", "call-line-specialty"));
    }
}

/// What is typed about a reserve.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReserveForm {
    /// Code of the region.
    pub region: String,
    /// How many places.
    pub places: String,
}

/// Keeps places for a region.
///
/// # Errors
/// Each field that does not fit; `call-region-twice`.
pub async fn reserve(
    ctx: &Context<'_>,
    id: CallId,
    version: i64,
    form: &ReserveForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut terms = in_work(&growing)?;
    let mut typed = Typed::default();
    let registry = growing.state()?.description.registry;
    let code = region::read(&form.region);
    let code = code.filter(|code| region::of(registry).any(|own| own == *code));
    let region = typed.take("region", code.ok_or(Refusal::new("call-region-unknown")));
    let places = places(&mut typed, &form.places);
    let (region, places) = typed.all1(region.zip(places))?;
    let item = terms.item(Reserve { region: region.to_owned(), places });
    terms.reserves.push(item);
    drafted(ctx, growing, terms).await
}

/// What is typed about a document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "fields in four languages; the forms say what they are")]
pub struct DocumentForm {
    pub title_kk: String,
    pub title_ky: String,
    pub title_ru: String,
    pub title_en: String,
    /// Code of when it has to be there.
    pub class: String,
}

/// Asks for a document.
///
/// # Errors
/// Each field that does not fit.
pub async fn document(
    ctx: &Context<'_>,
    id: CallId,
    version: i64,
    language: Language,
    form: &DocumentForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut terms = in_work(&growing)?;
    let mut typed = Typed::default();
    let given = [&form.title_kk, &form.title_ky, &form.title_ru, &form.title_en];
    let name = typed.four(language, TITLES, given.map(String::as_str));
    let class = Class::from_code(&form.class).ok_or(Refusal::new("call-choice-unknown"));
    let class = typed.take("class", class);
    let (name, class) = typed.all1(name.zip(class))?;
    let item = terms.item(Document { name, class });
    terms.documents.push(item);
    drafted(ctx, growing, terms).await
}

/// What is typed about a criterion.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "fields in four languages; the forms say what they are")]
pub struct CriterionForm {
    pub title_kk: String,
    pub title_ky: String,
    pub title_ru: String,
    pub title_en: String,
    /// Its weight in per cent.
    pub weight: String,
}

/// Adds what applicants are scored by.
///
/// # Errors
/// Each field that does not fit; `call-weight-range`.
pub async fn criterion(
    ctx: &Context<'_>,
    id: CallId,
    version: i64,
    language: Language,
    form: &CriterionForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut terms = in_work(&growing)?;
    let mut typed = Typed::default();
    let given = [&form.title_kk, &form.title_ky, &form.title_ru, &form.title_en];
    let name = typed.four(language, TITLES, given.map(String::as_str));
    let weight = form.weight.trim().trim_end_matches('%').trim().parse::<u16>().ok();
    let weight = weight.filter(|weight| (1..=100).contains(weight));
    let weight = typed.take("weight", weight.ok_or(Refusal::new("call-weight-range")));
    let (name, weight) = typed.all1(name.zip(weight))?;
    let item = terms.item(Criterion { name, weight });
    terms.criteria.push(item);
    drafted(ctx, growing, terms).await
}

/// What is typed about a phase.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PhaseForm {
    /// Code of the phase.
    pub phase: String,
    /// Day and time by the clocks of the zone.
    pub from: String,
    /// Day and time; the same instant, when empty.
    pub to: String,
}

/// Sets a phase; one of the same kind is replaced.
///
/// # Errors
/// Each field that does not fit; `call-time-form`, `call-time-ambiguous`.
pub async fn phase(ctx: &Context<'_>, id: CallId, version: i64, form: &PhaseForm) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut terms = in_work(&growing)?;
    let mut typed = Typed::default();
    let kind = PhaseKind::from_code(&form.phase).ok_or(Refusal::new("call-choice-unknown"));
    let kind = typed.take("phase", kind);
    let zone = terms.zone.clone();
    let mut at = |field: &'static str, text: &str| {
        let read = zone.read(text).map_err(|error| {
            let (text, zone) = (text.trim(), zone.as_str());
            match error {
                LocalTimeError::Form => Refusal::new("call-time-form").with("text", text),
                LocalTimeError::Ambiguous => {
                    Refusal::new("call-time-ambiguous").with("text", text).with("zone", zone)
                }
            }
        });
        typed.take(field, read)
    };
    let from = at("from", &form.from);
    let to = if form.to.trim().is_empty() { from } else { at("to", &form.to) };
    let (kind, from, to) = typed.all3(kind, from, to)?;
    let phase = Phase { kind, from, to };
    match terms.phases.iter_mut().find(|item| item.what.kind == kind) {
        Some(item) => item.what = phase,
        None => {
            let item = terms.item(phase);
            terms.phases.push(item);
            terms.phases.sort_by_key(|item| item.what.kind);
        }
    }
    drafted(ctx, growing, terms).await
}

/// What is typed about a rule.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "fields in four languages; the forms say what they are")]
pub struct RuleForm {
    /// The expression.
    pub expression: String,
    pub title_kk: String,
    pub title_ky: String,
    pub title_ru: String,
    pub title_en: String,
}

/// Adds a rule. It is checked before it is kept, and what does not fit is told with its place.
///
/// # Errors
/// Each field that does not fit; `rule-…` of the expression.
pub async fn rule(
    ctx: &Context<'_>,
    id: CallId,
    version: i64,
    language: Language,
    form: &RuleForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut terms = in_work(&growing)?;
    let mut typed = Typed::default();
    let expression = form.expression.trim().to_owned();
    let read = typed.take("expression", eligibility::read(&expression));
    let given = [&form.title_kk, &form.title_ky, &form.title_ru, &form.title_en];
    let reason = typed.four(language, TITLES, given.map(String::as_str));
    let (_, reason) = typed.all1(read.zip(reason))?;
    let item = terms.item(Rule { expression, reason });
    terms.rules.push(item);
    drafted(ctx, growing, terms).await
}

/// What is typed to take a part out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RemoveForm {
    /// The number of the item.
    pub item: String,
}

/// Takes a part out of the draft.
///
/// # Errors
/// `call-no-such-item`; [`AppError::Stale`].
pub async fn remove(ctx: &Context<'_>, id: CallId, version: i64, form: &RemoveForm) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut terms = in_work(&growing)?;
    let there = form.item.trim().parse().is_ok_and(|number| terms.remove(number));
    if !there {
        return Err(Refusal::of("item", "call-no-such-item").into());
    }
    drafted(ctx, growing, terms).await
}
