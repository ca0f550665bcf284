//! `cargo xtask pg`: a throw-away PostgreSQL for somebody who runs single tests by hand.

use anyhow::Result;

use crate::cluster::{Cluster, Durability};
use crate::machine::{self, Need};

/// Start a throw-away PostgreSQL cluster, print its address and keep it until Ctrl-C.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Write through to the disk, as a cluster that matters would (slower).
    #[arg(long)]
    durable: bool,
}

/// Starts the cluster and waits.
pub fn run(args: &Args) -> Result<()> {
    machine::prepare(&[Need::Postgres])?;
    let durability = if args.durable { Durability::Kept } else { Durability::Forgotten };
    let cluster = Cluster::start(durability)?;
    println!("export KELISIM_TEST_PG='{}'", cluster.url());
    println!("# The cluster and all in it go with Ctrl-C.");
    cluster.wait()
}
