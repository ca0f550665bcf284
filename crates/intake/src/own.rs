//! What a text tells of one country's own life: anniversaries, obituaries, greetings, sport, history without a partner.

use crate::engine::Reading;
use crate::item::Candidate;
use crate::party::Role;
use crate::vocabulary::{Class, Form, Language, Naming};

/// So many years behind the document what nobody else took part in is history.
const LONG_AGO: u16 = 10;

impl Reading<'_> {
    /// Whether another country than home acts between two tokens, or an organisation stands there: "in Prague" and "guests
    /// from Prague" name a place, "Czech surgeons" and "Czechia will send" a partner.
    pub(crate) fn acting_partner(&self, first: usize, end: usize) -> bool {
        // "in Kazakhstan and Russia": the second of two places is one too.
        let beside = |first: usize| {
            first.checked_sub(2).is_some_and(|b| {
                matches!(self.text.fold(first - 1), "and" | "и" | "мен" | "менен" | "және" | "жана")
                    && self.countries.iter().any(|m| m.last == b && m.role == Role::Place)
            })
        };
        self.countries.iter().any(|m| {
            Some(m.country) != self.sides.home
                && m.role != Role::Place
                && !beside(m.first)
                && m.naming != Naming::City
                && m.first >= first
                && m.last < end
        }) || self.organisations.iter().any(|o| o.first >= first && o.last < end)
    }

    /// Whether several countries are named in a text and each of them only as a place: where graduates work, with which
    /// figures are compared.
    pub(crate) fn only_places(&self) -> bool {
        let mut abroad = self.countries.iter().filter(|m| Some(m.country) != self.sides.home);
        let first = abroad.next().map(|m| m.country);
        abroad.any(|m| Some(m.country) != first) && !self.acting_partner(0, self.text.tokens.len())
    }

    /// Whether a text opens with a feast, a death, a contest or the like: then only what a partner does in it counts.
    pub(crate) fn of_its_own_life(&self) -> bool {
        #[rustfmt::skip]
        let stems: &[&str] = match self.language {
            Language::Russian => &[
                "скончал", "соболезн", "прощани", "некролог", "юбиле", "поздрав", "праздн", "турнир", "соревнован", "чемпионат",
                "марафон", "спартакиад", "волейбол", "шахмат", "музе",
            ],
            Language::English => &[
                "condolence", "anniversar", "congratulat", "celebrat", "tournament", "championship", "marathon", "runners",
                "obituar", "museum",
            ],
            Language::Kyrgyz => &[
                "куттукта", "маараке", "майрам", "мелдеш", "турнир", "чемпионат", "марафон", "спартакиад", "шахмат", "музе",
                "юбиле", "жылдыг",
            ],
            _ => &[
                "құттықта", "мерейтой", "мереке", "жарыс", "мұражай", "турнир", "чемпионат", "марафон", "спартакиад", "шахмат",
                "музе", "юбиле", "жылдығ",
            ],
        };
        #[rustfmt::skip]
        const PHRASES: &[(&str, &str)] = &[("ушел", "из"), ("ушла", "из"), ("passed", "away"), ("дүние", "салды"), ("өмірден", "өтті"),
            ("көз", "жұмды"), ("көз", "жумду"), ("дүйнөдөн", "кайтты"), ("жыл", "толды"), ("жыл", "толду"), ("charity", "run"),
            ("лет", "со"), ("исполнилось", "")];
        let opening = self.sentences.get(2).or(self.sentences.last()).map_or(0, |s| s.end);
        (0..opening).any(|t| {
            let (word, next) = (self.text.fold(t), self.text.fold(t + 1));
            stems.iter().any(|s| word.starts_with(s))
                || word.ends_with("летие")
                || word.ends_with("летию")
                || PHRASES.iter().any(|(a, b)| word == *a && (b.is_empty() || next == *b))
        })
    }

    /// Whether the sentence of an item names nobody from outside.
    pub(crate) fn nobody_else(&self, candidate: &Candidate) -> bool {
        self.sentences.get(candidate.sentence).is_some_and(|s| !self.acting_partner(s.first, s.end))
            && !self.both_sides(candidate)
    }

    /// "In 1972 he founded a department", "in 2010 it signed its first agreement": done long ago, with nobody else named.
    pub(crate) fn history(&self, candidate: &Candidate) -> bool {
        let told = matches!(candidate.predicate.class, Class::Do | Class::Sign | Class::Approve)
            && candidate.predicate.form == Form::Past;
        let long_ago = |d: &crate::date::Mention| {
            self.today.is_some_and(|t| d.day.year + LONG_AGO <= t.year)
                && d.first >= candidate.clause_first
                && d.last < candidate.clause_end
        };
        told && self.nobody_else(candidate)
            && self.dates.get(candidate.sentence).is_some_and(|d| d.iter().any(long_ago))
    }
}
