//! Sources: the page of one, and what rests on it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kelisim_domain::body::Body;
use kelisim_domain::commitment::Commitment;
use kelisim_domain::conflict::Conflict;
use kelisim_domain::id::SourceId;
use kelisim_domain::indicator::Indicator;
use kelisim_domain::instrument::Instrument;
use kelisim_domain::meeting::Meeting;
use kelisim_domain::observation::Observation;
use kelisim_domain::programme::call::Call;
use kelisim_domain::programme::visit::ExpertVisit;
use kelisim_domain::project::Project;
use kelisim_domain::quota::LineShown;
use kelisim_domain::source::{Source, SourceKind};
use kelisim_store::reading::Kind;
use uuid::Uuid;

use crate::access::Action;
use crate::communique::LONGEST;
pub use kelisim_store::reading::DayCursor as Cursor;

use crate::context::{Actor, Context};
use crate::lookup::{last_day, latest, several, text};
use crate::{AppError, Result};

/// The page of a source.
#[derive(Debug, Clone)]
pub struct SourcePage {
    /// The source.
    pub source: Source,
    /// Its text, or the part of it that was asked for.
    pub text: String,
    /// Which part of a long text it is; none for a text that is there whole.
    pub part: Option<Part>,
    /// Whether the actor may read the whole text, or only the passages on which something rests.
    pub whole: bool,
    /// Whether the actor has no part in it, such as an officer of another registry, and sees what a visitor sees.
    pub as_visitor: bool,
    /// What rests on it, in order of the passages.
    pub rests: Vec<Rest>,
}

/// A part of a long text, in whole lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Offset of its first character in the whole text, in Unicode scalar values.
    pub start: u32,
    /// Where the part before it begins; none at the beginning.
    pub before: Option<u32>,
    /// Where the part behind it begins; none at the end.
    pub next: Option<u32>,
}

/// A thing that rests on a passage.
#[derive(Debug, Clone)]
pub struct Rest {
    /// Offset of the passage in the text shown, in Unicode scalar values.
    pub start: u32,
    /// Offset behind it.
    pub end: u32,
    /// The thing.
    pub thing: Thing,
}

/// A thing that can rest on a passage.
#[derive(Debug, Clone)]
pub enum Thing {
    /// A commitment.
    Commitment(Commitment),
    /// An observation.
    Observation(Observation),
    /// A conflict.
    Conflict(Conflict),
    /// A line of the quota ledger.
    QuotaLine(LineShown),
    /// An instrument, as far as the actor may see it.
    Instrument(Box<Instrument>),
    /// A meeting, as far as the actor may see it.
    Meeting(Box<Meeting>),
    /// A project, as far as the actor may see it.
    Project(Box<Project>),
    /// A body between countries, as far as the actor may see it.
    Body(Box<Body>),
    /// A call, as far as the actor may see it. It is found by words and rests on no passage of its own.
    Call(Box<Call>),
    /// A visit of experts, as far as the actor may see it.
    Visit(Box<ExpertVisit>),
    /// An indicator.
    Indicator(Box<Indicator>),
}

/// A source the actor may know of.
///
/// Everybody may know of a source on which something public rests. The page of a source shows its text; the text of a
/// news item by somebody else is shown to the registry only, where it is not our own rendering. Of a text above
/// [`LONGEST`] characters, such as a table of many rows, a part is shown: the one in which the
/// character `from` stands.
///
/// # Errors
/// [`AppError::NotFound`] when it is not there, or nothing that the actor may see rests on it.
pub async fn page(ctx: &Context<'_>, id: SourceId, from: u32) -> Result<SourcePage> {
    let source: Source = latest(ctx, Kind::Source, id.uuid()).await?;
    let registry = source.description.registry;
    let whole = ctx.authorise_on(Action::ReadSources, registry, None).is_ok();
    let text = text(ctx, source.text).await?;
    let (text, part) = part_of(text, from);
    let from = part.map_or(0, |part| part.start);
    let mut rests = rests_on(ctx, id, from).await?;
    let as_visitor = !whole && rests.is_empty();
    if as_visitor {
        rests = rests_on(&ctx.app.context(Actor::Public), id, from).await?;
    }
    if !whole && rests.is_empty() {
        return Err(AppError::NotFound);
    }
    if part.is_some() {
        let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        rests.retain(|rest| rest.end <= from.saturating_add(length));
        for rest in &mut rests {
            (rest.start, rest.end) = (rest.start - from, rest.end - from);
        }
    }
    let is_news = source.description.kind == SourceKind::News && !source.description.rendering;
    Ok(SourcePage { whole: whole || !is_news, as_visitor, source, text, part, rests })
}

/// Characters of a part of a long text, at least.
const PART: usize = 40_000;

/// The part of a long text in which a character stands; a text that is not long as it is.
fn part_of(text: String, from: u32) -> (String, Option<Part>) {
    if text.len() <= LONGEST || text.chars().count() <= LONGEST {
        return (text, None);
    }
    // Where each part begins: at the first line behind so many characters.
    let mut begins: Vec<(u32, usize)> = vec![(0, 0)];
    let mut count = 0;
    for ((at, sign), n) in text.char_indices().zip(1_u32..) {
        count += 1;
        if sign == '\n' && count >= PART && at + 1 < text.len() {
            begins.push((n, at + 1));
            count = 0;
        }
    }
    let which = begins.partition_point(|(start, _)| *start <= from).saturating_sub(1);
    let begin = |which: usize| begins.get(which).copied();
    let (start, first) = begin(which).unwrap_or_default();
    let next = begin(which + 1);
    let last = next.map_or(text.len(), |(_, at)| at);
    let part = Part {
        start,
        before: which.checked_sub(1).and_then(begin).map(|(start, _)| start),
        next: next.map(|(start, _)| start),
    };
    (text.get(first..last).unwrap_or_default().to_owned(), Some(part))
}

/// What rests on a source, as far as the actor may see it.
async fn rests_on(ctx: &Context<'_>, id: SourceId, from: u32) -> Result<Vec<Rest>> {
    let rows = ctx.store().rests_on(id, i64::from(from)).await?;
    let day = last_day();
    let ids = |aggregate: &'static str| {
        rows.iter().filter(move |r| r.aggregate == aggregate).map(|r| r.stream.uuid())
    };
    let mut things: BTreeMap<Uuid, Thing> = BTreeMap::new();
    for it in several::<Commitment>(ctx, Kind::Commitment, ids("commitment"), day).await? {
        if visible(ctx, it.description.registry, &it.description.partner, it.public) {
            let it = crate::commitment::seen(ctx, it);
            things.insert(it.id.uuid(), Thing::Commitment(it));
        }
    }
    for it in several::<Observation>(ctx, Kind::Observation, ids("observation"), day).await? {
        if visible(ctx, it.description.registry, &it.description.partner, it.public) {
            things.insert(it.id.uuid(), Thing::Observation(it));
        }
    }
    for it in several::<Conflict>(ctx, Kind::Conflict, ids("conflict"), day).await? {
        if visible(ctx, it.registry, &it.partner, it.public) {
            things.insert(it.id.uuid(), Thing::Conflict(it));
        }
    }
    for it in several::<LineShown>(ctx, Kind::QuotaLine, ids("quota"), day).await? {
        if visible(ctx, it.description.registry, &it.description.partner, it.public) {
            things.insert(it.id.uuid(), Thing::QuotaLine(it));
        }
    }
    for it in several::<Instrument>(ctx, Kind::Instrument, ids("instrument"), day).await? {
        if visible(ctx, it.description.registry, &it.description.partner, it.public) {
            let seen = crate::instrument::seen(ctx, &it);
            things.insert(it.id.uuid(), Thing::Instrument(Box::new(seen)));
        }
    }
    for it in several::<Meeting>(ctx, Kind::Meeting, ids("meeting"), day).await? {
        if visible(ctx, it.description.registry, &it.description.partner, it.public) {
            things.insert(it.id.uuid(), Thing::Meeting(Box::new(crate::meeting::seen(ctx, &it))));
        }
    }
    for it in several::<Project>(ctx, Kind::Project, ids("project"), day).await? {
        if visible(ctx, it.description.registry, &it.description.partner, it.public) {
            let seen = crate::project::seen(ctx, &it);
            things.insert(it.id.uuid(), Thing::Project(Box::new(seen)));
        }
    }
    for it in several::<Body>(ctx, Kind::Body, ids("body"), day).await? {
        if visible(ctx, it.description.registry, &it.description.partner, it.public) {
            things.insert(it.id.uuid(), Thing::Body(Box::new(crate::body::seen(ctx, &it))));
        }
    }
    for it in several::<Indicator>(ctx, Kind::Indicator, ids("indicator"), day).await? {
        if crate::indicator::visible(ctx, &it) {
            things.insert(it.id.uuid(), Thing::Indicator(Box::new(it)));
        }
    }
    for it in several::<ExpertVisit>(ctx, Kind::Visit, ids("visit"), day).await? {
        if visible(ctx, it.description.registry, &it.description.partner, it.public) {
            let seen = crate::programme::visit::seen(ctx, &it);
            things.insert(it.id.uuid(), Thing::Visit(Box::new(seen)));
        }
    }
    Ok(rows
        .iter()
        .filter(|row| match things.get(&row.stream.uuid()) {
            // A letter behind an approval is nothing a visitor may know of.
            Some(Thing::Instrument(it)) => it.quotations().any(|(number, _)| number == row.number),
            Some(Thing::Meeting(it)) => it.quotations().any(|(number, _)| number == row.number),
            Some(Thing::Body(it)) => it.quotations().any(|(number, _)| number == row.number),
            Some(Thing::Visit(it)) => it.quotations().any(|(number, _)| number == row.number),
            _ => true,
        })
        .filter_map(|row| {
            Some(Rest {
                start: u32::try_from(row.start).ok()?,
                end: u32::try_from(row.end).ok()?,
                thing: things.get(&row.stream.uuid())?.clone(),
            })
        })
        .collect())
}

/// Whether the actor may see a thing.
pub(crate) fn visible(
    ctx: &Context<'_>,
    registry: kelisim_domain::registry::RegistryCode,
    partner: &kelisim_domain::party::PartyCode,
    public: bool,
) -> bool {
    match &ctx.actor {
        Actor::System => true,
        Actor::Public => public,
        Actor::User(_) => ctx.authorise_on(Action::ReadRecord, registry, Some(partner)).is_ok(),
    }
}

/// Sources by id, for pages that cite them. Whoever may see a statement may know what it rests on.
pub(crate) async fn cited(
    ctx: &Context<'_>,
    ids: Vec<SourceId>,
) -> Result<BTreeMap<SourceId, Source>> {
    let ids = ids.into_iter().map(SourceId::uuid);
    let sources = several::<Source>(ctx, Kind::Source, ids, last_day()).await?;
    Ok(sources.into_iter().map(|source| (source.id, source)).collect())
}

/// A line of the list of sources.
#[derive(Debug, Clone)]
pub struct SourceLine {
    /// The source.
    pub source: Source,
    /// When it was entered.
    pub entered_at: Timestamp,
}

/// Sources of the actor's registry, newest first, `limit` at a time.
///
/// # Errors
/// When the actor may not, or the store cannot be read.
pub async fn list(
    ctx: &Context<'_>,
    after: Option<Cursor>,
    limit: i64,
) -> Result<(Vec<SourceLine>, Option<Cursor>)> {
    let registry = ctx.registry()?;
    ctx.authorise_on(Action::ReadSources, registry, None)?;
    let bodies = ctx.store().sources(registry, after, limit + 1).await?;
    let mut lines = Vec::new();
    for body in &bodies {
        let source: Source = crate::lookup::read(ctx, body).await?;
        lines.push(SourceLine { entered_at: source.entered.recorded_at, source });
    }
    let more = i64::try_from(lines.len()).unwrap_or(i64::MAX) > limit;
    if more {
        lines.pop();
    }
    let next = lines
        .last()
        .filter(|_| more)
        .map(|line| Cursor { day: line.source.known_on(), id: line.source.id.uuid() });
    Ok((lines, next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_shown_in_parts_that_make_the_whole() {
        let line = "Қ".repeat(99) + "\n";
        let text = line.repeat(5_000);
        let (mut from, mut put_together) = (0, String::new());
        let mut before = None;
        loop {
            let (piece, part) = part_of(text.clone(), from);
            let part = part.unwrap();
            assert_eq!((part.start, part.before), (from, before));
            assert!(piece.ends_with('\n') && piece.chars().count() <= PART + 100);
            // Any character of the part leads to it.
            assert_eq!(part_of(text.clone(), from + 57).1, Some(part));
            put_together.push_str(&piece);
            let Some(next) = part.next else { break };
            (before, from) = (Some(part.start), next);
        }
        assert_eq!(put_together, text);
        assert_eq!(part_of("short".to_owned(), 3), ("short".to_owned(), None));
    }
}
