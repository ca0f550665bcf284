//! Conflicts: raised with both quotations, decided by a person, never hidden.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kelisim_domain::Refusal;
use kelisim_domain::conflict::{Conflict, ConflictState, Decision, Event, Rule, Side};
use kelisim_domain::id::{ConflictId, SourceId};
use kelisim_domain::source::Source;
use kelisim_domain::text::Language;
use kelisim_store::reading::{Body, Kind};
use serde::{Deserialize, Serialize};

use crate::access::Action;
use crate::commitment::conflicts_rest_on;
use crate::context::{Context, Known};
use crate::growing::{About, Growing};
use crate::lookup::{directory, last_day, latest, read_all};
use crate::source::{cited, visible};
use crate::typed::Typed;
use crate::{AppError, Result};

/// Conflicts with the sources of their quotations.
#[derive(Debug, Clone)]
pub struct Conflicts {
    /// Open ones first.
    pub conflicts: Vec<Conflict>,
    /// Sources by id.
    pub sources: BTreeMap<SourceId, Source>,
}

/// Conflicts the actor may see.
///
/// # Errors
/// When the actor may not, or the store cannot be read.
pub async fn list(ctx: &Context<'_>, known_on: Option<Date>) -> Result<Conflicts> {
    ctx.authorise(Action::ReadRecord)?;
    let day = known_on.unwrap_or_else(last_day);
    let bodies = ctx.store().conflicts(&ctx.scope(), None, day, 200).await?;
    with_sources(ctx, bodies).await
}

async fn with_sources(ctx: &Context<'_>, bodies: Vec<Body>) -> Result<Conflicts> {
    let conflicts: Vec<Conflict> = read_all(ctx, bodies).await?;
    let sources = cited(ctx, conflicts_rest_on(&conflicts)).await?;
    Ok(Conflicts { conflicts, sources })
}

/// One conflict.
///
/// # Errors
/// [`AppError::NotFound`] when the actor may not see it.
pub async fn page(ctx: &Context<'_>, id: ConflictId) -> Result<Conflicts> {
    let body = ctx.store().one(Kind::Conflict, id.uuid(), last_day()).await?;
    let found = with_sources(ctx, body.into_iter().collect()).await?;
    match found.conflicts.first() {
        Some(c) if visible(ctx, c.registry, &c.partner, c.public) => {}
        _ => return Err(AppError::NotFound),
    }
    // Letters about it are work of the house.
    let inner = ctx.authorise(Action::ReadSources).is_ok();
    let conflicts = found.conflicts.into_iter();
    let conflicts = conflicts.map(|it| if inner { it } else { it.shared() }).collect();
    Ok(Conflicts { conflicts, ..found })
}

/// What is typed to raise a conflict.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RaiseForm {
    /// Code of the rule.
    pub rule: String,
    /// Code of the other side.
    pub partner: String,
    /// Short name.
    pub title: String,
    /// What must be asked to settle it.
    pub question: String,
    /// Id of the commitment it concerns; empty for none.
    pub commitment: String,
    /// Id of the first source.
    pub source_a: String,
    /// Its passage.
    pub passage_a: String,
    /// What it claims.
    pub claim_a: String,
    /// Id of the second source.
    pub source_b: String,
    /// Its passage.
    pub passage_b: String,
    /// What it claims.
    pub claim_b: String,
}

/// Raises a conflict. `id` is made with the form, so that sending it twice raises it once.
///
/// # Errors
/// Each field that does not fit; `conflict-with-itself`.
pub async fn raise(
    ctx: &Context<'_>,
    id: ConflictId,
    language: Language,
    form: &RaiseForm,
) -> Result<()> {
    let registry = ctx.registry()?;
    ctx.authorise_on(Action::KeepRecord, registry, None)?;
    let mut typed = Typed::default();
    let rule = typed.take("rule", Rule::from_code(&form.rule).ok_or(Refusal::new("rule-unknown")));
    let partner = typed.party("partner", &form.partner);
    let title = typed.text("title", language, &form.title);
    let question = typed.text("question", language, &form.question);
    let claim_a = typed.text("claim_a", language, &form.claim_a);
    let claim_b = typed.text("claim_b", language, &form.claim_b);
    let commitment =
        crate::commitment::named(ctx, &mut typed, registry, "commitment", &form.commitment).await?;
    let directory = directory(ctx).await?;
    if let Some(partner) = partner.as_ref().filter(|p| !directory.parties.contains_key(p)) {
        typed.refuse(Refusal::of("partner", "party-unknown").with("text", partner.as_str()));
    }
    let mut known = jiff::civil::Date::MIN;
    let mut sides = Vec::new();
    for (source, passage, claim, fields) in [
        (&form.source_a, &form.passage_a, claim_a, ["source_a", "passage_a"]),
        (&form.source_b, &form.passage_b, claim_b, ["source_b", "passage_b"]),
    ] {
        match crate::communique::cite(ctx, source, passage).await {
            Ok((quotation, day)) => {
                known = known.max(day);
                sides.extend(claim.map(|claim| Side { claim, quotation }));
            }
            Err(AppError::Refused(refusals)) => {
                for refusal in refusals {
                    let of_source = refusal.field == Some("source");
                    let field = if of_source { fields.first() } else { fields.last() };
                    typed.refuse(Refusal { field: field.copied(), ..refusal });
                }
            }
            Err(error) => return Err(error),
        }
    }
    let all = (|| {
        Some(Event::Raised {
            registry,
            partner: partner?,
            commitment: commitment?,
            rule: rule?,
            title: title?,
            question: question?,
            sides,
            public: false,
        })
    })();
    let event = typed.all1(all)?;
    let growing = Growing::<Conflict>::new(id.into());
    match growing.record(ctx, &event, About { known: Known::From(known), ..About::TODAY }).await {
        // The same form sent twice.
        Err(AppError::Stale) if page(ctx, id).await.is_ok() => Ok(()),
        other => other,
    }
}

/// What is typed to decide.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DecideForm {
    /// Code of the state.
    pub state: String,
    /// The statement chosen, counted from 1; only when resolved.
    pub chosen: String,
    /// Why.
    pub note: String,
}

pub(crate) async fn load(
    ctx: &Context<'_>,
    id: ConflictId,
    version: i64,
) -> Result<Growing<Conflict>> {
    ctx.authorise(Action::KeepRecord)?;
    let shown: Conflict = latest(ctx, Kind::Conflict, id.uuid()).await?;
    ctx.authorise_on(Action::KeepRecord, shown.registry, Some(&shown.partner))?;
    let growing = Growing::load(ctx, id.into()).await?;
    growing.at_version(version)?;
    Ok(growing)
}

/// Decides a conflict. Of two officers who decide at once, one is told that the other was faster.
///
/// # Errors
/// Each field that does not fit; a refused decision; [`AppError::Stale`].
pub async fn decide(
    ctx: &Context<'_>,
    id: ConflictId,
    version: i64,
    language: Language,
    form: &DecideForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let unknown = Refusal::new("conflict-needs-a-decision");
    let state = typed.take("state", ConflictState::from_code(&form.state).ok_or(unknown));
    let note = typed.text("note", language, &form.note);
    let chosen = match (form.state.as_str(), form.chosen.trim()) {
        (_, "") => Some(None),
        // A choice that was made before another state was taken does not count.
        (state, _) if state != ConflictState::Resolved.code() => Some(None),
        (_, text) => {
            let number = text.parse::<u32>().ok().and_then(|n| n.checked_sub(1));
            typed.take("chosen", number.ok_or(Refusal::new("conflict-choose-one"))).map(Some)
        }
    };
    let (state, note, chosen) = typed.all3(state, note, chosen)?;
    let decision = Decision { state, note, chosen };
    growing.record(ctx, &Event::Decided { decision }, About::TODAY).await
}

/// Takes a decided conflict up again.
///
/// # Errors
/// `conflict-open`; [`AppError::Stale`].
pub async fn reopen(
    ctx: &Context<'_>,
    id: ConflictId,
    version: i64,
    language: Language,
    note: &str,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let note = typed.text("note", language, note);
    let note = typed.all1(note)?;
    growing.record(ctx, &Event::Reopened { note }, About::TODAY).await
}
