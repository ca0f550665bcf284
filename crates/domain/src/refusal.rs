//! A rule said no. A refusal is data with a stable code, so that it can be said in four languages.

/// Why a rule refuses a move: a stable code and the values a translated sentence needs.
///
/// The code is the id of a message in the bundles, prefixed with `refusal-`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("refused: {code}")]
pub struct Refusal {
    /// Stable, kebab-case, never a sentence.
    pub code: &'static str,
    /// Which field of what was typed is meant, when one is.
    pub field: Option<&'static str>,
    /// Named values for the sentence.
    pub args: Vec<(&'static str, String)>,
}

impl Refusal {
    /// A refusal that concerns no single field.
    #[must_use]
    pub const fn new(code: &'static str) -> Self {
        Self { code, field: None, args: Vec::new() }
    }

    /// A refusal of one field.
    #[must_use]
    pub const fn of(field: &'static str, code: &'static str) -> Self {
        Self { code, field: Some(field), args: Vec::new() }
    }

    /// Adds a named value for the sentence.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, value.into()));
        self
    }
}
