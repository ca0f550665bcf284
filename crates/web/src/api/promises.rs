//! Public commitments as JSON.

use kelisim_app::commitment::{self, Cursor};
use kelisim_app::public::{Which, stretch};
use kelisim_domain::id::CommitmentId;
use kelisim_domain::token::Scope;
use kelisim_exchange::figure::ConflictOut;
use kelisim_exchange::promise::{PromiseOut, PromiseWhole, Told};

use super::caller::{Caller, Written};
use super::query::{BadQuery, Query};
use super::{Asked, Listed, written};
use crate::answer::{Answer, Failure};
use crate::cursor::Place;
use crate::public::table::told;
use crate::routes::At;
use crate::visit::Visit;

/// Public commitments, promises before plans before talks.
pub(super) struct Promises {
    which: Which,
    after: Option<Cursor>,
    limit: i64,
}

impl Asked for Promises {
    const SCOPE: Scope = Scope::ReadPromises;
    const FIELDS: &'static [&'static str] = &["registry", "partner", "after", "limit"];

    fn read(query: &Query<'_>) -> Result<Self, BadQuery> {
        Ok(Self {
            which: Which {
                registry: query.field("registry", "query-registry")?,
                partner: query.field("partner", "query-partner")?,
            },
            after: query.after()?,
            limit: query.limit(50, 200)?,
        })
    }

    fn key(&self) -> String {
        let after = self.after.as_ref().map(Place::text).unwrap_or_default();
        let Which { registry, partner } = &self.which;
        format!("promises {registry:?} {partner:?} {after} {}", self.limit)
    }

    async fn write(self, visit: Visit) -> Result<String, Failure> {
        let ctx = visit.context();
        let list = stretch(&ctx, &self.which, self.after.as_ref(), self.limit).await?;
        let next = list.next.as_ref().map(Place::text);
        written(&Listed { items: told(&list).collect(), next })
    }
}

/// One public commitment with what stands around it.
pub(super) async fn one(caller: Caller, at: At) -> Answer {
    let id: CommitmentId = at.read("id")?;
    let key = format!("promises/{id}");
    caller.give(Scope::ReadPromises, key, |visit| write_one(visit, id)).await
}

async fn write_one(visit: Visit, id: CommitmentId) -> Result<Written, Failure> {
    let page = commitment::page(&visit.context(), id, None).await?;
    let figures = page.observations.iter().map(|o| (o.id, o.clone())).collect();
    let promise = PromiseOut::new(Told {
        commitment: &page.line.commitment,
        years: &page.line.years,
        standing: page.line.standing,
        figures: &figures,
        sources: &page.sources,
    });
    let version = page.line.commitment.version;
    let body = written(&PromiseWhole {
        promise,
        replaces: page.before.iter().map(|c| c.id.to_string()).collect(),
        replaced_by: page.after.iter().map(|c| c.id.to_string()).collect(),
        conflicts: page.conflicts.iter().map(|c| ConflictOut::new(c, &page.sources)).collect(),
    })?;
    Ok(Written::at(body, version))
}
