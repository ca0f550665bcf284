//! Pages of the foundation: signing in and what went wrong.

pub mod problem;
pub mod sign_in;
