//! Public indicators as JSON, each with its series.

use kelisim_app::indicator::{self, Cursor, Wanted};
use kelisim_domain::id::IndicatorId;
use kelisim_domain::indicator::Periodicity;
use kelisim_domain::token::Scope;
use kelisim_domain::topic::Unit;
use kelisim_exchange::indicator::IndicatorOut;

use super::caller::{Caller, Written};
use super::query::{BadQuery, Query};
use super::{Asked, Listed, written};
use crate::answer::{Answer, Failure};
use crate::cursor::Place;
use crate::routes::At;
use crate::visit::Visit;

/// Public indicators, the one of which something became known last first.
pub(super) struct Indicators {
    wanted: Wanted,
    after: Option<Cursor>,
    limit: i64,
}

impl Asked for Indicators {
    const SCOPE: Scope = Scope::ReadIndicators;
    const FIELDS: &'static [&'static str] =
        &["owner", "unit", "periodicity", "geography", "after", "limit"];

    fn read(query: &Query<'_>) -> Result<Self, BadQuery> {
        let wanted = Wanted {
            owner: query.field("owner", "query-owner")?,
            unit: query.code("unit", Unit::from_code, "query-unit")?,
            periodicity: query.code("periodicity", Periodicity::from_code, "query-periodicity")?,
            geography: query.field("geography", "query-geography")?,
        };
        Ok(Self { wanted, after: query.after()?, limit: query.limit(20, 50)? })
    }

    fn key(&self) -> String {
        let after = self.after.as_ref().map(Place::text).unwrap_or_default();
        let Wanted { owner, unit, periodicity, geography } = &self.wanted;
        format!(
            "indicators {owner:?} {unit:?} {periodicity:?} {geography:?} {after} {}",
            self.limit
        )
    }

    async fn write(self, visit: Visit) -> Result<String, Failure> {
        let ctx = visit.context();
        let limit = usize::try_from(self.limit).unwrap_or(20);
        let found = indicator::list(&ctx, &self.wanted, self.after, limit).await?;
        let mut items = Vec::new();
        for it in &found.indicators {
            let seen = indicator::page(&ctx, it.id, None).await?;
            items.push(IndicatorOut::new(&seen.indicator, &seen.figures, &seen.sources));
        }
        let next = found.next.as_ref().map(Place::text);
        written(&Listed::<IndicatorOut> { items, next })
    }
}

/// One indicator with its series.
pub(super) async fn one(caller: Caller, at: At) -> Answer {
    let id: IndicatorId = at.read("id")?;
    let write = async |visit: Visit| {
        let seen = indicator::page(&visit.context(), id, None).await?;
        let out = IndicatorOut::new(&seen.indicator, &seen.figures, &seen.sources);
        Ok(Written::at(written(&out)?, seen.indicator.version))
    };
    caller.give(Scope::ReadIndicators, format!("indicators/{id}"), write).await
}
