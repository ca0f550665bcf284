//! Projects of the demonstration: what their sources say of each milestone, and nothing for those of which they say
//! nothing.

use anyhow::{Context as _, bail};
use kelisim_app::growing::{About, Growing};
use kelisim_domain::id::{MilestoneId, ProjectId};
use kelisim_domain::project::{
    Baseline, Dependency, Description, Event, Link, Linked, Milestone, Project, Template, Word,
};
use kelisim_domain::text::{Language, Text4};
use kelisim_i18n::Locale;

use super::load::{Loader, four, stream_of, told};
use super::project_file;

impl Loader<'_> {
    /// A project with its milestones, what is said of them, and the plans that were frozen.
    pub(super) fn project(&mut self, file: &project_file::Project) -> anyhow::Result<()> {
        let id = ProjectId::new(stream_of("project", &file.key).uuid());
        let mut growing = Growing::<Project>::new(id.into());
        let description = Description {
            registry: file.registry,
            partner: file.partner.clone(),
            title: file.title.text()?,
            parties: file.parties.clone(),
            site: four(file.site.as_ref())?,
            topic: file.topic,
            template: file.template,
        };
        let (quotation, about) = self.quote(&file.source, &file.quote)?;
        let begun = Event::Begun { description, quotation: Some(quotation) };
        growing.push(self.ctx, &begun, about).map_err(told)?;
        self.milestones(&mut growing, id, file)?;
        for word in &file.word {
            let (quotation, about) = self.quote(&word.source, &word.quote)?;
            let about = About { valid_from: word.on, ..about };
            let word = Word {
                milestone: milestone(file, id, &word.milestone)?,
                aspect: word.aspect,
                on: word.on,
                reason: four(word.reason.as_ref())?,
                quotation: Some(quotation),
            };
            growing.push(self.ctx, &Event::Dated { word }, about).map_err(told)?;
        }
        for serves in &file.serves {
            let (quotation, about) = self.quote(&serves.source, &serves.quote)?;
            let to = match (&serves.commitment, &serves.instrument) {
                (Some(key), None) => Linked::Commitment(self.commitment_id(key)?),
                (None, Some(key)) => Linked::Instrument(self.instrument_id(key)?),
                _ => bail!("it serves a commitment or an instrument"),
            };
            let link = Link { to, quotation: Some(quotation) };
            growing.push(self.ctx, &Event::LinkAdded { link }, about).map_err(told)?;
        }
        for baseline in &file.baseline {
            let snapshot = growing.state()?.snapshot(baseline.known);
            let snapshot = snapshot.context("nothing was known on the day of the baseline")?;
            let baseline = Baseline::of(baseline.name.text()?, snapshot)?;
            let event = Event::BaselineFrozen { baseline };
            growing.push(self.ctx, &event, About::TODAY).map_err(told)?;
        }
        growing.push(self.ctx, &Event::Published, About::TODAY).map_err(told)?;
        self.add(growing)
    }

    /// The milestones of the template and those of the file, and what waits for what.
    fn milestones(
        &self,
        growing: &mut Growing<Project>,
        id: ProjectId,
        file: &project_file::Project,
    ) -> anyhow::Result<()> {
        let mut milestones = Vec::new();
        for step in file.template.iter().flat_map(|template| template.steps()) {
            milestones.push(Milestone {
                id: Template::milestone(id, step.key),
                kind: step.kind,
                title: name_of(step.key)?,
                phase: Some(step.phase),
            });
        }
        for own in &file.milestone {
            milestones.push(Milestone {
                id: Template::milestone(id, &own.key),
                kind: own.kind,
                title: own.title.text()?,
                phase: own.phase,
            });
        }
        for milestone in milestones {
            let event = Event::MilestoneAdded { milestone };
            growing.push(self.ctx, &event, About::TODAY).map_err(told)?;
        }
        let of_template = file.template.into_iter().flat_map(|t| t.dependencies(id));
        let mut dependencies: Vec<Dependency> = of_template.collect();
        for wait in &file.wait {
            let (before, after) =
                (milestone(file, id, &wait.before)?, milestone(file, id, &wait.after)?);
            dependencies.push(Dependency { before, after, lag: 0 });
        }
        for dependency in dependencies {
            let event = Event::DependencyAdded { dependency };
            growing.push(self.ctx, &event, About::TODAY).map_err(told)?;
        }
        Ok(())
    }
}

/// The name of a milestone of a template, in all languages.
fn name_of(key: &str) -> anyhow::Result<Text4> {
    let [kk, ky, ru, en] = [Locale::Kk, Locale::Ky, Locale::Ru, Locale::En]
        .map(|locale| locale.term("project_step", key));
    Ok(Text4::all(Language::Ru, kk, ky, ru, en)?)
}

/// A milestone by its key, of the template or of the file.
fn milestone(
    file: &project_file::Project,
    id: ProjectId,
    key: &str,
) -> anyhow::Result<MilestoneId> {
    let of_template = file.template.is_some_and(|t| t.steps().iter().any(|step| step.key == key));
    if !of_template && !file.milestone.iter().any(|own| own.key == key) {
        bail!("there is no milestone {key}");
    }
    Ok(Template::milestone(id, key))
}
