//! Beginning a project, by hand or from a template, and correcting what is said about it.

use kelisim_domain::Refusal;
use kelisim_domain::id::ProjectId;
use kelisim_domain::party::PartyCode;
use kelisim_domain::project::{Description, Event, Link, Linked, Milestone, Project, Template};
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::text::{Language, Text4};
use kelisim_domain::topic::Topic;
use serde::{Deserialize, Serialize};

use super::change::load;
use crate::access::Action;
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::instrument::{about, known_party, optional_cited, other};
use crate::lookup::directory;
use crate::typed::{TITLES, Typed};
use crate::{AppError, Result};

/// What is typed about a project.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BeginForm {
    /// Code of the template; empty for a project that begins without milestones. Only when it is begun.
    pub template: String,
    /// Code of the other side.
    pub partner: String,
    /// Codes of the parties, with spaces between them.
    pub parties: String,
    /// The title in Kazakh.
    pub title_kk: String,
    /// The title in Kyrgyz.
    pub title_ky: String,
    /// The title in Russian.
    pub title_ru: String,
    /// The title in English.
    pub title_en: String,
    /// Where.
    pub site: String,
    /// Code of the matter.
    pub topic: String,
    /// Id of a commitment it serves; only when it is begun.
    pub commitment: String,
    /// Id of an instrument it serves; only when it is begun.
    pub instrument: String,
    /// Id of the source, where one speaks of it; only when it is begun.
    pub source: String,
    /// The passage; only when it is begun.
    pub passage: String,
}

/// Begins a project. `id` is made with the form, so that sending it twice begins it once. `names` gives the name of a
/// milestone of a template by its key.
///
/// # Errors
/// Each field that does not fit; `project-two-parties`, `project-template-unknown`.
pub async fn begin(
    ctx: &Context<'_>,
    id: ProjectId,
    language: Language,
    form: &BeginForm,
    names: &(dyn Fn(&'static str) -> Option<Text4> + Sync),
) -> Result<()> {
    let registry = ctx.registry()?;
    ctx.authorise_on(Action::KeepRecord, registry, None)?;
    let mut typed = Typed::default();
    let template = template(&mut typed, &form.template);
    let description = described(ctx, &mut typed, registry, language, form).await?;
    let commitment =
        crate::commitment::named(ctx, &mut typed, registry, "commitment", &form.commitment).await?;
    let instrument = other(ctx, &mut typed, registry, "instrument", &form.instrument).await?;
    let cited = optional_cited(ctx, &mut typed, &form.source, &form.passage).await?;
    let all = (|| Some(((template?, description?), (commitment?, instrument?), cited?)))();
    let ((template, description), (commitment, instrument), cited) = typed.all1(all)?;
    let mut growing = Growing::<Project>::new(id.into());
    let rests = about(cited.as_ref());
    let description = Description { template, ..description };
    let quotation = cited.map(|(quotation, _)| quotation);
    growing.push(ctx, &Event::Begun { description, quotation: quotation.clone() }, rests)?;
    let links = commitment.map(Linked::Commitment).into_iter();
    for to in links.chain(instrument.map(Linked::Instrument)) {
        growing.push(ctx, &Event::LinkAdded { link: Link { to, quotation: None } }, rests)?;
    }
    if let Some(template) = template {
        fill(ctx, &mut growing, id, template, names)?;
    }
    match growing.commit(ctx).await {
        // The same form sent twice.
        Err(AppError::Stale) if own(ctx, id).await? => Ok(()),
        other => other,
    }
}

/// Whether the stream was begun by the actor: then the form was sent twice.
async fn own(ctx: &Context<'_>, id: ProjectId) -> Result<bool> {
    let entries = ctx.store().entries(id.into()).await?;
    Ok(entries.first().is_some_and(|e| e.new.actor.is_some() && e.new.actor == ctx.user()))
}

/// Adds the milestones of a template and what waits for what. It gives no days.
fn fill(
    ctx: &Context<'_>,
    growing: &mut Growing<Project>,
    id: ProjectId,
    template: Template,
    names: &(dyn Fn(&'static str) -> Option<Text4> + Sync),
) -> Result<()> {
    for step in template.steps() {
        let title = names(step.key)
            .ok_or_else(|| AppError::internal("a name of the template", step.key.to_owned()))?;
        let milestone = Milestone {
            id: Template::milestone(id, step.key),
            kind: step.kind,
            title,
            phase: Some(step.phase),
        };
        growing.push(ctx, &Event::MilestoneAdded { milestone }, About::TODAY)?;
    }
    for dependency in template.dependencies(id) {
        growing.push(ctx, &Event::DependencyAdded { dependency }, About::TODAY)?;
    }
    Ok(())
}

fn template(typed: &mut Typed, code: &str) -> Option<Option<Template>> {
    match code.trim() {
        "" => Some(None),
        code => {
            let read = Template::from_code(code).ok_or(Refusal::new("project-template-unknown"));
            typed.take("template", read).map(Some)
        }
    }
}

/// Corrects what is said about a project.
///
/// # Errors
/// Each field that does not fit; [`AppError::Stale`].
pub async fn describe(
    ctx: &Context<'_>,
    id: ProjectId,
    version: i64,
    language: Language,
    form: &BeginForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let (registry, template) = {
        let d = &growing.state()?.description;
        (d.registry, d.template)
    };
    let mut typed = Typed::default();
    let description = described(ctx, &mut typed, registry, language, form).await?;
    let description = Description { template, ..typed.all1(description)? };
    growing.record(ctx, &Event::Described { description }, About::TODAY).await
}

async fn described(
    ctx: &Context<'_>,
    typed: &mut Typed,
    registry: RegistryCode,
    language: Language,
    form: &BeginForm,
) -> Result<Option<Description>> {
    let names = directory(ctx).await?;
    let partner = typed.party("partner", &form.partner);
    let partner = partner.and_then(|p| known_party(typed, &names, "partner", &p));
    let parties = typed.parties("parties", &form.parties).and_then(|parties| {
        let known: Vec<PartyCode> =
            parties.into_iter().filter_map(|p| known_party(typed, &names, "parties", &p)).collect();
        if known.len() < 2 {
            typed.refuse(Refusal::of("parties", "project-two-parties"));
            return None;
        }
        Some(known)
    });
    let given = [&form.title_kk, &form.title_ky, &form.title_ru, &form.title_en];
    let title = typed.four(language, TITLES, given.map(String::as_str));
    let site = typed.optional_text("site", language, &form.site);
    let topic = Topic::from_code(&form.topic).ok_or(Refusal::new("topic-unknown"));
    let topic = typed.take("topic", topic);
    Ok((|| {
        Some(Description {
            registry,
            partner: partner?,
            title: title?,
            parties: parties?,
            site: site?,
            topic: topic?,
            template: None,
        })
    })())
}
