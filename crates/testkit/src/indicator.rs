//! Indicators.

use kelisim_domain::id::IndicatorId;
use kelisim_domain::indicator::{Definition, Event, Indicator, Method, Periodicity};
use kelisim_domain::observation::Measure;
use kelisim_domain::text::{Language, Text4};
use kelisim_domain::topic::Unit;

use crate::World;

fn words(text: &str) -> Text4 {
    Text4::new(Language::En, text).unwrap()
}

impl World {
    /// An indicator of patients, reported every year, of the house's own definition.
    pub fn indicator(&mut self, registry: &str, measure: &str) -> IndicatorId {
        let id = IndicatorId::new(self.id());
        let definition = Definition {
            registry: registry.parse().unwrap(),
            measure: Measure::new(measure).unwrap(),
            name: words(&format!("Indicator {measure}")),
            what: words("Patients who came home treated"),
            unit: Unit::Patient,
            geography: Vec::new(),
            periodicity: Periodicity::Year,
            owner: Some(registry.parse().unwrap()),
            office: Some(words("Department of statistics")),
            quotation: None,
        };
        let how = words("By lists of the embassy");
        let method = Method { from: None, how, why: None, quotation: None };
        self.event::<Indicator>(id, Event::Defined { definition, method }, self.today());
        id
    }

    /// That it is counted otherwise from a day on; gives the entry.
    pub fn counts_otherwise(&mut self, id: IndicatorId, from: &str) -> i64 {
        let how = words("By the register of patients");
        let (from, why) = (Some(from.parse().unwrap()), Some(words("a register was opened")));
        let method = Method { from, how, why, quotation: None };
        self.event::<Indicator>(id, Event::MethodChanged { method }, self.today());
        self.entries(id).last().unwrap().version
    }

    /// Takes back a change of method.
    pub fn withdraw_method(&mut self, id: IndicatorId, version: i64) {
        let event = Event::MethodWithdrawn { version, reason: words("typed twice") };
        self.event::<Indicator>(id, event, self.today());
    }
}
