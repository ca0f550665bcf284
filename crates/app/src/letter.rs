//! The register of letters: noting a letter about a step, taking a wrong one away, and finding letters by their numbers.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kelisim_domain::Refusal;
use kelisim_domain::aggregate::Aggregate;
use kelisim_domain::body::{self, Body};
use kelisim_domain::commitment::{self, Commitment, Said};
use kelisim_domain::conflict::{self, Conflict};
use kelisim_domain::id::{
    BodyId, CommitmentId, ConflictId, InstrumentId, MeetingId, ObservationId, QuotaLineId, StreamId,
};
use kelisim_domain::instrument::{self, Instrument};
use kelisim_domain::letter::{Correspondence, Direction, LetterNumber, LetterOf};
use kelisim_domain::meeting::{self, Meeting};
use kelisim_domain::observation::{self, Observation};
use kelisim_domain::quota::{self, LineShown, QuotaLine};
use kelisim_domain::text::{Language, Text4};
use kelisim_store::letter::{LetterFilter, LetterFound};
use kelisim_store::reading::Kind;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::Action;
use crate::context::Context;
use crate::growing::About;
use crate::lookup::{last_day, latest, several};
use crate::typed::{Typed, WithdrawForm, read_day};
use crate::{AppError, Result};

pub use kelisim_store::letter::LetterCursor as Cursor;

/// A thing whose steps can have letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// A commitment.
    Commitment(CommitmentId),
    /// An instrument.
    Instrument(InstrumentId),
    /// A line of the quota ledger.
    QuotaLine(QuotaLineId),
    /// A meeting.
    Meeting(MeetingId),
    /// A reported figure.
    Observation(ObservationId),
    /// A contradiction.
    Conflict(ConflictId),
    /// A joint body.
    Body(BodyId),
}

impl Thing {
    /// The thing of a kind, as the journal names kinds; nothing for kinds without letters.
    #[must_use]
    pub fn of(kind: &str, id: Uuid) -> Option<Self> {
        Some(match kind {
            Commitment::NAME => Self::Commitment(CommitmentId::new(id)),
            Instrument::NAME => Self::Instrument(InstrumentId::new(id)),
            QuotaLine::NAME => Self::QuotaLine(QuotaLineId::new(id)),
            Meeting::NAME => Self::Meeting(MeetingId::new(id)),
            Observation::NAME => Self::Observation(ObservationId::new(id)),
            Conflict::NAME => Self::Conflict(ConflictId::new(id)),
            Body::NAME => Self::Body(BodyId::new(id)),
            _ => return None,
        })
    }
}

/// What is typed about a letter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LetterForm {
    /// The entry it is about.
    pub step: String,
    /// Code of which way it went.
    pub direction: String,
    /// Its number.
    pub number: String,
    /// The day it was registered.
    pub date: String,
}

/// What the form of a letter is made from: the version of the thing and the entries a letter can be about, with what
/// the thing is called.
#[derive(Debug, Clone)]
pub struct Steps {
    /// The version of the thing.
    pub version: i64,
    /// Versions of entries, oldest first.
    pub steps: Vec<i64>,
    /// Letters that are noted, oldest first.
    pub letters: Vec<Said<LetterOf>>,
    /// What it is called; a line of the ledger has no name of its own.
    pub title: Option<Text4>,
}

/// The steps of a thing of the actor's registry.
///
/// # Errors
/// [`AppError::NotFound`] for another registry's thing; when the actor may not.
pub async fn steps(ctx: &Context<'_>, thing: Thing) -> Result<Steps> {
    ctx.authorise(Action::KeepRecord)?;
    let (registry, partner, version, mut steps, letters, title) = match thing {
        Thing::Commitment(id) => {
            let it: Commitment = latest(ctx, Kind::Commitment, id.uuid()).await?;
            let steps = it.steps().collect::<Vec<_>>();
            let d = it.description;
            (d.registry, d.partner, it.version, steps, it.letters, Some(d.title))
        }
        Thing::Instrument(id) => {
            let it: Instrument = latest(ctx, Kind::Instrument, id.uuid()).await?;
            let steps = it.letter_steps().collect::<Vec<_>>();
            let d = it.description;
            (d.registry, d.partner, it.version, steps, it.letters, Some(d.title))
        }
        Thing::QuotaLine(id) => {
            let it: LineShown = latest(ctx, Kind::QuotaLine, id.uuid()).await?;
            let line = crate::growing::Growing::<QuotaLine>::load(ctx, id.into()).await?;
            let steps = line.state()?.moves.iter().map(|booked| booked.version).collect();
            let d = it.description;
            (d.registry, d.partner, it.version, steps, it.letters, None)
        }
        Thing::Meeting(id) => {
            let it: Meeting = latest(ctx, Kind::Meeting, id.uuid()).await?;
            let steps = it.letter_steps().collect::<Vec<_>>();
            let d = it.description;
            (d.registry, d.partner, it.version, steps, it.letters, Some(d.title))
        }
        Thing::Observation(id) => {
            let it: Observation = latest(ctx, Kind::Observation, id.uuid()).await?;
            let steps = it.letter_steps().collect::<Vec<_>>();
            let d = it.description;
            (d.registry, d.partner, it.version, steps, it.letters, Some(d.name))
        }
        Thing::Conflict(id) => {
            let it: Conflict = latest(ctx, Kind::Conflict, id.uuid()).await?;
            let steps = it.letter_steps().collect::<Vec<_>>();
            (it.registry, it.partner, it.version, steps, it.letters, Some(it.title))
        }
        Thing::Body(id) => {
            let it: Body = latest(ctx, Kind::Body, id.uuid()).await?;
            let steps = it.letter_steps().collect::<Vec<_>>();
            let d = it.description;
            (d.registry, d.partner, it.version, steps, it.letters, Some(d.title))
        }
    };
    ctx.authorise_on(Action::KeepRecord, registry, Some(&partner))?;
    steps.sort_unstable();
    Ok(Steps { version, steps, letters, title })
}

/// Notes a letter about a step.
///
/// # Errors
/// Each field that does not fit; `letter-no-step`, `letter-there`, `letter-date-ahead`; [`AppError::Stale`].
pub async fn note(ctx: &Context<'_>, thing: Thing, version: i64, form: &LetterForm) -> Result<()> {
    ctx.authorise(Action::KeepRecord)?;
    let mut typed = Typed::default();
    let step = form.step.trim().parse::<i64>().map_err(|_| Refusal::new("letter-no-step"));
    let step = typed.take("step", step);
    let direction = Direction::from_code(&form.direction);
    let direction = typed.take("direction", direction.ok_or(Refusal::new("letter-way-unknown")));
    let number = typed.take("number", form.number.parse::<LetterNumber>());
    let date = typed.take("date", read_day(&form.date));
    let letter = (|| {
        let letter = Correspondence { direction: direction?, number: number?, date: date? };
        Some(LetterOf { step: step?, letter })
    })();
    let letter = typed.all1(letter)?;
    let about = About {
        valid_from: Some(kelisim_domain::edtf::Edtf::day(letter.letter.date)),
        ..About::TODAY
    };
    match thing {
        Thing::Commitment(id) => {
            let growing = crate::commitment::load(ctx, id, version).await?;
            growing.record(ctx, &commitment::Event::LetterNoted { letter }, about).await
        }
        Thing::Instrument(id) => {
            let growing = crate::instrument::load_instrument(ctx, id, version).await?;
            growing.record(ctx, &instrument::Event::LetterNoted { letter }, about).await
        }
        Thing::QuotaLine(id) => {
            let growing = crate::quota::load_line(ctx, id, version).await?;
            growing.record(ctx, &quota::Event::LetterNoted { letter }, about).await
        }
        Thing::Meeting(id) => {
            let growing = crate::meeting::load_meeting(ctx, id, version).await?;
            growing.record(ctx, &meeting::Event::LetterNoted { letter }, about).await
        }
        Thing::Observation(id) => {
            let growing = crate::observation::load(ctx, id, version).await?;
            growing.record(ctx, &observation::Event::LetterNoted { letter }, about).await
        }
        Thing::Conflict(id) => {
            let growing = crate::conflict::load(ctx, id, version).await?;
            growing.record(ctx, &conflict::Event::LetterNoted { letter }, about).await
        }
        Thing::Body(id) => {
            let growing = crate::body::load_body(ctx, id, version).await?;
            growing.record(ctx, &body::Event::LetterNoted { letter }, about).await
        }
    }
}

/// Takes away a letter that was noted by mistake. It stays in the journal.
///
/// # Errors
/// `letter-not-there`, each field that does not fit; [`AppError::Stale`].
pub async fn withdraw(
    ctx: &Context<'_>,
    thing: Thing,
    version: i64,
    language: Language,
    form: &WithdrawForm,
) -> Result<()> {
    let there = steps(ctx, thing).await?.letters;
    let (noted, reason) = form.read(language, Refusal::new("letter-not-there"))?;
    // What else a thing could take back is not taken back by this way.
    if !there.iter().any(|said| said.meta.version == noted) {
        return Err(Refusal::of("fact", "letter-not-there").into());
    }
    let about = About::TODAY;
    match thing {
        Thing::Commitment(id) => {
            let event = commitment::Event::StatementWithdrawn { version: noted, reason };
            crate::commitment::load(ctx, id, version).await?.record(ctx, &event, about).await
        }
        Thing::Instrument(id) => {
            let event = instrument::Event::FactWithdrawn { version: noted, reason };
            let growing = crate::instrument::load_instrument(ctx, id, version).await?;
            growing.record(ctx, &event, about).await
        }
        Thing::QuotaLine(id) => {
            let event = quota::Event::LetterWithdrawn { version: noted, reason };
            crate::quota::load_line(ctx, id, version).await?.record(ctx, &event, about).await
        }
        Thing::Meeting(id) => {
            let event = meeting::Event::FactWithdrawn { version: noted, reason };
            crate::meeting::load_meeting(ctx, id, version).await?.record(ctx, &event, about).await
        }
        Thing::Observation(id) => {
            let event = observation::Event::LetterWithdrawn { version: noted, reason };
            crate::observation::load(ctx, id, version).await?.record(ctx, &event, about).await
        }
        Thing::Conflict(id) => {
            let event = conflict::Event::LetterWithdrawn { version: noted, reason };
            crate::conflict::load(ctx, id, version).await?.record(ctx, &event, about).await
        }
        Thing::Body(id) => {
            let event = body::Event::FactWithdrawn { version: noted, reason };
            crate::body::load_body(ctx, id, version).await?.record(ctx, &event, about).await
        }
    }
}

/// A letter of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The thing it is about.
    pub thing: Thing,
    /// The kind of that thing, as the journal names it.
    pub kind: &'static str,
    /// What the thing is called; a line of the ledger has no name of its own.
    pub title: Option<Text4>,
    /// The entry it is about.
    pub step: i64,
    /// Which way it went.
    pub direction: Direction,
    /// Its number.
    pub number: String,
    /// The day it was registered.
    pub on: Date,
}

/// A part of the register.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// The letters, the latest first.
    pub lines: Vec<Line>,
    /// Where the list goes on.
    pub next: Option<Cursor>,
}

/// Letters of the actor's registry whose number begins as typed; all, when nothing is typed.
///
/// # Errors
/// When the actor may not, or the store cannot be read.
pub async fn list(
    ctx: &Context<'_>,
    typed: &str,
    direction: Option<Direction>,
    after: Option<Cursor>,
    limit: i64,
) -> Result<List> {
    let registry = ctx.registry()?;
    ctx.authorise_on(Action::ReadSources, registry, None)?;
    let beginning = Some(LetterNumber::key_of(typed)).filter(|key| !key.is_empty());
    let filter = LetterFilter { beginning, direction: direction.map(Direction::code) };
    let mut found = ctx.store().letters(registry, &filter, after, limit + 1).await?;
    let more = i64::try_from(found.len()).unwrap_or(i64::MAX) > limit;
    if more {
        found.pop();
    }
    let next = found.last().filter(|_| more).map(|it| Cursor {
        on: it.on,
        stream: it.stream,
        version: it.version,
    });
    let titles = titles(ctx, &found).await?;
    let lines = found.iter().filter_map(|it| line(it, &titles)).collect();
    Ok(List { lines, next })
}

fn line(found: &LetterFound, titles: &BTreeMap<StreamId, Text4>) -> Option<Line> {
    let thing = Thing::of(&found.aggregate, found.stream.uuid())?;
    let kind = match thing {
        Thing::Commitment(_) => Commitment::NAME,
        Thing::Instrument(_) => Instrument::NAME,
        Thing::QuotaLine(_) => QuotaLine::NAME,
        Thing::Meeting(_) => Meeting::NAME,
        Thing::Observation(_) => Observation::NAME,
        Thing::Conflict(_) => Conflict::NAME,
        Thing::Body(_) => Body::NAME,
    };
    Some(Line {
        thing,
        kind,
        title: titles.get(&found.stream).cloned(),
        step: found.step,
        direction: Direction::from_code(&found.direction)?,
        number: found.number.clone(),
        on: found.on,
    })
}

async fn titles(ctx: &Context<'_>, found: &[LetterFound]) -> Result<BTreeMap<StreamId, Text4>> {
    let ids = |kind: &'static str| {
        found.iter().filter(move |it| it.aggregate == kind).map(|it| it.stream.uuid())
    };
    let day = last_day();
    let mut titles = BTreeMap::new();
    for it in several::<Commitment>(ctx, Kind::Commitment, ids(Commitment::NAME), day).await? {
        titles.insert(it.id.into(), it.description.title);
    }
    for it in several::<Instrument>(ctx, Kind::Instrument, ids(Instrument::NAME), day).await? {
        titles.insert(it.id.into(), it.description.title);
    }
    for it in several::<Meeting>(ctx, Kind::Meeting, ids(Meeting::NAME), day).await? {
        titles.insert(it.id.into(), it.description.title);
    }
    for it in several::<Observation>(ctx, Kind::Observation, ids(Observation::NAME), day).await? {
        titles.insert(it.id.into(), it.description.name);
    }
    for it in several::<Conflict>(ctx, Kind::Conflict, ids(Conflict::NAME), day).await? {
        titles.insert(it.id.into(), it.title);
    }
    for it in several::<Body>(ctx, Kind::Body, ids(Body::NAME), day).await? {
        titles.insert(it.id.into(), it.description.title);
    }
    Ok(titles)
}

/// Refuses a kind without letters as whatever is not there.
///
/// # Errors
/// [`AppError::NotFound`].
pub fn thing(kind: &str, id: Uuid) -> Result<Thing> {
    Thing::of(kind, id).ok_or(AppError::NotFound)
}
