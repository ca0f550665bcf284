//! Where things lie: the root of the work tree, the target folder, the files of the house.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Folders that hold what tools made, not what people wrote.
const NOT_OURS: [&str; 3] = ["target", "node_modules", ".git"];

/// The root of the workspace that this `xtask` was started in.
pub fn root() -> Result<PathBuf> {
    if let Some(manifest) = env::var_os("CARGO_MANIFEST_DIR")
        && let Some(root) = Path::new(&manifest).parent()
    {
        return Ok(root.to_owned());
    }
    env::current_dir().context("finding the current folder")
}

/// The folder that cargo builds into.
pub fn target(root: &Path) -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |set| root.join(set))
}

/// The cargo that started us, or the one on the path.
pub fn cargo() -> PathBuf {
    env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from)
}

/// All files and folders under `folder` that people wrote, sorted; nothing when there is no such folder.
pub fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if folder.is_dir() {
        gather(folder, &mut found)?;
    }
    found.sort();
    Ok(found)
}

fn gather(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    let listing = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    for entry in listing {
        let entry = entry.with_context(|| format!("reading {}", folder.display()))?;
        if NOT_OURS.iter().any(|name| entry.file_name() == *name) {
            continue;
        }
        let path = entry.path();
        found.push(path.clone());
        if entry.file_type().context("asking what a directory entry is")?.is_dir() {
            gather(&path, found)?;
        }
    }
    Ok(())
}
