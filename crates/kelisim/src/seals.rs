//! `kelisim seals`: the seals of the journal, to be held where the operator of the database cannot write.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context as _, bail};

use crate::Outcome;
use crate::keeper::{exported, seal_all};
use crate::wiring::{House, Place, replace};

/// Heads of one seal.
const HEADS: i64 = 10_000;
/// Seals read at a time.
const PAGE: i64 = 500;

/// What `seals` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Seals what is not sealed yet and writes the last seal to a file, for somebody outside to keep.
    Export(Export),
    /// Prints each seal on a line: number, instant, how many heads, root, hash.
    List(List),
}

#[derive(Debug, clap::Args)]
struct Export {
    /// File to write, or a folder in which the file is named by the day. Printed when none is given.
    to: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, clap::Args)]
struct List {
    #[command(flatten)]
    place: Place,
}

/// Exports or lists.
///
/// # Errors
/// When the database cannot be read or the file cannot be written.
pub async fn run(args: Args) -> anyhow::Result<Outcome> {
    match args.what {
        What::Export(args) => {
            let house = House::open_existing(&args.place).await?;
            let done = export(&house, args.to.as_deref(), &mut std::io::stdout()).await;
            house.close().await;
            done.map(|()| Outcome::Fine)
        }
        What::List(args) => {
            let house = House::open_existing(&args.place).await?;
            let done = list(&house, &mut std::io::stdout()).await;
            house.close().await;
            done.map(|()| Outcome::Fine)
        }
    }
}

async fn export(
    house: &House,
    to: Option<&std::path::Path>,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<()> {
    let ctx = house.system();
    seal_all(house.store(), ctx.now, HEADS, |_| {}).await?;
    let Some(text) = exported(house.store(), ctx.today()).await? else {
        bail!("nothing is recorded yet, so that there is nothing to seal");
    };
    let Some(to) = to else {
        out.write_all(text.as_bytes())?;
        return Ok(());
    };
    let (folder, name) = if to.is_dir() {
        (to, format!("{}.json", ctx.today()))
    } else {
        let folder = to.parent().filter(|p| !p.as_os_str().is_empty());
        let name = to.file_name().context("the file needs a name")?;
        (folder.unwrap_or_else(|| std::path::Path::new(".")), name.to_string_lossy().into_owned())
    };
    let path = replace(folder, &name, text.as_bytes())
        .with_context(|| format!("writing {name} to {}", folder.display()))?;
    writeln!(out, "exported {}", path.display())?;
    Ok(())
}

async fn list(house: &House, out: &mut (dyn Write + Send)) -> anyhow::Result<()> {
    let mut after = 0;
    loop {
        let page = house.store().seals(after, PAGE).await.context("reading the seals")?;
        let Some(last) = page.last() else { return Ok(out.flush()?) };
        after = last.number;
        for seal in page {
            writeln!(
                out,
                "{} {} {} {} {}",
                seal.number, seal.sealed_at, seal.heads, seal.root, seal.hash
            )?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::World;
    use kelisim_domain::journal::Hash;
    use kelisim_store::verify::verify;

    #[tokio::test]
    async fn what_is_exported_is_accepted_by_the_check_and_listed() {
        for world in World::each().await {
            let mut out = Vec::new();
            let refused = export(&world.house, None, &mut out).await.unwrap_err();
            assert!(refused.to_string().contains("nothing is recorded"), "{refused}");
            world.load_demo().await;
            let folder = world.house.data.folder("outside").unwrap();
            export(&world.house, Some(&folder), &mut out).await.unwrap();
            let text = std::fs::read_to_string(folder.join("2026-11-22.json")).unwrap();
            let json: serde_json::Value = serde_json::from_str(&text).unwrap();
            let hash = Hash::from_hex(json["seal"]["hash"].as_str().unwrap()).unwrap();
            let report = verify(world.house.store(), &[hash], &mut |_| {}).await.unwrap();
            assert!(report.holds(), "{:?}", report.faults);
            assert!(world.house.store().unsealed(1).await.unwrap().is_empty());
            let mut printed = Vec::new();
            export(&world.house, None, &mut printed).await.unwrap();
            assert_eq!(String::from_utf8(printed).unwrap(), text);
            let mut lines = Vec::new();
            list(&world.house, &mut lines).await.unwrap();
            assert!(String::from_utf8(lines).unwrap().contains(&hash.to_string()));
            world.end().await;
        }
    }
}
