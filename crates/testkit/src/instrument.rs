//! Instruments.

use jiff::civil::date;
use kelisim_domain::id::{CommitmentId, InstrumentId};
use kelisim_domain::instrument::{
    Act, ActKind, Clause, ClauseStated, Description, Ending, Entry, Event, Instrument, Level, Link,
    Type,
};
use kelisim_domain::text::{Language, Text4};

use crate::{Pledge, World};

impl World {
    /// An agreement between the two states of a promise, entered from a passage.
    pub fn instrument(&mut self, pledge: &Pledge) -> InstrumentId {
        let quotation = self.passage(pledge.registry.as_str(), date(2020, 1, 16));
        let id = InstrumentId::new(self.id());
        let description = Description {
            registry: pledge.registry,
            partner: pledge.partner.clone(),
            kind: Type::Agreement,
            level: Level::Government,
            title: Text4::new(Language::En, "Agreement on treatment").unwrap(),
            parties: vec![pledge.registry.as_str().parse().unwrap(), pledge.partner.clone()],
            topic: pledge.topic,
            subject: None,
            languages: Vec::new(),
            depositary: None,
            parent: None,
        };
        let source = quotation.source;
        self.said::<Instrument>(id, Event::Entered { description, quotation }, source);
        id
    }

    /// What a party did, by a passage of that year.
    pub fn act(&mut self, id: InstrumentId, party: &str, kind: ActKind, on: &str) {
        let quotation = self.passage("KG", date(2022, 1, 1));
        let source = quotation.source;
        let (party, on) = (party.parse().unwrap(), on.parse().unwrap());
        let act = Act { party, kind, on, place: None, note: None, quotation };
        self.said::<Instrument>(id, Event::Acted { act }, source);
    }

    /// The clause of an agreement that is in force once all have signed, and a signature of each side; where one is
    /// named, a commitment that stands in it. Entries 2 to 4, and 5.
    pub fn conclude(&mut self, id: InstrumentId, commitment: Option<CommitmentId>) {
        let quotation = self.passage("KG", date(2021, 3, 1));
        let source = quotation.source;
        let clause = Clause {
            entry: Some(Entry::OnSignature),
            provisional: None,
            duration: None,
            until: None,
            renewal: None,
            notice: None,
            ending: Some(Ending::AnyTime),
        };
        let stated = ClauseStated { clause, since: None, quotation: quotation.clone() };
        self.said::<Instrument>(id, Event::ClauseStated { stated }, source);
        self.act(id, "KG", ActKind::Signed, "2020-01-10");
        self.act(id, "TR", ActKind::Signed, "2020-01-10");
        if let Some(commitment) = commitment {
            let link = Link { commitment, quotation };
            self.said::<Instrument>(id, Event::Linked { link }, source);
        }
    }

    /// A fact that was entered by mistake.
    pub fn withdraw_fact(&mut self, id: InstrumentId, version: i64) {
        let reason = Text4::new(Language::En, "typed twice").unwrap();
        self.event::<Instrument>(id, Event::FactWithdrawn { version, reason }, self.today());
    }
}
