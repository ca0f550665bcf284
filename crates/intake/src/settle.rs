//! Rules that need the whole document: what is a promise between countries and what is not.

use std::cell::LazyCell;
use std::collections::BTreeSet;

use crate::engine::Reading;
use crate::indicator;
use crate::item::{self, Candidate};
use crate::lexicon::{Frame, tables};
use crate::party;
use crate::vocabulary::{Class, Feature, Form, Kind, Naming};

/// The senses that make a sentence one about health.
const HEALTH: u64 = Feature::Topic.bit()
    | Feature::Medic.bit()
    | Feature::Facility.bit()
    | Feature::Drug.bit()
    | Feature::Device.bit()
    | Feature::Patient.bit()
    | Feature::Treat.bit()
    | Feature::Operate.bit()
    | Feature::Vaccine.bit();

impl Reading<'_> {
    /// Rules that need the whole document: where an operation takes place, which project "the project" is, what is
    /// a number and no promise, what is a domestic matter.
    pub(crate) fn settle(&self, all: &mut Vec<Candidate>) {
        for candidate in all.iter_mut() {
            if candidate.frame.name == "treatment of citizens" && self.on_the_spot(candidate) {
                candidate.frame = tables::OPERATIONS;
            }
        }
        // "Forty Kazakh children have undergone surgery in Ankara": patients who are operated on abroad were sent there.
        for candidate in all.iter_mut() {
            if candidate.frame.name == "operations"
                && (self.operated_abroad(candidate) || self.operations_paid_for(candidate))
            {
                candidate.frame = tables::TREATMENT_OF_CITIZENS;
            }
        }
        // "Arab doctors come every month … This year they have operated on 74 patients": they do it where they are.
        for at in 1..all.len() {
            let (told, here) = (&all[at - 1], &all[at]);
            let they = (here.clause_first..here.clause_end.min(here.clause_first + 6))
                .any(|t| matches!(self.text.fold(t), "олар" | "алар" | "они" | "they"));
            let came =
                told.frame.name == "operations" || told.frame.name.starts_with("visiting experts");
            if they
                && came
                && here.frame.name == "treatment of citizens"
                && told.sentence + 1 >= here.sentence
            {
                all[at].frame = tables::OPERATIONS;
            }
        }
        for candidate in all.iter_mut() {
            let other =
                self.by_what_is_counted(candidate).or_else(|| self.by_what_is_exchanged(candidate));
            if let Some(frame) = other {
                candidate.frame = frame;
            }
        }
        for candidate in all.iter_mut() {
            if candidate.frame.name == "rules" && self.of_registration(candidate) {
                candidate.frame = tables::REGISTRATION_OF_PRODUCTS;
            }
        }
        // "At a sitting of the commission the ministers signed a road map": what is signed is the paper, not the commission.
        for candidate in all.iter_mut() {
            let paper = Feature::Document.bit() | Feature::WeakDocument.bit();
            if candidate.kind() == Kind::WorkingGroup
                && candidate.predicate.class == Class::Sign
                && item::features(&self.matches, candidate.first, candidate.end) & paper != 0
            {
                candidate.frame = tables::PAPER_BESIDE_A_VERB_OF_DOCUMENTS;
            }
        }
        // "34 ординаторды қабылдады": people are taken in, a law is adopted.
        for candidate in all.iter_mut() {
            let takes = ["қабылда", "кабыл"]
                .iter()
                .any(|w| self.text.fold(candidate.predicate.first).starts_with(w));
            let people = matches!(
                candidate.kind(),
                Kind::Residency | Kind::Internship | Kind::Training | Kind::TreatmentQuota
            );
            if takes && people && candidate.predicate.class == Class::Approve {
                candidate.predicate.class = Class::Do;
            }
        }
        self.begun_ahead(all);
        let facility = self.sentences.iter().position(|s| {
            item::features(&self.matches, s.first, s.end) & Feature::Facility.bit() != 0
        });
        let readings = self.readings();
        let alone = self.alone();
        let aloof = self.aloof();
        let own_life = LazyCell::new(|| self.of_its_own_life());
        let one_life = LazyCell::new(|| self.of_one_life());
        let congress = LazyCell::new(|| self.of_a_congress());
        let signed: Vec<Candidate> = all
            .iter()
            .filter(|c| c.kind() == Kind::Instrument && c.predicate.class == Class::Sign)
            .cloned()
            .collect();
        // "The agreement is concluded for five years": how long what was signed before it holds.
        let told_before = |c: &Candidate| {
            c.kind() == Kind::Instrument
                && (c.predicate.class != Class::Sign || c.predicate.rule == "a document is made")
                && signed.iter().any(|s| {
                    s.sentence < c.sentence
                        && c.sentence - s.sentence <= 2
                        && self.holds_on(s, c.sentence)
                })
        };
        let feast = |c: &Candidate| self.nobody_else(c) && *own_life;
        let life = |c: &Candidate| self.of_the_person(c) && *one_life;
        let announced = |c: &Candidate| self.of_the_congress(c) && *congress;
        all.retain(|candidate| {
            if candidate.frame.name == "the project"
                && facility.is_none_or(|f| f > candidate.sentence)
            {
                return false;
            }
            let counted = readings.iter().any(|(sentence, r)| {
                *sentence == candidate.sentence
                    && r.count.first >= candidate.first
                    && r.count.last < candidate.end
                    && match r.name {
                        "share" => true,
                        "foreign medical students" => {
                            !matches!(
                                candidate.kind(),
                                Kind::Localisation | Kind::Residency | Kind::Internship
                            ) && (!indicator::promised(candidate) || self.now(candidate.sentence))
                        }
                        "rate" | "life expectancy" | "cases" | "people of the country" => true,
                        "planned capacity" => true,
                        _ => false,
                    }
            });
            let off_topic = aloof && self.off_topic(candidate);
            let empty = candidate.frame.name == "health topic" && self.no_specialty(candidate);
            !counted
                && !empty
                && !told_before(candidate)
                && !feast(candidate)
                && !life(candidate)
                && !announced(candidate)
                && !self.history(candidate)
                && !self.domestic(candidate)
                && !self.elsewhere(candidate)
                && !off_topic
                && !self.of_other_matters(candidate)
                && !self.named_in_full(candidate)
                && !self.at_home(candidate)
                && !self.without_a_giver(candidate)
                && !self.own_staff(candidate)
                && !self.one_person(candidate)
                && !(alone && self.aside(candidate))
                && !self.ordered_at_home(candidate)
        });
        // "Estonia and Kyrgyzstan discuss health co-operation": a headline that names the field only announces the items.
        let told = all.iter().filter(|c| !c.title).count();
        let names = |c: &Candidate| {
            c.title && matches!(c.frame.name, "co-operation on a topic" | "health topic")
        };
        if told >= 2 {
            all.retain(|c| !names(c));
        }
    }

    /// "российские кардиохирурги проведут 120 операций": doctors who come and of whom operations are counted operate.
    fn by_what_is_counted(&self, candidate: &Candidate) -> Option<&'static Frame> {
        let counted =
            self.counts.get(candidate.sentence)?.iter().any(|c| {
                c.unit == "operation" && c.first >= candidate.first && c.last < candidate.end
            });
        let come = candidate.frame.name.starts_with("visiting experts");
        (come && counted).then_some(tables::OPERATIONS)
    }

    /// "деректер алмасады", "exchange of data": what is exchanged are neither people nor experience.
    fn by_what_is_exchanged(&self, candidate: &Candidate) -> Option<&'static Frame> {
        const DATA: &[&str] = &["дерек", "мәлімет", "маалымат", "данны", "data", "мағлұмат"];
        if candidate.kind() != Kind::ExpertExchange || !candidate.frame.name.starts_with("exchange")
        {
            return None;
        }
        let bits = item::features(&self.matches, candidate.first, candidate.end);
        let people = bits & (Feature::Medic.bit() | Feature::Experience.bit()) != 0;
        let (from, to) =
            (candidate.anchor.saturating_sub(2).max(candidate.first), candidate.anchor + 3);
        let data = (from..to.min(candidate.end))
            .any(|t| DATA.iter().any(|w| self.text.fold(t).starts_with(w)));
        (data && !people).then_some(tables::DIGITAL_HEALTH)
    }

    /// "proposed to simplify the procedure of registration", where the sentences around speak of medicines.
    fn of_registration(&self, candidate: &Candidate) -> bool {
        let registers = item::features(&self.matches, candidate.clause_first, candidate.clause_end)
            & Feature::Register.bit()
            != 0;
        let from = candidate.sentence.saturating_sub(2);
        let near = self.sentences.get(from..=candidate.sentence).unwrap_or(&[]);
        let products = Feature::Drug.bit() | Feature::Device.bit() | Feature::Vaccine.bit();
        registers
            && near.iter().any(|s| item::features(&self.matches, s.first, s.end) & products != 0)
    }

    /// Whether another country than home, or an organisation, is named between two tokens.
    fn partner(&self, first: usize, end: usize) -> bool {
        let inside = |at: usize, last: usize| at >= first && last < end;
        self.countries.iter().any(|m| Some(m.country) != self.sides.home && inside(m.first, m.last))
            || self.organisations.iter().any(|o| inside(o.first, o.last))
    }

    /// Whether a text is about one country: its opening names no partner, and it speaks neither of two sides nor of
    /// companies and donors, who are partners whether or not their country is named.
    fn alone(&self) -> bool {
        let opening = self.sentences.get(2).or(self.sentences.last()).map_or(0, |s| s.end);
        let others = Feature::Company.bit() | Feature::Abroad.bit() | Feature::Aid.bit();
        let two = |t| matches!(self.text.fold(t), "стороны" | "тараптар" | "sides" | "parties");
        self.sides.home.is_some()
            && (!self.partner(0, opening) || self.only_places())
            && item::features(&self.matches, 0, self.text.tokens.len()) & others == 0
            && !(0..self.text.tokens.len()).any(two)
            // "the Turkish side": a partner that is called a side acts, wherever it stands.
            && !self.countries.iter().any(|m| m.side && Some(m.country) != self.sides.home)
    }

    /// "The Council of the Eurasian Economic Commission approved …": the group is the name of an organisation.
    fn named_in_full(&self, candidate: &Candidate) -> bool {
        matches!(candidate.kind(), Kind::WorkingGroup | Kind::MultilateralBody)
            && self.organisations.iter().any(|o| {
                o.first <= candidate.anchor && candidate.anchor <= o.last && o.last > o.first
            })
    }

    /// Building and buying in a text that names one country and no partner: its own matter, unless a company or a
    /// donor stands near by.
    fn at_home(&self, candidate: &Candidate) -> bool {
        if !matches!(candidate.kind(), Kind::FacilityProject | Kind::SupplyAid)
            || self.sides.countries.len() > 1
            || !self.organisations.is_empty()
        {
            return false;
        }
        let from = candidate.sentence.saturating_sub(1);
        let near = self.sentences.get(from..=candidate.sentence).unwrap_or(&[]);
        let others = Feature::Company.bit()
            | Feature::Abroad.bit()
            | Feature::Aid.bit()
            | Feature::Invest.bit();
        let told = |s: &crate::layout::Sentence| {
            item::features(&self.matches, s.first, s.end) & others != 0
        };
        let opening = self.sentences.iter().filter(|s| s.title || s.first == 0).any(told);
        let two = |t| matches!(self.text.fold(t), "стороны" | "тараптар" | "sides" | "parties");
        !opening && !near.iter().any(told) && !(0..self.text.tokens.len()).any(two)
    }

    /// What a text about one country says without naming a partner near by is its own matter.
    fn aside(&self, candidate: &Candidate) -> bool {
        let before = candidate.sentence.checked_sub(1).and_then(|b| self.sentences.get(b));
        let own = self.sentences.get(candidate.sentence);
        !own.is_some_and(|s| self.partner(before.map_or(s.first, |f| f.first), s.end))
    }

    /// "He completed his residency in Moscow", "A resident of Bishkek who was treated abroad": one person's life.
    fn one_person(&self, candidate: &Candidate) -> bool {
        let Some(sentence) = self.sentences.get(candidate.sentence) else { return false };
        let stay = matches!(
            candidate.kind(),
            Kind::Residency
                | Kind::Internship
                | Kind::Training
                | Kind::TreatmentQuota
                | Kind::Research
        );
        if !stay || candidate.counted || candidate.predicate.class != Class::Do {
            return false;
        }
        // "он" is ten in Kazakh and Kyrgyz.
        let pronoun = !sentence.language.head_final()
            && (sentence.first..sentence.end.min(sentence.first + 2))
                .any(|t| matches!(self.text.fold(t), "он" | "она" | "he" | "she"));
        let first = candidate.first;
        let single = matches!(self.text.fold(first), "a" | "an")
            && !matches!(
                self.text.fold(first + 1),
                "group" | "team" | "number" | "batch" | "total"
            )
            && candidate.kind() == Kind::TreatmentQuota;
        pronoun || single
    }

    /// "The prime minister ordered the hospital to be finished": a matter of one country, where no other is named.
    fn ordered_at_home(&self, candidate: &Candidate) -> bool {
        let p = &candidate.predicate;
        let ordered = ["поруч", "instruct", "order", "тапсыр", "тапшыр"]
            .iter()
            .any(|w| self.text.fold(p.first).starts_with(w));
        ordered
            && candidate.kind() == Kind::FacilityProject
            && !self.countries.iter().any(|m| {
                m.first >= candidate.clause_first
                    && m.last < candidate.clause_end
                    && Some(m.country) != self.sides.home
            })
            && !self.both_sides(candidate)
    }

    /// "85 doctors work in the clinic" are its staff; "five Chinese doctors work in the clinic" were sent.
    fn own_staff(&self, candidate: &Candidate) -> bool {
        let (first, end) = (candidate.clause_first, candidate.clause_end);
        candidate.frame.name.starts_with("visiting experts")
            && (first..end).any(|t| {
                let word = self.text.fold(t);
                word.starts_with("работа") || word.starts_with("проработа")
            })
            && !self.countries.iter().any(|m| {
                m.first >= first
                    && m.last < end
                    && Some(m.country) != self.sides.home
                    && matches!(
                        m.role,
                        party::Role::People | party::Role::Actor | party::Role::Maker
                    )
            })
    }

    fn no_specialty(&self, candidate: &Candidate) -> bool {
        let mut found = BTreeSet::new();
        self.specialties_between(candidate.first, candidate.end, &mut found);
        // A list of areas names where, not what.
        found.is_empty() || found.len() >= 3
    }

    /// Whether a text opens without a word of health and comes to it in fewer than half of its sentences: then it is
    /// about something else.
    fn aloof(&self) -> bool {
        let told = || self.sentences.iter().filter(|s| self.of_health(s)).count();
        !self.sentences.iter().take(3).any(|s| self.of_health(s))
            && told() * 2 < self.sentences.len()
    }

    /// Whether a sentence holds a word of health: a sense or a specialty.
    fn of_health(&self, sentence: &crate::layout::Sentence) -> bool {
        let mut fields = BTreeSet::new();
        self.specialties_between(sentence.first, sentence.end, &mut fields);
        item::features(&self.matches, sentence.first, sentence.end) & HEALTH != 0
            || !fields.is_empty()
    }

    /// A document, a plant or an event that no word of health stands beside, in a text about something else.
    fn off_topic(&self, candidate: &Candidate) -> bool {
        self.sentences.get(candidate.sentence).is_some_and(|s| !self.of_health(s))
    }

    /// A sentence about energy or trade that says nothing of health.
    fn elsewhere(&self, candidate: &Candidate) -> bool {
        let Some(sentence) = self.sentences.get(candidate.sentence) else { return false };
        let bits = item::features(&self.matches, sentence.first, sentence.end);
        bits & Feature::Elsewhere.bit() != 0 && bits & HEALTH == 0
    }

    /// "22 documents were signed", and the next sentence tells that they are about energy and trade.
    fn of_other_matters(&self, candidate: &Candidate) -> bool {
        let Some(next) = self.sentences.get(candidate.sentence + 1) else { return false };
        candidate.frame.anchor == Feature::WeakDocument.bit()
            && candidate.counted
            && item::features(&self.matches, next.first, next.end) & Feature::Elsewhere.bit() != 0
    }

    /// Goods that were given with no giver from outside near by are a matter of one country; an operation without a
    /// doctor, a number or an event is somebody's story.
    fn without_a_giver(&self, candidate: &Candidate) -> bool {
        let Some(sentence) = self.sentences.get(candidate.sentence) else { return false };
        let first = candidate
            .sentence
            .checked_sub(1)
            .and_then(|b| self.sentences.get(b))
            .map_or(sentence.first, |s| s.first);
        let bits = item::features(&self.matches, sentence.first, sentence.end);
        if candidate.frame.name == "operations" {
            let told = Feature::Medic.bit()
                | Feature::Event.bit()
                | Feature::Visit.bit()
                | Feature::Patient.bit();
            return !candidate.counted && bits & told == 0;
        }
        // A private clinic "equipped with German devices": goods on the market make no second party.
        let told = candidate.predicate.class == Class::Do && candidate.predicate.form == Form::Past;
        if candidate.kind() == Kind::FacilityProject
            && self.organisations.is_empty()
            && told
            && item::features(&self.matches, 0, self.text.tokens.len())
                & (Feature::Company.bit() | Feature::Invest.bit())
                == 0
        {
            let mut abroad =
                self.countries.iter().filter(|m| Some(m.country) != self.sides.home).peekable();
            return abroad.peek().is_some()
                && abroad.all(|m| m.role == party::Role::Maker && m.naming == Naming::Adjective);
        }
        if candidate.kind() != Kind::SupplyAid
            || !matches!(candidate.predicate.class, Class::Do | Class::Run)
        {
            return false;
        }
        // A text about one country and an organisation has no other giver than the organisation.
        if self.sides.countries.len() < 2 && !self.organisations.is_empty() {
            return false;
        }
        let outside = self.countries.iter().any(|m| {
            m.first >= first && m.last < sentence.end && Some(m.country) != self.sides.home
        });
        let organisation =
            self.organisations.iter().any(|o| o.first >= first && o.last < sentence.end);
        let aid = item::features(&self.matches, first, sentence.end)
            & (Feature::Aid.bit() | Feature::Abroad.bit() | Feature::Company.bit());
        !outside && !organisation && aid == 0 && !self.handed_over_by_the_other(candidate)
    }

    /// "Twelve scanners were handed over last November", in a text whose opening tells of one partner: who else would give.
    fn handed_over_by_the_other(&self, candidate: &Candidate) -> bool {
        #[rustfmt::skip]
        const HAND: &[&str] = &["hand", "deliver", "donat", "receiv", "arriv", "переда", "достав", "получ", "вруч", "табыста", "тапсырыл",
            "жеткізіл", "алды", "тапшырыл", "жеткирил", "келип"];
        let opening = self.sentences.get(2).or(self.sentences.last()).map_or(0, |s| s.end);
        let p = &candidate.predicate;
        self.sides.countries.len() == 2
            && self.acting_partner(0, opening)
            && (p.first..=p.last).any(|t| HAND.iter().any(|w| self.text.fold(t).starts_with(w)))
    }

    /// Whether patients of home are operated on in a place abroad, with no doctor in the clause.
    fn operated_abroad(&self, candidate: &Candidate) -> bool {
        let (first, end) = (candidate.clause_first, candidate.clause_end);
        let bits = item::features(&self.matches, first, end);
        let inside = || self.countries.iter().filter(|m| m.first >= first && m.last < end);
        let home = self.sides.home;
        home.is_some()
            && bits & (Feature::Medic.bit() | Feature::Visit.bit()) == 0
            && bits & Feature::Patient.bit() != 0
            && inside().any(|m| m.role == party::Role::Place && Some(m.country) != home)
            && !inside().any(|m| m.role == party::Role::Place && Some(m.country) == home)
    }

    /// "pledged to cover the surgery of 30 children", "отасын төлеуге уәде берді": whoever pays for operations gives treatment.
    fn operations_paid_for(&self, candidate: &Candidate) -> bool {
        const PAY: &[&str] = &[
            "cover",
            "pay",
            "paid",
            "fund",
            "financ",
            "оплат",
            "оплач",
            "покро",
            "төле",
            "төлө",
            "қаржыланд",
            "каржыла",
        ];
        let (first, end) = (candidate.clause_first, candidate.clause_end);
        item::features(&self.matches, first, end) & Feature::Patient.bit() != 0
            && (first..end).any(|t| PAY.iter().any(|w| self.text.fold(t).starts_with(w)))
    }

    /// Visiting doctors who treat at home send nobody abroad.
    fn on_the_spot(&self, candidate: &Candidate) -> bool {
        let bits = item::features(&self.matches, candidate.clause_first, candidate.clause_end);
        if bits & Feature::Quota.bit() != 0 || self.patients_are_sent(candidate, bits) {
            return false;
        }
        let places: Vec<u16> = self
            .countries
            .iter()
            .filter(|m| {
                m.role == party::Role::Place
                    && m.first >= candidate.clause_first
                    && m.last < candidate.clause_end
            })
            .map(|m| m.country)
            .collect();
        let home = self.sides.home;
        // Patients of one side in clinics of the other were sent, wherever home is.
        let sent = self.countries.iter().any(|m| {
            m.role == party::Role::People
                && bits & Feature::Medic.bit() == 0
                && m.first >= candidate.clause_first
                && m.last < candidate.clause_end
                && !places.is_empty()
                && !places.contains(&m.country)
        });
        if sent {
            return false;
        }
        if !places.is_empty() {
            return places.iter().all(|p| Some(*p) == home);
        }
        bits & Feature::Operate.bit() != 0
            && bits & (Feature::Medic.bit() | Feature::Visit.bit()) != 0
    }

    /// "Шымкент клиникаларына жүз науқас жіберуге ниетті", "will send patients to": whoever is sent is not treated on the spot.
    fn patients_are_sent(&self, candidate: &Candidate, bits: u64) -> bool {
        const SEND: &[&str] = &["жібер", "жөнөт", "направ", "отправ", "send", "sent", "refer"];
        bits & Feature::Medic.bit() == 0
            && bits & Feature::Patient.bit() != 0
            && (candidate.clause_first..candidate.clause_end)
                .any(|t| SEND.iter().any(|w| self.text.fold(t).starts_with(w)))
    }

    /// Reforms and insurance at home, told to a guest, are no commitment between countries.
    fn domestic(&self, candidate: &Candidate) -> bool {
        let Some(sentence) = self.sentences.get(candidate.sentence) else { return false };
        let bits = item::features(&self.matches, sentence.first, sentence.end);
        bits & Feature::Domestic.bit() != 0
            && !self.countries.iter().any(|m| {
                m.first >= sentence.first
                    && m.last < sentence.end
                    && Some(m.country) != self.sides.home
            })
    }
}
