//! Rows that are parties. Parties belong to all registries together: a table may enter new ones and give names in
//! languages that are missing; whatever else differs is for people to settle.

use std::collections::BTreeMap;

use kelisim_domain::Refusal;
use kelisim_domain::party::{DatedName, Event as Change, Party, PartyCode, PartyKind};
use kelisim_domain::text::{Language, Text4};

use super::judge::{Deed, Event, Outcome, Row};
use crate::typed::Typed;

/// The columns of names.
const NAMES: [(Language, &str); 4] = [
    (Language::Kk, "name_kk"),
    (Language::Ky, "name_ky"),
    (Language::Ru, "name_ru"),
    (Language::En, "name_en"),
];

/// The parties that rows spoke of.
#[derive(Default)]
pub(super) struct Parties {
    rows: BTreeMap<PartyCode, u32>,
}

impl Parties {
    pub(super) fn judge(&mut self, row: &mut Row<'_>) -> Option<Outcome> {
        let mut typed = Typed::default();
        let read = self.party(row, &mut typed);
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
            return Some(Outcome::New(deed(party, false)));
        };
        let filled = fill(row, known.clone(), &party)?;
        if filled == known {
            return Some(Outcome::Same);
        }
        Some(Outcome::Changed(deed(filled, true)))
    }

    fn party(&self, row: &Row<'_>, typed: &mut Typed) -> Option<Party> {
        let get = |name| row.fields.get(name);
        let directory = &row.scene.directory;
        let text = get("code").to_uppercase();
        let code: std::result::Result<PartyCode, _> = text.parse();
        let code = code.map_err(|_| Refusal::new("party-code-form").with("text", text));
        let code = typed.take("code", code);
        let kind = PartyKind::from_code(&get("kind")).ok_or(Refusal::new("party-kind-unknown"));
        let kind = typed.take("kind", kind);
        if let (Some(code), Some(PartyKind::State)) = (&code, kind)
            && code.country().is_none()
        {
            typed.refuse(Refusal::of("code", "party-state-code"));
        }
        let country = match get("country").as_str() {
            "" => Some(None),
            text => {
                let country = text.parse::<PartyCode>().ok().and_then(|code| code.country());
                let unknown = || Refusal::new("party-unknown").with("text", text);
                typed.take("country", country.ok_or_else(unknown)).map(Some)
            }
        };
        let parent = match get("parent").as_str() {
            "" => Some(None),
            text => {
                let parent = text.parse().ok();
                let known = |code: &PartyCode| directory.parties.contains_key(code);
                let unknown = || Refusal::new("party-unknown").with("text", text);
                typed.take("parent", parent.filter(known).ok_or_else(unknown)).map(Some)
            }
        };
        let [kk, ky, ru, en] = NAMES.map(|(_, column)| get(column));
        let given = |language: &Language| {
            NAMES.iter().any(|(l, column)| l == language && !get(column).is_empty())
        };
        let languages = [row.scene.language].into_iter().chain(Language::ALL.iter().copied());
        let record = languages.into_iter().find(given).unwrap_or(row.scene.language);
        let name = typed.take("name_en", Text4::all(record, &kk, &ky, &ru, &en));
        Some(Party {
            code: code?,
            kind: kind?,
            country: country?,
            parent: parent?,
            names: vec![DatedName { from: None, to: None, name: name? }],
        })
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
