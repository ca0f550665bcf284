//! Public meetings as JSON.

use kelisim_app::meeting::{self, Cursor, Page, Wanted};
use kelisim_domain::id::MeetingId;
use kelisim_domain::meeting::{MeetingLevel, MeetingState};
use kelisim_domain::token::Scope;
use kelisim_exchange::meeting::{MeetingOut, Open};

use super::caller::{Caller, Written};
use super::query::{BadQuery, Query};
use super::{Asked, Listed, written};
use crate::answer::{Answer, Failure};
use crate::cursor::Place;
use crate::routes::At;
use crate::visit::Visit;

/// Public meetings, the latest first.
pub(super) struct Meetings {
    wanted: Wanted,
    after: Option<Cursor>,
    limit: i64,
}

impl Asked for Meetings {
    const SCOPE: Scope = Scope::ReadMeetings;
    const FIELDS: &'static [&'static str] = &["partner", "level", "state", "after", "limit"];

    fn read(query: &Query<'_>) -> Result<Self, BadQuery> {
        let wanted = Wanted {
            partner: query.field("partner", "query-partner")?,
            level: query.code("level", MeetingLevel::from_code, "query-level")?,
            state: query.code("state", MeetingState::from_code, "query-state")?,
        };
        Ok(Self { wanted, after: query.after()?, limit: query.limit(50, 200)? })
    }

    fn key(&self) -> String {
        let after = self.after.as_ref().map(Place::text).unwrap_or_default();
        let Wanted { partner, level, state } = &self.wanted;
        format!("meetings {partner:?} {level:?} {state:?} {after} {}", self.limit)
    }

    async fn write(self, visit: Visit) -> Result<String, Failure> {
        let ctx = visit.context();
        let limit = usize::try_from(self.limit).unwrap_or(50);
        let found = meeting::list(&ctx, &self.wanted, self.after, limit).await?;
        let mut items = Vec::new();
        for it in &found.meetings {
            items.push(told(&meeting::page(&ctx, it.id, None).await?));
        }
        written(&Listed { items, next: found.next.as_ref().map(Place::text) })
    }
}

/// One public meeting.
pub(super) async fn one(caller: Caller, at: At) -> Answer {
    let id: MeetingId = at.read("id")?;
    let write = async |visit: Visit| {
        let seen = meeting::page(&visit.context(), id, None).await?;
        Ok(Written::at(written(&told(&seen))?, seen.meeting.version))
    };
    caller.give(Scope::ReadMeetings, format!("meetings/{id}"), write).await
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
