//! Lists whose filters people choose: built by binding, never by joining typed text.

use jiff::civil::Date;
use kelisim_domain::aggregate::FOREVER;
use kelisim_domain::id::CommitmentId;
use kelisim_domain::party::PartyCode;
use kelisim_domain::registry::RegistryCode;
use kelisim_store::Result;
use kelisim_store::reading::{
    Body, CommitmentCursor, CommitmentFilter, Kind, ObservationCursor, ObservationFilter, Scope,
    Tally,
};
use sqlx::QueryBuilder;
use uuid::Uuid;

use crate::dialect::failed;
use crate::readings::{TallyRow, bodies};
use crate::{Adapter, Db};

const SELECT: &str = "SELECT id, body, recorded_from FROM ";

/// Begins a list of a table: only rows that hold by now and were known on a day.
pub fn list(table: &str, known_on: Date) -> QueryBuilder<Db> {
    let mut query = QueryBuilder::new(SELECT);
    query.push(table).push(" WHERE recorded_to IS NULL");
    known(&mut query, known_on);
    query
}

fn known(query: &mut QueryBuilder<Db>, on: Date) {
    let day = on.to_string();
    query.push(" AND known_from <= ").push_bind(day.clone());
    query.push(" AND known_to > ").push_bind(day);
}

/// Whose rows a reader may see.
///
/// `registry_column` is the column, or an expression of it that no index begins with.
pub fn within(query: &mut QueryBuilder<Db>, scope: &Scope, registry_column: &str) {
    if let Some(registry) = scope.registry {
        query.push(" AND ").push(registry_column).push(" = ").push_bind(registry.to_string());
    }
    if scope.public_only {
        query.push(" AND public = ").push_bind(true);
    }
    if let Some(partners) = &scope.partners {
        one_of(query, "partner", partners.iter().map(ToString::to_string));
    }
}

/// `column IN (…)`; matches nothing for no values.
pub fn one_of<T>(query: &mut QueryBuilder<Db>, column: &str, values: impl Iterator<Item = T>)
where
    T: Send + 'static + for<'q> sqlx::Encode<'q, Db> + sqlx::Type<Db>,
{
    let mut values = values.peekable();
    if values.peek().is_none() {
        query.push(" AND 1 = 0");
        return;
    }
    query.push(" AND ").push(column).push(" IN (");
    let mut list = query.separated(", ");
    for value in values {
        list.push_bind(value);
    }
    query.push(")");
}

/// The rows of a list.
pub async fn fetch(store: &Adapter, mut query: QueryBuilder<Db>) -> Result<Vec<Body>> {
    bodies(query.build_query_as().fetch_all(store.reader()).await)
}

const fn table_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Registry => "registry",
        Kind::Party => "party",
        Kind::Source => "source",
        Kind::Meeting => "meeting",
        Kind::Commitment => "commitment",
        Kind::Observation => "observation",
        Kind::Conflict => "conflict",
        Kind::QuotaLine => "quota_line",
        Kind::Instrument => "instrument",
        Kind::Project => "project",
        Kind::Body => "joint_body",
        Kind::Call => "call",
        Kind::Visit => "visit",
        Kind::Indicator => "indicator",
        Kind::Run => "run",
        Kind::Placement => "placement",
        Kind::Direction => "direction",
        Kind::Application => "application",
        Kind::Paper => "paper",
        Kind::PartnerKey => "partner_key",
        Kind::Review => "review",
        Kind::User => "account",
    }
}

pub async fn several(
    store: &Adapter,
    kind: Kind,
    ids: &[Uuid],
    known_on: Date,
) -> Result<Vec<Body>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = list(table_of(kind), known_on);
    one_of(&mut query, "id", ids.iter().copied());
    fetch(store, query).await
}

pub async fn naming(
    store: &Adapter,
    kind: Kind,
    registry: RegistryCode,
    codes: &[PartyCode],
    limit: i64,
) -> Result<Vec<Body>> {
    let mut query = list(table_of(kind), FOREVER.yesterday().unwrap_or(FOREVER));
    query.push(" AND registry = ").push_bind(registry.to_string()).push(" AND (1 = 0");
    for code in codes {
        // A code has capitals, digits and hyphens alone, so nothing in it stands for anything else.
        query.push(" OR body LIKE ").push_bind(format!("%\"{code}\"%"));
    }
    query.push(") ORDER BY id LIMIT ").push_bind(limit);
    fetch(store, query).await
}

pub async fn all(store: &Adapter, kind: Kind) -> Result<Vec<Body>> {
    let mut query = QueryBuilder::new(SELECT);
    query.push(table_of(kind)).push(" WHERE recorded_to IS NULL ORDER BY id LIMIT 5000");
    fetch(store, query).await
}

pub async fn commitments(
    store: &Adapter,
    scope: &Scope,
    filter: &CommitmentFilter,
    known_on: Date,
    after: Option<&CommitmentCursor>,
    limit: i64,
) -> Result<Vec<Body>> {
    let mut query = list("commitment", known_on);
    within(&mut query, scope, "registry");
    if let Some(topic) = &filter.topic {
        query.push(" AND topic = ").push_bind(topic.clone());
    }
    if let Some(stage) = filter.stage_from {
        query.push(" AND stage >= ").push_bind(stage.code());
    }
    if let Some(stage) = filter.stage_to {
        query.push(" AND stage <= ").push_bind(stage.code());
    }
    if let Some(day) = filter.due_before {
        query.push(" AND weight = 0 AND due < ").push_bind(day.to_string());
    }
    if let Some(day) = filter.due_from {
        query.push(" AND due < '9999-12-31' AND due >= ").push_bind(day.to_string());
    }
    if let Some(person) = filter.charged {
        query.push(" AND id IN (SELECT commitment FROM charge WHERE person = ");
        query.push_bind(person.uuid()).push(")");
    }
    if let Some(meeting) = filter.meeting {
        query.push(" AND meeting = ").push_bind(meeting.uuid());
    }
    if filter.open_only {
        query.push(" AND weight < 3");
    }
    if let Some(cursor) = after {
        if filter.by_due {
            query.push(" AND (due, id) > (");
        } else {
            query.push(" AND (weight, due, id) > (").push_bind(cursor.weight).push(", ");
        }
        query.push_bind(cursor.due.to_string()).push(", ").push_bind(cursor.id).push(")");
    }
    query.push(if filter.by_due { " ORDER BY due, id" } else { " ORDER BY weight, due, id" });
    query.push(" LIMIT ").push_bind(limit);
    fetch(store, query).await
}

pub async fn tallies(store: &Adapter, scope: &Scope) -> Result<Vec<Tally>> {
    let mut query = QueryBuilder::new(
        "SELECT registry, partner, stage, delivery, CAST(SUM(count) AS BIGINT) AS count FROM tally WHERE 1 = 1",
    );
    within(&mut query, scope, "registry");
    query.push(" GROUP BY registry, partner, stage, delivery HAVING SUM(count) <> 0");
    query.push(" ORDER BY registry, partner, stage, delivery");
    read_tallies(store, query).await
}

pub async fn tallies_on(store: &Adapter, scope: &Scope, known_on: Date) -> Result<Vec<Tally>> {
    let mut query = QueryBuilder::new(
        "SELECT registry, partner, stage, delivery, COUNT(*) AS count FROM commitment WHERE recorded_to IS NULL",
    );
    known(&mut query, known_on);
    within(&mut query, scope, "registry");
    query.push(
        " GROUP BY registry, partner, stage, delivery ORDER BY registry, partner, stage, delivery",
    );
    read_tallies(store, query).await
}

async fn read_tallies(store: &Adapter, mut query: QueryBuilder<Db>) -> Result<Vec<Tally>> {
    let rows: Vec<TallyRow> =
        query.build_query_as().fetch_all(store.reader()).await.map_err(failed)?;
    rows.into_iter().map(TallyRow::read).collect()
}

pub async fn observations(
    store: &Adapter,
    scope: &Scope,
    filter: ObservationFilter<'_>,
    known_on: Date,
    after: Option<&ObservationCursor>,
    limit: i64,
) -> Result<Vec<Body>> {
    let mut query = list("observation", known_on);
    // Who names the commitments has named few rows: they are found by that, and the registry is only compared.
    let held = matches!(filter, ObservationFilter::Held(_));
    within(&mut query, scope, if held { "registry || ''" } else { "registry" });
    match filter {
        ObservationFilter::Any => {}
        ObservationFilter::Held(ids) => one_of(&mut query, "commitment", ids.iter().copied()),
        ObservationFilter::Measured(measure) => {
            query.push(" AND measure = ").push_bind(measure.to_owned());
        }
    }
    if let Some(last) = after {
        let end = last.period_end.to_string();
        query.push(" AND (period_end < ").push_bind(end.clone());
        query.push(" OR (period_end = ").push_bind(end).push(" AND (measure, id) > (");
        query.push_bind(last.measure.clone()).push(", ").push_bind(last.id).push(")))");
    }
    query.push(" ORDER BY period_end DESC, measure, id LIMIT ").push_bind(limit);
    fetch(store, query).await
}

pub async fn conflicts(
    store: &Adapter,
    scope: &Scope,
    commitment: Option<CommitmentId>,
    known_on: Date,
    limit: i64,
) -> Result<Vec<Body>> {
    let mut query = list("conflict", known_on);
    within(&mut query, scope, if commitment.is_some() { "registry || ''" } else { "registry" });
    if let Some(commitment) = commitment {
        query.push(" AND commitment = ").push_bind(commitment.uuid());
    }
    query.push(" ORDER BY CASE state WHEN 'open' THEN 0 WHEN 'standing' THEN 1 ELSE 2 END,");
    query.push(" known_from DESC, id LIMIT ").push_bind(limit);
    fetch(store, query).await
}
