//! The part of the check that needs the sealed market.

use serde_json::Value;

use crate::canonical::canonical;
use crate::market::Market;
use crate::rows::{Climb, Rows};
use crate::seal::Seal;
use crate::sha::Hash;
use crate::stability::Finding;
use crate::strict::Strict;
use crate::tables::Files;
use crate::{Parts, Report, hex, replay, rule, same, same_text, same_value};

const ASKED: &str = "everyone asked for their place and is accepted there";
const WITHIN: &str = "capacities, caps, floors, reserves, slots and couples";

/// The files of a market, hashed, and read as far as that needs no certificate.
pub(crate) struct Held<'a> {
    /// Which is which.
    pub(crate) files: Files<'a>,
    /// Their hashes.
    pub(crate) seal: Seal,
    /// The market, where it is one of columns.
    pub(crate) strict: Option<Result<Strict<'a>, String>>,
}

/// Checks a certificate and its matching against the market.
pub(crate) fn check(
    parts: &Parts<'_>,
    held: &Held<'_>,
    (matching, climb): (Option<&Rows<'_>>, Option<&Climb<'_>>),
    report: &mut Report,
) {
    let Held { files, seal, strict } = held;
    report.add("hash of the market", seal.check(&parts.body));
    if parts.signature["signer"] == "market" {
        report.add("key of the market", seal.check_key(&parts.signature));
    }
    let rows = matching.map(|matching| Matched { seal, matching, climb });
    match strict {
        Some(Ok(market)) => in_strict(parts, market, seal, rows.as_ref(), report),
        Some(Err(trouble)) => report.add("market", Err(trouble.clone())),
        None => match Market::read(files, &seal.input, &parts.body["lottery_origin"]) {
            Ok(market) => in_any(parts, &market, seal, rows.as_ref(), report),
            Err(trouble) => report.add("market", Err(trouble)),
        },
    }
}

/// The matching at hand, and the root over its rows as far as it is done.
struct Matched<'m> {
    seal: &'m Seal,
    matching: &'m Rows<'m>,
    climb: Option<&'m Climb<'m>>,
}

impl Matched<'_> {
    fn root(&self) -> Hash {
        let alone = || Climb::new(self.matching, &self.seal.salt_key).root();
        self.climb.map_or_else(alone, Climb::root)
    }
}

/// Any market.
fn in_any(
    parts: &Parts<'_>,
    market: &Market,
    seal: &Seal,
    matched: Option<&Matched<'_>>,
    report: &mut Report,
) {
    rules(parts, &market.rules_json(), &market.draw_json(), report);
    let Some(matching) = rows(parts, matched, report) else { return };
    let placed = match market.place(matching) {
        Ok(placed) => placed,
        Err(trouble) => return report.add(ASKED, Err(trouble)),
    };
    report.add(ASKED, Ok(()));
    let state = rule::State::new(market, &placed);
    let feasible = state.feasible().and_then(|()| state.joined()).and_then(|()| state.filled());
    report.add(WITHIN, feasible);
    let finding = state.finding();
    let deferred = market.mechanism == "deferred-acceptance";
    stable(parts, &finding, deferred && !market.states_blocking(), report);
    if market.states_blocking() {
        if market.extends() {
            report.add("nobody would move to a regular or extended place", state.extended());
        }
        stated(parts, &finding, report);
    }
    if !deferred {
        report.add(
            "the rule, replayed, gives this answer",
            replay::check(market, &market.mechanism, &placed),
        );
    }
    let (pools, withheld) = state.public_pools();
    figures(parts, &state.totals(), &canonical(&pools), withheld, report);
    sealed(parts, seal, &canonical(&state.sealed_pools()), &state.sealed_quotas(), report);
}

/// A market with strict lists in which every pool stands alone, in one pass over its columns.
fn in_strict(
    parts: &Parts<'_>,
    market: &Strict<'_>,
    seal: &Seal,
    matched: Option<&Matched<'_>>,
    report: &mut Report,
) {
    rules(parts, &Strict::rules_json(), &Value::Null, report);
    // Everything is looked at before the root is asked for, so that whoever helps with that has the time.
    let found = matched.map(|matched| market.place(matched.matching));
    let found = found.map(|placed| {
        placed.map(|(placed, held)| {
            let finding =
                Finding { blocking: market.blocking(&placed, &held), closed: Value::Null };
            (finding, market.public_pools(&held), market.sealed_pools(&held), held)
        })
    });
    rows(parts, matched, report);
    let (finding, (pools, withheld), last, held) = match found {
        Some(Ok(found)) => found,
        Some(Err(trouble)) => return report.add(ASKED, Err(trouble)),
        None => return,
    };
    report.add(ASKED, Ok(()));
    report.add(WITHIN, market.feasible(&held));
    stable(parts, &finding, true, report);
    figures(parts, &market.totals(&held), &pools, withheld, report);
    sealed(parts, seal, &last, &Value::Array(Vec::new()), report);
}

fn rules(parts: &Parts<'_>, rules: &Value, draw: &Value, report: &mut Report) {
    report.add("rules", same_value(&parts.body["rules"], rules));
    report.add("draw", same_value(&parts.body["lottery"], draw));
}

/// Number of rows and the root over them, in the byte order of ids; the matching, if there is one at hand.
fn rows<'m>(
    parts: &Parts<'_>,
    matched: Option<&Matched<'m>>,
    report: &mut Report,
) -> Option<&'m Rows<'m>> {
    let Some(matched) = matched else {
        report.notes.push("no matching at hand: give the sealed certificate or the result".into());
        return None;
    };
    let (rows, count) = (&parts.body["rows"], matched.matching.len());
    report.add("number of rows", same_value(&rows["count"], &Value::from(count)));
    report.add("root over all rows", same(&rows["root"], &hex(&matched.root())));
    Some(matched.matching)
}

/// Whether the answer is stable, as stated; where `must` it has to be.
fn stable(parts: &Parts<'_>, finding: &Finding, must: bool, report: &mut Report) {
    if must {
        report.add(
            "no place would take somebody who prefers it",
            match finding.blocking.first() {
                None => Ok(()),
                Some(block) => Err(format!(
                    "`{}` would be taken at `{}`",
                    block["applicants"][0].as_str().unwrap_or_default(),
                    block["places"][0].as_str().unwrap_or_default()
                )),
            },
        );
    }
    let body = &parts.body;
    report.add("stable or not", same_value(&body["stable"], &Value::from(finding.stable())));
    report.add(
        "number of preferences that would be taken",
        same_value(&body["blocking_pairs"], &Value::from(finding.blocking.len())),
    );
}

/// What blocks is what the certificate states.
fn stated(parts: &Parts<'_>, finding: &Finding, report: &mut Report) {
    if !parts.sealed.is_null() {
        let sealed = &parts.sealed;
        report.add(
            "exactly what is listed blocks",
            same_value(&sealed["blocking"], &Value::from(finding.blocking.clone()))
                .and_then(|()| same_value(&sealed["closed"], &finding.closed)),
        );
    }
    if !finding.stable() {
        report.notes.push(format!(
            "not stable, as the certificate says: preferences that would be taken: {}, closed programmes that enough want: {}",
            finding.blocking.len(),
            finding.closed.as_array().map_or(0, Vec::len)
        ));
    }
}

fn figures(parts: &Parts<'_>, totals: &Value, pools: &str, withheld: usize, report: &mut Report) {
    let body = &parts.body;
    report.add("totals", same_value(&body["totals"], totals));
    report.add("figures of pools", same_text(parts.pools[0], pools));
    report.add("figures withheld", same_value(&body["pools_withheld"], &Value::from(withheld)));
}

fn sealed(parts: &Parts<'_>, seal: &Seal, pools: &str, quotas: &Value, report: &mut Report) {
    let sealed = &parts.sealed;
    if !sealed.is_null() {
        report.add("salt key", same(&sealed["salt_key"], &hex(&seal.salt_key)));
        report.add("cut-offs of pools", same_text(parts.pools[1], pools));
        report.add("cut-offs of quotas", same_value(&sealed["quotas"], quotas));
    }
}
