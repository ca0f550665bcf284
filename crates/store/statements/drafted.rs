//! What the engine drafted of texts.

use async_trait::async_trait;
use kelisim_domain::id::SourceId;
use kelisim_domain::registry::RegistryCode;
use kelisim_store::Result;
use kelisim_store::drafted::{Drafted, Drafts};
use kelisim_store::reading::Body;
use sqlx::{QueryBuilder, Row as _};
use uuid::Uuid;

use crate::dialect::failed;
use crate::lists::fetch;
use crate::{Adapter, Db};

/// How many drafts one statement writes or reads: engines bound the values of a statement.
const AT_ONCE: usize = 500;

#[async_trait]
impl Drafts for Adapter {
    async fn undrafted(
        &self,
        registry: RegistryCode,
        edition: i64,
        limit: i64,
    ) -> Result<Vec<Body>> {
        let mut query: QueryBuilder<Db> = QueryBuilder::new(
            "SELECT id, body, recorded_from FROM source
             WHERE recorded_to IS NULL AND known_to = '9999-12-31' AND kind <> 'table' AND registry = ",
        );
        query.push_bind(registry.to_string());
        query.push(
            " AND NOT EXISTS (SELECT 1 FROM text_draft WHERE text_draft.source = source.id
                AND text_draft.published_on = source.published_on AND text_draft.edition = ",
        );
        query.push_bind(edition);
        query.push(") ORDER BY published_on DESC, id DESC LIMIT ").push_bind(limit);
        fetch(self, query).await
    }

    async fn keep_drafts(&self, drafts: &[Drafted]) -> Result<()> {
        for some in drafts.chunks(AT_ONCE) {
            let mut query: QueryBuilder<Db> = QueryBuilder::new(
                "INSERT INTO text_draft (source, registry, edition, published_on, keys, draft) ",
            );
            query.push_values(some, |mut row, it| {
                row.push_bind(it.source.uuid())
                    .push_bind(it.registry.to_string())
                    .push_bind(it.edition)
                    .push_bind(it.published_on.to_string())
                    .push_bind(it.keys.clone())
                    .push_bind(it.draft.clone());
            });
            query.push(
                " ON CONFLICT (source) DO UPDATE SET registry = excluded.registry,
                    edition = excluded.edition, published_on = excluded.published_on,
                    keys = excluded.keys, draft = excluded.draft",
            );
            query.build().execute(self.writer()).await.map_err(failed)?;
        }
        Ok(())
    }

    async fn draft_keys(
        &self,
        registry: RegistryCode,
        edition: i64,
    ) -> Result<Vec<(SourceId, String)>> {
        let mut query: QueryBuilder<Db> =
            QueryBuilder::new("SELECT source, keys FROM text_draft WHERE registry = ");
        query.push_bind(registry.to_string()).push(" AND edition = ").push_bind(edition);
        query.push(" ORDER BY published_on DESC, source DESC");
        pairs(self, query).await
    }

    async fn drafts_of(&self, sources: &[SourceId]) -> Result<Vec<(SourceId, String)>> {
        let mut all = Vec::new();
        for some in sources.chunks(AT_ONCE) {
            let mut query: QueryBuilder<Db> =
                QueryBuilder::new("SELECT source, draft FROM text_draft WHERE source IN (");
            let mut list = query.separated(", ");
            for source in some {
                list.push_bind(source.uuid());
            }
            query.push(")");
            all.extend(pairs(self, query).await?);
        }
        Ok(all)
    }
}

async fn pairs(store: &Adapter, mut query: QueryBuilder<Db>) -> Result<Vec<(SourceId, String)>> {
    let rows = query.build().fetch_all(store.reader()).await.map_err(failed)?;
    rows.into_iter()
        .map(|row| {
            let source: Uuid = row.try_get(0).map_err(failed)?;
            Ok((SourceId::new(source), row.try_get(1).map_err(failed)?))
        })
        .collect()
}
