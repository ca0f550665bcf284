//! Forms as templates see them: what was typed is kept, what is wrong stands beside the field.

/// One field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Name in the form, and id in the page.
    pub name: &'static str,
    /// The label.
    pub label: String,
    /// A sentence under the label.
    pub hint: Option<String>,
    /// What is wrong, as a full sentence.
    pub error: Option<String>,
    /// What was typed; empty for a password, which is never sent back.
    pub value: String,
    /// The `type` of the input.
    pub kind: &'static str,
    /// What a browser may fill in, such as `username`; `off` otherwise.
    pub autocomplete: &'static str,
    /// Whether it may stay empty.
    pub optional: bool,
    /// Whether it narrows what is shown, so that any and one are both good answers: neither wanted nor called optional.
    pub narrows: bool,
}

impl Field {
    /// A text field that has to be filled in.
    #[must_use]
    pub fn text(name: &'static str, label: &str) -> Self {
        Self {
            name,
            label: label.to_owned(),
            hint: None,
            error: None,
            value: String::new(),
            kind: "text",
            autocomplete: "off",
            optional: false,
            narrows: false,
        }
    }

    /// A password.
    #[must_use]
    pub fn password(name: &'static str, label: &str) -> Self {
        Self { kind: "password", autocomplete: "current-password", ..Self::text(name, label) }
    }

    /// The ids of what describes the field, for `aria-describedby`.
    #[must_use]
    pub fn described_by(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.name));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.name));
        match (hint, error) {
            (Some(hint), Some(error)) => Some(format!("{hint} {error}")),
            (one, other) => one.or(other),
        }
    }
}

/// One choice of a select.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub label: String,
}

/// A field together with how it is typed: a line, several lines, or a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Control {
    /// The field.
    pub field: Field,
    /// What can be chosen; none for typed text.
    pub choices: Option<Vec<Choice>>,
    /// Whether the text has several lines.
    pub long: bool,
}

impl Control {
    /// A line of text.
    #[must_use]
    pub fn line(name: &'static str, label: &str) -> Self {
        Self { field: Field::text(name, label), choices: None, long: false }
    }

    /// Several lines of text.
    #[must_use]
    pub fn text(name: &'static str, label: &str) -> Self {
        Self { long: true, ..Self::line(name, label) }
    }

    /// A choice.
    #[must_use]
    pub fn choice(name: &'static str, label: &str, choices: Vec<Choice>) -> Self {
        Self { choices: Some(choices), ..Self::line(name, label) }
    }

    /// With a sentence under the label.
    #[must_use]
    pub fn hint(mut self, hint: &str) -> Self {
        self.field.hint = Some(hint.to_owned());
        self
    }

    /// May stay empty.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.field.optional = true;
        self
    }

    /// Narrows what is shown: a browser lets it stay empty.
    #[must_use]
    pub const fn narrowing(mut self) -> Self {
        self.field.narrows = true;
        self
    }

    /// With what was typed or what stands in the record.
    #[must_use]
    pub fn value(mut self, value: &str) -> Self {
        value.clone_into(&mut self.field.value);
        self
    }
}

impl Choice {
    /// A choice.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// The mistakes of a form, in the order of its fields, for the summary at the top.
#[must_use]
pub fn mistakes<'a>(fields: impl IntoIterator<Item = &'a Field>) -> Vec<(&'static str, &'a str)> {
    fields
        .into_iter()
        .filter_map(|field| field.error.as_deref().map(|text| (field.name, text)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_described_by_its_hint_and_its_error() {
        let mut field = Field::text("code", "Code");
        assert_eq!(field.described_by(), None);
        field.hint = Some("Six digits.".to_owned());
        assert_eq!(field.described_by().as_deref(), Some("code-hint"));
        field.error = Some("Wrong.".to_owned());
        assert_eq!(field.described_by().as_deref(), Some("code-hint code-error"));
        let other = Field::text("name", "Name");
        assert_eq!(mistakes([&other, &field]), [("code", "Wrong.")]);
    }
}
