//! The pack for the next meeting with a partner: what is open, what changed since the last one, where sources
//! contradict, what is on the way and who holds it, and what is to be asked.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kelisim_domain::aggregate::Meta;
use kelisim_domain::body::Body;
use kelisim_domain::commitment::{Gap, Holder, gaps};
use kelisim_domain::conflict::{Conflict, ConflictState};
use kelisim_domain::edtf::Edtf;
use kelisim_domain::figure::Figure;
use kelisim_domain::id::{
    CommitmentId, ConflictId, InstrumentId, MeetingId, ObservationId, SourceId, UserId,
};
use kelisim_domain::instrument::{ActKind, Alarm, ChangeKind, Standing};
use kelisim_domain::journal::seal::Seal;
use kelisim_domain::meeting::{Meeting, MeetingState};
use kelisim_domain::observation::Observation;
use kelisim_domain::party::PartyCode;
use kelisim_domain::quotation::Quotation;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::source::Source;
use kelisim_domain::stage::{Delivery, Stage, Verdict};
use kelisim_domain::text::Text4;
use kelisim_domain::topic::Channel;
use kelisim_store::meeting::MeetingFilter;
use kelisim_store::reading::{CommitmentFilter, ObservationFilter, Scope};

use super::one;
use crate::access::Action;
use crate::commitment::{Line, conflicts_rest_on, figures_rest_on, lines};
use crate::context::Context;
use crate::instrument;
use crate::lookup::{colleagues, last_day, read_all, scope_with};
use crate::source::cited;
use crate::{AppError, Result};

/// Most commitments, changes and figures of a pack, each: a minister's folder, not a register.
const MOST: i64 = 200;

/// Something that became known since the last meeting.
#[derive(Debug, Clone)]
pub struct News {
    /// From which day it is known.
    pub known_on: Date,
    /// What.
    pub what: What,
    /// Of which thing.
    pub about: About,
    /// What the thing is called.
    pub title: Text4,
    /// The passage it rests on; none for what a person judged.
    pub quotation: Option<Quotation>,
}

/// What became known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A new commitment, in words this firm.
    New(Stage),
    /// A further passage about one; how firm its words are, where it says.
    Restated(Option<Stage>),
    /// Places of a period.
    Places(Edtf, Channel, Figure),
    /// What happened.
    Delivery(Delivery),
    /// What a person judged.
    Verdict(Verdict),
    /// An act of a party.
    Act(PartyCode, ActKind, Edtf),
    /// A change of an instrument.
    Changed(ChangeKind, Edtf),
    /// A reported figure.
    Figure(Edtf, Figure),
    /// A contradiction was noticed.
    Conflict,
}

/// Which thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// A commitment.
    Commitment(CommitmentId),
    /// An instrument.
    Instrument(InstrumentId),
    /// A reported figure.
    Observation(ObservationId),
    /// A contradiction.
    Conflict(ConflictId),
}

/// What is to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// An officer noted it.
    Noted {
        /// The question.
        words: Text4,
        /// The commitment it is about.
        commitment: Option<CommitmentId>,
    },
    /// The record lacks something about a commitment, or it is behind.
    Gap {
        /// The commitment.
        commitment: CommitmentId,
        /// What it is called.
        title: Text4,
        /// What is lacking.
        gap: Gap,
    },
    /// Sources contradict each other.
    Conflict {
        /// The contradiction.
        conflict: ConflictId,
        /// What must be asked to settle it.
        words: Text4,
    },
    /// An agency holds a draft for long, or the answer is overdue.
    Held {
        /// The instrument.
        instrument: InstrumentId,
        /// What it is called.
        title: Text4,
        /// Who has it.
        agency: Text4,
        /// For how many days, or by how many it is overdue.
        days: i32,
        /// Whether an answer was due.
        overdue: bool,
    },
    /// A text is approved and nobody has signed.
    Unsigned {
        /// The instrument.
        instrument: InstrumentId,
        /// What it is called.
        title: Text4,
    },
}

/// The pack.
#[derive(Debug, Clone)]
pub struct Pack {
    /// Whose it is.
    pub registry: RegistryCode,
    /// The other side.
    pub partner: PartyCode,
    /// The day it is of.
    pub day: Date,
    /// The meeting it is for, where one is planned.
    pub meeting: Option<Meeting>,
    /// The last meeting that was held.
    pub previous: Option<Meeting>,
    /// Commitments that stand open, the most pressing first.
    pub open: Vec<Line>,
    /// Whether there are more than the pack has.
    pub more: bool,
    /// What became known since the last meeting, the latest first.
    pub news: Vec<News>,
    /// Contradictions that are open.
    pub conflicts: Vec<Conflict>,
    /// Instruments that are not yet in force.
    pub on_the_way: Vec<instrument::Line>,
    /// Joint bodies with the partner that have not ended.
    pub bodies: Vec<Body>,
    /// What is to be asked: what officers noted, then what the record lacks.
    pub questions: Vec<Question>,
    /// The source of each reported figure, by its latest value.
    pub reported: BTreeMap<ObservationId, SourceId>,
    /// Sources of everything in it.
    pub sources: BTreeMap<SourceId, Source>,
    /// Names of those in whose charge commitments are.
    pub colleagues: BTreeMap<UserId, String>,
    /// The latest seal of the journal.
    pub seal: Option<Seal>,
}

/// The pack for a meeting.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such meeting; when the actor may not, or the store cannot be read.
pub async fn pack(ctx: &Context<'_>, id: MeetingId) -> Result<Pack> {
    ctx.authorise(Action::ReadSources)?;
    let meeting = one(ctx, id).await?;
    let partner = meeting.description.partner.clone();
    ctx.authorise_on(Action::ReadSources, meeting.description.registry, None)?;
    gather(ctx, meeting.description.registry, partner, Some(meeting)).await
}

/// The pack for the next meeting with a partner, whether one is planned or not.
///
/// # Errors
/// [`AppError::NotFound`] for a party nobody knows; when the actor may not, or the store cannot be read.
pub async fn pack_with(ctx: &Context<'_>, partner: &PartyCode) -> Result<Pack> {
    let registry = ctx.registry()?;
    ctx.authorise_on(Action::ReadSources, registry, None)?;
    let names = crate::lookup::directory(ctx).await?;
    let partner = names.same.of(partner);
    if !names.parties.contains_key(partner) {
        return Err(AppError::NotFound);
    }
    let planned = MeetingFilter {
        state: Some(MeetingState::Planned.code()),
        from: Some(ctx.today()),
        ..MeetingFilter::default()
    };
    let scope = Scope { registry: Some(registry), ..scope_with(ctx, Some(partner)).await? };
    let bodies = ctx.store().meetings(&scope, &planned, last_day(), None, MOST).await?;
    let next = read_all::<Meeting>(ctx, bodies).await?.pop();
    gather(ctx, registry, partner.clone(), next).await
}

async fn gather(
    ctx: &Context<'_>,
    registry: RegistryCode,
    partner: PartyCode,
    meeting: Option<Meeting>,
) -> Result<Pack> {
    let scope = Scope { registry: Some(registry), ..scope_with(ctx, Some(&partner)).await? };
    let today = ctx.today();
    let previous = previous(ctx, &scope, meeting.as_ref()).await?;
    let since = previous.as_ref().map(|it| it.description.date.last_day());
    let all = commitments(ctx, &scope).await?;
    let more = all.len() > usize::try_from(MOST).unwrap_or(usize::MAX);
    let figures =
        ctx.store().observations(&scope, ObservationFilter::Any, last_day(), None, MOST).await?;
    let figures: Vec<Observation> = read_all(ctx, figures).await?;
    let conflicts = ctx.store().conflicts(&scope, None, last_day(), MOST).await?;
    let conflicts: Vec<Conflict> = read_all(ctx, conflicts).await?;
    let instruments = instrument::with_partner(ctx, &partner, None).await?;
    let news = news(since, &all, &instruments, &figures, &conflicts);
    let open: Vec<Conflict> =
        conflicts.into_iter().filter(|c| c.state == ConflictState::Open).collect();
    let mut pack = Pack {
        registry,
        day: today,
        questions: Vec::new(),
        reported: figures
            .iter()
            .filter_map(|it| Some((it.id, it.latest()?.what.quotation.source)))
            .collect(),
        sources: BTreeMap::new(),
        colleagues: BTreeMap::new(),
        seal: ctx.store().last_seal().await?,
        open: all.into_iter().filter(is_open).collect(),
        bodies: bodies(ctx, &partner).await?,
        on_the_way: instruments.into_iter().filter(is_on_the_way).collect(),
        conflicts: open,
        partner,
        meeting,
        previous,
        more,
        news,
    };
    pack.open
        .sort_by_key(|line| (line.standing, line.commitment.latest().due(), line.commitment.id));
    pack.questions = questions(&pack, today);
    pack.sources = cited(ctx, quoted(&pack, &figures)).await?;
    pack.colleagues = colleagues(ctx, charged(&pack.open)).await?;
    Ok(pack)
}

/// The meeting before: the one that is named, else the last that was held before the day of this one.
async fn previous(
    ctx: &Context<'_>,
    scope: &Scope,
    meeting: Option<&Meeting>,
) -> Result<Option<Meeting>> {
    if let Some(id) = meeting.and_then(|it| it.description.previous) {
        return match one(ctx, id).await {
            Ok(it) => Ok(Some(it)),
            Err(AppError::NotFound) => Ok(None),
            Err(error) => Err(error),
        };
    }
    let before = meeting.map(|it| it.description.date.first_day());
    let filter = MeetingFilter {
        state: Some(MeetingState::Held.code()),
        before,
        ..MeetingFilter::default()
    };
    let bodies = ctx.store().meetings(scope, &filter, last_day(), None, 1).await?;
    Ok(read_all::<Meeting>(ctx, bodies).await?.pop())
}

/// Bodies that are talked of, agreed or at work; what has ended is on the partner's page.
async fn bodies(ctx: &Context<'_>, partner: &PartyCode) -> Result<Vec<Body>> {
    let all = crate::body::with_partner(ctx, partner, None, MOST).await?;
    let ended = |it: &Body| it.standing() == Some(kelisim_domain::body::Standing::Ended);
    Ok(all.into_iter().filter(|it| !ended(it)).collect())
}

async fn commitments(ctx: &Context<'_>, scope: &Scope) -> Result<Vec<Line>> {
    let filter = CommitmentFilter::default();
    let bodies = ctx.store().commitments(scope, &filter, last_day(), None, MOST + 1).await?;
    lines(ctx, scope, bodies, None).await
}

fn is_open(line: &Line) -> bool {
    use kelisim_domain::commitment::Standing::{Delivered, Lapsed, Replaced};
    !matches!(line.standing, Delivered | Lapsed | Replaced)
}

fn is_on_the_way(line: &instrument::Line) -> bool {
    !matches!(
        line.position.standing,
        Standing::InForce
            | Standing::InForceReported
            | Standing::Expired
            | Standing::Terminated
            | Standing::Denounced
            | Standing::Replaced
            | Standing::GivenUp
    )
}

/// What became known after a day; everything, where no meeting was held before.
fn news(
    since: Option<Date>,
    lines: &[Line],
    instruments: &[instrument::Line],
    figures: &[Observation],
    conflicts: &[Conflict],
) -> Vec<News> {
    let mut news = Vec::new();
    for line in lines {
        of_commitment(&mut news, line);
    }
    for line in instruments {
        of_instrument(&mut news, line);
    }
    for it in figures {
        let about = About::Observation(it.id);
        for said in &it.values {
            let what = What::Figure(it.description.period, said.what.value);
            let quotation = Some(said.what.quotation.clone());
            let title = it.description.name.clone();
            news.push(News { known_on: said.meta.known_on, what, about, title, quotation });
        }
    }
    for it in conflicts {
        let (about, title) = (About::Conflict(it.id), it.title.clone());
        let known_on = it.raised.known_on;
        news.push(News { known_on, what: What::Conflict, about, title, quotation: None });
    }
    news.retain(|it| since.is_none_or(|since| it.known_on > since));
    news.sort_by_key(|it| std::cmp::Reverse((it.known_on, it.about)));
    news.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
    news
}

fn of_commitment(news: &mut Vec<News>, line: &Line) {
    let it = &line.commitment;
    let mut add = |meta: &Meta, what: What, quotation: Option<&Quotation>| {
        news.push(News {
            known_on: meta.known_on,
            what,
            about: About::Commitment(it.id),
            title: it.description.title.clone(),
            quotation: quotation.cloned(),
        });
    };
    for (n, said) in it.statements.iter().enumerate() {
        let what = match said.what.stage {
            Some(stage) if n == 0 => What::New(stage),
            stage => What::Restated(stage),
        };
        add(&said.meta, what, Some(&said.what.quotation));
    }
    for said in &it.quotas {
        let q = &said.what;
        add(&said.meta, What::Places(q.period, q.channel, q.places), Some(&q.quotation));
    }
    for said in &it.reports {
        add(&said.meta, What::Delivery(said.what.state), Some(&said.what.quotation));
    }
    for said in &it.verdicts {
        add(&said.meta, What::Verdict(said.what.verdict), None);
    }
}

fn of_instrument(news: &mut Vec<News>, line: &instrument::Line) {
    let it = &line.instrument;
    let mut add = |meta: &Meta, what: What, quotation: &Quotation| {
        news.push(News {
            known_on: meta.known_on,
            what,
            about: About::Instrument(it.id),
            title: it.description.title.clone(),
            quotation: Some(quotation.clone()),
        });
    };
    for said in &it.acts {
        let act = &said.what;
        add(&said.meta, What::Act(act.party.clone(), act.kind, act.on), &act.quotation);
    }
    for said in &it.changes {
        add(&said.meta, What::Changed(said.what.kind, said.what.on), &said.what.quotation);
    }
}

/// What is to be asked: first what officers noted, then contradictions, then what is behind or lacking, by weight.
fn questions(pack: &Pack, today: Date) -> Vec<Question> {
    let noted = pack.meeting.iter().flat_map(|it| &it.questions).map(|said| Question::Noted {
        words: said.what.words.clone(),
        commitment: said.what.commitment,
    });
    let conflicts = pack
        .conflicts
        .iter()
        .map(|it| Question::Conflict { conflict: it.id, words: it.question.clone() });
    let mut lacking: Vec<(Gap, Question)> = Vec::new();
    for line in &pack.open {
        let (id, title) = (line.commitment.id, &line.commitment.description.title);
        for gap in gaps(&line.commitment.latest(), &line.years, line.standing, today) {
            lacking.push((gap, Question::Gap { commitment: id, title: title.clone(), gap }));
        }
    }
    lacking.sort_by_key(|(gap, _)| *gap);
    let held = pack.on_the_way.iter().flat_map(of_alarms);
    noted.chain(conflicts).chain(lacking.into_iter().map(|(_, q)| q)).chain(held).collect()
}

fn of_alarms(line: &instrument::Line) -> Vec<Question> {
    let instrument = line.instrument.id;
    let title = || line.instrument.description.title.clone();
    let held = |agency: &Text4, days: i32, overdue: bool| Question::Held {
        instrument,
        title: title(),
        agency: agency.clone(),
        days,
        overdue,
    };
    let asked = line.position.alarms.iter().filter_map(|alarm| match alarm {
        Alarm::Overdue { agency, days } => Some(held(agency, *days, true)),
        Alarm::HeldLong { agency, days } => Some(held(agency, *days, false)),
        Alarm::Unsigned => Some(Question::Unsigned { instrument, title: title() }),
        _ => None,
    });
    asked.collect()
}

/// The sources of everything in the pack.
fn quoted(pack: &Pack, figures: &[Observation]) -> Vec<SourceId> {
    let mut ids: Vec<SourceId> = Vec::new();
    for line in &pack.open {
        let it = &line.commitment;
        ids.extend(it.statements.iter().map(|s| s.what.quotation.source));
        ids.extend(it.quotas.iter().map(|q| q.what.quotation.source));
        ids.extend(it.reports.iter().map(|r| r.what.quotation.source));
    }
    ids.extend(figures_rest_on(figures));
    ids.extend(conflicts_rest_on(&pack.conflicts));
    ids.extend(pack.news.iter().filter_map(|it| it.quotation.as_ref().map(|q| q.source)));
    for it in &pack.bodies {
        ids.extend(it.quotations().map(|(_, q)| q.source));
    }
    for line in &pack.on_the_way {
        ids.extend(line.instrument.quotations().map(|(_, q)| q.source));
    }
    for it in pack.meeting.iter().chain(&pack.previous) {
        ids.extend(it.quotations().map(|(_, q)| q.source));
        ids.extend(it.description.communique);
    }
    ids
}

/// The accounts in whose charge commitments are.
pub(crate) fn charged(lines: &[Line]) -> Vec<UserId> {
    let charges = lines.iter().filter_map(|line| line.commitment.charge());
    let holders = charges.flat_map(|charge| charge.responsible.iter().chain(&charge.deputy));
    holders
        .filter_map(|holder| match holder {
            Holder::Account { user } => Some(*user),
            Holder::Office { .. } => None,
        })
        .collect()
}
