//! Defining an indicator, correcting its definition, and saying how it is counted from a day on.

use jiff::civil::Date;
use kelisim_domain::Refusal;
use kelisim_domain::id::IndicatorId;
use kelisim_domain::indicator::{Definition, Event, Indicator, Method, Periodicity};
use kelisim_domain::observation::Measure;
use kelisim_domain::party::PartyCode;
use kelisim_domain::quotation::Quotation;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::text::{Language, Text4, tidy_line};
use kelisim_domain::topic::Unit;
use kelisim_store::reading::Kind;
use serde::{Deserialize, Serialize};

use super::WithdrawForm;
use crate::access::Action;
use crate::context::{Context, Known};
use crate::growing::{About, Growing};
use crate::lookup::{Directory, directory, latest};
use crate::observation::cited_in;
use crate::typed::{TITLES, Typed};
use crate::{AppError, Result};

/// What is typed about an indicator.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DescribeForm {
    /// Code of the measure.
    pub measure: String,
    /// The name in Kazakh.
    pub title_kk: String,
    /// The name in Kyrgyz.
    pub title_ky: String,
    /// The name in Russian.
    pub title_ru: String,
    /// The name in English.
    pub title_en: String,
    /// What is counted, in Kazakh.
    pub what_kk: String,
    /// What is counted, in Kyrgyz.
    pub what_ky: String,
    /// What is counted, in Russian.
    pub what_ru: String,
    /// What is counted, in English.
    pub what_en: String,
    /// Code of the unit.
    pub unit: String,
    /// Codes of the countries it is measured in; empty for any.
    pub geography: String,
    /// Code of how often it is reported.
    pub periodicity: String,
    /// Code of whoever owns it; empty when nobody is named.
    pub owner: String,
    /// The office of the owner, in the language of the page.
    pub office: String,
    /// Id of the source of the definition; empty for one of the house's own.
    pub source: String,
    /// The passage.
    pub passage: String,
}

/// What is typed about how an indicator is counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MethodForm {
    /// From when.
    pub from: String,
    /// How, in Kazakh.
    pub how_kk: String,
    /// How, in Kyrgyz.
    pub how_ky: String,
    /// How, in Russian.
    pub how_ru: String,
    /// How, in English.
    pub how_en: String,
    /// Why it is counted otherwise, in the language of the page.
    pub why: String,
    /// Id of the source that tells of it; empty when none does.
    pub source: String,
    /// The passage.
    pub passage: String,
}

/// What is typed to define an indicator: what is measured, and the method it begins with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DefineForm {
    /// What is measured.
    #[serde(flatten)]
    pub about: DescribeForm,
    /// From when it is counted so; empty when that is not known.
    pub from: String,
    /// How it is counted, in Kazakh.
    pub how_kk: String,
    /// How, in Kyrgyz.
    pub how_ky: String,
    /// How, in Russian.
    pub how_ru: String,
    /// How, in English.
    pub how_en: String,
}

const WHATS: [&str; 4] = ["what_kk", "what_ky", "what_ru", "what_en"];
const HOWS: [&str; 4] = ["how_kk", "how_ky", "how_ru", "how_en"];

impl DescribeForm {
    /// The form as it stands for an indicator, in a language where a text has only one. The passage is cited anew when
    /// it is corrected.
    #[must_use]
    pub fn of(it: &Indicator, language: Language) -> Self {
        let d = &it.definition;
        let said = |text: &Text4, language| text.get(language).unwrap_or_default().to_owned();
        let codes: Vec<_> = d.geography.iter().map(ToString::to_string).collect();
        Self {
            measure: d.measure.as_str().to_owned(),
            title_kk: said(&d.name, Language::Kk),
            title_ky: said(&d.name, Language::Ky),
            title_ru: said(&d.name, Language::Ru),
            title_en: said(&d.name, Language::En),
            what_kk: said(&d.what, Language::Kk),
            what_ky: said(&d.what, Language::Ky),
            what_ru: said(&d.what, Language::Ru),
            what_en: said(&d.what, Language::En),
            unit: d.unit.code().to_owned(),
            geography: codes.join(" "),
            periodicity: d.periodicity.code().to_owned(),
            owner: d.owner.as_ref().map(ToString::to_string).unwrap_or_default(),
            office: d.office.as_ref().map(|it| it.shown(language).0.to_owned()).unwrap_or_default(),
            source: d.quotation.as_ref().map(|q| q.source.to_string()).unwrap_or_default(),
            passage: d.quotation.as_ref().map(|q| q.exact.clone()).unwrap_or_default(),
        }
    }
}

/// Defines an indicator. `id` is made with the form, so that sending it twice defines it once.
///
/// # Errors
/// Each field that does not fit; `indicator-there`, where the registry has the code already.
pub async fn define(
    ctx: &Context<'_>,
    id: IndicatorId,
    language: Language,
    form: &DefineForm,
) -> Result<()> {
    let registry = ctx.registry()?;
    ctx.authorise_on(Action::KeepRecord, registry, None)?;
    let there = latest::<Indicator>(ctx, Kind::Indicator, id.uuid()).await;
    if there.is_ok_and(|it| it.definition.registry == registry) {
        return Ok(());
    }
    let mut typed = Typed::default();
    let cited = cited(ctx, &mut typed, &form.about.source, &form.about.passage).await?;
    let definition =
        description(ctx, &mut typed, registry, language, &form.about, cited.clone()).await?;
    let from = typed.optional_date("from", &form.from);
    let how = typed.four(language, HOWS, [&form.how_kk, &form.how_ky, &form.how_ru, &form.how_en]);
    let ((definition, from), (how, cited)) =
        typed.all1(definition.zip(from).zip(how.zip(cited)))?;
    if super::of_measure(ctx, registry, &definition.measure).await?.is_some() {
        return Err(taken(&definition));
    }
    let method = Method { from, how, why: None, quotation: None };
    let event = Event::Defined { definition: definition.clone(), method };
    let growing = Growing::<Indicator>::new(id.into());
    match growing.record(ctx, &event, about(cited.as_ref(), from)).await {
        // Another hand defined the code meanwhile.
        Err(AppError::Exists(_)) => Err(taken(&definition)),
        other => other,
    }
}

fn taken(definition: &Definition) -> AppError {
    Refusal::of("measure", "indicator-there").with("code", definition.measure.as_str()).into()
}

fn about(cited: Option<&(Quotation, Date)>, from: Option<kelisim_domain::edtf::Edtf>) -> About {
    match cited {
        Some((quotation, known_on)) => {
            About { valid_from: from, ..About::source(quotation.source, *known_on) }
        }
        None => About { known: Known::Today, valid_from: from, source: None },
    }
}

/// Corrects a definition. The old one stays in its history.
///
/// # Errors
/// Each field that does not fit; `indicator-measure-fixed`; [`AppError::Stale`].
pub async fn describe(
    ctx: &Context<'_>,
    id: IndicatorId,
    version: i64,
    language: Language,
    form: &DescribeForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let registry = growing.state()?.definition.registry;
    let mut typed = Typed::default();
    let cited = cited(ctx, &mut typed, &form.source, &form.passage).await?;
    let definition = description(ctx, &mut typed, registry, language, form, cited).await?;
    let definition = typed.all1(definition)?;
    // A correction is known from the day it is made.
    growing.record(ctx, &Event::Described { definition }, About::TODAY).await
}

/// Says that it is counted otherwise from a day on.
///
/// # Errors
/// Each field that does not fit; `indicator-method-order`; [`AppError::Stale`].
pub async fn method(
    ctx: &Context<'_>,
    id: IndicatorId,
    version: i64,
    language: Language,
    form: &MethodForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let from = typed.date("from", &form.from);
    let how = typed.four(language, HOWS, [&form.how_kk, &form.how_ky, &form.how_ru, &form.how_en]);
    let why = typed.text("why", language, &form.why);
    let cited = cited(ctx, &mut typed, &form.source, &form.passage).await?;
    let ((from, how), (why, cited)) = typed.all1(from.zip(how).zip(why.zip(cited)))?;
    let about = about(cited.as_ref(), Some(from));
    let quotation = cited.map(|(quotation, _)| quotation);
    let method = Method { from: Some(from), how, why: Some(why), quotation };
    growing.record(ctx, &Event::MethodChanged { method }, about).await
}

/// Takes back a change of method that was entered by mistake.
///
/// # Errors
/// Each field that does not fit; `indicator-no-such-method`, `indicator-first-method-stays`; [`AppError::Stale`].
pub async fn withdraw(
    ctx: &Context<'_>,
    id: IndicatorId,
    version: i64,
    language: Language,
    form: &WithdrawForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let (version, reason) = form.read(language, Refusal::new("indicator-no-such-method"))?;
    growing.record(ctx, &Event::MethodWithdrawn { version, reason }, About::TODAY).await
}

/// Shows an indicator to everybody, or no longer.
///
/// # Errors
/// `published-already`, `not-published`; [`AppError::Stale`].
pub async fn publish(ctx: &Context<'_>, id: IndicatorId, version: i64, public: bool) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let event = if public { Event::Published } else { Event::Unpublished };
    growing.record(ctx, &event, About::TODAY).await
}

/// Loads an indicator of the actor's registry for a change.
async fn load(ctx: &Context<'_>, id: IndicatorId, version: i64) -> Result<Growing<Indicator>> {
    ctx.authorise(Action::KeepRecord)?;
    let shown: Indicator = latest(ctx, Kind::Indicator, id.uuid()).await?;
    ctx.authorise_on(Action::KeepRecord, shown.definition.registry, None)?;
    let growing = Growing::load(ctx, id.into()).await?;
    growing.at_version(version)?;
    Ok(growing)
}

/// The passage a definition or a method is from, where one is named: the inner option says whether.
async fn cited(
    ctx: &Context<'_>,
    typed: &mut Typed,
    source: &str,
    passage: &str,
) -> Result<Option<Option<(Quotation, Date)>>> {
    if source.trim().is_empty() && tidy_line(passage).is_empty() {
        return Ok(Some(None));
    }
    Ok(cited_in(ctx, typed, source, passage).await?.map(Some))
}

async fn description(
    ctx: &Context<'_>,
    typed: &mut Typed,
    registry: RegistryCode,
    language: Language,
    form: &DescribeForm,
    cited: Option<Option<(Quotation, Date)>>,
) -> Result<Option<Definition>> {
    let names = directory(ctx).await?;
    let measure = typed.take("measure", Measure::new(&form.measure));
    let titles = [&form.title_kk, &form.title_ky, &form.title_ru, &form.title_en];
    let name = typed.four(language, TITLES, titles.map(String::as_str));
    let whats = [&form.what_kk, &form.what_ky, &form.what_ru, &form.what_en];
    let what = typed.four(language, WHATS, whats.map(String::as_str));
    let unit = typed.take("unit", Unit::from_code(&form.unit).ok_or(Refusal::new("unit-unknown")));
    let geography = typed.parties("geography", &form.geography);
    let geography = geography.filter(|codes| all_known(typed, &names, "geography", codes));
    let often = Periodicity::from_code(form.periodicity.trim());
    let often = often.ok_or(Refusal::new("indicator-periodicity-unknown"));
    let periodicity = typed.take("periodicity", often);
    let owner = match form.owner.trim() {
        "" => Some(None),
        code => typed
            .party("owner", code)
            .filter(|code| all_known(typed, &names, "owner", std::slice::from_ref(code)))
            .map(Some),
    };
    let office = typed.optional_text("office", language, &form.office);
    Ok((|| {
        Some(Definition {
            registry,
            measure: measure?,
            name: name?,
            what: what?,
            unit: unit?,
            geography: geography?,
            periodicity: periodicity?,
            owner: owner?,
            office: office?,
            quotation: cited?.map(|(quotation, _)| quotation),
        })
    })())
}

fn all_known(
    typed: &mut Typed,
    names: &Directory,
    field: &'static str,
    codes: &[PartyCode],
) -> bool {
    for code in codes {
        if !names.parties.contains_key(code) {
            typed.refuse(Refusal::of(field, "party-unknown").with("text", code.to_string()));
            return false;
        }
    }
    true
}
