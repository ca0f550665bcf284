//! Fields of the forms of these pages: what was typed, what is wrong, and what there is to choose from.

use kelisim_app::lookup::Directory;
use kelisim_domain::Refusal;
use kelisim_i18n::Locale;

use crate::form::{Choice, Field};
use crate::words;

/// A field with what was typed and what was refused about it.
pub(super) fn field(
    l: Locale,
    name: &'static str,
    label: &str,
    value: &str,
    refusals: &[Refusal],
) -> Field {
    let error = refusals.iter().find(|refusal| refusal.field == Some(name));
    Field {
        value: value.to_owned(),
        error: error.map(|refusal| words::refusal(l, refusal)),
        ..Field::text(name, label)
    }
}

impl Field {
    /// A sentence under the label.
    pub(super) fn with_hint(self, hint: &str) -> Self {
        Self { hint: Some(hint.to_owned()), ..self }
    }

    /// The field may stay empty.
    pub(super) fn that_may_be_empty(self) -> Self {
        Self { optional: true, ..self }
    }
}

/// Refusals that belong to none of the fields, as full sentences.
pub(super) fn elsewhere(l: Locale, fields: &[&Field], refusals: &[Refusal]) -> Vec<String> {
    let is_there = |name| fields.iter().any(|field| field.name == name);
    refusals
        .iter()
        .filter(|refusal| !refusal.field.is_some_and(is_there))
        .map(|refusal| words::refusal(l, refusal))
        .collect()
}

/// One choice.
pub(super) fn choice(value: &str, label: &str) -> Choice {
    Choice { value: value.to_owned(), label: label.to_owned() }
}

/// Codes of the record with their names in the language of the page.
pub(super) fn coded<'a>(
    l: Locale,
    family: &str,
    codes: impl IntoIterator<Item = &'a str>,
) -> Vec<Choice> {
    codes.into_iter().map(|code| choice(code, l.term(family, code))).collect()
}

/// All parties by name, in the alphabet of the language.
pub(super) fn parties(l: Locale, names: &Directory) -> Vec<Choice> {
    let mut choices: Vec<Choice> = names
        .parties
        .keys()
        .map(|code| choice(code.as_str(), &words::party(l, names, code)))
        .collect();
    l.sort_by_name(&mut choices, |choice| &choice.label);
    choices
}

/// The choices, with what was typed among them even where it is none of them, so that it is never lost.
pub(super) fn with_typed(mut choices: Vec<Choice>, typed: &str, label: &str) -> Vec<Choice> {
    if !choices.iter().any(|choice| choice.value == typed) {
        choices.push(choice(typed, label));
    }
    choices
}
