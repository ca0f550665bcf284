//! Fake clock, seeded ids, a world builder, and the story every store must pass.
//!
//! [`World`] makes valid changes out of few words and keeps in mind what it made. [`story`] holds the checks; an
//! adapter runs them all with [`stories!`]. Nothing here reads a clock or a random source.
#![expect(clippy::unwrap_used, reason = "a test stops where the world it builds makes no sense")]

mod application;
mod body;
mod call;
mod clock;
mod direction;
mod entropy;
mod indicator;
mod instrument;
mod meeting;
mod paper;
mod partner_key;
mod person;
mod placement;
mod project;
mod quota;
mod review;
pub mod story;
mod visit;
mod world;

pub use clock::FakeClock;
pub use entropy::SeededEntropy;
pub use person::People;
pub use world::{Pledge, World, registry};
