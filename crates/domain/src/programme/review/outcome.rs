//! How scores are put together. Everything is counted in millionths; nothing is ever rounded.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Given, Weight};
use crate::Refusal;
use crate::programme::run::Score;

/// The most that is given for a criterion; the least is 0.
pub const SCALE: u64 = 100;
/// A third reviewer is asked for when two totals are further apart than this: 20 % of the scale
/// (research/programmes.md §4.4).
pub const SPREAD: u64 = 20;
/// Millionths of one.
const ONE: u64 = 1_000_000;
/// Scores have two digits behind the point at most, so that every total and every mean is exact: a total has four, a
/// mean of two five.
const STEP: u64 = ONE / 100;

/// What the reviewers together gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The total, from 0 to 100.
    pub total: Score,
    /// By criterion, in the order of their numbers.
    pub criteria: Vec<Given>,
    /// How many reviewers' totals it is the mean of.
    pub counted: u8,
}

/// Reads one score.
///
/// # Errors
/// `candidate-score` for no number; `review-score-range` out of the scale; `review-score-digits` for more than two digits
/// behind the point.
pub fn score(text: &str) -> Result<Score, Refusal> {
    let score = Score::read(text)?;
    check(&score)?;
    Ok(score)
}

fn check(score: &Score) -> Result<(), Refusal> {
    if score.millionths() > SCALE * ONE {
        return Err(Refusal::new("review-score-range").with("most", SCALE.to_string()));
    }
    if !score.millionths().is_multiple_of(STEP) {
        return Err(Refusal::new("review-score-digits"));
    }
    Ok(())
}

/// Rule: each criterion of the call is scored once, and nothing else.
///
/// # Errors
/// `review-scores-incomplete`, and what is wrong with a score.
pub fn complete(weights: &[Weight], scores: &[Given]) -> Result<(), Refusal> {
    let wanted: Vec<u32> = weights.iter().map(|weight| weight.criterion).collect();
    let given: Vec<u32> = scores.iter().map(|given| given.criterion).collect();
    if wanted != given {
        return Err(Refusal::new("review-scores-incomplete"));
    }
    scores.iter().try_for_each(|given| check(&given.score))
}

/// A reviewer's total: scores by the weights of the criteria, in per cent.
#[must_use]
pub fn total(weights: &[Weight], scores: &[Given]) -> u64 {
    let of = |criterion| scores.iter().find(|given: &&Given| given.criterion == criterion);
    let part = |weight: &Weight| {
        of(weight.criterion)
            .map_or(0, |given| u64::from(weight.per_cent) * given.score.millionths())
    };
    weights.iter().map(part).sum::<u64>() / 100
}

/// Whether two totals are so far apart that a third reviewer is asked for: by more than a fifth of the scale.
#[must_use]
pub const fn apart(one: u64, other: u64) -> bool {
    one.abs_diff(other) > SPREAD * ONE
}

/// Which of the reviewers count.
///
/// Rule: of two, both. Of three, the two whose totals are nearest; the one in the middle alone, when both others are
/// equally far from it, which is the mean of all three. So one reviewer alone neither lifts nor sinks an applicant, and
/// the order in which the three came has no part in it.
#[must_use]
pub fn counted(totals: &[u64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..totals.len()).collect();
    let at = |n: usize| totals.get(n).copied().unwrap_or(0);
    order.sort_by_key(|n| at(*n));
    match order.as_slice() {
        [low, middle, high] => {
            let (below, above) = (at(*middle) - at(*low), at(*high) - at(*middle));
            match below.cmp(&above) {
                std::cmp::Ordering::Less => vec![*low, *middle],
                std::cmp::Ordering::Greater => vec![*middle, *high],
                std::cmp::Ordering::Equal => vec![*middle],
            }
        }
        _ => order,
    }
}

fn mean(values: &[u64]) -> Score {
    let count = u64::try_from(values.len().max(1)).unwrap_or(1);
    Score::of_millionths(values.iter().sum::<u64>() / count)
}

/// What two or three reviewers together gave; nothing for fewer.
#[must_use]
pub fn outcome(weights: &[Weight], all: &[&[Given]]) -> Option<Outcome> {
    if all.len() < 2 {
        return None;
    }
    let totals: Vec<u64> = all.iter().map(|scores| total(weights, scores)).collect();
    let count = counted(&totals);
    let total: Vec<u64> = count.iter().filter_map(|n| totals.get(*n).copied()).collect();
    let mut by: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
    for given in count.iter().filter_map(|n| all.get(*n)).flat_map(|scores| scores.iter()) {
        by.entry(given.criterion).or_default().push(given.score.millionths());
    }
    let given = |(criterion, values): (u32, Vec<u64>)| Given { criterion, score: mean(&values) };
    Some(Outcome {
        counted: u8::try_from(total.len()).unwrap_or(u8::MAX),
        total: mean(&total),
        criteria: by.into_iter().map(given).collect(),
    })
}
