//! Texts that tell one person's life, and announcements of congresses: neither holds a commitment between countries.

use crate::engine::Reading;
use crate::item::{self, Candidate};
use crate::party::Role;
use crate::vocabulary::{Class, Feature, Kind, Language};

impl Reading<'_> {
    /// Whether a text tells of one person: somebody is appointed, has died or is introduced, and it says when the person
    /// was born, where they studied, what they were in charge of.
    pub(crate) fn of_one_life(&self) -> bool {
        #[rustfmt::skip]
        let (opening, stations): (&[&str], &[&str]) = match self.language {
            Language::Russian => (
                &["назначен", "кончин", "скорб", "скончал", "соболезн", "представля", "биограф", "памяти", "избран"],
                &["родил", "окончил", "стажировал", "женат", "замужем", "возглавлял", "руководил", "защитил", "доктор",
                    "работал", "награжд", "кафедр", "профессор", "трудов"],
            ),
            Language::English => (
                &["appoint", "condolence", "biograph", "obituar", "mourn", "named", "elected", "passed"],
                &["born", "graduat", "married", "headed", "studied", "degree", "doctorate", "career", "fellowship", "residency",
                    "professor", "served", "worked", "charge"],
            ),
            Language::Kyrgyz => (
                &["дайындал", "каза", "көңүл", "тааныштыр", "өмүр", "шайлан", "эскер"],
                &["туулган", "бүтүр", "үйлөнгөн", "бүлөлүү", "жетекте", "иштеген", "доктору", "окуган", "кафедра", "стажировка"],
            ),
            _ => (
                &["тағайында", "қайтыс", "көңіл", "таныстыр", "өмірбаян", "сайланды", "еске"],
                &["туған", "бітір", "тәмамда", "үйленген", "басқар", "жұмыс", "докторы", "оқыған", "кафедра", "тағылымдама"],
            ),
        };
        let first = self.sentences.get(1).or(self.sentences.last()).map_or(0, |s| s.end).max(30);
        let end = self.text.tokens.len();
        let told = |stems: &[&str], end: usize| {
            stems.iter().filter(|s| (0..end).any(|t| begins(self.text.fold(t), s))).count()
        };
        told(opening, first.min(end)) > 0 && told(stations, end) >= 2
    }

    /// What one person did or is, in a text about that person: nobody promises anything.
    pub(crate) fn of_the_person(&self, candidate: &Candidate) -> bool {
        let acts = matches!(
            candidate.predicate.class,
            Class::Sign | Class::Agree | Class::Plan | Class::Provide | Class::Request
        );
        let side = self.sentences.get(candidate.sentence).is_some_and(|s| {
            self.countries.iter().any(|m| {
                m.first >= s.first
                    && m.last < s.end
                    && Some(m.country) != self.sides.home
                    && matches!(m.role, Role::Actor | Role::With)
            })
        });
        !(self.both_sides(candidate) || acts && side)
    }

    /// Whether a text announces a congress or a conference: its opening says that one takes place, and neither sides nor a
    /// document stand there.
    pub(crate) fn of_a_congress(&self) -> bool {
        #[rustfmt::skip]
        const CONGRESS: &[&str] = &["съезд", "съез", "конгресс", "congress", "симпозиум", "symposium", "конференц", "conference",
            "құрылтай", "курултай"];
        let end = self.sentences.get(2).or(self.sentences.last()).map_or(0, |s| s.end);
        let opens = (0..end).any(|t| CONGRESS.iter().any(|w| begins(self.text.fold(t), w)));
        let paper = Feature::Document.bit() | Feature::StateActor.bit() | Feature::Group.bit();
        opens && item::features(&self.matches, 0, end) & paper == 0
    }

    /// Lectures and the congress itself, in its announcement.
    pub(crate) fn of_the_congress(&self, candidate: &Candidate) -> bool {
        #[rustfmt::skip]
        const LECTURES: &[&str] = &["лекци", "доклад", "lectur", "speak", "speech", "дәріс", "баяндама", "лекция", "баяндама",
            "мастер", "master"];
        let sentence = self.sentences.get(candidate.sentence);
        let lectures = || {
            sentence.is_some_and(|s| {
                (s.first..s.end).any(|t| LECTURES.iter().any(|w| begins(self.text.fold(t), w)))
            })
        };
        let partner = || sentence.is_some_and(|s| self.acting_partner(s.first, s.end));
        candidate.frame.name == "event" && candidate.predicate.class == Class::Plan && !partner()
            || candidate.kind() == Kind::Training && lectures() && !self.both_sides(candidate)
    }
}

/// Whether a word begins with a stem; most words differ in their first letter.
fn begins(word: &str, stem: &str) -> bool {
    let (a, b) = (word.as_bytes(), stem.as_bytes());
    a.get(1) == b.get(1) && a.first() == b.first() && word.starts_with(stem)
}
