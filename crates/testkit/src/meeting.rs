//! Meetings, letters about steps, and charges.

use jiff::civil::Date;
use kelisim_domain::aggregate::fold;
use kelisim_domain::commitment::{self, Charge, Commitment, Holder};
use kelisim_domain::edtf::Edtf;
use kelisim_domain::id::{CommitmentId, MeetingId, UserId};
use kelisim_domain::letter::{Correspondence, Direction, LetterOf};
use kelisim_domain::meeting::{
    Decision, Description, Event, Meeting, MeetingLevel, MeetingState, Question,
};
use kelisim_domain::text::{Language, Text4};

use crate::World;

fn words(text: &str) -> Text4 {
    Text4::new(Language::En, text).unwrap()
}

/// A letter about a step.
fn letter(step: i64, direction: Direction, number: &str, date: Date) -> LetterOf {
    LetterOf { step, letter: Correspondence { direction, number: number.parse().unwrap(), date } }
}

impl World {
    /// A meeting of ministers that was held and is known since that day.
    pub fn meeting(&mut self, registry: &str, partner: &str, day: Date) -> MeetingId {
        self.meeting_in(registry, partner, day, MeetingState::Held, day)
    }

    /// A meeting in a state, known since a day.
    pub fn meeting_in(
        &mut self,
        registry: &str,
        partner: &str,
        day: Date,
        state: MeetingState,
        known_on: Date,
    ) -> MeetingId {
        let id = MeetingId::new(self.id());
        let description = Description {
            registry: registry.parse().unwrap(),
            partner: partner.parse().unwrap(),
            date: Edtf::day(day),
            level: MeetingLevel::Ministers,
            state,
            place: None,
            title: words("Meeting of ministers"),
            parties: Vec::new(),
            communique: None,
            previous: None,
        };
        self.event::<Meeting>(id, Event::Described { description }, known_on);
        id
    }

    /// What a meeting decided, by a passage of a day, and a question about it.
    pub fn decide(&mut self, id: MeetingId, commitment: CommitmentId, published_on: Date) {
        let it: Meeting = fold(self.entries(id)).unwrap().unwrap();
        let quotation = self.passage(it.description.registry.as_str(), published_on);
        let source = quotation.source;
        let commitments = vec![commitment];
        let decision =
            Decision { matter: words("places"), commitments, instruments: Vec::new(), quotation };
        self.said::<Meeting>(id, Event::Decided { decision }, source);
        let question = Question { words: words("Where are they?"), commitment: Some(commitment) };
        self.event::<Meeting>(id, Event::Asked { question }, self.today());
    }

    /// A letter about a step of a meeting.
    pub fn letter_of_meeting(&mut self, id: MeetingId, step: i64, number: &str, on: Date) {
        let letter = letter(step, Direction::Incoming, number, on);
        self.event::<Meeting>(id, Event::LetterNoted { letter }, self.today());
    }

    /// A letter about a step of a commitment.
    pub fn letter_of(&mut self, id: CommitmentId, step: i64, number: &str, on: Date) {
        let letter = letter(step, Direction::Outgoing, number, on);
        self.event::<Commitment>(id, commitment::Event::LetterNoted { letter }, self.today());
    }

    /// Takes back an entry of a commitment.
    pub fn take_back(&mut self, id: CommitmentId, version: i64) {
        let event = commitment::Event::StatementWithdrawn { version, reason: words("typed twice") };
        self.event::<Commitment>(id, event, self.today());
    }

    /// Gives a commitment into the charge of a person, with a deputy where one is named.
    pub fn charge(&mut self, id: CommitmentId, user: UserId, deputy: Option<UserId>) {
        let holder = |user| Holder::Account { user };
        let charge = Charge { responsible: Some(holder(user)), deputy: deputy.map(holder) };
        self.event::<Commitment>(id, commitment::Event::Charged { charge }, self.today());
    }
}
