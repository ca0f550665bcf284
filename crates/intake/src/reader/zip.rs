//! The entries of a ZIP archive, each bounded in size.

use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

use super::{ReadError, TEXT_LIMIT};

/// Most entries of an archive that are listed.
const ENTRIES: usize = 10_000;

/// Whether bytes begin like a ZIP.
#[must_use]
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// A file in an archive.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its path.
    pub name: String,
    method: u16,
    encrypted: bool,
    packed: usize,
    header: usize,
}

fn u16_at(bytes: &[u8], at: usize) -> Option<usize> {
    bytes.get(at..at + 2)?.try_into().ok().map(|b| u16::from_le_bytes(b) as usize)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    bytes.get(at..at + 4)?.try_into().ok().map(|b| u32::from_le_bytes(b) as usize)
}

fn damaged(why: &str) -> ReadError {
    ReadError::Damaged { what: "ZIP", why: why.to_owned() }
}

/// Lists the files of an archive in the order of its directory.
///
/// # Errors
///
/// An archive without a directory, or one that is cut.
pub fn entries(bytes: &[u8]) -> Result<Vec<Entry>, ReadError> {
    let tail = bytes.len().saturating_sub(66_000);
    let end = bytes
        .get(tail..)
        .and_then(|t| t.windows(4).rposition(|w| w == b"PK\x05\x06"))
        .map(|at| tail + at)
        .ok_or_else(|| damaged("its directory is missing"))?;
    let cut = || damaged("its directory is cut");
    let mut at = u32_at(bytes, end + 16).ok_or_else(cut)?;
    let count = u16_at(bytes, end + 10).ok_or_else(cut)?.min(ENTRIES);
    let mut found = Vec::new();
    for _ in 0..count {
        if bytes.get(at..at + 4) != Some(b"PK\x01\x02".as_slice()) {
            return Err(cut());
        }
        let name_length = u16_at(bytes, at + 28).ok_or_else(cut)?;
        let skip = name_length
            + u16_at(bytes, at + 30).ok_or_else(cut)?
            + u16_at(bytes, at + 32).ok_or_else(cut)?;
        let name = bytes.get(at + 46..at + 46 + name_length).ok_or_else(cut)?;
        let name = String::from_utf8_lossy(name).into_owned();
        if !name.ends_with('/') {
            found.push(Entry {
                name,
                method: u16_at(bytes, at + 10).ok_or_else(cut)? as u16,
                encrypted: u16_at(bytes, at + 8).ok_or_else(cut)? & 1 == 1,
                packed: u32_at(bytes, at + 20).ok_or_else(cut)?,
                header: u32_at(bytes, at + 42).ok_or_else(cut)?,
            });
        }
        at += 46 + skip;
    }
    Ok(found)
}

/// The bytes of one entry, at most [`TEXT_LIMIT`] times four.
///
/// # Errors
///
/// A password, a method other than stored and deflate, damage, or more bytes than allowed.
pub fn open(bytes: &[u8], entry: &Entry) -> Result<Vec<u8>, ReadError> {
    let limit = TEXT_LIMIT * 4;
    if entry.encrypted {
        return Err(ReadError::Password { what: "ZIP" });
    }
    let cut = || damaged("an entry is cut");
    let name = u16_at(bytes, entry.header + 26).ok_or_else(cut)?;
    let extra = u16_at(bytes, entry.header + 28).ok_or_else(cut)?;
    let start = entry.header + 30 + name + extra;
    let packed =
        start.checked_add(entry.packed).and_then(|end| bytes.get(start..end)).ok_or_else(cut)?;
    match entry.method {
        0 if packed.len() <= limit => Ok(packed.to_vec()),
        0 => Err(ReadError::Bomb { what: "ZIP", limit }),
        8 => decompress_to_vec_with_limit(packed, limit).map_err(|error| match error.status {
            TINFLStatus::HasMoreOutput => ReadError::Bomb { what: "ZIP", limit },
            status => damaged(&format!("{status:?}")),
        }),
        other => Err(damaged(&format!("packing method {other} is not known"))),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use miniz_oxide::deflate::compress_to_vec;

    use super::{entries, open};
    use crate::reader::ReadError;

    /// Builds an archive of one entry, deflated.
    pub(crate) fn archive(name: &str, content: &[u8]) -> Vec<u8> {
        let packed = compress_to_vec(content, 6);
        let header = |central: bool, out: &mut Vec<u8>| {
            out.extend(if central { b"PK\x01\x02" } else { b"PK\x03\x04" });
            if central {
                out.extend(20_u16.to_le_bytes());
            }
            out.extend(20_u16.to_le_bytes());
            out.extend(0_u16.to_le_bytes());
            out.extend(8_u16.to_le_bytes());
            out.extend([0; 8]);
            out.extend((packed.len() as u32).to_le_bytes());
            out.extend((content.len() as u32).to_le_bytes());
            out.extend((name.len() as u16).to_le_bytes());
            out.extend(0_u16.to_le_bytes());
        };
        let mut out = Vec::new();
        header(false, &mut out);
        out.extend(name.as_bytes());
        out.extend(&packed);
        let directory = out.len() as u32;
        header(true, &mut out);
        out.extend([0; 14]);
        out.extend(name.as_bytes());
        let size = out.len() as u32 - directory;
        out.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
        out.extend(size.to_le_bytes());
        out.extend(directory.to_le_bytes());
        out.extend([0, 0]);
        out
    }

    #[test]
    fn an_entry_comes_out_as_it_went_in() {
        let bytes = archive("a.txt", b"health");
        let listed = entries(&bytes).unwrap();
        assert_eq!(listed[0].name, "a.txt");
        assert_eq!(open(&bytes, &listed[0]).unwrap(), b"health");
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        let bytes = archive("a.txt", &vec![0_u8; 64 << 20]);
        let listed = entries(&bytes).unwrap();
        assert!(matches!(open(&bytes, &listed[0]), Err(ReadError::Bomb { .. })));
    }

    #[test]
    fn a_cut_archive_is_damaged() {
        let bytes = archive("a.txt", b"health");
        assert!(entries(&bytes[..20]).is_err());
    }
}
