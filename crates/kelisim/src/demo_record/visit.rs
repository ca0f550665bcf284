//! Visits of experts of the demonstration: what their sources say, and no operation that no source tells of.

use anyhow::Context as _;
use kelisim_app::growing::{About, Growing};
use kelisim_domain::edtf::Edtf;
use kelisim_domain::party::PartyCode;
use kelisim_domain::programme::specialty::SpecialtyCode;
use kelisim_domain::programme::visit::{
    Counter, Description, Direction, Event, Expert, ExpertRole, ExpertVisit, Fact, OperatorCode,
    Report, State, Step,
};
use kelisim_domain::registry::RegistryCode;
use serde::Deserialize;

use super::file::Four;
use super::load::{Loader, four, stream_of, told};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Visits {
    pub(super) visit: Vec<VisitOf>,
}

/// A visit as the file has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitOf {
    pub key: String,
    pub registry: RegistryCode,
    pub partner: PartyCode,
    pub direction: Direction,
    pub title: Four,
    pub days: Option<Edtf>,
    pub place: Option<Four>,
    pub sender: Option<Four>,
    pub source: String,
    pub quote: String,
    #[serde(default)]
    pub step: Vec<StepOf>,
    #[serde(default)]
    pub expert: Vec<ExpertOf>,
    #[serde(default)]
    pub report: Vec<ReportOf>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepOf {
    pub to: State,
    pub on: Edtf,
    pub source: String,
    pub quote: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpertOf {
    pub code: String,
    pub specialty: Option<String>,
    pub role: Option<ExpertRole>,
    #[serde(default = "alone")]
    pub count: u16,
    pub source: String,
    pub quote: String,
}

const fn alone() -> u16 {
    1
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportOf {
    pub counter: Counter,
    pub value: u32,
    pub source: String,
    pub quote: String,
}

impl Loader<'_> {
    /// A visit with everything its sources say of it.
    pub(super) fn visit(&mut self, file: &VisitOf) -> anyhow::Result<()> {
        let mut growing = Growing::<ExpertVisit>::new(stream_of("visit", &file.key));
        let (quotation, about) = self.quote(&file.source, &file.quote)?;
        let description = Description {
            registry: file.registry,
            partner: file.partner.clone(),
            direction: file.direction,
            title: file.title.text()?,
            days: file.days,
            hosts: Vec::new(),
            place: four(file.place.as_ref())?,
            sender: four(file.sender.as_ref())?,
            commitment: None,
            line: None,
            quotation: Some(quotation),
        };
        let mut facts = vec![(Fact::Described(description), about)];
        self.said_of(file, &mut facts)?;
        for (fact, about) in facts {
            growing.push(self.ctx, &Event::Stated { fact }, about).map_err(told)?;
        }
        growing.push(self.ctx, &Event::Published, About::TODAY).map_err(told)?;
        self.add(growing)
    }

    fn said_of(&self, file: &VisitOf, facts: &mut Vec<(Fact, About)>) -> anyhow::Result<()> {
        for it in &file.step {
            let (quotation, about) = self.quote(&it.source, &it.quote)?;
            let step = Step { to: it.to, on: it.on, note: None, quotation: Some(quotation) };
            facts.push((Fact::Stepped(step), About { valid_from: Some(it.on), ..about }));
        }
        for it in &file.expert {
            let (quotation, about) = self.quote(&it.source, &it.quote)?;
            let specialty = it.specialty.as_deref().map(|code| {
                SpecialtyCode::read(code).with_context(|| format!("no specialty {code}"))
            });
            let expert = Expert {
                code: OperatorCode::read(&it.code)?,
                specialty: specialty.transpose()?,
                role: it.role,
                count: it.count,
                quotation: Some(quotation),
            };
            facts.push((Fact::Expert(expert), about));
        }
        for it in &file.report {
            let (quotation, about) = self.quote(&it.source, &it.quote)?;
            let report = Report { counter: it.counter, value: it.value, quotation };
            facts.push((Fact::Report(report), about));
        }
        Ok(())
    }
}
