//! Public visits of experts as JSON.

use kelisim_app::programme::visit::{self, Cursor, Page, Wanted};
use kelisim_domain::id::VisitId;
use kelisim_domain::programme::visit::{Direction, State};
use kelisim_domain::token::Scope;
use kelisim_exchange::visit::{Open, VisitOut};

use super::caller::{Caller, Written};
use super::query::{BadQuery, Query};
use super::{Asked, Listed, written};
use crate::answer::{Answer, Failure};
use crate::cursor::Place;
use crate::routes::At;
use crate::visit::Visit;

/// Public visits, the one that begins last first.
pub(super) struct Visits {
    wanted: Wanted,
    after: Option<Cursor>,
    limit: i64,
}

impl Asked for Visits {
    const SCOPE: Scope = Scope::ReadVisits;
    const FIELDS: &'static [&'static str] = &["partner", "direction", "state", "after", "limit"];

    fn read(query: &Query<'_>) -> Result<Self, BadQuery> {
        let wanted = Wanted {
            partner: query.field("partner", "query-partner")?,
            direction: query.code("direction", Direction::from_code, "query-direction")?,
            state: query.code("state", State::from_code, "query-state")?,
        };
        Ok(Self { wanted, after: query.after()?, limit: query.limit(50, 200)? })
    }

    fn key(&self) -> String {
        let after = self.after.as_ref().map(Place::text).unwrap_or_default();
        let Wanted { partner, direction, state } = &self.wanted;
        format!("visits {partner:?} {direction:?} {state:?} {after} {}", self.limit)
    }

    async fn write(self, visit: Visit) -> Result<String, Failure> {
        let ctx = visit.context();
        let limit = usize::try_from(self.limit).unwrap_or(50);
        let found = visit::list(&ctx, &self.wanted, self.after, limit).await?;
        let mut items = Vec::new();
        for it in &found.visits {
            items.push(told(&visit::page(&ctx, it.id, None).await?));
        }
        written(&Listed { items, next: found.next.as_ref().map(Place::text) })
    }
}

/// One public visit.
pub(super) async fn one(caller: Caller, at: At) -> Answer {
    let id: VisitId = at.read("id")?;
    let write = async |visit: Visit| {
        let seen = visit::page(&visit.context(), id, None).await?;
        Ok(Written::at(written(&told(&seen))?, seen.visit.version))
    };
    caller.give(Scope::ReadVisits, format!("visits/{id}"), write).await
}

fn told(seen: &Page) -> VisitOut {
    let open = Open {
        commitments: seen.commitment.iter().map(|it| it.id).collect(),
        lines: seen.line.iter().map(|it| it.id).collect(),
    };
    VisitOut::new(&seen.visit, &open, &seen.sources)
}
