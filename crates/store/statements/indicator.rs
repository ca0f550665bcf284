//! Lists of indicators, and the figures that belong to them.

use async_trait::async_trait;
use jiff::civil::Date;
use kelisim_domain::registry::RegistryCode;
use kelisim_store::Result;
use kelisim_store::indicator::{IndicatorFilter, Indicators, Undefined};
use kelisim_store::reading::{Body, DayCursor, Scope};
use sqlx::{QueryBuilder, Row as _};

use crate::dialect::failed;
use crate::lists::{fetch, list, one_of, within};
use crate::read::inconsistent;
use crate::{Adapter, Conn};

/// Empties what a rebuild writes anew.
pub async fn clear(conn: &mut Conn) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM indicator").execute(conn).await?;
    Ok(())
}

#[async_trait]
impl Indicators for Adapter {
    async fn indicators(
        &self,
        scope: &Scope,
        filter: &IndicatorFilter,
        known_on: Date,
        after: Option<DayCursor>,
        limit: i64,
    ) -> Result<Vec<Body>> {
        let mut query = list("indicator", known_on);
        within(&mut query, &Scope { partners: None, ..scope.clone() }, "registry");
        if let Some(owners) = &filter.owners {
            one_of(&mut query, "owner", owners.iter().map(ToString::to_string));
        }
        if let Some(unit) = filter.unit {
            query.push(" AND unit = ").push_bind(unit.code());
        }
        if let Some(periodicity) = filter.periodicity {
            query.push(" AND periodicity = ").push_bind(periodicity.code());
        }
        if let Some(measure) = &filter.measure {
            query.push(" AND measure = ").push_bind(measure.clone());
        }
        if let Some(DayCursor { day, id }) = after {
            query.push(" AND (moved_on, id) < (").push_bind(day.to_string());
            query.push(", ").push_bind(id).push(")");
        }
        query.push(" ORDER BY moved_on DESC, id DESC LIMIT ").push_bind(limit);
        fetch(self, query).await
    }

    async fn figures_of(
        &self,
        scope: &Scope,
        registry: RegistryCode,
        measure: &str,
        known_on: Date,
        limit: i64,
    ) -> Result<Vec<Body>> {
        let mut query = list("observation", known_on);
        within(&mut query, &Scope { registry: Some(registry), ..scope.clone() }, "registry");
        query.push(" AND measure = ").push_bind(measure.to_owned());
        query.push(" ORDER BY period_end DESC, id LIMIT ").push_bind(limit);
        fetch(self, query).await
    }

    async fn undefined(&self, scope: &Scope, limit: i64) -> Result<Vec<Undefined>> {
        let mut query = QueryBuilder::new(
            "SELECT registry, measure, COUNT(*) AS figures FROM observation
             WHERE recorded_to IS NULL AND known_to = '9999-12-31'
             AND NOT EXISTS (SELECT 1 FROM indicator WHERE indicator.registry = observation.registry
                 AND indicator.measure = observation.measure AND indicator.recorded_to IS NULL)",
        );
        within(&mut query, scope, "registry");
        query.push(" GROUP BY registry, measure ORDER BY registry, measure LIMIT ");
        query.push_bind(limit);
        let rows = query.build().fetch_all(self.reader()).await.map_err(failed)?;
        rows.into_iter()
            .map(|row| {
                let registry: String = row.try_get("registry").map_err(failed)?;
                let bad = || inconsistent("observation", "registry", &registry);
                Ok(Undefined {
                    registry: registry.parse().map_err(|_| bad())?,
                    measure: row.try_get("measure").map_err(failed)?,
                    figures: row.try_get("figures").map_err(failed)?,
                })
            })
            .collect()
    }
}
