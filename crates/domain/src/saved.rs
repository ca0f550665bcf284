//! Lists of the console that a person keeps under a name: which list it is, and what a name may be.

use crate::Refusal;
use crate::stage::coded;
use crate::text::tidy_line;

coded! {
    /// A list of the console that can be saved with its filters.
    ListOf {
        /// Commitments.
        Commitments = "commitments",
        /// Instruments.
        Instruments = "instruments",
        /// Meetings.
        Meetings = "meetings",
        /// The register of letters.
        Letters = "letters",
        /// Bodies.
        Bodies = "bodies",
        /// Projects.
        Projects = "projects",
        /// Calls for applications.
        Calls = "calls",
        /// Applications to one call.
        Applications = "applications",
        /// Candidates of the run of one call.
        Candidates = "candidates",
        /// Placements of one call.
        Placements = "placements",
        /// Visits of experts.
        Visits = "visits",
        /// Lines of the quota ledger.
        Quotas = "quotas",
        /// Indicators.
        Indicators = "indicators",
        /// Reported figures.
        Figures = "figures",
        /// Contradictions.
        Conflicts = "conflicts",
        /// Sources.
        Communiques = "communiques",
        /// Parties.
        Parties = "parties",
        /// What was found by words.
        Search = "search",
    }
}

/// Most lists one person keeps.
pub const MOST: usize = 100;
/// Most characters of a name.
pub const LONGEST: usize = 80;

/// The name a person gives to a list: one line, at most [`LONGEST`] characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListName(String);

impl ListName {
    /// Reads what was typed.
    ///
    /// # Errors
    /// `text-empty`, `text-too-long`.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        let text = tidy_line(text);
        if text.is_empty() {
            return Err(Refusal::of("name", "text-empty"));
        }
        if text.chars().count() > LONGEST {
            return Err(Refusal::of("name", "text-too-long").with("max", LONGEST.to_string()));
        }
        Ok(Self(text))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_that_says_something() {
        assert_eq!(ListName::read("  Behind:\n Türkiye ").unwrap().as_str(), "Behind: Türkiye");
        assert_eq!(ListName::read(&"ң".repeat(80)).unwrap().as_str().chars().count(), 80);
        for (text, code) in
            [("", "text-empty"), (" \n ", "text-empty"), (&"ң".repeat(81), "text-too-long")]
        {
            assert_eq!(ListName::read(text).unwrap_err().code, code, "{text}");
        }
    }
}
