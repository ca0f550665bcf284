//! Files packed into one, for whoever works without an account: stored as they are, the same bytes for the same files.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Packs files under their names. A name keeps its letters; what could lead out of a folder is taken out of it.
///
/// # Errors
/// When a file is larger than the format holds.
pub fn pack(files: &[(&str, &[u8])]) -> std::io::Result<Vec<u8>> {
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default());
    for (name, bytes) in files {
        packed.start_file(file_name(name), plain)?;
        packed.write_all(bytes)?;
    }
    Ok(packed.finish()?.into_inner())
}

/// A name as a file can have it on every machine.
#[must_use]
pub fn file_name(name: &str) -> String {
    let fits = |c: char| !c.is_control() && !"/\\:*?\"<>|".contains(c);
    let kept: String = name.chars().map(|c| if fits(c) { c } else { '_' }).collect();
    let kept = kept.trim().trim_matches('.').trim();
    if kept.is_empty() { "_".to_owned() } else { kept.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn what_is_packed_is_unpacked_and_the_same_files_give_the_same_bytes() {
        let files: [(&str, &[u8]); 2] = [("Меморандум.txt", b"text"), ("a.json", b"{}")];
        let packed = pack(&files).unwrap();
        assert_eq!(packed, pack(&files).unwrap());
        let mut read = zip::ZipArchive::new(Cursor::new(packed)).unwrap();
        for (name, bytes) in files {
            let mut found = Vec::new();
            read.by_name(name).unwrap().read_to_end(&mut found).unwrap();
            assert_eq!(found, bytes);
        }
    }

    #[test]
    fn no_name_leads_out_of_a_folder() {
        assert_eq!(file_name("../../etc/passwd"), "_.._etc_passwd");
        assert_eq!(file_name("C:\\a\n.docx"), "C__a_.docx");
        assert_eq!(file_name(" .. "), "_");
        assert_eq!(file_name("Келишим, долбоор 2.docx"), "Келишим, долбоор 2.docx");
    }
}
