//! `cargo xtask layers`: who may know whom, checked against the graph that cargo sees.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{process, workspace};

/// Check that the rooms of the house know only whom they may know.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// A room of the house, by the name of its package.
struct Room {
    name: &'static str,
    /// The rooms it may depend on; what tests alone depend on is not asked.
    knows: &'static [&'static str],
    /// Whether it takes values and returns values, and so builds without a runtime, a database or a server.
    pure: bool,
}

const fn pure(name: &'static str) -> Room {
    Room { name, knows: &[], pure: true }
}

const fn room(name: &'static str, knows: &'static [&'static str]) -> Room {
    Room { name, knows, pure: false }
}

/// The table of ARCHITECTURE.md; a new room or a new arrow is a decision that is written down there.
const ROOMS: &[Room] = &[
    pure("kelisim-domain"),
    pure("kelisim-allocation"),
    pure("kelisim-verify"),
    pure("kelisim-intake"),
    pure("kelisim-search"),
    pure("kelisim-eligibility"),
    pure("kelisim-register"),
    pure("kelisim-radiopharmacy"),
    room("kelisim-store", &["kelisim-domain", "kelisim-search"]),
    room("kelisim-store-sqlite", &["kelisim-store", "kelisim-domain"]),
    room("kelisim-store-postgres", &["kelisim-store", "kelisim-domain"]),
    room(
        "kelisim-app",
        &[
            "kelisim-domain",
            "kelisim-store",
            "kelisim-allocation",
            "kelisim-verify",
            "kelisim-intake",
            "kelisim-search",
            "kelisim-eligibility",
            "kelisim-register",
            "kelisim-radiopharmacy",
        ],
    ),
    room("kelisim-exchange", &["kelisim-domain"]),
    room("kelisim-i18n", &[]),
    room("kelisim-web", &["kelisim-app", "kelisim-domain", "kelisim-exchange", "kelisim-i18n"]),
    room(
        "kelisim",
        &[
            "kelisim-domain",
            "kelisim-allocation",
            "kelisim-verify",
            "kelisim-intake",
            "kelisim-register",
            "kelisim-radiopharmacy",
            "kelisim-store",
            "kelisim-store-sqlite",
            "kelisim-store-postgres",
            "kelisim-app",
            "kelisim-exchange",
            "kelisim-i18n",
            "kelisim-web",
            "kelisim-testkit",
        ],
    ),
    room("kelisim-testkit", &["kelisim-domain", "kelisim-store"]),
    room("xtask", &[]),
];

/// What a pure room must not reach, through however many others.
const HEAVY: [&str; 4] = ["tokio", "sqlx", "axum", "tracing-subscriber"];

/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 6] = ["utils", "util", "common", "helpers", "helper", "misc"];

/// Folders whose names are ours to choose.
const OURS: [&str; 3] = ["crates", "xtask", "e2e"];

/// One room that knows another.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Arrow {
    from: String,
    to: String,
}

/// Checks the graph and the names of files, and says everything that is wrong at once.
pub fn run(_args: &Args) -> Result<()> {
    let root = workspace::root()?;
    let (members, arrows) = graph(&root)?;
    let mut wrong = unknown_rooms(&members);
    wrong.extend(new_arrows(&arrows));
    for room in ROOMS.iter().filter(|room| room.pure && members.iter().any(|m| m == room.name)) {
        // A lock file that lags behind must not hide the arrow that made it so.
        match tree(&root, room.name) {
            Ok(tree) => wrong.extend(heavy(&tree)),
            Err(error) => wrong.push(format!("{error:#}")),
        }
    }
    wrong.extend(empty_names(&root)?);
    if wrong.is_empty() {
        println!("layers: {} rooms, {} arrows, all in the table", members.len(), arrows.len());
        return Ok(());
    }
    bail!("the layers are broken:\n  {}", wrong.join("\n  "))
}

fn graph(root: &Path) -> Result<(Vec<String>, Vec<Arrow>)> {
    let text = process::output(Command::new(workspace::cargo()).current_dir(root).args([
        "metadata",
        "--format-version=1",
        "--no-deps",
    ]))?;
    let metadata: Value =
        serde_json::from_str(&text).context("reading what cargo metadata prints")?;
    let packages = metadata["packages"].as_array().context("cargo metadata lists no packages")?;
    let members: Vec<String> =
        packages.iter().filter_map(|package| name(package)).map(str::to_owned).collect();
    let mut arrows = Vec::new();
    for package in packages {
        let Some(from) = name(package) else { continue };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            // `kind` is null for what the room itself uses, else "dev" or "build".
            let for_tests = dependency["kind"].as_str() == Some("dev");
            let Some(to) = name(dependency) else { continue };
            if !for_tests && members.iter().any(|member| member == to) {
                arrows.push(Arrow { from: from.to_owned(), to: to.to_owned() });
            }
        }
    }
    Ok((members, arrows))
}

fn name(value: &Value) -> Option<&str> {
    value["name"].as_str()
}

fn unknown_rooms(members: &[String]) -> Vec<String> {
    members
        .iter()
        .filter(|member| ROOMS.iter().all(|room| room.name != member.as_str()))
        .map(|member| {
            format!("{member} is not in the table of rooms (ARCHITECTURE.md, xtask/src/layers.rs)")
        })
        .collect()
}

fn new_arrows(arrows: &[Arrow]) -> Vec<String> {
    arrows
        .iter()
        .filter(|arrow| {
            let room = ROOMS.iter().find(|room| room.name == arrow.from);
            room.is_some_and(|room| !room.knows.contains(&arrow.to.as_str()))
        })
        .map(|arrow| format!("new arrow: {} -> {}", arrow.from, arrow.to))
        .collect()
}

/// Everything the room is built from, a line each: the depth, then the name of a package.
fn tree(root: &Path, room: &str) -> Result<String> {
    process::output(Command::new(workspace::cargo()).current_dir(root).args([
        "tree",
        "--locked",
        "--all-features",
        "--target=all",
        "--edges=normal,build",
        "--prefix=depth",
        "--format= {p}",
        "--package",
        room,
    ]))
}

/// The ways from a pure room to something heavy, each named from the room on.
fn heavy(tree: &str) -> Vec<String> {
    let mut path: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for line in tree.lines() {
        let mut words = line.split_whitespace();
        let (Some(depth), Some(package)) = (words.next(), words.next()) else { continue };
        let Ok(depth) = depth.parse::<usize>() else { continue };
        path.truncate(depth);
        path.push(package);
        if HEAVY.contains(&package) {
            found.push(format!("a pure room reaches {package}: {}", path.join(" -> ")));
        }
    }
    found
}

fn empty_names(root: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for folder in OURS {
        for path in workspace::entries(&root.join(folder))? {
            let stem = path.file_stem().map(|stem| stem.to_string_lossy().to_lowercase());
            if stem.is_some_and(|stem| EMPTY_NAMES.contains(&stem.as_str())) {
                let shown = path.strip_prefix(root).unwrap_or(&path).display();
                found.push(format!("{shown} has a name that says nothing: name the thing"));
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::{Arrow, ROOMS, heavy, new_arrows, unknown_rooms};

    fn arrow(from: &str, to: &str) -> Arrow {
        Arrow { from: from.to_owned(), to: to.to_owned() }
    }

    #[test]
    fn arrows_of_the_table_are_fine() {
        let known = ROOMS.iter().flat_map(|room| room.knows.iter().map(|to| arrow(room.name, to)));
        assert!(new_arrows(&known.collect::<Vec<_>>()).is_empty());
    }

    #[test]
    fn a_new_arrow_is_named() {
        let found = new_arrows(&[arrow("kelisim-web", "kelisim-store")]);
        assert_eq!(found, ["new arrow: kelisim-web -> kelisim-store"]);
        assert_eq!(new_arrows(&[arrow("kelisim-domain", "kelisim-store")]).len(), 1);
    }

    #[test]
    fn nothing_depends_on_an_adapter_except_the_executable() {
        for adapter in ["kelisim-store-sqlite", "kelisim-store-postgres"] {
            let knowing: Vec<_> = ROOMS
                .iter()
                .filter(|room| room.knows.contains(&adapter))
                .map(|room| room.name)
                .collect();
            assert_eq!(knowing, ["kelisim"]);
        }
    }

    #[test]
    fn a_room_outside_the_table_is_named() {
        let found = unknown_rooms(&["kelisim-domain".to_owned(), "kelisim-utils".to_owned()]);
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("kelisim-utils is not in the table"));
    }

    #[test]
    fn the_way_from_a_pure_room_to_a_runtime_is_shown() {
        let tree = "0 kelisim-domain v0.1.0\n1 serde v1.0.0\n2 serde_core v1.0.0\n1 mail v0.1.0\n2 tokio v1.0.0\n1 uuid v1.0.0";
        assert_eq!(heavy(tree), ["a pure room reaches tokio: kelisim-domain -> mail -> tokio"]);
    }
}
