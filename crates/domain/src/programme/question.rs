//! What a rule of a call may ask an applicant: a closed list, so that every question has its words in four languages and
//! an answer means the same in every call.

use crate::stage::coded;

coded! {
    /// A question.
    Question {
        /// Full years on the day applications close.
        Age = "age",
        /// Country of citizenship, two letters.
        Citizenship = "citizenship",
        /// Region of the home state where the applicant lives.
        Region = "region",
        /// The year of the diploma.
        Graduated = "graduated",
        /// Full years of work as a doctor.
        WorkYears = "work_years",
        /// Level of the language of teaching, A1 to C2.
        LanguageLevel = "language_level",
        /// Whether there is a diploma of higher medical education.
        MedicalDiploma = "medical_diploma",
        /// Whether there is a certificate of a specialty.
        SpecialtyCertificate = "specialty_certificate",
        /// Whether the employer agrees.
        EmployerAgrees = "employer_agrees",
        /// Whether the applicant accepts to work at home after the return.
        AcceptsReturnService = "accepts_return_service",
        /// Whether the applicant took part in the programme before.
        FormerParticipant = "former_participant",
    }
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Yes or no.
    YesNo,
    /// A whole number from the least to the most.
    Whole {
        /// The least that makes sense.
        least: i64,
        /// The most that makes sense.
        most: i64,
    },
    /// A country.
    Country,
    /// A region of a home state.
    Region,
    /// One of these codes.
    OneOf(&'static [&'static str]),
}

/// Levels of a language, in their order.
pub const LEVELS: &[&str] = &["A1", "A2", "B1", "B2", "C1", "C2"];

impl Question {
    /// How it is answered.
    #[must_use]
    pub const fn answer(self) -> Answer {
        match self {
            Self::Age => Answer::Whole { least: 16, most: 99 },
            Self::Graduated => Answer::Whole { least: 1950, most: 2100 },
            Self::WorkYears => Answer::Whole { least: 0, most: 60 },
            Self::Citizenship => Answer::Country,
            Self::Region => Answer::Region,
            Self::LanguageLevel => Answer::OneOf(LEVELS),
            Self::MedicalDiploma
            | Self::SpecialtyCertificate
            | Self::EmployerAgrees
            | Self::AcceptsReturnService
            | Self::FormerParticipant => Answer::YesNo,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_ordered_as_they_are_written() {
        assert!(LEVELS.is_sorted());
    }
}
