//! What goes on about an item without naming it: a programme that is to be extended, a figure that is to change.

use crate::clause::Clause;
use crate::engine::Reading;
use crate::indicator;
use crate::item::Candidate;
use crate::level;
use crate::predicate::Predicate;
use crate::quantity;
use crate::text::TokenKind;
use crate::vocabulary::{Class, Kind};

impl Reading<'_> {
    /// "The ministry has requested that the programme be extended to oncology", "программу решено продлить": what is told
    /// of a programme, a campaign or a practice is told of the item before it.
    pub(crate) fn again(
        &self,
        sentence: usize,
        clauses: &[Clause],
        predicates: &[Predicate],
        before: Option<&Candidate>,
    ) -> Option<Candidate> {
        #[rustfmt::skip]
        const PROGRAMME: &[&str] = &["programme", "program", "scheme", "campaign", "practice", "arrangement", "программ", "практик",
            "акци", "бағдарлам", "науқан", "тәжірибен", "кампани"];
        #[rustfmt::skip]
        const EXTEND: &[&str] = &["extend", "expand", "continu", "prolong", "doubl", "resum", "repeat", "продл", "продолж", "расшир",
            "удво", "возобнов", "повтор", "ұзарт", "кеңейт", "жалғас", "узарт", "уланта", "улант"];
        let told = before.filter(|c| {
            !c.title
                && c.sentence < sentence
                && sentence - c.sentence <= 2
                && matches!(
                    c.kind(),
                    Kind::Training
                        | Kind::Internship
                        | Kind::Residency
                        | Kind::TreatmentQuota
                        | Kind::ExpertExchange
                )
        })?;
        let word = |from: usize, end: usize, stems: &[&str]| {
            (from..end).find(|t| stems.iter().any(|s| self.text.fold(*t).starts_with(s)))
        };
        clauses.iter().filter(|c| !c.report).find_map(|clause| {
            let anchor = word(clause.first, clause.end, PROGRAMME)?;
            word(clause.first, clause.end, EXTEND)?;
            let predicate = predicates.iter().find(|p| {
                p.governs()
                    && p.first >= clause.first
                    && p.last < clause.end
                    && matches!(
                        p.class,
                        Class::Propose
                            | Class::Request
                            | Class::Agree
                            | Class::Plan
                            | Class::Intend
                            | Class::Approve
                            | Class::Discuss
                    )
            })?;
            let mut found = Candidate::of(told.frame, *predicate, clause, sentence, anchor);
            found.counted = (clause.first..clause.end)
                .any(|t| self.text.tokens.get(t).is_some_and(|k| k.kind == TokenKind::Number));
            found.dated = found.counted;
            crate::item::trim(self.text, &self.matches, &mut found);
            Some(found)
        })
    }

    /// "This figure is to rise to 1.1 by the end of the decade": a level of what the sentence before counts.
    pub(crate) fn figure_again(
        &self,
        sentence: usize,
        before: &indicator::Reading,
    ) -> Option<indicator::Reading> {
        #[rustfmt::skip]
        const FIGURE: &[&str] = &["показател", "figure", "indicator", "rate", "көрсеткіш", "көрсөткүч"];
        let s = self.sentences.get(sentence)?;
        let level = matches!(before.name, "rate" | "share");
        let named =
            (s.first..s.end).any(|t| FIGURE.iter().any(|w| self.text.fold(t).starts_with(w)));
        if !level || !named {
            return None;
        }
        let number = level::reaches(self.text, &self.matches, (s.first, s.end))?;
        let dated = |t: usize| {
            self.dates.get(sentence).is_some_and(|d| d.iter().any(|d| d.first <= t && t <= d.last))
        };
        let value = quantity::value(self.text, &self.matches, number).filter(|_| !dated(number))?;
        let count = quantity::Count {
            first: number,
            last: value.next - 1,
            milli: value.milli,
            ..before.count
        };
        Some(indicator::Reading { count, first: s.first, end: value.next, ..before.clone() })
    }
}
