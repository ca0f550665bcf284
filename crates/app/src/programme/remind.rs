//! Reminders before a deadline: of an offer that is to be answered, an application that is to be mended, a file that is to be
//! scored. The keeper asks for them; whoever is told was told once of each deadline and each distance from it.

use jiff::{SignedDuration, Timestamp};
use kelisim_domain::notice::Subject;
use kelisim_domain::programme::application::{Application, Home, Host};
use kelisim_domain::programme::call::Call;
use kelisim_domain::programme::placement::Placement;
use kelisim_store::Change;
use kelisim_store::application::ApplicationFilter;
use kelisim_store::notice::Notice;
use kelisim_store::reading::{Kind, Scope};

use super::placement::application_of;
use super::review;
use crate::context::{Actor, Context};
use crate::lookup::{last_day, latest, read_all};
use crate::notice::{Told, officers};
use crate::{AppError, Result};

/// How many hours before a deadline somebody is told, the longest first (research/programmes.md §2: 72 and 24 hours).
pub const HOURS: [i64; 2] = [72, 24];
/// Rows read at a time.
const PART: i64 = 500;

const EVERYTHING: Scope = Scope { registry: None, partners: None, public_only: false };

/// How near a deadline is, as far as somebody is told of it; nothing when it is far or has passed.
fn near(now: Timestamp, due: Timestamp) -> Option<i64> {
    if now >= due {
        return None;
    }
    let left = due.duration_since(now);
    HOURS.into_iter().rev().find(|hours| left <= SignedDuration::from_hours(*hours))
}

/// Tells whoever has something to do before a deadline that is near. How many notices there are by now; asking again writes none
/// twice.
///
/// # Errors
/// [`AppError::Forbidden`] for anybody but the house itself; when the store cannot be read or written.
pub async fn remind(ctx: &Context<'_>) -> Result<usize> {
    if ctx.actor != Actor::System {
        return Err(AppError::Forbidden);
    }
    let mut notices = offers(ctx).await?;
    notices.extend(mendings(ctx).await?);
    notices.extend(review::due(ctx).await?);
    let told = notices.len();
    if told > 0 {
        ctx.commit(&Change { notices, ..Change::default() }).await?;
    }
    Ok(told)
}

/// Whoever is offered a place; where there is no account, the officers, who know where to call.
async fn offers(ctx: &Context<'_>) -> Result<Vec<Notice>> {
    let until = ctx.now + SignedDuration::from_hours(HOURS.into_iter().max().unwrap_or(0));
    let day = |at: Timestamp| at.to_zoned(jiff::tz::TimeZone::UTC).date();
    let (mut notices, mut after) = (Vec::new(), None);
    loop {
        let bodies =
            ctx.store().placements_due((day(ctx.now), day(until)), last_day(), after, PART).await?;
        let whole = i64::try_from(bodies.len()).unwrap_or(i64::MAX) < PART;
        let part: Vec<Placement> = read_all(ctx, bodies).await?;
        after = part.last().map(|last| last.id.uuid());
        for it in part {
            let Some(due) = it.until() else { continue };
            let Some(hours) = near(ctx.now, due) else { continue };
            let call: Call = latest(ctx, Kind::Call, it.description.call.uuid()).await?;
            let Some(title) = call.terms().map(|terms| terms.title.clone()) else { continue };
            let mark = format!("{due}/{hours}");
            let subject = Subject::OfferDue;
            notices.extend(match application_of(ctx, &call, &it.description.code).await? {
                Some(own) => {
                    let told = Told { to: vec![own.description.applicant], subject, title: &title };
                    told.once::<Application>(ctx, own.id.into(), &mark)?
                }
                None => {
                    let to = officers(ctx, it.description.registry).await?;
                    let told = Told { to, subject, title: &title };
                    told.once::<Placement>(ctx, it.id.into(), &mark)?
                }
            });
        }
        if whole {
            return Ok(notices);
        }
    }
}

/// Whoever has an application to mend.
async fn mendings(ctx: &Context<'_>) -> Result<Vec<Notice>> {
    let mut notices = Vec::new();
    let home = ApplicationFilter { home: Some(Home::Correction), ..ApplicationFilter::default() };
    let host = ApplicationFilter { host: Some(Host::Returned), ..ApplicationFilter::default() };
    for filter in [home, host] {
        let mut after = None::<String>;
        loop {
            let bodies =
                ctx.store().applications(&EVERYTHING, &filter, after.as_deref(), PART).await?;
            let whole = i64::try_from(bodies.len()).unwrap_or(i64::MAX) < PART;
            let part: Vec<Application> = read_all(ctx, bodies).await?;
            after = part.last().map(|last| last.description.receipt.to_string());
            for it in part.iter().filter(|it| it.withdrawn.is_none()) {
                let near = it.due.and_then(|due| Some((due, near(ctx.now, due)?)));
                let Some((due, hours)) = near else { continue };
                let call: Call = latest(ctx, Kind::Call, it.description.call.uuid()).await?;
                let Some(title) = call.terms().map(|terms| terms.title.clone()) else { continue };
                let to = vec![it.description.applicant];
                let told = Told { to, subject: Subject::MendingDue, title: &title };
                let mark = format!("{due}/{hours}");
                notices.extend(told.once::<Application>(ctx, it.id.into(), &mark)?);
            }
            if whole {
                break;
            }
        }
    }
    Ok(notices)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_is_told_three_days_and_one_day_before_and_not_after() {
        let due: Timestamp = "2026-06-20T12:00:00Z".parse().unwrap();
        let at = |text: &str| near(text.parse().unwrap(), due);
        assert_eq!(at("2026-06-17T11:59:59Z"), None);
        assert_eq!(at("2026-06-17T12:00:00Z"), Some(72));
        assert_eq!(at("2026-06-19T11:59:59Z"), Some(72));
        assert_eq!(at("2026-06-19T12:00:00Z"), Some(24));
        assert_eq!(at("2026-06-20T11:59:59Z"), Some(24));
        assert_eq!(at("2026-06-20T12:00:00Z"), None);
    }
}
