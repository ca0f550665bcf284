//! C7 and C8: reports of one act list different things; two language versions name different objects.

use std::collections::BTreeSet;

use super::{Contradiction, alike, same_subject, side, subject};
use crate::draft::{Draft, Item};

pub(super) fn act(item: &Item) -> bool {
    item.kind == "instrument" && matches!(item.predicate.as_str(), "sign" | "approve" | "in_force")
}

/// The act that both texts report, as each tells it.
pub(super) fn same_act<'d>(one: &'d Draft, other: &'d Draft) -> Option<(&'d Item, &'d Item)> {
    let pairs = one.items.iter().flat_map(|a| other.items.iter().map(move |b| (a, b)));
    let same = |a: &Item, b: &Item| {
        let day =
            |i: &Item| i.deadline.as_ref().filter(|d| d.kind.is_none()).map(|d| d.date.clone());
        let days = match (day(a), day(b)) {
            (Some(x), Some(y)) => x == y,
            _ => true,
        };
        act(a)
            && act(b)
            && same_subject(a, b)
            && days
            && alike(&a.evidence.exact, &b.evidence.exact) >= 50
    };
    pairs.into_iter().find(|(a, b)| same(a, b))
}

/// Whether an item is a point of a document rather than an act of its own.
pub(super) fn point(item: &Item) -> bool {
    !act(item)
        && (item.predicate == "provide" || item.stage_basis.rule.contains("point of a document"))
}

/// What the points of a document are: kinds and areas.
fn points(draft: &Draft) -> BTreeSet<String> {
    draft.items.iter().filter(|i| point(i)).map(|i| i.kind.clone()).collect()
}

/// C7: two reports of one act whose lists of points differ.
pub(super) fn lists(one: &Draft, other: &Draft) -> Option<Contradiction> {
    let (a, b) = same_act(one, other)?;
    let (x, y) = (points(one), points(other));
    // A report that lists nothing leaves out; it does not contradict.
    if x.is_empty() || y.is_empty() || x == y {
        return None;
    }
    let only = |draft: &Draft, theirs: &BTreeSet<String>| {
        draft.items.iter().find(|i| point(i) && !theirs.contains(&i.kind)).cloned()
    };
    let list = |points: BTreeSet<String>| points.into_iter().collect::<Vec<_>>().join(", ");
    let first = only(one, &y).map_or_else(|| a.evidence.clone(), |i| i.evidence);
    let second = only(other, &x).map_or_else(|| b.evidence.clone(), |i| i.evidence);
    Some(Contradiction {
        rule: "C7".to_owned(),
        subject: subject(a),
        first: side(one, list(x), &first),
        second: side(other, list(y), &second),
    })
}

/// C8: two language versions of one day, each with one item in an area that the other calls another thing.
pub(super) fn objects(one: &Draft, other: &Draft) -> Option<Contradiction> {
    if one.language == other.language || one.date.is_none() || one.date != other.date {
        return None;
    }
    let alone = |draft: &'_ Draft, item: &Item| !draft.items.iter().any(|i| i.kind == item.kind);
    for a in one.items.iter().filter(|a| alone(other, a)) {
        for b in other.items.iter().filter(|b| alone(one, b)) {
            let area = a.specialties.iter().any(|s| b.specialties.contains(s));
            let sides = a.from_party == b.from_party && a.to_party == b.to_party;
            if area && sides && a.from_party.is_some() && a.stage == b.stage && a.kind != b.kind {
                return Some(Contradiction {
                    rule: "C8".to_owned(),
                    subject: subject(a),
                    first: side(one, a.kind.clone(), &a.evidence),
                    second: side(other, b.kind.clone(), &b.evidence),
                });
            }
        }
    }
    None
}
