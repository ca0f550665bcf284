//! What is wrong with an input: where, what, and what to do about it.

use std::fmt;

/// One thing that keeps a market from being run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// File, line, path or id where it was found, such as `applicants.aida.prefs` or `prefs.csv line 7`.
    pub at: String,
    /// What is wrong there.
    pub what: String,
    /// What the person who holds the file should do.
    pub fix: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.at, self.what, self.fix)
    }
}

/// All problems of an input, in the order in which they were met; never empty when returned as an error.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems {
    list: Vec<Problem>,
}

impl Problems {
    /// Nothing wrong so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A list with this one problem.
    #[must_use]
    pub fn one(at: impl Into<String>, what: impl Into<String>, fix: impl Into<String>) -> Self {
        let mut problems = Self::new();
        problems.add(at, what, fix);
        problems
    }

    /// Adds one problem.
    pub fn add(&mut self, at: impl Into<String>, what: impl Into<String>, fix: impl Into<String>) {
        self.list.push(Problem { at: at.into(), what: what.into(), fix: fix.into() });
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The problems in the order in which they were met.
    #[must_use]
    pub fn list(&self) -> &[Problem] {
        &self.list
    }

    /// `value` if nothing is wrong.
    ///
    /// # Errors
    /// The problems, if there are any.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.list.is_empty() { Ok(value) } else { Err(self) }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, problem) in self.list.iter().enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
