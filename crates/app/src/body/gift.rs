//! What somebody is to contribute to a body, and what was given: two things, each with its passage.

use kelisim_domain::Refusal;
use kelisim_domain::body::{Amount, Currency, Delivery, Event, Gift, Pledge};
use kelisim_domain::id::BodyId;
use kelisim_domain::stage::Stage;
use kelisim_domain::text::Language;
use kelisim_domain::topic::Per;
use serde::{Deserialize, Serialize};

use super::enter::load;
use super::people::{WhoForm, entry, who};
use crate::Result;
use crate::context::Context;
use crate::growing::About;
use crate::observation::cited_in;
use crate::typed::Typed;

/// What is typed about a contribution that is promised or spoken of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PledgeForm {
    /// Who.
    #[serde(flatten)]
    pub who: WhoForm,
    /// The version that entered it first, when this says it anew.
    pub of: String,
    /// Code of the kind of thing.
    pub gift: String,
    /// What.
    pub matter: String,
    /// How much.
    pub value: String,
    /// Code of the currency of money.
    pub currency: String,
    /// Code of how often.
    pub per: String,
    /// Code of how firm the words are.
    pub stage: String,
    /// For when.
    pub when: String,
    /// Id of the source.
    pub source: String,
    /// The passage.
    pub passage: String,
}

/// Enters what somebody is to contribute, with the passage that says so. Words below S5 are kept as talk.
///
/// # Errors
/// Each field that does not fit; `body-currency-missing`, `body-currency-of-money`, `body-no-pledge`,
/// `body-other-pledge`; [`crate::AppError::Stale`].
pub async fn pledge(
    ctx: &Context<'_>,
    id: BodyId,
    version: i64,
    language: Language,
    form: &PledgeForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let registry = growing.state()?.description.registry;
    let mut typed = Typed::default();
    let by = who(ctx, &mut typed, registry, language, &form.who).await?;
    let of = optional_entry(&mut typed, "of", &form.of);
    let gift = gift(&mut typed, &form.gift);
    let matter = typed.text("matter", language, &form.matter);
    let amount = amount(&mut typed, &form.value, &form.currency, &form.per);
    let stage = Stage::from_code(&form.stage).ok_or(Refusal::new("stage-missing"));
    let stage = typed.take("stage", stage);
    let when = typed.optional_date("when", &form.when);
    let cited = cited_in(ctx, &mut typed, &form.source, &form.passage).await?;
    let read = (|| {
        let (quotation, known_on) = cited?;
        let about = About { valid_from: when?, ..About::source(quotation.source, known_on) };
        let (by, of, gift, matter) = (by?, of?, gift?, matter?);
        let (amount, stage, when) = (amount?, stage?, when?);
        Some((Pledge { of, by, gift, matter, amount, stage, when, quotation }, about))
    })();
    let (pledge, about) = typed.all1(read)?;
    growing.record(ctx, &Event::Pledged { pledge }, about).await
}

/// What is typed about a contribution that was given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeliverForm {
    /// Who.
    #[serde(flatten)]
    pub who: WhoForm,
    /// The version that entered what had been promised.
    pub pledge: String,
    /// Code of the kind of thing.
    pub gift: String,
    /// What.
    pub matter: String,
    /// How much.
    pub value: String,
    /// Code of the currency of money.
    pub currency: String,
    /// When.
    pub on: String,
    /// Id of the source.
    pub source: String,
    /// The passage.
    pub passage: String,
}

/// Enters what somebody contributed, with the passage that says so.
///
/// # Errors
/// As [`pledge`]; `body-not-yet`.
pub async fn deliver(
    ctx: &Context<'_>,
    id: BodyId,
    version: i64,
    language: Language,
    form: &DeliverForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let registry = growing.state()?.description.registry;
    let mut typed = Typed::default();
    let by = who(ctx, &mut typed, registry, language, &form.who).await?;
    let pledge = optional_entry(&mut typed, "pledge", &form.pledge);
    let gift = gift(&mut typed, &form.gift);
    let matter = typed.text("matter", language, &form.matter);
    let amount = amount(&mut typed, &form.value, &form.currency, Per::Once.code());
    let on = typed.date("on", &form.on);
    let cited = cited_in(ctx, &mut typed, &form.source, &form.passage).await?;
    let read = (|| {
        let (quotation, known_on) = cited?;
        let about = About { valid_from: on, ..About::source(quotation.source, known_on) };
        let (pledge, by, gift) = (pledge?, by?, gift?);
        let (matter, amount, on) = (matter?, amount?, on?);
        Some((Delivery { pledge, by, gift, matter, amount, on, quotation }, about))
    })();
    let (delivery, about) = typed.all1(read)?;
    growing.record(ctx, &Event::Delivered { delivery }, about).await
}

fn gift(typed: &mut Typed, code: &str) -> Option<Gift> {
    typed.take("gift", Gift::from_code(code).ok_or(Refusal::new("body-gift-unknown")))
}

fn optional_entry(typed: &mut Typed, field: &'static str, text: &str) -> Option<Option<i64>> {
    if text.trim().is_empty() {
        return Some(None);
    }
    entry(typed, field, text, Refusal::new("body-no-pledge")).map(Some)
}

/// How much, where a number is typed. A currency without a number says nothing.
fn amount(typed: &mut Typed, value: &str, currency: &str, per: &str) -> Option<Option<Amount>> {
    if value.trim().is_empty() {
        if currency.trim().is_empty() {
            return Some(None);
        }
        typed.refuse(Refusal::of("value", "body-value-missing"));
        return None;
    }
    let value = typed.figure("value", value);
    let currency = match currency.trim() {
        "" => Some(None),
        code => {
            let read = Currency::from_code(code).ok_or(Refusal::new("body-currency-unknown"));
            typed.take("currency", read).map(Some)
        }
    };
    let per = if per.is_empty() { Per::Once.code() } else { per };
    let per = typed.take("per", Per::from_code(per).ok_or(Refusal::new("per-unknown")));
    Some(Some(Amount { value: value?, currency: currency?, per: per? }))
}
