//! Bytes become text: plain text in any encoding, HTML, DOCX, PDF with a text layer, EML, and ZIP with any of these.
//!
//! Each reader takes bytes and gives text or a message that says what is wrong and what to do. What comes out is
//! bounded by [`TEXT_LIMIT`], whatever the bytes claim. The text that a reader gives is the original that
//! quotations lie on.

mod docx;
mod encoding;
mod html;
mod mail;
mod pdf;
pub mod zip;

use crate::draft::Draft;

/// Most bytes of one file that are looked at.
pub const FILE_LIMIT: usize = 200 << 20;
/// Most bytes of text that come out of one file.
pub const TEXT_LIMIT: usize = 8 << 20;

/// The format a file was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Plain,
    /// HTML.
    Html,
    /// DOCX.
    Docx,
    /// PDF.
    Pdf,
    /// EML.
    Mail,
}

/// The text of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The text, on which all quotations lie.
    pub text: String,
    /// Format it was read from.
    pub format: Format,
    /// Name of the encoding, for plain text and HTML.
    pub encoding: Option<&'static str>,
    /// Date the container gives (the sent date of a letter), ISO.
    pub date: Option<String>,
}

impl Document {
    /// Drafts the text, with the container's date when the person gave none.
    ///
    /// # Errors
    ///
    /// As [`crate::draft()`].
    pub fn draft(&self, options: &crate::Options) -> Result<Draft, crate::DraftError> {
        let mut options = options.clone();
        if options.date.is_none() {
            options.date.clone_from(&self.date);
        }
        crate::draft(&self.text, &options)
    }
}

/// Why a file gave no text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// No bytes.
    #[error("the file is empty: choose a file with text")]
    Empty,
    /// More bytes than are looked at.
    #[error("the file has {found} bytes, at most {limit} are read: send the text alone")]
    TooLarge {
        /// Bytes found.
        found: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// A picture, a sound, a program.
    #[error(
        "this is {what}, not a text: paste the text or send a PDF, DOCX, HTML, EML or TXT file"
    )]
    NotText {
        /// What the bytes look like.
        what: &'static str,
    },
    /// A PDF without text.
    #[error(
        "no text layer: this PDF holds {pages} scanned page(s); run text recognition on it first"
    )]
    NoTextLayer {
        /// Pages.
        pages: usize,
    },
    /// A file that asks for a password.
    #[error("this {what} is protected by a password: save it without one and try again")]
    Password {
        /// Kind of file.
        what: &'static str,
    },
    /// A file that is damaged.
    #[error("this {what} cannot be read ({why}): open and save it again, or paste the text")]
    Damaged {
        /// Kind of file.
        what: &'static str,
        /// What failed.
        why: String,
    },
    /// A file that unpacks to far more than it should.
    #[error("this {what} unpacks to more than {limit} bytes: send the text alone")]
    Bomb {
        /// Kind of file.
        what: &'static str,
        /// Bytes allowed.
        limit: usize,
    },
    /// A ZIP where one document was asked for.
    #[error("this ZIP holds several files: read it as an archive")]
    Archive,
}

/// Reads one file. The format is told by the bytes, never by the name.
///
/// # Errors
///
/// A [`ReadError`] that says what to do.
pub fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if bytes.len() > FILE_LIMIT {
        return Err(ReadError::TooLarge { found: bytes.len(), limit: FILE_LIMIT });
    }
    if let Some(what) = picture(bytes) {
        return Err(ReadError::NotText { what });
    }
    if bytes.starts_with(b"%PDF-") {
        return pdf::read(bytes);
    }
    if zip::is_zip(bytes) {
        return docx::read(bytes);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        // An old Word file, or an Office file behind a password, which is wrapped in the same container.
        let password = bytes
            .windows(32)
            .take(1 << 20)
            .any(|w| w == b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0");
        return Err(if password {
            ReadError::Password { what: "DOCX" }
        } else {
            ReadError::NotText { what: "an old Word or Office file (DOC)" }
        });
    }
    if mail::looks_like(bytes) {
        return mail::read(bytes);
    }
    let (text, encoding) = encoding::decode(bytes)?;
    if html::looks_like(&text) {
        return html::read(&text, encoding);
    }
    Ok(Document {
        text: bounded(text),
        format: Format::Plain,
        encoding: Some(encoding),
        date: None,
    })
}

/// Cuts a text to [`TEXT_LIMIT`] at a character.
fn bounded(mut text: String) -> String {
    if text.len() > TEXT_LIMIT {
        let mut end = TEXT_LIMIT;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
    }
    text
}

/// Files that are plainly no text, by their first bytes.
fn picture(bytes: &[u8]) -> Option<&'static str> {
    let signatures: [(&[u8], &'static str); 12] = [
        (b"\x89PNG", "a PNG picture"),
        (b"\xff\xd8\xff", "a JPEG picture"),
        (b"GIF8", "a GIF picture"),
        (b"II*\0", "a TIFF picture"),
        (b"MM\0*", "a TIFF picture"),
        (b"BM", "a BMP picture"),
        (b"\x7fELF", "a program"),
        (b"MZ", "a program"),
        (b"ID3", "a sound file"),
        (b"OggS", "a sound file"),
        (b"\x1f\x8b", "a GZIP archive"),
        (b"Rar!", "a RAR archive"),
    ];
    let found =
        signatures.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, what)| *what)?;
    // Two letters are too few to be sure: "BM" and "MZ" may begin a text.
    let short = matches!(found, "a BMP picture") || bytes.starts_with(b"MZ");
    (!short || bytes.iter().take(64).any(|b| *b == 0)).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::{Format, ReadError, read};

    #[test]
    fn pictures_and_nothing_are_refused_by_name() {
        assert_eq!(read(b""), Err(ReadError::Empty));
        assert_eq!(read(b"\x89PNG\r\n\x1a\n"), Err(ReadError::NotText { what: "a PNG picture" }));
    }

    #[test]
    fn the_letters_bm_may_begin_a_text() {
        let document = read("BMW строит больницу в Алматы.".as_bytes()).unwrap();
        assert_eq!(document.format, Format::Plain);
    }

    #[test]
    fn a_damaged_pdf_gives_a_message_and_no_panic() {
        assert!(matches!(read(b"%PDF-1.7\nrubbish"), Err(ReadError::Damaged { what: "PDF", .. })));
    }
}
