//! Rules of a call as expressions, such as `age >= 25 && age <= 45`.
//!
//! The language is a part of the Common Expression Language, without loops, functions, fields and floating point, so that
//! what a rule costs is bounded by its length and the same answers always give the same result. A rule is checked when it
//! is entered: [`Rule::read`] knows the names that may be asked for and their types, and says where it does not fit. It
//! knows nothing of calls. Start with [`Rule`].
#![deny(missing_docs)]

mod check;
mod rule;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use rule::{Outcome, Rule};

/// Longest rule, in Unicode scalar values.
pub const LONGEST: usize = 400;
/// How deep parentheses and operators may lie in each other.
pub const DEEPEST: u16 = 24;

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// Yes or no.
    YesNo,
    /// A whole number.
    Whole,
    /// A code, such as a country or a region.
    Code,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Yes or no.
    YesNo(bool),
    /// A whole number.
    Whole(i64),
    /// A code.
    Code(String),
}

/// The names that may be asked for, each with its type and, for a code, the values it can have; none for any.
#[derive(Debug, Clone, Default)]
pub struct Names(BTreeMap<&'static str, (Type, Option<&'static [&'static str]>)>);

impl Names {
    /// Adds a name.
    pub fn add(&mut self, name: &'static str, of: Type, codes: Option<&'static [&'static str]>) {
        self.0.insert(name, (of, codes));
    }

    fn get(&self, name: &str) -> Option<(Type, Option<&'static [&'static str]>)> {
        self.0.get(name).copied()
    }
}

/// Why an expression is no rule, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("at character {at}: {what:?}")]
pub struct Wrong {
    /// The character it begins at, counted from one.
    pub at: usize,
    /// What does not fit.
    pub what: What,
    /// The piece of the rule that is meant; empty for its end.
    pub piece: String,
}

/// What does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Nothing is written.
    Empty,
    /// More than [`LONGEST`] characters.
    TooLong,
    /// More than [`DEEPEST`] levels.
    TooDeep,
    /// It cannot be read as an expression.
    Form,
    /// The name may not be asked for.
    Name,
    /// The code is none of those the name can have.
    Code,
    /// A function, a field, a list of lists, a number with a fraction or anything else that rules do not have.
    NotHere,
    /// The two sides cannot be compared, or the operator does not work on them.
    Types,
    /// The whole is no yes or no.
    NoAnswer,
    /// It asks for nothing: it is the same for everybody.
    AsksNothing,
}
