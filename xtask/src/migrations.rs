//! `cargo xtask migrations`: both databases have the same steps, and a step that has landed stays as it is.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{process, workspace};

/// Check that both databases have the same migrations and that none was edited after it landed.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Where the migrations of each database lie.
const FOLDERS: [&str; 2] = ["crates/store-sqlite/migrations", "crates/store-postgres/migrations"];

/// The branch whose last common commit with ours counts as landed.
const LANDED: &str = "origin/main";

/// A file by its name, and what is in it.
type Files = BTreeMap<String, Vec<u8>>;

/// Checks names, numbers and what has landed, and says everything that is wrong at once.
pub fn run(_args: &Args) -> Result<()> {
    let root = workspace::root()?;
    let present = [read(&root, FOLDERS[0])?, read(&root, FOLDERS[1])?];
    let mut wrong = unlike_names(&present);
    for (folder, files) in FOLDERS.iter().zip(&present) {
        wrong.extend(bad_numbers(folder, files));
    }
    match landed_commit(&root) {
        Some(commit) => {
            for (folder, files) in FOLDERS.iter().zip(&present) {
                wrong.extend(edited(folder, &landed(&root, &commit, folder)?, files));
            }
        }
        None => println!("migrations: no {LANDED} here, so what has landed was not compared"),
    }
    if wrong.is_empty() {
        println!("migrations: {} steps, alike for both databases", present[0].len());
        return Ok(());
    }
    bail!("the migrations are broken:\n  {}", wrong.join("\n  "))
}

fn read(root: &Path, folder: &str) -> Result<Files> {
    let mut files = Files::new();
    let listing = fs::read_dir(root.join(folder)).with_context(|| format!("reading {folder}"))?;
    for entry in listing {
        let entry = entry.with_context(|| format!("reading {folder}"))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let content = fs::read(entry.path()).with_context(|| format!("reading {folder}/{name}"))?;
        files.insert(name, content);
    }
    if files.is_empty() {
        bail!("{folder} holds no migration");
    }
    Ok(files)
}

fn unlike_names([first, second]: &[Files; 2]) -> Vec<String> {
    let only = |these: &Files, those: &Files, folder: &str| {
        these
            .keys()
            .filter(|name| !those.contains_key(*name))
            .map(|name| format!("{folder}/{name} has no twin for the other database"))
            .collect::<Vec<_>>()
    };
    let mut wrong = only(first, second, FOLDERS[0]);
    wrong.extend(only(second, first, FOLDERS[1]));
    wrong
}

/// A migration is `<number>_<name>.sql`, and its number is its own.
fn bad_numbers(folder: &str, files: &Files) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut owners = BTreeMap::new();
    for name in files.keys() {
        let number = name
            .strip_suffix(".sql")
            .and_then(|stem| stem.split_once('_'))
            .and_then(|(number, _)| number.parse::<u64>().ok());
        let Some(number) = number else {
            wrong.push(format!("{folder}/{name} is not named <number>_<name>.sql"));
            continue;
        };
        if let Some(other) = owners.insert(number, name) {
            wrong.push(format!("{folder}/{name} has the number of {other}"));
        }
    }
    wrong
}

fn edited(folder: &str, landed: &Files, present: &Files) -> Vec<String> {
    landed
        .iter()
        .filter(|(name, content)| present.get(*name) != Some(content))
        .map(|(name, _)| {
            format!("{folder}/{name} has landed and must stay as it is: add a new migration")
        })
        .collect()
}

/// The last commit that we share with the landed branch; `None` where there is no such branch, or no git.
fn landed_commit(root: &Path) -> Option<String> {
    let commit = process::output(git(root).args(["merge-base", LANDED, "HEAD"])).ok()?;
    Some(commit.trim().to_owned())
}

fn landed(root: &Path, commit: &str, folder: &str) -> Result<Files> {
    let prefix = format!("{folder}/");
    let listing = process::output(git(root).args(["ls-tree", "--name-only", commit, &prefix]))?;
    let mut files = Files::new();
    for path in listing.lines() {
        let content = process::output(git(root).args(["show", &format!("{commit}:{path}")]))?;
        let name = path.strip_prefix(&prefix).unwrap_or(path);
        files.insert(name.to_owned(), content.into_bytes());
    }
    Ok(files)
}

fn git(root: &Path) -> Command {
    let mut git = Command::new("git");
    git.current_dir(root);
    git
}

#[cfg(test)]
mod tests {
    use super::{Files, bad_numbers, edited, unlike_names};

    fn files(names: &[(&str, &str)]) -> Files {
        names.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn a_migration_for_one_database_only_is_named() {
        let both = [files(&[("0001_a.sql", ""), ("0002_b.sql", "")]), files(&[("0001_a.sql", "")])];
        let found = unlike_names(&both);
        assert_eq!(
            found,
            ["crates/store-sqlite/migrations/0002_b.sql has no twin for the other database"]
        );
    }

    #[test]
    fn a_number_belongs_to_one_migration() {
        let found = bad_numbers("m", &files(&[("0001_a.sql", ""), ("1_b.sql", ""), ("c.sql", "")]));
        assert_eq!(
            found,
            ["m/1_b.sql has the number of 0001_a.sql", "m/c.sql is not named <number>_<name>.sql"]
        );
    }

    #[test]
    fn what_has_landed_may_be_neither_edited_nor_removed() {
        let landed = files(&[("0001_a.sql", "a"), ("0002_b.sql", "b"), ("0003_c.sql", "c")]);
        let present = files(&[("0001_a.sql", "a"), ("0002_b.sql", "B"), ("0004_d.sql", "d")]);
        let found = edited("m", &landed, &present);
        assert_eq!(found.len(), 2);
        assert!(found[0].starts_with("m/0002_b.sql has landed"));
        assert!(found[1].starts_with("m/0003_c.sql has landed"));
    }
}
