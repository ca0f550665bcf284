//! Public bodies as JSON.

use kelisim_app::body::{self, Cursor, Page, Wanted};
use kelisim_domain::body::{BodyKind, Standing};
use kelisim_domain::id::BodyId;
use kelisim_domain::token::Scope;
use kelisim_exchange::body::{BodyOut, Open};

use super::caller::{Caller, Written};
use super::query::{BadQuery, Query};
use super::{Asked, Listed, written};
use crate::answer::{Answer, Failure};
use crate::cursor::Place;
use crate::routes::At;
use crate::visit::Visit;

/// Public bodies, the one of which something became known last first.
pub(super) struct Bodies {
    wanted: Wanted,
    after: Option<Cursor>,
    limit: i64,
}

impl Asked for Bodies {
    const SCOPE: Scope = Scope::ReadBodies;
    const FIELDS: &'static [&'static str] =
        &["partner", "kind", "standing", "member", "after", "limit"];

    fn read(query: &Query<'_>) -> Result<Self, BadQuery> {
        let wanted = Wanted {
            partner: query.field("partner", "query-partner")?,
            kind: query.code("kind", BodyKind::from_code, "query-kind")?,
            standing: query.code("standing", Standing::from_code, "query-standing")?,
            member: query.field("member", "query-member")?,
        };
        Ok(Self { wanted, after: query.after()?, limit: query.limit(50, 200)? })
    }

    fn key(&self) -> String {
        let after = self.after.as_ref().map(Place::text).unwrap_or_default();
        let Wanted { partner, kind, standing, member } = &self.wanted;
        format!("bodies {partner:?} {kind:?} {standing:?} {member:?} {after} {}", self.limit)
    }

    async fn write(self, visit: Visit) -> Result<String, Failure> {
        let ctx = visit.context();
        let limit = usize::try_from(self.limit).unwrap_or(50);
        let found = body::list(&ctx, &self.wanted, self.after, limit).await?;
        let mut items = Vec::new();
        for it in &found.bodies {
            items.push(told(&body::page(&ctx, it.id, None).await?));
        }
        written(&Listed { items, next: found.next.as_ref().map(Place::text) })
    }
}

/// One public body.
pub(super) async fn one(caller: Caller, at: At) -> Answer {
    let id: BodyId = at.read("id")?;
    let write = async |visit: Visit| {
        let seen = body::page(&visit.context(), id, None).await?;
        Ok(Written::at(written(&told(&seen))?, seen.body.version))
    };
    caller.give(Scope::ReadBodies, format!("bodies/{id}"), write).await
}

fn told(seen: &Page) -> BodyOut {
    let open = Open {
        commitments: seen.commitments.keys().copied().collect(),
        outcomes: seen.outcomes.iter().map(|line| line.commitment.id).collect(),
        instruments: seen.instruments.keys().copied().collect(),
        meetings: seen.meetings.values().filter(|it| it.public).map(|it| it.id).collect(),
        bodies: seen.named.values().filter(|it| it.public).map(|it| it.id).collect(),
    };
    BodyOut::new(&seen.body, &open, &seen.sources)
}
