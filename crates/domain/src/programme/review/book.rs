//! Scores on their way out of the house and back: what a table of them holds, by which marks it is known to be whole, and
//! what comes back otherwise.
//!
//! In 2018 shifted columns of one spreadsheet gave the wrong people residency places (research/programmes.md §2). So each
//! row carries a **mark**: of which call it is, which rows were taken out with it, how all of them stood, and to which
//! code it belongs. A table comes back with all its rows or not at all, and whatever changed in the house meanwhile shows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Given, Review, SeatCode, Weight};
use crate::Refusal;
use crate::id::CallId;
use crate::journal::Hash;
use crate::programme::run::Score;

/// The form of the table: a table of another form is not read.
pub const SCHEMA: &str = "S1";
/// Signs of a hash that stand in a mark.
const SIGNS: usize = 12;

/// A row: a seat whose file was opened, and what was given last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The code of the seat.
    pub code: SeatCode,
    /// Scores in the order of the criteria; empty while none were given.
    pub scores: Vec<Score>,
    /// How often scores were given.
    rounds: usize,
}

/// What a table of scores of a call holds, as things stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    call: CallId,
    weights: Vec<Weight>,
    rows: Vec<Row>,
}

/// A row that comes back otherwise than it went out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The code of the seat.
    pub code: SeatCode,
    /// What stands there; empty where nothing was given.
    pub old: Vec<Score>,
    /// What the table has.
    pub new: Vec<Score>,
}

/// A row as it came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Back {
    /// The number of its line, as a spreadsheet counts.
    pub line: u32,
    /// The code that stands in it.
    pub code: String,
    /// Scores in the order of the criteria; empty where every cell is.
    pub scores: Vec<Score>,
    /// The mark that stands in it.
    pub mark: String,
}

impl Book {
    /// The table of a call: seats that were not lost and whose reviewer opened the file, in the order of their codes,
    /// which are drawn, so that neither receipt nor application nor reviewer can be read from a row or from its place.
    ///
    /// # Errors
    /// `review-criteria-changed` where reviews of the call go by different criteria.
    pub fn of(call: CallId, reviews: &[Review]) -> Result<Self, Refusal> {
        let weights = |review: &Review| review.description.weights.clone();
        let first = reviews.first().map(weights).unwrap_or_default();
        if reviews.iter().any(|review| review.description.weights != first) {
            return Err(Refusal::new("review-criteria-changed"));
        }
        let seats = reviews.iter().flat_map(Review::taken).filter(|seat| seat.opened.is_some());
        let row = |seat: &super::Seat| Row {
            code: seat.code.clone(),
            scores: seat.scored.last().map(|last| scores(&last.scores)).unwrap_or_default(),
            rounds: seat.scored.len(),
        };
        let mut rows: Vec<Row> = seats.map(row).collect();
        rows.sort_by(|a, b| a.code.cmp(&b.code));
        Ok(Self { call, weights: first, rows })
    }

    /// The criteria, in the order of the columns.
    #[must_use]
    pub fn weights(&self) -> &[Weight] {
        &self.weights
    }

    /// The rows, in the order of their codes.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    fn codes(&self) -> String {
        let codes: Vec<&str> = self.rows.iter().map(|row| row.code.as_str()).collect();
        short(&codes.join("\n"))
    }

    /// By which it is known whether anything was scored, opened or lost since a table was taken out.
    #[must_use]
    pub fn state(&self) -> String {
        let mut text = String::new();
        for weight in &self.weights {
            text.push_str(&format!("{}:{}\n", weight.criterion, weight.per_cent));
        }
        for row in &self.rows {
            let scores: Vec<String> = row.scores.iter().map(ToString::to_string).collect();
            text.push_str(&format!("{}:{}:{}\n", row.code, row.rounds, scores.join(" ")));
        }
        short(&text)
    }

    /// The mark of a row: form, call, rows, state, and the code it belongs to.
    #[must_use]
    pub fn mark(&self, code: &str) -> String {
        let (call, codes, state) = (self.call_sign(), self.codes(), self.state());
        let row = short(&format!("{SCHEMA}/{call}/{codes}/{state}/{code}"));
        format!("{SCHEMA}-{call}-{codes}-{state}-{row}")
    }

    fn call_sign(&self) -> String {
        short(&self.call.to_string())
    }

    /// Holds a mark against what the house has now.
    fn check(&self, back: &Back) -> Result<(), Refusal> {
        let text = back.mark.trim();
        let parts: Vec<&str> = text.split('-').collect();
        let [schema, call, codes, state, row] = parts.as_slice() else {
            let shown: String = text.chars().take(40).collect();
            return Err(Refusal::new("scores-mark").with("text", shown));
        };
        if *schema != SCHEMA {
            let shown: String = schema.chars().take(40).collect();
            return Err(Refusal::new("scores-schema").with("text", shown).with("known", SCHEMA));
        }
        if *call != self.call_sign() {
            return Err(Refusal::new("scores-other-call"));
        }
        if *codes != self.codes() {
            return Err(Refusal::new("scores-other-codes"));
        }
        if *state != self.state() {
            return Err(Refusal::new("scores-state-changed"));
        }
        if *row != short(&format!("{schema}/{call}/{codes}/{state}/{}", back.code)) {
            return Err(Refusal::new("scores-row-shifted").with("code", back.code.clone()));
        }
        Ok(())
    }

    /// What comes back otherwise than it went out.
    ///
    /// Rule: every row that went out comes back, once; no other comes with it; what was given is changed and never
    /// emptied.
    ///
    /// # Errors
    /// What is wrong with rows, each with its line, `most` at most; `scores-nothing-new` where nothing differs.
    pub fn differs(&self, back: &[Back], most: usize) -> Result<Vec<Difference>, Vec<Refusal>> {
        let known: BTreeMap<&str, &Row> =
            self.rows.iter().map(|row| (row.code.as_str(), row)).collect();
        let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
        let (mut wrong, mut found) = (Vec::new(), Vec::new());
        for row in back {
            let at = |refusal: Refusal| refusal.with("row", row.line.to_string());
            let code = || row.code.chars().take(40).collect::<String>();
            match known.get(row.code.as_str()) {
                None => wrong.push(at(Refusal::new("scores-code-unknown").with("code", code()))),
                Some(there) => {
                    if seen.insert(row.code.as_str(), row.line).is_some() {
                        wrong.push(at(Refusal::new("scores-code-twice").with("code", code())));
                    } else if let Err(refusal) = self.check(row) {
                        wrong.push(at(refusal));
                    } else if row.scores.is_empty() && !there.scores.is_empty() {
                        wrong.push(at(Refusal::new("scores-emptied").with("code", code())));
                    } else if row.scores != there.scores {
                        let code = there.code.clone();
                        let (old, new) = (there.scores.clone(), row.scores.clone());
                        found.push(Difference { code, old, new });
                    }
                }
            }
            if wrong.len() >= most {
                return Err(wrong);
            }
        }
        let missing = self.rows.iter().filter(|row| !seen.contains_key(row.code.as_str())).count();
        if missing > 0 && wrong.is_empty() {
            wrong.push(Refusal::new("scores-rows-missing").with("n", missing.to_string()));
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        if found.is_empty() {
            return Err(vec![Refusal::new("scores-nothing-new")]);
        }
        found.sort_by(|a, b| a.code.cmp(&b.code));
        Ok(found)
    }

    /// Scores of a row under the numbers of their criteria.
    #[must_use]
    pub fn given(&self, scores: &[Score]) -> Vec<Given> {
        let pairs = self.weights.iter().zip(scores);
        pairs
            .map(|(weight, score)| Given { criterion: weight.criterion, score: score.clone() })
            .collect()
    }
}

/// Scores without the numbers of their criteria.
#[must_use]
pub fn scores(given: &[Given]) -> Vec<Score> {
    given.iter().map(|given| given.score.clone()).collect()
}

fn short(text: &str) -> String {
    Hash::of(text.as_bytes()).to_string().chars().take(SIGNS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn book(scores: &[(&str, &[&str])]) -> Book {
        let row = |(code, scores): &(&str, &[&str])| Row {
            code: code.parse().unwrap(),
            scores: scores.iter().map(|text| Score::read(text).unwrap()).collect(),
            rounds: usize::from(!scores.is_empty()),
        };
        Book {
            call: CallId::new(Uuid::from_u128(7)),
            weights: vec![
                Weight { criterion: 1, per_cent: 60 },
                Weight { criterion: 2, per_cent: 40 },
            ],
            rows: scores.iter().map(row).collect(),
        }
    }

    const A: &str = "AAAAAAAAAAAA";
    const B: &str = "BBBBBBBBBBBB";

    fn two() -> Book {
        book(&[(A, &[]), (B, &["70", "80"])])
    }

    fn back(of: &Book, line: u32, code: &str, scores: &[&str]) -> Back {
        Back {
            line,
            code: code.to_owned(),
            scores: scores.iter().map(|text| Score::read(text).unwrap()).collect(),
            mark: of.mark(code),
        }
    }

    fn refused(of: &Book, rows: &[Back]) -> Vec<&'static str> {
        of.differs(rows, 20).unwrap_err().iter().map(|refusal| refusal.code).collect()
    }

    #[test]
    fn what_comes_back_otherwise_is_told_row_by_row_and_what_is_the_same_is_not() {
        let it = two();
        let rows = [back(&it, 3, B, &["70", "80.0"]), back(&it, 2, A, &["60", "90,5"])];
        let found = it.differs(&rows, 20).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].code.as_str(), found[0].old.len()), (A, 0));
        assert_eq!(found[0].new[1].to_string(), "90.5");
        let same = [back(&it, 2, A, &[]), back(&it, 3, B, &["70", "80"])];
        assert_eq!(refused(&it, &same), ["scores-nothing-new"]);
    }

    #[test]
    fn a_row_that_is_missing_twice_foreign_or_emptied_refuses_the_whole() {
        let it = two();
        let a = || back(&it, 2, A, &["60", "90"]);
        assert_eq!(refused(&it, &[a()]), ["scores-rows-missing"]);
        let b = || back(&it, 3, B, &["70", "80"]);
        assert_eq!(refused(&it, &[a(), a(), b()]), ["scores-code-twice"]);
        let foreign = back(&it, 4, "CCCCCCCCCCCC", &["1", "2"]);
        assert_eq!(refused(&it, &[a(), b(), foreign]), ["scores-code-unknown"]);
        assert_eq!(refused(&it, &[a(), back(&it, 3, B, &[])]), ["scores-emptied"]);
    }

    #[test]
    fn codes_that_slid_along_their_marks_are_found() {
        let it = two();
        let mut rows = [back(&it, 2, A, &["60", "90"]), back(&it, 3, B, &["70", "80"])];
        let [first, second] = &mut rows;
        std::mem::swap(&mut first.code, &mut second.code);
        assert_eq!(refused(&it, &rows), ["scores-row-shifted", "scores-row-shifted"]);
    }

    #[test]
    fn a_table_of_another_call_form_or_time_is_told_as_such() {
        let it = two();
        let with = |mark: String| {
            refused(
                &it,
                &[Back { mark, ..back(&it, 2, A, &["1", "2"]) }, back(&it, 3, B, &["70", "80"])],
            )
        };
        let mut other = two();
        other.call = CallId::new(Uuid::from_u128(8));
        assert_eq!(with(other.mark(A)), ["scores-other-call"]);
        assert_eq!(with(book(&[(A, &[])]).mark(A)), ["scores-other-codes"]);
        let scored = book(&[(A, &["50", "50"]), (B, &["70", "80"])]);
        assert_eq!(with(scored.mark(A)), ["scores-state-changed"]);
        assert_eq!(with(it.mark(A).replace("S1-", "S2-")), ["scores-schema"]);
        assert_eq!(with("90".to_owned()), ["scores-mark"]);
    }

    #[test]
    fn the_same_scores_given_again_are_another_state() {
        let (one, mut other) = (two(), two());
        other.rows[1].rounds = 2;
        assert_ne!(one.state(), other.state());
    }
}
