//! `kelisim house-key`: the key the house signs its papers with.

use kelisim_app::paper::{HouseKey as _, fingerprint, multikey};

use crate::Outcome;
use crate::wiring::{DataDir, FileHouseKey};

/// What `house-key` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder of keys.
    #[arg(
        long,
        value_name = "DIR",
        env = "KELISIM_DATA",
        default_value = "kelisim-data",
        global = true
    )]
    data: std::path::PathBuf,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Shows the public keys with their fingerprints; makes a key where there is none.
    Show,
    /// Signs with a new key from now on. Old papers stay checkable; the old secret is destroyed.
    Rotate,
}

/// Shows or changes the key.
///
/// # Errors
/// When the folder cannot be read or written.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    let key = FileHouseKey::open(&DataDir::open(&args.data)?)?;
    key.make()?;
    if let What::Rotate = args.what {
        key.rotate()?;
    }
    if let Some(public) = key.public()? {
        println!("current  {}  {}", fingerprint(&public), multikey(&public));
    }
    for former in key.former()? {
        println!("former   {}  {}", fingerprint(&former), multikey(&former));
    }
    Ok(Outcome::Fine)
}
