//! Items whose noun no frame knows, where the clause says enough: people of a trade who go abroad, patients who are sent,
//! goods that are counted, money that is given.
//!
//! A frame asks for words. Where none fits, what a clause counts and where it goes still tell of which kind the promise
//! is: a predicate that promises or tells governs whatever stands in it.

use crate::clause::Clause;
use crate::engine::Reading;
use crate::item::{self, Candidate};
use crate::lexicon::{Frame, tables};
use crate::party::{Mention, Role};
use crate::predicate::{self, Predicate};
use crate::quantity::Count;
use crate::text::TokenKind;
use crate::vocabulary::{Class, Feature, Form, Naming};

/// What the clauses of a sentence hold besides the words of frames.
struct Held<'r> {
    /// The senses of its words.
    bits: u64,
    /// What it counts.
    counts: Vec<&'r Count>,
    /// A country abroad as the place where something goes or is.
    abroad: bool,
    /// A country or an organisation that is not home.
    partner: bool,
    /// Whether it names a country abroad as the place to which somebody goes.
    goes_abroad: bool,
    /// People of another country.
    guests: bool,
}

impl Reading<'_> {
    /// The items that clauses without a frame imply.
    pub(crate) fn implied(
        &self,
        sentence: usize,
        clauses: &[Clause],
        predicates: &[Predicate],
        found: &[Candidate],
    ) -> Vec<Candidate> {
        // Nothing is implied where nothing is counted and nobody could go or be sent.
        let counted = self.counts.get(sentence).is_some_and(|c| !c.is_empty());
        let people = Feature::Medic.bit() | Feature::Patient.bit();
        let span = self.sentences.get(sentence).map_or((0, 0), |s| (s.first, s.end));
        if !counted && item::features(&self.matches, span.0, span.1) & people == 0 {
            return Vec::new();
        }
        clauses
            .iter()
            .filter(|clause| !clause.report && !clause.relative)
            .filter(|clause| !found.iter().any(|c| c.first < clause.end && clause.first < c.end))
            .filter_map(|clause| self.of_clause(sentence, clause, predicates))
            .collect()
    }

    fn of_clause(
        &self,
        sentence: usize,
        clause: &Clause,
        predicates: &[Predicate],
    ) -> Option<Candidate> {
        let told = self.sentences.get(sentence)?;
        let inside = |p: &&Predicate| p.first >= clause.first && p.last < clause.end;
        let own = || predicates.iter().filter(inside).filter(|p| p.governs());
        // "have worked", "stands": a state says nothing of what a verb beside it does.
        let silent = own().all(|p| p.class == Class::State);
        let mut predicate = match own().find(|p| !p.negated && tells(p)) {
            Some(known) => *known,
            None if silent => {
                predicate::by_form(self.text, clause.first, clause.end, told.language)?
            }
            None => return None,
        };
        let held = self.held(sentence, clause);
        let (frame, anchor) = self.kind_of(sentence, clause, &predicate, &held)?;
        // "Алғашқы топ аттанды", "the first group left": who has left is there.
        let group = (clause.first..clause.end.min(clause.first + 8))
            .any(|t| item::has(&self.matches, t, Feature::More) || first_group(self.text.fold(t)));
        // "Twelve midwives left for Kobe": whoever has left is there.
        let left = (predicate.first..=predicate.last).any(|t| departs(self.text.fold(t)));
        if std::ptr::eq(frame, tables::TRAINING)
            && (group || left)
            && predicate.class == Class::Do
            && predicate.form == Form::Past
        {
            predicate.class = Class::Run;
        }
        if self.off.contains(
            tables::ROWS.len() + tables::FRAMES.iter().position(|f| std::ptr::eq(f, frame))?,
        ) {
            return None;
        }
        let mut candidate = Candidate::of(frame, predicate, clause, sentence, anchor);
        candidate.title = told.title;
        candidate.counted = !held.counts.is_empty();
        candidate.dated = true;
        candidate.people = true;
        item::trim(self.text, &self.matches, &mut candidate);
        Some(candidate)
    }

    fn held(&self, sentence: usize, clause: &Clause) -> Held<'_> {
        let inside = |first: usize, last: usize| first >= clause.first && last < clause.end;
        let mentions = || self.countries.iter().filter(|m| inside(m.first, m.last));
        let foreign = |c: u16| Some(c) != self.sides.home;
        Held {
            bits: item::features(&self.matches, clause.first, clause.end),
            counts: self
                .counts
                .get(sentence)
                .map_or(&[][..], Vec::as_slice)
                .iter()
                .filter(|c| inside(c.first, c.last))
                .collect(),
            abroad: mentions().any(|m| {
                foreign(m.country)
                    && (m.naming == Naming::City || matches!(m.role, Role::Place | Role::Recipient))
            }),
            partner: mentions().any(|m| foreign(m.country))
                || self.organisations.iter().any(|o| inside(o.first, o.last)),
            goes_abroad: mentions().any(|m| foreign(m.country) && self.destination(m)),
            guests: mentions().any(|m| {
                foreign(m.country)
                    && (matches!(m.role, Role::People | Role::Maker)
                        || m.role == Role::Actor && m.first <= clause.first + 2)
            }),
        }
    }

    /// Whether a country is where somebody goes: "to Kobe", "в Сеул", "Сеулге".
    fn destination(&self, mention: &Mention) -> bool {
        const DATIVE: &[&str] =
            &["ға", "ге", "қа", "ке", "га", "го", "гө", "ка", "ко", "кө", "на", "не"];
        let before = mention.first.checked_sub(1).map_or("", |b| self.text.fold(b));
        let word = self.text.fold(mention.last);
        match before {
            "to" | "for" => true,
            "в" | "во" => !word.ends_with('е') && !word.ends_with("ии"),
            _ => {
                let tail = self.text.fold(mention.last + 1);
                let tied = self.text.tokens.get(mention.last + 1).is_some_and(|t| t.tied);
                DATIVE.iter().any(|e| word.ends_with(e)) || tied && DATIVE.contains(&tail)
            }
        }
    }

    /// Whether the verb of a clause sends somebody.
    fn sent(&self, clause: &Clause) -> bool {
        const SEND: &[&str] = &[
            "жібер",
            "жөнөт",
            "направ",
            "отправ",
            "командир",
            "присла",
            "присыл",
            "привез",
            "привлеч",
            "прикоманд",
            "откоманд",
            "әкел",
            "шақыр",
            "send",
            "sent",
            "dispatch",
            "bring",
            "brought",
            "second",
            "deploy",
            "invite",
        ];
        (clause.first..clause.end).any(|t| SEND.iter().any(|w| self.text.fold(t).starts_with(w)))
    }

    /// Whether the verb of a clause takes somebody in: "admit", "примет", "қабылдайды", "кабыл алат".
    fn taken_in(&self, clause: &Clause) -> bool {
        const TAKE: &[&str] = &["admit", "accept", "host", "прин", "прим", "қабылда", "кабыл"];
        (clause.first..clause.end).any(|t| TAKE.iter().any(|w| self.text.fold(t).starts_with(w)))
    }

    /// Whether people of another country than home are named by the words before a token: "Turkish surgeons".
    fn foreign_beside(&self, token: usize) -> bool {
        let near = |m: &&Mention| m.last < token && m.last + 3 > token;
        self.countries.iter().filter(near).any(|m| Some(m.country) != self.sides.home)
    }

    /// Whether a partner is named in a sentence or in the one before it.
    fn partner_near(&self, sentence: usize) -> bool {
        let from = self.sentences.get(sentence.saturating_sub(1)).map_or(0, |s| s.first);
        let end = self.sentences.get(sentence).map_or(0, |s| s.end);
        self.acting_partner(from, end)
    }

    /// Whether people are those to whom something is given: "вручил награды 14 врачам", "дәрігерлерге", "to 14 doctors".
    fn given_to(&self, number: usize, people: usize) -> bool {
        let word = self.text.fold(people);
        let dative = ["ам", "ям", "ға", "ге", "қа", "ке", "га", "го", "гө", "ка", "ко", "кө"];
        let opened = number.checked_sub(1).is_some_and(|b| {
            // "up to five" is how many.
            matches!(self.text.fold(b), "to" | "for")
                && b.checked_sub(1).is_none_or(|u| self.text.fold(u) != "up")
        });
        opened || word.chars().count() > 4 && dative.iter().any(|e| word.ends_with(e))
    }

    /// The frame that what is counted and where it goes stand for, and the token that anchors it.
    fn kind_of(
        &self,
        sentence: usize,
        clause: &Clause,
        predicate: &Predicate,
        held: &Held<'_>,
    ) -> Option<(&'static Frame, usize)> {
        let at = |wanted: Feature| {
            (clause.first..clause.end).find(|t| item::has(&self.matches, *t, wanted))
        };
        let departs = (clause.first..clause.end).any(|t| departs(self.text.fold(t)));
        let moves = held.bits & (Feature::Give.bit() | Feature::Visit.bit()) != 0 || departs;
        let number =
            |units: &[&str]| held.counts.iter().find(|c| units.contains(&c.unit)).map(|c| c.first);
        let other = Feature::Research.bit()
            | Feature::Register.bit()
            | Feature::Produce.bit()
            | Feature::Event.bit()
            | Feature::Elsewhere.bit();
        if held.bits & other != 0 {
            return None;
        }
        // What a verb that no row knows does to goods may be anything.
        let acts =
            !matches!(predicate.class, Class::Discuss | Class::Stop) && predicate.row.is_some();
        if let Some(number) = number(&["device", "vehicle", "dose", "tonne"])
            && acts
            && held.bits & Feature::Build.bit() == 0
        {
            return Some((tables::GOODS_GIVEN, number));
        }
        let patients = at(Feature::Patient);
        // "бейтаптарга клиникаларда жылына 30 орун бөлөт", "ten places a year for patients", "30 мест для врачей".
        if let Some(place) = number(&["place"])
            && held.partner
            && predicate.class != Class::Discuss
        {
            if let Some(patient) = patients.filter(|_| held.bits & Feature::Facility.bit() != 0) {
                return Some((tables::TREATMENT_OF_CITIZENS, patient));
            }
            if at(Feature::Medic).is_some() {
                return Some((tables::TRAINING, place));
            }
        }
        if let Some(patient) = patients
            && moves
            && (held.abroad || at(Feature::Facility).is_some() && held.partner)
            && at(Feature::Medic).is_none()
        {
            return Some((tables::TREATMENT_OF_CITIZENS, patient));
        }
        // "Шеба клиникасы бес дәрігерді қабылдауға дайын", "the centre is ready to admit five doctors": who takes doctors in
        // gives them a stay.
        if let Some(medic) = at(Feature::Medic)
            && patients.is_none()
            && (held.partner || self.partner_near(sentence))
            && !self.foreign_beside(medic)
            && at(Feature::Facility).is_some()
            && number(&["person"]).is_some_and(|n| !self.given_to(n, medic))
            && self.taken_in(clause)
        {
            return Some((tables::INTERNSHIP, medic));
        }
        if let Some(medic) = at(Feature::Medic)
            && patients.is_none()
            && (held.abroad || moves && (promises(predicate) || self.partner_near(sentence)))
            && let Some(number) = number(&["person"]).or_else(|| self.sent(clause).then_some(medic))
            && !self.given_to(number, medic)
        {
            let leaves = (held.goes_abroad || departs && !held.abroad) && !held.guests;
            return Some((if leaves { tables::TRAINING } else { tables::VISITING_EXPERTS }, medic));
        }
        let money = held.counts.iter().find(|c| c.is_money());
        if let Some(money) = money
            && moves
            && held.partner
            && acts
            && matches!(self.text.tokens.get(money.first).map(|t| t.kind), Some(TokenKind::Number))
        {
            return Some((tables::MONEY_GIVEN, money.first));
        }
        None
    }
}

/// Whether a predicate promises, asks or tells an act; what is needed, stated or attended implies nothing.
const fn tells(p: &Predicate) -> bool {
    match p.class {
        Class::Plan
        | Class::Agree
        | Class::Provide
        | Class::Propose
        | Class::Intend
        | Class::Request
        | Class::Approve
        | Class::Run
        | Class::Discuss => true,
        Class::Do => !matches!(p.form, Form::Conditional),
        _ => false,
    }
}

/// Whether a verb says that somebody sets off.
fn departs(word: &str) -> bool {
    #[rustfmt::skip]
    const LEFT: &[&str] = &["left", "departed", "went", "flew", "уехал", "отбыл", "вылетел", "выехал", "отправил", "аттан",
        "жөнө", "кетт", "кетк"];
    LEFT.iter().any(|w| word.starts_with(w)) && !word.starts_with("жөнөт")
}

/// "Первая группа", "первые", "the first": the opening of a stay that several make.
fn first_group(word: &str) -> bool {
    matches!(word, "первая" | "первые" | "first" | "алғашқы" | "алгачкы" | "биринчи" | "бірінші")
}

/// Whether a predicate looks ahead.
const fn promises(p: &Predicate) -> bool {
    matches!(p.class, Class::Plan | Class::Agree | Class::Provide | Class::Propose | Class::Request)
}
