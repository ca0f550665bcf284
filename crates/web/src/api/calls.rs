//! Published calls as JSON.

use kelisim_app::AppError;
use kelisim_app::programme::{self, Cursor, Wanted};
use kelisim_domain::id::CallId;
use kelisim_domain::programme::Kind;
use kelisim_domain::programme::call::Stage;
use kelisim_domain::token::Scope;
use kelisim_exchange::call::CallOut;

use super::caller::{Caller, Written};
use super::query::{BadQuery, Query};
use super::{Asked, Listed, written};
use crate::answer::{Answer, Failure};
use crate::cursor::Place;
use crate::routes::At;
use crate::visit::Visit;

/// Published calls, the one that closes last first.
pub(super) struct Calls {
    wanted: Wanted,
    after: Option<Cursor>,
    limit: i64,
}

impl Asked for Calls {
    const SCOPE: Scope = Scope::ReadCalls;
    const FIELDS: &'static [&'static str] = &["partner", "kind", "stage", "after", "limit"];

    fn read(query: &Query<'_>) -> Result<Self, BadQuery> {
        let wanted = Wanted {
            partner: query.field("partner", "query-partner")?,
            kind: query.code("kind", Kind::from_code, "query-kind")?,
            stage: query.code("stage", Stage::from_code, "query-stage")?,
        };
        Ok(Self { wanted, after: query.after()?, limit: query.limit(50, 200)? })
    }

    fn key(&self) -> String {
        let after = self.after.as_ref().map(Place::text).unwrap_or_default();
        let Wanted { partner, kind, stage } = &self.wanted;
        format!("calls {partner:?} {kind:?} {stage:?} {after} {}", self.limit)
    }

    async fn write(self, visit: Visit) -> Result<String, Failure> {
        let Self { wanted, after, limit } = self;
        let ctx = visit.context();
        let limit = usize::try_from(limit).unwrap_or(50);
        let found = programme::list(&ctx, &wanted, after, limit).await?;
        let items: Vec<CallOut> =
            found.calls.iter().filter_map(|call| CallOut::new(call, ctx.now)).collect();
        written(&Listed { items, next: found.next.as_ref().map(Place::text) })
    }
}

/// One published call.
pub(super) async fn one(caller: Caller, at: At) -> Answer {
    let id: CallId = at.read("id")?;
    let write = async |visit: Visit| {
        let ctx = visit.context();
        let seen = programme::page(&ctx, id, None).await?;
        let out = CallOut::new(&seen.call, ctx.now).ok_or(AppError::NotFound)?;
        Ok(Written::from(written(&out)?))
    };
    caller.give(Scope::ReadCalls, format!("calls/{id}"), write).await
}
