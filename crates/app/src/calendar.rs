//! The days on which something falls due: deadlines of promises, answers to drafts, last days to give notice, ends and
//! renewals of instruments, ends of quota periods, open milestones of projects, planned sessions of bodies,
//! phases of calls, visits of experts and what was agreed on at them.
//!
//! Nothing of it is stored: each day is computed from the things a reader may see, as it is for every other page.

use jiff::civil::Date;
use kelisim_domain::commitment::Commitment;
use kelisim_domain::edtf::Edtf;
use kelisim_domain::id::{StreamId, UserId};
use kelisim_domain::instrument::Position;
use kelisim_domain::meeting::MeetingState;
use kelisim_domain::party::PartyCode;
use kelisim_domain::programme::call::{PhaseKind, Stage as CallStage};
use kelisim_domain::project::Progress;
use kelisim_domain::stage::Stage;
use kelisim_domain::text::Text4;
use kelisim_domain::token::Scope;
use kelisim_domain::topic::Channel;
use kelisim_store::reading::CommitmentFilter;
use uuid::Uuid;

use crate::context::Context;
use crate::instrument::{self, Wanted};
use crate::lookup::{commitments, last_day, read_all};
use crate::{AppError, Result, body, charge, meeting, programme, project, quota};

/// Why a day matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// What was promised or planned is due.
    Deadline,
    /// An agency is asked to answer to a draft.
    Answer {
        /// Which agency.
        agency: Text4,
    },
    /// The last day on which notice prevents a renewal or ends an instrument in time.
    NoticeBy,
    /// The first day on which an instrument is no longer in force.
    Ends,
    /// An instrument is renewed.
    Renews,
    /// Delegations are to meet; once the day has passed, it is to be said whether they did.
    Meeting,
    /// A body is to sit; once the day has passed, it is to be said whether it did.
    Session {
        /// The number of the session, where the body counts them.
        number: Option<u16>,
    },
    /// The last day of a quota period; places that are open then are at nobody's disposal any more.
    PeriodEnds {
        /// Places that are neither used up nor given away.
        open: u64,
        /// Through whom they are given.
        channel: Channel,
    },
    /// An open milestone of a project is expected by then.
    Milestone {
        /// Its name.
        name: Text4,
    },
    /// A phase of a call ends, or begins when it is of one instant.
    Phase {
        /// Which.
        phase: PhaseKind,
    },
    /// Experts are to come or to go.
    Visit,
    /// What was agreed on at a visit is due.
    Agreed {
        /// What.
        matter: Text4,
    },
}

impl Why {
    /// All codes, in the order of a day.
    pub const CODES: [&str; 12] = [
        "deadline",
        "answer",
        "notice",
        "ends",
        "renews",
        "meeting",
        "session",
        "period",
        "milestone",
        "phase",
        "visit",
        "agreed",
    ];

    /// Its place among what falls on one day.
    fn place(&self) -> Option<usize> {
        Self::CODES.iter().position(|code| *code == self.code())
    }

    /// Its code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Deadline => "deadline",
            Self::Answer { .. } => "answer",
            Self::NoticeBy => "notice",
            Self::Ends => "ends",
            Self::Renews => "renews",
            Self::Meeting => "meeting",
            Self::Session { .. } => "session",
            Self::PeriodEnds { .. } => "period",
            Self::Milestone { .. } => "milestone",
            Self::Phase { .. } => "phase",
            Self::Visit => "visit",
            Self::Agreed { .. } => "agreed",
        }
    }
}

/// What falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// A commitment.
    Commitment(Uuid),
    /// An instrument.
    Instrument(Uuid),
    /// A meeting.
    Meeting(Uuid),
    /// A line of the quota ledger.
    Quota(Uuid),
    /// A milestone of a project.
    Milestone {
        /// The project.
        project: Uuid,
        /// The milestone.
        milestone: Uuid,
    },
    /// A session of a body.
    Session {
        /// The body.
        body: Uuid,
        /// What is made of the body and the entry that planned it, so that it stays when the day moves.
        session: Uuid,
    },
    /// A phase of a call.
    Phase {
        /// The call.
        call: Uuid,
        /// Which phase.
        phase: PhaseKind,
    },
    /// A visit of experts.
    Visit(Uuid),
    /// Something agreed on at a visit.
    Agreed {
        /// The visit.
        visit: Uuid,
        /// What is made of the visit and the entry, so that it stays when the day moves.
        agreed: Uuid,
    },
}

impl Thing {
    /// Its id.
    #[must_use]
    pub const fn id(&self) -> Uuid {
        match *self {
            Self::Commitment(id)
            | Self::Instrument(id)
            | Self::Meeting(id)
            | Self::Quota(id)
            | Self::Visit(id) => id,
            Self::Agreed { agreed, .. } => agreed,
            Self::Milestone { milestone, .. } => milestone,
            Self::Session { session, .. } => session,
            Self::Phase { call, .. } => call,
        }
    }
}

/// A day with what falls due on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The day; of a deadline that is no single day, its last one.
    pub on: Date,
    /// The day as it was stated.
    pub stated: Edtf,
    /// Why it matters.
    pub why: Why,
    /// What falls due.
    pub thing: Thing,
    /// Its title.
    pub title: Text4,
    /// With whom.
    pub partner: PartyCode,
    /// How firm the words are, where that differs.
    pub stage: Option<Stage>,
    /// The day from which this has been known.
    pub known_on: Date,
}

/// The days a reader may know of, earliest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    /// Days that have passed with something still open.
    pub passed: Vec<Due>,
    /// Today and the days to come.
    pub ahead: Vec<Due>,
    /// Whether there are more than are given.
    pub more: bool,
}

/// How many commitments, lines, instruments and projects are looked at.
const MOST: i64 = 500;

/// The days on which something falls due. A visitor is given what is public in all registries.
///
/// # Errors
/// When the actor may not, or the store cannot be read.
pub async fn calendar(ctx: &Context<'_>) -> Result<Calendar> {
    ctx.authorise_reading()?;
    let today = ctx.today();
    let mut days = Vec::new();
    let mut more = deadlines(ctx, today, None, &mut days).await?;
    more |= terms(ctx, &mut days).await?;
    more |= meetings(ctx, &mut days).await?;
    more |= sessions(ctx, &mut days).await?;
    more |= periods(ctx, &crate::quota::Filter::default(), &mut days).await?;
    more |= milestones(ctx, &mut days).await?;
    more |= phases(ctx, &mut days).await?;
    more |= visits(ctx, &mut days).await?;
    Ok(sorted(days, today, more))
}

fn sorted(mut days: Vec<Due>, today: Date, more: bool) -> Calendar {
    days.sort_by_key(|due| (due.on, due.why.place(), due.thing));
    // One instrument may hold several commitments of a person.
    days.dedup();
    let ahead = days.split_off(days.partition_point(|due| due.on < today));
    Calendar { passed: days.into_iter().filter(Due::stays_open).collect(), ahead, more }
}

/// The days of what is in the actor's own charge, as the responsible or the deputy: deadlines of the commitments, ends
/// of the quota periods that rest on them, and the days of the instruments in which they stand.
///
/// # Errors
/// When nobody is signed in, or the store cannot be read.
pub async fn mine(ctx: &Context<'_>) -> Result<Calendar> {
    ctx.authorise_scope(Scope::Calendar)?;
    let user = ctx.user().ok_or(AppError::SignedOut)?;
    let today = ctx.today();
    let mut days = Vec::new();
    let mut more = deadlines(ctx, today, Some(user), &mut days).await?;
    let lines = charge::mine(ctx, MOST).await?;
    more |= i64::try_from(lines.len()).unwrap_or(MOST) == MOST;
    for commitment in lines.iter().map(|line| line.commitment.id) {
        let of = crate::quota::Filter {
            commitment: Some(commitment),
            ..crate::quota::Filter::default()
        };
        more |= periods(ctx, &of, &mut days).await?;
        let standing = instrument::standing_in(ctx, commitment, None).await?;
        days.extend(standing.iter().flat_map(days_of));
    }
    Ok(sorted(days, today, more))
}

impl Due {
    /// Whether it is still open when its day has passed. An end and a renewal have then happened.
    fn stays_open(&self) -> bool {
        match &self.why {
            Why::Deadline
            | Why::Answer { .. }
            | Why::Meeting
            | Why::Session { .. }
            | Why::Visit
            | Why::Agreed { .. }
            | Why::Milestone { .. } => true,
            Why::NoticeBy | Why::Ends | Why::Renews | Why::Phase { .. } => false,
            Why::PeriodEnds { open, .. } => *open > 0,
        }
    }
}

/// Deadlines of open commitments: promises that are overdue, and whatever is to come. Gives whether there are more.
async fn deadlines(
    ctx: &Context<'_>,
    today: Date,
    charged: Option<UserId>,
    days: &mut Vec<Due>,
) -> Result<bool> {
    let open =
        CommitmentFilter { charged, open_only: true, by_due: true, ..CommitmentFilter::default() };
    let passed = CommitmentFilter { due_before: Some(today), ..open.clone() };
    let ahead = CommitmentFilter { due_from: Some(today), ..open };
    let mut more = false;
    for filter in [passed, ahead] {
        let bodies = ctx.store().commitments(&ctx.scope(), &filter, last_day(), None, MOST).await?;
        more |= i64::try_from(bodies.len()).unwrap_or(MOST) == MOST;
        for commitment in read_all::<Commitment>(ctx, bodies).await? {
            let known = commitment.latest();
            let Some(stated) = known.deadline else { continue };
            let said = commitment.statements.iter().filter(|s| s.what.deadline.is_some());
            days.push(Due {
                on: stated.last_day(),
                stated,
                why: Why::Deadline,
                thing: Thing::Commitment(commitment.id.uuid()),
                known_on: said.map(|s| s.meta.known_on).max().unwrap_or(stated.first_day()),
                stage: Some(known.stage),
                title: commitment.description.title.clone(),
                partner: commitment.description.partner.clone(),
            });
        }
    }
    Ok(more)
}

/// Days of instruments that are not over. Gives whether there are more.
async fn terms(ctx: &Context<'_>, days: &mut Vec<Due>) -> Result<bool> {
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let found = instrument::list(ctx, &Wanted::default(), None, most).await?;
    days.extend(found.lines.iter().flat_map(days_of));
    Ok(found.next.is_some())
}

/// The days of one instrument; none of one that is over.
fn days_of(line: &instrument::Line) -> Vec<Due> {
    if line.position.standing.is_over() {
        return Vec::new();
    }
    let it = &line.instrument;
    let due = |(on, why)| Due {
        on,
        stated: Edtf::day(on),
        why,
        thing: Thing::Instrument(it.id.uuid()),
        title: it.description.title.clone(),
        partner: it.description.partner.clone(),
        stage: None,
        known_on: it.moved_on(),
    };
    term_days(&line.position).into_iter().map(due).collect()
}

/// The days that the clause and the approvals of an instrument give.
fn term_days(position: &Position) -> Vec<(Date, Why)> {
    let term = position.term;
    let answers = position
        .held
        .iter()
        .filter_map(|held| Some((held.due?, Why::Answer { agency: held.agency.clone() })));
    let of = |on: Option<Date>, why| on.map(|on| (on, why));
    let clause =
        [of(term.notice_by, Why::NoticeBy), of(term.ends, Why::Ends), of(term.renews, Why::Renews)];
    clause.into_iter().flatten().chain(answers).collect()
}

/// Days of planned meetings. Gives whether there are more.
async fn meetings(ctx: &Context<'_>, days: &mut Vec<Due>) -> Result<bool> {
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let planned =
        meeting::Wanted { state: Some(MeetingState::Planned), ..meeting::Wanted::default() };
    let found = meeting::list(ctx, &planned, None, most).await?;
    days.extend(found.meetings.iter().map(|it| {
        let d = &it.description;
        Due {
            on: d.date.last_day(),
            stated: d.date,
            why: Why::Meeting,
            thing: Thing::Meeting(it.id.uuid()),
            title: d.title.clone(),
            partner: d.partner.clone(),
            stage: None,
            known_on: it.known_from().unwrap_or(d.date.first_day()),
        }
    }));
    Ok(found.next.is_some())
}

/// Days of planned sessions of bodies. A session that is a meeting on record is that meeting's day. Gives whether there
/// are more.
async fn sessions(ctx: &Context<'_>, days: &mut Vec<Due>) -> Result<bool> {
    let bodies = body::that_sit(ctx, MOST).await?;
    for it in &bodies {
        let planned = it.sittings().into_iter().filter(|sitting| {
            sitting.session.state == MeetingState::Planned && sitting.session.meeting.is_none()
        });
        let id = it.id.uuid();
        days.extend(planned.map(|sitting| Due {
            on: sitting.session.date.last_day(),
            stated: sitting.session.date,
            why: Why::Session { number: sitting.session.number },
            thing: Thing::Session {
                body: id,
                session: StreamId::named("session", &format!("{id} {}", sitting.entry)).uuid(),
            },
            title: it.description.title.clone(),
            partner: it.description.partner.clone(),
            stage: None,
            known_on: sitting.known_on,
        }));
    }
    Ok(i64::try_from(bodies.len()).unwrap_or(MOST) == MOST)
}

/// Last days of visits that are to begin, and of what was agreed on at visits. Gives whether there are more.
async fn visits(ctx: &Context<'_>, days: &mut Vec<Due>) -> Result<bool> {
    let visits = programme::visit::ahead(ctx, MOST).await?;
    for it in &visits {
        let id = it.id.uuid();
        let due = |stated: Edtf, why, thing, known_on| Due {
            on: stated.last_day(),
            stated,
            why,
            thing,
            title: it.description.title.clone(),
            partner: it.description.partner.clone(),
            stage: None,
            known_on,
        };
        let known_on = it.facts.iter().map(|said| said.meta.known_on).min();
        if let (Some(stated), Some(known_on), true) =
            (it.description.days, known_on, it.state().is_ahead())
        {
            days.push(due(stated, Why::Visit, Thing::Visit(id), known_on));
        }
        for one in it.followed().into_iter().filter(|one| one.done.is_none()) {
            let Some(stated) = one.agreed.due else { continue };
            let agreed = StreamId::named("agreed", &format!("{id} {}", one.entry)).uuid();
            let why = Why::Agreed { matter: one.agreed.matter.clone() };
            days.push(due(stated, why, Thing::Agreed { visit: id, agreed }, one.known_on));
        }
    }
    Ok(i64::try_from(visits.len()).unwrap_or(MOST) == MOST)
}

/// Ends of quota periods. Gives whether there are more.
async fn periods(
    ctx: &Context<'_>,
    filter: &crate::quota::Filter,
    days: &mut Vec<Due>,
) -> Result<bool> {
    let (lines, next) = quota::lines(ctx, filter, None, None, MOST).await?;
    let ids = lines.iter().map(|line| line.description.commitment).collect();
    let commitments = commitments(ctx, ids, last_day()).await?;
    for line in &lines {
        let d = &line.description;
        let Some(commitment) = commitments.get(&d.commitment) else { continue };
        days.push(Due {
            on: d.period.last_day(),
            stated: d.period,
            why: Why::PeriodEnds { open: line.balances.open(), channel: d.channel },
            thing: Thing::Quota(line.id.uuid()),
            title: commitment.description.title.clone(),
            partner: d.partner.clone(),
            stage: None,
            known_on: d.period.first_day(),
        });
    }
    Ok(next.is_some())
}

/// Open milestones of projects, by what people say of their days. Gives whether there are more.
async fn milestones(ctx: &Context<'_>, days: &mut Vec<Due>) -> Result<bool> {
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let found = project::list(ctx, &project::Wanted::default(), None, most).await?;
    for line in &found.lines {
        let it = &line.project;
        for row in line.plan.rows.iter().filter(|row| row.progress < Progress::Claimed) {
            let Some(said) = it.expected(row.milestone) else { continue };
            let (Some(stated), Some(milestone)) = (said.what.on, it.milestone(row.milestone))
            else {
                continue;
            };
            days.push(Due {
                on: stated.last_day(),
                stated,
                why: Why::Milestone { name: milestone.title.clone() },
                thing: Thing::Milestone { project: it.id.uuid(), milestone: row.milestone.uuid() },
                title: it.description.title.clone(),
                partner: it.description.partner.clone(),
                stage: None,
                known_on: said.meta.known_on,
            });
        }
    }
    Ok(found.next.is_some())
}

/// Phases of published calls, each on the day on which it ends by the clocks of the call. Gives whether there are more.
async fn phases(ctx: &Context<'_>, days: &mut Vec<Due>) -> Result<bool> {
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let found = programme::list(ctx, &programme::Wanted::default(), None, most).await?;
    for call in found.calls.iter().filter(|call| call.stage(ctx.now) != CallStage::Cancelled) {
        let Some(edition) = call.editions.last() else { continue };
        let closes = call.applications().map(|(_, closes)| closes);
        for item in &edition.terms.phases {
            let phase = item.what.kind;
            let end = closes.filter(|_| phase == PhaseKind::Applications).unwrap_or(item.what.to);
            let on = edition.terms.zone.clock(end).0.date();
            days.push(Due {
                on,
                stated: Edtf::day(on),
                why: Why::Phase { phase },
                thing: Thing::Phase { call: call.id.uuid(), phase },
                title: edition.terms.title.clone(),
                partner: call.description.partner.clone(),
                stage: None,
                known_on: edition.meta.known_on,
            });
        }
    }
    Ok(found.next.is_some())
}
