//! What a program may do in a person's name: the scopes of a token. Never more than the person may.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::Refusal;
use crate::stage::coded;

coded! {
    /// One thing a token opens. What a person may do and a token names is what a program may do.
    Scope {
        /// Read commitments.
        ReadPromises = "promises-read",
        /// Enter commitments and what happens to them.
        WritePromises = "promises-write",
        /// Read reported figures.
        ReadFigures = "figures-read",
        /// Book and revise reported figures.
        WriteFigures = "figures-write",
        /// Read indicators and their series.
        ReadIndicators = "indicators-read",
        /// Define indicators and say how they are counted.
        WriteIndicators = "indicators-write",
        /// Read instruments.
        ReadInstruments = "instruments-read",
        /// Enter instruments and acts of their parties.
        WriteInstruments = "instruments-write",
        /// Approve texts of instruments for the person's own side.
        ApproveTexts = "texts-approve",
        /// Read lines of the quota ledger and their moves.
        ReadQuotas = "quotas-read",
        /// Open lines and book moves.
        WriteQuotas = "quotas-write",
        /// Read meetings.
        ReadMeetings = "meetings-read",
        /// Read bodies.
        ReadBodies = "bodies-read",
        /// Read calls for applications.
        ReadCalls = "calls-read",
        /// Read where applications stand, without anything of their content.
        ReadApplications = "applications-read",
        /// Read how far reviews are, without who judges.
        ReadReviews = "reviews-read",
        /// Read released results.
        ReadResults = "results-read",
        /// Read what became of places.
        ReadPlacements = "placements-read",
        /// Read the register of papers.
        ReadPapers = "papers-read",
        /// Read visits of experts.
        ReadVisits = "visits-read",
        /// Read projects.
        ReadProjects = "projects-read",
        /// Read sources and their texts.
        ReadSources = "sources-read",
        /// Enter sources.
        WriteSources = "sources-write",
        /// Read the list of parties.
        ReadParties = "parties-read",
        /// Enter parties, name and merge them.
        WriteParties = "parties-write",
        /// Read the calendar of what is in the person's own charge.
        Calendar = "calendar",
    }
}

impl Scope {
    /// Whether it lets a program change the record.
    #[must_use]
    pub const fn writes(self) -> bool {
        matches!(
            self,
            Self::WritePromises
                | Self::WriteFigures
                | Self::WriteIndicators
                | Self::WriteInstruments
                | Self::WriteQuotas
                | Self::WriteSources
                | Self::WriteParties
        )
    }

    /// The scope without which this one is of no use: whoever changes a thing has to read its version first.
    #[must_use]
    pub const fn needs(self) -> Option<Self> {
        match self {
            Self::WritePromises => Some(Self::ReadPromises),
            Self::WriteFigures => Some(Self::ReadFigures),
            Self::WriteIndicators => Some(Self::ReadIndicators),
            Self::WriteInstruments | Self::ApproveTexts => Some(Self::ReadInstruments),
            Self::WriteQuotas => Some(Self::ReadQuotas),
            Self::WriteSources => Some(Self::ReadSources),
            Self::WriteParties => Some(Self::ReadParties),
            _ => None,
        }
    }
}

/// The longest a token may last, in days.
pub const LONGEST: i32 = 366;

/// The scopes of a token: at least one, and the calendar never beside others, since its token stands in an address and
/// addresses are kept by many hands. Whoever may write a thing may read it.
///
/// # Errors
/// `token-scopes-missing`, `token-calendar-alone`.
pub fn scopes(chosen: impl IntoIterator<Item = Scope>) -> Result<BTreeSet<Scope>, Refusal> {
    let mut scopes: BTreeSet<Scope> = chosen.into_iter().collect();
    scopes.extend(scopes.clone().into_iter().filter_map(Scope::needs));
    if scopes.is_empty() {
        return Err(Refusal::new("token-scopes-missing"));
    }
    if scopes.contains(&Scope::Calendar) && scopes.len() > 1 {
        return Err(Refusal::new("token-calendar-alone"));
    }
    Ok(scopes)
}

/// The last day of a token: today at the earliest, [`LONGEST`] days ahead at the latest.
///
/// # Errors
/// `token-ends-range`.
pub fn last_day(ends_on: Date, today: Date) -> Result<Date, Refusal> {
    let days = (ends_on - today).get_days();
    if (0..=LONGEST).contains(&days) {
        Ok(ends_on)
    } else {
        Err(Refusal::new("token-ends-range").with("days", LONGEST.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn whoever_writes_a_thing_reads_it_and_the_calendar_stands_alone() {
        let both = BTreeSet::from([Scope::ReadQuotas, Scope::WriteQuotas]);
        assert_eq!(scopes([Scope::WriteQuotas]), Ok(both));
        assert_eq!(scopes([Scope::Calendar]), Ok(BTreeSet::from([Scope::Calendar])));
        assert_eq!(scopes([]).unwrap_err().code, "token-scopes-missing");
        let mixed = scopes([Scope::Calendar, Scope::ReadFigures]);
        assert_eq!(mixed.unwrap_err().code, "token-calendar-alone");
        for scope in Scope::ALL {
            // Whoever approves a text reads it too, and writes nothing else.
            let reads_too = scope.writes() || *scope == Scope::ApproveTexts;
            assert_eq!(reads_too, scope.needs().is_some(), "{}", scope.code());
        }
    }

    #[test]
    fn a_token_ends_within_a_year_and_never_yesterday() {
        let today = date(2026, 11, 22);
        assert!(last_day(today, today).is_ok());
        assert!(last_day(date(2027, 11, 23), today).is_ok());
        for wrong in [date(2026, 11, 21), date(2027, 11, 24), date(1, 1, 1), date(9999, 1, 1)] {
            assert_eq!(last_day(wrong, today).unwrap_err().code, "token-ends-range", "{wrong}");
        }
    }
}
