//! Which texts can contradict one another in their words at all: keys of each text, small enough to hold thousands side
//! by side, and the pairs of texts that are worth holding against one another.
//!
//! Of a pair that is left out, none of the rules C3, C7, C8 and C10 finds anything: each test here asks for less than
//! the rule itself does. Other rules need no pairs of texts: what they find is on record.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{agree, says_first, scope, word_list};
use crate::draft::{Draft, Item};

/// Who and what an item is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Told {
    kind: String,
    from: Option<String>,
    to: Option<String>,
}

/// An act with its day and its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Act {
    of: Told,
    day: Option<String>,
    words: BTreeSet<String>,
}

/// What a version in another language could call otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Object {
    of: Told,
    stage: String,
    areas: BTreeSet<String>,
    value: Option<String>,
}

/// An act of law that is cited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Cited {
    genre: String,
    year: u16,
    words: BTreeSet<String>,
}

/// The keys of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keys {
    language: String,
    date: Option<String>,
    first: BTreeSet<Told>,
    delivered: BTreeSet<Told>,
    acts: Vec<Act>,
    points: bool,
    objects: Vec<Object>,
    citations: Vec<Cited>,
}

/// The pairs worth looking at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidates {
    /// Places in the list of keys, the smaller first, in order.
    pub pairs: Vec<(usize, usize)>,
    /// Whether there were more than were looked at.
    pub more: bool,
}

fn told(item: &Item) -> Told {
    Told { kind: item.kind.clone(), from: item.from_party.clone(), to: item.to_party.clone() }
}

impl Told {
    fn meets(&self, other: &Self) -> bool {
        self.kind == other.kind
            && agree(self.from.as_ref(), other.from.as_ref())
            && agree(self.to.as_ref(), other.to.as_ref())
    }
}

impl Keys {
    /// The keys of a text, from what was drafted of it.
    #[must_use]
    pub fn of(draft: &Draft) -> Self {
        let of = |fits: fn(&Item) -> bool| {
            draft.items.iter().filter(|item| fits(item)).map(told).collect()
        };
        let act = |item: &Item| Act {
            of: told(item),
            day: item.deadline.as_ref().filter(|d| d.kind.is_none()).map(|d| d.date.clone()),
            words: word_list(&item.evidence.exact),
        };
        let object = |item: &Item| Object {
            of: told(item),
            stage: item.stage.clone(),
            areas: item.specialties.iter().cloned().collect(),
            value: item.quantity.as_ref().map(|quantity| quantity.value.clone()),
        };
        Self {
            language: draft.language.clone(),
            date: draft.date.clone(),
            first: of(|item| says_first(&item.evidence.exact)),
            delivered: of(|item| item.delivery == "delivered"),
            acts: draft.items.iter().filter(|item| scope::act(item)).map(act).collect(),
            points: draft.items.iter().any(scope::point),
            objects: draft.items.iter().map(object).collect(),
            citations: draft
                .citations
                .iter()
                .map(|cited| Cited {
                    genre: cited.genre.clone(),
                    year: cited.year,
                    words: word_list(&cited.quotation.exact),
                })
                .collect(),
        }
    }

    /// C3: told as the first time after a delivery.
    fn first_after(&self, late: &Self) -> bool {
        let earlier = self.date.is_some() && late.date.is_some() && self.date < late.date;
        earlier && self.delivered.iter().any(|a| late.first.iter().any(|b| a.meets(b)))
    }

    /// C7: reports of one act, of which a list is made.
    fn same_act(&self, other: &Self) -> bool {
        let days = |a: &Act, b: &Act| agree(a.day.as_ref(), b.day.as_ref());
        let same =
            |a: &Act, b: &Act| a.of.meets(&b.of) && days(a, b) && share(&a.words, &b.words) >= 50;
        (self.points || other.points)
            && self.acts.iter().any(|a| other.acts.iter().any(|b| same(a, b)))
    }

    /// C8: versions of one day in two languages that call something otherwise.
    fn versions(&self, other: &Self) -> bool {
        if self.language == other.language || self.date.is_none() || self.date != other.date {
            return false;
        }
        let differ = |a: &Object, b: &Object| {
            let number = a.of.meets(&b.of) && a.value.is_some() && b.value.is_some();
            let number = number && a.value != b.value;
            let thing = a.of.kind != b.of.kind
                && a.of.from.is_some()
                && a.of.from == b.of.from
                && a.of.to == b.of.to
                && a.stage == b.stage
                && !a.areas.is_disjoint(&b.areas);
            number || thing
        };
        self.objects.iter().any(|a| other.objects.iter().any(|b| differ(a, b)))
    }

    /// C10: acts of law of one genre about one matter, of different years.
    fn laws(&self, other: &Self) -> bool {
        let differ = |a: &Cited, b: &Cited| {
            a.genre == b.genre && a.year != b.year && share(&a.words, &b.words) >= 34
        };
        self.citations.iter().any(|a| other.citations.iter().any(|b| differ(a, b)))
    }

    /// Whether some rule of words could find anything between two texts.
    fn may(&self, other: &Self) -> bool {
        self.first_after(other)
            || other.first_after(self)
            || self.same_act(other)
            || self.versions(other)
            || self.laws(other)
    }
}

/// Words that two lists share, in hundredths of the shorter one; as [`super::alike`] counts them.
fn share(a: &BTreeSet<String>, b: &BTreeSet<String>) -> usize {
    (a.intersection(b).count() * 100).checked_div(a.len().min(b.len())).unwrap_or(0)
}

/// The pairs of texts between which a rule of words could find something; at most `most` are tried.
#[must_use]
pub fn candidates(keys: &[Keys], most: usize) -> Candidates {
    let mut pairs = Pairs { keys, most, tried: BTreeSet::new(), found: BTreeSet::new() };
    pairs.by_kind();
    pairs.by_date();
    pairs.by_words(50, |keys| {
        let acts = keys.acts.iter();
        acts.map(|act| (act.of.kind.as_str(), &act.words)).collect()
    });
    pairs.by_words(34, |keys| {
        let cited = keys.citations.iter();
        cited.map(|cited| (cited.genre.as_str(), &cited.words)).collect()
    });
    let more = pairs.tried.len() >= most;
    Candidates { pairs: pairs.found.into_iter().collect(), more }
}

/// Pairs on their way.
struct Pairs<'k> {
    keys: &'k [Keys],
    most: usize,
    tried: BTreeSet<(usize, usize)>,
    found: BTreeSet<(usize, usize)>,
}

impl<'k> Pairs<'k> {
    /// Tries a pair; false when enough were tried.
    fn try_pair(&mut self, one: usize, other: usize) -> bool {
        let pair = (one.min(other), one.max(other));
        if one == other || self.tried.contains(&pair) {
            return true;
        }
        if self.tried.len() >= self.most {
            return false;
        }
        self.tried.insert(pair);
        if let (Some(a), Some(b)) = (self.keys.get(one), self.keys.get(other))
            && a.may(b)
        {
            self.found.insert(pair);
        }
        true
    }

    /// Whoever says "first" against whoever delivered a thing of the same kind.
    fn by_kind(&mut self) {
        let mut delivered: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for (at, keys) in self.keys.iter().enumerate() {
            for told in &keys.delivered {
                delivered.entry(&told.kind).or_default().insert(at);
            }
        }
        for (at, keys) in self.keys.iter().enumerate() {
            for told in &keys.first {
                for other in delivered.get(told.kind.as_str()).into_iter().flatten() {
                    if !self.try_pair(at, *other) {
                        return;
                    }
                }
            }
        }
    }

    /// Texts of one day in two languages.
    fn by_date(&mut self) {
        let mut days: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, keys) in self.keys.iter().enumerate() {
            if let Some(date) = &keys.date {
                days.entry(date).or_default().push(at);
            }
        }
        for texts in days.into_values() {
            for (n, one) in texts.iter().enumerate() {
                for other in texts.iter().skip(n + 1) {
                    let differ = match (self.keys.get(*one), self.keys.get(*other)) {
                        (Some(a), Some(b)) => a.language != b.language,
                        _ => false,
                    };
                    if differ && !self.try_pair(*one, *other) {
                        return;
                    }
                }
            }
        }
    }

    /// Texts that share `hundredths` of the words of the shorter list.
    ///
    /// Of two lists that share so much, the shorter has a shared word among its rarest: of `n` words, of which `k` are
    /// to be shared, one of the `n − k + 1` rarest is. So only those are looked up, and common words hardly ever.
    fn by_words(
        &mut self,
        hundredths: usize,
        lists: impl Fn(&'k Keys) -> Vec<(&'k str, &'k BTreeSet<String>)>,
    ) {
        let mut places: BTreeMap<(&str, &str), BTreeSet<usize>> = BTreeMap::new();
        for (at, keys) in self.keys.iter().enumerate() {
            for (kind, words) in lists(keys) {
                for word in words {
                    places.entry((kind, word)).or_default().insert(at);
                }
            }
        }
        for (at, keys) in self.keys.iter().enumerate() {
            for (kind, words) in lists(keys) {
                let mut rare: Vec<&String> = words.iter().collect();
                rare.sort_by_key(|word| {
                    places.get(&(kind, word.as_str())).map_or(0, BTreeSet::len)
                });
                let shared = (words.len() * hundredths).div_ceil(100).max(1);
                for word in rare.into_iter().take(words.len() + 1 - shared) {
                    let others: Vec<usize> =
                        places.get(&(kind, word.as_str())).into_iter().flatten().copied().collect();
                    for other in others {
                        if !self.try_pair(at, other) {
                            return;
                        }
                    }
                }
            }
        }
    }
}
