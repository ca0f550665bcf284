//! Public lines of the quota ledger and their moves as JSON.

use std::collections::BTreeMap;

use axum::response::Response;
use kelisim_app::quota::{self, Cursor, Filter};
use kelisim_domain::id::QuotaLineId;
use kelisim_domain::token::Scope;
use kelisim_exchange::quota::{LineOut, MoveOut};

use super::caller::{Caller, Written};
use super::query::{BadQuery, Query};
use super::{Asked, Listed, written};
use crate::answer::{Answer, Failure};
use crate::cursor::Place;
use crate::routes::At;
use crate::visit::Visit;

/// Public lines, the latest period first.
pub(super) struct Lines {
    filter: Filter,
    after: Option<Cursor>,
    limit: i64,
}

impl Asked for Lines {
    const SCOPE: Scope = Scope::ReadQuotas;
    const FIELDS: &'static [&'static str] = &["partner", "commitment", "after", "limit"];

    fn read(query: &Query<'_>) -> Result<Self, BadQuery> {
        let filter = Filter {
            partner: query.field("partner", "query-partner")?,
            commitment: query.field("commitment", "query-commitment")?,
        };
        Ok(Self { filter, after: query.after()?, limit: query.limit(50, 200)? })
    }

    fn key(&self) -> String {
        let after = self.after.as_ref().map(Place::text).unwrap_or_default();
        let Filter { partner, commitment } = &self.filter;
        format!("quotas {partner:?} {commitment:?} {after} {}", self.limit)
    }

    async fn write(self, visit: Visit) -> Result<String, Failure> {
        let found =
            quota::list(&visit.context(), &self.filter, None, self.after, self.limit).await?;
        let items = found.lines.iter().map(LineOut::from).collect();
        written(&Listed::<LineOut> { items, next: found.next.as_ref().map(Place::text) })
    }
}

/// One public line.
pub(super) async fn one(caller: Caller, at: At) -> Answer {
    let id: QuotaLineId = at.read("id")?;
    let write = async |visit: Visit| {
        let line = quota::one(&visit.context(), id).await?;
        Ok(Written::at(written(&LineOut::from(&line))?, line.version))
    };
    caller.give(Scope::ReadQuotas, format!("quotas/{id}"), write).await
}

/// Moves of a public line, in the order they were booked.
pub(super) async fn moves(caller: Caller, at: At) -> Answer {
    let id: QuotaLineId = at.read("id")?;
    let (after, limit) = match part(&caller.visit.query) {
        Ok(part) => part,
        Err(bad) => return Ok(Response::from(bad)),
    };
    let key = format!("quotas/{id}/moves {after} {limit}");
    let write = async |visit| Ok(Written::from(write_moves(visit, id, after, limit).await?));
    caller.give(Scope::ReadQuotas, key, write).await
}

fn part(fields: &BTreeMap<String, String>) -> Result<(i64, i64), BadQuery> {
    let query = Query::of(fields, &["after", "limit"])?;
    let after = query.field("after", "query-after")?.unwrap_or(0);
    Ok((after, query.limit(200, 1_000)?))
}

async fn write_moves(
    visit: Visit,
    id: QuotaLineId,
    after: i64,
    limit: i64,
) -> Result<String, Failure> {
    let (_, mut moves, sources) =
        quota::moves(&visit.context(), id, None, after, limit + 1).await?;
    let more = i64::try_from(moves.len()).unwrap_or(i64::MAX) > limit;
    if more {
        moves.pop();
    }
    let next = moves.last().filter(|_| more).map(|last| last.version.to_string());
    let items = moves.iter().map(|booked| MoveOut::new(booked, &sources)).collect();
    written(&Listed { items, next })
}
