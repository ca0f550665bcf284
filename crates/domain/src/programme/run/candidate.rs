//! Candidates of a call: who is to be ranked, under a code that names nobody.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::canonical::{CanonicalError, to_canonical};
use crate::programme::call::Terms;
use crate::programme::region;

/// An exact score: digits, with up to six behind the point, without zeros that say nothing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Score(String);

impl Score {
    /// Reads a score as tables have it: `87.5`, `87,50`.
    ///
    /// # Errors
    /// `candidate-score`.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        let text = text.trim().replace(',', ".");
        let wrong = || Refusal::new("candidate-score").with("text", text.clone());
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 9 || part.len() > 6 || !digits(whole) || !digits(part)
        {
            return Err(wrong());
        }
        if text.ends_with('.') {
            return Err(wrong());
        }
        let whole = match whole.trim_start_matches('0') {
            "" => "0",
            whole => whole,
        };
        let part = part.trim_end_matches('0');
        Ok(Self(if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") }))
    }

    /// The score of so many millionths.
    #[must_use]
    pub fn of_millionths(millionths: u64) -> Self {
        let (whole, part) = (millionths / 1_000_000, millionths % 1_000_000);
        let part = format!("{part:06}");
        match part.trim_end_matches('0') {
            "" => Self(whole.to_string()),
            part => Self(format!("{whole}.{part}")),
        }
    }

    /// A number of millionths, by which scores are compared.
    #[must_use]
    pub fn millionths(&self) -> u64 {
        let (whole, part) = self.0.split_once('.').unwrap_or((&self.0, ""));
        let number = |text: &str| text.parse::<u64>().unwrap_or(0);
        number(whole) * 1_000_000 + number(&format!("{part:0<6}"))
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One candidate. Nothing here says who it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// The pseudonym: the number of the receipt, or that of a paper file.
    pub code: String,
    /// Numbers of the seats of the call, the one wanted most first.
    pub choices: Vec<u32>,
    /// The region by ISO 3166-2, where places may be kept for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// What the commission gave.
    pub score: Score,
    /// Numbers of the seats whose host refused, with a reason on paper.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hosts_refused: Vec<u32>,
    /// Where the call has hosts order: the place in the host's order, from 1, by the number of the seat.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub host_places: BTreeMap<u32, u32>,
}

/// Most candidates of one call.
pub const MOST: usize = 200_000;
/// Longest code.
const LONGEST: usize = 40;

/// Reads a pseudonym. A name or an address is none: a code is Latin letters, digits and hyphens, and holds a digit.
///
/// # Errors
/// `candidate-code-person` for what looks like a name, an address or a telephone number; `candidate-code` for the rest.
pub fn code(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if (3..=LONGEST).contains(&text.len())
        && text.chars().all(plain)
        && text.chars().any(|c| c.is_ascii_digit())
        && !telephone(text)
    {
        return Ok(text.to_uppercase());
    }
    if person(text) {
        Err(Refusal::new("candidate-code-person"))
    } else {
        Err(Refusal::new("candidate-code"))
    }
}

/// Whether a text looks like what names a person: letters without a digit, an address, a telephone number.
#[must_use]
pub fn person(text: &str) -> bool {
    let text = text.trim();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digit = text.chars().any(|c| c.is_ascii_digit());
    text.contains('@') || (letters >= 3 && !digit) || telephone(text)
}

fn telephone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits >= 9
        && (text.starts_with('+') || text.starts_with("996") || text.starts_with("77"))
        && text.chars().all(|c| c.is_ascii_digit() || "+-() ".contains(c))
}

impl Candidate {
    /// Whether the call knows what it names.
    ///
    /// # Errors
    /// `candidate-no-choice`, `candidate-choice-twice`, `candidate-seat-unknown`, `candidate-region-unknown`.
    pub fn check(&self, terms: &Terms) -> Result<(), Refusal> {
        if self.choices.is_empty() {
            return Err(Refusal::new("candidate-no-choice"));
        }
        let distinct: BTreeSet<&u32> = self.choices.iter().collect();
        if distinct.len() < self.choices.len() {
            return Err(Refusal::new("candidate-choice-twice"));
        }
        let known = |seat: &&u32| !terms.seats.iter().any(|own| own.number == **seat);
        if let Some(seat) = self.choices.iter().chain(&self.hosts_refused).find(known) {
            return Err(Refusal::new("candidate-seat-unknown").with("seat", seat.to_string()));
        }
        if let Some(region) = self.region.as_ref().filter(|code| region::read(code).is_none()) {
            return Err(Refusal::new("candidate-region-unknown").with("text", region.clone()));
        }
        Ok(())
    }
}

/// All candidates of a call, in the order of their codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidates {
    /// Always `kelisim-candidates/1`.
    pub format: String,
    /// Them.
    pub candidates: Vec<Candidate>,
}

impl Candidates {
    /// The name of the form.
    pub const FORMAT: &'static str = "kelisim-candidates/1";

    /// A list in the order of its codes.
    ///
    /// # Errors
    /// `candidates-none`, `candidates-many`, `candidate-code-twice`.
    pub fn new(mut candidates: Vec<Candidate>) -> Result<Self, Refusal> {
        candidates.sort_by(|a, b| a.code.cmp(&b.code));
        if candidates.is_empty() {
            return Err(Refusal::of("file", "candidates-none"));
        }
        if candidates.len() > MOST {
            return Err(Refusal::of("file", "candidates-many").with("most", MOST.to_string()));
        }
        let twice = candidates.windows(2).find(|pair| matches!(pair, [a, b] if a.code == b.code));
        if let Some([one, ..]) = twice {
            return Err(Refusal::of("file", "candidate-code-twice").with("code", one.code.clone()));
        }
        Ok(Self { format: Self::FORMAT.to_owned(), candidates })
    }

    /// The bytes that are kept and hashed.
    ///
    /// # Errors
    /// When they have no canonical form.
    pub fn canonical(&self) -> Result<String, CanonicalError> {
        to_canonical(self)
    }

    /// What is otherwise than in a list before, candidate by candidate, in the order of the codes.
    #[must_use]
    pub fn since(&self, before: Option<&Self>) -> Vec<Change> {
        fn by(list: &[Candidate]) -> BTreeMap<&str, &Candidate> {
            list.iter().map(|one| (one.code.as_str(), one)).collect()
        }
        let (old, new) = (by(before.map_or(&[], |b| &b.candidates)), by(&self.candidates));
        let codes: BTreeSet<&str> = old.keys().chain(new.keys()).copied().collect();
        let change = |code: &str| match (old.get(code), new.get(code)) {
            (None, Some(one)) => Some(Change::added(one)),
            (Some(one), None) => Some(Change::gone(one)),
            (Some(old), Some(new)) if old != new => Some(Change {
                code: code.to_owned(),
                what: What::Changed,
                score: (old.score != new.score).then(|| (old.score.clone(), new.score.clone())),
                choices: (old.choices != new.choices)
                    .then(|| (old.choices.clone(), new.choices.clone())),
                region: (old.region != new.region)
                    .then(|| (old.region.clone(), new.region.clone())),
                refused: (old.hosts_refused != new.hosts_refused)
                    .then(|| (old.hosts_refused.clone(), new.hosts_refused.clone())),
                places: (old.host_places != new.host_places)
                    .then(|| (old.host_places.clone(), new.host_places.clone())),
            }),
            _ => None,
        };
        codes.into_iter().filter_map(change).collect()
    }
}

/// What became of a candidate between two lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// New.
    Added,
    /// No longer there.
    Gone,
    /// There in both, and not the same.
    Changed,
}

/// One difference: before and after of what changed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the members of a candidate, before and after")]
pub struct Change {
    /// Whose.
    pub code: String,
    /// What.
    pub what: What,
    pub score: Option<(Score, Score)>,
    pub choices: Option<(Vec<u32>, Vec<u32>)>,
    pub region: Option<(Option<String>, Option<String>)>,
    pub refused: Option<(Vec<u32>, Vec<u32>)>,
    pub places: Option<(BTreeMap<u32, u32>, BTreeMap<u32, u32>)>,
}

impl Change {
    fn of(one: &Candidate, what: What) -> Self {
        Self {
            code: one.code.clone(),
            what,
            score: None,
            choices: None,
            region: None,
            refused: None,
            places: None,
        }
    }

    fn added(one: &Candidate) -> Self {
        Self::of(one, What::Added)
    }

    fn gone(one: &Candidate) -> Self {
        Self::of(one, What::Gone)
    }
}

/// How many differences of each kind there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Differs {
    /// New candidates.
    pub added: u64,
    /// Candidates no longer there.
    pub gone: u64,
    /// Other scores.
    pub scores: u64,
    /// Other choices.
    pub choices: u64,
    /// Other regions, refusals or orders of hosts.
    pub others: u64,
}

impl Differs {
    /// Counts differences.
    #[must_use]
    pub fn count(changes: &[Change]) -> Self {
        let mut all = Self::default();
        for change in changes {
            match change.what {
                What::Added => all.added += 1,
                What::Gone => all.gone += 1,
                What::Changed => {}
            }
            all.scores += u64::from(change.score.is_some());
            all.choices += u64::from(change.choices.is_some());
            let others =
                change.region.is_some() || change.refused.is_some() || change.places.is_some();
            all.others += u64::from(others);
        }
        all
    }
}
