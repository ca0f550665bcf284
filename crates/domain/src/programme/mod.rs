//! Programmes: how a quota line becomes places that people apply for.
//!
//! A **kind** of programme says what its calls ask for and what is counted ([`kind`]). A **call** is the offer itself:
//! places out of quota lines, terms in four languages, rules, days ([`call`]). Specialties and regions are national code
//! lists kept as data ([`specialty`], [`region`]); what a rule may ask an applicant is a closed list ([`question`]).
//! What departments wish their people to learn, before there is a call, are **directions** ([`direction`]).
//! What a doctor asks of a call is an **application** ([`application`]). A **visit** of experts is what became of an
//! exchange: who came, what they did, what was agreed on ([`visit`]). What reviewers give an application, blind and
//! independently, is its **review** ([`review`]). A **run** gives the places of a closed call to
//! candidates, once and for everybody to check ([`run`]). What becomes of each place given, from the offer to the years
//! served at home, is a **placement** ([`placement`]). Start with [`call::Terms`] and [`call::Call`].

pub mod application;
pub mod call;
pub mod direction;
pub mod kind;
pub mod placement;
pub mod question;
pub mod region;
pub mod review;
pub mod run;
pub mod specialty;
pub mod visit;
mod zone;

pub use kind::Kind;
pub use zone::{LocalTimeError, Zone};
