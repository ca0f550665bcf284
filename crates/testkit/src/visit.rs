//! Visits of experts.

use jiff::civil::Date;
use kelisim_domain::edtf::Edtf;
use kelisim_domain::id::VisitId;
use kelisim_domain::programme::specialty::SpecialtyCode;
use kelisim_domain::programme::visit::{
    Agreed, Counter, Description, Direction, Event, Expert, ExpertRole, ExpertVisit, Fact,
    Operation, OperatorCode, Report, State, Step,
};
use kelisim_domain::text::{Language, Text4};

use crate::World;

fn words(text: &str) -> Text4 {
    Text4::new(Language::En, text).unwrap()
}

fn urology() -> SpecialtyCode {
    SpecialtyCode::read("RU-2013/31.08.68").unwrap()
}

impl World {
    /// A visit of experts from the partner that a passage of a day names, on the days of a span.
    pub fn visit(&mut self, registry: &str, partner: &str, days: &str, published: Date) -> VisitId {
        let id = VisitId::new(self.id());
        let quotation = self.passage(registry, published);
        let source = quotation.source;
        let description = Description {
            registry: registry.parse().unwrap(),
            partner: partner.parse().unwrap(),
            direction: Direction::In,
            title: words("Mission of specialists"),
            days: Some(days.parse().unwrap()),
            hosts: Vec::new(),
            place: Some(words("Bishkek")),
            sender: None,
            commitment: None,
            line: None,
            quotation: Some(quotation),
        };
        let event = Event::Stated { fact: Fact::Described(description) };
        self.said::<ExpertVisit>(id, event, source);
        id
    }

    /// That a passage of a day says how far it has come.
    pub fn visit_steps(&mut self, id: VisitId, to: State, published: Date) {
        let quotation = self.passage_of_visit(id, published);
        let source = quotation.source;
        let step = Step { to, on: Edtf::day(published), note: None, quotation: Some(quotation) };
        let event = Event::Stated { fact: Fact::Stepped(step) };
        self.said::<ExpertVisit>(id, event, source);
    }

    /// A total that a passage of a day reports.
    pub fn visit_reports(&mut self, id: VisitId, counter: Counter, value: u32, published: Date) {
        let quotation = self.passage_of_visit(id, published);
        let source = quotation.source;
        let event = Event::Stated { fact: Fact::Report(Report { counter, value, quotation }) };
        self.said::<ExpertVisit>(id, event, source);
    }

    /// A surgeon of the team, known to the house; gives the entry.
    pub fn visit_brings(&mut self, id: VisitId, code: &str) -> i64 {
        let code = OperatorCode::read(code).unwrap();
        let (specialty, role) = (Some(urology()), Some(ExpertRole::Surgeon));
        let expert = Expert { code, specialty, role, count: 1, quotation: None };
        self.visit_says(id, Fact::Expert(expert))
    }

    /// An operation of the house's own record with a local operator; gives the entry.
    pub fn operated(&mut self, id: VisitId, on: Date, lead: &str) -> i64 {
        let operation = Operation {
            on,
            specialty: urology(),
            procedure: words("Nephrectomy"),
            lead: OperatorCode::read(lead).unwrap(),
            second: None,
            local: Some(OperatorCode::read("NH-1").unwrap()),
        };
        self.visit_says(id, Fact::Operation(operation))
    }

    /// What the house knows to be agreed on, due on a day.
    pub fn visit_agrees(&mut self, id: VisitId, due: Date) -> i64 {
        let (matter, due) = (words("Send two urologists"), Some(Edtf::day(due)));
        self.visit_says(id, Fact::Agreed(Agreed { matter, due, quotation: None }))
    }

    /// Takes back an entry of a visit.
    pub fn withdraw_of_visit(&mut self, id: VisitId, version: i64) {
        let event = Event::FactWithdrawn { version, reason: words("typed twice") };
        self.event::<ExpertVisit>(id, event, self.today());
    }

    fn visit_says(&mut self, id: VisitId, fact: Fact) -> i64 {
        self.event::<ExpertVisit>(id, Event::Stated { fact }, self.today());
        self.entries(id).last().unwrap().version
    }

    fn passage_of_visit(
        &mut self,
        id: VisitId,
        published: Date,
    ) -> kelisim_domain::quotation::Quotation {
        let it = kelisim_domain::aggregate::fold::<ExpertVisit>(self.entries(id)).unwrap().unwrap();
        self.passage(it.description.registry.as_str(), published)
    }
}
