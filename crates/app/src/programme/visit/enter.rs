//! Entering a visit, and correcting what it is.

use jiff::civil::Date;
use kelisim_domain::Refusal;
use kelisim_domain::edtf::Edtf;
use kelisim_domain::id::{CommitmentId, QuotaLineId, VisitId};
use kelisim_domain::party::PartyCode;
use kelisim_domain::programme::visit::{Description, Direction, Event, ExpertVisit, Fact};
use kelisim_domain::quota::{LineShown, Programme};
use kelisim_domain::quotation::Quotation;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::text::Language;
use kelisim_store::quota::LineFilter;
use kelisim_store::reading::Kind;
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::access::Action;
use crate::context::Context;
use crate::growing::Growing;
use crate::instrument::{about, optional_cited};
use crate::lookup::{directory, last_day, latest, read_all};
use crate::scan::PAGE;
use crate::typed::{TITLES, Typed};

/// What is typed about a visit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DescribeForm {
    /// Code of the other side.
    pub partner: String,
    /// Code of which way.
    pub direction: String,
    /// The name in Kazakh.
    pub title_kk: String,
    /// The name in Kyrgyz.
    pub title_ky: String,
    /// The name in Russian.
    pub title_ru: String,
    /// The name in English.
    pub title_en: String,
    /// The first day, as exactly as known.
    pub from: String,
    /// The last day; left out when it is one day, month or year.
    pub until: String,
    /// Codes of those who receive the experts, with spaces between them.
    pub hosts: String,
    /// Where.
    pub place: String,
    /// Who sends the experts.
    pub sender: String,
    /// Id of the promise.
    pub commitment: String,
    /// Id of the line of the ledger.
    pub line: String,
    /// Id of the source, where one says so.
    pub source: String,
    /// The passage.
    pub passage: String,
}

impl DescribeForm {
    /// The form as it stands for a visit; the passage is named anew.
    #[must_use]
    pub fn of(it: &ExpertVisit, language: Language) -> Self {
        let d = &it.description;
        let title = |language| d.title.get(language).unwrap_or_default().to_owned();
        let (from, until) = match d.days {
            Some(Edtf::Span(from, until)) => (from.to_string(), until.to_string()),
            Some(single @ Edtf::Single(_)) => (single.to_string(), String::new()),
            None => (String::new(), String::new()),
        };
        let shown = |text: &kelisim_domain::text::Text4| text.shown(language).0.to_owned();
        Self {
            partner: d.partner.to_string(),
            direction: d.direction.code().to_owned(),
            title_kk: title(Language::Kk),
            title_ky: title(Language::Ky),
            title_ru: title(Language::Ru),
            title_en: title(Language::En),
            from,
            until,
            hosts: d.hosts.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
            place: d.place.as_ref().map(shown).unwrap_or_default(),
            sender: d.sender.as_ref().map(shown).unwrap_or_default(),
            commitment: d.commitment.map(|id| id.to_string()).unwrap_or_default(),
            line: d.line.map(|id| id.to_string()).unwrap_or_default(),
            source: String::new(),
            passage: String::new(),
        }
    }
}

/// Enters a visit. `id` is made with the form, so that sending it twice enters it once.
///
/// # Errors
/// Each field that does not fit.
pub async fn enter(
    ctx: &Context<'_>,
    id: VisitId,
    language: Language,
    form: &DescribeForm,
) -> Result<()> {
    ctx.authorise(Action::KeepRecord)?;
    let registry = ctx.registry()?;
    let there = latest::<ExpertVisit>(ctx, Kind::Visit, id.uuid()).await;
    if there.is_ok_and(|it| it.description.registry == registry) {
        return Ok(());
    }
    let mut typed = Typed::default();
    let read = read_form(ctx, &mut typed, registry, language, form).await?;
    let (description, cited) = typed.all1(read)?;
    ctx.authorise_on(Action::KeepRecord, registry, Some(&description.partner))?;
    let growing = Growing::<ExpertVisit>::new(id.into());
    let event = Event::Stated { fact: Fact::Described(description) };
    growing.record(ctx, &event, about(cited.as_ref())).await
}

/// Says anew what a visit is: a correction, or what a later passage says of its days.
///
/// # Errors
/// Each field that does not fit; `visit-partner-fixed`, `visit-outside-days`; [`crate::AppError::Stale`].
pub async fn describe(
    ctx: &Context<'_>,
    id: VisitId,
    version: i64,
    language: Language,
    form: &DescribeForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let registry = growing.state()?.description.registry;
    let mut typed = Typed::default();
    let read = read_form(ctx, &mut typed, registry, language, form).await?;
    let (read, cited) = typed.all1(read)?;
    // The partner stays, under the code it was entered with.
    let (names, old) = (directory(ctx).await?, &growing.state()?.description.partner);
    let description = Description { partner: names.written(&read.partner, [old]), ..read };
    let event = Event::Stated { fact: Fact::Described(description) };
    growing.record(ctx, &event, about(cited.as_ref())).await
}

/// Loads a visit of the actor's registry for a change.
pub(super) async fn load(
    ctx: &Context<'_>,
    id: VisitId,
    version: i64,
) -> Result<Growing<ExpertVisit>> {
    ctx.authorise(Action::KeepRecord)?;
    let shown: ExpertVisit = latest(ctx, Kind::Visit, id.uuid()).await?;
    let d = &shown.description;
    ctx.authorise_on(Action::KeepRecord, d.registry, Some(&d.partner))?;
    let growing = Growing::load(ctx, id.into()).await?;
    growing.at_version(version)?;
    Ok(growing)
}

/// Lines of the registry whose places visits of experts can take.
///
/// # Errors
/// When the actor may not, or the store cannot be read.
pub async fn lines(ctx: &Context<'_>) -> Result<Vec<LineShown>> {
    ctx.authorise(Action::KeepRecord)?;
    let filter = LineFilter::default();
    let rows = ctx.store().quota_lines(&ctx.scope(), &filter, last_day(), None, PAGE).await?;
    let lines: Vec<LineShown> = read_all(ctx, rows).await?;
    let fits = |line: &LineShown| line.description.programme == Programme::ExpertExchange;
    Ok(lines.into_iter().filter(fits).collect())
}

/// A description with the passage it rests on and the day of its publication.
type Described = (Description, Option<(Quotation, Date)>);

async fn read_form(
    ctx: &Context<'_>,
    typed: &mut Typed,
    registry: RegistryCode,
    language: Language,
    form: &DescribeForm,
) -> Result<Option<Described>> {
    let partner = one_known(ctx, typed, &form.partner).await?;
    let hosts = known(ctx, typed, "hosts", &form.hosts).await?;
    let direction =
        Direction::from_code(&form.direction).ok_or(Refusal::new("visit-direction-unknown"));
    let direction = typed.take("direction", direction);
    let titles = [&form.title_kk, &form.title_ky, &form.title_ru, &form.title_en];
    let title = typed.four(language, TITLES, titles.map(String::as_str));
    let days = days(typed, &form.from, &form.until);
    let place = typed.optional_text("place", language, &form.place);
    let sender = typed.optional_text("sender", language, &form.sender);
    let commitment = commitment(ctx, typed, registry, &form.commitment).await?;
    let line = line(ctx, typed, registry, &form.line).await?;
    let cited = optional_cited(ctx, typed, &form.source, &form.passage).await?;
    Ok((|| {
        let cited = cited?;
        let description = Description {
            registry,
            partner: partner?,
            direction: direction?,
            title: title?,
            days: days?,
            hosts: hosts?,
            place: place?,
            sender: sender?,
            commitment: commitment?,
            line: line?,
            quotation: cited.as_ref().map(|(quotation, _)| quotation.clone()),
        };
        Some((description, cited))
    })())
}

/// The other side, which is on record.
async fn one_known(ctx: &Context<'_>, typed: &mut Typed, code: &str) -> Result<Option<PartyCode>> {
    let Some(party) = typed.party("partner", code) else { return Ok(None) };
    let known = known(ctx, typed, "partner", &party.to_string()).await?;
    Ok(known.and_then(|mut parties| parties.pop()))
}

/// Parties that are on record, in the order given, each once.
async fn known(
    ctx: &Context<'_>,
    typed: &mut Typed,
    field: &'static str,
    codes: &str,
) -> Result<Option<Vec<PartyCode>>> {
    let names = directory(ctx).await?;
    let Some(parties) = typed.parties(field, codes) else { return Ok(None) };
    if let Some(party) = parties.iter().find(|party| !names.parties.contains_key(party)) {
        typed.refuse(Refusal::of(field, "party-unknown").with("text", party.to_string()));
        return Ok(None);
    }
    let mut read = Vec::new();
    for party in parties.iter().map(|party| names.same.of(party)) {
        if !read.contains(party) {
            read.push(party.clone());
        }
    }
    Ok(Some(read))
}

/// The days: one date, or the first and the last. Nothing typed is nothing known.
fn days(typed: &mut Typed, from: &str, until: &str) -> Option<Option<Edtf>> {
    let (from, until) = (typed.optional_date("from", from)?, typed.optional_date("until", until)?);
    match (from, until) {
        (None, None) => Some(None),
        (Some(one), None) => Some(Some(one)),
        (None, Some(_)) => {
            typed.refuse(Refusal::of("from", "visit-days-first"));
            None
        }
        (Some(from), Some(until)) => {
            let span = Edtf::Span(from.ends().0, until.ends().1);
            if span.last_day() < span.first_day() {
                typed.refuse(Refusal::of("until", "visit-days-order"));
                return None;
            }
            Some(Some(span))
        }
    }
}

/// A commitment of the registry, where one is named.
async fn commitment(
    ctx: &Context<'_>,
    typed: &mut Typed,
    registry: RegistryCode,
    text: &str,
) -> Result<Option<Option<CommitmentId>>> {
    if text.trim().is_empty() {
        return Ok(Some(None));
    }
    if let Ok(id) = text.trim().parse::<CommitmentId>() {
        let found = crate::lookup::commitments(ctx, vec![id], last_day()).await?;
        if found.values().any(|it| it.description.registry == registry) {
            return Ok(Some(Some(id)));
        }
    }
    typed.refuse(Refusal::of("commitment", "visit-commitment-unknown"));
    Ok(None)
}

/// A line of the registry for exchanges of experts, where one is named.
async fn line(
    ctx: &Context<'_>,
    typed: &mut Typed,
    registry: RegistryCode,
    text: &str,
) -> Result<Option<Option<QuotaLineId>>> {
    if text.trim().is_empty() {
        return Ok(Some(None));
    }
    let id = text.trim().parse::<QuotaLineId>().ok();
    let there = lines(ctx).await?;
    let fits = |line: &&LineShown| Some(line.id) == id && line.description.registry == registry;
    let Some(found) = there.iter().find(fits) else {
        typed.refuse(Refusal::of("line", "visit-line-unknown"));
        return Ok(None);
    };
    Ok(Some(Some(found.id)))
}
