//! The two archives a Debian package is made of: tar in ar. Owner is root, time is one, order is ours.

use std::collections::BTreeSet;
use std::io::Write as _;

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;

/// Bytes of a block of tar.
const BLOCK: usize = 512;

/// A tar archive of the form ustar.
pub struct Tar {
    bytes: Vec<u8>,
    time: u64,
    folders: BTreeSet<String>,
}

impl Tar {
    /// An empty one; everything in it has this time.
    pub fn new(time: u64) -> Self {
        let mut tar = Self { bytes: Vec::new(), time, folders: BTreeSet::new() };
        tar.head("./", 0o755, 0, b'5');
        tar
    }

    /// Adds a file, and the folders above it where they are not there yet.
    pub fn file(&mut self, path: &str, mode: u32, bytes: &[u8]) -> Result<()> {
        for (at, _) in path.match_indices('/') {
            let folder = format!("./{}/", path.get(..at).unwrap_or(""));
            if self.folders.insert(folder.clone()) {
                self.head(&folder, 0o755, 0, b'5');
            }
        }
        if path.len() > 90 {
            bail!("{path} is too long a name for this archive");
        }
        self.head(&format!("./{path}"), mode, bytes.len(), b'0');
        self.bytes.extend_from_slice(bytes);
        self.fill();
        Ok(())
    }

    fn head(&mut self, name: &str, mode: u32, size: usize, kind: u8) {
        let mut block = [0; BLOCK];
        let mut put = |at: usize, text: &[u8]| {
            block[at..at + text.len()].copy_from_slice(text);
        };
        put(0, name.as_bytes());
        put(100, format!("{mode:07o}").as_bytes());
        put(108, b"0000000");
        put(116, b"0000000");
        put(124, format!("{size:011o}").as_bytes());
        put(136, format!("{:011o}", self.time).as_bytes());
        // The sum is taken with spaces in its own place.
        put(148, b"        ");
        put(156, &[kind]);
        put(257, b"ustar\x0000");
        put(265, b"root");
        put(297, b"root");
        let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
        block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        self.bytes.extend_from_slice(&block);
    }

    fn fill(&mut self) {
        let length = self.bytes.len().next_multiple_of(BLOCK);
        self.bytes.resize(length, 0);
    }

    /// The archive.
    pub fn end(mut self) -> Vec<u8> {
        self.bytes.resize(self.bytes.len() + 2 * BLOCK, 0);
        self.bytes
    }
}

/// An ar archive.
pub struct Ar {
    bytes: Vec<u8>,
    time: u64,
}

impl Ar {
    /// An empty one; everything in it has this time.
    pub fn new(time: u64) -> Self {
        Self { bytes: b"!<arch>\n".to_vec(), time }
    }

    /// Adds a file.
    pub fn file(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        if name.len() > 16 {
            bail!("{name} is too long a name for this archive");
        }
        let head = format!("{name:<16}{:<12}0     0     100644  {:<10}`\n", self.time, bytes.len());
        self.bytes.extend_from_slice(head.as_bytes());
        self.bytes.extend_from_slice(bytes);
        if !self.bytes.len().is_multiple_of(2) {
            self.bytes.push(b'\n');
        }
        Ok(())
    }

    /// The archive.
    pub fn end(self) -> Vec<u8> {
        self.bytes
    }
}

/// The bytes packed with gzip, without a name or a time.
pub fn packed(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut gz = GzEncoder::new(Vec::new(), Compression::best());
    gz.write_all(bytes).context("packing")?;
    gz.finish().context("packing")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tar_has_whole_blocks_each_folder_once_and_a_sum_that_holds() {
        let mut tar = Tar::new(7);
        tar.file("a/b/one", 0o644, b"x").unwrap();
        tar.file("a/b/two", 0o755, &[1; 512]).unwrap();
        let bytes = tar.end();
        assert_eq!(bytes.len() % BLOCK, 0);
        // Root, two folders, two heads, two bodies, the end.
        assert_eq!(bytes.len() / BLOCK, 1 + 2 + 2 + 2 + 2);
        let head = &bytes[3 * BLOCK..4 * BLOCK];
        assert!(head.starts_with(b"./a/b/one\0"));
        let told = std::str::from_utf8(&head[148..154]).unwrap();
        let told = u32::from_str_radix(told, 8).unwrap();
        let mut blank = head.to_vec();
        blank[148..156].fill(b' ');
        assert_eq!(blank.iter().map(|byte| u32::from(*byte)).sum::<u32>(), told);
    }

    #[test]
    fn an_ar_begins_each_file_at_an_even_place() {
        let mut ar = Ar::new(7);
        ar.file("odd", b"x").unwrap();
        ar.file("even", b"xy").unwrap();
        let bytes = ar.end();
        assert!(bytes.starts_with(
            b"!<arch>\nodd             7           0     0     100644  1         `\nx\neven"
        ));
        assert_eq!(bytes.len() % 2, 0);
    }
}
