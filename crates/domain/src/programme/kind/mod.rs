//! Kinds of programmes, one module each: what a call of the kind asks for, and what its run is counted by.
//!
//! A new kind is a module of this folder, a line of [`Kind`] and one of [`Kind::shape`], and its name in `locales/`.

mod course;
mod expert;
mod internship;
mod residency;
mod team;

use crate::programme::call::{Class, Mechanism};
use crate::quota::Programme;
use crate::stage::coded;

coded! {
    /// A kind of programme.
    Kind {
        /// Specialist training of doctors at a host (ordinatura).
        Residency = "residency",
        /// A stay in a foreign clinic, or advanced training there.
        Internship = "internship",
        /// A short course with slots by country.
        Course = "course",
        /// A whole team trained together.
        Team = "team",
        /// Experts of the partner who come to work and teach.
        ExpertsIn = "experts_in",
        /// Own experts who go to the partner.
        ExpertsOut = "experts_out",
    }
}

coded! {
    /// What one place is.
    Unit {
        /// One person.
        Person = "person",
        /// A team of several people.
        Team = "team",
        /// A visit of several experts.
        Visit = "visit",
    }
}

coded! {
    /// What a call of a kind asks for, beside documents of its own.
    Ask {
        /// Places in the order in which the applicant wants them.
        RankedChoices = "ranked_choices",
        /// Directions that departments propose.
        Directions = "directions",
        /// What is to be learnt, agreed by both hospitals.
        LearningPlan = "learning_plan",
        /// That the employer agrees and lets the applicant go.
        EmployerEndorsement = "employer_endorsement",
        /// That the ministry responsible for the programme endorses the applicant.
        NodalEndorsement = "nodal_endorsement",
        /// That the mission of the host country recommends the applicant.
        MissionRecommendation = "mission_recommendation",
        /// An undertaking to work after the return.
        ReturnService = "return_service",
        /// The members of the team and what each of them does.
        TeamMembers = "team_members",
        /// A temporary permission to practise for those who operate.
        PracticePermission = "practice_permission",
    }
}

coded! {
    /// What the run of a programme is counted by.
    Counter {
        /// People who completed it.
        Completed = "completed",
        /// Consultations given.
        Consultations = "consultations",
        /// Operations done together, each with lead, second and local operator.
        JointOperations = "joint_operations",
        /// Lectures held.
        Lectures = "lectures",
        /// Cases gone through together.
        CaseReviews = "case_reviews",
        /// Doctors trained.
        DoctorsTrained = "doctors_trained",
        /// Operations the local team can repeat by itself.
        Repeatable = "repeatable",
    }
}

/// What a kind of programme is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// The programmes of the quota ledger whose lines it may take places from.
    pub ledger: &'static [Programme],
    /// What one place is.
    pub unit: Unit,
    /// What its calls ask for.
    pub asks: &'static [Ask],
    /// What its run is counted by.
    pub counts: &'static [Counter],
    /// Days that must lie between the close of applications and the start, where the host's rules name them.
    pub lead_days: u16,
    /// Rules that its calls begin with; an officer changes or removes them.
    pub rules: &'static [Usual],
    /// Documents that its calls begin with, after what the kind asks for; an officer changes or removes them.
    pub documents: &'static [(Ask, Class)],
    /// How its places can be given, the usual way first.
    pub mechanisms: &'static [Mechanism],
}

/// The ways of the engine, for kinds whose places are given by a run.
const BY_RUN: &[Mechanism] = &[Mechanism::DeferredAcceptance, Mechanism::SerialDictatorship];
/// Places given by name, or by a run where many ask for few.
const BY_NAME_OR_RUN: &[Mechanism] =
    &[Mechanism::Nomination, Mechanism::DeferredAcceptance, Mechanism::SerialDictatorship];

/// A rule that calls of a kind begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usual {
    /// The key of its words, the message `call_rule-KEY`.
    pub key: &'static str,
    /// The expression.
    pub expression: &'static str,
}

const fn usual(key: &'static str, expression: &'static str) -> Usual {
    Usual { key, expression }
}

impl Kind {
    /// What it is made of.
    #[must_use]
    pub const fn shape(self) -> &'static Shape {
        match self {
            Self::Residency => &residency::SHAPE,
            Self::Internship => &internship::SHAPE,
            Self::Course => &course::SHAPE,
            Self::Team => &team::SHAPE,
            Self::ExpertsIn => &expert::INCOMING,
            Self::ExpertsOut => &expert::OUTGOING,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_takes_its_places_from_a_programme_and_is_counted() {
        for kind in Kind::ALL {
            let shape = kind.shape();
            assert!(!shape.ledger.is_empty() && !shape.counts.is_empty(), "{kind:?}");
            assert!(!shape.ledger.contains(&Programme::Treatment), "{kind:?} treats nobody");
        }
    }

    #[test]
    fn a_team_is_given_its_places_by_name_as_one_and_a_residency_never_is() {
        let team = Kind::Team.shape();
        assert_eq!((team.unit, team.mechanisms), (Unit::Team, &[Mechanism::Nomination][..]));
        assert!(!Kind::Residency.shape().mechanisms.contains(&Mechanism::Nomination));
        for kind in Kind::ALL {
            let shape = kind.shape();
            assert!(!shape.mechanisms.is_empty(), "{kind:?}");
            for (ask, _) in shape.documents {
                assert!(shape.asks.contains(ask), "{kind:?} asks for the paper {ask:?}");
            }
        }
    }

    #[test]
    fn a_course_with_slots_has_the_hosts_age_limits_and_lead_time() {
        let shape = Kind::Course.shape();
        assert_eq!(shape.lead_days, 90);
        assert_eq!(shape.rules.first().map(|r| r.expression), Some("age >= 25 && age <= 45"));
        // The employer endorses before it is sent, the ministry and the mission before it is nominated.
        let papers = [
            (Ask::EmployerEndorsement, Class::Hard),
            (Ask::NodalEndorsement, Class::Soft),
            (Ask::MissionRecommendation, Class::Soft),
        ];
        assert_eq!(shape.documents, papers);
    }
}
