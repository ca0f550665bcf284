//! A rule that was read.

use std::collections::{BTreeMap, BTreeSet};

use cel::parser::Parser;
use cel::{Context, IdedExpr, Value as Cel};

use crate::check::Checker;
use crate::{DEEPEST, LONGEST, Names, Value, What, Wrong};

/// A rule that fits: it can be asked with answers.
#[derive(Debug)]
pub struct Rule {
    expr: IdedExpr,
    asks: BTreeSet<String>,
}

/// What a rule says to answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It holds.
    Holds,
    /// It does not hold.
    Fails,
    /// It cannot be told: an answer it needs is missing, or a number leaves the range of whole numbers.
    Unknown,
}

impl Rule {
    /// Reads a rule.
    ///
    /// # Errors
    /// The first thing that does not fit, with its place.
    pub fn read(text: &str, names: &Names) -> Result<Self, Wrong> {
        if text.trim().is_empty() {
            return Err(Wrong { at: 1, what: What::Empty, piece: String::new() });
        }
        if text.chars().count() > LONGEST {
            return Err(Wrong { at: LONGEST + 1, what: What::TooLong, piece: String::new() });
        }
        if let Some(at) = too_deep(text) {
            return Err(Wrong { at, what: What::TooDeep, piece: "(".to_owned() });
        }
        let parser = Parser::new().max_recursion_depth(DEEPEST * 2).error_recovery_limit(1);
        let (expr, places) =
            parser.parse_with_source_info(text).map_err(|errors| misread(text, &errors))?;
        let mut checker = Checker { text, places: &places, names, asks: BTreeSet::new() };
        checker.whole(&expr)?;
        let asks = checker.asks;
        Ok(Self { expr, asks })
    }

    /// The names it asks for, in the order of the alphabet.
    pub fn asks(&self) -> impl Iterator<Item = &str> {
        self.asks.iter().map(String::as_str)
    }

    /// Asks the rule. Answers it does not ask for change nothing.
    ///
    /// An answer that is missing matters only where the rule cannot be told without it: `a || b` holds when `a` does.
    #[must_use]
    pub fn ask(&self, answers: &BTreeMap<&str, Value>) -> Outcome {
        let mut context = Context::default();
        for (name, answer) in answers {
            let value = match answer {
                Value::YesNo(yes) => Cel::from(*yes),
                Value::Whole(number) => Cel::from(*number),
                Value::Code(code) => Cel::from(code.as_str()),
            };
            context.add_variable_from_value(*name, value);
        }
        match Cel::resolve(&self.expr, &context) {
            Ok(Cel::Bool(true)) => Outcome::Holds,
            Ok(Cel::Bool(false)) => Outcome::Fails,
            _ => Outcome::Unknown,
        }
    }
}

/// Where brackets lie too deep in each other: the parser is recursive and is never given more.
fn too_deep(text: &str) -> Option<usize> {
    let (mut depth, mut run) = (0_u16, 0_u16);
    for (at, c) in text.chars().enumerate() {
        // A row of signs, as in `!!!!x` or `- - -1`, nests as brackets do.
        run = match c {
            '!' | '-' => run + 1,
            ' ' => run,
            _ => 0,
        };
        match c {
            '(' | '[' | '{' | '?' => depth += 1,
            ')' | ']' | '}' | ':' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST || run > DEEPEST {
            return Some(at + 1);
        }
    }
    None
}

/// The first mistake the parser met.
fn misread(text: &str, errors: &cel::ParseErrors) -> Wrong {
    let place = errors.errors.iter().map(|error| error.pos).min().unwrap_or((1, 0));
    // Lines and columns become one count: a rule is one line as people type it, and a few at most.
    let before: usize =
        text.split_inclusive('\n').take(line(place.0)).map(|l| l.chars().count()).sum();
    let at = before + usize::try_from(place.1).unwrap_or(0);
    let piece: String = text.chars().skip(at).take_while(|c| !c.is_whitespace()).take(20).collect();
    Wrong { at: at.min(text.chars().count()) + 1, what: What::Form, piece }
}

fn line(of: isize) -> usize {
    usize::try_from(of.saturating_sub(1)).unwrap_or(0)
}
