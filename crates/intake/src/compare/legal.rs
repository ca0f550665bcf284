//! C10: a text cites an act of law that is not the one on record.

use super::{Contradiction, Side, alike};
use crate::draft::{Citation, Draft};

/// An act of the same genre about the same matter, of an earlier year than the one on record: the cited one may have
/// been repealed by it.
pub(super) fn cited(one: &Draft, other: &Draft) -> Vec<Contradiction> {
    let mut found = Vec::new();
    for a in &one.citations {
        for b in &other.citations {
            let about = alike(&a.quotation.exact, &b.quotation.exact) >= 34;
            if a.genre != b.genre || a.year == b.year || !about {
                continue;
            }
            // Who cites both knows of both: "the law of 2014 replaces the law of 1999".
            let knows = |draft: &Draft, year: u16| draft.citations.iter().any(|c| c.year == year);
            if knows(one, b.year) || knows(other, a.year) {
                continue;
            }
            found.push(Contradiction {
                rule: "C10".to_owned(),
                subject: a.genre.clone(),
                first: told(one, a),
                second: told(other, b),
            });
        }
    }
    found
}

fn told(draft: &Draft, citation: &Citation) -> Side {
    let number = citation.number.as_ref().map(|n| format!(" No {n}")).unwrap_or_default();
    Side {
        value: format!("{}{number} of {}", citation.genre, citation.year),
        quotation: citation.quotation.clone(),
        date: draft.date.clone(),
    }
}
