//! `kelisim synth`: made-up data of any size from a seed, to measure by. The same seed gives the same data.

mod batch;
mod random;
mod record;

/// What `synth` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    kind: Kind,
}

/// What is made up.
#[derive(Debug, clap::Subcommand)]
enum Kind {
    /// Sources, commitments and reported figures of twenty registries, written through the journal.
    Record(record::Args),
}

/// Makes it up.
///
/// # Errors
/// When the place to write to cannot be opened or is not empty.
pub async fn run(args: Args) -> anyhow::Result<()> {
    match args.kind {
        Kind::Record(args) => record::run(args).await,
    }
}
