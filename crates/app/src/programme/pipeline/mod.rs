//! The pipeline of a call: everybody who applied or holds a place, by state, with who acts next, by when, and what is late; and
//! one act on many rows, shown before it is done.
//!
//! A row is an application, with the placement that has its receipt as code; a candidate of a paper file has a placement alone.
//! Nothing is done to rows together: each is its own authorised step, made from the version that was shown.

mod bulk;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use kelisim_domain::id::{ApplicationId, CallId, PlacementId};
use kelisim_domain::programme::application::{Application, Content, Stage as ApplicationStage};
use kelisim_domain::programme::call::{Call, PhaseKind, Terms};
use kelisim_domain::programme::placement::{Placement, Stage as PlaceStage, Who};
use kelisim_store::application::ApplicationFilter;
use kelisim_store::reading::{Kind, Scope};

use super::application::open;
use super::placement::all_of;
use crate::access::Action;
use crate::context::Context;
use crate::lookup::{latest, read_all};
use crate::{AppError, Result};

pub use bulk::{Act, Asks, BulkForm, Fate, Key, Tried, dry, run};

/// Where a row stands: an application, until there is a placement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// As an application.
    Application(ApplicationStage),
    /// As a placement.
    Placement(PlaceStage),
}

impl State {
    /// Its code in addresses and tables.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Application(stage) => format!("application-{}", stage.code()),
            Self::Placement(stage) => format!("placement-{}", stage.code()),
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code.split_once('-')? {
            ("application", stage) => ApplicationStage::from_code(stage).map(Self::Application),
            ("placement", stage) => PlaceStage::from_code(stage).map(Self::Placement),
            _ => None,
        }
    }

    /// All of them, in the order of the way.
    pub fn all() -> impl Iterator<Item = Self> {
        let applications = ApplicationStage::ALL.iter().map(|stage| Self::Application(*stage));
        applications.chain(PlaceStage::ALL.iter().map(|stage| Self::Placement(*stage)))
    }
}

/// A row of the board.
#[derive(Debug, Clone)]
pub struct Row {
    /// The number of the receipt, or of the paper file.
    pub code: String,
    /// The application with its version.
    pub application: Option<(ApplicationId, i64)>,
    /// The placement with its version.
    pub placement: Option<(PlacementId, i64)>,
    /// Where it stands.
    pub state: State,
    /// The seat of the place.
    pub seat: Option<u32>,
    /// Who acts next.
    pub who: Option<Who>,
    /// By when, as far as that is set.
    pub due: Option<Timestamp>,
    /// Whether that has passed.
    pub late: bool,
    /// The name in Latin letters, where it was opened; nothing once the person was forgotten.
    pub name: Option<String>,
    /// The region of home, where it was opened.
    pub region: Option<String>,
    sealed: Option<(kelisim_domain::id::UserId, kelisim_domain::user::Sealed)>,
}

/// Which rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// That stand so.
    pub state: Option<State>,
    /// Where these act next.
    pub who: Option<Who>,
    /// That are late, or are not.
    pub late: Option<bool>,
    /// Of this seat.
    pub seat: Option<u32>,
    /// Of this region of home.
    pub region: Option<String>,
    /// Whose code begins so, or whose name has these letters.
    pub words: String,
}

/// The board of a call.
#[derive(Debug, Clone)]
pub struct Board {
    /// The call.
    pub call: Call,
    /// How many stand where, whatever was asked for.
    pub states: BTreeMap<State, u64>,
    /// How many wait for whom, whatever was asked for.
    pub waits: BTreeMap<Who, u64>,
    /// How many are late, whatever was asked for.
    pub late: u64,
    /// How many rows fit.
    pub count: usize,
    /// The rows asked for: what is due first stands first, then by code, which is drawn.
    pub rows: Vec<Row>,
}

/// A call of the actor's registry.
pub(super) async fn kept(ctx: &Context<'_>, id: CallId) -> Result<Call> {
    ctx.authorise(Action::CheckApplications)?;
    let call: Call = latest(ctx, Kind::Call, id.uuid()).await?;
    let d = &call.description;
    ctx.authorise_on(Action::CheckApplications, d.registry, Some(&d.partner))?;
    if call.editions.is_empty() {
        return Err(AppError::NotFound);
    }
    Ok(call)
}

/// The board of a call: `limit` rows from `from` on.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever looks after no applications; [`AppError::NotFound`] for another registry's call.
pub async fn board(
    ctx: &Context<'_>,
    id: CallId,
    wanted: &Wanted,
    (from, limit): (usize, usize),
) -> Result<Board> {
    let call = kept(ctx, id).await?;
    let mut rows = rows(ctx, &call).await?;
    let (mut states, mut waits) = (BTreeMap::new(), BTreeMap::new());
    for row in &rows {
        *states.entry(row.state).or_default() += 1;
        if let Some(who) = row.who {
            *waits.entry(who).or_default() += 1;
        }
    }
    let late = u64::try_from(rows.iter().filter(|row| row.late).count()).unwrap_or(u64::MAX);
    let words = wanted.words.trim().to_uppercase();
    rows.retain(|row| {
        wanted.state.is_none_or(|state| row.state == state)
            && wanted.who.is_none_or(|who| row.who == Some(who))
            && wanted.late.is_none_or(|late| row.late == late)
            && wanted.seat.is_none_or(|seat| row.seat == Some(seat))
    });
    // What is sealed is opened where somebody asks for it, else only for the rows that are shown.
    if !words.is_empty() || wanted.region.is_some() {
        for row in &mut rows {
            unseal(ctx, row)?;
        }
        rows.retain(|row| {
            let name = row.name.as_ref().is_some_and(|name| name.to_uppercase().contains(&words));
            (row.code.starts_with(&words) || name)
                && wanted.region.as_ref().is_none_or(|own| row.region.as_ref() == Some(own))
        });
    }
    rows.sort_by(|one, other| {
        let key = |row: &Row| (row.due.unwrap_or(Timestamp::MAX), row.code.clone());
        key(one).cmp(&key(other))
    });
    let count = rows.len();
    let mut rows: Vec<Row> = rows.into_iter().skip(from).take(limit).collect();
    for row in &mut rows {
        unseal(ctx, row)?;
    }
    Ok(Board { call, states, waits, late, count, rows })
}

fn unseal(ctx: &Context<'_>, row: &mut Row) -> Result<()> {
    if let Some((person, sealed)) = row.sealed.take() {
        let content: Option<Content> = open(ctx, person, &sealed)?;
        if let Some(content) = content {
            row.name = Some(content.person.latin());
            row.region = Some(content.person.region);
        }
    }
    Ok(())
}

/// Rows read at a time.
const PART: i64 = 500;

async fn applications(ctx: &Context<'_>, call: &Call) -> Result<Vec<Application>> {
    let registry = Some(call.description.registry);
    let scope = Scope { registry, partners: None, public_only: false };
    let filter = ApplicationFilter { call: Some(call.id), ..ApplicationFilter::default() };
    let mut all = Vec::<Application>::new();
    loop {
        let after = all.last().map(|last| last.description.receipt.to_string());
        let page = ctx.store().applications(&scope, &filter, after.as_deref(), PART).await?;
        let whole = i64::try_from(page.len()).unwrap_or(i64::MAX) < PART;
        all.extend(read_all::<Application>(ctx, page).await?);
        if whole {
            return Ok(all);
        }
    }
}

async fn rows(ctx: &Context<'_>, call: &Call) -> Result<Vec<Row>> {
    let mut placements: BTreeMap<String, Placement> =
        all_of(ctx, call).await?.into_iter().map(|it| (it.description.code.clone(), it)).collect();
    let terms = call.terms();
    let mut rows = Vec::new();
    for it in applications(ctx, call).await? {
        let placement = placements.remove(it.description.receipt.as_str());
        rows.push(row(ctx, terms, Some(&it), placement.as_ref()));
    }
    rows.extend(placements.values().map(|it| row(ctx, terms, None, Some(it))));
    Ok(rows)
}

fn row(
    ctx: &Context<'_>,
    terms: Option<&Terms>,
    application: Option<&Application>,
    placement: Option<&Placement>,
) -> Row {
    let code = match (application, placement) {
        (Some(it), _) => it.description.receipt.to_string(),
        (None, Some(it)) => it.description.code.clone(),
        (None, None) => String::new(),
    };
    let (state, who, due) = match (placement, application) {
        (Some(it), _) => {
            let due = it.due(ctx.now);
            // What is overdue is dated by the deadline that passed.
            let at = it.until().or(due.and_then(|due| due.at.or(due.on.map(end_of))));
            (State::Placement(it.stage), due.map(|due| due.who), at)
        }
        (None, Some(it)) => {
            let stage = it.stage(ctx.now);
            let (who, due) = next(terms, it, stage);
            (State::Application(stage), who, due)
        }
        (None, None) => (State::Application(ApplicationStage::Withdrawn), None, None),
    };
    Row {
        code,
        application: application.map(|it| (it.id, it.version)),
        placement: placement.map(|it| (it.id, it.version)),
        state,
        seat: placement.and_then(|it| it.place.as_ref()).map(|place| place.seat),
        who,
        due,
        late: who.is_some() && due.is_some_and(|due| ctx.now >= due),
        name: None,
        region: None,
        sealed: application.map(|it| (it.description.applicant, it.sent.what.content.clone())),
    }
}

/// The first instant behind a day.
fn end_of(day: jiff::civil::Date) -> Timestamp {
    let next = day.tomorrow().unwrap_or(day);
    next.to_zoned(TimeZone::UTC).map_or(Timestamp::MAX, |zoned| zoned.timestamp())
}

/// Who acts next on an application, and by when: what is to be mended by its day; what officers and hosts do by the end of the
/// phase in which the call announced it.
fn next(
    terms: Option<&Terms>,
    it: &Application,
    stage: ApplicationStage,
) -> (Option<Who>, Option<Timestamp>) {
    use ApplicationStage as S;
    let end = |kind: PhaseKind| terms.and_then(|terms| terms.phase(kind)).map(|phase| phase.to);
    match stage {
        S::Submitted => (Some(Who::Officer), end(PhaseKind::Check)),
        S::Correction | S::Returned => (Some(Who::Applicant), it.due),
        S::Eligible => (Some(Who::Officer), end(PhaseKind::Nomination)),
        S::Nominated => (Some(Who::Host), end(PhaseKind::Nomination)),
        S::Verified => (Some(Who::Officer), end(PhaseKind::Result)),
        S::Ineligible | S::NotSelected | S::Refused | S::Withdrawn => (None, None),
    }
}
