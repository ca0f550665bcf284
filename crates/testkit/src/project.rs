//! Projects.

use jiff::civil::{Date, date};
use kelisim_domain::id::{CommitmentId, MilestoneId, ProjectId};
use kelisim_domain::project::{
    Aspect, Baseline, Dependency, Description, Event, Link, Linked, Milestone, MilestoneKind,
    Project, Word,
};
use kelisim_domain::text::{Language, Text4};

use crate::{Pledge, World};

fn text(words: &str) -> Text4 {
    Text4::new(Language::En, words).unwrap()
}

impl World {
    /// A project with the two states of a promise and two milestones, the licence waiting for the building. Entries 1
    /// to 4.
    pub fn project(&mut self, pledge: &Pledge) -> (ProjectId, [MilestoneId; 2]) {
        let id = ProjectId::new(self.id());
        let description = Description {
            registry: pledge.registry,
            partner: pledge.partner.clone(),
            title: text("Friendship hospital"),
            parties: vec![pledge.registry.as_str().parse().unwrap(), pledge.partner.clone()],
            site: None,
            topic: pledge.topic,
            template: None,
        };
        let today = self.today();
        self.event::<Project>(id, Event::Begun { description, quotation: None }, today);
        let milestones = [
            (MilestoneId::new(self.id()), MilestoneKind::Construction, "built"),
            (MilestoneId::new(self.id()), MilestoneKind::Licence, "licensed"),
        ];
        for (id_of, kind, title) in milestones {
            let milestone = Milestone { id: id_of, kind, title: text(title), phase: None };
            self.event::<Project>(id, Event::MilestoneAdded { milestone }, today);
        }
        let [before, after] = milestones.map(|(id, ..)| id);
        let dependency = Dependency { before, after, lag: 30 };
        self.event::<Project>(id, Event::DependencyAdded { dependency }, today);
        (id, [before, after])
    }

    /// What a passage published on a day says of a milestone.
    pub fn milestone(
        &mut self,
        id: ProjectId,
        milestone: MilestoneId,
        aspect: Aspect,
        on: &str,
        published: Date,
    ) {
        let quotation = self.passage("KG", published);
        let source = quotation.source;
        let reason = (aspect == Aspect::Forecast).then(|| text("the builder says so"));
        let on = Some(on.parse().unwrap());
        let word = Word { milestone, aspect, on, reason, quotation: Some(quotation) };
        self.said::<Project>(id, Event::Dated { word }, source);
    }

    /// The plan as it stands, frozen.
    pub fn freeze(&mut self, id: ProjectId, name: &str) {
        let state: Project = kelisim_domain::aggregate::fold(self.entries(id)).unwrap().unwrap();
        let baseline = Baseline::of(text(name), state.snapshot(None).unwrap()).unwrap();
        self.event::<Project>(id, Event::BaselineFrozen { baseline }, self.today());
    }

    /// That a project serves a commitment, by a passage.
    pub fn serve(&mut self, id: ProjectId, commitment: CommitmentId) {
        let quotation = self.passage("KG", date(2021, 3, 1));
        let source = quotation.source;
        let link = Link { to: Linked::Commitment(commitment), quotation: Some(quotation) };
        self.said::<Project>(id, Event::LinkAdded { link }, source);
    }

    /// A word or a link of a project that was entered by mistake.
    pub fn withdraw_word(&mut self, id: ProjectId, version: i64) {
        let reason = text("typed twice");
        self.event::<Project>(id, Event::FactWithdrawn { version, reason }, self.today());
    }
}
