//! The whole router on a real database: who may take which route, what a bad request is answered, what is logged.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where its house cannot be built"
)]

mod access;
mod answers;
mod applications;
mod backups;
mod bodies;
mod briefs;
mod calendar;
mod calls;
mod contradictions;
mod forms;
mod house;
mod indicators;
mod instruments;
mod internships;
mod logs;
mod meetings;
mod notices;
mod packages;
mod papers;
mod parties;
mod placements;
mod programs;
mod projects;
mod proposals;
mod public;
mod quotas;
mod recover;
mod requests;
mod reviews;
mod rounds;
mod runs;
mod saved;
mod scores;
mod search;
mod status;
mod tokens;
mod uploads;
mod visits;
