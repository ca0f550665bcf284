//! `kelisim synth`: made-up data of any size from a seed, to measure by. The same seed gives the same data.

pub mod applicants;
mod batch;
mod random;
pub mod record;
mod reviewed;

use crate::synth_market;

/// What `synth` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What is made up.
    #[command(subcommand)]
    pub kind: Kind,
}

/// What is made up.
#[derive(Debug, clap::Subcommand)]
pub enum Kind {
    /// Sources, commitments and reported figures of twenty registries, written through the journal.
    Record(record::Args),
    /// Applicants to an open call of a demonstration, each ready to send, with their sessions.
    Applicants(applicants::Args),
    /// A market of applicants and programmes.
    Market(synth_market::Args),
}
