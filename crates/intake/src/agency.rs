//! Organisations that stand for a country, as sides of an item.

use std::borrow::Cow;

use crate::engine::Reading;
use crate::layout::Sentence;
use crate::lexicon::tables;
use crate::party;
use crate::vocabulary::Naming;

impl Reading<'_> {
    /// The countries that a direction is read from: those of the text, and in the sentence those that an organisation
    /// stands for ("JICA will send three experts").
    pub(crate) fn actors(&self, sentence: &Sentence) -> Cow<'_, [party::Mention]> {
        // "from JICA", "ТИКА-дан": whose goods they are.
        let from = |o: &party::Organisation| {
            const OF: &[&str] = &["дан", "ден", "тан", "тен", "нан", "нен", "дон", "тон"];
            let before = o.first.checked_sub(1).map_or("", |b| self.text.fold(b));
            let tied = self.text.tokens.get(o.last + 1).is_some_and(|t| t.tied);
            matches!(before, "from" | "by" | "of" | "от" | "из")
                || tied && OF.contains(&self.text.fold(o.last + 1))
                || sentence.language.head_final()
                    && OF.iter().any(|e| self.text.fold(o.last).ends_with(e))
        };
        let acts = |o: &party::Organisation| {
            let country = tables::ORGANISATIONS.get(o.index as usize).map_or("", |o| o.2);
            Some(party::Mention {
                country: party::index(country)?,
                naming: Naming::Short,
                first: o.first,
                last: o.last,
                role: if from(o) { party::Role::Maker } else { party::Role::Actor },
                acts: false,
                side: false,
                asked: false,
                stem: None,
            })
        };
        let mut here = self
            .organisations
            .iter()
            .filter(|o| o.first >= sentence.first && o.last < sentence.end)
            .filter_map(acts)
            .peekable();
        if here.peek().is_none() {
            return Cow::Borrowed(&self.countries);
        }
        let mut all: Vec<party::Mention> = self.countries.iter().copied().chain(here).collect();
        all.sort_by_key(|m| m.first);
        Cow::Owned(all)
    }
}
