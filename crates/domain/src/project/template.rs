//! Shapes of projects that come again. A template gives milestones and what waits for what; it gives no days.

use super::{Dependency, MilestoneKind};
use crate::id::{MilestoneId, ProjectId, StreamId};
use crate::stage::coded;

coded! {
    /// A shape of a project.
    Template {
        /// A nuclear medicine centre with a cyclotron, after the milestones of the International Atomic Energy Agency
        /// (TRS 471; Human Health Series 11; radiopharmacy levels; QUANUM 3.0).
        NuclearMedicineCentre = "nuclear_medicine_centre",
    }
}

/// A milestone of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Its key; its name stands in the bundles under it.
    pub key: &'static str,
    /// Its kind.
    pub kind: MilestoneKind,
    /// Its phase.
    pub phase: u8,
    /// Keys of the milestones it waits for.
    pub after: &'static [&'static str],
}

const fn step(
    phase: u8,
    key: &'static str,
    kind: MilestoneKind,
    after: &'static [&'static str],
) -> Step {
    Step { key, kind, phase, after }
}

use MilestoneKind as K;

/// Phases: 0 groundwork, 1 decision, 2 regulation and agreements, 3 design, 4 staff, 5 build and equip,
/// 6 commissioning, 7 audit.
const NUCLEAR_MEDICINE_CENTRE: &[Step] = &[
    step(0, "memorandum", K::Agreement, &[]),
    step(0, "generator", K::Equipment, &[]),
    step(0, "department", K::Commissioning, &[]),
    step(0, "radiopharmacy", K::Commissioning, &[]),
    step(0, "groundwork_licences", K::Licence, &[]),
    step(
        0,
        "department_patient",
        K::FirstPatient,
        &["department", "generator", "groundwork_licences", "radiopharmacy"],
    ),
    step(0, "generator_supply", K::Equipment, &["generator"]),
    step(1, "needs", K::Decision, &[]),
    step(1, "site", K::Decision, &["needs"]),
    step(1, "state_decision", K::Decision, &["needs"]),
    step(1, "state_plan", K::Decision, &["state_decision"]),
    step(2, "radiation_law", K::Regulation, &[]),
    step(2, "gmp", K::Regulation, &[]),
    step(2, "centre_agreement", K::Agreement, &["state_decision"]),
    step(2, "financing", K::Funding, &["state_decision"]),
    step(3, "concept", K::Design, &["site", "state_decision"]),
    step(3, "shielding", K::Design, &["concept"]),
    step(3, "licence_build", K::Permit, &["radiation_law", "shielding"]),
    step(4, "physicists", K::Staff, &[]),
    step(4, "radiopharmacists", K::Staff, &[]),
    step(4, "technologists", K::Staff, &[]),
    step(5, "construction", K::Construction, &["financing", "licence_build"]),
    step(5, "cyclotron", K::Equipment, &["construction"]),
    step(5, "hot_cells", K::Equipment, &["construction"]),
    step(5, "pet_ct", K::Equipment, &["construction"]),
    step(6, "site_acceptance", K::Commissioning, &["cyclotron", "hot_cells", "pet_ct"]),
    step(6, "validation_batches", K::Commissioning, &["radiopharmacists", "site_acceptance"]),
    step(
        6,
        "licence_operate",
        K::Licence,
        &["gmp", "physicists", "technologists", "validation_batches"],
    ),
    step(6, "first_patient", K::FirstPatient, &["licence_operate"]),
    step(7, "quanum_baseline", K::Audit, &["first_patient"]),
    step(7, "quanum_follow", K::Audit, &["quanum_baseline"]),
];

impl Template {
    /// Its milestones, in the order of the phases.
    #[must_use]
    pub const fn steps(self) -> &'static [Step] {
        match self {
            Self::NuclearMedicineCentre => NUCLEAR_MEDICINE_CENTRE,
        }
    }

    /// The id of a milestone of a project begun from a template: the same on every machine, so that a form that is sent
    /// twice makes it once.
    #[must_use]
    pub fn milestone(project: ProjectId, key: &str) -> MilestoneId {
        MilestoneId::new(StreamId::named("milestone", &format!("{project}/{key}")).uuid())
    }

    /// What waits for what in a project begun from it.
    pub fn dependencies(self, project: ProjectId) -> impl Iterator<Item = Dependency> {
        self.steps().iter().flat_map(move |step| {
            step.after.iter().map(move |before| Dependency {
                before: Self::milestone(project, before),
                after: Self::milestone(project, step.key),
                lag: 0,
            })
        })
    }
}
