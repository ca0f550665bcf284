//! Joint bodies of the demonstration: what their sources say, and nobody as a member whom no source names.

use anyhow::bail;
use kelisim_app::growing::{About, Growing};
use kelisim_domain::body::{
    Amount, Body, Description, Event, Foundation, Invitation, InvitationStep, Mandate, Member,
    Pledge, Session, Who,
};
use kelisim_domain::id::BodyId;
use kelisim_domain::meeting::MeetingState;
use kelisim_domain::topic::Per;

use super::body_file as file;
use super::load::{Loader, four, stream_of, told};

impl Loader<'_> {
    /// A body with everything its sources say of it.
    pub(super) fn body(&mut self, file: &file::Body) -> anyhow::Result<()> {
        let mut growing = Growing::<Body>::new(stream_of("body", &file.key));
        let description = Description {
            registry: file.registry,
            partner: file.partner.clone(),
            kind: file.kind,
            title: file.title.text()?,
            host: file.host.clone(),
            parent: file.parent.as_deref().map(|key| self.body_id(key)).transpose()?,
        };
        let (quotation, about) = self.quote(&file.source, &file.quote)?;
        let entered = Event::Entered { description, quotation };
        growing.push(self.ctx, &entered, about).map_err(told)?;
        for (event, about) in self.facts_of_body(file)? {
            growing.push(self.ctx, &event, about).map_err(told)?;
        }
        for invitation in &file.invitation {
            self.invitation(&mut growing, invitation)?;
        }
        growing.push(self.ctx, &Event::Published, About::TODAY).map_err(told)?;
        self.add(growing)
    }

    fn body_id(&self, key: &str) -> anyhow::Result<BodyId> {
        if !self.record.bodies.iter().any(|it| it.key == key) {
            bail!("there is no body {key}");
        }
        Ok(BodyId::new(stream_of("body", key).uuid()))
    }

    fn facts_of_body(&self, file: &file::Body) -> anyhow::Result<Vec<(Event, About)>> {
        let mut facts = Vec::new();
        for it in &file.mandate {
            let (quotation, about) = self.quote(&it.source, &it.quote)?;
            let mandate = Mandate { matter: it.matter.text()?, quotation };
            facts.push((Event::MandateStated { mandate }, about));
        }
        for it in &file.standing {
            let (quotation, about) = self.quote(&it.source, &it.quote)?;
            let instrument = it.instrument.as_deref().map(|key| self.instrument_id(key));
            let meeting = it.meeting.as_deref().map(|key| self.meeting_id(key));
            let foundation = Foundation {
                standing: it.standing,
                on: it.on,
                instrument: instrument.transpose()?,
                meeting: meeting.transpose()?,
                quotation,
            };
            let about = About { valid_from: it.on, ..about };
            facts.push((Event::StandingStated { foundation }, about));
        }
        for it in &file.member {
            let (quotation, about) = self.quote(&it.source, &it.quote)?;
            let who = Who::Party { party: it.party.clone() };
            let member = Member { who, role: it.role, from: it.from, until: it.until, quotation };
            facts.push((Event::MemberJoined { member }, About { valid_from: it.from, ..about }));
        }
        for it in &file.session {
            let (quotation, about) = self.quote(&it.source, &it.quote)?;
            let session = Session {
                of: None,
                number: it.number,
                state: MeetingState::Held,
                date: it.date,
                place: four(it.place.as_ref())?,
                meeting: it.meeting.as_deref().map(|key| self.meeting_id(key)).transpose()?,
                quotation: Some(quotation),
            };
            let about = About { valid_from: Some(it.date), ..about };
            facts.push((Event::SessionStated { session }, about));
        }
        for it in &file.pledge {
            let (quotation, about) = self.quote(&it.source, &it.quote)?;
            let per = it.per.unwrap_or(Per::Once);
            let amount = it.value.map(|value| Amount { value, currency: it.currency, per });
            let pledge = Pledge {
                of: None,
                by: Who::Party { party: it.party.clone() },
                gift: it.gift,
                matter: it.matter.text()?,
                amount,
                stage: it.stage,
                when: None,
                quotation,
            };
            facts.push((Event::Pledged { pledge }, about));
        }
        Ok(facts)
    }

    fn invitation(
        &self,
        growing: &mut Growing<Body>,
        file: &file::Invitation,
    ) -> anyhow::Result<()> {
        let (quotation, about) = self.quote(&file.source, &file.quote)?;
        let invitation = Invitation {
            who: Who::Party { party: file.party.clone() },
            role: file.role,
            matter: four(file.matter.as_ref())?,
            quotation: Some(quotation),
        };
        growing.push(self.ctx, &Event::InvitationPlanned { invitation }, about).map_err(told)?;
        let invitation = growing.state()?.version;
        for it in &file.step {
            let (quotation, about) = self.quote(&it.source, &it.quote)?;
            let about = About { valid_from: Some(it.on), ..about };
            let (step, on, quotation) = (it.step, it.on, Some(quotation));
            let step = InvitationStep { invitation, step, on, note: None, quotation };
            growing.push(self.ctx, &Event::InvitationMoved { step }, about).map_err(told)?;
        }
        Ok(())
    }
}
