//! Sources of the registry, for programs that quote passages of them.

use axum::response::Response;
use kelisim_app::AppError;
use kelisim_app::source::{self, Cursor};
use kelisim_domain::id::SourceId;
use kelisim_domain::source::Source;
use kelisim_domain::token::Scope;
use kelisim_exchange::source::SourceOut;
use serde::Serialize;

use super::caller::{Caller, Written};
use super::query::{BadQuery, Query};
use super::{Listed, written};
use crate::answer::Answer;
use crate::cursor::Place as _;
use crate::routes::At;
use crate::visit::Visit;

/// A source of the registry.
#[derive(Serialize)]
struct OwnSource {
    source: SourceOut,
    /// Whether passages of it can be confirmed: `none`, `in_review` or `reviewed`.
    review: &'static str,
}

/// The same with its text.
#[derive(Serialize)]
struct SourceWhole {
    source: SourceOut,
    review: &'static str,
    /// The text, or the part of it that begins at `start`.
    text: String,
    start: u32,
    /// Where the part behind it begins, to be given back as `from`; null at the end.
    next: Option<u32>,
}

fn own(source: &Source) -> OwnSource {
    OwnSource { source: SourceOut::from(source), review: source.review.code() }
}

fn part(query: &Query<'_>) -> Result<(Option<Cursor>, i64), BadQuery> {
    Ok((query.after()?, query.limit(50, 200)?))
}

/// Sources, newest first.
pub(super) async fn list(caller: Caller) -> Answer {
    caller.program(Scope::ReadSources)?;
    let query = Query::of(&caller.visit.query, &["after", "limit"]);
    let (after, limit) = match query.and_then(|query| part(&query)) {
        Ok(part) => part,
        Err(bad) => return Ok(Response::from(bad)),
    };
    let write = async |visit: Visit| {
        let (lines, next) = source::list(&visit.context(), after, limit).await?;
        let next = next.map(|next| next.text());
        let items: Vec<OwnSource> = lines.iter().map(|line| own(&line.source)).collect();
        Ok(Written::from(written(&Listed { items, next })?))
    };
    caller.give(Scope::ReadSources, "sources".to_owned(), write).await
}

/// One source with its text.
pub(super) async fn one(caller: Caller, at: At) -> Answer {
    caller.program(Scope::ReadSources)?;
    let id: SourceId = at.read("id")?;
    let query = Query::of(&caller.visit.query, &["from"]);
    let from = match query.and_then(|query| query.field("from", "query-from")) {
        Ok(from) => from.unwrap_or(0),
        Err(bad) => return Ok(Response::from(bad)),
    };
    let write = async |visit: Visit| {
        let ctx = visit.context();
        let seen = source::page(&ctx, id, from).await?;
        if seen.as_visitor {
            return Err(AppError::NotFound.into());
        }
        let OwnSource { source, review } = own(&seen.source);
        let body = written(&SourceWhole {
            source,
            review,
            text: seen.text,
            start: seen.part.map_or(0, |part| part.start),
            next: seen.part.and_then(|part| part.next),
        })?;
        Ok(Written::at(body, seen.source.version))
    };
    caller.give(Scope::ReadSources, format!("sources/{id}"), write).await
}
