//! What must be on the machine: found, installed as root, or named to the person who can install it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process;

/// The oldest Node.js whose test runner and modules the browser tests use.
const OLDEST_NODE: u32 = 18;

/// Something that a command cannot do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// A PostgreSQL server.
    Postgres,
    /// Chromium, or a browser made from it.
    Chromium,
    /// Node.js.
    Node,
    /// The package manager of Node.js.
    Npm,
}

impl Need {
    fn is_met(self) -> bool {
        match self {
            Self::Postgres => postgres_bin().is_some(),
            Self::Chromium => chromium().is_some(),
            Self::Node => node_major().is_some(),
            Self::Npm => answers(Path::new("npm")),
        }
    }

    fn package(self) -> &'static str {
        match self {
            Self::Postgres => "postgresql",
            Self::Chromium if is_ubuntu() => "chromium-browser",
            Self::Chromium => "chromium",
            Self::Node => "nodejs",
            Self::Npm => "npm",
        }
    }
}

/// Makes sure that everything needed is there.
///
/// Root installs what is missing; anybody else gets the line to run and an error.
pub fn prepare(needs: &[Need]) -> Result<()> {
    let missing = missing(needs);
    if !missing.is_empty() {
        let packages: Vec<_> = missing.iter().map(|need| need.package()).collect();
        install(&packages)?;
        if let Some(need) = self::missing(needs).first() {
            bail!("{need:?} is still missing after installing {}", need.package());
        }
    }
    if needs.contains(&Need::Node) {
        check_node()?;
    }
    Ok(())
}

fn missing(needs: &[Need]) -> Vec<Need> {
    needs.iter().copied().filter(|need| !need.is_met()).collect()
}

fn install(packages: &[&str]) -> Result<()> {
    let packages = packages.join(" ");
    let line =
        format!("apt-get update && apt-get install --yes --no-install-recommends {packages}");
    if process::on_path("apt-get").is_none() {
        bail!(
            "missing: {packages}; this machine has no apt-get, so install what these Debian packages hold by hand"
        );
    }
    if !is_root()? {
        bail!("missing: {packages}; run this line, then start again:\n\n    sudo sh -c '{line}'\n");
    }
    println!("installing {packages}");
    process::run(Command::new("sh").args(["-c", &line]).env("DEBIAN_FRONTEND", "noninteractive"))
}

fn check_node() -> Result<()> {
    match node_major() {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        Some(major) => bail!("Node.js {major} is too old: at least {OLDEST_NODE} is needed"),
        None => bail!("Node.js does not say its version"),
    }
}

/// The folder with `initdb` and `postgres`, of the newest version installed.
pub fn postgres_bin() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let major = entry.file_name().to_str()?.parse().ok()?;
            Some((major, entry.path().join("bin")))
        })
        .filter(|(_, bin)| holds_server(bin))
        .collect();
    versions.sort();
    let packaged = versions.pop().map(|(_, bin)| bin);
    packaged.or_else(|| {
        let initdb = process::on_path("initdb")?;
        let bin = initdb.parent()?.to_owned();
        holds_server(&bin).then_some(bin)
    })
}

fn holds_server(bin: &Path) -> bool {
    bin.join("initdb").is_file() && bin.join("postgres").is_file()
}

/// A Chromium that starts: what `KELISIM_CHROMIUM` names, or one of the usual places.
pub fn chromium() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("KELISIM_CHROMIUM") {
        return Some(PathBuf::from(named));
    }
    // Ubuntu leaves a script under /usr/bin that only asks for the real package: so ask it its version.
    ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]
        .into_iter()
        .flat_map(|name| {
            let usual = [Path::new("/usr/bin").join(name), Path::new("/snap/bin").join(name)];
            usual.into_iter().chain(process::on_path(name))
        })
        .find(|browser| browser.is_file() && answers(browser))
}

fn answers(program: &Path) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

fn node_major() -> Option<u32> {
    let version = process::output(Command::new("node").arg("--version")).ok()?;
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

fn is_ubuntu() -> bool {
    fs::read_to_string("/etc/os-release")
        .is_ok_and(|text| text.lines().any(|line| line == "ID=ubuntu"))
}

/// Whether this program runs as root.
pub fn is_root() -> Result<bool> {
    let id = process::output(Command::new("id").arg("-u")).context("asking who runs this")?;
    Ok(id.trim() == "0")
}
