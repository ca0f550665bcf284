//! Public projects as JSON.

use std::collections::BTreeMap;

use axum::response::Response;
use kelisim_app::project::{self, Cursor, Having, Line, Page, Wanted};
use kelisim_domain::id::ProjectId;
use kelisim_domain::project::Against;
use kelisim_exchange::project::{Open, ProjectOut};

use super::query::{BadQuery, Query};
use super::{JSON, Listed, written};
use crate::answer::{Answer, Failure};
use crate::project::{cursor, cursor_text};
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
        let query = Query::of(fields, &["partner", "having", "after", "limit"])?;
        let wanted = Wanted {
            partner: query.field("partner", "query-partner")?,
            having: match fields.get("having") {
                None => None,
                Some(code) => Some(Having::from_code(code).ok_or(BadQuery("query-having"))?),
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
        let Wanted { partner, having } = &self.wanted;
        format!("api/projects {partner:?} {having:?} {after} {}", self.limit)
    }
}

/// Public projects, the one of which something became known last first.
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
    let found = project::list(&ctx, &wanted, after, limit).await?;
    let mut items = Vec::new();
    for line in found.lines {
        items.push(told(&project::around(&ctx, line).await?));
    }
    written(&Listed { items, next: found.next.map(cursor_text) })
}

/// One public project.
pub(super) async fn one(Anyone { visit, known }: Anyone, at: At) -> Answer {
    let id: ProjectId = at.read("id")?;
    let cache = visit.state.cache.clone();
    let write = async {
        let seen = project::page(&visit.context(), id, None, Against::FirstWord).await?;
        written(&told(&seen))
    };
    cache.page(format!("api/projects/{id}"), JSON, known.as_ref(), write).await
}

fn told(seen: &Page) -> ProjectOut {
    let open = Open {
        commitments: seen.commitments.keys().copied().collect(),
        instruments: seen.instruments.keys().copied().collect(),
    };
    let Line { project, plan } = &seen.line;
    ProjectOut::new(project, plan, &open, &seen.sources)
}
