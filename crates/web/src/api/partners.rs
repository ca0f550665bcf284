//! Partners with what is publicly recorded with each, as JSON.

use std::collections::{BTreeMap, BTreeSet};

use axum::response::Response;
use kelisim_app::lookup::{Directory, directory};
use kelisim_app::public::tallies;
use kelisim_domain::party::PartyCode;
use kelisim_domain::registry::RegistryCode;
use kelisim_exchange::figure::{PartnerCount, PartnerOut};
use kelisim_exchange::source::TextOut;

use super::query::Query;
use super::{JSON, Listed, written};
use crate::answer::{Answer, Failure};
use crate::public::Anyone;
use crate::visit::Visit;

/// Partners with at least one public commitment.
pub(super) async fn list(Anyone { visit, known }: Anyone) -> Answer {
    if let Err(bad) = Query::of(&visit.query, &[]) {
        return Ok(Response::from(bad));
    }
    let cache = visit.state.cache.clone();
    cache.page("api/partners".to_owned(), JSON, known.as_ref(), write(visit)).await
}

async fn write(visit: Visit) -> Result<String, Failure> {
    let ctx = visit.context();
    let mut counts: BTreeMap<(PartyCode, RegistryCode), (i64, i64)> = BTreeMap::new();
    for tally in tallies(&ctx).await?.iter() {
        let (promises, talks) = counts.entry((tally.partner.clone(), tally.registry)).or_default();
        *(if tally.stage.is_promise() { promises } else { talks }) += tally.count;
    }
    let names = directory(&ctx).await?;
    let codes: BTreeSet<&PartyCode> = counts.keys().map(|(partner, _)| partner).collect();
    let items = codes.into_iter().map(|code| partner(&names, code, &counts)).collect();
    written(&Listed { items, next: None })
}

fn partner(
    names: &Directory,
    code: &PartyCode,
    counts: &BTreeMap<(PartyCode, RegistryCode), (i64, i64)>,
) -> PartnerOut {
    let party = names.parties.get(code);
    let own = counts.iter().filter(|((partner, _), _)| partner == code);
    PartnerOut {
        code: code.to_string(),
        kind: party.map(|p| p.kind.code()),
        name: party.and_then(|p| p.names.last()).map(|n| TextOut::from(&n.name)),
        registries: own
            .map(|((_, registry), (promises, talks))| PartnerCount {
                registry: registry.to_string(),
                promises: *promises,
                talks_and_intentions: *talks,
            })
            .collect(),
    }
}
