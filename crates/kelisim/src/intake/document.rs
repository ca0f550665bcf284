//! Where the documents of a command come from: files, folders, archives, standard input.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::Context;
use kelisim_intake::reader::{self, FILE_LIMIT, zip};

/// Deepest folder that is entered.
const DEPTH: usize = 16;

/// One document to read.
pub struct Source {
    name: String,
    place: Place,
}

enum Place {
    File(PathBuf),
    Bytes(Vec<u8>),
    Entry(PathBuf, zip::Entry),
}

impl Source {
    /// The name shown to the person.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Reads the text.
    pub fn read(&self) -> anyhow::Result<reader::Document> {
        Ok(match &self.place {
            Place::File(path) => reader::read(&bytes(path)?)?,
            Place::Bytes(bytes) => reader::read(bytes)?,
            Place::Entry(path, entry) => reader::read(&zip::open(&bytes(path)?, entry)?)?,
        })
    }
}

/// Reads a file, one byte more than is allowed at most, so that the reader can say that it is too large.
fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    let file = fs::File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    take(file).with_context(|| format!("cannot read {}", path.display()))
}

fn take(from: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(FILE_LIMIT as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Lists the documents in what was named; folders and archives are opened, in the order of names.
pub fn gather(inputs: &[PathBuf]) -> anyhow::Result<Vec<Source>> {
    let mut sources = Vec::new();
    for input in inputs {
        if input.as_os_str() == "-" {
            let bytes = take(std::io::stdin().lock()).context("cannot read standard input")?;
            sources.push(Source { name: "-".to_owned(), place: Place::Bytes(bytes) });
        } else if input.is_dir() {
            folder(input, 0, &mut sources)?;
        } else {
            file(input, &mut sources)?;
        }
    }
    Ok(sources)
}

fn folder(path: &Path, depth: usize, sources: &mut Vec<Source>) -> anyhow::Result<()> {
    let mut entries: Vec<PathBuf> = fs::read_dir(path)
        .with_context(|| format!("cannot open the folder {}", path.display()))?
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .collect();
    entries.sort();
    for entry in entries {
        let hidden = entry.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
        if entry.is_dir() && depth < DEPTH && !hidden && !entry.is_symlink() {
            folder(&entry, depth + 1, sources)?;
        } else if entry.is_file() && wanted(&entry) {
            file(&entry, sources)?;
        }
    }
    Ok(())
}

/// In a folder only files that may hold a document are taken; a file that was named is always taken.
fn wanted(path: &Path) -> bool {
    path.extension().is_some_and(|e| {
        ["txt", "html", "htm", "docx", "pdf", "eml", "zip"]
            .contains(&e.to_string_lossy().to_lowercase().as_str())
    })
}

fn file(path: &Path, sources: &mut Vec<Source>) -> anyhow::Result<()> {
    let mut head = [0_u8; 4];
    let mut opened =
        fs::File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let archive = opened.read(&mut head).is_ok_and(|n| n == 4) && zip::is_zip(&head);
    if archive
        && let Ok(entries) = zip::entries(&bytes(path)?)
        && !entries.iter().any(|e| e.name == "word/document.xml")
    {
        for entry in entries.into_iter().filter(|e| wanted(Path::new(&e.name))) {
            let name = format!("{}/{}", path.display(), entry.name);
            sources.push(Source { name, place: Place::Entry(path.to_owned(), entry) });
        }
        return Ok(());
    }
    sources.push(Source { name: path.display().to_string(), place: Place::File(path.to_owned()) });
    Ok(())
}
