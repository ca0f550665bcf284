//! Single rows and fixed lists of the reading tables.

use async_trait::async_trait;
use jiff::civil::Date;
use kelisim_domain::id::{CommitmentId, SourceId, StreamId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::party::PartyCode;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::stage::{Delivery, Stage};
use kelisim_store::reading::{
    Body, CommitmentCursor, CommitmentFilter, DayCursor, Kind, ObservationCursor,
    ObservationFilter, Rests, Scope, Tally,
};
use kelisim_store::{Readings, Result};
use uuid::Uuid;

use crate::dialect::failed;
use crate::read::{at_micros, inconsistent};
use crate::{Adapter, lists};

/// A row of any reading table.
#[derive(sqlx::FromRow)]
pub struct BodyRow {
    pub id: Uuid,
    pub body: String,
    pub recorded_from: i64,
}

impl BodyRow {
    pub fn read(self) -> Result<Body> {
        let recorded_at = at_micros("reading", "recorded_from", self.recorded_from)?;
        Ok(Body { id: self.id, body: self.body, recorded_at })
    }
}

/// Rows of a list, read.
pub fn bodies(rows: sqlx::Result<Vec<BodyRow>>) -> Result<Vec<Body>> {
    rows.map_err(failed)?.into_iter().map(BodyRow::read).collect()
}

/// One row of a table as known on a day.
macro_rules! one {
    ($table:literal, $store:expr, $id:expr, $day:expr) => {
        sqlx::query_as!(
            BodyRow,
            r#"SELECT id AS "id!: Uuid", body, recorded_from FROM "#
                + $table
                + r#" WHERE id = $1 AND known_from <= $2 AND known_to > $3 AND recorded_to IS NULL"#,
            $id,
            $day,
            $day
        )
        .fetch_optional($store.reader())
        .await
    };
}

#[derive(sqlx::FromRow)]
pub struct TallyRow {
    pub registry: String,
    pub partner: String,
    pub stage: String,
    pub delivery: String,
    pub count: i64,
}

impl TallyRow {
    pub fn read(self) -> Result<Tally> {
        let bad = |column, what: &str| inconsistent("tally", column, what);
        Ok(Tally {
            registry: self.registry.parse().map_err(|_| bad("registry", &self.registry))?,
            partner: self.partner.parse().map_err(|_| bad("partner", &self.partner))?,
            stage: Stage::from_code(&self.stage).ok_or_else(|| bad("stage", &self.stage))?,
            delivery: Delivery::from_code(&self.delivery)
                .ok_or_else(|| bad("delivery", &self.delivery))?,
            count: self.count,
        })
    }
}

#[async_trait]
impl Readings for Adapter {
    async fn one(&self, kind: Kind, id: Uuid, known_on: Date) -> Result<Option<Body>> {
        let day = known_on.to_string();
        let row = match kind {
            Kind::Registry => one!("registry", self, id, day),
            Kind::Party => one!("party", self, id, day),
            Kind::Source => one!("source", self, id, day),
            Kind::Meeting => one!("meeting", self, id, day),
            Kind::Commitment => one!("commitment", self, id, day),
            Kind::Observation => one!("observation", self, id, day),
            Kind::Conflict => one!("conflict", self, id, day),
            Kind::QuotaLine => one!("quota_line", self, id, day),
            Kind::Instrument => one!("instrument", self, id, day),
            Kind::Project => one!("project", self, id, day),
            Kind::Body => one!("joint_body", self, id, day),
            Kind::Call => one!("call", self, id, day),
            Kind::Visit => one!("visit", self, id, day),
            Kind::Indicator => one!("indicator", self, id, day),
            Kind::Run => one!("run", self, id, day),
            Kind::Placement => one!("placement", self, id, day),
            Kind::Direction => one!("direction", self, id, day),
            Kind::Application => one!("application", self, id, day),
            Kind::Paper => one!("paper", self, id, day),
            Kind::PartnerKey => one!("partner_key", self, id, day),
            Kind::Review => one!("review", self, id, day),
            Kind::User => one!("account", self, id, day),
        };
        row.map_err(failed)?.map(BodyRow::read).transpose()
    }

    async fn several(&self, kind: Kind, ids: &[Uuid], known_on: Date) -> Result<Vec<Body>> {
        lists::several(self, kind, ids, known_on).await
    }

    async fn all(&self, kind: Kind) -> Result<Vec<Body>> {
        lists::all(self, kind).await
    }

    async fn naming(
        &self,
        kind: Kind,
        registry: RegistryCode,
        codes: &[PartyCode],
        limit: i64,
    ) -> Result<Vec<Body>> {
        lists::naming(self, kind, registry, codes, limit).await
    }

    async fn commitments(
        &self,
        scope: &Scope,
        filter: &CommitmentFilter,
        known_on: Date,
        after: Option<&CommitmentCursor>,
        limit: i64,
    ) -> Result<Vec<Body>> {
        lists::commitments(self, scope, filter, known_on, after, limit).await
    }

    async fn tallies(&self, scope: &Scope) -> Result<Vec<Tally>> {
        lists::tallies(self, scope).await
    }

    async fn tallies_on(&self, scope: &Scope, known_on: Date) -> Result<Vec<Tally>> {
        lists::tallies_on(self, scope, known_on).await
    }

    async fn successors(&self, of: CommitmentId, known_on: Date) -> Result<Vec<Body>> {
        let (id, day) = (of.uuid(), known_on.to_string());
        bodies(
            sqlx::query_as!(
                BodyRow,
                r#"SELECT id AS "id!: Uuid", body, recorded_from FROM commitment
                   WHERE successor_of = $1 AND known_from <= $2 AND known_to > $3 AND recorded_to IS NULL ORDER BY id"#,
                id, day, day
            )
            .fetch_all(self.reader())
            .await,
        )
    }

    async fn observations(
        &self,
        scope: &Scope,
        filter: ObservationFilter<'_>,
        known_on: Date,
        after: Option<&ObservationCursor>,
        limit: i64,
    ) -> Result<Vec<Body>> {
        lists::observations(self, scope, filter, known_on, after, limit).await
    }

    async fn conflicts(
        &self,
        scope: &Scope,
        commitment: Option<CommitmentId>,
        known_on: Date,
        limit: i64,
    ) -> Result<Vec<Body>> {
        lists::conflicts(self, scope, commitment, known_on, limit).await
    }

    async fn sources(
        &self,
        registry: RegistryCode,
        after: Option<DayCursor>,
        limit: i64,
    ) -> Result<Vec<Body>> {
        let registry = registry.to_string();
        let (day, id) = after.map_or(("9999-12-31".to_owned(), Uuid::max()), |after| {
            (after.day.to_string(), after.id)
        });
        bodies(
            sqlx::query_as!(
                BodyRow,
                r#"SELECT id AS "id!: Uuid", body, recorded_from FROM source
                   WHERE registry = $1 AND recorded_to IS NULL AND (published_on, id) < ($2, $3)
                   ORDER BY published_on DESC, id DESC LIMIT $4"#,
                registry,
                day,
                id,
                limit
            )
            .fetch_all(self.reader())
            .await,
        )
    }

    async fn open_work(&self, registry: RegistryCode) -> Result<(i64, i64)> {
        let registry = registry.to_string();
        let row = sqlx::query!(
            r#"SELECT
                 (SELECT COUNT(*) FROM source WHERE registry = $1 AND review = 'in_review' AND recorded_to IS NULL)
                     AS "reviews!",
                 (SELECT COUNT(*) FROM conflict WHERE registry = $2 AND state = 'open' AND recorded_to IS NULL
                      AND known_to = '9999-12-31') AS "conflicts!""#,
            registry, registry
        )
        .fetch_one(self.reader())
        .await
        .map_err(failed)?;
        Ok((row.reviews, row.conflicts))
    }

    async fn rests_on(&self, source: SourceId, from: i64) -> Result<Vec<Rests>> {
        let source = source.uuid();
        let rows = sqlx::query!(
            r#"SELECT aggregate, stream AS "stream!: Uuid", number, start_at, end_at FROM quotation
               WHERE source = $1 AND start_at >= $2 ORDER BY start_at, stream, number, place LIMIT 500"#,
            source,
            from
        )
        .fetch_all(self.reader())
        .await
        .map_err(failed)?;
        Ok(rows
            .into_iter()
            .map(|row| Rests {
                aggregate: row.aggregate,
                stream: StreamId::new(row.stream),
                number: row.number,
                start: row.start_at,
                end: row.end_at,
            })
            .collect())
    }

    async fn users(&self, registry: RegistryCode) -> Result<Vec<Body>> {
        let registry = registry.to_string();
        bodies(
            sqlx::query_as!(
                BodyRow,
                r#"SELECT id AS "id!: Uuid", body, recorded_from FROM account
                   WHERE registry = $1 AND role <> 'applicant' AND recorded_to IS NULL
                   ORDER BY state, COALESCE(email, ''), id LIMIT 1000"#,
                registry
            )
            .fetch_all(self.reader())
            .await,
        )
    }

    async fn user_by_email(&self, email: &str) -> Result<Option<UserId>> {
        let id = sqlx::query_scalar!(
            r#"SELECT id AS "id!: Uuid" FROM account WHERE email = $1 AND recorded_to IS NULL"#,
            email
        )
        .fetch_optional(self.reader())
        .await
        .map_err(failed)?;
        Ok(id.map(UserId::new))
    }

    async fn claimed(&self, scope: &str, key: &str) -> Result<Option<StreamId>> {
        let id = sqlx::query_scalar!(
            r#"SELECT stream AS "stream!: Uuid" FROM claim WHERE scope = $1 AND key = $2"#,
            scope,
            key
        )
        .fetch_optional(self.reader())
        .await
        .map_err(failed)?;
        Ok(id.map(StreamId::new))
    }

    async fn blob(&self, hash: Hash) -> Result<Option<Vec<u8>>> {
        let hash = hash.0.as_slice();
        sqlx::query_scalar!("SELECT bytes FROM blob WHERE hash = $1", hash)
            .fetch_optional(self.reader())
            .await
            .map_err(failed)
    }
}
