//! Sentences that go on about an item without naming it.

use crate::deadline;
use crate::engine::Reading;
use crate::item::{self, Candidate};
use crate::layout::Sentence;
use crate::vocabulary::{Class, Feature, Kind};

impl Reading<'_> {
    /// "Deliveries are due by June.", "Срок сдачи — 2028 год.": a sentence without an item of its own that opens with
    /// a word that goes on about what was told belongs to the item before.
    pub(crate) fn follow(&mut self) {
        for (index, sentence) in self.sentences.iter().enumerate().skip(1) {
            let dated = self.dates.get(index).is_some_and(|d| !d.is_empty());
            let own = self.candidates.iter().any(|c| {
                let here = |t: usize| t >= sentence.first && t < sentence.end;
                c.sentence == index || c.also.iter().any(|a| here(a.0))
            });
            // "If the sides come to terms, construction will start in 2026."
            let comma = (sentence.first..sentence.end.min(sentence.first + 12))
                .find(|t| self.text.tokens.get(*t).is_some_and(|t| t.sign == ','))
                .map_or(sentence.first, |t| t + 1);
            let opens = (sentence.first..sentence.first + 5)
                .chain(comma..comma + 2)
                .filter(|t| *t < sentence.end)
                .any(|t| item::has(&self.matches, t, Feature::Follow));
            // "The document was published on 20 February."
            #[rustfmt::skip]
            const PUBLISHED: &[&str] = &["опубликован", "publish", "posted", "жариялан", "жарыялан"];
            let published = (sentence.first..sentence.end)
                .any(|t| PUBLISHED.iter().any(|w| self.text.fold(t).starts_with(w)));
            if !dated || own || sentence.title || published {
                continue;
            }
            let ceremony = (sentence.first..sentence.end.min(sentence.first + 4))
                .any(|t| deadline::ceremony(self.text.fold(t)));
            let told = self
                .candidates
                .iter()
                .enumerate()
                .filter(|(_, c)| {
                    c.kind() != Kind::MedicinesRegister || c.predicate.class != Class::State
                })
                .filter(|(_, c)| c.sentence < index && c.sentence + 2 >= index)
                .filter(|(_, c)| {
                    opens
                        || ceremony && deadline::done(&c.predicate)
                        || self.named_again(c, sentence)
                })
                .max_by_key(|(_, c)| (c.sentence, c.first))
                .map(|(at, _)| at);
            if let Some(told) = told.and_then(|at| self.candidates.get_mut(at))
                && told.follows.is_none()
            {
                told.follows = Some(index);
            }
        }
    }

    /// "… 12 ventilators. The ventilators will arrive in June": whether a sentence opens with a thing that the item names.
    fn named_again(&self, candidate: &Candidate, sentence: &Sentence) -> bool {
        const THINGS: u64 = Feature::Facility.bit()
            | Feature::Goods.bit()
            | Feature::Vaccine.bit()
            | Feature::Drug.bit()
            | Feature::Train.bit()
            | Feature::Intern.bit()
            | Feature::Residency.bit()
            | Feature::Digital.bit()
            | Feature::Group.bit()
            | Feature::Research.bit()
            | Feature::Project.bit()
            | Feature::Document.bit();
        let stem = |word: &str| word.chars().take(5).collect::<String>();
        (sentence.first..sentence.end.min(sentence.first + 4)).any(|t| {
            let word = self.text.fold(t);
            word.chars().count() >= 5
                && item::features(&self.matches, t, t + 1) & THINGS != 0
                && (candidate.first..candidate.end).any(|c| {
                    let other = self.text.fold(c);
                    other.starts_with(&stem(word))
                        && item::features(&self.matches, c, c + 1) & THINGS != 0
                })
        })
    }
}
