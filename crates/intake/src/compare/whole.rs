//! C5: parts do not add up to the whole, or one of them is not the whole's alone.

use super::{Contradiction, same_subject, side, subject};
use crate::date::Day;
use crate::draft::{Draft, Item};

/// Words by which several countries share a sum.
#[rustfmt::skip]
const SHARED: &[&str] = &["several countries", "shared by", "regional grant", "multi-country", "multicountry",
    "несколько стран", "нескольким странам", "нескольких стран", "общий для", "бірнеше ел", "бірнеше мемлекет",
    "бир нече өлкө", "bir necha", "birkaç ülke"];

/// Kind, sides and unit without its rate.
type Group = (String, Option<String>, Option<String>, String);

fn group(item: &Item) -> Option<Group> {
    let unit = item.quantity.as_ref()?.unit.split('/').next()?.to_owned();
    Some((item.kind.clone(), item.from_party.clone(), item.to_party.clone(), unit))
}

fn whole_number(item: &Item) -> Option<u128> {
    item.quantity.as_ref()?.value.parse().ok()
}

/// Within one text: the greatest figure is the whole where at least two smaller ones of its kind stand beside it.
pub(super) fn within(draft: &Draft) -> Option<Contradiction> {
    let figures: Vec<(&Item, u128)> =
        draft.items.iter().filter_map(|i| Some((i, whole_number(i)?))).collect();
    let (whole, value) = figures.iter().copied().max_by_key(|(_, v)| *v)?;
    let of = group(whole)?;
    let parts: Vec<(&Item, u128)> = figures
        .into_iter()
        .filter(|(item, v)| {
            let same = group(item).is_some_and(|g| {
                // A part that several countries share names no receiver of its own.
                g.0 == of.0 && g.3 == of.3 && (g.2 == of.2 || g.2.is_none())
            });
            same && *v < value && !std::ptr::eq(*item, whole)
        })
        .collect();
    if parts.len() < 2 {
        return None;
    }
    let sum: u128 = parts.iter().map(|(_, v)| v).sum();
    let shared = parts.iter().find(|(item, _)| {
        let words = item.evidence.exact.to_lowercase();
        SHARED.iter().any(|s| words.contains(s))
    });
    // Figures that come nowhere near the whole are other figures, not its parts.
    let near = sum.abs_diff(value) * 2 <= value;
    if !near || (sum == value && shared.is_none()) {
        return None;
    }
    let list: Vec<String> = parts.iter().map(|(_, v)| v.to_string()).collect();
    let told = shared.or_else(|| parts.first()).map(|(item, _)| *item)?;
    let note = if sum == value { ", one part is shared by several countries" } else { "" };
    Some(Contradiction {
        rule: "C5".to_owned(),
        subject: subject(whole),
        first: side(draft, format!("{value} {}", of.3), &whole.evidence),
        second: side(draft, format!("{} = {sum} {}{note}", list.join(" + "), of.3), &told.evidence),
    })
}

/// Between texts: "10 since 2023" against the parts on record from 2023 on.
pub(super) fn since(late: &Draft, whole: &Item, known: &[&Draft]) -> Option<Contradiction> {
    let start = whole.deadline.as_ref().filter(|d| d.kind.as_deref() == Some("start"))?;
    let (value, of) = (whole_number(whole)?, group(whole)?);
    let from = Day::parse(&start.date)?;
    let until = late.date.as_deref().and_then(Day::parse)?;
    let mut parts: Vec<(&Draft, &Item, u128)> = Vec::new();
    for draft in known {
        for item in &draft.items {
            let Some(day) = item.deadline.as_ref().and_then(|d| Day::parse(&d.date)) else {
                continue;
            };
            let one_day = item.deadline.as_ref().is_some_and(|d| d.kind.is_none());
            let told_twice = parts.iter().any(|(_, i, _)| i.deadline == item.deadline);
            if let Some(part) = whole_number(item)
                && one_day
                && !told_twice
                && item.delivery == "delivered"
                && group(item).is_some_and(|g| g.3 == of.3)
                && same_subject(item, whole)
                && (from.year..=until.year).contains(&day.year)
            {
                parts.push((draft, item, part));
            }
        }
    }
    let sum: u128 = parts.iter().map(|p| p.2).sum();
    let (draft, part, _) = parts.first()?;
    if sum == value {
        return None;
    }
    let rest = if sum < value {
        format!("{} not accounted for", value - sum)
    } else {
        format!("{} too many", sum - value)
    };
    Some(Contradiction {
        rule: "C5".to_owned(),
        subject: subject(whole),
        first: side(draft, format!("{sum} {}, {rest}", of.3), &part.evidence),
        second: side(late, format!("{value} {} since {}", of.3, start.date), &whole.evidence),
    })
}
