//! Public instruments as JSON.

use std::collections::BTreeMap;

use axum::response::Response;
use kelisim_app::instrument::{self, Cursor, Line, Page, Wanted};
use kelisim_domain::id::InstrumentId;
use kelisim_domain::instrument::{Standing, Type};
use kelisim_exchange::instrument::{InstrumentOut, Open};

use super::query::{BadQuery, Query};
use super::{JSON, Listed, written};
use crate::answer::{Answer, Failure};
use crate::instrument::{cursor, cursor_text};
use crate::public::Anyone;
use crate::routes::At;
use crate::visit::Visit;

/// What a list is asked for.
struct Asked {
    wanted: Wanted,
    after: Option<Cursor>,
    limit: i64,
}

impl Asked {
    fn read(fields: &BTreeMap<String, String>) -> Result<Self, BadQuery> {
        let query = Query::of(fields, &["partner", "kind", "standing", "after", "limit"])?;
        let code = |name: &str| fields.get(name).map(String::as_str);
        let wanted = Wanted {
            partner: query.field("partner", "query-partner")?,
            kind: match code("kind") {
                None => None,
                Some(code) => Some(Type::from_code(code).ok_or(BadQuery("query-kind"))?),
            },
            standing: match code("standing") {
                None => None,
                Some(code) => Some(Standing::from_code(code).ok_or(BadQuery("query-standing"))?),
            },
            expiring: false,
        };
        let after = match fields.get("after") {
            None => None,
            Some(text) => Some(cursor(text).ok_or(BadQuery("query-after"))?),
        };
        Ok(Self { wanted, after, limit: query.limit(50, 200)? })
    }

    /// The same question has the same key, however it was typed.
    fn key(&self) -> String {
        let after = self.after.map(cursor_text).unwrap_or_default();
        let Wanted { partner, kind, standing, .. } = &self.wanted;
        format!("api/instruments {partner:?} {kind:?} {standing:?} {after} {}", self.limit)
    }
}

/// Public instruments, the one that moved last first.
pub(super) async fn list(Anyone { visit, known }: Anyone) -> Answer {
    let asked = match Asked::read(&visit.query) {
        Ok(asked) => asked,
        Err(bad) => return Ok(Response::from(bad)),
    };
    let cache = visit.state.cache.clone();
    cache.page(asked.key(), JSON, known.as_ref(), write_list(visit, asked)).await
}

async fn write_list(visit: Visit, asked: Asked) -> Result<String, Failure> {
    let Asked { wanted, after, limit } = asked;
    let ctx = visit.context();
    let limit = usize::try_from(limit).unwrap_or(50);
    let found = instrument::list(&ctx, &wanted, after, limit).await?;
    let mut items = Vec::new();
    for line in found.lines {
        items.push(told(&instrument::around(&ctx, line).await?));
    }
    written(&Listed { items, next: found.next.map(cursor_text) })
}

/// One public instrument.
pub(super) async fn one(Anyone { visit, known }: Anyone, at: At) -> Answer {
    let id: InstrumentId = at.read("id")?;
    let cache = visit.state.cache.clone();
    let write = async {
        let seen = instrument::page(&visit.context(), id, None).await?;
        written(&told(&seen))
    };
    cache.page(format!("api/instruments/{id}"), JSON, known.as_ref(), write).await
}

fn told(seen: &Page) -> InstrumentOut {
    let open = Open {
        instruments: seen.named.keys().copied().collect(),
        commitments: seen.commitments.keys().copied().collect(),
    };
    let Line { instrument, position } = &seen.line;
    InstrumentOut::new(instrument, position, &open, &seen.sources)
}
