//! Indicators of the demonstration: definitions of the house's own for codes that its figures have.

use kelisim_app::growing::{About, Growing};
use kelisim_domain::indicator::{Definition, Event, Indicator, Method, Periodicity};
use kelisim_domain::observation::Measure;
use kelisim_domain::party::PartyCode;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::topic::Unit;
use serde::Deserialize;

use super::file::Four;
use super::load::{Loader, stream_of, told};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Indicators {
    pub(super) indicator: Vec<IndicatorOf>,
}

/// An indicator as the file has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorOf {
    pub registry: RegistryCode,
    pub measure: Measure,
    pub name: Four,
    pub what: Four,
    pub method: Four,
    pub unit: Unit,
    #[serde(default)]
    pub geography: Vec<PartyCode>,
    pub periodicity: Periodicity,
}

impl Loader<'_> {
    /// An indicator. No source of the demonstration says who answers for its numbers, so none has an owner.
    pub(super) fn indicator(&mut self, file: &IndicatorOf) -> anyhow::Result<()> {
        let key = format!("{} {}", file.registry, file.measure.as_str());
        let mut growing = Growing::<Indicator>::new(stream_of("indicator", &key));
        let definition = Definition {
            registry: file.registry,
            measure: file.measure.clone(),
            name: file.name.text()?,
            what: file.what.text()?,
            unit: file.unit,
            geography: file.geography.clone(),
            periodicity: file.periodicity,
            owner: None,
            office: None,
            quotation: None,
        };
        let method = Method { from: None, how: file.method.text()?, why: None, quotation: None };
        let event = Event::Defined { definition, method };
        growing.push(self.ctx, &event, About::TODAY).map_err(told)?;
        growing.push(self.ctx, &Event::Published, About::TODAY).map_err(told)?;
        self.add(growing)
    }
}
