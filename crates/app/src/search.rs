//! Finding things by the words a person types.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use kelisim_domain::aggregate::Aggregate;
use kelisim_domain::body::Body;
use kelisim_domain::commitment::Commitment;
use kelisim_domain::conflict::Conflict;
use kelisim_domain::indicator::Indicator;
use kelisim_domain::instrument::Instrument;
use kelisim_domain::meeting::Meeting;
use kelisim_domain::observation::Observation;
use kelisim_domain::party::{Party, PartyCode};
use kelisim_domain::programme::call::Call;
use kelisim_domain::programme::visit::ExpertVisit;
use kelisim_domain::project::Project;
use kelisim_domain::quota::{LineShown, QuotaLine};
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::source::Source;
use kelisim_domain::text::{Language, Text4};
pub use kelisim_search::{Query, Score};
use kelisim_search::{Word, nearest};
use kelisim_store::find::{EDITION, Found, Sought, party_key};
use kelisim_store::reading::Kind;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::access::Action;
use crate::context::Context;
use crate::held::{Age, Held, Room};
use crate::lookup::{Directory, directory, last_day, several, text};
use crate::source::Thing;
use crate::{AppError, Result};

/// How many things a word may lead to before further ones are left out.
const REACH: i64 = 5_000;
/// How many things that have every word are looked at and put in order.
const LOOKED_AT: usize = 400;
/// For how long the words of a registry are read once.
const TRUSTED: SignedDuration = SignedDuration::from_secs(60);
/// For how many registries.
const REGISTRIES: usize = 16;
/// Longest text that is read for words, in characters.
pub const LONGEST: usize = 200;
/// Characters shown on either side of a word found in a text.
const AROUND: usize = 70;

/// What was found.
#[derive(Debug, Clone)]
pub struct Results {
    /// What was looked for, with the near words that were admitted; nothing when no word was typed.
    pub query: Option<Query>,
    /// Things that have every word but the missing ones, the best first.
    pub hits: Vec<Hit>,
    /// Parties that are named by a word.
    pub parties: Vec<PartyCode>,
    /// Letters whose number begins as typed; none for those who may not read the register.
    pub letters: Vec<crate::letter::Line>,
    /// Words that lead nowhere, as they were typed.
    pub missing: Vec<String>,
    /// Whether there are more things than were looked at.
    pub more: bool,
    /// Whether everything that was entered can be found; not while the index is made anew.
    pub whole: bool,
}

/// A thing that was found.
#[derive(Debug, Clone)]
pub struct Hit {
    /// The thing.
    pub what: What,
    /// The day that stands for it, where there is one.
    pub day: Option<Date>,
    /// How well it fits.
    pub score: Score,
}

/// What can be found.
#[derive(Debug, Clone)]
pub enum What {
    /// A source, by its title or its text.
    Source(Source),
    /// A thing that rests on sources.
    Thing(Thing),
}

impl What {
    /// Name of the kind, as the journal has it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Source(_) => Source::NAME,
            Self::Thing(Thing::Commitment(_)) => Commitment::NAME,
            Self::Thing(Thing::Observation(_)) => Observation::NAME,
            Self::Thing(Thing::Conflict(_)) => Conflict::NAME,
            Self::Thing(Thing::QuotaLine(_)) => QuotaLine::NAME,
            Self::Thing(Thing::Instrument(_)) => Instrument::NAME,
            Self::Thing(Thing::Meeting(_)) => Meeting::NAME,
            Self::Thing(Thing::Project(_)) => Project::NAME,
            Self::Thing(Thing::Body(_)) => Body::NAME,
            Self::Thing(Thing::Call(_)) => Call::NAME,
            Self::Thing(Thing::Visit(_)) => ExpertVisit::NAME,
            Self::Thing(Thing::Indicator(_)) => Indicator::NAME,
        }
    }

    /// Its id.
    #[must_use]
    pub const fn id(&self) -> Uuid {
        match self {
            Self::Source(it) => it.id.uuid(),
            Self::Thing(Thing::Commitment(it)) => it.id.uuid(),
            Self::Thing(Thing::Observation(it)) => it.id.uuid(),
            Self::Thing(Thing::Conflict(it)) => it.id.uuid(),
            Self::Thing(Thing::QuotaLine(it)) => it.id.uuid(),
            Self::Thing(Thing::Instrument(it)) => it.id.uuid(),
            Self::Thing(Thing::Meeting(it)) => it.id.uuid(),
            Self::Thing(Thing::Project(it)) => it.id.uuid(),
            Self::Thing(Thing::Body(it)) => it.id.uuid(),
            Self::Thing(Thing::Call(it)) => it.id.uuid(),
            Self::Thing(Thing::Visit(it)) => it.id.uuid(),
            Self::Thing(Thing::Indicator(it)) => it.id.uuid(),
        }
    }

    /// Its names, the one it is known by first.
    #[must_use]
    pub fn texts(&self) -> Vec<&Text4> {
        match self {
            Self::Source(it) => vec![&it.description.title],
            Self::Thing(Thing::Commitment(it)) => {
                std::iter::once(&it.description.title).chain(&it.description.object).collect()
            }
            Self::Thing(Thing::Observation(it)) => vec![&it.description.name],
            Self::Thing(Thing::Conflict(it)) => vec![&it.title, &it.question],
            Self::Thing(Thing::Instrument(it)) => {
                std::iter::once(&it.description.title).chain(&it.description.subject).collect()
            }
            Self::Thing(Thing::Meeting(it)) => {
                let decided = it.decisions.iter().map(|said| &said.what.matter);
                let d = &it.description;
                std::iter::once(&d.title).chain(&d.place).chain(decided).collect()
            }
            Self::Thing(Thing::Project(it)) => {
                std::iter::once(&it.description.title).chain(&it.description.site).collect()
            }
            Self::Thing(Thing::Body(it)) => {
                let mandates = it.mandates.iter().map(|said| &said.what.matter);
                let decided = it.decisions.iter().map(|said| &said.what.decision.matter);
                std::iter::once(&it.description.title).chain(mandates).chain(decided).collect()
            }
            Self::Thing(Thing::Call(it)) => {
                let terms = it.shown().into_iter();
                terms.flat_map(|terms| std::iter::once(&terms.title).chain(&terms.about)).collect()
            }
            Self::Thing(Thing::Visit(it)) => {
                let d = &it.description;
                std::iter::once(&d.title).chain(&d.place).chain(&d.sender).collect()
            }
            Self::Thing(Thing::Indicator(it)) => vec![&it.definition.name, &it.definition.what],
            Self::Thing(Thing::QuotaLine(it)) => {
                let d = &it.description;
                [&d.specialty, &d.host, &d.region].into_iter().flatten().collect()
            }
        }
    }

    /// In which order kinds come that fit equally well: what was promised first.
    const fn rank(&self) -> u8 {
        match self {
            Self::Thing(Thing::Commitment(_)) => 0,
            Self::Thing(Thing::Instrument(_)) => 1,
            Self::Thing(Thing::Project(_)) => 2,
            Self::Thing(Thing::Body(_)) => 2,
            Self::Thing(Thing::Call(_)) => 2,
            Self::Thing(Thing::Visit(_)) => 2,
            Self::Thing(Thing::Indicator(_)) => 3,
            Self::Thing(Thing::QuotaLine(_)) => 3,
            Self::Thing(Thing::Meeting(_)) => 4,
            Self::Thing(Thing::Observation(_)) => 4,
            Self::Thing(Thing::Conflict(_)) => 5,
            Self::Source(_) => 6,
        }
    }
}

/// The words of each registry, read once a minute: slips of the hand are looked up in them.
#[derive(Debug)]
pub struct Vocabularies(Held<RegistryCode, Timestamp, Arc<Vec<String>>>);

impl Default for Vocabularies {
    fn default() -> Self {
        Self(Held::new(Room::of(REGISTRIES)))
    }
}

/// Finds what has all the words that were typed, as far as the actor may see it.
///
/// A word that leads nowhere is first taken for a slip of the hand; when that leads nowhere either, it is named and the
/// others are looked for without it. A word that names a party leads to all that concerns it.
///
/// # Errors
/// [`AppError::SignedOut`], or when the store cannot be read.
pub async fn search(ctx: &Context<'_>, typed: &str) -> Result<Results> {
    ctx.authorise(Action::ReadRecord)?;
    let registry = ctx.registry()?;
    let typed: String = typed.chars().take(LONGEST).collect();
    let mut results = Results {
        query: Query::parse(&typed),
        hits: Vec::new(),
        parties: Vec::new(),
        letters: letters(ctx, &typed).await?,
        missing: Vec::new(),
        more: false,
        whole: ctx.store().edition().await? == EDITION,
    };
    let Some(query) = &mut results.query else { return Ok(results) };
    let names = directory(ctx).await?;
    let mut sought = Vec::new();
    for word in &mut query.words {
        let parties = named(&names, word);
        let written = parties.iter().flat_map(|party| names.same.codes(party));
        word.also.extend(written.map(|code| party_key(&code)));
        let names_one = !parties.is_empty();
        results.parties.extend(parties);
        match reach(ctx, registry, word).await? {
            // The party itself is what the word leads to.
            0 if names_one => {}
            0 => results.missing.push(word.typed.clone()),
            reach => sought.push((reach, of(word))),
        }
    }
    sought.sort_by_key(|(reach, _)| *reach);
    results.more = sought.first().is_some_and(|(reach, _)| *reach >= REACH);
    let sought: Vec<Sought> = sought.into_iter().map(|(_, word)| word).collect();
    let limit = i64::try_from(LOOKED_AT + 1).unwrap_or(i64::MAX);
    let mut found = ctx.store().find(registry, &ctx.scope(), &sought, REACH, limit).await?;
    if found.len() > LOOKED_AT {
        found.truncate(LOOKED_AT);
        results.more = true;
    }
    results.hits = hits(ctx, query, found).await?;
    Ok(results)
}

/// Letters by the beginning of their number: what has a digit can be one.
async fn letters(ctx: &Context<'_>, typed: &str) -> Result<Vec<crate::letter::Line>> {
    let is_number = typed.chars().any(|c| c.is_ascii_digit());
    if !is_number || ctx.authorise(Action::ReadSources).is_err() {
        return Ok(Vec::new());
    }
    Ok(crate::letter::list(ctx, typed, None, None, 20).await?.lines)
}

/// The parties that a word names in some language, each once; by the names of one that was merged the one that stays.
fn named(names: &Directory, word: &Word) -> Vec<PartyCode> {
    if word.is_number() || word.key.chars().count() < 3 {
        return Vec::new();
    }
    let alone = Query { words: vec![word.clone()] };
    let names_it = |party: &&Party| {
        let texts = party.names.iter().flat_map(|name| languages(&name.name));
        alone.score(texts).words > 0
    };
    let named = names.parties.values().filter(names_it).map(|party| names.same.of(&party.code));
    named.collect::<BTreeSet<_>>().into_iter().cloned().collect()
}

fn languages(text: &Text4) -> impl Iterator<Item = &str> {
    Language::ALL.iter().filter_map(|language| text.get(*language))
}

fn of(word: &Word) -> Sought {
    Sought { key: word.key.clone(), beginning: !word.is_number(), also: word.also.clone() }
}

/// How many things a word leads to that the actor may see; near words are admitted when it leads to none by
/// itself.
async fn reach(ctx: &Context<'_>, registry: RegistryCode, word: &mut Word) -> Result<i64> {
    let scope = ctx.scope();
    let alone = Sought { also: Vec::new(), ..of(word) };
    let alone = ctx.store().reach(registry, &scope, &alone, REACH).await?;
    if alone == 0 {
        word.also.extend(near(ctx, registry, word).await?);
    }
    Ok(if word.also.is_empty() {
        alone
    } else {
        ctx.store().reach(registry, &scope, &of(word), REACH).await?
    })
}

/// The keys of a registry that are a slip or two away from a word.
async fn near(ctx: &Context<'_>, registry: RegistryCode, word: &Word) -> Result<Vec<String>> {
    let age = |at: &Timestamp| Age::since(*at, ctx.now, TRUSTED);
    let read = async { Ok::<_, AppError>(Arc::new(ctx.store().vocabulary(registry).await?)) };
    let vocabulary = ctx.app.vocabularies.0.get(registry, ctx.now, age, read).await?;
    let near = nearest(&word.key, vocabulary.iter().map(String::as_str));
    Ok(near.into_iter().map(str::to_owned).collect())
}

/// Reads what was found and puts it in order.
async fn hits(ctx: &Context<'_>, query: &Query, found: Vec<Found>) -> Result<Vec<Hit>> {
    let mut ids: BTreeMap<&str, Vec<Uuid>> = BTreeMap::new();
    for found in &found {
        ids.entry(&found.aggregate).or_default().push(found.stream.uuid());
    }
    let mut things: Vec<What> = Vec::new();
    for (aggregate, ids) in ids {
        things.extend(read(ctx, aggregate, ids).await?);
    }
    let days: HashMap<Uuid, Option<Date>> =
        found.iter().map(|found| (found.stream.uuid(), found.day)).collect();
    let mut hits: Vec<Hit> = things
        .into_iter()
        .map(|what| {
            let score = query.score(what.texts().into_iter().flat_map(languages));
            Hit { day: days.get(&what.id()).copied().flatten(), score, what }
        })
        .collect();
    hits.sort_by_cached_key(|hit| {
        let Hit { what, day, score } = hit;
        (std::cmp::Reverse((*score, *day)), what.rank(), what.id())
    });
    Ok(hits)
}

async fn read(ctx: &Context<'_>, aggregate: &str, ids: Vec<Uuid>) -> Result<Vec<What>> {
    Ok(match aggregate {
        Source::NAME => all(ctx, Kind::Source, ids, What::Source).await?,
        Commitment::NAME => {
            let what = |it| What::Thing(Thing::Commitment(crate::commitment::seen(ctx, it)));
            all(ctx, Kind::Commitment, ids, what).await?
        }
        Observation::NAME => {
            all(ctx, Kind::Observation, ids, |it| What::Thing(Thing::Observation(it))).await?
        }
        Conflict::NAME => {
            all(ctx, Kind::Conflict, ids, |it| What::Thing(Thing::Conflict(it))).await?
        }
        Instrument::NAME => {
            let what = |it: Instrument| {
                What::Thing(Thing::Instrument(Box::new(crate::instrument::seen(ctx, &it))))
            };
            all(ctx, Kind::Instrument, ids, what).await?
        }
        Meeting::NAME => {
            let what =
                |it: Meeting| What::Thing(Thing::Meeting(Box::new(crate::meeting::seen(ctx, &it))));
            all(ctx, Kind::Meeting, ids, what).await?
        }
        Project::NAME => {
            let what =
                |it: Project| What::Thing(Thing::Project(Box::new(crate::project::seen(ctx, &it))));
            all(ctx, Kind::Project, ids, what).await?
        }
        Body::NAME => {
            let what = |it: Body| What::Thing(Thing::Body(Box::new(crate::body::seen(ctx, &it))));
            all(ctx, Kind::Body, ids, what).await?
        }
        Call::NAME => {
            let found = several::<Call>(ctx, Kind::Call, ids, last_day()).await?;
            let seen = found.into_iter().filter_map(|it| crate::programme::seen(ctx, it));
            seen.map(|it| What::Thing(Thing::Call(Box::new(it)))).collect()
        }
        ExpertVisit::NAME => {
            let what = |it: ExpertVisit| {
                What::Thing(Thing::Visit(Box::new(crate::programme::visit::seen(ctx, &it))))
            };
            all(ctx, Kind::Visit, ids, what).await?
        }
        Indicator::NAME => {
            let what = |it: Indicator| What::Thing(Thing::Indicator(Box::new(it)));
            all(ctx, Kind::Indicator, ids, what).await?
        }
        QuotaLine::NAME => {
            let what = |it: LineShown| What::Thing(Thing::QuotaLine(it));
            all(ctx, Kind::QuotaLine, ids, what).await?
        }
        other => return Err(AppError::internal("reading what was found", other.to_owned())),
    })
}

async fn all<T: DeserializeOwned>(
    ctx: &Context<'_>,
    kind: Kind,
    ids: Vec<Uuid>,
    what: impl Fn(T) -> What,
) -> Result<Vec<What>> {
    Ok(several::<T>(ctx, kind, ids, last_day()).await?.into_iter().map(what).collect())
}

/// The words around the first one in the text of a source that was looked for, for a source whose title does not have
/// it; nothing when none is in the text.
///
/// # Errors
/// When the store cannot be read.
pub async fn passage(ctx: &Context<'_>, query: &Query, source: &Source) -> Result<Option<String>> {
    ctx.authorise_on(Action::ReadSources, source.description.registry, None)?;
    let text = text(ctx, source.text).await?;
    let marks = query.marks(&text);
    // Where the most words stand close together.
    let most = marks.iter().max_by_key(|first| {
        let near =
            marks.iter().filter(|m| m.start >= first.start && m.end < first.start + 4 * AROUND);
        (near.count(), std::cmp::Reverse(first.start))
    });
    Ok(most.map(|mark| around(&text, mark.start, mark.end)))
}

/// A stretch of text around a word, cut between words, on one line.
fn around(text: &str, start: usize, end: usize) -> String {
    let before: Vec<char> = text[..start].chars().rev().take(AROUND).collect();
    let before: String = before.into_iter().rev().collect();
    let after: String = text[end..].chars().take(2 * AROUND).collect();
    let whole_before = before.len() == start;
    let whole_after = after.len() == text.len() - end;
    let from = if whole_before { 0 } else { before.find(char::is_whitespace).unwrap_or(0) };
    let to = if whole_after {
        after.len()
    } else {
        after.rfind(char::is_whitespace).unwrap_or(after.len())
    };
    let stretch = format!("{}{}{}", &before[from..], &text[start..end], &after[..to]);
    let line = stretch.split_whitespace().collect::<Vec<_>>().join(" ");
    let (open, close) = (if whole_before { "" } else { "… " }, if whole_after { "" } else { " …" });
    format!("{open}{line}{close}")
}

#[cfg(test)]
mod tests {
    use super::around;

    #[test]
    fn a_stretch_is_cut_between_words() {
        assert_eq!(around("одно слово", 0, 8), "одно слово");
        let text = format!("{} нефрология {}", "слово ".repeat(40), "слово ".repeat(40));
        let start = text.find("нефрология").unwrap();
        let cut = around(&text, start, start + "нефрология".len());
        assert!(cut.starts_with("… слово") && cut.ends_with("слово …"), "{cut}");
        assert!(cut.contains("слово нефрология слово"));
    }
}
