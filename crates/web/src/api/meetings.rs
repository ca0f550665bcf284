//! Public meetings as JSON.

use std::collections::BTreeMap;

use axum::response::Response;
use kelisim_app::meeting::{self, Cursor, Page, Wanted};
use kelisim_domain::id::MeetingId;
use kelisim_domain::meeting::{MeetingLevel, MeetingState};
use kelisim_exchange::meeting::{MeetingOut, Open};

use super::query::{BadQuery, Query};
use super::{JSON, Listed, written};
use crate::answer::{Answer, Failure};
use crate::meeting::{cursor, cursor_text};
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
        let query = Query::of(fields, &["partner", "level", "state", "after", "limit"])?;
        let code = |name: &str| fields.get(name).map(String::as_str);
        let wanted = Wanted {
            partner: query.field("partner", "query-partner")?,
            level: match code("level") {
                None => None,
                Some(code) => Some(MeetingLevel::from_code(code).ok_or(BadQuery("query-level"))?),
            },
            state: match code("state") {
                None => None,
                Some(code) => Some(MeetingState::from_code(code).ok_or(BadQuery("query-state"))?),
            },
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
        let Wanted { partner, level, state } = &self.wanted;
        format!("api/meetings {partner:?} {level:?} {state:?} {after} {}", self.limit)
    }
}

/// Public meetings, the latest first.
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
    let found = meeting::list(&ctx, &wanted, after, limit).await?;
    let mut items = Vec::new();
    for it in &found.meetings {
        items.push(told(&meeting::page(&ctx, it.id, None).await?));
    }
    written(&Listed { items, next: found.next.map(cursor_text) })
}

/// One public meeting.
pub(super) async fn one(Anyone { visit, known }: Anyone, at: At) -> Answer {
    let id: MeetingId = at.read("id")?;
    let cache = visit.state.cache.clone();
    let write = async { written(&told(&meeting::page(&visit.context(), id, None).await?)) };
    cache.page(format!("api/meetings/{id}"), JSON, known.as_ref(), write).await
}

fn told(seen: &Page) -> MeetingOut {
    let open = Open {
        commitments: seen.commitments.keys().copied().collect(),
        outcomes: seen.outcomes.iter().map(|line| line.commitment.id).collect(),
        instruments: seen.instruments.keys().copied().collect(),
        previous: seen.previous.as_ref().filter(|it| it.public).map(|it| it.id),
    };
    MeetingOut::new(&seen.meeting, &open, &seen.sources)
}
