//! Indicators: what is measured, how, by whom and how often; and what was reported of it, period by period.
//!
//! An indicator is known in its registry by the code of its measure. Reported figures of that code belong to it, those
//! that were booked before it was defined among them: nothing has to be written anew.

mod series;
mod state;

#[cfg(test)]
mod tests;

pub use series::{Geography, Place, Point, Series, series};
pub use state::{Definition, Event, Indicator, Method, Periodicity};
