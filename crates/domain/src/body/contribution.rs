//! What somebody is to contribute to a body, and what was given. The two are never added up together.

use serde::{Deserialize, Serialize};

use super::Who;
use crate::Refusal;
use crate::commitment::Said;
use crate::edtf::Edtf;
use crate::figure::Figure;
use crate::quotation::Quotation;
use crate::stage::{Stage, coded};
use crate::text::Text4;
use crate::topic::Per;

coded! {
    /// What kind of thing is contributed.
    Gift {
        /// Money.
        Money = "money",
        /// Experts.
        Experts = "experts",
        /// Premises.
        Premises = "premises",
        /// Equipment.
        Equipment = "equipment",
        /// Something else.
        Other = "other",
    }
}

coded! {
    /// A currency, by its code of ISO 4217.
    Currency {
        /// United States dollar.
        Usd = "USD",
        /// Euro.
        Eur = "EUR",
        /// Tenge.
        Kzt = "KZT",
        /// Som.
        Kgs = "KGS",
        /// Russian rouble.
        Rub = "RUB",
        /// Turkish lira.
        Try = "TRY",
        /// Indian rupee.
        Inr = "INR",
        /// Renminbi.
        Cny = "CNY",
        /// Uzbek sum.
        Uzs = "UZS",
        /// Somoni.
        Tjs = "TJS",
        /// Belarusian rouble.
        Byn = "BYN",
        /// Pound sterling.
        Gbp = "GBP",
        /// Swiss franc.
        Chf = "CHF",
        /// Yen.
        Jpy = "JPY",
        /// Won.
        Krw = "KRW",
    }
}

/// How much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// The number.
    pub value: Figure,
    /// The currency; money has one and nothing else has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// How often.
    pub per: Per,
}

/// What somebody is to contribute, as a passage says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pledge {
    /// The version that entered it first, when this says anew how much or how firmly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<i64>,
    /// Who.
    pub by: Who,
    /// What kind of thing.
    pub gift: Gift,
    /// What.
    pub matter: Text4,
    /// How much, where the passage says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// How firm the words are. Below [`Stage::S5`] it is talk and in no total.
    pub stage: Stage,
    /// For when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Edtf>,
    /// The passage.
    pub quotation: Quotation,
}

/// What somebody contributed, as a passage says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// The version that entered what had been promised, where something had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pledge: Option<i64>,
    /// Who.
    pub by: Who,
    /// What kind of thing.
    pub gift: Gift,
    /// What.
    pub matter: Text4,
    /// How much, where the passage says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// When.
    pub on: Edtf,
    /// The passage.
    pub quotation: Quotation,
}

/// A promise with its latest word, and what was given upon it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pledged<'a> {
    /// The version that entered it first.
    pub entry: i64,
    /// The latest word.
    pub pledge: &'a Pledge,
    /// What was given upon it, in the order of entry.
    pub given: Vec<Given<'a>>,
}

/// Something that was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given<'a> {
    /// The version that entered it.
    pub entry: i64,
    /// What.
    pub delivery: &'a Delivery,
}

/// What was promised or given of one kind, in one currency and over one span. What a passage gives no number for is
/// counted beside the sum, never as zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// What kind of thing.
    pub gift: Gift,
    /// The currency of money.
    pub currency: Option<Currency>,
    /// How often.
    pub per: Per,
    /// The sum; none when no passage has a number, or when it is larger than a figure can be.
    pub sum: Option<Figure>,
    /// How many have a number.
    pub numbered: usize,
    /// How many have none.
    pub unnumbered: usize,
}

/// The promises and talks, in the order of entry, each with what was given upon it.
pub(super) fn pledged<'a>(
    pledges: &'a [Said<Pledge>],
    deliveries: &'a [Said<Delivery>],
) -> Vec<Pledged<'a>> {
    let mut latest: Vec<(i64, &Said<Pledge>)> = Vec::new();
    for said in pledges {
        let entry = said.what.of.unwrap_or(said.meta.version);
        let rank = |said: &Said<Pledge>| (said.meta.known_on, said.meta.version);
        match latest.iter_mut().find(|(of, _)| *of == entry) {
            Some(there) if rank(there.1) < rank(said) => there.1 = said,
            Some(_) => {}
            None => latest.push((entry, said)),
        }
    }
    let given = |entry: i64| {
        let upon = deliveries.iter().filter(move |said| said.what.pledge == Some(entry));
        upon.map(|said| Given { entry: said.meta.version, delivery: &said.what }).collect()
    };
    latest
        .into_iter()
        .map(|(entry, said)| Pledged { entry, pledge: &said.what, given: given(entry) })
        .collect()
}

/// What was given without a promise on record.
pub(super) fn unpromised<'a>(
    pledges: &'a [Said<Pledge>],
    deliveries: &'a [Said<Delivery>],
) -> impl Iterator<Item = Given<'a>> {
    let there =
        |entry: i64| pledges.iter().any(|said| said.what.of.unwrap_or(said.meta.version) == entry);
    deliveries
        .iter()
        .filter(move |said| said.what.pledge.is_none_or(|entry| !there(entry)))
        .map(|said| Given { entry: said.meta.version, delivery: &said.what })
}

/// Adds up what is of one kind, currency and span, in the order of the kinds.
pub(super) fn totals(of: impl Iterator<Item = (Gift, Option<Amount>)>) -> Vec<Total> {
    let mut totals: Vec<Total> = Vec::new();
    for (gift, amount) in of {
        let currency = amount.and_then(|amount| amount.currency);
        let per = amount.map_or(Per::Once, |amount| amount.per);
        let there = totals
            .iter()
            .position(|total| total.gift == gift && total.currency == currency && total.per == per);
        let (sum, numbered, unnumbered) = (None, 0, 0);
        let place = there.unwrap_or_else(|| {
            totals.push(Total { gift, currency, per, sum, numbered, unnumbered });
            totals.len() - 1
        });
        let Some(total) = totals.get_mut(place) else { continue };
        match amount {
            Some(amount) => {
                total.sum = match total.sum {
                    Some(sum) => sum.plus(amount.value),
                    None if total.numbered == 0 => Some(amount.value),
                    None => None,
                };
                total.numbered += 1;
            }
            None => total.unnumbered += 1,
        }
    }
    totals.sort_by_key(|total| (total.gift, total.currency, total.per));
    totals
}

/// The rules over all contributions: money has a currency and nothing else has; what is given upon a promise is of its
/// kind and by whoever gave it.
pub(super) fn check(
    pledges: &[Said<Pledge>],
    deliveries: &[Said<Delivery>],
) -> Result<(), Refusal> {
    let promised = pledges.iter().map(|said| (said.what.gift, said.what.amount));
    let given = deliveries.iter().map(|said| (said.what.gift, said.what.amount));
    for (gift, amount) in promised.chain(given) {
        let Some(amount) = amount else { continue };
        match (gift, amount.currency) {
            (Gift::Money, None) => return Err(Refusal::of("currency", "body-currency-missing")),
            (Gift::Money, Some(_)) | (_, None) => {}
            (_, Some(_)) => return Err(Refusal::of("currency", "body-currency-of-money")),
        }
    }
    let first = |version: i64| {
        pledges.iter().find(|s| s.meta.version == version && s.what.of.is_none()).map(|s| &s.what)
    };
    for said in pledges {
        let Some(of) = said.what.of else { continue };
        let Some(first) = first(of) else { return Err(Refusal::of("of", "body-no-pledge")) };
        if first.gift != said.what.gift || !first.by.is(&said.what.by) {
            return Err(Refusal::of("of", "body-other-pledge"));
        }
    }
    for said in deliveries {
        let Some(of) = said.what.pledge else { continue };
        let Some(first) = first(of) else { return Err(Refusal::of("pledge", "body-no-pledge")) };
        if first.gift != said.what.gift || !first.by.is(&said.what.by) {
            return Err(Refusal::of("pledge", "body-other-pledge"));
        }
    }
    Ok(())
}
