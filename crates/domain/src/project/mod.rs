//! Projects: what is to be built, opened or set up, as typed milestones with their days.
//!
//! A project has no "done": that a building stands, that it is licensed, that it works and that it was opened with a
//! ceremony are milestones of different kinds, each with a day and a passage of its own. What people say of a
//! milestone are **words**: planned, forecast, started, reached; none overwrites another, and the latest known counts.
//! A [`Baseline`] is a frozen picture of the plan: it is never changed and never deleted. From all these a [`Plan`] is
//! computed for a day: what slipped and by how much, what the dependencies say beside what people say, what is
//! overdue, and what nobody has given a day for.
//!
//! Start with [`Word`] and [`Aspect`], then [`Slip`], then [`Plan`], what a page shows of a day.

mod chain;
mod entry;
mod plan;
mod slip;
mod state;
mod template;
#[cfg(test)]
mod tests;

pub use chain::Chain;
pub use entry::{
    Aspect, Baseline, Dependency, Description, Event, Link, Linked, Milestone, MilestoneKind,
    Point, Snapshot, Word,
};
pub use plan::{
    Against, Alarm, Cell, Compared, DUE_SOON, Plan, Progress, Row, Standing, Tally, compare,
};
pub use slip::{Incomparable, Moves, Slip, slip};
pub use state::{MOST_MILESTONES, Project};
pub use template::{Step, Template};
