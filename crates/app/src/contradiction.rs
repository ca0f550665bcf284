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
use kelisim_domain::source::{Source, SourceKind};
use kelisim_domain::text::Text4;
use kelisim_intake as intake;
use kelisim_store::instrument::InstrumentFilter;
use kelisim_store::reading::CommitmentFilter;

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
/// How many texts are held against one another, the newest first.
const TEXTS: i64 = 40;

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
        read_all(ctx.store().conflicts(&scope, None, None, day, MOST).await?)?;
    let filter = CommitmentFilter::default();
    let bodies = ctx.store().commitments(&scope, &filter, day, None, MOST).await?;
    let commitments: Vec<Commitment> = read_all(bodies)?;
    let filter = InstrumentFilter::default();
    let bodies = ctx.store().instruments(&scope, &filter, day, None, MOST).await?;
    let instruments: Vec<Instrument> = read_all(bodies)?;
    let bodies = ctx.store().observations(&scope, None, None, day, None, MOST).await?;
    let figures: Vec<Observation> = read_all(bodies)?;
    let lengths = [commitments.len(), instruments.len(), figures.len()];
    let more = lengths.into_iter().any(|n| i64::try_from(n).is_ok_and(|n| n == MOST));
    let mut on_record: Vec<Contradiction> =
        commitments.iter().flat_map(contradiction::in_commitment).collect();
    on_record.extend(instruments.iter().flat_map(contradiction::in_instrument));
    on_record.extend(contradiction::among(&figures));
    let on_record: Vec<Seen> = on_record.into_iter().map(Seen::of).collect();
    let mut in_texts = texts(ctx).await?;
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

/// A text with what the engine drafts from it.
struct Read {
    source: Source,
    text: String,
    draft: intake::Draft,
}

/// What the newest texts of the registry contradict one another in.
async fn texts(ctx: &Context<'_>) -> Result<Vec<Seen>> {
    let sources: Vec<Source> = read_all(ctx.store().sources(ctx.registry()?, None, TEXTS).await?)?;
    let mut read = Vec::new();
    // The rows of a table are no sentences.
    for source in sources.into_iter().filter(|s| s.description.kind != SourceKind::Table) {
        let text = text(ctx, source.text).await?;
        read.push((source, text));
    }
    let work = move || {
        let drafted = read.into_iter().filter_map(|(source, text)| {
            let options = intake::Options { date: day_of(&source), ..intake::Options::default() };
            let draft = intake::draft(&text, &options).ok()?;
            Some(Read { source, text, draft })
        });
        between(&drafted.collect::<Vec<_>>())
    };
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| AppError::internal("looking for contradictions", e))
}

/// Rules that need the words themselves; the others hold for what was confirmed, not for what an engine drafts.
const OF_WORDS: [Rule; 4] = [Rule::Firstness, Rule::Scope, Rule::Translation, Rule::Legal];

fn between(texts: &[Read]) -> Vec<Seen> {
    let mut seen = Vec::new();
    for (at, one) in texts.iter().enumerate() {
        for other in &texts[at + 1..] {
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
