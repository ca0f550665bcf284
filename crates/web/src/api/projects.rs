//! Public projects as JSON.

use kelisim_app::project::{self, Cursor, Having, Line, Page, Wanted};
use kelisim_domain::id::ProjectId;
use kelisim_domain::project::Against;
use kelisim_domain::token::Scope;
use kelisim_exchange::project::{Open, ProjectOut};

use super::caller::{Caller, Written};
use super::query::{BadQuery, Query};
use super::{Asked, Listed, written};
use crate::answer::{Answer, Failure};
use crate::cursor::Place;
use crate::routes::At;
use crate::visit::Visit;

/// Public projects, the one of which something became known last first.
pub(super) struct Projects {
    wanted: Wanted,
    after: Option<Cursor>,
    limit: i64,
}

impl Asked for Projects {
    const SCOPE: Scope = Scope::ReadProjects;
    const FIELDS: &'static [&'static str] = &["partner", "having", "after", "limit"];

    fn read(query: &Query<'_>) -> Result<Self, BadQuery> {
        let wanted = Wanted {
            partner: query.field("partner", "query-partner")?,
            having: query.code("having", Having::from_code, "query-having")?,
        };
        Ok(Self { wanted, after: query.after()?, limit: query.limit(50, 200)? })
    }

    fn key(&self) -> String {
        let after = self.after.as_ref().map(Place::text).unwrap_or_default();
        let Wanted { partner, having } = &self.wanted;
        format!("projects {partner:?} {having:?} {after} {}", self.limit)
    }

    async fn write(self, visit: Visit) -> Result<String, Failure> {
        let Self { wanted, after, limit } = self;
        let ctx = visit.context();
        let limit = usize::try_from(limit).unwrap_or(50);
        let found = project::list(&ctx, &wanted, after, limit).await?;
        let mut items = Vec::new();
        for line in found.lines {
            items.push(told(&project::around(&ctx, line).await?));
        }
        written(&Listed { items, next: found.next.as_ref().map(Place::text) })
    }
}

/// One public project.
pub(super) async fn one(caller: Caller, at: At) -> Answer {
    let id: ProjectId = at.read("id")?;
    let write = async |visit: Visit| {
        let seen = project::page(&visit.context(), id, None, Against::FirstWord).await?;
        Ok(Written::at(written(&told(&seen))?, seen.line.project.version))
    };
    caller.give(Scope::ReadProjects, format!("projects/{id}"), write).await
}

fn told(seen: &Page) -> ProjectOut {
    let open = Open {
        commitments: seen.commitments.keys().copied().collect(),
        instruments: seen.instruments.keys().copied().collect(),
    };
    let Line { project, plan } = &seen.line;
    ProjectOut::new(project, plan, &open, &seen.sources)
}
