//! Contradictions on record and in the texts, found by rule, that nobody has taken up yet.
//!
//! Found ones are no part of the record: they are computed when an officer asks, and become a conflict only when the
//! officer raises one with both passages.

use std::collections::{BTreeMap, BTreeSet};

use kelisim_domain::commitment::Commitment;
use kelisim_domain::conflict::{Conflict, Rule};
use kelisim_domain::contradiction::{self, Contradiction, Says, key};
use kelisim_domain::id::{CommitmentId, SourceId, StreamId};
use kelisim_domain::instrument::Instrument;
use kelisim_domain::observation::Observation;
use kelisim_domain::party::PartyCode;
use kelisim_domain::quotation::Quotation;
use kelisim_domain::source::Source;
use kelisim_domain::text::Text4;
use kelisim_intake as intake;
use kelisim_store::drafted::Drafted;
use kelisim_store::instrument::InstrumentFilter;
use kelisim_store::reading::{CommitmentFilter, ObservationFilter};

use crate::access::Action;
use crate::context::Context;
use crate::lookup::{last_day, read_all, text};
use crate::proposal::day_of;
use crate::source::cited;
use crate::{AppError, Result};

/// A contradiction that nobody has taken up.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// A name that stays the same as long as the statements do.
    pub key: StreamId,
    /// The rule that found it.
    pub rule: Rule,
    /// The other side, where it is known.
    pub partner: Option<PartyCode>,
    /// The commitment it concerns.
    pub commitment: Option<CommitmentId>,
    /// What both are about.
    pub title: About,
    /// The statements; at least two.
    pub sides: Vec<Side>,
}

/// What a contradiction is about.
#[derive(Debug, Clone, PartialEq)]
pub enum About {
    /// A thing on record.
    Thing(Text4),
    /// Words of the texts.
    Words(String),
}

/// One of the statements.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// What it says.
    pub claim: Claim,
    /// The passage.
    pub quotation: Quotation,
}

/// What a statement says.
#[derive(Debug, Clone, PartialEq)]
pub enum Claim {
    /// As it is on record.
    Says(Says),
    /// As the text has it.
    Words(String),
}

/// What was found, with the sources of the passages.
#[derive(Debug, Clone)]
pub struct Found {
    /// Found on record.
    pub on_record: Vec<Seen>,
    /// Found in texts; what was found on record is not repeated.
    pub in_texts: Vec<Seen>,
    /// Sources by id.
    pub sources: BTreeMap<SourceId, Source>,
    /// Whether there is more than was looked at.
    pub more: bool,
}

/// How many commitments, instruments and figures are looked at, the most pressing first.
const MOST: i64 = 2_000;
/// How many texts are drafted at most while somebody waits, the newest first; the others when somebody looks again.
const DRAFTED: i64 = 400;
/// How many pairs of texts are tried by their keys at most.
const PAIRS: usize = 2_000_000;
/// How many pairs of texts are held against one another at most, those with the newest text first.
const MOST_PAIRS: usize = 1_000;

/// Looks for contradictions within the registry of the actor.
///
/// # Errors
/// When the actor may not keep the record, or the store cannot be read.
pub async fn look(ctx: &Context<'_>) -> Result<Found> {
    let registry = ctx.registry()?;
    ctx.authorise_on(Action::KeepRecord, registry, None)?;
    let scope = ctx.scope();
    let day = last_day();
    let raised: Vec<Conflict> =
        read_all(ctx, ctx.store().conflicts(&scope, None, day, MOST).await?).await?;
    let filter = CommitmentFilter::default();
    let bodies = ctx.store().commitments(&scope, &filter, day, None, MOST).await?;
    let commitments: Vec<Commitment> = read_all(ctx, bodies).await?;
    let filter = InstrumentFilter::default();
    let bodies = ctx.store().instruments(&scope, &filter, day, None, MOST).await?;
    let instruments: Vec<Instrument> = read_all(ctx, bodies).await?;
    let bodies = ctx.store().observations(&scope, ObservationFilter::Any, day, None, MOST).await?;
    let figures: Vec<Observation> = read_all(ctx, bodies).await?;
    let lengths = [commitments.len(), instruments.len(), figures.len()];
    let mut more = lengths.into_iter().any(|n| i64::try_from(n).is_ok_and(|n| n == MOST));
    let mut on_record: Vec<Contradiction> =
        commitments.iter().flat_map(contradiction::in_commitment).collect();
    on_record.extend(instruments.iter().flat_map(contradiction::in_instrument));
    on_record.extend(contradiction::among(&figures));
    let on_record: Vec<Seen> = on_record.into_iter().map(Seen::of).collect();
    let (mut in_texts, left) = texts(ctx).await?;
    more |= left;
    // What is on record is the firmer finding, whatever rule the text was found by.
    in_texts.retain(|seen| !on_record.iter().any(|other| other.shares(&seen.passages(), 2)));
    let open = |seen: &Seen| !raised.iter().any(|conflict| seen.is_raised(conflict));
    let on_record: Vec<Seen> = on_record.into_iter().filter(open).collect();
    in_texts.retain(open);
    let all = on_record.iter().chain(&in_texts);
    let ids = all.flat_map(|seen| &seen.sides).map(|side| side.quotation.source).collect();
    Ok(Found { sources: cited(ctx, ids).await?, on_record, in_texts, more })
}

/// The one with this name, if it is still to be found.
///
/// # Errors
/// As [`look`].
pub async fn one(ctx: &Context<'_>, key: StreamId) -> Result<Option<Seen>> {
    let found = look(ctx).await?;
    Ok(found.on_record.into_iter().chain(found.in_texts).find(|seen| seen.key == key))
}

impl Seen {
    fn of(found: Contradiction) -> Self {
        Self {
            key: found.key(),
            rule: found.rule,
            partner: Some(found.partner),
            commitment: found.commitment,
            title: About::Thing(found.title),
            sides: found
                .sides
                .into_iter()
                .map(|side| Side { claim: Claim::Says(side.says), quotation: side.quotation })
                .collect(),
        }
    }

    fn passages(&self) -> Vec<&Quotation> {
        self.sides.iter().map(|side| &side.quotation).collect()
    }

    /// Whether a conflict has been raised over these passages, whatever became of it.
    fn is_raised(&self, conflict: &Conflict) -> bool {
        let passages: Vec<&Quotation> = conflict.sides.iter().map(|side| &side.quotation).collect();
        self.shares(&passages, 2)
    }

    /// Whether that many of its passages meet some of these.
    fn shares(&self, passages: &[&Quotation], many: usize) -> bool {
        let meets = |own: &&Quotation| passages.iter().any(|other| own.meets(other));
        self.passages().iter().filter(|own| meets(own)).count() >= many
    }
}

/// A text with what the engine drafted from it.
struct Read {
    source: Source,
    text: String,
    draft: intake::Draft,
}

/// What the texts of the registry contradict one another in, and whether there is more than was looked at.
///
/// Every text is drafted once and its draft kept with its keys; the keys of all texts together tell which two are worth
/// holding against one another, and only those are read again.
async fn texts(ctx: &Context<'_>) -> Result<(Vec<Seen>, bool)> {
    let behind = draft_new(ctx).await?;
    let registry = ctx.registry()?;
    let rows = ctx.store().draft_keys(registry, intake::EDITION).await?;
    let work = move || {
        let mut ids = Vec::new();
        let mut keys = Vec::new();
        for (id, text) in rows {
            let read: intake::compare::Keys = serde_json::from_str(&text)?;
            ids.push(id);
            keys.push(read);
        }
        let found = intake::compare::candidates(&keys, PAIRS);
        let pair = |(one, other): (usize, usize)| Some((*ids.get(one)?, *ids.get(other)?));
        let pairs: Vec<(SourceId, SourceId)> = found.pairs.into_iter().filter_map(pair).collect();
        Ok::<_, serde_json::Error>((pairs, found.more))
    };
    let (mut pairs, mut more) = blocking(work).await?.map_err(|e| unread("keys", e))?;
    more |= behind || pairs.len() > MOST_PAIRS;
    pairs.truncate(MOST_PAIRS);
    let wanted: BTreeSet<SourceId> = pairs.iter().flat_map(|(one, other)| [*one, *other]).collect();
    let read = read(ctx, wanted).await?;
    Ok((blocking(move || between(&pairs, &read)).await?, more))
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| AppError::internal("looking for contradictions", e))
}

fn unread(what: &'static str, error: serde_json::Error) -> AppError {
    AppError::internal(what, error)
}

/// Drafts texts of which no draft is kept, the newest first; gives whether some are left.
async fn draft_new(ctx: &Context<'_>) -> Result<bool> {
    let registry = ctx.registry()?;
    let rows = ctx.store().undrafted(registry, intake::EDITION, DRAFTED + 1).await?;
    let mut sources: Vec<Source> = read_all(ctx, rows).await?;
    let most = usize::try_from(DRAFTED).unwrap_or(usize::MAX);
    let left = sources.len() > most;
    sources.truncate(most);
    if sources.is_empty() {
        return Ok(false);
    }
    let mut read = Vec::new();
    for source in sources {
        let text = text(ctx, source.text).await?;
        read.push((source, text));
    }
    let work = move || {
        read.into_iter()
            .map(|(source, text)| {
                let options =
                    intake::Options { date: day_of(&source), ..intake::Options::default() };
                // A text that cannot be drafted contradicts nothing; it is not read again either.
                let draft = intake::draft(&text, &options).unwrap_or_default();
                Ok(Drafted {
                    source: source.id,
                    registry: source.description.registry,
                    edition: intake::EDITION,
                    published_on: source.known_on(),
                    keys: serde_json::to_string(&intake::compare::Keys::of(&draft))?,
                    draft: serde_json::to_string(&draft)?,
                })
            })
            .collect::<std::result::Result<Vec<Drafted>, serde_json::Error>>()
    };
    let drafts = blocking(work).await?.map_err(|e| unread("a draft", e))?;
    ctx.store().keep_drafts(&drafts).await?;
    Ok(left)
}

/// Sources with their texts and drafts.
async fn read(ctx: &Context<'_>, ids: BTreeSet<SourceId>) -> Result<BTreeMap<SourceId, Read>> {
    let ids: Vec<SourceId> = ids.into_iter().collect();
    let mut sources = cited(ctx, ids.clone()).await?;
    let mut read = BTreeMap::new();
    for (id, draft) in ctx.store().drafts_of(&ids).await? {
        let Some(source) = sources.remove(&id) else { continue };
        let text = text(ctx, source.text).await?;
        let draft = serde_json::from_str(&draft).map_err(|e| unread("a draft", e))?;
        read.insert(id, Read { source, text, draft });
    }
    Ok(read)
}

/// Rules that need the words themselves; the others hold for what was confirmed, not for what an engine drafts.
const OF_WORDS: [Rule; 4] = [Rule::Firstness, Rule::Scope, Rule::Translation, Rule::Legal];

/// What pairs of texts contradict each other in. Of each pair the newer text comes first.
fn between(pairs: &[(SourceId, SourceId)], texts: &BTreeMap<SourceId, Read>) -> Vec<Seen> {
    let mut seen = Vec::new();
    for (one, other) in pairs {
        if let (Some(one), Some(other)) = (texts.get(one), texts.get(other)) {
            // The earlier text is the one that is known.
            for found in intake::compare::drafts(&other.draft, &one.draft) {
                seen.extend(in_words(found, &[other, one]));
            }
        }
    }
    let mut keys = BTreeSet::new();
    seen.retain(|found| keys.insert(found.key));
    seen
}

/// A finding of the engine with its passages as the record quotes them; nothing where one cannot be found again.
fn in_words(found: intake::compare::Contradiction, texts: &[&Read]) -> Option<Seen> {
    let rule = Rule::from_code(&found.rule).filter(|rule| OF_WORDS.contains(rule))?;
    let mut sides = Vec::new();
    for side in [found.first, found.second] {
        let quoted = texts.iter().find_map(|read| {
            let (id, language) = (read.source.id, &read.source.description.language);
            let near = Some(side.quotation.start);
            let quotation =
                Quotation::find(id, language, &read.text, &side.quotation.exact, near).ok()?;
            (quotation.start == side.quotation.start).then_some(quotation)
        });
        sides.push(Side { claim: Claim::Words(side.value), quotation: quoted? });
    }
    let key = key(rule, sides.iter().map(|side| &side.quotation));
    let title = About::Words(found.subject);
    Some(Seen { key, rule, partner: None, commitment: None, title, sides })
}
