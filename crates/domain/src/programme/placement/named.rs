//! Giving places by name: who can be given which, and that nobody is passed over.

use std::collections::{BTreeMap, BTreeSet};

use crate::Refusal;
use crate::programme::run::Score;

/// Somebody whom the host takes and who has no place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nominee {
    /// The number of the receipt.
    pub code: String,
    /// Seats that are wanted and whose host does not refuse, each with its position among the choices, from 1.
    pub wants: BTreeMap<u32, u32>,
    /// What the review gave, where it is final.
    pub score: Option<Score>,
    /// How many go as one.
    pub people: u32,
}

/// Whether these nominees can be given these seats, each named by the number of the receipt.
///
/// Rule: a place is given to whoever is nominated, taken by the host and wants it, one to each. Where the call has criteria the
/// scores decide: nobody is given a seat while somebody with a higher score wants it and goes without a place. When an
/// application was sent decides nothing.
///
/// # Errors
/// `placement-nominee-unknown`, `placement-nominee-twice`, `placement-nominee-seat`, `placement-nominee-unscored`,
/// `placement-passed-over`, each with the code it speaks of.
pub fn may_name(
    nominees: &[Nominee],
    given: &[(String, u32)],
    scored: bool,
) -> Result<(), Refusal> {
    let mut with_place = BTreeSet::new();
    for (code, seat) in given {
        let own = nominees.iter().find(|one| one.code == *code);
        let code = code.as_str();
        let own = own
            .ok_or_else(|| Refusal::of("given", "placement-nominee-unknown").with("code", code))?;
        if !with_place.insert(code) {
            return Err(Refusal::of("given", "placement-nominee-twice").with("code", code));
        }
        if !own.wants.contains_key(seat) {
            return Err(Refusal::of("given", "placement-nominee-seat")
                .with("code", code)
                .with("seat", seat.to_string()));
        }
        if scored && own.score.is_none() {
            return Err(Refusal::of("given", "placement-nominee-unscored").with("code", code));
        }
    }
    if !scored {
        return Ok(());
    }
    let points = |one: &Nominee| one.score.as_ref().map(Score::millionths);
    for (code, seat) in given {
        let own = nominees.iter().find(|one| one.code == *code).and_then(points);
        let before = nominees.iter().find(|one| {
            !with_place.contains(one.code.as_str())
                && one.wants.contains_key(seat)
                && points(one) > own
        });
        if let Some(before) = before {
            return Err(Refusal::of("given", "placement-passed-over")
                .with("code", code.as_str())
                .with("other", before.code.clone())
                .with("seat", seat.to_string()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nominee(code: &str, score: Option<&str>, wants: &[u32]) -> Nominee {
        let score = score.map(|text| Score::read(text).unwrap());
        let wants = wants.iter().zip(1..).map(|(seat, rank)| (*seat, rank)).collect();
        Nominee { code: code.to_owned(), wants, score, people: 1 }
    }

    fn name(given: &[(&str, u32)], scored: bool) -> Result<(), &'static str> {
        let all = [
            nominee("A-1", Some("90"), &[1, 2]),
            nominee("B-2", Some("80.5"), &[1]),
            nominee("C-3", Some("80.5"), &[1]),
            nominee("D-4", None, &[2]),
        ];
        let given: Vec<(String, u32)> =
            given.iter().map(|(code, seat)| ((*code).to_owned(), *seat)).collect();
        may_name(&all, &given, scored).map_err(|refusal| refusal.code)
    }

    #[test]
    fn whoever_has_the_higher_score_goes_first_where_the_call_has_criteria() {
        assert_eq!(name(&[("A-1", 1)], true), Ok(()));
        assert_eq!(name(&[("B-2", 1)], true), Err("placement-passed-over"));
        assert_eq!(name(&[("A-1", 2), ("B-2", 1)], true), Ok(()), "whoever has another place");
        // Equal scores: the ministry names; nothing else is known of them.
        assert_eq!(name(&[("A-1", 2), ("C-3", 1)], true), Ok(()));
        assert_eq!(name(&[("D-4", 2)], true), Err("placement-nominee-unscored"));
        assert_eq!(name(&[("B-2", 1), ("D-4", 2)], false), Ok(()), "no criteria, no order");
    }

    #[test]
    fn a_place_goes_to_whoever_is_nominated_and_wants_it_and_one_to_each() {
        assert_eq!(name(&[("E-5", 1)], false), Err("placement-nominee-unknown"));
        assert_eq!(name(&[("B-2", 2)], false), Err("placement-nominee-seat"));
        assert_eq!(name(&[("A-1", 1), ("A-1", 2)], false), Err("placement-nominee-twice"));
    }
}
