//! Rows that are parties. Parties belong to all registries together: a table may enter new ones and give names in
//! languages that are missing; whatever else differs is for people to settle.

use std::collections::BTreeMap;

use kelisim_domain::Refusal;
use kelisim_domain::party::{Event as Change, Party, PartyCode};
use kelisim_domain::text::Text4;

use super::judge::{Deed, Event, Outcome, Row};
use crate::party::{NAMES, PartyForm, described};
use crate::typed::Typed;

/// The parties that rows spoke of.
#[derive(Default)]
pub(super) struct Parties {
    rows: BTreeMap<PartyCode, u32>,
}

impl Parties {
    pub(super) fn judge(&mut self, row: &mut Row<'_>) -> Option<Outcome> {
        let mut typed = Typed::default();
        let scene = row.scene;
        let read = described(&mut typed, &scene.directory, scene.language, &form(row));
        let party = row.settle(typed, read)?;
        if let Some(first) = self.rows.insert(party.code.clone(), row.number) {
            row.twice(first);
            return None;
        }
        let stream = party.code.stream();
        let deed = |party, grows| {
            let event = Event::Party(Box::new(Change::Described(party)));
            Deed { stream, grows, valid_from: None, event }
        };
        let Some(known) = row.scene.directory.parties.get(&party.code).cloned() else {
            return Some(Outcome::New(vec![deed(party, false)]));
        };
        if let Some(merge) = &known.merged {
            let merged = Refusal::of("code", "party-is-merged")
                .with("code", known.code.as_str())
                .with("into", merge.into.as_str());
            row.refuse(vec![merged]);
            return None;
        }
        let known = known.description();
        let filled = fill(row, known.clone(), &party)?;
        if filled == known {
            return Some(Outcome::Same);
        }
        Some(Outcome::Changed(vec![deed(filled, true)]))
    }
}

fn form(row: &Row<'_>) -> PartyForm {
    let get = |name| row.fields.get(name);
    PartyForm {
        code: get("code"),
        kind: get("kind"),
        country: get("country"),
        parent: get("parent"),
        name_kk: get("name_kk"),
        name_ky: get("name_ky"),
        name_ru: get("name_ru"),
        name_en: get("name_en"),
    }
}

/// The party as it is with the names that were missing; nothing, where something else differs.
fn fill(row: &mut Row<'_>, mut known: Party, given: &Party) -> Option<Party> {
    let mut wrong = Vec::new();
    let mut other = |field, old: String, new: String| {
        wrong.push(Refusal::of(field, "party-shared").with("old", old).with("new", new));
    };
    if known.kind != given.kind {
        other("kind", known.kind.code().to_owned(), given.kind.code().to_owned());
    }
    let text = |code: Option<&dyn ToString>| code.map(ToString::to_string).unwrap_or_default();
    if given.country.is_some() && known.country != given.country {
        let old = text(known.country.as_ref().map(|c| c as &dyn ToString));
        other("country", old, text(given.country.as_ref().map(|c| c as &dyn ToString)));
    }
    if given.parent.is_some() && known.parent != given.parent {
        let old = text(known.parent.as_ref().map(|c| c as &dyn ToString));
        other("parent", old, text(given.parent.as_ref().map(|c| c as &dyn ToString)));
    }
    let (held, new) = (known.names.last_mut()?, given.names.last()?);
    let mut texts = NAMES.map(|(language, _)| held.name.get(language).unwrap_or("").to_owned());
    let mut filled = Vec::new();
    for (slot, (language, column)) in texts.iter_mut().zip(NAMES) {
        let Some(text) = new.name.get(language).filter(|text| *text != slot.as_str()) else {
            continue;
        };
        if slot.is_empty() {
            text.clone_into(slot);
            filled.push((column, text.to_owned()));
        } else {
            other(column, slot.clone(), text.to_owned());
        }
    }
    if !wrong.is_empty() {
        row.refuse(wrong);
        return None;
    }
    for (column, text) in filled {
        row.differs(column, "–".to_owned(), text);
    }
    let [kk, ky, ru, en] = &texts;
    held.name = Text4::all(held.name.record, kk, ky, ru, en).ok()?;
    Some(known)
}
